"""What is promised about cases that wait: each step for whoever may take it, nothing for the office while the unit works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bulletin import store
from bulletin.desk import review
from bulletin.feedback.cases import closing, follow_ups, opening
from bulletin.feedback.cases.closing import Verdict
from bulletin.feedback.cases.follow_ups import Assignment
from tests.conftest import House


@pytest.fixture
def told(house: House) -> Iterator[House]:
    """An office with an instruction on a published issue; nothing is typeset for it."""
    issue = house.issue()
    with store.write(house.db):
        house.db.execute(
            "update issues set state = 'published', year = 2026, number = 1, total = 1 where id = ?", (issue.id,)
        )
    house.instruction(house.reread(issue))
    yield house


def _ruled(house: House, **rules: Any) -> House:
    return replace(house, settings=replace(house.settings, follow_ups=replace(house.settings.follow_ups, **rules)))


def _waits(house: House, person: str) -> list[str]:
    found = review.waiting(house.db, house.settings, house.actor(person), house.at)
    return [one.action for one in found if one.subject == "follow_up"]


def test_a_case_waits_step_by_step_for_whom_it_is_up_to(told: House) -> None:
    """Registered, proposed, opened, reported and shown wait for the office; assigned waits for the unit."""
    db, settings, clerk, signer = told.db, told.settings, told.actor("clerk1"), told.actor("signer1")
    case = opening.register(db, settings, 1, clerk, told.at)
    seen = [(_waits(told, "clerk1"), _waits(told, "signer1"))]
    opening.propose(db, settings, case.id, Assignment("东山镇"), "", clerk, told.at)
    seen.append((_waits(told, "clerk1"), _waits(told, "signer1")))
    opening.open_case(db, settings, case.id, "", signer, told.at)
    seen.append((_waits(told, "clerk1"), _waits(told, "signer1")))
    follow_ups.assign(db, settings, 1, Assignment(), clerk, told.at)
    seen.append((_waits(told, "clerk1"), _waits(told, "signer1")))
    follow_ups.report(db, case.id, "已办。", True, clerk, told.at)
    seen.append((_waits(told, "clerk1"), _waits(told, "signer1")))
    closing.judge(db, settings, case.id, Verdict(shows=True), clerk, told.at)
    seen.append((_waits(told, "clerk1"), _waits(told, "signer1")))
    closing.conclude(db, settings, case.id, "", clerk, told.at)
    seen.append((_waits(told, "clerk1"), _waits(told, "signer1")))

    assert seen == [
        (["assign"], []),
        (["open_case"], ["open_case"]),
        (["assign"], []),
        ([], []),
        (["accept"], []),
        (["conclude"], []),
        ([], []),
    ]


def test_where_cases_are_opened_first_a_registered_one_waits_for_a_proposal(told: House) -> None:
    """It may not be assigned yet, and is forgotten by nobody: the clerk is to propose."""
    ruled = _ruled(told, opens_first=True, approvers=("signer1",))
    case = opening.register(told.db, ruled.settings, 1, told.actor("clerk1"), told.at)

    assert (_waits(ruled, "clerk1"), _waits(ruled, "signer1")) == (["propose"], [])
    opening.propose(told.db, ruled.settings, case.id, Assignment("东山镇"), "", told.actor("clerk1"), told.at)
    assert (_waits(ruled, "clerk1"), _waits(ruled, "signer1")) == ([], ["open_case"])


def test_an_extension_that_was_asked_for_waits_for_another(told: House) -> None:
    """It waits for whoever may grant it, not for who asked; once decided it waits for nobody."""
    ruled = _ruled(told, extends_by_two=True)
    clerk, signer = told.actor("clerk1"), told.actor("signer1")
    case = follow_ups.assign(told.db, ruled.settings, 1, Assignment("东山镇"), clerk, told.at)
    follow_ups.ask_extension(told.db, ruled.settings, case.id, date(2026, 12, 31), "连续降雨", clerk, told.at)

    assert (_waits(ruled, "clerk1"), _waits(ruled, "signer1")) == ([], ["grant_extension"])
    follow_ups.decide_extension(told.db, ruled.settings, case.id, "grant_extension", "", signer, told.at)
    assert (_waits(ruled, "clerk1"), _waits(ruled, "signer1")) == ([], [])
