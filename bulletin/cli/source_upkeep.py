"""``bulletin source settle`` and ``bulletin source rename``: what a person does about sources, written down by name."""

from __future__ import annotations

import click

from bulletin import store
from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session
from bulletin.collect import renaming, settling


@click.command(cls=Command)
@click.argument("numbers", metavar="问题编号…", nargs=-1, required=True, type=NUMBER)
@click.option("--reason", required=True, help="怎样处置的，如“已从涉密渠道办理，本机文件已清除”")
@click.pass_obj
def settle(session: Session, numbers: tuple[int, ...], reason: str) -> None:
    """销去人已处置的问题，记下谁、何时、为何；编号见 source list。问题还在的，下次采集会再提出。"""
    settled = settling.settle(session.db, numbers, reason, session.actor, session.at)
    lines = [f"问题{one.id} 已销去（{one.source}）：{one.what}" for one in settled]
    session.answer({"settled": settled, "open": store.problems.count_open(session.db)}, lines)


@click.command(cls=Command)
@click.argument("former", metavar="旧名")
@click.argument("name", metavar="新名")
@click.pass_obj
def rename(session: Session, former: str, name: str) -> None:
    """来源改名：来源文件、留存网页和全部采集记录一并改名，不会重复收入。文件已自行改名的，也用它接上。"""
    moved = renaming.rename(session.db, session.settings, former, name, session.actor, session.at)
    files = f"，{'、'.join(moved)}" if moved else ""
    session.answer({"former": former, "name": name, "files": moved}, [f"来源 {former} 已改名为 {name}{files}"])
