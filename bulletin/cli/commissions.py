"""``bulletin commission``: asking units for a topic, who has answered, what may be an answer, reminders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.session import Session, parse_due, parse_moment
from bulletin.desk import commissions
from bulletin.model import Commission
from bulletin.press import compose
from bulletin.reference import of_issue
from bulletin.terms import DUTIES, state_name
from bulletin.text.days import MOMENTS


@click.group(cls=Group)
def commission() -> None:
    """约稿：发约稿通知单，谁交了、谁迟了、谁没交，催办。"""


@commission.command(cls=Command)
@click.argument("topic", metavar="题目")
@click.option("--due", required=True, help=f"截止时间：{MOMENTS}；到这一刻交的算按时")
@click.option("--start", default="", help="发布时间，如 2026-11-20T09:00；不写则为现在")
@click.option("--ask", "asks", multiple=True, help="要写清的一项，可写多次")
@click.option("--unit", "units", multiple=True, help="约哪个单位，可写多次；单位和类别都不写则为全部单位")
@click.option("--class", "classes", multiple=True, type=click.IntRange(1), help="约哪一类单位，可写多次")
@click.option("--ref", default="", help="由哪一期引出，如 政务信息/2026/12")
@click.option("--instruction", "instruction_id", type=NUMBER, default=None, help="由哪条批示引出")
@click.pass_obj
def new(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    topic: str,
    due: str,
    start: str,
    asks: tuple[str, ...],
    units: tuple[str, ...],
    classes: tuple[int, ...],
    ref: str,
    instruction_id: int | None,
) -> None:
    """发出一次约稿，并显示约稿通知单。"""
    due_at, starts_at = parse_due(due, session.settings), _moment(session, start)
    issue_id = compose.find(session.db, ref)[0].id if ref else None
    call = commissions.Call(topic, due_at, asks, units, classes, starts_at, issue_id, instruction_id)
    made = commissions.commission(session.db, session.settings, call, session.actor, session.at)
    _answer(session, made, [f"已发出约稿 {made.id}，通知单如下：", "", *commissions.notice(made, session.settings)])


@commission.command("list", cls=Command)
@click.option("--all", "is_all", is_flag=True, help="连同已结束的")
@click.pass_obj
def list_(session: Session, is_all: bool) -> None:
    """全部约稿，先到期的在前，各有几个单位交了、迟了、没交。"""
    found = commissions.list_commissions(session.db, session.at, "" if is_all else "open")
    rows = [
        (
            one.id,
            state_name("commission", one.state),
            f"{one.due_at:%m-%d %H:%M}",
            f"{sum(bool(duty.answers) for duty in duties if duty.asked)}/{len(one.units)}",
            "、".join(commissions.missing(duties)) or "—",
            one.topic,
        )
        for one, duties in found
    ]
    lines = table(("编号", "状态", "截止", "已交", "未交的单位", "题目"), rows) if rows else ["没有约稿"]
    session.answer([_data(session, one, duties) for one, duties in found], lines)


@commission.command(cls=Command)
@click.argument("commission_id", metavar="ID", type=NUMBER)
@click.option("--notice", "is_notice", is_flag=True, help="只显示约稿通知单")
@click.pass_obj
def show(session: Session, commission_id: int, is_notice: bool) -> None:
    """一次约稿：各单位按时、迟交、未交，以及可能是应约的来稿（由人确认）。"""
    one = store.commissions.get(session.db, commission_id)
    notice = commissions.notice(one, session.settings)
    _answer(session, one, notice if is_notice else [*notice, "", *_standing_lines(session, one)])


@commission.command(cls=Command)
@click.argument("commission_id", metavar="ID", type=NUMBER)
@click.argument("item_ids", metavar="ITEM…", nargs=-1, required=True, type=NUMBER)
@click.option("--unit", default="", help="算哪个单位的；不写则为来稿的单位")
@click.option("--off", "is_off", is_flag=True, help="不作应约：解除已记的，或不再提示")
@click.pass_obj
def answer(session: Session, commission_id: int, item_ids: tuple[int, ...], unit: str, is_off: bool) -> None:
    """确认来稿是应约的，或（--off）不是。"""
    if is_off:
        one = commissions.unlink(session.db, commission_id, list(item_ids), session.actor, session.at)
    else:
        who = (session.actor, session.at)
        one = commissions.answer(session.db, session.settings, commission_id, list(item_ids), *who, unit)
    _answer(session, one, _standing_lines(session, one))


@commission.command(cls=Command)
@click.argument("commission_id", metavar="ID", type=NUMBER)
@click.argument("units", metavar="[单位…]", nargs=-1)
@click.option("--note", default="", help="催办时说的话")
@click.pass_obj
def remind(session: Session, commission_id: int, units: tuple[str, ...], note: str) -> None:
    """催办：记下催过哪些单位；不写单位则为全部未交的。"""
    who = (session.actor, session.at)
    names = commissions.remind(session.db, session.settings, commission_id, list(units), *who, note)
    session.answer({"commission": commission_id, "units": names}, [f"约稿 {commission_id}：已记催办{'、'.join(names)}"])


@commission.command(cls=Command)
@click.argument("commission_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.pass_obj
def close(session: Session, commission_id: int, note: str) -> None:
    """结束约稿：不再记应约，不再提示。"""
    one = commissions.close(session.db, commission_id, session.actor, session.at, note)
    _answer(session, one, _standing_lines(session, one))


@commission.command(cls=Command)
@click.argument("commission_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.pass_obj
def reopen(session: Session, commission_id: int, note: str) -> None:
    """重开已结束的约稿。"""
    one = commissions.reopen(session.db, commission_id, session.actor, session.at, note)
    _answer(session, one, _standing_lines(session, one))


def _moment(session: Session, text: str) -> datetime | None:
    return parse_moment(text, session.settings) if text else None


def _answer(session: Session, one: Commission, lines: list[str]) -> None:
    session.answer(_data(session, one, commissions.duties(session.db, one, session.at)), lines)


def _standing_lines(session: Session, one: Commission) -> list[str]:
    duties = commissions.duties(session.db, one, session.at)
    rows = [
        (
            duty.unit,
            DUTIES[duty.state] + ("" if duty.asked else "（未约）"),
            "；".join(f"{a.received_at:%m-%d %H:%M} 来稿 {a.item_id}" for a in duty.answers) or "—",
            f"{len(duty.reminded)}次，{duty.reminded[-1].at:%m-%d %H:%M}" if duty.reminded else "—",
        )
        for duty in duties
    ]
    found = commissions.suggestions(session.db, session.settings, one, session.at)
    missing = commissions.missing(duties)
    return [
        f"约稿 {one.id}（{state_name('commission', one.state)}）　{one.topic}",
        *table(("单位", "应约", "来稿", "催办"), rows),
        f"未交：{'、'.join(missing) or '无'}",
        *(["可能是应约的，请用 commission answer 确认，不是的加 --off："] if found else []),
        *(f"　来稿 {s.item.id}（{s.item.unit}）{s.item.title}　有：{'、'.join(s.words)}" for s in found),
    ]


def _data(session: Session, one: Commission, duties: list[commissions.Duty]) -> dict[str, Any]:
    return {
        "commission": one.id,
        "id": one.id,
        "topic": one.topic,
        "asks": one.asks,
        "state": one.state,
        "starts_at": one.starts_at,
        "due_at": one.due_at,
        "issue": of_issue(store.issues.get(session.db, one.issue_id)) if one.issue_id else None,
        "instruction": one.instruction_id,
        "units": [
            {
                "unit": duty.unit,
                "state": duty.state,
                "asked": duty.asked,
                "items": [answer.item_id for answer in duty.answers],
                "received_at": duty.answers[0].received_at if duty.answers else None,
                "reminded_at": [step.at for step in duty.reminded],
            }
            for duty in duties
        ],
        "missing": commissions.missing(duties),
        "suggestions": [
            {"item": found.item.id, "unit": found.item.unit, "words": found.words}
            for found in commissions.suggestions(session.db, session.settings, one, session.at)
        ],
    }
