"""Points of five years of 20,000 entries each: counted anew from the rows of a real database, against a plain recomputation.

The other side does what an office does with a spreadsheet: one year's sheets of what was printed, instructed and adopted
above, looked up, split among units and summed with pandas (where it is installed) and with one loop over the rows, in floating
point, without dates, limits or a word of explanation. All run one after another in this process.

Run as ``python -m tests.bench_points [ENTRIES-A-YEAR] [YEARS]``.
"""

from __future__ import annotations

import gc
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from bulletin import store
from bulletin.feedback.points import compute, gather, replay
from bulletin.model import Facts, Ledger
from bulletin.settings import Settings, Unit
from bulletin.settings.points import read_book
from bulletin.store import Database
from tests.points_facts import office

FIRST_YEAR, UNITS, PER_ISSUE = 2021, 60, 20
CLOCK = "T09:00:00+08:00"
SEED = 20_261_122
BONUS = 0.08
"""How many of the entries have an instruction, and how many are adopted above."""
TITLE, TEXT = "东山镇晚稻提前六天收割完毕", "截至目前，全镇晚稻全部收割完毕，比去年提前六天。" * 25
COLUMNS = {
    "originals": "id sha256 source address media_type charset size received_at",
    "issues": "id publication series year number total state composed_by composed_at editor_note folder",
    "proofs": "id issue_id year number total dated_on sha256 pages by at made_with",
    "sign_offs": "id issue_id proof_id sha256 by on_behalf_of at note accepted",
    "items": (
        "id original_id source key title text raw_text url origin unit kind signed_by urgency received_at state "
        "fingerprint flags removed"
    ),
    "articles": "id publication section state revision_id created_by created_at",
    "revisions": "id article_id number title text sha256 by on_behalf_of at note",
    "entries": "id issue_id position article_id revision_id section editor_note",
    "article_items": "article_id position item_id",
    "adoptions": "entry_id issue_id unit at",
    "instructions": "issue_id entry_id leader text kind written_on by on_behalf_of at rank level",
    "upper_adoptions": "entry_id kind level bulletin number title is_direct points dated_on by on_behalf_of at",
}
PRINTED, INSTRUCTED, ADOPTED = {"工作动态": 3.0}, {"市": 5.0, "省": 30.0}, {"省": 20.0}
"""What the plain recomputations have of the rules called 默认."""
_Answer = TypeVar("_Answer")


