"""Sources and how they fare: runs, what went wrong, pages not read, messages of a mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bulletin.model.findings import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """Problem (问题记录): material or a source that went wrong: what, which, what to do now.

    ``keep_until`` is when a run that goes well may settle it at the earliest; None: the next one. ``settled_by`` is who
    said that it is settled, ``on_behalf_of`` in whose place, and ``reason`` why; all '' where a run did.
    """

    id: int
    source: str
    severity: Severity
    what: str
    remedy: str
    at: datetime
    settled_at: datetime | None = None
    keep_until: datetime | None = None
    settled_by: str = ""
    on_behalf_of: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a publisher wants its feed to be asked for: not again within ``minutes`` (RSS ``<ttl>``), not in the
    ``hours`` (0 to 23, GMT) nor on the ``days`` (0 Monday to 6 Sunday, GMT) it names (``skipHours``, ``skipDays``)."""

    minutes: int = 0
    hours: tuple[int, ...] = ()
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRun:
    """One run of a source, for its history: ``listed`` entries, of which ``new``; ``unchanged`` bytes were not parsed.

    ``error`` is '' or why it failed, and ``kind`` one word for the sort of failure. ``seconds`` is how long its server kept
    us; 0 for a source on this machine, so that what is recorded does not depend on it.
    """

    source: str
    at: datetime
    seconds: float = 0.0
    listed: int = 0
    new: int = 0
    unchanged: bool = False
    error: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source (来源) fared: what the last runs left behind.

    ``etag``, ``last_modified`` and ``body_sha256`` (of the feed or list page last read whole) hold as long as the source
    file reads as it did: ``definition`` is its fingerprint. ``listed`` counts what that reading listed; ``due_at`` is when
    to ask again as long as the definition is ``due_for``, ``pace`` what the publisher wishes, ``last_new_at`` when
    something new last came. ``address`` is what the last run asked, by which a source is known under another name.
    """

    name: str
    last_run_at: datetime | None = None
    last_ok_at: datetime | None = None
    failures: int = 0
    error: str = ""
    etag: str = ""
    last_modified: str = ""
    definition: str = ""
    body_sha256: str = ""
    listed: int = 0
    due_at: datetime | None = None
    due_for: str = ""
    pace: Pace = Pace()
    last_new_at: datetime | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """Page (网页) of a source that could not be read: an article with what its list said of it, or a page of the list.

    ``number`` says which page of the list it is, ``last`` how far the list was to be read; both are 0 for an article.
    ``failures`` counts the tries that were the page's own fault. It is tried again at ``due_at``; None: no more.
    ``what`` is how its problem reads.
    """

    address: str
    number: int = 0
    last: int = 0
    title: str = ""
    published_at: datetime | None = None
    is_offsite: bool = False
    failures: int = 0
    first_at: datetime | None = None
    due_at: datetime | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Arrival (来信登记): one message in a mailbox, by its number there, and what became of it.

    ``state``: taken (an item), boxed (kept, its sender unknown), dismissed (boxed, and set aside by a person), refused or
    classified (nothing kept, still unread), settled (was refused; somebody has read or moved it since). ``what`` and
    ``remedy`` say why; ``rules`` is the fingerprint of the settings by which it was refused.
    """

    source: str
    uid_validity: int
    uid: int
    state: str
    sender: str = ""
    subject: str = ""
    original_id: int | None = None
    what: str = ""
    remedy: str = ""
    rules: str = ""
