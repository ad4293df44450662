"""What is to be printed: one issue as plain data, before any page exists. The typesetter knows nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One entry as printed. ``text`` holds one paragraph a line; ``units`` are short names for （市发改委）."""

    position: int
    section: str
    title: str
    text: str
    units: tuple[str, ...] = ()
    editor_note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole issue as printed, masthead to colophon.

    ``number_line`` is ready made (``第12期（总第345期）``). ``report_to``, ``send_to`` and ``issue_to`` are the names
    behind 报、送、发; an empty tuple leaves the line out. ``staff`` holds pairs such as ``("责任编辑", "林晓")``.
    """

    publication: str
    masthead: str
    number_line: str
    issuer: str
    dated_on: date
    entries: tuple[PrintedEntry, ...]
    mark: str = ""
    editor_note: str = ""
    signed_by: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    issue_to: tuple[str, ...] = ()
    staff: tuple[tuple[str, str], ...] = ()
    copies: int = 0
