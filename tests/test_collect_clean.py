"""Cleaning takes out what is not the text and nothing else."""

from __future__ import annotations

import json
import lzma
import random
from time import process_time

import pytest
from collect_support import shared
from hypothesis import given
from hypothesis import strategies as st

from bulletin.collect.cleaning.clean import Cleaned, clean
from bulletin.collect.cleaning.flags import flags_of
from bulletin.text import plain

BODY = "会议强调，各级各部门要把信息工作摆在突出位置，做到及时、准确、真实、全面，为领导决策提供参考。"
NOISE = ("0 G L1 j3 H( ^- V/ s* l: e", "7 b; i\" a; W; ~' h1 t4 S# b", "$ _' `. S p& s6 b ; q\" i2 F:")


def taken(cleaned: Cleaned) -> list[str]:
    """Return the texts that were taken out."""
    return [one.text for one in cleaned.removed]


def bare(text: str) -> str:
    """Return `text` without blanks and line ends."""
    return "".join(text.split())


def test_jammer_noise_goes_wherever_it_stands() -> None:
    """Noise in lines of its own, glued to either end of Chinese, and short leftovers beside it are taken out."""
    text = f"{NOISE[0]}\n4\n{NOISE[1]}一、要全面把握。{BODY}{NOISE[2]}\n{NOISE[0]}"

    cleaned = clean(text)

    assert cleaned.text == f"一、要全面把握。{BODY}"
    assert "4" in taken(cleaned)
    assert any(NOISE[1] in piece for piece in taken(cleaned))


@pytest.mark.parametrize(
    "line",
    [
        "主要指标：GDP 5.2 % , 投资 8.1 % , 出口 3.0 %",
        "设 a + b = c 则 x * y = z",
        "A B C D 四个等级，1 2 3 4 5 分别计分。",
        "联系电话：010-1234 5678 转 12",
        "Windows 11 与 Office 365 均可使用。",
        "1) a 2) b 3) c 4) d",
        "见 GB/T 9704-2012 第 7.2 条 及 ISO 9001",
    ],
)
def test_figures_formulas_and_words_are_no_noise(line: str) -> None:
    """Short tokens that mean something stay."""
    assert clean(f"{BODY}\n{line}", "题").text.endswith(line)


def test_a_forum_copy_is_reduced_to_title_and_text() -> None:
    """Thread furniture above and the site's footer below go; the title is the thread's."""
    text = "\n".join(
        [
            "返回列表",
            "查看: 343|回复: 6 做好信息工作的几点体会 [复制链接]",
            "某用户 当前离线",
            "威望10 点积分109注册时间2012-6-16帖子5",
            "电梯直达 楼主",
            "发表于 2012-6-16 07:43:02 |只看该作者 |倒序浏览",
            BODY,
            "您需要登录后才可以回帖 登录 | 立即注册",
            "本版积分规则",
            "客服热线",
            "Copyright ©2015 某网 某ICP备1号",
        ]
    )

    cleaned = clean(text)

    assert (cleaned.title, cleaned.text) == ("做好信息工作的几点体会", BODY)
    assert "客服热线" in taken(cleaned)


def test_the_lead_and_the_tag_of_a_sharing_site_go() -> None:
    """The disclaimer above a text goes, and the site's tag at a line end and inside a sentence."""
    lead = "导语:信息工作一文来源于网友上传,不代表本站观点,欢迎参考。"
    tag = "文秘之家版权所有"
    parts = ["信息工作", "时间:2022-06-25 09:54:00", lead, f"{BODY}{tag}", f"{BODY[:9]}{tag}{BODY[9:]}"]
    text = "\n\n".join(parts)

    cleaned = clean(text)

    assert (cleaned.title, cleaned.text) == ("信息工作", f"{BODY}\n{BODY}")
    assert lead in taken(cleaned)
    assert taken(cleaned).count(tag) == 2
    assert "2022-06-25" in cleaned.about


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (f"{BODY}提高\n工作效率,转变\n政府职能。", [f"{BODY}提高工作效率,转变政府职能。"]),
        (f"{BODY[:-1]}，按照《\n国家机关公文处理办法》办理。", [f"{BODY[:-1]}，按照《国家机关公文处理办法》办理。"]),
        (f"一、要创新,充分认识做好\n信息工作的重要性\n{BODY}", ["一、要创新,充分认识做好信息工作的重要性", BODY]),
        (f"二、提高素质,打下坚实基础\n{BODY}", ["二、提高素质,打下坚实基础", BODY]),
        (f"{BODY[:-1]},\n四、抓好工作,确保有序\n{BODY}", [f"{BODY[:-1]},", "四、抓好工作,确保有序", BODY]),
        (f"{BODY[:-1]}\n　　{BODY}", [BODY[:-1], BODY]),
        (f"{BODY[:-1]}\n\n{BODY}", [BODY[:-1], BODY]),
    ],
)
def test_sentences_broken_over_lines_are_rejoined(broken: str, whole: list[str]) -> None:
    """A sentence that runs on is joined; headings, indents and blank lines keep paragraphs apart."""
    assert clean(broken, "题").text.split("\n") == whole


