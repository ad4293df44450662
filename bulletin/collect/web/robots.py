"""robots.txt (RFC 9309): what a site asks of programs, kept for a day."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bulletin.collect.web.failures import WebFailure
from bulletin.text import shorten

if TYPE_CHECKING:
    from protego import Protego

AGENT = "bulletin"
"""The product token that a site names us by in its robots.txt."""
TEXT_CAP = 512 * 1024
"""What is read of a robots.txt, in bytes (RFC 9309 2.5 asks for 500 KiB at least)."""
_LONGEST_KEPT = 32 * 1024

Ask = Callable[[], str]
"""Fetches the robots.txt of one site; '' where it has none. Raises `WebFailure`."""


class Robots:
    """The rules of the sites met in one run."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._fetched: dict[str, str] = {}
        self._known = known
        self._rules: dict[str, Protego] = {}
        self._lock = threading.Lock()

    @property
    def fetched(self) -> dict[str, str]:
        """The texts by site that were not known before, as they are now: another thread may still be fetching one."""
        with self._lock:
            return dict(self._fetched)

    def check(self, site: str, address: str, ask: Ask) -> float:
        """Return the pause in seconds that `site` (``https://host``) asks for; 0 where it asks for none.

        Raises `WebFailure` when its rules do not allow `address`, or when they cannot be had.
        """
        rules = self._of(site, ask)
        if not rules.can_fetch(address, AGENT):
            raise WebFailure(
                "robots",
                f"网站的 robots.txt 不许采集 {shorten(address, 80)}",
                '请商网站同意；同意后在来源文件中写 robots = "ignore" 和 robots_reason',
            )
        return max(0.0, float(rules.crawl_delay(AGENT) or 0.0))

    def _of(self, site: str, ask: Ask) -> Protego:
        """Return the rules of `site`. Two threads may both ask for them: neither waits for the other's server."""
        from protego import Protego

        with self._lock:
            rules = self._rules.get(site)
        if rules is None:
            text = self._known[site] if site in self._known else self._asked(site, ask)
            rules = Protego.parse(text)
            with self._lock:
                self._rules[site] = rules
        return rules

    def _asked(self, site: str, ask: Ask) -> str:
        text = ask()
        if len(text) <= _LONGEST_KEPT:
            with self._lock:
                self._fetched[site] = text
        return text
