"""Verification (核实): important or doubtful material is checked with somebody who knows, and it is written down.

What must be verified is the office's table ``[verification]``; who, when, with whom, by what means and with what result is
a row for each time. Sending for review without it is a finding of the gates, as severe as the office says; it names the
rule that asks for it. Source: 责任编辑制 (重要或存疑的信息须与报送单位核实).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bulletin import store, workflow
from bulletin.errors import RefusedAction, UsageError
from bulletin.model import Actor, Article, Finding, Item
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.verifications import Verification
from bulletin.terms import FLAGS, MEANS, OWN_SOURCES, RESULTS, SUBJECTS, role_names
from bulletin.text import one_line, sha256

RULE = "format.unverified"
"""The rule under which what is missing stands among the findings of the gates."""
RIGHT, RIGHT_IN_PART = RESULTS[:2]
_UNTRACED = "_untraced"
_OVER = ("signed", "published", "dropped")
_LEAST_DIGITS = 3
"""Digits a telephone number has at least: 110."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is written down of one verification: with whom, by which of `bulletin.terms.MEANS`, what was asked, what came of
    it (``result``, one of `bulletin.terms.RESULTS`, and in ``words``), and when they spoke (None: now)."""

    means: str
    asked: str
    result: str
    words: str = ""
    unit: str = ""
    person: str = ""
    phone: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something must be verified: the item it is about, 0 for the article, and ``why`` in Chinese words.

    ``needs_revision``: only a verification of the very revision will do.
    """

    item_id: int
    why: str
    needs_revision: bool = False


def record(
    db: Database, settings: Settings, subject: str, subject_id: int, inquiry: Inquiry, actor: Actor, at: datetime
) -> Verification:
    """Write down a verification of an item or an article (``subject``: item, article).

    Raises `UsageError` where it does not say with whom or what, `RefusedAction` for somebody without the role, `NotFound`.
    """
    name = f"{SUBJECTS[subject]} {subject_id}"
    _refuse_incomplete(name, inquiry, at)
    behalf = workflow.authority(actor, workflow.EDITING)
    if behalf is None:
        roles = f"{role_names(workflow.EDITING)}角色，{actor.name}的角色是{role_names(actor.roles) or '无'}"
        raise RefusedAction(f"{name}：登记核实须由{roles}", "请换人操作")
    with store.write(db):
        revision = store.articles.get(db, subject_id).revision.id if subject == "article" else None
        if subject == "item":
            store.items.get(db, subject_id)
        known = settings.unit(inquiry.unit)
        wish = Verification(
            id=0,
            subject=subject,
            subject_id=subject_id,
            revision_id=revision,
            unit=known.name if known else one_line(inquiry.unit),
            person=one_line(inquiry.person),
            phone=one_line(inquiry.phone),
            means=inquiry.means,
            asked=one_line(inquiry.asked),
            result=inquiry.result,
            words=one_line(inquiry.words),
            done_at=inquiry.done_at or at,
            by=actor.id,
            on_behalf_of=behalf,
            at=at,
        )
        return store.verifications.add(db, wish)


def _refuse_incomplete(name: str, inquiry: Inquiry, at: datetime) -> None:
    for what, value, choices in (("方式", inquiry.means, MEANS), ("结果", inquiry.result, RESULTS)):
        if value not in choices:
            raise UsageError(f"{name}：核实的{what}“{value}”不在可用的值之内", f"可用的值：{'、'.join(choices)}")
    lacking = [
        *([] if inquiry.asked.strip() else ["问了什么"]),
        *([] if inquiry.person.strip() or inquiry.means == "网上核对" else ["向谁核实"]),
        *([] if inquiry.phone.strip() or inquiry.means != "电话" else ["电话号码"]),
        *([] if inquiry.words.strip() or (inquiry.result == RIGHT and inquiry.means != "网上核对") else ["核实情况"]),
    ]
    if lacking:
        raise UsageError(f"{name}：核实记录没有写明{'、'.join(lacking)}", "请补齐后重试")
    if inquiry.phone.strip() and sum(map(str.isdigit, inquiry.phone)) < _LEAST_DIGITS:
        raise UsageError(
            f"{name}：电话“{one_line(inquiry.phone)}”不是号码",
            "请写以后还能打通的号码，如 0571-1234567；姓名、职务写在向谁",
        )
    if inquiry.done_at and inquiry.done_at > at:
        raise UsageError(f"{name}：核实时间 {inquiry.done_at:%Y-%m-%d %H:%M} 在现在之后", "请核对时间")


def of_article(db: Database, article: Article) -> list[Verification]:
    """Return the verifications of an article and of the items it is made of, oldest first."""
    return store.verifications.of_article(db, article.id, article.items)


