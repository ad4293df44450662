"""Which circular (通报) is in force, which one it follows, and what stands against printing one.

The figures of a circular are frozen: its article may be edited, its tables may not. Two circulars of one period never stand
beside each other: the second says that it corrects the first, or the first was withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from bulletin.model import BeforePrint, Circular
from bulletin.text.frozen_tables import UNCHANGEABLE, changes

_SHOWN = 3
"""Altered cells that are named one by one."""
_REMAKE = "退回编辑；重新 circular make"
_One = TypeVar("_One", bound=Circular)


class Objection(NamedTuple):
    """What stands against printing; and the clauses of what to do about it, parted by ``；``."""

    what: str
    remedy: str


def previous(known: Iterable[_One], start: date) -> _One | None:
    """Return the circular that one from `start` on follows: of those in force that end by then, the last."""
    earlier = [one for one in known if one.issue and one.span[1] <= start]
    return max(earlier, key=lambda one: (one.span[1], one.item.id), default=None)


def in_force(known: Iterable[_One], span: tuple[date, date]) -> _One | None:
    """Return the circular of these days that was published last and is not withdrawn."""
    same = [one for one in known if one.issue and one.span == span]
    return max(same, key=lambda one: one.item.id, default=None)


def objections(to_print: BeforePrint, text: str) -> Iterator[Objection]:
    """Yield what stands against printing a circular whose article says `text`."""
    own, others = to_print.circular, to_print.others
    name, corrects = own.figures["period"]["name"], own.figures.get("corrects")
    if altered := [change.words for change in changes(own.figures.get("tables", ()), text)]:
        more = f"等{len(altered)}处" if len(altered) > _SHOWN else ""
        what = f"{'；'.join(altered[:_SHOWN])}{more}，{UNCHANGEABLE}"
        yield Objection(what, "退回编辑；把表照封存的改回")
    force = in_force(others, own.span)
    if force and corrects != force.item.id:
        what = f"{name}的通报已印发（{force.issue}），这一份没有写明更正它"
        yield Objection(what, "退回编辑；要改已印的用 circular make --correct 做成更正")
    elif corrects and not force:
        yield Objection(f"它所更正的{name}的通报已撤回", _REMAKE)
    for other in to_print.on_the_way:
        what = f"{name}另有一份通报正在印（稿件 {other.article_id}，{other.reference}）"
        yield Objection(what, "撤下其中一份")
    before = previous(others, own.span[0])
    if "previous" in own.figures and own.figures["previous"] != (before.item.id if before else None):
        what = f"{name}的通报做成以后，以前各期的通报又有印发、更正或撤回，本期调整须重算"
        yield Objection(what, _REMAKE)
