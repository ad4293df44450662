"""What is promised about reporting upward: what may go, that it goes whole and once, and what is taken in at the other end."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from bulletin import collect, store
from bulletin.desk import pictures
from bulletin.errors import BulletinError, NotFound, RefusedAction, UsageError
from bulletin.feedback import receipts, registers, upward
from bulletin.feedback.upward import Sending
from bulletin.model import Article, UpperAdoption, UpwardReport
from bulletin.press import corrections
from bulletin.settings import read_settings
from bulletin.text.exchange import Field, Package, Paper, Part, content_hash, read, write
from tests.conftest import AT, TEXT, TITLE, House, NewHouse

RECEIVER = "省政府办公厅"
ODD = "甲乙丙 abc<>&\"'\n\t；\u3000\U00020bb7é"


def send(
    house: House, article: Article, receiver: str = RECEIVER, person: str = "editor1", **more: str
) -> UpwardReport:
    """Send the article's present text up, signed by 签发甲 unless said otherwise."""
    wish = Sending(article, receiver, signed_by=more.pop("signed_by", "签发甲"), **more)  # type: ignore[arg-type]
    return upward.send(house.db, house.settings, wish, house.actor(person), house.at)[0]


def with_source(house: House, address: Path, *lines: str, collector: str = "office") -> House:
    """Return the house with a source ``below`` at that address."""
    text = "\n".join((f'collector = "{collector}"', f'address = "{address}"', *lines))
    (house.settings.root / "sources" / "below.toml").write_text(text, encoding="utf-8")
    return replace(house, settings=read_settings(house.settings.root))


def collected(house: House) -> collect.SourceReport:
    """Collect the source ``below`` and return how it fared."""
    return collect.collect_all(house.db, house.settings, ["below"], at=house.at, say=lambda _: None).sources[0]


def picture_bytes() -> bytes:
    """Return a small PNG."""
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(stream, "PNG")
    return stream.getvalue()


def a_paper(number: int = 1, text: str = "正文。", **fields: str) -> Paper:
    """Return a report as a package holds it."""
    told = {
        "kind": "report",
        "office": "下县办公室",
        "secrecy": "非密",
        "sha256": content_hash(f"题{number}", text),
        **fields,
    }
    all_fields = tuple(Field(name.replace("_", "-"), value) for name, value in told.items())
    return Paper(f"tag:x.invalid,2026:report/{number}", f"题{number}", AT.isoformat(), text, all_fields)


def packed(folder: Path, *papers: Paper) -> Path:
    """Write a package into the folder and return where it lies."""
    path = folder / "reports.xml"
    path.write_bytes(write(Package("tag:x.invalid,2026:reports", "上报", "下县办公室", papers)))
    return path


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
        ("approved", {"signed_by": "秘密★1年"}, RefusedAction, "密级标志"),
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


def test_publishing_again_changes_no_byte(house: House, tmp_path: Path) -> None:
    """The feed stays as it is however often and whenever it is written, and is not even touched."""
    send(house, house.article("approved"))
    ((path, is_new),) = upward.publish(house.db, house.settings, tmp_path / "out")
    before = (path.read_bytes(), path.stat().st_mtime_ns)

    again = upward.publish(house.db, house.settings, tmp_path / "out")

    assert (is_new, again) == (True, [(path, False)])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [p.name for p in (tmp_path / "out").rglob("*") if p.is_file()] == ["reports.xml"]


# Taking in


def test_any_reader_of_feeds_shows_a_package(house: House, tmp_path: Path) -> None:
    """As an ordinary feed the package gives the title and the text: an office without this program can read it."""
    send(house, house.article("approved"))
    ((path, _),) = upward.publish(house.db, house.settings, tmp_path)
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
    from bulletin.text import sha256

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
    ((path, _),) = upward.publish(house.db, house.settings, tmp_path / "out")
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


def test_a_report_that_was_taken_back_is_told_above(printed: House, tmp_path: Path) -> None:
    """Withdrawn after print, it goes out without its text: who has it is told, who has not does not get it any more."""
    send(printed, store.articles.get(printed.db, 1))
    ((path, _),) = upward.publish(printed.db, printed.settings, tmp_path / "out")
    upper = with_source(printed, path, 'unit = "东山镇"')
    assert collected(upper).new == 1
    issue = store.issues.get(printed.db, 1)
    why, signer = corrections.Withdrawal("失实"), printed.actor("signer1")
    corrections.withdraw(printed.db, printed.settings, issue, 1, why, signer, printed.at)

    assert upward.publish(printed.db, printed.settings, tmp_path / "out") == [(path, True)]

    assert TEXT[:10] not in path.read_text("utf-8")
    assert "已撤回上报" in "".join(collected(upper).problems)
    with pytest.raises(RefusedAction, match="已撤回"):
        wish = Sending(
            store.articles.get(printed.db, 1), "市直机关工委", entry=store.issues.entries(printed.db, 1)[0], issue=issue
        )
        upward.send(printed.db, printed.settings, wish, printed.actor("editor1"), printed.at)


