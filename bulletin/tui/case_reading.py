"""A follow-up (督办) in Chinese words for the screen: its light, how long it has, what is told of it, what burns first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin import store
from bulletin.feedback.cases import listing
from bulletin.feedback.cases.listing import Case
from bulletin.model import FollowUp, Instruction, TrailStep
from bulletin.terms import state_name
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Line

COLOURS = {
    **{"red": "error", "orange": "warning", "yellow": "warning", "blue": "accent"},
    **{"closed": "quiet", "none": "success"},
}
SIGNS = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝", "closed": "结", "none": "—"}
"""A light as one character: it is read without its colour too."""


def told(sitting: Sitting, row: Case, is_under: bool = False) -> Iterator[Line]:
    """Yield what is told of a case: light, instruction, task, units, what is still missing, and its steps, the last first.

    ``is_under``: the words of the instruction stand above already.
    """
    from bulletin.feedback.cases import signals, slips

    case, said = row.case, row.said
    light = signals.light_words(case, row.light) if row.light not in ("closed", "none") else ""
    facts = (f"督办 {case.id}", state_name("follow_up", case.state), light, listing.left(case, sitting.at))
    yield "　".join(filter(None, facts)), COLOURS[row.light]
    if not is_under:
        yield f"{said.leader}批示：{said.text}", "bold"
    if case.task != said.text:
        yield f"事项：{case.task}", "bold"
    helpers = f"　协办 {'、'.join(case.co_units)}" if case.co_units else ""
    urgency = f"（{case.urgency}）" if case.urgency else ""
    yield f"{case.mode}{urgency}　承办 {case.unit or '未定'}{helpers}　时限 {slips.due_in_words(case.due_at)}", ""
    if not is_under:
        yield from _instruction(sitting, row)
    yield from _open_points(sitting, case)
    yield "", ""
    yield from _steps(sitting, case)


def _instruction(sitting: Sitting, row: Case) -> Iterator[Line]:
    from bulletin.feedback.cases import instructions

    said, before = row.said, f"　接续督办 {row.case.previous_id}" if row.case.previous_id else ""
    yield f"批示 {said.id}（{said.kind}）　{said.written_on}　在{said.reference}上{before}", "quiet"
    holding = instructions.holding(instructions.on_same_matter(sitting.db, said))
    if holding and holding.id != said.id:
        yield f"同一事项以批示 {holding.id}（{holding.leader}）为准：{holding.text}", "warning"


def _steps(sitting: Sitting, case: FollowUp) -> Iterator[Line]:
    """Yield the steps of one case, the last first, without what the pane says above them."""
    from bulletin.feedback.cases import slips

    for step in reversed(slips.steps_of(sitting.db, sitting.settings, case)):
        yield f"{_day(sitting, step)} {step.what.removeprefix(f'督办 {case.id} ')}　{step.who}", "quiet"
        if step.words:
            yield f"　　{step.words}", ""


def _open_points(sitting: Sitting, case: FollowUp) -> Iterator[Line]:
    from bulletin.feedback.cases import closing, slips

    if words := closing.passed_on_words(sitting.db, case):
        yield words, "quiet"
    if case.course.asked_until:
        yield f"已申请延期至 {case.course.asked_until:%Y-%m-%d}，等待批准", "warning"
    if case.state in ("assigned", "reported"):
        if case.state == "assigned" and (names := case.unsigned):
            yield f"还没有签收：{'、'.join(names)}", "warning"
        if names := listing.missing(sitting.db, case):
            yield f"还没有反馈的协办单位：{'、'.join(names)}", "warning"
    if sent := store.slips.of_follow_up(sitting.db, case.id):
        yield f"发过 {'、'.join(map(slips.name_of, sent))}", "quiet"


def standing_of(said: Instruction) -> str:
    """Return what the leader counts as: ``市级主要领导``."""
    level = f"{said.level}级" if said.level else "级别未写明"
    return f"{level}{said.rank}领导" if said.rank else level


def step_lines(sitting: Sitting, steps: Iterable[TrailStep]) -> Iterator[Line]:
    """Yield steps of a way, two lines each where there are words: when, in which part, what, who; then the words."""
    for step in steps:
        yield f"{_day(sitting, step)}　{step.part}　{step.what}　{step.who}", "quiet"
        if step.words:
            yield f"　　{step.words}", ""


def _day(sitting: Sitting, step: TrailStep) -> str:
    at = step.at.astimezone(sitting.settings.zone)
    return f"{at:%m-%d %H:%M}" if at.year == sitting.at.year else f"{at:%Y-%m-%d %H:%M}"


def report_text(sitting: Sitting, row: Case) -> str:
    """Return what is to be judged: the words of the instruction and of the task, then what the units reported, last first."""
    case, words = row.case, {"interim": "阶段反馈", "report": "反馈", "contribute": "协办反馈"}
    told = [one for one in store.follow_ups.progress(sitting.db, case.id) if one.kind in words]
    lines = [f"{row.said.leader}批示：{row.said.text}"]
    lines += [f"事项：{case.task}"] if case.task != row.said.text else []
    for one in reversed(told):
        at = one.at.astimezone(sitting.settings.zone)
        lines += ["", f"{at:%m-%d %H:%M}　{words[one.kind]}（{one.unit}）", one.text]
    return "\n".join(lines)


def last_deed(sitting: Sitting, case: FollowUp) -> str:
    """Return what was done last on a case, by whom, when: ``督办 5 阶段反馈（东山镇），督办乙 09:31``."""
    from bulletin.feedback.cases import slips

    last = slips.steps_of(sitting.db, sitting.settings, case)[-1]
    at = last.at.astimezone(sitting.settings.zone)
    day = "%H:%M" if at.date() == sitting.at.date() else "%m月%d日 %H:%M"
    return f"{last.what}，{last.who}于 {at:{day}}"
