"""Characters nobody sees (zero width, direction marks, soft hyphens) that a text came with: taken out, and listed.

They are no part of any text the program keeps (`bulletin.text.plain`), so they have a place but cannot be put back; the
original holds them.
"""

from __future__ import annotations

import re
from collections import Counter

from bulletin.model import Removal
from bulletin.text import plain

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+")
_WHY = "看不见的字符，已去掉，原件中仍有"
_AROUND, _MOST = 12, 50


def unseen_in(source: str, raw: str) -> tuple[Removal, ...]:
    """Return the unseen characters of `source`, the first fifty places in order and one removal for all the rest.

    `source` is what a text was read from (markup, say) and `raw` the text kept of it: a place is the one in `raw` before
    the words that follow. What stands elsewhere in the source, between tags or out of the text, is not listed.
    """
    found: list[Removal] = []
    position = 0
    rest: Counter[str] = Counter()
    for match in _UNSEEN.finditer(source):
        after = plain(re.split(r"[<&\n]", source[match.end() : match.end() + 2 * _AROUND])[0])[:_AROUND]
        place = raw.find(after, position) if after.strip() else -1
        if place < 0:
            continue
        position = place
        if len(found) < _MOST:
            found.append(Removal(place, place, _names(match.group()), _WHY))
        else:
            rest.update(match.group())
    if rest:
        found.append(Removal(position, position, f"另有{sum(rest.values())}个", _WHY))
    return tuple(found)


def _names(chars: str) -> str:
    """Return the characters by number: ``U+200B×3 U+FEFF``."""
    counts = Counter(chars)
    return " ".join(f"U+{ord(char):04X}{f'×{count}' if count > 1 else ''}" for char, count in counts.items())
