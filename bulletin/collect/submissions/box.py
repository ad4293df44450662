"""The box of unknown senders (收存箱): who is in it, whose mail a person says it is, and filing what that settles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bulletin import store
from bulletin.collect.selection import sharing
from bulletin.collect.submissions.mailbox import read_item
from bulletin.collect.submissions.senders import known_senders
from bulletin.collect.submissions.units import known_unit
from bulletin.errors import NotFound, Refusal, RefusedAction, UsageError
from bulletin.model import Actor, Arrival
from bulletin.settings import Settings, Source
from bulletin.settings.mailbox import wrong_with
from bulletin.store import Database
from bulletin.terms import role_names
from bulletin.text import nearest, one_line, shorten
from bulletin.workflow import authority

_ROLES = ("editor", "admin")


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of filing: the numbers of new items, and of messages that were not filed what is wrong with each, and
    what to do."""

    items: tuple[int, ...]
    problems: tuple[tuple[str, str], ...]


def mailbox_of(settings: Settings, name: str) -> Source:
    """Return the mailbox source of that name. Raises `NotFound`, naming the nearest."""
    boxes = {key: source for key, source in settings.sources.items() if source.mailbox}
    if name not in boxes:
        near = nearest(name, boxes)
        hint = f"是否为 {near}？" if near else f"本办公室的邮箱来源：{'、'.join(boxes) or '无'}"
        raise NotFound("邮箱来源", one_line(name), hint)
    return boxes[name]


def strangers(db: Database, source: Source) -> dict[str, list[Arrival]]:
    """Return what lies in the box of a mailbox, by sender, the oldest first."""
    found: dict[str, list[Arrival]] = {}
    for arrival in store.mail.boxed(db, source.name):
        found.setdefault(arrival.sender, []).append(arrival)
    return found


def accept(
    db: Database, settings: Settings, source: Source, sender: str, unit: str, actor: Actor, at: datetime
) -> Filed:
    """Enter `sender` (an address, or ``@domain``) as one of `unit`, and file what the box holds of him.

    Raises `RefusedAction` for an actor who may not, `UsageError` for what is no address, and `NotFound` for a unit the
    office does not have.
    """
    behalf = _authority(source, actor)
    address = one_line(sender).lower()
    if problem := wrong_with(address):
        raise UsageError(f"发件人 {shorten(address, 60)} 不能登记", problem)
    known = known_unit(settings, unit)
    store.mail.accept(db, source.name, address, known.name, actor, behalf, at)
    return file_known(db, settings, source, at)


def dismiss(db: Database, source: Source, sender: str, actor: Actor, at: datetime) -> int:
    """Set aside what the box holds of `sender`, and who did; the originals stay. Return how many.

    Raises `RefusedAction` for an actor who may not, and `NotFound` for nothing.
    """
    behalf = _authority(source, actor)
    letters = store.mail.boxed(db, source.name, one_line(sender).lower())
    if not letters:
        raise NotFound("收存的来信，发件人", one_line(sender), f"请用 source box {source.name} 查看")
    giver = f"代{behalf}" if behalf else ""
    what = f"{actor.name}（{actor.id}）{giver}于 {at:%Y-%m-%d %H:%M} 移出收存箱"
    with store.write(db):
        for letter in letters:
            store.mail.unbox(db, source.name, letter.original_id or 0, "dismissed", what)
    return len(letters)


def _authority(source: Source, actor: Actor) -> str:
    """Return whose authority the actor uses, '' for his own: whose mail it is decides who is credited for it.

    Raises `RefusedAction`.
    """
    behalf = authority(actor, _ROLES)
    if behalf is None:
        held = role_names(actor.roles) or "无"
        what = (
            f"邮箱来源 {source.name}：登记发件人、移出来信须由{role_names(_ROLES)}角色进行，{actor.name}的角色是{held}"
        )
        raise RefusedAction(what, "请由编辑或管理员操作")
    return behalf


def file_known(db: Database, settings: Settings, source: Source, at: datetime) -> Filed:
    """File what lies in the box and whose sender is known by now, from the kept originals."""
    senders = known_senders(source, settings, store.mail.accepted(db, source.name))
    items: list[int] = []
    problems: list[tuple[str, str]] = []
    for letter in store.mail.boxed(db, source.name):
        unit = senders.unit_of(letter.sender)
        if not unit:
            continue
        original = store.originals.get(db, letter.original_id or 0)
        try:
            extracted = read_item(store.originals.body(settings, original), unit, source.kind, settings)
        except Refusal as error:
            problems.append((f"来信《{shorten(letter.subject, 40)}》（{letter.sender}）：{error.what}", error.remedy))
            continue
        with store.write(db):
            item, is_new = store.submissions.add(db, original, extracted, at, sharing(settings, source.name))
            store.mail.unbox(db, source.name, original.id, "taken")
            if is_new:
                store.relations.relate(db, item, at)
        items += [item.id] if is_new else []
    return Filed(tuple(items), tuple(problems))
