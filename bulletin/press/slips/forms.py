"""Assignment, reminder and colour slips (交办单、催办通知单、三色督查单) as a form on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bulletin.model import Json, Slip
from bulletin.press.geometry import BODY_SIZE
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.markup import inline_text
from bulletin.press.slips.blocks import Block, Fit, Words, one_line, set_words
from bulletin.press.slips.rows import Form, Row, field_rows, heightened, wide_row
from bulletin.text import chinese_date

WIDTH, HEIGHT = 156.0, 257.0  # mm
_FITS = (
    Fit(BODY_SIZE, 9.6, 2.6),  # gaps before type
    Fit(BODY_SIZE, 9.0, 1.6),
    Fit(14.0, 8.0, 1.6),  # 4号
    Fit(14.0, 7.2, 1.2),
    Fit(12.0, 6.8, 1.4),  # 小四
    Fit(10.5, 5.8, 1.0),  # 五号: nothing smaller is sent to a unit
)
_MOST = (12, 9, 7, 5, 4, 3, 2)  # lines of a text that must be cut
_ENCLOSED = "附件"  # where all of a text is that was cut
_HEAD, _BAND, _SEAL, _RECEIPT = 30.0, 17.0, 44.0, 44.0  # mm: title and number, band, a seal of 42 mm, receipt
_NUMBER, _ASIDE = 40.0, 12.0  # mm: the number at the right; free beside the signature
_STRETCH = 20.0  # mm a row of text grows at most where the page has room
_STRIPES = {"蓝": 1, "黄": 2, "橙": 2, "红": 3}  # so that a copy in black and white tells the colour
_DEMANDS = {"交办单": "办理要求", "催办通知单": "催办意见"}


def context(slip: Slip, glyphs: Glyphs) -> tuple[Json, tuple[str, ...]]:
    """Return the names a template may use for `slip`, and what had to be cut.

    Gaps, then type shrink from 3号 to 五号 until the form stands on its page; then texts are cut. Raises
    `TypesettingFailure` naming a character without a face.
    """
    room = HEIGHT - _HEAD - _SEAL - _RECEIPT - (_BAND if slip.colour else 0.0)
    form, rows = _fitted(slip, glyphs, room)
    names = {
        "meta": {"title": f"{slip.title} {slip.number}", "author": slip.signature, "date": slip.date.isoformat()},
        "fit": form.fit,
        "title": inline_text(glyphs, slip.title, "小标宋", "标题"),
        "number": inline_text(glyphs, slip.number, "仿宋", "编号"),
        "band": {"colour": slip.colour, "stripes": _STRIPES[slip.colour]} if slip.colour else None,
        "rows": _stretched(rows, form.fit, room - _height(rows)),
        "called": inline_text(glyphs, f"{slip.title}{slip.number}", "仿宋", "回执"),
        "seal": _SEAL,
        "label_width": form.label,
        "issuer": one_line(glyphs, slip.signature, "落款", WIDTH - _NUMBER, 14),
        "signature": _signature(form, slip),
        "date": inline_text(glyphs, chinese_date(slip.date), "仿宋", "日期"),
    }
    return names, tuple(cell.block.cut for row in rows for cell in row.cells if cell.block.cut)


def _signature(form: Form, slip: Slip) -> Block:
    words = Words(slip.signature, "仿宋", "落款", ragged=True)
    return set_words(form.glyphs, words, WIDTH - form.label - 2 * _ASIDE, form.fit)


def _fitted(slip: Slip, glyphs: Glyphs, room: float) -> tuple[Form, list[Row]]:
    """Return the loosest way in which the rows stand in `room` mm, the tightest where none does."""
    loosest = Form(glyphs, _FITS[0], WIDTH, _ENCLOSED)
    ways = [replace(loosest, fit=fit) for fit in _FITS]
    for form in (*ways, *(replace(ways[-1], most=most) for most in _MOST)):
        rows = list(_rows(form, slip))
        if _height(rows) <= room:
            break
    return form, rows


def _rows(form: Form, slip: Slip) -> Iterator[Row]:
    yield from field_rows(form, slip.fields)
    if slip.paragraphs:
        label = _DEMANDS.get(slip.title, "督查意见")
        text = "\n".join(slip.paragraphs)
        yield wide_row(form, label, Words(text, "仿宋", f"“{label}”", form.whole, indented=True))


def _height(rows: Sequence[Row]) -> float:
    return sum(row.height for row in rows)


def _stretched(rows: Sequence[Row], fit: Fit, spare: float) -> list[Row]:
    """Return `rows` with what the page has to spare given to the texts."""
    each = min(_STRETCH, max(spare, 0.0) / max(sum(row.is_text for row in rows), 1))
    return [heightened(row, fit, each) if row.is_text else row for row in rows]
