"""What is promised about undo: the last own deed, told first, taken back by new steps; nothing is lost on the way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from conftest import House, NewHouse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bulletin import store
from bulletin.desk import commissions, editing, merging, pictures, review, undo
from bulletin.errors import NothingToDo, Outdated, Refusal, RefusedAction
from bulletin.model import Article, Issue, Item
from bulletin.press import compose
from bulletin.reference import of_issue
from bulletin.text import sha256


def _png() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    return stream.getvalue()


PICTURE = _png()


def decide(house: House, action: str, *items: Item, reason: str = "", person: str = "editor1") -> None:
    """Decide about items as that person."""
    editing.decide(house.db, [item.id for item in items], action, house.actor(person), house.at, reason)


def adopt(house: House, *items: Item, person: str = "editor1", **wish: str) -> Article:
    """Make an article of the items."""
    ids = [item.id for item in items]
    return editing.adopt(house.db, house.settings, ids, editing.Wish(**wish), house.actor(person), house.at)


def undone(house: House, person: str = "editor1") -> undo.Deed:
    """Undo as that person."""
    return undo.undo(house.db, house.settings, house.actor(person), house.at)


def redone(house: House, person: str = "editor1") -> undo.Deed:
    """Redo as that person."""
    return undo.redo(house.db, house.settings, house.actor(person), house.at)


def last(house: House, person: str = "editor1") -> undo.Deed | None:
    """What undo would take back."""
    return undo.last(house.db, house.settings, house.actor(person), house.at)


def states(house: House, *items: Item) -> list[str]:
    """Where the items stand."""
    return [store.items.get(house.db, item.id).state for item in items]


def again(house: House, one: Article) -> Article:
    """The article as it stands now."""
    return store.articles.get(house.db, one.id)


# Items


def test_a_batch_is_one_deed_told_in_chinese_and_taken_back_as_a_whole(house: House) -> None:
    """What was declined in one go comes back in one go; what was decided in the same second, apart, stays decided."""
    first, second, third = (house.item() for _ in range(3))
    decide(house, "decline", third, reason="陈旧")
    decide(house, "decline", first, second, reason="内容重复")

    told = last(house)
    done = undone(house)

    assert told == done
    assert done.words == f"不采用来稿 {first.id}、{second.id}（内容重复）"
    assert done.result == f"来稿 {first.id}、{second.id} 回到待处理"
    assert states(house, first, second, third) == ["new", "new", "declined"]
    step = store.statuses.history(house.db, "item", first.id)[-1]
    assert (step.action, step.by, step.note) == ("restore", "editor1", f"撤销：{done.words}")


def test_undo_goes_back_deed_by_deed_and_redo_forward_again(house: House) -> None:
    """Three deeds, three undos, three redos: each state on the way is as it was, the reason of a refusal with it."""
    item = house.item()
    decide(house, "shelve", item)
    decide(house, "decline", item, reason="陈旧")
    decide(house, "restore", item)

    back = [(undone(house), states(house, item)[0])[1] for _ in range(3)]
    forth = [(redone(house), states(house, item)[0])[1] for _ in range(3)]

    assert back == ["declined", "shelved", "new"]
    assert forth == ["shelved", "declined", "new"]
    declined = [s.note for s in store.statuses.history(house.db, "item", item.id) if s.action == "decline"]
    assert all(note.startswith("陈旧") for note in declined)
    with pytest.raises(NothingToDo):
        redone(house)


def test_a_new_deed_ends_redo(house: House) -> None:
    """After something else was done, what was undone before is not done again by surprise."""
    first, second = house.item(), house.item()
    decide(house, "shelve", first)
    undone(house)
    decide(house, "shelve", second)

    with pytest.raises(NothingToDo):
        redone(house)


def test_only_own_deeds_that_nobody_built_on_are_taken_back(house: House) -> None:
    """What a colleague did stays; where he decided after me, mine stays too, and I am told who and when."""
    mine, ours = house.item(), house.item()
    decide(house, "shelve", mine)
    decide(house, "shelve", ours)
    decide(house, "decline", ours, reason="重复", person="editor2")

    told = last(house)

    assert told is not None and told.words == f"暂存来稿 {mine.id}"
    assert told.passed_over == (f"“暂存来稿 {ours.id}”不能撤销，来稿 {ours.id}其后已由编辑乙于 11-20 09:00 不采用",)
    undone(house)
    assert states(house, mine, ours) == ["new", "declined"]
    with pytest.raises(NothingToDo, match="编辑乙"):
        undone(house)


def test_undo_keeps_to_what_the_person_was_told(house: House) -> None:
    """When the last deed is no longer the one that was shown, nothing is undone."""
    first, second = house.item(), house.item()
    decide(house, "shelve", first)
    told = last(house)
    decide(house, "shelve", second)
    assert told is not None

    with pytest.raises(Outdated):
        undo.undo(house.db, house.settings, house.actor("editor1"), house.at, told.id)

    assert states(house, first, second) == ["shelved", "shelved"]


# Articles


def test_an_adoption_is_taken_back_and_its_items_stand_as_before(house: House) -> None:
    """The article is dropped, an item that had been shelved is shelved again; redo makes a new article of them."""
    fresh, kept = house.item("甲。"), house.item("乙。")
    decide(house, "shelve", kept)
    one = adopt(house, fresh, kept, title="合编")

    done = undone(house)

    assert done.words == f"采用来稿 {fresh.id}、{kept.id} 为稿件 {one.id}"
    assert (again(house, one).state, states(house, fresh, kept)) == ("dropped", ["new", "shelved"])
    redone(house)
    (new,) = store.articles.in_states(house.db, "draft")
    assert (new.revision.title, new.revision.text, new.items) == ("合编", "甲。\n乙。", one.items)
    undone(house)
    assert (again(house, new).state, states(house, fresh, kept)) == ("dropped", ["new", "shelved"])


def test_a_saved_text_comes_back_as_a_new_revision(house: House) -> None:
    """Nothing is deleted: the earlier text is saved once more, and the one taken back can be read and redone."""
    one = house.edit(house.edit(house.article(), "第二稿。"), "第三稿。")

    done = undone(house)

    assert done.words == f"修改稿件 {one.id}（第2稿改为第3稿）"
    redone(house)
    texts = [revision.text for revision in store.articles.revisions(house.db, one.id)]
    assert texts[1:] == ["第二稿。", "第三稿。", "第二稿。", "第三稿。"]
    undone(house)
    undone(house)
    assert again(house, one).revision.text == texts[0]


def test_sending_is_taken_back_until_somebody_acted(house: House) -> None:
    """A sent article is recalled; once a reviewer has passed it, it is said who and when, and it stays."""
    one = house.send(house.article())
    undone(house)
    assert again(house, one).state == "draft"
    redone(house)
    assert again(house, one).state == "in_review"

    house.move(one, "approve", "reviewer1")

    with pytest.raises(NothingToDo, match="其后已由审核甲于 11-20 09:00 审核通过"):
        undone(house)


def test_an_approval_is_not_taken_back(house: House) -> None:
    """A word of review stands; the way back is named."""
    house.article("approved")

    with pytest.raises(NothingToDo, match="不能撤销，请退回"):
        undone(house, "reviewer1")


def test_a_dropped_article_is_made_again(house: House) -> None:
    """撤稿 is taken back by a new article of the same items, with the newest text."""
    one = house.edit(house.article(), "改过的文字。")
    editing.drop(house.db, house.settings, one.id, "情况有变", house.actor("editor1"), house.at)

    undone(house)

    (new,) = store.articles.in_states(house.db, "draft")
    assert (new.revision.text, new.items) == ("改过的文字。", one.items)
    assert again(house, one).state == "dropped"


def test_what_was_dropped_and_made_again_is_not_dropped_twice(house: House) -> None:
    """The adoption of an article that has since been dropped is no longer offered, though the drop was taken back."""
    one = adopt(house, house.item())
    editing.drop(house.db, house.settings, one.id, "情况有变", house.actor("editor1"), house.at)
    undone(house)

    assert last(house) is None
    with pytest.raises(NothingToDo, match="其后已由编辑甲于 11-20 09:00 撤稿"):
        undone(house)


def test_an_article_is_not_made_again_of_items_that_are_used_elsewhere(house: House) -> None:
    """Where a colleague has adopted or declined an item meanwhile, it is said, and his decision stands."""
    first, second = house.item(), house.item()
    for item in (first, second):
        one = adopt(house, item)
        editing.drop(house.db, house.settings, one.id, "情况有变", house.actor("editor1"), house.at)
    other = adopt(house, first, person="editor2")
    decide(house, "decline", second, reason="陈旧", person="editor2")

    with pytest.raises(NothingToDo, match=f"来稿 {second.id} 已不采用.*来稿 {first.id} 已编入稿件 {other.id}"):
        undone(house)

    assert (states(house, first, second), again(house, other).state) == (["adopted", "declined"], "draft")


def test_pictures_come_back_with_the_text_that_shows_them(house: House) -> None:
    """An article made again has the pictures its text asks for."""
    one = house.article(text="甲。\n图：河.png")
    picture = store.pictures.StoredPicture(one.id, "河.png", sha256(b"x"), "image/png", 20, 20, "editor1", house.at)
    store.pictures.keep(house.db, house.settings, picture, b"x")
    undone(house)

    redone(house)

    (new,) = store.articles.in_states(house.db, "draft")
    assert [kept.name for kept in store.pictures.of_article(house.db, new.id)] == ["河.png"]


def test_an_urgent_article_is_sent_again_as_urgent(house: House) -> None:
    """Sent and hastened in one go, recalled in one go, and sent again as it was."""
    one, who = house.article(), (house.actor("editor1"), house.at)
    with store.write(house.db):
        review.act(house.db, house.settings, one.id, "send", *who)
        review.act(house.db, house.settings, one.id, "hasten", *who, "汛情紧急")
    undone(house)
    assert again(house, one).state == "draft"

    redone(house)

    said = store.articles.review(house.db, one.revision.id)
    assert (again(house, one).state, said.urgent) == ("in_review", True)


def test_an_item_that_another_publication_uses_stays_adopted(house: House) -> None:
    """Taking a merge back releases only what no other article uses."""
    item = house.item("乙。")
    adopt(house, item, publication="信息专报", person="editor2")
    one = house.article()
    merging.merge(house.db, house.settings, one.id, [item.id], house.actor("editor1"), house.at)

    undone(house)

    assert (again(house, one).items, states(house, item)) == (one.items, ["adopted"])
    redone(house)
    assert item.id in again(house, one).items


def test_a_merge_is_taken_back_and_redone(house: House) -> None:
    """Items that joined leave, each to where it stood; redo brings them in again, text and credit."""
    one, fresh, kept = house.article(), house.item("乙。", unit="市财政局"), house.item("丙。", unit="市水利局")
    decide(house, "shelve", kept)
    merged = merging.merge(house.db, house.settings, one.id, [fresh.id, kept.id], house.actor("editor1"), house.at)

    done = undone(house)
    assert done.words == f"把来稿 {fresh.id}、{kept.id} 并入稿件 {one.id}"
    assert done.result == f"来稿 {fresh.id}、{kept.id} 退出稿件 {one.id}，稿件 {one.id} 另存一稿，文字同第1稿"
    assert (again(house, one).revision.text, again(house, one).units) == (one.revision.text, one.units)
    assert states(house, fresh, kept) == ["new", "shelved"]

    assert redone(house).result.startswith(f"来稿 {fresh.id}、{kept.id} 再并入稿件 {one.id}")
    assert (again(house, one).revision.text, again(house, one).items) == (merged.revision.text, merged.items)
    undone(house)
    assert (again(house, one).units, states(house, fresh, kept)) == (one.units, ["new", "shelved"])


def test_a_split_is_taken_back_and_redone(house: House) -> None:
    """The new article is dropped, the old one has its whole text again, the items stay adopted; redo parts them anew."""
    one = adopt(house, house.item("甲。\n乙。"))
    new = merging.split(house.db, house.settings, one.id, [2], "乙", house.actor("editor1"), house.at)

    done = undone(house)

    assert done.words == f"从稿件 {one.id} 分出稿件 {new.id}"
    assert (again(house, one).revision.text, again(house, new).state) == ("甲。\n乙。", "dropped")
    assert store.items.get(house.db, one.items[0]).state == "adopted"
    redone(house)
    assert [a.revision.text for a in store.articles.in_states(house.db, "draft")] == ["甲。", "乙。"]
    undone(house)
    assert [a.revision.text for a in store.articles.in_states(house.db, "draft")] == ["甲。\n乙。"]


def test_who_may_no_longer_do_it_may_no_longer_undo_it(house: House) -> None:
    """Undo is bound by the same rules: without the role it is refused and nothing changes."""
    item = house.item()
    decide(house, "shelve", item)
    former = replace(house.actor("editor1"), roles=frozenset({"clerk"}))

    with pytest.raises(RefusedAction):
        undo.undo(house.db, house.settings, former, house.at)

    assert states(house, item) == ["shelved"]


def test_a_closed_commission_is_reopened(house: House) -> None:
    """Closing a commission is taken back."""
    call = commissions.Call("小麦条锈病防控", house.at)
    one = commissions.commission(house.db, house.settings, call, house.actor("editor1"), house.at)
    commissions.close(house.db, one.id, house.actor("editor1"), house.at)

    undone(house)

    assert store.commissions.get(house.db, one.id).state == "open"


def test_steps_from_before_deeds_were_numbered_are_left_alone(house: House) -> None:
    """What an older version recorded belongs to no deed: it is never taken back in the dark."""
    item = house.item()
    house.db.execute(
        "insert into statuses (subject, subject_id, action, state, by, on_behalf_of, at, note) "
        f"values ('item', {item.id}, 'shelve', 'shelved', 'editor1', '', '2026-11-20T09:00:00+08:00', '')"
    )

    assert last(house) is None


def test_an_article_goes_back_to_its_section(house: House) -> None:
    """Told by both names, undone by a step of its own, redone; neither text nor revision is touched."""
    one = adopt(house, house.item(), section="工作动态")
    editing.set_section(house.db, house.settings, one.id, "问题建议", house.actor("editor1"), house.at)

    done = undone(house)

    assert done.words == f"改稿件 {one.id} 的栏目（由“工作动态”改为“问题建议”）"
    assert done.result == f"稿件 {one.id} 的栏目回到“工作动态”"
    assert again(house, one) == one
    redone(house)
    assert again(house, one) == replace(one, section="问题建议")


def test_a_picture_attached_is_taken_off_again(house: House) -> None:
    """Undo takes it off, redo puts the same one back; once the piece was sent, undo says what comes first."""
    one = adopt(house, house.item())
    pictures.attach(house.db, house.settings, one.id, ("河.png", PICTURE), house.actor("editor1"), house.at)

    done = undone(house)

    assert (done.words, done.result) == (f"给稿件 {one.id} 附图“河.png”", f"稿件 {one.id} 撤下附图“河.png”")
    assert store.pictures.of_article(house.db, one.id) == []
    redone(house)
    assert [kept.name for kept in store.pictures.of_article(house.db, one.id)] == ["河.png"]
    house.send(again(house, one))
    assert undone(house).words == f"送审稿件 {one.id}"
    assert undone(house).words == f"给稿件 {one.id} 附图“河.png”"


def test_what_the_state_no_longer_allows_is_passed_over(house: House) -> None:
    """A picture attached in review cannot be taken off there: that is told, and what is older elsewhere can be taken back."""
    other, one = adopt(house, house.item()), adopt(house, house.item("另一条的正文。", "另一条"))
    sent = house.send(again(house, one))
    pictures.attach(house.db, house.settings, sent.id, ("河.png", PICTURE), house.actor("editor1"), house.at)

    attached = last(house)
    assert attached is not None and attached.words.endswith(f"为稿件 {other.id}")
    assert attached.passed_over[0] == (
        f"“给稿件 {sent.id} 附图“河.png””不能撤销，稿件 {sent.id} 现为“审核中”，编辑甲不能撤下附图"
    )


def test_a_sending_after_which_the_text_was_edited_is_passed_over(house: House) -> None:
    """It is no longer in review, so that there is nothing to call back; what is older can be taken back."""
    other, one = adopt(house, house.item()), adopt(house, house.item("另一条的正文。", "另一条"))
    house.send(again(house, one))
    house.edit(again(house, one), "改过的正文。")
    undone(house)

    assert undone(house).words.endswith(f"为稿件 {other.id}")
    assert store.articles.get(house.db, other.id).state == "dropped"


def test_a_picture_taken_off_comes_back(house: House) -> None:
    """Undo of a detaching attaches the same picture again."""
    one, who = adopt(house, house.item()), (house.actor("editor1"), house.at)
    kept = pictures.attach(house.db, house.settings, one.id, ("河.png", PICTURE), *who)
    pictures.detach(house.db, house.settings, one.id, "河.png", *who)

    done = undone(house)

    assert (done.words, done.result) == (f"撤下稿件 {one.id} 的附图“河.png”", f"稿件 {one.id} 再附上图“河.png”")
    assert store.pictures.of_article(house.db, one.id) == [kept]


def test_the_order_of_an_issue_is_taken_back_move_by_move(house: House) -> None:
    """Each move is a deed, told with the title; undone last first, redone; after a proof or a colleague's move it stays."""
    issue, first, second, third = _issue_of_three(house)
    _order(house, issue, [3, 1, 2])
    _order(house, issue, [1, 3, 2])

    told, done = last(house), undone(house)

    assert told == done and done.words.startswith(f"调整{of_issue(issue)}的次序（“乙”由第3条移到第2条")
    assert done.result == "次序回到：1. 丙；2. 甲；3. 乙"
    assert _titles(house, issue) == ["丙", "甲", "乙"]
    undone(house)
    assert _titles(house, issue) == ["甲", "乙", "丙"]
    redone(house)
    redone(house)
    assert _titles(house, issue) == ["丙", "乙", "甲"]
    _order(house, issue, [2, 1, 3], "editor2")
    with pytest.raises(NothingToDo, match=r"其后已由编辑乙.*调整编排"):
        undone(house)
    assert [one.article_id for one in store.issues.entries(house.db, issue.id)] == [second, third, first]


