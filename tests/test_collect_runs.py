"""Running sources end to end: real server, real folder, real database."""

from __future__ import annotations

import json
import os
import time
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from collect_support import AT, office, page, quiet, served
from conftest import House
from sqlite_utils import Database
from test_collect_docx import paragraph, run, word_file

from bulletin import collect, store
from bulletin.collect import SUBMITTED, CollectionReport, SubmissionForm, extract_again
from bulletin.errors import NotFound, RefusedMaterial, SettingsError, SourceFailure, UnreadableMaterial
from bulletin.model import Problem, SourceRun
from bulletin.settings import Settings
from bulletin.text import sha256

_TEXT = "全市重点项目建设加快推进，1至10月完成投资120亿元，同比增长8.1%，占年度计划的92%，进度快于时序。"
_SIGNED = f"报送单位：东山镇\n签发人：乙某\n标题：项目进展\n\n{_TEXT}"
_OTHERS = f"报送单位：市发改委\n签发人：丙某\n标题：项目储备\n\n{_TEXT}"


def feed(*titles: str) -> bytes:
    item = "<item><title>{0}</title><guid>{0}</guid><description>{1}</description></item>"
    items = "".join(item.format(title, _TEXT) for title in titles)
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


def article(title: str) -> bytes:
    line = "发布时间：2026-11-19 来源：某报"
    return f"<title>{title}_某站</title><h1>{title}</h1><p>{line}</p><div><p>{_TEXT}</p></div>".encode()


def source(address: str, collector: str = "feed", **more: object) -> str:
    lines = {"collector": collector, "address": address, "pause": 0, "timeout": 1, "every_minutes": 0, **more}
    return "\n".join(f"{key} = {toml(value)}" for key, value in lines.items())


def toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def folder(settings: Settings, **files: str) -> Path:
    inbox = settings.root / "var" / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (inbox / f"{name}.txt").write_text(text, encoding="utf-8")
    return inbox


def collected(db: Database, settings: Settings, *names: str) -> CollectionReport:
    return collect.collect_all(db, settings, names, at=AT, say=quiet)


def opened(settings: Settings) -> Database:
    return store.open_database(settings.database_path)


def test_a_second_run_adds_nothing(tmp_path: Path) -> None:
    """What was collected once is known the next time, bytes and items."""
    with served({"/f": page(feed("甲项目", "乙项目"), "application/xml")}) as base:
        settings = office(tmp_path, a=source(f"{base}/f"))
        db = opened(settings)
        first, second = collected(db, settings), collected(db, settings)

    assert [(r.new, r.seen, r.error) for r in first.sources + second.sources] == [(2, 0, ""), (0, 2, "")]
    assert len(first.new_items) == 2 and second.new_items == ()
    assert len(store.originals.of_source(db, "a")) == 1


def test_one_failing_source_does_not_stop_the_others(tmp_path: Path) -> None:
    """404, a hanging server, a web page for a feed, nothing and a giant each fail alone and leave a problem."""

    answers = {
        "/good": page(feed("甲项目"), "application/xml"),
        "/page": page(b"<html><body>x</body></html>"),
        "/empty": page(b""),
        "/hang": lambda handler: time.sleep(3),
        "/giant": page(bytes(9 << 20)),
    }
    with served(answers) as base:
        names = ("missing", "page", "empty", "hang", "giant", "good")
        settings = office(tmp_path, **{name: source(f"{base}/{name}") for name in names})
        db = opened(settings)
        report = collected(db, settings)

    failed = {r.name: r.error for r in report.sources if r.error}
    assert set(failed) == {"missing", "page", "empty", "hang", "giant"}
    assert [(r.name, r.new) for r in report.sources if not r.error] == [("good", 1)]
    assert {problem.source for problem in store.problems.unsettled(db)} == set(failed)
    assert store.sources.health(db, "missing").failures == 1


def test_a_failure_settles_when_the_source_recovers(tmp_path: Path) -> None:
    """The problem of a source is open once while it fails, and settled by a run without any."""
    answers = {"/f": page(b"", status=500)}
    with served(answers) as base:
        settings = office(tmp_path, a=source(f"{base}/f"))
        db = opened(settings)
        collected(db, settings)
        collected(db, settings)
        assert len(store.problems.unsettled(db)) == 1
        answers["/f"] = page(feed("甲项目"), "application/xml")
        collected(db, settings)
    assert store.problems.unsettled(db) == []


def test_an_unexpected_error_in_one_source_is_recorded(tmp_path: Path) -> None:
    """A fault nobody thought of stops one source only and is written down."""
    (tmp_path / "feed.xml").write_bytes(feed("甲项目"))
    settings = office(tmp_path, bad=source("x"), good=source("feed.xml"))
    settings.sources["bad"] = replace(settings.sources["bad"], collector="unheard of")
    db = opened(settings)

    report = collected(db, settings)

    assert [r.new for r in report.sources] == [0, 1]
    assert "程序出错" in report.sources[0].error
    assert store.problems.unsettled(db, "bad")


