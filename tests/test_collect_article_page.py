"""Article pages: title, time, origin and text by rules that hold across sites."""

from __future__ import annotations

import json
import time
from datetime import datetime

import pytest
from collect_support import AT, ZONE, a_source, shared

from bulletin.collect.cleaning.account import Account
from bulletin.collect.material import LONGEST_TEXT, candidate
from bulletin.collect.sites.article_page import Article, read_article
from bulletin.errors import UnreadableMaterial
from bulletin.text.manuscript import Table, blocks
from tests import page_kinds
from tests.bench_pages import COUNTS, judged, library, ours, saved_pages
from tests.page_kinds import FETCHED, PageKind

_TEXT = "全市防汛抗旱工作会议今天召开，会议要求各级各部门落实责任，加强巡查值守，确保安全度汛。"
_PAGE = """<html><head><meta charset="{charset}"><title>{head}</title>{metas}</head><body>
<ul><li><a href="/">首页</a></li><li><a href="/a">政务公开工作动态栏目</a></li></ul>
<h1>试验市人民政府</h1><h2>{title}</h2><div class="info">{info}</div>
<div class="content"><p>{text}</p><p>{text}</p><p>责任编辑：甲</p><p>【打印本页】【关闭窗口】</p></div>
<div><h3>相关新闻</h3><ul><li><a href="/1">去年的防汛会议召开，部署工作，要求落实责任</a> 2018-01-02</li></ul></div>
<div>版权所有 试验市人民政府</div></body></html>"""


def read(charset: str = "utf-8", encoding: str = "utf-8", **fields: str) -> Article:
    known = {
        "head": "全市防汛工作会议召开_试验市人民政府门户网站",
        "title": "全市防汛工作会议召开",
        "info": "发布时间：2026-11-20 09:30 来源：试验日报 浏览次数：12 字号：大 中 小",
        "text": _TEXT,
        "metas": "",
        **fields,
    }
    return read_article(_PAGE.format(charset=charset, **known).encode(encoding), a_source(), ZONE)


def when(article: Article) -> str:
    return f"{article.published_at:%Y-%m-%d %H:%M}" if article.published_at else ""


def test_a_government_page_is_read() -> None:
    """Title, time, origin and the paragraphs come out, navigation, trailers and related news do not."""
    article = read()

    assert article.title == "全市防汛工作会议召开"
    assert (when(article), article.origin) == ("2026-11-20 09:30", "试验日报")
    assert article.text == f"{_TEXT}\n{_TEXT}"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "iso-8859-1"])
def test_a_lying_charset_does_no_harm(charset: str, encoding: str) -> None:
    """The page comes out right whatever its label says."""
    assert read(charset, encoding).text == f"{_TEXT}\n{_TEXT}"


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("日期：2026年11月20日　　信息来源：市应急局", ("2026-11-20 00:00", "市应急局")),
        ("2026-11-20 10:56:28 <a>证券时报网</a>", ("2026-11-20 10:56", "证券时报网")),
        ("来源： <span>新华社</span> 时间：2026/11/20 9:05", ("2026-11-20 09:05", "新华社")),
        ("文章来源：<b>市发展改革委</b> 发布日期：2026.11.20 【字体：大 中 小】", ("2026-11-20 00:00", "市发展改革委")),
        ("[2026-11-20] 来源于：东区办事处", ("2026-11-20 00:00", "东区办事处")),
    ],
)
def test_publication_lines_of_many_shapes_are_read(info: str, expected: tuple[str, str]) -> None:
    """Time and origin are found however the line is laid out."""
    article = read(info=info)
    assert (when(article), article.origin) == expected


def test_meta_fields_answer_where_the_page_shows_nothing() -> None:
    """PubDate and ContentSource count when no line near the title tells; the time the page was made never does."""
    metas = (
        '<meta name="Maketime" content="2030-01-01 00:00"><meta name="PubDate" content="2026-11-20 09:30">'
        '<meta name="ContentSource" content="市财政局">'
    )
    article = read(info="", metas=metas)
    assert (when(article), article.origin) == ("2026-11-20 09:30", "市财政局")


def test_dates_of_sidebar_and_body_do_not_win() -> None:
    """A page that states no time has none: event dates and dates of other articles are not taken."""
    article = read(info="", text=f"2019年3月5日，{_TEXT}")
    assert when(article) in ("", "2019-03-05 00:00") or not when(article).startswith("2018")