def test_an_entry_taken_out_is_put_in_again_not_undone(house: House) -> None:
    """Undo passes it over and says so."""
    issue, *_ = _issue_of_three(house)
    compose.take_out(house.db, house.settings, issue, 2, house.actor("editor1"), house.at)

    with pytest.raises(NothingToDo, match="“撤出稿件 2”不能撤销，请再编入"):
        undone(house)


def test_a_note_is_rewritten_not_undone(house: House) -> None:
    """What was written into an issue is not in the trail; undo says where to put it right. The same order is no deed."""
    issue, *_ = _issue_of_three(house)
    compose.annotate(house.db, house.settings, issue, None, "本期三条。", house.actor("editor1"), house.at)
    trail = store.statuses.history(house.db, "issue", issue.id)
    _order(house, issue, [1, 2, 3])

    with pytest.raises(NothingToDo, match=f"“调整编排：{of_issue(issue)}”不能撤销，请在期中改回"):
        undone(house)
    assert store.statuses.history(house.db, "issue", issue.id) == trail


def _issue_of_three(house: House) -> tuple[Issue, int, int, int]:
    articles = [house.article("approved", title=title, text=f"{title}镇有一件事。") for title in "甲乙丙"]
    publication = house.settings.publication("政务信息")
    issue = compose.gather(house.db, house.settings, publication, "正刊", house.actor("editor1"), house.at)
    first, second, third = (one.id for one in articles)
    return issue, first, second, third


