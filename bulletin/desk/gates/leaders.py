"""Leaders (领导): names, posts and order, held against the office's dated list. Part of politics (政治关).

A name is looked at where it stands beside a post; a post where a person's name follows it. Former posts (原、时任) and
those of other places pass. What the list does not say is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.settings.lists import Leader
from bulletin.text.names import COMPOUND, SURNAMES, WORDS_TOO

_SURNAME = f"(?:{'|'.join(COMPOUND)}|[{''.join(sorted(SURNAMES - WORDS_TOO))}])"
_FOLLOWS = (
    r"(?=[，。、；：（）\s]|$|主持|出席|强调|指出|要求|表示|调研|赴|在|到|率|带队|作|讲话|会见|参加|听取|对|就|说|介绍|同志|一行|等|及"
    r"|和|与|深入|签|批示|宣布|致辞|部署|先后|检查|来到|前往|看望|慰问|督导|视察|带领|认为|代表|担任|任|兼|会上|还|也|分别|一同|陪同"
    r"|专题|专程|实地|随后|近日|日前|当日|今日|昨日|于|为|同|向|通过|宣读|传达|汇报|总结|点评|发言|现场|巡|走访|开展|召开|研究)"
)
_PERSON = re.compile(rf"{_SURNAME}[\u4e00-\u9fff]{{1,2}}?{_FOLLOWS}")
_POST_END = r"(?:书记|[省市县区镇乡州盟旗]长|主席|主任|秘书长|部长|局长|常委|委员|组长|指挥长|院长|检察长|厅长)"
_IS_POST = re.compile(rf"{_POST_END}$")
_GOVERNMENT = re.compile(r"[省市县区州镇乡]?(?:人民)?政府(?=(?:常务)?副?[省市县区州镇乡]长)")
_FORMER = ("原", "前", "时任", "曾任", "原任", "历任")
_BARE = re.compile(r".{0,6}(?:常务)?副?(?:[省市县区镇乡州](?:委(?:常务)?副?书记|长)|秘书长)")
_POST_AFTER = re.compile(
    r"(?:同志)?(?P<post>(?:常务)?副?(?:[省市县区镇乡州](?:委(?:常务)?副?书记|长)|秘书长))(?!热线|信箱)"
)
_NOT_A_PERSON = re.compile(
    r"热线|信箱|公开电话|办公会|专题会|接待|联系|负责|令|奖|的|任[期职上内]|于(?:近|日|今|昨|当|上|下)"
)
_OPENS_A_POST = re.compile(
    r"(?:^|[在由经请向与和及同对为受随陪听取报被任是会上午晚日后时、]|中共|代表|指示|批示|根据|其中|以及|出席|强调|主持|部署|会见|当选)$"
)
_BETWEEN = re.compile(
    rf"(?:同志)?[、和及与](?:[\u4e00-\u9fff、]{{0,30}}?{_POST_END})?|(?:同志)?，[\u4e00-\u9fff、]{{0,30}}?{_POST_END}"
)
_LISTED = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LONG_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class _Roll:
    """The list as of one day: who is in office, everybody it knows, and the posts it knows, longest first."""

    present: dict[str, Leader]
    known: frozenset[str]
    posts: tuple[str, ...]
    places: tuple[str, ...]

    def holders(self, post: str) -> list[Leader]:
        """Return who holds the post."""
        return [leader for leader in self.present.values() if post in _own_posts(leader, self.places)]

    def post_at_end(self, words: str) -> str:
        """Return the longest listed post `words` end with, with a 副 before it that the list does not know, or ''."""
        found = next((post for post in self.posts if words.endswith(post)), "")
        return f"副{found}" if found and words.removesuffix(found).endswith("副") else found


def _roll(draft: Draft, settings: Settings) -> _Roll:
    leaders, places = settings.lists.leaders, settings.lists.places
    posts = {post for leader in leaders for post in _own_posts(leader, places)}
    return _Roll(
        {leader.name: leader for leader in leaders if leader.period.holds(draft.day)},
        frozenset(leader.name for leader in leaders),
        tuple(sorted(posts, key=lambda post: (-len(post), post))),
        places,
    )


def _own_posts(leader: Leader, places: tuple[str, ...]) -> list[str]:
    return [_plain_post(post, places) for post in leader.posts]


def _plain_post(post: str, places: tuple[str, ...]) -> str:
    """Return a post without the place and without 人民政府: 东江市人民政府市长 and 东江市市长 are 市长."""
    bare = _GOVERNMENT.sub("", post)
    place = next((place for place in sorted(places, key=len, reverse=True) if bare.startswith(place)), "")
    return bare.removeprefix(place[:-1] if bare.removeprefix(place).startswith("委") else place)


def _posts_before(text: str, start: int) -> list[str]:
    """Return the posts that stand right before character `start`, parted by 、, first to last."""
    run = re.split(r"[^\u4e00-\u9fff、]", text[max(0, start - 50) : start])[-1]
    words: list[str] = []
    for word in reversed(run.split("、")):
        if not _IS_POST.search(word):
            break
        words.insert(0, word)
    return words


def _posts(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A leader of the list with a post that is not his on that day."""
    roll = _roll(draft, settings)
    for name in sorted(roll.known):
        for match in re.finditer(re.escape(name), draft.text):
            for start, words in _stretches(draft.text, *match.span()):
                if wrong := _not_his(roll, name, words):
                    yield Sighting(start, max(match.end(), start + len(words)), _whose(roll, name, wrong))


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the words with a post beside the name at `start:end`: where they begin, and the words."""
    words = _posts_before(text, start)
    at = start - len("、".join(words))
    for word in words:
        yield at, word
        at += len(word) + 1
    after = _POST_AFTER.match(text, end)
    if after and not words:
        yield start, after["post"]


def _not_his(roll: _Roll, name: str, words: str) -> str:
    """Return the post in `words` that is not the person's, or ''."""
    post = roll.post_at_end(_plain_post(words, roll.places))
    before = words.removesuffix(post)
    if before.endswith(_FORMER) or words.startswith(_FORMER):
        return ""
    leader = roll.present.get(name)
    own = _own_posts(leader, roll.places) if leader else []
    if post:
        elsewhere = re.search(r"[省市县区州镇乡]$", before) and not before.endswith(roll.places)
        return "" if elsewhere or post in own or f"常务{post}" in own else post
    return words if not post and _BARE.fullmatch(words) else ""


