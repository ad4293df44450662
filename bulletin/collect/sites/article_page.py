"""An article page: bytes to title, publication time, origin (来源) and text, by rules that hold across Chinese sites.

The body is the element whose lines read most like prose: lines with sentence marks count for it, link lists and page
furniture against it. Measured on saved pages of portals, local papers and government sites: see the floor test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from bulletin.collect.cleaning.furniture import BREADCRUMB, EDITOR_TAG, PUBLICATION_LINE, TRAILER
from bulletin.collect.cleaning.paragraphs import HEADING
from bulletin.collect.dates import find_date
from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import Page, Segment, parse, read_page, text_of
from bulletin.errors import UnreadableMaterial
from bulletin.settings import Source
from bulletin.text import count_hanzi, one_line, plain, shorten

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PROSE = re.compile(r"[，。；！？,;!?]")
_SENTENCE_END = re.compile(r"[。！？…”）)]$")
_ORIGIN = re.compile(r"来源(?:于)?\s*[:：]\s*([^\s|｜【\[（(，。]{2,30}(?:\s[^\s|:：]{2,20}(?=$))?)?")
_ORIGIN_END = re.compile(
    r"(?:作者|时间|日期|编辑|责任|字号|字体|浏览|点击|阅读|发布|分享|打印|更新|记者|举报|收藏|评论)\s*[:：]?.*$"
)
_SITE_SUFFIX = re.compile(r"\s*(?:[-_|—–－｜]{1,3}|\s{2,})\s*(?=\S)")
_DATE_LINE = re.compile(
    r"^\W*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"\s+([\u4e00-\u9fff]{2,15})\b"
)
_LABELLED_DATE = re.compile(r"(?:发布|发表|发稿|发文)?(?:时间|日期)\s*[:：]|来源")
_ENOUGH, _PROSE_WEIGHT = 120, 10.0
_PATH_REMEDY = "网页可能已改版，请核对后修改来源文件"
_ATTACHMENT = re.compile(r"附件|\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)\W*$", re.I)
_TITLE_META = ("articletitle", "og:title", "title")
_DATE_META = (
    *("pubdate", "publishdate", "publish_time", "pubtime", "datepublished", "release_date"),
    *("article:published_time", "og:release_date", "og:published_time", "og:time", "weibo:article:create_at"),
)
_ORIGIN_META = ("contentsource", "source", "mediaid")
_ORIGIN_CLASS = re.compile(r"(?:^|[\s_-])(?:source|media|origin|laiyuan|from)(?:$|[\s_-])", re.I)


@dataclass(frozen=True, slots=True)
class Article:
    """What one page says: ``text`` has one paragraph a line; ``published_at`` is None where the page does not tell."""

    title: str
    text: str
    origin: str
    published_at: datetime | None


def read_article(body: bytes, source: Source, zone: tzinfo, label: str = "") -> Article:
    """Read an article page by the XPaths of `source` where it has them, else by our own rules.

    `label` is the charset the server named; `source.charset` goes before it. Raises `UnreadableMaterial` for a page
    without any text, and for an XPath of the source that finds nothing on it.
    """
    text, _ = decode(body, source.charset or label)
    root = parse(text)
    page = read_page(root)
    metas = _metas(root)
    title, place = _title(root, page, metas)
    title = one_line(_by_path(root, source.title_path, "title_path") or title)
    paragraphs, first = _body(page, title, place)
    paragraphs = _by_text_path(root, source.text_path) if source.text_path else _second_opinion(text, paragraphs)
    if not title or not paragraphs:
        raise UnreadableMaterial("网页中没有找到标题或正文", "请打开网页核对，必要时在来源文件中写明 text_path")
    near = _neighbourhood(page, place, first)
    return Article(
        title=title,
        text="\n".join(paragraphs),
        origin=_tidy_origin(_by_path(root, source.origin_path, "origin_path")) or _origin(root, page, near, metas),
        published_at=find_date(_by_path(root, source.date_path, "date_path"), zone) or _date(page, near, metas, zone),
    )


def _by_path(root: HtmlElement, path: str, key: str) -> str:
    """Return the text of the first node the XPath finds; '' without a path. Raises `UnreadableMaterial`."""
    if not path:
        return ""
    text = one_line(next(_selected(root, path), ""))
    if not text:
        raise UnreadableMaterial(f"来源文件中的 {key} 在网页上什么也没找到", _PATH_REMEDY)
    return text


def _by_text_path(root: HtmlElement, path: str) -> list[str]:
    """Return the lines under the nodes the source's ``text_path`` finds. Raises `UnreadableMaterial` for none."""
    lines = [line for text in _selected(root, path) for line in text.split("\n") if line.strip()]
    if not lines:
        raise UnreadableMaterial("来源文件中的 text_path 在网页上什么也没找到", _PATH_REMEDY)
    return lines


