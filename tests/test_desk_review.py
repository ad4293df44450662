"""What is promised about the review at the desk: acting, reading the words of sign-off, what waits for whom, notices."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from calls import call, done
from conftest import AT, House

from bulletin import store, workflow
from bulletin.desk import editing, review
from bulletin.errors import Refusal, RefusedAction, UsageError
from bulletin.model import Article, Level
from bulletin.press import compose
from bulletin.settings import read_settings

TWO = (Level("科长审核", hours=4), Level("主任审定", hours=8))


def _with_route(house: House, *route: Level, publication: str = "政务信息") -> House:
    chosen = replace(house.settings.publication(publication), route=route)
    settings = replace(house.settings, publications={**house.settings.publications, publication: chosen})
    return replace(house, settings=settings)


def _act(house: House, one: Article, person: str, action: str, note: str = "", to: str = "") -> Article:
    return review.act(house.db, house.settings, one.id, action, house.actor(person), house.at, note, to)


def _trail(house: House, one: Article) -> list[tuple[str, str, int | None, str]]:
    trail = store.statuses.history(house.db, "article", one.id)
    return [(status.action, status.by, status.level, status.target) for status in trail]


# Acting


def test_a_colleagues_comma_makes_nobody_a_stranger_to_his_own_text(house: House) -> None:
    """Whoever wrote any revision is an author: a reviewer who wrote the text does not pass it because another added a
    comma; a third person does."""
    one = house.edit(house.article("draft"), "审核甲写的全文", "reviewer1")
    sent = house.send(house.edit(one, "审核甲写的全文，", "editor2"))

    with pytest.raises(RefusedAction, match="由本人编辑过"):
        _act(house, sent, "reviewer1", "approve")

    assert _act(house, sent, "reviewer2", "approve").state == "approved"


def test_recommending_is_not_deciding(house: House) -> None:
    """The first of two levels leaves the article in review and reads 拟同意, the last approves it and reads 同意."""
    house = _with_route(house, *TWO)
    one = house.article("in_review")

    first = _act(house, one, "reviewer1", "approve", "数据已核")
    said = [(o.level, o.by, o.word, o.note) for o in review.opinions(house.db, house.settings, first)]
    second = _act(house, first, "reviewer2", "approve")

    assert (first.state, second.state) == ("in_review", "approved")
    assert said == [("科长审核", "reviewer1", "拟同意", "数据已核")]
    words = [opinion.word for opinion in review.opinions(house.db, house.settings, second)]
    assert words == ["拟同意", "同意"]


def test_an_article_goes_back_to_a_level_or_to_the_editor(house: House) -> None:
    """退回 with a level goes to that level, whose reviewer is asked anew; without, or to 编辑, to the editor."""
    house = _with_route(house, *TWO)
    one = _act(house, house.article("in_review"), "reviewer1", "approve")

    back = _act(house, one, "reviewer2", "return", "请再核第二段", "科长审核")
    again = _act(house, back, "reviewer1", "approve")
    edited = _act(house, again, "reviewer2", "return", "改写", "编辑")

    assert (back.state, again.state, edited.state) == ("in_review", "in_review", "returned")
    assert _trail(house, one)[-3:] == [
        ("step_back", "reviewer2", 1, "科长审核"),
        ("approve", "reviewer1", 1, ""),
        ("return", "reviewer2", 2, ""),
    ]
    assert store.articles.approvals(house.db, edited.revision.id) == []


def test_several_are_asked_in_parallel_by_name_or_id_and_a_dissent_is_replied_to(house: House) -> None:
    """会签: both are asked at once; the level waits for both, then for the reply to the one who dissented."""
    one = house.article("in_review")
    asked = _act(house, one, "reviewer1", "countersign", to="编辑乙、clerk1")

    _act(house, asked, "clerk1", "dissent", "口径不一致")
    with pytest.raises(RefusedAction, match="还在等编辑乙会签"):
        _act(house, asked, "reviewer1", "approve")
    _act(house, asked, "editor2", "concur")
    with pytest.raises(RefusedAction, match="督办甲会签有意见，尚未答复"):
        _act(house, asked, "reviewer1", "approve")
    _act(house, asked, "reviewer1", "reply", "已按统计局口径改")

    words = [(o.by, o.word, o.note) for o in review.opinions(house.db, house.settings, asked)]
    assert words == [
        ("clerk1", "会签有意见", "口径不一致"),
        ("", "已答复", "已按统计局口径改"),
        ("editor2", "会签同意", ""),
    ]
    assert _act(house, asked, "reviewer1", "approve").state == "approved"


def test_asking_somebody_unknown_asks_nobody(house: House) -> None:
    """All or none: where one of the names is not of the office, nobody is asked and nobody gets a notice."""
    one = house.article("in_review")
    before = (_trail(house, one), len(store.reviews.notices(house.db)))

    with pytest.raises(RefusedAction, match="没有人员“王市长”"):
        _act(house, one, "reviewer1", "countersign", to="editor2 王市长")

    assert (_trail(house, one), len(store.reviews.notices(house.db))) == before


def test_fast_is_urgent_and_approved_in_one_word(house: House) -> None:
    """速发 at the level that decides: two rows, urgency and approval; the level that may be left out is, and the issue is
    ready for print without it."""
    house = _with_route(house, Level("科长审核", skippable=True), Level("主任审定", people=("reviewer2",)))
    one = house.article("in_review")

    passed = _act(house, one, "reviewer1", "hasten", "防汛紧急")
    approved = _act(house, passed, "reviewer2", "rush", "速发")
    publication = house.settings.publication("政务信息")
    issue = compose.gather(house.db, house.settings, publication, "正刊", house.actor("editor1"), house.at)

    assert approved.state == "approved"
    assert _trail(house, one)[2:4] == [("hasten", "reviewer1", None, ""), ("approve", "reviewer2", 2, "")]
    assert compose.unready(house.db, house.settings, issue) == []
    assert [status.level for status in store.articles.approvals(house.db, one.revision.id)] == [2]


def test_fast_at_a_level_that_recommends_decides_nothing(house: House) -> None:
    """速发 by whom the first level falls to: his own level passed, urgency recorded, and the decision still to come."""
    house = _with_route(house, Level("科长审核", skippable=True), Level("主任审核", skippable=True), Level("审定"))

    one = _act(house, house.article("in_review"), "reviewer1", "rush", "速发")

    assert _trail(house, one)[2:] == [("approve", "reviewer1", 1, ""), ("hasten", "reviewer1", None, "")]
    standing = store.articles.standing(house.db, house.settings, one)
    assert (one.state, workflow.present_level(standing)) == ("in_review", 3)


def test_a_missing_level_still_keeps_an_article_from_print(house: House) -> None:
    """Where the route has grown since the approval, the issue is not ready, and the level that is missing is named."""
    one = house.article("approved")
    longer = _with_route(house, Level("科长审核"), Level("主任审定"))
    publication = longer.settings.publication("政务信息")
    issue = compose.gather(house.db, longer.settings, publication, "正刊", house.actor("editor1"), house.at)

    assert one.state == "approved"
    (why,) = compose.unready(house.db, longer.settings, issue)
    assert "还缺主任审定" in why


def test_what_brings_more_with_it_than_a_step_is_not_done_here(house: House) -> None:
    """Composing, signing, publishing, dropping are not done as a bare step of the review: nothing is recorded."""
    one = house.article("approved")
    for action in ("compose", "take_out", "sign", "publish", "drop", "edit"):
        with pytest.raises(UsageError, match="审核中没有"):
            _act(house, one, "editor1", action, "理由")
    assert store.articles.get(house.db, one.id).state == "approved"


def test_holding_keeps_what_was_passed(house: House) -> None:
    """缓办 after the first level: nobody edits or passes it; 解除 takes it up where it stood."""
    house = _with_route(house, *TWO)
    one = _act(house, house.article("in_review"), "reviewer1", "approve")

    held = _act(house, one, "reviewer2", "hold", "等统计局数据", "2026-11-30")
    for person, action in (("reviewer2", "approve"), ("editor1", "recall")):
        with pytest.raises(RefusedAction, match="处于“缓办”"):
            _act(house, held, person, action)
    with pytest.raises(RefusedAction, match="处于“缓办”"):
        house.edit(held, "改")
    resumed = _act(house, held, "reviewer1", "resume")

    assert (held.state, resumed.state) == ("held", "in_review")
    assert [s.by for s in store.articles.approvals(house.db, one.revision.id)] == ["reviewer1"]


# Looking


def test_a_reviewer_sees_what_changed_since_he_last_looked(house: House) -> None:
    """First nothing to compare with; after he acted on the first revision, the difference is from that one to today's."""
    one = house.article("in_review")
    none_yet = review.difference(house.db, one.id, "reviewer1")
    returned = _act(house, one, "reviewer1", "return", "改")
    house.edit(house.edit(returned, "第二稿。"), "第三稿。")

    before, now = review.difference(house.db, one.id, "reviewer1")

    assert none_yet == (None, one.revision)
    assert before is not None
    assert (before.number, now.number) == (1, 3)
    review.seen(house.db, one.id, house.actor("reviewer1"), house.at)
    assert review.difference(house.db, one.id, "reviewer1") == (now, now)


