"""What an office tells others: ``[upward]`` (上报 and 采用回执), ``[unit_view]`` (a unit's own view) of bulletin.toml.

Receipts come from sources; which upper office a source is of stands in its file (``upper_office``) and is read strictly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bulletin.errors import SettingsError
from bulletin.settings.source import Source
from bulletin.settings.table import Table
from bulletin.terms import LEADER_LEVELS
from bulletin.text import nearest

_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_NO_FOLDER = re.compile(r"[/\\\x00]|^\.")
_LONGEST = 200
"""Bytes of a name that a folder can be called by on every file system, with room for what is put beside it."""


@dataclass(frozen=True, slots=True)
class UpperOffice:
    """An office reported to: its level, and the name it gives itself in its receipts, '' for the one it has here."""

    level: str
    signs_as: str = ""


@dataclass(frozen=True, slots=True)
class UpwardRules:
    """Reporting upward: by whose name ids are made, to which offices, and whether instructions' texts go down.

    Without ``offices`` any may be named. ``tag_domain`` (``authority``, as RFC 4151 calls it) is the domain in the ids of reports, ''
    for the one that `bulletin.store.upward.ensure_tag_domain` keeps; made once, it stays.
    """

    tag_domain: str = ""
    offices: Mapping[str, UpperOffice] = field(default_factory=dict)
    tells_instructions: bool = False

    def level(self, office: str) -> str:
        """Return the level of an office, '' where nobody wrote it down."""
        return self.offices[office].level if office in self.offices else ""

    def signatures(self, office: str) -> tuple[str, ...]:
        """Return the names by which an office may sign its receipts."""
        known = self.offices.get(office)
        return (office, known.signs_as) if known and known.signs_as else (office,)


@dataclass(frozen=True, slots=True)
class UnitViewRules:
    """A unit's own view: whether it reads the texts of instructions on its material, or only their class and level."""

    tells_instructions: bool = False


def read_upward(table: Table) -> UpwardRules:
    """Read ``[upward]``. Raises `SettingsError`."""
    tag_domain = table.text("authority", "")
    if tag_domain and not _DOMAIN.fullmatch(tag_domain):
        raise table.wrong("authority", tag_domain, "应为小写的域名，如 xinxi.dongjiang.example，定下后不再改")
    offices = {name: _upper_office(name, entry) for name, entry in table.tables("offices")}
    rules = UpwardRules(tag_domain, offices, table.flag("instruction_text", False))
    table.finish()
    return rules


def _upper_office(name: str, table: Table) -> UpperOffice:
    office = UpperOffice(table.choice("level", LEADER_LEVELS, ""), table.text("signs_as", ""))
    if is_no_folder(name):
        raise table.wrong("level", office.level, f"办公室名称“{name}”不能含 / \\，也不能以 . 开头：它也是文件夹名")
    table.finish()
    return office


def misbound(sources: Mapping[str, Source], rules: UpwardRules) -> dict[str, SettingsError]:
    """Return what is wrong with the sources that name an upper office nobody reports to, by name."""
    return {
        name: SettingsError(
            f'sources/{name}.toml 中 upper_office = "{source.upper_office}" 不对，[upward.offices] 中没有这个办公室',
            nearest_office(source.upper_office, rules),
        )
        for name, source in sources.items()
        if source.upper_office and rules.offices and source.upper_office not in rules.offices
    }


def is_no_folder(name: str) -> bool:
    """Tell whether an office's name cannot be that of a folder in the outbox."""
    return not name or bool(_NO_FOLDER.search(name)) or len(name.encode()) > _LONGEST


def read_unit_view(table: Table) -> UnitViewRules:
    """Read ``[unit_view]``. Raises `SettingsError`."""
    rules = UnitViewRules(table.flag("instruction_text", False))
    table.finish()
    return rules


def nearest_office(name: str, rules: UpwardRules) -> str:
    """Return what to do about an office that is not among those reported to."""
    near = nearest(name, rules.offices)
    return f"最接近的是 {near}" if near else f"可用的：{'、'.join(rules.offices)}"
