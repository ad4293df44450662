"""``bulletin instruction`` and ``bulletin followup``: from a leader's words to a closed case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.session import Session, parse_day, read_text
from bulletin.feedback import follow_ups, instructions
from bulletin.model import FollowUp, Instruction
from bulletin.press import compose
from bulletin.terms import INSTRUCTION_KINDS, SIGNALS, STATES, action_name, state_name


@click.group(cls=Group)
def instruction() -> None:
    """批示：登记与查看。"""


@instruction.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--leader", required=True, help="批示的领导")
@click.option("--text", required=True, help="批示原文，照录")
@click.option("--kind", type=click.Choice(INSTRUCTION_KINDS), default=None, help="类别；不写则按原文判断")
@click.option("--date", "written_on", default="", help="批示日期；不写则为今天")
@click.pass_obj
def add(session: Session, ref: str, leader: str, text: str, kind: str | None, written_on: str) -> None:
    """登记领导在某期或某条上的批示。"""
    issue, position = compose.find(session.db, ref)
    entry = compose.entry_at(session.db, issue, position) if position else None
    words = instructions.Words(leader, text, kind or "", parse_day(written_on))
    made = instructions.record(session.db, (issue, entry.id if entry else None), words, session.actor, session.at)
    data = {"instruction": made.id, **_instruction_data(session, made)}
    session.answer(data, [f"批示 {made.id}（{made.kind}）：{made.leader}在{made.reference}上批示"])


@instruction.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """全部批示，以及各自的督办。"""
    rows = [_instruction_data(session, one) for one in store.instructions.every(session.db)]
    shown = [
        (
            row["id"],
            row["leader"],
            row["reference"],
            row["kind"],
            "、".join(map(str, row["followups"])) or "—",
            row["text"],
        )
        for row in rows
    ]
    session.answer(
        rows, table(("编号", "领导", "期与条目", "类别", "督办", "原文"), shown) if shown else ["还没有批示"]
    )


@instruction.command(cls=Command)
@click.argument("instruction_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show(session: Session, instruction_id: int) -> None:
    """一条批示：批在哪里，由谁办理，反馈回到哪条来稿。"""
    data = _instruction_data(session, store.instructions.get(session.db, instruction_id))
    lines = [
        f"批示 {data['id']}（{data['kind']}）　{data['leader']}　{data['written_on']}",
        f"批在：{data['reference']}",
        f"督办：{'、'.join(map(str, data['followups'])) or '—'}　反馈来稿：{'、'.join(map(str, data['items'])) or '—'}",
        "",
        data["text"],
    ]
    session.answer(data, lines)


def _instruction_data(session: Session, one: Instruction) -> dict[str, Any]:
    return {
        "instruction": one.id,
        "id": one.id,
        "reference": one.reference,
        "leader": one.leader,
        "text": one.text,
        "kind": one.kind,
        "written_on": one.written_on,
        "recorded_by": one.by,
        "recorded_at": one.at,
        "followups": [f.id for f in store.follow_ups.of_instruction(session.db, one.id)],
        "items": store.items.of_instruction(session.db, one.id),
    }


@click.group(cls=Group)
def followup() -> None:
    """督办：交办、反馈、审结、退回、催办、延期。"""


@followup.command(cls=Command)
@click.argument("instruction_id", metavar="批示编号", type=NUMBER)
@click.option("--unit", required=True, help="承办（牵头）单位")
@click.option("--co-unit", "co_units", multiple=True, help="协办单位，可写多个")
@click.option("--due", default="", help="办理时限；不写则按批示类别")
@click.option("--task", default="", help="交办事项；不写则为批示原文")
@click.pass_obj
def assign(session: Session, instruction_id: int, unit: str, co_units: tuple[str, ...], due: str, task: str) -> None:
    """把批示交给承办单位。"""
    wish = follow_ups.Assignment(unit, co_units, task, parse_day(due))
    made = follow_ups.assign(session.db, session.settings, instruction_id, wish, session.actor, session.at)
    _answer(session, made)


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--text", default="", help="办理情况")
@click.option("--file", "path", type=click.Path(path_type=Path), help="从文件读入办理情况")
@click.option("--interim", is_flag=True, help="阶段性反馈，不送审结")
@click.pass_obj
def report(session: Session, follow_up_id: int, text: str, path: Path | None, interim: bool) -> None:
    """登记承办单位的反馈。"""
    words = read_text(path) if path else text
    _answer(session, follow_ups.report(session.db, follow_up_id, words, not interim, session.actor, session.at))


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="审结意见")
@click.pass_obj
def accept(session: Session, follow_up_id: int, note: str) -> None:
    """审结：办结销号，反馈作为来稿回到队列。"""
    item = follow_ups.accept(session.db, session.settings, follow_up_id, note, session.actor, session.at)
    _answer(session, store.follow_ups.get(session.db, follow_up_id), {"item": item}, f"反馈已回到队列：来稿 {item}")


@followup.command("return", cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="退回的理由（必写）")
@click.pass_obj
def return_(session: Session, follow_up_id: int, reason: str) -> None:
    """退回重新办理。"""
    _answer(session, follow_ups.send_back(session.db, follow_up_id, reason, session.actor, session.at))


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--text", default="", help="催办的话")
@click.pass_obj
def remind(session: Session, follow_up_id: int, text: str) -> None:
    """催办。"""
    _answer(session, follow_ups.remind(session.db, follow_up_id, text, session.actor, session.at))


@followup.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--due", required=True, help="新的时限")
@click.option("--reason", default="", help="延期的理由（必写）")
@click.pass_obj
def extend(session: Session, follow_up_id: int, due: str, reason: str) -> None:
    """到期前延期。"""
    until = parse_day(due)
    assert until is not None, "click requires --due"
    _answer(session, follow_ups.extend(session.db, follow_up_id, until, reason, session.actor, session.at))


@followup.command("list", cls=Command)
@click.option("--state", type=click.Choice(list(STATES["follow_up"])), default=None, help="只列某种状态")
@click.pass_obj
def list_followups(session: Session, state: str | None) -> None:
    """全部督办，按时限先后，带信号。"""
    rows = [_follow_up_data(session, one) for one in store.follow_ups.every(session.db, state or "")]
    shown = [
        (r["id"], state_name("follow_up", r["state"]), SIGNALS[r["signal"]], r["unit"], r["due_on"], r["task"])
        for r in rows
    ]
    lines = table(("编号", "状态", "信号", "承办单位", "时限", "事项"), shown) if shown else ["没有督办事项"]
    session.answer(rows, lines)


@followup.command("show", cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show_followup(session: Session, follow_up_id: int) -> None:
    """一件督办：批示、办理经过、反馈。"""
    data = _follow_up_data(session, store.follow_ups.get(session.db, follow_up_id))
    steps = [f"{p.at:%Y-%m-%d %H:%M}　{_progress_name(p.kind)}　{p.text}" for p in data["progress"]]
    session.answer(data, [*_lines(data), *steps])


def _progress_name(kind: str) -> str:
    return "阶段反馈" if kind == "interim" else action_name(kind)


def _answer(session: Session, one: FollowUp, more: dict[str, Any] | None = None, line: str = "") -> None:
    data = {**_follow_up_data(session, one), **(more or {})}
    session.answer(data, [*_lines(data), *([line] if line else [])])


def _lines(data: dict[str, Any]) -> list[str]:
    helpers = f"，协办：{'、'.join(data['co_units'])}" if data["co_units"] else ""
    return [
        f"督办 {data['followup']}（{state_name('follow_up', data['state'])}）　{SIGNALS[data['signal']]}",
        f"批示 {data['instruction']}　承办：{data['unit']}{helpers}　时限：{data['due_on']}",
        f"事项：{data['task']}",
    ]


def _follow_up_data(session: Session, one: FollowUp) -> dict[str, Any]:
    return {
        "followup": one.id,
        "id": one.id,
        "state": one.state,
        "signal": follow_ups.signal(one, session.settings, session.at.date()),
        "instruction": one.instruction_id,
        "unit": one.unit,
        "co_units": one.co_units,
        "task": one.task,
        "due_on": one.due_on,
        "progress": store.follow_ups.progress(session.db, one.id),
        "items": store.items.of_instruction(session.db, one.instruction_id),
    }
