"""The office's files while the server runs: read again when they change, and what a person may do by them."""

from __future__ import annotations

from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.model import Person
from bulletin.settings import FILE_NAME, Settings, read_settings
from bulletin.web import passwords
from bulletin.web.passwords import Password


class Office:
    """The office as its files say now. A file that is wrong changes nothing until it is right again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.passwords = passwords.read(settings)
        self._stamps = self._look()

    def renew(self) -> str:
        """Read again what has changed; return what is wrong with it, or ''. Raises nothing."""
        stamps = self._look()
        if stamps == self._stamps:
            return ""
        self._stamps = stamps
        try:
            self.settings = read_settings(self.settings.root)
            self.passwords = passwords.read(self.settings)
        except BulletinError as error:
            return str(error)
        return ""

    def _look(self) -> tuple[object, ...]:
        return tuple(_stamp(path) for path in (self.settings.root / FILE_NAME, passwords.path_of(self.settings)))

    def rights(self, person_id: str) -> object:
        """Return what the files give the person: his entry, and what is delegated to him. None where he is not entered."""
        person = self.settings.people.get(person_id)
        taken = [one for one in self.settings.delegations if one.taker == person_id]
        return person and (person, [(one, self.settings.roles_given(one)) for one in taken])

    def password(self, person_id: str) -> Password | None:
        """Return the person's password as it is kept, or None where he has none or is not entered."""
        return self.passwords.get(person_id) if person_id in self.settings.people else None


def find_person(settings: Settings, named: str) -> Person | None:
    """Return the person of that number, or of that name where only one bears it."""
    wanted = named.strip()
    bearers = [person for person in settings.people.values() if person.name == wanted]
    return settings.people.get(wanted) or (bearers[0] if len(bearers) == 1 else None)


def _stamp(path: Path) -> object:
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino
