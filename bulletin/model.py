"""The nouns of the chain: what each stage hands to the next, as frozen dataclasses.

All times are aware ``datetime`` values in the office's time zone; all dates are ``date``. ``*_at`` is a time,
``*_on`` a date, ``*_by`` the id of a person. ``state`` is where a thing stands (see `bulletin.workflow`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Json = dict[str, Any]
Severity = Literal["error", "warning", "advice"]
MOST_DOTS = 40_000_000
"""Dots a picture (附图) may have: a page at 600 dpi has 35 million."""


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


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes as they came in (收到的原件), before anything is parsed."""

    body: bytes
    address: str
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """Original (原件): the record of bytes kept as received; the bytes lie under ``var/originals/`` by SHA-256."""

    id: int
    sha256: str
    source: str
    address: str
    media_type: str
    charset: str
    size: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Flag:
    """Flag (标记): a place in the clean text that needs a person: ``text[start:end]``, in characters.

    ``probability``, from 0 to 1, says how sure a guess is; None where it is none.
    """

    kind: str
    start: int
    end: int
    excerpt: str
    note: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """Removal (清理记录): something cleaning took out: it stood at ``raw_text[start:end]``, in characters, and why it went.

    ``text`` is what of that place was left when it was taken out. ``start == end`` is a removal without a stretch of the
    raw text: it cannot be put back. ``kept_by`` is the id of the person who had it put back, or ''.
    """

    start: int
    end: int
    text: str
    why: str
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read out of one original: one candidate item. ``key`` is stable within its source.

    ``number`` is the own number (编号) that the unit, or the table, gives it, or ''. ``is_record``: it is a row of a table
    of cases (工单、信访件), so a case of its own whatever its wording.
    """

    key: str
    title: str
    text: str
    raw_text: str
    url: str = ""
    origin: str = ""
    unit: str = ""
    kind: str = ""
    signed_by: str = ""
    urgency: str = ""
    published_at: datetime | None = None
    flags: tuple[Flag, ...] = ()
    removed: tuple[Removal, ...] = ()
    number: str = ""
    is_record: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Item (来稿): one piece of material in the queue. ``text`` is cleaned, ``raw_text`` is as extracted.

    ``number`` and ``is_record`` are those of `Extracted`.
    """

    id: int
    original_id: int
    source: str
    key: str
    title: str
    text: str
    raw_text: str
    url: str
    origin: str
    unit: str
    kind: str
    signed_by: str
    urgency: str
    published_at: datetime | None
    received_at: datetime
    state: str
    fingerprint: str
    flags: tuple[Flag, ...] = ()
    removed: tuple[Removal, ...] = ()
    instruction_id: int | None = None
    number: str = ""
    is_record: bool = False


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
class Revision:
    """Revision (修改稿): one immutable text of an article; ``number`` counts from 1 within the article."""

    id: int
    article_id: int
    number: int
    title: str
    text: str
    sha256: str
    by: str
    on_behalf_of: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Article:
    """Article (稿件): what the desk makes of one or several items, for one publication."""

    id: int
    publication: str
    section: str
    state: str
    created_by: str
    created_at: datetime
    revision: Revision
    items: tuple[int, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """Status (状态记录): the row that put a thing into its state; the audit trail is made of these.

    ``deed`` is the number of what was done in one go, the id of its first row; 0 in rows from before it was kept.
    """

    id: int
    subject: str
    subject_id: int
    action: str
    state: str
    by: str
    on_behalf_of: str
    at: datetime
    note: str
    revision_id: int | None
    level: int | None
    target: str = ""
    deed: int = 0

    @property
    def people(self) -> frozenset[str]:
        """Who did it, and the one in whose name."""
        return frozenset({self.by, self.on_behalf_of} - {""})


@dataclass(frozen=True, slots=True)
class Level:
    """Review level (审核级次) of a publication's route; the last decides (审定), the others recommend (拟同意).

    ``roles`` may pass it; where ``people`` are named, only they. ``countersign`` are asked as soon as its turn comes.
    ``hours`` is the time allowed, in working hours. ``skippable``: left out when the article is urgent (特急).
    """

    name: str
    roles: tuple[str, ...] = ("reviewer",)
    people: tuple[str, ...] = ()
    countersign: tuple[str, ...] = ()
    hours: float = 8.0
    skippable: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One person asked at review level ``level``: ``kind`` is countersign (会签) or circulate (请阅).

    ``answer`` is '' until given, then concur, dissent or read, ``note`` its words; ``reply`` is what was replied to a dissent.
    """

    kind: str
    person: str
    level: int
    at: datetime | None = None
    answer: str = ""
    note: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What was said on a revision since it was last sent for review, read from its trail by `bulletin.workflow.review_of`.

    ``since`` is when the turn of the present level began; ``handed_to`` the person its decision was handed to, by
    ``handed_by``.
    """

    sent_by: frozenset[str] = frozenset()
    since: datetime | None = None
    approvals: tuple[Status, ...] = ()
    asks: tuple[Ask, ...] = ()
    handed_by: frozenset[str] = frozenset()
    handed_to: str = ""
    urgent: bool = False
    urged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject stands, as far as the rules of `bulletin.workflow` need to know.

    ``authors`` wrote any revision of the article, or composed the issue; ``route`` are the levels it must pass and
    ``review`` what was said so far; ``behind`` last opened an older revision; ``quiet_until`` is when one may urge again;
    ``people`` are the office's, by id; ``dated_on`` is the date printed on the proof, ``readings`` the people behind each
    reading (校对) that found it right, of which ``readings_wanted`` are asked for.
    """

    subject: str
    id: int
    state: str
    name: str
    revision_id: int | None = None
    authors: frozenset[str] = frozenset()
    route: tuple[Level, ...] = ()
    review: Review = Review()
    behind: frozenset[str] = frozenset()
    quiet_until: datetime | None = None
    people: Mapping[str, Person] = field(default_factory=dict)
    dated_on: date | None = None
    due_on: date | None = None
    readings: tuple[frozenset[str], ...] = ()
    readings_wanted: int = 0

    @property
    def approvals(self) -> tuple[frozenset[str], ...]:
        """The people behind each approval that stands: who gave it, in whose name."""
        return tuple(status.people for status in self.review.approvals)

    @property
    def levels(self) -> int:
        """How many levels the route has."""
        return len(self.route)


@dataclass(frozen=True, slots=True)
class Finding:
    """Finding (检查结果): something a gate saw in a text. ``error`` blocks, the others inform.

    It stands at the characters ``start:end`` of the text, in the title where ``start`` is negative. ``suggestion`` is what
    might stand there instead, or ''; ``answered`` the reason for which it was accepted.
    """

    gate: str
    rule: str
    severity: Severity
    where: str
    message: str
    key: str = ""
    answered: str = ""
    suggestion: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """Entry (条目): an article's place in an issue, with the exact revision that is printed."""

    id: int
    issue_id: int
    position: int
    article_id: int
    revision_id: int
    section: str
    title: str
    text: str
    units: tuple[str, ...]
    editor_note: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Issue (期): a set of entries on the way to print. ``number`` is None until a proof takes one."""

    id: int
    publication: str
    series: str
    year: int | None
    number: int | None
    total: int | None
    state: str
    composed_by: str
    composed_at: datetime
    editor_note: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof (清样): the PDF that is put before the signer; ``sha256`` is of its bytes."""

    id: int
    issue_id: int
    year: int
    number: int
    total: int
    dated_on: date
    sha256: str
    pages: int
    by: str
    at: datetime
    made_with: Json


@dataclass(frozen=True, slots=True)
class SignOff:
    """Sign-off (签发): a person's word for exactly one proof.

    ``accepted`` names the page rules whose errors he took upon himself, each with its reason.
    """

    id: int
    issue_id: int
    proof_id: int
    sha256: str
    by: str
    on_behalf_of: str
    at: datetime
    note: str
    accepted: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Instruction:
    """Instruction (批示): what a leader wrote on an issue or an entry, verbatim."""

    id: int
    issue_id: int
    entry_id: int | None
    reference: str
    leader: str
    text: str
    kind: str
    written_on: date
    by: str
    on_behalf_of: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Follow-up (督办): one unit's duty under an instruction, with a date."""

    id: int
    instruction_id: int
    unit: str
    co_units: tuple[str, ...]
    task: str
    due_on: date
    state: str
    assigned_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress (办理情况): one report of a handling unit, or a reminder or extension of the desk."""

    id: int
    follow_up_id: int
    kind: str
    text: str
    due_on: date | None
    by: str
    on_behalf_of: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Relation:
    """Relation (关联): two texts that are alike, seen from the item ``item_id`` (0: a text that is no item).

    ``other_id`` is the other item, or 0 where the other text is the printed entry ``entry_id``. ``kind`` is one of
    `bulletin.terms.RELATIONS`; ``share`` is how much of this text stands in the other, ``back_share`` the reverse, from 0
    to 1. ``why`` says it in Chinese: 前稿 is the one that came first, 后稿 the later. ``printed`` names the issue the other
    text was printed in (``政务信息2026年第12期``), or ''. ``sure``: certain enough to be grouped without asking.
    """

    item_id: int
    other_id: int
    kind: str
    share: float
    back_share: float
    why: str
    printed: str = ""
    at: datetime | None = None
    sure: bool = False
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class Commission:
    """Commission (约稿): a topic the office asks ``units`` to write on, from ``starts_at`` to ``due_at``, both included.

    ``asks`` are the elements wanted. It may follow from a printed issue or from a leader's instruction.
    """

    id: int
    topic: str
    asks: tuple[str, ...]
    units: tuple[str, ...]
    starts_at: datetime
    due_at: datetime
    issue_id: int | None = None
    instruction_id: int | None = None
    state: str = "open"
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer (应约): an item that answers a commission for ``unit``."""

    item_id: int
    unit: str
    received_at: datetime
    title: str


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