def test_articles_of_a_column_are_fetched_once(tmp_path: Path) -> None:
    """Each new article is fetched and read; one that fails is a problem and is tried again, the rest are known."""
    answers = {
        "/list": page(b"<ul><li><a href='/1'>a</a></li><li><a href='/2'>b</a></li></ul>"),
        "/1": page(article("甲项目开工建设")),
    }
    with served(answers) as base:
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//li/a"))
        db = opened(settings)
        first = collected(db, settings).sources[0]
        answers["/2"] = page(article("乙项目开工建设"))
        second = collected(db, settings).sources[0]

    assert (first.new, first.seen, first.error, len(first.problems)) == (1, 0, "", 1)
    assert "404" in first.problems[0]
    assert (second.new, second.seen, second.problems) == (1, 1, ())
    titles = [(i.title, i.origin, i.text) for i in store.items.selected(db, "d.state = 'new'", ())]
    assert titles == [("甲项目开工建设", "某报", _TEXT), ("乙项目开工建设", "某报", _TEXT)]


def test_an_unchanged_source_is_not_read_again(tmp_path: Path) -> None:
    """The validators of the last good run are sent, and 304 is a success without news."""
    seen: list[str] = []

    def answer(handler: object) -> None:
        seen.append(handler.headers.get("If-None-Match", ""))  # type: ignore[attr-defined]
        page(feed("甲项目"), "application/xml", 304 if seen[-1] else 200, ETag='"7"')(handler)  # type: ignore[arg-type]

    with served({"/f": answer}) as base:
        settings = office(tmp_path, a=source(f"{base}/f"))
        db = opened(settings)
        reports = [collected(db, settings).sources[0] for _ in range(3)]

    assert seen == ["", '"7"', '"7"']
    assert [report.error for report in reports] == ["", "", ""]


@pytest.mark.parametrize(
    "changed",
    [
        {"links": "//ol//a"},
        {"links": "//li/a", "charset": "gb18030"},
        {"links": "//li/a", "expect": {"min": 2}},
        {"links": "//li/a", "article": {"title": "//h2"}},
    ],
)
def test_a_changed_definition_reads_an_unchanged_page_again(tmp_path: Path, changed: dict[str, object]) -> None:
    """Validators are sent only while the source file says the same; after a change the same page is read anew."""
    listing = b"<ul><li><a href='/1'>a</a></li></ul><ol><li><a href='/2'>b</a></li></ol>"
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers.get("If-None-Match", ""))
        page(b"" if asked[-1] else listing, status=304 if asked[-1] else 200, ETag='"7"')(handler)

    answers = {"/list": answer, "/1": page(article("甲项目开工建设")), "/2": page(article("乙项目开工建设"))}
    with served(answers) as base:
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//ul//a"))
        db = opened(settings)
        collected(db, settings)
        collected(db, settings)
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", **changed))
        third = collected(db, settings).sources[0]

    assert asked == ["", '"7"', ""]
    assert third.new + third.seen > 0 and third.error == ""


def test_what_stood_in_a_mended_definition_is_found(tmp_path: Path) -> None:
    """Links that the old selector passed over come in with the new one although the page is the same."""
    listing = b"<ul><li><a href='/1'>a</a></li></ul><ol><li><a href='/2'>b</a></li></ol>"
    answers = {
        "/list": page(listing, ETag='"7"'),
        "/1": page(article("甲项目开工建设")),
        "/2": page(article("乙项目开工建设")),
    }
    with served(answers) as base:
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//ul//a"))
        db = opened(settings)
        collected(db, settings)
        answers["/list"] = lambda handler: page(
            listing, status=304 if handler.headers.get("If-None-Match") else 200, ETag='"7"'
        )(handler)
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//li/a"))
        report = collected(db, settings).sources[0]

    assert (report.new, report.seen) == (1, 1)


def test_too_few_entries_are_a_problem(tmp_path: Path) -> None:
    """A source that gives less than its file expects is reported, and its items are kept."""
    settings = office(tmp_path, a=source("feed.xml") + "\n[expect]\nmin = 5")
    (tmp_path / "feed.xml").write_bytes(feed("甲项目"))
    report = collected(opened(settings), settings).sources[0]
    assert report.new == 1 and "最少 5" in report.problems[0]


def test_only_due_sources_run_unless_named(tmp_path: Path) -> None:
    """A source with an interval rests until it has passed; naming it runs it at once."""
    settings = office(tmp_path, a=source("feed.xml", every_minutes=60))
    (tmp_path / "feed.xml").write_bytes(feed("甲项目"))
    db = opened(settings)
    collected(db, settings)
    assert collected(db, settings).sources == ()
    assert collected(db, settings, "a").sources[0].seen == 1


@pytest.mark.parametrize("names", [(), ("broken",), ("good", "broken")])
def test_a_wrong_source_file_fails_alone(tmp_path: Path, names: tuple[str, ...]) -> None:
    """It is reported and leaves a problem, named or not; the others go on; mended, it runs at once and all is settled."""
    (tmp_path / "feed.xml").write_bytes(feed("甲项目"))
    settings = office(tmp_path, broken=source("feed.xml", adress="x", every_minutes=60), good=source("feed.xml"))
    db = opened(settings)
    said: list[str] = []

    reports = collect.collect_all(db, settings, names, at=AT, say=said.append).sources

    failed = {report.name: report.error for report in reports if report.error}
    assert list(failed) == ["broken"] and "sources/broken.toml" in failed["broken"]
    assert [report.new for report in reports if not report.error] == [1] * (names != ("broken",))
    (problem,) = store.problems.unsettled(db)
    assert (problem.source, problem.what, problem.severity) == ("broken", failed["broken"], "error")
    assert any("address" in line for line in said), "the way out is said"
    settings = office(tmp_path, broken=source("feed.xml", every_minutes=60))
    assert {report.name for report in collected(db, settings).sources} == {"broken", "good"}
    assert store.problems.unsettled(db) == []


