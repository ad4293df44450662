"""Our pages held to an independent ruler (`tests.measure`), which knows nothing of the program's own checker."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.press.check import check_pdf
from tests.full_issue import full_issue
from tests.measure import Figures, measured
from tests.planted import FULL, good
from tests.press_sheets import printed, written


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("measure") / "issue.pdf"
    path.write_bytes(printed(full_issue()).pdf)
    return path


@pytest.fixture(scope="module")
def figures(issue: Path) -> Figures:
    return measured(issue)


def test_our_own_checker_finds_nothing_either(issue: Path) -> None:
    """An issue with everything an issue can hold has no finding at all, its text, tables and picture held against the manuscripts."""
    assert check_pdf(issue, written(full_issue())).findings == ()


def test_the_grid_is_that_of_the_standard(figures: Figures) -> None:
    """Pitch 10.39–10.45 mm ± 0.05 at every step, first characters at 37 ± 1 mm, 28 cells a line."""
    assert 10.39 <= figures.pitch <= 10.45
    assert len(figures.pitches) > 100 and all(10.34 <= pitch <= 10.50 for pitch in figures.pitches)
    assert len(figures.tops) >= 5 and all(36 <= top <= 38 for top in figures.tops)
    assert 27.9 <= figures.cells <= 28.1


def test_lines_end_at_the_edge_and_nothing_is_outside(figures: Figures) -> None:
    """Every full line's right edge is within 0.6 mm of 184 mm; nothing stands out of the type area."""
    assert len(figures.right_edges) > 60
    assert all(abs(edge - 184) <= 0.6 for edge in figures.right_edges)
    assert figures.short_lines == () and figures.outside == ()


def test_no_line_begins_or_ends_with_a_forbidden_mark(figures: Figures) -> None:
    """避头尾 holds, and no paragraph ends in a single character."""
    assert (figures.bad_starts, figures.bad_ends, figures.lone_characters) == ((), (), ())


def test_the_foot_of_the_page_is_where_it_belongs(figures: Figures) -> None:
    """The page number's dash is at 269.0 ± 0.7 mm; the last rule at 262.0 ± 0.5 mm on an even page."""
    assert len(figures.dashes) >= figures.pages - 1
    assert all(abs(dash - 269.0) <= 0.7 for dash in figures.dashes)
    assert abs(figures.last_rule - 262.0) <= 0.5 and figures.pages % 2 == 0


def spoilt(folder: Path, **changed: object) -> Figures:
    path = folder / "spoilt.pdf"
    path.write_bytes(good(**changed))
    return measured(path)


def test_the_ruler_sees_what_is_wrong(tmp_path: Path) -> None:
    """The ruler itself can fail a page: each of its figures moves with the fault planted for it."""
    assert spoilt(tmp_path, css="html { line-height: 10.94mm }").pitch == pytest.approx(10.94, abs=0.01)
    assert max(spoilt(tmp_path, css="@page :nth(3) { margin-top: 37mm; margin-bottom: 30mm }").tops) > 38
    assert max(spoilt(tmp_path, css="@page { @bottom-right { padding-top: 4mm } }").dashes) > 270
    assert spoilt(tmp_path, css=".colophon { bottom: 5mm }").last_rule < 260
    assert len(spoilt(tmp_path, lines=(FULL[0][:27],)).short_lines) == 1
    assert len(spoilt(tmp_path, lines=(FULL[0] + "好",)).outside) == 1
    assert len(spoilt(tmp_path, lines=(FULL[0], "。" + FULL[1][1:])).bad_starts) == 1
    assert len(spoilt(tmp_path, lines=(FULL[0][:27] + "（", FULL[1])).bad_ends) == 1
    assert len(spoilt(tmp_path, ending=f"<p>{FULL[0][:26]}\n{FULL[1]}\n好。</p>").lone_characters) == 1
