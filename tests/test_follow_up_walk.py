"""One instruction of the demo office walked by command to its end and printed: two returns, an extension, a red signal, a new
instruction, 办结; the way slip is one page, short or long."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.calls import ROOT, call, done, need_fonts, process
from tests.conftest import House, NewHouse

EDITED = ROOT / "bulletin" / "sample" / "edited" / "a6.txt"
ENTRY = "政务信息/2026/1#1"
FIRST = "请市应急管理局牵头、市水利局配合，排查全市地质灾害隐患点，十一月三十日前报我。"
AGAIN = "隐患点整治要有时间表，请逐点明确责任人后再报。"
LONG = "各县区、各部门要把责任落到人，把措施落到点，把时限落到天，逐点逐户排查，逐条逐项销号；" * 20


class Walk:
    """The demo office and the way of one case through it, each step by its person at its moment."""

    def __init__(self, office: Path, words: str = "") -> None:
        self.office = office
        self.words = words
        self.lights: list[str] = []

    def go(self, moment: str, person: str, command: str, *more: str) -> Any:
        """Make one call at a moment of 2026 (of 2027 in January) and return its JSON."""
        at = f"{2027 if moment < '02' else 2026}-{moment}:00+08:00"
        return done(call(self.office, *command.split(), *more, "--json", person=person, at=at))

    def see(self, moment: str) -> None:
        """Note the light of the first case at a moment."""
        self.lights.append(self.go(moment, "clerk1", "followup show 1")["signal"])

    def publish(self) -> None:
        """From the submission about a landslide to a published issue."""
        self.go("11-20T09:17", "editor2", "item adopt 3")
        self.go("11-20T09:45", "editor2", "article edit 1 --file", str(EDITED))
        self.go("11-20T09:55", "editor2", "article send 1")
        self.go("11-20T10:30", "reviewer2", "article approve 1")
        self.go("11-20T10:40", "editor2", "issue compose")
        proof = self.go("11-20T10:45", "editor2", "issue proof 政务信息/编排/1")
        self.go("11-20T14:10", "signer1", "issue sign 政务信息/2026/1 --note 同意印发 --sha256", proof["sha256"])
        self.go("11-20T14:30", "editor2", "issue publish 政务信息/2026/1")

    def follow(self) -> None:
        """From the instruction to 办结."""
        clerk = "clerk1"
        self.go("11-20T16:00", clerk, f"instruction add {ENTRY} --leader 市长 --text", FIRST + self.words)
        units = "--unit 市应急管理局 --co-unit 市水利局 --due 2026-11-30"
        self.go("11-20T16:20", clerk, f"followup assign 1 {units} --task 排查地质灾害隐患点")
        self.go("11-21T09:00", clerk, "followup receive 1")
        self.see("11-23T09:00")
        self.go("11-25T10:00", clerk, "followup report 1 --interim --text", "已排查800处。" + self.words)
        self.go("11-28T09:00", clerk, "followup remind 1")
        self.see("11-28T10:00")
        self.go("11-30T17:00", clerk, "followup extend 1 --due 2026-12-10 --reason", "连续降雨，无法进山" + self.words)
        self.go("12-07T10:00", clerk, "followup report 1 --text", "已排查1200处。" + self.words)
        self.go("12-07T15:00", clerk, "followup accept 1 --no 事实清楚 --note", "请补重点隐患点名单" + self.words)
        self.see("12-07T16:00")
        self.go("12-09T10:00", clerk, "followup report 1 --text", "重点隐患点36处，名单附后。" + self.words)
        self.go("12-09T15:00", clerk, "followup return 1 --reason", "没有写明责任人" + self.words)
        self.see("12-11T00:00")
        self.go("12-11T08:30", clerk, "followup remind 1 --colour 红 --text", "请当日反馈。" + self.words)
        self.go("12-11T16:00", clerk, "followup report 1 --text", "36处均已落实责任人。" + self.words)
        self.go("12-12T09:00", clerk, "followup accept 1 --show")
        self.go("12-14T09:00", clerk, "instruction add --answers 1 --leader 市长 --text", AGAIN + self.words)
        self.go("12-14T09:30", clerk, "followup assign 2 --unit 市应急管理局 --due 2026-12-31 --task 明确整治时间表")
        self.go("12-31T17:00", clerk, "followup report 2 --text", "36处均已明确时间表，最迟六月底完成。" + self.words)
        self.go("01-04T09:00", clerk, "followup accept 2 --show")
        self.go("01-05T09:00", clerk, "followup conclude 2 --note 市长已阅")


@pytest.fixture(scope="module")
def issued(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The demo office with its issue published."""
    need_fonts()
    house = new_house(tmp_path_factory.mktemp("issued") / "office")
    Walk(house.settings.root).publish()
    return house


