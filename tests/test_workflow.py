"""What is promised about `bulletin.workflow`: the tables, the guards, and no way round them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest
from conftest import AT, House

from bulletin import store, workflow
from bulletin.desk import editing
from bulletin.errors import Refusal, RefusedAction, UsageError
from bulletin.model import Actor, Article, Casework, Issue, Level, Review, Standing, Status
from bulletin.press import compose, proof, publish
from bulletin.settings import Delegation
from bulletin.terms import ROLES
from bulletin.text import sha256

# Rows: where a thing stands. Columns: what is done. Cells: where it stands then; "-" is refused.
GRIDS = {
    "item": """
    .          adopt     decline   shelve   restore  release
    new        adopted   declined  shelved  -        -
    shelved    adopted   declined  -        new      -
    adopted    adopted   -         -        -        new
    declined   -         -         -        new      -
    """,
    "issue": """
    .          arrange   proof    proofread  mark_up   sign    remind   publish    discard    void    correct    withdraw
    composed   composed  proofed  -          -         -       -        -          discarded  -       -          -
    proofed    composed  proofed  proofed    composed  signed  proofed  -          discarded  -       -          -
    signed     -         -        -          -         -       -        published  -          voided  -          -
    published  -         -        -          -         -       -        -          -          -       published  published
    discarded  -         -        -          -         -       -        -          -          -       -          -
    voided     -         -        -          -         -       -        -          -          -       -          -
    """,
    "follow_up": """
    .           propose   open_case  leave       assign    receive   report    contribute  remind    extend
    registered  proposed  -          not_opened  assigned  -         -         -           -         -
    proposed    proposed  opened     not_opened  -         -         -         -           -         -
    opened      -         -          -           assigned  -         -         -           -         -
    not_opened  -         -          -           -         -         -         -           -         -
    assigned    -         -          -           -         assigned  reported  assigned    assigned  assigned
    reported    -         -          -           -         -         -         reported    -         -
    shown       -         -          -           -         -         -         -           -         -
    closed      -         -          -           -         -         -         -           -         -
    """,
    "follow_up ": """
    .           accept  show   conclude  renew   return    ask_extension  grant_extension  deny_extension
    registered  -       -      -         -       -         -              -                -
    proposed    -       -      -         -       -         -              -                -
    opened      -       -      -         -       -         -              -                -
    not_opened  -       -      -         -       -         -              -                -
    assigned    -       -      -         -       -         assigned       assigned         assigned
    reported    closed  shown  -         -       assigned  -              -                -
    shown       -       -      closed    closed  -         -              -                -
    closed      -       -      -         -       -         -              -                -
    """,
    "commission": """
    .          answer    unlink  remind    close     reopen
    open       open      open    open      closed    -
    closed     -         -       -         -         open
    """,
    "incident": """
    .         rate      phone     join      part      end  go_on
    handling  handling  handling  handling  handling  -    -
    ended     -         -         -         -         -    handling
    """,
}
WHO = {
    "item": {key: {"editor"} for key in ("adopt", "decline", "shelve", "restore", "release")},
    "issue": {
        "arrange": {"editor"},
        "proof": {"editor"},
        "proofread": {"editor", "reviewer"},
        "mark_up": {"editor", "reviewer", "signer"},
        "sign": {"signer"},
        "remind": {"editor", "admin"},
        "publish": {"editor", "clerk", "admin"},
        "discard": {"editor", "signer"},
        "void": {"signer"},
        "correct": {"signer"},
        "withdraw": {"signer"},
    },
    "follow_up": {
        **{key: {"clerk"} for key in ("propose", "assign", "receive", "report", "contribute", "accept", "show")},
        **{key: {"clerk"} for key in ("conclude", "return", "remind", "extend", "ask_extension")},
        "renew": {"clerk", "editor", "admin"},
        **{
            key: {"clerk", "reviewer", "signer", "admin"}
            for key in ("open_case", "leave", "grant_extension", "deny_extension")
        },
    },
    "commission": {key: {"editor"} for key in ("answer", "unlink", "remind", "close", "reopen")},
    "incident": {key: {"editor", "clerk"} for key in ("rate", "phone", "join", "part", "end", "go_on")},
}
NEED_A_REASON = {
    "item": {"decline"},
    "issue": {"void", "mark_up", "correct", "withdraw"},
    "follow_up": {"leave", "return", "extend", "ask_extension", "deny_extension"},
    "commission": set(),
    "incident": {"rate", "part", "go_on"},
}


def _cells() -> Iterator[tuple[str, str, str, str]]:
    for subject, grid in GRIDS.items():
        head, *rows = [line.split() for line in grid.strip().splitlines()]
        for state, *cells in rows:
            for action, after in zip(head[1:], cells, strict=True):
                yield subject.strip(), state, action, after


CELLS = list(_cells())


def _someone(*roles: str, id: str = "somebody", delegated: dict[str, tuple[str, ...]] | None = None) -> Actor:
    return Actor(id, "某人", frozenset(roles), delegated or {})


def route(levels: int) -> tuple[Level, ...]:
    """A route of so many levels, each for any reviewer."""
    return tuple(Level(f"第{number}级") for number in range(1, levels + 1))


def passed(*people: str) -> Review:
    """A review whose levels, from the first, were passed by these people; ``a+b`` is a in the name of b."""
    approvals = []
    for number, one in enumerate(people, 1):
        by, _, behalf = one.partition("+")
        approvals.append(Status(number, "article", 7, "approve", "in_review", by, behalf, AT, "", 1, number))
    return Review(approvals=tuple(approvals))


def _standing(subject: str, state: str, **more: object) -> Standing:
    asked = Casework(asked_by=frozenset({"asker"}))
    return replace(Standing(subject, 7, state, "来稿 7", route=route(1), casework=asked), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
@pytest.mark.parametrize(("subject", "state", "action", "after"), CELLS, ids=lambda value: value)
def test_every_state_action_and_role_does_what_the_table_says(
    subject: str, state: str, action: str, after: str, role: str
) -> None:
    """Each action leads where the written table says, for the roles it says, and is refused otherwise."""
    standing, someone = _standing(subject, state), _someone(role)
    allowed = after != "-" and role in WHO[subject][action]

    if allowed:
        step = workflow.advance(standing, action, someone, AT, "理由")
        assert (step.before, step.after, step.action, step.id) == (state, after, action, 7)
    else:
        with pytest.raises(RefusedAction):
            workflow.advance(standing, action, someone, AT, "理由")
    assert (action in workflow.actions_for(standing, someone, AT)) == allowed


def test_the_written_tables_are_complete() -> None:
    """No action and no state of the program is missing from the tables above."""
    ruled = {
        (subject, state, rule.action)
        for subject, rules in workflow.TABLES.items()
        if subject != "article"  # see test_workflow_review
        for rule in rules
        for state in (*rule.before, rule.after)
    }

    assert ruled <= {(subject, state, action) for subject, state, action, _ in CELLS}


@pytest.mark.parametrize(("subject", "state", "action", "after"), [c for c in CELLS if c[3] != "-"])
def test_reasons_are_demanded_exactly_where_the_record_needs_one(
    subject: str, state: str, action: str, after: str
) -> None:
    """Declining, returning, dropping, voiding and extending need words; blank ones do not count; the rest need none."""
    someone = _someone(*ROLES)

    if action in NEED_A_REASON[subject]:
        with pytest.raises(RefusedAction, match="理由"):
            workflow.advance(_standing(subject, state), action, someone, AT, " \n")
    else:
        assert workflow.advance(_standing(subject, state), action, someone, AT).after == after


@pytest.mark.parametrize(
    ("subject", "roles", "state"),
    [
        ("article", {"editor"}, "draft"),
        ("issue", {"editor"}, "composed"),
        ("follow_up", {"clerk", "editor", "admin"}, "registered"),
    ],
)
def test_only_the_right_role_begins_a_subject(subject: str, roles: set[str], state: str) -> None:
    """Articles and issues are begun by editors, follow-ups by whoever records instructions; everybody else is refused."""
    for role in roles:
        assert workflow.begin(subject, _someone(role), AT).after == state
    for other in set(ROLES) - roles:
        with pytest.raises(RefusedAction, match="角色"):
            workflow.begin(subject, _someone(other), AT)


def test_a_refusal_names_record_state_action_and_what_is_allowed() -> None:
    """A refusal says which record, where it stands, and what can be done now and by whom."""
    standing = Standing("article", 12, "draft", "稿件 12")

    with pytest.raises(RefusedAction) as refusal:
        workflow.advance(standing, "publish", _someone("editor"), AT)

    assert "稿件 12：处于“编辑中”，不能印发" in str(refusal.value)
    assert "送审（编辑）" in refusal.value.remedy


def test_a_refused_role_is_told_which_role_may() -> None:
    """Somebody without the role learns which role it takes and which he has."""
    with pytest.raises(RefusedAction, match=r"须由审核角色进行，某人的角色是编辑"):
        workflow.advance(_standing("article", "in_review"), "approve", _someone("editor"), AT)


def test_the_end_states_say_that_nothing_more_is_possible() -> None:
    """A published article says that it cannot be changed any more."""
    with pytest.raises(RefusedAction) as refusal:
        workflow.advance(_standing("article", "published"), "edit", _someone("editor"), AT)

    assert refusal.value.remedy == "这个状态下不能再改动"


# Guards


def test_the_author_of_a_revision_may_not_approve_it() -> None:
    """Two people: the one who wrote the current revision is refused as its reviewer, another is not."""
    standing = _standing("article", "in_review", authors=frozenset({"writer"}))

    with pytest.raises(RefusedAction, match="由本人编辑"):
        workflow.advance(standing, "approve", _someone("reviewer", id="writer"), AT)
    assert "approve" not in workflow.actions_for(standing, _someone("reviewer", id="writer"), AT)
    assert workflow.advance(standing, "approve", _someone("reviewer"), AT).after == "approved"


def test_nobody_approves_in_the_name_of_the_author() -> None:
    """A delegation from the author gives no way round: the deputy may not approve the author's own revision."""
    standing = _standing("article", "in_review", authors=frozenset({"writer"}))
    deputy = _someone("editor", delegated={"reviewer": ("writer",)})

    with pytest.raises(RefusedAction, match="授权人编辑过"):
        workflow.advance(standing, "approve", deputy, AT)


