"""What is promised about `bulletin.settings`: strict reading, and errors that name file, key, value and the way out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bulletin.errors import NotFound, OfficeNotFound, SettingsError, UnknownPerson
from bulletin.model import Actor
from bulletin.settings import Settings, find_office, read_settings
from bulletin.settings.publication import RESERVED
from bulletin.terms import INSTRUCTION_KINDS

OFFICE = """
[office]
name = "某市信息科"

[identity]
mode = "trusted"
default = "a"

[people.a]
name = "甲"
roles = ["editor", "reviewer"]
os_user = "jia"

[people.b]
name = "乙"
roles = ["signer"]

[units."市统计局"]
class = 1
attribution = "统计局"
aliases = ["统计局调查队"]

[publications."某某信息"]
issuer = "某市办公室"
sections = ["工作动态", "问题建议"]
levels = ["科长审核"]

[publications."某某信息".distribution]
report_to = ["市长"]
copies = 20

[[focus]]
topic = "防汛"

[[delegations]]
giver = "b"
taker = "a"
start = 2026-11-01
end = 2026-11-30
reason = "出差"
"""
SOURCE = 'collector = "feed"\naddress = "https://example.org/feed.xml"\n'
Write = Callable[[str, str], Settings]


@pytest.fixture
def read(tmp_path: Path) -> Write:
    """``read(old, new)``: the settings of the small office above with `old` replaced by `new`."""

    def write(old: str = "", new: str = "") -> Settings:
        assert old in OFFICE
        text = OFFICE.replace(old, new, 1) if old else OFFICE + new
        (tmp_path / "bulletin.toml").write_text(text, encoding="utf-8")
        return read_settings(tmp_path)

    return write


def test_a_small_office_reads_as_written_with_defaults_for_the_rest(read: Write) -> None:
    """What is written counts; what is not written has the stated default."""
    settings = read("", "")

    publication = settings.publication()
    assert settings.zone == ZoneInfo("Asia/Shanghai")
    assert (publication.name, publication.masthead, publication.template) == ("某某信息", "某某信息", "v1")
    assert (publication.series, publication.number_form) == (("正刊",), "第{number}期")
    assert (publication.report_to, publication.copies) == (("市长",), 20)
    assert settings.focus[0].words == ("防汛",)
    assert {settings.follow_ups.limit(kind, "").days for kind in INSTRUCTION_KINDS} == {15}
    assert settings.rank["focus"] == 20
    assert settings.sources == {}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "某市信息科"', 'nmae = "某市信息科"', ["bulletin.toml", "缺少 office.name"]),
        ('name = "某市信息科"', 'name = "科"\nnmae = "x"', ["office.nmae", '"x"', "最接近的有效键是 name"]),
        ('name = "某市信息科"', "name = 3", ["office.name = 3", "应为文字"]),
        ('name = "某市信息科"', 'name = "科"\ntime_zone = "Asia/Shangha"', ["office.time_zone", '"Asia/Shangha"']),
        ('mode = "trusted"', 'mode = "trustd"', ['identity.mode = "trustd"', "最接近的是 trusted"]),
        ('default = "a"', 'default = "aa"', ['identity.default = "aa"', "最接近的是 a"]),
        ('default = "a"', 'clock = "2026-11-20T09:00"', ["identity.clock", "带时区的时间"]),
        ('default = "a"', 'clock = "昨天"', ['identity.clock = "昨天"']),
        ('roles = ["signer"]', 'roles = ["singer"]', ['people.b.roles = "singer"', "最接近的是 signer"]),
        ('roles = ["signer"]', 'roles = "signer"', ['people.b.roles = "signer"', "应为文字列表"]),
        ('roles = ["signer"]', "roles = [1]", ["people.b.roles = [1]", "应为文字列表"]),
        ('os_user = "jia"', 'osuser = "jia"', ['people.a.osuser = "jia"', "最接近的有效键是 os_user"]),
        ("class = 1", 'class = "1"', ['units.市统计局.class = "1"', "应为数"]),
        ("class = 1", "class = true", ["units.市统计局.class = true", "应为数"]),
        ("class = 1", "class = -1", ["units.市统计局.class", "不能为负"]),
        ("class = 1", "class = nan", ["units.市统计局.class = nan"]),
        ("class = 1", "class = inf", ["units.市统计局.class = inf"]),
        ('issuer = "某市办公室"', "", ["缺少 publications.某某信息.issuer"]),
        ('levels = ["科长审核"]', "", ["publications.某某信息.levels", "至少有一级审核"]),
        ('levels = ["科长审核"]', 'levels = ["x"]\nlevel = 2', ["publications.某某信息.level = 2", "levels"]),
        ('levels = ["科长审核"]', 'levels = ["x"]\nnumber_form = "{nummer}"', ['number_form = "{nummer}"', "{number}"]),
        ('levels = ["科长审核"]', 'levels = ["x"]\nnumber_form = "{number"', ['number_form = "{number"']),
        ('levels = ["科长审核"]', 'levels = ["x"]\nnumber_form = "{number.x}"', ['number_form = "{number.x}"']),
        ('levels = ["科长审核"]', 'levels = ["x"]\nnumber_form = "{number[0]}"', ['number_form = "{number[0]}"']),
        ('levels = ["科长审核"]', 'levels = ["x"]\nnames_signer = 1', ["names_signer = 1", "true 或 false"]),
        ("copies = 20", "copis = 20", ["publications.某某信息.distribution.copis = 20", "copies"]),
        ('topic = "防汛"', 'topic = "防汛"\nuntil = "明天"', ['focus[1].until = "明天"', "2026-11-20"]),
        ('topic = "防汛"', 'topic = "防汛"\nuntil = 2026-11-20T09:00:00', ["focus[1].until", "2026-11-20"]),
        ('topic = "防汛"', 'words = ["防汛"]', ["缺少 focus[1].topic"]),
        ('giver = "b"', 'giver = "bb"', ['delegations[1].giver = "bb"', "最接近的是 b"]),
        ('taker = "a"', 'taker = "z"', ['delegations[1].taker = "z"', "没有这个人员"]),
        ("start = 2026-11-01\n", "", ["delegations[1].start/end", "起止日期"]),
        ("end = 2026-11-30", "end = 2026-10-30", ["delegations[1].start/end", "止不早于起"]),
        ('reason = "出差"', "", ["缺少 delegations[1].reason"]),
        ("", "\n[deadlines]\nremind_day = 3", ["deadlines.remind_day = 3", "remind_days"]),
        ("", '\n[deadlines.instruction_days]\n"办里" = 3', ["deadlines.instruction_days.办里 = 3", "办理"]),
        ("", "\n[rank]\nfocuss = 3", ["rank.focuss = 3", "focus"]),
        ("", "\n[rank]\nfocus = 1e308", ["rank.focus = 1e+308", "不能大于10000"]),
        ("", "\n[gates]\nbanned_words = 3", ["gates.banned_words = 3"]),
        ("", '\n[gates]\nbaned_words = ["x"]', ["gates.baned_words", "banned_words"]),
        ("", '\n[network]\nallow = ["10.0.0.0/33"]', ['network.allow = "10.0.0.0/33"', "应为网段"]),
        ("", "\n[distribution]\ncopies = 1", ['distribution = {"copies": 1}']),
        ("", f"\n[deadlines]\nreceived_hours = {'9' * 5000}", ["长达几千位"]),
        ("", f"\n[deadlines]\nreceived_hours = 0x{'f' * 5000}", ["deadlines.received_hours", "不能大于"]),
        ("", f"\n[{'a.' * 3000}b]\nc = 1", ["不认识的键 a", "太长，不列出"]),
        ("", "\n[deadlines]\nurge_hours = 1e9", ["deadlines.urge_hours = 1000000000.0", "不能大于"]),
        ("", "\n[deadlines]\nreceived_hours = 1.5", ["deadlines.received_hours = 1.5", "应为整数"]),
        ("", "\n[deadlines]\nremind_days = 99999999", ["deadlines.remind_days", "不能大于"]),
        ('levels = ["科长审核"]', f'levels = ["x"]\ntotal_before = {2**63}', ["total_before", "不能大于"]),
        ("class = 1", "class = 0", ["units.市统计局.class = 0", "1 到 9"]),
        ("class = 1", "class = 1.5", ["units.市统计局.class = 1.5", "应为整数"]),
        ("[people.b]", '[people."../../../evil"]', ["people.../../../evil", "要作文件夹名"]),
        ('name = "乙"', 'name = " "', ["people.b.name", "请写明姓名"]),
        ('sections = ["工作动态", "问题建议"]', 'sections = ["工作动态", "工作动态"]', ["sections", "写两遍"]),
        ('sections = ["工作动态", "问题建议"]', 'sections = ["工作动态", ""]', ["sections", "不能为空"]),
        ('topic = "防汛"', 'topic = "防汛"\nwords = ["汛", ""]', ["focus[1].words", "不能为空"]),
        (
            "class = 1",
            'class = 1\n[units."甲队"]\naliases = ["统计局"]\n[units."乙局"]',
            ["甲队", "一个别名只能是一个单位"],
        ),
    ],
)
def test_every_mistake_is_named_with_file_key_value_and_a_way_out(
    read: Write, old: str, new: str, said: list[str]
) -> None:
    """A wrong key, value or type is refused with the file, the full key, the value and what would do."""
    with pytest.raises(SettingsError) as refusal:
        read(old, new)

    assert str(refusal.value).startswith("bulletin.toml")
    for words in said:
        assert words in str(refusal.value)
    assert refusal.value.remedy
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize("name", ["a/b", "..", "a#1", "a\\\\b"])
def test_a_publication_is_named_so_that_a_folder_can_be(read: Write, name: str) -> None:
    """A name that cannot be a folder or would break references is refused."""
    with pytest.raises(SettingsError, match="刊名要作文件夹名"):
        read('[publications."某某信息"]', f'[publications."{name}"]\nissuer = "x"\nlevels = ["y"]\n[publications."z"]')


def test_an_office_without_a_publication_is_refused(read: Write) -> None:
    """At least one publication is needed, and the message shows how to write one."""
    start = OFFICE.index("[publications.")

    with pytest.raises(SettingsError, match="没有定义任何刊物"):
        read(OFFICE[start : OFFICE.index("[[focus]]")], "")


@pytest.mark.parametrize("key", ["focus", "delegations"])
def test_a_list_where_sections_are_wanted_is_named(read: Write, key: str) -> None:
    """``focus = ["防汛"]`` instead of ``[[focus]]`` is answered with the form that is wanted."""
    section = OFFICE[OFFICE.index(f"[[{key}]]") :].split("\n\n")[0]
    text = OFFICE.replace(section, "")
    start = text.index("[office]")

    with pytest.raises(SettingsError, match=rf"{key}.*\[\[{key}\]\]"):
        read(OFFICE, f'{key} = ["防汛"]\n{text[start:]}')


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """A file saved by Notepad, with a BOM and CRLF, reads like any other."""
    (tmp_path / "bulletin.toml").write_bytes(b"\xef\xbb\xbf" + OFFICE.replace("\n", "\r\n").encode())

    assert read_settings(tmp_path).office == "某市信息科"


def test_a_file_that_is_not_utf_8_is_named_with_the_place(tmp_path: Path) -> None:
    """A file saved as GBK is refused with its name, the byte where it fails, and what to do."""
    (tmp_path / "bulletin.toml").write_bytes(OFFICE.encode("gbk"))

    with pytest.raises(SettingsError, match=r"bulletin.toml 不是 UTF-8 编码（第 \d+ 字节）。请另存为 UTF-8"):
        read_settings(tmp_path)


def test_a_directory_without_the_file_is_no_office(tmp_path: Path) -> None:
    """Pointed at a directory without bulletin.toml, the refusal names the directory."""
    with pytest.raises(OfficeNotFound, match=str(tmp_path)):
        read_settings(tmp_path)


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    """A line that is no TOML is refused with the file and the line."""
    (tmp_path / "bulletin.toml").write_text("[office]\nname = 某市\n", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"bulletin.toml 不是有效的 TOML.*line 2"):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOURCE.replace("feed", "fead", 1), ["sources/x.toml", 'collector = "fead"', "最接近的是 feed"]),
        ('collector = "feed"\n', ["sources/x.toml 缺少 address"]),
        (SOURCE + 'adress = "y"\n', ["sources/x.toml", 'adress = "y"', "address"]),
        (SOURCE + 'kind = "消息"\n', ["sources/x.toml", 'kind = "消息"', "动态"]),
        (SOURCE + "[expect]\nmix = 1\n", ["sources/x.toml", "expect.mix = 1", "min"]),
        (SOURCE + '[article]\ntitel = "//h1"\n', ["sources/x.toml", "article.titel", "title"]),
        (SOURCE + 'allow = ["inside"]\n', ["sources/x.toml", 'allow = "inside"', "应为网段"]),
        (SOURCE + "timeout = -1\n", ["sources/x.toml", "timeout", "不能为负"]),
        ("= 3\n", ["sources/x.toml 不是有效的 TOML"]),
    ],
)
def test_a_mistake_in_a_source_file_names_that_file(tmp_path: Path, text: str, said: list[str]) -> None:
    """What is wrong in ``sources/x.toml`` is kept for that source, with file, key, value and what would do; the others stand."""
    (tmp_path / "bulletin.toml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "x.toml").write_text(text, encoding="utf-8")
    (tmp_path / "sources" / "y.toml").write_text(SOURCE, encoding="utf-8")

    settings = read_settings(tmp_path)

    assert (list(settings.sources), list(settings.source_errors)) == (["y"], ["x"])
    assert [words for words in said if words not in str(settings.source_errors["x"])] == []


def test_a_source_is_not_called_what_this_program_calls_its_own(tmp_path: Path) -> None:
    """反馈 and 通报 are sources of items the program makes and trusts: a file of that name is refused, with the way out."""
    (tmp_path / "bulletin.toml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "通报.toml").write_text(SOURCE, encoding="utf-8")

    error = read_settings(tmp_path).source_errors["通报"]

    assert "sources/通报.toml" in error.what and "改名" in error.remedy


def test_a_source_file_that_cannot_be_read_stops_only_its_source(tmp_path: Path) -> None:
    """A folder or a dead link in place of a source file, or one that is not UTF-8, is named and the office goes on."""
    (tmp_path / "bulletin.toml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "sources" / "folder.toml").mkdir(parents=True)
    (tmp_path / "sources" / "link.toml").symlink_to("nowhere")
    (tmp_path / "sources" / "gbk.toml").write_bytes('title = "要闻"'.encode("gbk"))

    errors = read_settings(tmp_path).source_errors

    assert sorted(errors) == ["folder", "gbk", "link"]
    assert [
        name for name, error in errors.items() if f"sources/{name}.toml" not in error.what or not error.remedy
    ] == []


def test_a_source_is_named_after_its_file(tmp_path: Path) -> None:
    """The file name is the source's name; sections of the file become fields."""
    (tmp_path / "bulletin.toml").write_text(OFFICE, encoding="utf-8")
    (tmp_path / "sources").mkdir()
    text = SOURCE + 'title = "部门动态"\npause = 0.5\n[expect]\nmin = 3\n'
    (tmp_path / "sources" / "bumen.toml").write_text(text, encoding="utf-8")

    source = read_settings(tmp_path).sources["bumen"]

    assert (source.name, source.title, source.collector) == ("bumen", "部门动态", "feed")
    assert (source.expect_min, source.pause) == (3, 0.5)


