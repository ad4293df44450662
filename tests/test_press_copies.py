"""Numbered copies: overlays on the one signed file, each with its number, each registered to its recipient."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pikepdf
import pytest

from bulletin import store
from bulletin.errors import RefusedAction, StaleProof, UsageError
from bulletin.model import Issue
from bulletin.press import copies
from bulletin.press.copies import MadeCopy, Wanted
from bulletin.press.geometry import MM
from bulletin.text import sha256
from tests.calls import call, done
from tests.conftest import House, NewHouse

NAMES = ("市委办公室", "市财政局", "市𠮷祥街道/办事处")


@pytest.fixture(scope="module")
def printed(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, Issue]:
    """An office with one published issue."""
    house = new_house(tmp_path_factory.mktemp("copies") / "office")
    return house, house.issue("published")


@pytest.fixture(scope="module")
def made(printed: tuple[House, Issue]) -> list[MadeCopy]:
    """Three copies with watermarks."""
    return make(printed, Wanted(NAMES, watermark=True))


def make(printed: tuple[House, Issue], wanted: Wanted, person: str = "editor1") -> list[MadeCopy]:
    house, issue = printed
    return copies.make(house.db, house.settings, issue, wanted, house.actor(person), house.at, os.environ)


def words_of(path: Path, page: int = 0) -> list[tuple[str, float, float]]:
    """The words of a page with the place, in mm from the left and the top, of their first character."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [(word["text"], word["x0"] / MM, word["top"] / MM) for word in pdf.pages[page].extract_words()]


def test_each_copy_bears_its_number_on_the_first_line(made: list[MadeCopy]) -> None:
    """Six digits in 3号 stand on the masthead's first line, and nowhere else, on the first page only."""
    for number, one in enumerate(made, 1):
        places = [(x, y) for text, x, y in words_of(one.path) if text == f"{number:06d}"]
        assert len(places) == 1
        assert 36.0 < places[0][1] < 40.0
        assert not any(text == f"{number:06d}" for text, _, _ in words_of(one.path, 1))


def test_a_number_never_stands_on_other_words(made: list[MadeCopy]) -> None:
    """Where the first line begins with 内部资料, the number stands at its right end; else flush left at 28 mm."""
    words = words_of(made[0].path)
    x = next(x for text, x, _ in words if text == "000001")
    marked = any(abs(left - 28) < 1 and 36 < top < 40 for text, left, top in words if text != "000001")

    assert abs(x - (184 - 16.67 if marked else 28)) < 0.5


def test_the_registered_hash_is_that_of_the_file(made: list[MadeCopy]) -> None:
    """Each row names recipient, number and the SHA-256 of the very file; no two files are equal."""
    assert [(one.copy.number, one.copy.recipient) for one in made] == list(enumerate(NAMES, 1))
    assert all(sha256(one.path.read_bytes()) == one.copy.sha256 for one in made)
    assert len({one.copy.sha256 for one in made}) == len(made)
    assert made[2].path.name == "000003-市𠮷祥街道_办事处.pdf"


def test_made_again_a_copy_is_the_same(printed: tuple[House, Issue], made: list[MadeCopy]) -> None:
    """A repeat writes the same bytes and adds no row."""
    before = [one.path.read_bytes() for one in made]

    again = make(printed, Wanted(NAMES, watermark=True))

    assert [one.path.read_bytes() for one in again] == before
    assert store.copies.of_issue(printed[0].db, printed[1].id) == [one.copy for one in made]


def test_a_copy_other_than_registered_is_refused(printed: tuple[House, Issue], made: list[MadeCopy]) -> None:
    """Without the watermark it was registered with, a copy is not made again, and its file stays."""
    body = made[0].path.read_bytes()

    with pytest.raises(StaleProof, match="指纹不同"):
        make(printed, Wanted(NAMES[:1]))

    assert made[0].path.read_bytes() == body


