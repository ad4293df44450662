"""What makes one copy of an issue differ from the next: its 份号, and a watermark where it is wanted.

Both are laid over, or under, the pages of the signed file; nothing is typeset again. The numbers of all copies are set
once, by our own typesetter. A watermark is drawn as outlines, light grey and under the text: it adds no text to what is
copied or searched, hides nothing, and needs no font in the file. Both are marked as artifacts, which a reading of the
document leaves out (ISO 32000-1 14.8.2.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import atan2, cos, sin
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from bulletin.errors import RefusedAction
from bulletin.press.geometry import AREA_WIDTH, BODY_SIZE, LEFT_ODD, MM, PAGE_HEIGHT, PAGE_WIDTH, PITCH
from bulletin.press.page.engine.document import set_document
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.faces.outlines import Outlines
from bulletin.press.page.markup import inline

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf

DIGITS = 6  # GB/T 9704-2012 7.2.1: 6 位3号阿拉伯数字, first line of the type area, flush left
_CSS = """
@page :right { @bottom-right { content: none } }
@page :left { margin-left: 28mm; margin-right: 26mm; @bottom-left { content: none } }
p { break-after: page }
p.right { text-align: right }
"""
_FIRST_LINE = 34.58  # mm from the top edge to the first line (GB/T 33476.2-2016)
_NUMBER_WIDTH = DIGITS * BODY_SIZE / 2 / MM  # mm
_GREY = 0.88  # of white; what is printed over it stays easy to read
_LARGEST, _LONGEST = 48.0, 230.0 * MM  # points: the watermark's type, and its length
_MIDDLE = 0.38  # em: how far the middle of a Chinese character lies above the baseline
_MARKS = frozenset(("BDC", "BMC", "EMC"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one copy bears: its number, and the text of its watermark ('' for none)."""

    number: int
    watermark: str = ""

    @property
    def digits(self) -> str:
        """The number as printed: six digits."""
        return f"{self.number:0{DIGITS}d}"


class Stamping:
    """The signed PDF `base` with room for a stamp on its pages, and the numbers of all `stamps`, set once.

    Either all `stamps` have a watermark or none has. Between one copy and the next only what the stamp draws is
    exchanged. Raises `RefusedAction` if the first line of `base` has no room for a number, `TypesettingFailure` for a
    character of a watermark that no face has.
    """

    def __init__(self, base: bytes, stamps: Sequence[Stamp], fonts: FontSet) -> None:
        from pikepdf import Pdf

        glyphs = Glyphs(fonts)
        self._outlines = Outlines(fonts)
        self._watermarks = {
            stamp: glyphs.ink(stamp.watermark, "黑体", f"{stamp.digits}号的水印") for stamp in stamps if stamp.watermark
        }
        numbers = Pdf.open(BytesIO(set_document(_numbers_html(stamps, glyphs, _free_end(base)), _CSS, fonts)[1]))
        self._numbers = {stamp: _drawing(page) for stamp, page in zip(stamps, list(numbers.pages)[1:], strict=True)}
        self._pdf = Pdf.open(BytesIO(base))
        self._number, self._watermark = _form(self._pdf), _form(self._pdf)
        self._number.Resources = self._pdf.copy_foreign(numbers.pages[0].obj.Resources)
        _lay_over(self._pdf.pages[0], self._number)
        for page in self._pdf.pages if self._watermarks else ():
            _lay_under(page, self._watermark)

    def copy(self, stamp: Stamp) -> bytes:
        """Return the bytes of the copy with `stamp`: the same for the same stamp."""
        self._number.write(self._numbers[stamp])
        if stamp.watermark:
            self._watermark.write(self._drawn(self._watermarks[stamp]).encode())
        written = BytesIO()
        self._pdf.save(written, deterministic_id=True)
        return written.getvalue()

    def _drawn(self, inked: Inked) -> str:
        """Return the operators that draw `inked` over an A4 page from its lower left to its upper right corner."""
        width, height, length = PAGE_WIDTH * MM, PAGE_HEIGHT * MM, sum(inked.widths) / 1000
        size, angle = min(_LARGEST, _LONGEST / length), atan2(height, width)
        c, s = cos(angle) * size, sin(angle) * size
        x = width / 2 - c * length / 2 + s * _MIDDLE
        y = height / 2 - s * length / 2 - c * _MIDDLE
        matrix = " ".join(f"{value:.4f}" for value in (c, s, -s, c, x, y))
        return f"{_GREY} g {matrix} cm\n{self._outlines.draw(inked)}"


def _numbers_html(stamps: Sequence[Stamp], glyphs: Glyphs, end: str) -> str:
    """Return one page for each stamp, after one with all ten digits: so the font is the same whatever is stamped."""
    texts = ["0123456789", *(stamp.digits for stamp in stamps)]
    numbers = Markup("\n").join(
        Markup('<p class="{}">{}</p>').format(end, inline(glyphs.ink(text, "仿宋", "份号"))) for text in texts
    )
    return Markup('<!DOCTYPE html><html lang="zh-CN"><head></head><body>{}</body></html>').format(numbers)


def _drawing(page: Page) -> bytes:
    """Return what a page draws, without the marks of its own structure."""
    from pikepdf import parse_content_stream, unparse_content_stream

    return unparse_content_stream([piece for piece in parse_content_stream(page) if str(piece.operator) not in _MARKS])


def _form(pdf: Pdf) -> Object:
    """Return an empty form of the size of an A4 page."""
    from pikepdf import Array, Dictionary, Name

    box = Array([0, 0, round(PAGE_WIDTH * MM, 3), round(PAGE_HEIGHT * MM, 3)])
    return pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())


def _lay_over(page: Page, form: Object) -> None:
    _add_form(page, form, "/CopyNumber")
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + _artifact("/CopyNumber", "Header"))


def _lay_under(page: Page, form: Object) -> None:
    _add_form(page, form, "/CopyWatermark")
    page.contents_add(_artifact("/CopyWatermark", "Watermark"), prepend=True)


def _add_form(page: Page, form: Object, name: str) -> None:
    from pikepdf import Name

    page.add_resource(form, Name.XObject, Name(name), replace_existing=True)


def _artifact(name: str, kind: str) -> bytes:
    return f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC q {name} Do Q EMC\n".encode()


def _free_end(base: bytes) -> str:
    """Return where the first line of the first page has room for a number: ``left``, as the standard wants, or ``right``.

    A bulletin whose first line begins with another mark bears its number at the right end. Raises `RefusedAction`.
    """
    from pypdfium2 import PdfDocument

    top, bottom = (PAGE_HEIGHT - _FIRST_LINE - 1) * MM, (PAGE_HEIGHT - _FIRST_LINE - PITCH + 1) * MM
    document: Any = PdfDocument(base)
    text = document[0].get_textpage()
    try:
        for end, left in (("left", LEFT_ODD), ("right", LEFT_ODD + AREA_WIDTH - _NUMBER_WIDTH)):
            if not text.get_text_bounded(left * MM, bottom, (left + _NUMBER_WIDTH) * MM, top).strip():
                return end
    finally:
        document.close()
    raise RefusedAction("首页第一行已印满，没有印份号的位置", "请在刊物设置中为份号留出一行，重新出清样并签发")
