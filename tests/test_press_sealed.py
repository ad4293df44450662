"""What is promised about what stands behind a published issue: nothing of it is rewritten without `archive verify` naming it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import House, NewHouse

from bulletin import reference, store
from bulletin.desk import corrigenda, merging, review, undo, verification
from bulletin.desk.verification import Inquiry
from bulletin.feedback.cases import follow_ups
from bulletin.press import archive, corrections, filing, publish, readings, sealed, verify
from bulletin.press.corrections import Mistake
from bulletin.press.readings import Report
from bulletin.press.sealed_words import FIELDS, RECORDS
from bulletin.store.counterfoil_tables import FOILS
from bulletin.store.migrations import MIGRATIONS
from bulletin.store.triggers import SEALED
from bulletin.text import sha256
from tests.calls import call, done

TEXT = "晚稻收割比去年提前6天。\n清水河治理完工，水质达到Ⅲ类。"
REF = "政务信息/2026/1"


def reading_asked(house: House) -> House:
    """The house with a publication whose proofs are read once."""
    publications = dict(house.settings.publications)
    publications["政务信息"] = replace(publications["政务信息"], proof_readings=1)
    return replace(house, settings=replace(house.settings, publications=publications))


def prepare(house: House) -> None:
    """Article 1 verified, answered, edited and put back, split into article 2; reviewed after a reminder."""
    db, settings, at, editor = house.db, house.settings, house.at, house.actor("editor1")
    one = house.article("draft", title="秋收进展", text=TEXT)
    inquiry = Inquiry("电话", "提前几天", "属实", "与统计一致", "东山镇", "王某", "0571-1234567")
    verification.record(db, settings, "article", one.id, inquiry, editor, at)
    verification.record(db, settings, "item", one.items[0], inquiry, editor, at)
    house.edit(one, f"{TEXT}\n多写的一段。")
    undo.undo(db, settings, editor, at)
    store.articles.answer(db, one.id, "wording.pairs-1", "引文如此", ("editor1", ""), at)
    new = merging.split(db, settings, one.id, [2], "清水河治理完工", editor, at)
    house.approve(house.send(new))
    sent = house.send(store.articles.get(db, one.id))
    later = house.later(hours=3)
    review.urge(later.db, later.settings, sent.id, editor, later.at)
    house.approve(sent)


@pytest.fixture(scope="module")
def printed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Number 1: two entries, read, signed, published, and put right afterwards; number 2: published after it."""
    house = reading_asked(new_house(tmp_path_factory.mktemp("printed")))
    prepare(house)
    issue = house.issue("proofed")
    readings.read(house.db, house.settings, issue, Report(), house.actor("reviewer2"), house.at)
    house.publish(house.sign(house.reread(issue)))
    mistake = Mistake("提前6天", "提前5天", "统计口径有误")
    made = corrections.correct(
        house.db, house.settings, house.reread(issue), 1, mistake, house.actor("signer1"), house.at
    )
    corrigenda.make_article(house.db, house.settings, [made.id], house.actor("editor1"), house.at)
    plain = new_house(tmp_path_factory.mktemp("printed") / "second", house)
    plain.article("approved", title="第二期的一条", text="第二期的正文。")
    plain.issue("published")
    return plain


@pytest.fixture
def printed(new_house: NewHouse, tmp_path: Path, printed_once: House) -> House:
    """A copy of that office, to be harmed."""
    return new_house(tmp_path / "printed", printed_once)


def unprotected(house: House, *statements: str) -> None:
    """Change rows as somebody would who drops the triggers and puts them back."""
    for name in store.triggers.present_triggers(house.db):
        house.db.execute(f'drop trigger "{name}"')
    for statement in statements:
        house.db.execute(statement)
    store.restore_triggers(house.db)


def errors(house: House) -> list[str]:
    return [trouble.what for trouble in verify.verify(house.db, house.settings) if trouble.kind == "error"]


