"""Acceptance (审结) by six questions, and what follows: returned, shown to the leader, closed (办结), back into the queue.

The result goes to the leader who wrote the instruction: 无新批示即办结，有新批示即再交办 (督办规则 A-45).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bulletin import store, workflow
from bulletin.errors import UsageError
from bulletin.model import Actor, Extracted, FollowUp, Received
from bulletin.reference import in_words
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import CASE_QUESTIONS, OWN_SOURCES
from bulletin.text import chinese_date, nearest, shorten

SOURCE = OWN_SOURCES["feedback"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of a report: which of the six questions are answered 否 and which 是, and words.

    Whatever is not named is 是, unless the office wants each named. ``shows`` says whether the result goes to the leader first;
    None leaves it to the office's rules.
    """

    note: str = ""
    no: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    shows: bool | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the case as it stands, and the item its result became, None where it is not closed."""

    case: FollowUp
    item: int | None = None


def judge(db: Database, settings: Settings, follow_up_id: int, verdict: Verdict, actor: Actor, at: datetime) -> Outcome:
    """Judge (审结) a report: with any 否 it is returned, else shown to the leader or closed. Raises `UsageError`."""
    judged = _judged(settings, verdict)
    failed = [question for question, answer in judged if not answer]
    if failed:
        reason = f"六问答否：{'、'.join(failed)}" + (f"。{verdict.note}" if verdict.note else "")
        return Outcome(_noted(db, follow_up_id, "return", reason, actor, at, judged))
    shows = settings.follow_ups.shows_leader if verdict.shows is None else verdict.shows
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        action = "show" if shows else "accept"
        step = workflow.advance(store.follow_ups.standing(case), action, actor, at, verdict.note)
        store.statuses.record(db, step)
        store.follow_ups.add_progress(db, "accept", verdict.note or "审结通过", step, judged=judged)
        item = None if shows else _return_to_queue(db, settings, case, at)
    return Outcome(store.follow_ups.get(db, follow_up_id), item)


def accept(db: Database, settings: Settings, follow_up_id: int, note: str, actor: Actor, at: datetime) -> int:
    """Accept (审结) the report, all six questions answered 是. Return the number of the item it became.

    0 where the office shows results to the leader first.
    """
    return judge(db, settings, follow_up_id, Verdict(note), actor, at).item or 0


def conclude(db: Database, settings: Settings, follow_up_id: int, note: str, actor: Actor, at: datetime) -> int:
    """Close (办结) a case whose result the leader has seen without writing again. Return the number of its item."""
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        step = workflow.advance(store.follow_ups.standing(case), "conclude", actor, at, note)
        store.statuses.record(db, step)
        return _return_to_queue(db, settings, case, at)


def send_back(db: Database, follow_up_id: int, reason: str, actor: Actor, at: datetime) -> FollowUp:
    """Return (退回重办) a report that does not answer the instruction."""
    return _noted(db, follow_up_id, "return", reason, actor, at, ())


def _noted(
    db: Database,
    follow_up_id: int,
    action: str,
    text: str,
    actor: Actor,
    at: datetime,
    judged: tuple[tuple[str, bool], ...],
) -> FollowUp:
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        step = workflow.advance(store.follow_ups.standing(case), action, actor, at, text)
        store.statuses.record(db, step)
        store.follow_ups.add_progress(db, action, step.note, step, judged=judged)
    return store.follow_ups.get(db, follow_up_id)


def _judged(settings: Settings, verdict: Verdict) -> tuple[tuple[str, bool], ...]:
    for question in (*verdict.no, *verdict.yes):
        if question not in CASE_QUESTIONS:
            best = nearest(question, CASE_QUESTIONS)
            hint = f"，最接近的是 {best}" if best else ""
            raise UsageError(f"审结六问中没有“{question}”", f"六问：{'、'.join(CASE_QUESTIONS)}{hint}")
    if both := [question for question in verdict.no if question in verdict.yes]:
        raise UsageError(f"“{both[0]}”既答了是，又答了否", "请只写在 --yes 或 --no 的一处")
    missing = [question for question in CASE_QUESTIONS if question not in (*verdict.no, *verdict.yes)]
    if settings.follow_ups.answers_six and missing:
        raise UsageError(f"审结六问还没有答：{'、'.join(missing)}", "请逐项用 --yes 或 --no 写明")
    return tuple((question, question not in verdict.no) for question in CASE_QUESTIONS)


def _return_to_queue(db: Database, settings: Settings, follow_up: FollowUp, at: datetime) -> int:
    """A loop back is a new row: the feedback becomes an original and an item that names the instruction."""
    instruction = store.instructions.get(db, follow_up.instruction_id)
    body = "\n".join(_feedback_text(db, case) for case in _ending_with(db, follow_up))
    received = Received(body.encode(), f"followup:{follow_up.id}", "text/plain", "utf-8")
    original, _ = store.originals.keep(db, settings, received, SOURCE, at)
    extracted = Extracted(
        key=f"followup:{follow_up.id}",
        title=f"关于{instruction.leader}批示“{shorten(instruction.text, 20)}”的办理情况",
        text=body,
        raw_text=body,
        origin=instruction.reference,
        unit=follow_up.unit,
        kind="反馈",
        published_at=at,
    )
    item, _ = store.items.add(db, original, extracted, at, instruction.id)
    store.relations.relate(db, item, at)
    return item.id


def passed_on(db: Database, case: FollowUp) -> int:
    """Return the case with which the result of this one returns to the queue, as a leader wrote on it again; 0 for none."""
    if not _is_renewed(db, case):
        return 0
    return next((one.id for one in store.follow_ups.every(db) if one.previous_id == case.id), 0)


def passed_on_words(db: Database, case: FollowUp) -> str:
    """Return the line that says so; '' where its result returns with itself."""
    following = passed_on(db, case)
    return f"领导又有批示：督办 {case.id} 的反馈随督办 {following} 办结时一并回到队列" if following else ""


def _is_renewed(db: Database, case: FollowUp) -> bool:
    """Whether a case was closed by what a leader wrote on its result (再批示)."""
    return case.state == "closed" and store.statuses.history(db, "follow_up", case.id)[-1].action == "renew"


def _ending_with(db: Database, case: FollowUp) -> list[FollowUp]:
    """Return the cases whose results return to the queue with this one: itself, and before it those it took over."""
    found: list[FollowUp] = []
    for one in reversed(store.follow_ups.line_of(db, case.id)):
        if found and not _is_renewed(db, one):
            break
        found.insert(0, one)
    return found


def _feedback_text(db: Database, follow_up: FollowUp) -> str:
    """The lead's interim reports and last final one as they are, then what helping units reported, each under its name."""
    instruction = store.instructions.get(db, follow_up.instruction_id)
    told = store.follow_ups.progress(db, follow_up.id)
    last = max(progress.id for progress in told if progress.kind == "report")
    reports = [progress.text for progress in told if progress.kind == "interim" or progress.id == last]
    helped = [f"{progress.unit}：{progress.text}" for progress in told if progress.kind == "contribute"]
    place = in_words(instruction.reference)
    lines = [
        f"{chinese_date(instruction.written_on)}，{instruction.leader}在{place}上批示：{instruction.text}",
        f"承办单位：{'、'.join(follow_up.units)}。办理情况如下。",
        *reports,
        *helped,
    ]
    return "\n".join(lines)
