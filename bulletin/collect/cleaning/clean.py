"""Cleaning of submitted and copied text: noise, furniture, footers and leads off, broken lines rejoined.

Everything taken out is listed with its place and why, and can be put back; nothing inside a sentence is changed but a
site's own tag. Rows of tables stay whole. Half-width marks stay for a later gate, mojibake stays and is flagged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
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
from bulletin.collect.cleaning.jammer import noise_in
from bulletin.collect.cleaning.lines import Line, Span, by_line, lines_of, table_rows
from bulletin.collect.cleaning.paragraphs import HEADING, rejoined
from bulletin.model import Removal
from bulletin.text import count_hanzi, plain

_SENTENCE = re.compile(r"[。！？；]|[，,、].*[，,、。]")
_CLOSED = re.compile(r"[。！？；：:，,、…]$")
_ORNAMENT = re.compile(r"[\W_]+")
_EDITOR_LINE = re.compile(r"^\W*(?:责任编辑|责编|编辑|录入)\s*[:：]\s*\S{1,20}\s*$")
_HEAD_LINES = 8
_LONGEST_TITLE = 60
_LONGEST_ABOUT = 100
_PROSE = 25
_PROSE_LONG = re.compile(rf"(?:[^\u3400-\u9fff]*[\u3400-\u9fff]){{{_PROSE}}}")
_LEAST_FORUM = 2
_MOST_TAGS = 8
_LONGEST_FOOTER = 200
_LONGEST_LEAD = 150
_NOISE, _EDITORS, _AROUND = "干扰码", "编辑署名", "论坛附带文字"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``title`` is the first line that reads as one ('' where none does) and is no longer in ``text``.

    ``text`` has one paragraph a line; ``about`` holds the publication lines (when, whence) that stood above it;
    ``removed`` is everything of ``raw`` that is not in ``text`` (the title too), in the order it stood there.
    """

    title: str
    text: str
    about: str
    removed: tuple[Removal, ...]
    raw: str


@dataclass(slots=True)
class _Draft:
    """A text on its way through the steps."""

    lines: list[Line]
    removed: list[Removal] = field(default_factory=list)
    title: str = ""
    about: list[str] = field(default_factory=list)

    def drop(self, reasons: Mapping[int, str]) -> None:
        """Take out the lines of these numbers, each for its reason; rows of tables stay."""
        gone = {n: why for n, why in reasons.items() if not self.lines[n].is_row}
        self.removed += [_whole(self.lines[n], why) for n, why in gone.items()]
        self.lines = [line for n, line in enumerate(self.lines) if n not in gone]


def _whole(line: Line, why: str) -> Removal:
    return line.removal((0, len(line.text)), why)


def clean(text: str, title: str = "", *, taken: Iterable[Removal] = (), broken_lines: bool = True) -> Cleaned:
    """Return `text` cleaned. `title` is what a header says; without one the text's own first heading is taken.

    `broken_lines` false keeps lines as they are (Word files and web pages know their paragraphs). The places of what is
    taken out are those in ``plain(text)``; so are those of `taken`, what the reader of the material knows not to be text.
    """
    raw = plain(text)
    draft = _without_noise(raw, sorted(taken, key=_place))
    is_forum = len({match.group() for line in draft.lines for match in FORUM.finditer(line.text)}) >= _LEAST_FORUM
    _drop_ornaments(draft)
    _drop_footer(draft)
    _take_title(draft, title, is_forum)
    _drop_head(draft, is_forum)
    _strip_tags(draft)
    paragraphs = rejoined(draft.lines) if broken_lines else [line.text for line in draft.lines]
    removed = tuple(sorted(draft.removed, key=_place))
    return Cleaned(draft.title, "\n".join(paragraphs), "\n".join(draft.about), removed, raw)


def _place(one: Removal) -> Span:
    return one.start, one.end


def _without_noise(raw: str, taken: list[Removal]) -> _Draft:
    """Return the text without what was taken already and without jammer noise."""
    cuts = by_line(raw, taken)
    lines = raw.split("\n")
    for number, spans in cuts.items():
        for start, end in spans:
            lines[number] = f"{lines[number][:start]}{' ' * (end - start)}{lines[number][end:]}"
    rows = table_rows(lines)
    noise = noise_in(lines, rows)
    left, uncut = lines_of(raw, {n: [*cuts.get(n, ()), *noise.get(n, ())] for n in {*cuts, *noise}}, rows)
    return _Draft(left, [*taken, *(uncut[n].removal(span, _NOISE) for n in noise for span in noise[n])])


