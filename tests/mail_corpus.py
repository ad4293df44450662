"""Mail as it reaches an information desk: what Chinese mail programs write, right and wrong, made as bytes by hand."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

SIGNED = "签发人：林涛"
BEGIN = datetime(2026, 11, 20, 8, 0, tzinfo=timezone(timedelta(hours=8)))
PLACES = ("东山", "西岭", "南浦", "北屯", "河西", "江口", "云岭", "石桥", "柳林", "白沙")
CROPS = ("晚稻", "油菜", "茶叶", "柑橘", "莲子", "烟叶", "食用菌", "甘蔗")


@dataclass(frozen=True)
class Part:
    """One part of a message, as its fields and its body stand in it."""

    fields: tuple[tuple[str, bytes], ...]
    body: bytes

    @property
    def raw(self) -> bytes:
        """The bytes of the part."""
        head = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in self.fields)
        return head + b"\r\n" + self.body


def word(text: str, charset: str = "utf-8") -> bytes:
    """Return a text as one encoded word in base 64."""
    return b"=?" + charset.encode() + b"?B?" + base64.b64encode(text.encode(charset)) + b"?="


def lines(body: bytes) -> bytes:
    """Return bytes in base 64, in lines of 76."""
    return base64.encodebytes(body).replace(b"\n", b"\r\n")


def text_part(text: str, charset: str = "utf-8", kind: str = "plain", said: str = "") -> Part:
    """Return a text in base 64; `said` is the charset it claims where that is another."""
    fields = (
        ("Content-Type", f'text/{kind}; charset="{said or charset}"'.encode()),
        ("Content-Transfer-Encoding", b"base64"),
    )
    return Part(fields, lines(text.encode(charset)))


def file_part(name: bytes, body: bytes, kind: str = "application/octet-stream") -> Part:
    """Return an attached file; `name` stands as it is behind ``filename=``."""
    fields = (
        ("Content-Type", kind.encode()),
        ("Content-Disposition", b"attachment; " + name),
        ("Content-Transfer-Encoding", b"base64"),
    )
    return Part(fields, lines(body))


def name_of(name: str) -> bytes:
    """Return a file's name as most programs write it: an encoded word in quotes."""
    return b'filename="' + word(name) + b'"'


