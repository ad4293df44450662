"""What is promised of every command: one JSON document with its keys, the exit codes, and Chinese on the right stream."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from calls import LATIN, ROOT, Answer, call, done, need_fonts, process

from bulletin.cli import cli
from bulletin.text import count_hanzi

EDITED = ROOT / "bulletin" / "sample" / "edited"
LATER = "2026-11-25T09:00:00+08:00"
ISSUE = "政务信息/2026/1"

KEYS: dict[str, tuple[str, ...]] = {
    "init": ("office",),
    "doctor": ("check", "ok", "detail", "remedy"),
    "collect": ("sources", "new_items"),
    "source list": ("name", "collector", "last_ok_at", "state", "problems"),
    "source check": ("name", "collector", "last_ok_at", "state", "problems"),
    "item submit": ("file", "item", "state", "error"),
    "item list": (
        *("id", "title", "unit", "source", "kind", "received_at", "score"),
        *("reasons", "group", "flags", "state"),
    ),
    "item show": ("id", "title", "text", "original", "flags", "group"),
    "item adopt": ("article",),
    "item decline": ("state",),
    "item shelve": ("state",),
    "item restore": ("state",),
    "article list": ("id", "title", "text", "state", "revision", "units", "items", "approvals"),
    "article show": ("id", "title", "text", "state", "revision", "units", "items", "approvals"),
    "article history": (
        "id",
        "title",
        "text",
        "state",
        "revision",
        "units",
        "items",
        "approvals",
        "revisions",
        "statuses",
    ),
    "article edit": ("revision",),
    "article diff": ("id", "title", "text", "state", "revision", "units", "items", "approvals", "diff"),
    "article check": ("gate", "severity", "where", "message"),
    "article send": ("state",),
    "article return": ("state",),
    "article approve": ("state",),
    "issue compose": ("issue", "entries"),
    "issue order": ("issue", "entries"),
    "issue show": ("issue", "entries"),
    "issue list": ("issue", "entries"),
    "issue proof": ("issue", "number", "pdf", "sha256"),
    "issue sign": ("issue", "number", "pdf", "sha256"),
    "issue publish": ("issue", "number", "pdf", "sha256"),
    "issue discard": ("issue", "number", "pdf", "sha256"),
    "issue next": ("issue", "state", "pdf", "waiting_for"),
    "issue check": ("errors", "warnings", "findings"),
    "archive build": ("index",),
    "archive search": ("issue", "entry", "title", "page", "snippet"),
    "archive verify": ("ok", "problems"),
    "instruction add": ("instruction",),
    "instruction list": ("instruction", "id", "reference", "leader", "text"),
    "followup assign": ("followup", "state", "signal"),
    "followup remind": ("followup", "state", "signal"),
    "followup extend": ("followup", "state", "signal"),
    "followup report": ("followup", "state", "signal"),
    "followup return": ("followup", "state", "signal"),
    "followup accept": ("followup", "state", "signal"),
    "followup list": ("followup", "state", "signal"),
    "status": ("queue", "waiting", "speeds"),
    "desk": ("queue", "items"),
}

STORY: tuple[tuple[str, str], ...] = (
    ("editor1", "doctor"),
    ("editor1", "collect"),
    ("editor1", "source list"),
    ("editor1", "source check news"),
    ("editor1", "item submit {extra}"),
    ("editor1", "item list"),
    ("editor1", "item show 3"),
    ("editor1", "item adopt 4 5"),
    ("editor1", "item adopt 1"),
    ("editor1", "item adopt 3 --publication 信息专报"),
    ("editor1", "item adopt 22"),
    ("editor1", "item decline 13 --reason 同文"),
    ("editor1", "item shelve 11"),
    ("editor1", "item restore 11"),
    ("editor1", "article list"),
    ("editor1", "article show 1"),
    ("editor1", "article edit 1 --file {edited}/a1.txt"),
    ("editor1", "article edit 2 --file {edited}/a2.txt"),
    ("editor1", "article edit 3 --file {edited}/a6.txt"),
    ("editor1", "article history 1"),
    ("editor1", "article diff 1"),
    ("editor1", "article check 4"),
    ("editor1", "article send 1"),
    ("reviewer1", "article return 1 --reason 请核实面积"),
    ("editor1", "article send 1"),
    ("editor1", "article send 2"),
    ("editor1", "article send 3"),
    ("reviewer1", "article approve 1 --note 同意"),
    ("reviewer1", "article approve 2"),
    ("reviewer1", "article approve 3"),
    ("reviewer2", "article approve 3"),
    ("editor1", "issue compose --publication 信息专报"),
    ("editor1", "issue discard 信息专报/编排/1"),
    ("editor1", "issue compose"),
    ("editor1", "issue order 政务信息/编排/2 2 1"),
    ("editor1", "issue proof 政务信息/编排/2"),
    ("editor1", f"issue show {ISSUE}"),
    ("editor1", "issue list"),
    ("signer1", f"issue sign {ISSUE}"),
    ("editor1", f"issue publish {ISSUE}"),
    ("editor1", "issue check {office}/issues/政务信息/2026/001/issue.pdf"),
    ("editor1", "issue next --publication 信息专报"),
    ("editor1", "archive build"),
    ("editor1", "archive search 晚稻"),
    ("editor1", "archive verify"),
    ("clerk1", f"instruction add {ISSUE}#1 --leader 市长 --text 请研究推广。"),
    ("clerk1", "instruction list"),
    ("clerk1", "followup assign 1 --unit 东山镇 --due 2026-11-28"),
    ("clerk1", "followup remind 1"),
    ("clerk1", "followup extend 1 --due 2026-12-05 --reason 工程量大"),
    ("clerk1", "followup report 1 --text 已经推广到十二个村。"),
    ("clerk1", "followup return 1 --reason 请写明时间"),
    ("clerk1", "followup report 1 --text 十一月底已经推广到十二个村。"),
    ("clerk1", "followup accept 1"),
    ("clerk1", "followup list"),
    ("editor1", "status"),
    ("editor1", "desk"),
)
"""One life of an issue, told in the commands of the contract, in an order in which each of them can succeed."""


def command_of(words: str) -> str:
    """Return the command a line of the story calls: noun and verb, or one word."""
    first, second = (*words.split(), "")[:2]
    return f"{first} {second}" if f"{first} {second}" in KEYS else first


@pytest.fixture(scope="module")
def office_after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Answer]]]:
    """The office after the story, and the first answer of each command."""
    need_fonts()
    folder = tmp_path_factory.mktemp("contract")
    office = folder / "office"
    extra = folder / "来稿.txt"
    extra.write_text(
        "报送单位：市财政局\n签发人：局长\n\n市财政局推进预算公开\n\n全市预算已公开,各县也已公开。\n", "utf-8"
    )
    answers = {"init": call(None, "init", office, "--sample", "--json")}
    for person, words in STORY:
        filled = words.format(extra=extra, edited=EDITED, office=office)
        answer = call(office, *filled.split(" "), "--json", person=person, at=LATER if "followup" in words else "")
        assert answer.code in (0, 4) if words.startswith("issue check") else answer.code == 0, (words, answer)
        answers.setdefault(command_of(words), answer)
    yield office, answers


@pytest.fixture
def spare(sample_office: Path, tmp_path: Path) -> Path:
    """A copy of the sample office for calls that change it."""
    return Path(shutil.copytree(sample_office, tmp_path / "office"))


@pytest.mark.parametrize("command", KEYS)
def test_every_command_answers_with_one_document_and_its_keys(
    command: str, office_after: tuple[Path, dict[str, Answer]]
) -> None:
    """With ``--json`` stdout holds exactly one JSON document with at least the keys of the contract."""
    document = office_after[1][command].json

    rows = document if isinstance(document, list) else [document]
    assert rows, "an empty list proves nothing"
    assert all(set(KEYS[command]) <= set(row) for row in rows), sorted(rows[0])


def test_nested_parts_have_their_keys(office_after: tuple[Path, dict[str, Answer]]) -> None:
    """Sources, originals and approvals inside a document have the keys the contract names."""
    answers = office_after[1]

    for source in answers["collect"].json["sources"]:
        assert {"name", "new", "seen", "error", "problems"} <= set(source)
    assert {"sha256", "url", "received_at"} <= set(answers["item show"].json["original"])
    page = answers["issue check"].json
    assert all({"rule", "page", "severity", "message"} <= set(finding) for finding in page["findings"])
    assert answers["issue check"].code == (4 if page["errors"] else 0)


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command of the program with its words."""
    for name, one in group.commands.items():
        words = f"{path} {name}".strip()
        if isinstance(one, click.Group):
            yield from commands(one, words)
        else:
            yield words, one


