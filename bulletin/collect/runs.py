"""Running the collectors: one boundary around each source, rows for what came and for what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module

from bulletin import store
from bulletin.collect import renaming
from bulletin.collect.crew import Answer, Crew, Finished, Job, Message
from bulletin.collect.intake import Intake, SourceReport, definition, is_due
from bulletin.collect.material import Batch, Knows, Task
from bulletin.collect.selection import chosen, known_names, sharing
from bulletin.collect.sites import feed, leads, office, webpage
from bulletin.collect.submissions import folder, mailbox, tables
from bulletin.collect.web.fetch import BEFORE_TIME, visitor_of
from bulletin.collect.web.traffic import Traffic
from bulletin.errors import BulletinError
from bulletin.model import Extracted, Pace, SourceHealth, UnreadPage
from bulletin.settings import Settings, Source
from bulletin.store import Database

_Say = Callable[[str], None]
_COLLECTORS: dict[str, Callable[[Task], Iterator[Batch]]] = {
    "feed": feed.collect,
    "webpage": webpage.collect,
    "folder": folder.collect,
    "mailbox": mailbox.collect,
    "table": tables.collect,
    "office": office.collect,
}
_LIBRARIES = ("urllib3.connection", "urllib3.util", "protego", "feedparser", "lxml.html", "trafilatura")
"""What collectors import when they first need it."""
_ONE_BY_ONE = ("webpage", "feed", "mailbox")
"""Collectors that visit a server for every item."""
_TRIED_ARTICLES = 3
_LATE_COMPARISONS = 2000
"""Items from before a run that are compared with others at its end, at most: some seconds."""


@dataclass(frozen=True, slots=True)
class CollectionReport:
    """What one run over the sources gave; ``new_items`` are the numbers of the items put into the queue."""

    sources: tuple[SourceReport, ...]
    new_items: tuple[int, ...]


def collect_all(
    db: Database,
    settings: Settings,
    names: Iterable[str],
    *,
    at: datetime,
    say: _Say,
    progress: _Say | None = None,
    whole: bool = False,
) -> CollectionReport:
    """Run the named sources, or all that are due (all there are if `whole`), and store what is new.

    Every problem on the way is said; `progress` is told now and then how far the run is. A source that fails, or whose
    file is wrong, leaves a problem row and its reason in the report; the others go on. What was stored stays stored when
    the run is killed, and the next run goes on from there. Raises `NotFound` for an unknown name before anything is run,
    and `StoreFailure`.
    """
    asked = known_names(settings, names)
    wanted = asked or _due_names(db, settings, at, whole)
    healths = store.sources.every_health(db)
    faults = {name: _fault(settings, name, healths) for name in wanted}
    reports = {name: _stand_still(db, name, fault, at, say) for name, fault in faults.items() if fault}
    sources = [settings.sources[name] for name in wanted if name not in reports]
    traffic = Traffic(settings.network.per_host, settings.network.contact, store.sources.robots(db, at))
    jobs = [_job(settings, source, healths.get(source.name), traffic, at) for source in sources]
    unfinished = store.items.leads(db, at - leads.TRIED_FOR)
    is_asked = bool(asked) or whole
    for job in jobs:
        job.leads = frozenset(unfinished.get(job.source.name, ()))
        job.unread = store.sources.unread_pages(db, job.source.name)
        job.due = tuple(page for page in job.unread.values() if _is_page_due(page, job, at, is_asked=is_asked))
    intake = Intake(db, settings, {name: sharing(settings, name) for name in settings.sources}, at)

    def handle(pieces: list[tuple[Job, Message]]) -> list[Answer]:
        answers = intake.take(pieces)
        for job in (job for job, message in pieces if isinstance(message, Finished)):
            reports[job.source.name] = report = intake.report(job)
            _tell(say, job.source, report, intake.remedies(job))
            show()
        return answers

    def show() -> None:
        if progress:
            progress(f"采集 {len(reports)}/{len(wanted)}，新收 {len(intake.new_items)} 条")

    show()
    _load_libraries(jobs)
    jobs.sort(key=lambda job: job.health.failures > 0)
    Crew(jobs, lambda job, knows: _batches(settings, job, knows), settings.network.per_host).run(handle)
    if texts := traffic.robots.fetched:
        store.sources.keep_robots(db, texts, at)
    store.relations.relate_missing(db, at, _LATE_COMPARISONS)
    return CollectionReport(tuple(reports[name] for name in wanted), tuple(sorted(intake.new_items)))


def try_source(settings: Settings, name: str, *, say: _Say, at: datetime | None = None) -> tuple[Extracted, ...]:
    """Return what the source would give now, of articles at most the first three; nothing is stored.

    Raises `NotFound` for an unknown name, `SettingsError` for a wrong source file, and `SourceFailure`; problems on the
    way are said.
    """
    source = chosen(settings, [name])[0]
    found: list[Extracted] = []
    tried = 0
    traffic = Traffic(settings.network.per_host, settings.network.contact)
    job = _job(settings, source, None, traffic, at or BEFORE_TIME)
    for notice in source.visiting.notices:
        say(f"注意：{notice}")
    for batch in _batches(settings, job, lambda key, content="": False):
        found += batch.extracted
        if batch.problem:
            say(f"{batch.problem}。{batch.remedy}")
        tried += bool(batch.extracted or batch.problem)
        if source.collector in _ONE_BY_ONE and tried == _TRIED_ARTICLES:
            say(f"逐条访问网站，试到第{_TRIED_ARTICLES}条为止")
            break
    return tuple(found)


def _due_names(db: Database, settings: Settings, at: datetime, whole: bool) -> list[str]:
    """Return the sources that are due at `at`, or `whole` all of them, and those whose files are wrong."""
    healths = store.sources.every_health(db)
    names = (name for name, source in settings.sources.items() if whole or is_due(source, healths.get(name), at))
    return [*names, *settings.source_errors]


def _load_libraries(jobs: list[Job]) -> None:
    """Import in this thread what several would import at the same moment: a package whose modules import each other can
    then be seen half made."""
    if len(jobs) > 1 and any(job.host for job in jobs):
        for name in _LIBRARIES:
            import_module(name)


def _job(settings: Settings, source: Source, health: SourceHealth | None, traffic: Traffic, at: datetime) -> Job:
    """Return what it takes to run a source; after a change in its file it is read whole again."""
    health = health or SourceHealth(source.name)
    if health.definition != definition(source):
        health = replace(health, definition="", etag="", last_modified="", body_sha256="", pace=Pace())
    return Job(source, health, visitor_of(settings, source, traffic, at))


def _is_page_due(page: UnreadPage, job: Job, at: datetime, *, is_asked: bool) -> bool:
    """Tell whether a page that failed before is to be tried now: its time has come, somebody asked for its source, or
    the source is read whole anew. One that was given up is tried in that last case only."""
    is_anew = bool(job.health.last_run_at) and not job.health.definition
    return is_anew or (page.due_at is not None and (is_asked or at >= page.due_at))


def _batches(settings: Settings, job: Job, knows: Knows) -> Iterator[Batch]:
    """Run the collector of a source."""
    unread = frozenset(job.unread)
    task = Task(job.source, settings, job.visitor, job.health, knows, job.leads, unread, job.due)
    return _COLLECTORS[job.source.collector](task)


def _tell(say: _Say, source: Source, report: SourceReport, remedies: Iterable[str]) -> None:
    """Say how a source fared."""
    receipts = f"、回执 {report.receipts} 件" if report.receipts else ""
    before = report.seen - report.receipts
    counts = f"新收 {report.new} 条{receipts}，已有 {before} 条{'（没有变化）' if report.unchanged else ''}"
    say(f"采集 {source.name}（{source.title}）：{report.error or counts}")
    for notice in report.notices:
        say(f"  注意：{notice}")
    for what, remedy in zip(report.problems, remedies, strict=True):
        say(f"  问题：{what}。{remedy}")


def _fault(settings: Settings, name: str, healths: dict[str, SourceHealth]) -> BulletinError | None:
    """Return why a source cannot run before anything is asked of it: its file is wrong, or bears another name than it had."""
    wrong = settings.source_errors.get(name)
    return wrong or renaming.moved_from(settings, settings.sources[name], healths)


def _stand_still(db: Database, name: str, error: BulletinError, at: datetime, say: _Say) -> SourceReport:
    """Record that a source could not run for a fault of its file; it was not visited, so its health stays."""
    say(f"来源 {name} 未采集：{error}")
    store.problems.add(db, name, "error", error.what, error.remedy, at)
    return SourceReport(name, 0, 0, error.what, ())
