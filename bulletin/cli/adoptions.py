"""``bulletin adoption``: what was adopted above or chosen to go up, and items printed elsewhere, are registered here."""

from __future__ import annotations

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import LEVEL, Command, Group, number_in
from bulletin.cli.session import Session, parse_day
from bulletin.errors import UsageError
from bulletin.feedback import registers
from bulletin.feedback.points import late_reference
from bulletin.feedback.points.facts import LATE
from bulletin.model import LateEntry, UpperAdoption, in_full
from bulletin.press import compose

_WAYS = {"adopted": "采用", "reported": "选用上报"}


@click.group(cls=Group)
def adoption() -> None:
    """上级采用登记：哪一级、哪种刊物、哪一天采用；补录印在别处的。"""


@adoption.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--level", type=LEVEL, required=True, help="哪一级：国、省、市、县、乡")
@click.option("--bulletin", default="", metavar="刊名", help="上级刊物的名称")
@click.option("--number", default="", metavar="期号", help="上级刊物的期号，如 2026年第12期")
@click.option("--on", "day", default="", metavar="日期", help="采用的日期，计在这一天；不写则为今天")
@click.option("--title", default="", help="在上级刊物上的标题；不写则为本刊的")
@click.option("--reported", is_flag=True, help="是选用上报，还没有被采用")
@click.option("--direct", is_flag=True, help="报送单位直报上级的")
@click.option("--points", default="", metavar="分", help="上级给的分值，办法按上级分值翻倍时用")
@click.pass_obj
def add(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    ref: str,
    level: str,
    bulletin: str,
    number: str,
    day: str,
    title: str,
    reported: bool,
    direct: bool,
    points: str,
) -> None:
    """登记一条被上级采用。REF 如 政务信息/2026/12#3、补录/7；一期只有一条的可不写 #。"""
    entry_id, late_entry_id = _place(session, ref)
    wish = UpperAdoption(
        id=0,
        entry_id=entry_id,
        late_entry_id=late_entry_id,
        kind="reported" if reported else "adopted",
        level=level,
        bulletin=bulletin,
        number=number,
        title=title,
        is_direct=direct,
        points=registers.points_of(points),
        dated_on=parse_day(day) or session.at.date(),
    )
    made = registers.register(session.db, session.settings, wish, session.actor, session.at)
    session.answer(made, [f"已登记 {made.id}：{_words(made)}　{made.title}"])


@adoption.command(cls=Command)
@click.option("--publication", required=True, metavar="刊名", help="印在哪种刊物上")
@click.option("--title", required=True, help="标题")
@click.option(
    "--unit", "units", multiple=True, required=True, metavar="单位", help="报送单位，合报的写多次，牵头的在前"
)
@click.option("--on", "day", required=True, metavar="日期", help="印发的日期")
@click.option("--number", default="", metavar="期号", help="第几期")
@click.option("--section", default="", metavar="栏目", help="在哪个栏目，如 简讯")
@click.option("--kind", default="", metavar="类型", help="信息类型，如 调研")
@click.option("--note", default="", help="为什么补录")
@click.pass_obj
def late(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    publication: str,
    title: str,
    units: tuple[str, ...],
    day: str,
    number: str,
    section: str,
    kind: str,
    note: str,
) -> None:
    """补录一条印在别处、或用本程序以前印的；照样计分，注明补录。"""
    printed_on = parse_day(day)
    assert printed_on is not None, "the option is required"
    wish = LateEntry(0, publication, section, number, title, kind, units, printed_on, note)
    made = registers.enter_late(session.db, session.settings, wish, session.actor, session.at)
    data = {"reference": late_reference(made.id), "late_entry": made}
    session.answer(data, [f"已补录 {late_reference(made.id)}：《{made.publication}》{made.printed_on}　{made.title}"])


@adoption.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """上级采用、选用上报和补录的登记，撤销了的也在。"""
    adopted, late_entries = store.upper_adoptions.every(session.db), store.late_entries.every(session.db)
    rows = [(str(one.id), one.dated_on, _of(session, one), _words(one), _state(one), one.title) for one in adopted]
    rows += [
        (
            late_reference(one.id),
            one.printed_on,
            "、".join(one.units),
            f"《{one.publication}》{one.number}补录",
            _state(one),
            one.title,
        )
        for one in late_entries
    ]
    lines = table(("编号", "日期", "条目", "登记", "状态", "标题"), rows) if rows else ["没有登记"]
    session.answer({"adoptions": adopted, "late_entries": late_entries}, lines)


@adoption.command(cls=Command)
@click.argument("number", metavar="ID")
@click.option("--reason", required=True, help="为什么撤销")
@click.pass_obj
def undo(session: Session, number: str, reason: str) -> None:
    """撤销一件登记，如 3、补录/7：自今天起不再计，原来的登记留着。"""
    late_entry_id = _late_number(number)
    record, record_id = ("late_entries", late_entry_id) if late_entry_id else ("upper_adoptions", number_in(number))
    if record_id is None:
        raise UsageError(f"“{number}”不是登记的编号", "应如 3，补录的如 补录/7；adoption list 可查看")
    registers.take_back(session.db, session.settings, record, record_id, reason, session.actor, session.at)
    session.answer({"record": record, "id": record_id}, [f"已撤销登记 {number}"])


def _place(session: Session, ref: str) -> tuple[int | None, int | None]:
    """Return the id of the entry, or of the late entry, that a reference names; an issue of one entry names that one."""
    if late_entry_id := _late_number(ref):
        return None, late_entry_id
    issue, position = compose.find(session.db, ref)
    entries = store.issues.entries(session.db, issue.id)
    if position is None and len(entries) == 1:
        return entries[0].id, None
    return compose.find_entry(session.db, ref)[1].id, None


def _late_number(text: str) -> int | None:
    head, _, number = text.strip().partition("/")
    return number_in(number) if head == LATE else None


def _of(session: Session, one: UpperAdoption) -> str:
    if one.late_entry_id is not None:
        return late_reference(one.late_entry_id)
    return store.credits.reference(session.db, one.entry_id or 0)


def _words(one: UpperAdoption) -> str:
    bulletin = f"《{one.bulletin}》" if one.bulletin else ""
    given = f"，上级{in_full(one.points)}分" if one.points is not None else ""
    return f"{one.level}级{bulletin}{one.number}{_WAYS[one.kind]}{'（直报）' if one.is_direct else ''}{given}"


def _state(one: UpperAdoption | LateEntry) -> str:
    return f"{one.retracted.dated_on} 撤销" if one.retracted else "有效"
