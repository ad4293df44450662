"""Pages of a column that cannot be read: remembered, tried again alone and ever more seldom, given up by a person."""

from __future__ import annotations

import _thread
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from collect_support import AT, Answer, office, page, quiet, served

from bulletin import store
from bulletin.collect import CollectionReport, collect_all
from bulletin.model import Actor
from bulletin.settings import Settings
from bulletin.store import Database

_EDITOR = Actor("editor1", "编辑甲", frozenset({"editor"}))
_PROSE = "会议要求，各级各部门要压实责任，确保完成全年目标任务，推动全市经济平稳运行，持续改善民生。" * 3


class _Site(dict[str, Answer]):
    """Answers by path that note what was asked for."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__(answers)
        self.asked: list[str] = []

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        """Return the answer for a path, and note the path."""
        self.asked.append(path)
        return super().get(path, default)


@dataclass
class _Desk:
    """An office with one column, and its database."""

    settings: Settings
    db: Database
    site: _Site

    def run(self, minutes: int, *names: str) -> tuple[set[str], CollectionReport]:
        """Collect so many minutes after the first run; return what was asked for, and the report."""
        self.site.asked.clear()
        report = collect_all(self.db, self.settings, names, at=AT + timedelta(minutes=minutes), say=quiet)
        return set(self.site.asked) - {"/robots.txt"}, report

    @property
    def open_problems(self) -> list[str]:
        """The problems nobody has settled."""
        return [problem.what for problem in store.problems.unsettled(self.db, "栏目")]

    @property
    def articles(self) -> str:
        """The numbers of the articles that came in, sorted."""
        return "".join(sorted(item.url[-6] for item in store.items.selected(self.db, "true", ())))


def _column(count: int) -> dict[str, Answer]:
    """Return a site whose column has so many pages of one article each."""
    answers: dict[str, Answer] = {}
    for number in range(count):
        following = f"<a href='/list_{number + 1}'>下一页</a>" if number + 1 < count else ""
        title = f"全市第{number}次重点工作推进会议在市政府召开"
        row = f"<li><a href='/a{number}.html'>{title}</a><span>2026-11-19</span></li>"
        answers[f"/list_{number}"] = page(f"<ul>{row}</ul>{following}".encode())
        answers[f"/a{number}.html"] = page(f"<h1>{title}</h1><div class='content'><p>{_PROSE}</p></div>".encode())
    return answers


def _desk(root: Path, base: str, site: _Site, rules: str = "pages = 1\nfirst_pages = 9") -> _Desk:
    text = f'collector = "webpage"\naddress = "{base}/list_0"\nlinks = "//li/a"\npause = 0.0\n[list]\n{rules}\n'
    settings = office(root, 栏目=text)
    return _Desk(settings, store.open_database(settings.database_path), site)


_GONE = page(b"gone", status=404)


@pytest.mark.parametrize(
    ("missing", "wrong"),
    [("/a2.html", _GONE), ("/list_3", _GONE), ("/list_3", page(b"<p>503</p>")), ("/a0.html", page(b"<p></p>"))],
)
def test_a_page_that_stays_missing_is_tried_alone_and_ever_more_seldom(
    tmp_path: Path, missing: str, wrong: Answer
) -> None:
    """After a first reading of many pages with one missing or unreadable, later runs ask for the first page and, when its
    time has come, for the missing one; its problem stands until it is there, and then nothing is doubled or lost."""
    whole = _column(6)
    site = _Site(whole | {missing: wrong})
    with served(site) as base:
        desk = _desk(tmp_path, base, site)
        first = desk.run(0)[0]
        alone = [desk.run(minutes)[0] for minutes in (20, 40, 60)]
        told = desk.open_problems
        alone.append(desk.run(110)[0])
        site[missing] = whole[missing]
        mended, report = desk.run(115, "栏目")
        after = desk.run(600)[0]

    assert {"/list_0", missing} <= first and len(first) > 6
    assert alone == [{"/list_0"}, {"/list_0", missing}, {"/list_0"}, {"/list_0", missing}]
    assert len(told) == 1 and missing in told[0]
    assert missing in mended and len(report.new_items) == (3 if "list" in missing else 1)
    assert after == {"/list_0"} and desk.open_problems == []
    assert desk.articles == "012345" and store.sources.unread_pages(desk.db, "栏目") == {}


def test_new_articles_come_though_another_stays_missing(tmp_path: Path) -> None:
    """A missing article on the first page neither hides what is new there nor has the next page read each time."""
    site = _Site(_column(3) | {"/a0.html": _GONE})
    with served(site) as base:
        desk = _desk(tmp_path, base, site, "pages = 3")
        desk.run(0)
        row = "<li><a href='/a7.html'>关于开展今冬明春火灾防控工作的通知</a></li>"
        old = "<li><a href='/a0.html'>全市第0次重点工作推进会议在市政府召开</a></li>"
        site["/list_0"] = page(f"<ul>{row}{old}</ul><a href='/list_1'>下一页</a>".encode())
        site["/a7.html"] = page(f"<h1>关于开展今冬明春火灾防控工作的通知</h1><p>{_PROSE}</p>".encode())
        asked, report = desk.run(20)

    assert asked == {"/list_0", "/a7.html", "/list_1"} and len(report.new_items) == 1


def test_a_person_who_asks_for_a_source_has_its_missing_pages_tried(tmp_path: Path) -> None:
    """A named source is asked at once, its missing page too; one whose problem a person has settled only after its file
    changed."""
    site = _Site(_column(2) | {"/a1.html": _GONE})
    with served(site) as base:
        desk = _desk(tmp_path, base, site)
        desk.run(0)
        named = desk.run(1, "栏目")[0]
        (problem,) = store.problems.unsettled(desk.db, "栏目")
        store.problems.settle_by_hand(desk.db, problem.id, _EDITOR, "", "文章已撤下", AT)
        given_up = desk.run(2, "栏目")[0]
        told = desk.open_problems
        anew = _desk(tmp_path, base, site, "pages = 2").run(3, "栏目")[0]

    assert named == {"/list_0", "/a1.html"} and given_up == {"/list_0"} and told == []
    assert "/a1.html" in anew


def test_a_page_is_given_up_after_a_month(tmp_path: Path) -> None:
    """Thirty days after the first failure it is not asked for any more, and its problem is over."""
    site = _Site(_column(1) | {"/a0.html": _GONE})
    with served(site) as base:
        desk = _desk(tmp_path, base, site)
        day = 24 * 60
        asked = [desk.run(minutes)[0] for minutes in (0, 29 * day, 31 * day, 33 * day)]
        told = desk.open_problems

    assert ["/a0.html" in paths for paths in asked] == [True, True, True, False]
    assert told == []


def test_what_came_while_a_run_was_killed_is_read_by_the_next(tmp_path: Path) -> None:
    """A run killed between the first page, which had changed, and the second is taken up: the second is read though
    nothing on the first is new any more."""
    site = _Site(_column(1))
    with served(site) as base:
        desk = _desk(tmp_path, base, site, "pages = 3")
        desk.run(0)
        site.update(_column(3))
        row = "<li><a href='/a7.html'>关于开展今冬明春火灾防控工作的通知</a></li>"
        site["/list_0"] = page(f"<ul>{row}</ul><a href='/list_1'>下一页</a>".encode())
        site["/a7.html"] = page(f"<h1>关于开展今冬明春火灾防控工作的通知</h1><p>{_PROSE}</p>".encode())
        site["/list_1"] = lambda _: _thread.interrupt_main()
        with pytest.raises(KeyboardInterrupt):
            desk.run(20)
        site["/list_1"] = _column(3)["/list_1"]
        asked, _ = desk.run(40)

    assert {"/list_1", "/a1.html", "/list_2", "/a2.html"} <= asked and desk.articles == "0127"


def test_a_list_that_is_too_short_stays_a_problem_while_it_does_not_change(tmp_path: Path) -> None:
    """The unchanged page is not read again for it, and the problem stands."""
    site = _Site(_column(1))
    with served(site) as base:
        desk = _desk(tmp_path, base, site, "pages = 1\n[expect]\nmin = 5")
        desk.run(0)
        asked, report = desk.run(20)

    assert asked == {"/list_0"} and report.sources[0].unchanged
    assert [what.startswith("本次列出 1 条") for what in desk.open_problems] == [True]
