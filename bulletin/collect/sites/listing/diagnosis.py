"""Why a page holds no list: a frame, a script that draws it, a check of visitors, a new address, an empty column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bulletin.collect.sites.addresses import absolute, base_of
from bulletin.collect.sites.listing.links import size
from bulletin.errors import SourceFailure
from bulletin.text import one_line, shorten

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHECKS = re.compile(
    r"acw_sc__v2|\$_ts\b|__jsl_clearance|\bjsl_|yunsuo_session|WAF|人机验证|滑动验证|安全验证|cf-chl|verifying you",
    re.I,
)
_MOVED = re.compile(
    r"(?:window\.|document\.|top\.|self\.)?location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|location\.replace\(\s*['\"]([^'\"]+)"
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\";\s]+)", re.I)
_SERVICE = re.compile(
    r"""["']((?:https?:)?[\w./:%~-]*(?:/api/|/interface|dataproxy|\.json\b|/rest/|/gateway|getList|queryList|/page/list|search\.do|list\.do)[^"'\s<>]*)["']""",
    re.I,
)
_LOGIN = re.compile(r"type\s*=\s*['\"]?password", re.I)
_SCRIPTED_MARK = re.compile(
    r"<div[^<>]{1,300}id=['\"]?(?:app|root|__next|__nuxt)\b|\{\{.{1,40}?\}\}|v-for=|ng-repeat=|<script[^<>]{1,300}chunk",
    re.I,
)
NO_LIST = "栏目页上没有找到文章列表"
"""What is said of a page that is no list and does not tell why."""
_NOTHING = re.compile(r"暂无(?:数据|内容|信息|记录)|没有(?:相关|找到|数据|记录)|无数据|栏目建设中")
_FEW_LETTERS, _FEWEST, _TITLE, _MOST = 200, 3, 8, 500_000


def no_list(root: HtmlElement, text: str, address: str) -> SourceFailure:
    """Return the failure that says why no list was found on the page and what to do; `text` is its source."""
    base = base_of(root, address)
    text = text[:_MOST]
    what, remedy = (
        _frame(root, base)
        or _moved(root, text, base)
        or _guarded(text)
        or _opened_by_script(root)
        or _scripted(root, text, base)
        or _bare(text)
    )
    return SourceFailure(what, remedy)


def feeds_of(root: HtmlElement, address: str) -> list[str]:
    """Return the addresses of the feeds a page announces."""
    found = root.xpath("//link[@href][contains(@type,'rss') or contains(@type,'atom') or contains(@type,'feed+json')]")
    base = base_of(root, address)
    return [feed for link in found if (feed := absolute(link.get("href"), base))]


def _frame(root: HtmlElement, base: str) -> tuple[str, str] | None:
    sources = [absolute(frame.get("src") or "", base) for frame in root.iter("iframe", "frame")]
    frames = list(dict.fromkeys(filter(None, sources)))
    if not frames:
        return None
    named = "、".join(shorten(frame, 120) for frame in frames[:3])
    return (
        f"栏目页上没有文章列表，列表可能在框架（frame）中：{named}",
        "请把来源的 address 改为框架的地址，或用 source new 框架地址",
    )


def _moved(root: HtmlElement, text: str, base: str) -> tuple[str, str] | None:
    refresh = root.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']/@content")
    match = _REFRESH.search(refresh[0]) if refresh else (_MOVED.search(text) if len(text) < 4000 else None)
    target = absolute(next(filter(None, match.groups()), ""), base) if match else ""
    if not target or target == base:
        return None
    return f"网页只是转到另一个地址：{shorten(target, 120)}", "请把来源的 address 改为新地址，或用 source new 新地址"


def _guarded(text: str) -> tuple[str, str] | None:
    if _CHECKS.search(text) and len(re.findall(r"<a\b", text)) < 5:
        return "网站用脚本校验访问者，没有给出栏目内容", "此网页不能自动采集，请改用该站的 RSS 或接口，或请网站方放行"
    if _LOGIN.search(text) and len(re.findall(r"<a\b", text)) < 20:
        return "网页要求登录，没有给出栏目内容", "此网页不能自动采集，请改用公开的栏目页"
    return None


def _opened_by_script(root: HtmlElement) -> tuple[str, str] | None:
    """Tell of links whose address only their script knows."""
    calls = [
        call
        for link in root.xpath("//*[@onclick or starts-with(@href,'javascript:')]")
        if size("".join(link.itertext()).strip()) >= _TITLE and (call := link.get("onclick") or link.get("href"))
    ]
    if len(calls) < _FEWEST:
        return None
    what = f"栏目页有{len(calls)}个链接由脚本打开（如 {shorten(one_line(calls[0]), 40)}），网页里没有文章地址"
    return what, "请改用该站的 RSS 或接口，或另选直接给出地址的栏目页"


def _scripted(root: HtmlElement, text: str, base: str) -> tuple[str, str] | None:
    services = list(dict.fromkeys(absolute(found, base) for found in _SERVICE.findall(text)))
    letters = sum(len(one) for one in root.xpath("//body//text()[not(parent::script) and not(parent::style)]"))
    if not (services or _SCRIPTED_MARK.search(text) or (letters < _FEW_LETTERS and "<script" in text)):
        return None
    known = f"页面脚本提到的接口：{'、'.join(shorten(one, 120) for one in services[:3] if one)}" if services else ""
    feeds = feeds_of(root, base)
    told = f"该页声明的信息源：{'、'.join(feeds[:2])}" if feeds else ""
    hints = "；".join(filter(None, (told, known)))
    return (
        "栏目页的列表由脚本生成，网页里没有文章链接",
        f"请改用该站的 RSS 或接口{f'（{hints}）' if hints else ''}，或另选不用脚本的栏目页",
    )


def _bare(text: str) -> tuple[str, str]:
    if _NOTHING.search(text):
        return "栏目页上没有文章，网页自己说暂无内容", "请打开栏目页核对地址；栏目确已停用的，请删去该来源文件"
    return NO_LIST, "请打开栏目页核对地址；列表特殊的，请在来源文件中用 links 写明选取链接的 XPath"
