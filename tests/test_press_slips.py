"""What is promised of printed slips: one page, the words and colours of the form, nothing illegible, the same bytes."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from bulletin.errors import TypesettingFailure
from bulletin.model import CaseSpeed, Slip, Trail, TrailStep
from bulletin.press import slips
from bulletin.press.page.faces import fonts
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.slips import spans
from bulletin.press.slips.blocks import Fit, Words, set_words
from bulletin.press.slips.leaving import left_out
from bulletin.press.slips.told import told
from tests.calls import ROOT, need_fonts

TEMPLATE = ROOT / "templates" / "督办单" / "v1"
FIELDS = (
    ("批示领导", "县长"),
    ("批示日期", "2026年11月20日"),
    ("批示件", "《政务信息》2026年第12期第3条"),
    ("批示内容", "请水利局牵头查清原因，十二月五日前报结果。"),
    ("承办单位", "县水利局"),
    ("协办单位", "县财政局、县应急管理局"),
    ("办理方式", "交办"),
    ("交办事项", "查清西河堤防渗水原因"),
    ("办理时限", "2026年12月5日"),
)
DEMANDS = ("请在时限内书面反馈。", "不能按期办结的，请在到期之前申请延期。")
SLIP = Slip("交办单", "〔2026〕3号", "", FIELDS, DEMANDS, "某县人民政府办公室", date(2026, 11, 20))
COLOURED = replace(SLIP, title="红色督查单", fields=(("送", "县水利局（局长）"), *FIELDS), paragraphs=("请当日反馈。",))
HEAD = Slip("批示办理流转单", "督办 3", "", FIELDS[:5], ("办理情况已回到队列：来稿 41。",), SLIP.signature, SLIP.date)
LONG = "各乡镇要把责任落到人，把措施落到点，把时限落到天，一件一件抓到底，一件一件报结果；" * 15
SPEEDS = (
    CaseSpeed("发现快", timedelta(hours=3, minutes=5)),
    CaseSpeed("采编快", timedelta(hours=30), is_over=True),
    CaseSpeed("审批快", timedelta(minutes=50)),
    CaseSpeed("反馈快", None),
)
START = datetime.fromisoformat("2026-11-18T08:00:00+08:00")
WAY = (
    ("收", "收到原件（142字节），成为来稿 14", "西河村", f"西河堤防出现渗水　{'d9401560effd7856' * 4}"),
    ("编", "稿件 7 送审（第2稿）", "编辑甲", ""),
    ("审", "稿件 7 审核通过（第2稿）", "审核甲", "同意"),
    ("发", "本期签发", "签发甲", ""),
    ("批", "批示 5（办理）登记", "县长", "请水利局牵头查清原因。"),
    ("办", "督办 3 交办（县水利局）", "督办甲", "交办单〔2026〕3号，限2026年12月5日"),
    ("办", "督办 3 反馈（县水利局）", "督办甲", "已查清，系穿堤管老化。"),
    ("办", "督办 3 办结", "督办甲", ""),
)
TRAIL = Trail(HEAD, tuple(TrailStep(START + timedelta(hours=5 * k), *step) for k, step in enumerate(WAY)))


@pytest.fixture(scope="module", autouse=True)
def typesetter() -> None:
    """Skip where the program cannot typeset."""
    need_fonts()


@cache
def faces() -> fonts.FontSet:
    """The fonts of this machine."""
    return fonts.find_fonts(os.environ)


@cache
def of_slip(slip: Slip) -> slips.Printed:
    """The slip, printed; the same for the same."""
    return slips.set_slip(slip, TEMPLATE, faces())


@cache
def of_trail(trail: Trail) -> slips.Printed:
    """The way slip, printed; the same for the same."""
    return slips.set_trail(trail, SPEEDS, TEMPLATE, faces())


@cache
def page(printed: slips.Printed) -> Any:
    """What stands on the only page: ``{"chars", "rects", "text"}``."""
    with pdfplumber.open(BytesIO(printed.pdf)) as pdf:
        assert len(pdf.pages) == 1
        only = pdf.pages[0]
        return {"chars": only.chars, "rects": only.rects, "text": "".join(char["text"] for char in only.chars)}


def chars_of(printed: slips.Printed, words: str) -> list[dict[str, Any]]:
    """The characters of the first occurrence of some words."""
    found = page(printed)
    start = found["text"].index(words)
    return list(found["chars"][start : start + len(words)])


def smallest(printed: slips.Printed) -> float:
    """The smallest type on the page, in points."""
    return min(round(float(char["size"]), 1) for char in page(printed)["chars"])


def assert_legible(printed: slips.Printed, least: float) -> None:
    """Nothing is smaller than `least` points, off the page's margins of 12 mm, or printed over something else."""
    chars, margin = [char for char in page(printed)["chars"] if char["text"].strip()], 12 * 72 / 25.4
    assert smallest(printed) >= least
    assert all(margin < char["x0"] and char["x1"] < 595.3 - margin for char in chars)
    assert all(margin < char["top"] and char["bottom"] < 841.9 - margin for char in chars)
    rows = in_rows([char for char in chars if char["text"].isalnum()])  # marks may stand closer
    assert not [pair for pair in pairwise(rows) if over(*pair)]