# Finding things in the office


def test_the_office_is_found_from_any_folder_inside(office: Path) -> None:
    """From a folder deep inside, the nearest directory with a bulletin.toml is the office."""
    assert find_office(office / "var" / "originals") == office


def test_outside_an_office_the_three_ways_out_are_named(tmp_path: Path) -> None:
    """Where there is no office the refusal names cd, --office and init."""
    with pytest.raises(OfficeNotFound) as refusal:
        find_office(tmp_path)

    assert str(tmp_path) in str(refusal.value)
    assert all(word in refusal.value.remedy for word in ("进入", "--office", "bulletin init"))


@pytest.mark.parametrize("name", ["市发展改革委", "市发改委", "市发展和改革委员会", " 市发改委\n"])
def test_a_unit_is_known_by_name_attribution_and_alias(settings: Settings, name: str) -> None:
    """Full name, short name and alias lead to the same unit, spaces around it or not."""
    found = settings.unit(name)

    assert found is not None
    assert found.name == "市发展改革委"
    assert settings.attribution(name) == "市发改委"


def test_an_unknown_unit_keeps_its_own_name(settings: Settings) -> None:
    """A unit nobody entered is no unit, and is printed as it calls itself; an empty name is nobody's."""
    assert settings.unit("市气象局") is None
    assert settings.unit("") is None
    assert settings.attribution("市气象局") == "市气象局"


