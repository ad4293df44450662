"""What is promised about hot topics: what rises is told with its items and the reason, and never from one source alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from conftest import House as SampleHouse
from office_days import KNOWN, UNSEEN, Happening, day_of, days_before

from bulletin import store
from bulletin.cli import run
from bulletin.desk import topics
from bulletin.desk.topics import Topic, rising
from bulletin.errors import UsageError
from bulletin.store.rows import insert

MATTERS = (
    "春耕 备耕",
    "招商 引资",
    "道路 养护",
    "文化 下乡",
    "河道 清淤",
    "技能 培训",
    "园区 建设",
    "普法 宣传",
    "校园 食堂",
    "社区 养老",
)
PLACES = ("东山镇", "西河镇", "市教育局", "市水利局", "南湖街道", "市财政局")
TYPHOON = (
    "{}全力防御超强台风“海葵”",
    "台风海葵逼近 {}渔船全部回港",
    "{}停课停工应对“海葵”",
    "{}转移群众防御台风“海葵”",
)


class House(SampleHouse):
    """The sample's office with nothing in its archive yet."""


@pytest.fixture
def house(house: SampleHouse) -> Iterator[House]:
    """The sample's settings over an empty database with one original."""
    house.db.close()
    house.settings.database_path.unlink()
    db = store.open_database(house.settings.database_path)
    row = {"sha256": "", "source": "s", "address": "a", "media_type": "", "charset": "", "size": 0}
    insert(db, "originals", {**row, "received_at": house.at.isoformat()})
    yield House(house.settings, db, house.at)
    db.close()


def _add(house: House, title: str, days: float, source: str, unit: str, **fields: str) -> int:
    """Put an item into the archive that came in so many days before the fixed moment."""
    at = (house.at - timedelta(days=days)).isoformat()
    number = house.db.execute("select count(*) from items").fetchone()[0]
    row = {
        "original_id": 1,
        "source": source,
        "key": f"k{number}",
        "title": title,
        "text": f"{title}。",
        "raw_text": "",
    }
    row |= {"url": "", "origin": "", "unit": unit, "kind": "", "signed_by": "", "urgency": "", "state": "new", **fields}
    times = {"published_at": at, "received_at": at}
    return insert(house.db, "items", {**row, **times, "fingerprint": str(number), "flags": "[]", "removed": "[]"})


def _usual(house: House, days: int = 40, a_day: int = 6) -> None:
    """Fill the days before with what an office gets every day."""
    rng = Random(5)
    with store.write(house.db):
        for day in range(days):
            for _ in range(a_day):
                one, other = rng.sample(MATTERS, 2)
                title = f"{rng.choice(PLACES)}{one.split()[0]}{other.split()[1]}{rng.choice(MATTERS).replace(' ', '')}"
                _add(house, title, day + 2 + rng.random() / 4, f"s{rng.randint(1, 4)}", rng.choice(PLACES))


def _typhoon(house: House, count: int = 6, sources: int = 3, days: float = 0.1, **fields: str) -> list[int]:
    return [
        _add(house, TYPHOON[n % 4].format(PLACES[n % 6]), days, f"s{n % sources}", PLACES[n % 6], **fields)
        for n in range(count)
    ]


def _found(house: House, **options: object) -> list[Topic]:
    return rising(house.db, house.settings, house.at, **options)  # type: ignore[arg-type]


def _told(house: House, word: str = "海葵", **options: object) -> list[Topic]:
    return [topic for topic in _found(house, **options) if word in topic.name]


def test_what_rises_is_told_with_its_items_and_the_reason(house: House) -> None:
    """Six items from three sources about what never was before are one topic, named, counted, and reasoned."""
    _usual(house)
    items = _typhoon(house)

    (topic,) = _told(house, days=1)

    assert {item.item_id for item in topic.items} == set(items)
    assert (topic.count, len(topic.sources), len(topic.places)) == (6, 3, 6)
    assert topic.why == "今日6条、来自3个来源，平日没有"


def test_an_ordinary_day_has_no_topic(house: House) -> None:
    """Where only comes what comes every day, nothing is told."""
    _usual(house)
    for n in range(6):
        _add(house, f"{PLACES[n]}{MATTERS[n].replace(' ', '')}", 0.1, f"s{n % 3}", PLACES[n])

    assert _found(house) == []


