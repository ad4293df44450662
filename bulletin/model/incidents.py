"""Incidents (突发事件): what they are rated, what was telephoned, which items report on them, and the clocks that run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Rating:
    """Rating (定级): what an incident is called, how severe it is, who must report it, when it happened.

    ``heard_at`` is when the unit itself heard of it (接报时间). None: nobody has said, and nothing is put in its place.
    A later rating never changes an earlier one: the newest name and times hold, every severity is measured.
    """

    name: str
    severity: str
    unit: str = ""
    event_at: datetime | None = None
    heard_at: datetime | None = None
    reason: str = ""
    id: int = 0
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """Phone report (电话报告): who called when and said what, whom he had told already (``told``), and who wrote it down."""

    phoned_at: datetime
    caller: str
    post: str
    number: str
    words: str
    told: str = ""
    id: int = 0
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Report (报): an item in the chain of an incident, of one ``kind`` of `bulletin.terms.REPORTS`.

    The first report (首报), a continued report (续报, ``number`` from 1) or the final report (终报).
    """

    item_id: int
    kind: str
    number: int
    received_at: datetime
    title: str
    text: str
    unit: str
    state: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Incident (突发事件) with all that was written down of it: ratings and phone reports oldest first, reports in order.

    ``resumed_at`` is when it was last handled again after it had ended, None where it never was.
    """

    id: int
    state: str
    by: str
    on_behalf_of: str
    at: datetime
    ratings: tuple[Rating, ...]
    phoned: tuple[PhoneReport, ...]
    reports: tuple[Report, ...]
    resumed_at: datetime | None = None

    @property
    def rating(self) -> Rating:
        """The rating that holds."""
        return self.ratings[-1]

    @property
    def has_first(self) -> bool:
        """Whether the 首报 is in."""
        return any(report.kind == "first" for report in self.reports)

    @property
    def has_final(self) -> bool:
        """Whether the 终报 is in: one item alone is never both the opening and the end, nor does what came in before the
        incident was handled again end it a second time."""
        if len(self.reports) < 2 or self.reports[-1].kind != "final":
            return False
        return self.resumed_at is None or self.reports[-1].received_at > self.resumed_at

    @property
    def reported_at(self) -> datetime | None:
        """When this office first had it from anybody, by telephone or in writing."""
        first = (*(one.phoned_at for one in self.phoned), *(one.received_at for one in self.reports))
        return min(first, default=None)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of an incident: ``what`` is due, ``phone`` or ``written``, counted ``since`` the ``event`` or its ``receipt``.

    ``limit`` is the time allowed, None where no rule gives one; ``start`` is None where it is unknown, ``done_at`` None while
    nothing has come. ``state`` is a key of `bulletin.terms.CLOCKS`; ``late_by`` is what goes beyond the limit, else zero.
    """

    what: str
    since: str
    limit: timedelta | None
    start: datetime | None
    done_at: datetime | None
    state: str
    late_by: timedelta = timedelta()

    @property
    def due_at(self) -> datetime | None:
        """The last moment that is in time."""
        return None if self.start is None or self.limit is None else self.start + self.limit
