"""Which requests are heard at all, and what every answer says to the browser.

A page of another site can make a browser send requests here, and a name of its own can be made to point here (DNS
rebinding). So the ``Host`` must be one of ours, and whatever changes something or opens a desk must come from our own page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with less, a browser calls its own page a stranger (Origin: null)
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Server": "bulletin",
}
"""On every answer. Styles may stand in the page because xterm.js writes its own there; scripts may not."""


@dataclass(frozen=True, slots=True)
class Door:
    """By which names the server may be called: ``host`` it listens on, ``names`` it has behind a proxy with TLS."""

    host: str
    names: frozenset[str] = frozenset()

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK

    def knows(self, called: str) -> bool:
        """Tell whether a ``Host`` header names us. An address is no name that could be made to point here."""
        try:
            name = urlsplit(f"//{called}").hostname or ""
        except ValueError:
            return False
        if name in LOOPBACK or name == self.host.lower() or name in self.names:
            return True
        return not self.is_loopback and _is_address(name)

    def is_own_page(self, headers: Mapping[str, str]) -> bool:
        """Tell whether a request was sent by a page of this server: ``Origin`` names the very ``Host`` that was called."""
        origin = urlsplit(headers.get("Origin", ""))
        return origin.scheme in ("http", "https") and bool(origin.netloc) and origin.netloc == headers.get("Host", "")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
