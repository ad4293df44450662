"""Bytes on disk that must survive a power cut: written beside their place, flushed, then renamed into it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from bulletin.errors import RefusedAction
from bulletin.store.database import storing

PARTIAL = ".partial"


def write_durably(path: Path, body: bytes) -> None:
    """Make `path` hold `body`, whole or not at all. Raises `StoreFailure`."""
    with storing(path), _partial(path, body) as partial:
        partial.replace(path)


def write_new(path: Path, body: bytes) -> None:
    """Make `path`, which must not be there yet, hold `body`, whole or not at all. Raises `StoreFailure`, and
    `RefusedAction` where it is there."""
    with storing(path), _partial(path, body) as partial:
        try:
            os.link(partial, path)
        except FileExistsError:
            raise RefusedAction(f"文件 {path.name} 已有，未覆盖", "请另取名称，或先移走旧文件") from None


@contextlib.contextmanager
def _partial(path: Path, body: bytes) -> Iterator[Path]:
    """Give a file beside `path` that holds `body` durably; what the block made of it in the directory becomes durable."""
    make_directory(path.parent)
    partial = path.with_name(f"{path.name}.{os.getpid()}{PARTIAL}")
    try:
        with open(partial, "wb", opener=_not_through_link) as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        yield partial
    finally:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
    flush_directory(path.parent)


def _not_through_link(path: str, flags: int) -> int:
    """Open a file, and not what a symbolic link of its name shows to: others may write in the directory."""
    return os.open(path, flags | os.O_NOFOLLOW, 0o666)


def move_durably(source: Path, target: Path) -> None:
    """Rename the file or folder `source` to `target`, which must not exist, in one step. Raises `StoreFailure`."""
    with storing(target):
        make_directory(target.parent)
        if target.exists():
            raise FileExistsError(0, "已经存在，不会覆盖", str(target))
        source.rename(target)
        flush_directory(target.parent)
        flush_directory(source.parent)


def make_directory(directory: Path) -> None:
    """Make `directory` and those above it, each made durable in the one that holds it."""
    if directory.is_dir():
        return
    make_directory(directory.parent)
    directory.mkdir(exist_ok=True)
    flush_directory(directory.parent)


def flush_directory(directory: Path) -> None:
    """Make the names in `directory` durable."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> bytes:
    """Return the bytes of `path`. Raises `StoreFailure`."""
    with storing(path):
        return path.read_bytes()
