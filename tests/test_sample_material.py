"""What is promised about the sample material in `bulletin/sample/` and the manual pages in `bulletin/manual/`."""

from __future__ import annotations

import re
import shlex
import tomllib
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest

from bulletin.cli import cli
from bulletin.settings import RANK_DEFAULTS, read_settings, shipped_office
from bulletin.terms import KINDS, URGENCIES
from bulletin.text import is_hanzi, plain
from bulletin.text.secrecy import SECRECY_LEVELS

PACKAGE = Path(__file__).parent.parent / "bulletin"
SAMPLE = PACKAGE / "sample"
MANUAL = sorted((PACKAGE / "manual").glob("*.md"))
SUBMISSIONS = sorted(path for path in (SAMPLE / "submissions").iterdir())
EDITED = sorted((SAMPLE / "edited").glob("*.txt"))
SMALL = [SAMPLE / name for name in ("editor_note.txt", "instruction.txt", "progress.txt")]

BOM = b"\xef\xbb\xbf"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADERS = ("报送单位", "签发人", "信息类型", "紧急程度", "标题")
HEADER_LINE = re.compile(rf"^({'|'.join(('密级', *HEADERS))})：(.+)$")
MARKS = frozenset("，。；：、！？“”《》（）〔〕—…·+./%:#- \n") | frozenset("0123456789") | frozenset("ABCXⅣⅢ")
SUM = re.compile(r"(?P<total>[\d.]+)(?P<measure>[万亿]?[元亩个处户人])，其中(?P<parts>[^，；。]+)")


class _Paragraphs(HTMLParser):
    """The text of a saved page, one line per block; the head is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._in_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_body = self._in_body or tag == "body"

    def handle_endtag(self, tag: str) -> None:
        self.text += "\n" if tag in ("p", "h1", "div") else ""

    def handle_data(self, data: str) -> None:
        self.text += data.strip("\n \u3000\xa0") if self._in_body else ""


@dataclass(frozen=True)
class Sheet:
    """A submission read with nothing but the standard library: its header lines and its body."""

    path: Path
    header: dict[str, str]
    body: str

    @property
    def length(self) -> int:
        """The number of characters of the body, spaces not counted."""
        return len("".join(self.body.split()))


def lines_of_docx(path: Path) -> str:
    """Return the paragraphs of a Word file, insertions accepted."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p"))


def lines_of_html(path: Path) -> str:
    """Return the text of a saved page."""
    parser = _Paragraphs()
    parser.feed(path.read_text(encoding="utf-8"))
    return re.sub(r"\n\s*\n+", "\n", parser.text).strip()


def decode(raw: bytes) -> str:
    """Return the text of a .txt submission: UTF-8 with or without a mark, else GB18030, both strict."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def read(path: Path) -> Sheet:
    """Return the submission at `path`."""
    readers = {".docx": lines_of_docx, ".html": lines_of_html}
    text = readers[path.suffix](path) if path.suffix in readers else decode(path.read_bytes())
    lines = text.split("\n")
    header = {match[1]: match[2] for line in lines if (match := HEADER_LINE.match(line))}
    body = "\n".join(line for line in lines if line.strip() and not HEADER_LINE.match(line))
    return Sheet(path, header, body)


def sheet(number: int) -> Sheet:
    """Return the submission with this number in its file name."""
    return read(next(path for path in SUBMISSIONS if path.name.startswith(f"{number:02d}-")))


def wrong_sums(text: str) -> list[str]:
    """Return the places `total measure，其中 part measure、part measure …` in `text` whose parts do not add up."""
    wrong = []
    for match in SUM.finditer(text):
        parts = re.findall(rf"([\d.]+){match['measure']}", match["parts"])
        if len(parts) > 1 and sum(map(Decimal, parts)) != Decimal(match["total"]):
            wrong.append(match[0])
    return wrong


def program() -> dict[str, click.Command]:
    """Return every command of the program by its words, such as ``item list``."""
    nouns = cli.commands.items()
    verbs = {
        f"{noun} {verb}": one
        for noun, group in nouns
        if isinstance(group, click.Group)
        for verb, one in group.commands.items()
    }
    return {**{noun: one for noun, one in nouns if not isinstance(one, click.Group)}, **verbs}


def shown_commands(page: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield the words and the long options of every command line a manual page shows; remarks are cut off."""
    lines = re.findall(r"^ {4,}(bulletin .+)$|`(bulletin [^`]+)`", page.read_text(encoding="utf-8"), re.MULTILINE)
    for line in (re.split(r" {2,}", block or inline)[0] for block, inline in lines):
        words = shlex.split(re.sub(r"--(?:office|as|at) \S+ ", "", line))[1:]
        options = {word for word in words if word.startswith("--")}
        if re.fullmatch(r"[a-z]+", words[0]):
            group = isinstance(cli.commands.get(words[0]), click.Group)
            yield " ".join(words[: 2 if group else 1]), options


