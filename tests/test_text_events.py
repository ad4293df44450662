"""What is promised about telling events: how alike two texts are, and what is never one event by likeness alone."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from bulletin.text.events import (
    MOST_PAIRS,
    PROBES,
    SAME_EVENT,
    Weights,
    name_grams,
    other_fact,
    read_bags,
)

LABELLED = Path(__file__).parents[2] / "shared" / "data" / "dedup" / "ecob_zh_dev.json"
OURS = ("东山镇发生山体滑坡", "11月18日夜间，东山镇石桥村发生山体滑坡，疏散群众46人，道路中断。")
THEIRS = ("石桥村山体滑坡已疏散46人", "据市应急局消息，石桥村后山昨夜滑坡，群众全部转移，道路正在抢通。")
OTHER = ("市财政局公布预算执行情况", "市财政局今天向社会公布上半年预算执行情况，税收收入增长百分之四。")


def _likeness(one: tuple[str, str], other: tuple[str, str], archive: list[tuple[str, str]] | None = None) -> float:
    held = Counter(gram for piece in archive or [] for gram in read_bags(*piece).grams)
    bags, others = read_bags(*one), read_bags(*other)
    weights = Weights(bags.grams | others.grams, held, len(archive or []))
    return weights.likeness(weights.sketch(bags), weights.sketch(others))


def test_one_event_in_other_words_is_more_alike_than_two_events() -> None:
    """Texts of one event pass the threshold, texts of different events stay far below it."""
    assert _likeness(OURS, THEIRS) >= SAME_EVENT > 3 * _likeness(OURS, OTHER)


def test_likeness_is_between_nothing_and_one_whichever_comes_first() -> None:
    """The same text is as like itself as can be, no text is like an empty one, and both directions agree."""
    long = ("".join(chr(0x4E00 + n) for n in range(20)), "".join(chr(0x5000 + n) for n in range(90)))

    assert _likeness(long, long) == pytest.approx(1)
    assert _likeness(("", ""), OURS) == 0
    assert _likeness(OURS, THEIRS) == pytest.approx(_likeness(THEIRS, OURS))


def test_a_generic_title_makes_nothing_alike() -> None:
    """快讯 over two different texts is no event, however rare the word is in the archive."""
    assert _likeness(("快讯", OURS[1]), ("快讯", OTHER[1])) < SAME_EVENT / 2
    assert _likeness(("通知", ""), ("通知", "")) < SAME_EVENT


def test_what_every_text_has_weighs_nothing() -> None:
    """Words that stand in the whole archive do not make texts alike, words it never had do."""
    archive = [(f"关于召开会议的通知{n}", "经研究，决定召开会议。") for n in range(50)]
    one, other = (
        ("关于召开会议的通知", "经研究，决定召开会议。防汛。"),
        ("关于召开会议的通知", "经研究，决定召开会议。种粮。"),
    )

    assert _likeness(one, other, archive) < SAME_EVENT / 2 < _likeness(one, other)


def test_width_case_and_marks_change_nothing() -> None:
    """Full-width digits, capitals and quotation marks leave the bags as they are."""
    assert read_bags("台风“海燕”ＧＤＰ２％", "A股") == read_bags("台风“海燕”gdp2%", "a股")


@pytest.mark.parametrize("text", ["", "！？", "滑", "𠮷𠮷", "😀", "x" * 9000, "滑坡" * 9000, "\ud800滑坡", "\x00"])
def test_any_text_can_be_read(text: str) -> None:
    """Nothing, signs, rare characters, one word thousands of times: all give bags that can be compared and packed."""
    bags = read_bags(text, text)
    weights = Weights(bags.grams, {}, 0)

    assert all(0 < gram < 2**32 and 0 < count < 256 for gram, count in {**bags.title, **bags.body}.items())
    assert 0 <= weights.likeness(weights.sketch(bags), weights.sketch(bags)) <= 1


def test_a_sketch_is_bounded() -> None:
    """However long a text, its sketch and its probes stay small."""
    text = "".join(chr(0x4E00 + n) for n in range(5000))
    bags = read_bags("标题", text)
    weights = Weights(bags.grams, {}, 0)

    assert len(weights.sketch(bags).bags.body) == MOST_PAIRS
    assert len(weights.probes(weights.sketch(bags))) == PROBES


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("东山县召开防汛工作会议", "西河县召开防汛工作会议"),
        ("东山镇3.2万亩晚稻收割完毕", "西山镇2.1万亩晚稻收割完毕"),
        ("关于公布第五批试点名单的通知", "关于公布第六批试点名单的通知"),
        ("市财政局召开党组会议", "市教育局召开党组会议"),
    ],
)
def test_two_places_in_one_wording_are_two_facts(earlier: str, later: str) -> None:
    """Titles of one wording that name another place, body or batch are never one event by likeness."""
    assert other_fact(earlier, later)
    assert other_fact(later, earlier)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("台风“海燕”登陆", "台风海燕已登陆我市"),
        ("东山镇晚稻收割完毕", "东山镇3.2万亩晚稻提前收割完毕"),
        ("东山镇发生山体滑坡", "石桥村山体滑坡已疏散46人"),
        ("第3、4款疫苗附条件批准上市", "我国已获批上市4款疫苗"),
        ("", "东山镇晚稻收割完毕"),
        ("同一标题", "同一标题"),
    ],
)
def test_other_words_for_one_fact_are_no_other_fact(earlier: str, later: str) -> None:
    """Titles that differ otherwise are left to their likeness."""
    assert not other_fact(earlier, later)


def test_names_of_places_and_units_are_known_as_such() -> None:
    """The pairs of a unit's name and of counties and towns count as who, the rest as what happened."""
    names = name_grams("市应急管理局", *OURS)

    assert names >= read_bags("东山镇", "").grams | read_bags("市应急管理局", "").grams
    assert not names & read_bags("山体滑坡", "").grams


def test_what_two_texts_share_is_told_in_words() -> None:
    """The reason names words that stand in both texts, whole, the weightiest first, none inside another."""
    bags, others = read_bags(*OURS), read_bags(*THEIRS)
    weights = Weights(bags.grams | others.grams, {}, 0)

    told = weights.common(
        weights.sketch(bags), weights.sketch(others), ["山体", "山体滑坡", "东山镇", "石桥村", "道路中断"]
    )

    assert set(told) == {"山体滑坡", "石桥村"}


@pytest.mark.skipif(not LABELLED.is_file(), reason="the labelled events lie outside the project")
def test_likeness_ranks_pairs_of_one_event_first() -> None:
    """Average precision over all pairs of the labelled set is at least .78, weighed by the set itself."""
    rows = json.loads(LABELLED.read_text(encoding="utf-8"))
    Random(1).shuffle(rows)
    labels = [row["Descriptor"]["event_id"] for row in rows]
    bags = [read_bags(r["Doc"]["title"], "\n".join(part["sent_text"] for part in r["Doc"]["content"])) for r in rows]
    held = Counter(gram for one in bags for gram in one.grams)
    weights = Weights(held, held, len(bags))
    sketches = [weights.sketch(one) for one in bags]

    pairs = sorted(
        (-weights.likeness(sketches[i], sketches[j]), labels[i] != labels[j])
        for i in range(len(bags))
        for j in range(i)
    )
    places = [place for place, (_, apart) in enumerate(pairs, 1) if not apart]

    assert all(one < other for one, other in pairwise(places))
    assert sum(rank / place for rank, place in enumerate(places, 1)) / len(places) >= 0.9
