"""``bulletin rank``: why an item stands where it stands, what was learnt, and what other weights would have done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.session import Session
from bulletin.desk import queue
from bulletin.desk.rank import learning
from bulletin.desk.rank import preview as previewing
from bulletin.settings.rank import RANK_DEFAULTS, read_weights

_DAYS_SHOWN = 10


@click.group(cls=Group)
def rank() -> None:
    """排序：一条来稿为什么排在这里，从取舍中学到了什么，改权重会怎样。"""


@rank.command(cls=Command)
@click.argument("item_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show(session: Session, item_id: int) -> None:
    """一条来稿的得分：每一分的理由，加起来就是得分。"""
    one = queue.explain(session.db, session.settings, item_id, session.at)
    data = {"id": item_id, "score": one.score, "reasons": [{"reason": r.name, "points": r.points} for r in one.reasons]}
    rows = [(f"{reason.points:+.1f}", reason.name) for reason in one.reasons]
    head = f"来稿 {item_id}　{one.item.title}　得分 {one.score:g}"
    session.answer(data, [head, *table(("分", "理由"), rows)] if rows else [head, "没有加分减分的理由"])


@rank.command(cls=Command)
@click.pass_obj
def refresh(session: Session) -> None:
    """把等着重排的来稿全部排完；平时采集、登记、列队列时会自动排。"""
    left = queue.refresh(session.db, session.settings, session.at)
    while left:
        session.say(f"还有{left}条……")
        left = queue.refresh(session.db, session.settings, session.at)
    session.answer({"waiting": 0}, ["全部排好"])


@rank.command(cls=Command)
@click.pass_obj
def learn(session: Session) -> None:
    """从以往的采用、不采用和批示中重新学一遍（平时每天自动学一次）。"""
    changed = queue.learn(session.db, session.settings, session.at)
    session.answer({"changed": changed}, ["有变化，用 rank terms 查看" if changed else "没有变化"])


@rank.command(cls=Command)
@click.option("--off", "stopped", default="", help="停用一个特征或话题，照列出的原样写")
@click.option("--on", "resumed", default="", help="恢复一个停用的")
@click.option("--reason", default="", help="为什么停用或恢复")
@click.pass_obj
def terms(session: Session, stopped: str, resumed: str, reason: str) -> None:
    """学到的特征和话题：几分、凭什么；不合适的可以停用，谁停用的有记录。"""
    for term, is_off in ((stopped, True), (resumed, False)):
        if term:
            queue.switch(session.db, term, is_off, reason, session.actor, session.at)
    learnt, topics, said = (
        store.choices.terms(session.db),
        store.choices.topics(session.db, with_off=True),
        store.choices.switches(session.db),
    )
    data = {
        "terms": [_term_row(session, term, said.get(term.term)) for term in learnt],
        "topics": [_topic_row(session, topic, said.get(topic.title)) for topic in topics],
    }
    session.answer(data, [*_term_lines(data["terms"]), *_topic_lines(data["topics"])])


def _term_row(session: Session, term: store.choices.Term, said: store.choices.Switch | None) -> dict[str, Any]:
    row = {"term": term.term, "points": term.tenths / 10, "adopted": term.adopted, "declined": term.declined}
    return {**row, "off": term.is_off, "note": _note(session, said)}


def _topic_row(session: Session, topic: store.choices.Topic, said: store.choices.Switch | None) -> dict[str, Any]:
    points = session.settings.rank[topic.kind]
    off = said is not None and said.is_off
    row = {"title": topic.title, "words": topic.words, "points": points, "why": topic.why}
    return {**row, "off": off, "note": _note(session, said)}


def _note(session: Session, said: store.choices.Switch | None) -> str:
    if said is None:
        return ""
    word = "停用" if said.is_off else "恢复"
    return f"{session.name_of(said.by)} {said.at[:10]} {word}{f'：{said.reason}' if said.reason else ''}"


def _term_lines(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        least, each = learning.LEAST_CHOICES, learning.LEAST_OF_EACH
        return [f"取舍还不够多，没有学到特征：要有{least}条以上的决定，采用和不采用各不少于{each}条"]
    shown = [(f"{row['points']:+.1f}", row["term"], row["adopted"], row["declined"], row["note"]) for row in rows]
    return table(("分", "特征", "采用", "不采用", "说明"), shown)


def _topic_lines(rows: list[dict[str, Any]]) -> list[str]:
    shown = [(f"{row['points']:+.1f}", row["title"], "、".join(row["words"]), row["why"], row["note"]) for row in rows]
    return ["", *table(("分", "话题", "认这些词", "由来", "说明"), shown)] if shown else []


@rank.command(cls=Command)
@click.option(
    "--weights", type=click.Path(path_type=Path), default=None, help="写有 [rank] 一节的文件；不写则与程序的默认权重比"
)
@click.option("--days", type=click.IntRange(1, 90), default=30, help="看最近多少天，默认 30")
@click.pass_obj
def preview(session: Session, weights: Path | None, days: int) -> None:
    """改了权重，最近这些天的队列会怎样：谁会进前 20，谁会出去，出去的有没有后来刊用的。"""
    other = read_weights(weights) if weights else RANK_DEFAULTS
    found = previewing.preview(session.db, session.settings, other, session.at, days)
    session.answer(found, _preview_lines(found))


def _preview_lines(found: previewing.Preview) -> list[str]:
    if not found.days:
        return ["这些天没有来稿，无从比较"]
    changed = [day for day in found.days if day.entering]
    head = [
        f"最近{len(found.days)}天、{found.items}条来稿：两种排法的等级相关 {found.correlation:.2f}（1 为完全相同）",
        f"有{len(changed)}天的前{previewing.FIRST}名会变；前{previewing.FIRST}名中后来刊用的：现在{found.printed_now}条次，改后{found.printed_then}条次",
    ]
    lost = [f"　　来稿 {one.id} {one.title}" for one in found.lost]
    warned = [f"要藏起来而后来刊用了的有{len(lost)}条：", *lost] if lost else ["藏起来的里面没有后来刊用的"]
    return [*head, *warned, *(line for day in changed[-_DAYS_SHOWN:] for line in _day_lines(day))]


def _day_lines(day: previewing.Day) -> list[str]:
    return [
        f"{day.on}",
        *(f"　进 来稿 {one.id} {one.title}（{one.now}→{one.then}）" for one in day.entering),
        *(
            f"　出 来稿 {one.id} {one.title}（{one.now}→{one.then}）{'【后来刊用】' if one.is_printed else ''}"
            for one in day.leaving
        ),
    ]
