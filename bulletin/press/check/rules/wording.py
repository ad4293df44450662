"""Rules 63, 64, 66, 67, 69 and 70: marks, numbering, numerals and sums in the text as it can be read from the page.

Sources: GB/T 15834-2011 (marks), GB/T 15835-2011 (numerals), GB/T 9704-2012 7.3.3 (numbering). Only what is wrong in
any context is reported; what depends on the sense is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bulletin.model import Severity
from bulletin.press.check.document import Document
from bulletin.press.check.elements import DATE, Paragraph, em, paragraphs, titles
from bulletin.press.check.finding import Expected, Found, Place, Rule, place_of
from bulletin.press.check.read import Row
from bulletin.press.check.rules.sums import wrong_sums
from bulletin.press.geometry import CELL
from bulletin.text import is_hanzi

_HALF_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", '"': "“”", "'": "‘’"}
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_HEADING = re.compile(r"\([一二三四五六七八九十\d]{1,3}\)")
_PAIRS = dict(zip("“‘（《〈「『【〔［｛", "”’）》〉」』】〕］｝", strict=True))
_OPENERS = {closing: opening for opening, closing in _PAIRS.items()}
_INNER = {"“": "‘", "《": "〈"}
"""Marks that change when they stand directly inside themselves (GB/T 15834-2011 4.8, 4.15)."""
_LIST_CLOSER = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z]|[①-⑳])）")
_FAR = 8  # paragraphs: how far a quotation may reach


@dataclass(frozen=True, slots=True)
class _Text:
    """A run of text that is read as one: page it begins on, the words, the rows they stand in.

    ``whole`` if it is certain that it begins and ends where it seems to.
    """

    page: int
    text: str
    rows: tuple[Row, ...]
    whole: bool = True

    def place(self, at: int) -> Place:
        """Return the row in which the character at `at` stands."""
        for row in self.rows:
            if at < len(row.text):
                return place_of(row)
            at -= len(row.text)
        return place_of(self.rows[-1])

    def around(self, at: int, length: int = 1) -> str:
        """Return the words about ``text[at : at + length]`` for a message."""
        return f"“{self.text[max(0, at - 5) : at + length + 5]}”"


def _texts(document: Document) -> list[_Text]:
    """Return titles and paragraphs in reading order."""
    found = [_Text(title.page, title.text, title.rows) for title in titles(document)]
    found += [_paragraph(one) for one in paragraphs(document) if not DATE.fullmatch(one.text)]  # that is rule 38's
    return sorted(found, key=lambda text: (text.page, text.rows[0].baseline))


def _paragraph(paragraph: Paragraph) -> _Text:
    last = paragraph.lines[-1]
    ends = paragraph.text[-1] in "。！？；：”）…" or last.row.x1 < last.right - 3 * CELL
    rows = tuple(line.row for line in paragraph.lines)
    return _Text(paragraph.page, paragraph.text, rows, paragraph.lines[0].opens and ends)


def _rule_63(document: Document, _expected: Expected) -> Iterator[Found]:
    for page in document.pages:
        for row in page.rows:
            heading = _HEADING.match(row.text)  # its brackets are rule 33's
            odd = {k: mark for k, mark in _touching(row) if not heading or k >= heading.end()}
            if odd:
                wanted = "、".join(dict.fromkeys(_HALF_WIDTH[mark] for mark in odd.values()))
                message = f"“{_about(row, min(odd))}”用了半角标点"
                severity: Severity | None = "advice" if all(_is_latin_bracket(row, k) for k in odd) else None
                yield Found(page.number, message, "".join(odd.values()), wanted, place_of(row), severity)
            wide = _FULL_WIDTH.search(row.text)
            if wide:
                message = f"“{row.text[max(0, wide.start() - 4) : wide.end() + 4]}”用了全角数字或字母"
                yield Found(page.number, message, wide[0], "半角", place_of(row))


def _touching(row: Row) -> Iterator[tuple[int, str]]:
    """Yield place and text of every half-width mark with a Chinese character right beside it."""
    for k, (before, char) in enumerate(pairwise(row.chars)):
        if char.x0 - before.x1 > 0.5 * em(row):
            continue
        if before.text in _HALF_WIDTH and is_hanzi(char.text[0]):
            yield k, before.text
        elif char.text in _HALF_WIDTH and is_hanzi(before.text[-1]):
            yield k + 1, char.text


def _is_latin_bracket(row: Row, at: int) -> bool:
    """Tell whether the mark at `at` is a bracket around Latin letters or figures, or behind some: (WHO), 11 (64位)."""
    texts = [char.text[0] for char in row.chars]
    begin = at if texts[at] == "(" else next((k for k in reversed(range(at)) if texts[k] == "("), -1)
    if texts[at] not in "()":
        return False
    end = next((k for k in range(begin + 1, len(texts)) if texts[k] == ")"), len(texts))
    inside, before = texts[begin + 1 : end], texts[begin - 1] if begin > 0 else ""
    if not any(char.isascii() and char.isalnum() for char in inside):
        return False
    return not any(map(is_hanzi, inside)) or (before.isascii() and before.isalnum())


def _about(row: Row, at: int) -> str:
    return "".join(char.text for char in row.chars[max(0, at - 5) : at + 6])


def _rule_64(document: Document, _expected: Expected) -> Iterator[Found]:
    texts = _texts(document)
    odd = [(k, at, mark) for k, text in enumerate(texts) for at, mark in _unpaired(text.text)]
    for k, at, mark in odd:
        if not texts[k].whole or _paired_elsewhere(k, mark, odd) or _quoted_on(k, mark, texts):
            continue
        text = texts[k]
        other = _PAIRS.get(mark) or _OPENERS[mark]
        yield Found(text.page, f"{text.around(at)}中的“{mark}”不成对", mark, f"与 {other} 成对", text.place(at))
    for text in texts:
        for at, mark in _nested(text.text):
            inner = _INNER.get(mark, "“")
            message = f"{text.around(at)}中引号或书名号的内外层用错"
            yield Found(text.page, message, mark, f"此处用 {inner}", text.place(at))


def _unpaired(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of every mark without its partner."""
    waiting: list[tuple[int, str]] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            waiting.append((at, char))
        elif char in _OPENERS and not _is_apostrophe(text, at):
            place = next((k for k in reversed(range(len(waiting))) if waiting[k][1] == _OPENERS[char]), None)
            if place is not None:
                yield from waiting[place + 1 :]
                del waiting[place:]
            elif not _LIST_CLOSER.match(text, max(0, at - 2)) and not _LIST_CLOSER.match(text, max(0, at - 1)):
                yield at, char
    yield from waiting


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()


