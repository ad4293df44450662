"""What is promised about 校对: exactly this proof, by different people, as often as asked, before anybody signs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import House, NewHouse

from bulletin import store, workflow
from bulletin.desk import review
from bulletin.errors import RefusedAction, StaleProof, UsageError
from bulletin.model import Issue
from bulletin.press import compose, forward, proof, publish, readings
from bulletin.press.readings import Report
from bulletin.settings import Delegation
from bulletin.text import sha256
from tests.calls import call, done

RIGHT = Report()
MARKED = Report((("第2页第3行", "“截止”应为“截至”"),))


@pytest.fixture
def twice(house: House) -> House:
    """An office whose 政务信息 asks for two readings, in its settings and in its file."""
    path = house.settings.root / "bulletin.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("total_before = 344\n", "total_before = 344\nproof_readings = 2\n"), encoding="utf-8")
    return asking(house, 2)


def asking(house: House, wanted: int) -> House:
    publications = dict(house.settings.publications)
    publications["政务信息"] = replace(publications["政务信息"], proof_readings=wanted)
    return replace(house, settings=replace(house.settings, publications=publications))


def proofed(house: House, pdf: bytes = b"%PDF- a proof") -> Issue:
    """The open issue with a proof of fixed bytes: the rules and rows of `proof.make` without setting a page."""
    issue = next(iter(store.issues.every(house.db, states=store.issues.OPEN_STATES)), None) or house.issue()
    wanted = house.settings.publication(issue.publication).proof_readings
    with store.write(house.db):
        step = workflow.advance(compose.standing(house.db, issue), "proof", house.actor("editor1"), house.at)
        numbered = store.issues.take_number(house.db, issue, house.at.year, 0)
        store.files.write_durably(proof.path_of(house.settings, sha256(pdf)), pdf)
        made_with = {"entry_pages": [1], "check": {"findings": []}, "readings": wanted}
        store.issues.add_proof(house.db, numbered, house.at.date(), sha256(pdf), 1, made_with, step)
        store.statuses.record(house.db, step)
    return house.reread(issue)


def read(house: House, issue: Issue, person: str, report: Report = RIGHT) -> Issue:
    readings.read(house.db, house.settings, issue, report, house.actor(person), house.at)
    return house.reread(issue)


def test_nobody_signs_before_both_have_read(twice: House) -> None:
    """With two readings asked for, none and one are refused; two let the signer sign."""
    issue = proofed(twice)

    for missing, reader in ((2, "editor2"), (1, "reviewer1")):
        with pytest.raises(RefusedAction, match=f"还缺{missing}遍校对"):
            twice.sign(issue)
        issue = read(twice, issue, reader)
    assert twice.sign(issue).state == "signed"


def test_an_office_that_does_not_ask_signs_without_and_may_read_all_the_same(house: House) -> None:
    """Without the setting a proof is signed as before; a reading is recorded where somebody makes one."""
    issue = proofed(house)

    issue = read(house, issue, "editor2")

    assert len(store.readings.of_issue(house.db, issue.id)) == 1
    assert house.sign(issue).state == "signed"


def test_the_two_are_two_people(twice: House) -> None:
    """Nobody reads one proof twice, neither for another nor through another."""
    day = twice.at.date()
    lent = (Delegation("editor2", "reviewer1", day, day, "出差"), Delegation("editor2", "clerk1", day, day, "出差"))
    house = replace(twice, settings=replace(twice.settings, delegations=lent))
    issue = read(house, proofed(house), "editor2")

    for person in ("editor2", "clerk1"):
        with pytest.raises(RefusedAction, match="再校须换人"):
            read(house, issue, person)
    assert [one.by for one in store.readings.of_issue(house.db, issue.id)] == ["editor2"]
    assert len(compose.standing(house.db, read(house, issue, "reviewer1")).readings) == 2


def test_a_person_who_reads_for_another_counts_as_both(twice: House) -> None:
    """What a clerk reads in an editor's name is that editor's reading too."""
    day = twice.at.date()
    lent = (Delegation("editor2", "clerk1", day, day, "出差"),)
    house = replace(twice, settings=replace(twice.settings, delegations=lent))
    issue = read(house, proofed(house), "clerk1")

    (one,) = store.readings.of_issue(house.db, issue.id)
    assert one.people == {"clerk1", "editor2"}
    with pytest.raises(RefusedAction, match="再校须换人"):
        read(house, issue, "editor2")


@pytest.mark.parametrize(
    ("person", "report"),
    [(one, report) for one in ("clerk1", "admin1") for report in (RIGHT, MARKED)] + [("signer1", RIGHT)],
)
def test_readers_are_editors_and_reviewers(twice: House, person: str, report: readings.Report) -> None:
    """Others neither find a proof right nor mark it; the signer is no reader, but may send back what he is to sign."""
    with pytest.raises(RefusedAction, match="角色"):
        read(twice, proofed(twice), person, report)


def test_the_signer_sends_a_proof_back_with_what_is_wrong(twice: House) -> None:
    """签发人退改: the issue is composed again, and his marks are told."""
    issue = read(twice, proofed(twice), "signer1", MARKED)

    assert issue.state == "composed"
    assert readings.open_marks(twice.db, issue) == MARKED.marks


def test_marks_send_it_back_and_the_next_proof_is_read_anew(twice: House) -> None:
    """A mark makes the issue composed again; readings of the proof before, right or not, count for nothing afterwards."""
    issue = read(twice, proofed(twice), "editor2")

    issue = read(twice, issue, "reviewer1", MARKED)
    assert issue.state == "composed"
    assert readings.open_marks(twice.db, issue) == MARKED.marks
    last = store.issues.last_proof(twice.db, issue.id)
    assert last and [one.by for one in store.readings.standing(twice.db, last)] == ["editor2"]
    again = proofed(twice, b"%PDF- mended")
    assert readings.open_marks(twice.db, again) == ()
    assert compose.standing(twice.db, again).readings == ()
    with pytest.raises(RefusedAction, match="还缺2遍校对"):
        twice.sign(again)


def test_a_new_proof_of_the_same_bytes_is_read_anew(twice: House) -> None:
    """A reading belongs to one proof, even where the next has the same bytes."""
    issue = read(twice, proofed(twice), "editor2")

    again = proofed(twice)

    assert compose.standing(twice.db, again).readings == ()
    assert len(compose.standing(twice.db, read(twice, again, "editor2")).readings) == 1
    assert len({one.sha256 for one in store.readings.of_issue(twice.db, issue.id)}) == 1


def test_who_found_it_right_may_still_mark_it(twice: House) -> None:
    """What a reader sees too late sends the issue back all the same."""
    issue = read(twice, proofed(twice), "editor2")

    assert read(twice, issue, "editor2", MARKED).state == "composed"


def test_a_reading_names_exactly_the_proof_that_is_there(twice: House) -> None:
    """Another SHA-256, an altered file, or no proof at all: nothing is recorded."""
    issue = proofed(twice)

    with pytest.raises(StaleProof, match="现在这一份"):
        read(twice, issue, "editor2", Report(digest="0" * 64))
    path = proof.path_of(twice.settings, sha256(b"%PDF- a proof"))
    path.write_bytes(b"%PDF- another")
    with pytest.raises(StaleProof, match="改动"):
        read(twice, issue, "editor2")
    path.write_bytes(b"%PDF- a proof")
    assert store.readings.of_issue(twice.db, issue.id) == []
    read(twice, issue, "editor2", Report(digest=sha256(b"%PDF- a proof")))
    back = read(twice, issue, "reviewer1", MARKED)
    with pytest.raises(RefusedAction, match="编排中"):
        read(twice, back, "reviewer2")


@pytest.mark.parametrize("mark", [("", "改"), ("第2页", " ")])
def test_a_mark_says_where_and_what(twice: House, mark: tuple[str, str]) -> None:
    """A mark without a place or without words is refused, and the issue stays."""
    issue = proofed(twice)

    with pytest.raises(UsageError, match="没有写全"):
        read(twice, issue, "editor2", Report((mark,)))

    assert twice.reread(issue).state == "proofed"


def test_readings_are_never_changed(twice: House) -> None:
    """No program rewrites or removes what somebody read."""
    read(twice, proofed(twice), "editor2", MARKED)

    for statement in ("update readings set marks = '[]'", "delete from readings"):
        with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
            twice.db.execute(statement)


def test_it_waits_for_readers_and_then_for_the_signer(twice: House) -> None:
    """`issue next`, what waits for each person, and urging name the readers first, only then the signer."""
    issue = proofed(twice)
    publication, office = twice.settings.publication("政务信息"), twice.settings

    def waits(person: str) -> list[str]:
        found = review.waiting(twice.db, office, twice.actor(person), twice.at)
        return [one.action for one in found if one.subject == "issue"]

    def outcome() -> forward.Outcome:
        return forward.advance(twice.db, office, publication, twice.actor("editor1"), twice.at, {})

    assert set(outcome().waiting_for) == {"editor1", "editor2", "reviewer1", "reviewer2"}
    assert "还缺2遍校对" in outcome().why
    issue = read(twice, issue, "editor2")
    assert (waits("editor2"), waits("reviewer1"), waits("signer1")) == ([], ["proofread"], [])
    called = review.urge_signature(twice.db, office, issue, twice.actor("editor1"), twice.at)
    assert {one.person for one in called} == {"reviewer1", "reviewer2"} and "等你校对" in called[0].text
    read(twice, issue, "reviewer1")
    assert (waits("reviewer2"), waits("signer1"), outcome().waiting_for) == ([], ["sign"], ("signer1",))


@pytest.fixture(scope="module")
def set_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office that asks for one reading, with a proof made as usual."""
    house = asking(new_house(tmp_path_factory.mktemp("readings") / "office"), 1)
    house.issue("proofed")
    return house


