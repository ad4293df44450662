"""What is promised about 更正 and 撤回: a new row that names the old, told both ways; the published folder never changes."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import TITLE, House, NewHouse

from bulletin import store
from bulletin.desk import corrigenda, merging
from bulletin.errors import NotFound, RefusedAction, UsageError
from bulletin.model import Issue
from bulletin.press import copies, corrections, errata, verify
from bulletin.press.copies import Wanted
from bulletin.press.corrections import Mistake, Withdrawal
from bulletin.settings import Delegation
from bulletin.store.corrections import Correction
from tests.calls import call, done

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
REF = "政务信息/2026/1"
WRONG = Mistake("提前6天", "提前5天", "统计口径有误")
WITHDRAWN = Withdrawal("数据有误")


@pytest.fixture(scope="module")
def once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """An office with one published issue of two entries, of which two numbered copies were given out."""
    house = new_house(tmp_path_factory.mktemp("corrections") / "office")
    house.article("approved")
    house.article("approved", title="清水河治理完工", text="清水河河西段治理完工，水质达到Ⅲ类。")
    issue = house.issue("published")
    wanted = Wanted(("市财政局", "市统计局"))
    copies.make(house.db, house.settings, issue, wanted, house.actor("editor1"), house.at, os.environ)
    return house


@pytest.fixture
def house(new_house: NewHouse, tmp_path: Path, once: House) -> House:
    """A copy of that office."""
    return new_house(tmp_path / "office", once)


@pytest.fixture(scope="module")
def printed(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory, once: House) -> House:
    """The office after number 1#1 was put right and number 2 printed it."""
    house = new_house(tmp_path_factory.mktemp("printed") / "office", once)
    made = correct(house)
    one = corrigenda.make_article(house.db, house.settings, [made.id], house.actor("editor1"), house.at)
    house.approve(house.send(one))
    house.issue("published")
    return house


def first(house: House) -> Issue:
    issue = store.issues.by_number(house.db, "政务信息", "正刊", 2026, 1)
    assert issue is not None
    return issue


def correct(house: House, mistake: Mistake = WRONG, position: int | None = 1, person: str = "signer1") -> Correction:
    who = (house.actor(person), house.at)
    return corrections.correct(house.db, house.settings, first(house), position, mistake, *who)


def withdraw(
    house: House, wish: Withdrawal = WITHDRAWN, position: int | None = None, person: str = "signer1"
) -> Correction:
    who = (house.actor(person), house.at)
    return corrections.withdraw(house.db, house.settings, first(house), position, wish, *who)


def files(house: House) -> dict[str, bytes]:
    folder = house.settings.issues_dir / first(house).folder
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def index(house: House) -> dict[str, dict[str, Any]]:
    text = (house.settings.issues_dir / "data.js").read_text(encoding="utf-8")
    match = re.fullmatch(r"const ARCHIVE=(.*);\n", text, re.DOTALL)
    assert match
    return {row["reference"]: row for row in json.loads(match[1])["issues"]}


def test_a_correction_is_a_new_row_and_the_folder_stays_byte_for_byte(house: House) -> None:
    """Wrong, right, why and who are kept; not a byte of the published folder moves, and the archive still verifies."""
    before = files(house)

    made = correct(house)
    withdraw(house)

    assert (made.kind, made.wrong, made.right, made.reason, made.by) == ("correct", *_said(WRONG), "signer1")
    assert made.keeps_points
    assert files(house) == before
    assert [trouble.what for trouble in verify.verify(house.db, house.settings)] == []


def _said(mistake: Mistake) -> tuple[str, str, str]:
    return mistake.wrong, mistake.right, mistake.reason


@pytest.mark.parametrize("person", ["editor1", "reviewer1", "clerk1", "admin1"])
def test_only_a_signer_puts_right_or_withdraws(house: House, person: str) -> None:
    """Nobody else may, and nothing is kept."""
    with pytest.raises(RefusedAction, match="签发角色"):
        correct(house, person=person)
    with pytest.raises(RefusedAction, match="签发角色"):
        withdraw(house, person=person)
    assert store.corrections.of_issue(house.db, first(house).id) == []


def test_a_deputy_acts_in_the_signers_name(house: House) -> None:
    """A delegation of the day counts, and the row says for whom."""
    day = house.at.date()
    lent = (Delegation("signer1", "reviewer1", day, day, "出差"),)
    deputised = replace(house, settings=replace(house.settings, delegations=lent))

    made = correct(deputised, person="reviewer1")

    assert (made.by, made.on_behalf_of) == ("reviewer1", "signer1")


