"""How an office follows instructions up (督办): limits, signals, reminders, who approves; ``[follow_ups]`` of bulletin.toml.

Nothing here is the same in two places, so all of it is data. Sources of what is shipped: 急件1–5日、非急件15日、难度较大30日
(督查规则 A-44); 蓝黄红三色督办单 (宿迁 2025, A-47), 蓝橙红逐级 (三明 2017, A-46), 按月龄 (C-5); 延期到期前申请 (B-24).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bulletin.model import Person
from bulletin.settings.calendar import Calendar
from bulletin.settings.table import Table
from bulletin.terms import CASE_URGENCIES, INSTRUCTION_KINDS, SIGNAL_POLICIES, SLIP_COLOURS
from bulletin.text import nearest
from bulletin.text.days import END_OF_DAY

_LIMIT = re.compile(r"(?P<count>[1-9]\d{0,2})个?(?P<worked>工作)?[日天]")
_MOST_DAYS = 366
_LIMIT_FORM = "应如 15日、5个工作日"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit (时限): so many days, or working days (工作日) by the office's calendar."""

    days: int
    worked: bool = False

    def due_on(self, start: date, calendar: Calendar) -> date:
        """Return the last day of the limit; `start` itself does not count."""
        return calendar.add_workdays(start, self.days) if self.worked else start + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of reminding (催办): from so many days after the due day (before it: negative), to whom, in which words.

    With a ``colour`` it is a 三色督查单, to be answered within ``answer_days``.
    """

    days: int
    to: str
    words: str
    colour: str = ""
    answer_days: int = 3


FIRST_STAGE = Stage(-3, "承办单位", "请按时反馈办理情况")
USUAL_STAGES = (
    FIRST_STAGE,
    Stage(1, "承办单位主要负责人", "已超过办理时限，请主要负责人督促办理，并说明原因"),
    Stage(5, "承办单位主要负责人", "逾期多日仍未办结，请立即办理并书面说明情况；再不反馈的，将予通报"),
)


@dataclass(frozen=True, slots=True)
class SignalPolicy:
    """What the lights mean: ``kind`` is 到期制, 逐级 or 按月龄.

    到期制: blue from ``near_days`` before the due day, yellow when a report was returned, or when nothing was heard after the
    part ``behind_after`` of the time (0: not looked at), red when overdue. 逐级: blue, orange and red slips, each escalating
    when it is not answered by its own date. 按月龄: ``ages`` in months give colours.
    """

    kind: str = "到期制"
    near_days: int = 3
    behind_after: float = 0.0
    yellow_when_returned: bool = True
    ages: tuple[tuple[str, int], ...] = (("yellow", 1), ("orange", 2), ("red", 3))


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """All rules of an office for follow-ups.

    ``limits`` by class of the instruction, then by urgency. ``approvers`` decide on opening and extending; none: whoever has
    the role. ``opens_first``: nothing is assigned before it was opened (立项). ``extends_by_two``: an extension is asked for
    by one and granted by another. ``shows_leader``: results go to the leader before a case is closed. ``answers_six``: each
    of the six questions is answered by name. ``accept_hours`` is the office's own limit from report to closing.
    """

    limits: dict[str, dict[str, Limit]] = field(default_factory=dict)
    signals: SignalPolicy = SignalPolicy()
    stages: tuple[Stage, ...] = USUAL_STAGES
    again_days: int = 7
    approvers: tuple[str, ...] = ()
    opens_first: bool = False
    extends_by_two: bool = False
    shows_leader: bool = False
    answers_six: bool = False
    accept_hours: float = 24.0

    def limit(self, kind: str, urgency: str) -> Limit:
        """Return the limit for a class of instruction and an urgency (not stated: 非急件)."""
        return self.limits.get(kind, {}).get(urgency or "非急件", Limit(15))


def end_of(day: date, like: datetime) -> datetime:
    """Return the last second of `day`, in the zone of `like`: what is due on a day is due then."""
    return datetime.combine(day, END_OF_DAY, like.tzinfo)


def read_follow_ups(table: Table, deadlines: Table, people: dict[str, Person]) -> FollowUpRules:
    """Read ``[follow_ups]``; ordinary limits and the nearness of blue are those of ``[deadlines]``. Raises `SettingsError`."""
    near = deadlines.whole("remind_days", 3)
    rules = FollowUpRules(
        limits=_limits(table.table("limits"), deadlines.table("instruction_days")),
        signals=_signals(table.table("signals"), near),
        stages=tuple(_stage(entry) for entry in table.array("reminders")) or _usual_stages(near),
        again_days=_whole(table, "again_days", 7, least=1),
        approvers=_people(table, "approvers", people),
        opens_first=table.flag("opens_first", False),
        extends_by_two=table.flag("extends_by_two", False),
        shows_leader=table.flag("shows_leader", False),
        answers_six=table.flag("answers_six", False),
        accept_hours=table.number("accept_hours", 24),
    )
    table.finish()
    _in_order(table, rules.stages)
    return rules


def _usual_stages(near: int) -> tuple[Stage, ...]:
    first = USUAL_STAGES[0]
    return (Stage(-near, first.to, first.words), *USUAL_STAGES[1:])


def _limits(table: Table, days: Table) -> dict[str, dict[str, Limit]]:
    """Return the limits by class and urgency: what the office writes, over what is usual."""
    found: dict[str, dict[str, Limit]] = {}
    for kind in INSTRUCTION_KINDS:
        usual = days.whole(kind, 15)
        entry = table.table(kind)
        shipped = {"急件": Limit(min(5, usual)), "非急件": Limit(usual), "难度较大": Limit(max(30, usual))}
        found[kind] = {urgency: _limit(entry, urgency, shipped[urgency]) for urgency in CASE_URGENCIES}
        entry.finish()
    table.finish()
    days.finish()
    return found


def _limit(table: Table, key: str, usual: Limit) -> Limit:
    text = table.text(key, "")
    if not text:
        return usual
    match = _LIMIT.fullmatch(text.replace(" ", ""))
    if match is None:
        raise table.wrong(key, text, _LIMIT_FORM)
    return Limit(int(match["count"]), bool(match["worked"]))


def _signals(table: Table, near: int) -> SignalPolicy:
    usual = SignalPolicy()
    kind = table.choice("kind", SIGNAL_POLICIES, usual.kind)
    behind = table.number("behind_after", usual.behind_after)
    if behind >= 1:
        raise table.wrong("behind_after", behind, "是时限的一部分，应小于 1，如 0.5；写 0 为不看")
    ages, entry = [], table.table("ages")
    for colour, months in usual.ages:
        ages.append((colour, _whole(entry, colour, months, least=1)))
    if [months for _, months in ages] != sorted(months for _, months in ages):
        raise table.wrong("ages", dict(ages), "黄、橙、红的月数应一个比一个大")
    entry.finish()
    policy = SignalPolicy(
        kind,
        _whole(table, "near_days", near),
        behind,
        table.flag("yellow_when_returned", usual.yellow_when_returned),
        tuple(ages),
    )
    table.finish()
    return policy


def _stage(table: Table) -> Stage:
    colour = table.text("colour", "")
    if colour and colour not in SLIP_COLOURS:
        raise table.wrong("colour", colour, f"可用的颜色：{'、'.join(SLIP_COLOURS)}")
    stage = Stage(
        _signed(table, "before", "after"),
        table.text("to", FIRST_STAGE.to),
        table.text("words"),
        colour,
        _whole(table, "answer_days", 3, least=1),
    )
    table.finish()
    return stage


def _signed(table: Table, before: str, after: str) -> int:
    """Return the days of a stage: ``before`` the due day, or ``after`` it."""
    early, late = (_whole(table, key, 0) for key in (before, after))
    if early and late:
        raise table.wrong(before, early, f"{before}（到期前几天）与 {after}（逾期几天）只能写一个")
    return late or -early


def _in_order(table: Table, stages: tuple[Stage, ...]) -> None:
    days = [stage.days for stage in stages]
    if days != sorted(days):
        raise table.wrong("reminders", days, "各级催办应按先后写，后一级不早于前一级")


def _whole(table: Table, key: str, usual: int, least: int = 0) -> int:
    value = table.number(key, usual)
    if value != int(value) or not least <= value <= _MOST_DAYS:
        raise table.wrong(key, value, f"应为 {least} 至 {_MOST_DAYS} 的整数")
    return int(value)


def _people(table: Table, key: str, people: dict[str, Person]) -> tuple[str, ...]:
    named = table.texts(key)
    for person in named:
        if person not in people:
            raise table.wrong(key, person, f"没有这个人员，最接近的是 {nearest(person, people) or '无'}")
    return named