ALL = dict(commands(cli))


def test_the_contract_names_only_commands_that_exist() -> None:
    """Every line of the contract is a command of the program."""
    assert set(KEYS) <= set(ALL)


@pytest.mark.parametrize("words", ALL)
def test_every_command_takes_json_and_is_explained_in_chinese(words: str) -> None:
    """Every command accepts ``--json``, and its help page is Chinese and leaves with 0."""
    answer = call(None, *words.split(), "--help")

    assert answer.code == 0
    assert "--json" in answer.out
    assert answer.out.startswith("用法：")
    assert all(count_hanzi(text) for text in (ALL[words].help or "",))
    options = [param for param in ALL[words].params if isinstance(param, click.Option)]
    assert all(count_hanzi(option.help or "") for option in options)
    assert not LATIN.search(answer.out), answer.out


READING = [
    words
    for _, words in STORY
    if command_of(words) in {"doctor", "status"}
    or command_of(words).split()[-1] in {"list", "show", "history", "diff", "search", "verify", "check"}
]


@pytest.mark.parametrize("words", dict.fromkeys(READING))
def test_without_json_people_read_chinese_on_stdout(words: str, office_after: tuple[Path, dict[str, Answer]]) -> None:
    """Without ``--json`` the data stands on stdout in Chinese lines."""
    office = office_after[0]

    answer = call(office, *words.format(office=office).split(" "), person="editor1")

    assert answer.code in (0, 4)
    assert count_hanzi(answer.out)
    assert not answer.out.lstrip().startswith(("{", "["))
    assert not LATIN.search(answer.said), answer.said


