"""What is promised about snippets: where they begin and end, what they show, and that the words are marked."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.text.query import Words
from bulletin.text.snippet import snippet


def _word(text: str) -> Words:
    return Words(text, "folded")


def _shown(text: str, word: str, width: int) -> str:
    return snippet(text, (_word(word),), width).marked()


def test_a_snippet_shows_where_most_words_stand_and_marks_them() -> None:
    """The stretch with both words wins over an earlier one with one; line ends become blanks; the places are exact."""
    text = "防汛开头。" + "略" * 200 + "县里 调运\n防汛物资５车。" + "略" * 200

    shown = snippet(text, (_word("防汛"), _word("物资5")), 30)

    assert shown.marked() == "…【防汛】【物资５】车。" + "略" * 21 + "…"
    assert len(shown.text) == 30


def test_a_snippet_without_a_hit_is_the_beginning() -> None:
    """A text found by its title or by a field is shown from its first character, whole if it is short."""
    assert snippet("短文。", (_word("防汛"),), 30).marked() == "短文。"


def test_of_equal_stretches_the_first_is_shown() -> None:
    """A word that stands twice is shown where it stands first."""
    assert _shown("防汛甲" + "略" * 100 + "防汛乙", "防汛", 20) == "【防汛】甲" + "略" * 16 + "…"


def test_a_snippet_begins_and_ends_at_marks() -> None:
    """Where a mark stands near, the stretch begins behind it, at a sentence rather than a clause, and ends before the next."""
    text = "上月部署已经完成。全市各乡镇，连夜调运防汛物资五车，分送各水库，群众已经转移到学校安置点" + "略" * 40

    assert _shown(text, "防汛", 36) == "…全市各乡镇，连夜调运【防汛】物资五车，分送各水库…"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("略略略略略略投资412.6亿元修堤防汛" + "略" * 40, 30),
        ("略略略略略略印发《防御洪涝预案》后防汛" + "略" * 40, 30),
        ("略略略略略略采购GeoFlood2000套防汛" + "略" * 40, 30),
        ("防汛" + "略" * 20 + "投资412.6亿元" + "略" * 40, 29),
        ("防汛" + "略" * 20 + "印发《防御洪涝预案》" + "略" * 40, 29),
        ("防汛" + "略" * 20 + "用GeoFlood系统" + "略" * 40, 29),
        ("防汛" + "略" * 20 + "于2026年11月3日" + "略" * 40, 29),
        ("防汛" + "略" * 20 + "东政办发〔2026〕12号" + "略" * 40, 31),
    ],
)
def test_figures_titles_and_words_are_not_cut(text: str, width: int) -> None:
    """A figure with its unit, a 《title》, a Latin word, a date, a document's number are shown whole or not at all."""
    shown = snippet(text, (_word("防汛"),), width).text.strip("…")

    wholes = ("412.6亿元", "《防御洪涝预案》", "GeoFlood", "2026年", "11月", "3日", "〔2026〕12号")
    assert all(shown.count(one) or not _parted(shown, one) for one in wholes)
    assert "防汛" in shown


def _parted(shown: str, whole: str) -> bool:
    """Tell whether a stretch begins with the end of a whole, or ends with its beginning."""
    return any(shown.startswith(whole[cut:]) or shown.endswith(whole[:cut]) for cut in range(1, len(whole)))


def test_what_is_longer_than_a_snippet_is_cut() -> None:
    """A figure of hundreds of digits cannot be shown whole: the snippet still has its width and its word."""
    shown = snippet("防汛" + "9" * 500, (_word("防汛"),), 30)

    assert 20 <= len(shown.text) <= 30
    assert shown.marks == ((0, 2),)


@given(st.text("防汛aA ，。《》3", max_size=80), st.text("防汛aA ，", min_size=1, max_size=4), st.integers(15, 40))
@example("防汛a汛a", "汛a", 20)
@example("AAAAAAAAAAAAA防汛A", "A", 15)
def test_marks_stand_on_the_words(text: str, word: str, width: int) -> None:
    """A snippet is never longer than asked, no mark overlaps another, and each stands on a word as far as it is shown."""
    shown = snippet(text, (Words("防汛"), Words(word)), width)

    assert len(shown.text) <= width
    assert shown.marked("", "") == shown.text
    assert all(shown.text[start:end] in "防汛" or shown.text[start:end] in word for start, end in shown.marks)
    assert bool(shown.marks) == (word in text or "防汛" in text)
