"""What a person does about sources: settling a problem by name, renaming a source, and a run on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from calls import call, done

UNSIGNED = "报送单位：市财政局\n\n市财政局推进预算公开，全市预算公开率达到百分之百。\n"


def test_a_notice_is_settled_by_a_person_who_says_how(office: Path) -> None:
    """The notice about classified material bears a number; settled, it is told no more, and the history says by whom
    and how."""
    call(office, "collect", "inbox")
    (notice,) = done(call(office, "source", "digest", "--json"))["notices"]
    number = str(notice["id"])

    without = call(office, "source", "settle", number)
    settled = call(
        office, "--as", "editor1", "source", "settle", number, "--reason", "已从涉密渠道办理，本机文件已清除"
    )
    again = call(office, "source", "settle", number, "--reason", "x")
    unknown = call(office, "source", "settle", "999", "--reason", "x")
    history = call(office, "source", "history", "inbox").out

    assert f"source settle {number}" in notice["remedy"]
    assert (without.code, settled.code, again.code, unknown.code) == (2, 0, 1, 1)
    assert "已于" in again.err and "source list" in unknown.err
    assert done(call(office, "source", "digest", "--json"))["notices"] == []
    assert "由editor1销去（已从涉密渠道办理，本机文件已清除）" in history


def test_only_an_editor_or_administrator_settles(office: Path) -> None:
    """A reviewer is refused with the roles that may, and the problem stays; of several numbers one wrong stops all."""
    for name in ("甲.txt", "乙.txt"):
        (office / "var" / "inbox" / name).write_text(UNSIGNED, "utf-8")
    call(office, "collect", "inbox")
    numbers = [
        str(problem["id"]) for row in done(call(office, "source", "list", "--json")) for problem in row["problems"]
    ]

    refused = call(office, "--as", "reviewer1", "source", "settle", *numbers, "--reason", "已办")
    broken = call(office, "source", "settle", *numbers, "999", "--reason", "已办")
    open_now = [problem for row in done(call(office, "source", "list", "--json")) for problem in row["problems"]]
    shown = call(office, "source", "list").out

    assert (refused.code, broken.code) == (1, 1) and "编辑" in refused.err
    assert len(open_now) == len(numbers) >= 2
    assert all(f"问题{number} inbox：" in shown for number in numbers)


def test_a_source_is_renamed_with_its_file(office: Path) -> None:
    """The file has its new name, the list shows the new one only, and the next run brings nothing twice."""
    call(office, "collect", "news")

    renamed = done(call(office, "source", "rename", "news", "要闻", "--json"))
    report = done(call(office, "collect", "要闻", "--json"))

    assert renamed["files"] == ["sources/要闻.toml"] and not (office / "sources" / "news.toml").exists()
    assert report["new_items"] == [] and report["sources"][0]["seen"] == 8
    assert "news" not in {row["name"] for row in done(call(office, "source", "list", "--json"))}


def test_a_time_beyond_all_calendars_is_refused(office: Path) -> None:
    """The first and the last days there are have no days before or after; the limits are named."""
    for moment in ("9999-12-31T23:59:59+08:00", "0001-01-01T00:00:00+00:00"):
        answer = call(office, "collect", at=moment)

        assert answer.code == 2 and "1900 年至 2999 年" in answer.err


def test_trying_a_source_ends_with_a_sum(office: Path) -> None:
    """How many entries, and how many of them lack something."""
    assert "共取到8条" in call(office, "source", "check", "news").out.splitlines()[-1]


def _on_a_terminal(office: Path, *words: str) -> str:
    """Run one call with a terminal for its output and return all that it wrote there."""
    main, end = pty.openpty()
    command = [sys.executable, "-m", "bulletin", "--office", str(office), *words]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=end, stderr=end) as running:
        os.close(end)
        written = b""
        try:
            while piece := os.read(main, 65536):
                written += piece
        except OSError:
            pass
        finally:
            os.close(main)
    assert running.returncode in (0, 3)
    return written.decode("utf-8")


def test_on_a_terminal_each_thing_is_told_once(office: Path) -> None:
    """Progress is written over; then one line for each source that has something to say, and the total."""
    (office / "var" / "inbox" / "甲.txt").write_text(UNSIGNED, "utf-8")

    first = _on_a_terminal(office, "collect")
    second = _on_a_terminal(office, "collect", "--all")

    lines = [line.rpartition("\x1b[K")[2] for line in first.replace("\r\n", "\n").strip("\n").split("\n")]
    assert [line.partition("：")[0] for line in lines] == [
        "inbox",
        "news",
        "采集了2个来源，共新收8条；1个有问题，原因和办法见 source list",
    ]
    assert first.count("甲.txt") == 1 and "采集 2/2" in first
    assert "news：" not in second and "共新收0条" in second
