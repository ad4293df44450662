"""Rule sets (计分办法) as data: what a fact is worth, how it is shared, what is taken away, within which limits.

No two places agree, and each changes its rules from year to year: all of this stands in ``templates/计分/*.toml``.
Sources of the parameters: 连云港, 湖州 2018, 衢州, 常山 2014, 六安 2013, 广元 2008, 上虞, 嵊州 2008, 钟楼区.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from bulletin.model import Fault, Instructed, Printed, Raised

MERGES = ("均分", "定额", "减额", "全额", "牵头")
"""How units share one item: equal parts; so much for each; the rule's ``merged`` points each; all of it each; the lead alone."""
SEVERAL = ("累加", "同级就高", "就高")
"""Several bulletins for one matter: all count; the best of each level; the best alone."""
REPEATS = ("每次", "同级一次", "一次")
"""Several instructions on one entry: each counts; the best of each level; the best alone."""
WHOLE_ISSUE = ("单条", "各条", "不计")
"""An instruction on a whole issue counts where the issue has one entry; for every entry; for none."""
ENDINGS = ("收回", "从头收回", "按登记", "保留")
"""What becomes of points: taken back on the day, taken back from the start, as registered with the correction, kept."""
PERIODS = ("周", "月", "季", "年")
COUNTED = ("报送", "采用", "得分")
"""What a quota counts: submissions, entries printed, points."""
EFFECTS = ("全年零分", "取消评优资格")


