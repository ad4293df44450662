"""Wording (文字关): marks, pairs, damaged characters, what stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.text.mojibake import find_mojibake

PAIRS = {"（": "）", "《": "》", "“": "”", "‘": "’", "〔": "〕", "【": "】"}


def _mojibake(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for start, end in find_mojibake(draft.text):
        yield Sighting(start, end, "疑似乱码，请对照原件或向报送单位核实后改正")


def _garbage(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer("[\ue000-\uf8ff\U000f0000-\U0010ffff]+", draft.text):
        yield Sighting(*match.span(), "含不能印出的字符，请对照原件改正")


def _pairs(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Quotes, brackets and title marks come in pairs within a paragraph (GB/T 15834)."""
    start = 0
    for paragraph in draft.text.split("\n"):
        for opening, closing in PAIRS.items():
            if paragraph.count(opening) != paragraph.count(closing):
                yield Sighting(start, start + len(paragraph), f"{opening}与{closing}不成对")
        start += len(paragraph) + 1


def _half_width(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Marks between Chinese characters are full width (GB/T 15834)."""
    matches = list(
        re.finditer(r"(?<=[\u4e00-\u9fff])[,;:?!()](?=[\u4e00-\u9fff“《（])|\"(?=[\u4e00-\u9fff])", draft.text)
    )
    if matches:
        first, last = matches[0].start(), matches[0].end()
        yield Sighting(max(0, first - 6), last + 6, f"汉字之间用了半角标点，共{len(matches)}处，应改为全角")


def _doubled(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer(r"[。，、；：]{2,}", draft.text):
        yield Sighting(*match.span(), "标点重复")


def _repeated(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The same long sentence twice: what a merge leaves when two items tell the same."""
    seen: set[str] = set()
    for match in re.finditer(r"[^。！？\n]{15,}[。！？]?", draft.text):
        if match[0] in seen:
            yield Sighting(*match.span(), "与前文重复")
        seen.add(match[0])


RULES = (
    GateRule("wording.mojibake", "wording", "error", _mojibake),
    GateRule("wording.garbage", "wording", "error", _garbage),
    GateRule("wording.pairs", "wording", "warning", _pairs),
    GateRule("wording.half_width", "wording", "warning", _half_width),
    GateRule("wording.doubled", "wording", "warning", _doubled),
    GateRule("wording.repeated", "wording", "warning", _repeated),
)
