"""``bulletin archive``: the index, the search, the verification, and the bound volume."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bulletin import store
from bulletin.cli.commands import Command, Group
from bulletin.cli.session import Session
from bulletin.press import archive as press_archive
from bulletin.press import sealed
from bulletin.press import verify as press_verify
from bulletin.press import volume as press_volume


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


@archive.command(cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@click.pass_obj
def search(session: Session, query: tuple[str, ...]) -> None:
    """在已印发的条目中查找；多个词都要出现，两个字也找得到。"""
    hits = press_archive.search(session.db, " ".join(query), session.at)
    lines = [
        line
        for hit in hits
        for line in (
            f"{hit.entry}　第{hit.page}页　{hit.title}",
            f"　　{hit.snippet}",
            *(f"　　注意：{words}" for words in hit.told),
        )
    ]
    session.answer(hits, lines or ["没有找到"])


@archive.command(cls=Command)
@click.option("--remove-orphans", is_flag=True, help="清除中断留下的无主文件")
@click.option("--since", metavar="号:指纹", default="", help="与抄存的封存核对，例如 --since 1204:3f9c0b7712ad85e6")
@click.pass_obj
def verify(session: Session, remove_orphans: bool, since: str) -> int:
    """核对指纹、期号、保护规则与无主文件。有错误的，退出码为 4。"""
    noted = press_verify.noted(session.db, since) if since else []
    troubles = press_verify.verify(session.db, session.settings)
    if remove_orphans:
        with store.write(session.db):
            removed = press_verify.remove_orphans(
                session.settings, list(press_verify.orphans(session.db, session.settings))
            )
        for path in removed:
            session.say(f"已清除：{path}")
        troubles = press_verify.verify(session.db, session.settings)
    troubles = [*noted, *troubles]
    errors = [trouble for trouble in troubles if trouble.kind == "error"]
    lines = [f"{trouble.what}\n　办法：{trouble.remedy}" for trouble in troubles]
    seal = "" if errors else sealed.newest_noted(session.db)
    if seal:
        lines = [*(lines or ["核对无误"]), f"最新的封存：{seal}（抄存在别处，以后用 --since {seal} 核对此前的记录）"]
    session.answer({"ok": not errors, "problems": troubles, "sealed": seal}, lines or ["核对无误"])
    return 4 if errors else 0


@archive.command(cls=Command)
@click.argument("publication", metavar="刊物")
@click.argument("year", metavar="年份", type=click.IntRange(1949, 9999))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="写到哪个文件；不写则在 var/work/volumes 下"
)
@click.pass_obj
def volume(session: Session, publication: str, year: int, out: Path | None) -> None:
    """合订本：把一年已印发的各期合成一册，加扉页、目录和单位、栏目、日期索引。"""
    session.say("正在合订……")
    made = press_volume.make(session.db, session.settings, publication, year, os.environ, out)
    data = {
        "pdf": made.path,
        "issues": made.issues,
        "pages": made.pages,
        "entries": made.entries,
        "sha256": made.sha256,
    }
    session.answer(
        data, [f"合订本：{made.path}", f"共{made.issues}期，{made.entries}条，{made.pages}页", f"指纹：{made.sha256}"]
    )
