"""The facts of a real office: gathered from its rows by a few queries, registered once, taken back by another row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bulletin import store
from bulletin.desk import commissions, editing
from bulletin.errors import BulletinError, NotFound, RefusedAction, UsageError
from bulletin.feedback import registers
from bulletin.feedback.cases import instructions
from bulletin.feedback.points import compute, gather
from bulletin.model import Facts, Issue, LateEntry, Ledger, Penalty, UpperAdoption
from bulletin.press import corrections
from bulletin.settings.points import read_book
from tests.conftest import AT, House, NewHouse

DAY = AT.date()
MERGED = ("东山镇", "市农业农村局")
REF = "政务信息/2026/1"


@pytest.fixture(scope="module")
def published(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with an issue of two entries: one of two units, named twice, and one research item of one unit."""
    house: House = new_house(tmp_path_factory.mktemp("points"))
    for items, title in (
        (
            [
                house.item(unit=MERGED[0]),
                house.item("另一段。", unit=MERGED[1]),
                house.item("又一段。", unit=MERGED[0]),
            ],
            "收割",
        ),
        ([house.item("晚稻生产的调查。", unit="市水利局", kind="调研")], "调查"),
    ):
        wish = editing.Wish(title=title, publication="政务信息", section="工作动态")
        made = editing.adopt(
            house.db, house.settings, [one.id for one in items], wish, house.actor("editor1"), house.at
        )
        house.approve(house.send(made))
    house.issue("published")
    return house


@pytest.fixture
def house(published: House, new_house: NewHouse, tmp_path: Path) -> House:
    """A copy of that office, for one test alone."""
    return new_house(tmp_path / "office", like=published)


def issue_of(house: House) -> Issue:
    """Return the published issue."""
    found = store.issues.by_number(house.db, "政务信息", "正刊", 2026, 1)
    assert found is not None
    return found


def entry_id(house: House, position: int) -> int:
    """Return the id of the entry at that position."""
    return store.issues.entries(house.db, issue_of(house).id)[position - 1].id


def known(house: House, until: date | None = None) -> Facts:
    """Return the facts of the office at its moment."""
    return gather(house.db, house.settings, house.at, until)


def counted(house: House) -> Ledger:
    """Return the ledger by the usual rules at the moment of the house."""
    return compute(known(house), read_book(house.settings))


def above(house: House, **fields: Any) -> UpperAdoption:
    """Register an adoption of the merged entry by the province."""
    wish = UpperAdoption(0, entry_id(house, 1), None, "adopted", "省", "每日要情", "", "", False, None, house.at.date())
    who = (house.actor("editor1"), house.at)
    return registers.register(house.db, house.settings, replace(wish, **fields), *who)


def late(house: House, **fields: Any) -> LateEntry:
    """Enter an item late."""
    wish = LateEntry(0, "政务信息", "", "第3期", "旧刊一条", "", ("东山镇", "市水利局"), date(2026, 3, 2), "")
    return registers.enter_late(house.db, house.settings, replace(wish, **fields), house.actor("clerk1"), house.at)


def fault(house: House, **fields: Any) -> Penalty:
    """Register a fault."""
    wish = Penalty(0, "东山镇", "失实", "收割面积有误", "", DAY)
    return registers.penalise(house.db, house.settings, replace(wish, **fields), house.actor("clerk1"), house.at)


def test_entries_are_gathered_with_their_credits(house: House) -> None:
    """An entry once, each of its units once, on the date of the issue, with the kinds of its items."""
    first, second = known(house).printed

    assert (first.reference, first.title, first.on) == (f"{REF}#1", "收割", DAY)
    assert set(first.units) == set(MERGED) and len(first.units) == 2
    assert (second.units, second.kinds) == (("市水利局",), {"调研"})
    assert first.matter != second.matter and not first.is_late


def test_an_issue_that_is_not_published_brings_nothing(house: House) -> None:
    """A signed issue scores when it is published, not before."""
    house.article("approved")
    house.issue("signed")

    assert len(known(house).printed) == 2


def test_instructions_reach_every_unit_of_a_merged_entry(house: House) -> None:
    """An instruction on the entry is credited to all its units, one on the whole issue of two entries to none by default."""
    issue = issue_of(house)
    for place in (entry_id(house, 1), None):
        words = instructions.Words("王某", "请农业农村局总结推广。", "办理", rank="主要", level="市")
        instructions.record(house.db, (issue, place), words, house.actor("clerk1"), house.at)

    given = {award.unit: award.amount for award in counted(house).awards if award.kind == "instruction"}

    assert given == dict.fromkeys(MERGED, 5)
    assert [note.is_whole_issue for note in known(house).instructed] == [False, True]


