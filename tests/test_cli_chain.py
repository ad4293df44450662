"""The whole chain as ``make demo`` tells it, different people at each step, and the walk along it in both directions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from calls import ROOT, Answer, call, done, need_fonts
from collect_support import page, served

from bulletin.text import sha256

SAMPLE = ROOT / "bulletin" / "sample"
ISSUE = "政务信息/2026/1"
WATER = """
title = "市水利局工作动态"
collector = "webpage"
address = "{address}/index.html"
links = "//ul[contains(@class, 'list')]//a"
unit = "市水利局"
pause = 0
"""
ADOPTED = {1: ("editor1", "4 5"), 2: ("editor1", "1"), 3: ("editor1", "2")} | {
    4: ("editor2", "7"),
    5: ("editor2", "6"),
    6: ("editor2", "3"),
}
"""Who made which article of which items."""


@dataclass
class Chain:
    """The office after the story, with the answers the walk starts from."""

    office: Path
    collected: dict[str, Any]
    refused: list[Answer]
    entry: str
    feedback_item: int

    def ask(self, *words: object) -> Any:
        """Return the JSON answer of a call that must succeed, days after the end of the story."""
        return done(call(self.office, *words, "--json", at="2026-11-28T16:00:00+08:00"))


class Teller:
    """Tells the story: each step by a person at a moment, and each must succeed."""

    def __init__(self, office: Path) -> None:
        self.office = office

    def step(self, person: str, when: str, words: str, *rest: object) -> Any:
        """Do one step; `words` are split at blanks, `rest` is passed as it is."""
        return done(call(self.office, *words.split(), *rest, "--json", person=person, at=f"{when}:00+08:00"))

    def refused(self, person: str, when: str, words: str) -> Answer:
        """Try one step that the rules must refuse."""
        return call(self.office, *words.split(), "--json", person=person, at=f"{when}:00+08:00")


def collected(teller: Teller) -> Any:
    """Collect from the inbox, the feed and the pages of the sample, the latter from a server on loopback."""
    pages = {f"/{path.name}": page(path.read_bytes()) for path in (SAMPLE / "pages").iterdir()}
    with served(pages) as address:
        (teller.office / "sources" / "water.toml").write_text(WATER.format(address=address), "utf-8")
        return teller.step("editor1", "2026-11-20T09:05", "collect")


def edited(teller: Teller) -> None:
    """Adopt, decline, shelve, edit and send: six articles by two editors."""
    for number, (person, items) in ADOPTED.items():
        assert teller.step(person, "2026-11-20T09:12", f"item adopt {items}")["article"] == number
    teller.step("editor1", "2026-11-20T09:18", "item decline 13 --reason 同文")
    teller.step("editor1", "2026-11-20T09:19", "item shelve 11")
    for number, (person, _) in ADOPTED.items():
        teller.step(person, "2026-11-20T09:40", f"article edit {number} --file", SAMPLE / "edited" / f"a{number}.txt")
        teller.step(person, "2026-11-20T09:50", f"article send {number}")


def reviewed(teller: Teller) -> list[Answer]:
    """Review: nobody his own, one article goes back and comes again; return the refusals."""
    refused = [teller.refused("editor1", "2026-11-20T10:00", "article approve 1")]
    teller.step("reviewer1", "2026-11-20T10:05", "article return 5 --reason 请点明调查范围")
    teller.step("editor2", "2026-11-20T10:15", "article send 5")
    for number, (person, _) in ADOPTED.items():
        reviewer = "reviewer1" if person == "editor1" else "reviewer2"
        assert teller.step(reviewer, "2026-11-20T10:20", f"article approve {number}")["state"] == "approved"
    return refused


def printed(teller: Teller) -> list[Answer]:
    """Compose, proof, sign and publish; return the refusals."""
    place = teller.step("editor2", "2026-11-20T10:40", "issue compose")["issue"]
    note = (SAMPLE / "editor_note.txt").read_text("utf-8")
    teller.step("editor2", "2026-11-20T10:42", f"issue note {place} --text", note)
    proof = teller.step("editor2", "2026-11-20T10:45", f"issue proof {place}")
    assert proof["issue"] == ISSUE
    refused = [
        teller.refused("editor2", "2026-11-20T14:00", f"issue sign {ISSUE}"),
        teller.refused("editor2", "2026-11-20T14:00", f"issue publish {ISSUE}"),
    ]
    teller.step("signer1", "2026-11-20T14:10", f"issue sign {ISSUE} --sha256 {proof['sha256']}")
    teller.step("editor2", "2026-11-20T14:30", f"issue publish {ISSUE}")
    return refused


def followed(teller: Teller) -> tuple[str, int]:
    """Instruct, assign, remind, report and accept; return the entry instructed on and the item that came back."""
    entries = teller.step("clerk1", "2026-11-20T15:50", f"issue show {ISSUE}")["entries"]
    entry = str(next(one["entry"] for one in entries if one["article"] == 6))
    text = (SAMPLE / "instruction.txt").read_text("utf-8")
    teller.step("clerk1", "2026-11-20T16:00", f"instruction add {entry} --leader 市长 --text", text)
    assign = "followup assign 1 --unit 市应急管理局 --co-unit 市水利局 --due 2026-11-30"
    assert teller.step("clerk1", "2026-11-20T16:20", assign)["signal"] == "none"
    assert teller.step("clerk1", "2026-11-27T09:00", "followup remind 1")["signal"] == "blue"
    teller.step("clerk1", "2026-11-28T10:00", "followup report 1 --file", SAMPLE / "progress.txt")
    return entry, teller.step("clerk1", "2026-11-28T15:00", "followup accept 1 --note 问题已解决")["item"]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    """The office after the story of the demonstration."""
    need_fonts()
    office = tmp_path_factory.mktemp("chain") / "office"
    done(call(None, "init", office, "--sample", "--json"))
    teller = Teller(office)
    report = collected(teller)
    edited(teller)
    refused = reviewed(teller) + printed(teller)
    return Chain(office, report, refused, *followed(teller))


def test_everything_offered_was_collected(chain: Chain) -> None:
    """Inbox, feed and web pages all gave what they held; the classified file was gone by then."""
    by_name = {source["name"]: source for source in chain.collected["sources"]}

    assert {name: source["new"] for name, source in by_name.items()} == {"inbox": 0, "news": 8, "water": 3}
    assert by_name["inbox"]["seen"] == 13
    assert not any(source["error"] or source["problems"] for source in by_name.values())


def test_nobody_passed_his_own_work(chain: Chain) -> None:
    """An editor approving his text, a composer signing, and anyone publishing unsigned were refused with 1."""
    assert [answer.code for answer in chain.refused] == [1, 1, 1]
    assert all(answer.json["error"]["remedy"] for answer in chain.refused)


def test_forward_from_the_item_to_the_feedback(chain: Chain) -> None:
    """From the landslide report each step leads on: item → article → entry → issue → instruction → follow-up → item."""
    item = chain.ask("item", "show", 3)
    article = chain.ask("article", "show", item["articles"][0])
    issue = chain.ask("issue", "show", article["entries"][0])
    instruction = chain.ask("instruction", "show", issue["instructions"][0])
    case = chain.ask("followup", "show", instruction["followups"][0])
    feedback = chain.ask("item", "show", case["items"][0])

    assert article["entries"] == [chain.entry] == [instruction["reference"]]
    assert (issue["issue"], issue["state"], case["state"]) == (ISSUE, "published", "closed")
    assert feedback["id"] == chain.feedback_item
    assert (feedback["kind"], feedback["unit"], feedback["state"]) == ("反馈", "市应急管理局", "new")
    assert "1386处" in feedback["text"]
    assert [progress["kind"] for progress in case["progress"]] == ["remind", "report", "accept"]


def test_back_from_the_feedback_to_the_bytes(chain: Chain) -> None:
    """From the feedback item each step leads back, down to the very bytes the unit sent."""
    feedback = chain.ask("item", "show", chain.feedback_item)
    instruction = chain.ask("instruction", "show", feedback["instruction"])
    issue = chain.ask("issue", "show", instruction["reference"])
    entry = next(one for one in issue["entries"] if one["entry"] == instruction["reference"])
    article = chain.ask("article", "show", entry["article"])
    item = chain.ask("item", "show", article["items"][0])
    kept = Path(item["original"]["path"]).read_bytes()

    assert article["title"] == entry["title"]
    assert kept == (SAMPLE / "submissions" / "03-市应急管理局-石桥乡山体滑坡首报.txt").read_bytes()
    assert sha256(kept) == item["original"]["sha256"]
    assert item["raw_text"]
    assert [step["action"] for step in item["history"]] == ["adopt"]


def test_the_archive_alone_tells_where_it_came_from(chain: Chain) -> None:
    """The published folder, without the database, names revision, approvals and original of every entry; the PDF is the signed one."""
    folder = chain.office / "issues" / "政务信息" / "2026" / "001"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    contents = json.loads((folder / "contents.json").read_text("utf-8"))
    entry = next(one for one in contents["entries"] if one["article"] == 6)
    report = SAMPLE / "submissions" / "03-市应急管理局-石桥乡山体滑坡首报.txt"

    assert manifest["files"]["issue.pdf"] == sha256((folder / "issue.pdf").read_bytes()) == manifest["signed"]["sha256"]
    assert (manifest["composed_by"], manifest["signed"]["by"]) == ("editor2", "signer1")
    assert [approval["by"] for approval in entry["approved"]] == ["reviewer2"]
    (behind,) = entry["from"]
    assert (behind["item"], behind["unit"], behind["signed_by"]) == (3, "市应急管理局", "李静")
    assert (behind["address"], behind["original_sha256"]) == (report.name, sha256(report.read_bytes()))
    assert behind["received_at"] == "2026-11-20T09:00:00+08:00" and len(behind["fingerprint"]) == 64


def test_two_items_became_one_article_with_both_units(chain: Chain) -> None:
    """The two reports on the harvest are one article that credits each unit once."""
    article = chain.ask("article", "show", 1)

    assert article["items"] == [4, 5]
    assert article["units"] == ["东山镇", "市农业农村局"]
    assert [chain.ask("item", "show", number)["articles"] for number in article["items"]] == [[1], [1]]


def test_the_return_stands_in_the_history(chain: Chain) -> None:
    """The article that went back shows the return with its reason, and the approval after it."""
    steps = [(step["action"], step["by"]) for step in chain.ask("article", "history", 5)["statuses"]]

    assert steps[:5] == [
        ("adopt", "editor2"),
        ("edit", "editor2"),
        ("send", "editor2"),
        ("return", "reviewer1"),
        ("send", "editor2"),
    ]
    assert steps[5:] == [("approve", "reviewer2"), ("compose", "editor2"), ("sign", "signer1"), ("publish", "editor2")]


def test_the_four_speeds_are_those_of_the_story(chain: Chain) -> None:
    """The speeds follow from the moments of the steps: 50 minutes to send, and some 191 hours to close."""
    speeds = chain.ask("status")["speeds"]

    assert (speeds["edited"]["count"], speeds["edited"]["median_hours"]) == (6, 0.8)
    assert (speeds["approved"]["count"], speeds["approved"]["median_hours"]) == (6, 4.3)
    assert (speeds["answered"]["count"], speeds["answered"]["worst_hours"]) == (1, 191.0)


def test_the_end_of_the_story_is_whole(chain: Chain) -> None:
    """Afterwards the archive verifies, the words of the feedback are found in the queue, the issue by a two-character word."""
    assert chain.ask("archive", "verify")["problems"] == []
    assert [row["id"] for row in chain.ask("item", "list", "--filter", "kind:反馈")] == [chain.feedback_item]
    assert chain.entry in {hit["entry"] for hit in chain.ask("archive", "search", "滑坡")}
