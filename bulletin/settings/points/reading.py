"""Reading one rule file strictly: every publication, section, class, unit and word in it must be one the office has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TypeVar

from bulletin.settings.points.clashes import refuse_clashes
from bulletin.settings.points.rules import (
    COUNTED,
    EFFECTS,
    ENDINGS,
    MERGES,
    PERIODS,
    REPEATS,
    SEVERAL,
    WHOLE_ISSUE,
    Cap,
    FaultRule,
    Granted,
    Group,
    Limits,
    Policy,
    Quota,
    Rate,
    Rule,
    RuleSet,
    Scope,
    Veto,
)
from bulletin.settings.table import Table
from bulletin.terms import AWARDS, DUTIES, FAULTS, INSTRUCTION_KINDS, KINDS, LEADER_LEVELS, LEADER_RANKS
from bulletin.text import nearest

_UNANSWERED = ("waiting", "overdue")
_WHOLE = 100
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule file may name: the office's publications, their series and sections, its units and classes of units."""

    publications: frozenset[str]
    series: frozenset[str]
    sections: frozenset[str]
    units: frozenset[str]
    classes: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the names in a file stand for: those of its own place (``stands_for``), and of bulletins outside the program."""

    known: Known
    briefs: frozenset[str]
    stands_for: dict[str, tuple[str, ...]]
    elsewhere: frozenset[str]

    @property
    def publications(self) -> frozenset[str]:
        return self.known.publications | self.elsewhere | frozenset(self.stands_for)

    def meant(self, names: Iterable[str]) -> frozenset[str]:
        """Return the office's own publications for those named in the file."""
        return frozenset(own for name in names for own in self.stands_for.get(name, (name,)))


def read_rule_set(table: Table, known: Known) -> RuleSet:
    """Read one file. Raises `SettingsError` naming file, key and value."""
    names = _names(table, known)
    rules = {kind: _array(table, kind, partial(_rule, kind=kind, names=names)) for kind in _SCOPES}
    valid_from, valid_to = table.day("valid_from"), table.day("valid_to")
    if valid_from is None:
        raise table.missing("valid_from", "写明自哪天起施行，如 2026-01-01")
    if valid_to and valid_to < valid_from:
        raise table.wrong("valid_to", valid_to.isoformat(), "止不能早于起（valid_from）")
    made = RuleSet(
        name=table.text("name"),
        notice=_said(table, "notice"),
        valid_from=valid_from,
        valid_to=valid_to,
        file=table.file,
        briefs=names.briefs,
        rules=rules,
        commissions=_commissions(table),
        faults=_array(table, "fault", _fault),
        granted=_array(table, "granted", lambda entry: _granted(entry, known)),
        quotas=_array(table, "quota", lambda entry: _quota(entry, known)),
        rates=_array(table, "rate", lambda entry: _rate(entry, known)),
        vetoes=_array(table, "veto", _veto),
        policy=_policy(table),
        limits=_limits(table),
    )
    table.finish()
    refuse_clashes(made)
    return made


def _names(table: Table, known: Known) -> _Names:
    elsewhere = frozenset(table.texts("elsewhere"))
    stands_for = table.table("stands_for")
    meant = {
        name: tuple(_some(stands_for, name, known.publications | elsewhere, "刊物")) for name in stands_for.names()
    }
    return _Names(known, frozenset(table.texts("briefs")), meant, elsewhere)


def _array(table: Table, key: str, read: Callable[[Table], _Made]) -> tuple[_Made, ...]:
    made = []
    for entry in table.array(key):
        made.append(read(entry))
        entry.finish()
    return tuple(made)


_SCOPES: dict[str, tuple[str, ...]] = {
    "printed": ("publications", "series", "sections", "kinds", "brief", "commissioned"),
    "reported": ("publications", "series", "sections", "kinds", "brief", "commissioned", "levels", "direct"),
    "adopted": (
        *("publications", "series", "sections", "kinds", "brief", "commissioned"),
        *("levels", "bulletins", "direct"),
    ),
    "instruction": (
        *("publications", "series", "sections", "kinds", "brief", "commissioned"),
        *("levels", "ranks", "instruction_kinds"),
    ),
}
"""Which conditions a rule of each kind may have."""


