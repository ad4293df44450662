"""What a page is painted with, read by PDFium: characters, straight lines, pictures, placed as the page is shown.

PDFium reads what every program writes, is hardened against hostile files, and gives the outline of each character; a
page of the bulletin takes about ten milliseconds. Lengths are mm from the upper left corner of the page as shown,
its /Rotate applied.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

from bulletin.press.geometry import MM

_INVISIBLE = (3, 7)  # text render modes that leave no ink
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")  # characters without width or ink
_HYPHENS = (0x02, 0xFFFE)  # what PDFium makes of a hyphen at the end of a line
_DEEPEST = 8  # forms within forms
_MOST_SEGMENTS = 20_000  # of drawn paths on a page; a map or chart beyond that holds no ruled line that matters
_MOST_CORNERS = 200  # of a clipping path
_SHORTEST = 3.0  # mm
_THICKEST = 1.5  # mm
_BOX_SEGMENTS = 6  # of a path that is one box and nothing besides, at most
_MOST_BOXES = 200  # of a page; one with more is a drawing or a shaded sheet, and is not judged
_HIDDEN = 0.9  # of a character's ink: so much covered, nobody can read it


class Box(NamedTuple):
    """A box on a page: edges in mm from its upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    def within(self, other: Box) -> Box:
        """Return the part of it that lies in `other`; without any width or height where none does."""
        x0, top = max(self.x0, other.x0), max(self.top, other.top)
        return Box(x0, top, max(x0, min(self.x1, other.x1)), max(top, min(self.bottom, other.bottom)))

    @property
    def width(self) -> float:
        """From left to right edge, mm."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From upper to lower edge, mm."""
        return self.bottom - self.top


class Char(NamedTuple):
    """One character: edges of its advance and baseline in mm from the top left, size in points, the box of its ink.

    ``colour`` is red, green, blue from 0 to 1; ``text`` is U+FFFD where the file does not say which character it is.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str
    colour: tuple[float, float, float]
    ink: Box


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin straight line, level or upright, 3 mm or longer, with its colour."""

    box: Box
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on a page. ``turned`` is text that does not stand upright, ``hidden`` the number of inkless characters.

    ``covered`` are the characters that a filled box, painted after them, hides.
    """

    width: float
    height: float
    rotation: int
    chars: tuple[Char, ...]
    strokes: tuple[Stroke, ...]
    images: tuple[Box, ...]
    turned: str
    hidden: int
    covered: tuple[Char, ...]


class _View(NamedTuple):
    """From a page's own space, in points, to mm from its upper left corner as shown: x = ax·x + bx·y + cx, y likewise."""

    ax: float
    bx: float
    cx: float
    ay: float
    by: float
    cy: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the page's own space as shown."""
        return self.ax * x + self.bx * y + self.cx, self.ay * x + self.by * y + self.cy

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of the page's own space as shown."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one piece of text share; ``size`` 0 where they are invisible or do not stand upright."""

    size: float
    font: str
    colour: tuple[float, float, float]
    visible: bool
    upright: bool


def read_content(page: Any) -> Content:
    """Read a page of an open ``pypdfium2`` document."""
    from pypdfium2 import raw

    shown = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, shown)
    quarters = raw.FPDFPage_GetRotation(page) % 4
    view = _view(shown, quarters)
    size = view.box(shown.left, shown.bottom, shown.right, shown.top)
    placed, turned, hidden = _characters(page, view, quarters)
    strokes, images, boxes = _drawings(page, view)
    chars, covered = tuple(char for char, _ in placed), tuple(_covered(page, placed, boxes)) if boxes else ()
    return Content(size.width, size.height, quarters * 90, chars, strokes, images, turned, hidden, covered)


def _view(shown: Any, quarters: int) -> _View:
    """Return how a page is shown whose visible box is `shown`, turned clockwise by `quarters`."""
    unit = 1 / MM
    left, bottom, right, top = (edge * unit for edge in (shown.left, shown.bottom, shown.right, shown.top))
    return (
        _View(unit, 0, -left, 0, -unit, top),
        _View(0, unit, -bottom, unit, 0, -left),
        _View(-unit, 0, right, 0, unit, -bottom),
        _View(0, -unit, top, -unit, 0, right),
    )[quarters]


