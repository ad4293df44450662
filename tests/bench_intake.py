"""Intake measured in one run, each figure a ratio with what it was measured beside: ``make bench-intake SIZES="10000 100000"``.

Every part is a program of its own (``python -m tests.bench_…``), so that none has the other's memory or caches. Search,
identity and events take the sizes, share one archive a size (`tests.bench_archive`) and print their growth from one to the
next; events stop at 10⁵ items within two weeks. The archives are kept under ``--archives DIR`` and removed at the end,
unless ``--keep`` is given (``SIZES="10000 --keep"``). Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile

USUAL_SIZES = (10_000, 100_000)
MOST_EVENTS = 100_000
FARM = ("tests.intake_farm", "--sources", "1000")


def main() -> None:
    """Run the parts one after another, each under its heading."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE")
    parser.add_argument("--archives", default=tempfile.gettempdir(), help="folder of the archives")
    parser.add_argument("--keep", action="store_true", help="leave the archives for the next run")
    given = parser.parse_args()
    sizes = sorted({*(given.sizes or USUAL_SIZES)})
    some = sorted({min(size, MOST_EVENTS) for size in sizes})
    places = ("--archives", given.archives)
    try:
        measure((*map(str, sizes), *places), (*map(str, some), *places))
    finally:
        if not given.keep:
            run("tests.bench_archive", *map(str, {*sizes, *some}), *places, "--remove")


def measure(every: tuple[str, ...], some: tuple[str, ...]) -> None:
    """Run the parts, with the arguments for all sizes, and for those at which events are measured."""
    parts = (
        ("archives", ("tests.bench_archive", *every)),
        ("search", ("tests.bench_search", *every)),
        ("identity: the check of one item", ("tests.bench_identity", *every)),
        ("identity: quality", ("tests.bench_identity", "quality")),
        ("events: one item into its event; topics", ("tests.bench_events", *some)),
        ("events: quality", ("tests.bench_events", "quality")),
        ("feeds", ("tests.bench_feeds",)),
        ("article pages", ("tests.bench_pages",)),
        ("list pages", ("tests.bench_lists",)),
        ("cleaning, mojibake, charsets", ("tests.bench_cleaning",)),
        ("a thousand sources", FARM),
    )
    for title, command in parts:
        print(f"\n== {title}", flush=True)
        run(*command)


def run(module: str, *arguments: str) -> None:
    """Run one program of the tests and wait for its end."""
    subprocess.run([sys.executable, "-m", module, *arguments], check=False)


if __name__ == "__main__":
    main()
