"""What cleaning took out of an item (清理记录): how it is stored, and how it is put back.

Removals are numbered from 1 in the order of `Item.removed`; one that was put back stays in the list, with who wanted it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from bulletin.errors import NotFound, RefusedAction
from bulletin.model import Extracted, Flag, Item, Removal
from bulletin.text import shorten
from bulletin.text.put_back import put_back

_BY_HAND = "请用 item show --raw 对照原文，采用后在稿件中补入"
_Text = TypeVar("_Text", Item, Extracted)


def read(packed: str) -> tuple[Removal, ...]:
    """Return stored removals; those of older rows, texts only, without place and reason."""
    return tuple(Removal(0, 0, one, "") if isinstance(one, str) else Removal(**one) for one in json.loads(packed))


def restored(item: _Text, numbers: Iterable[int], by: str) -> _Text:
    """Return the item with the removals of these numbers back in its text, on the word of the person `by`.

    One that is back already stays so. Raises `NotFound` for a number there is not, and `RefusedAction` for a removal
    that cannot be put back.
    """
    for number in dict.fromkeys(numbers):
        if not 0 < number <= len(item.removed):
            raise NotFound("清理记录", number, f"请用 item removed 查看，共{len(item.removed)}处")
        if not item.removed[number - 1].kept_by:
            item = _with(item, number - 1, by)
    return item


def _with(item: _Text, index: int, by: str) -> _Text:
    """Return the item with one more removal back in its text. Raises `RefusedAction`."""
    one = item.removed[index]
    if one.start == one.end:
        raise RefusedAction(f"清理记录 {index + 1}（{one.why or '未记原因'}）不能放回：没有它在原文中的位置", _BY_HAND)
    others = [other for n, other in enumerate(item.removed) if n != index and not other.kept_by]
    around = next((other for other in others if other.start <= one.start and one.end <= other.end), None)
    if around is not None:
        number = item.removed.index(around) + 1
        raise RefusedAction(f"清理记录 {index + 1} 在第{number}处之内", f"请先放回第{number}处")
    gone = [(other.start, other.end) for other in others]
    grown = put_back(item.text, item.raw_text, gone, (one.start, one.end), one.text)
    if grown is None:
        raise RefusedAction(f"清理记录 {index + 1}“{shorten(one.text)}”不能放回：正文与原文不能逐字对上", _BY_HAND)
    text, place, by_how_much = grown
    removed = (*item.removed[:index], replace(one, kept_by=by), *item.removed[index + 1 :])
    flags = tuple(_moved(flag, place, by_how_much) for flag in item.flags)
    return replace(item, text=text, removed=removed, flags=flags)


def _moved(flag: Flag, place: int, by_how_much: int) -> Flag:
    """Return a flag where it stands after the text grew at `place`; one that speaks of the whole item has no place."""
    if flag.start == flag.end:
        return flag
    start = flag.start + (by_how_much if flag.start >= place else 0)
    return replace(flag, start=start, end=flag.end + (by_how_much if flag.end > place else 0))


def as_before(repeated: Extracted, known: tuple[Removal, ...]) -> Extracted:
    """Return a repeated extraction with what people once had put back still in its text.

    A removal is the same where its text is; of several alike, the one of the same order.
    """
    for number, one in enumerate(known):
        if not one.kept_by:
            continue
        alike = [n for n, other in enumerate(repeated.removed, 1) if other.text == one.text]
        if alike:
            order = sum(1 for other in known[:number] if other.text == one.text)
            try:
                repeated = restored(repeated, [alike[min(order, len(alike) - 1)]], one.kept_by)
            except RefusedAction:
                continue
    return repeated
