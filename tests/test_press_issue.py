"""What is promised about an issue: composed, proofed, signed, filed byte for byte, or voided; and what a crash leaves."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import TEXT, House, NewHouse

from bulletin import reference, store
from bulletin.desk import editing
from bulletin.errors import (
    NotFound,
    NothingToDo,
    Outdated,
    RefusedAction,
    StaleProof,
    StoreFailure,
    UsageError,
)
from bulletin.model import Actor, Issue, Level
from bulletin.press import compose, forward, proof, publish
from bulletin.settings.lists import Lists, Period, Word
from bulletin.text import sha256

FOLDER = "政务信息/2026/001"


def _path(house: House, *names: str) -> Path:
    return house.settings.issues_dir.joinpath(FOLDER, *names)


def _json(house: House, name: str) -> dict[str, object]:
    data: dict[str, object] = json.loads(_path(house, name).read_text(encoding="utf-8"))
    return data


def _first(house: House) -> Issue:
    return store.issues.get(house.db, 1)


def _titles(house: House, issue: Issue) -> list[str]:
    return [entry.title for entry in store.issues.entries(house.db, issue.id)]


def _states(house: House) -> list[str]:
    return [one.state for one in store.articles.in_states(house.db)]


@pytest.fixture(scope="module")
def composed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An issue of two articles, one of them merged from two units."""
    house = new_house(tmp_path_factory.mktemp("composed"))
    house.article("approved", title="经验一则")
    house.article("approved", title="动态一则", text="清水河河西段治理完工。")
    issue = house.issue("composed")
    compose.annotate(house.db, house.settings, issue, None, "请各地学习。", house.actor("editor1"), house.at)
    return house


@pytest.fixture(scope="module")
def proofed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory, composed_once: House) -> House:
    """The same issue with its proof: typeset once for the whole module."""
    house = new_house(tmp_path_factory.mktemp("proofed"), composed_once)
    house.proof(_first(house))
    return house


@pytest.fixture
def composed(new_house: NewHouse, tmp_path: Path, composed_once: House) -> House:
    """A copy of the office with a composed issue."""
    return new_house(tmp_path / "composed", composed_once)


@pytest.fixture
def proofed(new_house: NewHouse, tmp_path: Path, proofed_once: House) -> House:
    """A copy of the office with a proofed issue."""
    return new_house(tmp_path / "proofed", proofed_once)


@pytest.fixture
def signed(proofed: House) -> House:
    """A copy of the office with a signed issue."""
    proofed.sign(_first(proofed))
    return proofed


@pytest.fixture
def published(signed: House) -> House:
    """A copy of the office with a published issue."""
    signed.publish(_first(signed))
    return signed


# Composing


def test_composing_gathers_what_is_approved_for_the_publication(house: House) -> None:
    """Only approved articles of that publication come in; they stand by section, then by arrival."""
    late = house.move(house.article("in_review", title="迟到的"), "approve", "reviewer1")
    house.article("draft", title="草稿")
    house.article("approved", "信息专报", title="专报")
    item = house.item(kind="问题", title="问题一则")
    problem = editing.adopt(
        house.db, house.settings, [item.id], editing.Wish(section="问题建议"), house.actor("editor1"), house.at
    )
    house.approve(house.send(problem))
    house.article("approved", title="动态二则")

    issue = house.issue("composed")

    assert _titles(house, issue) == ["迟到的", "动态二则", "问题一则"]
    assert (issue.number, issue.composed_by) == (None, "editor1")
    assert store.articles.get(house.db, late.id).state == "composed"
    assert reference.of_issue(issue) == f"政务信息/编排/{issue.id}"


def test_a_second_call_gathers_into_the_open_issue(composed: House) -> None:
    """An article approved later joins the issue that is being composed."""
    composed.article("approved", title="又一则")

    issue = composed.issue("composed")

    assert issue.id == 1
    assert _titles(composed, issue) == ["经验一则", "动态一则", "又一则"]


def test_an_issue_takes_no_more_than_the_publication_allows(house: House) -> None:
    """信息专报 takes one article an issue: the second approved one waits for the next."""
    for title in ("一", "二"):
        house.article("approved", "信息专报", title=title)

    first = house.issue("composed", "信息专报")
    second = house.issue("composed", "信息专报")

    assert (_titles(house, first), _titles(house, second)) == (["一"], ["二"])
    assert first.id != second.id


