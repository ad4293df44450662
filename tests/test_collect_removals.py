"""Whatever is taken out of a text at intake is listed with its place and reason, and comes back where it stood."""

from __future__ import annotations

from pathlib import Path

import mail_corpus as corpus
import pytest
from collect_support import ZONE, a_source, office
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import paragraph, run, word_file

from bulletin.collect.cleaning.account import Account
from bulletin.collect.cleaning.clean import clean
from bulletin.collect.cleaning.unseen import unseen_in
from bulletin.collect.material import candidate
from bulletin.collect.sites.article_page import read_article
from bulletin.collect.sites.feed import read_feed
from bulletin.collect.submissions.mailbox import read_item
from bulletin.collect.submissions.slip import read_slip
from bulletin.collect.submissions.submission import SubmissionForm, read_submissions
from bulletin.errors import UnreadableMaterial
from bulletin.model import Extracted, Removal
from bulletin.store.removals import restored
from tests import page_kinds
from tests.bench_pages import saved_pages
from tests.page_kinds import FETCHED, PageKind

TEXT = "全市防汛抗旱工作会议今天召开，会议要求各级各部门落实责任，加强巡查值守，确保安全度汛。"
MORE = "会议通报了今年以来的雨情水情，分析了面临的形势，安排了水库、山塘、堤防和低洼地区的巡查，明确了转移群众的责任人，要求备足物资。"
SLIP = "报送单，已单列"


def bare(text: str) -> str:
    return "".join(text.split())


def whole(item: Extracted) -> Extracted:
    """Return an item with all that has a place put back, the widest stretches first."""
    placed = [n for n, one in enumerate(item.removed, 1) if one.start < one.end]
    placed.sort(key=lambda n: item.removed[n - 1].start - item.removed[n - 1].end)
    return restored(item, placed, "editor1")


def reasons(item: Extracted) -> dict[str, str]:
    return {one.text: one.why for one in item.removed}


def page_item(kind: PageKind) -> Extracted | None:
    fetched = FETCHED if kind.charset != "latin-1" else None
    try:
        article = read_article(kind.body, a_source(), ZONE, address=kind.address, fetched=fetched)
    except UnreadableMaterial:
        return None
    assert article.text == article.account.text
    return candidate(a_source(), "k", article.title, article.account)


def test_what_a_page_leaves_out_can_all_be_put_back() -> None:
    """On pages of every kind the text with all removals put back is what the article's element shows, in its order."""
    items = [page_item(kind) for kind in (*saved_pages(), *page_kinds.pages(), *page_kinds.mixed())]

    assert sum(item is not None and bool(item.removed) for item in items) > 40
    for item in filter(None, items):
        assert bare(whole(item).text) == bare(item.raw_text)
        assert all(bare(item.raw_text[one.start : one.end]) == bare(one.text) for one in item.removed)


def test_furniture_within_an_article_is_listed_with_its_reason() -> None:
    """Buttons, editors, neighbours, notices, links and captions inside the element are removals; a menu outside is not."""
    inside = (
        "<p class=info>发布时间：2026-11-20 09:30　来源：试验日报</p><p>【字体：大 中 小】　打印</p>"
        f"<p>{TEXT}</p><p>分享到：</p><div><img src=a.jpg></div><p>图为会议现场。</p><p>{MORE}（责编：王五）</p>"
        "<p>责任编辑：王五</p><p>上一篇：去年的会议</p><p>下一篇：明年的会议</p><p>版权声明：转载请注明出处</p>"
        "<p>相关新闻</p><ul><li><a href=/1>城区排水泵站改造</a></li><li><a href=/2>水库巡查</a></li></ul>"
    )
    page = (
        "<title>全市防汛工作会议召开</title><ul><li><a href=/>首页</a></li><li><a href=/a>政务公开</a></li></ul>"
        f"<div class=content><h1>全市防汛工作会议召开</h1>{inside}</div><p>主办单位：某市政府办</p>"
    )
    article = read_article(page.encode(), a_source(), ZONE)
    item = candidate(a_source(), "k", article.title, article.account)

    assert item.text == f"{TEXT}\n{MORE}"
    assert reasons(item) == {
        "全市防汛工作会议召开": "标题，已单列",
        "发布时间：2026-11-20 09:30 来源：试验日报": "发布信息",
        "【字体：大 中 小】 打印": "网页按钮",
        "分享到：": "网页按钮",
        "图为会议现场。": "图片说明，已单列",
        "（责编：王五）": "编辑署名",
        "责任编辑：王五": "编辑署名",
        "上一篇：去年的会议": "上一篇、下一篇",
        "下一篇：明年的会议": "上一篇、下一篇",
        "版权声明：转载请注明出处": "版权和免责声明",
        "相关新闻": "相关文章",
        "城区排水泵站改造\n水库巡查": "链接",
    }
    assert "首页" not in item.raw_text
    assert restored(item, [4], "editor1").text == f"{TEXT}\n分享到：\n{MORE}"


