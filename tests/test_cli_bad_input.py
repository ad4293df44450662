"""What is promised when the world is bad: a clear Chinese word, the right exit code, nothing lost, and the rest goes on."""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from calls import HARMFUL, ROOT, Answer, arguments, call, decent, done, need_fonts, process
from collect_support import page, served

SUBMISSIONS = ROOT / "bulletin" / "sample" / "submissions"
EDITED = ROOT / "bulletin" / "sample" / "edited"
FORM = ("--unit", "市财政局", "--signed-by", "局长")
TEXT = "市财政局推进预算公开\n\n全市预算公开率达到百分之百。\n"
FEED = (
    '<?xml version="1.0" encoding="{charset}"?><rss version="2.0"><channel><title>要闻</title>{items}</channel></rss>'
)
ITEM = "<item><title>{title}</title><guid>{key}</guid><description>全省农村公路建设进展顺利。</description></item>"
ESCAPE = "\x1b]0;改名\x07\x1b[2J\x9b31m\u202e"


@pytest.fixture
def office(sample_office: Path, tmp_path: Path) -> Path:
    """A copy of the sample office of its own, in a directory with a blank and Chinese in its name."""
    return Path(shutil.copytree(sample_office, tmp_path / "我的 办公室（试）"))


def add_source(office: Path, name: str, address: str, more: str = "") -> None:
    """Add a feed to the office."""
    text = f'title = "{name}"\ncollector = "feed"\naddress = "{address}"\npause = 0\n{more}\n'
    (office / "sources" / f"{name}.toml").write_text(text, "utf-8")


def counts(office: Path) -> dict[str, int]:
    """Return how many rows each table holds."""
    connection = sqlite3.connect(office / "var" / "bulletin.db")
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    found = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in tables}
    connection.close()
    return found


def whole(office: Path) -> None:
    """Assert that nothing in the office is wrong but files nobody owns."""
    answer = call(office, "archive", "verify", "--json")
    assert {problem["kind"] for problem in answer.json["problems"]} <= {"orphan", "unfinished"}, answer.out


# Sources