def in_rows(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters by their line, from left to right."""
    return sorted(chars, key=lambda char: (round(char["bottom"]), char["x0"]))


def over(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a character covers half of the next one on its line."""
    same_line = round(one["bottom"]) == round(other["bottom"])
    return bool(same_line and other["x0"] < (one["x0"] + one["x1"]) / 2)


def test_the_assignment_slip_says_all_of_it_on_one_page() -> None:
    """Every label, value and demand, the number, the office twice, the date, the room for the seal, the receipt."""
    text = page(of_slip(SLIP))["text"]

    for words in (*(part for field in FIELDS for part in field), *DEMANDS, "〔2026〕3号", "2026年11月20日"):
        assert words in text
    assert text.count(SLIP.signature) == 2
    for words in ("（印章）", "签收单位", "签收人", "签收时间", "交办单〔2026〕3号已收到"):
        assert words in text
    assert of_slip(SLIP).cut == ()
    assert_legible(of_slip(SLIP), 10.5)


def test_its_faces_are_those_of_the_standard() -> None:
    """The title in 2号小标宋, labels in 黑体, values in 仿宋, 14 points or larger where the texts are short."""
    printed = of_slip(SLIP)
    title, label, value = (chars_of(printed, words) for words in ("交办单", "承办单位", "县水利局"))

    assert {round(char["size"], 1) for char in title} == {22.0}
    for chars, role in ((title, "小标宋"), (label, "黑体"), (value, "仿宋")):
        assert len({char["fontname"] for char in chars}) == 1, role
    assert len({chars[0]["fontname"] for chars in (title, label, value)}) == 3
    assert value[0]["size"] >= 14


@pytest.mark.parametrize(("colour", "stripes"), [("蓝", 1), ("黄", 2), ("橙", 2), ("红", 3)])
def test_a_colour_slip_tells_its_colour_without_colour(colour: str, stripes: int) -> None:
    """The words 红色督查单 as title, the band in one stripe for blue, two for orange, three for red."""
    found = page(of_slip(replace(COLOURED, title=f"{colour}色督查单", colour=colour)))
    painted = [rect for rect in found["rects"] if rect["fill"] and len(set(rect["non_stroking_color"] or (0,))) > 1]

    assert f"{colour}色督查单" in found["text"]
    assert "三色督查单" not in found["text"]
    assert len({round(rect["top"]) for rect in painted}) == stripes
    assert_legible(of_slip(replace(COLOURED, title=f"{colour}色督查单", colour=colour)), 10.5)


def test_a_slip_with_too_long_texts_stays_on_one_page_and_says_where_they_are() -> None:
    """Type shrinks to 五号 and no further; what is cut ends with where all of it is, and is named."""
    fields = tuple((label, LONG * 3 if label in ("批示内容", "交办事项") else value) for label, value in FIELDS)
    printed = of_slip(replace(SLIP, fields=fields))

    assert printed.cut == ("“批示内容”", "“交办事项”")
    assert page(printed)["text"].count("……（全文见附件）") == 2
    assert_legible(printed, 10.5)


def test_a_long_name_of_the_office_keeps_its_place() -> None:
    """It stands on two lines over the date, not over the labels, and above the form only where it fits beside the number."""
    office = "中共某某自治县委员会办公室、某某自治县人民政府办公室信息综合科"
    printed = of_slip(replace(SLIP, signature=office))

    text = page(printed)["text"]
    assert text.count(office) == 1
    left = max(char["x1"] for char in chars_of(printed, "发单单位"))
    assert min(char["x0"] for char in chars_of(printed, office)) > left
    assert office not in page(of_trail(replace(TRAIL, slip=replace(HEAD, signature=office * 2))))["text"]
    assert_legible(printed, 10.5)


def test_a_character_without_a_face_is_named_with_its_place() -> None:
    """What cannot be printed stops the slip: which character, in which field."""
    fields = (*FIELDS[:3], ("批示内容", "请办\U000f0001。"))

    with pytest.raises(TypesettingFailure, match=r"“批示内容”第 3 字.*U\+F0001"):
        of_slip(replace(SLIP, fields=fields))


def test_the_way_slip_tells_the_case_from_first_byte_to_answer() -> None:
    """Every step with its time, person and the time since the last one; the four speeds, what is over its limit."""
    text = page(of_trail(TRAIL))["text"]

    for words in (
        "收到原件（142字节），成为来稿 14",
        "2026-11-18 08:00",
        "2026-11-19 19:00",
        "西河村",
        "签发甲",
        "5小时",
    ):
        assert words in text
    for words in ("发现快", "3小时5分", "1天6小时（超时）", "50分", "—", "领导阅示", "办理情况已回到队列：来稿 41。"):
        assert words in text
    assert "指纹d9401560effd7856…" in text
    assert of_trail(TRAIL).cut == ()
    assert_legible(of_trail(TRAIL), 10.5)


def test_a_way_slip_with_long_texts_is_one_page_and_legible() -> None:
    """Texts are cut to ``……（全文见督办 3）``, the words of the instruction last; nothing is under nine points."""
    fields = tuple((label, LONG if label == "批示内容" else value) for label, value in HEAD.fields)
    steps = tuple(
        replace(step, at=step.at + timedelta(days=9 * k), words=LONG) for k in range(3) for step in TRAIL.steps
    )
    printed = of_trail(Trail(replace(HEAD, fields=fields), steps))

    text = page(printed)["text"]
    assert all(f"……（全文见{record}）" in text for record in ("督办 3", "批示 5", "稿件 7", "来稿 14"))
    assert len(printed.cut) == 1 + len(steps)
    assert "办结" in text
    assert_legible(printed, 9)


def test_a_way_slip_with_a_thousand_steps_is_one_page() -> None:
    """Steps in the middle are left out and counted; the first and the last stand there."""
    steps = tuple(replace(step, at=step.at + timedelta(days=2 * k)) for k in range(130) for step in TRAIL.steps)
    printed = of_trail(Trail(HEAD, steps))

    text = page(printed)["text"]
    shown = Counter(char["text"] for char in page(printed)["chars"])
    assert "……（此处略去" in text
    assert printed.cut[-1].startswith("中间")
    assert "2026-11-18 08:00" in text
    assert f"{steps[-1].at:%Y-%m-%d %H:%M}" in text
    assert shown["："] < 200
    assert_legible(printed, 9)


def test_a_short_way_is_set_large() -> None:
    """Gaps shrink before the type, the type before anything is cut: where there is room, nothing shrinks."""
    assert round(chars_of(of_trail(TRAIL), "督办 3 交办")[0]["size"], 1) == 12
    assert page(of_trail(replace(TRAIL, steps=())))["text"].startswith("批示办理流转单")


def test_the_same_slip_is_the_same_bytes() -> None:
    """Set again, not a byte differs."""
    assert slips.set_slip(SLIP, TEMPLATE, faces()).pdf == of_slip(SLIP).pdf
    assert slips.set_trail(TRAIL, SPEEDS, TEMPLATE, faces()).pdf == of_trail(TRAIL).pdf


def test_a_broken_template_is_named(tmp_path: Path) -> None:
    """What is wrong, in which file, and where a good one is."""
    (tmp_path / "slip.html.j2").write_text("{{ nothing }}", "utf-8")
    with pytest.raises(TypesettingFailure, match=r"slip\.html\.j2 有误.*templates/督办单"):
        slips.set_slip(SLIP, tmp_path, faces())

    (tmp_path / "slip.html.j2").write_text("<p>{{ title }}</p>", "utf-8")
    with pytest.raises(TypesettingFailure, match=r"page\.css 读不出来"):
        slips.set_slip(SLIP, tmp_path, faces())
    (tmp_path / "page.css").write_text("p { break-after: page }", "utf-8")
    (tmp_path / "slip.html.j2").write_text("<p>{{ title }}</p><p>{{ date }}</p>", "utf-8")
    with pytest.raises(TypesettingFailure, match="排成了2页，应为一页"):
        slips.set_slip(SLIP, tmp_path, faces())


@pytest.mark.parametrize("most", [1, 2, 5])
def test_a_cut_text_is_the_longest_beginning_that_fits(most: int) -> None:
    """It takes all lines it may, begins as the text does, and one more character would not fit."""
    glyphs, fit, end = Glyphs(faces()), Fit(10.5, 5, 1), "……（全文见督办 3）"
    text = "逐点逐户排查" * 99
    block = set_words(glyphs, Words(text, "仿宋", "“事项”", "督办 3"), 80, fit, most)

    begun = "".join(inked.text for inked, _ in block.broken).removesuffix(end)
    assert (block.lines, block.cut) == (most, "“事项”")
    assert text.startswith(begun)
    longer = Words(text[: len(begun) + 1] + end, "仿宋", "“事项”")
    assert set_words(glyphs, longer, 80, fit).lines == most + 1


def test_what_fits_is_not_cut() -> None:
    """A text of exactly as many lines as it may take stands whole."""
    glyphs, fit = Glyphs(faces()), Fit(10.5, 5, 1)
    lines = set_words(glyphs, Words(LONG, "仿宋", "“事项”", "督办 3"), 80, fit).lines

    assert set_words(glyphs, Words(LONG, "仿宋", "“事项”", "督办 3"), 80, fit, lines).cut == ""
    assert set_words(glyphs, Words(LONG, "仿宋", "“事项”", "督办 3"), 80, fit, lines - 1).cut == "“事项”"


def test_what_one_person_does_in_a_minute_is_one_step() -> None:
    """Two steps of one minute are told together, the record named once; another person's or minute's stand apart."""
    step = TrailStep(START, "办", "督办 3 审结", "督办甲", "同意。")
    others = (replace(step, what="督办 3 送领导", words=""), replace(step, who="督办乙"))

    lines = ["".join(text for text, _ in one.runs) for one in told((step, *others))]

    assert lines == ["督办 3 审结：同意；送领导", "审结：同意。"]


@pytest.mark.parametrize("room", [200, 60, 30, 12])
def test_steps_left_out_leave_what_fits(room: float) -> None:
    """Beginning and end of a part stay as long as they can; what is left and the words for it stand in the room."""
    parts, heights = ["收"] * 3 + ["办"] * 30 + ["批"] * 2, [4.0] * 35

    runs = left_out(parts, heights, 4.0, room)
    gone = {k for run in runs for k in run}

    assert 4.0 * (35 - len(gone) + len(runs)) <= room
    assert {0, 34}.isdisjoint(gone)
    if room == 60:
        assert {0, 1, 2, 3, 32, 33, 34}.isdisjoint(gone)
    assert (runs == []) == (room == 200)
    assert left_out(["收", "批"], [4.0, 4.0], 4.0, 4.0) == []


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "不到1分"), (59, "59分"), (60, "1小时"), (125, "2小时5分"), (1440, "1天"), (4445, "3天2小时")],
)
def test_spans_are_told_in_two_units(minutes: int, words: str) -> None:
    """Days and hours, or hours and minutes; what is nothing is not said."""
    assert spans.in_words(timedelta(minutes=minutes, seconds=59)) == words