def test_nobody_passes_a_text_that_changed_under_his_eyes(house: House) -> None:
    """Opened at the first revision, edited and sent again meanwhile: the approval is refused until he looks again."""
    one = house.article("in_review")
    review.seen(house.db, one.id, house.actor("reviewer1"), house.at)
    house.send(house.edit(one, "暗中改过的文字。"))

    with pytest.raises(RefusedAction, match="本人打开看的是旧稿"):
        _act(house, one, "reviewer1", "approve")
    review.seen(house.db, one.id, house.actor("reviewer1"), house.at)

    assert _act(house, one, "reviewer1", "approve").state == "approved"


# The words of sign-off


@pytest.mark.parametrize(
    ("words", "action", "to"),
    [
        ("同意", "approve", ""),
        ("拟同意。审核甲 11月20日", "approve", ""),
        ("发", "approve", ""),
        ("速发", "rush", ""),
        ("同意，速发！", "rush", ""),
        ("缓发，待统计局数据核实", "hold", ""),
        ("不发", "return", ""),
        ("修改后重报", "return", ""),
        ("补充修改后发", "return", ""),
        ("退回", "return", ""),
        ("退科长审核重审", "return", "科长审核"),
        ("请审核乙阅后发", "circulate", "reviewer2"),
        ("请签发甲签发", "hand_over", "signer1"),
        ("转请审核乙审定", "hand_over", "reviewer2"),
        ("先请审核乙、编辑乙会签后签发", "countersign", "reviewer2、editor2"),
        ("请督办甲同志会签", "countersign", "clerk1"),
    ],
)
def test_the_verbs_of_the_trade_are_read(house: House, words: str, action: str, to: str) -> None:
    """Each verb is its action, with the people it names; the words are kept as the note."""
    assert review.read_opinion(words, house.settings) == (action, to, words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("同意，数字核实后发", "是不是条件"),
        ("同意。请审核乙阅后发", "几种意思"),
        ("先会签后签发", "没有写明请谁"),
        ("请王市长阅", "不是本办公室的人员"),
        ("圈", "看不懂"),
        ("不", "看不懂"),
        ("", "看不懂"),
    ],
)
def test_words_that_could_mean_something_else_are_refused(house: House, words: str, why: str) -> None:
    """A condition, two meanings, nobody named, a stranger, nothing at all: refused with what can be written."""
    with pytest.raises(UsageError, match=why):
        review.read_opinion(words, house.settings)