def test_paths_of_the_source_go_first() -> None:
    """Where the source file has XPaths they decide; one that finds nothing is an error, not a silent guess."""
    head = "<title>栏目</title><p id=t>真标题在此</p><i id=d>二〇二六年十一月二十日</i>"
    page = f"{head}<p id=b>{_TEXT}</p><p>{_TEXT * 3}</p>"
    source = a_source(title_path="//p[@id='t']", date_path="//i", text_path="//p[@id='b']")

    article = read_article(page.encode(), source, ZONE)

    assert (article.title, article.text, when(article)) == ("真标题在此", _TEXT, "2026-11-20 00:00")
    for wrong in ({"title_path": "//h6"}, {"text_path": "count(//p)"}, {"date_path": "//p["}):
        with pytest.raises(UnreadableMaterial, match="来源文件"):
            read_article(page.encode(), a_source(**wrong), ZONE)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<html><body><a href='/'>x</a></body></html>", b"\0\0"])
def test_pages_without_text_are_unreadable(body: bytes) -> None:
    """An empty page is refused with a remedy."""
    with pytest.raises(UnreadableMaterial):
        read_article(body, a_source(), ZONE)


def of_kind(name: str) -> Article:
    kind = next(kind for kind in page_kinds.pages() if kind.name == name)
    return read_article(kind.body, a_source(), ZONE, address=kind.address, fetched=FETCHED)


@pytest.mark.parametrize("kind", list(page_kinds.pages()), ids=lambda kind: kind.name)
def test_pages_of_many_kinds_are_read_right(kind: PageKind) -> None:
    """Each kind of page gives its title, time, origin and text, its flags, or the problem that it is."""
    found = ours(kind)

    assert judged(kind, found) == dict.fromkeys(judged(kind, found), True), found
    assert found.flags == kind.flags
    assert len(set(found.text.split("\n"))) == len(found.text.split("\n"))


@pytest.mark.parametrize("kind", list(page_kinds.mixed()), ids=lambda kind: kind.name)
def test_content_systems_publication_lines_and_paragraphs_mix(kind: PageKind) -> None:
    """Whatever content system, publication line, way of paragraphs and tail meet, the text comes out whole and alone."""
    found = ours(kind)

    assert judged(kind, found) == dict.fromkeys(judged(kind, found), True), found
    assert found.text == kind.text


def test_we_are_better_than_the_library_alone_on_every_count() -> None:
    """Wanted strings, unwanted strings, titles, dates and sources: more are right than with trafilatura alone."""
    kinds = [*saved_pages(), *list(page_kinds.pages())[::3]]
    right = {read: [judged(kind, read(kind)) for kind in kinds if not kind.problem] for read in (ours, library)}
    for count in COUNTS[:5]:
        mine, theirs = (sum(verdict.get(count, False) for verdict in right[read]) for read in (ours, library))
        assert mine > theirs, count


@pytest.mark.parametrize(
    "name",
    [kind.name for kind in page_kinds.pages() if kind.attachments],
)
def test_attachments_are_listed_with_absolute_addresses(name: str) -> None:
    """Each document linked from a text is named in it and given with its absolute address."""
    kind = next(kind for kind in page_kinds.pages() if kind.name == name)
    article = of_kind(name)

    assert tuple(address for _, address in article.attachments) == kind.attachments
    assert all(known in article.text for known, _ in article.attachments)


def test_a_link_that_leads_nowhere_is_no_attachment() -> None:
    """Against the page's <base> one link is an address; a place of a template and a broken host are none."""
    links = "".join(f'<p><a href="{href}">附件</a></p>' for href in ("./1.pdf", "{{file}}.pdf", "http:///3.pdf"))
    body = _PAGE.format(
        charset="utf-8",
        head="甲",
        title="全市防汛工作会议召开",
        info="",
        text=_TEXT + links,
        metas='<base href="/files/">',
    )

    article = read_article(body.encode(), a_source(), ZONE, address="https://www.east.test/a/1.html")

    assert [address for _, address in article.attachments] == ["https://www.east.test/files/1.pdf"]


def test_tables_come_out_as_the_manuscript_writes_them() -> None:
    """A table of a page is a table of the article that is made from it, merged cells and all."""
    tables = [block for block in blocks(of_kind("word-table-with-merged-cells").text) if isinstance(block, Table)]

    assert [(table.head[0], table.rows[-1]) for table in tables] == [(("县区", "产值", ""), ("东山县", "12.1", "88.0"))]


