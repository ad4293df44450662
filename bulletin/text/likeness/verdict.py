"""The verdict on two texts: the same, near, updated, of one template, or not alike; and why, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bulletin.text.likeness.sentences import Alignment, Sentence, align, sentence, sentences
from bulletin.text.likeness.shingles import folded, hanzi, samples, shingles, title_sample
from bulletin.text.likeness.slots import Slot, differences

Kind = Literal["exact", "near", "update", "twin"]
SHORT = 60
"""Chinese characters below which a text, title included, is judged by the stricter rule for short texts."""
SURE_SHARE = 0.8
"""Share both ways from which two texts may count as one without asking (`text-lab`: lower ones merge other notices)."""
_LEAST_SHARE, _LEAST_BOTH, _LEAST_SHARED = 0.5, 0.35, 20
_SHORT_SHARE, _SHORT_BOTH, _SHORT_SHARED = 0.8, 0.5, 8
_TITLED_SHARE, _TITLED_SHARED = 0.15, 40
_ALIKE_TITLES, _SAME_MATTER = 0.5, 0.5
_QUOTED = re.compile("[《“「]([^《》“”「」]{2,})[》”」]")
_SAME_NAME = 0.9
_LONG_ENOUGH = 150
"""Letters from which the same text under two different titles is no stock phrase."""
_TRAILER = 50
"""Words that a lead-in or a trailer may have."""
_FEW, _MOSTLY = 2, 0.5
_MOST_CHANGED = 8
"""Changed sentences looked into; by then it is plain that a person must read both texts."""
_NAMES = ("地点", "单位", "姓名")
_FIGURES = ("批次", "年份", "日期", "数字")
_ORDER = (*_NAMES, *_FIGURES, "用词")
_SHOWN = 3


@dataclass(frozen=True)
class Reading:
    """A text read for comparison; what is derived from it is derived once, when first asked for."""

    title: str
    text: str

    @cached_property
    def hanzi(self) -> str:
        """The Chinese characters of title and text in one run."""
        return hanzi(f"{self.title}\n{self.text}")

    @cached_property
    def grams(self) -> frozenset[int]:
        """The shingles of title and text."""
        return shingles(self.hanzi)

    @cached_property
    def samples(self) -> list[int]:
        """The samples of title and text, and last the number that stands for the title alone."""
        return [*samples(self.grams), title_sample(self.title)]

    @cached_property
    def folded(self) -> str:
        """The text in NFKC."""
        return folded(self.text)

    @cached_property
    def letters(self) -> str:
        """Letters and digits of the text alone, folded: equal for the same text in other width, marks and blanks."""
        return "".join(filter(str.isalnum, self.folded.lower()))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of the text."""
        return sentences(self.folded)

    @cached_property
    def headline(self) -> Sentence:
        """The title as one sentence."""
        return sentence(folded(self.title))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What two texts are to each other: shares of the later in the earlier and back, 0 to 1, and why, in Chinese.

    ``clean``: nothing speaks against taking them for one text: no slot, no word changed, both shares at least
    `SURE_SHARE`. Whether they were published close enough together is for the caller.
    """

    kind: Kind
    share: float
    back_share: float
    why: str
    clean: bool


@dataclass(frozen=True, slots=True)
class _Guard:
    """What the comparison sentence by sentence found: the slots that last, those of the titles among them.

    ``untouched``: nothing was exchanged. ``loose``: words changed here and there beside the slots, in most sentences
    that changed at all; a template changes its slots only.
    """

    slots: tuple[Slot, ...]
    untouched: bool
    loose: bool


def shares(earlier: Reading, later: Reading) -> tuple[float, float, int]:
    """Return how much of the later text stands in the earlier, the reverse, and how many shingles both have."""
    both = len(earlier.grams & later.grams)
    return both / max(len(later.grams), 1), both / max(len(earlier.grams), 1), both


def compare(earlier: Reading, later: Reading) -> Verdict | None:
    """Return what the later text is to the earlier, or None when they are not alike."""
    share, back, both = shares(earlier, later)
    if max(share, back) < _TITLED_SHARE and earlier.hanzi != later.hanzi:
        return None
    short = min(len(earlier.hanzi), len(later.hanzi)) < SHORT
    same_title = _same_title(earlier, later)
    alike = _alike(share, back, both, short=short, same_title=same_title)
    close = min(share, back) >= SURE_SHARE or not both
    if not alike and not close:
        return None
    same_text = close and later.letters == earlier.letters and (bool(later.letters) or same_title)
    if not alike and not same_text:
        return None
    titles = _Titles(earlier, later)
    if same_text and not titles.slots and (titles.equal or not short):
        return Verdict("exact", 1.0, 1.0, _same(later, titles), clean=titles.agree)
    guard = _guard(earlier, later, titles)
    kind = _kind(guard, titles)
    clean = kind == "near" and guard.untouched and titles.agree and not short and min(share, back) >= SURE_SHARE
    return Verdict(kind, share, back, _why(kind, guard, (share, back), same_text), clean)


def _alike(share: float, back: float, both: int, *, short: bool, same_title: bool) -> bool:
    """Tell whether two texts have enough in common to be told of; less is enough under the same title."""
    if short:
        return both >= _SHORT_SHARED and (max(share, back) >= _SHORT_SHARE or min(share, back) >= _SHORT_BOTH)
    if same_title and both >= _TITLED_SHARED and max(share, back) >= _TITLED_SHARE:
        return True
    return both >= _LEAST_SHARED and (max(share, back) >= _LEAST_SHARE or min(share, back) >= _LEAST_BOTH)


def _same_title(earlier: Reading, later: Reading) -> bool:
    """Tell whether two texts have the same title, which says something."""
    return earlier.headline == later.headline and bool(later.headline.words)


class _Titles:
    """Two titles: equal or not, and where they are of one wording, the slots in it.

    ``agree``: they do not speak against one text: equal, or two different titles over a text too long for chance.
    """

    def __init__(self, earlier: Reading, later: Reading) -> None:
        one, other = earlier.headline, later.headline
        self.equal = _same_title(earlier, later)
        self.slots: tuple[Slot, ...] = ()
        one_wording = _overlap(set(one.words), set(other.words)) >= _ALIKE_TITLES
        reworded = False
        self.other_names = one_wording and _other_names(earlier.title, later.title)
        if one_wording:
            slots, reworded = differences(one, other, title=True)
            self.slots = tuple(slot for slot in slots if slot.kind != "用词" or _is_other_matter(slot))
            reworded = reworded or len(slots) > len(self.slots)
        long = min(len(earlier.letters), len(later.letters)) >= _LONG_ENOUGH
        self.agree = self.equal or not (one.words and other.words) or (not one_wording and long)
        self.agree = self.agree and not self.slots and not reworded


def _other_names(one: str, other: str) -> bool:
    """Tell whether two titles of one wording quote different names: 关于印发《…》的通知, 遴选“…券”平台企业."""
    names, others = _QUOTED.findall(one), _QUOTED.findall(other)
    alike = (_overlap(set(name), set(another)) for name in names for another in others)
    return bool(names and others) and max(alike) < _SAME_NAME


def _is_other_matter(slot: Slot) -> bool:
    """Tell whether words exchanged in a title name another matter: few characters in common, so no slip or synonym."""
    return _overlap(set(slot.earlier), set(slot.later)) < _SAME_MATTER


def _overlap(one: set[str], other: set[str]) -> float:
    """Return how much two sets have in common, 0 to 1, relative to both sizes (Dice)."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _guard(earlier: Reading, later: Reading, titles: _Titles) -> _Guard:
    """Compare the texts sentence by sentence."""
    alignment = align(earlier.sentences, later.sentences)
    slots, changed, loose = list(titles.slots), 0, 0
    for one, other in alignment.pairs:
        if one.words != other.words and changed >= _MOST_CHANGED:
            continue
        opens = one is earlier.sentences[0] or other is later.sentences[0]
        closes = one is earlier.sentences[-1] or other is later.sentences[-1]
        found, reworded = differences(one, other, opens=opens, closes=closes)
        slots += found
        changed += bool(found or reworded)
        loose += reworded or any(slot.kind == "用词" for slot in found)
    untouched = not slots and not changed and alignment.whole and not _replaced(alignment)
    lasting = tuple(slot for slot in slots if slot.title or _lasts(slot, earlier, later))
    return _Guard(lasting, untouched, loose > max(_FEW, changed * _MOSTLY))


