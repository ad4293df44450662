"""A mailbox as a source (邮箱来源): whose it is, where its password lies, which address is which unit's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from bulletin.settings.table import Table

_PORT = 993
_PUBLIC = (
    *("163.com", "126.com", "yeah.net", "qq.com", "foxmail.com", "sina.com", "sina.cn", "sohu.com", "aliyun.com"),
    *(
        "139.com",
        "189.cn",
        "wo.cn",
        "21cn.com",
        "tom.com",
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "icloud.com",
    ),
)
"""Domains under which anybody can have an address."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox. Its password stands in ``password_file`` (mode 0600) or in the variable ``password_env``, nowhere else.

    ``senders`` are pairs of a mail address, or a domain with ``@`` before it, and a unit's name; ``most_mb`` is the size
    of a message above which it is left in the box; ``since`` is the day before which nothing is looked at.
    """

    host: str
    port: int
    user: str
    password_file: str = ""
    password_env: str = ""
    folder: str = "INBOX"
    senders: tuple[tuple[str, str], ...] = ()
    most_mb: float = 50
    since: date | None = None


def read_mailbox(table: Table) -> Mailbox:
    """Return the mailbox a source file describes. Raises `SettingsError`."""
    address = table.text("address")
    host, port = _server(address, table)
    mailbox = Mailbox(
        host=host,
        port=port,
        user=table.text("user"),
        password_file=table.text("password_file", ""),
        password_env=table.text("password_env", ""),
        folder=table.text("folder", "INBOX"),
        senders=tuple((key.lower(), unit) for key, unit in table.pairs("senders").items()),
        most_mb=table.number("most_mb", 50),
        since=table.day("since"),
    )
    if bool(mailbox.password_file) == bool(mailbox.password_env):
        raise table.wrong("password_file", mailbox.password_file, "password_file 与 password_env 要写且只写一个")
    for sender, unit in mailbox.senders:
        if problem := wrong_with(sender):
            raise table.wrong("senders", f"{sender} → {unit}", problem)
    return mailbox


def wrong_with(sender: str) -> str:
    """Return in Chinese what is wrong with an address or ``@domain`` a unit is to be known by, or ''."""
    name, at, domain = sender.rpartition("@")
    if not at or "." not in domain or any(char.isspace() or char == "@" for char in name + domain):
        return "应为邮件地址（如 xx@dongshan.gov.cn），或以 @ 开头的域名（如 @dongshan.gov.cn）"
    return f"{domain} 是公共邮箱，谁都能用，请写完整的邮件地址" if not name and domain in _PUBLIC else ""


def _server(address: str, table: Table) -> tuple[str, int]:
    """Return host and port of ``imaps://host`` or ``imaps://host:port``. Raises `SettingsError` for anything more."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _PORT
    except ValueError:
        host = ""
    if not host or parts.scheme != "imaps" or parts.path.strip("/") or parts.username is not None:
        why = "应为 imaps://主机 或 imaps://主机:端口（只用加密连接）；用户名写在 user，密码不写在来源文件里"
        raise table.wrong("address", "" if "@" in address else address, why)
    return host, port
