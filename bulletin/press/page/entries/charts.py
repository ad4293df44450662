"""Charts: a table of the manuscript drawn instead of listed, in black, red and grey, as vectors.

条形图 has two columns (name, figure) or three (group, name, figure): horizontal bars, the first of each group in red.
折线图 has times in its first column and a small chart for each other one; blanks and — are left out.

The manuscript holds figures and nothing else: no drawing ever comes from outside. Words are inked like all others, in the
issue's faces, and drawn as outlines; what a chart shows is told in its title, the alternative text. All lengths are in mm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from unicodedata import east_asian_width

from markupsafe import Markup

from bulletin.press.geometry import AREA_WIDTH, LEAD, MM, PITCH
from bulletin.press.page.entries.columns import SIZES
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.entries.pictures import MOST_LINES
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.faces.outlines import Outlines
from bulletin.press.page.lines.linebreak import break_lines
from bulletin.press.page.markup import broken
from bulletin.text.manuscript import Row, Table

BARS, LINES = "条形图", "折线图"
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?")
_MISSING = ("", "—", "－", "-", "——")
_SIZE = 10.5 / MM  # 五号
_SMALL = 9 / MM  # 小五
_SMALLEST = 7.5 / MM  # 六号
_BLACK, _RED, _GREY, _PALE = "#000", "#f00", "#8c8c8c", "#d9d9d9"
_STEPS = (6.4, 5.8, 5.2)  # from bar to bar, the widest that leaves room
_BAR = 0.62  # of a step
_MOST = MOST_LINES * PITCH - 2 * LEAD
_GAP = 2.0  # between name, bar and figure
_WIDEST_NAME = 52.0
_PANELS = 2  # small charts side by side
_PANEL_HEIGHT, _PANEL_AIR = 40.0, 8.0
_TITLE, _FOOT = 7.0, 6.0  # above and below the plot of a small chart
_FEWEST = 2  # points of a line
_GROUP = Markup('<g fill="{}">{}</g>')
_BOX = Markup('<rect x="{:.3f}" y="{:.3f}" width="{:.3f}" height="{:.3f}" fill="{}"/>')
_LINE = Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="{}"/>')
_DRAWING = Markup(
    '<svg width="{0}mm" height="{1:.3f}mm" viewBox="0 0 {0} {1:.3f}" style="display:block;margin-top:{2}mm">'
    "<title>{3}</title>{4}</svg>"
)


@dataclass(frozen=True, slots=True)
class PrintedChart:
    """A chart ready for the page: the drawing, how many lines of the grid its box is high, its caption."""

    kind: str
    drawing: Markup
    lines: int
    caption: Markup


@dataclass(frozen=True, slots=True)
class _Bar:
    name: str
    figure: str


@dataclass
class _Canvas:
    """What is drawn so far; text is measured and outlined in the issue's faces."""

    glyphs: Glyphs
    where: str
    outlines: Outlines
    parts: list[Markup] = field(default_factory=list)

    def ink(self, text: str, style: str = "仿宋") -> Inked:
        return self.glyphs.ink(clean(text), style, self.where)

    def text(self, inked: Inked, x: float, y: float, size: float = _SIZE, colour: str = _BLACK) -> None:
        """Write with the baseline at `y`, from `x` on."""
        self.parts.append(_GROUP.format(colour, self.outlines.svg(inked, x, y, size)))

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.parts.append(_BOX.format(x, y, width, height, colour))

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        self.parts.append(_LINE.format(" ".join(f"{x:.3f},{y:.3f}" for x, y in points), colour, width))

    def svg(self, height: float, above: float, told: str) -> Markup:
        """Return the drawing as an element of the page, `above` mm below what comes before it; `told` says what it shows."""
        return _DRAWING.format(AREA_WIDTH, height, above, told, Markup().join(self.parts))


def is_drawn(table: Table) -> bool:
    """Tell whether `table` asks to be drawn and can be: its figures are figures, and there is room. Else it is listed."""
    if table.drawn == BARS:
        fits = len(table.alignments) in (2, 3) and table.rows and all(_FIGURE.fullmatch(row[-1]) for row in table.rows)
        return bool(fits) and _step(_groups(table)) is not None and all(map(_is_readable, table.rows))
    if table.drawn == LINES:
        known = [[cell for cell in column if cell not in _MISSING] for column in _columns(table)]
        figures = all(_FIGURE.fullmatch(cell) for column in known for cell in column)
        return bool(known) and figures and max(map(len, known)) >= _FEWEST and _lines_height(len(known)) <= _MOST
    return False


