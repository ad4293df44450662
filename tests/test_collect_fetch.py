"""The guarded fetch against servers that misbehave, and addresses that lead inside."""

from __future__ import annotations

import gzip
import ipaddress
import time
import tracemalloc
from http.server import BaseHTTPRequestHandler

import pytest
from collect_support import page, served

from bulletin.collect.web.addresses import is_public
from bulletin.collect.web.fetch import Visitor
from bulletin.errors import SourceFailure

LOOPBACK = ("127.0.0.0/8",)


def visitor(timeout: float = 5.0, pause: float = 0.0, allow: tuple[str, ...] = LOOPBACK) -> Visitor:
    return Visitor(timeout, pause, allow)


def test_body_and_headers_come_back_whole() -> None:
    """What the server sends is returned byte for byte, with its type, charset and validators."""
    with served({"/a": page("正文".encode("gb18030"), "text/html; charset=gb2312", ETag='"1"')}) as base:
        received = visitor().fetch(f"{base}/a")

    assert received is not None
    assert received.body == "正文".encode("gb18030")
    assert (received.media_type, received.charset, received.etag) == ("text/html", "gb2312", '"1"')


def test_not_modified_is_none() -> None:
    """A server that answers 304 to our validators gives None."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        unchanged = handler.headers.get("If-None-Match") == '"1"'
        page(b"", status=304 if unchanged else 200, ETag='"1"')(handler)

    with served({"/a": answer}) as base:
        assert visitor().fetch(f"{base}/a") is not None
        assert visitor().fetch(f"{base}/a", etag='"1"') is None


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
def test_refusals_of_the_server_are_told_in_chinese(status: int) -> None:
    """Any status but success is a failure that names the status."""
    with served({"/a": page(b"x", status=status)}) as base, pytest.raises(SourceFailure, match=str(status)) as caught:
        visitor().fetch(f"{base}/a")
    assert caught.value.remedy


def test_dripping_server_is_cut_at_the_deadline() -> None:
    """One byte a tenth of a second does not hold us longer than the time-out, in the body."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    with served({"/a": drip}) as base:
        started = time.monotonic()
        with pytest.raises(SourceFailure, match="超时"):
            visitor(timeout=0.8).fetch(f"{base}/a")
        assert time.monotonic() - started < 3


def test_hanging_server_is_cut_at_the_deadline() -> None:
    """A server that never answers does not hold us longer than the time-out, in the headers."""
    with served({"/a": lambda handler: time.sleep(5)}) as base:
        started = time.monotonic()
        with pytest.raises(SourceFailure, match="超时"):
            visitor(timeout=0.5).fetch(f"{base}/a")
        assert time.monotonic() - started < 3


def test_announced_giant_is_refused_before_reading() -> None:
    """A body announced as 200 MB is refused without reading it."""

    def giant(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(200 << 20))
        handler.end_headers()

    with served({"/a": giant}) as base, pytest.raises(SourceFailure, match="8 MB"):
        visitor().fetch(f"{base}/a")