def test_captions_stand_apart() -> None:
    """Captions of pictures are given by themselves, not as paragraphs."""
    assert of_kind("figure-caption").captions == ("执法人员在夜市检查。周敏 摄",)


@pytest.mark.parametrize("kind", [k for k in page_kinds.pages() if k.author], ids=lambda kind: kind.name)
def test_authors_are_read(kind: PageKind) -> None:
    """Who wrote a text is read beside the time, from a byline or from what the page states."""
    assert of_kind(kind.name).author == kind.author


def test_shoulder_and_sub_title_open_the_text() -> None:
    """肩题 and 副题 are no part of the title and are not lost."""
    article = of_kind("shoulder-and-sub-titles")
    assert article.text.split("\n")[:2] == ["共抓大保护 不搞大开发", "——上下游携手保护一江清水"]


def test_relative_times_need_the_time_of_fetching() -> None:
    """3小时前 says nothing to one who does not know when the page was fetched."""
    assert read(info="3小时前　来源：试验日报").published_at is None


def test_a_text_that_two_readings_see_differently_is_flagged() -> None:
    """Where the library finds another text than we do, ours is kept with a flag for a person."""
    prose = "这是另外一篇文章的内容，写得比正文长得多，讲的是别的事情，与本文没有关系，供读者参考。"
    blocks_beside = f"<p>{prose}</p><p>{prose}第二段。</p><p>{prose}第三段。</p>"
    page = f"<title>全市防汛会议召开</title><h1>全市防汛会议召开</h1><div><p>{_TEXT}</p></div><div class=sidebar>{blocks_beside}</div>"

    article = read_article(page.encode(), a_source(), ZONE)

    assert article.text == _TEXT
    assert [flag.note for flag in article.flags if flag.kind == "extraction"] == ["正文提取存疑，请对照原文"]


def test_a_page_without_title_keeps_its_text() -> None:
    """A text is not lost for want of a title: the list that led to it has one."""
    article = read_article(f"<p>{_TEXT}</p><p>{_TEXT}又一段。</p>".encode(), a_source(), ZONE)
    assert (article.title, article.text) == ("", f"{_TEXT}\n{_TEXT}又一段。")


@pytest.mark.parametrize(
    ("stated", "expected", "kinds"),
    [
        ("2026-01-01 00:00", "2026-01-01 00:00", ["date"]),
        ("2026-01-01 08:30", "2026-01-01 08:30", []),
        ("2027-03-05 08:30", "2027-03-05 08:30", ["date"]),
        ("2026-11-21 08:30", "2026-11-21 08:30", []),
    ],
)
def test_suspect_times_are_flagged(stated: str, expected: str, kinds: list[str]) -> None:
    """The midnight of a first of January and a time to come are kept, with a word to the editor."""
    page = f'<title>标题全市防汛会议</title><meta name="PubDate" content="{stated}"><h1>标题全市防汛会议</h1><p>{_TEXT}</p>'
    article = read_article(page.encode(), a_source(), ZONE, fetched=AT)
    assert (when(article), [flag.kind for flag in article.flags]) == (expected, kinds)


def test_a_sure_time_goes_before_a_suspect_one() -> None:
    """Where the meta field says 1 January and the address names a day, the address is believed."""
    page = f'<title>标题全市防汛会议</title><meta name="PubDate" content="2026-01-01"><h1>标题全市防汛会议</h1><p>{_TEXT}</p>'
    article = read_article(
        page.encode(), a_source(), ZONE, address="https://a.test/202607/t20260731_1.html", fetched=AT
    )
    assert (article.published_at, article.flags) == (datetime(2026, 7, 31, tzinfo=ZONE), ())