def printed(glyphs: Glyphs, table: Table, where: str) -> PrintedChart:
    """Return a chart ready for the page. Raises `TypesettingFailure` naming a character without a face."""
    canvas = _Canvas(glyphs, f"{where}{table.drawn}", Outlines(glyphs.fonts))
    height = _draw_bars(canvas, table) if table.drawn == BARS else _draw_lines(canvas, table)
    caption = glyphs.ink(clean(_caption(table)), "楷体", f"{where}图注")
    lines = break_lines(caption.text, caption.widths, 0, SIZES[0].em(AREA_WIDTH))
    box = -int(-(height + 2 * LEAD) // PITCH)
    above = round((box * PITCH - height) / 2, 2)
    drawing = canvas.svg(height, above, _told(table))
    return PrintedChart("chart", drawing, box, broken(caption, lines))


def _caption(table: Table) -> str:
    unit = table.unit.strip("（）()")
    return f"{table.title}（{unit}）" if unit else table.title


def _told(table: Table) -> str:
    """Return what the chart shows, in words, for those who cannot see it."""
    rows = "；".join(
        "，".join(f"{head}{cell}" for head, cell in zip(table.head[-1], row, strict=True)) for row in table.rows
    )
    return clean(f"{table.drawn}：{_caption(table)}。{rows}。{table.note}")


# Bars


def _is_readable(row: Row) -> bool:
    """Tell whether the name of a bar, and that of its group, can be set no smaller than 六号."""
    return _em(row[-2]) <= _WIDEST_NAME / _SMALLEST and _em(row[0]) <= AREA_WIDTH / _SIZE


def _em(text: str) -> float:
    """Return about how many characters wide `text` is, before there are faces to measure it by."""
    return sum(1 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def _groups(table: Table) -> list[tuple[str, list[_Bar]]]:
    rows: list[Row] = [row if len(row) > 2 else ("", *row) for row in table.rows]
    return [(name, [_Bar(row[1], row[2]) for row in group]) for name, group in groupby(rows, key=lambda row: row[0])]


def _step(groups: Sequence[tuple[str, Sequence[_Bar]]]) -> float | None:
    """Return how far apart the bars stand, None where there are too many of them for a picture."""
    return next((step for step in _STEPS if _bars_height(groups, step) <= _MOST), None)


def _bars_height(groups: Sequence[tuple[str, Sequence[_Bar]]], step: float) -> float:
    return step * sum(len(bars) + bool(name) * 1.25 for name, bars in groups)


def _draw_bars(canvas: _Canvas, table: Table) -> float:
    groups = _groups(table)
    step = _step(groups) or _STEPS[-1]
    values = [_value(bar.figure) for _, bars in groups for bar in bars]
    names = [canvas.ink(bar.name) for _, bars in groups for bar in bars]
    widest = min(_WIDEST_NAME, max(_width(name) for name in names))
    figures = max(_width(canvas.ink(bar.figure)) for _, bars in groups for bar in bars)
    zero = widest + _GAP
    low, high = min(0.0, *values), max(0.0, *values)
    scale = (AREA_WIDTH - zero - _GAP - figures) / (high - low or 1)
    zero -= low * scale
    y = 0.0
    for name, bars in groups:
        top = y
        if name:
            canvas.text(canvas.ink(name, "黑体"), 0, y + step * 0.95)
            y += step * 1.25
            top = y
        first = max(_value(bar.figure) for bar in bars)
        for bar in bars:
            colour = _RED if _value(bar.figure) == first > 0 else _GREY
            _draw_bar(canvas, bar, (widest, zero, y), (step, scale), colour)
            y += step
        canvas.line([(zero, top), (zero, y)], _BLACK, 0.2)
    return y


def _draw_bar(
    canvas: _Canvas, bar: _Bar, place: tuple[float, float, float], size: tuple[float, float], colour: str
) -> None:
    (widest, zero, y), (step, scale) = place, size
    name, figure, length = canvas.ink(bar.name), canvas.ink(bar.figure), _value(bar.figure) * scale
    narrow = min(1.0, widest / max(_width(name), 0.001))
    baseline = y + step / 2 + _SIZE * 0.36
    canvas.text(name, widest - _width(name) * narrow, baseline, _SIZE * narrow)
    canvas.box(min(zero, zero + length), y + step * (1 - _BAR) / 2, abs(length), step * _BAR, colour)
    canvas.text(figure, max(zero, zero + length) + _GAP / 2, baseline)


# Lines


def _columns(table: Table) -> list[tuple[str, ...]]:
    return list(zip(*table.rows, strict=True))[1:]


def _lines_height(panels: int) -> float:
    rows = -(-panels // _PANELS)
    return rows * _PANEL_HEIGHT + (rows - 1) * _PANEL_AIR / 2


def _draw_lines(canvas: _Canvas, table: Table) -> float:
    times, columns = [row[0] for row in table.rows], _columns(table)
    panels = [_panel(canvas, name, column) for name, column in zip(table.head[-1][1:], columns, strict=True)]
    width = (AREA_WIDTH - _PANEL_AIR * (_PANELS - 1)) / _PANELS
    before = max(_width(panel.top, _SMALL) for panel in panels) + 1.5
    after = max(_width(panel.last) for panel in panels) + _GAP
    for k, panel in enumerate(panels):
        x = k % _PANELS * (width + _PANEL_AIR)
        y = k // _PANELS * (_PANEL_HEIGHT + _PANEL_AIR / 2)
        canvas.text(panel.name, x, y + _SIZE)
        _draw_panel(canvas, panel, times, (x + before, x + width - after, y))
    return _lines_height(len(panels))


@dataclass(frozen=True, slots=True)
class _Panel:
    """A small chart: its name, the figures known by their places, the highest and the last of them in words."""

    name: Inked
    known: dict[int, float]
    top: Inked
    last: Inked


def _panel(canvas: _Canvas, name: str, cells: Sequence[str]) -> _Panel:
    known = {k: _value(cell) for k, cell in enumerate(cells) if cell not in _MISSING}
    top = next((cells[k] for k, value in known.items() if value == max(known.values())), "0")
    return _Panel(canvas.ink(name, "黑体"), known, canvas.ink(top), canvas.ink(cells[max(known)] if known else "—"))


def _draw_panel(canvas: _Canvas, panel: _Panel, times: Sequence[str], place: tuple[float, float, float]) -> None:
    """Draw one line over all times from `left` to `right`: its highest figure at the scale, its last one in red."""
    left, right, y = place
    floor, ceiling = y + _PANEL_HEIGHT - _FOOT, y + _TITLE + 2
    step = (right - left) / max(1, len(times) - 1)
    rise = (floor - ceiling) / (max(panel.known.values(), default=0) or 1)
    canvas.line([(left, ceiling), (right, ceiling)], _PALE, 0.2)
    canvas.line([(left, floor), (right, floor)], _BLACK, 0.2)
    canvas.text(panel.top, left - 1.5 - _width(panel.top, _SMALL), ceiling + _SMALL * 0.36, _SMALL)
    _draw_times(canvas, times, (left, step, floor + _SMALL * 1.25))
    points = {k: (left + k * step, floor - max(0.0, value) * rise) for k, value in panel.known.items()}
    for run in _runs(sorted(points)):
        canvas.line([points[k] for k in run], _BLACK, 0.5)
    for k, (x, height) in sorted(points.items()):
        size = 1.2 if k == max(points) else 0.9
        canvas.box(x - size / 2, height - size / 2, size, size, _RED if k == max(points) else _BLACK)
    if points:
        x, height = points[max(points)]
        canvas.text(panel.last, x + _GAP * 0.7, height + _SIZE * 0.36, _SIZE, _RED)


def _draw_times(canvas: _Canvas, times: Sequence[str], place: tuple[float, float, float]) -> None:
    """Write as many of the times below a line as have room, the first and the last among them where they do."""
    left, step, baseline = place
    inked = [canvas.ink(time) for time in times]
    room = max(_width(one, _SMALL) for one in inked) + 1.5
    every = max(1, -int(-room // step)) if step else 1
    for k in range(len(times) - 1, -1, -every):
        wide = _width(inked[k], _SMALL)
        canvas.text(inked[k], max(left, left + k * step - wide / 2), baseline, _SMALL)


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Return the places in runs without a gap: a line does not cross what is not known."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _value(figure: str) -> float:
    return float(figure.replace(",", "").replace("−", "-").rstrip("%"))


def _width(inked: Inked, size: float = _SIZE) -> float:
    return sum(inked.widths) / 1000 * size
