"""How the program visits web sites: what the office says for all of them, and what a source file says for its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.settings.table import Table

_FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")
_CONTACT = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,119}")


@dataclass(frozen=True, slots=True)
class Network:
    """What ``[network]`` says of visits: ``contact`` stands in our User-Agent, so that a site can reach the office;
    ``per_host`` is how many visits to one host may go on at once."""

    contact: str = ""
    per_host: int = 4


@dataclass(frozen=True, slots=True)
class Visiting:
    """How one source is visited.

    ``tls`` "legacy" lets old encryption pass (TLS 1.0, short keys), only with ``fingerprint`` (of the certificate,
    ``sha256:`` and 64 hexadecimal digits) or ``ca`` (a file of certificates, from the office's folder). ``robots``
    "ignore" passes over robots.txt, with the reason in ``robots_reason``. ``budget`` bounds one run, in seconds.
    """

    tls: str = ""
    fingerprint: str = ""
    ca: str = ""
    robots: str = ""
    robots_reason: str = ""
    budget: float = 300.0

    @property
    def notices(self) -> tuple[str, ...]:
        """What is unusual about the visits, said at every run."""
        weak = "用旧式加密（TLS 1.0、短密钥也接受）" if self.tls else ""
        pinned = "证书只按指纹核对" if self.fingerprint else ""
        passed_over = f"不按网站的 robots.txt，理由：{self.robots_reason}" if self.robots else ""
        return tuple(filter(None, ("，".join(filter(None, (weak, pinned))), passed_over)))


def read_network(table: Table) -> Network:
    """Return what the office says of visits. Raises `SettingsError`."""
    contact = table.text("contact", "")
    if contact and not _CONTACT.fullmatch(contact):
        raise table.wrong("contact", contact, "应为网址、邮箱或电话，用半角字符")
    per_host = table.whole("per_host", 4)
    if not 1 <= per_host <= 16:
        raise table.wrong("per_host", per_host, "应在 1 到 16 之间")
    return Network(contact, per_host)


def read_visiting(table: Table) -> Visiting:
    """Return how a source is visited, from the table of its file. Raises `SettingsError`."""
    visiting = Visiting(
        tls=table.text("tls", ""),
        fingerprint=table.text("fingerprint", "").lower().replace(" ", ""),
        ca=table.text("ca", ""),
        robots=table.text("robots", ""),
        robots_reason=table.text("robots_reason", ""),
        budget=table.number("budget", 300.0),
    )
    for key, only in (("tls", "legacy"), ("robots", "ignore")):
        if getattr(visiting, key) not in ("", only):
            raise table.wrong(key, getattr(visiting, key), f"可用的值：{only}，或者不写")
    if visiting.fingerprint and not _FINGERPRINT.fullmatch(visiting.fingerprint):
        raise table.wrong("fingerprint", visiting.fingerprint, "应为 sha256: 加证书指纹的64位十六进制数")
    if visiting.tls and not (visiting.fingerprint or visiting.ca):
        raise table.wrong("tls", visiting.tls, "旧式加密要同时写明 fingerprint（证书指纹）或 ca（证书文件）")
    if visiting.robots and not visiting.robots_reason:
        raise table.wrong("robots", visiting.robots, "要在 robots_reason 中写明理由，如“已征得网站同意”")
    return visiting
