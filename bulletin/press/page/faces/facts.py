"""What must be known of a face to set text in it: how wide each character is, and the hash of its file.

Both take long to find out (a character map of 30,000 entries, 100 MB of font files for one issue), so they are
remembered in one small file for each face, good as long as path, size, inode and times of change of the font file stay
the same. A lost or broken memory costs the time it saved.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.errors import TypesettingFailure
from bulletin.press.page.faces.fonts import SETUP, Face, FontSet, file_sha256
from bulletin.press.page.faces.twins import twins

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class FaceFacts:
    """``sha256`` of a face's file, ``widths`` of its characters in em/1000, and ``twins``: what to print in their place.

    A character that shares its glyph with a plainer one is printed as that one (`bulletin.press.page.faces.twins`).
    """

    sha256: str
    widths: dict[str, int]
    twins: dict[str, str]


def memory(fonts: FontSet) -> Path:
    """Return the directory in which the facts of the faces of `fonts` are remembered."""
    return fonts.cache / "faces"


def face_facts(face: Face, memory: Path) -> FaceFacts:
    """Return what is known of `face`, from the directory `memory` if it is there.

    Raises `TypesettingFailure` if the font file can no longer be read.
    """
    try:
        head, body = _memory_of(face, memory).read_bytes().split(b"\n", 1)
        if json.loads(head)["identity"] == _identity(face):
            return _recalled(json.loads(head), json.loads(body))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return _learned(face, memory)


def face_sha256(face: Face, memory: Path) -> str:
    """Return the SHA-256 of the file of `face`: the same as `face_facts` gives, in a tenth of its time."""
    try:
        with _memory_of(face, memory).open("rb") as file:
            head = json.loads(file.readline())
        if head["identity"] == _identity(face):
            return str(head["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return _learned(face, memory).sha256


def measured(face: Face) -> FaceFacts:
    """Return the facts of `face` as its file has them now. Raises `TypesettingFailure` if it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(face.path, lazy=True, fontNumber=face.index) as font:
            cmap, metrics, units = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
            widths = {chr(code): round(metrics[glyph][0] * 1000 / units) for code, glyph in cmap.items()}
        return FaceFacts(file_sha256(face), widths, {chr(code): chr(twin) for code, twin in twins(cmap).items()})
    except (OSError, TTLibError) as error:
        raise _unreadable(face, error) from error


def _unreadable(face: Face, error: Exception) -> TypesettingFailure:
    return TypesettingFailure(f"{face.role}的字体文件 {face.path} 读不出来（{error}）", SETUP)


def _identity(face: Face) -> list[int]:
    status = face.path.stat()
    return [_FORMAT, status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns]


def _memory_of(face: Face, memory: Path) -> Path:
    return memory / f"{hashlib.sha256(f'{face.path}#{face.index}'.encode()).hexdigest()[:16]}.json"


def _recalled(head: dict[str, Any], body: dict[str, Any]) -> FaceFacts:
    widths: dict[str, int] = {}
    for width, characters in body["characters"].items():
        widths.update(dict.fromkeys(characters, int(width)))
    return FaceFacts(str(head["sha256"]), widths, dict(body["twins"]))


def _learned(face: Face, memory: Path) -> FaceFacts:
    """Return the facts of `face` from its file and remember them: two lines of JSON, put in their place in one step."""
    known, characters = measured(face), dict[int, str]()
    for character, width in known.widths.items():
        characters[width] = characters.get(width, "") + character
    path = _memory_of(face, memory)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError, UnicodeEncodeError):  # without a place to write, it is learned anew next time
        head = {"identity": _identity(face), "sha256": known.sha256}
        lines = [json.dumps(head), json.dumps({"characters": characters, "twins": known.twins}, ensure_ascii=False)]
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text("\n".join(lines), "utf-8")
        partial.replace(path)
    return known
