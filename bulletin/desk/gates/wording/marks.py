"""Punctuation (GB/T 15834—2011 标点符号用法): pairs, doubled and clashing marks, ellipses, dashes, ends of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings

PAIRS = {
    "（": "）",
    "《": "》",
    "“": "”",
    "‘": "’",
    "〔": "〕",
    "【": "】",
    "〈": "〉",
    "「": "」",
    "『": "』",
    "［": "］",
}
_HALF = str.maketrans("()[]", "（）［］")
_OPENING_OF = {closing: opening for opening, closing in PAIRS.items()}
_PAIRED = re.compile(f"[{''.join(PAIRS)}{''.join(PAIRS.values())}()\\[\\]]")
_NUMBERED = re.compile(r"(?:^|[，。；：、！？,;:\s])[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}$")
_APOSTROPHE = re.compile(r"[A-Za-z0-9]$")
_SHOWN = 6
"""Characters shown beside a mark, so that an answer to one does not cover another."""
_QUOTES = "“‘「『"


def _pairs(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Quotes, brackets and title marks come in pairs within a paragraph (4.8, 4.9, 4.15).

    A quotation of several paragraphs opens each of them and closes the last (4.8.3.5). One finding a kind a paragraph.
    """
    start = 0
    paragraphs = draft.text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        after = next((later for later in paragraphs[number + 1 :] if later.strip()), "").lstrip()
        seen: set[str] = set()
        for opening, at in _single(paragraph):
            goes_on = opening in _QUOTES and paragraph[at] == opening and after.startswith(opening)
            if not goes_on and opening not in seen:
                yield _unpaired(paragraph, opening, at, start)
            seen.add(opening)
        start += len(paragraph) + 1


def _single(paragraph: str) -> list[tuple[str, int]]:
    """Return the marks that stand alone, each as the opening mark of its kind and its place, in order."""
    waiting: list[tuple[str, int]] = []
    alone: list[tuple[str, int]] = []
    for match in _PAIRED.finditer(paragraph):
        mark, at = match[0].translate(_HALF), match.start()
        if mark in PAIRS:
            waiting.append((mark, at))
            continue
        opening = _OPENING_OF[mark]
        if not any(one == opening for one, _ in waiting):
            if not _stands_alone(paragraph[:at], mark):
                alone.append((opening, at))
            continue
        while waiting[-1][0] != opening:
            alone.append(waiting.pop())
        waiting.pop()
    return sorted(alone + waiting, key=lambda one: one[1])


def _stands_alone(before: str, mark: str) -> bool:
    """Tell whether a closing mark needs no opening one: 1）, a）, and the apostrophe of don’t."""
    return bool(mark == "）" and _NUMBERED.search(before)) or bool(mark == "’" and _APOSTROPHE.search(before))


def _unpaired(paragraph: str, opening: str, at: int, start: int) -> Sighting:
    message = f"{opening}与{PAIRS[opening]}不成对，请补上另一半或删去这一半"
    return Sighting(start + max(0, at - _SHOWN), start + min(at + 1 + _SHOWN, len(paragraph)), message)