def test_each_level_takes_a_different_person() -> None:
    """Two levels are passed by two people; neither the first reviewer nor his deputy counts as the second."""
    once = _standing("article", "in_review", route=route(2), review=passed("first"))

    first = workflow.advance(replace(once, review=Review()), "approve", _someone("reviewer", id="first"), AT)
    second = workflow.advance(once, "approve", _someone("reviewer", id="second"), AT)

    assert (first.after, first.level) == ("in_review", 1)
    assert (second.after, second.level) == ("approved", 2)
    for same in (_someone("reviewer", id="first"), _someone(id="deputy", delegated={"reviewer": ("first",)})):
        with pytest.raises(RefusedAction, match="下一级须由他人审核"):
            workflow.advance(once, "approve", same, AT)


def test_who_stood_behind_a_deputy_may_not_approve_the_next_level_himself() -> None:
    """An approval given in somebody's name counts as his: he does not pass the next level again."""
    once = _standing("article", "in_review", route=route(2), review=passed("deputy+chief"))

    for same in ("deputy", "chief"):
        with pytest.raises(RefusedAction, match="下一级须由他人审核"):
            workflow.advance(once, "approve", _someone("reviewer", id=same), AT)


def test_the_composer_may_not_sign_nor_have_it_signed_in_his_name() -> None:
    """Two people: whoever composed the issue is refused as its signer, and so is his deputy."""
    standing = _standing("issue", "proofed", authors=frozenset({"composer"}), dated_on=AT.date())

    for same in (_someone("signer", id="composer"), _someone(delegated={"signer": ("composer",)})):
        with pytest.raises(RefusedAction, match="须由他人签发"):
            workflow.advance(standing, "sign", same, AT)
    assert workflow.advance(standing, "sign", _someone("signer"), AT).after == "signed"


