"""Tracing (溯源): what the edited text says is looked for in the texts as received; what cannot be found is listed.

alignment   which stretches of the edited text stand in the raw text, and what stood where they part
quantities  figures, dates, times and document numbers with their values
figures     figures that the raw text does not have, has elsewhere, or has otherwise
owners      figures told of another name than in the raw text
names       persons, posts, places and units that the raw text does not have, or has otherwise
"""

from __future__ import annotations

from bulletin.desk.gates.rule import GateRule
from bulletin.desk.gates.tracing import figures, names, owners

RULES: tuple[GateRule, ...] = (*figures.RULES, *owners.RULES, *names.RULES)
