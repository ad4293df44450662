"""One HTML page turned into a PDF by WeasyPrint: the one module that knows WeasyPrint, and a process of its own.

``python -m bulletin.press.page.engine.render`` reads one request (JSON) on stdin:

html, css     the page and its style
css_apart     added for a second layout when the 版记 (``#colophon``) comes out on an odd page, where it does not belong
              (GB/T 33476.2-2016 7.3.1), or on another page than the end of the text (``#end``), which then may carry no
              number (GB/T 9704-2012 7.5)
variant       the kind of PDF, ``pdf/a-2u`` unless said otherwise
tags          False leaves the structure tree out

and writes one line of JSON, then the PDF. The line holds ``pages``; ``anchors`` (name → page, from 1); ``bookmarks``
(trees of ``label``, ``page``, ``children``); ``notdef`` (characters without a glyph); ``log`` (what WeasyPrint said);
``versions`` of the libraries.

It lives apart from the program so that a crash in Pango, or a page that never ends, costs one process; and because
the font set (``FONTCONFIG_FILE``) and library path are fixed when a process starts. It imports while its caller is
still breaking lines: whoever starts it early waits less.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import CSS, HTML, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-2u"
_PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
_LONGEST_LOG_LINE = 200  # characters; a message can quote a whole picture


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
            self.lines.append(record.getMessage()[:_LONGEST_LOG_LINE])


def render(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Lay out the request's page, a second time if the 版记 must stand on a page of its own; return report and PDF."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    log = _Log()
    logging.getLogger("weasyprint").handlers[:] = [log]
    fetch, fonts = _pictures_only(), FontConfiguration()
    page = HTML(string=request["html"], url_fetcher=fetch)
    styles = [CSS(string=request[name], font_config=fonts, url_fetcher=fetch) for name in ("css", "css_apart")]
    document = _laid_out(page, fonts, styles)
    pdf = document.write_pdf(pdf_variant=request.get("variant", VARIANT), pdf_tags=request.get("tags", True))
    report = {
        "pages": len(document.pages),
        "anchors": _anchors(document),
        "bookmarks": [_bookmark(*tree) for tree in document.make_bookmark_tree()],
        "notdef": sorted(set(log.notdef)),
        "log": sorted(set(log.lines)),
        "versions": _versions(),
    }
    return report, pdf or b""


def _laid_out(page: HTML, fonts: FontConfiguration, styles: list[CSS]) -> Document:
    document = page.render(font_config=fonts, stylesheets=styles[:1])
    if not _colophon_is_misplaced(_anchors(document)):
        return document
    del document
    gc.collect()  # or both layouts would stay in memory
    return page.render(font_config=fonts, stylesheets=styles)


def _pictures_only() -> URLFetcher:
    """Serves the pictures that stand in the HTML itself: a page is its HTML, its CSS and the closed font set."""
    from weasyprint.urls import URLFetcher

    class PicturesOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if not url.startswith(_PICTURES):
                raise ValueError(f"refused: {url}")
            return super().fetch(url, headers)

    return PicturesOnly(allowed_protocols={"data"})


def _anchors(document: Document) -> dict[str, int]:
    """Return the page, from 1, of every anchor."""
    return {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}


def _bookmark(label: str, target: tuple[int, float, float], children: list[Any], _: str) -> dict[str, Any]:
    return {"label": label, "page": target[0] + 1, "children": [_bookmark(*child) for child in children]}


def _colophon_is_misplaced(anchors: dict[str, int]) -> bool:
    page = anchors.get("colophon", 0)
    return bool(page) and (page % 2 == 1 or page != anchors.get("end"))


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
    import weasyprint  # noqa: F401 - takes as long as the caller needs to break the lines

    gc.freeze()
    report, pdf = render(json.load(sys.stdin))
    sys.stdout.buffer.write(json.dumps(report).encode() + b"\n" + pdf)


if __name__ == "__main__":
    main()
