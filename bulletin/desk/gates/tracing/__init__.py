"""Tracing (溯源): what the edited text says is looked for in the texts as received; what cannot be found is listed.

texts       the two texts, read               alignment   which stretches both share, and what stood where they part
figures     figures that the raw text does not have, has elsewhere, or has otherwise
owners      figures told of another name than in the raw text
names       persons, posts, places and units that the raw text does not have, or has otherwise

Source: 数字关 and 名称 of the four gates (准确): what an editor cannot find in the raw text is asked of the unit (核实).
"""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.desk.gates.tracing import figures, names, owners
from bulletin.desk.gates.tracing.texts import Texts
from bulletin.settings import Settings


def _traced(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """What is to be asked of the text; nothing where no raw text is known. One look serves all the rules."""
    if draft.raw:
        texts = Texts(draft.reading, draft.source, draft.day)
        yield from figures.sightings(texts)
        yield from owners.sightings(texts)
        yield from names.sightings(texts, settings)


RULES: tuple[GateRule, ...] = (
    GateRule(figures.UNTRACED, "wording", "warning", _traced, "数字、日期在原文中找不到"),
    GateRule(figures.DERIVED, "wording", "advice", _traced, "数字由原文取约数或相加而来"),
    GateRule(owners.OWNER, "wording", "warning", _traced, "数字与名称的对应与原文不一致"),
    GateRule(names.OF_PERSONS, "political", "warning", _traced, "人名、职务与原文不一致"),
    GateRule(names.OF_OTHERS, "wording", "warning", _traced, "地名、单位等与原文不一致"),
)
