"""An incident in Chinese words, for the lines of the command and for the screen alike: its clocks, its severity, how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bulletin.desk.urgent import clocks, naming, reading
from bulletin.desk.urgent.amended import Amended
from bulletin.desk.urgent.written_times import contradictions
from bulletin.model import Clock, Incident, Rating, Report, Status
from bulletin.settings import Settings
from bulletin.terms import CLOCKS, action_name

WHAT = {"phone": "电话报告", "written": "书面报告"}
SINCE = {"event": "自事发", "receipt": "自接报"}
TIMES = {"event": "事发时间", "receipt": "接报时间"}
UNRATED = "超最严时限"
"""What is said of a limit that ran out while nobody has rated the incident: whose fault it is, the severity decides."""
_COURSE = ("part", "end", "go_on")
_WORST = ("overdue", "late", "running", "unknown", "in_time", "unlimited")


def span(length: timedelta) -> str:
    """Return a length of time: ``2天3小时``, ``45分``, ``29分59秒``; seconds are told below an hour."""
    seconds = int(length.total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{minutes}分" if minutes else f"{hours}小时"
    rest = f"{seconds % 60}秒" if seconds % 60 or not minutes else ""
    return f"{minutes}分{rest}" if minutes else rest


def severity(rating: Rating) -> str:
    """Return the severity of a rating, 未定级 where nobody has said."""
    return rating.severity or "未定级"


def clock_state(clock: Clock, *, is_rated: bool = True) -> str:
    """Return how a clock stands; what nobody has rated is not late, it is over the strictest limit."""
    word = CLOCKS[clock.state]
    if clock.late_by:
        return f"{word if is_rated else UNRATED} {span(clock.late_by)}"
    return f"{word}，至 {clock.due_at:%H:%M:%S}" if clock.state == "running" and clock.due_at else word


def worst(incident: Incident, settings: Settings, at: datetime) -> tuple[str, str]:
    """Return the worst state of the clocks under the severity that holds, and its word."""
    found = dict(clocks.by_severity(incident, settings, at))[incident.rating.severity]
    states = {clock.state for clock in found}
    state = next(state for state in _WORST if state in states)
    is_unrated_late = not incident.rating.severity and state in ("overdue", "late")
    return state, UNRATED if is_unrated_late else CLOCKS[state]


def ran_out(found: Iterable[Clock]) -> str:
    """Return by how much which reports were late."""
    return "；".join(f"{WHAT[clock.what]}{SINCE[clock.since]}{clock_state(clock)}" for clock in found)


def changes(made: Iterable[Amended], settings: Settings) -> list[str]:
    """Return a line for each change of times: who made it when, from what to what, why, and what was late by the former."""
    return [_change(one, settings) for one in made]


def _change(one: Amended, settings: Settings) -> str:
    who = _person(settings, one.by, one.on_behalf_of)
    moved = "，".join(
        f"{TIMES[since]}于 {_entered(one.at)} 由{who}改为 {_entered(after)}，原为 {_entered(before)}"
        for since, before, after in one.times
    )
    late = f"；按原时间（{one.severity}）：{ran_out(one.clocks)}" if one.clocks else ""
    return f"{moved}（理由：{one.reason or '没有写'}）{late}"


def _person(settings: Settings, by: str, on_behalf_of: str) -> str:
    name = settings.person_name(by)
    return f"{name}（代{settings.person_name(on_behalf_of)}）" if on_behalf_of else name


def exactly(moment: datetime) -> str:
    """Return a moment as it is typed, to the second where that is not whole minutes."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def _entered(moment: datetime | None) -> str:
    return exactly(moment) if moment else "不明"


def own_name(report: Report) -> str:
    """Return what the item calls itself, with a warning where that is not what it is here; — where it says nothing."""
    own = _calls_itself(report)
    if not own:
        return "—"
    return own if own == naming.report_name(report.kind, report.number) else f"{own}，与此不符，请核对"


def _calls_itself(report: Report) -> str:
    said = naming.said(report.title, report.text)
    return naming.report_name(said.kind, said.number or report.number) if said else ""


def reminders(incident: Incident, settings: Settings) -> list[str]:
    """Return what a person is to check: times entered that the first report contradicts, and a last report that calls itself
    something else than it is here."""
    found = [
        f"提醒：登记的{one.name} {exactly(one.entered)} 与来稿 {one.item_id} 写的“{one.words}”不符，请核对"
        for one in contradictions(incident, settings)
    ]
    for report in incident.reports[-1:]:
        own, name = _calls_itself(report), naming.report_name(report.kind, report.number)
        if own not in ("", name):
            found.append(f"提醒：来稿 {report.item_id} 自称{own}，归入的是{name}，请核对")
    return found


def course(trail: Iterable[Status], settings: Settings) -> list[str]:
    """Return a line for each step of the incident's `trail` that somebody gave a reason for, ratings told elsewhere."""
    return [
        f"{one.at.astimezone(settings.zone):%m-%d %H:%M}　{_person(settings, one.by, one.on_behalf_of)}{action_name(one.action)}"
        f"{f'来稿 {one.target}' if one.target else ''}：{one.note}"
        for one in trail
        if one.note and one.action in _COURSE
    ]


def lacking(incident: Incident, settings: Settings) -> str:
    """Return which elements the first report lacks, each with the later one that has it; '' where there is no report."""
    if not incident.reports:
        return ""
    first = naming.report_name(incident.reports[0].kind, incident.reports[0].number)
    missing = [element for element in reading.elements_of(incident, settings) if element.shown_by != first]
    words = (f"{one.name}（{one.shown_by}已有）" if one.shown_by else one.name for one in missing)
    told = f"{first}看不出的要素：{'、'.join(words) or '无'}"
    return f"{told}；不妨碍先报，请在续报中补" if missing else told
