"""Shingles: every run of four Chinese characters of a text, as numbers; and the samples by which like texts are found.

Only Chinese characters count, so width, marks, blanks, markup and interspersed Latin noise change nothing. A text with
almost no Chinese is taken by its letters and digits. In UTF-16 four characters are 64 bits: the windows are cast, not cut.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from math import sqrt
from unicodedata import normalize

SAMPLES = 24
"""Samples a text at most has: the smallest hash in each of 24 equal ranges (one-permutation hashing)."""
_HANZI = re.compile("[\u3400-\u9fff\uf900-\ufaff〇]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_LEAST_HANZI = 8
_WIDTH = 4
_SPREAD = 0x9E3779B97F4A7C15
_HASH_BITS = 30
_LANE = ((1 << _HASH_BITS) - 1).to_bytes(16, "little")
_BEYOND = 1 << _HASH_BITS
_RANGE = -(-_BEYOND // SAMPLES)


def folded(text: str) -> str:
    """Return `text` in NFKC: full-width digits and letters become plain ones. For comparison only."""
    return normalize("NFKC", text)


def hanzi(text: str) -> str:
    """Return the Chinese characters of a text in one run; of a text with fewer than eight, its letters and digits."""
    found = "".join(_HANZI.findall(text))
    return found if len(found) >= _LEAST_HANZI else _NO_LETTERS.sub("", folded(text)).lower()


def shingles(run: str) -> frozenset[int]:
    """Return the runs of four characters of `run`, as 64-bit numbers; none of a shorter run."""
    return frozenset().union(*_windows(run))


def _windows(run: str) -> list[memoryview]:
    """Return the runs of four characters that begin at the first, fifth … character, at the second, sixth …, and so on."""
    units = memoryview(run.encode("utf-16-le", "surrogatepass"))
    starts = range(0, min(2 * _WIDTH, len(units) - 2 * _WIDTH + 1), 2)
    return [units[start : start + (len(units) - start) // 8 * 8].cast("Q") for start in starts]


def samples(numbers: frozenset[int]) -> list[int]:
    """Return at most `SAMPLES` 30-bit numbers that stand for a text; like texts share some of them.

    Of two texts the expected part of shared samples is the part of their shingles that both have. The number itself
    tells its range, so that it is enough to look a sample up.
    """
    least = [_BEYOND] * SAMPLES
    for number in _spread(numbers):
        place = number // _RANGE
        if number < least[place]:
            least[place] = number
    return [number for number in least if number < _BEYOND]


def _spread(numbers: frozenset[int]) -> memoryview:
    """Return 30-bit hashes of 64-bit numbers: the upper bits of each times a constant, modulo 2**64.

    All are multiplied in one go, as one long number in which each has 128 bits of room; one by one takes four times as
    long, and numbers below 2**30 are compared fastest.
    """
    lanes = array("Q", bytes(16 * len(numbers)))
    lanes[::2] = array("Q", numbers)
    product = int.from_bytes(lanes.tobytes(), "little") * _SPREAD
    kept = (product >> (64 - _HASH_BITS)) & int.from_bytes(_LANE * len(numbers), "little")
    return memoryview(kept.to_bytes(16 * len(numbers), "little")).cast("Q")[::2]


def title_sample(title: str) -> int:
    """Return the 48-bit number, beyond all samples, that stands for a title, whatever its width, marks and blanks."""
    letters = _NO_LETTERS.sub("", folded(title)).lower()
    return int.from_bytes(hashlib.sha256(letters.encode("utf-8", "ignore")).digest()[:6], "big") | 1 << 47


def possible_share(shared: int, size: int, other_size: int) -> float:
    """Return how much of the smaller of two texts may stand in the other, judged by how many samples they share.

    Two standard deviations above what the number of shared samples makes likely; sizes are numbers of shingles.
    """
    union_share = min((shared + 2 * sqrt(shared) + 1) / SAMPLES, 1.0)
    return union_share / (1 + union_share) * (size + other_size) / max(min(size, other_size), 1)
