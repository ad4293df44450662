"""What is promised about reporting upward: what may go, that it goes whole and once, and what is taken in at the other end."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bulletin import collect, store
from bulletin.desk import pictures
from bulletin.errors import BulletinError, NotFound, RefusedAction, UsageError
from bulletin.feedback.upward import sending
from bulletin.feedback.upward.sending import Sending
from bulletin.model import UpwardReport
from bulletin.press import corrections
from bulletin.settings import read_settings
from bulletin.text import sha256
from bulletin.text.exchange import Field, Package, Paper, Part, read, write
from tests.conftest import TEXT, TITLE, House, NewHouse
from tests.packages import RECEIVER, a_paper, collected, packed, send, with_settings, with_source

ODD = "甲乙丙 abc<>&\"'\n\t；\u3000\U00020bb7é"


def picture_bytes() -> bytes:
    """Return a small PNG."""
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(stream, "PNG")
    return stream.getvalue()


# The package


@pytest.mark.parametrize("seed", range(40))
def test_a_package_is_read_back_exactly(seed: int) -> None:
    """Whatever characters, fields, names and pictures: what was written is what is read, and the bytes are always the same."""
    chance = random.Random(seed)

    def words() -> str:
        return "".join(chance.choices(ODD, k=chance.randint(0, 30)))

    papers = tuple(
        Paper(
            *(words() for _ in range(4)),
            tuple(
                Field(chance.choice("abc"), words(), (("d", words().replace("\n", "").replace("\t", "")),))
                for _ in range(chance.randint(0, 4))
            ),
            tuple(Part("图", f"files/{n}", "image/png", "0" * 64) for n in range(chance.randint(0, 2))),
        )
        for _ in range(chance.randint(0, 4))
    )
    package = Package("tag:a", words(), words(), papers)

    assert read(write(package)) == package
    assert write(package) == write(package)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html/>",
        b"<feed>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><feed/>',
        "题".encode("gb18030"),
        b"\x1f\x8b",
        '<!DOCTYPE a [<!ENTITY b "c">]><feed/>'.encode("utf-16-le"),
    ],
)
def test_what_is_no_package_is_refused(body: bytes) -> None:
    """An empty file, another document, a DTD with entities, another encoding: all are refused alike."""
    with pytest.raises(ValueError):
        read(body)


# Sending


def test_a_report_names_the_exact_revision_and_goes_once(house: House) -> None:
    """The same revision to the same office is the same report; a later one is another, and says what it replaces."""
    one = house.article("approved")
    first = send(house, one)

    assert send(house.later(days=1), one) == first
    assert (first.revision_id, first.paper.text, first.paper.value("sha256")) == (
        one.revision.id,
        TEXT,
        one.revision.sha256,
    )

    changed = house.approve(house.send(house.edit(one, TEXT + "\n补一句。")))
    second = send(house, changed)

    assert second.tag != first.tag and second.paper.value("replaces") == first.tag
    assert send(house, changed, "市直机关工委").tag not in (first.tag, second.tag)


@pytest.mark.parametrize(
    ("state", "more", "error", "words"),
    [
        ("draft", {}, RefusedAction, "还没有审定"),
        ("in_review", {}, RefusedAction, "还没有审定"),
        ("approved", {"signed_by": ""}, UsageError, "没有写明签发人"),
        ("approved", {"signed_by": "秘密★1年"}, RefusedAction, "“signed-by”一项中有密级标志"),
        ("approved", {"receiver": "../省"}, UsageError, "不能用"),
        ("approved", {"receiver": ""}, UsageError, "不能用"),
        ("approved", {"receiver": "省" * 100}, UsageError, "不能用"),
        ("approved", {"channel": "内参"}, UsageError, "不能以"),
        ("approved", {"person": "reviewer1"}, RefusedAction, "编辑、督办员、管理员"),
    ],
)
def test_what_may_not_go_up_is_refused(
    house: House, state: str, more: dict[str, str], error: type[BulletinError], words: str
) -> None:
    """Nobody approved it, nobody signs it, it is marked secret, the office or the way is none, the person may not."""
    with pytest.raises(error, match=words):
        send(house, house.article(state), **more)

    assert store.upward.every(house.db) == []


def test_an_office_that_is_not_among_those_named_is_refused(house: House) -> None:
    """Where bulletin.toml names the upper offices, any other is a slip of the pen: the nearest is named."""
    path = house.settings.root / "bulletin.toml"
    path.write_text(path.read_text("utf-8") + f'\n[upward.offices."{RECEIVER}"]\nlevel = "省"\n', "utf-8")
    named = replace(house, settings=read_settings(house.settings.root))

    with pytest.raises(NotFound) as refused:
        send(named, named.article("approved"), "省政府办公厅厅")

    assert RECEIVER in refused.value.remedy


def test_two_offices_of_one_name_never_share_a_tag(house: House, new_house: NewHouse, tmp_path: Path) -> None:
    """Same name, same day, same article, same receiver: each office's ids are its own, and stay so."""
    twin = new_house(tmp_path / "twin")
    assert twin.settings.office == house.settings.office
    first, other = send(house, house.article("approved")), send(twin, twin.article("approved"))
    later = send(house, house.article("approved", text=f"{TEXT}另。", title="另一件"))

    assert first.tag.partition(",")[0] != other.tag.partition(",")[0]
    assert first.tag.partition(",")[0] == later.tag.partition(",")[0]
    assert first.tag.startswith("tag:office-")


