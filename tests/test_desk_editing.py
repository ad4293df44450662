"""What is promised about editing: adopt, merge, save, check, send, approve, return, drop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import TEXT, TITLE, House

from bulletin import store
from bulletin.desk import checking, editing, gates
from bulletin.errors import EditConflict, FindingsBlock, NotFound, RefusedAction, UsageError
from bulletin.model import Article, Item
from bulletin.press import compose
from bulletin.text import sha256

BAD = "2026年2月30日，东山镇召开会议。"


def _adopt(house: House, *items: Item, **wish: str) -> Article:
    chosen, actor = editing.Wish(**wish), house.actor("editor1")
    return editing.adopt(house.db, house.settings, [item.id for item in items], chosen, actor, house.at)


def _drop(house: House, one: Article) -> Article:
    return editing.drop(house.db, house.settings, one.id, "并入他稿", house.actor("editor1"), house.at)


def _states(house: House, *items: Item) -> list[str]:
    return [store.items.get(house.db, item.id).state for item in items]


# Adopting and merging


def test_an_adopted_item_becomes_the_first_revision_word_for_word(house: House) -> None:
    """The article begins with the item's own title and text, and the item is adopted; the raw text stays there."""
    item = house.item()

    one = _adopt(house, item)

    assert (one.state, one.publication, one.section) == ("draft", "政务信息", "工作动态")
    assert (one.revision.number, one.revision.title, one.revision.text) == (1, TITLE, TEXT)
    assert (one.items, one.units, one.created_by) == ((item.id,), ("东山镇",), "editor1")
    assert store.items.get(house.db, item.id).state == "adopted"
    assert store.items.get(house.db, item.id).raw_text == TEXT


@pytest.mark.parametrize(
    ("kind", "section"),
    [("经验", "经验交流"), ("问题", "问题建议"), ("建议", "问题建议"), ("", "工作动态"), ("紧急", "工作动态")],
)
def test_the_section_follows_the_kind_unless_named(house: House, kind: str, section: str) -> None:
    """An item goes to the section that names its kind, else to the first; a wish goes before."""
    assert _adopt(house, house.item(kind=kind)).section == section
    assert _adopt(house, house.item(kind=kind), section="经验交流").section == "经验交流"


def test_merging_counts_every_unit_once(house: House) -> None:
    """Defect 6 of systems seen: a unit that sent two of the merged items is one unit."""
    items = [house.item(f"第{n}件事。", unit=unit) for n, unit in enumerate(("东山镇", "市财政局", "东山镇"))]

    one = _adopt(house, *items)

    assert one.units == ("东山镇", "市财政局")
    assert one.items == tuple(item.id for item in items)
    assert one.revision.text == "第0件事。\n第1件事。\n第2件事。"


def test_merging_keeps_identical_texts_once(house: House) -> None:
    """Two units that sent the same text, in other spacing, get one text and both are named."""
    same = [house.item("清水河 治理完工。", unit="市水利局"), house.item("清水河治理完工", unit="河西区")]

    one = _adopt(house, *same)

    assert one.revision.text.count("清水河") == 1
    assert one.units == ("市水利局", "河西区")


def test_merging_cuts_no_title_and_no_unit(house: House) -> None:
    """Defect 5 of systems seen: neither a title of 300 characters nor the thirtieth unit is cut off."""
    title = "长" * 300
    items = [house.item(f"第{n}件。", title, f"第{n}中心小学联合调研组") for n in range(30)]

    one = _adopt(house, *items)

    assert one.revision.title == title
    assert one.units == tuple(item.unit for item in items)


def test_the_same_item_named_twice_is_one(house: House) -> None:
    """Naming an item twice in one call adopts it once."""
    item = house.item()

    assert _adopt(house, item, item).items == (item.id,)


def test_an_item_is_not_adopted_twice_for_one_publication(house: House) -> None:
    """Defect 7: an adopted item is refused for the same publication, naming the article; another may have it."""
    item = house.item()
    first = _adopt(house, item)

    with pytest.raises(RefusedAction, match=f"来稿 {item.id} 已采用为政务信息的稿件 {first.id}.*article drop"):
        _adopt(house, item)

    assert _adopt(house, item, publication="信息专报").publication == "信息专报"


def test_a_merge_that_is_refused_for_one_item_leaves_all_as_they_were(house: House) -> None:
    """All or none: where one of the items cannot be adopted, the others stay new and no article is made."""
    free, taken = house.item(), house.item()
    _adopt(house, taken)
    articles = store.articles.in_states(house.db)

    with pytest.raises(RefusedAction):
        _adopt(house, free, taken)
    with pytest.raises(NotFound):
        editing.adopt(house.db, house.settings, [free.id, 4711], editing.Wish(), house.actor("editor1"), house.at)

    assert _states(house, free) == ["new"]
    assert store.articles.in_states(house.db) == articles


