"""Quantities: the figures, dates, times, ordinals and document numbers of a text, each with the value it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bulletin.text.numerals import DIGITS, NUMERALS, amount

QuantityKind = Literal["date", "time", "weekday", "ordinal", "number", "document"]
_HAN = rf"[{NUMERALS}][{NUMERALS}万亿]*"
_ANY = rf"(?:\d+|[{DIGITS}十廿卅]+)"
_YEAR = rf"(?:(?:1[6-9]|20)\d\d|[一二][{DIGITS}]{{3}})"
_JOIN = r"[—–\-~至到]{1,2}"
_NO_TENTH = "立为功果效本员都年交长品熟型就分绩语"
"""What 成 makes a word with: 三成立 is no 三成."""
_UNITS = (
    "个百分点 百分点 平方公里 平方千米 平方米 立方米 万千瓦时 千瓦时 千瓦 公里 千米 厘米 毫米 公顷 公斤 "
    "千克 毫克 小时 分钟 秒钟 美元 欧元 英镑 日元 港元 人民币 个月 个工作日 工作日 周年 周岁 人次 户次 "
    "车次 架次 人份 批次 场次 个 人 名 位 户 家 件 宗 起 例 亩 吨 克 斤 米 里 元 角 天 年 月 周 岁 次 项 "
    "辆 台 艘 架 套 座 栋 幢 间 所 处 条 种 类 支 只 头 匹 株 棵 本 册 篇 份 张 枚 封 场 届 期 批 轮 层 "
    "级 倍 度 分 秒 颗 粒 瓶 盒 袋 箱 桶 块 片 段 排 对 双 组 队 班 门 县 市 省 区 镇 乡 村 州 部 票 "
    f"升 毫升 瓦 伏 兆 字 词 句 号 路 线 站 港 码 % ‰ ℃ 死 伤 亡 成(?![{_NO_TENTH}]) "
)
_UNIT = "|".join(sorted(_UNITS.split(), key=len, reverse=True))
_SINGLE = "个人名位户家件起例亩吨米元天年月周岁次项辆台座所条种支场届期批倍县市省区镇乡村部死伤亡成"
QUANTITY = re.compile(
    rf"(?=[\d{DIGITS}十百千两廿卅第周星礼前上下〔\[(【（])(?:(?P<document>[〔\[(【（](?P<dy>{_YEAR})[〕\])】）]第?(?P<dn>\d+|{_HAN})号)"
    rf"|(?P<date>(?:(?<![提之以目日此先从])前|(?<![\d.])1月?{_JOIN})(?P<upto>\d{{1,2}}|[{DIGITS}十两]{{1,2}})(?:个月|月(?:份)?(?!\d|[{DIGITS}十]))"
    rf"|[前第]?(?P<quarter>[一二三四1-4])季度|(?P<half_year>[上下])半年"
    rf"|(?P<y>{_YEAR})年(?:度|来)?(?:(?P<m>{_ANY})月(?:份)?(?:(?P<d>{_ANY})[日号])?)?"
    rf"|(?P<y3>\d{{4}})[-/.](?P<m3>\d{{1,2}})[-/.](?P<d4>\d{{1,2}})(?![\d.])"
    rf"|(?<![个{DIGITS}十])(?P<m2>{_ANY})月(?:份)?(?![球亮饼嫂])(?:(?P<d2>{_ANY})(?:[日号]|(?={_JOIN}{_ANY}[日号])))?"
    rf"|(?P<d3>{_ANY})[日号](?![常益报均程用前产发]|线|楼|院|门|店|文|令|公告)"
    rf"|(?P<y2>{_YEAR})(?={_JOIN}{_YEAR}年)|(?P<m4>\d{{1,2}})(?={_JOIN}\d{{1,2}}月)|(?P<d5>\d{{1,2}})(?={_JOIN}\d{{1,2}}[日号]))"
    rf"|(?P<time>(?P<h>\d{{1,2}})(?:[时点](?!间|代|任|常|期|候|的)(?:(?P<mi>\d{{1,2}})分?|(?P<half>半))?|[:](?P<mi2>[0-5]\d)(?!\d)))"
    rf"|(?P<weekday>(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?![年岁期]))"
    rf"|(?P<ordinal>第(?P<o>\d+|{_HAN})(?![，,、：:])(?P<of>分钟|小时|[天年月周次届期批轮位名])?)"
    rf"|(?P<number>(?P<share>百分之)(?P<s>\d+(?:\.\d+)?|[{DIGITS}十百]+(?:点[{DIGITS}]+)?)"
    rf"|(?P<n>(?<![\d.])\d+(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{_HAN}(?:点[{DIGITS}]+)?)(?:余|多|几)?(?P<scale>(?:[百千]?[万亿]+|[百千](?![瓦克米])))?(?:余|多)?"
    rf"(?P<unit>{_UNIT})?))"
)
_HEADING = re.compile(
    rf"(?:(?m:^)|(?<=[。；：，、,:;?!？！]))\s*(?:[{DIGITS}十]+、|[（(](?:[{DIGITS}十]+|\d+)[）)]|\d+[.．、](?!\d))"
    rf"|[{DIGITS}十](?=[是要])|(?<=[。；;，,：:\n])[{DIGITS}十](?=[看，、])"
)
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_FAMILIES: dict[str, tuple[str, Decimal]] = {
    **{unit: ("人", Decimal(1)) for unit in ("人", "名", "位", "死", "伤", "亡")},
    **{unit: ("天", Decimal(1)) for unit in ("天", "日")},
    **{unit: ("百分点", Decimal(1)) for unit in ("百分点", "个百分点")},
    **{unit: ("工作日", Decimal(1)) for unit in ("工作日", "个工作日")},
    **{unit: ("岁", Decimal(1)) for unit in ("岁", "周岁")},
    **{unit: ("元", Decimal(1)) for unit in ("元", "人民币")},
    "克": ("克", Decimal(1)), "斤": ("克", Decimal(500)), "公斤": ("克", Decimal(1000)), "千克": ("克", Decimal(1000)),
    "吨": ("克", Decimal(10**6)),
    "米": ("米", Decimal(1)), "厘米": ("米", Decimal("0.01")), "里": ("米", Decimal(500)),
    "公里": ("米", Decimal(1000)), "千米": ("米", Decimal(1000)),
    "平方公里": ("平方公里", Decimal(1)), "平方千米": ("平方公里", Decimal(1)),
    "分钟": ("分钟", Decimal(1)), "小时": ("分钟", Decimal(60)), "个月": ("个月", Decimal(1)), "年": ("个月", Decimal(12)),
    "%": ("%", Decimal(1)), "成": ("%", Decimal(10)),
    "亩": ("亩", Decimal(1)), "公顷": ("亩", Decimal(15)),
}  # fmt: skip
"""Units that may stand for one another, and how many of the family's smallest each is."""
_ANY_COUNTER = "个"
_UNKNOWN = "?"
"""What stands for a unit that is in no list: any word behind the number."""
COUNTERS = frozenset("个家件项处座所条种支台辆套户起例场批次类间栋幢艘架份篇国县市省区镇乡村部")
"""What things are counted by; 个 may stand for each of the others."""
_UP = "增长|上升|提高|增加|上涨|攀升|扩大|增幅|涨幅|提升|增|升|涨"
_DOWN = "下降|减少|降低|回落|下跌|下滑|缩小|降幅|跌幅|压减|缩短|降|减|跌"
_DIRECTION = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_BOUND_BEFORE = re.compile(r"(?P<over>不低于|不少于|超过?|逾|突破|过)$|(?P<under>不超过|近|不足|不到|低于|少于)$")
_BASES = {
    "同比": re.compile("同比|[比较](?:去年|上年)(?!底|末|初)"),
    "环比": re.compile("环比|[比较]上(?:个?月|季度)"),
    "比年初": re.compile("[比较](?:今?年初|上年末|去年[底末])"),
}
_REACH = 9


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as it stands at ``start:end``, and its value.

    A date's ``value`` is (year, month, day), a time's (hour, minute), a document's (year, number), '' where unsaid; a
    number's is its amount in the smallest unit of its family, as one decimal. ``direction`` is ``+`` (增长), ``-`` (下降) or
    '' and stands at ``said``; ``bound`` is ``>`` (超), ``<`` (近) or ''; ``base`` is what it is compared with (同比, 环比, 比年初), said
    at ``based``.
    """

    kind: QuantityKind
    start: int
    end: int
    words: str
    value: tuple[str, ...]
    unit: str = ""
    direction: str = ""
    bound: str = ""
    said: int = -1
    base: str = ""
    based: int = -1

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.start, self.end

    @property
    def is_article(self) -> bool:
        """Whether it says little: 一个、一家."""
        return self.words[0] == "一" and self.value == ("1",)

    @property
    def number(self) -> Decimal:
        """The amount of a number."""
        return Decimal(self.value[0])


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text whose widths are folded, as they stand; numbers of headings are none."""
    headings = {place for match in _HEADING.finditer(text) for place in range(*match.span())}
    return [
        found for match in QUANTITY.finditer(text) if match.start() not in headings for found in _quantity(text, match)
    ]


