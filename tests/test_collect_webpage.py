"""Column pages: the list, its pages one after another, the articles, their attachments, and what is told of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from collect_support import AT, ZONE, a_source, office, page, served

from bulletin.collect.material import Batch, Task
from bulletin.collect.sites import webpage
from bulletin.collect.sites.listing.entries import Listed, Moment
from bulletin.collect.sites.listing.reading import read_listing
from bulletin.collect.web.fetch import Visitor
from bulletin.errors import SourceFailure
from bulletin.model import Received, SourceHealth
from bulletin.settings import Source
from bulletin.settings.listing import ListRules

_BASE = "http://site.test/xw/index.html"
_PAGE = """<base href="/col/"><ul class=list><li><a href="a.html">甲</a></li><li><a href="http://other.test/b">乙</a></li>
<li><a href="a.html#top">甲</a></li><li><a href="javascript:void(0)">丙</a></li><li><a href="#">丁</a></li>
<li><a href="d.html"></a></li></ul><p><a href="/nav">导航</a></p>"""
_PROSE = (
    "会议指出，今年以来全市经济运行总体平稳，主要指标保持增长。会议要求，各级各部门要压实责任，确保完成全年目标任务。"
    * 3
)


def _addresses(source: Source) -> list[str]:
    return [item.address for item in read_listing(_PAGE.encode(), source, Moment(_BASE, AT, ZONE)).items]


def _article(title: str, day: str = "", extra: str = "") -> str:
    stated = f"<p>发布时间：{day} 来源：市政府办公室</p>" if day else ""
    return f"<title>{title}-某市</title><h1>{title}</h1>{stated}<div class='content'><p>{_PROSE}</p>{extra}</div>"


def _rows(*numbers: int, day: str = "2026-11-1") -> str:
    return "".join(f"<li><a href='/a{n}.html'>{_title(n)}</a><span>{day}{9 - n % 10}</span></li>" for n in numbers)


def _title(number: int) -> str:
    return f"全市第{number}次重点工作推进会议在市政府召开"


def _run(tmp_path: Path, answers: dict[str, Any], known: set[str] | None = None, **fields: Any) -> list[Batch]:
    """Collect ``/list`` of a server with these pages; a source that was read before, with these articles, if any are given."""
    with served(
        {path: page(body.encode()) if isinstance(body, str) else body for path, body in answers.items()}
    ) as base:
        settings = office(tmp_path)
        source = a_source(name="栏目", collector="webpage", address=f"{base}/list", **fields)
        health = SourceHealth("栏目", body_sha256="0" if known else "")
        visitor = Visitor(pause=0.0, allow=("127.0.0.0/8",), at=AT)
        knows = {f"{base}{path}" for path in known or ()}
        return list(webpage.collect(Task(source, settings, visitor, health, knows.__contains__)))


def _items(batches: list[Batch]) -> list[Any]:
    return [item for batch in batches for item in batch.extracted]


def test_addresses_are_absolute_once_and_in_order() -> None:
    """Links are resolved against the page's base; repetitions, scripts, anchors and empty links are left out."""
    assert _addresses(a_source(links="//ul[@class='list']//a")) == [
        "http://site.test/col/a.html",
        "http://other.test/b",
    ]


@pytest.mark.parametrize("links", ["//table//a", "//li", "count(//a)", "//a[", "string(//a)"])
def test_a_selector_that_finds_nothing_fails(links: str) -> None:
    """A redesigned page is a failure that names the selector, never an empty success."""
    with pytest.raises(SourceFailure, match="links"):
        _addresses(a_source(links=links))


def test_a_selector_that_fails_names_the_list_that_is_there(tmp_path: Path) -> None:
    """Where the XPath selects nothing but the page has a list, the failure counts it and names the way to repair."""
    with pytest.raises(SourceFailure, match=r"另有3条.*source new --repair 栏目"):
        _run(tmp_path, {"/list": f"<ul>{_rows(1, 2, 3)}</ul>"}, links="//table//a")


def test_without_a_selector_the_list_is_found(tmp_path: Path) -> None:
    """A source without ``links`` takes the articles of the page's list, and no menu."""
    menu = "".join(f"<li><a href='/m{n}/'>政务公开栏目{n}</a></li>" for n in range(20))
    answers = {
        "/list": f"<ul>{menu}</ul><ul>{_rows(1, 2, 3)}</ul>",
        **{f"/a{n}.html": _article(_title(n)) for n in (1, 2, 3)},
    }

    found = _items(_run(tmp_path, answers))

    assert [item.title for item in found] == [_title(n) for n in (1, 2, 3)]
    assert [f"{item.published_at:%m-%d}" for item in found] == ["11-18", "11-17", "11-16"]


