"""``bulletin article``: the pictures of an article: attach, take off, list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session
from bulletin.desk import pictures
from bulletin.errors import NotFound
from bulletin.store.pictures import StoredPicture


@click.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", default="", help="正文中“图：”后面写的名字；不写则用文件名")
@click.pass_obj
def attach(session: Session, article_id: int, path: Path, name: str) -> None:
    """附图：PNG 或 JPEG；正文中另起一行写“图：文件名　说明”。"""
    try:
        if not path.is_file():  # nor a pipe or a device, which may have no end
            raise OSError
        with path.open("rb") as opened:
            body = opened.read(pictures.LARGEST + 1)
    except OSError:
        raise NotFound("文件", path, "请核对路径，须是可以读的文件") from None
    file = (name or path.name, body)
    one = pictures.attach(session.db, session.settings, article_id, file, session.actor, session.at)
    used = any(used for listed, used in pictures.listed(session.db, article_id) if listed.name == one.name)
    session.answer(
        {**_picture_data(one), "article": article_id, "used": used},
        [f"稿件 {article_id}：已附图“{one.name}”（{one.width}×{one.height} 点）"]
        + ([] if used else [f"正文中还没有用到，请另起一行写：图：{one.name}　说明"]),
    )


@click.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("name", metavar="图名")
@click.pass_obj
def detach(session: Session, article_id: int, name: str) -> None:
    """撤下附图：限编辑中、退回修改的稿件；字节留着，这个图名不再给别的图。"""
    pictures.detach(session.db, session.settings, article_id, name, session.actor, session.at)
    session.answer({"article": article_id, "name": name}, [f"稿件 {article_id}：已撤下附图“{name}”"])


@click.command("pictures", cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.pass_obj
def pictures_(session: Session, article_id: int) -> None:
    """一篇稿件的附图，以及正文中要用而还没有附上的。"""
    rows = pictures.listed(session.db, article_id)
    missing = pictures.missing(session.db, article_id)
    lines = [
        f"{one.name}　{one.width}×{one.height} 点　{session.name_of(one.by)} {one.at:%Y-%m-%d %H:%M}"
        f"　{'正文已用' if used else '正文未用'}"
        for one, used in rows
    ]
    lines += [f"{name}　还没有附上" for name in missing]
    data = [{**_picture_data(one), "used": used} for one, used in rows]
    session.answer({"pictures": data, "missing": missing}, lines or ["没有附图"])


def _picture_data(one: StoredPicture) -> dict[str, Any]:
    return {
        "name": one.name,
        "sha256": one.sha256,
        "media_type": one.media_type,
        "width": one.width,
        "height": one.height,
        "by": one.by,
        "at": one.at,
    }
