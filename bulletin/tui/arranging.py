"""An issue arranged on the screen: only as the person saw it. Where another editor was quicker, nothing is done."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin import store
from bulletin.errors import RefusedAction
from bulletin.model import Entry, Issue
from bulletin.reference import of_issue
from bulletin.terms import action_name
from bulletin.tui.sitting import Sitting

Seen = tuple[int, ...]
"""The articles of an issue in the order in which the person saw them."""


def seen(entries: Sequence[Entry]) -> Seen:
    """Return what somebody saw who saw these entries."""
    return tuple(entry.article_id for entry in entries)


def move(sitting: Sitting, issue_id: int, saw: Seen, article_id: int, steps: int) -> Issue:
    """Move an entry by that many places. Raises `RefusedAction`, also where the entries are no longer as seen."""
    from bulletin.press import compose

    order, place = list(range(1, len(saw) + 1)), saw.index(article_id)
    order.insert(place + steps, order.pop(place))
    with store.write(sitting.db):
        issue = _as_seen(sitting, issue_id, saw)
        return compose.order(sitting.db, issue, order, sitting.actor, sitting.at)


def take_out(sitting: Sitting, issue_id: int, saw: Seen, article_id: int) -> Issue:
    """Take an entry out. Raises as `move` does."""
    from bulletin.press import compose

    with store.write(sitting.db):
        issue, place = _as_seen(sitting, issue_id, saw), saw.index(article_id) + 1
        return compose.take_out(sitting.db, sitting.settings, issue, place, sitting.actor, sitting.at)


def add(sitting: Sitting, issue_id: int) -> Issue:
    """Put what is approved into the publication's open issue of that series, which is this one while it has room."""
    from bulletin.press import compose

    issue = store.issues.get(sitting.db, issue_id)
    publication = sitting.settings.publication(issue.publication)
    return compose.gather(sitting.db, sitting.settings, publication, issue.series, sitting.actor, sitting.at)


def annotate(sitting: Sitting, issue_id: int, article_id: int | None, text: str) -> Issue:
    """Write the note of the issue, or of the entry of that article. Raises `RefusedAction`, also where it is no more in it."""
    from bulletin.press import compose

    with store.write(sitting.db):
        issue = store.issues.get(sitting.db, issue_id)
        places = seen(store.issues.entries(sitting.db, issue_id))
        if article_id is not None and article_id not in places:
            raise RefusedAction(f"稿件 {article_id} 已不在{of_issue(issue)}中，按语未保存", "请看过现在的条目")
        place = None if article_id is None else places.index(article_id) + 1
        return compose.annotate(sitting.db, sitting.settings, issue, place, text, sitting.actor, sitting.at)


def _as_seen(sitting: Sitting, issue_id: int, saw: Seen) -> Issue:
    issue = store.issues.get(sitting.db, issue_id)
    if seen(store.issues.entries(sitting.db, issue_id)) != saw:
        last = store.statuses.history(sitting.db, "issue", issue_id)[-1]
        who = sitting.settings.person_name(last.by)
        what = f"{of_issue(issue)} 刚由{who}于 {last.at:%H:%M} {action_name(last.action)}。本次操作未执行"
        raise RefusedAction(what, "条目已更新，请看过再动")
    return issue
