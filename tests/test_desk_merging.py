"""What is promised about merging items into an article, and splitting one article into two."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import AT, House, NewHouse
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin import store
from bulletin.desk import editing, merging
from bulletin.errors import Outdated, RefusedAction, UsageError
from bulletin.model import Article, Item
from bulletin.text import sha256

TABLE = "各镇得分如下。\n表1：得分\n| 单位 | 得分 |\n| --- | --- |\n| 东山镇 | 3 |\n注：截至10月。\n请各镇核对。"


@pytest.fixture(scope="module")
def shared(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """One office for tests that only add to it."""
    house: House = new_house(tmp_path_factory.mktemp("merging") / "office")
    return house


def adopted(house: House, *items: Item, **wish: str) -> Article:
    """An article made of the items by editor1."""
    ids = [item.id for item in items]
    return editing.adopt(house.db, house.settings, ids, editing.Wish(**wish), house.actor("editor1"), house.at)


def merge(house: House, one: Article, *items: Item, person: str = "editor1", base: int | None = None) -> Article:
    """The article with the items merged into it."""
    ids = [item.id for item in items]
    return merging.merge(house.db, house.settings, one.id, ids, house.actor(person), house.at, base)


def split(house: House, one: Article, paragraphs: list[int], **more: object) -> Article:
    """The article split off, of these paragraphs."""
    who = (house.actor(str(more.pop("person", "editor1"))), house.at)
    return merging.split(house.db, house.settings, one.id, paragraphs, "另一篇", *who, **more)  # type: ignore[arg-type]


def again(house: House, one: Article) -> Article:
    """The article as it stands now."""
    return store.articles.get(house.db, one.id)


# Merging


def test_a_merged_item_is_credited_and_its_text_stands_at_the_end_of_a_new_revision(house: House) -> None:
    """Items join an article that is there: next revision, every unit once, the item adopted, the trail says so."""
    first, second = house.item("甲。", unit="东山镇"), house.item("乙。", unit="市财政局")
    third = house.item("丙。", unit="东山镇")
    one = adopted(house, first)

    merged = merge(house, one, second, third)

    assert (merged.revision.number, merged.revision.text) == (2, "甲。\n乙。\n丙。")
    assert (merged.items, merged.units) == ((first.id, second.id, third.id), ("东山镇", "市财政局"))
    assert store.items.get(house.db, second.id).state == "adopted"
    trail = store.statuses.history(house.db, "article", one.id)
    assert trail[-1].note == f"并入来稿 {second.id}（市财政局）、{third.id}（东山镇）"


def test_a_text_the_article_has_already_is_not_added_again_but_its_unit_is(house: House) -> None:
    """The same text from another unit, in other spacing, or as a part of the article, stands once; both are credited."""
    one = adopted(house, house.item("清水河治理完工。", unit="东山镇"), house.item("修好两座桥。", unit="东山镇"))

    merged = merge(
        house, one, house.item("清水河 治理完工", unit="市水利局"), house.item("新修水渠。", unit="市财政局")
    )

    assert merged.revision.text == "清水河治理完工。\n修好两座桥。\n新修水渠。"
    assert merged.units == ("东山镇", "市水利局", "市财政局")


def test_a_part_of_the_article_is_not_added_again_nor_what_an_editor_has_rewritten(house: House) -> None:
    """A paragraph that stands there, and the text of an item the editor has put into his own words, are not repeated."""
    one = adopted(house, house.item("清水河治理完工。\n修好两座桥。"))
    assert merge(house, one, house.item("修好两座桥。", unit="市财政局")).revision.text == one.revision.text

    rewritten = house.edit(again(house, one), "治理清水河，修桥两座。")

    same = house.item("清水河治理完工。\n修好两座桥。", unit="市水利局")
    assert merge(house, rewritten, same).revision.text == "治理清水河，修桥两座。"
    assert again(house, one).units == ("东山镇", "市财政局", "市水利局")


def test_even_a_merge_without_new_text_makes_approvals_fall_away(house: House) -> None:
    """Other units under an approved text are another article: it must be approved anew."""
    one = house.article("approved")

    merged = merge(house, one, house.item(one.revision.text, unit="市财政局"))

    assert (merged.state, merged.revision.number) == ("draft", one.revision.number + 1)
    assert store.articles.approvals(house.db, merged.revision.id) == []


def test_nothing_is_merged_over_somebody_elses_revision(house: House) -> None:
    """Who merges on an older revision than today's is told, and nothing happens to article or item."""
    one, item = house.article(), house.item("乙。")
    house.edit(one, "同事改过的文字。", "editor2")

    with pytest.raises(Outdated):
        merge(house, one, item, base=1)

    assert again(house, one).revision.number == 2
    assert store.items.get(house.db, item.id).state == "new"


