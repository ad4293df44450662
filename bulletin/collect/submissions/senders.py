"""Whose mail a message is: which unit an address belongs to, by the source file, the office's units, or a person's word."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.collect.submissions.units import known_unit
from bulletin.errors import NotFound, SourceFailure
from bulletin.settings import Settings, Source
from bulletin.text import one_line


@dataclass(frozen=True, slots=True)
class Senders:
    """Units by mail address, and by domain with its ``@``: a full address goes first, then the domain."""

    units: dict[str, str]

    def unit_of(self, sender: str) -> str:
        """Return the unit whose address this is, '' for a stranger's."""
        return self.units.get(sender) or self.units.get("@" + sender.rpartition("@")[2], "") if sender else ""


def known_senders(source: Source, settings: Settings, accepted: dict[str, str]) -> Senders:
    """Return who is known to a mailbox: of two words on one address the source file's counts, then that of the office's
    units, then a person's. Raises `SourceFailure` for a unit the office does not have."""
    stated = dict(source.mailbox.senders) if source.mailbox else {}
    for sender, name in stated.items():
        try:
            stated[sender] = known_unit(settings, name).name
        except NotFound as error:
            what = f"来源 {source.name} 的 senders 中，{one_line(sender)} 对应的单位“{one_line(name)}”没有登记"
            raise SourceFailure(what, error.remedy) from error
    of_units = {address: unit.name for unit in settings.units.values() for address in unit.mail}
    still_units = {sender: unit for sender, unit in accepted.items() if unit in settings.units}
    return Senders({**still_units, **of_units, **stated})
