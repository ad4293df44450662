"""Many collectors at once: threads run them, the caller's thread alone answers their questions and stores what they bring.

A collector hands over one piece at a time and goes on when it has been dealt with, so that at most one piece for each
thread is in memory. Nothing a collector does, not even hanging, holds up the others or the end of the run.
"""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from bulletin.collect.material import Batch, Knows
from bulletin.collect.web.failures import WebFailure
from bulletin.collect.web.fetch import Visitor
from bulletin.errors import BulletinError
from bulletin.model import SourceHealth, UnreadPage
from bulletin.settings import Source
from bulletin.text import sha256, shorten

MOST_AT_ONCE = 16
_GRACE = 30.0
_TICK = 0.5
_OUT_OF_TIME = "本次用时已满（{:.0f}秒），没有全部收完"
_NEXT_TIME = "已收的都在，下次采集从这里继续；若总收不完，请在来源文件中调大 budget"


@dataclass(slots=True)
class Job:
    """One source to be run: what is remembered of it, the visitor it gets, the keys of its items that are no more than
    leads, its pages that could not be read, by address, and those of them to be tried now. ``began`` is of the steady
    clock."""

    source: Source
    health: SourceHealth
    visitor: Visitor
    leads: frozenset[str] = frozenset()
    unread: dict[str, UnreadPage] = field(default_factory=dict)
    due: tuple[UnreadPage, ...] = ()
    began: float = 0.0
    abandoned: bool = False

    @property
    def host(self) -> str:
        """The server it lies on; '' for this machine."""
        try:
            return urlsplit(self.source.address).netloc
        except ValueError:
            return self.source.address


@dataclass(frozen=True, slots=True)
class Question:
    """A collector asks whether an item of that key is known; with `content` only one that came in with those words."""

    key: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source failed: what happened, what to do, one of `KINDS`, and how long its server asks to be left alone.

    Words only: an exception would keep in memory whatever was just being read.
    """

    what: str
    remedy: str
    kind: str = "source"
    hold: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Finished:
    """A source has come to its end after so many ``seconds``: ``failure`` is None or why it failed.

    ``unchanged``: the server said so, or sent the bytes that were read last time; nothing was parsed.
    """

    seconds: float
    failure: Failure | None = None
    unchanged: bool = False


Message = Question | Batch | Finished
Collect = Callable[[Job, Knows], Iterator[Batch]]
Answer = bool | Exception
Handle = Callable[[list[tuple[Job, Message]]], list[Answer]]
"""Deals with messages in the caller's thread; each gets the answer to its question, or why it could not be dealt with."""


class _Left(Exception):
    """The caller does not wait for this collector any more."""


@dataclass(slots=True)
class _Call:
    job: Job
    message: Message
    answer: queue.SimpleQueue[Answer] = field(default_factory=queue.SimpleQueue)


