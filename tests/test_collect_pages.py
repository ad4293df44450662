"""PDF and OFD: text by its place on the page, in limited children, and told when there is none."""

from __future__ import annotations

import io
import shutil
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from collect_support import shared
from word_files import Placed, ofd_file, package, pdf_file

from bulletin.collect.cleaning.clean import clean
from bulletin.collect.documents.document import Document
from bulletin.collect.documents.ofd import read_ofd
from bulletin.collect.documents.pdf import read_pdf
from bulletin.collect.documents.reading import read_document
from bulletin.errors import RefusedMaterial, UnreadableMaterial

_TITLE = [(120.0, 80.0, 22.0, "关于重点项目情况的"), (120.0, 112.0, 22.0, "“一把手”报告")]
_BODY = [
    (112.0, 160.0, 16.0, "今年以来，全市重点项目建设加快推进，一至十月完成投资"),
    (80.0, 188.0, 16.0, "120亿元，同比增长8.1%，为年度计划的九成二，好于上年"),
    (80.0, 216.0, 16.0, "同期。"),
    (112.0, 244.0, 16.0, "下一步，将抓好落实。"),
]
_ROWS = [("单位", "采用", "得分"), ("东山镇", "12", "3.5"), ("西河区", "9", "2.5")]
_TABLE = [
    (x, 300.0 + 20 * n, 16.0, text)
    for n, row in enumerate(_ROWS)
    for x, text in zip((80.0, 220.0, 360.0), row, strict=True)
]


def _scaled(page: list[Placed]) -> list[Placed]:
    """Return places in points as places in millimetres."""
    return [(x * 0.3528, y * 0.3528, size * 0.3528, text) for x, y, size, text in page]


@pytest.fixture(params=["pdftotext", "pdfplumber", "ofd"])
def read(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[list[Placed]]], Document]:
    """Read pages by each of the three ways: poppler, our own dependency, OFD."""
    if request.param == "ofd":
        return lambda pages: read_ofd(ofd_file([_scaled(page) for page in pages]))
    if request.param == "pdftotext" and not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    if request.param == "pdfplumber":
        _without_poppler(monkeypatch)
    return lambda pages: read_pdf(pdf_file(pages))