def test_a_wrong_source_file_cannot_be_tried_or_read_again(tmp_path: Path) -> None:
    """Trying it, or reading its originals again by name, raises what is wrong with the file."""
    settings = office(tmp_path, broken=source("feed.xml", adress="x"))
    with pytest.raises(SettingsError, match="adress"):
        collect.try_source(settings, "broken", say=quiet)
    with pytest.raises(SettingsError, match="adress"):
        collect.extract_again(opened(settings), settings, ["broken"], at=AT)
    assert collect.extract_again(opened(settings), settings, [], at=AT) == 0


def test_an_unknown_name_is_refused_before_anything_runs(tmp_path: Path) -> None:
    """The nearest name is offered."""
    settings = office(tmp_path, news=source("feed.xml"))
    db = opened(settings)
    with pytest.raises(NotFound, match="news"):
        collected(db, settings, "news", "newz")
    assert store.sources.health(db, "news").last_run_at is None


def test_files_of_the_folder_are_taken_once_and_refusals_told(tmp_path: Path) -> None:
    """A signed file becomes an item; the others stay where they are, each with its reason, also the second time."""
    settings = office(tmp_path, inbox=source("var/inbox", "folder"))
    inbox = folder(settings, good=_SIGNED, unsigned=f"报送单位：东山镇\n\n{_TEXT}", empty="")
    (inbox / "scan.pdf").write_bytes(b"%PDF")
    (inbox / "cut.docx").write_bytes(word_file(paragraph(run(_TEXT)))[:300])
    (inbox / "link.txt").symlink_to("/etc/hostname")
    db = opened(settings)

    said: list[str] = []

    first = collected(db, settings).sources[0]
    second = collect.collect_all(db, settings, (), at=AT, say=said.append).sources[0]

    assert (first.new, second.new, second.seen, first.error) == (1, 0, 1, "")
    assert all(any(problem in line for line in said) for problem in first.problems)
    assert first.problems == second.problems
    reasons = "\n".join(first.problems)
    assert len(first.problems) == len(store.problems.unsettled(db)) == 5
    for name in ("unsigned.txt", "empty.txt", "scan.pdf", "cut.docx", "link.txt"):
        assert name in reasons
    assert sorted(path.name for path in inbox.iterdir())[0] == "cut.docx"


def test_a_half_written_file_is_taken_when_it_is_whole(tmp_path: Path) -> None:
    """What could not be read is read again at the next run, and its problem is settled."""
    settings = office(tmp_path, inbox=source("var/inbox", "folder"))
    inbox = folder(settings)
    lines = ("报送单位：东山镇", "签发人：乙某", "项目进展情况", _TEXT)
    whole = word_file("".join(paragraph(run(line)) for line in lines))
    (inbox / "a.docx").write_bytes(whole[: len(whole) // 2])
    db = opened(settings)
    first = collected(db, settings).sources[0]
    (inbox / "a.docx").write_bytes(whole)
    second = collected(db, settings).sources[0]

    assert (first.new, len(first.problems), second.new, second.problems) == (0, 1, 1, ())
    assert store.problems.unsettled(db) == []


def test_hostile_file_names_are_only_shown_harmless(tmp_path: Path) -> None:
    """Escapes and line breaks in a name neither reach a message nor lead out of the folder."""
    settings = office(tmp_path, inbox=source("var/inbox", "folder"))
    inbox = folder(settings)
    (inbox / "a\x1b]0;PWNED\x07\n..\\b.exe").write_text("x")
    (inbox / os.fsdecode(b"\xff\xfe.txt")).write_text(_SIGNED, encoding="utf-8")
    db = opened(settings)

    report = collected(db, settings).sources[0]

    assert report.new == 1
    assert not set("\x1b\x07\n") & set("".join(report.problems))


def test_classified_files_leave_no_trace(tmp_path: Path) -> None:
    """Neither bytes nor name nor title of a classified file is kept; the problem names unit and time only."""
    settings = office(tmp_path, inbox=source("var/inbox", "folder"))
    folder(settings, 泄密的标题=f"报送单位：东山镇\n签发人：乙某\n密级：机密\n\n泄密的标题\n{_TEXT}")
    db = opened(settings)

    collected(db, settings)

    (problem,) = store.problems.unsettled(db)
    assert "东山镇" in problem.what and "泄密" not in problem.what and "涉密渠道" in problem.remedy
    assert store.items.selected(db, "true", ()) == [] and store.originals.every(db) == []
    assert not [p for p in settings.originals_dir.rglob("*") if p.is_file()]


def test_the_same_submission_is_filed_once(tmp_path: Path) -> None:
    """Filing the same bytes for the same unit again gives the first item back."""
    settings = office(tmp_path)
    db = opened(settings)
    path = tmp_path / "a.txt"
    path.write_text(_SIGNED, encoding="utf-8")

    ((first, first_seen),) = collect.submit(db, settings, path, SubmissionForm(), at=AT).items
    ((again, again_seen),) = collect.submit(db, settings, path, SubmissionForm(), at=AT).items
    ((other, other_seen),) = collect.submit(db, settings, path, SubmissionForm(unit="市发改委"), at=AT).items

    assert (first_seen, again_seen, other_seen) == (False, True, False)
    assert first == again != other
    assert store.originals.body(settings, store.originals.get(db, first.original_id)) == path.read_bytes()


def test_a_zip_handed_in_is_one_item_for_each_document(tmp_path: Path) -> None:
    """Two documents in one archive are two items of one original, today and when the original is read again."""
    settings = office(tmp_path)
    db = opened(settings)
    path = tmp_path / "两件.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.txt", _SIGNED)
        archive.writestr("乙.txt", _SIGNED.replace("标题：", "标题：另报"))

    filed = collect.submit(db, settings, path, SubmissionForm(), at=AT)
    changed = extract_again(db, settings, [SUBMITTED], at=AT)

    assert len({item.id for item, _ in filed.items}) == 2
    assert len({item.original_id for item, _ in filed.items}) == 1
    assert changed == 0


def test_each_document_of_an_archive_stays_with_its_own_unit_when_read_again(tmp_path: Path) -> None:
    """What was stated of one document is not said of the others; nothing changes where the rules are the same."""
    settings = office(tmp_path)
    db = opened(settings)
    path = tmp_path / "两件.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.txt", _SIGNED)
        archive.writestr("乙.txt", _OTHERS)
    collect.submit(db, settings, path, SubmissionForm(), at=AT)
    before = store.items.selected(db, "true", ())

    assert extract_again(db, settings, [SUBMITTED], at=AT) == 0
    assert store.items.selected(db, "true", ()) == before
    assert [(item.unit, item.signed_by) for item in before] == [("东山镇", "乙某"), ("市发展改革委", "丙某")]


