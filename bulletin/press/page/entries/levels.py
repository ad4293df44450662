"""What each paragraph is: heading level, lead-in, plain text.

Levels after GB/T 9704-2012 7.3.3: 一、黑体; （一）楷体; 1. and （1）仿宋. A heading may run into its paragraph
(（一）加强领导。市委……): then only the heading sentence takes the other face.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.text import plain

_LEVELS = (
    (1, "黑体", re.compile(r"[一二三四五六七八九十百]+、")),
    (2, "楷体", re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    (3, "仿宋", re.compile(r"\d{1,2}[.．](?!\d)|[（(]\d{1,2}[）)]")),
)
_SENTENCE = re.compile(r".*?[。！？：；]")
_LONGEST_HEADING = 40  # characters; what is longer is a paragraph that happens to be numbered
_FIRST_PHRASE = re.compile(r".+?[，。！？：；]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with the style of each character.

    ``level`` is 1 for 一、, 2 for （一）, 3 for 1. and （1）, else 0; ``head`` is its heading, all of the text where
    ``heading`` says that it stands alone before what it heads.
    """

    text: str
    styles: tuple[str, ...]
    level: int = 0
    head: str = ""
    heading: bool = False


def clean(text: str) -> str:
    """Return `text` on one line as it will be printed: plain, tabs as spaces, no blanks at either end."""
    return plain(text).replace("\t", " ").replace("\n", " ").strip()


def paragraph(text: str) -> Paragraph:
    """Return the paragraph of body text that `text`, one clean line, is."""
    level, face = next(((level, face) for level, face, pattern in _LEVELS if pattern.match(text)), (0, ""))
    if not level:
        return Paragraph(text, ("仿宋",) * len(text))
    length = _heading_length(text)
    styles = (face,) * length + ("仿宋",) * (len(text) - length)
    return Paragraph(text, styles, level, text[:length], length == len(text) and text[-1] not in "。；，")


def _heading_length(text: str) -> int:
    """Return how many characters of a numbered paragraph are its heading."""
    sentence = _SENTENCE.match(text)
    length = len(sentence[0]) if sentence else len(text)
    if length <= _LONGEST_HEADING:
        return length
    phrase = _FIRST_PHRASE.match(text)
    return len(phrase[0]) if phrase and len(phrase[0]) <= _LONGEST_HEADING else 0
