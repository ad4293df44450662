"""Rules 71, 72 and 74–76: the file itself: fonts, text that can be read back, metadata, sameness."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.model import Severity
from bulletin.press.check.document import Document
from bulletin.press.check.elements import bare, titles
from bulletin.press.check.faces import is_latin, style
from bulletin.press.check.finding import Expected, Found, Place, Rule
from bulletin.press.check.structure import Font, Structure
from bulletin.text import shorten

_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
_MOST_OF_A_PAGE = 0.8
_HEADING = re.compile(r"[一二三四五六七八九十]+、.*[^。；]$")
_NUMERAL = re.compile(r"^[一二三四五六七八九十]+、")


def _fonts(document: Document, _: Expected) -> Iterator[Found]:
    for font in document.structure.fonts if document.structure else ():
        for severity, what in _faults_of(font):
            page = document.first_page_with(font.name) or font.page
            yield Found(
                page, f"字体 {font.name or '（无名）'} {what}", font.kind, "嵌入、子集、有 Unicode 对照", None, severity
            )


def _faults_of(font: Font) -> Iterator[tuple[Severity | None, str]]:
    if font.kind == "Type3":
        yield None, "是 Type 3 字体，不应使用"
        return
    if not font.embedded:
        yield None, "没有嵌入，换一台机器会变样"
    elif not font.subset:
        yield None, "整套嵌入，应只嵌入用到的字"
    if not font.to_unicode and font.kind == "Type0":
        yield None, "没有 Unicode 对照，文字不能复制和检索"
    if not style(font.name) and not is_latin(font.name):
        yield None, "不在公文字体之列"


def _lost(document: Document, _: Expected) -> Iterator[Found]:
    """A file that has ink but no readable character, and is no scan, has lost them all."""
    if not document.has_text and not any(page.images or page.turned for page in document.pages):
        yield Found(1, "没有可提取的文字", "0 字", "全部文字可提取")
    for page in document.pages:
        lost = [char for row in page.rows for char in row.chars if _LOST.match(char.text)]
        count = len(lost) + len(_LOST.findall(page.turned))
        if count:
            ink = lost[0].ink if lost else None
            place = Place(ink.x0, ink.top, ink.x1, ink.bottom) if ink else None
            yield Found(page.number, f"有 {count} 个字符缺字或不可识别", f"{count} 个", "0 个", place)


def _pictures(document: Document, _: Expected) -> Iterator[Found]:
    for page in document.pages:
        area = page.width * page.height
        whole = [box for box in page.images if box.width * box.height > _MOST_OF_A_PAGE * area]
        if whole and not page.rows:
            box = whole[0]
            place = Place(box.x0, box.top, box.x1, box.bottom)
            yield Found(page.number, "整页是一张图片，文字不能检索和核对", "整页图片", "文字", place)


def _metadata(document: Document, expected: Expected) -> Iterator[Found]:
    structure = document.structure
    if structure is None:
        return
    for message in _missing(structure, document, expected):
        yield Found(1, message, "无", "有")


def _missing(structure: Structure, document: Document, expected: Expected) -> Iterator[str]:
    """Yield what the file does not say of itself, or should not hold."""
    named = {
        "标题": structure.title, "作者": structure.author, "日期": structure.created, "关键词": structure.keywords,
        "PDF/A 声明": structure.part and structure.conformance,
    }  # fmt: skip
    yield from (f"文件没有{name}" for name, value in named.items() if not value)
    if structure.language.lower() not in ("zh", "zh-cn", "zh-hans", "zh-hans-cn"):
        yield f"文件语言为“{structure.language or '未注明'}”，应为 zh-CN"
    if not structure.output_intent:
        yield "文件没有输出意图（OutputIntent），颜色不确定"
    if structure.javascript:
        yield "文件含有 JavaScript，不能归档"
    if not structure.bookmarks:
        yield from ["文件没有书签"] if len(document.pages) > 1 else []
        return
    marks = "\n".join(map(bare, structure.bookmarks))
    for title in dict.fromkeys([*expected.titles, *_headings(document)]):
        if bare(_NUMERAL.sub("", title)) not in marks:
            yield f"标题“{shorten(title)}”没有书签"


def _headings(document: Document) -> Iterator[str]:
    """Yield the titles on the pages and the headings 一、 that stand alone in 黑体."""
    yield from (title.text for title in titles(document))
    for line in document.lines:
        if (
            line.opens
            and not line.goes_on
            and _HEADING.match(line.row.text)
            and style(line.row.chars[0].font) == "黑体"
        ):
            yield line.row.level_text


def _nothing(_document: Document, _: Expected) -> Iterator[Found]:
    return iter(())


def _unreadable_objects(document: Document, _: Expected) -> str:
    return "" if document.structure else "文件的结构已损坏，读不出字体和元数据"


def _no_input(_document: Document, _: Expected) -> str:
    return "要用同一份稿件再排一次才能比较，单看文件不能判断"


RULES: tuple[Rule, ...] = (
    Rule(71, "GB/T 33476.2-2016 5", "规定", "字体嵌入、子集、可检索，都在公文字体之列", _fonts, _unreadable_objects, needs_text=False),
    Rule(72, "GB/T 33476.2-2016", "规定", "没有缺字、乱码和自造字", _lost, needs_text=False),
    Rule(74, "DA/T 47-2009", "规定", "没有整页图片", _pictures, needs_text=False),
    Rule(75, "DA/T 46-2009、DA/T 47-2009", "推荐", "元数据、书签、语言、PDF/A 声明齐全，无脚本", _metadata, _unreadable_objects, needs_text=False),
    Rule(76, "DA/T 47-2009", "推荐", "同一稿件两次排版逐字节相同", _nothing, _no_input, needs_text=False),
)  # fmt: skip