def test_dropping_a_merged_article_gives_all_its_items_back(house: House) -> None:
    """Defect 7: an undone merge restores every item, and each can be adopted again on its own."""
    items = [house.item("一件事。"), house.item("另一件事。")]
    one = _adopt(house, *items)

    dropped = _drop(house, one)

    assert dropped.state == "dropped"
    assert _states(house, *items) == ["new", "new"]
    assert _adopt(house, items[1]).items == (items[1].id,)


def test_an_item_in_another_live_article_stays_adopted(house: House) -> None:
    """Dropping one of two articles made of an item does not take it from the other."""
    item = house.item()
    one = _adopt(house, item)
    _adopt(house, item, publication="信息专报")

    _drop(house, one)

    assert _states(house, item) == ["adopted"]


def test_the_title_of_a_wish_is_made_harmless(house: House) -> None:
    """A title cannot bring line breaks or terminal escapes."""
    assert _adopt(house, house.item(), title="\x1b[31m 东山镇\n晚稻 ").revision.title == "东山镇 晚稻"


def test_items_are_declined_with_a_reason_and_come_back(house: House) -> None:
    """Declining needs a reason, which stays in the trail; the item is kept and can be restored."""
    item, actor = house.item(), house.actor("editor1")

    with pytest.raises(RefusedAction, match="须写明理由"):
        editing.decide(house.db, [item.id], "decline", actor, house.at)
    (declined,) = editing.decide(house.db, [item.id], "decline", actor, house.at, "与上期重复")
    (restored,) = editing.decide(house.db, [item.id], "restore", actor, house.at)

    assert (declined.state, restored.state, restored.text) == ("declined", "new", item.text)
    assert [s.note for s in store.statuses.history(house.db, "item", item.id)] == ["与上期重复", ""]


def test_deciding_on_several_items_is_all_or_none(house: House) -> None:
    """Where one item cannot be shelved, none is."""
    first, adopted = house.item(), house.item()
    _adopt(house, adopted)

    with pytest.raises(RefusedAction, match=f"来稿 {adopted.id}"):
        editing.decide(house.db, [first.id, adopted.id], "shelve", house.actor("editor1"), house.at)

    assert _states(house, first) == ["new"]


def test_only_an_editor_adopts(house: House) -> None:
    """A reviewer is refused, and the item stays in the queue."""
    item = house.item()

    with pytest.raises(RefusedAction, match="须由编辑角色进行"):
        editing.adopt(house.db, house.settings, [item.id], editing.Wish(), house.actor("reviewer1"), house.at)

    assert _states(house, item) == ["new"]


# Saving


def test_a_saved_text_is_a_new_revision_and_the_old_one_stays(house: House) -> None:
    """Every save is kept: numbered, hashed, with its author; blank lines and indents are not part of a text."""
    one = house.article("draft")

    edited = house.edit(one, "　　改过的第一段。\r\n\n  改过的第二段。 \n", "editor2")

    assert (edited.revision.number, edited.revision.by) == (2, "editor2")
    assert edited.revision.text == "改过的第一段。\n改过的第二段。"
    assert edited.revision.sha256 == sha256(f"{TITLE}\n\n{edited.revision.text}".encode())
    assert [r.text for r in store.articles.revisions(house.db, one.id)] == [TEXT, edited.revision.text]


def test_an_unchanged_text_makes_no_revision(house: House) -> None:
    """Opening and saving without a change keeps revision, state and approvals."""
    one = house.article("approved")

    same = house.edit(one, f"\n{TEXT}\n")

    assert same == one
    assert len(store.articles.approvals(house.db, one.revision.id)) == 1


def test_an_edit_makes_earlier_approvals_fall_away(house: House) -> None:
    """After an edit the article is a draft again and its new revision has been approved by nobody."""
    one = house.article("approved", "信息专报")
    assert len(store.articles.approvals(house.db, one.revision.id)) == 2

    edited = house.edit(one, "改了一个数。", "reviewer2")

    assert edited.state == "draft"
    assert store.articles.approvals(house.db, edited.revision.id) == []
    sent = house.send(edited)
    with pytest.raises(RefusedAction, match="由本人编辑"):
        house.move(sent, "approve", "reviewer2")


def test_another_section_changes_neither_text_nor_approvals(house: House) -> None:
    """Who put it where is in the trail; an approved piece stays approved; the same again is no step."""
    one, who = house.article("approved"), (house.actor("editor1"), house.at)

    moved = editing.set_section(house.db, house.settings, one.id, "问题建议", *who)

    assert moved == replace(one, section="问题建议")
    step = store.statuses.history(house.db, "article", one.id)[-1]
    assert (step.action, step.state, step.target) == ("set_section", "approved", one.section)
    assert step.note == f"由“{one.section}”改为“问题建议”"
    editing.set_section(house.db, house.settings, one.id, "问题建议", *who)
    assert store.statuses.history(house.db, "article", one.id)[-1] == step
    assert len(store.articles.approvals(house.db, one.revision.id)) == 1


