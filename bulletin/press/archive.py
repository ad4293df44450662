"""The archive index (归档目录): ``issues/index.html`` and ``data.js``, made anew from the published folders.

What was put right or withdrawn after publication (更正、撤回) is told at the entry: the folders never change.
The page opens from disk, asks no network and needs no program: by year, publication, title and unit, with a search box
that finds any substring. Every number of a series appears once; a number without a folder is explained.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bulletin import reference, store
from bulletin.errors import StoreFailure
from bulletin.model import Issue
from bulletin.press import errata, filing
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import state_name
from bulletin.text import sha256

PAGE = Path(__file__).parent / "archive.html"
SNIPPET = store.search.SNIPPET
_LEAD = "const ARCHIVE="
Marks = dict[int | None, list[dict[str, Any]]]
STATED = {"publication", "series", "year", "number", "total", "files", "previous"}


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of the archive, as its own files describe it."""

    path: Path
    manifest: dict[str, Any]
    contents: dict[str, Any]

    @property
    def reference(self) -> str:
        """The reference the manifest gives the issue."""
        return str(self.manifest["reference"])


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry a search found, with the place of the words, and what was put right of it or withdrawn (``told``)."""

    issue: str
    entry: str
    title: str
    page: int
    snippet: str
    told: tuple[str, ...] = ()


def folders(settings: Settings) -> list[Folder]:
    """Return the folders of the archive, by publication, year and number. Raises `StoreFailure` naming a broken one."""
    return [read_folder(path) for path in folder_paths(settings)]


def folder_paths(settings: Settings) -> list[Path]:
    """Return the paths of the folders that were filed, by publication, year and number."""
    return sorted(path.parent for path in settings.issues_dir.glob("*/*/[!.]*/manifest.json"))


def build(db: Database, settings: Settings) -> Path:
    """Write the index anew and return its path. Raises `StoreFailure`."""
    with store.write(db):
        return _build(db, settings)


def _build(db: Database, settings: Settings) -> Path:
    rows = [_issue_row(db, settings, folder) for folder in folders(settings)] + _pending(db)
    rows.sort(key=lambda row: (row["year"], row["date"], row["reference"]), reverse=True)
    data = {"office": settings.office, "issues": rows}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    store.files.write_durably(settings.issues_dir / "data.js", f"{_LEAD}{text};\n".encode())
    index = settings.issues_dir / "index.html"
    store.files.write_durably(index, PAGE.read_bytes())
    return index


def renew(db: Database, settings: Settings) -> None:
    """Write the index anew; what is filed stays filed when an older folder cannot be read, and `verify` names both."""
    with contextlib.suppress(StoreFailure):
        build(db, settings)


def indexed(settings: Settings) -> frozenset[str]:
    """Return the folders, relative to ``issues/``, that the index on disk knows; none where it is missing or broken."""
    try:
        text = (settings.issues_dir / "data.js").read_text(encoding="utf-8")
        rows = json.loads(text.removeprefix(_LEAD).rstrip(";\n"))["issues"]
        return frozenset(row["folder"] for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def search(db: Database, query: str, at: datetime | None = None) -> list[Hit]:
    """Return the published entries that hold what `query` says (`bulletin.text.query`), newest issue first; none for ''.

    Words of two characters are found like any other. Days such as 近7天 are counted from `at`. Raises `UsageError`.
    """
    wanted = store.search.read(query, at)
    if not query.strip():
        return []
    found = store.search.find(db, "issues", wanted, newest=True, limit=None)
    hits = [(store.issues.get(db, hit.issue_id), hit) for hit in found.hits]
    hits.sort(key=lambda pair: (-(pair[0].year or 0), -(pair[0].number or 0), pair[1].position))
    return [_hit(db, issue, hit) for issue, hit in hits]


def _hit(db: Database, issue: Issue, hit: store.search.Hit) -> Hit:
    proof = store.issues.last_proof(db, issue.id)
    pages = proof.made_with["entry_pages"] if proof else []
    places = (None, hit.position)
    told = tuple(one.words for one in errata.of_issue(db, issue) if one.is_old and one.position in places)
    return Hit(reference.of_issue(issue), hit.reference, hit.title, pages[hit.position - 1], hit.snippet, told)


def read_folder(path: Path) -> Folder:
    """Return the folder at `path`. Raises `StoreFailure` when its manifest or contents cannot be read."""
    try:
        manifest = json.loads(store.files.read(path / "manifest.json"))
        contents: dict[str, Any] = {"entries": []}
        if "tombstone" not in manifest:
            contents = json.loads(store.files.read(path / "contents.json"))
        folder = Folder(path, manifest, contents)
        assert folder.reference and manifest.keys() >= STATED and "entries" in contents
    except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
        raise StoreFailure(f"归档文件夹 {path} 的清单读不出来：{error}", "请运行 archive verify，从备份恢复") from None
    return folder


def altered_files(folder: Folder) -> list[str]:
    """Return the names of the files that are missing or not what the manifest of `folder` says. Raises `StoreFailure`."""
    files: dict[str, str] = folder.manifest["files"]
    paths = {name: folder.path / name for name in files}
    return [name for name, path in paths.items() if not path.is_file() or sha256(store.files.read(path)) != files[name]]


def _issue_row(db: Database, settings: Settings, folder: Folder) -> dict[str, Any]:
    manifest = folder.manifest
    row = {key: manifest[key] for key in ("reference", "publication", "series", "year", "number", "total")}
    row["folder"] = folder.path.relative_to(settings.issues_dir).as_posix()
    if "tombstone" in manifest:
        why = manifest["tombstone"]
        return {**row, "date": why["at"][:10], "state": f"废号：{why['reason']}", "pdf": "", "entries": []}
    told = _told(db, manifest)
    return {
        **row,
        "date": manifest["dated_on"],
        "state": "",
        "pdf": f"{row['folder']}/issue.pdf",
        "marks": told.get(None, []),
        "entries": [_entry_row(settings, entry, told) for entry in folder.contents["entries"]],
    }


def _entry_row(settings: Settings, entry: dict[str, Any], told: Marks) -> dict[str, Any]:
    units = [settings.attribution(unit) for unit in entry["units"]]
    shown = {key: entry[key] for key in ("position", "section", "title", "text", "page")}
    return {**shown, "units": units, "marks": told.get(entry["position"], [])}


def _told(db: Database, manifest: dict[str, Any]) -> Marks:
    """Return what is told of the issue (None) and of its entries, by position: the words, and what they lead to."""
    keys = ("publication", "series", "year", "number")
    issue = store.issues.by_number(db, *(manifest[key] for key in keys))
    told: Marks = {}
    for one in errata.of_issue(db, issue) if issue else ():
        is_gone = one.correction.kind == "withdraw"
        mark = {"words": one.words, "to": one.references, "old": one.is_old, "gone": is_gone}
        told.setdefault(one.position, []).append(mark)
    return told


def _pending(db: Database) -> list[dict[str, Any]]:
    """Numbers that are held and not yet filed: a gap in the index is never left unexplained."""
    return [
        {
            **filing.identity(issue),
            "folder": "",
            "date": "",
            "state": f"期号已占用，{state_name('issue', issue.state)}",
            "pdf": "",
            "entries": [],
        }
        for issue in store.issues.every(db, states=("composed", "proofed", "signed"))
        if issue.number is not None
    ]