def test_an_unknown_publication_is_answered_with_those_there_are(settings: Settings) -> None:
    """The refusal names the publications of the office; no name means the first."""
    assert settings.publication().name == "政务信息"
    with pytest.raises(NotFound, match=r"没有找到刊物 政务要报。可用的刊物：政务信息、信息专报"):
        settings.publication("政务要报")


def test_an_unknown_person_is_answered_with_those_there_are(actor: Callable[[str], Actor]) -> None:
    """The refusal names the people of the office."""
    with pytest.raises(UnknownPerson, match=r"没有人员 editor9。可用的人员：editor1、"):
        actor("editor9")


def test_an_account_leads_to_its_person_or_says_what_to_enter(read: Write) -> None:
    """An operating-system account is one person; one that is not entered is told which key to fill."""
    settings = read("", "")

    assert settings.person_of_account("jia").name == "甲"
    with pytest.raises(UnknownPerson, match=r"操作系统用户 root .*os_user"):
        settings.person_of_account("root")


def test_a_person_nobody_entered_is_shown_by_id(settings: Settings) -> None:
    """Somebody who has left the list is still shown, by his id."""
    assert (settings.person_name("editor1"), settings.person_name("gone")) == ("编辑甲", "gone")


@pytest.mark.parametrize(("kind", "days"), [("办理", 15), ("研究", 30), ("未列明", 15)])
def test_the_due_date_follows_the_class_of_the_instruction(settings: Settings, kind: str, days: int) -> None:
    """Each class has the office's own number of days; a class without one has fifteen."""
    assert settings.follow_ups.limit(kind, "").days == days


