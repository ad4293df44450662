"""Header fields of a message, read from their bytes: what old Chinese mail programs write is not what the rules say.

Raw 8-bit GBK stands where only ASCII may, encoded words (RFC 2047) end in the middle of a character, file names come
in three notations (RFC 2231, encoded words in quotes, raw bytes). Everything is joined as bytes first and decoded then.
"""

from __future__ import annotations

import binascii
import codecs
import re
from datetime import datetime, tzinfo
from email.utils import parsedate_to_datetime
from itertools import groupby
from urllib.parse import unquote_to_bytes

from bulletin.collect.documents.charset import decode
from bulletin.text import count_hanzi, one_line

Headers = dict[str, tuple[bytes, ...]]
"""The fields of a head by name in small letters: the bytes of each of that name, unfolded."""

_FIELD = re.compile(rb"([!-9;-~]{1,80}):[ \t]*((?:[^\r\n]|\r?\n[ \t]|\r(?!\n))*)(?:\r?\n|\Z)")
_MAILBOX_LINE = re.compile(rb">?From [^\r\n]*\r?\n")
_BLANK = re.compile(rb"\r?\n")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(rb""";\s*([^\s=;"]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)""")
_PARTED = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")
_ADDRESS = re.compile(rb"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+")
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"|\((?:[^()\\]|\\.)*\)')
_INNER_PADDING = re.compile(rb"=\s*[A-Za-z0-9+/]")
_PADDING = re.compile(rb"=+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_SEVEN_BIT = ("hz", "iso2022_cn", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "utf-7")
_LONGEST_NAME = 120
_LONGEST_FIELD = 8_000
"""What is read of a field, in bytes: a megabyte of unpaired quotes would hold up the whole program."""


def read_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Return the fields that open ``raw[start:end]``, and where the body begins: after the blank line, if there is one.

    A first line as mailbox files have it (``From …``) is passed over; any other line that is no field ends the head.
    """
    found: dict[str, list[bytes]] = {}
    if opening := _MAILBOX_LINE.match(raw, start, end):
        start = opening.end()
    while start < end and (match := _FIELD.match(raw, start, end)):
        name = match.group(1).decode("ascii").lower()
        found.setdefault(name, []).append(_FOLD.sub(b"", match.group(2)[:_LONGEST_FIELD]).strip())
        start = match.end()
    blank = _BLANK.match(raw, start, end)
    return {name: tuple(values) for name, values in found.items()}, blank.end() if blank else start


def first(headers: Headers, name: str) -> bytes:
    """Return the first field of that name, b'' where there is none."""
    return headers.get(name, (b"",))[0]


def text_of_bytes(body: bytes, label: str = "") -> str:
    """Return the text of `body`; charsets of seven bits count as labelled, all others as the bytes say (`decode`)."""
    try:
        name = codecs.lookup(label.strip(" \"'")).name
    except (LookupError, ValueError):
        name = ""
    return body.decode(name, "replace") if name in _SEVEN_BIT and body.isascii() else decode(body, label)[0]


def header_text(raw: bytes) -> str:
    """Return the text of a field on one line: encoded words decoded, neighbours of one charset as one run of bytes."""
    pieces: list[tuple[str, bytes]] = []
    at = 0
    for match in _WORD.finditer(raw):
        between = raw[at : match.start()]
        if between.strip() or not pieces:
            pieces.append(("", between))
        pieces.append((_charset(match.group(1)), _unworded(match.group(2), match.group(3))))
        at = match.end()
    pieces.append(("", raw[at:]))
    runs = groupby(pieces, key=lambda piece: piece[0])
    return one_line("".join(text_of_bytes(b"".join(body for _, body in run), label) for label, run in runs))


def _charset(label: bytes) -> str:
    return label.partition(b"*")[0].decode("ascii", "replace").lower()


def _unworded(kind: bytes, text: bytes) -> bytes:
    """Return the bytes of one encoded word."""
    return from_base64(text) if kind in b"bB" else binascii.a2b_qp(text, header=True)


def from_base64(text: bytes | memoryview) -> bytes:
    """Return what is written in base 64; what is cut or padded piece by piece is read as far as it goes. Never raises."""
    if not _INNER_PADDING.search(text):
        try:
            return binascii.a2b_base64(text)
        except binascii.Error:
            pass
    pieces = _PADDING.split(_NOT_BASE64.sub(b"", text))
    return b"".join(map(_piece, pieces))


def _piece(text: bytes) -> bytes:
    whole = text[:-1] if len(text) % 4 == 1 else text
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def parameters(raw: bytes) -> dict[str, str]:
    """Return the parameters of a field such as Content-Type by name in small letters; of one given twice the fuller."""
    parts: dict[str, list[tuple[int, bool, bytes]]] = {}
    for match in _PARAMETER.finditer(b";" + raw.partition(b";")[2]):
        name, number, marked = _PARTED.fullmatch(match.group(1).decode("latin-1").lower()).groups()  # type: ignore[union-attr]
        value = match.group(2).strip()
        inside = (
            re.sub(rb"\\(.)", rb"\1", value[1:-1]) if value[:1] == value[-1:] == b'"' != value else value.strip(b'"')
        )
        parts.setdefault(name, []).append((int(number or 0), bool(marked), inside))
    return {name: _parameter(sorted(values, key=lambda part: part[0])) for name, values in parts.items()}


def _parameter(parts: list[tuple[int, bool, bytes]]) -> str:
    """Return the value of a parameter given in one part or several: percent-encoded (RFC 2231), words, or raw bytes."""
    if not any(marked for _, marked, _ in parts):
        return _unpercented(header_text(b"".join(value for _, _, value in parts)))
    label, quote, rest = parts[0][2].partition(b"'")
    opening = rest.partition(b"'")[2] if quote else parts[0][2]
    values = [opening, *(value for _, _, value in parts[1:])]
    flags = [marked for _, marked, _ in parts]
    joined = b"".join(unquote_to_bytes(value) if marked else value for value, marked in zip(values, flags, strict=True))
    return one_line(text_of_bytes(joined, label.decode("ascii", "replace") if quote else ""))


def _unpercented(text: str) -> str:
    """Return a name some programs percent-encode without saying so; any other text as it is."""
    found = text_of_bytes(unquote_to_bytes(text)) if "%" in text and text.isascii() else text
    return one_line(found) if count_hanzi(found) else text


def file_name(*candidates: str) -> str:
    """Return the first candidate that is a name, without directories and not too long, or ''. Only ever for showing."""
    named = next((name for name in candidates if name.strip(" .")), "")
    last = one_line(named.replace("\\", "/")).rstrip("/").rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(suffix)]}{dot}{suffix}" if len(suffix) <= 10 else last[:_LONGEST_NAME]


def addresses(raw: bytes) -> list[str]:
    """Return the mail addresses a field names, in small letters, each once; names in quotes and comments are none."""
    bare = _QUOTED.sub(b" ", raw)
    angled = re.findall(rb"<([^<>]*)>", bare)
    found = [match for part in (angled or [bare]) for match in _ADDRESS.findall(part)]
    return list(dict.fromkeys(address.decode("latin-1").lower() for address in found))


def moment(raw: bytes, zone: tzinfo) -> datetime | None:
    """Return the time a Date field gives, in `zone`; None for one that is missing, broken or without a zone."""
    try:
        found = parsedate_to_datetime(raw.decode("latin-1"))
        return found.astimezone(zone) if found.tzinfo else None
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