@pytest.mark.parametrize(
    "row",
    [
        *("打印本页 关闭窗口", "【打印本页】【关闭窗口】", "[打印] | [关闭]", "打印｜关闭", "返回顶部"),
        *(
            "字体：大 中 小",
            "【字体：大　中　小】　打印",
            "分享到： 微信 微博 QQ空间",
            "关于我们 | 联系我们 | 网站地图",
        ),
    ],
)
def test_rows_of_buttons_go_wherever_they_stand(row: str) -> None:
    """A line of nothing but a page's buttons, between blanks, bars or brackets, is taken out and listed."""
    cleaned = clean(f"{row}\n防汛工作进展\n{row}\n\n{BODY}\n\n{BODY}\n{row}")

    assert (cleaned.title, cleaned.text) == ("防汛工作进展", f"{BODY}\n{BODY}")
    assert taken(cleaned).count(row) == 3


@pytest.mark.parametrize(
    "line",
    [
        "微信 微博",
        "大 中 小",
        "打印",
        "打印本页后交回。",
        "关闭窗口 3 个",
        "上一篇章 下一篇章",
        "打印机 关闭",
        "评论 收藏",
    ],
)
def test_lines_that_only_hold_such_words_too_stay(line: str) -> None:
    """Words that may stand in a table, or inside a sentence, are no row of buttons."""
    assert clean(f"{BODY}\n\n{line}\n\n{BODY}", "题").text.split("\n")[1] == line


def test_lines_of_word_files_stay() -> None:
    """Where the file knows its paragraphs nothing is joined."""
    assert clean("甲方，\n乙方", "题", broken_lines=False).text == "甲方，\n乙方"


def test_the_elements_of_a_first_report_stay() -> None:
    """时间, 地点 and 信息来源 are what a first report must hold; only a site's own stamp is taken off."""
    report = "接报时间：2026年11月19日5时12分\n信息来源：值班电话\n时间：2026年11月19日5时\n地点：上坪村\n审核：李某"
    assert clean(f"山体滑坡首报\n\n{report}\n{BODY}").text == f"{report}\n{BODY}"


def test_repeated_titles_leave_the_text() -> None:
    """The title is taken once, and its repetition is not text."""
    twice, once = clean(f"防汛工作进展\n\n防汛工作进展\n\n{BODY}"), clean(f"防汛工作进展\n\n{BODY}")
    assert (twice.title, twice.text) == (once.title, once.text) == ("防汛工作进展", BODY)


def test_half_width_marks_are_left_to_a_later_gate() -> None:
    """Cleaning does not silently change marks."""
    text = "要做到:及时,准确(真实);全面反映情况,为领导决策服务,不断提高信息工作质量。"
    assert clean(text, "题").text == text


@given(st.text(alphabet="一二三政务信息，。、；（）《》 \n\u3000abc012!%(", max_size=200))
def test_every_character_is_accounted_for(text: str) -> None:
    """Whatever comes in stands afterwards in the text or, once, in the list of what was taken out, the title too."""
    cleaned = clean(text)
    left = bare(cleaned.text + "".join(taken(cleaned)))

    assert sorted(left) == sorted(bare(plain(text)))
    assert bare(cleaned.title) == "" or cleaned.title in taken(cleaned) or cleaned.title in cleaned.raw