def test_all_paths_lie_in_the_office(settings: Settings, office: Path) -> None:
    """Database, originals, work and archive lie under the office, whatever directory the program runs in."""
    template = settings.template_dir(settings.publication())

    for path in (settings.database_path, settings.originals_dir, settings.work_dir, settings.issues_dir, template):
        assert path.is_absolute()
        assert path.is_relative_to(office)


def test_the_training_clock_is_a_moment_with_its_zone(settings: Settings, at: datetime) -> None:
    """The sample office's clock stands at the fixed moment."""
    assert settings.identity.clock == at
    assert replace(settings.identity, clock=None).mode == "trusted"


# How a publication is printed: templates/<folder>/publication.toml


PRINTED = """
masthead = "某某要情"
number_form = "〔{year}〕{number}期"
most_entries = 9
[page]
rule = "double"
[series."增刊"]
folder = "增刊"
"""


@pytest.fixture
def read_printed(tmp_path: Path, read: Write) -> Callable[..., Settings]:
    """``read_printed(publication_toml, office_key)``: settings of the small office with that file and that key."""

    def write(text: str = PRINTED, key: str = "", folder: str = "某某信息") -> Settings:
        path = tmp_path / "templates" / folder / "publication.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read('levels = ["科长审核"]', f'levels = ["科长审核"]\n{key}')

    return write