def _whose(roll: _Roll, name: str, post: str) -> str:
    leader = roll.present.get(name)
    if leader is None:
        return f"名单中{name}在这一天没有任职，文中为“{post}”；以前的职务请写“时任”或“原”"
    return f"名单中{name}的职务是{'、'.join(leader.posts)}，文中为“{post}”"


def _names(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A name one character off that of the leader who holds the post before it, or who stands in the same list."""
    roll = _roll(draft, settings)
    for start, post, leader in _offices(draft.text, roll):
        end = start + len(post)
        found = draft.text[end : end + len(leader.name)]
        if _is_slip(found, leader.name) and found not in roll.known:
            yield Sighting(end, end + len(found), f"疑为{leader.name}之误（{post}）", leader.name)
    for start, end in _neighbours(draft.text, roll):
        for name in roll.present:
            found = draft.text[start : start + len(name)]
            if len(name) >= _LONG_ENOUGH and start + len(name) <= end and _is_slip(found, name):
                yield Sighting(start, start + len(name), f"疑为{name}之误", name)


def _neighbours(text: str, roll: _Roll) -> Iterator[tuple[int, int]]:
    """Yield the members, unknown to the list, of enumerations of names in which a leader of the list stands."""
    for match in re.finditer(r"[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,12})+", text):
        members = list(_LISTED.finditer(text, *match.span()))
        if any(text.startswith(name, match.start() + at) for name in roll.present for at in _starts(match[0])):
            yield from (
                m.span() for m in members if _at_start(text, m.start()) and not _opens_known(text, m.start(), roll)
            )


def _starts(words: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("、", words))]


def _at_start(text: str, start: int) -> bool:
    return start == 0 or not re.match(r"[\u4e00-\u9fff]", text[start - 1])


def _opens_known(text: str, start: int, roll: _Roll) -> bool:
    return any(text.startswith(name, start) for name in roll.known)


def _is_slip(found: str, name: str) -> bool:
    """Tell whether `found` is `name` with one character changed, of three or more."""
    return len(found) == len(name) >= _LONG_ENOUGH and sum(a != b for a, b in zip(found, name, strict=True)) == 1


def _offices(text: str, roll: _Roll) -> Iterator[tuple[int, str, Leader]]:
    """Yield where a post stands that exactly one leader holds, in this place and now, with the post and its holder."""
    for post in roll.posts:
        holders = roll.holders(post)
        if len(holders) != 1:
            continue
        for match in re.finditer(re.escape(post), text):
            if _is_ours(text[: match.start()], roll.posts, roll.places):
                yield match.start(), post, holders[0]


def _is_ours(before: str, posts: tuple[str, ...], places: tuple[str, ...]) -> bool:
    """Tell whether a post after these words is this place's, and held now; a post nobody here has tells of elsewhere."""
    run = re.split(r"[^\u4e00-\u9fff、]", before[-20:])[-1]
    for place in sorted(places, key=len, reverse=True):
        run = run.removesuffix(place)
    earlier = run.split("、")[-2:-1]
    is_other = any(_IS_POST.search(word) and not word.endswith(posts) for word in earlier)
    return not is_other and not run.endswith((*_FORMER, "副", "代")) and bool(_OPENS_A_POST.search(run))


def _strangers(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A post that one leader of the list holds, followed by another person's name."""
    roll = _roll(draft, settings)
    for start, post, leader in _offices(draft.text, roll):
        end = start + len(post)
        after = draft.text[end : end + 8]
        match = _PERSON.match(after)
        if not match or _NOT_A_PERSON.match(after) or _opens_known(after, 0, roll):
            continue
        if not _is_slip(after[: len(leader.name)], leader.name) and not _is_a_word(match[0]):
            yield Sighting(
                start, end + match.end(), f"名单中{post}是{leader.name}，文中为“{match[0]}”", post + leader.name
            )


def _is_a_word(words: str) -> bool:
    """Tell whether the dictionary knows `words` as anything but a name."""
    import rjieba

    tagged = rjieba.tag(words)
    return len(tagged) == 1 and not tagged[0][1].startswith("nr")


def _order(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Leaders named one after another stand in the order of the list."""
    roll = _roll(draft, settings)
    for row in _rows(draft.text, roll):
        names = [draft.text[start:end] for start, end in row]
        ranks = [roll.present[name].rank for name in names]
        if any(a > b for a, b in pairwise(ranks)):
            right = "、".join(sorted(dict.fromkeys(names), key=lambda name: roll.present[name].rank))
            yield Sighting(row[0][0], row[-1][1], f"领导同志排序与名单不符，应为{right}", right)


def _rows(text: str, roll: _Roll) -> Iterator[list[tuple[int, int]]]:
    """Yield the enumerations of two and more leaders: where each name stands."""
    if not roll.present:
        return
    longest_first = sorted(roll.present, key=lambda name: (-len(name), name))
    spans = [match.span() for match in re.finditer("|".join(map(re.escape, longest_first)), text)]
    row = spans[:1]
    for before, after in pairwise(spans):
        if not _BETWEEN.fullmatch(text, before[1], after[0]):
            yield from ([row] if len(row) > 1 else [])
            row = []
        row.append(after)
    yield from ([row] if len(row) > 1 else [])


RULES = (
    GateRule("political.leader_post", "political", "error", _posts, "领导的职务与名单不符"),
    GateRule("political.leader_name", "political", "error", _names, "领导的姓名疑有错字"),
    GateRule("political.leader_other", "political", "error", _strangers, "职务后面不是名单中任职的人"),
    GateRule("political.leader_order", "political", "error", _order, "几位领导的先后与名单不符"),
)
