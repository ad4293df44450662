"""``bulletin points``: how the units stand by the office's own rules, why, and how they would by others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import click

from bulletin.cli.columns import table, terminal
from bulletin.cli.commands import Command, Group
from bulletin.cli.periods import Span, period_options
from bulletin.cli.session import Session
from bulletin.errors import NotFound, UsageError
from bulletin.feedback import points as counting
from bulletin.feedback.points.explain import by_subject, sum_in_words
from bulletin.feedback.statistics import listed
from bulletin.model import Award, Facts, Ledger, Mark, Place, in_full, in_print, place_in_print, signed, standing
from bulletin.settings.points import RuleBook, RuleSet, book_names, read_book, refuse_uncovered
from bulletin.settings.points.rules import clauses
from bulletin.terms import AWARDS
from bulletin.text import nearest

Chosen = Callable[[date], Span]


@click.group(cls=Group)
def points() -> None:
    """计分：各单位的名次，每一分的依据，换一个办法会怎样。"""


@points.command(cls=Command)
@period_options
@click.option("--rules", default="", metavar="办法", help="用哪个计分办法；不写则为本办公室的")
@click.option("--class", "unit_class", type=click.IntRange(1), default=None, help="只看哪一类单位")
@click.pass_obj
def show(session: Session, rules: str, unit_class: int | None, chosen: Chosen) -> None:
    """各单位的名次和得分；得分相同的名次相同。条目数与单位次数分开。"""
    span, book = chosen(session.at.date()), read_book(session.settings, rules)
    facts, ledger = _counted(session, span, book)
    period = ledger.between(span.start, span.end)
    units = _units(session, period, span, unit_class)
    failing = counting.failing(ledger, book, units, span.start, span.end)
    places, kinds = standing(period.totals(), units), _by_kind(period.awards)
    shown = [kind for kind in AWARDS if any(kind in kinds[unit] for unit in units)]
    rows = [
        (
            place_in_print(place.place),
            place.unit,
            in_print(place.points),
            *(in_print(kinds[place.unit][kind]) for kind in shown),
        )
        for place in places
    ]
    entries = [entry for entry in facts.printed if span.start <= entry.on < span.end]
    counts = {"entries": len(entries), "credits": sum(len(entry.units) for entry in entries)}
    among = "全部单位一起排名（通报按组）" if unit_class is None else f"{unit_class}类单位内排名"
    lines = [
        f"{span.words}，按{book.named_on(span.start)}：条目 {counts['entries']} 条，单位 {counts['credits']} 次；{among}",
        *table(("名次", "单位", "得分", *(AWARDS[kind] for kind in shown)), rows),
        *([f"不达标：{'、'.join(failing)}"] if failing else []),
        *(_mark_line(mark) for mark in period.marks),
    ]
    data = [_place_data(place, kinds[place.unit], place.unit in failing) for place in places]
    session.answer({**_span_data(span, book), **counts, "units": data, "marks": period.marks}, lines)


@points.command(cls=Command)
@click.argument("what", metavar="单位或REF")
@period_options
@click.option("--rules", default="", metavar="办法", help="用哪个计分办法；不写则为本办公室的")
@click.pass_obj
def explain(session: Session, what: str, rules: str, chosen: Chosen) -> None:
    """一个单位、或一条（如 政务信息/2026/12#3、补录/7）的每一分：日期、依据的条款、怎么算的。"""
    span, book = chosen(session.at.date()), read_book(session.settings, rules)
    facts, ledger = _counted(session, span, book)
    awards = _about(session, facts, ledger, what, span)
    lines = []
    for (unit, subject), own in by_subject(awards).items():
        lines += [f"{unit}　{subject}　{own[0].title}".rstrip(), f"　　{sum_in_words(own)}"]
        lines += [
            f"　　{award.on}　{signed(award.amount)}　{award.why}〔{award.rule}：{award.clause}〕" for award in own
        ]
    total = sum((award.amount for award in awards), Fraction(0))
    data = {**_span_data(span, book), "total": str(total), "awards": [_award_data(award) for award in awards]}
    nothing = f"{f'到{span.words}为止' if '/' in what else span.words}没有得分，也没有扣分；看别的时段，请用 --year、--month 等写明"
    session.answer(data, [*lines, f"合计 {in_full(total)} 分" if lines else nothing])


