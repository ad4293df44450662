"""Pictures of articles: their bytes by SHA-256 beside the originals, and a row for each name. Neither ever changes.

Whether a picture still belongs to its article is told by the trail: a step ``detach`` takes it off, ``attach`` puts it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bulletin.errors import StoreFailure
from bulletin.settings import Settings
from bulletin.store import files, originals
from bulletin.store.database import write
from bulletin.store.rows import Row, insert, known_moment, select, stamp
from bulletin.text import sha256


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture (图) of an article under the ``name`` its text calls it by; ``width`` and ``height`` are in dots."""

    article_id: int
    name: str
    sha256: str
    media_type: str
    width: int
    height: int
    by: str
    at: datetime


_LAST_STEP = """
    (select s.action from statuses s where s.subject = 'article' and s.subject_id = p.article_id and s.target = p.name
     and s.action in ('attach', 'detach') order by s.id desc limit 1)
"""


def of_article(db: Database, article_id: int) -> list[StoredPicture]:
    """Return the pictures of an article in the order they came in, without those that were detached."""
    sql = f"select * from pictures p where article_id = ? and coalesce({_LAST_STEP}, 'attach') <> 'detach' order by id"
    return [_picture(row) for row in select(db, sql, article_id)]


def named(db: Database, article_id: int, name: str) -> StoredPicture | None:
    """Return the picture that ever had this name in the article, detached or not, or None."""
    rows = select(db, "select * from pictures where article_id = ? and name = ?", article_id, name)
    return _picture(rows[0]) if rows else None


def every(db: Database) -> list[StoredPicture]:
    """Return all pictures, oldest first."""
    return [_picture(row) for row in select(db, "select * from pictures order by id")]


def keep(db: Database, settings: Settings, picture: StoredPicture, body: bytes) -> None:
    """Keep a picture: first its bytes, durably, then the row. The name must be free within the article.

    Raises `StoreFailure`, `sqlite3.IntegrityError` for a name that is taken.
    """
    path = originals.path_of(settings, picture.sha256)
    row: Row = {name: getattr(picture, name) for name in StoredPicture.__slots__}
    with write(db):
        if not path.exists():
            files.write_durably(path, body)
        insert(db, "pictures", {**row, "at": stamp(picture.at)})


def body(settings: Settings, picture: StoredPicture) -> bytes:
    """Return the bytes of a picture as they were attached. Raises `StoreFailure` when they are not."""
    found = files.read(originals.path_of(settings, picture.sha256))
    if sha256(found) != picture.sha256:
        raise StoreFailure(
            f"稿件 {picture.article_id} 的图“{picture.name}”的字节与附上时不同",
            "请从备份恢复；运行 archive verify 查看范围",
        )
    return found


def _picture(row: Row) -> StoredPicture:
    fields = {name: row[name] for name in StoredPicture.__slots__}
    return StoredPicture(**{**fields, "at": known_moment(row["at"])})