def _rule(table: Table, kind: str, names: _Names) -> Rule:
    points, of = _worth(table, kind)
    return Rule(
        kind=kind,
        clause=_said(table, "clause"),
        points=points,
        scope=_scope(table, _SCOPES[kind], names),
        of=of,
        merged=table.exact("merged"),
        also=table.flag("also", False),
    )


def _worth(table: Table, kind: str) -> tuple[Fraction, str]:
    """Return how many points, or how many times what: exactly one of the keys must be there."""
    keys = {"points": "分"} | ({"times_upper": "上级", "times_own": "本级"} if kind == "adopted" else {})
    given = [(value, of) for key, of in keys.items() if (value := table.exact(key)) is not None]
    if len(given) != 1:
        raise table.missing("points", f"{'、'.join(keys)} 须写且只写一个")
    return given[0]


def _scope(table: Table, keys: tuple[str, ...], names: _Names) -> Scope:
    allowed = {
        "publications": (names.publications, "刊物"),
        "series": (names.known.series, "编号系列"),
        "sections": (names.known.sections | names.briefs, "栏目"),
        "kinds": (KINDS, "信息类型"),
        "levels": (LEADER_LEVELS, "级别"),
        "ranks": (LEADER_RANKS, "领导类别"),
        "instruction_kinds": (INSTRUCTION_KINDS, "批示类别"),
    }
    sets = {key: _some(table, key, *allowed[key]) for key in keys if key in allowed}
    flags = {key: _perhaps(table, key) for key in keys if key in ("brief", "commissioned", "direct")}
    bulletins = frozenset(table.texts("bulletins")) if "bulletins" in keys else frozenset[str]()
    publications = names.meant(sets.pop("publications"))
    return Scope(publications=publications, bulletins=bulletins, **sets, **flags)  # type: ignore[arg-type]


def _some(table: Table, key: str, allowed: Iterable[str], noun: str) -> frozenset[str]:
    """Return the texts below `key`, each one of `allowed`."""
    values, choices = table.texts(key), tuple(allowed)
    for value in values:
        if value not in choices:
            near = nearest(value, choices)
            raise table.wrong(key, value, f"没有这个{noun}，{'最接近的是 ' + near if near else _choices(choices)}")
    return frozenset(values)


def _choices(choices: tuple[str, ...]) -> str:
    return f"可用的：{'、'.join(sorted(choices)) or '无'}"


def _perhaps(table: Table, key: str) -> bool | None:
    """Return the flag, None where the key is missing."""
    return None if not table.has(key) else table.flag(key, False)


def _commissions(table: Table) -> dict[str, Rule]:
    """Points for how a unit stood to a commission: 按时, 迟交; the first for a state counts. 约稿未交 is a fault.

    Raises `SettingsError` for a rule to which no state is left.
    """
    found: dict[str, Rule] = {}
    for entry in table.array("commission"):
        states_of = {word: state for state, word in DUTIES.items() if state not in _UNANSWERED}
        words = sorted(_some(entry, "states", states_of, "应约情形")) or list(states_of)
        rule = Rule("commission", _said(entry, "clause"), _points(entry))
        if left := {states_of[word] for word in words} - found.keys():
            found |= dict.fromkeys(left, rule)
        else:
            raise entry.wrong("states", words, "这些情形前面的 [[commission]] 都已写明，请删去或改正其中一节")
        entry.finish()
    return found


def _fault(table: Table) -> FaultRule:
    kinds = _some(table, "kinds", FAULTS, "扣分情形")
    if not kinds:
        raise table.missing("kinds", _choices(FAULTS))
    return FaultRule(kinds, _said(table, "clause"), _points(table), _some(table, "levels", LEADER_LEVELS, "级别"))


def _granted(table: Table, known: Known) -> Granted:
    return Granted(_period(table), _said(table, "clause"), _points(table), _group(table, known))


def _quota(table: Table, known: Known) -> Quota:
    least = table.exact("least")
    if not least:
        raise table.missing("least", "写明每期至少多少，大于 0")
    zero = Fraction(0)
    quota = Quota(
        period=_period(table),
        clause=_said(table, "clause"),
        counted=table.choice("counted", COUNTED, COUNTED[0]),
        least=least,
        group=_group(table, known),
        met=table.exact("met") or zero,
        each_extra=table.exact("each_extra") or zero,
        missed=table.exact("missed") or zero,
        each_missing=table.exact("each_missing") or zero,
    )
    if not (quota.met or quota.each_extra or quota.missed or quota.each_missing):
        raise table.missing("met", "met、each_extra、missed、each_missing 至少写一个，大于 0")
    return quota


