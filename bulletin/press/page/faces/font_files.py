"""The font files of a machine: which faces they hold, under which names, and which files are no use for a page.

Only the name table of a file is read, and the character map of faces that somebody asks for. What was read is kept in
an index (one JSON file), good for a file as long as its path, size and time of change stay the same; a lost or broken
index costs half a second, nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

GB2312_HANZI = 6763
LEAST_HANZI = 6000
"""A face for Chinese text with fewer characters of GB 2312 is one slice of a split web font: it prints wrong glyphs."""
LARGEST_FILE = 256 * 1024 * 1024  # bytes; the largest collections in use have 120 MB
SUFFIXES = (".otf", ".ttf", ".ttc", ".otc")
WEB_SUFFIXES = (".woff", ".woff2")
_FORMAT = 1
_STYLES = {1: 2, 16: 17}  # the name records: family → style, as old programs know it and as the designer named it
_UPRIGHT = {
    "Regular": "",
    "Normal": "",
    "Roman": "",
    "Book": "",
    "常规": "",
    "标准": "",
    "Bold": " Bold",
    "粗体": " Bold",
}
_BROKEN = (OSError, KeyError, ValueError, IndexError, AssertionError, OverflowError, struct.error)


@dataclass(frozen=True, slots=True)
class NamedFace:
    """One face: where it lies, and how many of GB 2312's 6,763 Chinese characters it has (-1: nobody asked)."""

    path: Path
    index: int
    name: str
    hanzi: int

    @property
    def family(self) -> str:
        """The name without its weight."""
        return self.name.removesuffix(" Bold")


@dataclass(frozen=True, slots=True)
class Unusable:
    """A font file that cannot be used, and why, in Chinese."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found: the files of no use, and the faces by every name they go by (family, plus `` Bold`` where it is).

    Faces of the same name stand in the order of their directories, then by path.
    """

    faces: Mapping[str, tuple[NamedFace, ...]]
    unusable: tuple[Unusable, ...]


def survey(own: Path, installed: Iterable[Path], wanted: Collection[str], index: Path) -> Survey:
    """Look through the font directory `own` and, with everything below them, the directories `installed`.

    Of the faces called as in `wanted` the Chinese characters are counted. `index` is the file that remembers what was
    read.
    """
    known = _read_index(index)
    read: dict[str, dict[str, Any]] = {}
    for path, size, changed in _font_files(own, installed):
        entry = known.get(str(path), {})
        if (entry.get("size"), entry.get("changed")) != (size, changed) or _uncounted(entry, wanted):
            entry = {"size": size, "changed": changed, **_examine(path, size, wanted)}
        read[str(path)] = entry
    if read != known:
        _write_index(index, read)
    return Survey(_by_name(read), (*_web_fonts(own), *_unusable(read)))


def _font_files(own: Path, installed: Iterable[Path]) -> Iterator[tuple[Path, int, int]]:
    """Yield (path, size, time of change) of every font file, in the order of the directories, each sorted by path."""
    for directory in (own, *installed):
        folders = os.walk(directory) if directory != own else iter([(str(own), [], _names(own))])
        found = sorted(
            Path(folder, name) for folder, _, names in folders for name in names if name.lower().endswith(SUFFIXES)
        )
        for path in found:
            with contextlib.suppress(OSError):
                status = path.stat()
                yield path, status.st_size, status.st_mtime_ns


def _names(directory: Path) -> list[str]:
    try:
        return [path.name for path in directory.iterdir()]
    except OSError:
        return []


def _examine(path: Path, size: int, wanted: Collection[str]) -> dict[str, Any]:
    """Return the faces of a file as ``[index, [names], hanzi]``, and why it is of no use ('' if it is)."""
    if size > LARGEST_FILE:
        return {"faces": [], "why": f"文件过大（{size // 2**20} MB）"}
    from fontTools.ttLib import TTLibError

    try:
        with path.open("rb") as file:
            named = [(number, font, _face_names(font)) for number, font in enumerate(_fonts_in(file, path.suffix))]
            faces = [
                [number, sorted(names), _hanzi(font) if names & set(wanted) else -1]
                for number, font, names in named
                if names
            ]
    except (TTLibError, *_BROKEN):
        return {"faces": [], "why": "文件已损坏，读不出来"}
    return {"faces": faces, "why": ""}


def _fonts_in(file: BinaryIO, suffix: str) -> list[TTFont]:
    """Return the fonts of an open file, which are read from it as they are asked for."""
    from fontTools.ttLib import TTCollection, TTFont

    if suffix.lower() in (".ttc", ".otc"):
        return list(TTCollection(file, lazy=True).fonts)
    return [TTFont(file, lazy=True)]


def _face_names(font: TTFont) -> set[str]:
    """Return the names of a regular or bold upright face, bold ones with `` Bold``; nothing for any other style."""
    records = [(record.nameID, record.toUnicode(errors="replace").strip()) for record in font["name"].names]
    names: set[str] = set()
    for family_id, style_id in _STYLES.items():
        families = {text for number, text in records if number == family_id}
        styles = {text for number, text in records if number == style_id} or {"Regular"}
        weights = {_UPRIGHT[style] for style in styles if style in _UPRIGHT}
        names |= {family + max(weights) for family in families if weights and family}
    return names


def _hanzi(font: TTFont) -> int:
    return len(_gb2312() & font.getBestCmap().keys())


def _gb2312() -> frozenset[int]:
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(map(ord, b"".join(rows).decode("gb2312", "ignore")))


def _uncounted(entry: Mapping[str, Any], wanted: Collection[str]) -> bool:
    return any(hanzi < 0 and not set(wanted).isdisjoint(names) for _, names, hanzi in entry["faces"])


def _by_name(read: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[NamedFace, ...]]:
    faces: dict[str, tuple[NamedFace, ...]] = {}
    for path, entry in read.items():
        for number, names, hanzi in entry["faces"]:
            for name in names:
                faces[name] = (*faces.get(name, ()), NamedFace(Path(path), number, name, hanzi))
    return faces


def _unusable(read: Mapping[str, Mapping[str, Any]]) -> Iterator[Unusable]:
    return (Unusable(Path(path), entry["why"]) for path, entry in read.items() if entry["why"])


def _web_fonts(own: Path) -> Iterator[Unusable]:
    names = sorted(name for name in _names(own) if name.lower().endswith(WEB_SUFFIXES))
    return (Unusable(own / name, "网页字体，不能用于排版") for name in names)


def _read_index(index: Path) -> dict[str, dict[str, Any]]:
    try:
        kept = json.loads(index.read_bytes())
        files: dict[str, dict[str, Any]] = kept["files"] if kept["format"] == _FORMAT else {}
        assert all(len(face) == 3 for entry in files.values() for face in entry["faces"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AssertionError):
        return {}
    return files


def _write_index(index: Path, read: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the index in its place in one step; without a place to write it is read anew next time."""
    partial = index.with_name(f"{index.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        index.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps({"format": _FORMAT, "files": read}, ensure_ascii=False), "utf-8")
        partial.replace(index)
