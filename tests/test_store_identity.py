"""Relations between items and printed entries: found as items come in, kept, flagged, and only what is certain grouped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bulletin import store
from bulletin.model import Item, Relation
from bulletin.store import identity
from bulletin.text.likeness import Reading
from tests import bench_archive, bench_identity, text_edits
from tests.bench_archive import AT, SHARED, Archive
from tests.test_text_likeness import TEXT, TITLE


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty database that takes items."""
    made = Archive(tmp_path)
    yield made
    made.db.close()


def publish(archive: Archive, item_id: int, title: str, text: str, number: int = 12) -> int:
    """Print a text made of the item, as rows only; return its entry."""
    run = archive.db.execute
    article = run(
        "insert into articles (publication, section, state, created_by, created_at) values ('政务信息', '', 'approved', 'e', ?)",
        (AT.isoformat(),),
    ).lastrowid
    run("insert into article_items values (?, 1, ?)", (article, item_id))
    revision = run(
        "insert into revisions (article_id, number, title, text, sha256, by, on_behalf_of, at, note) "
        "values (?, 1, ?, ?, '', 'e', '', ?, '')",
        (article, title, text, AT.isoformat()),
    ).lastrowid
    issue = run(
        "insert into issues (publication, series, year, number, total, state, composed_by, composed_at, editor_note, folder) "
        "values ('政务信息', '正刊', 2026, ?, 1, 'composed', 'e', ?, '', '')",
        (number, AT.isoformat()),
    ).lastrowid
    entry = run(
        "insert into entries (issue_id, position, article_id, revision_id, section, editor_note) values (?, 1, ?, ?, '', '')",
        (issue, article, revision),
    ).lastrowid
    run("update issues set state = 'published' where id = ?", (issue,))
    return int(entry or 0)


def test_a_reprint_is_found_from_both_sides(archive: Archive) -> None:
    """Either of two like items names the other, with the shares as seen from it."""
    first, _ = archive.take(TITLE, TEXT)
    digest = f"{TEXT}\n" + "".join(map(chr, range(0x5200, 0x5200 + 300)))
    second, found = archive.take("一周动态", digest)

    back = identity.of_item(archive.db, first.id)

    assert [(one.other_id, one.kind) for one in found] == [(first.id, "near")]
    assert [(one.other_id, one.kind) for one in back] == [(second.id, "near")]
    assert (back[0].share, back[0].back_share) == (found[0].back_share, found[0].share)
    assert back[0].share > 0.9 > found[0].share
    assert back[0].why == found[0].why


def test_linking_again_changes_nothing(archive: Archive) -> None:
    """An item that was linked is left as it is: the same rows, the same answer."""
    archive.take(TITLE, TEXT)
    item, found = archive.take(TITLE, TEXT)
    before = list(archive.db.query("select * from relations"))

    again = identity.link(archive.db, item, AT + timedelta(days=1))

    assert again == found
    assert list(archive.db.query("select * from relations")) == before


def test_what_a_killed_run_left_out_is_linked_later(archive: Archive) -> None:
    """Items stored without being linked are found and linked, whatever came after them; nothing is done twice."""
    left_out = archive.add(TITLE, TEXT)
    archive.take(TITLE, TEXT.replace("412.6", "430.1"))

    assert identity.link_missing(archive.db, AT) == 1
    assert identity.link_missing(archive.db, AT) == 0
    (relation,) = identity.of_item(archive.db, left_out)
    assert relation.kind == "update"
    assert "412.6→430.1亿元" in relation.why


def test_linking_stops_at_a_limit_and_goes_on(archive: Archive) -> None:
    """A limit bounds the work of one call; the next call goes on."""
    for _ in range(5):
        archive.add(TITLE, TEXT)

    assert [identity.link_missing(archive.db, AT, most=3) for _ in range(3)] == [3, 2, 0]


def test_a_rolled_back_link_leaves_no_trace(archive: Archive) -> None:
    """Samples, relations and the mark that an item was linked stand or fall together."""
    archive.take(TITLE, TEXT)
    item = store.items.get(archive.db, archive.add(TITLE, TEXT))
    with pytest.raises(RuntimeError), store.write(archive.db):
        identity.link(archive.db, item, AT)
        raise RuntimeError

    assert not identity.of_item(archive.db, item.id)
    assert identity.link_missing(archive.db, AT) == 1


