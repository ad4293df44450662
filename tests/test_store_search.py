"""What is promised about full-text search: exactly the rows that hold what was asked, an index that follows, bounded cost."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bulletin import store
from bulletin.errors import UsageError
from bulletin.store import gram_tables, search
from bulletin.store.migrations import MIGRATIONS
from bulletin.text.query import AllOf, AnyOf, Not, Query, Words, quoted

AT = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
ALPHABET = "防汛工作出的一二是2026日亿AaBbＡé々 　，。,.!“”(C+)\n"


@pytest.fixture
def db() -> Iterator[Database]:
    """An office's database in memory."""
    db = store.open_database(Path(":memory:"))
    db.execute("insert into originals values (1, '00', 's', 'a', '', '', 0, '2026')")
    yield db
    db.close()


def add(db: Database, title: str, text: str, **columns: str) -> int:
    """Put a row among the items and return its number."""
    row = {
        **{"original_id": 1, "source": "县政府网", "key": str(random.random()), "title": title, "text": text},
        **{"raw_text": "", "url": "", "origin": "", "unit": "东山镇", "kind": "动态", "signed_by": "", "urgency": ""},
        **{"published_at": None, "received_at": AT.isoformat(), "state": "new", "fingerprint": "", "flags": "[]"},
        **{"removed": "[]", **columns},
    }
    with store.write(db):
        return int(
            db.execute(
                f"insert into items ({', '.join(row)}) values ({', '.join('?' * len(row))})", tuple(row.values())
            ).lastrowid
            or 0
        )


def numbers(db: Database, expression: str, kind: search.Kind = "items") -> list[int]:
    """Return the numbers of all records that hold the query."""
    return sorted(search.ids(db, kind, search.read(expression, AT)))


def found(db: Database, expression: str, kind: search.Kind = "items", **wish: bool | int) -> list[int]:
    """Return the numbers of the first records, in the order of the answer."""
    return [hit.id for hit in search.find(db, kind, search.read(expression, AT), **wish).hits]  # type: ignore[arg-type]


# Exactly what holds it


def test_random_substrings_find_exactly_the_rows_that_hold_them(db: Database) -> None:
    """Recall and precision are 1 against `in`, for any characters: cut numbers, Latin, signs, blanks, line ends."""
    choose = random.Random(4)
    texts = ["".join(choose.choices(ALPHABET, k=choose.randint(2, 60))) for _ in range(200)]
    rows = {add(db, text[:8], text[8:]): f"{text[:8]}\n{text[8:]}" for text in texts}

    for _ in range(600):
        whole = choose.choice(list(rows.values()))
        at = choose.randrange(len(whole) - 1)
        wanted = whole[at : at + choose.randint(1, 12)]
        holding = sorted(number for number, text in rows.items() if wanted in text)
        assert sorted(search.ids(db, "items", Words(wanted))) == holding, wanted
        ranked = search.find(db, "items", Words(wanted), limit=None)
        assert sorted(hit.id for hit in ranked.hits) == holding, wanted


def test_any_combination_finds_what_it_means(db: Database) -> None:
    """AND, OR and NOT in any nesting, over words the index knows and words it does not, agree with plain Python."""
    choose = random.Random(5)
    texts = ["".join(choose.choices("防汛工作，1a", k=12)) for _ in range(150)]
    rows = {add(db, text[:4], text[4:]): f"{text[:4]}\n{text[4:]}" for text in texts}

    for _ in range(400):
        query = _any_query(choose, 3)
        meant = sorted(number for number, text in rows.items() if _holds(query, text))
        assert sorted(search.ids(db, "items", query)) == meant, query
        assert sorted(hit.id for hit in search.find(db, "items", query, limit=None).hits) == meant, query
        assert [item.id for item in search.select_items(db, query)] == meant, query


def test_the_newest_numbers_are_those_of_the_newest_rows(db: Database) -> None:
    """The numbers alone, at most so many, are those of the newest hits, newest first."""
    for number in range(9):
        add(db, "防汛", f"第{number}批物资")
    query = Words("防汛")

    assert search.ids(db, "items", query, 4) == search.ids(db, "items", query)[:4]
    assert search.ids(db, "items", query, 4) == [
        hit.id for hit in search.find(db, "items", query, newest=True, limit=4).hits
    ]


