"""What was said of a revision so far, read from its trail, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bulletin.model import Ask, Level, Review, Standing, Status


def review_of(trail: Iterable[Status]) -> Review:
    """Return what stands of the review of one revision; `trail` are the statuses that name it, oldest first."""
    review = Review()
    for status in trail:
        if hear := _HEARD.get(status.action):
            review = hear(review, status)
    return review


def _approved(review: Review, status: Status) -> Review:
    passed = (*review.approvals, status)
    return replace(review, approvals=passed, handed_by=frozenset(), handed_to="", since=status.at, urged_at=None)


def _stepped_back(review: Review, status: Status) -> Review:
    """Whatever was said at the level it goes back to, or later, falls away."""
    first = status.level or 1
    return replace(
        review,
        approvals=tuple(one for one in review.approvals if (one.level or 1) < first),
        asks=tuple(ask for ask in review.asks if ask.level < first),
        handed_by=frozenset(),
        handed_to="",
        since=status.at,
        urged_at=None,
    )


def _was_asked(review: Review, status: Status) -> Review:
    ask = Ask(status.action, status.target, status.level or 1, status.at)
    return replace(review, asks=(*_without(review.asks, ask), ask))


def _answered(review: Review, status: Status) -> Review:
    kind = "circulate" if status.action == "read" else "countersign"
    open_one = Ask(kind, status.target, status.level or 1, status.at)
    ask = next((one for one in review.asks if _same(one, open_one)), open_one)
    answered = replace(ask, answer=status.action, note=status.note, reply="")
    return replace(review, asks=(*_without(review.asks, ask), answered))


def _replied(review: Review, status: Status) -> Review:
    def reply(ask: Ask) -> Ask:
        return replace(ask, reply=status.note) if (ask.person, ask.answer) == (status.target, "dissent") else ask

    return replace(review, asks=tuple(map(reply, review.asks)))


def _same(one: Ask, other: Ask) -> bool:
    return (one.kind, one.person, one.level) == (other.kind, other.person, other.level)


def _without(asks: tuple[Ask, ...], ask: Ask) -> tuple[Ask, ...]:
    return tuple(one for one in asks if not _same(one, ask))


_HEARD: dict[str, Callable[[Review, Status], Review]] = {
    "send": lambda review, status: Review(sent_by=status.people, since=status.at),
    "return": lambda review, status: Review(),
    "recall": lambda review, status: Review(),
    "approve": _approved,
    "step_back": _stepped_back,
    "countersign": _was_asked,
    "circulate": _was_asked,
    "concur": _answered,
    "dissent": _answered,
    "read": _answered,
    "reply": _replied,
    "hand_over": lambda review, status: replace(
        review, handed_by=status.people, handed_to=status.target, since=status.at, urged_at=None
    ),
    "hasten": lambda review, status: replace(review, urgent=True, since=status.at),
    "resume": lambda review, status: replace(review, since=status.at, urged_at=None),
    "remind": lambda review, status: replace(review, urged_at=status.at),
}


def missing_levels(route: tuple[Level, ...], review: Review) -> list[int]:
    """Return the numbers, from 1, of the levels still to be passed; urgency never skips the last, which decides."""
    passed = {approval.level for approval in review.approvals}
    last = len(route)
    return [
        number
        for number, level in enumerate(route, 1)
        if number not in passed and not (review.urgent and level.skippable and number != last)
    ]


def passed_levels(standing: Standing) -> list[Level]:
    """Return the levels that were passed, in their order."""
    passed = {approval.level for approval in standing.review.approvals}
    return [level for number, level in enumerate(standing.route, 1) if number in passed]


def present_level(standing: Standing) -> int:
    """Return the number of the level whose turn it is, the last one's where all are passed, 0 without a route."""
    return next(iter(missing_levels(standing.route, standing.review)), standing.levels)


def level_of(standing: Standing) -> Level:
    """Return the level whose turn it is, the last one where all are passed."""
    return standing.route[present_level(standing) - 1] if standing.route else Level("审核")


def asks_now(standing: Standing) -> tuple[Ask, ...]:
    """Return who is asked at the present level, with their answers: by the route, and by the people of the level."""
    number = present_level(standing)
    said = [ask for ask in standing.review.asks if ask.level == number]
    named = {ask.person for ask in said if ask.kind == "countersign"}
    by_route = [
        Ask("countersign", person, number, standing.review.since)
        for person in level_of(standing).countersign
        if person not in named
    ]
    return (*by_route, *said)


def pending(standing: Standing) -> tuple[Ask, ...]:
    """Return those asked who have not answered yet."""
    return tuple(ask for ask in asks_now(standing) if not ask.answer)


def open_dissents(standing: Standing) -> tuple[Ask, ...]:
    """Return the dissents nobody has replied to yet."""
    return tuple(ask for ask in asks_now(standing) if ask.answer == "dissent" and not ask.reply)
