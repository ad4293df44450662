"""The worked examples of real rules: every figure exact."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin.feedback.points import compute, failing
from bulletin.model import Asked, Fault, first_places, in_print, signed, standing
from bulletin.settings.points import RuleBook, read_book
from tests.points_facts import book, facts, instructed, printed, raised, with_rules

FGW, CZJ, TJJ = "市发展改革委", "市财政局", "市统计局"


def ladder() -> dict[str, object]:
    """An item that climbs all the way up: 昨日情况, 省, 国办, and an instruction at every level."""
    entry = printed("每日要情/2026/3#1", FGW)
    above = (
        raised(entry, "省", kind="reported", on=date(2026, 3, 16)),
        raised(entry, "省", "专报信息", on=date(2026, 3, 20)),
        raised(entry, "省", "互联网信息摘编", on=date(2026, 3, 22)),
        raised(entry, "国", kind="reported", on=date(2026, 4, 1)),
        raised(entry, "国", "国办", on=date(2026, 4, 10)),
    )
    notes = (
        instructed(entry, "市", on=date(2026, 3, 15)),
        instructed(entry, "省", on=date(2026, 3, 25)),
        instructed(entry, "国", on=date(2026, 4, 20)),
    )
    return {"printed": (entry,), "raised": above, "instructed": notes}


def test_e1_ladder_adds_up_step_by_step() -> None:
    """连云港: one item climbs 3, 8, 10, 30, 35, 85, 95, 145, 245, each step on its day."""
    ledger = compute(facts(**ladder()), book("连云港"))

    sums = [sum((award.amount for award in ledger.awards[: n + 1]), Fraction(0)) for n in range(len(ledger.awards))]
    assert sums == [3, 8, 10, 30, 35, 85, 95, 145, 245]
    assert all(
        award.clause and award.rule == "连云港" and award.subject == "每日要情/2026/3#1" for award in ledger.awards
    )


def test_e1_brief_is_one_point() -> None:
    """连云港: the same item as a brief in 昨日情况 only is worth 1."""
    entry = printed("每日要情/2026/3#1", FGW, section="简讯")

    assert compute(facts(entry), book("连云港")).total(FGW) == 1


def test_e1_highest_of_a_level_is_240() -> None:
    """连云港 with 就高 for the two provincial bulletins: 240; the lower one brings nothing."""
    ledger = compute(facts(**ladder()), book("连云港", upper="同级就高"))

    assert ledger.total(FGW) == 240
    (lower,) = [award for award in ledger.awards if "互联网信息摘编" in award.why]
    assert lower.amount == 0 and lower.why.endswith("另有一项计分，只计其一，本项不计")


def huzhou() -> dict[str, object]:
    """One month of a district: 要情 with two city instructions, 专报 with one of the city and one of the province, a 直报点."""
    news = printed("每日要情/2026/3#1", "河西区")
    report = printed("信息专报/2026/2#1", "河西区")
    firm = printed("每日要情/2026/4#2", "东江化工")
    return {
        "printed": (news, report, firm),
        "raised": (raised(report, "省", kind="reported"), raised(report, "省", "每日要情", on=date(2026, 3, 24))),
        "instructed": (
            instructed(news, "市", "主要", leader="市长"),
            instructed(news, "市", "其他", leader="副市长"),
            instructed(report, "市"),
            instructed(report, "省", on=date(2026, 3, 26)),
        ),
        "parents": {"东江化工": "河西区"},
    }


def test_e2_instructions_of_one_level_count_once() -> None:
    """湖州 2018: 13 for the 要情 item, 100 for the 专报, 3 for the 直报点: 116, all of it the district's."""
    ledger = compute(facts(**huzhou()), book("湖州2018"))

    of_entry = {ref: sum(award.amount for award in ledger.about(ref)) for ref in {a.subject for a in ledger.awards}}
    assert of_entry == {"每日要情/2026/3#1": 13, "信息专报/2026/2#1": 100, "每日要情/2026/4#2": 3}
    assert ledger.totals() == {"河西区": 116}


def test_e2_every_instruction_would_be_126() -> None:
    """湖州 with 每次: the second instruction of the city counts as well, 126."""
    assert compute(facts(**huzhou()), book("湖州2018", repeats="每次")).total("河西区") == 126


