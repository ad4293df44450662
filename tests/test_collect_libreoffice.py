"""Old Word and WPS files: read by way of LibreOffice, which sees no network, no macro and no time without end."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from word_files import linked_picture, numbered, paragraph, run, table, whole_word_file

from bulletin.collect.documents.apart import Allowance, run_apart
from bulletin.collect.documents.reading import read_document
from bulletin.errors import UnreadableMaterial

needs_libreoffice = pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice (soffice) is not on this machine"
)
_FILTERS = {"doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}
_WHO = 'w:author="a" w:date="2026-01-01T00:00:00Z"'


def _by_libreoffice(folder: Path, body: bytes, suffix: str) -> bytes:
    """Return a .docx as LibreOffice saves it in another format."""
    (folder / "in.docx").write_bytes(body)
    profile = (folder / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", _FILTERS[suffix]]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "in.docx")], capture_output=True, check=True)
    return (folder / f"in.{suffix}").read_bytes()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One text as .doc and .rtf, with tracked changes, numbered headings and a table."""
    deleted = f'<w:del w:id="2" {_WHO}><w:r><w:delText>领导不重视</w:delText></w:r></w:del>'
    changed = run("会议") + f'<w:ins w:id="1" {_WHO}>{run("认真")}</w:ins>' + deleted + run("部署。")
    rows = table(("单位", "采用", "得分"), ("东山镇", "12", "3.5"))
    body = paragraph(changed) + numbered("形势", 0) + numbered("成绩", 1) + rows + paragraph(run("完。"))
    folder = tmp_path_factory.mktemp("libreoffice")
    return {suffix: _by_libreoffice(folder, whole_word_file(body), suffix) for suffix in _FILTERS}


@needs_libreoffice
@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.docx"])
def test_an_old_file_is_read_like_a_new_one(files: dict[str, bytes], name: str) -> None:
    """A .doc, whatever its suffix, keeps insertions, numbers and tables; deleted words do not come back."""
    read = read_document(files["doc"], name)
    assert read.lines == (
        "会议认真部署。",
        "一、形势",
        "（一）成绩",
        "| 单位 | 采用 | 得分 |",
        "| 东山镇 | 12 | 3.5 |",
        "完。",
    )
    assert any("修订痕迹" in remark for remark in read.remarks)


@needs_libreoffice
def test_rich_text_is_read_too(files: dict[str, bytes]) -> None:
    """An .rtf file comes with its table and without what was deleted."""
    lines = read_document(files["rtf"], "a.rtf").lines
    assert lines[0] == "会议认真部署。" and "| 东山镇 | 12 | 3.5 |" in lines


@needs_libreoffice
def test_two_at_once_do_not_take_each_others_profile(files: dict[str, bytes]) -> None:
    """Two files read at the same time both give their text."""
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(read_document(files["doc"], "a.doc").lines))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [6, 6]


@needs_libreoffice
@pytest.mark.parametrize("cut", [2000, 600])
def test_a_cut_old_file_is_unreadable(files: dict[str, bytes], cut: int) -> None:
    """A .doc cut short is refused with a remedy."""
    with pytest.raises(UnreadableMaterial) as caught:
        read_document(files["doc"][:cut], "a.doc")
    assert "docx" in caught.value.remedy


