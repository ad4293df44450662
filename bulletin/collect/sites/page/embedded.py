"""A body that a page carries as data: escaped in a textarea or template, or as a string in a script's JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TEXT = re.compile(
    r"""["']?\b(?:content|contents|body|articleBody|article_content|contentData|text|html|detail)["']?\s*[:=]\s*"""
    r"""("(?:[^"\\\n]|\\.){200,200000}"|'(?:[^'\\\n]|\\.){200,200000}')"""
)
_MARKUP = re.compile(r"<(?:p|br|div|section|span)\b", re.IGNORECASE)
_ESCAPED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
_LONGEST, _SHORTEST = 400_000, 200


def embedded_bodies(root: HtmlElement) -> list[str]:
    """Return the pieces of HTML a page carries as data, longest first."""
    found = [text for text in _pieces(root) if _MARKUP.search(text)]
    return sorted(found, key=len, reverse=True)[:3]


def _pieces(root: HtmlElement) -> Iterator[str]:
    for element in root.iter("textarea", "template"):
        text = element.text or ""
        if _SHORTEST <= len(text) <= _LONGEST:
            yield _unescaped(text)
    for script in root.iter("script"):
        text = (script.text or "")[:_LONGEST]
        if "template" in (script.get("type") or "") or (script.get("type") or "") == "text/plain":
            yield _unescaped(text)
        for match in _TEXT.finditer(text):
            yield _unescaped(_literal(match[1]))


def _literal(quoted: str) -> str:
    """Return the text of a quoted string of JSON or JavaScript; '' for one that cannot be read."""
    inside = quoted[1:-1]
    if quoted[0] == "'":
        inside = inside.replace("\\'", "'").replace('"', '\\"')
    try:
        text = json.loads(f'"{inside}"', strict=False)
    except ValueError:
        return ""
    return text if isinstance(text, str) else ""


def _unescaped(text: str) -> str:
    """Return `text` with its markup unescaped once where it holds escaped tags."""
    if "&lt;" in text:
        for reference, char in _ESCAPED.items():
            text = text.replace(reference, char)
    return text
