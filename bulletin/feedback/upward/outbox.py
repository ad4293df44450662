"""The outbox (发件箱): a folder for each office that something goes to; its feed, and the pictures beside it.

Another program, a web server or a share, reads the folders, and other people may write in them: nothing is written through
a symbolic link, a picture that is not what its hash says is written again, and what no feed speaks of any more is removed.
What goes wrong with one folder is told, and stops no other.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bulletin import store
from bulletin.errors import BulletinError, RefusedAction
from bulletin.settings import Settings
from bulletin.settings.upward import is_no_folder
from bulletin.store.database import storing
from bulletin.text import sha256, shorten
from bulletin.text.exchange import Package, Part, write

_FILES = "files"
_PICTURE = re.compile(r"[0-9a-f]{64}(?:\.png|\.jpg)?")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One feed of the outbox: for whom, where, whether it was written; else ``problem``, why it was not, and what to do."""

    name: str
    path: Path
    changed: bool = False
    problem: str = ""
    remedy: str = ""


def default_outbox(settings: Settings) -> Path:
    """Return where packages lie unless somebody says otherwise."""
    return settings.root / "var" / "outbox"


def deliver(settings: Settings, outbox: Path, name: str, file: str, package: Package) -> Delivery:
    """Write a package into the folder `name`: its pictures, then the feed in one step; one that says the same stays."""
    path = outbox / name / file
    try:
        if is_no_folder(name):
            raise RefusedAction("它不能作文件夹名", "名称太长，或含 / \\，或以 . 开头：请换一个名称再报")
        return Delivery(name, path, _delivered(settings, path, package))
    except BulletinError as error:
        return Delivery(name, path, False, f"{shorten(name)}：{error.what}", error.remedy)


def _delivered(settings: Settings, path: Path, package: Package) -> bool:
    try:
        body = write(package)
    except ValueError as error:
        raise RefusedAction(f"其中有不能传送的字符 {error}", "请改正该字符所在的稿件或名称") from None
    files = path.parent / _FILES
    with storing(path):
        for place in (path.parent, files, path):
            if place.is_symlink():
                raise RefusedAction(
                    f"{place} 是符号链接，不往里写", "请移走这个链接，查明是谁放的；再用 upward publish 重写"
                )
        parts = [part for paper in package.papers for part in paper.parts]
        for part in parts:
            _put_picture(settings, files / Path(part.address).name, part)
        is_changed = _put(path, body)
        _sweep(files, {Path(part.address).name for part in parts})
    return is_changed


def _put(path: Path, body: bytes) -> bool:
    """Make a file hold `body` in one step, unless it does; tell whether it was written."""
    if path.is_file() and store.files.read(path) == body:
        return False
    store.files.write_durably(path, body)
    return True


def _put_picture(settings: Settings, path: Path, part: Part) -> None:
    if path.is_symlink() or not path.is_file() or sha256(store.files.read(path)) != part.sha256:
        store.files.write_durably(path, store.files.read(store.originals.path_of(settings, part.sha256)))


def _sweep(files: Path, kept: Collection[str]) -> None:
    """Remove the pictures of reports that were taken back, or are not in the feed any more."""
    for path in sorted(files.iterdir()) if files.is_dir() else ():
        if path.name not in kept and _PICTURE.fullmatch(path.name):
            path.unlink()
