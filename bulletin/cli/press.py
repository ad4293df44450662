"""``bulletin press``: the typesetter kept warm, so that a proof takes a third of the time."""

from __future__ import annotations

import os

import click

from bulletin.cli.commands import Command, Group
from bulletin.cli.session import Session
from bulletin.press.page.engine import worker
from bulletin.press.page.faces import fonts


@click.group(cls=Group)
def press() -> None:
    """排版服务：常驻内存，出清样更快；没有它，一切照常。"""


@press.command(cls=Command)
def serve() -> None:
    """启动排版服务，留在前台；结束用 press stop 或 Ctrl-C。"""
    worker.start(worker.find(os.environ), fonts.find_fonts(os.environ))


@press.command(cls=Command)
@click.pass_obj
def status(session: Session) -> None:
    """排版服务在不在运行，能不能用。"""
    greeting = worker.find(os.environ).greeting()
    if greeting is None:
        session.answer({"running": False}, ["排版服务没有运行：出清样照常，只是慢些"])
        return
    ours = (worker.program_sha256(), worker.fonts_sha256(fonts.find_fonts(os.environ)))
    usable = (greeting["program"], greeting["fonts"]) == ours
    versions = "，".join(f"{name} {version}" for name, version in greeting["libraries"].items())
    lines = [
        f"排版服务正在运行（进程{greeting['pid']}），已应答{greeting['jobs']}次",
        f"程序库：{versions}",
        "可用" if usable else "程序、程序库或字体已变，不再使用：请执行 bulletin press stop，再重新启动",
    ]
    session.answer({"running": True, "usable": usable, **greeting}, lines)


@press.command(cls=Command)
@click.pass_obj
def stop(session: Session) -> None:
    """结束排版服务。"""
    greeting = worker.find(os.environ).stop()
    session.answer({"stopped": greeting["pid"]}, [f"排版服务已结束（进程{greeting['pid']}）"])