def hanging(handler: BaseHTTPRequestHandler) -> None:
    """Promise a body and never send it."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<?xml ")
    handler.wfile.flush()
    time.sleep(20)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send 200 MB without saying so before."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/xml")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"<!-- -->" * 131072)


BAD_SOURCES = {
    "notfeed": (page("<html><body><p>欢迎访问</p></body></html>".encode()), "不是信息源"),
    "nothing": (page(FEED.format(charset="utf-8", items="").encode(), "application/xml"), "没有任何条目"),
    "blank": (page(b"", "application/xml"), "空的"),
    "gone": (page(b"", status=404), "404"),
    "broken": (page(b"", status=500), "500"),
    "hang": (hanging, "超时"),
    "huge": (endless, "MB"),
}
GOOD_GB = FEED.format(charset="utf-8", items=ITEM.format(title="全省农村公路建设", key="g1")).encode("gb18030")


@pytest.fixture(scope="module")
def bad_run(sample_office: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """One collection over seven bad sources, one with a lying charset, and the two good ones of the sample."""
    office = Path(shutil.copytree(sample_office, tmp_path_factory.mktemp("bad") / "office"))
    answers = {f"/{name}": answer for name, (answer, _) in BAD_SOURCES.items()}
    with served(answers | {"/lying": page(GOOD_GB, "application/xml; charset=utf-8")}) as address:
        for name in (*BAD_SOURCES, "lying"):
            add_source(office, name, f"{address}/{name}", "timeout = 1.0")
        add_source(office, "closed", "http://127.0.0.1:1/feed")
        answer = call(office, "collect", "--json")
    return office, answer


@pytest.mark.parametrize("name", [*BAD_SOURCES, "closed"])
def test_a_bad_source_is_named_and_leaves_a_problem(name: str, bad_run: tuple[Path, Answer]) -> None:
    """A source that gives no feed, no items, no answer, an error or too much is named with the reason, and a problem row stays."""
    office, answer = bad_run
    report = next(source for source in answer.json["sources"] if source["name"] == name)
    health = next(row for row in done(call(office, "source", "list", "--json")) if row["name"] == name)
    expected = BAD_SOURCES[name][1] if name in BAD_SOURCES else "连接不上"

    assert answer.code == 3
    assert expected in report["error"]
    assert "程序出错" not in report["error"]
    assert (health["state"], health["failures"], health["last_ok_at"]) == ("failing", 1, None)
    assert [expected in problem["what"] and bool(problem["remedy"]) for problem in health["problems"]] == [True]


def test_the_other_sources_went_on(bad_run: tuple[Path, Answer]) -> None:
    """The good sources gave all they had, although seven others failed in the same run."""
    by_name = {source["name"]: source for source in bad_run[1].json["sources"]}

    assert (by_name["news"]["new"], by_name["news"]["error"]) == (8, "")
    assert (by_name["inbox"]["seen"], by_name["inbox"]["error"]) == (13, "")
    assert (by_name["lying"]["new"], by_name["lying"]["error"]) == (1, "")


def test_a_wrong_charset_is_seen_through(bad_run: tuple[Path, Answer]) -> None:
    """A GB 18030 feed that calls itself UTF-8, in its header and in the document, is read as what it is."""
    office, _ = bad_run

    rows = done(call(office, "item", "list", "--filter", "source:lying", "--json"))

    assert [row["title"] for row in rows] == ["全省农村公路建设"]
    assert rows[0]["flags"] == []


def test_trying_a_bad_source_stores_nothing(bad_run: tuple[Path, Answer]) -> None:
    """``source check`` of a source that cannot be reached leaves with 3 and writes no row."""
    office, _ = bad_run
    before = counts(office)

    answer = call(office, "source", "check", "closed", "--json")

    assert answer.code == 3
    assert "连接不上" in answer.json["error"]["message"]
    assert counts(office) == before


# Files


def truncated_docx() -> bytes:
    """Return the first half of a Word file."""
    body = next(SUBMISSIONS.glob("*.docx")).read_bytes()
    return body[: len(body) // 2]


BAD_FILES = {
    "截断.docx": (truncated_docx(), "docx"),
    "空.txt": (b"", "空"),
    "空白.txt": (b" \n\t\n", "空"),
    "不是文字.txt": (bytes(range(256)) * 8, "文"),
    "表格.xlsx": (b"PK\x03\x04", ".xlsx"),
    "没有后缀": (TEXT.encode(), "扩展名"),
    "只有头.txt": ("报送单位：市财政局\n签发人：局长\n".encode(), "没有正文"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_and_the_others_are_filed(name: str, office: Path, tmp_path: Path) -> None:
    """A file that cannot be read is refused by name with the reason; the file after it is filed; the exit code is 3."""
    body, expected = BAD_FILES[name]
    bad, good = tmp_path / name, tmp_path / "好.txt"
    bad.write_bytes(body)
    good.write_text(TEXT, "utf-8")

    answer = call(office, "item", "submit", bad, good, *FORM, "--json")

    refused, filed = answer.json
    assert answer.code == 3
    assert (refused["item"], refused["state"]) == (None, "refused")
    assert expected in refused["error"]
    assert done(call(office, "item", "show", filed["item"], "--json"))["title"] == "市财政局推进预算公开"
    assert bad.read_bytes() == body
    whole(office)


@pytest.mark.parametrize(
    "name", ["..／..／逃.txt", "..\\..\\逃.txt", "一\n二.txt", f"红{ESCAPE}字.txt", "-rf.txt", "\udcff坏名.txt"]
)
def test_a_hostile_name_is_only_a_name(name: str, office: Path, tmp_path: Path) -> None:
    """Dots, newlines, escape codes, dashes and bytes that are no text in a file's name change nothing but how it is shown."""
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        (folder / name).write_text(TEXT, "utf-8")
    except OSError:
        pytest.skip("this file system does not take such a name")
    shutil.copy(folder / name, office / "var" / "inbox" / name)
    (office / "var" / "inbox" / name).write_text(TEXT.replace("百分之百", "九成"), "utf-8")

    submitted = call(office, "item", "submit", *FORM, "--json", "--", folder / name)
    plainly = call(office, "item", "submit", *FORM, "--", folder / name)
    collected = call(office, "collect", "inbox", "--json")

    assert (submitted.code, plainly.code) == (0, 0), submitted.said
    assert plainly.out.count("\n") == 1
    told = not name.startswith(".")  # hidden files are passed over; the others are refused, for they name no unit
    assert (collected.code, len(collected.json["sources"][0]["problems"])) == (3 * told, told)
    item = done(call(office, "item", "show", submitted.json[0]["item"], "--json"))
    assert Path(item["original"]["path"]).read_text("utf-8") == TEXT
    assert not list(tmp_path.parent.rglob("逃.txt.*"))
    whole(office)


