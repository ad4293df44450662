"""``bulletin upward``: what goes up to another office, the package it goes in, and the receipts that come back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import LEVEL, Command, Group, number_in
from bulletin.cli.session import Session
from bulletin.feedback.upward import receipts_in, receipts_out, sending
from bulletin.feedback.upward.outbox import Delivery, default_outbox
from bulletin.feedback.upward.receipts_in import Confirmation, Confirmed, Proposal, Refused
from bulletin.feedback.upward.sending import Sending
from bulletin.model import UpperInstruction, UpwardReport
from bulletin.press import compose
from bulletin.terms import UPWARD_CHANNELS


@click.group("upward", cls=Group)
def upward_() -> None:
    """上报：报给上级办公室，写成上报包；看采用回执，确认后登记上级采用。"""


@upward_.command(cls=Command)
@click.argument("what", metavar="稿件或REF")
@click.option("--to", "receiver", required=True, metavar="办公室", help="报给哪个上级办公室")
@click.option(
    "--as", "channel", type=click.Choice(UPWARD_CHANNELS), default=UPWARD_CHANNELS[0], help="以专报、要情还是信息上报"
)
@click.option("--signed-by", default="", metavar="姓名", help="签发人；报已签发的条目，不写则为签发该期的人")
@click.pass_obj
def send(session: Session, what: str, receiver: str, channel: str, signed_by: str) -> int:
    """上报一篇稿件（编号）或一条（如 政务信息/2026/12#3）的这一稿，并写出上报包。同一稿再报，什么也不变。"""
    wish = _sending(session, what, receiver, channel, signed_by)
    made, is_new = sending.send(session.db, session.settings, wish, session.actor, session.at)
    deliveries = sending.publish(session.db, session.settings, default_outbox(session.settings))
    word = "已上报" if is_new else "这一稿已经报过，未重复上报："
    lines = [
        f"{word} {made.id}：{made.paper.title}（{made.receiver}，{made.channel}）",
        f"编号 {made.tag}　签发人 {made.signed_by}",
        *_delivery_lines(deliveries),
    ]
    session.answer({**_report_data(made), "new": is_new, "packages": _delivery_data(deliveries)}, lines)
    return _exit_code(deliveries)


def _sending(session: Session, what: str, receiver: str, channel: str, signed_by: str) -> Sending:
    if number := number_in(what):
        article, issue, entry = store.articles.get(session.db, number), None, None
    else:
        issue, entry = compose.find_entry(session.db, what)
        article = store.articles.get(session.db, entry.article_id)
    return Sending(article, receiver, channel, signed_by, entry, issue)


@upward_.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """报过哪些，报给谁，上级用了没有。"""
    known = receipts_in.proposals(session.db, session.settings)
    reports = store.upward.every(session.db)
    fates = {one.id: receipts_in.fate([told for told in known if told.report.id == one.id]) for one in reports}
    rows = [(one.id, one.at.date(), one.receiver, one.channel, fates[one.id], one.paper.title) for one in reports]
    data = [{**_report_data(one), "fate": fates[one.id]} for one in reports]
    lines = table(("编号", "日期", "报给", "方式", "结果", "标题"), rows) if rows else ["还没有上报过"]
    session.answer(data, lines)


