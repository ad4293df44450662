"""What is promised about the database file: its schema, its triggers, its transactions, and a full disk."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import House, NewHouse
from sqlite_utils import Database

from bulletin import store
from bulletin.errors import StoreFailure
from bulletin.feedback.cases import follow_ups, instructions
from bulletin.store import files, triggers
from bulletin.store.counterfoil_tables import FOILS

TABLES = {
    "originals": "id sha256 source address media_type charset size received_at",
    "items": "id original_id source key title text raw_text url origin unit kind signed_by urgency published_at "
    "received_at state fingerprint flags removed instruction_id number is_record",
    "source_health": "name last_run_at last_ok_at failures error etag last_modified definition body_sha256 listed due_at "
    "due_for pace last_new_at address",
    "unread_pages": "source address number last title published_at is_offsite failures first_at due_at what",
    "former_names": "id former name last_original by on_behalf_of at",
    "problems": "id source severity what remedy at settled_at keep_until settled_by on_behalf_of reason",
    "articles": "id publication section state revision_id created_by created_at taken_from",
    "revisions": "id article_id number title text sha256 by on_behalf_of at note",
    "article_items": "article_id position item_id",
    "statuses": "id subject subject_id action state by on_behalf_of at note revision_id level target deed",
    "answers": "id article_id finding reason by on_behalf_of at ticked",
    "inspections": "id article_id revision_id occasion at",
    "findings": "id inspection_id key rule severity place",
    "issues": "id publication series year number total state composed_by composed_at editor_note folder",
    "entries": "id issue_id position article_id revision_id section editor_note",
    "proofs": "id issue_id year number total dated_on sha256 pages by at made_with",
    "sign_offs": "id issue_id proof_id sha256 by on_behalf_of at note accepted",
    "adoptions": "id entry_id issue_id unit at",
    "instructions": "id issue_id entry_id leader text kind written_on by on_behalf_of at rank level order follow_up_id",
    "judgements": "id instruction_id kind rank level reason by on_behalf_of at",
    "follow_ups": "id instruction_id unit co_units task due_at state begun_at mode urgency previous_id",
    "progress": "id follow_up_id kind text due_on by on_behalf_of at unit due_at judged",
    "slips": "id follow_up_id kind year number colour addressee text due_at case_due_at by on_behalf_of at",
    "pictures": "id article_id name sha256 media_type width height by at",
    "copies": "id issue_id number recipient sha256 by at",
    "verifications": "id subject subject_id revision_id unit person phone means asked result words done_at by on_behalf_of at",
    "readings": "id issue_id proof_id sha256 marks note by on_behalf_of at",
    "corrections": "id issue_id entry_id kind wrong right reason effective_on keeps_points by on_behalf_of at",
    "corrigenda": "id correction_id article_id",
    "copy_returns": "id issue_id number note by on_behalf_of at",
    "late_entries": "id publication section number title kind units printed_on note by on_behalf_of at",
    "upper_adoptions": (
        "id entry_id late_entry_id kind level bulletin number title is_direct points dated_on by on_behalf_of at"
    ),
    "upward_reports": ("id article_id revision_id entry_id receiver channel tag signed_by paper by on_behalf_of at"),
    "tag_domains": "id domain",
    "receipt_numbers": "id report_id number paper bulletin issue",
    "penalties": "id unit kind what level dated_on by on_behalf_of at",
    "retractions": "id record record_id reason dated_on by on_behalf_of at",
    "source_runs": "id source at seconds listed new unchanged error kind",
    "robots": "site text fetched_at",
    "arrivals": "id source uid_validity uid state sender subject original_id what remedy rules",
    "sights": "id article_id revision_id by at opened",
    "commissions": "id topic asks units starts_at due_at issue_id instruction_id state by on_behalf_of at",
    "commission_answers": "id commission_id item_id unit is_off by on_behalf_of at",
    "incidents": "id state by on_behalf_of at",
    "ratings": "id incident_id name severity unit event_at heard_at reason by on_behalf_of at",
    "phone_reports": "id incident_id phoned_at caller post number words told by on_behalf_of at",
    "incident_items": "id incident_id item_id kind number is_off by on_behalf_of at",
    "undoings": "id deed undoes by",
    "seals": "id record record_id sha256",
    "counterfoils": "id record record_id event held",
    "notices": "id person subject subject_id action text by at",
    "senders": "id source sender unit by on_behalf_of at",
    "tables_read": "source address sha256 rules",
    "relations": "item_id other_id kind share back_share why sure at",
    "printed_relations": "item_id entry_id kind share back_share why sure at",
    "item_samples": "sample item_id",
    "entry_samples": "sample entry_id",
    "sampled_items": "item_id size at",
    "sampled_entries": "entry_id size at",
    "events": "id size first_dated newest_dated",
    "event_items": "item_id event_id",
    "event_sketches": "item_id received dated title_length body_length probes title body",
    "event_probes": "gram item_id",
    "event_gram_counts": "gram items",
    "item_phrases": "item_id dated phrases",
    "item_scores": "item_id state score lift is_problem fixed timed facts is_stale due made rules",
    "score_counts": "state score items",
    "rank_rules": "id fingerprint",
    "rank_marks": "name value",
    "rank_terms": "term tenths adopted declined",
    "rank_topics": "title words kind why until",
    "rank_switches": "id term is_off reason by at",
}
SEARCH_INDEXES = ("item_grams", "revision_grams")
INDEXES = {
    "former_names_by_name",
    "former_names_by_former",
    "items_by_state",
    "items_by_day",
    "items_by_fingerprint",
    "items_by_key",
    "problems_open",
    "articles_by_state",
    "article_items_by_item",
    "statuses_by_subject",
    "statuses_by_revision",
    "statuses_by_person",
    "statuses_by_deed",
    "undoings_by_undone",
    "commissions_by_state",
    "incidents_by_state",
    "ratings_by_incident",
    "phone_reports_by_incident",
    "incident_items_by_incident",
    "incident_items_by_item",
    "commission_answers_by_commission",
    "commission_answers_by_item",
    "answers_by_article",
    "items_by_instruction",
    "items_by_time",
    "entries_by_article",
    "sign_offs_by_issue",
    "adoptions_by_issue",
    "follow_ups_by_instruction",
    "follow_ups_by_state",
    "instructions_by_issue",
    "judgements_by_instruction",
    "slips_by_follow_up",
    "issue_numbers",
    "issues_by_state",
    "proofs_by_issue",
    "progress_by_follow_up",
    "articles_by_revision",
    "entries_by_revision",
    "source_runs_by_source",
    "source_runs_with_news",
    "items_by_news",
    "items_by_number",
    "items_leads",
    "items_by_original",
    "arrivals_waiting",
    "sights_by_article",
    "inspections_by_article",
    "notices_by_person",
    "senders_by_source",
    "relations_by_other",
    "relations_sure",
    "printed_relations_by_entry",
    "upward_reports_by_article",
    "upper_adoptions_by_entry",
    "upper_adoptions_by_late_entry",
    "penalties_by_unit",
    "event_items_joined",
    "item_phrases_by_time",
    *(f"item_scores_{name}" for name in ("queue", "all", "problems", "lifted", "stale", "due", "rules")),
    "items_by_unit",
    "items_by_receipt",
    "items_by_place",
    "verifications_by_subject",
    "readings_by_issue",
    "corrections_by_issue",
    "corrigenda_by_correction",
    "counterfoils_by_row",
}
APPEND_ONLY = (
    *("originals", "revisions", "statuses", "proofs", "sign_offs"),
    *(
        "adoptions",
        "instructions",
        "progress",
        "answers",
        "inspections",
        "findings",
        "pictures",
        "copies",
        "senders",
        "sights",
        "notices",
        "rank_switches",
        "commission_answers",
        "undoings",
        "verifications",
        "readings",
        "corrections",
        "corrigenda",
        "copy_returns",
        "late_entries",
        "upper_adoptions",
        "upward_reports",
        "penalties",
        "retractions",
        "judgements",
        "slips",
        "ratings",
        "phone_reports",
        "incident_items",
        "counterfoils",
        "tag_domains",
        "receipt_numbers",
        "seals",
    ),
)
BEGUN = ("articles", "commissions", "incidents")
KEPT = ("issues", "entries", *BEGUN)
HELD = ("items", "articles", "article_items", "issues", "entries", "follow_ups", "problems", "former_names", "arrivals")
TRIGGER_NAMES = {
    *(f"{table}_no_replace" for table in (*APPEND_ONLY, *KEPT)),
    *(f"{table}_no_overwrite" for table in KEPT),
    *(f"{table}_sealed" for table in (*APPEND_ONLY, *BEGUN) if table != "seals"),
    *(f"{table}_{what}" for table in BEGUN for what in ("as_begun", "no_delete")),
    *(f"{table}_no_{event}" for table in APPEND_ONLY for event in ("update", "delete")),
    *(f"{table}_held_on_{event}" for table in HELD for event in ("insert", "update", "delete")),
    *(
        f"{table}_state_follows_status"
        for table in ("items", "articles", "issues", "follow_ups", "commissions", "incidents")
    ),
    *(f"entries_frozen_on_{event}" for event in ("insert", "update", "delete")),
    "issues_no_delete",
    "issues_frozen",
    "issues_signed_stay",
    "answers_scored_on_insert",
    *(f"item_grams_on_{event}" for event in ("insert", "update", "delete")),
    "revision_grams_on_insert",
    "items_unrelated_on_update",
    *(f"items_scored_on_{event}" for event in ("insert", "state", "change", "delete")),
    *(f"item_scores_counted_on_{event}" for event in ("insert", "update", "delete")),
    "event_items_scored_on_insert",
}


@pytest.fixture
def empty() -> Iterator[Database]:
    """A new database in memory."""
    db = store.open_database(Path(":memory:"))
    yield db
    db.close()


@pytest.fixture(scope="module")
def filled(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with at least one row in every append-only table."""
    house: House = new_house(tmp_path_factory.mktemp("filled"))
    issue = house.issue("published")
    instruction = house.instruction(issue)
    clerk = house.actor("clerk1")
    case = follow_ups.assign(house.db, house.settings, instruction.id, follow_ups.Assignment("东山镇"), clerk, house.at)
    follow_ups.remind(house.db, house.settings, case.id, "请抓紧", clerk, house.at)
    wish = instructions.Correction(level="市", reason="名单更新")
    instructions.put_right(house.db, instruction.id, wish, clerk, house.at)
    store.articles.answer(house.db, 1, "wording.pairs-1", "引文如此", "editor1", house.at)
    with store.write(house.db):
        house.db.execute("insert into pictures values (1, 1, '图', '00', 'image/png', 1, 1, 'editor1', '2026')")
        house.db.execute("insert into copies values (1, 1, 1, '市财政局', '00', 'editor1', '2026')")
        house.db.execute("insert into rank_switches values (1, '类型：动态', 1, '试用', 'editor1', '2026')")
        house.db.execute("insert into undoings values (1, 2, 1, 'editor1')")
        house.db.execute(
            "insert into commissions values (1, '题', '[]', '[]', '2026', '2027', null, null, 'open', 'a', '', '2026')"
        )
        house.db.execute("insert into commission_answers values (1, 1, 1, '东山镇', 0, 'editor1', '', '2026')")
        house.db.execute("insert into incidents values (1, 'handling', 'a', '', '2026')")
        house.db.execute("insert into ratings values (1, 1, '火灾', '重大', '', null, null, '', 'a', '', '2026')")
        house.db.execute("insert into phone_reports values (1, 1, '2026', '李四', '', '', '起火', '', 'a', '', '2026')")
        house.db.execute("insert into incident_items values (1, 1, 1, 'first', 0, 0, 'a', '', '2026')")
        house.db.execute("insert into findings values (999, 1, 'wording.pairs-1', 'wording.pairs', 'error', '第1段')")
        house.db.execute(
            "insert into verifications values (1, 'item', 1, null, '', '', '', '其他', '', '属实', '', '2026', 'editor1', '', '2026')"
        )
        house.db.execute(
            "insert into readings select 1, issue_id, id, sha256, '[]', '', by, '', at from proofs limit 1"
        )
        house.db.execute(
            "insert into corrections select 1, id, null, 'withdraw', '', '', '', null, 1, 'signer1', '', '2026' from issues limit 1"
        )
        house.db.execute("insert into corrigenda values (1, 1, 1)")
        house.db.execute("insert into copy_returns select 1, id, 1, '', 'clerk1', '', '2026' from issues limit 1")
        house.db.execute(
            "insert into late_entries values (1, '旧刊', '', '', '题', '', '[]', '2026-03-01', '', 'a', '', '2026')"
        )
        house.db.execute(
            "insert into upper_adoptions values "
            "(1, null, 1, 'adopted', '省', '要情', '', '', 0, '', '2026-03-02', 'a', '', '2026')"
        )
        house.db.execute(
            "insert into upward_reports select 1, article_id, id, null, '省', '专报', 'tag:x', '', '{}', by, '', at "
            "from revisions limit 1"
        )
        house.db.execute("insert into tag_domains values (1, 'office-x.invalid')")
        house.db.execute("insert into receipt_numbers values (1, 1, 1, 'tag:x/1', '每日要情', '第1期')")
        house.db.execute("insert into penalties values (1, '东山镇', '迟报', '', '', '2026-03-03', 'a', '', '2026')")
        house.db.execute("insert into retractions values (1, 'penalties', 1, '误', '2026-03-04', 'a', '', '2026')")
        house.db.execute("insert into senders values (1, 'box', 'a@example.org', '东山镇', 'clerk1', '', '2026')")
    return house