@pytest.mark.parametrize("title", ["西河堤防出现渗水情况的紧急报告", "WWWW 8.5米 iiii 全线超警戒水位的报告"])
def test_what_is_left_of_a_cut_title_is_never_narrower_than_its_pointer(title: str) -> None:
    """Measured in the faces, not counted: with room it ends with where the whole is, without it with …… alone, and more of the
    title stands there."""
    glyphs, fit, lead = Glyphs(faces()), Fit(9, 4, 0.2), "收到原件（142字节），成为来稿 14："
    full, words = "……（全文见来稿 14）", Words(lead + title * 3, "仿宋", "“来稿”", "来稿 14", lead=len(lead))

    for width in range(60, 180, 5):
        (inked, _), *_ = set_words(glyphs, words, width, fit, 1).broken
        end = full if inked.text.endswith(full) else "……"
        assert inked.text.endswith(end)
        left, pointer = (sum(inked.widths[part]) for part in (slice(len(lead), -len(end)), slice(-len(end), None)))
        assert end == "……" or left >= pointer
    wide = set_words(glyphs, words, 180, fit, 1).broken[0][0].text
    narrow = set_words(glyphs, words, 85, fit, 1).broken[0][0].text
    assert (wide.endswith(full), narrow.endswith(full)) == (True, False)


