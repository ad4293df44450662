"""The triggers that keep ``item_scores`` in step with the items, and ``score_counts`` with the scores.

A changed item keeps its place until it is computed anew, which the next `desk.queue.refresh` does.
"""

from __future__ import annotations

_SCORED = ("title", "text", "unit", "kind", "urgency", "published_at", "received_at", "origin", "source")
_CHANGED = " or ".join(f"old.{name} is not new.{name}" for name in _SCORED)
_ENTER = "insert into score_counts values (new.state, new.score, 1) on conflict do update set items = items + 1; "
_TAKE_OUT = "update score_counts set items = items - 1 where state = old.state and score = old.score; "


def _trigger(name: str, body: str) -> dict[str, str]:
    return {name: f"create trigger {name} {body} end"}


SCORE_TRIGGERS: dict[str, str] = {
    **_trigger(
        "items_scored_on_insert",
        "after insert on items begin insert into item_scores (item_id, state) values (new.id, new.state);",
    ),
    **_trigger(
        "items_scored_on_state",
        "after update of state on items when old.state is not new.state "
        "begin update item_scores set state = new.state where item_id = new.id;",
    ),
    **_trigger(
        "items_scored_on_change",
        f"after update of {', '.join(_SCORED)} on items when {_CHANGED} "
        "begin update item_scores set is_stale = 1 where item_id = new.id;",
    ),
    **_trigger("items_scored_on_delete", "after delete on items begin delete from item_scores where item_id = old.id;"),
    **_trigger("item_scores_counted_on_insert", f"after insert on item_scores begin {_ENTER}"),
    **_trigger(
        "item_scores_counted_on_update",
        "after update of state, score on item_scores when old.state is not new.state or old.score is not new.score "
        f"begin {_TAKE_OUT}{_ENTER}",
    ),
    **_trigger("item_scores_counted_on_delete", f"after delete on item_scores begin {_TAKE_OUT}"),
    **_trigger(
        "event_items_scored_on_insert",
        "after insert on event_items when new.event_id <> new.item_id "
        "begin update item_scores set due = 0 where is_stale = 0 and item_id in "
        "(select new.event_id union all select item_id from event_items "
        "where event_id = new.event_id and event_id <> item_id order by 1 desc limit 20);",
    ),
}
