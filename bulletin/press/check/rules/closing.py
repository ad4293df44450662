"""Rules 35–41: what follows the text of an official document: 附件说明, 署名 and 成文日期, 附注, 附件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.press.check.content import Box
from bulletin.press.check.document import ATTACHMENT_LABEL, Document
from bulletin.press.check.elements import Closing, bare, centre, closings, em, pieces, read_head, style_of
from bulletin.press.check.finding import Expected, Found, Rule, mm, place_of
from bulletin.press.check.read import Page, Row
from bulletin.press.check.rules.masthead import real_date
from bulletin.press.geometry import AREA_TOP, AREA_WIDTH, CELL, PITCH
from bulletin.text import shorten

_NEAR = 0.8  # mm
_SEAL = (20.0, 60.0)  # mm: the least and the greatest side of a seal
_OFFICERS = re.compile(
    r"^\S{0,6}(?:省长|市长|县长|区长|州长|乡长|镇长|主席|主任|总理|部长|局长|厅长|委员长|书记|检察长|院长)\S{0,6}$"
)
_NOTE = re.compile(r"（[^（）]{4,}）?")
_NOTE_WORDS = re.compile(r"此件|公开|联系人|联系电话|发至|传达")


@dataclass(frozen=True, slots=True)
class _Note:
    """A 附件说明: its page and left edge (mm), the line above, its lines, and those of it that stand overleaf."""

    page: Page
    left: float
    above: Row | None
    rows: tuple[Row, ...]
    overleaf: tuple[Row, ...] = ()

    @property
    def names(self) -> list[tuple[str, str]]:
        """Number and name of each attachment."""
        text = "\n".join(row.text for row in (*self.rows, *self.overleaf))[3:]
        parts = re.split(r"(?:^|\n)(\d{1,2})[.．、]", text)
        if len(parts) == 1:
            return [("", text.replace("\n", ""))]
        return [(parts[k], parts[k + 1].replace("\n", "")) for k in range(1, len(parts), 2)]


def _notes(document: Document) -> Iterator[_Note]:
    pitch = document.pitch or PITCH
    for page in document.pages:
        rows = document.text_rows(page)
        for k, row in enumerate(rows):
            if not re.match(r"附件[：:]\S", row.text) or abs(row.size - document.body_size) > 0.6:
                continue
            left, taken = document.left(page), [row]
            for below in rows[k + 1 :]:
                if below.baseline - taken[-1].baseline > 1.6 * pitch or not _continues(taken[-1], below, left):
                    break
                taken.append(below)
            last = document.body_rows(page)[-1:] == [taken[-1]]
            overleaf = _overleaf(document, page, taken[-1]) if last else ()
            yield _Note(page, left, rows[k - 1] if k else None, tuple(taken), overleaf)


def _continues(above: Row, row: Row, left: float) -> bool:
    """Tell whether `row` stands like a line of the 附件说明 that `above` belongs to, and is no 署名 or date."""
    turned = above.x1 > left + AREA_WIDTH - 3 * CELL
    inside = row.x0 > left + 3.5 * CELL and row.x1 > left + 6 * CELL
    dated = row.x0 > left + 60 and "月" in row.text
    return len(pieces(row)) == 1 and (inside or turned) and not dated


def _overleaf(document: Document, page: Page, above: Row) -> tuple[Row, ...]:
    """Return the lines of a numbered 附件说明 that stand at the top of the page after `page`."""
    after = next(iter(document.pages[page.number : page.number + 1]), None)
    taken: list[Row] = []
    for row in document.text_rows(after) if after else []:
        left = document.left(after) if after else 0.0
        close = not taken or row.baseline - taken[-1].baseline < 1.6 * (document.pitch or PITCH)
        numbered = re.match(r"\d{1,2}[.．、]", row.text) or taken
        if not close or not numbered or not _continues(taken[-1] if taken else above, row, left):
            break
        taken.append(row)
    return tuple(taken)


def _block_between(document: Document, page: Page, top: float, bottom: float) -> bool:
    """Tell whether a table or picture ends between two heights of `page`, mm: it is text like any other."""
    return any(top < box.bottom < bottom for box in (*document.tables(page), *page.images))


def _rule_35(document: Document, _expected: Expected) -> Iterator[Found]:
    pitch = document.pitch or PITCH
    for note in _notes(document):
        number, first, place = note.page.number, note.rows[0], place_of(*note.rows)
        wanted = note.left + 2 * CELL
        if abs(first.x0 - wanted) > _NEAR:
            yield Found(number, "附件说明应左空二字", mm(first.x0), f"{wanted:.1f}±0.8 毫米", place)
        pushed = note.above and _block_between(document, note.page, note.above.baseline, first.baseline)
        if (
            note.above
            and not pushed
            and all(abs(first.baseline - note.above.baseline - 2 * p) > 0.3 * p for p in (pitch, PITCH))
        ):
            step = first.baseline - note.above.baseline
            yield Found(number, "附件说明应在正文下空一行", mm(step), f"{2 * pitch:.1f} 毫米（两行）", place)
        if not first.text.startswith("附件："):
            yield Found(number, "“附件”之后应标全角冒号", first.text[:3], "附件：", place)
        yield from _names(note)
        yield from _alignment(note)


def _names(note: _Note) -> Iterator[Found]:
    page, place = note.page.number, place_of(*note.rows)
    if re.search(r"(?:^|\n)\d{1,2}、", "\n".join(row.text for row in note.rows)[3:]):
        yield Found(page, "附件序号应写作“1.”", "1、", "1.", place)
    for _, name in note.names:
        if re.search(r"[。；，、.;,]$", name):
            yield Found(page, f"附件名称“{shorten(name, 12)}”之后不加标点", name[-1], "无标点", place)
    numbers = [number for number, _ in note.names if number]
    wanted = [str(k) for k in range(1, len(numbers) + 1)]
    if numbers != wanted:
        yield Found(page, "附件序号应从1起连续", "、".join(numbers), "、".join(wanted), place)


def _alignment(note: _Note) -> Iterator[Found]:
    """Numbers stand below each other, what is turned over below the first character of the name."""
    first = note.rows[0]
    numbered = re.match(r"附件[：:](\d{1,2}[.．、])", first.text)
    number_x = first.chars[3].x0
    name_x = first.chars[3 + len(numbered[1])].x0 if numbered and len(first.chars) > 3 + len(numbered[1]) else number_x
    for row in note.rows[1:]:
        opens = bool(numbered) and re.match(r"\d{1,2}[.．、]", row.text)
        wanted, what = (number_x, "附件序号应上下对齐") if opens else (name_x, "附件名称回行应与上一行的名称首字对齐")
        if abs(row.x0 - wanted) > _NEAR:
            yield Found(note.page.number, what, mm(row.x0), f"{wanted:.1f}±0.8 毫米", place_of(row))


def _seal(closing: Closing) -> Box | None:
    """Return the picture of a seal that lies over the date, if any."""
    for image in closing.page.images:
        fits = all(_SEAL[0] <= side <= _SEAL[1] for side in (image.width, image.height))
        if fits and image.top < closing.date.bottom + 5 < image.bottom + 25 and image.x1 > closing.date.x0:
            return image
    return None


def _sealed(closing: Closing) -> bool:
    """Tell whether 署名 and date stand as for a seal: one is there, or that form fits better than the other."""
    if _seal(closing):
        return True
    name, date, right = closing.signers[-1], closing.date, closing.left + AREA_WIDTH
    longer = date.x1 - date.x0 > name.x1 - name.x0
    last = date if longer else name
    off_plain = abs(last.x1 - (right - 2 * CELL)) + abs(abs(date.x0 - name.x0) - 2 * CELL)
    off_sealed = abs(date.x1 - _sealed_edge(closing)) + abs(centre(name) - centre(date))
    return off_sealed < off_plain


def _sealed_edge(closing: Closing) -> float:
    """Return where a date with a seal ends: four characters in, further if a long 署名 over it would leave the page."""
    name, date, right = closing.signers[-1], closing.date, closing.left + AREA_WIDTH
    wide = (name.x1 - name.x0) - (date.x1 - date.x0) > 8 * CELL
    return right - 2 * CELL - (name.x1 - name.x0 - (date.x1 - date.x0)) / 2 if wide else right - 4 * CELL


def _rule_36(document: Document, _expected: Expected) -> Iterator[Found]:
    for closing in _signed(document):
        if _sealed(closing):
            continue
        name, date, right = closing.signers[-1], closing.date, closing.left + AREA_WIDTH - 2 * CELL
        number, place = closing.page.number, place_of(*closing.signers, date)
        if date.x1 - date.x0 > name.x1 - name.x0 + _NEAR:
            if abs(date.x1 - right) > _NEAR and abs(name.x1 - right) > _NEAR:
                yield Found(number, "成文日期长于署名时，日期应右空二字", mm(date.x1), f"{right:.1f}±0.8 毫米", place)
            continue
        if abs(name.x1 - right) > _NEAR:
            yield Found(number, "不加盖印章的公文，署名应右空二字", mm(name.x1), f"{right:.1f}±0.8 毫米", place)
        wanted = name.x0 + 2 * CELL
        if len(closing.signers) == 1 and abs(date.x0 - wanted) > _NEAR:
            message = "成文日期首字应比署名首字右移二字"
            yield Found(number, message, mm(date.x0), f"{wanted:.1f}±0.8 毫米", place)


def _signed(document: Document) -> list[Closing]:
    """Return the closings that have a name and are not signed with the seal of a person (7.3.5.3)."""
    found = [] if read_head(document).kind == "命令" else closings(document)
    return [one for one in found if one.signers and not _OFFICERS.match("".join(row.text for row in one.signers))]


def _rule_37(document: Document, _expected: Expected) -> Iterator[Found]:
    for closing in _signed(document):
        if not _sealed(closing):
            continue
        date, number = closing.date, closing.page.number
        place, right = place_of(*closing.signers, date), _sealed_edge(closing)
        if abs(date.x1 - right) > _NEAR:
            message = "加盖印章的公文，成文日期应右空四字"
            yield Found(number, message, mm(date.x1), f"{right:.1f}±0.8 毫米", place)
        if len(closing.signers) == 1 and abs(centre(closing.signers[0]) - centre(date)) > _NEAR:
            message = "署名应以成文日期为准居中"
            yield Found(number, message, mm(centre(closing.signers[0])), f"{centre(date):.1f}±0.8 毫米", place)
        seal, above = _seal(closing), _text_above(document, closing)
        if seal and above and seal.top - above[-1].bottom > PITCH:
            message = "印章顶端应距正文一行之内"
            yield Found(number, message, mm(seal.top - above[-1].bottom), "10.4 毫米以内", place)


def _rule_38(document: Document, _expected: Expected) -> Iterator[Found]:
    for closing in closings(document):
        text = closing.date.text
        if not real_date(text):
            message = f"成文日期“{text}”应用阿拉伯数字标全年、月、日，月、日不编虚位"
            yield Found(closing.page.number, message, text, "如 2026年3月5日", place_of(closing.date))


def _rule_39(document: Document, _expected: Expected) -> Iterator[Found]:
    for closing in closings(document):
        rows = _text_above(document, closing)
        notes = [row for note in _notes(document) for row in (*note.rows, *note.overleaf)]
        follows_block = _block_between(document, closing.page, 0.0, closing.date.baseline)
        if closing.signers and not follows_block and all(row in notes for row in rows):
            message = "署名、成文日期所在页没有正文，应调整行距、字距使其与正文同页"
            yield Found(closing.page.number, message, "没有正文", "至少一行正文", place_of(closing.date))


def _text_above(document: Document, closing: Closing) -> list[Row]:
    """Return the rows of text on the page of `closing`, above it."""
    top = min(row.baseline for row in (*closing.signers, closing.date))
    return [row for row in document.text_rows(closing.page) if row.baseline < top - 1]


def _rule_40(document: Document, _expected: Expected) -> Iterator[Found]:
    pitch = document.pitch or PITCH
    for closing in closings(document):
        for row in document.text_rows(closing.page):
            if not _is_note(row, closing, pitch):
                continue
            number, wanted, place = closing.page.number, closing.left + 2 * CELL, place_of(row)
            if abs(row.x0 - wanted) > _NEAR:
                yield Found(number, "附注应居左空二字", mm(row.x0), f"{wanted:.1f}±0.8 毫米", place)
            step = row.baseline - closing.date.baseline
            if all(abs(step - line) > 0.3 * line for line in (pitch, PITCH)):
                measured = f"日期之下 {mm(step)}" if step > 0 else "日期之上"
                yield Found(number, "附注应在成文日期下一行", measured, f"日期之下 {mm(pitch)}", place)


def _is_note(row: Row, closing: Closing, pitch: float) -> bool:
    """Tell whether `row` is the 附注: in brackets near the date, below it, or above it with the words of one."""
    step = row.baseline - closing.date.baseline
    if not _NOTE.fullmatch(row.text) or row.x0 > closing.left + 6 * CELL:
        return False
    return 0 < step < 5 * pitch or (-8 * pitch < step < 0 and bool(_NOTE_WORDS.search(row.text)))


def _rule_41(document: Document, _expected: Expected) -> Iterator[Found]:
    names = [pair for note in _notes(document) for pair in note.names]
    pitch = document.pitch or PITCH
    for page in document.pages:
        rows, left = document.text_rows(page), document.left(page)
        for k, row in enumerate(rows):
            if (
                not ATTACHMENT_LABEL.fullmatch(row.text)
                or row.x0 > left + 2 * CELL
                or abs(row.size - document.body_size) > 1
            ):
                continue
            yield from _label(document, page, row, k, left)
            title = _title_below(rows[k + 1 :], row)
            if title:
                yield from _attachment_title(page, row, title, left, pitch)
                yield from _same_as_announced(page, row, title, names)


def _label(document: Document, page: Page, row: Row, k: int, left: float) -> Iterator[Found]:
    place = place_of(row)
    if k:
        yield Found(page.number, "附件应另面编排", f"本页第 {k + 1} 行", "另起一页", place)
    elif abs(row.top - AREA_TOP) > 1:
        yield Found(page.number, f"“{row.text}”应在版心第一行", mm(row.top), "37±1 毫米", place)
    if style_of(row) not in ("", "黑体"):
        yield Found(page.number, f"“{row.text}”应用黑体", style_of(row), "黑体", place)
    if abs(row.x0 - left) > _NEAR:
        yield Found(page.number, f"“{row.text}”应顶格编排在版心左上角", mm(row.x0), mm(left), place)


def _title_below(rows: list[Row], label: Row) -> list[Row]:
    """Return the lines of the attachment's title: larger than the label, right below it."""
    lines: list[Row] = []
    for row in rows[:4]:
        if row.size < label.size + 2:
            break
        lines.append(row)
    return lines