def test_nothing_approved_is_nothing_to_do(house: House) -> None:
    """Without an approved article the refusal says what must happen first."""
    with pytest.raises(NothingToDo, match=r"政务信息没有已审定的稿件可编入。请先送审并审核通过"):
        compose.gather(house.db, house.settings, house.settings.publication(), "正刊", house.actor("editor1"), house.at)


def test_an_unknown_series_is_answered_with_those_there_are(house: House) -> None:
    """A publication numbers only the series it has."""
    house.article("approved")

    with pytest.raises(NotFound, match=r"编号系列 号外。政务信息的编号系列：正刊、增刊"):
        house.issue("composed", series="号外")


def test_the_editor_orders_the_entries(composed: House) -> None:
    """``2 1`` turns the two entries round; anything that does not name each once is refused."""
    issue, editor = _first(composed), composed.actor("editor2")

    compose.order(composed.db, issue, [2, 1], editor, composed.at)

    assert _titles(composed, issue) == ["动态一则", "经验一则"]
    for wrong in ([1], [1, 1], [1, 2, 3], [0, 1], []):
        with pytest.raises(UsageError, match="把 1 到 2 各写一次"):
            compose.order(composed.db, issue, wrong, editor, composed.at)


def test_whoever_ordered_the_entries_has_composed_too(composed: House) -> None:
    """A signer who arranged the entries may not sign the issue: arranging is composing."""
    both = Actor("both", "编签", frozenset({"editor", "signer"}))
    compose.order(composed.db, _first(composed), [2, 1], both, composed.at)

    issue = composed.proof(_first(composed))

    with pytest.raises(RefusedAction, match="须由他人签发"):
        publish.sign(composed.db, composed.settings, issue, both, composed.at)
    assert composed.sign(issue).state == "signed"


def test_an_entry_taken_out_is_approved_again_and_the_gap_closes(composed: House) -> None:
    """Defect 8 of systems seen: the article may go into another issue, and the rest is numbered from 1."""
    issue = _first(composed)

    compose.take_out(composed.db, composed.settings, issue, 1, composed.actor("editor1"), composed.at)

    entries = store.issues.entries(composed.db, issue.id)
    assert [(entry.position, entry.title) for entry in entries] == [(1, "动态一则")]
    assert sorted(_states(composed)) == ["approved", "composed"]
    with pytest.raises(NotFound, match=rf"条目 政务信息/编排/{issue.id}#2。该期共1条"):
        compose.entry_at(composed.db, issue, 2)


def test_a_change_after_composing_must_be_approved_and_gathered_anew(composed: House) -> None:
    """An article edited in a composed issue holds up the proof by name; approved and gathered, it keeps its place."""
    one = store.articles.get(composed.db, 1)
    edited = composed.edit(one, "改了一个数。")

    with pytest.raises(RefusedAction, match="第1条“经验一则”编入后又有改动"):
        composed.proof(_first(composed))
    assert _first(composed).number is None, "a refused proof takes no number"
    composed.approve(composed.send(edited))
    composed.issue("composed")

    entries = store.issues.entries(composed.db, 1)
    assert [entry.text for entry in entries] == ["改了一个数。", "清水河河西段治理完工。"]


def test_an_old_revision_is_not_printed_though_its_article_was_composed_elsewhere(composed: House) -> None:
    """An article edited, approved and gathered into the other series holds up the issue that has its old text."""
    composed.approve(composed.send(composed.edit(store.articles.get(composed.db, 1), "改了一个数。")))
    other = composed.issue("composed", series="增刊")
    assert store.articles.get(composed.db, 1).state == "composed"

    with pytest.raises(RefusedAction, match="第1条“经验一则”编入后又有改动"):
        composed.proof(_first(composed))
    assert [entry.text for entry in store.issues.entries(composed.db, other.id)] == ["改了一个数。"]


def test_a_level_the_office_added_is_demanded_of_what_is_already_composed(composed: House) -> None:
    """Where the publication has gained a review level, an entry with one approval is not printed."""
    publications = dict(composed.settings.publications)
    usual = publications["政务信息"]
    publications["政务信息"] = replace(usual, route=(*usual.route, Level("主任审定")))
    stricter = House(replace(composed.settings, publications=publications), composed.db, composed.at)

    with pytest.raises(RefusedAction, match="第1条“经验一则”所印的修改稿未经2级审核"):
        stricter.proof(_first(stricter))


