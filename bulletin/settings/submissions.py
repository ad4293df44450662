"""What the desk demands of a submission: ``[submissions]`` in ``bulletin.toml``."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.settings.table import Table
from bulletin.text import nearest

DEMANDS = ("signed_by", "editor")
"""What may be demanded beside the unit: 签发人, 责任编辑 (办公室制度 of 2017: no signature, not accepted)."""


@dataclass(frozen=True, slots=True)
class Demands:
    """``require`` names what a submission must state besides its unit; without it it is refused."""

    require: tuple[str, ...] = ("signed_by",)


def read_demands(table: Table) -> Demands:
    """Return what ``[submissions]`` says; ``require = []`` demands nothing. Raises `SettingsError`."""
    usual = Demands()
    require = table.texts("require", usual.require)
    for name in require:
        if name not in DEMANDS:
            near = nearest(name, DEMANDS) or "无"
            raise table.wrong("require", name, f"可用的值：{'、'.join(DEMANDS)}，最接近的是 {near}")
    table.finish()
    return Demands(require)
