"""What is promised about the four gates (四关): each rule sees the fault it is for, and a clean text passes in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import House
from planted_faults import PLANTED

import bulletin
from bulletin import store
from bulletin.desk import checking, gates, verification
from bulletin.errors import SettingsError
from bulletin.model import Finding
from bulletin.settings import Gates, Settings
from bulletin.terms import GATES

EDITED = sorted((Path(bulletin.__file__).parent / "sample" / "edited").glob("*.txt"))
CLEAN = "11月10日，东山镇收割晚稻3.2万亩，其中机收3.1万亩、人工0.1万亩（含“插花田”）。"


def _check(settings: Settings, text: str = CLEAN, **changes: object) -> list[Finding]:
    draft = gates.Draft("标题", text, "工作动态", ("东山镇",), settings.publication())
    return gates.check(replace(draft, **changes), settings, {})  # type: ignore[arg-type]


@pytest.mark.parametrize("path", EDITED, ids=lambda path: path.stem)
def test_the_edited_texts_of_the_sample_pass_without_a_word(settings: Settings, path: Path) -> None:
    """A text that a chief editor has finished raises no finding of any severity."""
    title, body = path.read_text(encoding="utf-8").strip().split("\n\n", 1)

    assert _check(settings, body, title=title) == []


FAULTS: list[tuple[str, str, str]] = [
    ("political.secrecy", "机密★5年\n正文。", "机密技术和秘密行动都不是标志。"),
    ("political.secrecy", "正文。\n绝密", "正文提到绝密二字。"),
    ("policy.document_number", "按东政办发[2026]12号要求。", "按东政办发〔2026〕12号要求。"),
    ("policy.document_number", "按东政发（2026）第3号要求。", "按通知（2026年印发）要求。"),
    ("wording.date", "2026年2月30日召开。", "2028年2月29日召开。"),
    ("wording.date", "2026年13月1日召开。", "2026年12月1日召开。"),
    ("wording.date", "截至11月31日完成。", "截至11月30日完成。"),
    ("wording.date", "25时30分报告。", "24时0分报告。"),
    ("format.table", "事项\t次数\n办证\t9", "办证由9次减为1次。"),
    ("format.table", "事项\t次数\n办证\t9", "| 事项 | 次数 |\n| 办\t证 | 9 |"),
    ("format.picture", "正文。\n图：没有.png　说明", "正文。\n图：没有名字的图"),
    ("wording.sum", "投资10亿元，其中甲3亿元、乙6亿元。", "投资10亿元，其中甲3亿元、乙7亿元。"),
    ("wording.sum", "共投入1,000.5万元，其中：中央500万元，省级500万元。", "投资10亿元，其中甲增长3%、乙6亿元。"),
]


@pytest.mark.parametrize(("rule", "bad", "good"), FAULTS)
def test_each_rule_sees_its_fault_and_lets_the_right_form_pass(
    settings: Settings, rule: str, bad: str, good: str
) -> None:
    """The rule fires once on the fault, alone, and nothing fires on the same text put right."""
    assert [found.rule for found in _check(settings, bad)] == [rule]
    assert _check(settings, good) == []


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("format.title", {"title": "  "}),
        ("format.title", {"title": "晚稻收割完毕。"}),
        ("format.section", {"section": "文艺副刊"}),
        ("format.attribution", {"units": ()}),
        ("format.empty", {"text": " \n"}),
    ],
)
def test_each_rule_of_form_sees_its_fault(settings: Settings, rule: str, changes: dict[str, str]) -> None:
    """Missing title, text, unit or section and a full stop after the title are each seen, alone."""
    text = changes.pop("text", CLEAN)

    assert [found.rule for found in _check(settings, text, **changes)] == [rule]


def test_a_word_the_office_banned_is_seen_every_time(settings: Settings) -> None:
    """The office's own list is a political gate: each occurrence blocks."""
    settings = replace(settings, gates=Gates(banned_words=("世界第一",)))

    found = _check(settings, "本市世界第一，也是全国世界第一。")

    assert [one.rule for one in found] == ["political.banned"] * 2
    assert gates.blocking(found) == found
    assert _check(settings, "本市居全省第一。") == []


def test_a_publication_without_sections_takes_any(settings: Settings) -> None:
    """Where the office names no sections, none is wrong."""
    assert _check(settings, publication=settings.publication("信息专报"), section="随意") == []


def test_every_rule_has_a_gate_people_know_and_is_tested_here() -> None:
    """Codes begin with their gate, gates have Chinese names; gates of many rules are tested in files of their own."""
    tested = (
        {rule for rule, _, _ in FAULTS}
        | {one.rule for one in PLANTED}
        | {
            "format.distribution",
            "political.banned",
            "format.title",
            "format.section",
            "format.attribution",
            "format.empty",
            "format.printed",
        }
    )

    assert {rule.code for rule in gates.RULES} >= tested
    assert all(rule.gate in GATES and rule.code.startswith(f"{rule.gate}.") for rule in gates.RULES)


