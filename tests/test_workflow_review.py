"""What is promised about the review of an article: every situation, action, role and delegation, against a written table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import AT, House

from bulletin import workflow
from bulletin.errors import RefusedAction
from bulletin.model import Actor, Level, Person, Review, Standing, Status
from bulletin.settings import Delegation
from bulletin.terms import ROLES

# Rows: what is done. Columns: the situation it is done in. Cells: where the article stands then; "-" is refused.
#   review1   at 科长审核 (reviewers), the first of two levels       review2  at 主任审定 (signers), the first passed
#   asked     at 科长审核; a reader, an adviser have not answered    dissent  the adviser dissented, nobody replied yet
#   handed    at 科长审核, its decision handed over to the chosen    urgent   as review1, made urgent
#   passed    both levels passed           held1, held2  held at the first level; held with both levels passed
TABLE = """
.           draft   back    review1 review2 asked  dissent handed urgent passed held1  held2  placed signed out dropped
edit        draft   draft   draft   draft   draft  draft   draft  draft  draft  -      -      draft  -      -   -
set_section draft   back    review  review  review review  review review passed -      -      -      -      -   -
attach      draft   back    review  review  review review  review review passed -      -      placed -      -   -
detach      draft   back    -       -       -      -       -      -      -      -      -      -      -      -   -
send        review  review  -       -       -      -       -      -      -      -      -      -      -      -   -
recall      -       -       draft   -       draft  draft   draft  draft  -      -      -      -      -      -   -
approve     -       -       review  passed  -      -       review review -      -      -      -      -      -   -
return      -       -       back    back    back   back    back   back   back   back   back   -      -      -   -
step_back   -       -       -       review  -      -       -      -      review -      -      -      -      -   -
hold        -       -       held    held    held   held    held   held   held   -      -      -      -      -   -
resume      -       -       -       -       -      -       -      -      -      review passed -      -      -   -
hand_over   -       -       review  review  review review  review review -      -      -      -      -      -   -
countersign -       -       review  review  review review  review review -      -      -      -      -      -   -
circulate   -       -       review  review  review review  review review -      -      -      -      -      -   -
concur      -       -       -       -       review review  -      -      -      -      -      -      -      -   -
dissent     -       -       -       -       review review  -      -      -      -      -      -      -      -   -
read        -       -       -       -       review -       -      -      -      -      -      -      -      -   -
reply       -       -       -       -       -      review  -      -      -      -      -      -      -      -   -
hasten      -       -       review  review  review review  review -      -      -      -      -      -      -   -
remind      -       -       review  review  review review  review review -      -      -      -      -      -   -
drop        dropped dropped -       -       -      -       -      -      -      -      -      -      -      -   -
compose     -       -       -       -       -      -       -      -      placed -      -      -      -      -   -
take_out    -       -       -       -       -      -       -      -      -      -      -      passed passed -   -
sign        -       -       -       -       -      -       -      -      -      -      -      signed -      -   -
publish     -       -       -       -       -      -       -      -      -      -      -      -      out    -   -
"""
SHORT = {
    "review": "in_review",
    "back": "returned",
    "passed": "approved",
    "placed": "composed",
    "out": "published",
}
"""The states that are written shorter above, as situations and as ends."""
LEVEL = "level"
WHO: dict[str, set[str]] = {
    **{action: {"editor", "reviewer"} for action in ("edit", "set_section", "attach", "detach")},
    **{action: {"editor"} for action in ("send", "recall", "drop", "compose")},
    **{action: {LEVEL} for action in ("approve", "return", "step_back", "hold", "resume")},
    **{action: {LEVEL} for action in ("hand_over", "countersign", "circulate")},
    **{action: {"editor", "reviewer", "signer"} for action in ("reply", "hasten")},
    "remind": {"editor", "admin"},
    "take_out": {"editor", "signer"},
    "sign": {"signer"},
    "publish": {"editor", "clerk", "admin"},
}
"""Which roles; the level's own where it says so. Answers (concur, dissent, read) need no role: see `ANSWERED_BY`."""
ANSWERED_BY = {"concur": "adviser", "dissent": "adviser", "read": "reader"}
DECIDES = {"approve", "hand_over"}
"""What nobody does to a text of his own, nor at a second level."""
NEED_A_REASON = {"return", "step_back", "hold", "dissent", "reply", "hasten", "drop"}
TARGETS = {
    "set_section": "工作动态",
    "attach": "a.png",
    "detach": "a.png",
    "step_back": "科长审核",
    "hand_over": "able",
    "countersign": "third",
    "circulate": "third",
    "reply": "adviser",
}
STANDPOINTS = ("own", "deputy", "lapsed", "author", "deputy of author", "author as deputy", "first", "deputy of first",
               "boss", "chosen", "deputy of chosen", "adviser", "deputy of adviser", "reader")  # fmt: skip


