"""``bulletin source new``: from an address to a source file, with its page kept, and back again when the page changes."""

from __future__ import annotations

import gzip
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from calls import Answer, call, done
from collect_support import office, page, served
from list_kinds import listing

from bulletin.collect.sites.listing.keeping import replay
from bulletin.settings import read_settings

_KINDS = {kind.name: kind.html for kind in listing()}
_LIST = _KINDS["date after"]
_FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>全站</title>
<item><title>清水河治理工程通过竣工验收</title><link>http://a.test/1</link><guid>1</guid><description>全文。</description></item>
</channel></rss>"""


def _new(root: Path, *words: object) -> Answer:
    return call(root, "source", "new", *words, at="2026-11-20T09:00:00+08:00")


def test_a_list_becomes_a_source_with_its_page(tmp_path: Path) -> None:
    """The file holds XPath, day, bounds and comments, reads as a source, and its kept page gives what was shown."""
    office(tmp_path)
    with served({"/xw/": page(_LIST.encode())}) as base:
        answer = _new(tmp_path, f"{base}/xw/")
    settings = read_settings(tmp_path)
    (made,) = settings.sources.values()
    kept = replay(settings, made)

    assert answer.code == 0 and "2026-11-18" in answer.out and "市发展改革委召开第三季度经济形势分析会" in answer.out
    assert (made.name, made.collector, made.title) == ("东山市人民政府·工作动态", "webpage", "东山市人民政府·工作动态")
    assert (made.links, made.listing.date) == ("//ul[@class='list']/li/a", "following-sibling::span[1]")
    assert (made.expect_min, made.expect_max) == (5, 45)
    assert kept and kept.is_ok and kept.expected == 15
    assert gzip.decompress((tmp_path / "sources/pages/东山市人民政府·工作动态.html.gz").read_bytes()) == _LIST.encode()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """The same name again is refused, the file stays; without a name the next free one is taken."""
    office(tmp_path)
    lists = {path: page(_LIST.encode()) for path in ("/", "/3", "/4")}
    with served({**lists, "/2": page(_KINDS["table"].encode())}) as base:
        _new(tmp_path, f"{base}/", "--name", "动态")
        before = (tmp_path / "sources/动态.toml").read_bytes()
        again = _new(tmp_path, f"{base}/2", "--name", "动态")
        _new(tmp_path, f"{base}/3")
        _new(tmp_path, f"{base}/4")

    assert again.code == 1 and "未覆盖" in again.err
    assert (tmp_path / "sources/动态.toml").read_bytes() == before
    assert {path.stem for path in (tmp_path / "sources").glob("*.toml")} == {
        "动态", "东山市人民政府·工作动态", "东山市人民政府·工作动态-2",
    }  # fmt: skip


def test_the_site_is_told_who_asks(tmp_path: Path) -> None:
    """A new source and its repair are asked for in the office's name, with its contact."""
    office(tmp_path)
    path = tmp_path / "bulletin.toml"
    path.write_text(path.read_text("utf-8").replace("[network]", '[network]\ncontact = "xxk@a.test"'), "utf-8")
    seen: list[str] = []

    def told(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["User-Agent"])
        page(_LIST.encode())(handler)

    with served({"/": told}) as base:
        _new(tmp_path, f"{base}/", "--name", "动态")
        _new(tmp_path, "--repair", "动态")

    assert len(seen) == 2 and all("xxk@a.test" in name for name in seen)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """``--dry-run`` shows file and articles and leaves the office as it was."""
    office(tmp_path)
    with served({"/": page(_LIST.encode())}) as base:
        data = done(_new(tmp_path, f"{base}/", "--dry-run", "--json"))

    assert not any((tmp_path / "sources").iterdir())
    assert data["file"] == "" and len(data["items"]) == 15 and "links =" in data["definition"]


