"""Cleaning of submitted and copied text: noise, furniture, footers and leads off, broken lines rejoined.

Everything taken out is listed verbatim; nothing inside a sentence is changed but a site's own tag. Half-width marks
stay for a later gate, mojibake stays and is flagged.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from bulletin.collect.cleaning.furniture import (
    COPYRIGHT_TAG,
    EDITOR_TAG,
    FORUM,
    FORUM_SPAN,
    LEAD,
    PUBLICATION_LINE,
    SITE_FOOTER,
    STAMPED_LINE,
    is_row_of_buttons,
)
from bulletin.collect.cleaning.jammer import strip_noise
from bulletin.collect.cleaning.paragraphs import HEADING, Line, lines_of, rejoined
from bulletin.text import count_hanzi, plain

_SENTENCE = re.compile(r"[。！？；]|[，,、].*[，,、。]")
_CLOSED = re.compile(r"[。！？；：:，,、…]$")
_ORNAMENT = re.compile(r"[\W_]+")
_EDITOR_LINE = re.compile(r"^\W*(?:责任编辑|责编|编辑|录入)\s*[:：]\s*\S{1,20}\s*$")
_HEAD_LINES = 8
_LONGEST_TITLE = 60
_LONGEST_ABOUT = 100
_PROSE = 25
_LEAST_FORUM = 2
_MOST_TAGS = 8
_LONGEST_FOOTER = 200


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``title`` is the first line that reads as one ('' where none does) and is no longer in ``text``.

    ``text`` has one paragraph a line; ``about`` holds the publication lines (when, whence) that stood above it;
    ``removed`` is everything taken out, in the order it was found out.
    """

    title: str
    text: str
    about: str
    removed: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """A text on its way through the steps."""

    lines: list[Line]
    removed: list[str] = field(default_factory=list)
    title: str = ""
    about: list[str] = field(default_factory=list)

    def drop(self, numbers: set[int]) -> None:
        """Take out the lines of these numbers."""
        self.removed += [self.lines[n].text for n in sorted(numbers)]
        self.lines = [line for n, line in enumerate(self.lines) if n not in numbers]


def clean(text: str, title: str = "", *, broken_lines: bool = True) -> Cleaned:
    """Return `text` cleaned. `title` is what a header says; without one the text's own first heading is taken.

    `broken_lines` false keeps lines as they are (Word files and web pages know their paragraphs).
    """
    lines, noise = strip_noise(plain(text).split("\n"))
    draft = _Draft(lines_of(lines), noise)
    is_forum = len({match.group() for line in draft.lines for match in FORUM.finditer(line.text)}) >= _LEAST_FORUM
    _drop_ornaments(draft)
    _drop_footer(draft)
    _take_title(draft, title, is_forum)
    _drop_head(draft, is_forum)
    _strip_tags(draft)
    paragraphs = rejoined(draft.lines) if broken_lines else [line.text for line in draft.lines]
    return Cleaned(draft.title, "\n".join(paragraphs), "\n".join(draft.about), tuple(draft.removed))


def _drop_ornaments(draft: _Draft) -> None:
    """Take out lines without any letter, figure or character (rules of dashes), and rows of a page's buttons."""
    texts = [line.text for line in draft.lines]
    draft.drop({n for n, text in enumerate(texts) if _ORNAMENT.fullmatch(text) or is_row_of_buttons(text)})


def _drop_footer(draft: _Draft) -> None:
    """Take out the footer of a site: from its first sure line below the last prose to the end."""
    last = max((n for n, line in enumerate(draft.lines) if _is_prose(line.text)), default=-1)
    tail = range(last + 1, len(draft.lines))
    first = next((n for n in tail if SITE_FOOTER.search(draft.lines[n].text)), len(draft.lines))
    editors = {n for n in tail if _EDITOR_LINE.match(draft.lines[n].text)}
    draft.drop(editors | set(range(first, len(draft.lines))))


