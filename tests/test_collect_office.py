"""What is promised of taking in another office's package: nothing received is lost, nothing foreign goes too far."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import collect, store
from bulletin.model import Item
from bulletin.text.exchange import Paper, content_hash
from tests.conftest import AT, House
from tests.packages import a_paper, collected, packed, with_source

UNIT = 'unit = "东山镇"'


def other_text(text: str = "改过的正文。") -> Paper:
    """Return the first report with another text under the same tag, its hash in order."""
    return replace(a_paper(1, text), title="题1")


def items(house: House) -> list[Item]:
    """Return what came from below."""
    return store.items.selected(house.db, "d.source = 'below'", ())


def test_a_known_tag_with_another_text_is_taken_in_beside_the_first(house: House, tmp_path: Path) -> None:
    """Both are in the queue with their own originals, the second says so, and a problem tells what to do: once."""
    upper = with_source(house, packed(tmp_path, a_paper()), UNIT)
    collected(upper)
    packed(tmp_path, other_text())

    report = collected(upper)

    assert report.new == 1 and "编号相同而文字不同" in report.problems[0]
    first, second = items(upper)
    assert [one.text for one in (first, second)] == ["正文。", "改过的正文。"]
    assert [flag.kind for flag in second.flags] == ["version"] and not first.flags
    assert len({one.original_id for one in (first, second)}) == 2
    told = [collect.provenance(upper.db, upper.settings, one) for one in (first, second)]
    assert [found[0].text for found in told if found] == ["正文。", "改过的正文。"]
    problems = [one.what for one in store.problems.unsettled(upper.db, "below")]
    packed(tmp_path, other_text(), a_paper())
    again = collected(upper)
    assert (again.new, again.seen, again.problems) == (0, 2, ())
    assert [one.what for one in store.problems.unsettled(upper.db, "below")] == problems != []


def test_two_texts_under_one_tag_in_one_package_are_two(house: House, tmp_path: Path) -> None:
    """Whichever stands first is the first; the other is not lost, and where each comes from is told of each."""
    upper = with_source(house, packed(tmp_path, a_paper(), other_text()), UNIT)

    assert collected(upper).new == 2
    told = [collect.provenance(upper.db, upper.settings, one) for one in items(upper)]
    assert [found[0].text for found in told if found] == ["正文。", "改过的正文。"]


@pytest.mark.parametrize("is_one_package", [True, False])
def test_reading_again_keeps_both_texts(house: House, tmp_path: Path, *, is_one_package: bool) -> None:
    """``collect --again`` writes neither text over the other, and makes no third item, however they came."""
    papers = (other_text(), a_paper())
    upper = with_source(house, packed(tmp_path, *(papers if is_one_package else papers[1:])), UNIT)
    collected(upper)
    packed(tmp_path, *papers)
    collected(upper)
    before = items(upper)

    assert collect.extract_again(upper.db, upper.settings, ["below"], at=upper.at) == 0

    assert items(upper) == before and len(before) == 2


def test_a_tag_taken_by_a_sibling_hides_no_report(house: House, tmp_path: Path) -> None:
    """Another office guessed the tag and was quicker: the true report comes in all the same."""
    low = with_source(house, packed(tmp_path / "sibling", other_text("冒名。")), UNIT, name="sibling")
    collected(low, "sibling")
    upper = with_source(low, packed(tmp_path / "true", a_paper()), UNIT)

    assert collected(upper).new == 1
    assert [one.text for one in items(upper)] == ["正文。"]


def test_a_known_report_damaged_on_the_way_is_told(house: House, tmp_path: Path) -> None:
    """The tag is known, the text is not what its hash says: it is a problem, not a silence."""
    upper = with_source(house, packed(tmp_path, a_paper()), UNIT)
    collected(upper)
    path = packed(tmp_path, a_paper())
    path.write_bytes(path.read_bytes().replace("正文".encode(), "歪文".encode()))

    report = collected(upper)

    assert report.new == 0 and "途中有改动" in report.problems[0]


@pytest.mark.parametrize("number", ["tag:x 1", "tag:", "http://x", f"tag:{'x' * 600}"])
def test_an_id_that_is_no_tag_is_not_taken(house: House, tmp_path: Path, number: str) -> None:
    """Spaces would name the second text of another report; an endless one is nobody's."""
    upper = with_source(house, packed(tmp_path, replace(a_paper(), id=number)), UNIT)

    assert collected(upper).new == 0
    assert items(upper) == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "某日", ""])
def test_an_impossible_moment_stops_nothing(house: House, tmp_path: Path, moment: str) -> None:
    """A report of a day no calendar holds comes in without that day, and the others with it."""
    odd = replace(a_paper(1), updated=moment)

    assert collected(with_source(house, packed(tmp_path, odd, a_paper(2)), UNIT)).new == 2


def test_a_unit_that_only_the_package_names_is_to_be_checked(house: House, tmp_path: Path) -> None:
    """Without ``unit`` in the source file an office may call itself what it likes: the item says so; bound, it says nothing."""
    path = packed(tmp_path, a_paper(office="东山镇"))
    collected(with_source(house, path))
    collected(with_source(house, packed(tmp_path, a_paper(2, office="市水利局")), UNIT))

    claimed, bound = items(house)

    assert (claimed.unit, [flag.kind for flag in claimed.flags]) == ("东山镇", ["unit"])
    assert (bound.unit, bound.flags) == ("东山镇", ())


def test_endless_names_are_cut(house: House, tmp_path: Path) -> None:
    """An office's or signer's name of a million characters fills no list; the original has all of it."""
    paper = a_paper(office="办" * 1_000_000, signed_by="签" * 1_000_000)
    upper = with_source(house, packed(tmp_path, paper), UNIT)

    assert collected(upper).new == 1
    (item,) = items(upper)
    assert len(item.origin) == len(item.signed_by) == 100


def test_a_flood_is_stopped_and_told(house: House, tmp_path: Path) -> None:
    """More papers than an office can report: the first thousand are looked at, and the rest is named."""
    receipts = [Paper(f"tag:x,2026:{n}", "题", AT.isoformat(), "", ()) for n in range(1_005)]
    report = collected(with_source(house, packed(tmp_path, *receipts), UNIT))

    assert report.seen == 1_000 and "1005 件" in report.problems[0]
    assert report.receipts == 0 and "1000 件既不是上报也不是回执" in report.problems[1]


def test_content_is_compared_as_it_came_in(house: House, tmp_path: Path) -> None:
    """An editor's hand on the item does not make the same report a second one."""
    upper = with_source(house, packed(tmp_path, a_paper()), UNIT)
    collected(upper)
    (item,) = items(upper)

    assert store.items.has_content(upper.db, ("below",), item.key, content_hash("题1", "正文。"))
    assert not store.items.has_content(upper.db, ("below",), item.key, content_hash("题1", "别的。"))
    assert not store.items.has_content(upper.db, ("other",), item.key, content_hash("题1", "正文。"))
