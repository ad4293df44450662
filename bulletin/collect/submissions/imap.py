"""A folder on a mail server, through `imaplib`, guarded: a vetted address, verified TLS, limits of time and size.

Nothing is marked but by `mark_seen`: bodies are fetched with ``BODY.PEEK``, in pieces, so that no answer is larger than
a piece and a message of any size can be stopped.
"""

from __future__ import annotations

import base64
import hashlib
import imaplib
import io
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime

from bulletin.collect.web.addresses import vetted
from bulletin.collect.web.connection import LEAST_WAIT, MOST_PEERS, Encryption
from bulletin.collect.web.failures import WebFailure
from bulletin.errors import SourceFailure
from bulletin.text import one_line

_PIECE = 4 << 20
_SLACK = 1 << 20
_MOST_ANSWER = 16 << 20
_LEAST_SPEED = 64 << 10
_AT_ONCE = 500
_WINDOW, _MOST_WINDOWS = 50_000, 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UID = re.compile(rb"\bUID (\d{1,10})")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})")
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)")
_ARRIVED = re.compile(rb'\bINTERNALDATE "\s?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4})"')
_REMEDY = "稍后会自动再试；若一直如此，请核对邮箱地址与网络"
_CLIENT = '("name" "bulletin" "version" "0.1")'


@dataclass(frozen=True, slots=True)
class Server:
    """Which server to talk to: its name, its port, what may be connected to besides public addresses, how it is
    encrypted, and how many seconds one answer may take."""

    host: str
    port: int
    allow: tuple[str, ...]
    secured: Encryption
    timeout: float


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the folder lists it: its number (UID), size in bytes, whether somebody has read it, when it came."""

    uid: int
    size: int
    is_seen: bool
    arrived_at: datetime | None


class _Line(imaplib.IMAP4):
    """A line to a server whose answers are never longer than asked for, and which is there in time or not at all."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._left = _MOST_ANSWER
        self._opening = ExitStack()
        self._deadline = time.monotonic() + server.timeout
        self._peers = vetted(server.host, server.port, server.allow, self._deadline)[:MOST_PEERS]
        with self._opening:
            super().__init__(server.host, server.port, timeout=server.timeout)

    def begin(self) -> None:
        """Forget what the server said before, of its own accord too: a new answer is to come."""
        self._left = _MOST_ANSWER
        self.untagged_responses.clear()

    def _create_socket(self, timeout: float | None) -> socket.socket:
        """Connect to a vetted address, the first that answers: the one place in which `imaplib` would resolve the name
        again. The failure of the last is raised."""
        for number, peer in enumerate(self._peers, 1):
            left = max(LEAST_WAIT, (self._deadline - time.monotonic()) / (len(self._peers) - number + 1))
            try:
                sock = self._secured(peer, left)
                break
            except OSError:
                if number == len(self._peers):
                    raise
        sock.settimeout(timeout)
        self._opening.enter_context(_bounded(sock, self._server.timeout))
        return sock

    def _secured(self, peer: str, seconds: float) -> ssl.SSLSocket:
        """Return an encrypted connection to one address of the server, whose certificate holds."""
        secured = self._server.secured
        raw = socket.create_connection((peer, self._server.port), seconds)
        sock = secured.context.wrap_socket(raw, server_hostname=self._server.host, do_handshake_on_connect=False)
        try:
            with _bounded(sock, seconds):
                sock.do_handshake()
            found = hashlib.sha256(sock.getpeercert(binary_form=True) or b"").hexdigest()
            if secured.fingerprint and found != secured.fingerprint:
                raise ssl.SSLError(f"证书指纹不符，实为 sha256:{found}")
        except OSError:
            sock.close()
            raise
        return sock

    def read(self, size: int) -> bytes:
        """Read a literal of `size` bytes. Raises `imaplib.IMAP4.abort` for one that was never asked for."""
        if size > _PIECE + _SLACK:
            raise self.abort("literal too long")
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        """Read a line. Raises `imaplib.IMAP4.abort` for an answer without end."""
        line = super().readline()
        self._spend(len(line))
        return line

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise self.abort("answer too long")