def test_an_entry_has_a_note_of_its_own(composed: House) -> None:
    """按语 goes to the entry at that position and to no other; noting is composing."""
    compose.annotate(
        composed.db, composed.settings, _first(composed), 2, "此件可参阅。", composed.actor("editor2"), composed.at
    )

    assert [entry.editor_note for entry in store.issues.entries(composed.db, 1)] == ["", "此件可参阅。"]
    assert "editor2" in compose.standing(composed.db, _first(composed)).authors


@pytest.mark.parametrize("note", ["秘\u200b密★1年", "此件\n机密", "做法遥遥 领先", "这是旧说法"])
def test_a_note_with_a_mark_or_a_banned_word_is_refused(composed: House, note: str) -> None:
    """A note passes no gate: marks with unseen characters, banned words of the settings and of today's lists are refused."""
    lists = Lists(
        banned=(
            Word(("旧说法",), "", Period(end=composed.at.date())),
            Word(("请",), "", Period(end=composed.at.date() - timedelta(days=1))),
        )
    )
    gates = replace(composed.settings.gates, banned_words=("遥遥领先",))
    settings = replace(composed.settings, lists=lists, gates=gates)

    with pytest.raises(RefusedAction, match=r"密级标志|不得使用的词语"):
        compose.annotate(composed.db, settings, _first(composed), None, note, composed.actor("editor2"), composed.at)
    compose.annotate(composed.db, settings, _first(composed), None, "请参阅。", composed.actor("editor2"), composed.at)


def test_an_entry_is_found_by_its_reference(proofed: House) -> None:
    """Issue and entry are found under the number and under the record, an unknown one is not."""
    issue = _first(proofed)

    assert compose.find(proofed.db, "政务信息/2026/1") == (issue, None)
    assert compose.find(proofed.db, "政务信息/编排/1#2") == (issue, 2)
    assert compose.find_entry(proofed.db, "政务信息/2026/001#2")[1].title == "动态一则"
    for unknown in ("政务信息/2026/2", "信息专报/2026/1", "信息专报/编排/1"):
        with pytest.raises(NotFound, match="没有找到期"):
            compose.find(proofed.db, unknown)
    with pytest.raises(UsageError, match="没有写明条目"):
        compose.find_entry(proofed.db, "政务信息/2026/1")


# Proofs


def test_a_proof_takes_a_number_and_is_kept_under_its_hash(proofed: House) -> None:
    """The PDF lies under its own SHA-256, the row says number, total, date and on which page each entry begins."""
    made = proof.current(proofed.db, _first(proofed))

    pdf = proof.bytes_of(proofed.settings, made)
    assert pdf.startswith(b"%PDF-")
    assert sha256(pdf) == made.sha256
    assert (made.year, made.number, made.total, made.dated_on) == (2026, 1, 345, proofed.at.date())
    assert made.pages >= 1
    assert len(made.made_with["entry_pages"]) == 2
    assert (_first(proofed).state, _first(proofed).number) == ("proofed", 1)


def test_a_publication_that_names_its_signer_prints_the_name(house: House) -> None:
    """信息专报 counts for itself and prints who signs."""
    import pdfplumber

    issue = house.issue("proofed", "信息专报")

    with pdfplumber.open(proof.path_of(house.settings, proof.current(house.db, issue).sha256)) as pdf:
        first_page = "".join(char["text"] for char in pdf.pages[0].chars)
    assert reference.of_issue(issue) == "信息专报/2026/1"
    assert "签发甲" in first_page


def test_only_the_signer_whose_name_is_printed_signs(house: House) -> None:
    """A page that says 签发人：签发甲 is signed by nobody else; another name needs another proof."""
    second = replace(house.settings.people["signer1"], id="signer2", name="签发乙")
    two = replace(house, settings=replace(house.settings, people={**house.settings.people, "signer2": second}))
    issue = two.issue("proofed", "信息专报")

    with pytest.raises(RefusedAction, match=r"清样上印的签发人是签发甲.*"):
        two.sign(issue, "signer2")

    proof.make(two.db, two.settings, issue, two.actor("editor1"), two.at, os.environ, "signer2")
    assert two.sign(two.reread(issue), "signer2").state == "signed"