def _names(db: Database, kind: str) -> set[str]:
    rows = db.execute("select name from sqlite_master where type = ? and name not like 'sqlite_%'", (kind,)).fetchall()
    return {name for (name,) in rows if not name.startswith("_sqlite_")}


def test_migrations_from_nothing_give_exactly_the_written_schema(empty: Database) -> None:
    """A new office has these tables with these columns, these indexes and these triggers, and nothing else."""
    indexed = {table for table in _names(empty, "table") if table.startswith(SEARCH_INDEXES)}
    columns = {table: " ".join(empty[table].columns_dict) for table in _names(empty, "table") - indexed}

    assert columns == TABLES
    assert indexed >= set(SEARCH_INDEXES)
    assert _names(empty, "index") - {i for i in _names(empty, "index") if "_sqlite_" in i} == INDEXES
    assert _names(empty, "trigger") == TRIGGER_NAMES


def test_every_table_is_strict(empty: Database) -> None:
    """SQLite itself refuses a value of the wrong type in every table."""
    assert [table for table in TABLES if not empty.table(table).strict] == []


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """An office that is opened a second time keeps its schema and its rows."""
    path = tmp_path / "var" / "bulletin.db"
    first = store.open_database(path)
    before = first.schema
    first.close()

    second = store.open_database(path)

    assert second.schema == before
    second.close()