def test_the_template_folder_says_how_a_publication_is_printed(read_printed: Callable[..., Settings]) -> None:
    """What publication.toml says counts, what it does not say has its default, what the office decides stays."""
    publication = read_printed().publication()

    assert (publication.masthead, publication.number_form, publication.look.rule) == (
        *("某某要情", "〔{year}〕{number}期", "double"),
    )
    assert (publication.issuer, publication.copies, publication.look.number_place) == ("某市办公室", 20, "above")
    assert publication.check.most_entries == 9
    assert re.fullmatch(publication.check.number_pattern, "〔2026〕12期")
    assert not re.fullmatch(publication.check.number_pattern, "〔2026〕012期")


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ('masthead = "要报"', ("要报", "double")),
        ('page.rule = "single"', ("某某要情", "single")),
        ("page.rule_weight = 1", ("某某要情", "double")),
    ],
)
def test_the_office_has_the_last_word_on_every_key(
    read_printed: Callable[..., Settings], key: str, shown: tuple[str, str]
) -> None:
    """A key in bulletin.toml, also a single one of a table, counts before that of publication.toml."""
    publication = read_printed(key=key).publication()

    assert (publication.masthead, publication.look.rule) == shown


def test_a_series_may_have_a_look_and_a_folder_of_its_own(
    tmp_path: Path, read_printed: Callable[..., Settings]
) -> None:
    """增刊 prints as templates/增刊 says; what that leaves open is the publication's, its number form excepted."""
    read_printed('template = "v3"\n[entries]\nnew_page = true\n', folder="增刊")

    settings = read_printed()

    main = settings.publication()
    other = main.in_series("增刊")
    assert main.series == ("正刊", "增刊")
    assert (other.number_form, other.masthead, other.look.new_page) == ("增刊第{number}期", "某某要情", True)
    assert (main.look.new_page, other.look.rule) == (False, "double")
    assert settings.template_dir(main) == tmp_path / "templates" / "某某信息" / "v1"
    assert settings.template_dir(main, "增刊") == tmp_path / "templates" / "增刊" / "v3"


