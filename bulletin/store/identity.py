"""Identity: which items and printed entries are alike, found as they come in and kept as rows.

A text is indexed by at most 24 samples. What shares samples with it is compared in full (`bulletin.text.likeness`), and what
is alike becomes a row of ``relations``, or of ``printed_relations`` where the other is a printed entry. Everything can be
done again at any time: an item without its row in ``sampled_items`` is simply not compared yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlite_utils import Database

from bulletin.model import Item, Relation
from bulletin.reference import MAIN_SERIES
from bulletin.store import items
from bulletin.store.database import write
from bulletin.store.rows import Row, insert, moment, pack, question_marks, select, stamp
from bulletin.terms import RELATIONS
from bulletin.text import fingerprint
from bulletin.text.likeness import SHORT, Case, Reading, Verdict, apart, are_others, compare, may_be_one, possible_share

CANDIDATES = 10
"""Texts compared in full with a new one: those that share most samples, newest first."""
LONGEST_LIST = 16
"""Texts looked at for one sample, newest first: a sample of stock phrases has thousands."""
LEAST_SHARE = 0.45
"""What may be common, by the samples shared, for two texts to be compared in full; texts of one title always are."""
NEAR_DAYS, SAME_DAYS = 7, 31
"""Days within which near texts, and the same text, may count as one: the same notice comes back every year."""
REPEATING = ("exact", "near", "update")
"""Kinds of likeness that make a text tell what another tells; a template of another place or year does not."""
_MOSTLY = 0.5
"""Share of an item that must stand in a printed text for the item to be flagged 已刊."""
WEIGHED = 24
"""Texts whose size is looked up to tell how much may be common."""
_SHARING = " union all ".join(
    f"""
    select {sign}s.{kind}_id from json_each(?1) w cross join {kind}_samples s on s.sample = w.value
    and s.{kind}_id >= coalesce((
        select {kind}_id from {kind}_samples where sample = w.value order by {kind}_id desc limit 1 offset {LONGEST_LIST - 1}
    ), 0)
    """
    for kind, sign in (("item", ""), ("entry", "-"))
)
"""The items, and under negative numbers the entries, that have each of some samples, the newest `LONGEST_LIST` of either."""
_SIZES = """
    select item_id, size from sampled_items where item_id in (select value from json_each(?1))
    union all select -entry_id, size from sampled_entries where entry_id in (select -value from json_each(?1))
