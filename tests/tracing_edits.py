"""Edited texts made by rule from real and own raw texts, with changes planted in them, to measure tracing by.

An edited text is its raw text cut, reordered, abridged, reworded in its connectors and written with other numerals, at
times merged of two. Planting does not use what the gate uses: places come from the list of divisions, persons and posts
from patterns, figures from plain digits.
"""

from __future__ import annotations

import csv
import json
import lzma
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "data"
OWN = Path(__file__).with_name("tracing_texts.txt")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”）]?\n?")
_REWORDED = (
    ("此外，", "另外，"), ("同时，", "与此同时，"), ("但是，", "但"), ("目前，", "现在，"), ("近日，", "日前，"), ("表示，", "说，"),
    ("指出，", "认为，"), ("为了", "为"), ("以及", "和"), ("介绍，", "说，"), ("其中，", "其中"), ("反映，", "说，"), ("据了解，", ""),
    ("进行了", "作了"), ("开展", "进行"), ("已经", "已"), ("正在", "在"), ("发生后，", "后，"), ("应当", "应"), ("按照", "依照"),
    ("提高", "提升"), ("举行", "召开"), ("要求", "强调"), ("解决", "化解"), ("问题", "难题"), ("主要", "重点"), ("超过", "逾"), ("没有", "未"),
    ("由于", "因"), ("如果", "若"), ("可以", "可"), ("立即", "马上"), ("全部", "均"), ("建议，", "提出，"), ("组织", "安排"), ("对于", "对"),
    ("不断", "持续"), ("因此", "所以"), ("并且", "并"), ("第一时间", "立即"), ("截至", "到"), ("下一步", "今后"),
)  # fmt: skip
_DIGITS = "〇一二三四五六七八九"
_POSTS = "县长|市长|区长|镇长|乡长|书记|主任|局长|院长|校长|处长|部长|总经理|支队长"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉力健玉华建国志春海波鹏飞红兰云英"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛"
)
_CALLED = f"{_POSTS}|记者|教授|律师|法官|医生|发言人|村民|居民|大户|研究员|总工程师|董事长|总裁"
_PERSON = re.compile(
    rf"(?:{_CALLED})(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[，。、（：表说介告在到汇反要认参率带召批])"
)
_NAME_CHARS = "清青秦泾沙柳林松柏梅兰竹石岩峰岭河湖海江溪泉田谷原"


