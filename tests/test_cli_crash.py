"""What is promised when the program is killed: whatever it acknowledged is there, and the work goes on from there.

Twelve kills by default; ``CRASH_ROUNDS=200`` for the full run, ``CRASH_SEED`` for another order of them.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from calls import ROOT, call, done, need_fonts

from bulletin import store
from bulletin.settings import Settings, read_settings
from bulletin.text import sha256

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "12"))
SEED = os.environ.get("CRASH_SEED", "1")
DRIVER = Path(__file__).parent / "crash_driver.py"
SPANS = {
    "collect": 0.06,
    "submit": 0.008,
    "adopt": 0.006,
    "send": 0.008,
    "approve": 0.005,
    "proof": 1.3,
    "sign": 0.01,
    "publish": 0.02,
}
"""How long each step takes, in seconds, a little more than measured: the kill falls somewhere inside."""
AIMS = (
    "publish",
    "proof",
    "sign",
    "collect",
    "publish",
    "submit",
    "proof",
    "sign",
    "adopt",
    "publish",
    "send",
    "approve",
)
"""Where the kills of twelve rounds fall: most of them where files and rows are written together."""


@dataclass
class Desk:
    """An office with everything that was handed to it and everything the program said it had done."""

    office: Path
    received: Path
    handed_in: list[Path] = field(default_factory=list)
    filed: dict[str, int] = field(default_factory=dict)
    signed: dict[str, str] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)
    killed_in: list[str] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    @property
    def settings(self) -> Settings:
        """The settings of the office."""
        return read_settings(self.office)

    def hand_in(self, number: int) -> None:
        """Bring two new files: one to be submitted, one into the inbox."""
        for folder, name in ((self.received, "报送"), (self.office / "var" / "inbox", "来稿")):
            path = folder / f"{name}{number:03d}.txt"
            text = f"报送单位：市财政局\n签发人：局长\n\n全市第{number}批{name}预算公开完成\n\n{number}个单位已经公开预算。\n"
            path.with_suffix(".part").write_text(text, "utf-8")
            path.with_suffix(".part").rename(path)
            self.handed_in.append(path)

    def work(self, aim: str = "", delay: float = 0, turns: int = 2) -> None:
        """Let the desk work, and kill it `delay` seconds after it began the step `aim`."""
        waiting = [path for path in self.handed_in if path.parent == self.received and path.name not in self.filed]
        with subprocess.Popen(
            [sys.executable, str(DRIVER), str(self.office), str(turns), *map(str, waiting)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as running:
            for line in self._lines(running):
                assert "failed" not in line, line
                if aim and line.get("begin") == aim:
                    time.sleep(delay)
                    os.killpg(running.pid, signal.SIGKILL)
                    self.killed_in.append(aim)
                    aim = ""

    def _lines(self, running: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
        assert running.stdout is not None
        for raw in running.stdout:
            if raw.endswith(b"\n"):
                line = json.loads(raw)
                self._acknowledge(line.get("end", ""), line.get("answer"))
                yield line

    def _acknowledge(self, step: str, answer: Any) -> None:
        if step == "submit":
            self.filed |= {Path(row["file"]).name: row["item"] for row in answer}
        elif step == "sign":
            self.signed[answer["issue"]] = answer["sha256"]
        elif step == "publish" and answer["state"] == "published":
            self.published.add(answer["issue"])

    def troubles(self) -> list[dict[str, Any]]:
        """Return what ``archive verify`` finds now."""
        return list(call(self.office, "archive", "verify", "--json").json["problems"])


@pytest.fixture(scope="module")
def desk(sample_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The office after all the kills, worked to the end once more without one, and its archive index made anew."""
    need_fonts()
    folder = tmp_path_factory.mktemp("crash")
    (folder / "received").mkdir()
    one = Desk(Path(shutil.copytree(sample_office, folder / "office")), folder / "received")
    chance = random.Random(SEED)
    for number in range(1, ROUNDS + 1):
        aim = AIMS[number % len(AIMS)]
        one.hand_in(number)
        one.work(aim, chance.uniform(0, SPANS[aim]))
        troubles = one.troubles()
        one.found.update({f"{aim}: {trouble['kind']}" for trouble in troubles})
        assert not [trouble for trouble in troubles if trouble["kind"] == "error"], (number, aim, troubles)
    one.work()
    done(call(one.office, "archive", "build", "--json"))
    print(f"{ROUNDS} kills, seed {SEED}, rounds with something left behind: {dict(one.found)}")
    return one


def test_the_kills_fell_where_they_were_meant_to(desk: Desk) -> None:
    """Every round killed the desk, and each step of the chain was hit."""
    assert len(desk.killed_in) == ROUNDS
    assert len(AIMS) > ROUNDS or set(desk.killed_in) == set(AIMS)


