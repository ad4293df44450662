"""A thousand sources on loopback, a third of them up to something, and the figures of collecting from them.

``python -m tests.intake_farm`` runs the program itself, in processes of its own, against 1,000 sources on as many
addresses: 50 hang, 50 redirect to private addresses, 50 send bombs, 100 answer 304, 50 break mid-body, 700 are good. It
prints wall time, memory and what came in, of a first and a second run, and of a run killed 100 times at random.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from bulletin import store
from bulletin.settings import Settings, read_settings
from bulletin.text import sha256

ROOT = Path(__file__).parent.parent
_TICK = 0.05
SHARES = {"hang": 5, "away": 5, "bomb": 5, "same": 10, "cut": 5, "good": 70}
"""Of a hundred sources, how many are of each kind."""
ENTRIES = 3
_PRIVATE = ("http://10.0.0.1/x", "http://169.254.169.254/latest/", "http://192.168.1.1/", "http://[64:ff9b::a00:1]/")
_BOMB = gzip.compress(bytes(64 << 20))
_OFFICE = """
[office]
name = "试验市信息科"
[identity]
mode = "trusted"
default = "editor1"
[people.editor1]
name = "编辑甲"
roles = ["editor"]
[publications."政务信息"]
issuer = "试验市信息科"
levels = ["科长审核"]
[network]
allow = ["127.0.0.0/8"]
"""


class Farm:
    """The server of all sources: ``/<kind>/<number>``; ``/edition/<n>`` lets every feed have n entries more."""

    def __init__(self) -> None:
        self.edition = 0
        self.served: Counter[str] = Counter()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request in the manner of its kind."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            await self._answer(head, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: str, writer: asyncio.StreamWriter) -> None:
        kind, _, name = head.split(" ")[1].strip("/").partition("/")
        self.served[kind] += 1
        if kind == "edition":
            self.edition = int(name)
            send(writer, 200, b"")
        elif kind == "counts":
            send(writer, 200, json.dumps(self.served).encode())
        elif kind == "hang":
            await asyncio.sleep(60)
        elif kind == "away":
            send(writer, 302, b"", Location=_PRIVATE[int(name) % len(_PRIVATE)])
        elif kind == "bomb":
            await bomb(int(name) % 3, writer)
        elif kind == "cut":
            body = feed(name, ENTRIES)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(body) + 100) + body)
        elif kind in ("same", "good"):
            self._feed(kind, name, head, writer)
        else:
            send(writer, 404, b"")
        await writer.drain()

    def _feed(self, kind: str, name: str, head: str, writer: asyncio.StreamWriter) -> None:
        """Send a feed; those that know how answer 304."""
        body = feed(name, ENTRIES + self.edition)
        etag = f'"{sha256(body)[:16]}"'
        if kind == "same" and etag in head:
            self.served["304"] += 1
            send(writer, 304, b"", ETag=etag)
        else:
            send(writer, 200, body, **({"ETag": etag} if kind == "same" else {}))


def send(writer: asyncio.StreamWriter, status: int, body: bytes, **headers: str) -> None:
    """Write an answer."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in headers.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)


async def bomb(sort: int, writer: asyncio.StreamWriter) -> None:
    """Send 64 MB as 64 KB, or a body without end, or headers without end."""
    if sort == 0:
        send(writer, 200, _BOMB, **{"Content-Encoding": "gzip"})
    else:
        writer.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if sort == 1 else b""))
    while sort:
        writer.write(bytes(1 << 16) if sort == 1 else b"X-Again: " + b"a" * 60_000 + b"\r\n")
        await writer.drain()


def feed(name: str, count: int) -> bytes:
    """Return a feed of `count` entries, the newest first."""
    text = "全市重点项目建设加快推进，完成投资120亿元，同比增长8.1%，占年度计划的92%，进度快于时序。"
    items = (
        f"<item><title>第{name}号来源第{number}条：项目开工</title><guid>{name}-{number}</guid>"
        f"<description>{name}号来源第{number}条。{text * 4}</description></item>"
        for number in range(count, 0, -1)
    )
    return f"<rss version='2.0'><channel><title>x</title>{''.join(items)}</channel></rss>".encode()


