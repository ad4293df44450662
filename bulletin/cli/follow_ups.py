"""``bulletin followup``: assigning, reports, acceptance, reminders, extensions; what burns first."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table, terminal
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.session import Session, parse_day, parse_due, read_text
from bulletin.errors import UsageError
from bulletin.feedback.cases import (
    closing,
    follow_ups,
    instructions,
    listing,
    reminding,
    said_dates,
    signals,
    slips,
    unarranged,
)
from bulletin.feedback.cases.closing import Outcome, Verdict
from bulletin.model import FollowUp, Instruction, SentSlip
from bulletin.terms import (
    CASE_MODES,
    CASE_URGENCIES,
    SIGNALS,
    SLIP_COLOURS,
    STATES,
    TIMINGS,
    action_name,
    state_name,
)
from bulletin.text.days import END_OF_DAY, MOMENTS


@click.group(cls=Group)
def followup() -> None:
    """督办：登记、拟办、立项、交办、反馈、审结、催办、延期。"""


@followup.command(cls=Command)
@click.argument("instruction_id", metavar="[批示编号]", type=NUMBER, required=False)
@click.option(
    "--case",
    "follow_up_id",
    type=NUMBER,
    default=None,
    help="写督办编号，交办已登记、拟办或立项的这一件；写了就不写批示编号",
)
@click.option("--again", is_flag=True, help="批示已有督办（在办的或已办结的），仍另开一件")
@click.option("--unit", default="", help="承办（牵头）单位；拟办过的可不写")
@click.option("--co-unit", "co_units", multiple=True, help="协办单位，可写多个")
@click.option("--due", default="", help=f"办理时限：{MOMENTS}；不写则按批示类别和缓急")
@click.option("--task", default="", help="交办事项；不写则为批示原文")
@click.option("--mode", type=click.Choice(CASE_MODES), default=None, help="办理方式；不写则为交办")
@click.option("--urgency", type=click.Choice(CASE_URGENCIES), default=None, help="缓急，定时限用")
@click.pass_obj
def assign(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    instruction_id: int | None,
    follow_up_id: int | None,
    again: bool,
    unit: str,
    co_units: tuple[str, ...],
    due: str,
    task: str,
    mode: str | None,
    urgency: str | None,
) -> None:
    """把批示交给承办单位：写批示编号，登记和交办一步完成；已登记的，用 --case 写督办编号。"""
    wish = follow_ups.Assignment(unit, co_units, task, *day_and_hour(session, due), mode or "", urgency or "", again)
    who = (session.actor, session.at)
    if (instruction_id is None) == (follow_up_id is None):
        raise UsageError("没有写明交办哪一件", "请写批示编号，或用 --case 写督办编号，只写一处")
    if follow_up_id is not None:
        made = follow_ups.assign_case(session.db, session.settings, follow_up_id, wish, *who)
    else:
        assert instruction_id is not None, "one of the two is given"
        if not again:
            follow_ups.refuse_mistaken(session.db, instruction_id)
        made = follow_ups.assign(session.db, session.settings, instruction_id, wish, *who)
    if made.unit in [_unit_name(session, name) for name in co_units]:
        session.say(f"{made.unit}已是承办（牵头）单位，没有重复列为协办单位")
    _warn_of_calendar(session, (made, store.instructions.get(session.db, made.instruction_id)))
    _warn_of_higher(session, made)
    warn_of_dates(session, made)
    sent = store.slips.of_follow_up(session.db, made.id)[-1]
    told = f"已编{slips.name_of(sent)}，送{sent.addressee}；印单子用 followup slip {made.id} --output 交办单.pdf"
    answer_case(session, made, {"slip": sent}, told)


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--unit", default="", help="哪个单位签收；不写则为牵头单位")
@click.pass_obj
def receive(session: Session, follow_up_id: int, unit: str) -> None:
    """签收：承办、协办单位收到了。"""
    name = _unit_name(session, unit)
    made = follow_ups.receive(session.db, follow_up_id, name, session.actor, session.at)
    still = made.unsigned
    waits = f"；还没有签收：{'、'.join(still)}" if still else "，各单位都已签收"
    answer_case(session, made, {"unsigned": still}, f"已记{name or made.unit}签收{waits}")


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--text", default="", help="办理情况")
@click.option("--file", "path", type=click.Path(path_type=Path), help="从文件读入办理情况")
@click.option("--interim", is_flag=True, help="阶段性反馈，不送审结")
@click.option("--unit", default="", help="哪个单位的；协办单位的不送审结，不写则为牵头单位")
@click.pass_obj
def report(session: Session, follow_up_id: int, text: str, path: Path | None, interim: bool, unit: str) -> None:
    """登记承办单位的反馈。"""
    words, name = read_text(path) if path else text, _unit_name(session, unit)
    made = follow_ups.report(session.db, follow_up_id, words, not interim, session.actor, session.at, name)
    is_helping = name not in ("", made.unit)
    kind = "协办反馈" if is_helping else "阶段反馈" if interim else "反馈"
    onward = f"，请审结：followup accept {made.id}" if made.state == "reported" and not is_helping else ""
    if told := listing.told_twice(session.db, made):
        session.say(f"请注意：{told}")
    answer_case(session, made, line=f"已记{name or made.unit}的{kind}{onward}")


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="审结意见")
@click.option("--no", "no", multiple=True, help="六问中答“否”的一问，可写多次；有一个否就退回")
@click.option("--yes", "yes", multiple=True, help="六问中答“是”的一问，可写多次；办公室要求逐项回答时才必写")
@click.option("--show/--no-show", "shows", default=None, help="先送领导看结果再办结；不写则按办公室的规定")
@click.pass_obj
def accept(
    session: Session, follow_up_id: int, note: str, no: tuple[str, ...], yes: tuple[str, ...], shows: bool | None
) -> None:
    """审结：六问都是“是”，办结销号，反馈作为来稿回到队列。"""
    verdict = Verdict(note, no, yes, shows)
    outcome = follow_ups.judge(session.db, session.settings, follow_up_id, verdict, session.actor, session.at)
    answer_case(session, outcome.case, {"item": outcome.item}, _outcome_line(outcome))


def _outcome_line(outcome: Outcome) -> str:
    """Return what became of a report that was judged, and what comes next."""
    number = outcome.case.id
    if outcome.item:
        return f"反馈已回到队列：来稿 {outcome.item}"
    if outcome.case.state == "shown":
        return f"已送领导阅：没有新批示的，followup conclude {number}；又有批示的，instruction add --answers {number}"
    return "审结没有通过，已退回重办"


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.pass_obj
def conclude(session: Session, follow_up_id: int, note: str) -> None:
    """办结：结果送领导看过，没有新的批示。"""
    item = follow_ups.conclude(session.db, session.settings, follow_up_id, note, session.actor, session.at)
    case = store.follow_ups.get(session.db, follow_up_id)
    answer_case(session, case, {"item": item}, f"反馈已回到队列：来稿 {item}")


@followup.command("return", cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="退回的理由（必写）")
@click.pass_obj
def return_(session: Session, follow_up_id: int, reason: str) -> None:
    """退回重新办理。"""
    made = follow_ups.send_back(session.db, follow_up_id, reason, session.actor, session.at)
    answer_case(session, made, line="已退回重办")


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="[ID]", type=NUMBER, required=False)
@click.option("--text", default="", help="催办的话；不写则用这一级催办的话")
@click.option("--colour", type=click.Choice(tuple(SLIP_COLOURS)), default=None, help="发三色督查单")
@click.option("--due", "is_all", is_flag=True, help="今天该催的全部催办")
@click.pass_obj
def remind(session: Session, follow_up_id: int | None, text: str, colour: str | None, is_all: bool) -> None:
    """催办；第二次起写给承办单位的负责人。"""
    who = (session.actor, session.at)
    if is_all == (follow_up_id is not None):
        raise UsageError("没有写明催哪一件", "请写督办编号，或用 --due 催今天该催的全部")
    if follow_up_id is None:
        _answer_sent(session, reminding.remind_due(session.db, session.settings, *who))
        return
    made = follow_ups.remind(session.db, session.settings, follow_up_id, text, *who, colour or "")
    sent = store.slips.of_follow_up(session.db, follow_up_id)[-1]
    left = (made.due_on - session.at.date()).days
    if sent.colour == "红" and session.at <= made.due_at:
        session.say(f"请注意：督办 {made.id} 离办理时限还有{left}天，发的是红色督查单")
    answer_case(session, made, {"slip": sent}, _slip_line(sent))


@followup.command(cls=Command)
@click.pass_obj
def burning(session: Session) -> None:
    """今天该催哪些：第几次，催谁，说什么；用 remind --due 一次催办。"""
    found = reminding.burning(session.db, session.settings, session.at)
    rows = [
        {**case_data(session, due.case), "reminder": due.number, "to": due.stage.to, "words": due.stage.words}
        for due in found
    ]
    shown = [
        (
            row["id"],
            _short_light(row["signal"]),
            f"{row['due_on']:%m-%d}",
            row["unit"],
            row["reminder"],
            row["to"],
            row["words"],
        )
        for row in rows
    ]
    head = ("编号", "灯", "时限", "承办单位", "第几次", "催谁", "说什么")
    session.answer(rows, table(head, shown, total=terminal()) if shown else ["今天没有该催的督办"])


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--due", default="", help="新的时限")
@click.option("--reason", default="", help="延期或不同意的理由")
@click.option("--ask", "action", flag_value="ask", help="申请延期，由他人批准")
@click.option("--grant", "action", flag_value="grant_extension", help="批准所申请的延期")
@click.option("--deny", "action", flag_value="deny_extension", help="不同意所申请的延期")
@click.pass_obj
def extend(session: Session, follow_up_id: int, due: str, reason: str, action: str | None) -> None:
    """到期前延期；规定须由另一人批准的，先申请（--ask），再批准（--grant）。"""
    db, settings, who = session.db, session.settings, (session.actor, session.at)
    if action in ("grant_extension", "deny_extension"):
        made = follow_ups.decide_extension(db, settings, follow_up_id, action, reason, *who)
        answer_case(session, made, line=f"{action_name(action)}，时限是{slips.due_in_words(made.due_at)}")
        return
    until = parse_day(due)
    if until is None:
        raise UsageError("没有写新的时限", "请用 --due 写明，如 --due 2026-12-05")
    former = store.follow_ups.get(db, follow_up_id).due_at
    act = follow_ups.ask_extension if action else follow_ups.extend
    made = act(db, settings, follow_up_id, until, reason, *who)
    line = "" if action else f"已延期至{slips.due_in_words(made.due_at)}，原为{slips.due_in_words(former)}"
    answer_case(session, made, line=line)


@followup.command("list", cls=Command)
@click.option("--state", type=click.Choice(list(STATES["follow_up"])), default=None, help="只列某种状态")
@click.pass_obj
def list_followups(session: Session, state: str | None) -> None:
    """全部督办，最急的在前：先看信号，再看剩几天，再看哪位领导的批示。"""
    found = listing.listed(session.db, session.settings, session.at, state or "")
    rows = [case_data(session, one.case) for one in found]
    shown = [
        (
            row["id"],
            state_name("follow_up", row["state"]),
            _short_light(row["signal"]),
            f"{row['due_at']:%m-%d}" + (f" {row['due_at']:%H:%M}" if row["due_at"].time() != END_OF_DAY else ""),
            listing.left(one.case, session.at),
            row["unit"] or "—",
            one.said.leader,
            row["task"],
        )
        for one, row in zip(found, rows, strict=True)
    ]
    _warn_of_calendar(session, *((one.case, one.said) for one in found if one.case.state not in instructions.OVER))
    head = ("编号", "状态", "灯", "时限", "情况", "承办单位", "批示", "事项")
    lines = table(head, shown, total=terminal()) if shown else ["没有督办事项"]
    session.answer(rows, [*lines, *_unassigned_lines(session)])


def _unassigned_lines(session: Session) -> list[str]:
    """Return the line that says which instructions nobody was told to do."""
    waiting = "、".join(map(str, listing.unassigned(session.db)))
    return [f"还没有登记、交办的批示：{waiting}；交办用 followup assign 批示编号 --unit 牵头单位"] if waiting else []


def _short_light(signal: str) -> str:
    return "—" if signal in ("none", "closed") else SIGNALS[signal][0]


# What is said of a case


def answer_case(session: Session, one: FollowUp, more: dict[str, Any] | None = None, line: str = "") -> None:
    """Answer with a case as it stands."""
    data = {**case_data(session, one), **(more or {})}
    session.answer(data, [*case_lines(data), *([line] if line else [])])


def case_lines(data: dict[str, Any]) -> list[str]:
    """Return the lines that say what a case is and where it stands."""
    helpers = f"，协办：{'、'.join(data['co_units'])}" if data["co_units"] else ""
    previous = f"　接续督办 {data['previous']}" if data["previous"] else ""
    timing = TIMINGS[data["timing"]] if data["timing"] else ""
    light = "" if data["signal"] == "closed" else data["light"]
    asked = [f"已申请延期至 {data['asked_until']:%Y-%m-%d}，等待批准"] if data["asked_until"] else []
    return [
        f"督办 {data['followup']}（{state_name('follow_up', data['state'])}）　{'　'.join(filter(None, (light, timing)))}",
        f"批示 {data['instruction']}　承办：{data['unit'] or '未定'}{helpers}　时限："
        f"{slips.due_in_words(data['due_at'])}{previous}",
        f"事项：{data['task']}",
        *asked,
        *filter(None, [data["passed_on"]]),
        *([f"还没有反馈的协办单位：{'、'.join(data['missing'])}"] if data["missing"] else []),
    ]


def case_data(session: Session, one: FollowUp) -> dict[str, Any]:
    """Return what is told of a case."""
    told = store.follow_ups.progress(session.db, one.id)
    shown = follow_ups.signal(one, session.settings, session.at)
    return {
        "followup": one.id,
        "id": one.id,
        "state": one.state,
        "signal": shown,
        "light": signals.light_words(one, shown),
        "timing": signals.timing(one, session.at),
        "instruction": one.instruction_id,
        "previous": one.previous_id,
        "unit": one.unit,
        "co_units": one.co_units,
        "mode": one.mode,
        "urgency": one.urgency,
        "task": one.task,
        "due_on": one.due_on,
        "due_at": one.due_at,
        "days_left": (one.due_on - session.at.date()).days,
        "asked_until": one.course.asked_until,
        "reminders": one.course.reminders,
        "passed_on": closing.passed_on_words(session.db, one),
        "missing": listing.missing(session.db, one) if one.state in ("assigned", "reported") else [],
        "progress": told,
        "items": store.items.of_instruction(session.db, one.instruction_id),
    }


def day_and_hour(session: Session, due: str) -> tuple[date | None, time]:
    """Return the day that ``--due`` names, and the time of it: the end of the day, where no time is written."""
    if not due:
        return None, END_OF_DAY
    moment = parse_due(due, session.settings)
    return moment.date(), moment.time()


def _warn_of_calendar(session: Session, *dated: tuple[FollowUp, Instruction]) -> None:
    """Say so where limits in working days reach into years whose holidays nobody has entered."""
    years = (year for case, said in dated for year in unarranged.years_of(case, said, session.settings))
    for line in unarranged.words(years):
        session.say(line)


def warn_of_dates(session: Session, case: FollowUp) -> None:
    """Say so where the instruction itself names another day than the one that is set."""
    said = store.instructions.get(session.db, case.instruction_id)
    if told := said_dates.words(said, case.due_on, session.settings):
        session.say(f"请注意：督办 {case.id}，{told}；要改，用 --due 写明")


def _warn_of_higher(session: Session, case: FollowUp) -> None:
    """Say so where another instruction on the same matter holds: it is for a person to see whether they agree."""
    said = store.instructions.get(session.db, case.instruction_id)
    holding = instructions.holding(instructions.on_same_matter(session.db, said))
    if holding and holding.id != said.id:
        session.say(f"请注意：同一事项以批示 {holding.id}（{holding.leader}）为准：{holding.text}")


def _unit_name(session: Session, unit: str) -> str:
    known = session.settings.unit(unit) if unit else None
    return known.name if known else unit


def _answer_sent(session: Session, sent: list[SentSlip]) -> None:
    rows = [case_data(session, store.follow_ups.get(session.db, one.follow_up_id)) | {"slip": one} for one in sent]
    session.answer(rows, [f"督办 {one.follow_up_id}：{_slip_line(one)}" for one in sent])


def _slip_line(sent: SentSlip) -> str:
    until = f"（{slips.due_in_words(sent.due_at)}前答复）" if sent.due_at else ""
    return f"已发{slips.name_of(sent)}，送{sent.addressee}{until}：{sent.text}"