def _selected(root: HtmlElement, path: str) -> Iterator[str]:
    """Yield the text of what an XPath finds, one block a line. Raises `UnreadableMaterial` for a wrong XPath."""
    from lxml import etree

    try:
        found = root.xpath(path)
    except etree.XPathError as error:
        raise UnreadableMaterial(f"来源文件中的 XPath 写得不对：{shorten(path, 60)}", "请修改来源文件") from error
    for node in found if isinstance(found, list) else [found]:
        if isinstance(node, str):
            yield plain(node)
        elif hasattr(node, "itertext"):
            yield "\n".join(segment.text for segment in read_page(node).segments)


def _metas(root: HtmlElement) -> dict[str, str]:
    """Return the page's meta fields by lower-case name without blanks."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = re.sub(r"\s", "", meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = one_line(meta.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _title(root: HtmlElement, page: Page, metas: dict[str, str]) -> tuple[str, int]:
    """Return the title and the number of the segment it stands in (-1 when it stands in none).

    A segment that begins the <title> element wins (the longest), then the line above the publication line, then the
    meta field, then the <title> without the site's name.
    """
    head = one_line(text_of(root.find(".//title"))) if root.find(".//title") is not None else ""
    stated = next((metas[name] for name in _TITLE_META if name in metas), "")
    for claim in (stated, head):
        place = _place_of(page, claim)
        if place >= 0 and len(page.segments[place].text) >= min(8, len(claim)):
            return page.segments[place].text, place
    above = _above_publication_line(page)
    if above >= 0 and not stated:
        return page.segments[above].text, above
    return _without_site(stated or head), -1


def _place_of(page: Page, claim: str) -> int:
    """Return the segment that is the longest beginning of `claim`, or -1; plain text goes before a link."""
    wanted = _key(claim)
    best = (0, False, 0, -1)
    for number, segment in enumerate(page.segments):
        key = _key(segment.text)
        if len(key) >= 4 and wanted.startswith(key):
            best = max(best, (len(key), segment.linked == 0, -number, number))
    return best[3]


def _above_publication_line(page: Page) -> int:
    """Return the segment that stands above the first line naming a time or origin of publication, or -1."""
    for number, segment in enumerate(page.segments):
        if PUBLICATION_LINE.search(segment.text) and re.search(r"\d{4}", segment.text):
            above = range(number - 1, max(number - 4, -1), -1)
            return next((n for n in above if _can_be_title(page.segments[n])), -1)
    return -1


def _can_be_title(segment: Segment) -> bool:
    return count_hanzi(segment.text) >= 6 and not segment.linked


def _without_site(title: str) -> str:
    """Return a <title> without the names of column and site that follow a dash, bar or underscore."""
    parts = _SITE_SUFFIX.split(title)
    kept = parts[0].strip()
    return kept if count_hanzi(kept) >= 4 else title


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)


def _body(page: Page, title: str, place: int) -> tuple[list[str], int]:
    """Return the paragraphs of the article and the number of the segment the first stands in."""
    sums = [0.0]
    for segment in page.segments:
        sums.append(sums[-1] + _weight(segment))
    best = max(page.stretches, key=lambda s: (sums[s.end] - sums[s.start], s.start - s.end), default=None)
    if best is None:
        return [], 0
    start = max(best.start, place + 1) if place < best.end else best.start
    numbers = list(_kept(page.segments, start, best.end, title))
    texts = [page.segments[n].text for n in numbers]
    if texts:
        texts[-1] = EDITOR_TAG.sub("", texts[-1]).rstrip()
    return [text for text in texts if text], numbers[0] if numbers else start


def _second_opinion(text: str, own: list[str]) -> list[str]:
    """Return `own`, or what trafilatura finds where our text is short and its prose is more than twice as long."""
    length = count_hanzi("".join(own))
    if length >= _ENOUGH:
        return own
    import trafilatura

    found = (trafilatura.extract(text, include_comments=False) or "").split("\n")
    prose = [line for line in map(one_line, found) if _weight(Segment(line)) >= _PROSE_WEIGHT]
    return prose if count_hanzi("".join(prose)) > 2 * length else own


def _weight(segment: Segment) -> float:
    """Return how much a line speaks for the element it stands in: prose for, links and furniture against.

    Names in a list, headings and signatures speak for it a little, attachments not against it.
    """
    text = segment.text
    if TRAILER.search(text) or BREADCRUMB.search(text):
        return -10.0 - segment.linked
    if segment.linked * 2 > len(text):
        return 0.0 if _ATTACHMENT.search(text) else -4.0 - segment.linked
    words = count_hanzi(text) or len(text) / 4
    if _PROSE.search(text) and words >= 10:
        return words
    if PUBLICATION_LINE.search(text):
        return -3.0
    return 3.0 if HEADING.match(text) or text.endswith("：") else 0.3 if words >= 2 else 0.0


def _kept(segments: list[Segment], start: int, end: int, title: str) -> Iterator[int]:
    """Yield the numbers of the lines of `segments[start:end]` that belong to the article, trailers cut off."""
    weights = [max(0.0, _weight(segment)) for segment in segments[start:end]]
    prose = rest = sum(weights)
    seen = 0.0
    for number, weight in enumerate(weights, start):
        segment = segments[number]
        rest -= weight
        if TRAILER.search(segment.text) and seen > 0:
            if rest < prose / 2:
                return
            continue
        if _belongs(segment, title, begun=seen > 0):
            seen += weight
            yield number


def _belongs(segment: Segment, title: str, begun: bool) -> bool:
    """Tell whether a line is part of the article: no link list, and before its first prose no line about the page."""
    text = segment.text
    if TRAILER.search(text) or BREADCRUMB.search(text) or not re.search(r"\w", text):
        return False
    if segment.linked * 2 > len(text) and not (_SENTENCE_END.search(text) or _ATTACHMENT.search(text)):
        return False
    if begun:
        return not (PUBLICATION_LINE.search(text) and len(text) < 40 and not _SENTENCE_END.search(text))
    is_about = PUBLICATION_LINE.search(text) is not None and not (len(text) > 100 and _PROSE.search(text))
    return not is_about and not _repeats(text, title) and (count_hanzi(text) > 4 or len(text) > 12)


def _repeats(text: str, title: str) -> bool:
    """Tell whether a line only says the title again, a label such as [视频] aside."""
    key = _key(text)
    return key == _key(title) or (len(key) >= 8 and _key(title).endswith(key))


def _neighbourhood(page: Page, place: int, first: int) -> list[Segment]:
    """Return the lines where a page says when and from where: around the title, down to the body's beginning."""
    start = place if place >= 0 else first
    return page.segments[max(0, start - 4) : max(first + 1, start + 1)][-40:] + page.segments[first : first + 1]