def test_an_attachment_named_anew_keeps_the_words_of_its_link() -> None:
    """Where the text says 附件：name, the link's own words stand among the removed."""
    link = "<p><a href=a.docx>点此下载文件</a></p>"
    page = (
        f"<title>全市防汛工作会议召开</title><h1>全市防汛工作会议召开</h1><div class=content><p>{TEXT}</p>{link}</div>"
    )
    article = read_article(page.encode(), a_source(), ZONE, address="https://a.test/1.html")
    item = candidate(a_source(), "k", article.title, article.account)

    assert item.text == f"{TEXT}\n附件：点此下载文件"
    assert reasons(item)["点此下载文件"] == "附件链接，已改写为“附件：”"


def test_the_origin_that_opens_an_entry_of_a_feed_is_listed() -> None:
    """来源：… above the text of an entry becomes its origin, and can be put back."""
    feed = f"<rss><channel><item><title>甲</title><description><![CDATA[<p>来源：试验日报</p><p>{TEXT}</p>]]></description></item></channel></rss>"
    item = read_feed(feed.encode(), a_source(), ZONE)[0]

    assert (item.origin, item.text) == ("试验日报", TEXT)
    assert reasons(item) == {"来源：试验日报": "来源，已单列"}
    assert whole(item).text == f"来源：试验日报\n{TEXT}"


LINES = [
    "报送单位：东山镇　签发人：林涛",
    "信息报送单",
    "表：信息报送单",
    "| 报送单位 | 东山镇 | 责编 | 李四 |",
    f"| 信息内容 | {TEXT} |",
    r"| 正文 | 一\|二，三 |",
    "| 县区 | 数值 |",
    "| 东山 | 12 |",
    "（签发人：林涛　责任编辑：李四）",
    "联系电话：0591-123",
    f"正文：{TEXT}",
    "标题：重点项目进展",
    TEXT,
    "",
    "  签发人：",
    "东山镇",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=10))
def test_what_goes_into_the_slip_and_what_stays_are_the_material(lines: list[str]) -> None:
    """The stretches the slip takes are listed once each; what is left and they are all that was there, in order."""
    slip = read_slip(lines)
    text = "\n".join(lines)
    cleaned = clean(text, " ", taken=slip.removals)
    item = Extracted("k", "题", cleaned.text, cleaned.raw, removed=cleaned.removed)

    assert all(text[one.start : one.end] == one.text and one.why == SLIP for one in slip.removals)
    assert len(bare("".join((*slip.lines, *(one.text for one in slip.removals))))) == len(bare(text))
    assert bare(whole(item).text) == bare(text)


def test_the_slip_of_a_submitted_file_can_be_put_back(tmp_path: Path) -> None:
    """（责编：张三） and the lines above the text are listed as taken into the slip; each comes back in its place."""
    body = f"报送单位：东山镇\n签发人：林涛\n防汛工作进展\n{TEXT}\n（责编：张三）"
    item = read_submissions(body.encode(), "a.txt", SubmissionForm(), office(tmp_path)).items[0]
    number = next(n for n, one in enumerate(item.removed, 1) if one.text == "（责编：张三）")

    assert item.text == TEXT and item.raw_text == body
    assert [one.text for one in item.removed if one.why == SLIP] == [
        "报送单位：东山镇",
        "签发人：林涛",
        "（责编：张三）",
    ]
    assert restored(item, [number], "editor1").text == f"{TEXT}\n（责编：张三）"
    assert whole(item).text == body


def test_the_text_in_a_form_loses_its_frame_only(tmp_path: Path) -> None:
    """Of a row 正文 | … the cell is the text; label and bars are taken into the slip and can come back."""
    body = f"| 报送单位 | 东山镇 |\n| 签发人 | 林涛 |\n| 信息内容 | {TEXT}甲\\|乙 |"
    item = read_submissions(body.encode(), "防汛工作进展.txt", SubmissionForm(), office(tmp_path)).items[0]

    assert item.text == f"{TEXT}甲|乙"
    assert bare(whole(item).text) == bare(body)


UNSEEN = "防汛\u200b\u200b工作\u202e部署\ufeff"
CODES = ["U+200B×2", "U+202E", "U+FEFF"]


def unseen(item: Extracted) -> list[tuple[int, int, str]]:
    return [(one.start, one.end, one.text) for one in item.removed if "看不见" in one.why]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.txt", f"{TEXT}\n{UNSEEN}".encode()),
        ("a.html", f"<p>{TEXT}</p><p>防汛&#8203;&#x200b;<b>工作</b>\u202e部署\ufeff</p>".encode()),
        ("a.docx", word_file(paragraph(run(TEXT)) + paragraph(run(UNSEEN[:5]) + run(UNSEEN[5:])))),
        (
            "a.eml",
            corpus.message(corpus.text_part(f"李科长，您好！\n{TEXT}\n{UNSEEN}\n谢谢！"), corpus.word("防汛工作进展")),
        ),
    ],
)
def test_unseen_characters_of_every_kind_of_file_are_listed(tmp_path: Path, name: str, body: bytes) -> None:
    """Zero-width and direction marks of text, page, Word file and mail: gone from the text, listed before what follows."""
    form = SubmissionForm("东山镇", "林涛")
    item = read_submissions(body, name, form, office(tmp_path)).items[0]
    found = unseen(item)

    assert item.text == f"{TEXT}\n防汛工作部署"
    assert [code for _, _, code in found] == CODES
    assert [item.raw_text[:start][-2:] for start, _, _ in found[:2]] == ["防汛", "工作"]
    assert all(start == end for start, end, _ in found)


