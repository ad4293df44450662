"""What is promised about receipts: which are believed, that each is confirmed by itself, and that what was undone stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from bulletin import store
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.feedback import board, registers
from bulletin.feedback.cases import instructions
from bulletin.feedback.units import reading
from bulletin.feedback.upward import receipts_in
from bulletin.feedback.upward.receipts_in import Confirmation, Confirmed
from bulletin.model import LateEntry, UpperAdoption, UpwardReport
from bulletin.settings.points import read_book
from bulletin.text.exchange import Field, Paper
from tests.conftest import AT, House, NewHouse
from tests.packages import (
    RECEIVER,
    UPPER,
    a_receipt,
    collected,
    packed,
    send,
    with_receipts,
    with_settings,
    with_source,
)

SIGNED = "省政府办公厅信息处"


@pytest.fixture(scope="module")
def printed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a published issue of one entry."""
    house: House = new_house(tmp_path_factory.mktemp("printed"))
    house.article("approved")
    house.issue("published")
    return house


@pytest.fixture
def printed(new_house: NewHouse, tmp_path: Path, printed_once: House) -> House:
    """A copy of that office, for one test."""
    return new_house(tmp_path / "printed", printed_once)


@pytest.fixture
def report(printed: House) -> UpwardReport:
    """Its entry, reported to the upper office."""
    return send(printed, store.articles.get(printed.db, 1))


def confirm(house: House, reference: object, level: str = "省", *, again: bool = False) -> Confirmed:
    """Confirm one receipt as the clerk."""
    wish = Confirmation(str(reference), level, again)
    return receipts_in.confirm(house.db, house.settings, wish, house.actor("clerk1"), house.at)


def reasons(house: House) -> list[str]:
    """Return why receipts are not believed."""
    return [one.reason for one in receipts_in.refused(house.db, house.settings)]


