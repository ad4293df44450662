"""One step after another (逐步推进): take a publication as far as it can go without a person, and say who is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin import reference, store, workflow
from bulletin.model import Actor, Issue, Proof
from bulletin.press import compose, proof, publish
from bulletin.settings import Publication, Settings
from bulletin.store import Database
from bulletin.terms import state_name


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an issue got to: its PDF if there is one, and the people who can take it further."""

    issue: Issue | None
    pdf: Path | None
    waiting_for: tuple[str, ...]
    why: str


def advance(
    db: Database, settings: Settings, publication: Publication, actor: Actor, at: datetime, environ: Mapping[str, str]
) -> Outcome:
    """Publish what is signed; else gather what is approved and make a proof, unless a good one waits for the signer.

    A proof nobody may sign any more, of last year or of an article that moved on, is made again. Raises what these raise.
    """
    if signed := store.issues.every(db, publication.name, ("signed",)):
        folder = publish.publish(db, settings, signed[0], actor, at)
        return Outcome(store.issues.get(db, signed[0].id), folder / "issue.pdf", (), "已印发归档")
    issue = next(iter(store.issues.every(db, publication.name, store.issues.OPEN_STATES)), None)
    if issue and issue.state == "proofed" and not _outdated(db, settings, issue, at):
        return _proofed(db, settings, issue, proof.current(db, issue), at)
    if store.articles.in_states(db, "approved", publication=publication.name):
        issue = compose.gather(db, settings, publication, publication.series[0], actor, at)
    if issue is None:
        return _nothing(db, settings, publication, at)
    if reasons := compose.unready(db, settings, issue):
        return _waiting(db, settings, issue, "arrange", at, "；".join(reasons[:3]))
    made = proof.make(db, settings, issue, actor, at, environ)
    return _proofed(db, settings, store.issues.get(db, issue.id), made, at)


def _proofed(db: Database, settings: Settings, issue: Issue, made: Proof, at: datetime) -> Outcome:
    """Return what a proof waits for: readings (校对) where they are asked for, then the sign-off.

    With errors of the page, the signer must accept them or it must be made again.
    """
    errors, standing = proof.page_errors(made), compose.standing(db, issue)
    unread = standing.readings_wanted - len(standing.readings)
    action, why = ("proofread", f"清样还缺{unread}遍校对") if unread > 0 else ("sign", "清样待签发")
    page = f"，版面有{len(errors)}处必改（见 issue show）" if errors else ""
    return _waiting(db, settings, issue, action, at, f"{why}{page}")


def _outdated(db: Database, settings: Settings, issue: Issue, at: datetime) -> bool:
    """Tell whether nobody could sign the proof any more: it is of another year, or an article on it moved on."""
    return proof.current(db, issue).dated_on.year != at.year or bool(compose.unready(db, settings, issue))


def _waiting(db: Database, settings: Settings, issue: Issue, action: str, at: datetime, why: str) -> Outcome:
    standing = compose.standing(db, issue)
    made = store.issues.last_proof(db, issue.id) if issue.state == "proofed" else None
    pdf = proof.path_of(settings, made.sha256) if made else None
    return Outcome(
        issue,
        pdf,
        workflow.able(standing, action, settings.actors(at.date()), at),
        f"{reference.of_issue(issue)} {why}",
    )


def _nothing(db: Database, settings: Settings, publication: Publication, at: datetime) -> Outcome:
    actors = settings.actors(at.date())
    for state in ("in_review", "held", "returned", "draft"):
        if articles := store.articles.in_states(db, state, publication=publication.name):
            standing = store.articles.standing(db, settings, articles[0])
            people = workflow.waited_for(standing, actors, at)
            return Outcome(None, None, people, f"{len(articles)}篇稿件{state_name('article', state)}")
    if others := _approved_elsewhere(db, publication):
        return Outcome(None, None, (), f"{publication.name}没有稿件；{others}")
    editors = tuple(actor.id for actor in actors if workflow.authority(actor, ("editor",)) is not None)
    return Outcome(None, None, editors, f"{publication.name}没有稿件，请从队列采用来稿（item list）")


def _approved_elsewhere(db: Database, publication: Publication) -> str:
    """Return which other publications have approved articles, and how to go on with one; '' for none."""
    counts = Counter(one.publication for one in store.articles.in_states(db, "approved"))
    counts.pop(publication.name, None)
    return "；".join(f"{name}有{count}篇已审定，用 --publication {name}" for name, count in counts.items())
