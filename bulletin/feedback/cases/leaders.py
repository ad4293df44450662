"""Who wrote an instruction: the leader's rank (主要、其他) and level (国省市县乡), by the office's dated list or by his post.

A list entry says them itself where the post does not tell (``chief``, ``level``); 主要领导 are else the heads of party and
government. Whoever is on no list and names no post must be given both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bulletin.errors import UsageError
from bulletin.settings.lists import Leader, Lists
from bulletin.terms import LEADER_LEVELS, LEADER_RANKS
from bulletin.text import nearest

_CHIEF = re.compile(
    r"(?<![副纪])(?:[省市县区州盟镇乡旗党]委书记|自治区主席|[省市县区州盟镇乡旗]长|总书记|总理|国家主席)$"
)
_LEVELS = (
    ("国", re.compile(r"国务院|中央|总书记|总理|国务委员|国家主席|全国(?:人大|政协)|部长$")),
    ("省", re.compile(r"省|自治区")),
    ("市", re.compile(r"市|州|盟")),
    ("县", re.compile(r"县|区|旗")),
    ("乡", re.compile(r"镇|乡|街道")),
)
_POST = re.compile(r"书记|主席|主任|[省市县区州盟镇乡旗]长|常委|秘书长|总理|国务委员|部长|专员|盟长|领导")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a leader counts as: ``rank`` 主要 or 其他, ``level`` one of 国省市县乡, ``order`` on the office's list or None."""

    rank: str
    level: str
    order: float | None = None


def standing_of(lists: Lists, leader: str, day: date, rank: str = "", level: str = "") -> Standing:
    """Return what `leader`, as he is written, counts as on `day`; what is given goes before what is known.

    Raises `UsageError` for a rank or level that is none, and for somebody unknown, with the nearest name.
    """
    check(rank, level)
    known = find(lists, leader, day)
    said = leader if known is None else max(known.posts, key=lambda post: bool(_CHIEF.search(post)))
    found = Standing(rank or _rank(known, said), level or _level(known, said), known.rank if known else None)
    if known is None and not (rank and level) and (not _POST.search(leader) or not found.level):
        if any(one.period.holds(day) for one in lists.leaders):
            raise _unknown(lists, leader, day)
        return Standing(rank, level)
    return found


def check(rank: str, level: str) -> None:
    """Raise `UsageError` for a rank or a level that is none; '' is not stated."""
    for key, value, choices in (("rank", rank, LEADER_RANKS), ("level", level, LEADER_LEVELS)):
        if value and value not in choices:
            best = nearest(value, choices)
            hint = f"，最接近的是 {best}" if best else ""
            raise UsageError(f"--{key} 没有“{value}”", f"可用的：{'、'.join(choices)}{hint}")


def find(lists: Lists, leader: str, day: date) -> Leader | None:
    """Return the one leader in office on `day` whom these words name: by name, by post, by surname and post; else None."""
    current = [one for one in lists.leaders if one.period.holds(day)]
    words = _without_place(lists, leader)
    for names in (_named, _holds_post, _called, _short_for):
        found = [one for one in current if names(lists, one, words)]
        if len(found) == 1:
            return found[0]
    return None


def _named(lists: Lists, one: Leader, words: str) -> bool:
    """``李某海``, ``李某海市长``, ``市长李某海``: the name, with nothing or a post beside it."""
    if one.name not in words:
        return False
    rest = _without_place(lists, words.replace(one.name, "", 1).strip("（）()、 　同志"))
    return not rest or any(post.endswith(rest) or rest.endswith(post) for post in one.posts) or bool(_POST.search(rest))


def _holds_post(lists: Lists, one: Leader, words: str) -> bool:
    return words in one.posts


def _called(lists: Lists, one: Leader, words: str) -> bool:
    """``王副市长``: the surname, and the end of a post (常务副市长)."""
    return len(words) > 1 and words[0] == one.name[0] and any(post.endswith(words[1:]) for post in one.posts)


def _short_for(lists: Lists, one: Leader, words: str) -> bool:
    """``书记``, ``秘书长``: the end of a post, which is not that of a deputy."""
    return bool(_POST.search(words)) and any(
        post.endswith(words) and not post.removesuffix(words).endswith("副") for post in one.posts
    )


def _without_place(lists: Lists, words: str) -> str:
    for place in sorted(lists.places, key=len, reverse=True):
        rest = words.removeprefix(place)
        if rest != words and _POST.search(rest):
            return rest
    return words


def _rank(known: Leader | None, post: str) -> str:
    if known and known.chief is not None:
        return LEADER_RANKS[0] if known.chief else LEADER_RANKS[1]
    return LEADER_RANKS[0] if _CHIEF.search(post) else LEADER_RANKS[1]


def _level(known: Leader | None, post: str) -> str:
    if known and known.level:
        return known.level
    posts = known.posts if known else (post,)
    return next((level for level, form in _LEVELS if any(form.search(one) for one in posts)), "")


def _unknown(lists: Lists, leader: str, day: date) -> UsageError:
    former = [one for one in lists.leaders if one.name in leader and not one.period.holds(day)]
    way_out = "确系其他领导的，请用 --rank（主要、其他）与 --level（国、省、市、县、乡）写明"
    if former:
        return UsageError(f"{leader}在 {day.isoformat()} 不在领导名单的任期内", f"请核对批示日期和名单；{way_out}")
    best = nearest(leader, [one.name for one in lists.leaders if one.period.holds(day)])
    hint = f"最接近的是 {best}；" if best else ""
    return UsageError(f"领导名单中没有“{leader}”，也看不出职务", f"{hint}{way_out}")
