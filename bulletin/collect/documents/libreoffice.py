"""Old Word and WPS files (.doc, .wps, .rtf): turned into .docx by LibreOffice, and read by our own reader.

Measured: the way round keeps tracked changes and numbering; LibreOffice's own text output brings deleted words back.
It would fetch pictures a file names from anywhere, and load a page named .doc as a page: hence no network, a profile
that leads nowhere (either alone suffices: tried), and a filter that is named. The profile is fresh each time: of two runs
with one profile one silently yields nothing.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from bulletin.collect.documents.apart import Allowance, found, run_apart
from bulletin.collect.documents.document import Document
from bulletin.collect.documents.docx import read_docx
from bulletin.errors import UnreadableMaterial

WORD_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF_MAGIC = b"{\\rtf"
_ALLOWANCE = Allowance(memory=4 << 30, seconds=90)
_REMEDY = "请用 Word 或 WPS 打开后另存为 .docx 再报送"
_MISSING = "读 .doc、.wps、.rtf 要用 LibreOffice：请由管理员安装 libreoffice-writer-nogui，或请单位另存为 .docx 再报送"
_PROFILE = {  # no macros, no links to elsewhere; whoever still asks the network gets a proxy that is not there
    "Office.Common/Security/Scripting": {"MacroSecurityLevel": "3", "BlockUntrustedRefererLinks": "true"},
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetNoProxy": "",
        **{f"ooInet{kind}ProxyName": "127.0.0.1" for kind in ("HTTP", "HTTPS", "FTP")},
        **{f"ooInet{kind}ProxyPort": "9" for kind in ("HTTP", "HTTPS", "FTP")},
    },
}


def read_by_libreoffice(body: bytes) -> Document:
    """Return what a .doc, .wps or .rtf file says, by its own magic number.

    Raises `UnreadableMaterial` when LibreOffice is not installed (saying what to install), and when it cannot read the
    file within its limits or the file is encrypted or no text document.
    """
    if body.startswith(RTF_MAGIC):
        return read_docx(_converted(body, "rtf", "Rich Text Format"))
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise UnreadableMaterial("Word 文件加了密码，打不开", "请去掉密码后再报")
    if "WordDocument".encode("utf-16-le") not in body:
        raise UnreadableMaterial("文件不是 Word 或 WPS 文字文档", _REMEDY)
    read = read_docx(_converted(body, "doc", "MS Word 97"))
    has_macros = "_VBA_PROJECT".encode("utf-16-le") in body
    return replace(read, remarks=(*read.remarks, *["带有宏，没有执行，也没有收入"] * has_macros))


def _converted(body: bytes, suffix: str, infilter: str) -> bytes:
    """Return the file as .docx. Judged by what lies there in the end: the exit code says nothing."""
    program = found("soffice", "libreoffice")
    if not program:
        raise UnreadableMaterial("本机没有安装 LibreOffice，不能读这类文件", _MISSING)
    with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        (folder / f"in.{suffix}").write_bytes(body)
        command = [
            *(program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
            *(f"-env:UserInstallation={profile.as_uri()}", f"--infilter={infilter}"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", "out", f"in.{suffix}"),
        ]
        done = run_apart(command, folder, _ALLOWANCE)
        made = folder / "out" / "in.docx"
        if made.is_file() and made.stat().st_size:
            return made.read_bytes()
    if done.code is None:
        raise UnreadableMaterial(f"文件过于复杂，{_ALLOWANCE.seconds} 秒内没有转换完", _REMEDY)
    raise UnreadableMaterial("文件已损坏、加了密码，或不是 Word、WPS 文字文档", _REMEDY)


def _profile() -> str:
    """Return the settings a fresh profile begins with, in LibreOffice's own form."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _PROFILE.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