def _status(action: str, by: str, level: int | None = None, target: str = "", at: object = AT) -> Status:
    return Status(0, "article", 7, action, "in_review", by, "", AT, "", 1, level, target)


TRAIL = [_status("send", "author")]
FIRST = [*TRAIL, _status("approve", "first", 1)]
BOTH = [*FIRST, _status("approve", "second", 2)]
ASKED = [*TRAIL, _status("countersign", "boss", 1, "adviser"), _status("circulate", "boss", 1, "reader")]
DISSENT = [*TRAIL, _status("countersign", "boss", 1, "adviser"), _status("dissent", "adviser", 1, "adviser")]
SITUATIONS: dict[str, tuple[str, list[Status]]] = {
    "draft": ("draft", []),
    "returned": ("returned", [*TRAIL, _status("return", "boss", 1)]),
    "review1": ("in_review", TRAIL),
    "review2": ("in_review", FIRST),
    "asked": ("in_review", ASKED),
    "dissent": ("in_review", DISSENT),
    "handed": ("in_review", [*TRAIL, _status("hand_over", "boss", 1, "chosen")]),
    "urgent": ("in_review", [*TRAIL, _status("hasten", "boss")]),
    "approved": ("approved", BOTH),
    "held1": ("held", TRAIL),
    "held2": ("held", BOTH),
    **{state: (state, BOTH) for state in ("composed", "signed", "published")},
    "dropped": ("dropped", []),
}
ROUTE = (Level("科长审核"), Level("主任审定", ("signer",)))
PEOPLE = {
    name: Person(name, name, frozenset(ROLES))
    for name in ("author", "first", "boss", "chosen", "adviser", "reader", "giver", "able", "third")
}


def _standing(situation: str, route: tuple[Level, ...] = ROUTE, **more: object) -> Standing:
    state, trail = SITUATIONS[situation]
    review = workflow.review_of(trail)
    one = Standing("article", 7, state, "稿件 7", 1, frozenset({"author"}), route, review, people=PEOPLE)
    return replace(one, **more)  # type: ignore[arg-type]


def _actor(standpoint: str, role: str) -> Actor:
    """Somebody who has `role` by that right: his own, or a delegation."""
    if standpoint == "own":
        return Actor("stranger", "某人", frozenset({role}))
    if standpoint == "lapsed":
        return Actor("stranger", "某人", frozenset(), {}, {role: "某人给他的授权到2026-11-19为止，已过期"})
    if standpoint == "deputy":
        return Actor("stranger", "某人", frozenset(), {role: ("giver",)})
    if standpoint == "author as deputy":
        return Actor("author", "某人", frozenset(), {role: ("giver",)})
    if standpoint.startswith("deputy of "):
        return Actor("stranger", "某人", frozenset(), {role: (standpoint.removeprefix("deputy of "),)})
    return Actor(standpoint, "某人", frozenset({role}))


