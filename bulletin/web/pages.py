"""The few pages, and the files they name: each known by its name, none looked for on the disk."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
_KINDS = {".js": "text/javascript", ".css": "text/css"}
STATIC = ("xterm.js", "addon-fit.js", "widths.js", "desk.js", "xterm.css", "desk.css")


def page(name: str, status: int = 200, **values: object) -> web.Response:
    """Return the page ``pages/<name>.html``, filled in."""
    written = _templates().get_template(f"{name}.html").render(values)
    return web.Response(text=written, status=status, content_type="text/html")


def go(path: str) -> web.Response:
    """Return the answer that sends the browser to another page."""
    return web.Response(status=303, headers={"Location": path})


async def static(request: web.Request) -> web.Response:
    """Answer with one of the files a page names. Raises ``HTTPNotFound``."""
    name = request.match_info["name"]
    if name not in STATIC:
        raise web.HTTPNotFound
    kind = _KINDS[Path(name).suffix]
    return web.Response(body=_body(name), content_type=kind, charset="utf-8")


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(_HERE / "pages")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


@cache
def _body(name: str) -> bytes:
    return (_HERE / "static" / name).read_bytes()
