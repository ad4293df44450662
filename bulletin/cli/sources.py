"""``bulletin collect`` and ``bulletin source``: what comes in from outside, and how its sources fare."""

from __future__ import annotations

from typing import Any

import click

from bulletin import collect as collect_stage
from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import Command, Group
from bulletin.cli.session import Session
from bulletin.errors import NotFound
from bulletin.settings import Source
from bulletin.text import nearest

STATES = {"ok": "正常", "failing": "失败", "new": "未采集"}


@click.command(cls=Command)
@click.argument("names", metavar="来源…", nargs=-1)
@click.option("--again", is_flag=True, help="不联网，由已存的原件重新提取")
@click.pass_obj
def collect(session: Session, names: tuple[str, ...], again: bool) -> int:
    """采集到期的来源，或指定的来源。个别来源失败，其余照常，退出码为 3。"""
    if again:
        changed = collect_stage.extract_again(session.db, session.settings, names, at=session.at)
        session.answer({"changed": changed}, [f"重新提取，{changed}条有变化"])
        return 0
    report = collect_stage.collect_all(session.db, session.settings, names, at=session.at, say=session.say)
    lines = [
        f"{one.name}：新收{one.new}条，已有{one.seen}条" + (f"，失败：{one.error}" if one.error else "")
        for one in report.sources
    ]
    session.answer(report, [*lines, f"共新收{len(report.new_items)}条"])
    return 3 if any(one.error for one in report.sources) else 0


@click.group(cls=Group)
def source() -> None:
    """来源：状态与试采。"""


@source.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """各来源的状态与未解决的问题。"""
    rows = [_health(session, one) for one in session.settings.sources.values()]
    shown = [
        (row["name"], row["collector"], STATES[row["state"]], row["last_ok_at"] or "—", len(row["problems"]))
        for row in rows
    ]
    lines = (
        table(("来源", "采集器", "状态", "上次成功", "问题"), shown) if shown else ["还没有来源，请在 sources/ 下添加"]
    )
    for row in rows:
        lines += [f"　{row['name']}：{problem['what']}。{problem['remedy']}" for problem in row["problems"]]
    session.answer(rows, lines)


def _health(session: Session, one: Source) -> dict[str, Any]:
    health = store.sources.health(session.db, one.name)
    state = "failing" if health.error else "ok" if health.last_ok_at else "new"
    return {
        "name": one.name,
        "title": one.title,
        "collector": one.collector,
        "address": one.address,
        "last_run_at": health.last_run_at,
        "last_ok_at": health.last_ok_at,
        "state": state,
        "failures": health.failures,
        "error": health.error,
        "problems": [
            {"what": problem.what, "remedy": problem.remedy, "at": problem.at, "severity": problem.severity}
            for problem in store.problems.unsettled(session.db, one.name)
        ],
    }


@source.command(cls=Command)
@click.argument("name")
@click.pass_obj
def check(session: Session, name: str) -> None:
    """试采一个来源，不入库。"""
    if name not in session.settings.sources:
        near = nearest(name, session.settings.sources)
        raise NotFound("来源", name, f"最接近的是 {near}" if near else "请用 source list 查看")
    found = collect_stage.try_source(session.settings, name, say=session.say)
    rows = [
        {
            "title": one.title,
            "url": one.url,
            "origin": one.origin,
            "published_at": one.published_at,
            "characters": len(one.text),
            "flags": one.flags,
        }
        for one in found
    ]
    shown = [(row["published_at"] or "—", row["characters"], row["title"]) for row in rows]
    session.answer(rows, table(("时间", "字数", "标题"), shown, 60) if shown else ["没有取到条目"])