# Waiting


def _waiting(house: House, person: str) -> list[tuple[str, str, str]]:
    found = review.waiting(house.db, house.settings, house.actor(person), house.at)
    return [(one.reference, one.action, one.light) for one in found]


def test_what_waits_is_urgent_first_then_first_due(house: House) -> None:
    """Three sent one after another: the urgent one comes first, then by the time each is due."""
    house = _with_route(house, Level("科长审核", hours=8))
    quick = _with_route(house, Level("科长审核", hours=2), publication="每日要情")
    first = quick.article("in_review")
    second = quick.later(minutes=10).article("in_review", "每日要情")
    third = quick.later(minutes=20).article("in_review")
    _act(quick, third, "reviewer1", "hasten", "特急")

    found = [one.id for one in review.waiting(quick.db, quick.settings, quick.actor("reviewer2"), quick.at)]

    assert found == [third.id, second.id, first.id]


@pytest.mark.parametrize(
    ("moment", "light"),
    [
        ("2026-11-20T15:00:00+08:00", "green"),
        ("2026-11-20T17:00:00+08:00", "yellow"),
        ("2026-11-22T12:00:00+08:00", "yellow"),
        ("2026-11-23T09:00:00+08:00", "yellow"),
        ("2026-11-23T09:00:01+08:00", "red"),
    ],
)
def test_lights_go_by_office_hours(house: House, moment: str, light: str) -> None:
    """Sent on a Friday at nine with eight working hours: due on Monday at nine; lunch and the weekend do not count."""
    house = _with_route(house, Level("科长审核", hours=8))
    house.article("in_review")
    (one,) = review.waiting(house.db, house.settings, house.actor("reviewer1"), datetime.fromisoformat(moment))

    assert one.due_at == datetime.fromisoformat("2026-11-23T09:00:00+08:00")
    assert one.light == light


