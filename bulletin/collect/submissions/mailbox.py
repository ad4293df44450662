"""The mailbox (邮箱): one item for each message of a folder; strangers' mail goes into a box, nothing is lost.

A message is marked as read only when a look into the database shows that it is there. What is refused stays unread, and
is told at every run until somebody has read or moved it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from bulletin import store
from bulletin.collect.material import Batch, Task
from bulletin.collect.submissions import imap
from bulletin.collect.submissions.letter import Letter, open_letter
from bulletin.collect.submissions.message import Message, read_message
from bulletin.collect.submissions.senders import Senders, known_senders
from bulletin.collect.submissions.submission import SubmissionForm, item_of_letter
from bulletin.collect.web.connection import encryption
from bulletin.errors import Classified, Refusal, SourceFailure
from bulletin.model import Arrival, Extracted, Received
from bulletin.settings import Settings, Source
from bulletin.settings.mailbox import Mailbox
from bulletin.text import one_line, sha256, shorten

_AT_ONCE = 20
_MOST_STRANGERS = 20
_LONGEST_ADDRESS = 300
_LEFT = "处理后把这封邮件标为已读或移走，此提示即消"
_STRANGER_REMEDY = (
    "请用 source box {name} 查看，属于报送单位的用 --accept 登记，或写入来源文件的 senders；无关的用 --dismiss 移出"
)


@dataclass(frozen=True, slots=True)
class _Handed:
    """A message handed over: what is to be written of it, and how to see that it is stored: where its original came
    from, the SHA-256 of its bytes, the item it holds."""

    arrival: Arrival
    address: str = ""
    digest: str = ""
    extracted: Extracted | None = None


@dataclass(slots=True)
class _Work:
    """One run over a mailbox."""

    task: Task
    box: Mailbox
    senders: Senders
    rules: str
    handed: list[_Handed] = field(default_factory=list)

    @property
    def source(self) -> Source:
        """The source."""
        return self.task.source

    def arrival(self, state: str, message: Message | None = None, what: str = "", remedy: str = "") -> Arrival:
        """Return what is to be written of a message; its numbers are filled in where they are known."""
        sender, subject = (message.sender, shorten(message.subject, 200)) if message else ("", "")
        return Arrival(self.source.name, 0, 0, state, sender, subject, what=what, remedy=remedy, rules=self.rules)


def collect(task: Task) -> Iterator[Batch]:
    """Yield every message of the folder that is not dealt with yet: an item, something boxed, or a problem.

    First come those in the box whose sender is known by now. Raises `SourceFailure` when the server, the password or the
    table of senders is not as it should be.
    """
    source, settings = task.source, task.settings
    assert source.mailbox is not None, "the settings give every mailbox source one"
    with closing(store.open_database(settings.database_path)) as db:
        senders = known_senders(source, settings, store.mail.accepted(db, source.name))
    rules = sha256(repr((source.mailbox, source.kind, settings.units, settings.demands)).encode())
    work = _Work(task, source.mailbox, senders, rules)
    yield from _unbox(work)
    allow = (*settings.network_allow, *source.allow)
    server = imap.Server(
        *(work.box.host, work.box.port, allow), encryption(source.visiting, settings.root), source.timeout
    )
    password = read_password(work.box, settings.root)
    with imap.opened(server, work.box.user, password, work.box.folder) as folder:
        try:
            yield from _look_through(work, folder)
        finally:
            with suppress(SourceFailure):
                _acknowledge(work, folder)
    yield from _tell_of_strangers(work)


def read_password(box: Mailbox, root: Path) -> str:
    """Return the mailbox's password. Raises `SourceFailure` where it is missing, or lies open for others to read."""
    if box.password_env:
        if not (found := os.environ.get(box.password_env, "")):
            raise SourceFailure(f"环境变量 {box.password_env} 没有设置，邮箱密码应在其中", "请设置后重试")
        return found
    path = root / box.password_file
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) or stat.S_IMODE(mode) & 0o077:
            what = f"邮箱密码文件 {one_line(box.password_file)} 的权限是 {stat.S_IMODE(mode):o}，他人也能读，未使用"
            raise SourceFailure(what, f"请执行 chmod 600 {one_line(box.password_file)}，并考虑更换密码")
        return path.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        what = f"邮箱密码文件 {one_line(box.password_file)} 读不出"
        raise SourceFailure(what, "请核对来源文件中的 password_file，密码写在第一行") from error


