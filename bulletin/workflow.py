"""The rules of the office: which action takes a thing from which state to which, by whom, under which condition.

`advance` alone decides a state. It returns a `Step`, or refuses and says what is allowed now; the store records nothing
but a `Step`. Fronts ask `actions_for`. The tables below are printed in README.md.

Sources: two workflows, item and issue (信息刊物编发工作规范, 六步); the sender of a revision does not approve it and the
composer does not sign (岗位分离); the number belongs to the year of the sign-off (以领导签发日期为准).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bulletin.errors import RefusedAction
from bulletin.model import Actor, Standing
from bulletin.terms import SUBJECTS, action_name, role_names, state_name

Guard = Callable[["Rule", Standing, Actor, datetime], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a workflow table. ``short`` is the state while further review levels are missing."""

    action: str
    before: tuple[str, ...]
    after: str
    roles: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    short: str = ""
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A permitted change of state, ready to be recorded. Only `advance` and `begin` make one."""

    subject: str
    id: int
    name: str
    action: str
    before: str
    after: str
    actor: Actor
    on_behalf_of: str
    at: datetime
    note: str
    revision_id: int | None
    level: int | None


def not_author(rule: Rule, standing: Standing, actor: Actor, at: datetime) -> str:
    """Two people (岗位分离): whoever edited the revision may not approve it, nor may he do so in another's name."""
    if actor.id in standing.authors:
        return "当前修改稿由本人编辑，须由他人审核"
    giver = _behalf(rule, actor)
    return "授权人编辑了当前修改稿，不能由被授权人代审" if giver in standing.authors else ""


def not_same_reviewer(rule: Rule, standing: Standing, actor: Actor, at: datetime) -> str:
    """Each review level is passed by a different person."""
    if {actor.id, _behalf(rule, actor)} & frozenset().union(*standing.approvals):
        return "本人已审核过当前修改稿，下一级须由他人审核"
    return ""


def not_composer(rule: Rule, standing: Standing, actor: Actor, at: datetime) -> str:
    """Two people (岗位分离): whoever composed the issue may not sign it."""
    if {actor.id, _behalf(rule, actor)} & standing.authors:
        return "本期由本人（或授权人）编排，须由他人签发"
    return ""


def same_year(rule: Rule, standing: Standing, actor: Actor, at: datetime) -> str:
    """The number belongs to the year of the sign-off: a proof of last year must be made again."""
    if standing.dated_on is not None and standing.dated_on.year != at.year:
        return f"清样编的是{standing.dated_on.year}年的期号，签发在{at.year}年；请重新出清样，取新一年的期号"
    return ""


def before_due(rule: Rule, standing: Standing, actor: Actor, at: datetime) -> str:
    """An extension is asked for before the deadline (电子督查规则)."""
    if standing.due_on is not None and at.date() > standing.due_on:
        return f"已过办理时限（{standing.due_on.isoformat()}），延期须在到期前申请"
    return ""


EDITING, REVIEW = ("editor", "reviewer"), ("reviewer",)

TABLES: dict[str, tuple[Rule, ...]] = {
    "item": (
        Rule("adopt", ("new", "shelved", "adopted"), "adopted", ("editor",)),
        Rule("decline", ("new", "shelved"), "declined", ("editor",), reason=True),
        Rule("shelve", ("new",), "shelved", ("editor",)),
        Rule("restore", ("shelved", "declined"), "new", ("editor",)),
        Rule("release", ("adopted",), "new", ("editor",)),
    ),
    "article": (
        Rule("edit", ("draft", "in_review", "approved", "returned", "composed"), "draft", EDITING),
        Rule("send", ("draft", "returned"), "in_review", ("editor",)),
        Rule("approve", ("in_review",), "approved", REVIEW, (not_author, not_same_reviewer), short="in_review"),
        Rule("return", ("in_review", "approved"), "returned", REVIEW, reason=True),
        Rule("drop", ("draft", "returned"), "dropped", ("editor",), reason=True),
        Rule("compose", ("approved",), "composed", ("editor",)),
        Rule("take_out", ("composed",), "approved", ("editor", "signer")),
        Rule("take_out", ("signed",), "approved", ("signer",)),
        Rule("sign", ("composed",), "signed", ("signer",)),
        Rule("publish", ("signed",), "published", ("editor", "clerk", "admin")),
    ),
    "issue": (
        Rule("arrange", ("composed", "proofed"), "composed", ("editor",)),
        Rule("proof", ("composed", "proofed"), "proofed", ("editor",)),
        Rule("sign", ("proofed",), "signed", ("signer",), (not_composer, same_year)),
        Rule("publish", ("signed",), "published", ("editor", "clerk", "admin")),
        Rule("discard", ("composed", "proofed"), "discarded", ("editor", "signer")),
        Rule("void", ("signed",), "voided", ("signer",), reason=True),
    ),
    "follow_up": (
        Rule("report", ("assigned",), "reported", ("clerk",)),
        Rule("accept", ("reported",), "closed", ("clerk",)),
        Rule("return", ("reported",), "assigned", ("clerk",), reason=True),
        Rule("remind", ("assigned",), "assigned", ("clerk",)),
        Rule("extend", ("assigned",), "assigned", ("clerk",), (before_due,), reason=True),
    ),
}

