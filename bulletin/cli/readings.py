"""``bulletin issue read``: proof reading (校对) of exactly one proof, right or with marks."""

from __future__ import annotations

import click

from bulletin import store
from bulletin.cli.commands import Command
from bulletin.cli.session import Session
from bulletin.errors import UsageError
from bulletin.press import compose, readings
from bulletin.reference import of_issue
from bulletin.terms import state_name


@click.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--ok", "is_right", is_flag=True, help="从头到尾校过，无误")
@click.option("--mark", "marks", multiple=True, metavar="位置=改什么", help="一处要改的，可写多次；本期退回编排")
@click.option("--note", default="", help="附言")
@click.option("--sha256", "digest", default="", help="所校清样的指纹；与现在这一份不同时拒绝")
@click.pass_obj
def read(session: Session, ref: str, is_right: bool, marks: tuple[str, ...], note: str, digest: str) -> None:
    """校对现在这份清样：无误，或写明要改的各处。两遍校对须由两个人。"""
    if is_right == bool(marks):
        raise UsageError(
            "校对须写明无误（--ok）或要改的各处（--mark），只写一种", "应如 --mark 第2页第3行=“截止”应为“截至”"
        )
    found, _ = compose.find(session.db, ref)
    report = readings.Report(tuple(map(_mark, marks)), note, digest)
    made = readings.read(session.db, session.settings, found, report, session.actor, session.at)
    one = store.issues.get(session.db, found.id)
    standing = compose.standing(session.db, one)
    counted = f"，已校{len(standing.readings)}遍" + (
        f"，须{standing.readings_wanted}遍" if standing.readings_wanted else ""
    )
    said = f"记下{len(made.marks)}处要改，已退回编排，改后重新出清样" if made.marks else f"校对无误{counted}"
    data = {
        "issue": of_issue(one),
        "state": one.state,
        "sha256": made.sha256,
        "marks": made.marks,
        "readings": len(standing.readings),
        "readings_wanted": standing.readings_wanted,
    }
    session.answer(data, [f"{of_issue(one)}（{state_name('issue', one.state)}）：{said}"])


def _mark(text: str) -> tuple[str, str]:
    """Return place and change of ``第2页第3行=“截止”应为“截至”``. Raises `UsageError`."""
    place, equals, what = text.replace("＝", "=").partition("=")
    if not equals:
        raise UsageError(f"“{text}”不是“位置=改什么”的写法", "应如 --mark 第2页第3行=“截止”应为“截至”")
    return place, what
