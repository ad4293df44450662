"""Cases: rows of tables of cases (12345 工单, 信访件). Two of them in one wording are still two cases.

Rule of the trade: a case goes by its number; a hotline gives the same form to every caller, so the same wording under two
numbers is two callers, places or days. A unit's own number (编号、文号) is no such thing: the same text under another
number is the same text sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bulletin.text import shorten
from bulletin.text.likeness.verdict import Verdict

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a table of cases: the source that gave it, its own number, '' for none, and the file it was read from."""

    source: str
    number: str
    original_id: int

    def is_other(self, other: Case) -> bool:
        """Tell whether two rows of one source are certainly two cases: two numbers, or, where one has none, one file."""
        if self.source != other.source:
            return False
        if self.number and other.number:
            return self.number != other.number
        return self.original_id == other.original_id


def are_others(earlier: Sequence[Case], later: Sequence[Case]) -> bool:
    """Tell whether what tells of the cases `earlier` and what tells of `later` have none in common.

    False where either tells of anything but cases: then `earlier` or `later` is empty.
    """
    pairs = [(one, other) for one in earlier for other in later]
    return bool(pairs) and all(one.is_other(other) for one, other in pairs)


def may_be_one(earlier: Iterable[Case], later: Iterable[Case]) -> bool:
    """Tell whether two texts may count as one without asking: neither tells of a case, or both of the same by number.

    A case is grouped with nothing else, or two cases would become one over a third text like both.
    """
    one, other = ({(case.source, case.number) for case in cases} for cases in (earlier, later))
    return one == other and all(number for _, number in one)


def apart(verdict: Verdict, earlier: Sequence[Case], later: Sequence[Case]) -> Verdict:
    """Return the verdict on two texts of different cases: never one text nor an update, at most of one template."""
    numbers = _shown(earlier), _shown(later)
    what = f"另一件（编号 {'→'.join(numbers)}）" if all(numbers) else "同一表格的另一行"
    return replace(verdict, kind="twin", why=f"{what}：{verdict.why}", clean=False)


def _shown(cases: Iterable[Case]) -> str:
    """Return the numbers of cases as the reason names them, the first and how many; '' where one has none."""
    numbers = [case.number for case in cases]
    if not all(numbers):
        return ""
    return f"{shorten(numbers[0], _SHOWN)}{f'等{len(numbers)}件' if len(numbers) > 1 else ''}"
