"""Facts to count points of, written down shortly; and the shipped rule sets, with other policies where a test wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bulletin.model import Facts, Instructed, Printed, Raised
from bulletin.settings import Settings, read_settings, shipped_office
from bulletin.settings.points import RuleBook, read_book

YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def office() -> Settings:
    """Return the settings of the office the program ships."""
    return read_settings(shipped_office())


def with_rules(root: Path, **files: str) -> Settings:
    """Return the settings of the shipped office with the rule files of these names, written in `root`, and no others."""
    folder = root / "templates" / "计分"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return replace(office(), root=root)


def book(name: str, **policy: Any) -> RuleBook:
    """Return a rule set the program ships, its policy changed where a test says so."""
    shipped = read_book(office(), name)
    return RuleBook(name, tuple(replace(one, policy=replace(one.policy, **policy)) for one in shipped.versions))


def printed(reference: str, *units: str, on: date = date(2026, 3, 10), **fields: Any) -> Printed:
    """Return an entry of an issue, a matter of its own; publication and series are those of the reference."""
    usual: dict[str, Any] = {
        "matter": reference,
        "title": "东山镇晚稻提前收割完毕",
        "publication": reference.partition("/")[0],
        "series": "增刊" if "增刊" in reference else "正刊",
        "section": "工作动态",
    }
    return Printed(**{**usual, "reference": reference, "on": on, "units": units, **fields})


def raised(entry: Printed, level: str, bulletin: str = "", **fields: Any) -> Raised:
    """Return an adoption above, or with ``kind="reported"`` a report upward, ten days after the entry was printed."""
    usual = {"kind": "adopted", "on": entry.on + timedelta(days=10)}
    return Raised(**{**usual, "reference": entry.reference, "level": level, "bulletin": bulletin, **fields})


def instructed(entry: Printed, level: str, rank: str = "其他", **fields: Any) -> Instructed:
    """Return a leader's instruction on the entry, five days after it was printed."""
    usual = {"kind": "办理", "leader": "王某", "on": entry.on + timedelta(days=5)}
    return Instructed(**{**usual, "reference": entry.reference, "level": level, "rank": rank, **fields})


def facts(*entries: Printed, **fields: Any) -> Facts:
    """Return the facts of the year with these entries."""
    return Facts(**{"until": YEAR[1], "printed": entries, **fields})
