"""``bulletin person``: who there is, and what he logs in with from a browser."""

from __future__ import annotations

import sys

import click

from bulletin.cli.columns import table
from bulletin.cli.commands import Command, Group
from bulletin.cli.session import Session
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.model import Person
from bulletin.terms import role_names
from bulletin.web import passwords
from bulletin.web.watch import find_person

_SETTERS = ("admin",)


@click.group(cls=Group)
def person() -> None:
    """人员：有哪些人，谁能从浏览器登录；设置登录口令。"""


@person.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """列出人员、角色，以及能否从浏览器登录。"""
    kept = passwords.read(session.settings)
    rows = [
        {"id": one.id, "name": one.name, "roles": sorted(one.roles), "password": one.id in kept}
        for one in session.settings.people.values()
    ]
    lines = table(
        ("编号", "姓名", "角色", "浏览器登录"),
        [
            (one.id, one.name, role_names(one.roles), _state(kept.get(one.id)))
            for one in session.settings.people.values()
        ],
        60,
    )
    session.answer(rows, lines)


def _state(kept: passwords.Password | None) -> str:
    if kept is None:
        return "不能"
    return "能，首次登录须改口令" if kept.given else "能"


@person.command(cls=Command)
@click.argument("who", metavar="姓名或编号")
@click.option("--remove", is_flag=True, help="取消口令，此人不能再从浏览器登录；已登录的立即退出")
@click.pass_obj
def password(session: Session, who: str, remove: bool) -> None:
    """设置一个人从浏览器登录的口令，写两遍，不显示；只存加盐的散列。

    管理员才能设置，本人首次登录时要改掉。口令至少8个字符，不能含本人的编号或姓名。
    """
    if not session.actor.roles & set(_SETTERS):
        admins = "、".join(
            f"{one.name}（--as {one.id}）" if session.settings.identity.mode == "trusted" else one.name
            for one in session.settings.people.values()
            if one.roles & set(_SETTERS)
        )
        raise RefusedAction(
            f"只有管理员可以设置登录口令，{session.actor.name}不是管理员",
            f"请管理员执行：{admins or '本办公室还没有角色为 admin 的人'}；自己的口令登录以后可以改",
        )
    whom = _find(session, who)
    if remove:
        passwords.remove(session.settings, whom)
        session.answer({"id": whom.id, "password": False}, [f"{whom.name}不能再从浏览器登录"])
        return
    given = whom.id != session.actor.id
    passwords.keep(session.settings, whom, _ask(session, whom), given)
    told = "，首次登录时须改掉" if given else ""
    session.answer({"id": whom.id, "password": True}, [f"{whom.name}的口令已设置{told}"])


def _ask(session: Session, whom: Person) -> str:
    """Return a good password, typed twice on a terminal without showing; asked for again until it is. Raises `UsageError`."""
    if not sys.stdin.isatty():
        raise UsageError("口令要在终端里输入", "请在终端里执行，不要用管道")
    session.say(f"{passwords.RULES}（{whom.id}、{whom.name}）。打字时不显示；不设了按 Ctrl-C")
    while True:
        first = str(click.prompt(f"{whom.name}的新口令", hide_input=True, prompt_suffix="：", err=True))
        wrong = passwords.wrong_with(first, whom)
        if not wrong and first != click.prompt("再写一遍", hide_input=True, prompt_suffix="：", err=True):
            wrong = "两遍写的不一样"
        if not wrong:
            return first
        session.say(f"没有设置：{wrong}，请另写")


def _find(session: Session, who: str) -> Person:
    found = find_person(session.settings, who)
    if found is None:
        near = "、".join(f"{one.name}（{one.id}）" for one in session.settings.people.values())
        raise NotFound("人员", who, f"可用的人员：{near}；姓名相同的请写编号")
    return found
