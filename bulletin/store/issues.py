"""Issues (期), their entries, numbers, proofs, sign-offs, and the adoptions that publication credits to units."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database

from bulletin.errors import NotFound, Outdated
from bulletin.model import Entry, Issue, Json, Proof, SignOff, Standing
from bulletin.reference import of_issue
from bulletin.store import readings, statuses
from bulletin.store.articles import items_of, units_of_items
from bulletin.store.database import write
from bulletin.store.rows import Row, first, insert, known_moment, pack, select, stamp
from bulletin.workflow import Step

OPEN_STATES = ("composed", "proofed")


def create(db: Database, step: Step, publication: str, series: str) -> int:
    """Make an empty issue, without a number. Return its id."""
    with write(db):
        row: Row = {
            "publication": publication,
            "series": series,
            "state": step.after,
            "composed_by": step.actor.id,
            "composed_at": stamp(step.at),
            "editor_note": "",
            "folder": "",
        }
        issue_id = insert(db, "issues", row)
        statuses.record(db, step, issue_id)
    return issue_id


def get(db: Database, issue_id: int) -> Issue:
    """Return the issue with that id. Raises `NotFound`."""
    row = first(db, "select * from issues where id = ?", issue_id)
    if row is None:
        raise NotFound("期", issue_id, "请用 issue list 查看")
    return _issue(row)


def by_number(db: Database, publication: str, series: str, year: int, number: int) -> Issue | None:
    """Return the issue that holds the number, or None."""
    sql = "select * from issues where publication = ? and series = ? and year = ? and number = ?"
    row = first(db, sql, publication, series, year, number)
    return _issue(row) if row else None


def every(db: Database, publication: str = "", states: tuple[str, ...] = ()) -> list[Issue]:
    """Return issues, oldest first, of one publication or all, in some states or all."""
    conditions = ["publication = ?"] if publication else []
    conditions += [f"state in ({', '.join('?' * len(states))})"] if states else []
    where = f"where {' and '.join(conditions)}" if conditions else ""
    parameters = ((publication,) if publication else ()) + states
    return [_issue(row) for row in select(db, f"select * from issues {where} order by id", *parameters)]


def set_editor_note(db: Database, issue_id: int, note: str) -> None:
    """Write the 编者按 of an issue that is not signed yet."""
    with write(db):
        db.execute("update issues set editor_note = ? where id = ?", (note, issue_id))


def set_folder(db: Database, issue_id: int, folder: str) -> None:
    """Write where the published folder lies, relative to the office."""
    with write(db):
        db.execute("update issues set folder = ? where id = ?", (folder, issue_id))


# Entries


def entries(db: Database, issue_id: int) -> list[Entry]:
    """Return the entries of an issue in printing order, each with the text of its exact revision."""
    rows = select(
        db,
        """
        select e.*, r.title, r.text from entries e join revisions r on r.id = e.revision_id
        where e.issue_id = ? order by e.position, e.id
        """,
        issue_id,
    )
    return [_entry(db, row) for row in rows]


def place(db: Database, issue_id: int, article_id: int, revision_id: int, section: str) -> None:
    """Place an article's revision at the end of the issue, or renew the revision where the article already stands."""
    with write(db):
        known = first(db, "select id from entries where issue_id = ? and article_id = ?", issue_id, article_id)
        if known is not None:
            db.execute("update entries set revision_id = ? where id = ?", (revision_id, known["id"]))
            return
        last = first(db, "select coalesce(max(position), 0) n from entries where issue_id = ?", issue_id)
        row: Row = {
            "issue_id": issue_id,
            "position": (last or {"n": 0})["n"] + 1,
            "article_id": article_id,
            "revision_id": revision_id,
            "section": section,
            "editor_note": "",
        }
        insert(db, "entries", row)


def arrange(db: Database, issue_id: int, article_ids: list[int]) -> None:
    """Put the entries into the order of `article_ids`, which names each of them once."""
    with write(db):
        for position, article_id in enumerate(article_ids, 1):
            db.execute(
                "update entries set position = ? where issue_id = ? and article_id = ?",
                (position, issue_id, article_id),
            )


def take_out(db: Database, issue_id: int, article_id: int) -> None:
    """Remove an article from an issue that is not signed yet, and close the gap."""
    with write(db):
        db.execute("delete from entries where issue_id = ? and article_id = ?", (issue_id, article_id))
        arrange(db, issue_id, [entry.article_id for entry in entries(db, issue_id)])


