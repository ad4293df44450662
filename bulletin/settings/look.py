"""Looks (版式): how a publication or one of its series stands on paper, and what its pages are checked for.

Everything here is house style (实务): the standard of official documents does not cover bulletins. What a bulletin borrows
from GB/T 9704-2012 (grid, type, page numbers, 版记) is not data and stands in the style sheets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce

from bulletin.settings.table import Table

NUMBER_PLACES = ("above", "beside", "below")
RED_RULES = ("single", "double")
TITLES = ("large", "small")
PAGE_NUMBERS = ("outer", "centre")


@dataclass(frozen=True, slots=True)
class Look:
    """One look. ``rule_weight`` is in mm; forms are texts with ``{…}`` where the value goes; '' leaves a thing out.

    ``masthead_size``: 刊名 in points, smaller where the name is long. ``number_place``: 期号 stands above, in (``beside``)
    or below the line of 编发单位 and date. ``rule``: a single red rule or two (文武线). ``numbered_copies``: the first line
    is kept for 份号. ``contents``: the label over the contents, which appear from ``contents_from`` entries (at least
    two) on, under their 栏目 with ``contents_sections``. ``titles``: large ones (2号小标宋, centred) or small ones (3号黑体,
    indented), each behind ``item_form``. ``new_page``: every item begins on one. ``attribution_form`` in full brackets
    runs into the last line, else it stands on its own.
    """

    masthead_size: float = 60.0
    number_place: str = "above"
    rule: str = "single"
    rule_weight: float = 0.65
    page_number: str = "outer"
    numbered_copies: bool = False
    contents: str = "本期要目"
    contents_from: int = 2
    contents_sections: bool = True
    section_form: str = "【{section}】"
    titles: str = "large"
    item_form: str = ""
    new_page: bool = False
    attribution_form: str = "（{units}）"
    report_label: str = "报"
    send_label: str = "送"
    issue_label: str = "发"
    copies_form: str = "（共印{copies}份）"


USUAL = Look()
"""What a bulletin looks like where nothing else is said."""


@dataclass(frozen=True, slots=True)
class SeriesCheck:
    """What the page check is told of a series; nothing here is more than advice.

    ``number_pattern`` is a regular expression of the whole 期号; ``most_entries`` 0 is no limit; ``contents``, ``signer``
    and ``colophon`` say that an issue should have a 目录, a 签发人, a 版记 at the foot of its last page.
    """

    number_pattern: str
    most_entries: int
    contents: bool
    signer: bool
    colophon: bool


def read_look(table: Table) -> Look:
    """Read the look out of a publication's table. Raises `SettingsError`."""
    page, contents = table.table("page"), table.table("contents")
    entries, distribution = table.table("entries"), table.table("distribution")
    look = Look(
        masthead_size=_between(page, "masthead_size", USUAL.masthead_size, 18, 72, "刊名的字号以磅计"),
        number_place=page.choice("number_place", NUMBER_PLACES, USUAL.number_place),
        rule=page.choice("rule", RED_RULES, USUAL.rule),
        rule_weight=_between(page, "rule_weight", USUAL.rule_weight, 0.1, 3, "红线的粗细以毫米计"),
        page_number=page.choice("page_number", PAGE_NUMBERS, USUAL.page_number),
        numbered_copies=page.flag("numbered_copies", USUAL.numbered_copies),
        contents=contents.text("label", USUAL.contents),
        contents_from=contents.whole("from", USUAL.contents_from),
        contents_sections=contents.flag("sections", USUAL.contents_sections),
        section_form=read_form(entries, "section_form", USUAL.section_form, "section"),
        titles=entries.choice("titles", TITLES, USUAL.titles),
        item_form=read_form(entries, "item_form", USUAL.item_form, "number", "numeral"),
        new_page=entries.flag("new_page", USUAL.new_page),
        attribution_form=read_form(entries, "attribution_form", USUAL.attribution_form, "units"),
        report_label=distribution.text("report_label", USUAL.report_label),
        send_label=distribution.text("send_label", USUAL.send_label),
        issue_label=distribution.text("issue_label", USUAL.issue_label),
        copies_form=read_form(distribution, "copies_form", USUAL.copies_form, "copies"),
    )
    for part in (page, contents, entries):
        part.finish()
    return look


def read_check(table: Table, number_form: str, most_entries: int, look: Look, names_signer: bool) -> SeriesCheck:
    """Read ``[check]``; what it does not say follows from the rest. Raises `SettingsError`."""
    part = table.table("check")
    check = SeriesCheck(
        number_pattern=part.text("number_pattern", _pattern(number_form)),
        most_entries=part.whole("most_entries", most_entries),
        contents=part.flag("contents", bool(look.contents)),
        signer=part.flag("signer", names_signer),
        colophon=part.flag("colophon", True),
    )
    try:
        re.compile(check.number_pattern)
    except re.error as error:
        raise part.wrong("number_pattern", check.number_pattern, f"不是正则表达式（{error}）") from None
    part.finish()
    return check


def read_form(table: Table, key: str, usual: str, *names: str) -> str:
    """Return the text under `key`, in which nothing but ``{name}`` of `names` may stand in braces. Raises `SettingsError`."""
    form = table.text(key, usual)
    rest = reduce(lambda text, name: text.replace(f"{{{name}}}", ""), names, form)
    if "{" in rest or "}" in rest:
        known = "、".join(f"{{{name}}}" for name in names)
        raise table.wrong(key, form, f"花括号中只能使用 {known}")
    return form


def _between(table: Table, key: str, usual: float, least: float, most: float, what: str) -> float:
    value = table.number(key, usual)
    if not least <= value <= most:
        raise table.wrong(key, value, f"{what}，应在 {least} 与 {most} 之间")
    return value


_NUMBERS = {"number": r"[1-9]\d*", "total": r"[1-9]\d*", "year": r"(?:19|20)\d{2}"}


def _pattern(number_form: str) -> str:
    """Return the regular expression of every 期号 that `number_form` can give."""
    return re.sub(r"\\{(\w+)\\}", lambda name: _NUMBERS[name[1]], re.escape(number_form))
