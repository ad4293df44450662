"""Many sources on loopback, a third of them up to something; the program in processes of its own, killed at random.

Few and quick here; ``python -m tests.intake_farm`` for 1,000 sources and 100 kills, with the figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from intake_farm import ENTRIES, Run, collect, farm, faults, killed, kinds, office

SOURCES = 100
MOST_MEMORY = 300


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of the farm."""
    with farm() as number:
        yield number


@pytest.fixture(scope="module")
def runs(port: int, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run, list[str]]:
    """Two runs over the farm, and what is doubled or lost after them."""
    settings = office(tmp_path_factory.mktemp("farm") / "office", port, kinds(SOURCES), timeout=1)
    first, second = collect(settings.root), collect(settings.root)
    assert first is not None and second is not None
    return first, second, faults(settings, ENTRIES)


def test_the_run_ends_with_the_good_in_and_the_bad_named(runs: tuple[Run, Run, list[str]]) -> None:
    """Those that hang, lead inside, send bombs or break off fail, each with its reason; all others are in."""
    first, _, found = runs
    failed = Counter(one["name"].rstrip("0123456789") for one in first.answer["sources"] if one["error"])

    assert failed == {"hang": 5, "away": 5, "bomb": 5, "cut": 5}
    assert len(first.answer["new_items"]) == 80 * ENTRIES
    assert not any("程序出错" in one["error"] for one in first.answer["sources"])
    assert found == []


def test_a_second_run_parses_nothing_that_has_not_changed(runs: tuple[Run, Run, list[str]]) -> None:
    """Every good source is counted as unchanged: by 304, or by the bytes it sent."""
    _, second, _ = runs

    assert second.answer["new_items"] == []
    unchanged = [one["name"] for one in second.answer["sources"] if one["unchanged"]]
    assert Counter(name.rstrip("0123456789") for name in unchanged) == {"good": 70, "same": 10}


def test_memory_stays_bounded(runs: tuple[Run, Run, list[str]]) -> None:
    """Bombs and all, under 300 MB."""
    assert max(run.peak for run in runs[:2]) < MOST_MEMORY


def test_killed_at_random_nothing_is_doubled_or_lost(port: int, tmp_path: Path) -> None:
    """While the feeds grow every run is killed; after one that is not, each entry is there once, with its bytes."""
    assert killed(tmp_path / "office", port, ["good", "same"] * 6, kills=5) == []