def _paired_elsewhere(k: int, mark: str, odd: list[tuple[int, int, str]]) -> bool:
    """Tell whether an unpaired mark has its partner in a paragraph near by: a quotation may run over several."""
    if mark in _PAIRS:
        return any(other == _PAIRS[mark] and k < j <= k + _FAR for j, _, other in odd)
    return any(other == _OPENERS[mark] and k - _FAR <= j < k for j, _, other in odd)


def _quoted_on(k: int, mark: str, texts: list[_Text]) -> bool:
    """Tell whether the quotation that text `k` leaves open goes on in the next, opened again, until one closes it."""
    for text in texts[k + 1 : k + 1 + _FAR] if mark in "“‘" else ():
        if not text.text.startswith(mark):
            return False
        if not any(other == mark for _, other in _unpaired(text.text)):
            return True
    return False


def _nested(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of marks that stand directly inside themselves, and of single quotes outside double ones."""
    if any(True for _ in _unpaired(text)):
        return
    waiting: list[str] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            marks = [mark for mark in waiting if mark in "“‘" or char not in "“‘"]
            if (char in _INNER and marks and marks[-1] == char) or (char == "‘" and "“" not in waiting):
                yield at, char
            waiting.append(char)
        elif waiting and waiting[-1] == _OPENERS.get(char):
            waiting.pop()


def _rule_66(document: Document, _expected: Expected) -> Iterator[Found]:
    for text in _texts(document):
        for match in re.finditer(r"([”》])、([“《])", text.text):
            sentence = (
                re.split("[。；]", text.text[: match.start()])[-1] + re.split("[。；]", text.text[match.end() :])[0]
            )
            pair = match[1] + match[2]
            if pair in ("”“", "》《") and not re.search(r"[”》](?:（[^）]*）|等)", sentence):
                message = f"{text.around(match.start(), 3)}中并列的引号、书名号之间不用顿号"
                yield Found(text.page, message, match[0], pair, text.place(match.start()))


_NUMBERINGS = (
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][、.．，：]"), "（一）"),
    (re.compile(r"[（(]\d{1,2}[）)][、.．，：]"), "（1）"),
    (re.compile(r"\d{1,2}、(?!\d)"), "1."),
    (re.compile(r"[一二三四五六七八九十]{1,3}[.．，](?![一二三四五六七八九十])"), "一、"),
)


def _rule_67(document: Document, _expected: Expected) -> Iterator[Found]:
    for paragraph in paragraphs(document):
        wrong = next(((m[0], form) for pattern, form in _NUMBERINGS if (m := pattern.match(paragraph.text))), None)
        if wrong and paragraph.lines[0].opens:
            message = f"序号“{wrong[0]}”写法不对，只用一、（一）1.（1）四种"
            yield Found(paragraph.page, message, wrong[0], wrong[1], place_of(paragraph.lines[0].row))


_ZERO = "一二三四五六七八九"
_NUMERALS: tuple[tuple[re.Pattern[str], Severity, str, str], ...] = (
    (re.compile(rf"[{_ZERO}][{_ZERO}〇零]?[○◯OＯo0][{_ZERO}○◯OＯo0〇零]{{1,2}}年"), "error", "年份中的零用了别的符号", "〇"),
    (re.compile(rf"(?:[一二][{_ZERO}]零[{_ZERO}零]|二零[{_ZERO}零]{{2}})年"), "error", "编号、年份中的零应写作〇", "〇"),
    (re.compile(r"(?<![\d,.])(?:1,9|2,0)\d{2}年(?![前来间的历多以])"), "error", "年份不分节", "如 2026年"),
    (
        re.compile(r"\d(?:千(?![米克瓦伏赫卡帕焦字升安牛乏吨海])|百(?![货分强度合姓日年米帕])(?!个百分点))"),
        "error", "一个数不能一半阿拉伯数字、一半汉字（万、亿除外）", "如 4000 或 四千",
    ),
    (re.compile(r"(?<![\d年])(?:19|20)\d{2}年(?:0\d月|\d{1,2}月0\d日)"), "warning", "月、日不编虚位", "如 2026年3月5日"),
    (
        re.compile(r"(?<=[自从于至到在截])\d{2}年\d{1,2}月(?!份?个)|(?<![\d零多余又满])\d{2}年\d{1,2}月\d{1,2}日"),
        "warning", "年份应写四位", "如 2026年",
    ),
    (re.compile(r"(?<![\d.．%％~～—])\d+(?:\.\d+)?[～~—－]\d+(?:\.\d+)?[%％‰]"), "warning", "表示范围的两个百分数都要带百分号", "如 15%～30%"),
    (re.compile(r"(?<![\d.．,万亿~～—])\d+(?:\.\d+)?[～~—－]\d+(?:\.\d+)?[万亿]"), "warning", "表示范围的两个数都要带“万”“亿”", "如 9亿～16亿"),
    (
        re.compile(r"(?<!^)(?<![第一二三四五六七八九十、初])(?:一、二|二、三|两、三|三、四|四、五|五、六|六、七|七、八|八、九)(?=(?:个(?!季|方面)|天|岁|百|千(?!米)|万))"),
        "warning", "概数之间不用顿号", "如 三四个",
    ),
    (re.compile(r"(?<=[\u4e00-\u9fff])\.\d+(?=[%％‰个倍万亿元])"), "warning", "小数点前应写0", "如 0.46"),
)  # fmt: skip
"""What is wrong, how much it matters, what is said of it, what is wanted (GB/T 15835-2011; GB/T 9704-2012 7.3.5.4)."""


def _rule_69(document: Document, _expected: Expected) -> Iterator[Found]:
    for text in _texts(document):
        for pattern, severity, what, wanted in _NUMERALS:
            for match in pattern.finditer(text.text):
                message = f"{text.around(match.start(), len(match[0]))}：{what}"
                yield Found(text.page, message, match[0], wanted, text.place(match.start()), severity)


def _rule_70(document: Document, _expected: Expected) -> Iterator[Found]:
    for wrong in wrong_sums(document):
        message = f"表中“{wrong.name}”与各项之和不符"
        yield Found(wrong.page, message, wrong.printed, wrong.sum, place_of(wrong.row), "advice")


RULES: tuple[Rule, ...] = (
    Rule(63, "GB/T 15834-2011 5.1", "规定", "汉字旁不用半角标点，数字、字母不用全角", _rule_63),
    Rule(64, "GB/T 15834-2011 4.8、4.9、4.15", "规定", "引号、括号、书名号成对，内外层不错", _rule_64),
    Rule(66, "GB/T 15834-2011 4.5.3.5", "一般", "并列的引号、书名号之间不用顿号", _rule_66),
    Rule(67, "GB/T 9704-2012 7.3.3", "规定", "序号的写法：一、（一）1.（1）", _rule_67),
    Rule(69, "GB/T 15835-2011", "规定", "数字用法", _rule_69),
    Rule(70, "编校实务", "实务", "表中合计与各项之和相符", _rule_70),
)
"""What is held against the words."""
