"""The bound volume: a year's filed pages behind title page, contents and indexes, in one PDF that is always the same."""

from __future__ import annotations

import os
from pathlib import Path

import pikepdf
import pytest

from bulletin.errors import NothingToDo, StoreFailure
from bulletin.press import publish, volume
from bulletin.press.volume import Volume
from tests.calls import call, done
from tests.conftest import House, NewHouse


@pytest.fixture(scope="module")
def year(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with issues 1 and 3 and a supplement published, number 2 voided, number 4 signed."""
    house = new_house(tmp_path_factory.mktemp("year") / "office")
    house.issue("published")
    publish.void(house.db, house.settings, house.issue("signed"), "所载数据有误", house.actor("signer1"), house.at)
    house.article("approved", title="市财政局预算执行提速增效")
    house.issue("published")
    house.issue("published", series="增刊")
    house.article("approved", title="尚未印发的一条")
    house.issue("signed")
    return house


@pytest.fixture(scope="module")
def bound(year: House) -> Volume:
    """The volume of that year."""
    return make(year)


def make(house: House, out: Path | None = None) -> Volume:
    return volume.make(house.db, house.settings, "政务信息", 2026, os.environ, out)


def text_of(path: Path, page: int) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    text = str(document[page].get_textpage().get_text_range())
    document.close()
    return text


def front_of(path: Path) -> int:
    """How many pages stand before volume page 1, as the page labels say."""
    with pikepdf.open(path) as pdf:
        return int(pdf.Root.PageLabels.Nums[2])


def test_the_filed_pages_are_in_it_unchanged(year: House, bound: Volume) -> None:
    """Every issue opens on the volume page the plan gives, and its pages draw what the filed ones draw."""
    filed = [year.settings.issues_dir / "政务信息" / "2026" / name / "issue.pdf" for name in ("001", "003", "增刊-001")]
    place = front_of(bound.path)
    with pikepdf.open(bound.path) as pdf:
        assert bound.pages == len(pdf.pages)
        for path in filed:
            with pikepdf.open(path) as issue:
                for page in issue.pages:
                    assert pdf.pages[place].Contents.read_bytes() == page.Contents.read_bytes()
                    place += 1
                place += place % 2
    assert place == bound.pages and bound.issues == 3


def test_missing_numbers_are_explained(bound: Volume) -> None:
    """The contents say why number 2 is void and that number 4 is signed and not yet published."""
    contents = text_of(bound.path, 1).replace("\r\n", "")

    assert "废号：所载数据有误" in contents
    assert "第4期" in contents and "已签发" in contents


def test_the_indexes_name_both_pages(bound: Volume) -> None:
    """Under 市财政局's item stand the page in the issue and, from the labels' count, the page in the volume."""
    pages = [text_of(bound.path, page).replace("\r\n", "\n") for page in range(front_of(bound.path))]

    for name in ("目", "单位索引", "栏目索引", "日期索引"):
        page = next(page for page in pages[1:] if page.strip().startswith(name))
        line = next(line for line in page.split("\n") if "市财政局预算执行提速增效" in line)
        assert "第3期1页" in line.replace("…", "")


def test_one_outline_leads_everywhere(bound: Volume) -> None:
    """Volume → chapters and issues → entries; each goes to its page; labels are roman before, arabic after."""
    with pikepdf.open(bound.path) as pdf, pdf.open_outline() as outline:
        (root,) = outline.root
        names = [item.title for item in root.children]
        entry = root.children[5].children[-1]
        page = pdf.pages.index(pikepdf.Page(entry.destination[0]))

    assert names[:4] == ["目录", "单位索引", "栏目索引", "日期索引"]
    assert [name.split()[0] for name in names[4:]] == ["第1期", "第3期", "增刊第1期"]
    assert entry.title in text_of(bound.path, page).replace("\r\n", "")


def test_links_jump_to_pages(bound: Volume) -> None:
    """Every link, of the front and of the issues' own contents, goes to a page of this file."""
    with pikepdf.open(bound.path) as pdf:
        pages = {page.obj.objgen for page in pdf.pages}
        links = [note for page in pdf.pages for note in page.obj.get("/Annots") or ()]

        assert links
        assert all(link.Dest[0].objgen in pages and "/A" not in link for link in links)


def test_it_stays_an_archival_file(bound: Volume) -> None:
    """PDF/A-2u by its declaration, with output intent, language, title, and every font embedded with a Unicode map."""
    with pikepdf.open(bound.path) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2U"
            assert metadata["dc:title"] == "政务信息 2026年合订本"
        assert "/OutputIntents" in pdf.Root and str(pdf.Root.Lang) == "zh-CN"
        assert "/StructTreeRoot" not in pdf.Root and not any("/StructParents" in page.obj for page in pdf.pages)
        for page in pdf.pages:
            for font in page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary()).values():
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert "/ToUnicode" in font and ("/FontFile2" in descriptor or "/FontFile3" in descriptor)


def test_the_same_year_gives_the_same_bytes(year: House, bound: Volume, tmp_path: Path) -> None:
    """Bound again, elsewhere, it is the same file."""
    assert make(year, tmp_path / "again.pdf").sha256 == bound.sha256


def test_an_altered_issue_is_not_bound(new_house: NewHouse, year: House, tmp_path: Path) -> None:
    """One flipped byte in a filed issue, and there is no volume: the issue is named."""
    house = new_house(tmp_path / "office", like=year)
    path = house.settings.issues_dir / "政务信息" / "2026" / "003" / "issue.pdf"
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))

    with pytest.raises(StoreFailure, match="政务信息/2026/3"):
        make(house)


def test_a_year_without_issues_is_refused(year: House) -> None:
    """Nothing published, nothing bound."""
    with pytest.raises(NothingToDo, match="2025"):
        volume.make(year.db, year.settings, "政务信息", 2025, os.environ)


def test_the_command_answers_in_json(year: House, bound: Volume, tmp_path: Path) -> None:
    """``archive volume 政务信息 2026 --out F --json`` names file, issues, pages, entries and hash."""
    out = tmp_path / "合订本.pdf"

    answer = done(call(year.settings.root, "archive", "volume", "政务信息", "2026", "--out", out, "--json"))

    assert answer == {
        "pdf": str(out),
        "issues": bound.issues,
        "pages": bound.pages,
        "entries": bound.entries,
        "sha256": bound.sha256,
    }
