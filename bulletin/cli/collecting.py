"""``bulletin collect``: what comes in from outside, told calmly: on a terminal one line of progress, then what matters."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from bulletin import collect as collect_stage
from bulletin import store
from bulletin.cli.commands import Command
from bulletin.cli.session import Session
from bulletin.text import plain

_CLEAR_LINE = "\r\x1b[K"
_SHOWN_PROBLEMS = 3
_Say = Callable[[str], None]


@click.command(cls=Command)
@click.argument("names", metavar="来源…", nargs=-1)
@click.option("--again", is_flag=True, help="不联网，由已存的原件重新提取")
@click.option("--all", "whole", is_flag=True, help="不论是否到期，全部采集一遍")
@click.pass_obj
def collect(session: Session, names: tuple[str, ...], again: bool, whole: bool) -> int:
    """采集到期的来源，或指定的来源。个别来源失败或有问题，其余照常，退出码为 3。"""
    if again:
        changed = collect_stage.extract_again(session.db, session.settings, names, at=session.at)
        session.answer({"changed": changed}, [f"重新提取，{changed}条有变化"])
        return 0
    say, progress = _narration(session)
    report = collect_stage.collect_all(
        session.db, session.settings, names, at=session.at, say=say, progress=progress, whole=whole
    )
    if progress:
        sys.stderr.write(_CLEAR_LINE)
    if not report.sources:
        session.say(_nothing_due(session))
    lines = [_line(one) for one in report.sources if names or _has_something_to_say(one)]
    session.answer(report, [*lines, _total(report)])
    return 3 if any(one.error or one.problems for one in report.sources) else 0


def _narration(session: Session) -> tuple[_Say, _Say | None]:
    """Return how to say a line and how to show progress.

    On a terminal progress is one line that is written over, and nothing is said that the answer says again: only where
    the answer is JSON. A log gets every line as it comes, and no progress.
    """
    if not sys.stderr.isatty():
        return session.say, None
    shown = ""

    def say(words: str) -> None:
        sys.stderr.write(_CLEAR_LINE)
        session.say(words)
        sys.stderr.write(shown)

    def progress(words: str) -> None:
        nonlocal shown
        shown = plain(words)
        sys.stderr.write(f"{_CLEAR_LINE}{shown}")
        sys.stderr.flush()

    return say if session.as_json else _silently, progress


def _silently(words: str) -> None:
    """Say nothing: the answer will."""


def _nothing_due(session: Session) -> str:
    """Return what to say when no source is due."""
    healths = store.sources.every_health(session.db)
    due = [(healths[name].due_at, name) for name in session.settings.sources if name in healths]
    times = sorted((moment, name) for moment, name in due if moment)
    if not times:
        return "还没有来源，请在 sources/ 下添加"
    moment, name = times[0]
    return f"没有到期的来源，最早的是 {name}（{moment:%m-%d %H:%M}）。要立即采集，请写来源名，或用 collect --all"


def _has_something_to_say(one: collect_stage.SourceReport) -> bool:
    return bool(one.new or one.receipts or one.error or one.problems or one.notices)


def _line(one: collect_stage.SourceReport) -> str:
    """Return how a source fared, on one line: what came, what failed, the first problems and what is unusual."""
    if one.error:
        parts = [f"失败：{one.error}"]
    else:
        parts = [_counts(one)]
    if one.problems:
        more = "……" if len(one.problems) > _SHOWN_PROBLEMS else ""
        parts.append(f"问题{len(one.problems)}个：{'；'.join(one.problems[:_SHOWN_PROBLEMS])}{more}")
    parts += [f"注意：{notice}" for notice in one.notices]
    return f"{one.name}：{'；'.join(parts)}"


def _counts(one: collect_stage.SourceReport) -> str:
    """Return what came; receipts are counted apart from what was there before."""
    if one.receipts:
        before = one.seen - one.receipts
        return f"新收来稿{one.new}条、回执{one.receipts}件，先前已收{before}件；回执用 upward receipts 查看"
    return f"新收{one.new}条，已有{one.seen}条{'（没有变化）' if one.unchanged else ''}"


def _total(report: collect_stage.CollectionReport) -> str:
    """Return what came of the whole run, and where to see what is to be done."""
    failed = sum(bool(one.error) for one in report.sources)
    troubled = sum(bool(one.problems) and not one.error for one in report.sources)
    words = [f"{failed}个失败" if failed else "", f"{troubled}个有问题" if troubled else ""]
    trouble = "、".join(filter(None, words))
    hint = f"；{trouble}，原因和办法见 source list" if trouble else ""
    return f"采集了{len(report.sources)}个来源，共新收{len(report.new_items)}条{hint}"