def test_an_office_that_reported_before_goes_on_under_its_name(house: House) -> None:
    """The first report bears the name an older program made: the next bears it too, whatever the office is called now."""
    one, tag = house.article("approved"), "tag:office-0123456789ab.invalid,2026:report/1.1/0"
    people = ("签发甲", a_paper(), "editor1", "")
    store.upward.add(house.db, UpwardReport(0, 1, one.revision.id, None, RECEIVER, "专报", tag, *people, house.at))

    made = send(house, one, "市直机关工委")

    assert made.tag.startswith("tag:office-0123456789ab.invalid,2026:report/1.1/")


def test_the_tag_domain_that_is_written_is_used(house: House) -> None:
    """bulletin.toml says under which domain: so be it."""
    named = with_settings(house, '[upward]\nauthority = "xinxi.dongjiang.example"')

    assert send(named, named.article("approved")).tag.startswith("tag:xinxi.dongjiang.example,2026:report/1.1/")


def test_publishing_again_changes_no_byte(house: House, tmp_path: Path) -> None:
    """The feed stays as it is however often and whenever it is written, and is not even touched."""
    send(house, house.article("approved"))
    (first,) = sending.publish(house.db, house.settings, tmp_path / "out")
    path = first.path
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    again = sending.publish(house.db, house.settings, tmp_path / "out")

    assert (first.changed, again) == (True, [replace(first, changed=False)])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [p.name for p in (tmp_path / "out").rglob("*") if p.is_file()] == ["reports.xml"]


# Taking in


def test_any_reader_of_feeds_shows_a_package(house: House, tmp_path: Path) -> None:
    """As an ordinary feed the package gives the title and the text: an office without this program can read it."""
    send(house, house.article("approved"))
    path = sending.publish(house.db, house.settings, tmp_path)[0].path
    upper = with_source(house, path, collector="feed")

    assert collected(upper).new == 1
    (item,) = store.items.selected(house.db, "d.source = 'below'", ())
    assert (item.title, item.text.replace("\n", "")) == (TITLE, TEXT.replace("\n", ""))


def test_an_office_nobody_entered_is_attributed_by_its_own_name(house: House, tmp_path: Path) -> None:
    """Without a unit in the source file the item is the office's, under its name, and says so."""
    upper = with_source(house, packed(tmp_path, a_paper()))

    assert collected(upper).new == 1
    (item,) = store.items.selected(house.db, "d.source = 'below'", ())
    assert (item.unit, house.settings.attribution(item.unit)) == ("下县办公室", "下县办公室")
    assert any("单位名单中没有" in flag.note for flag in item.flags)


