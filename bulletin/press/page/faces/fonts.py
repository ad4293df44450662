"""The closed set of fonts: which file plays which role, what it covers, and what `bulletin doctor` says about it.

The page may use nothing but these files (a private fontconfig file sees to that), so that the same issue looks the same
on every machine and a missing character is noticed instead of being borrowed from somewhere. An office's own faces
(仿宋_GB2312, 方正小标宋 …) are taken when their family name is exactly one of those listed, from the font directory or
where the system has fonts installed; otherwise the free ones that ``make setup`` fetches, with a note for whom they
stand in. One slice of a split web font is never taken: it prints wrong characters.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bulletin.errors import TypesettingFailure
from bulletin.press.page.faces.font_files import GB2312_HANZI, LEAST_HANZI, NamedFace, Survey, survey

ROLES = ("仿宋", "楷体", "黑体", "小标宋", "宋体", "digits", "digits-bold", "fallback", "fallback-bold")
"""Every role a face can play. ``digits`` stand beside 仿宋 and 楷体, ``digits-bold`` beside 小标宋."""
_SHOWN = {"digits": "数字", "digits-bold": "标题数字", "fallback": "生僻字", "fallback-bold": "标题生僻字"}

_OWN: dict[str, tuple[str, ...]] = {
    "仿宋": ("仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "仿宋", "FangSong"),
    "楷体": ("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "楷体", "KaiTi"),
    "黑体": ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01"),
    "小标宋": ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXiaoBiaoSong-B05S"),
    "宋体": ("宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01"),
    "digits": ("Times New Roman",),
    "digits-bold": ("Times New Roman Bold",),
    "fallback": (),
    "fallback-bold": (),
}
"""Families of GB/T 9704's styles as offices own them, best first (the standard names styles, never products)."""

_FREE: dict[str, str] = {
    "仿宋": "FandolFang",
    "楷体": "FandolKai",
    "黑体": "FandolHei",
    "小标宋": "FandolSong Bold",
    "宋体": "FandolSong",
    "digits": "Liberation Serif",
    "digits-bold": "Liberation Serif Bold",
    "fallback": "Noto Serif CJK SC",
    "fallback-bold": "Noto Serif CJK SC Bold",
}
"""The free face for each role, by family and, where it is not regular, weight."""

_CHINESE = ("仿宋", "楷体", "黑体", "小标宋", "宋体")  # roles whose face must have the characters of GB 2312
_LIBRARIES = (
    ("Pango", "libpango-1.0.so.0"),
    ("Pango（FreeType 部分）", "libpangoft2-1.0.so.0"),
    ("HarfBuzz 字体子集库", "libharfbuzz-subset.so.0"),
)
SETUP = "请在程序目录执行 make setup"
"""What to do when a font or a library is missing."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file in one role. ``index`` counts faces within a collection (``.ttc``).

    ``note`` says for which face of the office's it stands in: ``以 FandolFang 代用仿宋_GB2312``; '' when for none.
    """

    role: str
    path: Path
    index: int
    family: str
    bold: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class FontSet:
    """A face for every role, where libraries unpacked without root lie, and where what is made once is kept."""

    faces: Mapping[str, Face]
    libraries: Path
    cache: Path


def find_fonts(environ: Mapping[str, str]) -> FontSet:
    """Find a face for every role in `environ`'s font directory and among the fonts the system has installed.

    The font directory is ``$BULLETIN_FONTS``, else ``$XDG_CACHE_HOME/bulletin/fonts``, else ``~/.cache/bulletin/fonts``;
    installed fonts lie below ``$XDG_DATA_HOME/fonts`` (``~/.local/share/fonts``), ``~/.fonts``, and ``fonts`` in each of
    ``$XDG_DATA_DIRS`` (``/usr/local/share``, ``/usr/share``). Raises `TypesettingFailure` naming every role without a
    face and the command that fetches the fonts.
    """
    chosen = _choose(_survey(environ))
    missing = [role for role in ROLES if role not in chosen]
    if missing:
        wanted = "、".join(f"{_SHOWN.get(role, role)}（{_FREE[role]}）" for role in missing)
        raise TypesettingFailure(f"字体目录 {_font_directory(environ)} 中缺少 {wanted}，不能排版", SETUP)
    cache = cache_directory(environ)
    return FontSet(chosen, cache / "lib", cache)


def cache_directory(environ: Mapping[str, str]) -> Path:
    """Return where the program keeps what it can make again: ``$XDG_CACHE_HOME/bulletin``, else ``~/.cache/bulletin``."""
    base = environ.get("XDG_CACHE_HOME") or Path(environ.get("HOME") or Path.home(), ".cache")
    return Path(base, "bulletin")


def examine(environ: Mapping[str, str]) -> list[tuple[str, bool, str, str]]:
    """Return (check, ok, detail, remedy) for every font role and every library the page needs.

    libharfbuzz-subset counts as needed: without it every PDF takes seven times as long.
    """
    chosen, directory = _choose(_survey(environ)), _font_directory(environ)
    fonts = [_examine_role(role, chosen.get(role), directory) for role in ROLES]
    libraries = [_examine_library(name, file, cache_directory(environ) / "lib") for name, file in _LIBRARIES]
    return fonts + libraries