def test_an_office_that_did_all_of_it_is_whole(printed: House) -> None:
    """Verified, answered, undone, split, urged, read, corrected: nothing to report, and each table has its row."""
    tables = ("verifications", "answers", "undoings", "notices", "readings", "corrections", "corrigenda", "findings")

    assert errors(printed) == []
    assert [table for table in (*tables, "sights", "inspections") if not printed.db.table(table).count] == []


BEHIND = {
    "verification": (
        "update verifications set result = '属实', words = '本人确认' where subject = 'article'",
        "核实 1（稿件 1、政务信息/2026/1#1）与封存时不符",
    ),
    "verification of an item": (
        "update verifications set person = '李某' where subject = 'item'",
        "、稿件 1、政务信息/2026/1#1、稿件 2、政务信息/2026/1#2）与封存时不符",
    ),
    "reading": ("update readings set by = 'editor2'", "校对 1（政务信息/2026/1）与封存时不符"),
    "answer": (
        "update answers set reason = '领导同意'",
        "检查结果的答复 1（稿件 1、政务信息/2026/1#1）与封存时不符",
    ),
    "notice": (
        "update notices set at = '2026-11-01T09:00:00+08:00' where id = 1",
        "催办单 1（稿件 2、政务信息/2026/1#2）与封存时不符",
    ),
    "undoing": ("update undoings set undoes = 1", "撤销的操作 1（稿件 1、政务信息/2026/1#1）与封存时不符"),
    "correction": ("update corrections set \"right\" = '提前9天'", "更正或撤回 1（政务信息/2026/1）与封存时不符"),
    "correction removed": ("delete from corrections", "更正或撤回 1 不见了"),
    "corrigendum": ("update corrigenda set article_id = 2", "更正启事 1（稿件 2、政务信息/2026/1#2）与封存时不符"),
    "split": ("update articles set taken_from = null where id = 2", "稿件 2（政务信息/2026/1#2）与封存时不符"),
    "trail": (
        "update statuses set by = 'editor2' where subject = 'article' and action = 'send' and subject_id = 2",
        "（稿件 2、政务信息/2026/1#2）与封存时不符",
    ),
    "slipped in": (
        "insert into readings select 99, issue_id, proof_id, sha256, marks, note, 'signer2', '', at from readings",
        "校对 99（政务信息/2026/1）没有封存，不是由程序写入的",
    ),
}


@pytest.mark.parametrize("what", BEHIND)
def test_what_stands_behind_an_issue_cannot_be_rewritten_unseen(printed: House, what: str) -> None:
    """Triggers dropped, a row rewritten, triggers put back: the row is named, with the article and the issue it is behind."""
    statement, said = BEHIND[what]

    unprotected(printed, "pragma foreign_keys = off", statement)

    (found,) = [trouble for trouble in verify.verify(printed.db, printed.settings) if trouble.kind == "error"]
    assert found.what.endswith(said)
    assert "从备份恢复" in found.remedy


def _sealed_anew(house: House) -> None:
    """Make the whole chain of seals anew over the rows as they are now."""
    for name in store.triggers.present_triggers(house.db):
        house.db.execute(f'drop trigger "{name}"')
    for table in ("seals", "counterfoils"):
        house.db.execute(f"drop table {table}")
    house.db.execute("delete from _sqlite_migrations where name in ('m019_sealed', 'm025_held')")
    MIGRATIONS.apply(house.db)
    store.restore_triggers(house.db)


def test_seals_made_anew_do_not_fit_the_archive(printed: House) -> None:
    """Who rewrites a row and the whole chain of seals after it still has the manifests against him."""
    unprotected(printed, "update verifications set words = '本人确认'")

    _sealed_anew(printed)

    assert f"{REF} 归档时的封存与数据库不符" in errors(printed)


def test_the_manifest_names_the_newest_seal(printed: House) -> None:
    """A published issue holds the number and the hash of a seal that is still there, and whoever comes later a later one."""
    paths = [printed.settings.issues_dir / "政务信息" / "2026" / f"{number:03d}" / "manifest.json" for number in (1, 2)]
    first, second = (json.loads(path.read_text(encoding="utf-8"))["sealed"] for path in paths)

    assert 0 < first["number"] < second["number"]
    for filed in (first, second):
        seal = store.seals.of_number(printed.db, filed["number"])
        assert seal is not None and seal.sha256 == filed["sha256"]


