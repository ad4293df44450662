"""Events and hot topics measured: ``python -m tests.bench_events [quality | topics | SIZE…] [--archives DIR]``.

Nothing here passes or fails.

quality   events of a labelled set, the threshold chosen on half of the events and reported on the other half, both ways
topics    planted bursts in the stream of an office, quiet days, and a real stream of trending titles
SIZE      one item put into its event, with an archive of that size (`tests.bench_archive`) all within the window, against
          storing it with the office's index; the topics of that many items; growth over sizes
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bulletin import store
from bulletin.desk.topics import rising
from bulletin.settings import Settings, read_settings
from bulletin.store import events
from bulletin.text.bursts import Burst, bursts, grouped, name_of
from bulletin.text.events import Weights, read_bags
from bulletin.text.phrases import phrases
from tests.bench_archive import AT, SHARED, Archive, Kept, arguments, fresh, law_pieces, prepared
from tests.text_edits import Piece

Labelled = tuple[int, str, str]
THRESHOLDS = [step / 100 for step in range(8, 24, 2)]


def main() -> None:
    """Print the figures asked for."""
    given = arguments(__doc__, "quality", "topics")
    if not SHARED.is_dir():
        print(f"events: {SHARED} is not here, nothing measured")
    elif given.part == "quality":
        quality()
    elif given.part == "topics":
        topics()
        trending()
    else:
        growth([prepared(size, given.archives) for size in given.sizes])


def growth(archives: list[Kept]) -> None:
    """Print what it costs to put an item into its event and to tell the topics, and how that grows."""
    before: tuple[float, ...] = ()
    for kept in archives:
        with tempfile.TemporaryDirectory() as folder:
            cost, storing, first, again = now = speed(kept, Path(folder))
        print(
            f"events {kept.size:>8} in the window: {cost * 1000:.2f} ms an item; insert with the office's index "
            f"{storing * 1000:.2f} ms, ratio {cost / storing:.2f}"
        )
        print(
            f"topics {kept.size:>8} in 14 days: {again * 1000:.0f} ms a call, {again / kept.size * 1e6:.1f} µs an item; the "
            f"first, which reads the phrases of all, {first / kept.size * 1e3:.2f} ms an item"
        )
        if before:
            names = ("an item into its event", "insert with index", "first topics", "topics")
            shown = ", ".join(
                f"{name} {cost / earlier:.1f}x" for name, cost, earlier in zip(names, now, before, strict=True)
            )
            print(f"events {kept.size:>8}: growth {shown}", flush=True)
        before = now


# Quality


def labelled() -> list[Labelled]:
    """The articles of the labelled set: event, title, text."""
    rows = json.loads((SHARED / "dedup" / "ecob_zh_dev.json").read_text(encoding="utf-8"))
    return [
        (
            row["Descriptor"]["event_id"],
            row["Doc"]["title"],
            "\n".join(part["sent_text"] for part in row["Doc"]["content"]),
        )
        for row in rows
    ]


def halves(articles: list[Labelled], seed: int) -> tuple[list[Labelled], list[Labelled]]:
    """Part the articles by event, and shuffle them within each half."""
    rng = Random(seed)
    names = sorted({name for name, _, _ in articles})
    rng.shuffle(names)
    first = set(names[::2])
    parts = [one for one in articles if one[0] in first], [one for one in articles if one[0] not in first]
    for part in parts:
        rng.shuffle(part)
    return parts


def found_events(
    pieces: Sequence[Piece], threshold: float = events.SAME_EVENT, before: Sequence[Piece] = ()
) -> list[int]:
    """Return the event each piece is put into, one after another, by an office that has ``before`` in its archive."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        usual, events.SAME_EVENT = events.SAME_EVENT, threshold
        with store.write(archive.db):
            for title, text in (*before, *pieces):
                events.assign(archive.db, store.items.get(archive.db, archive.add(title, text)), AT)
        events.SAME_EVENT = usual
        rows = archive.db.execute("select event_id from event_items order by item_id").fetchall()
        return [event_id for (event_id,) in rows][len(before) :]


def b_cubed(found: Sequence[int], labels: Sequence[int]) -> tuple[float, float, float]:
    """Return F1, precision and recall of B³: for each item the share of its cluster and of its event that is right."""
    clusters, gold = defaultdict(set), defaultdict(set)
    for place, (cluster, label) in enumerate(zip(found, labels, strict=True)):
        clusters[cluster].add(place)
        gold[label].add(place)
    right = [len(clusters[c] & gold[g]) for c, g in zip(found, labels, strict=True)]
    precision = sum(n / len(clusters[c]) for n, c in zip(right, found, strict=True)) / len(found)
    recall = sum(n / len(gold[g]) for n, g in zip(right, labels, strict=True)) / len(found)
    return 2 * precision * recall / (precision + recall), precision, recall


