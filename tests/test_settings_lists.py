"""What is promised about the office's dated lists: they are read strictly, from any number of files, and hold for their time."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from bulletin.errors import SettingsError
from bulletin.settings import read_settings
from bulletin.settings.lists import Lists, Period, read_lists

ROOT = Path(__file__).parents[1]


def _lists(folder: Path, **files: str) -> Lists:
    (folder / "templates" / "名单").mkdir(parents=True)
    for name, text in files.items():
        (folder / "templates" / "名单" / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_lists(folder)


def test_the_shipped_sample_is_read_whole() -> None:
    """Every kind of list has entries in the sample, and every leader of it is plainly invented."""
    lists = read_lists(ROOT)

    assert all(
        (lists.leaders, lists.banned, lists.cautious, lists.official, lists.names, lists.documents, lists.places)
    )
    assert all(leader.name[1] == "某" for leader in lists.leaders)


def test_an_office_without_lists_is_an_office(tmp_path: Path) -> None:
    """No folder, no file, no entry: nothing is listed and nothing is wrong."""
    assert read_lists(tmp_path) == Lists()
    assert _lists(tmp_path, 空="") == Lists()


def test_files_add_up_in_the_order_of_their_names(tmp_path: Path) -> None:
    """An office parts its lists into files as it likes."""
    lists = _lists(
        tmp_path,
        b='[[banned]]\nwords = ["乙"]\n[[leader]]\nname = "张某"\nposts = ["市长"]\nrank = 1\n',
        a='[[banned]]\nwords = ["甲"]\n',
    )

    assert [word.words for word in lists.banned] == [("甲",), ("乙",)]
    assert lists.leaders[0].posts == ("市长",)


def test_a_period_holds_on_its_first_and_its_last_day() -> None:
    """``from`` and ``until`` are both included; without them there is no limit; over is what was and is no more."""
    period = Period(date(2026, 1, 1), date(2026, 6, 30))

    assert [period.holds(date(2026, *day)) for day in ((1, 1), (6, 30), (7, 1))] == [True, True, False]
    assert not period.holds(date(2025, 12, 31))
    assert Period().holds(date(1999, 1, 1))
    assert period.is_over(date(2026, 7, 1))
    assert not period.is_over(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[leader]]\nname = "张某"\nposts = ["市长"]\nrank = 1\nuntill = 2026-01-01\n', ("leader[1].untill", "until")),
        ('[[leaders]]\nname = "张某"\n', ("leaders", "leader")),
        ('[[leader]]\nposts = ["市长"]\nrank = 1\n', ("leader[1].name",)),
        ('[[leader]]\nname = "张"\nposts = ["市长"]\nrank = 1\n', ("leader[1].name", "至少两个字")),
        ('[[leader]]\nname = "张某"\nposts = []\nrank = 1\n', ("leader[1].posts", "至少写一项")),
        ('[[leader]]\nname = "张某"\nposts = ["市长"]\n', ("leader[1].rank", "1 为最前")),
        ('[[leader]]\nname = "张某"\nposts = ["市长"]\nrank = 1\nfrom = "2026"\n', ("leader[1].from", "日期")),
        ('[[banned]]\nwords = ["甲"]\nfrom = 2026-02-01\nuntil = 2026-01-01\n', ("banned[1].until", "不能早于")),
        ('[[official]]\nwrong = ["甲"]\nright = "甲"\n', ("official[1].wrong", "相同")),
        ('[[official]]\nwrong = ["甲"]\nright = ""\n', ("official[1].right", "不能为空")),
        ('[[name]]\nname = "市水利局"\nshort = [""]\n', ("name[1].short", "不能为空")),
        ("x = " + "[" * 100_000, ("套得太深",)),
        ('[[name]]\nname = "市水利局"\nwrong = ["市水利局"]\n', ("name[1].wrong", "不能与全称、简称相同")),
        ('[[document]]\nnumber = "东政发[2026]1号"\ntitle = "甲"\n', ("document[1].number", "东政发〔2026〕12号")),
        (
            '[[document]]\nnumber = "东政发〔2026〕1号"\ntitle = "甲"\nissued = 2026-02-01\nrepealed_on = 2026-01-01\n',
            ("document[1].repealed_on", "废止不能早于印发"),
        ),
    ],
)
def test_a_mistake_names_file_key_and_a_way_out(tmp_path: Path, text: str, said: tuple[str, ...]) -> None:
    """A list is refused as bulletin.toml is: with its file, its key, its value, and what would do."""
    with pytest.raises(SettingsError) as refusal:
        _lists(tmp_path, 领导=text)

    shown = str(refusal.value)
    assert "templates/名单/领导.toml" in shown
    assert all(words in shown for words in said), shown


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """What is no file is refused, not read for ever."""
    (tmp_path / "templates" / "名单").mkdir(parents=True)
    os.mkfifo(tmp_path / "templates" / "名单" / "领导.toml")

    with pytest.raises(SettingsError, match="不是文件"):
        read_lists(tmp_path)


def test_the_folder_of_lists_is_no_publication(tmp_path: Path) -> None:
    """No publication can be called 名单, so its folder is never taken for a template."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    office = '[office]\nname = "某科"\n[publications."名单"]\nissuer = "某办"\nlevels = ["审核"]\n'
    (tmp_path / "bulletin.toml").write_text(office, encoding="utf-8")

    with pytest.raises(SettingsError, match="不能叫名单"):
        read_settings(tmp_path)