def test_it_waits_for_whom_it_is_up_to(house: House) -> None:
    """A draft for its writer, a sent one for reviewers but its authors, one asked for the asked, a proof for signers."""
    draft, sent = house.article("draft"), house.article("in_review")
    asked = _act(house, house.article("in_review"), "reviewer1", "countersign", to="clerk1")
    house.article("approved")

    assert (f"稿件 {draft.id}", "send", "") in _waiting(house, "editor1")
    assert f"稿件 {draft.id}" not in [name for name, _, _ in _waiting(house, "editor2")]
    assert _waiting(house, "reviewer2") == [(f"稿件 {sent.id}", "approve", "green")]
    assert _waiting(house, "clerk1") == [(f"稿件 {asked.id}", "concur", "green")]
    assert _waiting(house, "signer1") == []


def test_the_status_says_the_same(house: House) -> None:
    """``bulletin status`` names those who are asked, not the reviewers who wait for them."""
    asked = _act(house, house.article("in_review"), "reviewer1", "countersign", to="clerk1、editor2")

    shown = done(call(house.settings.root, "status", "--json"))["waiting"]

    assert [one["people"] for one in shown if one["what"].startswith(f"稿件 {asked.id} ")] == [["editor2", "clerk1"]]


def test_a_held_piece_is_due_from_the_day_it_was_held_until(house: House) -> None:
    """缓办 until Monday with four hours: no light is red before Monday noon; without a day there is none at all."""
    house = _with_route(house, Level("科长审核", hours=4))
    one, other = house.article("in_review"), house.article("in_review")
    _act(house, one, "reviewer1", "hold", "等数据", "2026-11-23")
    _act(house, other, "reviewer1", "hold", "等数据")

    found = review.waiting(house.db, house.settings, house.actor("reviewer1"), AT + timedelta(days=3))

    due = {item.id: (item.action, item.due_at and item.due_at.isoformat(), item.light) for item in found}
    assert due == {one.id: ("resume", "2026-11-23T12:00:00+08:00", "green"), other.id: ("resume", None, "")}


# Notices


def _told(house: House, person: str) -> list[str]:
    return [one.action for one in reversed(store.reviews.notices(house.db, person))]


def _files(house: House, person: str) -> list[Path]:
    return sorted((house.settings.notices_dir / person).glob("*.txt"))


def test_whom_it_waits_for_is_told_once_by_row_and_file(house: House) -> None:
    """Sent: both reviewers; countersign asked: the asked; answered: the reviewers again; returned: the editor."""
    one = house.article("in_review")
    _act(house, one, "reviewer1", "countersign", to="clerk1")
    _act(house, one, "clerk1", "concur")
    _act(house, one, "reviewer1", "return", "改")

    assert _told(house, "reviewer2") == ["approve", "approve"]
    assert _told(house, "reviewer1") == ["approve", "approve"]
    assert _told(house, "clerk1") == ["concur"]
    assert _told(house, "editor1") == ["send"]
    assert _told(house, "editor2") == []
    (file,) = _files(house, "clerk1")
    text = file.read_text(encoding="utf-8")
    assert f"稿件 {one.id}" in text and one.revision.title in text and "会签同意" in file.name


def test_nobody_is_told_twice_nor_of_what_he_did_himself(house: House) -> None:
    """Of two who were asked one answers: the other is not told again; who takes a held piece up again needs no notice."""
    one = house.article("in_review")
    _act(house, one, "reviewer1", "countersign", to="clerk1、admin1")
    _act(house, one, "clerk1", "concur")
    told = _told(house, "admin1")
    _act(house, one, "admin1", "concur")
    _act(house, one, "reviewer1", "hold", "等数据")
    before = _told(house, "reviewer1")
    _act(house, one, "reviewer1", "resume")

    assert told == ["concur"]
    assert _told(house, "reviewer1") == before


