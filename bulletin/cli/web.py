"""``bulletin desk --browser``: the desk for those without a terminal."""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bulletin.cli.session import Session
from bulletin.errors import UsageError

if TYPE_CHECKING:
    from bulletin.web.guard import Door

_NOT_FOR_BROWSERS = ("VISUAL", "EDITOR", "COLUMNS", "LINES", "BULLETIN_WIDE", "BULLETIN_LIGHT")
"""What says how the terminal is that the server was started in."""


def serve(session: Session, host: str, port: int, names: Sequence[str]) -> None:
    """Serve the desk to browsers until interrupted. Raises `UsageError` where a part is missing or nobody can log in."""
    if importlib.util.find_spec("aiohttp") is None:
        raise UsageError("没有安装浏览器采编台的部件（aiohttp）", "请管理员安装：pip install 'bulletin[browser]'")
    from bulletin.web import passwords
    from bulletin.web.guard import Door
    from bulletin.web.server import Front, serve

    if not passwords.read(session.settings):
        raise UsageError("还没有人能登录", "请先设置口令：bulletin person password 姓名")
    passwords.refuse_strangers(session.settings)
    door = Door(host, frozenset(name.lower() for name in names))
    _warn(session, door)
    serve(Front(session.settings, door, _starter(session), _environment(), time.monotonic, session.say), port)


def _warn(session: Session, door: Door) -> None:
    if door.is_loopback:
        return
    session.say(f"！！注意：{door.host} 不是本机地址，网上的人都能连到登录页")
    session.say("！！口令和文稿在网上是明文，同一网络里的人看得见。本程序不做 TLS 加密")
    session.say(
        "　办法：去掉 --host，由反向代理（nginx 等）加 TLS 转到本机，并用 --name 写明对外的名称；或用 ssh -L 转发"
    )


def _starter(session: Session) -> Callable[[str], list[str]]:
    """Return what gives the command that opens a person's desk on a terminal."""
    moment = ["--at", session.moment] if session.moment else []
    start = [sys.executable, "-P", "-m", "bulletin", "--office", str(session.settings.root), *moment]
    return lambda person: [*start, "desk", "--seat", person]


def _environment() -> dict[str, str]:
    """Return the variables a desk is started with: ours, of a terminal that shows all colours and letters of all kinds."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_BROWSERS}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"}
