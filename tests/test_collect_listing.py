"""Lists of articles: found without help, and found again by the definition made from them."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from collect_support import AT, ZONE, a_source, office, shared
from list_kinds import ADDRESS, Kind, failing, listing
from list_mixtures import mixture

from bulletin.collect.dates import find_date
from bulletin.collect.sites.listing.definition import define
from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.keeping import KeptPage, keep_page, paths_of, replay
from bulletin.collect.sites.listing.reading import by_definition, find, open_page
from bulletin.errors import SourceFailure, UnreadableMaterial
from bulletin.settings.listing import ListRules
from bulletin.settings.source import Source

_REAL = ("zrzy_hebei_stdt.html", "ndrc_fzggwl_part.html", "gerapy_rtfund_xxpl.html", "gerapy_dfa66_announcement.html")
_MOMENT = Moment(ADDRESS, AT, ZONE)


def _facts(items: tuple[Listed, ...]) -> list[tuple[str, str, object]]:
    return [(item.address, item.title, item.published_at and item.published_at.date()) for item in items]


def _truth(kind: Kind) -> list[tuple[str, str, object]]:
    return [(one.url, one.title, one.day) for one in kind.truth]


def _defined(body: bytes, moment: Moment) -> Source:
    """Return a source with the definition made from a page."""
    made = open_page(body)
    definition = define(made, find(made, moment), moment)
    assert definition is not None
    return a_source(collector="webpage", links=definition.links, listing=ListRules(date=definition.date))


@pytest.mark.parametrize("kind", listing(), ids=lambda kind: kind.name)
def test_the_list_of_every_kind_of_page_is_found(kind: Kind) -> None:
    """The finder gives exactly the articles of the page, in its order, each with title and day."""
    assert _facts(find(open_page(kind.html.encode()), _MOMENT).items) == _truth(kind)


@pytest.mark.parametrize("kind", listing(), ids=lambda kind: kind.name)
def test_the_definition_gives_the_same(kind: Kind) -> None:
    """The XPaths made from what was found give the same articles with the same titles and days."""
    source = _defined(kind.html.encode(), _MOMENT)

    assert _facts(by_definition(open_page(kind.html.encode()), source, _MOMENT)) == _truth(kind)


@pytest.mark.parametrize("kind", failing(), ids=lambda kind: kind.name)
def test_a_page_without_a_list_says_why(kind: Kind) -> None:
    """Frames, scripts, checks of visitors, moved and empty pages fail with the reason and what to do."""
    with pytest.raises(SourceFailure) as failure:
        find(open_page(kind.html.encode()), _MOMENT)

    assert kind.failure in str(failure.value) and failure.value.remedy


@pytest.mark.parametrize("name", _REAL)
def test_real_list_pages_give_every_item(name: str) -> None:
    """On the saved list pages, one cut short, finder and definition give every item with title and day, and no other."""
    folder = shared("data/html_lists")
    rows = map(json.loads, (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if row["file"] == name)
    body, moment = (folder / name).read_bytes(), Moment(row["base"], AT, ZONE)
    truth = []
    for item in row["items"]:
        day = find_date(item["date"], ZONE)
        truth.append((urljoin(row["base"], item["url"]), " ".join(item["title"].split()), day and day.date()))

    assert _facts(find(open_page(body), moment).items) == truth
    assert _facts(by_definition(open_page(body), _defined(body, moment), moment)) == truth


def test_definitions_go_by_names_before_places() -> None:
    """Where the list or what stands above it has an id or class, the XPath uses it and counts no elements."""
    page = next(kind.html for kind in listing() if kind.name == "date after")
    by_id = page.replace("<ul class='list'>", "<ul id='news'>")
    numbered = page.replace("<ul class='list'>", "<ul id='list_20261120'>")

    assert _defined(page.encode(), _MOMENT).links == "//ul[@class='list']/li/a"
    assert _defined(by_id.encode(), _MOMENT).links == "//ul[@id='news']/li/a"
    assert _defined(numbered.encode(), _MOMENT).links == "//div[@class='main']/ul/li/a"


def test_a_definition_survives_new_articles() -> None:
    """On the page of another day, with other articles, the definition gives exactly those."""
    kinds = {kind.name: kind for kind in listing()}
    one = kinds["date after"]
    source = _defined(one.html.encode(), _MOMENT)
    other = one.html
    for n, entry in enumerate(one.truth):
        other = other.replace(entry.title, f"另一日的第{n}条消息：{entry.title[:6]}").replace(
            f"_{4200 + n}.html", f"_{5200 + n}.html"
        )

    found = by_definition(open_page(other.encode()), source, _MOMENT)

    assert [item.title[:7] for item in found] == [f"另一日的第{n}条消息"[:7] for n in range(len(one.truth))]


def test_the_kept_page_is_replayed(tmp_path: Path) -> None:
    """A source's page, kept as received, still gives the same; what a changed definition loses or adds is counted."""
    kind = listing()[0]
    body = kind.html.encode()
    source = _defined(body, _MOMENT)
    items = by_definition(open_page(body), source, _MOMENT)
    settings = office(tmp_path)
    keep_page(settings.root, source.name, KeptPage(body, ADDRESS, "utf-8", AT, items))

    same = replay(settings, source)
    fewer = replay(settings, replace(source, links=f"({source.links})[position()>2]"))
    more = replay(settings, replace(source, links=f"{source.links}|//div[@class='bottom']//a"))
    gone = replay(settings, replace(source, links="//table//a"))

    assert same and same.is_ok and str(len(items)) in same.words
    assert fewer and len(fewer.missing) == 2 and not fewer.added and "缺2条" in fewer.words
    assert more and more.added and not more.missing
    assert gone and len(gone.missing) == len(items) and "links" in gone.words


