"""Offices to test in: real files, a real database, the sample's people, one fixed moment, and ways to reach a state."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlite_utils import Database

from bulletin import store
from bulletin.cli import run
from bulletin.desk import editing
from bulletin.errors import TypesettingFailure
from bulletin.model import Actor, Article, Extracted, Instruction, Issue, Item, Received
from bulletin.press import compose, proof, publish
from bulletin.press.page.faces import fonts
from bulletin.settings import Settings, read_settings

AT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
TITLE = "东山镇3.2万亩晚稻提前6天收割完毕"
TEXT = "截至11月10日，东山镇3.2万亩晚稻全部收割完毕，比去年提前6天。\n目前，该镇已播种油菜、绿肥1.1万亩。"
ARTICLE_PATH = ("draft", "in_review", "approved")
ISSUE_PATH = ("composed", "proofed", "signed", "published")


@dataclass(frozen=True)
class House:
    """One open office, with short ways to bring a record to where a test needs it."""

    settings: Settings
    db: Database
    at: datetime

    def later(self, **span: float) -> House:
        """Return the same office at a later moment: ``later(days=3)``."""
        return replace(self, at=self.at + timedelta(**span))

    def actor(self, person: str) -> Actor:
        """Return the person as an actor on the day of the house."""
        return self.settings.actor(person, self.at.date())

    def item(self, text: str = TEXT, title: str = TITLE, unit: str = "东山镇", **fields: Any) -> Item:
        """Put one item into the queue; every call brings another one, even with the same text."""
        key = f"t{len(store.items.selected(self.db, 'true', ()))}"
        received = Received(f"{key}\n{text}".encode(), f"test:{key}", "text/plain", "utf-8")
        source = fields.pop("source", "test")
        original, _ = store.originals.keep(self.db, self.settings, received, source, self.at)
        extracted = Extracted(key, title, text, text, unit=unit, kind=fields.pop("kind", "动态"), **fields)
        item, _ = store.items.add(self.db, original, extracted, self.at)
        store.relations.relate(self.db, item, self.at)
        return item

    def printed_by_two(self) -> House:
        """Publish an issue of one entry of two units, and return the same office."""
        items = [self.item(unit="东山镇").id, self.item("另一段。", unit="市水利局").id]
        wish = editing.Wish(title="收割", publication="政务信息")
        self.approve(self.send(editing.adopt(self.db, self.settings, items, wish, self.actor("editor1"), self.at)))
        self.issue("published")
        return self

    def article(
        self, state: str = "draft", publication: str = "政务信息", *, text: str = TEXT, title: str = TITLE
    ) -> Article:
        """Make an article and bring it to `state`: written by editor1, reviewed by reviewer1 and, if need be, reviewer2."""
        wish = editing.Wish(title=title, publication=publication)
        item = self.item(text, title)
        one = editing.adopt(self.db, self.settings, [item.id], wish, self.actor("editor1"), self.at)
        for reached in ARTICLE_PATH[1 : ARTICLE_PATH.index(state) + 1]:
            one = self.send(one) if reached == "in_review" else self.approve(one)
        return one

    def send(self, one: Article) -> Article:
        """Send the article for review."""
        return self.move(one, "send", "editor1")

    def approve(self, one: Article) -> Article:
        """Give the article all the levels it needs, each by another reviewer."""
        levels = self.settings.publication(one.publication).levels
        for _, person in zip(levels, ("reviewer1", "reviewer2"), strict=False):
            one = self.move(one, "approve", person)
        return one

    def move(self, one: Article, action: str, person: str, note: str = "") -> Article:
        """Perform one action on the article as that person."""
        return editing.move(self.db, self.settings, one.id, action, self.actor(person), self.at, note)

    def edit(self, one: Article, body: str, person: str = "editor1") -> Article:
        """Save a new text of the article and return it with its new revision."""
        text = editing.Text(one.revision.title, body, one.revision.number)
        editing.save(self.db, self.settings, one.id, text, self.actor(person), self.at)
        return store.articles.get(self.db, one.id)

    def issue(self, state: str = "composed", publication: str = "政务信息", *, series: str = "正刊") -> Issue:
        """Gather the approved articles (making one if there is none) into an issue and bring it to `state`."""
        if not store.articles.in_states(self.db, "approved", publication=publication):
            self.article("approved", publication)
        chosen = self.settings.publication(publication)
        one = compose.gather(self.db, self.settings, chosen, series, self.actor("editor1"), self.at)
        for reached in ISSUE_PATH[1 : ISSUE_PATH.index(state) + 1]:
            one = {"proofed": self.proof, "signed": self.sign, "published": self.publish}[reached](one)
        return one

    def proof(self, one: Issue) -> Issue:
        """Make a proof of the issue."""
        try:
            fonts.find_fonts(os.environ)
        except TypesettingFailure as missing:
            pytest.skip(str(missing))
        proof.make(self.db, self.settings, one, self.actor("editor1"), self.at, os.environ)
        return store.issues.get(self.db, one.id)

    def sign(self, one: Issue, person: str = "signer1") -> Issue:
        """Sign the issue's proof."""
        publish.sign(self.db, self.settings, one, self.actor(person), self.at)
        return store.issues.get(self.db, one.id)

    def publish(self, one: Issue) -> Issue:
        """File the signed issue."""
        publish.publish(self.db, self.settings, one, self.actor("editor1"), self.at)
        return store.issues.get(self.db, one.id)

    def reread(self, one: Issue) -> Issue:
        """Return the issue as it stands now."""
        return store.issues.get(self.db, one.id)

    def instruction(self, issue: Issue, text: str = "请农业农村局总结推广。", kind: str = "") -> Instruction:
        """Record a leader's instruction on the issue."""
        from bulletin.feedback.cases import instructions

        words = instructions.Words("王副市长", text, kind)
        return instructions.record(self.db, (issue, None), words, self.actor("clerk1"), self.at)


