"""Merge (合并) and split (分篇): items join an article that is already there, and one article of two themes becomes two.

Either is a new revision on top of the one the editor saw, so that approvals fall away, and nothing is lost: a text is left
out of a merge only where the article has it already, and the paragraphs of a split stand in one article or the other.
Sources: 多条合一, 分篇 ("篇幅较长可拆分"), 同一内容不得重复报送; every unit is credited once in each article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from bulletin import store, workflow
from bulletin.desk import editing
from bulletin.errors import Outdated, UsageError
from bulletin.model import Actor, Article, Item
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.text import fingerprint, manuscript, one_line
from bulletin.workflow import Step


def merge(
    db: Database,
    settings: Settings,
    article_id: int,
    item_ids: list[int],
    actor: Actor,
    at: datetime,
    base: int | None = None,
) -> Article:
    """Add items to an article, all or none: its units grow by theirs, its text by what it has not got yet.

    `base` is the number of the revision the editor saw. Raises `NotFound`, `UsageError` for no items, `Outdated` when
    somebody saved meanwhile, `RefusedAction` (also for an item that stands in an article of the publication already).
    """
    with store.write(db):
        article = _as_seen(db, article_id, base)
        items = [store.items.get(db, item_id) for item_id in dict.fromkeys(item_ids)]
        if not items:
            raise UsageError("没有写明要并入的来稿", "请写出来稿编号，用 item list 查看")
        for item in items:
            editing.refuse_adopted(db, item, article.publication)
        step = _editing(db, settings, article, f"并入来稿 {_listed(items)}", (actor, at))
        for item in items:
            standing = store.items.standing(item)
            note = f"并入稿件 {article_id}"
            store.statuses.record(db, workflow.advance(standing, "adopt", actor, at, note))
        text = "\n".join([article.revision.text, *new_texts(db, article, items)])
        store.articles.set_items(db, article_id, (*article.items, *(item.id for item in items)))
        store.articles.add_revision(
            db, article_id, article.revision.number + 1, article.revision.title, text.strip("\n"), step
        )
        return store.articles.get(db, article_id)


def split(  # noqa: PLR0913 - the article, what goes into the new one, who does it when, on which revision
    db: Database,
    settings: Settings,
    article_id: int,
    paragraphs: list[int],
    title: str,
    actor: Actor,
    at: datetime,
    items: Sequence[int] = (),
    base: int | None = None,
) -> Article:
    """Move paragraphs, by their numbers from 1, into a new article with that title; return the new one, a draft.

    The old one keeps the rest and all its items; the new one is made of the same items, or of those in `items`. Pictures
    its text asks for come with it. Raises `UsageError` for paragraphs that are not there, all of them, or a part of a
    table; `Outdated`, `RefusedAction`, `NotFound`.
    """
    with store.write(db):
        old = _as_seen(db, article_id, base)
        lines = paragraphs_of(old.revision.text)
        chosen = _chosen(old.revision.text, lines, paragraphs)
        credited = _of_article(old, items)
        if not one_line(title):
            raise UsageError(f"稿件 {article_id} 分篇须写新稿件的标题", "请用 --title 写明")
        begun = workflow.begin("article", actor, at, f"由稿件 {article_id} 分出")
        new_id = store.articles.create(db, begun, old.publication, old.section, list(credited), old.id)
        step = _editing(db, settings, old, f"分出{len(chosen)}段为稿件 {new_id}", (actor, at))
        for item_id in credited:
            standing = store.items.standing(store.items.get(db, item_id))
            note = f"随稿件 {article_id} 分篇，编入稿件 {new_id}"
            store.statuses.record(db, workflow.advance(standing, "adopt", actor, at, note))
        moved = "\n".join(lines[number - 1] for number in chosen)
        rest = "\n".join(line for number, line in enumerate(lines, 1) if number not in chosen)
        store.articles.add_revision(db, new_id, 1, one_line(title), moved, begun)
        store.articles.add_revision(db, article_id, old.revision.number + 1, old.revision.title, rest, step)
        carry_pictures(db, settings, article_id, new_id)
        return store.articles.get(db, new_id)


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text as `split` counts them: its lines that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


def carry_pictures(db: Database, settings: Settings, old_id: int, new_id: int, *, every: bool = False) -> None:
    """Attach to the new article those pictures of the old one that its text asks for, or all (`every`)."""
    asked = manuscript.picture_names(store.articles.get(db, new_id).revision.text)
    for picture in store.pictures.of_article(db, old_id):
        if every or picture.name in asked:
            carried = replace(picture, article_id=new_id)
            store.pictures.keep(db, settings, carried, store.pictures.body(settings, picture))


def _as_seen(db: Database, article_id: int, base: int | None) -> Article:
    article = store.articles.get(db, article_id)
    if base is not None and article.revision.number != base:
        raise Outdated(f"稿件 {article_id}（你看的是第{base}稿，现为第{article.revision.number}稿）")
    return article


def _editing(db: Database, settings: Settings, article: Article, note: str, who: tuple[Actor, datetime]) -> Step:
    """Record that the article is edited, and return the step, under which the revision is saved."""
    step = workflow.advance(store.articles.standing(db, settings, article), "edit", *who, note)
    store.statuses.record(db, step)
    return step


def new_texts(db: Database, article: Article, items: list[Item]) -> list[str]:
    """Return the texts `merge` would add: those the article has not got, each once, none that an item of it has already."""
    known = {store.items.get(db, item_id).fingerprint for item_id in article.items}
    standing = {fingerprint(line) for line in paragraphs_of(article.revision.text)}
    found: dict[str, str] = {}
    for item in items:
        lines = {fingerprint(line) for line in paragraphs_of(item.text)}
        if item.fingerprint not in known and not lines <= standing:
            found.setdefault(item.fingerprint, item.text)
    return list(found.values())


def _chosen(text: str, lines: list[str], paragraphs: list[int]) -> list[int]:
    """Return the numbers chosen, in order, each once. Raises `UsageError` where they cannot be moved."""
    chosen = sorted(set(paragraphs))
    if not chosen or not 1 <= chosen[0] <= chosen[-1] <= len(lines):
        raise UsageError(f"没有这样的段落：{_numbers(paragraphs)}", f"全文共{len(lines)}段，用 article show 查看")
    if len(chosen) == len(lines):
        raise UsageError("分篇不能把全部段落都分走", f"全文共{len(lines)}段，至少留一段；要换标题，请用 article edit")
    for first, last in _tables(text, len(lines)):
        inside = sum(first <= number <= last for number in chosen)
        if 0 < inside <= last - first:
            raise UsageError(f"第{first}至{last}段是一张表，不能拆开", "请把整张表一起分出，或都留下")
    return chosen


def _tables(text: str, lines: int) -> list[tuple[int, int]]:
    """Return the first and the last paragraph of each table."""
    blocks = manuscript.blocks(text)
    starts = [*(block.line for block in blocks), lines + 1]
    pairs = zip(blocks, pairwise(starts), strict=True)
    return [(first, after - 1) for block, (first, after) in pairs if isinstance(block, manuscript.Table)]


def _of_article(article: Article, items: Sequence[int]) -> tuple[int, ...]:
    """Return the items the new article is made of, in the order of the old one."""
    if strange := [item_id for item_id in items if item_id not in article.items]:
        raise UsageError(
            f"来稿 {_numbers(strange)} 不在稿件 {article.id} 里", f"稿件 {article.id} 的来稿：{_numbers(article.items)}"
        )
    return tuple(item_id for item_id in article.items if not items or item_id in items)


def _listed(items: list[Item]) -> str:
    return "、".join(f"{item.id}{f'（{item.unit}）' if item.unit else ''}" for item in items)


def _numbers(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers))
