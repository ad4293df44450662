"""``bulletin circular``: the statistics of a period, the circular made of them, and whether its figures still hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.periods import Span, period_options
from bulletin.cli.session import Session
from bulletin.desk import editing
from bulletin.errors import NotFound, UsageError
from bulletin.feedback.circular import frozen, making, tables
from bulletin.feedback.circular.making import Checked, Counted
from bulletin.feedback.circular.period import period_name
from bulletin.feedback.circular.settlement import Adjustment
from bulletin.feedback.statistics import POINTS, Column, Mention, Row, Statistics, total
from bulletin.model import Circular, Item, Kept, in_full, in_print, place_in_print, place_in_words, signed
from bulletin.store import circulars
from bulletin.text import chinese_date, nearest

Chosen = Callable[[date], Span]
_SHOWN = ("采用", "上级采用", "批示", "约稿", "本期得分")
SUBMITTED = "报送"


@click.group(cls=Group)
def circular() -> None:
    """通报：报送采用统计，做成一期通报，导出表格，核对印发后的变动。"""


@circular.command(cls=Command)
@period_options
@click.option("--unit", default="", metavar="单位", help="只看一个单位，列出每个数字背后的条目")
@click.option("--figure", default="", metavar="栏", help="只列一栏，如 采用、上级采用、扣分、报送")
@click.pass_obj
def show(session: Session, unit: str, figure: str, chosen: Chosen) -> None:
    """各组各单位的报送、采用、批示、得分；--unit 列出每个数字是由哪些条目得来的。"""
    span = chosen(session.at.date())
    found = _counted(session, span)
    if unit or figure:
        _show_unit(session, found.statistics, unit, figure)
        return
    made = found.statistics
    lines = [
        f"{period_name(made.start, made.end)}：采用条目 {len(made.entries)} 条（其中本室自编 {len(made.own)} 条），"
        f"单位 {made.credits} 次；按“{found.book.name}”计分"
    ]
    columns = [column for name in _SHOWN if (column := made.column(name))]
    for group in made.groups:
        rows = [_cells(columns, row) for row in group.rows]
        sums = [_shown(column, total(column, group.rows)) for column in columns]
        rows.append(("", "小计", sum(row.submitted for row in group.rows), *sums, ""))
        lines += [f"{group.name}（{len(group.rows)}个）"]
        lines += table(("名次", "单位", SUBMITTED, *(column.name for column in columns), "累计得分"), rows)
    lines += [f"不达标：{'、'.join(found.failing)}"] if found.failing else []
    lines += [_settled_line(one) for one in found.settlement.adjustments]
    if span.end > session.at.date():
        today = chinese_date(session.at.date())
        lines.append(f"截至{today}，时段没有过完：按月、季、年计的任务、扣分还没有计入，不能做成通报")
    session.answer(_data(session, found), lines)


@circular.command(cls=Command)
@period_options
@click.option("--section", default="", metavar="栏目", help="放在通报刊物的哪个栏目")
@click.option("--correct", is_flag=True, help="同一时段已印发的通报有误，重做一份写明更正它的")
@click.pass_obj
def make(session: Session, section: str, correct: bool, chosen: Chosen) -> None:
    """做一份通报：数字和依据封存为原件，文字成为通报刊物的一篇稿件，照常编辑、审核、签发。"""
    span = chosen(session.at.date())
    settings = session.settings
    with store.write(session.db):
        item, is_new = making.make(session.db, settings, (span.start, span.end), session.at, correct)
        article = editing.adopt(
            session.db,
            settings,
            [item.id],
            editing.Wish(publication=settings.circular.publication, section=section),
            session.actor,
            session.at,
        )
    data = {"item": item.id, "original": item.original_id, "article": article.id, "new": is_new, "title": item.title}
    lines = [f"已做成稿件 {article.id}：{item.title}", f"来稿 {item.id}，数字封存为原件 {item.original_id}"]
    lines += [f"请用 article show {article.id} 看全文，改好后照常送审"]
    for one in circulars.listed(session.db):
        if one.span == (span.start, span.end) and one.item.id != item.id and not (one.issue or one.withdrawn):
            lines.append(f"提醒：来稿 {one.item.id} 是同一时段先前做的，还没有印发；只能印一份，请撤下不用的")
    session.answer(data, lines)


@circular.command("csv", cls=Command)
@period_options
@click.option("--output", "-o", required=True, type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件")
@click.pass_obj
def csv_(session: Session, output: Path, chosen: Chosen) -> None:
    """统计表存为 csv，Excel、WPS 可直接打开。"""
    made = _counted(session, chosen(session.at.date())).statistics
    _write(session, output, tables.as_csv(made), made)


@circular.command(cls=Command)
@period_options
@click.option("--output", "-o", required=True, type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件")
@click.pass_obj
def xlsx(session: Session, output: Path, chosen: Chosen) -> None:
    """统计表存为 xlsx：数字可再算，小计、合计是公式，另附每个数字的明细。"""
    made = _counted(session, chosen(session.at.date())).statistics
    _write(session, output, tables.as_xlsx(made, tables.title_of(made)), made)


@circular.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """做过的通报：哪一时段，什么时候算的，印在哪一期。"""
    kept = circulars.every(session.db, session.settings)
    rows = [
        (one.item.id, one.figures["period"]["name"], f"{one.item.received_at:%Y-%m-%d %H:%M}", _printed_in(one))
        for one in kept
    ]
    data = [{**_kept_data(one), "made_at": one.figures["made_at"]} for one in kept]
    session.answer(data, table(("来稿", "时段", "计算时刻", "印在"), rows) if rows else ["还没有做过通报"])


@circular.command(cls=Command)
@click.argument("item_id", metavar="[来稿编号]", type=NUMBER, required=False)
@click.pass_obj
def check(session: Session, item_id: int | None) -> int:
    """核对通报的数字与今天的登记是否仍然一致；有变动的逐项列出，退出码为 4。"""
    found = [one for one in circulars.listed(session.db) if item_id in (None, one.item.id)]
    kept = [circulars.with_figures(session.db, session.settings, one) for one in found]
    if item_id is not None and not kept:
        raise NotFound("通报", item_id, "请用 circular list 查看来稿编号")
    checked = [making.check(session.db, session.settings, one, session.at) for one in kept]
    lines = [line for one in checked for line in _check_lines(session, one)]
    data = [
        {
            **_kept_data(one.kept),
            "differences": one.differences,
            "taken_back": [{**_plain(back), "points": in_full(back.points)} for back in one.taken_back],
            "rules_changed": making.rules_changed(session.settings, one.kept),
        }
        for one in checked
    ]
    session.answer(data, lines or ["还没有做过通报"])
    return 4 if any(one.differences or one.taken_back for one in checked) else 0


def _counted(session: Session, span: Span) -> Counted:
    return making.counted(session.db, session.settings, (span.start, span.end), session.at, span.end)


def _write(session: Session, output: Path, body: bytes, made: Statistics) -> None:
    try:
        output.write_bytes(body)
    except OSError as error:
        raise UsageError(f"写不了 {output}（{error.strerror}）", "请核对目录是否存在、可写，或换一个文件名") from None
    session.answer({"file": output, "units": len(made.rows)}, [f"已写 {output}：{len(made.rows)} 个单位"])


# A unit's drill-down


def _show_unit(session: Session, made: Statistics, unit: str, figure: str) -> None:
    """Show what is behind the figures of one unit, or behind one figure of all units."""
    rows = [row for row in made.rows if unit in ("", row.unit)] if unit else list(made.rows)
    if unit and not rows:
        known = session.settings.unit(unit)
        rows = [row for row in made.rows if known and row.unit in (known.name, known.parent)]
    if not rows:
        raise NotFound("单位", unit, f"最接近的是 {nearest(unit, [row.unit for row in made.rows]) or '无'}")
    columns = _columns(made, figure)
    submitted = {row.unit: _submitted(session, row, made) for row in rows} if figure in ("", SUBMITTED) else {}
    data, lines = [], []
    for row in rows:
        behind = {column: column.mentions(row) for column in columns}
        lines += (
            [
                f"{row.unit}　{place_in_words(row.place)}　本期 {in_print(row.points)} 分　累计 {in_print(row.cumulative)} 分"
            ]
            if unit
            else []
        )
        if submitted:
            lines += [
                f"{row.unit}　报送 {row.submitted}",
                *(f"　　{item.received_at:%m-%d}　来稿 {item.id}　{item.title}" for item in submitted[row.unit]),
            ]
        for column, mentions in behind.items():
            if mentions:
                lines += [f"{row.unit}　{column.name} {_shown(column, column.value(row))}"]
                lines += [_mention_line(one) for one in mentions]
        figures = {column.name: [_mention_data(one) for one in mentions] for column, mentions in behind.items()}
        items = [item.id for item in submitted.get(row.unit, [])]
        data.append({**frozen.figures_of(made, row), "items": items, "behind": figures})
    session.answer(data, lines or ["没有"])


def _columns(made: Statistics, figure: str) -> list[Column]:
    if figure == SUBMITTED:
        return []
    if not figure:
        return [column for column in made.columns if (not column.mark or column.adds) and column is not POINTS]
    column = made.column(figure)
    if column is None:
        names = [SUBMITTED, *(one.name for one in made.columns)]
        raise NotFound("栏", figure, f"可用的：{'、'.join(names)}")
    return [column]


def _submitted(session: Session, row: Row, made: Statistics) -> list[Item]:
    """Return the items a unit, and the 直报点 that score for it, sent in the period."""
    names = [row.unit, *(unit.name for unit in session.settings.units.values() if unit.parent == row.unit)]
    marks = ", ".join("?" for _ in names)
    condition = f"d.unit in ({marks}) and d.received_at >= ? and d.received_at < ?"
    return store.items.selected(session.db, condition, (*names, made.start.isoformat(), made.end.isoformat()))


def _mention_line(one: Mention) -> str:
    points = f"　{signed(one.points)}" if one.kind == "award" else ""
    place = " ".join(filter(None, (one.reference, one.title)))
    return f"　　{one.on}{points}　{place}　{one.what}"


def _cells(columns: Iterable[Column], row: Row) -> tuple[object, ...]:
    figures = (_shown(column, column.value(row)) for column in columns)
    return (place_in_print(row.place), row.unit, row.submitted, *figures, in_print(row.cumulative))


def _printed_in(one: Circular) -> str:
    """Return where a circular was printed, and that it was withdrawn."""
    return one.issue or (f"{one.withdrawn}（已撤回）" if one.withdrawn else "未印发")


def _shown(column: Column, value: Any) -> str:
    return in_print(value) if column.adds else str(value)


def _settled_line(one: Adjustment) -> str:
    place = " ".join(filter(None, (one.reference, one.title)))
    return f"调整：{one.unit}　{one.on or ''}　{signed(one.points)}分（计入{one.counted}）　{place}：{one.why}"


# JSON


def _data(session: Session, found: Counted) -> dict[str, Any]:
    made = found.statistics
    return {
        "start": made.start,
        "end": made.end,
        "rules": found.book.name,
        "entries": len(made.entries),
        "own": len(made.own),
        "credits": made.credits,
        "failing": found.failing,
        "adjustments": [{**asdict(one), "points": in_full(one.points)} for one in found.settlement.adjustments],
        "groups": [
            {
                "name": group.name,
                "units": [frozen.figures_of(made, row) for row in group.rows],
                "total": {column.name: in_full(total(column, group.rows)) for column in made.columns},
            }
            for group in made.groups
        ],
    }


def _mention_data(one: Mention) -> dict[str, Any]:
    names = ("kind", "reference", "title", "on", "what")
    return {**{name: getattr(one, name) for name in names}, "points": in_full(one.points)}


def _kept_data(one: Kept) -> dict[str, Any]:
    start, end = one.span
    where = {"issue": one.issue, "withdrawn": one.withdrawn, "corrects": one.figures.get("corrects")}
    return {"item": one.item.id, "title": one.item.title, "start": start, "end": end, **where}


def _plain(back: frozen.TakenBack) -> dict[str, Any]:
    return {name: getattr(back, name) for name in ("unit", "reference", "title", "on", "why")}


def _check_lines(session: Session, one: Checked) -> list[str]:
    lines = [f"来稿 {one.kept.item.id}　{one.kept.item.title}（{_printed_in(one.kept)}）"]
    if files := making.rules_changed(session.settings, one.kept):
        lines.append(f"　　计分办法的文件已改动：{'、'.join(files)}")
    for gap in one.differences:
        why = f"　{gap.why}" if gap.why else ""
        lines.append(f"　　{gap.unit}　{gap.figure}：通报 {gap.before}，现为 {gap.now}{why}")
    for back in one.taken_back:
        lines.append(f"　　{back.unit}　{back.on} {in_full(back.points)}分　{back.reference} {back.title}：{back.why}")
    if not (one.differences or one.taken_back):
        return [*lines, "　　与今天的登记一致"]
    return [*lines, "　　通报不改写，变动在下期通报的“本期调整”中写明"]
