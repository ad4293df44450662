"""``bulletin desk``: the desk on the whole screen of a terminal, or line by line for any terminal and any screen reader."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from bulletin import store
from bulletin.cli.commands import Command
from bulletin.cli.session import Session

_PICTURES_A_SECOND = "120"
"""How often Textual looks whether there is something to draw; at its usual 60 a key waits for the next turn."""


@click.command(cls=Command)
@click.option("--lines", "by_lines", is_flag=True, help="逐行问答：读屏软件、老终端、慢线路都能用")
@click.option("--wide", is_flag=True, envvar="BULLETIN_WIDE", help="终端把“”——……画成两格宽时用（可设 BULLETIN_WIDE=1）")
@click.option("--light", is_flag=True, envvar="BULLETIN_LIGHT", help="浅色底的终端用（可设 BULLETIN_LIGHT=1）")
@click.option("--browser", is_flag=True, help="从浏览器用：启动服务，登录以后打开采编台")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, help="服务的端口；不写则为 8765")
@click.option("--host", default="127.0.0.1", help="服务的地址；不写则只有本机能连")
@click.option("--name", "names", multiple=True, help="经 TLS 反向代理对外的主机名，可写多次")
@click.option("--seat", hidden=True, default="", help="替从浏览器登录的人打开；只有服务自己用")
@click.pass_obj
def desk(session: Session, /, by_lines: bool, wide: bool, light: bool, seat: str, **browser: Any) -> int:
    """采编台：在终端里看队列、定取舍、改稿。标准输入不是终端时逐行问答。"""
    if browser.pop("browser"):
        from bulletin.cli import web

        web.serve(session, **browser)
        return 0
    if seat:
        _sit_down(session, seat)
    if session.as_json:
        _answer_as_json(session)
        return 0
    if by_lines or not (sys.stdin.isatty() and sys.stderr.isatty()):
        from bulletin.tui import lines

        lines.converse(session, sys.stdin, lambda shown: session.answer(None, shown))
        return 0
    os.environ.setdefault("TEXTUAL_FPS", _PICTURES_A_SECOND)
    from bulletin.tui.app import Desk

    program = Desk(session, wide, light)
    program.run()
    if program.return_code:
        path = session.settings.work_dir / "desk" / "意外结束.txt"
        store.files.write_durably(path, program.fault.encode())
        session.say("采编台意外结束；已做的决定都已保存，没有存完的文字下次打开时会提示")
        session.say(f"　办法：重新打开；再出现时，请把 {path} 交给管理员")
    return program.return_code or 0


def _sit_down(session: Session, person: str) -> None:
    """Open the desk for a person who has logged in in a browser. Raises `RefusedAction` unless the server asks, and may."""
    from bulletin.tui import editor
    from bulletin.web import passwords
    from bulletin.web import seat as offer
    from bulletin.web.terminal import take_terminal

    offer.take(os.environ, person)
    passwords.refuse_strangers(session.settings)
    take_terminal()
    session.seat = person
    os.environ["EDITOR"] = editor.own_editor()


def _answer_as_json(session: Session) -> None:
    from bulletin.desk import queue

    listing = queue.open_listing(session.db, session.settings, at=session.at)
    counts = store.statuses.count_by_state(session.db, "item")
    problems = store.problems.count_open(session.db)
    session.answer({"queue": counts, "problems": problems, "items": listing.ids(0, listing.total)})
