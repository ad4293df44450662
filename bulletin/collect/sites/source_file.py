"""Writing source files: what a source is called, and values as TOML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from bulletin.text import one_line

LONGEST_NAME = 40
"""What the name of a source has at most, in characters."""
_UNFIT = re.compile(r"[^\w·-]+")


def is_fit(name: str) -> bool:
    """Tell whether a name can be a source's, so a file's: words, digits and ``·-_`` only, not too long."""
    return bool(name) and not _UNFIT.search(name) and len(name) <= LONGEST_NAME


class Names:
    """The names of an office's sources; each one given is taken from then on, whatever the case of its letters."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}
        self._numbers: dict[str, Iterator[int]] = {}

    def free(self, *wished: str) -> str:
        """Return a readable name that no source has, made of the first of the wishes that leaves anything."""
        plain = next(filter(None, map(_readable, wished)), "来源")
        numbers = self._numbers.setdefault(plain.casefold(), count(1))
        names = (plain if number == 1 else f"{plain}-{number}" for number in numbers)
        name = next(name for name in names if name.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def path_of(root: Path, name: str) -> Path:
    """Return where the file of a source lies."""
    return root / "sources" / f"{name}.toml"


def quoted(text: str) -> str:
    """Return a TOML string, literal where that is easier to read."""
    if text.isprintable() and not {'"', "\\"} & set(text):
        return f'"{text}"'
    if text.isprintable() and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _readable(text: str) -> str:
    return _UNFIT.sub("-", one_line(text)).strip("-·_")[:LONGEST_NAME]
