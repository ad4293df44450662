"""Small questions at the foot of the screen: one line of text, a choice, yes or no.

Lines are typed into Textual's ``Input``, which an input method can write into; anything longer goes to ``$EDITOR``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.events import Paste
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from bulletin.text import one_line
from bulletin.tui.windowed import Rows, WindowedList
from bulletin.tui.words import Lettering, broken

if TYPE_CHECKING:
    from bulletin.tui.program import Program

MOST_SHOWN, FEW_MORE = 12, 3
"""Choices of a `Finder` shown at once; a few more than those where that shows all."""
OTHER_LINES = 4
"""Lines of a `Finder` that are no choices: title, line, keys on two lines in a narrow window."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what it stands for, how it reads, what more a search may find it by, and the sign before it."""

    value: str
    words: str
    more: str = ""
    sign: str = ""

    def holds(self, typed: str) -> bool:
        """Tell whether every word typed is found in it."""
        text = f"{self.sign} {self.words} {self.more}".lower()
        return all(word in text for word in typed.lower().split())


class Line(Input):
    """One line to type, without the frame that costs two lines and is drawn with characters of ambiguous width."""

    DEFAULT_CSS = """
    Line, Line.-textual-compact, Line:focus { border: none; height: 1; padding: 0 1; }
    Line, Line.-textual-compact, Line:focus { background: $background; color: $foreground; }
    """

    def __init__(self, value: str = "", id: str | None = None) -> None:
        super().__init__(value=value, id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the cursor, where an input method shows what is being composed; Textual names the one behind it."""
        found = super().cursor_screen_offset
        return found - Offset(1, 0) if self.cursor_at_end else found

    def on_resize(self) -> None:
        """Say where the cursor stands now that the line has its place: it had none when it was given the focus."""
        self.call_after_refresh(self._tell_cursor)

    def _tell_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()

    def on_paste(self, event: Paste) -> None:
        """Take the whole of what is pasted, its lines joined: Textual takes the first line and drops the rest."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(one_line(event.text))


Answer = TypeVar("Answer")
IN_A_FIELD = (
    "？ 和 ? 在这里是要写的字，所以帮助用 F1",
    "回车 办　　　　↑↓ 或 Tab 换一行　　←→ 换一个（有 < > 的一行）",
    "Ctrl-U 删到行首　Ctrl-K 删到行尾　　Ctrl-A 全选，再打字就换掉",
    "Home End 到行首、行尾　　Ctrl-← Ctrl-→ 移一个词",
    "Esc 不办，回去",
)
"""What the keys do in a field, whatever the form is."""


class Form(ModalScreen[Answer | None]):
    """Fields at the foot of the screen, one a row: Enter answers (`action_answer`), the arrows go on, Esc gives no answer."""

    BINDINGS = [  # noqa: RUF012
        Binding("escape", "leave", show=False),
        Binding("enter", "answer", show=False),
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding("f1", "help", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Form { align: left bottom; background: transparent; }
    Form > Vertical { height: auto; max-height: 90%; background: $panel; padding: 0 1; }
    Form Static { height: auto; }
    Form Horizontal { height: 1; }
    Form Horizontal Static { width: 7; color: $quiet; }
    Form Line { background: $background; }
    Form .title { text-style: bold; color: $primary; }
    Form .wrong { color: $error; }
    Form .hint { color: $quiet; }
    """

    def action_answer(self) -> None:
        """Answer with what stands in the fields."""
        raise NotImplementedError

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.action_answer()

    def action_help(self) -> None:
        """Tell what the keys do in a field."""
        self.app.push_screen(Told("填表的按键", IN_A_FIELD, cast("Program", self.app).lettering))

    def action_leave(self) -> None:
        """Give no answer."""
        self.dismiss(None)


class Prompt(ModalScreen[str | None]):
    """A question at the foot of the screen; Esc gives no answer."""

    BINDINGS = [Binding("escape", "leave", show=False)]  # noqa: RUF012
    DEFAULT_CSS = """
    Prompt { align: left bottom; background: transparent; }
    Prompt > Vertical { height: auto; max-height: 90%; background: $panel; padding: 0 1; }
    Prompt Static { height: auto; width: 1fr; }
    Prompt .title { text-style: bold; color: $primary; }
    Prompt .hint { color: $text-muted; }
    Prompt WindowedList { height: auto; }
    """

    def __init__(self, title: str, lettering: Lettering) -> None:
        super().__init__()
        self.lettering = lettering
        self._title = title

    def title_line(self) -> Static:
        """Return the line that says what is asked."""
        return Static(self.folded(self._title), classes="title")

    def folded(self, words: str) -> Text:
        """Return the words in lines as wide as the window leaves them, broken as Chinese is."""
        return Text("\n").join(broken(self.lettering.shown(words), max(1, self.app.size.width - 2)))

    def hint(self, words: str) -> Static:
        """Return the line that names the keys."""
        return Static(self.lettering.shown(words), classes="hint")

    def action_leave(self) -> None:
        """Give no answer."""
        self.dismiss(None)


class Ask(Prompt):
    """Asks for one line; `wrong` says what was wrong with the line before. With `anew`, typing replaces what stands there."""

    DEFAULT_CSS = "Ask .wrong { color: $error; }"

    def __init__(
        self, title: str, lettering: Lettering, value: str = "", hint: str = "", wrong: str = "", anew: bool = False
    ) -> None:
        super().__init__(title, lettering)
        self._value, self._hint, self._wrong, self._anew = value, hint, wrong, anew and bool(value)

    def compose(self) -> ComposeResult:
        """Title, what was wrong, line, keys."""
        with Vertical():
            yield self.title_line()
            if self._wrong:
                yield Static(self.lettering.shown(self._wrong), classes="wrong")
            yield Line(self._value)
            more = "　打字换掉原来的，←→ 接着改" if self._anew else ""
            yield self.hint((self._hint or "回车 确定　Esc 取消") + more)

    def on_mount(self) -> None:
        """Have what stands there replaced by what is typed, where that is wanted."""
        if self._anew:
            self.query_one(Line).action_select_all()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with what was typed."""
        self.dismiss(event.value)


class Finder(Prompt):
    """Asks to choose: arrows or typing find it, Enter takes it. With `free`, what was typed may be the answer itself."""

    BINDINGS = [  # noqa: RUF012
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
        Binding("pagedown", f"move({MOST_SHOWN})", show=False, priority=True),
        Binding("pageup", f"move({-MOST_SHOWN})", show=False, priority=True),
    ]

    DEFAULT_CSS = "Finder .wrong { color: $error; }"

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        lettering: Lettering,
        free: str = "",
        own_last: bool = False,
        start: tuple[str, str] = ("", ""),
    ) -> None:
        """With `own_last` what was typed is offered after the choices that hold it. `start`: what stands in the line at
        first, and what was wrong with it."""
        super().__init__(title, lettering)
        self._choices, self._free, self._own_last = tuple(choices), free, own_last
        self._found = self._listed = len(choices)
        self._value, self._wrong = start
        self._sign_cells = max((cell_len(choice.sign) for choice in self._choices), default=0)

    def compose(self) -> ComposeResult:
        """Title, choices, line, keys."""
        with Vertical():
            yield self.title_line()
            if self._wrong:
                yield Static(self.lettering.shown(self._wrong), classes="wrong")
            yield WindowedList[Choice](self._draw)
            yield Line(self._value)
            yield Static(id="hint", classes="hint")

    def _keys(self) -> str:
        """Return how many choices there are, and the keys."""
        known = len(self._choices)
        count = f"共{known}项" if self._listed == known else f"{self._listed}项（共{known}项）"
        own = f"，或直接写{self._free}" if self._free else ""
        return f"{count}　↑↓ 选择　打字查找{own}　回车 确定　Esc 取消"

    def on_mount(self) -> None:
        """Show all choices; the line takes what is typed."""
        self._list.can_focus = False
        self._narrow(self._value)
        self.query_one(Line).focus()

    @property
    def _list(self) -> WindowedList[Choice]:
        return self.query_one(WindowedList)

    def _fit(self) -> None:
        """Show a dozen choices, more in a high window, fewer where title, line and keys would not be seen."""
        height = self.app.size.height
        most = self._found if self._found <= MOST_SHOWN + FEW_MORE else MOST_SHOWN
        room = min(max(most, height // 2), int(height * 0.9) - OTHER_LINES)
        self._list.styles.height = max(1, min(room, self._found))

    def on_resize(self) -> None:
        """Show as many choices as there is room for now."""
        self._fit()

    def _draw(self, choice: Choice, width: int) -> Text:
        sign = self.lettering.fit(choice.sign, self._sign_cells) + " " if choice.sign else ""
        return Text(sign, "bold", end="").append(self.lettering.fit(choice.words, width - cell_len(sign)), "not bold")

    def _narrow(self, typed: str) -> None:
        held = [choice for choice in self._choices if choice.holds(typed)]
        found = tuple(sorted(held, key=lambda choice: not choice.words.startswith(typed.strip())))
        self._listed = len(found)
        if self._free and typed.strip() and not any(choice.words == typed.strip() for choice in found):
            own = Choice(typed.strip(), f"{self._free}：{typed.strip()}")
            found = (*found, own) if (self._own_last or _is_short(typed)) and found else (own, *found)
        self._found = len(found)
        self.query_one("#hint", Static).update(self.lettering.shown(self._keys()))
        self._fit()
        self._list.show(Rows(found))

    def action_move(self, lines: int) -> None:
        """Move the cursor in the choices."""
        self._list.action_to(self._list.cursor + lines)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the choices that hold what was typed."""
        self._narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the choice under the cursor."""
        if self._list.current is not None:
            self.dismiss(self._list.current.value)

    def on_windowed_list_chosen(self, event: WindowedList.Chosen) -> None:
        """Answer with the choice that was clicked."""
        self.dismiss(self._list.current.value if self._list.current else None)


def _is_short(typed: str) -> bool:
    """Tell whether what was typed looks for a choice (a digit, a letter) more likely than it is an answer."""
    return len(typed.strip()) < 2


class _Lines(Prompt):
    """A title, lines, and the keys there are."""

    KEYS_SHOWN: ClassVar[str] = ""

    def __init__(self, title: str, lines: Sequence[str], lettering: Lettering) -> None:
        super().__init__(title, lettering)
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        """Title, lines, keys."""
        with Vertical():
            yield self.title_line()
            yield Static(self.folded("\n".join(self._lines)))
            yield self.hint(self.KEYS_SHOWN)


class Told(_Lines):
    """Tells something; any of the usual keys closes it."""

    BINDINGS = [Binding("enter,q,f1,space", "leave", show=False, priority=True)]  # noqa: RUF012
    KEYS_SHOWN = "回车 Esc 返回"


class Confirm(_Lines):
    """Asks yes or no, with everything that will happen said before."""

    BINDINGS = [Binding("y,Y,enter", "yes", show=False), Binding("n,N,q", "leave", show=False)]  # noqa: RUF012
    KEYS_SHOWN = "y 回车 是　n Esc 否"

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss("yes")


class Switch(Widget, can_focus=True):
    """One of several values on one line: ← → or blank changes it."""

    BINDINGS = [Binding("left,h", "turn(-1)", show=False), Binding("right,l,space", "turn(1)", show=False)]  # noqa: RUF012
    DEFAULT_CSS = """
    Switch { height: 1; padding: 0 1; }
    Switch:focus { background: $primary; color: $background; }
    """
    chosen: reactive[int] = reactive(0)

    class Turned(Message):
        """Another value was chosen."""

        def __init__(self, switch: Switch) -> None:
            super().__init__()
            self.switch = switch

        @property
        def control(self) -> Switch:
            """The switch that was turned."""
            return self.switch

    def __init__(self, values: Sequence[str], lettering: Lettering, chosen: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._lettering = lettering
        self.offer(values, chosen)

    @property
    def value(self) -> str:
        """The value that is chosen, '' where there is none to choose."""
        return self._values[self.chosen] if self._values else ""

    def offer(self, values: Sequence[str], chosen: str = "") -> None:
        """Offer other values."""
        self._values = tuple(values)
        self.set_reactive(Switch.chosen, self._values.index(chosen) if chosen in self._values else 0)
        self.refresh()

    def render(self) -> Text:
        """The value, between signs that say there are others."""
        many = len(self._values) > 1
        words = self.value or "（没有可选的）"
        return self._lettering.shown(f"< {words} >　{self.chosen + 1}/{len(self._values)}" if many else words)

    def action_turn(self, steps: int) -> None:
        """Choose the next value, or the one before."""
        if self._values:
            self.chosen = (self.chosen + steps) % len(self._values)
            self.post_message(self.Turned(self))
