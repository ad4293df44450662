"""Finding the closed set of fonts, and what the doctor says about it."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bulletin.errors import TypesettingFailure
from bulletin.press.geometry import MM, PITCH
from bulletin.press.page.engine.typeset import typeset
from bulletin.press.page.faces.facts import measured
from bulletin.press.page.faces.fonts import ROLES, FontSet, examine, file_sha256, find_fonts, fontconfig, passed_over
from bulletin.press.page.faces.glyphs import Inked
from bulletin.press.page.faces.outlines import Outlines
from bulletin.press.page.faces.twins import twins
from tests.press_sheets import TEMPLATES, entry, sheet, whole_issue

SONG = Path("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf")


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
    """An environment with this font directory, and nothing installed but below ``share`` beside it."""
    share = folder.parent / "share"
    return {"HOME": str(folder.parent), "BULLETIN_FONTS": str(folder), "XDG_DATA_DIRS": str(share)}


def renamed(source: Path, target: Path, family: str, style: str = "Regular", keep: str = "") -> Path:
    """A copy of a font under another family name and style; of its characters only `keep`, if that is given."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TTFont(source) as font:
        font["name"].names = []
        for name_id, text in ((1, family), (2, style)):
            font["name"].setName(text, name_id, 3, 1, 0x804)
        for table in font["cmap"].tables if keep else ():
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if chr(code) in keep}
        font.save(target)
    return target


def open_fonts() -> list[str]:
    """The font files this process holds open."""
    held = [os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()]
    return sorted(one for one in held if one.endswith((".otf", ".ttf", ".ttc")))


def test_no_font_file_stays_open(fonts: FontSet, folder: Path) -> None:
    """Looking through a directory, broken files too, and drawing outlines leave no file to the garbage collector."""
    (folder / "broken.otf").write_bytes(b"OTTO" + bytes(30))
    gc.collect()
    before = open_fonts()
    gc.disable()
    try:
        find_fonts(looking_in(folder))
        outlines = Outlines(fonts)
        drawn = outlines.draw(Inked("东", ("仿宋",), (1000,)))
        assert open_fonts() == before
    finally:
        gc.enable()
    assert drawn.startswith("q ")


def test_every_role_has_a_face(folder: Path) -> None:
    """A complete directory gives every role a file and says which are stand-ins."""
    found = find_fonts(looking_in(folder))

    assert set(found.faces) == set(ROLES)
    assert all(face.path.parent == folder for face in found.faces.values())
    assert found.faces["仿宋"].note == "以 FandolFang 代用仿宋_GB2312"
    assert found.faces["小标宋"].note == "以 FandolSong Bold 代用方正小标宋_GBK"
    assert found.faces["digits"].note == "以 Liberation Serif 代用 Times New Roman"
    assert found.faces["fallback"].note == ""


def test_the_cache_is_where_the_setup_puts_it(folder: Path, tmp_path: Path) -> None:
    """Without BULLETIN_FONTS the fonts are looked for in XDG_CACHE_HOME, without that in ~/.cache."""
    shutil.copytree(folder, tmp_path / "bulletin" / "fonts", symlinks=True)
    shutil.copytree(folder, tmp_path / ".cache" / "bulletin" / "fonts", symlinks=True)

    by_cache = find_fonts({"HOME": "/nowhere", "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_DIRS": "/nowhere"})
    by_home = find_fonts({"HOME": str(tmp_path), "XDG_DATA_DIRS": "/nowhere"})

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
    renamed(fonts.faces["宋体"].path, folder / "office.otf", "仿宋_GB2312")

    face = find_fonts(looking_in(folder)).faces["仿宋"]

    assert face.path.name == "office.otf"
    assert face.note == ""


def test_files_that_are_no_fonts_do_no_harm(folder: Path) -> None:
    """Rubbish in the font directory is passed over."""
    (folder / "rubbish.ttf").write_bytes(b"not a font")
    (folder / "empty.ttc").write_bytes(b"")

    assert set(find_fonts(looking_in(folder)).faces) == set(ROLES)


