"""What is promised about findings: each look that saw something new is kept, and what came of each finding can be told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

import pytest
from conftest import TEXT, House

from bulletin import store
from bulletin.desk import checking, worth
from bulletin.errors import FindingsBlock, RefusedAction
from bulletin.model import Article
from bulletin.press import compose, proof
from bulletin.settings.lists import Lists, Period, Word

BAD = f"{TEXT}\n产量创历史之最。"
MENDED = f"{TEXT}\n产量为近5年最高。"


def _looks(house: House, one: Article) -> list[tuple[int, str, list[str]]]:
    """Return each look kept: the number of its revision, its occasion, the rules it saw."""
    rows = house.db.query(
        "select i.id, r.number, i.occasion from inspections i join revisions r on r.id = i.revision_id "
        "where i.article_id = ? order by i.id",
        (one.id,),
    )
    sql = "select rule from findings where inspection_id = ? and rule like 'political.banned' order by id"
    return [
        (row["number"], row["occasion"], [found["rule"] for found in house.db.query(sql, (row["id"],))]) for row in rows
    ]


def _worth(house: House, rule: str = "political.banned") -> worth.Worth:
    return next(one for one in worth.worth(house.db, house.settings) if one.rule == rule)


def _key(house: House, one: Article) -> str:
    found = checking.check(house.db, house.settings, one.id, house.at)
    return next(finding.key for finding in found if finding.rule == "political.banned")


def _banning(house: House, *words: str) -> House:
    lists = Lists(banned=(Word(words, "", Period()),)) if words else Lists()
    return replace(house, settings=replace(house.settings, lists=lists))


def test_every_saved_revision_is_looked_at(house: House) -> None:
    """Adopting and saving each keep what the gates saw, also that they saw nothing."""
    one = house.edit(house.edit(house.article(), BAD), MENDED)

    assert _looks(house, one) == [(1, "save", []), (2, "save", ["political.banned"]), (3, "save", [])]


def test_a_finding_that_stays_is_kept_for_each_revision(house: House) -> None:
    """A revision that still has what the one before had is kept with it: what stood in which revision can be told."""
    one = house.edit(house.edit(house.article(), BAD), f"{BAD}又补充一句。")

    assert _looks(house, one)[1:] == [(2, "save", ["political.banned"]), (3, "save", ["political.banned"])]


def test_the_same_seen_again_is_kept_once(house: House) -> None:
    """Sending what was just saved and saw nothing new writes no second row; looking without asking writes none either."""
    one = house.send(house.article())
    checking.inspect(house.db, house.settings, one.id, "send", house.at)
    checking.check(house.db, house.settings, one.id, house.at)

    assert _looks(house, one) == [(1, "save", [])]


def test_a_list_that_changed_is_seen_at_the_next_look(house: House) -> None:
    """What was banned after the text was saved is found on sending, and the sending is refused."""
    one = house.article()
    stricter = _banning(house, "油菜")

    with pytest.raises(FindingsBlock, match="油菜"):
        stricter.send(one)


def test_what_was_seen_cannot_be_changed(house: House) -> None:
    """Looks and findings are append-only."""
    house.edit(house.article(), BAD)

    for table in ("inspections", "findings"):
        with pytest.raises(Exception, match="只增不改"):
            house.db.execute(f"delete from {table}")


def test_a_proof_is_refused_while_an_error_has_no_answer(house: House) -> None:
    """A word banned after the approval stops the proof; answered with a reason it lets the issue pass that check."""
    issue = house.issue("composed")
    (entry,) = store.issues.entries(house.db, issue.id)
    one = store.articles.get(house.db, entry.article_id)
    stricter = _banning(house, "油菜")
    checking.inspect_entries(house.db, stricter.settings, issue.publication, house.at)

    with pytest.raises(FindingsBlock, match=rf"第1条（稿件 {one.id}）.*“油菜”"):
        proof.make(house.db, stricter.settings, issue, house.actor("editor1"), house.at, {})

    key = _key(stricter, one)
    checking.answer(house.db, stricter.settings, one.id, key, "品种名", house.actor("editor1"), house.at)
    assert store.findings.open_errors(house.db, one) == []
    assert compose.unready(house.db, stricter.settings, issue) == []


def test_an_error_the_office_took_back_no_longer_stops_a_proof(house: House) -> None:
    """Only the last look counts: when the list lets the word pass again, so does the proof."""
    issue = house.issue("composed")
    (entry,) = store.issues.entries(house.db, issue.id)
    one = store.articles.get(house.db, entry.article_id)

    for words, open_errors in ((("油菜",), 1), ((), 0)):
        checking.inspect_entries(house.db, _banning(house, *words).settings, issue.publication, house.at)
        assert len(store.findings.open_errors(house.db, one)) == open_errors


def test_what_is_gone_from_a_later_revision_was_mended(house: House) -> None:
    """Seen, then gone from the next revision: mended; still there: open."""
    house.edit(house.edit(house.article(), BAD), MENDED)
    house.edit(house.article(), BAD)

    told = _worth(house)

    assert (told.seen, told.mended, told.open, told.share) == (2, 1, 1, 1.0)


def test_a_finding_in_other_words_is_the_same_finding(house: House) -> None:
    """When one goes while another of the rule comes, nothing was mended yet and nothing new was seen."""
    house = _banning(house, "创历史之最", "史上最高")
    one = house.edit(house.article(), BAD)
    house.edit(one, BAD.replace("创历史之最", "史上最高"))

    told = _worth(house)

    assert (told.seen, told.mended, told.open) == (1, 0, 1)


def test_a_rule_that_changed_mended_nothing(house: House) -> None:
    """On the same revision a finding that is gone was taken back by the office, not mended by an editor."""
    one = house.edit(house.article(), BAD)
    checking.inspect(house.db, _banning(house).settings, one.id, "send", house.at)

    told = _worth(house)

    assert (told.seen, told.mended, told.open) == (0, 0, 0)


def test_answers_are_counted_with_their_reasons_and_ticks_apart(house: House) -> None:
    """Accepted with a reason, verified, open: each is told apart, and the reason is shown."""
    for reply, words in ((checking.answer, "引文"), (checking.tick, "已与镇里核对")):
        one = house.edit(house.article(), BAD)
        reply(house.db, house.settings, one.id, _key(house, one), words, house.actor("editor1"), house.at)
    house.edit(house.article(), BAD)

    told = _worth(house)

    assert (told.accepted, told.ticked, told.open, dict(told.reasons)) == (1, 1, 1, {"引文": 1})
    assert told.share == 0.0


def test_a_tick_answers_as_a_reason_does(house: House) -> None:
    """A verified finding stays visible with how it was verified, and no longer blocks; a clerk may not tick."""
    one = house.edit(house.article(), BAD)
    key = _key(house, one)

    with pytest.raises(RefusedAction):
        checking.tick(house.db, house.settings, one.id, key, "", house.actor("clerk1"), house.at)
    checking.tick(house.db, house.settings, one.id, key, "电话问过", house.actor("editor1"), house.at)

    assert store.articles.answers(house.db, one.id) == {key: "核实无误：电话问过"}
    assert house.send(one).state == "in_review"


@pytest.fixture
def wolf(house: House) -> Iterator[House]:
    """An office in which the rule of banned words was seen 20 times, mended three times, else accepted."""
    house = _banning(house, *(f"词{n}" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"))
    words = "、".join(house.settings.lists.banned[0].words)
    one = house.edit(house.article(), f"{TEXT}\n{words}。")
    kept = words.split("、", 3)[3]
    one = house.edit(one, f"{TEXT}\n{kept}。")
    for finding in checking.check(house.db, house.settings, one.id, house.at):
        if finding.rule == "political.banned":
            checking.answer(house.db, house.settings, one.id, finding.key, "专名", house.actor("editor1"), house.at)
    yield house


def test_a_rule_seen_often_and_hardly_ever_mended_cries_wolf(wolf: House) -> None:
    """Twenty findings came to an end and under a fifth was mended: that rule is told, no other."""
    told = worth.worth(wolf.db, wolf.settings)

    assert [one.rule for one in told if one.cries_wolf] == ["political.banned"]
    assert _worth(wolf).share == pytest.approx(0.15)


def test_the_statistics_say_how_to_switch_the_rule_off(wolf: House, capsys: pytest.CaptureFixture[str]) -> None:
    """`gate stats` names the rule and the line for bulletin.toml; as JSON it gives every number."""
    from bulletin.cli import run

    office = ["--office", str(wolf.settings.root)]
    assert run([*office, "gate", "stats"]) == 0
    shown = capsys.readouterr().out
    assert run([*office, "gate", "stats", "--json"]) == 0
    data = {row["rule"]: row for row in json.loads(capsys.readouterr().out)}

    assert 'off = ["political.banned"]' in shown
    row = data["political.banned"]
    assert (row["seen"], row["mended"], row["accepted"], row["cries_wolf"]) == (20, 3, 17, True)
    assert row["reasons"] == {"专名": 17}


def test_a_file_is_checked_without_a_trace(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`gate check` tells the findings of a file or of standard input, exits 4 on an error, and keeps nothing."""
    from bulletin.cli import run

    office = ["--office", str(house.settings.root)]
    monkeypatch.setattr("sys.stdin", StringIO(f"东山镇晚稻\n\n{BAD}\n"))

    assert run([*office, "gate", "check", "-", "--unit", "东山镇", "--json"]) == 4
    rules = [row["rule"] for row in json.loads(capsys.readouterr().out)]
    assert "political.banned" in rules
    assert house.db.execute("select count(*) from inspections").fetchone()[0] == 0


def test_the_list_of_rules_names_a_code_that_is_none(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule switched off is marked; a code in ``off`` that no rule has is told with the nearest."""
    from bulletin.cli import run

    path = house.settings.root / "bulletin.toml"
    text = path.read_text(encoding="utf-8")
    gates = '[gates]\noff = ["format.date", "political.baned"]\n'
    path.write_text(f"{text}\n{gates}", encoding="utf-8")

    assert run(["--office", str(house.settings.root), "gate", "list", "--json"]) == 0
    said = capsys.readouterr()
    rows = {row["rule"]: row for row in json.loads(said.out)}
    assert rows["format.date"]["off"]
    assert not rows["political.banned"]["off"]
    assert "political.baned" in said.err
    assert "political.banned" in said.err
