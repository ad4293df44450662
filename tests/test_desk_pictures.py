"""Pictures at the door: what may be attached, what is refused and why, and that bytes and names stay together for good."""

from __future__ import annotations

import io
import sqlite3
import zlib
from pathlib import Path

import pytest
from PIL import Image

from bulletin import store
from bulletin.desk import editing, pictures, review
from bulletin.errors import (
    Classified,
    FindingsBlock,
    NotFound,
    RefusedAction,
    RefusedMaterial,
    StoreFailure,
    UnreadableMaterial,
)
from bulletin.press import verify
from tests.calls import call
from tests.conftest import House


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), color: str = "teal") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, color).save(stream, kind)
    return stream.getvalue()


def attach(house: House, article: int, name: str, body: bytes, person: str = "editor1") -> store.pictures.StoredPicture:
    return pictures.attach(house.db, house.settings, article, (name, body), house.actor(person), house.at)


def test_a_picture_is_kept_as_it_came(house: House) -> None:
    """Its bytes lie under their hash, its row says what it is; the same again changes nothing."""
    one = house.article()
    body = image("JPEG")

    kept = attach(house, one.id, "大厅 1.jpg", body)

    assert attach(house, one.id, "大厅 1.jpg", body) == kept
    assert store.pictures.of_article(house.db, one.id) == [kept]
    assert (kept.media_type, kept.width, kept.height, kept.by) == ("image/jpeg", 40, 30, "editor1")
    assert store.pictures.body(house.settings, kept) == body


def test_a_name_keeps_its_bytes(house: House) -> None:
    """Another picture under a name that is taken is refused; rows are never changed."""
    one = house.article()
    attach(house, one.id, "a.png", image())

    with pytest.raises(RefusedAction, match=r"a\.png.*内容不同"):
        attach(house, one.id, "a.png", image(color="red"))
    with pytest.raises(sqlite3.IntegrityError):
        house.db.execute("update pictures set name = 'b.png'")


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.png", b"GIF89a...", "不是 PNG 或 JPEG"),
        ("a.gif", image(), "图名"),
        ("a/b.png", image(), "图名"),
        ("a.png", image(size=(4, 4)), "太小|看不清"),
        ("a.png", image() + b"\0" * pictures.LARGEST, "超过 20 MB"),
    ],
)
def test_what_cannot_be_printed_is_not_taken(name: str, body: bytes, why: str, house: House) -> None:
    """No picture, a name no text can call, too small, too large: refused with the reason, nothing kept."""
    one = house.article()

    with pytest.raises(RefusedMaterial, match=why):
        attach(house, one.id, name, body)

    assert store.pictures.every(house.db) == []


@pytest.mark.parametrize("name", ["机密.png", "「机密」图.png", "现场图★机密★.png", "秘密：现场.jpg"])
def test_a_picture_whose_name_is_marked_is_not_taken(name: str, house: House) -> None:
    """A level in the name is enough; the refusal does not repeat the name, nothing is kept."""
    one = house.article()

    with pytest.raises(Classified) as refused:
        attach(house, one.id, name, image())

    assert name not in str(refused.value)
    assert store.pictures.every(house.db) == []


def test_who_attached_a_picture_does_not_approve_it(house: House) -> None:
    """The picture is part of what is reviewed: who put it there is an author of the article; another reviewer is none."""
    one = house.send(house.article())
    attach(house, one.id, "a.png", image(), "reviewer1")

    with pytest.raises(RefusedAction):
        review.act(house.db, house.settings, one.id, "approve", house.actor("reviewer1"), house.at)
    assert store.articles.writers(house.db, one.id) == {"editor1", "reviewer1"}
    assert (
        review.act(house.db, house.settings, one.id, "approve", house.actor("reviewer2"), house.at).state == "approved"
    )


def test_a_missing_picture_is_to_be_attached(house: House) -> None:
    """Sending is refused with how to attach it, and not with how to accept that it is not there."""
    one = house.article(text="正文一段。\n图：河.png 清水河")

    with pytest.raises(FindingsBlock) as refused:
        house.send(one)

    assert f"article attach {one.id}" in refused.value.remedy
    assert "article answer" not in refused.value.remedy


def test_damage_and_bombs_are_refused(house: House) -> None:
    """A cut file is unreadable; a small file that would unpack to a billion dots is refused before it is unpacked."""
    one = house.article()
    bomb = image(size=(16, 16))
    head = b"IHDR" + (40_000).to_bytes(4, "big") + (30_000).to_bytes(4, "big") + bomb[24:29]
    wide = bomb[:12] + head + zlib.crc32(head).to_bytes(4, "big") + bomb[33:]

    with pytest.raises(UnreadableMaterial, match="已损坏"):
        attach(house, one.id, "a.png", image(size=(400, 400))[:120])
    with pytest.raises(RefusedMaterial, match="4000 万点"):
        attach(house, one.id, "b.png", wide)


