"""An article before the four gates: what they see in its current revision, and the answers given to it."""

from __future__ import annotations

from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import gates
from bulletin.errors import NotFound, RefusedAction
from bulletin.model import Actor, Article, Finding, Relation
from bulletin.settings import Settings
from bulletin.store import Database

_BEING_WRITTEN = ("draft", "in_review", "returned", "approved")


def check(db: Database, settings: Settings, article_id: int) -> list[Finding]:
    """Return what the four gates see in the current revision, with the answers given so far."""
    article = store.articles.get(db, article_id)
    items = [store.items.get(db, item_id) for item_id in article.items]
    draft = gates.Draft(
        article.revision.title,
        article.revision.text,
        article.section,
        article.units,
        settings.publication(article.publication),
        frozenset(picture.name for picture in store.pictures.of_article(db, article_id)),
        _printed(db, article),
        tuple(item.raw_text for item in items),
        tuple(dict.fromkeys(item.kind for item in items if item.kind)),
    )
    return gates.check(draft, settings, store.articles.answers(db, article_id))


def _printed(db: Database, article: Article) -> tuple[Relation, ...]:
    """Return what the article repeats or continues of what was printed, one for each issue; nothing once it is composed."""
    if article.state not in _BEING_WRITTEN:
        return ()
    return store.identity.printed_before(db, article.revision.title, article.revision.text)


def answer(
    db: Database, settings: Settings, article_id: int, finding: str, reason: str, actor: Actor, at: datetime
) -> None:
    """Accept a finding on the article as it is, for a reason.

    Raises `NotFound`, and `RefusedAction` also for a finding no reason can answer (a secrecy mark).
    """
    behalf = workflow.authority(actor, workflow.EDITING)
    if behalf is None:
        raise RefusedAction(f"稿件 {article_id}的检查结果须由编辑或审核答复", "请换人操作")
    if not reason.strip():
        raise RefusedAction(f"稿件 {article_id}的检查结果须写明接受的理由", "请用 --reason 写出理由后重试")
    findings = {found.key: found for found in check(db, settings, article_id)}
    if finding not in findings:
        raise NotFound("检查结果", finding, f"稿件 {article_id} 现有：{'、'.join(findings) or '无'}")
    if findings[finding].rule in gates.UNANSWERABLE:
        raise RefusedAction(
            f"稿件 {article_id}：{findings[finding].message}，不能照此保留", "请删去有关内容，转涉密渠道办理"
        )
    store.articles.answer(db, article_id, finding, reason, (actor.id, behalf), at)
