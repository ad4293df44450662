"""What each paragraph is: heading level, lead-in, plain text.

Levels after GB/T 9704-2012 7.3.3: 一、黑体; （一）楷体; 1. and （1）仿宋. A heading may run into its paragraph
(（一）加强领导。市委……): then only the heading sentence takes the other face.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.text import plain

LONGEST_PARAGRAPH = 5000  # characters; WeasyPrint's layout grows faster than the paragraph

_LEVELS = (
    (re.compile(r"[一二三四五六七八九十百]+、"), "黑体"),
    (re.compile(r"[（(][一二三四五六七八九十百]+[）)]"), "楷体"),
    (re.compile(r"\d{1,2}[.．](?!\d)|[（(]\d{1,2}[）)]"), "仿宋"),
)
_SENTENCE = re.compile(r".*?[。！？：；]")
_LONGEST_HEADING = 40  # characters; what is longer is a paragraph that happens to be numbered
_FIRST_PHRASE = re.compile(r".+?[，。！？：；]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with the style of each character; ``heading`` if it stands alone before what it heads."""

    text: str
    styles: tuple[str, ...]
    heading: bool


def clean(text: str) -> str:
    """Return `text` on one line as it will be printed: plain, tabs as spaces, no blanks at either end."""
    return plain(text).replace("\t", " ").replace("\n", " ").strip()


def paragraphs(text: str, style: str = "仿宋") -> list[Paragraph]:
    """Return the paragraphs of `text` (one a line, empty ones left out), headings recognised if `style` is 仿宋."""
    cleaned = [clean(line) for line in plain(text).split("\n")]
    return [_paragraph(line, style) for line in cleaned if line]


def _paragraph(text: str, style: str) -> Paragraph:
    level = next((face for pattern, face in _LEVELS if pattern.match(text)), "") if style == "仿宋" else ""
    if not level:
        return Paragraph(text, (style,) * len(text), False)
    heading = _heading_length(text)
    styles = (level,) * heading + (style,) * (len(text) - heading)
    return Paragraph(text, styles, heading == len(text) and text[-1] not in "。；，")


def _heading_length(text: str) -> int:
    """Return how many characters of a numbered paragraph are its heading."""
    sentence = _SENTENCE.match(text)
    length = len(sentence[0]) if sentence else len(text)
    if length <= _LONGEST_HEADING:
        return length
    phrase = _FIRST_PHRASE.match(text)
    return len(phrase[0]) if phrase and len(phrase[0]) <= _LONGEST_HEADING else 0