def test_urging_is_recorded_and_not_too_often(house: House) -> None:
    """催办: everybody waited for gets a notice; again within two hours is refused; later it is possible."""
    one = house.article("in_review")
    editor = house.actor("editor1")

    called = review.urge(house.db, house.settings, one.id, editor, house.at)
    with pytest.raises(RefusedAction, match="不久前已催过"):
        review.urge(house.db, house.settings, one.id, editor, house.at + timedelta(minutes=119))
    again = review.urge(house.db, house.settings, one.id, editor, house.at + timedelta(hours=2))

    assert [notice.person for notice in called] == [notice.person for notice in again] == ["reviewer1", "reviewer2"]
    assert [action for action, *_ in _trail(house, one)].count("remind") == 2
    assert len(_files(house, "reviewer1")) == 3


def test_a_signature_can_be_urged(house: House) -> None:
    """A proof that waits for its signature: the signer gets a notice with the command that shows it, not twice in two hours."""
    house.article("approved")
    publication = house.settings.publication("政务信息")
    issue = compose.gather(house.db, house.settings, publication, "正刊", house.actor("editor1"), house.at)
    step = workflow.advance(compose.standing(house.db, issue), "proof", house.actor("editor1"), house.at)
    numbered = store.issues.take_number(house.db, issue, 2026, 0)
    store.issues.add_proof(house.db, numbered, house.at.date(), "0" * 64, 1, {}, step)
    store.statuses.record(house.db, step)

    words, soon = ("review", "urge", "政务信息/2026/1"), "2026-11-20T10:00:00+08:00"
    urged = call(house.settings.root, *words, person="editor1", at=soon)
    again = call(house.settings.root, *words, person="editor1", at=soon)
    (waits,) = review.waiting(house.db, house.settings, house.actor("signer1"), house.at + timedelta(days=4))

    assert (urged.code, again.code) == (0, 1)
    assert "已催签发甲" in urged.out and "不久前已催过" in again.err
    assert (waits.subject, waits.reference, waits.action, waits.light) == ("issue", "政务信息/2026/1", "sign", "red")
    assert waits.since == house.at, "urging does not set the clock back"
    (file,) = _files(house, "signer1")
    assert "bulletin issue show 政务信息/2026/1" in file.read_text(encoding="utf-8")


def test_a_notice_that_cannot_be_written_stops_nothing(house: House) -> None:
    """Where a file stands in the place of the folder, the step is done and the row is there."""
    house.settings.notices_dir.parent.mkdir(exist_ok=True)
    house.settings.notices_dir.write_text("not a folder")

    assert house.article("in_review").state == "in_review"
    assert _told(house, "reviewer1") == ["approve"]


# Two at once


def _at_once(house: House, *deeds: Callable[[store.Database], object]) -> list[str]:
    """Do each deed in a thread with a connection of its own, all at the same moment; return what became of each."""
    ready, said = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int) -> None:
        db = store.open_database(house.settings.database_path)
        ready.wait()
        try:
            deeds[place](db)
            said[place] = "done"
        except Refusal as refusal:
            said[place] = type(refusal).__name__
        finally:
            db.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.parametrize("attempt", range(5))
def test_two_reviewers_never_pass_the_same_level(house: House, attempt: int) -> None:
    """Both mean the first of two levels, at the same moment: one passes it, the other is refused, and nothing is decided."""
    house = _with_route(house, *TWO)
    one = house.article("in_review")

    def approve(person: str) -> Callable[[store.Database], object]:
        who = house.actor(person)
        return lambda db: review.act(db, house.settings, one.id, "approve", who, house.at, "", "科长审核")

    said = _at_once(house, approve("reviewer1"), approve("reviewer2"))

    assert sorted(said) == ["RefusedAction", "done"]
    assert store.articles.get(house.db, one.id).state == "in_review"
    assert len(store.articles.approvals(house.db, one.revision.id)) == 1


