"""Mojibake is found, clean text is left alone."""

from __future__ import annotations

import json
import lzma

import pytest
from collect_support import shared

from bulletin.text.mojibake import find_mojibake

PROSE = "各级党委、政府要高度重视信息工作，建立健全信息报送制度，做到发现问题快、采编撰写快、传阅审批快、反馈落实快。"
LATIN = "经济社会发展取得新的成绩"


def _garbled(how: str) -> str:
    return {
        "shifted gbk": PROSE.replace("，", "").encode("gb18030")[1:].decode("gb18030", "ignore"),
        "utf-8 as gbk": PROSE.encode().decode("gb18030", "ignore"),
        "utf-8 as latin-1": LATIN.encode().decode("latin-1"),
        "gbk as latin-1": PROSE.encode("gb18030").decode("latin-1"),
        "replaced": "\ufffd" * 6,
        "replaced twice": "锟斤拷锟斤拷",
    }[how]


@pytest.mark.parametrize(
    "how", ["shifted gbk", "utf-8 as gbk", "utf-8 as latin-1", "gbk as latin-1", "replaced", "replaced twice"]
)
def test_a_spoilt_stretch_is_found_where_it_stands(how: str) -> None:
    """The flag lies on the stretch and not on the prose around it."""
    garbled = _garbled(how)
    spans = find_mojibake(PROSE + garbled + PROSE)

    assert spans
    assert spans[0][0] >= len(PROSE) - 2
    assert spans[-1][1] <= len(PROSE + garbled) + 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROSE * 20,
        "Total 12345 items, 67.8%.",
        "氧化镧、铈、镨、钕、钐、铕、钆、铽、镝、钬、铒、铥、镱、镥、钪、钇",
        "café résumé naïve",
        "阿卜杜拉·本·侯赛因会见摩萨台",
    ],
)
def test_rare_but_right_text_is_not_flagged(text: str) -> None:
    """Lists of elements, foreign names and Western words are not mojibake."""
    assert find_mojibake(text) == ()


def test_the_spoilt_seed_is_found_and_the_others_are_clean() -> None:
    """Of the five seed texts only the one with the spoilt paragraph is flagged, and there once."""
    flagged = {}
    for path in sorted(shared("seeds").glob("*.txt")):
        spans = find_mojibake(path.read_text(encoding="utf-8"))
        if spans:
            flagged[path.name[:3]] = spans

    assert list(flagged) == ["003"]
    ((start, end),) = flagged["003"]
    assert 590 <= start <= 600
    assert 795 <= end <= 806


def test_laws_and_news_give_no_false_alarm() -> None:
    """Five million characters of clean text give at most one false span per million."""
    with lzma.open(shared("data/laws/national_regulations.jsonl.xz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for name in ("clean_rmrb_a", "clean_xxqg_a"):
        rows = json.loads(shared(f"data/proof/{name}.json").read_text(encoding="utf-8"))
        texts += [row["original_text"] for row in rows]
    texts.append(shared("data/feeds/real/shenzhen_policy.rss.xml").read_text(encoding="utf-8"))

    false = sum(len(find_mojibake(text)) for text in texts)

    assert false <= sum(map(len, texts)) / 1_000_000
