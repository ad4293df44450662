"""Lines to paragraphs: sentences that a copied text broke over lines are rejoined, headings stay by themselves."""

from __future__ import annotations

import re

from bulletin.collect.cleaning.lines import Line

HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)|[①-⑳]"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条款编篇部分步、，,]|附(?:件|表|录)[\d一二三四五六七八九十：:\s]|[●○◆■□▲★※·•]"
    r"|(?:一|二|三|四|五|六|七|八|九|十)是)"
)
"""The beginning of a line that always begins a paragraph."""

_ENDED = re.compile(r"\d\s*[人个件元%％]$|[。！？；：!?;:…—.．”’」』）)》】\]〉]$")
_OPEN = re.compile(r"[《〈“‘「『（(【]$")
_PAUSED = re.compile(r"[、，,]$")
_DANGLING = re.compile(
    r"(?:做好|的|和|与|及|以及|对|在|把|为|将|是|等|加强|提高|推进|促进|落实|完善|坚持|关于|不断|切实|进一步)$"
)
_BEGUN = re.compile(r"[（(【●]|\d{4}年\d{1,2}月")
_FULL_LINE = 24
_SCRAP = 15
_IN_SIGHT = 240


def rejoined(lines: list[Line]) -> list[str]:
    """Return the paragraphs of `lines`: a line is joined to the one above only where a sentence runs on.

    Between two lines the sentence runs on when the upper one ends in an opening mark or a comma, or is prose that
    stops at no mark, and the lower one does not begin with an indent, after a blank line or as a heading. Rows of tables
    stay by themselves.
    """
    found: list[list[str]] = []
    above = ""
    for number, line in enumerate(lines):
        is_apart = line.begins or line.is_row or (number and lines[number - 1].is_row)
        if found and not is_apart and not HEADING.match(line.text) and _runs_on(above, lines, number):
            piece = _joint(above, line.text) + line.text
            found[-1].append(piece)
            above = (above + piece)[-_IN_SIGHT:]
        else:
            found.append([line.text])
            above = line.text[-_IN_SIGHT:]
    return ["".join(pieces) for pieces in found]


def _runs_on(above: str, lines: list[Line], number: int) -> bool:
    """Tell whether the paragraph that ends in `above` goes on in line `number`."""
    line = lines[number]
    if HEADING.match(above) and len(above) < 40 and not re.search(r"[。；]", above):
        return _heading_runs_on(above, lines, number)
    if _OPEN.search(above) or _is_inside_name(above):
        return True
    if _PAUSED.search(above):
        return len(above) >= _SCRAP
    is_prose = len(above) >= _FULL_LINE and re.search(r"[，,。；、]", above) is not None
    return is_prose and not _ENDED.search(above) and not _BEGUN.match(line.text)


def _heading_runs_on(above: str, lines: list[Line], number: int) -> bool:
    """Tell whether a numbered heading goes on: a scrap without any mark follows, and then text."""
    scrap = lines[number].text
    follows = lines[number + 1].text if number + 1 < len(lines) else ""
    unfinished = _DANGLING.search(above) is not None or _PAUSED.search(above) is not None
    return unfinished and len(scrap) <= _SCRAP and not re.search(r"[，。；：,.;:]", scrap) and len(follows) > _FULL_LINE


def _is_inside_name(above: str) -> bool:
    """Tell whether `above` ends inside a name in 《》, which may hold another."""
    depth = 0
    for mark in re.findall("[《》]", above):
        depth = depth + 1 if mark == "《" else max(0, depth - 1)
    return depth > 0


def _joint(above: str, below: str) -> str:
    """Return what joins two pieces of a sentence: a blank between two pieces of Latin text, else nothing."""
    return " " if above[-1].isascii() and above[-1].isalnum() and below[0].isascii() and below[0].isalnum() else ""