def _drop_ornaments(draft: _Draft) -> None:
    """Take out lines without any letter, figure or character (rules of dashes), and rows of a page's buttons."""
    texts = [line.text for line in draft.lines]
    ornaments = {n: "分隔线" for n, text in enumerate(texts) if _ORNAMENT.fullmatch(text)}
    draft.drop({**{n: "网页按钮" for n, text in enumerate(texts) if is_row_of_buttons(text)}, **ornaments})


def _drop_footer(draft: _Draft) -> None:
    """Take out the footer of a site: from its first sure line below the last prose to the end."""
    last = max((n for n, line in enumerate(draft.lines) if _is_prose(line.text)), default=-1)
    tail = range(last + 1, len(draft.lines))
    first = next((n for n in tail if SITE_FOOTER.search(draft.lines[n].text)), len(draft.lines))
    editors = {n: _EDITORS for n in tail if _EDITOR_LINE.match(draft.lines[n].text)}
    draft.drop({**editors, **dict.fromkeys(range(first, len(draft.lines)), "网页页脚")})


def _take_title(draft: _Draft, title: str, is_forum: bool) -> None:
    """Find the title, and take it and its repetitions out of the head of the text."""
    head = _head(draft.lines)
    counts = Counter(draft.lines[n].text for n in head)
    repeated = {n for n in head if counts[draft.lines[n].text] > 1}
    draft.title = title or _own_title(draft.lines, head, repeated, is_forum)
    key = _key(draft.title)
    same = {n for n in head if _key(draft.lines[n].text) == key}
    if is_forum and len(same) > 1:
        draft.drop(dict.fromkeys(set(range(max(same))) - same, _AROUND))
        same = {n for n in _head(draft.lines) if _key(draft.lines[n].text) == key}
    draft.drop(dict.fromkeys(same, "标题，已单列"))


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
    near = range(min(_HEAD_LINES, len(draft.lines)))
    about = {n: "发布信息" for n in near if _is_about(draft.lines[n].text)}
    lead = {n: "转载说明" for n in near if _is_lead(draft.lines[n].text)}
    draft.about = [draft.lines[n].text for n in about]
    draft.drop({**dict.fromkeys(range(last_mark + 1), _AROUND), **lead, **about})
    if is_forum:
        marked = (n for n, line in enumerate(draft.lines) if FORUM.search(line.text) and not _is_prose(line.text))
        draft.drop(dict.fromkeys(marked, _AROUND))


def _strip_tags(draft: _Draft) -> None:
    """Take a site's copyright tag out of the text: learnt where it ends a paragraph, then wherever it stands."""
    prose = [line for line in draft.lines if not line.is_row]
    ends = Counter(match.group(1) for line in prose if (match := COPYRIGHT_TAG.search(line.text)))
    tags = [tag for tag, _ in ends.most_common(_MOST_TAGS)]
    draft.lines = [line if line.is_row else _without_tags(line, tags, draft.removed) for line in draft.lines]


def _without_tags(line: Line, tags: list[str], removed: list[Removal]) -> Line:
    """Return `line` without any of `tags` and without the editors' names at its end; add them to `removed`."""
    for tag in tags:
        spans = [match.span() for match in re.finditer(re.escape(tag), line.text)]
        removed += [line.removal(span, "网站标记") for span in spans]
        line = line.without(spans) if spans else line
    match = EDITOR_TAG.search(line.text)
    if match and match.start() > _PROSE:
        removed.append(line.removal(match.span(), _EDITORS))
        line = line.without([match.span()])
    return line


def _head(lines: list[Line]) -> range:
    """Return the numbers of the lines above the first prose."""
    return range(next((n for n, line in enumerate(lines) if _is_prose(line.text)), len(lines)))


def _is_prose(text: str) -> bool:
    """Tell whether a line is running text: long, with sentence marks, and no furniture."""
    return (
        _PROSE_LONG.match(text) is not None
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


def _is_lead(text: str) -> bool:
    """Tell whether a head line is what a text-sharing site says before a text."""
    return LEAD.search(text) is not None and len(text) <= _LONGEST_LEAD


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)
