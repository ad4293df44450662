"""Commissions (约稿): what was asked of which units, who answered, who is late; new ones, answers confirmed, reminders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bulletin import store, workflow
from bulletin.desk.commissions import Call, Duty, Suggestion
from bulletin.errors import BulletinError, UsageError
from bulletin.model import Commission, Standing
from bulletin.terms import DUTIES, state_name
from bulletin.text.days import MOMENTS, due
from bulletin.tui.advice import refusal
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Ask, Choice, Confirm, Finder
from bulletin.tui.screens.records import RecordsScreen, begun_by
from bulletin.tui.words import Line

COLOURS = {"answered": "success", "late": "warning", "waiting": "", "overdue": "error"}
ALL = "全部单位"
_PARTED = re.compile(r"[、，,；;\s]+")
Listed = tuple[Commission, list[Duty]]


@dataclass(slots=True)
class Begun:
    """What was written of a commission that is not sent yet: topic with what is asked, due time, units."""

    topic: str = ""
    due: str = ""
    units: str = ""


class CommissionsScreen(RecordsScreen[Listed]):
    """The list of commissions, first due first, each with how its units stand."""

    NOUN = "约稿"
    EMPTY = "没有约稿。按 n 发一次约稿。"
    KEYS = (
        Key("n", "n", "发约稿：题目、截止、单位", "new", "commission", short="新约稿"),
        Key("a", "a", "确认应约：从可能的来稿里选，或写编号", "answer", "answer", short="应约"),
        Key("d", "d", "不作应约：解除已记的，或不再提示", "unlink", "unlink", short="不作应约"),
        Key("m", "m", "催办全部未交的单位", "remind", "remind", short="催办"),
        Key("c", "c", "结束约稿", "move('close')", "close", short="结束"),
        Key("r", "r", "重开已结束的约稿", "move('reopen')", "reopen", short="重开"),
        Key("o", "o", "只看约稿中的，或连同已结束的", "state", short="状态"),
        Key("u", "u", "撤销自己上一步操作：先说清撤的是什么", "undo"),
        *RecordsScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._state = "open"
        self._begun = Begun()

    def read_rows(self) -> Sequence[Listed]:
        """Return the commissions with the duties of their units."""
        from bulletin.desk import commissions

        return commissions.list_commissions(self.desk.sitting.db, self.desk.sitting.at, self._state)

    def number_of(self, row: Listed) -> object:
        """Return the number of the commission."""
        return row[0].id

    def heading(self) -> tuple[str, str]:
        """Return how many there are, and how many units are overdue."""
        rows = self.listed
        overdue = sum(duty.state == "overdue" for _, duties in rows for duty in duties)
        return f"约稿　{len(rows)}次", f"逾期未交 {overdue}个单位" if overdue else ""

    def cells_of(self, row: Listed) -> Sequence[tuple[str, int, str]]:
        """Return due time, how many answered, topic."""
        one, duties = row
        answered = sum(bool(duty.answers) for duty in duties if duty.asked)
        is_late = any(duty.state == "overdue" for duty in duties) and one.state == "open"
        return (
            (f"{one.due_at:%m-%d %H:%M}", 11, "error" if is_late else "quiet"),
            (f"已交 {answered}/{len(one.units)}", 11, "success" if answered == len(one.units) else ""),
            (state_name("commission", one.state), 6, "quiet"),
            (one.topic, 0, ""),
        )

    def told_of(self, row: Listed) -> Iterator[Line]:
        """Tell what is asked, how each unit stands, and what may be an answer."""
        one, duties = row
        zone = self.desk.sitting.settings.zone
        yield f"约稿 {one.id}　{one.topic}", "bold"
        yield f"截止 {one.due_at:%Y-%m-%d %H:%M}　发布 {one.starts_at:%m-%d %H:%M}", "quiet"
        if one.asks:
            yield f"要写清：{'；'.join(one.asks)}", ""
        for found in self._suggested(one):
            item = found.item
            yield f"可能应约　来稿 {item.id}　{item.unit}《{item.title}》（{'、'.join(found.words)}）", "accent"
        for duty in duties:
            answers = "；".join(f"来稿 {a.item_id} {a.received_at.astimezone(zone):%m-%d %H:%M}" for a in duty.answers)
            reminded = f"　催过{len(duty.reminded)}次" if duty.reminded else ""
            asked = "" if duty.asked else "（未约）"
            yield f"{DUTIES[duty.state]}{asked}　{duty.unit}　{answers}{reminded}", COLOURS[duty.state]

    def _suggested(self, one: Commission) -> Sequence[Suggestion]:
        from bulletin.desk import commissions

        sitting = self.desk.sitting
        return commissions.suggestions(sitting.db, sitting.settings, one, sitting.at)

    def standing_now(self) -> Standing | None:
        """Return where the commission under the cursor stands."""
        return store.commissions.standing(self.current[0]) if self.current else None

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the commission under the cursor."""
        sitting, begun = self.desk.sitting, begun_by(self.desk.sitting, "commission")
        if self.current is None:
            return begun
        standing = store.commissions.standing(self.current[0])
        return begun | frozenset(workflow.actions_for(standing, sitting.viewer, sitting.at))

    def action_state(self) -> None:
        """List the open ones, or all."""
        self._state = "" if self._state else "open"
        self.told(self.list_again)
        self.say("只列约稿中的" if self._state else "连同已结束的")

    # Putting one out

    def action_new(self) -> None:
        """Ask for topic, time and units, and put out the commission; what was begun and not sent is gone on with."""

        def titled(topic: str | None) -> None:
            if topic and topic.strip():
                self._begun.topic = topic.strip()
                self._ask_due()

        hint = "要写清的几项写在｜后面：秋粮收购进度｜数量；价格；困难　回车 下一步　Esc 取消"
        self.app.push_screen(Ask("约稿的题目：", self.lettering, self._begun.topic, hint), titled)

    def _ask_due(self, wrong: str = "") -> None:
        def answered(words: str | None) -> None:
            if not words:
                return
            self._begun.due = words
            try:
                moment_of(words)
            except UsageError as error:
                self._ask_due(refusal(error))
                return
            self._ask_units()

        hint = "如 2026-11-25（到24时）或 2026-11-25 17:00　回车 下一步　Esc 取消"
        self.app.push_screen(Ask("截止时间：", self.lettering, self._begun.due, hint, wrong), answered)

    def _ask_units(self, wrong: str = "") -> None:
        units = self.desk.sitting.settings.units.values()
        classes = sorted({unit.unit_class for unit in units})
        choices = [
            Choice(ALL, f"{ALL}　{len(units)}个"),
            *(Choice(f"第{n}类", f"第{n}类单位　{sum(u.unit_class == n for u in units)}个") for n in classes),
            *(Choice(unit.name, unit.name, unit.attribution) for unit in units),
        ]

        def chosen(who: str | None) -> None:
            if who:
                self._begun.units = who
                self._put_out()

        free, start = "几个单位，用、隔开", (self._begun.units, wrong)
        asked = Finder("约哪些单位", choices, self.lettering, free=free, own_last=True, start=start)
        self.app.push_screen(asked, chosen)

    def _put_out(self) -> None:
        """Put out what was written; where it is refused, ask for the units again with why, and all that was written."""
        from bulletin.desk import commissions

        sitting, begun = self.desk.sitting, self._begun
        head, _, asks = begun.topic.replace("|", "｜").partition("｜")
        sitting.renew()
        try:
            call = call_of(head, tuple(filter(None, re.split("[；;]", asks))), moment_of(begun.due), begun.units)
            made = commissions.commission(sitting.db, sitting.settings, call, sitting.actor, sitting.at)
        except BulletinError as error:
            self._ask_units(f"未发出：{refusal(error)}")
            return
        self._begun = Begun()
        self.told(lambda: self.list_again(made.id))
        self.say(f"已发出约稿 {made.id}，约了{len(made.units)}个单位")

    # Answers, reminders, the end

    def action_answer(self) -> None:
        """Choose among what may be an answer, or write numbers of items; it is recorded."""
        from bulletin.desk import commissions

        sitting = self.desk.sitting
        self._with_items(
            "确认应约",
            [one.item.id for one in self._suggested(self.current[0])] if self.current else [],
            lambda number, items: commissions.answer(
                sitting.db, sitting.settings, number, items, sitting.actor, sitting.at
            ),
        )

    def action_unlink(self) -> None:
        """Choose an answer or a suggestion, and say that it is none."""
        from bulletin.desk import commissions

        if self.current is None:
            return
        one, duties = self.current
        sitting = self.desk.sitting
        known = [answer.item_id for duty in duties for answer in duty.answers]
        self._with_items(
            "不作应约",
            [*known, *(found.item.id for found in self._suggested(one))],
            lambda number, items: commissions.unlink(sitting.db, number, items, sitting.actor, sitting.at),
        )

    def _with_items(self, word: str, offered: list[int], act: Callable[[int, list[int]], Commission]) -> None:
        if self.current is None:
            return
        number, db = self.current[0].id, self.desk.sitting.db
        items = [store.items.get(db, item_id) for item_id in offered]
        choices = [Choice(str(one.id), f"{one.unit}《{one.title}》", sign=f"来稿 {one.id}") for one in items]

        def chosen(answer: str | None) -> None:
            if answer and self.attempt(lambda: act(number, _numbers(answer))):
                self.told(self.list_again)
                self.say(f"{word}：来稿 {answer}")

        self.app.push_screen(Finder(f"{word}：约稿 {number}", choices, self.lettering, free="来稿编号"), chosen)

    def action_remind(self) -> None:
        """Say who will be reminded, and record it."""
        from bulletin.desk import commissions

        if self.current is None:
            return
        (one, duties), sitting = self.current, self.desk.sitting
        lines = ["、".join(commissions.missing(duties)) or "各单位都已应约"]

        def answered(answer: str | None) -> None:
            if answer is None:
                return
            names = self.attempt(
                lambda: commissions.remind(sitting.db, sitting.settings, one.id, [], sitting.actor, sitting.at)
            )
            self.told(self.list_again)
            if names:
                self.say(f"已记催办{len(names)}个单位：{'、'.join(names)}")

        self.app.push_screen(Confirm("催办这些单位？", lines, self.lettering), answered)

    def action_move(self, action: str) -> None:
        """Close the commission, or open it again."""
        from bulletin.desk import commissions

        if self.current is None:
            return
        act, sitting = {"close": commissions.close, "reopen": commissions.reopen}[action], self.desk.sitting
        number = self.current[0].id
        done = self.attempt(lambda: act(sitting.db, number, sitting.actor, sitting.at))
        self.told(self.list_again)
        if done:
            self.say(f"约稿 {number}：{state_name('commission', done.state)}")


def moment_of(text: str) -> datetime:
    """Return the moment written, in the office's time where it names no zone; a day alone means its end. Raises `UsageError`."""
    try:
        return due(text)
    except ValueError:
        raise UsageError(f"时间“{text}”看不懂", f"应如 {MOMENTS}") from None


def call_of(topic: str, asks: tuple[str, ...], due_at: datetime, who: str) -> Call:
    """Return the call as it was put together: `who` is all units, a class (第1类), or names parted by 、."""
    if who == ALL:
        return Call(topic, due_at, asks)
    if classed := re.fullmatch(r"第(\d+)类", who):
        return Call(topic, due_at, asks, classes=(int(classed[1]),))
    return Call(topic, due_at, asks, units=tuple(filter(None, _PARTED.split(who))))


def _numbers(text: str) -> list[int]:
    words = [word for word in _PARTED.split(text) if word]
    if not words or not all(word.isascii() and word.isdecimal() for word in words):
        raise UsageError(f"“{text}”不是来稿编号", "应如 12，几条的用、隔开")
    return [int(word) for word in words]