def test_a_path_that_climbs_out_is_kept_by_its_hash(office: Path, tmp_path: Path) -> None:
    """A submitted path with ``../`` is read where it leads and stored under its hash inside the office, nowhere else."""
    (tmp_path / "外.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in").mkdir()

    row = done(call(office, "item", "submit", tmp_path / "in" / ".." / "外.txt", *FORM, "--json"))[0]

    item = done(call(office, "item", "show", row["item"], "--json"))
    assert Path(item["original"]["path"]).is_relative_to(office / "var" / "originals")
    assert item["original"]["url"] == "外.txt"


@pytest.mark.parametrize(
    "words", ["article edit 1 --file {bad}", "item submit {bad}", "issue check {bad}", "issue show {bad}"]
)
def test_a_hostile_argument_is_shown_harmless(words: str, office: Path) -> None:
    """An argument with escape codes or broken bytes comes back in messages and JSON without them."""
    filled = [word.format(bad=f"/没有{ESCAPE}\udcff") for word in words.split()]

    for more in ((), ("--json",)):
        answer = call(office, *filled, *more)
        assert answer.code in (1, 2)
        assert "没有" in answer.said


def test_a_text_that_is_not_utf8_is_refused_by_name(office: Path, tmp_path: Path) -> None:
    """An edited text or a report in another encoding is refused with 2, names the file, and no revision is made."""
    done(call(office, "item", "adopt", "1", "--json"))
    path = tmp_path / "稿.txt"
    path.write_bytes(TEXT.encode("gb18030"))

    edit = call(office, "article", "edit", "1", "--file", path, "--json")
    report = call(office, "followup", "report", "1", "--file", path, "--json", person="clerk1")

    assert (edit.code, report.code) == (2, 2)
    assert "稿.txt 不是 UTF-8" in edit.json["error"]["message"]
    assert done(call(office, "article", "show", "1", "--json"))["revision"] == 1


# Hostile text, all the way to print and archive


@pytest.fixture(scope="module")
def printed(sample_office: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Answer]]:
    """An issue whose only article came from a feed with a hostile title and text, and every answer on the way."""
    need_fonts()
    office = Path(shutil.copytree(sample_office, tmp_path_factory.mktemp("hostile") / "office"))
    title = "晚稻&lt;script&gt;alert(1)&lt;/script&gt;丰收&#27;]0;x&#7;&#155;31m&#8238;</title><title>"
    text = "<![CDATA[<p>晚稻丰收。</p><script>alert(2)</script><img src=x onerror=alert(3)>]]>"
    body = f"<item><title>{title}</title><guid>h</guid><description>{text}\x1b[2J</description></item>"
    (office / "sources" / "bad.xml").write_text(FEED.format(charset="utf-8", items=body), "utf-8")
    add_source(office, "bad", "sources/bad.xml")
    form = (*FORM, "--kind", "动态")
    submitted = office.parent / "来.txt"
    hostile = f'晚稻</script><script>alert(1)</script>"丰收{ESCAPE}\n\n晚稻丰收了{ESCAPE}，</script><!--共一万亩。\n'
    submitted.write_text(hostile, "utf-8")
    answers = [call(office, "collect", "bad"), call(office, "item", "submit", submitted, *form)]
    answers += [call(office, "item", "list"), call(office, "item", "list", "--filter", "source:bad", "--json")]
    answers += [
        call(office, "item", "show", number, *more) for number in (14, 15) for more in ((), ("--raw",), ("--json",))
    ]
    answers += [call(office, "item", "adopt", "15"), call(office, "article", "show", "1")]
    for finding in json.loads(call(office, "article", "check", "1", "--json").out):
        if finding["severity"] == "error":
            answers += [call(office, "article", "answer", "1", finding["key"], "--reason", "原文如此")]
    answers += [call(office, "article", "send", "1"), call(office, "article", "approve", "1", person="reviewer1")]
    accept = ("--accept", "63=原文如此")  # its straight quotes are an error on the page
    answers += [
        call(office, "issue", "next"),
        call(office, "issue", "sign", "政务信息/2026/1", *accept, person="signer1"),
    ]
    answers += [call(office, "issue", "next"), call(office, "archive", "search", "丰收")]
    return office, answers


