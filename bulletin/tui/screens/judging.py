"""Acceptance (审结) on one screen: the report above, the six questions answered by keys, where the result goes."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from bulletin.errors import BulletinError, UsageError
from bulletin.feedback.cases.closing import Verdict
from bulletin.terms import CASE_QUESTIONS
from bulletin.tui.advice import refusal
from bulletin.tui.prompts import Form, Line, Switch
from bulletin.tui.text_pane import TextPane
from bulletin.tui.words import Lettering

CLOSED, SHOWN = "办结，结果作为来稿回到队列", "送领导阅"
_YES, _NO, _OPEN = "是", "否", "？"
_IN_A_ROW = 3


class Questions(Widget, can_focus=True):
    """The six questions, three on a line: a digit answers its question, 是 or 否 in turn."""

    BINDINGS = [  # noqa: RUF012
        *(Binding(str(number), f"turn({number - 1})", show=False) for number in range(1, len(CASE_QUESTIONS) + 1)),
        Binding("0", "all_yes", show=False),
    ]
    DEFAULT_CSS = "Questions { height: 2; padding: 0 1; }"

    class Turned(Message):
        """A question was answered."""

    def __init__(self, lettering: Lettering, is_open: bool) -> None:
        """With `is_open` no question is answered at first, else all are 是."""
        super().__init__(id="questions")
        self._lettering = lettering
        self.answers = dict.fromkeys(CASE_QUESTIONS, _OPEN if is_open else _YES)

    def named(self, answer: str) -> tuple[str, ...]:
        """Return the questions that are answered so."""
        return tuple(question for question, said in self.answers.items() if said == answer)

    def render(self) -> Text:
        """The questions with their digits and answers, 否 and what is open standing out."""
        styles = {_YES: "", _NO: "bold reverse", _OPEN: "reverse"}
        text = Text(no_wrap=True)
        for number, (question, answer) in enumerate(self.answers.items()):
            text.append("\n" if number and number % _IN_A_ROW == 0 else "")
            text.append(f"{number + 1} {question} ").append(f" {answer} ", styles[answer]).append("　　")
        return text

    def action_turn(self, number: int) -> None:
        """Answer a question: 是 where it is open or 否, else 否."""
        question = CASE_QUESTIONS[number]
        self.answers[question] = _NO if self.answers[question] == _YES else _YES
        self._changed()

    def action_all_yes(self) -> None:
        """Answer all questions 是."""
        self.answers = dict.fromkeys(CASE_QUESTIONS, _YES)
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Turned())


class JudgingScreen(Form[str]):
    """Asks for a verdict; Enter does `act` with it. Where it raises, that is said, and all stays as it is."""

    BINDINGS = [  # noqa: RUF012
        Binding("pagedown,space", "read(1)", show=False),
        Binding("pageup,b", "read(-1)", show=False),
    ]
    DEFAULT_CSS = """
    JudgingScreen > Vertical { height: 90%; }
    JudgingScreen #report { height: 1fr; background: $background; padding: 0 1; }
    JudgingScreen #onward { color: $warning; }
    """

    def __init__(
        self, title: str, report: str, start: tuple[bool, bool], act: Callable[[Verdict], str], lettering: Lettering
    ) -> None:
        """`start`: whether each question must be answered by name, and whether the result goes to the leader."""
        super().__init__()
        self._title, self._report, self._act, self._lettering = title, report, act, lettering
        self._by_name, self._shows = start

    def compose(self) -> ComposeResult:
        """Title, report, what was wrong, questions, note, where it goes, what Enter will do, keys."""
        with Vertical():
            yield Static(self._lettering.shown(self._title), classes="title")
            yield TextPane(id="report")
            wrong = Static(id="refusal", classes="wrong")
            wrong.display = False
            yield wrong
            yield Questions(self._lettering, self._by_name)
            with Horizontal():
                yield Static("意见")
                yield Line(id="note")
            with Horizontal():
                yield Static("去向")
                yield Switch((CLOSED, SHOWN), self._lettering, SHOWN if self._shows else CLOSED, id="end")
            yield Static(id="onward")
            hint = "1至6 改一问　0 都是“是”　↑↓ 换行　←→ 去向　空格 b 翻反馈　F1 帮助　Esc 取消"
            yield Static(self._lettering.shown(hint), classes="hint")

    def on_mount(self) -> None:
        """Show the report; the digits go to the questions."""
        self.query_one(TextPane).show(self._lettering.shown(self._report))
        self.query_one(Questions).focus()
        self._tell_onward()

    def on_questions_turned(self) -> None:
        """Tell what Enter will do now."""
        self._tell_onward()

    def on_switch_turned(self) -> None:
        """Tell what Enter will do now."""
        self._tell_onward()

    def _tell_onward(self) -> None:
        questions = self.query_one(Questions)
        failed, still = questions.named(_NO), questions.named(_OPEN)
        if still:
            words = f"还没有答：{'、'.join(still)}"
        elif failed:
            words = f"回车：退回重办（{'、'.join(failed)}为“否”）"
        else:
            words = f"回车：{self.query_one('#end', Switch).value}"
        self.query_one("#onward", Static).update(self._lettering.shown(words))

    def action_read(self, screens: int) -> None:
        """Scroll the report."""
        self.query_one(TextPane).scroll_screens(screens)

    def action_answer(self) -> None:
        """Judge; say what is wrong where it is refused."""
        try:
            done = self._act(self._verdict())
        except BulletinError as error:
            wrong = self.query_one("#refusal", Static)
            wrong.update(self._lettering.shown(f"未完成：{refusal(error)}"))
            wrong.display = True
            return
        self.dismiss(done)

    def _verdict(self) -> Verdict:
        questions = self.query_one(Questions)
        if still := questions.named(_OPEN):
            raise UsageError(f"六问还没有答完：{'、'.join(still)}", "按数字键逐问回答")
        shows = self.query_one("#end", Switch).value == SHOWN
        note = self.query_one("#note", Line).value.strip()
        return Verdict(note, questions.named(_NO), questions.named(_YES), shows)
