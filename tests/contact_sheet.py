"""A contact sheet of the six series: ``python -m tests.contact_sheet OUT.png [FOLDER]``, one row each, all pages.

With FOLDER the PDFs are kept there. Needs ``pdftoppm``.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.press_sheets import printed
from tests.series_sheets import six

WIDTH, GAP = 420, 16  # pixels: of a page, and around it


def pages(pdf: Path) -> list[Image.Image]:
    """The pages of `pdf` as pictures `WIDTH` wide."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-png", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", pdf, f"{folder}/p"], check=True
        )
        return [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.png"))]


def montage(rows: Mapping[str, list[Image.Image]]) -> Image.Image:
    """The pages in rows, on grey."""
    height = max(page.height for row in rows.values() for page in row)
    most = max(map(len, rows.values()))
    sheet = Image.new("RGB", (GAP + most * (WIDTH + GAP), GAP + len(rows) * (height + GAP)), "#777777")
    for y, row in enumerate(rows.values()):
        for x, page in enumerate(row):
            sheet.paste(page, (GAP + x * (WIDTH + GAP), GAP + y * (height + GAP)))
    return sheet


def main(out: Path, folder: Path) -> None:
    """Set the six issues and write the sheet."""
    rows = {}
    for name, (sheet, template) in six().items():
        pdf = folder / f"{name}.pdf"
        pdf.write_bytes(printed(sheet, template).pdf)
        rows[name] = pages(pdf)
    montage(rows).save(out)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        with TemporaryDirectory() as kept:
            main(Path(sys.argv[1]), Path(kept))
