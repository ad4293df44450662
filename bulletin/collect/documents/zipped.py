"""Zip files of unknown origin, opened under limits: Word and OFD packages, and the bundles units send.

Sizes are counted on the bytes really unpacked, never believed from the directory of the archive. Names are only ever
shown or compared: nothing is written to disk under them.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from bulletin.errors import RefusedMaterial, UnreadableMaterial
from bulletin.text import one_line

_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_UTF8 = 0x800
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError, struct.error, KeyError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may cost: how many ``members``, bytes of one ``part`` and of their ``total`` once unpacked."""

    members: int
    part: int
    total: int


PACKAGE = Limits(members=4_000, part=64 << 20, total=256 << 20)
"""For one document that is a package of parts (docx, OFD)."""


@dataclass(frozen=True, slots=True)
class Package:
    """An open package: the names of its members, and the bytes of those that are asked for."""

    names: tuple[str, ...]
    read: Callable[[str], bytes]


@contextmanager
def opened(body: bytes, noun: str, remedy: str, limits: Limits = PACKAGE) -> Iterator[Package]:
    """Open `body` as a package; `noun` names its kind in messages (``Word 文件``).

    Raises `UnreadableMaterial` when it is cut, encrypted, or passes the limits; also while members are read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = {member.filename: member for member in archive.infolist()}
            if len(archive.infolist()) > limits.members:
                count = len(archive.infolist())
                raise UnreadableMaterial(f"{noun}内含 {count} 个部分，超过 {limits.members}，未打开", remedy)
            left = [limits.total]

            def read(name: str) -> bytes:
                try:
                    found = unpacked_member(archive, members[name], min(left[0], limits.part), noun, remedy)
                except _BROKEN as error:
                    raise UnreadableMaterial(f"{noun}不完整或已损坏", remedy) from error
                left[0] -= len(found)
                return found

            yield Package(tuple(members), read)
    except _BROKEN as error:
        raise UnreadableMaterial(f"{noun}不完整或已损坏", remedy) from error


def unpacked_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, cap: int, noun: str, remedy: str) -> bytes:
    """Return the bytes of `member`, read piece by piece. Raises `UnreadableMaterial` as soon as they pass `cap`."""
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableMaterial(f"{noun}加了密码，打不开", "请去掉密码后再报")
    if member.compress_type not in _KINDS:
        raise UnreadableMaterial(f"{noun}的压缩方式不是通常所用，未打开", remedy)
    pieces: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(_CHUNK):
            pieces.append(piece)
            size += len(piece)
            if size > cap:
                raise UnreadableMaterial(f"{noun}解压后超过 {cap >> 20} MB，未打开", remedy)
    return b"".join(pieces)


_BUNDLE = Limits(members=500, part=20 << 20, total=100 << 20)
_BUNDLE_NOUN = "压缩包"
_BUNDLE_REMEDY = "请解压后逐份报送"
_LITTER = ("thumbs.db", "desktop.ini", ".ds_store")
_DEPTH = 2


def bundled(body: bytes) -> list[tuple[str, bytes]]:
    """Return the files of a zip archive by name, those of archives within it after the name of theirs, in order.

    Names are shown with ``/``, without a root and without ``..``. Hidden files and what systems leave behind are passed
    over. Raises `RefusedMaterial` for a third layer of archives, `UnreadableMaterial` for a cut or encrypted one and for
    one that holds over 500 files, 20 MB in one or 100 MB in all.
    """
    found: list[tuple[str, bytes]] = []
    _unbundle(body, "", _DEPTH, found)
    return found


def _unbundle(body: bytes, inside: str, depth: int, found: list[tuple[str, bytes]]) -> None:
    """Add the files of the archive `body` to `found`; `inside` is the name of the archive it lay in, with a slash."""
    if not depth:
        raise RefusedMaterial("压缩包里套了三层压缩包，未打开", _BUNDLE_REMEDY)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for member in archive.infolist():
                name = inside + shown_name(member)
                if member.is_dir() or _is_litter(name):
                    continue
                left = _BUNDLE.total - sum(len(content) for _, content in found)
                content = unpacked_member(archive, member, min(left, _BUNDLE.part), _BUNDLE_NOUN, _BUNDLE_REMEDY)
                if name.lower().endswith(".zip"):
                    _unbundle(content, f"{name}/", depth - 1, found)
                elif len(found) == _BUNDLE.members:
                    raise UnreadableMaterial(f"压缩包内含超过 {_BUNDLE.members} 个文件，未打开", _BUNDLE_REMEDY)
                else:
                    found.append((name, content))
    except _BROKEN as error:
        raise UnreadableMaterial("压缩包不完整或已损坏", _BUNDLE_REMEDY) from error


def shown_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member: by its UTF-8 flag, else UTF-8 if it is that, else GB 18030 (Windows in China)."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", "replace")
    parts = PurePosixPath(one_line(name.replace("\\", "/"))).parts
    return "/".join(part for part in parts if part not in ("/", ".", "..")) or "未命名"


def _is_litter(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1].lower() in _LITTER or any(part.startswith((".", "~$")) for part in parts)
