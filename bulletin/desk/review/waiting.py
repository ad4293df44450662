"""What waits for a person, first due first, each with its time and light; and what was said of an article so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bulletin import reference, store, workflow
from bulletin.model import Actor, Article, Ask, Issue, Standing, Status
from bulletin.settings import Settings
from bulletin.store import Database

FRESH = timedelta(minutes=1)
"""How long what waits is not read again where nothing has changed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person's ``action``.

    ``reference`` is what it is called by (稿件 5, 政务信息/2026/12), ``level`` the review level, or ''. ``due_at`` is None where
    the office sets no time; ``light`` is green, yellow, red, or '' then.
    """

    subject: str
    id: int
    reference: str
    title: str
    action: str
    state: str
    level: str
    since: datetime
    due_at: datetime | None
    light: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """One word on an article in review: ``word`` is 拟同意 at a level that recommends, 同意 at the one that decides, or of
    those who were asked; ``by`` and ``on_behalf_of`` are ids; ``at`` is None where it is still to come."""

    level: str
    by: str
    on_behalf_of: str
    word: str
    note: str
    at: datetime | None


def waiting(db: Database, settings: Settings, actor: Actor, at: datetime) -> list[Waiting]:
    """Return what waits for `actor`: urgent pieces, then the first due; a draft waits for who wrote it."""
    found = [
        *_articles(db, settings, actor, at),
        *_issues(db, settings, actor, at),
        *_follow_ups(db, settings, actor, at),
    ]
    never = datetime.max.replace(tzinfo=at.tzinfo)
    return sorted(found, key=lambda one: (not one.urgent, one.due_at or never, one.since, one.subject, one.id))


class Waitlist:
    """What waits for one person, read again where anything of it has changed, another person asks, or `FRESH` has gone by:
    lights turn by themselves."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._read_at = datetime.min
        self._waiting: list[Waiting] = []

    def now(self, db: Database, settings: Settings, actor: Actor, at: datetime) -> list[Waiting]:
        """Return what waits for `actor`, as `waiting` does; it costs some microseconds where nothing has changed."""
        of = (settings, actor, store.course.newest(db))
        if of != self._of or not timedelta(0) <= at - self._read_at < FRESH:
            self._waiting = waiting(db, settings, actor, at)
            self._of, self._read_at = of, at
        return self._waiting


def _articles(db: Database, settings: Settings, actor: Actor, at: datetime) -> Iterator[Waiting]:
    for article in store.articles.in_states(db, *workflow.NEXT["article"]):
        yield from (one for _, one in _turns(db, settings, article, [actor], at))


def for_whom(db: Database, settings: Settings, article: Article, at: datetime) -> dict[str, Waiting]:
    """Return whom the article waits for, by id, each with how it waits for him; a draft waits for who wrote it."""
    return dict(_turns(db, settings, article, settings.actors(at.date()), at))


def _turns(
    db: Database, settings: Settings, article: Article, actors: list[Actor], at: datetime
) -> Iterator[tuple[str, Waiting]]:
    standing = store.articles.standing(db, settings, article)
    for actor in actors:
        action = workflow.awaited(standing, actor, at)
        if action and (action != "send" or actor.id in standing.authors):
            yield actor.id, _of_article(db, settings, article, (standing, action, actor), at)


def _of_article(
    db: Database, settings: Settings, article: Article, turn: tuple[Standing, str, Actor], at: datetime
) -> Waiting:
    standing, action, actor = turn
    last = store.statuses.history(db, "article", article.id)[-1]
    in_review = article.state in ("in_review", "held")
    level = workflow.level_of(standing)
    since = _since(standing, actor, last).astimezone(settings.zone)
    starts = _until(last, settings) if article.state == "held" else since if in_review else None
    due_at = settings.hours.due_at(starts, level.hours) if starts and level.hours else None
    return Waiting(
        "article",
        article.id,
        standing.name,
        article.revision.title,
        action,
        article.state,
        level.name if in_review else "",
        since,
        due_at,
        light(settings, starts or since, due_at, at),
        standing.review.urgent,
    )


