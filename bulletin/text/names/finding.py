"""Where the names of a text stand: by rjieba's tags, by suffixes of places and units, by marks and by posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from bulletin.text.names.lookalikes import GENERIC_ORGAN, NO_PERSONS, NO_PLACES, NO_UNIT
from bulletin.text.names.posts import POST
from bulletin.text.names.surnames import COMPOUND, SURNAMES

NameKind = Literal["person", "place", "unit", "post", "title", "letters"]
_PLACE_SUFFIXES = ("省", "市", "县", "区", "镇", "乡", "村", "街道", "社区", "州", "旗", "盟", "屯", "组", "路", "街")
_UNIT_SUFFIX = re.compile(
    r".*(?:局|委|办|厅|部|署|院|所|站|社|委员会|政府|公司|集团|学校|大学|学院|中学|小学|医院|法院|检察院|中心|协会|学会|联合会|支队|大队|"
    r"中队|派出所|银行|工会|妇联|基金会|研究院|研究所|办公室|指挥部|工作组|领导小组|联盟|组织)"
)
_AND = ("和", "与")
_LEVELS = frozenset("国省市县区镇乡村州")
_PROPER = ("ns", "nz", "nr", "nt", "j", "x", "eng")
"""Tags of words that tell one organ from others of its sort."""
_MOVING = re.compile(r"^[入驻离来赴回抵返].$|里$")
"""What of two characters is movement to a place (驻东、离京), or its inside (镇里)."""
_VAGUE = re.compile(r"^[本该各全我贵其某两多几此同这那每外所到在为的一二三四五六七八九十]|^\d")
_POINTING = re.compile(
    r"[本该各全某其每这那此贵等在的了]|^[将把在对由于经应向从到与和及为是有据因按以并使让给往自]|^[一二三四五六七八九十几多两]"
)
_NOUNISH = frozenset({"n", "ns", "nz", "nr", "nt", "nrt", "nrfg", "ng", "j", "vn", "b", "s", "f", "an", "l"})
_MOST_WORDS = 5
_DIVISION = re.compile(
    r"(?:(?<=[，。；：、“（,;:(\s])|^)[\u4e00-\u9fff]{2,3}?(?:[省市县区镇乡村]|街道|社区)(?![级域容])"
)
_TITLE = re.compile(r"《([^《》\n]{2,60})》")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{2}(?:[·•・][\u4e00-\u9fff]{2,8}?)+")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z0-9+&-]+")
_HANZI = re.compile(r"[\u4e00-\u9fff]+")


class Name(NamedTuple):
    """A name as it stands at ``start:end`` of a text."""

    kind: NameKind
    start: int
    end: int
    words: str


class Word(NamedTuple):
    """A word as it stands at ``start:end``, with rjieba's tag."""

    start: int
    end: int
    words: str
    tag: str


@dataclass(frozen=True)
class Reading:
    """A text parted into words, each way when first asked for."""

    text: str

    @cached_property
    def words(self) -> list[Word]:
        """The words, with guesses at names."""
        return _tagged(self.text, True)

    @cached_property
    def plain_at(self) -> list[Word]:
        """For each character of the text the word it stands in, by the dictionary alone."""
        return [word for word in _tagged(self.text, False) for _ in word.words]


def read(text: str) -> Reading:
    """Return `text` parted into words."""
    return Reading(text)


def find_names(reading: Reading) -> list[Name]:
    """Return the names of a text in the order they stand; a unit may contain a place, no name crosses a mark."""
    text, words = reading.text, reading.words
    found = {*_persons(words), *_places(words), *_units(words)}
    found |= {Name("post", *m.span(), m.group()) for m in POST.finditer(text)}
    found |= {Name("place", *m.span(), m.group()) for m in _DIVISION.finditer(text) if _is_place(m.group())}
    found |= {Name("title", *m.span(1), m[1]) for m in _TITLE.finditer(text)}
    found |= {Name("person", *m.span(), m.group()) for m in _FOREIGN.finditer(text)}
    found |= {Name("letters", *m.span(), m.group()) for m in _LETTERS.finditer(text)}
    return sorted(found, key=lambda name: (name.start, name.end, name.kind))


def _tagged(text: str, guess: bool) -> list[Word]:
    import rjieba

    words, at = [], 0
    for word, tag in rjieba.tag(text, guess):
        words.append(Word(at, at + len(word), word, tag))
        at += len(word)
    return words


def _persons(words: list[Word]) -> Iterator[Name]:
    """Yield the words tagged as persons that begin with a surname, and what follows a post and looks like a person."""
    for k, word in enumerate(words):
        if word.tag.startswith("nr") and (_is_person(word.words) or word.tag == "nrt") and word.words not in NO_PERSONS:
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
        if word.tag == "ns" and _is_place(word.words):
            yield Name("place", word.start, word.end, word.words)
        if k and word.words in _PLACE_SUFFIXES:
            before = words[k - 1]
            stem = before.words
            if before.tag in _NOUNISH and 1 < len(stem) <= 4 and not _VAGUE.search(stem) and stem not in NO_PLACES:
                yield Name("place", before.start, word.end, stem + word.words)


def _is_place(words: str) -> bool:
    """Tell whether what the dictionary tags as a place is one."""
    stem = words[:-1] if words.endswith(_PLACE_SUFFIXES) else words
    is_word = words in NO_PLACES or stem in NO_PLACES
    return len(words) > 1 and not (is_word or _MOVING.search(words) or _POINTING.search(words))


def _units(words: list[Word]) -> Iterator[Name]:
    """Yield the runs of nouns that end with the word of an organ: 市 + 发展 + 和 + 改革 + 委员会."""
    for k, word in enumerate(words):
        if _is_unit(word):
            first = k
            while first and k - first < _MOST_WORDS and _joins(words[first - 1]):
                first -= 1
            for at in range(first, k):
                if words[at].words in _AND and (at == first or words[at + 1].words[0] in _LEVELS):
                    first = at + 1
            run = words[first : k + 1]
            if _is_one_of_its_sort(run):
                yield Name("unit", run[0].start, word.end, "".join(part.words for part in run))


def _is_one_of_its_sort(run: list[Word]) -> bool:
    """Tell whether words name one organ: not those of any such organ (牵头部门、寄宿制学校)."""
    if not GENERIC_ORGAN.fullmatch(run[-1].words):
        return True
    proper = any(word.tag.startswith(_PROPER) and word.words not in NO_PLACES for word in run)
    return proper or run[0].words[0] in _LEVELS


def _is_unit(word: Word) -> bool:
    named = word.tag in _NOUNISH and _UNIT_SUFFIX.fullmatch(word.words) is not None and len(word.words) > 1
    return not NO_UNIT.fullmatch(word.words) and (word.tag == "nt" or named)


def _joins(word: Word) -> bool:
    is_noun = word.tag in _NOUNISH and _HANZI.fullmatch(word.words) is not None and word.words not in NO_PLACES
    return is_noun or word.words in _AND or word.words in _LEVELS
