"""What is promised about 核实: what must be verified is the office's rule, what was verified is a row, what is missing is seen."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from conftest import TEXT, TITLE, House

from bulletin import store
from bulletin.desk import checking, editing, verification
from bulletin.desk.verification import Inquiry
from bulletin.errors import FindingsBlock, NotFound, RefusedAction, UsageError
from bulletin.model import Article, Finding, Flag
from bulletin.settings import VerificationRules
from bulletin.terms import OWN_SOURCES
from tests.calls import call, done

ASKED = Inquiry("电话", "死亡人数是否属实", "属实", "与上报一致", "东山镇", "王某", "0571-1234567")
NOTHING = VerificationRules(kinds=(), urgencies=(), words=(), flags=(), single_source=False, untraced=False)


def ruled(house: House, **rules: object) -> House:
    """The house with these rules of verification and no others."""
    return replace(house, settings=replace(house.settings, verification=replace(NOTHING, **rules)))  # type: ignore[arg-type]


def article(house: House, *items: int) -> Article:
    return editing.adopt(house.db, house.settings, list(items), editing.Wish(), house.actor("editor1"), house.at)


def whys(house: House, one: Article, found: tuple[Finding, ...] = ()) -> list[tuple[int, str]]:
    reasons = verification.missing(house.db, house.settings, one, found)
    return [(reason.item_id, reason.why) for reason in reasons]


def ask(house: House, subject: str, number: int, inquiry: Inquiry = ASKED, person: str = "editor1") -> None:
    verification.record(house.db, house.settings, subject, number, inquiry, house.actor(person), house.at)


@pytest.mark.parametrize(
    ("rules", "fields", "why"),
    [
        ({"kinds": ("问题",)}, {"kind": "问题"}, "类型为问题"),
        ({"urgencies": ("特急",)}, {"urgency": "特急"}, "紧急程度为特急"),
        ({"flags": ("date",)}, {"flags": (Flag("date", 0, 0, "", "不合"),)}, "标有时间存疑"),
        ({"words": ("亩晚稻", "没有的词")}, {}, "文中有“亩晚稻”"),
        (
            {"single_source": True},
            {"unit": "", "text": "大桥桥面有裂缝。", "title": "桥面有裂缝"},
            "只有test一个公开来源",
        ),
    ],
    ids=["kind", "urgency", "flag", "word", "single"],
)
def test_each_rule_asks_for_what_it_names_and_nothing_else(
    house: House, rules: dict[str, object], fields: dict[str, Any], why: str
) -> None:
    """An item that the rule speaks of must be verified, with the reason in words; the same item without the rule need not."""
    one = article(house, house.item(**fields).id)

    assert [said for _, said in whys(ruled(house, **rules), one)] == [why]
    assert whys(ruled(house), one) == []


def test_an_item_no_rule_speaks_of_needs_no_verification(house: House) -> None:
    """A unit's everyday report, under the rules an office has from the start, asks for nothing."""
    assert whys(house, article(house, house.item().id)) == []


def test_a_unit_or_a_second_source_is_not_a_single_public_source(house: House) -> None:
    """One of the items sent by a unit is enough, and so is a unit that reports the same elsewhere; a reprint is not."""
    house = ruled(house, single_source=True)
    alone = {"unit": "", "text": f"大桥桥面有裂缝。{'桥上车多。' * 8}", "title": "桥面有裂缝"}
    first, reprint = house.item(**alone), house.item(**alone)

    assert store.identity.of_item(house.db, reprint.id), "the two are known to be alike"
    assert len(whys(house, article(house, first.id))) == 1
    assert whys(house, article(house, reprint.id, house.item(unit="东山镇").id)) == []
    reported = f"{alone['text']}目前有裂缝3处，长约12米，已围挡。"
    house.item(**{**alone, "unit": "东山镇", "text": reported})
    copied = house.item(**alone)
    assert whys(house, article(house, copied.id)) == []


def test_figures_that_the_material_does_not_have_must_be_verified_in_the_very_revision(house: House) -> None:
    """What tracing leaves open is asked for; answering it, or verifying this revision, settles it; a new revision does not."""
    house = ruled(house, untraced=True)
    one = article(house, house.item().id)
    open_one = Finding("wording", "wording.figure_untraced", "warning", "", "")
    answered = replace(open_one, answered="已核")

    assert whys(house, one, (open_one, answered)) == [(0, "有1处来稿中没有的数字、名称")]
    assert whys(house, one, (answered,)) == []
    ask(house, "article", one.id)
    assert whys(house, one, (open_one,)) == []
    assert len(whys(house, house.edit(one, "截至11月10日，全部收割完毕。"), (open_one,))) == 1


