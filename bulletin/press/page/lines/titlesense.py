"""What a cut in a title costs: by words and their kinds, names of organs, quotations, and the phrases of official titles.

Words and their kinds come from rjieba (its dictionary only: guesses at unknown words join 委 to the word after it). A cost
is comparable to unevenness: 1 is one character more or less on a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from bulletin.press.page.lines.breakplaces import break_costs

FREE, GOOD, FAIR, POOR, BAD, NEVER = -4.0, 0.0, 3.0, 8.0, 25.0, 60.0
"""Prices: between sentences; before a verb or a connective, after 的; in a list; inside a phrase; inside a close one; inside
a word, a name or a quotation."""

_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|‘[^’]*’|（[^）]*）|〔[^〕]*〕|「[^」]*」|【[^】]*】")
_PHRASES = re.compile(
    "多措并举|多点发力|精准发力|同向发力|提质增效|增收增效|做大做强|落地见效|走深走实|常态长效|高质量发展|可持续发展|乡村振兴|营商环境|固定资产投资|安全生产"
    "|应急管理|市场监管|基础设施|数字政府|数字经济|民营经济|实体经济|国民经济和社会发展|经济社会发展|经济运行|产业发展|生态环境|公共服务|社会保障|专项行动"
    "|专项资金|试点城市|数字化转型|数字化改造|履职尽责|先进集体|先进个人|最后一公里|放管服|双随机|一网通办|一件事|融合发展|融合应用|三农|三保|办公室|责任制|领导小组"
    "|人民政府|人民代表大会|常务委员会|暂行办法|实施办法|实施细则|管理办法|实施意见|实施方案|工作方案|行动方案|行动计划|若干措施|若干意见|工作报告|工作情况|工作要点|情况报告|有关工作|有关问题|取得.{0,2}成效|取得.{0,3}进展"
)
_COUNTED = re.compile(
    r"[前近约超达至第逾仅首居][\d,.]*[\d一二三四五六七八九十](?:季度|个月|[\u4e00-\u9fff])|[\d.]+[年月日季](?:[\d.]+[月日季]?)+"
)
_ORGAN = re.compile(
    "[\u4e00-\u9fff]{0,12}?(?:委员会|(?:人民)?政府|办公室|办公厅|(?:服务|交易|研究|指挥|监测|管理)中心|集团|公司|大学|学院|银行|法院|检察院|协会|局|厅|委|办|署)"
)
_PLACE = re.compile("[\u4e00-\u9fff]{1,5}?(?:自治[区州县]|新区|街道|社区|[省市县区州镇乡村])")
_NOT_IN_NAMES = re.compile(
    "推动|推进|加强|加快|助力|打造|构建|开展|提升|优化|强化|深化|完善|实施|落实|聚焦|出台|印发|关于|的"
)
_OPENS_NAME = re.compile("^|[、：，；和与及 　《〈（“]|(?:关于|同意|对|向|由|给|年度?)|(?=[省市县区州])")

_VERB = re.compile(
    "推动|推进|加强|加快|促进|助力|打造|构建|开展|提升|优化|强化|深化|完善|建立|实施|落实|聚焦|创新|探索|扎实|全力|全面|积极|着力|持续|有力|有序|切实"
    "|严格|严把|确保|实现|取得|做好|抓好|召开|发布|出台|印发|打通|破解|兜牢|撬动|筑牢|守牢|守护|赋能|激活|释放|抢抓|力争|力促|狠抓|紧盯|紧扣|坚持|突出|科学"
    "|精准|统筹|联合|健全|规范|组织|反映|建议|提醒|入选|荣获|值得|面临|同比|环比|增长|下降|位居|居|拟|率先|首次|稳步|深入|进一步|不断|大力|主动|认真|充分|施行"
)
"""What opens a predicate, adverbs included; the dictionary calls many of these nouns."""
_CONNECTIVE = re.compile("和|与|及|以及|暨|并|并且|或|或者|同")
_PREPOSITION = re.compile(
    "关于|对|对于|为|为了|以|在|从|向|由|将|把|被|让|使|按|按照|根据|通过|围绕|经|给|自|于|因|就|据"
)
_DISTRICT = re.compile(r"\w{2,}[省市县区州镇乡]")
_CLINGING = re.compile("[的地得了着过等们性化型式者率类版中上下内外后前时]|期间|以[来上下内]|之[间后前]")
_HEAD = re.compile(
    "工作|情况|问题|建议|措施|意见|通知|成效|方案|报告|办法|通报|公告|公示|函|决定|条例|规定|细则|进展|水平|能力|机制|体系|制度|活动|会议"
)
_ADVERBS = ("d", "vd", "ad")
_PERIOD = re.compile("年度|[上下]半年|.季度|以来")
_WHOSE = re.compile("[全我][国省市县区州]|国家|各级")
_STUMP = 4  # characters of a quotation that are not left alone at its beginning or end
_STOPS = "，；：。！？,;:!? 　"
_CLOSING = "”》）’〉」】"
_OPENING = "“《（‘〈「【"


def cut_costs(title: str, reach: Sequence[int], measure: int) -> list[float]:
    """Return for each position 0 … len(title) what cutting there costs; infinity where marks or numbers forbid it.

    ``reach[k]`` is how far the title reaches before character k. A quotation longer than `measure` may be cut where its
    own words allow it.
    """
    import rjieba

    words = rjieba.tag(title, hmm=False)
    ends = list(accumulate((len(word) for word, _ in words), initial=0))
    sense = [NEVER] * (len(title) + 1)
    for end, (before, after) in zip(ends[1:], pairwise(words), strict=False):
        sense[end] = _between(*before, *after)
    for pattern, price in ((_COUNTED, NEVER), (_PHRASES, BAD)):
        for match in pattern.finditer(title):
            _hold(sense, *match.span(), price)
    for start in {counted.start() for counted in _COUNTED.finditer(title)} & set(ends[1:]):
        sense[start] = min(sense[start], FAIR) if title[start] in "前近" else sense[start]  # 前10个月: a phrase begins
    for opening in _OPENS_NAME.finditer(title):
        _hold_names(title, opening.end(), frozenset(ends), sense)
    for start, end in (quotation.span() for quotation in _QUOTED.finditer(title)):
        _hold_quotation(title, start, end, sense, fits=reach[end] - reach[start] <= measure)
    return [cost + more for cost, more in zip(break_costs(title), sense, strict=True)]


def _between(word: str, kind: str, after: str, kind_after: str) -> float:
    """Return the cost of cutting between two words of these kinds (rjieba's: n noun, v verb, d adverb, m number …)."""
    if _CLINGING.fullmatch(after) or _CONNECTIVE.fullmatch(word) or kind_after in ("k", "q", "uj", "ul", "uz"):
        return NEVER
    if word[-1] in _STOPS:
        return FREE
    if word == "、":
        return GOOD
    if after == "关于":
        return FREE
    if word == "的":
        return GOOD
    if _CONNECTIVE.fullmatch(after):
        return POOR if kind == "v" else FAIR
    if "至" in (word, after) or _PREPOSITION.fullmatch(word):
        return BAD
    if kind in _ADVERBS or (kind[0] == "m" and kind_after[0] in "mqt"):
        return BAD
    return _between_phrases(word, kind, after, kind_after)


def _between_phrases(word: str, kind: str, after: str, kind_after: str) -> float:
    lone = 7.0 * ((len(word) == 1 and word not in _CLOSING) + (len(after) == 1 and after not in _OPENING))
    head = 4.0 if _HEAD.fullmatch(after) else 0.0
    verbal = kind in ("v", "vg") or _VERB.fullmatch(word)
    if _VERB.fullmatch(after) or kind_after in _ADVERBS or _PREPOSITION.fullmatch(after):
        return POOR if verbal else GOOD + 1.0
    if word in _CLOSING:
        return POOR + 1.0 + head
    if kind_after == "v" and not verbal:
        return FAIR + 2.0 + lone
    if verbal or _DISTRICT.fullmatch(word) or _PERIOD.fullmatch(word):
        return FAIR + 1.0 + lone + head
    return POOR + lone + head + (3.0 if kind[0] in "ab" or _WHOSE.fullmatch(word) else 0.0)


def _hold(sense: list[float], start: int, end: int, price: float) -> None:
    """Raise the prices of cuts between `start` and `end` to `price` at least."""
    sense[start + 1 : end] = [max(cost, price) for cost in sense[start + 1 : end]]


def _hold_names(title: str, start: int, ends: frozenset[int], sense: list[float]) -> None:
    """Keep the names of places and organs that follow one another from `start` on whole; `ends` are those of words."""
    first = start
    while start in ends:
        found = [match for name in (_ORGAN, _PLACE) if (match := name.match(title, start)) and match.end() in ends]
        if not found or _NOT_IN_NAMES.search(found[0][0]):
            return
        _hold(sense, start, found[0].end(), NEVER)
        start = found[0].end()
        if found[0].re is _ORGAN:
            _hold(sense, first, start, POOR + 2.0)
            sense[start] = min(sense[start], GOOD) if sense[start] < BAD else sense[start]
            first = start


def _hold_quotation(title: str, start: int, end: int, sense: list[float], *, fits: bool) -> None:
    """Keep a quotation whole if it fits on a line; if it must be cut, best before its brackets."""
    price = NEVER if fits else FAIR
    for k in range(start + 1, end):
        near = POOR if k - start <= _STUMP or end - k <= _STUMP else 0.0
        sense[k] = min(price, BAD) if title[k] == "（" else sense[k] + price + near
