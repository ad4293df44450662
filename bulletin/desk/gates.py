"""The four gates (四关): what a chief editor would catch in a text. Findings are never applied by themselves.

``error`` blocks sending for review until it is mended or answered with a reason. Few rules, precise ones: a rule that
cries wolf is switched off in people's heads first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate

from bulletin.model import Finding, Relation, Severity
from bulletin.settings import Publication, Settings
from bulletin.text import manuscript, sha256, shorten
from bulletin.text.mojibake import find_mojibake
from bulletin.text.secrecy import is_marked

_LEAP_YEAR = 2024
LONGEST_TITLE = 100
PAIRS = {"（": "）", "《": "》", "“": "”", "‘": "’", "〔": "〕", "【": "】"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the gates look at: one article's text, where it is to be printed, the names of the pictures attached to it,
    and what it is like of what was printed before."""

    title: str
    text: str
    section: str
    units: tuple[str, ...]
    publication: Publication
    pictures: frozenset[str] = frozenset()
    printed: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one rule saw: the characters ``start:end`` of the text, or the title where ``start`` is negative."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class GateRule:
    """One rule of a gate: its code is stable, so that answers and counts can name it."""

    code: str
    gate: str
    severity: Severity
    look: Callable[[Draft, Settings], Iterator[Sighting]]


def check(draft: Draft, settings: Settings, answers: dict[str, str]) -> list[Finding]:
    """Return the findings of all gates, errors first; those in `answers` (key to reason) are marked answered."""
    findings = [_finding(rule, sighting, draft, answers) for rule in RULES for sighting in rule.look(draft, settings)]
    titled = replace(draft, text=draft.title)
    findings += [
        _finding(rule, Sighting(-1, -1, sighting.message), draft, answers)
        for rule in RULES
        if rule.code in _ALSO_IN_TITLES
        for sighting in rule.look(titled, settings)
    ]
    order = ("error", "warning", "advice")
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def blocking(findings: list[Finding]) -> list[Finding]:
    """Return the findings that stand against going on: errors without an answer."""
    return [finding for finding in findings if finding.severity == "error" and not finding.answered]


def _finding(rule: GateRule, sighting: Sighting, draft: Draft, answers: dict[str, str]) -> Finding:
    in_title = sighting.start < 0
    excerpt = draft.title if in_title else draft.text[sighting.start : sighting.end]
    key = f"{rule.code}-{sha256(excerpt.encode('utf-8', 'replace'))[:8]}"
    where = "标题" if in_title else _place(draft.text, sighting.start)
    place = f"{where}“{shorten(excerpt)}”" if excerpt else where
    return Finding(rule.gate, rule.code, rule.severity, place, sighting.message, key, answers.get(key, ""))


def _place(text: str, start: int) -> str:
    before = text[:start]
    return f"第{before.count(chr(10)) + 1}段第{start - before.rfind(chr(10))}字"


# Wording (文字关)


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


