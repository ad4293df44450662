"""Instructions (批示): recorded verbatim against a published issue or entry, and classed.

Not every instruction is a task: 阅知、参阅 demand no answer (阅知/阅研不立项, 督查规则 B-20, A-43).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from bulletin import store, workflow
from bulletin.errors import RefusedAction, UsageError
from bulletin.model import Actor, Instruction, Issue
from bulletin.reference import of_issue
from bulletin.store import Database
from bulletin.terms import INSTRUCTION_KINDS, role_names, state_name
from bulletin.text import one_line, plain


@dataclass(frozen=True, slots=True)
class Words:
    """What was written: the leader, the text verbatim, its class (empty: judged by the text), and the day."""

    leader: str
    text: str
    kind: str = ""
    written_on: date | None = None


RECORDERS = ("clerk", "editor", "admin")
_ONLY_READ = re.compile(r"^(?:请?参阅|参考|已?阅(?:知|研)?)")
_DEMANDS = re.compile(r"请(?!参阅)|要|须|应|望|抓|办|落实|研究|整改|加强|推广|报我|速")


def record(db: Database, place: tuple[Issue, int | None], words: Words, actor: Actor, at: datetime) -> Instruction:
    """Record what a leader wrote on an issue, or on the entry with the id in `place`.

    Raises `RefusedAction` when the issue is not published or the actor may not, `UsageError` for a bad class.
    """
    issue, entry_id = place
    behalf = workflow.authority(actor, RECORDERS)
    if behalf is None:
        raise RefusedAction(f"批示须由{role_names(RECORDERS)}登记，{actor.name}不能登记", "请换人操作")
    if issue.state != "published":
        raise RefusedAction(
            f"{of_issue(issue)}{state_name('issue', issue.state)}，尚未印发，不能登记批示", "请在印发后登记"
        )
    leader, text = one_line(words.leader), plain(words.text).strip()
    if not leader or not text:
        raise UsageError("批示须写明领导和原文", "请用 --leader 与 --text")
    kind = words.kind or ("传阅" if _ONLY_READ.match(text) and not _DEMANDS.search(text) else "办理")
    if kind not in INSTRUCTION_KINDS:
        raise UsageError(f"批示没有类别 {kind}", f"可用的类别：{'、'.join(INSTRUCTION_KINDS)}")
    written_on = words.written_on or at.date()
    number = store.instructions.add(db, (issue.id, entry_id), (leader, text, kind), written_on, (actor.id, behalf), at)
    return store.instructions.get(db, number)
