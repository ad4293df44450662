"""What a text must say: the elements of its type (要素), the date of what it tells, and what its title claims.

Types and elements: 动态 has time, place, who, what and result; 经验 做法 and 成效; 问题 causes and proposals; 建议 reasons and
proposals; 紧急 the elements of a first report (接报时间、信息来源、时间、地点、伤亡损失、措施、趋势). They are advice: an incomplete first
report is better than a late one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.text.likeness.figures import FIGURE
from bulletin.text.numerals import amount

_LONG_ENOUGH = 60
_BRIEF = 150
_SENTENCES = 3
_TIME = re.compile(
    r"\d{4}年|\d{1,2}月|\d{1,2}日|[一二三四五六七八九十]+月|今年|去年|明年|今日|今天|昨日|昨天|近日|日前|近期|近来|近年|目前|当前|本[周月季]|上[周月]"
    r"|[上下]半年|季度|以来|[年月]底|[上中下]旬|春节|国庆|汛期|期间|[\d一二三四五六七八九十]+时许?"
)
_CLOCK = re.compile(r"[\d一二三四五六七八九十]{1,3}(?:时(?![间期代常候])|点(?!名|评|位)|[:：]\d\d)")
_PLACE = re.compile(r"[省市县区镇乡村]|街道|社区|园区|路段|水库|公里|学校|小区|厂")
_RESULT = re.compile(r"\d|[一二三四五六七八九十百千万]+[余多个名次家项起亩户]|成效|完成|达到|已|实现|顺利")
_ACTOR = re.compile(r"[局委办厅处科院所队]|政府|部门|公司|企业|合作社|学校|医院|[省市县区镇乡村]|街道|社区|群众|干部")
_CAUSE = re.compile(r"因|由于|源于|缘于|导致|造成|主要是|在于|不足|不够|缺|滞后|薄弱")
_PROPOSAL = re.compile(r"建议|应(?:当|该|由|尽快|加强|进一步)|亟[须需待]|下一步|拟|尽快|需(?:要|进一步|尽快)")
_MEASURE = re.compile(r"组织|赶赴|赶到|启动|转移|救援|抢修|抢险|处置|疏散|安置|救治|扑救|排查|封闭|警戒|采取")
_LOSS = re.compile(r"伤|亡|死|失联|失踪|被困|损失|受灾|受损|冲毁|倒塌|中断")
_TREND = re.compile(r"目前|趋势|可能|预计|正在|仍|续报|得到控制|稳定|不排除|未来")
_SOURCE = re.compile(r"报告|来电|接报|接到|反映|监测|通报|获悉|据")
_WAY = re.compile(r"一是|一、|（一）|首先|通过|建立|推行|实行|组织|探索|创新|坚持|制定|开展|统一|整合")
_EFFECT = re.compile(
    r"\d.*?(?:提高|提升|下降|降低|减少|增长|增加|缩短|节约|达到|完成|[%‰])|(?:提高|提升|下降|降低|减少|增长|增加|缩短|达到|完成).*?\d|成效|效果"
)
ELEMENTS: dict[str, dict[str, re.Pattern[str]]] = {
    "动态": {"地点": _PLACE, "主体": _ACTOR, "结果": _RESULT},
    "经验": {"做法": _WAY, "成效（最好有数据）": _EFFECT},
    "问题": {"原因": _CAUSE, "建议": _PROPOSAL},
    "建议": {"理由": _CAUSE, "建议": _PROPOSAL},
    "紧急": {
        "时刻": _CLOCK,
        "地点": _PLACE,
        "信息来源": _SOURCE,
        "伤亡和损失": _LOSS,
        "已采取的措施": _MEASURE,
        "趋势": _TREND,
    },
}
"""What each type must say, and how it shows. The date of 动态 and 紧急 has a rule of its own."""
_DATED = ("动态", "紧急", "反馈")
_MEASURES = "天年月日人户家个项大条招步张问点类种期亩吨元米名辆台所起例件岁次倍公小分秒度批届县村镇乡区市只头套间栋处款"
_YEAR = re.compile(r"(?:19|20)\d\d(?![\d.万亿%])")
_COUNTABLE = re.compile(
    rf"(?<![\d.])(?P<n>\d{{1,12}}(?:,\d{{3}}){{0,4}}(?:\.\d{{1,6}})?)(?P<scale>[万亿]?)(?P<unit>%|‰|个百分点|[{_MEASURES}]?)"
)
_LOOSE = re.compile(r"(?:超|逾|近|约|过|突破|不足|达)$")
_LOOSE_AFTER = re.compile(r"[余多几]|以上|左右")
_LISTED = frozenset("个项大条招步张问点类种年期")
_SMALL = 10
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_PLACE_FIRST = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,4}?)(?:自治县|县|区|镇|乡|街道)(?![场民域级长委政内外])")
_NO_PLACE = re.compile(r"^[全各我本该两多城社山老新小]")


def _kind(draft: Draft) -> str:
    """Return the type of the text: its items', where they agree; of a long text without one, its section's; else ''."""
    if len(draft.kinds) == 1:
        return draft.kinds[0]
    named = (kind for kind in ELEMENTS if kind in draft.section)
    is_brief = len(draft.text) < _BRIEF or draft.text.count("。") < _SENTENCES
    return "" if draft.kinds or is_brief else next(named, "")


def _missing(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Elements of the type that nothing in title or text shows; a brief (简讯) is not asked."""
    whole = f"{draft.title}\n{draft.text}\n{'、'.join(draft.units)}"
    kind = _kind(draft)
    wanted = ELEMENTS.get(kind, {}) if len(draft.text) >= _LONG_ENOUGH else {}
    missing = [name for name, shown in wanted.items() if not shown.search(whole)]
    if missing:
        yield Sighting(0, 0, f"{kind}类信息看不出{'、'.join(missing)}，请补充或核对")


