"""Every file format by one door: what is read, what is refused, and archives under limits."""

from __future__ import annotations

import io
import zipfile

import pytest
from word_files import package, paragraph, run, word_file

from bulletin.collect.documents.reading import READABLE, read_document, unpacked
from bulletin.errors import BulletinError, RefusedMaterial, UnreadableMaterial

_WORD = word_file(paragraph(run("正文")))


def test_what_the_bytes_say_goes_before_the_name() -> None:
    """A .docx named .doc or .wps, in capitals too, is read as what it is."""
    assert {read_document(_WORD, name).lines for name in ("a.docx", "a.doc", "a.WPS", "a.docm")} == {("正文",)}


@pytest.mark.parametrize("suffix", READABLE)
@pytest.mark.parametrize(
    "body",
    [b"", b"\0" * 50, b"MZ\x90\0" * 20, b"\xff\xfe\0\xd8", b"PK\x03\x04", b"%PDF-1.4", b"{\\rtf", b"\xd0\xcf\x11\xe0"],
)
def test_rubbish_under_any_name_is_refused_or_read(suffix: str, body: bytes) -> None:
    """Whatever the bytes are, the answer is a document or a refusal with a remedy."""
    try:
        read_document(body, f"a{suffix}")
    except BulletinError as refusal:
        assert refusal.remedy


@pytest.mark.parametrize(
    ("name", "word"), [("a.rar", "zip"), ("a.jpg", "Word"), ("a.pptx", "docx"), ("a.xlsx", "表格"), ("a.exe", "docx")]
)
def test_other_formats_are_refused_with_their_own_way_out(name: str, word: str) -> None:
    """Each kind of file that is not read is told what to do instead."""
    with pytest.raises(UnreadableMaterial) as caught:
        read_document(b"x", name)
    assert word in caught.value.remedy


def test_a_single_file_is_one_document() -> None:
    """What is no archive is itself."""
    assert unpacked(b"x", "a.txt") == [("a.txt", b"x")]


def test_the_files_of_an_archive_come_by_name_and_litter_is_left() -> None:
    """Folders, hidden files and what systems leave behind are passed over; the order is the archive's."""
    names = ("b.txt", "目录/a.txt", "__MACOSX/b.txt", ".hidden", "x/Thumbs.db", "~$a.docx")
    assert unpacked(package(dict.fromkeys(names, "x")), "a.ZIP") == [("b.txt", b"x"), ("目录/a.txt", b"x")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_in_the_old_way_are_read(encoding: str) -> None:
    """A name without the UTF-8 flag is read as UTF-8 if it is that, else as GB 18030."""
    raw = "市水利局情况.txt".encode(encoding)
    placeholder = "x" * len(raw)
    body = package({placeholder: "甲"}).replace(placeholder.encode(), raw)
    assert [name for name, _ in unpacked(body, "a.zip")] == ["市水利局情况.txt"]


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "..\\..\\x", "a/../../b", "\x1b[2Ja.txt", "C:\\x"]
)
def test_names_that_lead_out_lead_nowhere(name: str) -> None:
    """No name of a member begins at the root, goes up, or drives a terminal."""
    ((shown, _),) = unpacked(package({name: "x"}), "a.zip")
    assert not shown.startswith("/") and ".." not in shown.split("/") and "\\" not in shown and "\x1b" not in shown


def test_an_archive_within_an_archive_is_opened_and_a_third_is_not() -> None:
    """One layer of nesting is usual; beyond it the refusal says so."""
    inner = package({"a.txt": "甲"})
    assert unpacked(package({"内.zip": inner}), "外.zip") == [("内.zip/a.txt", "甲".encode())]
    with pytest.raises(RefusedMaterial, match="三层"):
        unpacked(package({"2.zip": package({"1.zip": inner})}), "3.zip")


def _zeros(size: int) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as out,
    ):
        for _ in range(size >> 20):
            out.write(bytes(1 << 20))
    return stream.getvalue()


def test_bombs_are_refused_by_what_they_unpack_to() -> None:
    """One big member, many middling ones, the same within a nested archive, and too many members are refused."""
    big, middling = _zeros(40 << 20), _zeros(19 << 20)
    many = package({f"{n}.zip": middling for n in range(7)})
    crowd = package({f"{n}.txt": "x" for n in range(501)})
    crowds = package({f"{n}.zip": package({f"{k}.txt": "x" for k in range(300)}) for n in range(3)})
    for body in (big, many, package({"in.zip": big}), crowd, crowds):
        with pytest.raises(UnreadableMaterial) as caught:
            unpacked(body, "a.zip")
        assert "解压" in caught.value.remedy


def test_a_lie_about_the_size_is_not_believed() -> None:
    """An archive that claims its member is small is refused all the same."""
    body = bytearray(_zeros(30 << 20))
    size = (30 << 20).to_bytes(4, "little")
    body[body.rindex(size) : body.rindex(size) + 4] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableMaterial):
        unpacked(bytes(body), "a.zip")


def test_encrypted_cut_and_strange_archives_are_told() -> None:
    """A password is named as such; a cut archive and rare compressions are refused."""
    body = bytearray(package({"a.txt": "x"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + place] |= 1
    with pytest.raises(UnreadableMaterial, match="密码"):
        unpacked(bytes(body), "a.zip")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "x" * 100)
    for torn in (stream.getvalue(), package({"a.txt": "x" * 100})[:60], b"", b"PK\x05\x06"):
        with pytest.raises(UnreadableMaterial):
            unpacked(torn, "a.zip")
