"""Weeks of an office as rows: what comes in every day, routine wordings, and happenings planted among it.

Everything is composed from lists below; a seed gives the same days. Of the happenings, `KNOWN` may be looked at while rules
are chosen, `UNSEEN` is for reporting only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bulletin.store import Database
from bulletin.store.rows import insert

PLACES = [
    f"{first}{kind}" for first in ("东山", "西河", "南湖", "青溪", "云岭", "石桥") for kind in ("镇", "县", "街道")
]
BUREAUS = [
    f"市{name}"
    for name in (
        "财政局",
        "教育局",
        "水利局",
        "农业农村局",
        "卫生健康委",
        "住房城乡建设局",
        "交通运输局",
        "人社局",
        "民政局",
    )
]
UNITS = [*PLACES, *BUREAUS]
SOURCES = [f"s{number}" for number in range(10)]
_ACTS = ("推进", "加快", "完成", "开展", "部署", "探索", "规范", "督查", "升级", "谋划")
_OBJECTS = (
    *(
        "春耕备耕",
        "道路养护",
        "文化下乡",
        "河道清淤",
        "技能培训",
        "园区建设",
        "普法宣传",
        "校园食堂管理",
        "社区养老服务",
    ),
    *(
        "农村公厕改造",
        "粮食收储",
        "林长巡护",
        "政务大厅服务",
        "老旧小区改造",
        "村级账务公开",
        "图书馆开放",
        "零工市场建设",
    ),
    *("基层卫生院建设", "公交线路优化", "农机检修", "招商项目落地", "人才公寓配租", "电梯加装", "健康体检", "湿地保护"),
    *(
        "防汛演练",
        "助餐点布局",
        "种业攻关",
        "物业纠纷调解",
        "志愿服务",
        "垃圾分类",
        "古树名木保护",
        "病险水库除险",
        "标准地出让",
    ),
)
_ENDS = ("取得新进展", "见成效", "受群众欢迎", "提前完成", "力度加大", "有序进行", "再添举措", "经验获推广")
_ROUTINES = (
    "{unit}召开专题会议推进重点工作",
    "{unit}扎实开展安全生产隐患排查工作",
    "{unit}传达学习上级会议精神",
    "{unit}开展主题党日活动",
    "关于报送{unit}本周工作情况的报告",
)
_LEADS = (
    "{unit}结合实际，{act}{object}，涉及{n}户，群众反映良好。",
    "今年以来，{unit}把{object}作为重点工作，投入{n}万元，{end}。",
    "{unit}负责人介绍，{object}已覆盖{n}个村，下一步将完善机制。",
)
_ROUTINE_LEAD = "{unit}主要负责人主持会议，对下一步工作提出要求，各科室负责人{n}人参加，要求压实责任、狠抓落实。"

Happening = tuple[str, tuple[str, ...]]
"""The words by which a person would know it, parted by ``|``, and items (title|text) as various offices would word them."""
KNOWN: tuple[Happening, ...] = (
    (
        "海葵",
        (
            "{unit}全力防御超强台风“海葵”|台风“海葵”预计明天登陆，{unit}转移低洼处群众{n}人。",
            "台风海葵逼近 {unit}渔船全部回港|受台风海葵影响，{unit}{n}艘渔船已回港避风。",
            "{unit}停课停工应对“海葵”|为应对第18号台风海葵，{unit}宣布停课停工。",
        ),
    ),
    (
        "冻雨",
        (
            "{unit}遭遇冻雨 部分路段封闭|一场冻雨使{unit}{n}公里道路结冰，交警封闭桥梁。",
            "冻雨致{unit}电力线路覆冰|{unit}出现冻雨，{n}条线路覆冰，电力部门组织融冰。",
            "{unit}多措并举抗击冻雨灾害|{unit}干部群众连夜撒盐除冰，应对冻雨。",
        ),
    ),
    (
        "柑橘",
        (
            "{unit}柑橘滞销问题突出|今年{unit}柑橘丰收，但收购商减少，柑橘滞销约{n}吨。",
            "果农反映柑橘滞销 {unit}组织电商帮销|柑橘滞销，{unit}联系平台帮助果农销售{n}吨。",
            "{unit}反映柑橘价格下跌|{unit}柑橘收购价跌至每斤{n}分，滞销明显。",
        ),
    ),
    (
        "拖欠工资|欠薪",
        (
            "{unit}建筑工地拖欠工资问题反弹|{unit}接到农民工反映拖欠工资线索{n}条。",
            "农民工反映拖欠工资 {unit}约谈施工企业|针对拖欠工资，{unit}约谈企业{n}家。",
            "{unit}部署年前清理拖欠工资|{unit}召开会议部署清理拖欠工资，已兑付{n}万元。",
        ),
    ),
)
UNSEEN: tuple[Happening, ...] = (
    (
        "甲流",
        (
            "{unit}学校甲流病例增多|{unit}报告甲流聚集疫情{n}起，均在学校。",
            "甲流高发 {unit}医院儿科排长队|{unit}人民医院儿科日接诊甲流患儿{n}人。",
            "{unit}家长反映甲流药品紧缺|{unit}药店奥司他韦断货，家长反映治甲流买药难。",
        ),
    ),
    (
        "蓝藻",
        (
            "{unit}水源地出现蓝藻|{unit}水质监测发现蓝藻聚集，打捞{n}吨。",
            "蓝藻影响取水口 {unit}启用备用水源|因蓝藻，{unit}启用备用水源，供水{n}万人。",
            "群众反映湖面蓝藻发臭|{unit}居民反映湖边气味难闻，系蓝藻死亡所致。",
        ),
    ),
    (
        "非洲猪瘟|猪瘟",
        (
            "{unit}一养殖场检出非洲猪瘟|{unit}扑杀生猪{n}头，封锁疫点。",
            "{unit}设卡严防非洲猪瘟传入|为防非洲猪瘟，{unit}设检查站{n}个。",
            "非洲猪瘟致{unit}生猪出栏受阻|养殖户反映，受非洲猪瘟影响，{n}头生猪压栏。",
        ),
    ),
    (
        "预付卡|健身房",
        (
            "连锁健身房关门 {unit}会员预付卡退费难|{unit}接到健身房预付卡投诉{n}件。",
            "{unit}受理健身房预付卡投诉激增|某健身房停业，{unit}登记预付卡消费者{n}人。",
            "健身房跑路 {unit}约谈负责人|{unit}就健身房预付卡退款约谈负责人，涉及{n}人。",
        ),
    ),
    (
        "稻飞虱",
        (
            "{unit}晚稻稻飞虱偏重发生|{unit}植保站监测，稻飞虱百丛虫量{n}头。",
            "稻飞虱迁入 {unit}组织统防统治|{unit}出动无人机{n}架次防治稻飞虱。",
            "{unit}农户反映稻飞虱难防治|{unit}农户反映稻飞虱抗药，用药{n}次仍不见效。",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A happening of one day: the words a person would know it by, and how many items told of it."""

    words: tuple[str, ...]
    size: int


