"""What is promised about the archive index: made from the folders alone, opens from disk, finds any two characters."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import House, NewHouse

from bulletin import store
from bulletin.errors import StoreFailure
from bulletin.press import archive, publish

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
HOSTILE = "</script><script>document.title='taken'</script>"


@pytest.fixture(scope="module")
def filed_once(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Number 1 published with two entries, number 2 voided, number 3 waiting for its signature."""
    house = new_house(tmp_path_factory.mktemp("filed"))
    house.article("approved")
    house.article("approved", title=f"清水河治理完工{HOSTILE}", text="清水河河西段治理\u2028完工，水质达到Ⅲ类。")
    house.issue("published")
    voided = house.issue("signed")
    publish.void(house.db, house.settings, voided, "数据有误", house.actor("signer1"), house.at)
    house.issue("proofed")
    archive.build(house.db, house.settings)
    return house


@pytest.fixture
def filed(new_house: NewHouse, tmp_path: Path, filed_once: House) -> House:
    """A copy of that office."""
    return new_house(tmp_path / "filed", filed_once)


def _data(house: House) -> dict[str, Any]:
    text = (house.settings.issues_dir / "data.js").read_text(encoding="utf-8")
    match = re.fullmatch(r"const ARCHIVE=(.*);\n", text, re.DOTALL)
    assert match, "one assignment of one JSON value"
    data: dict[str, Any] = json.loads(match[1])
    return data


def test_every_number_appears_once_and_every_gap_is_explained(filed: House) -> None:
    """Published, voided and still unsigned numbers are all in the index, newest first, the last two with the reason."""
    rows = _data(filed)["issues"]

    explained = {row["number"]: (row["state"], len(row["entries"])) for row in rows}
    assert explained == {1: ("", 2), 2: ("废号：数据有误", 0), 3: ("期号已占用，待签发", 0)}
    assert [row["total"] for row in sorted(rows, key=lambda row: row["number"])] == [345, 346, 347]


def test_an_entry_gives_title_text_page_and_short_names_of_units(filed: House) -> None:
    """The index holds what the page shows and searches, and the PDF it links to is there."""
    (row,) = [row for row in _data(filed)["issues"] if row["number"] == 1]

    entry = row["entries"][0]
    assert (row["date"], row["publication"], row["series"]) == ("2026-11-20", "政务信息", "正刊")
    assert (entry["position"], entry["units"], entry["page"]) == (1, ["东山镇"], 1)
    assert "晚稻" in entry["title"]
    assert (filed.settings.issues_dir / row["pdf"]).is_file()


def test_the_index_is_made_from_the_folders_alone(filed: House, tmp_path: Path) -> None:
    """Another office that only has the folders makes the same rows of them, whatever its database says."""
    empty = store.open_database(tmp_path / "empty.db")

    archive.build(empty, filed.settings)

    assert [row["number"] for row in _data(filed)["issues"]] in ([1, 2], [2, 1])
    empty.close()


def test_building_twice_gives_the_same_bytes(filed: House) -> None:
    """Nothing but the folders goes into the index: no clock, no order of the file system."""
    index = archive.build(filed.db, filed.settings)
    first = (index.read_bytes(), (index.parent / "data.js").read_bytes())

    archive.build(filed.db, filed.settings)

    assert (index.read_bytes(), (index.parent / "data.js").read_bytes()) == first


def test_an_empty_archive_has_an_index_too(house: House) -> None:
    """Before the first issue the page opens and says there is nothing."""
    archive.build(house.db, house.settings)

    assert _data(house) == {"office": house.settings.office, "issues": []}


@pytest.mark.parametrize("harm", ["{", "[]", "{}", '{"reference": "x", "tombstone": {}}'])
def test_a_broken_folder_is_named_and_stops_the_index(filed: House, harm: str) -> None:
    """An index that silently leaves out an issue is worse than none: the folder is named with the remedy."""
    manifest = filed.settings.issues_dir / "政务信息" / "2026" / "001" / "manifest.json"
    manifest.write_text(harm, encoding="utf-8")

    with pytest.raises(StoreFailure, match=r"政务信息/2026/001 的清单读不出来.*从备份恢复"):
        archive.build(filed.db, filed.settings)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("晚稻", ["政务信息/2026/1#1"]),
        ("水质", ["政务信息/2026/1#2"]),
        ("清水 完工", ["政务信息/2026/1#2"]),
        ("清水 晚稻", []),
        ("Ⅲ", ["政务信息/2026/1#2"]),
        ("收割", ["政务信息/2026/1#1"]),
        ("%", []),
        ("_", []),
        ("  ", []),
        ("", []),
    ],
)
def test_words_of_any_length_are_found_in_published_issues(filed: House, query: str, found: list[str]) -> None:
    """Every word must occur, in title or text; one and two characters are found like longer ones; no pattern signs."""
    assert [hit.entry for hit in archive.search(filed.db, query)] == found


def test_a_hit_says_issue_page_and_surroundings(filed: House) -> None:
    """The snippet shows the word where it stands; the page is that of the PDF."""
    (hit,) = archive.search(filed.db, "油菜")

    assert (hit.issue, hit.page) == ("政务信息/2026/1", 1)
    assert "油菜" in hit.snippet
    assert len(hit.snippet) <= archive.SNIPPET + 1


def test_what_is_not_published_is_not_found(filed: House) -> None:
    """The voided and the unsigned issue hold the same words; only the published one answers."""
    assert {hit.issue for hit in archive.search(filed.db, "东山镇")} == {"政务信息/2026/1"}


# The page itself, in a browser


def _page(house: House, folder: Path, typed: str = "") -> str:
    """Open the index from disk, as a copy that types `typed` into the search box, and return the page as shown."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no chromium on this machine")
    act = f"const q = byId('query'); q.value = {json.dumps(typed)}; q.dispatchEvent(new Event('input'));"
    index = (house.settings.issues_dir / "index.html").read_text(encoding="utf-8")
    page = house.settings.issues_dir / "typed.html"
    page.write_text(index.replace("</body>", f"<script>{act}</script></body>"), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]
    done = subprocess.run(
        [CHROMIUM, *options, f"--user-data-dir={folder / 'profile'}", page.as_uri()],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return re.sub(r"<script>.*?</script>", "", done.stdout.decode("utf-8"), flags=re.DOTALL)


def test_the_page_opens_from_disk_and_shows_every_number(filed: House, tmp_path: Path) -> None:
    """Opened as a file, without a network, the page lists all issues, links the PDF, and runs no foreign script."""
    shown = _page(filed, tmp_path)

    assert "共3期、2条" in shown
    assert "2026年第1期" in shown
    assert "废号：数据有误" in shown
    assert re.search(r'href="%E6%94%BF[^"]*/2026/001/issue\.pdf#page=1"', shown)
    assert "<title>归档目录</title>" in shown
    assert "&lt;/script&gt;" in shown


def test_typing_two_characters_filters_the_page(filed: House, tmp_path: Path) -> None:
    """晚稻 leaves the one entry that has the word, with the word marked."""
    shown = _page(filed, tmp_path, "晚稻")

    assert "共1期、1条" in shown
    assert "<mark>晚稻</mark>" in shown
    assert "清水河" not in shown.split('<div id="list"')[1]
