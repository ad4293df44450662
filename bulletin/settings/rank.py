"""The table ``[rank]`` of bulletin.toml: what each feature of the queue's order is worth, in points.

Keys ending in ``_days`` and ``_hours`` are times, ``balance_first`` is a number of items and ``balance_share`` a
percentage; all others are the points the feature brings where it holds fully. 0 switches a feature off.
"""

from __future__ import annotations

from pathlib import Path

from bulletin.settings.table import Table

RANK_DEFAULTS: dict[str, float] = {
    "unit_class": 12,
    "reported": 8,
    "focus": 20,
    "instructed": 12,
    "printed": 4,
    "commission": 15,
    "urgency": 40,
    "clock": 15,
    "urgent_hours": 2,
    "rush_hours": 24,
    "freshness": 10,
    "freshness_half_days": 3,
    "heat": 6,
    "rarity": 4,
    "data": 4,
    "example": 4,
    "view": 4,
    "analysis": 4,
    "proposal": 4,
    "elements": 4,
    "headline": 3,
    "novelty": 3,
    "balance": 4,
    "balance_first": 20,
    "balance_share": 20,
    "matter": 8,
    "authority": 6,
    "outside": 15,
    "routine": 15,
    "ceremony": 10,
    "pledges": 6,
    "summary": 6,
    "explaining": 8,
    "rule": 8,
    "repeat": 8,
    "following": 12,
    "learned": 15,
}
"""Urgent items: 首报 within two hours, others the same day (紧急信息报送的时限). Balance: 喜忧兼报."""
MOST = 10_000
"""No weight is greater, in points, hours, days or places: scores are kept as whole numbers of 64 bits."""


def read_rank(table: Table) -> dict[str, float]:
    """Return the weights of ``[rank]``, the usual ones where the file is silent. Raises `SettingsError`."""
    weights = {key: table.number(key, default) for key, default in RANK_DEFAULTS.items()}
    for key, weight in weights.items():
        if weight > MOST:
            raise table.wrong(key, weight, f"不能大于{MOST}")
    table.finish()
    return weights


def read_weights(path: Path) -> dict[str, float]:
    """Return the weights in a file of their own, under ``[rank]``, or a bulletin.toml's. Raises `SettingsError`."""
    return read_rank(Table.of_file(path, path.name).table("rank"))
