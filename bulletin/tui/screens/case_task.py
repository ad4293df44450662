"""What is to be done under an instruction (拟办、交办): unit, co-units, mode, urgency, task and date, on one form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

from bulletin.errors import UsageError
from bulletin.feedback.cases import said_dates
from bulletin.feedback.cases.follow_ups import Assignment
from bulletin.model import FollowUp, Instruction
from bulletin.settings import Settings
from bulletin.terms import CASE_MODES, CASE_URGENCIES
from bulletin.text import nearest
from bulletin.text.days import END_OF_DAY, MOMENTS, due
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.fields import Field, Values
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.case_forms import Then, ask

Act = Callable[[Assignment, str], str]
"""What is done with the assignment and the reason; gives the words that tell it."""
UNSTATED = "不写"
_PARTED = re.compile(r"[、，,；;\s]+")
_MOST_OFFERED = 6


def ask_task(screen: DeskScreen, word: str, about: tuple[Instruction, FollowUp | None], act: Act, then: Then) -> None:
    """Ask who does what by when, for a proposal or an assignment (`word`); where no unit is known, it is chosen first."""
    said, case = about
    settings = screen.desk.sitting.settings
    dates = "".join(f"　批示写明{one.words}（{one.on:%m-%d}）" for one in said_dates.named(said, settings))
    name = (f"{word}：督办 {case.id}" if case else f"{word}：批示 {said.id}") + dates
    if case and case.unit:
        _ask_rest(screen, (word, name), _fields(said, case, case.unit), act, then)
        return
    own = Choice(settings.office, f"{settings.office}　由本办公室自办")
    choices = [*(Choice(unit.name, unit.name, unit.attribution) for unit in settings.units.values()), own]

    def chosen(unit: str | None) -> None:
        if unit:
            _ask_rest(screen, (word, name), _fields(said, case, unit, unit == own.value), act, then)

    screen.app.push_screen(Finder(f"{name}　牵头单位", choices, screen.lettering), chosen)


def _ask_rest(screen: DeskScreen, names: tuple[str, str], fields: tuple[Field, ...], act: Act, then: Then) -> None:
    sitting, (word, name) = screen.desk.sitting, names
    more = (Field("why", "理由"),) if word == "拟办" else ()

    def done(values: Values) -> str:
        sitting.renew()
        return act(wish_of(values, sitting.settings, sitting.at), values.get("why", ""))

    ask(screen, f"{name}　时限空着，就按批示类别和缓急定", (*fields, *more), done, then, word)


def _fields(said: Instruction, case: FollowUp | None, unit: str, is_own: bool = False) -> tuple[Field, ...]:
    is_proposed = case is not None and case.state != "registered"
    mode = "自办" if is_own else case.mode if case else CASE_MODES[0]
    return (
        Field("unit", "牵头", unit),
        Field("helpers", "协办", "、".join(case.co_units) if case else ""),
        Field("mode", "方式", mode, CASE_MODES),
        Field("urgency", "缓急", (case.urgency if case else "") or UNSTATED, (UNSTATED, *CASE_URGENCIES)),
        Field("task", "事项", case.task if case else said.text),
        Field("due", "时限", due_words(case.due_at) if case and is_proposed else ""),
    )


def due_words(due_at: datetime) -> str:
    """Return a due date as it is typed: the day, and the hour where it is not the end of the day."""
    return f"{due_at:%Y-%m-%d}" if due_at.time() == END_OF_DAY else f"{due_at:%Y-%m-%d %H:%M}"


def wish_of(values: Values, settings: Settings, at: datetime) -> Assignment:
    """Return what was typed as an assignment. Raises `UsageError` for a unit nobody knows, a date that is none or past."""
    helpers = tuple(unit_named(settings, name) for name in _PARTED.split(values["helpers"]) if name)
    unit = unit_named(settings, values["unit"]) if values["unit"] else ""
    urgency = "" if values["urgency"] == UNSTATED else values["urgency"]
    return Assignment(unit, helpers, values["task"], *due_of(values["due"], at), values["mode"], urgency)


def unit_named(settings: Settings, typed: str) -> str:
    """Return the full name of the unit that was typed, by any name of it. Raises `UsageError` with what it could be."""
    known = settings.unit(typed)
    if known or typed == settings.office:
        return known.name if known else typed
    like = [name for name in settings.units if typed in name][:_MOST_OFFERED]
    best = nearest(typed, settings.units)
    offered = like or ([best] if best else [])
    raise UsageError(f"没有单位“{typed}”", f"是不是{'、'.join(offered)}" if offered else "请写单位名录里的名称")


def due_of(typed: str, at: datetime) -> tuple[date | None, time]:
    """Return the day and hour that were typed, (None, the end of the day) where nothing was. Raises `UsageError`."""
    if not typed:
        return None, END_OF_DAY
    try:
        moment = due(typed.replace("　", " "))
    except ValueError:
        raise UsageError(f"时限“{typed}”看不懂", f"应如 {MOMENTS}") from None
    if moment.replace(tzinfo=at.tzinfo) < at:
        raise UsageError(f"时限 {typed} 已经过了", "写今天或以后的日期；空着就按批示类别和缓急定")
    return moment.date(), moment.time()
