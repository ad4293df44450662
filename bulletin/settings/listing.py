"""How one source's list pages are read (``[list]`` of a source file)."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.settings.table import Table

OFFSITE = ("take", "skip")
_MOST_PAGES, _MOST_ATTACHMENTS, _MOST_MB = 200, 50, 100


@dataclass(frozen=True, slots=True)
class ListRules:
    """What a source file says of its list pages.

    ``date`` is an XPath from a link to the day the list states ('' finds it by itself); ``pages`` is how many pages are
    followed at most, ``first_pages`` as long as the last reading was not whole (0: as many); ``offsite`` tells
    whether articles on other sites are taken; of an article at most ``attachments`` are fetched, each up to
    ``attachment_mb`` megabytes.
    """

    date: str = ""
    pages: int = 1
    first_pages: int = 0
    offsite: str = "take"
    attachments: int = 10
    attachment_mb: float = 20.0


def read_list_rules(table: Table) -> ListRules:
    """Return what ``[list]`` says. Raises `SettingsError`."""
    part = table.table("list")
    rules = ListRules(
        date=part.text("date", ""),
        pages=_whole(part, "pages", 1, _MOST_PAGES),
        first_pages=_whole(part, "first_pages", 0, _MOST_PAGES),
        offsite=part.choice("offsite", OFFSITE, "take"),
        attachments=_whole(part, "attachments", 10, _MOST_ATTACHMENTS),
        attachment_mb=part.number("attachment_mb", 20.0),
    )
    if not rules.pages:
        raise part.wrong("pages", 0, "至少为 1")
    if rules.attachment_mb > _MOST_MB:
        raise part.wrong("attachment_mb", rules.attachment_mb, f"至多为 {_MOST_MB}")
    part.finish()
    return rules


def _whole(part: Table, key: str, default: int, most: int) -> int:
    """Return a whole number from 0 to `most`. Raises `SettingsError`."""
    value = part.number(key, default)
    if value != int(value) or value > most:
        raise part.wrong(key, value, f"应为 0 到 {most} 的整数")
    return int(value)
