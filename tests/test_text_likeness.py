"""What two texts are to each other: the same, near, updated, of one template; never one when they are two facts."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from bulletin.text.likeness import Reading, Verdict, compare, possible_share
from bulletin.text.likeness.figures import FIGURE, figure
from tests import text_edits

SHARED = Path(__file__).parents[2] / "shared" / "data"
TITLE = "罗湖区前10个月固定资产投资情况"
TEXT = """截至10月底，罗湖区完成固定资产投资412.6亿元，同比增长7.3%。其中，工业投资98.2亿元，占全部投资的23.8%。
罗湖区把项目建设作为头等大事来抓，每周召开一次调度会，逐个项目研究解决用地、用电、用工方面的困难。
区发展改革部门建立了项目台账，对进度落后的项目派出工作组驻点帮助，已有18个项目赶上了进度。
下一步，该区将盯住年底前竣工的26个项目，倒排工期，确保全年目标任务如期完成。"""


def told(text: str, title: str = TITLE, earlier: tuple[str, str] = (TITLE, TEXT)) -> Verdict:
    """Return the verdict on a later text against the earlier one; they are alike."""
    verdict = compare(Reading(*earlier), Reading(title, text))
    assert verdict is not None
    return verdict


def test_the_same_text_in_other_width_marks_and_blanks_is_the_same() -> None:
    """Width, marks, blanks and line ends make no other text."""
    title, text = text_edits.typo(Random(1), TITLE, TEXT)
    verdict = told(text, title)
    assert (verdict.kind, verdict.clean) == ("exact", True)


def test_a_reprint_is_near_and_clean() -> None:
    """Another title, a lead-in and a trailer leave a text what it is."""
    title, text = text_edits.reprint(Random(2), TITLE, TEXT)
    verdict = told(text, title)
    assert (verdict.kind, verdict.clean) == ("near", True)
    assert "%相同" in verdict.why


def test_jammer_noise_changes_nothing() -> None:
    """Letters and signs strewn between the words leave a text what it is."""
    _, text = text_edits.jammer(Random(3), TITLE, TEXT)
    assert told(text).kind in ("near", "exact")


def test_an_excerpt_says_which_is_the_excerpt() -> None:
    """The half of a text is near, never clean, and the direction is said."""
    _, text = text_edits.trunc50(Random(4), TITLE, TEXT)
    verdict = told(text)
    assert (verdict.kind, verdict.clean) == ("near", False)
    assert verdict.why.startswith("后稿节录前稿")
    assert compare(Reading(TITLE, text), Reading(TITLE, TEXT)).why.startswith("后稿含有前稿")  # type: ignore[union-attr]


def test_a_digest_that_holds_a_short_item_is_near() -> None:
    """A short item within a digest of many is found by its own share alone."""
    short = "\n".join(TEXT.split("\n")[1:3])
    others = "\n".join("".join(map(chr, range(first, first + 60))) + "。" for first in range(0x5200, 0x5800, 64))
    verdict = told(f"{others}\n{short}", "一周动态", ("短讯", short))
    assert verdict.kind == "near"
    assert verdict.back_share > 0.8 > verdict.share


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("412.6", "430.1", "数字1处不同：412.6→430.1亿元"),
        ("18个", "21个", "数字1处不同：18→21个"),
        ("10月底", "11月底", "日期 10月→11月"),
    ],
)
def test_other_figures_in_the_same_text_are_an_update(before: str, after: str, words: str) -> None:
    """The same text with another number or date is an update, is never clean, and says what changed."""
    verdict = told(TEXT.replace(before, after))
    assert (verdict.kind, verdict.clean) == ("update", False)
    assert words in verdict.why


@pytest.mark.parametrize(
    ("before", "after"), [("第五次", "第十次"), ("二〇二五年", "二〇二六年"), ("三十二人", "四十二人")]
)
def test_chinese_numerals_are_figures(before: str, after: str) -> None:
    """Another number in Chinese numerals is another number."""
    verdict = told(f"{TEXT}\n会上{after}受到表扬。", earlier=(TITLE, f"{TEXT}\n会上{before}受到表扬。"))
    assert not verdict.clean
    assert verdict.kind in ("update", "twin")


def test_the_same_number_written_otherwise_is_the_same() -> None:
    """第5次 and 第五次, 二〇二六年 and 2026年, 412.60 and 412.6 do not differ."""
    earlier = f"{TEXT}\n二〇二六年第五次会议通过。"
    verdict = told(TEXT.replace("412.6", "412.60") + "\n2026年第5次会议通过。", earlier=(TITLE, earlier))
    assert (verdict.kind, verdict.clean) == ("near", True)


def test_what_points_to_a_place_is_no_name_and_two_measures_are_no_pair() -> None:
    """该镇 for 东山镇 is no other place, and 98.5% in the place of 6天 no other figure: both are other words."""
    one = f"今年比去年提前6天，随后该镇组织农机手抢收，投入9800万元。{TEXT}"
    other = f"今年比去年提前98.5%，随后东山镇组织农机手抢收，投入1.2亿元。{TEXT}"
    why = told(other, earlier=(TITLE, one)).why

    assert "地点" not in why
    assert "数字1处不同：9800万元→1.2亿元" in why
    assert "6天→98.5%" in why.partition("用词")[2]


def test_another_place_in_the_same_wording_is_a_twin() -> None:
    """Two districts' nearly identical texts are two facts."""
    verdict = told(TEXT.replace("罗湖", "福田"), TITLE.replace("罗湖", "福田"))
    assert (verdict.kind, verdict.clean) == ("twin", False)
    assert "地点 罗湖区→福田区" in verdict.why