def _quantity(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    kind = match.lastgroup and next(k for k in ("document", "date", "time", "weekday", "ordinal", "number") if match[k])
    span = (*match.span(), match.group())
    if kind == "document":
        yield Quantity("document", *span, (match["dy"], _amount(match["dn"])))
    elif kind == "date":
        parts = (_first(match, "y", "y2", "y3"), _month(match), _first(match, *_DAYS))
        yield Quantity("date", *span, tuple(_amount(part) if part else "" for part in parts))
    elif kind == "time":
        minute = "30" if match["half"] else _first(match, "mi", "mi2")
        yield Quantity("time", *span, (str(int(match["h"])), str(int(minute or 0))))
    elif kind == "ordinal":
        yield Quantity("ordinal", *span, (_amount(match["o"]),), match["of"] or "")
    elif kind == "weekday":
        yield Quantity("weekday", *span, (match["w"].replace("天", "日"),))
    else:
        yield from _number(text, match)


def _month(match: re.Match[str]) -> str:
    """Return the month of a date; of a quarter, half a year and 前十个月 the last one: 前三季度 is 1至9月."""
    if match["quarter"]:
        return str(3 * int(amount(match["quarter"])))
    if match["half_year"]:
        return {"上": "6", "下": "12"}[match["half_year"]]
    return _first(match, "upto", "m", "m2", "m3", "m4")


_DAYS = ("d", "d2", "d3", "d4", "d5")


def _first(match: re.Match[str], *names: str) -> str:
    return next((match[name] for name in names if match[name]), "")


def _number(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    digits, unit = match["n"] or match["s"], "%" if match["share"] else match["unit"] or ""
    follows = text[match.end() : match.end() + 1]
    if not digits[0].isascii() and not match["share"] and not _counts(digits, match["scale"] or "", unit):
        return
    family, times = _FAMILIES.get(unit, (unit, Decimal(1)))
    value = _decimal(digits)
    for char in match["scale"] or "":
        value *= _SCALES[char]
    before = _clause(text[max(0, match.start() - _REACH) : match.start()])
    bound = _BOUND_BEFORE.search(before)
    is_more = re.search("[余多几]", match.group()) or text.startswith(("余", "多", "以上"), match.end())
    moved = max(_DIRECTION.finditer(before), key=lambda found: found.start(), default=None)
    sign = "-" if re.search(r"(?<![\d\w])-$", before) else ""
    yield Quantity(
        "number",
        *match.span(),
        match.group(),
        (format((value * times).normalize(), "f"),),
        family or (_UNKNOWN if "\u4e00" <= follows <= "\u9fff" else ""),
        sign if not moved else "+" if moved["up"] else "-",
        ">" if is_more or (bound and bound["over"]) else "<" if bound else "",
        match.start() - len(before) + moved.start() if moved else match.start(),
        *_base(before, match.start() - len(before)),
    )


def _base(before: str, start: int) -> tuple[str, int]:
    """Return what a number is compared with, and where `before` it, which begins at `start`, that is said."""
    found = ((base, words.search(before)) for base, words in _BASES.items())
    return next(((base, start + match.start()) for base, match in found if match), ("", -1))


def _counts(digits: str, scale: str, unit: str) -> bool:
    """Tell whether Chinese numerals are a figure: several that make a number, or one of one to ten before a unit."""
    if len(digits) == 1:
        return digits in "一二两三四五六七八九十" and bool(scale or (unit and unit[0] in _SINGLE))
    return not re.fullmatch(r"[一二三四五六七八九两]{2,3}|[百千万].*", digits)


def _clause(before: str) -> str:
    return re.split(r"[，。；、,;\n（(]", before)[-1]


def _decimal(words: str) -> Decimal:
    whole, _, rest = words.partition("点")
    if rest:
        return Decimal(f"{amount(whole)}.{''.join(amount(char) for char in rest)}")
    return Decimal(words.replace(",", "") if words[0].isascii() else _amount(words))


def _amount(words: str) -> str:
    """Return the number `words` is; of numerals in no order a number has (十四五) the digits one after the other."""
    if words[0].isascii() or not re.search(rf"[十百千][{DIGITS}]{{2}}(?<!零.)", words):
        return amount(words)
    return "".join(amount(char).zfill(2) for char in words)


def same(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities may mean the same: what one of them leaves unsaid may be equal."""
    if one.kind != other.kind:
        return False
    if one.kind == "date":
        said = [(a, b) for a, b in zip(one.value, other.value, strict=True) if a and b]
        return bool(said) and all(a == b for a, b in said)
    if one.kind == "time":
        return int(one.value[0]) % 12 == int(other.value[0]) % 12 and one.value[1] == other.value[1]
    return one.value == other.value and units_agree(one.unit, other.unit)


def units_agree(one: str, other: str) -> bool:
    """Tell whether two units may count the same: equal, one unsaid, or 个 for any other word that counts things."""
    if one == other or not one or not other:
        return "%" not in (one, other) or one == other
    return _ANY_COUNTER in (one, other) and {one, other} <= COUNTERS
