"""What each rule of the four gates is worth: how often it was seen, and what came of it. A rule may cry wolf.

A finding is *mended* when it is gone from a later revision, *accepted* or *ticked* (核实) when it was answered, *open* while
the article is still being written, *passed over* when the article was printed with it. One that goes while another of the
same rule comes is the same finding in other words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from bulletin import store
from bulletin.desk.gates import RULES, UNANSWERABLE
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.findings import Inspected

ENOUGH = 20
"""So many findings must have come to an end before a rule is judged."""
LEAST_MENDED = 0.2
"""The share of them that must have been mended; below it the rule cries wolf."""
_PRINTED = ("signed", "published")


@dataclass(slots=True)
class Worth:
    """What came of the findings of one rule, in numbers; ``reasons`` are those it was accepted for, most usual first."""

    rule: str
    seen: int = 0
    mended: int = 0
    accepted: int = 0
    ticked: int = 0
    passed: int = 0
    open: int = 0
    is_off: bool = False
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float | None:
        """The share mended of those that came to an end, verified ones apart; None where there are none."""
        ended = self.mended + self.accepted + self.passed
        return self.mended / ended if ended else None

    @property
    def cries_wolf(self) -> bool:
        """Whether the rule was seen often enough and hardly ever was anything mended for it."""
        ended = self.mended + self.accepted + self.passed
        return ended >= ENOUGH and self.mended < LEAST_MENDED * ended and self.rule not in UNANSWERABLE


def worth(db: Database, settings: Settings) -> list[Worth]:
    """Return the worth of every rule that was ever seen or is there, in the order of the gates, retired rules last."""
    known = [rule.code for rule in RULES]
    found = {code: Worth(code, is_off=code in settings.gates.off) for code in known}
    for article in store.findings.every_article(db):
        _count(article, found)
    return list(found.values())


def _count(article: Inspected, found: dict[str, Worth]) -> None:
    """Add what came of the findings of one article."""
    first, last = article.looks[0], article.looks[-1]
    for rule in first.found.values():
        _of(found, rule).seen += 1
    for before, after in pairwise(article.looks):
        gone = [key for key in before.found if key not in after.found]
        new = Counter(rule for key, rule in after.found.items() if key not in before.found)
        _went(article, found, ((key, before.found[key]) for key in gone), new, before.revision_id == after.revision_id)
    for key, rule in last.found.items():
        _end(article, _of(found, rule), key)


def _went(
    article: Inspected, found: dict[str, Worth], gone: Iterable[tuple[str, str]], new: Counter[str], same_text: bool
) -> None:
    """Count what is gone between two looks, and what is new; on the same text nothing was mended: the rules changed."""
    for key, rule in gone:
        one = _of(found, rule)
        if key in article.answers:
            _end(article, one, key)
        elif new[rule] > 0:
            new[rule] -= 1
        elif same_text:
            one.seen -= 1
        else:
            one.mended += 1
    for rule, count in new.items():
        _of(found, rule).seen += count


def _end(article: Inspected, one: Worth, key: str) -> None:
    answered = article.answers.get(key)
    if answered and answered.ticked:
        one.ticked += 1
    elif answered:
        one.accepted += 1
        one.reasons[answered.reason] += 1
    elif article.state in _PRINTED:
        one.passed += 1
    else:
        one.open += 1


def _of(found: dict[str, Worth], rule: str) -> Worth:
    return found.setdefault(rule, Worth(rule))
