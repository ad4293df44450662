"""Characters nobody sees (zero width, direction marks, soft hyphens) that a text came with: taken out, and listed.

They are no part of any text the program keeps (`bulletin.text.plain`), so they have a place but cannot be put back; the
original holds them.
"""

from __future__ import annotations

import re
from collections import Counter

from bulletin.model import Removal
from bulletin.text import UNSEEN, plain

_WHY = "看不见的字符，已去掉，原件中仍有"
_RUN = re.compile(rf"{UNSEEN.pattern}(?:\s*{UNSEEN.pattern})*")
_BEFORE, _AFTER = 4, 12
_MOST, _MOST_SOUGHT = 50, 1_000


def unseen_in(source: str, raw: str) -> tuple[Removal, ...]:
    """Return the unseen characters of `source`, the first fifty places in order and one removal for all the rest.

    `source` is what a text was read from, without markup, and `raw` the text kept of it: a place is the one in `raw`
    before the words that follow, blanks aside. What stands in the source and not in the text is not listed; where there
    are very many they are counted only.
    """
    runs = list(_RUN.finditer(source))
    if not runs:
        return ()
    places = [n for n, char in enumerate(raw) if not char.isspace()]
    bare = "".join(raw[n] for n in places)
    found: list[Removal] = []
    rest: Counter[str] = Counter()
    position = 0
    for run in runs[:_MOST_SOUGHT]:
        at = _place(source, run.span(), bare, position)
        position = max(position, at + 1)
        if at >= 0 and len(found) < _MOST:
            place = places[at] if at < len(places) else len(raw)
            found.append(Removal(place, place, _names(run.group()), _WHY))
        elif at >= 0:
            rest.update("".join(UNSEEN.findall(run.group())))
    for run in runs[_MOST_SOUGHT:] if found else ():
        rest.update("".join(UNSEEN.findall(run.group())))
    if rest:
        found.append(Removal(found[-1].start, found[-1].start, f"另有{sum(rest.values())}个", _WHY))
    return tuple(found)


def _place(source: str, run: tuple[int, int], bare: str, position: int) -> int:
    """Return where in `bare`, from `position` on, the unseen characters ``source[run]`` stood; -1 for nowhere.

    The words on both sides tell it, few where many do not, else those that follow; at the end of the source those before.
    """
    wide = 8 * _AFTER
    follows = "".join(plain(source[run[1] : run[1] + wide]).split())[:_AFTER]
    before = "".join(plain(source[max(0, run[0] - wide) : run[0]]).split())[-_BEFORE if follows else -_AFTER :]
    start = max(0, position - len(before))
    for words in dict.fromkeys((before + follows, before + follows[:_BEFORE])):
        both = bare.find(words, start) if words else -1
        if both >= 0:
            return both + len(before)
    return bare.find(follows, position) if follows else -1


def _names(chars: str) -> str:
    """Return the characters by number: ``U+200B×3 U+FEFF``; what a control sequence holds besides is not named."""
    counts = Counter(char for char in "".join(UNSEEN.findall(chars)) if not char.isprintable())
    return " ".join(f"U+{ord(char):04X}{f'×{count}' if count > 1 else ''}" for char, count in counts.items())
