"""An article before the four gates: what they see in its current revision, and the answers given to it.

They look at every saved revision, at sending, and before a proof; what they saw is kept (`bulletin.store.findings`).
"""

from __future__ import annotations

from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import gates, verification
from bulletin.errors import NotFound, RefusedAction, SettingsError
from bulletin.model import Actor, Article, Finding, Relation
from bulletin.settings import FILE_NAME, Settings
from bulletin.store import Database
from bulletin.terms import SEVERITIES
from bulletin.text import nearest, plain

_BEING_WRITTEN = ("draft", "in_review", "held", "returned", "approved")
_PRINTED = ("signed", "published")
VERIFIED = "核实无误"


def check(db: Database, settings: Settings, article_id: int, at: datetime | None = None) -> list[Finding]:
    """Return what the four gates see in the current revision, and what is not verified, with the answers given so far.

    The dated lists are asked about the day of `at`; without it, and of what is printed, about the day it was written.
    Raises `SettingsError` where ``gates.off`` names a rule that is none.
    """
    refuse_unknown_rules(settings)
    article = store.articles.get(db, article_id)
    items = [store.items.get(db, item_id) for item_id in article.items]
    written = article.revision.at
    draft = gates.Draft(
        article.revision.title,
        article.revision.text,
        article.section,
        article.units,
        settings.publication(article.publication),
        frozenset(picture.name for picture in store.pictures.of_article(db, article_id)),
        _printed(db, article),
        tuple(f"{item.title}\n{item.raw_text}" for item in items),
        tuple(dict.fromkeys(item.kind for item in items if item.kind)),
        (written if at is None or article.state in _PRINTED else at).astimezone(settings.zone).date(),
        store.circulars.frozen_tables(db, settings, items),
    )
    found = gates.check(draft, settings, store.articles.answers(db, article_id))
    found += verification.findings(db, settings, article, found)
    return sorted(found, key=lambda finding: tuple(SEVERITIES).index(finding.severity))


def refuse_unknown_rules(settings: Settings) -> None:
    """Raise `SettingsError` for a rule of ``gates.off`` that does not exist: it would go on, unnoticed. Names the nearest."""
    known = [*(rule.code for rule in gates.RULES), verification.RULE]
    for code in sorted(settings.gates.off.difference(known)):
        near = nearest(code, known)
        remedy = f"最接近的是 {near}；" if near else ""
        raise SettingsError(
            f'{FILE_NAME} 中 gates.off = "{code}" 不是检查规则', f"{remedy}请改正或删去，全部规则见 bulletin gate list"
        )


def inspect(db: Database, settings: Settings, article_id: int, occasion: str, at: datetime) -> list[Finding]:
    """Look as `check` does and keep what was seen; the same seen again is kept once. Return it.

    `occasion` is one of `store.findings.OCCASIONS`.
    """
    with store.write(db):
        found = check(db, settings, article_id, at)
        store.findings.record(db, store.articles.get(db, article_id), occasion, found, at)
    return found


def inspect_entries(db: Database, settings: Settings, publication: str, at: datetime) -> None:
    """Look at whatever may be on the publication's next proof: approved articles and those of an issue not yet signed."""
    for article in store.articles.in_states(db, "approved", "composed", publication=publication):
        inspect(db, settings, article.id, "proof", at)


def _printed(db: Database, article: Article) -> tuple[Relation, ...]:
    """Return what the article repeats or continues of what was printed, one for each issue; nothing once it is composed."""
    if article.state not in _BEING_WRITTEN:
        return ()
    return store.identity.printed_before(db, article.revision.title, article.revision.text, article.items)


def answer(
    db: Database, settings: Settings, article_id: int, finding: str, reason: str, actor: Actor, at: datetime
) -> None:
    """Accept a finding on the article as it is, for a reason.

    Raises `NotFound`, and `RefusedAction` also for a finding no reason can answer (a secrecy mark).
    """
    reason = plain(reason)
    if not reason.strip():
        raise RefusedAction(f"稿件 {article_id}的检查结果须写明接受的理由", "请用 --reason 写出理由后重试")
    behalf = _may_answer(db, settings, article_id, finding, actor, at)
    store.articles.answer(db, article_id, finding, reason, (actor.id, behalf), at)


def tick(
    db: Database, settings: Settings, article_id: int, finding: str, words: str, actor: Actor, at: datetime
) -> None:
    """Tick a finding off: it was verified (核实) and is right as it stands; `words` may say how. Raises as `answer` does."""
    behalf = _may_answer(db, settings, article_id, finding, actor, at)
    said = plain(words)
    reason = f"{VERIFIED}：{said}" if said.strip() else VERIFIED
    store.articles.answer(db, article_id, finding, reason, (actor.id, behalf), at, ticked=True)


def _may_answer(db: Database, settings: Settings, article_id: int, finding: str, actor: Actor, at: datetime) -> str:
    """Return in whose name ('' his own) the person may answer the finding. Raises `NotFound`, `RefusedAction`."""
    behalf = workflow.authority(actor, workflow.EDITING)
    if behalf is None:
        raise RefusedAction(f"稿件 {article_id}的检查结果须由编辑或审核答复", "请换人操作")
    findings = {found.key: found for found in check(db, settings, article_id, at)}
    if finding not in findings:
        raise NotFound("检查结果", finding, f"稿件 {article_id} 现有：{'、'.join(findings) or '无'}")
    if findings[finding].rule in gates.UNANSWERABLE:
        raise RefusedAction(
            f"稿件 {article_id}：{findings[finding].message}，不能照此保留", "请删去有关内容，转涉密渠道办理"
        )
    return behalf