# Receipts


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


def a_receipt(tag: str, number: str = "2026年第3期", **more: str) -> Paper:
    """Return a receipt for a report."""
    told = {"kind": "receipt", "office": "省政府办公厅信息处", "report": tag, "bulletin": "每日要情", "number": number}
    told |= {"adopted_on": "2026-11-20", **more}
    fields = tuple(Field(name.replace("_", "-"), value) for name, value in told.items())
    return Paper(f"{tag}/{number}", "在上面的标题", AT.isoformat(), "", fields)


def acknowledged(house: House, folder: Path, *papers: Paper) -> House:
    """Return the house after it has collected these receipts."""
    folder.mkdir(exist_ok=True)
    taught = with_source(house, packed(folder, *papers))
    assert collected(taught).new == 0
    return taught


def test_a_receipt_proposes_and_a_person_confirms(printed: House, tmp_path: Path) -> None:
    """Nothing is registered before; then each issue above once, by its own day and title; again: nothing more."""
    report = send(printed, store.articles.get(printed.db, 1))
    two = (a_receipt(report.tag), a_receipt(report.tag, "2026年第4期"), a_receipt("tag:other,2026:report/9"))
    house = acknowledged(printed, tmp_path / "up", *two)
    assert [one.registered for one in receipts.proposals(house.db, house.settings)] == [None, None]
    assert store.upper_adoptions.every(house.db) == []
    clerk = house.actor("clerk1")

    with pytest.raises(UsageError, match="不知道“省政府办公厅”是哪一级"):
        receipts.confirm(house.db, house.settings, report.id, "", clerk, house.at)
    made = receipts.confirm(house.db, house.settings, report.id, "省", clerk, house.at)

    assert [(one.level, one.bulletin, one.number, one.title, one.dated_on) for one in made] == [
        ("省", "每日要情", number, "在上面的标题", date(2026, 11, 20)) for number in ("2026年第3期", "2026年第4期")
    ]
    assert receipts.confirm(house.db, house.settings, report.id, "省", clerk, house.at) == []
    assert len(store.upper_adoptions.every(house.db)) == 2


def test_an_adoption_registered_by_hand_is_the_same_one(printed: House, tmp_path: Path) -> None:
    """A person was quicker than the receipt: it is told as registered, and is not counted twice."""
    report = send(printed, store.articles.get(printed.db, 1))
    house = acknowledged(printed, tmp_path / "up", a_receipt(report.tag))
    day, number = AT.date(), "2026年第3期"
    wish = UpperAdoption(0, 1, None, "adopted", "省", "每日要情", number, "", False, None, day)
    known = registers.register(house.db, house.settings, wish, house.actor("clerk1"), house.at)

    (proposal,) = receipts.proposals(house.db, house.settings)

    assert proposal.registered == known
    assert receipts.confirm(house.db, house.settings, report.id, "省", house.actor("clerk1"), house.at) == []


def test_what_the_upper_office_took_back_is_not_registered(printed: House, tmp_path: Path) -> None:
    """A withdrawn adoption is shown as such and confirmed by nobody."""
    report = send(printed, store.articles.get(printed.db, 1))
    house = acknowledged(printed, tmp_path / "up", a_receipt(report.tag, state="withdrawn"))

    assert [one.receipt.withdrawn for one in receipts.proposals(house.db, house.settings)] == [True]
    assert receipts.confirm(house.db, house.settings, report.id, "省", house.actor("clerk1"), house.at) == []


def test_a_report_that_was_not_printed_here_is_entered_late_first(house: House, tmp_path: Path) -> None:
    """Points belong to what was printed: the refusal names the way, 补录."""
    report = send(house, house.article("approved"))
    house = acknowledged(house, tmp_path / "up", a_receipt(report.tag))

    with pytest.raises(RefusedAction) as refused:
        receipts.confirm(house.db, house.settings, report.id, "省", house.actor("clerk1"), house.at)

    assert "adoption late" in refused.value.remedy


def test_without_a_receipt_there_is_nothing_to_confirm(house: House) -> None:
    """The refusal says to collect first, or to register by hand."""
    report = send(house, house.article("approved"))

    with pytest.raises(NotFound):
        receipts.confirm(house.db, house.settings, report.id, "省", house.actor("clerk1"), house.at)
