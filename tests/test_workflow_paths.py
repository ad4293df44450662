"""No way round the rules: whatever is done by whomever in whatever order, what is printed was reviewed as it must be.

A walk chooses mostly what is allowed, else it would never come as far as print. That the property can fail is shown by three
mutants of the rules, which it must find here; it does not find every one (see there).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest
from conftest import AT, House, NewHouse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bulletin import store, workflow
from bulletin.desk import editing, review
from bulletin.errors import Refusal, UsageError
from bulletin.model import Actor, Article, Issue, Level, Person
from bulletin.press import compose, proof, publish
from bulletin.settings import Delegation
from bulletin.text import sha256

PUBLICATION = "政务信息"
PDF = b"%PDF- a proof"
ROLES = {
    "a": ("editor", "reviewer"),
    "b": ("editor", "reviewer", "signer"),
    "c": ("reviewer",),
    "d": ("signer", "reviewer"),
    "e": (),
    "f": ("editor",),
}
ROUTE = (
    Level("科长审核", skippable=True),
    Level("主任审定", roles=("signer", "reviewer"), people=("b", "d"), countersign=("f",)),
)
GIVEN = [("c", "e"), ("d", "e"), ("a", "f"), ("a", "c")]
FORWARD = {"send", "approve", "concur", "dissent", "read", "reply", "resume", "compose", "proof", "sign", "publish"}
NEEDS_PERSON = {"hand_over", "countersign", "circulate", "reply"}
ARTICLE_ACTIONS = (*review.ACTIONS, "edit", "compose")
ISSUE_ACTIONS = ("arrange", "proof", "sign", "publish", "discard", "void")


class Walk(RuleBasedStateMachine):
    """One article and its issues in a real database, acted on by six people, some of them in others' names."""

    house: ClassVar[House]
    signed: ClassVar[int]

    def __init__(self) -> None:
        super().__init__()
        self.at = AT
        self.house.db.execute("savepoint walk")
        item = self.house.item("第1稿。", "标题")
        editing.adopt(self.house.db, self.house.settings, [item.id], editing.Wish(), self.actor("a"), self.at)

    def teardown(self) -> None:
        self.house.db.execute("rollback to walk")
        self.house.db.execute("release walk")
        shutil.rmtree(self.house.settings.issues_dir / PUBLICATION, ignore_errors=True)

    def actor(self, person: str) -> Actor:
        return self.house.settings.actor(person, self.at.date())

    @property
    def article(self) -> Article:
        return store.articles.get(self.house.db, 1)

    @property
    def issue(self) -> Issue | None:
        return next(iter(reversed(store.issues.every(self.house.db))), None)

    @rule(data=st.data())
    def do(self, data: st.DataObject) -> None:
        """Somebody does something, mostly what is allowed and mostly what leads on."""
        allowed = self.allowed()
        leading = [one for one in allowed if one[1] in FORWARD]
        chance = data.draw(st.integers(0, 9))
        anything = [(who, action) for who in ROLES for action in (*ARTICLE_ACTIONS, *ISSUE_ACTIONS)]
        chosen = (leading or allowed) if chance >= 3 else allowed if chance else anything
        who, action = data.draw(st.sampled_from(chosen or anything))
        try:
            self.perform(self.actor(who), action, data.draw(st.sampled_from(sorted(ROLES))))
        except (Refusal, UsageError):
            return
        self.check()

    @rule()
    def next_day(self) -> None:
        """Delegations end."""
        self.at += timedelta(days=1)

    def allowed(self) -> list[tuple[str, str]]:
        standings = [store.articles.standing(self.house.db, self.house.settings, self.article)]
        standings += [compose.standing(self.house.db, issue) for issue in [self.issue] if issue]
        people = [self.actor(who) for who in ROLES]
        done = (*ARTICLE_ACTIONS, *ISSUE_ACTIONS)
        return [
            (one.id, action)
            for standing in standings
            for one in people
            for action in workflow.actions_for(standing, one, self.at)
            if action in done
        ]

    def perform(self, who: Actor, action: str, other: str) -> None:
        db, office, at, issue = self.house.db, self.house.settings, self.at, self.issue
        if action in review.ACTIONS:
            to = {"step_back": ROUTE[0].name}.get(action, other if action in NEEDS_PERSON else "")
            review.act(db, office, 1, action, who, at, "理由", to)
        elif action == "edit":
            now = self.article.revision
            text = editing.Text(now.title, f"第{now.number + 1}稿。", now.number)
            editing.save(db, office, 1, text, who, at)
        elif action == "compose":
            compose.gather(db, office, office.publication(PUBLICATION), "正刊", who, at)
        elif issue is not None:
            self.press(issue)[action](who)

    def press(self, issue: Issue) -> dict[str, Callable[[Actor], object]]:
        db, office, at = self.house.db, self.house.settings, self.at
        return {
            "arrange": lambda who: compose.take_out(db, office, issue, 1, who, at),
            "proof": lambda who: self.proof(issue, who),
            "sign": lambda who: publish.sign(db, office, issue, who, at),
            "publish": lambda who: publish.publish(db, office, issue, who, at),
            "discard": lambda who: proof.discard(db, office, issue, who, at),
            "void": lambda who: publish.void(db, office, issue, "理由", who, at),
        }

    def proof(self, issue: Issue, who: Actor) -> None:
        """Make a proof without setting a page: the rules and rows of `proof.make`, with fixed bytes for the PDF."""
        db, at = self.house.db, self.at
        compose.refuse_unready(issue, compose.unready(db, self.house.settings, issue))
        step = workflow.advance(compose.standing(db, issue), "proof", who, at)
        numbered = store.issues.take_number(db, issue, at.year, 0)
        made_with = {"entry_pages": [1], "check": {"findings": []}}
        store.issues.add_proof(db, numbered, at.date(), sha256(PDF), 1, made_with, step)
        store.statuses.record(db, step)

    # What must hold, read from the rows alone

    def check(self) -> None:
        for issue in store.issues.every(self.house.db, states=("signed", "published")):
            type(self).signed += 1
            for entry in store.issues.entries(self.house.db, issue.id):
                self.check_printed(entry.revision_id)
            hands = "select by, on_behalf_of from {} where issue_id = ?"
            composed = (
                "select by, on_behalf_of from statuses where subject = 'issue' and subject_id = ? "
                "and action in ('compose', 'arrange', 'proof')"
            )
            composers = {x for row in self.rows(composed, issue.id) for x in row} - {""}
            signers = [set(row) - {""} for row in self.rows(hands.format("sign_offs"), issue.id)]
            assert signers
            assert not any(people & composers for people in signers)

    def check_printed(self, revision_id: int) -> None:
        trail = self.rows(
            "select action, by, on_behalf_of, level, at, target from statuses "
            "where subject = 'article' and revision_id = ? order by id",
            revision_id,
        )
        sent = max(n for n, row in enumerate(trail) if row[0] == "send")
        writers = {x for row in self.rows("select by, on_behalf_of from revisions where article_id = 1") for x in row}
        passed: dict[int, tuple[str, str, str]] = {}
        answers: dict[tuple[int, str], str] = {}
        urgent, handed = False, set()
        for action, by, behalf, level, at, target in trail[sent:]:
            assert action not in ("return", "recall"), "sent back and printed all the same"
            if action == "approve":
                assert level not in passed, "one level passed twice"
                passed[level] = (by, behalf, at)
                asked = ROUTE[level - 1].countersign
                assert all(answers.get((level, one)) in ("concur", "settled") for one in asked), (
                    "countersigners left out"
                )
            elif action == "step_back":
                passed = {number: one for number, one in passed.items() if number < level}
                answers = {key: one for key, one in answers.items() if key[0] < level}
            elif action in ("concur", "dissent"):
                answers[level, target] = action
            elif action == "reply":
                answers |= {key: "settled" for key in answers if key[1] == target and answers[key] == "dissent"}
            urgent |= action == "hasten"
            handed |= {target} if action == "hand_over" else set()
        for number, level in enumerate(ROUTE, 1):
            if number not in passed:
                assert urgent and number == 1, f"printed without level {number}"
                continue
            by, behalf, at = passed[number]
            right = behalf or by
            assert not {by, behalf} & (writers - {""}), "an author reviewed himself"
            assert set(ROLES[right]) & set(level.roles), "passed without the role"
            assert not behalf or ((behalf, by) in GIVEN and at[:10] == "2026-11-20"), "passed without a delegation"
            assert not level.people or right in {*level.people, *handed}, "passed by somebody else"
        behind = [set(one[:2]) - {""} for one in passed.values()]
        assert all(not (one & other) for n, one in enumerate(behind) for other in behind[:n]), "one person, two levels"

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        return self.house.db.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def office(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with six people, four delegations of one day and a route of two levels."""
    made = new_house(tmp_path_factory.mktemp("walk") / "office")
    people = {name: Person(name, name, frozenset(roles)) for name, roles in ROLES.items()}
    publications = {
        PUBLICATION: replace(made.settings.publication(PUBLICATION), route=ROUTE),
    }
    day = AT.date()
    given = tuple(Delegation(giver, taker, day, day, "出差") for giver, taker in GIVEN)
    house = replace(made, settings=replace(made.settings, people=people, publications=publications, delegations=given))
    store.files.write_durably(proof.path_of(house.settings, sha256(PDF)), PDF)
    Walk.house = house
    return house


def _walk(examples: int, steps: int = 30) -> None:
    Walk.signed = 0
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Walk, settings=chosen)


def test_no_sequence_reaches_print_without_its_levels(office: House) -> None:
    """Nothing is signed or published unless every level not skipped for urgency, and always the deciding one, passed exactly
    the printed revision by the right of somebody who may, of whom nobody wrote any of it, all of them different, everybody
    asked having answered; and somebody signed who had no hand in composing."""
    _walk(40)

    assert Walk.signed > 10, "the walks come as far as the signature"


@pytest.mark.parametrize("guard", ["not_author", "not_same_reviewer", "all_answered"])
def test_the_walk_finds_a_rule_that_is_missing(office: House, guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any one of these guards 100 walks end in an offence: the property can fail.

    Tried by hand with 400 walks: its_turn, dissents_replied and not_composer are found as well; of_level, may_hand_over and
    seen_current are not. The property reads only what was printed, not who sent back, held or handed over, nor what
    somebody had opened: each cell of these stands in test_workflow_review.
    """
    for subject in ("article", "issue"):
        rules = [
            replace(one, guards=tuple(g for g in one.guards if g.__name__ != guard)) for one in workflow.TABLES[subject]
        ]
        monkeypatch.setitem(workflow.TABLES, subject, tuple(rules))

    with pytest.raises(AssertionError):
        _walk(100)