def _any_query(choose: random.Random, depth: int) -> Query:
    kind = choose.choice(["word", "word", "all", "any", "not"]) if depth else "word"
    if kind == "word":
        return Words("".join(choose.choices("防汛工作，1a", k=choose.randint(1, 3))), title_only=choose.random() < 0.2)
    if kind == "not":
        return Not(_any_query(choose, depth - 1))
    parts = tuple(_any_query(choose, depth - 1) for _ in range(choose.randint(1, 3)))
    return AllOf(parts) if kind == "all" else AnyOf(parts)


def _holds(query: Query, text: str) -> bool:
    if isinstance(query, Words):
        return query.text in (text.split("\n")[0] if query.title_only else text)
    if isinstance(query, Not):
        return not _holds(query.part, text)
    assert isinstance(query, (AllOf, AnyOf))
    return (all if isinstance(query, AllOf) else any)(_holds(part, text) for part in query.parts)


@pytest.mark.parametrize(
    ("expression", "finds"),
    [
        ("防汛", "ab"),
        ("汛物", "a"),
        ("防汛物资", "a"),
        ("工作出", ""),
        ("月22", "b"),
        ("2日", "b"),
        ("gdp", "c"),
        ("GDP", "c"),
        ("Gdp", ""),
        ('"gdp"', ""),
        ('"ＧＤＰ"', "c"),
        ('"GDP"', ""),
        ("a股", "c"),
        ("增5%", "c"),
        ("防", "ab"),
        ("％", "c"),
        ('"，"', "bc"),
        (",", "bc"),
        ("防汛 抗旱", "b"),
        ("防汛 -抗旱", "a"),
        ("物资 OR gdp", "ac"),
        ("(物资 或 抗旱) 非 22日", "a"),
        ("-防汛", "c"),
        ("防汛 OR ，", "abc"),
        ("标题:物资", "a"),
        ("标题:22", ""),
        ("单位:东山", "ab"),
        ("来源:县 类型:动态", "abc"),
        ("状态:待处理", "abc"),
        ("state:adopted", ""),
        ("编号:RX2026", "bc"),
        ("工单编号:rx20260001", "b"),
        ("number:ＲＸ20260002", "c"),
        ("编号:RX2027", ""),
        ("标记:mojibake", "c"),
        ("-标记:mojibake 防汛", "ab"),
        ("日期:2026-11-20", "ab"),
        ("日期:2026-11-18..2026-11-19", "c"),
        ("发布:2026", "c"),
        ("-发布:2026", "ab"),
        ("收到:今天", "abc"),
        ("日期:近2天 防汛", "ab"),
        ('"物资\n调运"', "a"),
        ("", "abc"),
    ],
)
def test_what_each_query_finds(db: Database, expression: str, finds: str) -> None:
    """Words, signs, case and width, operators, fields and days select what they say, and newest and best agree."""
    made = {
        add(db, "防汛物资", "调运完毕。"): "a",
        add(db, "工作，作出部署", "11月22日防汛，抗旱", number="RX20260001"): "b",
        add(
            db,
            "ＧＤＰ增５％，A股",
            "工业",
            unit="市统计局",
            number="RX20260002",
            published_at="2026-11-19T08:00:00+08:00",
            flags='[{"kind":"mojibake","start":0,"end":1,"excerpt":"Ｇ","note":"疑为乱码"}]',
        ): "c",
    }  # fmt: skip

    names = "".join(made[number] for number in sorted(search.ids(db, "items", search.read(expression, AT))))

    assert names == finds
    assert "".join(sorted(made[number] for number in found(db, expression))) == finds
    selected = search.select_items(db, search.read(expression, AT), "new")
    assert "".join(made[item.id] for item in selected) == finds


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "(",
        "*",
        "'",
        "C++",
        "防汛 AND",
        "\0",
        "防汛\0",
        "NEAR(a b)",
        "^a",
        "a*",
        "title : x",
        "x} OR {",
        ";--",
        "%",
        "_",
        "\\",
        '"a" OR "',
    ],
)
def test_what_is_typed_never_reaches_the_index_as_it_is(db: Database, typed: str) -> None:
    """Signs that mean something to FTS5 or SQL are looked for, or refused in Chinese; none is an error of the database."""
    add(db, "C++", f"it's 100% a_b\\ {typed}".replace("\0", ""))

    try:
        query = search.read(typed, AT)
    except UsageError as refused:
        assert refused.remedy
    else:
        assert search.find(db, "items", query).hits