def test_an_edit_and_an_approval_at_once_leave_no_approved_text_that_nobody_read(house: House) -> None:
    """Whichever comes first, the text that stands as approved is the one that was approved."""
    one = house.article("in_review")
    reviewer, editor = house.actor("reviewer1"), house.actor("editor1")
    text = editing.Text(one.revision.title, "同时改的文字。", one.revision.number)

    _at_once(
        house,
        lambda db: review.act(db, house.settings, one.id, "approve", reviewer, house.at),
        lambda db: editing.save(db, house.settings, one.id, text, editor, house.at),
    )

    now = store.articles.get(house.db, one.id)
    assert (now.state, now.revision.number) == ("draft", 2)
    assert store.articles.approvals(house.db, now.revision.id) == []


# The command line


def test_a_route_from_the_file_is_walked_on_the_command_line(house: House) -> None:
    """A route written as tables, a deputy, a countersign, a hand-over and the last word, as a person types them."""
    root = house.settings.root
    written = (root / "bulletin.toml").read_text(encoding="utf-8")
    route = 'levels = ["科长审核", { name = "主任审定", roles = ["signer"], people = ["signer1"], hours = 4, decides = true }]'
    delegation = '\n[[delegations]]\ngiver = "signer1"\ntaker = "admin1"\nstart = 2026-11-20\nend = 2026-11-21\nreason = "出差"\n'
    (root / "bulletin.toml").write_text(
        written.replace('levels = ["科长审核"]', route, 1) + delegation, encoding="utf-8"
    )
    house = replace(house, settings=read_settings(root))
    one = house.article("in_review")

    said = [
        call(root, "review", "say", one.id, "请编辑乙会签", person="reviewer1"),
        call(root, "review", "concur", one.id, person="editor2"),
        call(root, "review", "say", one.id, "拟同意", person="reviewer1"),
        call(root, "article", "approve", one.id, "--level", "科长审核", person="admin1"),
        call(
            root, "article", "approve", one.id, "--level", "主任审定", person="admin1", at="2026-11-22T09:00:00+08:00"
        ),
        call(root, "article", "approve", one.id, "--level", "主任审定", person="admin1"),
    ]

    assert [answer.code for answer in said] == [0, 0, 0, 1, 1, 0]
    assert "现在轮到的是“主任审定”" in said[3].err
    assert "签发甲给他的授权到2026-11-21为止，已过期" in said[4].err
    shown = done(call(root, "article", "show", one.id, "--json"))
    assert [a["on_behalf_of"] for a in shown["approvals"]] == ["", "signer1"]
    assert shown["route"] == ["科长审核", "主任审定"]
    (listed,) = done(call(root, "delegation", "list", "--json"))
    assert (listed["roles"], listed["state"], listed["used"]) == (["signer"], "有效", 1)


def test_who_looked_at_an_older_revision_by_article_show_does_not_approve_a_newer_one(house: House) -> None:
    """``article show`` by who may approve counts as looked at, as ``review show`` does; by an editor it does not."""
    root, one = house.settings.root, house.article("in_review")
    done(call(root, "article", "show", one.id, "--json", person="editor1"))
    assert house.db.table("sights").count == 0

    done(call(root, "article", "show", one.id, "--json", person="reviewer1"))
    house.send(house.edit(one, "换了全文。", "editor1"))
    refused = call(root, "article", "approve", one.id, person="reviewer1")

    assert (refused.code, "本人打开看的是旧稿，其后又有改动" in refused.err) == (1, True)
    assert "现：换了全文。" in call(root, "review", "show", one.id, person="reviewer1").out
    assert call(root, "article", "approve", one.id, person="reviewer1").code == 0


def test_a_person_sees_his_list_and_his_notices(house: House) -> None:
    """``review list`` shows light, time and title, ``review show`` the change, ``review notices`` what came."""
    root, one = house.settings.root, house.article("in_review")
    call(root, "article", "return", one.id, "--reason", "补数据", person="reviewer1")
    house.send(house.edit(one, "补了数据。"))

    listed = call(root, "review", "list", person="reviewer1").out
    shown = call(root, "review", "show", one.id, person="reviewer1").out
    notices = call(root, "review", "notices", person="editor1").out

    assert "绿" in listed and f"稿件 {one.id}" in listed and "审核通过" in listed
    assert "你上次看的是第1稿" in shown and "现：补了数据。" in shown
    assert "等你送审" in notices
    assert workflow.awaited(
        store.articles.standing(house.db, house.settings, store.articles.get(house.db, one.id)),
        house.actor("reviewer2"),
        house.at,
    )
