"""An article page: bytes to title, publication time, origin (来源) and text, by rules that hold across Chinese sites.

The parts stand in `bulletin.collect.sites.page`; nothing here or there names a site. Measured on saved pages of portals,
local papers and government sites and on pages of many kinds of our own: see the floor tests and ``tests/bench_pages``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from bulletin.collect.cleaning.account import Account
from bulletin.collect.dates import find_date
from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.html_text import Page, Segment, Spot, Stretch, parse, parse_page, read_page, text_of
from bulletin.collect.sites.addresses import base_of
from bulletin.collect.sites.page.absent import refuse_absent
from bulletin.collect.sites.page.attachments import attachments_of
from bulletin.collect.sites.page.body import Body, find_body, second_opinion
from bulletin.collect.sites.page.embedded import embedded_bodies
from bulletin.collect.sites.page.left_out import account_of
from bulletin.collect.sites.page.publication import Clues, find_publication, tidy_origin
from bulletin.collect.sites.page.stated import metas_of, script_values
from bulletin.collect.sites.page.title import find_title
from bulletin.errors import UnreadableMaterial
from bulletin.model import Flag
from bulletin.settings import Source
from bulletin.text import one_line, plain, shorten

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PATH_REMEDY = "网页可能已改版，请核对后修改来源文件"
_NO_TEXT = "网页中没有找到正文"
_NO_TEXT_REMEDY = "请打开网页核对，必要时在来源文件中写明 text_path"
_DISAGREE = "正文提取存疑，请对照原文"
_PICTURES = "正文是图片，没有文字，请打开原网页查看"
_ABOVE, _MOST_NEAR, _MOST_ABOUT, _MOST_LINES = 5, 40, 8, 4_000


@dataclass(frozen=True, slots=True)
class Article:
    """What one page says. ``text`` has one paragraph a line; ``title`` is '' and ``published_at`` None where it is silent.

    ``account`` is all that the container of the text shows, with what of it is left out of the text.
    ``attachments`` holds name and absolute address of each document linked from the text; ``captions`` the captions of
    its pictures, which are not in ``text``. ``flags`` (``date``, ``extraction``) say what needs a person; they speak of
    the whole item, so their place is ``0, 0``.
    """

    title: str
    account: Account
    origin: str
    published_at: datetime | None
    author: str = ""
    attachments: tuple[tuple[str, str], ...] = ()
    captions: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def text(self) -> str:
        """The text: what the page shows less what is left out."""
        return self.account.text


def read_article(
    body: bytes, source: Source, zone: tzinfo, label: str = "", *, address: str = "", fetched: datetime | None = None
) -> Article:
    """Read an article page by the XPaths of `source` where it has them, else by our own rules.

    `label` is the charset the server named; `source.charset` goes before it. `address` is the page's own, for its
    attachments and the date it may name; `fetched` (aware) is when it was fetched, for relative and future times.
    Raises `UnreadableMaterial` for a page whose text is not there (gone, framed, written by a script), and for an
    XPath of the source that finds nothing on it.
    """
    markup, _ = decode(body, source.charset or label)
    root = parse_page(markup)
    page = read_page(root)
    metas, scripts = metas_of(root), script_values(root)
    head = root.find(".//title")
    claims = {**scripts, **metas}
    title, start, end = find_title(page, claims, one_line(text_of(head)) if head is not None else "")
    title = one_line(_by_path(root, source.title_path, "title_path") or title)
    found = find_body(page, title, start, end)
    if not found.paragraphs and not source.text_path:
        page, found = _carried(root, page, found, (title, start, end)) or (page, found)
    far = [segment for segment, fit in zip(page.segments, found.lines.fit, strict=True) if fit]
    clues = Clues(root, _near(page, start, end, found.prose), far, metas, scripts, address)
    published = find_publication(clues, zone, fetched)
    base = base_of(root, address)
    if source.text_path:
        account, attached, doubt = Account("\n".join(_by_text_path(root, source.text_path))), {}, ""
    else:
        attached = attachments_of(page, found, base)
        refuse_absent(root, page, found, base, found=bool(found.paragraphs or attached))
        account, doubt = _account(markup, page, found, attached, (title, start))
    if not (account.text or (title and doubt)):
        raise UnreadableMaterial(_NO_TEXT, _NO_TEXT_REMEDY)
    return Article(
        title=title,
        account=account,
        origin=tidy_origin(_by_path(root, source.origin_path, "origin_path")) or published.origin,
        published_at=find_date(_by_path(root, source.date_path, "date_path"), zone) or published.at,
        author=published.author,
        attachments=tuple(pair for pairs in attached.values() for pair in pairs),
        captions=found.captions,
        flags=_flags(("extraction", doubt), ("date", "" if source.date_path else published.doubt)),
    )


def _carried(root: HtmlElement, page: Page, empty: Body, titled: tuple[str, int, int]) -> tuple[Page, Body] | None:
    """Return the page with the body it carries as data put in its place below the title's lines, or None."""
    title, start, end = titled
    place = max(end, 0)
    while end >= 0 and place < min(end + _MOST_ABOUT, len(page.segments)) and empty.lines.fit[place]:
        place += 1
    for markup in embedded_bodies(root):
        inner = read_page(parse(markup))
        whole = Page(
            page.segments[:place] + inner.segments,
            [Stretch(s.element, s.start + place, s.end + place) for s in inner.stretches],
            [Spot(s.element, s.number + place) for s in inner.links],
        )
        found = find_body(whole, title, start, end)
        if found.paragraphs:
            return whole, found
    return None


