"""``bulletin unit``: what became of what a unit sent, for the unit itself; and the list of all units, for the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import definitions, table, terminal
from bulletin.cli.commands import Command, Group
from bulletin.cli.periods import Span, period_options
from bulletin.cli.session import Session
from bulletin.errors import UsageError
from bulletin.feedback.units import handouts, reading
from bulletin.feedback.units.reading import UnitView
from bulletin.model import Award, in_print
from bulletin.settings.points import read_book

Chosen = Callable[[date], Span]
_FILES = {".csv": handouts.as_csv, ".html": handouts.as_html}
_CELLS = 34
_BASIS = "依据"


@click.group(cls=Group)
def unit() -> None:
    """报送单位：报了什么，用了没有、用在哪里，有什么批示，得了几分。"""


@unit.command("list", cls=Command)
@period_options
@click.pass_obj
def list_(session: Session, chosen: Chosen) -> None:
    """各单位的报送、不采用、待处理、采用、上级采用和得分；供本办公室看。"""
    span, book = chosen(session.at.date()), read_book(session.settings)
    rows = reading.counts(session.db, session.settings, book, (span.start, span.end), session.at)
    head = ("单位", "报送", "不采用", "待处理", "采用", "上级采用", "得分")
    shown = [
        (
            one.unit,
            one.sent,
            one.declined,
            one.waiting,
            one.used,
            one.raised,
            "—" if one.points is None else in_print(one.points),
        )
        for one in rows
    ]
    data = [{**asdict(one), "points": None if one.points is None else str(one.points)} for one in rows]
    session.answer({"start": span.start, "end": span.end, "units": data}, [span.words, *table(head, shown)])


@unit.command(cls=Command)
@click.argument("name", metavar="单位")
@period_options
@click.option(
    "--file", "path", type=click.Path(dir_okay=False, path_type=Path), default=None, help="写成 .html 或 .csv"
)
@click.pass_obj
def show(session: Session, name: str, path: Path | None, chosen: Chosen) -> None:
    """一个单位自己的情况：可以给这个单位看，其中没有别的单位的材料和得分。"""
    span, book = chosen(session.at.date()), read_book(session.settings)
    if path and path.suffix.lower() not in _FILES:
        raise UsageError(f"不能写成 {path.name}", f"文件名的末尾应为 {' 或 '.join(_FILES)}")
    view = reading.view(session.db, session.settings, book, name, (span.start, span.end), session.at)
    if path:
        body = _FILES[path.suffix.lower()](session.settings, view, span.words)
        store.files.write_durably(path, body)
        session.say(f"已写出 {path}")
    lines = handouts.heading(session.settings, view, span.words)
    for title, head, rows in handouts.sections(view):
        lines += ["", f"{title}（{len(rows)}）", *(_rows(head, rows) if rows else [])]
    session.answer(_data(view), lines)


def _rows(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Return the lines of a table; the clauses that points rest on stand below it, each once and in full."""
    if head[-1] != _BASIS:
        return table(head, rows, _CELLS, terminal())
    clauses = dict.fromkeys(row[-1] for row in rows)
    below = definitions([(_BASIS, clause) for clause in clauses], 0, terminal())
    return [*table(head[:-1], [row[:-1] for row in rows], _CELLS, terminal()), *below]


def _data(view: UnitView) -> dict[str, Any]:
    points = None if view.points is None else str(view.points)
    return {
        **{name: getattr(view, name) for name in UnitView.__slots__},
        "raised": [{**asdict(one), "points": None if one.points is None else str(one.points)} for one in view.raised],
        "awards": [_award(one) for one in view.awards],
        "points": points,
    }


def _award(one: Award) -> dict[str, Any]:
    """Return an award of the unit; what the others share of the same sum is not its business."""
    names = ("kind", "rule", "clause", "subject", "title", "on", "why")
    return {**{name: getattr(one, name) for name in names}, "amount": str(one.amount)}
