"""By which name an office's reports are known everywhere (上报编号的域名)."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m026_named_apart(db: Database) -> None:
    """One row at most: the domain in the tags of reports, written when it is first needed (`bulletin.store.upward`)."""
    run(
        db,
        """
        create table authorities (
            id integer primary key check (id = 1),
            authority text not null
        ) strict
        """,
    )