def _undated(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    if _kind(draft) in _DATED and len(draft.text) >= _LONG_ENOUGH and not _TIME.search(draft.text):
        yield Sighting(0, 0, "正文没有时间，请写明何时")


def _title_figures(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A figure in the title that the text does not have, by value; rough ones (超、近、余) and counted points pass."""
    if not draft.text.strip():
        return
    told = _values(draft.text)
    for match in _COUNTABLE.finditer(draft.title):
        number, scale = Decimal(match["n"].replace(",", "")), _SCALES[match["scale"]]
        loose = _LOOSE.search(draft.title[: match.start()]) or _LOOSE_AFTER.match(draft.title, match.start("unit"))
        is_year = _YEAR.match(draft.title, match.start())
        counts_points = match["unit"] in _LISTED and number * scale <= _SMALL
        if not (loose or is_year or counts_points) and not any(_comes_from(number, one / scale) for one in told):
            yield Sighting(-1, -1, f"标题中的“{match[0]}”正文没有")


def _values(text: str) -> set[Decimal]:
    """Return the values of the figures of a text, with and without their 万 and 亿."""
    values = set()
    for match in _COUNTABLE.finditer(text):
        number = Decimal(match["n"].replace(",", ""))
        values |= {number, number * _SCALES[match["scale"]]}
    for match in FIGURE.finditer(text):
        words = (match[name] for name in ("n", "y", "m", "d", "m2", "d2", "d3", "o", "o2", "o3", "y2") if match[name])
        values |= {Decimal(figure) for word in words if re.fullmatch(r"\d{1,20}(?:\.\d{1,6})?", figure := amount(word))}
    return values


def _comes_from(number: Decimal, told: Decimal) -> bool:
    """Tell whether `number` is `told`, exactly or rounded to its digits."""
    return told.quantize(number) == number


def _title_names(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A place, a leader or a document in the title of which the text and its units say nothing."""
    if not draft.text.strip():
        return
    whole = f"{draft.text}\n{'、'.join(draft.units)}"
    place = _PLACE_FIRST.match(draft.title)
    if place and not _NO_PLACE.match(place[0]) and place["stem"] not in whole:
        yield Sighting(-1, -1, f"标题中的“{place[0]}”正文没有")
    leaders = {leader.name for leader in settings.lists.leaders if leader.name in draft.title}
    titles = set(re.findall(r"《[^》]+》", draft.title))
    for words in sorted(leaders | titles):
        if words.strip("《》") not in whole:
            yield Sighting(-1, -1, f"标题中的“{words}”正文没有")


RULES = (
    GateRule("format.title_figure", "format", "warning", _title_figures, "标题中的数字正文没有"),
    GateRule("format.title_name", "format", "warning", _title_names, "标题中的名称正文没有"),
    GateRule("format.date", "format", "warning", _undated, "动态、紧急没有时间"),
    GateRule("format.elements", "format", "advice", _missing, "缺少这一类信息的要素"),
)
