"""What came by mail (来信): each message of a mailbox by its number there, the box of unknown senders, who was accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from bulletin.model import Actor, Arrival, Extracted
from bulletin.store import originals
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, question_marks, select, stamp
from bulletin.text import fingerprint

_COLUMNS = "source, uid_validity, uid, state, sender, subject, original_id, what, remedy, rules"
_WAITING = "('refused', 'classified')"


def note(db: Database, arrivals: Iterable[Arrival]) -> None:
    """Write down what became of these messages, over what was written of them before."""
    with write(db):
        for one in arrivals:
            db.execute(
                f"insert into arrivals ({_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "on conflict (source, uid_validity, uid) do update set state = excluded.state, sender = excluded.sender, "
                "subject = excluded.subject, original_id = excluded.original_id, what = excluded.what, "
                "remedy = excluded.remedy, rules = excluded.rules",
                tuple(getattr(one, name.strip()) for name in _COLUMNS.split(",")),
            )
            if one.state == "taken" and one.original_id:
                unbox(db, one.source, one.original_id, "taken")


def dealt_with(db: Database, source: str, uid_validity: int) -> set[int]:
    """Return the numbers of the messages that need not be looked at again."""
    sql = f"select uid from arrivals where source = ? and uid_validity = ? and state not in {_WAITING}"
    return {row["uid"] for row in select(db, sql, source, uid_validity)}


def refused(db: Database, source: str, uid_validity: int) -> dict[int, Arrival]:
    """Return the messages that were refused and left unread, by number."""
    sql = f"select {_COLUMNS} from arrivals where source = ? and uid_validity = ? and state in {_WAITING} order by uid"
    return {row["uid"]: Arrival(**row) for row in select(db, sql, source, uid_validity)}


def boxed(db: Database, source: str, sender: str = "") -> list[Arrival]:
    """Return what lies in the box of unknown senders, of one of them or of all, oldest first, each original once."""
    condition = "and sender = ?" if sender else ""
    sql = (
        f"select {_COLUMNS} from arrivals where id in (select max(id) from arrivals "
        f"where source = ? and state = 'boxed' {condition} group by original_id) order by id"
    )
    return [Arrival(**row) for row in select(db, sql, source, *((sender,) if sender else ()))]


def unbox(db: Database, source: str, original_id: int, state: str, what: str = "") -> None:
    """Write down what became of a boxed message, in every place of the mailbox it lies in, and in `what` by whom."""
    with write(db):
        db.execute(
            "update arrivals set state = ?, what = ? where source = ? and original_id = ? and state = 'boxed'",
            (state, what, source, original_id),
        )


def accept(db: Database, source: str, sender: str, unit: str, actor: Actor, behalf: str, at: datetime) -> None:
    """Write down that mail of `sender` to this source is mail of `unit`; the newest word counts.

    `behalf` is the id of the person in whose authority the actor says so, '' for his own.
    """
    row: Row = {
        "source": source,
        "sender": sender,
        "unit": unit,
        "by": actor.id,
        "on_behalf_of": behalf,
        "at": stamp(at),
    }
    with write(db):
        insert(db, "senders", row)


def accepted(db: Database, source: str) -> dict[str, str]:
    """Return the units of the senders accepted for this source, under a former name too, by address."""
    names = originals.names_of(db, source)
    rows = select(db, f"select sender, unit from senders where source in ({question_marks(names)}) order by id", *names)
    return {row["sender"]: row["unit"] for row in rows}


def reception(db: Database, source: str, address: str, sha256: str) -> int | None:
    """Return the number of the original kept of these bytes from this address of the source, or None."""
    original = originals.reception(db, source, address, sha256)
    return original.id if original else None


def is_item(db: Database, extracted: Extracted) -> bool:
    """Tell whether what was extracted is in the queue: by its key, or as the same title and text of the same unit."""
    sql = "select id from items where key = ? union all select id from items where fingerprint = ? and unit = ? and title = ?"
    content = fingerprint(extracted.text or extracted.title)
    return first(db, sql, extracted.key, content, extracted.unit, extracted.title) is not None
