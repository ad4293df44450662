"""Reports upward (上报): what went to which office, whole and as it went. Rows are never changed."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlite_utils import Database

from bulletin.errors import NotFound
from bulletin.model import Original, ReceiptId, UpwardReport
from bulletin.store import originals
from bulletin.store.corrections import withdrawn_entries
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, pack, question_marks, select, stamp
from bulletin.text.exchange import Field, Paper, Part

TABLE = "upward_reports"


def add(db: Database, wish: UpwardReport) -> UpwardReport:
    """Record a report; its id is given here."""
    row: Row = {name: getattr(wish, name) for name in UpwardReport.__slots__ if name != "id"}
    row |= {"paper": pack(asdict(wish.paper)), "at": stamp(wish.at)}
    with write(db):
        return get(db, insert(db, TABLE, row))


def get(db: Database, report_id: int) -> UpwardReport:
    """Return the report of that number. Raises `NotFound`."""
    row = first(db, f"select * from {TABLE} where id = ?", report_id)
    if row is None:
        raise NotFound("上报", report_id, "请用 upward list 查看编号")
    return _report(row)


def every(db: Database) -> list[UpwardReport]:
    """Return all reports, the oldest first."""
    return [_report(row) for row in select(db, f"select * from {TABLE} order by id")]


def ensure_tag_domain(db: Database) -> str:
    """Return the domain in the ids of this office's reports; where there is none yet, choose it at random, and keep it.

    An office that reported before there was such a thing goes on under the name its reports bear.
    """
    with write(db):
        row = first(db, "select domain from tag_domains")
        if row is None:
            tag = first(db, f"select tag from {TABLE} order by id")
            drawn = select(db, "select lower(hex(randomblob(10))) drawn")[0]["drawn"]
            chosen = tag["tag"].removeprefix("tag:").partition(",")[0] if tag else f"office-{drawn}.invalid"
            row = {"domain": chosen}
            insert(db, "tag_domains", {"id": 1, **row})
        return str(row["domain"])


def of_revision(db: Database, revision_id: int, receiver: str) -> UpwardReport | None:
    """Return the report of that revision to an office, or None."""
    row = first(db, f"select * from {TABLE} where revision_id = ? and receiver = ?", revision_id, receiver)
    return _report(row) if row else None


def last_of_article(db: Database, article_id: int, receiver: str) -> UpwardReport | None:
    """Return the last report of an article to an office, of whatever revision, or None."""
    sql = f"select * from {TABLE} where article_id = ? and receiver = ? order by id desc limit 1"
    row = first(db, sql, article_id, receiver)
    return _report(row) if row else None


def by_tag(db: Database, tag: str) -> UpwardReport | None:
    """Return the report whose paper has that id, or None."""
    row = first(db, f"select * from {TABLE} where tag = ?", tag)
    return _report(row) if row else None


def printed_items(db: Database, sources: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """Return of the items of these sources that stand in published issues: source, key, id of the entry; oldest first."""
    sql = f"""
        select t.source, t.key, e.id from items t join article_items n on n.item_id = t.id
        join entries e on e.article_id = n.article_id join issues i on i.id = e.issue_id and i.state = 'published'
        where t.source in ({question_marks(sources)}) order by e.id, n.position
    """
    return [(row["source"], row["key"], row["id"]) for row in select(db, sql, *sources)]


def printed_entry(db: Database, article_id: int) -> int | None:
    """Return the entry of a published issue that an article was first printed as, None where it was not."""
    sql = """
        select min(e.id) id from entries e join issues i on i.id = e.issue_id and i.state = 'published'
        where e.article_id = ?
    """
    row = first(db, sql, article_id)
    return row["id"] if row else None


def number_receipt(db: Database, one: ReceiptId) -> None:
    """Give a receipt that came in the next number among those for its report; one that has a number keeps it.

    A receipt for no report of this office gets none.
    """
    with write(db):
        report = by_tag(db, one.report)
        if report is None or one in receipt_numbers(db, report.id):
            return
        row: Row = {"report_id": report.id, "paper": one.paper, "bulletin": one.bulletin, "issue": one.issue}
        last = first(db, "select max(number) number from receipt_numbers where report_id = ?", report.id)
        insert(db, "receipt_numbers", {**row, "number": 1 + (last["number"] or 0 if last else 0)})


def receipt_numbers(db: Database, report_id: int) -> dict[ReceiptId, int]:
    """Return the numbers of the receipts for a report, in the order in which they came in."""
    sql = """
        select u.tag report, r.* from receipt_numbers r join upward_reports u on u.id = r.report_id
        where r.report_id = ? order by r.number
    """
    return {
        ReceiptId(row["paper"], row["report"], row["bulletin"], row["issue"]): row["number"]
        for row in select(db, sql, report_id)
    }


def last_received(db: Database, source: str, address: str) -> Original | None:
    """Return what was read last from an address of a source, under whatever name the source went then; None for nothing."""
    row = first(db, "select body_sha256 from source_health where name = ?", source)
    digest = row["body_sha256"] if row else ""
    if digest and (known := originals.reception(db, source, address, digest)):
        return known
    names = originals.names_of(db, source)
    sql = f"select id from originals where address = ? and source in ({question_marks(names)}) order by id desc limit 1"
    newest = first(db, sql, address, *names)
    return originals.get(db, newest["id"]) if newest else None


def withdrawn(db: Database) -> set[str]:
    """Return the tags of the reports whose article was printed here, and taken back after print."""
    sql = f"""
        select u.tag, e.id from {TABLE} u
        join entries e on e.article_id = u.article_id and coalesce(u.entry_id, e.id) = e.id
    """
    gone = withdrawn_entries(db)
    return {row["tag"] for row in select(db, sql) if row["id"] in gone}


def is_withdrawn(db: Database, article_id: int, entry_id: int | None) -> bool:
    """Tell whether that entry of an article, or any of its entries for None, was taken back after print."""
    rows = select(db, "select id from entries where article_id = ? and id = coalesce(?, id)", article_id, entry_id)
    return not withdrawn_entries(db).isdisjoint(row["id"] for row in rows)


def _report(row: Row) -> UpwardReport:
    return UpwardReport(**{**row, "paper": _paper(json.loads(row["paper"])), "at": known_moment(row["at"])})


def _paper(known: Row) -> Paper:
    fields = (
        Field(one["name"], one["value"], tuple((name, value) for name, value in one["about"]))
        for one in known.pop("fields")
    )
    parts = (Part(**one) for one in known.pop("parts"))
    return Paper(**known, fields=tuple(fields), parts=tuple(parts))
