"""A day at the desk, in real terminals, by keys alone: from 200 new items to a published issue, with two editors at once.

``python -m tests.day_at_the_desk [80x24|120x40] [--screens FOLDER]`` plays the day and prints what was done at every stage, how
long it took, how many keys were pressed, and what the screens and, at the end, the database say. It ends with 1 where a promise
was not kept. With ``--screens`` every screen that was looked at is kept as a text file.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from random import Random

from bulletin import store
from bulletin.cli import run
from bulletin.desk import checking
from bulletin.press.verify import verify
from bulletin.settings import read_settings
from bulletin.terms import STATES
from tests.conftest import AT, House
from tests.desk_terminal import Terminal, desk
from tests.office_days import everyday

ITEMS, PIECES = 200, 12
EDITOR = """#!/bin/sh
# What a person types: the words laid ready for him go to the end of the text, once nothing holds him up.
while [ -e "$DESK_WORDS.hold" ]; do sleep 0.1; done
cat "$DESK_WORDS" >> "$1"
"""

Planned = tuple[str, str, str, str]
"""Word to find it by, unit, title, text."""
SINGLE: tuple[Planned, ...] = (
    (
        "十五五",
        "市发展改革委",
        "“十五五”规划——稳中求进……开门问策",
        "市发展改革委开门编制规划，面向社会征集意见。\n群众关心的教育、医疗、养老等事项已写入初稿。",
    ),
    (
        "双语",
        "市教育局",
        "双语教师阿依古丽·买买提扎根山区学校",
        "阿依古丽·买买提在山区学校任教，当地群众称她为“好老师”。\n市教育局正在总结她的做法。",
    ),
    (
        "𠮷水",
        "市水利局",
        "𠮷水渠清淤完工，沿线农田恢复灌溉",
        "𠮷水渠清淤工程完工，沿线农田恢复灌溉。\n管护责任已落实到村。",
    ),
    (
        "银发食堂",
        "市民政局",
        "银发食堂“一元餐”——老人吃得上、吃得好……还要吃得久，市民政局摸清长期运营的难处和办法",
        "市民政局走访社区食堂，老人普遍满意。\n运营经费来源单一，部分食堂难以为继。",
    ),
    (
        "夜间门诊",
        "市卫生健康委",
        "夜间门诊方便上班族就医",
        "市级医院开设夜间门诊，方便上班族就医。\n群众反映挂号更方便。",
    ),
    (
        "公租房",
        "市住房城乡建设局",
        "公租房申请实现“一次办好”",
        "公租房申请材料由窗口统一收取，部门内部流转。\n申请人不必多头跑。",
    ),
    (
        "技工",
        "市人社局",
        "技工院校与企业联合培养人才",
        "技工院校与企业联合制定培养方案。\n学生在车间里上课，毕业后直接上岗。",
    ),
    (
        "茶园",
        "市农业农村局",
        "茶园管护转入冬季",
        "各地茶园管护转入冬季，农技人员下乡指导。\n茶农按要求修剪、施肥、清园。",
    ),
)
MARKED: tuple[Planned, ...] = (
    ("候车亭", "市交通运输局", "农村候车亭全部装灯", "农村候车亭全部装上太阳能灯，夜间候车更安全。"),
    ("候车亭", "东山镇", "东山镇候车亭装灯村民称便", "东山镇村民反映，装灯以后夜间候车不再摸黑。"),
)
TO_SPLIT: Planned = (
    "集市",
    "南湖县",
    "南湖县整治集市秩序并推进厕所改造",
    "南湖县整治乡镇集市占道经营，集市秩序好转。\n摊位统一划线，由村里推选管理员。\n"
    "南湖县同步推进农村厕所改造，先建后补。\n改造质量由农户签字认可。",
)
INTO: Planned = ("秸秆", "西河镇", "西河镇秸秆离田利用", "西河镇把秸秆收储点设到村，由合作社上门打捆。")
ADDED: Planned = ("秸秆", "青溪镇", "青溪镇秸秆变饲料", "青溪镇引进企业收购秸秆，加工成牛羊饲料。")
NEW_TITLE = "南湖县先建后补推进农村厕所改造"
REASONS = "12345678"
FILTERED = re.compile(r"(?:\d/\d+|没有来稿).* 筛选 ")
IN_FULL = re.compile(r"关·(?:必改|提醒|建议)")
AGE = re.compile(r"(?:刚刚|\d+(?:分钟|小时|天|个月|年))$")


# The screen, measured without the libraries that drew it


def cells(text: str) -> int:
    """Return the cells a terminal gives the text: two for wide characters, none for combining ones, one for the others."""
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def cut(line: str, width: int) -> str | None:
    """Return the first `width` cells of a line; None where a wide character lies across that border."""
    taken = 0
    for place, sign in enumerate(line):
        if taken >= width:
            return line[:place] if taken == width else None
        taken += cells(sign)
    return line if taken <= width else None


def drift(screen: str, columns: int) -> Iterator[str]:
    """Yield what is out of its column: lines wider than the window, rows of a list that do not end where the others end."""
    lines = screen.rstrip("\n").split("\n")
    yield from (f"宽{cells(line)}格：{line}" for line in lines if cells(line) > columns)
    width = columns if columns < 110 else columns * 62 // 100
    rows = [line for line in lines if re.match(r"[* ] *-?\d+\.\d ", line)]
    parts = [cut(row, width) for row in rows]
    yield from (f"跨过列表右边：{row}" for row, part in zip(rows, parts, strict=True) if part is None)
    ends = [(cells(part.rstrip()), part) for part in parts if part is not None]
    usual = Counter(end for end, _ in ends).most_common(1)
    yield from (f"时间一列不齐：{part}" for end, part in ends if end != usual[0][0] or not AGE.search(part.rstrip()))
    yield from _crooked(
        lines, re.compile(r" {0,4}\d+ (?:退回修改|编辑中|审核中|缓办|已审定) .*?(?= 等(?:编辑|审核))"), "等谁"
    )


def _crooked(lines: list[str], upto: re.Pattern[str], name: str) -> Iterator[str]:
    """Yield the rows in which what follows the match does not stand where it stands in the most rows."""
    found = [(cells(match[0]), line) for line in lines if (match := upto.match(line))]
    usual = Counter(place for place, _ in found).most_common(1)
    yield from (f"{name}一列不齐：{line}" for place, line in found if place != usual[0][0])


# People and what is written down of them


@dataclass
class Protocol:
    """What was done, stage by stage, and which promises were not kept."""

    columns: int
    screens: Path | None
    keys: int = 0
    looked: int = 0
    broken: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Write down how long a stage took and how many keys it needed."""
        keys, looked, started = self.keys, self.looked, time.monotonic()
        yield
        seconds = time.monotonic() - started
        print(
            f"{name}{' ' * max(1, 44 - cells(name))}{seconds:6.1f}秒 {self.keys - keys:5}键 {self.looked - looked:3}屏",
            flush=True,
        )

    def look(self, who: str, screen: str) -> None:
        """Look at a screen as it was captured."""
        self.looked += 1
        found = list(drift(screen, self.columns))
        self.broken += [f"第{self.looked}屏（{who}） {one}" for one in found]
        if self.screens:
            (self.screens / f"{self.looked:03}-{who}.txt").write_text(screen, encoding="utf-8")

    def promise(self, kept: bool, words: str) -> None:
        """Write down whether a promise was kept."""
        print(f"  {'是' if kept else '否'}　{words}", flush=True)
        if not kept:
            self.broken.append(words)


