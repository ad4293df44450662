"""Figures (数字): dates and times that cannot be, parts against their whole, shares, ranges, figures told twice.

Whether a figure is the one of the raw text is asked by `tracing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import accumulate, combinations

from bulletin.desk.gates.quantities import Quantity
from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.tracing.alignment import shared_before
from bulletin.settings import Settings
from bulletin.text.personal import masked

_LEAP_YEAR = 2024


def _dates(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Days, times and quarters the calendar does not have, in Arabic or Chinese numerals."""
    for found in draft.reading.quantities:
        if found.kind == "date" and found.value[1] and found.value[2] and "月" in found.words and not _exists(found):
            yield Sighting(found.start, found.end, "日期不存在")
    for match in re.finditer(r"(?<![\d.])(\d{1,2})时(\d{1,2})分(?!之)", draft.text):
        if int(match[1]) > 24 or int(match[2]) > 59:
            yield Sighting(*match.span(), "时刻不存在")
    for match in re.finditer(r"第[五六七八九5-9]季度|(?<![\d.])(?:1[3-9]|[2-9]\d)月份", draft.text):
        yield Sighting(*match.span(), "日期不存在")


def _exists(found: Quantity) -> bool:
    year, month, day = found.value
    try:
        date(int(year or _LEAP_YEAR), int(month), int(day))
    except ValueError:
        return False
    return True


