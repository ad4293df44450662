"""From items to an approved article: adopt, edit, send, approve, return, drop.

An approval names the exact revision; an edit makes a new one, and earlier approvals fall away by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bulletin import store, workflow
from bulletin.desk import checking, review
from bulletin.errors import EditConflict, RefusedAction, UsageError
from bulletin.model import Actor, Article, Item, Revision
from bulletin.settings import Publication, Settings
from bulletin.store import Database
from bulletin.text import one_line, plain, sha256


@dataclass(frozen=True, slots=True)
class Wish:
    """What the editor wants of the new article; empty means: as the items and the publication suggest."""

    title: str = ""
    section: str = ""
    publication: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as an editor hands it in, written on top of revision ``base``."""

    title: str
    body: str
    base: int


def as_typed(typed: str, base: Revision) -> Text:
    """Return what somebody typed into a file on top of `base`: a first line before a blank one is the title, else `base`'s."""
    whole = typed.replace("\r\n", "\n").strip("\n")
    head, blank, body = whole.partition("\n\n")
    is_titled = blank and "\n" not in head
    return Text(head if is_titled else base.title, body if is_titled else whole, base.number)


def adopt(db: Database, settings: Settings, item_ids: list[int], wish: Wish, actor: Actor, at: datetime) -> Article:
    """Make one article of one or several items (合并): every unit once, texts that are the same only once.

    Raises `NotFound`, `RefusedAction` (also when an item already stands in a live article of the publication).
    """
    publication = settings.publication(wish.publication)
    if not item_ids:
        raise UsageError("没有写明要采用的来稿", "请写出来稿编号，用 item list 查看")
    with store.write(db):
        items = [store.items.get(db, item_id) for item_id in dict.fromkeys(item_ids)]
        for item in items:
            refuse_adopted(db, item, publication.name)
            store.statuses.record(db, workflow.advance(store.items.standing(item), "adopt", actor, at))
        step = workflow.begin("article", actor, at)
        section = section_for(publication, wish.section, items[0].kind)
        article_id = store.articles.create(db, step, publication.name, section, [item.id for item in items])
        texts = list({item.fingerprint: item.text for item in items}.values())
        title = one_line(wish.title) or items[0].title
        store.articles.add_revision(db, article_id, 1, title, "\n".join(texts), step)
        checking.inspect(db, settings, article_id, "save", at)
        return store.articles.get(db, article_id)


def decide(db: Database, item_ids: list[int], action: str, actor: Actor, at: datetime, reason: str = "") -> list[Item]:
    """Decline, shelve or restore items, all or none; return them as they stand now."""
    with store.write(db):
        for item_id in dict.fromkeys(item_ids):
            standing = store.items.standing(store.items.get(db, item_id))
            store.statuses.record(db, workflow.advance(standing, action, actor, at, reason))
    return [store.items.get(db, item_id) for item_id in dict.fromkeys(item_ids)]


def save(db: Database, settings: Settings, article_id: int, text: Text, actor: Actor, at: datetime) -> Revision:
    """Save an edited text as the next revision; an unchanged text makes none.

    `text.base` is the number of the revision the editor started from. Raises `EditConflict` when somebody else saved
    meanwhile, with this editor's text kept in a file, and `RefusedAction`.
    """
    title, body = one_line(text.title), _paragraphs(text.body)
    with store.write(db):
        article = store.articles.get(db, article_id)
        if article.revision.number != text.base:
            raise EditConflict(article_id, text.base, article.revision.number, _keep(settings, article_id, text, actor))
        if (title, body) == (article.revision.title, article.revision.text):
            return article.revision
        try:
            step = workflow.advance(store.articles.standing(db, settings, article), "edit", actor, at)
        except RefusedAction as refusal:
            kept = _keep(settings, article_id, text, actor)
            raise RefusedAction(refusal.what, f"{refusal.remedy}；你的文字已存于 {kept}") from None
        store.statuses.record(db, step)
        saved = store.articles.add_revision(db, article_id, text.base + 1, title, body, step)
        checking.inspect(db, settings, article_id, "save", at)
        return saved


