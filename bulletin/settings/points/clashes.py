"""Rules of one file that can never mean what their author wrote: one that counts twice, one that never comes to its turn.

Of ``[[printed]]``, ``[[adopted]]`` and their like the first that applies counts: below one that applies to all that it applies
to, a rule is dead. Grants, quotas, rates, vetoes and caps all count: one of them written twice is counted twice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import combinations
from typing import Protocol, TypeVar

from bulletin.errors import SettingsError
from bulletin.settings.points.rules import Rule, RuleSet, Scope

_SETS = ("publications", "series", "sections", "kinds", "levels", "ranks", "bulletins", "instruction_kinds")
_FLAGS = ("brief", "commissioned", "direct")


class _Clause(Protocol):
    @property
    def clause(self) -> str: ...


_One = TypeVar("_One", bound=_Clause)
_Place = tuple[str, _Clause]
"""Where a rule stands, ``quota[2]``, and the rule."""


def refuse_clashes(rules: RuleSet) -> None:
    """Refuse rules that count twice or never. Raises `SettingsError` naming the file, both keys and what to do."""
    for kind, of_kind in rules.rules.items():
        for (earlier, first), (later, second) in combinations(_placed(kind, of_kind), 2):
            if first == second:
                raise _twice(rules, (earlier, first), (later, second))
            if not first.also and _covers(first.scope, second.scope, rules.briefs):
                raise _dead(rules, (earlier, first), (later, second))
    for (earlier, known), (later, fault) in combinations(_placed("fault", rules.faults), 2):
        if fault.kinds <= known.kinds and _within(fault.levels, known.levels):
            raise _dead(rules, (earlier, known), (later, fault))
    for one, other in _repeated(rules):
        raise _twice(rules, one, other)


def _repeated(rules: RuleSet) -> Iterator[tuple[_Place, _Place]]:
    """Yield what is said twice of the same thing, whatever points are given for it."""
    yield from _alike((place, one, (one.period, one.group)) for place, one in _placed("granted", rules.granted))
    yield from _alike(
        (place, one, (one.period, one.counted, one.least, one.group)) for place, one in _placed("quota", rules.quotas)
    )
    yield from _alike((place, one, (one.period, one.below, one.group)) for place, one in _placed("rate", rules.rates))
    yield from _alike((place, one, (one.kinds, one.effect)) for place, one in _placed("veto", rules.vetoes))


def _placed(kind: str, rules: Iterable[_One]) -> list[tuple[str, _One]]:
    return [(f"{kind}[{number}]", one) for number, one in enumerate(rules, 1)]


def _alike(placed: Iterable[tuple[str, _Clause, Hashable]]) -> Iterator[tuple[_Place, _Place]]:
    seen: dict[Hashable, _Place] = {}
    for place, one, matter in placed:
        if matter in seen:
            yield seen[matter], (place, one)
        seen[matter] = place, one


def _covers(first: Scope, second: Scope, briefs: frozenset[str]) -> bool:
    """Tell whether whatever `second` applies to, `first` applies to as well."""
    flags = {name: getattr(second, name) for name in _FLAGS} | {"brief": _is_brief(second, briefs)}
    return all(_within(getattr(second, name), getattr(first, name)) for name in _SETS) and all(
        getattr(first, name) in (None, flags[name]) for name in _FLAGS
    )


def _within(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    return not wide or bool(narrow and narrow <= wide)


def _is_brief(scope: Scope, briefs: frozenset[str]) -> bool | None:
    """Tell whether a scope has briefs alone, none, or both (None): the sections it names may say so."""
    if scope.brief is not None or not scope.sections:
        return scope.brief
    return True if scope.sections <= briefs else False if scope.sections.isdisjoint(briefs) else None


def _twice(rules: RuleSet, one: _Place, other: _Place) -> SettingsError:
    what = f"{rules.file} 中 {other[0]}（{other[1].clause}）与 {one[0]}（{one[1].clause}）说的是同一件事，会计两次"
    return SettingsError(what, "请删去或改正其中一节；两份都要计的，把分值合写在一节里")


def _dead(rules: RuleSet, one: _Place, other: _Place) -> SettingsError:
    what = f"{rules.file} 中 {other[0]}（{other[1].clause}）永远轮不到：它的情形 {one[0]}（{one[1].clause}）都已包括"
    also = f"；两条都要计的，在 {one[0]} 写 also = true" if isinstance(one[1], Rule) else ""
    return SettingsError(
        what, f"自上而下第一条合得上的算数，请把它移到 {one[0]} 之前，或改正两节的条件，或删去一节{also}"
    )
