"""Lists of feeds (OPML 2.0) in and out: a reader's subscriptions become source files, the office's feeds a list.

Nothing that is there is overwritten, an address the office already collects is left as it is, and every outline that
gives no source is named with the reason.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import CONTROLS, DECLARATION
from bulletin.collect.sites.listing.keeping import write_new
from bulletin.errors import NotFound, RefusedAction, UnreadableMaterial
from bulletin.settings import Settings, Source
from bulletin.terms import KINDS
from bulletin.text import one_line, shorten

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = "urn:bulletin:source"
_NAME = f"{{{_SPACE}}}name"
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?://)|^feed:(?=//)", re.I)
_UNFIT = re.compile(r"[^\w·-]+")
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_ADDRESS = 40, 80, 2_000
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
    """What an import gave: name and file of each source made, addresses there were already, and what gave none."""

    made: tuple[tuple[str, str], ...]
    known: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def import_opml(settings: Settings, path: Path, *, dry_run: bool = False) -> Imported:
    """Write a source file for every feed of an OPML file that the office does not collect yet.

    A folder of the list that is called like a unit of the office gives the unit. Raises `NotFound`, `UnreadableMaterial`
    for a file that is no OPML, and `StoreFailure`.
    """
    outlines, problems = read_opml(_body(path))
    addresses = {source.address: name for name, source in settings.sources.items()}
    taken = {name.casefold() for name in (*settings.sources, *settings.source_errors)}
    made: list[tuple[str, str]] = []
    known: list[tuple[str, str]] = []
    for outline in outlines:
        if outline.address in addresses:
            known.append((addresses[outline.address], outline.address))
            continue
        name = addresses[outline.address] = _free_name(outline, taken)
        file = settings.root / "sources" / f"{name}.toml"
        try:
            if not dry_run:
                write_new(file, _definition(outline, settings), f"来源 {name} ")
        except RefusedAction as error:
            problems.append(f"“{shorten(outline.title, 30)}”：{error.what}")
            continue
        made.append((name, f"sources/{file.name}"))
    return Imported(tuple(made), tuple(known), tuple(problems))


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
    return "" if is_web and len(address) <= _LONGEST_ADDRESS else f"地址不是网址：{shorten(address, 60)}"


def _folder(element: _Element) -> str:
    """Return the title of the folder an outline lies in directly, or ''."""
    above = element.getparent()
    if above is None or not str(above.tag).endswith("outline"):
        return ""
    return one_line(str(above.get("title") or above.get("text") or ""))


def _free_name(outline: Outline, taken: set[str]) -> str:
    """Return a readable file name for a source that no other has, and note it as taken."""
    wished = outline.name or outline.title
    host = urlsplit(outline.address).hostname or ""
    plain = next(filter(None, (_UNFIT.sub("-", text).strip("-·_")[:_LONGEST_NAME] for text in (wished, host))), "来源")
    names = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _definition(outline: Outline, settings: Settings) -> str:
    """Return the source file of a feed."""
    unit = settings.unit(outline.unit) if outline.unit else None
    fields = {"title": outline.title, "collector": "feed", "address": outline.address}
    fields |= {"unit": unit.name} if unit else {}
    fields |= {"kind": outline.kind} if outline.kind else {}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["# 由 OPML 导入", *lines, ""])


def _is_listed(source: Source) -> bool:
    return source.collector == "feed" and source.address.startswith(("http://", "https://"))
