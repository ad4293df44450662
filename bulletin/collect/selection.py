"""Which sources are meant, by their names, and which of them know each other's submissions."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin.errors import NotFound
from bulletin.settings import Settings, Source
from bulletin.settings.source import OFFICE
from bulletin.text import nearest, one_line

SUBMITTED = "报送"
"""The source under which single submitted files are kept."""
_SUBMISSIONS = ("folder", "mailbox")


def holds_submissions(source: Source | None) -> bool:
    """Tell whether what a source gives is what units send: files, mail, and single submitted files (None)."""
    return source is None or source.collector in _SUBMISSIONS


def known_names(settings: Settings, names: Iterable[str]) -> list[str]:
    """Return these names, each once, if there is a source file of each. Raises `NotFound`, naming the nearest."""
    known = (*settings.sources, *settings.source_errors)
    found = list(dict.fromkeys(names))
    for name in found:
        if name not in known:
            raise unknown_source(name, known)
    return found


def unknown_source(name: str, known: Iterable[str]) -> NotFound:
    """Return what to raise for a name that no source has, naming the nearest."""
    near = nearest(name, known)
    return NotFound("来源", one_line(name), f"是否为 {near}？" if near else "请用 source list 查看全部来源")


def chosen(settings: Settings, names: Iterable[str]) -> list[Source]:
    """Return the sources of these names, each once. Raises `NotFound`, and `SettingsError` for a wrong source file."""
    found = known_names(settings, names)
    for name in found:
        if name in settings.source_errors:
            raise settings.source_errors[name]
    return [settings.sources[name] for name in found]


def sharing(settings: Settings, name: str) -> tuple[str, ...]:
    """Return the sources that know a submission when the source `name` does: single files, all folders and mailboxes.

    A source whose file is wrong just now may be one of them. The sources that are offices know each other's reports: their
    ids are the same wherever they come from. Every other source knows its own items only.
    """
    submissions = (source.name for source in settings.sources.values() if holds_submissions(source))
    together = (SUBMITTED, *submissions, *settings.source_errors)
    offices = tuple(source.name for source in settings.sources.values() if source.collector == OFFICE)
    return next((group for group in (together, offices) if name in group), (name,))
