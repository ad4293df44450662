"""A small office on disk and a web server on loopback, for the tests of collecting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bulletin.settings import Settings, Source, read_settings

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
SHARED = Path(__file__).parents[2] / "shared"

_OFFICE = """
[office]
name = "试验市信息科"
time_zone = "Asia/Shanghai"
[identity]
mode = "trusted"
[people.editor1]
name = "编辑甲"
roles = ["editor"]
[units."市发展改革委"]
class = 1
attribution = "市发改委"
aliases = ["市发展和改革委员会"]
[units."东山镇"]
class = 3
[publications."政务信息"]
issuer = "试验市信息科"
levels = ["科长审核"]
[network]
allow = ["127.0.0.0/8"]
"""

Answer = Callable[[BaseHTTPRequestHandler], None]


def shared(path: str) -> Path:
    """Return a file of the shared material, or skip the test where it is not there."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the shared material {path} is not on this machine")
    return found


def office(root: Path, **sources: str) -> Settings:
    """Write an office with these source files (TOML by name) and return its settings."""
    (root / "sources").mkdir(exist_ok=True)
    (root / "bulletin.toml").write_text(_OFFICE, encoding="utf-8")
    for name, text in sources.items():
        (root / "sources" / f"{name}.toml").write_text(text, encoding="utf-8")
    return read_settings(root)


def a_source(**fields: str) -> Source:
    """Return a source with these fields, for reading without an office."""
    known: dict[str, Any] = {"name": "试", "title": "试", "collector": "feed", "address": "http://example.test/feed"}
    return Source(**{**known, **fields})


def page(body: bytes, media_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Answer:
    """Return an answer with this body and these headers (underscores for hyphens)."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def served(answers: dict[str, Answer]) -> Iterator[str]:
    """Serve these answers by path on loopback; the value is the server's address without a trailing slash."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.get(self.path, page(b"", status=404))(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """The client hanging up is what several tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def quiet(_: str) -> None:
    """Say nothing."""