def _take_title(draft: _Draft, title: str, is_forum: bool) -> None:
    """Find the title, and take it and its repetitions out of the head of the text."""
    head = _head(draft.lines)
    counts = Counter(draft.lines[n].text for n in head)
    repeated = {n for n in head if counts[draft.lines[n].text] > 1}
    draft.title = title or _own_title(draft.lines, head, repeated, is_forum)
    key = _key(draft.title)
    same = {n for n in head if _key(draft.lines[n].text) == key}
    if is_forum and len(same) > 1:
        draft.drop(set(range(max(same))) - same)
        same = {n for n in _head(draft.lines) if _key(draft.lines[n].text) == key}
    draft.removed += [draft.lines[n].text for n in sorted(same) if draft.lines[n].text != draft.title]
    draft.lines = [line for n, line in enumerate(draft.lines) if n not in same]


def _own_title(lines: list[Line], head: range, repeated: set[int], is_forum: bool) -> str:
    """Return the title among the head lines: the one a forum marks, the repeated one, the first that reads as one."""
    if is_forum:
        for n in head:
            if "[复制链接]" in lines[n].text:
                inside = FORUM_SPAN.sub("", lines[n].text).strip()
                return inside if count_hanzi(inside) >= 4 else lines[n - 1].text if n else ""
    numbered = next((n for n in head if HEADING.match(lines[n].text)), len(lines))
    titles = [n for n in head if n < numbered and _reads_as_title(lines[n].text)]
    best = next((n for n in titles if n in repeated), titles[0] if titles else None)
    return lines[best].text if best is not None else ""


def _drop_head(draft: _Draft, is_forum: bool) -> None:
    """Take out what stands above the text: forum furniture, the lead of a sharing site, publication lines."""
    head = _head(draft.lines)
    last_mark = max((n for n in head if is_forum and FORUM.search(draft.lines[n].text)), default=-1)
    about = {n for n in range(min(_HEAD_LINES, len(draft.lines))) if _is_about(draft.lines[n].text)}
    lead = {
        n
        for n in range(min(_HEAD_LINES, len(draft.lines)))
        if LEAD.search(draft.lines[n].text) and len(draft.lines[n].text) <= 150
    }
    draft.about = [draft.lines[n].text for n in sorted(about)]
    draft.drop(set(range(last_mark + 1)) | about | lead)
    if is_forum:
        draft.drop({n for n, line in enumerate(draft.lines) if FORUM.search(line.text) and not _is_prose(line.text)})


def _strip_tags(draft: _Draft) -> None:
    """Take a site's copyright tag out of the text: learnt where it ends a paragraph, then wherever it stands."""
    ends = Counter(match.group(1) for line in draft.lines if (match := COPYRIGHT_TAG.search(line.text)))
    tags = [tag for tag, _ in ends.most_common(_MOST_TAGS)]
    draft.lines = [Line(_without(line.text, tags, draft.removed), line.begins) for line in draft.lines]


def _without(text: str, tags: list[str], removed: list[str]) -> str:
    """Return `text` without any of `tags` and without the editors' names at its end; add them to `removed`."""
    for tag in tags:
        removed += [tag] * text.count(tag)
        text = text.replace(tag, "")
    match = EDITOR_TAG.search(text)
    if match and match.start() > _PROSE:
        removed.append(match.group().strip())
        text = text[: match.start()]
    return text.rstrip()


def _head(lines: list[Line]) -> range:
    """Return the numbers of the lines above the first prose."""
    return range(next((n for n, line in enumerate(lines) if _is_prose(line.text)), len(lines)))


def _is_prose(text: str) -> bool:
    """Tell whether a line is running text: long, with sentence marks, and no furniture."""
    return (
        count_hanzi(text) >= _PROSE
        and _SENTENCE.search(text) is not None
        and not (len(text) <= _LONGEST_FOOTER and SITE_FOOTER.search(text))
        and len(FORUM.findall(text)) < _LEAST_FORUM
        and not LEAD.search(text)
    )


def _reads_as_title(text: str) -> bool:
    """Tell whether a line can be a title: short, Chinese, not numbered, not ended like a sentence, not furniture."""
    return (
        count_hanzi(text) >= 4
        and len(text) <= _LONGEST_TITLE
        and not HEADING.match(text)
        and not _CLOSED.search(text)
        and not PUBLICATION_LINE.search(text)
        and not FORUM.search(text)
        and not LEAD.search(text)
    )


def _is_about(text: str) -> bool:
    """Tell whether a head line only says when, whence and how often read."""
    return (
        STAMPED_LINE.search(text) is not None
        and len(text) <= _LONGEST_ABOUT
        and not re.search(r"[。！？]", text)
        and not HEADING.match(text)
    )


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)