def test_progress_is_told_on_stderr(office_after: tuple[Path, dict[str, Answer]]) -> None:
    """What collecting and typesetting tell on the way stands on stderr, in Chinese; stdout stays data."""
    answers = office_after[1]

    assert "采集 news" in answers["collect"].err
    assert "正在排版" in answers["issue proof"].err
    assert "采集" not in answers["collect"].out


REFUSALS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("editor1", "item show 999", ("来稿 999", "item list")),
    ("editor1", "article show 999", ("稿件 999", "article list")),
    ("editor1", "article edit 1 --file /没有这个文件", ("/没有这个文件",)),
    ("editor1", "article diff 1 --to 99", ("99", "第1至第")),
    ("editor1", "issue show 政务信息/2026/99", ("政务信息/2026/99", "issue list")),
    ("editor1", "issue check /没有.pdf", ("/没有.pdf",)),
    ("editor1", "issue compose", ("政务信息", "没有已审定的稿件")),
    ("editor1", "issue compose --publication 参考", ("参考", "政务信息")),
    ("editor1", f"issue proof {ISSUE}", (ISSUE, "已印发")),
    ("editor1", f"issue sign {ISSUE}", (ISSUE,)),
    ("editor1", "issue sign 信息专报/2026/1", ("信息专报/2026/1", "签发")),
    ("editor1", "item adopt 1", ("来稿 1", "article drop")),
    ("editor1", "item decline 2", ("来稿 2", "--reason")),
    ("reviewer1", "item adopt 2", ("编辑",)),
    ("editor1", "article approve 2", ("稿件 2",)),
    ("reviewer1", "article send 2", ("稿件 2",)),
    ("editor1", "article answer 2 没有这一处 --reason 是", ("没有这一处",)),
    ("editor1", "source check 没有", ("没有",)),
    ("editor1", "collect new", ("new", "news")),
    ("editor1", "init {office}", ("已经是一个办公室",)),
    ("editor1", "help 没有这一页", ("没有这一页", "概览")),
    ("clerk1", "instruction add 信息专报/2026/1 --leader 市长 --text 办", ("信息专报/2026/1", "尚未印发")),
    ("editor1", "followup accept 1", ("督办 1",)),
    ("clerk1", "followup assign 1 --again --unit 没有局", ("没有局", "东山镇")),
)


