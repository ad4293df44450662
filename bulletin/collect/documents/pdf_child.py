"""The process that reads a PDF with pdfplumber, for `bulletin.collect.documents.pdf` where poppler is not installed.

``python -m bulletin.collect.documents.pdf_child IN OUT`` writes the words of each page with their places, in the form of
``pdftotext -bbox``. It runs under the limits its parent has set.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.sax.saxutils import escape

from bulletin.collect.documents.pdf import LOCKED, MOST_PAGES
from bulletin.text import plain


def main() -> None:
    """Read the PDF named first into the file named second."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    source, target = sys.argv[1:3]
    try:
        with pdfplumber.open(source) as pdf, Path(target).open("w", encoding="utf-8") as out:
            said = "".join(f"<title>{_escaped(value)}</title>" for value in pdf.metadata.values())
            out.write(f"<doc>{said}")
            for page in pdf.pages[:MOST_PAGES]:
                words = page.extract_words(keep_blank_chars=True, y_tolerance=4)
                out.write(f"<page>{''.join(map(_written, words))}</page>\n")
                page.close()
            out.write("</doc>")
    except PdfminerException as error:
        sys.exit(LOCKED if "Password" in repr(error) else 1)


def _written(word: dict[str, object]) -> str:
    places = " ".join(
        f'{name}="{word[key]}"' for name, key in (("xMin", "x0"), ("yMin", "top"), ("xMax", "x1"), ("yMax", "bottom"))
    )
    return f"<word {places}>{_escaped(word['text'])}</word>"


def _escaped(text: object) -> str:
    return escape(plain(str(text)))


if __name__ == "__main__":
    main()