def test_nothing_hostile_reaches_the_terminal(printed: tuple[Path, list[Answer]]) -> None:
    """Escape codes, C1 controls and bidi controls in titles and texts reach neither stdout nor stderr on any way."""
    for answer in printed[1]:
        assert answer.code == 0, answer.said
        assert not HARMFUL.search(answer.said)
    assert "丰收" in printed[1][2].out


def test_nothing_hostile_runs_in_the_archive_page(printed: tuple[Path, list[Answer]]) -> None:
    """``data.js`` cannot be left by a title, and the page sets text only, under a policy that runs no inline handler."""
    issues = printed[0] / "issues"
    data = (issues / "data.js").read_text("utf-8")
    html = (issues / "index.html").read_text("utf-8")
    index = json.loads(data.removeprefix("const ARCHIVE=").rstrip(";\n"))

    assert "晚稻" in index["issues"][0]["entries"][0]["title"]
    assert "alert(1)" not in html
    assert "innerHTML" not in html
    assert "document.write" not in html
    assert "Content-Security-Policy" in html
    assert not HARMFUL.search(data.rstrip("\n"))


def test_the_database_keeps_what_came(printed: tuple[Path, list[Answer]]) -> None:
    """The original bytes of the hostile submission are kept as they came, hostile or not."""
    item = done(call(printed[0], "item", "show", 15, "--json"))

    assert Path(item["original"]["path"]).read_bytes() == (printed[0].parent / "来.txt").read_bytes()


# Two editors


def test_the_second_of_two_editors_loses_nothing(office: Path, tmp_path: Path) -> None:
    """Of two editors who save on the same revision the second is refused; the first text stands, the second is in a file."""
    done(call(office, "item", "adopt", "1", "--json"))
    first, second = tmp_path / "甲.txt", tmp_path / "乙.txt"
    first.write_text("标题\n\n编辑甲写的话。\n", "utf-8")
    second.write_text("标题\n\n编辑乙写的话。\n", "utf-8")
    edit = ("article", "edit", "1", "--base", "1", "--json", "--file")

    saved = call(office, *edit, first, person="editor1")
    refused = call(office, *edit, second, person="editor2")

    error = refused.json["error"]
    assert (saved.code, refused.code) == (0, 1)
    assert "稿件 1" in error["message"]
    kept = next(
        word for word in error["remedy"].replace("；", " ").replace("于 ", " ").split() if word.endswith(".txt")
    )
    assert "编辑乙写的话。" in (office / kept).read_text("utf-8")
    assert done(call(office, "article", "show", "1", "--json"))["text"] == "编辑甲写的话。"
    assert done(call(office, *edit, second, "--base", "2", person="editor2"))["revision"] == 3


def test_two_saves_at_the_same_moment_are_one_success(office: Path, tmp_path: Path) -> None:
    """Eight processes that save on the same revision at once: exactly one succeeds, and every other text is kept."""
    done(call(office, "item", "adopt", "1", "--json"))
    texts = [f"第{number}位编辑写的话。" for number in range(8)]
    running = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"标题\n\n{text}\n", "utf-8")
        person = f"editor{number % 2 + 1}"
        words = arguments(office, ("article", "edit", "1", "--base", "1", "--file", path), person, "")
        running.append(subprocess.Popen([sys.executable, "-m", "bulletin", *words], cwd=ROOT, stderr=subprocess.PIPE))
    said = [process.communicate()[1].decode() for process in running]

    assert sorted(process.returncode for process in running) == [0] + [1] * 7, said
    article = done(call(office, "article", "show", "1", "--json"))
    kept = "".join(path.read_text("utf-8") for path in (office / "var" / "work" / "kept").iterdir())
    assert article["revision"] == 2
    assert [text for text in texts if text not in article["text"] + kept] == []