@upward_.command(cls=Command)
@click.argument("directory", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def publish(session: Session, directory: Path | None) -> int:
    """写出上报包（每个上级办公室一个文件夹）和采用回执（每个下级来源一个）；不写目录则为 var/outbox。

    有一个写不成，其余照写：退出码为 3，都写不成为 1。
    """
    outbox = (directory or default_outbox(session.settings)).absolute()
    deliveries = sending.publish(session.db, session.settings, outbox)
    deliveries += receipts_out.publish(session.db, session.settings, session.at, outbox)
    lines = _delivery_lines(deliveries) or ["没有上报，也没有要回执的，未写文件"]
    session.answer({"directory": str(outbox), "packages": _delivery_data(deliveries)}, lines)
    return _exit_code(deliveries)


def _delivery_data(deliveries: list[Delivery]) -> list[dict[str, Any]]:
    return [{**asdict(one), "path": str(one.path)} for one in deliveries]


def _delivery_lines(deliveries: list[Delivery]) -> list[str]:
    lines = []
    for one in deliveries:
        if one.problem:
            lines += [f"没有写成　{one.problem}", f"　　办法：{one.remedy}"]
        else:
            lines.append(f"{'写出' if one.changed else '没有变化'}　{one.path}")
    return lines


def _exit_code(deliveries: list[Delivery]) -> int:
    failed = [one for one in deliveries if one.problem]
    return 0 if not failed else 1 if len(failed) == len(deliveries) else 3


@upward_.command("receipts", cls=Command)
@click.pass_obj
def receipts_(session: Session) -> None:
    """上级的采用回执：采用了哪件上报，登在哪一期，批示的级别；哪些还没有登记；哪些不予采信，为什么。"""
    found = receipts_in.proposals(session.db, session.settings)
    doubted = receipts_in.refused(session.db, session.settings)
    lines = [line for one in found for line in _proposal_lines(one)]
    waiting = [one.reference for one in found if one.is_waiting]
    lines += [f"确认并登记：{'；'.join(f'bulletin upward confirm {one}' for one in waiting)}"] if waiting else []
    lines += [f"不予采信{len(doubted)}件："] if doubted else []
    lines += [line for one in doubted[:_MOST_SHOWN] for line in _refused_lines(one)]
    lines += [f"还有{len(doubted) - _MOST_SHOWN}件，用 --json 看全部"] if len(doubted) > _MOST_SHOWN else []
    data = [*map(_proposal_data, found), *map(_refused_data, doubted)]
    session.answer(data, lines or ["没有采用回执"])


_MOST_SHOWN = 50
_REFUSED = "不予采信"


def _state(one: Proposal) -> str:
    if one.registered:
        return f"{one.state} {one.registered.id}{'，但上级已撤回，请核对' if one.receipt.withdrawn else ''}"
    if one.undone and one.undone.retracted:
        return f"{one.state} {one.undone.id}（{one.undone.retracted.dated_on}，{one.undone.retracted.reason}）"
    return one.state


def _proposal_lines(one: Proposal) -> list[str]:
    told = one.receipt
    return [
        f"{one.reference}　{told.adopted_on}　{told.office}《{told.bulletin}》{told.number}　{_state(one)}（来源 {one.source}）",
        f"　　{told.title}",
        *(f"　　批示：{receipts_in.in_words(said)}" for said in told.instructions),
    ]


def _refused_lines(one: Refused) -> list[str]:
    told = one.receipt
    place = f"{told.adopted_on}　{told.office}《{told.bulletin}》{told.number}　" if told else ""
    number = f"{one.reference}　" if one.reference else ""
    return [f"{number}来源 {one.source}　{place}{one.title}".rstrip("　"), f"　　原因：{one.reason}。{one.remedy}"]


@upward_.command(cls=Command)
@click.argument("reference", metavar="编号")
@click.option("--level", type=LEVEL, default="", help="哪一级：国、省、市、县、乡；不写则按 bulletin.toml")
@click.option("--again", is_flag=True, help="登记过又撤销了的，重新登记")
@click.pass_obj
def confirm(session: Session, reference: str, level: str, again: bool) -> None:
    """确认一件采用回执：登记上级采用，自上级那一期的日期计分。

    编号如 3-1，上报 3 只有一件的可写 3。回执中的批示，说明怎样登记。
    """
    wish = Confirmation(reference, level, again)
    done = receipts_in.confirm(session.db, session.settings, wish, session.actor, session.at)
    lines = _confirmed_lines(done)
    report_id = done.proposal.report.id
    unscored = receipts_in.unregistered(session.db, session.settings, report_id)
    for ref, said in unscored:
        lines += [f"批示另行登记才计分，还没有登记：{receipts_in.in_words(said)}", f"　　{_registering(ref, said)}"]
    data = {
        "report": report_id,
        "receipt": done.proposal.reference,
        "source": done.proposal.source,
        "adoption": done.adoption,
        "new": done.is_new,
        "levels_before": done.before,
        "levels_after": done.after,
        "unregistered_instructions": [{"reference": ref, **asdict(said)} for ref, said in unscored],
    }
    session.answer(data, lines)


def _confirmed_lines(done: Confirmed) -> list[str]:
    one, adoption = done.proposal, done.adoption
    place = f"{adoption.level}级《{adoption.bulletin}》{adoption.number}（{adoption.dated_on}）　{adoption.title}"
    if not done.is_new:
        return [f"回执 {one.reference} 已登记为 {adoption.id}，没有变化：{place}"]
    return [
        f"已登记 {adoption.id}：{place}",
        f"　　回执 {one.reference}，来源 {one.source}，{one.receipt.office}",
        f"　　这一条的上级采用：登记前{_levels(done.before)}，登记后{_levels(done.after)}",
    ]


def _levels(levels: tuple[str, ...]) -> str:
    return "、".join(f"{level}级" for level in levels) or "无"


def _registering(reference: str, said: UpperInstruction) -> str:
    """Return how an instruction that a receipt tells of is registered, so that it counts, and counts once."""
    about = (("level", said.level), ("rank", said.rank), ("kind", said.kind), ("date", said.on.isoformat()))
    told = " ".join(f"--{name} {value}" for name, value in about if value)
    return f"登记一次：instruction add {reference} {told} --leader 批示领导 --text 批示原文"


def _report_data(one: UpwardReport) -> dict[str, Any]:
    return {
        "report": one.id,
        "article": one.article_id,
        "revision": one.paper.value("revision"),
        "receiver": one.receiver,
        "channel": one.channel,
        "tag": one.tag,
        "title": one.paper.title,
        "signed_by": one.signed_by,
        "by": one.by,
        "at": one.at,
    }


def _proposal_data(one: Proposal) -> dict[str, Any]:
    adoption = one.registered.id if one.registered else None
    own = {"receipt": one.reference, "report": one.report.id, "source": one.source}
    return {**own, **asdict(one.receipt), "state": _state(one), "adoption": adoption, "reason": "", "remedy": ""}


def _refused_data(one: Refused) -> dict[str, Any]:
    told = asdict(one.receipt) if one.receipt else {}
    unknown = {"receipt": one.reference, "report": None, "state": _REFUSED, "adoption": None}
    return {**told, **unknown, "source": one.source, "title": one.title, "reason": one.reason, "remedy": one.remedy}