def _dates(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer(r"(?:(\d{4})年)?(?<![\d.])(\d{1,2})月(\d{1,2})日", draft.text):
        year, month, day = match.groups()
        try:
            date(int(year or _LEAP_YEAR), int(month), int(day))
        except ValueError:
            yield Sighting(*match.span(), "日期不存在")
    for match in re.finditer(r"(?<![\d.])(\d{1,2})时(\d{1,2})分(?!之)", draft.text):
        if int(match[1]) > 24 or int(match[2]) > 59:
            yield Sighting(*match.span(), "时刻不存在")


def _repeated(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The same long sentence twice: what a merge leaves when two items tell the same."""
    seen: set[str] = set()
    for match in re.finditer(r"[^。！？\n]{15,}[。！？]?", draft.text):
        if match[0] in seen:
            yield Sighting(*match.span(), "与前文重复")
        seen.add(match[0])


def _tables(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer(r"^[^|｜\n].*\t.*(?:\n.*\t.*)*$", draft.text, re.MULTILINE):
        yield Sighting(*match.span(), "像是表格，会印成文字行；要印成表格，请每行写成“| 甲 | 乙 |”的样子")


def _pictures(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for match in re.finditer(r"^.+$", draft.text, re.MULTILINE):
        for name in manuscript.picture_names(match[0]):
            if name not in draft.pictures:
                yield Sighting(*match.span(), f"图“{name}”没有附在稿件上，请用 article attach 附上，或改正图名")


_FIGURE = r"(?<![\d.,])\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?(?![\d.])"
_TOTAL = re.compile(rf"(?P<total>{_FIGURE})(?P<unit>[万亿]?[\u4e00-\u9fff])[，,（(]?其中[：:，]?")


def _sums(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The parts named right after 其中, in the unit of the total, should add up to it.

    Silent when the first two, three, … of them do: what follows may speak of something else.
    """
    for match in _TOTAL.finditer(draft.text):
        parts, end = _parts(draft.text, match.end(), match["unit"])
        total, sums = _number(match["total"]), list(accumulate(parts))
        if len(parts) >= 2 and total not in sums[1:]:
            words = f"分项相加为{sums[-1]}{match['unit']}，与总数{total}{match['unit']}不符，请核实"
            yield Sighting(match.start(), end, words)


def _parts(text: str, start: int, unit: str) -> tuple[list[Decimal], int]:
    part = re.compile(rf"[、，和及]?[^\d。；、，\n]{{1,15}}({_FIGURE}){unit}(?=[、，。；）)和及]|$)")
    parts, end = [], start
    while match := part.match(text, end):
        parts.append(_number(match[1]))
        end = match.end()
    return parts, end


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


# Policy (政策关)


def _document_numbers(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The year of a document number stands in 〔〕 (GB/T 9704 7.2.5)."""
    for match in re.finditer(r"[\u4e00-\u9fff]{1,6}[\[［【(（]20\d{2}[\]］】)）]\s*第?\d+号", draft.text):
        yield Sighting(*match.span(), "发文字号的年份应用六角括号〔〕，序号不加“第”")


# Politics (政治关)


def _banned(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for word in settings.banned_words:
        for match in re.finditer(re.escape(word), draft.text):
            yield Sighting(*match.span(), "本办公室规定不得使用的词语")


def _secrecy(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """涉密不上网: a secrecy mark in the text stops it here."""
    for match in re.finditer(r"^.+$", draft.text, re.MULTILINE):
        if is_marked(match[0]):
            yield Sighting(*match.span(), "文中有密级标志，涉密材料不得在本系统处理")


# Format (格式关)


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


_ALSO_IN_TITLES = frozenset(
    {
        "political.banned",
        "political.secrecy",
        "wording.mojibake",
        "wording.garbage",
        "wording.date",
        "wording.pairs",
        "wording.half_width",
    }
)
UNANSWERABLE = frozenset({"political.secrecy", "format.title", "format.empty", "format.picture"})
"""Rules whose findings no reason can answer: 涉密不上网, and what cannot be printed at all."""

RULES: tuple[GateRule, ...] = (
    GateRule("political.banned", "political", "error", _banned),
    GateRule("political.secrecy", "political", "error", _secrecy),
    GateRule("policy.document_number", "policy", "warning", _document_numbers),
    GateRule("wording.mojibake", "wording", "error", _mojibake),
    GateRule("wording.garbage", "wording", "error", _garbage),
    GateRule("wording.date", "wording", "error", _dates),
    GateRule("wording.pairs", "wording", "warning", _pairs),
    GateRule("wording.half_width", "wording", "warning", _half_width),
    GateRule("wording.doubled", "wording", "warning", _doubled),
    GateRule("wording.sum", "wording", "warning", _sums),
    GateRule("wording.repeated", "wording", "warning", _repeated),
    GateRule("format.table", "format", "warning", _tables),
    GateRule("format.picture", "format", "error", _pictures),
    GateRule("format.title", "format", "error", _title),
    GateRule("format.empty", "format", "error", _empty),
    GateRule("format.section", "format", "error", _section),
    GateRule("format.printed", "format", "warning", _printed),
    GateRule("format.attribution", "format", "warning", _attribution),
)
