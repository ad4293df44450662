"""Self-test (自检): how wide this terminal draws the characters it may disagree with us about, measured, and what to set."""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.keys import Key, bindings
from bulletin.tui.words import AMBIGUOUS, Lettering

ASK_SECONDS = 1.0
SAMPLES = ("“十四五”规划——稳中求进……", "市发展改革委·东山镇：增长１２.5%", "汉字汉字汉字汉字汉字汉字汉字")
"""Lines whose right edges must stand below each other: each fills the same number of cells."""
_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")


def measure(characters: str) -> dict[str, int] | None:
    """Return how many cells the terminal moves its cursor for each character; None where it does not answer.

    Writes the character at the start of a line and asks for the cursor's place (``CSI 6n``). The terminal must be free.
    """
    try:
        with _raw(sys.__stdin__.fileno() if sys.__stdin__ else -1) as keyboard:
            widths = {char: _width(char, keyboard) for char in characters}
    except (OSError, termios.error, ValueError):
        return None
    return {char: width for char, width in widths.items() if width is not None} or None


@contextmanager
def _raw(keyboard: int) -> Iterator[int]:
    before = termios.tcgetattr(keyboard)
    try:
        tty.setraw(keyboard)
        yield keyboard
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


def _width(char: str, keyboard: int) -> int | None:
    os.write(1, f"\r{char}\x1b[6n".encode())
    answer = b""
    while (said := _ANSWER.search(answer)) is None:
        if not select.select([keyboard], [], [], ASK_SECONDS)[0]:
            return None
        answer += os.read(keyboard, 64)
    os.write(1, b"\r\x1b[K")
    return int(said[2]) - 1


def advice(widths: dict[str, int] | None, lettering: Lettering) -> list[str]:
    """Return what was measured, and what to set, in Chinese."""
    if widths is None:
        return [
            "终端没有回答字宽，请看上面几行：右边的竖线若不在一条线上，说明终端把“”——……画成了两格宽。",
            "办法：在终端设置里把“宽度不定的字符”改为窄（1格）；改不了的，用 bulletin desk --wide 打开。",
        ]
    two = "".join(char for char, width in widths.items() if width > 1)
    if not two:
        good = "字宽正常：宽度不定的字符都画成1格，各列对得齐，不用设置。"
        return [good, *(["现在按宽字符显示，可以去掉 --wide。"] if lettering.wide else [])]
    return [
        f"本终端把这些字符画成2格宽：{' '.join(two)}",
        "本次已改为用同义的全宽字符显示（只影响屏幕，稿件一字不改）。以后打开时自动如此：export BULLETIN_WIDE=1",
        "更好的办法：在终端设置里把“宽度不定的字符（ambiguous）”改为窄（1格）：",
        "　PuTTY：Window → Translation，不勾选 Treat CJK ambiguous characters as wide",
        "　Xshell：属性 → 终端 → 高级，不勾选 将模糊字符视为宽字符　　iTerm2：Profiles → Text，不勾选 Ambiguous characters",
    ]


class SelfTestScreen(DeskScreen):
    """Shows lines whose edges must agree, measures, and says what to set."""

    NOUN = "自检"
    KEYS = (
        Key("r", "r", "再量一次", "measure", short="再量一次"),
        Key("escape,q", "Esc", "返回", "leave", short="返回"),
    )
    BINDINGS = bindings(KEYS)

    DEFAULT_CSS = "SelfTestScreen #result { padding: 0 1; }"

    def compose(self) -> ComposeResult:
        """Head, the samples with their edge, the verdict, the foot."""
        yield Static("自检：终端的字宽", classes="head")
        with VerticalScroll(id="result"):
            yield Static(id="samples")
            yield Static(id="verdict")
        yield self.foot()

    def on_mount(self) -> None:
        """Measure at once."""
        self.action_measure()
        self.show_keys()

    def action_measure(self) -> None:
        """Measure, and go on with what was found."""
        with self.desk.handed_over():
            widths = measure(AMBIGUOUS)
        if widths:
            self.desk.lettering = Lettering(wide=any(width > 1 for width in widths.values()))
        plain = Lettering()
        edges = "\n".join(plain.fit(sample, 40) + "|" for sample in SAMPLES)
        self.query_one("#samples", Static).update(plain.shown(f"\n以下三行右边的竖线应当对齐：\n\n{edges}\n"))
        self.query_one("#verdict", Static).update(self.lettering.shown("\n".join(advice(widths, self.lettering))))
        self.desk.records_changed()