@dataclass(slots=True)
class MailFolder:
    """An open folder. Every call is bounded in time and raises `SourceFailure`. ``uid_next`` 0: the server does not say."""

    line: _Line
    timeout: float
    uid_validity: int = 0
    uid_next: int = 0

    def uids(self, since: date | None) -> list[int]:
        """Return the numbers of all messages, read or not, not deleted, that came on or after `since`, ascending."""
        criterion = f" SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}" if since else ""
        width = max(_WINDOW, -(-self.uid_next // _MOST_WINDOWS))
        starts = range(1, self.uid_next, width)
        windows = [f"{start}:{min(start + width, self.uid_next) - 1}" for start in starts] if self.uid_next else ["1:*"]
        found: set[int] = set()
        for window in windows:
            answer = self._ask("SEARCH", f"UID {window} UNDELETED{criterion}")
            found.update(
                int(word) for row in answer if isinstance(row, bytes) for word in row.split() if word.isdigit()
            )
        return sorted(found)

    def listed(self, uids: Iterable[int]) -> dict[int, Listed]:
        """Return what the folder lists of these messages; those that are gone are left out."""
        wanted = list(uids)
        found: dict[int, Listed] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = ",".join(map(str, wanted[start : start + _AT_ONCE]))
            for row in self._ask("FETCH", some, "(UID RFC822.SIZE FLAGS INTERNALDATE)"):
                text = (
                    row if isinstance(row, bytes) else b" ".join(part for part in row or () if isinstance(part, bytes))
                )
                if (uid := _UID.search(text)) and (size := _SIZE.search(text)):
                    flags = _FLAGS.search(text)
                    is_seen = bool(flags and b"\\seen" in flags.group(1).lower())
                    found[int(uid[1])] = Listed(int(uid[1]), int(size[1]), is_seen, _arrived(text))
        return {uid: found[uid] for uid in wanted if uid in found}

    def body(self, uid: int, most: int) -> bytes | None:
        """Return the bytes of a message, None where it is gone or longer than `most`; it stays unread."""
        pieces = io.BytesIO()
        while pieces.tell() <= most:
            piece = self._piece(uid, f"BODY.PEEK[]<{pieces.tell()}.{_PIECE}>", _PIECE)
            if piece is None:
                return None
            pieces.write(piece)
            if len(piece) < _PIECE:
                return pieces.getvalue()
        return None

    def head(self, uid: int) -> bytes:
        """Return the first 64 KB of a message's head, b'' where it is gone; it stays unread."""
        return self._piece(uid, "BODY.PEEK[HEADER]<0.65536>", 65536) or b""

    def _piece(self, uid: int, part: str, size: int) -> bytes | None:
        for row in self._ask("FETCH", str(uid), f"({part})", seconds=self.timeout + size / _LEAST_SPEED):
            if isinstance(row, tuple) and b"BODY[" in row[0].upper():
                return row[1]
        return None

    def mark_seen(self, uids: Iterable[int]) -> None:
        """Mark these messages as read."""
        wanted = list(uids)
        for start in range(0, len(wanted), _AT_ONCE):
            self._ask("STORE", ",".join(map(str, wanted[start : start + _AT_ONCE])), "+FLAGS.SILENT", "(\\Seen)")

    def _ask(self, verb: str, *words: str, seconds: float = 0) -> list[bytes | tuple[bytes, bytes] | None]:
        self.line.begin()
        with _bounded(self.line.sock, seconds or self.timeout):
            word, answer = self.line.uid(verb, *words)
        if word != "OK":
            raise WebFailure("status", f"邮箱服务器没有照办 {verb}", _REMEDY)
        return list(answer)


@contextmanager
def opened(server: Server, user: str, password: str, folder: str) -> Iterator[MailFolder]:
    """Connect, log in, open the folder for reading and marking, and log out at the end. Raises `SourceFailure`."""
    with _failures_in_chinese(server):
        line = _Line(server)
    try:
        with _failures_in_chinese(server):
            _log_in(line, user, password, server.timeout)
            yield _selected(line, folder, server.timeout)
    finally:
        with suppress(imaplib.IMAP4.error, OSError), _bounded(line.sock, min(server.timeout, 5)):
            line.logout()


def _log_in(line: _Line, user: str, password: str, seconds: float) -> None:
    """Log in. What the server says of a refusal is not repeated: it may hold what was typed."""
    try:
        with _bounded(line.sock, seconds):
            if "AUTH=PLAIN" in line.capabilities:
                line.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            else:
                line.login(user, password)
            if "ID" in line.capabilities:  # several providers refuse clients that do not say who they are
                line.xatom("ID", _CLIENT)
    except line.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeEncodeError):
        what = f"邮箱 {one_line(user)} 登录被拒绝"
        raise SourceFailure(what, "请核对用户名与密码（多数邮箱要用“授权码”），并确认已开通 IMAP") from None


def _selected(line: _Line, folder: str, seconds: float) -> MailFolder:
    """Open the folder for writing, for its messages are to be marked."""
    try:
        with _bounded(line.sock, seconds):
            word, _ = line.select(f'"{folder_name(folder)}"')
    except line.readonly:
        word = "READ-ONLY"
    if word != "OK":
        state = "只能读，不能标为已读" if word == "READ-ONLY" else "打不开"
        raise SourceFailure(f"邮箱文件夹 {one_line(folder)} {state}", "请核对来源文件中的 folder 与该邮箱的权限")
    numbers = {}
    for name in ("UIDVALIDITY", "UIDNEXT"):
        value = (line.response(name)[1] or [b"0"])[0] or b"0"
        numbers[name] = int(value) if isinstance(value, bytes) and value.isdigit() else 0
    return MailFolder(line, seconds, numbers["UIDVALIDITY"], numbers["UIDNEXT"])


@contextmanager
def _bounded(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Shut the socket down when the block takes longer than `seconds`, however busily the server sends; what fails then
    is a `TimeoutError`."""
    is_late = threading.Event()
    timer = threading.Timer(seconds, _shut, (sock, is_late))
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, imaplib.IMAP4.abort) as error:
        if is_late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def _shut(sock: socket.socket, is_late: threading.Event) -> None:
    is_late.set()
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _failures_in_chinese(server: Server) -> Iterator[None]:
    """Turn the failures of sockets, TLS and IMAP inside the block into `WebFailure`."""
    name = f"邮箱服务器 {one_line(server.host)}"
    try:
        yield
    except TimeoutError as error:
        raise WebFailure("timeout", f"{name} 超时，没有在限定时间内答复", _REMEDY) from error
    except (imaplib.IMAP4.abort, ConnectionResetError, BrokenPipeError, ssl.SSLEOFError) as error:
        raise WebFailure("broken", f"{name} 中途断开，或答复过长", _REMEDY) from error
    except ssl.SSLError as error:
        what = f"{name} 的加密连接或证书不可信：{one_line(str(error.reason or error))[:80]}"
        remedy = "请核对地址；服务器用自建证书的，在来源文件中用 ca 写明证书文件，程序不跳过校验"
        raise WebFailure("tls", what, remedy) from error
    except imaplib.IMAP4.error as error:
        raise WebFailure("broken", f"{name} 的答复看不懂：{one_line(str(error))[:80]}", _REMEDY) from error
    except OSError as error:
        raise WebFailure("connect", f"{name} 连接不上", _REMEDY) from error


def folder_name(name: str) -> str:
    """Return a folder's name as IMAP writes it: modified UTF-7 (RFC 3501 5.1.3), quotes and backslashes escaped."""
    written = re.sub(r"&|[^\x20-\x7e]+", lambda match: _shifted(match.group()), name)
    return written.replace("\\", "\\\\").replace('"', '\\"')


def _shifted(text: str) -> str:
    if text == "&":
        return "&-"
    return "&" + base64.b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",") + "-"


def _arrived(text: bytes) -> datetime | None:
    """Return when the server took a message in, or None."""
    match = _ARRIVED.search(text)
    if not match or (month := match[2].decode().title()) not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(match[n]) for n in (1, 3, 4, 5, 6))
    with suppress(ValueError):
        stamp = f"{year:04}-{_MONTHS.index(month) + 1:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        return datetime.fromisoformat(stamp + match[7].decode())
    return None