@dataclass
class Person:
    """Somebody at a desk: presses keys, waits, looks."""

    name: str
    terminal: Terminal
    protocol: Protocol
    words: Path

    def press(self, *keys: str) -> None:
        """Press keys."""
        self.protocol.keys += len(keys)
        self.terminal.press(*keys)

    def type(self, text: str) -> None:
        """Type words, as an input method hands them over; each character counts as a key."""
        self.protocol.keys += len(text)
        self.terminal.type(text)

    def sees(self, words: str, seconds: float = 20, gone: bool = False) -> str:
        """Wait for words, look at the screen they stand on, and return it."""
        self.terminal.wait(words, seconds, gone)
        time.sleep(0.1)  # the rest of the picture
        screen = self.terminal.screen()
        self.protocol.look(self.name, screen)
        return screen

    def go(self, noun: str, words: str) -> str:
        """Go to a noun: colon, the word, Enter."""
        self.press(":")
        self.terminal.wait("转到")
        self.type(noun)
        self.terminal.wait(noun)
        self.press("Enter")
        return self.sees(words)

    def open(self, article: int) -> str:
        """Go to a piece by its number, and see it with what the gates found."""
        self.go(f"稿件{article}", "稿件")
        head, end = re.compile(rf" 稿件 {article}\s"), time.monotonic() + 20
        while not head.match(screen := self.terminal.screen()) or "检查结果" not in screen:
            assert time.monotonic() < end, screen
            time.sleep(0.05)
        return screen

    def filter(self, expression: str) -> str:
        """Filter the queue; a filter that stands is taken away first."""
        self.unfilter()
        self.press("/")
        self.terminal.wait("清空为全部")
        self.type(expression)
        self.press("Enter")
        return self.sees("筛出")

    def unfilter(self) -> None:
        """Take a filter away that stands."""
        if FILTERED.search(self.terminal.screen()):
            self.press("Escape")
            while FILTERED.search(self.terminal.screen()):
                time.sleep(0.05)

    def decline(self, reason: str) -> None:
        """Decline what is chosen, for the reason of that number."""
        self.press("d")
        self.terminal.wait("理由：")
        self.press(reason, "Enter")
        self.terminal.wait("理由：", gone=True)

    def edit(self, words: str, said: str = "已存为第") -> str:
        """Open the editor and leave it with words added."""
        self.words.write_text(f"{words}\n", encoding="utf-8")
        self.press("e")
        return self.sees(said)