def test_e2_thirty_more_are_on_top_of_the_ten() -> None:
    """湖州 省《专报》“再加30”: the rule that says so counts beside the one that follows it, 40 in all."""
    entry = printed("信息专报/2026/2#1", "河西区")
    above = (raised(entry, "省", "专报"),)

    assert compute(facts(entry, raised=above), book("湖州2018")).total("河西区") == 10 + 30 + 10


def quzhou() -> dict[str, object]:
    """A 专报 item of three units with an instruction; three 信息版 items and one 增刊 of the first unit."""
    shared = printed("信息专报/2026/2#1", FGW, CZJ, TJJ)
    own = [printed(f"政务信息/2026/{n}#1", FGW) for n in (1, 2, 3)]
    supplement = printed("政务信息/2026/增刊1#1", FGW)
    return {"printed": (shared, *own, supplement), "instructed": (instructed(shared, "市"),)}


def test_e3_shared_points_are_exact() -> None:
    """衢州: 13 among three units is 13/3 each, the three add up to 13; the first has 6 + 10 + 13/3 = 61/3, printed 20.3."""
    ledger = compute(facts(**quzhou()), book("衢州"))

    shared = [award for award in ledger.awards if award.subject == "信息专报/2026/2#1"]
    parts = {unit: sum(award.amount for award in shared if award.unit == unit) for unit in (FGW, CZJ, TJJ)}
    assert parts == dict.fromkeys((FGW, CZJ, TJJ), Fraction(13, 3))
    assert sum(parts.values()) == 13
    assert ledger.total(FGW) == Fraction(61, 3)
    assert in_print(ledger.total(FGW)) == "20.3"


def test_e3_full_points_to_each() -> None:
    """衢州's input under 全额: 13 for each, 39 in all."""
    ledger = compute(facts(**quzhou()), book("衢州", base="全额", bonus="全额"))

    assert sum(award.amount for award in ledger.about("信息专报/2026/2#1")) == 39
    assert ledger.total(CZJ) == 13


def test_e3_instruction_for_the_lead_alone() -> None:
    """衢州's input with the instruction for the lead only: the lead has 1 + 10, the others 1."""
    ledger = compute(facts(**quzhou()), book("衢州", bonus="牵头"))

    assert [sum(a.amount for a in ledger.about("信息专报/2026/2#1") if a.unit == u) for u in (FGW, CZJ, TJJ)] == [
        11,
        1,
        1,
    ]


def test_e3_upper_points_are_multiplied() -> None:
    """衢州: 6 of the province by way of the city office are 12, reported directly 6; 8 of 国办 are 40."""
    entries = [printed(f"政务信息/2026/{n}#1", unit) for n, unit in enumerate((FGW, CZJ, TJJ), 1)]
    above = (
        raised(entries[0], "省", "每日要情", points=Fraction(6)),
        raised(entries[1], "省", "每日要情", points=Fraction(6), is_direct=True),
        raised(entries[2], "国", "国办", points=Fraction(8)),
    )
    ledger = compute(facts(*entries, raised=above), book("衢州"))

    assert [award.amount for award in ledger.awards if award.kind == "adopted"] == [12, 6, 40]


ZHALANTUN = """
name = "扎兰屯"
notice = "2023年1–3月信息报送及采用通报"
valid_from = 2023-01-01

[[printed]]
points = 5
clause = "本市采用每条5分"

[[adopted]]
levels = ["市"]
points = 10
clause = "呼伦贝尔市采用每条10分"
"""


def test_e4_a_published_table_comes_out_again(tmp_path: Path) -> None:
    """扎兰屯 2023 Q1: counts of five units give the five totals as printed, in the printed order."""
    counts = {"一": (35, 3), "二": (36, 0), "三": (27, 1), "四": (25, 1), "五": (26, 0)}
    local = [printed(f"政务信息/2026/{unit}#{n}", unit) for unit, (own, _) in counts.items() for n in range(1, own + 1)]
    above = [
        raised(entry, "市", "呼伦贝尔")
        for entry in local
        if int(entry.reference.rpartition("#")[2]) <= counts[entry.units[0]][1]
    ]

    ledger = compute(facts(*local, raised=tuple(above)), read_book(with_rules(tmp_path, 扎兰屯=ZHALANTUN), "扎兰屯"))

    places = standing(ledger.totals(), sorted(counts))
    assert [(place.place, place.unit, place.points) for place in places] == [
        (1, "一", 205),
        (2, "二", 180),
        (3, "三", 145),
        (4, "四", 135),
        (5, "五", 130),
    ]