@contextmanager
def farm() -> Iterator[int]:
    """Run the server in a process of its own; the value is its port, the same on every loopback address."""
    command = [sys.executable, "-m", "tests.intake_farm", "--serve"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        try:
            yield int(serving.stdout.readline())
        finally:
            serving.kill()


async def serve() -> None:
    """Serve on a free port and print it."""
    server = await asyncio.start_server(Farm().answer, "0.0.0.0", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def kinds(count: int) -> list[str]:
    """Return the kind of each of `count` sources, mixed."""
    found = [kind for kind, share in SHARES.items() for _ in range(count * share // 100)]
    random.Random(1).shuffle(found)
    return found


def office(root: Path, port: int, of: list[str], **keys: float) -> Settings:
    """Write an office with one source of each of these kinds, each on an address of its own."""
    (root / "sources").mkdir(parents=True)
    (root / "bulletin.toml").write_text(_OFFICE, "utf-8")
    lines = "".join(f"{key} = {value}\n" for key, value in {"pause": 0, "timeout": 3, **keys}.items())
    for number, kind in enumerate(of):
        address = f"http://127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}:{port}/{kind}/{number}"
        text = f'collector = "feed"\naddress = "{address}"\n{lines}'
        (root / "sources" / f"{kind}{number:04d}.toml").write_text(text, "utf-8")
    return read_settings(root)


@dataclass(frozen=True)
class Run:
    """One run of the program: its answer, seconds on the clock and of the processor, and the most memory, in MB."""

    answer: dict[str, Any]
    seconds: float
    worked: float
    peak: float


def collect(root: Path, kill_after: float = 0.0) -> Run | None:
    """Run ``bulletin collect --all`` on the office, or kill it after so many seconds: then None, unless it was done."""
    started = time.monotonic()
    command = [sys.executable, "-m", "bulletin", "--office", str(root), "collect", "--all", "--json"]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL)
        if kill_after:
            time.sleep(kill_after)
            os.kill(process.pid, signal.SIGKILL)
        peak, ended = 0.0, 0
        while not ended:
            peak = max(peak, memory_of(process.pid))
            time.sleep(_TICK)
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        body = out.read()
    if process.returncode < 0:
        return None
    return Run(json.loads(body), time.monotonic() - started, usage.ru_utime + usage.ru_stime, peak)


def memory_of(pid: int) -> float:
    """Return the peak memory of a running process in MB; what `wait4` says of a child counts the parent's size at fork."""
    try:
        words = Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()
    except OSError:
        return 0.0
    return int(words[0]) / 1024 if words else 0.0


def set_edition(port: int, number: int) -> None:
    """Let every feed have so many entries more."""
    with urlopen(f"http://127.0.0.1:{port}/edition/{number}") as answer:
        answer.read()


def faults(settings: Settings, expected: int) -> list[str]:
    """Return what is doubled, lost or broken in an office whose good sources hold `expected` entries each."""
    db = store.open_database(settings.database_path)
    keys = Counter((item.source, item.key) for item in store.items.selected(db, "true", ()))
    found = [f"{key} {count} times" for key, count in keys.items() if count > 1]
    for name in settings.sources:
        have = sum(source == name for source, _ in keys)
        want = expected if name.startswith(("good", "same")) else 0
        found += [f"{name}: {have} of {want}"] if have != want else []
    for original in store.originals.every(db):
        store.originals.body(settings, original)
    return found


def killed(root: Path, port: int, of: list[str], kills: int, seed: int = 1) -> list[str]:
    """Collect over and over while the feeds grow, until so many runs were killed at random; then once to the end.

    Return the faults.
    """
    settings = office(root, port, of)
    whole = collect(root)
    assert whole is not None
    chance, number = random.Random(seed), 0
    while kills:
        number += 1
        set_edition(port, number)
        kills -= collect(root, chance.uniform(0.3, max(0.6, whole.seconds))) is None
    assert collect(root) is not None
    return faults(settings, ENTRIES + number)


def summary(run: Run) -> str:
    """Return one line about a run."""
    sources = run.answer["sources"]
    good = sum(not one["error"] for one in sources)
    unchanged = sum(one["unchanged"] for one in sources)
    return (
        f"{len(sources)} sources in {run.seconds:.1f} s ({run.worked:.1f} s of work), peak {run.peak:.0f} MB; {good} good, "
        f"{len(sources) - good} failed, {len(run.answer['new_items'])} items new, {unchanged} sources unchanged"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    if options.serve:
        asyncio.run(serve())
        return
    with tempfile.TemporaryDirectory() as folder, farm() as port:
        settings = office(Path(folder) / "thousand", port, kinds(options.sources))
        for word in ("first run ", "second run"):
            run = collect(settings.root)
            assert run is not None
            failed = Counter(one["name"].rstrip("0123456789") for one in run.answer["sources"] if one["error"])
            print(f"{word}: {summary(run)}; failed: {dict(failed)}")
        print(f"faults: {faults(settings, ENTRIES) or 'none'}")
        started = time.monotonic()
        found = killed(Path(folder) / "killed", port, ["good", "same"] * 20, options.kills)
        print(f"{options.kills} runs killed in {time.monotonic() - started:.0f} s; faults: {found or 'none'}")


if __name__ == "__main__":
    main()
