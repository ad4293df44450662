"""What is promised about issue numbers: from 1, none twice, the lowest free one first, each series and year its own."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from conftest import AT, House
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bulletin import store, workflow
from bulletin.model import Actor, Issue

EDITOR = Actor("e", "编辑", frozenset({"editor", "admin"}))
SIGNER = Actor("s", "签发", frozenset({"signer"}))


def _new(db: Database, series: str = "正刊", publication: str = "p") -> Issue:
    step = workflow.begin("issue", EDITOR, AT)
    return store.issues.get(db, store.issues.create(db, step, publication, series))


def _move(db: Database, issue: Issue, action: str, actor: Actor) -> None:
    standing = store.issues.standing(db, store.issues.get(db, issue.id), "期")
    store.statuses.record(db, workflow.advance(standing, action, actor, AT, "理由"))


def _held(db: Database, series: str = "正刊", year: int = 2026) -> list[int]:
    return sorted(i.number for i in store.issues.every(db) if i.number and (i.series, i.year) == (series, year))


Choice = st.tuples(st.sampled_from(["take", "discard", "publish"]), st.integers(0, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(Choice, max_size=25))
def test_numbers_never_repeat_and_the_lowest_free_one_is_taken_first(choices: list[tuple[str, int]]) -> None:
    """Whatever is taken, given back or published in whatever order: a new number is the lowest nobody holds."""
    db = store.open_database(Path(":memory:"))
    open_issues: list[Issue] = []
    printed: list[int] = []
    for what, which in choices:
        if what == "take":
            held = {*printed, *(issue.number for issue in open_issues)}
            lowest = next(n for n in range(1, 99) if n not in held)
            issue = store.issues.take_number(db, _new(db), 2026, 0)
            assert issue.number == lowest
            open_issues.append(issue)
        elif open_issues:
            issue = open_issues.pop(which % len(open_issues))
            if what == "discard":
                store.issues.release_number(db, issue.id)
                _move(db, issue, "discard", EDITOR)
            else:
                for action, actor in (("proof", EDITOR), ("sign", SIGNER), ("publish", EDITOR)):
                    _move(db, issue, action, actor)
                assert issue.number is not None
                printed.append(issue.number)
        held_now = _held(db)
        assert len(held_now) == len(set(held_now))
        assert set(printed) <= set(held_now)
    store.issues.take_number(db, _new(db), 2026, 0)
    db.close()


def test_series_publications_and_years_count_for_themselves(house: House) -> None:
    """正刊 and 增刊, two publications, and two years each begin at 1."""
    db = house.db
    wishes = [("正刊", "p", 2026), ("增刊", "p", 2026), ("正刊", "q", 2026), ("正刊", "p", 2027), ("正刊", "p", 2026)]

    numbers = [store.issues.take_number(db, _new(db, s, p), year, 0).number for s, p, year in wishes]

    assert numbers == [1, 1, 1, 1, 2]


def test_an_issue_keeps_its_number_in_its_year_and_changes_it_with_the_year(house: House) -> None:
    """A second proof of the same year keeps the number; one of the next year takes a new one and frees the old."""
    db = house.db
    first, second = _new(db), _new(db)
    first = store.issues.take_number(db, first, 2026, 0)
    second = store.issues.take_number(db, second, 2026, 0)

    assert store.issues.take_number(db, second, 2026, 0).number == 2
    moved = store.issues.take_number(db, first, 2027, 0)
    assert (moved.year, moved.number) == (2027, 1)
    assert _held(db) == [2]
    assert store.issues.take_number(db, _new(db), 2026, 0).number == 1


def test_the_running_total_goes_on_from_what_was_before_the_program(house: House) -> None:
    """总第 counts on from `total_before`, over the years, in the order of the numbers."""
    db = house.db
    totals = [store.issues.take_number(db, _new(db), year, 344).total for year in (2026, 2026, 2027)]

    assert totals == [345, 346, 347]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["take", "discard", "new year"]), st.integers(0, 5)), max_size=25))
@example([("take", 0), ("take", 0), ("discard", 0), ("new year", 0), ("take", 0)])
def test_the_running_total_rises_with_year_and_number_and_is_never_given_twice(choices: list[tuple[str, int]]) -> None:
    """总第 stays strictly rising along the numbers of all years, though numbers were given back at any time."""
    db, year, unsigned = store.open_database(Path(":memory:")), 2026, []
    for what, which in choices:
        if what == "take":
            unsigned.append(store.issues.take_number(db, _new(db), year, 344))
        elif what == "new year":
            year += 1
        elif unsigned:
            store.issues.release_number(db, unsigned.pop(which % len(unsigned)).id)

    sql = "select total from issues where number is not null order by year, number"
    totals = [total for (total,) in db.execute(sql).fetchall()]
    assert totals == sorted(set(totals))
    assert not totals or totals[0] >= 345
    db.close()


def _take_many(path: Path, count: int, results: multiprocessing.Queue[list[int]]) -> None:
    db = store.open_database(path)
    taken = [store.issues.take_number(db, _new(db), 2026, 0).number for _ in range(count)]
    results.put([number for number in taken if number])
    db.close()


def test_four_programs_at_once_never_lose_or_repeat_a_number(tmp_path: Path) -> None:
    """Four writers taking ten numbers each at the same time get exactly 1 to 40 between them."""
    path = tmp_path / "bulletin.db"
    store.open_database(path).close()
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    writers = [context.Process(target=_take_many, args=(path, 10, results)) for _ in range(4)]

    for writer in writers:
        writer.start()
    taken = [results.get(timeout=60) for _ in writers]
    for writer in writers:
        writer.join(60)

    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 41))
    db = store.open_database(path)
    assert _held(db) == list(range(1, 41))
    db.close()


def test_the_database_itself_refuses_a_number_twice(house: House) -> None:
    """Even a program that does not ask first cannot give one number to two issues."""
    first, second = _new(house.db), _new(house.db)
    store.issues.take_number(house.db, first, 2026, 0)

    with pytest.raises(sqlite3.IntegrityError, match="issues 不能顶替"):
        house.db.execute("update issues set year = 2026, number = 1 where id = ?", (second.id,))
