"""A message (邮件) as its bytes say: who sent it, what it says, what is attached, which messages it carries inside.

The parts are found in the bytes themselves and nothing is copied before it is decoded: a message of 30 MB costs its own
size and that of its attachments. A part that is not encoded as it claims is read as what it is.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from bulletin.collect.documents.html_text import html_to_text, parse
from bulletin.collect.submissions.headers import (
    Headers,
    addresses,
    file_name,
    first,
    from_base64,
    header_text,
    moment,
    parameters,
    read_head,
    text_of_bytes,
)
from bulletin.text import count_hanzi, plain, sha256

MESSAGE = ".eml"
"""The suffix of a message kept as a file."""
_MOST_DEPTH = 12
_MOST_PARTS = 400
_SAMPLE = 2_000
_BASE64_LINES = re.compile(
    rb"\s*(?:[A-Za-z0-9+/]{4}){6,}={0,2}\s*|\s*(?:[A-Za-z0-9+/]{40,}\r?\n)+[A-Za-z0-9+/]+={0,2}\s*"
)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_MAGIC = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG")
_SUFFIX_OF_TYPE = {
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/zip": ".zip",
    "application/ms-tnef": ".dat",
    "text/plain": ".txt",
    "text/html": ".html",
}
_TEXTS = ("text/plain", "text/html")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file (附件): its name without directories, its decoded bytes, the type it claims."""

    name: str
    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message as read. ``sender`` is the one address of From in small letters, '' where it is missing or not one.

    ``text`` is what it says, ``source`` the same with the characters nobody sees, ``broken_lines`` true where its
    paragraphs may run over several lines; ``inner`` are the messages attached to it, in order; ``remarks`` are Chinese
    notices for the editor.
    """

    message_id: str
    sender: str
    sender_name: str
    subject: str
    sent_at: datetime | None
    text: str
    broken_lines: bool
    attachments: tuple[Attachment, ...]
    inner: tuple[Message, ...]
    remarks: tuple[str, ...]
    source: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of what the message is, whichever way it travelled: the trace fields of servers do not count."""
        words = (self.message_id, self.sender, self.subject, str(self.message_id or self.sent_at), self.text)
        parts = [sha256(one.body) for one in self.attachments] + [one.digest for one in self.inner]
        return sha256("\0".join((*words, *parts)).encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a message: its fields, and where in the message its body stands."""

    headers: Headers
    raw: bytes
    start: int
    end: int

    @property
    def media_type(self) -> str:
        """The type it claims, in small letters, ``text/plain`` where it claims none."""
        claimed = first(self.headers, "content-type").partition(b";")[0].strip().decode("latin-1").lower()
        return claimed if "/" in claimed else "text/plain"

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of its type."""
        return parameters(first(self.headers, "content-type"))

    @property
    def is_attached(self) -> bool:
        """Whether it says it is an attachment, or has a file's name."""
        disposition = first(self.headers, "content-disposition")
        return disposition.lower().startswith(b"attachment") or bool(self.name)

    @property
    def name(self) -> str:
        """The name of the file it says it is, without directories, or ''."""
        return file_name(
            parameters(first(self.headers, "content-disposition")).get("filename", ""), self.parameters.get("name", "")
        )

    def body(self) -> bytes:
        """Return its decoded bytes; what is not encoded as it claims is taken as it is."""
        encoding = first(self.headers, "content-transfer-encoding").strip().lower()
        view = memoryview(self.raw)[self.start : self.end]
        head = bytes(view[:_SAMPLE])
        if encoding == b"base64" and not _NOT_BASE64.search(head):
            return from_base64(view)
        if encoding == b"quoted-printable":
            return binascii.a2b_qp(view)
        body = bytes(view)
        unwrapped = from_base64(body) if _BASE64_LINES.fullmatch(head) and _BASE64_LINES.fullmatch(body) else b""
        is_meant = unwrapped.startswith(_MAGIC) or count_hanzi(text_of_bytes(unwrapped[:_SAMPLE])) * 8 > len(unwrapped)
        return unwrapped if unwrapped and is_meant else body

    def source(self) -> str:
        """Return its characters, those of HTML without the tags, those nobody sees too."""
        text = text_of_bytes(self.body(), self.parameters.get("charset", ""))
        return "".join(parse(text).itertext()) if self.media_type == "text/html" else text

    def text(self) -> str:
        """Return its text: of HTML what is to be seen, of flowed text (RFC 3676) the lines joined."""
        text = text_of_bytes(self.body(), self.parameters.get("charset", ""))
        if self.media_type == "text/html":
            return html_to_text(text)
        return _unflowed(plain(text)) if self.parameters.get("format", "").lower() == "flowed" else plain(text)


@dataclass(slots=True)
class _Found:
    """What has been found of a message on the way through its parts."""

    zone: tzinfo
    depth: int
    texts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    broken_lines: bool = False
    attachments: list[Attachment] = field(default_factory=list)
    inner: list[Message] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, other: _Found) -> None:
        """Add what was found in another part."""
        self.texts += other.texts
        self.sources += other.sources
        self.broken_lines |= other.broken_lines and bool(other.texts)
        self.attachments += other.attachments
        self.inner += other.inner
        self.remarks += other.remarks