def test_a_series_without_a_table_differs_by_its_number_only(read_printed: Callable[..., Settings]) -> None:
    """A series the office merely lists keeps the publication's folder and look."""
    settings = read_printed("", 'series = ["正刊", "专刊"]')

    other = settings.publication().in_series("专刊")

    assert replace(other, number_form="", check=settings.publication().check) == replace(
        settings.publication(), number_form="", in_others={}
    )
    assert other.number_form == "专刊第{number}期"
    assert settings.publication().in_series("正刊") == settings.publication()


def test_the_office_may_change_a_series_too(read_printed: Callable[..., Settings]) -> None:
    """``[publications."…".series."增刊"]`` counts before the table of that series in publication.toml."""
    settings = read_printed(key='series."增刊".number_form = "特刊{number}"')

    assert settings.publication().in_series("增刊").number_form == "特刊{number}"
    assert settings.publication().in_series("增刊").folder == "增刊"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('mastheed = "x"', ["mastheed", "最接近的有效键是 masthead"]),
        ("[page]\nrule = 'tripel'", ['page.rule = "tripel"', "single、double"]),
        ("[page]\nrule_weight = 9", ["page.rule_weight = 9", "毫米"]),
        ("[page]\nmasthead_size = 6", ["page.masthead_size = 6", "磅"]),
        ("[contents]\nform = 2", ["contents.form = 2", "from"]),
        ('[entries]\nitem_form = "{nummer}、"', ['entries.item_form = "{nummer}、"', "{number}、{numeral}"]),
        ('[entries]\nsection_form = "{units}"', ["entries.section_form", "{section}"]),
        ('[distribution]\ncopies_form = "{n}份"', ["distribution.copies_form", "{copies}"]),
        ('[check]\nnumber_pattern = "("', ['check.number_pattern = "("', "正则表达式"]),
        ('staff = ["校对"]', ['staff = "校对"', "责任编辑、审核"]),
        ('series = "增刊"', ["series", "文字列表"]),
        ('[series]\n"增刊" = 1', ["series.增刊 = 1", "应为一节"]),
        ('[series."正刊"]\nmark = "x"', ["series", "正刊"]),
        ('[series."增刊"]\nfolder = "../x"', ['series.增刊.folder = "../x"', "文件夹名"]),
        ('[series."增刊"]\nmastheed = "x"', ["series.增刊.mastheed", "masthead"]),
        ('folder = "增刊"', ['folder = "增刊"', "bulletin.toml"]),
        ("masthead = \n", ["不是有效的 TOML"]),
    ],
)
def test_a_mistake_in_a_template_folder_names_that_file(
    read_printed: Callable[..., Settings], text: str, said: list[str]
) -> None:
    """A wrong key or value in publication.toml is refused with that file, the key, the value and what would do."""
    with pytest.raises(SettingsError) as refusal:
        read_printed(text)

    assert str(refusal.value).startswith("templates/某某信息/publication.toml")
    assert [words for words in said if words not in str(refusal.value)] == []


