"""``bulletin article``: edit, check, and pass through the review levels."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from bulletin import store, workflow
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.gates import finding_line
from bulletin.cli.reviews import opinion_line, report, tell
from bulletin.cli.session import Session, action_line
from bulletin.cli.verification import verification_data, verification_lines
from bulletin.desk import checking, editing, gates, review
from bulletin.errors import NotFound
from bulletin.model import Article
from bulletin.press import preview
from bulletin.reference import of_issue
from bulletin.terms import STATES, action_name, state_name
from bulletin.text import one_line


@click.group(cls=Group)
def article() -> None:
    """稿件：修改、检查、送审、审核。"""


@article.command("list", cls=Command)
@click.option("--state", type=click.Choice(list(STATES["article"])), default=None, help="只列某种状态")
@click.option("--publication", default="", help="只列某种刊物")
@click.pass_obj
def list_(session: Session, state: str | None, publication: str) -> None:
    """全部稿件及其进度。"""
    articles = store.articles.in_states(session.db, *((state,) if state else ()), publication=publication)
    rows = [
        (
            one.id,
            state_name("article", one.state),
            one.publication,
            one.section,
            one.revision.title,
            "、".join(one.units),
        )
        for one in articles
    ]
    lines = table(("编号", "状态", "刊物", "栏目", "标题", "单位"), rows) if rows else ["还没有稿件"]
    session.answer([article_data(session, one) for one in articles], lines)


def _article_row(one: Article) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.revision.title,
        "state": one.state,
        "publication": one.publication,
        "section": one.section,
        "revision": one.revision.number,
        "units": one.units,
        "items": one.items,
    }


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show(session: Session, article_id: int) -> None:
    """一篇稿件：正文、单位、审核情况，由哪些来稿编成，编入了哪一期。轮到自己审的，记下看的是哪一稿。"""
    one = store.articles.get(session.db, article_id)
    data = {**article_data(session, one), **verification_data(session, one)}
    lines = [
        f"稿件 {one.id}（{state_name('article', one.state)}）　{one.revision.title}",
        f"刊物：{one.publication}{'·' + one.section if one.section else ''}　单位：{'、'.join(one.units) or '—'}　第{one.revision.number}稿，"
        f"{session.settings.person_name(one.revision.by)} {one.revision.at:%Y-%m-%d %H:%M}",
        f"来稿：{'、'.join(map(str, one.items))}　编入：{'、'.join(data['entries']) or '—'}",
        f"审核：{_approval_line(session, one)}",
        *verification_lines(session, one),
        *([f"退回：{returned}"] if (returned := _why_returned(session, one)) else []),
        action_line(data["actions"]),
        "",
        *one.revision.text.split("\n"),
    ]
    _note_look(session, one, data["actions"])
    session.answer(data, lines)


def _note_look(session: Session, one: Article, actions: Sequence[str]) -> None:
    """Note which revision somebody looked at who may approve it now, or could but for having looked at an older one."""
    behind = store.reviews.behind(session.db, one.id, one.revision.id)
    if one.state == "in_review" and ("approve" in actions or session.viewer.id in behind):
        review.seen(session.db, one.id, session.actor, session.at)


def _approval_line(session: Session, one: Article) -> str:
    """Return a word for each level: what was said there, that it is still to come, or left out."""
    said = review.opinions(session.db, session.settings, one)
    standing = store.articles.standing(session.db, session.settings, one)
    missing = workflow.missing_levels(standing.route, standing.review)
    shown = []
    for number, level in enumerate(standing.route, 1):
        words = [opinion_line(session, opinion) for opinion in said if opinion.level == level.name]
        words += ["待审"] if number in missing else []
        shown.append(f"{level.name}：{'，'.join(words) or '特急略过'}")
    return "　".join(shown)


def _why_returned(session: Session, one: Article) -> str:
    """Return why the article was returned, while nobody has sent it again."""
    trail = store.statuses.history(session.db, "article", one.id)
    last = next((step for step in reversed(trail) if step.action in ("return", "send")), None)
    returned = last is not None and last.action == "return"
    return f"{last.note}（{session.name_of(last.by, last.on_behalf_of)}）" if last and returned else ""


def article_data(session: Session, one: Article) -> dict[str, Any]:
    """Return an article for ``--json``."""
    standing = store.articles.standing(session.db, session.settings, one)
    approvals = store.articles.approvals(session.db, one.revision.id)
    return {
        **_article_row(one),
        "text": one.revision.text,
        "sha256": one.revision.sha256,
        "edited_by": one.revision.by,
        "edited_at": one.revision.at,
        "approvals": [
            {"by": a.by, "on_behalf_of": a.on_behalf_of, "at": a.at, "level": a.level, "note": a.note}
            for a in approvals
        ],
        "levels": standing.levels,
        "route": [level.name for level in standing.route],
        "opinions": review.opinions(session.db, session.settings, one),
        "urgent": standing.review.urgent,
        "waiting_for": workflow.waited_for(standing, session.settings.actors(session.at.date()), session.at),
        "entries": [of_issue(i, p) for i, p in store.issues.entries_of_article(session.db, one.id)],
        "actions": workflow.actions_for(standing, session.viewer, session.at),
    }


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.pass_obj
def history(session: Session, article_id: int) -> None:
    """一篇稿件的全部修改稿与经过。"""
    store.articles.get(session.db, article_id)
    revisions = store.articles.revisions(session.db, article_id)
    trail = store.statuses.history(session.db, "article", article_id)
    name = session.settings.person_name
    lines = [f"第{r.number}稿　{r.at:%Y-%m-%d %H:%M}　{name(r.by)}　{r.title}" for r in revisions]
    lines += [
        f"{s.at:%Y-%m-%d %H:%M}　{session.name_of(s.by, s.on_behalf_of)}　{action_name(s.action)}"
        f"{f'（{name(s.target)}）' if s.target else ''} → {state_name('article', s.state)}　{one_line(s.note)}"
        for s in trail
    ]
    data = {
        **article_data(session, store.articles.get(session.db, article_id)),
        "article": article_id,
        "revisions": [
            {"number": r.number, "title": r.title, "by": r.by, "at": r.at, "sha256": r.sha256} for r in revisions
        ],
        "statuses": trail,
    }
    session.answer(data, lines)


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--from", "start", type=NUMBER, default=None, help="从第几稿；不写则为第1稿")
@click.option("--to", "end", type=NUMBER, default=None, help="到第几稿；不写则为当前稿")
@click.option("--raw", is_flag=True, help="与来稿原文比较")
@click.pass_obj
def diff(session: Session, article_id: int, start: int | None, end: int | None, raw: bool) -> None:
    """两个修改稿之间的不同。"""
    one = store.articles.get(session.db, article_id)
    revisions = {r.number: f"{r.title}\n\n{r.text}" for r in store.articles.revisions(session.db, article_id)}
    first, last = start or 1, end or one.revision.number
    for number in (first, last):
        if number not in revisions:
            raise NotFound(f"稿件 {article_id} 的修改稿", number, f"现有第1至第{max(revisions)}稿")
    before = "\n".join(store.items.get(session.db, i).raw_text for i in one.items) if raw else revisions[first]
    lines = list(
        difflib.unified_diff(
            before.split("\n"),
            revisions[last].split("\n"),
            "来稿原文" if raw else f"第{first}稿",
            f"第{last}稿",
            lineterm="",
        )
    )
    data = {
        **article_data(session, one),
        "article": article_id,
        "from": "raw" if raw else first,
        "to": last,
        "diff": lines,
    }
    session.answer(data, lines or ["没有不同"])


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.pass_obj
def check(session: Session, article_id: int) -> int:
    """四关检查：政治关、政策关、文字关、格式关。有必改的，退出码为 4。"""
    findings = checking.check(session.db, session.settings, article_id, session.at)
    session.answer(findings, list(map(finding_line, findings)) or ["没有发现问题"])
    return 4 if gates.blocking(findings) else 0


@article.command("preview", cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="写到哪个文件；不写则放在 var/work/previews")
@click.pass_obj
def preview_(session: Session, article_id: int, out: Path | None) -> None:
    """预览：按刊物的版面排出这一篇，不取期号，不留记录。"""
    session.say("正在排版……")
    seen = preview.preview(session.db, session.settings, article_id, session.at, os.environ)
    path = out or session.settings.work_dir / "previews" / f"{article_id}.pdf"
    store.files.write_durably(path, seen.pdf)
    for warning in seen.warnings:
        session.say(f"提醒：{warning}")
    session.answer({"article": article_id, "pdf": str(path), "pages": seen.pages}, [f"{path}（{seen.pages}页）"])


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("finding")
@click.option("--reason", default="", help="照此保留的理由（必写）；与 --verified 同用时写怎样核实的")
@click.option("--verified", is_flag=True, help="已核实，原文无误")
@click.pass_obj
def answer(session: Session, article_id: int, finding: str, reason: str, verified: bool) -> None:
    """答复一处检查结果：照此保留，写明理由；或经核实无误。"""
    reply = checking.tick if verified else checking.answer
    reply(session.db, session.settings, article_id, finding, reason, session.actor, session.at)
    session.answer({"article": article_id, "finding": finding, "reason": reason}, [f"稿件 {article_id}：已记下答复"])


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.option("--urgent", default="", help="按特急办理的理由：略过刊物许可的级次，不略过审定和签发")
@click.pass_obj
def send(session: Session, article_id: int, note: str, urgent: str) -> None:
    """送审；有必改的检查结果时不能送。"""
    db, settings, who, at = session.db, session.settings, session.actor, session.at
    with store.write(db):
        one = review.act(db, settings, article_id, "send", who, at, note)
        if urgent:
            one = review.act(db, settings, article_id, "hasten", who, at, urgent)
    report(session, one)


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.pass_obj
def recall(session: Session, article_id: int) -> None:
    """撤回自己送审的稿件；已有一级通过的不能撤回。"""
    tell(session, article_id, "recall")


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="审核意见")
@click.option("--level", default="", help="哪一级；现在轮到的不是这一级时拒绝")
@click.pass_obj
def approve(session: Session, article_id: int, note: str, level: str) -> None:
    """审核通过当前修改稿；编辑过这篇稿件的人不能审。末级为审定，前面各级为拟同意。"""
    tell(session, article_id, "approve", note, level)


@article.command("return", cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="退回的理由（必写）")
@click.option("--to", default="", help="退回哪一级；不写则退回编辑")
@click.pass_obj
def return_(session: Session, article_id: int, reason: str, to: str) -> None:
    """退回编辑修改，或退回已通过的某一级，并写明理由。"""
    tell(session, article_id, "return", reason, to)


@article.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="撤稿的理由（必写）")
@click.pass_obj
def drop(session: Session, article_id: int, reason: str) -> None:
    """撤稿：没有别处用的来稿回到队列。"""
    one = editing.drop(session.db, session.settings, article_id, reason, session.actor, session.at)
    told = f"稿件 {one.id}：已撤稿，{editing.whereabouts(session.db, one)}"
    session.answer({"state": one.state, "article": one.id, "items": one.items}, [told])