def _rate(table: Table, known: Known) -> Rate:
    below = table.exact("below")
    if below is None:
        raise table.missing("below", "写明百分数，如 30")
    if not 0 < below <= _WHOLE:
        raise table.wrong("below", float(below), "应为百分数，大于 0，不超过 100")
    return Rate(_period(table), _said(table, "clause"), below, _points(table), _group(table, known))


def _veto(table: Table) -> Veto:
    times = table.number("times", 1)
    if times < 1 or times % 1:
        raise table.wrong("times", times, "应为次数，至少 1")
    kinds = _some(table, "kinds", FAULTS, "扣分情形")
    if not kinds:
        raise table.missing("kinds", _choices(FAULTS))
    return Veto(kinds, _said(table, "clause"), int(times), table.choice("effect", EFFECTS, ""))


def _group(table: Table, known: Known) -> Group:
    classes = {str(number): number for number in known.classes}
    chosen = table.whole_numbers("classes")
    if stray := next((number for number in chosen if number not in known.classes), None):
        raise table.wrong("classes", stray, f"没有这类单位，{_choices(tuple(classes))}")
    return Group(_some(table, "units", known.units, "单位"), frozenset(chosen))


def _policy(table: Table) -> Policy:
    usual = Policy()
    merge, several, instructions = table.table("merge"), table.table("several"), table.table("instructions")
    endings = table.table("taken_back")
    policy = Policy(
        base=merge.choice("base", MERGES, usual.base),
        bonus=merge.choice("bonus", MERGES, usual.bonus),
        flat=merge.exact("flat") or usual.flat,
        own=several.choice("own", SEVERAL, usual.own),
        upper=several.choice("upper", SEVERAL, usual.upper),
        repeats=instructions.choice("repeats", REPEATS, usual.repeats),
        replaces=instructions.flag("replaces", usual.replaces),
        whole_issue=instructions.choice("whole_issue", WHOLE_ISSUE, usual.whole_issue),
        unadopted=endings.choice("unadopted", ("收回", "从头收回"), usual.unadopted),
        corrected=endings.choice("corrected", ENDINGS, usual.corrected),
        withdrawn=endings.choice("withdrawn", ENDINGS, usual.withdrawn),
    )
    if "定额" in (policy.base, policy.bonus) and not policy.flat:
        raise merge.missing("flat", "合并按定额计分时，写明每单位几分")
    for part in (merge, several, instructions, endings):
        part.finish()
    return policy


def _limits(table: Table) -> Limits:
    usual, part = Limits(), table.table("limits")
    kinds = {word: kind for kind, word in AWARDS.items() if kind not in ("cap", "floor", "veto", "deduction")}
    basis = frozenset(kinds[word] for word in _some(part, "basis", kinds, "计分种类"))
    caps = _array(part, "cap", lambda entry: Cap(_period(entry), _said(entry, "clause"), _points(entry)))
    if again := next((cap.period for n, cap in enumerate(caps) if cap.period in {one.period for one in caps[:n]}), ""):
        raise part.wrong("cap", again, f"每{again}的封顶写了两次，只有低的那个起作用，请删去一节")
    limits = Limits(
        period=part.choice("period", PERIODS, usual.period),
        basis=basis or usual.basis,
        floor=part.exact("floor"),
        pass_mark=part.exact("pass_mark"),
        caps=tuple(sorted(caps, key=lambda cap: PERIODS.index(cap.period))),
    )
    part.finish()
    return limits


def _period(table: Table) -> str:
    return table.choice("period", PERIODS, "")


def _points(table: Table) -> Fraction:
    points = table.exact("points")
    if points is None:
        raise table.missing("points", "写明几分")
    return points


def _said(table: Table, key: str) -> str:
    text = table.text(key)
    if not text:
        raise table.wrong(key, text, "不能为空：每一分都要说得出依据")
    return text
