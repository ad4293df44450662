"""Lists of feeds come in and go out, and nothing the office has is touched."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from calls import call, done
from collect_support import office

from bulletin.collect.sites.opml import MOST, Wish, export_opml, import_opml, read_opml
from bulletin.errors import NotFound, RefusedAction, UnreadableMaterial
from bulletin.settings import Settings, read_settings

_LIST = """<?xml version="1.0" encoding="{encoding}"?><opml version="1.0"><head><title>订阅</title></head><body>{body}</body></opml>"""
_BODY = """
<outline text="市发改委"><outline type="rss" text="政策 / 文件" xmlUrl="https://fgw.example.cn/rss.xml" category="要闻,政策"/>
<outline title="政策 / 文件" xmlurl="https://fgw.example.cn/other.xml"/></outline>
<outline text="㐂镇" xmlUrl="feed://xi.example.cn/feed"/>
<outline text="又一次" xmlUrl="https://fgw.example.cn/rss.xml"/>
<outline text="网页" htmlUrl="https://example.cn/"/>
<outline text="坏的" xmlUrl="javascript:alert(1)"/>
<outline text="本机文件" xmlUrl="file:///etc/passwd"/>
<outline text="../../etc/穿越" xmlUrl="https://example.cn/up.xml"/>
<outline xmlUrl="https://bare.example.cn/feed"/>
"""


def a_list(path: Path, body: str = _BODY, encoding: str = "utf-8") -> Path:
    path.write_bytes(_LIST.format(body=body, encoding=encoding).encode(encoding))
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    known = 'collector = "feed"\naddress = "https://old.example.cn/rss"\n'
    return office(tmp_path, 旧源=known, 政策='collector = "feed"\naddress = "https://a.example.cn/"\n')


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_every_outline_becomes_a_source_or_is_named_with_the_reason(
    settings: Settings, tmp_path: Path, encoding: str
) -> None:
    """Names are readable and unique, folders give units, what is no web address is told; each address comes once."""
    found = import_opml(settings, a_list(tmp_path / "a.opml", encoding=encoding))
    sources = read_settings(tmp_path).sources

    assert [name for name, _ in found.made] == ["政策-文件", "政策-文件-2", "㐂镇", "etc-穿越", "bare-example-cn"]
    assert (sources["政策-文件"].unit, sources["政策-文件"].title) == ("市发展改革委", "政策 / 文件")
    assert sources["㐂镇"].address == "http://xi.example.cn/feed"
    assert [fault.partition("：")[0] for fault in found.problems] == ["“网页”", "“坏的”", "“本机文件”"]
    assert not list(tmp_path.parent.glob("*穿越*"))


def test_what_is_there_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    """Known addresses are counted and not made again; a second import makes nothing; no file of the office changes."""
    body = '<outline text="旧" xmlUrl="https://old.example.cn/rss"/><outline text="旧源" xmlUrl="https://new.example.cn/"/>'
    before = {path.name: path.read_bytes() for path in (tmp_path / "sources").iterdir()}

    first = import_opml(settings, a_list(tmp_path / "a.opml", body))
    again = import_opml(read_settings(tmp_path), tmp_path / "a.opml")

    assert (first.known, [name for name, _ in first.made]) == ((("旧源", "https://old.example.cn/rss"),), ["旧源-2"])
    assert (again.made, len(again.known)) == ((), 2)
    assert {name: (tmp_path / "sources" / name).read_bytes() for name in before} == before


def test_a_file_written_meanwhile_is_not_overwritten(settings: Settings, tmp_path: Path) -> None:
    """A source file that came after the settings were read stays, and the outline is among the problems."""
    theirs = tmp_path / "sources" / "新源.toml"
    theirs.write_text("# theirs", encoding="utf-8")

    found = import_opml(
        settings, a_list(tmp_path / "a.opml", '<outline text="新源" xmlUrl="https://new.example.cn/"/>')
    )

    assert (found.made, len(found.problems), theirs.read_text()) == ((), 1, "# theirs")


def test_a_dry_run_writes_nothing(settings: Settings, tmp_path: Path) -> None:
    """What would be made is told, and no file appears."""
    before = sorted((tmp_path / "sources").iterdir())
    assert len(import_opml(settings, a_list(tmp_path / "a.opml"), Wish(dry_run=True)).made) == 5
    assert sorted((tmp_path / "sources").iterdir()) == before


def test_the_list_goes_out_and_comes_back(settings: Settings, tmp_path: Path) -> None:
    """An exported list imported into an empty office gives the same sources: name, title, address, unit, kind."""
    import_opml(settings, a_list(tmp_path / "a.opml"))
    extra = 'collector = "feed"\naddress = "https://q.example.cn/?a=1&b=2"\ntitle = "引“号\\"<甲>&"\nkind = "动态"\nunit = "东山镇"\n'
    mine = office(tmp_path, 引号=extra, 目录='collector = "folder"\naddress = "inbox"\n')
    body, left_out = export_opml(mine)
    (tmp_path / "other").mkdir()
    (tmp_path / "out.opml").write_bytes(body)

    import_opml(office(tmp_path / "other"), tmp_path / "out.opml")

    theirs = read_settings(tmp_path / "other").sources
    assert left_out == ["目录"]
    assert theirs == {name: source for name, source in mine.sources.items() if name != "目录"}


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"<html><body>404</body></html>", b"<rss><channel/></rss>", b"\xff\xfe\x00", b'{"a": 1}']
)
def test_what_is_no_opml_is_refused(body: bytes) -> None:
    """Other files are named for what they are not."""
    with pytest.raises(UnreadableMaterial, match="不是 OPML"):
        read_opml(body)


def test_a_missing_file_is_told(settings: Settings, tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(NotFound, match=r"none\.opml"):
        import_opml(settings, tmp_path / "none.opml")


def test_damage_and_bombs_cost_nothing_more(tmp_path: Path) -> None:
    """A list cut in the middle gives what stands before the cut; entities are not unfolded, outside files not read."""
    whole = _LIST.format(body=_BODY, encoding="utf-8")
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE opml [<!ENTITY l0 "lol">{entities}<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body>'

    cut, _ = read_opml(whole[: whole.index("又一次")].encode())
    found, _ = read_opml(f'{bomb}<outline text="&l9;&x;" xmlUrl="https://a.example.cn/"/></body></opml>'.encode())
    deep, _ = read_opml(("<opml><body>" + "<outline text='甲'>" * 5000).encode())

    assert [outline.title for outline in cut] == ["政策 / 文件", "政策 / 文件", "㐂镇"]
    assert all("root:" not in outline.title and len(outline.title) < 100 for outline in found)
    assert deep == []


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    """``source import`` answers 3 where an outline gave none; ``source export`` writes once and does not overwrite."""
    office(tmp_path)
    imported = call(tmp_path, "source", "import", a_list(tmp_path / "a.opml"), "--json")
    exported = done(call(tmp_path, "source", "export", tmp_path / "out.opml", "--json"))
    again = call(tmp_path, "source", "export", tmp_path / "out.opml")

    assert (imported.code, len(imported.json["made"]), len(imported.json["problems"])) == (3, 5, 3)
    assert exported["feeds"] == 5
    assert (again.code, "已有，未覆盖" in again.err) == (1, True)


def _many(path: Path, count: int) -> Path:
    """Write a list of so many feeds, all called the same."""
    rows = "".join(f'<outline text="要闻" xmlUrl="http://h{n}.test/feed"/>' for n in range(count))
    return a_list(path, rows)


def test_more_feeds_than_a_person_means_are_not_made_unasked(settings: Settings, tmp_path: Path) -> None:
    """Beyond the bound nothing is written, and the ways on are named; a dry run counts them all."""
    path = _many(tmp_path / "many.opml", MOST + 1)
    before = sorted((tmp_path / "sources").iterdir())

    with pytest.raises(RefusedAction, match=f"有{MOST + 1}个新的信息源.*--dry-run.*--yes.*--most"):
        import_opml(settings, path)

    assert len(import_opml(settings, path, Wish(dry_run=True)).made) == MOST + 1
    assert sorted((tmp_path / "sources").iterdir()) == before
    assert len(import_opml(settings, path, Wish(all_of_them=True)).made) == MOST + 1


def test_the_first_few_now_and_the_next_the_next_time(settings: Settings, tmp_path: Path) -> None:
    """``most`` makes that many and counts the rest; what is made already does not count the next time."""
    path = _many(tmp_path / "many.opml", 5)

    first = import_opml(settings, path, Wish(most=2))
    second = import_opml(read_settings(tmp_path), path, Wish(most=2))

    assert (len(first.made), len(first.known), first.left) == (2, 0, 3)
    assert (len(second.made), len(second.known), second.left) == (2, 2, 1)


def test_twenty_thousand_feeds_of_one_name_are_looked_through_at_once(settings: Settings, tmp_path: Path) -> None:
    """Finding free names does not grow with the square of their number."""
    path = _many(tmp_path / "many.opml", 20_000)
    started = time.process_time()

    found = import_opml(settings, path, Wish(dry_run=True))

    assert len(found.made) == len({name for name, _ in found.made}) == 20_000
    assert time.process_time() - started < 10


def test_an_address_written_otherwise_is_the_same_feed(tmp_path: Path) -> None:
    """The case of the host, a last stroke and a fragment make no other feed: not of the office's, nor within the list."""
    settings = office(tmp_path, 要闻='collector = "feed"\naddress = "http://a.test/feed"\n')
    addresses = ("http://A.test/feed/", "http://b.test/f", "HTTP://b.test/f#x")
    rows = "".join(f'<outline text="x" xmlUrl="{address}"/>' for address in addresses)

    found = import_opml(settings, a_list(tmp_path / "a.opml", rows))

    assert [name for name, _ in found.known] == ["要闻"] and len(found.made) == 1
