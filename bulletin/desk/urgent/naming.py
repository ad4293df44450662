"""What a report says it is (首报、续报三、终报), and what it is called in print."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.model import Report
from bulletin.text import one_line
from bulletin.text.likeness.shingles import folded
from bulletin.text.numerals import amount

_LEAD = 60
_NUMERAL = r"\d{1,3}|[一二三四五六七八九十百]{1,4}"
_MARK = re.compile(
    rf"[(\[【]?(?:第?(?P<before>{_NUMERAL})(?:次|期)?)?(?P<word>首报|初报|首次报告|续报|终报|最终报告|结束报告)"
    rf"[(\[]?(?:之|第)?(?P<after>{_NUMERAL})?[)\]】]?"
)
_KINDS = {"首报": "first", "初报": "first", "首次报告": "first", "续报": "continued"}
_AHEAD = re.compile(r"^(?:关于|[:\s\-—_·]+)|(?:的?(?:紧急|情况)?(?:信息|报告|快报|专报)|的|[:\s\-—_·]+)$")
_VERBS = re.compile(r"(?:将|将及时|随时|及时|继续|后续|情况|请)$")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says it is: a kind of `bulletin.terms.REPORTS`, and its number of a 续报, 0 where it gives none."""

    kind: str
    number: int = 0


def said(title: str, text: str) -> Said | None:
    """Return what title, slip or first line call the report; None where they call it nothing. 后续情况将及时续报 is no name."""
    for part in (title, text[:_LEAD].split("\n")[0]):
        whole = folded(one_line(part))
        for match in _MARK.finditer(whole):
            if not _VERBS.search(whole[: match.start()]):
                numeral = match["after"] or match["before"]
                return Said(_KINDS.get(match["word"], "final"), int(amount(numeral)) if numeral else 0)
    return None


def core(title: str) -> str:
    """Return a title without 首报, 续报三 and the like, 关于 and …的报告: the name of what happened."""
    line, before = _MARK.sub("", folded(one_line(title))), ""
    while line != before:
        line, before = _AHEAD.sub("", line).strip(), line
    return line or one_line(title)


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
