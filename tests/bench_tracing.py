"""Measure tracing: planted changes listed, false listings per item, milliseconds per item.

    .venv/bin/python tests/bench_tracing.py [first seed] [seeds] [--show]

Even and odd seeds draw on different raw texts: even ones to develop on, odd ones to report.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import tracing_edits

from bulletin.desk.gates import Draft, Sighting, sightings
from bulletin.desk.gates.tracing import RULES
from bulletin.settings import Settings, read_settings, shipped_office

ITEMS, CHANGES = 100, 150


def listings(one: tracing_edits.Edited, settings: Settings) -> list[tuple[str, Sighting]]:
    """Return what the tracing rules see in an edited text, with the codes of the rules."""
    draft = Draft("标题", one.text, "", (), settings.publication(), raw=one.raw)
    return [(rule.code, sighting) for rule, sighting in sightings(RULES, draft, settings)]


def touches(sighting: Sighting, planted: tracing_edits.Planted) -> bool:
    """Tell whether a listing stands at a planted change; an exchange of names may be told at the figure it is about."""
    told = planted.kind == "exchange" and planted.old in sighting.message
    return told or any(sighting.start < end and start < sighting.end for start, end in planted.spans)


def measure(
    seed: int, settings: Settings, show: bool, items: int = ITEMS, changes: int = CHANGES
) -> tuple[Counter[str], Counter[str], Counter[str], float]:
    """Return by kind what was planted and what of it was listed, false listings by rule, and seconds taken."""
    planted, listed, false = Counter[str](), Counter[str](), Counter[str]()
    taken = 0.0
    for k, one in enumerate(tracing_edits.edits(seed, items, changes)):
        before = time.process_time()
        seen = listings(one, settings)
        taken += time.process_time() - before
        for change in one.planted:
            planted[change.kind] += 1
            hit = any(touches(sighting, change) for _, sighting in seen)
            listed[change.kind] += hit
            if show and not hit:
                start, end = change.spans[0]
                print(
                    f"MISSED {k} {change.kind} {change.old}→{change.new}: {one.text[max(0, start - 25) : end + 25]!r}"
                )
        for code, sighting in seen:
            if not any(touches(sighting, change) for change in one.planted):
                false[code] += 1
                if show:
                    around = one.text[max(0, sighting.start - 15) : sighting.end + 15]
                    print(f"FALSE {k} {code} [{one.text[sighting.start : sighting.end]}] {around!r} {sighting.message}")
    return planted, listed, false, taken


def main(arguments: list[str]) -> None:
    """Print the figures of each seed."""
    show = "--show" in arguments
    numbers = [int(word) for word in arguments if word.isdigit()]
    first, seeds = numbers if len(numbers) == 2 else (1, 1)
    with tempfile.TemporaryDirectory() as folder:
        settings = office_settings(Path(folder))
        for seed in range(first, first + 2 * seeds, 2):
            planted, listed, false, taken = measure(seed, settings, show)
            kinds = " ".join(f"{kind} {listed[kind]}/{planted[kind]}" for kind in sorted(planted))
            print(f"seed {seed}: listed {listed.total()}/{planted.total()} ({kinds})")
            print(f"  false {false.total() / ITEMS:.2f} per item {dict(false)}; {taken * 1000 / ITEMS:.1f} ms per item")


def office_settings(root: Path) -> Settings:
    """Return the settings of the shipped office, written to `root`."""
    (root / "bulletin.toml").write_bytes((shipped_office() / "bulletin.toml").read_bytes())
    return read_settings(root)


if __name__ == "__main__":
    main(sys.argv[1:])
