"""Proposing a source: an address in, a source file out, with what it would give today and why it is made so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from bulletin.collect.selection import chosen
from bulletin.collect.sites import feed
from bulletin.collect.sites.addresses import same_place
from bulletin.collect.sites.listing.definition import Definition, define
from bulletin.collect.sites.listing.diagnosis import NO_LIST, feeds_of
from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.keeping import KeptPage, keep_page
from bulletin.collect.sites.listing.reading import ListPage, find, open_page, read_listing
from bulletin.collect.sites.source_file import LONGEST_NAME, Names, is_fit, path_of, quoted
from bulletin.collect.web.addresses import ALLOW_IN_SOURCE
from bulletin.collect.web.failures import WebFailure
from bulletin.collect.web.fetch import Visitor, visitor_of
from bulletin.collect.web.traffic import Traffic
from bulletin.errors import NothingToDo, RefusedAction, SourceFailure, StoreFailure, UsageError
from bulletin.model import Received
from bulletin.settings import Settings, Source
from bulletin.store import files
from bulletin.text import one_line, shorten

_FEED_START = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|rdf:RDF)\b|\s*\{", re.DOTALL
)
_ALLOW_IN_OFFICE = "如确为内网来源，请先在 bulletin.toml 的 [network] allow 中写明网段"
_MOST_FEEDS = 3
_LINKS_LINE = re.compile(r"^links[ \t]*=[ \t]*(?:'[^'\n]*'|\"(?:[^\"\\\n]|\\.)*\")[ \t]*$", re.MULTILINE)
_DATE_LINE = re.compile(r"^date[ \t]*=[ \t]*(?:'[^'\n]*'|\"(?:[^\"\\\n]|\\.)*\")[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source as proposed: its name, the text of its file, what it would give today, and what a person should know.

    ``page`` is the list page it was made from; a feed has none.
    """

    name: str
    collector: str
    address: str
    text: str
    items: tuple[Listed, ...]
    notes: tuple[str, ...] = ()
    page: KeptPage | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of a new source: where it is, and, if he likes, its name and title; ``as_list`` passes over
    feeds."""

    address: str
    name: str = ""
    title: str = ""
    as_list: bool = False


def propose(settings: Settings, wish: Wish, *, at: datetime) -> Proposal:
    """Return a proposed source for an address: a feed where it is one or announces one, else its list of articles.

    Nothing is written. Raises `SourceFailure` when the page cannot be had or holds no list, `UsageError` for a name
    that cannot be a file's, `RefusedAction` for the address of another source.
    """
    _refuse_known(settings, wish.address)
    visitor = _visitor(settings, Source("", "", "webpage", wish.address), at)
    received = _fetched(visitor, wish.address)
    if _FEED_START.match(received.body[:4000]):
        return _of_feed(settings, wish, wish.address, received)
    page = open_page(received.body, received.charset)
    announced = feeds_of(page.root, received.address)
    tried = None if wish.as_list else _first_feed(settings, wish, announced[:_MOST_FEEDS], visitor, page)
    return tried or _of_list(settings, wish, received, page, announced, at)


def _refuse_known(settings: Settings, address: str) -> None:
    """Raise `RefusedAction` where a source has that address already."""
    for name, source in settings.sources.items():
        if same_place(source.address) == same_place(address):
            what = f"网址 {shorten(address, 80)} 已是来源 {name} 的地址，未新建"
            raise RefusedAction(what, f"请用 source check {name} 查看；网页改版的，用 source new --repair {name}")


def _fetched(visitor: Visitor, address: str) -> Received:
    """Fetch the page of a source that has no file yet. Raises `SourceFailure`."""
    try:
        received = visitor.fetch(address)
    except WebFailure as error:
        remedy = _ALLOW_IN_OFFICE if error.remedy == ALLOW_IN_SOURCE else error.remedy
        raise SourceFailure(error.what, remedy) from error
    if received is None:
        raise SourceFailure(f"{shorten(address, 80)} 没有给出内容", "请稍后再试")
    return received


def write(settings: Settings, proposal: Proposal) -> str:
    """Write the proposed source file and keep its page; return the file's path from the office's folder.

    Raises `RefusedAction` where there is a source of that name, and `StoreFailure`.
    """
    path = path_of(settings.root, proposal.name)
    files.write_new(path, proposal.text.encode())
    if proposal.page:
        keep_page(settings.root, proposal.name, proposal.page)
    return f"sources/{path.name}"


def repair(settings: Settings, name: str, *, at: datetime) -> Proposal:
    """Return the source `name` with XPaths that fit its page as it is today; nothing is written.

    Raises `NotFound`, `SettingsError`, `NothingToDo` where the old ones still select a list or where it is no list page,
    and `SourceFailure`.
    """
    source = chosen(settings, [name])[0]
    if source.collector != "webpage":
        raise NothingToDo(f"来源 {name} 不是栏目页，没有可修复的 links", "请用 source check 查看它的问题")
    received = _visitor(settings, source, at).fetch(source.address)
    if received is None:
        raise SourceFailure(f"{shorten(source.address, 80)} 没有给出内容", "请稍后再试")
    moment = Moment(received.address, at, settings.zone)
    items = _still_given(received, source, moment)
    if items and source.links:
        raise NothingToDo(
            f"来源 {name} 的 links 今天仍选到{len(items)}条，不需要修复", "如条目不对，请直接修改来源文件"
        )
    page = open_page(received.body, source.charset or received.charset)
    found = find(page, moment)
    defined = define(page, found, moment)
    if defined is None:
        raise SourceFailure(f"来源 {name} 的新列表写不成 XPath", "请删去来源文件中的 links，改由程序自动识别")
    old = path_of(settings.root, name).read_text(encoding="utf-8-sig")
    kept = KeptPage(received.body, received.address, received.charset, at, found.items)
    return Proposal(name, "webpage", source.address, _mended(old, defined), found.items, (), kept)


def write_repair(settings: Settings, proposal: Proposal) -> str:
    """Write a repaired source file over the old one and keep the new page; return the file's path from the office's
    folder. Raises `StoreFailure`."""
    path = path_of(settings.root, proposal.name)
    files.write_durably(path, proposal.text.encode())
    if proposal.page is None:
        raise StoreFailure(f"来源 {proposal.name} 没有可留存的栏目页", "请重新运行 source new --repair")
    keep_page(settings.root, proposal.name, proposal.page)
    return f"sources/{path.name}"


def _visitor(settings: Settings, source: Source, at: datetime) -> Visitor:
    """Return who fetches for a source outside any run."""
    return visitor_of(settings, source, Traffic(settings.network.per_host, settings.network.contact), at)


def _still_given(received: Received, source: Source, moment: Moment) -> tuple[Listed, ...]:
    """Return what the source's own definition gives on the page, nothing where it fails."""
    try:
        return read_listing(received.body, source, moment, received.charset).items
    except SourceFailure:
        return ()


