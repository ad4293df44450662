"""A record in Chinese lines, for the screen and for the line mode alike: what it is, where from, what it is like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bulletin import store
from bulletin.model import Flag, Item
from bulletin.reference import of_issue
from bulletin.store import Database
from bulletin.terms import state_name
from bulletin.text import one_line


def from_whom(unit: str, origin: str, source: str = "") -> str:
    """Return who sent it: the unit, else the medium, else the source."""
    return unit or origin or source or "—"


_SPANS = ((525600, "年"), (43200, "个月"), (1440, "天"), (60, "小时"), (1, "分钟"))


def age(since: datetime, now: datetime) -> str:
    """Return how long ago that was, in at most six cells: ``刚刚``, ``8分钟``, ``3小时``, ``12天``, ``5个月``, ``2年``."""
    minutes = int((now - since).total_seconds() // 60)
    span, word = next(((span, word) for span, word in _SPANS if minutes >= span), (1, ""))
    return f"{minutes // span}{word}" if word else "刚刚"


def facts_line(item: Item, now: datetime) -> str:
    """Return number, state, unit, kind, urgency, who signed, and when it came."""
    parts = (
        f"来稿 {item.id}",
        state_name("item", item.state),
        from_whom(item.unit, item.origin, item.source),
        item.kind,
        item.urgency if item.urgency != "普通" else "",
        f"签发人 {item.signed_by}" if item.signed_by else "",
        f"编号 {item.number}" if item.number else "",
        f"{item.received_at:%m-%d %H:%M} 收到（{_ago(item.received_at, now)}）",
    )
    return "　".join(filter(None, parts))


def _ago(since: datetime, now: datetime) -> str:
    told = age(since, now)
    return told if told == "刚刚" else f"{told}前"


def flag_line(flag: Flag) -> str:
    """Return a flag with its place; one of no length concerns the whole item."""
    place = f"（第{flag.start + 1}—{flag.end}字）“{flag.excerpt}”" if flag.end > flag.start else ""
    return f"标记：{flag.note}{place}"


def onward_lines(db: Database, item_id: int) -> list[str]:
    """Return what became of an item: its articles, where they stand, and the issues they were put into."""
    lines = []
    for article_id in store.items.article_ids(db, item_id):
        article = store.articles.get(db, article_id)
        entries = [of_issue(issue, place) for issue, place in store.issues.entries_of_article(db, article_id)]
        where = f" → {'、'.join(entries)}" if entries else ""
        state = state_name("article", article.state)
        lines.append(
            f"去向：稿件 {article_id}（{state}，{article.publication}）《{one_line(article.revision.title)}》{where}"
        )
    return lines


def source_lines(db: Database, item: Item) -> list[str]:
    """Return where an item came from, down to the bytes that were received."""
    original = store.originals.get(db, item.original_id)
    lines = [f"来源：{'　'.join(filter(None, (item.source, item.origin, item.url)))}"]
    size = f"{original.size:,} 字节"
    lines.append(
        f"原件 {original.id}：{size}，指纹 {original.sha256[:16]}…，{original.received_at:%Y-%m-%d %H:%M} 收到"
    )
    return [*lines, *([f"由批示 {item.instruction_id} 的督办反馈而来"] if item.instruction_id else [])]


def reason_lines(score: float, reasons: Iterable[tuple[str, float]]) -> list[str]:
    """Return why an item stands where it stands: each reason with its points, and their sum."""
    shown = "　".join(f"{name} {points:+g}" for name, points in reasons)
    return [f"得分 {score:g} ＝ {shown}" if shown else f"得分 {score:g}：没有加分的理由"]


def numbers(ids: Sequence[int], most: int = 6) -> str:
    """Return numbers of items for a message: the first few, and how many there are."""
    shown = "、".join(map(str, ids[:most]))
    return f"来稿 {shown}" if len(ids) <= most else f"来稿 {shown} 等{len(ids)}条"
