"""How points add up, in words that anyone can check with a pencil: ``(3+10)÷3 = 13/3 ≈ 4.3``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from bulletin.model import Award, in_full, in_print


def sum_in_words(awards: Iterable[Award]) -> str:
    """Return the sum of a unit's awards as it is counted; what is shared among as many units stands in one bracket."""
    by_parts: defaultdict[int, list[Fraction]] = defaultdict(list)
    total = Fraction(0)
    for award in awards:
        if award.whole:
            by_parts[award.parts].append(award.whole)
        total += award.amount
    terms = [_term(wholes, parts) for parts, wholes in by_parts.items()]
    sum_ = "+".join(terms).replace("+-", "-") or "0"
    exact, printed = in_full(total), in_print(total)
    equals = f"{sum_} = {exact}" if sum_ != exact else exact
    return equals if printed == exact else f"{equals} ≈ {printed}"


def by_subject(awards: Iterable[Award]) -> dict[tuple[str, str], list[Award]]:
    """Return awards by unit and subject, in their order."""
    groups: defaultdict[tuple[str, str], list[Award]] = defaultdict(list)
    for award in awards:
        groups[award.unit, award.subject].append(award)
    return dict(groups)


def _term(wholes: list[Fraction], parts: int) -> str:
    told = "+".join(map(in_full, wholes)).replace("+-", "-")
    if parts == 1:
        return told
    return f"({told})÷{parts}" if len(wholes) > 1 or wholes[0] < 0 else f"{told}÷{parts}"