@pytest.mark.parametrize(
    ("office", "unit", "taken"),
    [("下县办公室", "东江市", "署名照它写"), ("东山镇", "东山镇", "已按上报包写的办公室定为“东山镇”")],
)
def test_a_unit_the_source_names_and_the_list_has_not_is_said_to_be_missing(
    house: House, tmp_path: Path, office: str, unit: str, taken: str
) -> None:
    """The mark names the unit written in the source file, and does not ask for what is written there already."""
    upper = with_source(house, packed(tmp_path, a_paper(office=office)), 'unit = "东江市"')

    assert collected(upper).new == 1
    (item,) = store.items.selected(house.db, "d.source = 'below'", ())
    (note,) = [flag.note for flag in item.flags if flag.kind == "unit"]
    assert item.unit == unit
    assert f"来源文件写的单位“东江市”不在单位名单中，{taken}" in note and "写 unit，或" not in note


def test_a_new_revision_is_a_new_item_that_says_so(house: House, tmp_path: Path) -> None:
    """What replaces an earlier report stands beside it in the queue, marked as a new version."""
    upper = with_source(house, packed(tmp_path, a_paper(1)), 'unit = "东山镇"')
    collected(upper)
    packed(tmp_path, a_paper(2, "正文改。", replaces=a_paper(1).id), a_paper(1))

    assert collected(upper).new == 1
    items = store.items.selected(house.db, "d.source = 'below'", ())
    assert [[flag.kind for flag in item.flags] for item in items] == [[], ["version"]]


def test_a_report_that_was_changed_on_the_way_is_not_taken(house: House, tmp_path: Path) -> None:
    """The text does not give its hash: a problem names it, nothing of it enters the queue, the others do."""
    path = packed(tmp_path, a_paper(1, "拨付300万元。"), a_paper(2))
    path.write_bytes(path.read_bytes().replace("300万元".encode(), "800万元".encode()))
    upper = with_source(house, path, 'unit = "东山镇"')

    report = collected(upper)

    assert report.new == 1 and "途中有改动" in "".join(report.problems)
    assert [item.title for item in store.items.selected(house.db, "d.source = 'below'", ())] == ["题2"]


@pytest.mark.parametrize("paper", [a_paper(2, "秘密★1年\n正文。"), a_paper(2, secrecy="机密")])
def test_a_package_with_anything_secret_is_refused_at_the_door(house: House, tmp_path: Path, paper: Paper) -> None:
    """Neither an item nor a byte of the package is kept, and the remedy says which way secrets go."""
    upper = with_source(house, packed(tmp_path, a_paper(1), paper))

    report = collected(upper)

    assert report.new == 0 and "密级" in report.error
    assert store.originals.of_source(house.db, "below") == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda path: path.write_bytes(b"other"), "字节与其指纹不符"),
        (lambda path: path.unlink(), "没有这个文件"),
    ],
)
def test_a_picture_comes_with_its_report_or_is_missed(
    house: House, tmp_path: Path, harm: Callable[[Path], object], words: str
) -> None:
    """Its bytes are kept where they give their hash; else a problem says why, and the report is taken all the same."""
    picture = Part("图1", f"files/{sha256(b'picture')}.png", "image/png", sha256(b"picture"))
    path = packed(tmp_path, replace(a_paper(), parts=(picture,)))
    beside = path.parent / picture.address
    beside.parent.mkdir()
    beside.write_bytes(b"picture")
    harm(beside)

    report = collected(with_source(house, path, 'unit = "东山镇"'))

    assert report.new == 1 and words in "".join(report.problems)


def test_pictures_and_provenance_arrive_whole(house: House, tmp_path: Path) -> None:
    """A real picture of a real article: its bytes above are those below, and the item says under which name they lie."""
    one = house.article("draft")
    body = picture_bytes()
    pictures.attach(house.db, house.settings, one.id, ("图1.png", body), house.actor("editor1"), house.at)
    one = house.edit(store.articles.get(house.db, one.id), f"{TEXT}\n图：图1.png　大厅")
    send(house, house.approve(house.send(one)))
    path = sending.publish(house.db, house.settings, tmp_path / "out")[0].path
    upper = with_source(house, path, 'unit = "东山镇"')

    assert collected(upper).new == 1

    (item,) = store.items.selected(house.db, "d.source = 'below'", ())
    told = collect.provenance(house.db, upper.settings, item)
    assert told is not None
    ((name, original),) = told[1]
    assert original is not None and name == "图1.png"
    assert store.originals.body(house.settings, original) == body
    assert told[0] == store.upward.every(house.db)[0].paper