def main() -> None:
    """Print what counting, replaying and the plain recomputations take."""
    gc.set_threshold(100_000)  # as a call of the program does
    entries, years = (*map(int, sys.argv[1:3]), *(20_000, 5)[len(sys.argv[1:3]) :])
    settings = _office()
    with tempfile.TemporaryDirectory() as folder:
        db = store.open_database(Path(folder) / "bulletin.db")
        _, filling = _timed(lambda: _fill(db, entries, years))
        at = datetime.fromisoformat(f"{FIRST_YEAR + years}-01-02{CLOCK}")
        facts, gathering = _timed(lambda: gather(db, settings, at))
        book, other = read_book(settings, "默认"), read_book(settings, "连云港")
        ledger, counting = _timed(lambda: compute(facts, book))
        _, replaying = _timed(lambda: replay(ledger, compute(facts, other), list(settings.units)))
        last = date(FIRST_YEAR + years - 1, 1, 1)
        year = ledger.between(last, last.replace(year=last.year + 1))
        sheets = _sheets(facts, last.year)
        print(f"{years} 年 × {entries} 条，{UNITS} 个单位；造库 {filling:.1f} 秒（不计）")
        print(
            f"取事实 {gathering:.2f} 秒，计分 {counting:.2f} 秒（{len(ledger.awards)} 笔），另一办法重算并对照 {replaying:.2f} 秒"
        )
        _, alone = _timed(lambda: compute(_only(facts, last.year), book))
        print(f"只算最后一年 {alone:.2f} 秒；内存峰值 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
        for name, recompute in (
            ("逐行（表格式）", _by_rows),
            *((("pandas", _by_pandas),) if find_spec("pandas") else ()),
        ):
            totals, seconds = _timed(lambda: recompute(sheets))  # noqa: B023
            print(f"{name}：同一年 {seconds:.3f} 秒；本程序为其 {alone / seconds:.1f} 倍；{_agree(totals, year)}")


def _timed(work: Callable[[], _Answer]) -> tuple[_Answer, float]:
    start = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - start


def _only(facts: Facts, year: int) -> Facts:
    """Return the facts of one year alone."""
    return replace(
        facts,
        printed=tuple(one for one in facts.printed if one.on.year == year),
        raised=tuple(one for one in facts.raised if one.on.year == year),
        instructed=tuple(one for one in facts.instructed if one.on.year == year),
        submitted={(unit, day): count for (unit, day), count in facts.submitted.items() if day.year == year},
    )


def _office() -> Settings:
    units = {name: Unit(name, name, 1 + number % 3) for number in range(UNITS) for name in [f"第{number + 1}单位"]}
    return replace(office(), units=units)


def _fill(db: Database, entries: int, years: int) -> None:
    """Write the rows of issues published, with merges, instructions and adoptions above; no trigger stands in the way."""
    for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        db.execute(f'drop trigger "{name}"')
    rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    rows["originals"].append((1, "x", "b", "b", "", "", 1, f"{FIRST_YEAR}-01-01{CLOCK}"))
    chance, issues = random.Random(SEED), max(entries // PER_ISSUE, 1)
    for nth in range(issues * years):
        day = date(FIRST_YEAR + nth // issues, 1, 1) + timedelta(days=nth % issues * 365 // issues)
        _issue(rows, nth + 1, nth % issues + 1, day)
        for position in range(1, PER_ISSUE + 1):
            _entry(rows, chance, nth + 1, position, day)
    with store.write(db):
        for table, columns in COLUMNS.items():
            names, values = columns.split(), rows[table]
            marks = ", ".join("?" * len(names))
            quoted = ", ".join(f'"{name}"' for name in names)
            db.conn.executemany(f"insert into {table} ({quoted}) values ({marks})", values)


def _issue(rows: dict[str, list[tuple[Any, ...]]], issue: int, number: int, day: date) -> None:
    at = f"{day}{CLOCK}"
    rows["issues"].append((issue, "政务信息", "正刊", day.year, number, issue, "published", "e", at, "", ""))
    rows["proofs"].append((issue, issue, day.year, number, issue, day.isoformat(), "x", 4, "e", at, "{}"))
    rows["sign_offs"].append((issue, issue, issue, "x", "s", "", at, "", "[]"))


def _entry(rows: dict[str, list[tuple[Any, ...]]], chance: random.Random, issue: int, position: int, day: date) -> None:
    number, at = len(rows["entries"]) + 1, f"{day}{CLOCK}"
    units = chance.sample(range(UNITS), chance.choice((1, 1, 1, 1, 2, 3)))
    first = len(rows["items"]) + 1
    for place, unit in enumerate(units):
        item, name = first + place, f"第{unit + 1}单位"
        rows["items"].append(
            (item, 1, "b", f"k{item}", TITLE, TEXT, TEXT, "", "", name, "动态", "", "", at, "adopted", "", "[]", "[]")
        )
        rows["article_items"].append((number, place + 1, item))
        rows["adoptions"].append((number, issue, name, at))
    rows["articles"].append((number, "政务信息", "工作动态", "published", number, "e", at))
    rows["revisions"].append((number, number, 1, TITLE, TEXT, "x", "e", "", at, ""))
    rows["entries"].append((number, issue, position, number, number, "工作动态", ""))
    later = (day + timedelta(days=5)).isoformat()
    if chance.random() < BONUS:
        level = chance.choice(("市", "市", "省"))
        rows["instructions"].append((issue, number, "王某", "阅", "办理", later, "c", "", at, "其他", level))
    if chance.random() < BONUS:
        rows["upper_adoptions"].append((number, "adopted", "省", "每日要情", "", TITLE, 0, "", later, "e", "", at))


Sheet = list[tuple[str, str, str]]
"""Rows of a spreadsheet: the day, what decides the points (section or level), the units with 、 between them."""


def _sheets(facts: Facts, year: int) -> list[tuple[Sheet, dict[str, float]]]:
    """Return one year as a clerk has it: what was printed, instructed, adopted above, each with its table of points."""
    units_of = {one.reference: "、".join(one.units) for one in facts.printed}
    printed = [(f"{one.on}", one.section, units_of[one.reference]) for one in facts.printed if one.on.year == year]
    bonus = [
        [(f"{one.on}", one.level, units_of[one.reference]) for one in found if one.on.year == year]
        for found in (facts.instructed, facts.raised)
    ]
    return [(printed, PRINTED), (bonus[0], INSTRUCTED), (bonus[1], ADOPTED)]


def _by_rows(sheets: list[tuple[Sheet, dict[str, float]]]) -> dict[str, float]:
    """Sum row by row, as a macro in a spreadsheet would."""
    totals: defaultdict[str, float] = defaultdict(float)
    for rows, worth in sheets:
        for _, key, joined in rows:
            units = joined.split("、")
            for unit in units:
                totals[unit] += worth[key] / len(units)
    return dict(totals)


def _by_pandas(sheets: list[tuple[Sheet, dict[str, float]]]) -> dict[str, float]:
    """Sum as a notebook would: split, look up, explode, group."""
    import pandas

    parts = []
    for rows, worth in sheets:
        frame = pandas.DataFrame(rows, columns=["on", "key", "units"])
        frame["unit"] = frame["units"].str.split("、")
        frame["part"] = frame["key"].map(worth) / frame["unit"].str.len()
        parts.append(frame.explode("unit")[["unit", "part"]])
    return dict(pandas.concat(parts).groupby("unit")["part"].sum())


def _agree(totals: dict[str, float], year: Ledger) -> str:
    """Say how far the plain sums are from the exact ones."""
    exact = year.totals()
    apart = max(abs(float(exact[unit]) - total) for unit, total in totals.items())
    return f"与精确值最多差 {apart:.0e}"


if __name__ == "__main__":
    main()
