"""Storing what the sources of one run bring, and keeping account: items, problems, health, when to come again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bulletin import store
from bulletin.collect import schedule
from bulletin.collect.crew import Answer, Finished, Job, Message, Question
from bulletin.collect.material import Batch
from bulletin.collect.selection import holds_submissions
from bulletin.collect.sites.leads import is_only_lead
from bulletin.errors import StoreFailure
from bulletin.model import Original, Pace, SourceHealth, SourceRun, UnreadPage
from bulletin.settings import Settings, Source
from bulletin.store import Database
from bulletin.text import sha256

_LISTED = "本次列出"
"""How the problem of a list of unexpected length begins."""
_TRIED_FOR = timedelta(days=30)
"""How long a page that cannot be read is tried again."""
_CHECK_SOURCE = "请打开来源核对是否改版，必要时修改来源文件"
_NOTICED_FOR = timedelta(days=7)
"""How long a problem that a person has to see stays open after it was last met: a week has a working day in it."""
_SILENT_REMEDY = "请打开来源核对：栏目可能已停更、搬家或改版"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source gave: counts of new and known items, '' or why it failed, and the problems on the way.

    ``unchanged``: nothing was parsed, and ``seen`` is what the last reading listed. ``notices`` say what is unusual about
    the visits. ``receipts`` counts the new 采用回执 of an upper office.
    """

    name: str
    new: int
    seen: int
    error: str
    problems: tuple[str, ...]
    unchanged: bool = False
    notices: tuple[str, ...] = ()
    receipts: int = 0


@dataclass(slots=True)
class _Tally:
    """What has been stored of one source so far in this run; a problem is what went wrong and what to do about it.

    ``is_broken``: after one of them the source has to be read whole again.
    """

    items: list[int] = field(default_factory=list)
    seen: int = 0
    listed: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    etag: str = ""
    last_modified: str = ""
    body_sha256: str = ""
    pace: Pace | None = None
    is_broken: bool = False
    error: str = ""
    unchanged: bool = False
    receipts: int = 0


