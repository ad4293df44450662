"""Rule files are read strictly: whatever is wrong is refused with its file, its key and a remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin.errors import SettingsError
from bulletin.settings import read_settings
from bulletin.settings.points import book_names, read_book
from tests.points_facts import office, with_rules

HEAD = 'name = "本市"\nnotice = "某政办发〔2026〕1号"\nvalid_from = 2026-01-01\n'
RULE = '[[printed]]\npoints = 3\nclause = "每条3分"\n'


def refusal(tmp_path: Path, **files: str) -> str:
    """Return the message with which the rule files are refused."""
    with pytest.raises(SettingsError) as refused:
        read_book(with_rules(tmp_path, **files), "本市")
    return str(refused.value)


def test_all_shipped_rule_sets_are_read_in_the_shipped_office() -> None:
    """The program ships 默认, 连云港, 湖州2018 and 衢州, and each is right in the office it ships."""
    settings = office()

    assert set(book_names(settings)) == {"默认", "连云港", "湖州2018", "衢州"}
    for name in book_names(settings):
        (version,) = read_book(settings, name).versions
        assert version.notice and version.file == f"templates/计分/{name}.toml"


def test_an_office_that_names_none_has_the_usual_set() -> None:
    """Without [points] the set called 默认 holds."""
    assert read_book(office()).name == "默认"


def test_the_office_names_its_set_in_bulletin_toml(tmp_path: Path) -> None:
    """[points] rules names the set; another key there is refused."""
    text = (Path(__file__).parents[1] / "bulletin.toml").read_text(encoding="utf-8")
    (tmp_path / "bulletin.toml").write_text(f'{text}\n[points]\nrules = "衢州"\n', encoding="utf-8")
    assert read_settings(tmp_path).rule_set == "衢州"

    (tmp_path / "bulletin.toml").write_text(f'{text}\n[points]\nrule = "衢州"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"bulletin\.toml.*points\.rule.*rules"):
        read_settings(tmp_path)


def test_a_set_nobody_wrote_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """A name that is no set names the nearest one and the folder."""
    settings = with_rules(tmp_path, 本市=HEAD + RULE)

    with pytest.raises(SettingsError, match=r"没有计分办法 本县.*最接近的是 本市.*templates/计分"):
        read_book(settings, "本县")


def test_two_versions_follow_each_other_day_by_day(tmp_path: Path) -> None:
    """Of two files of one set each holds on its own days: the last day of the old one, the first of the new one."""
    old = HEAD.replace("valid_from = 2026-01-01", "valid_from = 2025-01-01\nvalid_to = 2025-12-31") + RULE
    rules = read_book(with_rules(tmp_path, 旧=old, 新=HEAD + RULE), "本市")

    found = [rules.on(day) for day in (date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1), date(2030, 1, 1))]

    assert [one.file.rpartition("/")[2] if one else "" for one in found] == ["", "旧.toml", "新.toml", "新.toml"]


@pytest.mark.parametrize(
    ("valid_to", "words"),
    [
        ("valid_to = 2026-03-31", ("重叠", "旧.toml 中 valid_to = 2026-03-31", "valid_to = 2025-12-31")),
        ("", ("重叠", "旧.toml 没有写 valid_to", "valid_to = 2025-12-31")),
        ("valid_to = 2025-11-30", ("没有依据", "旧.toml 中 valid_to = 2025-11-30", "valid_to = 2025-12-31")),
        ("valid_to = 2024-12-31", ("valid_to", "止不能早于起")),
    ],
)
def test_overlaps_and_gaps_are_refused(tmp_path: Path, valid_to: str, words: tuple[str, ...]) -> None:
    """Dates that overlap, or leave days without rules, are refused with both files and the date to write."""
    old = HEAD.replace("valid_from = 2026-01-01", f"valid_from = 2025-01-01\n{valid_to}") + RULE

    message = refusal(tmp_path, 旧=old, 新=HEAD + RULE)

    assert [word for word in words if word not in message] == [], message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (RULE.replace("points = 3", "points = -3"), ("printed[1].points", "-3", "不能为负")),
        (RULE.replace("points = 3", "points = nan"), ("printed[1].points", "nan")),
        (RULE.replace("points = 3\n", ""), ("printed[1].points", "须写且只写一个")),
        (RULE.replace("points = 3", "point = 3"), ("printed[1]", "points")),
        (RULE + "pionts = 1\n", ("printed[1].pionts", "points")),
        (RULE.replace('clause = "每条3分"', 'clause = ""'), ("printed[1].clause", "依据")),
        (RULE.replace('clause = "每条3分"\n', ""), ("缺少 printed[1].clause",)),
        (RULE + 'publications = ["政务信患"]\n', ("printed[1].publications", "政务信患", "最接近的是 政务信息")),
        (RULE + 'sections = ["工作动太"]\n', ("printed[1].sections", "工作动太", "工作动态")),
        (RULE + 'series = ["曾刊"]\n', ("printed[1].series", "曾刊")),
        (RULE + 'kinds = ["调查"]\n', ("printed[1].kinds", "调查")),
        (RULE + 'levels = ["省"]\n', ("printed[1].levels",)),
        (RULE + '[[instruction]]\npoints = 5\nclause = "x"\nlevels = ["部"]\n', ("instruction[1].levels", "部")),
        (RULE + '[[fault]]\npoints = 5\nclause = "x"\nkinds = ["晚报"]\n', ("fault[1].kinds", "晚报")),
        (RULE + '[[fault]]\npoints = 5\nclause = "x"\n', ("缺少 fault[1].kinds",)),
        (
            RULE + '[[granted]]\nperiod = "季"\npoints = 6\nclause = "x"\nclasses = [9]\n',
            ("granted[1].classes", "9", "没有这类单位"),
        ),
        (
            RULE + '[[granted]]\nperiod = "季"\npoints = 6\nclause = "x"\nunits = ["东山县"]\n',
            ("granted[1].units", "东山县", "东山镇"),
        ),
        (RULE + '[[granted]]\nperiod = "旬"\npoints = 6\nclause = "x"\n', ("granted[1].period", "旬")),
        (RULE + '[[quota]]\nperiod = "月"\nleast = 6\nclause = "x"\n', ("quota[1].met", "至少写一个")),
        (RULE + '[[rate]]\nperiod = "月"\nbelow = 130\npoints = 1\nclause = "x"\n', ("rate[1].below", "130")),
        (RULE + '[[veto]]\nkinds = ["瞒报"]\ntimes = 0\neffect = "全年零分"\nclause = "x"\n', ("veto[1].times",)),
        (RULE + '[merge]\nbase = "平分"\n', ("merge.base", "平分", "均分")),
        (RULE + '[merge]\nbase = "定额"\n', ("缺少 merge.flat",)),
        (RULE + '[limits]\nbasis = ["采编"]\n', ("limits.basis", "采编")),
        (RULE + '[stands_for]\n"昨日情况" = ["昨日"]\n', ("stands_for.昨日情况", "昨日")),
        (RULE + "[limits]\nfloor = -1\n", ("limits.floor", "不能为负")),
    ],
)
def test_a_mistake_is_refused_with_file_key_and_remedy(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    """Whatever a rule file says wrong is refused by name: the file, the key, the value or what to write."""
    message = refusal(tmp_path, 本市=HEAD + text)

    assert [word for word in ("templates/计分/本市.toml", *words) if word not in message] == [], message


def test_a_mistake_in_another_set_stops_nobody(tmp_path: Path) -> None:
    """The office's own set is read whatever stands in the files of others."""
    settings = with_rules(tmp_path, 本市=HEAD + RULE, 外地=HEAD.replace("本市", "外地") + "pionts = 1\n")

    assert read_book(settings, "本市").versions


def test_points_are_exact(tmp_path: Path) -> None:
    """0.1 in a file is a tenth, not the nearest binary fraction."""
    rules = read_book(with_rules(tmp_path, 本市=HEAD + RULE.replace("points = 3", "points = 0.1")), "本市")

    assert str(rules.versions[0].rules["printed"][0].points) == "1/10"


def test_a_direct_reporting_point_belongs_to_a_unit_of_the_office(tmp_path: Path) -> None:
    """The parent of a unit must be another unit, and have no parent itself."""
    text = (Path(__file__).parents[1] / "bulletin.toml").read_text(encoding="utf-8")
    for parent, words in (("河东区", "最接近的是 河西区"), ("东江化工", "只记到一级")):
        unit = f'{text}\n[units."东江化工"]\nparent = "{parent}"\n'
        (tmp_path / "bulletin.toml").write_text(unit, encoding="utf-8")
        with pytest.raises(SettingsError, match=rf'units\."东江化工"\.parent = "{parent}".*{words}'):
            read_settings(tmp_path)
