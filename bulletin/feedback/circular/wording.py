"""The words of a circular (通报): title and manuscript, as such circulars are written (温县 2023, 白水 2021, 达州 2010).

What is printed here is a proposal like any article: an editor goes on with it. Points are rounded only here, at one decimal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, dropwhile, groupby

from bulletin.feedback.circular.listing import Grid, fixed, listings, rate_of
from bulletin.feedback.circular.pace import SPEEDS, Hours, Month
from bulletin.feedback.circular.period import period_name, this_period
from bulletin.feedback.circular.settlement import THIS_PERIOD, THIS_YEAR, Settlement
from bulletin.feedback.points.deduct import GIVEN_BACK
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
    in_order,
    subjects,
    total,
)
from bulletin.model import first_places, in_print, signed
from bulletin.reference import in_words
from bulletin.settings import Settings
from bulletin.settings.circular import RANKED_BY
from bulletin.settings.points import RuleBook
from bulletin.text import chinese_date
from bulletin.text.manuscript import table_row

_HEADINGS = {
    "总体": "总体情况",
    "得分": "得分情况",
    "上级采用": "上级采用情况",
    "批示": "领导批示情况",
    "约稿": "约稿完成情况",
    "四快": "采编办理速度",
    "问题": "存在的问题",
    "调整": "本期调整",
}
_NUMERALS = "一二三四五六七八九十"
_DAY = timedelta(days=1)
_WAYS = ("独编", "综合", "简讯")
_BARS = "条形图"
_MOST_BARS = 21
"""Bars and names of groups a chart has at most: more are no picture any more, but a list that nobody reads."""
_OF_GROUPS = "各组报送采用情况"
_COUNTED = "采用、上级采用、批示按单位计次；采用率是采用的（不含补录）占报送的比例。"
_OWN_RULES = "本办公室计分办法"
_SHIPPED = "程序自带"
"""The notice of the rule set an office has before it wrote its own begins like this: it is no paper that could be quoted."""
_PAPER = re.compile(
    r"(?:(?P<number>\S*〔\d{4}〕\d+号)\s*)?(?P<title>[^《》（）]+(?:办法|规定|制度|细则|方案|标准|意见|规则|通知))(?P<more>（.*）)?"
)
_NOWHERE = 10**6
"""Units without a place stand behind all that have one."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The circular in words: title, and text as `bulletin.text.manuscript` reads it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a circular tells: the statistics, the rules, the units below the pass mark, what it settles of earlier ones, the
    speeds of the year's months and of the period, and the reference of the circular of the same days that it corrects, or ''."""

    statistics: Statistics
    book: RuleBook
    failing: tuple[str, ...] = ()
    settlement: Settlement = field(default_factory=Settlement)
    months: tuple[Month, ...] = ()
    pace: Hours = ()
    corrects: str = ""


def manuscript(settings: Settings, told: Told) -> Manuscript:
    """Return title and text of the circular, the text as `bulletin.text.manuscript` reads it."""
    made, rules = told.statistics, settings.circular
    name = period_name(made.start, made.end)
    written = {
        "总体": _overall(told),
        "得分": _standing(settings, told),
        "上级采用": _upper(made),
        "批示": _instructed(made),
        "约稿": _asked(made),
        "四快": _pace(settings, told),
        "问题": _wanting(settings, told),
        "调整": _settled(told),
    }
    parts = {part: list(lines) for part, lines in written.items() if part in rules.parts}
    if "总体" in parts:  # behind the words of both, so that these fill the first page; and before the chart
        lines = parts["得分" if "得分" in parts else "总体"]
        place = next((k for k, line in enumerate(lines) if line.startswith(_BARS)), len(lines))
        lines[place:place] = _table(_group_grid(made))
    opening = f"现将{name}政务信息报送和采用情况通报如下。"
    if told.corrects:
        opening = f"{in_words(told.corrects)}所印{name}的通报有误，现更正如下，以本次为准。"
    body: list[str] = [opening]
    for numeral, part in zip(_NUMERALS, filter(parts.get, parts), strict=False):
        body += [f"{numeral}、{_HEADINGS[part]}", *parts[part]]
    title = f"关于{'更正' if told.corrects else ''}{name}政务信息报送采用情况的通报"
    return Manuscript(title, "\n".join(_numbered([*body, *_attached(settings, told)])))