def required(db: Database, settings: Settings, article: Article, found: Sequence[Finding] = ()) -> list[Reason]:
    """Return why the article must be verified, whether it was or not: item by item, then as a whole.

    `found` is what the gates see in it; without it nothing is said of what tracing left open.
    """
    items = [store.items.get(db, item_id) for item_id in article.items]
    reasons = [Reason(item.id, why) for item in items for why in _about(item, settings)]
    rules, revision = settings.verification, article.revision
    if words := [word for word in rules.words if word in revision.title or word in revision.text]:
        reasons.append(Reason(0, f"文中有“{'”“'.join(words)}”"))
    if rules.single_source and _is_single_public(db, items):
        reasons.append(Reason(0, f"只有{items[0].source}一个公开来源"))
    untraced = [one for one in found if one.rule.endswith(_UNTRACED) and not one.answered]
    if rules.untraced and untraced:
        reasons.append(Reason(0, f"有{len(untraced)}处来稿中没有的数字、名称", needs_revision=True))
    return reasons


def question(db: Database, article: Article, finding: Finding | None) -> str:
    """Return what to ask by way of a beginning: about the figures or names a finding marks, else about what is reported.

    A person puts it into words of his own before it is written down.
    """
    if finding is not None and finding.rule.endswith(_UNTRACED) and finding.start >= 0:
        return f"“{one_line(article.revision.text[finding.start : finding.end])}”是否属实"
    kinds = {store.items.get(db, item_id).kind for item_id in article.items}
    return "所反映的问题、数字是否属实" if "问题" in kinds else "所报的情况、数字是否属实"


def _about(item: Item, settings: Settings) -> Iterator[str]:
    rules = settings.verification
    if item.kind in rules.kinds:
        yield f"类型为{item.kind}"
    if item.urgency in rules.urgencies:
        yield f"紧急程度为{item.urgency}"
    doubts = dict.fromkeys(flag.kind for flag in item.flags if flag.kind in rules.flags)
    if doubts:
        yield f"标有{'、'.join(FLAGS[kind] for kind in doubts)}"


def _is_single_public(db: Database, items: Sequence[Item]) -> bool:
    """Tell whether all of it stands in one public source alone: no unit sent it, nobody else tells of the same event.

    A reprint (同文、相近) tells nothing new, and another place in the same wording (同模板) is another event. What the
    office itself made, a circular or the answer to an instruction, is no public source.
    """
    sources = {item.source for item in items}
    if len(sources) != 1 or any(item.unit for item in items) or sources & set(OWN_SOURCES.values()):
        return False
    related = [one for item in items for one in store.identity.of_item(db, item.id)]
    others = [store.items.get(db, one.other_id) for one in related if one.kind == "event" and one.other_id]
    return not any(other.unit or other.source not in sources for other in others)


def missing(db: Database, settings: Settings, article: Article, found: Sequence[Finding] = ()) -> list[Reason]:
    """Return those reasons of `required` that no verification has settled yet."""
    said = of_article(db, article)
    return [one for one in required(db, settings, article, found) if not _is_settled(one, said, article)]


def _is_settled(reason: Reason, said: Sequence[Verification], article: Article) -> bool:
    """The newest verification counts: what was right is settled; what was right in part, once the text was changed."""
    last = _last(reason, said)
    if last is None or (reason.needs_revision and last.revision_id != article.revision.id):
        return False
    if last.result == RIGHT_IN_PART:
        was_article = last.subject == "article"
        return last.revision_id != article.revision.id if was_article else article.revision.at > last.at
    return last.result == RIGHT


def _last(reason: Reason, said: Sequence[Verification]) -> Verification | None:
    """Return the newest verification of the item the reason is about, or of the article as a whole."""
    about = [one for one in said if one.subject == "article" or one.subject_id == reason.item_id]
    return about[-1] if about else None


def findings(db: Database, settings: Settings, article: Article, found: Sequence[Finding]) -> list[Finding]:
    """Return what is missing as findings of the gates, one for each item and one for the article as a whole.

    Nothing where the office switched the rule off, nor once the article is signed.
    """
    if article.state in _OVER or RULE in settings.gates.off:
        return []
    answers, said = store.articles.answers(db, article.id), of_article(db, article)
    groups = groupby(missing(db, settings, article, found), key=lambda one: one.item_id)
    return [_finding(settings, (article, item_id), list(reasons), said, answers) for item_id, reasons in groups]


def _finding(
    settings: Settings,
    about: tuple[Article, int],
    reasons: list[Reason],
    said: Sequence[Verification],
    answers: dict[str, str],
) -> Finding:
    article, item_id = about
    last, why = _last(reasons[0], said), "，".join(one.why for one in reasons)
    so_far = f"上次核实的结果是{last.result}" if last else "还没有核实"
    key = f"{RULE}-{sha256(f'{item_id}{why}{last.id if last else 0}'.encode())[:8]}"
    return Finding(
        gate="format",
        rule=RULE,
        severity=settings.verification.severity,
        where=f"来稿 {item_id}" if item_id else "全文",
        message=f"{why}，须核实，{so_far}；请核实后登记（采编台按 V，或 article verify {article.id}）",
        key=key,
        answered=answers.get(key, ""),
    )
