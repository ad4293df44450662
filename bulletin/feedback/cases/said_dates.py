"""The days an instruction itself asks for (月底前报结果), beside the limit that is set: told, never followed unseen."""

from __future__ import annotations

from datetime import date

from bulletin.model import Instruction
from bulletin.settings import Settings
from bulletin.text.deadlines import Deadline, deadlines


def named(said: Instruction, settings: Settings) -> list[Deadline]:
    """Return the days by which an instruction asks for something, reckoned from the day it was written."""
    return deadlines(said.text, said.written_on, settings.calendar.add_workdays)


def words(said: Instruction, due_on: date, settings: Settings) -> str:
    """Return what is to be said where none of the days an instruction names is the one that is set; '' where one is."""
    found = named(said, settings)
    if not found or due_on in [one.on for one in found]:
        return ""
    told = "、".join(f"“{one.words}”（{one.on.isoformat()}）" for one in found)
    return f"批示中写明{told}，时限定的是 {due_on.isoformat()}，请核对"