@pytest.mark.parametrize(("person", "words", "named"), REFUSALS)
def test_a_refusal_names_the_record_and_a_way_on(
    person: str, words: str, named: tuple[str, ...], office_after: tuple[Path, dict[str, Answer]]
) -> None:
    """A refusal leaves with 1, says on stderr what, which record and what to do now, and leaves stdout empty."""
    office = office_after[0]
    call_words = words.format(office=office).split(" ")

    plain, as_json = (call(office, *call_words, *more, person=person) for more in ((), ("--json",)))

    assert (plain.code, as_json.code) == (1, 1), plain.said
    assert plain.out == ""
    assert "未完成：" in plain.err
    assert all(word in plain.err for word in named), plain.err
    error = as_json.json["error"]
    assert error["code"] == 1
    assert all(word in error["message"] + error["remedy"] for word in named)
    assert not LATIN.search(plain.err), plain.err


MISUSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("item list --fliter x", ("--fliter", "--filter")),
    ("item liste", ("liste", "list")),
    ("itme list", ("itme", "item")),
    ("item", ("submit",)),
    ("item show", ("ID",)),
    ("item show 一", ("一", "整数")),
    ("item show 1 2 3", ("2 3",)),
    ("item list --limit 0", ("0",)),
    ("item list --limit", ("--limit",)),
    ("item list --state 没有", ("没有", "declined")),
    ("item list --filter 单味:x", ("单味", "单位")),
    ("issue list --state x", ("x", "proofed")),
    ("issue show 第一期", ("第一期", "政务信息/2026/12")),
    ("issue order 政务信息/编排/2 x", ("x",)),
    ("followup extend 1 --due 明天 --reason 忙", ("明天", "2026-11-20")),
    ("followup extend 1 --reason 忙", ("--due",)),
    ("instruction add 政务信息/2026/1 --leader 市长", ("--text",)),
    ("instruction add 政务信息/2026/1 --leader 市长 --text 好 --kind 急办", ("急办", "传阅")),
)


@pytest.mark.parametrize(("words", "named"), MISUSES)
def test_a_wrong_call_is_explained(
    words: str, named: tuple[str, ...], office_after: tuple[Path, dict[str, Answer]]
) -> None:
    """A call that is written wrongly leaves with 2 and says in Chinese which word is wrong and what would be right."""
    answer = call(office_after[0], *words.split(" "), person="editor1")

    assert (answer.code, answer.out) == (2, ""), answer.said
    assert all(word in answer.err for word in named), answer.err
    assert not LATIN.search(answer.err), answer.err


def test_a_wrong_call_is_answered_in_json_too(spare: Path) -> None:
    """A wrong call with ``--json`` still leaves one JSON document on stdout."""
    answer = call(spare, "item", "show", "一", "--json")

    assert (answer.code, answer.json["error"]["code"]) == (2, 2)


def test_an_unknown_person_is_refused_with_the_list(spare: Path) -> None:
    """``--as`` with a name the office does not have leaves with 2 and lists the people."""
    answer = call(spare, "item", "adopt", "1", "--json", person="nobody")

    assert answer.code == 2
    assert "nobody" in answer.json["error"]["message"]
    assert "editor1" in answer.json["error"]["remedy"]


