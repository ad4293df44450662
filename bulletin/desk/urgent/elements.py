"""Which elements of a first report a text shows, each with the words that show it; what none shows is missing.

The elements are those of 紧急信息报送规定 (A-28, B-7). A rule finds words, not truth: what it lists as missing is looked at by
a person, and nothing waits for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bulletin.text.likeness.shingles import folded

_SENTENCE = re.compile(r"[^。!?;\n]+")
_CLOCK = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:时(?![间期代常候])|点(?!名|评|位|多钟以)|:\d\d)"
_HEARD = r"接(?:到|报|警|获|县|市|区|镇|群众|辖区|值班|电)|收到|获悉|得知|报称|报警|来电"
_HAPPENED = (
    r"发生|突发|爆发|引发|出现|起火|着火|失火|燃烧|相撞|碰撞|追尾|侧翻|坠落|坠|倒塌|坍塌|垮塌|塌陷|泄漏|爆炸|中毒|溺水|落水|决口|溃"
    r"|滑坡|塌方|管涌|漫|受灾|遭|袭|地震|断电|停电|停水|中断|聚集|被困|失联|走失|触电|事发"
    r"|爆裂|断裂|燃爆|爆管|故障|死亡|受伤|普降|呕吐|斗殴|伤人|上访|拥堵|登陆"
)
_LED = r"书记|市长|县长|区长|镇长|乡长|主任|局长|厅长|省长|领导|负责人|负责同志|常委|部长|秘书长|指挥长|班子成员"
_ARRIVED = r"赶赴|赶到|到达|抵达|到场|到位|前往|现场|坐镇|靠前|率队|带队|第一时间|调度"
_PATTERNS: dict[str, str] = {
    "信息来源": rf"{_HEARD}|据.{{0,20}}(?:报告|反映|消息|通报|监测|报)|报告(?:称|说)?|监测|预警|巡查.{{0,6}}发现|通报",
    "地点": (
        r"[\u4e00-\u9fff\d]{1,10}(?:门口|门前|路口|村(?!民)|组|社区|小区|街道(?!办)|街(?!道)|路(?!面|况)|巷|大道|高速|国道|省道|县道|桥|隧道"
        r"|学校|小学|中学|医院|幼儿园|公司|厂|矿|工地|仓库|码头|车站|市场|商场|广场|大厦|酒店|宾馆|饭店|水库|河段|大坝|林场"
        r"|景区|公园|园区|号楼|单元|公里处|(?<![我该本全各据])镇(?!政府|党委|长)|(?<![我该本全各据])乡(?!政府|党委|长|村)|(?<![我该本全各据])县(?!委|政府|长|级)|(?<![我该本全各据])区(?!委|政府|长|域))"
        r"|[A-Z]\d{1,4}(?:国道|省道|高速|线)|北纬|东经"
    ),
    "性质": (
        r"火灾|火情|爆炸|泄漏|坍塌|垮塌|倒塌|事故|地震|洪涝|洪水|洪灾|内涝|暴雨|台风|冰雹|大风|雪灾|冰冻|干旱|旱情|滑坡|泥石流|塌方|崩塌|山火"
        r"|疫情|病例|中毒|传染|动物疫|污染|溺水|触电|停电|停水|停气|爆裂|断裂|燃爆|爆管|故障|案件|凶杀|伤人|爆燃|纠纷|聚集|上访|群体性|讨薪|舆情|网络攻击"
        r"|踩踏|走失|起火|着火|失火|相撞|追尾|侧翻|坠落|决口|管涌|险情|灾情|灾害|性质|初步(?:判断|认定|核实|查明|原因)"
    ),
    "影响范围": (
        r"影响|波及|涉及|受灾|过火|面积|交通.{0,6}(?:中断|拥堵|受阻|管制|正常)|封闭|停(?:课|运|产|工|电|水|气)"
        r"|(?:断|停)(?:电|水|网|路)|\d+余?(?:户|个村|个?乡镇|家企业|头)|\d+余?[名人](?:学生|群众|业主|村民|居民|职工|工人|乘客|旅客|游客)"
    ),
    "伤亡损失": (
        r"伤亡|死亡|遇难|身亡|死\d|受伤|重伤|轻伤|\d+人伤|失联|失踪|被困|溺亡|经济损失|财产损失|损失|受损|损毁|烧毁|冲毁"
        r"|无人员|未造成|住院|送医|不适|发病|感染|确诊"
    ),
    "趋势": (
        r"趋势|预计|可能|不排除|蔓延|扩大|加剧|缓解|得到(?:有效)?控制|已(?:被|基本)?(?:控制|平息|排除|恢复)|扑灭|散去|稳定|平稳|仍在|仍有"
        r"|尚未|暂未|持续(?!深入)|次生|复燃|险情.{0,4}(?:解除|排除)|未来\d|后续"
    ),
    "领导到位": rf"(?:{_LED}).{{0,30}}(?:{_ARRIVED})|(?:{_ARRIVED}).{{0,12}}(?:{_LED})",
    "已采取措施": (
        r"组织|赶赴|赶到|启动|转移|救援|抢修|抢险|抢救|处置|疏散|安置|救治|送医|扑救|排查|封闭|封控|警戒|采取|调集|调派|出动|切断|巡查|搜救"
        r"|派员|封存|采样|送检|扑杀|划定|抢通|清理|疏导|接访|稳控|救助|调查|监测"
        r"|劝导|劝离|安抚|消杀|隔离|成立.{0,12}(?:组|指挥部)"
    ),
    "建议": r"建议|恳请|请求|请(?:市|省|县|上级|予|协调|支援|派)|需要?(?:市|省|县|上级|支援|协调|调派|增援)",
}
_LEAST_NAME = 2
"""Characters that must be left of a word, the kind of event taken out, for it to name something."""
_GENERAL = """
突发 交通 生产 安全 道路 情况 群众 人员 发生 森林 燃气 山体 民房 居民楼 居民 房屋 住宅 厂房 仓库 车辆 工地 处置 进展
"""
"""Words that go with a kind of event wherever it happens."""
_KIND = re.compile("|".join((_PATTERNS["性质"], *_GENERAL.split())))
_SHOWN = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_HEARD_AT = (re.compile(rf"{_CLOCK}.{{0,24}}?(?:{_HEARD})"), re.compile(rf"(?:{_HEARD}).{{0,8}}?{_CLOCK}"))
_UNTIL = re.compile(rf"截至.{{0,14}}?{_CLOCK}(?:\d{{1,2}}分)?")
_HAPPENED_AT = (
    re.compile(rf"{_CLOCK}.{{0,40}}?(?:{_HAPPENED})"),
    re.compile(rf"(?:事发|发生|案发)时间.{{0,14}}?{_CLOCK}"),
)
_CALL = re.compile(rf"{_CLOCK}(?:\d{{1,2}}分|许|左右|[,、])*[\u4e00-\u9fff]{{0,12}}?(?:{_HEARD})")
_FIELD = "(?:{})[:]\\s*(?!不详|待查|待核|不明|未知)\\S[^\n。]{{0,30}}"
_LABELS = {
    "接报时间": "接(?:到)?报(?:告)?时间",
    "事发时间": "(?:事发|发生|案发)时间",
    "地点": "地点",
    "伤亡损失": "伤亡(?:和|及|与)?损失(?:情况)?|人员伤亡(?:情况)?|(?:财产|经济)损失(?:情况)?",
    "领导到位": "领导到位(?:情况)?",
    "已采取措施": "采取的?措施|处置情况|处置措施",
}
"""What stands before each element in a form, where it is not only the element's own name."""


