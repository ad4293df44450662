"""What is promised about the office's lists at the gates: they count by the day, and what they do not say is not judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_desk_gates_planted import DAY, check

from bulletin.desk.gates import form, policy, politics
from bulletin.model import Finding
from bulletin.settings import Settings
from bulletin.settings.lists import Leader, Lists, Name, Period, Word

OURS = ("political.", "policy.")


def _told(settings: Settings, text: str, day: date = DAY) -> list[Finding]:
    return [one for one in check(settings, {"text": text}, day) if one.rule.startswith(OURS)]


@pytest.mark.parametrize(
    "text",
    [
        "临江市市长钱伟到东山镇考察。",
        "临江市副市长李某海到东山镇考察。",
        "原副市长刘某岭回忆了当时的情形。",
        "时任副市长刘某岭组织了这项工作。",
        "市长热线全年受理来电3.2万个。",
        "市长任期内要完成三件事。",
        "市长于近日主持召开会议。",
        "副市长钱伟到会。",
        "省委常委、市委书记钱伟到会。",
        "东江市委书记张某山、东江市人民政府市长李某海到会。",
        "市防汛抗旱指挥部指挥长李某海签发了命令。",
        "市委书记张某山主持会议，市长李某海、副市长赵某平参加。",
        "听取李某海汇报后，张某山作了讲话。",
        "李某海同志、赵某平同志参加。",
        "村民李某梅、张某三已经转移。",
        "副市长王某川负责这项工作。",
        "市水利局与省水利厅会商。",
        "河东区人民政府办公室印发了通知。",
        "《东江市2025年重点项目建设推进方案》已经完成。",
        "《东江市招商引资优惠办法》自2025年12月31日起废止。",
        "《政务信息》〔2026〕12期刊登。",
        "规划（2026）3项任务。",
        "依据《中华人民共和国防洪法》。",
        "市应急局、市发改委参加。",
        "清水河国家湿地公园开园。",
    ],
)
def test_what_is_right_or_not_listed_is_not_judged(settings: Settings, text: str) -> None:
    """Other places, former posts, hot lines, people and documents the list does not know pass in silence."""
    assert _told(settings, text) == []


def test_a_post_counts_as_of_the_day_of_the_text(settings: Settings) -> None:
    """Who held the post then may be called by it then: the lists are asked about the day."""
    text = "副市长刘某岭到东山镇调研。"

    assert _told(settings, text, date(2026, 6, 30)) == []
    assert [one.rule for one in _told(settings, text, date(2026, 7, 1))] == ["political.leader_post"]


def test_a_document_may_be_quoted_from_its_day_and_until_it_is_repealed(settings: Settings) -> None:
    """Unreleased before its day, repealed from its day: one text, three days, three judgements."""
    parking, offers = "按《东江市城区停车管理办法》执行。", "按东政发〔2019〕8号执行。"

    assert [one.rule for one in _told(settings, parking, date(2026, 12, 31))] == ["policy.unreleased"]
    assert _told(settings, parking, date(2027, 1, 1)) == []
    assert _told(settings, offers, date(2025, 12, 30)) == []
    assert [one.rule for one in _told(settings, offers, date(2025, 12, 31))] == ["policy.repealed"]


def test_a_wording_of_one_year_is_asked_for_in_that_year(settings: Settings) -> None:
    """An official wording with from and until is no rule before and after."""
    text = "开展营商环境优化年活动。"

    assert [one.rule for one in _told(settings, text, date(2026, 1, 1))] == ["policy.wording"]
    assert _told(settings, text, date(2025, 12, 31)) == []


def test_without_lists_nothing_is_said_of_names_and_documents(settings: Settings) -> None:
    """An office that keeps no lists gets only what needs none: marks, forms of numbers, years to come."""
    bare = replace(settings, lists=Lists())
    text = "市委书记李某海、市长王某州落实《东江市招商引资促近办法》（东政发〔2025〕31号），创历史之最。"

    assert _told(bare, text) == []
    assert [one.rule for one in _told(bare, "按东政发[2026]1号办理。")] == ["policy.document_number"]


def test_a_deputy_the_list_does_not_know_is_no_holder_of_the_post(settings: Settings) -> None:
    """Where only the mayor is listed, calling him deputy mayor is still wrong."""
    lists = Lists(leaders=(Leader("李某海", ("市长",), 1, Period()),))

    (told,) = _told(replace(settings, lists=lists), "副市长李某海到东山镇调研。")

    assert (told.rule, "文中为“副市长”" in told.message) == ("political.leader_post", True)


def test_a_word_is_banned_in_its_time(settings: Settings) -> None:
    """A banned word with an end is free again on the day after."""
    lists = Lists(banned=(Word(("旧词",), "", Period(None, date(2026, 6, 30))),))
    bound = replace(settings, lists=lists)

    assert [one.rule for one in _told(bound, "用了旧词。", date(2026, 6, 30))] == ["political.banned"]
    assert _told(bound, "用了旧词。", date(2026, 7, 1)) == []


def test_a_wrong_form_inside_the_right_one_is_right(settings: Settings) -> None:
    """水利局 may be a wrong form of 市水利局, and 市水利局 still passes."""
    bound = replace(settings, lists=Lists(names=(Name("市水利局", (), ("水利局",), "", Period()),)))

    assert _told(bound, "市水利局会商。") == []
    assert [one.start for one in _told(bound, "市水利局会商，水利局值守。")] == [7]


def test_a_document_quoted_by_title_and_number_is_told_once(settings: Settings) -> None:
    """Title and number side by side are one quotation."""
    told = _told(settings, "按《东江市招商引资优惠办法》（东政发〔2019〕8号）执行。")

    assert [one.rule for one in told] == ["policy.repealed"]


def test_a_title_may_round_and_an_internal_publication_needs_no_notice(settings: Settings) -> None:
    """413 for 412.6 passes; a notice in the raw text passes where the publication's head says the same."""
    rounded = check(settings, {"title": "完成投资413亿元", "text": "截至10月底，完成投资412.6亿元。"})
    internal = check(settings, {"raw": ("内部资料 注意保存\n截至11月10日，东山镇收割完毕。",)})

    assert not [one for one in rounded if one.rule == "format.title_figure"]
    assert not [one for one in internal if one.rule == "format.internal"]