def test_one_file_of_two_units_is_read_again_for_both(tmp_path: Path) -> None:
    """The same bytes handed in for two units are two items, and today's rules reach each of them."""
    settings = office(tmp_path)
    db = opened(settings)
    path = tmp_path / "a.txt"
    path.write_text(_SIGNED, encoding="utf-8")
    for unit in ("", "市发改委"):
        collect.submit(db, settings, path, SubmissionForm(unit=unit), at=AT)
    before = store.items.selected(db, "true", ())
    with db.conn:
        db.execute("update items set title = '旧规则取的标题'")

    assert extract_again(db, settings, [SUBMITTED], at=AT) == 2
    assert store.items.selected(db, "true", ()) == before


def test_a_document_known_under_another_unit_is_no_new_item_when_read_again(tmp_path: Path) -> None:
    """In an archive lies what was filed before in another unit's name: its own slip does not make it a second item."""
    settings = office(tmp_path)
    db = opened(settings)
    path, whole = tmp_path / "a.txt", tmp_path / "两件.zip"
    path.write_text(_SIGNED, encoding="utf-8")
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("甲.txt", _SIGNED)
        archive.writestr("乙.txt", _OTHERS)
    for one in (path, whole):
        collect.submit(db, settings, one, SubmissionForm(unit="市发改委"), at=AT)

    assert extract_again(db, settings, [SUBMITTED], at=AT) == 0
    assert [item.unit for item in store.items.selected(db, "true", ())] == ["市发展改革委", "市发展改革委"]


def test_in_the_drop_folder_the_slip_goes_before_what_an_older_rule_read(tmp_path: Path) -> None:
    """Nobody stated signer and urgency of a file in the folder: reading it again takes them from its slip alone."""
    settings = office(tmp_path, inbox=source("var/inbox", "folder"))
    folder(settings, a=_SIGNED.replace("标题：", "紧急程度：特急\n标题："))
    db = opened(settings)
    collected(db, settings)
    before = store.items.selected(db, "true", ())
    with db.conn:
        db.execute("update items set signed_by = '乙某 电话', urgency = '普通'")

    assert extract_again(db, settings, ["inbox"], at=AT) == 1
    assert store.items.selected(db, "true", ()) == before


def test_the_same_words_of_another_day_are_another_item(tmp_path: Path) -> None:
    """A 零报告 in the same words as yesterday's is not lost; the same words sent twice in a day are one item."""
    settings = office(tmp_path)
    db = opened(settings)
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(_SIGNED, encoding="utf-8")
    second.write_text(_SIGNED + "\n", encoding="utf-8")

    ((one, _),) = collect.submit(db, settings, first, SubmissionForm(), at=AT).items
    ((same, _),) = collect.submit(db, settings, second, SubmissionForm(), at=AT + timedelta(hours=3)).items
    second.write_text(_SIGNED + "\n\n", encoding="utf-8")
    ((other, _),) = collect.submit(db, settings, second, SubmissionForm(), at=AT + timedelta(days=1)).items

    assert one.id == same.id != other.id