def test_one_source_alone_makes_no_topic(house: House) -> None:
    """Ten items of one feed are no topic, whatever units they name; nor nine of it beside a single other."""
    _usual(house)
    _typhoon(house, count=10, sources=1)
    assert _found(house) == []

    _add(house, TYPHOON[0].format("东山镇"), 0.1, "s9", "东山镇")
    assert _told(house) == []


def test_one_unit_alone_makes_no_topic(house: House) -> None:
    """A unit that reaches the office by several ways is still one voice."""
    _usual(house)
    for n in range(8):
        _add(house, TYPHOON[n % 4].format("东山镇"), 0.1, f"s{n % 4}", "东山镇")

    assert _found(house) == []


def test_units_that_file_their_own_are_several_voices(house: House) -> None:
    """Signed submissions of several units through one box count apart, once one other source has it too."""
    _usual(house)
    _typhoon(house, count=6, sources=1, signed_by="某甲")
    assert _found(house) == []

    _add(house, TYPHOON[0].format("某报"), 0.1, "news", "")
    assert len(_told(house)) == 1


def test_an_event_makes_a_topic_without_any_past(house: House) -> None:
    """In a new office nothing is usual yet: events are told, phrases are not."""
    slide = ("东山镇发生山体滑坡", "石桥村山体滑坡疏散46人", "东山镇石桥村山体滑坡点抢通")
    for n, title in enumerate(slide):
        _add(house, title, 0.1, f"s{n}", PLACES[n])
    assert _found(house) == []

    store.events.assign_missing(house.db, house.at)

    (topic,) = _found(house)
    assert topic.event == store.events.of_item(house.db, topic.items[0].item_id).id  # type: ignore[union-attr]
    assert "可能是同一件事" in topic.why and "山体滑坡" in topic.name


def test_days_off_count_with_the_working_day_after_them(house: House) -> None:
    """On a Monday, one working day back holds the weekend too."""
    monday = house.later(days=3)
    _usual(house)
    _typhoon(house, days=-1.2)

    assert monday.at.weekday() == 0
    assert [topic.count for topic in _told(monday, days=1)] == [6]


def test_a_topic_cools_down(house: House) -> None:
    """Without new items a topic falls behind, and is gone when the period has left it behind."""
    _usual(house)
    _typhoon(house)

    scores = [_told(house.later(days=days), days=4)[0].score for days in (0, 3, 4)]

    assert scores[0] > scores[1] > scores[2] > 0
    assert _told(house.later(days=10), days=4) == []


def test_what_stays_becomes_usual(house: House) -> None:
    """A matter that came up every day for weeks is expected, and no longer told."""
    _usual(house)
    for day in range(2, 30):
        _typhoon(house, count=3, days=day)
    _typhoon(house, count=5)

    assert _told(house, days=1) == []


def test_a_filter_leaves_topics_with_wanted_items_only(house: House) -> None:
    """Limited to what waits, a topic shows its waiting items; count and reason stay those of all."""
    _usual(house)
    items = _typhoon(house)
    house.db.execute("update items set state = 'adopted' where id in (?, ?)", items[:2])

    (topic,) = _told(house, expression="状态:待处理")

    assert ({item.item_id for item in topic.items}, topic.count) == (set(items[2:]), 6)
    assert _found(house, expression="状态:暂存") == []
    with pytest.raises(UsageError):
        _found(house, expression="没有的项:x")


def test_asking_again_gives_the_same(house: House) -> None:
    """The same rows give the same topics, in the same order, and phrases are read once."""
    _usual(house)
    _typhoon(house)
    _typhoon(house, count=5, days=1.1)

    first = _found(house)

    assert first == _found(house)
    assert store.phrases.keep_missing(house.db, house.at - timedelta(days=200)) == 0


def test_a_replaced_text_is_read_again(house: House) -> None:
    """An item whose text was replaced counts with its new words."""
    _usual(house)
    items = _typhoon(house)
    assert len(_told(house)) == 1

    for item_id in items:
        house.db.execute("update items set title = '东山镇春耕备耕', text = '' where id = ?", (item_id,))
        store.phrases.keep(house.db, store.items.get(house.db, item_id))

    assert _told(house) == []