def _characters(page: Any, view: _View, quarters: int) -> tuple[list[tuple[Char, int]], str, int]:
    """Return the upright visible characters in the order of the file, the turned text, the number of hidden ones.

    Each character comes with the address of the piece of text it belongs to.
    """
    from pypdfium2 import raw

    textpage = page.get_textpage()
    text = textpage.raw
    styles: dict[int, _Style] = {}
    chars: list[tuple[Char, int]] = []
    turned: list[str] = []
    hidden = 0
    measure = _Measure(text, view)
    high = 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:  # PDFium answers beyond the basic plane in two halves at the same place
            high = code
            continue
        letter = _letter(code, high)
        high = 0
        if letter.isspace() or letter in _UNSEEN:
            continue
        piece = raw.FPDFText_GetTextObject(text, index)
        key = _address(piece)
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(text, index, piece, quarters)
        if not style.visible:
            hidden += 1
        elif not style.upright:
            turned.append(letter)
        else:
            chars.append((measure.char(index, letter, style), key))
    textpage.close()
    return chars, "".join(turned), hidden


def _address(thing: Any) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _letter(code: int, high: int) -> str:
    """Return the character of a code and of the high half before it, 0 if none; U+FFFD for no character."""
    if code in _HYPHENS:
        return "-"
    if high and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + (high - 0xD800 << 10) + code - 0xDC00)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def _style(text: Any, index: int, piece: Any, quarters: int) -> _Style:
    """Return the style of the piece of text that the character at `index` belongs to."""
    from pypdfium2 import raw

    matrix, font_size = raw.FS_MATRIX(), ctypes.c_float()
    raw.FPDFText_GetMatrix(text, index, matrix)
    raw.FPDFTextObj_GetFontSize(piece, font_size)
    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text, index, *parts)
    red, green, blue, alpha = (part.value / 255 for part in parts)
    ahead = ((matrix.a, matrix.b), (matrix.b, -matrix.a), (-matrix.a, -matrix.b), (-matrix.b, matrix.a))[quarters]
    return _Style(
        size=round(font_size.value * (matrix.c**2 + matrix.d**2) ** 0.5, 3),
        font=_font_name(piece),
        colour=(red, green, blue),
        visible=raw.FPDFTextObj_GetTextRenderMode(piece) not in _INVISIBLE and alpha > 0,
        upright=ahead[0] > 0 and abs(ahead[1]) < 0.02 * ahead[0],
    )


def _font_name(piece: Any) -> str:
    from pypdfium2 import raw

    font = raw.FPDFTextObj_GetFont(piece)
    buffer = ctypes.create_string_buffer(256)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer)) if font else 0
    return bare_name(buffer.raw[: max(0, min(length, len(buffer)) - 1)].decode("utf-8", "replace"))


def bare_name(font: str) -> str:
    """Return a font's name without the six-letter subset tag."""
    return font.split("+", 1)[1] if len(font) > 7 and font[6] == "+" else font


class _Measure:
    """Measures the characters of a page; the variables PDFium answers in are made once."""

    def __init__(self, text: Any, view: _View) -> None:
        from pypdfium2 import raw

        self._text, self._view = text, view
        self._get_origin, self._get_ink = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetCharBox
        self._get_loose = raw.FPDFText_GetLooseCharBox
        self._loose = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._ink = tuple(ctypes.c_double() for _ in range(4))  # left, right, bottom, top

    def char(self, index: int, letter: str, style: _Style) -> Char:
        """Return the character at `index`: origin, advance and ink."""
        text, view, loose = self._text, self._view, self._loose
        self._get_origin(text, index, self._x, self._y)
        self._get_loose(text, index, loose)
        self._get_ink(text, index, *self._ink)
        left, right, bottom, top = (edge.value for edge in self._ink)
        start, baseline = view.point(self._x.value, self._y.value)
        ends = view.point(loose.left, loose.bottom)[0], view.point(loose.right, loose.top)[0]
        ink = view.box(left, bottom, right, top)
        return Char(letter, start, max(start, *ends), baseline, style.size, style.font, style.colour, ink)


def _drawings(page: Any, view: _View) -> tuple[tuple[Stroke, ...], tuple[Box, ...], dict[int, Box]]:
    """Return the straight lines and the images of a page, and by their addresses the filled boxes that can hide text."""
    from pypdfium2 import raw

    strokes: list[Stroke] = []
    images: list[Box] = []
    boxes: dict[int, Box] = {}
    budget = _MOST_SEGMENTS
    for thing in page.get_objects([raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE], _DEEPEST):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            matrix = _matrix(thing)
            images.append(_around([view.point(*matrix.on_point(x, y)) for x in (0, 1) for y in (0, 1)]))
        elif budget > 0:
            budget -= max(1, raw.FPDFPath_CountSegments(thing))
            if budget > 0:
                strokes.extend(_strokes(thing, view))
                boxes |= {_address(thing.raw): box for box in _opaque_box(thing, view)}
    return tuple(strokes), tuple(images), boxes if len(boxes) <= _MOST_BOXES else {}


