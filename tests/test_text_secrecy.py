"""What is promised about secrecy marks: every usual form is seen, prose about secrecy is not."""

from __future__ import annotations

import pytest

from bulletin.text.secrecy import is_marked, is_marked_name


@pytest.mark.parametrize(
    "line",
    [
        *("秘密", "机密★1年", "绝密☆", "密级：机密", "密 级：绝密", "涉密材料", "【秘密】"),
        *("机密 特急", "秘密 2年", "机密级", "机密件", "特急 机密", "000001 机密★1年 特急", "機密★1年", "★机密★", "㊙"),
        *("| 密级 | 机密 |", "| 密 级： | 秘密 | 份号 | 1 |", "｜机密★1年｜特急｜", "编号\t密级：秘密", "机密（1年）"),
        *("【机密】关于某项工作的报告", "（秘密）关于某项工作的报告"),
    ],
)
def test_a_mark_is_seen(line: str) -> None:
    """A level by itself, with term, urgency, copy number or brackets, marks what it stands on."""
    assert is_marked(line)


@pytest.mark.parametrize(
    "line", ["秘密战线先进事迹", "机密文件管理办法", "保守秘密，人人有责", "开展保密检查", "", "| 保密 | 已查 |"]
)
def test_prose_about_secrecy_is_no_mark(line: str) -> None:
    """A sentence that speaks of secrecy is not a mark."""
    assert not is_marked(line)


@pytest.mark.parametrize("name", ["绝密★报告.pdf", "关于某事（机密）.txt", "01机密★某事.txt", "涉密材料.txt"])
def test_a_marked_file_name_is_seen(name: str) -> None:
    """A level in a file's name is enough to refuse the file unopened."""
    assert is_marked_name(name)


@pytest.mark.parametrize("name", ["01-市财政局-预算公开.txt", "机密文件管理办法宣传.docx"])
def test_an_ordinary_file_name_is_none(name: str) -> None:
    """Other names pass."""
    assert not is_marked_name(name)