def test_a_row_that_points_nowhere_is_refused(empty: Database) -> None:
    """Foreign keys hold on every connection the program opens."""
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        empty.execute("insert into article_items values (1, 1, 1)")


def test_transform_drops_triggers_and_restore_triggers_brings_them_back(empty: Database) -> None:
    """The trap is real, it is noticed by name, and one call mends it."""
    empty.table("revisions").transform(rename={"note": "remark"})

    assert "revisions_no_update" in store.altered_triggers(empty)
    store.restore_triggers(empty)
    assert store.altered_triggers(empty) == []
    assert _names(empty, "trigger") == TRIGGER_NAMES


def test_a_weakened_or_foreign_trigger_is_noticed_and_mended(empty: Database) -> None:
    """A trigger with our name and another body, or with a name of its own, is named and put right."""
    empty.execute("drop trigger statuses_no_delete")
    empty.execute("create trigger statuses_no_delete before delete on statuses begin select 1; end")
    empty.execute("create trigger backdoor after insert on statuses begin select 1; end")

    assert store.altered_triggers(empty) == ["backdoor", "statuses_no_delete"]
    store.restore_triggers(empty)
    assert store.altered_triggers(empty) == []


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["update {} set id = id + 1000", "delete from {}"])
def test_append_only_tables_refuse_to_change(filled: House, table: str, statement: str) -> None:
    """Rows of these tables can neither be changed nor removed, by whatever program."""
    count = filled.db.execute(f"select count(*) from {table}").fetchone()[0]
    assert count > 0, "there is a row to protect"

    with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
        filled.db.execute(statement.format(table))

    assert filled.db.execute(f"select count(*) from {table}").fetchone()[0] == count


