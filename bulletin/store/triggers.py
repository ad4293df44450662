"""The triggers that keep rows as they were written, and states as `workflow` gave them.

`APPEND_ONLY` tables take new rows and nothing else, and every row is sealed (`bulletin.store.sealing`). `BEGUN` says what
of a row stays as it was begun while the rest moves on, leaving counterfoils (`bulletin.store.counterfoil_tables`); an issue
and its entries stand from the sign-off. A subject's ``state`` follows its newest status by itself.

``insert or replace`` and ``update or replace`` remove the row in the way without firing its delete trigger (unless
``recursive_triggers`` is on: https://sqlite.org/lang_conflict.html), so both are refused by triggers of their own.
"""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.counterfoil_tables import counterfoil_triggers
from bulletin.store.gram_tables import ROWS_OF
from bulletin.store.score_tables import SCORE_TRIGGERS
from bulletin.store.sealing import HEAD, keys_of, seal_of
from bulletin.terms import SUBJECTS

APPEND_ONLY = (
    "originals",
    "revisions",
    "statuses",
    "proofs",
    "sign_offs",
    "adoptions",
    "instructions",
    "progress",
    "answers",
    "inspections",
    "findings",
    "pictures",
    "copies",
    "senders",
    "rank_switches",
    "sights",
    "notices",
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
)
BEGUN = {
    "articles": ("id", "publication", "created_by", "created_at", "taken_from"),
    "commissions": (
        *("id", "topic", "asks", "units", "starts_at", "due_at", "issue_id", "instruction_id"),
        *("by", "on_behalf_of", "at"),
    ),
    "incidents": ("id", "by", "on_behalf_of", "at"),
}
"""Tables whose rows move on, and what of a row stays as it was begun; that much of it is sealed."""
SEALED: dict[str, tuple[str, ...]] = {**dict.fromkeys(APPEND_ONLY, ()), **BEGUN}
"""Tables whose rows are sealed, and what of them is; all of a row where nothing is named."""
KEPT = ("issues", "entries", *BEGUN)
"""Tables whose rows move on, and are not replaced by others."""
TABLE_OF_SUBJECT = {
    "item": "items",
    "article": "articles",
    "issue": "issues",
    "follow_up": "follow_ups",
    "commission": "commissions",
    "incident": "incidents",
}
_FROZEN_STATES = "('signed', 'published', 'voided', 'discarded')"


def _append_only(table: str) -> dict[str, str]:
    return {
        f"{table}_no_{event}": f"create trigger {table}_no_{event} before {event} on {table} "
        f"begin select raise(abort, '{table} 只增不改'); end"
        for event in ("update", "delete")
    }


def _begun(table: str, columns: tuple[str, ...]) -> dict[str, str]:
    name = next(SUBJECTS[subject] for subject, of_subject in TABLE_OF_SUBJECT.items() if of_subject == table)
    return {
        f"{table}_as_begun": f"create trigger {table}_as_begun before update of {', '.join(columns)} on {table} "
        f"begin select raise(abort, '{name}的来历不能改动'); end",
        f"{table}_no_delete": f"create trigger {table}_no_delete before delete on {table} "
        f"begin select raise(abort, '{name}不能删除'); end",
    }


def _not_replaced(db: Database, table: str) -> dict[str, str]:
    """No new row takes the place of another that has its id, or whatever else must be unique."""
    taken = " or ".join(f"exists (select 1 from {table} where {_same(key)})" for key in keys_of(db, table))
    name = f"{table}_no_replace"
    return {
        name: f"create trigger {name} before insert on {table} when {taken} "
        f"begin select raise(abort, '{table} 只增不改，不能顶替'); end"
    }


def _not_overwritten(db: Database, table: str) -> dict[str, str]:
    """No row that moves on takes the place of another; what keeps its id is the same row."""
    keys = [key for key in keys_of(db, table) if key != ("id",)]
    taken = " or ".join(f"exists (select 1 from {table} where id <> old.id and {_same(key)})" for key in keys)
    name = f"{table}_no_overwrite"
    return {
        name: f"create trigger {name} before update on {table} when new.id <> old.id{' or ' if taken else ''}{taken} "
        f"begin select raise(abort, '{table} 不能顶替'); end"
    }


def _same(key: tuple[str, ...]) -> str:
    return " and ".join(f'"{name}" = new."{name}"' for name in key)


def _sealed(db: Database, table: str, columns: tuple[str, ...]) -> dict[str, str]:
    name = f"{table}_sealed"
    seal = seal_of(db, table, columns, "new", HEAD)
    return {
        name: f"create trigger {name} after insert on {table} "
        f"begin insert into seals (record, record_id, sha256) values ('{table}', new.id, {seal}); end"
    }


def _state_follows(subject: str, table: str) -> dict[str, str]:
    name = f"{table}_state_follows_status"
    return {
        name: f"create trigger {name} after insert on statuses when new.subject = '{subject}' "
        f"begin update {table} set state = new.state where id = new.subject_id; end"
    }


