"""Lists of feeds (OPML 2.0) in and out: a reader's subscriptions become source files, the office's feeds a list.

Nothing that is there is overwritten, an address the office already collects is left as it is, and every outline that
gives no source is named with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import CONTROLS, DECLARATION
from bulletin.collect.sites.addresses import LONGEST, same_place
from bulletin.collect.sites.source_file import Names, path_of, quoted
from bulletin.errors import NotFound, RefusedAction, UnreadableMaterial
from bulletin.settings import Settings, Source
from bulletin.store import files
from bulletin.terms import KINDS
from bulletin.text import one_line, shorten

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = "urn:bulletin:source"
_NAME = f"{{{_SPACE}}}name"
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?://)|^feed:(?=//)", re.I)
MOST = 200
"""How many sources one import makes when nobody says how many."""
_LONGEST_TITLE = 80
_SIZE_CAP = 20 * 1024 * 1024
_REMEDY = "请核对文件，或由阅读器重新导出 OPML"


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription: ``name`` is the source's wished name or '', ``unit`` and ``kind`` what the list says or ''."""

    title: str
    address: str
    name: str = ""
    unit: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave: name and file of each source made, addresses there were already, what gave none, and how many
    were left for another time."""

    made: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """How many sources to make: the first ``most``, or all of them however many; ``dry_run`` writes none."""

    most: int | None = None
    all_of_them: bool = False
    dry_run: bool = False


def import_opml(settings: Settings, path: Path, wish: Wish = Wish()) -> Imported:
    """Write a source file for every feed of an OPML file that the office does not collect yet, as many as are wished.

    A folder of the list that is called like a unit of the office gives the unit. Raises `NotFound`, `UnreadableMaterial`
    for a file that is no OPML, `RefusedAction` for more new feeds than `MOST` when nobody said how many, and
    `StoreFailure`.
    """
    outlines, problems = read_opml(_body(path))
    known, new = _parted(outlines, settings)
    if not (wish.all_of_them or wish.dry_run) and wish.most is None and len(new) > MOST:
        remedy = f"先用 --dry-run 查看；全部要建请加 --yes，只建前几个请写 --most {MOST}，其余下次再建"
        raise RefusedAction(f"文件中有{len(new)}个新的信息源，超过一次{MOST}个，一个也没有建", remedy)
    most = len(new) if wish.most is None else wish.most
    names = Names((*settings.sources, *settings.source_errors))
    made: list[tuple[str, str]] = []
    for outline in new[:most]:
        name = names.free(outline.name, outline.title, urlsplit(outline.address).hostname or "")
        file = path_of(settings.root, name)
        try:
            if not wish.dry_run:
                files.write_new(file, _definition(outline, settings).encode())
        except RefusedAction as error:
            problems.append(f"“{shorten(outline.title, 30)}”：{error.what}")
            continue
        made.append((name, f"sources/{file.name}"))
    return Imported(tuple(made), known, tuple(problems), len(new[most:]))


def _parted(outlines: list[Outline], settings: Settings) -> tuple[tuple[tuple[str, str], ...], list[Outline]]:
    """Return name and address of the feeds that the office collects already, and those it does not, each place once."""
    names = {same_place(source.address): name for name, source in settings.sources.items()}
    places = {same_place(outline.address): outline for outline in reversed(outlines)}
    known = tuple((names[place], outline.address) for place, outline in places.items() if place in names)
    return known[::-1], [outline for place, outline in places.items() if place not in names][::-1]


def read_opml(body: bytes) -> tuple[list[Outline], list[str]]:
    """Return the feeds an OPML document lists, each address once, and in Chinese what of it is no feed.

    Raises `UnreadableMaterial` for what is no OPML.
    """
    root = _tree(body)
    found: dict[str, Outline] = {}
    problems: list[str] = []
    for element in root.iter("{*}outline"):
        fields = {str(name).lower(): one_line(str(value)) for name, value in element.attrib.items()}
        title = (fields.get("title") or fields.get("text") or "")[:_LONGEST_TITLE]
        address = _FEED_SCHEME.sub("", fields.get("xmlurl", ""))
        address = f"http:{address}" if address.startswith("//") else address
        fault = _fault(address, fields, is_folder=len(element) > 0)
        if fault:
            problems.append(f"“{shorten(title or '（无标题）', 30)}”：{fault}")
        elif address and address not in found:
            kind = next((word for word in fields.get("category", "").split(",") if word in KINDS), "")
            title = title or urlsplit(address).hostname or "来源"
            found[address] = Outline(title, address, fields.get(_NAME, ""), _folder(element), kind)
    return list(found.values()), problems


def export_opml(settings: Settings) -> tuple[bytes, list[str]]:
    """Return the office's feeds from the network as an OPML document, by unit and name, and the names of the sources
    that are none."""
    from lxml import etree

    feeds = [source for _, source in sorted(settings.sources.items()) if _is_listed(source)]
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"bulletin": _SPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = f"{settings.office} 信息源"
    body = etree.SubElement(root, "body")
    folders: dict[str, _Element] = {"": body}
    for source in sorted(feeds, key=lambda one: one.unit != ""):
        if source.unit not in folders:
            folders[source.unit] = etree.SubElement(body, "outline", {"text": source.unit, "title": source.unit})
        fields = {"text": source.title, "title": source.title, "type": "rss", "xmlUrl": source.address}
        fields |= {"category": source.kind} if source.kind else {}
        etree.SubElement(folders[source.unit], "outline", {**fields, _NAME: source.name})
    others = sorted(name for name, source in settings.sources.items() if not _is_listed(source))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True), others


def _body(path: Path) -> bytes:
    """Return the bytes of a file, under the cap. Raises `NotFound` and `UnreadableMaterial`."""
    try:
        with path.open("rb") as stream:
            body = stream.read(_SIZE_CAP + 1)
    except OSError as error:
        raise NotFound("文件", one_line(str(path)), "请核对路径与权限") from error
    if len(body) > _SIZE_CAP:
        raise UnreadableMaterial(f"{one_line(path.name)} 超过 {_SIZE_CAP >> 20} MB", _REMEDY)
    return body


def _tree(body: bytes) -> _Element:
    """Return the tree of an OPML document; damaged ones as far as they can be read. Raises `UnreadableMaterial`."""
    from lxml import etree

    text = DECLARATION.sub("", CONTROLS.sub("", decode(body)[0])).lstrip("\ufeff \t\r\n")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise UnreadableMaterial("这不是 OPML 文件", _REMEDY)
    return root


def _fault(address: str, fields: dict[str, str], *, is_folder: bool) -> str:
    """Return in Chinese why an outline gives no source, '' where it gives one or is a folder."""
    if not address:
        return "" if is_folder else f"没有信息源地址{'（只有网页地址）' if fields.get('htmlurl') else ''}"
    try:
        parts = urlsplit(address)
        is_web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    return "" if is_web and len(address) <= LONGEST else f"地址不是网址：{shorten(address, 60)}"


def _folder(element: _Element) -> str:
    """Return the title of the folder an outline lies in directly, or ''."""
    above = element.getparent()
    if above is None or not str(above.tag).endswith("outline"):
        return ""
    return one_line(str(above.get("title") or above.get("text") or ""))


def _definition(outline: Outline, settings: Settings) -> str:
    """Return the source file of a feed."""
    unit = settings.unit(outline.unit) if outline.unit else None
    fields = {"title": outline.title, "collector": "feed", "address": outline.address}
    fields |= {"unit": unit.name} if unit else {}
    fields |= {"kind": outline.kind} if outline.kind else {}
    lines = [f"{name} = {quoted(value)}" for name, value in fields.items()]
    return "\n".join(["# 由 OPML 导入", *lines, ""])


def _is_listed(source: Source) -> bool:
    return source.collector == "feed" and source.address.startswith(("http://", "https://"))
