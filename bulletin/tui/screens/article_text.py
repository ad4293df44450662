"""The text of an article as it stands on the screen: title, units, what was said of it, and its findings at their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.style import Style
from rich.text import Text

from bulletin.model import Article, Finding
from bulletin.tui.words import Lettering


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start:end`` of a text that are shown in a style."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Shown:
    """An article for the pane: the whole, and where in it the characters of the article's text stand."""

    text: Text
    starts: tuple[tuple[int, int], ...] = ()
    """Pairs of a place in the article's text and the place in the whole where it is written, in order."""

    def place(self, start: int) -> int:
        """Return where in the whole the character `start` of the article's text stands; the title is at 0."""
        before = [(here, there) for here, there in self.starts if here <= start]
        return before[-1][1] + start - before[-1][0] if start >= 0 and before else 0


def text_of(
    article: Article, above: Sequence[Text], marks: Sequence[Mark], title: Style, lettering: Lettering
) -> Shown:
    """Return the article for the pane: title (with `title`, where a finding is about it), lines `above`, text.

    What is shown may be longer than what is written (a tab, a character of doubtful width), so it is put together from the
    stretches between the ends of marks.
    """
    whole = Text(end="").append(lettering.line(article.revision.title), Style(bold=True) + title)
    for line in above:
        whole.append("\n").append_text(line)
    whole.append("\n\n")
    body, starts = article.revision.text, []
    ends = {0, len(body), *(end for mark in marks for end in (mark.start, mark.end))}
    for start, end in pairwise(sorted(min(end, len(body)) for end in ends)):
        starts.append((start, len(whole)))
        part = lettering.shown(body[start:end])
        for mark in marks:
            if mark.start <= start and end <= mark.end:
                part.stylize(mark.style)
        whole.append_text(part)
    return Shown(whole, tuple(starts))


def marks_of(
    findings: Sequence[Finding], current: Finding | None, styles: dict[str, Style], match: Style
) -> list[Mark]:
    """Return the marks of findings in the text: open ones in the style of their severity, the current one on a ground."""
    marks = [Mark(one.start, one.end, styles[one.severity]) for one in findings if one.start >= 0 and not one.answered]
    if current and current.start >= 0:
        marks.append(Mark(current.start, max(current.end, current.start + 1), match))
    return marks


def line_at(lines: Sequence[Text], whole: Text, place: int) -> int:
    """Return which of the folded `lines` of `whole` holds the character at `place`."""
    end, text = 0, whole.plain
    for number, line in enumerate(lines):
        end += len(line.plain)
        if place < end or (place == end and end == len(text)):
            return number
        end += text[end : end + 1] == "\n"
    return max(0, len(lines) - 1)