def average_precision(articles: list[Labelled]) -> float:
    """Return the average precision of the likeness of all pairs, each weighed by what the archive holds by then."""
    held: dict[int, int] = {}
    sketches, pairs = [], []
    for number, (name, title, text) in enumerate(articles):
        bags = read_bags(title, text)
        weights = Weights(bags.grams, {gram: held[gram] for gram in bags.grams if gram in held}, number)
        sketch = weights.sketch(bags)
        pairs += [(weights.likeness(sketch, other), name == other_name) for other_name, other in sketches]
        sketches.append((name, sketch))
        for gram in bags.grams:
            held[gram] = held.get(gram, 0) + 1
    pairs.sort(key=lambda pair: -pair[0])
    right, total = 0, 0.0
    for place, (_, same) in enumerate(pairs, 1):
        right += same
        total += same * right / place
    return total / right


def quality(seeds: Sequence[int] = (0, 1, 2)) -> None:
    """Print B³ F1 and average precision on the labelled set, and with as many texts again that stand alone."""
    articles = labelled()
    rng = Random(3)
    alone = [(-number, title, text) for number, (title, text) in enumerate(dict(law_pieces()).items(), 1)]
    laws = {title.split("（")[0]: (-number, title.split("（")[0], text) for number, title, text in alone}
    for seed in seeds:
        for name, extra in (("alone", []), ("with singles", rng.sample(sorted(laws.values()), 200))):
            parts = halves(articles, seed)
            sets = [[*part, *extra] for part in parts]
            for one in sets:
                Random(seed).shuffle(one)
            curves = [{t: _f1(one, t) for t in THRESHOLDS} for one in sets]
            for (one, curve), other in zip(zip(sets, curves, strict=True), curves[::-1], strict=True):
                chosen = max(other, key=lambda t: (other[t], -t))
                usual = b_cubed(found_events([piece[1:] for piece in one]), [piece[0] for piece in one])
                print(
                    f"seed {seed} {name}: {len(one)} articles, threshold of the other half {chosen}: B³ {curve[chosen]:.3f};"
                    f" usual {events.SAME_EVENT}: {usual[0]:.3f} (P {usual[1]:.3f} R {usual[2]:.3f});"
                    f" AP {average_precision(one):.3f}",
                    flush=True,
                )


def _f1(articles: list[Labelled], threshold: float) -> float:
    return b_cubed(found_events([one[1:] for one in articles], threshold), [one[0] for one in articles])[0]


# Speed


def speed(kept: Kept, folder: Path, measured: int = 400) -> tuple[float, float, float, float]:
    """Return the CPU seconds of putting one item into its event, of storing it with its index, and of telling the topics
    the first time and the second. Items come in batches of ten, commits included."""
    kept.office().db.close()
    shutil.copyfile(kept.folder / "bulletin.db", folder / "bulletin.db")
    archive, source = Archive(folder), fresh(kept.size + 2)
    with store.write(archive.db):
        events.assign_missing(archive.db, AT)
    step = timedelta(days=events.WINDOW_DAYS) / kept.size
    spent = [0.0, 0.0]
    for first in range(0, measured, 10):
        pieces = [(*next(source), AT + step * (first + place)) for place in range(10)]
        began = time.process_time()
        with store.write(archive.db):
            ids = [archive.add(*piece) for piece in pieces]
        spent[1] += time.process_time() - began
        waiting = [store.items.get(archive.db, id_) for id_ in ids]
        began = time.process_time()
        with store.write(archive.db):
            for item in waiting:
                events.assign(archive.db, item, AT)
        spent[0] += time.process_time() - began
    settings = read_settings(Path(__file__).parents[1])
    return spent[0] / measured, spent[1] / measured, telling(archive, settings), telling(archive, settings)


def telling(archive: Archive, settings: Settings) -> float:
    """Return the CPU seconds of telling the topics of two working days."""
    began = time.process_time()
    rising(archive.db, settings, AT + timedelta(hours=1), 2)
    return time.process_time() - began


# Topics

HAPPENINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "台风": (
        "海葵",
        (
            "{place}全力防御超强台风“海葵”|台风“海葵”预计明天登陆，{place}转移低洼处群众{n}人。",
            "台风海葵逼近 {place}渔船全部回港|受台风海葵影响，{place}{n}艘渔船已回港避风。",
            "{place}停课停工应对“海葵”|为应对第18号台风海葵，{place}宣布全域停课停工。",
            "关于做好台风“海葵”防御工作情况的报告|{place}接到台风海葵预警后立即部署，巡查水库{n}座。",
        ),
    ),
    "冻雨": (
        "冻雨",
        (
            "{place}遭遇冻雨 部分路段封闭|一场冻雨使{place}{n}公里道路结冰，交警封闭桥梁。",
            "冻雨致{place}电力线路覆冰|{place}出现冻雨，{n}条线路覆冰，电力部门组织融冰。",
            "{place}多措并举抗击冻雨灾害|{place}干部群众连夜撒盐除冰，应对冻雨。",
        ),
    ),
    "滞销": (
        "柑橘滞销",
        (
            "{place}柑橘滞销问题突出|今年{place}柑橘丰收，但收购商减少，柑橘滞销约{n}吨。",
            "果农反映柑橘滞销 {place}组织电商帮销|柑橘滞销，{place}联系平台帮助果农销售{n}吨。",
            "{place}反映柑橘价格下跌、柑橘滞销|{place}柑橘收购价跌至每斤{n}分，滞销明显。",
        ),
    ),
    "欠薪": (
        "拖欠工资",
        (
            "{place}建筑工地拖欠工资问题反弹|{place}接到农民工反映拖欠工资线索{n}条。",
            "农民工反映拖欠工资 {place}约谈施工企业|针对拖欠工资，{place}约谈企业{n}家。",
            "{place}部署年前清理拖欠工资|{place}召开会议部署清理拖欠工资，已兑付{n}万元。",
        ),
    ),
    "火灾": (
        "电动自行车",
        (
            "{place}电动自行车火灾多发|{place}一周内发生电动自行车充电火灾{n}起。",
            "电动自行车进楼充电隐患多 {place}开展夜查|{place}夜查楼道，清理电动自行车{n}辆。",
            "居民建议增设电动自行车充电桩|{place}居民建议，增设电动自行车充电桩{n}处。",
        ),
    ),
    "流感": (
        "甲流",
        (
            "{place}学校甲流病例增多|{place}报告甲流聚集疫情{n}起，均在学校。",
            "甲流高发 {place}医院儿科排长队|{place}市人民医院儿科日接诊甲流患儿{n}人。",
            "{place}家长反映甲流药品紧缺|{place}药店奥司他韦断货，家长反映治甲流买药难。",
        ),
    ),
}
"""What can be planted: the word that must be found, and items (title|text) as various offices would word them."""
PLACES = [f"{first}{second}" for first in "东西南北石竹青白" for second in ("山镇", "河乡", "湖街道", "平县", "岭镇")]
START = AT - timedelta(days=80)


def planted(happening: str, number: int, rng: Random) -> list[Piece]:
    """Return items that tell of a happening, in the words of several places."""
    wordings = HAPPENINGS[happening][1]
    pieces = [rng.choice(wordings).format(place=rng.choice(PLACES), n=rng.randint(2, 900)) for _ in range(number)]
    return [(title, text) for title, _, text in (piece.partition("|") for piece in pieces)]


def everyday() -> list[str]:
    """Return sentences of newspapers and official sites, for days on which nothing happens."""
    rows = [
        row
        for name in ("clean_rmrb_a.json", "clean_xxqg_a.json")
        for row in json.loads((SHARED / "proof" / name).read_text(encoding="utf-8"))
    ]
    texts = [row if isinstance(row, str) else str(row.get("original_text") or row.get("text")) for row in rows]
    return [text for text in texts if 15 <= len(text) <= 200]


def dealt(rng: Random, sentences: list[str]) -> Iterator[str]:
    """Yield the sentences in a new order each time they are through."""
    while True:
        yield from rng.sample(sentences, len(sentences))


def stream(folder: Path, rng: Random, days: int, a_day: int) -> tuple[Archive, Iterator[str]]:
    """Return an archive with that many quiet days behind it, and where its sentences come from."""
    archive = Archive(folder)
    sentences = dealt(rng, everyday())
    with store.write(archive.db):
        for day in range(days):
            quiet_day(archive, rng, sentences, START + timedelta(days=day), a_day)
    return archive, sentences