@pytest.fixture(scope="module")
def walk(issued: House, new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The case walked to its end; only looked at."""
    walked = Walk(new_house(tmp_path_factory.mktemp("walk") / "office", issued).settings.root)
    walked.follow()
    return walked


def text_of(path: Path) -> str:
    """The text of the only page of a PDF, its lines joined."""
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 1
    text = str(document[0].get_textpage().get_text_range())
    document.close()
    return text.replace("\r\n", "")


def test_the_case_went_all_the_way(walk: Walk) -> None:
    """None, blue near its date, yellow when returned, red past the new date; both cases are closed, the second on the first."""
    first, second = (walk.go("01-05T10:00", "clerk1", f"followup show {number}") for number in (1, 2))

    assert walk.lights == ["none", "blue", "yellow", "red"]
    assert (first["state"], second["state"], second["previous"]) == ("closed", "closed", 1)
    assert [progress["kind"] for progress in first["progress"]].count("return") == 2


def test_its_way_slip_is_one_page_from_first_byte_to_answer(walk: Walk, tmp_path: Path) -> None:
    """The item, the issue, both instructions, the returns, the extension, the red slip, 办结; times, persons, four speeds."""
    told = walk.go("01-05T10:00", "clerk1", "followup trail 2 --pdf", str(tmp_path / "流转单.pdf"))
    text = text_of(tmp_path / "流转单.pdf")

    assert (told["pdf"], told["cut"]) == (str(tmp_path / "流转单.pdf"), [])
    for words in ("收到原件", "来稿 3", "本期签发", "2026-11-20 14:10", "签收（市应急管理局）", "市长已阅"):
        assert words in text
    for words in (
        "延期至2026年12月10日",
        "请补重点隐患点名单",
        "没有写明责任人",
        "红色督查单",
        "领导再批示",
        "督办 2",
    ):
        assert words in text
    for words in ("发现快", "采编快", "审批快", "反馈快22天", "4小时15分"):
        assert words in text


def test_with_long_texts_it_is_one_page_still(issued: House, new_house: NewHouse, tmp_path: Path) -> None:
    """Eight hundred characters in every step: cut, saying where all of it is, and the person is told."""
    long = Walk(new_house(tmp_path / "office", issued).settings.root, LONG)
    long.follow()

    path = tmp_path / "流转单.pdf"
    said = call(long.office, "followup", "trail", "2", "--pdf", path, person="clerk1", at="2027-01-05T10:00:00+08:00")
    text = text_of(path)

    assert said.code == 0
    assert "一页放不下，已有删节" in said.err
    assert "……（全文见督办 1）" in text
    assert "收到原件" in text
    assert "市长已阅" in text


def test_its_slips_are_printed_each_by_its_kind(walk: Walk, tmp_path: Path) -> None:
    """交办, 催办 and the red one; a colour that was not sent is not found, and without ``--output`` nothing is written."""
    for kind, words in (("交办", "交办单"), ("催办", "催办通知单"), ("红", "红色督查单")):
        path = tmp_path / f"{kind}.pdf"
        told = walk.go("01-05T10:00", "clerk1", f"followup slip 1 --kind {kind} --output", str(path))
        assert told["pdf"] == str(path)
        assert words in text_of(path)
        assert "〔2026〕1号" in text_of(path)

    missing = call(walk.office, "followup", "slip", "1", "--kind", "蓝", person="clerk1")
    assert (missing.code, "没有找到蓝色督查单" in missing.err) == (1, True)
    assert "发过：红色督查单〔2026〕1号" in missing.err
    assert "pdf" not in walk.go("01-05T10:00", "clerk1", "followup slip 1")


def test_other_processes_set_the_same_bytes(walk: Walk, tmp_path: Path) -> None:
    """Another hash seed, another time zone, another folder: not a byte differs."""
    words = ("--at", "2027-01-05T10:00:00+08:00", "followup", "trail", "2", "--json", "--pdf")
    walk.go("01-05T10:00", "clerk1", "followup trail 2 --pdf", str(tmp_path / "here.pdf"))
    made = process(
        walk.office, *words, tmp_path / "there.pdf", person="clerk1", cwd=tmp_path, PYTHONHASHSEED="7", TZ="UTC"
    )

    assert made.code == 0, made.said
    assert json.loads(made.out)["cut"] == []
    assert (tmp_path / "there.pdf").read_bytes() == (tmp_path / "here.pdf").read_bytes()
