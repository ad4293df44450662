"""The slip of a submission: found wherever units write it, and never mistaken for text."""

from __future__ import annotations

import pytest

from bulletin.collect.submissions.slip import read_slip

_TEXT = "今年以来，全市重点项目建设加快推进，1至10月完成投资120亿元，同比增长8.1%，为年度计划的92%，运行平稳。"
_END = ["东山镇", "2026年3月5日"]
_WHO = {"unit": "东山镇", "signed_by": "林涛", "editor": "李四"}


@pytest.mark.parametrize(
    "lines",
    [
        ["报送单位：东山镇", "签发人：林涛", "责任编辑：李四", "", _TEXT],
        ["报送单位：东山镇　签发人：林涛　责任编辑：李四", "", _TEXT],
        ["信息报送单", "", "报 送 单 位（盖章）：东山镇", "签 发 人： 林涛　　责 编：李四", _TEXT],
        ["报送单位：东山镇", "", "签发人：林涛", "", "责编：李四", "", _TEXT],
        ["供稿单位:东山镇;签发人:林涛;责编:李四", _TEXT],
        ["报送单位：东山镇", _TEXT, "（签发人：林涛　责任编辑：李四）"],
        [_TEXT, "报送单位：东山镇", "签发人：林涛", "责任编辑：李四"],
        ["表：信息报送单", "| 报送单位 | 东山镇 | 签发人 | 林涛 |", "| 责任编辑 | 李四 |  |  |", _TEXT],
        ["| 报送单位（盖章）： | 东山镇 |", "| 签 发 人 | 林涛 |", "| 责任编辑：李四 |  |", "| 正文 |", _TEXT],
        ["| 报送单位 | 签发人 | 责任编辑 |", "| 东山镇 | 林涛 | 李四 |", _TEXT],
        [_TEXT, "| 报送单位 | 东山镇 |", "| 签发人 | 林涛 |", "| 责编 | 李四 |"],
        ["| 报送单位 | 东山镇 | 责编 | 李四 |", "| 信息内容 |", _TEXT, "| 签发人 | 林涛 |"],
    ],
)
def test_the_usual_ways_of_writing_a_slip_are_read(lines: list[str]) -> None:
    """Lines, several fields a line, spaced labels, seals, forms across and down, and the end of the text."""
    slip = read_slip(lines)
    assert slip.fields == _WHO
    assert [line for line in slip.lines if line.strip()] == [_TEXT]


def test_the_head_of_a_reporting_document_is_a_slip() -> None:
    """The document's number and the signer beside it are fields (GB/T 9704: 签发人 in an upward document)."""
    slip = read_slip(["×水〔2026〕15号　　　　签发人：林涛", "关于某事的报告", _TEXT, *_END])
    assert slip.fields == {"number": "×水〔2026〕15号", "signed_by": "林涛"}
    assert slip.lines == ["关于某事的报告", _TEXT, *_END]


def test_what_else_stands_on_it_is_kept_apart() -> None:
    """Contacts beside the signer are neither text nor lost."""
    slip = read_slip(["关于某事", _TEXT, "签发人：林涛　联系电话：0591-123", "联系人：王五，手机：456"])
    assert slip.others == ["联系电话：0591-123", "联系人：王五", "手机：456"]
    assert slip.lines == ["关于某事", _TEXT]


@pytest.mark.parametrize(
    "blank", ["签发人：", "签发人：____", "签发人：（签字）", "| 签发人 |  |", "| 签发人 | （签名） |"]
)
def test_a_field_left_blank_is_not_stated(blank: str) -> None:
    """A form that was not filled in states nothing."""
    slip = read_slip(["报送单位：东山镇", blank, _TEXT])
    assert "signed_by" not in slip.fields and slip.lines == [_TEXT]


@pytest.mark.parametrize(
    "lines",
    [
        ["| 单位 | 编号 | 得分 |", "| 东山镇 | 1 | 2 |", "| 西河区 | 2 | 3 |", _TEXT],
        ["| 指标 | 数值 |", "| 投资 | 120 |", _TEXT],
        [_TEXT, "（联系人：林晓，电话：12345）"],
        [_TEXT, "标题：这是文中的一行", _TEXT],
        ["签发人制度落实情况：全市各单位均已建立", _TEXT],
        [_TEXT, *_END],
        [],
        ["", " "],
    ],
)
def test_text_that_looks_like_a_slip_stays(lines: list[str]) -> None:
    """Tables of data, a note in brackets, lines with colons inside the text and the signature are text."""
    slip = read_slip(lines)
    assert (slip.lines, slip.fields) == (lines, {})


def test_a_field_that_comes_again_ends_the_slip() -> None:
    """A list of records at the head of a file is not eaten: the first record is its slip, the others stay."""
    slip = read_slip(["编号：1", "标题：甲", "内容：某事。", "编号：2", "标题：乙"])
    assert slip.fields == {"number": "1", "title": "甲"}
    assert slip.lines == ["某事。", "编号：2", "标题：乙"]


def test_only_the_label_of_the_text_itself_goes() -> None:
    """The first line after the slip may be labelled 正文; the same words further down are text."""
    slip = read_slip(["签发人：甲", "", f"正文：{_TEXT}", f"主要内容：{_TEXT}"])
    assert slip.lines == ["", _TEXT, f"主要内容：{_TEXT}"]
    assert read_slip([f"内容：{_TEXT}"]).lines == [f"内容：{_TEXT}"]


def test_a_second_record_is_not_swallowed() -> None:
    """Without a text between, the second record stays too."""
    assert read_slip(["编号：1", "标题：甲", "编号：2", "标题：乙"]).lines == ["编号：2", "标题：乙"]
