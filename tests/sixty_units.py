"""An office of sixty units in four groups, with a quarter of news, ties and units that sent nothing, for the circular's tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bulletin.desk import editing
from bulletin.feedback import registers
from bulletin.model import LateEntry, Penalty, UpperAdoption
from tests.conftest import House, NewHouse


def _names(text: str) -> list[str]:
    return text.split()


TOWNS = _names(
    "东山镇 西坪镇 南河镇 北岭镇 青石镇 白水镇 黄庄镇 柳林镇 杨家桥镇 石门镇 龙泉镇 凤凰镇 清溪乡 云雾乡 城关街道 河西区"
)
FIRST = _names(
    "市发展改革委 市教育局 市科技局 市工业和信息化局 市公安局 市民政局 市财政局 市人力资源社会保障局 市自然资源局 "
    "市生态环境局 市住房城乡建设局 市交通运输局 市水利局 市农业农村局 市商务局"
)
SECOND = _names(
    "市文化广电旅游局 市卫生健康委 市退役军人局 市应急管理局 市审计局 市国资委 市市场监管局 市统计局 市医保局 市林业局 "
    "市信访局 市政务服务局 市城市管理局 市金融办 市体育局"
)
THIRD = _names(
    "市税务局 市气象局 市供电公司 市邮政管理局 市烟草专卖局 市消防救援支队 市公积金中心 市供销社 市残联 市红十字会 "
    "市总工会 团市委 市妇联 市科协"
)
GROUPS = {"区、乡镇（街道）": TOWNS, "一类单位": FIRST, "二类单位": SECOND, "三类单位": THIRD}
UNITS = [unit for units in GROUPS.values() for unit in units]
SILENT = ("市红十字会", "市科协", "云雾乡")
"""Units that send nothing at all."""
UNUSED = ("市体育局", "市邮政管理局")
"""Units that send, and have nothing adopted."""
WORK = (
    "推行网格化管理",
    "启动秋收秋种",
    "办理企业诉求",
    "排查地质灾害隐患点",
    "上线预约服务",
    "完成老旧小区改造",
    "培训基层干部",
)


def sixty_units(new_house: NewHouse, folder: Path, issues: int = 1, most: int = 6) -> House:
    """Return an office of these units in which so many issues were published on 20 November, and the rest entered later.

    A unit has at most `most` late entries. Units are tied in every group.
    """
    house = new_house(folder)
    path = house.settings.root / "bulletin.toml"
    text = re.sub(r'\[units\."[^\n]*\n(?:[^\[\n][^\n]*\n)*', "", path.read_text(encoding="utf-8"))
    tables = [f'[units."{unit}"]\nclass = {k}\n' for k, units in enumerate(GROUPS.values(), 1) for unit in units]
    groups = [f'[[circular.groups]]\nname = "{name}"\nclasses = [{k}]\n' for k, name in enumerate(GROUPS, 1)]
    path.write_text("\n".join([text, *tables, *groups]), encoding="utf-8")
    house = new_house(folder.with_name(folder.name + "-60"), like=house)
    for number in range(issues):
        _issue(house, UNITS[number * 9 : number * 9 + 12])
    _later_entered(house, most)
    return house


def _issue(house: House, units: list[str]) -> None:
    """Publish an issue with an entry of each unit that is not silent, the first of which is one of three units."""
    live = [unit for unit in units if unit not in (*SILENT, *UNUSED)]
    credited = [tuple(live[:3]), *((unit,) for unit in live[3:])]
    for k, names in enumerate(credited):
        items = [
            house.item(f"{name}{WORK[k % 7]}{n}。", f"{name}{WORK[k % 7]}", unit=name).id
            for n, name in enumerate(names)
        ]
        wish = editing.Wish(title=f"{names[0]}{WORK[k % 7]}", section="工作动态")
        made = editing.adopt(house.db, house.settings, items, wish, house.actor("editor1"), house.at)
        house.approve(house.send(made))
    house.issue("published")


def _later_entered(house: House, most: int) -> None:
    """Enter what was printed before the program: from unit to unit one more or less, so that some are tied."""
    clerk, at = house.actor("editor1"), house.at
    for unit in UNUSED:
        house.item(f"{unit}近况。", f"{unit}近况", unit=unit)
    for number, (unit, count) in enumerate(_counts(most)):
        for k in range(count):
            house.item(f"{unit}第{k}期情况。", f"{unit}{WORK[(number + k) % 7]}", unit=unit)
            day = house.at.date() - timedelta(days=1 + (number * 7 + k * 13) % 45)
            wish = LateEntry(
                0, "政务信息", "工作动态", "", f"{unit}{WORK[(number + k) % 7]}", "动态", (unit,), day, "此前已印"
            )
            made = registers.enter_late(house.db, house.settings, wish, clerk, at)
            if k == 0 and number % 9 == 0:
                level, bulletin = ("省", "每日要情") if number % 2 else ("市", "信息摘编")
                up = UpperAdoption(0, None, made.id, "adopted", level, bulletin, "第45期", "", False, None, day)
                registers.register(house.db, house.settings, up, clerk, at)
    fault = Penalty(0, "市商务局", "失实", "第12期第3条面积有误", "", house.at.date())
    registers.penalise(house.db, house.settings, fault, house.actor("clerk1"), at)


def _counts(most: int) -> Iterator[tuple[str, int]]:
    for units in GROUPS.values():
        live = [unit for unit in units if unit not in (*SILENT, *UNUSED)]
        yield from ((unit, max(1, most - k // 2)) for k, unit in enumerate(live))
