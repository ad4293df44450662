"""How well the rank orders: against newest first, unit first and chance, on the sample office and on the labelled queues.

    .venv/bin/python tests/bench_rank.py [-v] [--ablate]

The queues, how they are labelled and how they are halved stand in `bench_rank_queues.py`. Arrival times are spread over
`SPREAD_DAYS` by a hash of the title, in several ways, so newest first has no luck in it and no merit. Intervals are of the
pieces drawn anew (bootstrap), 95 of 100. The focus topics are those of the sample office, written without these queues.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import StringIO
from math import log2
from pathlib import Path
from statistics import mean

from bench_rank_queues import QUEUES, REPORTED, TRIED, Piece

from bulletin import store
from bulletin.cli import run
from bulletin.desk import queue
from bulletin.desk.rank import balance, features, learning
from bulletin.desk.rank.reading import read
from bulletin.desk.rank.rules import Rules, read_rules
from bulletin.model import Extracted, Item, Received
from bulletin.settings import Settings, Unit, read_settings, shipped_office
from bulletin.store import Database
from bulletin.store.scores import Bearing

AT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
PLACES, FIRST = 20, 10
SPREAD_DAYS = 20
SPREADS = ("", *"abcdefghi")
"""Different arrivals of the same pieces."""
DRAWS = 200
UNIT_CLASSES = {
    "发展和改革": 1,
    "发改": 1,
    "工业和信息化局": 1,
    "工信局": 1,
    "科技创新局": 2,
    "商务局": 2,
    "中小企业服务局": 2,
}
SAMPLE_PRINTED = (1, 2, 3, 4, 5, 6, 7)
"""Items of the sample office that its shipped day (`sample/demo.sh`) adopts."""
SAMPLE_PASSED_OVER = (11, 13)
"""Those it shelves or declines; its other submissions stay undecided: grade 1. News of the feed: 0."""


@dataclass(frozen=True)
class Figures:
    """How good an order is: nDCG among the first twenty, precision (grade 1 and better) among the first ten."""

    ndcg: float
    precision: float

    def __str__(self) -> str:
        return f"nDCG@{PLACES} {self.ndcg:.3f}  P@{FIRST} {self.precision:.2f}"


def measured(order: Sequence[int], grades: Mapping[int, int]) -> Figures:
    """Return the figures of an order of items (only those that have a grade)."""
    found = [grades[number] for number in order if number in grades]
    best = _gain(sorted(found, reverse=True))
    return Figures(_gain(found) / best if best else 0.0, sum(grade > 0 for grade in found[:FIRST]) / FIRST)


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:PLACES]))


def average(figures: Sequence[Figures]) -> Figures:
    """Return the mean of figures."""
    return Figures(mean(one.ndcg for one in figures), mean(one.precision for one in figures))


def by_chance(grades: Mapping[int, int]) -> Figures:
    """Return the mean figures of random orders."""
    dice, numbers = random.Random(5), sorted(grades)
    return average([measured(dice.sample(numbers, len(numbers)), grades) for _ in range(DRAWS)])


# Offices


def sample(root: Path) -> tuple[Database, Settings, dict[int, int]]:
    """Return the sample office after it has collected, and the grade of each item by what its shipped day does with it."""
    at = ["--office", str(root), "--at", "2026-11-20T09:05:00+08:00"]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        run(["init", str(root), "--sample"])
        run([*at, "collect"])
    settings = read_settings(root)
    db = store.open_database(settings.database_path)
    rows = queue.open_listing(db, settings, "all", at=AT).rows(0, 100)
    grades = {row.id: int(bool(row.unit)) - (row.id in SAMPLE_PASSED_OVER) for row in rows}
    return db, settings, {**grades, **dict.fromkeys(SAMPLE_PRINTED, 2)}


def sample_compared(db: Database, settings: Settings, grades: Mapping[int, int]) -> dict[str, Figures]:
    """Return the figures of the sample office's queue and of its three rivals."""
    rows = {row.id: row for row in queue.open_listing(db, settings, at=AT).rows(0, 1000)}
    newest = sorted(rows, key=lambda one: (rows[one].received_at, one), reverse=True)
    units = {number: settings.unit(row.unit) for number, row in rows.items()}
    classes = {number: unit.unit_class if unit else 9 for number, unit in units.items()}
    orders = {"rank": list(rows), "newest": newest, "unit": sorted(newest, key=lambda one: classes[one])}
    return {**{name: measured(order, grades) for name, order in orders.items()}, "random": by_chance(grades)}


def office(root: Path, given: Sequence[Piece]) -> Settings:
    """Return an office in `root` with the sample's settings and the units of the pieces."""
    (root / "bulletin.toml").write_bytes((shipped_office() / "bulletin.toml").read_bytes())
    settings = read_settings(root)
    units = dict(settings.units)
    for name in sorted({piece.unit for piece in given if piece.unit}):
        grade = next((grade for word, grade in UNIT_CLASSES.items() if word in name and "南山" not in name), 3)
        units[name] = Unit(name, name, grade)
    return replace(settings, units=units)


