"""Whom or what an action is directed at: each returns what is wrong with it, or nothing."""

from __future__ import annotations

from datetime import date

from bulletin.model import Standing
from bulletin.terms import role_names
from bulletin.workflow.guards import names_of
from bulletin.workflow.rule import Claim
from bulletin.workflow.trail import level_of, open_dissents, passed_levels, pending


def present_one(standing: Standing, claim: Claim, target: str) -> str:
    """The level the reviewer believes it is at, if he says so: two of them never pass one level, nor one unawares the next."""
    level = level_of(standing)
    return f"现在轮到的是“{level.name}”，不是“{target}”" if target not in ("", level.name) else ""


def earlier_level(standing: Standing, claim: Claim, target: str) -> str:
    """A level that was passed, by its name."""
    earlier = [level.name for level in passed_levels(standing)]
    return "" if target in earlier else f"“{target}”不是已通过的级次，可退回：{'、'.join(earlier)}"


def later_day(standing: Standing, claim: Claim, target: str) -> str:
    """The day until which it is held, if one is named: ISO 8601, after today."""
    try:
        later = not target or date.fromisoformat(target) > claim.at.date()
    except ValueError:
        return f"日期“{target}”看不懂，应如 2026-11-30"
    return "" if later else f"暂缓到的日期 {target} 须在今天之后"


def somebody_else(standing: Standing, claim: Claim, target: str) -> str:
    """A person of the office who is not asked already, and not oneself."""
    if target not in standing.people:
        return f"没有人员“{target}”" if target else "没有写明请谁"
    if target in claim.people:
        return "不能请本人"
    waited = target in {ask.person for ask in pending(standing)}
    return f"已在等{names_of(standing, [target])}" if waited else ""


def can_decide(standing: Standing, claim: Claim, target: str) -> str:
    """A person who holds a role of the level himself, wrote nothing of the article and has passed no level of it."""
    if why := somebody_else(standing, claim, target):
        return why
    name, roles = names_of(standing, [target]), level_of(standing).roles
    if not standing.people[target].roles & set(roles):
        return f"{name}没有{role_names(roles)}角色"
    if target in standing.authors:
        return f"{name}编辑过这篇稿件"
    return f"{name}已审核过前面的级次" if target in frozenset().union(*standing.approvals) else ""


def open_dissenter(standing: Standing, claim: Claim, target: str) -> str:
    """The person whose dissent is replied to."""
    people = [ask.person for ask in open_dissents(standing)]
    return "" if target in people else f"请写明答复谁：{names_of(standing, people)}"


def whom_it_concerns(standing: Standing, claim: Claim, target: str) -> str:
    """What a step is about, an item, a unit, a picture, or what stood there before: the stage names it, any will do."""
    return ""