@dataclass(frozen=True, slots=True)
class Scope:
    """To what a rule applies; an empty set, or None, is to all. ``publications`` are the office's own names."""

    publications: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    bulletins: frozenset[str] = frozenset()
    instruction_kinds: frozenset[str] = frozenset()
    brief: bool | None = None
    commissioned: bool | None = None
    direct: bool | None = None

    def has_entry(self, entry: Printed, is_brief: bool) -> bool:
        """Tell whether the rule applies to what was printed."""
        return (
            _has(self.publications, entry.publication)
            and _has(self.series, entry.series)
            and _has(self.sections, entry.section)
            and (not self.kinds or bool(self.kinds & entry.kinds))
            and self.brief in (None, is_brief)
            and self.commissioned in (None, entry.commissioned)
        )

    def has_raised(self, fact: Raised) -> bool:
        """Tell whether the rule applies to a report upward, or an adoption above."""
        return (
            _has(self.levels, fact.level)
            and _has(self.bulletins, fact.bulletin)
            and self.direct in (None, fact.is_direct)
        )

    def has_instruction(self, fact: Instructed) -> bool:
        """Tell whether the rule applies to an instruction."""
        return _has(self.levels, fact.level) and _has(self.ranks, fact.rank) and _has(self.instruction_kinds, fact.kind)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rule (计分项): so many ``points`` for a fact in its ``scope``; of several, the first that applies counts.

    ``of`` is 分 for plain points, 上级 or 本级 where they are a multiple of what the upper office gave, or the own
    bulletin. ``merged`` is what each unit has under 减额. ``also``: what follows counts as well (再加).
    """

    kind: str
    clause: str
    points: Fraction
    scope: Scope = Scope()
    of: str = "分"
    merged: Fraction | None = None
    also: bool = False


@dataclass(frozen=True, slots=True)
class FaultRule:
    """So many points are taken for a fault of these ``kinds``, named by an office of these ``levels``."""

    kinds: frozenset[str]
    clause: str
    points: Fraction
    levels: frozenset[str] = frozenset()

    def has(self, fault: Fault) -> bool:
        """Tell whether the rule applies to the fault."""
        return fault.kind in self.kinds and _has(self.levels, fault.level)


@dataclass(frozen=True, slots=True)
class Group:
    """Which units a rule is for: these, and those of these classes; neither: all."""

    units: frozenset[str] = frozenset()
    classes: frozenset[int] = frozenset()

    def has(self, unit: str, unit_class: int) -> bool:
        """Tell whether the unit is one of them."""
        return unit in self.units or unit_class in self.classes or not (self.units or self.classes)


@dataclass(frozen=True, slots=True)
class Granted:
    """Points every unit of the group has at the beginning of each period (基础分)."""

    period: str
    clause: str
    points: Fraction
    group: Group = Group()


@dataclass(frozen=True, slots=True)
class Quota:
    """Quota (报送任务): at least so many ``counted`` in each period.

    ``met`` is given when it is reached, ``each_extra`` for each one more; ``missed`` is taken when it is not, and
    ``each_missing`` for each one short.
    """

    period: str
    clause: str
    counted: str
    least: Fraction
    group: Group = Group()
    met: Fraction = Fraction(0)
    each_extra: Fraction = Fraction(0)
    missed: Fraction = Fraction(0)
    each_missing: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Rate:
    """Points taken where fewer than ``below`` per cent of what a unit sent in a period was printed; 30 of 100 is not below 30."""

    period: str
    clause: str
    below: Fraction
    points: Fraction
    group: Group = Group()


@dataclass(frozen=True, slots=True)
class Cap:
    """Cap (封顶): the basis of a period counts up to so many points."""

    period: str
    clause: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Veto:
    """Veto (一票否决): so many faults of these kinds in a year, and the ``effect`` comes."""

    kinds: frozenset[str]
    clause: str
    times: int
    effect: str


@dataclass(frozen=True, slots=True)
class Policy:
    """How a rule set combines. ``base`` shares what was printed, ``bonus`` all that is added to it (批示、上级采用).

    ``flat`` is what each unit has under 定额. ``own`` and ``upper`` are for several bulletins, ``repeats`` for several
    instructions; ``replaces``: an instruction takes the place of the points for printing.
    """

    base: str = "均分"
    bonus: str = "均分"
    flat: Fraction = Fraction(0)
    own: str = "累加"
    upper: str = "累加"
    repeats: str = "每次"
    replaces: bool = False
    whole_issue: str = "单条"
    unadopted: str = "收回"
    corrected: str = "按登记"
    withdrawn: str = "按登记"


@dataclass(frozen=True, slots=True)
class Limits:
    """In which order it adds up (R25): the ``basis``, capped, less the deductions, not below ``floor``; then the bonus.

    ``basis`` are kinds of `bulletin.terms.AWARDS`; ``floor`` None is without one. Below ``pass_mark`` a unit fails (不达标).
    """

    period: str = "年"
    basis: frozenset[str] = frozenset({"printed", "granted"})
    floor: Fraction | None = None
    pass_mark: Fraction | None = None
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rule set (计分办法): one place's rules, from ``valid_from`` up to and with ``valid_to`` (None: to this day).

    ``rules`` are by kind of award; ``briefs`` are the sections whose entries are briefs (简讯).
    """

    name: str
    notice: str
    valid_from: date
    valid_to: date | None
    file: str
    briefs: frozenset[str] = frozenset()
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    commissions: Mapping[str, Rule] = field(default_factory=dict)
    faults: tuple[FaultRule, ...] = ()
    granted: tuple[Granted, ...] = ()
    quotas: tuple[Quota, ...] = ()
    rates: tuple[Rate, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    policy: Policy = Policy()
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All versions of a rule set, the oldest first; no two hold on the same day, and no day between them has none."""

    name: str
    versions: tuple[RuleSet, ...]

    def on(self, day: date) -> RuleSet | None:
        """Return the version that holds on `day`, None before the first and after the last."""
        for version in reversed(self.versions):
            if version.valid_from <= day:
                return version if version.valid_to is None or day <= version.valid_to else None
        return None

    def named_on(self, day: date) -> str:
        """Return what the rules of a day are called, with the notice they rest on where any hold: “默认”（×政办〔2026〕3号）."""
        rules = self.on(day)
        return f"“{self.name}”（{rules.notice}）" if rules else f"“{self.name}”"


def _has(wanted: frozenset[str], value: str) -> bool:
    return not wanted or value in wanted


def clauses(rules: RuleSet) -> list[str]:
    """Return every clause of a rule set, as the file words it, in the order of the kinds."""
    parts: tuple[Iterable[_Clause], ...] = (
        *rules.rules.values(),
        rules.commissions.values(),
        rules.granted,
        rules.quotas,
        rules.rates,
        rules.limits.caps,
        rules.faults,
        rules.vetoes,
    )
    return list(dict.fromkeys(one.clause for part in parts for one in part))


class _Clause(Protocol):
    """Anything a rule set says that has a clause."""

    @property
    def clause(self) -> str: ...
