"""Jammer noise (干扰码): the random ASCII that forums strew into copied text, ``0 G L1 j3 H( ^- V/``.

A run of short ASCII tokens between blanks is noise when letters, figures and signs are mixed inside tokens; numbers,
dates, formulas and lists of letters are not.
"""

from __future__ import annotations

import re

_RUN = re.compile(r"(?<![!-~])[!-~]{1,4}(?: +[!-~]{1,4}){2,}(?![!-~])")
_SHORT_RUN = re.compile(r"[!-~]{1,4}(?: +[!-~]{1,4})*")
_NUMERIC = re.compile(r"[\d.,:;%()/+\-~#№]+|[A-Za-z]{1,4}[.,;:!?)]?|\(?[A-Za-z\d][).、]|[=+\-*/<>&|]")
_GLUED_MARK = re.compile(r"(?<=[\u4e00-\u9fff”’》）])[,.;:!?)\]]+ ?")
_LEAST_STRANGE, _LEAST_TOKENS = 3, 5
_SURE_RUNS = 3
_LEFTOVER = 12


def strip_noise(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return `lines` without jammer noise, one for one (a line that was all noise becomes ''), and what was taken out.

    Noise glued to Chinese at either end of a line goes too, and short leftovers in lines between lines of noise. Where
    a text has several sure runs, weaker ones count as well.
    """
    removed: list[str] = []
    sure = sum(1 for line in lines for match in _RUN.finditer(line) if _is_noise(match.group(), _LEAST_STRANGE))
    least = 1 if sure >= _SURE_RUNS else _LEAST_STRANGE
    kept = [_without_runs(line, least, removed) for line in lines]
    noisy = [before != after for before, after in zip(lines, kept, strict=True)]
    for number, line in enumerate(kept):
        if _is_leftover(line.strip()) and _near_noise(number, noisy, lines):
            removed.append(line)
            kept[number] = ""
    return kept, removed


def _without_runs(line: str, least: int, removed: list[str]) -> str:
    """Return `line` without its runs of noise; add them to `removed`."""

    def judged(match: re.Match[str]) -> str:
        run = match.group()
        mark = _GLUED_MARK.match(line, match.start())
        kept = mark.group().strip() if mark and mark.end() < match.end() else ""
        run = run[len(kept) :].lstrip()
        if not _is_noise(run, least):
            return match.group()
        removed.append(run)
        return f"{kept} "

    stripped = _RUN.sub(judged, line)
    return line if stripped == line else re.sub(r"(?<=\S)  +(?=\S)", " ", stripped).strip()


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


def _near_noise(number: int, noisy: list[bool], lines: list[str]) -> bool:
    """Tell whether the next lines with text above or below line `number` held noise."""
    above = next((noisy[n] for n in range(number - 1, -1, -1) if lines[n].strip()), False)
    below = next((noisy[n] for n in range(number + 1, len(lines)) if lines[n].strip()), False)
    return above or below