def test_fourteen_submissions_are_numbered_without_a_gap() -> None:
    """Sorting the file names gives the fixed order 01 … 14."""
    numbers = [path.name[:3] for path in SUBMISSIONS]

    assert numbers == [f"{number:02d}-" for number in range(1, 15)]


def test_formats_cover_what_units_send() -> None:
    """Ten text files, among them one GB18030 and one with a mark, two saved pages and two Word files."""
    texts = [path.read_bytes() for path in SUBMISSIONS if path.suffix == ".txt"]

    def is_utf8(raw: bytes) -> bool:
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    assert [path.suffix for path in SUBMISSIONS].count(".html") == 2
    assert [path.suffix for path in SUBMISSIONS].count(".docx") == 2
    assert len(texts) == 10
    assert sum(raw.startswith(BOM) for raw in texts) == 1
    assert sum(not is_utf8(raw) for raw in texts) == 1


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.name[:2])
def test_every_submission_is_complete(path: Path) -> None:
    """Every submission names a unit the shipped office knows, a signer, a known kind and urgency, and a title."""
    office = read_settings(shipped_office())

    header = read(path).header

    assert set(HEADERS) <= set(header)
    assert office.unit(header["报送单位"]) is not None
    assert header["报送单位"] in path.name
    assert header["信息类型"] in KINDS
    assert header["紧急程度"] in URGENCIES


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.name[:2])
def test_submissions_have_realistic_lengths(path: Path) -> None:
    """A submission has 250 to 900 characters; the two long ones have about 1,200."""
    long_ones = {2, 8}

    length = read(path).length

    low, high = (1100, 1300) if int(path.name[:2]) in long_ones else (250, 900)
    assert low <= length <= high


def test_kinds_are_spread_as_in_a_real_week() -> None:
    """Five 动态, three 经验, two 问题, two 建议, one 紧急 and one 社情民意 come from twelve units."""
    headers = [read(path).header for path in SUBMISSIONS]

    kinds = [header["信息类型"] for header in headers]

    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "动态": 5,
        "经验": 3,
        "问题": 2,
        "建议": 2,
        "紧急": 1,
        "社情民意": 1,
    }
    assert len({header["报送单位"] for header in headers}) == 12


def test_one_pair_is_a_near_copy() -> None:
    """东山镇 and 市农业农村局 send nearly the same text under different titles."""
    town, bureau = sheet(4), sheet(5)

    likeness = SequenceMatcher(None, town.body, bureau.body, autojunk=False).ratio()

    assert town.header["标题"] != bureau.header["标题"]
    assert 0.8 < likeness < 1.0


def test_one_pair_is_the_same_text_from_two_units() -> None:
    """市水利局 and 河西区 send the same title and text, byte for byte."""
    first, second = sheet(12), sheet(13)

    parts = [one.path.read_bytes().partition(b"\n\n")[2] for one in (first, second)]

    assert parts[0] == parts[1]
    assert first.header["标题"] == second.header["标题"]
    assert first.header["报送单位"] != second.header["报送单位"]