def test_a_section_that_is_not_there_or_no_longer_to_be_changed_is_refused(house: House) -> None:
    """An unknown section is answered with those there are; in an issue the entry has its place; a clerk may not."""
    one = house.article("approved")
    editor, clerk = house.actor("editor1"), house.actor("clerk1")

    with pytest.raises(UsageError, match=r"没有栏目 花絮。可用的栏目：.*问题建议"):
        editing.set_section(house.db, house.settings, one.id, "花絮", editor, house.at)
    with pytest.raises(RefusedAction, match="督办"):
        editing.set_section(house.db, house.settings, one.id, "问题建议", clerk, house.at)
    publication = house.settings.publication(one.publication)
    compose.gather(house.db, house.settings, publication, "正刊", editor, house.at)
    with pytest.raises(RefusedAction, match=r"已编入.*不能改栏目"):
        editing.set_section(house.db, house.settings, one.id, "问题建议", editor, house.at)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("新标题\r\n\r\n第一段。\r\n第二段。\r\n", ("新标题", "第一段。\n第二段。")),
        ("第一段。\n第二段。\n", ("旧标题", "第一段。\n第二段。")),
        ("第一段。\n第二段。\n\n第三段。", ("旧标题", "第一段。\n第二段。\n\n第三段。")),
    ],
)
def test_the_first_line_before_a_blank_one_is_the_title(typed: str, read: tuple[str, str], house: House) -> None:
    """What is typed into a file is read the same way for the desk and for the command line."""
    one = house.article(title="旧标题")

    text = editing.as_typed(typed, one.revision)

    assert (text.title, text.body, text.base) == (*read, 1)


def test_the_second_of_two_editors_loses_nothing(house: House) -> None:
    """Who saves on an old revision is refused; the other's text stands, and his own is kept in a file that is named."""
    one = house.article("draft")
    house.edit(one, "先保存的文字。", "editor1")

    with pytest.raises(EditConflict) as conflict:
        house.edit(one, "后保存的文字。", "editor2")

    kept = list((house.settings.work_dir / "kept").iterdir())
    assert store.articles.get(house.db, one.id).revision.text == "先保存的文字。"
    assert [path.read_text(encoding="utf-8") for path in kept] == [f"{TITLE}\n\n后保存的文字。\n"]
    assert str(kept[0].relative_to(house.settings.root)) in conflict.value.remedy
    assert f"稿件 {one.id} 已改到第2稿，你是在第1稿上修改的" in str(conflict.value)


def test_a_revision_that_never_was_is_no_base(house: House) -> None:
    """A number beyond the current revision is a conflict too: nothing is saved with a gap in the numbers."""
    one = house.article("draft")
    text = editing.Text(TITLE, "凭空而来的文字。", 9)

    with pytest.raises(EditConflict):
        editing.save(house.db, house.settings, one.id, text, house.actor("editor1"), house.at)

    assert [r.number for r in store.articles.revisions(house.db, one.id)] == [1]


def test_two_conflicts_of_one_editor_keep_two_texts(house: House) -> None:
    """A second text kept for the same editor does not overwrite the first."""
    one = house.article("draft")
    house.edit(one, "先保存的文字。", "editor1")

    for body in ("第二人的文字。", "第二人又写的文字。"):
        with pytest.raises(EditConflict):
            house.edit(one, body, "editor2")

    kept = [path.read_text(encoding="utf-8") for path in (house.settings.work_dir / "kept").iterdir()]
    assert sorted(kept) == [f"{TITLE}\n\n第二人又写的文字。\n", f"{TITLE}\n\n第二人的文字。\n"]


def test_who_may_not_edit_is_refused(house: House) -> None:
    """A clerk saves nothing."""
    one = house.article("draft")

    with pytest.raises(RefusedAction, match="须由编辑、审核角色进行"):
        house.edit(one, "督办员的文字。", "clerk1")

    assert store.articles.get(house.db, one.id) == one


# Gates, answers, review


def test_errors_stop_the_sending_and_say_how_to_go_on(house: House) -> None:
    """An error of the gates blocks with exit code 4, names place and fault, and shows the command that answers it."""
    one = house.article("draft", text=BAD)

    with pytest.raises(FindingsBlock) as refusal:
        house.send(one)

    (found,) = gates.blocking(checking.check(house.db, house.settings, one.id))
    assert refusal.value.exit_code == 4
    assert "第1段第1字“2026年2月30日”：日期不存在" in refusal.value.what
    assert f"article answer {one.id} {found.key} --reason" in refusal.value.remedy
    assert store.articles.get(house.db, one.id).state == "draft"


