"""Nine defects seen in systems for the same trade, each shown not to be one of this program, on the real program."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin import store
from bulletin.desk import editing, merging, undo
from bulletin.errors import FindingsBlock, RefusedAction
from bulletin.feedback import registers
from bulletin.feedback.cases import instructions
from bulletin.feedback.points import compute, gather
from bulletin.model import Article, Issue, Ledger, UpperAdoption
from bulletin.press import compose, proof, publish
from bulletin.settings.points import read_book
from tests.calls import call, done
from tests.conftest import House, NewHouse

UNITS = ("东山镇", "市财政局", "市农业农村局")
LAST_MOMENT = datetime.fromisoformat("2026-12-31T23:59:59+08:00")


def merged(house: House, units: tuple[str, ...] = UNITS, title: str = "三单位合报") -> Article:
    """Make an article of one item for each of `units`, and bring it through the review."""
    items = [house.item(f"第{n}段。", unit=unit).id for n, unit in enumerate(units, 1)]
    wish = editing.Wish(title=title, publication="政务信息")
    made = editing.adopt(house.db, house.settings, items, wish, house.actor("editor1"), house.at)
    return house.approve(house.send(made))


def ledger(house: House) -> Ledger:
    """Return the points of the office by its own rules, as known at the moment of the house."""
    return compute(gather(house.db, house.settings, house.at), read_book(house.settings))


@pytest.fixture(scope="module")
def printed(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a published issue of one merged entry, in which one unit stands twice."""
    house: House = new_house(tmp_path_factory.mktemp("defects"))
    merged(house, (*UNITS, UNITS[0]))
    house.issue("published")
    return house


@pytest.fixture
def merged_house(printed: House, new_house: NewHouse, tmp_path: Path) -> House:
    """A copy of that office, for one test alone."""
    return new_house(tmp_path / "office", like=printed)


def the_issue(house: House) -> Issue:
    """Return its issue."""
    (issue,) = store.issues.every(house.db, states=("published",))
    return issue


def test_1_the_last_moment_of_the_year_belongs_to_it(new_house: NewHouse, tmp_path: Path) -> None:
    """An issue published on 31 December at 23:59:59 is in the year's points, and not in the next year's."""
    house = House(*(lambda made: (made.settings, made.db, LAST_MOMENT))(new_house(tmp_path / "office")))
    house.issue("published")
    root, later = house.settings.root, "2027-02-01T09:00:00+08:00"

    years = [done(call(root, "points", "show", "--year", year, "--json", at=later)) for year in (2026, 2027)]

    assert [(year["entries"], sum(Fraction(unit["exact"]) for unit in year["units"])) for year in years] == [
        (1, 3),
        (0, 0),
    ]


def test_2_an_instruction_adds_to_the_points_and_overwrites_nothing(merged_house: House) -> None:
    """The points for printing stay as they were; without the instruction the very same ledger comes out again."""
    before = ledger(merged_house)
    words = instructions.Words("王某", "请抓紧办理。", "办理", rank="主要", level="市")
    clerk, later = merged_house.actor("clerk1"), merged_house.later(days=2)
    instructions.record(later.db, (the_issue(later), None), words, clerk, later.at)

    after = ledger(later)

    assert [award for award in after.awards if award.kind == "printed"] == list(before.awards)
    assert sum(after.totals().values()) == sum(before.totals().values()) + 10
    facts, book = gather(later.db, later.settings, later.at), read_book(later.settings)
    assert compute(facts, book) == after
    assert compute(replace(facts, instructed=()), book).awards == before.awards


def test_3_the_number_is_of_the_year_of_the_signature(new_house: NewHouse, tmp_path: Path) -> None:
    """A proof of 31 December is not signed on 2 January; made again it has the first number of the new year."""
    made = new_house(tmp_path / "office")
    house = House(made.settings, made.db, LAST_MOMENT)
    old = house.issue("proofed")
    january = house.later(days=2)

    with pytest.raises(RefusedAction, match="2027"):
        january.sign(old)

    new = january.sign(january.proof(january.reread(old)))
    assert (old.year, old.number, new.year, new.number) == (2026, 1, 2027, 1)