def fill(db: Database, settings: Settings, given: Sequence[Piece]) -> list[int]:
    """Put the pieces into the queue as they arrive in the first spread; return their numbers, in the order given."""
    numbers = [0] * len(given)
    for place in sorted(range(len(given)), key=lambda one: (_arrival(given[one].title), one)):
        piece, at = given[place], _arrival(given[place].title)
        received = Received(f"{place}\n{piece.title}\n{piece.text}".encode(), f"bench:{place}", "text/plain", "utf-8")
        original, _ = store.originals.keep(db, settings, received, "bench", at)
        extracted = Extracted(f"p{place}", piece.title, piece.text, piece.text, unit=piece.unit)
        item, _ = store.items.add(db, original, extracted, at)
        store.relations.relate(db, item, at)
        numbers[place] = item.id
    return numbers


def _arrival(title: str, spread: str = "") -> datetime:
    number = int.from_bytes(sha256((spread + title).encode()).digest()[:6], "big")
    return AT - timedelta(minutes=number % (SPREAD_DAYS * 1440))


class Bench:
    """A labelled queue in an office of its own: orders of its pieces by any rules and arrivals, and their figures."""

    def __init__(self, root: Path, name: str) -> None:
        given = QUEUES[name]()
        self.settings = office(root, given)
        self.db = store.open_database(self.settings.database_path)
        numbers = fill(self.db, self.settings, given)
        self.pieces = dict(zip(numbers, given, strict=True))
        self.grades = {number: piece.grade for number, piece in self.pieces.items()}
        self.rules = read_rules(self.db, self.settings, AT)
        self.items: dict[int, Item] = {}
        for start in range(0, len(numbers), 250):
            self.items.update({item.id: item for item in store.scores.load(self.db, numbers[start : start + 250])})
        self.cases = {number: features.case_of(self.db, item, self.rules) for number, item in self.items.items()}
        self.bearings = store.scores.bearings(self.db, numbers)

    def half(self, which: int) -> list[int]:
        """Return the pieces of one half."""
        return [number for number, piece in self.pieces.items() if piece.half == which]

    def rank(self, numbers: Sequence[int], spread: str, rules: Rules) -> list[int]:
        """Return these pieces in the order of the rank, balance included."""
        scores = [self._score(number, spread, rules) for number in numbers]
        worth = sorted(scores, key=lambda one: (-one[1], one[0]))
        first, share = round(rules.weights["balance_first"]), rules.weights["balance_share"] / 100
        lifts = balance.lifts(worth[:first], [one for one in worth if one[2]][:first], first, share)
        return [one[0] for one in sorted(worth, key=lambda one: (-one[1] - lifts.get(one[0], 0), one[0]))]

    def _score(self, number: int, spread: str, rules: Rules) -> balance.Worth:
        at = _arrival(self.pieces[number].title, spread)
        case = replace(self.cases[number], item=replace(self.items[number], received_at=at, published_at=at))
        made = features.score(case, rules, self.bearings.get(number, Bearing()), AT)
        return number, made.tenths, made.is_problem

    def newest(self, numbers: Sequence[int], spread: str) -> list[int]:
        """Return these pieces newest first."""
        return sorted(numbers, key=lambda one: (_arrival(self.pieces[one].title, spread), one), reverse=True)

    def by_unit(self, numbers: Sequence[int], spread: str) -> list[int]:
        """Return these pieces by the class of their unit, those of none last, newest first in each."""
        units = {number: self.settings.unit(self.pieces[number].unit) for number in numbers}
        classes = {number: unit.unit_class if unit else 9 for number, unit in units.items()}
        return sorted(self.newest(numbers, spread), key=lambda one: classes[one])

    def orders(self, numbers: Sequence[int], spread: str) -> dict[str, list[int]]:
        """Return these pieces in the order of the rank, newest first, and unit first."""
        return {
            "rank": self.rank(numbers, spread, self.rules),
            "newest": self.newest(numbers, spread),
            "unit": self.by_unit(numbers, spread),
        }

    def compared(self, numbers: Sequence[int], spreads: Sequence[str] = SPREADS) -> dict[str, Figures]:
        """Return the mean figures of the rank and of its rivals over the spreads."""
        found = [self.orders(numbers, spread) for spread in spreads]
        figures = {name: average([measured(one[name], self.grades) for one in found]) for name in found[0]}
        return {**figures, "random": by_chance({number: self.grades[number] for number in numbers})}

    def intervals(self, numbers: Sequence[int]) -> dict[str, tuple[Figures, Figures]]:
        """Return the bounds between which 95 of 100 figures lie when pieces are drawn anew, for the rank, for unit first, and
        for the lead of the first over the second."""
        dice, found = random.Random(7), []
        for spread in SPREADS:
            orders = self.orders(numbers, spread)
            for _ in range(DRAWS // len(SPREADS)):
                times = Counter(dice.choices(numbers, k=len(numbers)))
                drawn = ([one for one in orders[name] for _ in range(times[one])] for name in ("rank", "unit"))
                ours, theirs = (measured(order, self.grades) for order in drawn)
                found.append((ours, theirs, Figures(ours.ndcg - theirs.ndcg, ours.precision - theirs.precision)))
        return {
            name: _bounds(list(part))
            for name, part in zip(("rank", "unit", "lead"), zip(*found, strict=True), strict=True)
        }

    def after_learning(self, spread: str) -> tuple[Figures, Figures]:
        """Let editors decide about what came in in the first half of the days by its grades (1 and better is adopted); return
        the figures of what came in later, without and with what was learnt."""
        middle = AT - timedelta(days=SPREAD_DAYS / 2)
        late = [number for number, piece in self.pieces.items() if _arrival(piece.title, spread) >= middle]
        early = [number for number in self.pieces if number not in set(late)]
        terms = {term.term: term for term in learning.weigh(self._chosen(number) for number in early)}
        learnt = replace(self.rules, terms=terms)
        before, after = (measured(self.rank(late, spread, rules), self.grades) for rules in (self.rules, learnt))
        return before, after

    def _chosen(self, number: int) -> learning.Chosen:
        item, case = self.items[number], self.cases[number]
        reading = read(item.title, item.text, item.kind)
        tenths = sum(points for _, points in features.fixed(case, self.rules))
        return learning.Chosen(self.grades[number] > 0, learning.readable(item, reading), tenths)


def _bounds(figures: list[Figures]) -> tuple[Figures, Figures]:
    ndcg, precision = sorted(one.ndcg for one in figures), sorted(one.precision for one in figures)
    low, high = len(figures) // 40, len(figures) - 1 - len(figures) // 40
    return Figures(ndcg[low], precision[low]), Figures(ndcg[high], precision[high])


def spent(act: Callable[[], object]) -> float:
    """Return the seconds of this processor that an act takes."""
    began = time.process_time()
    act()
    return time.process_time() - began


# Printing


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        db, settings, grades = sample(Path(folder))
        print(f"sample office, {len(grades)} items")
        for name, figures in sample_compared(db, settings, grades).items():
            print(f"    {name:8} {figures}")
        db.close()
    for name in QUEUES:
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder), name)
            halves = {
                "tried half": bench.half(TRIED),
                "reported half": bench.half(REPORTED),
                "whole": list(bench.pieces),
            }
            for label, numbers in halves.items():
                _print_figures(bench, f"{name}, {label}", numbers)
            _print_learning(bench)
            if "--ablate" in sys.argv:
                _print_ablations(bench)
            if "-v" in sys.argv:
                _print_lines(bench)
            bench.db.close()


