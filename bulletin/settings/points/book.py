"""The rule files of an office under ``templates/计分/``: which sets there are, and one of them with all its versions.

Several files of one ``name`` are the versions of one set, each with its dates. ``bulletin.toml`` says which set holds:
``[points] rules = "默认"``.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from bulletin.errors import SettingsError, UsageError
from bulletin.settings import Settings
from bulletin.settings.points.reading import Known, read_rule_set
from bulletin.settings.points.rules import RuleBook, RuleSet
from bulletin.settings.publication import RULE_SETS, TEMPLATES
from bulletin.settings.table import Table
from bulletin.text import nearest

_DAY = timedelta(days=1)


def book_names(settings: Settings) -> tuple[str, ...]:
    """Return the names of the rule sets the office has. Raises `SettingsError`."""
    return tuple(dict.fromkeys(name for name, _ in _files(settings)))


def read_book(settings: Settings, name: str = "") -> RuleBook:
    """Return the rule set called `name`, the office's own where that is ''. Raises `SettingsError`."""
    wanted = name or settings.rule_set
    files = _files(settings)
    chosen = [table for one, table in files if one == wanted]
    if not chosen:
        names = tuple(dict.fromkeys(one for one, _ in files))
        what = f"没有计分办法 {wanted}" if name else f"bulletin.toml 中 points.rules = {wanted} 不对"
        near = nearest(wanted, names)
        remedy = f"最接近的是 {near}" if near else f"可用的：{'、'.join(names) or '无'}"
        raise SettingsError(what, f"{remedy}；办法写在 {TEMPLATES}/{RULE_SETS}/*.toml，以其中的 name 为准")
    known = _known(settings)
    versions = sorted((read_rule_set(table, known) for table in chosen), key=lambda one: one.valid_from)
    for earlier, later in pairwise(versions):
        _refuse_apart(earlier, later)
    return RuleBook(wanted, tuple(versions))


def refuse_uncovered(book: RuleBook, day: date, period: str) -> None:
    """Raise `UsageError` where no version of a rule set holds on the first day of a period, which is called `period`."""
    if book.on(day) is None:
        held = "、".join(f"{one.file}（{one.valid_from}至{one.valid_to or '今'}）" for one in book.versions)
        what = f"{period}没有计分依据：办法“{book.name}”在 {day} 没有施行"
        raise UsageError(what, f"请换一个时段，或在文件中改正 valid_from、valid_to：{held}")


def _files(settings: Settings) -> list[tuple[str, Table]]:
    folder = settings.root / TEMPLATES / RULE_SETS
    tables = [Table.of_file(path, f"{TEMPLATES}/{RULE_SETS}/{path.name}") for path in sorted(folder.glob("*.toml"))]
    return [(table.text("name"), table) for table in tables]


def _known(settings: Settings) -> Known:
    publications, units = settings.publications.values(), settings.units.values()
    past = {one.unit_class for unit in units for one in unit.past}
    return Known(
        publications=frozenset(settings.publications),
        series=frozenset(series for one in publications for series in one.series),
        sections=frozenset(section for one in publications for section in one.sections),
        units=frozenset(settings.units),
        classes=frozenset(past | {unit.unit_class for unit in units}),
    )


def _refuse_apart(earlier: RuleSet, later: RuleSet) -> None:
    """Two versions must follow each other day by day. Raises `SettingsError` for days with two, or with none."""
    end = earlier.valid_to
    if end and later.valid_from == end + _DAY:
        return
    wanted = f"请改为 valid_to = {later.valid_from - _DAY}，使两者前后相接"
    shown = f"{earlier.file} 中 valid_to = {end}" if end else f"{earlier.file} 没有写 valid_to"
    if end and end < later.valid_from:
        what = f"计分办法 {earlier.name} 有几天没有依据：{shown}，而 {later.file} 中 valid_from = {later.valid_from}"
        raise SettingsError(what, wanted)
    what = f"计分办法 {earlier.name} 的施行日期重叠：{shown}，而 {later.file} 中 valid_from = {later.valid_from}"
    same = earlier.valid_from == later.valid_from
    raise SettingsError(what, "两个文件自同一天起施行，请删去或改正其中一个" if same else wanted)
