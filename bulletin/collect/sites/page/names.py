"""What the names (class, id) of a page's elements say: this is the article's body, this stands beside it.

The words are those that content systems share (TRS, hanweb, dedecms, phpcms, UCAP, WordPress, public accounts …);
nothing here names a site.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bulletin.collect.documents.html_text import Page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BODY = re.compile(
    r"^(?:js_content|rich_media_content|trs_(?:editor|ueditor)\w*|view trs_\w*|ucap-content|zoom(?:con)?|ozoom|artibody|art_?body"
    r"|article_?-?(?:content|body|text|con|txt)|content_?-?(?:text|article|body|txt|area)|(?:post|entry)[_-](?:content|body)"
    r"|news_?-?(?:content|txt|body|text)|text_?-?(?:content|area|con)|detail_?-?(?:content|con|text)|main_?-?(?:text|content)"
    r"|rm_txt_con|pages_content|cnt_bd|mp-editor|xl_con\w*|wenzhang\w*|zhengwen|neirong|artcon\w*|bt_content|nr|zw|content"
    r"|ivs_content|founder-content|info-?content|conTxt|show_content)$",
    re.IGNORECASE,
)
_BESIDE_NAMES = """comment comments pinglun tie reply replies aside sidebar side right related relate relation relevant recommend
    recommended tuijian hot hots rank ranking paihang share shares social bshare bdshare jiathis toolbar tools prev next
    prevnext prenext pager pagination pagelist pages qrcode qr ewm erweima ad ads advert banner statement disclaimer
    tag tags login search editor zrbj relevantdoc xgxw xgwz xgjd xgyd xgzc guess like likes popup dialog modal mask
    latest newest topnews hotnews hotlist otherlist morenews mored more"""
_OUTSIDE_NAMES = """footer foot bottom copyright copy nav navs navbar navigation menu topnav topbar breadcrumb breadcrumbs crumb crumbs
    position location place weizhi friendlink friendlinks links youqing siteinfo beian cookie cookies"""
_BESIDE, _OUTSIDE = frozenset(_BESIDE_NAMES.split()), frozenset(_OUTSIDE_NAMES.split())
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_OF_TAG = {"footer": "outside", "aside": "beside"}


@lru_cache(maxsize=4096)
def is_body_name(name: str) -> bool:
    """Tell whether one class or id is one that content systems give the body of an article."""
    return _BODY.match(name) is not None


@lru_cache(maxsize=4096)
def standing(names: str) -> str:
    """Return ``outside`` or ``beside`` where the classes and id of an element say it holds no article, else ''."""
    found = ""
    for name in names.split():
        if is_body_name(name):
            return ""
        words = {word.lower() for word in _WORDS.findall(name)} | {name.lower()}
        if words & _OUTSIDE:
            found = "outside"
        elif words & _BESIDE:
            found = found or "beside"
    return found


def names_of(element: HtmlElement) -> str:
    """Return the id and classes of an element, blanks between them."""
    return f"{element.get('id') or ''} {element.get('class') or ''}".strip()


def is_body(element: HtmlElement) -> bool:
    """Tell whether the names of an element say that it holds the body of an article."""
    return any(map(is_body_name, names_of(element).split()))


def standings(page: Page, place: int, prose: int) -> list[str]:
    """Return for each segment ``outside``, ``beside`` or '', by the names of the elements around it.

    An element that holds the title (segment `place`) is neither, whatever it is called, nor is one ``beside`` that
    holds the first prose below the title (segment `prose`).
    """
    found = [""] * len(page.segments)
    for stretch in page.stretches:
        names, tag = names_of(stretch.element), stretch.element.tag
        kind = _OF_TAG.get(tag) or (standing(names) if names else "")
        if not kind or stretch.start <= place < stretch.end:
            continue
        if kind == "outside" or not stretch.start <= prose < stretch.end:
            found[stretch.start : stretch.end] = [kind] * (stretch.end - stretch.start)
    return found