@pytest.mark.parametrize("by_hand_first", [True, False])
def test_one_file_is_one_item_whichever_way_it_came(tmp_path: Path, by_hand_first: bool) -> None:
    """The same bytes of the same unit are seen again by hand, in the inbox and in another folder, and when read anew."""
    settings = office(tmp_path, inbox=source("var/inbox", "folder"), other=source("var/other", "folder"))
    folder(settings, a=_SIGNED)
    (tmp_path / "var" / "other").mkdir()
    (tmp_path / "var" / "other" / "b.txt").write_text(_SIGNED, encoding="utf-8")
    path = tmp_path / "c.txt"
    path.write_text(_SIGNED, encoding="utf-8")
    db = opened(settings)

    def by_hand() -> bool:
        return collect.submit(db, settings, path, SubmissionForm(), at=AT).items[0][1]

    if by_hand_first:
        assert not by_hand()
    reports = collected(db, settings).sources
    assert by_hand()

    assert sum(report.new for report in reports) == 1 - by_hand_first
    assert sum(report.seen for report in reports) == 1 + by_hand_first
    assert collect.extract_again(db, settings, [], at=AT) == 0
    assert len(store.items.selected(db, "true", ())) == 1


def test_a_feed_cannot_pass_its_entry_off_as_a_submission(tmp_path: Path) -> None:
    """An entry whose id is the key of a file does not keep that file out."""
    body = _SIGNED.encode()
    settings = office(tmp_path, news=source("feed.xml"), inbox=source("var/inbox", "folder"))
    (tmp_path / "feed.xml").write_bytes(feed(f"东山镇 {sha256(body)}"))
    db = opened(settings)
    collected(db, settings, "news")
    folder(settings, a=_SIGNED)

    assert collected(db, settings, "inbox").sources[0].new == 1


def test_refused_submissions_say_why(tmp_path: Path) -> None:
    """A missing file, one too big and one without a signer are refused, nothing is stored."""
    settings = office(tmp_path)
    db = opened(settings)
    big, unsigned = tmp_path / "big.txt", tmp_path / "u.txt"
    big.write_bytes(b"x" * ((20 << 20) + 1))
    unsigned.write_text(_TEXT, encoding="utf-8")

    for path, failure in ((tmp_path / "no.txt", NotFound), (big, RefusedMaterial), (unsigned, RefusedMaterial)):
        with pytest.raises(failure):
            collect.submit(db, settings, path, SubmissionForm(unit="东山镇"), at=AT)
    assert store.items.selected(db, "true", ()) == []


def test_trying_a_source_stores_nothing(tmp_path: Path) -> None:
    """The items come back, the database stays empty; a failure is raised."""
    settings = office(tmp_path, a=source("feed.xml"), b=source("none.xml"))
    (tmp_path / "feed.xml").write_bytes(feed("甲项目"))
    assert [item.title for item in collect.try_source(settings, "a", say=quiet)] == ["甲项目"]
    with pytest.raises(SourceFailure):
        collect.try_source(settings, "b", say=quiet)
    assert not settings.database_path.exists()


def test_trying_a_column_shows_three_articles(tmp_path: Path) -> None:
    """Of a column the first three articles are tried, each fetched once; one that fails counts, and both are said."""
    links = "".join(f"<li><a href='/{n}'>{n}</a></li>" for n in range(1, 6))
    pages = {f"/{n}": page(article(f"第{n}个项目开工建设")) for n in (1, 2, 3, 4, 5)}
    said: list[str] = []
    with served({"/list": page(f"<ul>{links}</ul>".encode()), **pages}) as base:
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//li/a"))
        whole = collect.try_source(settings, "a", say=said.append)
        del pages["/2"]
    with served({"/list": page(f"<ul>{links}</ul>".encode()), **pages}) as base:
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//li/a"))
        partly = collect.try_source(settings, "a", say=said.append)

    assert [item.title[:2] for item in whole] == ["第1", "第2", "第3"]
    assert [item.title[:2] for item in partly] == ["第1", "第3"]
    assert [("第3条" in line, "404" in line) for line in said] == [(True, False), (False, True), (True, False)]


def test_originals_can_be_read_again_without_the_network(tmp_path: Path) -> None:
    """Feeds, pages and submissions are read from their bytes; unchanged rules change nothing."""
    answers = {
        "/list": page(b"<ul><li><a href='/1'>a</a></li></ul>"),
        "/1": page(article("甲项目开工建设")),
        "/f": page(feed("乙项目"), "application/xml"),
    }
    with served(answers) as base:
        settings = office(tmp_path, p=source(f"{base}/list", "webpage", links="//li/a"), f=source(f"{base}/f"))
        db = opened(settings)
        collected(db, settings)
    path = tmp_path / "a.txt"
    path.write_text(_TEXT, encoding="utf-8")
    collect.submit(db, settings, path, SubmissionForm("东山镇", "乙某"), at=AT)
    before = store.items.selected(db, "true", ())
    (tmp_path / "sources" / "f.toml").write_text(source(f"{base}/f", kind="动态"), encoding="utf-8")

    assert collect.extract_again(db, settings, [], at=AT) == 0
    assert store.items.selected(db, "true", ()) == before
    assert collect.extract_again(db, office_again(tmp_path), ["f"], at=AT) == 1