@pytest.mark.parametrize(
    ("mistake", "position", "error"),
    [
        (replace(WRONG, wrong="提前7天"), 1, RefusedAction),
        (WRONG, 2, RefusedAction),
        (WRONG, 3, NotFound),
        (replace(WRONG, right=WRONG.wrong), 1, UsageError),
        (replace(WRONG, wrong=" "), 1, UsageError),
        (replace(WRONG, reason=" "), 1, RefusedAction),
        (replace(WRONG, right="机密★1年"), 1, RefusedAction),
    ],
    ids=["not printed", "other entry", "no entry", "same", "blank", "no reason", "secret"],
)
def test_what_is_put_right_was_printed_there(
    house: House, mistake: Mistake, position: int, error: type[Exception]
) -> None:
    """Words the entry does not have, or no words at all, are no correction; a secrecy mark never reaches the index."""
    with pytest.raises(error):
        correct(house, mistake, position)
    assert store.corrections.of_issue(house.db, first(house).id) == []


def test_words_are_found_over_the_ends_of_lines_and_in_titles(house: House) -> None:
    """The reader quotes what he sees: a title, words of two lines, and, without a position, words of the colophon."""
    correct(house, replace(WRONG, wrong="提前6天。目前，该镇"))
    correct(house, replace(WRONG, wrong=TITLE[:8]))
    correct(house, replace(WRONG, wrong="共印120份"), position=None)

    told = errata.of_issue(house.db, first(house))

    assert [one.position for one in told] == [1, 1, None]


def test_a_withdrawal_holds_from_the_start_or_from_a_day(house: House) -> None:
    """撤销 and 废止 are told apart, and nothing is withdrawn twice; an entry alone leaves the issue."""
    entry = withdraw(house, Withdrawal("情况不实", keeps_points=False), 2)
    with pytest.raises(RefusedAction, match="已撤回"):
        withdraw(house, position=2)
    whole = withdraw(house, Withdrawal("已有新规定", date(2026, 12, 1)))
    with pytest.raises(RefusedAction, match="已撤回"):
        withdraw(house)
    with pytest.raises(RefusedAction, match="已撤回"):
        withdraw(house, position=1)

    assert errata.words(entry) == "撤销，自始无效：情况不实（2026-11-20 撤回）"
    assert errata.words(whole) == "自2026年12月1日起废止：已有新规定（2026-11-20 撤回）"
    assert (entry.keeps_points, whole.keeps_points) == (False, True)
    assert house.reread(first(house)).state == "published"


def test_only_what_was_published_is_put_right(house: House) -> None:
    """Before publication an issue is mended, not put right."""
    house.article("approved", title="新一期", text="正文。")
    issue = house.issue("composed")

    with pytest.raises(RefusedAction, match="编排中"):
        corrections.withdraw(
            house.db, house.settings, issue, None, Withdrawal("不印"), house.actor("signer1"), house.at
        )


def test_the_index_tells_it_at_the_entry_and_at_the_issue(house: House) -> None:
    """The mark of an entry stands at that entry, that of the issue at the issue, at once."""
    correct(house)
    withdraw(house)

    row = index(house)[REF]

    assert [mark["words"] for mark in row["marks"]] == ["撤销，自始无效：数据有误（2026-11-20 撤回）"]
    assert [mark["words"] for mark in row["entries"][0]["marks"]] == ["“提前6天”应为“提前5天”（2026-11-20 更正）"]
    assert row["entries"][1]["marks"] == []


def test_a_search_tells_it_with_the_entry_it_found(house: House) -> None:
    """Who finds an entry by its words learns that it was put right, or that its issue was withdrawn."""
    correct(house)
    withdraw(house)

    found = [call(house.settings.root, "archive", "search", word).out for word in ("晚稻", "清水河")]

    assert "“提前6天”应为“提前5天”" in found[0] and "撤销，自始无效" in found[0]
    assert "“提前6天”应为" not in found[1] and "撤销，自始无效" in found[1]


def test_a_later_issue_prints_it_and_each_tells_of_the_other(printed: House) -> None:
    """The article names issue, entry and words; once printed, the old entry leads to the new and the new to the old."""
    rows = index(printed)
    (entry,) = rows["政务信息/2026/2"]["entries"]
    shown = {ref: call(printed.settings.root, "issue", "show", ref).out for ref in (REF, "政务信息/2026/2")}

    assert entry["title"] == "更正"
    assert entry["text"] == f"《政务信息》2026年第1期第1条“{TITLE}”中，“提前6天”应为“提前5天”。特此更正。"
    assert rows[REF]["entries"][0]["marks"][0]["to"] == ["政务信息/2026/2#1"]
    assert entry["marks"][0]["to"] == [f"{REF}#1"]
    assert "见 政务信息/2026/2#1" in shown[REF]
    assert f"所登更正：第1条 “提前6天”应为“提前5天”（2026-11-20 更正），原载 {REF}#1" in shown["政务信息/2026/2"]


