"""Rules that are one pattern: what it matches is the fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.wording.spared import spared
from bulletin.model import Severity
from bulletin.settings import Settings

Suggest = Callable[[re.Match[str]], str]


def pattern_rule(code: str, severity: Severity, pattern: str, message: str, suggest: Suggest | None = None) -> GateRule:
    """Return the rule that sees every match of `pattern` outside what is `spared`; `suggest` gives what to write."""
    compiled = re.compile(pattern, re.MULTILINE)

    def look(draft: Draft, settings: Settings) -> Iterator[Sighting]:
        for match in compiled.finditer(spared(draft.text, settings)):
            yield Sighting(*match.span(), message, suggest(match) if suggest else "")

    return GateRule(f"wording.{code}", "wording", severity, look, message)
