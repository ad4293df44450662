"""What is promised about ``bulletin commission``, ``undo`` and merging and splitting on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import House

from bulletin import store
from bulletin.cli import run
from bulletin.text.days import MOMENTS

TOPIC = "小麦条锈病防控情况"


def ask(capsys: pytest.CaptureFixture[str], house: House, *words: str, code: int = 0) -> Any:
    """The JSON a call answers with."""
    call = ["--office", str(house.settings.root), "--as", "editor1", "--at", house.at.isoformat(), *words]
    assert run([*call, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def said(capsys: pytest.CaptureFixture[str], house: House, *words: str) -> str:
    """What a call shows to people."""
    assert run(["--office", str(house.settings.root), "--as", "editor1", "--at", house.at.isoformat(), *words]) == 0
    return capsys.readouterr().out


def test_a_commission_from_notice_to_close(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Put out, suggested, answered, reminded, listed late, closed and opened again: each call says how units stand."""
    shown = said(
        capsys, house, "commission", "new", TOPIC, "--due", "2026-11-21T17:00", "--ask", "面积", "--unit", "东山镇"
    )
    assert "约稿通知单" in shown and "截止时间：2026年11月21日17:00（北京时间）" in shown
    (one,) = store.commissions.every(house.db)
    assert one.due_at.isoformat() == "2026-11-21T17:00:00+08:00"
    item = house.item("各村已喷药一遍。", "东山镇小麦条锈病防治进度")

    before = ask(capsys, house, "commission", "show", str(one.id))
    assert f"来稿 {item.id}（东山镇）东山镇小麦条锈病防治进度" in said(capsys, house, "commission", "show", str(one.id))
    assert (before["missing"], before["suggestions"][0]["item"]) == (["东山镇"], item.id)
    assert ask(capsys, house, "commission", "remind", str(one.id))["units"] == ["东山镇"]

    after = ask(capsys, house, "commission", "answer", str(one.id), str(item.id))
    assert (after["missing"], after["units"][0]["state"]) == ([], "answered")
    off = ask(capsys, house, "commission", "answer", str(one.id), str(item.id), "--off")
    assert (off["missing"], off["suggestions"]) == (["东山镇"], [])
    assert "逾期未交" in said(capsys, house.later(days=2), "commission", "show", str(one.id))
    assert "东山镇" in said(capsys, house, "commission", "list")

    assert ask(capsys, house, "commission", "close", str(one.id))["state"] == "closed"
    assert ask(capsys, house, "commission", "list") == []
    assert ask(capsys, house, "commission", "list", "--all")[0]["id"] == one.id
    assert ask(capsys, house, "commission", "answer", str(one.id), str(item.id), code=1)["error"]["code"] == 1
    assert ask(capsys, house, "commission", "reopen", str(one.id))["state"] == "open"


@pytest.mark.parametrize(
    ("due", "moment", "told"),
    [
        ("2026-11-25", "2026-11-25T23:59:59+08:00", "2026年11月25日24时"),
        ("2026-11-25 24:00", "2026-11-25T23:59:59+08:00", "2026年11月25日24时"),
        ("2026-11-25 9：00", "2026-11-25T09:00:00+08:00", "2026年11月25日09:00"),
    ],
)
def test_a_day_alone_is_due_at_its_end(
    house: House, capsys: pytest.CaptureFixture[str], due: str, moment: str, told: str
) -> None:
    """A date without an hour loses nobody the day, and the notice says 24时; an hour is kept as it was written."""
    shown = said(capsys, house, "commission", "new", TOPIC, "--due", due)

    assert store.commissions.get(house.db, 1).due_at.isoformat() == moment
    assert f"截止时间：{told}（北京时间）" in shown


