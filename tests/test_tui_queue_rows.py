"""What is promised about a line of the queue: the title has its share, columns stand still, tags give way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from bulletin.tui.screens.queue_rows import Cells, Colours, line_of
from bulletin.tui.words import Lettering

COLOURS = Colours(Style(), Style(), Style())
LONG = "东山镇抢抓晴好天气组织三万二千亩晚稻收割入库并同步开展秋冬种植准备工作"


def drawn(width: int, title: str = LONG, tags: tuple[str, ...] = (), score: float = 48.25) -> str:
    """The line as it is read."""
    cells = Cells(score, "市农业农村局", title, tags, "12小时", False)
    return line_of(cells, width, Lettering(), COLOURS).plain


@given(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(("特急", "加急", "已刊", "同文", "相近", "更新", "同模板", "同事件")), max_size=4, unique=True
    ),
    st.integers(62, 200),
    st.floats(-99, 999),
)
def test_a_line_is_as_wide_as_the_list(title: str, tags: list[str], width: int, score: float) -> None:
    """Whatever stands in it, a line fills its width exactly, so that no column drifts."""
    assert cell_len(drawn(width, title, tuple(tags), score)) == width


@pytest.mark.parametrize("width", [74, 80, 99, 120])
def test_a_long_title_keeps_three_fifths(width: int) -> None:
    """At 120×40 the list is 74 cells wide, at 80×24 it is 80: tags shorten to signs and never squeeze the title."""
    line = drawn(width, tags=("特急", "已刊", "同事件"))
    start = line.index("东山镇")
    title = line[start : line.index("…", start) + 1] if "…" in line[start:] else LONG

    assert cell_len(title) >= min(0.6 * width - 2, cell_len(LONG))  # a character is two cells wide, the ellipsis one
    assert "特" in line[start + len(title) :]


def test_a_short_title_leaves_its_tags_in_full() -> None:
    """Where there is room, tags are words, not signs."""
    assert drawn(80, "秋收过半", ("特急", "已刊", "同事件")).rstrip().endswith("特急 已刊 同事件 12小时")


def test_columns_stand_at_the_same_cells() -> None:
    """Title and age begin where they begin on every other line, whatever score and tags."""
    lines = [drawn(80, "秋收过半", tags, score) for tags in ((), ("更新",)) for score in (3.04, 48.25, 123.4, -7.0)]

    assert {cell_len(line[: line.index("秋收")]) for line in lines} == {20}
    assert {cell_len(line[: line.index("12小时")]) for line in lines} == {74}
