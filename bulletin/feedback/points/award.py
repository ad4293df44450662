"""From claims to awards: on every day on which what counts changes, the difference is an award, or is taken back.

So the awards of a matter always add up to what counts, whatever came, was taken back, and came again. What does not count
beside another from the first (a leader's second 批示 where one counts) is an award of 0 that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from bulletin.feedback.points.bonus import Amounts, are_apart, counted
from bulletin.feedback.points.claims import Claim, sum_words
from bulletin.feedback.points.merge import Share
from bulletin.model import Award

_NOTHING = Fraction(0)


def awards_of(claims: Sequence[Claim]) -> Iterator[Award]:
    """Yield the awards of the claims of one matter, in the order of the days."""
    if are_apart(claims):
        for claim in claims:
            on = claim.cause.on
            yield from (_award(claim, share, share.amount, on, _gained(claim, share)) for share in claim.shares)
        return
    held: Amounts = {}
    ever: set[tuple[int, str]] = set()
    shares = {(number, share.unit): share for number, claim in enumerate(claims) for share in claim.shares}
    for day in _days(claims):
        active = [(number, claim) for number, claim in enumerate(claims) if claim.holds_on(day)]
        now = counted(active)
        for key, share in shares.items():
            difference = now.get(key, _NOTHING) - held.get(key, _NOTHING)
            claim = claims[key[0]]
            if difference or (claim.cause.on == day and key in now):
                yield _award(claim, share, difference, day, _why(claim, share, difference, day, key in ever))
                ever.add(key)
            elif claim.cause.on == day:
                yield _award(claim, share, _NOTHING, day, f"{claim.cause.what}：另有一项计分，只计其一，本项不计")
        held = now


def _days(claims: Sequence[Claim]) -> list[date]:
    ends = {claim.cause.end for claim in claims if claim.cause.end}
    return sorted({claim.cause.on for claim in claims} | ends)


def _why(claim: Claim, share: Share, difference: Fraction, day: date, again: bool) -> str:
    if difference < 0:
        ended = claim.cause.end == day
        return f"{claim.cause.what}：{claim.cause.why_ended + '，收回' if ended else '另有一项计分，只计其一，收回'}"
    return f"{_gained(claim, share)}（恢复）" if again else _gained(claim, share)


def _gained(claim: Claim, share: Share) -> str:
    return f"{claim.cause.what}，{sum_words(claim, share)}"


def _award(claim: Claim, share: Share, amount: Fraction, day: date, why: str) -> Award:
    return Award(
        unit=share.unit,
        amount=amount,
        kind=claim.cause.kind,
        rule=claim.rules.name,
        clause=claim.rule.clause,
        subject=claim.entry.reference,
        title=claim.entry.title,
        on=day,
        why=why,
        whole=share.whole if amount > 0 else -share.whole if amount < 0 else _NOTHING,
        parts=share.parts,
        since=claim.cause.on,
    )
