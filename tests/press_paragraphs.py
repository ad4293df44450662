"""Paragraphs to break: real ones where the folder of real material stands beside the checkout, inked in the page's faces."""

from __future__ import annotations

import json
import lzma
import random
from functools import cache
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"


@cache
def real_paragraphs(count: int, seed: int) -> tuple[str, ...]:
    """`count` paragraphs, half of laws and half of newspapers, chosen by `seed`; skips the test if there are none here."""
    laws, papers = SHARED / "laws" / "national_regulations.jsonl.xz", sorted(SHARED.glob("proof/clean_*.json"))
    if not laws.exists() or not papers:
        pytest.skip("no real material beside this checkout")
    with lzma.open(laws, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    legal = [part.strip() for text in texts for part in text.split("\n") if 30 < len(part.strip()) < 1500]
    news = [row["original_text"].strip() for path in papers for row in json.loads(path.read_text("utf-8"))]
    choice = random.Random(seed)
    return tuple(
        choice.sample(legal, count // 2) + choice.sample([text for text in news if len(text) > 12], count // 2)
    )
