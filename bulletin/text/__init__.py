"""Foreign text made harmless, and small questions about Chinese text.

`plain` stands at two doors: where text enters the store and where it is shown. A feed title can otherwise drive the
terminal (ESC, C1), turn the reading direction round (bidi controls) or hide characters (zero width).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"  # other escapes
    r"|\x9b[0-?]*[ -/]*[@-~]?"  # CSI as one C1 character
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
UNSEEN = re.compile(f"(?:{_ESCAPES.pattern}|{_UNSEEN.pattern})+")
"""What `plain` takes out of a text."""
_MARK_RUNS = re.compile("(?:[^\x00-\u02ff\\w]|[\uff9e\uff9f]){9,}")
_MOST_MARKS = 8
_BREAKS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return `text` in NFC without escape sequences, controls, bidi and zero-width characters; ``\\n``, ``\\t`` stay.

    Of combining marks at most eight in a row are kept (putting a long run in order takes its length squared).
    Idempotent. Nothing it returns can move a cursor, retitle a terminal or reverse a line.
    """
    text = _BREAKS.sub("\n", text)
    text = _UNSEEN.sub("", _ESCAPES.sub("", text))
    return _thinned(unicodedata.normalize("NFC", _thinned(text)))


def _thinned(text: str) -> str:
    """Return `text` with at most eight combining marks in a row, those that only NFKC makes combining included."""
    return _MARK_RUNS.sub(lambda run: "".join(_kept_of(run.group())), text)


def _kept_of(run: str) -> Iterator[str]:
    marks = 0
    for char in run:
        marks = marks + 1 if unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) else 0
        if marks <= _MOST_MARKS:
            yield char


def one_line(text: str) -> str:
    """Return `text` made plain and folded to one line, for titles, names and messages."""
    return _SPACES.sub(" ", plain(text)).strip()


def is_hanzi(char: str) -> bool:
    """Tell whether `char` is a Chinese character (CJK unified ideographs, extensions and 〇)."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x323AF
        or 0xF900 <= code <= 0xFAFF
        or char == "〇"
    )


def count_hanzi(text: str) -> int:
    """Return the number of Chinese characters in `text`."""
    return sum(map(is_hanzi, text))


def fingerprint(text: str) -> str:
    """Return the SHA-256 of the letters and digits of `text`: equal for texts that differ in spaces, width or marks."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return hashlib.sha256("".join(filter(str.isalnum, folded)).encode("utf-8", "ignore")).hexdigest()


def sha256(body: bytes) -> str:
    """Return the SHA-256 of `body` as 64 hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def shorten(text: str, limit: int = 24) -> str:
    """Return `text` on one line, cut to `limit` characters with an ellipsis, for messages."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def chinese_date(day: date) -> str:
    """Return `day` as ``2026年3月5日``: full year, no leading zeros (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that looks most like `word`, or an empty string."""
    return next(iter(get_close_matches(word, list(choices), n=1, cutoff=0.5)), "")
