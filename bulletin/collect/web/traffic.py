"""What the visits of one run share, whichever thread makes them: spacing, turns at a host, memory, robots.txt."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from bulletin import __version__
from bulletin.collect.web.connection import Encryptions
from bulletin.collect.web.failures import WebFailure
from bulletin.collect.web.robots import Robots
from bulletin.text import one_line

MOST_LARGE = 3
"""How many bodies of more than a megabyte may be in memory at once."""
_NEXT_TIME = "已收的都在，下次采集从这里继续"


class Traffic:
    """The visits of one run: to one host at most `per_host` at once, each begun no sooner than its pause allows.

    `contact` stands in the User-Agent. ``large`` is the right to hold a large body in memory.
    """

    def __init__(self, per_host: int = 4, contact: str = "", robots: Mapping[str, str] | None = None) -> None:
        self.agent = f"bulletin/{__version__} (+{contact or 'government information desk'})"
        self.robots = Robots(robots or {})
        self.encryptions = Encryptions()
        self.large = threading.BoundedSemaphore(MOST_LARGE)
        self._lock = threading.Lock()
        self._turns: dict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(per_host))
        self._free_from: dict[str, float] = {}
        self._closed: dict[str, timedelta] = {}

    @contextmanager
    def turn(self, host: str, pause: float, until: float) -> Iterator[None]:
        """Wait for a turn at `host`, and have it.

        Raises `WebFailure` when the turn would come after `until` (of the steady clock), and at once when the host has
        asked to be left alone in this run.
        """
        self._refuse_closed(host)
        with self._lock:
            turns = self._turns[host]
        if not turns.acquire(timeout=min(max(0.0, until - time.monotonic()), threading.TIMEOUT_MAX)):
            raise WebFailure("budget", f"主机 {one_line(host)} 一直没有空出来", _NEXT_TIME)
        try:
            time.sleep(self._slot(host, pause, until))
            self._refuse_closed(host)
            yield
        finally:
            turns.release()

    def close_host(self, host: str, hold: timedelta) -> None:
        """Leave `host` alone for the rest of the run: it asked for a pause of `hold`."""
        with self._lock:
            self._closed[host] = max(hold, self._closed.get(host, timedelta()))

    def _refuse_closed(self, host: str) -> None:
        with self._lock:
            hold = self._closed.get(host)
        if hold is not None:
            raise asked_to_wait(host, hold)

    def _slot(self, host: str, pause: float, until: float) -> float:
        """Take the next free moment at `host`; return the seconds until then. Raises `WebFailure` when it is too late."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._free_from.get(host, now))
            if start > until:
                raise WebFailure("budget", f"主机 {one_line(host)} 要求的访问间隔太长，本次用时已满", _NEXT_TIME)
            self._free_from[host] = start + pause
            return start - now


def asked_to_wait(host: str, hold: timedelta) -> WebFailure:
    """Return the failure of a visit to a host that asked to be left alone for `hold`."""
    minutes = max(1, round(hold.total_seconds() / 60))
    return WebFailure(
        "wait", f"网站 {one_line(host)} 要求{minutes}分钟后再来", "程序会按网站的要求等候，到时自动再试", hold
    )
