"""The parts of reading a list: days without a year, addresses of pop-up links, next pages, lists kept in scripts."""

from __future__ import annotations

from datetime import date

import pytest
from collect_support import AT, ZONE
from lxml import html

from bulletin.collect.documents.html_text import parse
from bulletin.collect.sites.addresses import absolute
from bulletin.collect.sites.listing.days import day_in_title, resolved, stated_day
from bulletin.collect.sites.listing.links import address_of, is_offsite, tidy_title
from bulletin.collect.sites.listing.paging import next_page
from bulletin.collect.sites.listing.unpack import unpacked

_PAGE = "http://www.dongshan.test/xw/index.html"


def _days(*texts: str, addresses: tuple[str, ...] = ()) -> list[str]:
    stated = [stated_day([text], AT, ZONE) for text in texts]
    found = resolved(stated, addresses or ("http://a.test/1.html",) * len(texts), AT, ZONE)
    return [f"{day:%Y-%m-%d}" if day else "" for day in found]


@pytest.mark.parametrize(
    "pieces",
    [
        ["2026-08-31"], ["[2026-08-31]"], ["2026/8/31"], ["2026年8月31日"], ["（2026.08.31）"], ["20260831"], ["26-08-31"],
        ["发布时间：2026-08-31 09:12 来源：市教育局"], ["31", "2026-08"], ["31", "2026年8月"], ["08-31", "2026"], ["2026", "08-31"],
        ["2026", "08", "31"], ["8月31日"], ["08-31"], ["(08/31)"], ["31", "8月"], ["Aug 31, 2026"], ["31 August 2026"], ["31", "Aug"],
        ["08-31 10:20"], ["成文日期：2026-08-01", "发布日期：2026-08-31"], ["2026-08-20", "2026-08-31"], ["截止日期：2026-11-01", "2026-08-31"],
        ["据悉，2026年3月1日会议之后工作进展顺利", "08-31"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_days_are_read_as_lists_write_them(pieces: list[str]) -> None:
    """Whole, split, without year, in Chinese and English, the day of publication before other days."""
    day = stated_day(pieces, AT, ZONE)
    assert day is not None
    (found,) = resolved([day], ["http://a.test/1.html"], AT, ZONE)
    assert found is not None and found.date() == date(2026, 8, 31)


@pytest.mark.parametrize(
    "piece", ["第31期", "13-45", "共12页", "1/30", "12345", "0596-2345678", "市政府召开3次会议", "来源：新华社"]
)
def test_other_figures_are_no_days(piece: str) -> None:
    """Issue numbers, page counts, telephone numbers and impossible days are not taken for days."""
    assert piece == "1/30" or stated_day([piece], AT, ZONE) is None


def test_years_follow_from_the_order() -> None:
    """Without years a list runs from new to old: no day lies ahead, and over each new year the year before begins."""
    assert _days("11-18", "03-01", "12-15", "06-01", "01-05", "12-20") == [
        "2026-11-18", "2026-03-01", "2025-12-15", "2025-06-01", "2025-01-05", "2024-12-20",
    ]  # fmt: skip
    assert _days("12-30", "12-01") == ["2025-12-30", "2025-12-01"]


def test_pinned_days_do_not_disturb_the_years() -> None:
    """An old article pinned on top leaves the others in this year."""
    assert _days("03-15", "11-18", "11-10", "10-02") == ["2026-03-15", "2026-11-18", "2026-11-10", "2026-10-02"]


def test_years_in_addresses_go_before_the_order() -> None:
    """``/202408/t20240815_1.html`` names the year of a day that has none; an address ahead of now does not count."""
    addresses = (
        "http://a.test/202408/t20240815_1.html",
        "http://a.test/202612/2.html",
        "http://a.test/2025/3/7/3.html",
    )
    assert _days("12-31", addresses=("http://a.test/202501/t1.html",)) == ["2024-12-31"]
    assert _days("08-15", "12-25", "03-07", addresses=addresses) == ["2024-08-15", "2025-12-25", "2025-03-07"]


def test_a_day_at_the_end_of_a_title_is_taken_off() -> None:
    """A bracketed or figure date at the edge of a title is its day; one written out inside is part of the title."""
    for title in (
        "关于停水的通告 [2026-08-31]",
        "关于停水的通告(08-31)",
        "[2026-08-31]关于停水的通告",
        "关于停水的通告 2026-08-31",
    ):
        rest, day = day_in_title(title, AT, ZONE)
        assert (rest, day and (day.month, day.day)) == ("关于停水的通告", (8, 31))
    assert day_in_title("2026年8月31日新闻发布会", AT, ZONE) == ("2026年8月31日新闻发布会", None)


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<a href='./a.html'>", "http://www.dongshan.test/xw/a.html"),
        ("<a href='../b/c.html#x'>", "http://www.dongshan.test/b/c.html"),
        ("<a href='//o.test/d'>", "http://o.test/d"),
        ("<a href='?id=5'>", "http://www.dongshan.test/xw/index.html?id=5"),
        (
            "<a href='javascript:void(0)' onclick=\"window.open('/e.html','_blank')\">",
            "http://www.dongshan.test/e.html",
        ),
        ("<a href=\"javascript:openWin('f.jsp?id=1')\">", "http://www.dongshan.test/xw/f.jsp?id=1"),
        ("<a href='#' data-href='/g'>", "http://www.dongshan.test/g"),
        ("<tr onclick=\"location.href='h.html'\">", "http://www.dongshan.test/xw/h.html"),
        ("<a href='javascript:view(12)'>", ""),
        ("<a href='javascript:void(0)' onclick=\"show('a12')\">", ""),
        ("<a href='mailto:x@y.test'>", ""),
        ("<a href='{{item.url}}'>", ""),
        ("<a href='http://[bad/'>", ""),
        ("<a>", ""),
    ],
)
def test_addresses_of_links(markup: str, address: str) -> None:
    """Relative, pop-up and hidden addresses become absolute; scripts without one, mail and placeholders give ''."""
    table = f"<table>{markup}<td>x</td></table>" if markup.startswith("<tr") else f"<p>{markup}x</a></p>"
    element = next(html.fromstring(f"<div>{table}</div>").iter("tr" if markup.startswith("<tr") else "a"))
    assert address_of(element, _PAGE) == address


def test_sites_are_told_apart() -> None:
    """Hosts under one registered name are one site; two cities of one province are two."""
    assert not is_offsite("http://jyj.dongshan.gov.cn/1", "https://www.dongshan.gov.cn/")
    assert is_offsite("http://www.xishan.gov.cn/1", "https://www.dongshan.gov.cn/")
    assert is_offsite("http://mp.weixin.qq.com/s/1", "https://www.dongshan.gov.cn/")
    assert not is_offsite("http://news.example.com/1", "https://www.example.com/")
    assert is_offsite("http://127.0.0.2/1", "http://127.0.0.1/")


def test_titles_lose_bullets_and_marks() -> None:
    """Bullets, 置顶 and NEW are taken off, brackets that belong to the title stay."""
    assert tidy_title("· 【置顶】关于放假的通知 NEW") == "关于放假的通知"
    assert tidy_title("【解读】关于放假的通知") == "【解读】关于放假的通知"


@pytest.mark.parametrize(
    ("markup", "number", "following"),
    [
        ("<a href='index_1.html'>下一页</a>", 1, "index_1.html"),
        ("<a href='index_1.html'>[下页]</a>", 1, "index_1.html"),
        ("<a href='?page=2'>Next »</a>", 1, "index.html?page=2"),
        (
            "<div class='pages'><a href='p1.html'>1</a><a href='p2.html'>2</a><a href='p3.html'>3</a></div>",
            2,
            "p3.html",
        ),
        ("<div class='page'><a href='x2.html'>&gt;</a></div>", 1, "x2.html"),
        ("<script>createPageHTML(12, 0, 'index', 'html');</script>", 1, "index_1.html"),
        ("<script>createPageHTML(12, 11, 'index', 'html');</script>", 12, ""),
        ('<script>createPageHTML("page_div",50, 1,"szyw","shtml",1000);</script>', 1, "szyw_2.shtml"),
        ("<a href='http://other.test/2'>下一页</a>", 1, ""),
        ("<a href='javascript:go(2)'>下一页</a>", 1, ""),
        ("<a href='index.html'>下一页</a>", 1, ""),
        ("<a href='/a/2.html'>2</a>", 1, ""),
        ("<p>没有更多</p>", 1, ""),
    ],
)
def test_next_pages(markup: str, number: int, following: str) -> None:
    """The next page is found by its words, its number or the script that writes the pager; never itself or elsewhere."""
    found = next_page(parse(f"<body>{markup}</body>"), markup, _PAGE, number)
    assert found == (absolute(following, _PAGE) if following else "")


def test_lists_in_scripts_become_html_harmlessly() -> None:
    """Titles and addresses from a script are escaped; broken, deep and huge arrays are passed over."""
    rows = ",".join(
        f'{{title:\'甲乙丙丁<b>{n}</b>&quot;" <img src=x\', url:"/a/{n}.html", time:1793232000}}' for n in range(3)
    )
    page = unpacked(f"<body><script>var x=[{rows},];</script></body>")
    links = parse(page).xpath("//ul[@class='in-script']/li/a")

    assert [link.get("href") for link in links] == ["/a/0.html", "/a/1.html", "/a/2.html"]
    assert "<b>" not in page.partition("in-script")[2] and "<img" not in page.partition("in-script")[2]
    for code in ("[{" * 5000, "[{title:" * 200, '[{"title": 1, "url": 2}]', "var a=[{title:'x'"):
        assert "in-script" not in unpacked(f"<script>{code}</script>")