def _nested(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Within “” stand ‘’ (4.8.3.4), within 《》 stand 〈〉 (4.15.3.5)."""
    for pattern, inner in ((_IN_QUOTES, "‘ ’"), (_IN_TITLES, "〈 〉")):
        for match in pattern.finditer(draft.text):
            yield Sighting(*match.span(), f"{match[0][0]}{match[0][-1]}之内再用，里面一层应为{inner}")


_IN_QUOTES = re.compile("“[^“”\n]*“[^“”\n]*”[^“”\n]*”")
_IN_TITLES = re.compile("《[^《》\n]*《[^《》\n]*》[^《》\n]*》")
_DOUBLED = re.compile(
    r"(?<=[\u4e00-\u9fff”》）\d%])(?:(?![。、]{3})[。，、；：][。，、；：！？]+|[！？]+[。，、；：]|[,;，；][,;，；]+)"
)
_STRONGEST = "？！。；：，、"


def _doubled(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Marks of pause do not stand side by side; the stronger of the two is offered."""
    for match in _DOUBLED.finditer(draft.text):
        full = match[0].replace(",", "，").replace(";", "；")
        best = min(full, key=_STRONGEST.index)
        yield Sighting(*match.span(), "标点重复", best)


_DOTS = re.compile(r"(?<=[\u4e00-\u9fff”》）])(?:\.{3,}|。{3,}|、{3,}|·{3,}|…(?!…)|(?:……)+…)(?<!………………)(?!\.)")
_DOTS_AND_SO_ON = re.compile("……等")


def _ellipsis(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The ellipsis is six dots in two cells (4.11.2, 5.1.5) and does not stand beside 等 (appendix A)."""
    for match in _DOTS.finditer(draft.text):
        if draft.text[match.start() - 1] != "…":
            yield Sighting(*match.span(), "省略号应为占两个字的六个连点", "……")
    for match in _DOTS_AND_SO_ON.finditer(draft.text):
        yield Sighting(*match.span(), "省略号与“等”只用一个", "等")


_DASHES = re.compile(
    r"[-－–_—](?<=[\u4e00-\u9fff”》），].)(?:(?<=-)-+|(?<=－)－+|(?<=–)–+|(?<=_)_{1,3}|(?<=—)[-－]+)(?=[\u4e00-\u9fff“《])"
)


def _dash(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The dash of prose takes two cells without a break (4.10.2, 5.1.4)."""
    for match in _DASHES.finditer(draft.text):
        yield Sighting(*match.span(), "破折号应为“——”", "——")


_LEADING = re.compile(r"^[ \u3000\t]*[，。、；：！？）》”’〕】〉]", re.MULTILINE)


def _line_start(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """No paragraph begins with a mark that ends something (5.1.1—5.1.3): a line was broken, or words are lost."""
    for match in _LEADING.finditer(draft.text):
        end = draft.text.find("\n", match.end())
        shown = min(match.end() + _SHOWN, end if end >= 0 else len(draft.text))
        yield Sighting(match.end() - 1, shown, "段首不能是这个标点：上文被断开，或前面缺了字，请对照原件")


_STOPPED_TWICE = re.compile("([。！？])([”’』])[。！？]")


def _quote_end(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """One full stop at the end of a quotation, inside or outside."""
    for match in _STOPPED_TWICE.finditer(draft.text):
        yield Sighting(*match.span(), "引号内外都有句末标点，只留一个", match[1] + match[2])


_JOINED = re.compile(
    r"(?<=[\u4e00-\u9fff”》）])、(?:及(?=[\u4e00-\u9fff“《])(?![时格第早至])|以及|等等|等(?=[，。；、]))"
)


def _before_and(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The pause mark is not written before 及, 以及, 等: they part the words already."""
    for match in _JOINED.finditer(draft.text):
        yield Sighting(*match.span(), f"“{match[0][1:]}”前不用顿号", match[0][1:])


_BETWEEN = re.compile("[》”]、[《“]")


def _between_quotes(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Between quoted words, and between titles, that stand side by side usually no pause mark (4.5.3.5)."""
    first = _BETWEEN.search(draft.text)
    if first:
        many = len(_BETWEEN.findall(draft.text))
        words = f"并列的引号、书名号之间通常不用顿号，共{many}处"
        yield Sighting(max(0, first.start() - 4), first.end() + 4, words)


_OPEN_END = re.compile(r"^(?=.*[，。；]).{20,}?(?P<end>[，、；]|[\u4e00-\u9fff])[ \u3000]*$", re.MULTILINE)


def _paragraph_end(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A paragraph of prose ends with a mark that ends a sentence (4.1)."""
    for match in _OPEN_END.finditer(draft.text):
        if not match[0].startswith(("|", "｜", "图：", "附件")) and match["end"] != "；":
            yield Sighting(match.end("end") - _SHOWN, match.end("end"), "段末没有句末标点，请看是否缺字或漏点句号")


RULES = (
    GateRule("wording.pairs", "wording", "error", _pairs, "引号、括号、书名号不成对"),
    GateRule("wording.doubled", "wording", "error", _doubled, "标点重复或相连"),
    GateRule("wording.line_start", "wording", "error", _line_start, "段首是句末标点"),
    GateRule("wording.nested", "wording", "warning", _nested, "引号、书名号套用"),
    GateRule("wording.ellipsis", "wording", "warning", _ellipsis, "省略号的写法"),
    GateRule("wording.dash", "wording", "warning", _dash, "破折号的写法"),
    GateRule("wording.quote_end", "wording", "warning", _quote_end, "引号内外都有句末标点"),
    GateRule("wording.before_and", "wording", "advice", _before_and, "及、以及、等前的顿号"),
    GateRule("wording.between_quotes", "wording", "advice", _between_quotes, "并列引号、书名号间的顿号"),
    GateRule("wording.paragraph_end", "wording", "advice", _paragraph_end, "段末没有句末标点"),
)
