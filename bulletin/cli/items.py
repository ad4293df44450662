"""``bulletin item``: file submissions, and decide about what stands in the queue."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bulletin import collect, store
from bulletin.cli.columns import NARROW, cut, table, terminal, wrapped
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.provenance import provenance_data, provenance_lines
from bulletin.cli.removed import removal_lines
from bulletin.cli.session import Session
from bulletin.desk import commissions, editing, queue
from bulletin.desk.relations import relation_lines
from bulletin.desk.urgent import chain, proposals
from bulletin.errors import BulletinError
from bulletin.model import Item
from bulletin.terms import FLAGS, KINDS, URGENCIES, state_name
from bulletin.text import one_line
from bulletin.tui.reading import flag_line

MOST_SHOWN = 200
"""Items listed for people where they do not say how many."""
_UNIT_CELLS = 16


@click.group(cls=Group)
def item() -> None:
    """来稿：登记、查看、采用、不采用、暂存。"""


@item.command(cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--unit", default="", help="报送单位（文件头已写明的可不写）")
@click.option("--signed-by", default="", help="签发人；没有签发人的来稿不收")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="信息类型")
@click.option("--urgency", type=click.Choice(URGENCIES), default=None, help="紧急程度")
@click.option("--commission", "commission_id", type=NUMBER, default=None, help="应哪次约稿")
@click.pass_obj
def submit(
    session: Session,
    files: tuple[Path, ...],
    unit: str,
    signed_by: str,
    kind: str | None,
    urgency: str | None,
    commission_id: int | None,
) -> int:
    """登记报送单位的来稿；紧急信息的首报同时立为一件突发事件，等待定级（urgent rate）。"""
    form = collect.SubmissionForm(unit, signed_by, kind or "", urgency or "")
    if commission_id:
        commissions.refuse(session.db, commission_id, session.actor, session.at)
    results = [row for path in files for row in _submit_one(session, path, form)]
    if commission_id:
        taken = [row["item"] for row in results if row["item"]]
        commissions.answer(session.db, session.settings, commission_id, taken, session.actor, session.at)
    for row in results:
        if row["item"] and not row["seen"]:
            item = store.items.get(session.db, row["item"])
            made = chain.take_up(session.db, session.settings, item, session.actor, session.at)
            row["incident"] = made.id if made else None
    queue.refresh(session.db, session.settings, session.at)
    lines = [
        f"{row['file']}：来稿 {row['item']}（{state_name('item', row['state'])}{'，已有' if row['seen'] else ''}）"
        for row in results
        if not row["error"]
    ]
    placed = [_opened(row["incident"]) if row["incident"] else _to_be_placed(session, row["item"]) for row in results]
    session.answer(results, [*lines, *filter(None, placed)])
    for row in results:
        if row["error"]:
            session.say(f"未收 {row['file']}：{row['error']}")
        for flag in row["flags"]:
            session.say(f"注意 {row['file']}：{flag.note}")
    failed = sum(bool(row["error"]) for row in results)
    if not failed:
        return 0
    return 1 if failed == len(results) else 3


def _opened(incident_id: int) -> str:
    """Return what a 首报 has begun, and what is to be done about it now."""
    begun = f"已立突发事件 {incident_id}（未定级），报告时限已经起算"
    return f"{begun}，请定级：urgent rate {incident_id} --severity 较大 --event-at 事发时间"


def _to_be_placed(session: Session, item_id: int | None) -> str:
    """Return what an urgent item that opened no incident may belong to; '' for one that is not urgent, or is placed."""
    if item_id is None or store.urgent.of_item(session.db, item_id):
        return ""
    item = store.items.get(session.db, item_id)
    own = proposals.own_name(item)
    if not own and not chain.is_urgent(item):
        return ""
    begun = f"来稿 {item_id} {f'自称{own}' if own else '是紧急来稿'}，待归入"
    found = proposals.likely(session.db, session.settings, item, session.at)
    if found:
        name = store.urgent.get(session.db, found[0].incident_id).rating.name
        return f"{begun}：可能属于突发事件 {found[0].incident_id}（{name}）：urgent follow {found[0].incident_id} {item_id}"
    return (
        f"{begun}：没有相近的突发事件，请用 urgent follow 编号 {item_id} 归入；是新的一件的，用 urgent open {item_id}"
    )


def _submit_one(session: Session, path: Path, form: collect.SubmissionForm) -> list[dict[str, Any]]:
    """Return a row for each item of the file, and one for each part of it that was not taken."""
    shown = one_line(str(path))
    try:
        filed = collect.submit(session.db, session.settings, path, form, at=session.at)
    except BulletinError as error:
        return [_refused(shown, str(error))]
    rows = [
        {
            "file": shown,
            "item": one.id,
            "state": one.state,
            "error": "",
            "seen": seen,
            "flags": one.flags,
            "incident": None,
        }
        for one, seen in filed.items
    ]
    return rows + [_refused(shown, f"{what}。{remedy}") for what, remedy in filed.problems]


def _refused(shown: str, error: str) -> dict[str, Any]:
    return {
        "file": shown,
        "item": None,
        "state": "refused",
        "error": error,
        "seen": False,
        "flags": [],
        "incident": None,
    }


@item.command("list", cls=Command)
@click.option(
    "--state", default="new", help="状态：new 待处理、adopted 已采用、declined 不采用、shelved 暂存、all 全部"
)
@click.option("--filter", "expression", default="", help="筛选，如 “unit:市财政局 kind:问题 暴雨 -预案”")
@click.option(
    "--most", "--limit", "most", type=click.IntRange(1), default=None, help=f"最多列出几条，默认 {MOST_SHOWN}"
)
@click.pass_obj
def list_(session: Session, state: str, expression: str, most: int | None) -> None:
    """待编队列，按得分从高到低，并写明每一分的理由。--json 默认列出全部。"""
    listing = queue.open_listing(session.db, session.settings, state, expression, at=session.at)
    if session.as_json:
        session.answer_each(row for lines in listing.chunks(most) for row in _queue_rows(session, lines))
        return
    shown = listing.lines(0, most or MOST_SHOWN)
    marks = store.identity.marks(session.db, [line.row.id for line in shown])
    session.answer(None, queue_lines(shown, marks, terminal()))
    if most is None and listing.total > len(shown):
        session.say(f"只列出前{len(shown)}条，还有{listing.total - len(shown)}条；用 --most 多列，或用 --filter 筛选")
    if listing.unscored:
        session.say(f"还有{listing.unscored}条未排，下次列出时接着排；要一次排完，请运行 bulletin rank refresh")


def _queue_rows(session: Session, lines: list[queue.Line]) -> list[dict[str, Any]]:
    alike = store.identity.marks(session.db, [line.row.id for line in lines])
    return [_queue_row(line.row, line.reasons) | {"alike": alike.get(line.row.id, ())} for line in lines]


def queue_lines(lines: list[queue.Line], alike: dict[int, tuple[str, ...]], cells: int = NARROW) -> list[str]:
    """Return the queue for people: a table, and under each item its marks and why it stands there.

    `alike` says what each is like. No line takes more than `cells`.
    """
    if not lines:
        return ["没有符合条件的来稿"]
    rows = [
        (
            row.id,
            f"{row.score:g}",
            row.kind or "—",
            cut(row.place, _UNIT_CELLS),
            row.title,
        )
        for row in (line.row for line in lines)
    ]
    head, *body = table(("编号", "得分", "类型", "单位", "标题"), rows, total=cells)
    below = [_below(line, alike.get(line.row.id, ()), cells) for line in lines]
    return [head, *(one for first, rest in zip(body, below, strict=True) for one in (first, *rest))]


def _below(line: queue.Line, alike: tuple[str, ...], cells: int) -> list[str]:
    """Return what stands under an item: its marks, and the reasons for its score, ``要点：防汛 +20　时效（0天） +15``."""
    marks = (f"〔{mark}〕" for mark in (*flag_words(line.row), *alike))
    reasons = (f"{reason.name} {reason.points:+g}" for reason in line.reasons)
    return [*wrapped(marks, "　　", cells), *wrapped(reasons, "　　", cells)]


def flag_words(row: queue.Row) -> list[str]:
    """Return the marks shown beside an item: its flags, each kind once, and the group of those that are the same."""
    counts = Counter(FLAGS[flag.kind] for flag in row.flags if flag.kind in FLAGS)
    words = [f"{word}{count}处" if count > 1 else word for word, count in counts.items()]
    return [*words, f"归入（{row.group}）"] if row.group not in (None, row.id) else words


def _queue_row(row: queue.Row, reasons: tuple[queue.Reason, ...]) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "unit": row.unit,
        "source": row.source,
        "number": row.number,
        "kind": row.kind,
        "urgency": row.urgency,
        "published_at": row.published_at,
        "received_at": row.received_at,
        "score": row.score,
        "reasons": [{"reason": reason.name, "points": reason.points} for reason in reasons],
        "group": row.group,
        "flags": row.flags,
        "state": row.state,
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
        *provenance_lines(data["provenance"]),
        *map(flag_line, item.flags),
        *relation_lines(data["relations"]),
        *([f"稿件：{'、'.join(map(str, data['articles']))}"] if data["articles"] else []),
        *([f"批示：{item.instruction_id}"] if item.instruction_id else []),
        *(f"应约稿 {one['id']}：{one['topic']}" for one in data["commissions"]),
        "",
        *body.split("\n"),
        *(["", "清理掉的内容：", *removal_lines(item)] if removed else []),
    ]
    session.answer(data, lines)


def _item_data(session: Session, item: Item) -> dict[str, Any]:
    original = store.originals.get(session.db, item.original_id)
    same_text = store.items.of_group(session.db, item)
    ranked = queue.explain(session.db, session.settings, item.id, session.at)
    (row,) = store.queued.rows(session.db, [item.id])
    return {
        **_queue_row(replace(row, score=ranked.score), ranked.reasons),
        "text": item.text,
        "raw_text": item.raw_text,
        "removed": item.removed,
        "signed_by": item.signed_by,
        "origin": item.origin,
        "url": item.url,
        "provenance": provenance_data(collect.provenance(session.db, session.settings, item)),
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
        "commissions": [{"id": one.id, "topic": one.topic} for one in store.commissions.of_item(session.db, item.id)],
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
