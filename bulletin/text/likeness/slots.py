"""Slots: places where two sentences of one wording say different things: another number, date, batch, place or name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

from bulletin.text.likeness.figures import Figure, agree, same_measure
from bulletin.text.likeness.sentences import MARKS, Sentence
from bulletin.text.names import SURNAMES, WORDS_TOO

SlotKind = Literal["年份", "日期", "批次", "数字", "地点", "单位", "姓名", "用词"]
_PLACE = r"(?:省(?!略|级)|市(?!场|级)|县(?!级)|区(?![别分域级])|镇(?!压|级)|乡(?!级)|村(?![民级])|[旗盟州]|街道|社区)"
_BODY = r"(?:[局厅院馆校](?!长)|委(?![托派])(?:员会)?|部(?![门分署队])|集团|(?:有限)?公司|银行|大学|学院|学校|医院|中心|协会|支队|大队)"
_FOLLOWING: dict[SlotKind, re.Pattern[str]] = {"地点": re.compile(_PLACE), "单位": re.compile(_BODY)}
_ENDING: dict[SlotKind, re.Pattern[str]] = {"地点": re.compile(f"{_PLACE}$"), "单位": re.compile(f"{_BODY}$")}
_ROLE_AFTER = re.compile(
    r"同志|书记|省长|市长|县长|区长|镇长|局长|厅长|主任|部长|主席|会长|院长|校长|教授|先生|女士|表示|指出|强调|介绍|主持|出席|致辞|说"
)
_ROLE_BEFORE = re.compile(r"(?:记者|通讯员|书记|[省市县区镇局厅部院校会]长|主任|主席|同志|作者|编辑|委员|代表|人)$")
_NAMES_BEGIN = SURNAMES - WORDS_TOO
_PERIODS = "批期次届季轮场版辑集卷"
_CLAUSES = "条章款项编节"
_LONGEST, _LONGEST_NAME = 14, 10
_PERSON_NAME = range(2, 5)
_LINKS = frozenset("的和或与及等对向以在由了是将把被从按")
_POINTING = re.compile(r".*[该此这那某每其]|[本全各我贵两几]")
"""What points to a place or body (该镇, 全市, 各县) and names none; the latter end names too (万全区)."""
_FIGURE_MARKS = frozenset(MARKS.values())


@dataclass(frozen=True, slots=True)
class Slot:
    """One such place: what the earlier text says there, what the later; ``title`` where it stands in the titles."""

    kind: SlotKind
    earlier: str
    later: str
    title: bool = False

    @property
    def named(self) -> bool:
        """Whether it names another subject: place, body, person or batch."""
        return self.kind in ("地点", "单位", "姓名", "批次")


@dataclass(frozen=True, slots=True)
class _Side:
    """A sentence's words with, at each place, its figure if one stands there."""

    words: str
    figures: tuple[Figure | None, ...]

    def text(self, start: int, end: int) -> str:
        """Return the words from `start` to `end` as they stood, letters and characters in one run."""
        figures = self.figures[max(start, 0) : end]
        return "".join(
            figure.words if figure else word
            for word, figure in zip(self.words[max(start, 0) : end], figures, strict=True)
        )

    def chars(self, start: int, end: int) -> bool:
        """Tell whether a character, neither a figure nor Latin letters, stands from `start` to `end`."""
        return any(word not in _FIGURE_MARKS and not word.isascii() for word in self.words[start:end])


def differences(
    earlier: Sentence, later: Sentence, title: bool = False, opens: bool = False, closes: bool = False
) -> tuple[list[Slot], bool]:
    """Return the slots of two sentences that belong together, and whether their wording differs besides.

    Latin letters put in or left out are noise. Other clause numbers (第三条) are other wording. Words
    before a sentence that opens a text, or after one that closes it, are a lead-in or trailer, not other wording.
    """
    if earlier.words == later.words:
        return _figures(earlier.figures, later.figures, title)
    one, other = _side(earlier), _side(later)
    slots: list[Slot] = []
    reworded = False
    for tag, i, i_end, j, j_end in _blocks(one.words, other.words):
        if tag == "equal":
            found, renumbered = _figures(one.figures[i:i_end], other.figures[j:j_end], title)
            slots += found
            reworded = reworded or renumbered
            continue
        added = i == i_end or j == j_end
        if added and ((opens and i == j == 0) or (closes and (i_end, j_end) == (len(one.words), len(other.words)))):
            continue
        slot = _swap(one, other, (i, i_end), (j, j_end), title)
        if slot:
            slots.append(slot)
        reworded = reworded or (slot is None and _says_something(one, i, i_end, other, j, j_end))
    return slots, reworded


def _says_something(one: _Side, i: int, i_end: int, other: _Side, j: int, j_end: int) -> bool:
    """Tell whether more than Latin letters was put in, left out or changed."""
    return one.chars(i, i_end) or other.chars(j, j_end) or any(one.figures[i:i_end]) or any(other.figures[j:j_end])


