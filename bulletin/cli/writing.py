"""``bulletin article``: write the text, put the article into another section, merge items into it, split it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import click

from bulletin import store
from bulletin.cli.articles import article_data
from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session, read_text
from bulletin.desk import editing, merging
from bulletin.errors import UsageError
from bulletin.terms import state_name
from bulletin.text import one_line


@click.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option(
    "--file", "path", type=click.Path(path_type=Path), help="从文件读入；第一行后空一行的，第一行为标题；- 为标准输入"
)
@click.option("--title", default="", help="新标题")
@click.option("--base", type=NUMBER, default=None, help="在第几稿上修改；已有更新的修改稿时拒绝保存")
@click.pass_obj
def edit(session: Session, article_id: int, path: Path | None, title: str, base: int | None) -> None:
    """修改稿件，存为新的修改稿；不写 --file 时打开 $EDITOR。"""
    one = store.articles.get(session.db, article_id)
    start = f"{one.revision.title}\n\n{one.revision.text}\n"
    if path is None and title and base is None:
        typed: str | None = f"{title}\n\n{one.revision.text}"
    else:
        typed = read_text(path) if path else _from_editor(start)
    written = editing.as_typed(start if typed is None else typed, one.revision)
    text = replace(written, title=title or written.title, base=written.base if base is None else base)
    saved = editing.save(session.db, session.settings, article_id, text, session.actor, session.at)
    state = store.articles.get(session.db, article_id).state
    unchanged = saved.number == one.revision.number
    word = "没有改动，仍为" if unchanged else "已存为"
    data = {"revision": saved.number, "article": article_id, "state": state, "unchanged": unchanged}
    session.answer(data, [f"稿件 {article_id} {word}第{saved.number}稿（{state_name('article', state)}）"])


def _from_editor(start: str) -> str | None:
    """Return what the editor left in its file, None where nothing was saved. Raises `UsageError`."""
    try:
        return click.edit(start, extension=".txt")
    except (click.ClickException, OSError):
        raise UsageError("编辑器没有正常结束，未保存", "请检查环境变量 EDITOR，或用 --file 从文件读入") from None


@click.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("name", metavar="栏目")
@click.pass_obj
def section(session: Session, article_id: int, name: str) -> None:
    """改栏目：换到刊物的另一个栏目，文字和审核不变；已编入一期的先撤出。"""
    one = editing.set_section(session.db, session.settings, article_id, name, session.actor, session.at)
    session.answer({"article": one.id, "section": one.section}, [f"稿件 {one.id}：栏目为“{one.section}”"])


@click.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("item_ids", metavar="ITEM…", nargs=-1, required=True, type=NUMBER)
@click.option("--base", type=NUMBER, default=None, help="看的是第几稿；已有更新的修改稿时拒绝")
@click.pass_obj
def merge(session: Session, article_id: int, item_ids: tuple[int, ...], base: int | None) -> None:
    """合并：把来稿并入已有的稿件，每个单位记一次，相同的文字只留一份。"""
    one = merging.merge(session.db, session.settings, article_id, list(item_ids), session.actor, session.at, base)
    lines = [f"稿件 {one.id} 已存为第{one.revision.number}稿，单位：{'、'.join(one.units) or '—'}"]
    session.answer(article_data(session, one), lines)


@click.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--paragraphs", required=True, help="分出哪些段，如 3-5 或 2,4-6（空行不算）")
@click.option("--title", required=True, help="新稿件的标题")
@click.option("--items", "items", multiple=True, type=NUMBER, help="新稿件由哪条来稿编成，可写多次；不写则与原稿件相同")
@click.option("--base", type=NUMBER, default=None, help="看的是第几稿；已有更新的修改稿时拒绝")
@click.pass_obj
def split(
    session: Session, article_id: int, paragraphs: str, title: str, items: tuple[int, ...], base: int | None
) -> None:
    """分篇：把一部分段落分为另一篇稿件，其余留在原稿件，都不会丢。"""
    who = (session.actor, session.at)
    chosen = _paragraph_numbers(paragraphs)
    made = merging.split(session.db, session.settings, article_id, chosen, title, *who, items, base)
    old = store.articles.get(session.db, article_id)
    lines = [
        f"已分出稿件 {made.id}：{made.revision.title}（{len(merging.paragraphs_of(made.revision.text))}段）",
        f"原稿件 {old.id} 存为第{old.revision.number}稿（{len(merging.paragraphs_of(old.revision.text))}段）",
    ]
    session.answer({**article_data(session, made), "article": made.id, "from": old.id}, lines)


def _paragraph_numbers(text: str) -> list[int]:
    """Return the numbers that ``3-5`` or ``2,4-6`` names. Raises `UsageError`."""
    found: list[int] = []
    for part in re.split(r"[,，、\s]+", text.strip()):
        ends = re.fullmatch(r"(\d{1,4})(?:[-—－~～至](\d{1,4}))?", part)
        if ends is None:
            raise UsageError(f"段落“{one_line(text)}”看不懂", "应如 3-5 或 2,4-6")
        found += range(int(ends[1]), int(ends[2] or ends[1]) + 1)
    return found