def test_each_item_of_a_merged_article_is_verified_by_itself_or_with_the_whole(house: House) -> None:
    """Verifying one item leaves the other open; verifying the article settles both."""
    house = ruled(house, kinds=("问题",))
    first, second = house.item(kind="问题"), house.item(f"{TEXT}又及。", kind="问题")
    one = article(house, first.id, second.id)

    ask(house, "item", first.id)
    assert [item for item, _ in whys(house, one)] == [second.id]
    ask(house, "article", one.id)
    assert whys(house, one) == []


@pytest.mark.parametrize("result", ["不属实", "无法核实"])
def test_what_was_not_confirmed_stays_open_until_a_newer_word(house: House, result: str) -> None:
    """The newest verification counts, in both directions."""
    house = ruled(house, kinds=("问题",))
    item = house.item(kind="问题")
    one = article(house, item.id)

    ask(house, "item", item.id)
    ask(house, "item", item.id, replace(ASKED, result=result))
    assert len(whys(house, one)) == 1
    ask(house, "item", item.id)
    assert whys(house, one) == []


def test_what_was_right_in_part_is_settled_once_the_text_was_changed(house: House) -> None:
    """部分属实 asks for an edit after it, whether it was said of the article or of the item."""
    house = ruled(house, kinds=("问题",))
    part = replace(ASKED, result="部分属实", words="实为两起")
    item = house.item(kind="问题")
    one = article(house, item.id)

    ask(house, "article", one.id, part)
    assert len(whys(house, one)) == 1
    edited = house.edit(one, "截至11月10日，收割完毕。")
    assert whys(house, edited) == []
    ask(house, "item", item.id, part)
    assert len(whys(house, edited)) == 1
    later = house.later(hours=1)
    assert whys(house, later.edit(edited, "截至11月9日，收割完毕。")) == []


def test_sending_without_it_is_a_finding_as_severe_as_the_office_says(house: House) -> None:
    """A warning lets it pass, an error does not; a verification takes it away."""
    warned, strict = ruled(house, kinds=("问题",)), ruled(house, kinds=("问题",), severity="error")
    item = house.item(kind="问题")
    one = article(house, item.id)

    (finding,) = [f for f in checking.check(house.db, warned.settings, one.id) if f.rule == verification.RULE]
    assert (finding.severity, finding.where) == ("warning", f"来稿 {item.id}")
    assert "类型为问题" in finding.message and "还没有核实" in finding.message
    with pytest.raises(FindingsBlock, match="须核实"):
        strict.send(one)
    assert store.articles.get(house.db, one.id).state == "draft"
    ask(strict, "item", item.id)
    assert strict.send(one).state == "in_review"


def test_errors_stand_first_and_an_answer_lets_it_pass(house: House) -> None:
    """A missing verification that blocks stands before warnings, and can be accepted with a reason like any error."""
    strict = ruled(house, kinds=("问题",), severity="error")
    one = article(house, house.item("昨天收割完毕，,，其中。", kind="问题").id)
    found = checking.check(house.db, strict.settings, one.id)
    order = ["error", "warning", "advice"]

    assert [f.severity for f in found] == sorted((f.severity for f in found), key=order.index)
    for error in (f for f in found if f.severity == "error"):
        checking.answer(house.db, strict.settings, one.id, error.key, "主任同意先发", house.actor("editor1"), house.at)
    assert strict.send(one).state == "in_review"


def test_a_new_result_needs_a_new_answer(house: House) -> None:
    """What was accepted before anybody asked is not accepted once somebody said that it is wrong."""
    strict = ruled(house, kinds=("问题",), severity="error")
    item = house.item(kind="问题")
    one = article(house, item.id)
    (error,) = [f for f in checking.check(house.db, strict.settings, one.id) if f.severity == "error"]
    checking.answer(house.db, strict.settings, one.id, error.key, "先发", house.actor("editor1"), house.at)

    ask(strict, "item", item.id, replace(ASKED, result="不属实"))

    with pytest.raises(FindingsBlock, match="上次核实的结果是不属实"):
        strict.send(one)


def test_the_rule_can_be_switched_off(house: House) -> None:
    """``gates.off`` silences it like any other rule."""
    silent = ruled(house, kinds=("问题",))
    one = article(house, house.item(kind="问题").id)
    gates = replace(silent.settings.gates, off=frozenset({verification.RULE}))

    found = checking.check(house.db, replace(silent.settings, gates=gates), one.id)

    assert verification.RULE not in {finding.rule for finding in found}
    listed = done(call(house.settings.root, "gate", "list", "--json"))
    assert [row["severity"] for row in listed if row["rule"] == verification.RULE] == ["warning"]


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"asked": " "}, "问了什么"),
        ({"person": ""}, "向谁核实"),
        ({"phone": ""}, "电话号码"),
        ({"result": "不属实", "words": ""}, "核实情况"),
        ({"means": "网上核对", "words": ""}, "核实情况"),
        ({"means": "打听"}, "不在可用的值之内"),
        ({"result": "大概"}, "不在可用的值之内"),
    ],
    ids=["asked", "person", "phone", "words", "source", "means", "result"],
)
def test_a_record_says_with_whom_and_what(house: House, changes: dict[str, str], lacking: str) -> None:
    """A record that leaves out what makes it one is refused by name, and nothing is stored."""
    item = house.item()

    with pytest.raises(UsageError, match=lacking):
        ask(house, "item", item.id, replace(ASKED, **changes))  # type: ignore[arg-type]

    assert store.verifications.of_subject(house.db, "item", item.id) == []