@points.command(cls=Command)
@click.argument("rules", metavar="办法")
@period_options
@click.option("--unit", default="", metavar="单位", help="只看一个单位，逐条列出差别")
@click.pass_obj
def replay(session: Session, rules: str, unit: str, chosen: Chosen) -> None:
    """同一时段换一个计分办法重算：名次、得分并排，差在哪里，为什么。"""
    span, book, other = chosen(session.at.date()), read_book(session.settings), read_book(session.settings, rules)
    facts, before = _counted(session, span, book)
    refuse_uncovered(other, span.start, span.words)
    after = counting.compute(facts, other)
    old, new = before.between(span.start, span.end), after.between(span.start, span.end)
    units = _units(session, old, span, None)
    shifts = counting.replay(old, new, units)
    chosen_unit = _unit_name(session, units, unit, span) if unit else ""
    shifts = [shift for shift in shifts if chosen_unit in ("", shift.unit)]
    rows = [
        (
            shift.unit,
            *(place_in_print(shift.before.place), in_print(shift.before.points)),
            *(place_in_print(shift.after.place), in_print(shift.after.points)),
            in_print(shift.gain),
            "，".join(f"{AWARDS[k]}{in_print(a)}→{in_print(b)}" for k, (a, b) in shift.kinds.items() if a != b),
        )
        for shift in shifts
    ]
    head = ("单位", "名次", book.name, "名次", other.name, "差", "差在")
    lines = [f"{span.words}，{book.named_on(span.start)}与{other.named_on(span.start)}并排"]
    lines += table(head, rows, total=terminal())
    if chosen_unit:
        lines += table(
            ("种类", "条目", book.name, other.name, "条款"), [_difference_row(one) for one in shifts[0].differences]
        )
    session.answer(
        {**_span_data(span, book), "other": other.name, "units": [_shift_data(one) for one in shifts]}, lines
    )


@points.command("rules", cls=Command)
@click.argument("name", metavar="[办法]", default="")
@click.pass_obj
def rules_(session: Session, name: str) -> None:
    """有哪些计分办法，用的是哪一个，自哪天起；写出名称则列出它的每一条。"""
    used = session.settings.rule_set
    books = [read_book(session.settings, one) for one in ([name] if name else book_names(session.settings))]
    versions = [(book, version) for book in books for version in book.versions]
    rows = [
        ("●" if one.name == used else "", one.name, f"{one.valid_from}", f"{one.valid_to or ''}", one.file, one.notice)
        for _, one in versions
    ]
    lines = table(("", "办法", "自", "至", "文件", "依据"), rows)
    if name:
        lines += [f"　　{clause}" for _, one in versions for clause in clauses(one)]
    session.answer([_rules_data(one, used) for _, one in versions], lines)


def _counted(session: Session, span: Span, book: RuleBook) -> tuple[Facts, Ledger]:
    """Return the facts up to the end of the span, and the whole ledger of them."""
    refuse_uncovered(book, span.start, span.words)
    facts = counting.gather(session.db, session.settings, session.at, span.end)
    return facts, counting.compute(facts, book)


def _units(session: Session, ledger: Ledger, span: Span, unit_class: int | None) -> list[str]:
    """Return the units that stand in the list: the office's, of one class or all, and any other that has points.

    Class and parent are those of the first day of the span.
    """
    if unit_class is None:
        return [unit for _, units in listed(session.settings, ledger, span.start) for unit in units]
    own = {unit.name: unit.on(span.start) for unit in session.settings.units.values()}
    if unit_class not in {one.unit_class for one in own.values()}:
        raise UsageError(f"没有第{unit_class}类单位", "请核对 bulletin.toml 中各单位的 class")
    return [name for name, one in own.items() if not one.parent and one.unit_class == unit_class]


