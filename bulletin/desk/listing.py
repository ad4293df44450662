"""The queue as it was scored last: lines that are read when they are asked for, and nothing that is written.

Bringing scores up to date is the part of `bulletin.desk.queue`, which needs far more of the program.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bulletin import store
from bulletin.errors import UsageError
from bulletin.store import Database
from bulletin.store.queued import Row
from bulletin.terms import STATES

if TYPE_CHECKING:
    from bulletin.store.scores import Points

__all__ = ["Line", "Listing", "Reason", "Row", "known_state", "open_kept", "reasons", "reasons_of"]

REACH, FIRST = 1000, 60
"""How many items a filter goes along for its first rows, and how many rows that may be: a screen of a tall window."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for an item's place, with the points it brings or takes."""

    name: str
    points: float


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the queue with the reasons for its score."""

    row: Row
    reasons: tuple[Reason, ...]


class Listing:
    """The items of one state, or those a filter selects, best first; lines are read when they are asked for.

    Without a filter it is always the queue of this moment; with one, what the filter selected when it was opened.
    ``unscored`` is how many items waited to be scored anew when it was opened; ``is_whole`` tells whether the filter went
    through all of them.
    """

    def __init__(
        self, db: Database, state: str, ids: array[int] | None, unscored: int = 0, is_whole: bool = True
    ) -> None:
        self._db, self._state, self._ids = db, state, ids
        self.unscored, self.is_whole = unscored, is_whole

    @property
    def total(self) -> int:
        """How many items it has."""
        return store.queued.counts(self._db, self._state).total if self._ids is None else len(self._ids)

    def ids(self, start: int, most: int) -> list[int]:
        """Return the numbers of the items from position `start` (0 the best), at most `most`."""
        if self._ids is None:
            return store.queued.window(self._db, self._state, start, most)
        return list(self._ids[max(0, start) : max(0, start) + max(0, most)])

    def rows(self, start: int, most: int) -> list[Row]:
        """Return the lines from position `start` (0 the best), at most `most`."""
        return store.queued.rows(self._db, self.ids(start, most))

    def index_of(self, item_id: int) -> int | None:
        """Return where the item stands (0 the best), or None where it is not listed."""
        if self._ids is None:
            return store.queued.position(self._db, self._state, item_id)
        return self._ids.index(item_id) if item_id in self._ids else None

    def holding(self, ids: Collection[int]) -> set[int]:
        """Return those of the items that are listed."""
        if self._ids is None:
            return store.queued.in_state(self._db, self._state, ids)
        return set(self._ids).intersection(ids) if ids else set()

    def read_by(self, db: Database) -> Listing:
        """Return the same listing, read through another connection."""
        return Listing(db, self._state, self._ids, self.unscored, self.is_whole)

    def lines(self, start: int, most: int) -> list[Line]:
        """Return `rows`, each with its reasons."""
        found = self.rows(start, most)
        why = reasons(self._db, [row.id for row in found])
        return [Line(row, why[row.id]) for row in found]

    def chunks(self, most: int | None = None) -> Iterator[list[Line]]:
        """Yield the lines in the order of the queue, some hundreds at a time, at most `most` in all."""
        end = self.total if most is None else min(most, self.total)
        for start in range(0, end, _CHUNK):
            yield self.lines(start, min(_CHUNK, end - start))


def open_kept(db: Database, state: str, expression: str, at: datetime, at_once: bool = False) -> Listing:
    """Return the items in `state` (name or Chinese word; ``all`` for every state) that `expression` selects, best first.

    `expression` is in the query language (`bulletin.text.query`), its days counted from `at`; an empty one selects all.
    With `at_once`, a filter over more than `REACH` items gives only its first rows. Raises `UsageError` for an unknown
    state or field, and for what cannot be read.
    """
    wanted = known_state(state)
    if not expression.strip():
        return Listing(db, wanted, None)
    query = store.search.read(expression, at)
    if query == store.search.EVERYTHING:
        return Listing(db, wanted, None)
    if at_once and store.queued.counts(db, wanted).total > REACH:
        return Listing(db, wanted, store.search.first_in_queue(db, query, wanted, REACH, FIRST), is_whole=False)
    return Listing(db, wanted, store.search.in_queue(db, query, wanted))


def known_state(state: str) -> str:
    """Return the name of a state of items given by name or Chinese word, '' for all. Raises `UsageError`."""
    if state in ("all", "全部"):
        return ""
    names = {**{name: name for name in STATES["item"]}, **{word: name for name, word in STATES["item"].items()}}
    if state not in names:
        shown = "、".join(f"{name}（{word}）" for name, word in STATES["item"].items())
        raise UsageError(f"来稿没有状态 {state}", f"可用的状态：{shown}、all（全部）")
    return names[state]


def reasons(db: Database, ids: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
    """Return for each of the items the reasons for the score it is listed with: they add up to it."""
    return {item_id: reasons_of(points, lift) for item_id, (points, lift) in store.queued.reasons(db, ids).items()}


def reasons_of(points: Sequence[Points], lift: int) -> tuple[Reason, ...]:
    """Return the reasons for a score: points and lift, both in tenths."""
    lifted = [("喜忧兼报：排在前面的问题、建议太少", lift)] if lift else []
    return tuple(Reason(name, tenths / 10) for name, tenths in (*points, *lifted))
