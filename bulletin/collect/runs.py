"""Running the collectors: one boundary around each source, rows for what came and for what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bulletin import store
from bulletin.collect.material import Batch, Task
from bulletin.collect.sites import feed, webpage
from bulletin.collect.submissions import folder
from bulletin.collect.submissions.submission import SubmissionForm, read_submission, refuse_marked_name
from bulletin.collect.web.fetch import Visitor
from bulletin.errors import (
    BulletinError,
    NotFound,
    RefusedMaterial,
    SettingsError,
    SourceFailure,
    StoreFailure,
    UnreadableMaterial,
)
from bulletin.model import Extracted, Item, Original, Received, SourceHealth
from bulletin.settings import Settings, Source
from bulletin.store import Database
from bulletin.text import nearest, one_line, sha256, shorten

SUBMITTED = "报送"
"""The source under which single submitted files are kept."""

_Say = Callable[[str], None]
_COLLECTORS: dict[str, Callable[[Task], Iterator[Batch]]] = {
    "feed": feed.collect,
    "webpage": webpage.collect,
    "folder": folder.collect,
}
_TRIED_ARTICLES = 3


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source gave: counts of new and known items, '' or why it failed, and the problems on the way."""

    name: str
    new: int
    seen: int
    error: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectionReport:
    """What one run over the sources gave; ``new_items`` are the numbers of the items put into the queue."""

    sources: tuple[SourceReport, ...]
    new_items: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A filed submission: its item, and whether the desk had it already."""

    item: Item
    seen: bool


@dataclass(slots=True)
class _Tally:
    """What has been stored of one source so far in this run; a problem is what went wrong and what to do about it."""

    source: Source
    items: list[int] = field(default_factory=list)
    seen: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    etag: str = ""
    last_modified: str = ""


def collect_all(db: Database, settings: Settings, names: Iterable[str], *, at: datetime, say: _Say) -> CollectionReport:
    """Run the named sources, or all that are due, and store what is new. Every problem on the way is said.

    A source that fails, or whose file is wrong, leaves a problem row and its reason in the report; the others go on.
    Raises `NotFound` for an unknown name before anything is run, and `StoreFailure`.
    """
    due = (source.name for source in settings.sources.values() if _is_due(db, source, at))
    visits: dict[str, float] = {}
    reports: list[SourceReport] = []
    new_items: list[int] = []
    for name in _known_names(settings, names) or [*due, *settings.source_errors]:
        if name in settings.source_errors:
            reports.append(_stand_still(db, name, settings.source_errors[name], at, say))
            continue
        source = settings.sources[name]
        say(f"采集 {name}（{source.title}）……")
        tally = _Tally(source)
        error = _run(db, settings, _visitor(settings, source, visits), tally, at)
        problems = tuple(what for what, _ in tally.problems)
        reports.append(SourceReport(name, len(tally.items), tally.seen, error, problems))
        new_items += tally.items
        say(f"  {error}" if error else f"  新收 {len(tally.items)} 条，已有 {tally.seen} 条")
        for what, remedy in tally.problems:
            say(f"  问题：{what}。{remedy}")
    return CollectionReport(tuple(reports), tuple(new_items))


def try_source(settings: Settings, name: str, *, say: _Say) -> tuple[Extracted, ...]:
    """Return what the source would give now, of articles at most the first three; nothing is stored.

    Raises `NotFound` for an unknown name, `SettingsError` for a wrong source file, and `SourceFailure`; problems on the
    way are said.
    """
    source = _chosen(settings, [name])[0]
    found: list[Extracted] = []
    tried = 0
    visitor = _visitor(settings, source, {})
    task = Task(source, settings, visitor, SourceHealth(source.name), knows=lambda key: False)
    for batch in _COLLECTORS[source.collector](task):
        found += batch.extracted
        if batch.problem:
            say(f"{batch.problem}。{batch.remedy}")
        tried += bool(batch.extracted or batch.problem)
        if source.collector == "webpage" and tried == _TRIED_ARTICLES:
            break
    return tuple(found)


def submit(db: Database, settings: Settings, path: Path, form: SubmissionForm, *, at: datetime) -> Submitted:
    """File one submitted file; the same bytes of the same unit are the same submission, also from a folder.

    Raises `NotFound` (file, unit), `RefusedMaterial`, `UnreadableMaterial` and `StoreFailure`.
    """
    refuse_marked_name(path.name, form, settings)
    if not path.is_file():
        raise NotFound("文件", one_line(str(path)), "请核对路径")
    body = folder.read_file(path)
    extracted = read_submission(body, path.name, form, settings)
    original, _ = store.originals.keep(db, settings, Received(body, one_line(path.name)), SUBMITTED, at)
    item, is_new = store.items.add(db, original, extracted, at, sharing=_sharing(settings, SUBMITTED))
    return Submitted(item, seen=not is_new)


def extract_again(db: Database, settings: Settings, names: Iterable[str], *, at: datetime) -> int:
    """Read the kept originals of the named sources, or of all, once more; return how many items changed.

    No network is used. Originals that cannot be read are passed over: their items stay as they are. Raises `NotFound`,
    `SettingsError` for a named source whose file is wrong, and `StoreFailure`.
    """
    wanted = list(names)
    sources = _chosen(settings, [name for name in wanted if name != SUBMITTED])
    forms = {item.original_id: _form_of(item) for item in store.items.in_state(db, "")}
    changed = 0
    for source in sources or ([] if wanted else list(settings.sources.values())):
        for original in store.originals.of_source(db, source.name):
            changed += _replace(db, settings, original, _read_again(settings, source, original, forms), at)
    if not wanted or SUBMITTED in wanted:
        for original in store.originals.of_source(db, SUBMITTED):
            changed += _replace(db, settings, original, _read_again(settings, None, original, forms), at)
    return changed


def _chosen(settings: Settings, names: Iterable[str]) -> list[Source]:
    """Return the sources of these names, each once. Raises `NotFound`, and `SettingsError` for a wrong source file."""
    found = _known_names(settings, names)
    for name in found:
        if name in settings.source_errors:
            raise settings.source_errors[name]
    return [settings.sources[name] for name in found]


def _known_names(settings: Settings, names: Iterable[str]) -> list[str]:
    """Return these names, each once, if there is a source file of each. Raises `NotFound`, naming the nearest."""
    known = (*settings.sources, *settings.source_errors)
    found = list(dict.fromkeys(names))
    for name in found:
        if name not in known:
            near = nearest(name, known)
            raise NotFound("来源", one_line(name), f"是否为 {near}？" if near else "请用 source list 查看全部来源")
    return found


def _sharing(settings: Settings, name: str) -> tuple[str, ...]:
    """Return the sources that know a submission when the source `name` does: single files and all folders.

    A source whose file is wrong just now may be a folder. Every other source knows its own items only.
    """
    folders = (source.name for source in settings.sources.values() if source.collector == "folder")
    sharing = (SUBMITTED, *folders, *settings.source_errors)
    return sharing if name in sharing else (name,)


def _is_due(db: Database, source: Source, at: datetime) -> bool:
    """Tell whether the source's own interval has passed since its last run."""
    last = store.sources.health(db, source.name).last_run_at
    return last is None or at >= last + timedelta(minutes=source.every_minutes)


