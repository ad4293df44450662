"""What is promised about faults a review catches: each planted one is told by the expected rule, its mended twin is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from planted_faults import BODY, PLANTED, Planted

from bulletin.desk import gates
from bulletin.model import Finding
from bulletin.settings import Settings

DAY = date(2026, 11, 20)


def check(settings: Settings, draft: dict[str, Any], day: date = DAY) -> list[Finding]:
    """Look at a draft of the sample office; what `draft` does not say is as it should be."""
    given = dict(draft)
    publication = replace(settings.publication(), mark=given.pop("mark", settings.publication().mark))
    usual = gates.Draft("东山镇晚稻", BODY, publication.sections[0], ("东山镇",), publication, day=day)
    return gates.check(replace(usual, **given), settings, {})


@pytest.mark.parametrize("one", PLANTED, ids=lambda one: f"{one.kind}-{one.rule}-{one.words}")
def test_a_planted_fault_is_found_and_explained_and_its_mended_twin_passes(settings: Settings, one: Planted) -> None:
    """The expected rule tells the fault in words that name what is right; the mended twin raises no error or warning."""
    bad, good = check(settings, one.bad), check(settings, one.good)

    told = [found for found in bad if found.rule == one.rule]
    assert told, [(found.rule, found.message) for found in bad]
    assert any(one.words in f"{found.message}{found.suggestion}{found.where}" for found in told), told
    assert all(found.where and found.key for found in told)
    assert [(found.rule, found.message) for found in good if found.severity != "advice" or found.rule == one.rule] == []


def test_there_are_ten_faults_of_every_kind_and_more_than_eighty() -> None:
    """The set is as large and as even as promised."""
    assert len(PLANTED) >= 80
    assert set(Counter(one.kind for one in PLANTED).values()) == {10}