def _outside(path: Path) -> sqlite3.Connection:
    """Open the file as a program that knows everything but the chain of seals: its functions do nothing."""
    outside = sqlite3.connect(path)
    for name, arguments in (("sealed", -1), ("held", -1), ("grams", 1), ("folded", 1), ("narrowed", 1)):
        outside.create_function(name, arguments, lambda *values: "")
    return outside


def _unique_keys(outside: sqlite3.Connection, table: str) -> int:
    return len([row for row in outside.execute(f"pragma index_list({table})") if row[2]])


@pytest.mark.parametrize("table", [*APPEND_ONLY, *KEPT])
def test_no_row_is_replaced_from_outside_the_program(filled: House, table: str) -> None:
    """Another program, without the trigger on deletion being fired by a replacement, still rewrites no row.

    By the same id, as a number or as text, by every other unique key, and by an upsert.
    """
    outside = _outside(filled.settings.database_path)
    names = [row[1] for row in outside.execute(f"pragma table_info({table})")]
    columns, others = (", ".join(f'"{name}"' for name in some) for some in (names, names[1:]))
    as_text = columns.replace('"id"', "cast(id as text)", 1)
    statements = [
        f"insert or replace into {table} select {columns} from {table}",
        f"replace into {table} ({columns}) select {as_text} from {table}",
        f"insert into {table} select {columns} from {table} where true on conflict (id) do update set id = id + 1",
        *([f"insert or replace into {table} ({others}) select {others} from {table}"] * _unique_keys(outside, table)),
    ]
    before = list(outside.iterdump())

    for statement in statements:
        with pytest.raises(sqlite3.IntegrityError, match=table):
            outside.execute(statement)
        outside.rollback()

    assert list(outside.iterdump()) == before
    outside.close()


