"""Names traced: every person, post, place and unit of the edited text is looked for in the raw text.

What stands there word for word is right; so is a short form of what stands there, and another name of a unit the office
knows. Asked for are new names, names one character off, and names changed in the middle of what was kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.tracing.alignment import (
    Gap,
    Stretch,
    folded,
    gaps,
    joined,
    shared,
    shared_before,
    surroundings,
    taken,
    turned,
)
from bulletin.settings import Settings
from bulletin.text import is_hanzi
from bulletin.text.names import Name, Reading, Word, find_names, is_short_for, posts_of, read

_KINDS = {
    "person": "人名",
    "place": "地名",
    "unit": "单位",
    "post": "职务",
    "title": "名称",
    "letters": "名称",
    "word": "文字",
}
_OF_PERSONS, _OF_OTHERS = "political.name_untraced", "wording.name_untraced"
_PERSONAL = frozenset({"person", "post"})
_SHORTEST_VARIANT = 3
_LONGEST_CHANGE = 8
_LONGEST_EXCHANGED = 6
_NO_NAME = re.compile(r"[^\w·•・]|\d|_")
_NUMERALS = frozenset("〇一二三四五六七八九十百千万亿两")
_JOINING = frozenset("pcdurymqvf")
"""Tags of words that join others, or say nothing by themselves."""
_VAGUE = frozenset("该本其全各我此某贵两他她它这那")


@dataclass(frozen=True, slots=True)
class _Texts:
    edited: str
    raw: str
    names: list[Name]
    sources: list[Name]
    gaps: list[Gap]
    edited_words: Reading
    raw_words: Reading


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A name of the edited text at ``start:end`` and what the raw text has, or ''."""

    kind: str
    start: int
    end: int
    raw: str


def _texts(draft: Draft) -> _Texts:
    edited, raw = folded(draft.text), folded("\n".join(draft.raw))
    here, there = read(edited), read(raw)
    edited, raw = joined(edited), joined(raw)
    return _Texts(edited, raw, find_names(here), find_names(there), gaps(edited, raw), here, there)


