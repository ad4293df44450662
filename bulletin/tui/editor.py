"""Long texts are typed in the person's own editor, into a file that stays until what it holds is stored.

The file lies in ``var/work/desk/`` from before the editor starts. When terminal, editor, connection or disk fail, whatever the
editor had saved is still there (and what editors keep beside it: ``.swp``, ``.save``), and the desk offers it at its next start.
"""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin import store
from bulletin.errors import NotFound, Refusal, UsageError
from bulletin.model import Article, Revision
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.tui.sitting import Sitting

if TYPE_CHECKING:
    from bulletin.desk.editing import Text

_NAME = re.compile(r"稿件(\d+)-第(\d+)稿-(.+)\.txt")


@dataclass(frozen=True, slots=True)
class Kept:
    """A text on its way: written on revision ``base`` of an article, by a person, last touched ``at``.

    ``rescued`` are files that an editor left beside it when it was interrupted.
    """

    path: Path
    article_id: int
    base: int
    at: datetime
    rescued: tuple[Path, ...] = ()


def drafts_dir(settings: Settings) -> Path:
    """Return where texts lie while they are being edited."""
    return settings.work_dir / "desk"


def draft_of(settings: Settings, article: Article, person: str) -> Path:
    """Return the file in which that person edits the article, written if it is not there yet. Raises `StoreFailure`."""
    path = drafts_dir(settings) / f"稿件{article.id}-第{article.revision.number}稿-{person}.txt"
    if not path.is_file():
        store.files.write_durably(path, written(article.revision).encode())
    return path


def written(revision: Revision) -> str:
    """Return a revision as it is written into the file: title, a blank line, text."""
    return f"{revision.title}\n\n{revision.text}\n"


def text_in(path: Path, base: Revision) -> Text:
    """Return the text the file holds, as one written on `base`. Raises `UsageError`, `NotFound`."""
    from bulletin.desk.editing import as_typed

    try:
        typed = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"{path.name} 不是 UTF-8 编码，未保存", f"文字还在 {path}，请另存为 UTF-8 后再开采编台"
        ) from None
    except OSError:
        raise NotFound("文件", path, "编辑器没有留下文件，稿件未改动") from None
    if not typed.strip():
        raise UsageError(f"{path.name} 是空的，未保存", "稿件未改动；要重改，再按 e")
    return as_typed(typed, base)


def own_editor() -> str:
    """Return the command of the text field this program brings along: for who named no editor, and for a browser, where
    other editors open doors."""
    return shlex.join((sys.executable, "-P", "-m", "bulletin.tui.pad"))


def run_editor(path: Path, environ: Mapping[str, str]) -> int:
    """Run the person's editor on the file and return its exit code: the one he named, else the text field of our own.

    What he named may have arguments (``code --wait``). Where it is not there or cannot be run, the text field stands in, and
    says so.
    """
    chosen = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    try:
        words = shlex.split(chosen)
    except ValueError:
        return _run_own(path, f"编辑器 {chosen} 的引号不成对")
    if not words:
        return _run_own(path)
    try:
        return subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603
    except FileNotFoundError:
        return _run_own(path, f"没有找到编辑器 {words[0]}")
    except OSError as error:
        return _run_own(path, f"编辑器 {words[0]} 不能运行（{error.strerror}）")


def _run_own(path: Path, why: str = "") -> int:
    """Run our own text field, which tells `why` it stands in for another editor."""
    told = [f"{why}，这是自带的文本框；要换，改环境变量 EDITOR"] if why else []
    return subprocess.run([*shlex.split(own_editor()), str(path), *told], check=False).returncode  # noqa: S603


@contextmanager
def being_edited(path: Path) -> Iterator[None]:
    """Hold the file as being edited by this process, so that no other desk of the same person offers it as left over."""
    lock = path.with_suffix(".lock")
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(f"{path.name} 正在另一个窗口里修改", "请到那个窗口改完，或关掉它") from None
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def store_draft(sitting: Sitting, kept: Kept) -> Revision | None:
    """Save the text in the file as a new revision, and put the file away; None where nothing was changed.

    Raises `EditConflict`, `RefusedAction`, `StoreFailure`: then the file stays.
    """
    from bulletin.desk import editing

    revision = _base(sitting.db, kept)
    text = text_in(kept.path, revision)
    saved = editing.save(sitting.db, sitting.settings, kept.article_id, text, sitting.actor, sitting.at)
    kept.path.unlink(missing_ok=True)
    return None if saved.number == kept.base else saved


def rebased(sitting: Sitting, kept: Kept) -> Kept:
    """Return the text as one written on the article's newest revision. Raises `NotFound`."""
    article = store.articles.get(sitting.db, kept.article_id)
    place = kept.path.with_name(f"稿件{article.id}-第{article.revision.number}稿-{sitting.actor.id}.txt")
    kept.path.replace(place)
    return kept_at(place, sitting)


def left_over(sitting: Sitting) -> list[Kept]:
    """Return this person's texts that were begun and never stored, oldest first; files without a change are put away."""
    found = []
    for kept in sorted(_all(sitting), key=lambda one: one.at):
        if kept.rescued or _changed(sitting.db, kept):
            found.append(kept)
        else:
            kept.path.unlink(missing_ok=True)
    return found


def put_aside(settings: Settings, kept: Kept) -> Path:
    """Move the text to where it is kept and not offered again; return that place. Nothing typed is ever deleted."""
    place = settings.work_dir / "kept" / f"{kept.path.stem}-{kept.at:%Y%m%d%H%M%S}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    kept.path.replace(place)
    for path in kept.rescued:
        path.replace(place.with_name(place.stem + path.name.replace(kept.path.name, "")))
    return place


def kept_at(path: Path, sitting: Sitting) -> Kept:
    """Return what the name of a file of ours says. Raises `NotFound` where it says nothing."""
    said = _NAME.fullmatch(path.name)
    if said is None or not path.is_file():
        raise NotFound("文件", path)
    touched = datetime.fromtimestamp(path.stat().st_mtime, sitting.settings.zone)
    beside = (path.with_name(f".{path.name}.swp"), path.with_name(f"{path.name}.save"))
    return Kept(path, int(said[1]), int(said[2]), touched, tuple(filter(Path.is_file, beside)))


def _all(sitting: Sitting) -> Iterator[Kept]:
    folder = drafts_dir(sitting.settings)
    for path in folder.glob(f"稿件*-{sitting.viewer.id}.txt") if folder.is_dir() else ():
        if _NAME.fullmatch(path.name) and not _is_open(path):
            yield kept_at(path, sitting)


def _is_open(path: Path) -> bool:
    lock = path.with_suffix(".lock")
    if not lock.is_file():
        return False
    with lock.open("r+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    lock.unlink(missing_ok=True)
    return False


def _base(db: Database, kept: Kept) -> Revision:
    return next(one for one in store.articles.revisions(db, kept.article_id) if one.number == kept.base)


def _changed(db: Database, kept: Kept) -> bool:
    return kept.path.read_bytes().strip() not in (b"", written(_base(db, kept)).encode().strip())


def environment() -> Mapping[str, str]:
    """Return the variables this process was started with: where a person names his editor."""
    return os.environ
