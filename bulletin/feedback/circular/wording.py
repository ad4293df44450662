"""The words of a circular (通报): title and manuscript, as such circulars are written (温县 2023, 白水 2021, 达州 2010).

What is printed here is a proposal like any article: an editor goes on with it. Points are rounded only here, at one decimal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from bulletin.feedback.circular.listing import Grid, fixed, listings, rate_of
from bulletin.feedback.circular.pace import SPEEDS, Month
from bulletin.feedback.circular.period import period_name, this_period
from bulletin.feedback.circular.settlement import THIS_PERIOD, THIS_YEAR, Settlement
from bulletin.feedback.statistics import (
    ADOPTED,
    ASKED,
    FLOORED,
    IN_TIME,
    INSTRUCTED,
    LATE,
    OVERDUE,
    POINTS,
    PRINTED,
    TAKEN,
    Column,
    Group,
    Row,
    Statistics,
    subjects,
    total,
)
from bulletin.model import in_print
from bulletin.reference import in_words
from bulletin.settings import Settings
from bulletin.settings.circular import RANKED_BY
from bulletin.settings.points import RuleBook
from bulletin.text import chinese_date
from bulletin.text.manuscript import table_row

_NUMERALS = "一二三四五六七八九十"
_DAY = timedelta(days=1)
_WAYS = ("独编", "综合", "简讯")
_BARS = "条形图"
_MOST_BARS = 21
"""Bars and names of groups a chart has at most: more are no picture any more, but a list that nobody reads."""
_OF_GROUPS = "各组报送采用情况"
_NOWHERE = 10**6
"""Units without a place stand behind all that have one."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a circular tells: the statistics, the rules, the units below the pass mark, what it settles of earlier ones, the
    speeds of the year's months, and the reference of the circular of the same days that it corrects, or ''."""

    statistics: Statistics
    book: RuleBook
    failing: tuple[str, ...] = ()
    settlement: Settlement = field(default_factory=Settlement)
    months: tuple[Month, ...] = ()
    corrects: str = ""


def manuscript(settings: Settings, told: Told) -> tuple[str, str]:
    """Return title and text of the circular, the text as `bulletin.text.manuscript` reads it."""
    made, rules = told.statistics, settings.circular
    name = period_name(made.start, made.end)
    written = {
        "总体": ("总体情况", _overall(told)),
        "得分": ("得分情况", _standing(settings, told)),
        "上级采用": ("上级采用情况", _upper(made)),
        "批示": ("领导批示情况", _instructed(made)),
        "约稿": ("约稿完成情况", _asked(made)),
        "四快": ("采编办理速度", _pace(settings, told)),
        "问题": ("存在的问题", _wanting(settings, told)),
        "调整": ("本期调整", _settled(told)),
    }
    parts = {part: (heading, list(lines)) for part, (heading, lines) in written.items() if part in rules.parts}
    if "总体" in parts:  # behind the words of both, so that these fill the first page; and before the chart
        lines = parts["得分" if "得分" in parts else "总体"][1]
        place = next((k for k, line in enumerate(lines) if line.startswith(_BARS)), len(lines))
        lines[place:place] = _table(_OF_GROUPS, "", _group_grid(made))
    opening = f"现将{name}政务信息报送和采用情况通报如下。"
    if told.corrects:
        opening = f"{in_words(told.corrects)}所印{name}的通报有误，现更正如下，以本次为准。"
    body: list[str] = [opening]
    for numeral, (heading, lines) in zip(_NUMERALS, ((h, found) for h, found in parts.values() if found), strict=False):
        body += [f"{numeral}、{heading}", *lines]
    title = f"关于{'更正' if told.corrects else ''}{name}政务信息报送采用情况的通报"
    return title, "\n".join(_numbered([*body, *_attached(settings, told)]))