def test_what_only_the_list_said_outlives_a_second_reading(tmp_path: Path) -> None:
    """A document keeps the list's title and day, an article the flag of two days far apart and a title of the list."""
    rows = (
        "<li><a href='/P020260301.pdf'>关于印发全市防汛预案的通知</a><span>2026-11-18</span></li>"
        "<li><a href='/1'>甲项目开工建设推进情况</a><span>2026-03-05</span></li>"
        "<li><a href='/2'>乙项目开工建设推进情况</a><span>2026-11-17</span></li>"
    )
    answers = {
        "/list": page(f"<ul>{rows}</ul>".encode()),
        "/P020260301.pdf": page(b"%PDF-1.4 broken", "application/pdf"),
        "/1": page(article("甲项目开工建设")),
        "/2": page(f"<div><p>{_TEXT}</p></div>".encode()),
    }
    with served(answers) as base:
        settings = office(tmp_path, p=source(f"{base}/list", "webpage", links="//li/a"))
        db = opened(settings)
        collected(db, settings)
    before = store.items.selected(db, "true", ())

    changed = collect.extract_again(db, settings, ["p"], at=AT)

    assert (before[0].title, before[2].title) == ("关于印发全市防汛预案的通知", "乙项目开工建设推进情况")
    assert [flag.note for flag in before[1].flags if "栏目页写 2026-03-05" in flag.note]
    assert changed == 0 and store.items.selected(db, "true", ()) == before


def office_again(root: Path) -> Settings:
    """Return the settings of an office whose files were changed."""
    return office(root)


def test_unreadable_material_is_told_apart(tmp_path: Path) -> None:
    """A broken Word file is unreadable, not refused: the sender can send it again."""
    settings = office(tmp_path)
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04broken")
    with pytest.raises(UnreadableMaterial):
        collect.submit(opened(settings), settings, path, SubmissionForm("东山镇", "乙某"), at=AT)


def test_a_problem_that_is_gone_is_settled_though_another_lasts(house: House) -> None:
    """Each problem of a source lives as long as its own cause."""
    inbox = house.settings.root / "var" / "inbox"
    (inbox / "a.txt").write_bytes(b"")
    (inbox / "b.txt").write_bytes(b"")
    collect.collect_all(house.db, house.settings, ["inbox"], at=house.at, say=str)
    (inbox / "a.txt").unlink()

    collect.collect_all(house.db, house.settings, ["inbox"], at=house.at, say=str)

    left = [problem for problem in store.problems.unsettled(house.db, "inbox") if not problem.keep_until]
    assert [problem.what.startswith("文件 b.txt") for problem in left] == [True]


def test_a_refusal_of_something_classified_stays_to_be_seen(house: House) -> None:
    """It is open as long as the file lies there and for seven days after it was last met; others go at once. It carries
    the time of the run that met it first."""
    inbox = house.settings.root / "var" / "inbox"
    marked = inbox / "绝密★关于某案的报告.txt"
    (inbox / "a.txt").write_bytes(b"")
    marked.write_bytes(b"x")
    start = house.later(days=30)

    def run_after(days: int) -> list[Problem]:
        collect.collect_all(house.db, house.settings, ["inbox"], at=start.later(days=days).at, say=str)
        return store.problems.unsettled(house.db, "inbox")

    assert [bool(problem.keep_until) for problem in run_after(0)] == [False, True]
    (inbox / "a.txt").unlink()
    assert [problem.at for problem in run_after(20)] == [start.at]
    marked.unlink()
    assert [problem.at for problem in run_after(26)] == [start.at]
    assert run_after(27) == []


def test_odd_files_hold_up_nothing(house: House) -> None:
    """A pipe, a link to itself and a marked name in the folder: each is a problem, the good file is taken."""
    inbox = house.settings.root / "var" / "inbox"
    os.mkfifo(inbox / "a.txt")
    (inbox / "b.txt").symlink_to("b.txt")
    (inbox / "绝密★关于某案的报告.pdf").write_bytes(b"%PDF-")
    (inbox / "z.txt").write_text("报送单位：市财政局\n签发人：某某\n\n全市预算公开工作全部完成。\n", encoding="utf-8")

    report = collect.collect_all(house.db, house.settings, ["inbox"], at=house.at, say=str)

    assert len(report.new_items) == 1
    assert len(report.sources[0].problems) == 3
    assert not any("某案" in problem.what for problem in store.problems.unsettled(house.db))


def test_unchanged_bytes_are_not_parsed(tmp_path: Path) -> None:
    """A feed without validators that sends the same bytes is counted as unchanged, and read again as soon as it differs."""
    answers = {"/f": page(feed("甲项目", "乙项目"), "application/xml")}
    with served(answers) as base:
        settings = office(tmp_path, a=source(f"{base}/f"))
        db = opened(settings)
        first, second = (collected(db, settings).sources[0] for _ in range(2))
        answers["/f"] = page(feed("甲项目", "乙项目", "丙项目"), "application/xml")
        third, fourth = (collected(db, settings).sources[0] for _ in range(2))

    reports = [(one.new, one.seen, one.unchanged) for one in (first, second, third, fourth)]
    assert reports == [(2, 0, False), (0, 2, True), (1, 2, False), (0, 3, True)]
    runs = store.sources.history(db, "a")
    assert [(run.listed, run.new, run.unchanged) for run in reversed(runs)] == [
        (2, 2, False),
        (2, 0, True),
        (3, 1, False),
        (3, 0, True),
    ]