def _attachment_title(page: Page, label: Row, title: list[Row], left: float, pitch: float) -> Iterator[Found]:
    place, middle = place_of(*title), left + AREA_WIDTH / 2
    step = title[0].baseline - label.baseline
    if all(abs(step - 2 * line) > 0.3 * line for line in (pitch, PITCH)):
        yield Found(page.number, "附件标题应在版心第三行", mm(step), f"“附件”之下 {mm(2 * pitch)}", place)
    if abs(centre(title[0]) - middle) > 0.7 + em(title[0]) / 2:
        yield Found(page.number, "附件标题应居中", mm(centre(title[0])), f"{middle:.1f} 毫米", place)


def _same_as_announced(page: Page, label: Row, title: list[Row], names: list[tuple[str, str]]) -> Iterator[Found]:
    number, text = label.text[2:], "".join(row.text for row in title)
    if not names:
        return
    announced = [name for listed, name in names if listed == number]
    if not announced:
        wanted = "、".join(f"附件{listed}" for listed, _ in names)
        yield Found(page.number, f"“{label.text}”的序号与附件说明不一致", label.text, wanted, place_of(label))
    elif _name(text) not in map(_name, announced):
        message = f"附件标题“{shorten(text, 16)}”与附件说明不一致"
        yield Found(page.number, message, text, announced[-1], place_of(*title))


