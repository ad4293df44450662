"""What of an article page is left out of its text, line by line, and why: all else that its container shows.

The text is what is shown less what is left out, so that whatever the reader passed over can be seen and put back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bulletin.collect.cleaning.account import Account
from bulletin.collect.cleaning.furniture import BREADCRUMB, REASONS, is_row_of_buttons
from bulletin.collect.documents.html_text import Page, Segment
from bulletin.collect.sites.page.body import Body
from bulletin.collect.sites.page.lines import is_about, is_furniture, is_index
from bulletin.collect.sites.page.title import key_of
from bulletin.model import Removal

_TITLE, _CAPTION, _EDITORS = "标题，已单列", "图片说明，已单列", "编辑署名"
_LINKS = "链接"
_WRITTEN_ANEW = "附件链接，已改写为“附件：”"

_Part = tuple[str, str, str]
"""A line: what of it is text, what follows on it and is none, and why."""


def account_of(page: Page, body: Body, title: str, written: Mapping[int, str]) -> Account:
    """Return what the container of `body` shows, and what of it is left out of the text.

    `written` are the lines that name attachments (附件：…), by the segment their links stand in; they take its place.
    """
    texts = {n: page.segments[n].text for n in body.titles}
    texts |= dict(zip(reversed(body.numbers), reversed(body.paragraphs), strict=False))
    inside = range(body.start, body.end)
    outside = sorted({*texts, *written} - {*inside})
    numbers = [*(n for n in outside if n in body.titles), *inside, *(n for n in outside if n not in body.titles)]
    parts: list[_Part] = []
    for number in numbers:
        line = page.segments[number].text if number < len(page.segments) else ""
        text, anew = texts.get(number, line), written.get(number, "")
        if anew and anew != text:
            parts += [("", line, _WRITTEN_ANEW), (anew, "", "")]
        elif anew or number in texts:
            parts.append((text, line[len(text) :], _EDITORS))
        else:
            parts.append(("", line, _reason(page.segments[number], number, body, title)))
    return _joined([part for part in parts if part[0] or part[1]], body.source)


def _joined(parts: list[_Part], source: str) -> Account:
    """Return the account these lines make, read from `source`; links next to each other are one removal."""
    raw = "\n".join(text + rest for text, rest, _ in parts)
    places: list[tuple[int, int, str]] = []
    end = -1
    for text, rest, why in parts:
        start, end = end + 1 + len(text) + len(rest) - len(rest.lstrip()), end + 1 + len(text) + len(rest)
        if why == _LINKS and places and places[-1][1:] == (start - 1, _LINKS):
            places[-1] = (places[-1][0], end, why)
        elif rest:
            places.append((start, end, why))
    return Account(raw, tuple(Removal(start, end, raw[start:end], why) for start, end, why in places), source)


def _reason(segment: Segment, number: int, body: Body, title: str) -> str:
    """Return why a line of the container is no part of the text: what it is, else where it stands."""
    text = segment.text
    if number in body.headline or (key_of(text) and key_of(text) == key_of(title)):
        return _TITLE
    if text in body.captions:
        return _CAPTION
    return next((why for why, is_one in _KINDS if is_one(segment)), "") or _place(number, body)


def _place(number: int, body: Body) -> str:
    if not body.numbers or number < body.numbers[0]:
        return "正文之前的文字"
    return "正文之后的文字" if number > body.numbers[-1] else "正文之间的文字"


_KINDS: tuple[tuple[str, Callable[[Segment], object]], ...] = (
    ("分隔线", lambda segment: not re.search(r"\w", segment.text)),
    ("网页按钮", lambda segment: is_row_of_buttons(segment.text)),
    ("网页位置", lambda segment: BREADCRUMB.search(segment.text)),
    *((why, lambda segment, pattern=pattern: pattern.search(segment.text)) for why, pattern in REASONS),
    ("发布信息", lambda segment: is_about(segment.text)),
    ("公文要素", lambda segment: is_index(segment.text)),
    ("网页附带文字", lambda segment: is_furniture(segment.text)),
    (_LINKS, lambda segment: segment.linked * 2 > len(segment.text)),
)
"""What a line that is left out is, in the order in which it is asked."""
