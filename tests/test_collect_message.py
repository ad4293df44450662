"""What is promised of a message's bytes: headers, parts, chains and attachments as Chinese mail programs write them."""

from __future__ import annotations

import base64
import random
import subprocess
import sys
import time
from pathlib import Path

import mail_corpus as corpus
import pytest
from collect_support import ZONE, office
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.collect.submissions.chain import bare_subject, innermost, is_cover, segments
from bulletin.collect.submissions.headers import addresses, file_name, from_base64, header_text, moment, parameters
from bulletin.collect.submissions.mailbox import read_item
from bulletin.collect.submissions.message import Message, read_message
from bulletin.collect.submissions.submission import SubmissionForm, read_submissions
from bulletin.errors import RefusedMaterial, UnreadableMaterial
from bulletin.model import Extracted
from bulletin.settings import Settings

TITLE = "东山镇3.2万亩晚稻提前6天收割完毕"
GBK = TITLE.encode("gb18030")
BODY = corpus.report(5, header=False).strip()


def read(raw: bytes) -> Message:
    """Read a message."""
    return read_message(raw, ZONE)


@pytest.fixture
def item(tmp_path: Path) -> _Reader:
    """``item(raw)``: what a message of 东山镇 holds."""
    return _Reader(office(tmp_path))


class _Reader:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, raw: bytes) -> Extracted:
        return read_item(raw, "东山镇", "动态", self.settings)


def _b(raw: bytes, charset: bytes = b"gb2312") -> bytes:
    return b"=?" + charset + b"?B?" + base64.b64encode(raw) + b"?="


def _q(raw: bytes) -> bytes:
    return b"=?gbk?Q?" + b"".join(b"=%02X" % byte for byte in raw) + b"?="


@pytest.mark.parametrize(
    "raw",
    [
        GBK,
        TITLE.encode(),
        _b(GBK),
        _q(GBK),
        corpus.word(TITLE),
        _b(GBK[:7]) + b"  " + _b(GBK[7:21]) + b"\t" + _b(GBK[21:]),
        _b(GBK[:7]) + _q(GBK[7:]).replace(b"gbk", b"gb2312"),
        b'"' + _b(GBK) + b'"',
        _b(GBK).replace(b"?=", b"").replace(b"=?gb2312?B?", b"=?GB2312*zh?b?") + b"?=",
        _b(TITLE.encode(), b"gb2312"),
        _b(GBK, b"x-unknown"),
        b"=?gb2312?B?" + base64.b64encode(GBK).rstrip(b"=") + b"?=",
    ],
)
def test_a_subject_is_read_however_it_is_written(raw: bytes) -> None:
    """Raw 8-bit, encoded words cut in a character, words in quotes, with a wrong charset, without their padding."""
    assert header_text(raw).strip('"') == TITLE


def test_words_of_different_charsets_and_plain_text_stand_side_by_side() -> None:
    """Blanks between two words go, blanks between a word and plain text stay."""
    assert (
        header_text(b"Re: " + _b("转发".encode("gbk")) + b" " + corpus.word("信息") + b" 2026") == "Re: 转发信息 2026"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b'attachment; filename="' + GBK + b'.docx"',
        b"attachment; filename=" + GBK + b".docx",
        b'attachment; filename="' + _b(GBK + b".docx") + b'"',
        b"attachment; filename*=gb2312''" + b"".join(b"%%%02X" % byte for byte in GBK) + b".docx",
        b"attachment;\r\n filename*0*=utf-8''%E4%B8%9C%E5%B1%B1;\r\n filename*1*=%E9%95%873.2%E4%B8%87%E4; filename*2*=%BA%A9%E6%99%9A%E7%A8%BB; "
        + b"filename*3=" + "提前6天收割完毕.docx".encode(),
        b"attachment; filename=" + "".join(f"%{byte:02X}" for byte in TITLE.encode()).encode() + b".docx",
        b'attachment; filename="' + _b(GBK[:9]) + b"\r\n " + _b(GBK[9:] + b".docx") + b'"',
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_read_in_every_notation(raw: bytes) -> None:
    """Raw bytes, quoted words, RFC 2231 in one part and in several cut inside a character, percent signs."""
    assert parameters(raw.replace(b"\r\n ", b" "))["filename"] == f"{TITLE}.docx"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/cron.d/x", "x"),
        ("C:\\桌面\\来稿.doc", "来稿.doc"),
        ("a\x1b[2Jb\n.docx", "ab.docx"),
        ("..", ""),
        ("长" * 300 + ".docx", "长" * 116 + ".docx"),
    ],
)
def test_the_name_of_a_file_is_never_a_path(name: str, shown: str) -> None:
    """Directories, control characters and excess length are taken off."""
    assert file_name(name).replace(" ", "") == shown


