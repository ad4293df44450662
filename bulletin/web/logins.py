"""Who is logged in, in memory only: when the server stops nobody is. And how long who typed a wrong password waits.

Times are seconds of a clock the caller reads.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bulletin.web.passwords import Password

IDLE_SECONDS = 30 * 60.0
LONGEST_SECONDS = 12 * 3600.0
FREE_FAILURES = 5
_FIRST_WAIT, _LONGEST_WAIT = 30.0, 900.0
MOST_STRANGERS = 10_000
"""Names that nobody here bears for which wrong passwords are counted; the oldest are forgotten."""
_STRANGER = "/"

End = Callable[[str], Awaitable[None]]
"""Ends an open desk, saying why."""


@dataclass(eq=False, slots=True)
class Login:
    """A person who has logged in with ``password``; ``rights`` are what the office's files gave him then.

    ``desks`` are his open desks, each by what ends it.
    """

    token: str
    person: str
    password: Password
    rights: object
    since: float
    touched: float
    desks: set[End] = field(default_factory=set)

    def is_over(self, now: float) -> bool:
        """Tell whether nothing was typed for too long, or it has lasted a day's work."""
        return now - self.touched > IDLE_SECONDS or now - self.since > LONGEST_SECONDS


class Logins:
    """Everybody who is logged in, by a random token that nobody can guess and no client can choose."""

    def __init__(self) -> None:
        self._by_token: dict[str, Login] = {}

    def open(self, person: str, password: Password, rights: object, now: float) -> Login:
        """Return a new login, under a new token."""
        login = Login(secrets.token_urlsafe(32), person, password, rights, now, now)
        self._by_token[login.token] = login
        return login

    def find(self, token: str, now: float) -> Login | None:
        """Return the login of that token, or None where there is none any more."""
        login = self._by_token.get(token)
        return login if login and not login.is_over(now) else None

    def all(self) -> list[Login]:
        """Return every login, those that are over too."""
        return list(self._by_token.values())

    def desks(self, person: str = "") -> int:
        """Return how many desks are open, of that person or of all."""
        return sum(len(login.desks) for login in self.all() if person in ("", login.person))

    async def close(self, login: Login, why: str) -> None:
        """End a login, and every desk opened with it."""
        self._by_token.pop(login.token, None)
        for end in list(login.desks):
            await end(why)


def stranger(named: str) -> str:
    """Return what stands for a name that nobody bears: it waits as a person does, so that no answer tells who is there."""
    return f"{_STRANGER}{named}"


class Failures:
    """Wrong passwords in a row, by person: after `FREE_FAILURES` a wait, twice as long each time, up to a quarter hour."""

    def __init__(self) -> None:
        self._failed: dict[str, tuple[int, float]] = {}
        self._strangers: dict[str, tuple[int, float]] = {}

    def _of(self, person: str) -> dict[str, tuple[int, float]]:
        return self._strangers if person.startswith(_STRANGER) else self._failed

    def wait(self, person: str, now: float) -> float:
        """Return how many seconds that person's next attempt must wait, 0 where it need not."""
        count, last = self._of(person).get(person, (0, now))
        if count < FREE_FAILURES:
            return 0.0
        return max(0.0, last + min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(count - FREE_FAILURES, 10)) - now)

    def count(self, person: str, now: float) -> None:
        """Count an attempt as wrong before it is looked at: many at once are no way round the wait."""
        kept = self._of(person)
        kept[person] = (kept.pop(person, (0, now))[0] + 1, now)
        while len(self._strangers) > MOST_STRANGERS:
            del self._strangers[next(iter(self._strangers))]

    def forget(self, person: str) -> None:
        """The password was right."""
        self._failed.pop(person, None)
