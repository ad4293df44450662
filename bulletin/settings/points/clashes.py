"""Rules of one file that can never mean what their author wrote: one that counts twice, one that never comes to its turn.

Of ``[[printed]]``, ``[[adopted]]`` and their like the first that applies counts: below one that applies to all that it applies
to, or below several that do so together, a rule is dead. Grants, quotas, rates, vetoes and caps all count: one of them
written twice is counted twice.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Protocol, TypeVar

from bulletin.errors import SettingsError
from bulletin.settings.points.rules import FaultRule, Rule, RuleSet, Scope

_SETS = ("publications", "series", "sections", "kinds", "levels", "ranks", "bulletins", "instruction_kinds")
_FLAGS = ("commissioned", "direct")
_OTHER = ""
_Value = str | bool | tuple[str, bool]
"""What a condition is asked: a name, yes or no; of a section also whether it has briefs."""
_Scoped = Rule | FaultRule


class _Clause(Protocol):
    @property
    def clause(self) -> str: ...


_One = TypeVar("_One", bound=_Clause)
_Place = tuple[str, _Clause]
"""Where a rule stands, ``quota[2]``, and the rule."""


def refuse_clashes(rules: RuleSet) -> None:
    """Refuse rules that count twice or never. Raises `SettingsError` naming the file, both keys and what to do."""
    for kind, of_kind in rules.rules.items():
        for first, second in combinations(_placed(kind, of_kind), 2):
            if first[1] == second[1]:
                raise _twice(rules, first, second)
        _refuse_dead(rules, _placed(kind, of_kind))
    _refuse_dead(rules, _placed("fault", rules.faults))
    for one, other in _repeated(rules):
        raise _twice(rules, one, other)


def _refuse_dead(rules: RuleSet, placed: Sequence[tuple[str, _Scoped]]) -> None:
    """Refuse a rule that never comes to its turn: what it has, one above it has, or several above it have together."""
    for number, (place, rule) in enumerate(placed):
        earlier = [one for one in placed[:number] if not (isinstance(one[1], Rule) and one[1].also)]
        if covering := _covering(earlier, _scope_of(rule), rules.briefs):
            raise _dead(rules, covering, (place, rule))


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


def _covering(earlier: Sequence[tuple[str, _Scoped]], scope: Scope, briefs: frozenset[str]) -> list[_Place]:
    """Return the earlier rules that together have whatever `scope` has, as few as it takes; none where anything is left."""
    if _is_left([_scope_of(rule) for _, rule in earlier], scope, briefs):
        return []
    kept = list(earlier)
    for one in reversed(earlier):
        fewer = [other for other in kept if other is not one]
        if not _is_left([_scope_of(rule) for _, rule in fewer], scope, briefs):
            kept = fewer
    return [*kept]


def _is_left(
    scopes: Sequence[Scope], scope: Scope, briefs: frozenset[str], names: tuple[str, ...] = (*_SETS, *_FLAGS)
) -> bool:
    """Tell whether anything that `scope` has is left when all that `scopes` have is taken out.

    Case by case: for each condition every value that one of the rules names, and one that none of them does;
    values that the same rules take are one case.
    """
    if not scopes or not names:
        return not scopes
    if any(all(_is_open(one, name) for name in names) for one in scopes):
        return False
    name, *rest = names
    cases = {
        tuple(one for one in scopes if _takes(one, name, value))
        for value in _values(name, [*scopes, scope], briefs)
        if _takes(scope, name, value)
    }
    return any(_is_left(case, scope, briefs, tuple(rest)) for case in cases)


def _is_open(scope: Scope, name: str) -> bool:
    return getattr(scope, name) in (frozenset(), None) and (name != "sections" or scope.brief is None)


def _values(name: str, scopes: Iterable[Scope], briefs: frozenset[str]) -> list[_Value]:
    """Return the values of a condition to look at; a section with whether its entries are briefs."""
    if name in _FLAGS:
        return [True, False]
    named = sorted(frozenset().union(*(getattr(one, name) for one in scopes)))
    if name != "sections":
        return [*named, _OTHER]
    own = [(section, section in briefs) for section in sorted(briefs.union(named))]
    return [*own, (_OTHER, False), *([] if briefs else [(_OTHER, True)])]


def _takes(scope: Scope, name: str, value: _Value) -> bool:
    wanted = getattr(scope, name)
    if isinstance(value, bool):
        return wanted in (None, value)
    if isinstance(value, tuple):
        return scope.brief in (None, value[1]) and (not wanted or value[0] in wanted)
    return not wanted or value in wanted


def _scope_of(rule: _Scoped) -> Scope:
    return rule.scope if isinstance(rule, Rule) else Scope(kinds=rule.kinds, levels=rule.levels)


def _twice(rules: RuleSet, one: _Place, other: _Place) -> SettingsError:
    what = f"{rules.file} 中 {other[0]}（{other[1].clause}）与 {one[0]}（{one[1].clause}）说的是同一件事，会计两次"
    return SettingsError(what, "请删去或改正其中一节；两份都要计的，把分值合写在一节里")


def _dead(rules: RuleSet, covering: Sequence[_Place], other: _Place) -> SettingsError:
    known = "、".join(f"{place}（{rule.clause}）" for place, rule in covering)
    together = "合起来" if len(covering) > 1 else ""
    what = f"{rules.file} 中 {other[0]}（{other[1].clause}）永远轮不到：它的情形 {known}{together}都已包括"
    first, places = covering[0][0], "、".join(place for place, _ in covering)
    also = f"；都要计的，在 {places} 写 also = true" if isinstance(other[1], Rule) else ""
    return SettingsError(
        what, f"自上而下第一条合得上的算数，请把它移到 {first} 之前，或改正这几节的条件，或删去一节{also}"
    )