def test_another_place_in_the_text_alone_is_a_twin() -> None:
    """The place need not stand in the title."""
    verdict = told(TEXT.replace("罗湖", "福田"), "情况通报", ("情况通报", TEXT))
    assert (verdict.kind, verdict.clean) == ("twin", False)


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("关于第五批技改项目的公示", "关于第六批技改项目的公示", "批次 第五批→第六批"),
        ("2025年罗湖区投资情况", "2026年罗湖区投资情况", "年份 2025年→2026年"),
        ("罗湖区1至10月投资情况", "罗湖区1至11月投资情况", "日期 10月→11月"),
        ("市财政局关于投资情况的通报", "市商务局关于投资情况的通报", "单位 财政局→商务局"),
    ],
)
def test_another_batch_year_period_or_body_in_the_title_is_a_twin(one: str, other: str, words: str) -> None:
    """Even the same text under the title of another batch, year, period or body is another notice."""
    for text in (TEXT, "附件见网站。"):
        verdict = told(text, other, (one, text))
        assert (verdict.kind, verdict.clean) == ("twin", False)
        assert words.split(" ")[1] in verdict.why or text != TEXT


def test_other_names_within_a_quoted_title_are_another_matter() -> None:
    """关于印发《甲》的通知 and 关于印发《乙》的通知 are two notices however much of their wording is the same."""
    one, other = "关于印发《粮食储备资金操作规程》的通知", "关于印发《招商引资奖励办法》的通知"
    assert told(TEXT, other, (one, TEXT)).kind == "twin"


def test_short_texts_are_the_same_only_with_the_same_title() -> None:
    """详见附件 under two titles is two notices; under one title it is one."""
    assert compare(Reading("关于放假的通知", "详见附件。"), Reading("部门预算公开", "详见附件。")) is None
    assert told("详见附件。", "部门预算公开", ("部门预算公开", "详见附件。")).kind == "exact"
    assert told("", "部门预算公开", ("部门预算公开", "")).why == "标题相同，均无正文"


def test_stock_phrases_make_no_likeness() -> None:
    """Texts that share a closing formula only are not alike."""
    closing = "各级各部门要提高认识，加强领导，压实责任，确保各项工作落到实处。"
    one, other = ("".join(map(chr, range(first, first + 120))) + f"。{closing}" for first in (0x5200, 0x6300))
    assert compare(Reading("甲", one), Reading("乙", other)) is None