def test_unseen_characters_of_pages_and_cells_are_listed() -> None:
    """Those within the article's element count, those of a menu do not; a reference counts as the character it is."""
    menu, text = "<ul><li><a href=/>首\u200b页</a></li></ul>", f"<p>{TEXT}</p><p>会议&#8203;部署了工作，要求落实。</p>"
    page = f"<title>全市防汛会议召开</title>{menu}<h1>全市防汛会议召开</h1><div class=content>{text}</div>"
    article = read_article(page.encode(), a_source(), ZONE)
    item = candidate(a_source(), "k", article.title, article.account)
    cell = candidate(a_source(), "k", "题", Account("防汛工作", source="防汛\u200b工作"))

    place = len(TEXT) + 3
    assert unseen(item) == [(place, place, "U+200B")]
    assert unseen(cell) == [(2, 2, "U+200B")]


def test_unseen_characters_are_told_by_the_words_around_them() -> None:
    """Blanks and line ends folded on the way do not matter; what stands only in the source is passed over."""
    assert unseen_in("无关\u200b的话", "防汛工作") == ()
    assert [one.start for one in unseen_in("防 汛\n\u200b工  作\u2060", "防汛\n工作")] == [3, 5]
    assert [one.start for one in unseen_in("防汛\u200b防汛\u200b防汛", "防汛防汛防汛")] == [2, 4]
    assert [one.start for one in unseen_in("甲乙丙丁\u200b戊己庚辛" * 2, "甲乙丙丁戊己庚辛" * 2)] == [4, 12]
    assert [one.start for one in unseen_in("工作\u200b部署会议略去的话", "部署，工作部署会议")] == [5]
    assert [one.text for one in unseen_in("甲\x1b[31m乙", "甲乙")] == ["U+001B"]
    assert unseen_in("甲\u200b \u200b\n\u2060乙", "甲乙")[0].text == "U+200B×2 U+2060"
    assert len(unseen_in("字\u200b" * 60, "字" * 60)) == 51


def test_small_talk_of_a_mail_can_be_put_back(tmp_path: Path) -> None:
    """A greeting above and thanks below the report have their places, also where documents came with it."""
    words = f"李科长，您好！\n{corpus.SIGNED}\n\n{corpus.report(5, header=False)}谢谢！\n发自我的iPhone"
    alone = corpus.message(corpus.text_part(words), corpus.word(corpus.title(5)))
    document = corpus.file_part(corpus.name_of("晚稻.txt"), corpus.report(2, False).encode())
    together = corpus.message(corpus.multipart([corpus.text_part(words), document]), corpus.word(corpus.title(5)))

    for raw in (alone, together):
        item = read_item(raw, "东山镇", "动态", office(tmp_path))
        talk = [n for n, one in enumerate(item.removed, 1) if one.why == "邮件客套话"]
        kept = restored(item, talk, "editor1")
        assert [item.removed[n - 1].text for n in talk] == ["李科长，您好！", "谢谢！", "发自我的iPhone"]
        assert not any(word in item.text for word in ("您好", "谢谢", "iPhone"))
        assert all(word in kept.text for word in ("李科长，您好！", "谢谢！", "发自我的iPhone"))
        assert item.raw_text.startswith("李科长，您好！\n") and bare(item.raw_text).startswith(bare(whole(item).text))


def test_a_signer_from_a_covering_note_does_not_shift_the_small_talk(tmp_path: Path) -> None:
    """What a covering note states stands on top of the material; the places of the greeting below it are still right."""
    inner = f"发件人:张三 <a@b.test>\n发送时间:2026-11-19\n主题:防汛工作进展\n\n李科长，您好！\n{TEXT}\n谢谢！"
    raw = corpus.message(
        corpus.text_part(f"签发人：陈明\n-----原始邮件-----\n{inner}"), corpus.word("Fw: 防汛工作进展")
    )
    item = read_item(raw, "东山镇", "动态", office(tmp_path))

    assert (item.signed_by, item.text) == ("陈明", TEXT)
    assert reasons(item) == {"签发人：陈明": SLIP, "李科长，您好！": "邮件客套话", "谢谢！": "邮件客套话"}


def test_what_the_reader_took_is_neither_noise_nor_title() -> None:
    """Cleaning works on what the reader left: its removals are listed first, with their own reason."""
    raw = f"标题一行字\n0 G L1 j3 H( ^- V/ s* l: e\n{TEXT}"
    taken = (Removal(0, 5, "标题一行字", SLIP), Removal(6, 32, raw[6:32], SLIP))
    cleaned = clean(raw, taken=taken)

    assert (cleaned.title, cleaned.text, cleaned.removed) == ("", TEXT, taken)
