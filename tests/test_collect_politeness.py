"""Manners on the network: robots.txt, Retry-After, Cache-Control, pauses, turns at a host, our name."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from collect_support import AT, office, page, quiet, served

from bulletin import collect, store
from bulletin.collect.web.failures import WebFailure
from bulletin.collect.web.fetch import Visitor
from bulletin.collect.web.robots import Robots
from bulletin.collect.web.traffic import Traffic
from bulletin.collect.web.wishes import max_age, retry_after
from bulletin.errors import SettingsError
from bulletin.settings import Visiting

LOOPBACK = ("127.0.0.0/8",)
FEED = b"<rss version='2.0'><channel><title>x</title><item><title>t</title><guid>1</guid></item></channel></rss>"


def visitor(traffic: Traffic | None = None, pause: float = 0.0, **fields: Any) -> Visitor:
    return Visitor(5.0, pause, LOOPBACK, traffic or Traffic(), **fields)


def robots(text: str, status: int = 200, **headers: str) -> Any:
    return page(text.encode(), "text/plain", status, **headers)


def test_what_robots_txt_forbids_is_not_fetched() -> None:
    """Patterns with ``*`` and ``$`` count, our own group goes before that of all, and the reason is told."""
    text = "User-agent: *\nDisallow: /\n\nUser-agent: bulletin\nDisallow: /*.pdf$\nDisallow: /closed/\n"
    answers = {path: page(b"x") for path in ("/a", "/b.pdf", "/b.pdf2", "/closed/c")}
    with served(answers | {"/robots.txt": robots(text)}) as base:
        guest = visitor()
        assert guest.fetch(f"{base}/a") and guest.fetch(f"{base}/b.pdf2")
        for path in ("/b.pdf", "/closed/c"):
            with pytest.raises(WebFailure, match=r"robots\.txt 不许") as caught:
                guest.fetch(f"{base}{path}")
            assert caught.value.kind == "robots" and "robots_reason" in caught.value.remedy


def test_robots_txt_is_asked_for_once_a_run_and_once_a_day(tmp_path: Path) -> None:
    """Two sources of one host share it, the next run knows it, and after a day it is asked for anew."""
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        robots("User-agent: *\nDisallow: /no")(handler)

    with served({"/robots.txt": answer, "/f": page(FEED), "/no": page(FEED)}) as base:
        text = 'collector = "feed"\naddress = "{}"\nevery_minutes = 0\npause = 0'
        settings = office(tmp_path, a=text.format(f"{base}/f"), b=text.format(f"{base}/no"))
        db = store.open_database(settings.database_path)
        counts = []
        for at in (AT, AT + timedelta(hours=23), AT + timedelta(hours=25)):
            report = collect.collect_all(db, settings, ("a", "b"), at=at, say=quiet)
            counts.append(len(asked))
            assert [bool(one.error) for one in report.sources] == [False, True]

    assert counts[0] in (1, 2)  # two threads may ask at the same moment
    assert counts[1] == counts[0] < counts[2]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (410, True), (500, False), (503, False)])
def test_a_site_without_robots_txt_is_open_and_one_in_trouble_is_not(status: int, allowed: bool) -> None:
    """RFC 9309 2.3.1: what is not there forbids nothing; what cannot be had now forbids everything for now."""
    with served({"/a": page(b"x"), "/robots.txt": robots("", status)}) as base:
        if allowed:
            assert visitor().fetch(f"{base}/a") is not None
        else:
            with pytest.raises(WebFailure, match=str(status)):
                visitor().fetch(f"{base}/a")


def test_a_robots_txt_without_end_is_told_as_what_it_is() -> None:
    """What it may forbid beyond the first half megabyte is not known: nothing is fetched, and the way out is said."""
    endless = robots("User-agent: *\nDisallow: /x\n" * 50_000)
    with served({"/robots.txt": endless}) as base, pytest.raises(WebFailure, match=r"robots\.txt 超过") as caught:
        Visitor(5.0, 0.0, LOOPBACK).fetch(f"{base}/a")

    assert caught.value.kind == "robots" and "robots_reason" in caught.value.remedy


def test_robots_txt_can_be_passed_over_with_a_reason_that_is_said(tmp_path: Path) -> None:
    """``robots = "ignore"`` needs its reason, is said at every run, and then no robots.txt is asked for."""
    text = 'collector = "feed"\naddress = "{}"\nrobots = "ignore"\n'
    with served({"/f": page(FEED), "/robots.txt": robots("User-agent: *\nDisallow: /")}) as base:
        settings = office(
            tmp_path, a=text.format(f"{base}/f") + 'robots_reason = "已征得网站同意"', b=text.format("http://x/")
        )
        said: list[str] = []
        report = collect.collect_all(
            store.open_database(settings.database_path), settings, ["a"], at=AT, say=said.append
        ).sources[0]

    assert (report.new, report.error) == (1, "")
    assert any("robots.txt" in line and "已征得网站同意" in line for line in said)
    assert (
        isinstance(settings.source_errors["b"], SettingsError) and "robots_reason" in settings.source_errors["b"].remedy
    )


def test_the_pause_of_robots_txt_is_kept() -> None:
    """Crawl-delay counts where it is longer than our own pause."""
    with served({"/a": page(b"x"), "/robots.txt": robots("User-agent: *\nCrawl-delay: 0.4")}) as base:
        guest = visitor(pause=0.1)
        started = time.monotonic()
        guest.fetch(f"{base}/a")
        guest.fetch(f"{base}/a")
    assert time.monotonic() - started >= 0.4


def test_a_pause_that_does_not_fit_into_the_run_ends_it() -> None:
    """A host that wants an hour between two visits is not waited for: the source goes on at its next run."""
    with served({"/a": page(b"x"), "/robots.txt": robots("User-agent: *\nCrawl-delay: 3600")}) as base:
        guest = visitor(until=time.monotonic() + 5)
        guest.fetch(f"{base}/a")
        started = time.monotonic()
        with pytest.raises(WebFailure, match="间隔太长") as caught:
            guest.fetch(f"{base}/a")
    assert time.monotonic() - started < 1
    assert caught.value.kind == "budget"


def test_threads_share_the_pause_and_the_turns_of_a_host() -> None:
    """Six threads keep the pause between them, and never more than two are with the host at once."""
    at_once: list[int] = []
    inside = 0
    lock = threading.Lock()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        nonlocal inside
        with lock:
            inside += 1
            at_once.append(inside)
        time.sleep(0.15)
        with lock:
            inside -= 1
        page(b"x")(handler)

    with served({"/a": answer}) as base:
        traffic = Traffic(per_host=2)
        started = time.monotonic()
        threads = [threading.Thread(target=lambda: visitor(traffic, 0.05).fetch(f"{base}/a")) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(at_once) == 6 and max(at_once) == 2
    assert time.monotonic() - started >= 0.25


def test_retry_after_is_obeyed_by_all_of_the_host_for_the_rest_of_the_run() -> None:
    """After a 429 nobody of this run goes to that host again; how long it asked for is remembered."""
    asked: list[str] = []

    def busy(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        page(b"", status=429, Retry_After="120")(handler)

    with served({"/a": busy, "/b": busy}) as base:
        traffic = Traffic()
        first, second = (visitor(traffic, listing=f"{base}/a") for _ in range(2))
        for guest, path in ((first, "/a"), (second, "/b"), (first, "/a")):
            with pytest.raises(WebFailure) as caught:
                guest.fetch(f"{base}{path}")
            assert caught.value.hold == timedelta(minutes=2)

    assert asked == ["/a"]
    assert first.hold == timedelta(minutes=2)


def test_a_stranger_does_not_keep_a_source_from_its_own_list() -> None:
    """A 429 of another host, of an article or attachment there, is obeyed at that host and nowhere else."""
    answers = {"/list": page(b"x"), "/a": page(b"", status=429, Retry_After="86400")}
    with served(answers) as base, served(answers) as strange:
        guest = visitor(listing=f"{base}/list")
        with pytest.raises(WebFailure):
            guest.fetch(f"{strange}/a")
        assert guest.hold == timedelta() and guest.fetch(f"{base}/list")
        with pytest.raises(WebFailure, match="后再来"):
            guest.fetch(f"{strange}/list")
        with pytest.raises(WebFailure):
            guest.fetch(f"{base}/a")
    assert guest.hold == timedelta(days=1)


def test_what_was_fetched_is_handed_over_as_it_is_now() -> None:
    """A thread that nobody waits for may go on asking: what is being stored does not change under the hand."""
    known = Robots({})
    known.check("http://a.test", "http://a.test/", lambda: "")
    taken = known.fetched
    known.check("http://b.test", "http://b.test/", lambda: "")
    assert (list(taken), list(known.fetched)) == (["http://a.test"], ["http://a.test", "http://b.test"])


def test_a_source_is_not_asked_before_the_moment_its_server_named(tmp_path: Path) -> None:
    """Retry-After of an hour outlasts the source's own interval; after it the source runs, and recovers."""
    answers = {"/f": page(b"", status=503, Retry_After="3600")}
    with served(answers) as base:
        settings = office(tmp_path, a=f'collector = "feed"\naddress = "{base}/f"\npause = 0\nevery_minutes = 1')
        db = store.open_database(settings.database_path)

        def ran(minutes: int) -> int:
            at = AT + timedelta(minutes=minutes)
            return len(collect.collect_all(db, settings, (), at=at, say=quiet).sources)

        assert (ran(0), ran(5), ran(59)) == (1, 0, 0)
        answers["/f"] = page(FEED, "application/xml", Cache_Control="public, max-age=1800")
        assert (ran(60), ran(85), ran(90)) == (1, 0, 1)
    assert store.sources.health(db, "a").failures == 0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        *(("120", 120), ("Fri, 20 Nov 2026 01:10:00 GMT", 600), ("0", 0), ("", 0), ("soon", 0), ("-5", 0), ("1.5", 0)),
        *(("Fri, 20 Nov 2020 01:00:00 GMT", 0), ("9" * 40, 86400), ("Fri, 99 Nov 2026 01:10:00 GMT", 0), ("²", 0)),
        *(("Fri, 20 Nov 9999 01:00:00 GMT", 86400), ("Fri, 20 Nov 2026 01:10:00", 600)),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, seconds: int) -> None:
    """Seconds and dates; what makes no sense asks for nothing; nobody can ask for more than a day."""
    assert retry_after({"Retry-After": value}, AT) == timedelta(seconds=seconds)


