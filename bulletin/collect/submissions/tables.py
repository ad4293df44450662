"""Tables as a source (表格来源): exports of the 12345 hotline, of letters and calls; one row is one item."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bulletin import store
from bulletin.collect.material import Batch, Task
from bulletin.collect.submissions.folder import PASSED_OVER, read_file
from bulletin.collect.submissions.sheets import TABLES, Sheet, read_sheets
from bulletin.collect.submissions.submission import SECRET_REMEDY
from bulletin.collect.submissions.table_rows import Fault, Row, find_head, rows_of, wrong_mapping
from bulletin.errors import Classified, Refusal, SourceFailure
from bulletin.model import Extracted, Received
from bulletin.settings import Settings, Source
from bulletin.text import plain, sha256, shorten
from bulletin.text.secrecy import is_marked, is_marked_name

_AT_ONCE = 500
_MOST_FAULTS = 20
_MEDIA_TYPE = "application/vnd.ms-excel"
_FAULT_REMEDY = "请核对表中该行；改好后下次采集会再读"


@dataclass(slots=True)
class _Known:
    """What is known of the rows of a source: the keys of its items, and by the rows' own numbers the newest item."""

    keys: set[str]
    numbers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: dict[str, int]) -> _Known:
        """Return what the keys of a source's items, oldest first, say."""
        known = cls(set(keys))
        for key, item_id in keys.items():
            known.numbers[key.rpartition(" ")[0]] = f"来稿 {item_id}"
        known.numbers.pop("行", None)
        return known

    def told(self, row: Row) -> Extracted | None:
        """Return a row's item, flagged as a new version where its number is known; None for one that is known itself."""
        if row.extracted.key in self.keys:
            return None
        self.keys.add(row.extracted.key)
        before = self.numbers.get(row.number, "") if row.number else ""
        if row.number:
            self.numbers[row.number] = f"同一文件{row.place}"
        return store.submissions.new_version(row.extracted, row.number, before) if before else row.extracted


def collect(task: Task) -> Iterator[Batch]:
    """Yield the rows of the tables in a folder, or of one table, that are not known yet.

    A file read whole, without a problem, is not opened again until it or the source file changes. A folder under the
    office's own ``var/`` is made when it is missing. Raises `SourceFailure` when there is nothing to read.
    """
    source, settings = task.source, task.settings
    with closing(store.open_database(settings.database_path)) as db:
        known = _Known.of(store.tables.keys(db, source.name))
        whole = store.tables.read_whole(db, source.name)
    rules = sha256(repr((source.columns, source.unit, source.kind, source.title, sorted(settings.units))).encode())
    for path, address in _files(source, settings):
        try:
            if any(map(is_marked_name, Path(address).parts)):
                raise Classified(f"来源 {source.name} 有一份标有密级的文件，未读", SECRET_REMEDY)
            body = read_file(path)
            if whole.get(address) == (sha256(body), rules):
                continue
            keys = yield from _table(body, address, known, task)
            if keys is not None:
                _note_whole(task, address, body, rules, keys)
        except Classified as error:
            yield Batch(problem=error.what, remedy=error.remedy, stays=True)
        except Refusal as error:
            yield Batch(problem=f"文件 {shorten(address, 60)}：{error.what}", remedy=error.remedy)


def read_kept(body: bytes, address: str, source: Source, settings: Settings) -> list[Extracted]:
    """Return what the rows of a kept table hold by today's rules. Raises as `read_rows`."""
    return [row.extracted for row in read_rows(body, address, source, settings)[0] if isinstance(row, Row)]


def read_rows(body: bytes, address: str, source: Source, settings: Settings) -> tuple[list[Row | Fault], list[str]]:
    """Return what the rows of a table give, and the names of the sheets that are hidden and were not read.

    Raises `UnreadableMaterial`, also for a table that has not the columns named, and `Classified` where a cell carries a
    level.
    """
    columns = source.columns
    assert columns is not None, "the settings give every table source its columns"
    sheets = read_sheets(body, address, columns.needed)
    if any(is_marked(cell.text) for sheet in sheets for row in sheet.rows for cell in row):
        raise Classified(f"来源 {source.name} 的一份表格中标有密级，未收，未留存任何内容", SECRET_REMEDY)
    chosen = [sheet for sheet in sheets if columns.sheet in ("", sheet.name)]
    headed = [(sheet, head) for sheet in chosen if (head := find_head(sheet, columns))]
    if not headed:
        raise wrong_mapping(chosen or sheets, columns)
    rows = [row for sheet, head in headed for row in rows_of(sheet, head, source, settings)]
    return rows, _hidden(chosen)


def _hidden(sheets: list[Sheet]) -> list[str]:
    return [sheet.name for sheet in sheets if sheet.is_hidden]


def _files(source: Source, settings: Settings) -> Iterator[tuple[Path, str]]:
    """Yield the tables of the source with the names they are kept under, in order. Raises `SourceFailure`."""
    root = settings.root / source.address.removeprefix("file://")
    if root.is_file():
        yield root, _shown(Path(root.name))
        return
    if root.is_relative_to(settings.root / "var") and not root.suffix:
        root.mkdir(parents=True, exist_ok=True)
    if not root.is_dir():
        raise SourceFailure(f"表格 {shorten(source.address, 60)} 不存在", "请放好该文件或目录，或修改来源文件")
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        is_left_out = (
            any(part.startswith(PASSED_OVER) for part in inside.parts) or path.is_symlink() or not path.is_file()
        )
        if not is_left_out and path.suffix.lower() in TABLES:
            yield path, _shown(inside)


def _shown(path: Path) -> str:
    return plain(os.fsencode(path).decode("utf-8", "replace"))


def _table(body: bytes, address: str, known: _Known, task: Task) -> Generator[Batch, None, set[str] | None]:
    """Yield the new rows of one table, then what is wrong with others.

    The value is the keys of its rows, None where something was wrong, so that it must be looked at again.
    """
    rows, hidden = read_rows(body, address, task.source, task.settings)
    received = Received(body, address, _MEDIA_TYPE)
    for start in range(0, len(rows), _AT_ONCE):
        some = [row for row in rows[start : start + _AT_ONCE] if isinstance(row, Row)]
        new = tuple(item for row in some if (item := known.told(row)))
        yield Batch(received if new else None, new, seen=len(some) - len(new))
    faults = [row for row in rows if isinstance(row, Fault)]
    name = shorten(address, 60)
    for fault in faults[:_MOST_FAULTS]:
        yield Batch(problem=f"文件 {name} {fault.place}：{fault.why}，未收", remedy=_FAULT_REMEDY)
    if len(faults) > _MOST_FAULTS:
        yield Batch(problem=f"文件 {name} 另有 {len(faults) - _MOST_FAULTS} 行不全，未收", remedy=_FAULT_REMEDY)
    for sheet in hidden:
        yield Batch(
            problem=f"文件 {name} 的工作表“{shorten(sheet, 30)}”是隐藏的，未读",
            remedy="需要的请取消隐藏，不需要的请删去",
        )
    return None if faults or hidden else {row.extracted.key for row in rows if isinstance(row, Row)}


def _note_whole(task: Task, address: str, body: bytes, rules: str, keys: set[str]) -> None:
    """Write down that a table was read whole, if all its rows are stored: trying a source stores nothing."""
    with closing(store.open_database(task.settings.database_path)) as db:
        if keys <= store.tables.keys(db, task.source.name).keys():
            store.tables.note_whole(db, task.source.name, address, sha256(body), rules)
