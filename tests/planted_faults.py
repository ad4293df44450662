"""Planted faults: own texts with one fault a chief editor would catch, each beside its mended twin.

Kinds follow what a review catches under 四关: 政治 names, posts and order of leaders, words, names of organs and regions;
政策 numbers, titles, repealed and unreleased documents; 文字 wrong characters, short names, figures, repetition, title and text;
格式 attribution, section and number, elements and date, secrecy. The leaders and documents are those of the shipped sample.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Planted:
    """A fault of one ``kind``: the ``rule`` that must tell it, with ``words`` in its message; ``bad`` and ``good`` differ in it.

    Both are what `Draft` is to hold, and ``mark`` what the publication's head says; a bare text is its ``text``.
    """

    kind: str
    rule: str
    bad: dict[str, Any]
    good: dict[str, Any]
    words: str = field(default="")


def _case(draft: str | dict[str, Any]) -> dict[str, Any]:
    return {"text": draft} if isinstance(draft, str) else draft


def _plant(kind: str, *faults: tuple[str, Any, Any, str]) -> list[Planted]:
    return [Planted(kind, rule, _case(bad), _case(good), words) for rule, bad, good, words in faults]


NAME, POST, OTHER, ORDER = (f"political.leader_{one}" for one in ("name", "post", "other", "order"))

LEADER_NAMES = _plant(
    "领导姓名",
    (NAME, "11月10日，市长李某河到东山镇调研。", "11月10日，市长李某海到东山镇调研。", "李某海"),
    (NAME, "11月10日，市委书记张某三主持召开会议。", "11月10日，市委书记张某山主持召开会议。", "张某山"),
    (NAME, "会上，常务副市长王某州通报了情况。", "会上，常务副市长王某川通报了情况。", "王某川"),
    (NAME, "张某山、李某海、王某穿参加会议。", "张某山、李某海、王某川参加会议。", "王某川"),
    (NAME, "市人大常委会主任孙某何出席开工仪式。", "市人大常委会主任孙某河出席开工仪式。", "孙某河"),
    (NAME, "东江市市长李某梅作出批示。", "东江市市长李某海作出批示。", "李某海"),
    (NAME, "市政府秘书长吴某椿传达了批示精神。", "市政府秘书长吴某春传达了批示精神。", "吴某春"),
    (OTHER, "11月10日，市长钱伟主持召开会议。", "11月10日，市长李某海主持召开会议。", "李某海"),
    (OTHER, "市委书记周明要求限期完成。", "市委书记张某山要求限期完成。", "张某山"),
    (OTHER, "在市政协主席刘强带领下，委员们视察了东山镇。", "在市政协主席周某原带领下，委员们视察了东山镇。", "周某原"),
)
LEADER_POSTS = _plant(
    "领导职务",
    (POST, "11月10日，市委书记李某海到东山镇调研。", "11月10日，市委副书记、市长李某海到东山镇调研。", "市长"),
    (POST, "副市长李某海主持会议。", "市长李某海主持会议。", "文中为“副市长”"),
    (POST, "市长张某山作出批示。", "市委书记张某山作出批示。", "市委书记"),
    (POST, "县长李某海到现场指挥。", "市长李某海到现场指挥。", "市长"),
    (POST, "常务副市长赵某平到现场指挥。", "副市长赵某平到现场指挥。", "副市长"),
    (POST, "李某海副市长强调，要抓紧收割。", "李某海市长强调，要抓紧收割。", "市长"),
    (POST, "副市长刘某岭参加调研。", "时任副市长刘某岭曾参加调研。", "没有任职"),
    (POST, "市政协主席孙某河参加视察。", "市人大常委会主任孙某河参加视察。", "市人大常委会主任"),
    (POST, "市委副书记、市委书记张某山讲话。", "市委书记张某山讲话。", "市委书记"),
    (POST, "市长吴某春汇报了有关情况。", "市政府秘书长吴某春汇报了有关情况。", "市政府秘书长"),
)
LEADER_ORDER = _plant(
    "领导排序",
    (ORDER, "李某海、张某山参加会议。", "张某山、李某海参加会议。", "张某山、李某海"),
    (ORDER, "副市长赵某平、市长李某海参加会议。", "市长李某海、副市长赵某平参加会议。", "李某海、赵某平"),
    (ORDER, "张某山、孙某河、李某海出席。", "张某山、李某海、孙某河出席。", "张某山、李某海、孙某河"),
    (ORDER, "赵某平、王某川到现场督导。", "王某川、赵某平到现场督导。", "王某川、赵某平"),
    (ORDER, "周某原和孙某河参加视察。", "孙某河和周某原参加视察。", "孙某河、周某原"),
    (ORDER, "市长李某海，市委书记张某山出席会议。", "市委书记张某山，市长李某海出席会议。", "张某山、李某海"),
    (ORDER, "吴某春、赵某平同志参加。", "赵某平、吴某春同志参加。", "赵某平、吴某春"),
    (ORDER, "陈某林、赵某平分别发言。", "赵某平、陈某林分别发言。", "赵某平、陈某林"),
    (ORDER, "王某川与周某原一同检查。", "周某原与王某川一同检查。", "周某原、王某川"),
    (
        ORDER,
        "市委书记张某山、副市长赵某平、常务副市长王某川参加会议。",
        "市委书记张某山、常务副市长王某川、副市长赵某平参加会议。",
        "张某山、王某川、赵某平",
    ),
)
WORDS_AND_NAMES = _plant(
    "用语和名称",
    ("political.banned", "今年的产量创历史之最。", "今年的产量为近5年最高。", "绝对化"),
    ("political.banned", "本市的做法遥遥领先于全国。", "本市的做法在全国会议上作了介绍。", "绝对化"),
    ("political.cautious", "机收率为全国第一。", "机收率达到98.5%。", "出处"),
    ("political.cautious", "这一做法属全省首创。", "这一做法在全省推广。", "出处"),
    ("political.name", "市发改局牵头落实。", "市发展改革委牵头落实。", "市发展和改革委员会"),
    ("political.name", "市安监局组织了检查。", "市应急管理局组织了检查。", "改称“市应急管理局”"),
    ("political.name", "云岭自治县收割完毕。", "云岭彝族自治县收割完毕。", "云岭彝族自治县"),
    ("political.name", "清水河湿地自然公园开园。", "清水河国家湿地公园开园。", "清水河国家湿地公园"),
    ("political.name_slip", "市住房城乡建投局反映，工期偏紧。", "市住房城乡建设局反映，工期偏紧。", "市住房城乡建设局"),
    ("political.name_slip", "市市场监官局开展抽检。", "市市场监管局开展抽检。", "市市场监管局"),
)
NUMBER, MISMATCH = "policy.document_number", "policy.mismatch"
PLAN = "《东江市2026年重点项目建设推进方案》"
DOCUMENT_NUMBERS = _plant(
    "文号",
    (NUMBER, "按照东政办发[2026]12号要求推进。", "按照东政办发〔2026〕12号要求推进。", "六角括号"),
    (NUMBER, "按照东政发（2025）30号要求推进。", "按照东政发〔2025〕30号要求推进。", "六角括号"),
    (NUMBER, "按照东政办发〔2026〕第12号要求推进。", "按照东政办发〔2026〕12号要求推进。", "不加“第”"),
    (NUMBER, "按照东政办发〔2026〕012号要求推进。", "按照东政办发〔2026〕12号要求推进。", "虚位"),
    (NUMBER, "按照东政办发〔26〕12号要求推进。", "按照东政办发〔2026〕12号要求推进。", "写全"),
    (
        MISMATCH,
        f"落实{PLAN}（东政办发〔2026〕21号）。",
        f"落实{PLAN}（东政办发〔2026〕12号）。",
        "东政办发〔2026〕12号",
    ),
    (MISMATCH, f"落实{PLAN}（东政发〔2026〕12号）。", f"落实{PLAN}（东政办发〔2026〕12号）。", "东政办发〔2026〕12号"),
    (
        MISMATCH,
        "落实东政发〔2025〕30号《东江市中小企业促进办法》。",
        "落实东政发〔2025〕30号《东江市招商引资促进办法》。",
        "标题是《东江市招商引资促进办法》",
    ),
    (
        MISMATCH,
        "印发《东山镇河道保洁办法》（东镇发〔2026〕7号）。\n按《东山镇河道保洁办法》（东镇发〔2026〕9号）执行。",
        "印发《东山镇河道保洁办法》（东镇发〔2026〕7号）。\n按《东山镇河道保洁办法》（东镇发〔2026〕7号）执行。",
        "前后不一致",
    ),
    ("policy.document_year", "按照东政发〔2062〕3号要求推进。", "按照东政发〔2026〕3号要求推进。", "还没有到"),
)
DOCUMENTS = _plant(
    "文件和提法",
    ("policy.repealed", "按照《东江市招商引资优惠办法》给予奖励。", "按照《东江市招商引资促进办法》给予奖励。", "废止"),
    ("policy.repealed", "依据东政发〔2019〕8号给予奖励。", "依据东政发〔2025〕30号给予奖励。", "东政发〔2025〕30号"),
    (
        "policy.repealed",
        "执行《东江市人民政府关于印发〈东江市招商引资优惠办法〉的通知》。",
        "《东江市招商引资优惠办法》已经废止。",
        "废止",
    ),
    ("policy.unreleased", "《东江市城区停车管理办法》规定了收费标准。", "停车收费标准正在研究。", "不得公开引用"),
    ("policy.unreleased", "东政办发〔2026〕45号明确了收费标准。", "停车收费标准正在研究。", "2027-01-01"),
    ("policy.title", "落实《东江市招商引资促近办法》。", "落实《东江市招商引资促进办法》。", "东江市招商引资促进办法"),
    ("policy.title", "落实《东江市2026年重点项目建投推进方案》。", f"落实{PLAN}。", "东政办发〔2026〕12号"),
    ("policy.title", "落实《东江市招商引资促进的办法》。", "落实《东江市招商引资促进办法》。", "之误"),
    ("policy.wording", "推行“最多跑一趟”改革。", "推行“最多跑一次”改革。", "最多跑一次"),
    ("policy.wording", "开展营商环境优化年活动。", "开展营商环境提升年活动。", "营商环境提升年"),
)
CONFUSION, TWICE = "wording.confusion", "wording.word_twice"
LONG = "东山镇组织农机手一百二十人连夜抢收晚稻。"
CHARACTERS = _plant(
    "错字和重复",
    (CONFUSION, "会议布署了秋收工作。", "会议部署了秋收工作。", "部署"),
    (CONFUSION, "村里按装了路灯。", "村里安装了路灯。", "安装"),
    (CONFUSION, "各村要再接再励。", "各村要再接再厉。", "再接再厉"),
    (CONFUSION, "各村要不径而走地宣传。", "各村要不胫而走地宣传。", "不胫而走"),
    (TWICE, "各村的的账目已经公开。", "各村的账目已经公开。", ""),
    (TWICE, "收割已经完成了了。", "收割已经完成了。", ""),
    ("wording.repeated", LONG * 2, LONG, "重复"),
    ("wording.repeated", f"{LONG}\n随后转入秋种。\n{LONG}", f"{LONG}\n随后转入秋种。", "重复"),
    ("wording.doubled", "收割完毕。。比去年早6天。", "收割完毕。比去年早6天。", "重复"),
    ("wording.mojibake", "今年锟斤拷锟斤拷已完成。", "今年各项任务已完成。", "乱码"),
)
MARKS = _plant(
    "标点和配对",
    ("wording.pairs", "推行“一件事改革。", "推行“一件事”改革。", ""),
    ("wording.pairs", "印发《河道保洁办法。", "印发《河道保洁办法》。", ""),
    ("wording.pairs", "共有三项任务（含两项新增。", "共有三项任务（含两项新增）。", ""),
    ("wording.pairs", "按东政发〔2026文件办理。", "按东政发〔2026〕3号文件办理。", ""),
    ("wording.half_width", "收割完毕,比去年早6天，均已转入秋种，进度较快。", "收割完毕，比去年早6天。", ""),
    (
        "wording.half_width",
        "共有3个村(含两个山区村)完成秋种，另有2个村（含一个库区村）正在进行。",
        "共有3个村（含两个山区村）完成秋种。",
        "",
    ),
    ("wording.doubled", "收割，，完毕。", "收割完毕。", "重复"),
    ("wording.nested", "印发《关于印发《河道保洁办法》的通知》。", "印发《关于印发〈河道保洁办法〉的通知》。", "〈"),
    ("wording.garbage", "村民王\ue123家已经转移。", "村民王某家已经转移。", "不能印出"),
    ("wording.letter_in_figure", "共有1O户转移。", "共有10户转移。", ""),
)
FIGURES = _plant(
    "数字",
    ("wording.date", "2026年2月30日召开会议。", "2026年2月28日召开会议。", "不存在"),
    ("wording.date", "2026年13月1日召开会议。", "2026年12月1日召开会议。", "不存在"),
    ("wording.date", "截至11月31日全部完成。", "截至11月30日全部完成。", "不存在"),
    ("wording.date", "值班室25时30分接到报告。", "值班室23时30分接到报告。", "不存在"),
    ("wording.sum", "投资10亿元，其中中央3亿元、省级6亿元。", "投资10亿元，其中中央3亿元、省级7亿元。", "9亿元"),
    ("wording.sum", "投入120万元，其中市级50万元、县级40万元。", "投入90万元，其中市级50万元、县级40万元。", "90万元"),
    ("wording.sum", "转移86人，其中老人31人、儿童45人。", "转移86人，其中老人31人、儿童55人。", "76人"),
    ("wording.sum", "受理214件，其中办结203件、在办12件。", "受理215件，其中办结203件、在办12件。", "215件"),
    ("wording.fallen_times", "发案数下降了3倍。", "发案数下降了75%。", ""),
    ("wording.fallen_times", "用时比去年缩短了2倍。", "用时比去年缩短了三分之二。", ""),
)
TITLE = "东山镇3.2万亩晚稻提前6天收割完毕"
BODY = "截至11月10日，东山镇3.2万亩晚稻全部收割完毕，比去年提前6天，亩产523公斤。"
TITLES = _plant(
    "标题与正文",
    *(
        (
            "format.title_figure",
            {"title": TITLE.replace(right, wrong), "text": BODY},
            {"title": TITLE, "text": BODY},
            shown,
        )
        for right, wrong, shown in (
            ("3.2万亩", "2.3万亩", "2.3万亩"),
            ("6天", "9天", "9天"),
            ("3.2万亩", "3.2亿亩", "3.2亿亩"),
            ("6天", "16天", "16天"),
        )
    ),
    (
        "format.title_figure",
        {"title": "东山镇晚稻亩产532公斤", "text": BODY},
        {"title": "东山镇晚稻亩产523公斤", "text": BODY},
        "532公斤",
    ),
    (
        "format.title_figure",
        {"title": "前10个月完成投资421.6亿元", "text": "截至10月底，完成投资412.6亿元。"},
        {"title": "前10个月完成投资412.6亿元", "text": "截至10月底，完成投资412.6亿元。"},
        "421.6亿元",
    ),
    (
        "format.title_name",
        {"title": "西河镇3.2万亩晚稻收割完毕", "text": BODY},
        {"title": "东山镇3.2万亩晚稻收割完毕", "text": BODY},
        "西河镇",
    ),
    (
        "format.title_name",
        {"title": "李某海到东山镇调研", "text": "11月10日，市委书记张某山到东山镇调研。"},
        {"title": "张某山到东山镇调研", "text": "11月10日，市委书记张某山到东山镇调研。"},
        "李某海",
    ),
    (
        "format.title_name",
        {"title": "东山镇落实《河道保洁办法》", "text": "东山镇落实《河道管护办法》，组建了巡河队。"},
        {"title": "东山镇落实《河道管护办法》", "text": "东山镇落实《河道管护办法》，组建了巡河队。"},
        "河道保洁办法",
    ),
    ("format.title", {"title": "东山镇晚稻收割完毕。"}, {"title": "东山镇晚稻收割完毕"}, "不用标点"),
)
PLACES = _plant(
    "署名、栏目、期号",
    ("format.attribution", {"units": ()}, {"units": ("东山镇",)}, "不会署名"),
    ("format.signature", BODY + "（市财政局）", BODY, "不是这篇稿件的报送单位"),
    ("format.signature", BODY + "（东山镇）", BODY, "署名两次"),
    ("format.signature", BODY + "（东山镇、市水利局）", BODY, "市水利局"),
    ("format.section", {"section": "文艺副刊"}, {"section": "工作动态"}, "文艺副刊"),
    ("format.section", {"section": "经验做法"}, {"section": "经验交流"}, "经验做法"),
    ("format.section", {"section": ""}, {"section": "问题建议"}, "栏目"),
    ("format.number", "见《政务信息》2026年12期。", "见《政务信息》2026年第12期。", "2026年第12期"),
    ("format.number", "见《政务信息》第012期。", "见《政务信息》第12期。", "第12期"),
    ("format.number", "见《政务信息》〔2026〕第12期。", "见《政务信息》2026年第12期。", "2026年第12期"),
)
_TOLD = "东山镇组织农机手分片作业，农户打一个电话就有机可用，镇村干部逐户通知，收割进度明显加快，群众普遍满意，各村秋种准备工作也全面铺开。"
_DONE = "11月10日，" + _TOLD
_SLIDE = (
    "据石桥乡报告，{when}，上坪村后山发生山体滑坡{loss}。接报后，乡里{deed}，县应急管理局工作组已赶到现场指导。{trend}"
    "通往村外的公路两头都有专人值守。"
)
SLIDE = {
    "when": "11月19日4时40分",
    "loss": "，冲毁房屋2栋，1人轻伤",
    "deed": "组织转移群众47人",
    "trend": "目前裂缝仍在扩大。",
}


def _slide(**changes: str) -> dict[str, Any]:
    return {"text": _SLIDE.format(**{**SLIDE, **changes}), "kinds": ("紧急",), "section": "工作动态"}


_CAUSES = "调查发现，11个偏远村的网络信号弱，主要是基站少、线路长。{}村里的老人看病缴费都要到镇上办理，最远的一趟来回要花三个小时，十分不便。"
_POINTS = "{}该镇{}村民会议讨论通过后，由村里的老党员带头执行，{}环境卫生面貌有了变化，村里的道路两旁种上了花木，来的人也多了起来，大家都说好。"
ELEMENTS = _plant(
    "要素和时间",
    ("format.date", {"text": _TOLD, "kinds": ("动态",)}, {"text": _DONE, "kinds": ("动态",)}, "何时"),
    (
        "format.date",
        {"text": "东山镇3.2万亩晚稻全部收割完毕。" + _TOLD, "kinds": ("动态",)},
        {"text": BODY + _TOLD, "kinds": ("动态",)},
        "何时",
    ),
    ("format.date", {"text": _TOLD, "kinds": ("反馈",)}, {"text": _DONE, "kinds": ("反馈",)}, "何时"),
    ("format.elements", _slide(when="11月19日"), _slide(), "时刻"),
    ("format.elements", _slide(loss=""), _slide(), "伤亡和损失"),
    ("format.elements", _slide(trend=""), _slide(), "趋势"),
    (
        "format.elements",
        {"text": _CAUSES.format(""), "kinds": ("问题",)},
        {"text": _CAUSES.format("建议年底前补建基站。"), "kinds": ("问题",)},
        "建议",
    ),
    (
        "format.elements",
        {
            "text": _CAUSES.format("建议年底前补建基站。").replace("主要是基站少、线路长", "看病不便"),
            "kinds": ("问题",),
        },
        {"text": _CAUSES.format("建议年底前补建基站。"), "kinds": ("问题",)},
        "原因",
    ),
    (
        "format.elements",
        {"text": _POINTS.format("今年以来，", "的保洁约定经", ""), "kinds": ("经验",)},
        {"text": _POINTS.format("今年以来，", "的保洁约定经", "垃圾清运量增加30%，"), "kinds": ("经验",)},
        "成效",
    ),
    (
        "format.elements",
        {
            "text": _POINTS.format("今年以来，", "的保洁约定经", "垃圾清运量增加30%，").replace("讨论通过", "点头"),
            "kinds": ("经验",),
        },
        {"text": _POINTS.format("今年以来，", "建立保洁约定，经", "垃圾清运量增加30%，"), "kinds": ("经验",)},
        "做法",
    ),
)
UNMARKED = {"mark": ""}
"""A publication whose head does not say that it is internal."""
SECRECY = _plant(
    "密级",
    ("political.secrecy", "机密★5年\n" + BODY, BODY, "密级标志"),
    ("political.secrecy", BODY + "\n绝密", BODY, "密级标志"),
    ("political.secrecy", {"title": "【秘密】东山镇晚稻收割完毕"}, {"title": "东山镇晚稻收割完毕"}, "密级标志"),
    ("format.secrecy", {"raw": ("机密★3年\n" + BODY,)}, {"raw": (BODY,)}, "不低于来稿"),
    ("format.secrecy", {"raw": (BODY, "秘密\n" + BODY)}, {"raw": (BODY, BODY)}, "不低于来稿"),
    ("format.internal", {"raw": ("内部资料 注意保存\n" + BODY,), **UNMARKED}, {"raw": (BODY,), **UNMARKED}, "内部资料"),
    ("format.internal", {"raw": ("工作秘密\n" + BODY,), **UNMARKED}, {"raw": (BODY,), **UNMARKED}, "工作秘密"),
    (
        "format.internal",
        {"raw": (BODY + "\n（此件不得对外公开）",), **UNMARKED},
        {"raw": (BODY,), **UNMARKED},
        "不得对外公开",
    ),
    ("format.internal", {"raw": ("仅限内部使用\n" + BODY,), **UNMARKED}, {"raw": (BODY,), **UNMARKED}, "仅限内部使用"),
    (
        "format.internal",
        {"raw": ("内部材料，不得外传\n" + BODY,), **UNMARKED},
        {"raw": (BODY,), **UNMARKED},
        "不得外传",
    ),
)
PLANTED: list[Planted] = [
    *(LEADER_NAMES + LEADER_POSTS + LEADER_ORDER + WORDS_AND_NAMES),
    *(DOCUMENT_NUMBERS + DOCUMENTS),
    *(CHARACTERS + MARKS + FIGURES + TITLES),
    *(PLACES + ELEMENTS + SECRECY),
]