def _overall(told: Told) -> Iterator[str]:
    made = told.statistics
    rows, of_units = made.rows, len(made.entries) - len(made.own)
    credited, submitted = made.credits, sum(row.submitted for row in made.rows)
    own = f"，本室自编{len(made.own)}条" if made.own else ""
    yield (
        f"{this_period(made.start, made.end)}，各单位共报送信息{submitted}条；刊物共采用{len(made.entries)}条，其中各单位报送的"
        f"{of_units}条（按单位计{credited}次）{own}。几个单位合报的，条目计一条，单位各计一次。{_OF_GROUPS}见表1。"
    )
    papers = [column for column in made.columns if column.name.startswith("《")]
    if len(papers) > 1:
        counts = [(paper.name, sum(f"《{one.publication}》" == paper.name for one in made.entries)) for paper in papers]
        yield f"采用的信息中，{'、'.join(f'{name}{number}条' for name, number in counts if number)}。"
    ways = [(name, len(subjects(column, rows))) for name in _WAYS if (column := made.column(name)) is not None]
    if by_way := "、".join(f"{name}{number}条" for name, number in ways if number):
        yield f"各单位报送的，{by_way}。"


def _group_grid(made: Statistics) -> Grid:
    head = ("组别", "单位", "报送", "采用", "采用率", "上级采用", "批示", "得分")
    parts = [*((group.name, group.rows) for group in made.groups), ("合计", made.rows)]
    rows = tuple(
        (
            name,
            f"{len(rows)}",
            f"{sum(row.submitted for row in rows)}",
            f"{total(PRINTED, rows)}",
            rate_of(rows),
            *(f"{total(column, rows)}" for column in (ADOPTED, INSTRUCTED)),
            fixed(total(POINTS, rows)),
        )
        for name, rows in parts
    )
    return Grid(head, rows, "采用、上级采用、批示按单位计次。")


def _standing(settings: Settings, told: Told) -> Iterator[str]:
    made, rules = told.statistics, settings.circular
    notice = version.notice if (version := told.book.on(made.start)) else ""
    yield f"得分按{_named(notice or told.book.name)}计算，计到{chinese_date(made.end - _DAY)}。"
    by_year = rules.ranked_by == RANKED_BY[1]
    named = [(group, _first(group, rules.top, by_year)) for group in made.groups]
    for group, first in named:
        if first:
            yield f"{group.name}{len(group.rows)}个，{_first_words(group, first, rules.top, by_year)}：{_places(first, by_year)}。"
    if rules.charts:
        yield from _first_chart(named, rules.top, by_year)


def _first_chart(named: Sequence[tuple[Group, list[Row]]], top: int, by_year: bool) -> Iterator[str]:
    """Yield the first places as bars; where too many are tied for a picture, fewer places, or none: the text names them all."""
    for places in range(top, 0, -1):
        shown = [(group, [row for row in first if row.place <= places]) for group, first in named]
        bars, heads = sum(len(first) for _, first in shown), sum(bool(first) for _, first in shown)
        if bars and bars + heads <= _MOST_BARS:
            few = places == top and all(_are_few(group, first, top) for group, first in shown)
            title = "各组得分" if few else f"各组得分前{places}名" if places > 1 else "各组得分第1名"
            rows = [(group.name, row.unit, fixed(_ranking(row, by_year))) for group, first in shown for row in first]
            yield from _chart(_BARS, title, "分", Grid(("组别", "单位", "得分"), tuple(rows)))
            return


def _are_few(group: Group, first: Sequence[Row], top: int) -> bool:
    """Tell whether there is nobody whom the first places could stand out from."""
    return len(group.rows) <= top or len(first) == 1


def _first_words(group: Group, first: Sequence[Row], top: int, by_year: bool) -> str:
    what = "累计得分" if by_year else "得分"
    if not _are_few(group, first, top):
        return f"{what}列前{top}名的是"
    return f"{what}依次为" if len(first) > 1 else f"{what}的是"


def _first(group: Group, top: int, by_year: bool) -> list[Row]:
    """Return who has the first places and any points at all: 前3名 may be four units."""
    return [row for row in group.rows if 0 < row.place <= top and _ranking(row, by_year) > 0]


def _last(group: Group, most: int, top: int) -> list[str]:
    """Return who stands last, all that are tied included; nobody who is among the first."""
    if not most or len(group.rows) <= most:
        return []
    place = group.rows[-most].place or _NOWHERE
    return [row.unit for row in group.rows if (row.place or _NOWHERE) >= place > top]


def _ranking(row: Row, by_year: bool) -> Fraction:
    return row.cumulative if by_year else row.points


def _places(rows: Sequence[Row], by_year: bool) -> str:
    shown = []
    for place, group in groupby(rows, key=lambda row: row.place):
        tied = list(group)
        points = in_print(_ranking(tied[0], by_year))
        names = "和".join(filter(None, ("、".join(row.unit for row in tied[:-1]), tied[-1].unit)))
        shown.append(
            f"{names}（{points}分）" if len(tied) == 1 else f"{names}并列第{_ordinal(place)}（均为{points}分）"
        )
    return "，".join(shown)


