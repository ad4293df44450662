"""What is promised about secrecy marks: every usual form is seen, prose about secrecy is not."""

from __future__ import annotations

import time

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
    "line",
    [
        *(
            "（一）秘密★1年",
            "㈠秘密★1年",
            "一、机密★3年",
            "1.秘密★1年",
            "①绝密★长期",
            "（1）机密★1年 特急",
            "第一条 秘密★1年",
        ),
        *(
            "“机密★1年”",
            "‘绝密★长期’",
            "「机密」",
            '"机密"',
            "《机密★1年》",
            "——机密——",
            "***机密***",
            "● 机密★1年",
            "> 秘密",
        ),
        *(
            "机密⭐1年",
            "机密⭐\ufe0f1年",
            "秘密※1年",
            "秘密＊1年",
            "秘密✯1年",
            "🌟机密🌟",
            "机密●1年",
            "机密—1年",
            "机密/1年",
        ),
        *(
            "秘宻★1年",
            "宻级：机宻",
            "機宻★1年",
            "密級：機密",
            "秘蜜★1年",
            "㊙★1年",
            "秘密★壹年",
            "絕密★長期",
            "机密1年",
        ),
        *(
            "秘　密　★　１　年",
            "机 密 ★ 一 年",
            "秘·密★1年",
            "秘\u200b密★1年",
            "秘\u3164密★1年",
            "机\u20dd密\u20dd★1年",
        ),
        *("（机密）※1年", "机密（※1年）", "000001 机密※1年 特急", "密级｜“机密”", "“一、机密★1年”"),
    ],
)
def test_a_mark_that_is_dressed_up_is_seen(line: str) -> None:
    """A number, quotation marks, another star, another form of a character, or blanks within do not hide a mark."""
    assert is_marked(line)


@pytest.mark.parametrize(
    "line",
    [
        *("秘密战线先进事迹", "机密文件管理办法", "保守秘密，人人有责", "开展保密检查", "", "| 保密 | 已查 |"),
        *(
            "（一）绝密级国家秘密的知悉范围",
            "（二）机密级",
            "一、秘密",
            "他说：“这是秘密。”",
            "《秘密》",
            "《机密》是一部电影",
        ),
        *("“秘密”在于坚持", "揭开增收的“秘密”", "“机密”一词", "商业秘密、个人隐私", "※注：保密", "★秘密花园", "秘密。"),
        *(
            "国家秘密的密级分为绝密、机密、秘密三级",
            "1.涉密人员管理",
            "加密★3年质保",
            "机关★1年",
            "秘书★3年",
            "机密，但不限于",
        ),
        *("秘密10年后解密", "密切联系群众★", "周密部署，1年见效"),
    ],
)
def test_prose_about_secrecy_is_no_mark(line: str) -> None:
    """A sentence that speaks of secrecy is not a mark."""
    assert not is_marked(line)


@pytest.mark.parametrize(
    "text", ["密" + "★" * 200_000 + "a", "(一)" * 70_000 + "秘密", "秘密" + "1" * 200_000, "密级" * 100_000]
)
def test_a_long_line_is_read_in_its_length(text: str) -> None:
    """A line of hundreds of thousands of signs is looked at once, not once for each of its signs."""
    began = time.process_time()

    assert not is_marked(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "line",
    [
        *(
            "密级【机密】",
            "密级（机密）★5年",
            "密级〔机密〕★5年",
            "密级=机密",
            "密级＝秘密",
            "机密 保密期限1年",
            "机密，保密期限：长期",
        ),
        *("机密x1年", "秘密X10年", "机密！", "特急！机密！", "注意：机密", "此件：绝密", "涉密！"),
    ],
)
def test_a_mark_in_words_of_ones_own_is_seen(line: str) -> None:
    """In brackets behind 密级, behind a short word and a colon, with its term spelt out, with an exclamation mark."""
    assert is_marked(line)


@pytest.mark.parametrize(
    "line",
    [
        *("严防泄密！", "保守国家秘密！", "注意保密", "密级、保密期限的确定", "确定密级（绝密、机密、秘密）和保密期限"),
        *("注意：严守机密", "机密工作会议部署：一是加强领导", "这件事不是什么秘密！"),
    ],
)
def test_prose_that_speaks_of_secrecy_loudly_is_none(line: str) -> None:
    """Neither a call for secrecy nor a sentence about levels marks what it stands in."""
    assert not is_marked(line)


@pytest.mark.parametrize(
    "name",
    [
        *("「机密」汇报.docx", "汇报“机密”.docx", "机密：汇报.docx", "汇报机密★.pdf", "机密.png", "机密＿图.png"),
        "绝密★报告.pdf",
        "关于某事（机密）.txt",
        "01机密★某事.txt",
        "涉密材料.txt",
        "机宻-报告.pdf",
        "某事（機宻）.doc",
    ],
)
def test_a_marked_file_name_is_seen(name: str) -> None:
    """A level in a file's name is enough to refuse the file unopened."""
    assert is_marked_name(name)


@pytest.mark.parametrize(
    "name", ["01-市财政局-预算公开.txt", "机密文件管理办法宣传.docx", "关于“秘密”一词的来历.docx", "商业秘密保护.png"]
)
def test_an_ordinary_file_name_is_none(name: str) -> None:
    """Other names pass."""
    assert not is_marked_name(name)
