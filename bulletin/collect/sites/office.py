"""What another office of this program publishes (上报包、采用回执): its reports become items, its receipts are kept as received.

The package says where each report comes from; it is the original of the items read from it, so that their provenance can be
read from its bytes at any time (`provenance`). A report is taken as it was written, after its hash was compared: nothing is
cleaned out of it. One whose tag is known with another text is taken in beside the first, and said aloud.
涉密不上网: a package that holds anything secret is refused before its bytes are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from bulletin import store
from bulletin.collect.cleaning.flags import flags_of
from bulletin.collect.material import LONGEST_TEXT, LONGEST_TITLE, Batch, Task
from bulletin.collect.sites import feed
from bulletin.errors import SourceFailure
from bulletin.model import Extracted, Flag, Item, Original, ReceiptId, Received, receipt_id
from bulletin.settings import Settings, Source
from bulletin.store import Database
from bulletin.terms import KINDS, URGENCIES
from bulletin.text import one_line, plain, sha256, shorten
from bulletin.text.exchange import Package, Paper, Part, content_hash, marked_place, read, second_key, tag_of

REPORT, _RECEIPT, _WITHDRAWN = "report", "receipt", "withdrawn"
_MOST_PAPERS, _MOST_PARTS = 1_000, 20
"""Papers looked at in one package, pictures of one report."""
_LONGEST_NAME = 100
"""What is kept of the name of an office or a person, in characters."""
_REMEDY = "请联系该办公室重新发布上报包（upward publish）"
_REMEDY_SECOND = "请向该办公室核实用哪一稿；不是它发的，请查这个来源是否被人冒用"
_SECOND = Flag("version", 0, 0, "", "编号与先前收的一件上报相同而文字不同，两件都留着，请向报送办公室核实用哪一稿")
_TAG = "tag:"
_WHOLE_TAG = re.compile(r"tag:\S{1,500}")
_HASH = re.compile("[0-9a-f]{64}")


def collect(task: Task) -> Iterator[Batch]:
    """Yield the reports in a package that are not known yet, each with its pictures; of receipts, which are new.

    Raises `SourceFailure` for what is no package, and for one that holds secret material.
    """
    received = feed.receive(task)
    if received is None:
        return
    package = _package(received.body)
    yield Batch(received, is_listing=True)
    if len(package.papers) > _MOST_PAPERS:
        what = f"上报包里有 {len(package.papers)} 件，只看了前 {_MOST_PAPERS} 件"
        yield Batch(problem=what, remedy="请该办公室分几次发布，先前的不必留在包里", is_final=True)
    papers = package.papers[:_MOST_PAPERS]
    yield from _receipts([paper for paper in papers if paper.value("kind") == _RECEIPT], task)
    for paper in papers:
        if paper.value("kind") == REPORT:
            yield from _report(paper, received, task)
    if strange := sum(paper.value("kind") not in (REPORT, _RECEIPT) for paper in papers):
        what = f"包里有 {strange} 件既不是上报也不是回执，没有收"
        yield Batch(problem=what, remedy=_REMEDY, seen=strange, is_final=True)


def _report(paper: Paper, received: Received, task: Task) -> Iterator[Batch]:
    """Yield a report with its pictures where it is new, by its tag or by its words; a second text is told as a problem."""
    if paper.value("state") == _WITHDRAWN:
        yield _withdrawn(paper, task)
        return
    if wrong := _wrong_with(paper):
        yield Batch(problem=f"上报“{shorten(paper.title)}”{wrong}，未收", remedy=_REMEDY)
        return
    item = _item(paper, task.source, task.settings)
    content = content_hash(item.title, item.raw_text)
    is_second = task.knows(item.key)
    other = replace(item, key=second_key(item.key, content), flags=(*item.flags, _SECOND)) if is_second else item
    if is_second and (task.knows(item.key, content) or task.knows(other.key)):
        yield Batch(seen=1)
        return
    yield from _parts(paper, received, task)
    yield Batch(received, (other,))
    if is_second:
        what = f"上报“{shorten(paper.title)}”与先前收的编号相同而文字不同，已另收一条；先前的来稿和原件都留着"
        yield Batch(problem=what, remedy=_REMEDY_SECOND, is_final=True, stays=True)


def _receipts(papers: Iterable[Paper], task: Task) -> Iterator[Batch]:
    """Yield the receipts in the order in which they are numbered: what came in before, the oldest adoption first."""
    before = _receipts_before(task)

    def order(paper: Paper) -> tuple[bool, str, ReceiptId]:
        return paper.id not in before, one_line(paper.value("adopted-on")), receipt_id(paper)

    for paper in sorted(papers, key=order):
        name = receipt_id(paper) if task.source.upper_office else None
        yield Batch(seen=1, receipts=int(paper.id not in before), receipt=name)


def _receipts_before(task: Task) -> set[str]:
    """Return the identities of the papers in the package as it was last read; none of one nobody has read."""
    digest = task.health.body_sha256
    path = store.originals.path_of(task.settings, digest) if digest else None
    try:
        return {paper.id for paper in read(store.files.read(path)).papers} if path and path.is_file() else set()
    except ValueError:
        return set()


def _withdrawn(paper: Paper, task: Task) -> Batch:
    """Return what is to be said of a report its office took back: nothing where it was never taken in."""
    if not task.knows(plain(paper.id)):
        return Batch(seen=1)
    what = f"{shorten(paper.value('office'))}已撤回上报“{shorten(paper.title)}”"
    remedy = "请核对：还没有印发的请撤稿或不采用，已经印发的请按更正与撤回办理"
    return Batch(seen=1, problem=what, remedy=remedy, is_final=True)


def read_items(body: bytes, source: Source, settings: Settings, items: Iterable[Item]) -> list[Extracted]:
    """Return the reports in a package as items, those that were made of it under their keys. Raises `SourceFailure`."""
    keys = {(tag_of(one.key), content_hash(one.title, one.raw_text)): one.key for one in items}
    papers = (paper for paper in _package(body).papers if paper.value("kind") == REPORT)
    found = (_item(paper, source, settings) for paper in papers if not _wrong_with(paper))
    return [replace(one, key=keys.get((one.key, content_hash(one.title, one.raw_text)), one.key)) for one in found]


def provenance(
    db: Database, settings: Settings, item: Item
) -> tuple[Paper, tuple[tuple[str, Original | None], ...]] | None:
    """Return the paper an item was read from, with the names of its pictures and the originals kept of them.

    None where the item did not come from an office. Raises `StoreFailure`.
    """
    if not item.key.startswith(_TAG):
        return None
    original = store.originals.get(db, item.original_id)
    try:
        papers = read(store.originals.body(settings, original)).papers
    except ValueError:
        return None
    content = content_hash(item.title, item.raw_text)
    same = [one for one in papers if plain(one.id) == tag_of(item.key)]
    paper = next((one for one in same if content_hash(_title(one), plain(one.text)) == content), None)
    if paper is None:
        return None
    kept = tuple(
        (one_line(part.name), store.originals.reception(db, item.source, _address(original.address, part), part.sha256))
        for part in paper.parts
    )
    return paper, kept


def _package(body: bytes) -> Package:
    """Return the package those bytes are. Raises `SourceFailure` for none, and for one with anything secret in it."""
    try:
        package, place = read(body), marked_place(body)
    except ValueError as error:
        raise SourceFailure(f"地址给出的不是办公室的上报包（{shorten(str(error), 40)}）", _REMEDY) from None
    if place:
        remedy = "涉密不上网：请通知该办公室撤下，改用专用渠道报送"
        raise SourceFailure(f"{place}标有密级，整个包未收", remedy)
    return package


def _wrong_with(paper: Paper) -> str:
    """Return why a report cannot be taken, '' where it can."""
    if not _WHOLE_TAG.fullmatch(paper.id) or not paper.title.strip() or not paper.text.strip():
        return "缺少编号、标题或正文"
    if content_hash(paper.title, paper.text) != paper.value("sha256"):
        return "的文字与其指纹不符，途中有改动"
    return f"超过 {LONGEST_TEXT} 字" if len(paper.text) > LONGEST_TEXT else ""


def _item(paper: Paper, source: Source, settings: Settings) -> Extracted:
    office = one_line(paper.value("office"))[:_LONGEST_NAME]
    known = settings.unit(source.unit) or settings.unit(office)
    kind, urgency, text = paper.value("item-kind"), paper.value("urgency"), plain(paper.text)
    return Extracted(
        key=plain(paper.id),
        title=_title(paper),
        text=text,
        raw_text=text,
        origin=office,
        unit=known.name if known else source.unit or office,
        kind=kind if kind in KINDS else source.kind,
        signed_by=one_line(paper.value("signed-by"))[:_LONGEST_NAME],
        urgency=urgency if urgency in URGENCIES else "",
        published_at=_moment(paper.updated, settings),
        flags=(*flags_of(text), *_flags(paper, office, source, settings)),
    )


def _title(paper: Paper) -> str:
    return one_line(paper.title)[:LONGEST_TITLE]


def _flags(paper: Paper, office: str, source: Source, settings: Settings) -> Iterator[Flag]:
    """Yield what a person is to look at: a new draft, and whose report it is."""
    if paper.value("replaces"):
        yield Flag("version", 0, 0, "", f"这是{office}对同一稿件的新一稿，先前报过一稿，请核对用哪一稿")
    if note := _unit_note(office, source, settings):
        yield Flag("unit", 0, 0, "", note)


def _unit_note(office: str, source: Source, settings: Settings) -> str:
    """Return what is doubtful about the unit of a report; '' where its source names one of the office's list."""
    if settings.unit(source.unit):
        return ""
    known = settings.unit(office)
    if source.unit:
        taken = f"已按上报包写的办公室定为“{known.name}”" if known else "署名照它写"
        return f"来源文件写的单位“{source.unit}”不在单位名单中，{taken}；请在 bulletin.toml 中登记这个单位或别名，或者改来源文件的 unit"
    if known:
        return f"单位“{known.name}”是按上报包自己写的办公室定的，来源文件没有写 unit，请核对"
    return f"单位名单中没有“{office}”，署名按它自己的名称；请在来源文件中写 unit，或在 bulletin.toml 中登记别名"


