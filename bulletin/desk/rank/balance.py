"""Balance (喜忧兼报): among the first items of the queue at least a share tells of problems, if there are any."""

from __future__ import annotations

from collections.abc import Sequence

Worth = tuple[int, int, bool]
"""An item, what it is worth in tenths without any lift, and whether it tells of a problem."""


def lifts(heads: Sequence[Worth], problems: Sequence[Worth], first: int, share: float) -> dict[int, int]:
    """Return how much to lift which items, in tenths, so that `share` of the `first` tell of problems.

    `heads` are the best `first` items, `problems` the best that tell of a problem, both best first. The best of these come
    to stand just above the items that have to make room for them; nothing is lifted where enough stand there already, or
    where the queue is no longer than `first`.
    """
    wanted = round(first * share)
    told = [one for one in heads if one[2]]
    if len(heads) < first or len(told) >= wanted:
        return {}
    chosen = sorted({*told, *problems}, key=_order)[:wanted]
    plain = [one for one in heads if not one[2]]
    displaced = plain[first - len(chosen) :][:1]
    return {one[0]: room[1] + 1 - one[1] for room in displaced for one in chosen if _order(one) > _order(room)}


def _order(one: Worth) -> tuple[int, int]:
    return -one[1], one[0]