def test_a_date_counts_from_the_clock_of_the_server() -> None:
    """A server whose clock is wrong still gets the pause it means."""
    headers = {"Retry-After": "Sat, 01 Jan 2000 00:05:00 GMT", "Date": "Sat, 01 Jan 2000 00:00:00 GMT"}
    assert retry_after(headers, AT) == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": 'public, MAX-AGE="600"', "Age": "100"}, 500),
        ({"Cache-Control": "no-cache, max-age=600"}, 0),
        ({"Cache-Control": "max-age=abc"}, 0),
        ({"Cache-Control": "max-age=99999999999999999999"}, 86400),
        ({"Cache-Control": "max-age=5", "Age": "10"}, 0),
        ({"Cache-Control": "s-maxage=600"}, 0),
        ({}, 0),
    ],
)
def test_cache_control_is_read(headers: dict[str, str], seconds: int) -> None:
    """max-age less the age; not where the server says it is not to be kept."""
    assert max_age(headers) == timedelta(seconds=seconds)


def test_we_say_who_we_are(tmp_path: Path) -> None:
    """The User-Agent names the program and the office's contact; a contact that is no header is refused."""
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["User-Agent"])
        page(b"x")(handler)

    with served({"/a": answer}) as base:
        visitor(Traffic(contact="xxk@dongjiang.example")).fetch(f"{base}/a")
        visitor().fetch(f"{base}/a")

    assert seen[0].startswith("bulletin/") and "xxk@dongjiang.example" in seen[0]
    assert seen[1].startswith("bulletin/")
    (tmp_path / "o").mkdir()
    office(tmp_path / "o")
    text = (tmp_path / "o" / "bulletin.toml").read_text("utf-8").replace("[network]", '[network]\ncontact = "信息科"')
    (tmp_path / "o" / "bulletin.toml").write_text(text, "utf-8")
    from bulletin.settings import read_settings

    with pytest.raises(SettingsError, match="contact"):
        read_settings(tmp_path / "o")


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ('tls = "legacy"', "fingerprint"),
        ('tls = "old"', "legacy"),
        ('fingerprint = "sha256:12"', "64"),
        ('robots = "no"', "ignore"),
    ],
)
def test_wrong_words_about_visits_are_refused(tmp_path: Path, keys: str, named: str) -> None:
    """Old encryption without a pin, a short fingerprint and unknown words stop their source and say why."""
    settings = office(tmp_path, a=f'collector = "feed"\naddress = "https://x.test/"\n{keys}')
    assert named in settings.source_errors["a"].remedy


def test_unusual_visits_are_said_in_words() -> None:
    """Old encryption and a pinned certificate are told at every run."""
    visiting = Visiting(tls="legacy", fingerprint="sha256:" + "0" * 64, robots="ignore", robots_reason="同意")
    assert [word in " ".join(visiting.notices) for word in ("旧式加密", "指纹", "同意")] == [True] * 3
    assert Visiting().notices == ()


def test_robots_txt_kept_under_a_clock_that_was_ahead_does_not_count(tmp_path: Path) -> None:
    """After the clock is put right, what was fetched "tomorrow" is asked for again."""
    db = store.open_database(tmp_path / "bulletin.db")
    store.sources.keep_robots(db, {"http://a.example": "User-agent: *\nDisallow: /"}, AT + timedelta(days=1))

    assert store.sources.robots(db, AT) == {}
    assert store.sources.robots(db, AT + timedelta(days=1)) != {}
