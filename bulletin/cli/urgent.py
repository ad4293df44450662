"""``bulletin urgent``: incidents from the first call to the 终报, their clocks, elements, and what may belong to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.periods import Span, period_options
from bulletin.cli.session import Session, parse_moment
from bulletin.cli.urgent_lines import after_step, data, head_row, in_full, late_row, waiting_row
from bulletin.desk import editing
from bulletin.desk.urgent import chain, elements, late, naming, proposals, telling
from bulletin.model import Incident, PhoneReport, Rating
from bulletin.terms import INCIDENT_SEVERITIES, REPORTS

KINDS = {word: kind for kind, word in REPORTS.items()}
HEAD = ("编号", "状态", "级别", "报告", "时限", "下一份应报", "名称")


@click.group(cls=Group)
def urgent() -> None:
    """紧急信息：首报、续报、终报，报告时限，缺的要素，迟报。"""


@urgent.command("list", cls=Command)
@click.option("--all", "is_all", is_flag=True, help="连同处置结束的")
@click.pass_obj
def list_(session: Session, is_all: bool) -> None:
    """处置中的突发事件，和还没有归入哪一件的紧急来稿。"""
    found = store.urgent.every(session.db, "" if is_all else "handling")
    loose = proposals.waiting(session.db, session.settings, session.at)
    lines = table(HEAD, [head_row(session, one) for one in found]) if found else ["没有处置中的突发事件"]
    if loose:
        rows = [waiting_row(session, one) for one in loose]
        lines += [
            "",
            "还没有归入的紧急来稿：",
            *table(("来稿", "收到", "已过", "自称", "可能是", "单位", "标题"), rows),
        ]
        lines += ["新的一件，请用 urgent open 来稿；属于哪一件的，请用 urgent follow 编号 来稿"]
    session.answer({"incidents": [data(session, one) for one in found], "waiting": loose}, lines)


@urgent.command(cls=Command)
@click.argument("incident_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show(session: Session, incident_id: int) -> None:
    """一件突发事件：时限、各次报告、缺的要素、重复的句子、可能属于它的来稿。"""
    one = store.urgent.get(session.db, incident_id)
    session.answer(data(session, one), in_full(session, one))


@urgent.command("open", cls=Command)
@click.argument("item_id", metavar="[来稿]", type=NUMBER, required=False)
@click.option("--name", default="", help="名称，续报按它起题；不写则取来稿的标题")
@click.option("--severity", default="", help=f"级别：{'、'.join(INCIDENT_SEVERITIES)}；不写则为未定级")
@click.option("--unit", default="", help="哪个单位报送；不写则为来稿的单位")
@click.option("--event-at", default="", metavar="时间", help="事发时间；不知道就不写，不要猜")
@click.option("--heard-at", default="", metavar="时间", help="该单位的接报时间")
@click.pass_obj
def open_(
    session: Session, item_id: int | None, name: str, severity: str, unit: str, event_at: str, heard_at: str
) -> None:
    """立一件突发事件：由一条来稿，或者先由电话。"""
    wish = Rating(name, severity, unit, _moment(session, event_at), _moment(session, heard_at))
    made = chain.alarm(session.db, session.settings, wish, session.actor, session.at, item_id)
    _answer(session, made, f"已立突发事件 {made.id}")


@urgent.command(cls=Command)
@click.argument("incident_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="为什么改定；初次定级、初次登记时间的不必写")
@click.option("--name", default=None, help="名称")
@click.option("--severity", default=None, help=f"级别：{'、'.join(INCIDENT_SEVERITIES)}")
@click.option("--unit", default=None, help="报送单位")
@click.option("--event-at", default="", metavar="时间", help="事发时间")
@click.option("--heard-at", default="", metavar="时间", help="接报时间")
@click.pass_obj
def rate(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    incident_id: int,
    reason: str,
    name: str | None,
    severity: str | None,
    unit: str | None,
    event_at: str,
    heard_at: str,
) -> None:
    """定级，或者改定级别、名称、时间：另记一条，原来的时限仍然显示。"""
    now = store.urgent.get(session.db, incident_id).rating
    is_first = not now.severity
    wish = replace(
        now,
        name=now.name if name is None else name,
        severity=now.severity if severity is None else severity,
        unit=now.unit if unit is None else unit,
        event_at=_moment(session, event_at) or now.event_at,
        heard_at=_moment(session, heard_at) or now.heard_at,
        reason=reason,
    )
    made = chain.rate(session.db, session.settings, incident_id, wish, session.actor, session.at)
    _answer(session, made, f"突发事件 {made.id} {_rated(made.rating, is_first=is_first)}")


@urgent.command(cls=Command)
@click.argument("incident_id", metavar="ID", type=NUMBER)
@click.option("--caller", required=True, help="谁打来的")
@click.option("--words", required=True, help="说了什么：时间、地点、事实")
@click.option("--when", default="", metavar="时间", help="几时打来的；不写则为现在")
@click.option("--post", default="", help="来电人的职务")
@click.option("--number", default="", help="来电号码")
@click.option("--told", default="", help="来电人已向谁报告")
@click.pass_obj
def phone(  # noqa: PLR0913 - one parameter for each option
    session: Session, incident_id: int, caller: str, words: str, when: str, post: str, number: str, told: str
) -> None:
    """登记电话报告：记录人和记录时间自动记下。"""
    report = PhoneReport(_moment(session, when) or session.at, caller, post, number, words, told)
    made = chain.phone(session.db, incident_id, report, session.actor, session.at)
    unsaid = "、".join(chain.not_said(report))
    _answer(session, made, f"已登记电话报告{f'；还没有记：{unsaid}' if unsaid else ''}")


@urgent.command(cls=Command)
@click.argument("incident_id", metavar="ID", type=NUMBER)
@click.argument("item_id", metavar="来稿", type=NUMBER)
@click.option("--kind", type=click.Choice(tuple(KINDS)), default=None, help="不写则看来稿自称什么，没有自称的为续报")
@click.pass_obj
def follow(session: Session, incident_id: int, item_id: int, kind: str | None) -> None:
    """把来稿归入突发事件，作为首报、续报或终报；续报依次编为一、二。"""
    made = chain.join(session.db, incident_id, item_id, session.actor, session.at, KINDS[kind] if kind else "")
    report = chain.report_of(made, item_id)
    name = naming.report_name(report.kind, report.number)
    _answer(session, made, f"来稿 {item_id} 已归入突发事件 {incident_id}，为{name}")


@urgent.command(cls=Command)
@click.argument("incident_id", metavar="ID", type=NUMBER)
@click.argument("item_id", metavar="来稿", type=NUMBER)
@click.option("--reason", required=True, help="为什么不是它的报告")
@click.pass_obj
def part(session: Session, incident_id: int, item_id: int, reason: str) -> None:
    """移出归错的最后一份报告；或者说明提示的来稿不是它的，不再提示。"""
    made = chain.part(session.db, incident_id, item_id, session.actor, session.at, reason)
    _answer(session, made, f"来稿 {item_id} 不是突发事件 {incident_id} 的报告")


@urgent.command(cls=Command)
@click.argument("item_id", metavar="来稿", type=NUMBER)
@click.option("--publication", default="", help="编入哪种刊物；不写则为默认刊物")
@click.option("--section", default="", help="栏目")
@click.option("--title", default="", help="标题；不写则为 名称＋续报几")
@click.option("--trim", "trims", is_flag=True, help="去掉与前面报告重复的句子（另存一稿，原文仍在）")
@click.pass_obj
def adopt(session: Session, item_id: int, publication: str, section: str, title: str, trims: bool) -> None:
    """采用一份报告，按“名称＋续报一”起题。"""
    wish = editing.Wish(title, section, publication)
    made = chain.adopt(session.db, session.settings, item_id, wish, session.actor, session.at, trims=trims)
    lines = [
        f"稿件 {made.id}：{made.revision.title}（{made.publication}，第 {made.revision.number} 稿）",
        "送审后，要按特急办理的，用 review hasten：可以略过刊物许可的级次，不略过审定和签发",
    ]
    session.answer({"article": made.id, "title": made.revision.title, "revision": made.revision.number}, lines)


@urgent.command(cls=Command)
@click.argument("incident_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.pass_obj
def close(session: Session, incident_id: int, note: str) -> None:
    """处置结束；没有终报的不能结束。"""
    made = chain.end(session.db, incident_id, session.actor, session.at, note)
    _answer(session, made, f"突发事件 {made.id} 处置结束")


@urgent.command(cls=Command)
@click.argument("incident_id", metavar="ID", type=NUMBER)
@click.option("--reason", required=True, help="为什么恢复")
@click.pass_obj
def reopen(session: Session, incident_id: int, reason: str) -> None:
    """恢复处置；要再收续报的，先移出那份终报。"""
    made = chain.go_on(session.db, incident_id, session.actor, session.at, reason)
    _answer(session, made, f"突发事件 {made.id} 恢复处置")


@urgent.command("elements", cls=Command)
@click.argument("item_id", metavar="来稿", type=NUMBER)
@click.pass_obj
def elements_(session: Session, item_id: int) -> None:
    """一条来稿写了首报要素中的哪些、缺哪些；缺的不妨碍先报。"""
    item = store.items.get(session.db, item_id)
    text, wanted = f"{item.title}\n{item.text}", session.settings.urgent.elements
    shown, missing = elements.found(text), elements.missing(text, wanted)
    rows = [(name, shown.get(name, "缺")) for name in wanted]
    lines = [*table(("要素", "看到的字样"), rows), f"缺：{'、'.join(missing) or '无'}"]
    session.answer({"item": item_id, "found": {n: shown[n] for n in wanted if n in shown}, "missing": missing}, lines)


@urgent.command("late", cls=Command)
@period_options
@click.pass_obj
def late_(session: Session, chosen: Callable[[date], Span]) -> None:
    """迟报的突发事件：哪个单位，迟了多少；按级别的时限算，供扣分登记。改过时间的，写明原为几时。"""
    period = chosen(session.at.date())
    found = late(session.db, session.settings, period.start, period.end, session.at)
    head = ("编号", "日期", "单位", "级别", "迟的", "名称")
    lines = table(head, [late_row(one) for one in found], most=60) if found else [f"{period.words}没有迟报"]
    lines += [
        f"突发事件 {one.incident_id} 的{line}"
        for one in found
        for line in telling.changes(one.changes, session.settings)
    ]
    session.answer(found, lines)


def _moment(session: Session, text: str) -> datetime | None:
    return parse_moment(text, session.settings) if text else None


def _rated(rating: Rating, *, is_first: bool) -> str:
    """Return what a rating did; one that names no severity yet has entered a name, a unit or times."""
    if not rating.severity:
        return "已登记（未定级）"
    return f"{'已定级' if is_first else '已改定'}：{rating.severity}"


def _answer(session: Session, one: Incident, said: str) -> None:
    """Answer a step: what was done, and what is to be done now; the whole page is `urgent show`."""
    session.answer(data(session, one), [said, *after_step(session, one)])
