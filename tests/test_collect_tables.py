"""What is promised of tables: hotline and letter exports as they really look, one row one item, nothing silently lost."""

from __future__ import annotations

import importlib.util
import time
from datetime import datetime
from pathlib import Path

import pytest
from collect_support import AT, ZONE, office, quiet
from table_files import Formula, Page, Serial, workbook

from bulletin import store
from bulletin.collect.rereading import extract_again
from bulletin.collect.runs import SourceReport, collect_all, try_source
from bulletin.collect.submissions import tables
from bulletin.collect.submissions.sheets import read_sheets
from bulletin.errors import RefusedMaterial, UnreadableMaterial
from bulletin.model import Item, Relation
from bulletin.settings import Settings
from bulletin.text.personal import masked

DEFINITION = """
title = "12345热线"
collector = "table"
address = "var/热线"
kind = "社情民意"
[columns]
title = "诉求标题"
text = ["诉求内容", "办理结果"]
number = "工单编号"
unit = "承办单位"
date = "受理时间"
place = "所属区域"
"""
HEADINGS = ["序号", "工单编号", "诉求标题", "诉求内容", "办理结果", "承办单位", "受理时间", "所属区域"]
NEEDS_CALAMINE = pytest.mark.skipif(
    importlib.util.find_spec("python_calamine") is None, reason="the extra xlsx is not installed"
)


def a_row(n: int, **fields: str) -> list[str]:
    """Return one row of an export."""
    usual = [str(n), f"RX2026{n:08d}", f"第{n}小区夜间停水{n}小时", f"居民反映第{n}小区自11月{n % 28 + 1}日起夜间停水，希望尽快恢复。",
             f"已通知自来水公司抢修第{n}号管段，当日恢复供水。", "东山镇", f"2026-11-{n % 28 + 1:02d} 09:{n % 60:02d}:00", "东山镇"]  # fmt: skip
    return [fields.get(heading, value) for heading, value in zip(HEADINGS, usual, strict=True)]


def a_csv(rows: list[list[str]], separator: str = ",", charset: str = "gb18030") -> bytes:
    """Return rows below the headings as a csv, every field in quotes."""
    lines = [separator.join('"' + field.replace('"', '""') + '"' for field in row) for row in [HEADINGS, *rows]]
    return ("\r\n".join(lines) + "\r\n").encode(charset)


class Desk:
    """An office with one table source and a way to run it."""

    def __init__(self, root: Path, definition: str = DEFINITION) -> None:
        self.settings: Settings = office(root, 热线=definition)
        assert not self.settings.source_errors, self.settings.source_errors
        self.folder = root / "var" / "热线"
        self.folder.mkdir(parents=True)
        self.db = store.open_database(self.settings.database_path)

    def put(self, name: str, body: bytes) -> None:
        """Put a file into the folder."""
        (self.folder / name).write_bytes(body)

    def run(self) -> SourceReport:
        """Collect once."""
        return collect_all(self.db, self.settings, ["热线"], at=AT, say=quiet).sources[0]

    @property
    def items(self) -> list[Item]:
        """All items, in order."""
        return store.items.selected(self.db, "true", ())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the usual definition."""
    return Desk(tmp_path)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_of_any_separator_and_charset_is_read(desk: Desk, separator: str, charset: str) -> None:
    """One row is one item, its columns in their places, whichever separator and encoding the exporting system chose."""
    desk.put("热线.csv", a_csv([a_row(1), a_row(2)], separator, charset))
    report = desk.run()
    assert (report.new, report.problems) == (2, ())
    item = desk.items[0]
    assert item.title == "第1小区夜间停水1小时"
    assert "诉求内容：居民反映第1小区" in item.text
    assert "办理结果：已通知自来水公司" in item.text
    assert (item.unit, item.kind, item.origin) == ("东山镇", "社情民意", "12345热线")
    assert item.published_at == datetime(2026, 11, 2, 9, 1, tzinfo=ZONE)


def test_quotes_commas_and_line_breaks_stay_inside_their_cell(desk: Desk) -> None:
    """A field with separators, doubled quotes and line breaks is one field."""
    desk.put("a.csv", a_csv([a_row(1, 诉求内容='路灯不亮，"多次"反映。\n1.主干道；\n2.支路,共3处。')]))
    assert desk.run().new == 1
    assert '路灯不亮，"多次"反映。\n1.主干道；\n2.支路,共3处。' in desk.items[0].text


def test_a_second_run_opens_nothing_and_adds_nothing(desk: Desk) -> None:
    """A file read whole is not read again; touched, it is read and all rows are known."""
    desk.put("a.csv", a_csv([a_row(n) for n in range(1, 31)]))
    assert desk.run().new == 30
    again = desk.run()
    assert (again.new, again.seen) == (0, 0)
    desk.put("a.csv", a_csv([a_row(n) for n in range(1, 32)]))
    more = desk.run()
    assert (more.new, more.seen) == (1, 30)


def test_trying_a_source_marks_no_file_as_read(desk: Desk) -> None:
    """After `source check` the next collection still takes every row."""
    desk.put("a.csv", a_csv([a_row(1), a_row(2)]))
    assert len(try_source(desk.settings, "热线", say=quiet)) == 2
    assert desk.run().new == 2


def test_a_changed_row_is_a_new_version_that_names_the_old(desk: Desk) -> None:
    """The same number with another text becomes an item flagged ``version``; the same row exported again does not."""
    desk.put("周一.csv", a_csv([a_row(1, 办理结果=""), a_row(2)]))
    desk.run()
    desk.put("周二.csv", a_csv([a_row(1), a_row(2)]))
    report = desk.run()
    assert (report.new, report.seen) == (1, 1)
    first, _, third = desk.items
    note = next(flag.note for flag in third.flags if flag.kind == "version")
    assert f"来稿 {first.id}" in note and "RX202600000001" in note


def _relations(desk: Desk) -> list[Relation]:
    return [relation for item in desk.items for relation in store.identity.of_item(desk.db, item.id)]


def test_cases_of_one_form_are_never_taken_for_one_another(desk: Desk) -> None:
    """Rows of one hotline's form under other numbers are cases of their own, in one file and in the next."""
    same = {
        "诉求标题": "小区夜间停水",
        "诉求内容": "居民反映小区夜间停水，希望尽快恢复。",
        "办理结果": "已通知自来水公司抢修，当日恢复供水。",
    }
    desk.put("周一.csv", a_csv([a_row(1, **same), a_row(2, **same), a_row(3)]))
    desk.run()
    desk.put("周二.csv", a_csv([a_row(4, **same), a_row(5)]))
    desk.run()
    found = _relations(desk)
    assert len(found) >= 6 and {(one.kind, one.sure) for one in found} == {("twin", False)}
    assert any(one.why == "另一件（编号 RX202600000001→RX202600000004）：标题、正文都相同" for one in found)
    assert store.identity.groups(desk.db) == {}
    assert [item.number for item in desk.items] == [f"RX2026{n:08d}" for n in range(1, 6)]


