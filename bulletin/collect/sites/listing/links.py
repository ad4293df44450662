"""Links: the address and the title a link stands for, pop-up links included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bulletin.collect.sites.addresses import absolute
from bulletin.collect.sites.listing.days import is_day
from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DOCUMENTS = ("pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ofd", "zip", "rar", "ppt", "pptx", "rtf", "csv")
"""Suffixes of what a link gives as a file rather than as a page."""

_QUOTED = re.compile(r"""(['"])(.*?)\1""")
_LIKE_ADDRESS = re.compile(r"^(?:https?:)?//|^[./?]|\.(?:s?html?|jsp|aspx?|php|do|action|pdf|docx?|xlsx?)\b|^[\w%-]+/")
_HIDDEN_ADDRESS = ("data-url", "data-href", "data-link", "data-src", "data-target-url", "url", "link")
_GENERIC = re.compile(
    r"[\[【(（<《]*(?:查看|阅读|点击|浏览|了解|进入|更多|详细|详情|全文|内容|下载|附件|图文|视频|正文|信息|原文|>|»|…|\.|\s)+[\]】)）>》]*"
    r"|(?:read|view|learn|see)?\s*(?:more|details?|full (?:text|story))\W*|download|pdf|\W*",
    re.I,
)
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,}|··+)$")
_BULLET = re.compile(r"^[\s·•●○▪■□◆◇▶►▸※★☆→>»\-—_*|]+(?=\S)")
_PINNED = re.compile(
    r"^\s*(?:[\[【(（]?\s*(?:置顶|顶置|TOP)\s*[\]】)）]?[\s:：·]*)|[\[【(（](?:置顶|TOP)[\]】)）]\s*$", re.I
)
_MARKED = re.compile(r"[顶pPwWtT]")
_NEW = re.compile(r"\s*[\[【(（]?(?:NEW|HOT)!?[\]】)）]?\s*$")
_LABEL_OF_TITLE = re.compile(r"^(?:文章)?标题\s*[:：]\s*")
_AFTER_TITLE = re.compile(r"[\r\n].*|\s*(?:发布|更新|发表|发文)(?:时间|日期)\s*[:：].*", re.DOTALL)
_TITLE_CLASS = re.compile(r"(?:^|[-_\s])(?:title|tit|bt|subject|headline|biaoti|name|news-?t)(?:$|[-_\s\d])", re.I)
_BLOCK_TAGS = "div p h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr td section article br"
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONGEST_TITLE, _LONGEST_GENERIC = 1000, 24
_TWO_PART = frozenset(("com", "gov", "org", "edu", "net", "mil", "ac"))


def address_of(element: HtmlElement, base: str) -> str:
    """Return the absolute http or https address a link or clickable element leads to, without fragment, or ''."""
    href = (element.get("href") or "").strip()
    if href and not href.startswith(("#", "javascript:", "JavaScript:", "mailto:", "tel:")):
        return absolute(href, base)
    for text in (href, element.get("onclick") or ""):
        found = next((quoted for _, quoted in _QUOTED.findall(text) if _LIKE_ADDRESS.search(quoted.strip())), "")
        if found:
            return absolute(found, base)
    hidden = next((value for name in _HIDDEN_ADDRESS if (value := element.get(name))), "")
    return absolute(hidden, base) if _LIKE_ADDRESS.search(hidden) else ""


def is_document(address: str) -> bool:
    """Tell whether the address names a file (pdf, docx, xlsx …) rather than a page."""
    return address.partition("?")[0].rpartition(".")[2].lower() in DOCUMENTS


def is_offsite(address: str, home: str) -> bool:
    """Tell whether `address` belongs to another site than `home`: another name under the public suffix."""
    return _site(address) != _site(home)


def _site(address: str) -> str:
    """Return the part of the host that names a site: ``hebei.gov.cn``, ``example.com``; an IP address whole."""
    host = (urlsplit(address).hostname or "").lower()
    parts = host.split(".")
    if parts[-1].isdecimal() or ":" in host:
        return host
    deep = len(parts) > 2 and len(parts[-1]) == 2 and (parts[-2] in _TWO_PART or len(parts[-2]) == 2)
    return ".".join(parts[-3:] if deep else parts[-2:])


