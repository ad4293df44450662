"""What no editor should type and somebody will: set as it should be, or refused with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bulletin.errors import TypesettingFailure
from tests.press_sheets import FLOODS, PROJECTS, TEMPLATES, entry, printed, sheet
from tests.test_press_page_body import rows_of

REPORT = TEMPLATES / "信息专报" / "v1"


@pytest.mark.parametrize(
    ("char", "code"), [("😀", "1F600"), ("བ", "0F56"), ("𬺞", "2CE9E"), ("\ue000", "E000"), ("\U000f0001", "F0001")]
)
def test_what_no_face_has_is_refused_by_name(char: str, code: str) -> None:
    """Emoji, Tibetan, the rarest hanzi, private use: character, code, entry, paragraph and place are named."""
    with pytest.raises(TypesettingFailure) as failure:
        printed(sheet(entry(1, f"第一段。\n文中有{char}字。")), REPORT)

    for part in (char, f"U+{code}", "第 1 条", "第 2 段", "第 4 字"):
        assert part in failure.value.what


def test_rare_hanzi_the_fallback_has_are_printed(tmp_path: Path) -> None:
    """𠮷 and 䶮 are printed in the fallback face and said; a line separator ends a paragraph."""
    issue = printed(sheet(entry(1, "人名有𠮷、䶮。\u2028另一段。", units=())), REPORT)
    found = rows_of(issue, tmp_path)

    assert "人名有𠮷、䶮。" in [one.text for one in found] and "另一段。" in [one.text for one in found]
    assert any("𠮷" in warning for warning in issue.warnings) and any("䶮" in warning for warning in issue.warnings)


def test_an_address_without_end_stays_on_the_page(tmp_path: Path) -> None:
    """An address of 5,000 characters is cut at the line ends, in a paragraph and in a table, and none of it is lost."""
    address = "https://example.gov.cn/" + "a1b2c3d4/" * 553
    text = f"网址：{address}。\n| 名 | 址 |\n| 甲 | {address} |"

    found = rows_of(printed(sheet(entry(1, text, units=())), REPORT), tmp_path)

    assert address in "".join(one.text for one in found if one.size > 15)
    assert address in "".join(one.text for one in found if one.size <= 12).replace("名址", "").replace("甲", "")
    assert all(one.cells[0] > -0.1 and one.cells[1] > -0.1 for one in found)


def test_empty_things_are_left_out(tmp_path: Path) -> None:
    """An entry without text and a section with nothing in it cost no page and stop nothing."""
    issue = printed(sheet(entry(1, ""), entry(2, " \n\t\n", section="空栏", units=()), entry(3, "好。")))

    assert issue.pages == 2 and issue.entry_pages[2] == 2
    assert [one.text for one in rows_of(issue, tmp_path)].count("（市应急管理局）") == 1


def test_a_title_of_120_characters_is_broken(tmp_path: Path) -> None:
    """A title of 120 characters stands on several centred lines of words, and whole in the contents, indented."""
    title = "市发展改革委坚持稳中求进工作总基调深入开展重点项目攻坚行动" * 4
    issue = printed(sheet(entry(1, title=title[:120]), entry(2)))
    found = rows_of(issue, tmp_path)

    lines = [one for one in found if one.size == 22 and one.text in title]
    listed = [one for one in found if one.size == 15.75 and len(one.text) > 12 and one.text in title]
    assert "".join(one.text for one in lines) == title[:120]
    assert all(abs(one.cells[0] - one.cells[1]) < 0.2 for one in lines)
    assert len(listed) >= 4 and all(one.cells[0] == pytest.approx(1.5, abs=0.1) for one in listed)


def test_three_hundred_items(tmp_path: Path) -> None:
    """An issue of 300 items has 300 titles on the pages it reports, and its contents name each."""
    short = "各级各部门扎实推进各项工作落地见效。"
    issue = printed(sheet(*[entry(k, short, title=f"第{k}件工作取得成效") for k in range(1, 301)]))
    found = rows_of(issue, tmp_path)

    titles = [(one.page, one.text) for one in found if one.size == 22]
    assert titles == [(page, f"第{k}件工作取得成效") for k, page in enumerate(issue.entry_pages, 1)]


def test_a_paragraph_without_end() -> None:
    """One paragraph of 100,000 characters takes at most twice the time of the same text in paragraphs (here a sixth of it)."""
    text = (PROJECTS + FLOODS).replace("\n", "") * 23
    normal = "\n".join(text[k : k + 250] for k in range(0, len(text), 250))
    assert len(text) > 16_000

    def seconds(body: str) -> float:
        start = time.perf_counter()
        printed(sheet(entry(1, body, units=())), REPORT)
        return time.perf_counter() - start

    assert seconds(text) < 2 * seconds(normal)
