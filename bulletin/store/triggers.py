"""The triggers that keep rows as they were written, and states as `workflow` gave them.

Append-only: originals, revisions, statuses, proofs, sign_offs, adoptions, instructions, progress, answers, inspections, findings, pictures,
copies, senders, sights, notices, commission_answers, undoings, verifications, readings, corrections, corrigenda,
copy_returns; what a commission asks; an issue and its entries once
signed. A subject's ``state`` follows its newest status by itself.
"""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.gram_tables import ROWS_OF
from bulletin.store.score_tables import SCORE_TRIGGERS

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
)
TABLE_OF_SUBJECT = {
    "item": "items",
    "article": "articles",
    "issue": "issues",
    "follow_up": "follow_ups",
    "commission": "commissions",
}
_FROZEN_STATES = "('signed', 'published', 'voided', 'discarded')"


def _append_only(table: str) -> dict[str, str]:
    return {
        f"{table}_no_{event}": f"create trigger {table}_no_{event} before {event} on {table} "
        f"begin select raise(abort, '{table} 只增不改'); end"
        for event in ("update", "delete")
    }


def _state_follows(subject: str, table: str) -> dict[str, str]:
    name = f"{table}_state_follows_status"
    return {
        name: f"create trigger {name} after insert on statuses when new.subject = '{subject}' "
        f"begin update {table} set state = new.state where id = new.subject_id; end"
    }


def _frozen_entries() -> dict[str, str]:
    frozen = "exists (select 1 from issues where id = {row}.issue_id and state in " + _FROZEN_STATES + ")"
    events = {"insert": "new", "update": "old", "delete": "old"}
    return {
        f"entries_frozen_on_{event}": f"create trigger entries_frozen_on_{event} before {event} on entries "
        f"when {frozen.format(row=row)} begin select raise(abort, '已签发的一期不能改动条目'); end"
        for event, row in events.items()
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
    **{name: sql for table in APPEND_ONLY for name, sql in _append_only(table).items()},
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
    "commissions_as_asked": "create trigger commissions_as_asked "
    "before update of topic, asks, units, starts_at, due_at, issue_id, instruction_id, by, on_behalf_of, at on commissions "
    "begin select raise(abort, '已发出的约稿不能改动'); end",
    "commissions_no_delete": "create trigger commissions_no_delete before delete on commissions "
    "begin select raise(abort, '约稿不能删除'); end",
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


def restore_triggers(db: Database) -> None:
    """Make the set of triggers in the file exactly `TRIGGERS`; call it after every migration and `transform`."""
    present = present_triggers(db)
    for name in present:
        if present[name] != TRIGGERS.get(name):
            db.execute(f'drop trigger "{name}"')
    for name, sql in TRIGGERS.items():
        if present.get(name) != sql:
            db.execute(sql)


def present_triggers(db: Database) -> dict[str, str]:
    """Return the triggers in the file: name to SQL."""
    rows = db.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    return {name: sql.replace("CREATE TRIGGER", "create trigger", 1) for name, sql in rows}


def altered_triggers(db: Database) -> list[str]:
    """Return the names of triggers that are missing, changed or not ours."""
    present = present_triggers(db)
    return sorted(name for name in {*present, *TRIGGERS} if present.get(name) != TRIGGERS.get(name))