def test_an_announced_feed_is_proposed_first(tmp_path: Path) -> None:
    """A page that announces a working feed gives a feed source and says so; ``--as-list``, or a dead feed, gives the list."""
    office(tmp_path)
    announced = _LIST.replace("<title>", "<link rel='alternate' type='application/rss+xml' href='/rss.xml'><title>")
    answers = {"/": page(announced.encode()), "/rss.xml": page(_FEED.encode(), "application/rss+xml")}
    with served(answers) as base:
        proposed = _new(tmp_path, f"{base}/", "--dry-run", "--json")
        as_list = done(_new(tmp_path, f"{base}/", "--dry-run", "--as-list", "--json"))
    with served({"/": answers["/"]}) as base:
        dead = done(_new(tmp_path, f"{base}/", "--dry-run", "--json"))

    feed = done(proposed)
    assert feed["collector"] == "feed" and feed["address"].endswith("/rss.xml") and "--as-list" in feed["notes"][0]
    assert [as_list["collector"], dead["collector"]] == ["webpage", "webpage"]


def test_the_address_of_a_feed_is_a_feed(tmp_path: Path) -> None:
    """An address that serves a feed becomes a feed source that reads."""
    office(tmp_path)
    with served({"/rss": page(_FEED.encode(), "text/xml")}) as base:
        assert _new(tmp_path, f"{base}/rss", "--name", "全站", "--title", "全站要闻").code == 0

    made = read_settings(tmp_path).sources["全站"]
    assert (made.collector, made.title) == ("feed", "全站要闻")


def test_an_address_belongs_to_one_source(tmp_path: Path) -> None:
    """The address of a source, however written, and a feed announced that one has, are refused by that source's name."""
    office(tmp_path)
    announcing = f'<link rel="alternate" type="application/rss+xml" href="/rss">{_LIST}'
    answers = {"/xw/": page(_LIST.encode()), "/rss": page(_FEED.encode(), "text/xml"), "/": page(announcing.encode())}
    with served(answers) as base:
        made = [_new(tmp_path, f"{base}/xw/", "--name", "动态"), _new(tmp_path, f"{base}/rss", "--name", "全站")]
        again = [_new(tmp_path, f"{base}{path}", "--name", "乙") for path in ("/xw/", "/xw#top", "/rss", "/")]
        other = _new(tmp_path, f"{base}/", "--name", "乙", "--as-list")

    assert [answer.code for answer in (*made, *again, other)] == [0, 0, 1, 1, 1, 1, 0]
    assert ["来源 动态" in answer.err for answer in again] == [True, True, False, False]
    assert all("来源 全站" in answer.err for answer in again[2:])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (_FEED, "全站"),
        (_FEED.replace("<title>全站</title>", "<image><title>图</title></image><title><![CDATA[甲 &amp; 乙]]></title>"), "甲 & 乙"),
        (_FEED.replace("<title>全站</title>", ""), "127-0-0-1"),
        ('{"title": "要闻", "items": [{"id": "1", "title": "清水河治理工程通过竣工验收"}]}', "要闻"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">公告</title>'
         "<entry><id>1</id><title>清水河治理工程通过竣工验收</title></entry></feed>", "公告"),
    ],
)  # fmt: skip
def test_a_feed_is_called_what_it_calls_itself(tmp_path: Path, text: str, title: str) -> None:
    """The feed's own title, not an entry's or an image's; only a feed without one is named after its host."""
    office(tmp_path)
    with served({"/rss": page(text.encode(), "text/xml")}) as base:
        answer = _new(tmp_path, f"{base}/rss", "--json")

    (made,) = read_settings(tmp_path).sources.values()
    assert done(answer)["name"] == made.name and title in (made.name, made.title)


def test_an_address_inside_is_allowed_in_the_office_file(tmp_path: Path) -> None:
    """A source that has no file yet cannot say ``allow`` in it."""
    office(tmp_path)
    path = tmp_path / "bulletin.toml"
    path.write_text(path.read_text("utf-8").replace('allow = ["127.0.0.0/8"]', ""), "utf-8")

    answer = _new(tmp_path, "http://127.0.0.1:9/")

    assert answer.code == 3 and "bulletin.toml 的 [network] allow" in answer.err and "来源文件" not in answer.err


