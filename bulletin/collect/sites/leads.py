"""Entries of a feed that are only a lead (导语): their text is fetched from the page they lead to.

Which ones, the source says: ``full_text = "auto" | "always" | "never"``. In auto a lead is followed where the page lies
on the feed's own server; an aggregator's feed asks many servers only when told to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, tzinfo
from urllib.parse import urlsplit

from bulletin.collect.material import Batch, Task, candidate
from bulletin.collect.sites.article_page import read_article
from bulletin.errors import SourceFailure, UnreadableMaterial
from bulletin.model import Extracted, Flag, Item, Received
from bulletin.settings import Source
from bulletin.text import shorten

_CUT = re.compile(r"(?:…|\.{3,}|。{3,}|[\[【（(]?(?:阅读全文|查看全文|查看详情|点击查看|更多|详细|全文)[\]】）)]?\W*)$")
_ATTACHED = re.compile(r"^附件：.*$", re.M)
_REMEDY = "条目已按信息源中的导语收下，今后三天的采集会再取；也可打开原网页"
_FLAG = Flag("lead", 0, 0, "", "只有导语，全文没有取到，请打开原网页")
TRIED_FOR = timedelta(days=3)
"""How long the full text of an entry is asked for again when its page could not be had."""


def is_wanted(item: Extracted, source: Source) -> bool:
    """Tell whether the page of an entry is to be fetched for its text."""
    if source.full_text == "never" or not item.url or not source.address.startswith(("http://", "https://")):
        return False
    return source.full_text == "always" or (is_lead(item) and _host(item.url) == _host(source.address))


def is_lead(item: Extracted) -> bool:
    """Tell whether an entry holds no more than the beginning of its text: none, its title again, or one cut off.

    The names of its attachments are no text.
    """
    text = _ATTACHED.sub("", item.text).strip()
    return not text or text == item.title or _CUT.search(text) is not None


def followed(item: Extracted, feed: Received, task: Task) -> Iterator[Batch]:
    """Yield the page of an entry and the entry with the page's text; where that fails, the lead and the problem."""
    try:
        page = task.visitor.fetch(item.url)
        if page is None:
            raise SourceFailure("网站没有给出内容", "")
        received = replace(page, address=item.url)
        yield Batch(received)
        yield Batch(received, (with_text(item, received, task.source, task.settings.zone),))
    except (SourceFailure, UnreadableMaterial) as error:
        yield Batch(feed, (flagged(item),))
        yield Batch(problem=f"“{shorten(item.title, 30)}”的全文没有取到：{error.what}", remedy=_REMEDY)


def flagged(item: Extracted) -> Extracted:
    """Return an entry of which no more than the lead could be had, marked as such."""
    return replace(item, flags=(*item.flags, _FLAG))


def is_only_lead(item: Extracted | Item) -> bool:
    """Tell whether an item is marked as no more than its lead."""
    return any(flag.kind == _FLAG.kind for flag in item.flags)


def with_text(item: Extracted, page: Received, source: Source, zone: tzinfo) -> Extracted:
    """Return the entry with the text of its page, and with what only the page says of origin and time.

    The feed's key, title and time go before the page's. Raises `UnreadableMaterial`.
    """
    article = read_article(page.body, source, zone, page.charset, address=page.address)
    if len(article.text) <= len(item.text):
        return item
    whole = candidate(
        source,
        item.key,
        item.title or article.title,
        article.account,
        url=item.url,
        origin=item.origin or article.origin,
        published=item.published_at or article.published_at,
    )
    return replace(whole, flags=(*whole.flags, *article.flags))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
