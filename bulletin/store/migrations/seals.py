"""The chain of seals (封存) over what is never changed, begun with the rows of an office as they stand."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run
from bulletin.store.sealing import seal_rows

_WHOLE = (
    *("originals", "revisions", "statuses", "proofs", "sign_offs", "adoptions", "instructions", "progress", "answers"),
    *("inspections", "findings", "pictures", "copies", "senders", "rank_switches", "sights", "notices"),
    *("commission_answers", "undoings", "verifications", "readings", "corrections", "corrigenda", "copy_returns"),
)
_IN_PART: dict[str, tuple[str, ...]] = {
    "articles": ("id", "publication", "created_by", "created_at", "taken_from"),
    "commissions": (
        *("id", "topic", "asks", "units", "starts_at", "due_at", "issue_id", "instruction_id"),
        *("by", "on_behalf_of", "at"),
    ),
}


@MIGRATIONS()
def m019_sealed(db: Database) -> None:
    """``record`` is the table, ``record_id`` the row, ``sha256`` its seal, made with the seal before it."""
    run(
        db,
        """
        create table seals (
            id integer primary key,
            record text not null,
            record_id integer not null,
            sha256 text not null,
            unique (record, record_id)
        ) strict
        """,
    )
    for table, names in {**dict.fromkeys(_WHOLE, ()), **_IN_PART}.items():
        seal_rows(db, table, names)