def _moment(text: str, settings: Settings) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(settings.zone) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _parts(paper: Paper, received: Received, task: Task) -> Iterator[Batch]:
    """Yield the pictures of a report, each compared with its hash; one that cannot be had is a problem."""
    for part in paper.parts[:_MOST_PARTS]:
        address = _address(received.address, part)
        try:
            if not _HASH.fullmatch(part.sha256):
                raise SourceFailure("没有写明指纹", "")
            body = _body(address, task)
            if sha256(body) != part.sha256:
                raise SourceFailure("字节与其指纹不符", "")
            yield Batch(Received(body, address, one_line(part.media_type)))
        except SourceFailure as error:
            what = f"上报“{shorten(one_line(paper.title))}”的附图“{shorten(one_line(part.name))}”没有取到：{error.what}"
            yield Batch(problem=what, remedy=_REMEDY, is_final=True)


def _address(package: str, part: Part) -> str:
    """Return where a picture lies: beside its package, by the hash of its bytes, whatever the package says of its place."""
    name = f"files/{part.sha256}{Path(part.address).suffix}"
    if urlsplit(package).scheme in ("http", "https"):
        return urljoin(package, quote(name))
    return str(Path(package.removeprefix("file://")).parent / name)


def _body(address: str, task: Task) -> bytes:
    """Return a picture's bytes, from the server of the package or from the folder beside it. Raises `SourceFailure`."""
    most = int(task.source.listing.attachment_mb * 1024 * 1024)
    if urlsplit(address).scheme in ("http", "https"):
        received = task.visitor.fetch(address, most=most)
        return received.body if received else b""
    path = task.settings.root / address
    try:
        with path.open("rb") as stream:
            return stream.read(most)
    except (OSError, ValueError):
        raise SourceFailure("没有这个文件", "") from None
