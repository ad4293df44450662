"""Reporting upward (上报): one revision goes to an upper office as a paper in a feed, with all that tells where it comes from.

The paper is made once and kept as it went (`bulletin.store.upward`); publishing writes the same bytes again, so that a replay
or a duplicate changes nothing anywhere. 涉密不上网: what carries a secrecy mark is never sent by this route.
Sources: 报省、国办, later 采用登记 with the upper bulletin's name (R39); no signature, no submission (R1).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bulletin import store, workflow
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.feedback.registers import REGISTRARS
from bulletin.feedback.upward.outbox import Delivery, deliver
from bulletin.model import Actor, Article, Entry, Issue, Revision, UpwardReport
from bulletin.reference import of_issue
from bulletin.settings import Settings
from bulletin.settings.upward import is_no_folder, nearest_office
from bulletin.store import Database
from bulletin.terms import UPWARD_CHANNELS, role_names, state_name
from bulletin.text import one_line, sha256
from bulletin.text.exchange import OPEN, Field, Package, Paper, Part, content_hash, marked_place, sendable, write

READY = ("approved", "composed", "signed", "published")
"""The states of an article that may go up: somebody has approved it."""
FILED = ("signed", "published")
_REPORTS = "reports.xml"
_MOST = 500
"""Papers in one feed, the newest; the upper office has collected the older ones long since."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What is to go up, to whom, as what: an ``entry`` of ``issue`` exactly as it stands there, or an article's present text.

    Without an entry it is the one that `place_of` finds; where there is none, the text goes up as somebody approved it.
    """

    article: Article
    receiver: str
    channel: str = UPWARD_CHANNELS[0]
    signed_by: str = ""
    entry: Entry | None = None
    issue: Issue | None = None


@dataclass(frozen=True, slots=True)
class _Bearing:
    """What a paper bears beside its text: its own tag, who answers for it, the tag of what it replaces, '' for nothing."""

    tag: str
    signer: str
    replaces: str


def place_of(db: Database, article: Article) -> tuple[Entry, Issue] | None:
    """Return the last entry in which the article's present text was signed or published, with its issue; None for none."""
    for issue, _ in reversed(store.issues.entries_of_article(db, article.id)):
        for entry in store.issues.entries(db, issue.id) if issue.state in FILED else ():
            if entry.revision_id == article.revision.id:
                return entry, issue
    return None


def send(db: Database, settings: Settings, wish: Sending, actor: Actor, at: datetime) -> tuple[UpwardReport, bool]:
    """Record that a revision goes up; the same one to the same office again is the record there is, and False.

    Raises `RefusedAction` (role; not approved; withdrawn; secret), `UsageError` (no signer; channel), `NotFound` (office).
    """
    behalf = workflow.authority(actor, REGISTRARS)
    if behalf is None:
        held = role_names(actor.roles) or "无"
        raise RefusedAction(f"上报须由{role_names(REGISTRARS)}角色进行，{actor.name}的角色是{held}", "请换人操作")
    receiver = _receiver(settings, wish.receiver)
    if wish.channel not in UPWARD_CHANNELS:
        raise UsageError(f"不能以“{one_line(wish.channel)}”上报", f"可用的：{'、'.join(UPWARD_CHANNELS)}")
    with store.write(db):
        wish = _placed(db, wish)
        revision = _revision(db, wish)
        if known := store.upward.of_revision(db, revision.id, receiver):
            return known, False
        _refuse_withdrawn(db, wish)
        tag = f"{tag_start(db, settings)}report/{wish.article.id}.{revision.number}/{_short(receiver)}"
        before = store.upward.last_of_article(db, wish.article.id, receiver)
        bearing = _Bearing(tag, _signer(db, settings, wish), replaces=before.tag if before else "")
        paper = _paper(db, settings, wish, revision, bearing, at)
        _refuse_secret(settings, receiver, paper)
        made = UpwardReport(
            id=0,
            article_id=wish.article.id,
            revision_id=revision.id,
            entry_id=wish.entry.id if wish.entry else None,
            receiver=receiver,
            channel=wish.channel,
            tag=tag,
            signed_by=bearing.signer,
            paper=paper,
            by=actor.id,
            on_behalf_of=behalf,
            at=at,
        )
        return store.upward.add(db, made), True


def tag_start(db: Database, settings: Settings) -> str:
    """Return what all ids that this office makes begin with (RFC 4151): no other office's do."""
    return f"tag:{settings.upward.tag_domain or store.upward.ensure_tag_domain(db)},2026:"


def _receiver(settings: Settings, name: str) -> str:
    receiver, rules = one_line(name), settings.upward
    if rules.offices and receiver not in rules.offices:
        raise NotFound("上级办公室", receiver, nearest_office(receiver, rules))
    if is_no_folder(receiver):
        raise UsageError(f"上级办公室的名称“{receiver}”不能用", "名称不能为空，不能含 / \\，也不能以 . 开头")
    return receiver


def _placed(db: Database, wish: Sending) -> Sending:
    """Return the wish with the entry it is about, where there is one."""
    place = None if wish.entry else place_of(db, wish.article)
    return replace(wish, entry=place[0], issue=place[1]) if place else wish