def test_the_doctor_names_what_is_missing(tmp_path: Path) -> None:
    """In an empty directory every font role is reported as not ok, each with a remedy."""
    report = examine({"HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path)})

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
    assert {measured(fonts.faces["digits"]).widths[digit] for digit in "0123456789"} == {500}
    assert measured(fonts.faces["仿宋"]).widths["市"] == 1000


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


@pytest.mark.parametrize("place", ["share/fonts/truetype/office", ".local/share/fonts", ".fonts"])
def test_a_face_installed_in_the_system_is_found(fonts: FontSet, folder: Path, place: str) -> None:
    """The office's face counts wherever the system has it installed; it comes before the free one."""
    installed = renamed(fonts.faces["宋体"].path, folder.parent / place / "fs.otf", "方正仿宋_GBK")

    face = find_fonts(looking_in(folder)).faces["仿宋"]

    assert (face.path, face.note) == (installed, "")


def test_a_slice_of_a_web_font_is_refused_with_the_reason(fonts: FontSet, folder: Path) -> None:
    """A face of the right name with a few characters, and a woff2 file, are passed over and named; a whole face is not."""
    keep = "".join(chr(code) for code in range(0x4E00, 0x5600))
    piece = renamed(fonts.faces["宋体"].path, folder / "slice.otf", "仿宋_GB2312", keep=keep)
    (folder / "web.woff2").write_bytes(b"wOF2")

    face = find_fonts(looking_in(folder)).faces["仿宋"]
    why = dict(passed_over(looking_in(folder)))

    assert face.note == "以 FandolFang 代用仿宋_GB2312"
    assert "GB 2312 有 6763 个" in why[str(piece)]
    assert "网页字体" in why[str(folder / "web.woff2")]
    whole = renamed(fonts.faces["宋体"].path, folder / "whole.otf", "仿宋_GB2312")
    assert find_fonts(looking_in(folder)).faces["仿宋"].path == whole


def test_broken_and_huge_files_are_named(folder: Path) -> None:
    """Rubbish, a cut file and one of 300 MB stop nothing; the doctor names each with the reason."""
    (folder / "rubbish.ttf").write_bytes(b"not a font")
    (folder / "cut.otf").write_bytes((folder / "FandolKai-Regular.otf").read_bytes()[:3000])
    with (folder / "huge.ttc").open("wb") as file:
        file.truncate(300 * 1024 * 1024)

    why = {Path(path).name: reason for path, reason in passed_over(looking_in(folder))}

    assert set(find_fonts(looking_in(folder)).faces) == set(ROLES)
    assert why == {
        "rubbish.ttf": "文件已损坏，读不出来",
        "cut.otf": "文件已损坏，读不出来",
        "huge.ttc": "文件过大（300 MB）",
    }


def test_an_italic_or_light_face_is_no_stand_in(fonts: FontSet, folder: Path) -> None:
    """Of a family only the regular and the bold face are taken, never an italic or a light one that sorts first."""
    renamed(fonts.faces["digits"].path, folder / "a-italic.ttf", "Times New Roman", "Italic")
    renamed(fonts.faces["宋体"].path, folder / "a-light.otf", "仿宋_GB2312", "Light")

    faces = find_fonts(looking_in(folder)).faces

    assert faces["digits"].family == "Liberation Serif"
    assert faces["仿宋"].family == "FandolFang"


def test_the_index_is_only_a_memory(fonts: FontSet, folder: Path) -> None:
    """A broken index is read anew; a font file that changed is noticed."""
    environ = looking_in(folder)
    before = find_fonts(environ)
    index = folder.parent / ".cache" / "bulletin" / "fonts.json"

    index.write_text('{"format": 1, "files": {"x": 3}}')
    assert find_fonts(environ) == before
    target = renamed(fonts.faces["宋体"].path, folder / "office.otf", "仿宋")
    assert find_fonts(environ).faces["仿宋"].path == target
    renamed(fonts.faces["宋体"].path, target, "何物体")
    assert find_fonts(environ) == before


def test_the_grid_holds_with_a_face_of_other_metrics(folder: Path) -> None:
    """With another face as the office's 仿宋, higher and lower than ours, every baseline stays on 10.445 mm, 天头 37 mm."""
    import io

    import pdfplumber

    if not SONG.exists():
        pytest.skip("fonts-arphic-gbsn00lp is not installed")
    with TTFont(renamed(SONG, folder / "office.ttf", "仿宋_GB2312")) as font:
        font["hhea"].ascent, font["hhea"].descent = 1100, -260
        font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender = 1100, -260
        font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = 1100, 260
        font.save(folder / "office.ttf")
    found = find_fonts(looking_in(folder))
    assert found.faces["仿宋"].path.name == "office.ttf"

    made = typeset(whole_issue(), TEMPLATES / "政务信息" / "v1", found)

    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[1]
        baselines = sorted(
            {round((page.height - char["matrix"][5]) / MM, 3) for char in page.chars if char["size"] > 15}
        )
    steps = [(line - baselines[0]) / PITCH for line in baselines]
    assert len(baselines) > 15
    assert max(abs(step - round(step)) for step in steps) * PITCH < 0.15
    assert abs(baselines[0] - 0.88 * 15.75 / MM - 37) < 1


def test_a_character_without_a_glyph_stops_and_one_of_the_fallback_warns(folder: Path) -> None:
    """What no face has stops the proof and names character, item and place; what only the fallback has is a warning."""
    found = find_fonts(looking_in(folder))
    template = TEMPLATES / "政务信息" / "v1"

    with pytest.raises(TypesettingFailure) as failure:
        typeset(sheet(entry(1, "正文。\n藏文ཀ一字。")), template, found)
    made = typeset(sheet(entry(1, "正文有李喆一人。")), template, found)

    assert all(word in failure.value.what for word in ("ཀ", "U+0F40", "第 1 条", "第 2 段"))
    assert any("“喆”" in warning and "第 1 条" in warning for warning in made.warnings)


def test_code_points_with_one_glyph_are_printed_as_the_plain_one(fonts: FontSet) -> None:
    """⼀ is printed as 一, ⋯ as …, • and ・ as ·, ⺠ as 民; an ordinary character is never replaced."""
    with TTFont(fonts.faces["仿宋"].path, lazy=True) as font:
        of_ours = twins(font.getBestCmap())

    assert {chr(code): chr(of_ours[code]) for code in map(ord, "⼀⼈⋯•・")} == dict(
        zip("⼀⼈⋯•・", "一人…··", strict=True)
    )
    assert twins({0x6C11: "min", 0x2EA0: "min"}) == {0x2EA0: 0x6C11}
    assert twins({0: "space", 0x20: "space", 0xE000: "x", 0x4E00: "x"}) == {}
    assert not {ord(char) for char in "一人民…·—“”，。"} & of_ours.keys()