def test_a_due_time_nobody_can_read_is_refused_with_the_forms_of_the_help(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """The refusal and the help name the same forms of a due time."""
    refused = ask(capsys, house, "commission", "new", TOPIC, "--due", "下周五", code=2)
    assert run(["commission", "new", "--help"]) == 0

    assert MOMENTS in refused["error"]["remedy"]
    assert MOMENTS in " ".join(capsys.readouterr().out.split())


def test_a_submission_may_name_its_commission(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """``item submit --commission`` links at once; for a closed one nothing is filed at all."""
    path = tmp_path / "报告.txt"
    path.write_text("东山镇小麦条锈病防控情况\n\n各村已喷药一遍。\n", encoding="utf-8")
    submit = ("item", "submit", str(path), "--unit", "东山镇", "--signed-by", "张三", "--commission", "1")
    ask(capsys, house, "commission", "new", TOPIC, "--due", "2026-11-21T17:00", "--unit", "东山镇")
    ask(capsys, house, "commission", "close", "1")
    count = len(store.items.selected(house.db, "true", ()))

    ask(capsys, house, *submit, code=1)
    assert len(store.items.selected(house.db, "true", ())) == count
    ask(capsys, house, "commission", "reopen", "1")
    (row,) = ask(capsys, house, *submit)

    assert ask(capsys, house, "commission", "show", "1")["units"][0]["items"] == [row["item"]]
    assert f"应约稿 1：{TOPIC}" in said(capsys, house, "item", "show", str(row["item"]))


@pytest.mark.parametrize(
    "words", [("--due", "2026-11-19T17:00"), ("--due", "明天"), ("--due", "2026-11-21", "--unit", "月亮镇")]
)
def test_a_commission_that_cannot_be_is_refused(
    house: House, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Due before it starts, a time nobody understands, a unit that is not there: said with a remedy, nothing put out."""
    said = ask(capsys, house, "commission", "new", TOPIC, *words, code=1 if "--unit" in words else 2)

    assert said["error"]["remedy"]
    assert store.commissions.every(house.db) == []


def test_merge_split_and_undo(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Items join, paragraphs part, and both are told before they are taken back."""
    first, second = house.item("甲。\n乙。"), house.item("丙。", unit="市财政局")
    article = ask(capsys, house, "item", "adopt", str(first.id))["article"]
    merged = ask(capsys, house, "article", "merge", str(article), str(second.id))
    assert (merged["units"], merged["text"]) == (["东山镇", "市财政局"], "甲。\n乙。\n丙。")

    new = ask(capsys, house, "article", "split", str(article), "--paragraphs", "2-3", "--title", "另一篇")
    assert (new["text"], new["from"]) == ("乙。\n丙。", article)

    told = ask(capsys, house, "undo", "--show")["undo"]
    assert told["words"] == f"从稿件 {article} 分出稿件 {new['article']}"
    assert ask(capsys, house, "undo", "--deed", str(told["id"] - 1), code=1)["error"]["code"] == 1
    assert f"已撤销：{told['words']}" in said(capsys, house, "undo")
    assert f"已撤销：把来稿 {second.id} 并入稿件 {article}" in said(capsys, house, "undo")
    assert "已重做" in said(capsys, house, "undo", "--redo")
    assert store.articles.get(house.db, article).revision.text == "甲。\n乙。\n丙。"
    assert "可以重做" in said(capsys, house, "undo", "--show")


def test_the_section_is_changed_and_taken_back(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """``article section`` names the new one, refuses what the publication does not have, and is undone by its words."""
    one = house.article("approved")

    assert "栏目为“问题建议”" in said(capsys, house, "article", "section", str(one.id), "问题建议")
    refused = ask(capsys, house, "article", "section", str(one.id), "花絮", code=2)
    assert "工作动态、经验交流、问题建议" in refused["error"]["remedy"]
    assert "改栏目　" in said(capsys, house, "article", "history", str(one.id)).replace("（工作动态）", "　")
    assert "由“工作动态”改为“问题建议”" in said(capsys, house, "undo")
    now = store.articles.get(house.db, one.id)
    assert (now.section, now.state) == ("工作动态", "approved")


@pytest.mark.parametrize("paragraphs", ["", "三", "2-", "0", "9", "3-2"])
def test_paragraphs_are_read_strictly(house: House, capsys: pytest.CaptureFixture[str], paragraphs: str) -> None:
    """What names no paragraphs is a wrong call, and nothing is split."""
    article = house.article()

    ask(capsys, house, "article", "split", str(article.id), "--paragraphs", paragraphs, "--title", "题", code=2)

    assert [one.revision.number for one in store.articles.in_states(house.db)] == [1]