def set_entry_note(db: Database, entry_id: int, note: str) -> None:
    """Write the 按语 of an entry of an issue that is not signed yet."""
    with write(db):
        db.execute("update entries set editor_note = ? where id = ?", (note, entry_id))


def entries_of_article(db: Database, article_id: int) -> list[tuple[Issue, int]]:
    """Return the issues an article stands in that were not discarded, with its position in each."""
    rows = select(
        db,
        """
        select i.*, e.position as entry_position from entries e join issues i on i.id = e.issue_id
        where e.article_id = ? and i.state <> 'discarded' order by i.id
        """,
        article_id,
    )
    return [(_issue(row), row["entry_position"]) for row in rows]


# Numbers


def number_to_take(db: Database, issue: Issue, year: int) -> int:
    """Return the number a proof made in `year` would bear: the issue's own of that year, else the lowest free one."""
    if issue.year == year and issue.number is not None:
        return issue.number
    rows = select(
        db,
        "select number from issues where publication = ? and series = ? and year = ? and number is not null",
        issue.publication,
        issue.series,
        year,
    )
    taken = {row["number"] for row in rows}
    return next(n for n in range(1, len(taken) + 2) if n not in taken)


def take_number(db: Database, issue: Issue, year: int, total_before: int) -> Issue:
    """Give the issue the lowest free number of its series in `year`; one it already holds in that year stays.

    Source: 按年度从1起编号，增刊另编 (B-11). The running total (总第) goes on from the last number
    before it, over the years. Raises `Outdated` when the issue moved on since it was read.
    """
    with write(db):
        if get(db, issue.id) != issue or issue.state not in OPEN_STATES:
            raise Outdated(of_issue(issue))
        if issue.year == year and issue.number is not None:
            return issue
        number = number_to_take(db, issue, year)
        last = first(
            db,
            """
            select max(?, coalesce(max(total), 0)) n from issues where publication = ? and series = ?
            and number is not null and (year < ? or (year = ? and number < ?)) and id <> ?
            """,
            total_before,
            issue.publication,
            issue.series,
            year,
            year,
            number,
            issue.id,
        )
        total = (last or {"n": total_before})["n"] + 1
        db.execute("update issues set year = ?, number = ?, total = ? where id = ?", (year, number, total, issue.id))
        return get(db, issue.id)


def numbered_before(db: Database, issue: Issue) -> Issue | None:
    """Return the issue with the highest number below its own in its series and year, None where it is the first."""
    row = first(
        db,
        "select * from issues where publication = ? and series = ? and year = ? and number < ? order by number desc limit 1",
        issue.publication,
        issue.series,
        issue.year,
        issue.number,
    )
    return _issue(row) if row else None


def release_number(db: Database, issue_id: int) -> None:
    """Give the number of an unsigned issue back."""
    with write(db):
        db.execute("update issues set year = null, number = null, total = null where id = ?", (issue_id,))


# Proofs, sign-offs, adoptions


def add_proof(db: Database, issue: Issue, dated_on: date, sha256: str, pages: int, made_with: Json, step: Step) -> int:
    """Record a proof of the issue under the number it holds. Return its id."""
    row: Row = {
        "issue_id": issue.id,
        "year": issue.year,
        "number": issue.number,
        "total": issue.total,
        "dated_on": dated_on.isoformat(),
        "sha256": sha256,
        "pages": pages,
        "by": step.actor.id,
        "at": stamp(step.at),
        "made_with": pack(made_with),
    }
    with write(db):
        return insert(db, "proofs", row)


def last_proof(db: Database, issue_id: int) -> Proof | None:
    """Return the newest proof of the issue, or None."""
    row = first(db, "select * from proofs where issue_id = ? order by id desc limit 1", issue_id)
    return _proof(row) if row else None


def templates_used(db: Database, publication: str) -> list[tuple[int, Json]]:
    """Return each template the publication's published issues were set with: the first issue's id, the record."""
    sql = """
        select min(p.issue_id) issue_id, json_extract(p.made_with, '$.template') template from proofs p
        join sign_offs s on s.proof_id = p.id join issues i on i.id = p.issue_id
        where i.publication = ? and i.state = 'published' group by 2
    """
    return [(row["issue_id"], json.loads(row["template"])) for row in select(db, sql, publication) if row["template"]]


