"""``bulletin penalty``: what counts against units is registered, listed, taken back."""

from __future__ import annotations

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import LEVEL, NUMBER, Command, Group
from bulletin.cli.session import Session, parse_day
from bulletin.feedback import registers
from bulletin.model import Penalty
from bulletin.terms import FAULTS

KINDS = "、".join(kind for kind in FAULTS if kind not in registers.FROM_COMMISSIONS)


@click.group(cls=Group)
def penalty() -> None:
    """扣分登记：迟报、漏报、失实等；扣几分由计分办法定。"""


@penalty.command(cls=Command)
@click.argument("unit", metavar="单位")
@click.option("--kind", required=True, help=f"情形：{KINDS}")
@click.option("--what", required=True, help="事由：哪一件，怎么回事")
@click.option("--level", type=LEVEL, default="", help="被哪一级点名：国、省、市、县、乡；不写则为本办公室")
@click.option("--on", "day", default="", metavar="日期", help="哪一天；不写则为今天")
@click.pass_obj
def add(session: Session, unit: str, kind: str, what: str, level: str, day: str) -> None:
    """登记一件扣分。"""
    wish = Penalty(0, unit, kind, what, level, parse_day(day) or session.at.date())
    made = registers.penalise(session.db, session.settings, wish, session.actor, session.at)
    session.answer(made, [f"已登记扣分 {made.id}：{made.unit}　{made.kind}　{made.what}"])


@penalty.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """登记过的扣分，撤销了的也在。"""
    found = store.penalties.every(session.db)
    rows = [(one.id, one.dated_on, one.unit, one.kind, _state(one), one.what) for one in found]
    session.answer(found, table(("编号", "日期", "单位", "情形", "状态", "事由"), rows) if rows else ["没有扣分登记"])


@penalty.command(cls=Command)
@click.argument("penalty_id", metavar="ID", type=NUMBER)
@click.option("--reason", required=True, help="为什么撤销")
@click.pass_obj
def undo(session: Session, penalty_id: int, reason: str) -> None:
    """撤销一件登记：自今天起不再计，原来的登记留着。"""
    registers.take_back(session.db, session.settings, "penalties", penalty_id, reason, session.actor, session.at)
    session.answer(store.penalties.get(session.db, penalty_id), [f"已撤销扣分登记 {penalty_id}"])


def _state(one: Penalty) -> str:
    return f"{one.retracted.dated_on} 撤销" if one.retracted else "有效"
