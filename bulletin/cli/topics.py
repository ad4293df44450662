"""``bulletin topics``: what is rising among the items."""

from __future__ import annotations

from typing import Any

import click

from bulletin.cli.commands import Command
from bulletin.cli.session import Session
from bulletin.desk.topics import Topic, rising

SHOWN = 5
"""Items listed under a topic for people; ``--json`` has them all."""


@click.command(cls=Command)
@click.option("--days", type=click.IntRange(1, 30), default=2, help="看最近几个工作日（今天算一个），默认 2")
@click.option("--filter", "expression", default="", help="只看含有这些来稿的热点，如 “状态:待处理 类型:问题”")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="最多列出几个，默认 20")
@click.pass_obj
def topics(session: Session, days: int, expression: str, limit: int) -> None:
    """热点：近来明显多起来的话题，附有来稿和理由。只有一个来源在说的不算。"""
    found = rising(session.db, session.settings, session.at, days, expression, limit)
    lines = [line for place, topic in enumerate(found, 1) for line in _lines(place, topic)]
    session.answer([_row(topic) for topic in found], lines or ["没有明显多起来的话题"])


def _lines(place: int, topic: Topic) -> list[str]:
    also = "、".join(word for word in topic.words if word not in topic.name and topic.name not in word)
    more = len(topic.items) - SHOWN
    return [
        f"{place}. {topic.name}　{topic.why}",
        *([f"　　另有：{also}"] if also else []),
        *(
            f"　　来稿 {item.item_id}　{item.unit or item.origin or item.source}　{item.title}"
            for item in topic.items[:SHOWN]
        ),
        *([f"　　……另有 {more} 条"] if more > 0 else []),
    ]


def _row(topic: Topic) -> dict[str, Any]:
    return {
        "topic": topic.name,
        "count": topic.count,
        "sources": topic.sources,
        "places": topic.places,
        "usual": topic.expected,
        "rise": topic.rise,
        "score": topic.score,
        "why": topic.why,
        "words": topic.words,
        "event": topic.event,
        "items": [{"id": item.item_id, "title": item.title} for item in topic.items],
    }