ZHONGLOU = """
name = "钟楼"
notice = "钟楼区行政审批局信息工作考核评分细则"
valid_from = 2020-01-01

[[printed]]
points = 10
clause = "区级政务采用加10分"

[[commission]]
points = 2
clause = "约稿每次加2分"

[[fault]]
kinds = ["迟报"]
points = 1
clause = "迟报每次扣1分"

[[fault]]
kinds = ["错情"]
points = 2
clause = "严重错误每次扣2分"

[[granted]]
period = "季"
points = 6
classes = [3]
clause = "每季基础分6分"

[[quota]]
period = "季"
counted = "报送"
least = 8
classes = [3]
each_missing = 1
clause = "每季少一条扣1分"

[[rate]]
period = "季"
below = 30
points = 1
clause = "录用率低于30%扣1分"

[limits]
period = "季"
basis = ["基础分"]
floor = 0
pass_mark = 6
"""


def zhonglou(tmp_path: Path, sent: int, used: int) -> tuple[RuleBook, dict[str, object]]:
    """The quarter of one unit: so many sent and used, late once, two serious errors, two commissions done."""
    settings = with_rules(tmp_path, 钟楼=ZHONGLOU)
    day = date(2026, 2, 1)
    return read_book(settings, "钟楼"), {
        "printed": tuple(printed(f"政务信息/2026/1#{n}", "东山镇", on=day) for n in range(1, used + 1)),
        "submitted": {("东山镇", day): sent},
        "faults": (
            Fault("东山镇", "迟报", "", day),
            Fault("东山镇", "错情", "", day),
            Fault("东山镇", "错情", "", day),
        ),
        "asked": (Asked("东山镇", "春耕", "answered", day), Asked("东山镇", "防汛", "answered", day)),
        "classes": {"东山镇": 3},
        "until": date(2026, 4, 1),
    }


def test_e5_floor_then_bonus(tmp_path: Path) -> None:
    """钟楼区: 6 − 1 − 3 − 4 − 1 stops at 0, + 4 = 4 is 不达标; with the one piece printed, + 10 = 14 it passes."""
    rules, known = zhonglou(tmp_path, sent=5, used=1)
    quarter = (date(2026, 1, 1), date(2026, 4, 1))

    ledger = compute(facts(**known), rules)
    without = compute(facts(**{**known, "printed": (), "submitted": {("东山镇", date(2026, 2, 1)): 5}}), rules)

    taken = [award.amount for award in ledger.awards if award.kind == "deduction"]
    assert sorted(taken) == [-3, -2, -2, -1, -1]
    assert without.total("东山镇") == 4
    assert failing(without, rules, ["东山镇"], *quarter) == ["东山镇"]
    assert ledger.total("东山镇") == 14
    assert failing(ledger, rules, ["东山镇"], *quarter) == []


def test_e5_thirty_per_cent_is_not_below(tmp_path: Path) -> None:
    """钟楼区: 3 of 10 is 30 %, which is not below 30 %: nothing is taken for the rate."""
    rules, known = zhonglou(tmp_path, sent=10, used=3)

    ledger = compute(facts(**known), rules)

    assert not [award for award in ledger.awards if "采用率" in award.why]


def test_e6_ties_share_a_place() -> None:
    """温县 2023 Q3: 175.7, 165.3, 160, 160 are places 1, 2, 3, 3; the first three places are four units; the next is 5th."""
    points = {"甲": "175.7", "乙": "165.3", "丙": "160", "丁": "160", "戊": "12"}

    places = standing({unit: Fraction(given) for unit, given in points.items()}, list(points))

    assert [place.place for place in places] == [1, 2, 3, 3, 5]
    assert [place.unit for place in first_places(places, 3)] == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("points", "exactly", "in_a_list"),
    [("5", "+5", "+5"), ("-13/3", "-13/3", "-4.3"), ("0", "0", "0"), ("1/30", "+1/30", "0")],
)
def test_a_sign_is_written_where_there_is_a_figure_to_bear_it(points: str, exactly: str, in_a_list: str) -> None:
    """What is given has a plus, what is taken a minus; nothing, and what rounds to nothing, has neither."""
    assert (signed(Fraction(points)), signed(Fraction(points), in_print)) == (exactly, in_a_list)