def test_a_moment_that_is_none_is_refused(spare: Path) -> None:
    """``--at`` with something that is no time leaves with 2 and shows the form."""
    answer = call(spare, "status", "--json", at="昨天")

    assert answer.code == 2
    assert "昨天" in answer.err
    assert "2026-11-20T09:00:00+08:00" in answer.err


@pytest.mark.parametrize("option", [{"person": "editor1"}, {"at": LATER}])
def test_an_office_that_knows_accounts_takes_no_borrowed_names(option: dict[str, str], tmp_path: Path) -> None:
    """In an office with ``mode = "os_user"`` neither ``--as`` nor ``--at`` is accepted."""
    office = tmp_path / "office"
    done(call(None, "init", office, "--json"))

    answer = call(office, "item", "decline", "1", "--reason", "试", **option)

    assert answer.code == 2
    assert "操作系统用户" in answer.err


def test_without_an_office_the_way_to_one_is_shown(tmp_path: Path) -> None:
    """Outside any office a command leaves with 2 and says how to name or make one; so does a wrong ``--office``."""
    outside = process(None, "item", "list", "--json", cwd=tmp_path)
    wrong = call(tmp_path / "没有", "item", "list")

    assert (outside.code, wrong.code) == (2, 2)
    assert "bulletin.toml" in outside.json["error"]["message"]
    assert "--office" in outside.err
    assert "没有" in wrong.err


def test_the_office_is_found_from_below(spare: Path) -> None:
    """Without ``--office`` the program walks up from the working directory to the office."""
    answer = process(None, "status", "--json", cwd=spare / "issues")

    assert answer.code == 0
    assert answer.json["queue"] == {"new": 13}


def test_one_failing_source_leaves_with_three(spare: Path) -> None:
    """When one source fails the others are collected, and the exit code is 3."""
    (spare / "sources" / "gone.toml").write_text(
        'title = "没有了"\ncollector = "feed"\naddress = "没有.xml"\n', "utf-8"
    )

    answer = call(spare, "collect", "--json")

    assert answer.code == 3
    by_name = {source["name"]: source for source in answer.json["sources"]}
    assert by_name["gone"]["error"]
    assert (by_name["news"]["error"], by_name["news"]["new"]) == ("", 8)


def test_one_refused_file_leaves_with_three(spare: Path, tmp_path: Path) -> None:
    """When one of several files is refused the others are filed, and the exit code is 3; all refused is 1."""
    good, bad = tmp_path / "好.txt", tmp_path / "坏.txt"
    good.write_text("市财政局推进预算公开\n\n全市预算公开率达到百分之百。\n", "utf-8")
    bad.write_bytes(b"")
    form = ("--unit", "市财政局", "--signed-by", "局长", "--json")

    mixed = call(spare, "item", "submit", bad, good, *form)
    alone = call(spare, "item", "submit", bad, *form)

    assert (mixed.code, alone.code) == (3, 1)
    refused, filed = mixed.json
    assert (refused["item"], filed["state"]) == (None, "new")
    assert refused["error"]
    assert "坏.txt" in refused["file"]


def test_findings_leave_with_four(spare: Path, tmp_path: Path) -> None:
    """A text that the gates stop leaves ``check`` and ``send`` with 4 until the finding is answered."""
    text = tmp_path / "稿.txt"
    text.write_text("推进预算公开\n\n自即日起，2026年2月30日全市预算公开率达到百分之百。\n", "utf-8")
    done(call(spare, "item", "adopt", "2", "--json"))
    done(call(spare, "article", "edit", "1", "--file", text, "--json"))

    checked = call(spare, "article", "check", "1", "--json")
    sent = call(spare, "article", "send", "1", "--json")
    key = next(finding["key"] for finding in checked.json if finding["severity"] == "error")
    done(call(spare, "article", "answer", "1", key, "--reason", "照录来文", "--json"))

    assert (checked.code, sent.code) == (4, 4)
    assert sent.json["error"]["code"] == 4
    assert "日期不存在" in sent.err
    assert call(spare, "article", "check", "1").code == 0
    assert done(call(spare, "article", "send", "1", "--json"))["state"] == "in_review"


