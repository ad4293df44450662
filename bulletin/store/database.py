"""The one database file of an office: opening it, and the one way to write to it.

Every write happens inside `write`, which issues ``BEGIN IMMEDIATE``: a plain ``BEGIN`` lets two editors read the same
row and then refuses one of them at random. WAL is used only where SQLite has the reset bug fixed (3.51.3).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from bulletin.errors import StoreFailure
from bulletin.store.counterfoil_tables import register_held
from bulletin.store.gram_tables import register_functions
from bulletin.store.migrations import MIGRATIONS
from bulletin.store.sealing import register_sealed
from bulletin.store.triggers import restore_triggers

BUSY_SECONDS = 30
WAL_IS_SOUND_FROM = (3, 51, 3)


class Connection(sqlite3.Connection):
    """A connection that knows the deed (操作) its transaction is: the id of its first step in the trail, 0 before that."""

    deed = 0


def open_database(path: Path) -> Database:
    """Open the office's database at `path`, making or migrating it. Raises `StoreFailure`."""
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, factory=Connection)
        db = Database(connection, execute_plugins=False)  # no foreign code in it, and nothing to look for
        register_functions(db)
        register_sealed(db)
        register_held(db)
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma synchronous = full")
        if str(path) != ":memory:":
            connection.execute(f"pragma journal_mode = {journal_mode()}")
        if MIGRATIONS.pending(db):
            with write(db):
                MIGRATIONS.apply(db)
                restore_triggers(db)
    return db


def journal_mode() -> str:
    """Return the journal mode this SQLite can be trusted with: ``wal`` or ``truncate``."""
    return "wal" if sqlite3.sqlite_version_info >= WAL_IS_SOUND_FROM else "truncate"


def describe(db: Database) -> tuple[bool, str]:
    """Return whether the file is sound by SQLite's quick check, and what it is, for `doctor`."""
    word = db.execute("pragma quick_check").fetchone()[0]
    return word == "ok", f"SQLite {sqlite3.sqlite_version}，{journal_mode()}，{word}"


def damages(db: Database) -> list[str]:
    """Return what SQLite's full check finds wrong with the file; nothing when it is whole."""
    return [word for (word,) in db.execute("pragma integrity_check").fetchall() if word != "ok"]


@contextmanager
def write(db: Database) -> Iterator[None]:
    """Run the block as one immediate transaction: all of it happens, or nothing. Inside another, it joins that one.

    Raises `StoreFailure` when the disk is full or the database stays locked.
    """
    connection: sqlite3.Connection = db.conn
    if connection.in_transaction:
        yield
        return
    try:
        with storing("数据库"):
            connection.execute("begin immediate")
            if isinstance(connection, Connection):
                connection.deed = 0
            yield
            connection.execute("commit")
    finally:
        if connection.in_transaction:
            connection.execute("rollback")


@contextmanager
def storing(what: object) -> Iterator[None]:
    """Turn failures of disk and database inside the block into `StoreFailure` with a remedy."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreFailure(f"{what} 未能写入或读取：{error}", _remedy(str(error))) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError):
            raise
        raise StoreFailure(f"{what} 不是完好的数据库：{error}", "请停止使用，从备份恢复 var/bulletin.db") from error
    except OSError as error:
        raise StoreFailure(f"{what} 未能写入或读取：{error.strerror or error}", _remedy(str(error))) from error


def _remedy(error: str) -> str:
    text = error.lower()
    if "full" in text or "no space" in text or "quota" in text:
        return "磁盘已满：请腾出空间后重试，已完成的部分都还在"
    if "locked" in text:
        return "另一程序正在写入，请稍后重试"
    return "请检查磁盘与目录权限；运行 bulletin doctor"
