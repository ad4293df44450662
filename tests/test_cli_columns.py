"""What is promised about lines for people: nothing is cut within a number, a word or a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bulletin.cli.columns import cut, width
from tests.calls import call
from tests.conftest import House


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("东山镇3.2万亩晚稻收割完毕", 9, "东山镇…"),
        ("东山镇3.2万亩晚稻收割完毕", 10, "东山镇3.2…"),
        ("报送PDF文件", 7, "报送…"),
        ("ABCDEFGHIJ", 5, "ABCD…"),
        ("关于“一张清单”的做法", 6, "关于…"),
        ("短", 4, "短"),
    ],
)
def test_a_line_is_cut_between_words(text: str, cells: int, shown: str) -> None:
    """A number or a word that would be broken goes whole, so does an opening mark; a line of one word is cut anyhow."""
    assert cut(text, cells) == shown
    assert width(cut(text, cells)) <= cells


def test_waiting_things_name_whole_units(house: House) -> None:
    """In 80 cells no unit's name and no state is cut: names that do not fit are counted."""
    from bulletin.desk import commissions
    from bulletin.desk.commissions import Call

    units = ("市住房城乡建设局", "市市场监管局", "市农业农村局")
    wish = Call("秋粮收购", house.at + timedelta(days=3), (), units=units)
    commissions.commission(house.db, house.settings, wish, house.actor("editor1"), house.at)
    shown = call(house.settings.root, "status", person="editor1", at=house.at.isoformat()).out
    line = next(line for line in shown.split("\n") if "约稿 1" in line)
    assert "市住房城乡建设局等3个" in line or "市住房城乡建设局、市市场监管局" in line
    assert all(width(line) <= 80 for line in shown.split("\n"))