def test_an_answer_with_a_reason_lets_the_article_pass(house: House) -> None:
    """A finding that was answered stays visible with its reason and no longer blocks; who answered is recorded."""
    one = house.article("draft", text=BAD)
    (found,) = gates.blocking(checking.check(house.db, house.settings, one.id))

    checking.answer(house.db, house.settings, one.id, found.key, "引用原件", house.actor("editor1"), house.at)

    seen = {f.key: f.answered for f in checking.check(house.db, house.settings, one.id)}
    assert seen[found.key] == "引用原件"
    assert house.send(one).state == "in_review"
    row = house.db.execute("select finding, reason, by from answers").fetchone()
    assert row == (found.key, "引用原件", "editor1")


@pytest.mark.parametrize(
    ("person", "reason", "key", "error"),
    [
        ("clerk1", "理由", None, RefusedAction),
        ("editor1", "  ", None, RefusedAction),
        ("editor1", "理由", "wording.date-00000000", NotFound),
    ],
)
def test_an_answer_needs_the_right_person_a_reason_and_a_finding(
    house: House, person: str, reason: str, key: str | None, error: type[Exception]
) -> None:
    """Neither a clerk, nor blank words, nor a finding that is not there unblocks anything."""
    one = house.article("draft", text=BAD)
    (found,) = gates.blocking(checking.check(house.db, house.settings, one.id))

    with pytest.raises(error, match=f"稿件 {one.id}"):
        checking.answer(house.db, house.settings, one.id, key or found.key, reason, house.actor(person), house.at)

    with pytest.raises(FindingsBlock):
        house.send(one)


def test_review_goes_level_by_level(house: House) -> None:
    """信息专报 takes two levels by two reviewers; after the first it is still in review."""
    one = house.article("in_review", "信息专报")

    once = house.move(one, "approve", "reviewer1")
    with pytest.raises(RefusedAction, match="下一级须由他人审核"):
        house.move(once, "approve", "reviewer1")
    twice = house.move(once, "approve", "reviewer2")

    assert (once.state, twice.state) == ("in_review", "approved")


def test_a_returned_article_starts_its_review_again(house: House) -> None:
    """退回 needs a reason and voids the level that was passed, though the text stays the same."""
    one = house.move(house.article("in_review", "信息专报"), "approve", "reviewer1")

    with pytest.raises(RefusedAction, match="须写明理由"):
        house.move(one, "return", "reviewer2")
    returned = house.move(one, "return", "reviewer2", "数据再核")
    again = house.approve(house.send(returned))

    assert returned.state == "returned"
    assert again.state == "approved"
    assert len(store.articles.approvals(house.db, again.revision.id)) == 2


@pytest.mark.parametrize("action", ["send", "approve", "return"])
def test_an_unknown_article_is_not_found(house: House, action: str) -> None:
    """A number nobody gave out is answered with where the numbers are."""
    with pytest.raises(NotFound, match=r"没有找到稿件 4711。请用 article list"):
        editing.move(house.db, house.settings, 4711, action, house.actor("editor1"), house.at)


def test_sample_items_become_articles_one_and_all(house: House, an_article: Callable[..., Article]) -> None:
    """Every item of the sample can be adopted, and reads in its article as it read in the queue."""
    for item in store.items.selected(house.db, "d.state = 'new'", ()):
        assert _adopt(house, item).revision.text == item.text
    assert an_article().state == "draft"


def test_a_secrecy_mark_cannot_be_answered_away(house: House) -> None:
    """涉密不上网: no reason lets a text with a secrecy mark pass."""
    one = house.article(text="秘密★1年\n正文。")
    (finding,) = [f for f in checking.check(house.db, house.settings, one.id) if f.rule == "political.secrecy"]

    with pytest.raises(RefusedAction, match="密级标志"):
        checking.answer(house.db, house.settings, one.id, finding.key, "演练用语", house.actor("editor1"), house.at)
    with pytest.raises(FindingsBlock):
        house.send(one)


def test_a_refused_save_keeps_the_text(house: House) -> None:
    """Whoever was editing an article that is dropped meanwhile finds the text in a file the message names."""
    one = house.article()
    editing.drop(house.db, house.settings, one.id, "重复", house.actor("editor1"), house.at)

    with pytest.raises(RefusedAction) as refused:
        house.edit(one, "写了半小时的文字。")

    kept = house.settings.root / refused.value.remedy.rpartition("已存于 ")[2]
    assert "写了半小时的文字。" in kept.read_text(encoding="utf-8")
