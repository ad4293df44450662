"""The page counts cells with the same table as the program. ``GOLDEN=write`` writes the file anew."""

from __future__ import annotations

import os
from pathlib import Path

from rich.cells import get_character_cell_size

import bulletin.web

_FILE = Path(bulletin.web.__file__).parent / "static" / "widths.js"
_PROGRAM = """"use strict";
// How many cells a character takes: the table of the program itself (rich.cells), so that no column drifts. Generated.
// Pairs: the first character of a run, and the width of all in it; before the first run it is 1.
const runs = [{runs}];

const widths = {{
  version: "bulletin",
  wcwidth(character) {{
    let low = 0, high = runs.length / 2;
    while (low < high) {{
      const middle = (low + high) >> 1;
      if (runs[2 * middle] <= character) low = middle + 1;
      else high = middle;
    }}
    return low ? runs[2 * low - 1] : 1;
  }},
  // A character without a width stands in the cell of the one before it. Bits as xterm.js packs them: joined, width twice.
  charProperties(character, before) {{
    const width = this.wcwidth(character), earlier = (before >> 1) & 3;
    const joins = width === 0 && earlier > 0;
    return ((joins ? earlier : width) << 1) | (joins ? 1 : 0);
  }},
}};
"""


def written() -> str:
    """Return the file as it should be."""
    runs: list[str] = []
    width = 1
    for number in range(0x20, 0x110000):
        if 0xD800 <= number <= 0xDFFF:
            continue
        other = get_character_cell_size(chr(number), "latest")
        if other != width:
            width = other
            runs.append(f"{number},{width}")
    lines = [",".join(runs[start : start + 16]) for start in range(0, len(runs), 16)]
    return _PROGRAM.format(runs="\n" + ",\n".join(lines) + "\n")


def test_the_page_and_the_program_count_the_same_cells() -> None:
    """Every character takes as many cells on the page as the program reckons with."""
    if os.environ.get("GOLDEN") == "write":
        _FILE.write_text(written(), encoding="utf-8")

    assert _FILE.read_text(encoding="utf-8") == written()