def test_a_field_or_state_that_is_not_there_is_refused(db: Database) -> None:
    """Items have no section, entries no unit of urgency, and a state is one of the states."""
    with pytest.raises(UsageError, match="来稿没有“栏目”这一字段。可用：单位、来源"):
        search.find(db, "items", search.read("防汛 -栏目:要情"))
    with pytest.raises(UsageError, match="稿件没有“紧急”这一字段"):
        search.find(db, "articles", search.read("紧急:特急"))
    with pytest.raises(UsageError, match="来稿没有状态 印发。可用的状态：new、待处理"):
        search.find(db, "items", search.read("状态:印发"))
    assert [kind for kind in search.KINDS if search.can_answer(kind, search.read("栏目:要情 OR 刊物:政"))] == [
        "articles",
        "issues",
    ]


# Order and bounds


def test_the_best_come_first_and_a_word_in_the_title_counts_more(db: Database) -> None:
    """More often is better, in the title better still; by date it is another order here."""
    once = add(db, "会议", "防汛" + "略" * 80)
    title = add(db, "防汛会议", "略" * 80)
    often = add(db, "会议", "防汛防汛" + "略" * 80)

    assert found(db, "防汛") == [title, often, once]
    assert found(db, "防汛", newest=True) == [often, title, once]
    assert found(db, "防汛", limit=2) == [title, often]


def test_beyond_the_window_hits_follow_by_date_and_the_answer_says_so(db: Database) -> None:
    """Only the newest matches are ranked; older ones are not lost, also where a field takes out nearly all."""
    with store.write(db):
        old = [add(db, "防汛", "略", unit="市水利局" if number == 3 else "东山镇") for number in range(5)]
        assert search.find(db, "items", search.read("防汛")).ranked == 0
        best = [add(db, "防汛", "略" * (number + 2)) for number in range(search.WINDOW)]

    answer = search.find(db, "items", search.read("防汛"), limit=search.WINDOW + 3)
    rare = search.find(db, "items", search.read("防汛 单位:水利"))

    assert [hit.id for hit in answer.hits] == [*best, old[4], old[3], old[2]]
    assert [hit.id for hit in rare.hits] == [old[3]]
    assert (answer.ranked, search.find(db, "items", search.read("防汛"), newest=True).ranked) == (search.WINDOW, 0)


def test_a_search_without_an_index_says_that_it_read_every_row(db: Database) -> None:
    """One character or mere signs are found all the same, newest first, and the answer is honest about the way."""
    first, second = add(db, "防", "汛，"), add(db, "汛。", "防")

    for typed, hits in (("防", [second, first]), ("，", [first]), ("-旱", [second, first])):
        answer = search.find(db, "items", search.read(typed))
        assert ([hit.id for hit in answer.hits], answer.read_through) == (hits, typed != "-旱")


def test_a_hit_shows_where_the_words_stand(db: Database) -> None:
    """Number, day, unit and a stretch of the text with the words marked."""
    add(db, "会议", "略" * 100 + "调运防汛物资。", published_at="2026-11-19T08:00:00+08:00")

    (hit,) = search.find(db, "items", search.read("防汛 物资")).hits

    assert (hit.reference, hit.on, hit.place, hit.state) == ("来稿 1", "2026-11-19", "东山镇", "new")
    assert hit.shown.endswith("调运【防汛】【物资】。")
    assert len(hit.snippet) <= search.SNIPPET


# The index follows the rows


def test_the_index_follows_every_change(db: Database) -> None:
    """A row that is entered, rewritten or taken out is found by what it says now, and by nothing else."""
    number = add(db, "防汛", "旧文")
    assert db.execute("select last_insert_rowid()").fetchone()[0] == number

    db.execute("update items set text = '新文', state = 'shelved' where id = ?", (number,))
    assert (numbers(db, "旧文"), numbers(db, "新文"), numbers(db, "防汛")) == ([], [number], [number])
    assert search.faults(db) == []

    db.execute("update items set title = '抗旱' where id = ?", (number,))
    assert (numbers(db, "防汛"), numbers(db, "抗旱")) == ([], [number])
    assert search.faults(db) == []

    db.execute("delete from items where id = ?", (number,))
    assert numbers(db, "抗旱") == []
    assert search.faults(db) == []


