"""List pages: which addresses they name."""

from __future__ import annotations

import json
from urllib.parse import urljoin

import pytest
from collect_support import a_source, shared

from bulletin.collect.sites.webpage import list_addresses
from bulletin.errors import SourceFailure

_BASE = "http://site.test/xw/index.html"
_PAGE = """<base href="/col/"><ul class=list><li><a href="a.html">甲</a></li><li><a href="http://other.test/b">乙</a></li>
<li><a href="a.html#top">甲</a></li><li><a href="javascript:void(0)">丙</a></li><li><a href="#">丁</a></li>
<li><a href="d.html"></a></li></ul><p><a href="/nav">导航</a></p>"""


def test_addresses_are_absolute_once_and_in_order() -> None:
    """Links are resolved against the page's base; repetitions, scripts, anchors and empty links are left out."""
    found = list_addresses(_PAGE.encode(), a_source(links="//ul[@class='list']//a"), _BASE)
    assert found == ["http://site.test/col/a.html", "http://other.test/b"]


@pytest.mark.parametrize("links", ["//table//a", "//li", "count(//a)", "//a[", "string(//a)"])
def test_a_selector_that_finds_nothing_fails(links: str) -> None:
    """A redesigned page is a failure that names the selector, never an empty success."""
    with pytest.raises(SourceFailure, match="links"):
        list_addresses(_PAGE.encode(), a_source(links=links), _BASE)


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("zrzy_hebei_stdt.html", "//li[span[@class='date']]/a"),
        ("ndrc_fzggwl_part.html", "//ul[contains(@class,'u-list')]/li/a"),
        ("gerapy_rtfund_xxpl.html", "//li[span]/a"),
        ("gerapy_dfa66_announcement.html", "//ul[contains(@class,'glist')]/li/a"),
    ],
)
def test_real_list_pages_give_their_items(name: str, links: str) -> None:
    """On the saved list pages, one cut short, every item of the column is found."""
    folder = shared("data/html_lists")
    rows = map(json.loads, (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines())
    truth = next(row for row in rows if row["file"] == name)

    found = list_addresses((folder / name).read_bytes(), a_source(links=links), truth["base"])

    assert set(found) >= {urljoin(truth["base"], item["url"]) for item in truth["items"]}