def _print_figures(bench: Bench, head: str, numbers: list[int]) -> None:
    counts = [sum(bench.grades[number] == grade for number in numbers) for grade in (0, 1, 2)]
    print(f"{head}: {len(numbers)} pieces, grades 0/1/2 {counts}")
    for name, figures in bench.compared(numbers).items():
        print(f"    {name:8} {figures}")
    for name, (low, high) in bench.intervals(numbers).items():
        print(
            f"    {name:8} 95 of 100 within {low.ndcg:.2f}–{high.ndcg:.2f} and {low.precision:.2f}–{high.precision:.2f}"
        )


def _print_learning(bench: Bench) -> None:
    found = [bench.after_learning(spread) for spread in SPREADS]
    for name, figures in zip(("before", "after"), zip(*found, strict=True), strict=True):
        print(f"    later days, {name} learning: {average(list(figures))}")
    items = list(bench.items.values())
    taken = spent(
        lambda: [
            features.score(features.case_of(bench.db, item, bench.rules), bench.rules, Bearing(), AT) for item in items
        ]
    )
    print(f"    {taken / len(items) * 1000:.2f} ms an item")


def _print_ablations(bench: Bench) -> None:
    numbers = bench.half(TRIED)
    whole = bench.compared(numbers)["rank"]
    for key, weight in bench.rules.weights.items():
        if weight and not key.startswith("balance_") and not key.endswith(("_days", "_hours")):
            rules = replace(bench.rules, weights={**bench.rules.weights, key: 0.0})
            figures = average([measured(bench.rank(numbers, one, rules), bench.grades) for one in SPREADS])
            print(f"    without {key:12} {figures.ndcg - whole.ndcg:+.3f} {figures.precision - whole.precision:+.2f}")


def _print_lines(bench: Bench) -> None:
    for number in bench.rank(bench.half(TRIED), "", bench.rules)[:30]:
        made = features.score(bench.cases[number], bench.rules, bench.bearings.get(number, Bearing()), AT)
        why = " ".join(f"{name}{points / 10:+g}" for name, points in (*made.fixed, *made.timed))
        print(bench.grades[number], bench.pieces[number].title[:40], "|", why)


if __name__ == "__main__":
    main()