def test_the_sender_is_the_address_and_never_the_name_before_it() -> None:
    """A name that looks like an address, a comment, two addresses: only one real address counts."""
    assert addresses(b'"fgw@city.gov.cn" <Evil@X.test>') == ["evil@x.test"]
    assert addresses(b"a@b.cn (fgw@city.gov.cn)") == ["a@b.cn"]
    assert addresses(_b("发改委".encode("gbk")) + b" <fgw@city.gov.cn>") == ["fgw@city.gov.cn"]
    two = corpus.message(corpus.text_part("文字"), b"x", b"fgw@city.gov.cn, evil@x.test")
    assert read(two).sender == ""


@pytest.mark.parametrize(
    "raw", [b"", b"yesterday", b"Fri, 32 Nov 2026 08:00:00 +0800", b"Fri, 20 Nov 99999 08:00 +0800"]
)
def test_a_broken_date_is_none(raw: bytes) -> None:
    """A date that cannot be read is missing, never an error."""
    assert moment(raw, ZONE) is None


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n", b"Subject: x", b"no header at all", b"\xff\xfe" * 50, b"From x\nSubject: y\n\nz"]
)
def test_any_bytes_are_a_message(raw: bytes) -> None:
    """Empty, cut, binary: something comes back."""
    assert isinstance(read(raw), Message)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 9), st.floats(0, 1))
def test_a_damaged_message_never_breaks_the_reader(junk: bytes, kind: int, place: float) -> None:
    """Bytes thrown in anywhere, or everything cut off behind, leave a message."""
    raw = corpus.KINDS[kind](3)
    at = int(place * len(raw))
    assert isinstance(read(raw[:at] + junk + raw[at:]), Message)
    assert isinstance(read(raw[:at]), Message)


def test_parts_nested_without_end_are_told_and_cost_little() -> None:
    """Two thousand layers of multipart, and of messages in messages, end at twelve."""
    part = corpus.text_part("正文")
    for n in range(200):
        part = corpus.multipart([part], boundary=f"b{n}")
    began = time.monotonic()
    assert "残缺或过多" in "".join(read(corpus.message(part, b"x")).remarks)
    inner = corpus.message(corpus.text_part("正文"), b"x")
    for _ in range(40):
        inner = corpus.message(corpus.enclosed(inner), b"x")
    deep = read(inner)
    while deep.inner:
        deep = deep.inner[0]
    assert "打开原件" in "".join(deep.remarks)
    assert time.monotonic() - began < 5


def test_a_boundary_counts_only_at_the_start_of_a_line() -> None:
    """A boundary at the end of a line of text is text; a last part without its closing line is read to the end."""
    text = "正文里写着 --b\n的不算"
    part = corpus.Part((("Content-Type", b"text/plain"),), text.replace("\n", "\r\n").encode())
    raw = corpus.message(corpus.multipart([part], boundary="b"), b"x")
    assert read(raw).text == text
    assert read(raw[: raw.rindex(b"\r\n--b--")]).text == text


def test_many_parts_and_long_headers_cost_little() -> None:
    """Ten thousand parts, a header of a megabyte, a megabyte of encoded words: seconds at most."""
    began = time.monotonic()
    read(corpus.message(corpus.multipart([corpus.text_part("x")] * 10_000), b"x"))
    read(corpus.message(corpus.text_part("x"), b"=?gb2312?B?" * 90_000))
    read(b"Subject: " + b"a\r\n " * 250_000 + b"\r\n\r\nx")
    read(b"Content-Type: text/plain; " + b"a=b;" * 100_000 + b"\r\n\r\nx")
    assert time.monotonic() - began < 10


def test_base64_is_read_as_far_as_it_goes() -> None:
    """Padding piece by piece, cut ends, blanks: what is there is read."""
    whole = bytes(random.Random(3).randbytes(1000))
    pieces = b"\n".join(base64.b64encode(whole[k : k + 50]) for k in range(0, 1000, 50))
    assert from_base64(pieces) == whole
    assert from_base64(base64.b64encode(whole)[:-1]).startswith(whole[:-3])


def test_text_that_is_base64_and_does_not_say_so_is_unwrapped(item: _Reader) -> None:
    """A body in base 64 labelled 8bit is still read; one labelled base 64 that is plain text, too."""
    wrapped = corpus.Part((("Content-Type", b"text/plain; charset=gbk"),), corpus.lines(corpus.report(5).encode("gbk")))
    assert item(corpus.message(wrapped, corpus.word(TITLE))).text == BODY
    fields = (("Content-Type", b"text/plain; charset=gbk"), ("Content-Transfer-Encoding", b"base64"))
    bare = corpus.Part(fields, corpus.report(5).encode("gbk"))
    assert item(corpus.message(bare, corpus.word(TITLE))).text == BODY


