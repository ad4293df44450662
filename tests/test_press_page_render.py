"""The renderer: what it may fetch, and what it reports."""

from __future__ import annotations

import signal
from base64 import b64encode
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.engine import process
from tests.press_sheets import fonts_here

HEAD = '<html lang="zh"><head><title>t</title></head><body>'
CSS = "p, h1, h2 { font: 16pt 'bulletin 仿宋' } .far { break-before: page } h1 { bookmark-level: 1 } h2 { bookmark-level: 2 }"


def rendered(body: str, **more: str) -> tuple[Json, bytes]:
    return process.render({"html": f"{HEAD}{body}</body></html>", "css": CSS, "css_apart": "", **more}, fonts_here())


def picture(kind: str) -> str:
    image = BytesIO()
    Image.new("RGB", (4, 4), "red").save(image, kind)
    return f"data:image/{kind.lower()};base64,{b64encode(image.getvalue()).decode()}"


def test_the_report_knows_where_everything_is() -> None:
    """Every anchor and every bookmark is reported with its page."""
    report, _ = rendered('<h1 id="one">一</h1><p id="a">甲</p><h2 class="far" id="two">二</h2><p id="b">乙</p>')

    assert report["anchors"] == {"one": 1, "a": 1, "two": 2, "b": 2}
    inner = {"label": "二", "page": 2, "children": []}
    assert report["bookmarks"] == [{"label": "一", "page": 1, "children": [inner]}]
    assert report["pages"] == 2


def test_pictures_in_the_page_are_printed() -> None:
    """PNG and JPEG that stand in the HTML itself are printed, and nothing is complained of."""
    report, pdf = rendered(f'<p>甲<img alt="x" src="{picture("PNG")}"><img alt="y" src="{picture("JPEG")}"></p>')

    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages[0].get_images()) == 2
    assert report["log"] == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "data:image/svg+xml;base64,PHN2Zy8+", "data:text/html,x"],
)
def test_nothing_else_is_fetched(url: str) -> None:
    """Files, addresses and every other kind of data are refused, and the report says so."""
    report, _ = rendered(f'<p>甲<img alt="x" src="{url}"></p>')

    assert any("refused" in line for line in report["log"])


@pytest.mark.parametrize(
    "style",
    [
        "@import url(file:///etc/hostname);",
        "@import url(http://127.0.0.1:9/x.css);",
        "@font-face { font-family: x; src: url(http://127.0.0.1:9/x.ttf) } p { font-family: x }",
    ],
)
def test_a_style_fetches_nothing(style: str) -> None:
    """A style sheet that names a file or an address gets neither, and the report says so."""
    request = {"html": f"{HEAD}<p>甲</p></body></html>", "css": style + CSS, "css_apart": ""}

    assert process.render(request, fonts_here())[0]["log"] != []


def test_the_variant_is_a_parameter() -> None:
    """Pages are tagged PDF/A-2u, and PDF/A-1b where that is asked for."""
    for more, part, level in (({}, "2", "U"), ({"variant": "pdf/a-1b"}, "1", "B")):
        with pikepdf.open(BytesIO(rendered("<p>甲</p>", **more)[1])) as opened, opened.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == (part, level)
            assert opened.Root.MarkInfo.Marked


def test_a_page_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time limit the renderer is killed, and the editor is told."""
    monkeypatch.setattr(process, "TIME_LIMIT", 0.01)

    with pytest.raises(TypesettingFailure, match="已停止"), process.Renderer(fonts_here()) as renderer:
        running = renderer._process
        renderer.render({"html": f"{HEAD}</body></html>", "css": CSS, "css_apart": ""})

    assert running.returncode == -signal.SIGKILL