def _overall(told: Told) -> Iterator[str]:
    made = told.statistics
    rows, submitted = made.rows, sum(row.submitted for row in made.rows)
    sent = f"各单位共报送信息{submitted}条" if submitted else "各单位没有报送信息"
    yield f"{this_period(made.start, made.end)}，{sent}；{''.join(_printed(made))}{_OF_GROUPS}见表1。"
    papers = [column for column in made.columns if column.name.startswith("《")]
    if len(papers) > 1:
        counts = [(paper.name, sum(f"《{one.publication}》" == paper.name for one in made.entries)) for paper in papers]
        yield f"采用的信息中，{'、'.join(f'{name}{number}条' for name, number in counts if number)}。"
    ways = [(name, len(subjects(column, rows))) for name in _WAYS if (column := made.column(name)) is not None]
    if by_way := "、".join(f"{name}{number}条" for name, number in ways if number):
        yield f"各单位报送的，{by_way}。"


def _printed(made: Statistics) -> Iterator[str]:
    """Yield what the office printed in sentences; how merged reports are counted only where there is one."""
    if not made.entries:
        yield "没有印发信息。"
        return
    own = f"，本室自编{len(made.own)}条" if made.own else ""
    of_units = len(made.entries) - len(made.own)
    yield f"刊物共采用{len(made.entries)}条，其中各单位报送的{of_units}条（按单位计{made.credits}次）{own}。"
    if any(len(entry.units) > 1 for entry in made.entries):
        yield "几个单位合报的，条目计一条，单位各计一次。"


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
    return Grid(_OF_GROUPS, head, rows, note=_COUNTED)


def _standing(settings: Settings, told: Told) -> Iterator[str]:
    made, rules = told.statistics, settings.circular
    notice = version.notice if (version := told.book.on(made.start)) else ""
    yield f"得分按{_named(notice)}计算，计到{chinese_date(made.end - _DAY)}。"
    by_year = rules.ranked_by == RANKED_BY[1]
    named = [(group, first_places(group.rows, rules.top)) for group in made.groups]
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
            yield from _chart(_BARS, Grid(title, ("组别", "单位", "得分"), tuple(rows), unit="分"))
            return


def _are_few(group: Group, first: Sequence[Row], top: int) -> bool:
    """Tell whether there is nobody whom the first places could stand out from."""
    return len(group.rows) <= top or len(first) < max(top, 2)


def _first_words(group: Group, first: Sequence[Row], top: int, by_year: bool) -> str:
    what = "累计得分" if by_year else "得分"
    if not _are_few(group, first, top):
        return f"{what}列前{top}名的是"
    if len(first) == 1:
        return f"{what}的是"
    return f"{what}依次为" if len(first) == len(group.rows) else f"{what}的有"


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
    return ("，" if any("、" in one for one in shown) else "、").join(shown)


def _ordinal(number: int) -> str:
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)


def _upper(made: Statistics) -> Iterator[str]:
    """Yield what was adopted above, each once with all its units."""
    if found := subjects(ADOPTED, made.rows):
        levels = [column for column in made.columns if column.kind == "adopted" and column.mark]
        shown = "、".join(f"{one.mark.removesuffix('采用')}{len(subjects(one, made.rows))}条" for one in levels)
        yield f"被上级采用{len(found)}条（按单位计{total(ADOPTED, made.rows)}次），其中{shown}。"
        ordered = sorted(found.items(), key=lambda one: in_order(one[0][0]))
        rows = tuple(
            (f"{one.on.month}月{one.on.day}日", one.what.removesuffix("采用"), one.title, "、".join(units))
            for (one, _), units in ordered
        )
        yield from _table(Grid("上级采用情况", ("日期", "刊物", "标题", "单位"), rows))


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
    """Yield the speeds of the period, and the months of the year as lines, from the first that has any, where one of the lines
    has two points and more."""
    measured = zip(SPEEDS.values(), told.pace, strict=False)
    if shown := "、".join(f"{name}{_hours(hours)}" for name, hours in measured if hours is not None):
        yield f"{this_period(told.statistics.start, told.statistics.end)}办结的，中位用时：{shown}。"
    points = [
        sum(one is not None for one in line) for line in zip(*(month.hours for month in told.months), strict=True)
    ]
    if settings.circular.charts and max(points, default=0) > 1:
        known = dropwhile(lambda month: not any(one is not None for one in month.hours), told.months)
        cells = ((month.name, *("—" if one is None else in_print(one) for one in month.hours)) for month in known)
        yield from _chart("折线图", Grid("各月中位用时", ("月份", *SPEEDS.values()), tuple(cells), unit="小时"))