def test_exactly_one_submission_is_marked_secret() -> None:
    """Only the exercise is marked with a secrecy level, and it says that it is an exercise."""
    marked = [one for one in map(read, SUBMISSIONS) if "密级" in one.header]

    assert [one.path.name[:2] for one in marked] == ["14"]
    assert marked[0].header["密级"] in SECRECY_LEVELS
    assert "演练" in marked[0].header["标题"]


def test_urgent_submission_has_the_elements_of_a_first_report() -> None:
    """The 首报 carries every element a first report must have."""
    elements = [
        "接报时间",
        "信息来源",
        "事发时间",
        "事发地点",
        "性质",
        "伤亡",
        "影响范围",
        "趋势",
        "领导到位",
        "措施",
        "建议",
    ]

    urgent = sheet(3)

    assert urgent.header["紧急程度"] == "特急"
    assert [element for element in elements if element not in urgent.body] == []


def test_word_files_use_the_hard_parts_of_the_format() -> None:
    """The Word files hold a table, an automatic numbering, an insertion and a deletion, with fixed times."""
    files = [path for path in SUBMISSIONS if path.suffix == ".docx"]
    seen: set[str] = set()

    for path in files:
        with zipfile.ZipFile(path) as archive:
            seen |= {element.tag for element in ElementTree.fromstring(archive.read("word/document.xml")).iter()}
            assert len({info.date_time for info in archive.infolist()}) == 1

    assert {f"{WORD}{tag}" for tag in ("tbl", "numPr", "ins", "del", "delText")} <= seen


def test_the_planted_wrong_sum_is_the_only_one() -> None:
    """In all sample material, one sum after 其中 does not add up: the planted one."""
    others = [*EDITED, *SMALL, *(SAMPLE / "feeds").iterdir(), *(SAMPLE / "pages").iterdir()]
    texts = [read(path).body for path in SUBMISSIONS] + [path.read_text(encoding="utf-8") for path in others]

    wrong = [place for text in texts for place in wrong_sums(text)]

    assert wrong == ["120万元，其中市级50万元、县级40万元、社会资金20万元"]


def test_rare_characters_stand_in_one_submission_and_one_edited_text() -> None:
    """喆 and 䶮, which many fonts lack, occur in one submission and in its edited text."""
    sources = [path.name[:2] for path in SUBMISSIONS if {"喆", "䶮"} <= set(read(path).body)]
    edited = [path.name for path in EDITED if {"喆", "䶮"} <= set(path.read_text(encoding="utf-8"))]

    assert sources == ["07"]
    assert edited == ["a4.txt"]


@pytest.mark.parametrize("path", EDITED, ids=lambda path: path.name)
def test_edited_texts_are_ready_for_print(path: Path) -> None:
    """An edited text is a title, an empty line and unindented paragraphs, 250 to 600 characters in all."""
    text = path.read_text(encoding="utf-8")

    title, gap, *paragraphs = text.rstrip("\n").split("\n")

    assert title and title[-1] not in "。；，"
    assert gap == ""
    assert all(line == line.strip() and line for line in paragraphs)
    assert 250 <= len("".join(text.split())) <= 600
    assert len(EDITED) == 6


@pytest.mark.parametrize("path", [*SUBMISSIONS, *EDITED, *SMALL], ids=lambda path: path.name)
def test_texts_hold_only_characters_of_sane_ranges(path: Path) -> None:
    """Sample texts are Chinese characters, figures and the usual marks, and pass `plain` unchanged."""
    text = read(path).body

    strange = {char for char in text if not is_hanzi(char) and char not in MARKS}

    assert strange == set()
    assert plain(text) == text


def test_numbers_of_the_edited_texts_come_from_the_submissions() -> None:
    """Editing cuts and merges; it brings in no figure that no submission has."""
    known = {figure for path in SUBMISSIONS for figure in re.findall(r"\d+(?:\.\d+)?", read(path).body)}
    titles = {figure for path in SUBMISSIONS for figure in re.findall(r"\d+(?:\.\d+)?", read(path).header["标题"])}

    used = {figure for path in EDITED for figure in re.findall(r"\d+(?:\.\d+)?", path.read_text(encoding="utf-8"))}

    assert used - known - titles == set()


