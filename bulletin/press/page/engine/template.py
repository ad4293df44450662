"""Template versions (模板版本): what one is made of, and that it never changes once an issue was published with it.

``templates/政务信息/v1/`` is a version. Its SHA-256 covers that folder alone; the parts all templates share
(``bulletin/press/page/parts``) belong to the program, change with its version and are recorded apart.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin.errors import TypesettingFailure
from bulletin.model import Json
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.markup import inline

if TYPE_CHECKING:
    from jinja2 import Environment

PARTS = Path(__file__).parents[1] / "parts"
"""The page all templates extend, with its style and macros."""


def record(template: Path) -> Json:
    """Return what a manifest keeps of the template: ``{"name", "version", "sha256", "parts_sha256"}``."""
    return {
        "name": template.resolve().parent.name,
        "version": template.name,
        "sha256": folder_sha256(template),
        "parts_sha256": folder_sha256(PARTS),
    }


def folder_sha256(folder: Path) -> str:
    """Return one SHA-256 over names and contents of all files below `folder`; hidden and backup files are left out."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not is_litter(path.name)):
        name, body = path.relative_to(folder).as_posix().encode(), path.read_bytes()
        digest.update(b"%d %d " % (len(name), len(body)) + name + body)
    return digest.hexdigest()


def refuse_altered(template: Path, used: Iterable[tuple[str, Json]]) -> None:
    """Raise `TypesettingFailure` if an issue was published with this version of the template as it no longer is.

    `used` are published issues: reference, and the `record` their manifest holds. Records of before ``parts_sha256``
    was kept mix the shared parts in and say nothing.
    """
    now = record(template)
    for reference, then in used:
        same = (then.get("name"), then.get("version")) == (now["name"], now["version"]) and "parts_sha256" in then
        if same and then["sha256"] != now["sha256"]:
            version = f"{now['name']}/{now['version']}"
            raise TypesettingFailure(
                f"模板 {version} 已用于印发（{reference}），不能再改",
                f"请从备份恢复 templates/{version}；要改版面，请复制为新版本（如 {_next(template)}）再改，"
                f'并在 bulletin.toml 中写 template = "{_next(template)}"',
            )


def environment(folders: Sequence[Path], glyphs: Glyphs, memory: Path | None = None) -> Environment:
    """Return where the templates of `folders` are filled: sandboxed, every text escaped, a name that is not given refused.

    The filter ``ink`` sets a template's own words in a role's face. `memory` is a directory where compiled templates are kept;
    without one, or where it cannot be written, they are compiled every time.
    """
    from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateNotFound
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Counted(FileSystemLoader):
        """Loads only what the template's SHA-256 counts."""

        def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
            if any(map(is_litter, template.split("/"))):
                raise TemplateNotFound(template)
            return super().get_source(environment, template)

    compiled = None
    with contextlib.suppress(OSError):
        if memory:
            memory.mkdir(parents=True, exist_ok=True)
            compiled = FileSystemBytecodeCache(str(memory))
    made = ImmutableSandboxedEnvironment(
        loader=Counted(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled,
    )
    made.filters["ink"] = lambda text, style: inline(glyphs.ink(clean(text), style, "模板"))
    return made


def is_litter(name: str) -> bool:
    """Tell whether a file of that name is no part of a template: hidden, or an editor's copy."""
    return name.startswith(".") or name.endswith("~")


def _next(template: Path) -> str:
    """Return the first free version after that of `template`: v2 after v1."""
    taken = {path.name for path in template.parent.iterdir()}
    return next(name for number in range(2, 10_000) if (name := f"v{number}") not in taken)