def test_a_proof_of_last_year_is_not_signed_in_the_new_one() -> None:
    """The number belongs to the year of the sign-off: dated 31 December, it is refused on 1 January, not on the 31st."""
    standing = _standing("issue", "proofed", dated_on=date(2026, 12, 31))
    eve, new_year = (datetime.fromisoformat(f"{t}+08:00") for t in ("2026-12-31T23:59:59", "2027-01-01T00:00:00"))

    assert workflow.advance(standing, "sign", _someone("signer"), eve).after == "signed"
    with pytest.raises(RefusedAction, match=r"2026年的期号，签发在2027年"):
        workflow.advance(standing, "sign", _someone("signer"), new_year)


def test_an_extension_is_asked_for_until_the_due_date_and_not_after() -> None:
    """延期 is possible in the last second of the due date and refused in the first of the day after."""
    last = AT.replace(hour=23, minute=59, second=59)
    standing = _standing("follow_up", "assigned", due_at=last)

    for action in ("extend", "ask_extension"):
        assert workflow.advance(standing, action, _someone("clerk"), last, "材料未齐").after == "assigned"
        with pytest.raises(RefusedAction, match="延期须在到期前申请"):
            workflow.advance(standing, action, _someone("clerk"), last + timedelta(seconds=1), "材料未齐")


