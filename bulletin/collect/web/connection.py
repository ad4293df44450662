"""One connection to one vetted address: how it is encrypted, and the wire that counts every byte and every second.

The standard library bounds a line of the headers (64 KB) and their number (100), not their sum nor the time they take;
the wire here bounds both, headers, chunk marks and trailers included.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bulletin.collect.web.addresses import vetted
from bulletin.collect.web.failures import WebFailure
from bulletin.settings import Visiting
from bulletin.text import one_line

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.util import Url

HEADER_CAP = 256 * 1024
"""What is read of an answer before its body begins, in bytes; informational answers count."""
MOST_PEERS = 3
"""How many addresses of a host are tried."""
LEAST_WAIT = 0.05
"""What the last of them is given at least, in seconds."""
_LEGACY_SERVER_CONNECT = 0x4


@dataclass(frozen=True, slots=True)
class Encryption:
    """How https is spoken: a context, and the certificate's fingerprint where that alone is trusted."""

    context: ssl.SSLContext
    fingerprint: str = ""


class Encryptions:
    """The encryptions of one run, each made when it is first needed: a context costs 10 ms and nearly a megabyte."""

    def __init__(self) -> None:
        self._made: dict[Visiting, Encryption] = {}
        self._lock = threading.Lock()

    def of(self, visiting: Visiting, root: Path | None) -> Encryption:
        """Return the encryption a source asks for. Raises `WebFailure`."""
        asked = Visiting(tls=visiting.tls, fingerprint=visiting.fingerprint, ca=visiting.ca)
        with self._lock:
            if asked not in self._made:
                self._made[asked] = encryption(asked, root)
            return self._made[asked]


def encryption(visiting: Visiting, root: Path | None) -> Encryption:
    """Return the encryption a source asks for; certificate files lie under `root`.

    The ordinary one trusts the certificates of this host and verifies names. Legacy (TLS 1.0, short keys, SHA-1) is only
    for a server whose certificate is pinned or signed by the given file. Raises `WebFailure` for a certificate file that
    cannot be read.
    """
    context = ssl.create_default_context()
    if visiting.ca:
        _trust(context, (root or Path()) / visiting.ca, visiting.ca)
    if visiting.tls:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.options |= _LEGACY_SERVER_CONNECT
    if visiting.fingerprint:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return Encryption(context, visiting.fingerprint.removeprefix("sha256:"))


def _trust(context: ssl.SSLContext, path: Path, shown: str) -> None:
    """Trust the certificates in a file as well, an intermediate one as it stands. Raises `WebFailure`."""
    try:
        context.load_verify_locations(cafile=path)
    except OSError as error:
        what = f"证书文件 {one_line(shown)} 读不出：{error.strerror or error}"
        raise WebFailure("tls", what, "请核对来源文件中的 ca，应为 PEM 格式") from error
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN


class Wire(io.RawIOBase):
    """The bytes a server sends, under a deadline (of the steady clock) and a cap, which `allow_body` raises."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        super().__init__()
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)
        self._left = HEADER_CAP

    def allow_body(self, most: int) -> None:
        """Let `most` further bytes through: the headers have been read."""
        self._left = most

    def readable(self) -> bool:
        """A wire is read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what there is. Raises `TimeoutError` after the deadline, `WebFailure` beyond the cap."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        self._left -= count or 0
        if self._left < 0:
            raise WebFailure("size", "网站的应答头或正文超过上限，已中止", "请改用栏目页或信息源的地址，并核对来源")
        return count

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class WiredSocket:
    """A connected socket from which is read through one `Wire`; everything else is the socket's own."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self.wire = Wire(sock, deadline)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def makefile(self, mode: str, *_: Any, **__: Any) -> io.BufferedReader:
        """Return the reader of the answer."""
        return io.BufferedReader(self.wire)


@contextmanager
def connected(
    url: Url, allow: tuple[str, ...], deadline: float, secured: Encryption | None
) -> Iterator[tuple[HTTPConnection, Wire]]:
    """Connect to a vetted address of `url`, the first that answers; nothing lasts longer than the deadline.

    `secured` is how https is spoken; None for http.
    """
    host = (url.host or "").strip("[]")
    port = url.port or (443 if url.scheme == "https" else 80)
    peers = vetted(host, port, allow, deadline)[:MOST_PEERS]
    connection = _first_that_answers(peers, host, port, deadline, secured)
    try:
        wired = WiredSocket(cast("socket.socket", connection.sock), deadline)
        connection.sock = cast("socket.socket", wired)
        yield connection, wired.wire
    finally:
        connection.close()


def _first_that_answers(
    peers: tuple[str, ...], host: str, port: int, deadline: float, secured: Encryption | None
) -> HTTPConnection:
    """Return an open connection to one of the addresses; the failure of the last is raised."""
    from urllib3.exceptions import HTTPError

    for number, peer in enumerate(peers, 1):
        left = max(LEAST_WAIT, (deadline - time.monotonic()) / (len(peers) - number + 1))
        connection = _connection(peer, host, port, left, secured)
        try:
            connection.connect()
            return connection
        except (HTTPError, OSError, ValueError):
            connection.close()
            if number == len(peers):
                raise
    raise AssertionError("a host that resolves has an address")


def _connection(peer: str, host: str, port: int, left: float, secured: Encryption | None) -> HTTPConnection:
    """Return a connection to `peer`, not yet open; with encryption the certificate must be that of `host`."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    if secured is None:
        return HTTPConnection(peer, port, timeout=left)
    if secured.fingerprint:
        return HTTPSConnection(
            *(peer, port),
            timeout=left,
            server_hostname=host,
            assert_hostname=False,
            assert_fingerprint=secured.fingerprint,
            ssl_context=secured.context,
            cert_reqs=ssl.CERT_NONE,
        )
    return HTTPSConnection(
        *(peer, port), timeout=left, server_hostname=host, assert_hostname=host, ssl_context=secured.context
    )
