"""The page check in the chain: it is kept with the proof, stops the sign-off, and is overruled only by name."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from bulletin.errors import FindingsBlock, RefusedAction, StaleProof, TypesettingFailure
from bulletin.model import Issue
from bulletin.press import forward, preview, proof, publish
from tests.conftest import House, NewHouse

GREEN = "\n.text .line { color: #080 }\n"


def spoil(house: House) -> None:
    """Make the template of 政务信息 print its text in green."""
    with (house.settings.root / "templates/政务信息/v1/page.css").open("a", encoding="utf-8") as file:
        file.write(GREEN)


@pytest.fixture(scope="module")
def green(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    house = new_house(tmp_path_factory.mktemp("green"))
    spoil(house)
    house.issue("proofed")
    return house


@pytest.fixture
def proofed(green: House, new_house: NewHouse, tmp_path: Path) -> House:
    return new_house(tmp_path / "proofed", green)


def first(house: House) -> Issue:
    from bulletin import store

    return store.issues.every(house.db)[0]


def test_titles_that_begin_with_figures_are_no_errors(house: House) -> None:
    """A number of the contents is not taken for one of the title, nor a title's dots for a leader."""
    for title in ("2026年上半年全市经济运行情况", "5G应用加快落地", "12345热线反映停车难……", "3月份物价平稳"):
        house.article("approved", title=title)
    made = proof.current(house.db, house.issue("proofed"))

    assert [finding["message"] for finding in made.made_with["check"]["findings"]] == []


def test_the_next_step_names_errors_of_the_page(proofed: House) -> None:
    """`issue next` on a proof with errors says so, instead of only that it waits for the signer."""
    publication = proofed.settings.publication("政务信息")
    outcome = forward.advance(
        proofed.db, proofed.settings, publication, proofed.actor("editor1"), proofed.at, os.environ
    )

    assert outcome.why.endswith("清样待签发，版面有1处必改（见 issue show）")


def test_a_good_page_is_kept_with_a_clean_report(house: House) -> None:
    """The proof of an ordinary issue carries the report of its page check: no error, no warning."""
    made = proof.current(house.db, house.issue("proofed"))

    assert made.made_with["check"]["findings"] == []
    assert proof.page_errors(made) == []


def test_an_error_of_the_page_stops_the_sign_off(proofed: House) -> None:
    """A proof with an error cannot be signed; the refusal names rule, finding and what to do."""
    with pytest.raises(FindingsBlock, match=r"不能签发：规则15，.*不是黑色") as refusal:
        publish.sign(proofed.db, proofed.settings, first(proofed), proofed.actor("signer1"), proofed.at)

    assert "--accept 15=理由" in refusal.value.remedy
    assert first(proofed).state == "proofed"


def test_a_signer_accepts_an_error_by_name_and_the_manifest_keeps_it(proofed: House) -> None:
    """Named with a reason, the error no longer blocks; finding and reason stand in the filed manifest."""
    consent = publish.Consent(accepted={15: "节日专刊，领导同意用绿色"})
    publish.sign(proofed.db, proofed.settings, first(proofed), proofed.actor("signer1"), proofed.at, consent)
    folder = publish.publish(proofed.db, proofed.settings, first(proofed), proofed.actor("editor1"), proofed.at)

    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["signed"]["accepted"] == [{"rule": 15, "reason": "节日专刊，领导同意用绿色"}]
    assert {finding["rule"] for finding in manifest["made_with"]["check"]["findings"]} == {15}


@pytest.mark.parametrize(
    ("accepted", "refusal"),
    [
        ({15: " "}, "没有写理由"),
        ({15: "\u200b"}, "没有写理由"),
        ({15: "同意", 46: "同意"}, "规则46上没有必改项"),
    ],
)
def test_a_word_without_reason_or_object_is_refused(proofed: House, accepted: dict[int, str], refusal: str) -> None:
    """An acceptance needs a reason, and an error to accept."""
    with pytest.raises(RefusedAction, match=refusal):
        publish.sign(
            proofed.db, proofed.settings, first(proofed), proofed.actor("signer1"), proofed.at,
            publish.Consent(accepted=accepted),
        )  # fmt: skip


def test_a_template_version_that_was_published_with_is_frozen(house: House) -> None:
    """Once an issue was published with v1, a changed v1 makes no more proofs; a copy as v2 does."""
    house.issue("published")
    spoil(house)

    with pytest.raises(TypesettingFailure, match=r"模板 政务信息/v1 已用于印发（政务信息/2026/1）"):
        house.issue("proofed")

    folder = house.settings.root / "templates/政务信息"
    shutil.copytree(folder / "v1", folder / "v2")
    (folder / "v2/page.css").write_text((folder / "v1/page.css").read_text("utf-8").replace(GREEN, ""), "utf-8")
    toml = house.settings.root / "bulletin.toml"
    toml.write_text(
        toml.read_text("utf-8").replace('[publications."政务信息"]', '[publications."政务信息"]\ntemplate = "v2"'),
        "utf-8",
    )
    from bulletin.settings import read_settings

    again = House(read_settings(house.settings.root), house.db, house.at)
    assert again.proof(first_open(again)).state == "proofed"


def first_open(house: House) -> Issue:
    from bulletin import store

    return store.issues.every(house.db, states=("composed", "proofed"))[0]


def test_an_article_can_be_seen_before_it_has_a_number(house: House) -> None:
    """A preview sets one article as its publication prints it, and leaves no trace."""
    article = house.article("draft")
    before = house.db.conn.total_changes

    seen = preview.preview(house.db, house.settings, article.id, house.at, os.environ)

    assert seen.pdf.startswith(b"%PDF") and seen.entry_pages == (1,)
    assert before == house.db.conn.total_changes


def test_a_proof_that_was_never_checked_is_not_signed(proofed: House) -> None:
    """A proof of before there was a check, or one whose report is gone, must be made again."""
    proofed.db.execute("drop trigger proofs_no_update")
    proofed.db.execute("update proofs set made_with = json_remove(made_with, '$.check')")

    with pytest.raises(StaleProof, match="没有经过版面检查"):
        publish.sign(proofed.db, proofed.settings, first(proofed), proofed.actor("signer1"), proofed.at)


def test_a_table_that_the_template_loses_is_an_error_of_the_proof(house: House) -> None:
    """The proof is held against what its articles say: a table that does not come out stops it."""
    with (house.settings.root / "templates/政务信息/v1/page.css").open("a", encoding="utf-8") as file:
        file.write("\n.table { display: none }\n")
    house.article(
        "approved", text="全市报送情况如下。\n| 单位 | 报送 |\n| 河西区 | 412 |\n| 东山县 | 398 |\n请对照改进。"
    )

    [error] = proof.page_errors(proof.current(house.db, house.issue("proofed")))

    assert error["rule"] == 73 and error["message"].endswith("一表没有印出")