def _named(notice: str) -> str:
    """Return what a rule set rests on as it is named in a text: a paper in 《》 with its number behind, any other words as they
    are, and what was never issued as the office's own."""
    if not notice or notice.startswith(_SHIPPED):
        return _OWN_RULES
    if paper := _PAPER.fullmatch(notice):
        return f"《{paper['title']}》{'（' + paper['number'] + '）' if paper['number'] else ''}{paper['more'] or ''}"
    return notice


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
    """Yield what was taken from a unit and not given back, and how much of it in the end where something else was given back:
    what was taken before the period, or what a floor leaves."""
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in TAKEN.mentions(row):
        sums[(one.title or one.what).removesuffix(GIVEN_BACK)] += one.points
    if lost := {what: points for what, points in sums.items() if points < 0}:
        shown = "、".join(f"{in_print(-points)}分（{what}）" for what, points in lost.items())
        back = sum((points for points in sums.values() if points > 0), Fraction(0))
        shown += f"，另退还以前所扣{in_print(back)}分" if back else ""
        net = (
            f"，扣到规定的下限为止，实扣{in_print(-TAKEN.value(row) - FLOORED.value(row))}分"
            if FLOORED.value(row)
            else ""
        )
        yield f"{row.unit}{shown}{net}"


def _settled(told: Told) -> Iterator[str]:
    """Yield what came or went of points that were printed before, each with its reason, and what it makes of the sums."""
    adjustments = told.settlement.adjustments
    if not adjustments:
        return
    yield f"以前各期的得分有变动，{this_period(told.statistics.start, told.statistics.end)}调整{len(adjustments)}项，逐项列在下表。"
    if changed := [row for row in told.statistics.rows if row.adjusted]:
        shown = "、".join(
            f"{row.unit}{in_print(row.printed_before)}分调整为{in_print(row.before)}分" for row in changed
        )
        yield f"{chinese_date(told.statistics.start - _DAY)}止的累计得分：{shown}。本期累计得分已照此计算。"
    for year in sorted({one.counted for one in adjustments} - {THIS_PERIOD, THIS_YEAR}):
        yield f"计入{year}的，是{year}得分的更正，不计入本年累计。"
    rows = tuple(
        (
            one.unit,
            _day(one.on, told.statistics.start.year) if one.on else "—",
            f"{one.title}：{one.why}" if one.title and one.title not in one.why else one.why,
            signed(one.points, fixed),
            one.counted,
        )
        for one in adjustments
    )
    yield from _table(Grid("本期调整", ("单位", "原计日期", "事由", "调整", "计入"), rows, unit="分", aligned="cclcc"))


def _day(on: date, year: int) -> str:
    """Return a day in words, its year where it is another one than `year`."""
    return chinese_date(on).removeprefix(f"{year}年")


def _attached(settings: Settings, told: Told) -> Iterator[str]:
    made = told.statistics
    sheets = listings(settings, made, "条目" in settings.circular.parts)
    titles = [sheet.title for sheet in sheets]
    if len(titles) == 1:
        yield f"附件：{titles[0]}"
    else:
        yield from (f"{'附件：' if k == 1 else ''}{k}. {title}" for k, title in enumerate(titles, 1))
    for k, sheet in enumerate(sheets, 1):
        yield f"附件{k}" if len(sheets) > 1 else "附件"
        yield sheet.title
        yield from chain.from_iterable(map(_table, sheet.grids))


def _table(grid: Grid) -> Iterator[str]:
    yield f"表#：{grid.title}"
    if grid.unit:
        yield f"单位：{grid.unit}"
    yield table_row(grid.head)
    if grid.aligned:
        yield f"|{'|'.join({'l': ':---', 'r': '---:', 'c': ':---:'}[one] for one in grid.aligned)}|"
    yield from map(table_row, grid.rows)
    if grid.note:
        yield f"注：{grid.note}"


def _chart(kind: str, grid: Grid) -> Iterator[str]:
    yield f"{kind}：{grid.title}"
    yield f"单位：{grid.unit}"
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
