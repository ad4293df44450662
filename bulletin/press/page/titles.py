"""Where a title is cut into lines: by sense, about equally long, never inside a word, a number or 《》.

GB/T 9704-2012 7.3.1: 回行时词意完整, 排列对称, 长短适宜, 间距恰当, 梯形或菱形.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from bulletin.press.page.geometry import EM
from bulletin.press.page.linebreak import break_costs, break_lines, natural_width

_QUOTED = re.compile(r"《[^》]{1,16}》|“[^”]{1,12}”|（[^）]{1,12}）|〔[^〕]*〕")
_COUNTED = re.compile(r"[前近约超达至第逾仅首][\d,.]*\d[\u4e00-\u9fff]{1,2}")
_STOPS = "，、：；。！？ 　"
_AFTER = frozenset("的")
_BEFORE = re.compile(
    "推动|推进|加强|加快|促进|助力|打造|构建|开展|提升|优化|强化|深化|完善|建立|实施|落实|聚焦|创新|探索|扎实|全力|全面|积极"
    "|着力|持续|多措并举|有力|有序|切实|严格|严把|确保|实现|取得|做好|抓好|召开|发布|出台|印发|关于|为|与|和|及|以"
)
_WORDS = re.compile(
    "固定资产|工作|发展|建设|改革|经济|社会|政府|政务|服务|管理|治理|信息|数据|项目|产业|企业|乡村|振兴|环境|安全|生产|应急|防汛|财政"
    "|预算|投资|消费|就业|教育|医疗|卫生|健康|养老|文化|旅游|生态|保护|改造|城市|农村|农业|基层|群众|干部|会议|情况|报告|通报"
    "|措施|机制|体系|能力|水平|质量|成效|显著|明显|问题|建议|重点|全市|全县|全区|全省|我市|我县|我区|街道|社区|部门|单位|科技"
    "|创新|营商|招商|引资|监管|执法|审批|改善|民生|保障|稳定|增长|提质|增效|升级|转型|高质量|现代化|数字化|一体化|常态化"
)


def title_lines(text: str, widths: Sequence[int], measure: int) -> list[str]:
    """Cut a title into as few lines as `measure` (em/1000) allows, about equally long, words and quotations whole.

    GB/T 9704 7.3.1: 回行时词意完整, 排列对称. A blank at a cut is dropped.
    """
    fewest = -(-natural_width(text, widths) // measure)
    for count in (fewest, fewest + 1):
        cuts = _cheapest_cuts(text, widths, count, measure)
        if cuts:
            return [text[a:b].strip() for a, b in pairwise(cuts)]
    return [text[line.start : line.end].strip() for line in break_lines(text, widths, 0, measure)]


def _cheapest_cuts(text: str, widths: Sequence[int], count: int, measure: int) -> list[int]:
    """Return the ends, 0 included, of `count` lines of which none is longer than `measure`; empty if there is no way."""
    costs = _title_costs(text)
    places = [0, *(k for k in range(2, len(text) - 1) if costs[k] < inf), len(text)]
    mean = natural_width(text, widths) / count
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for _ in range(count):
        longer: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, cuts) in ways.items():
            for end in (k for k in places if k > start):
                size = natural_width(text[start:end], widths[start:end])
                if size > measure:
                    break
                price = cost + costs[end] + _unevenness(size, mean)
                if price < longer.get(end, (inf, cuts))[0]:
                    longer[end] = price, [*cuts, end]
        ways = longer
    return ways.get(len(text), (inf, []))[1]


def _unevenness(size: int, mean: float) -> float:
    """Return what a line of `size` among lines of `mean` costs; one of fewer than four characters costs extra."""
    return abs(size - mean) / EM + (20.0 if size < 4 * EM < mean else 0.0)


def _title_costs(text: str) -> list[float]:
    costs = [cost + 6.0 for cost in break_costs(text)]
    for pattern, price in ((_QUOTED, 60.0), (_COUNTED, 30.0), (_WORDS, 12.0), (_BEFORE, 12.0)):
        for match in pattern.finditer(text):
            for k in range(match.start() + 1, match.end()):
                costs[k] += price
    for k in range(1, len(text)):
        if text[k - 1] in _STOPS:
            costs[k] -= 12.0
        elif text[k - 1] in _AFTER or _BEFORE.match(text, k):
            costs[k] -= 4.0
    return costs
