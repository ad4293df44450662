"""The figures of the page, each with its clause. Lengths in millimetres or points as named; advances in em/1000.

GB/T 9704-2012 gives the type area (156 × 225 mm, 天头 37 mm, 订口 28 mm); GB/T 33476.2-2016 gives the same as software
margins (34.58 / 26 / 32.58 / 28 mm), half an interline space smaller above and below. `page.css` holds the same figures.
"""

from __future__ import annotations

MM = 72 / 25.4  # points in a millimetre

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # A4, GB/T 9704 5.1
LEFT_ODD, LEFT_EVEN = 28.0, 26.0  # 订口 28 mm, mirrored on even pages, 5.2.1
AREA_WIDTH = 156.0  # 版心, 5.2.1
AREA_TOP, AREA_BOTTOM = 37.0, 262.0  # 版心, characters' edges, 5.2.1
PITCH = 10.445  # line to line, 5.2.3 and 33476.2
LEAD = 2.42  # white of a line above its characters: a page's box begins so much above the type area, 33476.2
LINES, CELLS = 22, 28  # 5.2.3
CELL = AREA_WIDTH / CELLS
DASH_CENTRE = 269.0  # 一字线 7 mm below the type area, 7.5

BODY_SIZE = 15.75  # 3号, points
TITLE_SIZE = 22.0  # 2号
NOTE_SIZE = 14.0  # 4号

EM = 1000  # the unit of advances and gaps: thousandths of the type size
MEASURE = round(AREA_WIDTH * MM / BODY_SIZE * EM)  # what a line of body type fills: 28 cells, 156 mm
INDENT = round(2 * MEASURE / CELLS)  # paragraphs, 7.3.3
NATURAL_GAP = round(MEASURE / CELLS - EM)  # between characters of an ordinary line