def test_an_extension_of_what_is_due_at_an_hour_is_asked_for_by_that_hour() -> None:
    """Due at nine: a second later is late, though it is the same day."""
    standing = _standing("follow_up", "assigned", due_at=AT)

    with pytest.raises(RefusedAction, match="已过办理时限（2026-11-20 09:00）"):
        workflow.advance(standing, "extend", _someone("clerk"), AT + timedelta(seconds=1), "材料未齐")


def test_an_extension_asked_for_in_time_is_granted_later_and_by_another() -> None:
    """The request was in time, so the answer may be late; whoever asked, or acts for him, does not grant it himself."""
    standing = _standing("follow_up", "assigned", due_at=AT)
    later, asker = AT + timedelta(days=2), _someone("clerk", id="asker")

    assert workflow.advance(standing, "grant_extension", _someone("clerk"), later).after == "assigned"
    for someone in (asker, _someone("editor", delegated={"clerk": ("asker",)})):
        with pytest.raises(RefusedAction, match="延期是本人申请的，须由他人批准"):
            workflow.advance(standing, "grant_extension", someone, later)
    with pytest.raises(RefusedAction, match="没有待批准的延期申请"):
        workflow.advance(replace(standing, casework=Casework()), "grant_extension", _someone("clerk"), later)


def test_where_the_office_wants_two_nobody_extends_alone() -> None:
    """The clerk is told that one asks and another grants, and what he can do now."""
    standing = _standing("follow_up", "assigned", due_at=AT, casework=Casework(extends_by_two=True))

    with pytest.raises(RefusedAction, match="一人申请、另一人批准") as refusal:
        workflow.advance(standing, "extend", _someone("clerk"), AT, "材料未齐")
    assert "申请延期（督办员）" in refusal.value.remedy


def test_cases_are_decided_by_whom_the_office_names() -> None:
    """With approvers named, only they open a case or decide on an extension; whoever acts for them may too."""
    named = Casework(approvers=("chief",), asked_by=frozenset({"asker"}))
    proposed, assigned = (_standing("follow_up", state, casework=named) for state in ("proposed", "assigned"))
    chief, deputy = _someone("signer", id="chief"), _someone("editor", delegated={"signer": ("chief",)})

    for someone in (chief, deputy):
        assert workflow.advance(proposed, "open_case", someone, AT).after == "opened"
        assert workflow.advance(assigned, "grant_extension", someone, AT).after == "assigned"
    for standing, action in ((proposed, "open_case"), (proposed, "leave"), (assigned, "deny_extension")):
        with pytest.raises(RefusedAction, match="由chief批准"):
            workflow.advance(standing, action, _someone("clerk"), AT, "理由")


def test_where_the_office_opens_first_nothing_is_assigned_before() -> None:
    """A registered case must be proposed and opened; an opened one is assigned."""
    first = Casework(opens_first=True)

    with pytest.raises(RefusedAction, match="先拟办、立项，再交办"):
        workflow.advance(_standing("follow_up", "registered", casework=first), "assign", _someone("clerk"), AT)
    opened = _standing("follow_up", "opened", casework=first)
    assert workflow.advance(opened, "assign", _someone("clerk"), AT).after == "assigned"


def test_a_step_in_anothers_name_says_whose() -> None:
    """What is done by delegation is recorded in the giver's name; one's own role needs nobody's."""
    standing = _standing("issue", "signed")

    delegated = workflow.advance(standing, "void", _someone("editor", delegated={"signer": ("chief",)}), AT, "印错")
    own = workflow.advance(standing, "void", _someone("signer", delegated={"signer": ("chief",)}), AT, "印错")

    assert (delegated.on_behalf_of, own.on_behalf_of) == ("chief", "")


