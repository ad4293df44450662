"""Items (来稿): what was extracted from originals, and the queue they stand in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from sqlite_utils import Database

from bulletin.errors import NotFound, RefusedAction
from bulletin.model import Extracted, Flag, Item, Original, Standing
from bulletin.store import removals
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, moment, pack, question_marks, select, stamp
from bulletin.text import fingerprint
from bulletin.text.exchange import content_hash

VERSION = "version"
"""The kind of the flag that says of which item this is the new version: told once, when it comes in."""
_CREDITED = ("unit", "kind", "signed_by", "title", "text", "raw_text", "fingerprint", "flags", "removed")
"""What does not change any more once an article was made of an item."""


def add(
    db: Database,
    original: Original,
    extracted: Extracted,
    at: datetime,
    instruction_id: int | None = None,
    sharing: tuple[str, ...] = (),
) -> tuple[Item, bool]:
    """Put one extracted item into the queue; a known item of the same key is returned as it is, and False.

    It is known when its source, or one of those in `sharing`, gave it.
    """
    with write(db):
        known = _known(db, (original.source, *sharing), extracted.key)
        if known is not None:
            return _item(known), False
        row: Row = {
            "original_id": original.id,
            "source": original.source,
            "key": extracted.key,
            **_content(extracted),
            "received_at": stamp(at),
            "state": "new",
            "instruction_id": instruction_id,
        }
        return _item({"id": insert(db, "items", row), **row}), True


def has_key(db: Database, sources: tuple[str, ...], key: str) -> bool:
    """Tell whether one of the sources already gave an item of that key."""
    return _known(db, sources, key) is not None


def has_content(db: Database, sources: tuple[str, ...], key: str, content: str) -> bool:
    """Tell whether one of the sources gave an item of that key whose title and text, as they came in, have that hash."""
    sql = f"select title, raw_text from items where key = ? and source in ({question_marks(sources)})"
    return any(content_hash(row["title"], row["raw_text"]) == content for row in select(db, sql, key, *sources))


def _known(db: Database, sources: tuple[str, ...], key: str) -> Row | None:
    marks = question_marks(sources)
    return first(db, f"select * from items where key = ? and source in ({marks}) order by id", key, *sources)


def replace_extraction(
    db: Database, original: Original, extracted: Extracted, at: datetime, sharing: tuple[str, ...] = ()
) -> bool:
    """Write a repeated extraction over the item this original once gave, or add it; True when anything changed.

    An item that another original gave first, of this source or one in `sharing`, stays as that one has it, and one that
    an article was made of keeps title and text. What a person had put back into the text stays in it, and of which item
    it was the new version when it came in is still said.
    """
    with write(db):
        known = _known(db, (original.source, *sharing), extracted.key)
        if known is None:
            add(db, original, extracted, at)
            return True
        versions = (flag for flag in _flags(known["flags"]) if flag.kind == VERSION)
        told = replace(extracted, flags=(*extracted.flags, *versions))
        content = _content(removals.as_before(told, removals.read(known["removed"])))
        if known["state"] == "adopted":  # what articles are credited to does not change under them
            content |= {name: known[name] for name in _CREDITED}
        if known["original_id"] != original.id or all(known[name] == value for name, value in content.items()):
            return False
        _overwrite(db, known["id"], content)
        return True


def complete(db: Database, original: Original, extracted: Extracted) -> Item:
    """Write over an item of that source and key what another original holds of it, its full text; return the item.

    Raises `NotFound`.
    """
    with write(db):
        known = _known(db, (original.source,), extracted.key)
        if known is None:
            raise NotFound("来稿", extracted.key, "请重新采集")
        content = _content(removals.as_before(extracted, removals.read(known["removed"])))
        _overwrite(db, known["id"], content | {"original_id": original.id})
        return get(db, known["id"])


def leads(db: Database, since: datetime) -> dict[str, set[str]]:
    """Return by source the keys of the undecided items received since then that are flagged as no more than a lead."""
    sql = """
        select source, key from items
        where instr(flags, '"lead"') > 0 and received_at >= ? and state in ('new', 'shelved')
    """
    found: dict[str, set[str]] = {}
    for row in select(db, sql, stamp(since)):
        found.setdefault(row["source"], set()).add(row["key"])
    return found


def _overwrite(db: Database, item_id: int, content: Row) -> None:
    columns = ", ".join(f"{name} = ?" for name in content)
    db.execute(f"update items set {columns} where id = ?", (*content.values(), item_id))


def keep_removed(db: Database, item_id: int, numbers: Iterable[int], by: str) -> Item:
    """Put removals of an item, by their numbers, back into its text on the word of the person `by`; return the item.

    Raises `NotFound`, and `RefusedAction` where one cannot be put back or an article was already made of the item.
    """
    with write(db):
        item = get(db, item_id)
        if item.state == "adopted":
            raise RefusedAction(f"来稿 {item.id} 已采用，正文不再改动", "请在稿件中补入（article edit）")
        item = removals.restored(item, numbers, by)
        content = _content(item)
        changed = {name: content[name] for name in ("text", "fingerprint", "flags", "removed")}
        db.execute(
            "update items set text = ?, fingerprint = ?, flags = ?, removed = ? where id = ?",
            (*changed.values(), item_id),
        )
        return item


def get(db: Database, item_id: int) -> Item:
    """Return the item of that number. Raises `NotFound`."""
    row = first(db, "select * from items where id = ?", item_id)
    if row is None:
        raise NotFound("来稿", item_id, "请用 item list 查看编号")
    return _item(row)


def of_original(db: Database, original_id: int) -> list[Item]:
    """Return the items read from an original, oldest first."""
    return [_item(row) for row in select(db, "select * from items where original_id = ? order by id", original_id)]


def selected(db: Database, condition: str, parameters: tuple[object, ...]) -> list[Item]:
    """Return the items ``d`` for which the SQL `condition` holds, oldest first."""
    return [_item(row) for row in select(db, f"select d.* from items d where {condition} order by d.id", *parameters)]


def of_group(db: Database, item: Item) -> list[int]:
    """Return the numbers of the other items with the same text."""
    sql = "select id from items where fingerprint = ? and id <> ? order by id"
    return [row["id"] for row in select(db, sql, item.fingerprint, item.id)]


def of_instruction(db: Database, instruction_id: int) -> list[int]:
    """Return the items that brought an instruction's feedback back into the queue."""
    return [r["id"] for r in select(db, "select id from items where instruction_id = ? order by id", instruction_id)]


