"""What is promised about verification: whatever was signed, received or decided and is not as it was, is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin import store, workflow
from bulletin.errors import StoreFailure
from bulletin.model import Received
from bulletin.press import archive, proof, publish, verify
from bulletin.press.verify import Trouble
from bulletin.store.triggers import TRIGGERS
from bulletin.text import sha256


@pytest.fixture(scope="module")
def whole_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Number 1 published, 2 voided, 3 proofed."""
    house = new_house(tmp_path_factory.mktemp("whole"))
    house.issue("published")
    signed = house.issue("signed")
    publish.void(house.db, house.settings, signed, "数据有误", house.actor("signer1"), house.at)
    house.issue("proofed")
    archive.build(house.db, house.settings)
    return house


@pytest.fixture
def whole(new_house: NewHouse, tmp_path: Path, whole_once: House) -> House:
    """A copy of that office, to be harmed."""
    return new_house(tmp_path / "whole", whole_once)


def _found(house: House) -> list[tuple[str, str]]:
    return [(trouble.kind, trouble.what) for trouble in verify.verify(house.db, house.settings)]


def _folder(house: House, number: int = 1) -> Path:
    return house.settings.issues_dir / "政务信息" / "2026" / f"{number:03d}"


def _without_trigger(house: House, trigger: str, statement: str) -> None:
    """Change a row as somebody would who bypasses the program and covers his tracks."""
    (sql,) = house.db.execute("select sql from sqlite_master where name = ?", (trigger,)).fetchone()
    house.db.execute(f"drop trigger {trigger}")
    house.db.execute(statement)
    house.db.execute(sql)


def _rewrite_manifest(house: House) -> None:
    path = _folder(house) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "published_by": "nobody"}), encoding="utf-8")


def _rewrite_manifest_and_its_record(house: House) -> None:
    _rewrite_manifest(house)
    note = publish.manifest_note(sha256((_folder(house) / "manifest.json").read_bytes()))
    update = f"update statuses set note = '{note}' where subject = 'issue' and subject_id = 1 and action = 'publish'"
    _without_trigger(house, "statuses_no_update", update)


def _rewrite_contents_and_manifest(house: House) -> None:
    contents = _folder(house) / "contents.json"
    contents.write_text(contents.read_text(encoding="utf-8").replace("6天", "9天"), encoding="utf-8")
    path = _folder(house) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"]["contents.json"] = sha256(contents.read_bytes())
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _damage_tombstone(house: House) -> None:
    path = _folder(house, 2) / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("数据有误", "无故"), encoding="utf-8")


def _damage_original(house: House) -> None:
    original = store.originals.every(house.db)[0]
    path = store.originals.path_of(house.settings, original.sha256)
    path.write_bytes(path.read_bytes() + b" ")


def _lose_original(house: House) -> None:
    store.originals.path_of(house.settings, store.originals.every(house.db)[0].sha256).unlink()


def _proof_path(house: House) -> Path:
    made = store.issues.last_proof(house.db, 3)
    assert made is not None
    return proof.path_of(house.settings, made.sha256)


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


HARMS: dict[str, tuple[Callable[[House], object], str]] = {
    "trigger dropped": (
        lambda h: h.db.execute("drop trigger sign_offs_no_update"),
        "数据库保护规则 sign_offs_no_update 缺失或被改动",
    ),
    "trigger weakened": (
        lambda h: (
            h.db.execute("drop trigger issues_frozen")
            and h.db.execute("create trigger issues_frozen before update on issues begin select 1; end")
        ),
        "数据库保护规则 issues_frozen 缺失或被改动",
    ),
    "revision rewritten": (
        lambda h: _without_trigger(h, "revisions_no_update", "update revisions set text = '改' where article_id = 1"),
        "稿件 1 第1稿的文字与指纹不符",
    ),
    "state set by hand": (
        lambda h: h.db.execute("update articles set state = 'draft' where id = 1"),
        "状态与状态记录不符：稿件 1 现为编辑中，记录为已印发",
    ),
    "original altered": (_damage_original, "原件 1（inbox）：原件 1 的字节与收到时不同"),
    "original lost": (_lose_original, "原件 1（inbox）："),
    "proof altered": (lambda h: _append(_proof_path(h)), "政务信息/2026/3 的清样文件缺失或被改动"),
    "proof lost": (lambda h: _proof_path(h).unlink(), "政务信息/2026/3 的清样文件缺失或被改动"),
    "issue altered": (lambda h: _append(_folder(h) / "issue.pdf"), "政务信息/2026/1 的 issue.pdf 缺失或被改动"),
    "contents lost": (lambda h: (_folder(h) / "contents.json").unlink(), "政务信息/2026/001/contents.json"),
    "contents altered": (
        lambda h: _append(_folder(h) / "contents.json"),
        "政务信息/2026/1 的 contents.json 缺失或被改动",
    ),
    "file added": (lambda h: (_folder(h) / "备注.txt").write_text("x"), "政务信息/2026/1 的文件夹里多出 备注.txt"),
    "manifest altered": (_rewrite_manifest, "政务信息/2026/1 的清单在归档后被改动"),
    "manifest and its record altered together": (
        _rewrite_manifest_and_its_record,
        "政务信息/2026/1 的清单在归档后被改动",
    ),
    "contents and manifest altered together": (
        _rewrite_contents_and_manifest,
        "政务信息/2026/1 的清单在归档后被改动",
    ),
    "tombstone altered": (_damage_tombstone, "政务信息/2026/2 的清单在归档后被改动"),
    "manifest unreadable": (lambda h: (_folder(h) / "manifest.json").write_text("{"), "的清单读不出来"),
    "folder lost": (lambda h: shutil.rmtree(_folder(h)), "政务信息/2026/1 的归档文件夹不见了：政务信息/2026/001"),
    "folder nobody knows": (
        lambda h: shutil.copytree(_folder(h), _folder(h, 9)),
        "归档中有数据库不知道的一期：政务信息/2026/009",
    ),
    "sign-off rewritten": (
        lambda h: _without_trigger(h, "sign_offs_no_update", "update sign_offs set sha256 = 'x' where issue_id = 1"),
        "政务信息/2026/1 的清单与签发记录不符",
    ),
}


