"""Rule files are read strictly: whatever is wrong is refused with its file, its key and a remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin.errors import SettingsError
from bulletin.settings import Settings, read_settings
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


ANY = '[[{0}]]\n{1}\nclause = "甲"\n[[{0}]]\n{2}\nclause = "乙"\n'
QUOTA = 'period = "月"\nleast = 6\nmet = 1\n'
GRANT = 'period = "季"\npoints = 6\n'


@pytest.mark.parametrize(
    ("kind", "first", "second", "words"),
    [
        ("quota", QUOTA, QUOTA, ("quota[2]（乙）", "quota[1]（甲）", "计两次", "删去")),
        ("quota", QUOTA, QUOTA.replace("met = 1", "missed = 2"), ("quota[2]", "计两次")),
        ("granted", GRANT, GRANT, ("granted[2]", "计两次")),
        ("granted", GRANT, GRANT.replace("6", "8"), ("granted[2]", "计两次")),
        ("rate", "below = 30\n" + GRANT, "below = 30\n" + GRANT, ("rate[2]", "计两次")),
        (
            "veto",
            'kinds = ["瞒报"]\neffect = "全年零分"\ntimes = 2',
            'kinds = ["瞒报"]\neffect = "全年零分"\ntimes = 3',
            ("veto[2]", "计两次"),
        ),
        ("printed", "points = 3", "points = 5", ("printed[2]（乙）永远轮不到", "printed[1]（甲）", "also = true")),
        ("printed", "points = 3", 'points = 5\nkinds = ["调研"]', ("printed[2]", "永远轮不到", "移到 printed[1] 之前")),
        (
            "printed",
            "points = 1\nbrief = true",
            'points = 3\nsections = ["简讯"]',
            ("printed[2]", "永远轮不到"),
        ),
        ("adopted", 'points = 9\nlevels = ["省", "国"]', 'points = 5\nlevels = ["省"]', ("adopted[2]", "永远轮不到")),
        (
            "instruction",
            'points = 9\nlevels = ["省"]',
            'points = 9\nlevels = ["省"]\nranks = ["主要"]',
            ("instruction[2]", "永远轮不到"),
        ),
        ("reported", "points = 2\ndirect = true", "points = 3\ndirect = true", ("reported[2]", "永远轮不到")),
        ("fault", 'points = 5\nkinds = ["失实", "错情"]', 'points = 9\nkinds = ["失实"]', ("fault[2]", "永远轮不到")),
        ("commission", "points = 2", 'points = 5\nstates = ["按时"]', ("commission[2].states", "都已写明")),
        ("limits.cap", GRANT, GRANT, ("limits.cap", "季", "写了两次")),
    ],
)
def test_a_rule_that_counts_twice_or_never_is_refused(
    tmp_path: Path, kind: str, first: str, second: str, words: tuple[str, ...]
) -> None:
    """Two that say the same, and one that stands below a wider one, are refused with file, both keys and the remedy."""
    text = ('briefs = ["简讯"]\n' if "brief" in first else "") + ANY.format(kind, first, second)

    message = refusal(tmp_path, 本市=HEAD + text + (RULE if kind != "printed" else ""))

    assert [word for word in ("templates/计分/本市.toml", *words) if word not in message] == [], message


def ruled(kind: str, *conditions: str) -> str:
    """Return rules of a kind under these conditions, one below the other."""
    return "".join(
        f'[[{kind}]]\npoints = {number}\nclause = "{number}"\n{condition}\n'
        for number, condition in enumerate(conditions, 1)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            ruled("printed", 'kinds = ["调研"]', "commissioned = true", 'kinds = ["动态"]', 'kinds = ["动态", "调研"]'),
            "printed[4]（4）永远轮不到：它的情形 printed[1]（1）、printed[3]（3）合起来都已包括",
        ),
        (ruled("printed", "commissioned = true", "commissioned = false", ""), "printed[3]（3）永远轮不到"),
        (
            'briefs = ["简讯"]\n' + ruled("printed", 'sections = ["简讯"]', "brief = false", ""),
            "printed[3]（3）永远轮不到",
        ),
        (
            ruled(
                "printed",
                'kinds = ["调研"]\ncommissioned = true',
                'kinds = ["动态"]\ncommissioned = true',
                "commissioned = false",
                'kinds = ["动态", "调研"]',
            ),
            "printed[4]（4）永远轮不到",
        ),
        (
            ruled("fault", 'kinds = ["失实"]', 'kinds = ["错情"]', 'kinds = ["失实", "错情"]\nlevels = ["省"]') + RULE,
            "fault[3]（3）永远轮不到：它的情形 fault[1]（1）、fault[2]（2）合起来都已包括",
        ),
    ],
)
def test_a_rule_that_several_above_it_leave_nothing_to_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """Each of them alone leaves something, together they leave nothing: it is told which they are."""
    assert words in refusal(tmp_path, 本市=HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        ruled("printed", 'kinds = ["调研"]', 'kinds = ["动态"]', ""),
        ruled("printed", 'kinds = ["调研"]\ncommissioned = true', 'kinds = ["动态"]', 'kinds = ["动态", "调研"]'),
        ruled("printed", "commissioned = true", 'commissioned = false\nkinds = ["调研"]', ""),
        'briefs = ["简讯"]\n' + ruled("printed", 'sections = ["简讯"]', 'brief = false\nkinds = ["调研"]', ""),
        ruled("printed", "brief = true", ""),
        ruled("printed", 'kinds = ["调研"]', "brief = true", ""),
        ruled("adopted", 'levels = ["省"]\nalso = true', 'levels = ["国"]', 'levels = ["国", "省"]') + RULE,
    ],
)
def test_a_rule_that_has_one_case_of_its_own_is_read(tmp_path: Path, text: str) -> None:
    """One case that none above it has, or has for good, is enough."""
    assert read_book(with_rules(tmp_path, 本市=HEAD + text), "本市").versions


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        ("quota", QUOTA, QUOTA.replace("6", "12")),
        ("quota", QUOTA + "classes = [1]\n", QUOTA + "classes = [2]\n"),
        ("granted", GRANT, GRANT + "classes = [1]\n"),
        ("printed", 'points = 5\nkinds = ["调研"]', "points = 3"),
        ("printed", 'points = 5\nkinds = ["调研"]', 'points = 5\nkinds = ["调研", "动态"]'),
        ("printed", "points = 1\nbrief = true", "points = 3\nbrief = false"),
        ("adopted", "points = 30\nalso = true", "points = 10"),
        ("fault", 'points = 9\nkinds = ["失实"]\nlevels = ["省"]', 'points = 5\nkinds = ["失实"]'),
        ("commission", 'points = 5\nstates = ["按时"]', "points = 2"),
    ],
)
def test_stages_and_narrow_rules_before_wide_ones_are_read(tmp_path: Path, kind: str, first: str, second: str) -> None:
    """Tasks in stages, groups apart, the special case first and 再加 are what the form is for."""
    text = ANY.format(kind, first, second) + (RULE if kind != "printed" else "")

    assert read_book(with_rules(tmp_path, 本市=HEAD + text), "本市").versions


def test_the_first_rule_for_a_commission_counts(tmp_path: Path) -> None:
    """按时 has what the rule for it says, though a rule for all answers follows."""
    text = ANY.format("commission", 'points = 5\nstates = ["按时"]', "points = 2") + RULE

    (rules,) = read_book(with_rules(tmp_path, 本市=HEAD + text), "本市").versions

    assert {state: int(rule.points) for state, rule in rules.commissions.items()} == {"answered": 5, "late": 2}


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


def test_what_a_unit_was_before_is_dated(tmp_path: Path) -> None:
    """``[[units."…".before]]`` says to which day it was in which class, and whose; a day missing or out of order is refused."""
    text = (Path(__file__).parents[1] / "bulletin.toml").read_text(encoding="utf-8")
    unit = f'{text}\n[units."东江化工"]\nparent = "河西区"\n'
    before = '[[units."东江化工".before]]\nuntil = {}\nclass = 2\nparent = "{}"\n'

    def read(*entries: tuple[str, str]) -> Settings:
        (tmp_path / "bulletin.toml").write_text(unit + "".join(before.format(*one) for one in entries), "utf-8")
        return read_settings(tmp_path)

    moved = read(("2024-12-31", ""), ("2025-12-31", "东山镇")).units["东江化工"]
    then = [moved.on(date(year, 12, 31)) for year in (2024, 2025, 2026)]
    assert [(one.unit_class, one.parent) for one in then] == [(2, ""), (2, "东山镇"), (3, "河西区")]
    with pytest.raises(SettingsError, match=r"东江化工.before\[2\].until = .*应晚于前一节的 2025-12-31"):
        read(("2025-12-31", ""), ("2025-12-31", "东山镇"))
    with pytest.raises(SettingsError, match=r"东江化工.*最接近的是 东山镇"):
        read(("2025-12-31", "东山县"))
    with pytest.raises(SettingsError, match=r"缺少 units.东江化工.before\[1\].until"):
        (tmp_path / "bulletin.toml").write_text(f'{unit}[[units."东江化工".before]]\nclass = 2\n', "utf-8")
        read_settings(tmp_path)


JUNE, DECEMBER = "2025-06-30", "2025-12-31"


@pytest.mark.parametrize(
    ("own", "of_parent", "told"),
    [
        ((DECEMBER, "河西区", ""), (JUNE, "东山镇", ""), f"到 {JUNE} 为止河西区"),
        ((JUNE, "河西区", ""), (DECEMBER, "东山镇", ""), f"到 {JUNE} 为止河西区"),
        ((JUNE, "", "河西区"), (DECEMBER, "东山镇", ""), f"到 {DECEMBER} 为止河西区"),
        ((JUNE, "河西区", ""), (DECEMBER, "", "东山镇"), ""),
        ((DECEMBER, "河西区", ""), (JUNE, "", "东山镇"), f"到 {DECEMBER} 为止河西区"),
        ((JUNE, "", "河西区"), (JUNE, "东山镇", ""), ""),
        ((JUNE, "", "河西区"), (DECEMBER, "", "东山镇"), "现在河西区"),
    ],
)
def test_a_parent_has_none_itself_on_any_day_it_is_one(
    tmp_path: Path, own: tuple[str, str, str], of_parent: tuple[str, str, str], told: str
) -> None:
    """A unit and its parent each belonged to another up to a day, and since: where both do on any day, that is refused."""
    text = (Path(__file__).parents[1] / "bulletin.toml").read_text(encoding="utf-8")
    text += '\n[units."东江化工"]\n'
    for name, (until, before, now) in {"东江化工": own, "河西区": of_parent}.items():
        text = text.replace(f'[units."{name}"]', f'[units."{name}"]\nparent = "{now}"')
        text += f'\n[[units."{name}".before]]\nuntil = {until}\nparent = "{before}"\n'
    (tmp_path / "bulletin.toml").write_text(text, encoding="utf-8")

    if told:
        with pytest.raises(SettingsError, match=rf"只记到一级，而{told}属于东山镇"):
            read_settings(tmp_path)
    else:
        assert read_settings(tmp_path).units["东江化工"].past