def article_ids(db: Database, item_id: int) -> list[int]:
    """Return the articles made of an item."""
    sql = "select article_id from article_items where item_id = ? order by article_id"
    return [row["article_id"] for row in select(db, sql, item_id)]


def standing(item: Item) -> Standing:
    """Return where the item stands."""
    return Standing("item", item.id, item.state, f"来稿 {item.id}")


def _content(extracted: Extracted | Item) -> Row:
    return {
        "title": extracted.title,
        "text": extracted.text,
        "raw_text": extracted.raw_text,
        "url": extracted.url,
        "origin": extracted.origin,
        "unit": extracted.unit,
        "kind": extracted.kind,
        "signed_by": extracted.signed_by,
        "urgency": extracted.urgency,
        "published_at": stamp(extracted.published_at),
        "fingerprint": fingerprint(extracted.text or extracted.title),
        "number": extracted.number,
        "is_record": int(extracted.is_record),
        "flags": pack([asdict(flag) for flag in extracted.flags]),
        "removed": pack([asdict(removal) for removal in extracted.removed]),
    }


def _flags(packed: str) -> tuple[Flag, ...]:
    return tuple(Flag(**flag) for flag in json.loads(packed))


def _item(row: Row) -> Item:
    return Item(
        **{
            **row,
            "published_at": moment(row["published_at"]),
            "received_at": known_moment(row["received_at"]),
            "flags": _flags(row["flags"]),
            "removed": removals.read(row["removed"]),
            "is_record": bool(row["is_record"]),
        }
    )