@pytest.mark.parametrize("table", [*APPEND_ONLY, *BEGUN])
@pytest.mark.parametrize(
    "statement", ["update {} set id = id + 1000", "update or replace {} set id = 1", "delete from {}"]
)
def test_no_row_is_changed_or_removed_from_outside_the_program(filled: House, table: str, statement: str) -> None:
    """Another program neither changes nor removes a row that stays."""
    outside = _outside(filled.settings.database_path)

    with pytest.raises(sqlite3.IntegrityError):
        outside.execute(statement.format(table))

    outside.close()


def test_an_open_issue_does_not_take_the_place_of_a_published_one(house: House) -> None:
    """An issue, or an entry, that may still be changed cannot be given the number or the id of one that may not."""
    house.issue("published")
    house.issue("composed")
    outside = _outside(house.settings.database_path)
    before = list(outside.iterdump())

    for statement in (
        "update or replace issues set year = 2026, number = 1 where id = 2",
        "update or replace issues set id = 1 where id = 2",
        "update or replace entries set id = 1 where id = 2",
        "update or replace entries set issue_id = 1, article_id = 1 where id = 2",
        "update or replace articles set id = 1 where id = 2",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            outside.execute(statement)

    assert list(outside.iterdump()) == before
    outside.close()


def test_a_program_without_ours_adds_nothing_to_what_is_sealed(filled: House) -> None:
    """A plain connection cannot even write a new row: it does not know how a row is sealed."""
    outside = sqlite3.connect(filled.settings.database_path)

    with pytest.raises(sqlite3.OperationalError, match="no such function: sealed"):
        outside.execute("insert into corrigenda (correction_id, article_id) values (1, 2)")

    outside.close()


def test_whatever_names_who_did_it_stays(empty: Database) -> None:
    """A table that says by whom is append-only, keeps what it was begun with, or leaves counterfoils."""
    signed = {table for table in _names(empty, "table") if "by" in empty[table].columns_dict}

    assert signed <= {*triggers.APPEND_ONLY, *triggers.BEGUN, *FOILS}


@pytest.mark.parametrize(
    "statement",
    [
        "update issues set editor_note = 'x'",
        "update issues set number = 2",
        "update issues set state = 'composed'",
        "delete from issues",
        "update entries set section = 'x'",
        "delete from entries",
        "insert into entries select 99, issue_id, 2, 1, revision_id, section, '' from entries",
    ],
)
def test_a_published_issue_and_its_entries_are_frozen(filled: House, statement: str) -> None:
    """Nothing of a published issue can be changed, removed or added."""
    with pytest.raises(sqlite3.IntegrityError, match="不能"):
        filled.db.execute(statement)


def test_a_signed_issue_stays_as_it_was_signed(house: House) -> None:
    """From the sign-off on, number and 编者按 belong to the issue, and its entries stand."""
    signed = house.issue("signed")

    for change in (
        "set number = 7",
        "set year = 2025",
        "set total = null",
        "set series = '增刊'",
        "set editor_note = 'x'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="不能改动"):
            house.db.execute(f"update issues {change}")
    with pytest.raises(sqlite3.IntegrityError, match="不能改动条目"):
        store.issues.place(house.db, signed.id, 1, 1, "x")


def test_a_state_follows_its_status_by_itself(house: House) -> None:
    """Writing a status row moves the subject: there is no second way to set a state."""
    item = house.item()

    house.db.execute(
        "insert into statuses (subject, subject_id, action, state, by, on_behalf_of, at, note) "
        "values ('item', ?, 'shelve', 'shelved', 'editor1', '', '2026-11-20T09:00:00+08:00', '')",
        (item.id,),
    )

    assert store.items.get(house.db, item.id).state == "shelved"
    assert store.statuses.strays(house.db) == []


def test_a_state_set_past_its_status_is_found(house: House) -> None:
    """A state that was written by hand differs from its newest status and is named."""
    article = house.article()

    house.db.execute("update articles set state = 'approved' where id = ?", (article.id,))

    assert store.statuses.strays(house.db) == [f"稿件 {article.id} 现为已审定，记录为编辑中"]


# Transactions


def test_a_block_that_fails_leaves_nothing_behind(empty: Database, tmp_path: Path) -> None:
    """What was written before the failure in the same block is undone, in nested blocks too."""
    with pytest.raises(ZeroDivisionError), store.write(empty):
        empty.execute("insert into problems values (1, 's', 'error', 'w', 'r', 'now', null, null, '', '', '')")
        with store.write(empty):
            empty.execute("insert into problems values (2, 's', 'error', 'w', 'r', 'now', null, null, '', '', '')")
        raise ZeroDivisionError

    assert empty["problems"].count == 0
    assert not empty.conn.in_transaction


def test_a_writer_waits_for_its_turn_and_says_so_when_it_never_comes(tmp_path: Path) -> None:
    """Another program's open transaction is answered with the reason and "try later", and the text is kept out."""
    path = tmp_path / "bulletin.db"
    one, other = store.open_database(path), store.open_database(path)
    other.execute("pragma busy_timeout = 50")

    with store.write(one), pytest.raises(StoreFailure, match="另一程序正在写入，请稍后重试"), store.write(other):
        raise AssertionError("two writers at a time")

    with store.write(other):
        pass
    one.close()
    other.close()


def test_a_file_that_is_no_database_is_refused_with_a_remedy(tmp_path: Path) -> None:
    """A damaged file is not taken for an empty office."""
    path = tmp_path / "bulletin.db"
    path.write_bytes(b"this is not a database, whatever it may have been" * 100)

    with pytest.raises(StoreFailure, match=r"从备份恢复 var/bulletin\.db"):
        store.open_database(path)


def test_a_directory_that_cannot_be_made_is_a_failure_of_the_store(tmp_path: Path) -> None:
    """Where a file stands in the way of ``var/``, the message names the path."""
    (tmp_path / "var").write_text("in the way")

    with pytest.raises(StoreFailure, match=re.escape(str(tmp_path / "var" / "bulletin.db"))):
        store.open_database(tmp_path / "var" / "bulletin.db")


# Files


def test_a_file_is_written_whole_and_replaced_whole(tmp_path: Path) -> None:
    """After writing there is the file with these bytes and nothing beside it."""
    path = tmp_path / "deep" / "file"

    files.write_durably(path, b"one")
    files.write_durably(path, b"two")

    assert files.read(path) == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_a_folder_is_never_renamed_onto_another(tmp_path: Path) -> None:
    """A folder that is already there is not overwritten, not even an empty one."""
    (tmp_path / "new").mkdir()
    (tmp_path / "there").mkdir()

    with pytest.raises(StoreFailure, match="不会覆盖"):
        files.move_durably(tmp_path / "new", tmp_path / "there")
    assert (tmp_path / "new").is_dir()


FULL = """
import sys
from datetime import datetime
from pathlib import Path
from bulletin import store
from bulletin.errors import StoreFailure
from bulletin.model import Received
from bulletin.settings import read_settings

settings = read_settings(Path(sys.argv[1]))
at = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
db = store.open_database(settings.database_path)
kept = 0
try:
    for n in range(400):
        store.originals.keep(db, settings, Received(bytes([n % 256]) * 20000, f"a{n}"), "full", at)
        kept += 1
except StoreFailure as failure:
    print(kept, failure)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    """On a full disk the write fails with a remedy; every row that is there has all its bytes, and none is partial."""
    mount = tmp_path / "small"
    mount.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mount)], check=False).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        (mount / "bulletin.toml").write_text(
            '[office]\nname = "x"\n[publications."p"]\nissuer = "x"\nlevels = ["y"]\n', encoding="utf-8"
        )
        done = subprocess.run(
            [sys.executable, "-c", FULL, str(mount)], capture_output=True, text=True, check=True, timeout=60
        )
        kept, _, said = done.stdout.partition(" ")
        db = Database(sqlite3.connect(mount / "var" / "bulletin.db"))
        digests = [row[0] for row in db.execute("select sha256 from originals").fetchall()]
        db.close()
        bodies = {path.name: path.stat().st_size for path in (mount / "var" / "originals").rglob("*") if path.is_file()}
    finally:
        subprocess.run(["umount", str(mount)], check=True)

    assert "磁盘已满" in said
    assert 0 < int(kept) == len(digests)
    assert all(bodies.get(digest) == 20000 for digest in digests)
    assert set(bodies.values()) == {20000}


def test_the_triggers_in_the_file_are_those_of_the_program(empty: Database) -> None:
    """The set after all migrations is exactly the written one."""
    assert set(triggers.triggers_of(empty)) == TRIGGER_NAMES
    assert store.altered_triggers(empty) == []