def test_whoever_edited_a_text_may_not_approve_it(spare: Path, tmp_path: Path) -> None:
    """A reviewer who changed the text is refused with 1 and told why; another reviewer may approve it."""
    done(call(spare, "item", "adopt", "2", "--json"))
    edit = ("article", "edit", "1", "--file", EDITED / "a3.txt", "--json")
    done(call(spare, *edit, person="reviewer1"))
    done(call(spare, "article", "send", "1", "--json"))

    own = call(spare, "article", "approve", "1", "--json", person="reviewer1")
    other = call(spare, "article", "approve", "1", "--json", person="reviewer2")

    assert own.code == 1
    assert "本人编辑" in own.json["error"]["message"]
    assert done(other)["state"] == "approved"


def test_an_altered_archive_leaves_with_four(office_after: tuple[Path, dict[str, Answer]], tmp_path: Path) -> None:
    """``archive verify`` leaves with 4 and names the issue whose file is not what was signed."""
    office = Path(shutil.copytree(office_after[0], tmp_path / "office"))
    pdf = office / "issues" / "政务信息" / "2026" / "001" / "issue.pdf"
    pdf.write_bytes(pdf.read_bytes() + b"\n")

    answer = call(office, "archive", "verify", "--json")

    assert answer.code == 4
    assert answer.json["ok"] is False
    assert any(ISSUE in problem["what"] for problem in answer.json["problems"])


@pytest.mark.parametrize("words", ["item list", "status", "issue list", "help 概览"])
def test_the_program_itself_does_what_the_call_does(words: str, office_after: tuple[Path, dict[str, Answer]]) -> None:
    """``python -m bulletin`` as a process of its own writes the same bytes as the call inside this one."""
    office = office_after[0]

    outer, inner = process(office, *words.split(), "--json"), call(office, *words.split(), "--json")

    assert (outer.code, outer.out) == (inner.code, inner.out)


def test_no_locale_stops_an_answer(office_after: tuple[Path, dict[str, Answer]]) -> None:
    """In the plain C locale the answer is Chinese; where stdout knows only ASCII, the same JSON is written in escapes."""
    plain = process(office_after[0], "item", "list", LC_ALL="C")
    utf8, ascii_only = (
        process(office_after[0], "item", "list", "--json", PYTHONIOENCODING=e) for e in ("utf-8", "ascii")
    )

    assert (plain.code, ascii_only.code) == (0, 0)
    assert "得分" in plain.out
    assert ascii_only.json == utf8.json


def test_a_reader_that_goes_away_is_no_failure(office_after: tuple[Path, dict[str, Answer]]) -> None:
    """When the reader of a pipe stops reading (``| head``), the program leaves silently with 0."""
    command = [sys.executable, "-m", "bulletin", "--office", str(office_after[0]), "item", "list", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        said = running.stderr.read()

    assert (running.returncode, said) == (0, b"")


def test_the_desk_is_a_dialogue_of_lines(spare: Path) -> None:
    """``bulletin desk`` answers line by line, a wrong key with the keys there are, and never with a traceback."""
    lines = "v 1\nr 1\nv 999\nv x\nx\n/ 晚稻\n/ 无此字段:1\na 2\na 2\nd 5\nd 5 不合要求\ns 6\n?\n\nl\nq\n"
    run = subprocess.run(
        [sys.executable, "-m", "bulletin", "--office", str(spare), "desk"],
        cwd=ROOT,
        input=lines.encode(),
        capture_output=True,
        timeout=30,
        check=False,
    )

    out: Any = run.stdout.decode("utf-8")
    assert (run.returncode, run.stderr) == (0, b"")
    for word in ("待处理13条", "已采用为稿件 1", "来稿 5：不采用", "来稿 6：暂存", "没有找到来稿 999", "看不懂“x”"):
        assert word in out
    assert done(call(spare, "status", "--json"))["queue"] == {"adopted": 1, "declined": 1, "new": 10, "shelved": 1}
