"""The desk line by line: for screen readers, bad terminals and scripts. One question, one answer; nothing is redrawn.

Every item is one line read from left to right, with words instead of columns and colours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bulletin import store
from bulletin.desk import editing, queue
from bulletin.desk.relations import relation_lines
from bulletin.errors import BulletinError, NotFound, UsageError
from bulletin.model import Item
from bulletin.terms import STATES, state_name
from bulletin.text import shorten
from bulletin.tui import deeds, differences, editor, reading
from bulletin.tui.advice import refusal
from bulletin.tui.sitting import Sitting

MOST = 15
KEYS = (
    "l 队列　n 往下　o 状态 换一种状态　/ 词 筛选　v 编号 看正文　r 编号 看原文　c 编号 对照　w 编号 理由　"
    "a 编号… 采用　d 编号… 理由 不采用　s 编号… 暂存　h 编号… 恢复　u 撤销　U 重做　e 编号 修改　? 帮助　q 退出"
)
Answer = Callable[[list[str]], None]


@dataclass(slots=True)
class Dialogue:
    """What is being looked at: the listing, and how far it was read."""

    sitting: Sitting
    listing: queue.Listing
    state: str = "new"
    start: int = 0


def converse(sitting: Sitting, typed: Iterable[str], answer: Answer) -> None:
    """Answer one line after the other until ``q`` or the end; a refusal is an answer like any other."""
    dialogue = Dialogue(sitting, _open(sitting, "new", ""))
    answer([_head(sitting), *_page(dialogue), KEYS])
    for line in typed:
        key, _, rest = line.strip().partition(" ")
        if key == "q":
            return
        sitting.renew()
        try:
            answer(_act(dialogue, key, rest.strip()))
        except BulletinError as error:
            answer([f"未完成：{refusal(error)}"])


def _act(dialogue: Dialogue, key: str, rest: str) -> list[str]:
    actions: dict[str, Callable[[Dialogue, str], list[str]]] = {
        "": lambda _dialogue, _rest: [KEYS],
        "?": lambda _dialogue, _rest: [KEYS],
        "l": _list,
        "n": _further,
        "o": _other_state,
        "/": _list,
        "v": lambda dialogue, rest: _text(dialogue, rest, raw=False),
        "r": lambda dialogue, rest: _text(dialogue, rest, raw=True),
        "c": _compare,
        "w": _why,
        "a": _adopt,
        "d": _decline,
        "s": lambda dialogue, rest: _decide(dialogue, _numbers(rest), "shelve"),
        "h": lambda dialogue, rest: _decide(dialogue, _numbers(rest), "restore"),
        "u": lambda dialogue, _rest: _take_back(dialogue, again=False),
        "U": lambda dialogue, _rest: _take_back(dialogue, again=True),
        "e": _edit,
    }
    if key not in actions:
        raise UsageError(f"看不懂“{shorten(key, 20)}”", "输入 ? 看用法")
    return actions[key](dialogue, rest)


def _open(sitting: Sitting, state: str, expression: str) -> queue.Listing:
    return queue.open_listing(sitting.db, sitting.settings, state, expression, at=sitting.at)


def _head(sitting: Sitting) -> str:
    waiting = store.queued.counts(sitting.db, "new").total
    return f"待处理{waiting}条，未解决的问题{store.problems.count_open(sitting.db)}个"


def _list(dialogue: Dialogue, expression: str) -> list[str]:
    dialogue.listing, dialogue.start = _open(dialogue.sitting, dialogue.state, expression), 0
    return _page(dialogue)


def _further(dialogue: Dialogue, _: str) -> list[str]:
    if dialogue.start + MOST >= dialogue.listing.total:
        return ["已到末尾"]
    dialogue.start += MOST
    return _page(dialogue)


def _other_state(dialogue: Dialogue, word: str) -> list[str]:
    listing = _open(dialogue.sitting, word or "new", "")
    states = {word: name for name, word in STATES["item"].items()}
    dialogue.listing, dialogue.state, dialogue.start = listing, states.get(word, word or "new"), 0
    return _page(dialogue)


def _page(dialogue: Dialogue) -> list[str]:
    db, rows = dialogue.sitting.db, dialogue.listing.rows(dialogue.start, MOST)
    if not rows:
        return ["没有符合条件的来稿"]
    marks = store.identity.marks(db, [row.id for row in rows])
    lines = [_line(row, marks.get(row.id, ())) for row in rows]
    rest = dialogue.listing.total - dialogue.start - len(rows)
    return [*lines, f"还有{rest}条，输入 n 往下，或 / 词 筛选"] if rest > 0 else lines


def _line(row: queue.Row, marks: tuple[str, ...]) -> str:
    urgency = row.urgency if row.urgency != "普通" else ""
    parts = (f"{row.id} 号", f"{row.score:g}分", reading.from_whom(row.unit, row.origin), row.kind, urgency, row.title)
    return "，".join(filter(None, (*parts, *marks)))


def _text(dialogue: Dialogue, rest: str, raw: bool) -> list[str]:
    sitting = dialogue.sitting
    item = store.items.get(sitting.db, _number(rest))
    return [
        item.title,
        reading.facts_line(item, sitting.at),
        *reading.onward_lines(sitting.db, item.id),
        *relation_lines(store.identity.of_item(sitting.db, item.id)),
        *map(reading.flag_line, item.flags),
        *(item.raw_text if raw else item.text).split("\n"),
        *reading.source_lines(sitting.db, item),
    ]


def _compare(dialogue: Dialogue, rest: str) -> list[str]:
    item = store.items.get(dialogue.sitting.db, _number(rest))
    pairs = [pair for pair in differences.side_by_side(item.raw_text, item.text) if pair.differs]
    lines = []
    for pair in pairs:
        lines += [f"原：{pair.left}"] if pair.left else []
        lines += [f"今：{pair.right}"] if pair.right else []
    return lines or ["原文与正文没有不同"]


def _why(dialogue: Dialogue, rest: str) -> list[str]:
    sitting = dialogue.sitting
    queued = queue.explain(sitting.db, sitting.settings, _number(rest), sitting.at)
    return reading.reason_lines(queued.score, [(reason.name, reason.points) for reason in queued.reasons])


def _adopt(dialogue: Dialogue, rest: str) -> list[str]:
    sitting = dialogue.sitting
    seen = _seen(sitting, _numbers(rest))
    made = deeds.adopt(sitting, seen, editing.Wish())
    return [
        f"已采用为稿件 {made.id}：{made.revision.title}（{made.publication}）",
        f"署名单位：{'、'.join(made.units) or '—'}",
    ]


def _decline(dialogue: Dialogue, rest: str) -> list[str]:
    words = rest.split(" ")
    ids = []
    while words and words[0].isdecimal():
        ids.append(_number(words.pop(0)))
    if not ids:
        _number(rest)
    if not " ".join(words).strip():
        raise UsageError("不采用要写理由", f"输入 d 编号 理由，如 d {ids[0]} 内容陈旧")
    return _decide(dialogue, ids, "decline", " ".join(words).strip())


def _decide(dialogue: Dialogue, ids: list[int], action: str, reason: str = "") -> list[str]:
    items: list[Item] = deeds.decide(dialogue.sitting, _seen(dialogue.sitting, ids), action, reason)
    return [f"来稿 {one.id}：{state_name('item', one.state)}" for one in items]


def _take_back(dialogue: Dialogue, again: bool) -> list[str]:
    from bulletin.desk import undo

    sitting, act = dialogue.sitting, undo.redo if again else undo.undo
    deed = act(sitting.db, sitting.settings, sitting.actor, sitting.at)
    return [f"已{'重做' if again else '撤销'}：{deed.words}", *([] if again else [f"结果：{deed.result}"])]


def _edit(dialogue: Dialogue, rest: str) -> list[str]:
    """Edit the article made of the item, in the person's own editor."""
    sitting, number = dialogue.sitting, _number(rest)
    articles = store.items.article_ids(sitting.db, number)
    if not articles:
        raise NotFound("由这条来稿编成的稿件", number, f"请先采用：a {number}")
    article = store.articles.get(sitting.db, articles[-1])
    kept = editor.kept_at(editor.draft_of(sitting.settings, article, sitting.actor.id), sitting)
    with editor.being_edited(kept.path):
        code = editor.run_editor(kept.path, editor.environment())
    if code:
        raise UsageError(f"编辑器没有正常结束（代码 {code}），未保存", f"文字还在 {kept.path}")
    saved = editor.store_draft(sitting, kept)
    return [f"稿件 {article.id} 已存为第{saved.number}稿" if saved else f"稿件 {article.id} 没有改动"]


def _seen(sitting: Sitting, ids: list[int]) -> dict[int, str]:
    return {number: store.items.get(sitting.db, number).state for number in ids}


def _numbers(rest: str) -> list[int]:
    return [_number(word) for word in rest.split()] or [_number("")]


def _number(word: str) -> int:
    if not (word.isdecimal() and len(word) <= 9 and int(word) > 0):
        raise UsageError(f"“{shorten(word, 20)}”不是编号", KEYS)
    return int(word)
