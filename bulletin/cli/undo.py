"""``bulletin undo``: the last own deed taken back, told before it is done."""

from __future__ import annotations

import click

from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session
from bulletin.desk import undo as undoing


@click.command(cls=Command)
@click.option("--show", "is_shown", is_flag=True, help="只说会撤销什么、重做什么，不动")
@click.option("--redo", "is_redo", is_flag=True, help="重做刚撤销的")
@click.option("--deed", "deed_id", type=NUMBER, default=None, help="只撤销（重做）这一次；已不是这一次时拒绝")
@click.pass_obj
def undo(session: Session, is_shown: bool, is_redo: bool, deed_id: int | None) -> None:
    """撤销自己刚才的一次操作：取舍、采用、合并、分篇、修改、改栏目、附图、撤稿、送审、排次序。"""
    who = (session.db, session.settings, session.actor, session.at)
    if is_shown:
        back, again = undoing.last(*who), undoing.last_undone(*who)
        lines = [
            *(_lines(back, "可以撤销") if back else ["没有可以撤销的操作"]),
            *(_lines(again, "可以重做") if again else []),
        ]
        session.answer({"undo": back, "redo": again}, lines)
        return
    done = undoing.redo(*who, deed_id) if is_redo else undoing.undo(*who, deed_id)
    session.answer({"deed": done}, _lines(done, "已重做" if is_redo else "已撤销"))


def _lines(deed: undoing.Deed, word: str) -> list[str]:
    return [
        *(f"跳过：{why}" for why in deed.passed_over),
        f"{word}：{deed.words}（{deed.at:%m-%d %H:%M}，第{deed.id}号操作）",
        f"　　{deed.result}",
    ]
