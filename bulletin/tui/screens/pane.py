"""The reading pane (预览): one item in full, with its flags at their places, what it is like, and why it stands where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text

from bulletin import store
from bulletin.desk import listing
from bulletin.desk.relations import relation_lines
from bulletin.model import Item, Relation
from bulletin.store import Database
from bulletin.tui import deeds, reading
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Lettering

DECIDED = frozenset({"declined", "shelved"})
"""States of an item of which the pane tells who decided so, when, and why."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of the theme, for parts of one text."""

    accent: Style
    quiet: Style
    warning: Style
    match: Style


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pane shows of an item, read from the database once."""

    item: Item
    decision: tuple[str, ...]
    relations: tuple[Relation, ...]
    onward: tuple[str, ...]
    origin: tuple[str, ...]
    reasons: tuple[str, ...]


def read(sitting: Sitting, row: listing.Row) -> Reading:
    """Read the item of a line of the queue, with all that is shown of it. Raises `NotFound`."""
    db = sitting.db
    item = store.items.get(db, row.id)
    return Reading(
        item,
        (deeds.last_deed(sitting, row.id),) if row.state in DECIDED else (),
        store.identity.of_item(db, row.id),
        tuple(reading.onward_lines(db, row.id)),
        tuple(reading.source_lines(db, item)),
        tuple(why(db, row)),
    )


def why(db: Database, row: listing.Row) -> list[str]:
    """Return why an item stands where it stands, each reason with its points: they add up to the score on its line."""
    reasons = listing.reasons(db, [row.id]).get(row.id, ())
    return reading.reason_lines(row.score, [(reason.name, reason.points) for reason in reasons])


def text_of(one: Reading, sitting: Sitting, lettering: Lettering, colours: Colours, why: bool) -> Text:
    """Return the pane: title, facts, reasons where asked for, flags and likeness, then the text, then where it came from."""
    head = Text(lettering.line(one.item.title), style="bold", end="")
    parts = [head, lettering.shown(reading.facts_line(one.item, sitting.at)).copy()]
    parts[1].stylize(colours.quiet)
    parts += _styled(one.reasons if why else (), lettering, colours.accent)
    parts += _styled(one.decision, lettering, colours.accent)
    parts += _styled(one.onward, lettering, colours.accent)
    parts += _styled(relation_lines(one.relations), lettering, colours.warning)
    parts += _styled(map(reading.flag_line, one.item.flags), lettering, colours.warning)
    body = lettering.shown(one.item.text)
    for start, end in _flagged(one.item):
        body.stylize(colours.warning, start, end)
    parts += [Text(""), body, Text("")]
    parts += _styled(one.origin, lettering, colours.quiet)
    return Text("\n").join(parts)


def _styled(lines: Iterator[str] | Sequence[str] | map[str], lettering: Lettering, style: Style) -> list[Text]:
    parts = [lettering.shown(line) for line in lines]
    for part in parts:
        part.stylize(style)
    return parts


def _flagged(item: Item) -> Iterator[tuple[int, int]]:
    return ((flag.start, flag.end) for flag in item.flags if flag.end > flag.start)


def matches(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where any of the words stands in the pane, whatever its case, across the ends of lines too."""
    if not words:
        return []
    spelt = ("\n?".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))
    pattern = re.compile("|".join(spelt), re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]
