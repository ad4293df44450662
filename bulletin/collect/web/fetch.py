"""The one door to the network: a guarded, polite fetch that gives bytes.

http and https only; the name is resolved once, its addresses are vetted, and a vetted address is connected to; redirects
are followed by hand through the same checks; headers, size, decoded size and total time are capped while reading. A
host gets its pause, its robots.txt and its Retry-After.
"""

from __future__ import annotations

import http.client
import io
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from bulletin.collect.web.connection import connected
from bulletin.collect.web.failures import WebFailure
from bulletin.collect.web.robots import TEXT_CAP
from bulletin.collect.web.traffic import Traffic, asked_to_wait
from bulletin.collect.web.wishes import max_age, retry_after
from bulletin.model import Received
from bulletin.settings import Settings, Source, Visiting
from bulletin.text import one_line, shorten

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse
    from urllib3.util import Url

WIRE_CAP = 8 * 1024 * 1024
DECODED_CAP = 20 * 1024 * 1024
MOST_REDIRECTS = 5
_LARGE = 1024 * 1024
_CHUNK = 64 * 1024
_LONGEST_SIZE = 18
_LONGEST_VALIDATOR = 1000
_MOST_ENCODINGS = 2
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_DEFAULT_HOLD = timedelta(minutes=15)
_HEADERS = {"Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Connection": "close"}
_REASONS = {
    401: "网站要求登录",
    403: "网站拒绝访问",
    404: "网页不存在",
    410: "网页已撤下",
    429: "访问过于频繁，网站要求稍后再来",
}
_ROBOTS_REMEDY = '稍后会自动再试；若一直如此，请商网站同意后写 robots = "ignore" 和 robots_reason'
BEFORE_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Now, where nobody said when that is."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one request brought: a status, headers, and of a success the decoded body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Visitor:
    """Whoever fetches for one source in one run: its limits, its manners, and what its servers asked for.

    ``timeout`` bounds one fetch with all its redirects, waiting and robots.txt apart; ``pause`` is the least gap between
    two visits to a host, both in seconds; ``allow`` are CIDR networks besides the public ones; ``until`` is the moment of
    the steady clock at which the source's time for this run is over; ``at`` is now, for dates in headers. ``listing`` is
    the address whose Cache-Control counts, ``hold`` the longest pause that a server it was had from asked for.
    """

    timeout: float = 30.0
    pause: float = 1.0
    allow: tuple[str, ...] = ()
    traffic: Traffic = field(default_factory=Traffic)
    visiting: Visiting = field(default_factory=Visiting)
    root: Path | None = None
    at: datetime = BEFORE_TIME
    until: float = float("inf")
    listing: str = ""
    hold: timedelta = timedelta()
    _has_large: bool = False
    _own: set[str] = field(default_factory=set)

    def fetch(self, address: str, etag: str = "", last_modified: str = "", *, most: int = WIRE_CAP) -> Received | None:
        """Return what `address` serves, or None when it has not changed since `etag` or `last_modified`.

        ``Received.address`` is the final address; of the body at most `most` bytes come over the wire, and unpacked as
        many, or `DECODED_CAP` where that is more. Raises `WebFailure` with what happened and what to do.
        """
        self.release()
        headers = {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        final, answer = self._followed(address, headers, most)
        if address == self.listing:
            self.hold = max(self.hold, max_age(answer.headers))
        return None if answer.status == 304 else _received(final, answer)

    def release(self) -> None:
        """Give back the right to hold a large body: what was fetched last has been dealt with."""
        if self._has_large:
            self._has_large = False
            self.traffic.large.release()

    def _followed(self, address: str, headers: dict[str, str], most: int) -> tuple[str, _Answer]:
        """Return the final address of `address` and its answer: a success, or "not modified"."""
        deadline, is_listing = time.monotonic() + self.timeout, address == self.listing
        for _ in range(MOST_REDIRECTS + 1):
            url, asked = _parsed(address), time.monotonic()
            if is_listing:
                self._own.add(url.netloc or "")
            pause = max(self.pause, self._pause_of(url, address))
            with self.traffic.turn(url.netloc or "", pause, self.until):
                deadline += time.monotonic() - asked
                answer = self._visit(address, url, headers, min(deadline, self.until), most)
            if answer.status not in _REDIRECTS:
                self._refuse(address, url, answer)
                return address, answer
            address = _next_hop(address, answer.headers.get("Location", ""))
        raise WebFailure("redirect", f"{_short(address)} 转向超过 {MOST_REDIRECTS} 次", "请核对来源地址")

    def _refuse(self, address: str, url: Url, answer: _Answer) -> None:
        """Raise `WebFailure` for an answer that is neither a success nor "not modified"."""
        status = answer.status
        if status in (200, 304):
            return
        hold = retry_after(answer.headers, self.at) or (_DEFAULT_HOLD if status == 429 else timedelta())
        if status in _BUSY and hold:
            self.hold = max(self.hold, hold) if url.netloc in self._own else self.hold
            self.traffic.close_host(url.netloc or "", hold)
        reason = _REASONS.get(status, "网站出错" if status >= 500 else "网站没有给出内容")
        remedy = asked_to_wait("", hold).remedy if hold else "请在浏览器中核对该地址"
        raise WebFailure("status", f"{_short(address)}：{reason}（{status}）", remedy, hold)

    def _visit(self, address: str, url: Url, headers: dict[str, str], deadline: float, most: int) -> _Answer:
        """Return what one request for `url` brings, of at most `most` bytes on the wire; messages say `address`."""
        request = {"User-Agent": self.traffic.agent, **_HEADERS, **headers, "Host": url.netloc or ""}
        secured = self.traffic.encryptions.of(self.visiting, self.root) if url.scheme == "https" else None
        with (
            _failures_in_chinese(address),
            connected(url, self.allow, deadline, secured) as (connection, wire),
        ):
            connection.request("GET", url.request_uri, headers=request, preload_content=False)
            response = connection.getresponse()
            wire.allow_body(most + _LARGE)
            if response.status != 200:
                return _Answer(response.status, response.headers)
            return _Answer(200, response.headers, self._capped(response, address, most, deadline))

    def _capped(self, response: BaseHTTPResponse, address: str, most: int, deadline: float) -> bytes:
        """Return the decoded body, read piece by piece; raise as soon as a cap is passed."""
        _refuse_announced(response.headers, address, most)
        body, decoded = io.BytesIO(), max(DECODED_CAP, most)
        while piece := response.read1(_CHUNK, decode_content=True):
            body.write(piece)
            if body.tell() > _LARGE and not self._has_large:
                self._has_large = self.traffic.large.acquire(timeout=max(0.0, deadline - time.monotonic()))
            if time.monotonic() >= deadline:
                raise TimeoutError
            if body.tell() > decoded:
                what = f"{_short(address)} 解压后超过 {decoded >> 20} MB，已中止"
                raise WebFailure("size", what, "可能是恶意压缩，请勿再采集并核对来源")
            if response.tell() > most:
                raise _too_big(address, most)
        return body.getvalue()

    def _pause_of(self, url: Url, address: str) -> float:
        """Return the pause the site of `url` asks for in its robots.txt. Raises `WebFailure` where that forbids it."""
        if self.visiting.robots == "ignore":
            return 0.0
        site = f"{url.scheme}://{url.netloc}"
        return self.traffic.robots.check(site, address, lambda: self._robots_text(site))

    def _robots_text(self, site: str) -> str:
        """Return a site's robots.txt; '' where it has none, or leads astray (RFC 9309 2.3.1)."""
        deadline = min(time.monotonic() + self.timeout, self.until)
        address = f"{site}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self._visit(site, _parsed(address), {}, deadline, TEXT_CAP)
            except WebFailure as failure:
                if failure.kind != "size":
                    raise
                what = f"网站的 robots.txt 超过 {TEXT_CAP >> 10} KB，读不全，按规矩暂不采集"
                raise WebFailure("robots", what, _ROBOTS_REMEDY) from failure
            if answer.status == 200:
                return answer.body.decode("utf-8", "replace").lstrip("\ufeff")
            if answer.status >= 500 or answer.status == 429:
                what = f"网站的 robots.txt 取不到（{answer.status}），按规矩暂不采集"
                raise WebFailure("robots", what, _ROBOTS_REMEDY, retry_after(answer.headers, self.at))
            if answer.status not in _REDIRECTS:
                return ""
            address = _next_hop(address, answer.headers.get("Location", ""))
        return ""


def visitor_of(settings: Settings, source: Source, traffic: Traffic, at: datetime) -> Visitor:
    """Return who fetches for `source` in the run of this `traffic`, as the office and the source file say."""
    return Visitor(
        source.timeout,
        source.pause,
        (*settings.network_allow, *source.allow),
        traffic,
        visiting=source.visiting,
        root=settings.root,
        at=at,
        listing=source.address,
    )


def _refuse_announced(headers: Mapping[str, str], address: str, most: int) -> None:
    """Raise `WebFailure` for a body that is announced as too long, or as packed in a way nobody asked for."""
    announced = headers.get("Content-Length", "")
    if announced.isdecimal() and (len(announced) > _LONGEST_SIZE or int(announced) > most):
        raise _too_big(address, most)
    encodings = [name.strip().lower() for name in headers.get("Content-Encoding", "").split(",")]
    if len(encodings) > _MOST_ENCODINGS or not _ENCODINGS.issuperset(encodings):
        shown = shorten(headers.get("Content-Encoding", ""), 30)
        raise WebFailure("broken", f"{_short(address)} 用了没有约定的压缩方式 {shown}", "请核对来源地址")


def _too_big(address: str, most: int) -> WebFailure:
    size = f"{most >> 20} MB" if most >> 20 else f"{most >> 10} KB"
    return WebFailure("size", f"{_short(address)} 超过 {size}，已中止", "请改用栏目页或信息源的地址")


def _received(address: str, answer: _Answer) -> Received:
    """Return the body with what the headers say of it."""
    media_type, _, rest = answer.headers.get("Content-Type", "").partition(";")
    _, _, charset = rest.partition("charset=")
    return Received(
        body=answer.body,
        address=address,
        media_type=one_line(media_type).lower(),
        charset=one_line(charset).partition(";")[0].strip(" '\""),
        etag=_validator(answer.headers.get("ETag", "")),
        last_modified=_validator(answer.headers.get("Last-Modified", "")),
    )


def _validator(text: str) -> str:
    """Return an ETag or date as it can be sent back; '' for one that is too long or no header value (folded lines)."""
    return text if len(text) <= _LONGEST_VALIDATOR and text.isprintable() else ""


@contextmanager
def _failures_in_chinese(address: str) -> Iterator[None]:
    """Turn the failures of sockets, TLS and HTTP inside the block into `WebFailure`."""
    from urllib3.exceptions import HTTPError, SSLError
    from urllib3.util.ssl_match_hostname import CertificateError

    try:
        yield
    except (ssl.SSLError, CertificateError, SSLError) as error:
        raise WebFailure(
            "tls",
            f"{_short(address)} 的加密连接或证书不可信：{shorten(str(error), 80)}",
            "请核对地址；证书有误应由网站改正，程序不跳过校验",
        ) from error
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        kind, trouble = _trouble(error)
        remedy = "稍后会自动再试；若一直如此，请核对地址与网络"
        raise WebFailure(kind, f"{_short(address)} {trouble}", remedy) from error


def _trouble(error: Exception) -> tuple[str, str]:
    """Return in one word and in Chinese what kind of trouble `error` is."""
    from urllib3.exceptions import ConnectTimeoutError, DecodeError, NewConnectionError, ReadTimeoutError

    if isinstance(error, NewConnectionError | ConnectionRefusedError):
        return "connect", "连接不上"
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError | TimeoutError) or _is_time_out(error):
        return "timeout", "超时，没有在限定时间内答复"
    if isinstance(error, DecodeError):
        return "broken", "传来的压缩内容已损坏"
    return "broken", "中途断开或答非所问，没有在限定时间内传完"


def _is_time_out(error: BaseException | None) -> bool:
    """Tell whether a time-out stands behind `error`."""
    while error is not None and not isinstance(error, TimeoutError):
        error = error.__cause__ or error.__context__
    return error is not None


def _next_hop(address: str, location: str) -> str:
    """Return the absolute address a redirect leads to. Raises `WebFailure` for none or no address, and for https to
    http."""
    try:
        target = urljoin(address, location)
    except ValueError:
        target = ""
    if not (location and target) or (address.startswith("https:") and not target.startswith("https:")):
        raise WebFailure("redirect", f"{_short(address)} 转向不安全或不明的地址，未跟随", "请核对来源地址")
    return target


def _parsed(address: str) -> Url:
    """Return the parts of an http or https address, percent-encoded. Raises `WebFailure`."""
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        url = parse_url(address)
    except LocationParseError as error:
        raise WebFailure("address", f"地址 {_short(address)} 写得不对", "请核对来源文件中的 address") from error
    if url.scheme not in ("http", "https") or not url.host or url.auth:
        raise WebFailure(
            "address", f"地址 {_short(address)} 不是可采集的网址", "只接受 http:// 和 https://，且不带用户名密码"
        )
    return url


def _short(address: str) -> str:
    return shorten(address, 80)