def test_a_mistake_over_a_template_folder_names_the_office_file(read_printed: Callable[..., Settings]) -> None:
    """A wrong value in bulletin.toml over a right one in publication.toml is bulletin.toml's mistake."""
    with pytest.raises(SettingsError, match=r"^bulletin.toml 中 publications.某某信息.page.rule"):
        read_printed(key='page.rule = "x"')


def test_an_office_of_before_template_folders_spoke_reads_as_it_was(tmp_path: Path) -> None:
    """The keys an office has had in bulletin.toml all along are valid and count, whatever publication.toml says."""
    shutil.copytree(Path(__file__).parents[1] / "templates", tmp_path / "templates")
    (tmp_path / "bulletin.toml").write_text(
        OFFICE[: OFFICE.index("[publications.")]
        + '[publications."政务信息"]\nissuer = "某市办公室"\ntemplate = "v1"\nseries = ["正刊"]\nsections = ["要闻"]\n'
        'levels = ["科长审核"]\nnumber_form = "{year}年第{number}期"\ntotal_before = 344\nmark = "内部资料"\n'
        "most_entries = 3\nnames_signer = true\n",
        encoding="utf-8",
    )

    publication = read_settings(tmp_path).publication()

    assert (publication.series, publication.sections, publication.number_form) == (
        *(("正刊",), ("要闻",), "{year}年第{number}期"),
    )
    assert (publication.mark, publication.most_entries, publication.names_signer) == ("内部资料", 3, True)


def test_every_shipped_template_folder_is_a_publication_an_office_may_have(tmp_path: Path) -> None:
    """Any folder of templates/ can be named in bulletin.toml with an issuer and a level, and its version is there."""
    shipped = Path(__file__).parents[1] / "templates"
    shutil.copytree(shipped, tmp_path / "templates")
    names = sorted(path.name for path in shipped.iterdir() if path.name not in RESERVED)
    office = "".join(f'[publications."{name}"]\nissuer = "某办"\nlevels = ["审核"]\n' for name in names)
    (tmp_path / "bulletin.toml").write_text(f'[office]\nname = "某科"\n{office}', encoding="utf-8")

    settings = read_settings(tmp_path)

    assert len(names) == 6
    for publication in settings.publications.values():
        for series in publication.series:
            assert (settings.template_dir(publication, series) / "template.html.j2").is_file()


def test_the_manual_describes_every_key_of_the_shipped_template_folders() -> None:
    """Every key and section of every shipped publication.toml is described on the page about them."""
    root = Path(__file__).parents[1]
    page = (root / "bulletin" / "manual" / "85-刊物样式.md").read_text(encoding="utf-8")
    texts = "".join(path.read_text(encoding="utf-8") for path in root.glob("templates/*/publication.toml"))

    keys = set(re.findall(r"^([a-z_]+) =", texts, re.MULTILINE)) | set(
        re.findall(r"^\[([a-z_]+)\]", texts, re.MULTILINE)
    )

    assert len(keys) > 15
    assert {key for key in keys if key not in page} == set()
