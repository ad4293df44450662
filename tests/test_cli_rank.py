"""What is promised about ``bulletin rank`` and the queue on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import House

from bulletin.cli import run


def _said(capsys: pytest.CaptureFixture[str], house: House, *words: str, code: int = 0) -> tuple[str, str]:
    assert run(["--office", str(house.settings.root), "--at", house.at.isoformat(), *words]) == code
    said = capsys.readouterr()
    return said.out, said.err


def _items(out: str) -> int:
    return sum(line[:1].isdecimal() for line in out.splitlines())


def test_show_adds_up(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """``rank show`` names every reason, and their points are the score."""
    data = json.loads(_said(capsys, house, "rank", "show", "3", "--json")[0])
    shown = _said(capsys, house, "rank", "show", "3")[0]

    assert data["score"] == round(sum(one["points"] for one in data["reasons"]), 1)
    assert f"得分 {data['score']:g}" in shown
    assert all(one["reason"] in shown for one in data["reasons"])


def test_the_list_for_people_is_cut_and_says_so(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """``--most`` lists so many; without it two hundred, and a line says how many more; JSON has them all."""
    for number in range(195):
        house.item(f"第{number}件。", f"来件之{number}")

    out, err = _said(capsys, house, "item", "list")
    rows = json.loads(_said(capsys, house, "item", "list", "--json")[0])

    assert _items(out) == 200
    assert f"只列出前200条，还有{len(rows) - 200}条" in err
    assert len(rows) == 208
    assert _items(_said(capsys, house, "item", "list", "--most", "3")[0]) == 3
    assert json.loads(_said(capsys, house, "item", "list", "--most", "2", "--json")[0]) == rows[:2]


def test_an_empty_list_is_still_one_json_document(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Without any item the document is an empty list."""
    assert json.loads(_said(capsys, house, "item", "list", "--filter", "标题:没有这样的", "--json")[0]) == []


def test_terms_says_what_is_missing_before_anything_is_learnt(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Before there are thirty decisions it says how many it takes; a term nobody learnt cannot be switched off."""
    assert "要有30条以上的决定" in _said(capsys, house, "rank", "terms")[0]
    assert json.loads(_said(capsys, house, "rank", "terms", "--json")[0]) == {"terms": [], "topics": []}
    assert "没有" in _said(capsys, house, "rank", "terms", "--off", "单位：某局", code=1)[1]


def test_preview_reads_weights_from_a_file(house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Other weights stand under [rank] of any TOML file; a mistyped one is answered with the nearest."""
    right, wrong = tmp_path / "试.toml", tmp_path / "错.toml"
    right.write_text("[rank]\nfreshness = 60\n", encoding="utf-8")
    wrong.write_text("[rank]\nfreshnes = 60\n", encoding="utf-8")

    data = json.loads(_said(capsys, house, "rank", "preview", "--weights", str(right), "--json")[0])
    assert {"items", "correlation", "printed_now", "printed_then", "lost", "days"} <= set(data)
    assert "等级相关" in _said(capsys, house, "rank", "preview", "--weights", str(right))[0]
    assert "最接近的有效键是 freshness" in _said(capsys, house, "rank", "preview", "--weights", str(wrong), code=2)[1]


def test_refresh_and_learn_say_what_they_did(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """After ``rank refresh`` nothing waits; ``rank learn`` says whether anything changed."""
    assert "全部排好" in _said(capsys, house, "rank", "refresh")[0]
    assert "没有变化" in _said(capsys, house, "rank", "learn")[0]
    assert house.db.execute("select count(*) from item_scores where is_stale = 1").fetchone() == (0,)


def test_an_unknown_weight_in_the_offices_file_is_refused_with_the_nearest(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped key of [rank] in bulletin.toml names file, key and the nearest valid one."""
    path = house.settings.root / "bulletin.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[rank]\nbalanse = 3\n", encoding="utf-8")

    err = _said(capsys, house, "item", "list", code=2)[1]

    assert "rank.balanse" in err and "balance" in err