def proof_hashes(db: Database) -> set[str]:
    """Return the SHA-256 of the PDF of every proof."""
    return {row["sha256"] for row in select(db, "select distinct sha256 from proofs")}


def proofs_of_number(db: Database, issue: Issue) -> list[str]:
    """Return the SHA-256 of every proof made under the issue's number, also for an issue that gave it back, oldest first."""
    sql = """
        select p.sha256 from proofs p join issues i on i.id = p.issue_id
        where i.publication = ? and i.series = ? and p.year = ? and p.number = ? order by p.id
    """
    return [row["sha256"] for row in select(db, sql, issue.publication, issue.series, issue.year, issue.number)]


def add_sign_off(db: Database, proof: Proof, step: Step, accepted: Sequence[tuple[int, str]] = ()) -> None:
    """Record the sign-off of exactly this proof, with the page rules the signer `accepted` and why."""
    row: Row = {
        "issue_id": proof.issue_id,
        "proof_id": proof.id,
        "sha256": proof.sha256,
        "by": step.actor.id,
        "on_behalf_of": step.on_behalf_of,
        "at": stamp(step.at),
        "note": step.note,
        "accepted": pack(list(accepted)),
    }
    with write(db):
        insert(db, "sign_offs", row)


def sign_off(db: Database, issue_id: int) -> SignOff | None:
    """Return the newest sign-off of the issue, or None."""
    row = first(db, "select * from sign_offs where issue_id = ? order by id desc limit 1", issue_id)
    if row is None:
        return None
    accepted = tuple((rule, reason) for rule, reason in json.loads(row["accepted"]))
    return SignOff(**{**row, "at": known_moment(row["at"]), "accepted": accepted})


def add_adoptions(db: Database, issue_id: int, step: Step) -> int:
    """Credit each entry of the published issue to each of its units, once. Return how many credits."""
    credits = [(entry.id, unit) for entry in entries(db, issue_id) for unit in entry.units]
    with write(db):
        for entry_id, unit in credits:
            row: Row = {"entry_id": entry_id, "issue_id": issue_id, "unit": unit, "at": stamp(step.at)}
            insert(db, "adoptions", row)
    return len(credits)


def adoptions(db: Database, issue_id: int) -> list[tuple[int, str]]:
    """Return the credits of a published issue: entry id and unit."""
    rows = select(db, "select entry_id, unit from adoptions where issue_id = ? order by id", issue_id)
    return [(row["entry_id"], row["unit"]) for row in rows]


def standing(db: Database, issue: Issue, name: str) -> Standing:
    """Return where the issue stands: who composed it; the date printed on its proof, and who read that proof."""
    proof = last_proof(db, issue.id) if issue.state in ("proofed", "signed") else None
    return Standing(
        "issue",
        issue.id,
        issue.state,
        name,
        authors=statuses.people_of(db, "issue", issue.id, ("compose", "arrange", "proof")),
        dated_on=proof.dated_on if proof else None,
        readings=tuple(one.people for one in readings.standing(db, proof)) if proof else (),
        readings_wanted=proof.made_with.get("readings", 0) if proof else 0,
    )


def _issue(row: Row) -> Issue:
    fields = {name: row[name] for name in Issue.__slots__}
    return Issue(**{**fields, "composed_at": known_moment(row["composed_at"])})


def _entry(db: Database, row: Row) -> Entry:
    return Entry(**row, units=units_of_items(db, items_of(db, row["article_id"])))


def _proof(row: Row) -> Proof:
    dated_on = date.fromisoformat(row["dated_on"])
    return Proof(
        **{**row, "dated_on": dated_on, "at": known_moment(row["at"]), "made_with": json.loads(row["made_with"])}
    )


def last_filed(db: Database, publication: str, series: str) -> Issue | None:
    """Return the issue of the series that was filed last, published or voided, or None."""
    row = first(
        db,
        """
        select i.* from issues i join statuses s on s.subject = 'issue' and s.subject_id = i.id
        where i.publication = ? and i.series = ? and s.action in ('publish', 'void') order by s.id desc limit 1
        """,
        publication,
        series,
    )
    return _issue(row) if row else None
