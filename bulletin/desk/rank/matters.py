"""What an item is about: the business of a government, an authority that acts in it, or something else altogether.

All is read off the words of the title, in a few cases of the lead. The lists are of general words of the trade; names of
persons and places stand in none of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MATTERS: dict[str, re.Pattern[str]] = {
    "上级部署": re.compile(
        r"中共中央|党中央|国务院|国办发|中央(?:政治局|军委|纪委|经济工作|农村工作|深改)|总书记|国务院总理|全国人大(?!代表)|"
        r"省委、?省政府|省委.{0,10}(?:会议|全会)|省政府(?:办公厅)?(?:印发|出台|召开|常务)"
    ),
    "政策措施": re.compile(
        r"方案|措施|规划|行动计划|条例|意见|政策|若干|举措|新规|改革|试点|出台|取消和下放|办法|细则|规程|制度|指引"
    ),
    "安全稳定": re.compile(
        r"安全|事故|防汛|抗旱|火灾|起火|滑坡|地震|洪涝|暴[雨雪]|台风|山洪|应急|隐患|灾[害情后民]|信访|纠纷|维权|诈骗|被骗|泄露|"
        r"污染|环保|环境|生态|救援|消防|爆炸|坍塌|垮塌|中毒|(?:死亡|受伤|致)\d|\d+[死伤]|\d+人(?:死亡|受伤|遇难)|遇难|失联|"
        r"猝死|砍伤|伤人|行凶|罢工|停工|聚集|哄抢|抢购|疫[情苗]|感染"
    ),
    "监管执法": re.compile(
        r"监管|约谈|整改|整治|查处|查获|查封|严查|取缔|执法|处罚|罚款|失信|黑名单|督[查察导]|巡[视察]|规范|违规|违法|违纪|"
        r"侵权|责令|涉嫌|受贿|贪污|挪用|套取|截留|立案|通报|举报|造假|假冒|非法|虐待"
    ),
    "民生保障": re.compile(
        r"就业|招聘会|教育|学校|中小学|小学|中学|幼儿园|食堂|医[疗院保]|养老|住房|小区|社保|工伤|救助|低保|工资|讨薪|欠薪|拖欠|"
        r"劳动|女职工|供[水电气暖]|公交|地铁|高速|公路|道路|通车|停车|交通|交警|食品|药品|儿童|女童|老年|残疾|妇联|消保委|婚姻登记|"
        r"烂尾|涨价|降价|滞销"
    ),
    "经济运行": re.compile(
        r"投资|消费|产业|项目|外贸|出口|财政|税[收费]|工业|增加值|营商|招商|产值|GDP|民营|中小企业|专精特新|粮食|农业|亩产|丰收|"
        r"物价|CPI|货币供应|外汇|贷款余额|统计局|初步统计|投产|开工|竣工|开园|并网|获批|[产销]量|产能"
    ),
    "基层治理": re.compile(
        r"乡村|社区|街道|[镇村]|村民|网格|群众|市民|农[民户村]|治理|政务服务|一件事|一网通办|跨省通办|便民|绿道|翻修|改造"
    ),
    "社会关切": re.compile(r"回应|质疑|热议|引发|呼吁|投诉|求助|反映|建议|提案|议案|代表委员|难题|困难"),
}
"""What is the business of a government, by the words of a title; the kinds of matter an information office reports on."""

OUTSIDE: dict[str, re.Pattern[str]] = {
    "境外": re.compile(
        r"美[国方军媒法欧联]|日本|韩国|朝鲜|印度|俄罗斯|俄[方媒]|英国|英媒|法国|德国|意大利|西班牙|葡萄牙|荷兰|瑞[士典]|挪威|丹麦|"
        r"芬兰|希腊|奥地利|比利时|爱尔兰|匈牙利|加拿大|加元|澳大利亚|澳洲|新西兰|巴西|墨西哥|阿根廷|智利|古巴|委内瑞拉|伊朗|"
        r"伊拉克|叙利亚|以色列|巴勒斯坦|黎巴嫩|沙特|卡塔尔|阿联酋|迪拜|乌克兰|波兰|捷克|土耳其|埃及|利比亚|苏丹|南非|肯尼亚|"
        r"尼日利亚|埃塞俄比亚|越南|老挝|柬埔寨|菲律宾|缅甸|泰国|曼谷|新加坡|马来西亚|印尼|蒙古国|尼泊尔|阿富汗|巴基斯坦|"
        r"纽约|华盛顿|伦敦|巴黎|东京|硅谷|欧盟|欧洲|北约|联合国|外交部|大使|总统|首相|王室|天皇|白宫|国会|大选|外媒|海外媒体"
    ),
    "文体娱乐": re.compile(
        r"夺冠|冠军|决赛|联赛|欧冠|英超|西甲|中超|世界杯|欧洲杯|奥运|男足|女足|国足|球[员队星迷]|主帅|下半时|NBA|CBA|明星|演唱会|"
        r"综艺|导演|影[视帝后片]|电影|票房|主演|专辑|粉丝|网红|恋情|写真|游戏|玩家|动漫|星座|纪录片|画作|出道"
    ),
    "商情产品": re.compile(
        r"[AB]股|股市|股票|股指|沪指|沪深|创业板|个股|板块|涨停|跌停|大盘|券商|IPO|增持|减持|定增|定向增发|重组|停牌|年报|净利|"
        r"营[收业]收入|市净率|估值|上市公司|基金(?:经理|合同|份额|管理有限公司)|证券投资基金|申购|赎回|理财|新品|旗舰|手机|处理器|屏幕|摄像头|首发|谍照|车型|轿车|轴距|量产|"
        r"APP|App|微博|微信|电商|营销|平台用户|门店|品牌|菜谱|美食|餐[厅馆]|酒店|景点|门票|护肤|减肥|瑜伽|穿搭|攻略|技巧"
    ),
}
"""What is not, unless a unit of the office reports it; an authority that acts makes the last two its business."""

_ORGAN = (
    r"(?:[\u4e00-\u9fff]{2}|[省市县区州])(?:(?<![结格布邮饭全大当开残我本该各])局(?![面部势限促])|(?<![餐客大音乐舞歌])厅|管委会|监委|纪委|"
    r"[发改工信卫健住建国资农]委|检察院|管理处|办事处|指挥部|专班)"
)
AUTHORITY = re.compile(
    r"中共中央|党中央|国务院|总书记|中央(?:政治局|军委|纪委|政法委|组织部|宣传部|财经委)|中(?:央|国人民银)行|央行|证监会|银保监|"
    r"人大常委会|人大代表|政协|人民政府|[省市县区州镇乡]政府|(?:[省市县区州]|地|工)委(?![托派屈婉员会])|行署|纪委|监委|政法委|发改委|卫健委|"
    r"(?:工信|公安|教育|科技|民政|司法|财政|人社|自然资源|生态环境|环保|住建|交通运输|水利|农业农村|农业|商务|文旅|卫生|应急管理|"
    r"审计|国资|税务|铁道|国土资源)部|最高[法检人]|税务总局|海关总署|审计署|(?:检察机关|警方|公安|民警|交警|消防|城管|派出所|海关|街道办|居委会|"
    r"村委会|消保委|妇联|工会|共青团|疾控|监管部门|主管部门|有关部门|相关部门|环保部门|官方(?:回应|通报|辟谣)|政府)|"
    + _ORGAN
)
"""A domestic authority, by what the names of authorities end with."""
_DOCUMENT = re.compile(r"(?P<minor>办法|细则|规程|指引|制度|规定)|方案|措施|规划|计划|条例|改革|意见")
"""What sort of document a title names, by the last such word: one that arranges a procedure, or one that sets a course."""
_ISSUER = re.compile(
    r"^\S*?(?:局|委员会|委|政府|办公[室厅]|厅|部|署|中心)(?:\s\S*?(?:局|委员会|委|厅|部|署|海关))*关于(?:印发|发布)?"
)
"""Who issues a document: its name (发展和改革委员会) says nothing of what the document is about."""
_LEAD = 120


@dataclass(frozen=True, slots=True)
class Matter:
    """What an item is about: the matter of government (``is_in_title`` or only in the lead; ``is_minor`` for a rule about one
    procedure), the authority named in the title, and what it is about instead (``outside``); '' where there is none."""

    name: str
    is_in_title: bool
    is_minor: bool
    authority: str
    outside: str


def matter_of(title: str, text: str) -> Matter:
    """Tell what an item with that title and text is about."""
    lead, subject = text[:_LEAD], _ISSUER.sub("", title)
    titled = _first(MATTERS, subject)
    outside = _first(OUTSIDE, title) or next((name for name, one in OUTSIDE.items() if len(one.findall(lead)) > 1), "")
    authority = None if outside == "境外" else AUTHORITY.search(title)
    return Matter(
        name=titled or _first(MATTERS, lead),
        is_in_title=bool(titled),
        is_minor=titled == "政策措施" and _arranges(subject),
        authority=authority[0] if authority else "",
        outside="" if authority else outside,
    )


def _arranges(subject: str) -> bool:
    *_, last = (None, *_DOCUMENT.finditer(subject))
    return last is not None and last["minor"] is not None


def _first(patterns: dict[str, re.Pattern[str]], text: str) -> str:
    return next((name for name, pattern in patterns.items() if pattern.search(text)), "")