def _unit_name(session: Session, units: list[str], name: str, span: Span) -> str:
    """Return the name of a unit that stands in the list, for a 直报点 that of its parent in the span."""
    known = session.settings.unit(name)
    if known is None and name not in units:
        raise NotFound("单位", name, f"最接近的是 {nearest(name, units) or '无'}")
    return (known.on(span.start).parent or known.name) if known else name


def _about(session: Session, facts: Facts, ledger: Ledger, what: str, span: Span) -> list[Award]:
    """Return the awards of a unit in the span; or all of an entry, or of the entries of an issue, up to its end."""
    if "/" in what:
        named = [one.reference for one in facts.printed if what in (one.reference, one.reference.partition("#")[0])]
        if not named:
            raise NotFound("印发的条目", what, "应如 政务信息/2026/12#3、补录/7，用 issue list、adoption list 查看")
        return [award for name in named for award in ledger.about(name)]
    period = ledger.between(span.start, span.end)
    return list(period.of(_unit_name(session, _units(session, period, span, None), what, span)))


def _by_kind(awards: Iterable[Award]) -> defaultdict[str, defaultdict[str, Fraction]]:
    sums: defaultdict[str, defaultdict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for award in awards:
        sums[award.unit][award.kind] += award.amount
    return sums


def _mark_line(mark: Mark) -> str:
    return f"{mark.unit}　{mark.on}　{mark.what}：{mark.why}〔{mark.rule}：{mark.clause}〕"


def _difference_row(one: counting.Difference) -> tuple[str, ...]:
    clauses = " → ".join(clause or "没有对应的分值" for clause in one.clauses)
    return AWARDS[one.kind], f"{one.subject} {one.title}", in_full(one.before), in_full(one.after), clauses


def _span_data(span: Span, book: RuleBook) -> dict[str, Any]:
    rules = book.on(span.start)
    return {"rules": book.name, "notice": rules.notice if rules else "", "start": span.start, "end": span.end}


def _place_data(place: Place, kinds: dict[str, Fraction], is_failing: bool) -> dict[str, Any]:
    return {
        "place": place.place or None,
        "unit": place.unit,
        "points": in_print(place.points),
        "exact": str(place.points),
        "kinds": {kind: str(amount) for kind, amount in kinds.items()},
        "failing": is_failing,
    }


def _award_data(award: Award) -> dict[str, Any]:
    names = ("unit", "kind", "rule", "clause", "subject", "title", "on", "why", "parts")
    exact = {"amount": str(award.amount), "whole": str(award.whole)}
    return {**{name: getattr(award, name) for name in names}, **exact}


def _shift_data(shift: counting.Shift) -> dict[str, Any]:
    sides = {
        side: {"place": place.place or None, "points": str(place.points)}
        for side, place in (("before", shift.before), ("after", shift.after))
    }
    kinds = {kind: [str(old), str(new)] for kind, (old, new) in shift.kinds.items()}
    differences = [
        {
            "kind": one.kind,
            "subject": one.subject,
            "title": one.title,
            "before": str(one.before),
            "after": str(one.after),
            "clauses": one.clauses,
        }
        for one in shift.differences
    ]
    return {"unit": shift.unit, **sides, "gain": str(shift.gain), "kinds": kinds, "differences": differences}


def _rules_data(one: RuleSet, used: str) -> dict[str, Any]:
    dates = {"valid_from": one.valid_from, "valid_to": one.valid_to}
    return {
        "name": one.name,
        "used": one.name == used,
        "notice": one.notice,
        **dates,
        "file": one.file,
        "clauses": clauses(one),
    }
