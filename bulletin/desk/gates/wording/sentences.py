"""Sentences: their length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_SHOWN = 20


def _long(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A sentence longer than the office's ``gates.sentence_limit`` characters; a list parted by ； counts by its parts."""
    limit = settings.gates.sentence_limit
    for match in _SENTENCE.finditer(draft.text):
        longest = max(map(len, match[0].split("；")))
        if limit and longest > limit and not match[0].startswith(("|", "｜")):
            yield Sighting(match.start(), match.start() + _SHOWN, f"一句长{longest}字，超过{limit}字，可以拆开")


RULES = (GateRule("wording.long_sentence", "wording", "advice", _long, "句子过长"),)
