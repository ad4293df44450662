"""How much each line of a page speaks for the element it stands in: prose for, links and furniture against."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bulletin.collect.cleaning.furniture import BREADCRUMB, PUBLICATION_LINE, TRAILER
from bulletin.collect.cleaning.paragraphs import HEADING
from bulletin.collect.documents.html_text import Page, Segment
from bulletin.collect.sites.page.names import standings
from bulletin.collect.sites.page.title import key_of
from bulletin.text import count_hanzi

if TYPE_CHECKING:
    from lxml.html import HtmlElement

PROSE = 10.0
"""The least weight of a line that reads as prose."""

SENTENCE_END = re.compile(r"[。！？…”）)]$")
"""What a sentence ends in."""

ATTACHMENT = re.compile(r"^\W{0,3}附\s*件|\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|zip|rar|7z)\W*$", re.IGNORECASE)
"""The text of a link to an attachment."""

_MARKS = re.compile(r"[，。；！？,;!?]")
_FURNITURE = re.compile(
    r"^\W*(?:[↑↓▲▼]*\s*点击(?:上方|下方|蓝字|右上角|关注)|(?:长按|识别|扫描|扫一扫|微信扫)\S{0,12}(?:二维码|关注)|END\W*$"
    r"|(?:一审|二审|三审|初审|复审|终审|值班主任|责编|监审|编审|美编|出品|统筹|排版|校审)\s*[|｜丨:：/]"
    r"|(?:本文)?来源\s*[:：]\s*\S{2,20}$|[（(【\[]?\s*原(?:标题|题)\s*[:：]|返回\S{0,4}，?查看更多|\S{0,4}字体\s*[:：]|小字号|大字号"
    r"|[【\[]?\s*纠错|(?:文章)?(?:关键词|关键字|标签|分类)\s*[:：]|(?:点赞|在看|转发|收藏|分享)\W{0,2}(?:点赞|在看|转发|收藏|分享|评论)"
    r"|查看(?:原文|更多|全文)|阅读(?:原文|全文)|展开(?:全文|更多)|加载(?:中|更多)|更多精彩|(?:预览时)?标签不可点|Share to|轻触阅读原文"
    r"|您(?:使用|当前|现在)\S{0,6}浏览器|(?:首页\s*)?(?:上一页|下一页|尾页|末页)|共\s*\d+\s*页)"
    r"|浏览器版本(?:过低|太低)|^\W*打印时间\s*[:：]|仅提供信息(?:存储|发布)|提供信息存储|以上内容为\S{0,20}上传并发布|本文(?:来源|系)\S{0,30}(?:责任编辑|转载)"
    r"|^[（(【\[]\s*(?:责任)?编(?:辑|校)?\s*[:：].{1,20}[）)】\]]$|^[（(]责编\s*[:：]",
    re.IGNORECASE,
)
_INDEX = re.compile(
    r"索\s*引\s*号|主题分类|发文字号|发文机关|公开(?:类别|方式|范围)|信息分类|服务对象|信息索引|体裁分类|文\s*号\s*[:：]"
)
_CUT = re.compile(r"^\W*(?:Share to|相关(?:解读|文件|政策))", re.IGNORECASE)
_TOOL = re.compile(
    r"^\W*(?:分享|扫一扫|扫码|微信扫|手机扫|用微信|长按|打印|收藏|关闭|关注|加入收藏|返回|回到|我要打印|举报|字[体号]|官方微[信博]|加载|您需要登录|文明上网)"
)
_STAMP_ONLY = re.compile(
    r"[^，。；：、()（）]{0,12}?(?:(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s(?:19|20)\d\d)"
    r"\W*(?:\d{1,2}:\d\d(?::\d\d)?)?[^，。；：、()（）]{0,12}"
)
_RELATED = re.compile(r"^\W*(?:相关|延伸|推荐|更多|精彩|热门|热点|新闻|编辑推荐|本站推荐|猜你|为您|大家都|最新)")
_ALSO_OWN = re.compile(r"^\W*(?:主办|承办|协办|指导|支持|主管)(?:单位)?\s*[:：]|^\W*风险提示")
_YEAR = re.compile(r"(?:19|20)\d\d\s*[-/.年]")
_SUMMARY = 150
_LEAST_REPEATED = 8
_BEFORE_TITLE, _AFTER_TRAILER = 0.35, 0.25
_AGAINST = {"outside": -6.0, "beside": -4.0}


@dataclass(slots=True)
class Lines:
    """The segments of a page with their weights; ``fit`` is false for a line that cannot be the article's.

    ``own`` weights know the line alone, ``weights`` also where it stands: beside the text, above the title, below the
    first trailer, a second time. ``passed`` are trailers after which the text goes on (a box of related articles in
    its midst), ``spared`` lines that read as trailers and are the text's own (主办单位：… of an event).
    """

    segments: list[Segment]
    own: list[float]
    weights: list[float]
    fit: list[bool]
    passed: set[int] = field(default_factory=set)
    spared: set[int] = field(default_factory=set)


def weighed(page: Page, title: str, start: int, end: int, *, trust_names: bool) -> Lines:
    """Return the lines of a page whose title stands in ``segments[start:end]`` (-1 for none).

    `trust_names` false lets lines count that stand in elements named as comments, side columns and the like.
    """
    own = [weight(segment) for segment in page.segments]
    own[max(start, 0) : max(end, 0)] = [0.0] * (max(end, 0) - max(start, 0))
    first = next((n for n in range(max(end, 0), len(own)) if own[n] >= PROSE), -1) if end > 0 else -1
    places = standings(page, start, first)
    lines = Lines(page.segments, own, list(own), [True] * len(own))
    copies = _copies(page)
    last = -1
    ended = False
    for number, segment in enumerate(page.segments):
        against = _AGAINST.get(places[number], 0.0)
        if against < 0 and (trust_names or places[number] == "outside"):
            _refuse(lines, number, against)
        elif number in copies or (number >= end and key_of(segment.text) == key_of(title)):
            _refuse(lines, number, 0.0)
        elif number < start:
            lines.weights[number] *= _BEFORE_TITLE if own[number] > 0 else 1.0
        elif ended:
            lines.weights[number] *= _AFTER_TRAILER
            lines.fit[number] = own[number] < PROSE
        elif last >= 0 and is_trailer(segment.text) and not _TOOL.search(segment.text):
            ended = _ends(page, lines, number, last)
        if number >= end and lines.weights[number] >= PROSE and not ended:
            last = number
    return lines


def _ends(page: Page, lines: Lines, number: int, last: int) -> bool:
    """Tell whether the trailer in segment `number` ends the text whose last line of prose is `last`; note it if not."""
    text = page.segments[number].text
    if _ALSO_OWN.search(text) and _container(page, number) is _container(page, last):
        lines.spared.add(number)
        lines.own[number] = lines.weights[number] = 0.3
        return False
    if _RELATED.search(text) and _goes_on(page, lines.own, number, last):
        lines.passed.add(number)
        return False
    said = sum(one for one in lines.weights[:number] if one >= PROSE)
    rest = sum(one for one in lines.own[number:] if one >= PROSE)
    is_stamp = PUBLICATION_LINE.search(text) is not None and _YEAR.search(text) is not None
    return not (is_stamp and said < _SUMMARY and rest > 2 * said)


def _goes_on(page: Page, own: list[float], trailer: int, last: int) -> bool:
    """Tell whether prose below a trailer stands in the same element as the prose above it (segment `last`)."""
    above = _container(page, last)
    below = (n for n in range(trailer + 1, len(own)) if own[n] >= PROSE)
    return above is not None and any(_container(page, n) is above for n in below)


def _container(page: Page, number: int) -> HtmlElement | None:
    """Return the element that holds the paragraph in a segment: the parent of the block that is the paragraph."""
    inner = next((s for s in page.stretches if s.start <= number < s.end), None)
    if inner is None:
        return None
    return inner.element.getparent() if inner.end - inner.start == 1 else inner.element


def _copies(page: Page) -> set[int]:
    """Return the lines of a block that the page holds a second time (for phones, for print).

    A line alone that comes again is no copy, nor is one right after its like: texts repeat themselves too.
    """
    first: dict[str, int] = {}
    back: list[int] = []
    for number, segment in enumerate(page.segments):
        can_be = len(segment.text) >= _LEAST_REPEATED and segment.kind != "row"
        place = first.setdefault(segment.text, number) if can_be else number
        back.append(number - place)
    pairs = enumerate(zip((0, *back), back, (*back[1:], 0), strict=False))
    return {n for n, (above, one, below) in pairs if one > 1 and one in (above, below)}


def _refuse(lines: Lines, number: int, weight_of_place: float) -> None:
    lines.weights[number] = weight_of_place
    lines.fit[number] = False


def weight(segment: Segment) -> float:
    """Return how much a line speaks for the element it stands in, by itself.

    Names in a list, headings, rows of a table and signatures speak for it a little, attachments not against it.
    """
    text = segment.text
    if is_trailer(text) or BREADCRUMB.search(text) or _FURNITURE.search(text) or "{{" in text:
        return -10.0 - segment.linked
    if segment.linked * 2 > len(text):
        return 0.0 if ATTACHMENT.search(text) else -4.0 - segment.linked
    words = measure(text)
    if segment.kind == "row":
        return -1.0 if _INDEX.search(text) else 2.0
    if _MARKS.search(text) and words >= 10:
        return words
    if PUBLICATION_LINE.search(text):
        return -3.0
    return 3.0 if HEADING.match(text) or text.endswith("：") else 0.3 if words >= 2 else 0.0


def measure(text: str) -> float:
    """Return the length of a text in Chinese characters, or a quarter of its characters where it is Latin."""
    return float(count_hanzi(text) or len(text) / 4)


def is_trailer(text: str) -> bool:
    """Tell whether a line begins what does not belong to a text."""
    return TRAILER.search(text) is not None or _CUT.search(text) is not None


def is_furniture(text: str) -> bool:
    """Tell whether a line belongs to the page and not to its text, wherever it stands."""
    return _FURNITURE.search(text) is not None or BREADCRUMB.search(text) is not None


def is_index(text: str) -> bool:
    """Tell whether a line belongs to the table of particulars (索引号, 发文字号 …) above an official document."""
    return _INDEX.search(text) is not None and len(text) < 120


def is_about(text: str) -> bool:
    """Tell whether a line says when, by whom or from where the page was published."""
    if _STAMP_ONLY.fullmatch(text):
        return True
    return PUBLICATION_LINE.search(text) is not None and not (len(text) > 100 and _MARKS.search(text) is not None)
