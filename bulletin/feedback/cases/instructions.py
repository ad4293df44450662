"""Instructions (批示): recorded verbatim against a published issue or entry, and classed.

Not every instruction is a task: 阅知、参阅 demand no answer (阅知/阅研不立项, 督查规则 B-20, A-43). Of several on one matter the
highest leader's last holds (只转办较高领导的最后批示, A-36); the others stand beside it. Nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bulletin import store, workflow
from bulletin.errors import RefusedAction, UsageError
from bulletin.feedback.cases import leaders
from bulletin.feedback.cases.classing import kind_of
from bulletin.model import Actor, Instruction, Issue
from bulletin.reference import of_issue
from bulletin.settings.lists import Lists
from bulletin.store import Database
from bulletin.terms import INSTRUCTION_KINDS, LEADER_LEVELS, LEADER_RANKS, role_names, state_name
from bulletin.text import nearest, one_line, plain

TASK_KINDS = ("办理", "研究")
"""The classes that may become a case; 肯定 and 传阅 demand no answer."""
OVER = ("closed", "not_opened")
"""The states in which a case is over."""
NO_LISTS = Lists()
NO_BASIS = "肯定、传阅类不作为办理依据"
"""What is said wherever one of several instructions is told to be the one that is followed."""


@dataclass(frozen=True, slots=True)
class Words:
    """What was written: the leader, the text verbatim, its class (empty: judged by the text), and the day.

    ``rank`` and ``level`` where the leader is not on the office's list; ``follow_up_id`` the case whose result he wrote on.
    """

    leader: str
    text: str
    kind: str = ""
    written_on: date | None = None
    rank: str = ""
    level: str = ""
    follow_up_id: int | None = None


def record(
    db: Database,
    place: tuple[Issue, int | None],
    words: Words,
    actor: Actor,
    at: datetime,
    lists: Lists = NO_LISTS,
) -> Instruction:
    """Record what a leader wrote on an issue, or on the entry with the id in `place`.

    Rank and level are those of the leader on the office's `lists` that day. Raises `RefusedAction` when the issue is not
    published or the actor may not, `UsageError` for a bad class, a leader nobody knows, a day before the issue or to come.
    """
    issue, entry_id = place
    behalf = _recorder(actor)
    if issue.state != "published":
        raise RefusedAction(
            f"{of_issue(issue)}{state_name('issue', issue.state)}，尚未印发，不能登记批示", "请在印发后登记"
        )
    leader, text = one_line(words.leader), plain(words.text).strip()
    if not leader or not text:
        raise UsageError("批示须写明领导和原文", "请用 --leader 与 --text")
    written_on = _day(db, issue, words.written_on or at.date(), at)
    standing = leaders.standing_of(lists, leader, written_on, words.rank, words.level)
    wish = Instruction(
        id=0,
        issue_id=issue.id,
        entry_id=entry_id,
        reference="",
        leader=leader,
        text=text,
        kind=_kind(words.kind or kind_of(text)),
        written_on=written_on,
        by=actor.id,
        on_behalf_of=behalf,
        at=at,
        rank=standing.rank,
        level=standing.level,
        order=standing.order,
        follow_up_id=words.follow_up_id,
    )
    return store.instructions.get(db, store.instructions.add(db, wish))


@dataclass(frozen=True, slots=True)
class Correction:
    """What an instruction is to be taken for, '' where that stays as it is, and why."""

    kind: str = ""
    rank: str = ""
    level: str = ""
    reason: str = ""


def put_right(db: Database, instruction_id: int, correction: Correction, actor: Actor, at: datetime) -> Instruction:
    """Put right the class, rank or level an instruction is taken for; its words stay. What held before stays in the rows.

    Raises `RefusedAction` where a case is open that the new class would not allow, `UsageError` without a reason.
    """
    behalf = _recorder(actor)
    reason = one_line(correction.reason)
    if not reason:
        raise UsageError(f"改批示 {instruction_id} 的类别、级别须写明理由", "请用 --reason")
    leaders.check(correction.rank, correction.level)
    with store.write(db):
        one = store.instructions.get(db, instruction_id)
        kind = _kind(correction.kind or one.kind)
        running = [case for case in store.follow_ups.of_instruction(db, one.id) if case.state not in OVER]
        if kind not in TASK_KINDS and running:
            raise RefusedAction(
                f"批示 {one.id} 已有督办 {running[0].id}，不能改为{kind}类", "不再督办的，请先办结或不立项"
            )
        judged = (kind, correction.rank or one.rank, correction.level or one.level)
        store.instructions.judge(db, one.id, judged, reason, (actor.id, behalf), at)
    return store.instructions.get(db, instruction_id)


def alike(db: Database, place: tuple[Issue, int | None], text: str, day: date) -> list[int]:
    """Return the instructions with these words on the same place and day: perhaps the same one, entered twice.

    Marks and blanks do not count, nor does how the leader is called (市长, 李市长): a person judges, nothing is refused.
    """
    issue, entry_id = place
    return [
        one.id
        for one in store.instructions.of_issue(db, issue.id)
        if (one.entry_id, one.written_on, bare(one.text)) == (entry_id, day, bare(text))
    ]


def bare(text: str) -> str:
    """Return `text` without marks and blanks, to tell whether two say the same."""
    return "".join(filter(str.isalnum, text))


def earns_nothing(db: Database, one: Instruction) -> str:
    """Return the remark that an instruction is on something withdrawn that lost its points, '' where it is not.

    It is recorded all the same: the leader wrote it.
    """
    entries = [one.entry_id] if one.entry_id else [entry.id for entry in store.issues.entries(db, one.issue_id)]
    gone = [store.corrections.withdrawal(db, entry_id) for entry_id in entries]
    without = [
        found
        for found in gone
        if found and not found.keeps_points and (found.effective_on or one.written_on) <= one.written_on
    ]
    return f"{one.reference}印发后已撤回，批示照记，不计分" if without and len(without) == len(gone) else ""


def on_same_matter(db: Database, one: Instruction) -> list[Instruction]:
    """Return all instructions on the matter of `one`, itself included: on the same entry, or on the same whole issue."""
    return [other for other in store.instructions.of_issue(db, one.issue_id) if other.entry_id == one.entry_id]


def holding(instructions: Iterable[Instruction]) -> Instruction | None:
    """Return of instructions on one matter the one that holds: the highest leader's last that asks for something."""
    tasks = [one for one in instructions if one.kind in TASK_KINDS]
    return min(tasks, key=lambda one: (*seniority(one), -one.written_on.toordinal(), -one.id), default=None)


