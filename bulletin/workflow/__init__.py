"""The rules of the office: which action takes a thing from which state to which, by whom, under which condition.

`advance` alone decides a state. It returns a `Step`, or refuses and says what is allowed now; the store records nothing
but a `Step`. Fronts ask `actions_for`. The tables below are printed in README.md.

An article passes the levels of its publication's route: the last decides, the earlier ones recommend. What was said about
a revision since it was last sent is read from its trail (`review_of`); nothing of it is kept anywhere else.

Sources: two workflows, item and issue (信息刊物编发工作规范, 六步); the writer of an article does not approve it and the
composer does not sign (岗位分离); the number belongs to the year of the sign-off (以领导签发日期为准); verbs of sign-off 同意、
缓发、请××阅后发、请××签发、先会签后签发 (签发用语); urgent pieces skip the order, never the sign-off (紧急信息报送).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bulletin.errors import RefusedAction
from bulletin.model import Actor, Standing
from bulletin.terms import SUBJECTS, action_name, role_names, state_name
from bulletin.text import plain
from bulletin.workflow.guards import OF_THE_CASE
from bulletin.workflow.rule import Claim, Rule, Step
from bulletin.workflow.tables import BEGINNINGS, EDITING, NEXT, RECORDERS, TABLES
from bulletin.workflow.trail import (
    asks_now,
    level_of,
    missing_levels,
    open_dissents,
    passed_levels,
    pending,
    present_level,
    review_of,
)

__all__ = [
    "BEGINNINGS",
    "EDITING",
    "NEXT",
    "RECORDERS",
    "TABLES",
    "Claim",
    "Rule",
    "Step",
    "able",
    "actions_for",
    "advance",
    "asks_now",
    "authority",
    "awaited",
    "begin",
    "level_of",
    "missing_levels",
    "open_dissents",
    "passed_levels",
    "pending",
    "present_level",
    "review_of",
    "waited_for",
]


def begin(subject: str, actor: Actor, at: datetime, note: str = "") -> Step:
    """Return the step that brings a new `subject` into being (id 0 until stored). Raises `RefusedAction`."""
    action, state, roles = BEGINNINGS[subject]
    name = SUBJECTS[subject]
    behalf = authority(actor, roles)
    if behalf is None:
        raise _lacks_role(name, action, actor, roles)
    return Step(subject, 0, name, action, "", state, actor, behalf, at, plain(note), None, None)


def advance(standing: Standing, action: str, actor: Actor, at: datetime, note: str = "", target: str = "") -> Step:
    """Return the step that `action` is, from where `standing` stands; `target` is whom or what it is directed at.

    Raises `RefusedAction` saying which record, why not, and what is allowed now.
    """
    rule, note = _rule(standing, action), plain(note)
    if rule is None:
        raise RefusedAction(
            f"{standing.name}：处于“{state_name(standing.subject, standing.state)}”，不能{action_name(action)}",
            _allowed_now(standing, at),
        )
    claims = _claims(rule, standing, actor, at)
    if not claims:
        raise _lacks_role(standing.name, action, actor, _roles(rule, standing))
    claim = next((one for one in claims if not _against(rule, standing, one)), claims[0])
    target = claim.right if rule.asked else target
    wrong = "" if rule.asked else rule.target(standing, claim, target)
    if why := _against(rule, standing, claim) or wrong:
        what = f"{standing.name}：{actor.name}不能{action_name(action)}，{why}"
        raise RefusedAction(what, _allowed_now(standing, at, action))
    if rule.reason and not note.strip():
        raise RefusedAction(f"{standing.name}：{action_name(action)}须写明理由", "请用 --reason 写出理由后重试")
    return Step(
        standing.subject,
        standing.id,
        standing.name,
        action,
        standing.state,
        _after(rule, standing),
        actor,
        claim.behalf,
        at,
        note,
        standing.revision_id,
        _level_of_step(rule, standing, target),
        target,
    )


def _after(rule: Rule, standing: Standing) -> str:
    missing = missing_levels(standing.route, standing.review)
    left = missing[1:] if rule.action == "approve" else missing
    return rule.short if rule.short and left else rule.after or standing.state


def _level_of_step(rule: Rule, standing: Standing, target: str) -> int | None:
    """Return the number of the level a step of the review belongs to: the one it goes back to, else the present one."""
    if rule.action == "step_back":
        return [level.name for level in standing.route].index(target) + 1
    return present_level(standing) if rule.levelled or rule.asked else None


def awaited(standing: Standing, actor: Actor, at: datetime) -> str:
    """Return the action `actor` is waited for: to answer what he was asked, to reply to a dissent, or to take the thing
    forward; '' where it does not wait for him."""
    wanted = {NEXT.get(standing.subject, {}).get(standing.state, "")}
    if standing.subject == "article" and standing.state == "in_review":
        names = {actor.id, *(giver for given in actor.delegated.values() for giver in given)}
        asked = {ask.kind for ask in pending(standing) if ask.person in names}
        answers = {"countersign": "concur", "circulate": "read"}
        wanted |= {"reply", *(answers[kind] for kind in asked)}
    if standing.state == "proofed" and len(standing.readings) < standing.readings_wanted:
        wanted = {"proofread"}
    rules = (rule for rule in TABLES[standing.subject] if rule.action in wanted)
    return next((rule.action for rule in rules if _may(rule, standing, actor, at)), "")


def waited_for(standing: Standing, actors: Iterable[Actor], at: datetime) -> tuple[str, ...]:
    """Return the ids of those among `actors` for whom the thing waits."""
    return tuple(actor.id for actor in actors if awaited(standing, actor, at))


def actions_for(standing: Standing, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Return the actions `actor` may perform on what stands there now, in the order of the table."""
    return tuple(rule.action for rule in TABLES[standing.subject] if _may(rule, standing, actor, at))


