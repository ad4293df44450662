"""The HTTP rows of the attack table: servers that lead inside, never end, send bombs, or hide behind bad certificates."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from collect_support import page, served

from bulletin.collect.web.failures import WebFailure
from bulletin.collect.web.fetch import Visitor
from bulletin.collect.web.traffic import MOST_LARGE
from bulletin.settings import Visiting

LOOPBACK = ("127.0.0.0/8",)
Write = Callable[[bytes], None]


def visitor(timeout: float = 3.0, **fields: Any) -> Visitor:
    """Return a visitor that asks no site for its robots.txt."""
    visiting = fields.pop("visiting", Visiting(robots="ignore", robots_reason="试验"))
    return Visitor(timeout, 0.0, LOOPBACK, visiting=visiting, **fields)


@contextmanager
def speaking(
    speak: Callable[[Write], None], context: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[bytes]]]:
    """A server that says whatever `speak` writes to whoever asks; the value is its address and the requests it saw."""
    listening = socket.create_server(("127.0.0.1", 0))
    seen: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.settimeout(20)
            wired = context.wrap_socket(connection, server_side=True) if context else connection
            seen.append(wired.recv(65536))
            speak(wired.sendall)
            wired.close()
        connection.close()

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{listening.getsockname()[1]}/", seen
    finally:
        listening.close()


def forever(piece: bytes, pause: float = 0.0, head: bytes = b"") -> Callable[[Write], None]:
    """Return a speaker that says `head`, and then `piece` over and over."""

    def speak(write: Write) -> None:
        write(head)
        while True:
            write(piece)
            time.sleep(pause)

    return speak


def once(*pieces: bytes) -> Callable[[Write], None]:
    """Return a speaker that says these pieces and hangs up."""
    return lambda write: [write(piece) for piece in pieces] and None


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "speak",
    [
        pytest.param(forever(b"X-Again: 1\r\n", head=OK), id="headers without end"),
        pytest.param(forever(b"a" * 65536, head=OK + b"X-Long: "), id="one header without end"),
        pytest.param(forever(b"X-Again: " + b"a" * 60_000 + b"\r\n", head=OK), id="long headers without end"),
        pytest.param(once(OK + b"X: 1\r\n" * 5_000 + b"\r\n"), id="five thousand headers"),
        pytest.param(forever(b"HTTP/1.1 100 Continue\r\n\r\n"), id="100 Continue without end"),
        pytest.param(forever(b"HTTP/1.1 100 Continue\r\nX: " + b"a" * 9_000 + b"\r\n\r\n"), id="long 100 Continue"),
        pytest.param(forever(b"H" * 65536), id="a status line without end"),
        pytest.param(forever(b"1\r\nx\r\n", head=CHUNKED), id="chunks of one byte without end"),
        pytest.param(forever(b"1;" + b"x" * 9_000 + b"\r\nx\r\n", head=CHUNKED), id="chunk extensions"),
        pytest.param(forever(b"X: " + b"a" * 9_000 + b"\r\n", head=CHUNKED + b"0\r\n"), id="trailers without end"),
        pytest.param(once(CHUNKED + b"-5\r\nxxxxx\r\n0\r\n\r\n"), id="a chunk of negative size"),
        pytest.param(once(CHUNKED + b"f" * 40 + b"\r\nx"), id="a chunk of absurd size"),
        pytest.param(once(b"\x00\xff\xfe nonsense\r\n\r\n"), id="nonsense"),
        pytest.param(once(b""), id="nothing"),
        pytest.param(once(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello"), id="two lengths"),
    ],
)
def test_answers_that_never_end_or_make_no_sense_end_soon(speak: Callable[[Write], None]) -> None:
    """Each is a failure in Chinese within the time limit, not an error of the program."""
    with speaking(speak) as (address, _):
        started = time.monotonic()
        with pytest.raises(WebFailure) as caught:
            visitor(2.0).fetch(address)

    assert time.monotonic() - started < 8
    assert caught.value.kind in ("size", "broken", "timeout") and caught.value.remedy


def test_a_flood_before_the_body_is_cut_by_its_size() -> None:
    """Interim answers without end are not read until the time is over: their size is bounded like that of headers."""
    flood = forever(b"HTTP/1.1 100 Continue\r\nX: " + b"a" * 9_000 + b"\r\n\r\n")
    with speaking(flood) as (address, _), pytest.raises(WebFailure) as caught:
        visitor(30.0).fetch(address)

    assert caught.value.kind == "size"


@pytest.mark.parametrize(
    "speak",
    [
        pytest.param(forever(b"X", 0.1, OK + b"X-Drip: "), id="in a header"),
        pytest.param(forever(b"X", 0.1, OK + b"\r\n"), id="in the body"),
        pytest.param(forever(b"H", 0.1), id="in the status line"),
        pytest.param(forever(b"1\r\nx\r\n", 0.1, CHUNKED), id="in chunks"),
        pytest.param(forever(b"", 0.1), id="never"),
    ],
)
def test_one_byte_at_a_time_is_cut_at_the_deadline(speak: Callable[[Write], None]) -> None:
    """The time limit is for the whole visit, not for each read."""
    with speaking(speak) as (address, _):
        started = time.monotonic()
        with pytest.raises(WebFailure, match="超时") as caught:
            visitor(0.7).fetch(address)

    assert 0.5 < time.monotonic() - started < 3
    assert caught.value.kind == "timeout"


def test_a_server_that_does_not_finish_its_handshake_is_cut(certificate: Path) -> None:
    """TLS that never answers is under the same limit."""
    with speaking(lambda write: time.sleep(5)) as (address, _):
        started = time.monotonic()
        with pytest.raises(WebFailure):
            visitor(0.7).fetch(address.replace("http:", "https:"))

    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(bytes(64 << 20))),
        ("deflate", zlib.compress(bytes(64 << 20))),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(64 << 20)))),
        ("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(bytes(64 << 20))))),
        ("br", b"\x5b\xff\xff\x03\x20\x00\xa4\xe0\xc6\x00"),
        ("zstd", b"x"),
    ],
)
def test_bombs_of_every_packing_are_refused(encoding: str, body: bytes) -> None:
    """Whatever unpacks beyond the cap, or is packed as nobody asked for, is dropped, and the right to much memory is
    given back."""
    guest = visitor(20)
    with served({"/a": page(body, Content_Encoding=encoding)}) as base, pytest.raises(WebFailure) as caught:
        guest.fetch(f"{base}/a")

    assert caught.value.kind in ("size", "broken")
    guest.release()
    assert [guest.traffic.large.acquire(blocking=False) for _ in range(MOST_LARGE)] == [True] * MOST_LARGE


@pytest.mark.parametrize(
    "target",
    [
        *("http://127.0.0.2:1/", "http://10.1.2.3/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/"),
        *("http://[64:ff9b::7f00:1]/", "http://167772161/", "http://0xa.1/", "http://012.0.0.1/", "//10.0.0.1/x"),
        *("file:///etc/passwd", "ftp://10.0.0.1/", "gopher://10.0.0.1/", "http://a:b@10.0.0.1/"),
        *("http://[::ffff:10.0.0.1]/", "http://[2002:a00:1::]/", "http://0.0.0.0/"),
    ],
)
def test_a_redirect_never_leads_inside(target: str) -> None:
    """At the end of a chain of redirects as at its beginning, nothing inside is connected to."""
    answers = {f"/{n}": page(b"", status=302, Location=f"/{n + 1}") for n in range(3)}
    answers["/3"] = page(b"", status=302, Location=target)
    with served(answers) as base:
        guest = Visitor(3.0, 0.0, ("127.0.0.1/32",), visiting=Visiting(robots="ignore", robots_reason="试验"))
        with pytest.raises(WebFailure) as caught:
            guest.fetch(f"{base}/0")

    assert caught.value.kind in ("address", "redirect", "dns")


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "64:ff9b::7f00:1", "fd00::1"])
def test_a_name_that_points_inside_is_not_visited(monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    """One inside address among public ones is enough to stay away: the next answer of a rebinding name may be that one."""

    def resolver(host: str, port: int, **_: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, port)) for address in ("93.184.216.34", inside)]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with pytest.raises(WebFailure, match=f"rebind\\.test 的地址 {inside}") as caught:
        Visitor(2.0, 0.0, visiting=Visiting(robots="ignore", robots_reason="试验")).fetch("http://rebind.test/")
    assert caught.value.kind == "address"


def test_a_resolver_that_hangs_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's resolver knows no time limit; ours holds for it as well."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    started = time.monotonic()
    with pytest.raises(WebFailure, match="域名解析超时"):
        visitor(0.5).fetch("http://slow.test/")
    assert time.monotonic() - started < 2


def test_the_second_address_is_tried_when_the_first_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host with one dead address is still reached."""
    with served({"/a": page(b"x")}) as base:
        port = int(base.rpartition(":")[2])
        real = socket.getaddrinfo
        rows = [(0, 0, 0, "", (address, port)) for address in ("127.9.9.9", "127.0.0.1")]
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *a, **k: rows if host == "two.test" else real(host, *a, **k)
        )
        received = visitor().fetch(f"http://two.test:{port}/a")
    assert received is not None and received.body == b"x"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of 127.0.0.1 with its key, in one file."""
    return made(tmp_path_factory.mktemp("tls") / "good.pem", "rsa:2048", "-sha256", "IP:127.0.0.1")


def made(path: Path, key: str, digest: str, name: str) -> Path:
    """Make a self-signed certificate with the tool of OpenSSL, or skip where it is missing."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    command = ["openssl", "req", "-x509", "-newkey", key, digest, "-nodes", "-days", "2", "-subj", "/CN=x"]
    subprocess.run(
        [*command, "-addext", f"subjectAltName={name}", "-keyout", str(path) + ".key", "-out", str(path)],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + Path(str(path) + ".key").read_bytes())
    return path


