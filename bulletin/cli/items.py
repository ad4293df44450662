"""``bulletin item``: file submissions, and decide about what stands in the queue."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from bulletin import collect, store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.removed import removal_lines
from bulletin.cli.session import Session
from bulletin.desk import editing, queue
from bulletin.errors import BulletinError
from bulletin.model import Flag, Item, Relation
from bulletin.terms import FLAGS, KINDS, RELATIONS, URGENCIES, state_name
from bulletin.text import one_line

_SHOWN_TWINS = 3


@click.group(cls=Group)
def item() -> None:
    """来稿：登记、查看、采用、不采用、暂存。"""


@item.command(cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--unit", default="", help="报送单位（文件头已写明的可不写）")
@click.option("--signed-by", default="", help="签发人；没有签发人的来稿不收")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="信息类型")
@click.option("--urgency", type=click.Choice(URGENCIES), default=None, help="紧急程度")
@click.pass_obj
def submit(
    session: Session, files: tuple[Path, ...], unit: str, signed_by: str, kind: str | None, urgency: str | None
) -> int:
    """登记报送单位的来稿。"""
    form = collect.SubmissionForm(unit, signed_by, kind or "", urgency or "")
    results = [row for path in files for row in _submit_one(session, path, form)]
    lines = [
        f"{row['file']}：来稿 {row['item']}（{state_name('item', row['state'])}{'，已有' if row['seen'] else ''}）"
        for row in results
        if not row["error"]
    ]
    session.answer(results, lines)
    for row in results:
        if row["error"]:
            session.say(f"未收 {row['file']}：{row['error']}")
        for flag in row["flags"]:
            session.say(f"注意 {row['file']}：{flag.note}")
    failed = sum(bool(row["error"]) for row in results)
    if not failed:
        return 0
    return 1 if failed == len(results) else 3


def _submit_one(session: Session, path: Path, form: collect.SubmissionForm) -> list[dict[str, Any]]:
    """Return a row for each item of the file, and one for each part of it that was not taken."""
    shown = one_line(str(path))
    try:
        filed = collect.submit(session.db, session.settings, path, form, at=session.at)
    except BulletinError as error:
        return [_refused(shown, str(error))]
    rows = [
        {"file": shown, "item": one.id, "state": one.state, "error": "", "seen": seen, "flags": one.flags}
        for one, seen in filed.items
    ]
    return rows + [_refused(shown, f"{what}。{remedy}") for what, remedy in filed.problems]


def _refused(shown: str, error: str) -> dict[str, Any]:
    return {"file": shown, "item": None, "state": "refused", "error": error, "seen": False, "flags": []}


@item.command("list", cls=Command)
@click.option(
    "--state", default="new", help="状态：new 待处理、adopted 已采用、declined 不采用、shelved 暂存、all 全部"
)
@click.option("--filter", "expression", default="", help="筛选，如 “unit:市财政局 kind:问题 暴雨 -预案”")
@click.option("--limit", type=click.IntRange(1), default=None, help="最多列出几条")
@click.pass_obj
def list_(session: Session, state: str, expression: str, limit: int | None) -> None:
    """待编队列，按得分从高到低，并写明每一分的理由。"""
    queued = queue.list_items(session.db, session.settings, state, expression, session.at)[:limit]
    alike = store.identity.marks(session.db, [entry.item.id for entry in queued])
    rows = [_queue_row(entry) | {"alike": alike.get(entry.item.id, ())} for entry in queued]
    session.answer(rows, queue_lines(queued, alike))


def queue_lines(queued: list[queue.Queued], alike: dict[int, tuple[str, ...]]) -> list[str]:
    """Return the queue for people: a table, and under each item why it stands there; `alike` says what it is like."""
    if not queued:
        return ["没有符合条件的来稿"]
    rows = [
        (
            entry.item.id,
            f"{entry.score:g}",
            entry.item.kind or "—",
            entry.item.unit or entry.item.origin or entry.item.source,
            entry.item.title,
            "、".join((*flag_words(entry), *alike.get(entry.item.id, ()))),
        )
        for entry in queued
    ]
    lines = table(("编号", "得分", "类型", "单位", "标题", "标记"), rows)
    reasons = ["　　" + "　".join(f"{r.name} +{r.points:g}" for r in entry.reasons) for entry in queued]
    return [lines[0], *(line for pair in zip(lines[1:], reasons, strict=True) for line in pair)]


def flag_words(entry: queue.Queued) -> list[str]:
    """Return the marks shown beside an item: its flags, each kind once, and the group of those that are the same."""
    counts = Counter(FLAGS[flag.kind] for flag in entry.item.flags if flag.kind in FLAGS)
    words = [f"{word}{count}处" if count > 1 else word for word, count in counts.items()]
    return [*words, f"归入（{entry.group}）"] if entry.group not in (None, entry.item.id) else words


def _queue_row(entry: queue.Queued) -> dict[str, Any]:
    item = entry.item
    return {
        "id": item.id,
        "title": item.title,
        "unit": item.unit,
        "source": item.source,
        "number": item.number,
        "kind": item.kind,
        "urgency": item.urgency,
        "published_at": item.published_at,
        "received_at": item.received_at,
        "score": entry.score,
        "reasons": [{"reason": reason.name, "points": reason.points} for reason in entry.reasons],
        "group": entry.group,
        "flags": item.flags,
        "state": item.state,
    }


@item.command(cls=Command)
@click.argument("item_id", metavar="ID", type=NUMBER)
@click.option("--raw", is_flag=True, help="显示未清理的原文")
@click.option("--removed", is_flag=True, help="显示清理掉的内容")
@click.pass_obj
def show(session: Session, item_id: int, raw: bool, removed: bool) -> None:
    """一条来稿：正文、标记、来历，以及由它编成的稿件。"""
    item = store.items.get(session.db, item_id)
    data = _item_data(session, item)
    body = item.raw_text if raw else item.text
    lines = [
        f"来稿 {item.id}（{state_name('item', item.state)}）　{item.title}",
        f"单位：{item.unit or '—'}　类型：{item.kind or '—'}　紧急程度：{item.urgency or '普通'}　签发人：{item.signed_by or '—'}",
        f"来源：{item.source}　{item.origin}　{item.url}{f'　编号：{item.number}' if item.number else ''}",
        f"收到：{item.received_at:%Y-%m-%d %H:%M}　原件 {data['original']['id']}：{data['original']['sha256'][:16]}…",
        *map(flag_line, item.flags),
        *_relation_lines(data["relations"]),
        *([f"稿件：{'、'.join(map(str, data['articles']))}"] if data["articles"] else []),
        *([f"批示：{item.instruction_id}"] if item.instruction_id else []),
        "",
        *body.split("\n"),
        *(["", "清理掉的内容：", *removal_lines(item)] if removed else []),
    ]
    session.answer(data, lines)


def _relation_lines(relations: tuple[Relation, ...]) -> list[str]:
    """Return what an item is to others: what was printed first, templates last and only the newest few of them."""
    order = ("exact", "update", "near", "event", "twin")
    ranked = sorted(relations, key=lambda one: (not one.printed, order.index(one.kind)))
    twins = [one for one in ranked if one.kind == "twin"]
    lines = [_relation_line(one) for one in ranked if one not in twins[_SHOWN_TWINS:]]
    return [*lines, f"另有{len(twins) - _SHOWN_TWINS}件同模板"] if len(twins) > _SHOWN_TWINS else lines


def _relation_line(relation: Relation) -> str:
    """Return what the item is to another: what kind of likeness, to which, printed where, and why."""
    other = f"来稿 {relation.other_id}" if relation.other_id else ""
    printed = f"已刊 {relation.printed}" if relation.printed else ""
    return f"{RELATIONS[relation.kind]}：{'，'.join(filter(None, (other, printed)))}。{relation.why}"


def flag_line(flag: Flag) -> str:
    """Return a flag with its place; one of no length concerns the whole item."""
    place = f"（第{flag.start + 1}—{flag.end}字）“{flag.excerpt}”" if flag.end > flag.start else ""
    return f"标记：{flag.note}{place}"


def _item_data(session: Session, item: Item) -> dict[str, Any]:
    original = store.originals.get(session.db, item.original_id)
    same_text = store.items.of_group(session.db, item)
    group = store.identity.groups(session.db).get(item.id)
    ranked = queue.rank(item, session.settings, session.at, group)
    return {
        **_queue_row(ranked),
        "text": item.text,
        "raw_text": item.raw_text,
        "removed": item.removed,
        "signed_by": item.signed_by,
        "origin": item.origin,
        "url": item.url,
        "original": {
            "id": original.id,
            "sha256": original.sha256,
            "url": original.address,
            "received_at": original.received_at,
            "path": str(store.originals.path_of(session.settings, original.sha256)),
        },
        "same_text": same_text,
        "relations": store.identity.of_item(session.db, item.id),
        "articles": store.items.article_ids(session.db, item.id),
        "instruction": item.instruction_id,
        "history": store.statuses.history(session.db, "item", item.id),
    }


@item.command(cls=Command)
@click.argument("item_ids", metavar="ID…", nargs=-1, required=True, type=NUMBER)
@click.option("--title", default="", help="稿件标题；不写则用第一条来稿的标题")
@click.option("--section", default="", help="栏目；不写则按信息类型")
@click.option("--publication", default="", help="刊物；不写则为第一种刊物")
@click.pass_obj
def adopt(session: Session, item_ids: tuple[int, ...], title: str, section: str, publication: str) -> None:
    """采用：一条或多条来稿编为一篇稿件，每个单位记一次。"""
    wish = editing.Wish(title, section, publication)
    made = editing.adopt(session.db, session.settings, list(item_ids), wish, session.actor, session.at)
    if made.section and not section:
        session.say(f"提醒：没有写明栏目，暂编入“{made.section}”；要换，请在采用时写 --section")
    for item_id, marks in store.identity.marks(session.db, made.items).items():
        for mark in (mark for mark in marks if mark.startswith("已刊")):
            session.say(f"提醒：来稿 {item_id} {mark}，请核对是否重复")
    data = {"article": made.id, "publication": made.publication, "section": made.section, "units": made.units}
    session.answer(data, [f"已采用为稿件 {made.id}：{made.revision.title}（{made.publication}·{made.section}）"])


@item.command(cls=Command)
@click.argument("item_ids", metavar="ID…", nargs=-1, required=True, type=NUMBER)
@click.option("--reason", default="", help="不采用的理由（必写）")
@click.pass_obj
def decline(session: Session, item_ids: tuple[int, ...], reason: str) -> None:
    """不采用，并写明理由。"""
    _decide(session, item_ids, "decline", reason)


@item.command(cls=Command)
@click.argument("item_ids", metavar="ID…", nargs=-1, required=True, type=NUMBER)
@click.option("--reason", default="", help="缘由")
@click.pass_obj
def shelve(session: Session, item_ids: tuple[int, ...], reason: str) -> None:
    """暂存，留待以后。"""
    _decide(session, item_ids, "shelve", reason)


@item.command(cls=Command)
@click.argument("item_ids", metavar="ID…", nargs=-1, required=True, type=NUMBER)
@click.option("--reason", default="", help="缘由")
@click.pass_obj
def restore(session: Session, item_ids: tuple[int, ...], reason: str) -> None:
    """把暂存或不采用的来稿放回队列。"""
    _decide(session, item_ids, "restore", reason)


def _decide(session: Session, item_ids: tuple[int, ...], action: str, reason: str) -> None:
    items = editing.decide(session.db, list(item_ids), action, session.actor, session.at, reason)
    data = {"items": [{"id": item.id, "state": item.state} for item in items], "state": items[0].state}
    session.answer(data, [f"来稿 {item.id}：{state_name('item', item.state)}" for item in items])
