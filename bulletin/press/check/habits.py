"""What an office asks of its series beyond the standard (``[check]`` in publication.toml): advice, never more.

Each piece of advice goes under the number of the rule it is nearest to; its clause says that it is the series' own. The
form of the 期号 is rule 78 itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.press.check import elements
from bulletin.press.check.document import Document
from bulletin.press.check.finding import PageFinding
from bulletin.settings import SeriesCheck

CLAUSE = "本刊样式"


def advice(document: Document, check: SeriesCheck, entries: int = 0) -> Iterator[PageFinding]:
    """Yield what the issue in `document` lacks of what `check` asks; `entries` is how many it has, if that is known."""
    head, listed = elements.read_head(document), elements.contents(document)
    entries = entries or len(listed)
    if check.contents and entries > 1 and not listed:
        yield _advice(81, 1, "本刊各期应有目录", "没有目录", "有目录")
    if check.most_entries and entries > check.most_entries:
        text = f"本期 {entries} 条，本刊一期不多于 {check.most_entries} 条"
        yield _advice(81, 1, text, f"{entries} 条", f"不多于 {check.most_entries} 条")
    if check.signer and not head.signers:
        yield _advice(24, 1, "本刊报头应印签发人", "没有签发人", "有签发人")
    if check.colophon and not document.colophon:
        yield _advice(83, len(document.pages), "本刊末页应有版记（报尾）", "没有版记", "有版记")


def _advice(rule: int, page: int, message: str, measured: str, wanted: str) -> PageFinding:
    return PageFinding(rule, page, "advice", message, CLAUSE, "实务", None, measured, wanted)