def test_a_whole_office_is_found_whole(whole: House) -> None:
    """After publishing, voiding and proofing there is nothing to report."""
    assert _found(whole) == []


@pytest.mark.parametrize("harm", HARMS)
def test_every_harm_is_named(whole: House, harm: str) -> None:
    """One change behind the program's back: verification names the record or file, as an error, with a remedy."""
    do, said = HARMS[harm]

    do(whole)

    troubles = verify.verify(whole.db, whole.settings)
    assert any(said in trouble.what for trouble in troubles)
    assert {trouble.kind for trouble in troubles} == {"error"}
    assert all(trouble.remedy for trouble in troubles)


@pytest.mark.parametrize("harm", ["issue altered", "manifest altered", "tombstone altered", "original altered"])
def test_one_harm_is_one_line(whole: House, harm: str) -> None:
    """What was done to one record is said once, of that record, and of no other."""
    do, said = HARMS[harm]

    do(whole)

    assert _found(whole) == [("error", said)]


def test_a_lost_folder_is_missed_by_its_successor_too(whole: House) -> None:
    """The chain of manifests names what came before: its loss is seen even without the database."""
    shutil.rmtree(_folder(whole))

    assert ("error", "政务信息/2026/2 的上一期 政务信息/2026/1 不见了") in _found(whole)


def test_a_damaged_database_file_is_named(whole: House) -> None:
    """An index that no longer fits its table is a damaged database."""
    whole.db.execute("pragma writable_schema = on")
    whole.db.execute(
        "update sqlite_master set sql = replace(sql, '(state, id)', '(id, state)') where name = 'items_by_state'"
    )
    whole.db.execute("pragma writable_schema = off")
    reopened = House(whole.settings, store.open_database(whole.settings.database_path), whole.at)

    assert any(what.startswith("数据库已损坏") for _, what in _found(reopened))
    reopened.db.close()


def test_a_number_given_back_is_named_until_it_is_used(whole: House) -> None:
    """A gap below a higher number is unfinished business, not an error, and goes away with the next proof."""
    db, editor = whole.db, whole.actor("editor1")
    fourth = store.issues.create(db, workflow.begin("issue", editor, whole.at), "政务信息", "正刊")
    store.issues.take_number(db, store.issues.get(db, fourth), 2026, 344)

    proof.discard(db, whole.settings, store.issues.get(db, 3), editor, whole.at)

    assert _found(whole) == [("unfinished", "政务信息/2026/3 还空着（清样撤销后退回的期号）")]
    fifth = store.issues.create(db, workflow.begin("issue", editor, whole.at), "政务信息", "正刊")
    store.issues.take_number(db, store.issues.get(db, fifth), 2026, 344)
    assert _found(whole) == []


def test_a_folder_filed_before_a_crash_is_unfinished(whole: House, tmp_path: Path) -> None:
    """Renamed into place and not recorded: the finding says to publish again, and then all is well."""
    issue = whole.sign(store.issues.get(whole.db, 3))
    before = tmp_path / "before.db"
    shutil.copyfile(whole.settings.database_path, before)
    whole.publish(issue)
    shutil.copyfile(before, whole.settings.database_path)
    again = House(whole.settings, store.open_database(whole.settings.database_path), whole.at)

    (trouble,) = verify.verify(again.db, again.settings)
    assert (trouble.kind, trouble.what) == ("unfinished", "政务信息/2026/003 已归档而未记完")
    assert "issue publish" in trouble.remedy
    again.publish(store.issues.get(again.db, issue.id))
    assert _found(again) == []
    again.db.close()


@pytest.mark.parametrize("harm", ["const ARCHIVE={};\n", "rubbish", ""])
def test_an_index_that_lags_behind_is_unfinished_business(whole: House, harm: str) -> None:
    """An index without the issues of the archive is named with the command that makes it anew."""
    (whole.settings.issues_dir / "data.js").write_text(harm, encoding="utf-8")

    (trouble,) = verify.verify(whole.db, whole.settings)
    assert (trouble.kind, trouble.remedy) == ("unfinished", "请运行 archive build")
    archive.build(whole.db, whole.settings)
    assert _found(whole) == []


