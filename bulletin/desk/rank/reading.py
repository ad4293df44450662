"""What a text itself says of its worth: the five "有", the elements its type asks for, figures, problems, routine.

Sources: 有数据、有典型、有观点、有分析、有建议 (党委办公室政务服务的信息质量要求); 五要素 (时间、地点、人物、事件、结果) and the
skeletons of 经验, 问题, 建议 and 紧急 items as practitioners teach them (政务信息写作要领); a title carries the figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARKS: dict[str, tuple[str, re.Pattern[str]]] = {
    "data": ("有数据", re.compile(r"\d\s{0,2}(?:%|％|[万亿千百]?[元人户个件处家亩吨米公里次项名辆台所条起])")),
    "example": ("有典型", re.compile(r"为例|例如|比如|案例|典型|试点|样板|[村镇乡街道社区企业公司学校]的?做法")),
    "view": ("有观点", re.compile(r"一是|二是|首先|其次|关键|重在|坚持|必须|突出")),
    "analysis": ("有分析", re.compile(r"原因|由于|究其|主要是|分析|反映出|表明|导致|制约|趋势")),
    "proposal": ("有建议", re.compile(r"建议|对策|应当|下一步|拟于|希望.{0,8}(?:支持|协调|解决)")),
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

MATTERS: dict[str, re.Pattern[str]] = {
    "政策措施": re.compile(r"方案|办法|措施|规划|行动计划|条例|意见|政策|细则|若干|举措|新规|制度|改革|试点"),
    "经济运行": re.compile(
        r"投资|消费|产业|项目|外贸|出口|财政|税[收费]|工业|增加值|营商|招商|产值|GDP|民营|中小企业|专精特新|粮食|农业|物价"
    ),
    "民生保障": re.compile(
        r"就业|教育|学校|幼儿园|食堂|医[疗院保]|养老|住房|小区|社保|救助|低保|工资|欠薪|劳动|供[水电气暖]|公交|食品|药品|疫[情苗]|儿童|老年"
    ),
    "安全稳定": re.compile(
        r"安全|事故|防汛|抗旱|火灾|滑坡|地震|洪涝|应急|隐患|灾[害情后]|信访|纠纷|维权|诈骗|泄露|污染|环保|生态"
    ),
    "监管执法": re.compile(
        r"监管|约谈|整改|整治|查处|执法|处罚|失信|黑名单|督[查察导]|巡[视察]|规范|违规|违法|侵权|责令"
    ),
    "基层治理": re.compile(r"乡村|社区|街道|[镇村]|网格|群众|农[民户村]|治理|政务服务|一件事|一网通办|便民"),
}
"""What is the business of a government, by the words of a title; the kinds of matter an information office reports on."""
OUTSIDE: dict[str, re.Pattern[str]] = {
    "境外": re.compile(
        r"美[国方军媒]|日本|韩国|朝鲜|印度|俄罗斯|俄[方媒]|英国|法国|德国|意大利|西班牙|加拿大|澳大利亚|巴西|墨西哥|伊朗|伊拉克|"
        r"叙利亚|以色列|乌克兰|波兰|捷克|土耳其|埃及|南非|越南|菲律宾|缅甸|泰国|新加坡|阿富汗|巴基斯坦|欧盟|北约|"
        r"联合国|外交部|大使|总统|首相|王室|白宫|国会|大选|外媒"
    ),
    "文体娱乐": re.compile(
        r"夺冠|冠军|决赛|联赛|世界杯|奥运|男足|女足|国足|球[员队星]|NBA|CBA|明星|演唱会|综艺|导演|影[视帝后片]|票房|粉丝|网红"
    ),
}
"""What is not, unless a unit of the office reports it."""

_LEAD = 120
_BEGINNING = 400
_LEAST = 0.5
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s?(?:%|％|[万亿千百]|[元人户个件处家亩吨米里次项名辆台所条起天年月岁倍分成])|百分之|[一二三四五六七八九十]成"
)
_PROBLEM = re.compile(
    r"问题|困难|难题|短板|堵点|痛点|梗阻|隐患|风险|苗头|投诉|反映|不足|短缺|滞后|亟[待需]|堪忧|引发|"
    r"[难乱]现象|难[。！？”]?$|事故|纠纷|欠薪|拖欠|违规|违法|污染|滑坡|火灾|坍塌|告急|受灾|建议|呼吁"
)
_PROBLEM_KINDS = frozenset(("问题", "建议", "预测", "社情民意"))
_ROUTINE = re.compile(
    r"招标|中标|投标|采购|成交|拍卖|出让|挂牌|竞价|流标|废标|公示|招聘|招考|录用|拟聘|面试|笔试|体检|成绩|"
    r"资格(?:审查|复审|考试)|准考证|名单|受理(?:公告|通知)|更正公告|送达公告|遗失|停[水电气]|放假|值班|值守|征集|报名|"
    r"申[报请]指南|开放申报|申报.{0,12}通知|预算|决算|三公|法人年度报告|信息公开.{0,8}年度报告|问卷|领取|证书|更新情况|领导(?:简介|信息)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one item: the keys of `MARKS` it has, the elements of its type that are there and that are missing,
    the matter of government that title or lead is about, or what it is about instead, and whether the title has a figure,
    the item tells of a problem, the title names routine."""

    marks: tuple[str, ...]
    skeleton: str
    present: tuple[str, ...]
    missing: tuple[str, ...]
    has_figure: bool
    is_problem: bool
    routine: str
    matter: str
    is_in_title: bool
    outside: str

    @property
    def share(self) -> float:
        """How much of its elements an item has; 0 where it is less than half."""
        share = len(self.present) / (len(self.present) + len(self.missing))
        return share if share > _LEAST else 0.0


def read(title: str, text: str, kind: str) -> Reading:
    """Read an item of that type; one without a type is read by its words: as 问题 where its title tells of one."""
    is_problem = kind in _PROBLEM_KINDS or (kind in ("", "动态", "紧急") and _PROBLEM.search(title) is not None)
    skeleton = kind if kind in SKELETONS else "问题" if is_problem else "动态"
    lead = text[:_LEAD]
    whole = f"{title}\n{text if skeleton != '动态' else text[:_BEGINNING]}"
    present = tuple(name for name in SKELETONS[skeleton] if ELEMENTS[name].search(whole))
    titled = _first(MATTERS, title)
    routine = _ROUTINE.search(title)
    return Reading(
        marks=tuple(key for key, (_, pattern) in MARKS.items() if pattern.search(text)),
        skeleton=skeleton,
        present=present,
        missing=tuple(name for name in SKELETONS[skeleton] if name not in present),
        has_figure=_FIGURE.search(title) is not None,
        is_problem=is_problem,
        routine=routine[0] if routine and not is_problem else "",
        matter=titled or _first(MATTERS, lead),
        is_in_title=bool(titled),
        outside=_first(OUTSIDE, title)
        or next((name for name, one in OUTSIDE.items() if len(one.findall(lead)) > 1), ""),
    )


def _first(patterns: dict[str, re.Pattern[str]], text: str) -> str:
    return next((name for name, pattern in patterns.items() if pattern.search(text)), "")