"""
_NEWEST_OTHERS = "and id <> ? order by id desc limit 3"
_SAMPLED = {"item": "sampled_items", "entry": "sampled_entries"}
_BATCH = 200
_MOST_PARAMETERS = 1000


@dataclass(frozen=True, slots=True)
class _Known:
    """A text of the archive: an item, or a printed entry, with the time it is from and the cases it tells of, if no more."""

    id: int
    reading: Reading
    at: datetime
    cases: tuple[Case, ...] = ()


def link(db: Database, item: Item, at: datetime) -> tuple[Relation, ...]:
    """Index the item, compare it with all others and store what is alike. Return its relations, newest first.

    An item that was linked before is left as it is. Relations to printed entries are among them.
    """
    with write(db):
        if not _ids(db, "select 1 from sampled_items where item_id = ?", item.id):
            cases = (Case(item.source, item.number, item.original_id),) if item.is_record else ()
            new = _Known(item.id, Reading(item.title, item.text), item.published_at or item.received_at, cases)
            others, entries = _similar(db, new.reading, item.fingerprint, item)
            alike = _store(db, new, others, at) + _store_printed(db, new, entries, at)
            _keep_samples(db, "item", new, at)
            if not alike:
                return ()
    return of_item(db, item.id)


def link_entry(db: Database, entry_id: int, at: datetime) -> None:
    """Index a printed entry and store the items that are alike. An entry indexed before is left as it is."""
    with write(db):
        if select(db, "select 1 from sampled_entries where entry_id = ?", entry_id):
            return
        for entry in _entries(db, [entry_id]):
            for item in _similar(db, entry.reading, fingerprint(entry.reading.text))[0]:
                _store_printed(db, item, [entry], at)
            _keep_samples(db, "entry", entry, at)


def link_missing(db: Database, at: datetime, most: int | None = None) -> int:
    """Link what is not linked yet, items and entries of published issues, at most `most`. Return how many.

    Committed in batches: interrupted, it goes on where it stopped.
    """
    unlinked_items = "select id from items where id not in (select item_id from sampled_items) order by id"
    unlinked_entries = """
        select e.id from issues i join entries e on e.issue_id = i.id
        where i.state = 'published' and e.id not in (select entry_id from sampled_entries) order by e.id
    """
    entries = _ids(db, unlinked_entries)[:most]
    _in_batches(db, entries, lambda entry_id: link_entry(db, entry_id, at))
    waiting = _ids(db, unlinked_items)[: None if most is None else most - len(entries)]
    _in_batches(db, waiting, lambda item_id: link(db, items.get(db, item_id), at))
    return len(entries) + len(waiting)


def of_item(db: Database, item_id: int) -> tuple[Relation, ...]:
    """Return the relations of an item, to earlier and later items and to printed entries, newest first."""
    rows = _relations_of(db, [item_id])
    printed = _printed(db, [row["other_id"] for row in rows])
    relations = [_relation(row, printed=printed.get(row["other_id"], "")) for row in rows]
    in_print = select(db, "select * from printed_relations where item_id = ?", item_id)
    names = _names(db, [row["entry_id"] for row in in_print])
    relations += [_relation({"other_id": 0, **row}, printed=names[row["entry_id"]]) for row in in_print]
    return tuple(sorted(relations, key=lambda relation: (relation.other_id, relation.entry_id), reverse=True))


def of_text(db: Database, title: str, text: str, limit: int = 10, made_of: Sequence[int] = ()) -> tuple[Relation, ...]:
    """Return what a text that is no item (an article, an entry) is to items and printed entries, most alike first.

    Nothing is stored. An article's own items are among them. `made_of` are their numbers: where all are cases that have a
    number of their own, what tells of other cases is at most of one template with it.
    """
    reading, cases = Reading(title, text), _numbered_cases(db, made_of)
    like_items, like_entries = _similar(db, reading, fingerprint(text or title))
    found = [(known, 0, _told_apart(known, reading, cases)) for known in like_items]
    found += [(known, known.id, _told_apart(known, reading, cases)) for known in like_entries]
    printed = _printed(db, [known.id for known, entry_id, _ in found if not entry_id])
    names = _names(db, [entry_id for _, entry_id, _ in found if entry_id])
    relations = [
        Relation(
            item_id=0,
            other_id=0 if entry_id else known.id,
            kind=verdict.kind,
            share=verdict.share,
            back_share=verdict.back_share,
            why=verdict.why,
            printed=names[entry_id] if entry_id else printed.get(known.id, ""),
            entry_id=entry_id,
        )
        for known, entry_id, verdict in found
        if verdict
    ]
    ranked = sorted(relations, key=lambda one: (-max(one.share, one.back_share), -one.other_id, -one.entry_id))
    return tuple(ranked[:limit])


def printed_before(db: Database, title: str, text: str, made_of: Sequence[int] = ()) -> tuple[Relation, ...]:
    """Return what a text repeats or continues of what was printed: the likest for each issue; templates do not count.

    `made_of` as in `of_text`: another case of the same form is no repetition.
    """
    relations = of_text(db, title, text, made_of=made_of)
    first = {one.printed: one for one in reversed(relations) if one.printed and one.kind in REPEATING}
    return tuple(reversed(first.values()))


def certain(relation: Relation) -> bool:
    """Tell whether two texts count as one without asking: the reason a queue groups them, and nothing else does.

    Sure are the same text within `SAME_DAYS` of each other (a short one within `NEAR_DAYS`), and a near one of which at
    least .8 stand in each other, with no slot or word changed, within `NEAR_DAYS`. Never an update, a template, an event;
    a row of a table of cases only with one of its own number.
    """
    return relation.sure and relation.kind in ("exact", "near")


def marks(db: Database, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return short Chinese flags for the items of one queue page: ``同文 来稿3``, ``更新 来稿5等2件``, ``已刊 政务信息2026年第12期``.

    Five queries however many ids. 已刊: the item itself, the same text or most of it was printed. Items without a flag are
    left out.
    """
    wanted = set(ids)
    related = _relations_of(db, wanted)
    printed = _printed(db, [*wanted, *(row["other_id"] for row in related)])
    in_print = _each(db, "select * from printed_relations where item_id in ({marks})", wanted)
    names = _names(db, [row["entry_id"] for row in in_print])
    flags: dict[int, list[str]] = {id_: [f"已刊 {printed[id_]}"] for id_ in sorted(wanted) if id_ in printed}
    for row in [*in_print, *related]:
        name = names[row["entry_id"]] if "entry_id" in row else printed.get(row["other_id"], "")
        if name and row["kind"] in ("exact", "near") and row["share"] >= _MOSTLY:
            flags.setdefault(row["item_id"], []).append(f"已刊 {name}")
    alike: dict[tuple[int, str], list[int]] = {}
    for row in related:
        alike.setdefault((row["item_id"], row["kind"]), []).append(row["other_id"])
    for (id_, kind), others in sorted(alike.items(), key=lambda one: (one[0][0], list(RELATIONS).index(one[0][1]))):
        more = f"等{len(others)}件" if len(others) > 1 else ""
        flags.setdefault(id_, []).append(f"{RELATIONS[kind]} 来稿{max(others)}{more}")
    return {id_: tuple(dict.fromkeys(found)) for id_, found in flags.items()}


