"""Where an item comes from that another office reported (报送办公室、原单位、修改稿、原件): for ``item show``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bulletin.model import Original
from bulletin.text import one_line
from bulletin.text.exchange import Paper

Provenance = tuple[Paper, tuple[tuple[str, Original | None], ...]]
_SINGLE = (
    "office",
    "channel",
    "secrecy",
    "article",
    "revision",
    "sha256",
    "signed-by",
    "entry",
    "received",
    "replaces",
)


def provenance_data(found: Provenance | None) -> dict[str, Any] | None:
    """Return what the package says of an item, None where the item came in no package."""
    if found is None:
        return None
    paper, pictures = found
    units = [{"unit": one.value, "attribution": one.told("attribution")} for one in paper.all("unit")]
    originals = [{"sha256": one.value, **dict(one.about)} for one in paper.all("original")]
    kept = [{"name": name, "original": original.id if original else None} for name, original in pictures]
    single = {name.replace("-", "_"): paper.value(name) for name in _SINGLE}
    return {
        "tag": paper.id,
        **single,
        "sent_at": paper.updated,
        "units": units,
        "originals": originals,
        "pictures": kept,
    }


def provenance_lines(told: dict[str, Any] | None) -> list[str]:
    """Return that for people; nothing where the item came in no package."""
    if told is None:
        return []
    units = "、".join(one["unit"] for one in told["units"]) or "—"
    printed = f"　印于 {told['entry']}" if told["entry"] else ""
    lines = [
        f"上报：{told['office']}（{told['channel']}）　{_when(told['sent_at'])}　签发人：{told['signed_by']}",
        f"原单位：{units}　稿件 {told['article']} 第{told['revision']}稿{printed}　指纹 {told['sha256'][:16]}…",
        f"编号：{told['tag']}{'　替换 ' + told['replaces'] if told['replaces'] else ''}",
    ]
    lines += [
        f"　原件：{one['unit']}　来稿 {one['item']}{'（' + one['number'] + '）' if one['number'] else ''}"
        f"　{_when(one['received'])}收到　{one['sha256'][:16]}…"
        for one in told["originals"]
    ]
    lines += [f"　附图：{one['name']}　{_kept(one['original'])}" for one in told["pictures"]]
    return [one_line(line) for line in lines]


def _when(written: str) -> str:
    """Return a moment another office wrote as the others are shown; what is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(written):%Y-%m-%d %H:%M}"
    except ValueError:
        return written


def _kept(original: int | None) -> str:
    return f"原件 {original}" if original else "没有取到"
