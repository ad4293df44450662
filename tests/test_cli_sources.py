"""What ``collect``, ``source`` and ``item submit`` tell a person of sources and files that went wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from calls import call, done

UNSIGNED = "报送单位：市财政局\n\n市财政局推进预算公开，全市预算公开率达到百分之百。\n"
BROKEN = 'collector = "feed"\naddress = "sources/news.xml"\nevery_minute = 5\n'


def test_a_refused_file_of_the_inbox_is_told_and_leaves_with_three(office: Path) -> None:
    """Every problem of a run stands in the answer under its source and, with what to do, on stderr; the exit code is 3."""
    for name in ("甲.txt", "乙.txt"):
        (office / "var" / "inbox" / name).write_text(UNSIGNED, "utf-8")

    answer = call(office, "collect", "inbox")

    assert answer.code == 3
    for name in ("甲.txt", "乙.txt"):
        assert any(name in line and "签发人" in line for line in answer.out.splitlines())
        assert any(name in line and "--signed-by" in line for line in answer.err.splitlines())
    (office / "var" / "inbox" / "甲.txt").unlink()
    (office / "var" / "inbox" / "乙.txt").unlink()
    assert call(office, "collect", "inbox").code == 0


def test_a_wrong_source_file_is_listed_as_failing(office: Path) -> None:
    """Before and after a run ``source list`` names file, key and way out once, and shows the other sources as they are."""
    (office / "sources" / "mine.toml").write_text(BROKEN, "utf-8")

    before = done(call(office, "source", "list", "--json"))
    call(office, "collect")
    after = done(call(office, "source", "list", "--json"))
    shown = call(office, "source", "list")

    assert {row["name"]: row["state"] for row in before} == {"inbox": "ok", "mine": "failing", "news": "new"}
    for rows in (before, after):
        (mine,) = (row for row in rows if row["name"] == "mine")
        (problem,) = mine["problems"]
        assert "sources/mine.toml" in problem["what"] and "every_minutes" in problem["remedy"]
        assert mine["error"] == problem["what"]
    assert "失败" in shown.out and shown.out.count("every_minutes") == 1


def test_trying_a_wrong_source_file_is_a_usage_error(office: Path) -> None:
    """``source check`` of a source whose file is wrong leaves with 2 and the message; an unknown name with 1."""
    (office / "sources" / "mine.toml").write_text(BROKEN, "utf-8")

    wrong, unknown = call(office, "source", "check", "mine"), call(office, "source", "check", "newz")

    assert (wrong.code, unknown.code) == (2, 1)
    assert "sources/mine.toml" in wrong.err and "every_minutes" in wrong.err
    assert "news" in unknown.err


def test_each_refused_file_is_named(office: Path, tmp_path: Path) -> None:
    """The line for a refused file says which file and why."""
    unsigned, empty = tmp_path / "无签发.txt", tmp_path / "空.txt"
    unsigned.write_text(UNSIGNED, "utf-8")
    empty.write_bytes(b"")

    answer = call(office, "item", "submit", unsigned, empty)

    assert answer.code == 1
    assert f"未收 {unsigned}：材料没有签发人" in answer.err
    assert f"未收 {empty}：文件是空的" in answer.err


def test_a_file_submitted_and_left_in_the_inbox_is_one_item(office: Path) -> None:
    """A file that came through the inbox is seen when it is submitted by hand."""
    path = next((office / "var" / "inbox").glob("01-*"))

    (row,) = done(call(office, "item", "submit", path, "--json"))

    assert (row["item"], row["seen"]) == (1, True)
    assert done(call(office, "status", "--json"))["queue"] == {"new": 13}


def test_sources_are_listed_by_who_needs_a_person_first(office: Path) -> None:
    """What fails comes before what has problems, that before what was never asked, that before what is well; each has one
    plain word and the time it is due."""
    text = 'collector = "feed"\naddress = "http://127.0.0.1:9/"\nallow = ["127.0.0.0/8"]\n'
    (office / "sources" / "gone.toml").write_text(text, "utf-8")
    (office / "sources" / "few.toml").write_text(
        'collector = "feed"\naddress = "sources/news.xml"\n[expect]\nmin = 500', "utf-8"
    )
    call(office, "collect", "gone", "few", "inbox")
    call(office, "collect", "gone")

    rows = done(call(office, "source", "list", "--json"))
    shown = call(office, "source", "list").out.splitlines()

    assert [(row["name"], row["word"]) for row in rows] == [
        ("gone", "从未成功"),
        ("few", "有问题"),
        ("inbox", "有问题"),
        ("news", "未采集"),
    ]
    assert [row["state"] for row in rows] == ["failing", "ok", "ok", "new"]
    assert rows[0]["failures"] == 2 and rows[0]["due_at"] == "2026-11-20T10:00:00+08:00"
    assert "从未成功" in shown[1] and "11-20 10:00" in shown[1]


def test_the_history_of_a_source_tells_each_run(office: Path) -> None:
    """Newest first, with what came and why it failed; an unknown name is answered with the nearest."""
    call(office, "collect", "news")
    call(office, "collect", "news")
    (office / "sources" / "news.xml").write_text("<html>", "utf-8")
    call(office, "collect", "news")

    runs = done(call(office, "source", "history", "news", "--json"))
    shown = call(office, "source", "history", "news", "--limit", "2").out
    unknown = call(office, "source", "history", "newz")

    assert [(run["new"] > 0, run["unchanged"], run["kind"]) for run in runs] == [
        (False, False, "source"),
        (False, True, ""),
        (True, False, ""),
    ]
    assert "没有变化" in shown and "内容或来源文件有误" in shown and len(shown.splitlines()) == 3
    assert unknown.code == 1 and "news" in unknown.err


def test_the_digest_of_the_morning_says_what_broke_what_recovered_and_what_came(office: Path) -> None:
    """Since the last working day: on a Monday that is Friday."""
    news = office / "sources" / "news.xml"
    whole = news.read_text("utf-8")
    (office / "sources" / "gone.toml").write_text('collector = "feed"\naddress = "none.xml"\n', "utf-8")
    news.write_text("<html>", "utf-8")
    call(office, "collect", "gone", "news", at="2026-11-20T17:00:00+08:00")
    news.write_text(whole, "utf-8")
    call(office, "collect", "news", at="2026-11-22T09:00:00+08:00")

    data = done(call(office, "source", "digest", "--json", at="2026-11-23T08:00:00+08:00"))
    shown = call(office, "source", "digest", at="2026-11-23T08:00:00+08:00").out
    later = done(call(office, "source", "digest", "--json", at="2026-11-25T08:00:00+08:00"))

    assert data["since"] == "2026-11-20T00:00:00+08:00"
    assert [one["name"] for one in data["failing"]] == ["gone"]
    assert data["recovered"] == ["news"]
    assert {one["name"]: one["new"] for one in data["received"]} == {"inbox": 13, "news": 8}
    assert "11月20日" in shown and "none.xml" in shown and "已恢复：news" in shown
    assert (later["received"], later["recovered"]) == ([], []) and len(later["failing"]) == 1


def test_the_digest_counts_and_leaves_nobody_out(office: Path) -> None:
    """Of a source with several problems one is told and the others counted; a notice about classified material is told
    by itself; a source whose file is gone is told for a week."""
    for name in ("甲.txt", "乙.txt", "丙.txt"):
        (office / "var" / "inbox" / name).write_text(UNSIGNED, "utf-8")
    call(office, "collect", "inbox", "news")
    (office / "sources" / "news.toml").unlink()

    data = done(call(office, "source", "digest", "--json"))
    shown = call(office, "source", "digest").out
    later = done(call(office, "source", "digest", "--json", at="2026-11-28T09:00:00+08:00"))

    assert [(one["name"], one["others"]) for one in data["troubled"]] == [("inbox", 2)]
    assert "另有2个问题" in shown and "标有密级" in shown
    assert [one["name"] for one in data["gone"]] == ["news"] and "news.toml 已不在" in shown
    assert later["gone"] == []


def test_the_history_tells_the_problems_of_each_run(office: Path) -> None:
    """A problem stands with its run and is told as open until a run without it."""
    file = office / "var" / "inbox" / "甲.txt"
    file.write_text(UNSIGNED, "utf-8")
    call(office, "collect", "inbox", at="2026-11-20T10:00:00+08:00")
    before = call(office, "source", "history", "inbox").out
    file.unlink()
    call(office, "collect", "inbox", at="2026-11-20T11:00:00+08:00")

    runs = done(call(office, "source", "history", "inbox", "--json"))
    after = call(office, "source", "history", "inbox").out

    assert ["甲.txt" in one["what"] for run in runs for one in run["problems"]] == [True, False]
    assert "甲.txt：材料没有签发人，未收。未解决" in before
    assert "甲.txt：材料没有签发人，未收。已于11-20 11:00解决" in after


def test_the_doctor_names_sources_with_problems(office: Path) -> None:
    """It is advice: the exit code does not change."""
    (office / "var" / "inbox" / "甲.txt").write_text(UNSIGNED, "utf-8")
    call(office, "collect", "inbox")

    checks = {check["check"]: check for check in done(call(office, "doctor", "--json"))}

    inbox = checks["来源 inbox"]
    assert (inbox["ok"], inbox["advisory"]) == (False, True)
    assert "2个未解决的问题" in inbox["detail"] and "source list" in inbox["remedy"]
    assert checks["来源 news"]["ok"]


def test_the_desk_says_what_it_leaves_out_and_what_it_wants(office: Path) -> None:
    """Beyond fifteen rows it tells how many there are and how to narrow them; a text is shown with unit, flags and marks;
    a missing reason and an unknown key are answered in the words of the desk."""
    for number in range(3):
        text = f"报送单位：市财政局\n签发人：李某\n责任编辑：王某\n\n第{number}期：乱码锟斤拷锟斤拷，预算公开率{number}%。\n"
        (office / "var" / "inbox" / f"预算公开情况{number}.txt").write_text(text, "utf-8")
    call(office, "collect", "inbox")
    run = subprocess.run(
        [sys.executable, "-m", "bulletin", "--office", str(office), "desk"],
        cwd=Path(__file__).parents[1],
        input=b"v 15\nd 5\nfoo\nl\nq\n",
        capture_output=True,
        timeout=30,
        check=False,
    )

    out = run.stdout.decode("utf-8")
    assert (run.returncode, run.stderr) == (0, b"")
    assert out.count("还有1条，输入 n 往下，或 / 词 筛选") == 2
    text = out[out.index("来稿 15　待处理　市财政局") :]
    assert "标记：责任编辑：王某" in text and "乱码" in text
    assert "不采用要写理由。输入 d 编号 理由，如 d 5 内容陈旧" in out and "--reason" not in out
    assert "看不懂“foo”。输入 ? 看用法" in out


def test_a_responsible_editor_is_no_mark(office: Path) -> None:
    """A correct submission that names its responsible editor stands in the queue without a mark; ``item show`` tells."""
    text = "报送单位：市财政局\n签发人：李某\n责任编辑：王某\n\n市财政局推进预算公开，全市预算公开率达到百分之百。\n"
    (office / "var" / "inbox" / "预算公开情况.txt").write_text(text, "utf-8")
    call(office, "collect", "inbox")

    listed = call(office, "item", "list", "--filter", "公开率达到").out
    shown = call(office, "item", "show", "14").out

    assert "市财政局" in listed and "文件提示" not in listed
    assert "标记：责任编辑：王某" in shown


def test_when_nothing_is_due_it_is_said_and_how_to_run_anyway(office: Path) -> None:
    """Right after a run a source on the web rests; the time it is due and ``--all`` are named."""
    for name in ("inbox", "news"):
        (office / "sources" / f"{name}.toml").unlink()
    (office / "sources" / "slow.toml").write_text(
        'collector = "feed"\naddress = "a.xml"\nevery_minutes = 60\n', "utf-8"
    )

    first, second, third = (call(office, "collect", *words) for words in ((), (), ("--all",)))

    assert (first.code, second.code, third.code) == (3, 0, 3)
    assert "slow" in second.err and "11-20 11:00" in second.err and "--all" in second.err