def able(standing: Standing, action: str, actors: Iterable[Actor], at: datetime) -> tuple[str, ...]:
    """Return the ids of those among `actors` who may perform `action` on what stands there."""
    return tuple(actor.id for actor in actors if action in actions_for(standing, actor, at))


def _rule(standing: Standing, action: str) -> Rule | None:
    rules = TABLES[standing.subject]
    return next((rule for rule in rules if rule.action == action and standing.state in rule.before), None)


def _roles(rule: Rule, standing: Standing) -> tuple[str, ...]:
    return level_of(standing).roles if rule.levelled and standing.route else rule.roles


def _claims(rule: Rule, standing: Standing, actor: Actor, at: datetime) -> list[Claim]:
    """Return the rights by which `actor` might do it: his own first, then of each who delegated the role to him."""
    givers = [giver for given in actor.delegated.values() for giver in given]
    names = ["", *dict.fromkeys(givers)] if rule.asked else _authorities(actor, _roles(rule, standing))
    return [Claim(actor, name, at) for name in names]


def _may(rule: Rule, standing: Standing, actor: Actor, at: datetime) -> bool:
    if standing.state not in rule.before:
        return False
    return any(not _against(rule, standing, claim) for claim in _claims(rule, standing, actor, at))


def _against(rule: Rule, standing: Standing, claim: Claim) -> str:
    return next((why for guard in rule.guards if (why := guard(standing, claim))), "")


def authority(actor: Actor, roles: tuple[str, ...]) -> str | None:
    """Return whose authority the actor uses: '' his own, a person's id for a delegation, None for nobody's."""
    return next(iter(_authorities(actor, roles)), None)


def _authorities(actor: Actor, roles: tuple[str, ...]) -> list[str]:
    own = [""] if actor.roles & set(roles) else []
    return own + list(dict.fromkeys(giver for role in roles for giver in actor.delegated.get(role, ())))


def _lacks_role(name: str, action: str, actor: Actor, roles: tuple[str, ...]) -> RefusedAction:
    held = role_names(actor.roles) or "无"
    what = f"{name}：“{action_name(action)}”须由{role_names(roles)}角色进行，{actor.name}的角色是{held}"
    lapsed = "；".join(dict.fromkeys(actor.lapsed[role] for role in roles if role in actor.lapsed))
    return RefusedAction(f"{what}；{lapsed}" if lapsed else what, "请换人操作")


def _allowed_now(standing: Standing, at: datetime, refused: str = "") -> str:
    """Return what somebody may do with the thing now: what its own state or date forbids to everybody is left out."""
    nobody = Claim(Actor("", "", frozenset()), "", at)
    rows = [
        f"{action_name(rule.action)}（{role_names(_roles(rule, standing)) or '被请的人'}）"
        for rule in TABLES[standing.subject]
        if standing.state in rule.before
        and rule.action != refused
        and not any(guard in OF_THE_CASE and guard(standing, nobody) for guard in rule.guards)
    ]
    return f"现在可以：{'、'.join(rows)}" if rows else "这个状态下不能再改动"
