"""Fonts by the style they stand for, whatever program named them."""

from __future__ import annotations

import pytest

from bulletin.press.check.faces import Face, face, style

NAMED = [
    ("FangSong_GB2312", "仿宋", False),
    ("STFangsong", "仿宋", False),
    ("FZFSJW--GB1-0", "仿宋", False),
    ("FandolFang-Regular", "仿宋", True),
    ("KaiTi", "楷体", False),
    ("AR-PL-KaitiM-GB", "楷体", True),
    ("LXGW-WenKai", "楷体", True),
    ("SimHei", "黑体", False),
    ("STHeitiSC-Medium", "黑体", False),
    ("FandolHei-Bold-Bold", "黑体", True),
    ("FZXBSJW--GB1-0", "小标宋", False),
    ("FZXiaoBiaoSong-B05S", "小标宋", False),
    ("STZhongsong", "小标宋", False),
    ("FandolSong-Bold-Bold", "小标宋", True),
    ("NotoSerifCJKsc-Bold", "小标宋", True),
    ("SimSun", "宋体", False),
    ("SimSun,Bold", "宋体", False),
    ("NotoSerifCJKsc-Regular", "宋体", True),
]


@pytest.mark.parametrize(("font", "name", "substitute"), NAMED)
def test_a_face_is_known_by_its_names(font: str, name: str, substitute: bool) -> None:
    """Office faces and their free stand-ins are told apart, and both by the style they are."""
    assert face(font) == Face(name, substitute)


def test_a_chinese_name_in_bytes_is_read() -> None:
    """A name that a program wrote as GBK bytes is the same face."""
    assert style("方正小标宋简体".encode("gbk").decode("latin-1")) == "小标宋"


@pytest.mark.parametrize("font", ["Times New Roman", "CIDFont+F2", "", "MicrosoftYaHei"])
def test_a_name_not_known_stands_for_nothing(font: str) -> None:
    """Of a face nobody listed nothing is claimed."""
    assert (face(font), style(font)) == (None, "")
