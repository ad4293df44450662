"""Pages to plant one fault in: a hand-made bulletin that is perfect by measurement, and ways to spoil exactly one thing.

The page is set here with plain CSS of our own, apart from the program's templates: what is tested is the checker. One
child process sets all pages of a test run, since most of a second goes into starting WeasyPrint.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf

import bulletin
from bulletin.errors import TypesettingFailure
from bulletin.press.check import Expected, Report, check_here
from bulletin.press.page.faces.fonts import find_fonts, fontconfig, library_path

FULL = (
    "全市各级各部门坚持问题导向目标导向结果导向相统一推进工作",
    "围绕交通水利能源等十多个重点领域滚动实施项目申报入库制度",
    "协调解决用地指标和融资需求问题并举办政银企对接活动二十场",
    "组织专班深入企业走访听取意见建议并现场研究解决办法和措施",
    "压实属地责任部门责任和岗位责任并严格落实值班值守各项规定",
    "持续开展隐患排查整治工作确保重点区域重点时段安全稳定可控",
)
"""Lines of body text, 28 characters each."""
OPENING = (
    "今年以来市发展改革委聚焦重大项目谋划申报开工建设全过",
    "为进一步优化营商环境市政务服务管理局推行容缺受理机制",
)
"""First lines of paragraphs, 26 characters each."""
ENDING = "为开好局起好步打下坚实基础。"

CSS = """
@page { size: A4; margin: 34.58mm 26mm 32.58mm 28mm }
@page :left { margin-left: 26mm; margin-right: 28mm }
@page { @bottom-right { font: 14pt/14pt "bulletin 宋体"; vertical-align: top; padding-top: 2.11mm }
        @bottom-left { font: 14pt/14pt "bulletin 宋体"; vertical-align: top; padding-top: 2.11mm } }