def _ordinal(number: int) -> str:
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)


def _upper(made: Statistics) -> Iterator[str]:
    """Yield what was adopted above, each once with all its units."""
    units: dict[tuple[date, str, str, str], list[str]] = {}
    for row in made.rows:
        for one in ADOPTED.mentions(row):
            units.setdefault((one.on, one.reference, one.title, one.what), []).append(row.unit)
    if units:
        levels = [column for column in made.columns if column.kind == "adopted" and column.mark]
        shown = "、".join(f"{one.mark.removesuffix('采用')}{len(subjects(one, made.rows))}条" for one in levels)
        yield f"被上级采用{len(units)}条（按单位计{total(ADOPTED, made.rows)}次），其中{shown}。"
        rows = tuple(
            (f"{on.month}月{on.day}日", what.removesuffix("采用"), title, "、".join(names))
            for (on, _, title, what), names in sorted(units.items())
        )
        yield from _table("上级采用情况", "", Grid(("日期", "刊物", "标题", "单位"), rows))


def _instructed(made: Statistics) -> Iterator[str]:
    """Yield how many instructions there were and on whose material; whose words they were is not for a circular."""
    found = subjects(INSTRUCTED, made.rows)
    if found:
        levels = [column for column in made.columns if column.kind == "instructed" and column.mark]
        shown = "、".join(f"{one.mark.removesuffix('批示')}{len(subjects(one, made.rows))}件次" for one in levels)
        by_level = f"，其中{shown}" if shown else ""
        yield f"领导对各单位的信息批示{len(found)}件次{by_level}。获得批示的：{_each(INSTRUCTED, made.rows)}。"


def _asked(made: Statistics) -> Iterator[str]:
    rows = made.rows
    if number := total(ASKED, rows):
        states = [(column, total(column, rows)) for column in (IN_TIME, LATE, OVERDUE)]
        told = "、".join(f"{column.name}{count}件次" for column, count in states if count)
        yield f"约稿{number}件次，{told}。"
        for column, words in ((IN_TIME, "按时完成的"), (LATE, "迟交的"), (OVERDUE, "没有交的")):
            if names := _each(column, rows):
                yield f"{words}：{names}。"


def _each(column: Column, rows: Iterable[Row]) -> str:
    """Return the units that have the figure, the most first, each with how often."""
    counts = [(row.unit, column.value(row)) for row in rows]
    ranked = sorted((one for one in counts if one[1]), key=lambda one: -one[1])
    return "、".join(f"{unit}{number}次" if number > 1 else unit for unit, number in ranked)


def _pace(settings: Settings, told: Told) -> Iterator[str]:
    """Yield the speeds of the last month, and the months of the year so far as lines where there are two and more."""
    known = [month for month in told.months if any(hours is not None for hours in month.hours)]
    if known:
        last = zip(SPEEDS.values(), known[-1].hours, strict=True)
        shown = "、".join(f"{name}{_hours(hours)}" for name, hours in last if hours is not None)
        yield f"{known[-1].name}办结的，中位用时：{shown}。"
    if settings.circular.charts and len(known) > 1:
        cells = ((month.name, *("—" if one is None else in_print(one) for one in month.hours)) for month in told.months)
        yield from _chart("折线图", "各月中位用时", "小时", Grid(("月份", *SPEEDS.values()), tuple(cells)))


def _named(notice: str) -> str:
    """Return what a rule set rests on as it is named in a text: a title that stands in 《》 already stays as it is."""
    return notice if "《" in notice else f"《{notice}》"


def _hours(hours: Fraction) -> str:
    """Return a length of time in print; what rounds to nothing took some time all the same."""
    return f"{in_print(hours)}小时" if hours >= 1 else "不到1小时"