def test_the_same_input_gives_the_same_bytes(new_house: NewHouse, tmp_path: Path, composed_once: House) -> None:
    """Two offices with the same records make the same PDF, contents and manifest, byte for byte."""
    files = []
    for name in ("one", "two"):
        house = new_house(tmp_path / name, composed_once)
        house.publish(house.sign(house.proof(_first(house))))
        files.append({path.name: path.read_bytes() for path in _path(house).iterdir()})

    assert files[0].keys() == {"issue.pdf", "contents.json", "manifest.json"}
    assert files[0] == files[1]


def test_a_new_arrangement_needs_a_new_proof_under_the_same_number(proofed: House) -> None:
    """Reordering puts the issue back to composing; the number stays, and only the new proof can be signed."""
    old = proof.current(proofed.db, _first(proofed))
    compose.order(proofed.db, _first(proofed), [2, 1], proofed.actor("editor1"), proofed.at)
    assert _first(proofed).state == "composed"
    with pytest.raises(RefusedAction, match="处于“编排中”，不能签发"):
        proofed.sign(_first(proofed))

    again = proofed.proof(_first(proofed))

    new = proof.current(proofed.db, again)
    assert (again.number, new.number) == (1, 1)
    assert new.sha256 != old.sha256
    signer = proofed.actor("signer1")
    with pytest.raises(StaleProof, match="不是现在这一份"):
        publish.sign(proofed.db, proofed.settings, again, signer, proofed.at, publish.Consent(digest=old.sha256))
    consent = publish.Consent(digest=new.sha256)
    assert publish.sign(proofed.db, proofed.settings, again, signer, proofed.at, consent).proof_id == new.id


def test_a_change_while_the_page_is_being_set_makes_no_proof(composed: House) -> None:
    """Somebody reorders the issue between the taking of the number and the end of typesetting: the proof is refused."""
    failures: list[Exception] = []

    def work() -> None:
        db = store.open_database(composed.settings.database_path)
        try:
            actor = composed.actor("editor1")
            proof.make(db, composed.settings, store.issues.get(db, 1), actor, composed.at, os.environ)
        except (Outdated, RefusedAction) as failure:
            failures.append(failure)
        db.close()

    worker = threading.Thread(target=work)
    worker.start()
    while worker.is_alive() and _first(composed).number is None:
        time.sleep(0.01)
    compose.order(composed.db, _first(composed), [2, 1], composed.actor("editor2"), composed.at)
    worker.join(60)

    assert [type(failure) for failure in failures] == [Outdated]
    assert store.issues.last_proof(composed.db, 1) is None
    assert (_first(composed).state, _first(composed).number) == ("composed", 1)


def test_a_discarded_issue_gives_back_its_number_and_its_articles(proofed: House) -> None:
    """Defect 8: all articles are approved again, the number goes to the next proof, and the issue stays discarded."""
    gone = proof.discard(proofed.db, proofed.settings, _first(proofed), proofed.actor("signer1"), proofed.at)

    assert (gone.state, gone.number, gone.year, gone.total) == ("discarded", None, None, None)
    assert _states(proofed) == ["approved", "approved"]
    following = proofed.issue("proofed")
    assert (following.id, following.number, following.total) == (2, 1, 345)
    with pytest.raises(RefusedAction, match="处于“已撤销”"):
        proofed.proof(gone)


def test_an_issue_that_was_never_proofed_has_no_proof(composed: House) -> None:
    """Asking for a proof that was not made says how to make it."""
    with pytest.raises(NotFound, match=r"请先用 issue proof 出清样"):
        proof.current(composed.db, _first(composed))


# Signing


def test_a_sign_off_names_the_hash_of_the_proof(proofed: House) -> None:
    """The sign-off is for exactly one proof, by its SHA-256; the articles in it are signed with it."""
    made = proof.current(proofed.db, _first(proofed))

    signer, consent = proofed.actor("signer1"), publish.Consent("同意印发")
    signed = publish.sign(proofed.db, proofed.settings, _first(proofed), signer, proofed.at, consent)

    assert (signed.proof_id, signed.sha256, signed.by, signed.note) == (made.id, made.sha256, "signer1", "同意印发")
    assert _states(proofed) == ["signed", "signed"]
    assert _first(proofed).state == "signed"


