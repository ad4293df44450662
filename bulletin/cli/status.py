"""``bulletin status``: the board. It fits a screen of 80 by 24; ``--json`` holds everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table, terminal, width, wrapped
from bulletin.cli.commands import Command
from bulletin.cli.periods import Span, period_options
from bulletin.cli.session import Session
from bulletin.desk.urgent import clocks
from bulletin.feedback import board, speeds
from bulletin.feedback.board import Stock, Wait
from bulletin.feedback.cases import unarranged
from bulletin.feedback.speeds import Speed
from bulletin.terms import LIGHTS, SUBJECTS, state_name
from bulletin.text import one_line

MOST_SHOWN = 5
"""Lines of the backlog, and waiting things, shown to people; the others are counted."""
_WIDEST = 22
"""Cells of the longest state of a case, 送领导阅，红（已逾期）: no state is cut."""
_WHOM_CELLS = 18
_FOUR = ("found", "edited", "approved", "answered")
_SHOWN_NAMES = 3


@click.command(cls=Command)
@period_options
@click.option("--all", "is_all", is_flag=True, help="列出全部在等的事项，不只最久的几件")
@click.pass_obj
def status(session: Session, is_all: bool, chosen: Callable[[date], Span]) -> None:
    """积压、谁在等谁、四快。"""
    counts = {subject: store.statuses.count_by_state(session.db, subject) for subject in ("item", "article", "issue")}
    stocks = board.backlog(session.db, session.at)
    waits = sorted(
        [*board.waits(session.db, session.settings, session.at), *_incidents(session)],
        key=lambda one: (one.since, one.subject, one.id),
    )
    span = chosen(session.at.date()) if _is_chosen() else None
    measured = speeds.measure(session.db, session.settings, (span.start, span.end) if span else None)
    problems, most = store.problems.count_open(session.db), None if is_all else MOST_SHOWN
    years = sorted({year for one in waits for year in one.unarranged})
    said = [line for words in unarranged.words(years) for line in wrapped(words.split("；"), "", terminal())]
    lines = [
        *wrapped(_counted(counts, problems), "", terminal()),
        *_stock_lines(stocks, session.at, most),
        *_wait_lines(session, waits, most and most - len(said)),
        *said,
        *_speed_lines(measured, span),
    ]
    data = {
        "queue": counts["item"],
        "articles": counts["article"],
        "issues": counts["issue"],
        "backlog": [_stock_data(one, session.at) for one in stocks],
        "waiting": [_wait_data(one, session.at) for one in waits],
        "speeds": {name: {**asdict(speed), "in_time": speed.in_time} for name, speed in measured.items()},
        "unarranged_years": years,
        "period": {"start": span.start, "end": span.end} if span else None,
        "problems": problems,
    }
    session.answer(data, lines)


def _is_chosen() -> bool:
    """Tell whether the call names a period."""
    given = click.get_current_context().params
    return any(given.get(name) for name in ("year", "quarter", "month", "since", "to"))


def _counted(counts: Mapping[str, Mapping[str, int]], problems: int) -> list[str]:
    """Return how many there are of each subject in each state, and the problems that are open."""
    found = [
        f"{SUBJECTS[subject]}：{'、'.join(f'{state_name(subject, state)}{count}' for state, count in of_state.items()) or '没有'}"
        for subject, of_state in counts.items()
    ]
    return [f"未解决的问题：{problems}", *found]


def _incidents(session: Session) -> Iterator[Wait]:
    """Yield the incidents whose next report is due: it is waited for from the units that report on them."""
    for one in store.urgent.every(session.db, "handling"):
        due_at = clocks.next_due(one, session.settings)
        if due_at is not None:
            last = max((report.received_at for report in one.reports), default=one.at)
            units = tuple(dict.fromkeys(report.unit for report in one.reports if report.unit))
            light = "red" if session.at > due_at else "green"
            name = one_line(one.rating.name)
            yield Wait("incident", one.id, f"突发事件 {one.id} {name}", "等续报", (), units, last, due_at, light)


def _stock_lines(stocks: list[Stock], at: datetime, most: int | None) -> list[str]:
    if not stocks:
        return ["没有积压"]
    rows = [
        (
            f"{SUBJECTS[one.subject]}·{state_name(one.subject, one.state)}",
            one.count,
            *(count or "" for count in one.ages),
            f"{span_words(at, one.oldest_at)}（{one.oldest_id}）",
        )
        for one in stocks[:most]
    ]
    lines = table(("积压", "件", "1天内", "3天内", "7天内", "更久", "最久（编号）"), rows)
    left = len(stocks) - len(rows)
    return [*lines, *([f"还有{left}种，用 --all 列出"] if left else [])]


def span_words(at: datetime, since: datetime) -> str:
    """Return how long ago something was: ``3天4小时``, ``2小时``, ``20分``."""
    minutes = max(int((at - since).total_seconds()) // 60, 0)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    return f"{hours}小时" if hours else f"{minutes}分"


def _wait_lines(session: Session, waits: list[Wait], most: int | None) -> list[str]:
    if not waits:
        return ["没有在等的事项"]
    shown = waits[:most]
    rows = [
        (span_words(session.at, one.since), LIGHTS[one.light], one.why, _whom(session, one), one.what) for one in shown
    ]
    lines = table(("已等", "灯", "状态", "在等", "事项"), rows, _WIDEST, terminal())
    left = len(waits) - len(shown)
    return [*lines, *([f"还有{left}件在等，用 --all 列出"] if left else [])]


def _whom(session: Session, one: Wait) -> str:
    """Return whom a thing waits for, in whole names: those that do not fit are counted."""
    names = one.units or tuple(map(session.settings.person_name, one.people))
    for most in range(min(_SHOWN_NAMES, len(names)), 0, -1):
        words = "、".join(names[:most]) + (f"等{len(names)}个" if len(names) > most else "")
        if width(words) <= _WHOM_CELLS or most == 1:
            return words
    return "—"


def _speed_lines(measured: Mapping[str, Speed], span: Span | None) -> list[str]:
    rows = [
        (
            one.name,
            one.count,
            *(
                "—" if value is None else f"{value:g}小时"
                for value in (one.median_hours, one.p90_hours, one.worst_hours)
            ),
            one.over_limit,
            "—" if one.in_time is None else f"{one.in_time:.0%}",
        )
        for one in (measured[name] for name in _FOUR)
    ]
    head = (f"四快（{span.words if span else '全部'}）", "件", "中位", "九成内", "最长", "超时件", "按时率")
    return table(head, rows)


def _stock_data(one: Stock, at: datetime) -> dict[str, Any]:
    return {**asdict(one), "oldest_hours": _hours(at, one.oldest_at)}


def _wait_data(one: Wait, at: datetime) -> dict[str, Any]:
    return {**asdict(one), "hours": _hours(at, one.since)}


def _hours(at: datetime, since: datetime) -> float:
    return round(max((at - since).total_seconds(), 0) / 3600, 1)
