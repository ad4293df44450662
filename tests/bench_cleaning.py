"""Cleaning: noise found and clean texts left alone, mojibake found and false alarms, charsets read, and the time of it.

`python -m tests.bench_cleaning [cases …]` prints the figures; cases is how many texts of each kind. Texts are those of the
shared material where it is there, else our own.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bulletin.collect.cleaning.clean import clean
from bulletin.collect.cleaning.flags import flags_of
from bulletin.collect.documents.charset import decode
from bulletin.text import plain
from bulletin.text.mojibake import find_mojibake

_SHARED = Path(__file__).parents[2] / "shared" / "data"
_OWN = (
    "会议强调，各级各部门要把信息工作摆在突出位置，做到及时、准确、真实、全面，为领导决策提供参考。"
    "截至11月10日，全市完成投资182.4亿元，同比增长7.3%，比上月提高0.6个百分点。针对群众反映的停水问题，水务部门连夜抢修。\n"
)
_SENTENCE_END = re.compile("(?<=。)(?![”’\"'）)』」])|(?<=。[”’\"'）)』」])")
SIZES = (500,)


def clean_texts() -> dict[str, list[str]]:
    """Return texts without noise and mojibake, by where they are from."""
    if not _SHARED.exists():
        return {"own": [_OWN * 20] * 20}
    with lzma.open(_SHARED / "laws/national_regulations.jsonl.xz", "rt", encoding="utf-8") as lines:
        found = {"laws": [json.loads(line)["text"] for line in lines]}
    for name in ("clean_rmrb", "clean_xxqg"):
        rows = json.loads((_SHARED / f"proof/{name}_a.json").read_text(encoding="utf-8"))
        sentences = [row["original_text"] for row in rows]
        found[name] = ["\n".join(sentences[n : n + 20]) for n in range(0, len(sentences), 20)]
    rows = json.loads((_SHARED / "dedup/ecob_zh_dev.json").read_text(encoding="utf-8"))
    found["ecob"] = ["".join(one["sent_text"] for one in row["Doc"]["content"]) for row in rows]
    return found


def jammed(text: str, chance: random.Random) -> tuple[str, int]:
    """Return a text with jammer noise strewn between its sentences and lines, and how many characters of noise it got."""
    pieces: list[str] = []
    count = 0
    for sentence in _SENTENCE_END.split(text):
        pieces.append(sentence)
        if sentence and chance.random() < 0.4:
            noise = jam(chance)
            count += len("".join(noise.split()))
            pieces.append(f"\n{noise}\n" if chance.random() < 0.3 else noise)
    return "".join(pieces), count


def jam(chance: random.Random) -> str:
    """Return a run of noise as forum software strews it: 5 to 15 times a sign or figure, a blank, a letter or sign."""
    rounds = chance.randint(5, 15)
    return "".join(f"{chr(chance.randint(32, 59))} {chr(chance.randint(63, 126))}" for _ in range(rounds)).strip()


def noise_figures(texts: Sequence[str], chance: random.Random) -> tuple[float, int, int]:
    """Return the share of injected noise that is taken out, how many texts lost anything that is theirs, and how many
    clean texts lose anything as noise."""
    injected = left = harmed = touched = 0
    for text in texts:
        dirty, count = jammed(text, chance)
        cleaned = clean(dirty, " ")
        gone = [one for one in cleaned.removed if one.why == "干扰码"]
        taken = sum(len("".join(one.text.split())) for one in gone)
        injected, left = injected + count, left + max(0, count - taken)
        harmed += any(not one.text.isascii() for one in gone) or taken > count
        touched += any(one.why == "干扰码" for one in clean(text, " ").removed)
    return 1 - left / max(injected, 1), harmed, touched


def spoilt(text: str, how: str) -> str:
    """Return a text as it reads with the wrong table."""
    if how == "shifted GBK":
        bare = "".join(char for char in text if not char.isascii())
        return bare.encode("gb18030", "ignore")[1:].decode("gb18030", "ignore")
    if how == "锟斤拷":
        return "锟斤拷" * max(1, len(text) // 4)
    source, target = {
        "UTF-8 as GBK": ("utf-8", "gb18030"),
        "GBK as Latin-1": ("gb18030", "latin-1"),
        "UTF-8 as Latin-1": ("utf-8", "latin-1"),
    }[how]
    return text.encode(source, "ignore").decode(target, "ignore")


WAYS = ("shifted GBK", "UTF-8 as GBK", "GBK as Latin-1", "UTF-8 as Latin-1", "锟斤拷")


def mojibake_figures(texts: Sequence[str], how: str, length: int, chance: random.Random) -> tuple[float, float, float]:
    """Return how many spoilt stretches of that length are found, what share of their characters is flagged, and the mean
    probability that is given."""
    hits, shares, sure = 0, [], []
    for text in texts:
        start = chance.randrange(max(1, len(text) - 3 * length))
        before, rest = text[max(0, start - 200) : start], text[start:]
        bad = plain(spoilt(rest[: length * 2], how))[:length]
        whole = before + bad + rest[length : length + 200]
        flagged = [flag for flag in flags_of(whole) if flag.kind == "mojibake"]
        covered = sum(max(0, min(f.end, len(before) + len(bad)) - max(f.start, len(before))) for f in flagged)
        hits += covered * 2 >= len(bad)
        shares.append(covered / max(len(bad), 1))
        sure += [flag.probability for flag in flagged if flag.probability is not None]
    return hits / len(texts), statistics.mean(shares), statistics.mean(sure) if sure else 0.0


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print all figures for that many texts of each kind."""
    by_source = clean_texts()
    for size in sizes:
        chance = random.Random(size)
        every = [text for texts in by_source.values() for text in texts if len(text) > 60]
        some = chance.sample(every, min(size, len(every)))
        share, harmed, touched = noise_figures([text[:3000] for text in some], chance)
        print(
            f"jammer: {share:.4f} of injected noise removed, {harmed} of {len(some)} texts harmed, {touched} clean touched"
        )
        for how in WAYS:
            found = [mojibake_figures([t for t in every if len(t) > 700][:size], how, n, chance) for n in (20, 60, 200)]
            shown = "  ".join(
                f"{n}: {hit:.2f} (chars {part:.2f}, p {sure:.2f})"
                for n, (hit, part, sure) in zip((20, 60, 200), found, strict=True)
            )
            print(f"mojibake: {how:17} {shown}")
        print(f"charset: {charset_errors(some, chance)} errors")
    for name, texts in by_source.items():
        spans = sum(len(find_mojibake(text)) for text in texts)
        print(
            f"mojibake: {name:10} {1000 * spans / sum(map(len, texts)):.5f} false spans per 1,000 characters ({spans})"
        )
    for name, texts in by_source.items():
        print(f"time: {name:10} {speed(texts):.3f} ms per 1,000 characters, cleaning and flags together")


def charset_errors(texts: Sequence[str], chance: random.Random) -> str:
    """Return how many of the cut and wrongly labelled pieces of these texts are misread, of how many."""
    wrong = count = 0
    for text in texts:
        for encoding in ("utf-8", "gb18030"):
            for size in (60, 200, 1001):
                body = text.encode(encoding)[:size]
                read = decode(body, chance.choice(("", "gb2312", "big5", "utf-8", "iso-8859-1")))[0].rstrip("\ufffd")
                wrong, count = wrong + (not text.startswith(read[:-1])), count + 1
    return f"{wrong} of {count}"


def speed(texts: Sequence[str]) -> float:
    """Return the milliseconds of processor time that cleaning and flagging take for 1,000 characters."""
    texts = texts[:300]
    for text in texts[:5]:
        flags_of(clean(text).text)
    start = time.process_time()
    for text in texts:
        flags_of(clean(text).text)
    return (time.process_time() - start) * 1e6 / sum(map(len, texts))


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or SIZES)