def everyday(rng: Random) -> tuple[str, str, str]:
    """Return unit, title and text of an item as it comes in on any day; one in four is worded as a routine."""
    unit, act, thing, end = rng.choice(UNITS), rng.choice(_ACTS), rng.choice(_OBJECTS), rng.choice(_ENDS)
    given = {"unit": unit, "act": act, "object": thing, "end": end, "n": rng.randint(2, 900)}
    if rng.random() < 0.25:
        return unit, rng.choice(_ROUTINES).format(**given), _ROUTINE_LEAD.format(**given)
    title = rng.choice(("{unit}{act}{object}", "{unit}{object}{end}", "{act}{object} {unit}{end}"))
    return unit, title.format(**given), rng.choice(_LEADS).format(**given)


def told_of(happening: Happening, size: int, rng: Random) -> Iterator[tuple[str, str, str, str]]:
    """Yield source, unit, title and text of items about a happening, from three sources at least."""
    sources, units = rng.sample(SOURCES, min(size, rng.randint(3, 5))), rng.sample(UNITS, size)
    for place, unit in enumerate(units):
        title, _, text = rng.choice(happening[1]).partition("|")
        yield (
            sources[place % len(sources)],
            unit,
            title.format(unit=unit),
            text.format(unit=unit, n=rng.randint(2, 900)),
        )


def put(db: Database, at: datetime, source: str, unit: str, title: str, text: str) -> int:
    """Enter one item."""
    number = db.execute("select coalesce(max(id), 0) + 1 from items").fetchone()[0]
    row = {"original_id": 1, "source": source, "key": f"d{number}", "title": title, "text": text, "raw_text": ""}
    row |= {"url": "", "origin": "", "unit": unit, "kind": "", "signed_by": "", "urgency": "", "state": "new"}
    times = {"published_at": at.isoformat(), "received_at": at.isoformat()}
    return insert(db, "items", {**row, **times, "fingerprint": str(number), "flags": "[]", "removed": "[]"})


def day_of(
    db: Database, at: datetime, rng: Random, many: int, happenings: Sequence[tuple[Happening, int]] = ()
) -> list[Planted]:
    """Enter a day's items: `many` as on any day, and those of the happenings, with their numbers of items. Return those."""
    for _ in range(many):
        put(db, at, rng.choice(SOURCES), *everyday(rng))
    for happening, size in happenings:
        for item in told_of(happening, size, rng):
            put(db, at, *item)
    return [Planted(tuple(happening[0].split("|")), size) for happening, size in happenings]


def days_before(at: datetime, number: int) -> Iterator[datetime]:
    """Yield the mornings of that many days before, the oldest first, without Saturdays and Sundays."""
    mornings = (at - timedelta(days=back) for back in range(number, 0, -1))
    return (morning for morning in mornings if morning.weekday() < 5)