def _visitor(settings: Settings, source: Source, visits: dict[str, float]) -> Visitor:
    return Visitor(source.timeout, source.pause, (*settings.network_allow, *source.allow), visits)


def _stand_still(db: Database, name: str, error: SettingsError, at: datetime, say: _Say) -> SourceReport:
    """Record that a source could not run because its file is wrong; it was not visited, so its health stays."""
    say(f"来源 {name} 未采集：{error}")
    store.problems.add(db, name, "error", error.what, error.remedy, at)
    return SourceReport(name, 0, 0, error.what, ())


def _definition(source: Source) -> str:
    """Return the fingerprint of what a source file says: after any change in it the source is read whole again."""
    return sha256(repr(source).encode())


def _run(db: Database, settings: Settings, visitor: Visitor, tally: _Tally, at: datetime) -> str:
    """Run one source and record how it went; return '' or why it failed. Only `StoreFailure` gets out."""
    source = tally.source
    try:
        _collect(db, settings, visitor, tally, at)
        error, remedy = "", ""
    except StoreFailure:
        raise
    except BulletinError as failure:
        error, remedy = failure.what, failure.remedy
    except Exception as failure:  # the boundary: one source must never stop the others
        error = f"程序出错：{type(failure).__name__} {shorten(str(failure), 80)}"
        remedy = "请把这条记录交给维护人员，来源文件可先停用"
    if error:
        store.problems.add(db, source.name, "error", error, remedy, at)
    else:
        store.problems.settle(db, source.name, at, lasting=tuple(what for what, _ in tally.problems))
    whole = not tally.problems
    store.sources.record_run(
        db,
        source.name,
        at=at,
        error=error,
        etag=tally.etag if whole else "",
        last_modified=tally.last_modified if whole else "",
        definition=_definition(source),
    )
    return error


