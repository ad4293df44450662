"""Article pages: title, time, origin and text by rules that hold across sites."""

from __future__ import annotations

import json

import pytest
from collect_support import ZONE, a_source, shared

from bulletin.collect.sites.article_page import Article, read_article
from bulletin.errors import UnreadableMaterial

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