@dataclass(frozen=True, slots=True)
class Planted:
    """A change planted in an edited text: its kind, where it stands now, what stood there and what stands there."""

    kind: str
    spans: tuple[tuple[int, int], ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited text, its raw texts, and what was planted in it."""

    raw: tuple[str, ...]
    text: str
    planted: tuple[Planted, ...]


def edits(seed: int, count: int, changes: int) -> list[Edited]:
    """Return `count` edited texts with `changes` planted in all; odd and even seeds draw on different raw texts."""
    rng = random.Random(seed)
    raw_texts = [text for k, text in enumerate(_raw_texts()) if k % 2 == seed % 2]
    own = [text for k, text in enumerate(_own()) if k % 2 == seed % 2]
    made: list[Edited] = []
    for k in range(count):
        raw = [rng.choice(own) if k % 4 == 0 else rng.choice(raw_texts)]
        if k % 5 == 0:
            raw.append(rng.choice(raw_texts))
        text = "\n".join(_edited(rng, one) for one in raw)
        wanted = changes * (k + 1) // count - sum(len(one.planted) for one in made)
        planted, text = _plant(rng, text, wanted)
        made.append(Edited(tuple(raw), text, tuple(planted)))
    return made


def _own() -> list[str]:
    return OWN.read_text(encoding="utf-8").split("\n")[:-1]


@cache
def _raw_texts() -> list[str]:
    news = json.loads((SHARED / "dedup" / "ecob_zh_dev.json").read_text(encoding="utf-8"))
    texts = ["\n".join(s["sent_text"] for s in one["Doc"]["content"]) for one in news]
    with lzma.open(SHARED / "laws" / "national_regulations.jsonl.xz", "rt", encoding="utf-8") as lines:
        laws = [json.loads(line)["text"] for k, line in enumerate(lines) if k % 23 == 0]
    texts += [law[len(law) // 3 : len(law) // 3 + 1500] for law in laws]
    return [text for text in texts if 300 <= len(text) <= 2500]


def _edited(rng: random.Random, raw: str) -> str:
    sentences = [one.strip() for one in _SENTENCE.findall(raw) if one.strip()]
    kept = [one for one in sentences if len(sentences) < 6 or rng.random() < 0.7]
    if len(kept) > 3 and rng.random() < 0.5:
        one = rng.randrange(len(kept) - 1)
        kept.insert(rng.randrange(len(kept) - 1), kept.pop(one))
    return "".join(_abridged(rng, one) + ("\n" if rng.random() < 0.2 else "") for one in kept)


def _abridged(rng: random.Random, sentence: str) -> str:
    if rng.random() < 0.4:
        sentence = re.sub(r"（[^（）]*）", "", sentence)
    clauses = sentence.split("，")
    if len(clauses) > 3 and rng.random() < 0.3:
        clauses.pop(rng.randrange(1, len(clauses) - 1))
    sentence = "，".join(clauses)
    for old, new in _REWORDED:
        if rng.random() < 0.5:
            sentence = sentence.replace(old, new)
    if rng.random() < 0.15:
        sentence = re.sub(r"(?<=[\u4e00-\u9fff])的(?=[\u4e00-\u9fff])", "", sentence, count=1)
    if rng.random() < 0.1:
        sentence = rng.choice(("据了解，", "另据反映，", "会上，", "对此，", "与此同时，")) + sentence
    return _otherwise_written(rng, sentence)


def _otherwise_written(rng: random.Random, text: str) -> str:
    """Write some figures another way with the same value."""
    if rng.random() < 0.3:
        text = re.sub(r"(?<![\d.])(\d+)(\d)000(?=[\u4e00-\u9fff])(?!年)", r"\1.\2万", text)
    if rng.random() < 0.2:
        text = text.replace("%", "％")
    if rng.random() < 0.2:
        text = re.sub(r"(?<!\d)(\d{4})年(?=\d+月\d+日)", lambda m: "".join(_DIGITS[int(c)] for c in m[1]) + "年", text)
    if rng.random() < 0.2:
        text = re.sub(r"(?<!\d)\d{4}年(?=\d+月\d+日)", "", text)
    if rng.random() < 0.2:
        text = re.sub(r"(?<![\d.])(\d+)\.(\d)亿元", lambda m: f"{m[1]}{m[2]}000万元", text)
    return text


def _plant(rng: random.Random, text: str, wanted: int) -> tuple[list[Planted], str]:
    planted: list[Planted] = []
    tries = 0
    while len(planted) < wanted and tries < 300:
        tries += 1
        kind, find, change = rng.choice(_PLANTERS)
        places = [
            m for m in re.finditer(find, text)
            if not any(s - 3 < m.end() and m.start() < e + 3 for p in planted for s, e in p.spans)
        ]  # fmt: skip
        if kind == "exchange":
            made = _exchange(rng, text, places)
        else:
            made = _replace(rng, text, places, kind, change)
        if made:
            one, text, start, grown = made
            planted = [_moved(p, start, grown) for p in planted] + [one]
    return planted, text


def _moved(one: Planted, start: int, grown: int) -> Planted:
    return Planted(
        one.kind, tuple((s + grown, e + grown) if s >= start else (s, e) for s, e in one.spans), one.old, one.new
    )


def _replace(
    rng: random.Random, text: str, places: list[re.Match[str]], kind: str, change: Callable[[random.Random, str], str]
) -> tuple[Planted, str, int, int] | None:
    if not places:
        return None
    match = rng.choice(places)
    group = "name" if "name" in match.re.groupindex else 0
    old, (start, end) = match[group], match.span(group)
    new = change(rng, old)
    if not new or new == old:
        return None
    one = Planted(kind, ((start, start + len(new)),), old, new)
    return one, text[:start] + new + text[end:], start, len(new) - len(old)


def _exchange(rng: random.Random, text: str, places: list[re.Match[str]]) -> tuple[Planted, str, int, int] | None:
    spans = [m.span("name" if "name" in m.re.groupindex else 0) for m in places]
    pairs = [
        (a, b)
        for a, b in pairwise(spans)
        if text[slice(*a)] != text[slice(*b)] and b[0] - a[1] < 80 and a[1] - a[0] == b[1] - b[0]
        and not re.search(r"[。\n]", text[a[1] : b[0]])
    ]  # fmt: skip
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    one, other = text[slice(*a)], text[slice(*b)]
    text = text[: a[0]] + other + text[a[1] : b[0]] + one + text[b[1] :]
    return Planted("exchange", (a, b), one, other), text, len(text), 0


def _digit(rng: random.Random, old: str) -> str:
    k = rng.choice([k for k, char in enumerate(old) if char.isdigit()])
    return old[:k] + rng.choice([c for c in "123456789" if c != old[k]]) + old[k + 1 :]


def _unit(rng: random.Random, old: str) -> str:
    swaps = {"万元": "亿元", "亿元": "万元", "公里": "米", "吨": "公斤", "公斤": "吨", "亩": "公顷", "%": "个百分点", "天": "个月",
             "小时": "分钟", "万": "亿", "人": "户", "米": "公里", "岁": "个月", "美元": "元", "分钟": "小时"}  # fmt: skip
    return swaps[old]


def _hanzi_figure(rng: random.Random, old: str) -> str:
    return old.replace(
        old[0], rng.choice([c for c in "二三四五六七八" if c != old[0] and not (old[0] == "两" and c == "二")]), 1
    )


def _day(rng: random.Random, old: str) -> str:
    return str(rng.choice([k for k in range(1, 29) if k != int(old)]))


def _direction(rng: random.Random, old: str) -> str:
    return {
        "增长": "下降",
        "下降": "增长",
        "上升": "下降",
        "增加": "减少",
        "减少": "增加",
        "提高": "降低",
        "上涨": "下跌",
    }.get(old, "")


def _one_character(rng: random.Random, old: str) -> str:
    return old[:-1] + rng.choice([c for c in _GIVEN if c != old[-1]])


def _surname(rng: random.Random, old: str) -> str:
    return rng.choice([c for c in _SURNAMES if c != old[0]]) + old[1:]


def _post(rng: random.Random, old: str) -> str:
    return old[1:] if old[0] == "副" else f"副{old}"


def _place_character(rng: random.Random, old: str) -> str:
    return rng.choice([c for c in _NAME_CHARS if c not in old]) + old[1:]


def _county(rng: random.Random, old: str) -> str:
    return rng.choice([name for name in _counties() if name[-1] == old[-1] and name != old] or [""])


@cache
def _counties() -> list[str]:
    names: list[str] = []
    for file in ("areas.csv", "cities.csv", "provinces.csv"):
        with (SHARED / "admin" / file).open(encoding="utf-8-sig", newline="") as rows:
            names += [row["name"] for row in csv.DictReader(rows)]
    return sorted({name for name in names if 3 <= len(name) <= 5})


@cache
def _places() -> str:
    own = ("东江市", "清水县", "临河县", "东山区", "柳林镇", "白沙乡", "石桥镇", "南湾乡", "青石街道", "东山镇", "梅岭乡", "大坪镇", "下河村",
           "石岭村")  # fmt: skip
    full = [*own, *_counties()]
    cut = [
        "北京",
        "上海",
        "天津",
        "重庆",
        "广东",
        "浙江",
        "江苏",
        "湖北",
        "河南",
        "四川",
        "广州",
        "杭州",
        "武汉",
        "南京",
        "成都",
        "西安",
    ]
    return "|".join(sorted({*full, *cut}, key=len, reverse=True))


def _planters() -> Iterator[tuple[str, str, Callable[[random.Random, str], str]]]:
    yield "digit", r"(?<![\d.])\d+(?:\.\d+)?(?=[万亿人元个家户吨亩公名%％台处辆件岁米倍])", _digit
    yield "digit", r"(?<![\d.])\d{2,}(?:\.\d+)?(?=[万亿人元个家户吨亩公名%％台处辆件岁米倍])", _digit
    yield "unit", r"(?<=\d)(?:万元|亿元|公里|吨|公斤|亩|%|天|小时|万|人|岁|美元|分钟)(?!均|次)", _unit
    yield (
        "numeral",
        r"(?<![一二三四五六七八九十第百千月])[二两三四五六七八](?=个|名|人|年|天|次|家|项|岁|倍|条)(?!人民|年级)",
        _hanzi_figure,
    )
    yield "year", r"(?<!\d)(?:19|20)\d\d(?=年)", lambda rng, old: str(int(old) + rng.choice((-2, -1, 1, 2, 10)))
    yield "day", r"(?<=月)\d{1,2}(?=日)", _day
    yield "direction", r"(?:增长|下降|上升|增加|减少|提高|上涨)(?=了?[约近]?\d)", _direction
    yield "name", _PERSON.pattern, _one_character
    yield "surname", _PERSON.pattern, _surname
    yield "post", rf"(?<![\u4e00-\u9fff]副)(?:副)?(?:{_POSTS})(?=[{_SURNAMES}][\u4e00-\u9fff])", _post
    yield "place", _places(), _place_character
    yield "county", _places(), _county
    yield "exchange", r"(?<![\d.])\d+(?:\.\d+)?(?=[万亿人元个家户吨亩名%％台处辆件])", _digit
    yield "exchange", _PERSON.pattern, _digit
    yield "exchange", _places(), _digit


_PLANTERS = tuple(_planters()) if SHARED.is_dir() else ()
