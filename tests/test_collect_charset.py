"""What bytes say goes before what their label says."""

from __future__ import annotations

import itertools
import json
import lzma

import pytest
from collect_support import shared

from bulletin.collect.documents.charset import decode

TEXT = "全市防汛工作会议召开，部署当前防汛救灾工作，要求各级各部门落实责任，确保人民群众生命财产安全。"
TRADITIONAL = "這是一個關於經濟發展的報告，說明當前國際形勢對區域產業的實際影響，應從長計議。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("label", ["", "gb2312", "utf-8", "iso-8859-1", "nonsense"])
def test_simplified_text_is_read_whatever_the_label(encoding: str, label: str) -> None:
    """A wrong, missing or unknown label does not change what is read."""
    assert decode(TEXT.encode(encoding), label)[0] == TEXT


def test_traditional_text_in_big5_is_read() -> None:
    """Big5 is told from GB 18030 without a label."""
    assert decode(TRADITIONAL.encode("big5"))[0] == TRADITIONAL


def test_characters_beyond_gbk_under_a_gb2312_label_are_read() -> None:
    """gb2312 and gbk labels mean GB 18030."""
    text = "㐂字店主𠮷田先生，" + TEXT
    assert decode(text.encode("gb18030"), "gb2312")[0] == text


def test_a_cut_tail_keeps_the_encoding() -> None:
    """A download cut in the middle of a character is still read as what it is."""
    assert decode(TEXT.encode()[:-1])[0].startswith(TEXT[:-1])
    assert decode(TEXT.encode("gb18030")[:-1])[0].startswith(TEXT[:-2])


def test_foreign_labels_are_trusted_where_bytes_are_not_utf8() -> None:
    """A label of another script counts."""
    assert decode("한국어".encode("euc-kr"), "euc-kr")[0] == "한국어"


def test_western_text_is_not_made_chinese() -> None:
    """A single accented letter under a Western label stays one."""
    assert decode("El Niño in Español".encode("cp1252"), "iso-8859-1")[0] == "El Niño in Español"


def test_any_bytes_give_text() -> None:
    """Nothing raises."""
    for body in (b"", b"\xff", bytes(range(256)), b"\x80" * 100):
        assert isinstance(decode(body)[0], str)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("label", ["", "gb2312", "big5", "utf-8", "iso-8859-1"])
def test_short_and_cut_pieces_of_a_page_are_read_whatever_the_label(encoding: str, label: str) -> None:
    """Five characters or more after a lying declaration, cut anywhere in a character, are read as they were written."""
    text = TRADITIONAL if encoding == "big5" else TEXT
    for start in range(0, len(text) - 12, 3):
        page = f'<html><head><meta charset="{label}"></head><body><p>{text[start:]}'
        for size in range(len(page) - len(text[start:]) + 10, 110, 7):
            body = page.encode(encoding)[:size]
            read, name = decode(body)
            whole = len(read.rstrip("\ufffd")) - 2
            assert read[:whole] == page[:whole], (start, size, name)


def test_cut_and_mislabelled_laws_are_read() -> None:
    """Real texts in UTF-8 and GB 18030, cut to 60 bytes and more, under every label: no error."""
    with lzma.open(shared("data/laws/national_regulations.jsonl.xz"), "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, 60)]
    labels = itertools.cycle(("", "gb2312", "big5", "utf-8", "iso-8859-1"))
    for text, encoding, size in itertools.product(texts, ("utf-8", "gb18030"), (60, 61, 62, 63, 200, 1001, 5002)):
        read = decode(text[300:].encode(encoding)[:size], next(labels))[0].rstrip("\ufffd")
        assert text[300:].startswith(read[:-1]), (encoding, size)


def test_a_few_rare_characters_are_not_taken_for_accents() -> None:
    """Bytes beyond ASCII that stand side by side are Chinese even under a Western label and without a frequent one."""
    assert decode("<b>麒麟髡簋</b>".encode("gb18030"), "iso-8859-1")[0] == "<b>麒麟髡簋</b>"