def test_an_issue_from_before_there_were_seals_stays_valid(printed: House) -> None:
    """A manifest that names no seal, in an office that was sealed with the update, is as good as it was."""
    path = printed.settings.issues_dir / "政务信息" / "2026" / "002" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    first = json.loads((path.parents[1] / "001" / "manifest.json").read_text(encoding="utf-8"))
    del manifest["sealed"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    note = publish.manifest_note(sha256(path.read_bytes()))
    published = "subject = 'issue' and subject_id = 2 and action = 'publish'"

    unprotected(printed, f"update statuses set note = '{note}' where {published}")
    _sealed_anew(printed)

    assert "sealed" in first
    assert [what for what in errors(printed) if not what.startswith(f"{REF} ")] == []


def test_the_command_names_the_record_and_says_what_to_do(printed: House) -> None:
    """`archive verify` ends with 4, names the correction, and says whence to bring it back."""
    unprotected(printed, "update corrections set wrong = '提前7天'")

    said = call(printed.settings.root, "archive", "verify")

    assert said.code == 4
    assert "更正或撤回 1（政务信息/2026/1）与封存时不符" in said.out
    assert "请从备份恢复 var/bulletin.db" in said.out


def told_after(house: House, *statements: str) -> list[str]:
    """Return what is said of the seals and of the manifests after statements without triggers; then all is as before."""
    db = house.db
    db.execute("pragma foreign_keys = off")
    db.execute("pragma ignore_check_constraints = on")
    db.execute("begin immediate")
    try:
        for name in store.triggers.present_triggers(db):
            db.execute(f'drop trigger "{name}"')
        for statement in statements:
            db.execute(statement)
        manifests = [folder.manifest for folder in map(archive.read_folder, archive.folder_paths(house.settings))]
        return [
            *(words for table in (*SEALED, store.seals.TABLE) for words in sealed.broken(db, table)),
            *("archive" for one in manifests if not sealed.stands(db, one)),
        ]
    finally:
        db.execute("rollback")
        db.execute("pragma ignore_check_constraints = off")
        db.execute("pragma foreign_keys = on")


def newest_filed(house: House) -> int:
    """Return the number of the seal that the newest manifest names."""
    folders = map(archive.read_folder, archive.folder_paths(house.settings))
    return max(folder.manifest["sealed"]["number"] for folder in folders)


def single_changes(house: House, seed: int) -> list[str]:
    """Return for every sealed table with rows, and for the seals, the deletion of a random row and each column changed.

    Only what the newest manifest stands for: rows whose seal is not newer.
    """
    chance, filed, made = random.Random(seed), newest_filed(house), []
    sealed_rows: dict[str, list[int]] = {"seals": list(range(1, filed + 1))}
    for row in house.db.query("select record, record_id from seals where id <= ?", (filed,)):
        sealed_rows.setdefault(row["record"], []).append(row["record_id"])
    for table, ids in sealed_rows.items():
        row_id = chance.choice(ids)
        made.append(f"delete from {table} where id = {row_id}")
        for column in house.db.query("select name, type from pragma_table_info(?)", (table,)):
            name = column["name"]
            if name in (SEALED.get(table) or (name,)):
                other = chance.choice((7_000_000, -7_000_000)) if column["type"] == "INTEGER" else "'" + "x" * 9 + "'"
                made.append(f'update {table} set "{name}" = {other} where id = {row_id}')
    return made


@pytest.mark.parametrize("seed", range(2))
def test_no_single_change_behind_an_issue_goes_unseen(printed_once: House, seed: int) -> None:
    """One value or row of what was sealed before the newest manifest, or of the seals, changed or removed: it is said."""
    changes = single_changes(printed_once, seed)

    assert [change for change in changes if not told_after(printed_once, change)] == []
    assert len(changes) > 100
    assert told_after(printed_once) == []


@pytest.mark.parametrize("table", ["statuses", "corrections", "sights"])
def test_a_row_taken_away_with_its_seal_is_seen(printed_once: House, table: str) -> None:
    """Its seal made another's, sent to another number, taken away, or all after it numbered anew: each is said."""
    seal = next(printed_once.db.query("select id, record_id from seals where record = ?", (table,)))
    gone = f"delete from {table} where id = {seal['record_id']}"
    hidden = (
        f"update seals set record = 'x' where id = {seal['id']}",
        f"update seals set id = 900000, record = 'x' where id = {seal['id']}",
        f"update seals set id = 900000 where id = {seal['id']}",
        f"delete from seals where id = {seal['id']}",
    )

    assert all(told_after(printed_once, gone, one) for one in hidden)
    assert told_after(printed_once, gone, hidden[-1], f"update seals set id = id - 1 where id > {seal['id']}")


def test_a_seal_of_no_record_is_told_by_its_number(printed_once: House) -> None:
    """The words name the seal, and say what may have happened."""
    seal = next(printed_once.db.query("select id, record_id from seals where record = 'corrections'"))

    told = told_after(
        printed_once, f"delete from corrections where id = {seal['record_id']}",
        f"update seals set record = 'x' where id = {seal['id']}",
    )  # fmt: skip

    assert told == [f"封存 {seal['id']} 所封的不是本程序的记录，原来封的那一条可能已被删去"]


UNSEALED = {
    "signer of an item": "update items set signed_by = '别人'",
    "when it was received": "update items set received_at = '2026-11-01T09:00:00+08:00'",
    "fingerprint": "update items set fingerprint = 'x'",
    "when it was composed": "update issues set composed_at = '2026-11-01T09:00:00+08:00'",
    "section": "update articles set section = '别的栏目'",
}


@pytest.mark.parametrize("harm", UNSEALED)
def test_what_is_under_no_seal_stands_in_the_archive(printed: House, harm: str) -> None:
    """What moves on before print is filed with the issue, and compared with it."""
    unprotected(printed, UNSEALED[harm])

    assert any(words.startswith("政务信息/2026/1 的") for words in errors(printed))


def test_an_issue_filed_in_the_earlier_form_stays_whole(printed: House) -> None:
    """A folder of form 1, whose manifest is the one that was recorded, is compared in that form."""
    issue = store.issues.every(printed.db, states=("published",))[-1]
    made, sign_off = store.issues.last_proof(printed.db, issue.id), store.issues.sign_off(printed.db, issue.id)
    assert made and sign_off
    folder = printed.settings.issues_dir / issue.folder
    contents = filing.contents(printed.db, issue, made, 1)
    (folder / "contents.json").write_bytes(contents)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["composed_at"]
    manifest |= {"format": 1, "files": manifest["files"] | {"contents.json": sha256(contents)}}
    (folder / "manifest.json").write_bytes(filing.as_json(manifest))

    said = [words for words in errors(printed) if reference.of_issue(issue) in words]

    assert said == [f"{reference.of_issue(issue)} 的清单在归档后被改动"]
    assert b"signed_by" not in contents


def test_every_record_and_field_has_a_word(printed: House) -> None:
    """Whatever is sealed, or leaves counterfoils, can be named to people, field by field."""
    fields = {table: {*foil.columns.split(), *(name for name, _ in foil.lists)} for table, foil in FOILS.items()}
    fields["items"].add("content")

    assert sorted({*SEALED, *FOILS} - set(RECORDS)) == []
    assert {table: set(words) for table, words in FIELDS.items()} == fields


MOVED = {
    "due date": (
        "update follow_ups set due_at = '2027-06-30T23:59:59+08:00'",
        "督办 1 的办理时限与存根不符：现为“2027-06-30T23:59:59+08:00”，存根为“2026-12-04T23:59:59+08:00”",
    ),
    "lead unit": (
        "update follow_ups set unit = '市财政局'",
        "督办 1 的承办单位与存根不符：现为“市财政局”，存根为“东山镇”",
    ),
    "item": (
        "update items set urgency = '特急' where id = 1",
        "来稿 1 的紧急程度与存根不符：现为“特急”，存根为“普通”",
    ),
    "text": ("update items set raw_text = '别的' where id = 1", "来稿 1 的标题、正文、原文等与存根不符"),
    "articles' items": (
        "update article_items set item_id = 1 where article_id = 2",
        '稿件 2（政务信息/2026/1#2）的所用来稿与存根不符：现为“{"1":1}”，存根为“{"1":14}”',
    ),
    "gone": ("delete from follow_ups", "督办 1 不见了，存根还在"),
    "slipped in": (
        "insert into follow_ups select 7, instruction_id, unit, co_units, task, due_at, state, begun_at, mode, urgency, "
        "previous_id from follow_ups",
        "督办 7 没有存根，不是由程序写入的",
    ),
}


@pytest.mark.parametrize("what", MOVED)
def test_what_is_decided_on_before_print_cannot_be_rewritten_unseen(printed: House, what: str) -> None:
    """A due date, a lead unit, the urgency of an item: row, field, what stands and what was recorded are told in one line."""
    statement, said = MOVED[what]
    instruction = printed.instruction(store.issues.get(printed.db, 1))
    wish = follow_ups.Assignment("东山镇", due_on=date(2026, 12, 4))
    follow_ups.assign(printed.db, printed.settings, instruction.id, wish, printed.actor("clerk1"), printed.at)
    assert errors(printed) == []

    unprotected(printed, "pragma foreign_keys = off", statement)

    assert [words for words in errors(printed) if not words.startswith(("状态与", "政务信息/"))] == [said]


def test_a_counterfoil_that_was_rewritten_is_named_with_its_row(printed: House) -> None:
    """Row and counterfoil changed alike: the seal contradicts, and tells whose counterfoil it was."""
    unprotected(
        printed,
        "update items set unit = '市财政局' where id = 1",
        "update counterfoils set held = json_set(held, '$.unit', '市财政局') where record = 'items' and record_id = 1",
    )

    assert [words for words in errors(printed) if words.startswith("存根 ")] == ["存根 1（来稿 1）与封存时不符"]


@pytest.mark.parametrize("held", ["x", '{"new": 1}', ""])
def test_a_counterfoil_of_another_make_is_told_of(printed: House, held: str) -> None:
    """Whatever stands in it, all that is wrong is said."""
    unprotected(printed, f"update counterfoils set held = '{held}' where record = 'items' and record_id = 1")

    said = errors(printed)
    assert "存根 1（来稿 1）与封存时不符" in said
    assert any(words.startswith("来稿 1 ") for words in said)


def test_a_seal_noted_down_tells_what_was_written_before_it(printed: House) -> None:
    """What `archive verify` prints can be written on paper: it holds as long as nothing before it is made anew."""
    root = printed.settings.root
    noted = str(done(call(root, "archive", "verify", "--json"))["sealed"])
    printed.instruction(store.issues.get(printed.db, 1))
    assert done(call(root, "archive", "verify", "--since", noted, "--json"))["problems"] == []
    assert f"--since {done(call(root, 'archive', 'verify', '--json'))['sealed']}" in call(root, "archive", "verify").out

    unprotected(printed, "update instructions set text = '不急'")
    _sealed_anew(printed)

    said = call(root, "archive", "verify", "--since", noted)
    assert said.code == 4
    assert f"抄存的封存 {noted} 与数据库不符" in said.out


@pytest.mark.parametrize("noted", ["12", "12:abc", "x:0123456789abcdef"])
def test_a_note_that_cannot_be_read_is_a_mistake_of_the_call(printed: House, noted: str) -> None:
    """It is refused with an example, and nothing is verified."""
    said = call(printed.settings.root, "archive", "verify", "--since", noted)

    assert (said.code, f"抄存的封存“{noted}”读不懂" in said.err) == (2, True)


@pytest.mark.parametrize("noted", ["999999:0123456789abcdef", "1:0123456789abcdef"])
def test_a_note_of_another_chain_contradicts(printed: House, noted: str) -> None:
    """A number that does not exist, or one that bears another seal."""
    said = call(printed.settings.root, "archive", "verify", "--since", noted)

    assert (said.code, f"抄存的封存 {noted} 与数据库不符" in said.out) == (4, True)