def test_note_instruction_and_progress_have_their_usual_size() -> None:
    """The editor's note has about 80 characters, the instruction 60, the progress report 250."""
    lengths = [len("".join(path.read_text(encoding="utf-8").split())) for path in SMALL]

    assert [
        low <= length <= high for length, (low, high) in zip(lengths, [(70, 90), (50, 70), (230, 270)], strict=True)
    ] == [True] * 3


def test_feed_is_clean_and_writes_dates_in_both_ways() -> None:
    """The feed has eight items with distinct ids, summaries, and dates in RFC 822 and in Chinese."""
    items = list(ElementTree.parse(SAMPLE / "feeds" / "news.xml").getroot().iter("item"))
    dates = [item.findtext("pubDate") or "" for item in items]

    chinese = [date for date in dates if re.fullmatch(r"2026年\d+月\d+日 \d\d:\d\d", date)]
    mail = [date for date in dates if re.fullmatch(r"\w{3}, \d\d \w{3} 2026 \d\d:\d\d:00 \+0800", date)]

    assert len(items) == 8
    assert len({item.findtext("guid") for item in items}) == 8
    assert (len(chinese), len(mail)) == (4, 4)
    assert all(not re.search(r"[<>&\x1b]", item.findtext("title") or "") for item in items)
    assert all(len(item.findtext("description") or "") > 100 for item in items)


def test_column_page_leads_to_three_articles_with_site_furniture() -> None:
    """The column page links three article pages that exist and carry the usual furniture around the text."""
    pages = SAMPLE / "pages"
    index = (pages / "index.html").read_text(encoding="utf-8")

    links = re.findall(r'<li><a href="\./([^"]+)"', index)

    assert len(set(links)) == 3
    for link in links:
        article = (pages / link).read_text(encoding="utf-8")
        assert all(word in article for word in ("打印", "分享到", "责任编辑", "发布时间", "上一篇"))


@pytest.mark.parametrize("page", MANUAL, ids=lambda page: page.stem)
def test_manual_pages_are_short(page: Path) -> None:
    """A manual page has a title and at most 120 lines of readable width."""
    lines = page.read_text(encoding="utf-8").splitlines()

    assert lines[0] == f"# {page.stem[3:]}"
    assert len(lines) <= 120
    assert max(map(len, lines)) <= 110


@pytest.mark.parametrize("page", MANUAL, ids=lambda page: page.stem)
def test_manual_shows_only_commands_and_options_of_the_program(page: Path) -> None:
    """Every command line a manual page shows is a command of the program, with options that it has."""
    known = {
        words: {name for param in one.params for name in param.opts} | {"--help"} for words, one in program().items()
    }

    unknown = [
        (words, options)
        for words, options in shown_commands(page)
        if options - known.get(words, set()) or words not in known
    ]

    assert unknown == []


def test_manual_shows_every_command_of_the_program() -> None:
    """Every command of the program is shown by some manual page."""
    shown = {words for page in MANUAL for words, _ in shown_commands(page)}

    assert set(program()) - shown == set()


def test_manual_refers_to_pages_that_exist() -> None:
    """Every `bulletin help PAGE` in the manual names a page."""
    names = {page.stem[3:] for page in MANUAL}

    named = {name for page in MANUAL for name in re.findall(r"bulletin help ([一-龥]+)", page.read_text("utf-8"))}

    assert named and named <= names


def test_manual_describes_every_key_of_the_shipped_configuration() -> None:
    """Every key in the shipped bulletin.toml and every weight of the ranking is described on the configuration page."""
    page = next(page for page in MANUAL if page.stem.endswith("办公室配置")).read_text(encoding="utf-8")
    table = tomllib.loads((shipped_office() / "bulletin.toml").read_text(encoding="utf-8"))

    def keys(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    english = {key for key in keys(table) if re.fullmatch(r"[a-z_]+", key)} | set(RANK_DEFAULTS)
    assert {key for key in english if key not in page} == set()
