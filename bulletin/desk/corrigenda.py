"""An article that prints corrections (更正启事) in a later issue: a new text that names the old entry. It passes review like any other."""

from __future__ import annotations

from datetime import datetime

from bulletin import reference, store, workflow
from bulletin.desk import checking
from bulletin.errors import RefusedAction, UsageError
from bulletin.model import Actor, Article
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.corrections import Correction
from bulletin.text import chinese_date

TITLE = "更正"
TITLE_OF_WITHDRAWALS = "撤回启事"
_INNER = str.maketrans("“”", "‘’")


def make_article(db: Database, settings: Settings, correction_ids: list[int], actor: Actor, at: datetime) -> Article:
    """Make the article that prints these corrections and withdrawals, one paragraph each, for the publication they are of.

    It has no items: nobody is credited again. Raises `NotFound`, `RefusedAction`, `UsageError` (none, or of several publications).
    """
    with store.write(db):
        corrections = [store.corrections.get(db, one) for one in dict.fromkeys(correction_ids)]
        names = {store.issues.get(db, one.issue_id).publication for one in corrections}
        if len(names) != 1:
            raise UsageError("更正启事须登在原刊物上，一次只能写一种刊物的更正", "请分别办理")
        for one in corrections:
            _refuse_printed(db, one)
        publication = settings.publication(names.pop())
        step = workflow.begin("article", actor, at)
        section = TITLE if TITLE in publication.sections else next(iter(publication.sections), "")
        article_id = store.articles.create(db, step, publication.name, section, [])
        text = "\n".join(_paragraph(db, one) for one in corrections)
        title = TITLE if any(one.kind == "correct" for one in corrections) else TITLE_OF_WITHDRAWALS
        store.articles.add_revision(db, article_id, 1, title, text, step)
        store.corrections.link(db, [one.id for one in corrections], article_id)
        checking.inspect(db, settings, article_id, "save", at)
        return store.articles.get(db, article_id)


def _refuse_printed(db: Database, one: Correction) -> None:
    """Refuse a correction that stands in an article which was not given up."""
    for article_id in store.corrections.articles_of(db, one.id):
        if store.articles.get(db, article_id).state != "dropped":
            raise RefusedAction(f"更正 {one.id} 已写入稿件 {article_id}", f"请直接修改稿件 {article_id}，或先撤稿")


def _paragraph(db: Database, one: Correction) -> str:
    """Return the words that are printed: which issue and entry, what was wrong, what is right."""
    issue = store.issues.get(db, one.issue_id)
    entry = next((entry for entry in store.issues.entries(db, issue.id) if entry.id == one.entry_id), None)
    place = reference.in_words(reference.of_issue(issue, entry.position if entry else None))
    place += f"“{entry.title.translate(_INNER)}”" if entry else ""
    if one.kind == "correct":
        return f"{place}中，“{one.wrong.translate(_INNER)}”应为“{one.right.translate(_INNER)}”。特此更正。"
    since = f"自{chinese_date(one.effective_on)}起废止" if one.effective_on else "予以撤销，自始无效"
    return f"因{one.reason.strip('。；，')}，{place}{since}。请收到的单位将所持各份退回。"
