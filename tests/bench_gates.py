"""The wording gate on shared texts: false alarms by rule on clean ones, recall and precision on wrong ones, time an item.

`python -m tests.bench_gates [rows]` prints the figures; rows is how many of each set. The lists of words were tuned on the
rows of even number of the wrong sets, so that the odd ones tell what to expect; of the clean sets every alarm was read.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bulletin.desk import gates
from bulletin.desk.gates import wording
from bulletin.model import Finding
from bulletin.settings import Settings, read_settings, shipped_office

_PROOF = Path(__file__).parents[2] / "shared" / "data" / "proof"
CLEAN = ("clean_rmrb_a", "clean_xxqg_a")
WRONG = ("ecspell_odw_train", "cscd_ns_test_a", "sighan15_test")
_GUESSES = frozenset(("wording.confusion", "wording.variant", "wording.spelling"))
_ITEM = 20
"""Sentences put together to one item for the time: about a thousand characters."""
Row = tuple[str, str]


def rows_of(name: str) -> list[Row]:
    """Return a set as (written, right), those of one length only: no set says what to do with the others."""
    rows = json.loads((_PROOF / f"{name}.json").read_text(encoding="utf-8"))
    pairs = [(row.get("original_text", row.get("source")), row.get("correct_text", row.get("target"))) for row in rows]
    return [(written, right) for written, right in pairs if len(written) == len(right)]


def found_in(settings: Settings, text: str) -> Iterator[Finding]:
    """Yield what the wording gate sees in a text."""
    draft = gates.Draft("标题", text, "", ("报送单位",), settings.publication())
    return (one for one in gates.check(draft, settings, {}) if one.rule in {rule.code for rule in wording.RULES})


def alarms(settings: Settings, rows: Sequence[Row]) -> tuple[Counter[tuple[str, str]], float]:
    """Return how often each rule, with its severity, spoke on clean texts, and thousands of characters."""
    counts = Counter((one.severity, one.rule) for written, _ in rows for one in found_in(settings, written))
    return counts, sum(len(written) for written, _ in rows) / 1000


def recall(settings: Settings, rows: Sequence[Row]) -> dict[str, int]:
    """Return errors, those under a finding, and findings right, with the right suggestion, and false."""
    sums: Counter[str] = Counter(errors=0, found=0, right=0, mended=0, false=0)
    for written, right in rows:
        wrong = {at for at, (one, other) in enumerate(zip(written, right, strict=True)) if one != other}
        guesses = [one for one in found_in(settings, written) if one.rule in _GUESSES]
        hits = [one for one in guesses if wrong & set(range(one.start, one.end))]
        sums["errors"] += len(wrong)
        sums["found"] += len(wrong & {at for one in hits for at in range(one.start, one.end)})
        sums["right"] += len(hits)
        sums["mended"] += sum(one.suggestion == right[one.start : one.end] for one in hits)
        sums["false"] += len(guesses) - len(hits)
    return dict(sums)


def seconds_by_rule(settings: Settings, texts: Sequence[str]) -> Counter[str]:
    """Return the processor seconds of every rule over the texts, after one round to read its lists."""
    spent: Counter[str] = Counter()
    for count in (False, True):
        for text in texts:
            draft = gates.Draft("标题", text, "", ("报送单位",), settings.publication())
            for rule in wording.RULES:
                start = time.process_time()
                list(rule.look(draft, settings))
                spent[rule.code] += count * (time.process_time() - start)
    return spent


def _print_clean(settings: Settings, name: str, rows: Sequence[Row]) -> None:
    for label, part in (("even", rows[0::2]), ("odd", rows[1::2])):
        counts, thousands = alarms(settings, part)
        loud = sum(many for (severity, _), many in counts.items() if severity != "advice")
        hints = sum(counts.values()) - loud
        print(
            f"{name:18} {label:5} {loud / thousands:6.3f} errors+warnings, {hints / thousands:6.3f} hints /1000 chars"
        )
        for (severity, rule), many in counts.most_common():
            print(f"{'':25}{many / thousands:6.3f} {severity:8} {rule}")
    counts, thousands = alarms(settings, [(item, item) for item in items_of(rows)])
    hints = sum(many for (severity, _), many in counts.items() if severity == "advice")
    print(f"{name:18} put together to items of {_ITEM} sentences: {hints / thousands:6.3f} hints /1000 chars")


def items_of(rows: Sequence[Row]) -> list[str]:
    """Return the sentences put together to items."""
    sentences = [written for written, _ in rows]
    return ["".join(sentences[at : at + _ITEM]) for at in range(0, len(sentences), _ITEM)]


def _print_wrong(settings: Settings, name: str, rows: Sequence[Row]) -> None:
    for label, part in (("even", rows[0::2]), ("odd", rows[1::2])):
        sums = recall(settings, part)
        said = max(1, sums["right"] + sums["false"])
        thousands = sum(len(written) for written, _ in part) / 1000
        print(
            f"{name:18} {label:5} precision {sums['right'] / said:.3f}  recall {sums['found'] / sums['errors']:.3f}"
            f"  right word {sums['mended']}/{sums['right']}  false {sums['false'] / thousands:.3f} /1000 chars"
        )


def main(most: int) -> None:
    """Print all figures."""
    settings = read_settings(shipped_office())
    sets = {name: rows_of(name)[:most] for name in (*CLEAN, *WRONG)}
    for name in CLEAN:
        _print_clean(settings, name, sets[name])
    for name in WRONG:
        _print_wrong(settings, name, sets[name])
    items = items_of(sets[CLEAN[0]])
    spent, thousands = seconds_by_rule(settings, items), sum(map(len, items)) / 1000
    total = 1000 * sum(spent.values())
    spelling = 1000 * spent["wording.spelling"]
    print(
        f"time: {total / len(items):.2f} ms an item, {(total - spelling) / thousands:.2f} ms /1000 chars without spelling"
    )
    for rule, seconds in spent.most_common(6):
        print(f"{'':25}{1000 * seconds / thousands:6.3f} ms /1000 {rule}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
