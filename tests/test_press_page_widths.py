"""What is remembered of the faces: true, or found out anew."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.errors import TypesettingFailure
from bulletin.press.page.faces.facts import face_facts, face_sha256, measured
from bulletin.press.page.faces.fonts import Face, file_sha256
from tests.press_sheets import fonts_here


@pytest.fixture
def face(tmp_path: Path) -> Face:
    """A small face in a file of its own."""
    known = fonts_here().faces["digits"]
    return replace(known, path=Path(shutil.copy(known.path, tmp_path / "digits.ttf")))


def test_what_is_remembered_is_what_the_file_says(face: Face, tmp_path: Path) -> None:
    """The second answer, from memory, equals the first, from the file, and the hash is the file's."""
    first, second = (face_facts(face, tmp_path / "memory") for _ in range(2))

    assert first == second == measured(face)
    assert first.widths["1"] == 500
    assert face_sha256(face, tmp_path / "memory") == file_sha256(face)


def test_a_changed_file_is_read_again(face: Face, tmp_path: Path) -> None:
    """Another file under the same name, of the same size and with the same date, is not taken for the old one."""
    before, memory = face.path.stat(), tmp_path / "memory"
    face_facts(face, memory)

    body = bytearray(face.path.read_bytes())
    body[-1] ^= 1
    face.path.write_bytes(body)
    os.utime(face.path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert face_sha256(face, memory) == file_sha256(face)
    assert face_facts(face, memory).sha256 == file_sha256(face)


@pytest.mark.parametrize("broken", [b"", b"{}", b"\xff\n\xff", b'{"identity": []}\n[]', b"[]\n[]"])
def test_a_broken_memory_is_replaced(broken: bytes, face: Face, tmp_path: Path) -> None:
    """A memory that cannot be read is found out anew and mended."""
    memory = tmp_path / "memory"
    face_facts(face, memory)
    (kept,) = memory.iterdir()
    good = kept.read_bytes()
    kept.write_bytes(broken)

    assert face_facts(face, memory) == measured(face)
    assert kept.read_bytes() == good


def test_half_a_memory_is_no_memory(face: Face, tmp_path: Path) -> None:
    """A memory whose second line is cut off gives the widths of the file all the same."""
    memory = tmp_path / "memory"
    face_facts(face, memory)
    (kept,) = memory.iterdir()
    kept.write_bytes(kept.read_bytes()[:-40])

    assert face_facts(face, memory) == measured(face)


def test_nowhere_to_remember(face: Face, tmp_path: Path) -> None:
    """Without a place to write, every answer comes from the file."""
    (tmp_path / "memory").write_text("a file, no directory")

    assert face_facts(face, tmp_path / "memory") == measured(face)


def test_a_face_that_is_gone_is_named(face: Face, tmp_path: Path) -> None:
    """A font file that was deleted stops the press with its role and path."""
    face.path.unlink()

    with pytest.raises(TypesettingFailure, match=r"digits\.ttf"):
        face_facts(face, tmp_path / "memory")
