"""The drop folder (来稿目录): files that units leave in a directory. What is refused stays where it is.

A sub-folder named after a unit says whose files are in it; a zip archive may hold several submissions of one unit.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path, PurePath

from bulletin.collect.documents.reading import suffix_of
from bulletin.collect.material import Batch, Task
from bulletin.collect.submissions.submission import (
    SIZE_CAP,
    SubmissionForm,
    read_submissions,
    refuse_marked_name,
)
from bulletin.errors import Classified, NotFound, RefusedMaterial, SourceFailure, UnreadableMaterial
from bulletin.model import Received
from bulletin.settings import Settings, Source
from bulletin.text import shorten

PASSED_OVER = (".", "~$")
"""How the names of hidden files and of Word's lock files begin."""
_ENDLESS = (".txt", ".html", ".htm", ".rtf")
"""Formats of which a half looks like a whole: such a file has to stand still for a moment."""
_MOMENT = 0.05  # seconds
_LATER = "文件留在原处，写完后下次采集会再读；若一直如此，请联系报送单位"


def collect(task: Task) -> Iterator[Batch]:
    """Yield every file of the folder that is not known yet; one that is refused or unreadable is a problem.

    A folder under the office's own ``var/`` is made when it is missing; elsewhere a missing one is a failure (a drive
    not mounted). The network is not used. Raises `SourceFailure` when the folder cannot be read.
    """
    source, settings = task.source, task.settings
    folder = settings.root / source.address.removeprefix("file://")
    if folder.is_relative_to(settings.root / "var"):
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        raise SourceFailure(f"来稿目录 {shorten(source.address, 60)} 不存在", "请建立该目录，或修改来源文件")
    for path in _files(folder):
        yield from _file(path, folder, form_of(path.relative_to(folder), source, settings), task)


def form_of(inside: PurePath, source: Source, settings: Settings) -> SubmissionForm:
    """Return what a file's place in the folder says: the unit of the nearest folder named after one, else the source's."""
    named = (settings.unit(one.name) for one in inside.parents if one.name)
    unit = next((unit.name for unit in named if unit), source.unit)
    return SubmissionForm(unit=unit, kind=source.kind)


def read_file(path: Path) -> bytes:
    """Return the bytes of a submitted file. Raises `RefusedMaterial` for one that is too big or no regular file (a pipe
    would never end), `UnreadableMaterial` for one that cannot be read or is still being written."""
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            raise RefusedMaterial("不是普通文件，未读", "请放入文件本身")
        with path.open("rb") as stream:
            body = stream.read(SIZE_CAP + 1)
        after = path.stat()
    except OSError as error:
        raise UnreadableMaterial(f"文件读不出（{error.strerror}）", _LATER) from error
    if len(body) > SIZE_CAP:
        raise RefusedMaterial(f"文件超过 {SIZE_CAP >> 20} MB，未收", "请压缩图片或拆分后再报")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableMaterial("文件正在写入", _LATER)
    return body


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files under `folder` in order of their names, hidden and lock files left out; no linked directories."""
    for directory, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith(PASSED_OVER))
        yield from (Path(directory) / name for name in sorted(names) if not name.startswith(PASSED_OVER))


def _file(path: Path, folder: Path, form: SubmissionForm, task: Task) -> Iterator[Batch]:
    """Read one file; every reason not to take it becomes a problem that names it, but for a classified one."""
    inside = path.relative_to(folder)
    shown = shorten(str(inside), 60)
    try:
        for name in inside.parts:
            refuse_marked_name(name, form, task.settings)
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            raise RefusedMaterial("是指向目录之外的链接，未读", "请放入文件本身")
        body = read_file(path)
        reading = read_submissions(body, path.name, form, task.settings)
        new = tuple(item for item in reading.items if not task.knows(item.key))
        if new and suffix_of(path.name) in _ENDLESS:
            _must_stand_still(path, body)
    except Classified as error:
        yield Batch(problem=f"{error.what}{_left_at(path, task.settings.zone)}", remedy=error.remedy, stays=True)
    except (RefusedMaterial, UnreadableMaterial, NotFound) as error:
        yield Batch(problem=f"文件 {shown}：{error.what}", remedy=error.remedy)
    else:
        address = os.fsencode(inside).decode("utf-8", "replace")
        yield Batch(Received(body, address) if new else None, new, seen=len(reading.items) - len(new))
        yield from (Batch(problem=f"文件 {shown}：{what}", remedy=remedy) for what, remedy in reading.problems)


def _must_stand_still(path: Path, body: bytes) -> None:
    """Raise `UnreadableMaterial` when a file is no longer what was read a moment ago."""
    time.sleep(_MOMENT)
    if read_file(path) != body:
        raise UnreadableMaterial("文件正在写入", _LATER)


def _left_at(path: Path, zone: tzinfo) -> str:
    """Return in brackets when a file was left in the folder; '' for one that is gone."""
    try:
        return f"（{datetime.fromtimestamp(path.lstat().st_mtime, zone):%Y-%m-%d %H:%M}）"
    except (OSError, ValueError, OverflowError):
        return ""