def _first_feed(
    settings: Settings, wish: Wish, announced: list[str], visitor: Visitor, page: ListPage
) -> Proposal | None:
    """Return the first announced feed that gives entries as a proposal, or None."""
    for address in announced:
        try:
            received = visitor.fetch(address)
            if received is None:
                continue
            found = _of_feed(settings, wish, address, received, _column(page))
        except SourceFailure:
            continue
        note = "该页声明有信息源（RSS），已优先采用；它可能是全站的，不限于本栏目。要按栏目页建立，请加 --as-list"
        return replace(found, notes=(note,))
    return None


def _of_feed(settings: Settings, wish: Wish, address: str, received: Received, page_title: str = "") -> Proposal:
    """Return a feed as a source; its own title goes before that of the page that announced it, and the host's name."""
    _refuse_known(settings, address)
    entries = feed.read_feed(received.body, Source("", "", "feed", address), settings.zone, received.charset)
    items = tuple(Listed(entry.url, entry.title, entry.published_at) for entry in entries)
    own_title = feed.title_of(received.body, received.charset)
    title = wish.title or own_title or page_title or urlsplit(address).hostname or ""
    name = _name(settings, wish, title, address)
    head = f"# {title}：由 bulletin source new 建立，今天给出 {len(items)} 条。"
    lines = [head, f"title = {quoted(title)}", 'collector = "feed"', f"address = {quoted(address)}"]
    return Proposal(name, "feed", address, "\n".join([*lines, "", *_expect(len(items))]) + "\n", items)


def _of_list(
    settings: Settings, wish: Wish, received: Received, page: ListPage, announced: list[str], at: datetime
) -> Proposal:
    moment = Moment(received.address, at, settings.zone)
    try:
        found = find(page, moment)
    except SourceFailure as error:
        hint = "。如果这是一篇文章，请给它所在栏目页的网址" if error.what == NO_LIST else ""
        raise SourceFailure(error.what, f"{error.remedy}{hint}") from error
    defined = define(page, found, moment)
    title = wish.title or _column(page) or urlsplit(wish.address).hostname or ""
    name = _name(settings, wish, title, wish.address)
    source = Source(name, title, "webpage", wish.address, links=defined.links if defined else "")
    further = read_listing(received.body, source, moment, received.charset).next_page
    text = "\n".join(_list_file(title, wish.address, defined, found.items, further)) + "\n"
    kept = KeptPage(received.body, received.address, received.charset, at, found.items)
    return Proposal(
        name, "webpage", wish.address, text, found.items, tuple(_notes(found.items, defined, announced)), kept
    )


