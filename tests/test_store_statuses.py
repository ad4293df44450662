"""What is promised about recording steps: nothing but what `workflow` permitted, and only if it still holds."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from conftest import House

from bulletin import store, workflow
from bulletin.errors import Outdated, RefusedAction
from bulletin.model import Article, Standing


def _step(house: House, article: Article, action: str, person: str) -> workflow.Step:
    standing = store.articles.standing(house.db, house.settings, article)
    return workflow.advance(standing, action, house.actor(person), house.at)


def test_a_step_is_recorded_with_everything_that_makes_the_trail(house: House) -> None:
    """Who, in whose name, when, with which words, on which revision and level: all of it is in the row."""
    article = house.article("in_review", "信息专报")

    house.move(article, "approve", "reviewer2", "同意")

    newest = store.statuses.history(house.db, "article", article.id)[-1]
    assert (newest.action, newest.state, newest.by, newest.on_behalf_of) == ("approve", "in_review", "reviewer2", "")
    assert (newest.at, newest.note, newest.revision_id, newest.level) == (house.at, "同意", article.revision.id, 1)


def test_a_step_is_refused_when_the_state_moved(house: House) -> None:
    """Between permission and recording somebody else sent the article: nothing is written."""
    article = house.article("draft")
    late = _step(house, article, "send", "editor2")
    house.send(article)
    before = store.statuses.history(house.db, "article", article.id)

    with pytest.raises(Outdated, match=f"稿件 {article.id}刚被他人改动"):
        store.statuses.record(house.db, late)

    assert store.statuses.history(house.db, "article", article.id) == before


def test_an_approval_is_refused_when_the_text_moved_under_it(house: House) -> None:
    """The reviewer read revision 1; revision 2 was sent meanwhile: his approval of revision 1 is not recorded."""
    article = house.article("in_review")
    approval = _step(house, article, "approve", "reviewer1")
    house.send(house.edit(article, "改过的正文。", "editor2"))
    assert store.articles.get(house.db, article.id).state == approval.before

    with pytest.raises(Outdated):
        store.statuses.record(house.db, approval)

    assert store.articles.get(house.db, article.id).state == "in_review"


def test_a_step_on_something_that_is_gone_is_refused(house: House) -> None:
    """A step names a record; where there is none, nothing is written."""
    ghost = Standing("item", 4711, "new", "来稿 4711")
    step = workflow.advance(ghost, "shelve", house.actor("editor1"), house.at)

    with pytest.raises(Outdated, match="来稿 4711"):
        store.statuses.record(house.db, step)


def test_two_editors_cannot_both_save_the_same_revision(house: House) -> None:
    """The second revision 2 of an article is refused, and the first stays the current one."""
    article = house.article("draft")
    step = _step(house, article, "edit", "editor1")
    first = store.articles.add_revision(house.db, article.id, 2, "标题", "先保存的。", step)

    with pytest.raises(Outdated):
        store.articles.add_revision(house.db, article.id, 2, "标题", "后保存的。", step)

    assert store.articles.get(house.db, article.id).revision == first
    with pytest.raises(sqlite3.IntegrityError, match="revisions 只增不改"):
        house.db.execute(
            "insert into revisions (article_id, number, title, text, sha256, by, on_behalf_of, at, note) "
            "values (?, 2, '', '', '', '', '', '', '')",
            (article.id,),
        )


def test_approvals_stand_for_one_revision_since_it_was_last_sent(house: House) -> None:
    """An approval counts on its revision only, and only until the article is returned and sent again."""
    article = house.article("approved")
    assert [s.by for s in store.articles.approvals(house.db, article.revision.id)] == ["reviewer1"]

    returned = house.move(article, "return", "reviewer2", "再核数据")
    assert store.articles.approvals(house.db, returned.revision.id) == []
    again = house.send(returned)
    assert store.articles.approvals(house.db, again.revision.id) == []
    edited = house.edit(again, "核过的正文。")
    assert store.articles.approvals(house.db, edited.revision.id) == []


def test_everybody_who_had_a_hand_in_it_is_counted(house: House) -> None:
    """The people of an action are those who did it and those in whose name it was done."""
    issue = house.issue("composed")

    assert store.statuses.people_of(house.db, "issue", issue.id, ("compose",)) == {"editor1"}
    assert store.statuses.people_of(house.db, "issue", issue.id, ("sign",)) == frozenset()


def test_times_keep_their_zone_and_second(house: House) -> None:
    """A time is stored with its offset and comes back as the same moment."""
    precise = House(house.settings, house.db, house.at + timedelta(seconds=7))
    article = precise.article("in_review")

    sent = store.statuses.history(house.db, "article", article.id)[-1]

    assert sent.at == precise.at
    assert sent.at.utcoffset() == timedelta(hours=8)


def test_a_refused_action_writes_nothing(house: House) -> None:
    """After a refusal the trail is as long as before."""
    article = house.article("draft")
    before = store.statuses.history(house.db, "article", article.id)

    with pytest.raises(RefusedAction):
        house.move(article, "approve", "reviewer1")

    assert store.statuses.history(house.db, "article", article.id) == before