def test_who_may_attach_and_when(house: House) -> None:
    """A clerk may not, nor anybody once the article is printed; an unknown article is named."""
    one = house.article()

    with pytest.raises(RefusedAction, match="编辑、审核"):
        attach(house, one.id, "a.png", image(), "clerk1")
    with pytest.raises(NotFound, match="999"):
        attach(house, 999, "a.png", image())
    editing.drop(house.db, house.settings, one.id, "情况有变", house.actor("editor1"), house.at)
    with pytest.raises(RefusedAction, match="已撤稿"):
        attach(house, one.id, "a.png", image())


def test_a_detached_picture_is_gone_until_the_same_one_comes_back(house: House) -> None:
    """Taken off, it is listed no more and its row and bytes stay; the same bytes come back, others never get the name."""
    one = house.article()
    kept = attach(house, one.id, "a.png", image())

    pictures.detach(house.db, house.settings, one.id, "a.png", house.actor("editor1"), house.at)

    assert store.pictures.of_article(house.db, one.id) == []
    assert store.pictures.every(house.db) == [kept]
    with pytest.raises(NotFound, match=r"a\.png"):
        pictures.detach(house.db, house.settings, one.id, "a.png", house.actor("editor1"), house.at)
    with pytest.raises(RefusedAction, match="内容不同"):
        attach(house, one.id, "a.png", image(color="red"))
    attach(house, one.id, "a.png", image())
    assert store.pictures.of_article(house.db, one.id) == [kept]
    trail = [(step.action, step.target) for step in store.statuses.history(house.db, "article", one.id)]
    assert trail[1:] == [("attach", "a.png"), ("detach", "a.png"), ("attach", "a.png")]


def test_no_picture_is_taken_from_under_a_reviewer(house: House) -> None:
    """Once the article was sent for review, its pictures stay; that it may be attached to does not change."""
    one = house.article()
    attach(house, one.id, "a.png", image())
    house.send(one)

    with pytest.raises(RefusedAction, match=r"审核中.*撤下附图"):
        pictures.detach(house.db, house.settings, one.id, "a.png", house.actor("editor1"), house.at)

    attach(house, one.id, "b.png", image())
    assert store.articles.get(house.db, one.id).state == "in_review"


def test_a_picture_that_is_not_attached_stops_the_article(house: House) -> None:
    """Sending an article for review that asks for a picture nobody attached is refused; attached, it goes."""
    one = house.edit(house.article(), "正文写得很好。\n图：大厅.png　群众办事")

    assert pictures.missing(house.db, one.id) == ("大厅.png",)
    with pytest.raises(FindingsBlock, match=r"大厅\.png.*article attach"):
        house.send(one)
    attach(house, one.id, "大厅.png", image())

    assert pictures.missing(house.db, one.id) == ()
    assert house.send(one).state == "in_review"


def test_altered_bytes_are_noticed(house: House) -> None:
    """`archive verify` names a picture whose file was changed, and takes no picture for a file left over."""
    one = house.article()
    kept = attach(house, one.id, "a.png", image())
    assert verify.verify(house.db, house.settings) == []

    path = store.originals.path_of(house.settings, kept.sha256)
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    with pytest.raises(StoreFailure, match=r"a\.png"):
        store.pictures.body(house.settings, kept)
    assert any("附图" in trouble.what for trouble in verify.verify(house.db, house.settings))


def test_the_commands(house: House, tmp_path: Path) -> None:
    """`article attach` takes a file under its own or another name; `article pictures` lists what is there and missing."""
    one = house.edit(house.article(), "正文。\n图：大厅.png　群众办事\n图：河.jpg")
    file = tmp_path / "IMG_1.png"
    file.write_bytes(image())

    attached = call(house.settings.root, "article", "attach", one.id, file, "--name", "大厅.png", "--json")
    listed = call(house.settings.root, "article", "pictures", one.id, "--json")

    assert (attached.json["name"], attached.json["used"]) == ("大厅.png", True)
    assert [row["name"] for row in listed.json["pictures"]] == ["大厅.png"] and listed.json["missing"] == ["河.jpg"]
    gone = call(house.settings.root, "article", "attach", one.id, tmp_path / "no.png")
    assert gone.code == 1 and "no.png" in gone.err
    assert "已撤下附图“大厅.png”" in call(house.settings.root, "article", "detach", one.id, "大厅.png").out
    assert call(house.settings.root, "article", "detach", one.id, "大厅.png").code == 1
    assert "已撤销：撤下稿件" in call(house.settings.root, "undo").out
    assert [kept.name for kept in store.pictures.of_article(house.db, one.id)] == ["大厅.png"]
