"""Adopting (采用): title, publication and section of the article, with every unit that will be credited shown before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from bulletin.desk.editing import Wish, section_for
from bulletin.model import Item
from bulletin.settings import Settings
from bulletin.tui.prompts import Form, Line, Switch
from bulletin.tui.reading import from_whom
from bulletin.tui.words import Lettering

BY_KIND = "按信息类型"
MOST_ITEMS = 8


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was chosen: the wish, and whether the editor opens at once."""

    wish: Wish
    then_edit: bool


class AdoptionScreen(Form[Adoption]):
    """Asks for what the article shall be; Enter adopts, Ctrl-E adopts and opens the editor."""

    BINDINGS = [Binding("ctrl+e", "answer(True)", show=False, priority=True)]  # noqa: RUF012

    def __init__(self, items: Sequence[Item], units: Sequence[str], settings: Settings, lettering: Lettering) -> None:
        super().__init__()
        self._items, self._units = tuple(items), tuple(units)
        self._settings, self._lettering = settings, lettering

    def compose(self) -> ComposeResult:
        """What is adopted, who is credited, three fields, keys."""
        publications = list(self._settings.publications)
        with Vertical():
            yield Static(self._lettering.shown(self._title()), classes="title")
            yield Static(self._account())
            with Horizontal():
                yield Static("标题")
                yield Line(self._lettering.line(self._items[0].title), id="title")
            with Horizontal():
                yield Static("刊物")
                yield Switch(publications, self._lettering, id="publication")
            with Horizontal():
                yield Static("栏目")
                yield Switch(self._sections(publications[0]), self._lettering, id="section")
            hint = "回车 采用　Ctrl-E 采用并修改　↑↓ 换一行　←→ 换一个　F1 帮助　Esc 取消"
            yield Static(self._lettering.shown(hint), classes="hint")

    def _title(self) -> str:
        count = len(self._items)
        return f"采用：{count}条来稿合并为一篇稿件" if count > 1 else f"采用：来稿 {self._items[0].id}"

    def _account(self) -> Text:
        """Return which items go in, what of them is the same, and who will be credited."""
        lines = [
            f"来稿 {item.id}　{from_whom(item.unit, item.origin, item.source)}　{self._lettering.line(item.title)}"
            for item in self._items[:MOST_ITEMS]
        ]
        if len(self._items) > MOST_ITEMS:
            lines.append(f"……另有{len(self._items) - MOST_ITEMS}条")
        different = len({item.fingerprint for item in self._items})
        if different < len(self._items):
            lines.append(f"其中{len(self._items) - different}条正文与他条相同，只取一份，单位照记")
        credited = "、".join(self._credited(unit) for unit in self._units) or "没有报送单位，不记采用"
        lines.append(f"署名单位（各记一次）：{credited}")
        return self._lettering.shown("\n".join(lines))

    def _credited(self, unit: str) -> str:
        short = self._settings.attribution(unit)
        return unit if short == unit else f"{unit}（{short}）"

    def _sections(self, publication: str) -> tuple[str, ...]:
        sections = self._settings.publication(publication).sections
        return (f"{BY_KIND}：{self._by_kind(publication)}", *sections) if sections else ()

    def _by_kind(self, publication: str) -> str:
        """Return the section the article goes into where none is chosen."""
        return section_for(self._settings.publication(publication), "", self._items[0].kind)

    def on_mount(self) -> None:
        """Begin with the title."""
        self.query_one(Line).focus()

    def on_switch_turned(self, event: Switch.Turned) -> None:
        """Another publication has other sections."""
        if event.switch.id == "publication":
            self.query_one("#section", Switch).offer(self._sections(event.switch.value))

    def action_answer(self, then_edit: bool = False) -> None:
        """Answer with what was chosen."""
        section = self.query_one("#section", Switch).value
        wish = Wish(
            self.query_one(Line).value,
            "" if section.startswith(BY_KIND) else section,
            self.query_one("#publication", Switch).value,
        )
        self.dismiss(Adoption(wish, then_edit))