def test_a_corrigendum_credits_nobody_again_and_is_written_once(printed: House) -> None:
    """The article has no unit, so printing it adds no adoption; a second one for the same correction is refused."""
    second = store.issues.by_number(printed.db, "政务信息", "正刊", 2026, 2)
    assert second is not None
    (made,) = store.corrections.of_issue(printed.db, first(printed).id)

    assert store.issues.adoptions(printed.db, second.id) == []
    with pytest.raises(RefusedAction, match="已写入稿件"):
        corrigenda.make_article(printed.db, printed.settings, [made.id], printed.actor("editor1"), printed.at)


def test_a_corrigendum_says_whatever_is_to_be_said_in_one_article(house: House) -> None:
    """Corrections and withdrawals of a publication go into one article, a paragraph each; quotes within quotes are turned."""
    made = [
        correct(house, replace(WRONG, wrong="东山镇", right="“东山镇”")),
        withdraw(house, Withdrawal("数据有误。"), 2),
    ]

    one = corrigenda.make_article(house.db, house.settings, [row.id for row in made], house.actor("editor1"), house.at)

    assert one.revision.text.split("\n") == [
        f"《政务信息》2026年第1期第1条“{TITLE}”中，“东山镇”应为“‘东山镇’”。特此更正。",
        "因数据有误，《政务信息》2026年第1期第2条“清水河治理完工”予以撤销，自始无效。请收到的单位将所持各份退回。",
    ]
    assert (one.items, one.units, one.state) == ((), (), "draft")


def test_a_corrigendum_is_written_by_an_editor_of_what_there_is(house: House) -> None:
    """A signer does not write it, nor is there one of nothing; its title says whether it only withdraws."""
    made, gone = correct(house), withdraw(house)
    who = (house.actor("editor1"), house.at)

    assert corrigenda.make_article(house.db, house.settings, [gone.id], *who).revision.title == "撤回启事"

    with pytest.raises(RefusedAction, match="编辑角色"):
        corrigenda.make_article(house.db, house.settings, [made.id], house.actor("signer1"), house.at)
    with pytest.raises(UsageError):
        corrigenda.make_article(house.db, house.settings, [], house.actor("editor1"), house.at)
    with pytest.raises(NotFound):
        corrigenda.make_article(house.db, house.settings, [99], house.actor("editor1"), house.at)


def test_a_corrigendum_that_was_given_up_can_be_written_again(house: House) -> None:
    """A dropped article no longer holds its correction, and its entry is not told of."""
    from bulletin.desk import editing

    made, who = correct(house), (house.actor("editor1"), house.at)
    one = corrigenda.make_article(house.db, house.settings, [made.id], *who)
    editing.drop(house.db, house.settings, one.id, "重写", *who)

    again = corrigenda.make_article(house.db, house.settings, [made.id], *who)

    assert store.corrections.articles_of(house.db, made.id) == [one.id, again.id]
    assert list(errata.printed_in(house.db, made)) == []


@pytest.mark.parametrize("kind", ["correct", "withdraw"])
def test_who_registered_a_correction_does_not_approve_what_prints_it(house: House, kind: str) -> None:
    """Four eyes: the words are his, so another reviews them, also where he registered them in a signer's name."""
    day = house.at.date()
    lent = (Delegation("signer1", "reviewer1", day, day, "出差"),)
    deputised = replace(house, settings=replace(house.settings, delegations=lent))
    made = {"correct": correct, "withdraw": withdraw}[kind](deputised, person="reviewer1")
    one = house.send(corrigenda.make_article(house.db, house.settings, [made.id], house.actor("editor1"), house.at))

    with pytest.raises(RefusedAction, match="本人登记的更正"):
        house.move(one, "approve", "reviewer1")

    assert house.move(one, "approve", "reviewer2").state == "approved"


def test_a_split_corrigendum_still_has_who_registered_it_as_author(house: House) -> None:
    """A part of it that becomes an article of its own is his as well."""
    made = [correct(house), withdraw(house)]
    one = corrigenda.make_article(house.db, house.settings, [m.id for m in made], house.actor("editor1"), house.at)

    part = merging.split(house.db, house.settings, one.id, [2], "撤回启事", house.actor("editor2"), house.at)

    assert store.articles.writers(house.db, part.id) == {"editor1", "editor2", "signer1"}


