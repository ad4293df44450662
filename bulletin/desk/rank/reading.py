"""What a text itself says of its worth: the five "有", the elements its type asks for, figures, problems, routine.

Sources: 有数据、有典型、有观点、有分析、有建议 (党委办公室政务服务的信息质量要求); 五要素 (时间、地点、人物、事件、结果) and the
skeletons of 经验, 问题, 建议 and 紧急 items as practitioners teach them (政务信息写作要领); a title carries the figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.desk.rank.genres import CONCRETE, genre_of
from bulletin.desk.rank.matters import Matter, matter_of

MARKS: dict[str, tuple[str, re.Pattern[str]]] = {
    "data": ("有数据", CONCRETE),
    "example": ("有典型", re.compile(r"为例|例如|比如|案例|典型[经做]|试点|样板|做法")),
    "view": ("有观点", re.compile(r"一是|二是|首先|其次|关键[在是]|重在|启示|经验[是表]|认为")),
    "analysis": ("有分析", re.compile(r"原因|由于|究其|主要是|分析|反映出|表明|导致|制约|根源|症结")),
    "proposal": (
        "有建议",
        re.compile(r"建议|对策|下一步|拟采取|希望.{0,8}(?:支持|协调|解决)|亟[待需].{0,12}(?:解决|支持|出台|明确)"),
    ),
}
"""The five marks of a good text, by the key of their weight."""

ELEMENTS: dict[str, re.Pattern[str]] = {
    "时间": re.compile(r"\d{1,2}[月日时]|\d{4}年|今[日年晨晚]|昨[日晚]|近日|日前|上午|下午|凌晨|截至"),
    "地点": re.compile(r"[\u4e00-\u9fff]{2}(?:[省市县区镇乡村]|街道|社区|小区|[路段]|园区|工地|学校|医院)"),
    "主体": re.compile(
        r"[局委办厅院署会部]|政府|公司|企业|群众|居民|村民|农户|市民|游客|学生|干部|[\u4e00-\u9fff]{2}[县区镇乡村]"
    ),
    "事件": re.compile(
        r"召开|开展|推[进动行出]|启动|开工|建[成设立]|实施|发[生布]|查处|举[办行]|印发|出台|完成|投[入用产]|造成"
    ),
    "结果": re.compile(
        r"成效|完成|实现|增长|下降|达[到成]?\d|减少|提高|提升|缩短|解决|伤亡|受[伤灾损]|损失|惠及|覆盖|累计|超过|突破"
    ),
    "做法": re.compile(r"一是|首先|做法|举措|措施|机制|模式|创新|探索|“[^”]{2,12}”"),
    "成效": re.compile(r"成效|效果|增收|满意度|提[高升]|缩短|降[低至]|节约|实现|惠及|突破|由.{1,12}[降升增减]"),
    "现状": re.compile(r"\d|反映|存在|突出|普遍|不足|短缺|困难|隐患|滞后|难以|矛盾"),
    "原因": MARKS["analysis"][1],
    "影响": re.compile(r"影响|导致|造成|风险|隐患|损失|趋势|可能|苗头|威胁|矛盾"),
    "建议": MARKS["proposal"][1],
    "依据": re.compile(r"\d|调查|调研|统计|数据|经验|规定|要求"),
    "伤亡损失": re.compile(r"伤亡|死亡|受伤|失联|被困|失踪|损失|受灾|转移|无人员"),
    "措施": re.compile(r"措施|赶赴|处置|抢险|救援|抢修|疏散|转移|封闭|管控|启动.{0,6}(?:预案|响应)|成立.{0,6}组"),
}
SKELETONS: dict[str, tuple[str, ...]] = {
    "动态": ("时间", "地点", "主体", "事件", "结果"),
    "经验": ("依据", "做法", "成效", "主体"),
    "问题": ("现状", "原因", "影响", "建议"),
    "建议": ("现状", "原因", "依据", "建议"),
    "预测": ("现状", "原因", "影响", "建议"),
    "社情民意": ("现状", "原因", "影响", "建议"),
    "调研": ("现状", "原因", "依据", "建议"),
    "紧急": ("时间", "地点", "事件", "伤亡损失", "措施"),
    "反馈": ("时间", "主体", "措施", "结果"),
}
"""What each type of item is to have; a type without a line here is read as 动态: the five elements."""

_BEGINNING = 400
_LEAST = 0.5
_READ = 1500
"""Characters of a text that are read: an item is 500 to 1,500 long; of more, the rest earns it no marks."""
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s?余?(?:%|％|[万亿千百]|(?:个|多)?(?:[元人户件处家亩吨米里次项名辆台所起天岁倍]|小时|分钟|公里|平方米))|\d个(?!五)|百分之|"
    r"[一二三四五六七八九十]成"
)
"""A figure with a unit that counts something; a date, a year and the number of a batch are none."""
_PROBLEM = re.compile(
    r"问题|困难(?!群众|职工|家庭|户|学生|党员|老人|人员)|难题|短板|堵点|痛点|梗阻|隐患|风险|苗头|投诉|反映|不足|短缺|滞后|亟[待需]|堪忧|引发|滞销|烂尾|"
    r"[难乱]现象|难[。！？”]?$|事故|纠纷|欠薪|拖欠|违规|违法|违纪|污染|滑坡|火灾|坍塌|垮塌|爆炸|中毒|告急|受灾|被骗|诈骗|造假|假冒|"
    r"泄露|猝死|死亡|受伤|遇难|失联|罢工|哄抢|抢购|举报|质疑|截留|挪用|套取|私[搭拆]|盗[采掘墓]|建议|呼吁"
)
_PROBLEM_KINDS = frozenset(("问题", "建议", "预测", "社情民意"))
_NEW = re.compile(
    r"首[个创例批次家座条台款]|第一[个家座条例批]|率先|[创达].{0,6}新高|填补|突破|(?:全[国省市县区]|居|列)第一"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one item: the keys of `MARKS` it has and how many figures, the elements of its type that are there and
    that are missing, what it is about, whether the title has a figure, what in it says that it is new, whether the item tells
    of a problem, and of which poor kind it is by which word (`genres.genre_of`)."""

    marks: tuple[str, ...]
    figures: int
    skeleton: str
    present: tuple[str, ...]
    missing: tuple[str, ...]
    about: Matter
    has_figure: bool
    novelty: str
    is_problem: bool
    genre: str
    genre_word: str

    @property
    def share(self) -> float:
        """How much of its elements an item has; 0 where it is less than half."""
        share = len(self.present) / (len(self.present) + len(self.missing))
        return share if share > _LEAST else 0.0


