"""What ``bulletin item list`` and ``item show`` tell people: lines that fit, and relations in the order they matter."""

from __future__ import annotations

from calls import call
from conftest import House

from bulletin import store
from bulletin.cli.columns import width
from bulletin.terms import RELATIONS

NOTICE = "各有关单位：现就第{0}批项目申报工作通知如下。一、申报时间。二、申报条件。三、申报材料。请各单位按要求组织申报，逾期不予受理。"
WHEAT = (
    "全市夏粮收购全面展开，已收购小麦41.2万吨，同比增加3.1万吨，收购价格平稳，农民售粮踊跃，仓容充足，未出现卖粮难。"
)


def test_what_matters_of_the_relations_stands_first_and_templates_are_few(house: House) -> None:
    """Of six notices in one wording three are shown and the others counted."""
    for batch in "一二三四五六":
        last = house.item(title=f"关于第{batch}批项目申报的通知", text=NOTICE.format(batch))

    shown = call(house.settings.root, "item", "show", last.id).out.splitlines()

    assert sum(line.startswith("同模板：来稿 ") for line in shown) == 3
    assert "另有2件同模板" in shown


def test_the_own_number_is_shown_and_found(house: House) -> None:
    """``item show`` and its JSON give the number a unit or hotline stated, and the queue and search go by it."""
    bare, item = house.item(WHEAT), house.item(WHEAT, number="RX20260001", is_record=True)

    shown = call(house.settings.root, "item", "show", item.id).out
    listed = call(house.settings.root, "item", "list", "--filter", "编号:rx2026", "--json").json
    found = call(house.settings.root, "search", "编号:RX20260001", "--json").json

    assert "编号：RX20260001" in shown and "编号" not in call(house.settings.root, "item", "show", bare.id).out
    assert call(house.settings.root, "item", "show", item.id, "--json").json["number"] == "RX20260001"
    assert [row["id"] for row in listed] == [hit["id"] for hit in found["items"]["hits"]] == [item.id]


def test_what_was_printed_stands_before_what_is_only_alike(house: House) -> None:
    """The printed text comes first, then the update in the queue."""
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    house.issue("published")
    house.item(title="夏粮收购进展顺利", text=WHEAT.replace("41.2", "39.8"))
    last = house.item(title="夏粮收购进展顺利", text=WHEAT)

    shown = call(house.settings.root, "item", "show", last.id).out.splitlines()
    told = [line for line in shown if line.partition("：")[0] in ("同文", "更新")]

    assert "已刊 政务信息2026年第1期" in told[0]
    assert told[-1].startswith("更新：来稿 ")


def test_templates_stand_last_even_where_one_was_printed(house: House) -> None:
    """A text that is really alike stands before a template, though only the template was printed."""
    house.article("approved", title="关于第一批项目申报的通知", text=NOTICE.format("一"))
    house.issue("published")
    house.item(title="关于第二批项目申报的通知", text=NOTICE.format("二"))
    last = house.item(title="关于第二批项目申报的通知", text=NOTICE.format("二"))

    told = _relations(house, last.id)

    assert [line.partition("：")[0] for line in told] == ["同文", "同模板"]
    assert "已刊 政务信息2026年第1期" in told[1]


def test_an_issue_is_told_once(house: House) -> None:
    """What was printed is both an item and an entry: the issue is told with the item, and ``--json`` has both."""
    house.article("approved", title="夏粮收购进展顺利", text=WHEAT)
    house.issue("published")
    last = house.item(title="夏粮收购进展顺利", text=WHEAT)

    told = _relations(house, last.id)
    everything = call(house.settings.root, "item", "show", last.id, "--json").json["relations"]

    assert "".join(told).count("已刊") == 1
    assert len([one for one in everything if one["printed"]]) == 2


def test_an_event_is_told_only_of_other_words(house: House) -> None:
    """That the same text tells of the same event goes without saying; of another text it is said."""
    house.item(title="东山镇发生山体滑坡", text="11月18日夜间，东山镇石桥村发生山体滑坡，疏散群众46人，道路中断。")
    again = "据市应急局消息，石桥村后山昨夜滑坡，群众全部转移，道路正在抢通。"
    house.item(title="石桥村山体滑坡已疏散46人", text=again)
    last = house.item(title="石桥村山体滑坡已疏散46人", text=again)

    assert [line.partition("：")[0] for line in _relations(house, last.id)] == ["同文"]
    assert [line.partition("：")[0] for line in _relations(house, last.id - 1)] == ["同文", "同事件"]


def _relations(house: House, item_id: int) -> list[str]:
    """Return the lines of ``item show`` that tell of relations."""
    shown = call(house.settings.root, "item", "show", item_id).out.splitlines()
    return [line for line in shown if line.partition("：")[0] in RELATIONS.values()]


def test_every_line_of_the_queue_fits_a_terminal_of_80_columns(house: House) -> None:
    """Long titles are cut, many marks and reasons go on on the next line: none is wider than 80 cells, no mark is lost."""
    for number in range(4):
        last = house.item(
            title=f"{'夏粮收购进展顺利' * 8}", text=WHEAT.replace("41.2", f"4{number}.2"), unit="市应急管理局"
        )
    house.item(title="夏粮收购进展顺利", text=WHEAT, origin="某省农业农村信息网络服务平台" * 3, unit="")

    lines = call(house.settings.root, "item", "list").out.splitlines()

    assert max(map(width, lines)) <= 80
    marks = store.identity.marks(house.db, [last.id])[last.id]
    assert marks
    assert all(any(mark in line for line in lines) for mark in marks)
