"""Put back into a clean text what had been taken out of it, where it stood in the raw text.

A clean text is its raw text less the stretches taken out, lines joined or trimmed: blanks and line ends aside, the same
characters in the same order. So the place of a stretch is told by how many characters stand before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

Span = tuple[int, int]


def put_back(text: str, raw: str, gone: Iterable[Span], place: Span, piece: str) -> tuple[str, int, int] | None:
    """Return `text` with `piece`, which stood at ``raw[place]``, and where the text grew and by how much.

    `gone` are the other stretches still taken out. Where a line of its own stood, there will be one again. None where
    `text` is not the beginning of the raw text but for what is gone (more may follow: the letter a document came with).
    """
    covered = bytearray(len(raw))
    for start, end in (*gone, place):
        covered[start:end] = b"\1" * (end - start)
    kept = [n for n, char in enumerate(raw) if not (covered[n] or char.isspace())]
    shown = [n for n, char in enumerate(text) if not char.isspace()]
    count = bisect_left(kept, place[0])
    if count > len(shown) or [raw[n] for n in kept[: len(shown)]] != [text[n] for n in shown]:
        return None
    before = shown[count - 1] + 1 if count else 0
    after = shown[count] if count < len(shown) else len(text)
    above = raw[kept[count - 1] + 1 if count else 0 : place[0]]
    below = raw[place[1] : kept[count] if count < len(kept) else len(raw)]
    first = _joint(above, "\n" in above) if count else ""
    last = _joint(below, "\n" in below and (not count or first == "\n" or "\n" in text[before:after]))
    grown = f"{text[:before]}{first}{piece}{last if count < len(shown) else ''}{text[after:]}"
    return grown, after, len(grown) - len(text)


def _joint(between: str, is_break: bool) -> str:
    """Return what joins a piece to its neighbour: a line end, a blank where there was one, or nothing."""
    return "\n" if is_break else " " if between[:1] == " " or between[-1:] == " " else ""