def test_a_record_keeps_all_that_was_said_and_never_changes(house: House) -> None:
    """Who, when, with whom, by what means, about what, with what result; the unit by its full name; no update, no delete."""
    item = house.item()
    spoke = house.at - timedelta(hours=2)

    ask(house, "item", item.id, replace(ASKED, unit="市发改委", done_at=spoke), "reviewer1")

    (one,) = store.verifications.of_subject(house.db, "item", item.id)
    assert (one.unit, one.person, one.phone) == ("市发展改革委", "王某", "0571-1234567")
    assert (one.means, one.asked, one.result, one.words) == (ASKED.means, ASKED.asked, ASKED.result, ASKED.words)
    assert (one.by, one.done_at, one.at, one.revision_id) == ("reviewer1", spoke, house.at, None)
    for statement in ("update verifications set result = '属实'", "delete from verifications"):
        with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
            house.db.execute(statement)


def test_only_editors_and_reviewers_record_and_only_of_what_is_there(house: House) -> None:
    """A clerk may not, nor is there a verification of nothing, nor of tomorrow."""
    item = house.item()

    with pytest.raises(RefusedAction, match="登记核实须由"):
        ask(house, "item", item.id, person="clerk1")
    for subject in ("item", "article"):
        with pytest.raises(NotFound):
            ask(house, subject, 999)
    with pytest.raises(UsageError, match="在现在之后"):
        ask(house, "item", item.id, replace(ASKED, done_at=house.at + timedelta(minutes=1)))


def test_review_and_issue_show_what_is_verified_and_what_is_not(house: House) -> None:
    """The reviewer reads at the article, and the composer at the issue, what was verified and what was not."""
    root = house.settings.root
    first, second = house.item(kind="问题"), house.item("桥面有裂缝。", "桥面有裂缝", kind="问题")
    ones = [article(house, first.id), article(house, second.id)]
    options = ("--means", "电话", "--asked", "亩数", "--result", "属实", "--person", "王某", "--phone", "1234567")
    done(call(root, "item", "verify", first.id, *options, "--json", person="editor1"))
    for one in ones:
        house.approve(house.send(one))

    shown = [call(root, "article", "show", one.id).out for one in ones]
    issue = done(call(root, "issue", "compose", "--json", person="editor1"))

    assert "王某（1234567）　问：亩数　属实" in shown[0] and "未核实" not in shown[0]
    assert "未核实：" in shown[1] and "类型为问题" in shown[1]
    assert [row["article"] for row in issue["unverified"]] == [ones[1].id]
    assert "未核实：" in call(root, "review", "show", ones[1].id, person="reviewer2").out
    assert f"{TITLE}" in shown[0]


@pytest.mark.parametrize("phone", ["张三", "待问", "1"])
def test_a_telephone_number_has_figures(house: House, phone: str) -> None:
    """A name where the number should stand is refused, with what to write; a short number of an office is one."""
    item = house.item()
    with pytest.raises(UsageError, match="不是号码"):
        ask(house, "item", item.id, replace(ASKED, phone=phone))

    ask(house, "item", item.id, replace(ASKED, phone="内线8023"))
    assert len(store.verifications.of_article(house.db, 0, (item.id,))) == 1


def test_the_question_proposed_asks_for_what_is_reported(house: House) -> None:
    """What is proposed as a question is one: the figure that was marked, else what the item reports; never the finding."""
    one = article(house, house.item(kind="问题").id)
    other = article(house, house.item("别处的经验。", "一条经验", kind="经验").id)
    at = one.revision.text.index("亩")
    marked = Finding("wording", "wording.figure_untraced", "warning", "正文", "来稿没有", start=at, end=at + 1)
    unverified = Finding("format", verification.RULE, "warning", "全文", "类型为问题，须核实，还没有核实")

    assert verification.question(house.db, one, marked) == "“亩”是否属实"
    assert verification.question(house.db, one, unverified) == "所反映的问题、数字是否属实"
    assert verification.question(house.db, other, None) == "所报的情况、数字是否属实"


def test_what_the_office_itself_made_is_no_public_source(house: House) -> None:
    """A circular counted by the program from the office's own records need not be verified with anybody."""
    house = ruled(house, single_source=True)

    alone = {"unit": "", "text": f"大桥桥面有裂缝。{'桥上车多。' * 8}", "title": "桥面有裂缝"}

    for source, count in (("新华社", 1), *((own, 0) for own in OWN_SOURCES.values())):
        assert len(whys(house, article(house, house.item(**alone, source=source).id))) == count, source
