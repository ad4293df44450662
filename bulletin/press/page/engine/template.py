"""Template versions (模板版本): what one is made of, and that it never changes once an issue was published with it.

``templates/政务信息/v1/`` is a version. Its SHA-256 covers that folder alone; the parts all templates share
(``bulletin/press/page/parts``) belong to the program, change with its version and are recorded apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bulletin.errors import TypesettingFailure
from bulletin.model import Json

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


def is_litter(name: str) -> bool:
    """Tell whether a file of that name is no part of a template: hidden, or an editor's copy."""
    return name.startswith(".") or name.endswith("~")


def _next(template: Path) -> str:
    """Return the first free version after that of `template`: v2 after v1."""
    taken = {path.name for path in template.parent.iterdir()}
    return next(name for number in range(2, 10_000) if (name := f"v{number}") not in taken)
