"""The page checker as a whole: silent on our own pages, at ease with anybody's, and hard to crash."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from bulletin.errors import UnreadableMaterial
from bulletin.press.check import RULES, check_here, check_pdf
from bulletin.press.check.document import Document
from bulletin.press.check.finding import SEVERITY
from tests.measure import glyphs_of, measured
from tests.planted import found, good, reworked, rules_of
from tests.press_sheets import printed, whole_issue

SAMPLE = Path(__file__).parents[2] / "shared" / "data" / "docs" / "govdoc_typst_sample.pdf"


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("issue") / "issue.pdf"
    path.write_bytes(printed(whole_issue()).pdf)
    return path


def test_our_own_pages_are_clean(issue: Path) -> None:
    """A whole issue as we print it has no finding at all, and only the free faces stand in for others."""
    report = check_pdf(issue)

    assert report.findings == ()
    assert {font.role for font in report.fonts if font.substitute} <= {"仿宋", "楷体", "黑体", "小标宋", "宋体"}


def test_every_rule_of_the_list_is_there() -> None:
    """The 83 rules stand in order, each with its source, strength and a Chinese title."""
    assert [rule.number for rule in RULES] == list(range(1, 84))
    assert all(rule.clause and rule.title and rule.strength in SEVERITY for rule in RULES)


def test_what_cannot_be_decided_is_said(tmp_path: Path) -> None:
    """A rule that a file gives no answer to is named with the reason, and finds nothing."""
    report = found(good(), tmp_path)
    reasons = {one.rule: one.reason for one in report.undecided}

    assert {44, 45, 52, 53, 54, 55, 73, 76} <= reasons.keys()
    assert "原稿" in reasons[73]
    assert not rules_of(report) & reasons.keys()


def test_a_finding_says_what_where_and_how_much(tmp_path: Path) -> None:
    """A finding carries rule, clause, strength, severity, page, place, figures and a Chinese sentence."""
    report = found(good(css="@page :nth(4) { margin-top: 37.2mm } .last { height: 227.2mm }"), tmp_path)
    finding = report.findings[0]

    assert (finding.rule, finding.page, finding.severity, finding.strength) == (2, 4, "error", "规定")
    assert finding.clause == "GB/T 9704-2012 5.2.1"
    assert finding.place and finding.place.y0 == pytest.approx(39.6, abs=0.1)
    assert (finding.measured, finding.wanted) == ("39.64 毫米", "37±1 毫米")
    assert "天头" in finding.message


def test_sixteen_pages_are_checked_in_under_a_second(tmp_path: Path) -> None:
    """The proof runs the checker, so it must not keep anybody waiting."""
    pdf = good(count=54 + 22 * 12)
    found(good(), tmp_path)
    start = time.perf_counter()
    report = found(pdf, tmp_path)

    assert time.perf_counter() - start < 1.5  # 0.35 s on an idle machine
    assert report.findings == ()


@pytest.mark.parametrize(
    "body", [b"", b"%PDF-1.7\n", b"hello", b"\x00" * 5000, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"]
)
def test_what_is_no_pdf_is_refused(body: bytes, tmp_path: Path) -> None:
    """Bytes that are no PDF are refused in Chinese, not with a traceback."""
    path = tmp_path / "not.pdf"
    path.write_bytes(body)

    with pytest.raises(UnreadableMaterial, match="不是能读的 PDF"):
        check_pdf(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is refused like one that cannot be read."""
    with pytest.raises(UnreadableMaterial, match="没有这个文件"):
        check_pdf(tmp_path / "nothing.pdf")


