"""Which network addresses the program may talk to: public ones, and those the office's configuration allows."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from contextlib import suppress

from bulletin.collect.web.failures import WebFailure
from bulletin.text import one_line

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

ALLOW_IN_SOURCE = "如确为内网来源，请在该来源文件中用 allow 写明网段"
"""What to do about an address that is not public."""

_NEVER_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "192.88.99.0/24"),
        *("::/96", "::ffff:0:0:0/96", "5f00::/16", "192.0.0.0/24", "168.63.129.16/32"),
    )
)
"""NAT64, 6to4, Teredo, site-local, the 6to4 relay; IPv4-compatible and -translated, segment routing, protocol
assignments, the host address of a cloud: each can lead inside, and `is_global` calls some of them public."""


def vetted(host: str, port: int, allow: Iterable[str], deadline: float) -> tuple[str, ...]:
    """Resolve `host` once and return the addresses to connect to, as text, in the resolver's order.

    Every address it resolves to must be public or inside one of the CIDR networks of `allow`, else nothing is
    connected: a name that points both outside and inside is a trap. `deadline` is a moment of the steady clock. Raises
    `WebFailure`.
    """
    found = _resolve(host, port, deadline)
    networks = [ipaddress.ip_network(network, strict=False) for network in allow]
    for address in found:
        if not (is_public(address) or any(address in network for network in networks)):
            raise WebFailure(
                "address",
                f"主机 {one_line(host)} 的地址 {address} 不是公网地址，未连接",
                ALLOW_IN_SOURCE,
            )
    return tuple(dict.fromkeys(map(str, found)))


def is_public(address: _Address) -> bool:
    """Tell whether `address` is a public unicast address, the holes of `ipaddress.is_global` closed."""
    return (
        address.is_global
        and not address.is_multicast
        and not any(address.version == network.version and address in network for network in _NEVER_PUBLIC)
    )


def _resolve(host: str, port: int, deadline: float) -> list[_Address]:
    """Return the addresses of `host`, IPv4-mapped ones as IPv4. Raises `WebFailure`.

    The system's resolver knows no time limit: it is asked in a thread of its own, which is left to itself when the
    deadline has passed.
    """
    with suppress(ValueError):
        return [_unmapped(host)]
    answers: list[list[_Address]] = []

    def ask() -> None:
        with suppress(OSError, UnicodeError):
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.append([_unmapped(str(row[4][0])) for row in rows])

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, deadline - time.monotonic()))
    if asking.is_alive():
        raise WebFailure("timeout", f"域名解析超时，没有查到主机 {one_line(host)}", "稍后会自动再试；请检查域名解析")
    if not answers:
        raise WebFailure("dns", f"找不到主机 {one_line(host)}", "请核对来源地址，并检查网络与域名解析")
    return answers[0]


def _unmapped(text: str) -> _Address:
    """Return the address written as `text`; ``::ffff:127.0.0.1`` is 127.0.0.1."""
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