def test_4_every_unit_of_a_merge_has_the_instruction_and_the_adoption_above(merged_house: House) -> None:
    """批示 and 上级采用 of a merged entry are credited to each source unit, in equal parts that add up."""
    issue = the_issue(merged_house)
    (entry,) = store.issues.entries(merged_house.db, issue.id)
    words = instructions.Words("王某", "请抓紧办理。", "办理", rank="主要", level="市")
    instructions.record(merged_house.db, (issue, entry.id), words, merged_house.actor("clerk1"), merged_house.at)
    wish = UpperAdoption(0, entry.id, None, "adopted", "省", "每日要情", "", "", False, None, merged_house.at.date())
    registers.register(merged_house.db, merged_house.settings, wish, merged_house.actor("editor1"), merged_house.at)

    found = ledger(merged_house)

    for kind, whole in (("instruction", 10), ("adopted", 20)):
        parts = {award.unit: award.amount for award in found.awards if award.kind == kind}
        assert parts == dict.fromkeys(UNITS, Fraction(whole, 3))


def test_5_many_units_are_printed_and_credited_whole_and_no_title_is_cut(house: House) -> None:
    """Thirty units stand in the filed contents and among the credits; a title of over 100 characters is refused, not cut."""
    units = tuple(f"东江市第{n}片区综合行政服务中心" for n in range(1, 31))
    title = "各片区推进一件事一次办、压减办理环节，群众满意度提高" * 4
    with pytest.raises(FindingsBlock, match=f"标题有{len(title)}字"):
        merged(house, units[:1], title)
    merged(house, units)

    issue = house.issue("proofed")
    made = store.issues.last_proof(house.db, issue.id)
    assert made is not None
    assert proof.page_errors(made) == []
    publish.sign(house.db, house.settings, issue, house.actor("signer1"), house.at)
    issue = house.publish(house.reread(issue))

    filed = json.loads((house.settings.issues_dir / issue.folder / "contents.json").read_text(encoding="utf-8"))
    assert store.articles.get(house.db, 1).revision.title == title
    assert tuple(filed["entries"][0]["units"]) == units
    assert tuple(unit for _, unit in store.issues.adoptions(house.db, issue.id)) == units
    assert ledger(house).totals() == dict.fromkeys(units, Fraction(1, 10))


def test_6_a_unit_that_stands_twice_scores_once(merged_house: House) -> None:
    """Two items of one unit in a merge: one credit, and a third of the points like the others."""
    found = ledger(merged_house)

    assert len(store.issues.adoptions(merged_house.db, the_issue(merged_house).id)) == 3
    assert found.totals() == dict.fromkeys(UNITS, Fraction(1))


def test_7_a_merge_is_not_merged_again_and_can_be_taken_apart(house: House) -> None:
    """An item of an article joins no other; taking the merge back leaves every item and its state as before."""
    first, second, third = (house.item(f"第{n}段。", unit=unit) for n, unit in enumerate(UNITS, 1))
    editor = house.actor("editor1")
    editing.decide(house.db, [second.id], "shelve", editor, house.at, "留待合并")
    wish = editing.Wish(title="合报", publication="政务信息")
    editing.adopt(house.db, house.settings, [first.id, second.id], wish, editor, house.at)
    other = editing.adopt(house.db, house.settings, [third.id], wish, editor, house.at)
    with pytest.raises(RefusedAction):
        merging.merge(house.db, house.settings, other.id, [first.id], editor, house.at)

    for _ in range(2):
        undo.undo(house.db, house.settings, editor, house.at)

    assert [store.items.get(house.db, one.id).state for one in (first, second, third)] == ["new", "shelved", "new"]


def test_8_what_leaves_an_issue_is_approved_again(house: House) -> None:
    """An entry taken out of a draft issue, and all entries of a discarded one, can go into another issue."""
    articles = [house.article("approved", title=f"第{n}条") for n in (1, 2, 3)]
    issue = house.issue("composed")
    editor = house.actor("editor1")

    compose.take_out(house.db, house.settings, issue, 2, editor, house.at)
    assert store.articles.get(house.db, articles[1].id).state == "approved"

    call(
        house.settings.root, "issue", "discard", f"政务信息/编排/{issue.id}", person="editor1", at=house.at.isoformat()
    )
    assert {store.articles.get(house.db, one.id).state for one in articles} == {"approved"}


def test_9_a_number_once_signed_is_never_used_again(house: House) -> None:
    """A voided issue leaves a tombstone that explains the gap; only an unsigned proof gives its number back."""
    draft = house.issue("proofed")
    call(
        house.settings.root, "issue", "discard", f"政务信息/编排/{draft.id}", person="editor1", at=house.at.isoformat()
    )
    signed = house.issue("signed")
    folder = publish.void(house.db, house.settings, signed, "内容须重写", house.actor("signer1"), house.at)
    following = house.issue("proofed")

    assert (draft.number, signed.number, following.number) == (1, 1, 2)
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["tombstone"]["reason"] == "内容须重写"
    assert ledger(house).awards == ()