def test_a_source_without_a_kept_page_is_not_replayed(tmp_path: Path) -> None:
    """Nothing kept is None; a kept page that cannot be read is told with the way out."""
    settings, source = office(tmp_path), a_source(collector="webpage")
    assert replay(settings, source) is None

    keep_page(settings.root, source.name, KeptPage(b"<p>", ADDRESS, "", AT, ()))
    paths_of(settings.root, source.name)[0].write_bytes(b"broken")
    with pytest.raises(UnreadableMaterial, match="sources/pages"):
        replay(settings, source)


def test_mixed_pages_are_read_all_but_a_few() -> None:
    """Of 300 pages mixed at random at least 297 give exactly their list, with every title and day."""
    wrong = []
    for seed in range(300):
        page = mixture(seed)
        try:
            found = _facts(find(open_page(page.html.encode()), _MOMENT).items)
        except SourceFailure:
            found = []
        if found != [(one.url, one.title, one.day) for one in page.truth]:
            wrong.append(seed)
    assert len(wrong) <= 3, wrong


_MANY = 30_000
_ROW = "<li><a href='/a/{0}.html'>全市第{0}次重点工作推进会议召开</a><span>2026-11-18</span></li>"
_HOSTILE = {
    "a thousand articles": "<ul>" + "".join(map(_ROW.format, range(1000))) + "</ul>",
    "a hundred lists": "".join(
        f"<div><ul>{''.join(map(_ROW.format, range(n, n + 10)))}</ul></div>" for n in range(0, 1000, 10)
    ),
    "deep": "<div>" * 5000 + "<ul>" + "".join(map(_ROW.format, range(5))),
    "unclosed scripts": "<script>title [{" * _MANY,
    "unclosed records": "<datastore>" + "<record>" * _MANY,
    "nested arrays": "<script>var title=" + '[{"title":' * _MANY,
    "broken arrays": "<script>title=[" + "[{a:b c}]," * _MANY + "]</script>",
    "dots": f"<ul><li><a href='/a/1234.html'>{'.' * _MANY}x</a></li><li><a href='/a/2345.html'>{'.' * _MANY}y</a></li></ul>",
    "brackets": f"<ul><li><a href='/a/1234.html'>甲乙丙丁戊</a>{'[-]' * _MANY}1</li><li><a href='/a/2345.html'>甲乙丙丁戊己庚</a></li></ul>",
    "open tags": "<div " * _MANY,
    "answer without end": "[" * _MANY,
}


@pytest.mark.parametrize("page", _HOSTILE.values(), ids=_HOSTILE)
def test_no_page_takes_long(page: str) -> None:
    """Pages made to be slow or deep end within seconds, in a list or in a failure."""
    began = time.process_time()
    with suppress(SourceFailure, UnreadableMaterial):
        find(open_page(page.encode()), _MOMENT)
    assert time.process_time() - began < 5