def test_a_delegation_counts_on_its_days_only_and_gives_only_the_givers_roles(house: House) -> None:
    """A delegation holds from its first to its last day, both included, and never beyond what the giver has himself."""
    given = Delegation("signer1", "editor2", date(2026, 11, 20), date(2026, 11, 22), "出差")
    settings = replace(house.settings, delegations=(given,))

    held = {day: settings.actor("editor2", date(2026, 11, day)).delegated for day in (19, 20, 22, 23)}

    assert held == {19: {}, 20: {"signer": ("signer1",)}, 22: {"signer": ("signer1",)}, 23: {}}


def test_a_delegation_is_not_passed_on(house: House) -> None:
    """Who acts by delegation cannot give that role away: only roles entered for the giver himself are delegated."""
    day = date(2026, 11, 20)
    chain = (Delegation("signer1", "editor2", day, day, "出差"), Delegation("editor2", "clerk1", day, day, "出差"))
    settings = replace(house.settings, delegations=chain)

    assert settings.actor("clerk1", day).delegated == {"editor": ("editor2",)}


# Paths: everything that can be done, in every order, by people who hold every role at once

PDF = b"%PDF- a proof"


@dataclass
class Walk:
    """An article and its issue in a real database, acted on by people who hold several roles or act for others."""

    house: House
    publication: str
    people: dict[str, Actor]
    seen: dict[object, int] = field(default_factory=dict)
    published: int = 0

    @property
    def article(self) -> Article:
        return store.articles.get(self.house.db, 1)

    @property
    def issue(self) -> Issue | None:
        return next(iter(reversed(store.issues.every(self.house.db))), None)

    def actions(self) -> dict[str, Callable[[Actor], object]]:
        """Everything the stages offer, for this one article and the newest issue."""
        db, settings, at, one = self.house.db, self.house.settings, self.house.at, self.article
        chosen = settings.publication(self.publication)
        offered: dict[str, Callable[[Actor], object]] = {
            name: lambda who, name=name: editing.move(db, settings, one.id, name, who, at, "理由")  # type: ignore[misc]
            for name in ("send", "approve", "return")
        }
        offered["edit"] = lambda who: editing.save(db, settings, one.id, _rewritten(one), who, at)
        offered["drop"] = lambda who: editing.drop(db, settings, one.id, "理由", who, at)
        offered["compose"] = lambda who: compose.gather(db, settings, chosen, "正刊", who, at)
        if issue := self.issue:
            offered["order"] = lambda who: compose.order(db, issue, [1], who, at)
            offered["take_out"] = lambda who: compose.take_out(db, settings, issue, 1, who, at)
            offered["proof"] = lambda who: self.proof(issue, who)
            offered["sign"] = lambda who: publish.sign(db, settings, issue, who, at)
            offered["publish"] = lambda who: publish.publish(db, settings, issue, who, at)
            offered["discard"] = lambda who: proof.discard(db, settings, issue, who, at)
            offered["void"] = lambda who: publish.void(db, settings, issue, "理由", who, at)
        return offered

    def proof(self, issue: Issue, who: Actor) -> None:
        """Make a proof without setting a page: the rules and rows of `proof.make`, with fixed bytes for the PDF."""
        db, at = self.house.db, self.house.at
        compose.refuse_unready(issue, compose.unready(db, self.house.settings, issue))
        step = workflow.advance(compose.standing(db, issue), "proof", who, at)
        numbered = store.issues.take_number(db, issue, at.year, 0)
        made_with = {"entry_pages": [1], "check": {"findings": []}}
        store.issues.add_proof(db, numbered, at.date(), sha256(PDF), 1, made_with, step)
        store.statuses.record(db, step)

    def key(self) -> object:
        """All that can matter for what is possible from here."""
        db, one, issue = self.house.db, self.article, self.issue
        standing = store.articles.standing(db, self.house.settings, one)
        issue_standing = compose.standing(db, issue) if issue else None
        printed = (
            [entry.revision_id == one.revision.id for entry in store.issues.entries(db, issue.id)] if issue else []
        )
        about_issue = (issue_standing.state, issue_standing.authors) if issue_standing else None
        return one.state, standing.authors, standing.approvals, about_issue, tuple(printed)

    def explore(self, depth: int) -> None:
        """Try everything by everybody from here, `depth` actions deep; undo each before the next."""
        if depth <= self.seen.get(self.key(), 0):
            return
        self.seen[self.key()] = depth
        for act in self.actions().values():
            for who in self.people.values():
                with self.undone(depth):
                    try:
                        act(who)
                    except (Refusal, UsageError):
                        continue
                    self.check()
                    self.explore(depth - 1)

    @contextmanager
    def undone(self, depth: int) -> Iterator[None]:
        db = self.house.db
        db.execute(f"savepoint s{depth}")
        try:
            yield
        finally:
            db.execute(f"rollback to s{depth}")
            db.execute(f"release s{depth}")
            shutil.rmtree(self.house.settings.issues_dir / self.publication, ignore_errors=True)

    def check(self) -> None:
        """What is signed or published has been passed by enough people, none of whom wrote what they passed."""
        db = self.house.db
        for issue in store.issues.every(db, states=("signed", "published")):
            self.published += issue.state == "published"
            for entry in store.issues.entries(db, issue.id):
                passed = self.approvals_after_last_send(entry.revision_id)
                rows = db.execute("select by from revisions where article_id = ?", (entry.article_id,)).fetchall()
                writers = {by for (by,) in rows}
                levels = len(self.house.settings.publication(self.publication).levels)
                assert len(passed) >= levels
                assert all(not (a & b) for n, a in enumerate(passed) for b in passed[:n])
                assert not any(writers & people for people in passed)
            composers = db.execute(
                "select by, on_behalf_of from statuses where subject = 'issue' and subject_id = ? "
                "and action in ('compose', 'arrange', 'proof')",
                (issue.id,),
            ).fetchall()
            signers = db.execute("select by, on_behalf_of from sign_offs where issue_id = ?", (issue.id,)).fetchall()
            assert {*sum(composers, ())} & {*sum(signers, ())} <= {""}
            assert signers

    def approvals_after_last_send(self, revision_id: int) -> list[set[str]]:
        rows = self.house.db.execute(
            "select action, by, on_behalf_of from statuses where subject = 'article' and revision_id = ? order by id",
            (revision_id,),
        ).fetchall()
        last = max((n for n, row in enumerate(rows) if row[0] in ("send", "return")), default=0)
        return [{by, behalf} - {""} for action, by, behalf in rows[last:] if action == "approve"]


