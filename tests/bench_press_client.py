"""One sheet set as a process of its own: ``python -m tests.bench_press_client SHEET TEMPLATE PDF cold|warm``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from bulletin.press.page.engine import worker
from bulletin.press.page.engine.packing import unpack
from bulletin.press.page.engine.typeset import typeset
from bulletin.press.page.faces.fonts import find_fonts
from bulletin.press.page.sheet import Sheet


def main(packed: Path, template: Path, pdf: Path, how: str) -> None:
    """Set the sheet packed in the file `packed`; warm means that there must be a worker."""
    sheet, fonts = unpack(Sheet, json.loads(packed.read_bytes())), find_fonts(os.environ)
    if how == "cold":
        pdf.write_bytes(typeset(sheet, template, fonts).pdf)
    else:
        done = worker.find(os.environ).typeset(sheet, template, fonts)
        assert done is not None, "no worker"
        pdf.write_bytes(done.pdf)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