def test_the_proof_keeps_what_was_asked_when_it_was_made(set_once: House) -> None:
    """Relaxing the setting later does not let a proof pass unread that was made to be read."""
    (issue,) = store.issues.every(set_once.db, states=("proofed",))
    relaxed = asking(set_once, 0)

    with pytest.raises(RefusedAction, match="还缺1遍校对"):
        publish.sign(relaxed.db, relaxed.settings, issue, relaxed.actor("signer1"), relaxed.at)


def test_the_command_reads_marks_and_shows(twice: House) -> None:
    """``issue read REF --ok`` counts, ``--mark`` sends back and `issue show` tells what to mend; one of the two must be said."""
    root, issue = twice.settings.root, proofed(twice)
    ref = f"政务信息/编排/{issue.id}"

    assert call(root, "issue", "read", ref, person="editor2").code == 2
    assert call(root, "issue", "read", ref, "--ok", "--mark", "a=b", person="editor2").code == 2
    assert call(root, "issue", "read", ref, "--mark", "第2页", person="editor2").code == 2
    first = done(call(root, "issue", "read", ref, "--ok", "--json", person="editor2"))
    assert (first["readings"], first["readings_wanted"], first["state"]) == (1, 2, "proofed")
    assert "校对：编辑乙，还缺1遍" in call(root, "issue", "show", ref).out
    back = done(call(root, "issue", "read", ref, "--mark", "第2页第3行=“截止”应为“截至”", "--json", person="reviewer1"))
    assert (back["state"], back["marks"]) == ("composed", [["第2页第3行", "“截止”应为“截至”"]])
    assert "待改：第2页第3行：“截止”应为“截至”" in call(root, "issue", "show", ref).out


