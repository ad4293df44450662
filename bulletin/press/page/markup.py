"""Inked text and broken lines as HTML: one run for each stretch of characters that share a face and a gap.

WeasyPrint does not justify Chinese text, so every gap is written out: ``letter-spacing`` for the ordinary gap of a
line, a margin where one gap differs. WeasyPrint cuts letter-spacing to whole thousandths of an em, hence the hair
beyond them. Every string passes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from bulletin.press.page.blocks import clean
from bulletin.press.page.glyphs import Glyphs, Inked
from bulletin.press.page.linebreak import Line

BODY = "仿宋"  # the face of the block; runs in other faces are marked


def inline(inked: Inked) -> Markup:
    """Return `inked` as one unbroken run without gaps."""
    return _line_html(inked, Line(0, len(inked.text), 0, (0,) * len(inked.text)))


def inline_text(glyphs: Glyphs, text: str, style: str, where: str) -> Markup:
    """Return `text` cleaned and inked in `style` as one run; nothing for nothing. Raises `TypesettingFailure`."""
    text = clean(text)
    return inline(glyphs.ink(text, style, where)) if text else Markup()


def broken(inked: Inked, lines: Iterable[Line]) -> Markup:
    """Return `lines` of `inked`, one ``span.line`` each, joined by newlines for ``white-space: pre``."""
    return Markup("\n").join(_line_html(inked.cut(line.start, line.end), line) for line in lines)


def _line_html(inked: Inked, line: Line) -> Markup:
    content = Markup().join(_run_html(*run) for run in _runs(inked, line))
    style = Markup(' style="letter-spacing:{}"').format(_em(line.spacing)) if line.spacing else ""
    return Markup('<span class="line"{}>{}</span>').format(style, content)


def _runs(inked: Inked, line: Line) -> Iterable[tuple[str, str, int]]:
    """Yield (role, text, what the gap after it has beyond the ordinary one)."""
    text = ""
    for k, (char, role) in enumerate(zip(inked.text, inked.roles, strict=True)):
        text += char
        last = k + 1 == len(inked.text)
        extra = 0 if last else line.gaps[k] - (0 if _is_latin(role) else line.spacing)
        if last or extra or inked.roles[k + 1] != role:
            yield role, text, extra
            text = ""


def _run_html(role: str, text: str, extra: int) -> Markup:
    margin = Markup(' style="margin-right:{}"').format(_em(extra)) if extra else Markup()
    name = Markup(' class="{}"').format(role) if role != BODY else Markup()
    return Markup("<span{}{}>{}</span>").format(name, margin, text) if name or margin else escape(text)


def _is_latin(role: str) -> bool:
    return role.startswith("digits")


def _em(thousandths: int) -> str:
    """Return `thousandths` of an em as CSS, a hair beyond so that cutting to whole thousandths keeps them."""
    return f"{thousandths / 1000 + (0.00001 if thousandths > 0 else -0.00001):.5f}em"
