"""What is promised of two offices: what the lower reports the upper collects, prints and acknowledges, and points come back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.calls import done, need_fonts, process
from tests.conftest import TEXT, TITLE, House, NewHouse

LOWER, UPPER = "东江市人民政府办公室信息科", "北川省人民政府办公厅信息处"
SERVE = "import sys, http.server as h; from functools import partial; \
s = h.ThreadingHTTPServer(('127.0.0.1', 0), partial(h.SimpleHTTPRequestHandler, directory=sys.argv[1])); \
print(s.server_address[1], flush=True); s.serve_forever()"


@dataclass(frozen=True)
class Offices:
    """Two offices, and the server that publishes what each has in its outbox."""

    lower: Path
    upper: Path
    address: str

    def at_lower(self, *words: object, person: str = "editor1") -> Any:
        """Return what a call in the lower office answers: a process of its own."""
        return done(process(self.lower, *words, "--json", person=person))

    def at_upper(self, *words: object, person: str = "editor1") -> Any:
        """Return what a call in the upper office answers: a process of its own."""
        return done(process(self.upper, *words, "--json", person=person))

    def url(self, *parts: str) -> str:
        """Return where the server shows a file of the two outboxes."""
        return "/".join((self.address, *map(quote, parts)))


def _source(office: Path, name: str, address: str, *lines: str) -> None:
    text = "\n".join((f'title = "{name}"', 'collector = "office"', f'address = "{address}"', "pause = 0", *lines))
    (office / "sources" / f"{name}.toml").write_text(f"{text}\n", "utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder and the address under which another process serves it on loopback."""
    root = tmp_path_factory.mktemp("served")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(root)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert server.stdout is not None
    yield root, f"http://127.0.0.1:{int(server.stdout.readline())}"
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="module")
def offices(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory, served: tuple[Path, str]) -> Offices:
    """The lower office with a published issue of one article of two units; the upper one collects its package."""
    need_fonts()
    _, address = served
    lower: House = new_house(tmp_path_factory.mktemp("lower"))
    made = lower.article("approved")
    assert made.units == ("东山镇",)
    lower.issue("published")
    upper: House = new_house(tmp_path_factory.mktemp("upper"))
    toml = (upper.settings.root / "bulletin.toml").read_text("utf-8").replace(LOWER, UPPER)
    toml += '\n[units."东江市"]\nclass = 1\nattribution = "东江市"\n'
    (upper.settings.root / "bulletin.toml").write_text(toml, "utf-8")
    two = Offices(lower.settings.root, upper.settings.root, address)
    with (two.lower / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[upward.offices."省政府办公厅"]\nlevel = "省"\nsigns_as = "{UPPER}"\n')
    _source(two.upper, "dongjiang", two.url("lower", "省政府办公厅", "reports.xml"), 'unit = "东江市"')
    _source(two.lower, "sheng", two.url("upper", "dongjiang", "receipts.xml"), 'upper_office = "省政府办公厅"')
    return two


def _points(offices: Offices, unit: str = "东山镇") -> Fraction:
    rows = {row["unit"]: row["exact"] for row in offices.at_lower("points", "show", "--year", "2026")["units"]}
    return Fraction(rows[unit])


def _new(answer: Any) -> int:
    return sum(source["new"] for source in answer["sources"])


@pytest.fixture(scope="module")
def reported(offices: Offices, served: tuple[Path, str]) -> Any:
    """The lower office has sent its entry, and its package is collected by the upper one; the item there."""
    offices.at_lower("upward", "send", "政务信息/2026/1#1", "--to", "省政府办公厅", "--as", "要情")
    offices.at_lower("upward", "publish", served[0] / "lower")
    (number,) = offices.at_upper("collect", "dongjiang")["new_items"]
    return offices.at_upper("item", "show", number)


@pytest.fixture(scope="module")
def acknowledged(offices: Offices, reported: Any, served: tuple[Path, str]) -> str:
    """The upper office has printed it, a leader has written on it, and the receipt lies in its outbox; the reference."""
    article = offices.at_upper("item", "adopt", reported["id"], "--title", "晚稻提前收割")["article"]
    offices.at_upper("article", "send", article)
    offices.at_upper("article", "approve", article, person="reviewer1")
    reference = offices.at_upper("issue", "compose")["issue"]
    reference = offices.at_upper("issue", "proof", reference)["issue"]
    offices.at_upper("issue", "sign", reference, person="signer1")
    offices.at_upper("issue", "publish", reference)
    words = ("--leader", "王省长", "--text", "请总结推广。", "--kind", "肯定")
    offices.at_upper("instruction", "add", f"{reference}#1", *words, person="clerk1")
    offices.at_upper("upward", "publish", served[0] / "upper")
    return str(reference)


def test_a_report_arrives_whole_and_says_where_it_comes_from(offices: Offices, reported: Any) -> None:
    """Title, text, revision, units and the hash of the first bytes are those of the lower office; the unit is the upper's."""
    sent = offices.at_lower("article", "show", 1)
    first = offices.at_lower("item", "show", sent["items"][0])
    told = reported["provenance"]

    assert (reported["title"], reported["text"]) == (TITLE, TEXT)
    assert (reported["unit"], reported["origin"], reported["signed_by"]) == ("东江市", LOWER, "签发甲")
    assert (told["office"], told["channel"], told["entry"], told["secrecy"]) == (
        LOWER,
        "要情",
        "政务信息/2026/1#1",
        "非密",
    )
    assert told["units"] == [{"unit": "东山镇", "attribution": "东山镇"}]
    assert [one["sha256"] for one in told["originals"]] == [first["original"]["sha256"]]
    assert told["revision"] == "1" and told["tag"].startswith("tag:office-")


def test_the_attribution_printed_above_is_that_of_the_lower_office(offices: Offices, acknowledged: str) -> None:
    """The entry of the upper office's issue is credited to the lower office, by its name there."""
    (entry,) = offices.at_upper("issue", "show", acknowledged)["entries"]

    assert entry["units"] == ["东江市"]


def test_points_come_back_when_a_person_confirms_and_replays_change_nothing(
    offices: Offices, acknowledged: str, served: tuple[Path, str]
) -> None:
    """A receipt only proposes; after 采用登记 the unit has the 20 points of the day; sent, collected, confirmed again: nothing."""
    before = _points(offices)
    assert _new(offices.at_lower("collect", "sheng")) == 0
    (receipt,) = offices.at_lower("upward", "receipts")
    assert (receipt["office"], receipt["bulletin"], receipt["number"]) == (UPPER, "政务信息", "2026年第1期")
    assert (receipt["title"], receipt["adopted_on"], receipt["state"]) == ("晚稻提前收割", "2026-11-20", "待确认")
    assert receipt["instructions"] == [{"level": "省", "rank": "主要", "kind": "肯定", "on": "2026-11-20", "text": ""}]
    assert offices.at_lower("unit", "show", "东山镇")["said"] == []
    assert _points(offices) == before

    done = offices.at_lower("upward", "confirm", "1-1")
    adoption = done["adoption"]

    assert (adoption["level"], adoption["bulletin"], adoption["dated_on"]) == ("省", "政务信息", "2026-11-20")
    assert (done["new"], done["source"], done["levels_before"], done["levels_after"]) == (True, "sheng", [], ["省"])
    assert _points(offices) == before + 20
    (said,) = offices.at_lower("unit", "show", "东山镇")["said"]
    assert (said["reference"], said["office"], said["kind"], said["text"]) == ("政务信息/2026/1#1", UPPER, "肯定", "")
    after = offices.at_lower("points", "show", "--year", "2026")
    assert not offices.at_lower("upward", "send", "政务信息/2026/1#1", "--to", "省政府办公厅")["new"]
    packages = offices.at_lower("upward", "publish", served[0] / "lower")["packages"]
    packages += offices.at_upper("upward", "publish", served[0] / "upper")["packages"]
    assert [package["changed"] for package in packages] == [False, False]
    assert _new(offices.at_upper("collect", "dongjiang")) == _new(offices.at_lower("collect", "sheng")) == 0
    assert not offices.at_lower("upward", "confirm", 1)["new"]
    assert offices.at_lower("points", "show", "--year", "2026") == after
    assert offices.at_lower("upward", "list")[0]["fate"] == "已登记"


def test_the_same_package_from_a_folder_brings_nothing_twice(
    offices: Offices, reported: Any, served: tuple[Path, str]
) -> None:
    """Another source with the same reports, a file on disk, knows them by their ids."""
    _source(offices.upper, "folder", str(served[0] / "lower" / "省政府办公厅" / "reports.xml"))

    assert _new(offices.at_upper("collect", "folder")) == 0


def test_both_archives_are_whole_afterwards(offices: Offices, acknowledged: str) -> None:
    """Every seal, hash and row of both offices holds."""
    assert offices.at_lower("archive", "verify")["ok"]
    assert offices.at_upper("archive", "verify")["ok"]
