"""The body of an article page: the element whose lines read most like prose, less what does not belong to the article.

Lines with sentence marks count for an element, link lists and furniture against it; what stands in elements named as
comments or side columns, above the title, or below the first trailer counts little or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.collect.cleaning.furniture import BREADCRUMB, EDITOR_TAG, PUBLICATION_LINE
from bulletin.collect.documents.html_text import Page, Segment, Stretch
from bulletin.collect.sites.page.lines import (
    ATTACHMENT,
    PROSE,
    SENTENCE_END,
    Lines,
    is_about,
    is_furniture,
    is_index,
    is_trailer,
    measure,
    weighed,
    weight,
)
from bulletin.collect.sites.page.names import is_body, names_of
from bulletin.collect.sites.page.title import is_site_name, key_of
from bulletin.text import count_hanzi, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ENOUGH = 120
_NAMED, _RIVAL = 1.3, 0.6
_CAPTION_NAME = re.compile(
    r"caption|pic_?(?:text|note|desc)|tuzhu|tushuo|img_?(?:desc|note|txt)|photo_?(?:desc|note)", re.I
)
_CAPTION = re.compile(r"^\W{0,2}(?:图为|图片说明|图说)|^[▲△]")
_SHOULDER = re.compile(r"jian_?ti|yin_?ti|\bpre\b|kicker|shoulder|y_?title|overline|subtitle_?up", re.I)
_SUBTITLE = re.compile(r"fu_?(?:biao)?ti|\bsub|f_?title|second_?title|vice", re.I)
_DASH = re.compile(r"—{1,2}\w")
_OF_AN_EVENT = re.compile(r"^\W{0,2}(?:时间|日期)\s*[:：]")
_LONGEST_CAPTION = 120


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of an article: the segments ``titles`` (肩题, 副题) and ``numbers`` of its page, and the captions that
    stand among them.

    ``start`` and ``end`` bound the element, ``headline`` is where its title stands, ``first`` the first line of the text,
    ``prose`` its first line of prose; ``is_sure`` is false where another part of the page could be the body too. What
    the editors signed at the end of the last paragraph is no part of it.
    """

    titles: tuple[int, ...]
    numbers: tuple[int, ...]
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    headline: range
    start: int
    first: int
    prose: int
    end: int
    is_sure: bool
    lines: Lines
    element: HtmlElement | None = None

    @property
    def source(self) -> str:
        """All characters of the element, those nobody sees too."""
        return "" if self.element is None else "".join(self.element.itertext())


def find_body(page: Page, title: str, start: int, end: int) -> Body:
    """Return the body of the article whose title stands in ``segments[start:end]`` (-1 for none); it may be empty."""
    lines = weighed(page, title, start, end, trust_names=True)
    good = [own >= PROSE and fit for own, fit in zip(lines.own, lines.fit, strict=True)]
    if start >= 0 and any(good[:start]) and not any(good[end:]):
        start, end = -1, -1  # the title stands below the text
        lines = weighed(page, title, start, end, trust_names=True)
    best, named = _best(page, lines), True
    if best is None or not _holds_prose(lines, best):
        other = weighed(page, title, start, end, trust_names=False)
        unnamed = _best(page, other)
        if unnamed is not None and (best is None or _holds_prose(other, unnamed)):
            lines, best, named = other, unnamed, False
    if best is None:
        return _no_body(max(end, 0), lines)
    first = max(best.start, end) if start < best.end else best.start
    captions = _captions(page, first, best.end)
    numbers = [n for n in _kept(lines, first, best.end, title) if n not in captions]
    texts = [page.segments[n].text for n in numbers]
    if texts:
        texts[-1] = EDITOR_TAG.sub("", texts[-1]).rstrip()
        if not texts[-1]:
            numbers, texts = numbers[:-1], texts[:-1]
    beside = ((start - 1, _SHOULDER), (end, _SUBTITLE))
    titles = [
        n for n, marked in beside if _is_beside_title(page, n, start, marked) and page.segments[n].text not in texts[:1]
    ]
    return Body(
        titles=tuple(titles),
        numbers=tuple(numbers),
        paragraphs=(*(page.segments[n].text for n in titles), *texts),
        captions=tuple(page.segments[n].text for n in sorted(captions)),
        headline=range(max(start, 0), max(end, 0)),
        start=best.start,
        first=numbers[0] if numbers else first,
        prose=next((n for n in numbers if lines.own[n] >= PROSE), numbers[0] if numbers else first),
        end=best.end,
        is_sure=named and start >= 0 and _stands_alone(lines, best, measure("".join(texts)) < _ENOUGH),
        lines=lines,
        element=best.element,
    )


def _no_body(place: int, lines: Lines) -> Body:
    return Body((), (), (), (), range(0), place, place, place, place, is_sure=False, lines=lines)


