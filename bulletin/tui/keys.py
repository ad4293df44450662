"""The keys, as data: what each is, what it does in Chinese words, and which rule allows it.

Bindings, the line of keys at the foot, and the help of ``?`` are all made from these tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a screen. ``keys`` are Textual's names of it, ``shown`` how a person reads it, ``action`` what it calls.

    ``rule`` is the action of `bulletin.workflow` that must be allowed to the person at the record under the cursor, or ''.
    ``short`` is the word at the foot of the screen, '' for a key that stands only in the help.
    """

    keys: str
    shown: str
    words: str
    action: str
    rule: str = ""
    short: str = ""

    def is_pressed(self, key: str, character: str | None) -> bool:
        """Tell whether that key press, as Textual names it or as the character it types, is this key."""
        names = self.keys.split(",")
        return key in names or character in names


EVERYWHERE: tuple[Key, ...] = (
    Key("colon,：", ":", "转到：队列、自检等；打几个字，回车", "go", short="转到"),
    Key("question_mark,？", "?", "按键帮助：只列现在能用的，打字查找", "help", short="帮助"),
    Key("T", "T", "明、暗配色切换", "turn_light"),
    Key("ctrl+l", "Ctrl-L", "重画屏幕", "redraw"),
)
"""Keys of every screen."""

MOVES: tuple[Key, ...] = (
    Key("j,down", "j ↓", "下一条", "down"),
    Key("k,up", "k ↑", "上一条", "up"),
    Key("g,home", "g", "第一条", "first"),
    Key("G,end", "G", "最后一条", "last"),
    Key("ctrl+f", "Ctrl-F", "列表下一屏", "page(1)"),
    Key("ctrl+b", "Ctrl-B", "列表上一屏", "page(-1)"),
)
"""How to move in a list."""


def bindings(keys: Iterable[Key]) -> list[Binding]:
    """Return the keys as Textual's bindings."""
    return [Binding(key.keys, key.action, key.words, show=False) for key in keys]


def matching(keys: Iterable[Key], typed: str) -> list[Key]:
    """Return the keys whose sign or words hold every word typed."""
    wanted = typed.lower().split()
    return [key for key in keys if all(word in f"{key.shown} {key.words}".lower() for word in wanted)]
