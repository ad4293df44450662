"""Jammer noise (干扰码): the random ASCII that forums strew into copied text, ``0 G L1 j3 H( ^- V/``.

A run of short ASCII tokens between blanks is noise when letters, figures and signs are mixed inside tokens; numbers,
dates, formulas and lists of letters are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.collect.cleaning.lines import Span, less
from bulletin.text.likeness.sentences import NOISE

_SHORT_RUN = re.compile(r"[!-~]{1,4}(?: +[!-~]{1,4})*")
_NUMERIC = re.compile(r"[\d.,:;%()/+\-~#№]+|[A-Za-z]{1,4}[.,;:!?)]?|\(?[A-Za-z\d][).、]|[=+\-*/<>&|]")
_GLUED_MARK = re.compile(r"(?<=[\u4e00-\u9fff”’》）])[,.;:!?)\]]+ ?")
_OWN_WORD = re.compile(r"(?:(?<=[!-~])[A-Za-z\d]{2,}|\d+)$")
_LEAST_STRANGE, _LEAST_TOKENS = 3, 5
_SURE_RUNS = 3
_LEFTOVER = 12


def noise_in(lines: list[str], rows: frozenset[int] = frozenset()) -> dict[int, list[Span]]:
    """Return where noise stands, as stretches by line number; never in the `rows` of tables.

    Noise glued to Chinese at either end of a line counts too, and a short leftover in a line between lines of noise.
    Where a text has several sure runs, weaker ones count as well.
    """
    runs = {n: list(NOISE.finditer(line)) for n, line in enumerate(lines) if n not in rows}
    sure = sum(_is_noise(match.group(), _LEAST_STRANGE) for found in runs.values() for match in found)
    least = 1 if sure >= _SURE_RUNS else _LEAST_STRANGE
    noise = {n: spans for n, found in runs.items() if (spans := list(_noise_of(lines[n], found, least)))}
    left = [less(line, noise.get(n, ())).strip() for n, line in enumerate(lines)] if noise else []
    noisy = frozenset(noise)
    for number, line in enumerate(left):
        if number not in rows and _is_leftover(line) and _near_noise(number, noisy, lines):
            noise[number] = [(0, len(lines[number]))]
    return noise


def _noise_of(line: str, found: list[re.Match[str]], least: int) -> Iterator[Span]:
    """Yield the stretches of a line that are noise; a mark that ends the Chinese before it and a figure or word that
    begins the Chinese after it (``U9月``) are none of it: forums end their noise with a single letter or sign."""
    for match in found:
        mark = _GLUED_MARK.match(line, match.start())
        start = mark.end() if mark and mark.end() < match.end() else match.start()
        own = _OWN_WORD.search(line, start, match.end()) if match.end() < len(line) else None
        end = own.start() if own else match.end()
        if _is_noise(line[start:end], least):
            yield start, end


def _is_noise(run: str, least: int) -> bool:
    """Tell whether a run of tokens is noise: at least `least` tokens that no number, word or formula is made of."""
    tokens = run.split()
    strange = sum(1 for token in tokens if not _NUMERIC.fullmatch(token))
    mixed = any(char.isalpha() for char in run) and any(not char.isalnum() and not char.isspace() for char in run)
    enough = strange >= _LEAST_STRANGE or (strange >= min(least, 2) and len(tokens) >= _LEAST_TOKENS)
    return mixed and enough and strange * (3 if least > 1 else 5) >= len(tokens)


def _is_leftover(line: str) -> bool:
    """Tell whether a line is so short a row of ASCII tokens that it can only be a scrap of noise."""
    return 0 < len(line) <= _LEFTOVER and _SHORT_RUN.fullmatch(line) is not None


def _near_noise(number: int, noisy: frozenset[int], lines: list[str]) -> bool:
    """Tell whether the next lines with text above or below line `number` held noise."""
    above = next((n for n in range(number - 1, -1, -1) if lines[n].strip()), -1)
    below = next((n for n in range(number + 1, len(lines)) if lines[n].strip()), -1)
    return above in noisy or below in noisy