@pytest.mark.parametrize("why", ["declined", "elsewhere", "itself", "dropped", "role"])
def test_a_merge_the_rules_forbid_changes_nothing(house: House, why: str) -> None:
    """A declined item, one of another live article, one it has already, a dropped article, a clerk: refused as a whole."""
    one, free, bad = house.article(), house.item("乙。"), house.item("丙。")
    if why == "declined":
        editing.decide(house.db, [bad.id], "decline", house.actor("editor1"), house.at, "陈旧")
    elif why == "elsewhere":
        adopted(house, bad)
    elif why == "itself":
        bad = store.items.get(house.db, one.items[0])
    elif why == "dropped":
        editing.drop(house.db, house.settings, one.id, "重复", house.actor("editor1"), house.at)

    with pytest.raises(RefusedAction):
        merge(house, one, free, bad, person="clerk1" if why == "role" else "editor1")

    assert again(house, one).revision == one.revision
    assert store.items.get(house.db, free.id).state == "new"


def test_an_item_of_another_publication_may_be_merged(house: House) -> None:
    """One item may stand in an article of each publication, by merging too."""
    item = house.item("乙。", unit="市财政局")
    adopted(house, item, publication="信息专报")

    assert item.id in merge(house, house.article(), item).items


# Splitting


def test_a_split_moves_paragraphs_into_a_draft_of_the_same_items(house: House) -> None:
    """Chosen paragraphs go, the rest stays; both are drafts of the same items, and the trail tells it on both sides."""
    one = adopted(house, house.item("甲。\n乙。\n丙。\n丁。", unit="东山镇"), section="经验交流")

    new = split(house, one, [4, 2])

    old = again(house, one)
    assert (old.revision.text, new.revision.text) == ("甲。\n丙。", "乙。\n丁。")
    assert (new.state, new.publication, new.section) == ("draft", "政务信息", "经验交流")
    assert (new.items, new.units) == (old.items, old.units)
    assert (new.revision.title, new.revision.number, old.revision.number) == ("另一篇", 1, 2)
    assert store.statuses.history(house.db, "article", new.id)[0].note == f"由稿件 {one.id} 分出"
    last = store.statuses.history(house.db, "item", one.items[0])[-1]
    assert (last.action, last.note) == ("adopt", f"随稿件 {one.id} 分篇，编入稿件 {new.id}")


def test_the_items_of_the_new_article_may_be_chosen(house: House) -> None:
    """The new article may be made of some of the items; the old one keeps all: no unit loses its credit."""
    first, second = house.item("甲。", unit="东山镇"), house.item("乙。", unit="市财政局")
    one = adopted(house, first, second)

    new = split(house, one, [2], items=(second.id,))

    assert (new.units, again(house, one).units) == (("市财政局",), ("东山镇", "市财政局"))
    with pytest.raises(UsageError, match="不在稿件"):
        split(house, adopted(house, house.item("丙。\n丁。")), [1], items=(first.id,))


@pytest.mark.parametrize("paragraphs", [[], [0], [5], [1, 2, 3, 4, 9], [1, 2, 3, 4]])
def test_paragraphs_that_cannot_be_moved_are_named(house: House, paragraphs: list[int]) -> None:
    """None, one that is not there, or all of them: refused, nothing changed."""
    one = adopted(house, house.item("甲。\n乙。\n丙。\n丁。"))

    with pytest.raises(UsageError):
        split(house, one, paragraphs)

    assert again(house, one).revision == one.revision
    assert len(store.articles.in_states(house.db)) == 1


def test_a_table_is_not_cut(house: House) -> None:
    """A table goes as a whole, title and note with it, or stays as a whole."""
    one = adopted(house, house.item(TABLE))
    for part in ([4, 5], [2, 3, 4, 5], [6, 7]):
        with pytest.raises(UsageError, match="第2至6段是一张表"):
            split(house, one, part)

    new = split(house, one, [2, 3, 4, 5, 6])

    assert new.revision.text.startswith("表1") and new.revision.text.endswith("注：截至10月。")


