"""Count the false alarms of the rules about figures on clean texts, by rule: per 1,000 characters.

.venv/bin/python tests/bench_figures.py [--show]
"""

from __future__ import annotations

import json
import lzma
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench_tracing import office_settings

from bulletin.desk.gates import Draft
from bulletin.desk.gates.figures import RULES

SHARED = Path(__file__).parents[2] / "shared" / "data"


def texts() -> dict[str, list[str]]:
    """Return the clean texts by set: edited news, sentences of two newspapers, national laws."""
    news = json.loads((SHARED / "dedup" / "ecob_zh_dev.json").read_text(encoding="utf-8"))
    found = {"ecob": ["\n".join(s["sent_text"] for s in one["Doc"]["content"]) for one in news]}
    for name in ("clean_rmrb_a", "clean_xxqg_a"):
        rows = json.loads((SHARED / "proof" / f"{name}.json").read_text(encoding="utf-8"))
        found[name] = [row["correct_text"] for row in rows]
    with lzma.open(SHARED / "laws" / "national_regulations.jsonl.xz", "rt", encoding="utf-8") as lines:
        found["laws"] = [json.loads(line)["text"] for line in lines]
    return found


def main(show: bool) -> None:
    """Print alarms and alarms per 1,000 characters of each rule on each set."""
    with tempfile.TemporaryDirectory() as folder:
        settings = office_settings(Path(folder))
    for name, found in texts().items():
        length, seen, began = sum(map(len, found)), Counter[str](), time.perf_counter()
        for text in found:
            draft = Draft("", text, "", (), settings.publication())
            for rule in RULES:
                for sighting in rule.look(draft, settings):
                    seen[rule.code] += 1
                    if show:
                        around = text[max(0, sighting.start - 30) : sighting.end + 20]
                        print(name, rule.code, repr(around), sighting.message)
        taken = (time.perf_counter() - began) * 1e6 / length
        rates = " ".join(f"{code} {count} ({count * 1000 / length:.4f})" for code, count in seen.most_common())
        print(f"{name}: {length} characters, {taken:.2f} ms per 1,000: {rates or 'none'}")


if __name__ == "__main__":
    main("--show" in sys.argv)
