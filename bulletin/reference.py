"""References: how people name an issue (``政务信息/2026/12``, ``政务信息/2026/增刊1``) and an entry (``政务信息/2026/12#3``).

An issue without a number is named by its record: ``政务信息/编排/7``; that name stays good after it has a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.errors import UsageError
from bulletin.model import Issue

MAIN_SERIES = "正刊"
UNNUMBERED = "编排"
_FORM = re.compile(
    r"^(?P<publication>[^/#]+)/(?P<year>\d{4}|编排)/(?P<series>\D*?)-?0*(?P<number>[1-9]\d{0,8})(?:#(?P<entry>\d{1,6}))?$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A parsed reference. ``year`` is None for an issue named by its record id, which is then ``number``."""

    publication: str
    year: int | None
    series: str
    number: int
    position: int | None


def parse(text: str) -> Reference:
    """Return the reference `text` is. Raises `UsageError` naming the form expected."""
    match = _FORM.match(text.strip())
    if match is None:
        raise UsageError(
            f"“{text}”不是期或条目的写法", "应如 政务信息/2026/12、政务信息/2026/12#3、政务信息/2026/增刊1"
        )
    return Reference(
        publication=match["publication"],
        year=None if match["year"] == UNNUMBERED else int(match["year"]),
        series=match["series"] or MAIN_SERIES,
        number=int(match["number"]),
        position=int(match["entry"]) if match["entry"] else None,
    )


def of_number(publication: str, series: str, year: int, number: int) -> str:
    """Return the reference of a numbered issue."""
    return f"{publication}/{year}/{'' if series == MAIN_SERIES else series}{number}"


def of_issue(issue: Issue, position: int | None = None) -> str:
    """Return the reference of an issue, or of its entry at `position`."""
    if issue.year is None or issue.number is None:
        name = f"{issue.publication}/{UNNUMBERED}/{issue.id}"
    else:
        name = of_number(issue.publication, issue.series, issue.year, issue.number)
    return name if position is None else f"{name}#{position}"


def in_words(text: str) -> str:
    """Return a reference as people say it: ``《政务信息》2026年第12期第3条``. Raises `UsageError`."""
    parsed = parse(text)
    series = "" if parsed.series == MAIN_SERIES else parsed.series
    entry = f"第{parsed.position}条" if parsed.position else ""
    return f"《{parsed.publication}》{parsed.year}年{series}第{parsed.number}期{entry}"


def folder_of(issue: Issue) -> str:
    """Return the folder of a numbered issue below ``issues/``: ``政务信息/2026/012``, ``政务信息/2026/增刊-001``."""
    prefix = "" if issue.series == MAIN_SERIES else f"{issue.series}-"
    return f"{issue.publication}/{issue.year}/{prefix}{issue.number:03d}"
