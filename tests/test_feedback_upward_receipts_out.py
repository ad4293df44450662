"""What is promised of receipts that go out: for whom, of which day, and that no word of others can stop them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import store
from bulletin.desk import editing
from bulletin.feedback.upward import receipts_out
from bulletin.feedback.upward.outbox import Delivery
from bulletin.settings import read_settings
from bulletin.text.exchange import Package, content_hash, read
from tests.conftest import House
from tests.packages import a_paper, collected, packed, reread, with_source


def taken_in(house: House, folder: Path, *lines: str) -> House:
    """Return the house after it has collected one report from a lower office."""
    upper = with_source(house, packed(folder, a_paper()), 'unit = "东山镇"', *lines)
    assert collected(upper).new == 1
    return upper


def printed(house: House) -> House:
    """Return the house after all that came from below was printed as one entry."""
    items = [item.id for item in store.items.selected(house.db, "d.source = 'below'", ())]
    wish = editing.Wish(title="汇总", publication="政务信息")
    one = editing.adopt(house.db, house.settings, items, wish, house.actor("editor1"), house.at)
    house.approve(house.send(one))
    house.issue("published")
    return house


def published(house: House, folder: Path) -> tuple[Delivery, Package]:
    """Return how the receipts were delivered, and what they are."""
    (one,) = receipts_out.publish(house.db, house.settings, house.at, folder / "out")
    return one, read(one.path.read_bytes())


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Asia/Shanghai", "2026-11-20T00:00:00+08:00"),
        ("Asia/Urumqi", "2026-11-20T00:00:00+06:00"),
        ("UTC", "2026-11-20T00:00:00+00:00"),
    ],
)
def test_a_receipt_is_of_the_day_in_the_zone_of_the_office(
    house: House, tmp_path: Path, zone: str, moment: str
) -> None:
    """The moment it bears is midnight where the office is."""
    path = house.settings.root / "bulletin.toml"
    path.write_text(path.read_text("utf-8").replace("Asia/Shanghai", zone), "utf-8")
    upper = printed(taken_in(reread(house), tmp_path))
    assert str(upper.settings.zone) == zone

    _, package = published(upper, tmp_path)

    assert [paper.updated for paper in package.papers] == [moment]


def test_two_texts_under_one_tag_make_one_receipt(house: House, tmp_path: Path) -> None:
    """Both came in and were merged into one entry: the lower office is told once, by the tag it gave."""
    upper = taken_in(house, tmp_path)
    packed(tmp_path, replace(a_paper(1, "改过。"), title="题1"))
    assert collected(upper).new == 1
    _, package = published(printed(upper), tmp_path)

    assert [paper.value("report") for paper in package.papers] == [a_paper().id]
    assert content_hash("题1", "改过。") != a_paper().value("sha256")


def test_an_instruction_with_odd_characters_does_not_stop_receipts(house: House, tmp_path: Path) -> None:
    """What XML cannot hold is left out of the words that go down."""
    path = house.settings.root / "bulletin.toml"
    path.write_text(path.read_text("utf-8") + "\n[upward]\ninstruction_text = true\n", "utf-8")
    upper = printed(taken_in(replace(house, settings=read_settings(house.settings.root)), tmp_path))
    upper.instruction(store.issues.get(upper.db, 1), "很好\uffff。\ufffe", "肯定")

    delivery, package = published(upper, tmp_path)

    assert not delivery.problem
    assert [field.value for field in package.papers[0].all("instruction")] == ["很好。"]