def read_item(body: bytes, unit: str, kind: str, settings: Settings) -> Extracted:
    """Return the one item a message of `unit` holds. Raises as `item_of_letter` and `open_letter`."""
    return _item(open_letter(read_message(body, settings.zone), unit), unit, kind, settings)


def _item(letter: Letter, unit: str, kind: str, settings: Settings) -> Extracted:
    item = item_of_letter(letter, SubmissionForm(unit=unit), settings, letter.message.digest)
    return replace(item, kind=item.kind or kind)


def _unbox(work: _Work) -> Iterator[Batch]:
    """Yield what lies in the box and is no stranger's any more, from the originals; the network is not used."""
    settings = work.task.settings
    with closing(store.open_database(settings.database_path)) as db:
        waiting = [one for one in store.mail.boxed(db, work.source.name) if work.senders.unit_of(one.sender)]
        originals = {one: store.originals.get(db, one.original_id or 0) for one in waiting}
    for arrival, original in originals.items():
        body = store.originals.body(settings, original)
        try:
            item = read_item(body, work.senders.unit_of(arrival.sender), work.source.kind, settings)
        except Refusal as error:
            yield Batch(
                problem=f"已收存的来信{_named(arrival.subject)}（{arrival.sender}）：{error.what}", remedy=error.remedy
            )
            continue
        work.handed.append(_Handed(replace(arrival, state="taken"), original.address, original.sha256, item))
        yield Batch(Received(body, original.address, original.media_type), (item,))


def _tell_of_strangers(work: _Work) -> Iterator[Batch]:
    """Yield a problem for each stranger with mail in the box, the newest twenty, and one for the rest."""
    with closing(store.open_database(work.task.settings.database_path)) as db:
        boxed = store.mail.boxed(db, work.source.name)
    boxed += [one.arrival for one in work.handed if one.arrival.state == "boxed"]
    letters: dict[str, list[str]] = {}
    for arrival in boxed:
        letters.setdefault(arrival.sender, []).append(arrival.subject)
    newest = list(letters.items())[::-1]
    for sender, subjects in newest[:_MOST_STRANGERS]:
        more = f"等 {len(subjects)} 封" if len(subjects) > 1 else ""
        what = f"未登记的发件人 {sender or '（不明）'} 来信{_named(subjects[-1])}{more}，已收存未入队"
        yield Batch(problem=what, remedy=_STRANGER_REMEDY.format(name=work.source.name))
    if rest := newest[_MOST_STRANGERS:]:
        what = f"另有 {len(rest)} 个未登记的发件人的 {sum(len(subjects) for _, subjects in rest)} 封来信，已收存未入队"
        yield Batch(problem=what, remedy=_STRANGER_REMEDY.format(name=work.source.name))


def _look_through(work: _Work, folder: imap.MailFolder) -> Iterator[Batch]:
    """Yield what the folder holds, the oldest first, and acknowledge it piece by piece."""
    with closing(store.open_database(work.task.settings.database_path)) as db:
        done = store.mail.dealt_with(db, work.source.name, folder.uid_validity)
        refused = store.mail.refused(db, work.source.name, folder.uid_validity)
    uids = [uid for uid in folder.uids(work.box.since) if uid not in done]
    listed = folder.listed({*uids, *refused})
    gone = [replace(arrival, state="settled") for uid, arrival in refused.items() if uid not in listed]
    work.handed += [_Handed(arrival) for arrival in gone]
    for count, (uid, one) in enumerate(sorted(listed.items()), 1):
        before = refused.get(uid)
        if before and one.is_seen:
            work.handed.append(_Handed(replace(before, state="settled")))
        elif before and before.rules == work.rules:
            yield Batch(problem=before.what, remedy=before.remedy, stays=before.state == "classified")
        else:
            yield from _message(work, folder, one)
        if count % _AT_ONCE == 0:
            _acknowledge(work, folder)


