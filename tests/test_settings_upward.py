"""What is promised of reading whom one reports to, and which source is whose."""

from __future__ import annotations

import pytest

from bulletin.errors import SettingsError
from tests.conftest import House
from tests.packages import RECEIVER, reread, with_settings

OFFICES = f'[upward.offices."{RECEIVER}"]\nlevel = "省"\nsigns_as = "省府办信息处"\n'


def source(house: House, *lines: str) -> House:
    """Write a source ``sheng`` and read the office again."""
    text = "\n".join(('address = "x.xml"', *lines))
    (house.settings.root / "sources" / "sheng.toml").write_text(text, "utf-8")
    return reread(house)


def test_an_upper_office_has_a_level_and_the_names_it_signs_with(house: House) -> None:
    """Its name here always, and the one it gives itself where it is written; an office nobody wrote has its name only."""
    rules = with_settings(house, OFFICES).settings.upward

    assert (rules.level(RECEIVER), rules.level("别处")) == ("省", "")
    assert rules.signatures(RECEIVER) == (RECEIVER, "省府办信息处")
    assert rules.signatures("别处") == ("别处",)


def test_a_source_is_bound_to_an_office_by_its_name(house: House) -> None:
    """As it is written among the offices; where none is written, any name will do."""
    lines = ('collector = "office"', f'upper_office = "{RECEIVER}"')

    assert source(house, *lines).settings.sources["sheng"].upper_office == RECEIVER
    with_settings(house, OFFICES)
    assert source(house, *lines).settings.sources["sheng"].upper_office == RECEIVER


def test_a_source_of_an_unknown_office_stands_still_and_names_the_nearest(house: House) -> None:
    """File, key, value and the nearest name; the other sources go on."""
    with_settings(house, OFFICES)
    settings = source(house, 'collector = "office"', 'upper_office = "省政府办公室"').settings

    error = settings.source_errors["sheng"]
    assert 'sources/sheng.toml 中 upper_office = "省政府办公室" 不对' in error.what
    assert error.remedy == f"最接近的是 {RECEIVER}"
    assert "sheng" not in settings.sources and "inbox" in settings.sources


def test_only_an_office_has_an_upper_office(house: House) -> None:
    """A feed or folder with that key is a mistake, not a source of receipts."""
    error = source(house, 'collector = "feed"', f'upper_office = "{RECEIVER}"').settings.source_errors["sheng"]

    assert "upper_office" in error.what and 'collector = "office"' in error.remedy


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f'[upward.offices."{RECEIVER}"]\nlevel = "部"', "level"),
        (f'[upward.offices."{RECEIVER}"]\nlevel = "省"\nsign_as = "x"', "sign_as"),
        ('[upward.offices."../x"]\nlevel = "省"', "../x"),
        ('[upward]\nauthority = "Not A Domain"', "authority"),
    ],
)
def test_a_mistake_is_refused_with_its_key(house: House, text: str, key: str) -> None:
    """A level that is none, an unknown key, a name that leaves the outbox, a domain that is none."""
    with pytest.raises(SettingsError, match=key):
        with_settings(house, text)
