"""What the desk is measured beside: Textual alone, Textual's own table, and newsboat, all with the rows the queue lists.

    python -m tests.bench_desk_peers bare|table DATABASE

The first two are programs of their own, so that they start as the desk does. ``bare`` draws the lines of one screen and
nothing more: the floor under any program of this library. ``table`` puts every row into a ``DataTable``.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static

_ROWS = """
    select s.score / 10.0, d.unit, d.title, d.received_at from item_scores s join items d on d.id = s.item_id
    where s.state = 'new' order by s.score desc, s.item_id
"""
_ARTICLES = """
    insert into rss_item (guid, title, author, url, feedurl, pubDate, content, unread)
    select d.id, d.title, d.unit, 'http://127.0.0.1/' || d.id, ?, 1700000000 + d.id, d.text, 1
    from office.items d where d.state = 'new'
"""


class Bare(App[None]):
    """One screen of lines."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """All lines as one text."""
        yield Static("\n".join(self._lines), markup=False)


class Table(App[None]):
    """All rows in Textual's table."""

    def __init__(self, rows: list[tuple[object, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        """The table alone."""
        table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=False)
        table.add_columns("分", "单位", "标题", "收到")
        table.add_rows(self._rows)
        yield table


def make_cache(database: Path, folder: Path) -> list[str]:
    """Make newsboat a cache with an article for each item the queue lists, and return the command that opens it."""
    folder.mkdir(exist_ok=True)
    feed, cache = (folder / "feed.xml").as_uri(), folder / "cache.db"
    (folder / "urls").write_text(f"{feed}\n")
    (folder / "config").write_text("auto-reload no\nrefresh-on-startup no\nconfirm-exit no\n")
    command = ["newsboat", "-u", str(folder / "urls"), "-c", str(cache), "-C", str(folder / "config"), "-q"]
    subprocess.run([*command, "-x", "print-unread"], capture_output=True, check=False, env=newsboat_environ(folder))
    with sqlite3.connect(cache) as db:
        db.execute("insert or replace into rss_feed (rssurl, url, title) values (?1, ?1, '来稿队列')", (feed,))
        db.execute("attach ? as office", (str(database),))
        db.execute(_ARTICLES, (feed,))
    db.close()
    return command


def newsboat_environ(folder: Path) -> dict[str, str]:
    """Return the environment newsboat runs in: a home of its own."""
    return {"HOME": str(folder), "PATH": "/usr/bin:/bin"}


def main() -> None:
    """Run the program named on the command line."""
    name, database = sys.argv[1:]
    db = sqlite3.connect(database)
    if name == "bare":
        rows = db.execute(f"{_ROWS} limit 23").fetchall()
        Bare([f"{score:5.1f} {unit}　{title}　{day[:10]}" for score, unit, title, day in rows]).run()
    else:
        Table(db.execute(_ROWS).fetchall()).run()


if __name__ == "__main__":
    main()
