"""Names traced: every person, post, place and unit of the edited text is looked for in the raw text.

What stands there word for word is right; so is a short form of what stands there, and another name of a unit the office
knows. Asked for are new names, names one character off, and names changed in the middle of what was kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bulletin.desk.gates.quantities import COUNTERS
from bulletin.desk.gates.rule import Sighting
from bulletin.desk.gates.tracing.alignment import Gap, Stretch, shared, shared_before, surroundings, taken, turned
from bulletin.desk.gates.tracing.texts import Texts
from bulletin.settings import Settings
from bulletin.text import is_hanzi
from bulletin.text.names import FUNCTION, Name, Word, abbreviates, is_short_for, posts_of
from bulletin.text.occurrences import one_off, places

_KINDS = {
    "person": "人名",
    "place": "地名",
    "unit": "单位",
    "post": "职务",
    "title": "名称",
    "letters": "名称",
    "word": "文字",
}
OF_PERSONS, OF_OTHERS = "political.name_untraced", "wording.name_untraced"
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
class _Doubt:
    """A name of the edited text at ``start:end`` and what the raw text has, or ''."""

    kind: str
    start: int
    end: int
    raw: str


def sightings(texts: Texts, settings: Settings) -> Iterator[Sighting]:
    """Persons and their posts (政治关: names and posts of leaders); places, units and titles (文字关)."""
    return map(_sighting, _doubts(texts, settings))


def _sighting(one: _Doubt) -> Sighting:
    kind, rule = _KINDS[one.kind], OF_PERSONS if one.kind in _PERSONAL else OF_OTHERS
    if not one.raw:
        return Sighting(one.start, one.end, f"原文没有这个{kind}，请核实", rule=rule)
    return Sighting(one.start, one.end, f"{kind}与原文不一致，原文为“{one.raw}”，请核实", one.raw, rule)


def _doubts(texts: Texts, settings: Settings) -> list[_Doubt]:
    """Return what is to be asked, no two at one place: changes in place first, then near variants, then new names."""
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


def _known(texts: Texts, settings: Settings) -> frozenset[str]:
    """Return the other names of the office's units that the raw text speaks of."""
    return frozenset(
        name
        for unit in settings.units.values()
        for called in [(unit.name, unit.attribution, *unit.aliases)]
        if any(name in texts.raw for name in called)
        for name in called
    )


def _changed(texts: Texts) -> Iterator[_Doubt]:
    """Names in which something was replaced while their surroundings were kept."""
    for gap in texts.gaps:
        (start, end), (begin, stop) = gap.edited, gap.raw
        if max(end - start, stop - begin) > _LONGEST_CHANGE:
            continue
        for name in texts.there.names:
            if name.start <= begin and stop <= name.end and (begin < stop or name.start < begin < name.end):
                here = (
                    start - shared_before(texts.edited, texts.raw, start, begin, begin - name.start),
                    end + shared(texts.edited, texts.raw, end, stop, name.end - stop),
                )
                if _differs(texts, name, here, gap):
                    yield _Doubt(name.kind, *here, name.words)


def _differs(texts: Texts, name: Name, here: tuple[int, int], gap: Gap) -> bool:
    words = texts.edited[slice(*here)]
    if words == name.words or re.search(r"[，。；、：,;:!?“”()]", words) or _VAGUE & set(words):
        return False
    if len(words) == 1 and words in name.words:
        return False
    if is_short_for(words, name.words):
        is_cut = gap.edited[0] == gap.edited[1] and not (name.kind == "post" and name.words.startswith(words))
        return name.kind in _PERSONAL and is_cut
    if here[0] == gap.edited[0] and FUNCTION.issuperset(texts.edited[slice(*gap.edited)]):
        return False
    return len(words) - (gap.edited[1] - gap.edited[0]) >= 1


def _variants(texts: Texts) -> Iterator[_Doubt]:
    """Words one character off a name of the raw text, which the raw text itself does not have."""
    known, ends = texts.here.words.plain_at, {word.end for word in texts.here.words.words}
    for start, name in _nearly(texts):
        end = start + len(name.words)
        here = texts.edited[start:end]
        if here in texts.raw or _NO_NAME.search(here) or not (end in ends or name.kind == "person"):
            continue
        off = start + next(k for k, char in enumerate(here) if char != name.words[k])
        plain_word = name.kind == "unit" and _is_plain_word(known[off])
        plain_word = plain_word or (off == end - 1 and texts.edited[off] in FUNCTION)
        plain_word = plain_word or (off == start and _stands_alone(here[1:], name, texts.raw))
        if not plain_word and texts.edited[off] not in _NUMERALS:
            yield _Doubt(name.kind, start, end, name.words)


def _nearly(texts: Texts) -> list[tuple[int, Name]]:
    """Return the words of the edited text that are one character off a name, where they begin, with the name."""
    begins = {word.start for word in texts.here.words.words}
    distinct = {name.words: name for name in texts.there.names if _is_distinct(name)}.values()
    found = [(start, name) for name in distinct for start in one_off(texts.edited, name.words) if start in begins]
    return sorted(found, key=lambda one: (one[0], len(one[1].words)))


def _stands_alone(words: str, name: Name, raw: str) -> bool:
    """Tell whether the raw text has these last words of a name by themselves too: 俄罗斯 beside 白俄罗斯."""
    return any(at and raw[at - 1] != name.words[0] for at in places(raw, words))