def test_adoption_above_counts_on_its_day_and_goes_on_the_day_it_is_taken_back(house: House) -> None:
    """Registered, taken back a week later, registered again: each is a row, and the points follow day by day."""
    made = above(house)
    later = house.later(days=7)
    who = (house.actor("editor1"), later.at)
    registers.take_back(house.db, house.settings, "upper_adoptions", made.id, "登错了", *who)
    above(later)

    given = [(award.amount, award.on) for award in counted(later).of("东山镇") if award.kind == "adopted"]

    assert given == [(10, DAY), (-10, DAY + timedelta(days=7)), (10, DAY + timedelta(days=7))]
    assert counted(later).total("东山镇") == Fraction(3, 2) + 10
    assert counted(house).total("东山镇") == Fraction(3, 2) + 10
    assert len(store.upper_adoptions.every(house.db)) == 2


def test_the_same_adoption_is_registered_once(house: House) -> None:
    """The same entry, bulletin and issue above is refused; another issue, or a report upward, is another fact."""
    above(house, number="第12期")

    with pytest.raises(RefusedAction, match=r"已登记为 1.*未重复登记.*adoption undo"):
        above(house, number="第12期")

    above(house, number="第13期")
    above(house, kind="reported", bulletin="")
    assert [one.kind for one in known(house).raised] == ["adopted", "adopted", "reported"]


def test_points_of_the_upper_office_are_kept_exactly(house: House) -> None:
    """6.5 given by the province is 13/2, and doubled by the rules that say so."""
    above(house, points=Fraction("6.5"))

    ledger = compute(known(house), read_book(house.settings, "衢州"))

    assert [award.amount for award in ledger.of("东山镇") if award.kind == "adopted"] == [Fraction(13, 2)]


def test_late_entries_count_and_are_marked(house: House) -> None:
    """补录 counts on the day it was printed, is marked as such, can be adopted above, and be taken back."""
    one = late(house)
    above(house, entry_id=None, late_entry_id=one.id)

    told = [(award.subject, award.amount, award.on, award.why) for award in counted(house).of("市水利局")]

    assert told[0][:3] == ("补录/1", Fraction(3, 2), date(2026, 3, 2)) and "补录" in told[0][3]
    assert ("补录/1", 10, DAY) in [entry[:3] for entry in told]
    who = (house.actor("clerk1"), house.at)
    registers.take_back(house.db, house.settings, "late_entries", one.id, "重复", *who)
    assert sum(award.amount for award in counted(house).about("补录/1")) == 0
    with pytest.raises(RefusedAction, match="补录/1已撤销"):
        above(house, entry_id=None, late_entry_id=one.id, bulletin="另一种")


def test_faults_are_taken_off_and_given_back(house: House) -> None:
    """A registered fault takes points by the rules; taken back on a later day it is given back on that day."""
    one, later = fault(house, kind="错情"), house.later(days=3)
    before = counted(house).total("东山镇")
    registers.take_back(house.db, house.settings, "penalties", one.id, "查无此事", house.actor("clerk1"), later.at)

    after = counted(later)

    assert before == 0
    assert after.total("东山镇") == Fraction(3, 2)
    assert counted(later).between(DAY, DAY + timedelta(days=1)).total("东山镇") == 0


def test_commissions_are_judged_when_they_are_due(house: House) -> None:
    """In time (also with a second answer after it), at the due time itself, late, not at all, still open, closed early."""
    editor, sent = house.actor("editor1"), {}
    for topic, hours in (("按时", 30), ("正点", 5), ("迟交", 1), ("未交", 2), ("未到期", 99), ("提前结束", 3)):
        call = commissions.Call(topic, house.at + timedelta(hours=hours), units=("东山镇",))
        sent[topic] = commissions.commission(house.db, house.settings, call, editor, house.at).id
    for topic in ("按时", "正点", "迟交"):
        item = house.later(hours=5).item(f"应约：{topic}")
        commissions.answer(house.db, house.settings, sent[topic], [item.id], editor, house.later(hours=6).at)
    again = house.later(hours=35).item("应约：再报一条")
    commissions.answer(house.db, house.settings, sent["按时"], [again.id], editor, house.later(hours=36).at)
    commissions.close(house.db, sent["提前结束"], editor, house.at)

    asked = known(house.later(hours=40)).asked

    assert {(one.topic, one.state) for one in asked} == {
        ("按时", "answered"),
        ("正点", "answered"),
        ("迟交", "late"),
        ("未交", "overdue"),
    }
    assert {one.on for one in asked} == {DAY}


def test_a_withdrawal_ends_every_entry_of_its_issue(house: House) -> None:
    """An issue withdrawn from a day, its units to lose their points: each entry ends on that day."""
    wish = corrections.Withdrawal("数据有误", date(2026, 12, 1), keeps_points=False)
    corrections.withdraw(house.db, house.settings, issue_of(house), None, wish, house.actor("signer1"), house.at)
    december = house.later(days=20)

    ledger = counted(december)

    assert {award.on for award in ledger.awards if award.amount < 0} == {date(2026, 12, 1)}
    assert set(ledger.totals().values()) == {0}
    assert all(total > 0 for total in counted(house).totals().values())