def test_an_item_whose_text_changed_is_linked_by_its_new_text(archive: Archive) -> None:
    """Whoever changes a text, what was found of the old one is gone, and linking goes by the new one."""
    first, _ = archive.take(TITLE, TEXT)
    second, _ = archive.take(TITLE, TEXT)

    archive.db.execute("update items set title = '另一件事', text = '', fingerprint = 'x' where id = ?", (second.id,))

    assert identity.of_item(archive.db, first.id) == ()
    assert identity.link_missing(archive.db, AT) == 1
    assert identity.link(archive.db, store.items.get(archive.db, second.id), AT) == ()


@pytest.mark.parametrize(
    ("change", "days", "sure"),
    [
        (lambda text: text, 0, True),
        (lambda text: text, 20, True),
        (lambda text: text, 365, False),
        (lambda text: f"本报讯。\n{text}\n（本报记者）", 3, True),
        (lambda text: f"本报讯。\n{text}\n（本报记者）", 9, False),
        (lambda text: text.replace("412.6", "412.7"), 0, False),
        (lambda text: text.replace("罗湖", "福田"), 0, False),
        (lambda text: text[: len(text) // 2], 0, False),
        (lambda text: text.replace("头等大事", "重要任务"), 0, False),
    ],
)
def test_only_what_is_certain_is_grouped(archive: Archive, change: object, days: int, sure: bool) -> None:
    """The same text within a month and a reprint within a week are one; a figure, place, word or year apart is not."""
    assert callable(change)
    archive.take(TITLE, TEXT, AT)
    item, found = archive.take(TITLE, change(TEXT), AT + timedelta(days=days))

    assert [identity.certain(one) for one in found] == [sure]
    assert identity.groups(archive.db).get(item.id) == (1 if sure else None)


def case(archive: Archive, number: str, text: str = TEXT, source: str = "热线", original: int = 1) -> Item:
    """Insert and link a row of a table."""
    id_ = archive.add(TITLE, text)
    archive.db.execute(
        "update items set number = ?, source = ?, original_id = ?, is_record = 1 where id = ?",
        (number, source, original, id_),
    )
    item = store.items.get(archive.db, id_)
    identity.link(archive.db, item, AT)
    return item


def test_a_case_is_another_under_another_number_of_its_source_only(archive: Archive) -> None:
    """The same text: one number is one case, two numbers of one hotline are two, two hotlines may tell of one."""
    first = case(archive, "RX1")
    kinds = {}
    for number, source in (("RX2", "热线"), ("RX1", "热线"), ("X9", "市长电话")):
        found = identity.of_item(archive.db, case(archive, number, source=source).id)
        kinds[number, source] = next((one.kind, one.sure) for one in found if one.other_id == first.id)

    assert kinds == {
        ("RX2", "热线"): ("twin", False),
        ("RX1", "热线"): ("exact", True),
        ("X9", "市长电话"): ("exact", False),
    }
    assert identity.groups(archive.db) == {1: 1, 3: 1}


def test_a_report_on_a_case_is_compared_by_its_words(archive: Archive) -> None:
    """What a unit or a site says in the words of a case is the same text: the rule is for two rows of tables."""
    case(archive, "RX1")
    item, found = archive.take(TITLE, TEXT)
    archive.db.execute("update items set number = '〔2026〕15号' where id = ?", (item.id,))
    again, relations = archive.take(TITLE, TEXT)

    assert [(one.other_id, one.kind) for one in found] == [(1, "exact")]
    assert {(one.other_id, one.kind, one.sure) for one in relations} == {(1, "exact", False), (item.id, "exact", True)}
    assert identity.groups(archive.db) == {item.id: item.id, again.id: item.id}


def test_the_earlier_row_of_a_number_is_found_among_many_of_its_form(archive: Archive) -> None:
    """However many newer cases have the same wording, the new version of a case is compared with the old."""
    first = case(archive, "RX1")
    for number in range(2, identity.LONGEST_LIST + 5):
        case(archive, f"RX{number}")
    last = case(archive, "RX1", TEXT.replace("412.6", "430.1"))

    (relation,) = [one for one in identity.of_item(archive.db, last.id) if one.other_id == first.id]

    assert relation.kind == "update"


def test_a_text_of_the_same_title_is_compared_though_little_is_shared(archive: Archive) -> None:
    """A thin common part is told of under one title only: a notice and what was made of it."""
    filler = ["".join(map(chr, range(first, first + 800))) for first in (0x5200, 0x7000)]
    first, _ = archive.take(TITLE, TEXT + filler[0])
    _, found = archive.take(TITLE, TEXT + filler[1])
    _, under_another = archive.take("另一件事", TEXT + "".join(map(chr, range(0x7400, 0x7400 + 800))))

    assert [(one.other_id, one.kind) for one in found] == [(first.id, "near")]
    assert under_another == ()


def test_another_case_is_not_printed_because_one_of_its_form_was(archive: Archive) -> None:
    """已刊 is the case itself; another number in the same words is only of the same form."""
    printed = case(archive, "RX1")
    publish(archive, printed.id, TITLE, TEXT)
    (entry,) = identity._ids(archive.db, "select id from entries")
    identity.link_entry(archive.db, entry, AT)
    other, again = case(archive, "RX2"), case(archive, "RX1", f"{TEXT}补充。")

    marks = identity.marks(archive.db, [printed.id, other.id, again.id])

    assert not [mark for mark in marks[other.id] if mark.startswith("已刊")]
    assert [mark for mark in marks[printed.id] if mark.startswith("已刊")]
    assert [mark for mark in marks[again.id] if mark.startswith("已刊")]


def test_an_article_of_another_case_repeats_nothing(archive: Archive) -> None:
    """What was printed of one case is no repetition in an article of another number; of its own number it is, and of a
    case without a number, which nobody can tell apart."""
    printed, other = case(archive, "RX1"), case(archive, "RX2")
    unnumbered = case(archive, "")
    publish(archive, printed.id, TITLE, TEXT)
    identity.link_missing(archive.db, AT)

    told = {
        made_of: [one.kind for one in identity.printed_before(archive.db, TITLE, TEXT, made_of)]
        for made_of in ((other.id,), (printed.id,), (printed.id, other.id), (unnumbered.id,), ())
    }

    assert told.pop((other.id,)) == []
    assert all(kinds == ["exact"] for kinds in told.values()), told


def test_a_group_goes_from_item_to_item(archive: Archive) -> None:
    """Items that are certainly the same have one head, the first of them; others have none."""
    ids = [archive.take(TITLE, TEXT)[0].id for _ in range(3)]
    _other, _ = archive.take("另一件事", "".join(map(chr, range(0x5200, 0x5300))))

    assert identity.groups(archive.db) == dict.fromkeys(ids, ids[0])


def test_an_event_is_no_reason_to_group() -> None:
    """The same event in other words stays two items."""
    assert not identity.certain(Relation(2, 1, "event", 0.9, 0.9, "", sure=True))


def test_flags_of_a_queue_page(archive: Archive) -> None:
    """Each item of a page is flagged with what it is like and where it was printed; the rest has no flag."""
    first, _ = archive.take(TITLE, TEXT)
    publish(archive, first.id, TITLE, TEXT)
    same, _ = archive.take(TITLE, TEXT)
    newer, _ = archive.take(TITLE, TEXT.replace("412.6", "430.1"))
    alone, _ = archive.take("另一件事", "".join(map(chr, range(0x5200, 0x5300))))

    flags = identity.marks(archive.db, [first.id, same.id, newer.id, alone.id])

    assert flags == {
        first.id: ("已刊 政务信息2026年第12期", f"同文 来稿{same.id}", f"更新 来稿{newer.id}"),
        same.id: ("已刊 政务信息2026年第12期", f"同文 来稿{first.id}", f"更新 来稿{newer.id}"),
        newer.id: (f"更新 来稿{same.id}等2件",),
    }


def test_an_item_like_a_printed_text_is_flagged_without_a_common_item(archive: Archive) -> None:
    """What was printed in a wording of its own is recognised by the printed text, whichever came first."""
    other = archive.add("原稿", "".join(map(chr, range(0x5200, 0x5300))))
    waiting, _ = archive.take("来稿", TEXT)
    entry = publish(archive, other, TITLE, TEXT)
    identity.link_missing(archive.db, AT)
    late, found = archive.take("转来的稿", f"{TEXT}\n（完）")

    assert [(one.entry_id, one.printed) for one in found if one.entry_id] == [(entry, "政务信息2026年第12期")]
    flags = identity.marks(archive.db, [waiting.id, late.id])
    assert all("已刊 政务信息2026年第12期" in flags[id_] for id_ in (waiting.id, late.id))


def test_a_digest_is_not_printed_because_one_of_its_items_was(archive: Archive) -> None:
    """已刊 is said where most of an item was printed, not where a small part was."""
    first, _ = archive.take(TITLE, TEXT)
    publish(archive, first.id, TITLE, TEXT)
    rest = "".join(map(chr, range(0x5200, 0x5200 + 600)))
    digest, _ = archive.take("一周动态", f"{TEXT}\n{rest}")

    assert identity.marks(archive.db, [digest.id]) == {digest.id: (f"相近 来稿{first.id}",)}


def test_an_article_is_checked_against_items_and_printed_entries(archive: Archive) -> None:
    """A text that is no item is told what it is like, and where that was printed; nothing is stored."""
    item, _ = archive.take(TITLE, TEXT)
    entry = publish(archive, item.id, TITLE, TEXT)
    identity.link_missing(archive.db, AT)

    found = identity.of_text(archive.db, TITLE, TEXT.replace("412.6", "430.1"))

    assert {(one.item_id, one.other_id, one.entry_id, one.kind, one.printed) for one in found} == {
        (0, item.id, 0, "update", "政务信息2026年第12期"),
        (0, 0, entry, "update", "政务信息2026年第12期"),
    }
    assert archive.db.table("relations").count == 0
    assert len(identity.of_text(archive.db, TITLE, TEXT, limit=1)) == 1


def test_a_thousand_notices_of_one_template_stay_apart_and_cheap(archive: Archive) -> None:
    """Of notices that differ in place and number none is grouped, and each keeps at most ten relations."""
    with store.write(archive.db):
        for number in range(120):
            place = f"{chr(0x5200 + number)}{chr(0x5400 + number)}区"
            archive.take(
                TITLE.replace("罗湖区", place), TEXT.replace("罗湖区", place).replace("412.6", f"{400 + number}.6")
            )

    rows = list(archive.db.query("select item_id, kind, sure from relations"))

    assert {row["kind"] for row in rows} == {"twin"}
    assert not any(row["sure"] for row in rows)
    assert len(rows) <= 120 * identity.CANDIDATES


def test_candidates_are_found_among_real_texts(archive: Archive) -> None:
    """Of edits of real pages, .98 are found again (.95 of heavy ones), among as many other pages."""
    if not SHARED.exists():
        pytest.skip("没有 shared/data")
    rng = Random(3)
    pieces = rng.sample(bench_archive.law_pieces(), 400)
    ids = archive.fill(pieces)
    for edit, floor in (
        *dict.fromkeys(("reprint", "typo", "trunc50", "merge2", "update"), 0.98).items(),
        ("heavy15", 0.95),
    ):
        found = [
            bench_identity.examine(archive, *bench_identity._edit(rng, edit, pieces, place), ids[place])[0]
            for place in range(60)
        ]
        assert sum(found) / len(found) >= floor, edit


def test_notices_of_a_real_feed_stay_apart(archive: Archive) -> None:
    """Of 166 notices of one city only the true duplicate is the same; templates of other years and batches are twins."""
    if not SHARED.exists():
        pytest.skip("没有 shared/data")
    found: list[tuple[Item, Relation]] = []
    with store.write(archive.db):
        for title, text, published in bench_identity.notices():
            item, relations = archive.take(title, text, published)
            found += [(item, relation) for relation in relations]

    exact = [relation for _, relation in found if relation.kind == "exact"]
    assert len(exact) == 1
    assert not [relation for _, relation in found if identity.certain(relation) and relation.kind != "exact"]
    assert sum(relation.kind == "twin" for _, relation in found) > 50


def test_versions_of_a_law_are_linked_and_not_merged(archive: Archive) -> None:
    """Two versions of one law are near or an update of each other; only equal texts are the same."""
    path = SHARED / "dedup" / "law_version_pairs.tsv"
    if not path.exists():
        pytest.skip("没有 shared/data/dedup")
    laws = {law["path"]: law["text"] for law in bench_archive.laws()}
    for row in path.read_text(encoding="utf-8").splitlines()[1:20]:
        title, before, after, one, other = row.split("\t")
        first, second = (datetime.fromisoformat(f"{day}T00:00:00+08:00") for day in (before, after))
        earlier, _ = archive.take(title, laws[one], first)
        _, found = archive.take(title, laws[other], second)
        relation = next(relation for relation in found if relation.other_id == earlier.id)
        equal = laws[one] == laws[other]
        assert relation.kind in (("exact",) if equal else ("near", "update")), title
        assert identity.certain(relation) == equal


def test_growth_leaves_the_check_bounded(archive: Archive) -> None:
    """However many texts share a sample, at most `CANDIDATES` are compared with a new one."""
    with store.write(archive.db):
        for number in range(60):
            archive.take(f"{TITLE}之{number}", text_edits.light5(Random(number), TITLE, TEXT)[1])
    reading = Reading(TITLE, TEXT)

    like_items, like_entries = identity._similar(archive.db, reading, "")

    assert len(like_items) == identity.CANDIDATES
    assert like_entries == []
