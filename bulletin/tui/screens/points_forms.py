"""The forms of the registers (上级采用登记、补录、扣分登记), and of taking one back; the registers themselves say what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from bulletin import store, workflow
from bulletin.feedback import registers
from bulletin.feedback.points import late_reference
from bulletin.model import LateEntry, Penalty, UpperAdoption
from bulletin.terms import FAULTS, KINDS, LEADER_LEVELS
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.fields import Field, Values, day_of, refuse_empty
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.case_forms import Then, ask

WAYS = {"采用": "adopted", "选用上报": "reported"}
OWN, DIRECT = "由本办公室上报", "单位直报"
UNSTATED = "不写"
_PARTED = re.compile(r"[、，,；;\s]+")
_DAY = timedelta(days=1)
Done = TypeVar("Done")


def _registered(screen: DeskScreen, act: Callable[[], Done]) -> Done:
    screen.desk.sitting.renew()
    return act()


def _day(screen: DeskScreen, typed: str) -> date:
    sitting = screen.desk.sitting
    return day_of(typed, "日期") or sitting.at.astimezone(sitting.settings.zone).date()


# Adopted above


def ask_adoption(screen: DeskScreen, unit: str, then: Then) -> None:
    """Choose the entry, those of `unit` first, and ask by which level and bulletin it was adopted."""
    sitting = screen.desk.sitting
    end = _day(screen, "") + _DAY
    entries = sorted(store.credits.published(sitting.db, end), key=lambda one: (unit not in one.units, -one.id))
    places = {f"e{one.id}": (one.reference, one.title, one.units) for one in entries}
    late = [one for one in store.late_entries.every(sitting.db) if not one.retracted]
    places |= {f"l{one.id}": (late_reference(one.id), one.title, one.units) for one in late}
    choices = [
        Choice(key, f"{reference}　{title}（{'、'.join(units)}）") for key, (reference, title, units) in places.items()
    ]

    def chosen(key: str | None) -> None:
        if key:
            _ask_where(screen, key, places[key][:2], then)

    if not choices:
        screen.say("还没有印发的条目，也没有补录")
        return
    screen.app.push_screen(Finder("哪一条被上级采用", choices, screen.lettering), chosen)


def _ask_where(screen: DeskScreen, key: str, place: tuple[str, str], then: Then) -> None:
    sitting, (reference, title), number = screen.desk.sitting, place, int(key[1:])
    is_late = key.startswith("l")

    def act(values: Values) -> str:
        wish = UpperAdoption(
            id=0,
            entry_id=None if is_late else number,
            late_entry_id=number if is_late else None,
            kind=WAYS[values["way"]],
            level=values["level"],
            bulletin=values["bulletin"],
            number=values["number"],
            title=values["title"],
            is_direct=values["direct"] == DIRECT,
            points=registers.points_of(values["points"]),
            dated_on=_day(screen, values["day"]),
        )
        made = _registered(
            screen, lambda: registers.register(sitting.db, sitting.settings, wish, sitting.actor, sitting.at)
        )
        bulletin = f"《{made.bulletin}》" if made.bulletin else ""
        return (
            f"已登记 {made.id}：{reference} {made.level}级{bulletin}{made.number}{values['way']}，计在 {made.dated_on}"
        )

    fields = (
        Field("bulletin", "刊名"),
        Field("level", "级别", LEADER_LEVELS[1], LEADER_LEVELS),
        Field("number", "期号"),
        Field("day", "日期", f"{_day(screen, '')}"),
        Field("way", "方式", "", tuple(WAYS)),
        Field("direct", "渠道", "", (OWN, DIRECT)),
        Field("points", "上级分"),
        Field("title", "标题", title),
    )
    ask(screen, f"上级采用：{reference}　{title}", fields, act, then, "登记")


# Printed elsewhere, faults


def ask_late(screen: DeskScreen, unit: str, then: Then) -> None:
    """Ask for what was printed elsewhere: bulletin, title, units, day."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        refuse_empty(values, {"publication": "刊名", "title": "标题", "units": "单位", "day": "印发的日期"})
        units = tuple(filter(None, _PARTED.split(values["units"])))
        kind = "" if values["kind"] == UNSTATED else values["kind"]
        wish = LateEntry(
            id=0,
            publication=values["publication"],
            section=values["section"],
            number=values["number"],
            title=values["title"],
            kind=kind,
            units=units,
            printed_on=_day(screen, values["day"]),
            note=values["note"],
        )
        made = _registered(
            screen, lambda: registers.enter_late(sitting.db, sitting.settings, wish, sitting.actor, sitting.at)
        )
        return f"已补录 {late_reference(made.id)}：《{made.publication}》{made.printed_on}　{made.title}"

    fields = (
        Field("publication", "刊名"),
        Field("title", "标题"),
        Field("units", "单位", unit),
        Field("day", "日期"),
        Field("number", "期号"),
        Field("section", "栏目"),
        Field("kind", "类型", UNSTATED, (UNSTATED, *KINDS)),
        Field("note", "为什么"),
    )
    ask(screen, "补录印在别处的一条　几个单位用、隔开，牵头的在前", fields, act, then, "补录")