def read(title: str, text: str, kind: str) -> Reading:
    """Read an item of that type; one without a type is read by its words: as 问题 where its title tells of one."""
    text = text[:_READ]
    is_problem = kind in _PROBLEM_KINDS or (kind in ("", "动态", "紧急") and _PROBLEM.search(title) is not None)
    skeleton = kind if kind in SKELETONS else "问题" if is_problem else "动态"
    whole = f"{title}\n{text if skeleton != '动态' else text[:_BEGINNING]}"
    present = tuple(name for name in SKELETONS[skeleton] if ELEMENTS[name].search(whole))
    has_figure, novelty = _FIGURE.search(title) is not None, _NEW.search(title)
    about = matter_of(title, text)
    figures = len({found[0] for found in CONCRETE.finditer(text)})
    genre, word = genre_of(title, text, about.name, is_problem, has_figure)
    return Reading(
        marks=tuple(key for key, (_, pattern) in MARKS.items() if (figures if key == "data" else pattern.search(text))),
        figures=figures,
        skeleton=skeleton,
        present=present,
        missing=tuple(name for name in SKELETONS[skeleton] if name not in present),
        about=about,
        has_figure=has_figure,
        novelty=novelty[0] if novelty else "",
        is_problem=is_problem,
        genre=genre,
        genre_word=word,
    )