def test_whoever_composed_or_proofed_may_not_sign(proofed: House) -> None:
    """The composer is refused, even with the signer's role."""
    composer = Actor("editor1", "编辑甲", frozenset({"editor", "signer"}))

    with pytest.raises(RefusedAction, match=r"政务信息/2026/1：编辑甲不能签发.*须由他人签发"):
        publish.sign(proofed.db, proofed.settings, _first(proofed), composer, proofed.at)

    assert store.issues.sign_off(proofed.db, 1) is None


@pytest.mark.parametrize("person", ["editor2", "reviewer1", "clerk1", "admin1"])
def test_only_a_signer_signs(proofed: House, person: str) -> None:
    """No other role signs, the administrator's included."""
    with pytest.raises(RefusedAction, match="须由签发角色进行"):
        proofed.sign(_first(proofed), person)


@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_a_proof_file_that_was_touched_is_not_signed(proofed: House, harm: str) -> None:
    """A proof whose file was altered or removed is refused, and nothing is written."""
    path = proof.path_of(proofed.settings, proof.current(proofed.db, _first(proofed)).sha256)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"\n% one more line")

    with pytest.raises(StaleProof, match="请重新出清样"):
        proofed.sign(_first(proofed))

    assert _first(proofed).state == "proofed"
    assert _states(proofed) == ["composed", "composed"]


def test_an_article_edited_after_the_proof_holds_up_the_signature(proofed: House) -> None:
    """What is on the proof is no longer the article's text: signing is refused by name of the entry."""
    proofed.edit(store.articles.get(proofed.db, 2), "改了一个数。")

    with pytest.raises(RefusedAction, match="第2条“动态一则”编入后又有改动"):
        proofed.sign(_first(proofed))


def test_a_proof_of_december_is_made_again_in_january(composed: House) -> None:
    """Made on 31 December and signed on 2 January: refused; made again, it is number 1 of the new year."""
    eve = House(composed.settings, composed.db, datetime.fromisoformat("2026-12-31T17:00:00+08:00"))
    new_year = House(composed.settings, composed.db, datetime.fromisoformat("2027-01-02T09:00:00+08:00"))
    old = eve.proof(_first(eve))
    assert reference.of_issue(old) == "政务信息/2026/1"

    with pytest.raises(RefusedAction, match=r"2026年的期号，签发在2027年；请重新出清样，取新一年的期号"):
        new_year.sign(old)
    issue = new_year.sign(new_year.proof(old))

    assert reference.of_issue(issue) == "政务信息/2027/1"
    assert store.issues.by_number(composed.db, "政务信息", "正刊", 2026, 1) is None
    new_year.publish(issue)
    assert new_year.settings.issues_dir.joinpath("政务信息/2027/001/issue.pdf").is_file()


# Publishing


def test_what_was_signed_is_what_is_filed(published: House) -> None:
    """The filed PDF is the proof byte for byte; its hash stands in proof, sign-off and manifest alike."""
    made = proof.current(published.db, _first(published))
    pdf = _path(published, "issue.pdf").read_bytes()
    manifest = _json(published, "manifest.json")

    assert pdf == proof.bytes_of(published.settings, made)
    assert sha256(pdf) == made.sha256 == publish.signed(published.db, _first(published)).sha256
    assert manifest["files"] == {
        name: sha256(_path(published, name).read_bytes()) for name in ("issue.pdf", "contents.json")
    }


def test_the_folder_tells_its_whole_story(published: House) -> None:
    """Contents give text, units and where each came from, down to the bytes received; the manifest gives who and when."""
    contents, manifest = _json(published, "contents.json"), _json(published, "manifest.json")

    first = contents["entries"][0]  # type: ignore[index]
    article = store.articles.get(published.db, 1)
    original = store.originals.get(published.db, store.items.get(published.db, article.items[0]).original_id)
    assert contents["editor_note"] == "请各地学习。"
    assert (first["title"], first["text"], first["units"]) == ("经验一则", TEXT, ["东山镇"])
    assert (first["article"], first["revision_sha256"]) == (1, article.revision.sha256)
    assert [a["by"] for a in first["approved"]] == ["reviewer1"]
    assert first["from"][0]["original_sha256"] == original.sha256
    assert (manifest["reference"], manifest["total"], manifest["dated_on"]) == ("政务信息/2026/1", 345, "2026-11-20")
    assert (manifest["composed_by"], manifest["published_by"]) == ("editor1", "editor1")
    assert manifest["signed"]["by"] == "signer1"  # type: ignore[index]
    assert {"versions", "template", "fonts"} <= manifest["made_with"].keys()  # type: ignore[attr-defined]
    assert manifest["previous"] is None


