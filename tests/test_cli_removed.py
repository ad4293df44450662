"""What cleaning took out of an item can be seen, put back, and stays put back."""

from __future__ import annotations

import json

import pytest
from calls import call, done
from conftest import House

from bulletin import store
from bulletin.collect.cleaning.clean import clean
from bulletin.errors import NotFound, RefusedAction
from bulletin.model import Extracted, Item, Received
from bulletin.text import fingerprint

PROSE = "会议强调，各级各部门要把信息工作摆在突出位置，做到及时、准确、真实、全面，为领导决策提供参考。"
RAW = f"防汛工作进展\n打印本页 关闭窗口\n{PROSE}\n————\n锟斤拷锟斤拷{PROSE}\n责任编辑：王五"


def extracted(raw: str, key: str = "k") -> Extracted:
    cleaned = clean(raw)
    return Extracted(key, cleaned.title, cleaned.text, cleaned.raw, unit="东山镇", removed=cleaned.removed)


@pytest.fixture
def item(house: House) -> Item:
    received = Received(RAW.encode(), "test:removed", "text/plain", "utf-8")
    original, _ = store.originals.keep(house.db, house.settings, received, "test", house.at)
    return store.items.add(house.db, original, extracted(RAW), house.at)[0]


def number_of(item: Item, text: str) -> int:
    return next(n for n, one in enumerate(item.removed, 1) if one.text == text)


def test_every_removal_is_listed_with_place_and_reason(house: House, item: Item) -> None:
    """``item removed`` and ``item show --removed`` say number, place, reason and text of each; the places are right."""
    data = done(call(house.settings.root, "item", "removed", str(item.id), "--json"))
    shown = call(house.settings.root, "item", "show", str(item.id), "--removed").out

    assert [one["why"] for one in data["removed"]] == ["标题，已单列", "网页按钮", "分隔线", "编辑署名"]
    assert all(item.raw_text[one["start"] : one["end"]] == one["text"] for one in data["removed"])
    assert "2　原文第8—16字　网页按钮　“打印本页 关闭窗口”" in shown


def test_what_is_kept_comes_back_and_stays_after_reading_anew(house: House, item: Item) -> None:
    """Put back by an editor, a line stands in its place again, and reading the original anew does not take it out."""
    number = number_of(item, "责任编辑：王五")

    done(call(house.settings.root, "item", "keep", str(item.id), str(number), "--json", person="editor1"))
    original = store.originals.get(house.db, item.original_id)
    changed = store.items.replace_extraction(house.db, original, extracted(RAW), house.at)

    kept = store.items.get(house.db, item.id)
    assert kept.text == f"{PROSE}\n锟斤拷锟斤拷{PROSE}\n责任编辑：王五"
    assert (changed, kept.fingerprint) == (False, fingerprint(kept.text))
    assert [one.kept_by for one in kept.removed] == ["", "", "", "editor1"]


def test_what_was_kept_is_kept_though_the_text_around_it_changed(house: House, item: Item) -> None:
    """A new reading with another text around keeps what people had put back, wherever it stands now."""
    store.items.keep_removed(house.db, item.id, [number_of(item, "————")], "editor1")
    original = store.originals.get(house.db, item.original_id)

    assert store.items.replace_extraction(house.db, original, extracted(f"{PROSE}新增。\n{RAW}"), house.at)

    assert "\n————\n" in store.items.get(house.db, item.id).text


def test_flags_move_with_the_text(house: House) -> None:
    """A flag lies on the same characters after something was put back before it."""
    from dataclasses import replace

    from bulletin.collect.cleaning.flags import flags_of

    found = extracted(RAW)
    found = replace(found, flags=flags_of(found.text))
    received = Received(RAW.encode(), "test:flags", "text/plain", "utf-8")
    original, _ = store.originals.keep(house.db, house.settings, received, "test", house.at)
    item, _ = store.items.add(house.db, original, found, house.at)

    kept = store.items.keep_removed(house.db, item.id, [2, 3], "editor1")

    flag = next(flag for flag in kept.flags if flag.kind == "mojibake")
    assert kept.text[flag.start : flag.end].startswith("锟斤拷")


def test_an_adopted_item_stays_as_it_is(house: House, item: Item) -> None:
    """Once an article was made of an item nothing is put back into it any more, and the refusal says what to do."""
    done(call(house.settings.root, "item", "adopt", str(item.id), "--json", person="editor1"))

    with pytest.raises(RefusedAction, match="article edit"):
        store.items.keep_removed(house.db, item.id, [1], "editor1")

    assert store.items.get(house.db, item.id).text == item.text


def test_refusals_name_the_record(house: House, item: Item) -> None:
    """A number there is not, and a person who is no editor, are refused."""
    with pytest.raises(NotFound, match="共4处"):
        store.items.keep_removed(house.db, item.id, [9], "editor1")

    answer = call(house.settings.root, "item", "keep", str(item.id), "1", person="signer1")

    assert answer.code != 0
    assert store.items.get(house.db, item.id) == item


def test_lists_of_older_offices_are_read(house: House, item: Item) -> None:
    """A list of texts, as older versions stored it, is shown without places, and cannot be put back."""
    house.db.execute("update items set removed = ? where id = ?", (json.dumps(["打印本页"]), item.id))

    shown = call(house.settings.root, "item", "removed", str(item.id)).out

    assert "1　位置未记　原因未记　“打印本页”" in shown
    with pytest.raises(RefusedAction, match="没有它在原文中的位置"):
        store.items.keep_removed(house.db, item.id, [1], "editor1")
