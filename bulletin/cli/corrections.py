"""``bulletin issue correct``, ``withdraw`` and what follows: mistakes in print, withdrawals, the article that prints them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session, parse_day
from bulletin.desk import corrigenda
from bulletin.errors import UsageError
from bulletin.model import Issue
from bulletin.press import compose, corrections, errata
from bulletin.reference import of_issue
from bulletin.store.corrections import Correction


@click.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--wrong", default="", help="原印的文字（必写）")
@click.option("--right", default="", help="应为的文字（必写）")
@click.option("--reason", default="", help="怎么错的（必写）")
@click.option("--drop-points", is_flag=True, help="报送单位这一条不再计分")
@click.pass_obj
def correct(session: Session, ref: str, wrong: str, right: str, reason: str, drop_points: bool) -> None:
    """更正：登记已印发一期中的一处错误。REF 如 政务信息/2026/12#3，不在条目中的不写 # 和序号。"""
    found, position = compose.find(session.db, ref)
    mistake = corrections.Mistake(wrong, right, reason, not drop_points)
    made = corrections.correct(session.db, session.settings, found, position, mistake, session.actor, session.at)
    _answer(session, found, made, f"已登记更正 {made.id}")


@click.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--reason", default="", help="撤回的理由（必写）")
@click.option("--from-start", is_flag=True, help="撤销：自始无效")
@click.option("--from", "since", default="", metavar="日期", help="废止：自某日起不再有效，如 2026-12-01")
@click.option("--drop-points", is_flag=True, help="报送单位不再计分")
@click.pass_obj
def withdraw(session: Session, ref: str, reason: str, from_start: bool, since: str, drop_points: bool) -> None:
    """撤回已印发的一期或一条：撤销（自始无效）或废止（自某日起）；列出谁持有编号份。"""
    if from_start == bool(since):
        raise UsageError(
            "撤回须写明是撤销（--from-start）还是废止（--from 日期），只写一种", "撤销是自始无效，废止是自某日起"
        )
    found, position = compose.find(session.db, ref)
    wish = corrections.Withdrawal(reason, parse_day(since), not drop_points)
    made = corrections.withdraw(session.db, session.settings, found, position, wish, session.actor, session.at)
    _answer(session, found, made, f"已登记撤回 {made.id}")


def _answer(session: Session, issue: Issue, made: Correction, said: str) -> None:
    lines = [
        f"{said}：{errata.corrected(session.db, made)}　{errata.words(made)}",
        *holder_lines(session, issue),
        f"要在后一期刊登，请编辑用 issue corrigendum {made.id} 写成稿件",
    ]
    session.answer({**correction_data(session, made), "holders": holder_data(session, issue)}, lines)


@click.command("corrections", cls=Command)
@click.argument("ref", metavar="REF")
@click.pass_obj
def list_(session: Session, ref: str) -> None:
    """一期的更正与撤回，登在哪里，谁持有编号份。"""
    found, _ = compose.find(session.db, ref)
    rows = store.corrections.of_issue(session.db, found.id)
    lines = [f"{one.id}　{errata.corrected(session.db, one)}　{errata.words(one)}" for one in rows]
    data = [correction_data(session, one) for one in rows]
    answer = {"issue": of_issue(found), "corrections": data, "holders": holder_data(session, found)}
    session.answer(answer, [*(lines or ["没有更正，也没有撤回"]), *holder_lines(session, found)])


@click.command(cls=Command)
@click.argument("correction_ids", metavar="更正编号…", nargs=-1, required=True, type=NUMBER)
@click.pass_obj
def corrigendum(session: Session, correction_ids: tuple[int, ...]) -> None:
    """把登记的更正、撤回写成一篇更正启事，照常送审，登在后一期。"""
    made = corrigenda.make_article(session.db, session.settings, list(correction_ids), session.actor, session.at)
    data = {
        "article": made.id,
        "title": made.revision.title,
        "text": made.revision.text,
        "publication": made.publication,
    }
    session.answer(data, [f"已写成稿件 {made.id}（{made.publication}），请送审：", "", *made.revision.text.split("\n")])


def told_lines(session: Session, issue: Issue) -> Iterator[str]:
    """Yield what is told of an issue both ways: what was put right or withdrawn of it, and what it puts right."""
    for told in errata.of_issue(session.db, issue):
        place = f"第{told.position}条" if told.position else "全期"
        see = f"，{'见' if told.is_old else '原载'} {'、'.join(told.references)}" if told.references else ""
        kind = "更正" if told.correction.kind == "correct" else "撤回"
        yield f"{kind if told.is_old else f'所登{kind}'}：{place} {told.words}{see}"


def correction_data(session: Session, one: Correction) -> dict[str, Any]:
    """Return a correction or withdrawal for ``--json``."""
    return {
        "id": one.id,
        "kind": one.kind,
        "of": errata.corrected(session.db, one),
        "wrong": one.wrong,
        "right": one.right,
        "reason": one.reason,
        "effective_on": one.effective_on,
        "keeps_points": one.keeps_points,
        "by": one.by,
        "on_behalf_of": one.on_behalf_of,
        "at": one.at,
        "articles": store.corrections.articles_of(session.db, one.id),
        "printed_in": list(errata.printed_in(session.db, one)),
    }


def holder_data(session: Session, issue: Issue) -> list[dict[str, Any]]:
    """Return who holds a numbered copy, and which came back, for ``--json``."""
    return [
        {
            "number": f"{one.copy.number:06d}",
            "recipient": one.copy.recipient,
            "returned_at": one.back.at if one.back else None,
            "note": one.back.note if one.back else "",
        }
        for one in corrections.holders(session.db, issue)
    ]


def holder_lines(session: Session, issue: Issue) -> list[str]:
    """Return a table of who holds a numbered copy; where there is none, to whom the issue was sent."""
    rows = [
        (
            f"{one.copy.number:06d}",
            one.copy.recipient,
            f"{one.back.at:%Y-%m-%d} 已退回{'，' + one.back.note if one.back.note else ''}" if one.back else "未退回",
        )
        for one in corrections.holders(session.db, issue)
    ]
    if rows:
        return table(("份号", "收件单位", "退回"), rows)
    sent = session.settings.publication(issue.publication)
    people = (*sent.report_to, *sent.send_to, *sent.issue_to, *sent.copy_to)
    if not people:
        return ["这一期没有编号份，也没有写明报送发范围；发给了谁，请查发文登记，逐一告知"]
    return [f"这一期没有编号份，无从清退；请按报送发范围（{people[0]}等{len(people)}个，见版记）逐一告知"]
