"""Rows of a form: labels and values side by side, short ones in pairs, each row as high as its texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bulletin.press.geometry import MM
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.slips.blocks import Block, Fit, Words, set_words

LABEL_WIDTH = 4.0 + 1.6  # em: four characters and the free space beside them
_INNER = 4.0  # mm free left and right of a value together
_TEXTS = ("批示内容", "交办事项")  # always across the form, however short
_ACROSS = (*_TEXTS, "送")  # whom it goes to stands alone, so that leader and day of an instruction stay side by side

Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, in mm from the left edge of its row: ``kind`` is ``label`` or ``value``; ``top`` is where its text begins."""

    kind: str
    left: float
    width: float
    block: Block
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells and its height in mm; ``is_text`` tells a text, for which there may be more room than it needs."""

    cells: tuple[Cell, ...]
    height: float
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What rows are set with: the faces, how tight, how wide in mm; ``most`` lines a value (0: any), where its whole is."""

    glyphs: Glyphs
    fit: Fit
    width: float
    whole: str
    most: int = 0

    @property
    def em(self) -> float:
        """The type size in mm."""
        return self.fit.size / MM

    @property
    def label(self) -> float:
        """The width of a label's cell in mm."""
        return round(LABEL_WIDTH * self.em, 2)


def field_rows(form: Form, fields: Iterable[Field]) -> list[Row]:
    """Set `fields`: two in a row where both are short, else each in a row of its own. Raises `TypesettingFailure`."""
    return [_of_fields(form, pair) for pair in _pairs(form, tuple(fields))]


def label_block(form: Form, label: str) -> Block:
    """Set a label in lines of at most four characters, one of two characters spread over four."""
    spread = "　　".join(label) if len(label) == 2 else label
    return set_words(form.glyphs, Words(spread, "黑体", "栏目名称"), 4.1 * form.em, form.fit)


def heightened(row: Row, fit: Fit, by: float) -> Row:
    """Return a row that is `by` mm higher, its texts in the middle again."""
    height = round(row.height + by, 3)
    cells = (replace(cell, top=round((height - cell.block.lines * fit.pitch) / 2, 3)) for cell in row.cells)
    return replace(row, cells=tuple(cells), height=height)


def wide_row(form: Form, label: str, words: Words) -> Row:
    """Return a row of one label and one value across the form. Raises `TypesettingFailure`."""
    width = form.width - form.label
    block = set_words(form.glyphs, words, width - _INNER, form.fit, form.most)
    label_cell = Cell("label", 0, form.label, label_block(form, label))
    is_text = words.indented or block.lines > 1 or label in _TEXTS
    return _row(form, [label_cell, Cell("value", form.label, width, block)], is_text)


def _row(form: Form, cells: Sequence[Cell], is_text: bool = False) -> Row:
    height = max(1, *(cell.block.lines for cell in cells)) * form.fit.pitch + 2 * form.fit.gap
    return heightened(Row(tuple(cells), 0.0, is_text), form.fit, height)


def _of_fields(form: Form, fields: Sequence[Field]) -> Row:
    if len(fields) == 1:
        return wide_row(form, fields[0][0], _value(form, fields[0]))
    return _row(
        form, [cell for place, field in enumerate(fields) for cell in _half(form, place * form.width / 2, field)]
    )


def _half(form: Form, left: float, field: Field) -> Iterator[Cell]:
    width = form.width / 2 - form.label
    yield Cell("label", left, form.label, label_block(form, field[0]))
    yield Cell("value", left + form.label, width, set_words(form.glyphs, _value(form, field), width - _INNER, form.fit))


def _value(form: Form, field: Field) -> Words:
    return Words(field[1], "仿宋", f"“{field[0]}”", form.whole)


def _pairs(form: Form, fields: Sequence[Field]) -> Iterator[Sequence[Field]]:
    """Yield fields by row: a short one takes the next with it where that is short as well."""
    place = 0
    while place < len(fields):
        pair = fields[place : place + 2]
        together = len(pair) == 2 and all(_is_short(form, field) for field in pair)
        yield pair if together else pair[:1]
        place += 2 if together else 1


def _is_short(form: Form, field: Field) -> bool:
    if field[0] in _ACROSS:
        return False
    width = form.width / 2 - form.label - _INNER
    return set_words(form.glyphs, _value(form, field), width, form.fit).lines <= 1