def test_clean_texts_lose_no_line() -> None:
    """Of a thousand laws and three thousand edited sentences no line is lost that is not a repeated title."""
    with lzma.open(shared("data/laws/national_regulations.jsonl.xz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    for name in ("clean_rmrb_a", "clean_xxqg_a"):
        rows = json.loads(shared(f"data/proof/{name}.json").read_text(encoding="utf-8"))
        texts += [row["original_text"] for row in rows]

    lost, joined, count = [], 0, 0
    for text in texts:
        cleaned = clean(text)
        kept = f"{cleaned.title}\n{cleaned.text}"
        whole = set(kept.split("\n"))
        for line in filter(None, map(str.strip, plain(text).split("\n"))):
            count += 1
            joined += line not in whole
            if line not in kept and line.replace(" ", "") != cleaned.title.replace(" ", ""):
                lost.append(line)

    assert lost == []
    assert joined < count / 1000


def test_the_seed_texts_come_out_readable() -> None:
    """The five seeds: titles found, noise and furniture gone, broken sentences whole, the spoilt passage untouched."""
    results = {path.name[:3]: clean(path.read_text(encoding="utf-8")) for path in sorted(shared("seeds").glob("*.txt"))}

    assert [cleaned.title for cleaned in results.values()] == [
        "优化党委办公室政务服务之我见",
        "全面履行办公室职能 努力提升“三服务”水平",
        "",
        "开创政府办公部门工作的新局面的新局面",
        "把握服务内涵 提高服务水平",
    ]
    text = results["000"].text
    assert text.startswith("政务服务作为党委办公室")
    assert not any(piece in text for piece in ("积分", "^", "本文隐藏"))
    assert sum(char.isascii() and char.isalpha() for char in text) == 0
    assert "版权所有" not in results["003"].text and "最大限度地控制" in results["003"].text
    assert "基纠砺邸" in results["003"].text
    assert "提高工作效率,转变政府职能。" in results["002"].text
    assert "《国家行政机关公文处理办法》" in results["002"].text
    assert results["002"].text.startswith("一、要创新服务理念,充分认识做好党政办工作的重要性\n党政办作为")
    assert "Copyright" not in results["001"].text and results["001"].text.startswith("●程立双\n这次")
    assert results["004"].text.startswith("服务是党委办公部门")


@pytest.mark.parametrize("unit", ["【。】", "编辑   ", "《未完的书名\n", "短行\n", "1" * 8])
def test_cleaning_grows_with_the_text_only(unit: str) -> None:
    """Eight times the text takes far less than sixty-four times the work of the processor, whatever it is made of."""

    def spent(times: int) -> float:
        start = process_time()
        clean(unit * times + "x", "")
        return process_time() - start

    spent(500)
    assert min(spent(16_000) for _ in range(3)) < 30 * max(min(spent(2_000) for _ in range(3)), 0.002)


def test_a_figure_glued_to_noise_stays() -> None:
    """A day or number that follows noise without a blank belongs to the text."""
    assert clean(f"{BODY}{NOISE[0]}9月19日，{BODY}", "题").text == f"{BODY}9月19日，{BODY}"


def test_every_removal_says_where_and_why() -> None:
    """The place of a removal in the raw text holds its words, less what was taken out inside them before."""
    tag = "文秘之家版权所有"
    text = f"标题一行字\n打印本页 关闭窗口\n{BODY}{tag}\n{BODY[:9]}{NOISE[0]}{BODY[9:]}{tag}\n责任编辑：王五"

    cleaned = clean(text)

    assert [one.why for one in cleaned.removed] == [
        "标题，已单列",
        "网页按钮",
        "网站标记",
        "干扰码",
        "网站标记",
        "编辑署名",
    ]
    assert all(cleaned.raw[one.start : one.end] == one.text for one in cleaned.removed)


def test_rows_of_tables_stay() -> None:
    """Rows between bars are kept whole, whatever stands in their cells, and are joined to nothing."""
    rows = [
        "| 指标 | GDP | A B |",
        "|---|---|---|",
        "| 打印 | 关闭 | 收藏 |",
        "| 0 G | L1 j3 | H( ^- V/ |",
        "| 责编：甲 | — | ©2015 |",
    ]
    text = "\n".join(["全市经济运行情况", BODY, *rows])

    for broken_lines in (True, False):
        assert clean(text, broken_lines=broken_lines).text.split("\n") == [BODY, *rows]


def test_injected_noise_goes_and_clean_texts_stay() -> None:
    """At least 98 of a hundred characters of noise, strewn as forums do, are taken out, and nothing of the text."""
    from bench_cleaning import clean_texts, noise_figures

    chance = random.Random(11)
    texts = [text[:1500] for some in clean_texts().values() for text in some if len(text) > 200]
    share, harmed, touched = noise_figures(chance.sample(texts, min(120, len(texts))), chance)

    assert (share >= 0.98, harmed, touched) == (True, 0, 0)


def test_what_needs_an_eye_is_flagged_and_left() -> None:
    """Mojibake with its probability, private-use characters, half-width marks and full-width figures are flagged with
    their place; the text keeps them."""
    text = f"{BODY}锟斤拷锟斤拷{BODY}\n编号\ue5c1为１２％,全市(东山镇)已完成,其余待定。"

    flags = {flag.kind: flag for flag in reversed(flags_of(clean(text, "题").text))}

    assert clean(text, "题").text == text
    assert flags["mojibake"].probability is not None and flags["mojibake"].probability > 0.9
    assert "可能性99%" in flags["mojibake"].note
    assert ("U+E5C1" in flags["private"].note, text[flags["private"].start]) == (True, "\ue5c1")
    widths = [flag.note.partition("处")[0] for flag in flags_of(text) if flag.kind == "width"]
    assert widths == ["汉字间的半角标点3", "全角数字、字母1"]
    assert flags_of(BODY) == ()
