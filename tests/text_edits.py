"""What happens to a text between two desks: reprints, slips, edits, excerpts, noise, mergers, new figures; and templates.

Every function takes a seeded `random.Random`, a title and a text and returns a title and a text. The words are our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Piece = tuple[str, str]
SYNONYMS = {
    "推进": "推动",
    "加强": "强化",
    "进行": "开展",
    "规定": "要求",
    "应当": "必须",
    "表示": "称",
    "目前": "现在",
    "以及": "和",
    "通过": "经过",
    "情况": "状况",
    "提高": "提升",
    "确保": "保证",
    "同时": "与此同时",
    "其中": "这当中",
    "可以": "能够",
    "有关": "相关",
    "认为": "觉得",
    "因为": "由于",
}
_LEADS = ("本报讯", "据市政府网站消息", "近日，记者从有关部门获悉", "本网综合报道", "转自县融媒体中心")
_TRAILERS = ("（来源：市政府办公室）", "责任编辑：李晓", "本文有删节，仅供参阅。", "版权归原作者所有，转载请注明出处。")
_TITLES = ("转载：有关情况摘登", "值得关注的一则消息", "各地动态一则", "情况反映", "一周要闻选登")
_CHROME = (
    "首页 要闻动态 政务公开 办事服务 互动交流 数据开放",
    "当前位置：首页 > 要闻动态 > 部门信息",
    "字体大小 分享到 打印本页 关闭窗口",
    "主办单位：市人民政府办公室 承办单位：市大数据中心 网站标识码",
    "上一篇 下一篇 相关链接 友情链接 网站地图 联系我们",
)
_SPARE = "的了在有和是人这中大为上个国地到说时要就出会可也你对生能而子那得于着下自之年过发后作里"
_NOISE = "0123456789abcdefGHJKLMNP!@#$%^&*()_+-=[]{};:,./?"
_WIDTH = {ord(a): b for a, b in zip("0123456789，。；：（）", "０１２３４５６７８９,.;:()", strict=True)}


def reprint(rng: Random, title: str, text: str) -> Piece:
    """Another title, a lead-in before and a trailer after the text."""
    return rng.choice(_TITLES), f"{rng.choice(_LEADS)}　{text}\n{rng.choice(_TRAILERS)}"


def typo(rng: Random, title: str, text: str) -> Piece:
    """Other width of figures and marks, blanks and line ends in other places."""
    other = text.translate(_WIDTH)
    cut = rng.randrange(1, max(len(other), 2))
    return title.translate(_WIDTH), f"{other[:cut]} {other[cut:]}".replace("、", "，" if rng.random() < 0.5 else "、")


def edited(rng: Random, text: str, share: float) -> str:
    """`share` of the characters replaced, left out, doubled or followed by another; figures are left alone."""
    done = []
    for char in text:
        if rng.random() >= share or char.isdigit() or char in "〇一二三四五六七八九十百千第":
            done.append(char)
            continue
        done.append(rng.choice(("", rng.choice(_SPARE), char + rng.choice(_SPARE))))
    return "".join(done)


def light5(rng: Random, title: str, text: str) -> Piece:
    """Synonyms, and four characters in a hundred changed."""
    for word, other in SYNONYMS.items():
        if rng.random() < 0.5:
            text = text.replace(word, other)
    return title, edited(rng, text, 0.04)


def heavy15(rng: Random, title: str, text: str) -> Piece:
    """Fifteen characters in a hundred changed."""
    return edited(rng, title, 0.15), edited(rng, text, 0.15)


def trunc50(rng: Random, title: str, text: str) -> Piece:
    """The first half."""
    return title, text[: len(text) // 2] + "……"


def lead_chrome(rng: Random, title: str, text: str) -> Piece:
    """The first paragraph amid the navigation of a page."""
    lead = text.strip().split("\n")[0][:300]
    return title, "\n".join((*rng.sample(_CHROME, 3), lead, *rng.sample(_CHROME, 2)))


def jammer(rng: Random, title: str, text: str) -> Piece:
    """Runs of random letters and signs between the words, as forums strew them."""
    done = []
    for part in re.split(r"(?<=[。，])", text):
        tokens = ("".join(rng.choices(_NOISE, k=rng.randint(1, 3))) for _ in range(rng.randint(3, 8)))
        done.append(f"{part} {' '.join(tokens)} " if rng.random() < 0.4 else part)
    return title, "".join(done)


def merge2(rng: Random, one: Piece, other: Piece) -> Piece:
    """Two texts as one."""
    return f"{one[0]}等两则", f"{one[1]}\n{other[1]}"


def update(rng: Random, title: str, text: str) -> Piece:
    """Up to three figures changed; a text without figures gets a sentence with one in both versions by `with_figure`."""
    places = [match for match in re.finditer(r"\d+(?:\.\d+)?", text)]
    for match in sorted(rng.sample(places, min(3, len(places))), key=lambda one: -one.start()):
        number = match.group()
        other = f"{float(number) * 1.07 + 0.1:.1f}" if "." in number else str(int(number) + rng.randint(1, 9))
        text = text[: match.start()] + other + text[match.end() :]
    return title, text


def with_figure(rng: Random, text: str) -> str:
    """The text with a sentence that holds a figure, so that it can be updated."""
    return f"{text}\n截至目前，共完成{rng.randint(20, 999)}件，占总数的{rng.randint(10, 99)}.{rng.randint(1, 9)}%。"


EDITS: dict[str, Callable[[Random, str, str], Piece]] = {
    "reprint": reprint,
    "typo": typo,
    "light5": light5,
    "heavy15": heavy15,
    "trunc50": trunc50,
    "lead_chrome": lead_chrome,
    "jammer": jammer,
    "update": update,
}