def passed_over(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (path, why) of the font files that were found and cannot be used: broken, too large, split web fonts."""
    found = _survey(environ)
    named = {name for role in _CHINESE for name in (*_OWN[role], _FREE[role])}
    slices = [face for name in named for face in found.faces.get(name, ()) if _is_slice(face)]
    few = "{} 只有 {} 个常用字（GB 2312 有 {} 个），像是拆开的网页字体"
    why = {str(face.path): few.format(face.name, face.hanzi, GB2312_HANZI) for face in slices}
    return sorted({**why, **{str(file.path): file.why for file in found.unusable}}.items())


def file_sha256(face: Face) -> str:
    """Return the SHA-256 of the font file of `face`."""
    with face.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fontconfig(fonts: FontSet) -> str:
    """Return a fontconfig file that knows the files of `fonts` and nothing else.

    Each face is given a second family name after its role, ``bulletin 仿宋`` and so on, which style sheets ask for, and
    the weight of its name: FandolSong Bold declares itself regular, and WeasyPrint takes two faces that describe
    themselves alike for one. Both happen when fontconfig scans the files, so every set of faces has its own cache.
    """
    directories = sorted({str(face.path.parent) for face in fonts.faces.values()})
    accepted = sorted({str(face.path) for face in fonts.faces.values()})
    body = [
        *(f"<dir>{escape(name)}</dir>" for name in directories),
        *(_named_after_role(face) for face in fonts.faces.values()),
        "<selectfont><rejectfont><glob>*</glob></rejectfont><acceptfont>",
        *(f"<glob>{escape(name)}</glob>" for name in accepted),
        "</acceptfont></selectfont>",
    ]
    cache = fonts.cache / "fontconfig" / hashlib.sha256("".join(body).encode()).hexdigest()[:16]
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
    return "\n".join([head, f"<cachedir>{escape(str(cache))}</cachedir>", *body, "</fontconfig>"])


def _named_after_role(face: Face) -> str:
    return (
        f'<match target="scan"><test name="file"><string>{escape(str(face.path))}</string></test>'
        f'<test name="index"><int>{face.index}</int></test>'
        f'<edit name="family" mode="append"><string>bulletin {face.role}</string></edit>'
        f'<edit name="weight" mode="assign"><const>{"bold" if face.bold else "regular"}</const></edit></match>'
    )


def _font_directory(environ: Mapping[str, str]) -> Path:
    given = environ.get("BULLETIN_FONTS")
    return Path(given) if given else cache_directory(environ) / "fonts"


def _installed(environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield where fonts are installed, the user's before the machine's (XDG Base Directory; ``~/.fonts`` is older)."""
    home = Path(environ.get("HOME") or Path.home())
    yield Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share", "fonts")
    yield home / ".fonts"
    shared = environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    yield from (Path(directory, "fonts") for directory in dict.fromkeys(shared.split(":")) if directory)


def _survey(environ: Mapping[str, str]) -> Survey:
    wanted = {*_FREE.values(), *(name for names in _OWN.values() for name in names)}
    index = cache_directory(environ) / "fonts.json"
    return survey(_font_directory(environ), _installed(environ), wanted, index)


def _choose(found: Survey) -> dict[str, Face]:
    """Return the best face for each role that has one; the office's own before the free one."""
    chosen = {}
    for role in ROLES:
        faces = [face for name in (*_OWN[role], _FREE[role]) for face in found.faces.get(name, ())]
        usable = [face for face in faces if role not in _CHINESE or not _is_slice(face)]
        if usable:
            face = usable[0]
            note = f"以 {face.name} 代用{_gap(_OWN[role][0])}" if _OWN[role] and face.name == _FREE[role] else ""
            chosen[role] = Face(role, face.path, face.index, face.family, face.name != face.family, note)
    return chosen


def _gap(name: str) -> str:
    """Return `name` with a blank before it where it is Latin, as it stands in a Chinese sentence."""
    return f" {name}" if name.isascii() else name


def _is_slice(face: NamedFace) -> bool:
    return face.hanzi < LEAST_HANZI


def _examine_role(role: str, face: Face | None, directory: Path) -> tuple[str, bool, str, str]:
    shown = _SHOWN.get(role, role)
    if face is None:
        return f"字体：{shown}", False, f"{directory} 中没有可用的字体", SETUP
    detail = f"{face.path.name}（{face.family}）" + (f"，{face.note}" if face.note else "")
    return f"字体：{shown}", True, detail, ""


def _examine_library(name: str, file: str, unpacked: Path) -> tuple[str, bool, str, str]:
    """Try to load `file` as the typesetter's process would: from the system or from `unpacked`."""
    program = "import ctypes, sys; ctypes.CDLL(sys.argv[1])"
    environment = {"LD_LIBRARY_PATH": library_path(unpacked)}
    command = [sys.executable, "-I", "-c", program, file]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        return f"程序库：{name}", False, f"系统中没有 {file}", SETUP
    return f"程序库：{name}", True, file, ""


def library_path(unpacked: Path) -> str:
    """Return the ``LD_LIBRARY_PATH`` under which libraries unpacked without root are found, the machine's own kept."""
    return os.pathsep.join(filter(None, [str(unpacked), os.environ.get("LD_LIBRARY_PATH")]))
