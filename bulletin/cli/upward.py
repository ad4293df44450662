"""``bulletin upward``: what goes up to another office, the package it goes in, and the receipts that come back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group, number_in
from bulletin.cli.session import Session
from bulletin.feedback import receipts, upward
from bulletin.feedback.receipts import Proposal
from bulletin.feedback.upward import Sending
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
def send(session: Session, what: str, receiver: str, channel: str, signed_by: str) -> None:
    """上报一篇稿件（编号）或一条（如 政务信息/2026/12#3）的这一稿，并写出上报包。同一稿再报，什么也不变。"""
    wish = _sending(session, what, receiver, channel, signed_by)
    made, is_new = upward.send(session.db, session.settings, wish, session.actor, session.at)
    written = upward.publish(session.db, session.settings, upward.default_outbox(session.settings))
    word = "已上报" if is_new else "这一稿已经报过，未重复上报："
    lines = [
        f"{word} {made.id}：{made.paper.title}（{made.receiver}，{made.channel}）",
        f"编号 {made.tag}　签发人 {made.signed_by}",
        *_written_lines(session, written),
    ]
    session.answer({**_report_data(made), "new": is_new, "packages": _written(written)}, lines)


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
    known = receipts.proposals(session.db, session.settings)
    reports = store.upward.every(session.db)
    rows = [(one.id, one.at.date(), one.receiver, one.channel, _fate(one, known), one.paper.title) for one in reports]
    data = [{**_report_data(one), "fate": _fate(one, known)} for one in reports]
    lines = table(("编号", "日期", "报给", "方式", "结果", "标题"), rows) if rows else ["还没有上报过"]
    session.answer(data, lines)


def _fate(report: UpwardReport, known: list[Proposal]) -> str:
    own = [one for one in known if one.report.id == report.id]
    if not own:
        return "尚无回执"
    waiting = [one for one in own if not one.registered and not one.receipt.withdrawn]
    return f"待确认{len(waiting)}件" if waiting else "已登记" if any(one.registered for one in own) else "已撤回"


@upward_.command(cls=Command)
@click.argument("directory", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def publish(session: Session, directory: Path | None) -> None:
    """写出上报包（每个上级办公室一个文件夹）和采用回执（每个下级来源一个）；不写目录则为 var/outbox。"""
    outbox = (directory or upward.default_outbox(session.settings)).absolute()
    written = upward.publish(session.db, session.settings, outbox)
    written += receipts.publish(session.db, session.settings, session.at, outbox)
    lines = _written_lines(session, written) or ["没有上报，也没有要回执的，未写文件"]
    session.answer({"directory": str(outbox), "packages": _written(written)}, lines)


def _written(written: list[tuple[Path, bool]]) -> list[dict[str, Any]]:
    return [{"path": str(path), "changed": is_changed} for path, is_changed in written]


def _written_lines(session: Session, written: list[tuple[Path, bool]]) -> list[str]:
    return [f"{'写出' if is_changed else '没有变化'}　{path}" for path, is_changed in written]


@upward_.command("receipts", cls=Command)
@click.pass_obj
def receipts_(session: Session) -> None:
    """上级的采用回执：采用了哪件上报，登在哪一期，批示的级别；哪些还没有登记。"""
    found = receipts.proposals(session.db, session.settings)
    lines = []
    for one in found:
        told = one.receipt
        lines += [
            f"上报 {one.report.id}　{told.adopted_on}　{told.office}《{told.bulletin}》{told.number}　{_state(one)}",
            f"　　{told.title}",
            *(f"　　批示：{receipts.in_words(said)}" for said in told.instructions),
        ]
    waiting = list(dict.fromkeys(str(one.report.id) for one in found if _state(one) == _WAITING))
    lines += [f"确认并登记：{'；'.join(f'bulletin upward confirm {number}' for number in waiting)}"] if waiting else []
    session.answer([_proposal_data(one) for one in found], lines or ["没有采用回执"])


_WAITING = "待确认"


def _state(one: Proposal) -> str:
    if one.registered:
        return f"已登记 {one.registered.id}{'，但上级已撤回，请核对' if one.receipt.withdrawn else ''}"
    return "上级已撤回" if one.receipt.withdrawn else _WAITING


@upward_.command(cls=Command)
@click.argument("report_id", metavar="ID", type=NUMBER)
@click.option("--level", default="", help="哪一级：国、省、市、县、乡；不写则按 bulletin.toml")
@click.pass_obj
def confirm(session: Session, report_id: int, level: str) -> None:
    """确认一件上报的采用回执：登记上级采用，自上级那一期的日期计分；回执中的批示，说明怎样登记。"""
    made = receipts.confirm(session.db, session.settings, report_id, level, session.actor, session.at)
    lines = [
        f"已登记 {one.id}：{one.level}级《{one.bulletin}》{one.number}（{one.dated_on}）　{one.title}" for one in made
    ]
    lines = lines or [f"上报 {report_id} 的回执都已登记，没有变化"]
    unscored = receipts.unregistered(session.db, session.settings, report_id)
    for reference, said in unscored:
        lines += [f"批示另行登记才计分，还没有登记：{receipts.in_words(said)}", f"　　{_registering(reference, said)}"]
    instructions = [{"reference": reference, **asdict(said)} for reference, said in unscored]
    session.answer({"report": report_id, "adoptions": made, "unregistered_instructions": instructions}, lines)


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
    return {"report": one.report.id, **asdict(one.receipt), "state": _state(one), "adoption": adoption}
