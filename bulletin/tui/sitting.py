"""One sitting at the desk: the office's database and settings, who sits there, and what time it is."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bulletin.model import Actor
from bulletin.settings import Settings
from bulletin.store import Database


class Sitting(Protocol):
    """What the front that opened the desk gives it. The clock is read there, never here."""

    @property
    def db(self) -> Database:
        """The open database."""
        ...

    @property
    def settings(self) -> Settings:
        """The office as its files describe it."""
        ...

    @property
    def actor(self) -> Actor:
        """Who acts, with the roles that are his today. Raises `UnknownPerson`."""
        ...

    @property
    def viewer(self) -> Actor:
        """Who looks: the actor, or somebody without roles."""
        ...

    @property
    def at(self) -> datetime:
        """The moment of this action."""
        ...

    def renew(self) -> None:
        """Look at the clock, and at who may act, anew."""
        ...