def test_a_correction_is_printed_only_once_it_is_published(house: House) -> None:
    """As long as the later issue is not out, the old entry does not lead to it."""
    made = correct(house)
    one = corrigenda.make_article(house.db, house.settings, [made.id], house.actor("editor1"), house.at)

    house.approve(house.send(one))
    issue = house.issue("composed")

    assert [entry.article_id for entry in store.issues.entries(house.db, issue.id)] == [one.id]
    assert errata.of_issue(house.db, first(house))[0].references == ()


def test_the_holders_of_copies_are_listed_and_returns_recorded(house: House) -> None:
    """Each numbered copy has its holder; a return is recorded once, by those who give copies out, of a copy there is."""
    issue, clerk = first(house), house.actor("clerk1")

    after = corrections.take_back(house.db, issue, [2], "交回", clerk, house.at)

    assert [(one.copy.number, one.copy.recipient, bool(one.back)) for one in after] == [
        (1, "市财政局", False),
        (2, "市统计局", True),
    ]
    with pytest.raises(RefusedAction, match="第000002份已于2026-11-20退回"):
        corrections.take_back(house.db, issue, [1, 2], "", clerk, house.at)
    with pytest.raises(NotFound, match="000003"):
        corrections.take_back(house.db, issue, [3], "", clerk, house.at)
    with pytest.raises(RefusedAction, match="角色"):
        corrections.take_back(house.db, issue, [1], "", house.actor("reviewer1"), house.at)
    assert [one.copy.number for one in corrections.holders(house.db, issue) if one.back] == [2]


def test_rows_are_never_changed(house: House) -> None:
    """No program rewrites or removes a correction, its article, or a return."""
    made = correct(house)
    corrigenda.make_article(house.db, house.settings, [made.id], house.actor("editor1"), house.at)
    corrections.take_back(house.db, first(house), [1], "", house.actor("clerk1"), house.at)

    for table in ("corrections", "corrigenda", "copy_returns"):
        for statement in (f"update {table} set id = id + 1", f"delete from {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="只增不改"):
                house.db.execute(statement)


def test_the_index_page_shows_it_in_a_browser(printed: House, tmp_path: Path) -> None:
    """Opened from disk, the page marks the old entry, leads to the new one, and strikes out what was withdrawn."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    page = tmp_path / "issues"
    shutil.copytree(printed.settings.issues_dir, page)

    dom = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", (page / "index.html").as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout

    assert "“提前6天”应为“提前5天”（2026-11-20 更正）" in dom
    old = re.search(r'<span class="told">“提前6天”.*?<a href="([^"]+)">政务信息/2026/2#1</a>', dom)
    new = re.search(r'<span class="told new">“提前6天”.*?<a href="([^"]+)">政务信息/2026/1#1</a>', dom)
    assert old and old[1].endswith("/002/issue.pdf#page=1")
    assert new and new[1].endswith("/001/issue.pdf#page=1")
    assert 'class="gone"' not in dom


def test_the_commands_do_all_of_it(house: House) -> None:
    """``issue correct``, ``withdraw``, ``corrections``, ``corrigendum`` and ``copy`` answer in words and in JSON."""
    root = house.settings.root
    said = ("--wrong", WRONG.wrong, "--right", WRONG.right, "--reason", WRONG.reason)

    made = done(call(root, "issue", "correct", f"{REF}#1", *said, "--drop-points", "--json", person="signer1"))
    assert call(root, "issue", "withdraw", REF, "--reason", "有误", person="signer1").code == 2
    gone = done(
        call(root, "issue", "withdraw", REF, "--reason", "有误", "--from", "2026-12-01", "--json", person="signer1")
    )
    back = done(call(root, "copy", "return", REF, "1", "--note", "交回", "--json", person="clerk1"))
    listed = call(root, "issue", "corrections", REF)
    shown = done(call(root, "issue", "show", REF, "--json"))
    article = done(call(root, "issue", "corrigendum", made["id"], gone["id"], "--json", person="editor1"))

    assert (made["of"], made["keeps_points"], gone["effective_on"]) == (f"{REF}#1", False, "2026-12-01")
    assert [row["recipient"] for row in gone["holders"]] == ["市财政局", "市统计局"]
    assert back["holders"][0]["returned_at"].startswith("2026-11-20")
    assert "2026-11-20 已退回，交回" in listed.out and "未退回" in call(root, "copy", "list", REF).out
    assert [row["id"] for row in shown["corrections"]] == [made["id"], gone["id"]]
    assert article["text"].count("\n") == 1