def _account(
    markup: str, page: Page, body: Body, attached: dict[int, list[tuple[str, str]]], title: tuple[str, int]
) -> tuple[Account, str]:
    """Return what an article shows, with its attachments, and what is doubtful about it, in Chinese, or ''.

    `title` is the page's, and the segment it stands in.
    """
    if not (body.paragraphs or attached):
        pictured = any(max(title[1], 0) < spot.number <= body.end + 1 for spot in page.pictures)
        return Account(""), _PICTURES if pictured else ""
    is_sure = body.is_sure or not body.paragraphs
    if is_sure or len(page.segments) > _MOST_LINES:
        paragraphs, disagree = body.paragraphs, not is_sure
    else:
        paragraphs, disagree = second_opinion(markup, body)
    doubt = _DISAGREE if disagree else ""
    if paragraphs != body.paragraphs:
        return Account("\n".join(paragraphs)), doubt
    return account_of(page, body, title[0], _with_attachments(page, body, attached)), doubt


def _with_attachments(page: Page, body: Body, attached: dict[int, list[tuple[str, str]]]) -> dict[int, str]:
    """Return the lines that name the attachments (附件：…), by the segment that holds the links."""
    texts = dict(zip(reversed(body.numbers), reversed(body.paragraphs), strict=False))
    found: dict[int, str] = {}
    for number, pairs in attached.items():
        line = texts.get(number) or (
            page.segments[number].text if len(pairs) == 1 and number < len(page.segments) else ""
        )
        names = [name for name, _ in pairs]
        told = bool(line) and all(name in line for name in names)
        if number in texts and page.segments[number].linked * 2 < len(line):
            continue
        found[number] = line if told and "附件" in line else "\n".join(f"附件：{name}" for name in names)
    return found


def _flags(*doubts: tuple[str, str]) -> tuple[Flag, ...]:
    """Return a flag for each kind whose note is not empty."""
    return tuple(Flag(kind, 0, 0, "", note) for kind, note in doubts if note)


def _near(page: Page, start: int, end: int, prose: int) -> list[Segment]:
    """Return the lines where a page says when and from where: below the title down to the prose, then above it."""
    if start < 0:
        return page.segments[max(0, prose - _MOST_NEAR) : prose + 1]
    return page.segments[end : max(prose, end + 1)][:_MOST_NEAR] + page.segments[max(0, start - _ABOVE) : start]


def _by_path(root: HtmlElement, path: str, key: str) -> str:
    """Return the text of the first node the XPath finds; '' without a path. Raises `UnreadableMaterial`."""
    if not path:
        return ""
    text = one_line(next(_selected(root, path), ""))
    if not text:
        raise UnreadableMaterial(f"来源文件中的 {key} 在网页上什么也没找到", _PATH_REMEDY)
    return text


def _by_text_path(root: HtmlElement, path: str) -> list[str]:
    """Return the lines under the nodes the source's ``text_path`` finds. Raises `UnreadableMaterial` for none."""
    lines = [line for text in _selected(root, path) for line in text.split("\n") if line.strip()]
    if not lines:
        raise UnreadableMaterial("来源文件中的 text_path 在网页上什么也没找到", _PATH_REMEDY)
    return lines


def _selected(root: HtmlElement, path: str) -> Iterator[str]:
    """Yield the text of what an XPath finds, one block a line. Raises `UnreadableMaterial` for a wrong XPath."""
    from lxml import etree

    try:
        found = root.xpath(path)
    except etree.XPathError as error:
        raise UnreadableMaterial(f"来源文件中的 XPath 写得不对：{shorten(path, 60)}", "请修改来源文件") from error
    for node in found if isinstance(found, list) else [found]:
        if isinstance(node, str):
            yield plain(node)
        elif hasattr(node, "itertext"):
            yield "\n".join(segment.text for segment in read_page(node).segments)