def test_what_came_with_a_problem_is_read_again(tmp_path: Path) -> None:
    """The same list page is not passed over as unchanged while one of its articles has not come in."""
    answers = {
        "/list": page(b"<ul><li><a href='/1'>a</a></li><li><a href='/2'>b</a></li></ul>"),
        "/1": page(article("甲项目开工建设")),
    }
    with served(answers) as base:
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//li/a"))
        db = opened(settings)
        first = collected(db, settings).sources[0]
        answers["/2"] = page(article("乙项目开工建设"))
        second, third = (collected(db, settings).sources[0] for _ in range(2))

    assert [(one.new, one.unchanged, len(one.problems)) for one in (first, second, third)] == [
        (1, False, 1),
        (1, False, 0),
        (0, True, 0),
    ]


def test_a_long_list_is_taken_in_parts(tmp_path: Path) -> None:
    """A source whose time for a run is over keeps what it has, says so, and goes on from there the next time."""
    count = 12
    links = "".join(f"<li><a href='/{n}'>第{n}条</a></li>" for n in range(count))
    pages = {f"/{n}": page(article(f"第{n}个项目开工建设")) for n in range(count)}
    with served({"/list": page(f"<ul>{links}</ul>".encode()), **pages}) as base:
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//li/a", pause=0.1, budget=0.5))
        db = opened(settings)
        reports = []
        while not reports or reports[-1].problems:
            reports.append(collected(db, settings).sources[0])
            assert len(reports) < 15

    assert len(reports) > 1 and "用时已满" in reports[0].problems[-1]
    assert sum(report.new for report in reports) == count
    assert store.problems.unsettled(db) == []


def test_a_first_crawl_cut_by_its_time_goes_on_behind_the_first_page(tmp_path: Path) -> None:
    """A crawl of several pages whose time was over in the middle is gone on with until every article is there."""
    answers = {}
    for number in range(3):
        links = "".join(f"<li><a href='/{number}{n}'>第{number}{n}条</a></li>" for n in range(4))
        later = f"<a href='/list{number + 1}'>下一页</a>" if number < 2 else ""
        answers[f"/list{number}"] = page(f"<ul>{links}</ul>{later}".encode())
        answers |= {f"/{number}{n}": page(article(f"第{number}{n}个项目开工建设")) for n in range(4)}
    with served(answers) as base:
        rules = {"pages": 1, "first_pages": 3}
        text = source(f"{base}/list0", "webpage", links="//li/a", list=rules, pause=0.1, budget=0.9)
        settings = office(tmp_path, a=text)
        db = opened(settings)
        reports = []
        while not reports or reports[-1].problems:
            reports.append(collected(db, settings).sources[0])
            assert len(reports) < 15

    assert len(reports) > 1 and "用时已满" in reports[0].problems[-1]
    assert sum(report.new for report in reports) == 12


def test_the_pages_of_a_first_crawl_are_not_too_many(tmp_path: Path) -> None:
    """``expect`` is about a usual run: a first crawl of more pages is whole, and the next run reads the usual ones."""
    answers = {
        "/list": page("<ul><li><a href='/1'>a</a></li></ul><a href='/more'>下一页</a>".encode()),
        "/more": page(b"<ul><li><a href='/2'>b</a></li></ul>"),
        "/1": page(article("甲项目开工建设")),
        "/2": page(article("乙项目开工建设")),
    }
    with served(answers) as base:
        rules = {"list": {"first_pages": 2}, "expect": {"max": 1}}
        settings = office(tmp_path, a=source(f"{base}/list", "webpage", links="//li/a", **rules))
        db = opened(settings)
        first, second = (collected(db, settings).sources[0] for _ in range(2))

    assert [(one.new, one.problems, one.unchanged) for one in (first, second)] == [(2, (), False), (0, (), True)]


def test_a_source_on_the_web_rests_between_two_visits(tmp_path: Path) -> None:
    """Without a word in its file it is asked again after a quarter of an hour, named or with ``whole`` at once."""
    with served({"/f": page(feed("甲项目"), "application/xml")}) as base:
        settings = office(tmp_path, a=f'collector = "feed"\naddress = "{base}/f"\npause = 0', b=source("feed.xml"))
        (tmp_path / "feed.xml").write_bytes(feed("乙项目"))
        db = opened(settings)

        def ran(minutes: int, *names: str, whole: bool = False) -> list[str]:
            at = AT + timedelta(minutes=minutes)
            reports = collect.collect_all(db, settings, names, at=at, say=quiet, whole=whole).sources
            return [report.name for report in reports]

        assert ran(0) == ["a", "b"]
        assert ran(10) == ["b"]
        assert ran(11, "a") == ["a"]
        assert ran(12, whole=True) == ["a", "b"]
        assert ran(30) == ["a", "b"]