class Crew:
    """Runs jobs in threads, of one server at most `per_host` at a time, those of this machine one after another."""

    def __init__(self, jobs: Iterable[Job], collect: Collect, per_host: int) -> None:
        self._collect = collect
        self._calls: queue.Queue[_Call] = queue.Queue(MOST_AT_ONCE)
        self._over = threading.Event()
        self._roster = _Roster(jobs, per_host)

    def run(self, handle: Handle) -> None:
        """Run all jobs; `handle` is called with what they bring, all that waits at once, until every one has finished.

        An exception it answers is the failure of that job; one that it raises ends the run.
        """
        for _ in range(min(MOST_AT_ONCE, self._roster.left)):
            self._hire()
        try:
            while self._roster.left:
                self._deal(handle)
                for job in self._roster.overdue(time.monotonic()):
                    self._abandon(job, handle)
        finally:
            self._over.set()

    def _deal(self, handle: Handle) -> None:
        """Deal with the messages that wait; each collector goes on only when all of them have been dealt with."""
        calls = [call for call in self._waiting() if not call.job.abandoned]
        answers = handle([(call.job, call.message) for call in calls]) if calls else []
        for call, answer in zip(calls, answers, strict=True):
            call.answer.put(answer)
            if isinstance(call.message, Finished):
                self._roster.strike(call.job)

    def _waiting(self) -> list[_Call]:
        """Return the messages that wait, if there is one soon; of each job there is at most one."""
        calls: list[_Call] = []
        with suppress(queue.Empty):
            calls.append(self._calls.get(timeout=_TICK))
            while len(calls) < MOST_AT_ONCE:
                calls.append(self._calls.get_nowait())
        return calls

    def _abandon(self, job: Job, handle: Handle) -> None:
        """Give up a job that hangs where no time limit reaches it; another thread takes the place of its own."""
        job.abandoned = True
        remedy = "下次采集会再试；若一直如此，请停用该来源并报告管理员"
        failure = Failure("没有在限定时间内结束，已放弃等候", remedy, "timeout")
        handle([(job, Finished(time.monotonic() - job.began, failure))])
        self._roster.strike(job)
        self._hire()

    def _hire(self) -> None:
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        """Run one job after another until there is none, or nobody waits."""
        try:
            while (job := self._roster.take()) is not None:
                self._tell(job, self._run(job))
        except _Left:
            return

    def _run(self, job: Job) -> Finished:
        """Run one job and return how it ended. Whatever goes wrong in it is its own failure."""
        failure: Failure | None = None
        unchanged = False
        try:
            unchanged = self._pass_on(job)
        except _Left:
            raise
        except Exception as error:  # the boundary: one source must never stop the others
            failure = _failure(error)
            traceback.clear_frames(error.__traceback__)
        finally:
            job.visitor.release()
        return Finished(time.monotonic() - job.began, failure, unchanged)

    def _pass_on(self, job: Job) -> bool:
        """Hand over what the collector yields until it ends or its time is over; tell whether its listing has not changed:
        the server said so, or sent what was read last time."""
        health, is_listed = job.health, False
        for batch in self._collect(job, lambda key, content="": self._tell(job, Question(key, content))):
            if batch.is_listing and batch.received and sha256(batch.received.body) == health.body_sha256:
                return True
            is_listed = is_listed or batch.is_listing
            self._tell(job, batch)
            if time.monotonic() > job.visitor.until:
                budget = job.source.visiting.budget
                self._tell(job, Batch(problem=_OUT_OF_TIME.format(budget), remedy=_NEXT_TIME))
                break
        return not is_listed and bool(health.etag or health.last_modified or health.body_sha256)

    def _tell(self, job: Job, message: Message) -> bool:
        """Hand a message over and return the answer; raise what dealing with it raised."""
        call = _Call(job, message)
        while not (job.abandoned or self._over.is_set()):
            try:
                self._calls.put(call, timeout=_TICK)
                break
            except queue.Full:
                continue
        while not (job.abandoned or self._over.is_set()):
            try:
                answer = call.answer.get(timeout=_TICK)
            except queue.Empty:
                continue
            if isinstance(answer, Exception):
                raise answer
            return answer
        raise _Left


class _Roster:
    """Who is to run and who is running; shared by all threads."""

    def __init__(self, jobs: Iterable[Job], per_host: int) -> None:
        self._per_host = per_host
        self._changed = threading.Condition()
        self._waiting: dict[str, deque[Job]] = {}
        self._running: Counter[str] = Counter()
        self._at_work: list[Job] = []
        self.left = 0
        for job in jobs:
            self._waiting.setdefault(job.host, deque()).append(job)
            self.left += 1

    def take(self) -> Job | None:
        """Return the next job whose server has room, waiting for one; None when all have been taken."""
        with self._changed:
            while self._waiting:
                host = next((host for host in self._waiting if self._has_room(host)), None)
                if host is not None:
                    return self._start(host)
                self._changed.wait()
        return None

    def strike(self, job: Job) -> None:
        """Note that a job is done with."""
        with self._changed:
            self._at_work.remove(job)
            self._running[job.host] -= 1
            self.left -= 1
            self._changed.notify_all()

    def overdue(self, now: float) -> list[Job]:
        """Return the jobs that run longer than any time limit allows."""
        with self._changed:
            return [job for job in self._at_work if now > job.visitor.until + job.visitor.timeout + _GRACE]

    def _has_room(self, host: str) -> bool:
        return self._running[host] < (self._per_host if host else 1)

    def _start(self, host: str) -> Job:
        job = self._waiting[host].popleft()
        if not self._waiting[host]:
            del self._waiting[host]
        self._running[host] += 1
        self._at_work.append(job)
        job.began = time.monotonic()
        job.visitor.until = job.began + job.source.visiting.budget
        return job


def _failure(error: Exception) -> Failure:
    """Return what went wrong and what to do: a failure of our own says so, any other is a fault of the program."""
    if isinstance(error, WebFailure):
        return Failure(error.what, error.remedy, error.kind, error.hold)
    if isinstance(error, BulletinError):
        return Failure(error.what, error.remedy)
    what = f"程序出错：{type(error).__name__} {shorten(str(error), 80)}"
    return Failure(what, "请把这条记录交给维护人员，来源文件可先停用", "program")