def _revision(db: Database, wish: Sending) -> Revision:
    """Return the exact revision that goes up. Raises `RefusedAction` for one that nobody approved."""
    article = wish.article
    if wish.entry and wish.issue:
        if wish.issue.state not in FILED:
            what = f"{of_issue(wish.issue)}处于“{state_name('issue', wish.issue.state)}”，其中的条目不能上报"
            raise RefusedAction(what, "请在签发后上报，或上报已审定的稿件")
        revisions = store.articles.revisions(db, article.id)
        return next(one for one in revisions if one.id == wish.entry.revision_id)
    if article.state not in READY:
        what = f"稿件 {article.id} 处于“{state_name('article', article.state)}”，还没有审定，不能上报"
        raise RefusedAction(what, f"请先用 article send {article.id} 送审，审核通过后上报")
    return article.revision


def _refuse_withdrawn(db: Database, wish: Sending) -> None:
    if store.upward.is_withdrawn(db, wish.article.id, wish.entry.id if wish.entry else None):
        raise RefusedAction(f"稿件 {wish.article.id} 印发后已撤回，不能上报", "请用 issue corrections 核对")


def _signer(db: Database, settings: Settings, wish: Sending) -> str:
    """Return who answers for the report: the one named, else who signed the issue. Raises `UsageError` for nobody."""
    if named := one_line(wish.signed_by):
        return named
    signed = store.issues.sign_off(db, wish.issue.id) if wish.issue else None
    if signed is None:
        raise UsageError("上报没有写明签发人", "请用 --signed-by 写明谁签发上报；报已签发的条目可以不写")
    return settings.person_name(signed.on_behalf_of or signed.by)


def _paper(
    db: Database, settings: Settings, wish: Sending, revision: Revision, bearing: _Bearing, at: datetime
) -> Paper:
    """Return the revision as it goes up, with what it bears and where it comes from."""
    article = wish.article
    items = [store.items.get(db, number) for number in article.items]
    place = f"{of_issue(wish.issue)}#{wish.entry.position}" if wish.issue and wish.entry else ""
    single = {
        "kind": "report",
        "office": settings.office,
        "channel": wish.channel,
        "secrecy": OPEN,
        "article": str(article.id),
        "revision": str(revision.number),
        "sha256": content_hash(revision.title, revision.text),
        "signed-by": bearing.signer,
        "item-kind": next((item.kind for item in items if item.kind), ""),
        "urgency": next((item.urgency for item in items if item.urgency), ""),
        "received": min((item.received_at.isoformat() for item in items), default=""),
        "entry": place,
        "replaces": bearing.replaces,
    }
    units = [Field("unit", unit, (("attribution", settings.attribution(unit)),)) for unit in article.units]
    originals = []
    for item in items:
        original = store.originals.get(db, item.original_id)
        about = {
            "item": str(item.id),
            "number": item.number,
            "unit": item.unit,
            "received": item.received_at.isoformat(),
        }
        originals.append(Field("original", original.sha256, tuple(about.items())))
    fields = (*(Field(name, value) for name, value in single.items() if value), *units, *originals)
    parts = tuple(
        Part(one.name, f"files/{one.sha256}{_ending(one.media_type)}", one.media_type, one.sha256)
        for one in store.pictures.of_article(db, article.id)
    )
    return Paper(bearing.tag, revision.title, at.isoformat(), revision.text, fields, parts)


def _ending(media_type: str) -> str:
    return {"image/png": ".png", "image/jpeg": ".jpg"}.get(media_type, "")


def _refuse_secret(settings: Settings, receiver: str, paper: Paper) -> None:
    """Raise `RefusedAction` where anything in the package is marked as classified, or cannot be written as a feed."""
    try:
        place = marked_place(write(Package("", _title(settings, receiver), sendable(settings.office), (paper,))))
    except ValueError as error:
        raise RefusedAction(f"“{paper.title}”中有不能传送的字符 {error}", "请改稿后再报") from None
    if place:
        remedy = "涉密不上网：请按保密规定用专用渠道报送；标志是误写的，请先改稿再审"
        raise RefusedAction(f"{place}中有密级标志，不能由此上报", remedy)


def _short(name: str) -> str:
    return sha256(name.encode())[:8]


def _title(settings: Settings, receiver: str) -> str:
    return sendable(f"{settings.office}上报{receiver}")


def _shown(paper: Paper, gone: Set[str]) -> Paper:
    """Return a paper as it is published: one whose entry was withdrawn after print says so, and holds nothing more."""
    if paper.id not in gone:
        return paper
    told = tuple(field for field in paper.fields if field.name in ("kind", "office", "secrecy", "entry"))
    return replace(paper, text="", fields=(*told, Field("state", "withdrawn")), parts=())


def publish(db: Database, settings: Settings, outbox: Path) -> list[Delivery]:
    """Write a folder for each office reported to, with its reports, the newest first; tell how each of them fared."""
    reports, gone = store.upward.every(db), store.upward.withdrawn(db)
    start = tag_start(db, settings) if reports else ""
    return [
        deliver(settings, outbox, receiver, _REPORTS, _package(settings, f"{start}reports", receiver, papers))
        for receiver, papers in _by_receiver(reports, gone).items()
    ]


def _by_receiver(reports: list[UpwardReport], gone: Set[str]) -> dict[str, tuple[Paper, ...]]:
    """Return what is to be published for each office, the newest first; of those that are `gone`, by tag, no text."""
    found: dict[str, list[Paper]] = {one.receiver: [] for one in reports}
    for one in reversed(reports):
        found[one.receiver].append(_shown(one.paper, gone))
    return {receiver: tuple(papers[:_MOST]) for receiver, papers in found.items()}


def _package(settings: Settings, start: str, receiver: str, papers: tuple[Paper, ...]) -> Package:
    return Package(f"{start}/{_short(receiver)}", _title(settings, receiver), sendable(settings.office), papers)
