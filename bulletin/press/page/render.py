"""The child process that turns one HTML page into a PDF: ``python -m bulletin.press.page.render``.

In, on stdin: one JSON object ``{"html", "css", "css_apart"}``. ``css_apart`` is added for a second layout when the 版记
(``#colophon``) comes out on an odd page, where it does not belong (GB/T 33476.2-2016 7.3.1), or on another page than the
end of the text (``#end``), which then may carry no number (GB/T 9704-2012 7.5). Out, on stdout: one line of JSON
``{"pages", "anchors", "notdef", "log", "versions"}``, then the PDF.

It lives apart from the program so that a crash in Pango, or a page that never ends, costs one process; and because
the font set (``FONTCONFIG_FILE``) and library path are fixed when a process starts.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Document


class _Log(logging.Handler):
    """Keeps what WeasyPrint reports: missing glyphs apart from the rest."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.notdef: list[str] = []
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if ".notdef glyph" in str(record.msg) and record.args:
            self.notdef.append(str(record.args[0]))  # type: ignore[index]
        else:
            self.lines.append(record.getMessage())


def render(html: str, css: str, css_apart: str) -> tuple[dict[str, Any], bytes]:
    """Lay out `html`, a second time with `css_apart` if the 版记 must stand on a page of its own; report and PDF."""
    log = _Log()
    logging.getLogger("weasyprint").handlers[:] = [log]
    document = _layout(html, css)
    if _colophon_is_misplaced(_anchors(document)):
        document = _layout(html, css + css_apart)
    pdf = document.write_pdf(pdf_variant="pdf/a-2u")
    report = {
        "pages": len(document.pages),
        "anchors": _anchors(document),
        "notdef": sorted(set(log.notdef)),
        "log": sorted(set(log.lines)),
        "versions": _versions(),
    }
    return report, pdf or b""


def _anchors(document: Document) -> dict[str, int]:
    """Return the page, from 1, of every anchor."""
    return {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}


def _colophon_is_misplaced(anchors: dict[str, int]) -> bool:
    page = anchors.get("colophon", 0)
    return bool(page) and (page % 2 == 1 or page != anchors.get("end"))


def _layout(html: str, css: str) -> Document:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    class NothingForeign(URLFetcher):  # type: ignore[misc]
        """Serves nothing at all: a page is its HTML, its CSS and the closed font set."""

        def fetch(self, url: str, headers: object = None) -> None:
            raise ValueError(f"refused: {url}")

    page = html.replace("</head>", f"<style>{css}</style></head>", 1)
    return HTML(string=page, url_fetcher=NothingForeign()).render()


def _versions() -> dict[str, str]:
    import weasyprint
    from weasyprint.text.ffi import pango

    hb_version = ctypes.CDLL("libharfbuzz.so.0").hb_version_string
    hb_version.restype = ctypes.c_char_p
    number = pango.pango_version()  # 15012 is 1.50.12
    return {
        "weasyprint": weasyprint.__version__,
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "harfbuzz": hb_version().decode(),
    }


def main() -> None:
    """Read the request from stdin, write the answer to stdout."""
    gc.disable()
    request = json.load(sys.stdin)
    report, pdf = render(request["html"], request["css"], request["css_apart"])
    sys.stdout.buffer.write(json.dumps(report).encode() + b"\n" + pdf)


if __name__ == "__main__":
    main()