_WEEKDAYS = "一二三四五六日"
_DATED_WEEKDAY = re.compile(
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日[，,]?[（(]?(?:星期|周|礼拜)(?P<w>[一二三四五六日天])(?![年岁期])"
)


def _weekdays(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A full date and the day of the week behind it that is another."""
    for match in _DATED_WEEKDAY.finditer(draft.text):
        try:
            right = _WEEKDAYS[date(int(match["y"]), int(match["m"]), int(match["d"])).weekday()]
        except ValueError:
            continue
        if match["w"].replace("天", "日") != right:
            yield Sighting(*match.span(), f"日期与星期不符，这一天是星期{right}", f"星期{right}")


_FIGURE = r"(?<![\d.,])\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?(?![\d.])"
_TOTAL = re.compile(rf"(?P<total>{_FIGURE})(?P<unit>[万亿]?[\u4e00-\u9fff])[，,（(]?其中[：:，]?")


def _sums(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """The parts named right after 其中, in the unit of the total, should add up to it.

    Silent when the first two, three, … of them do: what follows may speak of something else.
    """
    for match in _TOTAL.finditer(draft.text):
        parts, end = _parts(draft.text, match.end(), match["unit"])
        total, sums = _number(match["total"]), list(accumulate(parts))
        if len(parts) >= 2 and total not in sums[1:]:
            words = f"分项相加为{sums[-1]}{match['unit']}，与总数{total}{match['unit']}不符，请核实"
            yield Sighting(match.start(), end, words)


def _parts(text: str, start: int, unit: str) -> tuple[list[Decimal], int]:
    part = re.compile(rf"[、，和及]?[^\d。；、，\n]{{1,15}}({_FIGURE}){unit}(?=[、，。；）)和及]|$)")
    parts, end = [], start
    while match := part.match(text, end):
        parts.append(_number(match[1]))
        end = match.end()
    return parts, end


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _parts_over(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A part named behind 其中 that is greater than its whole."""
    text = draft.reading.text
    numbers = [q for q in draft.reading.quantities if q.kind == "number" and q.unit]
    for sentence in _CLAUSES.finditer(text):
        for mark in _OF_THESE.finditer(text, *sentence.span()):
            found = [q for q in numbers if sentence.start() <= q.start and q.end <= sentence.end()]
            yield from _greater(text, mark, found)


_CLAUSES = re.compile(r"[^。；;\n]+")
_OF_THESE = re.compile("其中")
_NOT_A_PART = re.compile(r"累计|比|由|从|到|至|超|原|计划|以来|总|共|增|减|降|升|每|均|去年|上年|同期|最|约合|折合")


def _greater(text: str, mark: re.Match[str], found: list[Quantity]) -> Iterator[Sighting]:
    whole = next(
        (q for q in found if q.end <= mark.start() and re.fullmatch("[,，(（]?", text[q.end : mark.start()])), None
    )
    if whole is None or whole.unit in ("%", "‰", "百分点", "?"):
        return
    for part in found:
        told = text[mark.end() : part.start]
        if part.start > mark.end() and part.unit == whole.unit and part.number > whole.number:
            if not _NOT_A_PART.search(told):
                yield Sighting(part.start, part.end, f"“其中”一项大于总数{whole.words}，请核实")
            return


_PERCENT = r"(?P<n>\d+(?:\.\d+)?)[%％]"
_SHARE = re.compile(rf"(?:占|所占)(?P<of>[^，。；、：\n\d]{{0,20}}?){_PERCENT}")
_NOT_A_SHARE = re.compile(r"计划|任务|目标|预算|同期|上年|去年|原|规模|资产|收入|利润|盈")
_RATE = re.compile(
    r"(?:合格|优良|优秀|覆盖|普及|满意|知晓|参保|出勤|到会|入学|及格|治愈|死亡|病死|失业|入住|空置|回收|机收|机械化|绿化|化解|办结|结案|破案|回复|答复|"
    rf"好评|城镇化|接种|参与|投票|签约|到位|整改|验收)率(?:已|为|是|达|达到|提高到|上升到|升至|提升至|[约近超]){{0,2}}{_PERCENT}"
)
_FALL = re.compile(rf"(?P<of>[^，。；、\n]{{0,12}})(?:下降|减少|降低|下跌|回落)(?:了)?(?:约|近)?{_PERCENT}")
_MAY_TURN = re.compile(r"利润|盈|亏|收益|净|差|现金流|增速|增幅")


def _shares(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Percentages over a hundred that no share, no rate and no fall can have (profits may fall by more)."""
    for pattern, allowed in ((_SHARE, _NOT_A_SHARE), (_RATE, None), (_FALL, _MAY_TURN)):
        for match in pattern.finditer(draft.text):
            if Decimal(match["n"]) > 100 and not (allowed and allowed.search(match["of"])):
                yield Sighting(*match.span("n"), "比重、比率或降幅不会超过100%，请核实")


_FOLDS = re.compile(r"(?:下降|减少|降低|缩小|缩短|下跌)(?:了)?(?:约|近)?[\d.两二三四五六七八九十]+倍")


def _folds(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A fall told in 倍: 倍 counts increases only, falls are told in 分之 or %."""
    for match in _FOLDS.finditer(draft.text):
        yield Sighting(*match.span(), "减少、下降不用“倍”，宜用百分比或几分之几")


_RANGE = re.compile(
    r"(?<![\d.—–~～至\-由从降])(?P<a>\d+(?:\.\d+)?)(?P<u>%|％)?(?:[—–~～]{1,2}|至)(?P<b>\d+(?:\.\d+)?)"
    r"(?P<unit>年(?!级)|%|％|[万亿]?元|[万亿]?人|天|[万]?亩|公斤|吨|户|岁|米|公里|小时|分钟|厘米|毫米|℃)(?!前)"
)
_FALLING = re.compile(r"[由从降减缩低回退前]")


def _ranges(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A range whose first end is the greater (20—15元); years count when both have four digits."""
    for match in _RANGE.finditer(draft.text):
        years = match["unit"] == "年"
        if Decimal(match["a"]) <= Decimal(match["b"]) or (years and not len(match["a"]) == len(match["b"]) == 4):
            continue
        if not _FALLING.search(draft.text[max(0, match.start() - 8) : match.start()]):
            yield Sighting(
                *match.span(), "范围的前一个数大于后一个，请核实", f"{match['b']}—{match['a']}{match['unit']}"
            )


def _comparisons(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """同比 and 环比 without a figure behind them, or with their base told twice."""
    for match in re.finditer(r"(?:同比|环比)(?:增长|下降|上升|减少|增加|提高)(?=[。；])", draft.text):
        yield Sighting(*match.span(), "同比、环比之后没有写出数字")
    for match in re.finditer(r"比(?:上年|去年|上月|上季度)(?:同期)?(?:同比|环比)", draft.text):
        yield Sighting(*match.span(), "“同比”已含与上年同期相比，重复", "同比")


_ALIKE = 4


def _told_twice(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """One thing with two figures of the same digits in another order: 完成投资182.4亿元 and 完成投资184.2亿元."""
    text = draft.reading.text
    found = [q for q in draft.reading.quantities if q.kind == "number" and len(set(re.sub(r"\D", "", q.words))) >= 3]
    for one, other in combinations(found, 2):
        if one.unit == other.unit and one.value != other.value and _digits(one) == _digits(other):
            length = shared_before(text, text, one.start, other.start, _ALIKE)
            if length == _ALIKE and re.fullmatch("[\u4e00-\u9fff]+", text[other.start - length : other.start]):
                yield Sighting(
                    other.start, other.end, f"与前文“{one.words}”数字顺序不同，请核实是否同一个数", one.words
                )


def _digits(one: Quantity) -> list[str]:
    return sorted(one.words)


_AGE = re.compile(r"(?<![\d.])(?:1[3-9]\d|[2-9]\d\d)岁")


def _ages(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """An age no person has; trees may."""
    for match in _AGE.finditer(draft.text):
        if not re.search("[树木寿龟]", draft.text[max(0, match.start() - 8) : match.end() + 4]):
            yield Sighting(*match.span(), "年龄超过130岁，请核实")


_PRIVATE = ("手机号码", "身份证号", "银行卡号")


def _personal(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Numbers of a person that are not to be printed (Personal Information Protection Law, article 25)."""
    for shown in dict.fromkeys(masked(draft.text)[1]):
        noun, _, number = shown.partition(" ")
        if noun in _PRIVATE:
            pattern = re.sub(r"(?:\\\*)+", r"[\\dXx -]{4,16}", re.escape(number))
            for match in re.finditer(pattern, draft.text):
                yield Sighting(*match.span(), f"正文有{noun}，刊发前应隐去", number)


RULES = (
    GateRule("wording.date", "wording", "error", _dates, "不存在的日期、时刻"),
    GateRule("wording.weekday", "wording", "warning", _weekdays, "日期与星期不符"),
    GateRule("wording.sum", "wording", "warning", _sums, "分项相加与总数不符"),
    GateRule("wording.part", "wording", "warning", _parts_over, "分项大于总数"),
    GateRule("wording.share", "wording", "warning", _shares, "比重、比率、降幅超过100%"),
    GateRule("wording.fold", "wording", "warning", _folds, "减少、下降用“倍”"),
    GateRule("wording.range_backwards", "wording", "warning", _ranges, "范围前大后小"),
    GateRule("wording.comparison", "wording", "advice", _comparisons, "同比、环比没有数字或重复"),
    GateRule("wording.told_twice", "wording", "warning", _told_twice, "前后数字疑为颠倒"),
    GateRule("wording.age", "wording", "warning", _ages, "年龄超过130岁"),
    GateRule("policy.personal", "policy", "warning", _personal, "正文有个人号码"),
)