@pytest.mark.parametrize(
    ("subject", "bare", "forwarded"),
    [
        ("转发：Fwd: 回复: 东山镇信息", "东山镇信息", True),
        ("回复：转发：东山镇信息", "东山镇信息", False),
        ("Re[2]: FW：[外部邮件] 信息", "信息", False),
        ("转发展改革委的意见", "转发展改革委的意见", False),
    ],
)
def test_prefixes_of_a_subject_are_told_from_its_words(subject: str, bare: str, forwarded: bool) -> None:
    """Fwd, 转发, Re and 回复 before a colon are prefixes; the first says whether the mail is forwarded."""
    assert bare_subject(subject) == (bare, forwarded)


def test_of_a_forwarded_chain_the_innermost_counts_and_of_a_reply_the_outermost() -> None:
    """The same quoted text is the material of a forward and the past of a reply."""
    text = f"{corpus.report(1, False)}\n发件人: 信息科\n发送时间: 2026-11-19\n收件人: 东山镇\n主题: 约稿通知\n\n{corpus.report(2, False)}"
    chain = segments(text)
    assert innermost(chain, is_forwarded=True).text.strip() == corpus.report(2, False).strip()
    assert innermost(chain, is_forwarded=False).text.strip() == corpus.report(1, False).strip()
    assert innermost(chain, is_forwarded=True).subject == "约稿通知"


def test_a_forward_without_anything_inside_counts_itself() -> None:
    """Where the innermost mail says nothing, the next one out is taken."""
    chain = segments(f"{corpus.report(1, False)}\n-----原始邮件-----\n发件人: 甲\n主题: 空\n\n谢谢！")
    assert innermost(chain, is_forwarded=True).text.strip() == corpus.report(1, False).strip()


def test_quote_marks_are_taken_off_and_prose_is_no_head() -> None:
    """``>`` before quoted lines goes; a report that lists 时间、地点 is not cut there."""
    chain = segments("看看\n在 2026-11-19 10:00:00，张三 写道：\n> 第一段。\n> 第二段。")
    assert chain[1].lines == ["第一段。", "第二段。"]
    assert len(segments("会议情况如下。\n时间：11月20日\n地点：三楼\n主题：防汛")) == 1


def test_a_cover_note_is_told_from_a_report() -> None:
    """附件请查收 is a cover, also with a line about what is attached; a report is none."""
    assert is_cover(
        "王科长：您好！\n现将东山镇晚稻收割情况信息报送给您，请审阅，如有不妥请批评指正。附件请查收。\n联系人：李明\n谢谢！"
    )
    assert not is_cover(corpus.report(3, False))


def test_the_whole_chain_stays_in_the_raw_text(item: _Reader) -> None:
    """What was forwarded by whom, with every covering word, can be read in the raw text."""
    found = item(corpus.a_forwarded(4))
    assert found.text == corpus.report(4, header=False).strip()
    for word in ("转上，请审阅。", "请转办公室。", "zhang@village.test", corpus.title(4)):
        assert word in found.raw_text


def test_several_documents_are_one_item_under_their_names(item: _Reader) -> None:
    """Two documents of one message: one text, each under its name, title from the subject."""
    parts = [
        corpus.text_part("两篇信息，请查收。"),
        corpus.file_part(corpus.name_of("晚稻收割进度.docx"), corpus.docx(corpus.report(1))),
        corpus.file_part(corpus.name_of("油菜播种进度.txt"), corpus.report(2, False).encode()),
    ]
    found = item(corpus.message(corpus.multipart(parts), corpus.word("东山镇秋收冬种两篇动态")))
    assert found.title == "东山镇秋收冬种两篇动态" or found.title == corpus.title(1)
    assert found.signed_by == "林涛"
    first, second = found.text.find("1号基地"), found.text.find("油菜播种进度")
    assert 0 <= first < second < found.text.find("2号基地")


def test_files_that_cannot_be_read_are_named_and_lose_nothing(item: _Reader) -> None:
    """An archive, winmail.dat, a large-file link, a picture: each is told by name; the text is an item all the same."""
    parts = [
        corpus.text_part(f"{corpus.report(5)}\n从QQ邮箱发来的超大附件\n现场照片.zip (210M)"),
        corpus.file_part(corpus.name_of("名单.rar"), b"Rar!\x1a\x07"),
        corpus.file_part(b"filename=winmail.dat", b"\x78\x9f\x3e\x22", "application/ms-tnef"),
        corpus.file_part(corpus.name_of("现场.jpg"), b"\xff\xd8\xff" + bytes(20_000), "image/jpeg"),
    ]
    notes = " ".join(flag.note for flag in item(corpus.message(corpus.multipart(parts), corpus.word(TITLE))).flags)
    for word in ("《名单.rar》未读出", "《winmail.dat》未读出：是 Outlook", "超大附件", "图片《现场.jpg》"):
        assert word in notes