def _frozen_entries() -> dict[str, str]:
    frozen = "exists (select 1 from issues where id = {row}.issue_id and state in " + _FROZEN_STATES + ")"
    old, new = frozen.format(row="old"), frozen.format(row="new")
    events = {"insert": new, "update": f"{old} or {new}", "delete": old}
    return {
        f"entries_frozen_on_{event}": f"create trigger entries_frozen_on_{event} before {event} on entries "
        f"when {condition} begin select raise(abort, '已签发的一期不能改动条目'); end"
        for event, condition in events.items()
    }


def _index_follows(index: str, table: str) -> dict[str, str]:
    """The full-text index holds what the row holds; FTS5 wants the old words to take them out."""
    columns, new, old = "rowid, title, text", _indexed("new"), _indexed("old")
    enter = f"insert into {index} ({columns}) values ({new});"
    take_out = f"insert into {index} ({index}, {columns}) values ('delete', {old});"
    changed = "when old.id <> new.id or old.title <> new.title or old.text <> new.text"
    bodies = {
        "insert": f"after insert on {table} begin {enter} end",
        "update": f"after update of id, title, text on {table} {changed} begin {take_out} {enter} end",
        "delete": f"after delete on {table} begin {take_out} end",
    }
    events = ["insert"] if table in APPEND_ONLY else list(bodies)
    return {f"{index}_on_{event}": f"create trigger {index}_on_{event} {bodies[event]}" for event in events}


def _indexed(row: str) -> str:
    return f"{row}.id, grams({row}.title), grams({row}.text)"


TRIGGERS: dict[str, str] = {
    **{name: sql for table in (*APPEND_ONLY, "seals") for name, sql in _append_only(table).items()},
    **{name: sql for table, columns in BEGUN.items() for name, sql in _begun(table, columns).items()},
    **{
        name: sql for subject, table in TABLE_OF_SUBJECT.items() for name, sql in _state_follows(subject, table).items()
    },
    **_frozen_entries(),
    **{name: sql for index, table in ROWS_OF.items() for name, sql in _index_follows(index, table).items()},
    **SCORE_TRIGGERS,
    "items_unrelated_on_update": "create trigger items_unrelated_on_update after update of title, text on items "
    "when old.title is not new.title or old.text is not new.text begin "
    "delete from sampled_items where item_id = old.id; "
    "delete from relations where (item_id = old.id or other_id = old.id) and kind <> 'event'; "
    "delete from printed_relations where item_id = old.id; delete from item_phrases where item_id = old.id; end",
    "answers_scored_on_insert": "create trigger answers_scored_on_insert after insert on commission_answers "
    "begin update item_scores set is_stale = 1 where item_id = new.item_id; end",
    "issues_no_delete": "create trigger issues_no_delete before delete on issues "
    "begin select raise(abort, '期号记录不能删除'); end",
    "issues_frozen": "create trigger issues_frozen before update on issues "
    "when old.state in ('published', 'voided', 'discarded') begin select raise(abort, '已印发、已撤销的一期不能改动'); end",
    "issues_signed_stay": "create trigger issues_signed_stay "
    "before update of publication, series, year, number, total, composed_by, composed_at, editor_note on issues "
    "when old.state in " + _FROZEN_STATES + " begin select raise(abort, '已签发的期号与编者按不能改动'); end",
}


def triggers_of(db: Database) -> dict[str, str]:
    """Return the triggers the file is to have, name to SQL: `TRIGGERS`, and those that follow from the schema."""
    return {
        **TRIGGERS,
        **{name: sql for t in (*APPEND_ONLY, *KEPT, "seals") for name, sql in _not_replaced(db, t).items()},
        **{name: sql for t in KEPT for name, sql in _not_overwritten(db, t).items()},
        **{name: sql for t, columns in SEALED.items() for name, sql in _sealed(db, t, columns).items()},
        **counterfoil_triggers(db),
    }


def restore_triggers(db: Database) -> None:
    """Make the set of triggers in the file exactly `triggers_of` it; call it after every migration and `transform`."""
    present, wanted = present_triggers(db), triggers_of(db)
    for name in present:
        if present[name] != wanted.get(name):
            db.execute(f'drop trigger "{name}"')
    for name, sql in wanted.items():
        if present.get(name) != sql:
            db.execute(sql)


def present_triggers(db: Database) -> dict[str, str]:
    """Return the triggers in the file: name to SQL."""
    rows = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    return {name: sql.replace("CREATE TRIGGER", "create trigger", 1) for name, sql in rows}


def altered_triggers(db: Database) -> list[str]:
    """Return the names of triggers that are missing, changed or not ours."""
    present, wanted = present_triggers(db), triggers_of(db)
    return sorted(name for name in {*present, *wanted} if present.get(name) != wanted.get(name))