# A full disk


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a small file system on `folder`, or skip the test where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def filled(folder: Path, free: int) -> Iterator[None]:
    """Fill the disk of `folder` until `free` bytes are left, and give the room back afterwards."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        left = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        file.write(b"\0" * max(0, left - free))
    yield
    filler.unlink()


@pytest.fixture
def cramped(sample_office: Path, tmp_path: Path) -> Iterator[Path]:
    """A sample office on a disk of four megabytes, with one issue ready to be proofed."""
    with small_disk(tmp_path / "disk", "4m") as disk:
        office = Path(shutil.copytree(sample_office, disk / "office"))
        done(call(office, "item", "adopt", "4", "--json"))
        done(call(office, "article", "edit", "1", "--file", EDITED / "a1.txt", "--json"))
        done(call(office, "article", "send", "1", "--json"))
        done(call(office, "article", "approve", "1", "--json", person="reviewer1"))
        done(call(office, "issue", "compose", "--json"))
        yield office


def try_when_full(office: Path, rooms: range, *words: object, person: str = "editor1") -> Any:
    """Try the call with a little more room each time until it succeeds: each failure is clear and leaves all that was."""
    failures = 0
    for free in rooms:
        before = counts(office)
        with filled(office.parent, free):
            answer = call(office, *words, "--json", person=person)
        whole(office)
        if answer.code == 0:
            break
        failures += 1
        after = counts(office)
        assert answer.code == 1
        assert "磁盘已满" in answer.said, answer.said
        assert all(after[table] >= before[table] for table in before)
    assert failures, "the disk was never full"
    return done(answer if answer.code == 0 else call(office, *words, "--json", person=person))


def test_a_full_disk_stops_submitting_cleanly(cramped: Path, tmp_path: Path) -> None:
    """On a full disk a submission is refused with the reason; with room again the same call files it."""
    path = tmp_path / "大.txt"
    path.write_text(TEXT + "全市预算公开情况良好。\n" * 3000, "utf-8")

    filed = try_when_full(cramped, range(0, 2_000_000, 100_000), "item", "submit", path, *FORM)

    item = done(call(cramped, "item", "show", filed[0]["item"], "--json"))
    assert Path(item["original"]["path"]).read_bytes() == path.read_bytes()


def test_a_full_disk_stops_collecting_cleanly(cramped: Path) -> None:
    """On a full disk collecting stops with the reason; with room again everything is collected, nothing twice."""
    try_when_full(cramped, range(0, 400_000, 8192), "collect")

    assert sum(done(call(cramped, "status", "--json"))["queue"].values()) == 21


def test_a_full_disk_stops_printing_cleanly(cramped: Path) -> None:
    """On a full disk neither proof, signature nor publication is half done; with room again each succeeds."""
    need_fonts()
    proof = try_when_full(cramped, range(0, 600_000, 100_000), "issue", "proof", "政务信息/编排/1")
    try_when_full(cramped, range(0, 400_000, 16384), "issue", "sign", proof["issue"], person="signer1")

    published = try_when_full(cramped, range(0, 600_000, 16384), "issue", "publish", proof["issue"])

    assert (published["number"], published["sha256"]) == (1, proof["sha256"])
    assert done(call(cramped, "archive", "verify", "--remove-orphans", "--json"))["ok"]
    assert done(call(cramped, "archive", "verify", "--json"))["problems"] == []


def test_a_limit_on_file_size_is_a_clear_failure(office: Path, tmp_path: Path) -> None:
    """Where no file may grow any more (a quota), a submission fails with 1 and a Chinese reason, and nothing is lost."""
    path = tmp_path / "稿.txt"
    path.write_text(TEXT, "utf-8")
    before = counts(office)
    words = arguments(office, ("item", "submit", path, *FORM, "--json"), "", "")

    run = subprocess.run(
        [sys.executable, "-m", "bulletin", *words],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)),
        capture_output=True,
        check=False,
    )

    answer = decent(Answer(run.returncode, run.stdout.decode(), run.stderr.decode()))
    assert answer.code == 1
    assert "未能写入" in answer.said
    assert counts(office) == before
    whole(office)


# Configuration and database


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[identity]", "[identity]\nmod = 1", ("identity", "mod", "mode")),
        ("class = 1", "clas = 1", ("clas", "class")),
        ('roles = ["editor"]', 'roles = ["editr"]', ("editr", "editor")),
        ("remind_days = 3", 'remind_days = "三"', ("remind_days", "三", "数")),
        ("[office]", "[office", ("bulletin.toml",)),
        ('mode = "trusted"', 'mode = "trust"', ("mode", "trust", "trusted")),
    ],
)
def test_a_wrong_key_is_named_with_the_right_one(old: str, new: str, named: tuple[str, ...], office: Path) -> None:
    """A wrong key or value in ``bulletin.toml`` leaves every command with 2, names file, key and value, and the nearest valid one."""
    path = office / "bulletin.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    for words in (("item", "list"), ("collect",), ("issue", "next"), ("doctor",)):
        answer = call(office, *words, "--json")
        assert answer.code == 2
        error = answer.json["error"]["message"] + answer.json["error"]["remedy"]
        assert all(word in error for word in ("bulletin.toml", *named)), error


def test_a_wrong_key_in_a_source_stops_that_source_only(office: Path) -> None:
    """A wrong key in a source file is named with its file and the nearest valid key; the rest of the program goes on."""
    add_source(office, "mine", "sources/news.xml", "every_minute = 5")

    answers = [call(office, "collect", "--json"), call(office, "collect", "mine", "--json")]

    assert [answer.code for answer in answers] == [3, 3]
    for answer in answers:
        report = next(source for source in answer.json["sources"] if source["name"] == "mine")
        assert "sources/mine.toml" in report["error"]
        assert "every_minutes" in answer.err
    assert next(one for one in answers[0].json["sources"] if one["name"] == "news")["new"] == 8
    for words in (("item", "list"), ("status",), ("doctor",), ("item", "adopt", "1")):
        assert call(office, *words).code in (0, 4)


READING = ("item list", "item show 1", "status", "source list", "archive verify", "collect", "doctor", "article list")


def damage_header(path: Path) -> None:
    """Write something else over the whole file."""
    path.write_bytes("这不是数据库".encode() * 1000)


def damage_pages(path: Path) -> None:
    """Overwrite the pages behind the schema."""
    body = bytearray(path.read_bytes())
    body[4096 * 20 :] = b"\xa5" * (len(body) - 4096 * 20)
    path.write_bytes(bytes(body))


def cut_short(path: Path) -> None:
    """Keep the first half of the file."""
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2])


def be_a_folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [damage_header, damage_pages, cut_short, be_a_folder])
def test_a_damaged_database_is_said_to_be_one(damage: Any, office: Path) -> None:
    """On a damaged database no command shows a traceback; those that cannot go on leave with 1 or 4 and speak of the backup or the disk."""
    damage(office / "var" / "bulletin.db")

    answers = [call(office, *words.split(), "--json") for words in READING]

    assert {answer.code for answer in answers} & {1, 4}
    for answer in answers:
        assert answer.json is not None
        if answer.code == 1:
            assert "数据库" in answer.err or "bulletin.db" in answer.err, answer.err
            assert "备份" in answer.err or "doctor" in answer.err, answer.err


# Places


def test_an_office_works_anywhere(tmp_path: Path) -> None:
    """An office in a directory with blanks, quotes and Chinese in its name works from ``init`` to the archive, as real processes."""
    need_fonts()
    office = tmp_path / "信息 科's “办公室”"
    done(process(None, "init", office.name, "--sample", "--json", cwd=tmp_path))
    assert process(office, "item", "adopt", "4").code == 0
    assert process(office, "article", "edit", "1", "--file", EDITED / "a1.txt").code == 0
    assert process(office, "article", "send", "1").code == 0
    assert process(office, "article", "approve", "1", person="reviewer1").code == 0
    waiting = done(process(None, "issue", "next", "--json", cwd=office))
    assert waiting["waiting_for"] == ["signer1"]
    assert process(None, "issue", "sign", waiting["issue"], person="signer1", cwd=office / "issues").code == 0

    published = done(process(None, "issue", "next", "--json", cwd=office))

    assert Path(published["pdf"]).is_relative_to(office)
    assert Path(published["pdf"]).read_bytes().startswith(b"%PDF")
    assert done(process(None, "archive", "verify", "--json", cwd=office))["problems"] == []