def test_without_the_program_the_refusal_says_what_to_install(
    files_magic: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where LibreOffice is missing, the message names the package and the other way."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableMaterial) as caught:
        read_document(files_magic, "a.doc")
    assert "libreoffice-writer-nogui" in caught.value.remedy and "docx" in caught.value.remedy


@pytest.fixture
def files_magic() -> bytes:
    """The first bytes of a .doc, enough to be taken for one."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    ("inside", "word"), [("EncryptedPackage", "密码"), ("Workbook", "不是 Word"), ("PowerPoint Document", "不是 Word")]
)
def test_other_files_of_that_magic_are_told_apart(inside: str, word: str) -> None:
    """An encrypted file and a spreadsheet named .doc are refused without a program being started."""
    with pytest.raises(UnreadableMaterial, match=word):
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + inside.encode("utf-16-le"), "a.doc")


@contextmanager
def _listening() -> Iterator[tuple[str, list[bytes]]]:
    """Listen on loopback; the address, and what was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                asked.append(connection.recv(4096))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/picture.png", asked
        server.shutdown(socket.SHUT_RDWR)


@needs_libreoffice
@pytest.mark.parametrize("guard", ["unshare", "profile"])
def test_nothing_a_file_names_is_ever_fetched(guard: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures elsewhere, named in a .docx, a .doc, a page named .doc or an .rtf, are asked for by nobody: also where
    the system cannot take the network from a process."""
    with _listening() as (address, asked):
        shown, link = linked_picture(address)
        word = whole_word_file(shown + paragraph(run("正文")), link)
        markup = f'<html><body><img src="{address}"><p>正文</p></body></html>'.encode()
        rich = rf'{{\rtf1 {{\field{{\*\fldinst INCLUDEPICTURE "{address}" \\d}}{{\fldrslt x}}}} abc\par}}'.encode()
        old = _old_without_network(tmp_path, word)
        if guard == "profile":
            _leave_out(tmp_path, "unshare", monkeypatch)
        for body, name in ((word, "a.docx"), (old, "a.doc"), (markup, "a.doc"), (rich, "a.rtf")):
            assert read_document(body, name).lines
        time.sleep(0.2)
    assert asked == []


def _leave_out(folder: Path, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a folder with links to all programs but this one on the path."""
    (folder / "bin").mkdir()
    for found in (one for one in Path("/usr/bin").iterdir() if one.name != program):
        (folder / "bin" / found.name).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder / "bin"))


def _old_without_network(folder: Path, body: bytes) -> bytes:
    """Return a .doc made of `body`, its link kept: made without a network, for making it asks too."""
    (folder / "in.docx").write_bytes(body)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder / 'p').as_uri()}",
        "--convert-to",
        _FILTERS["doc"],
    ]
    run_apart([*command, "--outdir", str(folder), "in.docx"], folder, Allowance(memory=4 << 30, seconds=60))
    return (folder / "in.doc").read_bytes()


def test_a_page_named_doc_is_read_as_the_page_it_is() -> None:
    """HTML named .doc never reaches LibreOffice; it is read as a page, and the editor is told."""
    read = read_document("<html><body><p>甲</p><script>x</script></body></html>".encode(), "a.doc")
    assert read.lines == ("甲",) and "网页" in read.remarks[0]


def test_a_program_that_never_ends_is_ended_with_its_children(tmp_path: Path) -> None:
    """Out of time the whole process group is killed."""
    start = time.monotonic()
    done = run_apart(["/bin/sh", "-c", "sleep 60 & echo $! > child; wait"], tmp_path, Allowance(1 << 30, 1))
    assert done.code is None and time.monotonic() - start < 5
    assert not _runs(int((tmp_path / "child").read_text()))


def test_a_program_gets_no_more_memory_and_disk_than_allowed(tmp_path: Path) -> None:
    """Memory and the size of files are limited, and so is what is kept of its words."""
    memory = run_apart(["python3", "-c", "x = bytearray(1 << 30)"], tmp_path, Allowance(256 << 20, 10))
    disk = run_apart(["/bin/sh", "-c", "head -c 9000000 /dev/zero > big"], tmp_path, Allowance(1 << 30, 10, 1 << 20))
    talk = run_apart(["/bin/sh", "-c", "head -c 9000000 /dev/zero"], tmp_path, Allowance(1 << 30, 10))
    assert memory.code and "MemoryError" in memory.faults
    assert disk.code and (tmp_path / "big").stat().st_size <= 1 << 20
    assert talk.code == 0 and len(talk.answer) == 1 << 16


def _runs(pid: int) -> bool:
    for _ in range(50):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().split()[2] == "Z":
            return False
        time.sleep(0.02)
    return True