def second_opinion(text: str, body: Body) -> tuple[tuple[str, ...], bool]:
    """Return the paragraphs to take, and whether the two ways of reading disagree by more than half.

    trafilatura's are taken where ours are short and its prose is more than twice as long; what stands beside the
    article, above its title or below a trailer does not count for it.
    """
    import trafilatura

    found = [
        one_line(line) for line in (trafilatura.extract(text, include_comments=False, fast=True) or "").split("\n")
    ]
    refused = {key_of(s.text) for s, fit in zip(body.lines.segments, body.lines.fit, strict=True) if not fit}
    lines = [line for line in found if weight(Segment(line)) >= PROSE]
    prose = [line for line in lines if key_of(line) not in refused]
    whole = key_of("".join(body.paragraphs))
    shared = measure("".join(line for line in lines if key_of(line) in whole))
    ours, theirs = measure("".join(body.paragraphs)), measure("".join(prose))
    own_prose = measure("".join(line for line in body.paragraphs if weight(Segment(line)) >= PROSE))
    disagree = bool(lines) and shared * 2 < max(own_prose, measure("".join(lines)))
    return (tuple(prose) if ours < _ENOUGH and theirs > 2 * ours else body.paragraphs), disagree


def _best(page: Page, lines: Lines) -> Stretch | None:
    """Return the element whose lines weigh most; the smallest of equals, a named body before others."""
    sums = [0.0]
    for one in lines.weights:
        sums.append(sums[-1] + one)
    best: Stretch | None = None
    rank = (0.0, 0)
    for stretch in page.stretches:
        total = sums[stretch.end] - sums[stretch.start]
        if total > 0:
            total *= _NAMED if is_body(stretch.element) else 1.0
            if (total, stretch.start - stretch.end) > rank:
                best, rank = stretch, (total, stretch.start - stretch.end)
    return best


def _holds_prose(lines: Lines, stretch: Stretch) -> bool:
    return any(one >= PROSE for one in lines.weights[stretch.start : stretch.end])


def _stands_alone(lines: Lines, stretch: Stretch, is_short: bool) -> bool:
    """Tell whether the prose outside an element is little beside what it holds.

    Beside a short text all prose of the page counts in full, wherever it stands.
    """
    weights = lines.own if is_short else lines.weights
    inside = sum(one for one in lines.weights[stretch.start : stretch.end] if one >= PROSE)
    whole = sum(one for one in weights if one >= PROSE)
    return whole - inside <= _RIVAL * inside


def _kept(lines: Lines, start: int, end: int, title: str) -> Iterator[int]:
    """Yield the numbers of the lines of ``segments[start:end]`` that belong to the article, trailers cut off."""
    weights = [max(0.0, one) for one in lines.own[start:end]]
    prose = rest = sum(weights)
    seen, bare = 0.0, not any(one >= PROSE for one in weights)
    for number, one in enumerate(weights, start):
        text = lines.segments[number].text
        rest -= one
        if number in lines.spared:
            yield number
            continue
        if is_trailer(text) and seen > 0:
            if rest < prose / 2 and number not in lines.passed:
                return
            continue
        if lines.fit[number] and _belongs(lines.segments[number], title, begun=seen > 0, bare=bare):
            seen += one
            yield number


def _belongs(segment: Segment, title: str, *, begun: bool, bare: bool) -> bool:
    """Tell whether a line is part of the article: no link list, and before its first line no line about the page.

    Scraps above the first line count only in a text that is `bare` of prose (a list, a poem).
    """
    text = segment.text
    if is_trailer(text) or is_furniture(text) or not re.search(r"\w", text):
        return False
    if segment.linked * 2 > len(text) and not (SENTENCE_END.search(text) or ATTACHMENT.search(text)):
        return False
    if begun:
        is_stamp = PUBLICATION_LINE.search(text) and not _OF_AN_EVENT.match(text)
        return not (is_stamp and len(text) < 40 and not SENTENCE_END.search(text))
    if is_about(text) or is_index(text) or _repeats(text, title):
        return False
    return bare or count_hanzi(text) > 4 or len(text) > 12


def _repeats(text: str, title: str) -> bool:
    """Tell whether a line only says the title again, a label such as [视频] aside."""
    key = key_of(text)
    return key == key_of(title) or (len(key) >= 8 and key_of(title).endswith(key))


def _captions(page: Page, start: int, end: int) -> set[int]:
    """Return the lines of ``segments[start:end]`` that are captions of pictures: named so, or 图为… below a picture."""
    found = {n for n in range(start, end) if page.segments[n].kind == "caption"}
    for stretch in page.stretches:
        if (
            start <= stretch.start
            and stretch.end - stretch.start == 1
            and _CAPTION_NAME.search(names_of(stretch.element))
        ):
            found.add(stretch.start)
    for spot in page.pictures:
        for number in (spot.number, spot.number + 1):
            if start <= number < end and _CAPTION.search(page.segments[number].text):
                found.add(number)
    return {n for n in found if len(page.segments[n].text) <= _LONGEST_CAPTION}


def _is_beside_title(page: Page, number: int, place: int, marked: re.Pattern[str]) -> bool:
    """Tell whether a line next to the title (segment `place`) is marked as 肩题 or 副题."""
    if place < 0 or not 0 <= number < len(page.segments):
        return False
    line = page.segments[number]
    wrong = line.linked or BREADCRUMB.search(line.text) or PUBLICATION_LINE.search(line.text) or is_site_name(line.text)
    if wrong or not 4 <= count_hanzi(line.text) <= 40 or re.match(r"\D{0,12}\d{4}\s*[-年/.]", line.text):
        return False
    names = (names_of(s.element) for s in page.stretches if s.start == number and s.end == number + 1)
    is_marked = any(map(marked.search, names)) or _DASH.match(line.text) is not None
    return is_marked or line.kind == page.segments[place].kind == "heading"