def test_a_write_that_is_rolled_back_leaves_no_trace_in_the_index(db: Database) -> None:
    """Row and index are one transaction."""
    with pytest.raises(KeyboardInterrupt), store.write(db):
        db.execute("update items set title = title")
        add(db, "防汛", "")
        raise KeyboardInterrupt

    assert numbers(db, "防汛") == []
    assert search.faults(db) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("update items set text = '抗旱物资' where id = 2", "来稿的全文索引与正文不一致"),
        ("update items set title = text, text = title where id = 2", "来稿的全文索引与正文不一致"),
        ("insert into items select 9, original_id, source, 'x', title, text, raw_text, url, origin, unit, kind, signed_by, "
         "urgency, published_at, received_at, state, fingerprint, flags, removed, null, number, is_record from items where id = 1",
         "来稿有1条未编入全文索引，第一条为来稿 9"),
        ("delete from items where id = 2", "来稿有1条多出全文索引，第一条为来稿 2"),
    ],
)  # fmt: skip
def test_a_row_changed_behind_the_index_is_noticed_and_mended(db: Database, harm: str, said: str) -> None:
    """Whatever happens without the triggers is told, and `rebuild` puts it right."""
    for text in ("防汛会议", "防汛物资", "防汛演练"):
        add(db, "县政府", text)
    assert search.faults(db) == []
    for name in ("insert", "update", "delete"):
        db.execute(f"drop trigger item_grams_on_{name}")

    db.execute(harm)

    assert search.faults(db) == [said]
    search.rebuild(db)
    assert search.faults(db) == []


def test_a_damaged_index_is_told(db: Database) -> None:
    """Bytes of the index that are not what FTS5 wrote are a fault, not a traceback."""
    add(db, "防汛", "物资")
    db.execute("update item_grams_data set block = zeroblob(length(block)) where id > 10")

    assert search.faults(db) == ["来稿的全文索引已损坏"]


def test_an_office_without_an_index_gets_one_with_everything_in_it(tmp_path: Path) -> None:
    """Opening an older office enters all its rows; killed on the way, it stays as it was and is entered next time."""
    path = tmp_path / "bulletin.db"
    _older_office(path)

    db = store.open_database(path)

    assert (numbers(db, "第7号"), len(numbers(db, "防汛"))) == ([7], 30)
    assert search.faults(db) == []
    assert store.altered_triggers(db) == []
    db.close()


def _older_office(path: Path) -> None:
    """Make an office as it was before search: no index, no triggers on it, the migration not applied."""
    db = store.open_database(path)
    db.execute("insert into originals values (1, '00', 's', 'a', '', '', 0, '2026')")
    for index in gram_tables.ROWS_OF:
        for name in [name for name in store.triggers.TRIGGERS if name.startswith(index)]:
            db.execute(f"drop trigger {name}")
        db.execute(f"drop table {index}")
    db.execute("drop index articles_by_revision")
    db.execute("drop index entries_by_revision")
    db.execute("delete from _sqlite_migrations where name = 'm008_searched'")
    for number in range(1, 31):
        add(db, f"第{number}号", "防汛")
    assert [one.name for one in MIGRATIONS.pending(db)] == ["m008_searched"]
    db.close()


def test_a_stranger_cannot_write_rows_past_the_index(tmp_path: Path) -> None:
    """A program without the function ``grams`` is refused at the first insert, and can still read."""
    path = tmp_path / "bulletin.db"
    db = store.open_database(path)
    db.execute("insert into originals values (1, '00', 's', 'a', '', '', 0, '2026')")
    add(db, "防汛", "物资")
    db.close()
    stranger = sqlite3.connect(path)
    for name in ("held", "sealed"):
        stranger.create_function(name, -1, lambda *values: "")

    with pytest.raises(sqlite3.OperationalError, match="no such function: grams"):
        stranger.execute("update items set title = 'x'")

    assert stranger.execute("select count(*) from item_grams").fetchone() == (1,)
    assert stranger.execute("""select rowid from item_grams where item_grams match '"防汛"'""").fetchall() == [(1,)]
    stranger.close()