def groups(db: Database) -> dict[int, int]:
    """Return for each item that is certainly the same as others (`certain`) the first of them: the queue's groups.

    Sameness goes on from item to item; items that stand alone are left out.
    """
    first: dict[int, int] = {}
    for row in select(db, "select item_id, other_id from relations where sure = 1 and kind in ('exact', 'near')"):
        one, other = (_head(first, row[name]) for name in ("item_id", "other_id"))
        first[max(one, other)] = min(one, other)
    return {item_id: _head(first, item_id) for item_id in first}


def _head(first: dict[int, int], item_id: int) -> int:
    """Follow `first` to the end, and shorten the way for whoever comes after."""
    first.setdefault(item_id, item_id)
    while first[item_id] != item_id:
        first[item_id] = first[first[item_id]]
        item_id = first[item_id]
    return item_id


# Finding


def _similar(
    db: Database, reading: Reading, print_of: str, item: Item | None = None
) -> tuple[list[_Known], list[_Known]]:
    """Return the items and the printed entries to compare a text with: of its fingerprint, or sharing its samples.

    `item` is the item the text is of; earlier records of its own number are compared with it whatever they share.
    """
    without = item.id if item else 0
    same = _ids(db, f"select id from items where fingerprint = ? {_NEWEST_OTHERS}", print_of, without)
    if item and item.is_record and item.number:
        numbered = (
            f"select id from items where number = ? and number <> '' and source = ? and is_record {_NEWEST_OTHERS}"
        )
        same = [*_ids(db, numbered, item.number, item.source, without), *same]
    sharing = _sharing(db, reading)
    item_ids = [known for known in dict.fromkeys([*same, *sharing]) if known > 0 and known != without]
    return _items(db, item_ids[:CANDIDATES]), _entries(db, [-known for known in sharing if known < 0][:CANDIDATES])


def _sharing(db: Database, reading: Reading) -> list[int]:
    """Return the items whose shared samples or title make likeness possible, and the entries as negative numbers.

    Those that share most first, then the likeliest, then the newest.
    """
    *numbers, title = reading.samples
    shared = Counter(chain.from_iterable(db.conn.execute(_SHARING, (pack(numbers),))))
    titled = set(chain.from_iterable(db.conn.execute(_SHARING, (pack([title]),))))
    several = sorted([(times, known) for known, times in shared.items() if times > 1], reverse=True)[:WEIGHED]
    single = sorted([known for known, times in shared.items() if times == 1], reverse=True)
    weighed = {*(known for _, known in several), *single[: WEIGHED - len(several)], *titled}
    size = len(reading.grams)
    sizes = dict(db.conn.execute(_SIZES, (pack(sorted(weighed)),)).fetchall())
    possible = {known: possible_share(shared[known], size, sizes.get(known, size)) for known in weighed}
    likely = [known for known in weighed if possible[known] >= LEAST_SHARE or known in titled]
    return sorted(likely, key=lambda known: (-shared[known], -possible[known], -abs(known)))


