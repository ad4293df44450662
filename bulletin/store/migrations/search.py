"""Full-text search: the indexes, filled with what is already there."""

from __future__ import annotations

from sqlite_utils import Database

from bulletin.store.gram_tables import ROWS_OF, command, fill
from bulletin.store.migrations.ledger import MIGRATIONS, run


@MIGRATIONS()
def m008_searched(db: Database) -> None:
    """Indexes over items and revisions, and the way from a revision to its article and its entries.

    About 0.5 ms for each row, in the one transaction of all migrations: killed half-way, the office is as it was.
    """
    run(
        db,
        """
        create virtual table item_grams using fts5 (title, text, content = '', tokenize = 'ascii');
        create virtual table revision_grams using fts5 (title, text, content = '', tokenize = 'ascii');
        create index articles_by_revision on articles (revision_id);
        create index entries_by_revision on entries (revision_id);
        """,
    )
    for index in ROWS_OF:
        command(db, index, "rank", "bm25(4.0, 1.0)")
        fill(db, index)
