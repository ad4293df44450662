"""The one door to the network: a guarded fetch that gives bytes.

http and https only; the name is resolved once, its addresses are vetted, and the vetted address is connected to;
redirects are followed by hand through the same checks; size, decoded size and total time are capped while reading.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from bulletin.collect.web.addresses import vetted
from bulletin.errors import SourceFailure
from bulletin.model import Received
from bulletin.text import one_line, shorten

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.connection import HTTPConnection
    from urllib3.util import Url

WIRE_CAP = 8 * 1024 * 1024
DECODED_CAP = 20 * 1024 * 1024
MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_LONGEST_SIZE = 18
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = {
    "User-Agent": "bulletin/0.1 (+information desk)",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_REASONS = {
    401: "网站要求登录",
    403: "网站拒绝访问",
    404: "网页不存在",
    410: "网页已撤下",
    429: "访问过于频繁，网站要求稍后再来",
}


@dataclass(slots=True)
class Visitor:
    """Whoever fetches for one run: the limits, and when each host was last visited (seconds of a steady clock).

    ``timeout`` bounds one fetch with all its redirects, ``pause`` is the least gap between two visits to a host, both
    in seconds; ``allow`` are CIDR networks besides the public ones.
    """

    timeout: float = 30.0
    pause: float = 1.0
    allow: tuple[str, ...] = ()
    visits: dict[str, float] = field(default_factory=dict)

    def fetch(self, address: str, etag: str = "", last_modified: str = "") -> Received | None:
        """Return what `address` serves, or None when it has not changed since `etag` or `last_modified`.

        ``Received.address`` is the final address. Raises `SourceFailure` with what happened and what to do.
        """
        headers = dict(_HEADERS)
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        deadline = time.monotonic() + self.timeout
        for _ in range(MOST_REDIRECTS + 1):
            deadline += self._wait_for(address)
            answer = _visit(address, headers, self.allow, deadline)
            if not isinstance(answer, str):
                return answer
            address = _next_hop(address, answer)
        raise SourceFailure(f"{_short(address)} 转向超过 {MOST_REDIRECTS} 次", "请核对来源地址")

    def _wait_for(self, address: str) -> float:
        """Sleep until the host of `address` may be visited again; return the seconds slept."""
        host = _parsed(address).netloc or ""
        due = self.visits.get(host, float("-inf")) + self.pause
        slept = max(0.0, due - time.monotonic())
        time.sleep(slept)
        self.visits[host] = time.monotonic()
        return slept


def _visit(address: str, headers: dict[str, str], allow: tuple[str, ...], deadline: float) -> Received | str | None:
    """Return what one request brings: the bytes, None for "not modified", or the address of a redirect."""
    url = _parsed(address)
    with _failures_in_chinese(address), _connected(url, allow, deadline) as connection:
        connection.request("GET", url.request_uri, headers=headers | {"Host": url.netloc or ""}, preload_content=False)
        response = connection.getresponse()
        if response.status == 304:
            return None
        if response.status in _REDIRECTS:
            return response.headers.get("Location", "")
        if response.status != 200:
            reason = _REASONS.get(response.status, "网站出错" if response.status >= 500 else "网站没有给出内容")
            raise SourceFailure(f"{_short(address)}：{reason}（{response.status}）", "请在浏览器中核对该地址")
        body = _capped(response, address)
        if time.monotonic() >= deadline:
            raise TimeoutError
        return _received(address, response, body)


@contextmanager
def _connected(url: Url, allow: tuple[str, ...], deadline: float) -> Iterator[HTTPConnection]:
    """Connect to the vetted address of `url`; a timer shuts the socket when the deadline is over, headers included."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    host = (url.host or "").strip("[]")
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    peer = vetted(host, port, allow)
    left = max(0.05, deadline - time.monotonic())
    connection: HTTPConnection = (
        HTTPSConnection(
            peer,
            port,
            timeout=left,
            server_hostname=host,
            assert_hostname=host,
            ssl_context=ssl.create_default_context(),
        )
        if secure
        else HTTPConnection(peer, port, timeout=left)
    )
    watched: list[socket.socket] = []
    timer = threading.Timer(left, _shut, (connection, watched))
    timer.daemon = True
    timer.start()
    try:
        connection.connect()
        watched += [connection.sock] if connection.sock else []
        yield connection
    finally:
        timer.cancel()
        connection.close()


