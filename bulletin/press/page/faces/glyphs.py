"""Which face shows each character, and how wide: text turned into characters in roles, before any line is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.errors import TypesettingFailure
from bulletin.press.page.faces.facts import FaceFacts, face_facts, memory
from bulletin.press.page.faces.fonts import FontSet

_LATIN = {"仿宋": "digits", "楷体": "digits", "黑体": "digits-bold", "小标宋": "digits-bold"}  # 宋体 has its own
_FALLBACK = {"黑体": "fallback-bold", "小标宋": "fallback-bold"}


@dataclass(frozen=True, slots=True)
class Inked:
    """Text with the role of the face that shows each character and its advance in em/1000."""

    text: str
    roles: tuple[str, ...]
    widths: tuple[int, ...]

    def __add__(self, other: Inked) -> Inked:
        return Inked(self.text + other.text, self.roles + other.roles, self.widths + other.widths)

    def cut(self, start: int, end: int) -> Inked:
        """Return the characters from `start` to before `end`."""
        return Inked(self.text[start:end], self.roles[start:end], self.widths[start:end])


_Shown = tuple[str, str, int]
"""A character as it is printed, the role of the face that has it, its width."""


class Glyphs:
    """The closed font set, asked character by character. ``borrowed`` collects what only the fallback could show.

    ``known``, what is known of the faces, can be handed from one to the next: it fills as they are asked.
    """

    def __init__(self, fonts: FontSet, known: dict[str, FaceFacts] | None = None) -> None:
        self.fonts = fonts
        self._known = {} if known is None else known
        self._shown: dict[tuple[str, str], _Shown | None] = {}
        self.borrowed: dict[str, str] = {}

    def ink(self, text: str, style: str | Sequence[str], where: str) -> Inked:
        """Find a face for each character of `text` in `style`, one role for all or one role each.

        What shares its glyph with a plainer character is printed as that one: ⼀ as 一. Raises `TypesettingFailure`
        naming the first character that no face has, and its place: `where` and which character of `text`.
        """
        styles = [style] * len(text) if isinstance(style, str) else style
        found: list[_Shown] = []
        for k, char in enumerate(text):
            after = found[-1][1] if found and char == " " else ""  # WeasyPrint drops a run of nothing but blanks
            shown = self._with(char, after) or self._in_style(char, styles[k])
            if shown is None:
                raise _unknown(text, k, where)
            if shown[1].startswith("fallback"):
                self.borrowed.setdefault(char, where)
            found.append(shown)
        printed, roles, widths = zip(*found, strict=True) if found else ((), (), ())
        return Inked("".join(printed), roles, widths)

    def _in_style(self, char: str, style: str) -> _Shown | None:
        """Return how `char` is shown in `style`; looked for once."""
        if (char, style) not in self._shown:
            shown = (self._with(char, role) for role in _candidates(char, style))
            self._shown[char, style] = next((one for one in shown if one), None)
        return self._shown[char, style]

    def _with(self, char: str, role: str) -> _Shown | None:
        if not role:
            return None
        if role not in self._known:
            self._known[role] = face_facts(self.fonts.faces[role], memory(self.fonts))
        facts = self._known[role]
        printed = facts.twins.get(char, char)
        width = facts.widths.get(printed)
        return None if width is None else (printed, role, width)


def _candidates(char: str, style: str) -> tuple[str, ...]:
    latin, fallback = _LATIN.get(style, "digits"), _FALLBACK.get(style, "fallback")
    return (latin, style, fallback) if char < "\x7f" and style in _LATIN else (style, latin, fallback)


def _unknown(text: str, k: int, where: str) -> TypesettingFailure:
    return TypesettingFailure(
        f"{where}第 {k + 1} 字“{text[k]}”（U+{ord(text[k]):04X}）字体中都没有，不能排版",
        "请改用通行的字，或在字体目录中放入含有此字的后备字体",
    )
