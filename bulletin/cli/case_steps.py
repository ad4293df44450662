"""More of ``bulletin followup``: registration, proposal, opening or not; a case told whole, its slips, its way slip."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.follow_ups import answer_case, case_data, case_lines, day_and_hour, warn_of_dates
from bulletin.cli.session import Session
from bulletin.feedback.cases import case_speeds, opening, slips
from bulletin.feedback.cases.follow_ups import Assignment
from bulletin.model import Slip, TrailStep
from bulletin.press import slips as press_slips
from bulletin.press.page.faces import fonts
from bulletin.terms import CASE_MODES, CASE_URGENCIES, SLIP_COLOURS, SLIPS
from bulletin.text import one_line

_PDF = click.Path(path_type=Path, dir_okay=False)
_KINDS = {
    **{word: (kind, "") for kind, word in SLIPS.items()},
    **{"交办": ("assign", ""), "催办": ("remind", "")},
    **{colour: ("colour", colour) for colour in SLIP_COLOURS},
}
"""What ``--kind`` may say: which kind of slip, and which colour of one where that is asked for."""


@click.command(cls=Command)
@click.argument("instruction_id", metavar="批示编号", type=NUMBER)
@click.option("--again", is_flag=True, help="批示已有督办（在办的或已办结的），仍另开一件")
@click.pass_obj
def register(session: Session, instruction_id: int, again: bool) -> None:
    """登记督办：记入台账，还没有定怎么办。"""
    made = opening.register(session.db, session.settings, instruction_id, session.actor, session.at, again)
    direct = (
        ""
        if session.settings.follow_ups.opens_first
        else f"；可直接交办：followup assign --case {made.id} --unit 牵头单位"
    )
    answer_case(session, made, line=f"请拟办：followup propose {made.id} --unit 牵头单位{direct}")


@click.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--unit", default="", help="拟由哪个单位承办（牵头）")
@click.option("--co-unit", "co_units", multiple=True, help="拟由哪些单位协办，可写多个")
@click.option("--due", default="", help="拟定的时限；不写则按批示类别和缓急")
@click.option("--task", default="", help="事项；不写则为批示原文")
@click.option("--mode", type=click.Choice(CASE_MODES), default=None, help="办理方式；不写则为交办")
@click.option("--urgency", type=click.Choice(CASE_URGENCIES), default=None, help="缓急，定时限用")
@click.option("--why", default="", help="理由")
@click.pass_obj
def propose(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    follow_up_id: int,
    unit: str,
    co_units: tuple[str, ...],
    due: str,
    task: str,
    mode: str | None,
    urgency: str | None,
    why: str,
) -> None:
    """拟办：由谁办、怎么办、几时办完，等批准立项。"""
    wish = Assignment(unit, co_units, task, *day_and_hour(session, due), mode or "", urgency or "")
    made = opening.propose(session.db, session.settings, follow_up_id, wish, why, session.actor, session.at)
    warn_of_dates(session, made)
    answer_case(session, made, line=f"已拟办，请批准人立项：followup open {made.id}；不立项的用 followup leave")


@click.command("open", cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="意见")
@click.pass_obj
def open_(session: Session, follow_up_id: int, note: str) -> None:
    """立项：批准拟办意见，可以交办了。"""
    made = opening.open_case(session.db, session.settings, follow_up_id, note, session.actor, session.at)
    answer_case(session, made, line=f"已立项，请交办：followup assign --case {made.id}")


@click.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="不立项的理由（必写）")
@click.pass_obj
def leave(session: Session, follow_up_id: int, reason: str) -> None:
    """不立项，写明理由。"""
    answer_case(session, opening.leave(session.db, session.settings, follow_up_id, reason, session.actor, session.at))


@click.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show(session: Session, follow_up_id: int) -> None:
    """一件督办：批示、办理经过、反馈、发过的单。"""
    case = store.follow_ups.get(session.db, follow_up_id)
    sent = store.slips.of_follow_up(session.db, case.id)
    data = {**case_data(session, case), "slips": sent}
    listed = [f"{slips.name_of(one)}（{one.addressee}）" for one in sent]
    steps = _told(slips.steps_of(session.db, session.settings, case))
    session.answer(data, [*case_lines(data), *([f"发过：{'、'.join(listed)}"] if listed else []), *steps])


@click.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--pdf", type=_PDF, help="印成一页，写到哪个 PDF 文件")
@click.pass_obj
def trail(session: Session, follow_up_id: int, pdf: Path | None) -> None:
    """流转单：从收到的第一个字节到答复，每一步何时、何人、何事。"""
    way = slips.trail(session.db, session.settings, follow_up_id, session.at)
    if pdf is None:
        session.answer(way, [*_slip_lines(way.slip), "", *_told(way.steps)])
        return
    speeds = case_speeds.of_case(session.db, session.settings, follow_up_id)
    printed = press_slips.set_trail(way, speeds, _template(session), fonts.find_fonts(os.environ))
    _answer_printed(session, asdict(way), printed, pdf)


@click.command(cls=Command)
@click.argument("follow_up_id", metavar="ID", type=NUMBER)
@click.option("--kind", type=click.Choice(tuple(_KINDS)), default="交办单", help="哪种单；不写则为交办单")
@click.option("--number", default="", help="哪一张，如 2 或 〔2026〕2号；不写则为最近一张")
@click.option("--output", "-o", type=_PDF, help="印成一页，写到哪个 PDF 文件")
@click.pass_obj
def slip(session: Session, follow_up_id: int, kind: str, number: str, output: Path | None) -> None:
    """一件督办的交办单、催办通知单或三色督查单，不写编号则为最近一张。"""
    which = slips.Which(*_KINDS[kind], number)
    made = slips.slip(session.db, session.settings, follow_up_id, which)
    if output is None:
        session.answer(made, _slip_lines(made))
        return
    printed = press_slips.set_slip(made, _template(session), fonts.find_fonts(os.environ))
    _answer_printed(
        session,
        asdict(made),
        printed,
        output,
        f"；全文用 followup slip {follow_up_id} --kind {kind} --number {made.number} 打印，作为附件",
    )


def _template(session: Session) -> Path:
    return press_slips.template_dir(session.settings)


def _answer_printed(
    session: Session, data: dict[str, Any], printed: press_slips.Printed, path: Path, whole: str = ""
) -> None:
    """Write what was printed and say where, and what does not stand on it whole (then also how it is had `whole`) or in the
    usual face."""
    store.files.write_durably(path, printed.pdf)
    if printed.cut:
        session.say(f"一页放不下，已有删节：{'、'.join(printed.cut)}；单上写明了全文在哪里{whole}")
    if printed.borrowed:
        session.say(f"“{'、'.join(printed.borrowed)}”用后备字体补字，字形略有不同")
    session.answer({**data, "pdf": path, "cut": printed.cut}, [f"已印成一页：{path}"])


def _slip_lines(made: Slip) -> list[str]:
    return [
        f"{made.title}　{made.number}",
        *(f"{label}：{one_line(value)}" for label, value in made.fields),
        *made.paragraphs,
        f"{made.signature}　{made.date.year}年{made.date.month}月{made.date.day}日",
    ]


def _told(steps: Iterable[TrailStep]) -> list[str]:
    return [
        f"{step.at:%Y-%m-%d %H:%M}　{step.part}　{step.what}　{step.who}"
        + (f"　{one_line(step.words)}" if step.words else "")
        for step in steps
    ]
