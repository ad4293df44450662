"""Full-text search over items, articles and printed entries, and the upkeep of its index.

The answer is always exactly the rows that hold what was asked: the index proposes, and what it cannot tell (signs,
blanks, case, width) is compared in the text. Words of one character and mere signs have no place in the index: then rows
are read one by one, newest first, and `Found.read_through` says so.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import Literal

from sqlite_utils import Database

from bulletin import reference
from bulletin.errors import StoreFailure, UsageError
from bulletin.model import Item
from bulletin.store import items
from bulletin.store.conditions import Condition, Fields, condition, cover, refusal, rest
from bulletin.store.database import storing, write
from bulletin.store.gram_tables import ROWS_OF, command, fill
from bulletin.store.rows import Row, first, select
from bulletin.terms import STATES
from bulletin.text import query as language
from bulletin.text.grams import grams
from bulletin.text.query import AllOf, Query, QueryError, needles
from bulletin.text.snippet import Snippet, snippet

Kind = Literal["items", "articles", "issues"]
EVERYTHING: Query = AllOf()
WINDOW = 1000
"""Newest matches that are put in order of relevance: bm25 costs 1.3 µs for each, and a common word is in 10⁵."""
SNIPPET = 60
"""Characters of text shown of each hit."""
_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One record a search found. ``marks`` are the places of the words in ``snippet``.

    ``reference`` is how the record is called: 来稿 12, 稿件 3, 政务信息/2026/1#2. ``place`` is where it comes from (unit,
    publication), ``on`` its day. ``issue_id`` and ``position`` are 0 where it is no entry.
    """

    kind: Kind
    id: int
    reference: str
    title: str
    place: str
    on: str
    state: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    issue_id: int = 0
    position: int = 0

    @property
    def shown(self) -> str:
        """The snippet with the words in 【】."""
        return Snippet(self.snippet, self.marks).marked()


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best or newest first.

    ``ranked`` is the number of newest matches that were put in order of relevance, 0 where all were (or none: by date);
    older hits follow them by date. ``read_through``: no index could help.
    """

    hits: tuple[Hit, ...]
    ranked: int = 0
    read_through: bool = False


@dataclass(frozen=True, slots=True)
class _Target:
    """One kind of record in SQL: ``rows`` begins with the table ``d`` that ``index`` follows."""

    index: str
    rows: str
    id: str
    columns: str
    fields: Fields


def _states(subject: str) -> dict[str, str]:
    return {key: name for name, word in STATES[subject].items() for key in (name, word)}


def _holds(*columns: str) -> dict[str, str]:
    return {column.split(".")[1]: f"instr({column}, ?) > 0" for column in columns}


_UNIT_OF_ARTICLE = (
    "exists (select 1 from article_items m join items s on s.id = m.item_id "
    "where m.article_id = {article} and instr(s.unit, ?) > 0)"
)
_PRINTED_ON = "(select p.dated_on from proofs p where p.issue_id = i.id order by p.id desc limit 1)"

_TARGETS: dict[Kind, _Target] = {
    "items": _Target(
        "item_grams",
        "items d",
        "d.id",
        "d.state, coalesce(nullif(d.unit, ''), nullif(d.origin, ''), d.source) place, "
        "coalesce(d.published_at, d.received_at) dated",
        Fields(
            "来稿",
            {
                **_holds("d.source", "d.kind", "d.urgency", "d.origin"),
                "unit": "instr(coalesce(nullif(d.unit, ''), nullif(d.origin, ''), d.source), ?) > 0",
                "number": "instr(folded(d.number), folded(?)) > 0",
                "state": "d.state = ?",
                "flag": "",
            },
            {
                "date": "coalesce(d.published_at, d.received_at)",
                "received": "d.received_at",
                "published": "d.published_at",
            },
            _states("item"),
        ),
    ),
    "articles": _Target(
        "revision_grams",
        "revisions d cross join articles a on a.revision_id = d.id",
        "a.id",
        "a.state, a.publication || '·' || a.section place, d.at dated",
        Fields(
            "稿件",
            {
                **_holds("a.publication", "a.section"),
                "unit": _UNIT_OF_ARTICLE.format(article="a.id"),
                "state": "a.state = ?",
            },
            {"date": "d.at"},
            _states("article"),
        ),
    ),
    "issues": _Target(
        "revision_grams",
        "revisions d cross join entries e on e.revision_id = d.id "
        "cross join issues i on i.id = e.issue_id and i.state = 'published'",
        "e.id",
        f"i.state, e.section place, {_PRINTED_ON} dated, e.issue_id, e.position, i.publication, i.series, i.year, i.number",
        Fields(
            "已印发的条目",
            {**_holds("i.publication", "e.section"), "unit": _UNIT_OF_ARTICLE.format(article="e.article_id")},
            {"date": _PRINTED_ON, "published": _PRINTED_ON},
            {},
        ),
    ),
}
KINDS: tuple[Kind, ...] = ("items", "articles", "issues")


def read(expression: str, at: datetime | None = None) -> Query:
    """Return the query `expression` means, days counted from `at`. Raises `UsageError` naming the place of the mistake."""
    try:
        return language.parse(expression, at.date() if at else None)
    except QueryError as error:
        raise UsageError(error.what, error.remedy) from None


def can_answer(kind: Kind, query: Query) -> bool:
    """Tell whether records of this kind have every field and state the query asks for."""
    return refusal(query, _TARGETS[kind].fields) is None


def find(db: Database, kind: Kind, query: Query, newest: bool = False, limit: int | None = 20) -> Found:
    """Return what holds the query among items, articles (as they read now) or printed entries (``issues``).

    Best first by bm25 (a word in the title counts four times), or `newest` first in the order of arrival; at most `limit`,
    None for all. Raises `UsageError` for a field or state that this kind of record does not have.
    """
    target = _TARGETS[kind]
    target.fields.refuse_unknown(query)
    match, left = cover(query), condition(rest(query), target.fields)
    most = -1 if limit is None else limit
    floor = 0
    with storing("数据库"):
        if newest or not match:
            keys = _newest(db, target, match, left, most)
        else:
            floor = _floor(db, target.index, match)
            ranked = _ranked(db, target, match, left, floor)
            keys = list(islice(ranked, limit))
            if floor and (limit is None or len(keys) < limit):
                keys += _newest(db, target, match, left, most - len(keys) if limit else most, to=floor)
        hits = _hits(db, kind, keys, query)
    return Found(hits, WINDOW if floor else 0, not match and bool(needles(query)))


def ids(db: Database, kind: Kind, query: Query, limit: int | None = None) -> list[int]:
    """Return the numbers of the records that hold the query, newest first, at most `limit`; rows and texts are not read.

    Raises `UsageError` as `find` does.
    """
    target = _TARGETS[kind]
    target.fields.refuse_unknown(query)
    with storing("数据库"):
        keys = _newest(db, target, cover(query), condition(rest(query), target.fields), -1 if limit is None else limit)
    return [number for _, number in keys]


Key = tuple[int, int]
"""The number of the row that was indexed, and that of the record it belongs to."""


def _newest(db: Database, target: _Target, match: str, left: Condition, limit: int, to: int = 0) -> list[Key]:
    """Return the newest hits, reading no more of the index than it takes; only those up to `to`, if given."""
    source = f"{target.index} g cross join {target.rows}" if match else target.rows
    conditions = [f"g.{target.index} match ? and d.id = g.rowid"] if match else []
    conditions += ["g.rowid <= ?"] if to else []
    sql = f"""
        select d.id, {target.id} from {source} where {" and ".join([*conditions, f"({left.sql})"])}
        order by {"g.rowid" if match else "d.id"} desc limit ?
    """
    given = ((match,) if match else ()) + ((to,) if to else ())
    return db.execute(sql, (*given, *left.parameters, limit)).fetchall()


def _floor(db: Database, index: str, match: str) -> int:
    """Return the newest row that matches beyond the newest `WINDOW`, 0 where there is none."""
    sql = f"select rowid from {index} where {index} match ? order by rowid desc limit 1 offset ?"
    row = db.execute(sql, (match, WINDOW)).fetchone()
    return row[0] if row else 0


def _ranked(db: Database, target: _Target, match: str, left: Condition, floor: int) -> Iterator[Key]:
    """Yield the hits above `floor`, best first; rows are compared only as far as the caller reads."""
    index = target.index
    order = db.execute(f"select rowid from {index} where {index} match ? and rowid > ? order by rank", (match, floor))
    sql = f"""
        select d.id, {target.id} from {target.rows}
        where d.id in (select value from json_each(?)) and ({left.sql}) order by {target.id} desc
    """
    while chunk := [rowid for (rowid,) in order.fetchmany(_CHUNK)]:
        place = {rowid: number for number, rowid in enumerate(chunk)}
        rows = db.execute(sql, (json.dumps(chunk), *left.parameters)).fetchall()
        yield from sorted(rows, key=lambda row: place[row[0]])


def _hits(db: Database, kind: Kind, keys: list[Key], query: Query) -> tuple[Hit, ...]:
    target, words = _TARGETS[kind], needles(query)
    sql = f"""
        select {target.id} id, d.title, d.text, {target.columns} from {target.rows}
        where d.id in (select value from json_each(?))
    """
    rows = {row["id"]: row for row in select(db, sql, json.dumps([key for key, _ in keys]))}
    return tuple(_hit(kind, rows[number], words) for _, number in keys if number in rows)  # none that is gone since


def _hit(kind: Kind, row: Row, words: tuple[language.Words, ...]) -> Hit:
    cut = snippet(row["text"], tuple(word for word in words if not word.title_only), SNIPPET)
    return Hit(
        kind=kind,
        id=row["id"],
        reference=_reference(kind, row),
        title=row["title"],
        place=row["place"],
        on=(row["dated"] or "")[:10],
        state=row["state"],
        snippet=cut.text,
        marks=cut.marks,
        issue_id=row.get("issue_id", 0),
        position=row.get("position", 0),
    )


def _reference(kind: Kind, row: Row) -> str:
    if kind == "issues":
        number = reference.of_number(row["publication"], row["series"], row["year"], row["number"])
        return f"{number}#{row['position']}"
    return f"{'来稿' if kind == 'items' else '稿件'} {row['id']}"


def select_items(db: Database, query: Query, state: str = "") -> list[Item]:
    """Return the items that hold the query, in `state` ('' for every state), oldest first.

    Raises `UsageError` for a field that items do not have.
    """
    wanted = selection(query, state)
    return items.selected(db, wanted.sql, wanted.parameters)


def in_queue(db: Database, query: Query, state: str) -> array[int]:
    """Return the numbers of the items that hold the query, in `state` ('' for every state), in the order of the queue.

    Raises `UsageError` for a field that items do not have.
    """
    wanted = selection(query, state)
    sql = f"""
        select d.id from items d cross join item_scores s on s.item_id = d.id where {wanted.sql} order by s.score desc, d.id
    """
    return array("q", chain.from_iterable(db.execute(sql, wanted.parameters)))


def first_in_queue(db: Database, query: Query, state: str, reach: int, most: int) -> array[int]:
    """Return the first of `in_queue`, at most `most`, from among the first `reach` items of the queue.

    It goes along the queue and reads no item beyond what it returns: the first rows of a common filter are there at once,
    where sorting all of a million takes a second. Raises `UsageError` as `in_queue` does.
    """
    wanted = selection(query, state)
    index, where = ("queue", "s.state = ? and") if state else ("all", "")
    along = f"item_scores s indexed by item_scores_{index}"
    given = (state,) if state else ()
    last = db.execute(
        f"select score, item_id from {along} where {where} true order by score desc, item_id limit 1 offset ?",
        (*given, reach - 1),
    ).fetchone() or (-(2**62), 0)
    sql = f"""
        select d.id from {along} cross join items d on d.id = s.item_id
        where {where} s.score >= ? and (s.score > ? or s.item_id <= ?) and ({wanted.sql})
        order by s.score desc, s.item_id limit ?
    """
    return array("q", chain.from_iterable(db.execute(sql, (*given, last[0], *last, *wanted.parameters, most))))


def selection(query: Query, state: str = "") -> Condition:
    """Return the condition on an item ``d`` that it holds the query and is in `state` ('' for every state).

    Raises `UsageError` for a field that items do not have.
    """
    fields = _TARGETS["items"].fields
    fields.refuse_unknown(query)
    match, left = cover(query), condition(rest(query), fields)
    parts = [Condition("+d.state = ?", (state,))] if state else []  # by any index but that of the state: most are new
    parts += [Condition("d.id in (select rowid from item_grams where item_grams match ?)", (match,))] if match else []
    parts += [left]
    sql = " and ".join(f"({part.sql})" for part in parts)
    return Condition(sql, tuple(value for part in parts for value in part.parameters))


# Upkeep


def rebuild(db: Database) -> None:
    """Make the index anew from the rows, in one transaction: about 0.5 ms for each."""
    with write(db):
        for index in ROWS_OF:
            command(db, index, "delete-all")
            fill(db, index)


def faults(db: Database) -> list[str]:
    """Return in Chinese where index and rows disagree; nothing when every word of every row is in the index and no other.

    Reads everything: about 0.3 ms for each row.
    """
    return [fault for index in ROWS_OF for fault in _faults(db, index)]


def _faults(db: Database, index: str) -> Iterator[str]:
    rows, noun = ROWS_OF[index], {"item_grams": "来稿", "revision_grams": "修改稿"}[index]
    try:
        with write(db):
            command(db, index, "integrity-check")
    except StoreFailure:
        yield f"{noun}的全文索引已损坏"
        return
    for what, one, other in (("未编入", f"{rows}", f"{index}_docsize"), ("多出", f"{index}_docsize", f"{rows}")):
        row = first(db, f"select count(*) n, min(id) first from (select id from {one} except select id from {other})")
        if row and row["n"]:
            yield f"{noun}有{row['n']}条{what}全文索引，第一条为{noun} {row['first']}"
            return
    if _sum_of_rows(db, rows) != _sum_of_index(db, index):
        yield f"{noun}的全文索引与正文不一致"


def _sum_of_rows(db: Database, rows: str) -> int:
    """Return a sum over every word the index should hold, titles counted apart from texts."""
    return sum(
        3 * sum(map(hash, grams(title).split())) + sum(map(hash, grams(text).split()))
        for title, text in db.execute(f"select title, text from {rows}")
    )


def _sum_of_index(db: Database, index: str) -> int:
    """Return the same sum over the words the index does hold."""
    db.execute(f"create virtual table if not exists temp.{index}_words using fts5vocab ('main', '{index}', 'col')")
    weights = {"title": 3, "text": 1}
    words = db.execute(f"select term, col, cnt from temp.{index}_words")
    return sum(weights[column] * hash(term) * count for term, column, count in words)
