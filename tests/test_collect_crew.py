"""Many collectors at once: bounded, bordered, and with one thread at the database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from collect_support import a_source

from bulletin.collect.crew import Answer, Crew, Finished, Job, Message, Question
from bulletin.collect.material import Batch, Knows
from bulletin.collect.web.fetch import Visitor
from bulletin.errors import SourceFailure, StoreFailure
from bulletin.model import Received, SourceHealth
from bulletin.settings import Visiting
from bulletin.text import sha256

Collect = Callable[[Job, Knows], Iterator[Batch]]


def job(name: str, host: str = "", budget: float = 60.0, health: SourceHealth | None = None) -> Job:
    source = replace(
        a_source(name=name, address=f"http://{host}/{name}" if host else name), visiting=Visiting(budget=budget)
    )
    return Job(source, health or SourceHealth(name), Visitor(timeout=0.0))


def ran(jobs: list[Job], collect: Collect, per_host: int = 4) -> dict[str, list[Message]]:
    """Run the jobs and return what each brought, in order."""
    found: dict[str, list[Message]] = {one.source.name: [] for one in jobs}

    def handle(pieces: list[tuple[Job, Message]]) -> list[Answer]:
        for one, message in pieces:
            found[one.source.name].append(message)
        return [isinstance(message, Question) and message.key == "known" for _, message in pieces]

    Crew(jobs, collect, per_host).run(handle)
    return found


def end_of(messages: list[Message]) -> Finished:
    assert isinstance(messages[-1], Finished)
    return messages[-1]


def test_every_job_comes_to_one_end_and_failures_stay_where_they_are() -> None:
    """Of forty jobs the third of them that fail are reported as failed, each once, the others bring what they have."""

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        number = int(one.source.name)
        yield Batch(seen=number)
        if number % 3 == 0:
            raise SourceFailure("坏了", "修") if number % 2 else RuntimeError("fault")

    found = ran([job(str(number), f"h{number % 7}") for number in range(40)], collect)

    for name, messages in found.items():
        assert [type(message) for message in messages] == [Batch, Finished]
        failure = end_of(messages).failure
        assert (failure is not None) == (int(name) % 3 == 0)
        if failure:
            assert ("坏了" if int(name) % 2 else "程序出错") in failure.what
            assert failure.kind == ("source" if int(name) % 2 else "program")


def test_questions_are_answered_by_the_thread_that_has_the_database() -> None:
    """A collector learns what is known; it never meets the database itself."""
    answers: list[bool] = []
    askers: list[threading.Thread] = []

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        askers.append(threading.current_thread())
        answers.extend((knows("known"), knows("new")))
        yield Batch()

    ran([job("a")], collect)

    assert answers == [True, False]
    assert threading.current_thread() not in askers


def test_a_collector_is_never_ahead_of_what_is_stored() -> None:
    """One piece at a time: the next is asked for when the last has been dealt with, so memory stays bounded."""
    made, stored, ahead = [0], [0], [0]

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        for _ in range(50):
            made[0] += 1
            ahead[0] = max(ahead[0], made[0] - stored[0])
            yield Batch(seen=1)

    def handle(pieces: list[tuple[Job, Message]]) -> list[Answer]:
        stored[0] += sum(isinstance(message, Batch) for _, message in pieces)
        return [True] * len(pieces)

    Crew([job("a")], collect, 1).run(handle)

    assert (made[0], stored[0], ahead[0]) == (50, 50, 1)


@pytest.mark.parametrize(("host", "most"), [("one.test", 2), ("", 1)])
def test_one_server_is_visited_by_few_and_this_machine_by_one(host: str, most: int) -> None:
    """No more jobs of a host run at once than it may have; local sources run one after another, in their order."""
    running, peak, order = [0], [0], []
    lock = threading.Lock()

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        with lock:
            running[0] += 1
            peak[0] = max(peak[0], running[0])
            order.append(one.source.name)
        time.sleep(0.02)
        with lock:
            running[0] -= 1
        yield Batch()

    ran([job(f"{number:02d}", host) for number in range(10)], collect, per_host=2)

    assert peak[0] == most
    assert host or order == sorted(order)


def test_a_hanging_job_is_given_up_and_the_others_go_on() -> None:
    """What no time limit of the network reaches, hangs in a thread that is left behind; the run ends, and says so."""
    over = threading.Event()

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        if one.source.name.startswith("hang"):
            over.wait(20)
        yield Batch(seen=1)

    jobs = [job(f"hang{number}", f"h{number}", budget=-31.0) for number in range(20)]
    started = time.monotonic()
    found = ran([*jobs, *(job(str(number), f"g{number}") for number in range(20))], collect)
    over.set()

    assert time.monotonic() - started < 10
    for name, messages in found.items():
        failure = end_of(messages).failure
        assert (failure is not None and "放弃等候" in failure.what) == name.startswith("hang")
        assert len(messages) == (1 if failure else 2)


def test_an_endless_job_ends_with_its_time() -> None:
    """A list without end is cut when the time of the run is over, as a problem: what came is kept."""

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        while True:
            time.sleep(0.01)
            yield Batch(seen=1)

    messages = ran([job("a", budget=0.2)], collect)["a"]

    assert end_of(messages).failure is None
    assert isinstance(messages[-2], Batch) and "用时已满" in messages[-2].problem
    assert len(messages) < 40


def test_the_bytes_of_last_time_are_not_read_again() -> None:
    """A collector that brings the list page it brought last time is not asked to read it."""
    read: list[str] = []

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        yield Batch(Received(b"page", "x"), is_listing=True)
        read.append(one.source.name)
        yield Batch(seen=1)

    same = SourceHealth("same", body_sha256=sha256(b"page"))
    found = ran([job("same", health=same), job("other", health=SourceHealth("other", body_sha256="0"))], collect)

    assert read == ["other"]
    assert (end_of(found["same"]).unchanged, end_of(found["other"]).unchanged) == (True, False)


def test_a_full_disk_ends_the_run() -> None:
    """A failure of the store is nobody's own: it gets out at once, whoever is at work."""

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        while True:
            yield Batch(seen=1)

    def handle(pieces: list[tuple[Job, Message]]) -> list[Answer]:
        raise StoreFailure("磁盘已满", "请腾出空间")

    with pytest.raises(StoreFailure):
        Crew([job(str(number), f"h{number}") for number in range(5)], collect, 1).run(handle)


def test_what_cannot_be_stored_is_the_failure_of_its_source() -> None:
    """A fault while storing one source's piece fails that source only."""

    def collect(one: Job, knows: Knows) -> Iterator[Batch]:
        yield Batch(seen=1)

    ends: dict[str, Finished] = {}

    def handle(pieces: list[tuple[Job, Message]]) -> list[Answer]:
        ends.update({one.source.name: message for one, message in pieces if isinstance(message, Finished)})
        spoilt = [isinstance(message, Batch) and one.source.name == "bad" for one, message in pieces]
        return [ValueError("surrogate") if one else True for one in spoilt]

    Crew([job("bad"), job("good")], collect, 1).run(handle)

    assert ends["good"].failure is None
    assert ends["bad"].failure and "ValueError" in ends["bad"].failure.what