def test_what_was_sent_is_counted_by_day_and_unit(house: House) -> None:
    """Submissions of units are counted on the day they came in; facts end before the day asked for."""
    house.later(days=1).item("又报一条。")

    today, tomorrow = known(house), known(house.later(days=1))

    assert tomorrow.submitted[("东山镇", DAY + timedelta(days=1))] == 1
    assert ("东山镇", DAY + timedelta(days=1)) not in today.submitted
    assert today.submitted[("东山镇", DAY)] >= 2
    assert known(house.later(days=1), DAY).printed == ()


def test_a_year_that_still_runs_ends_today(house: House) -> None:
    """Asked for to the end of the year, the facts end with today, and today's period is not over yet."""
    running = known(house, date(2027, 1, 1))

    assert (running.until, running.today) == (DAY + timedelta(days=1), DAY)


def test_gathering_takes_a_few_queries_however_many_entries(house: House) -> None:
    """The number of queries does not grow with what there is."""
    before = queries(house)
    late(house)
    above(house)
    fault(house)

    assert queries(house) == before <= 10


def queries(house: House) -> int:
    """Return how many queries it takes to gather the facts."""
    asked: list[str] = []
    house.db.conn.set_trace_callback(asked.append)
    known(house)
    house.db.conn.set_trace_callback(None)
    return sum(sql.lstrip().startswith("select") for sql in asked)


@pytest.mark.parametrize(
    ("deed", "fields", "error", "words"),
    [
        (above, {"level": "部"}, UsageError, "级别“部”不对.*国、省、市、县、乡"),
        (above, {"bulletin": " "}, UsageError, "没有写明刊名"),
        (above, {"dated_on": DAY + timedelta(days=1)}, UsageError, "在今天.*之后"),
        (above, {"dated_on": DAY - timedelta(days=1)}, UsageError, "早于印发日期"),
        (above, {"entry_id": 99}, RefusedAction, "尚未印发"),
        (above, {"entry_id": None, "late_entry_id": 99}, NotFound, "没有找到补录 99"),
        (late, {"units": ()}, UsageError, "补录须写明"),
        (late, {"units": ("东山县",)}, NotFound, "没有找到单位 东山县.*东山镇"),
        (late, {"kind": "调查"}, UsageError, "没有信息类型 调查"),
        (late, {"printed_on": DAY + timedelta(days=1)}, UsageError, "之后"),
        (fault, {"kind": "晚报"}, UsageError, "不能登记为“晚报”.*迟报"),
        (fault, {"kind": "约稿未交"}, UsageError, "自动得出"),
        (fault, {"what": ""}, UsageError, "没有写明事由"),
        (fault, {"level": "部"}, UsageError, "点名的级别"),
        (fault, {"unit": "东山县"}, NotFound, "东山镇"),
    ],
)
def test_a_wrong_register_entry_is_refused(
    house: House, deed: Any, fields: dict[str, Any], error: type[BulletinError], words: str
) -> None:
    """What cannot be right is refused with what is wrong and what to do, and nothing is written."""
    with pytest.raises(error, match=words):
        deed(house, **fields)

    assert (
        not store.upper_adoptions.every(house.db) + store.late_entries.every(house.db) + store.penalties.every(house.db)
    )


def test_registering_needs_a_role_and_taking_back_a_reason(house: House) -> None:
    """A signer registers no adoption; nothing is taken back without a reason, or twice, or where there is nothing."""
    made = above(house)
    editor, signer = house.actor("editor1"), house.actor("signer1")
    wish = replace(made, number="另一期")
    with pytest.raises(RefusedAction, match="须由编辑、督办员、管理员角色"):
        registers.register(house.db, house.settings, wish, signer, house.at)
    with pytest.raises(UsageError, match="没有写明理由"):
        registers.take_back(house.db, house.settings, "upper_adoptions", made.id, " ", editor, house.at)
    registers.take_back(house.db, house.settings, "upper_adoptions", made.id, "登错", editor, house.at)
    with pytest.raises(RefusedAction, match="已于2026-11-20撤销（登错）"):
        registers.take_back(house.db, house.settings, "upper_adoptions", made.id, "再撤", editor, house.at)
    with pytest.raises(NotFound, match="没有找到扣分登记 7"):
        registers.take_back(house.db, house.settings, "penalties", 7, "无", house.actor("clerk1"), house.at)


def test_the_same_late_entry_and_the_same_fault_are_registered_once(house: House) -> None:
    """A second 补录 of the same title and day, and a second registration of the same fault, are refused with the first."""
    late(house)
    fault(house)
    with pytest.raises(RefusedAction, match="已补录为 补录/1"):
        late(house)
    with pytest.raises(RefusedAction, match="已登记为 1"):
        fault(house)