def _expected(action: str, situation: str, after: str, role: str, standpoint: str) -> bool:
    """Say by the written tables alone whether it is allowed."""
    behind = {standpoint.removeprefix("deputy of "), *(["author"] if standpoint == "author as deputy" else [])}
    if after == "-":
        return False
    if action in ANSWERED_BY:
        return ANSWERED_BY[action] in behind
    level = {"signer"} if situation in ("review2", "approved", "held2") else {"reviewer"}
    roles = level if WHO[action] == {LEVEL} else WHO[action]
    if (action, situation) == ("take_out", "signed"):
        roles = {"signer"}
    if role not in roles or standpoint == "lapsed":
        return False
    if action == "recall":
        return standpoint in ("author", "deputy of author")
    if action in DECIDES and "author" in behind:
        return False
    if action in DECIDES and situation == "review2" and "first" in behind:
        return False
    if situation == "handed" and action == "approve":
        return "chosen" in behind
    if situation == "handed" and action == "hand_over":
        return bool(behind & {"chosen", "boss"})
    return True


def _rows() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    for action, *cells in rows:
        pairs = zip(head[1:], cells, strict=True)
        yield action, [(SHORT.get(situation, situation), SHORT.get(after, after)) for situation, after in pairs]


@pytest.mark.parametrize(("action", "cells"), _rows())
def test_every_situation_role_and_delegation_does_what_the_table_says(
    action: str, cells: list[tuple[str, str]]
) -> None:
    """In each of 15 situations, 6 roles and 14 standpoints (own, deputy, lapsed, author and his deputies …) an action leads
    where the written table says, or is refused; what a person is offered is exactly what he may do."""
    wrong = []
    for situation, after in cells:
        for role in (*ROLES, "nobody"):
            for standpoint in STANDPOINTS:
                standing, someone = _standing(situation), _actor(standpoint, role)
                allowed = _expected(action, situation, after, role, standpoint)
                try:
                    target = TARGETS.get(action, "")
                    did = workflow.advance(standing, action, someone, AT, "理由", target).after
                except RefusedAction:
                    did = "-"
                offered = action in workflow.actions_for(standing, someone, AT)
                if did != (after if allowed else "-") or offered != allowed:
                    wrong.append((situation, role, standpoint, did, offered, allowed))
    assert not wrong


def test_the_written_table_is_complete() -> None:
    """No action and no state of an article is missing from the table above."""
    rules = workflow.TABLES["article"]
    rows = dict(_rows())

    assert {rule.action for rule in rules} == set(rows)
    assert {state for rule in rules for state in (*rule.before, rule.after) if state} == {
        state for state, _ in SITUATIONS.values()
    }


@pytest.mark.parametrize(("action", "cells"), _rows())
def test_reasons_are_demanded_exactly_where_the_record_needs_one(action: str, cells: list[tuple[str, str]]) -> None:
    """Returning, holding, dissenting, replying, hastening and dropping need words; blank ones do not count."""
    situation = next(situation for situation, after in cells if after != "-")
    roles = frozenset(ROLES)
    who = {"recall": "author", **ANSWERED_BY}.get(action, "boss")
    someone, target = Actor(who, "某人", roles), TARGETS.get(action, "")

    if action in NEED_A_REASON:
        with pytest.raises(RefusedAction, match="理由"):
            workflow.advance(_standing(situation), action, someone, AT, " \n", target)
    else:
        assert workflow.advance(_standing(situation), action, someone, AT, "", target)


# Levels


def test_only_the_last_level_decides() -> None:
    """Three levels: after two the article is still in review, recommended; it is approved by the last alone."""
    route = (Level("初审"), Level("复审"), Level("审定"))
    trail, states = [*TRAIL], []
    for number, who in enumerate(("x", "y", "z"), 1):
        standing = _standing("review1", route, review=workflow.review_of(trail))
        step = workflow.advance(standing, "approve", Actor(who, who, frozenset({"reviewer"})), AT)
        states.append((step.level, step.after))
        trail.append(_status("approve", who, number))

    assert states == [(1, "in_review"), (2, "in_review"), (3, "approved")]


def test_where_a_level_names_its_people_only_they_and_their_deputies_pass_it() -> None:
    """A level with people is theirs: others with the role are told whose it is, a deputy acts in their name, also one who
    has the role himself."""
    standing = _standing("review1", (Level("科长审核", people=("boss",)),))
    both = Actor("stranger", "某人", frozenset({"reviewer"}), {"reviewer": ("giver", "boss")})

    with pytest.raises(RefusedAction, match="“科长审核”由boss负责"):
        workflow.advance(standing, "approve", Actor("stranger", "某人", frozenset({"reviewer"})), AT)
    assert workflow.advance(standing, "approve", Actor("boss", "科长", frozenset({"reviewer"})), AT).after == "approved"
    assert workflow.advance(standing, "approve", both, AT).on_behalf_of == "boss"