def test_publishing_credits_every_unit_once_for_every_entry(house: House) -> None:
    """Adoptions: each unit of each entry once, though it sent two of the items that were merged."""
    items = [house.item(f"第{n}件。", unit=unit) for n, unit in enumerate(("东山镇", "市财政局", "东山镇"))]
    wish, editor = editing.Wish(), house.actor("editor1")
    merged = editing.adopt(house.db, house.settings, [item.id for item in items], wish, editor, house.at)
    house.approve(house.send(merged))
    other = house.article("approved")

    issue = house.issue("published")

    entries = {entry.article_id: entry.id for entry in store.issues.entries(house.db, issue.id)}
    assert sorted(store.issues.adoptions(house.db, issue.id)) == sorted(
        [(entries[merged.id], "东山镇"), (entries[merged.id], "市财政局"), (entries[other.id], "东山镇")]
    )


def test_a_published_issue_is_done_and_its_articles_are_frozen(published: House) -> None:
    """Nothing more can be done with it: not published twice, edited, voided or discarded."""
    issue = _first(published)
    before = {path: path.stat().st_mtime_ns for path in _path(published).iterdir()}

    assert (issue.state, issue.folder, _states(published)) == ("published", FOLDER, ["published", "published"])
    for again in (
        lambda: published.publish(issue),
        lambda: published.edit(store.articles.get(published.db, 1), "改。"),
        lambda: publish.void(published.db, published.settings, issue, "错", published.actor("signer1"), published.at),
        lambda: proof.discard(published.db, published.settings, issue, published.actor("editor1"), published.at),
    ):
        with pytest.raises(RefusedAction, match="处于“已印发”"):
            again()
    assert {path: path.stat().st_mtime_ns for path in _path(published).iterdir()} == before


def test_an_issue_that_was_never_signed_has_no_sign_off(proofed: House) -> None:
    """Asking for a sign-off that was not given says who must act."""
    with pytest.raises(NotFound, match="请先由签发人签发"):
        publish.signed(proofed.db, _first(proofed))


def test_an_issue_that_is_not_signed_is_not_published(proofed: House) -> None:
    """Without a signature nothing is filed."""
    with pytest.raises(RefusedAction, match="处于“待签发”，不能印发"):
        proofed.publish(_first(proofed))

    assert not _path(proofed).exists()


def test_a_signed_proof_whose_file_was_touched_is_not_filed(signed: House) -> None:
    """Between sign-off and publication the file is checked again."""
    path = proof.path_of(signed.settings, proof.current(signed.db, _first(signed)).sha256)
    path.write_bytes(b"%PDF- something else")

    with pytest.raises(StaleProof, match="已被改动"):
        signed.publish(_first(signed))

    assert (_first(signed).state, _path(signed).exists()) == ("signed", False)


def test_a_signed_article_is_not_edited_any_more(signed: House) -> None:
    """After the sign-off the text stands; it takes voiding to change it."""
    with pytest.raises(RefusedAction, match="处于“已签发”，不能修改"):
        signed.edit(store.articles.get(signed.db, 1), "改了一个数。")


# Voiding


def test_a_voided_number_leaves_a_tombstone_and_is_not_used_again(signed: House) -> None:
    """The number stays taken with the reason beside it; the articles may go into the next issue, number 2."""
    signer = signed.actor("signer1")
    with pytest.raises(RefusedAction, match="须写明理由"):
        publish.void(signed.db, signed.settings, _first(signed), " ", signer, signed.at)

    folder = publish.void(signed.db, signed.settings, _first(signed), "引用数据有误", signer, signed.at)

    manifest = _json(signed, "manifest.json")
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]
    assert manifest["tombstone"] == {"reason": "引用数据有误", "by": "signer1", "at": "2026-11-20T09:00:00+08:00"}
    assert (_first(signed).state, _first(signed).number) == ("voided", 1)
    assert _states(signed) == ["approved", "approved"]
    following = signed.issue("published")
    assert (following.number, following.total) == (2, 346)
    filed = json.loads((signed.settings.issues_dir / following.folder / "manifest.json").read_text("utf-8"))
    assert filed["previous"] == {
        "reference": "政务信息/2026/1",
        "sha256": sha256(_path(signed, "manifest.json").read_bytes()),
    }


