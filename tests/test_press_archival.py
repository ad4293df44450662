"""What an archive asks of the finished PDF: PDF/A-2u with tags, and the same bytes wherever and whenever it is made."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from bulletin.press.page.engine.result import Typeset
from tests import preflight
from tests.press_sheets import fonts_here, printed, whole_issue

ROOT = Path(__file__).parents[1]
PROGRAM = (
    "import hashlib; from tests.press_sheets import printed, whole_issue; "
    "print(hashlib.sha256(printed(whole_issue()).pdf).hexdigest())"
)


@pytest.fixture(scope="module")
def issue() -> Typeset:
    """A whole issue, typeset once."""
    return printed(whole_issue())


@pytest.fixture(scope="module")
def path(issue: Typeset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same issue as a file."""
    file = tmp_path_factory.mktemp("archival") / "issue.pdf"
    file.write_bytes(issue.pdf)
    return file


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    """The same issue, open."""
    with pikepdf.open(path) as opened:
        yield opened


def test_it_declares_what_it_is(pdf: pikepdf.Pdf) -> None:
    """Part 2, conformance U, in XMP; output intent, language, identity; marked, with a structure tree."""
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
    assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
    assert "/DestOutputProfile" in pdf.Root.OutputIntents[0]
    assert str(pdf.Root.Lang) == "zh-CN"
    assert len(pdf.trailer.ID) == 2
    assert bool(pdf.Root.MarkInfo.Marked)
    assert "/K" in pdf.Root.StructTreeRoot and "/ParentTree" in pdf.Root.StructTreeRoot


def test_it_says_what_it_holds(pdf: pikepdf.Pdf) -> None:
    """Title with number, author, keywords and date stand in the metadata, the same in XMP and in the old dictionary."""
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"]) == "政务信息 第12期（总第345期）"
        assert list(metadata["dc:creator"]) == [str(pdf.docinfo["/Author"])] == ["××市人民政府办公室"]
        assert "马上就办" in str(metadata["pdf:Keywords"])
        assert str(metadata["xmp:CreateDate"]).startswith("2026-11-20")
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261120")


def test_it_can_do_nothing_and_hides_nothing(pdf: pikepdf.Pdf) -> None:
    """No script, no action at opening, no encryption, no attachment, nothing outside the file."""
    assert not pdf.is_encrypted
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
    for thing in pdf.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            assert str(thing.get("/S", "")) not in ("/JavaScript", "/Launch", "/URI", "/GoToR")
            assert "/EmbeddedFiles" not in thing and "/JS" not in thing


def test_every_font_is_embedded_and_readable(pdf: pikepdf.Pdf) -> None:
    """Each font is a subset, embedded, with a map to Unicode; none is of Type 3."""
    fonts = {font.objgen: font for page in pdf.pages for font in page.obj.Resources.Font.values()}.values()

    assert fonts
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert str(font.Subtype) == "/Type0" and "/ToUnicode" in font
        assert str(font.BaseFont)[7:8] == "+"
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_its_syntax_is_clean(path: Path) -> None:
    """``qpdf --check`` finds no error and no warning."""
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed")

    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("seed", "zone", "elsewhere"), [("1", "UTC", False), ("77", "Asia/Shanghai", True)])
def test_it_is_the_same_everywhere(issue: Typeset, tmp_path: Path, seed: str, zone: str, elsewhere: bool) -> None:
    """Another process, hash seed, folder, time zone, and fonts in another place: the same bytes."""
    environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
    if elsewhere:
        for face in fonts_here().faces.values():
            (tmp_path / face.path.name).unlink(missing_ok=True)
            (tmp_path / face.path.name).symlink_to(face.path)
        environ |= {"BULLETIN_FONTS": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == hashlib.sha256(issue.pdf).hexdigest(), done.stderr


def test_a_validator_agrees() -> None:
    """PDFBox Preflight calls the issue's twin, with TrueType faces, a valid PDF/A-1b file; and would not call any so."""
    if absent := preflight.missing():
        pytest.skip(f"not on this machine: {', '.join(absent)}")

    twin = preflight.twin()

    assert "is a valid PDF/A-1b file" in preflight.judged(twin)
    assert "is a valid" not in preflight.judged(twin.replace(b"/Metadata", b"/Metadatb", 1))
