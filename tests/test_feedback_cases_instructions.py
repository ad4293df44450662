"""What is promised about instructions: who wrote, what class, which of several holds, which day, what is put right."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin import store
from bulletin.errors import RefusedAction, UsageError
from bulletin.feedback.cases import follow_ups, instructions, leaders
from bulletin.feedback.cases.classing import kind_of
from bulletin.feedback.cases.instructions import Correction, Words
from bulletin.model import Instruction
from bulletin.settings.lists import Leader, Lists, Period, read_lists

DAY = date(2026, 11, 20)
LISTS = Lists(
    places=("东江市", "东江"),
    leaders=(
        Leader("周某水", ("市委书记",), 1, Period(date(2025, 1, 1))),
        Leader("郑某石", ("市委副书记", "市长"), 2, Period(date(2025, 1, 1))),
        Leader("王某竹", ("市委常委", "常务副市长"), 3, Period()),
        Leader("冯某兰", ("副市长",), 4, Period(date(2026, 7, 1))),
        Leader("陈某菊", ("副市长",), 4, Period(None, date(2026, 6, 30))),
        Leader("褚某梅", ("市政府秘书长",), 5, Period()),
        Leader("卫某松", ("市委书记",), 9, Period(), level="省", chief=False),
    ),
)


@pytest.fixture(scope="module")
def printed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """One published issue."""
    house = new_house(tmp_path_factory.mktemp("printed"))
    house.issue("published")
    return house


@pytest.fixture
def printed(new_house: NewHouse, tmp_path: Path, printed_once: House) -> House:
    """A copy of the office with a published issue."""
    return new_house(tmp_path / "printed", printed_once)


def _record(house: House, words: Words, entry: bool = True) -> Instruction:
    issue = store.issues.get(house.db, 1)
    place = (issue, store.issues.entries(house.db, 1)[0].id if entry else None)
    return instructions.record(house.db, place, words, house.actor("clerk1"), house.at, LISTS)


# Class


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("圈阅", "传阅"),
        ("请各部门阅研。", "传阅"),
        ("请李市长阅示", "传阅"),
        ("参考。", "传阅"),
        ("做法很好，可推广", "肯定"),
        ("已阅，编得好。", "肯定"),
        ("请发展改革委研究提出意见。", "研究"),
        ("请财政局阅研，提出方案。", "研究"),
        ("请住建局会同财政局研究解决。", "办理"),
        ("经验很好。请农业农村局总结推广。", "办理"),
        ("做法不错，请各地借鉴。", "办理"),
        ("转市应急管理局办。", "办理"),
        ("限三日内整改到位", "办理"),
        ("同意。", "办理"),
    ],
)
def test_the_class_is_judged_clause_by_clause(text: str, kind: str) -> None:
    """The most demanding clause counts; what tells nothing counts as a task, so that nothing is missed."""
    assert kind_of(text) == kind


def test_what_was_judged_wrongly_is_put_right_and_both_stand(printed: House) -> None:
    """A new row says what it is taken for, by whom and why; the words and the first judgement cannot be changed."""
    one = _record(printed, Words("市长", "同意。"))
    clerk = printed.actor("clerk1")

    made = instructions.put_right(printed.db, one.id, Correction("传阅", reason="只是表态"), clerk, printed.at)

    assert (one.kind, made.kind, made.text, made.rank, made.level) == ("办理", "传阅", "同意。", "主要", "市")
    assert printed.db.execute("select kind from instructions").fetchall() == [("办理",)]
    with pytest.raises(UsageError, match="须写明理由"):
        instructions.put_right(printed.db, one.id, Correction("办理"), clerk, printed.at)
    with pytest.raises(UsageError, match=r"没有类别 办里。.*最接近的是 办理"):
        instructions.put_right(printed.db, one.id, Correction("办里", reason="x"), clerk, printed.at)
    with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
        printed.db.execute("delete from judgements")


def test_a_task_that_is_being_done_does_not_become_reading(printed: House) -> None:
    """With a case open the class cannot be one that demands no answer."""
    one, clerk = _record(printed, Words("市长", "请办。")), printed.actor("clerk1")
    follow_ups.assign(printed.db, printed.settings, one.id, follow_ups.Assignment("东山镇"), clerk, printed.at)

    with pytest.raises(RefusedAction, match="批示 1 已有督办 1，不能改为传阅类"):
        instructions.put_right(printed.db, one.id, Correction("传阅", reason="x"), clerk, printed.at)
    assert instructions.put_right(printed.db, one.id, Correction("研究", reason="x"), clerk, printed.at).kind == "研究"


# Who


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        ("郑某石", ("主要", "市", 2)),
        ("郑某石市长", ("主要", "市", 2)),
        ("市长郑某石", ("主要", "市", 2)),
        ("市长", ("主要", "市", 2)),
        ("东江市市长", ("主要", "市", 2)),
        ("王副市长", ("其他", "市", 3)),
        ("冯市长", ("其他", "市", 4)),
        ("秘书长", ("其他", "市", 5)),
        ("卫某松", ("其他", "省", 9)),
        ("副市长", ("其他", "市", 4)),
        ("省长", ("主要", "省", None)),
        ("常务副省长", ("其他", "省", None)),
        ("国务院副总理", ("其他", "国", None)),
        ("河西区区委书记", ("主要", "县", None)),
        ("市纪委书记", ("其他", "市", None)),
        ("镇长", ("主要", "乡", None)),
    ],
)
def test_rank_and_level_come_from_the_list_or_the_post(words: str, standing: tuple[str, str, float | None]) -> None:
    """By name, by post, by surname and post; beyond the list by the post itself, where 副 and 纪委 are no 主要领导."""
    found = leaders.standing_of(LISTS, words, DAY)

    assert (found.rank, found.level, found.order) == standing


def test_the_list_counts_on_its_days() -> None:
    """A post held by another last year is his; whoever has left office is refused with what to check."""
    last_year = leaders.standing_of(LISTS, "陈市长", date(2026, 6, 30))

    assert (last_year.rank, last_year.order) == ("其他", 4)
    with pytest.raises(UsageError, match="陈某菊在 2026-11-20 不在领导名单的任期内。请核对批示日期和名单"):
        leaders.standing_of(LISTS, "陈某菊", DAY)


def test_an_unknown_leader_is_answered_with_the_nearest_name() -> None:
    """A slip of the pen is refused with the name on the list, and with the way out; given both, he is taken as given."""
    with pytest.raises(UsageError, match=r"没有“郑某拓”，也看不出职务。最接近的是 郑某石；.*--rank.*--level"):
        leaders.standing_of(LISTS, "郑某拓", DAY)
    with pytest.raises(UsageError, match="没有“郑某拓”"):
        leaders.standing_of(LISTS, "郑某拓", DAY, rank="其他")
    assert leaders.standing_of(LISTS, "郑某拓", DAY, "其他", "省") == leaders.Standing("其他", "省")
    assert leaders.standing_of(LISTS, "郑某石", DAY, level="省").level == "省"


@pytest.mark.parametrize(("key", "value"), [("rank", "主管"), ("level", "地")])
def test_a_rank_or_level_that_is_none_is_refused(key: str, value: str) -> None:
    """The key and what may stand there are named."""
    with pytest.raises(UsageError, match=f"--{key} 没有“{value}”"):
        leaders.standing_of(LISTS, "市长", DAY, **{key: value})


def test_an_office_without_a_list_records_whom_it_is_told(printed: House) -> None:
    """Nobody to compare with: rank and level are what is given, or not known."""
    assert leaders.standing_of(Lists(), "张三", DAY) == leaders.Standing("", "")
    assert leaders.standing_of(Lists(), "市长", DAY) == leaders.Standing("主要", "市")


def test_a_list_says_level_and_rank_where_the_post_does_not(tmp_path: Path) -> None:
    """``level`` and ``chief`` in templates/名单 go before what the post would tell."""
    folder = tmp_path / "templates" / "名单"
    folder.mkdir(parents=True)
    entry = '[[leader]]\nname = "赵某一"\nposts = ["管委会主任"]\nrank = 1\nlevel = "市"\nchief = true\n'
    (folder / "领导.toml").write_text(entry, encoding="utf-8")

    assert leaders.standing_of(read_lists(tmp_path), "赵某一", DAY) == leaders.Standing("主要", "市", 1)


# When


def test_an_instruction_is_written_from_the_day_of_the_issue_to_today(printed: House) -> None:
    """The day before the issue and tomorrow are refused, with both dates and the key; the day itself and today are not."""
    later = printed.later(days=3)
    issued, today = printed.at.date(), later.at.date()

    with pytest.raises(UsageError, match=r"批示日期 2026-11-19 早于政务信息/2026/1的印发日期 2026-11-20。.*--date"):
        _record(later, Words("市长", "请办。", written_on=issued - timedelta(days=1)))
    with pytest.raises(UsageError, match=r"批示日期 2026-11-24 还没有到，今天是 2026-11-23。.*--date"):
        _record(later, Words("市长", "请办。", written_on=today + timedelta(days=1)))
    assert [_record(later, Words("市长", "请办。", written_on=day)).written_on for day in (issued, today)] == [
        issued,
        today,
    ]


# Which holds


def test_the_highest_leaders_last_word_holds_and_none_is_overwritten(printed: House) -> None:
    """Level before rank before place on the list before the day; praise and reading never hold; all stand."""
    deputy = _record(printed, Words("王副市长", "请财政局办。"))
    mayor = _record(printed, Words("市长", "请农业农村局办。", written_on=DAY))
    second_deputy = _record(printed, Words("冯市长", "请教育局办。"))
    mayor_again = _record(printed, Words("郑某石", "改由水利局办。"))
    governor = _record(printed, Words("省长", "很好。"))
    others = _record(printed, Words("市委书记", "请办。"), entry=False)

    matter = instructions.on_same_matter(printed.db, deputy)

    assert [one.id for one in matter] == [one.id for one in (deputy, mayor, second_deputy, mayor_again, governor)]
    assert instructions.holding(matter) == mayor_again
    assert instructions.holding([deputy, second_deputy]) == deputy
    assert instructions.holding([governor]) is None
    assert instructions.on_same_matter(printed.db, others) == [others]
    assert [one.text for one in matter] == [
        "请财政局办。",
        "请农业农村局办。",
        "请教育局办。",
        "改由水利局办。",
        "很好。",
    ]


def test_the_last_word_is_the_one_written_last_not_recorded_last(printed: House) -> None:
    """An instruction that was entered late does not go before one that was written after it."""
    later = printed.later(days=2)
    second = _record(later, Words("市长", "改由水利局办。", written_on=DAY + timedelta(days=1)))
    first = _record(later, Words("市长", "请农业农村局办。", written_on=DAY))

    assert instructions.holding([second, first]) == second


def test_a_rank_put_right_changes_which_one_holds(printed: House) -> None:
    """Which holds is asked of the rows as they stand now."""
    deputy = _record(printed, Words("王副市长", "请财政局办。"))
    mayor = _record(printed, Words("市长", "请农业农村局办。"))
    wish = Correction(level="省", reason="兼任省领导")
    instructions.put_right(printed.db, deputy.id, wish, printed.actor("clerk1"), printed.at)

    holding = instructions.holding(instructions.on_same_matter(printed.db, mayor))

    assert holding is not None
    assert (holding.id, holding.level) == (deputy.id, "省")


def test_the_same_words_on_the_same_day_are_told_and_nothing_is_refused(printed: House) -> None:
    """Marks, blanks and how the leader is called do not count; other words, another place or day are another instruction."""
    first = _record(printed, Words("市长", "请农业农村局办。"))
    _record(printed, Words("市长", "请水利局办。"))
    issue, entry = store.issues.get(printed.db, 1), first.entry_id

    assert instructions.alike(printed.db, (issue, entry), "请农业农村局 办", DAY) == [first.id]
    assert instructions.alike(printed.db, (issue, None), first.text, DAY) == []
    assert instructions.alike(printed.db, (issue, entry), first.text, DAY - timedelta(days=1)) == []
    assert _record(printed, Words("郑某石", first.text)).id > first.id
