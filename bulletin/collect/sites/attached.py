"""Attachments (附件) of articles and feed entries: which links are documents, and their bytes kept as originals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from bulletin.collect.material import Batch, Task
from bulletin.collect.sites.addresses import absolute
from bulletin.collect.sites.listing.links import is_document
from bulletin.errors import SourceFailure
from bulletin.text import one_line, shorten

Attachment = tuple[str, str]
"""Name and absolute address."""

_DOCUMENT_TYPE = re.compile(r"application/(?:pdf|msword|ofd|zip|rtf|vnd\.(?:openxmlformats|ms-|oasis|wps))", re.I)
_LONGEST_NAME, _MOST = 120, 60
_REMEDY = "条目已收，该附件请打开原网页下载"


def kept(attachments: Iterable[Attachment], title: str, task: Task) -> Iterator[Batch]:
    """Yield the originals of attachments, as many and as large as the source allows; one that fails is a problem."""
    rules = task.source.listing
    most = int(rules.attachment_mb * 1024 * 1024)
    for name, address in list(attachments)[: rules.attachments]:
        try:
            received = task.visitor.fetch(address, most=most)
            if received is None:
                continue
            if len(received.body) > most:
                raise SourceFailure(f"超过来源文件所定的 {rules.attachment_mb:g} MB，未保存", "")
            yield Batch(replace(received, address=address))
        except SourceFailure as error:
            what = f"文章“{shorten(title)}”的附件“{shorten(name, 40)}”没有取到：{error.what}"
            yield Batch(problem=what, remedy=_REMEDY, is_final=True)


def enclosures_of(entry: Mapping[str, Any], base: str) -> tuple[Attachment, ...]:
    """Return the enclosures of a feed's entry that are documents, each address once; sounds and pictures are none.

    `entry` has feedparser's shape; `base` is the feed's own address.
    """
    found: dict[str, str] = {}
    for enclosure in (entry.get("enclosures") or ())[:_MOST]:
        address = absolute(str(enclosure.get("href") or ""), base)
        if address and (is_document(address) or _DOCUMENT_TYPE.match(str(enclosure.get("type") or ""))):
            told = one_line(str(enclosure.get("title") or ""))
            name = told or one_line(unquote(urlsplit(address).path.rpartition("/")[2]))
            found.setdefault(address, name[:_LONGEST_NAME] or "附件")
    return tuple((name, address) for address, name in found.items())


def with_names(text: str, attachments: Iterable[Attachment]) -> str:
    """Return a text with a line for each attachment it does not name yet (附件：…)."""
    missing = (f"附件：{name}" for name, _ in attachments if name not in text)
    return "\n".join(filter(None, (text, *missing)))
