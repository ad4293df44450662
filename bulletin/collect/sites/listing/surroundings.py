"""What stands around a list on its page, and how much that speaks for or against it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bulletin.text import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu\w*|sub-?menu|foot\w*|header|crumbs?|bread\w*|friend\w*|yqlj|links|copyright|bottom|sitemap|search|path|position|dqwz|login|share|pag(?:e|es|er|ing|ination))(?:$|[-_\s\d])",
    re.I,
)
_BESIDE = re.compile(
    r"(?:^|[-_\s])(?:aside|side\w*|hot\w*|rank\w*|top10|phb|rec\w*|tuijian|tj|related|relate|xgxw|xgyd|rdjj|djph|banner|slide\w*|swiper\w*|focus|scroll|marquee|lunbo|tpxw|ztzl|zt|pop\w*|dialog|tags?)(?:$|[-_\s\d])",
    re.I,
)
_BESIDE_HEADING = re.compile(
    r"热点|热门|热文|排行|点击|推荐|相关|友情|链接|专题|图片|图集|视频|猜你|最多|关注|导航|hot|popular|most|related|recommend|links",
    re.I,
)
_PAGER = re.compile(
    r"下一?页|下页|尾页|末页|上一?页|后一?页|next(?:\s*page)?\W*|[>»›]+|共\s*\d+\s*页|第\s*\d+\s*页.*|\d+\s*/\s*\d+",
    re.I,
)
_PAGER_SCRIPT = re.compile(r"createPageHTML|createPage\(|pageNav|laypage|Pagination|pageBarHtml", re.I)
_LOCATION = re.compile(r"当前位置|您的位置|所在位置|你的位置|首页")
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "caption"))
_HEADING_CLASS = re.compile(
    r"(?:^|[-_\s])(?:tit(?:le)?|bt|hd|head|heading|lm|column|name|caption|tab)\w*(?:$|[-_\s\d])", re.I
)
_LEVELS, _MOST_INNER, _LONGEST_HEADING = 7, 20, 16
_AGAINST_FURNITURE, _AGAINST_BESIDE, _AGAINST_HEADING, _AGAINST_HIDDEN = 0.15, 0.4, 0.25, 0.5
_FOR_PAGER, _FOR_COLUMN, _FOR_FOLDER = 1.8, 1.5, 1.5
_FOLDER_TAIL = re.compile(r"[^/]*$")


class Surroundings:
    """A page's pagers and what its column is called, looked up once for all lists."""

    def __init__(self, root: HtmlElement) -> None:
        self._pagers = list(_pagers(root))
        self._column = _column(root)

    def factor(self, below: HtmlElement, first: HtmlElement, last: HtmlElement, address: str) -> float:
        """Return by how much the weight of the list below that element, with these links, is to be multiplied."""
        factor = 1.0
        above = [below, *below.iterancestors()][:_LEVELS]
        names = [
            f"{one.get('class') or ''} {one.get('id') or ''}" for one in above[:5] if one.tag not in ("body", "html")
        ]
        if any(one.tag in ("nav", "footer", "header") for one in above) or any(map(_FURNITURE.search, names[:3])):
            factor *= _AGAINST_FURNITURE
        if any(one.tag == "aside" for one in above) or any(map(_BESIDE.search, names[:3])):
            factor *= _AGAINST_BESIDE
        if any("display:none" in (one.get("style") or "").replace(" ", "").lower() for one in above[:3]):
            factor *= _AGAINST_HIDDEN
        return factor * self._by_heading(below, first) * self._by_pager(above) * self._by_folder(first, last, address)

    def _by_heading(self, below: HtmlElement, first: HtmlElement) -> float:
        """Weigh the words above the list: a hot list says so, the column's own list bears its name."""
        words = _heading_above(below)
        if not words:
            return 1.0
        if self._column and (words == self._column or (len(words) >= 3 and words in self._column)):
            return _FOR_COLUMN
        return _AGAINST_HEADING if _BESIDE_HEADING.search(words) else 1.0

    def _by_pager(self, above: list[HtmlElement]) -> float:
        """Return the bonus of a list near whose end a pager stands."""
        if not self._pagers:
            return 1.0
        for level, one in enumerate(above[:5]):
            if any(one in pager for pager in self._pagers):
                return 1.0 + (_FOR_PAGER - 1.0) / (1 + level)
        return 1.0

    def _by_folder(self, first: HtmlElement, last: HtmlElement, address: str) -> float:
        """Return the bonus of a list whose articles lie in the page's own folder."""
        folder = _FOLDER_TAIL.sub("", urlsplit(address).path)
        links = [link.get("href") or "" for link in (first, last)]
        inside = [href.startswith("./") or (len(folder) > 1 and folder in href) for href in links]
        return _FOR_FOLDER if all(inside) else 1.0


def _pagers(root: HtmlElement) -> list[frozenset[HtmlElement]]:
    """Return, for every element that turns pages, the elements above it."""
    found: list[frozenset[HtmlElement]] = []
    for element in root.iter("a", "span", "script", "li", "button"):
        text = element.text or ""
        if element.tag == "script":
            fits = bool(text) and _PAGER_SCRIPT.search(text) is not None
        else:
            fits = 0 < len(text) < 30 and _PAGER.fullmatch(text.strip()) is not None
        if fits:
            found.append(frozenset(element.iterancestors()))
    return found[:12]


def _column(root: HtmlElement) -> str:
    """Return what the page says its column is called: its meta field, or the first part of its title."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("columnname", "columntype") and meta.get("content"):
            return one_line(meta.get("content"))
    title = root.find(".//title")
    return re.split(r"[-_|—–－｜\s]", one_line(title.text or ""))[0] if title is not None else ""


def _heading_above(below: HtmlElement) -> str:
    """Return the words of the nearest heading before the list, up to three elements higher, or ''."""
    element = below
    for _ in range(3):
        for before in element.itersiblings(preceding=True):
            if not isinstance(before.tag, str) or before.tag in ("script", "style"):
                continue
            words = _first_words(before)
            if 0 < len(words) <= 24 and not _LOCATION.search(words):
                return re.sub(r"\s*(?:更多|more)\W*$|[\s>»+]+$", "", words, flags=re.I)
            if words:
                return _heading_in(before)
        parent = element.getparent()
        if parent is None or parent.tag == "body":
            return ""
        element = parent
    return ""


def _first_words(element: HtmlElement) -> str:
    """Return the text of an element, cut where it is too long for a heading."""
    words = ""
    for text in element.itertext():
        words += text.strip()
        if len(words) > 40:
            break
    return one_line(words)


def _heading_in(element: HtmlElement) -> str:
    """Return the words of the heading with which a longer element before the list ends, or ''."""
    last = next((words for text in reversed(list(element.itertext())) if (words := text.strip())), "")
    for inner in list(element.iter())[:-_MOST_INNER:-1]:
        if isinstance(inner.tag, str) and (
            inner.tag in _HEADING_TAGS or _HEADING_CLASS.search(inner.get("class") or "")
        ):
            words = one_line("".join(inner.itertext()))
            return words if len(words) <= _LONGEST_HEADING and words.endswith(one_line(last)) else ""
    return ""