def holding_words(holds: int) -> str:
    """Return which of several instructions on one matter is followed, of which `holds` is the number; 0 where none is."""
    if not holds:
        return f"都不需办理；{NO_BASIS}"
    return f"以批示 {holds} 为准（级别最高的领导最后一条办理或研究类的批示），其余并列留存；{NO_BASIS}"


def seniority(one: Instruction) -> tuple[int, int, float]:
    """Return a key by which the highest leader comes first: level, 主要 before 其他, the place on the office's list."""
    level = LEADER_LEVELS.index(one.level) if one.level in LEADER_LEVELS else len(LEADER_LEVELS)
    rank = LEADER_RANKS.index(one.rank) if one.rank in LEADER_RANKS else len(LEADER_RANKS)
    return level, rank, float("inf") if one.order is None else one.order


def _recorder(actor: Actor) -> str:
    behalf = workflow.authority(actor, workflow.RECORDERS)
    if behalf is None:
        raise RefusedAction(f"批示须由{role_names(workflow.RECORDERS)}登记，{actor.name}不能登记", "请换人操作")
    return behalf


def _kind(kind: str) -> str:
    if kind not in INSTRUCTION_KINDS:
        best = nearest(kind, INSTRUCTION_KINDS)
        hint = f"，最接近的是 {best}" if best else ""
        raise UsageError(f"批示没有类别 {kind}", f"可用的类别：{'、'.join(INSTRUCTION_KINDS)}{hint}")
    return kind


def _day(db: Database, issue: Issue, day: date, at: datetime) -> date:
    """Return the day the instruction was written: from the day of the issue, which is that of its sign-off, to today."""
    signed = store.issues.sign_off(db, issue.id)
    if signed and day < signed.at.date():
        what = f"批示日期 {day.isoformat()} 早于{of_issue(issue)}的印发日期 {signed.at.date().isoformat()}"
        raise UsageError(what, "请核对 --date，或核对批示在哪一期")
    if day > at.date():
        raise UsageError(f"批示日期 {day.isoformat()} 还没有到，今天是 {at.date().isoformat()}", "请核对 --date")
    return day