def test_the_page_states_the_day_and_a_great_difference_is_told(tmp_path: Path) -> None:
    """The article's own day wins over the list's; days more than three apart are flagged with both."""
    answers = {
        "/list": f"<ul>{_rows(1, 2)}</ul>",
        "/a1.html": _article(_title(1), "2026-11-17 09:30"),
        "/a2.html": _article(_title(2), "2026-03-05 09:30"),
    }

    near, far = _items(_run(tmp_path, answers, links="//li/a"))

    assert f"{near.published_at:%m-%d %H:%M}" == "11-17 09:30" and not [
        flag for flag in near.flags if flag.kind == "date"
    ]
    (flag,) = (flag for flag in far.flags if flag.kind == "date")
    assert "2026-11-17" in flag.note and "2026-03-05" in flag.note


def test_pages_are_followed_as_far_as_they_bring_something_new(tmp_path: Path) -> None:
    """At most ``pages`` pages are read, and none after one on which everything is known."""
    pages = {
        "/list": f"<ul>{_rows(1, 2)}</ul><a href='/list_1'>下一页</a>",
        "/list_1": f"<ul>{_rows(3, 4)}</ul><a href='/list_2'>下一页</a>",
        "/list_2": f"<ul>{_rows(5, 6)}</ul>",
    }
    answers = {**pages, **{f"/a{n}.html": _article(_title(n)) for n in range(1, 7)}}
    rules = ListRules(pages=3)
    old = {f"/a{n}.html" for n in (2, 3, 4, 5, 6)}

    every = _items(_run(tmp_path, answers, links="//li/a", listing=rules))
    two = _items(_run(tmp_path, answers, links="//li/a", listing=ListRules(pages=2)))
    stopped = _run(tmp_path, answers, old, links="//li/a", listing=rules)

    assert [len(every), len(two), len(_items(stopped))] == [6, 4, 1]
    assert (
        sum(
            batch.received is not None and not batch.extracted and batch.received.address.endswith("/list")
            for batch in stopped
        )
        == 2
    )


def test_a_first_run_that_was_broken_off_is_taken_up(tmp_path: Path) -> None:
    """Until a source has been read whole once, its ``first_pages`` are all read, also past a page already known."""
    pages = {"/list": f"<ul>{_rows(1, 2)}</ul><a href='/list_1'>下一页</a>", "/list_1": f"<ul>{_rows(3, 4)}</ul>"}
    answers = {**pages, **{f"/a{n}.html": _article(_title(n)) for n in range(1, 5)}}
    with served({path: page(body.encode()) for path, body in answers.items()}) as base:
        source = a_source(name="栏目", collector="webpage", address=f"{base}/list", listing=ListRules(first_pages=5))
        visitor = Visitor(pause=0.0, allow=("127.0.0.0/8",), at=AT)
        known = {f"{base}/a1.html", f"{base}/a2.html"}
        task = Task(source, office(tmp_path), visitor, SourceHealth("栏目"), known.__contains__)

        found = _items(list(webpage.collect(task)))

    assert [item.title for item in found] == [_title(3), _title(4)]


def test_what_was_not_read_whole_is_read_on(tmp_path: Path) -> None:
    """A reading that ended with a problem reads ``first_pages`` again, though the source counts as well."""
    pages = {"/list": f"<ul>{_rows(1, 2)}</ul><a href='/list_1'>下一页</a>", "/list_1": f"<ul>{_rows(3, 4)}</ul>"}
    answers = {**pages, **{f"/a{n}.html": _article(_title(n)) for n in range(1, 5)}}
    with served({path: page(body.encode()) for path, body in answers.items()}) as base:
        source = a_source(name="栏目", collector="webpage", address=f"{base}/list", listing=ListRules(first_pages=5))
        known = {f"{base}/a{n}.html" for n in (1, 2, 3)}
        found = []
        for digest in ("", "0"):
            visitor = Visitor(pause=0.0, allow=("127.0.0.0/8",), at=AT)
            health = SourceHealth("栏目", last_ok_at=AT, body_sha256=digest)
            task = Task(source, office(tmp_path), visitor, health, known.__contains__)
            found.append([item.title for item in _items(list(webpage.collect(task)))])

    assert found == [[_title(4)], []]


def test_a_later_page_that_fails_is_a_problem(tmp_path: Path) -> None:
    """The second page missing is told with its address; what the first one gave stays."""
    answers = {
        "/list": f"<ul>{_rows(1, 2)}</ul><a href='/gone'>下一页</a>",
        **{f"/a{n}.html": _article(_title(n)) for n in (1, 2)},
    }

    batches = _run(tmp_path, answers, links="//li/a", listing=ListRules(pages=2))

    assert len(_items(batches)) == 2
    assert [batch.problem for batch in batches if "第2页" in batch.problem and "/gone" in batch.problem]