def test_a_cover_with_nothing_readable_is_refused_with_the_reason(item: _Reader) -> None:
    """Only a cover and an unreadable file: no item of the cover alone."""
    parts = [corpus.text_part("附件请查收"), corpus.file_part(corpus.name_of("材料.rar"), b"Rar!")]
    with pytest.raises((UnreadableMaterial, RefusedMaterial)):
        item(corpus.message(corpus.multipart(parts), corpus.word("信息")))


def test_a_signer_named_in_the_covering_note_counts(item: _Reader) -> None:
    """签发人 may stand in the mail, the report in the file."""
    parts = [
        corpus.text_part("信息一篇，附后。\n签发人：陈明"),
        corpus.file_part(b"filename=a.docx", corpus.docx(f"{corpus.title(5)}\n{BODY}")),
    ]
    found = item(corpus.message(corpus.multipart(parts), corpus.word("信息报送")))
    assert (found.signed_by, found.title) == ("陈明", corpus.title(5))


def test_small_talk_is_taken_off_and_listed(item: _Reader) -> None:
    """Greetings, thanks and advertisements of mail programs are no part of the report, and stand among the removed."""
    text = f"李科长，您好！\n{corpus.report(5, header=False)}谢谢！\n发自我的iPhone"
    found = item(corpus.message(corpus.text_part(f"{corpus.SIGNED}\n\n{text}"), corpus.word(corpus.title(5))))
    assert found.text == BODY
    assert {"李科长，您好！", "谢谢！", "发自我的iPhone"} <= {one.text for one in found.removed}


def test_the_same_text_on_another_day_is_another_message(item: _Reader) -> None:
    """Two messages with their own numbers are two, though they say the same (零报告); one number twice is one."""
    first, second = (corpus.message(corpus.text_part(corpus.report(5)), corpus.word(TITLE), number=n) for n in (1, 2))
    assert item(first).key != item(second).key
    assert item(first).key == item(b"Received: by mx\r\n" + first).key


def test_a_message_saved_as_a_file_is_read_as_the_message_it_is(item: _Reader) -> None:
    """A .eml in the drop folder or in a zip gives what the mailbox would have given."""
    raw = corpus.a_docx(5)
    found = read_submissions(raw, "转发.eml", SubmissionForm(), item.settings).items[0]
    assert (found.title, found.text, found.unit) == (corpus.title(5), BODY, "东山镇")
    zipped = corpus.zipped(**{"转发.eml": raw})
    assert read_submissions(zipped, "包.zip", SubmissionForm(), item.settings).items[0].title == corpus.title(5)


def test_what_the_report_says_of_its_kind_goes_before_the_source_file(item: _Reader) -> None:
    """信息类型 in the report counts; the source's own kind stands in where it says nothing."""
    text = corpus.report(5).replace(corpus.SIGNED, f"{corpus.SIGNED}\n信息类型：经验")
    assert item(corpus.message(corpus.text_part(text), corpus.word(TITLE))).kind == "经验"
    assert item(corpus.a_plain(5)).kind == "动态"


def test_a_large_message_costs_little_more_than_its_own_size(tmp_path: Path) -> None:
    """A message of 30 MB takes, beyond itself, the bytes of its attachment and little else."""
    (tmp_path / "big").write_bytes(corpus.a_big_one(1))
    program = (
        "import pathlib, resource, sys\n"
        "from zoneinfo import ZoneInfo\n"
        "from bulletin.collect.submissions.message import read_message\n"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
        "before = most()\nraw = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "read_message(raw, ZoneInfo('Asia/Shanghai'))\nprint(len(raw), most() - before)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "big")]
    done = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[1])
    size, most = map(int, done.stdout.split())
    assert size > 29_000_000
    assert most < size * 2.2, (size, most)


@pytest.mark.parametrize("field", [b'From: "' + b'\\"' * 50_000, b"Content-Type: text/plain" + b'; a="\\' * 30_000])
def test_a_head_made_of_quotes_costs_little(field: bytes) -> None:
    """Half-open quotes without end are read as far as any field goes: nothing else runs while they are searched."""
    started = time.process_time()
    read_message(field + b"\r\n\r\ntext", ZONE)

    assert time.process_time() - started < 2
