"""Which face shows each character, and how wide: text turned into characters in roles, before any line is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bulletin.errors import TypesettingFailure
from bulletin.press.page.fonts import FontSet
from bulletin.press.page.widths import advances

_LATIN = {"仿宋": "digits", "楷体": "digits", "小标宋": "digits-bold"}  # 黑体 and 宋体 have half-em digits of their own
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


class Glyphs:
    """The closed font set, asked character by character. ``borrowed`` collects what only the fallback could show."""

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._advances: dict[str, dict[int, int]] = {}
        self.borrowed: dict[str, str] = {}

    def ink(self, text: str, style: str | Sequence[str], where: str) -> Inked:
        """Find a face for each character of `text` in `style`, one role for all or one role each.

        Raises `TypesettingFailure` naming the first character that no face has, and its place: `where` and which
        character of `text`.
        """
        styles = [style] * len(text) if isinstance(style, str) else style
        found: list[tuple[str, int]] = []
        for k, char in enumerate(text):
            before = (found[-1][0],) if found and char == " " else ()  # WeasyPrint drops a run of nothing but blanks
            found.append(self._find(text, k, (*before, *self._candidates(ord(char), styles[k])), where))
        return Inked(text, tuple(role for role, _ in found), tuple(width for _, width in found))

    def _find(self, text: str, k: int, roles: tuple[str, ...], where: str) -> tuple[str, int]:
        code = ord(text[k])
        for role in roles:
            width = self._widths_of(role).get(code)
            if width is not None:
                if role.startswith("fallback"):
                    self.borrowed.setdefault(text[k], where)
                return role, width
        raise TypesettingFailure(
            f"{where}第 {k + 1} 字“{text[k]}”（U+{code:04X}）字体中都没有，不能排版",
            "请改用通行的字，或在字体目录中放入含有此字的后备字体",
        )

    def _candidates(self, code: int, style: str) -> tuple[str, ...]:
        latin, fallback = _LATIN.get(style, "digits"), _FALLBACK.get(style, "fallback")
        return (latin, style, fallback) if code < 0x7F and style in _LATIN else (style, latin, fallback)

    def _widths_of(self, role: str) -> dict[int, int]:
        if role not in self._advances:
            self._advances[role] = advances(self._fonts.faces[role])
        return self._advances[role]