def test_attachments_are_kept_and_named(tmp_path: Path) -> None:
    """An article's documents come as originals before its item, which names them; one that fails is a problem."""
    links = (
        "<p>附件：1.<a href='/f/plan.pdf'>实施方案.pdf</a></p><p>附件：2.<a href='/f/gone.docx'>任务清单.docx</a></p>"
    )
    answers = {
        "/list": f"<ul>{_rows(1, 2)}</ul>",
        "/a1.html": _article(_title(1), extra=links),
        "/a2.html": _article(_title(2)),
        "/f/plan.pdf": page(b"%PDF-1.4 plan", "application/pdf"),
    }

    batches = _run(tmp_path, answers, links="//li/a")

    kept = [batch.received.body for batch in batches if batch.received and batch.received.address.endswith(".pdf")]
    first = _items(batches)[0]
    assert kept == [b"%PDF-1.4 plan"]
    assert "附件" in first.text and "实施方案" in first.text
    assert [batch.problem for batch in batches if "任务清单" in batch.problem]


def test_no_more_attachments_than_allowed(tmp_path: Path) -> None:
    """``attachments`` bounds how many documents of one article are fetched, ``attachment_mb`` how big they may be."""
    links = "".join(f"<p>附件{n}：<a href='/f/{n}.pdf'>第{n}份材料.pdf</a></p>" for n in range(1, 5))
    files = {
        f"/f/{n}.pdf": page(b"%PDF-1.4 " + b"x" * (3_000_000 if n == 2 else 10), "application/pdf") for n in range(1, 5)
    }
    answers = {
        "/list": f"<ul>{_rows(1, 2)}</ul>",
        "/a1.html": _article(_title(1), extra=links),
        "/a2.html": _article(_title(2)),
        **files,
    }

    batches = _run(tmp_path, answers, links="//li/a", listing=ListRules(attachments=3, attachment_mb=2.0))

    kept = [
        batch.received.address[-5:] for batch in batches if batch.received and batch.received.address.endswith(".pdf")
    ]
    assert kept == ["1.pdf", "3.pdf"]
    assert [batch.problem for batch in batches if "第2份材料" in batch.problem and "2 MB" in batch.problem]


def test_a_document_in_the_list_is_an_item(tmp_path: Path) -> None:
    """A link straight to a file gives an item with the list's title and day; one without readable text is flagged."""
    rows = "<li><a href='/f/1.pdf'>关于印发全市防汛应急预案的通知</a><span>2026-11-18</span></li>" + _rows(2)
    answers = {
        "/list": f"<ul>{rows}</ul>",
        "/f/1.pdf": page(b"%PDF-1.4 broken", "application/pdf"),
        "/a2.html": _article(_title(2)),
    }

    first, _ = _items(_run(tmp_path, answers, links="//li/a"))

    assert (first.title, f"{first.published_at:%Y-%m-%d}") == ("关于印发全市防汛应急预案的通知", "2026-11-18")
    assert [flag for flag in first.flags if flag.kind == "extraction"] and "1.pdf" in first.text


@pytest.mark.parametrize(("policy", "count"), [("take", 2), ("skip", 1)])
def test_articles_on_other_sites_follow_the_policy(tmp_path: Path, policy: str, count: int) -> None:
    """``offsite`` asks for what lies on another site, or leaves it alone."""
    rows = f"{_rows(1)}<li><a href='http://127.0.0.2:9/b.html'>{_title(2)}</a></li>"
    answers = {"/list": f"<ul>{rows}</ul>", "/a1.html": _article(_title(1))}

    batches = _run(tmp_path, answers, links="//li/a", listing=ListRules(offsite=policy))

    told = [batch.problem for batch in batches if "127.0.0.2" in batch.problem]
    assert len(_items(batches)) + len(told) == count


def test_an_article_of_another_site_is_marked() -> None:
    """The item of a link that leads off the site carries a flag with the host."""
    received = Received(_article(_title(1)).encode(), "http://other.test/1.html", "text/html")
    listed = Listed("http://other.test/1.html", _title(1), is_offsite=True)

    item = webpage.read_page(received, a_source(), ZONE, listed=listed, at=AT)

    assert [flag.note for flag in item.flags if flag.kind == "offsite" and "other.test" in flag.note]


def test_a_page_without_a_title_has_that_of_its_list() -> None:
    """Where the article's page names itself nowhere, the list's title is the item's, not the beginning of the text."""
    received = Received(f"<div class='content'><p>{_PROSE}</p></div>".encode(), "http://a.test/1.html", "text/html")
    listed = Listed("http://a.test/1.html", _title(1))

    item = webpage.read_page(received, a_source(), ZONE, listed=listed, at=AT)

    assert item.title == _title(1)


def test_an_attachment_may_be_larger_than_a_page(tmp_path: Path) -> None:
    """``attachment_mb`` above the bound of pages is honoured."""
    answers = {
        "/list": f"<ul>{_rows(1, 2)}</ul>",
        "/a1.html": _article(_title(1), extra="<p>附件：<a href='/f/1.pdf'>规划图册.pdf</a></p>"),
        "/a2.html": _article(_title(2)),
        "/f/1.pdf": page(b"%PDF-1.4 " + bytes(9 << 20), "application/pdf"),
    }

    batches = _run(tmp_path, answers, links="//li/a")

    assert [b for b in batches if b.received and len(b.received.body) > 9 << 20]
    assert not [batch.problem for batch in batches if batch.problem]
