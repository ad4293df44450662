"""``bulletin desk``: the queue as a dialogue of lines, for any terminal and any screen reader."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from bulletin import store
from bulletin.cli.commands import Command, number_in
from bulletin.cli.items import flag_line, queue_lines
from bulletin.cli.session import Session
from bulletin.desk import editing, queue
from bulletin.errors import BulletinError, UsageError
from bulletin.text import shorten

MOST = 15
KEYS = "l 队列　v 编号 看正文　r 编号 看原文　a 编号… 采用　d 编号 理由 不采用　s 编号 暂存　/ 词 筛选　? 帮助　q 退出"


@click.command(cls=Command)
@click.pass_obj
def desk(session: Session) -> None:
    """待编队列：逐行问答，看正文、看原文、采用、不采用、暂存。"""
    queued = queue.list_items(session.db, session.settings, "new", "", session.at)
    counts = store.statuses.count_by_state(session.db, "item")
    problems = store.problems.count_open(session.db)
    ids = [entry.item.id for entry in queued]
    head = f"待处理{counts.get('new', 0)}条，未解决的问题{problems}个"
    session.answer({"queue": counts, "problems": problems, "items": ids}, [head, *_shown(session, queued), KEYS])
    if not session.as_json:
        _converse(session)


def _converse(session: Session) -> None:
    for line in sys.stdin:
        key, _, rest = line.strip().partition(" ")
        if key == "q":
            return
        session.renew()
        try:
            shown = _act(session, key, rest.strip())
        except BulletinError as error:
            shown = [f"未完成：{error}"]
        session.answer(None, shown)


def _act(session: Session, key: str, rest: str) -> list[str]:
    actions: dict[str, Callable[[Session, str], list[str]]] = {
        "": lambda _session, _rest: [KEYS],
        "?": lambda _session, _rest: [KEYS],
        "l": _list,
        "/": _list,
        "v": lambda session, rest: _text(session, rest, raw=False),
        "r": lambda session, rest: _text(session, rest, raw=True),
        "a": _adopt,
        "d": _decline,
        "s": _shelve,
    }
    if key not in actions:
        raise UsageError(f"看不懂“{shorten(key, 20)}”", "输入 ? 看用法")
    return actions[key](session, rest)


def _list(session: Session, expression: str) -> list[str]:
    return _shown(session, queue.list_items(session.db, session.settings, "new", expression, session.at))


def _shown(session: Session, queued: list[queue.Queued]) -> list[str]:
    first, rest = queued[:MOST], len(queued) - MOST
    lines = queue_lines(first, store.identity.marks(session.db, [entry.item.id for entry in first]))
    return [*lines, f"还有{rest}条，输入 / 词 筛选"] if rest > 0 else lines


def _text(session: Session, rest: str, raw: bool) -> list[str]:
    item = store.items.get(session.db, _number(rest))
    marks = store.identity.marks(session.db, [item.id]).get(item.id, ())
    return [
        item.title,
        f"单位：{item.unit or '—'}　类型：{item.kind or '—'}　来源：{item.origin or item.source}",
        *map(flag_line, item.flags),
        *([f"标记：{'、'.join(marks)}"] if marks else []),
        *(item.raw_text if raw else item.text).split("\n"),
    ]


def _adopt(session: Session, rest: str) -> list[str]:
    ids = [_number(word) for word in rest.split()] or [_number("")]
    made = editing.adopt(session.db, session.settings, ids, editing.Wish(), session.actor, session.at)
    return [f"已采用为稿件 {made.id}：{made.revision.title}"]


def _decline(session: Session, rest: str) -> list[str]:
    number, _, reason = rest.partition(" ")
    if not reason.strip():
        example = number if number_in(number) else "5"
        raise UsageError("不采用要写理由", f"输入 d 编号 理由，如 d {example} 内容陈旧")
    return _decide(session, number, "decline", reason)


def _shelve(session: Session, rest: str) -> list[str]:
    return _decide(session, rest, "shelve", "")


def _decide(session: Session, number: str, action: str, reason: str) -> list[str]:
    items: Any = editing.decide(session.db, [_number(number)], action, session.actor, session.at, reason)
    return [f"来稿 {one.id}：{'不采用' if action == 'decline' else '暂存'}" for one in items]


def _number(word: str) -> int:
    number = number_in(word)
    if number is None:
        raise UsageError(f"“{word}”不是编号", KEYS)
    return number
