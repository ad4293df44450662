"""What is promised about the way from an issue to its sheet: the publication's words, filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bulletin.model import Entry, Issue
from bulletin.press import sheets
from bulletin.press.page.sheet import Picture, Sheet
from tests.series_sheets import DOZEN, INSPECTION, PEOPLE, SCORES, STUDY, Story, issue, office

SIGNED = ("东江市人民政府督查室", "2026年11月20日")


def test_a_series_has_the_words_of_its_own_look_and_the_distribution_of_its_publication() -> None:
    """增刊 keeps 刊名, 报送发 and 印数 of 政务信息 and has its own number, look and credit line."""
    main, other = issue("政务信息", DOZEN), issue("政务信息", STUDY, series="增刊", number=3)

    assert (main.number_line, other.number_line) == ("第12期（总第356期）", "增刊第3期")
    assert (main.masthead, main.report_to, main.copies) == (other.masthead, other.report_to, other.copies)
    assert main.look != other.look
    assert (main.entries[0].units, main.entries[0].credit) == (("市发改委",), "")
    assert (other.entries[1].units, other.entries[1].credit) == ((), "供稿：石桥乡")


def test_units_are_credited_once_by_their_short_names() -> None:
    """Two units under one short name are printed once, several with 、 between them."""
    story = Story("题", "文。", "市发展改革委、市发展和改革委员会、河西区")

    [entry] = issue("政务信息", [story]).entries

    assert entry.units == ("市发改委、河西区",)


@pytest.mark.parametrize(("name", "story"), [("督查通报", INSPECTION), ("信息工作通报", SCORES)])
def test_the_signature_of_the_publication_stands_before_the_attachments(name: str, story: Story) -> None:
    """署名 and the day close the text of the last entry, before its first attachment."""
    lines = signed_lines(issue(name, [story]))

    end = lines.index("附件1") if "附件1" in lines else len(lines)
    assert lines[end - 2 : end] == [office().publication(name).signature, "2026年11月20日"]
    assert "\n".join(lines[: end - 2] + lines[end:]) == story.text


def test_a_text_that_is_signed_is_not_signed_again() -> None:
    """An editor who typed 署名 and date has the last word."""
    own = replace(INSPECTION, text=f"{INSPECTION.text}\n东江市人民政府\n2026年11月18日")

    assert signed_lines(issue("督查通报", [own]))[-2:] == ["东江市人民政府", "2026年11月18日"]


def test_only_the_last_entry_is_signed() -> None:
    """Of several entries the last one carries 署名 and date."""
    made = issue("督查通报", [INSPECTION, INSPECTION])

    assert [entry.text.endswith("\n".join(SIGNED)) for entry in made.entries] == [False, True]


def test_the_colophon_names_the_people_the_publication_wants() -> None:
    """政务信息 names editor and reviewers, the daily its editor, a circular nobody."""
    shown = {name: issue(name, DOZEN[:1]).staff for name in ("政务信息", "每日要情", "督查通报")}

    assert shown == {"政务信息": PEOPLE, "每日要情": PEOPLE[:1], "督查通报": ()}


def signed_lines(made: Sheet) -> list[str]:
    """The lines of the last entry's text."""
    return made.entries[-1].text.split("\n")


def test_pictures_go_with_the_article_they_are_attached_to() -> None:
    """Each entry has the pictures of its own article, one without any has none."""
    at = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
    one = Issue(1, "每日要情", "正刊", 2026, 1, 1, "composed", "editor1", at, "")
    entries = [Entry(k, 1, k, article, k, "", "题", "文。", (), "") for k, article in enumerate((7, 9), 1)]
    hall = Picture("hall.png", "image/png", b"")

    made = sheets.of_issue(office(), one, entries, at.date(), pictures={9: (hall,), 8: (hall, hall)})

    assert [entry.pictures for entry in made.entries] == [(), (hall,)]
