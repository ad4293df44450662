"""Reminding (催办) by the office's stages: the first goes to the unit, the next to its head, each in its own words.

A reminder slip (催办通知单), or a colour slip (三色督查单) where the stage has a colour, is a numbered row; each counts for the
date it was sent under, so that an extension begins the stages anew. Past its date a case begins at the first stage for overdue
cases, however often it was reminded of before: “请按时反馈” says nothing to whom it is late already. A colour slip that is not
answered by its own date is reminded of the day after, whatever the stage.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bulletin import store, workflow
from bulletin.errors import NothingToDo
from bulletin.model import Actor, FollowUp, SentSlip
from bulletin.settings import FollowUpRules, Settings
from bulletin.settings.follow_ups import FIRST_STAGE, Stage, end_of
from bulletin.store import Database
from bulletin.terms import SLIP_COLOURS
from bulletin.text import chinese_date, plain

MANY_DAYS = "逾期多日"
"""What the words of a stage may say; a slip says how many days they are."""
_HURRY = {
    **dict.fromkeys(("蓝", "黄"), "请加快办理，并在答复时限内书面反馈进展"),
    "橙": "请主要负责人督促，加快办理，并在答复时限内书面反馈进展",
    "红": "请主要负责人亲自过问，立即办理，并在答复时限内书面说明情况",
}
"""What a colour slip says of a case whose date has not passed: a reminder, a warning, the last (蓝提醒、橙警告, A-46)."""


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder that is due: the case, which one it is (1 is the first), and its stage."""

    case: FollowUp
    number: int
    stage: Stage


def stage_number(case: FollowUp, sent: Iterable[SentSlip], rules: FollowUpRules, at: datetime) -> int:
    """Return the place among the office's stages of the next reminder of a case, of which `sent` are the slips.

    Each goes one on from the last that was sent for the present date on the same side of it: past the date those sent before
    it do not count, and nothing begins before the first stage that is for overdue cases. A number past the last stage means
    that the last is repeated.
    """
    overdue = next((number for number, stage in enumerate(rules.stages) if stage.days > 0), len(rules.stages) - 1)
    is_late = at > case.due_at
    reminders = [one for one in sent if one.kind != "assign" and one.case_due_at == case.due_at]
    return (overdue if is_late else 0) + sum((one.at > case.due_at) is is_late for one in reminders)


def next_stage(db: Database, case: FollowUp, rules: FollowUpRules, at: datetime) -> Stage:
    """Return the stage of the next reminder of a case; the last stage is repeated."""
    return _stage(rules, stage_number(case, _sent(db, case), rules, at))


def words_now(case: FollowUp, stage: Stage, rules: FollowUpRules, at: datetime, colour: str = "") -> str:
    """Return the words of a stage as they are true at a moment: how many days overdue, and nothing of it before the date.

    Before the date a slip in a `colour` of its own says how it is meant. A colour slip that was not answered is spoken of
    first.
    """
    return _unanswered_words(case, at) + _stage_words(case, stage, rules, at, colour)


def _stage_words(case: FollowUp, stage: Stage, rules: FollowUpRules, at: datetime, colour: str) -> str:
    if at > case.due_at:
        days = max((at.astimezone(case.due_at.tzinfo).date() - case.due_on).days, 1)
        return stage.words.replace(MANY_DAYS, f"逾期{days}天")
    if stage.days <= 0 and not colour:
        return stage.words
    early = [one.words for one in rules.stages if one.days <= 0]
    return _HURRY.get(colour or stage.colour) or (early[-1] if early else FIRST_STAGE.words)


def _unanswered_words(case: FollowUp, at: datetime) -> str:
    until = case.course.colour_due_at
    if until is None or not is_unanswered(case, at):
        return ""
    return f"{case.course.colour}色督查单要求{chinese_date(until.date())}前答复，至今没有答复。"


def is_unanswered(case: FollowUp, at: datetime) -> bool:
    """Tell whether the last reminder of a case is a colour slip whose own date has passed, and nothing was heard since."""
    course = case.course
    if course.coloured_at is None or course.coloured_at != course.reminded_at or course.colour_due_at is None:
        return False
    return at > course.colour_due_at and (course.spoken_at is None or course.spoken_at < course.coloured_at)


def _sent(db: Database, case: FollowUp) -> list[SentSlip]:
    """Return the slips of a case, none where it was not reminded under its present date: only those count."""
    return store.slips.of_follow_up(db, case.id) if case.course.reminders else []


def is_due(case: FollowUp, number: int, rules: FollowUpRules, at: datetime) -> bool:
    """Tell whether a reminder of the stage `number` is due: the stage has come, and none was sent on the same day.

    The last stage is repeated after the office's number of days; what a colour slip asked for is not waited for longer.
    """
    today, last = at.astimezone(case.due_at.tzinfo).date(), case.course.reminded_at
    if case.state != "assigned" or (last and last.date() >= today):
        return False
    if is_unanswered(case, at):
        return True
    if today < case.due_on + timedelta(days=_stage(rules, number).days):
        return False
    return number < len(rules.stages) or last is None or (today - last.date()).days >= rules.again_days


def _stage(rules: FollowUpRules, number: int) -> Stage:
    """Return the stage of that place, the last for any past it."""
    return rules.stages[min(number, len(rules.stages) - 1)]


def burning(db: Database, settings: Settings, at: datetime) -> list[DueReminder]:
    """Return the reminders that are due, first due first."""
    rules, found = settings.follow_ups, []
    for case in store.follow_ups.every(db, "assigned"):
        number = stage_number(case, _sent(db, case), rules, at)
        if is_due(case, number, rules, at):
            stage = _stage(rules, number)
            stage = replace(stage, words=words_now(case, stage, rules, at))
            found.append(DueReminder(case, case.course.reminders + 1, stage))
    return found


def remind_due(db: Database, settings: Settings, actor: Actor, at: datetime) -> list[SentSlip]:
    """Send all reminders that are due, all or none. Raises `NothingToDo`."""
    with store.write(db):
        found = burning(db, settings, at)
        if not found:
            raise NothingToDo("今天没有到期该催的督办", "临时要催的，请用 followup remind 加编号")
        for due in found:
            remind(db, settings, due.case.id, "", actor, at)
        return [store.slips.of_follow_up(db, due.case.id)[-1] for due in found]


def remind(
    db: Database,
    settings: Settings,
    follow_up_id: int,
    text: str,
    actor: Actor,
    at: datetime,
    colour: str = "",
) -> FollowUp:
    """Remind (催办) the unit: whom and in which words, where `text` gives none, says the stage; sends a numbered slip.

    With a `colour` (蓝黄橙红), or where the stage has one, it is a colour slip with a date of its own to answer by.
    """
    with store.write(db):
        case = store.follow_ups.get(db, follow_up_id)
        stage = next_stage(db, case, settings.follow_ups, at)
        words = plain(text).strip() or words_now(case, stage, settings.follow_ups, at, colour)
        stage = replace(stage, colour=colour) if colour in SLIP_COLOURS else stage
        step = workflow.advance(store.follow_ups.standing(case), "remind", actor, at, words)
        store.statuses.record(db, step)
        store.follow_ups.add_progress(db, "remind", words, step)
        due_at = end_of(at.date() + timedelta(days=stage.answer_days), at) if stage.colour else None
        kind = "colour" if stage.colour else "remind"
        store.slips.send(db, kind, case, (stage.to, words), step, colour=stage.colour, due_at=due_at)
    return store.follow_ups.get(db, follow_up_id)
