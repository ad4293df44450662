"""The child process that turns one HTML page into a PDF: ``python -m bulletin.press.render``.

In, on stdin: one JSON object ``{"html", "css", "css_if_odd"}``; ``css_if_odd`` is added for a second layout when the
first has an odd number of pages, because the 版记 belongs on an even one (GB/T 33476.2-2016 7.3.1). Out, on stdout:
one line of JSON ``{"pages", "anchors", "notdef", "log", "versions"}``, then the PDF.

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


def render(html: str, css: str, css_if_odd: str) -> tuple[dict[str, Any], bytes]:
    """Lay out `html`, a second time with `css_if_odd` if the first has an odd number of pages; return report and PDF."""
    log = _Log()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [log]
    document = _layout(html, css)
    if len(document.pages) % 2:
        document = _layout(html, css + css_if_odd)
    pdf = document.write_pdf(pdf_variant="pdf/a-2u")
    anchors = {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}
    report = {
        "pages": len(document.pages),
        "anchors": anchors,
        "notdef": sorted(set(log.notdef)),
        "log": sorted(set(log.lines)),
        "versions": _versions(),
    }
    return report, pdf or b""


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
    report, pdf = render(request["html"], request["css"], request["css_if_odd"])
    sys.stdout.buffer.write(json.dumps(report).encode() + b"\n" + pdf)


if __name__ == "__main__":
    main()