def size(text: str) -> float:
    """Return how long a title reads: a Chinese character or mark counts one, any other character a half."""
    return (len(text) + len(text.encode("utf-8", "ignore"))) / 4


def is_generic(text: str) -> bool:
    """Tell whether the words of a link say nothing of what it leads to (更多, 查看详情, read more)."""
    return len(text) < _LONGEST_GENERIC and _GENERIC.fullmatch(text) is not None


def is_pinned(text: str) -> bool:
    """Tell whether the words of a link say that it was put on top of its list (置顶)."""
    return _PINNED.search(text) is not None


def tidy_title(text: str) -> str:
    """Return a title on one line without bullet, 置顶 and NEW marks."""
    text = _BULLET.sub("", " ".join(text.split()))
    if _MARKED.search(text):
        text = _BULLET.sub("", _NEW.sub("", _PINNED.sub("", text)))
    return text.strip()


def title_of(link: HtmlElement) -> str:
    """Return what a link is called: its words, or its title attribute where the page cut or lacks the words."""
    raw, told = _shown(link)[:_LONGEST_TITLE], (link.get("title") or "").strip()[:_LONGEST_TITLE]
    shown = tidy_title(raw)
    if told == raw.strip() and not is_generic(shown):
        return shown
    stated = tidy_title(_AFTER_TITLE.sub("", _LABEL_OF_TITLE.sub("", told)))
    if not shown or is_generic(shown):
        return stated or _caption(link) or shown
    begun = _CUT.sub("", shown).strip()
    if len(stated) > len(begun) and (
        _folded(stated).startswith(_folded(begun)) or (begun != shown and begun[:4] in stated)
    ):
        return stated
    return shown


def _shown(link: HtmlElement) -> str:
    """Return the words of a link; of a card (title, lead, date in one link) those of its title."""
    if not len(link):
        return link.text or ""
    for element in link.iter():
        if element is not link and isinstance(element.tag, str) and _names_title(element):
            text = " ".join("".join(element.itertext()).split())
            if size(text) >= 4 and not is_day(text):
                return text
    lines = [line for line in _lines(link) if line]
    kept = [line for line in lines if not is_day(line)]
    return next((line for line in kept if size(line) >= 4), kept[0] if kept else "")


def _names_title(element: HtmlElement) -> bool:
    return element.tag in _HEADINGS or _TITLE_CLASS.search(element.get("class") or "") is not None


def _lines(link: HtmlElement) -> Iterator[str]:
    """Yield the lines of a link's text: blocks stand apart, and so do the first and the last inline element."""
    pieces: list[str] = []
    edge: list[bool] = []
    for text, is_block in _pieces(link):
        pieces.append(text)
        edge.append(is_block)
    line = ""
    for text, is_block in zip(pieces, edge, strict=True):
        if is_block:
            yield one_line(line)
            line = text
        else:
            line += text
    yield one_line(line)


def _pieces(element: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the text in `element`, and whether each piece begins a new line."""
    yield element.text or "", False
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ("script", "style"):
            apart = child.tag in _BLOCKS or _stands_apart(child)
            yield "", apart
            yield from _pieces(child)
            yield child.tail or "", apart
        else:
            yield child.tail or "", False


def _stands_apart(element: HtmlElement) -> bool:
    """Tell whether an inline element is a field of its own (a date, a label) and no part of a sentence."""
    return element.tag in ("span", "i", "em", "time", "small", "label") and bool(
        element.get("class") or re.search(r"\d[-/.年月]\d|\d{4}", "".join(element.itertext()))
    )


def _caption(link: HtmlElement) -> str:
    """Return the caption of the picture in a link, or ''."""
    found = (tidy_title(image.get("alt") or image.get("title") or "") for image in link.iter("img"))
    return next((text for text in found if size(text) >= 4), "")


def _folded(text: str) -> str:
    return re.sub(r"\W", "", text)