def test_a_picture_is_never_read_from_another_place(house: House, tmp_path: Path) -> None:
    """A package that names a file outside of its folder gets nothing: the place follows from the hash."""
    (tmp_path / "secret.png").write_bytes(b"x")
    part = Part("图", "../secret.png", "image/png", "../secret")
    folder = tmp_path / "in"
    folder.mkdir()

    report = collected(with_source(house, packed(folder, replace(a_paper(), parts=(part,)))))

    assert "没有写明指纹" in "".join(report.problems)
    assert len(store.originals.of_source(house.db, "below")) == 1


@pytest.fixture(scope="module")
def printed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with a published issue of one entry."""
    house: House = new_house(tmp_path_factory.mktemp("printed"))
    house.article("approved")
    house.issue("published")
    return house


@pytest.fixture
def printed(new_house: NewHouse, tmp_path: Path, printed_once: House) -> House:
    """A copy of that office, for one test."""
    return new_house(tmp_path / "printed", printed_once)


def test_an_article_that_was_signed_goes_up_as_its_entry(printed: House) -> None:
    """By its number or by its place, it is the same report: signed by who signed the issue, and saying where it stands."""
    article, issue = store.articles.get(printed.db, 1), store.issues.get(printed.db, 1)
    editor = printed.actor("editor1")
    wishes = (
        Sending(article, RECEIVER),
        Sending(article, "市直机关工委", entry=store.issues.entries(printed.db, 1)[0], issue=issue),
    )

    by_number, by_place = (sending.send(printed.db, printed.settings, one, editor, printed.at)[0] for one in wishes)

    assert (by_number.entry_id, by_number.signed_by) == (by_place.entry_id, by_place.signed_by) == (1, "签发甲")
    assert by_number.paper.fields == by_place.paper.fields
    assert by_number.paper.value("entry") == "政务信息/2026/1#1"


def test_a_text_that_stands_in_no_issue_has_no_place(printed: House) -> None:
    """Neither one that is only approved, nor another revision than the one that was signed."""
    article = store.articles.get(printed.db, 1)
    later = replace(article, revision=replace(article.revision, id=article.revision.id + 1))

    assert sending.place_of(printed.db, article) is not None
    assert sending.place_of(printed.db, later) is None
    assert sending.place_of(printed.db, printed.article("approved", title="另一件", text="另一件的正文。")) is None


def test_a_report_that_was_taken_back_is_told_above(printed: House, tmp_path: Path) -> None:
    """Withdrawn after print, it goes out without its text: who has it is told, who has not does not get it any more."""
    send(printed, store.articles.get(printed.db, 1))
    path = sending.publish(printed.db, printed.settings, tmp_path / "out")[0].path
    upper = with_source(printed, path, 'unit = "东山镇"')
    assert collected(upper).new == 1
    issue = store.issues.get(printed.db, 1)
    why, signer = corrections.Withdrawal("失实"), printed.actor("signer1")
    corrections.withdraw(printed.db, printed.settings, issue, 1, why, signer, printed.at)

    assert [one.changed for one in sending.publish(printed.db, printed.settings, tmp_path / "out")] == [True]

    assert TEXT[:10] not in path.read_text("utf-8")
    assert "已撤回上报" in "".join(collected(upper).problems)
    with pytest.raises(RefusedAction, match="已撤回"):
        wish = Sending(
            store.articles.get(printed.db, 1), "市直机关工委", entry=store.issues.entries(printed.db, 1)[0], issue=issue
        )
        sending.send(printed.db, printed.settings, wish, printed.actor("editor1"), printed.at)