def test_each_manifest_names_the_one_before_it_in_its_series(published: House) -> None:
    """The chain of manifests runs within publication and series; a second series begins its own."""
    second = published.issue("published")
    extra = published.issue("published", series="增刊")

    manifests = [
        json.loads((published.settings.issues_dir / one.folder / "manifest.json").read_text("utf-8"))
        for one in (second, extra)
    ]
    assert manifests[0]["previous"]["sha256"] == sha256(_path(published, "manifest.json").read_bytes())
    assert manifests[1]["previous"] is None
    assert extra.folder == "政务信息/2026/增刊-001"


# After a crash


@pytest.fixture
def interrupted(signed: House, new_house: NewHouse, tmp_path: Path) -> Iterator[House]:
    """The program died after the folder was renamed into place and before the database knew."""
    before = tmp_path / "before.db"
    shutil.copyfile(signed.settings.database_path, before)
    signed.publish(_first(signed))
    signed.db.close()
    shutil.copyfile(before, signed.settings.database_path)
    reopened = House(signed.settings, store.open_database(signed.settings.database_path), signed.at)
    yield reopened
    reopened.db.close()


def test_publishing_again_after_a_crash_finishes_the_work(interrupted: House) -> None:
    """The folder that is already there is kept as it is, and the rows are written."""
    before = {path.name: path.read_bytes() for path in _path(interrupted).iterdir()}
    assert _first(interrupted).state == "signed"

    issue = interrupted.later(hours=1).publish(_first(interrupted))

    assert (issue.state, issue.folder) == ("published", FOLDER)
    assert {path.name: path.read_bytes() for path in _path(interrupted).iterdir()} == before
    assert len(store.issues.adoptions(interrupted.db, 1)) == 2


def test_the_next_issue_waits_until_the_interrupted_one_is_finished(interrupted: House) -> None:
    """A chain of manifests has no hole: the next issue is not filed before the one that lies there unrecorded."""
    following = interrupted.issue("signed")

    with pytest.raises(RefusedAction, match=r"政务信息/2026/1已归档而未记完，政务信息/2026/2不能先印发"):
        interrupted.publish(following)
    interrupted.publish(_first(interrupted))
    interrupted.publish(following)

    filed = interrupted.settings.issues_dir / store.issues.get(interrupted.db, following.id).folder / "manifest.json"
    assert json.loads(filed.read_text("utf-8"))["previous"]["reference"] == "政务信息/2026/1"


def test_an_issue_already_filed_is_not_voided(interrupted: House) -> None:
    """What lies in the archive has appeared: voiding is refused and says to publish again."""
    with pytest.raises(RefusedAction, match=r"已归档而未记完，不能废号。请再运行一次 issue publish"):
        publish.void(
            interrupted.db,
            interrupted.settings,
            _first(interrupted),
            "数据有误",
            interrupted.actor("signer1"),
            interrupted.at,
        )

    assert _first(interrupted).state == "signed"


def test_a_foreign_folder_in_the_place_is_never_overwritten(signed: House) -> None:
    """A folder of that number with other contents stops publication; it is left as it is."""
    _path(signed).mkdir(parents=True)
    _path(signed, "manifest.json").write_text('{"files": {"issue.pdf": "0"}}', encoding="utf-8")

    with pytest.raises(StoreFailure, match="已存在而内容不同"):
        signed.publish(_first(signed))

    assert _first(signed).state == "signed"
    assert [path.name for path in _path(signed).iterdir()] == ["manifest.json"]


def test_a_folder_whose_manifest_cannot_be_read_stops_publication(signed: House) -> None:
    """A damaged manifest in the place of the new issue is named, with where to look."""
    _path(signed).mkdir(parents=True)
    _path(signed, "manifest.json").write_text("{", encoding="utf-8")

    with pytest.raises(StoreFailure, match=r"清单读不出来.*archive verify"):
        signed.publish(_first(signed))


