"""HTML to lines of text."""

from __future__ import annotations

import pytest

from bulletin.collect.documents.html_text import html_to_text, parse, read_page


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>甲<b>乙</b> 丙</p><p>丁</p>", ["甲乙 丙", "丁"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<script>x</script><style>y</style><p>甲</p><!-- 乙 -->", ["甲"]),
        ("<p>\u3000\u3000甲&nbsp;&nbsp;乙</p>", ["甲 乙"]),
        (
            "<table><tr><td>指标</td><td>数值</td></tr><tr><td>投资</td><td>120</td></tr></table>",
            ["| 指标 | 数值 |", "| 投资 | 120 |"],
        ),
        ("<table><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></table>", ["甲", "乙", "丙"]),
        ("<table><tr><td>来源</td><td>市局</td></tr></table>", ["来源\t市局"]),
        ("<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>", ["甲", "乙"]),
        (
            "<table><tr><td rowspan=2>县区</td><td colspan=2>产值</td></tr><tr><td>本月</td><td>累计</td></tr></table>",
            ["| 县区 | 产值 |  |", "|  | 本月 | 累计 |"],
        ),
        (
            "<table><tr><td>甲</td><td><p>一</p><p>二</p></td></tr><tr><td>乙|丙</td><td>1<b>2</b></td></tr></table>",
            ["| 甲 | 一 二 |", "| 乙\\|丙 | 12 |"],
        ),
        ("<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>", ["甲\t乙"]),
        ("<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li><li>3. 丁</li></ol>", ["1. 甲", "2. 乙", "丙", "3. 丁"]),
        ("<ol start=5><li><p>甲</p></li></ol>", ["5. 甲"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
        ("<pre>甲\n　　乙</pre>", ["甲", "乙"]),
        ("<div id=js_content style='display:none'>甲</div>", ["甲"]),
        ("<!-- 只有注释 -->", []),
        ("<p style='display: none'>藏</p><p>甲</p>", ["甲"]),
        ("甲 &lt; 乙 &amp; 丙", ["甲 < 乙 & 丙"]),
        ("<p>标题&#27;]0;X&#7;甲\u202e</p>", ["标题甲"]),
        ("<span>甲</span>", ["甲"]),
        ("<p>", []),
    ],
)
def test_blocks_become_lines(markup: str, lines: list[str]) -> None:
    """One line a block, tables and numbered lists kept, nothing hidden, scripted or escaping."""
    assert [line for line in html_to_text(markup).split("\n") if line] == lines


def test_text_without_markup_keeps_its_lines() -> None:
    """Plain text passes unchanged."""
    assert html_to_text("甲\n乙") == "甲\n乙"


def test_an_inline_element_can_be_read_alone() -> None:
    """A page part that is no block gives its text too."""
    (span,) = parse("<p>甲<span>乙</span></p>").iter("span")
    assert [segment.text for segment in read_page(span).segments] == ["乙"]


def test_deep_nesting_does_not_break_the_reader() -> None:
    """Three thousand nested elements are read without an error."""
    assert isinstance(html_to_text("<div>" * 3000 + "甲" + "</div>" * 3000), str)
