"""Pages without a text of their own: what is there instead, said plainly, so that nothing beside it is taken for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from bulletin.collect.documents.html_text import Page, text_of
from bulletin.collect.sites.page.body import Body
from bulletin.collect.sites.page.lines import measure
from bulletin.errors import UnreadableMaterial
from bulletin.text import one_line, shorten

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_GONE = re.compile(
    r"(?:页面|网页|文章|内容|信息|链接|资源)\S{0,8}(?:不存在|已(?:经)?被?删除|已下线|找不到|已失效|无法访问|走丢)"
    r"|找不到\S{0,6}(?:页面|网页)|page not found",
    re.I,
)
_BARRED = re.compile(
    r"(?:访问|请求)\S{0,4}(?:过于频繁|被拒绝|异常)|安全(?:验证|检测)|人机验证|请输入验证码"
    r"|没有(?:访问)?权限|请先?登录后|Access Denied|Forbidden",
    re.I,
)
_PLACEHOLDER = re.compile(r"\{\{\s*[\w.$]+[^{}]{0,80}\}\}|\$\{[\w.]+\}|<%=")
_ROOTS = re.compile(r"^(?:app|root|__next|__nuxt|main-?app|vue-?app|react-root)$", re.I)
_SHORT, _VERY_SHORT = 120, 60
_FRAME_SMALL = re.compile(r"^(?:0|1|\d{1,2})(?:px)?$")
_OPEN = "请在浏览器中打开网页查看"


def refuse_absent(root: HtmlElement, page: Page, body: Body, address: str, *, found: bool) -> None:
    """Raise `UnreadableMaterial` for a page whose text is elsewhere, gone, or written by a script.

    `found` tells whether something of an article was found (a text or attachments); a full text is never refused.
    """
    length = measure("".join(body.paragraphs))
    if length >= _SHORT:
        return
    shown = " ".join(segment.text for segment in page.segments[:60])
    if found and length >= _VERY_SHORT and not _PLACEHOLDER.search(shown):
        return
    _refuse_frames(root, address, found=found)
    _refuse_scripted(root, page, shown, found=found)
    if len(shown) < 600 and _GONE.search(shown):
        raise UnreadableMaterial("网页不存在或已删除", "请核对地址；若栏目页仍列出此文，可稍后再试")
    if len(shown) < 600 and _BARRED.search(shown):
        raise UnreadableMaterial("网站要求验证或登录，没有给出正文", f"{_OPEN}，必要时人工录入")


def _refuse_frames(root: HtmlElement, address: str, *, found: bool) -> None:
    """Raise for a page of frames, and for one whose text stands in a frame of its own."""
    frames = [element.get("src") or "" for element in root.iter("frame") if element.get("src")]
    inner = [] if found else [element.get("src") or "" for element in root.iter("iframe") if _holds_text(element)]
    for sources, what in ((frames, "网页由框架组成，正文在框架"), (inner, "正文在内嵌框架")):
        if sources:
            addresses = "、".join(shorten(_joined(address, one_line(source)), 120) for source in sources[:3])
            raise UnreadableMaterial(f"{what} {addresses} 中", f"请把框架的地址作为来源，或{_OPEN[1:]}")


def _refuse_scripted(root: HtmlElement, page: Page, shown: str, *, found: bool) -> None:
    """Raise for a page whose text a script writes after loading."""
    scripts = sum(1 for _ in root.iter("script"))
    mounted = any(
        _ROOTS.match(element.get("id") or "") and not text_of(element) for element in root.iter("div", "main")
    )
    bound = next(iter(root.xpath("//*[@v-html or @ng-bind-html]")), None) is not None
    holes = _PLACEHOLDER.search(shown) is not None or bound
    if holes or (not found and scripts and (mounted or len(page.segments) < 6)):
        raise UnreadableMaterial("正文由脚本生成，网页本身没有正文", "请改用网站的信息源（RSS）或数据接口，或人工录入")


def _holds_text(frame: HtmlElement) -> bool:
    """Tell whether an inner frame is large enough to hold a text and leads to a page."""
    source = frame.get("src") or ""
    small = any(_FRAME_SMALL.match(frame.get(name) or "") for name in ("width", "height"))
    hidden = "display:none" in (frame.get("style") or "").replace(" ", "")
    return bool(source) and not source.startswith(("about:", "javascript:", "data:")) and not small and not hidden


def _joined(base: str, source: str) -> str:
    try:
        return urljoin(base, source)
    except ValueError:
        return source
