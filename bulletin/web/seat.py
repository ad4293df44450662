"""The seat the server offers to the desk it starts: an inherited socket, whose other end the kernel knows to be the server's.

Whoever starts ``desk --seat`` by hand, or through another program, has none. What the account itself may: see `passwords`.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

from bulletin.errors import RefusedAction

VARIABLE = "BULLETIN_SEAT"
"""Names to the desk the number of the socket it was given."""
_CREDENTIALS = struct.Struct("3i")
_LONGEST = 1024


@contextmanager
def offered(person: str) -> Iterator[int]:
    """Give the number of a socket from which the desk started inside the block reads for whom it was started."""
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(person.encode())
        yield theirs.fileno()


def take(environ: MutableMapping[str, str], person: str) -> None:
    """Take the seat offered to this process, and leave none to the programs it starts.

    Raises `RefusedAction` unless the very process that started this one, of this account, offered it for that person.
    """
    number = environ.pop(VARIABLE, "")
    if not number.isdecimal() or _offered_through(int(number)) != (os.getppid(), os.getuid(), person):
        raise RefusedAction("替别人打开采编台，只有浏览器采编台的服务自己可以", "请用自己的账号打开：bulletin desk")


def _offered_through(number: int) -> tuple[int, int, str] | None:
    """Return process, account and person of an offer, None where the number is of no socket."""
    try:
        with socket.socket(fileno=number) as offer:
            packed = offer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
            process, account, _ = _CREDENTIALS.unpack(packed)
            return process, account, offer.recv(_LONGEST, socket.MSG_DONTWAIT).decode(errors="replace")
    except (OSError, OverflowError):
        return None