def _name(text: str) -> str:
    return re.sub("[《》]", "", bare(text))


RULES: tuple[Rule, ...] = (
    Rule(35, "GB/T 9704-2012 7.3.4", "规定", "附件说明：正文下空一行，左空二字，名称后无标点，回行对齐", _rule_35),
    Rule(36, "GB/T 9704-2012 7.3.5.2", "规定", "不加盖印章：署名右空二字，日期首字右移二字", _rule_36),
    Rule(37, "GB/T 9704-2012 7.3.5.1", "规定", "加盖印章：日期右空四字，署名居中，印章顶端距正文一行之内", _rule_37),
    Rule(38, "GB/T 9704-2012 7.3.5.4", "规定", "成文日期：阿拉伯数字，全年份，月、日不编虚位", _rule_38),
    Rule(39, "GB/T 9704-2012 7.3.5.5", "规定", "署名、成文日期与正文同页", _rule_39),
    Rule(40, "GB/T 9704-2012 7.3.6", "一般", "附注：成文日期下一行，左空二字，加圆括号", _rule_40),
    Rule(41, "GB/T 9704-2012 7.3.7", "规定", "附件：另面，“附件”二字黑体顶格，标题在第三行，与附件说明一致", _rule_41),
)
"""What is held against the end of a document."""