def fingerprint(path: Path) -> str:
    """Return the fingerprint of a certificate as a source file writes it."""
    import hashlib

    return (
        "sha256:"
        + hashlib.sha256(ssl.PEM_cert_to_DER_cert(path.read_text().partition("-----BEGIN PRIVATE")[0])).hexdigest()
    )


def tls(path: Path, old: bool = False) -> ssl.SSLContext:
    """Return a server's context; `old` speaks TLS 1.0 only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(path)
    return context


ANSWER = once(OK + b"Content-Length: 2\r\n\r\nhi")


def asking(**keys: str) -> Visiting:
    return Visiting(robots="ignore", robots_reason="试验", **keys)


def test_a_certificate_nobody_vouches_for_is_refused_and_nothing_is_sent(certificate: Path) -> None:
    """There is no second try without verification: the server never sees a request."""
    with speaking(ANSWER, tls(certificate)) as (address, seen), pytest.raises(WebFailure, match="证书") as caught:
        visitor().fetch(address)

    assert caught.value.kind == "tls"
    assert seen == []


def test_a_pinned_certificate_is_taken_and_no_other(certificate: Path) -> None:
    """The fingerprint in the source file lets in just that certificate; with another one no request is sent."""
    with speaking(ANSWER, tls(certificate)) as (address, seen):
        received = visitor(visiting=asking(fingerprint=fingerprint(certificate))).fetch(address)
        assert received is not None and received.body == b"hi"
        with pytest.raises(WebFailure, match="证书"):
            visitor(visiting=asking(fingerprint="sha256:" + "0" * 64)).fetch(address)

    assert len([request for request in seen if request]) == 1


def test_a_certificate_file_of_the_source_is_trusted_for_its_name_only(certificate: Path, tmp_path: Path) -> None:
    """A certificate from the file is taken for the host it names, not for another one at the same place."""
    (tmp_path / "ca.pem").write_text(certificate.read_text().partition("-----BEGIN PRIVATE")[0])
    other = made(tmp_path / "other.pem", "rsa:2048", "-sha256", "DNS:elsewhere.test")
    (tmp_path / "other-ca.pem").write_text(other.read_text().partition("-----BEGIN PRIVATE")[0])

    with speaking(ANSWER, tls(certificate)) as (address, _):
        assert visitor(visiting=asking(ca="ca.pem"), root=tmp_path).fetch(address) is not None
        with pytest.raises(WebFailure, match="证书文件"):
            visitor(visiting=asking(ca="missing.pem"), root=tmp_path).fetch(address)
    with speaking(ANSWER, tls(other)) as (address, seen), pytest.raises(WebFailure, match="证书"):
        visitor(visiting=asking(ca="other-ca.pem"), root=tmp_path).fetch(address)
    assert not any(seen)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
def test_old_encryption_needs_the_word_legacy_and_a_pin(tmp_path: Path) -> None:
    """TLS 1.0 with a short key and SHA-1 is refused as a rule, and spoken with the one certificate that is pinned."""
    old = made(tmp_path / "old.pem", "rsa:1024", "-sha1", "IP:127.0.0.1")
    pin = fingerprint(old)

    with speaking(ANSWER, tls(old, old=True)) as (address, _):
        for refused in (asking(), asking(fingerprint=pin), asking(tls="legacy", fingerprint="sha256:" + "1" * 64)):
            with pytest.raises(WebFailure) as caught:
                visitor(visiting=refused).fetch(address)
            assert caught.value.kind == "tls"
        received = visitor(visiting=asking(tls="legacy", fingerprint=pin)).fetch(address)

    assert received is not None and received.body == b"hi"


def test_https_never_goes_on_as_http(certificate: Path) -> None:
    """A redirect from https to http is not followed."""
    away = once(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    with speaking(away, tls(certificate)) as (address, _), pytest.raises(WebFailure, match="转向") as caught:
        visitor(visiting=asking(fingerprint=fingerprint(certificate))).fetch(address)
    assert caught.value.kind == "redirect"


def test_an_odd_validator_does_no_harm() -> None:
    """What a server sends as its ETag never makes the next visit impossible."""
    folded = once(OK + b"ETag: 1\r\n X-Evil: 1\r\nLast-Modified: x\x01y\r\nContent-Length: 2\r\n\r\nhi")
    with speaking(folded) as (address, _):
        received = visitor().fetch(address)
        assert received is not None and received.last_modified == ""
        assert visitor().fetch(address, received.etag, received.last_modified) is not None


def test_a_header_cannot_be_smuggled_in_by_an_address(tmp_path: Path) -> None:
    """Line breaks in an address or a validator never become a header of their own."""
    seen: list[Any] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(dict(handler.headers))
        page(b"x")(handler)

    with served({"/a": answer, "/a%0D%0AX-Evil:%201": answer}) as base:
        with suppress(WebFailure):
            visitor().fetch(f"{base}/a\r\nX-Evil: 1")
        with suppress(WebFailure, ValueError):
            visitor().fetch(f"{base}/a", etag='"1"\r\nX-Evil: 1')
    assert not any("X-Evil" in headers for headers in seen)
