"""The queue (待编队列): items ordered by a score whose every point has a reason that is printed.

Features and weights: unit class, focus topic, urgency, freshness with decay, and completeness by the five "有":
有数据、有典型、有观点、有分析、有建议 (党委办公室政务服务的信息质量要求). Weights stand in ``[rank]`` of bulletin.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bulletin import store
from bulletin.errors import UsageError
from bulletin.model import Item
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import STATES

URGENCY_SHARE = {"特急": 1.0, "加急": 0.5}
COMPLETENESS: dict[str, tuple[str, re.Pattern[str]]] = {
    "data": ("有数据", re.compile(r"\d\s{0,2}(?:%|％|[万亿千百]?[元人户个件处家亩吨米公里次项名辆台所条起])")),
    "example": ("有典型", re.compile(r"为例|例如|比如|案例|典型|试点|样板|[村镇乡街道社区企业公司学校]的?做法")),
    "view": ("有观点", re.compile(r"一是|二是|首先|其次|关键|重在|坚持|必须|突出")),
    "analysis": ("有分析", re.compile(r"原因|由于|究其|主要是|分析|反映出|表明|导致|制约|趋势")),
    "proposal": ("有建议", re.compile(r"建议|对策|应当|下一步|拟于|希望.{0,8}(?:支持|协调|解决)")),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for an item's place, with the points it brings."""

    name: str
    points: float


@dataclass(frozen=True, slots=True)
class Queued:
    """An item in the queue with its score and reasons; ``group`` is the first item of those that certainly are the same
    (`bulletin.store.identity.certain`)."""

    item: Item
    score: float
    reasons: tuple[Reason, ...]
    group: int | None


def list_items(db: Database, settings: Settings, state: str, expression: str, at: datetime) -> list[Queued]:
    """Return the items in `state` (``all`` for every state) that `expression` selects, best first.

    `expression` is in the query language (`bulletin.text.query`); an empty one selects all. Raises `UsageError` for an
    unknown state or field, and for what cannot be read.
    """
    states = {**{name: name for name in STATES["item"]}, **{word: name for name, word in STATES["item"].items()}}
    if state not in (*states, "all", "全部"):
        raise UsageError(f"来稿没有状态 {state}", f"可用的状态：{_shown(STATES['item'])}、all（全部）")
    wanted = states.get(state, "")
    selected = store.search.select_items(db, store.search.read(expression, at), wanted)
    groups = store.identity.groups(db)
    queued = [rank(item, settings, at, groups.get(item.id)) for item in selected]
    return sorted(queued, key=lambda entry: (-entry.score, entry.item.id))


def _shown(words: dict[str, str]) -> str:
    return "、".join(f"{name}（{word}）" for name, word in words.items())


def rank(item: Item, settings: Settings, at: datetime, group: int | None = None) -> Queued:
    """Return the item with its score, in points rounded to one decimal, and the reasons that add up to it."""
    reasons = [
        *_unit_class(item, settings),
        *_focus(item, settings, at),
        *_urgency(item, settings),
        *_freshness(item, settings, at),
        *_completeness(item, settings),
    ]
    return Queued(item, round(sum(reason.points for reason in reasons), 1), tuple(reasons), group)


def _unit_class(item: Item, settings: Settings) -> list[Reason]:
    unit = settings.unit(item.unit)
    if unit is None:
        return []
    points = settings.rank["unit_class"] * max(0, 4 - unit.unit_class) / 3
    return [Reason(f"{unit.unit_class}类单位", round(points, 1))]


def _focus(item: Item, settings: Settings, at: datetime) -> list[Reason]:
    reasons = []
    for focus in settings.focus:
        if focus.until is not None and at.date() > focus.until:
            continue
        if any(word in item.title for word in focus.words):
            reasons.append(Reason(f"要点：{focus.topic}", settings.rank["focus"]))
        elif any(word in item.text for word in focus.words):
            reasons.append(Reason(f"要点（正文）：{focus.topic}", settings.rank["focus"] / 2))
    return reasons


def _urgency(item: Item, settings: Settings) -> list[Reason]:
    share = URGENCY_SHARE.get(item.urgency, 0.0)
    return [Reason(item.urgency, settings.rank["urgency"] * share)] if share else []


def _freshness(item: Item, settings: Settings, at: datetime) -> list[Reason]:
    age = max(0.0, (at - (item.published_at or item.received_at)).total_seconds() / 86400)
    points = round(settings.rank["freshness"] * 0.5 ** (age / max(settings.rank["freshness_half_days"], 0.01)), 1)
    return [Reason(f"时效（{age:.0f}天）", points)] if points else []


def _completeness(item: Item, settings: Settings) -> list[Reason]:
    return [
        Reason(name, settings.rank[key]) for key, (name, pattern) in COMPLETENESS.items() if pattern.search(item.text)
    ]