def test_an_exchanged_passage_is_never_clean() -> None:
    """A paragraph replaced by another keeps two texts from counting as one."""
    closing = "会议由办公室主任主持，有关单位负责同志参加。"
    other = "现场还观看了专题片，听取了群众代表发言。"
    verdict = told(f"{TEXT * 2}\n{other}", earlier=(TITLE, f"{TEXT * 2}\n{closing}"))
    assert (verdict.kind, verdict.clean) == ("near", False)


def test_figures_are_read_with_their_value() -> None:
    """Numbers, dates and ordinals in both kinds of numerals have the value they have."""
    text = "廿八日，二〇二六年三月五日，第十二次，1,234.50万元，三万二千人，一季度，一些，2026-03-05"
    found = [(one.kind, one.value) for one in map(figure, FIGURE.finditer(text))]
    assert found == [
        ("date", ("", "", "28")),
        ("date", ("2026", "3", "5")),
        ("ordinal", ("12",)),
        ("number", ("1234.5",)),
        ("number", ("32000",)),
        ("ordinal", ("1",)),
        ("date", ("2026", "3", "5")),
    ]


def test_samples_are_the_same_in_every_process() -> None:
    """Samples are kept in the database: no hash seed may change them."""
    code = f"from bulletin.text.likeness import Reading; print(Reading({TITLE!r}, {TEXT!r}).samples)"
    for seed in ("0", "7"):
        run = subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert json.loads(run.stdout) == Reading(TITLE, TEXT).samples


def test_samples_are_those_the_databases_of_offices_hold() -> None:
    """The samples of a text never change: what an office has indexed is found by them."""
    held = [83740228, 162155938, 290921278, 498552210, 705162185, 751096862, 775867590, 809567168, 854279292, 986099409]
    text = "全市夏粮收购全面展开，已收购小麦41.2万吨。"
    assert Reading("情况通报", text).samples == [*held, 1065358356, 147973194388488]


def test_few_shared_samples_of_a_short_text_in_a_long_one_are_possible() -> None:
    """One shared sample tells nothing between equals, but may be a whole short item in a long digest."""
    assert possible_share(1, 800, 800) < 0.4 < possible_share(1, 100, 2000)


@pytest.mark.parametrize("text", ["", "\n", "。。。", "12 34 56", "abc", "\ud800", "一" * 50_000, "1\t2\n" * 20_000])
def test_odd_texts_are_compared_quickly(text: str) -> None:
    """Empty, endless and broken texts raise nothing and take no time."""
    for other in (text, TEXT, text + "甲"):
        compare(Reading("", text), Reading("题", other))


def law_articles() -> list[str]:
    """Return pages of real laws, 400 to 900 characters each, none twice."""
    path = SHARED / "laws" / "national_regulations.jsonl.xz"
    if not path.exists():
        pytest.skip("没有 shared/data/laws")
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line)["text"][600:1400] for _, line in zip(range(160), lines, strict=False)]
    return [text for text in found if len(text) > 400]


@pytest.mark.parametrize(
    ("edit", "kinds", "floor"),
    [
        ("reprint", {"near", "exact"}, 0.98),
        ("typo", {"exact"}, 0.98),
        ("light5", {"near", "update"}, 0.95),
        ("heavy15", {"near", "update", "twin"}, 0.95),
        ("trunc50", {"near", "update"}, 0.95),
        ("jammer", {"near"}, 0.9),
        ("update", {"update", "twin"}, 0.95),
    ],
)
def test_edits_of_real_texts_are_recognised(edit: str, kinds: set[str], floor: float) -> None:
    """Of real pages edited in each way, nearly all are told as what they are, and no update is clean."""
    rng = Random(5)
    pieces = [("关于公布有关规定的通知", text_edits.with_figure(rng, text)) for text in law_articles()]
    later = [text_edits.EDITS[edit](rng, *piece) for piece in pieces]
    verdicts = [compare(Reading(*one), Reading(*other)) for one, other in zip(pieces, later, strict=True)]
    right = sum(1 for verdict in verdicts if verdict and verdict.kind in kinds)
    assert right / len(pieces) >= floor
    if edit in ("update", "heavy15", "light5", "trunc50"):
        assert not [verdict for verdict in verdicts if verdict and verdict.clean]