def test_a_changed_row_of_one_number_is_an_update(desk: Desk) -> None:
    """The same case, its outcome corrected, is compared as any text is, among however many cases of the same form."""
    desk.put("周一.csv", a_csv([a_row(n) for n in range(1, 16)]))
    desk.run()
    changed = a_row(1, 办理结果="已通知自来水公司抢修第1号管段，3日内恢复供水。")
    desk.put("周二.csv", a_csv([changed]))
    desk.run()
    first, last = desk.items[0], desk.items[-1]
    relations = [one for one in store.identity.of_item(desk.db, last.id) if one.other_id == first.id]
    (relation,) = [one for one in relations if one.kind != "event"]
    assert first.number == last.number and relation.kind in ("update", "near")


def test_rows_without_a_number_are_cases_within_one_table(tmp_path: Path) -> None:
    """Two rows of one file are two cases; reading the kept table again changes neither number nor likeness."""
    desk = Desk(tmp_path, DEFINITION.replace('number = "工单编号"\n', ""))
    desk.put("a.csv", a_csv([a_row(1), a_row(1, 受理时间="2026-11-09 10:00:00")]))
    desk.run()
    before = _relations(desk)
    assert {one.kind for one in before} == {"twin"} and "同一表格的另一行" in before[0].why
    assert extract_again(desk.db, desk.settings, ["热线"], at=AT) == 0
    assert _relations(desk) == before and all(item.is_record and not item.number for item in desk.items)


def test_rows_without_a_number_are_told_apart_by_their_content(tmp_path: Path) -> None:
    """Without a number column the row itself is the key: the same row twice is one item."""
    desk = Desk(tmp_path, DEFINITION.replace('number = "工单编号"\n', ""))
    desk.put("a.csv", a_csv([a_row(1), a_row(1, 序号="9"), a_row(2)]))
    assert desk.run().new == 2


def test_rows_without_title_or_text_are_told_by_file_and_row(desk: Desk) -> None:
    """A row that gives no item is a problem that names file and row; sums, blank rows and repeated heads are none."""
    rows = [
        a_row(1),
        a_row(2, 诉求标题=""),
        [""] * 8,
        HEADINGS,
        a_row(3, 诉求内容="", 办理结果=""),
        ["合计", "3", *[""] * 6],
    ]
    desk.put("a.csv", a_csv(rows))
    report = desk.run()
    assert report.new == 1
    assert len(report.problems) == 2
    assert "a.csv 第 3 行：“诉求标题”是空的" in report.problems[0]
    assert "第 6 行" in report.problems[1]