def _is_plain_word(word: Word) -> bool:
    """Tell whether a word of the dictionary is no name: 内部 in 公司内部."""
    return len(word.words) > 1 and word.tag not in ("ns", "nr", "nt", "nz")


def _is_distinct(name: Name) -> bool:
    return name.kind != "post" and len(name.words) >= _SHORTEST_VARIANT


def _swapped(texts: Texts) -> Iterator[_Doubt]:
    """Any two words that changed places."""
    short = [gap for gap in texts.gaps if 0 < gap.edited[1] - gap.edited[0] <= _LONGEST_EXCHANGED]
    words = {(texts.edited[slice(*gap.edited)], texts.raw[slice(*gap.raw)]) for gap in short}
    for gap in short:
        here, there = texts.edited[slice(*gap.edited)], texts.raw[slice(*gap.raw)]
        if here != there and (there, here) in words and here.isalpha():
            yield _Doubt("word", *gap.edited, there)
    for one, other in turned(texts.stretches):
        kinds = _names(texts, one) | _names(texts, other)
        if kinds & {"person", "place"} and "post" not in kinds:
            there, here = (texts.raw[part.raw : part.raw + part.length] for part in (other, one))
            yield _Doubt("word", one.edited, other.edited + other.length, f"{there}、{here}")


def _names(texts: Texts, one: Stretch) -> set[str]:
    """Return the kinds of the names that a stretch of the edited text is in or holds."""
    start, end = one.edited, one.edited + one.length
    return {name.kind for name in texts.here.names if name.start < end and start < name.end}


def _odd(texts: Texts) -> Iterator[_Doubt]:
    """One character put for another so that the edited text has no word there: 正合作 and 正梅作, 下河村 and 梅河村."""
    edited, raw = texts.here.words.plain_at, texts.there.words.plain_at
    for gap in texts.gaps:
        if not gap.edited[1] - gap.edited[0] == gap.raw[1] - gap.raw[0] == 1:
            continue
        here, there = edited[gap.edited[0]], raw[gap.raw[0]]
        now, was = texts.edited[gap.edited[0]], texts.raw[gap.raw[0]]
        joining = len(there.words) == 1 and {here.tag[0], there.tag[0]} <= _JOINING
        if (
            is_hanzi(now)
            and is_hanzi(was)
            and len(here.words) == 1
            and not (joining or _says_the_same(texts, now, was, gap))
        ):
            yield _Doubt("word", *gap.edited, there.words)


def _says_the_same(texts: Texts, now: str, was: str, gap: Gap) -> bool:
    """Tell whether one character for another changes no name: both join words or count things, or a clause opens with it."""
    opens = texts.edited[: gap.edited[0]][-1:] in ("", "。", "，", ",")
    both = {now, was}
    return both <= FUNCTION or both <= COUNTERS or (opens and now in FUNCTION)


def _posts(texts: Texts) -> Iterator[_Doubt]:
    """Posts the raw text does not have, and persons who have another post there."""
    posts = {name.words for name in texts.there.names if name.kind == "post"}
    persons = {name.words for name in texts.there.names if name.kind == "person"}
    for name in texts.here.names:
        if name.kind == "post" and name.words not in posts:
            yield _Doubt("post", name.start, name.end, next((p for p in posts if p[-2:] == name.words[-2:]), ""))
        elif name.kind == "person" and name.words in persons:
            yield from _other_post(texts, name)


def _other_post(texts: Texts, person: Name) -> Iterator[_Doubt]:
    there = [
        post for match in re.finditer(re.escape(person.words), texts.raw) for post in posts_of(texts.raw, *match.span())
    ]
    for post in posts_of(texts.edited, person.start, person.end):
        if there and post not in there:
            at = texts.edited.rfind(post, 0, person.end + len(post))
            yield _Doubt("post", at, at + len(post), there[0])


def _new(texts: Texts, known: frozenset[str]) -> Iterator[_Doubt]:
    """Names the raw text does not have, in full or as something they could be short for."""
    for name in texts.here.names:
        if name.kind == "post" or name.words in texts.raw:
            continue
        if any(is_short_for(name.words, other.words) for other in texts.there.names if other.kind == name.kind):
            continue
        if name.kind in ("unit", "person") and abbreviates(name.words, texts.raw, texts.there.words.plain_at):
            continue
        if name.kind in ("unit", "place", "person") and _made_of_kept_words(name.words, texts.raw, known):
            continue
        yield _Doubt(name.kind, name.start, name.end, _nearest(name, texts.there.names))


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


def _exchanged(texts: Texts) -> Iterator[_Doubt]:
    """Names that stand where the raw text has another of the same kind."""
    for name in texts.here.names:
        if name.kind not in ("person", "place") or name.words not in texts.raw:
            continue
        span = (name.start, name.end)
        own = [(at, at + len(name.words)) for at in places(texts.raw, name.words)]
        known = max(sum(surroundings(texts.edited, texts.raw, span, place)) for place in own)
        for other in texts.there.names:
            if other.kind != name.kind or other.words in name.words or name.words in other.words:
                continue
            there = surroundings(texts.edited, texts.raw, span, (other.start, other.end))
            if taken(there, known, max(there)):
                yield _Doubt(name.kind, *span, other.words)