def _items(db: Database, ids: Sequence[int]) -> list[_Known]:
    sql = f"""
        select id, title, text, coalesce(published_at, received_at) at, source, number, original_id, is_record
        from items where id in ({question_marks(ids)})
    """
    return [
        _Known(id_, Reading(title, text), datetime.fromisoformat(at), (Case(*case),) if is_record else ())
        for id_, title, text, at, *case, is_record in db.execute(sql, tuple(ids))
    ]


def _entries(db: Database, ids: Sequence[int]) -> list[_Known]:
    """Return printed entries with the text of the revision that was printed, dated by the day the issue was composed.

    They tell of cases where all items they were made of do.
    """
    if not ids:
        return []
    sql = f"""
        select e.id, r.title, r.text, i.composed_at at from entries e join revisions r on r.id = e.revision_id
        join issues i on i.id = e.issue_id where e.id in ({question_marks(ids)})
    """
    cases = _cases_of_entries(db, ids)
    return [
        _Known(id_, Reading(title, text), datetime.fromisoformat(at), cases.get(id_, ()))
        for id_, title, text, at in db.execute(sql, tuple(ids))
    ]


def _cases_of_entries(db: Database, ids: Sequence[int]) -> dict[int, tuple[Case, ...]]:
    """Return the cases of each entry that was made of nothing but rows of tables."""
    sql = f"""
        select e.id, s.source, s.number, s.original_id from entries e
        join article_items m on m.article_id = e.article_id join items s on s.id = m.item_id
        where e.id in ({question_marks(ids)}) and not exists (
            select 1 from article_items n join items t on t.id = n.item_id
            where n.article_id = e.article_id and not t.is_record
        )
        order by e.id, m.item_id
    """
    found: dict[int, tuple[Case, ...]] = {}
    for id_, *case in db.execute(sql, tuple(ids)):
        found[id_] = (*found.get(id_, ()), Case(*case))
    return found


def _numbered_cases(db: Database, ids: Sequence[int]) -> tuple[Case, ...]:
    """Return the cases of these items, none where one of them is no case or has no number to be known by."""
    sql = f"select source, number, original_id, is_record from items where id in ({question_marks(ids)})"
    rows = db.execute(sql, tuple(ids)).fetchall() if ids else []
    numbered = all(is_record and number for _, number, _, is_record in rows)
    return tuple(Case(*case) for *case, _ in rows) if numbered else ()


# Keeping


def _store(db: Database, new: _Known, others: Iterable[_Known], at: datetime) -> int:
    """Store what an item is to other items; of two the one with the lower number came first. Return how many."""
    alike = 0
    for other in others:
        earlier, later = sorted((new, other), key=lambda known: known.id)
        verdict = _verdict(earlier, later)
        if verdict:
            row: Row = {"item_id": later.id, "other_id": earlier.id, **_judged(earlier, later, verdict, at)}
            _replace(db, "relations", row)
            alike += 1
    return alike


def _store_printed(db: Database, item: _Known, entries: Iterable[_Known], at: datetime) -> int:
    """Store what an item is to printed entries; the entry counts as the earlier text. Return how many."""
    alike = 0
    for entry in entries:
        verdict = _verdict(entry, item)
        if verdict:
            row: Row = {"item_id": item.id, "entry_id": entry.id, **_judged(entry, item, verdict, at)}
            _replace(db, "printed_relations", row)
            alike += 1
    return alike


def _verdict(earlier: _Known, later: _Known) -> Verdict | None:
    """Return what one text is to the other, by what they say and by the cases they tell of."""
    return _told_apart(earlier, later.reading, later.cases)


def _told_apart(earlier: _Known, reading: Reading, cases: Sequence[Case]) -> Verdict | None:
    verdict = compare(earlier.reading, reading)
    return apart(verdict, earlier.cases, cases) if verdict and are_others(earlier.cases, cases) else verdict