def _side(part: Sentence) -> _Side:
    figures = iter(part.figures)
    return _Side(part.words, tuple(next(figures) if word in _FIGURE_MARKS else None for word in part.words))


def _blocks(one: str, other: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield how `other` came of `one`: equal stretches, and changes; single equal characters between changes join them."""
    change: tuple[int, int, int, int] | None = None
    codes = list(_opcodes(one, other))
    for place, (tag, i, i_end, j, j_end) in enumerate(codes):
        bridge = 0 < place < len(codes) - 1 and i_end - i == 1 and one[i] not in _FIGURE_MARKS
        if tag != "equal" or bridge:
            change = (change[0], i_end, change[2], j_end) if change else (i, i_end, j, j_end)
            continue
        if change:
            yield "change", *change
            change = None
        yield tag, i, i_end, j, j_end
    if change:
        yield "change", *change


def _opcodes(one: str, other: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the steps from `one` to `other` as `difflib` does; only what stands between equal ends is searched."""
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    if head:
        yield "equal", 0, head, 0, head
    middle, other_middle = one[head : len(one) - tail], other[head : len(other) - tail]
    for tag, i, i_end, j, j_end in SequenceMatcher(None, middle, other_middle, autojunk=False).get_opcodes():
        yield tag, i + head, i_end + head, j + head, j_end + head
    if tail:
        yield "equal", len(one) - tail, len(one), len(other) - tail, len(other)


def _common(one: str, other: str) -> int:
    """Return how many characters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _figures(one: tuple[Figure | None, ...], other: tuple[Figure | None, ...], title: bool) -> tuple[list[Slot], bool]:
    """Return the figures that stand at the same place and disagree, and whether clause numbers are among them."""
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a and b and not agree(a, b)]
    slots = [Slot(_figure_kind(a, b), *_shown(a, b), title) for a, b in apart if not _is_clause(a)]
    return slots, len(slots) < len(apart)


def _is_clause(one: Figure) -> bool:
    return one.kind == "ordinal" and bool(one.of) and one.of in _CLAUSES


def _figure_kind(one: Figure, other: Figure) -> SlotKind:
    if not same_measure(one, other):
        return "用词"
    if one.kind == "date":
        return "年份" if one.value[0] and other.value[0] and one.value[0] != other.value[0] else "日期"
    return "批次" if one.kind == "ordinal" and one.of and one.of in _PERIODS else "数字"


def _shown(one: Figure, other: Figure) -> tuple[str, str]:
    """Return both figures as they stand, a unit they share only once."""
    unit = one.of if one.kind == "number" and one.of == other.of else ""
    return one.words.removesuffix(unit), other.words


def _swap(one: _Side, other: _Side, left: tuple[int, int], right: tuple[int, int], title: bool) -> Slot | None:
    """Return the slot that a change from ``one[left]`` to ``other[right]`` is, or None where it is mere wording."""
    (i, i_end), (j, j_end) = left, right
    a, b = one.text(i, i_end), other.text(j, j_end)
    if not a or not b or max(len(a), len(b)) > _LONGEST:
        return None
    figures = list(filter(None, one.figures[i:i_end])), list(filter(None, other.figures[j:j_end]))
    if all(figures):
        same = any(same_measure(*pair) for pair in zip(*figures, strict=False))
        return Slot("数字" if same else "用词", a, b, title)
    if not one.chars(i, i_end) or not other.chars(j, j_end):
        return None
    return _name(a, b, one.text(i - 4, i), one.text(i_end, i_end + 4), title) or (
        Slot("用词", a, b, title) if min(len(a), len(b)) > 1 else None
    )


def _name(a: str, b: str, before: str, after: str, title: bool) -> Slot | None:
    """Return the slot of a name exchanged for another, by what stands at its end or beside it, or None."""
    if max(len(a), len(b)) > _LONGEST_NAME or _LINKS & {*a, *b}:
        return None
    alike = _common(a, b)
    if any(_POINTING.fullmatch(_unended(word[alike:])) for word in (a, b)):
        return None
    for kind, following in _FOLLOWING.items():
        suffix = following.match(after)
        if suffix:
            lead = before[-1:] if min(len(a), len(b)) == 1 else ""
            return Slot(kind, lead + a + suffix.group(), lead + b + suffix.group(), title)
        ends = _ENDING[kind].search(a), _ENDING[kind].search(b)
        if ends[0] and ends[1] and ends[0].start() and ends[1].start():
            return Slot(kind, a, b, title)
    return Slot("姓名", a, b, title) if _is_person(a, b, before, after) else None


def _unended(word: str) -> str:
    """Return a name without what says that it is a place or a body: 东山 of 东山镇."""
    return next((ending.sub("", word) for ending in _ENDING.values() if ending.search(word)), word)


def _is_person(a: str, b: str, before: str, after: str) -> bool:
    """Tell whether two short words look like names of persons: a surname first, a role or a saying beside them."""
    beside = _ROLE_AFTER.match(after) or _ROLE_BEFORE.search(before)
    return bool(beside) and all(len(word) in _PERSON_NAME and word[0] in _NAMES_BEGIN for word in (a, b))