def test_at_most_so_many_are_told(house: House) -> None:
    """The limit keeps the hottest."""
    _usual(house)
    _typhoon(house)

    assert _found(house, limit=1) == _found(house)[:1]


def test_working_days_are_those_of_the_office(house: House) -> None:
    """A day off counts with the next working day, a working day with itself."""
    friday = house.at.date()

    assert topics.working_day(friday, house.settings.calendar) == friday
    assert topics.working_day(friday + timedelta(days=1), house.settings.calendar) == friday + timedelta(days=3)


def test_the_command_prints_topics_for_people_and_programs(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """`bulletin topics` names topic, reason and items; ``--json`` has the same as one document."""
    _usual(house)
    items = _typhoon(house)
    call = ["--office", str(house.settings.root), "topics", "--days", "1"]

    assert run(call) == 0
    said = capsys.readouterr().out
    assert run([*call, "--json"]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if "海葵" in row["topic"]]

    assert "今日6条、来自3个来源" in said and f"来稿 {items[-1]}" in said
    assert [(row["count"], {item["id"] for item in row["items"]}) for row in rows] == [(6, set(items))]


@pytest.mark.parametrize(("happenings", "seed"), [(KNOWN, 1), (UNSEEN, 2)], ids=["known", "unseen"])
def test_happenings_are_told_among_weeks_of_an_office(
    house: House, happenings: tuple[Happening, ...], seed: int
) -> None:
    """Of happenings of 3, 5 and 10 items from three sources nearly all are told by a word a person would use, and little else.

    Beside them stand thirty items a day, one in four in the wording of a routine.
    """
    rng, right, found, other = Random(seed), 0, 0, 0
    mornings = list(days_before(house.at, 30 + 3 * len(happenings)))
    waiting = iter(enumerate(happenings))
    for number, morning in enumerate(mornings):
        planted = next(waiting, None) if number >= 20 and number % 2 else None
        with store.write(house.db):
            day = day_of(house.db, morning, rng, 30, [(planted[1], (3, 5, 10)[planted[0] % 3])] if planted else ())
        if number < 20:
            continue
        told = rising(house.db, house.settings, morning + timedelta(hours=1), 1)
        named = [topic for topic in told if any(word in topic.name for one in day for word in one.words)]
        right += bool(named)
        found, other = found + len(day), other + len(told) - len(named)

    assert next(waiting, None) is None
    assert right >= found - 1
    assert other <= 1


def test_a_routine_is_no_topic_even_as_one_event(house: House) -> None:
    """Items in the wording that comes every day may look like one event: nothing of it is unusual, so it is not told."""
    wording = "扎实开展安全生产隐患排查"
    with store.write(house.db):
        for day in range(2, 30):
            for n in range(3):
                _add(house, f"{PLACES[(day + n) % 6]}{wording}", day, f"s{n}", PLACES[(day + n) % 6])
        today = [_add(house, f"{PLACES[n]}{wording}", 0.1, f"s{n}", PLACES[n]) for n in range(3)]
        row = {"id": today[0], "size": 3, "first_dated": 0, "newest_dated": int(house.at.timestamp())}
        insert(house.db, "events", row)
        for item_id in today:
            insert(house.db, "event_items", {"item_id": item_id, "event_id": today[0]})

    assert _found(house, days=1) == []


def test_three_titles_of_three_sources_are_enough(house: House) -> None:
    """Three items that share nothing but a rare word make a topic where it stands in their titles, from three sources."""
    _usual(house)
    for n, title in enumerate(("取水口出现蓝藻", "湖面发臭系蓝藻所致", "蓝藻打捞船下水")):
        _add(house, title, 0.1, f"s{n}", PLACES[n])

    assert [topic.name for topic in _found(house, days=1)] == ["蓝藻"]


def test_a_place_alone_is_no_topic(house: House) -> None:
    """Several items about different matters of one town make no topic of the town's name."""
    _usual(house)
    for n, title in enumerate(("青石镇桥面翻修", "青石镇图书馆迁址", "青石镇鱼苗放流", "青石镇电影下乡")):
        _add(house, title, 0.1, f"s{n}", "")

    assert not [topic for topic in _found(house, days=1) if "青石" in topic.name]