def test_voiding_again_after_a_crash_finishes_the_work(signed: House) -> None:
    """The tombstone that was filed before the crash is kept as it is, and the rows are written."""
    before = signed.settings.root / "before.db"
    shutil.copyfile(signed.settings.database_path, before)
    signer = signed.actor("signer1")
    publish.void(signed.db, signed.settings, _first(signed), "数据有误", signer, signed.at)
    tombstone = _path(signed, "manifest.json").read_bytes()
    signed.db.close()
    shutil.copyfile(before, signed.settings.database_path)
    again = House(signed.settings, store.open_database(signed.settings.database_path), signed.at)

    publish.void(again.db, again.settings, _first(again), "数据有误", signer, again.later(hours=1).at)

    assert _first(again).state == "voided"
    assert _path(again, "manifest.json").read_bytes() == tombstone
    again.db.close()


def test_what_a_killed_program_left_half_written_is_replaced(signed: House) -> None:
    """A staging folder from before does not end up in the archive."""
    staging = _path(signed).with_name(f"{publish.STAGING}-001")
    staging.mkdir(parents=True)
    (staging / "rubbish").write_text("half a file")

    signed.publish(_first(signed))

    assert not staging.exists()
    assert {path.name for path in _path(signed).iterdir()} == {"issue.pdf", "contents.json", "manifest.json"}


def test_a_refused_file_leaves_the_database_as_it_was(signed: House) -> None:
    """Where the archive cannot be written, the issue stays signed and no unit is credited."""
    signed.settings.issues_dir.joinpath("政务信息").write_text("a file in the way")

    with pytest.raises(StoreFailure):
        signed.publish(_first(signed))

    assert _first(signed).state == "signed"
    assert store.issues.adoptions(signed.db, 1) == []


# One step after another


def _advance(house: House, person: str = "editor1", publication: str = "政务信息") -> forward.Outcome:
    chosen = house.settings.publication(publication)
    return forward.advance(house.db, house.settings, chosen, house.actor(person), house.at, os.environ)


def test_going_forward_says_who_is_next_until_it_is_filed(house: House) -> None:
    """Nothing, draft, in review, approved, proofed, signed: each call does what needs no person and names the next."""
    assert _advance(house).waiting_for == ("editor1", "editor2")
    one = house.article("draft")
    assert _advance(house).waiting_for == ("editor1", "editor2")
    one = house.send(one)
    assert _advance(house).waiting_for == ("reviewer1", "reviewer2")
    house.approve(one)

    proofed = _advance(house)
    assert proofed.issue is not None
    assert (proofed.issue.state, proofed.waiting_for) == ("proofed", ("signer1",))
    assert proofed.pdf == proof.path_of(house.settings, proof.current(house.db, proofed.issue).sha256)
    assert _advance(house) == proofed

    house.sign(proofed.issue)
    done = _advance(house)
    assert (done.waiting_for, done.pdf) == ((), _path(house, "issue.pdf"))
    assert done.issue is not None
    assert done.issue.state == "published"
    assert (house.settings.issues_dir / "index.html").is_file()


def test_going_forward_says_what_holds_up_a_composed_issue(composed: House) -> None:
    """An entry edited after composing is named, and no proof is made."""
    composed.edit(store.articles.get(composed.db, 1), "改了一个数。")

    outcome = _advance(composed)

    assert "编入后又有改动" in outcome.why
    assert (outcome.pdf, outcome.waiting_for) == (None, ("editor1", "editor2"))


def test_going_forward_in_january_makes_the_proof_of_december_again(proofed: House) -> None:
    """A proof nobody may sign any more because the year has turned is made anew with the new year's number."""
    outcome = _advance(House(proofed.settings, proofed.db, datetime.fromisoformat("2027-01-02T09:00:00+08:00")))

    assert outcome.issue is not None
    assert (outcome.issue.year, outcome.issue.number, outcome.waiting_for) == (2027, 1, ("signer1",))


def test_going_forward_sees_that_a_proof_is_no_longer_what_would_be_printed(proofed: House) -> None:
    """An article edited after the proof: the next step waits for those who arrange, not for the signer."""
    issue = _first(proofed)
    entry = store.issues.entries(proofed.db, issue.id)[0]
    proofed.edit(store.articles.get(proofed.db, entry.article_id), "改过的正文。")

    publication, actor = proofed.settings.publication("政务信息"), proofed.actor("editor1")
    outcome = forward.advance(proofed.db, proofed.settings, publication, actor, proofed.at, os.environ)

    assert "改动" in outcome.why
    assert set(outcome.waiting_for) == {"editor1", "editor2"}