def test_the_address_of_an_article_is_told_from_a_column(tmp_path: Path) -> None:
    """Somebody who gives an article is asked for the page of its column."""
    office(tmp_path)
    article = (
        "<html><body><h1>甲</h1><p>会议强调，各级各部门要把信息工作摆在突出位置，做到及时、准确。</p></body></html>"
    )
    with served({"/1": page(article.encode())}) as base:
        answer = _new(tmp_path, f"{base}/1")

    assert answer.code == 3 and "如果这是一篇文章，请给它所在栏目页的网址" in answer.err


def test_a_changed_page_is_repaired_on_demand(tmp_path: Path) -> None:
    """``--repair`` shows a new XPath, writes only with ``--write``, and keeps all else of the file."""
    office(tmp_path)
    now = {"/": page(_LIST.encode())}
    with served(now) as base:
        _new(tmp_path, f"{base}/", "--name", "动态")
        path = tmp_path / "sources" / "动态.toml"
        path.write_text(path.read_text("utf-8").replace("min = 5", "min = 7  # 自己改的"), "utf-8")
        before = path.read_text("utf-8")
        sound = _new(tmp_path, "--repair", "动态")
        now["/"] = page(_KINDS["table"].encode())
        shown = _new(tmp_path, "--repair", "动态")
        untouched = path.read_text("utf-8")
        written = _new(tmp_path, "--repair", "动态", "--write")

    settings = read_settings(tmp_path)
    mended = settings.sources["动态"]
    kept = replay(settings, mended)
    assert sound.code == 1 and "不需要修复" in sound.err
    assert shown.code == 0 and "//table[@class='tb']" in shown.out and untouched == before
    assert written.code == 0 and mended.links.startswith("//table[@class='tb']") and mended.expect_min == 7
    assert "# 自己改的" in path.read_text("utf-8") and kept and kept.is_ok


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "二者选一"),
        (("http://127.0.0.1:9/", "--repair", "x"), 2, "二者选一"),
        (("--repair", "没有"), 1, "没有找到来源"),
        (("ftp://a.test/",), 3, "不是可采集的网址"),
    ],
)
def test_wrong_calls_are_told(tmp_path: Path, words: tuple[str, ...], code: int, says: str) -> None:
    """Neither or both of address and source, an unknown source, and what is no web address are refused in Chinese."""
    office(tmp_path)
    answer = _new(tmp_path, *words)
    assert answer.code == code and says in answer.err


def test_names_stay_in_the_folder_of_sources(tmp_path: Path) -> None:
    """A name with a path in it is refused; a title with one gives a harmless file name."""
    office(tmp_path)
    escaping = _LIST.replace("工作动态-东山市人民政府", "../../etc/passwd")
    with served({"/": page(escaping.encode())}) as base:
        refused = [_new(tmp_path, f"{base}/", "--name", name) for name in ("../x", "x\x1b[31m", "x\u202e")]
        taken = _new(tmp_path, f"{base}/")

    assert [one.code for one in refused] == [2, 2, 2] and taken.code == 0
    (path,) = (tmp_path / "sources").glob("*.toml")
    assert path.stem == "etc-passwd" and not list(tmp_path.glob("*.toml"))[1:]


def test_a_page_without_a_list_is_a_failure_that_says_why(tmp_path: Path) -> None:
    """Nothing is written for a page whose list stands in a frame; the frame is named."""
    office(tmp_path)
    with served({"/": page(b"<html><body><iframe src='/inner.html'></iframe></body></html>")}) as base:
        answer = _new(tmp_path, f"{base}/")

    assert answer.code == 3 and "/inner.html" in answer.err and not list((tmp_path / "sources").glob("*.toml"))
