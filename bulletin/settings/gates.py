"""The table ``[gates]`` of bulletin.toml: what the office bans, what its gates leave alone, what is switched off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.settings.table import Table
from bulletin.terms import GATES

LONGEST_SENTENCE = 150
_CODE = re.compile(rf"(?:{'|'.join(GATES)})\.[a-z_]+")


@dataclass(frozen=True, slots=True)
class Gates:
    """How the four gates (四关) look in this office.

    ``keep_words`` are names and sayings no rule about words judges; ``sentence_limit`` is in characters, 0 for none;
    ``off`` are the codes of rules that are switched off.
    """

    banned_words: tuple[str, ...] = ()
    keep_words: tuple[str, ...] = ()
    sentence_limit: int = LONGEST_SENTENCE
    off: frozenset[str] = frozenset()


def read_gates(table: Table) -> Gates:
    """Return ``[gates]``. Raises `SettingsError` where a rule to be switched off is not written like a code."""
    off = table.texts("off")
    for code in off:
        if not _CODE.fullmatch(code):
            raise table.wrong("off", code, "应为检查规则的代号，如 wording.long_sentence，代号见 bulletin help 文字关")
    gates = Gates(
        banned_words=table.texts("banned_words"),
        keep_words=tuple(word for word in table.texts("keep_words") if word),
        sentence_limit=table.whole("sentence_limit", LONGEST_SENTENCE),
        off=frozenset(off),
    )
    table.finish()
    return gates
