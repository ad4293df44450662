"""What is promised of the sample office: its clock, people and texts are fixed, so that two of them are equal."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from calls import call, done
from sqlite_utils import Database

from bulletin.settings import read_settings

CLOCK = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
PEOPLE = {
    "editor1": {"editor"},
    "editor2": {"editor"},
    "reviewer1": {"reviewer"},
    "reviewer2": {"reviewer"},
    "signer1": {"signer"},
    "clerk1": {"clerk"},
    "admin1": {"admin"},
}


def rows(office: Path) -> dict[str, list[str]]:
    """Return every row of every table of an office, but for the record of migrations, which names the day they ran."""
    db = Database(office / "var" / "bulletin.db")
    tables = [name for name in db.table_names() if name != "_sqlite_migrations"]
    found = {
        name: sorted(json.dumps(row, ensure_ascii=False, default=bytes.hex) for row in db[name].rows) for name in tables
    }
    db.close()
    return found


def files(office: Path) -> dict[str, bytes]:
    """Return the bytes of every file of an office but the database."""
    paths = sorted(path for path in office.rglob("*") if path.is_file() and not path.name.startswith("bulletin.db"))
    return {str(path.relative_to(office)): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two sample offices, made one after the other under different names."""
    offices = tmp_path_factory.mktemp("第一 个") / "office", tmp_path_factory.mktemp("second")
    for office in offices:
        done(call(None, "init", office, "--sample", "--json"))
    return offices


def test_two_samples_have_the_same_rows(two: tuple[Path, Path]) -> None:
    """Two sample offices of one version hold the same rows in every table."""
    first, second = map(rows, two)

    assert first.keys() == second.keys()
    for table in first:
        assert first[table] == second[table], table
    assert len(first["items"]) == 13


def test_two_samples_have_the_same_files(two: tuple[Path, Path]) -> None:
    """Two sample offices of one version hold the same files with the same bytes, and leave no unfinished one."""
    first, second = map(files, two)

    assert first == second
    assert not [name for name in first if name.endswith(".partial")]


def test_nothing_in_a_sample_depends_on_the_day_it_is_made(two: tuple[Path, Path]) -> None:
    """The inbox files carry the sample's own time, and so does the problem that speaks of one of them."""
    office = two[0]
    [problem] = rows(office)["problems"]

    assert {path.stat().st_mtime for path in (office / "var" / "inbox").iterdir()} == {CLOCK.timestamp()}
    assert "2026-11-20 09:00" in problem


def test_the_sample_has_its_people_units_and_publications(two: tuple[Path, Path]) -> None:
    """The sample has the seven people with their roles, four known units, and its publications with one and two levels."""
    settings = read_settings(two[0])

    assert {person.id: set(person.roles) for person in settings.people.values()} == PEOPLE
    assert {"市发展改革委", "市财政局", "市应急管理局", "东山镇"} <= set(settings.units)
    assert [(name, len(one.levels)) for name, one in settings.publications.items()] == [
        *(("政务信息", 1), ("信息专报", 2), ("每日要情", 1), ("督查通报", 2), ("信息工作通报", 2)),
    ]
    assert (settings.identity.mode, settings.identity.clock) == ("trusted", CLOCK)


def test_a_sample_refuses_what_is_classified_and_says_so(two: tuple[Path, Path]) -> None:
    """Of fourteen submissions the classified one is not taken: no byte of it is left, and a problem row says so."""
    kept = b"".join(body for name, body in files(two[0]).items() if name.startswith("var/"))
    [problem] = rows(two[0])["problems"]

    assert len(list((two[0] / "var" / "inbox").iterdir())) == 13
    assert "密级：秘密".encode() not in kept
    assert "未留存" in problem
    assert "演练" not in problem


def test_the_refusal_of_a_sample_is_there_to_be_seen(tmp_path: Path) -> None:
    """``init --sample`` tells of the refused exercise and deletes it; the next run is clean, and for a week the problem,
    at the office's own time, still stands wherever a person looks."""
    made = call(None, "init", tmp_path / "office", "--sample")

    collected = call(tmp_path / "office", "collect")

    assert (made.code, collected.code) == (0, 0), collected.said
    assert "标有密级" in made.err
    office = tmp_path / "office"
    assert done(call(office, "status", "--json"))["problems"] == 1
    for words in (("source", "list"), ("source", "digest"), ("source", "history", "inbox")):
        shown = call(office, *words).out
        assert "标有密级" in shown, words
    [notice] = done(call(office, "source", "digest", "--json"))["notices"]
    assert notice["since"] == CLOCK.isoformat()

    call(office, "collect", "inbox", at="2026-11-27T09:00:01+08:00")
    assert done(call(office, "status", "--json"))["problems"] == 0
    assert "已于11-27 09:00解决" in call(office, "source", "history", "inbox").out


def test_an_empty_office_is_ready_for_its_own_people(tmp_path: Path) -> None:
    """``init`` without ``--sample`` makes an office without material, for the account that made it."""
    data = done(call(None, "init", tmp_path / "新 办公室", "--json"))

    assert data["items"] == 0
    assert done(call(Path(data["office"]), "item", "list", "--json")) == []
    assert read_settings(Path(data["office"])).identity.mode == "os_user"


def test_an_office_is_never_made_over_another(two: tuple[Path, Path]) -> None:
    """``init`` on a directory that is an office already is refused and changes nothing."""
    before = rows(two[0]), files(two[0])

    answer = call(None, "init", two[0], "--sample")

    assert answer.code == 1
    assert (rows(two[0]), files(two[0])) == before