def _leave_behind(house: House) -> list[Path]:
    staging = house.settings.issues_dir / "政务信息" / "2026" / f"{publish.STAGING}-004"
    digest = "0" * 64
    leavings = [
        store.originals.path_of(house.settings, digest),
        store.originals.path_of(house.settings, digest).with_name(f"{digest}.77.partial"),
        proof.path_of(house.settings, digest),
        house.settings.issues_dir / "data.js.77.partial",
        staging,
    ]
    staging.mkdir()
    (staging / "issue.pdf").write_text("half")
    for path in leavings[:-1]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    return leavings


def test_what_a_killed_program_left_is_named_and_removed_exactly(whole: House) -> None:
    """Orphans are named with their path; removing them takes these and nothing else."""
    before = {path for path in whole.settings.root.rglob("*") if path.is_file()}
    leavings = _leave_behind(whole)

    troubles = verify.verify(whole.db, whole.settings)
    removed = verify.remove_orphans(whole.settings, troubles)

    assert {trouble.kind for trouble in troubles} == {"orphan"}
    assert {trouble.path for trouble in troubles} == set(leavings)
    assert all("--remove-orphans" in trouble.remedy for trouble in troubles)
    assert set(removed) == set(leavings)
    left = {path for path in whole.settings.root.rglob("*") if path.is_file()} - before
    assert {path.parent for path in left} == {whole.settings.lost_dir}
    assert all(not path.name.endswith(".partial") for path in left)
    assert _found(whole) == []


TAMPERED = {
    "adoption": "delete from adoptions where id = (select min(id) from adoptions)",
    "signer": "update sign_offs set by = 'editor1'",
    "composer": "update issues set composed_by = 'signer1' where number = 1",
    "approver": "update statuses set by = 'reviewer2' where action = 'approve'",
    "unit": "update items set unit = '市财政局' where unit = '东山镇'",
    "text": "update revisions set text = '篡改的正文', sha256 = ?",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_rows_behind_a_published_issue_cannot_be_changed_unseen(whole: House, what: str) -> None:
    """Triggers dropped, a row rewritten, triggers restored: the published folder still says what was."""
    for name in TRIGGERS:
        whole.db.execute(f'drop trigger "{name}"')
    title = store.issues.entries(whole.db, 1)[0].title
    forged = (store.articles.content_hash(title, "篡改的正文"),)
    whole.db.execute(TAMPERED[what], forged if "?" in TAMPERED[what] else ())
    store.restore_triggers(whole.db)

    assert any("政务信息/2026/1 " in what for kind, what in _found(whole) if kind == "error")


def test_a_forged_folder_is_not_taken_for_an_interrupted_one(house: House) -> None:
    """A folder that names the signed PDF but says something else stops publication."""
    issue = house.issue("signed")
    folder = house.settings.issues_dir / "政务信息" / "2026" / "001"
    digest = proof.current(house.db, issue).sha256
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"reference": "x", "files": {"issue.pdf": digest}}))

    with pytest.raises(StoreFailure, match="内容不同"):
        house.publish(issue)


def test_only_orphans_are_ever_removed(whole: House) -> None:
    """An error is never answered by deleting: damaged files stay where they are."""
    _append(_folder(whole) / "issue.pdf")
    original = store.originals.every(whole.db)[0]
    path = store.originals.path_of(whole.settings, original.sha256)
    path.write_bytes(b"damaged")

    assert verify.remove_orphans(whole.settings, verify.verify(whole.db, whole.settings)) == []
    assert path.read_bytes() == b"damaged"
    assert verify.remove_orphans(whole.settings, [Trouble("error", "x", "y", path)]) == []


def test_proofs_that_were_replaced_are_no_orphans(whole: House) -> None:
    """A proof that was once put before the signer is kept, though a newer one took its place."""
    old = _proof_path(whole)

    whole.later(days=1).proof(store.issues.get(whole.db, 3))

    assert _proof_path(whole) != old
    assert _found(whole) == []
    assert old.is_file()


def test_bytes_received_while_verifying_belong_to_their_row(whole: House) -> None:
    """What is received after the fact is known at once: a new original is no orphan."""
    received = Received("新来的材料".encode(), "mail:9")
    store.originals.keep(whole.db, whole.settings, received, "mail", whole.at)

    assert _found(whole) == []


def test_a_stale_index_is_unfinished_until_it_is_built(house: House) -> None:
    """An issue the index does not know is named, with the command that mends it."""
    house.issue("published")
    index = house.settings.issues_dir / "data.js"
    index.write_text(index.read_text(encoding="utf-8").replace("/001", "/009"), encoding="utf-8")

    (trouble,) = verify.verify(house.db, house.settings)
    assert trouble.kind == "unfinished"
    assert "archive build" in trouble.remedy

    archive.build(house.db, house.settings)
    assert verify.verify(house.db, house.settings) == []
