"""The renderer in a process of its own, for one page: started early, so that it imports while lines are broken here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import bulletin
from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.faces.fonts import SETUP, FontSet, fontconfig, library_path

TIME_LIMIT = 120  # seconds for one issue; a usual one takes one or two


class Renderer:
    """`bulletin.press.page.engine.render` at work. Starting it returns at once; leaving the ``with`` block ends it."""

    def __init__(self, fonts: FontSet) -> None:
        self._folder = TemporaryDirectory(prefix="bulletin-")
        config = Path(self._folder.name, "fonts.conf")
        config.write_text(fontconfig(fonts), "utf-8")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bulletin.press.page.engine.render"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._folder.name,
            env=environment(config, fonts),
        )

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()
        self._folder.cleanup()

    def render(self, request: Json) -> tuple[Json, bytes]:
        """Return the report on the request's page, and the PDF. Raises `TypesettingFailure` if the process dies."""
        try:
            out, said = self._process.communicate(json.dumps(request).encode(), TIME_LIMIT)
        except subprocess.TimeoutExpired as error:
            raise TypesettingFailure(f"排版超过 {TIME_LIMIT} 秒，已停止", "请检查稿件是否过长，或重试一次") from error
        if self._process.returncode:
            raise TypesettingFailure(f"排版程序中断：{_last_line(said)}", f"{SETUP}，再用 bulletin doctor 检查")
        head, pdf = out.split(b"\n", 1)
        return json.loads(head), pdf


def render(request: Json, fonts: FontSet) -> tuple[Json, bytes]:
    """Return report and PDF of one request, by a renderer started for it. Raises `TypesettingFailure`."""
    with Renderer(fonts) as renderer:
        return renderer.render(request)


def refuse_missing_glyphs(report: Json) -> None:
    """Raise `TypesettingFailure` naming the characters of the report's page that came out as an empty box (.notdef)."""
    if report["notdef"]:
        raise TypesettingFailure(f"字符 {'、'.join(report['notdef'])} 印不出来，不能排版", "请改用通行的字")


def environment(config: Path, fonts: FontSet) -> dict[str, str]:
    """Return a renderer's environment: the closed fonts, libraries unpacked without root, this program, nothing else."""
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
