"""The options that choose a period, for the commands that count: ``--year``, ``--quarter``, ``--month``, ``--from``/``--to``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any, TypeVar

import click

from bulletin.cli.session import parse_day
from bulletin.errors import UsageError
from bulletin.feedback.points import period_of

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DAY = timedelta(days=1)
_FORMS = {
    "year": (re.compile(r"(\d{4})"), "2026"),
    "quarter": (re.compile(r"(\d{4})-([1-4])"), "2026-3"),
    "month": (re.compile(r"(\d{4})-(\d{1,2})"), "2026-11"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A period that was asked for, from ``start`` up to and without ``end``; ``words`` name it in Chinese."""

    start: date
    end: date
    words: str


def period_options(command: _Command) -> _Command:
    """Give a command the options that choose a period; it gets ``chosen``, a function of today that returns the span."""

    @click.option("--year", default="", metavar="年", help="哪一年，如 2026；都不写则为今年")
    @click.option("--quarter", default="", metavar="季", help="哪一季，如 2026-3")
    @click.option("--month", default="", metavar="月", help="哪一月，如 2026-11")
    @click.option("--from", "since", default="", metavar="日期", help="自哪一天起，如 2026-10-01")
    @click.option("--to", default="", metavar="日期", help="到哪一天为止（含），如 2026-12-31")
    @wraps(command)
    def wrapped(*args: Any, year: str, quarter: str, month: str, since: str, to: str, **kwargs: Any) -> Any:
        given = {"year": year, "quarter": quarter, "month": month}
        return command(*args, chosen=lambda today: _chosen(given, since, to, today), **kwargs)

    return wrapped  # type: ignore[return-value]


def _chosen(given: dict[str, str], since: str, to: str, today: date) -> Span:
    """Return the period that the options name. Raises `UsageError` for two of them, or one that is no period."""
    named = [key for key, value in given.items() if value]
    if len(named) + bool(since or to) > 1:
        raise UsageError("时段只能用一种写法", "--year、--quarter、--month、--from 与 --to 选一种")
    if since or to:
        return _between(parse_day(since), parse_day(to), today)
    key = named[0] if named else "year"
    text = given[key] or str(today.year)
    form, example = _FORMS[key]
    found = form.fullmatch(text)
    number = int(found[2]) if found and key != "year" else 1
    if not found or not 1 <= number <= 12 or not 1900 <= int(found[1]) < 3000:
        raise UsageError(f"--{key} {text} 看不懂", f"应如 {example}")
    year = int(found[1])
    length, first = {"year": ("年", 1), "quarter": ("季", number * 3 - 2), "month": ("月", number)}[key]
    start, end = period_of(date(year, first, 1), length)
    words = {"year": f"{year}年", "quarter": f"{year}年第{number}季度", "month": f"{year}年{number}月"}[key]
    return Span(start, end, words)


def _between(since: date | None, to: date | None, today: date) -> Span:
    start, last = since or date((to or today).year, 1, 1), to or today
    if last < start:
        raise UsageError(f"止（{last}）早于起（{start}）", "请核对 --from 和 --to")
    return Span(start, last + _DAY, f"{start}至{last}")
