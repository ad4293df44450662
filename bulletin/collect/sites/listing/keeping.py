"""The page a source was made from, kept beside its file as the source's own regression test.

``sources/pages/<name>.html.gz`` holds the bytes as received, ``sources/pages/<name>.json`` where they came from, when,
and the articles they gave.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.reading import read_listing
from bulletin.errors import SourceFailure, UnreadableMaterial
from bulletin.settings import Settings, Source
from bulletin.store import files
from bulletin.text import shorten

_FOLDER = ("sources", "pages")
_LARGEST = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A list page as received: bytes, final address, charset the server named, time of fetching, and its articles."""

    body: bytes
    address: str
    charset: str
    fetched_at: datetime
    items: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What the source's definition gives today on the page it was made from: equal, or what is missing and what is new."""

    expected: int
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    error: str = ""

    @property
    def is_ok(self) -> bool:
        """Whether the definition gives exactly what it gave when it was made."""
        return not (self.missing or self.added or self.changed or self.error)

    @property
    def words(self) -> str:
        """The outcome in Chinese, for the person who looks at the source."""
        if self.is_ok:
            return f"回放留存的栏目页：{self.expected}条，与建立时一致"
        parts = (
            self.error,
            f"缺{len(self.missing)}条（首条：{shorten(self.missing[0], 30)}）" if self.missing else "",
            f"多{len(self.added)}条（首条：{shorten(self.added[0], 30)}）" if self.added else "",
            f"{len(self.changed)}条的标题或日期有变（首条：{shorten(self.changed[0], 30)}）" if self.changed else "",
        )
        return f"回放留存的栏目页：与建立时不一致，{'，'.join(filter(None, parts))}"


def paths_of(root: Path, name: str) -> tuple[Path, Path]:
    """Return where the page of that source lies, and what is known of it."""
    folder = root.joinpath(*_FOLDER)
    return folder / f"{name}.html.gz", folder / f"{name}.json"


def keep_page(root: Path, name: str, page: KeptPage) -> None:
    """Keep the page of a source, instead of the one kept before. Raises `StoreFailure`."""
    known = {
        "address": page.address,
        "charset": page.charset,
        "fetched_at": page.fetched_at.isoformat(),
        "items": [_row(item) for item in page.items],
    }
    packed, described = paths_of(root, name)
    files.write_durably(packed, gzip.compress(page.body, mtime=0))
    files.write_durably(described, (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode())


def replay(settings: Settings, source: Source) -> Replay | None:
    """Read the kept page by the source's definition; None where none is kept. Raises `UnreadableMaterial`."""
    packed, described = paths_of(settings.root, source.name)
    if not (packed.exists() and described.exists()):
        return None
    try:
        known = json.loads(described.read_text(encoding="utf-8"))
        with gzip.open(packed) as file:
            body = file.read(_LARGEST)
        moment = Moment(known["address"], datetime.fromisoformat(known["fetched_at"]), settings.zone)
        rows: list[dict[str, Any]] = known["items"]
        expected = {row["url"]: (row["title"], row["date"]) for row in rows}
        charset: str = known["charset"]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        what = f"来源 {source.name} 留存的栏目页读不出（{type(error).__name__}）"
        raise UnreadableMaterial(
            what, f"请删去 sources/pages/{source.name}.*，再用 source new --repair 重新留存"
        ) from error
    try:
        items = read_listing(body, source, moment, charset).items
    except SourceFailure as error:
        return Replay(len(expected), missing=tuple(title for title, _ in expected.values()), error=error.what)
    given = {item.address: (item.title, _row(item)["date"]) for item in items}
    return Replay(
        expected=len(expected),
        missing=tuple(title for url, (title, _) in expected.items() if url not in given),
        added=tuple(title for url, (title, _) in given.items() if url not in expected),
        changed=tuple(row[0] for url, row in given.items() if url in expected and expected[url] != row),
    )


def _row(item: Listed) -> dict[str, str]:
    day = f"{item.published_at:%Y-%m-%d}" if item.published_at else ""
    return {"title": item.title, "url": item.address, "date": day}
