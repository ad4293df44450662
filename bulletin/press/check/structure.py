"""What a PDF says of itself: its fonts and how they are stored, its metadata, bookmarks and conformance.

The pages are `bulletin.press.check.content`'s; here only the objects around them are read, with qpdf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin.press.check.content import bare_name

if TYPE_CHECKING:
    import pikepdf

_DEEPEST = 8  # forms within forms, bookmarks within bookmarks
_MOST_BOOKMARKS = 10_000
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file: its name without the subset tag, how it is stored, and the first page that uses it."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    to_unicode: bool
    page: int


@dataclass(frozen=True, slots=True)
class Structure:
    """A file without its pages. ``part`` and ``conformance`` are what it declares of PDF/A; text is '' where absent."""

    fonts: tuple[Font, ...] = ()
    title: str = ""
    author: str = ""
    keywords: str = ""
    created: str = ""
    language: str = ""
    bookmarks: tuple[str, ...] = ()
    part: str = ""
    conformance: str = ""
    output_intent: bool = False
    javascript: bool = False


def read_structure(path: Path) -> Structure | None:
    """Read what the PDF at `path` says of itself; None if its objects are too damaged to tell."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return _structure(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return None  # the pages may be readable all the same: PDFium mends what qpdf refuses


def _structure(pdf: pikepdf.Pdf) -> Structure:
    root: Any = pdf.Root
    info: Any = pdf.trailer.get("/Info", {})
    names: Any = root.get("/Names", {})
    metadata = root.get("/Metadata")
    xmp = metadata.read_bytes().decode("utf-8", "replace") if metadata is not None else ""
    return Structure(
        fonts=tuple(_fonts(pdf)),
        title=_text(info.get("/Title")) or _xmp(xmp, "dc:title"),
        author=_text(info.get("/Author")) or _xmp(xmp, "dc:creator"),
        keywords=_text(info.get("/Keywords")) or _xmp(xmp, "pdf:Keywords") or _xmp(xmp, "dc:subject"),
        created=_text(info.get("/CreationDate")) or _xmp(xmp, "xmp:CreateDate"),
        language=_text(root.get("/Lang")),
        bookmarks=tuple(_bookmarks(root)),
        part=_xmp(xmp, "pdfaid:part"),
        conformance=_xmp(xmp, "pdfaid:conformance"),
        output_intent=len(root.get("/OutputIntents", ())) > 0,
        javascript="/JavaScript" in names or _is_script(root.get("/OpenAction")),
    )


def _text(value: Any) -> str:
    return str(value).strip("\ufeff\0 ") if value is not None else ""


def _xmp(xmp: str, name: str) -> str:
    """Return the value of a property, written as element or attribute, its markup left out."""
    found = re.search(rf"<{name}\b[^>]*>(.*?)</{name}>|\b{name}=[\"']([^\"']*)[\"']", xmp, re.DOTALL)
    return re.sub(r"<[^>]*>|\s+", " ", found[1] or found[2] or "").strip() if found else ""


def _is_script(action: Any) -> bool:
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/JavaScript"


def _bookmarks(root: Any) -> Iterator[str]:
    """Yield the titles of the outline, depth first, however its links are tangled."""
    seen: set[tuple[int, int]] = set()
    waiting = [root.get("/Outlines", {}).get("/First")]
    while waiting and len(seen) < _MOST_BOOKMARKS:
        item = waiting.pop()
        if item is None or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield _text(item.get("/Title"))
        waiting += [item.get("/Next"), item.get("/First")]


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Font]:
    """Yield each font once, at the first page that uses it."""
    seen: set[Any] = set()
    for number, page in enumerate(pdf.pages, 1):
        for resources in _resources(page.obj.get("/Resources") or page.resources, seen, 0):
            for font in resources.get("/Font", {}).values():
                made = _font(font, number)
                if (made.name, made.kind, made.subset) not in seen:
                    seen.add((made.name, made.kind, made.subset))
                    yield made


def _resources(resources: Any, seen: set[Any], depth: int) -> Iterator[Any]:
    """Yield the resources of a page and of the forms on it, none twice."""
    if resources.is_indirect:
        if resources.objgen in seen:
            return
        seen.add(resources.objgen)
    yield resources
    for thing in resources.get("/XObject", {}).values():
        inner = thing.get("/Resources")
        if inner is not None and thing.get("/Subtype") == "/Form" and depth < _DEEPEST:
            yield from _resources(inner, seen, depth + 1)


def _font(font: Any, page: int) -> Font:
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    full = _name(font.get("/BaseFont"))
    return Font(
        name=bare_name(full),
        kind=_name(font.get("/Subtype")),
        embedded=any(key in descriptor for key in _FONT_FILES),
        subset=bare_name(full) != full,
        to_unicode="/ToUnicode" in font or _is_of_known_collection(font, inner),
        page=page,
    )


def _is_of_known_collection(font: Any, inner: Any) -> bool:
    """Tell whether the characters of a font follow from Adobe's Chinese, Japanese or Korean list (ISO 32000-1 9.10.2)."""
    ordering = str(inner.get("/CIDSystemInfo", {}).get("/Ordering", ""))
    return ordering in ("GB1", "CNS1", "Japan1", "Korea1", "KR") or _name(font.get("/Encoding")).startswith("Uni")


def _name(value: Any) -> str:
    return str(value or "").removeprefix("/")
