"""What is promised about originals: nothing that was received is lost, changed, or kept twice."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import House

from bulletin import store
from bulletin.errors import NotFound, StoreFailure
from bulletin.model import Original, Received
from bulletin.text import sha256

BODY = "关于晚稻收割情况的报告".encode("gb18030")


def _keep(house: House, body: bytes = BODY, address: str = "mail:1", source: str = "inbox2") -> tuple[Original, bool]:
    received = Received(body, address, "text/plain", "gb18030")
    return store.originals.keep(house.db, house.settings, received, source, house.at)


def test_bytes_are_kept_as_received_under_their_own_hash(house: House) -> None:
    """What came in is on disk, byte for byte, under its SHA-256, and the row says where from, when and how big."""
    original, new = _keep(house)

    assert new
    assert original.sha256 == sha256(BODY)
    assert store.originals.path_of(house.settings, original.sha256).read_bytes() == BODY
    assert store.originals.body(house.settings, original) == BODY
    assert (original.source, original.address, original.size) == ("inbox2", "mail:1", len(BODY))
    assert (original.charset, original.received_at) == ("gb18030", house.at)
    assert store.originals.get(house.db, original.id) == original


def test_the_same_bytes_from_the_same_address_are_one_reception(house: House) -> None:
    """Collecting again keeps nothing new and gives back the first record."""
    first, _ = _keep(house)

    again, new = _keep(house.later(days=1))

    assert (again, new) == (first, False)
    assert len(store.originals.of_source(house.db, "inbox2")) == 1


@pytest.mark.parametrize("other", [{"body": BODY + b"!"}, {"address": "mail:2"}, {"source": "inbox3"}])
def test_other_bytes_address_or_source_are_another_reception(house: House, other: dict[str, str]) -> None:
    """A changed page, a copy from elsewhere and a second source are each recorded."""
    first, _ = _keep(house)

    second, new = _keep(house, **other)  # type: ignore[arg-type]

    assert new
    assert second.id != first.id
    assert len(store.originals.every(house.db)) >= 2


def test_an_altered_file_is_detected_when_it_is_read(house: House) -> None:
    """Bytes that are not what was received are never handed out; the message names the original and the remedy."""
    original, _ = _keep(house)
    store.originals.path_of(house.settings, original.sha256).write_bytes(BODY.replace(b"\xb1", b"\xb2"))

    with pytest.raises(StoreFailure, match=rf"原件 {original.id} 的字节与收到时不同.*从备份恢复"):
        store.originals.body(house.settings, original)


def test_a_missing_file_is_a_failure_that_names_it(house: House) -> None:
    """A file that is gone is said with its path."""
    original, _ = _keep(house)
    path = store.originals.path_of(house.settings, original.sha256)
    path.unlink()

    with pytest.raises(StoreFailure, match=original.sha256):
        store.originals.body(house.settings, original)


def test_the_bytes_are_there_before_the_row(house: House) -> None:
    """Where the bytes cannot be written there is no row that speaks of them."""
    digest = sha256(BODY)
    blocked = store.originals.path_of(house.settings, digest).parent
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("in the way")
    before = store.originals.every(house.db)

    with pytest.raises(StoreFailure):
        _keep(house)

    assert store.originals.every(house.db) == before
    blocked.unlink()
    assert _keep(house)[1]


def test_bytes_left_by_a_killed_program_are_taken_up_again(house: House) -> None:
    """Bytes on disk without a row, as a crash leaves them, do not hinder the next reception."""
    store.files.write_durably(store.originals.path_of(house.settings, sha256(BODY)), BODY)

    original, new = _keep(house)

    assert new
    assert store.originals.body(house.settings, original) == BODY


def test_an_unknown_original_is_not_found(house: House) -> None:
    """A number nobody gave out is answered as such."""
    with pytest.raises(NotFound, match="没有找到原件 4711"):
        store.originals.get(house.db, 4711)


def test_an_empty_body_is_an_original_too(house: House) -> None:
    """Nothing is a possible reception: zero bytes are kept and read back."""
    original, _ = _keep(house, b"")

    assert store.originals.body(house.settings, original) == b""


def test_paths_stay_inside_the_originals_directory(house: House) -> None:
    """Addresses never become file names: everything lies two levels below ``var/originals``."""
    _keep(house, b"x", "../../../etc/passwd")

    files = [path for path in house.settings.originals_dir.rglob("*") if path.is_file()]

    assert all(path.parent.parent == house.settings.originals_dir for path in files)
    assert all(stat.S_ISREG(path.stat().st_mode) for path in files)


def test_another_office_reads_nothing_of_this_one(house: House, tmp_path: Path) -> None:
    """Originals belong to their office: the same record elsewhere has no bytes."""
    original, _ = _keep(house)

    with pytest.raises(StoreFailure):
        store.originals.body(replace(house.settings, root=tmp_path), original)
