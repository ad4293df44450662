"""A source under a new name: its file, its kept page and all that is remembered of it go together, or nothing does.

A file renamed by hand is recognised by its address (`moved_from`), and its source stands still until this is done: as a
new source it would bring everything a second time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bulletin import store
from bulletin.collect.intake import definition
from bulletin.collect.selection import SUBMITTED, unknown_source
from bulletin.collect.sites.listing.keeping import paths_of
from bulletin.collect.sites.source_file import LONGEST_NAME, is_fit, path_of
from bulletin.errors import RefusedAction, SourceFailure, UsageError
from bulletin.model import Actor, SourceHealth
from bulletin.settings import Settings, Source
from bulletin.store import Database, files
from bulletin.terms import role_names
from bulletin.workflow import authority

_ROLES = ("editor", "admin")


def rename(db: Database, settings: Settings, former: str, name: str, actor: Actor, at: datetime) -> list[str]:
    """Let the source `former` be called `name`; return the files that were moved, from the office's folder.

    The file may have been moved by hand already. Items go on as they are; originals stay as received, and it is written
    down who gave the new name. Raises `NotFound` for an unknown source, `UsageError` for a name that cannot be a
    file's, `RefusedAction` for one that is or was another source's and for an actor who may not, and `StoreFailure`.
    """
    behalf = authority(actor, _ROLES)
    if behalf is None:
        raise RefusedAction(f"来源改名须由{role_names(_ROLES)}进行，{actor.name}没有这个角色", "请由编辑或管理员操作")
    if not is_fit(name) or SUBMITTED in (name, former):
        raise UsageError(f"来源 {former} 不能改名为 {name}", f"请用 {LONGEST_NAME} 字以内、不含空格和标点的名称")
    here = {*settings.sources, *settings.source_errors}
    by_hand = former not in here and name in here
    if former not in here and not (by_hand and former in store.sources.every_health(db)):
        raise unknown_source(former, here)
    if (name in here and not by_hand) or store.sources.is_used(db, name):
        raise RefusedAction(f"名称 {name} 已有来源用过，未改名", "请另取一个名称")
    health = _renamed(store.sources.health(db, former), settings, name)
    moves = [] if by_hand else [(path_of(settings.root, former), path_of(settings.root, name))]
    moves += zip(paths_of(settings.root, former), paths_of(settings.root, name), strict=True)
    with store.write(db):
        store.sources.rename(db, former, health, actor, behalf, at)
        return [target.relative_to(settings.root).as_posix() for target in _moved(moves)]


def moved_from(settings: Settings, source: Source, healths: dict[str, SourceHealth]) -> SourceFailure | None:
    """Return why a source that never ran stands still: it asks what one did whose file is gone; else None."""
    here = {*settings.sources, *settings.source_errors, source.name}
    gone = (name for name, health in healths.items() if name not in here and health.address == source.address)
    former = "" if source.name in healths else next(gone, "")
    if not former:
        return None
    what = f"来源 {source.name} 的地址就是来源 {former} 的，而 sources/{former}.toml 已不在，像是改了文件名，未采集"
    return SourceFailure(what, f"请运行 source rename {former} {source.name}，采集记录随之改名，不会重复收入")


def _renamed(health: SourceHealth, settings: Settings, name: str) -> SourceHealth:
    """Return what is remembered of a source under its new name; its file reads as before but for that."""
    former = health.name
    file = settings.sources.get(former) or settings.sources.get(name)
    if file is None:
        return replace(health, name=name)
    told = file.title not in (former, name)
    before, after = (definition(replace(file, name=n, title=file.title if told else n)) for n in (former, name))
    known, due_for = (after if one == before else one for one in (health.definition, health.due_for))
    return replace(health, name=name, definition=known, due_for=due_for)


def _moved(moves: list[tuple[Path, Path]]) -> list[Path]:
    """Move those of the files that are there; return where to. One that cannot be moved takes the others back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                files.move_durably(source, target)
                done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            files.move_durably(target, source)
        raise
    return [target for _, target in done]
