"""Texts other than articles (编者按、办理情况), typed in the person's editor and kept in a file until they are stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bulletin import store
from bulletin.errors import NotFound, NothingToDo, RefusedAction, UsageError
from bulletin.tui import editor
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.sitting import Sitting


def kept(sitting: Sitting, name: str) -> Path:
    """Return where this person's text of that name lies while it is not stored."""
    return editor.drafts_dir(sitting.settings) / f"{name}-{sitting.viewer.id}.txt"


def is_left_over(sitting: Sitting, name: str) -> bool:
    """Tell whether a text of that name was begun and never stored."""
    return kept(sitting, name).is_file()


def write(
    screen: DeskScreen, name: str, read: Callable[[], str], keep: Callable[[str], object], nothing: str = "没有改动"
) -> bool:
    """Let the person write a text that begins as `read` gives it, and hand it to `keep`; tell whether it was stored.

    A text begun before and never stored is gone on with. Where somebody else changed the record meanwhile, or `keep`
    refuses, the text stays in its file, and the next time is gone on with. `nothing` is said where the editor was left without
    writing anything (``:q!``), or with what stood there before.
    """
    path, before = kept(screen.desk.sitting, name), screen.attempt(read)
    if before is None or screen.attempt(lambda: _begin(path, before)) is None:
        return False
    found = _stamp(path)
    code = screen.attempt(lambda: _edit(screen, path))
    if code:
        screen.say(f"编辑器没有正常结束（代码 {code}），未保存；文字还在 {path}", wrong=True)

    def store_it() -> Path:
        text = _written(path, before, found, nothing)
        if read() != before:
            raise RefusedAction("这段文字刚被他人改过，未保存", f"你的文字还在 {path.name}；看过他人的，再按一次接着改")
        keep(text)
        path.unlink(missing_ok=True)
        return path

    return code == 0 and screen.attempt(store_it) is not None


def _begin(path: Path, before: str) -> Path:
    if not path.is_file():
        store.files.write_durably(path, f"{before}\n".encode())
    return path


def _edit(screen: DeskScreen, path: Path) -> int:
    with editor.being_edited(path), screen.desk.handed_over():
        return editor.run_editor(path, editor.environment())


def _stamp(path: Path) -> tuple[bytes, int]:
    """Return what tells whether a file was written: what it holds, and when it was touched."""
    return (path.read_bytes(), path.stat().st_mtime_ns) if path.is_file() else (b"", 0)


def _written(path: Path, before: str, found: tuple[bytes, int], nothing: str) -> str:
    """Return the text the person wrote. Raises `NothingToDo` where it is what stood there, or the editor wrote no file."""
    text = _text_in(path)
    if text.strip() == before.strip():
        path.unlink(missing_ok=True)
        raise NothingToDo(nothing, "要写，再按一次这个键，存盘后退出")
    if _stamp(path) == found:
        raise NothingToDo(nothing, f"上次没有存完的文字还在 {path.name}；要用它，再按一次这个键，存盘后退出")
    return text


def _text_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").strip("\n")
    except UnicodeDecodeError:
        raise UsageError(f"{path.name} 不是 UTF-8 编码，未保存", "请另存为 UTF-8 后再试") from None
    except OSError:
        raise NotFound("文件", path, "编辑器没有留下文件，没有改动") from None