class NewHouse(Protocol):
    """A maker of houses: a copy of the sample office, or of another house's office, opened in a new folder."""

    def __call__(self, folder: Path, like: House | None = None) -> House:
        """Make the house."""
        ...


@pytest.fixture(scope="session")
def sample_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office as ``bulletin init DIR --sample`` makes it; tests work on copies."""
    root = tmp_path_factory.mktemp("sample") / "office"
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
        assert run(["init", str(root), "--sample"]) == 0, said.getvalue()
    return root


@pytest.fixture(scope="session")
def opened() -> list[Database]:
    """The databases of the houses that stand open, in the order they were opened."""
    return []


@pytest.fixture(scope="module", autouse=True)
def closed_with_the_module(opened: list[Database]) -> Iterator[None]:
    """Close what the tests of one module shared."""
    yield from _closing(opened)


@pytest.fixture(autouse=True)
def closed_with_the_test(opened: list[Database]) -> Iterator[None]:
    """Close what one test alone opened; what it shares was opened before this fixture began."""
    yield from _closing(opened)


def _closing(opened: list[Database]) -> Iterator[None]:
    shared = len(opened)
    yield
    while len(opened) > shared:
        opened.pop().close()


@pytest.fixture(scope="session")
def new_house(sample_office: Path, opened: list[Database]) -> NewHouse:
    """``new_house(folder)`` copies the sample office into a new folder and opens it; ``like=`` copies another."""

    def make(folder: Path, like: House | None = None) -> House:
        shutil.copytree(like.settings.root if like else sample_office, folder, dirs_exist_ok=True)
        settings = read_settings(folder)
        opened.append(store.open_database(settings.database_path))
        return House(settings, opened[-1], AT)

    return make


@pytest.fixture
def unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk does not look for what others write: a key is always quicker than the look each second."""
    monkeypatch.setattr("bulletin.tui.app.LOOK_SECONDS", 3600.0)


@pytest.fixture
def house(new_house: NewHouse, tmp_path: Path) -> House:
    """A copy of the sample office, open, at the fixed moment, for one test alone."""
    return new_house(tmp_path / "office")


@pytest.fixture
def office(house: House) -> Path:
    """The directory of the test's office."""
    return house.settings.root


@pytest.fixture
def settings(house: House) -> Settings:
    """The settings of the test's office."""
    return house.settings


@pytest.fixture
def db(house: House) -> Database:
    """The open database of the test's office."""
    return house.db


@pytest.fixture
def at() -> datetime:
    """The moment at which tests happen: 2026-11-20T09:00+08:00."""
    return AT


@pytest.fixture
def actor(house: House) -> Callable[[str], Actor]:
    """``actor("editor1")``: the person as an actor."""
    return house.actor


@pytest.fixture
def an_item(house: House) -> Callable[..., Item]:
    """``an_item(text=…, unit=…)``: a new item in the queue."""
    return house.item


@pytest.fixture
def an_article(house: House) -> Callable[..., Article]:
    """``an_article(state="approved", publication="信息专报")``: an article brought to that state."""
    return house.article


@pytest.fixture
def an_issue(house: House) -> Callable[..., Issue]:
    """``an_issue(state="published")``: an issue brought to that state (a proof costs about 1.5 s)."""
    return house.issue