def _wanting(settings: Settings, told: Told) -> Iterator[str]:
    """Yield who sent nothing, had nothing adopted, stands last, fails, and what was taken from whom."""
    made, rules = told.statistics, settings.circular
    if rules.names_zero:
        silent = [row.unit for row in made.rows if not row.submitted and not PRINTED.value(row)]
        unused = [row.unit for row in made.rows if row.submitted and not PRINTED.value(row)]
        yield from (f"零报送的单位{len(silent)}个：{'、'.join(silent)}。" for _ in silent[:1])
        yield from (f"有报送、零采用的单位{len(unused)}个：{'、'.join(unused)}。" for _ in unused[:1])
    for group in made.groups:
        last = _last(group, rules.last, rules.top)
        yield from (f"{group.name}得分列后{rules.last}名的：{'、'.join(last)}。" for _ in last[:1])
    yield from (f"得分不达标的：{'、'.join(told.failing)}。" for _ in told.failing[:1])
    losses = [loss for row in made.rows for loss in _losses(row)]
    yield from (f"扣分的：{'；'.join(losses)}。" for _ in losses[:1])


def _losses(row: Row) -> Iterator[str]:
    """Yield what was taken from a unit, and how much of it in the end where a floor gave some back."""
    lost = [one for one in TAKEN.mentions(row) if one.points < 0]
    if lost:
        shown = "、".join(f"{in_print(-one.points)}分（{one.title or one.what}）" for one in lost)
        net = (
            f"，扣到规定的下限为止，实扣{in_print(-TAKEN.value(row) - FLOORED.value(row))}分"
            if FLOORED.value(row)
            else ""
        )
        yield f"{row.unit}{shown}{net}"


def _settled(told: Told) -> Iterator[str]:
    """Yield what came or went of points that were printed before, each with its reason, and what it makes of the sums."""
    adjustments, before = told.settlement.adjustments, told.settlement.previous
    if not adjustments:
        return
    yield f"以前各期的得分有变动，{this_period(told.statistics.start, told.statistics.end)}调整{len(adjustments)}项，逐项列在下表。"
    if before and told.settlement.of_this_year():
        changed = [row for row in told.statistics.rows if row.adjusted]
        shown = "、".join(
            f"{row.unit}{in_print(row.before - row.adjusted)}分调整为{in_print(row.before)}分" for row in changed
        )
        yield f"{chinese_date(told.statistics.start - _DAY)}止的累计得分：{shown}。本期累计得分已照此计算。"
    for year in sorted({one.counted for one in adjustments} - {THIS_PERIOD, THIS_YEAR}):
        yield f"计入{year}的，是{year}得分的更正，不计入本年累计。"
    rows = tuple(
        (
            one.unit,
            _day(one.on, told.statistics.start.year) if one.on else "—",
            f"{one.title}：{one.why}" if one.title and one.title not in one.why else one.why,
            f"{'+' if one.points > 0 else ''}{fixed(one.points)}",
            one.counted,
        )
        for one in adjustments
    )
    yield from _table("本期调整", "分", Grid(("单位", "原计日期", "事由", "调整", "计入"), rows, aligned="cclcc"))


def _day(on: date, year: int) -> str:
    """Return a day in words, its year where it is another one than `year`."""
    return chinese_date(on).removeprefix(f"{year}年")


def _attached(settings: Settings, told: Told) -> Iterator[str]:
    made = told.statistics
    sheets = listings(settings, made, "条目" in settings.circular.parts)
    titles = [title for title, _ in sheets]
    if len(titles) == 1:
        yield f"附件：{titles[0]}"
    else:
        yield from (f"{'附件：' if k == 1 else ''}{k}. {title}" for k, title in enumerate(titles, 1))
    for k, (title, grids) in enumerate(sheets, 1):
        yield f"附件{k}" if len(sheets) > 1 else "附件"
        yield title
        for caption, grid in grids:
            yield from _table(caption, "", grid)


def _table(title: str, unit: str, grid: Grid) -> Iterator[str]:
    yield f"表#：{title}"
    if unit:
        yield f"单位：{unit}"
    yield table_row(grid.head)
    if grid.aligned:
        yield f"|{'|'.join({'l': ':---', 'r': '---:', 'c': ':---:'}[one] for one in grid.aligned)}|"
    yield from map(table_row, grid.rows)
    if grid.note:
        yield f"注：{grid.note}"


def _chart(kind: str, title: str, unit: str, grid: Grid) -> Iterator[str]:
    yield f"{kind}：{title}"
    yield f"单位：{unit}"
    yield table_row(grid.head)
    yield from map(table_row, grid.rows)


def _numbered(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines, the tables numbered through."""
    number = 0
    for line in lines:
        if line.startswith("表#："):
            number += 1
            line = f"表{number}：{line[3:]}"
        yield line