def test_damaged_files_never_crash_it(tmp_path: Path) -> None:
    """However a PDF is cut or scratched, it is either checked or refused."""
    body, chance, path = good(), random.Random(7), tmp_path / "damaged.pdf"
    for _ in range(60):
        scratched = bytearray(body[: chance.randrange(len(body) // 2, len(body) + 1)])
        for _ in range(chance.randrange(60)):
            scratched[chance.randrange(len(scratched))] = chance.randrange(256)
        path.write_bytes(scratched)
        try:
            check_here(path)
        except UnreadableMaterial as refusal:
            assert "PDF" in str(refusal)


def test_objects_scratched_one_by_one_never_crash_it(tmp_path: Path) -> None:
    """Whatever stands in place of a value in the file's objects, the file is either checked or refused."""
    chance, path = random.Random(11), tmp_path / "odd.pdf"
    odd = [7, -1, 1e30, True, pikepdf.Name.Odd, pikepdf.String("odd"), pikepdf.Array([]), pikepdf.Dictionary()]
    for _ in range(60):
        with pikepdf.open(BytesIO(good())) as pdf:
            things = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and len(one)]
            thing = chance.choice(things)
            thing[chance.choice([key for key in thing.keys()])] = chance.choice(odd)  # noqa: SIM118
            pdf.save(path, fix_metadata_version=False)
        try:
            check_here(path)
        except UnreadableMaterial as refusal:
            assert "PDF" in str(refusal)


def empty(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.Contents = pdf.make_stream(b"")


def tiny(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.MediaBox = [0, 0, 3, 3]


def shifted(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        body = page.Contents.read_bytes()
        page.MediaBox = [100, -50, 100 + float(page.MediaBox[2]), float(page.MediaBox[3]) - 50]
        page.Contents = pdf.make_stream(b"q 1 0 0 1 100 -50 cm\n" + body + b"\nQ")


def upside_down(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        width, height = (float(side) for side in page.MediaBox[2:])
        body = page.Contents.read_bytes()
        page.Rotate = 180
        page.Contents = pdf.make_stream(b"q -1 0 0 -1 %f %f cm\n" % (width, height) + body + b"\nQ")


@pytest.mark.parametrize(("change", "rules"), [(empty, None), (tiny, None), (shifted, set()), (upside_down, {1})])
def test_pages_of_odd_shapes_are_measured_as_shown(
    change: Callable[[pikepdf.Pdf], None], rules: set[int] | None, tmp_path: Path
) -> None:
    """An origin elsewhere and a turned page change nothing of what is measured; nothing odd crashes it."""
    report = found(reworked(good(), change), tmp_path)

    assert rules is None or rules_of(report) == rules


def test_type_3_fonts_are_named(tmp_path: Path) -> None:
    """A Type 3 font is no font to publish in; its text is measured all the same."""
    report = found(reworked(good(), add_type_3), tmp_path)

    assert {(one.rule, one.message.split()[-1]) for one in report.findings if one.rule == 71} == {
        (71, "字体，不应使用")
    }


def add_type_3(pdf: pikepdf.Pdf) -> None:
    glyph = pdf.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 750, 750],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0], CharProcs=pikepdf.Dictionary(square=glyph), FirstChar=97, LastChar=97,
        Widths=[1000], Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[97, pikepdf.Name.square]),
    )  # fmt: skip
    page = pdf.pages[3]
    page.resources.Font["/Odd"] = pdf.make_indirect(font)
    page.contents_add(b"BT /Odd 15.75 Tf 100 300 Td (aaa) Tj ET")


def test_a_thousand_pages_are_read_and_more_are_refused(tmp_path: Path) -> None:
    """1,000 pages are the most; a longer file is refused with what to do."""
    path = tmp_path / "long.pdf"
    with pikepdf.new() as pdf:
        for _ in range(1001):
            pdf.add_blank_page(page_size=(595.276, 841.89))
        pdf.save(path)
        with pytest.raises(UnreadableMaterial, match="超过 1000 页"):
            check_pdf(path)
        del pdf.pages[-1]
        pdf.save(path)

    assert 72 in rules_of(check_pdf(path))


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    """A PDF locked with the empty password opens in every viewer, and is refused all the same."""
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked_pdf())
    with pytest.raises(UnreadableMaterial, match="加密"):
        check_pdf(path)

    with pikepdf.open(BytesIO(good())) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="owner", user="user"))
    with pytest.raises(UnreadableMaterial, match="加密"):
        check_pdf(path)


def locked_pdf() -> bytes:
    """An empty page under the standard security handler, revision 2, empty user password (ISO 32000-1 7.6.3)."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner, permissions, identity = b"o" * 32, -4, b"i" * 16
    key = hashlib.md5(padding + owner + permissions.to_bytes(4, "little", signed=True) + identity).digest()[:5]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (owner.hex().encode(), rc4(key, padding).hex().encode()),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>" % ((identity.hex().encode(),) * 2)
    return body + b"xref\n0 5\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (table, trailer, len(body))


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = [], 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


@pytest.fixture(scope="module")
def sample() -> Path:
    if not SAMPLE.is_file():
        pytest.skip(f"no sample document here: {SAMPLE}")
    return SAMPLE


def test_findings_on_another_program_s_document_are_what_a_ruler_measures(sample: Path) -> None:
    """Each figure told of the typst sample is found again with the independent ruler of `tests.measure`."""
    told = {(one.rule, one.page): one.measured for one in check_pdf(sample).findings if one.rule not in (48, 75)}
    ruled = [glyphs_of(page) for page in pypdfium2.PdfDocument(sample)]
    numbers = [sorted((glyph for glyph in page if glyph.size == 8.0), key=lambda glyph: glyph.x) for page in ruled]
    digit = next(glyph for glyph in ruled[1] if glyph.text in "0123456789" and glyph.size == 16.0)

    assert told[6, 1] == f"{measured(sample).pitch:.2f} 毫米" == "9.85 毫米"
    assert told[50, 1] == f"{184 - numbers[0][-1].end:.1f} 毫米"
    assert told[50, 2] == f"{numbers[1][0].x - 28:.1f} 毫米"
    assert told[49, 1].startswith("274.") and 273 < numbers[0][0].y < 275.5
    assert told[68, 2] == f"{(digit.end - digit.x) / (digit.size * 25.4 / 72):.3f} 字"


def test_nothing_untrue_is_said_of_another_program_s_document(sample: Path) -> None:
    """What the typst sample does right is not held against it: paper, edges, lines, marks, colophon, fonts."""
    right = {1, 2, 3, 4, 5, 8, 9, 10, 13, 15, 42, 43, 45, 46, 47, 51, 56, 57, 58, 59, 60, 61, 65, 71, 72, 74, 83}

    assert not right & rules_of(check_pdf(sample))


def test_what_a_document_is_asked_for_again_is_made_once() -> None:
    """What is recognised on the pages of one document is remembered with it, and with no other."""
    made: list[Document] = []
    one, other = Document([]), Document([])

    def recognised(document: Document) -> int:
        made.append(document)
        return len(made)

    assert [one.once(recognised), one.once(recognised), other.once(recognised)] == [1, 1, 2]
    assert made == [one, other]