def _shut(connection: HTTPConnection, watched: list[socket.socket]) -> None:
    """Shut the socket down, so that whoever reads from it stops; `watched` has it where the connection let go of it."""
    for sock in watched or ([connection.sock] if connection.sock else []):
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)


def _capped(response: BaseHTTPResponse, address: str) -> bytes:
    """Return the decoded body, read piece by piece; raise as soon as either cap is passed."""
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and (len(announced) > _LONGEST_SIZE or int(announced) > WIRE_CAP):
        raise _too_big(address)
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_CHUNK, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > DECODED_CAP:
            raise SourceFailure(
                f"{_short(address)} 解压后超过 {DECODED_CAP >> 20} MB，已中止", "可能是恶意压缩，请勿再采集并核对来源"
            )
        if response.tell() > WIRE_CAP:
            raise _too_big(address)
    return b"".join(pieces)


def _too_big(address: str) -> SourceFailure:
    return SourceFailure(f"{_short(address)} 超过 {WIRE_CAP >> 20} MB，已中止", "请改用栏目页或信息源的地址")


def _received(address: str, response: BaseHTTPResponse, body: bytes) -> Received:
    """Return the body with what the headers say of it."""
    media_type, _, rest = response.headers.get("Content-Type", "").partition(";")
    _, _, charset = rest.partition("charset=")
    return Received(
        body=body,
        address=address,
        media_type=one_line(media_type).lower(),
        charset=one_line(charset).partition(";")[0].strip(" '\""),
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
    )


@contextmanager
def _failures_in_chinese(address: str) -> Iterator[None]:
    """Turn the failures of sockets, TLS and HTTP inside the block into `SourceFailure`."""
    from urllib3.exceptions import HTTPError, NameResolutionError, SSLError

    try:
        yield
    except (ssl.SSLError, ssl.CertificateError, SSLError) as error:
        raise SourceFailure(
            f"{_short(address)} 的加密连接或证书不可信：{shorten(str(error), 80)}",
            "请核对地址；证书有误应由网站改正，程序不跳过校验",
        ) from error
    except NameResolutionError as error:
        raise SourceFailure(f"找不到 {_short(address)} 的主机", "请核对来源地址") from error
    except (HTTPError, http.client.HTTPException, OSError) as error:
        remedy = "稍后会自动再试；若一直如此，请核对地址与网络"
        raise SourceFailure(f"{_short(address)} {_trouble(error)}", remedy) from error


def _trouble(error: Exception) -> str:
    """Return in Chinese what kind of trouble `error` is."""
    from urllib3.exceptions import ConnectTimeoutError, DecodeError, NewConnectionError, ReadTimeoutError

    if isinstance(error, NewConnectionError | ConnectionRefusedError):
        return "连接不上"
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError):
        return "超时，没有在限定时间内答复"
    if isinstance(error, DecodeError):
        return "传来的压缩内容已损坏"
    return "超时或中途断开，没有在限定时间内传完"


def _next_hop(address: str, location: str) -> str:
    """Return the absolute address a redirect leads to. Raises `SourceFailure` for none or no address, and for https
    to http."""
    try:
        target = urljoin(address, location)
    except ValueError:
        target = ""
    if not (location and target) or (address.startswith("https:") and not target.startswith("https:")):
        raise SourceFailure(f"{_short(address)} 转向不安全或不明的地址，未跟随", "请核对来源地址")
    return target


def _parsed(address: str) -> Url:
    """Return the parts of an http or https address, percent-encoded. Raises `SourceFailure`."""
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        url = parse_url(address)
    except LocationParseError as error:
        raise SourceFailure(f"地址 {_short(address)} 写得不对", "请核对来源文件中的 address") from error
    if url.scheme not in ("http", "https") or not url.host or url.auth:
        raise SourceFailure(f"地址 {_short(address)} 不是可采集的网址", "只接受 http:// 和 https://，且不带用户名密码")
    return url


def _short(address: str) -> str:
    return shorten(address, 80)