def test_a_long_phrase_is_found_and_nothing_like_it(db: Database) -> None:
    """Beyond the pairs that are asked of the index the text itself decides."""
    alike = "今年以来全市扎实推进重点项目建设前十个月完成投资四百亿元"
    one = add(db, "一", alike)
    add(db, "二", alike[:-2] + "万元")

    assert numbers(db, quoted(alike)) == [one]
    assert numbers(db, alike) == [one]


# Articles and printed entries


def _article(db: Database, title: str, text: str) -> int:
    with store.write(db):
        number = int(
            db.execute(
                "insert into articles values (null, '政务信息', '要情', 'draft', null, 'e', '2026', null)"
            ).lastrowid
            or 0
        )
        _revise(db, number, title, text)
        db.execute("insert into article_items values (?, 1, ?)", (number, add(db, "来稿", "来稿")))
    return number


def _revise(db: Database, article: int, title: str, text: str) -> int:
    number = db.execute("select count(*) from revisions where article_id = ?", (article,)).fetchone()[0] + 1
    at = (AT + timedelta(days=number)).isoformat()
    sql = "insert into revisions values (null, ?, ?, ?, ?, '00', 'e', '', ?, '')"
    revision = int(db.execute(sql, (article, number, title, text, at)).lastrowid or 0)
    db.execute("update articles set revision_id = ? where id = ?", (revision, article))
    return revision


def _print(db: Database, article: int, number: int, state: str = "published") -> int:
    """Print the article as it reads now in an issue of that number; return the entry."""
    issue = int(
        db.execute(
            "insert into issues values (null, '政务信息', '正刊', 2026, ?, 1, 'composed', 'e', '2026', '', '')",
            (number,),
        ).lastrowid
        or 0
    )
    sql = "insert into entries select null, ?, 1, id, revision_id, section, '' from articles where id = ?"
    entry = int(db.execute(sql, (issue, article)).lastrowid or 0)
    db.execute(
        "insert into proofs values (null, ?, 2026, ?, 1, '2026-11-25', '00', 1, 'e', '2026', '{}')", (issue, number)
    )
    db.execute("update issues set state = ? where id = ?", (state, issue))
    return entry


def test_articles_are_found_by_their_newest_revision_and_entries_by_the_printed_one(db: Database) -> None:
    """What was struck out since is found in print and not in the article; what was added, the other way round."""
    article = _article(db, "初稿", "防汛物资")
    entry = _print(db, article, 12)
    _revise(db, article, "改稿", "抗旱物资")

    assert (numbers(db, "防汛", "articles"), numbers(db, "抗旱", "articles")) == ([], [article])
    assert (numbers(db, "防汛", "issues"), numbers(db, "抗旱", "issues")) == ([entry], [])
    (hit,) = search.find(db, "issues", search.read("物资")).hits
    assert (hit.reference, hit.on, hit.issue_id, hit.position) == ("政务信息/2026/12#1", "2026-11-25", 1, 1)
    assert search.faults(db) == []


def test_one_revision_printed_twice_is_two_entries(db: Database) -> None:
    """Every place in print answers; an issue that is not published does not."""
    article = _article(db, "初稿", "防汛物资")
    entries = [_print(db, article, 12), _print(db, article, 13)]
    _print(db, article, 14, state="signed")

    assert numbers(db, "防汛", "issues") == entries
    assert sorted(found(db, "防汛", "issues")) == entries


@pytest.mark.parametrize(
    ("kind", "expression", "finds"),
    [
        ("articles", "防汛 栏目:要情 刊物:政务", True),
        ("articles", "单位:东山 状态:编辑中", True),
        ("articles", "单位:西山", False),
        ("articles", "日期:2026-11-21", True),
        ("articles", "日期:2026-11-20", False),
        ("issues", "单位:东山 栏目:要情 日期:2026-11-25", True),
        ("issues", "防汛 日期:2026-11-26..", False),
        ("issues", "刊物:专报", False),
    ],
)
def test_fields_of_articles_and_entries(db: Database, kind: search.Kind, expression: str, finds: bool) -> None:
    """Unit by the items behind it, section, publication, state and the day of the revision or of the issue."""
    _print(db, _article(db, "初稿", "防汛物资"), 12)

    assert bool(numbers(db, expression, kind)) is finds
    assert bool(found(db, expression, kind)) is finds