def _replaced(alignment: Alignment) -> bool:
    """Tell whether a passage was exchanged, one with figures put in or left out amid the text, or much at its ends."""
    for stretch in alignment.stretches:
        alone = (*stretch.earlier, *stretch.later)
        if stretch.earlier and stretch.later:
            return True
        if any(part.figures for part in alone) if not stretch.edge else sum(len(p.words) for p in alone) > _TRAILER:
            return True
    return False


def _lasts(slot: Slot, earlier: Reading, later: Reading) -> bool:
    """Tell whether a changed name is changed throughout: a word damaged once still stands elsewhere in the text."""
    if slot.kind not in _NAMES:
        return True
    return slot.earlier not in later.hanzi and slot.later not in earlier.hanzi


def _kind(guard: _Guard, titles: _Titles) -> Kind:
    """Return what the slots make of two texts.

    A template's twin names another matter, place, body, person or period in its title; or, under the same or no title,
    in its text, where that is nearly all that changed. The year alone is an update under the same title.
    """
    in_title = titles.other_names or any(_is_other_subject(slot, guard) for slot in titles.slots)
    names = any(slot.kind in _NAMES for slot in guard.slots)
    other_year = not titles.equal and any(slot.kind in ("年份", "批次") for slot in guard.slots)
    if in_title or ((names or other_year) and not guard.loose):
        return "twin"
    return "update" if any(slot.kind in _FIGURES for slot in guard.slots) else "near"


