"""Composing (编排): approved articles become the entries of an issue, in an order an editor decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bulletin import reference, store, workflow
from bulletin.errors import NotFound, NothingToDo, RefusedAction, UsageError
from bulletin.model import Actor, Article, Entry, Issue, Standing
from bulletin.settings import Publication, Settings
from bulletin.store import Database
from bulletin.text import plain, shorten
from bulletin.text.occurrences import occurrences
from bulletin.text.secrecy import is_marked
from bulletin.workflow import circulars
from bulletin.workflow.circulars import Objection


def find(db: Database, text: str) -> tuple[Issue, int | None]:
    """Return the issue, and the position of the entry, that a reference names. Raises `UsageError`, `NotFound`."""
    parsed = reference.parse(text)
    if parsed.year is None:
        issue: Issue | None = store.issues.get(db, parsed.number)
    else:
        issue = store.issues.by_number(db, parsed.publication, parsed.series, parsed.year, parsed.number)
    if issue is None or issue.publication != parsed.publication:
        raise NotFound("期", text, "请用 issue list 查看")
    return issue, parsed.position


def find_entry(db: Database, text: str) -> tuple[Issue, Entry]:
    """Return the issue and entry a reference such as ``政务信息/2026/12#3`` names. Raises `UsageError`, `NotFound`."""
    issue, position = find(db, text)
    if position is None:
        raise UsageError(f"“{text}”没有写明条目", "应如 政务信息/2026/12#3")
    return issue, entry_at(db, issue, position)


def entry_at(db: Database, issue: Issue, position: int) -> Entry:
    """Return the entry at `position`, counted from 1. Raises `NotFound`."""
    entries = store.issues.entries(db, issue.id)
    if not 1 <= position <= len(entries):
        raise NotFound("条目", reference.of_issue(issue, position), f"该期共{len(entries)}条")
    return entries[position - 1]


def standing(db: Database, issue: Issue) -> Standing:
    """Return where the issue stands, under the name people know it by."""
    return store.issues.standing(db, issue, reference.of_issue(issue))


def gather(
    db: Database, settings: Settings, publication: Publication, series: str, actor: Actor, at: datetime
) -> Issue:
    """Gather the approved articles of a publication into its open issue, or into a new one.

    A new entry stands at the end of its section; the order an editor gave the others stays. Raises `NothingToDo` when
    no article is approved.
    """
    if series not in publication.series:
        raise NotFound("编号系列", series, f"{publication.name}的编号系列：{'、'.join(publication.series)}")
    with store.write(db):
        articles = store.articles.in_states(db, "approved", publication=publication.name)
        if not articles:
            raise NothingToDo(
                f"{publication.name}没有已审定的稿件可编入", "请先送审并审核通过；article list 可查看进度"
            )
        issue, room = _open_issue(db, publication, series, articles, actor, at)
        known = {entry.article_id for entry in store.issues.entries(db, issue.id)}
        for article in articles[:room]:
            _refuse_circular(article, objections(db, settings, article))
            step = workflow.advance(store.articles.standing(db, settings, article), "compose", actor, at)
            store.statuses.record(db, step)
            store.issues.place(db, issue.id, article.id, article.revision.id, article.section)
        _insert(db, issue, publication, known)
        return store.issues.get(db, issue.id)


def order(db: Database, issue: Issue, positions: list[int], actor: Actor, at: datetime) -> Issue:
    """Put the entries into the order of `positions`, their present places. Raises `UsageError`, `RefusedAction`.

    The step names the articles in the order before, so that it can be taken back; the order they have already is no step.
    """
    with store.write(db):
        entries = store.issues.entries(db, issue.id)
        if sorted(positions) != list(range(1, len(entries) + 1)):
            raise UsageError(
                f"次序须把 1 到 {len(entries)} 各写一次，现为 {positions}", "请用 issue show 查看现在的次序"
            )
        if positions == sorted(positions):
            return issue
        before = " ".join(str(entry.article_id) for entry in entries)
        _arranging(db, issue, actor, at, _moved(entries, positions), before)
        store.issues.arrange(db, issue.id, [entries[position - 1].article_id for position in positions])
        return store.issues.get(db, issue.id)


def annotate(
    db: Database, settings: Settings, issue: Issue, position: int | None, note: str, actor: Actor, at: datetime
) -> Issue:
    """Write the 编者按 of the issue, or of the entry at `position`.

    It is printed without passing the gates of an article: a secrecy mark or a banned word is refused here.
    """
    note, day = plain(note), at.astimezone(settings.zone).date()
    banned = next((word for word, *_ in occurrences(settings.banned_on(day), note)), "")
    if banned or any(map(is_marked, note.splitlines())):
        what = f"编者按中有{'不得使用的词语“' + banned + '”' if banned else '密级标志'}，未保存"
        raise RefusedAction(what, "请改写后重试")
    with store.write(db):
        _arranging(db, issue, actor, at)
        if position is None:
            store.issues.set_editor_note(db, issue.id, note)
        else:
            store.issues.set_entry_note(db, entry_at(db, issue, position).id, note)
        return store.issues.get(db, issue.id)


