"""After publication: 更正 (a mistake in print) and 撤回 (an issue or entry that no longer holds), and who holds copies.

The published folder is never rewritten. Each is a row that names the old entry; the archive index shows it there, and at
the later entry that prints it. A withdrawal holds from the start (撤销，视为自始无效) or from a day (废止): 党政机关公文处理工作条例.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bulletin import reference, store, workflow
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.model import Actor, Entry, Issue
from bulletin.press import archive, compose, errata
from bulletin.press.copies import ROLES
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.copies import Copy
from bulletin.store.corrections import Change, Correction, Return
from bulletin.terms import role_names
from bulletin.text import one_line, plain
from bulletin.text.occurrences import occurrences
from bulletin.text.secrecy import is_marked


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was printed wrong, what is right, and how it came about; ``keeps_points``: the units keep their points."""

    wrong: str
    right: str
    reason: str
    keeps_points: bool = True


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why something is withdrawn: from the start, or, where ``effective_on`` is given, from that day."""

    reason: str
    effective_on: date | None = None
    keeps_points: bool = True


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a numbered copy, and when it came back."""

    copy: Copy
    back: Return | None


def correct(
    db: Database, settings: Settings, issue: Issue, position: int | None, mistake: Mistake, actor: Actor, at: datetime
) -> Correction:
    """Record what is wrong in a published entry, or elsewhere in the issue (`position` None), and what is right.

    Raises `RefusedAction` (not published, not a signer, words that the entry does not have), `UsageError`, `NotFound`.
    """
    wrong, right = one_line(mistake.wrong), one_line(mistake.right)
    if not wrong or not right or wrong == right:
        raise UsageError("更正须写明原印什么、应为什么，两者不同", "请用 --wrong 和 --right 写出")
    _refuse_unprintable(settings, (right, mistake.reason), at)
    with store.write(db):
        step = workflow.advance(compose.standing(db, issue), "correct", actor, at, mistake.reason)
        entry = compose.entry_at(db, issue, position) if position else None
        if entry and not _holds(entry, wrong):
            what = f"{reference.of_issue(issue, position)}“{entry.title}”中没有“{wrong}”"
            raise RefusedAction(what, "请照所印的文字写；不在条目中的（如版记），REF 不写 # 和序号")
        change = Change(issue.id, entry.id if entry else None, mistake.keeps_points, wrong, right)
        made = store.corrections.add(db, change, step)
    archive.renew(db, settings)
    return made


def withdraw(
    db: Database, settings: Settings, issue: Issue, position: int | None, wish: Withdrawal, actor: Actor, at: datetime
) -> Correction:
    """Record that a published issue, or its entry at `position`, is withdrawn; `holders` says whom to ask for the copies.

    Raises `RefusedAction` (not published, not a signer, withdrawn before), `NotFound`.
    """
    _refuse_unprintable(settings, (wish.reason,), at)
    with store.write(db):
        step = workflow.advance(compose.standing(db, issue), "withdraw", actor, at, wish.reason)
        entry = compose.entry_at(db, issue, position) if position else None
        if before := withdrawn(db, issue, entry):
            raise RefusedAction(f"{reference.of_issue(issue, position)}已撤回：{errata.words(before)}", "不必再撤")
        entry_id = entry.id if entry else None
        change = Change(issue.id, entry_id, wish.keeps_points, effective_on=wish.effective_on)
        made = store.corrections.add(db, change, step)
    archive.renew(db, settings)
    return made


def withdrawn(db: Database, issue: Issue, entry: Entry | None = None) -> Correction | None:
    """Return the withdrawal of the issue, or of that entry of it; None where it still holds."""
    held = {None, entry.id if entry else None}
    rows = store.corrections.of_issue(db, issue.id)
    return next((one for one in rows if one.kind == "withdraw" and one.entry_id in held), None)


def _holds(entry: Entry, wrong: str) -> bool:
    """Tell whether the words stand in the entry as printed: title, text, note or units; lines and spaces do not matter."""
    printed = "".join((entry.title, entry.text, entry.editor_note, *entry.units))
    return "".join(wrong.split()) in "".join(printed.split())


def _refuse_unprintable(settings: Settings, texts: Sequence[str], at: datetime) -> None:
    """What is shown in the archive index passes no gate of an article: marks of secrecy and banned words are refused."""
    words = settings.banned_on(at.astimezone(settings.zone).date())
    for text in map(plain, texts):
        if banned := next((word for word, *_ in occurrences(words, text)), ""):
            raise RefusedAction(f"更正的文字中有不得使用的词语“{banned}”，未登记", "请改写后重试")
        if any(map(is_marked, text.splitlines())):
            raise RefusedAction("更正的文字中有密级标志，未登记", "涉密内容不得在本系统处理")


def holders(db: Database, issue: Issue) -> list[Holder]:
    """Return who holds the numbered copies of the issue, by number, and which of them came back."""
    back = store.corrections.returns(db, issue.id)
    return [Holder(copy, back.get(copy.number)) for copy in store.copies.of_issue(db, issue.id)]


def take_back(
    db: Database, issue: Issue, numbers: Sequence[int], note: str, actor: Actor, at: datetime
) -> list[Holder]:
    """Record that numbered copies came back (清退); return all holders.

    Raises `NotFound` for a number that was not given, `RefusedAction` for one that came back before or without the role.
    """
    behalf = workflow.authority(actor, ROLES)
    name = reference.of_issue(issue)
    if behalf is None:
        held = role_names(actor.roles) or "无"
        what = f"{name}：登记退回须由{role_names(ROLES)}角色进行，{actor.name}的角色是{held}"
        raise RefusedAction(what, "请换人操作")
    with store.write(db):
        held_now = {one.copy.number: one for one in holders(db, issue)}
        for number in dict.fromkeys(numbers):
            if number not in held_now:
                raise NotFound(f"{name} 的编号份", f"{number:06d}", f"用 issue copies {name} --list 查看")
            if back := held_now[number].back:
                raise RefusedAction(f"{name} 第{number:06d}份已于{back.at:%Y-%m-%d}退回", "不必再登记")
            store.corrections.add_return(db, Return(issue.id, number, one_line(note), actor.id, behalf, at))
        return holders(db, issue)
