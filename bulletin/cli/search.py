"""``bulletin search``: words in items, articles and printed entries."""

from __future__ import annotations

from typing import get_args

import click

from bulletin import store
from bulletin.cli.commands import Command
from bulletin.cli.session import Session
from bulletin.errors import UsageError
from bulletin.store.search import Found, Kind

HEADINGS: dict[Kind, str] = {"items": "来稿", "articles": "稿件", "issues": "已印发"}


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("words", metavar="查询…", nargs=-1)
@click.option("--in", "kind", type=click.Choice(get_args(Kind)), default=None, help="只查来稿、稿件或已印发的条目")
@click.option("--newest", is_flag=True, help="按先后排列，最新的在前；不写则按相关程度")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, help="每种最多列出几条，默认 20")
@click.option("--rebuild", is_flag=True, help="重建全文索引，用于核对发现索引与记录不符时")
@click.pass_obj
def search(
    session: Session, words: tuple[str, ...], kind: Kind | None, newest: bool, limit: int, rebuild: bool
) -> None:
    """全文查找：两个字也找得到。如 防汛 物资、"防汛物资"、(防汛 或 抗旱) -演练、单位:东山镇 日期:近7天。"""
    if rebuild:
        store.search.rebuild(session.db)
        session.say("全文索引已重建")
        if not words:
            session.answer({}, [])
            return
    query = store.search.read(" ".join(words), session.at)
    if query == store.search.EVERYTHING:
        raise UsageError("没有写要查什么", "请写出要查的词，如 bulletin search 防汛")
    kinds = (kind,) if kind else tuple(one for one in HEADINGS if store.search.can_answer(one, query))
    if not kinds:
        raise UsageError("没有一种记录同时有这些字段和状态", "请分开查，或用 --in 指明查哪一种")
    found = {one: store.search.find(session.db, one, query, newest, limit) for one in kinds}
    left_out = [] if kind else [HEADINGS[one] for one in HEADINGS if one not in found]
    for note in _notes(found, left_out):
        session.say(note)
    lines = [line for one, answer in found.items() for line in _lines(one, answer)]
    session.answer(found, lines or ["没有找到"])


def _lines(kind: Kind, found: Found) -> list[str]:
    if not found.hits:
        return []
    lines = [f"{HEADINGS[kind]}（{len(found.hits)}条）"]
    for hit in found.hits:
        lines.append(f"　{hit.reference}　{hit.on}　{hit.place}　{hit.title}")
        lines.append(f"　　{hit.shown}")
    return lines


def _notes(found: dict[Kind, Found], left_out: list[str]) -> list[str]:
    notes = [f"{'、'.join(left_out)}没有所写的字段或状态，未查"] if left_out else []
    for kind, answer in found.items():
        if answer.ranked:
            notes.append(f"{HEADINGS[kind]}：命中很多，按相关程度排序限于最近{answer.ranked}条，其余按先后列在后面")
        if answer.read_through:
            notes.append(f"{HEADINGS[kind]}：单个字或标点没有索引，已逐条查找，较慢")
    return notes
