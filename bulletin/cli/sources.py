"""``bulletin source``: how the sources fare, which of them need a person, and what each would give."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any

import click

from bulletin import collect as collect_stage
from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.session import Session
from bulletin.collect.schedule import SILENT
from bulletin.collect.sites.listing import keeping
from bulletin.collect.web.failures import KINDS
from bulletin.errors import NotFound
from bulletin.model import Problem, SourceHealth, SourceRun
from bulletin.text import nearest, one_line

WORDS = ("失败", "从未成功", "沉默", "有问题", "未采集", "正常")
"""How a source stands, those first that need a person first."""
_DIGEST_WORDS = {"notices": "须知悉", "failing": "失败", "silent": "沉默", "troubled": "有问题", "gone": "已撤下"}
_GONE_TOLD = timedelta(days=7)
"""How long a source without a file is told of after its last run."""
_USUAL_RUNS = 20


@click.group(cls=Group)
def source() -> None:
    """来源：状态、历史、试采。"""


@source.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """各来源的状态与未解决的问题，最需要人处理的在前。"""
    rows = source_rows(session)
    shown = [
        (
            *(row["name"], row["collector"] or "—", row["word"], _time(row["last_ok_at"])),
            *(_due(row["due_at"], session.at), len(row["problems"])),
        )
        for row in rows
    ]
    head = ("来源", "采集器", "状态", "上次成功", "下次", "问题")
    lines = table(head, shown) if shown else ["还没有来源，请在 sources/ 下添加"]
    for row in rows:
        lines += [
            f"　{_number(problem)}{row['name']}：{problem['what']}。{problem['remedy']}" for problem in row["problems"]
        ]
    session.answer(rows, lines)


def source_rows(session: Session) -> list[dict[str, Any]]:
    """Return how each source stands, those first that need a person first."""
    healths = store.sources.every_health(session.db)
    problems: dict[str, list[Problem]] = {}
    for problem in store.problems.unsettled(session.db):
        problems.setdefault(problem.source, []).append(problem)
    names = sorted((*session.settings.sources, *session.settings.source_errors))
    rows = [_row(session, name, healths.get(name) or SourceHealth(name), problems.get(name, [])) for name in names]
    return sorted(rows, key=lambda row: (WORDS.index(row["word"]), -row["failures"], row["name"]))


def _row(session: Session, name: str, health: SourceHealth, open_problems: list[Problem]) -> dict[str, Any]:
    one, wrong = session.settings.sources.get(name), session.settings.source_errors.get(name)
    problems: list[dict[str, Any]] = [
        {
            "id": problem.id,
            "what": problem.what,
            "remedy": problem.remedy,
            "at": problem.at,
            "severity": problem.severity,
            "keep_until": problem.keep_until,
        }
        for problem in open_problems
    ]
    if wrong and wrong.what not in {problem["what"] for problem in problems}:
        told = {"id": None, "what": wrong.what, "remedy": wrong.remedy, "at": session.at, "severity": "error"}
        problems.append({**told, "keep_until": None})
    error = wrong.what if wrong else health.error
    silent = any(problem["what"].startswith(SILENT) for problem in problems)
    state = "failing" if error else "silent" if silent else "ok" if health.last_ok_at else "new"
    return {
        "name": name,
        "title": one.title if one else name,
        "collector": one.collector if one else "",
        "address": one.address if one else "",
        "last_run_at": health.last_run_at,
        "last_ok_at": health.last_ok_at,
        "last_new_at": health.last_new_at,
        "due_at": health.due_at,
        "state": state,
        "word": _word(state, never=bool(health.error) and health.last_ok_at is None, troubled=bool(problems)),
        "failures": health.failures,
        "error": error,
        "problems": problems,
    }


def _number(problem: dict[str, Any]) -> str:
    """Return the number by which a person can settle a problem; '' for one that is not recorded yet."""
    return f"问题{problem['id']} " if problem["id"] else ""


def _word(state: str, *, never: bool, troubled: bool) -> str:
    """Return how a source stands, one of `WORDS`."""
    if state == "failing":
        return "从未成功" if never else "失败"
    if state == "ok":
        return "有问题" if troubled else "正常"
    return "沉默" if state == "silent" else "未采集"


def _time(moment: datetime | None) -> str:
    return f"{moment:%m-%d %H:%M}" if moment else "—"


def _due(moment: datetime | None, at: datetime) -> str:
    return "到期" if moment is None or moment <= at else _time(moment)


@source.command(cls=Command)
@click.argument("name")
@click.pass_obj
def check(session: Session, name: str) -> None:
    """试采一个来源，不入库；由网址新建的栏目页，另用留存的网页检验选取办法。"""
    one = session.settings.sources.get(name)
    replay = keeping.replay(session.settings, one) if one else None
    if replay:
        session.say(f"留存网页检验：{replay.words}")
    found = collect_stage.try_source(session.settings, name, say=session.say, at=session.at)
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
    health = store.sources.health(session.db, name)
    data = [
        {
            **_row(session, name, health, store.problems.unsettled(session.db, name)),
            "items": rows,
            "replay": replay and replay.is_ok,
        }
    ]
    session.answer(data, [*table(("时间", "字数", "标题"), shown, 60), _sum(rows)] if shown else ["没有取到条目"])


def _sum(rows: list[dict[str, Any]]) -> str:
    """Return how many entries a source gave, and how many of them lack something."""
    lacks = {
        "没有时间": sum(row["published_at"] is None for row in rows),
        "没有正文": sum(not row["characters"] for row in rows),
        "有标记": sum(bool(row["flags"]) for row in rows),
    }
    told = "".join(f"，{count}条{word}" for word, count in lacks.items() if count)
    return f"共取到{len(rows)}条{told}"


@source.command(cls=Command)
@click.argument("name")
@click.option("--limit", type=NUMBER, default=_USUAL_RUNS, help=f"最近几次，不写为 {_USUAL_RUNS}")
@click.pass_obj
def history(session: Session, name: str, limit: int) -> None:
    """一个来源历次采集的情况，最近的在前。"""
    known = (*session.settings.sources, *session.settings.source_errors)
    runs = store.sources.history(session.db, name, limit)
    if name not in known and not runs:
        near = nearest(name, known)
        raise NotFound("来源", one_line(name), f"是否为 {near}？" if near else "请用 source list 查看全部来源")
    problems = store.problems.of_source(session.db, name, runs[-1].at if runs else session.at)
    data = [asdict(run) | {"problems": [one for one in problems if one.at == run.at]} for run in runs]
    shown = [
        (_time(run.at), f"{run.seconds:.1f}秒" if run.seconds else "—", run.listed, run.new, _outcome(run))
        for run in runs
    ]
    head = ("时间", "用时", "列出", "新收", "结果")
    lines = table(head, shown, 80) if shown else [f"{name} 还没有采集过"]
    told = {run.error for run in runs}
    session.answer(data, [*lines, *(_problem_line(one) for one in reversed(problems) if one.what not in told)])


def _problem_line(problem: Problem) -> str:
    """Return a problem for people: when it was first met, what, and whether it is over or what to do."""
    by = f"由{problem.settled_by}销去（{problem.reason}）" if problem.settled_by else "解决"
    outcome = f"已于{_time(problem.settled_at)}{by}" if problem.settled_at else f"未解决。{problem.remedy}"
    return f"　{_time(problem.at)} 问题{problem.id}：{problem.what}。{outcome}"


def _outcome(run: SourceRun) -> str:
    """Return in words how a run went."""
    if run.error:
        return f"{KINDS.get(run.kind, '失败')}：{run.error}"
    return "没有变化" if run.unchanged else "正常"


@source.command(cls=Command)
@click.pass_obj
def digest(session: Session) -> None:
    """晨报：自上一个工作日以来，哪些来源出错、沉默、恢复，各收多少。"""
    midnight = datetime.combine(
        session.settings.calendar.workday_before(session.at.date()), time(), session.settings.zone
    )
    rows = source_rows(session)
    troubled = [row for row in rows if row["word"] == "有问题" and any(not p["keep_until"] for p in row["problems"])]
    received = store.sources.new_since(session.db, midnight)
    failed_before = {
        one.source for one in store.problems.settled_since(session.db, midnight) if one.severity == "error"
    }
    fine = {row["name"] for row in rows if row["state"] != "failing"}
    data = {
        "since": midnight,
        "failing": [_brief(row) for row in rows if row["state"] == "failing"],
        "silent": [_brief(row) for row in rows if row["state"] == "silent"],
        "troubled": [_brief(row) for row in troubled],
        "notices": [_notice(one) for one in store.problems.unsettled(session.db) if one.keep_until],
        "gone": _gone(session),
        "recovered": sorted(failed_before & fine),
        "received": [{"name": name, "new": new} for name, new in sorted(received.items(), key=lambda r: (-r[1], r[0]))],
    }
    session.answer(data, _digest_lines(data))


def _notice(problem: Problem) -> dict[str, Any]:
    """Return a problem that a person has to see, whoever else is troubled."""
    told = {"what": problem.what, "remedy": f"{problem.remedy}；处置后用 source settle {problem.id} 销去"}
    return {"id": problem.id, "name": problem.source, "since": problem.at, **told, "others": 0}


def _gone(session: Session) -> list[dict[str, Any]]:
    """Return the sources that ran in the last days and have no file any more."""
    known = {*session.settings.sources, *session.settings.source_errors}
    healths = store.sources.every_health(session.db)
    runs = {name: health.last_run_at for name, health in healths.items() if name not in known and health.last_run_at}
    return [
        {
            "name": name,
            "since": ran,
            "what": f"来源文件 sources/{name}.toml 已不在，不再采集",
            "remedy": "如系误删，请恢复该文件",
            "others": len(store.problems.unsettled(session.db, name)),
        }
        for name, ran in sorted(runs.items())
        if ran >= session.at - _GONE_TOLD
    ]


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    """Return of a source what the morning's reader needs: its name, since when, what, what to do, and how many problems
    more it has; those told as notices are left out."""
    problems: list[dict[str, Any]] = [problem for problem in row["problems"] if not problem["keep_until"]]
    worst = min(problems, key=lambda problem: (problem["severity"] != "error", problem["at"]), default={})
    return {
        "name": row["name"],
        "since": worst.get("at"),
        "failures": row["failures"],
        "what": worst.get("what", row["error"]),
        "remedy": worst.get("remedy", ""),
        "others": max(0, len(problems) - 1),
    }


def _digest_line(one: dict[str, Any]) -> str:
    others = f"（另有{one['others']}个问题，见 source list）" if one["others"] else ""
    return f"　{one['name']}（{_time(one['since'])}起）：{one['what']}。{one['remedy']}{others}"


def _digest_lines(data: dict[str, Any]) -> list[str]:
    """Return the morning's report for people: what needs one first."""
    total = sum(row["new"] for row in data["received"])
    lines = [f"自{data['since']:%m月%d日}（上一个工作日）起：新收{total}条，来自{len(data['received'])}个来源"]
    for key, word in _DIGEST_WORDS.items():
        lines += [f"{word}{len(data[key])}个："] if data[key] else []
        lines += map(_digest_line, data[key])
    lines += [f"已恢复：{'、'.join(data['recovered'])}"] if data["recovered"] else []
    counts = "、".join(f"{row['name']} {row['new']}" for row in data["received"])
    lines += [f"各来源新收：{counts}"] if counts else []
    return lines