def test_a_picture_goes_with_the_paragraph_that_shows_it(house: House) -> None:
    """The new article has the picture its text asks for, and not the others."""
    one = adopted(house, house.item("甲。\n图：大厅.png　群众办事\n图：河.png"))
    with store.write(house.db):
        for name in ("大厅.png", "河.png"):
            body = name.encode()
            picture = store.pictures.StoredPicture(one.id, name, sha256(body), "image/png", 20, 20, "editor1", AT)
            store.pictures.keep(house.db, house.settings, picture, body)

    new = split(house, one, [2])

    assert [picture.name for picture in store.pictures.of_article(house.db, new.id)] == ["大厅.png"]


def test_a_split_needs_a_title_a_revision_as_seen_and_an_editor(house: House) -> None:
    """Without a title, on an older revision, or by somebody who may not make articles, nothing is split."""
    one = adopted(house, house.item("甲。\n乙。"))
    who = (house.actor("editor1"), house.at)

    with pytest.raises(UsageError):
        merging.split(house.db, house.settings, one.id, [1], " ", *who)
    with pytest.raises(Outdated):
        split(house, one, [1], base=7)
    with pytest.raises(RefusedAction):
        split(house, one, [1], person="reviewer1")

    assert again(house, one) == one


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_splitting_and_merging_lose_no_paragraph_and_no_unit(shared: House, data: st.DataObject) -> None:
    """Whatever is split: the paragraphs before are those after, as often; units are the same; earlier revisions stay."""
    lines = data.draw(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=2, max_size=9))
    units = data.draw(st.lists(st.sampled_from(("东山镇", "市财政局", "市应急管理局")), min_size=2, max_size=4))
    key = len(store.items.selected(shared.db, "true", ()))
    first = shared.item("\n".join(f"{line}{key}。" for line in lines), unit=units[0])
    one = adopted(shared, first)
    one = merge(shared, one, *(shared.item(f"并入{key}之{n}。", unit=unit) for n, unit in enumerate(units[1:])))
    before = Counter(merging.paragraphs_of(one.revision.text))
    total = sum(before.values())
    chosen = data.draw(st.sets(st.integers(1, total), min_size=1, max_size=total - 1))

    new = split(shared, one, list(chosen))

    old = again(shared, one)
    after = Counter(merging.paragraphs_of(old.revision.text)) + Counter(merging.paragraphs_of(new.revision.text))
    assert after == before
    assert set(old.units) | set(new.units) == set(units)
    assert [r.number for r in store.articles.revisions(shared.db, one.id)] == [1, 2, 3]
    assert store.statuses.strays(shared.db) == []


def test_who_wrote_a_text_does_not_approve_what_is_split_from_it(house: House) -> None:
    """Four eyes see past a split: the writers of the article it was taken from are its authors too, however often."""
    one = adopted(house, house.item("甲。\n乙。\n丙。"))
    house.edit(one, "甲改。\n乙。\n丙。", "reviewer1")
    once = split(house, again(house, one), [2, 3])
    assert store.articles.writers(house.db, once.id) == {"editor1", "reviewer1"}

    twice = split(house, once, [2], person="editor2")
    assert store.articles.writers(house.db, twice.id) == {"editor1", "editor2", "reviewer1"}


def test_a_dropped_article_tells_where_its_items_are(house: House) -> None:
    """What stands in the other half of a split is not said to be back in the queue; what stands nowhere else is."""
    first, second = (house.item(text) for text in ("第一段文字。\n第二段文字。", "第三段文字。"))
    one = adopted(house, first, second)
    part = split(house, one, [2], items=(first.id,))
    who = (house.actor("editor1"), house.at)

    words = [
        editing.whereabouts(house.db, editing.drop(house.db, house.settings, dropped.id, "不用", *who))
        for dropped in (part, one)
    ]

    assert words == [
        f"来稿 {first.id} 仍在稿件 {one.id}，不回队列",
        f"来稿 {first.id}、{second.id} 回到队列",
    ]
    assert [store.items.get(house.db, item.id).state for item in (first, second)] == ["new", "new"]
