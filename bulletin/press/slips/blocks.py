"""Text in the cells of a form: inked, broken into lines of the cell's width, its height known before any page exists."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from bulletin.press.geometry import EM, MM
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.linebreak import Line, break_lines
from bulletin.press.page.markup import broken, inline
from bulletin.text import plain

_INDENT = 2 * EM
ELLIPSIS = "……"
"""What ends a text that is cut."""
_HANGING = "，。；：、！？,.;:!?… 　"


@dataclass(frozen=True, slots=True)
class Fit:
    """How tight a form is set: type size in points, from line to line and free above and below a text in mm."""

    size: float
    pitch: float
    gap: float


@dataclass(frozen=True, slots=True)
class Block:
    """Text as it stands in a cell: one paragraph after the other, each with where its lines end.

    ``indented`` opens each paragraph with two characters' room; ``cut`` names a text that does not stand there whole.
    """

    broken: tuple[tuple[Inked, tuple[Line, ...]], ...] = ()
    indented: bool = False
    cut: str = ""

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return sum(len(lines) for _, lines in self.broken)

    @property
    def paragraphs(self) -> tuple[Markup, ...]:
        """The paragraphs as HTML, lines divided by newlines."""
        return tuple(broken(inked, lines) for inked, lines in self.broken)


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a form before it is set: ``styles`` its face, one for all or one for each character.

    ``where`` is what messages call the place, ``whole`` where all of the text is to be found when it must be cut;
    ``indented`` opens each paragraph with two characters' room, ``ragged`` leaves its lines as long as they are. ``lead`` is how
    many characters only introduce the text: where less is left of what follows them than the word where the whole is would
    take, that word gives way (`ELLIPSIS` alone), and the head of the column says it. None: it never does.
    """

    text: str
    styles: str | Sequence[str]
    where: str
    whole: str = ""
    indented: bool = False
    ragged: bool = False
    lead: int | None = None


def set_words(glyphs: Glyphs, words: Words, width: float, fit: Fit, most: int = 0) -> Block:
    """Set `words` in a cell `width` mm wide, in at most `most` lines (0: as many as it takes).

    What is too long ends with ``……（全文见督办 1）``, or with ``……`` where that would be wider than what is left (`Words.lead`).
    Raises `TypesettingFailure` naming a character without a face.
    """
    block = _set(glyphs, words, width, fit)
    if not most or block.lines <= most:
        return block
    return replace(_set(glyphs, _cut(glyphs, words, width, fit, most), width, fit), cut=words.where)


def one_line(glyphs: Glyphs, text: str, where: str, width: float, size: float) -> Markup:
    """Return `text` in 仿宋 on one line of `width` mm in type of `size` points; nothing where it is longer."""
    inked = glyphs.ink(clean(text), "仿宋", where)
    return inline(inked) if sum(inked.widths) / EM * size <= width * MM else Markup()


def _set(glyphs: Glyphs, words: Words, width: float, fit: Fit) -> Block:
    measure, indent = int(width * MM / fit.size * EM), _INDENT if words.indented else 0
    inked = [glyphs.ink(text, styles, words.where) for text, styles in _paragraphs(words)]
    lines = [break_lines(one.text, one.widths, indent, measure) for one in inked]
    if words.ragged:
        lines = [[Line(line.start, line.end, 0, (0,) * len(line.gaps)) for line in paragraph] for paragraph in lines]
    return Block(tuple(zip(inked, map(tuple, lines), strict=True)), words.indented)


def _paragraphs(words: Words) -> list[tuple[str, str | Sequence[str]]]:
    if not isinstance(words.styles, str):
        starts = [0, *(place + 1 for place, char in enumerate(words.text) if char == "\n")]
        lines = zip(words.text.split("\n"), starts, strict=True)
        return [(line, words.styles[start : start + len(line)]) for line, start in lines]
    return [(text, words.styles) for line in plain(words.text).split("\n") if (text := clean(line))]


def _cut(glyphs: Glyphs, words: Words, width: float, fit: Fit, most: int) -> Words:
    """Return the longest beginning of `words` that stands in `most` lines together with where the whole is.

    Widths are measured, not counted: what is left of the text proper is at least as wide as that word, or the word gives way.
    """
    end = f"{ELLIPSIS}（全文见{words.whole}）"
    longest = _longest(glyphs, words, (width, fit, most), end)
    if words.lead is None or _width(glyphs, longest, words.lead, -len(end)) >= _width(glyphs, longest, -len(end)):
        return longest
    return _longest(glyphs, words, (width, fit, most), ELLIPSIS)


def _width(glyphs: Glyphs, words: Words, start: int, end: int | None = None) -> int:
    """Return how wide the characters of a text from `start` until before `end` are, in thousandths of the type size."""
    return sum(glyphs.ink(words.text, words.styles, words.where).widths[slice(start, end)])


def _longest(glyphs: Glyphs, words: Words, room: tuple[float, Fit, int], end: str) -> Words:
    width, fit, most = room
    lengths = range(min(len(words.text), most * 2 * int(width * MM / fit.size)))  # no character is narrower than half
    fits = bisect_right(lengths, most, key=lambda length: _set(glyphs, _begun(words, length, end), width, fit).lines)
    return _begun(words, max(fits - 1, 0), end)


def _begun(words: Words, length: int, end: str) -> Words:
    begun = words.text[:length].rstrip(_HANGING)
    styles = words.styles if isinstance(words.styles, str) else (*words.styles[: len(begun)], *["仿宋"] * len(end))
    return replace(words, text=begun + end, styles=styles)