def _covered(page: Any, placed: list[tuple[Char, int]], boxes: dict[int, Box]) -> Iterator[Char]:
    """Yield the characters whose ink lies in a box that comes after their piece of text in the file."""
    from pypdfium2 import raw

    things = page.get_objects([raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH], _DEEPEST)
    order = {_address(thing.raw): k for k, thing in enumerate(things)}
    painted = [(order[address], box) for address, box in boxes.items()]
    for char, piece in placed:
        ink, since = char.ink.width * char.ink.height, order.get(piece, len(order))
        hiding = (box for at, box in painted if at > since)
        if ink > 0 and any(seen.width * seen.height > _HIDDEN * ink for seen in map(char.ink.within, hiding)):
            yield char


def _opaque_box(path: Any, view: _View) -> Iterator[Box]:
    """Yield what a path hides if it is one filled box that nothing shines through, large enough for a character."""
    from pypdfium2 import raw

    fill, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroked)
    if not fill.value or raw.FPDFPath_CountSegments(path) > _BOX_SEGMENTS or raw.FPDFPageObj_HasTransparency(path):
        return
    outlines = list(_outlines(path, view))
    if not outlines:
        return
    box = _around(outlines[0])
    corners = {(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)}
    if corners == set(outlines[0]) and min(box.width, box.height) > _THICKEST:
        clip = _clip(path, view)
        yield box.within(clip) if clip else box


def _strokes(path: Any, view: _View) -> Iterator[Stroke]:
    """Yield the thin straight parts of a path: filled strips, and stroked lines with their width."""
    from pypdfium2 import raw

    fill, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    raw.FPDFPath_GetDrawMode(path, fill, stroked)
    raw.FPDFPageObj_GetStrokeWidth(path, width)
    if not fill.value and not stroked.value:
        return
    half = 0.0 if fill.value else width.value / MM / 2
    get = raw.FPDFPageObj_GetFillColor if fill.value else raw.FPDFPageObj_GetStrokeColor
    parts = [ctypes.c_uint() for _ in range(4)]
    get(path, *parts)
    colour = (parts[0].value / 255, parts[1].value / 255, parts[2].value / 255)
    clip = _clip(path, view)
    for outline in map(_around, _outlines(path, view)):
        box = outline.within(clip) if clip else outline
        level = box.width >= box.height
        grown = Box(box.x0, box.top - half, box.x1, box.bottom + half)
        grown = grown if level else Box(box.x0 - half, box.top, box.x1 + half, box.bottom)
        length, thickness = (grown.width, grown.height) if level else (grown.height, grown.width)
        if length >= _SHORTEST and thickness < _THICKEST:
            yield Stroke(grown, colour)


def _outlines(path: Any, view: _View) -> Iterator[list[tuple[float, float]]]:
    """Yield the points of each separate outline of a path, the transformations it stands under applied."""
    from pypdfium2 import raw

    matrix = _matrix(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(view.point(*matrix.on_point(x.value, y.value)))
    if points:
        yield points


def _clip(path: Any, view: _View) -> Box | None:
    """Return the box around what a path may show itself in, None without a limit: cells' borders are drawn so."""
    from pypdfium2 import raw

    limit = raw.FPDFPageObj_GetClipPath(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    boxes = []
    for number in range(max(0, raw.FPDFClipPath_CountPaths(limit)) if limit else 0):
        points = []
        for index in range(min(_MOST_CORNERS, max(0, raw.FPDFClipPath_CountPathSegments(limit, number)))):
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(limit, number, index), x, y)
            points.append(view.point(x.value, y.value))
        boxes.extend([_around(points)] if points else [])
    return reduce(Box.within, boxes) if boxes else None


def _matrix(thing: Any) -> Any:
    """Return the matrix from a thing's own space to the page's, through the forms that hold it."""
    matrix = thing.get_matrix()
    while (thing := thing.container) is not None:
        matrix = matrix.multiply(thing.get_matrix())
    return matrix


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
