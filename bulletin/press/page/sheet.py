"""What is to be printed: one issue as plain data, before any page exists. The typesetter knows nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bulletin.settings import USUAL, Look
from bulletin.text import shorten


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of an entry: the ``name`` its text calls it by, its media type and its bytes (PNG or JPEG)."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One entry as printed. ``text`` is a manuscript (`bulletin.text.manuscript`).

    ``units`` are short names, put in brackets at the end of the text; ``credit`` is a line of its own below it instead.
    """

    position: int
    section: str
    title: str
    text: str
    units: tuple[str, ...] = ()
    credit: str = ""
    editor_note: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"第 {self.position} 条《{shorten(self.title)}》"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole issue as printed, masthead to colophon.

    ``number_line`` is ready made (``第12期（总第345期）``). ``report_to``, ``send_to`` and ``issue_to`` are the names
    behind 报、送、发; an empty tuple leaves the line out. ``staff`` holds pairs such as ``("责任编辑", "林晓")``.
    ``mark`` is 密级 or 内部资料, ``urgency`` 紧急程度, ``copy_number`` 份号 of six digits, ``addressed_to`` 主送机关,
    ``printed_by`` 印发机关 of the 版记; ``seal`` keeps room for a seal on the date (GB/T 9704-2012 7.3.5.1).
    ``copy_to`` are the names behind 抄送; ``look`` says where these things stand.
    """

    publication: str
    masthead: str
    number_line: str
    issuer: str
    dated_on: date
    entries: tuple[PrintedEntry, ...]
    mark: str = ""
    urgency: str = ""
    copy_number: str = ""
    addressed_to: str = ""
    seal: bool = False
    editor_note: str = ""
    signed_by: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    issue_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    staff: tuple[tuple[str, str], ...] = ()
    printed_by: str = ""
    copies: int = 0
    look: Look = USUAL