def _order(house: House, issue: Issue, positions: list[int], person: str = "editor1") -> None:
    now = store.issues.get(house.db, issue.id)
    compose.order(house.db, now, positions, house.actor(person), house.at)


def _titles(house: House, issue: Issue) -> list[str]:
    return [entry.title for entry in store.issues.entries(house.db, issue.id)]


def test_items_that_answer_a_commission_are_unlinked_and_linked_again(house: House) -> None:
    """Undo takes the confirmation back, redo says it again for the same unit; undo of a no makes it an answer again."""
    due, item = house.at + timedelta(days=3), house.item(unit="东山镇")
    call = commissions.Call("防汛准备", due, units=("东山镇",))
    one = commissions.commission(house.db, house.settings, call, house.actor("editor1"), house.at)
    commissions.answer(house.db, house.settings, one.id, [item.id], house.actor("editor1"), house.at, "市水利局")

    done = undone(house)

    assert done.words == f"约稿 {one.id}：来稿 {item.id} 记为应约"
    assert done.result == f"来稿 {item.id} 不再记为约稿 {one.id} 的应约"
    assert store.commissions.answers(house.db, one.id) == []
    redone(house)
    assert [answer.unit for answer in store.commissions.answers(house.db, one.id)] == ["市水利局"]
    commissions.unlink(house.db, one.id, [item.id], house.actor("editor1"), house.at)
    assert undone(house).result == f"来稿 {item.id} 再记为约稿 {one.id} 的应约"
    assert [answer.unit for answer in store.commissions.answers(house.db, one.id)] == ["市水利局"]