def test_a_deputy_of_two_uses_the_right_that_holds() -> None:
    """Who stands in for the author and for somebody else acts in the other's name; standing in for the author does not
    stop him, nor help him."""
    both = Actor("deputy", "某人", frozenset(), {"reviewer": ("author", "giver")})

    assert workflow.advance(_standing("review1"), "approve", both, AT).on_behalf_of == "giver"


@pytest.mark.parametrize(("skippable", "level"), [((True, True), 3), ((True, False), 2), ((False, True), 1)])
def test_urgency_skips_what_the_publication_allows_and_never_the_decision(
    skippable: tuple[bool, bool], level: int
) -> None:
    """特急: the levels marked are left out, in whatever order they stand; the last is not, were it marked."""
    first, second = skippable
    route = (Level("初审", skippable=first), Level("复审", skippable=second), Level("审定", skippable=True))

    standing = _standing("urgent", route)

    assert workflow.present_level(standing) == level
    assert 3 in workflow.missing_levels(route, standing.review)
    assert workflow.present_level(_standing("review1", route)) == 1


def test_going_back_takes_back_what_was_said_from_there_on() -> None:
    """退回某一级: approvals, questions and answers of that level and later fall away, earlier ones stay; its reviewer may
    pass it anew."""
    trail = [
        *FIRST,
        _status("countersign", "boss", 2, "adviser"),
        _status("concur", "adviser", 2, "adviser"),
        _status("approve", "second", 2),
        _status("step_back", "third", 2, "复审"),
    ]
    route = (Level("初审"), Level("复审"), Level("审定"))

    review = workflow.review_of(trail)
    all_the_way = workflow.review_of([*trail, _status("step_back", "third", 1, "初审")])

    assert [one.by for one in review.approvals] == ["first"]
    assert review.asks == ()
    again = _standing("review1", route, review=review)
    assert workflow.advance(again, "approve", Actor("second", "某人", frozenset({"reviewer"})), AT).level == 2
    assert all_the_way.approvals == ()


def test_one_goes_back_only_to_a_level_that_was_passed() -> None:
    """The level one is at, a later one, one that was left out and one that is none are refused, with those there are."""
    boss = Actor("boss", "某人", frozenset({"reviewer", "signer"}))
    for level in ("主任审定", "处长会审", ""):
        with pytest.raises(RefusedAction, match="可退回：科长审核"):
            workflow.advance(_standing("review2"), "step_back", boss, AT, "理由", level)


def test_an_approval_says_which_level_it_means() -> None:
    """Who names the level he believes it is at is refused where it has moved on: nobody decides who meant to recommend."""
    both = Actor("boss", "某人", frozenset({"reviewer", "signer"}))

    assert workflow.advance(_standing("review1"), "approve", both, AT, "", "科长审核").level == 1
    with pytest.raises(RefusedAction, match="现在轮到的是“主任审定”，不是“科长审核”"):
        workflow.advance(_standing("review2"), "approve", both, AT, "", "科长审核")


# Asking others


def test_everybody_asked_answers_before_the_decision() -> None:
    """先会签后签发、阅后发: with one of several still silent the level is not passed, and he is named; then it is."""
    boss = Actor("boss", "某人", frozenset({"reviewer"}))
    answers = [_status("concur", "adviser", 1, "adviser"), _status("read", "reader", 1, "reader")]

    for answer, silent in zip(answers, ("reader", "adviser"), strict=True):
        standing = _standing("asked", review=workflow.review_of([*ASKED, answer]))
        with pytest.raises(RefusedAction, match=f"还在等{silent}会签或阅知"):
            workflow.advance(standing, "approve", boss, AT)
    standing = _standing("asked", review=workflow.review_of([*ASKED, *answers]))
    assert workflow.advance(standing, "approve", boss, AT).level == 1


