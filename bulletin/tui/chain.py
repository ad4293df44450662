"""The chain of a piece (脉络): original, item, article, revisions, review, issue, instruction, follow-up, feedback, as links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bulletin import store
from bulletin.model import Article, Entry, Issue
from bulletin.reference import of_issue
from bulletin.terms import action_name, state_name
from bulletin.text import one_line
from bulletin.tui import article_reading, reading
from bulletin.tui.sitting import Sitting

_SAID_ELSEWHERE = ("adopt", "edit", "sign", "publish")
"""Steps of an article that a revision, or a step of the issue, stands for."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: what it is, how deep it hangs, the line it makes, and the text behind it.

    ``kind`` is original, item, article, revision, step, issue, correction, instruction, follow_up; ``id`` its number: of a revision
    the one within the article ``article_id``, which is 0 elsewhere.
    """

    kind: str
    id: int
    depth: int
    words: str
    text: str
    article_id: int = 0


def of_article(sitting: Sitting, article_id: int) -> list[Link]:
    """Return the chain of an article, from the bytes that were received to what came of it. Raises `NotFound`."""
    article = store.articles.get(sitting.db, article_id)
    return [
        *(link for item_id in article.items for link in _of_item(sitting, item_id, 0)),
        *_onward(sitting, article),
    ]


def of_item(sitting: Sitting, item_id: int) -> list[Link]:
    """Return the chain of an item: the bytes it was read from, and every article it went into. Raises `NotFound`."""
    articles = [store.articles.get(sitting.db, number) for number in store.items.article_ids(sitting.db, item_id)]
    return [
        *_of_item(sitting, item_id, 0),
        *(link for article in articles for link in _onward(sitting, article)),
    ]


def _onward(sitting: Sitting, article: Article) -> Iterator[Link]:
    """Yield an article and what befell it."""
    yield _article(sitting, article)
    yield from _way(sitting, article)
    for issue, place in store.issues.entries_of_article(sitting.db, article.id):
        yield from _of_issue(sitting, article, issue, place)


def _of_item(sitting: Sitting, item_id: int, depth: int) -> Iterator[Link]:
    item = store.items.get(sitting.db, item_id)
    original = store.originals.get(sitting.db, item.original_id)
    yield Link(
        "original",
        original.id,
        depth,
        f"原件 {original.id}　{original.source}　{_day(sitting, original.received_at)} 收到　{original.size:,}字节",
        "\n".join([*reading.source_lines(sitting.db, item), f"完整指纹 {original.sha256}", "", item.raw_text]),
    )
    whom = reading.from_whom(item.unit, item.origin, item.source)
    yield Link(
        "item",
        item.id,
        depth,
        f"来稿 {item.id}　{whom}　{one_line(item.title)}　{state_name('item', item.state)}",
        "\n".join([reading.facts_line(item, sitting.at), "", item.text]),
    )


def _article(sitting: Sitting, article: Article) -> Link:
    units = article_reading.credited(article.units, sitting.settings)
    facts = article_reading.facts_line(article, sitting.settings)
    said = article_reading.opinion_lines(sitting, article)
    text = [article.revision.title, f"署名单位：{units}", *said, "", article.revision.text]
    return Link("article", article.id, 0, f"{facts}　{article.revision.title}", "\n".join(text))


def _way(sitting: Sitting, article: Article) -> list[Link]:
    """Return revisions and steps of the article in the order of time."""
    settings = sitting.settings
    found: list[tuple[datetime, int, Link]] = []
    for one in store.articles.revisions(sitting.db, article.id):
        who = article_reading.by_whom(settings, one.by, one.on_behalf_of)
        note = f"　{one_line(one.note)}" if one.note else ""
        words = f"第{one.number}稿　{who} {_day(sitting, one.at)}{note}"
        found.append((one.at, 0, Link("revision", one.number, 1, words, f"{one.title}\n\n{one.text}", article.id)))
    for step in store.statuses.history(sitting.db, "article", article.id):
        if step.action not in _SAID_ELSEWHERE:
            words = article_reading.step_line(settings, step)
            text = f"{words}\n{state_name('article', step.state)}"
            found.append((step.at, 1 + step.id, Link("step", step.id, 1, words, text)))
    return [link for _, _, link in sorted(found, key=lambda one: one[:2])]


def _of_issue(sitting: Sitting, article: Article, issue: Issue, place: int) -> Iterator[Link]:
    db, settings = sitting.db, sitting.settings
    entries = store.issues.entries(db, issue.id)
    contents = [f"{one.position}. {one.title}" for one in entries]
    state = state_name("issue", issue.state)
    yield Link("issue", issue.id, 0, f"{of_issue(issue, place)}　{state}", "\n".join([of_issue(issue), "", *contents]))
    for step in store.statuses.history(db, "issue", issue.id):
        yield Link("step", step.id, 1, article_reading.step_line(settings, step), step.note)
    if credited := [
        unit for entry_id, unit in store.issues.adoptions(db, issue.id) if entry_id == _entry(entries, article)
    ]:
        yield Link("step", 0, 1, f"采用记录　{'、'.join(credited)}", "")
    yield from _put_right(sitting, issue, place)
    for one in store.instructions.of_issue(db, issue.id):
        if one.entry_id in (None, _entry(entries, article)):
            yield from _of_instruction(sitting, one.id)


def _put_right(sitting: Sitting, issue: Issue, place: int) -> Iterator[Link]:
    """Yield what was put right or withdrawn of the entry or the whole issue, and what the entry itself puts right."""
    from bulletin.press import errata

    for told in errata.of_issue(sitting.db, issue):
        if told.position not in (None, place):
            continue
        one = told.correction
        kind = "更正" if one.kind == "correct" else "撤回"
        see = f"　{'见' if told.is_old else '原载'} {'、'.join(told.references)}" if told.references else ""
        who = article_reading.by_whom(sitting.settings, one.by, one.on_behalf_of)
        words = f"{kind if told.is_old else f'所登{kind}'} {one.id}　{one_line(told.words)}{see}"
        text = "\n".join(
            [words, f"{who} {_day(sitting, one.at)} 登记", *([f"理由：{one.reason}"] if one.reason else [])]
        )
        yield Link("correction", one.id, 1, words, text)


def _entry(entries: Sequence[Entry], article: Article) -> int:
    return next((entry.id for entry in entries if entry.article_id == article.id), 0)


def _of_instruction(sitting: Sitting, instruction_id: int) -> Iterator[Link]:
    one = store.instructions.get(sitting.db, instruction_id)
    words = f"批示 {one.id}　{one.leader}　{one.written_on:%m-%d}　{one_line(one.text)}"
    yield Link("instruction", one.id, 0, words, f"{one.reference}\n{one.leader}（{one.written_on}）：\n\n{one.text}")
    for case in store.follow_ups.of_instruction(sitting.db, instruction_id):
        units = "、".join([case.unit or "承办单位未定", *case.co_units])
        state = state_name("follow_up", case.state)
        told = [
            f"{_day(sitting, step.at)}　{action_name(step.kind)}　{step.text}"
            for step in store.follow_ups.progress(sitting.db, case.id)
        ]
        words = f"督办 {case.id}　{units}　{state}　{case.due_on:%m-%d}前　{one_line(case.task)}"
        yield Link("follow_up", case.id, 1, words, "\n".join([case.task, "", *told]))
    for item_id in store.items.of_instruction(sitting.db, instruction_id):
        yield from _of_item(sitting, item_id, 1)


def _day(sitting: Sitting, moment: datetime) -> str:
    return f"{moment.astimezone(sitting.settings.zone):%m-%d %H:%M}"