def _collect(db: Database, settings: Settings, visitor: Visitor, tally: _Tally, at: datetime) -> None:
    """Store what the source's collector yields, batch by batch."""
    source = tally.source
    health = store.sources.health(db, source.name)
    if health.definition != _definition(source):
        health = replace(health, etag="", last_modified="")
    tally.etag, tally.last_modified = health.etag, health.last_modified
    sharing = _sharing(settings, source.name)
    listed = 0

    def knows(key: str) -> bool:
        return store.items.has_key(db, sharing, key)

    for batch in _COLLECTORS[source.collector](Task(source, settings, visitor, health, knows)):
        if batch.received and batch.is_listing:
            tally.etag, tally.last_modified = batch.received.etag, batch.received.last_modified
        _store(db, settings, batch, tally, at)
        listed += batch.seen + len(batch.extracted)
    if listed:
        _compare(db, listed, tally, at)


def _store(db: Database, settings: Settings, batch: Batch, tally: _Tally, at: datetime) -> None:
    """Store one batch: the bytes, the items, the problem."""
    source = tally.source
    tally.seen += batch.seen
    if batch.problem:
        _note(db, tally, batch.problem, batch.remedy, at)
    if batch.received is None:
        return
    original, _ = store.originals.keep(db, settings, batch.received, source.name, at)
    for extracted in batch.extracted:
        item, is_new = store.items.add(db, original, extracted, at, sharing=_sharing(settings, source.name))
        if is_new:
            tally.items.append(item.id)
        else:
            tally.seen += 1


def _compare(db: Database, listed: int, tally: _Tally, at: datetime) -> None:
    """Record a problem when the source lists fewer or more than its file expects."""
    source = tally.source
    too_few = source.expect_min and listed < source.expect_min
    too_many = source.expect_max and listed > source.expect_max
    if too_few or too_many:
        bound = f"最少 {source.expect_min} " if too_few else f"最多 {source.expect_max} "
        what = f"本次列出 {listed} 条，{'少于' if too_few else '多于'}预期的{bound}条"
        _note(db, tally, what, "请打开来源核对是否改版，必要时修改来源文件", at)


def _note(db: Database, tally: _Tally, what: str, remedy: str, at: datetime) -> None:
    """Record a problem that does not stop the source."""
    tally.problems.append((what, remedy))
    store.problems.add(db, tally.source.name, "warning", what, remedy, at)


def _form_of(item: Item) -> SubmissionForm:
    return SubmissionForm(item.unit, item.signed_by, item.kind, item.urgency)


def _read_again(
    settings: Settings, source: Source | None, original: Original, forms: dict[int, SubmissionForm]
) -> list[Extracted]:
    """Return what an original holds by today's rules; nothing for a list page and for what cannot be read."""
    body = store.originals.body(settings, original)
    try:
        if source is None or source.collector == "folder":
            form = forms.get(original.id, SubmissionForm())
            return [read_submission(body, Path(original.address).name, form, settings)]
        if source.collector == "feed":
            return feed.read_feed(body, source, settings.zone, original.charset)
        if original.address == source.address:
            return []
        received = Received(body, original.address, original.media_type, original.charset)
        return [webpage.read_page(received, source, settings.zone)]
    except (SourceFailure, UnreadableMaterial, RefusedMaterial, NotFound):
        return []


def _replace(db: Database, settings: Settings, original: Original, extracted: list[Extracted], at: datetime) -> int:
    """Write the items over those in the queue; return how many changed."""
    sharing = _sharing(settings, original.source)
    return sum(store.items.replace_extraction(db, original, item, at, sharing) for item in extracted)