def test_people_named_by_the_route_are_asked_without_being_asked() -> None:
    """A level's own countersigners stand in its way until each has answered, at that level only."""
    route = (Level("初审"), Level("审定", countersign=("adviser", "reader")))
    silent = _standing("review2", route)
    one = workflow.review_of([*FIRST, _status("concur", "adviser", 2, "adviser")])

    assert not workflow.pending(_standing("review1", route))
    assert [ask.person for ask in workflow.pending(silent)] == ["adviser", "reader"]
    assert [ask.person for ask in workflow.pending(replace(silent, review=one))] == ["reader"]


def test_a_dissent_is_replied_to_or_withdrawn_before_the_decision() -> None:
    """会签有意见: the level waits for a reply with reasons, or for the dissenter's consent."""
    boss = Actor("boss", "某人", frozenset({"reviewer"}))
    for settles in (_status("reply", "boss", None, "adviser"), _status("concur", "adviser", 1, "adviser")):
        with pytest.raises(RefusedAction, match="adviser会签有意见，尚未答复"):
            workflow.advance(_standing("dissent"), "approve", boss, AT)
        settled = workflow.review_of([*DISSENT, replace(settles, note="已采纳")])
        assert workflow.advance(_standing("dissent", review=settled), "approve", boss, AT).level == 1


def test_a_new_sending_forgets_what_was_asked_and_said() -> None:
    """Approvals, questions, urgency and hand-overs belong to one sending; the next starts from nothing."""
    trail = [*ASKED, _status("hasten", "boss"), _status("hand_over", "boss", 1, "chosen"), *TRAIL]

    assert workflow.review_of(trail) == Review(sent_by=frozenset({"author"}), since=AT)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("nobody", "没有人员"),
        ("boss", "不能请本人"),
        ("author", "编辑过这篇稿件"),
        ("first", "已审核过前面的级次"),
        ("clerk", "没有签发角色"),
    ],
)
def test_a_decision_is_handed_only_to_somebody_who_could_decide(to: str, why: str) -> None:
    """请××签发: not to a stranger, oneself, an author, who passed a level before, or somebody without the level's role."""
    people = {**PEOPLE, "clerk": Person("clerk", "clerk", frozenset({"clerk"}))}
    boss = Actor("boss", "某人", frozenset({"signer"}))

    with pytest.raises(RefusedAction, match=why):
        workflow.advance(_standing("review2", people=people), "hand_over", boss, AT, "", to)


def test_a_decision_handed_over_is_his_at_that_level_and_no_other() -> None:
    """Who was chosen may also send it back or hold it, though the level names others; the next level is not his alone."""
    route = (Level("科长审核", people=("boss",)), Level("主任审定"))
    chosen, third = (Actor(name, name, frozenset({"reviewer"})) for name in ("chosen", "third"))
    handed = _standing("handed", route)
    next_level = workflow.review_of([*SITUATIONS["handed"][1], _status("approve", "chosen", 1)])

    assert set(workflow.actions_for(handed, chosen, AT)) >= {"approve", "return", "hold"}
    assert not {"approve", "return", "hold"} & set(workflow.actions_for(handed, third, AT))
    assert workflow.advance(replace(handed, review=next_level), "approve", third, AT).level == 2


def test_whom_a_level_asked_that_is_left_out_nobody_waits_for() -> None:
    """Asked at the first level, which urgency then skips: the second does not wait for the answer."""
    route = (Level("科长审核", skippable=True), Level("主任审定"))
    standing = _standing("asked", route, review=workflow.review_of([*ASKED, _status("hasten", "boss")]))

    assert workflow.pending(standing) == ()
    assert (
        workflow.advance(standing, "approve", Actor("third", "某人", frozenset({"reviewer"})), AT).after == "approved"
    )


