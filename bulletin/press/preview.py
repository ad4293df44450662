"""A preview (预览): one article, or an issue being arranged, as its publication would print it, before there is a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bulletin import store
from bulletin.model import Article, Entry, Issue
from bulletin.press import proof, sheets
from bulletin.press.page.engine import typeset, worker
from bulletin.press.page.engine.result import Typeset
from bulletin.press.page.faces import fonts
from bulletin.reference import MAIN_SERIES
from bulletin.settings import Settings
from bulletin.store import Database


def preview(db: Database, settings: Settings, article_id: int, at: datetime, environ: Mapping[str, str]) -> Typeset:
    """Set the newest revision of an article alone in an issue without a number. Nothing is recorded.

    Raises `NotFound`, `TypesettingFailure`, and `StoreFailure` when a picture is not as it was attached.
    """
    article = store.articles.get(db, article_id)
    publication = settings.publication(article.publication)
    entries = [_entry(article)]
    pictures = proof.pictures(db, settings, entries)
    sheet = sheets.of_issue(settings, _issue(article, at), entries, at.date(), pictures=pictures)
    template = settings.template_dir(publication)
    return typeset.typeset(sheet, template, fonts.find_fonts(environ), worker.find(environ))


def preview_issue(db: Database, settings: Settings, issue_id: int, at: datetime, environ: Mapping[str, str]) -> Typeset:
    """Set an issue as it is arranged now, for its pages to be counted and looked at. Nothing is recorded, no number taken.

    Raises as `preview` does.
    """
    issue, entries = store.issues.get(db, issue_id), store.issues.entries(db, issue_id)
    publication = settings.publication(issue.publication).in_series(issue.series)
    pictures = proof.pictures(db, settings, entries)
    dated = issue if issue.year else replace(issue, year=at.year)
    sheet = sheets.of_issue(settings, dated, entries, at.date(), pictures=pictures)
    template = settings.template_dir(publication)
    return typeset.typeset(sheet, template, fonts.find_fonts(environ), worker.find(environ))


def _issue(article: Article, at: datetime) -> Issue:
    return Issue(
        id=0,
        publication=article.publication,
        series=MAIN_SERIES,
        year=at.year,
        number=None,
        total=None,
        state="composed",
        composed_by="",
        composed_at=at,
        editor_note="",
        folder="",
    )


def _entry(article: Article) -> Entry:
    return Entry(
        id=0,
        issue_id=0,
        position=1,
        article_id=article.id,
        revision_id=article.revision.id,
        section=article.section,
        editor_note="",
        title=article.revision.title,
        text=article.revision.text,
        units=article.units,
    )
