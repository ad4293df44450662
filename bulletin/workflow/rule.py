"""What a row of a workflow table says, and the step that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bulletin.model import Actor, Standing


@dataclass(frozen=True, slots=True)
class Claim:
    """By what right somebody acts: in his own (``behalf`` ''), or in the name of the person ``behalf``."""

    actor: Actor
    behalf: str
    at: datetime

    @property
    def people(self) -> frozenset[str]:
        """Everybody behind the action."""
        return frozenset({self.actor.id, self.behalf} - {""})

    @property
    def right(self) -> str:
        """Whose right is used."""
        return self.behalf or self.actor.id


Guard = Callable[[Standing, Claim], str]
Target = Callable[[Standing, Claim, str], str]


def _no_target(standing: Standing, claim: Claim, target: str) -> str:
    return f"不需要写明对象“{target}”" if target else ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a workflow table.

    ``after`` is '' where the thing stays as it stands, ``short`` the state while review levels are missing; ``reason`` demands
    words. At a ``levelled`` rule the roles of the present level count instead of ``roles``; an ``asked`` one needs no role: it
    is for whom the record names. ``target`` says what is wrong with whom or what the action is directed at.
    """

    action: str
    before: tuple[str, ...]
    after: str
    roles: tuple[str, ...]
    guards: tuple[Guard, ...] = ()
    short: str = ""
    reason: bool = False
    levelled: bool = False
    asked: bool = False
    target: Target = _no_target


@dataclass(frozen=True, slots=True)
class Step:
    """A permitted change of state, ready to be recorded. Only `advance` and `begin` make one.

    ``target`` is whom or what it is directed at: a person asked, a level, a day, a picture; or what stood there before: the
    section, the order of the entries. ``level`` is the number of the review level
    it belongs to.
    """

    subject: str
    id: int
    name: str
    action: str
    before: str
    after: str
    actor: Actor
    on_behalf_of: str
    at: datetime
    note: str
    revision_id: int | None
    level: int | None
    target: str = ""