def ask_penalty(screen: DeskScreen, unit: str, then: Then) -> None:
    """Ask for a fault of a unit: which kind, what, named by whom, when."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        refuse_empty(values, {"unit": "单位", "what": "事由"})
        level = "" if values["level"] == UNSTATED else values["level"]
        wish = Penalty(0, values["unit"], values["kind"], values["what"], level, _day(screen, values["day"]))
        made = _registered(
            screen, lambda: registers.penalise(sitting.db, sitting.settings, wish, sitting.actor, sitting.at)
        )
        return f"已登记扣分 {made.id}：{made.unit}　{made.kind}　{made.what}"

    kinds = tuple(kind for kind in FAULTS if kind not in registers.FROM_COMMISSIONS)
    fields = (
        Field("unit", "单位", unit),
        Field("kind", "情形", "", kinds),
        Field("what", "事由"),
        Field("level", "点名", UNSTATED, (UNSTATED, *LEADER_LEVELS)),
        Field("day", "日期", f"{_day(screen, '')}"),
    )
    ask(screen, "登记扣分　扣几分由计分办法定", fields, act, then, "登记")


# Taking back


def ask_retraction(screen: DeskScreen, then: Then) -> None:
    """Choose among what stands in the registers, the newest first, and ask why it is taken back."""
    choices = _standing(screen)
    if not choices:
        screen.say("没有可撤销的登记")
        return

    def chosen(place: str | None) -> None:
        if place:
            _ask_why(screen, place, next(one.words for one in choices if one.value == place), then)

    screen.app.push_screen(Finder("撤销哪一件登记", choices, screen.lettering), chosen)


def _standing(screen: DeskScreen) -> list[Choice]:
    """Return the registrations this person may take back, as places: the register and the number."""
    db, viewer = screen.desk.sitting.db, screen.desk.sitting.viewer
    found: list[Choice] = []
    if workflow.authority(viewer, registers.REGISTRARS) is not None:
        found += [
            Choice(
                f"upper_adoptions {one.id}",
                f"上级采用 {one.id}　{one.dated_on}　{one.level}级《{one.bulletin}》　{one.title}",
            )
            for one in reversed(store.upper_adoptions.every(db))
            if not one.retracted
        ]
        found += [
            Choice(
                f"late_entries {one.id}",
                f"{late_reference(one.id)}　{one.printed_on}　《{one.publication}》　{one.title}",
            )
            for one in reversed(store.late_entries.every(db))
            if not one.retracted
        ]
    if workflow.authority(viewer, registers.JUDGES) is not None:
        found += [
            Choice(f"penalties {one.id}", f"扣分 {one.id}　{one.dated_on}　{one.unit}　{one.kind}　{one.what}")
            for one in reversed(store.penalties.every(db))
            if not one.retracted
        ]
    return found


def _ask_why(screen: DeskScreen, place: str, words: str, then: Then) -> None:
    sitting, (record, _, number) = screen.desk.sitting, place.partition(" ")

    def act(values: Values) -> str:
        refuse_empty(values, {"reason": "为什么撤销"})
        _registered(
            screen,
            lambda: registers.take_back(
                sitting.db, sitting.settings, record, int(number), values["reason"], sitting.actor, sitting.at
            ),
        )
        return f"已撤销登记：{words}；自今天起不再计"

    ask(screen, f"撤销登记：{words}", (Field("reason", "理由"),), act, then, "撤销")