def _judged(earlier: _Known, later: _Known, verdict: Verdict, at: datetime) -> Row:
    days = abs((later.at - earlier.at).total_seconds()) / 86400
    long = min(len(earlier.reading.hanzi), len(later.reading.hanzi)) >= SHORT
    most = SAME_DAYS if verdict.kind == "exact" and long else NEAR_DAYS
    sure = verdict.clean and days <= most and may_be_one(earlier.cases, later.cases)
    return {
        "kind": verdict.kind,
        "share": round(verdict.share, 4),
        "back_share": round(verdict.back_share, 4),
        "why": verdict.why,
        "sure": int(sure),
        "at": stamp(at),
    }


def _replace(db: Database, table: str, row: Row) -> None:
    columns, marks = ", ".join(row), question_marks(row)
    db.execute(f"insert or replace into {table} ({columns}) values ({marks})", tuple(row.values()))


def _keep_samples(db: Database, kind: str, known: _Known, at: datetime) -> None:
    rows = [(number, known.id) for number in known.reading.samples]
    db.conn.executemany(f"insert or ignore into {kind}_samples values (?, ?)", rows)
    insert(db, _SAMPLED[kind], {f"{kind}_id": known.id, "size": len(known.reading.grams), "at": stamp(at)})


def _in_batches(db: Database, ids: Sequence[int], act: Callable[[int], object]) -> None:
    for start in range(0, len(ids), _BATCH):
        with write(db):
            for id_ in ids[start : start + _BATCH]:
                act(id_)


# Reading


def _relations_of(db: Database, ids: Iterable[int]) -> list[Row]:
    """Return the rows of relations that touch the items, each as seen from the item asked for."""
    columns = "kind, why, sure, at"
    later = f"select item_id, other_id, share, back_share, {columns} from relations where item_id in ({{marks}})"
    earlier = f"""
        select other_id item_id, item_id other_id, back_share share, share back_share, {columns} from relations
        where other_id in ({{marks}})
    """
    wanted = set(ids)
    return [*_each(db, later, wanted), *_each(db, earlier, wanted)]


def _relation(row: Row, printed: str) -> Relation:
    return Relation(**{**row, "at": moment(row["at"]), "sure": bool(row["sure"]), "printed": printed})


def _printed(db: Database, item_ids: Sequence[int]) -> dict[int, str]:
    """Return the issue each of these items was printed in last, through the articles made of it."""
    return _named(
        db,
        item_ids,
        """
        select a.item_id id, i.publication, i.series, i.year, i.number from article_items a
        join entries e on e.article_id = a.article_id join issues i on i.id = e.issue_id
        where i.state = 'published' and a.item_id in ({marks}) order by i.id
        """,
    )


def _names(db: Database, entry_ids: Sequence[int]) -> dict[int, str]:
    """Return the issue each entry stands in."""
    return _named(
        db,
        entry_ids,
        """
        select e.id, i.publication, i.series, i.year, i.number from entries e join issues i on i.id = e.issue_id
        where e.id in ({marks})
        """,
    )


def _named(db: Database, ids: Sequence[int], sql: str) -> dict[int, str]:
    """Return for each id the name of its issue: ``政务信息2026年第12期``, ``政务信息2026年增刊第1期``."""
    rows = _each(db, sql, ids)
    return {
        row["id"]: f"{row['publication']}{row['year']}年{'' if row['series'] == MAIN_SERIES else row['series']}"
        f"第{row['number']}期"
        for row in rows
    }


def _each(db: Database, sql: str, ids: Iterable[int]) -> list[Row]:
    """Return the rows of `sql`, whose ``{marks}`` stand for `ids`, a thousand ids at a time."""
    wanted = sorted(set(ids))
    parts = [wanted[start : start + _MOST_PARAMETERS] for start in range(0, len(wanted), _MOST_PARAMETERS)]
    return [row for part in parts for row in select(db, sql.format(marks=question_marks(part)), *part)]


def _ids(db: Database, sql: str, *parameters: object) -> list[int]:
    return [id_ for (id_,) in db.execute(sql, parameters).fetchall()]
