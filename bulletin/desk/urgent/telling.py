"""An incident in Chinese words, for the lines of the command and for the screen alike: its clocks, its severity, how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bulletin.desk.urgent import clocks, naming, reading
from bulletin.desk.urgent.amended import Amended
from bulletin.model import Clock, Incident, Rating, Report
from bulletin.settings import Settings
from bulletin.terms import CLOCKS

WHAT = {"phone": "电话报告", "written": "书面报告"}
SINCE = {"event": "自事发", "receipt": "自接报"}
TIMES = {"event": "事发时间", "receipt": "接报时间"}
UNRATED = "超最严时限"
"""What is said of a limit that ran out while nobody has rated the incident: whose fault it is, the severity decides."""
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
    name = settings.person_name(one.by)
    who = f"{name}（代{settings.person_name(one.on_behalf_of)}）" if one.on_behalf_of else name
    moved = "，".join(
        f"{TIMES[since]}于 {_exactly(one.at)} 由{who}改为 {_exactly(after)}，原为 {_exactly(before)}"
        for since, before, after in one.times
    )
    late = f"；按原时间（{one.severity}）：{ran_out(one.clocks)}" if one.clocks else ""
    return f"{moved}（理由：{one.reason or '没有写'}）{late}"


def _exactly(moment: datetime | None) -> str:
    """Return a moment, to the second where it was entered so."""
    if moment is None:
        return "不明"
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment.second else f"{moment:%Y-%m-%d %H:%M}"


def own_name(report: Report) -> str:
    """Return what the item calls itself, with a warning where that is not what it is here; — where it says nothing."""
    said = naming.said(report.title, report.text)
    if said is None:
        return "—"
    own = naming.report_name(said.kind, said.number or report.number)
    return own if own == naming.report_name(report.kind, report.number) else f"{own}，与此不符，请核对"


def lacking(incident: Incident, settings: Settings) -> str:
    """Return which elements the first report lacks, each with the later one that has it; '' where there is no report."""
    if not incident.reports:
        return ""
    first = naming.report_name(incident.reports[0].kind, incident.reports[0].number)
    missing = [element for element in reading.elements_of(incident, settings) if element.shown_by != first]
    words = (f"{one.name}（{one.shown_by}已有）" if one.shown_by else one.name for one in missing)
    told = f"{first}看不出的要素：{'、'.join(words) or '无'}"
    return f"{told}；不妨碍先报，请在续报中补" if missing else told
