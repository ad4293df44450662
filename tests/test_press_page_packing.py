"""Sheets as JSON: what goes in comes out, and nothing else comes out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bulletin.press.page.engine.packing import pack, unpack
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.sheet import Picture, Sheet
from tests.press_sheets import entry, fonts_here, sheet, whole_issue


def round_trip(value: Any) -> Any:
    return unpack(type(value), json.loads(json.dumps(pack(value))))


def test_a_sheet_comes_back_equal() -> None:
    """A sheet with every kind of value in it, pictures included, is the same after the journey."""
    picture = Picture("图1.png", "image/png", bytes(range(256)))
    whole = replace(whole_issue(), entries=(replace(entry(1), pictures=(picture,)), entry(2)), seal=True)

    assert round_trip(whole) == whole
    assert isinstance(round_trip(whole).entries[0].pictures[0].body, bytes)


def test_a_font_set_comes_back_equal() -> None:
    """So is the font set a worker is started with."""
    fonts = fonts_here()

    assert round_trip(fonts) == FontSet(dict(fonts.faces), fonts.libraries, fonts.cache)


@pytest.mark.parametrize(
    "wrong", [{}, [], {"publication": 1}, {"copies": "many"}, {"dated_on": "tomorrow"}, {"entries": [{"position": 1}]}]
)
def test_what_is_no_sheet_is_refused(wrong: Any) -> None:
    """A message that is no sheet is an error, never a sheet with odd values in it."""
    packed = {**pack(sheet(entry(1))), **wrong} if isinstance(wrong, dict) and wrong else wrong

    with pytest.raises((KeyError, TypeError, ValueError)):
        unpack(Sheet, packed)