def _untraced(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Persons and their posts (政治关: names and posts of leaders); places, units and titles (文字关)."""
    return map(_sighting, _doubts(draft, settings))


def _sighting(one: _Doubt) -> Sighting:
    kind, rule = _KINDS[one.kind], _OF_PERSONS if one.kind in _PERSONAL else _OF_OTHERS
    if not one.raw:
        return Sighting(one.start, one.end, f"原文没有这个{kind}，请核实", rule=rule)
    return Sighting(one.start, one.end, f"{kind}与原文不一致，原文为“{one.raw}”，请核实", one.raw, rule)


def _doubts(draft: Draft, settings: Settings) -> list[_Doubt]:
    """Return what is to be asked, no two at one place: changes in place first, then near variants, then new names."""
    if not draft.raw:
        return []
    texts = _texts(draft)
    known = _known(texts, settings)
    found: list[_Doubt] = []
    for one in (
        *_changed(texts),
        *_variants(texts),
        *_posts(texts),
        *_new(texts, known),
        *_exchanged(texts),
        *_swapped(texts),
        *_odd(texts),
    ):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _known(texts: _Texts, settings: Settings) -> frozenset[str]:
    """Return the other names of the office's units that the raw text speaks of."""
    return frozenset(
        name
        for unit in settings.units.values()
        for called in [(unit.name, unit.attribution, *unit.aliases)]
        if any(name in texts.raw for name in called)
        for name in called
    )


def _changed(texts: _Texts) -> Iterator[_Doubt]:
    """Names in which something was replaced while their surroundings were kept."""
    for gap in texts.gaps:
        (start, end), (begin, stop) = gap.edited, gap.raw
        if max(end - start, stop - begin) > _LONGEST_CHANGE:
            continue
        for name in texts.sources:
            if name.start <= begin and stop <= name.end and (begin < stop or name.start < begin < name.end):
                here = (
                    start - shared_before(texts.edited, texts.raw, start, begin, begin - name.start),
                    end + shared(texts.edited, texts.raw, end, stop, name.end - stop),
                )
                if _differs(texts, name, here, gap):
                    yield _Doubt(name.kind, *here, name.words)


def _differs(texts: _Texts, name: Name, here: tuple[int, int], gap: Gap) -> bool:
    words = texts.edited[slice(*here)]
    if words == name.words or re.search(r"[，。；、：,;:!?“”()]", words) or _VAGUE & set(words):
        return False
    if is_short_for(words, name.words):
        return name.kind in _PERSONAL and gap.edited[0] == gap.edited[1] and len(words) > 1
    return len(words) - (gap.edited[1] - gap.edited[0]) >= 1


def _variants(texts: _Texts) -> Iterator[_Doubt]:
    """Words one character off a name of the raw text, which the raw text itself does not have."""
    masks = {mask: name for name in texts.sources if _is_distinct(name) for mask in _masks(name.words)}
    known = _by_character(texts.edited_words.plain)
    for start, end, whole in _windows(texts, {len(mask) for mask in masks}):
        here = texts.edited[start:end]
        near = next((masks[mask] for mask in _masks(here) if mask in masks), None)
        if near is None or not (whole or near.kind == "person"):
            continue
        off = start + next(k for k, char in enumerate(here) if char != near.words[k])
        plain_word = near.kind == "unit" and _is_plain_word(known[off])
        if not plain_word and texts.edited[off] not in _NUMERALS:
            yield _Doubt(near.kind, start, end, near.words)


def _windows(texts: _Texts, lengths: set[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield the spans of these lengths that begin with a word and that the raw text lacks; whether they end with one."""
    ends = {word.end for word in texts.edited_words.words}
    for word in texts.edited_words.words:
        for end in (word.start + length for length in lengths):
            here = texts.edited[word.start : end]
            if here not in texts.raw and not _NO_NAME.search(here):
                yield word.start, end, end in ends


def _is_plain_word(word: Word) -> bool:
    """Tell whether a word of the dictionary is no name: 内部 in 公司内部."""
    return len(word.words) > 1 and word.tag not in ("ns", "nr", "nt", "nz")


def _masks(words: str) -> list[str]:
    """Return `words` with each character in turn left open."""
    return [f"{words[:k]}?{words[k + 1 :]}" for k in range(len(words))]


def _is_distinct(name: Name) -> bool:
    return name.kind != "post" and len(name.words) >= _SHORTEST_VARIANT


def _swapped(texts: _Texts) -> Iterator[_Doubt]:
    """Any two words that changed places."""
    short = [gap for gap in texts.gaps if 0 < gap.edited[1] - gap.edited[0] <= _LONGEST_EXCHANGED]
    words = {(texts.edited[slice(*gap.edited)], texts.raw[slice(*gap.raw)]) for gap in short}
    for gap in short:
        here, there = texts.edited[slice(*gap.edited)], texts.raw[slice(*gap.raw)]
        if here != there and (there, here) in words and here.isalpha():
            yield _Doubt("word", *gap.edited, there)
    for one, other in turned(texts.edited, texts.raw):
        kinds = _names(texts, one) | _names(texts, other)
        if kinds & {"person", "place"} and "post" not in kinds:
            there, here = (texts.raw[part.raw : part.raw + part.length] for part in (other, one))
            yield _Doubt("word", one.edited, other.edited + other.length, f"{there}、{here}")


def _names(texts: _Texts, one: Stretch) -> set[str]:
    """Return the kinds of the names that a stretch of the edited text is in or holds."""
    start, end = one.edited, one.edited + one.length
    return {name.kind for name in texts.names if name.start < end and start < name.end}


def _odd(texts: _Texts) -> Iterator[_Doubt]:
    """One character put for another so that the edited text has no word there: 正合作 and 正梅作, 下河村 and 梅河村."""
    edited, raw = _by_character(texts.edited_words.plain), _by_character(texts.raw_words.plain)
    for gap in texts.gaps:
        if not gap.edited[1] - gap.edited[0] == gap.raw[1] - gap.raw[0] == 1:
            continue
        here, there = edited[gap.edited[0]], raw[gap.raw[0]]
        hanzi = is_hanzi(texts.edited[gap.edited[0]]) and is_hanzi(texts.raw[gap.raw[0]])
        joining = len(there.words) == 1 and {here.tag[0], there.tag[0]} <= _JOINING
        if hanzi and len(here.words) == 1 and not joining:
            yield _Doubt("word", *gap.edited, there.words)


def _by_character(words: list[Word]) -> dict[int, Word]:
    return {place: word for word in words for place in range(word.start, word.end)}


def _posts(texts: _Texts) -> Iterator[_Doubt]:
    """Posts the raw text does not have, and persons who have another post there."""
    posts = {name.words for name in texts.sources if name.kind == "post"}
    persons = {name.words for name in texts.sources if name.kind == "person"}
    for name in texts.names:
        if name.kind == "post" and name.words not in posts:
            yield _Doubt("post", name.start, name.end, next((p for p in posts if p[-2:] == name.words[-2:]), ""))
        elif name.kind == "person" and name.words in persons:
            yield from _other_post(texts, name)


def _other_post(texts: _Texts, person: Name) -> Iterator[_Doubt]:
    there = [
        post for match in re.finditer(re.escape(person.words), texts.raw) for post in posts_of(texts.raw, *match.span())
    ]
    for post in posts_of(texts.edited, person.start, person.end):
        if there and post not in there:
            at = texts.edited.rfind(post, 0, person.end + len(post))
            yield _Doubt("post", at, at + len(post), there[0])


def _new(texts: _Texts, known: frozenset[str]) -> Iterator[_Doubt]:
    """Names the raw text does not have, in full or as something they could be short for."""
    for name in texts.names:
        if name.kind == "post" or name.words in texts.raw:
            continue
        if any(is_short_for(name.words, other.words) for other in texts.sources if other.kind == name.kind):
            continue
        if name.kind in ("unit", "place", "person") and _made_of_kept_words(name.words, texts.raw, known):
            continue
        yield _Doubt(name.kind, name.start, name.end, _nearest(name, texts.sources))


def _made_of_kept_words(words: str, raw: str, known: Iterable[str]) -> bool:
    """Tell whether a name falls into two or three pieces of two characters and more that the raw text has."""
    if words in raw or words in known:
        return True
    return any(
        (words[:k] in raw or words[:k] in known) and _made_of_kept_words(words[k:], raw, known)
        for k in range(2, len(words) - 1)
    )


def _nearest(name: Name, sources: list[Name]) -> str:
    alike = [(len(set(name.words) & set(other.words)), other.words) for other in sources if other.kind == name.kind]
    score, words = max(alike, default=(0, ""))
    return words if score * 2 >= len(name.words) else ""


def _exchanged(texts: _Texts) -> Iterator[_Doubt]:
    """Names that stand where the raw text has another of the same kind."""
    for name in texts.names:
        if name.kind not in ("person", "place") or name.words not in texts.raw:
            continue
        span = (name.start, name.end)
        places = [match.span() for match in re.finditer(re.escape(name.words), texts.raw)]
        known = max(sum(surroundings(texts.edited, texts.raw, span, place)) for place in places)
        for other in texts.sources:
            if other.kind != name.kind or other.words in name.words or name.words in other.words:
                continue
            if taken(surroundings(texts.edited, texts.raw, span, (other.start, other.end)), known):
                yield _Doubt(name.kind, *span, other.words)


RULES = (
    GateRule(_OF_PERSONS, "political", "warning", _untraced, "人名、职务与原文不一致"),
    GateRule(_OF_OTHERS, "wording", "warning", _untraced, "地名、单位等与原文不一致"),
)
