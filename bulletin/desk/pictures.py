"""Pictures attached to an article (附图): examined at the door, kept as they came, called by name in the text.

A name belongs to its bytes for good: a better picture gets a new name, so that a revision that was approved never
shows another picture than the reviewer saw.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import datetime

from bulletin import store, workflow
from bulletin.errors import Classified, NotFound, RefusedAction, RefusedMaterial, UnreadableMaterial
from bulletin.model import MOST_DOTS, Actor
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.pictures import StoredPicture
from bulletin.text import manuscript, one_line, sha256
from bulletin.text.secrecy import is_marked_name

LARGEST = 20 * 1024 * 1024
"""Bytes a picture may have."""
_SMALLEST = 16  # dots a side: less is a spacer of a web page
_MAGIC = ((b"\x89PNG\r\n\x1a\n", "PNG", "image/png"), (b"\xff\xd8\xff", "JPEG", "image/jpeg"))
_NAME = re.compile(r"[^|｜/\\]{1,60}\.(?:png|jpe?g)", re.IGNORECASE)
_ADVICE = "请另存为 PNG 或 JPEG 后再附"


def attach(
    db: Database, settings: Settings, article_id: int, file: tuple[str, bytes], actor: Actor, at: datetime
) -> StoredPicture:
    """Attach a picture, `file` being its name and bytes, to an article. The same again changes nothing.

    Raises `NotFound`; `RefusedAction` for who may not edit, an article that is finished, a name that has (or had, before
    it was detached) other bytes; `Classified` for a name with a secrecy mark; `RefusedMaterial` and `UnreadableMaterial`
    for what is no picture that can be printed.
    """
    standing = store.articles.standing(db, settings, store.articles.get(db, article_id))
    workflow.advance(standing, "attach", actor, at, target=file[0])
    name, body = _name(file[0]), file[1]
    media_type, width, height = examine(name, body)
    picture = StoredPicture(article_id, name, sha256(body), media_type, width, height, actor.id, at)
    with store.write(db):
        known = store.pictures.named(db, article_id, name)
        if known and known.sha256 != picture.sha256:
            raise RefusedAction(
                f"稿件 {article_id} 已有名为“{name}”的图，内容不同，未覆盖",
                "请用 --name 另取一个名字，并改正文中的图名",
            )
        if known is None:
            store.pictures.keep(db, settings, picture, body)
        if known is None or known not in store.pictures.of_article(db, article_id):
            _record(db, settings, article_id, ("attach", name, ""), (actor, at))
    return known or picture


def attach_again(
    db: Database, settings: Settings, article_id: int, name: str, actor: Actor, at: datetime, note: str = ""
) -> None:
    """Put a picture back that was detached. Raises `NotFound`, `RefusedAction`."""
    with store.write(db):
        if store.pictures.named(db, article_id, name) is None:
            raise NotFound(f"稿件 {article_id} 的附图", name, "请用 article pictures 查看")
        _record(db, settings, article_id, ("attach", name, note), (actor, at))


def detach(
    db: Database, settings: Settings, article_id: int, name: str, actor: Actor, at: datetime, note: str = ""
) -> None:
    """Take a picture off an article that is being edited; its bytes stay, and nothing else ever gets its name.

    Raises `NotFound`, `RefusedAction` (also once it was sent for review: what a reviewer sees does not lose a picture).
    """
    with store.write(db):
        if all(one.name != name for one in store.pictures.of_article(db, article_id)):
            raise NotFound(f"稿件 {article_id} 的附图", name, "请用 article pictures 查看")
        _record(db, settings, article_id, ("detach", name, note), (actor, at))


def _record(
    db: Database, settings: Settings, article_id: int, what: tuple[str, str, str], who: tuple[Actor, datetime]
) -> None:
    """Record a step on the article: the action, the picture's name, the note."""
    action, name, note = what
    standing = store.articles.standing(db, settings, store.articles.get(db, article_id))
    store.statuses.record(db, workflow.advance(standing, action, *who, note, name))


def examine(name: str, body: bytes) -> tuple[str, int, int]:
    """Return media type, width and height in dots of a picture that can be printed.

    Raises `RefusedMaterial` (too large, too small, no PNG or JPEG) and `UnreadableMaterial` (damaged).
    """
    from PIL import Image

    if len(body) > LARGEST:
        raise RefusedMaterial(f"图“{name}”有 {len(body) >> 20} MB，超过 {LARGEST >> 20} MB，未收", "请缩小后再附")
    kind = next(((kind, media_type) for magic, kind, media_type in _MAGIC if body.startswith(magic)), None)
    if kind is None:
        raise RefusedMaterial(f"“{name}”不是 PNG 或 JPEG 图片，未收", _ADVICE)
    try:
        with Image.open(io.BytesIO(body), formats=[kind[0]]) as image:
            width, height = image.size
            _refuse_size(name, width, height)
            image.load()
    except Image.DecompressionBombError:
        raise _too_large(name, "几亿点") from None
    except (OSError, ValueError, SyntaxError, struct.error, zlib.error) as error:
        raise UnreadableMaterial(f"图“{name}”不完整或已损坏，未收", _ADVICE) from error
    return kind[1], width, height


def listed(db: Database, article_id: int) -> list[tuple[StoredPicture, bool]]:
    """Return the pictures of an article, each with whether its text asks for it now. Raises `NotFound`."""
    asked = manuscript.picture_names(store.articles.get(db, article_id).revision.text)
    return [(one, one.name in asked) for one in store.pictures.of_article(db, article_id)]


def missing(db: Database, article_id: int) -> tuple[str, ...]:
    """Return the names of pictures the article's text asks for and nobody has attached. Raises `NotFound`."""
    attached = {one.name for one in store.pictures.of_article(db, article_id)}
    asked = manuscript.picture_names(store.articles.get(db, article_id).revision.text)
    return tuple(name for name in asked if name not in attached)


def _refuse_size(name: str, width: int, height: int) -> None:
    if width * height > MOST_DOTS:
        raise RefusedMaterial(
            f"图“{name}”有 {width}×{height} 点，超过 {MOST_DOTS // 10_000} 万点，未收", "请缩小后再附"
        )
    if min(width, height) < _SMALLEST:
        raise RefusedMaterial(f"图“{name}”只有 {width}×{height} 点，印出来看不清，未收", "请换一张较大的图")


def _too_large(name: str, size: str) -> RefusedMaterial:
    return RefusedMaterial(f"图“{name}”有{size}，超过 {MOST_DOTS // 10_000} 万点，未收", "请缩小后再附")


def _name(given: str) -> str:
    """Return the name a text can call the picture by. Raises `RefusedMaterial`, `Classified`."""
    name = one_line(given)
    if is_marked_name(name):
        raise Classified("图名标有密级，未收，未留存任何内容", "涉密材料不得进入本系统，请按保密规定办理")
    if not _NAME.fullmatch(name):
        raise RefusedMaterial(
            f"图名“{name}”不能用", "图名须以 .png、.jpg 或 .jpeg 结尾，不超过 60 字，不含斜线和竖线；可用 --name 另取"
        )
    return name