def found(text: str) -> dict[str, str]:
    """Return the elements `text` shows, each with the words that show it, verbatim."""
    whole = plain_marks(text)
    sentences = [match.group() for match in _SENTENCE.finditer(whole)]
    shown = {name: _labelled(name, whole) or find(sentences) for name, find in _FINDERS.items()}
    return {name: _verbatim(words, whole, text) for name, words in shown.items() if words}


def plain_marks(text: str) -> str:
    """Return `text` folded sign by sign, so that every place stays what it is."""
    return "".join(plain if len(plain := folded(char)) == 1 else char for char in text)


def _verbatim(words: str, whole: str, text: str) -> str:
    """Return the words as `text` writes them; of words with something left out between, the clock they begin with."""
    if words not in whole and (clock := re.match(_CLOCK, words)):
        words = clock.group()
    start = whole.find(words)
    return text[start : start + len(words)]


def missing(text: str, wanted: Iterable[str]) -> list[str]:
    """Return which of the `wanted` elements nothing in `text` shows, in their order."""
    shown = found(text)
    return [name for name in wanted if name not in shown]


def names_more_than_kind(word: str) -> bool:
    """Tell whether a word says more than what kind of event it was: a place, a name, not only 火灾 or 交通事故."""
    return len(_KIND.sub("", folded(word))) >= _LEAST_NAME


def _labelled(name: str, text: str) -> str:
    """Return what stands behind the element's own name, as in a form (``信息来源：群众来电``), or ''."""
    match = re.search(_FIELD.format(_LABELS.get(name, name)), text)
    return match.group() if match else ""


def _heard_at(sentences: list[str]) -> str:
    return _first(_HEARD_AT, sentences)


def _happened_at(sentences: list[str]) -> str:
    """A clock before what happened, in one sentence; the clock of the call, or of 截至, is none."""
    return _first(_HAPPENED_AT, [_CALL.sub("", _UNTIL.sub("", sentence)) for sentence in sentences])


def _by_pattern(pattern: re.Pattern[str]) -> Callable[[list[str]], str]:
    return lambda sentences: _first((pattern,), sentences)


def _first(patterns: Iterable[re.Pattern[str]], sentences: list[str]) -> str:
    return next(_matches(patterns, sentences), "")


def _matches(patterns: Iterable[re.Pattern[str]], sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from (match.group() for pattern in patterns if (match := pattern.search(sentence)))


_FINDERS: dict[str, Callable[[list[str]], str]] = {
    "接报时间": _heard_at,
    "事发时间": _happened_at,
    **{name: _by_pattern(pattern) for name, pattern in _SHOWN.items()},
}