@dataclass
class Day:
    """The day: office, people, protocol."""

    house: House
    protocol: Protocol
    folder: Path
    desks: ExitStack

    def sits_down(self, person: str, words: str) -> Person:
        """Let somebody open the desk."""
        columns = self.protocol.columns
        typed = self.folder / f"{person}.txt"
        environ = {"EDITOR": str(self.folder / "editor.sh"), "VISUAL": "", "DESK_WORDS": str(typed)}
        root, rows = self.house.settings.root, 24 if columns == 80 else 40
        terminal = self.desks.enter_context(desk(root, person, keep=True, environ=environ, columns=columns, rows=rows))
        one = Person(person, terminal, self.protocol, typed)
        one.sees(words)
        return one

    def count(self, subject: str, state: str) -> int:
        """Return how many records stand in that state."""
        return store.statuses.count_by_state(self.house.db, subject).get(state, 0)

    def until(self, told: Callable[[], bool], words: str, seconds: float = 40) -> None:
        """Wait until the database says so."""
        end = time.monotonic() + seconds
        while not told():
            assert time.monotonic() < end, words
            time.sleep(0.05)

    def article(self, title: str) -> int:
        """Return the number of the article of that title."""
        states = tuple(STATES["article"])
        return next(one.id for one in store.articles.in_states(self.house.db, *states) if one.revision.title == title)

    # Triage

    def routine(self, one: Person, other: Person) -> None:
        """Both filter, mark all that is listed, and decide it at once: the one declines, the other shelves."""
        for first, second in (("专题会议", "主题党日"), ("传达学习", "本周工作")):
            for person, words in ((one, first), (other, second)):
                found = re.search(r"筛出(\d+)条", person.filter(words))
                person.press("*")
                person.sees(f"标记 {found[1] if found else 0} ")
            new = self.count("item", "new")
            one.press("d")
            one.sees("理由：")
            other.press("s")
            one.press("3", "Enter")
            self.until(lambda before=new: self.count("item", "new") < before, "没有成批处理")  # type: ignore[misc]
            one.sees("没有来稿")
            other.sees("没有来稿")

    def adopt(self, person: Person, piece: Planned, marks: int = 0) -> None:
        """Find a piece by a word, mark so many, and adopt."""
        assert f"筛出{max(1, marks)}条" in person.filter(piece[0]), piece[0]
        for place in range(marks):
            person.press("x")
            person.terminal.wait(f"标记 {place + 1}")
        person.press("a")
        person.sees("署名单位（各记一次）")
        person.press("Enter")
        person.sees("已采用为稿件")

    def adoptions(self, one: Person, other: Person) -> None:
        """Both adopt in turn; two marked items make one piece, and one piece takes in an item afterwards."""
        for number, piece in enumerate(SINGLE):
            self.adopt((one, other)[number % 2], piece)
        self.adopt(other, MARKED[0], marks=2)
        self.adopt(one, TO_SPLIT)
        self.adopt(one, ("西河镇 秸秆", *INTO[1:]))

    def merge_and_split(self, one: Person) -> None:
        """Merge an item into a piece, and split a piece, on their own screens."""
        one.press("Escape")
        one.open(self.article(INTO[2]))
        one.press("M")
        one.sees("并入稿件")
        one.filter("青溪镇 秸秆")
        one.press("a")
        one.sees("并入后署名")
        one.press("Enter")
        one.sees("已并入")
        one.open(self.article(TO_SPLIT[2]))
        one.press("P")
        one.sees("分出的新稿件")
        one.press("j", "j", "x", "x")
        one.sees("分出的新稿件（2段）")
        one.press("a")
        one.terminal.wait("新稿件的标题")
        one.type(NEW_TITLE)
        one.press("Enter")
        one.sees("已分出稿件")

    def collision(self, one: Person, other: Person) -> None:
        """Both go to the same item and press a key in the same moment: no item is decided twice."""
        for person in (one, other):
            person.press("g")
        before = self.count("item", "new")
        one.press("s")
        other.press("s")
        self.until(lambda: self.count("item", "new") < before, "没有人暂存")
        time.sleep(1)
        for person in (one, other):
            person.sees(f"待处理 {self.count('item', 'new')}　")

    def taken_back(self, one: Person) -> None:
        """What was shelved by mistake is taken back, and done again."""
        before = self.count("item", "new")
        one.press("s")
        one.sees(f"待处理 {before - 1}　")
        one.press("u")
        one.sees("撤销：暂存来稿")
        one.press("Enter")
        one.sees("已撤销")
        one.press("s")
        one.sees(f"待处理 {before - 1}　")

    def rest(self, one: Person, other: Person) -> None:
        """The one works from the top, the other from the bottom, one item or three marked at a time, until nothing is left."""
        turn = 0
        while (left := self.count("item", "new")) > 0:
            size = 3 if turn % 2 and left >= 8 else 1
            self._take(one, size, from_end=False)
            both = left >= 2 * size + 1
            if both:
                self._take(other, size, from_end=True)
            reason = REASONS[turn % len(REASONS)]
            one.decline(reason)
            if both:
                other.press("s") if turn % 3 else other.decline(reason)
            goal = left - size * (2 if both else 1)
            self.until(lambda goal=goal: self.count("item", "new") <= goal, f"应剩{goal}条")  # type: ignore[misc]
            for person in (one, other):
                look = person.sees if turn % 5 == 0 else person.terminal.wait
                look(f"待处理 {goal}　")
            turn += 1

    def _take(self, person: Person, size: int, from_end: bool) -> None:
        """Put the cursor at an item, or mark several."""
        person.press("G" if from_end else "g")
        if size > 1:
            person.press(*["k"] * ((size - 1) if from_end else 0), *["x"] * size)
            person.terminal.wait(f"标记 {size}")

    # Pieces

    def edit_all(self, one: Person, other: Person) -> None:
        """Every piece gets a paragraph in `$EDITOR`, and what stands against sending is answered."""
        for number, article in enumerate(self.drafts()):
            person = (one, other)[number % 2]
            person.open(article)
            person.edit("下一步，将继续跟踪进展。" if number else "下一步,将继续跟踪进展，涉及群众4321人。")
            person.sees("检查结果")

    def drafts(self) -> list[int]:
        """Return the pieces nobody has sent yet."""
        return sorted(one.id for one in store.articles.in_states(self.house.db, "draft"))

    def answer(self, one: Person, article: int) -> None:
        """Mend a comma as the gate proposes, and tick a figure nobody has in the raw text off as verified."""
        one.open(article)
        self.to_finding(one, "建议改为")
        one.press("m")
        one.sees("改：")
        one.press("Enter")
        one.sees("存为第")
        self.to_finding(one, "4321")
        one.press("y")
        one.terminal.wait("怎样核实的")
        one.type("电话问过经办人")
        one.press("Enter")
        one.sees("核实无误")

    def to_finding(self, one: Person, words: str) -> None:
        """Go down the findings to the one whose message, told in full below the list, has these words."""
        told = IN_FULL.split(one.sees("检查结果 1/"))[-1]
        for _ in range(12):
            if words in told:
                return
            one.press("j")
            time.sleep(0.3)
            told = IN_FULL.split(one.terminal.screen())[-1]
        raise AssertionError(f"没有“{words}”这一处：\n{one.terminal.screen()}")

    def both_edit(self, one: Person, other: Person, article: int) -> None:
        """While the one types the other saves the same piece: the one is told, compares, puts his text aside, types it again."""
        hold = one.words.with_name(f"{one.words.name}.hold")
        hold.touch()
        for person in (one, other):
            person.open(article)
        one.words.write_text("甲加的一段。\n", encoding="utf-8")
        one.press("e")
        time.sleep(1)
        other.edit("乙加的一段。")
        hold.unlink()
        one.sees("没有存完的文字")
        one.press("2", "Enter")
        one.sees("乙加的一段")
        one.press("Escape")
        one.sees("没有存完的文字")
        one.press("4", "Enter")
        one.sees("文字已移到")
        one.edit("甲加的一段。")

    def send_all(self, one: Person, other: Person) -> None:
        """Every piece is sent for review."""
        for number, article in enumerate(self.drafts()):
            person = (one, other)[number % 2]
            person.open(article)
            self.send(person)
        one.go("稿件", "审核中 12")

    def send(self, person: Person) -> None:
        """Send the piece on the screen, and see that it is sent."""
        person.press("S")
        person.sees("审核级次")
        person.press("Enter")
        person.sees("已送审")

    def review(self, reviewer: Person, editor: Person) -> None:
        """One piece is returned, mended by its editor in his editor, sent again and approved like all others."""
        reviewer.go("审核", f"{PIECES}件")
        reviewer.press("Enter")
        reviewer.sees("你第一次看这一篇")
        reviewer.press("r")
        reviewer.sees("退回，理由")
        reviewer.press("2", "Enter")
        reviewer.sees(f"{PIECES - 1}件")
        back = store.articles.in_states(self.house.db, "returned")[0]
        editor.open(back.id)
        editor.edit("以上情况已向经办单位核对。")
        editor.sees("检查结果")
        self.send(editor)
        reviewer.sees(f"{PIECES}件")
        for left in range(PIECES - 1, -1, -1):
            reviewer.press("Enter")
            reviewer.sees("审看")
            reviewer.press("a")
            time.sleep(0.5)
            if "还同意吗" in reviewer.terminal.screen():
                reviewer.press("y")
            reviewer.sees(f" {left}件")

    # The issue

    def compose(self, editor: Person) -> None:
        """Compose, order, count the pages, proof."""
        editor.go("期", f"已审定待编 {PIECES}篇")
        editor.press("c")
        editor.sees("编哪种刊物")
        editor.press("Enter")
        editor.sees("已编入")
        editor.press("Enter")
        editor.sees("试排", seconds=120)
        editor.press("G", "K", "K", "K")
        editor.sees(f"{PIECES - 3}/{PIECES}")
        editor.press("g", "J")
        editor.sees(f"2/{PIECES}")
        editor.press("p")
        editor.sees("出清样：")
        editor.press("Enter")
        editor.sees("清样已出", seconds=120)

    def sign(self, signer: Person) -> None:
        """Look at the page, say why what stands against it may stand, and sign."""
        signer.go("审核", "1件")
        signer.press("Enter")
        signer.sees("▀▀▀▀")
        signer.press("s")
        time.sleep(0.5)
        while "版面必改" in signer.terminal.screen().split("s 签发")[-1] and "写明理由" in signer.terminal.screen():
            signer.type("试印已看过")
            signer.press("Enter")
            time.sleep(0.5)
        signer.sees("清样 ")
        signer.press("Enter")
        signer.sees("已签发")

    def publish(self, editor: Person) -> None:
        """Publish what was signed."""
        editor.sees("已签发")
        editor.press("P")
        editor.sees("印发 ")
        editor.press("Enter")
        editor.sees("已印发归档", seconds=60)

    # The end

    def check(self) -> None:
        """Ask the database whether everything is as the day left it."""
        db, say = self.house.db, self.protocol.promise
        items = {state: self.count("item", state) for state in ("new", "adopted", "declined", "shelved")}
        say(items["new"] == 0 and sum(items.values()) == ITEMS, f"{ITEMS}条都处理了：{items}")
        say(items["adopted"] == PIECES + 1, f"采用{PIECES + 1}条来稿（合并2次，分篇1次）")
        trails = [store.statuses.history(db, "item", one.id) for one in store.items.selected(db, "true", ())]
        twice = [trail for trail in trails if len(trail) > 1 and "undo" not in {step.action for step in trail}]
        say(not [one for one in twice if len({step.by for step in one}) > 1], "没有一条被两个人各处理一次")
        say({step.by for trail in trails for step in trail} == {"editor1", "editor2"}, "两个编辑都处理了来稿")
        published = store.articles.in_states(db, "published")
        say(len(published) == PIECES, f"{PIECES}篇都已印发")
        self._check_pieces()
        issue = store.issues.every(db)[0]
        say(issue.state == "published", f"第{issue.number}期已印发归档")
        credited = store.issues.adoptions(db, issue.id)
        wanted = {(one.id, unit) for one in published for unit in one.units}
        say(
            set(credited) == wanted and len(credited) == len(wanted), f"采用记到单位名下：{len(wanted)}笔，一笔不多不少"
        )
        troubles = verify(db, self.house.settings)
        say(not troubles, f"归档核对无误{''.join(one.what for one in troubles)}")

    def _check_pieces(self) -> None:
        """Whom the pieces credit, and that every revision of them is there and whole."""
        db, say = self.house.db, self.protocol.promise
        pieces = {one.revision.title: one for one in store.articles.in_states(db, "published")}
        merged = [pieces[title] for title in pieces if len(pieces[title].items) == 2]
        pairs = {frozenset(one.units) for one in merged}
        say(
            pairs == {frozenset({MARKED[0][1], MARKED[1][1]}), frozenset({INTO[1], ADDED[1]})},
            f"合并的两篇各署两个单位：{'；'.join('、'.join(sorted(pair)) for pair in sorted(pairs, key=sorted))}",
        )
        say(pieces[NEW_TITLE].units == (TO_SPLIT[1],), f"分出的一篇署{TO_SPLIT[1]}")
        say("厕所" not in pieces[TO_SPLIT[2]].revision.text, "分出的段落不再留在原稿件里")
        for one in pieces.values():
            made = store.articles.revisions(db, one.id)
            whole = [revision.number for revision in made] == list(range(1, len(made) + 1))
            if not whole or one.revision.text.count("甲加的一段。") != one.revision.text.count("乙加的一段。"):
                say(False, f"稿件 {one.id} 的历次修改缺失")
        both = [one for one in pieces.values() if "甲加的一段。" in one.revision.text]
        say(len(both) == 1 and "乙加的一段。" in both[0].revision.text, "同改一篇的两个人，两段文字都在")
        self._check_words(both[0].id)

    def _check_words(self, article: int) -> None:
        """What was typed and put aside is in its file; what was verified stands as answered."""
        db, say, work = self.house.db, self.protocol.promise, self.house.settings.work_dir
        kept = [path.read_text(encoding="utf-8") for path in (work / "kept").glob(f"稿件{article}-*.txt")]
        say(bool(kept) and all("甲加的一段。" in text for text in kept), "移到一边的文字还在文件里")
        say(not list((work / "desk").glob("稿件*")), "没有没存完的文字")
        first = next(one for one in store.articles.in_states(db, "published") if "4321" in one.revision.text)
        said = store.articles.answers(db, first.id).values()
        say(
            "核实无误：电话问过经办人" in said and "下一步，将" in first.revision.text,
            "照改的一处改了，核实的数字记着怎样核实",
        )
        answered = [
            one.answered for one in checking.check(db, self.house.settings, first.id, AT) if "4321" in one.where
        ]
        say(bool(answered) and all(answered), "退回改过之后，核实过的数字不再问")