def test_the_page_under_the_stamps_is_untouched(printed: tuple[House, Issue], made: list[MadeCopy]) -> None:
    """Text and tags of a copy are those of the signed file, but for its number: a watermark adds no text."""
    house, issue = printed
    base = house.settings.issues_dir / issue.folder / "issue.pdf"
    bare = words_of(base)

    assert [word for word in words_of(made[0].path) if word[0] != "000001"] == bare
    assert words_of(made[0].path, 1) == words_of(base, 1)
    with pikepdf.open(made[0].path) as copy, pikepdf.open(base) as signed:
        assert copy.Root.keys() == signed.Root.keys()
        assert copy.open_metadata().pdfa_status == signed.open_metadata().pdfa_status == "2U"
        assert b"/Watermark" in copy.pages[1].Contents[0].read_bytes()
        assert all(
            font.get("/ToUnicode") is not None
            for font in copy.pages[0].Resources.XObject.CopyNumber.Resources.Font.values()
        )


def test_a_watermark_is_seen_and_a_plain_copy_has_none(
    printed: tuple[House, Issue], made: list[MadeCopy], tmp_path: Path
) -> None:
    """The watermark is light grey on every page; without it there is no grey of that kind."""
    plain = make(printed, Wanted(("市统计局",), tmp_path))[0]

    assert all(greys(made[0].path, page) > 2000 for page in (0, 1))
    assert greys(plain.path, 1) < greys(made[0].path, 1) / 4


def greys(path: Path, page: int) -> int:
    """How many pixels of a page have the watermark's grey."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    picture = document[page].render(scale=1).to_pil().convert("L")
    document.close()
    return sum(count for shade, count in enumerate(picture.histogram()) if 222 <= shade <= 226)


def test_new_recipients_get_new_numbers(printed: tuple[House, Issue], made: list[MadeCopy], tmp_path: Path) -> None:
    """A recipient named once more than he has copies gets the next number; nothing is given twice."""
    more = make(printed, Wanted((NAMES[0], NAMES[0]), tmp_path, True))
    numbers = [one.number for one in store.copies.of_issue(printed[0].db, printed[1].id)]

    assert more[0].copy == made[0].copy
    assert more[1].copy.number == max(numbers) and len(set(numbers)) == len(numbers)
    with pytest.raises(sqlite3.IntegrityError):
        store.copies.add(printed[0].db, made[0].copy)


def test_only_what_is_signed_is_copied(house: House) -> None:
    """Before the sign-off, without the role, or without a recipient nothing is made."""
    issue = house.issue("proofed")
    with pytest.raises(RefusedAction, match="签发之后"):
        copies.make(house.db, house.settings, issue, Wanted(NAMES), house.actor("editor1"), house.at, os.environ)
    signed = house.sign(issue)
    with pytest.raises(RefusedAction, match="角色"):
        copies.make(house.db, house.settings, signed, Wanted(NAMES), house.actor("reviewer1"), house.at, os.environ)
    for names in ((), (" ",), ("长" * 41,)):
        with pytest.raises(UsageError):
            copies.make(house.db, house.settings, signed, Wanted(names), house.actor("editor1"), house.at, os.environ)
    assert not store.copies.of_issue(house.db, signed.id)


def test_an_altered_base_is_refused(new_house: NewHouse, printed: tuple[House, Issue], tmp_path: Path) -> None:
    """One flipped byte in the signed file, and no copy is made of it."""
    house = new_house(tmp_path / "office", like=printed[0])
    path = house.settings.issues_dir / printed[1].folder / "issue.pdf"
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))

    with pytest.raises(StaleProof, match="已被改动"):
        make((house, printed[1]), Wanted(NAMES))


def test_the_command_takes_a_list_and_lists(new_house: NewHouse, printed: tuple[House, Issue], tmp_path: Path) -> None:
    """``issue copies REF --to FILE`` makes one for each line, ``--list`` shows what was registered, files in var/copies."""
    house = new_house(tmp_path / "office", like=printed[0])
    names = tmp_path / "名单.txt"
    names.write_text("市水利局\n\n市教育局\n", encoding="utf-8")
    office = house.settings.root

    answer = done(call(office, "issue", "copies", "政务信息/2026/1", "--to", names, "--json", person="clerk1"))
    listed = done(call(office, "issue", "copies", "政务信息/2026/1", "--list", "--json"))

    assert [row["recipient"] for row in answer["copies"]] == ["市水利局", "市教育局"]
    assert Path(answer["copies"][0]["pdf"]).parent == office / "var" / "copies" / "政务信息" / "2026" / "001"
    assert {row["sha256"] for row in answer["copies"]} <= {row["sha256"] for row in listed["copies"]}
