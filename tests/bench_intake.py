"""Intake measured in one run, each figure a ratio with what it was measured beside: ``make bench-intake SIZES="10000 100000"``.

Every part is a program of its own (``python -m tests.bench_…``), so that none has the other's memory or caches; search and
identity take the sizes and print their growth from one to the next. Nothing here passes or fails.
"""

from __future__ import annotations

import subprocess
import sys

USUAL_SIZES = ("10000", "100000")
FARM = ("tests.intake_farm", "--sources", "1000")


def main(sizes: tuple[str, ...]) -> None:
    """Run the parts one after another, each under its heading."""
    parts = (
        ("search", ("tests.bench_search", *sizes)),
        ("identity: the check of one item", ("tests.bench_identity", *sizes)),
        ("identity: quality", ("tests.bench_identity", "quality")),
        ("events: one item into its event", ("tests.bench_events",)),
        ("events: quality", ("tests.bench_events", "quality")),
        ("feeds", ("tests.bench_feeds",)),
        ("article pages", ("tests.bench_pages",)),
        ("list pages", ("tests.bench_lists",)),
        ("cleaning, mojibake, charsets", ("tests.bench_cleaning",)),
        ("a thousand sources", FARM),
    )
    for title, command in parts:
        print(f"\n== {title}", flush=True)
        subprocess.run([sys.executable, "-m", *command], check=False)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or USUAL_SIZES)
