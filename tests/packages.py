"""Packages as offices hand them to each other (上报包、采用回执): made, sent, laid in a folder, collected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bulletin import collect
from bulletin.feedback.upward import sending
from bulletin.feedback.upward.sending import Sending
from bulletin.model import Article, UpwardReport
from bulletin.settings import read_settings
from bulletin.text.exchange import Field, Package, Paper, content_hash, write
from tests.conftest import AT, House

RECEIVER = "省政府办公厅"
UPPER = f'upper_office = "{RECEIVER}"'


def send(
    house: House, article: Article, receiver: str = RECEIVER, person: str = "editor1", **more: str
) -> UpwardReport:
    """Send the article's present text up, signed by 签发甲 unless said otherwise."""
    wish = Sending(article, receiver, signed_by=more.pop("signed_by", "签发甲"), **more)  # type: ignore[arg-type]
    return sending.send(house.db, house.settings, wish, house.actor(person), house.at)[0]


def with_source(house: House, address: Path, *lines: str, collector: str = "office", name: str = "below") -> House:
    """Return the house with a source at that address, called ``below`` unless said otherwise."""
    text = "\n".join((f'collector = "{collector}"', f'address = "{address}"', *lines))
    (house.settings.root / "sources" / f"{name}.toml").write_text(text, encoding="utf-8")
    return reread(house)


def with_settings(house: House, text: str) -> House:
    """Return the house with that much more in its bulletin.toml."""
    path = house.settings.root / "bulletin.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{text}\n", "utf-8")
    return reread(house)


def reread(house: House) -> House:
    """Return the house with its files read again."""
    return replace(house, settings=read_settings(house.settings.root))


def collected(house: House, name: str = "below") -> collect.SourceReport:
    """Collect a source and return how it fared."""
    return collect.collect_all(house.db, house.settings, [name], at=house.at, say=lambda _: None).sources[0]


def a_paper(number: int = 1, text: str = "正文。", **fields: str) -> Paper:
    """Return a report as a package holds it."""
    told = {
        "kind": "report",
        "office": "下县办公室",
        "secrecy": "非密",
        "sha256": content_hash(f"题{number}", text),
        **fields,
    }
    all_fields = tuple(Field(name.replace("_", "-"), value) for name, value in told.items())
    return Paper(f"tag:x.invalid,2026:report/{number}", f"题{number}", AT.isoformat(), text, all_fields)


def a_receipt(tag: str, number: str = "2026年第3期", **more: str) -> Paper:
    """Return a receipt for a report."""
    told = {"kind": "receipt", "office": RECEIVER, "report": tag, "bulletin": "每日要情", "number": number}
    told |= {"adopted_on": "2026-11-20", **more}
    fields = tuple(Field(name.replace("_", "-"), value) for name, value in told.items())
    return Paper(f"{tag}/{number}", "在上面的标题", AT.isoformat(), "", fields)


def packed(folder: Path, *papers: Paper, title: str = "上报") -> Path:
    """Write a package into the folder and return where it lies."""
    folder.mkdir(exist_ok=True)
    path = folder / "reports.xml"
    path.write_bytes(write(Package("tag:x.invalid,2026:reports", title, "下县办公室", papers)))
    return path


def with_receipts(house: House, folder: Path, *papers: Paper, lines: tuple[str, ...] = (UPPER,)) -> House:
    """Return the house after it has collected these receipts, by default from the source of `RECEIVER`."""
    taught = with_source(house, packed(folder, *papers), *lines)
    assert collected(taught).new == 0
    return taught