@page :right { @bottom-right { content: "— " counter(page) " —"; padding-right: 14pt } }
@page :left { @bottom-left { content: "— " counter(page) " —"; padding-left: 14pt } }
html { font: 15.75pt/10.445mm "bulletin 仿宋"; font-kerning: none; color: #000; orphans: 1; widows: 1 }
body, p, h1, div { margin: 0; padding: 0; font: inherit }
p, h1 { white-space: pre }
.red { color: #f00 } .centre { text-align: center }
.name { line-height: 31.335mm; font-size: 60pt; font-family: "bulletin 小标宋" }
.ends { display: flex; justify-content: space-between; margin: 0 15.79pt }
.red-rule { height: 10.445mm } .red-rule div { position: relative; top: 1.56mm; height: .65mm; background: #f00 }
h1 { text-align: center; margin: 10.445mm 0; bookmark-level: 1 }
h1 span { font: 22pt/0 "bulletin 小标宋" }
p { text-indent: 11.143mm }
.flush { text-indent: 0 }
.黑 { font-family: "bulletin 黑体"; line-height: 0 } .楷 { font-family: "bulletin 楷体"; line-height: 0 }
.n { font-family: "bulletin digits"; line-height: 0 }
.colophon { position: absolute; left: 0; right: 0; bottom: 2.42mm }
.outer { height: .35mm; background: #000 } .inner { height: .25mm; background: #000 }
.colophon p { font-size: 14pt; line-height: 8mm; margin: 0 14pt; text-indent: -28pt; padding-left: 28pt }
.colophon .ends { font-size: 14pt; line-height: 8mm; margin: 0 14pt }
.last { position: relative; height: 229.79mm; break-before: page }
"""
HEAD = """<meta charset="utf-8"><title>政务信息 第12期</title><meta name="author" content="某市人民政府办公室">
<meta name="keywords" content="重大项目"><meta name="dcterms.created" content="2026-11-20T00:00:00+08:00">"""
MASTHEAD = """<p class="flush"><span class="黑">内部资料　注意保存</span></p><p class="name red centre flush">政务信息</p>
<p class="centre flush">第12期</p>
<div class="ends"><span>某市人民政府办公室</span><span>2026年11月20日</span></div><div class="red-rule"><div></div></div>"""
TITLE = "<h1><span>市发展改革委多措并举推动重大\n项目建设提质增效取得明显成效</span></h1>"
COLOPHON = """<div class="colophon"><div class="outer"></div><p>报：省政府办公厅，市委书记、副书记、常委，市长、副市长，市\n\
人大常委会主任，市政协主席。</p><p>送：市委各部门，市人大常委会办公室。</p><p>发：市政府各部门。</p><div class="inner"></div>\
<div class="ends"><span>责任编辑：林晓</span><span>（共印150份）</span></div><div class="outer"></div></div>"""


@dataclass(frozen=True)
class Pages:
    """The parts of the good bulletin, any of which may be replaced: four pages, the second and third full of text.

    ``lines`` stand first in the long paragraph, which has ``count`` lines after its opening one; ``ending`` is what
    stands on the last page above the 版记.
    """

    masthead: str = MASTHEAD
    title: str = TITLE
    lines: tuple[str, ...] = ()
    count: int = 54
    opening: str = OPENING[0]
    ending: str = ""
    colophon: str = COLOPHON
    css: str = ""
    head: str = HEAD
    lang: str = "zh-CN"

    @property
    def html(self) -> str:
        """The whole bulletin as one HTML page."""
        text = "\n".join((self.opening, *self.lines, *good_lines(self.count - len(self.lines))))
        last = self.ending or paragraph(OPENING[1], FULL[0], ENDING)
        return (
            f'<!DOCTYPE html><html lang="{self.lang}"><head>{self.head}<style>{CSS}{self.css}</style></head><body>'
            f'{self.masthead}{self.title}<p class="long">{text}</p><div class="last">{last}{self.colophon}</div></body></html>'
        )


def good_lines(count: int, start: int = 0) -> list[str]:
    """Return `count` full lines, a different one after each."""
    return [FULL[(start + k) % len(FULL)] for k in range(count)]


def long_text(count: int) -> str:
    """Return the text of a paragraph as it was written, with `count` of the lines that the good bulletin has."""
    return OPENING[0] + "".join(good_lines(count))


def paragraph(*lines: str) -> str:
    """Return a paragraph of the given lines."""
    return f"<p>{chr(10).join(lines)}</p>"


def setting(pages: Pages | str) -> bytes:
    """Return the pages as a PDF; the same pages are set once."""
    return _set(pages if isinstance(pages, str) else pages.html)


def good(**changed: Any) -> bytes:
    """Return the good bulletin as a PDF, with the named parts changed."""
    return setting(replace(Pages(), **changed))


def found(pdf: bytes, folder: Path, expected: Expected | None = None) -> Report:
    """Return the checker's report on `pdf`."""
    path = folder / "planted.pdf"
    path.write_bytes(pdf)
    return check_here(path, expected)


def rules_of(report: Report) -> set[int]:
    """Return the numbers of the rules that found something."""
    return {finding.rule for finding in report.findings}


def reworked(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return `pdf` with `change` done to its objects, stored plainly."""
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(made)
    return made.getvalue()


@contextmanager
def _fonts_environment() -> Iterator[Mapping[str, str]]:
    with TemporaryDirectory(prefix="planted-") as folder:
        fonts = find_fonts(os.environ)
        config = Path(folder, "fonts.conf")
        config.write_text(fontconfig(fonts), "utf-8")
        yield {
            "FONTCONFIG_FILE": str(config),
            "LD_LIBRARY_PATH": library_path(fonts.libraries),
            "PYTHONPATH": str(Path(bulletin.__file__).parents[1]),
            "PYTHONIOENCODING": "utf-8",
            "HOME": folder,
            "LANG": "C.UTF-8",
        }


class _Press:
    """A child process that turns HTML pages into PDFs, one after another."""

    def __init__(self) -> None:
        self._scope = _fonts_environment()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.planted"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(self._scope.__enter__()),
        )

    def set(self, html: str) -> bytes:
        assert self._child.stdin and self._child.stdout
        self._child.stdin.write(json.dumps(html).encode() + b"\n")
        self._child.stdin.flush()
        length = int(self._child.stdout.readline() or b"0")
        if not length:
            raise AssertionError("the child process that sets the planted pages has died")
        return self._child.stdout.read(length)

    def close(self) -> None:
        assert self._child.stdin and self._child.stdout
        self._child.stdin.close()
        self._child.wait(10)
        self._child.stdout.close()
        self._scope.__exit__(None, None, None)


@cache
def _press() -> _Press:
    import atexit

    import pytest

    try:
        press = _Press()
    except TypesettingFailure as failure:
        pytest.skip(f"no fonts here: {failure}")
    atexit.register(press.close)
    return press


@cache
def _set(html: str) -> bytes:
    return _press().set(html)


def main() -> None:
    """Answer each HTML page on stdin (one JSON string a line) with the length of its PDF on a line, and the PDF."""
    from weasyprint import HTML

    for line in sys.stdin:
        pdf = HTML(string=json.loads(line)).write_pdf(pdf_variant="pdf/a-2u") or b""
        sys.stdout.buffer.write(b"%d\n" % len(pdf) + pdf)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