def test_a_wrong_mapping_names_the_nearest_column(desk: Desk) -> None:
    """A heading the table does not have is told with the nearest one it has, and nothing is taken."""
    desk.put("a.csv", a_csv([a_row(1)]).replace("诉求标题".encode("gb18030"), "诉求题目".encode("gb18030")))
    report = desk.run()
    assert report.new == 0
    assert "没有列“诉求标题”（最接近的是“诉求题目”）" in report.problems[0]


def test_personal_numbers_are_masked_and_listed_and_stay_in_the_original(desk: Desk) -> None:
    """Telephone, identity and card numbers are hidden in title, text and raw text; request numbers stay."""
    secret = ["13805951234", "350583198001011233", "0595-22881234", "6222021001116245702"]
    text = f"来电人电话{secret[0]}，身份证{secret[1]}，家里{secret[2]}，卡号{secret[3]}。原工单20261120093045123。"
    desk.put("a.csv", a_csv([a_row(1, 诉求内容=text, 诉求标题="张先生13805951234反映停水")]))
    desk.run()
    item = desk.items[0]
    for number in secret:
        assert number not in item.title + item.text + item.raw_text + "".join(one.text for one in item.removed)
    assert "138****1234" in item.text and "350583************" in item.text
    assert "20261120093045123" in item.text
    assert sum("已隐去" in one.why for one in item.removed) == 5
    original = store.originals.get(desk.db, item.original_id)
    assert secret[1].encode() in store.originals.body(desk.settings, original)


def test_masking_can_be_switched_off(tmp_path: Path) -> None:
    """``mask = false`` leaves the text as it is."""
    desk = Desk(tmp_path, DEFINITION.replace("[columns]", "mask = false\n[columns]"))
    desk.put("a.csv", a_csv([a_row(1, 诉求内容="请回电13805951234，谢谢办理。")]))
    desk.run()
    assert "13805951234" in desk.items[0].text


@pytest.mark.parametrize("number", ["350583198013011236", "350583198001011235", "6222021001116245703", "12345678901"])
def test_numbers_that_fail_their_own_check_are_not_hidden(number: str) -> None:
    """A wrong date of birth, a wrong check digit, eleven digits of no telephone: no personal number."""
    assert masked(f"编号{number}。") == (f"编号{number}。", ())


def test_a_level_in_a_cell_refuses_the_whole_table(desk: Desk) -> None:
    """A table with a secrecy mark is neither kept nor named."""
    desk.put("密件摘要.csv", a_csv([a_row(1), a_row(2, 办理结果="机密★1年")]))
    report = desk.run()
    assert report.new == 0 and "标有密级" in report.problems[0]
    assert "密件摘要" not in report.problems[0]
    assert store.originals.every(desk.db) == []


def test_a_saved_page_called_xls_is_read_as_the_table_it_is(desk: Desk) -> None:
    """Many systems save an HTML table and call it .xls."""
    cells = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in [HEADINGS, a_row(1)])
    desk.put("导出.xls", f"<html><meta charset=gbk><table>{cells}</table></html>".encode("gb18030"))
    assert desk.run().new == 1


def test_guarded_numbers_lose_their_guard(desk: Desk) -> None:
    """``="0012"`` and ``'0012`` are how exports keep a number text; neither sign is part of it."""
    body = a_csv([a_row(1, 工单编号='="00123"'), a_row(2, 工单编号="'00124")])
    desk.put("a.csv", body)
    desk.run()
    assert [item.key.split(" ")[0] for item in desk.items] == ["00123", "00124"]


def test_a_quote_without_its_pair_is_told(desk: Desk) -> None:
    """A quote that swallows hundreds of rows is a problem, not one giant item."""
    plain_rows = "\n".join(",".join(a_row(n)) for n in range(1, 400))
    desk.put("a.csv", (",".join(HEADINGS) + '\n1,RX1,"标题,内容,结果,东山镇,2026-11-01,东山镇\n' + plain_rows).encode())
    report = desk.run()
    assert report.new == 0 and "引号没有成对" in report.problems[0]


@NEEDS_CALAMINE
def test_headings_below_a_title_and_in_merged_rows_are_found(desk: Desk) -> None:
    """A title row, a row of groups over the headings, and cells merged downwards are read as a person reads them."""
    top = ["", "", "诉求", "", "", "办理", "", ""]
    head = ["序号", "工单\n编号", "诉求标题*", "诉求内容", "办理结果 ", "承办单位", "受理时间：", "所属区域"]
    rows = [["东江市12345热线诉求明细表"], top, head, a_row(1), [*a_row(2)[:5], "", *a_row(2)[6:]]]
    desk.put("a.xlsx", workbook(Page("十一月", rows, ("A1:H1", "C2:E2", "F4:F5"))))
    report = desk.run()
    assert (report.new, report.problems) == (2, ())
    assert [item.unit for item in desk.items] == ["东山镇", "东山镇"]