class Intake:
    """Takes in what collectors bring, in the one thread that has the database.

    `sharing` names for each source those that know a submission when it does.
    """

    def __init__(self, db: Database, settings: Settings, sharing: dict[str, tuple[str, ...]], at: datetime) -> None:
        self.new_items: list[int] = []
        self._db, self._settings, self._sharing, self._at = db, settings, sharing, at
        self._tallies: dict[str, _Tally] = {}

    def take(self, pieces: list[tuple[Job, Message]]) -> list[Answer]:
        """Deal with what collectors brought, all in one transaction: a disk is slow to promise that it will remember.

        What fails undoes itself only, and its failure is its answer. Raises `StoreFailure`.
        """
        if all(isinstance(message, Question) for _, message in pieces):
            return [self._take(job, message) for job, message in pieces]
        with store.write(self._db):
            return [self._take_apart(job, message) for job, message in pieces]

    def _take_apart(self, job: Job, message: Message) -> Answer:
        """Deal with one piece so that its failure is its own."""
        try:
            with store.apart(self._db):
                return self._take(job, message)
        except StoreFailure:
            raise
        except Exception as error:  # the boundary: what one source brings must never stop the others
            if isinstance(message, Finished):
                raise
            return error

    def _take(self, job: Job, message: Message) -> bool:
        """Deal with one piece; the value answers a question."""
        tally = self._tallies.setdefault(job.source.name, _Tally())
        if isinstance(message, Question):
            sources = self._sharing[job.source.name]
            if message.content:
                return store.items.has_content(self._db, sources, message.key, message.content)
            return store.items.has_key(self._db, sources, message.key)
        if isinstance(message, Batch):
            self._store(job, tally, message)
        else:
            self._finish(job, tally, message)
        return True

    def report(self, job: Job) -> SourceReport:
        """Return how a source that has finished fared."""
        tally = self._tallies[job.source.name]
        problems = tuple(what for what, _ in tally.problems)
        notices = job.source.visiting.notices
        return SourceReport(
            name=job.source.name,
            new=len(tally.items),
            seen=tally.seen,
            error=tally.error,
            problems=problems,
            unchanged=_is_unchanged(tally),
            notices=notices,
            receipts=tally.receipts,
        )

    def remedies(self, job: Job) -> tuple[str, ...]:
        """Return what to do about each of the problems in the report."""
        return tuple(remedy for _, remedy in self._tallies[job.source.name].problems)

    def _store(self, job: Job, tally: _Tally, batch: Batch) -> None:
        """Store one batch: the bytes, the items, the problem. Nothing is counted that could not be stored."""
        new: list[int] = []
        if batch.received:
            original, _ = store.originals.keep(self._db, self._settings, batch.received, job.source.name, self._at)
            sharing = self._sharing[job.source.name]
            add = store.submissions.add if holds_submissions(job.source) else store.items.add
            added = (add(self._db, original, one, self._at, sharing=sharing) for one in batch.extracted)
            arrived = [item for item, is_new in added if is_new]
            for item in arrived:
                store.relations.relate(self._db, item, self._at)
            new = [item.id for item in arrived]
            self._complete(job, original, batch)
            if batch.is_listing and not tally.body_sha256:
                tally.etag, tally.last_modified = batch.received.etag, batch.received.last_modified
                tally.body_sha256 = original.sha256
                store.sources.remember_reading(self._db, job.source.name, "", job.health.listed)
        if batch.problem:
            self._note(job, tally, batch.problem, batch.remedy, stays=batch.stays)
            tally.is_broken = tally.is_broken or not (batch.page or batch.is_final)
        if batch.receipt:
            store.upward.number_receipt(self._db, batch.receipt)
        if batch.page:
            self._remember(job, batch.page, is_read=not batch.problem)
        tally.items += new
        self.new_items += new
        tally.seen += batch.seen + len(batch.extracted) - len(new)
        tally.listed += batch.seen + len(batch.extracted)
        tally.receipts += batch.receipts
        tally.pace = batch.pace or tally.pace

    def _complete(self, job: Job, original: Original, batch: Batch) -> None:
        """Give the items of which only the lead was had their texts."""
        for one in batch.extracted:
            if one.key in job.leads and not is_only_lead(one):
                item = store.items.complete(self._db, original, one)
                store.relations.renew(self._db, item, self._at)

    def _remember(self, job: Job, page: UnreadPage, *, is_read: bool) -> None:
        """Remember a page that could not be read and when it is tried again, after a month no more; forget one that was."""
        if is_read:
            store.sources.forget_unread(self._db, job.source.name, page.address)
            return
        first = page.first_at or self._at
        wait = schedule.interval(timedelta(minutes=job.source.every_minutes), None, page.failures)
        due_at = self._at + wait if self._at - first < _TRIED_FOR else None
        store.sources.note_unread(self._db, job.source.name, replace(page, first_at=first, due_at=due_at))

    def _note(self, job: Job, tally: _Tally, what: str, remedy: str, *, stays: bool = False) -> None:
        """Record a problem that does not stop the source."""
        tally.problems.append((what, remedy))
        keep_until = self._at + _NOTICED_FOR if stays else None
        store.problems.add(self._db, job.source.name, "warning", what, remedy, self._at, keep_until)

    def _finish(self, job: Job, tally: _Tally, end: Finished) -> None:
        """Record how a source fared, and when it is due again."""
        name = job.source.name
        if end.failure:
            tally.error = end.failure.what
            store.problems.add(self._db, job.source.name, "error", tally.error, end.failure.remedy, self._at)
        elif end.unchanged:
            tally.unchanged, tally.listed, tally.seen = True, job.health.listed, job.health.listed
        elif tally.listed:
            self._compare(job, tally)
        silent = "" if tally.error else self._silence(job)
        if not tally.error:
            waiting = (page.what for page in store.sources.unread_pages(self._db, name).values() if page.due_at)
            lasting = (*(what for what, _ in tally.problems), *waiting, *self._standing(name, tally), silent)
            store.problems.settle(self._db, name, self._at, lasting=lasting)
        self._record(job, tally, end)
        self._plan(job, tally, end)

    def _standing(self, name: str, tally: _Tally) -> list[str]:
        """Return what is still odd about a list that has not changed since."""
        told = store.problems.unsettled(self._db, name) if tally.unchanged else ()
        return [problem.what for problem in told if problem.what.startswith(_LISTED)]

    def _compare(self, job: Job, tally: _Tally) -> None:
        """Record a problem when the source lists fewer or more than its file expects of a run over its usual pages."""
        source, listed = job.source, tally.listed
        is_unfinished = not job.health.body_sha256 or any(page.number for page in job.due)
        is_long = source.listing.first_pages > source.listing.pages and is_unfinished
        too_few = source.expect_min and listed < source.expect_min
        too_many = source.expect_max and listed > source.expect_max and not is_long
        if too_few or too_many:
            bound = f"最少 {source.expect_min} " if too_few else f"最多 {source.expect_max} "
            what = f"{_LISTED} {listed} 条，{'少于' if too_few else '多于'}预期的{bound}条"
            self._note(job, tally, what, _CHECK_SOURCE)

    def _silence(self, job: Job) -> str:
        """Record and return what is strange about the silence of a source; '' where nothing is."""
        arrivals = store.sources.arrivals(self._db, job.source.name)
        moments = [min(published or received, received) for received, published in arrivals]
        days = [moment.astimezone(self._settings.zone).date() for moment in moments]
        what = schedule.silence(days, self._at.astimezone(self._settings.zone).date(), self._settings.calendar)
        if what:
            store.problems.add(self._db, job.source.name, "warning", what, _SILENT_REMEDY, self._at)
        return what

    def _record(self, job: Job, tally: _Tally, end: Finished) -> None:
        """Enter the run; what was read whole need not be read again as long as it stays the same."""
        name, health = job.source.name, job.health
        whole = not tally.is_broken
        known = (health.etag, health.last_modified) if tally.unchanged else (tally.etag, tally.last_modified)
        etag, last_modified = known if whole else ("", "")
        store.sources.record_run(
            self._db,
            name,
            at=self._at,
            error=tally.error,
            etag=etag,
            last_modified=last_modified,
            definition=definition(job.source),
        )
        if not (tally.error or tally.unchanged):
            store.sources.remember_reading(self._db, name, tally.body_sha256 if whole else "", tally.listed)
        counts = (tally.listed, len(tally.items), _is_unchanged(tally), tally.error)
        kind = end.failure.kind if end.failure else ""
        seconds = round(end.seconds, 1) if job.host else 0.0
        store.sources.enter(self._db, SourceRun(name, self._at, seconds, *counts, kind))

    def _plan(self, job: Job, tally: _Tally, end: Finished) -> None:
        """Remember when the source is due again."""
        name, zone = job.source.name, self._settings.zone
        pace = tally.pace or job.health.pace
        hold = max(job.visitor.hold, end.failure.hold if end.failure else timedelta())
        wishes = schedule.Wishes(timedelta(minutes=job.source.every_minutes), hold, pace)
        gap = schedule.usual_gap([received for received, _ in store.sources.arrivals(self._db, name)])
        failures = job.health.failures + 1 if tally.error else 0
        due = schedule.next_due(self._at.astimezone(zone), wishes, gap, failures, self._settings.calendar)
        store.sources.plan(self._db, name, job.source.address, due, definition(job.source), pace)


def _is_unchanged(tally: _Tally) -> bool:
    """Tell whether nothing was parsed: neither the list nor a page of it that had failed before."""
    return tally.unchanged and not tally.items


def definition(source: Source) -> str:
    """Return the fingerprint of what a source file says: after any change in it the source is read whole again."""
    return sha256(repr(source).encode())


def is_due(source: Source, health: SourceHealth | None, at: datetime) -> bool:
    """Tell whether a source is to be asked at `at`: its time has come, its file has changed, or a clock was put back."""
    if health is None or health.last_run_at is None or health.due_at is None:
        return True
    return at >= health.due_at or at < health.last_run_at or health.due_for != definition(source)
