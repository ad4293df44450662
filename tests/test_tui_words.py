"""Foreign text on the screen: harmless, of known width, broken as Chinese is."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from bulletin.tui.words import AMBIGUOUS, Lettering, broken, folded

ATTACKS = (
    "标题\x1b]0;PWNED\x07",
    "\x1b[5;5H伪造签发",
    "\x1b[2J",
    "\x9b31m红",
    "[@click=app.exit]查看原文[/]",
    "附件[/]全文",
    "\u202e倒写",
    "\ud800半个",
)


def test_nothing_that_drives_a_terminal_is_shown() -> None:
    """Escape sequences, C1, bidi and half characters are gone; brackets stay brackets."""
    for attack in ATTACKS:
        shown = Lettering().shown(attack)
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in shown.plain.replace("\n", ""))
        assert not shown.spans
    assert Lettering().shown(ATTACKS[4]).plain == ATTACKS[4]


@given(st.text(), st.integers(1, 60), st.booleans())
def test_a_column_is_exactly_as_wide_as_it_should_be(text: str, cells: int, wide: bool) -> None:
    """Whatever the text, `fit` gives exactly the cells asked for, on one line."""
    fitted = Lettering(wide).fit(text, cells)

    assert cell_len(fitted) == cells
    assert "\n" not in fitted


def test_a_wide_terminal_sees_no_character_of_doubtful_width() -> None:
    """On a terminal that draws “ ” … — two cells wide, twins of certain width are shown, and words stay readable."""
    shown = Lettering(wide=True).line("“十四五”规划……稳中求进——①12.5‰ 市委·市政府")

    assert not any(unicodedata.east_asian_width(char) == "A" for char in shown)
    assert "十四五" in shown
    assert "1" in shown
    assert all(Lettering(wide=True).line(char) != char for char in AMBIGUOUS)
    assert Lettering().line(AMBIGUOUS) == AMBIGUOUS


@given(st.text(alphabet="汉字，。、”a1 　…", max_size=120), st.integers(4, 30))
def test_folding_loses_nothing_and_keeps_the_width(line: str, cells: int) -> None:
    """Parts put together are the line again, and none is wider than the column."""
    parts = list(folded(line, cells))

    assert "".join(parts) == line
    assert all(cell_len(part) <= cells for part in parts)


def test_no_line_begins_with_a_full_stop() -> None:
    """避头: a sign that may not stand at the head of a line takes the character before it along."""
    assert list(folded("一二三四五六七八九十，十一", 20)) == ["一二三四五六七八九", "十，十一"]
    assert list(folded("一二三四五六七八九”。十", 20)) == ["一二三四五六七八", "九”。十"]


def test_facts_are_broken_between_only() -> None:
    """A line of facts breaks at a wide blank, however far back it is, as long as each fact fits on a line of its own."""
    facts = "来稿 5　待处理　市农业农村局　11-20 09:00 收到（刚刚）"

    assert list(folded(facts, 50)) == ["来稿 5　待处理　市农业农村局　", "11-20 09:00 收到（刚刚）"]
    assert list(folded("　　段首空两格，全文长过一行的也照常折行", 20)) == [
        "　　段首空两格，全文",
        "长过一行的也照常折行",
    ]


def test_no_number_is_broken_and_no_quote_opens_at_the_end() -> None:
    """A figure stands on one line, and “ goes to the line of what it opens."""
    assert list(folded("平均亩产一523公斤", 12)) == ["平均亩产一", "523公斤"]
    assert list(folded("都讲到东山镇、“晚稻”", 15)) == ["都讲到东山镇、", "“晚稻”"]
    assert list(folded("1" * 30, 10)) == ["1" * 10] * 3


def test_breaking_keeps_the_colours() -> None:
    """A marked word is marked on both lines when it is broken."""
    text = Text("甲乙丙丁戊己")
    text.stylize("bold", 2, 5)

    lines = broken(text, 6)

    assert [line.plain for line in lines] == ["甲乙丙", "丁戊己"]
    assert ["".join(line.plain[span.start : span.end] for span in line.spans) for line in lines] == ["丙", "丁戊"]


def test_a_path_and_a_word_with_its_number_are_not_broken() -> None:
    """A path that fits on a line of its own begins one; 来稿 and its number stay together."""
    path = "/office/issues/政务信息/2026/001/issue.pdf"
    assert list(folded(f"政务信息/2026/1 已印发归档：{path}", 50)) == ["政务信息/2026/1 已印发归档：", path]
    assert list(folded("这一条说的是来稿 3 里的事", 17)) == ["这一条说的是", "来稿 3 里的事"]
