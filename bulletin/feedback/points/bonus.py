"""Which claims count at a time: several bulletins (累加、就高), several instructions (每次、同级一次), 批示 in place of 采用.

Sources: 两个以上的刊物同时采用的，累加计分 (连云港); 单条信息同级领导作出多次批示的，不重复加分 (湖州); the 9 points of 要情 with 批示 replace
its own (南昌). A matter may run over a change of rules: each fact counts by those of its own day. Counted unit by unit, so
that a unit never loses to what another unit has.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from bulletin.feedback.points.claims import Claim

Amounts = dict[tuple[int, str], Fraction]
"""What counts, by the number of the claim and the unit."""


def are_apart(claims: Sequence[Claim]) -> bool:
    """Tell whether each claim counts whatever becomes of the others: none ends, none replaces another, no two are rivals."""
    if any(claim.cause.end or (claim.cause.kind == "instruction" and claim.rules.policy.replaces) for claim in claims):
        return False
    rivals = [bucket for bucket in map(_bucket, claims) if bucket is not None] if len(claims) > 1 else []
    return len(set(rivals)) == len(rivals)


def counted(claims: Sequence[tuple[int, Claim]]) -> Amounts:
    """Return what of the numbered claims counts for each unit, each by the policy of the rules of its own day."""
    amounts = {(number, share.unit): share.amount for number, claim in claims for share in claim.shares}
    if len(claims) == 1:
        return amounts
    buckets = {number: _bucket(claim) for number, claim in claims}
    best: dict[tuple[str, Hashable], tuple[int, str]] = {}
    for key, amount in amounts.items():
        place = (key[1], buckets[key[0]])
        if place[1] is not None and (place not in best or amount > amounts[best[place]]):
            best[place] = key
    kept = set(best.values())
    return _replaced(claims, {key: amount for key, amount in amounts.items() if buckets[key[0]] is None or key in kept})


def _bucket(claim: Claim) -> Hashable:
    """Return what only one claim may count of, None for a claim that counts beside all others."""
    cause, subject, policy = claim.cause, claim.entry.reference, claim.rules.policy
    if claim.rule.also or cause.kind == "reported":
        return None
    if cause.kind == "instruction":
        return {"每次": None, "同级一次": (subject, cause.level), "一次": (subject,)}[policy.repeats]
    several = policy.own if cause.kind == "printed" else policy.upper
    return {"累加": None, "同级就高": (cause.kind, cause.level), "就高": (cause.kind,)}[several]


def _replaced(claims: Sequence[tuple[int, Claim]], amounts: Amounts) -> Amounts:
    """Take out what was given for printing an entry to a unit that has points for an instruction that replaces them."""
    of_number = dict(claims)
    instructed = {
        (of_number[number].entry.reference, unit)
        for (number, unit), amount in amounts.items()
        if amount and of_number[number].cause.kind == "instruction" and of_number[number].rules.policy.replaces
    }
    return {
        (number, unit): amount
        for (number, unit), amount in amounts.items()
        if of_number[number].cause.kind != "printed" or (of_number[number].entry.reference, unit) not in instructed
    }