def _list_file(
    title: str, address: str, defined: Definition | None, items: tuple[Listed, ...], further: str
) -> Iterator[str]:
    """Yield the lines of a source file for a list page, with comments."""
    dated = sum(1 for item in items if item.published_at)
    yield f"# {title}：由 bulletin source new 建立，今天给出 {len(items)} 条，其中 {dated} 条有日期。"
    yield f"title = {quoted(title)}"
    yield 'collector = "webpage"'
    yield f"address = {quoted(address)}"
    if defined:
        yield "# 选取文章链接的 XPath；网站改版后选不到文章时，用 source new --repair 重新生成。"
        yield f"links = {quoted(defined.links)}"
    else:
        yield "# 没有 links：列表由程序自动识别。"
    yield ""
    yield "[list]"
    if defined and defined.date:
        yield "# 从链接到日期的 XPath；取不到的条目仍自动识别。"
        yield f"date = {quoted(defined.date)}"
    yield f"# 每次最多看几页{'；第一次采集可多看几页，写 first_pages = 5' if further else '（没有发现下一页）'}。"
    yield "pages = 1"
    if any(item.is_offsite for item in items):
        yield "# 链接到外站的文章：take 照收并加标记，skip 不收。"
        yield 'offsite = "take"'
    yield ""
    yield from _expect(len(items))


def _expect(count: int) -> Iterator[str]:
    """Yield the lines that say how many entries a run should list: a third to three times as many as today."""
    yield "# 一次应列出几条，超出这个范围记为问题；多看几页时 max 要相应放大。"
    yield "[expect]"
    yield f"min = {max(1, count // 3)}"
    yield f"max = {max(20, count * 3)}"


def _notes(items: tuple[Listed, ...], defined: Definition | None, announced: list[str]) -> Iterator[str]:
    """Yield what a person should know of a list before he takes it over."""
    undated = sum(1 for item in items if item.published_at is None)
    if defined is None:
        yield "这个列表写不成稳定的 XPath，来源将自动识别列表；请多看几次采集结果"
    if undated == len(items):
        yield "列表不写日期，日期只能取自文章页"
    elif undated:
        yield f"有{undated}条没有日期，日期将取自文章页"
    if any(item.is_offsite for item in items):
        yield f"有{sum(1 for item in items if item.is_offsite)}条链接到外站，默认照收并加标记"
    if announced:
        yield f"该页声明有信息源：{'、'.join(announced[:2])}"


def _column(page: ListPage) -> str:
    """Return what the page says its column and site are called, as a title for the source."""
    head = page.root.find(".//title")
    parts = (
        [part for part in re.split(r"\s*[-_|—–－｜>]+\s*|\s{2,}", one_line(head.text_content())) if part]
        if head is not None
        else []
    )
    return f"{parts[-1]}·{parts[0]}" if len(parts) > 1 else (parts[0] if parts else "")


def _name(settings: Settings, wish: Wish, title: str, address: str) -> str:
    """Return the name of the new source: as wished, else made of the title, else of the host; one not taken yet.

    Raises `UsageError` for a wished name that cannot be a file's.
    """
    if wish.name:
        if not is_fit(wish.name):
            raise UsageError(
                f"来源名称 {one_line(wish.name)} 不能用作文件名", f"请用 {LONGEST_NAME} 字以内、不含空格和标点的名称"
            )
        return wish.name
    return Names((*settings.sources, *settings.source_errors)).free(title, urlsplit(address).hostname or "")


def _mended(text: str, defined: Definition) -> str:
    """Return the text of a source file with new XPaths, all else as it was; a day's path that no longer fits is taken out."""
    line = f"links = {quoted(defined.links)}"
    text = _LINKS_LINE.sub(lambda _: line, text, count=1) if _LINKS_LINE.search(text) else f"{line}\n{text}"
    before, mark, rest = text.partition("[list]")
    inner, bracket, after = rest.partition("\n[")
    date = f"date = {quoted(defined.date)}" if defined.date else ""
    if _DATE_LINE.search(inner):
        inner = _DATE_LINE.sub(lambda _: date or "# （日期自动识别）", inner, count=1)
    elif mark and date:
        inner = f"\n{date}{inner}"
    return before + mark + inner + bracket + after
