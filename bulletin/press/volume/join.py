"""Many PDF files in one: pages as they are, outline and links rewritten, equal streams kept once.

Kept of PDF/A-2u: the declaration, output intent, embedded fonts with their Unicode maps, language. Lost: the structure
trees (tags) of the issues, and of the front with them, since a tree must cover the whole document or none of it; PDF/A-2u
asks for none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bulletin.press.geometry import LEFT_EVEN, LEFT_ODD, MM, PITCH
from bulletin.press.volume.front import LINK, title
from bulletin.press.volume.plan import BoundIssue, Plan

if TYPE_CHECKING:
    from pikepdf import Object, OutlineItem, Page, Pdf

_STREAMS = ("FontFile2", "FontFile3")


def bind(plan: Plan, front: bytes) -> tuple[bytes, int]:
    """Return the volume as one PDF, the same bytes for the same files, and its number of pages."""
    from pikepdf import Pdf

    written = BytesIO()
    with Pdf.open(BytesIO(front)) as pdf:
        sections = _sections(pdf)
        _round_up(pdf)
        offset = len(pdf.pages)  # volume page 1 is page `offset` of the file, counted from 0
        for issue in plan.issues:
            _append(pdf, issue)
        _drop_structure(pdf)
        _link(pdf, offset)
        _label(pdf, offset)
        _outline(pdf, plan, sections, offset)
        _merge_streams(pdf)
        pages = len(pdf.pages)
        pdf.save(written, deterministic_id=True)
    return written.getvalue(), pages


def _sections(pdf: Pdf) -> list[tuple[str, int]]:
    """Return the chapters of the front and the page, from 0, each begins on."""
    names = {"contents": "目录", "units": "单位索引", "sections": "栏目索引", "dates": "日期索引"}
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    targets = _named_targets(pdf)
    return [(shown, numbers[targets[name][0].objgen]) for name, shown in names.items() if name in targets]


def _append(pdf: Pdf, issue: BoundIssue) -> None:
    """Append the pages of a filed issue; its inner links keep their targets, an odd number of pages is filled up."""
    from pikepdf import Pdf

    with Pdf.open(issue.path) as filed:
        before, targets = len(pdf.pages), _named_targets(filed)
        places = {page.obj.objgen: number for number, page in enumerate(filed.pages)}
        aims = {name: (places[target[0].objgen], list(target)[1:]) for name, target in targets.items()}
        for page in filed.pages:
            pdf.pages.append(page)
    for page in list(pdf.pages)[before:]:
        for link in _links(page):
            name = _target_name(link)
            if name in aims:
                number, view = aims[name]
                _jump(pdf, link, before + number, view)
    _round_up(pdf)


def _round_up(pdf: Pdf) -> None:
    """Add a blank page after an odd number of pages: what follows opens on a right-hand page."""
    if len(pdf.pages) % 2:
        box = pdf.pages[-1].mediabox
        pdf.add_blank_page(page_size=(float(box[2]), float(box[3])))


def _named_targets(pdf: Pdf) -> dict[str, Any]:
    """Return the named destinations of a file: name → [page, how to show it …]."""
    from pikepdf import NameTree

    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if names is not None else None
    if tree is None:
        return {}
    return {str(name): target for name, target in NameTree(tree).items()}


def _links(page: Page) -> Iterator[Object]:
    for note in page.obj.get("/Annots") or ():
        if note.get("/Subtype") == "/Link":
            yield note


def _target_name(link: Object) -> str:
    target = link.get("/Dest")
    action = link.get("/A")
    if target is None and action is not None and action.get("/S") == "/GoTo":
        target = action.get("/D")
    return "" if target is None else str(target)


def _jump(pdf: Pdf, link: Object, page: int, view: list[Any]) -> None:
    """Make `link` go to the page `page` of the file, counted from 0."""
    from pikepdf import Array

    if "/A" in link:
        del link["/A"]
    link["/Dest"] = Array([pdf.pages[page].obj, *view])


def _link(pdf: Pdf, offset: int) -> None:
    """Turn the addresses ``page:N`` of the front into jumps to page N of the volume, one for each line, as long as it."""
    from pikepdf import Array, Name

    for number, page in enumerate(list(pdf.pages)[:offset], 1):
        left = (LEFT_ODD if number % 2 else LEFT_EVEN) * MM
        lines: dict[tuple[str, int], Object] = {}
        for link in _links(page):
            action = link.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if address.startswith(LINK):
                _, bottom, right, top = (float(value) for value in link["/Rect"])
                link["/Rect"] = Array([round(left, 2), round(bottom, 2), round(right, 2), round(top, 2)])
                _jump(pdf, link, offset + int(address.removeprefix(LINK)) - 1, [Name.Fit])
                lines.setdefault((address, round(bottom / PITCH)), link)
        if lines:
            page.obj["/Annots"] = Array(list(lines.values()))


def _label(pdf: Pdf, offset: int) -> None:
    """Number the front I, II …, the issues 1, 2 … (ISO 32000-1 12.4.2)."""
    from pikepdf import Array, Dictionary, Name

    roman, arabic = Dictionary(S=Name.R), Dictionary(S=Name.D)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, roman, offset, arabic]))


def _outline(pdf: Pdf, plan: Plan, sections: list[tuple[str, int]], offset: int) -> None:
    """Write one outline: volume → chapters of the front, issues → entries."""
    from pikepdf import OutlineItem

    with pdf.open_outline() as outline:
        outline.root.clear()
        volume = OutlineItem(title(plan), 0)
        volume.children.extend(OutlineItem(name, page) for name, page in sections)
        volume.children.extend(_branch(issue, offset) for issue in plan.issues)
        outline.root.append(volume)


def _branch(issue: BoundIssue, offset: int) -> OutlineItem:
    from pikepdf import OutlineItem

    branch = OutlineItem(f"{issue.name} {issue.dated_on.isoformat()}", offset + issue.first - 1)
    branch.is_closed = True
    branch.children.extend(OutlineItem(entry.title, offset + entry.volume_page - 1) for entry in issue.entries)
    return branch


def _drop_structure(pdf: Pdf) -> None:
    for name in ("/StructTreeRoot", "/MarkInfo", "/Names"):
        if name in pdf.Root:
            del pdf.Root[name]
    for page in pdf.pages:
        for thing in (page.obj, *(page.obj.get("/Annots") or ())):
            for name in ("/StructParents", "/StructParent"):
                if name in thing:
                    del thing[name]


def _merge_streams(pdf: Pdf) -> None:
    """Let fonts whose files or Unicode maps are equal, byte for byte, share one stream."""
    known: dict[bytes, Object] = {}
    for font in _fonts(pdf):
        _share(font, "ToUnicode", known)
        for below in font.get("/DescendantFonts") or (font,):
            descriptor = below.get("/FontDescriptor")
            for name in _STREAMS:
                _share(descriptor, name, known)


def _share(holder: Object | None, name: str, known: dict[bytes, Object]) -> None:
    stream = None if holder is None else holder.get(f"/{name}")
    if holder is not None and stream is not None:
        digest = hashlib.sha256(f"{name} {stream.get('/Subtype', '')} ".encode() + stream.read_raw_bytes()).digest()
        holder[f"/{name}"] = known.setdefault(digest, stream)


def _fonts(pdf: Pdf) -> Iterator[Object]:
    """Yield every font of the pages once."""
    seen = set()
    for page in pdf.pages:
        resources = page.obj.get("/Resources")
        fonts = None if resources is None else resources.get("/Font")
        for _, font in fonts.items() if fonts is not None else ():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font
