"""Claims (计分项): what each fact about an entry is worth by the rule that holds on its day, and from when to when.

A fact that was taken back ends its claim; where the rule set takes back from the start there is no claim at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bulletin.feedback.points.merge import Share, shares
from bulletin.model import Ended, Instructed, Printed, Raised, in_full
from bulletin.settings.points import Policy, Rule, RuleSet, Scope

RulesOn = Callable[[date], RuleSet | None]
FROM_START = "从头收回"
_ENDED = {"correct": "更正", "withdraw": "撤回", "retract": "撤销登记"}


@dataclass(frozen=True, slots=True)
class About:
    """All that is known about one printed entry."""

    entry: Printed
    raised: tuple[Raised, ...] = ()
    instructed: tuple[Instructed, ...] = ()
    ended: tuple[Ended, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """The fact behind a claim: its kind of award, level, day and words; until when it holds (None: for good), and why not after.

    ``given`` are the points an upper office gave, where it said so.
    """

    kind: str
    on: date
    what: str
    applies: Callable[[Scope], bool]
    level: str = ""
    given: Fraction | None = None
    end: date | None = None
    why_ended: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a cause brings the units of ``entry`` by a rule of a rule set."""

    entry: Printed
    cause: Cause
    rules: RuleSet
    rule: Rule
    shares: tuple[Share, ...]

    def holds_on(self, day: date) -> bool:
        """Tell whether the claim stands on `day`."""
        return self.cause.on <= day and (self.cause.end is None or day < self.cause.end)


def claims_of(about: About, rules_on: RulesOn) -> Iterator[Claim]:
    """Yield the claims that follow from the facts about one entry, each by the rules of its own day."""
    entry, own = about.entry, Fraction(0)
    for cause in _causes(about, rules_on) if entry.units else ():
        rules = rules_on(cause.on)
        if rules is None or (cause.end is not None and cause.end <= cause.on):
            continue
        for rule in _applying(rules, cause, entry):
            worth = _worth(rule, cause, own)
            if cause.kind == "printed":
                own += worth
            yield Claim(entry, cause, rules, rule, _shared(entry, cause, rules, rule, worth))


def _worth(rule: Rule, cause: Cause, own: Fraction) -> Fraction:
    """Return the points of a rule: its own, or so many times what the upper office gave, or the own bulletin."""
    if rule.of == "分":
        return rule.points
    return rule.points * (own if rule.of == "本级" else cause.given or 0)


def standing_until(about: About, rules_on: RulesOn) -> tuple[date | None, str]:
    """Return since when the entry does not score any more (None: it does), and why.

    更正 and 撤回 say themselves whether the points stay (``keeps_points``); a rule set may decide it for all of them.
    """
    rules = rules_on(about.entry.on)
    policy = rules.policy if rules else Policy()
    how = {"correct": policy.corrected, "withdraw": policy.withdrawn, "retract": policy.unadopted}
    found = []
    for one in about.ended:
        if how[one.kind] == "保留" or (how[one.kind] == "按登记" and one.keeps_points):
            continue
        from_start = how[one.kind] == FROM_START and (one.from_start or one.kind == "correct")
        found.append((about.entry.on if from_start else one.on, _ENDED[one.kind]))
    return min(found, default=(None, ""))


def _causes(about: About, rules_on: RulesOn) -> Iterator[Cause]:
    entry = about.entry
    end, why = standing_until(about, rules_on)
    way = "补录" if entry.is_late else "采用"
    yield Cause("printed", entry.on, f"《{entry.publication}》{way}", lambda _: True, end=end, why_ended=why)
    for raised in about.raised:
        yield _of_raised(raised, rules_on, end, why)
    for note in about.instructed:
        who = "主要领导" if note.rank == "主要" else "领导"
        what = f"{note.leader}批示（{note.level}级{who}）" if note.level else f"{note.leader}批示"
        yield Cause("instruction", note.on, what, note_applies(note), note.level, end=end, why_ended=why)


def note_applies(note: Instructed) -> Callable[[Scope], bool]:
    """Return whether a rule's scope has the instruction."""
    return lambda scope: scope.has_instruction(note)


def _of_raised(raised: Raised, rules_on: RulesOn, end: date | None, why: str) -> Cause:
    rules, ended = rules_on(raised.on), raised.ended_on
    if ended and rules and rules.policy.unadopted == FROM_START:
        ended = raised.on
    if ended and (end is None or ended <= end):
        end, why = ended, "撤销登记"
    way = "选用上报" if raised.kind == "reported" else "采用"
    bulletin = f"《{raised.bulletin}》" if raised.bulletin else ""
    what = f"{raised.level}级{bulletin}{way}{'（直报）' if raised.is_direct else ''}"
    return Cause(
        kind=raised.kind,
        on=raised.on,
        what=what,
        applies=lambda scope: scope.has_raised(raised),
        level=raised.level,
        given=raised.points,
        end=end,
        why_ended=why,
    )


def _applying(rules: RuleSet, cause: Cause, entry: Printed) -> Iterator[Rule]:
    """Yield the first rule that applies; where it says 再加 (``also``), the next that applies too."""
    is_brief = entry.section in rules.briefs
    for rule in rules.rules.get(cause.kind, ()):
        if rule.scope.has_entry(entry, is_brief) and cause.applies(rule.scope):
            yield rule
            if not rule.also:
                return


def _shared(entry: Printed, cause: Cause, rules: RuleSet, rule: Rule, worth: Fraction) -> tuple[Share, ...]:
    policy = rules.policy
    merge = policy.base if cause.kind == "printed" else policy.bonus
    return tuple(shares(worth, entry.units, merge, policy.flat, rule.merged))


def sum_words(claim: Claim, share: Share) -> str:
    """Return how a share came about: ``上级6分×2=12分，12÷3（3个单位均分）``."""
    rule, given = claim.rule, claim.cause.given
    if rule.of == "上级":
        known = f"上级{in_full(given)}分×{in_full(rule.points)}" if given is not None else "上级分值未登记，计0分"
        return f"{known}，{share.how}"
    return f"本级分×{in_full(rule.points)}，{share.how}" if rule.of == "本级" else share.how