def _without_poppler(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the shell and nothing else on the path."""
    monkeypatch.setenv("PATH", "/nonexistent")


def test_lines_come_in_order_and_paragraphs_are_known(read: Callable[[list[list[Placed]]], Document]) -> None:
    """A title over two lines is one; an indent begins a paragraph; joined, the paragraphs are whole, quotes in place."""
    found = read([_TITLE + _BODY])

    whole = clean("\n".join(found.lines), broken_lines=True)

    assert whole.title == "关于重点项目情况的“一把手”报告"
    assert whole.text.split("\n") == ["".join(line[3] for line in _BODY[:3]), "下一步，将抓好落实。"]
    assert [line.startswith("\u3000\u3000") for line in found.lines[-4:]] == [True, False, False, True]
    assert found.broken_lines and any("对照原件" in remark for remark in found.remarks)


def test_columns_in_rows_are_a_table(read: Callable[[list[list[Placed]]], Document]) -> None:
    """Three rows of three columns become rows of the manuscript."""
    assert read([_BODY + _TABLE]).lines[-3:] == (
        "| 单位 | 采用 | 得分 |",
        "| 东山镇 | 12 | 3.5 |",
        "| 西河区 | 9 | 2.5 |",
    )


def test_running_heads_and_page_numbers_go(read: Callable[[list[list[Placed]]], Document]) -> None:
    """What stands at the edge of every page is not text; it is kept as a place for a level, and told."""
    words = ("教育", "卫生", "交通")
    pages = [
        [(80.0, 40.0, 10.0, "内部参阅"), (112.0, 160.0, 16.0, f"{word}方面的情况。"), (280.0, 800.0, 14.0, f"- {n} -")]
        for n, word in enumerate(words, 1)
    ]

    found = read(pages)

    assert [line.strip() for line in found.lines] == [f"{word}方面的情况。" for word in words]
    assert "内部参阅" in found.marked and any("内部参阅" in remark for remark in found.remarks)


@pytest.mark.parametrize("number", ["- 1 -", "—1—", "1", "第1页 共2页", "1/2"])
def test_the_number_of_a_single_page_goes(read: Callable[[list[list[Placed]]], Document], number: str) -> None:
    """A page number is known by its form on one page too; another figure alone at the foot is text."""
    assert len(read([[*_BODY, (280.0, 800.0, 14.0, number)]]).lines) == len(_BODY)
    assert read([[*_BODY, (280.0, 800.0, 14.0, "120")]]).lines[-1].strip() == "120"


def test_two_pages_alike_lose_nothing(read: Callable[[list[list[Placed]]], Document]) -> None:
    """Text that happens to be the same on two pages stays."""
    assert len(read([_BODY, _BODY]).lines) == 2 * len(_BODY)


def test_pictures_alone_are_refused(read: Callable[[list[list[Placed]]], Document]) -> None:
    """A file without a text layer is refused and says what to send instead; a single empty page is told."""
    with pytest.raises(RefusedMaterial, match="没有文字层") as caught:
        read([[], []])
    assert "Word" in caught.value.remedy
    assert any("第 2 页没有文字" in remark for remark in read([_BODY, []]).remarks)


def test_text_without_characters_is_unreadable(read: Callable[[list[list[Placed]]], Document]) -> None:
    """A text layer of private signs is no text."""
    with pytest.raises(UnreadableMaterial, match="文字层读不出"):
        read([[(80.0, 100.0 + 20 * n, 16.0, "\ue123\ue456\ue789" * 4) for n in range(5)]])


@pytest.mark.parametrize("kept", [8, 300, 900, -40, -200])
@pytest.mark.parametrize("poppler", [True, False])
def test_a_cut_pdf_is_refused_or_read(kept: int, poppler: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF cut anywhere gives its text or a refusal, never a crash."""
    if not poppler:
        _without_poppler(monkeypatch)
    try:
        assert read_pdf(pdf_file([_BODY])[:kept]).lines
    except (UnreadableMaterial, RefusedMaterial) as refusal:
        assert refusal.remedy


@pytest.mark.parametrize("poppler", [True, False])
def test_an_encrypted_pdf_is_told(poppler: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF under a password says so."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_file([_BODY]))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))
    if not poppler:
        _without_poppler(monkeypatch)
    with pytest.raises(UnreadableMaterial, match="密码"):
        read_pdf(out.getvalue())


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A stream of half a megabyte that inflates to 512 MB."""
    deflate = zlib.compressobj(9)
    return b"".join(deflate.compress(b" " * (1 << 20)) for _ in range(512)) + deflate.flush()


@pytest.mark.parametrize("poppler", [True, False])
def test_a_stream_of_half_a_gigabyte_is_survived(poppler: bool, bomb: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page whose content inflates to 512 MB ends in a refusal or the text of the others, in bounded time."""
    if not poppler:
        _without_poppler(monkeypatch)
    start = time.monotonic()
    try:
        assert read_pdf(pdf_file([_BODY], streams=[bomb])).lines
    except (UnreadableMaterial, RefusedMaterial) as refusal:
        assert refusal.remedy
    assert time.monotonic() - start < 65


def test_the_properties_of_a_pdf_are_places_for_a_level() -> None:
    """Title and keywords are handed over."""
    found = read_pdf(pdf_file([_BODY], info="<</Title(secret title)/Keywords(kw)>>"))
    assert {"secret title", "kw"} <= set(found.marked)


@pytest.mark.parametrize("poppler", [True, False])
def test_a_real_notice_reads_as_written(poppler: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shared sample reads paragraph by paragraph, its page numbers off."""
    body = shared("data/docs/govdoc_typst_sample.pdf").read_bytes()
    if poppler and not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    if not poppler:
        _without_poppler(monkeypatch)
    text = clean("\n".join(read_document(body, "a.pdf").lines), broken_lines=True).text
    assert "组织制定了《河南省肿瘤登记实施方案》（以下简称《实施方案》），现一并印发给你们，" in text
    assert "\n为建立完善全国肿瘤登记制度，动态掌握我国癌症流行状况和发展趋势，" in text
    assert "\n-1-" not in text and "\n- 1 -" not in text


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", "urn:other"])
def test_ofd_of_any_writer_is_read(namespace: str) -> None:
    """Names are matched whatever their namespace; the document's own data are places for a level."""
    found = read_ofd(ofd_file([_scaled(_BODY)], namespace, "<ofd:Keywords>机密</ofd:Keywords>"))
    assert found.lines[0].endswith(_BODY[0][3]) and "机密" in found.marked


@pytest.mark.parametrize(
    "parts",
    [
        {"a.txt": "x"},
        {"OFD.xml": "<OFD/>"},
        {"OFD.xml": "<OFD><DocRoot>../../../etc/passwd</DocRoot></OFD>"},
        {"OFD.xml": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><OFD><DocRoot>&a;</DocRoot></OFD>"},
        {"OFD.xml": "<OFD>"},
        {"OFD.xml": "<OFD>" + " " * (17 << 20) + "</OFD>"},
    ],
)
def test_what_is_no_ofd_is_refused(parts: dict[str, str]) -> None:
    """Other archives, paths that lead out, entities, torn XML and bombs end in a refusal."""
    with pytest.raises(UnreadableMaterial):
        read_ofd(package(dict(parts)))


def test_a_program_cannot_be_started_by_a_file(tmp_path: Path) -> None:
    """A file that is no PDF is told apart before any program sees it."""
    with pytest.raises(UnreadableMaterial, match=r"不是 \.pdf"):
        read_document(b"MZ" + b"\0" * 100, "a.pdf")
