"""What is promised about the wording gate (文字关): each rule sees its fault, alone, and the right form is silent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.desk import gates
from bulletin.desk.gates import wording
from bulletin.model import Finding
from bulletin.settings import Gates, Settings

SHARED = Path(__file__).parents[2] / "shared" / "data" / "proof"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="校对语料不在 ../shared/data/proof")
CODES = {rule.code for rule in wording.RULES}


def _draft(settings: Settings, text: str) -> gates.Draft:
    return gates.Draft("标题", text, "工作动态", ("东山镇",), settings.publication())


def _check(settings: Settings, text: str) -> list[Finding]:
    return [found for found in gates.check(_draft(settings, text), settings, {}) if found.rule in CODES]


LONG = (
    "东山镇组织农机合作社、种粮大户、村级服务站和镇村干部连夜抢收晚稻，调集收割机一百二十台、烘干机三十台、运粮车五十辆，"
    "在青石、红旗、石桥、新河、柳林五个村设立服务点，为困难农户免费收割一千二百亩，代烘湿粮六百吨，垫付运费八万元，"
    "同时安排供电、气象、农机维修人员到田间值守，做到机器不停、人员轮换、当天收割、当天烘干、当天入库，没有一户因雨误收。"
)
FAULTS: list[tuple[str, str, str]] = [
    ("mojibake", "今年锟斤拷锟斤拷已完成。", "今年各项任务已完成。"),
    ("garbage", "村民王\ue123家。", "村民王䶮家。"),
    ("pairs", "推行“一件事改革。", "推行“一件事”改革。"),
    ("pairs", "推行一件事”改革。", "推行“一件事”改革。"),
    ("pairs", "印发《办法。", "印发《办法》。"),
    ("pairs", "三项（含两项。", "三项（含两项）。"),
    ("pairs", "要求：1）自查；2）自改。（见附件。", "要求：1）自查；2）自改。"),
    ("pairs", "“前一段话。\n后一段话。", "“前一段话。\n“后一段话。”"),
    ("doubled", "收割完毕。。比去年早。", "收割完毕……比去年早。"),
    ("doubled", "收割，，完毕。", "收割，完毕。"),
    ("doubled", "收割完毕，。", "收割完毕。"),
    ("doubled", "怎么办？。", "怎么办？！"),
    ("line_start", "收割完毕\n，比去年早。", "收割完毕，\n比去年早。"),
    ("nested", "他说：“推行“一件事”改革。”", "他说：“推行‘一件事’改革。”"),
    ("nested", "印发《关于修改《办法》的决定》。", "印发《关于修改〈办法〉的决定》。"),
    ("ellipsis", "水稻、小麦...都已收割。", "水稻、小麦……都已收割。"),
    ("ellipsis", "水稻、小麦……等都已收割。", "水稻、小麦等都已收割。"),
    ("dash", "全市最大的粮仓--东山镇。", "全市最大的粮仓——东山镇。"),
    ("quote_end", "他说：“收割完毕。”。", "他说：“收割完毕。”"),
    ("before_and", "水稻、小麦、等。", "水稻、小麦等。"),
    ("before_and", "水稻、小麦、以及玉米。", "水稻、小麦以及玉米。"),
    ("between_quotes", "推行“一门”、“一网”改革。", "推行“一门”“一网”改革。"),
    ("paragraph_end", "东山镇组织农机手连夜抢收，已经收割三万亩晚稻", "东山镇组织农机手连夜抢收，已经收割三万亩晚稻。"),
    ("half_width", "收割完毕,比去年早，比前年早。", "收割完毕，比去年早，比前年早。"),
    ("half_width", "三项（含两项)。", "三项（含两项）。"),
    ("half_width", '推行"一件事改革。', "推行一件事改革。"),
    ("half_width", "收割完毕.", "网址 a.b.c。"),
    ("half_throughout", "收割完毕,比去年早。", "比例为1,234:5。"),
    ("full_width", "投入１２０万元。", "投入120万元。"),
    ("full_width", "建设５Ｇ基站。", "建设5G基站。"),
    ("space", "各项任务已经完 成。", "张 三、李 四参加。\n附 则\n本办法即日施行。"),
    ("space", "收割完毕， 比去年早。", "收割完毕，比去年早。"),
    ("letter_in_figure", "2O26年完成。", "2026年完成。"),
    ("letter_in_figure", "共l5个项目。", "共15个项目，K20号线。"),
    ("zero_year", "二零二六年完成。", "二〇二六年完成，一百零五年前。"),
    ("mixed_date", "3月五日召开。", "三月五日召开。"),
    ("mixed_date", "三月5日召开。", "3月5日召开。"),
    ("short_year", "98年3月1日建成。", "1998年3月1日建成。"),
    ("mixed_number", "有5千人参加。", "有5000人参加，发电5千瓦。"),
    ("mixed_number", "投入3万5千元。", "投入3.5万元。"),
    ("round_number", "三、四天完成。", "三四天完成，第三、四产业和一、二审。"),
    ("range", "增长15-30%。", "增长15%～30%。"),
    ("approximate_twice", "约50人左右参加。", "约50人参加。"),
    ("approximate_twice", "近100多人参加。", "近100人参加，节约200多元。"),
    ("approximate_twice", "超过30%以上。", "超过30%。"),
    ("fallen_times", "成本下降3倍。", "成本下降三分之二，收入增长3倍。"),
    ("heading_mark", "一、收割\n（一）、早稻\n（二）晚稻", "一、收割\n（一）早稻\n（二）晚稻"),
    ("heading_mark", "1、收割\n2.烘干", "1.收割\n2.烘干"),
    ("heading_mark", "1．收割\n（二）、烘干", "1、收割一项。"),
    ("heading_order", "一、收割\n三、烘干", "一、收割\n二、烘干\n三、入库"),
    ("heading_order", "一、收割\n1.早稻\n3.晚稻", "一、收割\n1.早稻\n二、烘干\n1.早稻"),
    ("heading_order", "一、收割\n1.早稻\n二、烘干\n2.早稻", "一、收割\n1.早稻\n二、烘干\n1.早稻"),
    ("ordinal_mark", "要求如下。第一、抓收割。", "要求如下。第一，抓收割。第二、三产业。"),
    ("points", "一是抓收割；二是抓烘干；四是抓入库。", "一是抓收割；二是11月底前烘干；三是抓入库。"),
    ("repeated", "东山镇组织农机手一百二十人连夜抢收。" * 2, "东山镇组织农机手抢收。东山镇组织农机手烘干。"),
    ("word_twice", "全市首次首次推行。", "逐户逐户核对，一户一户走访，大家讨论讨论，本规定规定的期限。"),
    ("word_twice", "晚稻的的收割。", "为了了解情况，核对费用。"),
    ("confusion", "布署抢收。", "部署抢收。"),
    ("confusion", "认真贯撤落实。", "认真贯彻落实。"),
    ("confusion", "按装烘干机。", "按装配式建筑的要求安装。"),
    ("variant", "其它乡镇。", "其他乡镇。"),
    ("until", "截止11月底，收割三万亩。", "截至11月底，收割三万亩，报名截止。"),
    ("pass_through", "渡过春节。", "度过春节，渡过难关。"),
    ("pass_through", "度过难关。", "渡过难关。"),
    ("reflect", "向镇里反应情况。", "群众反应强烈，向镇里反映情况。"),
    ("organ_of_power", "国家权利机关。", "国家权力机关保障公民权利。"),
    ("redundant", "涉及到三个村。", "涉及三个村。"),
    (
        "short_name_first",
        "市应急办要求抢收。随后，各村按照上级通知和市政府安排，由东江市应急管理办公室（以下简称“市应急办”）牵头。",
        "东江市应急管理办公室（以下简称“市应急办”）牵头，市应急办要求抢收。",
    ),
    (
        "short_name_again",
        "东江市应急管理办公室（简称市应急办）牵头。东江市应急管理办公室（简称市应急办）检查。",
        "东江市应急管理办公室（简称市应急办）牵头。市应急办检查。",
    ),
    ("short_name_unused", "东江市应急管理办公室（简称市应急办）牵头。", "东江市应急管理办公室牵头。"),
    ("unit_short_first", "市应急局牵头。检查由市应急管理局组织。", "市应急管理局牵头。市应急局检查。"),
    ("spelling", "召开部际联席会意。", "召开部际联席会议，材料已送市里，续报随后。"),
    ("long_sentence", LONG, LONG.replace("亩，", "亩；").replace("元，", "元；")),
    ("long_sentence", LONG, LONG.replace("亩，", "亩。").replace("元，", "元。")),
]
SPELT: list[tuple[str, str]] = [
    ("召开部际联席会意。", "联席会议"),
    ("完善公共服务和基础投施。", "基础设施"),
    ("按照行政出罚程序办理。", "行政处罚"),
    ("做好医疗慰生工作。", "医疗卫生"),
    ("做到实事秋是。", "实事求是"),
    ("为避免亡羊补劳。", "亡羊补牢"),
]


@pytest.mark.parametrize(("rule", "bad", "good"), FAULTS)
def test_each_rule_sees_its_fault_and_lets_the_right_form_pass(
    settings: Settings, rule: str, bad: str, good: str
) -> None:
    """The rule fires once on the fault, alone, with its place; nothing of the gate fires on the text put right."""
    found = _check(settings, bad)

    assert [one.rule for one in found] == [f"wording.{rule}"]
    assert 0 <= found[0].start < found[0].end <= len(bad)
    assert found[0].message
    assert _check(settings, good) == []


def test_no_rule_stands_without_a_fault_here() -> None:
    """Every rule of the gate is tested in this file, and its code is its own."""
    assert {f"wording.{rule}" for rule, _, _ in FAULTS} == CODES
    assert len(wording.RULES) == len(CODES)


def test_what_cannot_be_right_blocks_and_what_is_not_sure_is_advice() -> None:
    """Damage, pairs, doubled marks and widths block; guesses at spelling and the length of sentences never do."""
    severity = {rule.code.removeprefix("wording."): rule.severity for rule in wording.RULES}

    assert {severity[rule] for rule in ("mojibake", "garbage", "pairs", "doubled", "half_width")} == {"error"}
    assert {severity[rule] for rule in ("spelling", "variant", "long_sentence", "half_throughout")} == {"advice"}


@pytest.mark.parametrize(
    ("bad", "right"),
    [
        ("布署抢收。", "部署"),
        ("二零二六年完成。", "二〇二六年"),
        ("2O26年完成。", "2026"),
        ("收割完毕。，比去年早。", "。"),
        ("增长15-30%。", "15%～30%"),
        ("收割,完毕，入库。", "收割，完毕，入"),
        ("市应急局牵头，由市应急管理局组织。", "市应急管理局"),
        *SPELT,
    ],
)
def test_a_finding_offers_what_to_write(settings: Settings, bad: str, right: str) -> None:
    """Where one right form exists it is offered, and never put into the text."""
    (found,) = _check(settings, bad)

    assert found.suggestion == right


@pytest.mark.parametrize(
    "text",
    [
        "既使群众得到实惠，又减轻负担。",
        "仍就有关事项会商。",
        "监督检察工作，接受检察机关监督。",
        "按全口径统计，亩产最多的是东山镇。",
        "上年末经审计的净资产。",
        "每下愈况，亟待改进。",
        "纠查违规行为。",
        "安排身体例行检查。",
        "公告的附合部分。",
        "东山区城投公司承建。",
    ],
)
def test_words_that_are_right_somewhere_are_no_confusions(settings: Settings, text: str) -> None:
    """A form that is right in some sentence is not held to be a slip: precision before recall."""
    assert _check(settings, text) == []


def test_marks_half_width_throughout_are_one_hint(settings: Settings) -> None:
    """However many they are and of whatever kind, one hint counts them, tells the first places and is answered once."""
    (found,) = _check(settings, "收割(早稻)完毕,比去年早;\n烘干完毕,入库完毕,全部结束:完成;完毕。")

    assert found.rule == "wording.half_throughout"
    assert "共8处" in found.message
    assert "（第1段第3字、第1段第6字、第1段第9字等）" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "印发《布署工作办法》。",
        "他说“布署抢收”。",
        "网址为 http://a.cn/2O26年。",
        "| 布署 | 按装 |",
    ],
)
def test_titles_quoted_words_addresses_and_tables_are_not_judged(settings: Settings, text: str) -> None:
    """No rule about words looks into 《》, quotation marks, addresses or rows of a table."""
    assert _check(settings, text) == []


def test_the_office_names_what_is_left_alone(settings: Settings) -> None:
    """A word of ``keep_words`` is spared wherever it stands, and the rest is judged at its right place."""
    text = "按装公司布署抢收。"
    spared = replace(settings, gates=Gates(keep_words=("按装公司",)))

    assert [one.suggestion for one in _check(settings, text)] == ["安装", "部署"]
    (found,) = _check(spared, text)
    assert text[found.start : found.end] == "布署"


def test_a_rule_is_switched_off_by_its_code(settings: Settings) -> None:
    """``gates.off`` silences a rule and no other; what nobody may answer cannot be switched off."""
    draft = _draft(settings, "布署抢收，，渡过春节。\n机密★5年")
    off = replace(settings, gates=Gates(off=frozenset({"wording.doubled", "political.secrecy"})))

    assert {one.rule for one in gates.check(draft, settings, {})} - {
        one.rule for one in gates.check(draft, off, {})
    } == {"wording.doubled"}


def test_the_office_sets_the_length_of_a_sentence(settings: Settings) -> None:
    """``sentence_limit`` is in characters; 0 switches the measure off."""
    short = replace(settings, gates=Gates(sentence_limit=10))
    none = replace(settings, gates=Gates(sentence_limit=0))

    assert [one.rule for one in _check(short, "东山镇收割晚稻三万亩。")] == ["wording.long_sentence"]
    assert _check(none, LONG) == []


def test_an_answer_to_one_stray_mark_does_not_cover_another(settings: Settings) -> None:
    """Two marks of one kind in different surroundings have different keys."""
    found = _check(settings, "收割“完毕。\n烘干“完毕。")

    assert len({one.key for one in found}) == len(found) == 2


@needs_shared
@pytest.mark.parametrize("name", ["clean_rmrb_a", "clean_xxqg_a"])
def test_edited_text_raises_hardly_a_finding(settings: Settings, name: str) -> None:
    """On clean sentences of the press errors and warnings stay within 0.1 for a thousand characters, hints of spelling too."""
    texts = [row["original_text"] for row in json.loads((SHARED / f"{name}.json").read_text("utf-8"))[1::3]]
    found = [one for text in texts for one in _check(settings, text)]
    thousands = sum(map(len, texts)) / 1000

    assert sum(one.severity != "advice" for one in found) <= 0.1 * thousands
    assert sum(one.rule == "wording.spelling" for one in found) <= 0.1 * thousands


@needs_shared
def test_a_guess_at_spelling_is_right_nine_times_in_ten(settings: Settings) -> None:
    """On wrong official prose at least nine guesses in ten stand on a wrong character, and one error in seven is found."""
    rows = json.loads((SHARED / "ecspell_odw_train.json").read_text("utf-8"))[1::3]
    right = false = found = errors = 0
    for row in rows:
        wrong = {at for at, (one, other) in enumerate(zip(row["source"], row["target"], strict=False)) if one != other}
        guesses = [
            one for one in _check(settings, row["source"]) if one.rule in ("wording.spelling", "wording.confusion")
        ]
        hits = [one for one in guesses if wrong & set(range(one.start, one.end))]
        right, false = right + len(hits), false + len(guesses) - len(hits)
        found += len({at for one in hits for at in range(one.start, one.end)} & wrong)
        errors += len(wrong)

    assert right >= 0.9 * (right + false)
    assert found >= errors / 7


def test_tables_and_lists_of_attachments_are_no_headings_and_no_sentences(settings: Settings) -> None:
    """Rows, captions and the list of attachments may say the same twice and count by themselves; sentences may not."""
    row = "| 名次 | 单位名称 | 报送条数 | 采用条数 | 合计得分 |"
    title = "2026年10月各单位政务信息报送采用得分一览表"
    apart = f"一、总体情况\n表1：{title}\n{row}\n附件：1. {title}\n2. 2026年10月采用条目\n附件1\n{title}\n{row}"
    twice = "各单位共报送信息三百余条，采用一百余条。"

    assert not {one.rule for one in _check(settings, apart)} & {"wording.heading_order", "wording.repeated"}
    assert [one.message for one in _check(settings, f"{twice}\n{twice}") if "与前文重复" in one.message]