def _message(work: _Work, folder: imap.MailFolder, one: imap.Listed) -> Iterator[Batch]:
    """Yield one message of the folder; what it comes to is handed over to be acknowledged."""
    most = int(work.box.most_mb * (1 << 20))
    received = None
    if one.size > most:
        handed = _too_big(work, folder.head(one.uid), one)
    elif (body := folder.body(one.uid, most)) is None:
        head = folder.head(one.uid)
        if not head:
            return
        handed = _too_big(work, head, replace(one, size=most + 1))
    else:
        handed = _read(work, body, one)
        received = Received(body, handed.address, "message/rfc822") if handed.address else None
    arrival = replace(handed.arrival, uid_validity=folder.uid_validity, uid=one.uid)
    work.handed.append(replace(handed, arrival=arrival))
    extracted = (handed.extracted,) if handed.extracted else ()
    is_classified = arrival.state == "classified"
    yield Batch(received, extracted, problem=arrival.what, remedy=arrival.remedy, stays=is_classified)


def _read(work: _Work, body: bytes, one: imap.Listed) -> _Handed:
    """Read one message: an item, something for the box, or a refusal that keeps nothing (and has no address)."""
    message = read_message(body, work.task.settings.zone)
    unit = work.senders.unit_of(message.sender)
    try:
        letter = open_letter(message, unit)
        item = _item(letter, unit, work.source.kind, work.task.settings) if unit else None
        return _Handed(work.arrival("taken" if unit else "boxed", message), _address(message), sha256(body), item)
    except Classified as error:
        return _Handed(work.arrival("classified", what=f"{error.what}{_when(one, work)}", remedy=error.remedy))
    except Refusal as error:
        what = f"来信{_named(message.subject)}（{message.sender}）：{error.what}"
        return _Handed(work.arrival("refused", message, what=what, remedy=f"{error.remedy}。{_LEFT}"))


def _too_big(work: _Work, head: bytes, one: imap.Listed) -> _Handed:
    """Refuse a message by its size, before anything but its head is fetched."""
    message = read_message(head, work.task.settings.zone)
    try:
        open_letter(message, work.senders.unit_of(message.sender))
    except Classified as error:
        return _Handed(work.arrival("classified", what=f"{error.what}{_when(one, work)}", remedy=error.remedy))
    size = f"{one.size / (1 << 20):.1f} MB，超过 {work.box.most_mb:g} MB"
    what = f"来信{_named(message.subject)}（{message.sender or '发件人不明'}）有 {size}，未收，仍在邮箱中未读"
    remedy = f"请单位压缩图片或分次发送，或在来源文件中调大 most_mb。{_LEFT}"
    return _Handed(work.arrival("refused", message, what=what, remedy=remedy))


def _named(subject: str) -> str:
    return f"《{shorten(subject, 40)}》" if subject else "（无主题）"


def _when(one: imap.Listed, work: _Work) -> str:
    zone = work.task.settings.zone
    return f"（{one.arrived_at.astimezone(zone):%Y-%m-%d %H:%M} 到达）" if one.arrived_at else ""


def _address(message: Message) -> str:
    """Return where a message comes from: its own number (RFC 2392), which stays when a mailbox is renumbered."""
    return f"mid:{(message.message_id.strip('<> ') or message.digest)[:_LONGEST_ADDRESS]}"


def _acknowledge(work: _Work, folder: imap.MailFolder) -> None:
    """Mark as read, and write down, whatever of the messages handed over is stored by now."""
    if not work.handed:
        return
    with closing(store.open_database(work.task.settings.database_path)) as db:
        told = {problem.what for problem in store.problems.unsettled(db, work.source.name)}
        looked_up = [(one, _stored(db, work, one, told)) for one in work.handed]
        stored = [arrival for _, arrival in looked_up if arrival]
        here = [one for one in stored if one.uid_validity == folder.uid_validity]
        folder.mark_seen(one.uid for one in here if one.state in ("taken", "boxed"))
        store.mail.note(db, stored)
    work.handed = [one for one, arrival in looked_up if not arrival]


def _stored(db: store.Database, work: _Work, one: _Handed, told: set[str]) -> Arrival | None:
    """Return what is to be written of a message if all that was handed over of it is in the database."""
    arrival = one.arrival
    if not one.address:
        return arrival if arrival.state == "settled" or arrival.what in told else None
    original = store.mail.reception(db, work.source.name, one.address, one.digest)
    if original is None or (one.extracted and not store.mail.is_item(db, one.extracted)):
        return None
    return replace(arrival, original_id=original)
