"""A unit's own view as a file for the unit: a table for a spreadsheet (csv) or a page (html). Both are inert.

A cell that a spreadsheet would take for a formula is led by an apostrophe; the page has no script, loads nothing, and
everything in it is escaped.
"""

from __future__ import annotations

import csv
import io
from html import escape

from bulletin.feedback.units.reading import UnitView
from bulletin.model import Raised, in_print, signed
from bulletin.settings import Settings
from bulletin.terms import DUTIES, LEADER_RANKS

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Section = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""A table: its name, its head, its rows."""
_STYLE = (
    "body{font:16px/1.7 serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top}th{background:#f2f2f2}"
)


def heading(settings: Settings, view: UnitView, period: str) -> list[str]:
    """Return the lines that say whose view it is, of which days, and how the unit stands."""
    lines = [f"{view.unit}：{period}信息报送与采用情况", f"{settings.office}"]
    if view.scores_for:
        return [*lines, f"得分记在{view.scores_for}名下"]
    if view.points is None:
        return [*lines, "这一时段没有施行的计分办法"]
    place = f"，在{view.group}{view.group_size}个单位中列第{view.place}名" if view.place and view.group else ""
    return [*lines, f"得分 {in_print(view.points)}{place}"]


def sections(view: UnitView) -> list[Section]:
    """Return the tables of the view, those without rows included."""
    return [
        (
            "报送",
            ("编号", "日期", "标题", "现状", "刊载", "不采用的理由"),
            [
                (str(one.item), str(one.received_on), one.title, one.state, "、".join(one.places), one.reason)
                for one in view.sent
            ],
        ),
        (
            "采用",
            ("条目", "日期", "标题", "栏目", "署名", "备注"),
            [
                (
                    *(one.reference, str(one.on), one.title, one.section, "、".join(one.attributions)),
                    "，".join(filter(None, ("补录" if one.is_late else "", one.ended))),
                )
                for one in view.used
            ],
        ),
        (
            "批示",
            ("条目", "日期", "领导", "类别", "原文"),
            [
                (
                    one.reference,
                    str(one.on),
                    f"{_leader(one.level, one.rank)}{f'（{one.office}）' if one.office else ''}",
                    one.kind,
                    one.text,
                )
                for one in view.said
            ],
        ),
        ("上级采用", ("条目", "日期", "去向"), [(one.reference, str(one.on), _raised(one)) for one in view.raised]),
        (
            "约稿",
            ("题目", "截止", "情况"),
            [(one.topic, f"{one.due_at:%Y-%m-%d %H:%M}", DUTIES[one.state]) for one in view.duties],
        ),
        (
            "得分",
            ("日期", "分值", "事由", "怎么算", "依据"),
            [
                (str(one.on), signed(one.amount), one.subject, one.why, f"{one.clause}（{one.rule}）")
                for one in view.awards
            ],
        ),
    ]


def _leader(level: str, rank: str) -> str:
    return f"{level}级{rank + '领导' if rank in LEADER_RANKS else '领导'}" if level else f"{rank}领导"


def _raised(one: Raised) -> str:
    word = "采用" if one.kind == "adopted" else "选用上报"
    return f"{one.level}级{f'《{one.bulletin}》' if one.bulletin else ''}{word}{'（已撤销）' if one.ended_on else ''}"


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; a plain number stays one."""
    is_number = cell.lstrip("+-").replace(".", "", 1).replace("/", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell


def as_csv(settings: Settings, view: UnitView, period: str) -> bytes:
    """Return the view as csv in UTF-8 with a mark (utf-8-sig), which Excel and WPS read right."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([inert(line)] for line in heading(settings, view, period))
    for name, head, rows in sections(view):
        writer.writerow([])
        writer.writerow([f"{name}（{len(rows)}）"])
        writer.writerows([list(head), *([inert(cell) for cell in row] for row in rows)] if rows else [])
    return stream.getvalue().encode("utf-8-sig")


def as_html(settings: Settings, view: UnitView, period: str) -> bytes:
    """Return the view as one page that opens from disk and loads nothing."""
    title, *lines = heading(settings, view, period)
    parts = [
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in lines),
    ]
    for name, head, rows in sections(view):
        parts.append(f"<h2>{escape(name)}（{len(rows)}）</h2>")
        if rows:
            parts += ["<table>", _row("th", head), *(_row("td", row) for row in rows), "</table>"]
    return "\n".join([*parts, "</body></html>", ""]).encode()


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
