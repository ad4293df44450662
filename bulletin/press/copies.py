"""Numbered copies (份号) of a signed issue: one file for each recipient, its hash registered to him.

The signed file is the base and is never touched, nor is the published folder: copies lie under ``var/copies/`` or where
the caller says. A number is given once. Made again, a copy is the same file, byte for byte, or it is refused.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin import reference, store, workflow
from bulletin.errors import RefusedAction, StaleProof, UsageError
from bulletin.model import Actor, Issue
from bulletin.press import proof, publish
from bulletin.press.page.faces.fonts import find_fonts
from bulletin.press.stamps import Stamp, Stamping
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.copies import Copy
from bulletin.terms import role_names, state_name
from bulletin.text import one_line, sha256

ROLES = ("editor", "clerk", "admin")  # those who publish
LONGEST_RECIPIENT = 40  # characters
_UNFIT = re.compile(r'[\\/:*?"<>|\s.]+')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which copies are wanted: one for each of `recipients`, in `directory`, with or without a `watermark`."""

    recipients: tuple[str, ...]
    directory: Path | None = None
    watermark: bool = False


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A numbered copy and where its file lies."""

    copy: Copy
    path: Path


def make(
    db: Database,
    settings: Settings,
    issue: Issue,
    wanted: Wanted,
    actor: Actor,
    at: datetime,
    environ: Mapping[str, str],
) -> list[MadeCopy]:
    """Make a copy for each recipient and register those that are new. `environ` says where the fonts lie.

    A recipient named once more than he has copies gets a further number; otherwise his copy is made again.

    Raises `UsageError` for a name that is none, `RefusedAction` for an issue that is not signed and for a person without
    the role, `StaleProof` when the signed file was altered or a copy comes out other than registered, `StoreFailure`.
    """
    recipients = tuple(_name(recipient) for recipient in wanted.recipients)
    if not recipients:
        raise UsageError("没有写明发给谁", "请用 --to 名单文件，或 --recipient 名称")
    base = _signed_file(db, settings, issue)
    if workflow.authority(actor, ROLES) is None:
        what = f"{reference.of_issue(issue)}：制作编号份须由{role_names(ROLES)}角色进行"
        raise RefusedAction(f"{what}，{actor.name}的角色是{role_names(actor.roles) or '无'}", "请换人操作")
    fonts, directory = find_fonts(environ), wanted.directory or directory_of(settings, issue)
    with store.write(db):  # nobody else may take a number meanwhile
        given = {copy.number: copy for copy in store.copies.of_issue(db, issue.id)}
        numbers = _numbers(given.values(), recipients)
        stamps = [_stamp(number, recipient, wanted.watermark) for number, recipient in numbers]
        stamping = Stamping(base, stamps, fonts)
        made = []
        for stamp, (number, recipient) in zip(stamps, numbers, strict=True):
            body = stamping.copy(stamp)
            copy = Copy(issue.id, number, recipient, sha256(body), actor.id, at)
            registered = _registered(db, issue, copy, given.get(number))
            path = directory / f"{stamp.digits}-{_UNFIT.sub('_', recipient)}.pdf"
            store.files.write_durably(path, body)
            made.append(MadeCopy(registered, path))
    return made


def directory_of(settings: Settings, issue: Issue) -> Path:
    """Return where the copies of an issue lie unless somebody wants them elsewhere."""
    return settings.work_dir.parent / "copies" / reference.folder_of(issue)


def _signed_file(db: Database, settings: Settings, issue: Issue) -> bytes:
    """Return the PDF that was signed. Raises `RefusedAction`, `StaleProof`, `StoreFailure`."""
    if issue.state not in ("signed", "published"):
        what = f"{reference.of_issue(issue)}处于“{state_name('issue', issue.state)}”，不能制作编号份"
        raise RefusedAction(what, "签发之后才能制作：编号份印在所签的文件上")
    digest = publish.signed(db, issue).sha256
    filed = settings.issues_dir / issue.folder / "issue.pdf"
    path = filed if issue.state == "published" else proof.path_of(settings, digest)
    body = store.files.read(path)
    if sha256(body) != digest:
        raise StaleProof(f"所签的文件已被改动：{path}", "请从备份恢复；用 archive verify 核对后再制作")
    return body


def _name(text: str) -> str:
    """Return a recipient's name as registered and printed. Raises `UsageError`."""
    name = one_line(text)
    if not 0 < len(name) <= LONGEST_RECIPIENT:
        raise UsageError(f"收件单位“{name[:20]}”不能用", f"名称须为1至{LONGEST_RECIPIENT}字")
    return name


def _numbers(given: Iterable[Copy], recipients: Sequence[str]) -> list[tuple[int, str]]:
    """Return (number, recipient) in the order of `recipients`: numbers given before first, then new ones."""
    held: defaultdict[str, list[int]] = defaultdict(list)
    following = 1
    for copy in given:
        held[copy.recipient].append(copy.number)
        following = copy.number + 1
    numbers = []
    for recipient in recipients:
        if held[recipient]:
            numbers.append((held[recipient].pop(0), recipient))
        else:
            numbers.append((following, recipient))
            following += 1
    return numbers


def _stamp(number: int, recipient: str, watermark: bool) -> Stamp:
    stamp = Stamp(number)
    return Stamp(number, f"{recipient}　{stamp.digits}") if watermark else stamp


def _registered(db: Database, issue: Issue, copy: Copy, known: Copy | None) -> Copy:
    """Return the row of a copy: the one `known`, which must name the same bytes, or a new one."""
    if known is None:
        store.copies.add(db, copy)
        return copy
    if known.sha256 != copy.sha256:
        what = f"{reference.of_issue(issue)}第{copy.number}份（{copy.recipient}）与登记的指纹不同，没有重新制作"
        raise StaleProof(what, "水印须与当时一致；字体或程序库换过的，请用当时的文件")
    return known