def test_a_way_slip_that_is_cut_says_so_at_the_head_of_its_steps() -> None:
    """Where the whole of each step is; one that is not cut says nothing of it."""
    steps = tuple(replace(step, words=LONG) for step in TRAIL.steps)
    cut = of_trail(Trail(HEAD, steps * 5))

    assert "经过（“……”处有删节，全文见督办 3）" in page(cut)["text"]
    assert "处有删节" not in page(of_trail(TRAIL))["text"]
    assert_legible(cut, 9)


def test_a_step_of_two_records_points_to_none_of_them() -> None:
    """What one person did on two records in one minute stands whole in neither: the case is named."""
    steps = [TrailStep(START, "收", f"收到原件（9字节），成为来稿 {k}", "西河村", "渗水") for k in (4, 5)]

    assert [one.record for one in told(steps)] == [""]
    assert [one.record for one in told(steps[:1])] == ["来稿 4"]


def test_whom_a_slip_goes_to_stands_alone() -> None:
    """Leader and day of the instruction stay side by side, however short the unit's name; the receipt has room for the year."""
    printed = of_slip(COLOURED)
    leader, day = (chars_of(printed, words)[0] for words in ("批示领导", "批示日期"))

    assert round(leader["bottom"]) == round(day["bottom"])
    assert "年　　月　　日　　时".replace("　", "") in page(printed)["text"].replace("　", "").replace(" ", "")


def test_what_one_person_did_in_a_minute_stands_line_by_line_where_there_is_room() -> None:
    """Ten deeds of one minute are ten lines on a page with room, and one after the other on a page without."""
    step = TrailStep(START, "办", "督办 3 签收", "督办甲", "")
    deeds = tuple(replace(step, what=f"督办 3 签收（第{k}单位）") for k in range(1, 11))
    long = tuple(
        replace(one, at=one.at + timedelta(days=k), words="已办理。" * 12) for k, one in enumerate(TRAIL.steps * 4)
    )

    roomy, full = page(of_trail(Trail(HEAD, deeds))), page(of_trail(Trail(HEAD, (*deeds, *long))))

    tops = {round(char["top"]) for char in roomy["chars"] if char["text"] == "签"}
    assert "签收（第1单位）；" not in roomy["text"]
    assert len(tops) == 10
    assert "签收（第1单位）；签收" in full["text"].replace("\n", "")
