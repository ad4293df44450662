"""What is told of an item's relations: what matters first, templates last and few, each issue once."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin.model import Relation
from bulletin.terms import RELATIONS

SHOWN_TWINS = 3
"""Templates told one by one; the others are counted."""
_ORDER = ("exact", "near", "update", "event", "twin")


def relation_lines(relations: Iterable[Relation]) -> list[str]:
    """Return what an item is to others, a line for each: what was printed first, templates last and only the newest few.

    Each issue is told once, with the likest text of it; that texts alike tell of one event goes without saying.
    """
    ranked = sorted(relations, key=_rank)
    others = {one.other_id for one in ranked if one.kind != "event"}
    told: set[str] = set()
    alike: list[str] = []
    twins: list[str] = []
    for one in ranked:
        printed = "" if one.printed in told else one.printed
        if printed or (one.other_id and not (one.kind == "event" and one.other_id in others)):
            (twins if one.kind == "twin" else alike).append(_relation_line(one, printed))
            told.add(one.printed)
    more = len(twins) - SHOWN_TWINS
    return [*alike, *twins[:SHOWN_TWINS], *([f"另有{more}件同模板"] if more > 0 else [])]


def _rank(relation: Relation) -> tuple[bool, int, bool]:
    return not relation.printed, _ORDER.index(relation.kind), not relation.other_id


def _relation_line(relation: Relation, printed: str) -> str:
    """Return what the item is to another: what kind of likeness, to which, printed where ('' if told before), and why."""
    other = f"来稿 {relation.other_id}" if relation.other_id else ""
    issue = f"已刊 {printed}" if printed else ""
    return f"{RELATIONS[relation.kind]}：{'，'.join(filter(None, (other, issue)))}。{relation.why}"
