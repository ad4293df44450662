"""Format (格式关): title, text, section, attribution, marks, distribution, pictures and tables, what was printed before.

What a text of its type must say: see `elements`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates import elements
from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.text import manuscript
from bulletin.text.frozen_tables import UNCHANGEABLE, changes
from bulletin.text.secrecy import is_marked

LONGEST_TITLE = 100
_INTERNAL = re.compile(
    r"内部(?:资料|材料|使用|参阅|文件)|注意保[存密管]|工作秘密|不[得予宜](?:对外)?公开|(?:仅限|限)内部|不得外传|阅后(?:收回|即焚)"
)
_LONGEST_MARK = 30
_ISSUE = re.compile(
    r"(?P<year>20\d\d)年(?P<number>\d{1,4})期|第0+(?P<zeros>[1-9]\d*)期|[〔\[［(（](?P<year2>20\d\d)[〕\]］)）]第(?P<number2>\d{1,4})期"
)
_SIGNED = re.compile(r"[（(](?P<units>[^（()）\n]{2,60})[)）][。]?$")


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


def _signature(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The program prints the units behind the text; what stands there already is printed twice, or names others."""
    signed = _SIGNED.search(draft.text.rstrip())
    named = [settings.unit(word) for word in re.split(r"[、，,\s]+", signed["units"])] if signed else []
    if not signed or not all(named):
        return
    credited = {unit.name for unit in map(settings.unit, draft.units) if unit}
    strangers = [unit.attribution for unit in named if unit and unit.name not in credited]
    words = f"文末署名的{'、'.join(strangers)}不是这篇稿件的报送单位" if strangers else "文末已写单位，印出时会署名两次"
    yield Sighting(signed.start(), signed.start() + len(signed[0]), words)


def _section(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    sections = draft.publication.sections
    if sections and draft.section not in sections:
        yield Sighting(0, 0, f"栏目“{draft.section}”不在{draft.publication.name}的栏目中：{'、'.join(sections)}")


def _secret_item(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """An article is at least as secret as the most secret of its items (R34), whatever was cut from it."""
    marked = [line.strip() for text in draft.raw for line in text.split("\n") if is_marked(line)]
    if marked:
        yield Sighting(0, 0, f"来稿原文标有密级“{marked[0][:20]}”，稿件密级不低于来稿；涉密材料不得在本系统处理")


def _internal_item(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A notice that material is internal goes with it: into the text, or onto the publication's head (``mark``)."""
    if _INTERNAL.search(draft.publication.mark) or _INTERNAL.search(draft.text):
        return
    lines = (line.strip() for text in draft.raw for line in text.split("\n"))
    notice = next((line for line in lines if len(line) <= _LONGEST_MARK and _INTERNAL.search(line)), "")
    if notice:
        yield Sighting(0, 0, f"来稿注明“{notice}”，稿件和{draft.publication.name}的报头都没有注明")


def _distribution(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    one = draft.publication
    if not (one.report_to or one.send_to or one.issue_to or one.copy_to or one.addressed_to):
        yield Sighting(0, 0, f"{one.name}没有写明报、送、发的范围，请管理员填写 distribution")


def _issue_numbers(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """An issue is quoted as it is numbered: ``2026年第12期``."""
    for match in _ISSUE.finditer(draft.text):
        year, number = match["year"] or match["year2"], match["number"] or match["number2"] or match["zeros"]
        right = f"{year}年第{int(number)}期" if year else f"第{number}期"
        yield Sighting(*match.span(), f"期号应写作“{right}”", right)


def _printed(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """What was printed before is not printed again unnoticed; a new state of things (更新) is told as such."""
    for relation in draft.printed:
        words = "已刊的更新，请写明新情况" if relation.kind == "update" else "已刊过，请核对是否重复"
        yield Sighting(-1, -1, f"{relation.printed}{words}：{relation.why}")


def _frozen(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A figure in a table of a circular that is not the one frozen when it was made; the words around are free."""
    for change in changes(draft.frozen, draft.text):
        start = max(draft.text.find(change.table), 0)
        what = f"{change.words}；{UNCHANGEABLE}，请改回，或重做这份通报"
        yield Sighting(start, start + len(change.table), what, about=change.words)


RULES = (
    GateRule("format.table", "format", "warning", _tables, "像表格而没有写成表格"),
    GateRule("format.picture", "format", "error", _pictures, "图没有附上"),
    GateRule("format.title", "format", "error", _title, "没有标题，太长，末尾有标点"),
    GateRule("format.empty", "format", "error", _empty, "没有正文"),
    GateRule("format.frozen", "format", "error", _frozen, "通报的表与封存的数字不符"),
    GateRule("format.section", "format", "error", _section, "栏目不是这种刊物的"),
    GateRule("format.secrecy", "format", "error", _secret_item, "来稿标有密级"),
    GateRule("format.internal", "format", "warning", _internal_item, "来稿注明内部，稿件没有注明"),
    GateRule("format.printed", "format", "warning", _printed, "与已刊的重复"),
    GateRule("format.attribution", "format", "warning", _attribution, "没有报送单位"),
    GateRule("format.signature", "format", "warning", _signature, "文末自带署名，或署了别的单位"),
    GateRule("format.distribution", "format", "warning", _distribution, "刊物没有报送发范围"),
    GateRule("format.number", "format", "warning", _issue_numbers, "期号的写法"),
    *elements.RULES,
)
