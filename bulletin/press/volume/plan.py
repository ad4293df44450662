"""What goes into a volume: the issues in order, the page each begins on, and every number that is missing, explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from bulletin import store
from bulletin.errors import NothingToDo, StoreFailure
from bulletin.press import archive
from bulletin.press.publish import was_filed
from bulletin.reference import MAIN_SERIES
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import state_name


@dataclass(frozen=True, slots=True)
class BoundEntry:
    """An entry: ``page`` counts within its issue from 1, ``volume_page`` from the first page of the first issue."""

    title: str
    section: str
    units: tuple[str, ...]
    page: int
    volume_page: int


@dataclass(frozen=True, slots=True)
class BoundIssue:
    """A published issue in the volume. ``name`` is as printed (``第12期``), ``first`` its first volume page."""

    name: str
    total: int
    dated_on: date
    path: Path
    pages: int
    first: int
    entries: tuple[BoundEntry, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A number of the series without an issue in the volume, and why. ``after`` counts the issues bound before it."""

    name: str
    why: str
    after: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A volume as planned. ``issues`` stand by series (正刊 first) and number."""

    publication: str
    masthead: str
    issuer: str
    year: int
    issues: tuple[BoundIssue, ...]
    missing: tuple[Missing, ...]


def of_year(db: Database, settings: Settings, publication: str, year: int) -> Plan:
    """Plan the volume of a year. Raises `NothingToDo`, `StoreFailure`, `NotFound` for an unknown publication."""
    chosen = settings.publication(publication)
    folders = {
        (str(folder.manifest["series"]), int(folder.manifest["number"])): folder
        for folder in archive.folders(settings)
        if (folder.manifest["publication"], folder.manifest["year"]) == (chosen.name, year)
    }
    issues: list[BoundIssue] = []
    missing: list[Missing] = []
    for series, number, held in _numbers(db, chosen.name, year, set(folders)):
        folder, name = folders.get((series, number)), _name(series, number)
        if folder is None:
            missing.append(Missing(name, held or "清样撤销后退回，没有再用", len(issues)))
        elif "tombstone" in folder.manifest:
            missing.append(Missing(name, f"废号：{folder.manifest['tombstone']['reason']}", len(issues)))
        else:
            _refuse_altered(db, folder)
            first = 1 if not issues else _after(issues[-1])
            issues.append(_bound(settings, folder, name, first))
    if not issues:
        raise NothingToDo(f"{chosen.name} {year} 年没有已印发的期", "印发之后才能合订，archive build 可查看归档")
    return Plan(chosen.name, chosen.masthead, chosen.issuer, year, tuple(issues), tuple(missing))


def _numbers(db: Database, publication: str, year: int, filed: set[tuple[str, int]]) -> Iterator[tuple[str, int, str]]:
    """Yield (series, number, why it is not filed) of every number up to the last of each series, 正刊 first."""
    held = {
        (issue.series, issue.number): f"期号已占用，{state_name('issue', issue.state)}"
        for issue in store.issues.every(db, publication)
        if issue.year == year and issue.number is not None
    }
    taken = sorted(filed | held.keys(), key=lambda key: (key[0] != MAIN_SERIES, key))
    for series, keys in groupby(taken, key=lambda key: key[0]):
        for number in range(1, max(number for _, number in keys) + 1):
            yield series, number, held.get((series, number), "")


def _refuse_altered(db: Database, folder: archive.Folder) -> None:
    """Raise `StoreFailure` unless manifest, PDF and contents of the folder are those that were filed."""
    manifest = folder.manifest
    issue = store.issues.by_number(
        db, manifest["publication"], manifest["series"], manifest["year"], manifest["number"]
    )
    wrong = archive.altered_files(folder)
    if issue is None or not was_filed(db, issue, folder.path):
        wrong.append("manifest.json")
    if wrong:
        what = f"{folder.reference} 的 {'、'.join(wrong)} 与印发时不同，不能合订"
        raise StoreFailure(what, "请运行 archive verify，从备份恢复")


def _bound(settings: Settings, folder: archive.Folder, name: str, first: int) -> BoundIssue:
    path = folder.path / "issue.pdf"
    entries = tuple(
        BoundEntry(
            title=entry["title"],
            section=entry["section"],
            units=tuple(dict.fromkeys(map(settings.attribution, entry["units"]))),
            page=entry["page"],
            volume_page=first + entry["page"] - 1,
        )
        for entry in folder.contents["entries"]
    )
    manifest = folder.manifest
    dated_on = date.fromisoformat(manifest["dated_on"])
    return BoundIssue(name, manifest["total"], dated_on, path, manifest["pages"], first, entries)


def _after(issue: BoundIssue) -> int:
    """Return the volume page after `issue`: an odd one, so that every issue opens on a right-hand page as when printed."""
    return issue.first + issue.pages + issue.pages % 2


def _name(series: str, number: int) -> str:
    return f"第{number}期" if series == MAIN_SERIES else f"{series}第{number}期"
