"""What is promised of a package's secrecy: one rule, for what goes out and what comes in, over all of its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bulletin.text.exchange import Field, Package, Paper, Part, marked_place, sendable, tag_of, write
from tests.packages import a_paper

MARK = "秘密★1年"
CLEAN = a_paper()


def package(paper: Paper = CLEAN, title: str = "上报", office: str = "下县办公室") -> bytes:
    """Return a package of one paper."""
    return write(Package("tag:x,2026:reports", title, office, (paper,)))


def put_in(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return what replaces words in a package's bytes."""
    return lambda body: body.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (package(), ""),
        (package(replace(CLEAN, title=MARK)), f"“{MARK}”的标题"),
        (package(replace(CLEAN, text=f"正文。\n{MARK}\n")), "“题1”的正文"),
        (package(title=MARK), "上报包的标题"),
        (package(office=MARK), "上报包的“name”一项"),
        (package(a_paper(signed_by=MARK)), "“题1”的“signed-by”一项"),
        (package(replace(CLEAN, fields=(Field("unit", "镇", (("attribution", MARK),)),))), "“题1”的“unit”一项"),
        (package(a_paper(secrecy="内部")), "“题1”的密级栏"),
        (package(replace(CLEAN, fields=(Field("secrecy", "非密"), Field("secrecy", "机密")))), "“题1”的密级栏"),
        (package(replace(CLEAN, parts=(Part("机密.png", "files/1", "image/png", "1"),))), "“题1”的附图"),
        (package(replace(CLEAN, parts=(Part("图", "files/机密.png", "image/png", "1"),))), "“题1”的附图"),
        (put_in("正文。", f"正文。&#13;{MARK}")(package()), "“题1”的正文"),
        (put_in("</content>", f"</content><summary>{MARK}</summary>")(package()), "“题1”的“summary”一项"),
        (put_in("</feed>", f"<rights>{MARK}</rights></feed>")(package()), "上报包的“rights”一项"),
        (put_in("</entry>", f"</entry>{MARK}")(package()), "“题1”的“entry”一项"),
        (put_in("<id>", f"{MARK}<id>")(package()), "上报包的“feed”一项"),
        (put_in("encoding='utf-8'", "encoding='iso-8859-1'")(package(replace(CLEAN, text=MARK))), "“题1”的正文"),
        (put_in("<feed", f"<!-- {MARK} --><feed")(package()), "上报包的注释"),
        (put_in("<content", f"<?note\n{MARK}\n?><content")(package()), "上报包的注释"),
        (package(a_paper(text="要求做好机密文件的管理。")), ""),
    ],
)
def test_a_mark_is_found_wherever_it_stands(body: bytes, place: str) -> None:
    """Title, text, signer, attribution, picture, title of the package, what no reader looks at: and the place is named."""
    assert marked_place(body) == place


@pytest.mark.parametrize("body", [b"", b"<html/>", b"<!DOCTYPE a><feed/>"])
def test_what_is_no_package_has_no_place(body: bytes) -> None:
    """It is refused as by `read`."""
    with pytest.raises(ValueError):
        marked_place(body)


def test_words_of_others_are_made_sendable() -> None:
    """What XML cannot hold is left out, the rest stays."""
    made = sendable("甲\x0b\uffff\r\n乙\x1b[31m")

    assert made == "甲\n乙"
    assert write(Package("", made, "", ()))


def test_a_second_text_is_of_the_same_tag() -> None:
    """The key of an item names the paper, whichever text of it came."""
    assert tag_of("tag:x,2026:report/1") == tag_of("tag:x,2026:report/1 0123456789abcdef") == "tag:x,2026:report/1"
