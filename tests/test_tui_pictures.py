"""Pictures of the desk as text, for a person to read: adoption, help, comparison, at 80×24 and 120×40.

``GOLDEN=write`` writes them anew. Scores are the rank's affair and stand here as ``##.#``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.conftest import House
from tests.desk_terminal import Driver, Seat, drive

PICTURES = Path(__file__).parent / "desk_screens"
NAMES = {
    "queue": (),
    "adoption": ("x", "x", "a"),
    "help": ("question_mark",),
    "comparison": ("v",),
}


def compare(name: str, text: str) -> None:
    """Compare a screen with the picture of it; a missing one is written only on purpose."""
    path = PICTURES / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    assert path.is_file(), f"{path} 还没有，请用 GOLDEN=write 写出后核读"
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_screen_looks_like_its_picture(house: House, name: str, columns: int, rows: int) -> None:
    """The queue filtered to two items, and what opens from it, look as they were last read and found good."""

    async def look(driver: Driver) -> None:
        await driver.settle(0.3)
        await driver.press("slash")
        await driver.type("晚稻")
        await driver.press("enter")
        await driver.settle(0.2)
        shown = await driver.press(*NAMES[name])
        masked = re.sub(r"^([ *]) *\d+\.\d ", r"\1##.# ", shown, flags=re.MULTILINE)
        compare(f"{name}-{columns}x{rows}", masked + "\n")

    drive(Seat(house.db, house.settings, house.at), look, columns, rows)
