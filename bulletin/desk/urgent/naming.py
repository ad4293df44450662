"""What a report says it is (首报、续报三、终报), and what it is called in print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.model import Report
from bulletin.text import one_line
from bulletin.text.likeness.shingles import folded
from bulletin.text.numerals import amount

_LEAD = 60
_NUMERAL = r"\d{1,3}|[一二三四五六七八九十百]{1,4}"
_WORDS = {
    "first": r"(?<![最年月期])初报|首报|(?:首|初|第一)次报告",
    "continued": r"(?<![连持继手陆延])续报告?|后续报告",
    "final": r"(?<![年期始最临])终报告?|(?:最终|终结|结束|最后)(?:情况|结果)?报告|末报",
}
"""What each kind of `bulletin.terms.REPORTS` is called."""
_BEHIND = r"(?!告?[道到名送考警销会表])"
_END = r"(?=$|[)\]】〕:\s,、。\-—_·期次号的]|报告|信息|专报|快报)"
_MARK = re.compile(
    rf"[(\[【〔]?\s*(?:第?(?P<before>{_NUMERAL})[次期])?的?"
    rf"(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in _WORDS.items())}){_BEHIND}"
    rf"\s*[(\[〔]?\s*[之第·]?(?:(?P<after>{_NUMERAL})[次期号]?{_END})?\s*[)\]】〕]?"
)
_SHORT = re.compile(rf"[(\[【〔]\s*续(?P<after>{_NUMERAL})?\s*[)\]】〕]")
"""（续二）, （续）: only between brackets."""
_PROMISED = re.compile(
    r"(?:[将请待再未不]|及时|随时|继续|容后|详情|(?:详细|具体|后续|其他)情况|余情|要求|加强|做好|规范|落实|强化|严格)$"
)
_RULED = re.compile(
    r"^[暨兼、和与及或率的]*(?:[暨兼]|首报|初报|续报|终报|工作|制度|要求|规定|机制|规范|时限|及时|流程|办法|格式|模板|不|情况的?通报)"
)
_IN_PROSE = re.compile(r"[,。;!]")
_AHEAD = re.compile(r"^(?:关于|[:\s\-—_·]+)|(?:的?(?:紧急|情况)?(?:信息|报告|快报|专报)|的|[:\s\-—_·]+)$")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says it is: a kind of `bulletin.terms.REPORTS`, and its number of a 续报, 0 where it gives none."""

    kind: str
    number: int = 0


def said(title: str, text: str) -> Said | None:
    """Return what title, slip or first line call the report; None where they call it nothing. 后续情况将及时续报 is no name."""
    for part in (title, text[:_LEAD].split("\n")[0]):
        if found := next(_marks(folded(one_line(part))), None):
            return _said(found)
    return None


def core(title: str) -> str:
    """Return a title without 首报, 续报三 and the like, 关于 and …的报告: the name of what happened."""
    line, before = folded(one_line(title)), ""
    for mark in reversed([*_marks(line)]):
        line = line[: mark.start()] + line[mark.end() :]
    while line != before:
        line, before = _AHEAD.sub("", line).strip(), line
    return line or one_line(title)


def _marks(line: str) -> Iterator[re.Match[str]]:
    """Yield where a line calls itself something; a report that is promised, asked for or ruled on is none."""
    for match in (*_MARK.finditer(line), *_SHORT.finditer(line)):
        ahead, behind = line[: match.start()], line[match.end() :]
        if not (_PROMISED.search(ahead) or _RULED.search(behind) or _is_promised_in_prose(ahead, behind)):
            yield match


def _is_promised_in_prose(ahead: str, behind: str) -> bool:
    """Tell whether running text puts its news off: 有关情况续报。 A title, and 现将有关情况续报如下, call it a 续报."""
    is_prose = _IN_PROSE.search(ahead + behind) is not None
    return is_prose and ahead.endswith("情况") and not behind.startswith("如")


def _said(mark: re.Match[str]) -> Said:
    told = mark.groupdict()
    kind = next((kind for kind in _WORDS if told.get(kind)), "continued")
    numeral = (told["after"] or told.get("before")) if kind == "continued" else ""
    return Said(kind, int(amount(numeral)) if numeral else 0)


def in_words(number: int) -> str:
    """Return a number from 1 to 999 in Chinese numerals: 一, 十二, 二十, 一百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def report_name(kind: str, number: int) -> str:
    """Return 首报, 续报二 or 终报."""
    return {"first": "首报", "final": "终报"}.get(kind) or f"续报{in_words(number)}"


def title_of(name: str, report: Report) -> str:
    """Return the title of a report in print: the name of the incident for the 首报, ``×××续报一``, ``×××终报``."""
    return name if report.kind == "first" else f"{name}{report_name(report.kind, report.number)}"
