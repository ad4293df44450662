"""Material as it comes in: originals, what is read out of them, and the items of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
