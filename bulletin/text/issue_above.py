"""Which issue of which bulletin is meant, however people write it: ``《每日要情》2026年第5期`` and ``每日要情`` ``5`` are the same.

A name counts by its letters and digits; a number by its year, its series words (增刊, 专报) and its figures, which may be
Chinese. Offices write 2026年第5期 in their papers and 第5期 in a register.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from bulletin.text import one_line
from bulletin.text.numerals import NUMERALS, amount

_MARKS = re.compile("[《》〈〉]")
_BETWEEN = r"[\W_]*"
_CHINESE = re.compile(f"[{NUMERALS}]{{1,9}}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)?\d\d)年度?|(?:^|-)((?:19|20)\d\d)(?=-|第)(?=\D*\d)")
"""A year is written with 年, or as four figures in front of others: 2026-5, 信息〔2026〕5号, 2026第5期."""
_BESIDE = (re.compile(r"总第?-?\d+期?"), re.compile(r"第?\d+(?:条|版|篇|页)"))
"""The running number of all issues (总第120期), and the place within the issue: they name no other issue."""
_FILLING = re.compile(r"\d|-|第|期|号|月|日|合刊|no")


@dataclass(frozen=True, slots=True)
class IssueAbove:
    """An issue of a bulletin in one way of writing: ``figures`` of its number, and the ``series`` words beside them.

    ``years`` are those it can be of: the one that is written, else that of its day, in January also the one before.
    """

    bulletin: str
    years: frozenset[int]
    series: str
    figures: tuple[str, ...]

    @property
    def is_numbered(self) -> bool:
        """Whether it is known which issue of the bulletin it is."""
        return bool(self.series or self.figures)

    def is_same(self, other: IssueAbove) -> bool:
        """Tell whether both name the same issue; without numbers they do where the bulletin is the same."""
        alike = (self.bulletin, self.series, self.figures) == (other.bulletin, other.series, other.figures)
        return alike and not (self.is_numbered and self.years.isdisjoint(other.years))

    def may_be(self, other: IssueAbove) -> bool:
        """Tell whether both can be the same issue: they are, or one of them has no number."""
        numbered = self.is_numbered and other.is_numbered
        return self.is_same(other) if numbered else self.bulletin == other.bulletin


def without_marks(name: str) -> str:
    """Return the name of a bulletin on one line without 《》: they are put round it where it is printed."""
    return one_line(_MARKS.sub("", name))


def letters(text: str) -> str:
    """Return the letters and digits of `text`, width and case folded."""
    return "".join(filter(str.isalnum, _folded(text)))


def issue_above(bulletin: str, number: str, on: date) -> IssueAbove:
    """Return which issue is meant by the name of a bulletin and a number, registered for the day `on`."""
    name = letters(bulletin)
    named = _BETWEEN + _BETWEEN.join(map(re.escape, name))
    told = _figured(_folded(number))
    if _has_figures(rest := _figured(re.sub(named, "", _folded(number), count=1))):
        told = rest
    years = frozenset({on.year, on.year - 1} if on.month == 1 else {on.year})
    if (found := _YEAR.search(told)) and _has_figures(rest := told[: found.start()] + "-" + told[found.end() :]):
        years, told = frozenset({_year(found[1] or found[2])}), rest
    for beside in _BESIDE:
        if _has_figures(rest := beside.sub("-", told)):
            told = rest
    figures = tuple(run.lstrip("0") or "0" for run in re.findall(r"\d+", told))
    return IssueAbove(name, years, _FILLING.sub("", told), figures)


def _figured(text: str) -> str:
    """Return a number with Arabic figures, and one dash for whatever is neither letter nor digit."""
    return re.sub(r"[\W_]+", "-", _CHINESE.sub(lambda run: amount(run.group()), text)).strip("-")


def _year(figures: str) -> int:
    return int(figures) if len(figures) > 2 else 2000 + int(figures)


def _has_figures(text: str) -> bool:
    return any(map(str.isdigit, text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