NEXT: dict[str, dict[str, str]] = {
    "article": {"draft": "send", "returned": "send", "in_review": "approve", "approved": "compose"},
    "issue": {"composed": "proof", "proofed": "sign", "signed": "publish"},
    "follow_up": {"assigned": "report", "reported": "accept"},
}
"""The action that takes each thing forward from where it stands; whoever may perform it is waited for."""

BEGINNINGS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "article": ("adopt", "draft", ("editor",)),
    "issue": ("compose", "composed", ("editor",)),
    "follow_up": ("assign", "assigned", ("clerk",)),
}


def begin(subject: str, actor: Actor, at: datetime, note: str = "") -> Step:
    """Return the step that brings a new `subject` into being (id 0 until stored). Raises `RefusedAction`."""
    action, state, roles = BEGINNINGS[subject]
    name = SUBJECTS[subject]
    behalf = authority(actor, roles)
    if behalf is None:
        raise _lacks_role(name, action, actor, roles)
    return Step(subject, 0, name, action, "", state, actor, behalf, at, note, None, None)


def advance(standing: Standing, action: str, actor: Actor, at: datetime, note: str = "") -> Step:
    """Return the step that `action` is, from where `standing` stands.

    Raises `RefusedAction` saying which record, why not, and what is allowed now.
    """
    rule = _rule(standing, action)
    if rule is None:
        raise RefusedAction(
            f"{standing.name}：处于“{state_name(standing.subject, standing.state)}”，不能{action_name(action)}",
            _allowed_now(standing),
        )
    behalf = authority(actor, rule.roles)
    if behalf is None:
        raise _lacks_role(standing.name, action, actor, rule.roles)
    for guard in rule.guards:
        if why := guard(rule, standing, actor, at):
            what = f"{standing.name}：{actor.name}不能{action_name(action)}，{why}"
            raise RefusedAction(what, _allowed_now(standing, action))
    if rule.reason and not note.strip():
        raise RefusedAction(f"{standing.name}：{action_name(action)}须写明理由", "请用 --reason 写出理由后重试")
    passed = len(standing.approvals) + 1
    after = rule.short if rule.short and passed < standing.levels else rule.after
    level = passed if action == "approve" else None
    return Step(
        standing.subject,
        standing.id,
        standing.name,
        action,
        standing.state,
        after,
        actor,
        behalf,
        at,
        note,
        standing.revision_id,
        level,
    )


def actions_for(standing: Standing, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Return the actions `actor` may perform on what stands there now, in the order of the table."""
    return tuple(
        rule.action
        for rule in TABLES[standing.subject]
        if standing.state in rule.before
        and authority(actor, rule.roles) is not None
        and not any(guard(rule, standing, actor, at) for guard in rule.guards)
    )


def able(standing: Standing, action: str, actors: Iterable[Actor], at: datetime) -> tuple[str, ...]:
    """Return the ids of those among `actors` who may perform `action` on what stands there."""
    return tuple(actor.id for actor in actors if action in actions_for(standing, actor, at))


def _rule(standing: Standing, action: str) -> Rule | None:
    rules = TABLES[standing.subject]
    return next((rule for rule in rules if rule.action == action and standing.state in rule.before), None)


def authority(actor: Actor, roles: tuple[str, ...]) -> str | None:
    """Return whose authority the actor uses: '' his own, a person's id for a delegation, None for nobody's."""
    if actor.roles & set(roles):
        return ""
    return next((actor.delegated[role] for role in roles if role in actor.delegated), None)


def _behalf(rule: Rule, actor: Actor) -> str:
    return authority(actor, rule.roles) or ""


def _lacks_role(name: str, action: str, actor: Actor, roles: tuple[str, ...]) -> RefusedAction:
    held = role_names(actor.roles) or "无"
    what = f"{name}：“{action_name(action)}”须由{role_names(roles)}角色进行，{actor.name}的角色是{held}"
    return RefusedAction(what, "请换人操作")


def _allowed_now(standing: Standing, refused: str = "") -> str:
    rows = [
        f"{action_name(rule.action)}（{role_names(rule.roles)}）"
        for rule in TABLES[standing.subject]
        if standing.state in rule.before and rule.action != refused
    ]
    return f"现在可以：{'、'.join(rows)}" if rows else "这个状态下不能再改动"