def test_a_finding_says_where(settings: Settings) -> None:
    """A finding names paragraph and character, both counted from 1, and shows the words."""
    (found,) = _check(settings, "第一段。\n第二段，，有误。")

    assert found.where == "第2段第4字“，，”"
    (in_title,) = _check(settings, title="标题。")
    assert in_title.where.startswith("标题")


def test_errors_stand_first_and_only_they_block(settings: Settings) -> None:
    """A warning informs, an error blocks, and errors are shown first."""
    found = _check(settings, "截止11月底收割，于2026年2月30日。")

    assert [one.severity for one in found] == ["error", "warning"]
    assert gates.blocking(found) == found[:1]


def test_an_answer_counts_for_the_words_it_was_given_for(settings: Settings) -> None:
    """The key of a finding stays with its words: it moves with them and does not cover others."""
    text = "原文如此：2026年2月30日。"
    (found,) = _check(settings, text)
    draft = gates.Draft("标题", f"前面加一段。\n{text}", "工作动态", ("东山镇",), settings.publication())

    moved = gates.check(draft, settings, {found.key: "史料原文如此"})
    other = gates.check(replace(draft, text="2026年2月31日。"), settings, {found.key: "史料原文如此"})

    assert [one.answered for one in moved] == ["史料原文如此"]
    assert gates.blocking(moved) == []
    assert gates.blocking(other) == other


def test_the_sample_office_can_be_checked_from_its_queue(house: House) -> None:
    """Every item of the sample can be put through the gates, whatever is wrong with it."""
    for item in store.items.selected(house.db, "true", ()):
        for found in _check(house.settings, item.text, title=item.title):
            assert found.where
            assert found.message
            assert found.key.startswith(f"{found.rule}-")


def test_what_was_printed_before_is_told(house: House) -> None:
    """An article that repeats a printed one is warned of with the issue's name; a printed one is not warned of itself."""
    printed = house.issue("published")
    first = store.issues.entries(house.db, printed.id)[0].article_id
    again = house.article()

    warned = [one for one in checking.check(house.db, house.settings, again.id) if one.rule == "format.printed"]

    assert [one.severity for one in warned] == ["warning"]
    assert "政务信息2026年第1期已刊过" in warned[0].message
    assert not [one for one in checking.check(house.db, house.settings, first) if one.rule == "format.printed"]


@pytest.mark.parametrize(("number", "warned"), [("RX1", True), ("RX2", False)])
def test_another_case_of_the_same_form_was_not_printed(house: House, number: str, warned: bool) -> None:
    """An article on a hotline case is held against the printed ones on its own number, not on others of that form."""
    printed = house.article("approved")
    house.issue("published")
    again = house.article()
    for article, called in ((printed, "RX1"), (again, number)):
        row = {"number": called, "source": "热线", "is_record": 1}
        house.db.table("items").update(article.items[0], row)

    found = [one for one in checking.check(house.db, house.settings, again.id) if one.rule == "format.printed"]

    assert bool(found) is warned


def test_every_rule_says_what_it_looks_for() -> None:
    """Each rule has words of its own for the list of rules, and a code of its own."""
    titles, codes = [rule.title for rule in gates.RULES], [rule.code for rule in gates.RULES]

    assert all(any("\u4e00" <= char <= "\u9fff" for char in title) for title in titles)
    assert len(set(titles)) == len(set(codes)) == len(gates.RULES)


def test_a_rule_switched_off_that_is_none_is_refused(house: House) -> None:
    """A slip in ``gates.off`` is named with the nearest rule; every rule there is may stand in it."""
    article = house.article()
    wrong = replace(house.settings, gates=replace(house.settings.gates, off=frozenset({"wording.varient"})))
    every = frozenset({*(rule.code for rule in gates.RULES), verification.RULE})

    with pytest.raises(SettingsError, match=r"wording\.varient") as refusal:
        checking.check(house.db, wrong, article.id)

    assert "wording.variant" in refusal.value.remedy
    checking.refuse_unknown_rules(replace(wrong, gates=replace(wrong.gates, off=every)))


def test_a_look_that_serves_several_rules_is_taken_once(house: House) -> None:
    """Two rules of one look are told what is theirs, and the text is read once."""
    taken = []

    def look(draft: gates.Draft, settings: Settings) -> Iterator[gates.Sighting]:
        taken.append(draft)
        return iter([gates.Sighting(0, 1, "甲", rule="wording.a"), gates.Sighting(1, 2, "乙", rule="wording.b")])

    rules = [gates.GateRule(code, "wording", "advice", look, code) for code in ("wording.a", "wording.b", "wording.c")]
    draft = gates.Draft("标题", "甲乙", "", (), house.settings.publication())

    found = gates.sightings(rules, draft, house.settings)

    assert [(rule.code, one.message) for rule, one in found] == [("wording.a", "甲"), ("wording.b", "乙")]
    assert len(taken) == 1