def take_out(db: Database, settings: Settings, issue: Issue, position: int, actor: Actor, at: datetime) -> Issue:
    """Take an entry out of the issue; its article is approved again and may go into another."""
    with store.write(db):
        _arranging(db, issue, actor, at)
        entry = entry_at(db, issue, position)
        release(db, settings, entry, actor, at)
        store.issues.take_out(db, issue.id, entry.article_id)
        return store.issues.get(db, issue.id)


def release(db: Database, settings: Settings, entry: Entry, actor: Actor, at: datetime) -> None:
    """Give the article of an entry back to the approved ones, if it still stands where the issue put it."""
    article = store.articles.get(db, entry.article_id)
    if article.state in ("composed", "signed"):
        standing = store.articles.standing(db, settings, article)
        store.statuses.record(db, workflow.advance(standing, "take_out", actor, at))


def unready(db: Database, settings: Settings, issue: Issue, state: str = "composed") -> list[str]:
    """Return what stands against printing: entries whose article moved on, or lacks a level on the printed revision."""
    entries = store.issues.entries(db, issue.id)
    if not entries:
        return ["本期没有条目"]
    route = settings.publication(issue.publication).route
    reasons = []
    for entry in entries:
        article = store.articles.get(db, entry.article_id)
        if article.revision.id != entry.revision_id or article.state != state:
            reasons.append(f"第{entry.position}条“{entry.title}”编入后又有改动，须重新审核并编入")
        elif missing := store.articles.missing_levels(db, route, entry.revision_id):
            shown = f"所印的修改稿未经{len(route)}级审核（还缺{'、'.join(missing)}）"
            reasons.append(f"第{entry.position}条“{entry.title}”{shown}")
        found = objections(db, settings, article)
        reasons += [f"第{entry.position}条“{entry.title}”：{objection.what}" for objection in found]
    return reasons


def objections(db: Database, settings: Settings, article: Article) -> list[Objection]:
    """Return what stands against printing an article that is a circular (通报); nothing against any other article."""
    text, found = article.revision.text, store.circulars.before_print(db, settings, article)
    return [objection for one in found for objection in circulars.objections(one, text)]


def _refuse_circular(article: Article, found: Sequence[Objection]) -> None:
    if found:
        remedies = "；".join(dict.fromkeys(clause for objection in found for clause in objection.remedy.split("；")))
        what = f"稿件 {article.id} 不能编入：{'；'.join(objection.what for objection in found)}"
        raise RefusedAction(what, f"请{remedies}；再重新审核、编排")


def _open_issue(
    db: Database, publication: Publication, series: str, articles: list[Article], actor: Actor, at: datetime
) -> tuple[Issue, int]:
    most = publication.in_series(series).most_entries or len(articles)
    for issue in store.issues.every(db, publication.name, store.issues.OPEN_STATES):
        entries = store.issues.entries(db, issue.id)
        returning = {entry.article_id for entry in entries} & {article.id for article in articles}
        room = max(most - len(entries), 0) + len(returning)
        if issue.series == series and room:
            _arranging(db, issue, actor, at)
            return store.issues.get(db, issue.id), room
    begun = workflow.begin("issue", actor, at)
    return store.issues.get(db, store.issues.create(db, begun, publication.name, series)), most


def _moved(entries: list[Entry], positions: list[int]) -> str:
    """Return what another order changes: ``“标题”由第3条移到第1条`` where it is one entry, else the whole order."""
    for place, position in enumerate(positions, 1):
        rest = [other for other in positions if other != position]
        if rest == sorted(rest):
            return f"“{shorten(entries[position - 1].title)}”由第{position}条移到第{place}条"
    return f"改为原第{'、'.join(map(str, positions))}条"


def _arranging(db: Database, issue: Issue, actor: Actor, at: datetime, note: str = "", before: str = "") -> None:
    store.statuses.record(db, workflow.advance(standing(db, issue), "arrange", actor, at, note, before))


def _insert(db: Database, issue: Issue, publication: Publication, known: set[int]) -> None:
    """Move each entry that is not in `known` to the end of its section; the order an editor gave the others stays."""
    sections = publication.sections

    def rank(entry: Entry) -> int:
        return sections.index(entry.section) if entry.section in sections else len(sections)

    entries = store.issues.entries(db, issue.id)
    order = [entry for entry in entries if entry.article_id in known]
    for new in (entry for entry in entries if entry.article_id not in known):
        before = [place for place, entry in enumerate(order, 1) if rank(entry) <= rank(new)]
        order.insert(max(before, default=0), new)
    store.issues.arrange(db, issue.id, [entry.article_id for entry in order])


def refuse_unready(issue: Issue, reasons: list[str]) -> None:
    """Raise `RefusedAction` with the first reasons, if there are any."""
    if reasons:
        raise RefusedAction(
            f"{reference.of_issue(issue)}不能付印：{'；'.join(reasons[:3])}",
            f"请处理后用 issue compose --publication {issue.publication} --series {issue.series} 重新编入",
        )
