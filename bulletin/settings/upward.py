"""What an office tells others: ``[upward]`` (上报 and 采用回执), ``[unit_view]`` (a unit's own view) of bulletin.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bulletin.settings.table import Table
from bulletin.terms import LEADER_LEVELS
from bulletin.text import nearest, sha256

_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_NO_FOLDER = re.compile(r"[/\\\x00]|^\.")
_LONGEST = 200
"""Bytes of a name that a folder can be called by on every file system, with room for what is put beside it."""


@dataclass(frozen=True, slots=True)
class UpwardRules:
    """Reporting upward: by whose name ids are made, to which offices, by level, and whether instructions' texts go down.

    Without ``offices`` any may be named. ``authority`` is the domain in the ids of reports (RFC 4151); made once, it stays.
    """

    authority: str = ""
    offices: Mapping[str, str] = field(default_factory=dict)
    tells_instructions: bool = False


@dataclass(frozen=True, slots=True)
class UnitViewRules:
    """A unit's own view: whether it reads the texts of instructions on its material, or only their class and level."""

    tells_instructions: bool = False


def read_upward(table: Table, office: str) -> UpwardRules:
    """Read ``[upward]``; an authority that is not written follows from the name of the `office`. Raises `SettingsError`."""
    usual = f"office-{sha256(office.encode())[:12]}.invalid"
    authority = table.text("authority", usual)
    if not _DOMAIN.fullmatch(authority):
        raise table.wrong("authority", authority, "应为小写的域名，如 xinxi.dongjiang.example，定下后不再改")
    offices = {name: _level(name, entry) for name, entry in table.tables("offices")}
    rules = UpwardRules(authority, offices, table.flag("instruction_text", False))
    table.finish()
    return rules


def _level(name: str, table: Table) -> str:
    level = table.choice("level", LEADER_LEVELS, "")
    if is_no_folder(name):
        raise table.wrong("level", level, f"办公室名称“{name}”不能含 / \\，也不能以 . 开头：它也是文件夹名")
    table.finish()
    return level


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
