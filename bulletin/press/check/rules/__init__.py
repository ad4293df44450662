"""The 83 rules in the order of their numbers, each with its clause, its strength and how it is measured.

The numbers are those of the office's rule list: 1–15 page and grid, 16–25 版头, 26–41 主体, 42–51 版记 and page number,
52–55 special formats, 56–70 lines, punctuation, numerals, 71–76 the file, 77–83 简报.
"""

from __future__ import annotations

from bulletin.press.check.finding import Rule
from bulletin.press.check.rules import (
    body,
    colophon,
    file,
    formats,
    lines,
    manuscript,
    masthead,
    numbering,
    page,
    wording,
)

_PARTS = (page, masthead, body, colophon, numbering, formats, lines, wording, file, manuscript)

RULES: tuple[Rule, ...] = tuple(sorted((rule for part in _PARTS for rule in part.RULES), key=lambda rule: rule.number))
"""Every rule, in the order of the list."""