def multipart(parts: Sequence[Part], kind: str = "mixed", boundary: str = "----=_Part_01") -> Part:
    """Return parts as one."""
    mark = boundary.encode()
    body = b"".join(b"--" + mark + b"\r\n" + part.raw + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"
    return Part((("Content-Type", f'multipart/{kind}; boundary="{boundary}"'.encode()),), body)


def message(part: Part, subject: bytes, sender: bytes = b"xxk@dongshan.test", number: int = 1, **more: bytes) -> bytes:
    """Return a whole message: sender, subject, Message-ID and date before the part's own fields."""
    fields = (
        ("From", sender),
        ("To", b"desk@dongjiang.test"),
        ("Subject", subject),
        ("Message-ID", f"<{number}.letter@dongshan.test>".encode()),
        ("Date", format_datetime(BEGIN + timedelta(minutes=number)).encode()),
        ("MIME-Version", b"1.0"),
        *((name.replace("_", "-"), value) for name, value in more.items()),
    )
    return Part((*fields, *part.fields), part.body).raw


def enclosed(inner: bytes) -> Part:
    """Return a message as an attachment of another."""
    return Part((("Content-Type", b"message/rfc822"), ("Content-Disposition", b"attachment")), inner)


def title(n: int) -> str:
    """Return the title of the report of that number; no two are equal."""
    return f"{PLACES[n % 10]}镇{n}号基地{CROPS[n % 8]}增产{n % 37 + 3}%"


def report(n: int, header: bool = True) -> str:
    """Return the text of the report of that number, as a unit writes it."""
    head = f"报送单位：东山镇\n{SIGNED}\n标题：{title(n)}\n\n" if header else ""
    return (
        f"{head}今年以来，{PLACES[n % 10]}镇{n}号基地推广{CROPS[n % 8]}良种{n * 7 + 110}亩，带动农户{n * 3 + 25}户，"
        f"户均增收{n * 11 + 900}元。\n目前，第{n}批{CROPS[n % 8]}已全部收购入库，共{n * 13 + 70}吨，资金当天兑付到户。\n"
    )


def docx(text: str) -> bytes:
    """Return the smallest Word file with these paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>'
    content = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", content)
        archive.writestr("word/document.xml", document)
    return held.getvalue()


def zipped(**files: bytes) -> bytes:
    """Return a zip archive of these files, their names in GB 18030 as Windows writes them."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return held.getvalue()


def a_plain(n: int) -> bytes:
    """A report in the body, UTF-8."""
    return message(text_part(report(n)), word(title(n)), number=n)


def a_raw_gbk(n: int) -> bytes:
    """Header and body in raw GBK, the body labelled gb2312, with a character gb2312 does not have."""
    body = report(n).replace("林涛", "朱镕").encode("gb18030").replace(b"\n", b"\r\n")
    part = Part((("Content-Type", b"text/plain; charset=gb2312"), ("Content-Transfer-Encoding", b"8bit")), body)
    return message(part, title(n).encode("gb18030"), number=n)


def a_cut_word(n: int) -> bytes:
    """A subject whose encoded words end in the middle of a character."""
    raw = title(n).encode("gb18030")
    words = [b"=?gb2312?B?" + base64.b64encode(raw[k : k + 7]) + b"?=" for k in range(0, len(raw), 7)]
    return message(text_part(report(n), "gb18030", said="gb2312"), b"\r\n ".join(words), number=n)


def a_docx(n: int) -> bytes:
    """A covering note with a Word file, its name in RFC 2231 and GBK."""
    name = f"{title(n)}.docx".encode("gb18030")
    quoted = "".join(f"%{byte:02X}" for byte in name)
    parts = [
        text_part("王科长：您好！\n现报送信息一篇，请查收。\n谢谢！"),
        file_part(f"filename*=gb2312''{quoted}".encode(), docx(report(n))),
    ]
    return message(multipart(parts), word("信息报送", "gb2312"), number=n)


def a_raw_name(n: int) -> bytes:
    """A text file whose name stands in raw GBK, in a message that says it is base 64 and is not."""
    name = b'filename="' + f"{title(n)}.txt".encode("gb18030") + b'"'
    wrong = Part(
        (("Content-Type", b"text/plain; charset=utf-8"), ("Content-Transfer-Encoding", b"base64")), "见附件。".encode()
    )
    return message(multipart([wrong, file_part(name, report(n).encode("gb18030"))]), "来稿".encode("gb18030"), number=n)


def a_forwarded(n: int) -> bytes:
    """A report attached as a message to a message that is attached to a third."""
    inner = message(text_part(report(n), "gb18030", said="gb2312"), word(title(n), "gb2312"), b"zhang@village.test", n)
    middle = message(
        multipart([text_part("请转办公室。"), enclosed(inner)], boundary="--m"),
        word(f"Fwd: {title(n)}"),
        number=n + 5000,
    )
    outer = multipart([text_part("转上，请审阅。"), enclosed(middle)], boundary="--o")
    return message(outer, word(f"转发: Fwd: {title(n)}"), number=n + 9000)


def a_quoted_chain(n: int) -> bytes:
    """A report forwarded twice in the text itself."""
    text = (
        "领导好，转一篇信息。\n\n---------- 转发的邮件 ----------\n"
        f"发件人：李明 <li@dongshan.test>\n发送时间：2026年11月19日 17:02\n收件人：党政办\n主题：Fwd：{title(n)}\n\n请阅。\n\n"
        "-----原始邮件-----\n"
        f"发件人:张三 <zhang@village.test>\n发送时间:2026-11-19 16:20:11\n收件人:李明\n主题:{title(n)}\n\n{report(n)}"
    )
    return message(text_part(text), word(f"Fw: {title(n)}"), number=n)


def a_page(n: int) -> bytes:
    """HTML only, quoted-printable, GBK."""
    paragraphs = "".join(f"<p>{line}</p>" for line in report(n).split("\n"))
    page = f"<html><head><style>p{{color:red}}</style></head><body>{paragraphs}<script>x()</script></body></html>"
    signs = [b"=%02X" % byte if byte > 126 or byte == 61 else bytes([byte]) for byte in page.encode("gb18030")]
    broken = b"=\r\n".join(b"".join(signs[k : k + 24]) for k in range(0, len(signs), 24))
    fields = (("Content-Type", b"text/html; charset=gbk"), ("Content-Transfer-Encoding", b"quoted-printable"))
    return message(Part(fields, broken), word(title(n), "gb18030"), number=n)


def an_alternative(n: int) -> bytes:
    """Text and page with a picture of a signature beside the text."""
    page = text_part(f"<p>{report(n)}</p><img src='cid:sign'>", kind="html")
    related = multipart([page, file_part(b"filename=logo.png", b"\x89PNG" + bytes(200), "image/png")], "related", "--r")
    return message(multipart([text_part(report(n)), related], "alternative", "--a"), word(title(n)), number=n)


def a_zip(n: int) -> bytes:
    """A zip with a text file in it."""
    parts = [
        text_part("附件请查收"),
        file_part(b"filename=xx.zip", zipped(**{f"{title(n)}.txt": report(n).encode("gb18030")})),
    ]
    return message(multipart(parts), word("信息"), number=n)


def a_big_one(n: int, size: int = 30_000_000) -> bytes:
    """A report with a file nobody can read, of that size on the wire."""
    blob = bytes((k * 37 + n) & 255 for k in range(4096)) * (size * 3 // 4 // 4096 * 76 // 78)
    return message(multipart([text_part(report(n)), file_part(b"filename=video.bin", blob)]), word(title(n)), number=n)


KINDS: tuple[Callable[[int], bytes], ...] = (
    *(a_plain, a_raw_gbk, a_cut_word, a_docx, a_raw_name, a_forwarded, a_quoted_chain, a_page, an_alternative, a_zip),
)


def mixed(count: int) -> list[bytes]:
    """Return messages of all kinds in turn, numbered from 1."""
    return [KINDS[n % len(KINDS)](n) for n in range(1, count + 1)]
