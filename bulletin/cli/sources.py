"""``bulletin collect`` and ``bulletin source``: what comes in from outside, and how its sources fare."""

from __future__ import annotations

from typing import Any

import click

from bulletin import collect as collect_stage
from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import Command, Group
from bulletin.cli.session import Session
from bulletin.errors import SettingsError

STATES = {"ok": "正常", "failing": "失败", "new": "未采集"}


@click.command(cls=Command)
@click.argument("names", metavar="来源…", nargs=-1)
@click.option("--again", is_flag=True, help="不联网，由已存的原件重新提取")
@click.pass_obj
def collect(session: Session, names: tuple[str, ...], again: bool) -> int:
    """采集到期的来源，或指定的来源。个别来源失败或有问题，其余照常，退出码为 3。"""
    if again:
        changed = collect_stage.extract_again(session.db, session.settings, names, at=session.at)
        session.answer({"changed": changed}, [f"重新提取，{changed}条有变化"])
        return 0
    report = collect_stage.collect_all(session.db, session.settings, names, at=session.at, say=session.say)
    lines = [line for one in report.sources for line in _report_lines(one)]
    session.answer(report, [*lines, f"共新收{len(report.new_items)}条"])
    return 3 if any(one.error or one.problems for one in report.sources) else 0


def _report_lines(one: collect_stage.SourceReport) -> list[str]:
    failed = f"，失败：{one.error}" if one.error else ""
    problems = [f"　问题：{problem}" for problem in one.problems]
    return [f"{one.name}：新收{one.new}条，已有{one.seen}条{failed}", *problems]


@click.group(cls=Group)
def source() -> None:
    """来源：状态与试采。"""


@source.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """各来源的状态与未解决的问题。"""
    rows = [_health(session, name) for name in sorted((*session.settings.sources, *session.settings.source_errors))]
    shown = [
        (row["name"], row["collector"] or "—", STATES[row["state"]], row["last_ok_at"] or "—", len(row["problems"]))
        for row in rows
    ]
    lines = (
        table(("来源", "采集器", "状态", "上次成功", "问题"), shown) if shown else ["还没有来源，请在 sources/ 下添加"]
    )
    for row in rows:
        lines += [f"　{row['name']}：{problem['what']}。{problem['remedy']}" for problem in row["problems"]]
    session.answer(rows, lines)


def _health(session: Session, name: str) -> dict[str, Any]:
    one, wrong = session.settings.sources.get(name), session.settings.source_errors.get(name)
    health = store.sources.health(session.db, name)
    error = wrong.what if wrong else health.error
    return {
        "name": name,
        "title": one.title if one else name,
        "collector": one.collector if one else "",
        "address": one.address if one else "",
        "last_run_at": health.last_run_at,
        "last_ok_at": health.last_ok_at,
        "state": "failing" if error else "ok" if health.last_ok_at else "new",
        "failures": health.failures,
        "error": error,
        "problems": _problems(session, name, wrong),
    }


def _problems(session: Session, name: str, wrong: SettingsError | None) -> list[dict[str, Any]]:
    """Return the open problems of a source, and what is wrong with its file where no run has recorded it yet."""
    problems = [
        {"what": problem.what, "remedy": problem.remedy, "at": problem.at, "severity": problem.severity}
        for problem in store.problems.unsettled(session.db, name)
    ]
    if wrong and wrong.what not in {problem["what"] for problem in problems}:
        problems.append({"what": wrong.what, "remedy": wrong.remedy, "at": session.at, "severity": "error"})
    return problems


@source.command(cls=Command)
@click.argument("name")
@click.pass_obj
def check(session: Session, name: str) -> None:
    """试采一个来源，不入库。"""
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
    data = [{**_health(session, name), "items": rows}]
    session.answer(data, table(("时间", "字数", "标题"), shown, 60) if shown else ["没有取到条目"])
