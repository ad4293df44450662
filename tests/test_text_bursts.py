"""What is promised about bursts: what rises over what is usual, and which phrases go together."""

from __future__ import annotations

from random import Random

import pytest

from bulletin.text.bursts import (
    LEAST_ITEMS,
    LEAST_RISE,
    LEAST_SCORE,
    bursts,
    by_chance,
    coherent,
    grouped,
    name_of,
    surprise,
    usual_shares,
)

QUIET = [["党建 会议", "春耕 会议", "收费 会议", "招商 会议"] * 5] * 10


def _texts(*phrases: str) -> dict[int, frozenset[str]]:
    return {number: frozenset(text.split()) for number, text in enumerate(phrases)}


def test_a_word_that_was_never_there_rises() -> None:
    """Five texts that tell of what never was before make a burst of it, with nothing expected."""
    (burst,) = bursts(_texts(*["台风"] * 5, *["会议"] * 15), QUIET)

    assert (burst.phrase, burst.texts, burst.expected) == ("台风", frozenset(range(5)), 0)


def test_what_is_as_frequent_as_ever_does_not_rise() -> None:
    """As many texts of a matter as every day, however many, are no burst; twice as many are none either."""
    assert bursts(_texts(*["党建 会议"] * 5, *["春耕 会议"] * 15), QUIET) == []


def test_a_few_texts_are_not_enough() -> None:
    """Two texts are no burst, three of a word never seen are."""
    assert bursts(_texts("台风", "台风"), QUIET) == []
    assert bursts(_texts("台风", "台风", "台风"), QUIET)


def test_the_boilerplate_of_an_office_never_rises() -> None:
    """A word in more than a tenth of all texts names no topic even where every text has it."""
    seldom = [["会议", "会议", *["别的"] * 13]] * 10
    assert bursts(_texts(*["会议"] * 20), seldom) == []


def test_yesterday_counts_more_than_last_month() -> None:
    """The usual share leans on the newest days, so a topic that stays becomes usual."""
    days = [["台风"], *[["会议"]] * 9]

    lately, long_ago = usual_shares(days, frozenset({"台风"})), usual_shares(days[::-1], frozenset({"台风"}))

    assert lately["台风"] > 0.1 > long_ago["台风"]


def test_a_day_without_texts_says_nothing() -> None:
    """Days without texts neither raise nor lower what is usual."""
    assert usual_shares([["台风"], [], ["会议"]], frozenset({"台风"}))["台风"] == pytest.approx(0.5, abs=0.02)
    assert usual_shares([], frozenset({"台风"})) == {}


def test_more_than_expected_surprises_more_the_less_was_expected() -> None:
    """Surprise grows with the count and falls with what is usual, and swings of common words count little."""
    assert surprise(6, 0) > surprise(5, 0) > surprise(5, 1) > 0 > surprise(1, 5)
    assert surprise(60, 30) < 3


def test_names_of_one_matter_are_one_group_under_its_best_name() -> None:
    """超强台风海燕, 台风海燕 and 海燕 in the same texts are one topic; what stands elsewhere is another."""
    texts = _texts(*["海燕 台风海燕 超强台风海燕"] * 4, "海燕 台风海燕", *["欠薪"] * 4)

    typhoon, wages = grouped(bursts(texts, QUIET))

    assert {burst.phrase for burst in typhoon} == {"海燕", "台风海燕", "超强台风海燕"}
    assert name_of(typhoon, lambda burst: len(burst.texts)) == "台风海燕"
    assert [burst.phrase for burst in wages] == ["欠薪"]


def test_a_name_says_what_all_the_texts_tell_of() -> None:
    """A long phrase of some of the texts is not the name; titles count, and of as many the natural length wins."""
    texts = _texts(*["冻雨 部分路段封闭"] * 3, *["冻雨 线路覆冰"] * 3)
    (group,) = grouped(bursts(texts, QUIET))

    assert name_of(group, lambda burst: 0) == "冻雨"
    assert name_of(group, lambda burst: 9 * (burst.phrase == "线路覆冰")) == "线路覆冰"
    (group,) = grouped(bursts(_texts(*["冻雨 冻雨成灾"] * 3, *["冻雨"] * 4), QUIET))
    assert name_of(group, lambda burst: 0) == "冻雨"


def test_what_is_seldom_does_not_come_together_by_chance() -> None:
    """Three of what is seen once in thirty days are no chance, three of what is seen every other day may be."""
    assert by_chance(3, 0) == 0
    assert by_chance(3, 1 / 30) < 1e-4 < by_chance(3, 1 / 2)
    assert by_chance(0, 0) == by_chance(3, 9) == 1


def test_texts_that_share_two_words_hang_together() -> None:
    """Two words of other characters in most of the texts make a group coherent; one name in its variants does not."""
    assert coherent(grouped(bursts(_texts(*["台风 停课"] * 3), QUIET))[0])
    assert not coherent(grouped(bursts(_texts(*["台风 台风海燕"] * 3), QUIET))[0])


def test_bursts_come_in_one_order() -> None:
    """Whatever order texts and phrases come in, the bursts and groups are the same."""
    texts = _texts(*["台风 停课 转移 水库"] * 4, *["欠薪 工地 工资"] * 4)
    backwards = {number: frozenset(sorted(texts[number], reverse=True)) for number in reversed(texts)}

    assert bursts(texts, QUIET) == bursts(backwards, QUIET)


def test_giving_up_what_is_usual_changes_nothing() -> None:
    """The phrases that rise, and by how much, are those of counting every phrase in every day to the end."""
    rng = Random(6)
    words = [f"词{number}" for number in range(60)]
    often = [number % 12 + 1 for number in range(60)]

    def drawn(more: int = 0) -> list[str]:
        weights = [weight * (1 + more * (place % 7 == 0)) for place, weight in enumerate(often)]
        return [" ".join(dict.fromkeys(rng.choices(words, weights, k=3))) for _ in range(40)]

    days, texts = [drawn() for _ in range(30)], _texts(*drawn(more=9))
    shares = usual_shares(days, frozenset(words))

    found = bursts(texts, days)

    counts = {word: sum(word in text for text in texts.values()) for word in words}
    expected = {word: share * len(texts) for word, share in shares.items() if share < 0.1}
    risen = {
        word: usual
        for word, usual in expected.items()
        if counts[word] >= max(LEAST_ITEMS, LEAST_RISE * usual) and surprise(counts[word], usual) >= LEAST_SCORE
    }
    assert {burst.phrase: burst.expected for burst in found} == risen
    assert 3 < len(risen) < 30