def test_a_receipt_proposes_and_a_person_confirms_each(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """Nothing is registered before; then the one that is named, by its own day and title, and no other."""
    two = (a_receipt(report.tag), a_receipt(report.tag, "2026年第4期"))
    house = with_receipts(printed, tmp_path / "up", *two)
    assert [one.registered for one in receipts_in.proposals(house.db, house.settings)] == [None, None]
    assert store.upper_adoptions.every(house.db) == []

    with pytest.raises(UsageError, match="不知道“省政府办公厅”是哪一级"):
        confirm(house, "1-2", "")
    with pytest.raises(RefusedAction) as several:
        confirm(house, 1)
    done = confirm(house, "1-2")

    assert "1-1（《每日要情》2026年第3期）、1-2（《每日要情》2026年第4期）" in several.value.remedy
    (made,) = store.upper_adoptions.every(house.db)
    assert (made.level, made.bulletin, made.number, made.title, made.dated_on) == (
        *("省", "每日要情", "2026年第4期", "在上面的标题"),
        date(2026, 11, 20),
    )
    assert (done.is_new, done.adoption, done.before, done.after) == (True, made, (), ("省",))
    again = confirm(house, "1-2")
    assert (again.is_new, again.adoption, again.before, again.after) == (False, made, ("省",), ("省",))
    assert [one.is_waiting for one in receipts_in.proposals(house.db, house.settings)] == [True, False]


def test_the_only_receipt_of_a_report_needs_no_number_of_its_own(
    printed: House, report: UpwardReport, tmp_path: Path
) -> None:
    """Where there is one there is nothing to choose; a number that is none, or of no receipt, is refused."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))

    for wrong, error in (("1-2", NotFound), ("1-0", NotFound), ("7", NotFound), ("1-", UsageError), ("甲", UsageError)):
        with pytest.raises(error):
            confirm(house, wrong)

    assert confirm(house, 1).is_new


@pytest.mark.parametrize(
    ("lines", "more", "reason"),
    [
        ((), {}, "来源 below 没有写明是哪个上级办公室的"),
        (('upper_office = "市直机关工委"',), {}, "上报 1 报给“省政府办公厅”，这份回执来自“市直机关工委”的来源"),
        ((UPPER,), {"office": "下县办公室"}, "署名“下县办公室”，不是“省政府办公厅”"),
        ((UPPER,), {"office": ""}, "署名“”，不是“省政府办公厅”"),
        ((UPPER,), {"adopted_on": "2026-11-19"}, "采用日期 2026-11-19 早于上报日期 2026-11-20"),
        ((UPPER,), {"adopted_on": "2026-11-21"}, "采用日期 2026-11-21 晚于收到回执的日期 2026-11-20"),
        ((UPPER,), {"adopted_on": "9999-12-31"}, "采用日期 9999-12-31 晚于"),
        ((UPPER,), {"adopted_on": "某日"}, "没有写明采用的日期"),
        ((UPPER,), {"bulletin": ""}, "没有写明刊名"),
        ((UPPER,), {"report": ""}, "没有写明是哪件上报"),
        ((UPPER,), {"report": "tag:other,2026:report/9"}, "编号 tag:other,2026:report/9 不是本办公室的上报"),
        ((UPPER,), {"bulletin": "刊" * 101}, "名称、刊名、期号超过 100 字"),
    ],
)
def test_what_is_not_believed_is_listed_with_its_reason(
    printed: House, report: UpwardReport, tmp_path: Path, lines: tuple[str, ...], more: dict[str, str], reason: str
) -> None:
    """From another source, under another name, of an impossible day: it proposes nothing, cannot be confirmed, is shown."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag, **more), lines=lines)

    (told,) = reasons(house)

    assert told.startswith(reason)
    assert receipts_in.proposals(house.db, house.settings) == []
    with pytest.raises(NotFound):
        confirm(house, 1)
    assert not any(wait.kind == "report" for wait in board.waits(house.db, house.settings, house.at))


def test_a_sibling_cannot_forge_an_adoption(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """The true receipt of the bound source counts; the forged one of a lower office, word for word like it, does not."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))
    forged = packed(tmp_path / "low", a_receipt(report.tag), a_receipt(report.tag, "2026年第9期"))
    house = with_source(house, forged, 'unit = "东山镇"', name="lower")
    collected(house, "lower")

    (one,) = receipts_in.proposals(house.db, house.settings)

    assert (one.source, one.receipt.number) == ("below", "2026年第3期")
    assert [(told.source, told.reason[:11]) for told in receipts_in.refused(house.db, house.settings)] == [
        ("lower", "来源 lower 没有")
    ] * 2


def test_an_upper_office_may_sign_with_its_own_name(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """It is called otherwise here than at home: ``signs_as`` says so, and without it the remedy names the place."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag, office=SIGNED))
    (doubt,) = receipts_in.refused(house.db, house.settings)
    assert f'[upward.offices."{RECEIVER}"] 中写 signs_as' in doubt.remedy

    house = with_settings(house, f'[upward.offices."{RECEIVER}"]\nlevel = "省"\nsigns_as = "{SIGNED}"')

    assert reasons(house) == []
    assert confirm(house, 1, "").adoption.level == "省"


def test_the_day_of_sending_is_that_of_the_office(printed: House, tmp_path: Path) -> None:
    """Sent at half past midnight in Shanghai, the evening before by UTC: a receipt of that evening's day is too early."""
    night = replace(printed, at=datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    report = send(night, store.articles.get(night.db, 1))

    house = with_receipts(night, tmp_path / "up", a_receipt(report.tag), a_receipt(report.tag, adopted_on="2026-11-21"))

    assert reasons(house) == ["采用日期 2026-11-20 早于上报日期 2026-11-21"]
    assert [one.receipt.adopted_on for one in receipts_in.proposals(house.db, house.settings)] == [date(2026, 11, 21)]


def test_an_undone_registration_is_not_proposed_again(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """Taken back, it is shown as that and waits for nobody; only said in so many words is it made anew."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))
    first = confirm(house, 1).adoption
    clerk = house.actor("clerk1")
    registers.take_back(house.db, house.settings, "upper_adoptions", first.id, "登错了", clerk, house.at)

    (one,) = receipts_in.proposals(house.db, house.settings)
    assert (one.registered, one.undone and one.undone.id, one.is_waiting) == (None, first.id, False)
    assert not any(wait.kind == "report" for wait in board.waits(house.db, house.settings, house.at))
    with pytest.raises(RefusedAction, match=r"登记 1 已于2026-11-20撤销（登错了）") as refused:
        confirm(house, 1)

    assert "--again" in refused.value.remedy
    done = confirm(house, 1, again=True)
    assert (done.is_new, done.before, done.after) == (True, (), ("省",))
    assert [bool(one.retracted) for one in store.upper_adoptions.every(house.db)] == [True, False]
    assert not confirm(house, 1, again=True).is_new


@pytest.mark.parametrize(
    ("bulletin", "number"),
    [
        ("每日要情", "2026年第3期"),
        ("《每日要情》", "2026年第3期"),
        ("每日 要情", "２０２６年 第3期"),
        ("每日要情", "第3期"),
        ("《每日要情》", "第三期（总第45期）"),
    ],
)
def test_an_adoption_registered_by_hand_is_the_same_one(
    printed: House, report: UpwardReport, tmp_path: Path, bulletin: str, number: str
) -> None:
    """A person was quicker than the receipt, and wrote it in his way: it is told as registered, and is not counted twice."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))
    wish = UpperAdoption(0, 1, None, "adopted", "省", bulletin, number, "", False, None, AT.date())
    known = registers.register(house.db, house.settings, wish, house.actor("clerk1"), house.at)

    (proposal,) = receipts_in.proposals(house.db, house.settings)

    assert proposal.registered == known
    assert not confirm(house, 1).is_new


def test_what_the_upper_office_took_back_is_not_registered(
    printed: House, report: UpwardReport, tmp_path: Path
) -> None:
    """A withdrawn adoption is shown as such and confirmed by nobody."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag, state="withdrawn"))

    assert [one.is_waiting for one in receipts_in.proposals(house.db, house.settings)] == [False]
    with pytest.raises(RefusedAction, match="上级已撤回"):
        confirm(house, 1)


def test_a_report_that_was_not_printed_here_is_entered_late_first(house: House, tmp_path: Path) -> None:
    """Points belong to what was printed: the refusal names the way, 补录; what is registered so waits no longer."""
    report = send(house, house.article("approved"))
    house = with_receipts(house, tmp_path / "up", a_receipt(report.tag))
    clerk = house.actor("clerk1")

    with pytest.raises(RefusedAction) as refused:
        confirm(house, 1)

    assert "adoption late" in refused.value.remedy
    late = LateEntry(0, "旧刊", "", "", report.paper.title, "", ("东山镇",), AT.date(), "")
    late = registers.enter_late(house.db, house.settings, late, clerk, house.at)
    wish = UpperAdoption(0, None, late.id, "adopted", "省", "每日要情", "2026年第3期", "", False, None, AT.date())
    known = registers.register(house.db, house.settings, wish, clerk, house.at)
    assert [one.registered for one in receipts_in.proposals(house.db, house.settings)] == [known]


def test_adopted_above_before_it_was_printed_here_is_registered_by_hand(house: House, tmp_path: Path) -> None:
    """The upper issue is older than ours: the refusal names the day from which it can count."""
    report = send(house, house.article("approved"))
    later = house.later(days=2)
    later.issue("published")
    later = with_receipts(later, tmp_path / "up", a_receipt(report.tag))

    with pytest.raises(RefusedAction, match="采用在先") as refused:
        confirm(later, 1)

    assert "--on 写 2026-11-22" in refused.value.remedy


def test_without_a_receipt_there_is_nothing_to_confirm(house: House) -> None:
    """The refusal says to collect first, or to register by hand."""
    send(house, house.article("approved"))

    with pytest.raises(NotFound):
        confirm(house, 1)


def test_a_feed_that_says_again_what_it_said_before_counts_as_it_is(
    printed: House, report: UpwardReport, tmp_path: Path
) -> None:
    """Receipt, no receipt, the same receipt again, byte for byte: what was read last holds, not what came in newest."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))
    seen = []
    for papers in ((), (a_receipt(report.tag),)):
        packed(tmp_path / "up", *papers)
        collected(house)
        seen.append(len(receipts_in.proposals(house.db, house.settings)))

    assert seen == [0, 1]


@pytest.mark.parametrize("is_whole", [True, False])
def test_receipts_outlive_a_new_name_of_their_source(
    printed: House, report: UpwardReport, tmp_path: Path, *, is_whole: bool
) -> None:
    """The bytes were received under the old name; they are what was last received all the same, read whole or not."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))
    if not is_whole:
        store.sources.remember_reading(house.db, "below", "", 1)
    address = str(tmp_path / "up" / "reports.xml")
    health = store.sources.health(house.db, "below")
    with store.write(house.db):
        store.sources.rename(house.db, "below", replace(health, name="sheng"), house.actor("admin1"), "", house.at)
    (house.settings.root / "sources" / "below.toml").unlink()
    house = with_source(house, Path(address), UPPER, name="sheng")

    assert [one.source for one in receipts_in.proposals(house.db, house.settings)] == ["sheng"]


def test_bytes_that_were_changed_on_disk_are_no_receipt(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """A feed forged in the archive of originals is not believed: it is listed, and everything else goes on."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))
    (original,) = store.originals.of_source(house.db, "below")
    path = store.originals.path_of(house.settings, original.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace("第3期".encode(), "第8期".encode()))

    assert receipts_in.proposals(house.db, house.settings) == []
    assert "字节与收到时不同" in reasons(house)[0]


def test_words_of_an_instruction_cannot_become_a_command(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """Level, rank and class are ours or nothing: a person copies them into a command line."""
    about = (("level", "省; rm -rf ~"), ("rank", "主要"), ("class", "$(reboot)"), ("on", "2026-11-20"))
    receipt = a_receipt(report.tag)
    receipt = replace(receipt, fields=(*receipt.fields, Field("instruction", "很好。", about)))
    house = with_receipts(printed, tmp_path / "up", receipt)

    ((said,),) = [one.receipt.instructions for one in receipts_in.proposals(house.db, house.settings)]

    assert (said.level, said.rank, said.kind, said.text) == ("", "主要", "", "很好。")


def test_the_same_receipt_from_two_sources_is_one(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """The upper office publishes on a site and on a disk: both are its own, and there is one to confirm."""
    house = with_receipts(printed, tmp_path / "up", a_receipt(report.tag))
    house = with_source(house, packed(tmp_path / "disk", a_receipt(report.tag)), UPPER, name="disk")
    collected(house, "disk")

    assert [one.reference for one in receipts_in.proposals(house.db, house.settings)] == ["1-1"]


def test_a_paper_that_is_no_receipt_is_none(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """Papers of other kinds are neither believed nor listed as refused."""
    other = Paper("tag:x,2026:z", "题", AT.isoformat(), "", (Field("kind", "notice"),))
    house = with_receipts(printed, tmp_path / "up", other)

    assert (receipts_in.proposals(house.db, house.settings), reasons(house)) == ([], [])


def references(house: House) -> dict[str, str]:
    """Return what each receipt is called by, by the number of the issue above."""
    return {one.receipt.number: one.reference for one in receipts_in.proposals(house.db, house.settings)}


def test_the_number_that_a_person_noted_stays(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """A receipt of an earlier day that comes in late is the second; when the first has gone, the second is called as before."""
    house = printed.later(days=5)
    first, late = a_receipt(report.tag, "第9期", adopted_on="2026-11-25"), a_receipt(report.tag, "第8期")
    house = with_receipts(house, tmp_path / "up", first)
    assert references(house) == {"第9期": "1-1"}

    packed(tmp_path / "up", late, first)
    collected(house)
    assert references(house) == {"第8期": "1-2", "第9期": "1-1"}

    packed(tmp_path / "up", replace(late, fields=(*late.fields, Field("state", "withdrawn"))))
    collected(house)
    assert references(house) == {"第8期": "1-2"}
    packed(tmp_path / "up", first, late)
    collected(house)
    assert references(house) == {"第8期": "1-2", "第9期": "1-1"}


def test_receipts_that_an_older_program_took_in_keep_the_numbers_they_were_shown_with(
    printed: House, report: UpwardReport, tmp_path: Path
) -> None:
    """It kept no numbers: they go by the days of adoption, before and after the next reading; what comes in goes behind them."""
    house = printed.later(days=5)
    two = [a_receipt(report.tag, f"第{n}期", adopted_on=f"2026-11-2{n}") for n in (4, 3)]
    house = with_receipts(house, tmp_path / "up", *two)
    for table, rows in (("receipt_numbers", "true"), ("seals", "record = 'receipt_numbers'")):
        house.db.execute(f"drop trigger {table}_no_delete")
        with store.write(house.db):
            house.db.execute(f"delete from {table} where {rows}")
    assert references(house) == {"第3期": "1-1", "第4期": "1-2"}

    packed(tmp_path / "up", a_receipt(report.tag, "第2期", adopted_on="2026-11-22"), *two)
    collected(house)

    assert references(house) == {"第3期": "1-1", "第4期": "1-2", "第2期": "1-3"}


def test_one_that_is_not_believed_bears_its_number_too(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """Whatever an administrator teaches the program later, it is called as it was when it was refused."""
    two = (a_receipt(report.tag, office=SIGNED), a_receipt(report.tag, "2026年第4期"))
    house = with_receipts(printed, tmp_path / "up", *two)
    assert [one.reference for one in receipts_in.refused(house.db, house.settings)] == ["1-1"]
    assert references(house) == {"2026年第4期": "1-2"}

    house = with_settings(house, f'[upward.offices."{RECEIVER}"]\nlevel = "省"\nsigns_as = "{SIGNED}"')

    assert references(house) == {"2026年第3期": "1-1", "2026年第4期": "1-2"}


def test_receipts_for_reports_of_others_take_no_number(printed: House, report: UpwardReport, tmp_path: Path) -> None:
    """Neither one for another office's report nor one from a source that is not bound uses up a number."""
    house = with_receipts(printed, tmp_path / "low", a_receipt(report.tag, "第1期"), lines=())
    strange = a_receipt("tag:other,2026:report/9")
    house = with_source(house, packed(tmp_path / "up", strange, a_receipt(report.tag, "第2期")), UPPER, name="upper")
    collected(house, "upper")

    assert references(house) == {"第2期": "1-1"}


def test_the_fate_of_a_report_is_what_waits_then_what_stands(
    printed: House, report: UpwardReport, tmp_path: Path
) -> None:
    """No receipt, two that wait, one registered while the later was taken back, its registration undone: one word for each."""
    seen = [receipts_in.fate(())]
    two = (a_receipt(report.tag), a_receipt(report.tag, "2026年第4期"))
    house = with_receipts(printed, tmp_path / "up", *two)

    def note() -> None:
        seen.append(receipts_in.fate(receipts_in.proposals(house.db, house.settings)))

    note()
    made = confirm(house, "1-1").adoption
    packed(tmp_path / "up", two[0], a_receipt(report.tag, "2026年第4期", state="withdrawn"))
    collected(house)
    note()
    clerk = house.actor("clerk1")
    registers.take_back(house.db, house.settings, "upper_adoptions", made.id, "登错了", clerk, house.at)
    note()
    packed(tmp_path / "up", a_receipt(report.tag, "2026年第4期", state="withdrawn"))
    collected(house)
    note()

    assert seen == ["尚无回执", "待确认2件", "已登记", "已撤销登记", "上级已撤回"]
    assert max(map(cell_len, seen)) == receipts_in.FATE_CELLS


def said_above(house: House) -> list[tuple[str, str]]:
    """Return the instructions the unit reads of: the class of each, and the upper office that tells of it."""
    book = read_book(house.settings)
    span = (date(2026, 11, 1), date(2026, 12, 1))
    shown = reading.view(house.db, house.settings, book, "东山镇", span, house.at)
    return [(one.kind, one.office) for one in shown.said]


def test_what_a_receipt_tells_of_holds_while_it_is_confirmed(
    printed: House, report: UpwardReport, tmp_path: Path
) -> None:
    """Not before a person registered it, once when the instruction was registered too, and no more when it was taken back."""
    about = (("level", "省"), ("rank", "主要"), ("class", "肯定"), ("on", "2026-11-20"))
    receipt = a_receipt(report.tag)
    receipt = replace(receipt, fields=(*receipt.fields, Field("instruction", "很好。", about)))
    house = with_receipts(printed, tmp_path / "up", receipt)
    assert said_above(house) == []

    confirm(house, 1)
    (told,) = receipts_in.unregistered(house.db, house.settings, report.id)
    assert said_above(house) == [("肯定", RECEIVER)]
    issue = store.issues.get(house.db, 1)
    words = instructions.Words("省领导", "很好。", "肯定", rank="主要", level="省")
    instructions.record(house.db, (issue, 1), words, house.actor("clerk1"), house.at)
    assert (told[0], said_above(house)) == ("政务信息/2026/1#1", [("肯定", "")])
    assert receipts_in.unregistered(house.db, house.settings, report.id) == []

    copy = a_receipt(report.tag, "2026年第4期")
    another = replace(copy, fields=(*copy.fields, Field("instruction", "", (*about[:2], ("class", "办理"), about[3]))))
    packed(tmp_path / "up", receipt, another)
    collected(house)
    confirm(house, "1-2")
    assert said_above(house) == [("肯定", ""), ("办理", RECEIVER)]
    packed(tmp_path / "up", receipt, replace(another, fields=(*another.fields, Field("state", "withdrawn"))))
    collected(house)
    assert said_above(house) == [("肯定", "")]
    assert receipts_in.unregistered(house.db, house.settings, report.id) == []
