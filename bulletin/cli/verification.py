"""``bulletin item verify`` and ``bulletin article verify``: what was verified, with whom, and with what result (核实)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session, parse_moment
from bulletin.desk import checking, verification
from bulletin.model import Article, Finding
from bulletin.store.verifications import Verification
from bulletin.terms import MEANS, RESULTS, SUBJECTS


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a verification."""
    options = (
        click.option("--means", type=click.Choice(MEANS), required=True, help="用什么方式"),
        click.option("--asked", default="", help="问了什么（必写）"),
        click.option("--result", type=click.Choice(RESULTS), required=True, help="结果"),
        click.option("--words", default="", help="核实情况：对方怎么说，依据是什么"),
        click.option("--unit", default="", help="向哪个单位"),
        click.option("--person", default="", help="向谁"),
        click.option("--phone", default="", help="他的电话"),
        click.option("--when", default="", help="什么时候核实的；不写则为现在"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("verify", cls=Command)
@click.argument("item_id", metavar="ID", type=NUMBER)
@_options
@click.pass_obj
def verify_item(session: Session, /, item_id: int, **said: str) -> None:
    """登记核实：向谁、用什么方式问了什么、结果怎样；编入的稿件一并算核实。"""
    _verify(session, "item", item_id, said)


@click.command("verify", cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@_options
@click.pass_obj
def verify_article(session: Session, /, article_id: int, **said: str) -> None:
    """登记核实：向谁、用什么方式问了什么、结果怎样；对整篇稿件。"""
    _verify(session, "article", article_id, said)


def _verify(session: Session, subject: str, subject_id: int, said: dict[str, str]) -> None:
    when = said.pop("when")
    inquiry = verification.Inquiry(**said, done_at=parse_moment(when, session.settings) if when else None)
    who = (session.actor, session.at)
    made = verification.record(session.db, session.settings, subject, subject_id, inquiry, *who)
    session.answer(made, [f"{SUBJECTS[subject]} {subject_id}：已登记{verification_line(session, made)}"])


def verification_line(session: Session, one: Verification) -> str:
    """Return a verification as a person reads it: who asked whom, when, by what means, about what, with what result."""
    whom = "".join((one.unit, one.person, f"（{one.phone}）" if one.phone else ""))
    words = f"，{one.words}" if one.words else ""
    who = session.name_of(one.by, one.on_behalf_of)
    return f"核实　{one.done_at:%Y-%m-%d %H:%M}　{who} {one.means} {whom}　问：{one.asked}　{one.result}{words}"


def verification_lines(session: Session, article: Article) -> Iterator[str]:
    """Yield what was verified of an article and the items it is made of, and what still has to be."""
    for one in verification.of_article(session.db, article):
        place = f"来稿 {one.subject_id} " if one.subject == "item" else ""
        yield f"{place}{verification_line(session, one)}"
    yield from (f"未核实：{found.where}：{found.message}" for found in unverified(session, article.id))


def verification_data(session: Session, article: Article) -> dict[str, Any]:
    """Return for ``--json`` what was verified of an article and its items, and the findings about what was not."""
    said = verification.of_article(session.db, article)
    return {"verifications": said, "unverified": unverified(session, article.id)}


def unverified(session: Session, article_id: int) -> list[Finding]:
    """Return the findings about what must be verified in an article and was not, unless they were answered."""
    found = checking.check(session.db, session.settings, article_id, session.at)
    return [one for one in found if one.rule == verification.RULE and not one.answered]
