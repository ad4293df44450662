"""What ``collect``, ``source`` and ``item submit`` tell a person of sources and files that went wrong."""

from __future__ import annotations

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