def test_whatever_is_done_nothing_is_signed_unread(twice: House) -> None:
    """Through every order of five steps by everybody, a signed proof was found right by two people, each once."""
    issue = proofed(twice)
    people = ("editor1", "editor2", "reviewer1", "signer1")
    signed = 0

    def steps(now: Issue) -> list[Callable[[], object]]:
        found: list[Callable[[], object]] = [lambda: twice.sign(now), lambda: proofed(twice)]
        found += [lambda who=who: read(twice, now, who) for who in people]  # type: ignore[misc]
        return [*found, lambda: read(twice, now, "reviewer1", MARKED)]

    def walk(now: Issue, depth: int) -> None:
        nonlocal signed
        for number, step in enumerate(steps(now) if depth else []):
            name = f"s{depth}_{number}"
            twice.db.execute(f"savepoint {name}")
            try:
                step()
            except (RefusedAction, StaleProof):
                pass
            else:
                after = twice.reread(now)
                if after.state == "signed":
                    signed += 1
                    last = store.issues.last_proof(twice.db, after.id)
                    assert last is not None
                    said = [
                        one.people for one in store.readings.of_issue(twice.db, after.id) if one.proof_id == last.id
                    ]
                    assert len(said) >= 2 and len(frozenset().union(*said)) == sum(map(len, said))
                walk(after, depth - 1)
            finally:
                twice.db.execute(f"rollback to {name}")
                twice.db.execute(f"release {name}")

    walk(issue, 3)

    assert signed > 0, "the walk is deep enough to reach a sign-off"