@NEEDS_CALAMINE
def test_dates_formulas_and_long_numbers_of_a_workbook(desk: Desk) -> None:
    """Dates stay dates, formulas count by their value, what a float has lost is told, hidden sheets are told."""
    row = a_row(1)
    values = [
        1,
        350583198001011234,
        Formula('="停水"&1', "第1小区停水"),
        "内容一句话。",
        13805950000.0,
        *row[5:6],
        Serial(46346.375),
        "x",
    ]
    plain = [*a_row(2)[:6], 46346, "东山镇"]
    desk.put("a.xlsx", workbook(Page("表1", [HEADINGS, values, plain]), Page("底稿", [HEADINGS, row], hidden=True)))
    report = desk.run()
    assert report.new == 2
    first, second = desk.items
    assert first.title == "第1小区停水"
    assert first.published_at == datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
    assert second.published_at == datetime(2026, 11, 20, tzinfo=ZONE)
    assert any("末几位已在表中丢失" in flag.note for flag in first.flags)
    assert first.key.startswith("行 ")
    assert "138****0000" in first.text
    assert len(report.problems) == 1 and "底稿" in report.problems[0] and "隐藏" in report.problems[0]


@NEEDS_CALAMINE
def test_a_sheet_that_claims_all_cells_there_are_is_refused_in_time(desk: Desk) -> None:
    """Two cells in opposite corners of the largest sheet cost no memory of ours: a problem, within seconds."""
    body = workbook(Page("a", [HEADINGS, a_row(1)]))
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            new.writestr(name, old.read(name).replace(b"</sheetData>", far))
    desk.put("a.xlsx", held.getvalue())
    began = time.monotonic()
    report = desk.run()
    assert report.new == 0 and "太大" in report.problems[0]
    assert time.monotonic() - began < 20


@NEEDS_CALAMINE
@pytest.mark.parametrize("body", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + bytes(600), b"not a table at all", b""])
def test_broken_tables_are_told(desk: Desk, body: bytes) -> None:
    """What is no table is a problem that names the file; the other file is read."""
    desk.put("坏.xlsx", body)
    desk.put("好.csv", a_csv([a_row(1)]))
    report = desk.run()
    assert report.new == 1
    assert "坏.xlsx" in report.problems[0]


def test_a_missing_extra_is_a_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `python-calamine` an xlsx is refused by a message that names the extra."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RefusedMaterial) as refused:
        read_sheets(workbook(Page("a", [HEADINGS])), "a.xlsx", HEADINGS)
    assert "bulletin[xlsx]" in refused.value.remedy


def test_a_kept_table_gives_its_rows_again(desk: Desk) -> None:
    """What was kept can be read again without the file: the same keys."""
    desk.put("a.csv", a_csv([a_row(1), a_row(2)]))
    desk.run()
    original = store.originals.of_source(desk.db, "热线")[0]
    body = store.originals.body(desk.settings, original)
    again = tables.read_kept(body, original.address, desk.settings.sources["热线"], desk.settings)
    assert [one.key for one in again] == [item.key for item in desk.items]


def test_reading_a_table_again_keeps_what_was_said_of_versions(desk: Desk) -> None:
    """``collect --again`` changes nothing where the rules are the same: the flag that names the earlier item stays."""
    desk.put("周一.csv", a_csv([a_row(1, 办理结果="")]))
    desk.run()
    desk.put("周二.csv", a_csv([a_row(1)]))
    desk.run()
    before = desk.items

    assert extract_again(desk.db, desk.settings, ["热线"], at=AT) == 0
    assert desk.items == before and "version" in {flag.kind for flag in before[1].flags}


def test_a_definition_without_text_columns_is_refused(tmp_path: Path) -> None:
    """The source file must say which columns make the text."""
    settings = office(tmp_path, 热线=DEFINITION.replace('text = ["诉求内容", "办理结果"]\n', ""))
    assert "正文取自哪些列" in settings.source_errors["热线"].remedy


def test_a_cell_that_is_no_number_raises_nothing() -> None:
    """A csv of one line, of blanks, of a null byte: rows or a refusal, never anything else."""
    for body in (b"\n\n", b"a", b'"', b"\0\0,", ("，" * 50).encode()):
        try:
            read_sheets(body, "a.csv", HEADINGS)
        except UnreadableMaterial:
            continue
