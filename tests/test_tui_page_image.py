"""A page as a picture on the terminal: as wide as asked, its colours kept, harmless where characters are of doubtful width."""

from __future__ import annotations

from io import BytesIO

import pytest
from textual.strip import Strip

from bulletin.tui import page_image

RED, WHITE = (255, 0, 0), (255, 255, 255)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A page of 200 × 100 points: its upper half red, its lower half white; and a second, white page."""
    from PIL import Image

    first, second = Image.new("RGB", (200, 100), WHITE), Image.new("RGB", (200, 100), WHITE)
    first.paste(RED, (0, 0, 200, 50))
    out = BytesIO()
    first.save(out, "PDF", resolution=72, save_all=True, append_images=[second])
    return out.getvalue()


def colours(line: Strip) -> set[tuple[int, int, int]]:
    """The colours of the upper dots of a line."""
    return {tuple(segment.style.color.triplet) for segment in line if segment.style}  # type: ignore[union-attr]


def test_a_picture_has_two_dots_in_a_cell(pdf: bytes) -> None:
    """40 cells wide, a page of half that height takes 10 lines; the upper ones are red, the lower ones white."""
    page = page_image.page(pdf, 1, 40)
    assert len(page.picture) == 10
    assert {line.cell_length for line in page.picture} == {40}
    assert all(red > 200 and green < 60 for red, green, _ in colours(page.picture[1]))
    assert colours(page.picture[-2]) == {WHITE}


def test_without_halves_no_character_of_doubtful_width_is_used(pdf: bytes) -> None:
    """On a terminal that draws ▀ two cells wide the picture is made of blanks alone."""
    page = page_image.page(pdf, 1, 40, halves=False)
    assert {line.text for line in page.picture} == {" " * 40}


def test_pages_are_counted(pdf: bytes) -> None:
    """Both pages are there, and the second is white."""
    assert page_image.count(pdf) == 2
    assert colours(page_image.page(pdf, 2, 20).picture[0]) == {WHITE}


def test_the_lines_of_a_paragraph_are_joined() -> None:
    """Lines as long as the page's lines go on in the next; headings, numbered points and the page number stand alone."""
    full = "全市晚稻收割已经结束今年抢抓晴好天气统一组织错峰作业全部收割"
    words = f"政务信息\n{full}\n{full}\n完毕。\n一、主要做法\n{full}\n— 1 —"
    assert page_image.paragraphs(words).split("\n") == [
        "政务信息",
        f"{full}{full}完毕。",
        "一、主要做法",
        full,
        "— 1 —",
    ]
