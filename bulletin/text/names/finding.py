"""Where the names of a text stand: by rjieba's tags, by suffixes of places and units, by marks and by posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bulletin.text.names.posts import POST
from bulletin.text.names.surnames import COMPOUND, SURNAMES

NameKind = Literal["person", "place", "unit", "post", "title", "letters"]
_PLACE_SUFFIXES = ("省", "市", "县", "区", "镇", "乡", "村", "街道", "社区", "州", "旗", "盟", "屯", "组", "路", "街")
_UNIT_SUFFIX = re.compile(
    r".*(?:局|委|办|厅|部|署|院|所|站|社|委员会|政府|公司|集团|学校|大学|学院|中学|小学|医院|法院|检察院|中心|协会|学会|联合会|支队|大队|"
    r"中队|派出所|银行|工会|妇联|基金会|研究院|研究所|办公室|指挥部|工作组|领导小组|联盟|组织)"
)
_NO_UNITS = frozenset(
    ("全部", "内部", "外部", "局部", "干部", "大部", "上部", "下部", "中部", "东部", "西部", "南部", "北部", "结局", "格局", "大局", "全局",
     "公办", "主办", "承办")
)  # fmt: skip
_VAGUE = re.compile(r"^[本该各全我贵其某两多几此同这那每外所到在为的一二三四五六七八九十]|^\d")
_POINTING = re.compile(
    r"[本该各全某其每这那此贵等]|^[将把在对由于经应向从到与和及为是有据因按以并使让给往自]|^[一二三四五六七八九十几多两]"
)
_NOUNISH = frozenset({"n", "ns", "nz", "nr", "nt", "nrt", "nrfg", "ng", "j", "vn", "b", "s", "f", "an", "l"})
_MOST_WORDS = 5
_DIVISION = re.compile(
    r"(?:(?<=[，。；：、“（,;:(\s])|^)[\u4e00-\u9fff]{2,3}(?:[省市县区镇乡村]|街道|社区)(?![级域容])"
)
_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{2}(?:[·•・][\u4e00-\u9fff]{2,8}?)+")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z0-9+&-]+")
_HANZI = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands at ``start:end`` of a text."""

    kind: NameKind
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands at ``start:end``, with rjieba's tag."""

    start: int
    end: int
    words: str
    tag: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text parted into words: ``words`` with guesses at names, ``plain`` by the dictionary alone."""

    text: str
    words: list[Word]
    plain: list[Word]


def read(text: str) -> Reading:
    """Return `text` parted into words."""
    return Reading(text, _tagged(text, True), _tagged(text, False))


def find_names(reading: Reading) -> list[Name]:
    """Return the names of a text in the order they stand; a unit may contain a place, no name crosses a mark."""
    text, words = reading.text, reading.words
    found = {*_persons(words), *_places(words), *_units(words)}
    found |= {Name("post", *m.span(), m.group()) for m in POST.finditer(text)}
    found |= {Name("place", *m.span(), m.group()) for m in _DIVISION.finditer(text) if not _POINTING.search(m.group())}
    found |= {Name("title", *m.span(1), m[1]) for m in _TITLE.finditer(text)}
    found |= {Name("person", *m.span(), m.group()) for m in _FOREIGN.finditer(text)}
    found |= {Name("letters", *m.span(), m.group()) for m in _LETTERS.finditer(text)}
    return sorted(found, key=lambda name: (name.start, name.end, name.kind))


def _tagged(text: str, guess: bool) -> list[Word]:
    import rjieba

    words, at = [], 0
    for word, tag in rjieba.tag(text, guess):
        start = text.index(word, at)
        at = start + len(word)
        words.append(Word(start, at, word, tag))
    return words


def _persons(words: list[Word]) -> Iterator[Name]:
    """Yield the words tagged as persons that begin with a surname, and what follows a post and looks like a person."""
    for k, word in enumerate(words):
        if word.tag.startswith("nr") and (_is_person(word.words) or word.tag == "nrt"):
            yield Name("person", word.start, word.end, word.words)
        elif k and POST.search(words[k - 1].words) and len(word.words) == 1 and word.words in SURNAMES:
            given = words[k + 1] if k + 1 < len(words) else word
            if given is not word and _is_given(given):
                yield Name("person", word.start, given.end, word.words + given.words)


def _is_given(word: Word) -> bool:
    """Tell whether a word may be a given name: one character, or two that are no verb, no particle."""
    return (
        _HANZI.fullmatch(word.words) is not None
        and len(word.words) <= 2
        and word.tag[0] not in "pcdu" + "v" * (len(word.words) - 1)
    )


def _is_person(words: str) -> bool:
    if words[:2] in COMPOUND:
        return 3 <= len(words) <= 4
    return words[0] in SURNAMES and 2 <= len(words) <= 3


def _places(words: list[Word]) -> Iterator[Name]:
    """Yield the words tagged as places, and up to two nouns before the suffix of a division (东湖 + 街道)."""
    for k, word in enumerate(words):
        if word.tag == "ns" and len(word.words) > 1:
            yield Name("place", word.start, word.end, word.words)
        if k and word.words in _PLACE_SUFFIXES:
            before = words[k - 1]
            if before.tag in _NOUNISH and 1 < len(before.words) <= 4 and not _VAGUE.search(before.words):
                yield Name("place", before.start, word.end, before.words + word.words)


def _units(words: list[Word]) -> Iterator[Name]:
    """Yield the runs of nouns that end with the word of an organ: 市 + 发展 + 和 + 改革 + 委员会."""
    for k, word in enumerate(words):
        if _is_unit(word):
            first = k
            while first and k - first < _MOST_WORDS and _joins(words[first - 1]):
                first -= 1
            while words[first].tag == "c":
                first += 1
            run = words[first : k + 1]
            yield Name("unit", run[0].start, word.end, "".join(part.words for part in run))


def _is_unit(word: Word) -> bool:
    named = word.tag in _NOUNISH and _UNIT_SUFFIX.fullmatch(word.words) is not None and len(word.words) > 1
    return word.words not in _NO_UNITS and (word.tag == "nt" or named)


def _joins(word: Word) -> bool:
    return word.words in ("和", "与") or (word.tag in _NOUNISH and _HANZI.fullmatch(word.words) is not None)
