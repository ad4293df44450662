"""What is promised about names in a text: persons, places, units and posts are found where they stand."""

from __future__ import annotations

import pytest

from bulletin.text.names import (
    COMPOUND,
    SURNAMES,
    WORDS_TOO,
    abbreviates,
    find_names,
    is_short_for,
    posts_of,
    read,
)

TEXT = "清水县副县长陈国强到东湖街道调研，市发展和改革委员会主任周敏参加。印发《东江市节水办法》，罗恩·德桑蒂斯致信。"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("place", "清水县"),
        ("post", "副县长"),
        ("person", "陈国强"),
        ("place", "东湖街道"),
        ("unit", "市发展和改革委员会"),
        ("post", "主任"),
        ("person", "周敏"),
        ("title", "东江市节水办法"),
    ],
)
def test_a_name_is_found_where_it_stands(kind: str, words: str) -> None:
    """Each name is found with its kind, and its place is that of its words."""
    found = [name for name in find_names(read(TEXT)) if name.kind == kind]

    assert words in [name.words for name in found]
    assert all(TEXT[name.start : name.end] == name.words for name in found)


@pytest.mark.parametrize("text", ["这是一种安全疫苗。", "提交申请时应当说明。", "将本镇收割机编号，各区自查。"])
def test_common_words_are_no_names(text: str) -> None:
    """Words that begin like a surname, and words that only point (本镇、各区), are neither person nor place."""
    assert [name for name in find_names(read(text)) if name.kind in ("person", "place")] == []


@pytest.mark.parametrize(
    "text",
    [
        "各经办单位、责任部门、牵头机构、主管机关和相关企业要压实责任。",
        "属地政府、寄宿制学校、基层医院要配合。",
        "两名伤者出院，干部职工到餐厅值守，布局合理。",
        "惠及群众，日增产量。",
        "镇里开会，驻东单位参加。",
        "清单在村里公示。",
    ],
)
def test_what_any_organ_is_called_names_none(text: str) -> None:
    """Words for organs of a sort, and everyday words that end like an organ or a place, are no names."""
    kinds = ("person", "place", "unit")

    assert [name.words for name in find_names(read(text)) if name.kind in kinds] == []


@pytest.mark.parametrize("name", ["东江市中心医院", "市财政局", "恒通机械公司", "县人民医院"])
def test_an_organ_of_its_own_is_a_name(name: str) -> None:
    """An organ told apart by its place, its level or a word no dictionary knows is a name."""
    found = find_names(read(f"昨日，{name}反映情况。"))

    assert any(one.kind == "unit" and one.words == name for one in found)


@pytest.mark.parametrize(
    ("short", "text", "expected"),
    [
        ("市妇儿中心", "东江市妇女儿童活动中心", True),
        ("省高院", "省高级人民法院", True),
        ("市自规局", "市自然资源，规划局", False),
        ("市女童局", "市妇女儿童工作局", False),
        ("市", "东江市", False),
    ],
)
def test_a_short_form_keeps_the_edges_of_words(short: str, text: str, expected: bool) -> None:
    """Each character of a short form begins or ends a word, or follows the one before, and no mark stands between."""
    assert abbreviates(short, text, read(text).plain_at) is expected


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("市发改委", "市发展和改革委员会", True),
        ("清水公安局", "清水县公安局", True),
        ("青水公安局", "清水县公安局", False),
        ("市", "东江市", False),
        ("东江市", "东江", False),
    ],
)
def test_a_short_form_keeps_characters_in_their_order(short: str, full: str, expected: bool) -> None:
    """A name is short for another when all its characters stand there in their order, two at the least."""
    assert is_short_for(short, full) is expected


def test_the_posts_of_a_person_stand_right_beside_the_name() -> None:
    """The post before and the one behind are given whole, with what makes it a deputy's; posts further off are not."""
    text = "书记李某、副县长陈国强主任到场。"
    start = text.index("陈国强")

    assert posts_of(text, start, start + 3) == ["副县长", "主任"]


def test_surnames_are_one_character_or_two() -> None:
    """One set tells a surname everywhere; what mostly is another word is marked in it."""
    assert all(len(name) == 1 for name in SURNAMES)
    assert all(len(name) == 2 for name in COMPOUND)
    assert set("王李常冀裴") <= SURNAMES - WORDS_TOO
    assert set("和应时") <= WORDS_TOO <= SURNAMES
