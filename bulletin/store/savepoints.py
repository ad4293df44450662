"""Parts of one transaction that may fail alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from bulletin.store.database import storing


@contextmanager
def apart(db: Database) -> Iterator[None]:
    """Run the block, inside a transaction, so that its failure undoes what it wrote and nothing else.

    Raises `StoreFailure` when the disk is full or the like, which ends the whole transaction.
    """
    connection: sqlite3.Connection = db.conn
    connection.execute("savepoint apart")
    try:
        with storing("数据库"):
            yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback to apart")
        raise
    finally:
        if connection.in_transaction:
            connection.execute("release apart")