def test_a_failing_source_is_asked_less_and_recovers(tmp_path: Path) -> None:
    """Failures double the wait, up to a day; the first success brings back the usual one."""
    answers = {"/f": page(b"", status=500)}
    with served(answers) as base:
        settings = office(tmp_path, a=source(f"{base}/f", every_minutes=60))
        db = opened(settings)
        waits, at = [], AT
        for _ in range(7):
            collect.collect_all(db, settings, (), at=at, say=quiet)
            due = store.sources.health(db, "a").due_at
            assert due is not None
            waits.append((due - at) / timedelta(hours=1))
            at = due
        answers["/f"] = page(feed("甲项目"), "application/xml")
        (report,) = collect.collect_all(db, settings, (), at=at, say=quiet).sources

    assert waits == [2, 4, 8, 16, 24, 24, 24]
    assert report.new == 1 and store.sources.health(db, "a").failures == 0
    assert [run.kind for run in store.sources.history(db, "a")] == ["", *["status"] * 7]


def test_after_weeks_everything_is_due_once(tmp_path: Path) -> None:
    """An office that was switched off asks every source once, not once for every visit it missed; a clock put back
    stops nothing."""
    (tmp_path / "feed.xml").write_bytes(feed("甲项目"))
    settings = office(tmp_path, a=source("feed.xml", every_minutes=15), b=source("feed.xml", every_minutes=1440))
    db = opened(settings)

    def ran(at: datetime) -> int:
        return len(collect.collect_all(db, settings, (), at=at, say=quiet).sources)

    later = AT + timedelta(days=40)
    assert [ran(AT), ran(later), ran(later), ran(AT), ran(AT)] == [2, 2, 0, 2, 0]


def test_a_source_that_falls_silent_is_a_problem_until_it_speaks(tmp_path: Path) -> None:
    """News on every working day and then none: a problem of its own, which holds up nothing and goes by itself."""

    def dated(last: int) -> bytes:
        days = (day for day in range(2, last + 1) if day not in (7, 8, 14, 15))
        entry = "<item><title>第{0}日项目开工</title><guid>{0}</guid><pubDate>{0:02d} Nov 2026 08:00:00 +0800</pubDate></item>"
        return (
            f"<rss version='2.0'><channel><title>x</title>{''.join(map(entry.format, days))}</channel></rss>".encode()
        )

    settings = office(tmp_path, a=source("feed.xml"))
    db = opened(settings)
    problems, reports = [], []
    for last, on in ((11, 12), (11, 20), (11, 21), (20, 22)):
        (tmp_path / "feed.xml").write_bytes(dated(last))
        at = AT.replace(day=on)
        reports += collect.collect_all(db, settings, (), at=at, say=quiet).sources
        problems.append([problem.what for problem in store.problems.unsettled(db)])

    assert problems[0] == problems[3] == []
    assert len(problems[1]) == 1 and "2026-11-11" in problems[1][0]
    assert problems[2] == problems[1]
    assert all((report.error, report.problems) == ("", ()) for report in reports)
    assert store.problems.count_open(db) == 0


def test_the_first_reading_of_a_long_feed_is_no_silence(tmp_path: Path) -> None:
    """A feed names its newest entry first: two hundred days of news up to yesterday are no reason to be missed, the same
    feed two months later is."""
    days = (AT - timedelta(days=number) for number in range(1, 201))
    entry = "<item><title>{0:%Y年%m月%d日}项目开工</title><guid>{0:%Y%m%d}</guid><pubDate>{0:%a, %d %b %Y} 00:00:00 GMT</pubDate></item>"
    body = f"<rss version='2.0'><channel><title>x</title>{''.join(map(entry.format, days))}</channel></rss>"
    (tmp_path / "feed.xml").write_text(body, "utf-8")
    settings = office(tmp_path, a=source("feed.xml"))
    db = opened(settings)

    collected(db, settings)
    assert store.problems.unsettled(db) == []
    collect.collect_all(db, settings, (), at=AT + timedelta(days=60), say=quiet)
    assert len(store.problems.unsettled(db)) == 1


def test_progress_is_told_as_sources_end(tmp_path: Path) -> None:
    """Whoever shows progress hears of the beginning and of every source that has ended."""
    (tmp_path / "feed.xml").write_bytes(feed("甲项目"))
    settings = office(tmp_path, a=source("feed.xml"), b=source("none.xml"))
    told: list[str] = []

    collect.collect_all(opened(settings), settings, (), at=AT, say=quiet, progress=told.append)

    assert [line.split("，")[0] for line in told] == ["采集 0/2", "采集 1/2", "采集 2/2"]


def test_only_so_many_runs_are_remembered(house: House) -> None:
    """The history of a source has an end, that of another one is not touched."""
    for number in range(store.sources.MOST_RUNS + 20):
        store.sources.enter(house.db, SourceRun("a", house.at, listed=number))
    store.sources.enter(house.db, SourceRun("b", house.at, listed=7))

    kept = store.sources.history(house.db, "a")

    assert [run.listed for run in kept] == list(range(store.sources.MOST_RUNS + 19, 19, -1))
    assert [run.listed for run in store.sources.history(house.db, "b")] == [7]