def test_unannounced_giant_is_refused_cheaply() -> None:
    """A body of 200 MB without a length is dropped at 8 MB, without holding much more memory than that."""

    def giant(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(bytes(1 << 20))

    with served({"/a": giant}) as base:
        tracemalloc.start()
        with pytest.raises(SourceFailure, match="8 MB"):
            visitor(timeout=30).fetch(f"{base}/a")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 40 << 20


def test_decompression_bomb_is_refused() -> None:
    """A small gzip body that unpacks to 64 MB is dropped at 20 MB."""
    bomb = gzip.compress(bytes(64 << 20))
    with served({"/a": page(bomb, Content_Encoding="gzip")}) as base, pytest.raises(SourceFailure, match="20 MB"):
        visitor(timeout=30).fetch(f"{base}/a")


def test_body_cut_short_is_no_success() -> None:
    """A body shorter than announced is a failure, not a short body."""

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")

    with served({"/a": cut}) as base, pytest.raises(SourceFailure):
        visitor().fetch(f"{base}/a")


def test_redirects_are_followed_and_counted() -> None:
    """Redirects lead to the final address; a circle of them ends."""
    answers = {"/a": page(b"", status=302, Location="/b"), "/b": page(b"end")}
    with served(answers | {"/loop": page(b"", status=302, Location="/loop")}) as base:
        received = visitor().fetch(f"{base}/a")
        assert received is not None
        assert (received.body, received.address) == (b"end", f"{base}/b")
        with pytest.raises(SourceFailure, match="转向"):
            visitor().fetch(f"{base}/loop")


def test_redirect_to_a_private_address_is_refused() -> None:
    """A redirect is vetted like the first address."""
    with (
        served({"/a": page(b"", status=302, Location="http://10.0.0.1/x")}) as base,
        pytest.raises(SourceFailure, match=r"10\.0\.0\.1"),
    ):
        visitor().fetch(f"{base}/a")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "169.254.169.254", "10.1.2.3", "192.168.0.1"),
        *("0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fec0::1]", "[ff02::1]"),
    ],
)
def test_addresses_that_lead_inside_are_refused(host: str) -> None:
    """Every way to write an inside address is refused when the office does not allow it."""
    with pytest.raises(SourceFailure):
        visitor(allow=()).fetch(f"http://{host}/")


@pytest.mark.parametrize("address", ["64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "224.0.0.1", "ff0e::1", "2001::1"])
def test_holes_of_is_global_are_closed(address: str) -> None:
    """NAT64, 6to4, Teredo, site-local and multicast addresses are not public."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["ftp://a.test/x", "file:///etc/passwd", "http://u:p@a.test/", "nonsense", ""])
def test_only_plain_web_addresses_are_fetched(address: str) -> None:
    """Other schemes, passwords in addresses and nonsense are refused without connecting."""
    with pytest.raises(SourceFailure):
        visitor().fetch(address)


def test_unknown_host_is_told() -> None:
    """A name that does not resolve is named."""
    with pytest.raises(SourceFailure, match=r"no-such-host\.invalid"):
        visitor().fetch("http://no-such-host.invalid/")


def test_closed_port_is_told() -> None:
    """A port nobody listens on is a failure."""
    with pytest.raises(SourceFailure, match="连接不上"):
        visitor().fetch("http://127.0.0.1:9/")


def test_https_to_a_server_without_tls_is_told() -> None:
    """A broken TLS handshake is a failure of the connection, never retried without verification."""
    with served({"/a": page(b"x")}) as base, pytest.raises(SourceFailure, match="证书"):
        visitor().fetch(f"{base.replace('http:', 'https:')}/a")


def test_a_host_is_not_visited_faster_than_its_pause() -> None:
    """Two visits to one host keep the pause between them."""
    with served({"/a": page(b"x")}) as base:
        guest = visitor(pause=0.3)
        started = time.monotonic()
        guest.fetch(f"{base}/a")
        guest.fetch(f"{base}/a")
    assert time.monotonic() - started >= 0.3


def test_a_caller_may_let_more_through() -> None:
    """``most`` raises the bound of one body, unpacked as well, and lowers it; the usual one stays for the others."""
    body = bytes(21 << 20)
    packed = page(gzip.compress(body, 1), Content_Encoding="gzip")
    with served({"/a": page(body), "/z": packed, "/s": page(bytes(3 << 20))}) as base:
        for path in ("/a", "/z"):
            received = visitor(timeout=30).fetch(f"{base}{path}", most=25 << 20)
            assert received is not None and len(received.body) == len(body)
            with pytest.raises(SourceFailure, match="8 MB" if path == "/a" else "20 MB"):
                visitor(timeout=30).fetch(f"{base}{path}")
        with pytest.raises(SourceFailure, match="2 MB"):
            visitor(timeout=30).fetch(f"{base}/s", most=2 << 20)