def test_a_suggestion_says_what_might_stand_there(settings: Settings) -> None:
    """Where the list knows what is right, the finding carries it, ready to be put in by a person."""
    (name,) = _told(settings, "市长李某河到东山镇调研。")
    (order,) = _told(settings, "李某海、张某山参加会议。")
    (number,) = _told(settings, "按东政发[2026]第3号办理。")

    assert (name.suggestion, order.suggestion) == ("李某海", "张某山、李某海")
    assert number.suggestion.endswith("东政发〔2026〕3号")


def test_a_rule_switched_off_is_silent_but_not_one_no_reason_can_answer(settings: Settings) -> None:
    """``gates.off`` silences a rule; a secrecy mark is told whatever the office says."""
    off = replace(settings, gates=replace(settings.gates, off=frozenset({"political.banned", "political.secrecy"})))

    assert _told(off, "产量创历史之最。") == []
    assert [one.rule for one in _told(off, "机密★5年\n正文。")] == ["political.secrecy"]


def test_a_publication_without_recipients_is_told(settings: Settings) -> None:
    """Nobody to report, send or issue to: the publication's distribution is missing."""
    lost = replace(settings.publication(), report_to=(), send_to=(), issue_to=(), copy_to=(), addressed_to="")

    assert [one.rule for one in check(settings, {"publication": lost}) if one.severity == "warning"] == [
        "format.distribution"
    ]


def test_every_rule_of_these_gates_says_what_it_looks_for() -> None:
    """`gate list` has Chinese words for each rule of politics, policy and format."""
    assert all(rule.title for rules in (politics.RULES, policy.RULES, form.RULES) for rule in rules)


def test_clean_news_passes_without_an_error_or_warning(settings: Settings) -> None:
    """The rules of politics and policy with the sample lists raise nothing on 3,000 clean sentences of two papers."""
    import json

    proof = Path(__file__).parents[2] / "shared" / "data" / "proof"
    if not proof.is_dir():
        pytest.skip("没有 shared/data/proof")
    texts = [
        row["correct_text"]
        for name in ("clean_rmrb_a", "clean_xxqg_a")
        for row in json.loads((proof / f"{name}.json").read_text(encoding="utf-8"))
    ]
    whole = "\n".join(texts)

    assert len(whole) > 100_000
    assert [one.message for one in _told(settings, whole) if one.severity != "advice"] == []


@pytest.mark.parametrize(
    "line",
    [
        "注：秘密★1年",
        "表1：秘密★1年",
        "单位：机密",
        "图：大厅.png　机密★长期",
        "附件：1. 机密★3年",
        "2. 机密★3年",
        "正文［注：秘密★1年］。",
        "秘密［注：甲］★1年",
        "机［注：甲］密",
    ],
)
def test_a_secrecy_mark_is_seen_in_every_part_of_a_page(settings: Settings, line: str) -> None:
    """In a table's title, unit and note, a caption, the list of attachments and a footnote, or with one called within it."""
    assert [one.rule for one in _told(settings, f"正文。\n{line}\n正文。")] == ["political.secrecy"]


@pytest.mark.parametrize("line", ["注：保密工作的数据未列。", "1. 秘密", "图：大厅.png 保密柜", "附件：保密制度清单"])
def test_a_part_of_a_page_that_speaks_of_secrecy_is_no_mark(settings: Settings, line: str) -> None:
    """Labels and numbers before prose about secrecy make no mark of it."""
    assert _told(settings, f"正文。\n{line}\n正文。") == []


@pytest.mark.parametrize("word", ["遥遥领先 于全国", "遥遥领先［注：甲。］于全国"])
def test_a_banned_word_is_seen_through_spaces_and_notes(settings: Settings, word: str) -> None:
    """What reads as the banned word on paper is the banned word."""
    assert [one.rule for one in _told(settings, f"我市{word}。")] == ["political.banned"]


def test_an_answer_to_a_number_counts_for_its_title_alone(settings: Settings) -> None:
    """The same wrong number behind another title, or the same title with another number, is another finding."""
    texts = [
        f"《{title}》（东政办发〔2026〕{number}号）印发。"
        for title in ("东江市2026年重点项目建设推进方案", "东江市招商引资优惠办法")
        for number in (98, 99)
    ]

    keys = [[one.key for one in _told(settings, text) if one.rule == "policy.mismatch"] for text in texts]

    assert len({key for (key,) in keys}) == len(texts)
