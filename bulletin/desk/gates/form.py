"""Format (格式关): title, text, section, attribution, pictures and tables, what was printed before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.text import manuscript

LONGEST_TITLE = 100


def _tables(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer(r"^[^|｜\n].*\t.*(?:\n.*\t.*)*$", draft.text, re.MULTILINE):
        yield Sighting(*match.span(), "像是表格，会印成文字行；要印成表格，请每行写成“| 甲 | 乙 |”的样子")


def _pictures(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer(r"^.+$", draft.text, re.MULTILINE):
        for name in manuscript.picture_names(match[0]):
            if name not in draft.pictures:
                yield Sighting(*match.span(), f"图“{name}”没有附在稿件上，请用 article attach 附上，或改正图名")


def _title(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    if not draft.title.strip():
        yield Sighting(-1, -1, "没有标题")
    elif len(draft.title) > LONGEST_TITLE:
        yield Sighting(-1, -1, f"标题有{len(draft.title)}字，最多{LONGEST_TITLE}字")
    elif re.search(r"[。，、；：]$", draft.title):
        yield Sighting(-1, -1, "标题末尾不用标点")


def _empty(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    if not draft.text.strip():
        yield Sighting(0, 0, "没有正文")


def _attribution(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    if not draft.units:
        yield Sighting(0, 0, "没有报送单位，文末不会署名")


def _section(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    sections = draft.publication.sections
    if sections and draft.section not in sections:
        yield Sighting(0, 0, f"栏目“{draft.section}”不在{draft.publication.name}的栏目中：{'、'.join(sections)}")


def _printed(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """What was printed before is not printed again unnoticed; a new state of things (更新) is told as such."""
    for relation in draft.printed:
        words = "已刊的更新，请写明新情况" if relation.kind == "update" else "已刊过，请核对是否重复"
        yield Sighting(-1, -1, f"{relation.printed}{words}：{relation.why}")


RULES = (
    GateRule("format.table", "format", "warning", _tables),
    GateRule("format.picture", "format", "error", _pictures),
    GateRule("format.title", "format", "error", _title),
    GateRule("format.empty", "format", "error", _empty),
    GateRule("format.section", "format", "error", _section),
    GateRule("format.printed", "format", "warning", _printed),
    GateRule("format.attribution", "format", "warning", _attribution),
)