def set_section(
    db: Database, settings: Settings, article_id: int, section: str, actor: Actor, at: datetime, note: str = ""
) -> Article:
    """Put the article into another section (栏目) of its publication; text and approvals stay. The gates look again.

    Raises `UsageError` for a section the publication does not have, `NotFound`, `RefusedAction` (also once it stands in an
    issue: there the entry has its place).
    """
    with store.write(db):
        article = store.articles.get(db, article_id)
        refuse_section(settings.publication(article.publication), section)
        if section == article.section:
            return article
        standing = store.articles.standing(db, settings, article)
        words = note or f"由“{article.section or '无栏目'}”改为“{section}”"
        step = workflow.advance(standing, "set_section", actor, at, words, article.section)
        store.articles.set_section(db, article_id, section, step)
        checking.inspect(db, settings, article_id, "save", at)
        return store.articles.get(db, article_id)


def refuse_section(publication: Publication, section: str) -> None:
    """Raise `UsageError` where the publication names its sections, and this is none of them."""
    if publication.sections and section not in publication.sections:
        raise UsageError(f"{publication.name}没有栏目 {section}", f"可用的栏目：{'、'.join(publication.sections)}")


def move(
    db: Database, settings: Settings, article_id: int, action: str, actor: Actor, at: datetime, note: str = ""
) -> Article:
    """Send, approve or return the article, or whatever else `review.act` does without naming anybody."""
    return review.act(db, settings, article_id, action, actor, at, note)


def drop(db: Database, settings: Settings, article_id: int, reason: str, actor: Actor, at: datetime) -> Article:
    """Give an article up (撤稿); its items return to the queue unless another live article uses them."""
    with store.write(db):
        article = store.articles.get(db, article_id)
        standing = store.articles.standing(db, settings, article)
        store.statuses.record(db, workflow.advance(standing, "drop", actor, at, reason))
        for item_id in article.items:
            if not live_articles(db, item_id):
                item = store.items.standing(store.items.get(db, item_id))
                store.statuses.record(db, workflow.advance(item, "release", actor, at, reason))
        return store.articles.get(db, article_id)


def whereabouts(db: Database, article: Article) -> str:
    """Return in words where the items of a dropped article are now: back in the queue, or still in other articles."""
    places: dict[str, list[str]] = {}
    for item_id in article.items:
        live = "、".join(str(one.id) for one in live_articles(db, item_id))
        places.setdefault(f"仍在稿件 {live}，不回队列" if live else "回到队列", []).append(str(item_id))
    return "；".join(f"来稿 {'、'.join(items)} {place}" for place, items in places.items()) or "没有来稿"


def refuse_adopted(db: Database, item: Item, publication: str) -> None:
    """Raise `RefusedAction` where the item stands in a live article of the publication."""
    for article in live_articles(db, item.id):
        if article.publication == publication:
            raise RefusedAction(
                f"来稿 {item.id} 已采用为{publication}的稿件 {article.id}",
                f"请直接修改稿件 {article.id}，或先用 article drop 撤稿",
            )


def live_articles(db: Database, item_id: int) -> list[Article]:
    """Return the articles made of an item that were not dropped."""
    articles = [store.articles.get(db, article_id) for article_id in store.items.article_ids(db, item_id)]
    return [article for article in articles if article.state != "dropped"]


def section_for(publication: Publication, wished: str, kind: str) -> str:
    """Return the section wished for, else the one named after the kind, else the first. Raises `UsageError`."""
    if wished:
        refuse_section(publication, wished)
        return wished
    named = (section for section in publication.sections if kind and kind in section)
    return next(named, next(iter(publication.sections), ""))


def _paragraphs(body: str) -> str:
    return "\n".join(line for line in (line.strip() for line in plain(body).split("\n")) if line)


def _keep(settings: Settings, article_id: int, text: Text, actor: Actor) -> str:
    body = f"{text.title}\n\n{text.body}\n".encode()
    name = f"稿件{article_id}-第{text.base}稿之后-{actor.id}-{sha256(body)[:8]}.txt"
    path = settings.work_dir / "kept" / name
    store.files.write_durably(path, body)
    return str(path.relative_to(settings.root))
