"""People of the office, and who acts in whose place."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Person (人员): someone with roles in this office."""

    id: str
    name: str
    roles: frozenset[str]
    os_user: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever performs an action now: a person, with the roles others have delegated (授权) to them today.

    ``delegated`` maps a role to the ids of those who gave it; ``lapsed`` a role to a sentence about a delegation that
    does not hold today.
    """

    id: str
    name: str
    roles: frozenset[str]
    delegated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lapsed: dict[str, str] = field(default_factory=dict)