# Whatever is done


@pytest.fixture(scope="module")
def like(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office to take the settings of."""
    house: House = new_house(tmp_path_factory.mktemp("undo") / "office")
    return house


AT_ONCE = ("decline", "shelve", "restore", "adopt", "merge", "split", "save", "drop", "section", "attach")
DEEDS = (*AT_ONCE, "send", "approve", "undo", "redo")


@settings(max_examples=30, deadline=None)
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(DEEDS), st.sampled_from(("editor1", "editor2")), st.integers(0, 5)),
        min_size=1,
        max_size=14,
    )
)
def test_no_sequence_of_deeds_and_undos_loses_anything(like: House, deeds: list[tuple[str, str, int]]) -> None:
    """States stay those of the trail, revisions are only added, items of live articles are adopted and no others."""
    house = replace(like, db=store.open_database(Path(":memory:")))
    for n in range(3):
        house.item(f"第{n}件事。\n有数据。\n有建议。", unit=("东山镇", "市财政局", "市水利局")[n])
    known: list[tuple[int, int, str]] = []

    for deed, person, pick in deeds:
        with contextlib.suppress(Refusal):
            _do(house, deed, person, pick)
        revisions = [(r.article_id, r.number, r.sha256) for r in store.articles.every_revision(house.db)]
        assert revisions[: len(known)] == known
        known = revisions
        assert store.statuses.strays(house.db) == []
        assert _orphans(house) == []
    house.db.close()


@settings(max_examples=25, deadline=None)
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(AT_ONCE), st.sampled_from(("editor1", "editor2")), st.integers(0, 5)),
        min_size=2,
        max_size=8,
    )
)
def test_what_is_undone_at_once_leaves_things_as_they_were_and_redone_as_they_became(
    like: House, deeds: list[tuple[str, str, int]]
) -> None:
    """After any past, a deed of the desk undone brings back items, texts and credits; redone, what it had made of them."""
    house = replace(like, db=store.open_database(Path(":memory:")))
    for n in range(3):
        house.item(f"第{n}件事。\n有数据。", unit=("东山镇", "市财政局", "市水利局")[n])
    for deed, person, pick in deeds:
        before, newest = _picture(house), last(house, person)
        with contextlib.suppress(Refusal):
            _do(house, deed, person, pick)
        after = _picture(house)
        if after != before:
            assert last(house, person) != newest
            undone(house, person)
            assert _picture(house) == before
            redone(house, person)
            assert _picture(house) == after
    house.db.close()


def _picture(house: House) -> tuple[dict[int, str], list[tuple[object, ...]]]:
    """Where the items stand, and what the live articles say, show and credit, and in which section."""
    live = [one for one in store.articles.in_states(house.db) if one.state != "dropped"]
    shown = {one.id: [kept.name for kept in store.pictures.of_article(house.db, one.id)] for one in live}
    texts = [(one.revision.title, one.revision.text, one.section, shown[one.id], sorted(one.items)) for one in live]
    return {item.id: item.state for item in store.items.selected(house.db, "true", ())}, sorted(texts)


def _do(house: House, deed: str, person: str, pick: int) -> None:
    who = (house.actor(person), house.at)
    items = store.items.selected(house.db, "true", ())
    articles = store.articles.in_states(house.db)
    item, article = items[pick % len(items)], articles[pick % len(articles)] if articles else None
    acts: dict[str, Callable[[], object]] = {
        "adopt": lambda: editing.adopt(house.db, house.settings, [item.id], editing.Wish(), *who),
        "undo": lambda: undo.undo(house.db, house.settings, *who),
        "redo": lambda: undo.redo(house.db, house.settings, *who),
    }
    if deed in ("decline", "shelve", "restore"):
        editing.decide(house.db, [item.id, items[0].id], deed, *who, reason="陈旧")
    elif deed in acts:
        acts[deed]()
    elif article is not None:
        _do_article(house, deed, article, items[(pick + 1) % len(items)], person)


def _do_article(house: House, deed: str, article: Article, item: Item, person: str) -> None:
    db, chosen, who = house.db, house.settings, (house.actor(person), house.at)
    if deed == "merge":
        merging.merge(db, chosen, article.id, [item.id], *who)
    elif deed == "split" and len(merging.paragraphs_of(article.revision.text)) > 1:
        merging.split(db, chosen, article.id, [1], "另一篇", *who)
    elif deed == "save":
        house.edit(article, f"{article.revision.text}\n补{article.revision.number}。", person)
    elif deed == "drop":
        editing.drop(db, chosen, article.id, "情况有变", *who)
    elif deed == "section":
        sections = chosen.publication(article.publication).sections
        editing.set_section(db, chosen, article.id, sections[item.id % len(sections)], *who)
    elif deed == "attach":
        pictures.attach(db, chosen, article.id, (f"{item.id}.png", PICTURE), *who)
    elif deed in ("send", "approve"):
        review.act(db, chosen, article.id, deed, house.actor("reviewer1") if deed == "approve" else who[0], house.at)


def _orphans(house: House) -> list[int]:
    """Items whose state does not agree with the live articles made of them."""
    return [
        item.id
        for item in store.items.selected(house.db, "true", ())
        if (item.state == "adopted") != bool(editing.live_articles(house.db, item.id))
    ]