def test_whoever_is_waited_for_is_whom_it_is_up_to() -> None:
    """Asked: those asked and no reviewer; dissent: who may reply; handed over: the one chosen; else the level."""
    people = [Actor(name, name, frozenset({"reviewer"})) for name in PEOPLE]
    waited = {name: workflow.waited_for(_standing(name), people, AT) for name in ("asked", "handed", "review1")}

    assert waited["asked"] == ("adviser", "reader")
    assert waited["handed"] == ("chosen",)
    assert set(waited["review1"]) == set(PEOPLE) - {"author"}
    assert workflow.awaited(_standing("dissent"), people[2], AT) == "reply"


# Looking, holding, urging, delegating


def test_who_opened_an_older_revision_looks_again_before_he_decides() -> None:
    """A reviewer whose screen shows the text as it was before an edit is refused, another is not."""
    standing = _standing("review1", behind=frozenset({"boss"}))

    with pytest.raises(RefusedAction, match="本人打开看的是旧稿"):
        workflow.advance(standing, "approve", Actor("boss", "某人", frozenset({"reviewer"})), AT)
    assert workflow.advance(standing, "approve", Actor("third", "某人", frozenset({"reviewer"})), AT)


@pytest.mark.parametrize("until", ["2026-11-20", "2026-11-19", "下周"])
def test_a_piece_is_held_until_a_day_to_come(until: str) -> None:
    """缓办: today, yesterday and what is no date are refused; tomorrow, or no day at all, is recorded."""
    boss = Actor("boss", "某人", frozenset({"reviewer"}))

    with pytest.raises(RefusedAction, match=until):
        workflow.advance(_standing("review1"), "hold", boss, AT, "等数据", until)
    assert workflow.advance(_standing("review1"), "hold", boss, AT, "等数据", "2026-11-21").target == "2026-11-21"
    assert workflow.advance(_standing("review1"), "hold", boss, AT, "等数据").target == ""


def test_what_has_no_target_takes_none() -> None:
    """A target an action does not know is refused, not ignored."""
    with pytest.raises(RefusedAction, match="不需要写明对象"):
        workflow.advance(_standing("draft"), "send", Actor("boss", "某人", frozenset({"editor"})), AT, "", "boss")


def test_urging_waits_until_the_last_one_could_be_heard() -> None:
    """催办: refused until the office's hours have gone by, allowed from then on."""
    editor = Actor("author", "某人", frozenset({"editor"}))
    quiet = _standing("review1", quiet_until=AT + timedelta(hours=2))

    with pytest.raises(RefusedAction, match="不久前已催过，11-20 11:00以后可再催"):
        workflow.advance(quiet, "remind", editor, AT + timedelta(minutes=119))
    assert workflow.advance(quiet, "remind", editor, AT + timedelta(hours=2))


def test_an_expired_delegation_says_until_when_it_held(house: House) -> None:
    """The deputy of last week is refused, told whose delegation it was and when it ended; of next week, when it begins."""
    days = (date(2026, 11, 16), date(2026, 11, 18))
    settings = replace(house.settings, delegations=(Delegation("reviewer1", "clerk1", *days, "出差"),))
    held = {day: settings.actor("clerk1", date(2026, 11, day)) for day in (15, 16, 18, 19)}

    for day in (16, 18):
        assert workflow.advance(_standing("review1"), "approve", held[day], AT).on_behalf_of == "reviewer1"
    with pytest.raises(RefusedAction, match="审核甲给他的授权到2026-11-18为止，已过期"):
        workflow.advance(_standing("review1"), "approve", held[19], AT)
    with pytest.raises(RefusedAction, match="审核甲给他的授权自2026-11-16起，还没有开始"):
        workflow.advance(_standing("review1"), "approve", held[15], AT)


def test_a_delegation_may_be_for_some_roles_only(house: House) -> None:
    """Named roles limit it; what the giver has not himself is never given."""
    given = Delegation(
        "signer1", "clerk1", date(2026, 11, 1), date(2026, 11, 30), "出差", frozenset({"signer", "admin"})
    )
    none = replace(given, roles=frozenset({"admin"}))

    for one, roles in ((given, {"signer": ("signer1",)}), (none, {})):
        settings = replace(house.settings, delegations=(one,))
        assert settings.actor("clerk1", AT.date()).delegated == roles