def read_message(raw: bytes, zone: tzinfo, depth: int = 0) -> Message:
    """Return the message these bytes are; any bytes are one. Times are given in `zone`."""
    headers, start = read_head(raw, 0, len(raw))
    found = _Found(zone, depth)
    _walk(_Part(headers, raw, start, len(raw)), found, 0)
    senders = addresses(first(headers, "from"))
    return Message(
        message_id=header_text(first(headers, "message-id")),
        sender=senders[0] if len(senders) == 1 else "",
        sender_name=header_text(first(headers, "from")),
        subject=header_text(first(headers, "subject")),
        sent_at=moment(first(headers, "date"), zone),
        text="\n".join(found.texts),
        broken_lines=found.broken_lines,
        attachments=tuple(found.attachments),
        inner=tuple(found.inner),
        remarks=tuple(dict.fromkeys(found.remarks)),
        source="\n".join(found.sources),
    )


def _walk(part: _Part, found: _Found, level: int) -> None:
    """Take what a part holds; parts within parts to a depth of 12, and 400 of them at one level."""
    kind = part.media_type
    if kind.startswith("multipart/"):
        _walk_all(part, found, level)
    elif kind in ("message/rfc822", "message/global") or part.name.lower().endswith(MESSAGE):
        _take_message(part, found)
    elif kind in _TEXTS and not part.is_attached:
        _take_text(part, found)
    elif kind in _SEALED:
        found.remarks.append("邮件加了密，内容读不出")
    elif kind not in _SIGNATURES:
        name = part.name or f"未命名附件{_SUFFIX_OF_TYPE.get(kind, '')}"
        found.attachments.append(Attachment(name, part.body(), kind))


def _walk_all(part: _Part, found: _Found, level: int) -> None:
    """Take the parts of a multipart."""
    children = list(_children(part)) if level < _MOST_DEPTH else []
    if not children or len(children) > _MOST_PARTS:
        found.remarks.append("邮件的分段残缺或过多，请打开原件核对")
        _take_text(part, found)
        return
    if part.media_type == "multipart/alternative":
        _walk_alternatives(children, found, level)
        return
    for child in children:
        _walk(child, found, level + 1)


def _walk_alternatives(children: list[_Part], found: _Found, level: int) -> None:
    """Take one text of several that say the same, and every file among them.

    The plain text comes first, unless it says much less than the page (a notice that the program shows no HTML).
    """
    texts = {part.media_type: part for part in children if not part.is_attached and part.media_type in _TEXTS}
    said = {kind: count_hanzi(part.text()) for kind, part in texts.items()}
    best = max(texts, key=lambda kind: said[kind] * (2 if kind == "text/plain" else 1), default="")
    aside = _Found(found.zone, found.depth)
    for child in children:
        if child not in texts.values():
            _walk(child, aside, level + 1)
    if best and said[best] * 2 >= count_hanzi("".join(aside.texts)):
        _take_text(texts[best], found)
        aside.texts, aside.sources = [], []
        aside.attachments = [one for one in aside.attachments if not one.media_type.startswith("image/")]
    found.add(aside)


def _take_text(part: _Part, found: _Found) -> None:
    text = part.text().strip("\n")
    if text.strip():
        found.texts.append(text)
        found.sources.append(part.source())
        found.broken_lines |= part.media_type != "text/html"


def _take_message(part: _Part, found: _Found) -> None:
    """Read an attached message; one nested too deep is told and stays in the original."""
    if found.depth + 1 >= _MOST_DEPTH:
        found.remarks.append(f"转发套了 {_MOST_DEPTH} 层以上，里层请打开原件查看")
        return
    found.inner.append(read_message(part.body(), found.zone, found.depth + 1))


def _children(part: _Part) -> Iterator[_Part]:
    """Yield the parts between the boundary lines of a multipart; the last one ends with the part where no line ends it."""
    boundary = part.parameters.get("boundary", "").encode("latin-1", "replace").rstrip()
    if not boundary:
        return
    line = re.compile(b"--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    last = None
    for match in line.finditer(part.raw, part.start, part.end):
        start = match.start()
        if start > part.start and part.raw[start - 1 : start] != b"\n":
            continue
        if last is not None:
            yield _part(part.raw, last, start - (2 if part.raw[start - 2 : start] == b"\r\n" else 1))
        last = match.end()
        if match.group(1):
            return
    if last is not None:
        yield _part(part.raw, last, part.end)


def _part(raw: bytes, start: int, end: int) -> _Part:
    """Return the part between two boundary lines; it begins after the end of the first."""
    start += 2 if raw.startswith(b"\r\n", start, end) else 1 if raw.startswith(b"\n", start, end) else 0
    headers, body = read_head(raw, start, end)
    return _Part(headers, raw, body, end)


def _unflowed(text: str) -> str:
    """Return flowed text with its lines joined: a blank at the end of a line says that the paragraph goes on."""
    joined = ""
    for line in text.split("\n"):
        inside = line[1:] if line.startswith(" ") else line
        joined += inside.rstrip() if line.endswith(" ") and line != "-- " else inside + "\n"
    return joined.rstrip("\n")
