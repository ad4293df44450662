"""Policy (政策关): documents quoted by number and title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings


def _document_numbers(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The year of a document number stands in 〔〕 (GB/T 9704 7.2.5)."""
    for match in re.finditer(r"[\u4e00-\u9fff]{1,6}[\[［【(（]20\d{2}[\]］】)）]\s*第?\d+号", draft.text):
        yield Sighting(*match.span(), "发文字号的年份应用六角括号〔〕，序号不加“第”")


RULES = (GateRule("policy.document_number", "policy", "warning", _document_numbers),)
