"""What is promised about a unit's own view: all that became of its material, and nothing of another unit's."""

from __future__ import annotations

import csv
import io
import random
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bulletin import store
from bulletin.desk import commissions, editing
from bulletin.feedback import handouts, registers, units
from bulletin.model import Penalty, UpperAdoption
from bulletin.settings.points import read_book
from tests.calls import Answer, call, done
from tests.conftest import AT, House, NewHouse

UNITS = ("市财政局", "市应急管理局", "市农业农村局", "市教育局", "市水利局", "河西区", "东山镇")
LEADERS_WORDS = "请财政、水利抓紧落实。"


@pytest.fixture(scope="module")
def town(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office where chance sends, merges, declines: titles, texts and numbers that occur nowhere else; one issue printed."""
    house: House = new_house(tmp_path_factory.mktemp("town"))
    chance = random.Random(20261120)
    items = [
        house.item(f"暗语{n:03d}的正文。", f"题目{n:03d}", chance.choice(UNITS), number=f"文{n:03d}号")
        for n in range(42)
    ]
    editor = house.actor("editor1")
    for n in range(0, 12):
        chosen = items[n * 2 : n * 2 + chance.randint(1, 2)]
        wish = editing.Wish(title=f"刊出{n:02d}", publication="政务信息")
        made = editing.adopt(house.db, house.settings, [one.id for one in chosen], wish, editor, house.at)
        if n < 9:
            house.approve(house.send(made))
    for one in items[24:32]:
        reason = f"与{chance.choice(UNITS)}的来稿 {chance.choice(items).id} 重复"
        editing.decide(house.db, [one.id], "decline", editor, house.at, reason)
    issue = house.issue("published")
    house.instruction(issue, LEADERS_WORDS, "办理")
    entry = store.issues.entries(house.db, issue.id)[0]
    raised = UpperAdoption(0, entry.id, None, "adopted", "省", "要情", "2026年第9期", "", False, None, AT.date())
    registers.register(house.db, house.settings, raised, editor, house.at)
    asked = commissions.Call("题目约稿", house.at + timedelta(days=2), (), UNITS[:3])
    commissions.commission(house.db, house.settings, asked, editor, house.at)
    for unit, other in pairwise(UNITS):
        fault = Penalty(0, unit, "失实", f"{other}反映与其来稿 {items[0].id} 不一致", "", AT.date())
        registers.penalise(house.db, house.settings, fault, house.actor("reviewer1"), house.at)
    return house


def ask(house: House, *words: object) -> Any:
    """Return the JSON a call answers with."""
    return done(call(house.settings.root, *words, "--json", at=AT.isoformat()))


def everything(house: House, unit: str, folder: Path) -> str:
    """Return all that a unit can be shown: JSON, lines, csv and html."""
    root = house.settings.root
    shown: list[Answer] = [call(root, "unit", "show", unit), call(root, "unit", "show", unit, "--json")]
    for name in ("a.csv", "a.html"):
        assert call(root, "unit", "show", unit, "--file", folder / name).code == 0
    return "".join(
        (*(one.out for one in shown), *((folder / name).read_text("utf-8-sig") for name in ("a.csv", "a.html")))
    )


@pytest.mark.parametrize("unit", UNITS)
def test_nothing_of_another_unit_is_shown(town: House, tmp_path: Path, unit: str) -> None:
    """No title, number or text of another unit's item; its name only in an attribution; no entry that does not credit it."""
    items = store.items.selected(town.db, "d.key like 't%'", ())
    entries = store.issues.entries(town.db, 1)

    shown = everything(town, unit, tmp_path)

    for other in (one for one in items if one.unit != unit):
        assert other.title not in shown and other.number not in shown and f"来稿 {other.id} " not in shown
    assert "暗语" not in shown
    assert all(entry.title not in shown for entry in entries if unit not in entry.units)
    seen = ask(town, "unit", "show", unit)
    printed = {name for one in seen["used"] for name in one["attributions"]}
    words = " ".join(one["reason"] for one in seen["sent"]) + " ".join(
        one[key] for one in seen["awards"] for key in ("why", "subject")
    )
    assert not any(other in words for other in UNITS if other != unit)
    strangers = {town.settings.attribution(one) for one in UNITS} - printed - {town.settings.attribution(unit)}
    for title in (one["title"] for one in seen["sent"]):  # a unit's own title may name whom it likes
        shown = shown.replace(title, "").replace(title[:10], "")
    assert not [one for one in strangers if one in shown]


@pytest.mark.parametrize("unit", UNITS)
def test_everything_of_its_own_is_shown(town: House, unit: str) -> None:
    """Every item it sent with where it stands, every entry that credits it, and points that add up to the ledger's."""
    seen = ask(town, "unit", "show", unit)

    own = {one.id: one for one in store.items.selected(town.db, "d.unit = ? and d.key like 't%'", (unit,))}
    assert set(own) <= {one["item"] for one in seen["sent"]}
    entries = [entry for entry in store.issues.entries(town.db, 1) if unit in entry.units]
    assert sorted(one["title"] for one in seen["used"]) == sorted(entry.title for entry in entries)
    standing = {one["unit"]: (one["exact"], one["place"]) for one in ask(town, "points", "show")["units"]}
    assert seen["points"] == standing[unit][0]
    declined = [one for one in seen["sent"] if one["state"] == "不采用"]
    assert all(one["reason"] for one in declined)
    assert [one["topic"] for one in seen["duties"]] == (["题目约稿"] if unit in UNITS[:3] else [])
    assert bool(seen["said"]) == bool(entries)


def test_the_text_of_an_instruction_is_told_only_where_the_office_allows(
    town: House, new_house: NewHouse, tmp_path: Path
) -> None:
    """Class and level always; the words with ``[unit_view] instruction_text = true``."""
    unit = store.issues.entries(town.db, 1)[0].units[0]
    said = ask(town, "unit", "show", unit)["said"]
    assert {(one["kind"], one["text"]) for one in said} == {("办理", "")}

    copy = new_house(tmp_path / "open", town)
    with (copy.settings.root / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write("\n[unit_view]\ninstruction_text = true\n")

    assert ask(copy, "unit", "show", unit)["said"][0]["text"] == LEADERS_WORDS


def test_the_file_is_inert(town: House) -> None:
    """No cell of the csv begins a formula, the page escapes everything and forbids scripts; the csv has its mark."""
    house = town
    house.item("正文。", '=HYPERLINK("http://a","题")', "市财政局")
    house.item("正文。", "<script>alert(1)</script>", "市财政局")
    span = (AT.date().replace(month=1, day=1), AT.date().replace(year=2027, month=1, day=1))
    view = units.view(house.db, house.settings, read_book(house.settings), "市财政局", span, house.at)

    table, page = (write(house.settings, view, "2026年") for write in (handouts.as_csv, handouts.as_html))

    assert table.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"))) for cell in row]
    assert '\'=HYPERLINK("http://a","题")' in cells
    assert not [cell for cell in cells if cell[:1] in "=@\t" and cell]
    assert b"<script" not in page and "default-src 'none'" in page.decode()


def test_a_period_and_a_name_are_checked(town: House) -> None:
    """Another year is empty; an unknown unit is refused with the nearest; an alias is the unit; a file must be csv or html."""
    assert ask(town, "unit", "show", "河西区人民政府办公室", "--year", "2025")["sent"] == []
    assert ask(town, "unit", "show", "河西区人民政府办公室")["unit"] == "河西区"
    refused = call(town.settings.root, "unit", "show", "市财政居")
    assert refused.code == 1 and "最接近的是 市财政局" in refused.err
    assert call(town.settings.root, "unit", "show", "市财政局", "--file", "a.exe").code == 2


def test_the_list_counts_what_the_views_hold(town: House) -> None:
    """For each unit the list for the desk says as many as its own view shows."""
    for row in ask(town, "unit", "list")["units"]:
        seen = ask(town, "unit", "show", row["unit"])
        assert (row["sent"], row["used"], row["points"]) == (len(seen["sent"]), len(seen["used"]), seen["points"])
