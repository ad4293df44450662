"""What is promised of the outbox: one bad folder stops no other, nothing is written through links, nothing stale stays."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import store
from bulletin.desk import pictures
from bulletin.feedback.upward import sending
from bulletin.feedback.upward.outbox import default_outbox
from bulletin.press import corrections
from tests.calls import process
from tests.conftest import TEXT, House
from tests.packages import RECEIVER, send
from tests.test_feedback_upward_sending import picture_bytes


def with_picture(house: House) -> House:
    """Return the house with an approved article that has a picture."""
    one = house.article("draft")
    pictures.attach(house.db, house.settings, one.id, ("图1.png", picture_bytes()), house.actor("editor1"), house.at)
    one = house.edit(store.articles.get(house.db, one.id), f"{TEXT}\n图：图1.png　大厅")
    house.approve(house.send(one))
    return house


def enter(house: House, receiver: str) -> None:
    """Enter a report to an office of that name past all gates, as an older program may have."""
    known = store.upward.every(house.db)[0]
    twin = replace(known, receiver=receiver, tag=f"{known.tag}/{receiver}")
    store.upward.add(house.db, twin)


@pytest.mark.parametrize("name", ["省" * 100, "../外面", "..", "", "a/b"])
def test_one_bad_name_stops_no_other(house: House, tmp_path: Path, name: str) -> None:
    """Whoever can be published is; who cannot is named with the reason, and nothing is written outside of the outbox."""
    send(house, house.article("approved"))
    enter(house, name)
    enter(house, "市直机关工委")

    good, bad, other = sending.publish(house.db, house.settings, tmp_path / "in" / "out")

    assert [(one.changed, bool(one.problem)) for one in (good, bad, other)] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    assert "不能作文件夹名" in bad.problem and bad.remedy
    assert sorted(path.relative_to(tmp_path / "in").as_posix() for path in (tmp_path / "in").rglob("*.xml")) == sorted(
        [f"out/{RECEIVER}/reports.xml", "out/市直机关工委/reports.xml"]
    )


def test_a_partly_published_outbox_is_said_by_the_exit_code(house: House) -> None:
    """3 where some could not be written and others were, 1 where none could; the lines say which."""
    send(house, house.article("approved"))
    enter(house, "市直机关工委")
    outbox = default_outbox(house.settings)
    outbox.mkdir(parents=True)
    (outbox / "市直机关工委").write_text("a file is in the way", "utf-8")

    some = process(house.settings.root, "upward", "publish", person="editor1")

    assert some.code == 3
    assert f"写出　{outbox / RECEIVER / 'reports.xml'}" in some.out
    assert "没有写成　市直机关工委：" in some.out and "办法：" in some.out
    (outbox / RECEIVER / "reports.xml").unlink()
    (outbox / RECEIVER).rmdir()
    (outbox / RECEIVER).symlink_to(house.settings.root)
    assert process(house.settings.root, "upward", "publish", "--json", person="editor1").code == 1


@pytest.mark.parametrize("link", ["", "files", "reports.xml"])
def test_nothing_is_written_through_a_link(house: House, tmp_path: Path, link: str) -> None:
    """Somebody who may write in the outbox lays a link to another place: the place stays as it is, and it is told."""
    send(with_picture(house), store.articles.get(house.db, 1))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = elsewhere / "passwd"
    target.write_text("root", "utf-8")
    place = tmp_path / "out" / RECEIVER / link
    place.parent.mkdir(parents=True)
    place.symlink_to(target if link.endswith("xml") else elsewhere)

    (one,) = sending.publish(house.db, house.settings, tmp_path / "out")

    assert "符号链接" in one.problem
    assert [path.name for path in elsewhere.iterdir()] == ["passwd"] and target.read_text("utf-8") == "root"


def test_a_link_laid_where_the_feed_is_begun_is_not_followed(house: House, tmp_path: Path) -> None:
    """The feed is written beside its place first: a link of that name costs one publishing, and what it shows to nothing."""
    send(house, house.article("approved"))
    target = tmp_path / "passwd"
    target.write_text("root", "utf-8")
    link = tmp_path / "out" / RECEIVER / f"reports.xml.{os.getpid()}.partial"
    link.parent.mkdir(parents=True)
    link.symlink_to(target)

    (one,) = sending.publish(house.db, house.settings, tmp_path / "out")

    assert one.problem and target.read_text("utf-8") == "root"
    assert not sending.publish(house.db, house.settings, tmp_path / "out")[0].problem


def test_a_picture_that_was_changed_is_written_again(house: House, tmp_path: Path) -> None:
    """Cut off by a full disk or changed by somebody: the next publishing makes it what its hash says."""
    report = send(with_picture(house), store.articles.get(house.db, 1))
    (part,) = report.paper.parts
    sending.publish(house.db, house.settings, tmp_path)
    picture = tmp_path / RECEIVER / part.address
    whole = picture.read_bytes()
    picture.write_bytes(whole[:10])

    sending.publish(house.db, house.settings, tmp_path)

    assert picture.read_bytes() == whole == picture_bytes()


def test_pictures_of_what_was_taken_back_go_too(house: House, tmp_path: Path) -> None:
    """Withdrawn after print, a report leaves neither text nor picture in the outbox; files of other people stay."""
    with_picture(house).issue("published")
    report = send(house, store.articles.get(house.db, 1))
    sending.publish(house.db, house.settings, tmp_path)
    picture = tmp_path / RECEIVER / report.paper.parts[0].address
    (picture.parent / "说明.txt").write_text("x", "utf-8")
    assert picture.is_file()
    why, signer = corrections.Withdrawal("失实"), house.actor("signer1")
    corrections.withdraw(house.db, house.settings, store.issues.get(house.db, 1), 1, why, signer, house.at)

    sending.publish(house.db, house.settings, tmp_path)

    assert [path.name for path in picture.parent.iterdir()] == ["说明.txt"]


def test_a_lost_original_stops_its_own_folder_only(house: House, tmp_path: Path) -> None:
    """The bytes of a picture are gone: its office is told of, the others are written."""
    report = send(with_picture(house), store.articles.get(house.db, 1))
    send(house, house.article("approved", text=f"{TEXT}另。", title="另一件"), "市直机关工委")
    store.originals.path_of(house.settings, report.paper.parts[0].sha256).unlink()

    bad, good = sending.publish(house.db, house.settings, tmp_path)

    assert bad.problem and not good.problem and good.path.is_file()