def office(folder: Path) -> House:
    """Make the sample office, and bring the items in its queue to `ITEMS`."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        assert run(["init", str(folder), "--sample"]) == 0
    settings = read_settings(folder)
    house = House(settings, store.open_database(settings.database_path), AT)
    rng, there = Random(5), len(store.items.selected(house.db, "d.state = 'new'", ()))
    planned = [*SINGLE, *MARKED, TO_SPLIT, INTO, ADDED]
    words = {piece[0] for piece in planned}
    with store.write(house.db):
        for _, unit, title, text in planned:
            house.item(text, title, unit)
        for _ in range(ITEMS - there - len(planned)):
            unit, title, text = everyday(rng)
            assert not any(word in title for word in words), title
            house.item(text, title, unit)
    return house


def play(day: Day) -> None:
    """Play the day from the first key to the last."""
    stage = day.protocol.stage
    with stage("两个编辑打开采编台"):
        one, other = (day.sits_down(person, f"待处理 {ITEMS}") for person in ("editor1", "editor2"))
    with stage("筛选、成批标记：不采用、暂存"):
        day.routine(one, other)
    with stage("采用11篇，其中1篇由2条合并"):
        day.adoptions(one, other)
    with stage("再并入1条，分出1篇"):
        day.merge_and_split(one)
    for person in (one, other):
        person.go("队列", "待处理 ")
        person.unfilter()
    with stage("两人同时处理同一条；撤销再做"):
        day.collision(one, other)
        day.taken_back(one)
    with stage("其余逐条、三条一批处理完"):
        day.rest(one, other)
    first = day.drafts()[0]
    with stage("12篇在编辑器里修改"):
        day.edit_all(one, other)
    with stage("照改一处，核实一个数字"):
        day.answer(one, first)
    with stage("两人同时改同一篇"):
        day.both_edit(one, other, day.drafts()[1])
    with stage("12篇送审"):
        day.send_all(one, other)
    with stage("另一人审核：退回1篇，改后再审，全部通过"):
        reviewer = day.sits_down("reviewer1", "待我办")
        day.review(reviewer, one)
    with stage("编期、排次序、出清样"):
        day.compose(one)
    with stage("看版面、签发"):
        signer = day.sits_down("signer1", "待我办")
        day.sign(signer)
    with stage("印发归档"):
        day.publish(one)


def main(words: list[str]) -> int:
    """Play the day in windows of the size asked for, and tell how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", choices=("80x24", "120x40"), default="80x24")
    parser.add_argument("--screens", type=Path)
    given = parser.parse_args(words)
    if given.screens:
        given.screens.mkdir(parents=True, exist_ok=True)
    protocol = Protocol(int(given.size.partition("x")[0]), given.screens)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name, ExitStack() as desks:
        folder = Path(name)
        (folder / "editor.sh").write_text(EDITOR, encoding="utf-8")
        (folder / "editor.sh").chmod(0o755)
        print(f"采编台的一天　{given.size}", flush=True)
        with protocol.stage(f"备好办公室：{ITEMS}条来稿"):
            house = office(folder / "office")
        day = Day(house, protocol, folder, desks)
        try:
            play(day)
        except AssertionError:
            for told in house.settings.work_dir.rglob("意外结束.txt"):
                print(told.read_text(encoding="utf-8"), file=sys.stderr)
            raise
        day.check()
        house.db.close()
    print(
        f"共{time.monotonic() - started:.0f}秒，{protocol.keys}键，看了{protocol.looked}屏，出列{len(protocol.broken)}处"
    )
    for one in protocol.broken:
        print(f"  {one}")
    return 1 if protocol.broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