def _date(page: Page, near: list[Segment], metas: dict[str, str], zone: tzinfo) -> datetime | None:
    """Return the publication time: as the page shows it near the title, else as its meta fields say, else below."""
    shown = _shown_date(near, zone)
    stated = next((date for name in _DATE_META if (date := find_date(metas.get(name, ""), zone))), None)
    if shown and stated and shown.date() == stated.date() and (shown.hour, shown.minute) == (0, 0):
        return stated
    return shown or stated or _shown_date([s for s in page.segments if _LABELLED_DATE.search(s.text)], zone)


def _shown_date(segments: list[Segment], zone: tzinfo) -> datetime | None:
    """Return the date of the first labelled line, else of the first short line with a date."""
    labelled = [s.text for s in segments if _LABELLED_DATE.search(s.text) and len(s.text) < 200]
    short = [s.text for s in segments if len(s.text) < 60 and not _SENTENCE_END.search(s.text)]
    for text in (*labelled, *short):
        label = _LABELLED_DATE.search(text)
        found = find_date(text[label.end() :], zone) if label else None
        found = found or find_date(text, zone)
        if found:
            return found
    return None


def _origin(root: HtmlElement, page: Page, near: list[Segment], metas: dict[str, str]) -> str:
    """Return where the page says its text comes from: a labelled line, a meta field, an element named so, or ''."""
    return (
        _labelled_origin(near)
        or next((found for name in _ORIGIN_META if (found := _tidy_origin(metas.get(name, "")))), "")
        or _beside_date(near)
        or _origin_by_class(root)
        or _labelled_origin([s for s in page.segments if not s.linked and len(s.text) < 60])
    )


def _labelled_origin(segments: list[Segment]) -> str:
    """Return what follows 来源： in the first line that has it, or the short line below it."""
    for number, segment in enumerate(segments):
        match = _ORIGIN.search(segment.text)
        if not match:
            continue
        found = _tidy_origin(match.group(1) or "")
        below = segments[number + 1].text if number + 1 < len(segments) else ""
        if not found and segment.text.endswith((":", "：")) and 2 <= len(below) <= 20:
            found = _tidy_origin(below)
        if found:
            return found
    return ""


def _beside_date(segments: list[Segment]) -> str:
    """Return the one word that stands after a date on a line that holds nothing else, or ''."""
    for segment in segments:
        match = _DATE_LINE.match(segment.text)
        if match:
            return _tidy_origin(match.group(1))
    return ""


def _origin_by_class(root: HtmlElement) -> str:
    """Return the text of the first short element whose class or id says source, or ''."""
    for element in root.iter("span", "a", "div", "p", "em", "i"):
        if _ORIGIN_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            found = _tidy_origin(text_of(element))
            if 2 <= len(found) <= 20 and count_hanzi(found) >= 2:
                return found
    return ""


def _tidy_origin(text: str) -> str:
    """Return a stated origin without its label, without what follows it on the line."""
    text = re.sub(r"^.*来源(?:于)?\s*[:：]\s*", "", one_line(text))
    return _ORIGIN_END.sub("", text).removesuffix("原创稿").strip(" 《》|｜-—")