def _is_other_subject(slot: Slot, guard: _Guard) -> bool:
    """Tell whether a slot of the titles names another subject or period; a date that is a day or a number does not.

    Other words do where the text is not loose: an edited title is no other title.
    """
    if slot.kind == "日期":
        return "日" not in slot.later and "号" not in slot.later
    return slot.kind != "数字" and (slot.kind != "用词" or not guard.loose)


def _same(later: Reading, titles: _Titles) -> str:
    if not later.letters:
        return "标题相同，均无正文"
    return "标题、正文都相同" if titles.equal else "正文相同，标题不同"


def _why(kind: Kind, guard: _Guard, both_shares: tuple[float, float], same_text: bool) -> str:
    """Say in Chinese what is the same and what is not; 前稿 is the earlier text, 后稿 the later."""
    told = "、".join(_told(guard.slots))
    if kind == "twin":
        return f"同一模板{'（正文相同）' if same_text else ''}：{told or '标题所指不同'}"
    extent = _extent(*both_shares)
    if told:
        return f"{extent}，{told}"
    return extent if guard.untouched else f"{extent}，另有改动"


def _extent(share: float, back: float) -> str:
    if min(share, back) >= SURE_SHARE:
        return f"正文{2 * share * back / (share + back):.0%}相同"
    if share >= SURE_SHARE:
        return f"后稿节录前稿：后稿{share:.0%}见于前稿，占前稿{back:.0%}"
    if back >= SURE_SHARE:
        return f"后稿含有前稿：前稿{back:.0%}见于后稿，占后稿{share:.0%}"
    return f"部分相同：后稿{share:.0%}见于前稿，前稿{back:.0%}见于后稿"


def _told(slots: Iterable[Slot]) -> list[str]:
    """Return each kind of slot with its first few places: ``数字3处不同：412.6→430.1亿元``; names first, wording last."""
    kinds: dict[str, dict[str, None]] = {}
    for slot in sorted(slots, key=lambda slot: _ORDER.index(slot.kind)):
        kinds.setdefault(slot.kind, {})[f"{slot.earlier}→{slot.later}"] = None
    told = []
    for kind, places in kinds.items():
        shown = "，".join(list(places)[:_SHOWN])
        if kind == "用词" and len(places) > _SHOWN:
            told.append(f"用词{len(places)}处不同")
        elif kind in ("数字", "用词") or len(places) > _SHOWN:
            told.append(f"{kind}{len(places)}处不同：{shown}")
        else:
            told.append(f"{kind} {shown}")
    return told