def _rewritten(one: Article) -> editing.Text:
    return editing.Text(one.revision.title, f"第{one.revision.number + 1}稿。", one.revision.number)


@pytest.mark.parametrize(("publication", "depth"), [("政务信息", 6), ("信息专报", 7)])
def test_no_path_reaches_print_without_its_levels_by_other_people(house: House, publication: str, depth: int) -> None:
    """Whatever is done in whatever order by whomever: nothing is signed or published unless every level was passed on
    the printed revision by different people, none its author, and signed by somebody who had no hand in composing."""
    all_roles = frozenset({"editor", "reviewer", "signer"})
    people = {name: Actor(name, name, all_roles) for name in ("a", "b")}
    people["c"] = Actor("c", "c", frozenset({"reviewer"}))
    people["d"] = Actor("d", "d", frozenset(), {"reviewer": ("a",), "signer": ("a",)})
    item = house.item("第1稿。", "标题")
    wish = editing.Wish(publication=publication)
    editing.adopt(house.db, house.settings, [item.id], wish, people["a"], house.at)
    store.files.write_durably(proof.path_of(house.settings, sha256(PDF)), PDF)
    walk = Walk(house, publication, people)

    walk.explore(depth)

    assert walk.published > 0, "the walk is deep enough to reach publication"
    assert len(walk.seen) > 40


def test_a_reason_is_kept_without_what_cannot_be_seen_or_stored(house: House) -> None:
    """Bytes that are no UTF-8, escapes and zero widths fall away from what is written down; a reason of them alone is none."""
    item = store.items.standing(store.items.get(house.db, 1))
    step = workflow.advance(item, "decline", house.actor("editor1"), house.at, "内\udc9b\x1b[31m容\u200b重复\n已报")

    assert step.note == "内容重复\n已报"
    with pytest.raises(RefusedAction, match="写明理由"):
        workflow.advance(item, "decline", house.actor("editor1"), house.at, "\u200b\udc9b")