def _since(standing: Standing, actor: Actor, last: Status) -> datetime:
    """Return since when it waits for him: since he was asked, since the turn of the level began, since the last step."""
    if standing.state != "in_review":
        return last.at
    asked = [ask.at for ask in workflow.pending(standing) if ask.person == actor.id and ask.at]
    return next(iter(asked), standing.review.since or last.at)


def _until(hold: Status, settings: Settings) -> datetime | None:
    """Return the day a piece was held until, None where none was named."""
    if hold.action != "hold" or not hold.target:
        return None
    return datetime.combine(date.fromisoformat(hold.target), time(), settings.zone)


def _issues(db: Database, settings: Settings, actor: Actor, at: datetime) -> Iterator[Waiting]:
    for issue in store.issues.every(db, states=tuple(workflow.NEXT["issue"])):
        standing = store.issues.standing(db, issue, reference.of_issue(issue))
        if action := workflow.awaited(standing, actor, at):
            yield _of_issue(db, settings, issue, action, at)


def _of_issue(db: Database, settings: Settings, issue: Issue, action: str, at: datetime) -> Waiting:
    trail = [status for status in store.statuses.history(db, "issue", issue.id) if status.action != "remind"]
    since = trail[-1].at.astimezone(settings.zone)
    hours = settings.publication(issue.publication).sign_hours
    due_at = settings.hours.due_at(since, hours) if action == "sign" and hours else None
    name = reference.of_issue(issue)
    titles = "；".join(entry.title for entry in store.issues.entries(db, issue.id))
    return Waiting(
        "issue",
        issue.id,
        name,
        titles,
        action,
        issue.state,
        "",
        since,
        due_at,
        light(settings, since, due_at, at),
    )


def _follow_ups(db: Database, settings: Settings, actor: Actor, at: datetime) -> Iterator[Waiting]:
    for case in store.follow_ups.every(db, *workflow.NEXT["follow_up"]):
        standing = store.follow_ups.standing(case, settings)
        if action := _of_case(standing, actor, at):
            since = store.statuses.history(db, "follow_up", case.id)[-1].at
            yield Waiting("follow_up", case.id, standing.name, case.task, action, case.state, "", since, None, "")


def _of_case(standing: Standing, actor: Actor, at: datetime) -> str:
    """Return what a case waits for from `actor`, '' for nothing; one that is assigned waits for the unit, not for the office,
    unless an extension was asked for."""
    if standing.state == "assigned":
        wanted = "grant_extension"
    elif standing.state == "registered" and standing.casework.opens_first:
        wanted = "propose"
    else:
        return workflow.awaited(standing, actor, at)
    return wanted if wanted in workflow.actions_for(standing, actor, at) else ""


def light(settings: Settings, since: datetime, due_at: datetime | None, at: datetime) -> str:
    """Return green, yellow when three quarters of the office hours are gone, red when it is late, '' without a limit."""
    return settings.hours.light(since, due_at, at)


def opinions(db: Database, settings: Settings, article: Article) -> list[Opinion]:
    """Return what was said at each level since the article was last sent, in the order of the route, and who is waited for."""
    standing = store.articles.standing(db, settings, article)
    found = []
    for number, level in enumerate(standing.route, 1):
        asks = [ask for ask in standing.review.asks if ask.level == number]
        if article.state == "in_review" and number == workflow.present_level(standing):
            asks = list(workflow.asks_now(standing))
        found += [one for ask in asks for one in _asked(level.name, ask)]
        word = "同意" if number == len(standing.route) else "拟同意"
        found += [
            Opinion(level.name, said.by, said.on_behalf_of, word, said.note, said.at)
            for said in standing.review.approvals
            if said.level == number
        ]
    return found


def _asked(level: str, ask: Ask) -> list[Opinion]:
    words = {"concur": "会签同意", "dissent": "会签有意见", "read": "已阅"}
    still = "待会签" if ask.kind == "countersign" else "待阅"
    said = Opinion(level, ask.person, "", words.get(ask.answer, still), ask.note, ask.at if ask.answer else None)
    return [said, Opinion(level, "", "", "已答复", ask.reply, None)] if ask.reply else [said]