_NESTED = "<div style='display:none'>" * 250 + "字，" * 50_000
_HOSTILE = {
    "nested": "<div>" * 5000 + "中，" * 2000,
    "hidden": _NESTED,
    "spans": "<table>" + "<tr><td rowspan=99999 colspan=99999>一二三，四五</td><td>乙</td></tr>" * 3000 + "</table>",
    "items": "<ol>" + "<li>x" * 5_000,
    "links": "<a href=x.pdf>a</a>" * 20_000,
    "title": "<title>" + "- _|" * 10_000 + "</title><p>一，二三四五六七八九十。</p>",
    "dots": "<title>" + "…." * 20_000 + "</title>",
    "figures": "<p>" + "2026年1月" * 20_000,
    "labels": "<h1>" + "来源：" * 20_000 + "</h1>",
    "script": "<script>" + '"content":"a\\' * 30_000 + "</script>",
    "comment": "<!-- only a comment -->",
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_pages_cost_little(name: str) -> None:
    """No page takes minutes or ends in a traceback, whatever it is made of."""
    start = time.process_time()
    try:
        read_article(_HOSTILE[name].encode(), a_source(), ZONE, fetched=FETCHED)
    except UnreadableMaterial as error:
        assert error.remedy
    assert time.process_time() - start < 8


def test_a_page_of_millions_of_tags_is_refused_before_it_fills_the_memory() -> None:
    """Eight megabytes of tags make a tree of a gigabyte."""
    with pytest.raises(UnreadableMaterial, match="标签"):
        read_article(b"<p>a" * 1_500_000, a_source(), ZONE, fetched=FETCHED)


def test_a_tag_of_countless_attributes_is_refused_at_once() -> None:
    """libxml2 would be at it for minutes, where no time limit reaches; a long picture within a tag is no reason."""
    started = time.process_time()
    with pytest.raises(UnreadableMaterial, match="属性"):
        read_article(f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>".encode(), a_source(), ZONE, fetched=FETCHED)

    assert time.process_time() - started < 2
    path = f"<svg><path d='{'M 1 2 ' * 9_000}'></svg>"
    assert read(text=f"{_TEXT}{path}").text


_MANY = " ".join(f"a{n}" for n in range(50_000))


@pytest.mark.parametrize(
    "hidden",
    [
        f'<a title="> " {_MANY}>',
        f"<a title='<b> ' {_MANY}>",
        "<a " + " ".join(f'a{n}=">"' for n in range(50_000)) + ">",
        "<a " + " ".join(f"a{n}='<'" for n in range(50_000)) + ">",
        f'<!-- " --><a {_MANY}>',
        f"<!--> <a {_MANY}> -->",
        f"<script>'<a x=\"'</script><p {_MANY}>",
        f'<b x=y"> <p {_MANY}>',
        f"<a\0 {_MANY}>",
        f"<a/{_MANY.replace(' ', '/')}>",
    ],
)
def test_countless_attributes_are_found_wherever_they_hide(hidden: str) -> None:
    """Behind quoted marks, comments, scripts, strokes and characters that are dropped: refused before it is parsed."""
    started = time.process_time()
    with pytest.raises(UnreadableMaterial, match="属性"):
        read_article(f"{_TEXT}{hidden}".encode(), a_source(), ZONE, fetched=FETCHED)

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "harmless", [f"<!-- <a {_MANY}> -->", f"<script>if (a<b && {_MANY}) x</script>", f'<a title="{_MANY}">附件</a>']
)
def test_what_only_looks_like_countless_attributes_is_read(harmless: str) -> None:
    """Comments, scripts and one long value are no attributes."""
    assert read(text=f"{_TEXT}{harmless}").text


def test_a_text_longer_than_any_is_cut_and_says_so() -> None:
    """The beginning is an item, the rest is in the original, and the editor is told."""
    text = "全市防汛会议召开。" * 50_000
    item = candidate(a_source(), "k", "题", Account(text))

    assert len(item.text) == LONGEST_TEXT and "450000 字" in item.flags[-1].note
    assert not candidate(a_source(), "k", "题", Account(text[:LONGEST_TEXT])).flags


def test_hostile_markup_does_not_come_through() -> None:
    """Scripts are dropped and escape sequences taken out."""
    article = read(title="标题全市防汛&#27;]0;x&#7;会议<script>alert(1)</script>召开", head="")
    assert "\x1b" not in article.title and "alert" not in article.title + article.text


def test_real_pages_are_read_to_the_measured_floor() -> None:
    """On the sixteen saved pages: every title, date, origin and text; the floor only rises."""
    folder = shared("data/html_pages")
    right = {"title": 0, "date": 0, "source": 0, "with": 0, "without": 0}
    stated = 0
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        article = read_article((folder / row["file"]).read_bytes(), a_source(), ZONE)
        found = f"{article.published_at:%Y-%m-%d %H:%M:%S}" if article.published_at else ""
        right["title"] += article.title == row["title"]
        right["date"] += found.startswith(row["date"][:16])
        right["with"] += all(piece in article.text for piece in row["with"])
        right["without"] += not any(piece in article.text for piece in row["without"])
        stated += "source" in row
        right["source"] += article.origin == row.get("source")

    assert right == {"title": 16, "date": 16, "source": stated, "with": 16, "without": 16}
