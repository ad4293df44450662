"""What can be done now, as the desk says it: nobody types a command here.

A remedy is written once, for whoever meets the failure, and it tells commands too. It is a row of clauses, parted by ``；`` or
``。``; a clause may give another way after ``，或``. On the desk the clauses and ways that are a command, or an option of one,
are left out, and the others stand: ``请修改，或用 article answer 3 写明理由`` is ``请修改``. What the keys of now do stands at
the foot of every screen.
"""

from __future__ import annotations

import re

from bulletin.errors import BulletinError

_COMMAND = re.compile(r"(?<![A-Za-z-])--[a-z]|\b[a-z]{3,} [a-z]{2,}\b")
"""An option (``--when``), or the words of a command (``urgent rate``, ``adoption undo 3``)."""
_CLAUSES = re.compile(r"[；。]")
_WAYS = re.compile(r"，或者?(?!以)")
"""Before another way; ``，或以后`` is none."""


def advice(remedy: str) -> str:
    """Return what of a remedy holds on the desk: its clauses without those that tell to type a command; '' where none is left."""
    clauses = ("，或".join(_without_commands(_WAYS.split(clause))) for clause in _CLAUSES.split(remedy))
    return "；".join(filter(None, clauses))


def refusal(error: BulletinError) -> str:
    """Return why something was not done, and what of the remedy holds on the desk."""
    left = advice(error.remedy)
    return f"{error.what}。{left}" if left else error.what


def _without_commands(ways: list[str]) -> list[str]:
    return [way for way in ways if not _COMMAND.search(way)]
