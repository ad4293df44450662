"""Two texts side by side: paragraphs that belong together, and in them the characters that differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_COMPARED = 4000
"""Characters of two paragraphs up to which they are compared one by one: the time grows with the product."""
LEAST_LIKE = 0.35

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph on each side; None where the other side has nothing of it. The spans are the characters that differ."""

    left: str | None
    right: str | None
    left_spans: tuple[Span, ...] = ()
    right_spans: tuple[Span, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the sides are not the same."""
        return self.left != self.right


def side_by_side(left: str, right: str) -> list[Pair]:
    """Return the paragraphs (lines) of two texts in pairs, in the order of both."""
    before, after = left.split("\n"), right.split("\n")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += [Pair(one, one) for one in before[i1:i2]]
        else:
            pairs += _changed(before[i1:i2], after[j1:j2])
    return pairs


def _changed(before: list[str], after: list[str]) -> Iterator[Pair]:
    """Yield paragraphs that changed: each with the first of the other side that is like it, the rest alone."""
    start = 0
    for one in before:
        match = next((place for place in range(start, len(after)) if _alike(one, after[place])), None)
        if match is None:
            yield Pair(one, None, _whole(one))
            continue
        yield from (Pair(None, other, (), _whole(other)) for other in after[start:match])
        yield compared(one, after[match])
        start = match + 1
    yield from (Pair(None, other, (), _whole(other)) for other in after[start:])


def compared(left: str, right: str) -> Pair:
    """Return two paragraphs with the characters that differ; of very long ones all between common head and tail."""
    if len(left) + len(right) > MOST_COMPARED:
        return _between_ends(left, right)
    opcodes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    changed = [opcode for opcode in opcodes if opcode[0] != "equal"]
    return Pair(
        left,
        right,
        tuple((i1, i2) for _, i1, i2, _, _ in changed if i2 > i1),
        tuple((j1, j2) for _, _, _, j1, j2 in changed if j2 > j1),
    )


def _between_ends(left: str, right: str) -> Pair:
    most = min(len(left), len(right))
    head = next((place for place in range(most) if left[place] != right[place]), most)
    tail = next((n for n in range(most - head) if left[-1 - n] != right[-1 - n]), most - head)
    return Pair(left, right, _span(head, len(left) - tail), _span(head, len(right) - tail))


def _span(start: int, end: int) -> tuple[Span, ...]:
    return ((start, end),) if end > start else ()


def _whole(text: str) -> tuple[Span, ...]:
    return _span(0, len(text))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < LEAST_LIKE or matcher.quick_ratio() < LEAST_LIKE:
        return False
    return len(one) + len(other) > MOST_COMPARED or matcher.ratio() >= LEAST_LIKE
