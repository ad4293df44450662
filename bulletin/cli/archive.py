"""``bulletin archive``: the index, the search, and the verification."""

from __future__ import annotations

import click

from bulletin import store
from bulletin.cli.commands import Command, Group
from bulletin.cli.session import Session
from bulletin.press import archive as press_archive
from bulletin.press import verify as press_verify


@click.group(cls=Group)
def archive() -> None:
    """归档：目录、查找、核对。"""


@archive.command(cls=Command)
@click.pass_obj
def build(session: Session) -> None:
    """由归档文件夹重新生成目录 issues/index.html。"""
    index = press_archive.build(session.db, session.settings)
    count = len(press_archive.folder_paths(session.settings))
    session.answer({"index": str(index), "issues": count}, [f"归档目录：{index}（{count}期）"])


@archive.command(cls=Command)
@click.argument("query", nargs=-1, required=True)
@click.pass_obj
def search(session: Session, query: tuple[str, ...]) -> None:
    """在已印发的条目中查找；多个词都要出现，两个字也找得到。"""
    hits = press_archive.search(session.db, " ".join(query))
    lines = [line for hit in hits for line in (f"{hit.entry}　第{hit.page}页　{hit.title}", f"　　{hit.snippet}")]
    session.answer(hits, lines or ["没有找到"])


@archive.command(cls=Command)
@click.option("--remove-orphans", is_flag=True, help="清除中断留下的无主文件")
@click.pass_obj
def verify(session: Session, remove_orphans: bool) -> int:
    """核对指纹、期号、保护规则与无主文件。有错误的，退出码为 4。"""
    troubles = press_verify.verify(session.db, session.settings)
    if remove_orphans:
        with store.write(session.db):
            removed = press_verify.remove_orphans(
                session.settings, list(press_verify.orphans(session.db, session.settings))
            )
        for path in removed:
            session.say(f"已清除：{path}")
        troubles = press_verify.verify(session.db, session.settings)
    errors = [trouble for trouble in troubles if trouble.kind == "error"]
    lines = [f"{trouble.what}\n　办法：{trouble.remedy}" for trouble in troubles]
    session.answer({"ok": not errors, "problems": troubles}, lines or ["核对无误"])
    return 4 if errors else 0
