"""Files of others are checked in a process with limits: the same report, and no file that takes the machine down."""

from __future__ import annotations

import time
from pathlib import Path

import pikepdf
import pytest

from bulletin.errors import UnreadableMaterial
from bulletin.press.check import Expected, check_here, check_pdf
from tests.planted import good


def form(pdf: pikepdf.Pdf, content: bytes, inner: pikepdf.Object | None = None) -> pikepdf.Object:
    made = pdf.make_stream(content)
    made.Type, made.Subtype, made.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 600, 800])
    if inner is not None:
        made.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
    return made


def bomb(path: Path) -> None:
    """Write a PDF of 3 kB that draws a billion squares."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    thing = form(pdf, b"0 0 10 10 re f")
    for _ in range(9):
        thing = form(pdf, b"/X Do " * 10, thing)
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=thing))
    pdf.pages[0].Contents = pdf.make_stream(b"/X Do")
    pdf.save(path)


def test_a_file_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    """Forms within forms without end are refused in Chinese, soon, and this process is none the worse."""
    path = tmp_path / "bomb.pdf"
    bomb(path)
    start = time.monotonic()

    with pytest.raises(UnreadableMaterial, match=r"bomb\.pdf 过于复杂，不能检查。请"):
        check_pdf(path)

    assert time.monotonic() - start < 60
    path.write_bytes(good())
    assert check_pdf(path).findings == ()


def test_apart_or_here_the_report_is_the_same(tmp_path: Path) -> None:
    """What is found, left undecided and told of fonts does not depend on the process; what is expected goes along."""
    path = tmp_path / "issue.pdf"
    path.write_bytes(good(css=".outer { height: .6mm }"))
    expected = Expected(copies=140)

    assert check_pdf(path, expected) == check_here(path, expected)
    assert {finding.rule for finding in check_pdf(path, expected).findings} == {42, 82}


def test_a_refusal_keeps_what_to_do(tmp_path: Path) -> None:
    """A file that cannot be read is refused with the same words, apart as here."""
    path = tmp_path / "not.pdf"
    path.write_bytes(b"hello")

    with pytest.raises(UnreadableMaterial) as apart:
        check_pdf(path)
    with pytest.raises(UnreadableMaterial) as here:
        check_here(path)

    assert (apart.value.what, apart.value.remedy) == (here.value.what, here.value.remedy)
