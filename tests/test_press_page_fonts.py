"""Finding the closed set of fonts, and what the doctor says about it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bulletin.errors import TypesettingFailure
from bulletin.press.page.fonts import ROLES, FontSet, examine, file_sha256, find_fonts, fontconfig
from bulletin.press.page.widths import advances


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    """The fonts of this machine; without them there is nothing to test."""
    try:
        return find_fonts(os.environ)
    except TypesettingFailure as failure:
        pytest.skip(f"no fonts here: {failure}")


@pytest.fixture
def folder(fonts: FontSet, tmp_path: Path) -> Path:
    """A font directory of our own, with blanks in its path, holding the same files."""
    place = tmp_path / "font files"
    place.mkdir()
    for path in {face.path for face in fonts.faces.values()}:
        (place / path.name).symlink_to(path)
    return place


def looking_in(folder: Path) -> Mapping[str, str]:
    return {"HOME": str(folder.parent), "BULLETIN_FONTS": str(folder)}


def test_every_role_has_a_face(folder: Path) -> None:
    """A complete directory gives every role a file and says which are stand-ins."""
    found = find_fonts(looking_in(folder))

    assert set(found.faces) == set(ROLES)
    assert all(face.path.parent == folder for face in found.faces.values())
    assert "代用" in found.faces["小标宋"].note or not found.faces["小标宋"].family.startswith("Fandol")


def test_the_cache_is_where_the_setup_puts_it(folder: Path, tmp_path: Path) -> None:
    """Without BULLETIN_FONTS the fonts are looked for in XDG_CACHE_HOME, without that in ~/.cache."""
    shutil.copytree(folder, tmp_path / "bulletin" / "fonts", symlinks=True)
    shutil.copytree(folder, tmp_path / ".cache" / "bulletin" / "fonts", symlinks=True)

    by_cache = find_fonts({"HOME": "/nowhere", "XDG_CACHE_HOME": str(tmp_path)})
    by_home = find_fonts({"HOME": str(tmp_path)})

    assert by_cache.faces["仿宋"].path.parent == tmp_path / "bulletin" / "fonts"
    assert by_home.faces["仿宋"].path.parent == tmp_path / ".cache" / "bulletin" / "fonts"


def test_a_missing_face_is_named_with_the_remedy(fonts: FontSet, folder: Path) -> None:
    """Without 楷体 nothing is set: the failure names the role, the directory and the command."""
    (folder / fonts.faces["楷体"].path.name).unlink()

    with pytest.raises(TypesettingFailure) as failure:
        find_fonts(looking_in(folder))

    assert "楷体" in failure.value.what and str(folder) in failure.value.what
    assert "仿宋" not in failure.value.what
    assert "make setup" in failure.value.remedy


def test_the_office_own_face_comes_first(fonts: FontSet, folder: Path) -> None:
    """A face called exactly 仿宋_GB2312 is taken before the free one, and is no stand-in."""
    with TTFont(fonts.faces["digits"].path) as font:
        font["name"].setName("仿宋_GB2312", nameID=1, platformID=3, platEncID=1, langID=0x804)
        font.save(folder / "office.ttf")

    face = find_fonts(looking_in(folder)).faces["仿宋"]

    assert face.path.name == "office.ttf"
    assert face.note == ""


def test_files_that_are_no_fonts_do_no_harm(folder: Path) -> None:
    """Rubbish in the font directory is passed over."""
    (folder / "rubbish.ttf").write_bytes(b"not a font")
    (folder / "empty.ttc").write_bytes(b"")

    assert set(find_fonts(looking_in(folder)).faces) == set(ROLES)


def test_the_doctor_names_what_is_missing(tmp_path: Path) -> None:
    """In an empty directory every font role is reported as not ok, each with a remedy."""
    report = examine({"HOME": str(tmp_path)})

    roles = [line for line in report if line[0].startswith("字体")]
    assert len(roles) == len(ROLES)
    assert all(not ok and "make setup" in remedy for _, ok, _, remedy in roles)


def test_the_doctor_checks_the_libraries(folder: Path) -> None:
    """Pango and the subsetting library are loaded for the report, and found where the page can be set."""
    report = {check: ok for check, ok, _, _ in examine({**os.environ, "BULLETIN_FONTS": str(folder)})}

    assert report["程序库：Pango"]
    assert "程序库：HarfBuzz 字体子集库" in report


def test_half_em_digits(fonts: FontSet) -> None:
    """Two digits take one cell (GB/T 15835: 正体二分字身); a Chinese character takes one."""
    assert {advances(fonts.faces["digits"])[ord(digit)] for digit in "0123456789"} == {500}
    assert advances(fonts.faces["仿宋"])[ord("市")] == 1000


def test_the_set_is_closed(fonts: FontSet) -> None:
    """The fontconfig file accepts the files of the set and rejects everything else."""
    config = fontconfig(fonts)

    assert config.count("<rejectfont><glob>*</glob>") == 1
    assert all(f"<glob>{face.path}</glob>" in config for face in fonts.faces.values())
    assert "/usr/share/fonts</dir>" not in config


def test_a_file_is_known_by_its_hash(fonts: FontSet) -> None:
    """Different faces have different hashes of 64 digits."""
    hashes = {file_sha256(fonts.faces[role]) for role in ("仿宋", "楷体", "黑体")}

    assert len(hashes) == 3
    assert all(len(value) == 64 for value in hashes)