def quiet_day(archive: Archive, rng: Random, sentences: Iterator[str], day: datetime, a_day: int) -> None:
    """Add the items of a day on which nothing in particular happens, from 12 sources and 40 units."""
    for _ in range(a_day if day.weekday() < 5 else a_day // 4):
        title = next(sentences)[:25]
        put(archive, title, next(sentences), f"s{rng.randint(1, 12)}", rng.choice(PLACES), day)


def put(archive: Archive, title: str, text: str, source: str, unit: str, day: datetime) -> int:
    """Add one item of a source and unit."""
    number = archive.add(title, text, day)
    archive.db.execute("update items set source = ?, unit = ? where id = ?", (source, unit, number))
    return number


def topics(seed: int = 1, a_day: int = 120) -> None:
    """Print which planted happenings are found, and what is told on quiet days and of one source alone."""
    settings = read_settings(Path(__file__).parents[1])
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        archive, sentences = stream(Path(folder), rng, 60, a_day)
        db, found, false, alone, spent = archive.db, Counter[int](), [], [], []
        names, lone = list(HAPPENINGS)[:4], list(HAPPENINGS)[4:]
        for number in range(36):
            day = START + timedelta(days=60 + number)
            size = (0, 3, 5, 8)[number % 4]
            happening = names[number // 4 % len(names)] if size else ""
            with store.write(db):
                quiet_day(archive, rng, sentences, day, a_day)
                for title, text in planted(happening, size, rng) if happening else ():
                    put(archive, title, text, f"s{rng.randint(1, 12)}", rng.choice(PLACES), day)
                for title, text in planted(lone[number % len(lone)], 10, rng):  # ten of one feed
                    put(archive, title, text, "s99", rng.choice(PLACES), day)
            events.assign_missing(db, day)
            store.phrases.keep_missing(db, START)
            began = time.process_time()
            told = rising(db, settings, day + timedelta(hours=9), 1)
            spent.append(time.process_time() - began)
            word = HAPPENINGS[happening][0] if happening else "-"
            right = [topic for topic in told if word in topic.name or word in "".join(topic.words)]
            found[size] += bool(right)
            false += [topic for topic in told if topic not in right]
            alone += [topic for topic in told if "s99" in topic.sources and topic not in right]
    print(f"planted: found {dict(found)} of 9 days each with 3, 5, 8 items; 9 days without")
    print(f"false topics: {len(false) / 36:.2f} a day; with the lone source in them {len(alone)}")
    for topic in false[:20]:
        print(f"   {topic.name} {topic.why} {topic.words} {[item.title[:14] for item in topic.items[:3]]}")
    print(
        f"{sum(spent) / len(spent) * 1000:.0f} ms a call, {sum(spent) / len(spent) / 64 * 1000:.2f} ms a day of history"
    )


def trending() -> None:
    """Print how many of a day's first ten topics of the real stream are new, and how many are still told the day after.

    The stream has titles only, no sources: this measures bursts and their grouping. Beside it the ten commonest phrases.
    """
    (path,) = (SHARED / "hot").glob("*.jsonl")
    rows = sorted(
        (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()), key=lambda row: row["date"]
    )
    days = [[" ".join(phrases(title, "")) for title in row["titles"]] for row in rows]
    stay, new, kept, count, spent = [0, 0], [0, 0], [0, 0], [0, 0], 0.0
    for today in range(30, len(days) - 1):
        before, after = days[:today][::-1], days[today + 1]
        began = time.process_time()
        texts = {number: frozenset(text.split()) for number, text in enumerate(days[today])}
        groups = grouped(bursts(texts, before))[:10]
        spent += time.process_time() - began
        often = Counter(phrase for text in texts.values() for phrase in text)
        for way, names in enumerate(([_name(group) for group in groups], [name for name, _ in often.most_common(10)])):
            for name in names:
                count[way] += 1
                stay[way] += sum(name in text.split() for text in after) >= 2
                new[way] += sum(name in text.split() for day in before[:14] for text in day) <= 2
                kept[way] += name in {one for day in before[:3] for text in day for one in text.split()}
        if today % 10 == 0:
            shown = [f"{_name(group)}({len(group[0].texts)}/{group[0].expected:.1f})" for group in groups[:6]]
            print(f"   {rows[today]['date']} {'  '.join(shown)}")
    for way, label in enumerate(("topics", "commonest phrases")):
        print(
            f"{label}: {count[way] / (len(days) - 31):.1f} a day; new in 14 days {new[way] / count[way]:.2f};"
            f" in two titles or more on the next day {stay[way] / count[way]:.2f}; told in the 3 days before {kept[way] / count[way]:.2f}"
        )
    print(f"{spent / (len(days) - 31) * 1000:.0f} ms a day for all of its history")


def _name(group: Sequence[Burst]) -> str:
    """Return the name of a group of phrases of which there are titles only."""
    return name_of(group, lambda burst: len(burst.texts))


if __name__ == "__main__":
    main()
