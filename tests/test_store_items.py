"""What is promised about items, articles, problems and sources in the store: what goes in comes out, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from conftest import AT, House
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin import store, workflow
from bulletin.errors import NotFound
from bulletin.model import Actor, Extracted, Flag, Item, Original, Problem, Received, Removal, SourceHealth
from bulletin.store.rows import insert
from bulletin.text import fingerprint

EDITOR = Actor("e", "编辑", frozenset({"editor"}))
CHINESE = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
        st.sampled_from("，。“”《》〔〕〇①％\n　𠮷䶮😀e\u0301'\";-- \x00"),
        st.characters(exclude_categories=["Cs"]),
    )
)


def _original(house: House) -> Original:
    return store.originals.every(house.db)[0]


@settings(max_examples=80, deadline=None)
@given(CHINESE, CHINESE)
def test_any_text_survives_the_store(title: str, text: str) -> None:
    """Whatever an item or a revision says, in any script or plane, comes out as it went in."""
    db = store.open_database(Path(":memory:"))
    row = {"sha256": "", "source": "s", "address": "a", "media_type": "", "charset": "", "size": 0}
    insert(db, "originals", {**row, "received_at": AT.isoformat()})
    removed = (Removal(0, len(text), text, title),)
    extracted = Extracted("k", title, text, text, unit=title, removed=removed)

    item, new = store.items.add(db, store.originals.get(db, 1), extracted, AT)
    step = workflow.begin("article", EDITOR, AT)
    article_id = store.articles.create(db, step, "p", title, [item.id])
    revision = store.articles.add_revision(db, article_id, 1, title, text, step)

    assert new
    read = store.items.get(db, item.id)
    assert read == item
    assert (read.title, read.text, read.raw_text, read.removed) == (title, text, text, removed)
    assert store.articles.get(db, article_id).revision == revision
    assert (revision.title, revision.text) == (title, text)
    db.close()


def test_an_item_keeps_everything_that_was_extracted(house: House) -> None:
    """Flags, dates, origin, unit and urgency are read back as they were given."""
    published = datetime.fromisoformat("2026-11-19T17:30:00+08:00")
    flag = Flag("mojibake", 3, 5, "锟斤", "疑似乱码")
    extracted = Extracted(
        "key", "题", "文", "原文", "https://example.org/1", "某网", "东山镇", "经验", "李四", "加急", published, (flag,)
    )

    item, _ = store.items.add(house.db, _original(house), extracted, house.at)

    assert (item.state, item.received_at, item.published_at) == ("new", house.at, published)
    assert (item.url, item.origin, item.unit, item.kind) == ("https://example.org/1", "某网", "东山镇", "经验")
    assert (item.signed_by, item.urgency, item.flags) == ("李四", "加急", (flag,))
    assert store.items.get(house.db, item.id) == item


def test_the_own_number_is_kept_and_read_again(house: House) -> None:
    """What a table or a unit calls its material comes out as it went in, and a repeated extraction keeps or mends it."""
    original = _original(house)
    row = Extracted("RX1 00", "题", "文", "文", number="RX1", is_record=True)
    item, _ = store.items.add(house.db, original, row, house.at)

    assert (item.number, item.is_record) == ("RX1", True)
    assert store.items.get(house.db, item.id) == item
    assert not store.items.replace_extraction(house.db, original, row, house.at)
    assert store.items.replace_extraction(house.db, original, replace(row, number="RX01"), house.at)
    assert store.items.get(house.db, item.id).number == "RX01"


def test_the_same_key_of_the_same_source_is_one_item(house: House) -> None:
    """Collected again, an item stays as it is, whatever the new reading says."""
    first, _ = store.items.add(house.db, _original(house), Extracted("k", "题", "文", "文"), house.at)

    again, new = store.items.add(house.db, _original(house), Extracted("k", "别的", "别的", "别的"), house.at)

    assert (again, new) == (first, False)
    assert store.items.has_key(house.db, (first.source,), "k")
    assert not store.items.has_key(house.db, (first.source,), "other")


def test_sources_that_share_their_keys_give_one_item(house: House) -> None:
    """A key that one of the sharing sources gave is known to the others, first or repeated reading; to no other source."""
    one = _original(house)
    received = Received(b"x", "a.txt", "text/plain")
    other, _ = store.originals.keep(house.db, house.settings, received, "other", house.at)
    first, _ = store.items.add(house.db, one, Extracted("k", "题", "文", "文"), house.at)

    again, new = store.items.add(house.db, other, Extracted("k", "题", "文", "文"), house.at, sharing=(one.source,))
    repeated = Extracted("k", "别的", "别的", "别的")

    assert (again, new) == (first, False)
    assert not store.items.replace_extraction(house.db, other, repeated, house.at, (one.source,))
    assert store.items.has_key(house.db, ("other", one.source), "k")
    assert not store.items.has_key(house.db, ("other",), "k")
    assert store.items.add(house.db, other, Extracted("k", "题", "文", "文"), house.at)[1]


def test_a_repeated_extraction_renews_the_queue(house: House) -> None:
    """Reading an original anew changes the item, and says whether anything changed."""
    item = house.item()
    original = store.originals.get(house.db, item.original_id)
    better = Extracted(item.key, "更好的题", "更好的文", "原文")

    assert store.items.replace_extraction(house.db, original, better, house.at)
    assert not store.items.replace_extraction(house.db, original, better, house.at)
    assert store.items.replace_extraction(house.db, original, Extracted("new", "新", "新", "新"), house.at)

    renewed = store.items.get(house.db, item.id)
    assert (renewed.title, renewed.state, renewed.fingerprint) == ("更好的题", "new", fingerprint("更好的文"))


def test_what_an_article_was_made_of_does_not_change_under_it(house: House) -> None:
    """Reading an original anew changes neither title nor text of an adopted item, and touches no revision."""
    article = house.article()
    item = store.items.get(house.db, article.items[0])
    original = store.originals.get(house.db, item.original_id)
    other = Extracted(item.key, "更好的题", "更好的文", "原文", origin="某网")

    assert store.items.replace_extraction(house.db, original, other, house.at)

    kept = store.items.get(house.db, item.id)
    assert (kept.title, kept.text, kept.raw_text) == (item.title, item.text, item.raw_text)
    assert (kept.origin, kept.fingerprint) == ("某网", item.fingerprint)
    assert store.articles.get(house.db, article.id).revision == article.revision


def test_items_with_the_same_text_name_each_other(house: House) -> None:
    """Texts that differ only in spaces, width and marks are the same."""
    one, other = house.item("晚稻收割，完毕。"), house.item("晚稻 收割完毕")
    alone = house.item("另一件事。")

    assert store.items.of_group(house.db, one) == [other.id]
    assert store.items.of_group(house.db, alone) == []


def test_the_queue_counts_by_state(house: House) -> None:
    """The backlog is counted by state, and each state lists its own items, oldest first."""
    items = [house.item(), house.item()]
    house.article()
    counted = store.statuses.count_by_state(house.db, "item")

    listed = store.items.selected(house.db, "d.state = 'new'", ())

    assert counted["adopted"] == 1
    assert counted["new"] == len(listed)
    assert [item.id for item in listed][-2:] == [item.id for item in items]
    assert len(store.items.selected(house.db, "true", ())) == sum(counted.values())


@pytest.mark.parametrize(
    ("get", "said"),
    [
        (store.items.get, "没有找到来稿 4711。请用 item list"),
        (store.articles.get, "没有找到稿件 4711。请用 article list"),
        (store.issues.get, "没有找到期 4711。请用 issue list"),
        (store.instructions.get, "没有找到批示 4711。请用 instruction list"),
        (store.follow_ups.get, "没有找到督办 4711。请用 followup list"),
    ],
)
def test_a_number_nobody_gave_out_is_answered_with_where_to_look(house: House, get: object, said: str) -> None:
    """Each kind of record says what was not found and which list shows the numbers."""
    with pytest.raises(NotFound, match=said):
        get(house.db, 4711)  # type: ignore[operator]


def test_articles_are_listed_by_state_and_publication(house: House) -> None:
    """One list for all, for a state, for a publication, and for both."""
    draft, approved = house.article("draft"), house.article("approved")
    report = house.article("draft", "信息专报")

    def ids(*states: str, publication: str = "") -> list[int]:
        return [one.id for one in store.articles.in_states(house.db, *states, publication=publication)]

    assert ids() == [draft.id, approved.id, report.id]
    assert ids("draft") == [draft.id, report.id]
    assert ids(publication="信息专报") == [report.id]
    assert ids("draft", "approved", publication="政务信息") == [draft.id, approved.id]
    assert ids("dropped") == []


def test_a_problem_is_recorded_once_until_it_is_settled(house: House) -> None:
    """The same trouble on every run is one open record; settled, it may come up anew."""
    first = store.problems.add(house.db, "news", "warning", "页面改版", "请改规则", house.at)
    again = store.problems.add(house.db, "news", "warning", "页面改版", "请改规则", house.at)
    other = store.problems.add(house.db, "sites", "warning", "页面改版", "请改规则", house.at)
    assert (first, other) == (again, first + 1)
    assert store.problems.unsettled(house.db, "news") == [
        Problem(first, "news", "warning", "页面改版", "请改规则", house.at, None)
    ]

    store.problems.settle(house.db, "news", house.at)

    assert store.problems.unsettled(house.db, "news") == []
    assert [p.id for p in store.problems.unsettled(house.db, "sites")] == [other]
    assert store.problems.add(house.db, "news", "warning", "页面改版", "请改规则", house.at) > other


def test_the_health_of_a_source_remembers_the_last_success(house: House) -> None:
    """Failures are counted until a run succeeds; validators and definition are those of the last success."""
    db, at, later = house.db, house.at, house.later(hours=1).at
    assert store.sources.health(db, "news") == SourceHealth("news")

    store.sources.record_run(db, "news", at=at, error="", etag="e1", last_modified="m1", definition="d1")
    store.sources.record_run(db, "news", at=later, error="超时", etag="e2", definition="d2")
    store.sources.record_run(db, "news", at=later, error="超时")

    assert store.sources.health(db, "news") == SourceHealth("news", later, at, 2, "超时", "e1", "m1", "d1")
    store.sources.record_run(db, "news", at=later, error="", etag="e3")
    assert store.sources.health(db, "news") == SourceHealth("news", later, later, 0, "", "e3", "")


def test_units_of_several_items_are_each_named_once(house: House) -> None:
    """A unit that sent two of the items counts once, in the order of the items; no unit is nobody."""
    sent: list[Item] = [house.item(unit=unit) for unit in ("东山镇", "市财政局", "东山镇", "")]

    assert store.articles.units_of_items(house.db, tuple(item.id for item in sent)) == ("东山镇", "市财政局")