def test_every_received_file_is_an_original(desk: Desk) -> None:
    """Each file handed in, submitted or collected, lies under its hash, byte for byte, with a row and an item that name it."""
    db = store.open_database(desk.settings.database_path)
    originals = {one.sha256: one for one in store.originals.every(db)}
    items = {item.original_id: item for item in store.items.selected(db, "true", ())}

    for path in desk.handed_in:
        body = path.read_bytes()
        original = originals[sha256(body)]
        assert store.originals.body(desk.settings, original) == body
        assert items[original.id].unit == "市财政局"


def test_what_was_acknowledged_stayed(desk: Desk) -> None:
    """Every submission, sign-off and publication the program acknowledged before a kill is there after it."""
    db = store.open_database(desk.settings.database_path)
    issues = {row["issue"]: row for row in done(call(desk.office, "issue", "list", "--json"))}

    for name, item_id in desk.filed.items():
        original = store.originals.get(db, store.items.get(db, item_id).original_id)
        assert original.sha256 == sha256((desk.received / name).read_bytes())
    assert {issue: issues[issue]["sha256"] for issue in desk.signed} == desk.signed
    assert all(issues[issue]["state"] == "published" for issue in desk.published)


def test_numbers_run_from_one_without_gap_or_repeat(desk: Desk) -> None:
    """The published issues carry the numbers 1 to n, each once, and no issue is left half way."""
    rows = done(call(desk.office, "issue", "list", "--json"))

    assert {row["state"] for row in rows} == {"published"}
    assert sorted(row["number"] for row in rows) == list(range(1, len(rows) + 1))
    assert sorted(row["total"] for row in rows) == list(range(345, 345 + len(rows)))


def test_every_article_is_printed_once(desk: Desk) -> None:
    """Each article stands in exactly one issue, each item in at most one article, each unit is credited once."""
    db = store.open_database(desk.settings.database_path)
    entries = [entry for one in store.issues.every(db) for entry in store.issues.entries(db, one.id)]
    articles = store.articles.in_states(db)
    credited = [pair for one in store.issues.every(db) for pair in store.issues.adoptions(db, one.id)]

    assert sorted(entry.article_id for entry in entries) == [article.id for article in articles]
    assert len({item for article in articles for item in article.items}) == len(articles)
    assert sorted(credited) == sorted((entry.id, unit) for entry in entries for unit in entry.units)


def test_every_published_file_is_the_signed_one(desk: Desk) -> None:
    """Each published PDF has the hash its sign-off names, and the index lists each issue once."""
    db = store.open_database(desk.settings.database_path)
    issues = store.issues.every(db, states=("published",))
    data = (desk.settings.issues_dir / "data.js").read_text("utf-8")
    index = json.loads(data.removeprefix("const ARCHIVE=").rstrip(";\n"))

    for one in issues:
        sign_off = store.issues.sign_off(db, one.id)
        pdf = (desk.settings.issues_dir / one.folder / "issue.pdf").read_bytes()
        assert sign_off is not None
        assert sha256(pdf) == sign_off.sha256
    assert sorted(row["number"] for row in index["issues"]) == sorted(one.number or 0 for one in issues)


def test_only_orphans_are_left_and_they_can_be_removed(desk: Desk) -> None:
    """``archive verify`` finds at most files nobody owns, and is clean once ``--remove-orphans`` has taken them away."""
    found = desk.troubles()
    cleaned = done(call(desk.office, "archive", "verify", "--remove-orphans", "--json"))

    assert {trouble["kind"] for trouble in found} <= {"orphan"}
    assert cleaned["problems"] == []
    assert desk.troubles() == []


def test_cleaning_up_takes_nothing_that_is_just_coming_in(sample_office: Path, tmp_path: Path) -> None:
    """``archive verify --remove-orphans`` beside a process that files submissions removes none of their bytes."""
    office = Path(shutil.copytree(sample_office, tmp_path / "office"))
    paths = [tmp_path / f"{number}.txt" for number in range(150)]
    for number, path in enumerate(paths):
        path.write_text(f"全市第{number}批预算公开完成\n\n{number}个单位已经公开预算。\n", "utf-8")
    form = ("--unit", "市财政局", "--signed-by", "局长", "--json")
    command = [sys.executable, "-m", "bulletin", "--office", str(office), "item", "submit", *map(str, paths), *form]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    cleanings = 0

    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE) as running:
        reader = threading.Thread(target=running.communicate)
        reader.start()
        while reader.is_alive():
            cleanings += "已清除" not in call(office, "archive", "verify", "--remove-orphans").err
        reader.join()

    assert running.returncode == 0
    assert cleanings > 1
    assert done(call(office, "archive", "verify", "--json"))["problems"] == []
    assert done(call(office, "status", "--json"))["queue"]["new"] == 13 + len(paths)
