"""What bytes say goes before what their label says."""

from __future__ import annotations

import pytest

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
