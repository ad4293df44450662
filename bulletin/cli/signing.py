"""Which proof a person signs: the one he names by its fingerprint, or the one that is told to him and that he says yes to."""

from __future__ import annotations

import re
import sys

from bulletin import store, workflow
from bulletin.cli.session import Session
from bulletin.errors import RefusedAction, UsageError
from bulletin.model import Issue
from bulletin.press import compose, proof
from bulletin.reference import of_issue

SHORTEST = 12
"""Characters of a fingerprint that are enough to name a proof: they are what messages show."""
_YES = ("y", "yes", "是")


def digest_seen(session: Session, issue: Issue, given: str) -> str:
    """Return the fingerprint of the proof that is signed, its first characters where these were `given`.

    Without them the proof is told, and on a terminal asked about. Where nobody can be asked it must be the only one that
    was ever made under the number: of several, nobody knows which one was read. Raises `RefusedAction`, `UsageError`.
    """
    if given:
        return _read(given)
    workflow.advance(compose.standing(session.db, issue), "sign", session.actor, session.at)
    made, name = proof.current(session.db, issue), of_issue(issue)
    seen = f"{name} 的清样 {made.sha256[:SHORTEST]}…，共{made.pages}页，{made.at:%Y-%m-%d %H:%M}由{session.name_of(made.by)}出"
    session.say(f"签发的是：{seen}")
    remedy = f"请看过 {proof.path_of(session.settings, made.sha256)}，再用 issue sign {name} --sha256 {made.sha256[:SHORTEST]}"
    if sys.stdin.isatty() and sys.stderr.isatty():
        session.say("看过的就是这一份，签发吗？是，按 y 回车；不是，直接回车。")
        if sys.stdin.readline().strip().lower() not in _YES:
            raise RefusedAction(f"{name} 没有签发", remedy)
    elif others := set(store.issues.proofs_of_number(session.db, issue)) - {made.sha256}:
        raise RefusedAction(f"{name} 出过{len(others) + 1}份清样，没有写明看的是哪一份，不能签发", remedy)
    return made.sha256


def _read(given: str) -> str:
    """Return the fingerprint as it is kept. Raises `UsageError` for what is none, or too short to tell proofs apart."""
    digest = given.strip().rstrip("…").lower()
    if not re.fullmatch(f"[0-9a-f]{{{SHORTEST},64}}", digest):
        raise UsageError(f"“{given}”不是清样的指纹", f"至少写前{SHORTEST}位，见 issue show")
    return digest
