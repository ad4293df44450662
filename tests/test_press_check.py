"""The page checker: silent on a good page, and every rule finds the fault made for it."""

from __future__ import annotations

import hashlib
import random
import shutil
from pathlib import Path

import pytest

from bulletin.errors import UnreadableMaterial
from bulletin.press.check import PageFinding, check_pdf
from tests.press_sheets import PROJECTS, TEMPLATES, entry, printed, sheet, whole_issue

REPORT = TEMPLATES / "信息专报" / "v1"
MEASURES = Path(__file__).parents[2] / "shared" / "data" / "docs"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "good.pdf"
    path.write_bytes(printed(whole_issue()).pdf)
    return path


def findings_with(folder: Path, css: str, html: str = "") -> list[PageFinding]:
    """The findings on a report whose template was spoilt by `css`, and by `html` in place of its entries."""
    template = folder / "信息专报" / "v1"
    shutil.copytree(REPORT, template)
    with (template / "page.css").open("a", encoding="utf-8") as file:
        file.write(css)
    if html:
        path = template / "template.html.j2"
        path.write_text(path.read_text("utf-8").replace("{{ body.entry(view) }}", parts_of(html)), "utf-8")
    result = printed(sheet(entry(1, PROJECTS + "\n" + PROJECTS, units=())), template)
    (folder / "bad.pdf").write_bytes(result.pdf)
    return check_pdf(folder / "bad.pdf")


def parts_of(html: str) -> str:
    return f'<h1 class="title" id="entry-1" data-label="x">{html}'


def test_our_own_pages_are_clean(good: Path) -> None:
    """A whole issue as we print it has no finding at all."""
    assert check_pdf(good) == []


@pytest.mark.parametrize(
    ("css", "rules"),
    [
        ("@page { size: 200mm 280mm }", {1}),
        ("@page { margin-top: 39mm }", {2}),
        ("@page :right { margin-left: 31mm; margin-right: 23mm }", {3}),
        (".text .line { letter-spacing: .08em !important }", {4}),
        ("html, .text { line-height: 11.4mm }", {6}),
        (".heading { padding-top: 3mm }", {7}),
        ("html, .text { line-height: 9.5mm }", {6, 8}),
        (".text { font-size: 14pt }", {12}),
        (".text { text-indent: 5mm }", {13}),
        (".text { color: #00a } .title { color: #f00 }", {15}),
        (".colophon .outer { height: .8mm; width: 120mm }", {42}),
        (".colophon { padding-bottom: 8mm }", {43}),
        ("@page { @bottom-left { font-size: 9pt } @bottom-right { font-family: 'bulletin 黑体' } }", {48}),
        ("@page { @bottom-left { padding-top: 7mm } @bottom-right { padding-top: 7mm } }", {49}),
        ("@page :left { @bottom-left { padding-left: 60mm } }", {50}),
        ("@page :right { @bottom-right { content: none } }", {51}),
        ("@page :left { @bottom-left { content: '— 7 —' } }", {51}),
        (".colophon-place { display: none }", {83}),
    ],
)
def test_a_fault_is_found(css: str, rules: set[int], tmp_path: Path) -> None:
    """Each way of spoiling the page is reported under its rule."""
    found = {finding.rule for finding in findings_with(tmp_path, css)}

    assert rules <= found


FULL = "全市各级各部门坚持问题导向目标导向结果导向相统一推进工作"  # 28 characters


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ([FULL, "。" + FULL[1:], "落到实处"], 56),
        ([FULL[:-1] + "（", FULL, "落到实处"], 57),
        ([FULL[:-1] + "—", "—" + FULL[1:], "落到实处"], 58),
        ([FULL[:-1] + "12", "34" + FULL[1:], "落到实处"], 59),
        ([FULL, FULL, "好。"], 60),
        ([FULL, FULL[:25], FULL, "落到实处"], 10),
    ],
)
def test_a_bad_line_is_found(lines: list[str], rule: int, tmp_path: Path) -> None:
    """Marks at the wrong edge, split marks and numbers, 孤字 and ragged lines are reported under their rules."""
    filler = "\n".join([FULL] * 4)
    html = f'标题</h1><p class="text" style="text-indent: 0">{filler}\n{chr(10).join(lines)}</p>'

    found = {finding.rule for finding in findings_with(tmp_path, "", html)}

    assert rule in found


def test_a_good_line_is_not_blamed(tmp_path: Path) -> None:
    """The same raw lines without a fault have no finding about lines."""
    html = f'标题</h1><p class="text" style="text-indent: 0">{chr(10).join([FULL] * 5)}\n落到实处。</p>'

    found = {finding.rule for finding in findings_with(tmp_path, "", html)}

    assert not found & {10, 56, 57, 58, 59, 60}


def test_a_misplaced_colophon_is_found(tmp_path: Path) -> None:
    """版记 on an odd page breaks rule 46, and a page number on a page with nothing else rule 51."""
    css = """.colophon-place { break-before: right !important }
    @page colophon { @bottom-right { content: '— ' counter(page) ' —' } }"""

    found = {finding.rule for finding in findings_with(tmp_path, css)}

    assert found >= {46, 51}


def test_text_below_the_colophon_is_found(tmp_path: Path) -> None:
    """Anything but the page number under the last rule of the 版记 breaks rule 47."""
    css = "@page { @bottom-center { content: '内部使用' } }"

    found = {finding.rule for finding in findings_with(tmp_path, css)}

    assert 47 in found


def test_findings_speak_chinese_and_say_where(tmp_path: Path) -> None:
    """A finding names rule, page and severity, and its sentence gives the measured and the wanted value."""
    finding = next(one for one in findings_with(tmp_path, "@page { margin-top: 39mm }") if one.rule == 2)

    assert (finding.page, finding.severity) == (2, "error")
    assert "37±1" in finding.message and "41.4" in finding.message


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
    with pytest.raises(UnreadableMaterial):
        check_pdf(tmp_path / "nothing.pdf")


def test_damaged_files_never_crash_it(good: Path, tmp_path: Path) -> None:
    """However a PDF is cut or scratched, it is either checked or refused."""
    body, chance, path = good.read_bytes(), random.Random(7), tmp_path / "damaged.pdf"
    for _ in range(40):
        scratched = bytearray(body[: chance.randrange(len(body) // 2, len(body) + 1)])
        for _ in range(chance.randrange(60)):
            scratched[chance.randrange(len(scratched))] = chance.randrange(256)
        path.write_bytes(scratched)
        try:
            check_pdf(path)
        except UnreadableMaterial as refusal:
            assert "PDF" in str(refusal)


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    """A PDF locked with the empty password opens in every viewer, and is refused all the same."""
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked_pdf())

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


def test_documents_of_others_are_measured() -> None:
    """An official document set by another program gets findings, not a crash; its page number is not ours."""
    samples = sorted(MEASURES.glob("*.pdf"))
    if not samples:
        pytest.skip("no sample documents here")

    for sample in samples:
        rules = {finding.rule for finding in check_pdf(sample)}
        assert rules & {48, 49, 50}
