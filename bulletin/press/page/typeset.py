"""From a sheet to a PDF: template and text become HTML here, pages in a child process (`bulletin.press.page.render`).

Same sheet, template, fonts and libraries, same bytes: no clock, no machine font, nothing from the network. What was
used is written into ``made_with``, so that a later difference can be explained.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup

import bulletin
from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.blocks import clean
from bulletin.press.page.fonts import FontSet, file_sha256, fontconfig, library_path
from bulletin.press.page.glyphs import Glyphs
from bulletin.press.page.layout import context
from bulletin.press.page.markup import inline
from bulletin.press.page.sheet import Sheet

TIME_LIMIT = 120  # seconds for one issue; a usual one takes one or two

_PARTS = Path(__file__).parent / "parts"
_STYLES = ("page.css", "front.css", "body.css")
_APART = ".colophon-place { break-before: left; page: colophon }"
_SETUP = "请在程序目录执行 make setup，再用 bulletin doctor 检查"


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF. ``entry_pages`` gives the page each entry starts on, in the sheet's order.

    ``made_with`` is JSON-ready: ``{"versions": {…}, "template": {"name", "version", "sha256"},
    "fonts": {role: {"file", "family", "sha256", "note"}}}``. ``warnings`` are Chinese sentences for the editor.
    """

    pdf: bytes
    pages: int
    entry_pages: tuple[int, ...]
    made_with: Json
    warnings: tuple[str, ...]


def typeset(sheet: Sheet, template: Path, fonts: FontSet) -> Typeset:
    """Set `sheet` with the template folder `template` (``templates/<publication>/<version>``) and the closed `fonts`.

    Raises `TypesettingFailure` if a character has no face, a paragraph is over 5,000 characters, the template is broken,
    libraries are missing, or the child process dies or takes over `TIME_LIMIT` seconds.
    """
    glyphs = Glyphs(fonts)
    html, css = _html(sheet, template, glyphs), _css(template)
    report, pdf = _render({"html": html, "css": css, "css_apart": _APART}, fonts)
    if report["notdef"]:
        raise TypesettingFailure(f"字符 {'、'.join(report['notdef'])} 印不出来，不能排版", "请改用通行的字")
    pages = tuple(report["anchors"][f"entry-{entry.position}"] for entry in sheet.entries)
    made_with = {
        "versions": {"bulletin": bulletin.__version__, **report["versions"]},
        "template": _template_record(template),
        "fonts": _font_records(fonts),
    }
    return Typeset(pdf, report["pages"], pages, made_with, _warnings(glyphs, report["log"]))


def _html(sheet: Sheet, template: Path, glyphs: Glyphs) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

    loader = FileSystemLoader([template, _PARTS])
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["ink"] = lambda text, style: _ink(glyphs, text, style)
    try:
        return environment.get_template("template.html.j2").render(context(sheet, glyphs))
    except TemplateError as error:
        place = f"第 {lineno} 行" if (lineno := getattr(error, "lineno", 0)) else ""
        raise TypesettingFailure(f"模板 {template} {place}有误：{error}", "请改正模板，或改用上一版模板") from error


def _ink(glyphs: Glyphs, text: str, style: str) -> Markup:
    """The filter ``ink``: a template's own words in a role's face."""
    return inline(glyphs.ink(clean(text), style, "模板"))


def _css(template: Path) -> str:
    try:
        own = (template / "page.css").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TypesettingFailure(f"模板 {template} 的 page.css 读不出来：{error}", "请恢复该文件") from error
    return "".join((_PARTS / name).read_text("utf-8") for name in _STYLES) + own


def _render(request: dict[str, str], fonts: FontSet) -> tuple[Json, bytes]:
    """Run the child process; return its report and the PDF."""
    with TemporaryDirectory(prefix="bulletin-") as folder:
        config = Path(folder, "fonts.conf")
        config.write_text(fontconfig(fonts), "utf-8")
        try:
            done = subprocess.run(
                [sys.executable, "-m", "bulletin.press.page.render"],
                input=json.dumps(request).encode(),
                capture_output=True,
                cwd=folder,
                env=_environment(config, fonts),
                timeout=TIME_LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TypesettingFailure(f"排版超过 {TIME_LIMIT} 秒，已停止", "请检查稿件是否过长，或重试一次") from error
    if done.returncode:
        raise TypesettingFailure(f"排版程序中断：{_last_line(done.stderr)}", _SETUP)
    head, pdf = done.stdout.split(b"\n", 1)
    return json.loads(head), pdf


def _environment(config: Path, fonts: FontSet) -> dict[str, str]:
    """Return the child's environment: the closed fonts, libraries unpacked without root, this program, nothing else."""
    return {
        "FONTCONFIG_FILE": str(config),
        "LD_LIBRARY_PATH": library_path(fonts.libraries),
        "PYTHONPATH": str(Path(bulletin.__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
        "HOME": str(config.parent),
        "LANG": "C.UTF-8",
    }


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "没有留下说明"


def _template_record(template: Path) -> Json:
    """Name, version and one SHA-256 over all files of the template and the parts it shares (names and contents)."""
    digest = hashlib.sha256()
    for folder in (template, _PARTS):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return {"name": template.resolve().parent.name, "version": template.name, "sha256": digest.hexdigest()}


def _font_records(fonts: FontSet) -> Json:
    return {
        role: {"file": face.path.name, "family": face.family, "sha256": file_sha256(face), "note": face.note}
        for role, face in fonts.faces.items()
    }


def _warnings(glyphs: Glyphs, log: list[str]) -> tuple[str, ...]:
    borrowed = (f"{where}的“{char}”字用后备字体补字，字形略有不同" for char, where in glyphs.borrowed.items())
    return (*borrowed, *(f"排版程序提示：{line}" for line in log))
