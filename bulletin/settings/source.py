"""Sources (来源): ``sources/*.toml``, one file each. A wrong file stops its own source and no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bulletin.errors import SettingsError
from bulletin.settings.columns import Columns, read_columns
from bulletin.settings.listing import ListRules, read_list_rules
from bulletin.settings.mailbox import Mailbox, read_mailbox
from bulletin.settings.table import Table
from bulletin.settings.web import Visiting, read_visiting
from bulletin.terms import KINDS, OWN_SOURCES

OFFICE = "office"
"""The collector of what another office of this program publishes: reports upward, or receipts for them."""
COLLECTORS = ("feed", "webpage", "folder", "mailbox", "table", OFFICE)
FULL_TEXT = ("auto", "always", "never")
"""Whether the page of a feed's entry is fetched for its text (see `bulletin.collect.sites.leads`)."""
_USUAL_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Source:
    """Source (来源): what to collect and what to expect. Empty strings and zeros mean "not set".

    ``upper_office`` is the office reported to (上级办公室) that publishes it: from no other source are its receipts believed.
    """

    name: str
    title: str
    collector: str
    address: str
    unit: str = ""
    kind: str = ""
    charset: str = ""
    links: str = ""
    title_path: str = ""
    date_path: str = ""
    text_path: str = ""
    origin_path: str = ""
    expect_min: int = 0
    expect_max: int = 0
    every_minutes: int = 0
    pause: float = 1.0
    timeout: float = 30.0
    allow: tuple[str, ...] = ()
    visiting: Visiting = field(default_factory=Visiting)
    mailbox: Mailbox | None = None
    columns: Columns | None = None
    listing: ListRules = field(default_factory=ListRules)
    full_text: str = "auto"
    upper_office: str = ""


def read_sources(root: Path) -> tuple[dict[str, Source], dict[str, SettingsError]]:
    """Return the sources of the office, and what is wrong with the files that give none, both by name."""
    sources: dict[str, Source] = {}
    errors: dict[str, SettingsError] = {}
    for path in sorted((root / "sources").glob("*.toml")):
        try:
            sources[path.stem] = _source(path.stem, Table.of_file(path, f"sources/{path.name}"))
        except SettingsError as error:
            errors[path.stem] = error
    return sources, errors


def _is_web(table: Table) -> bool:
    """Tell whether the address lies on a web site, which is not asked at every run unless its file says so."""
    return table.text("address", "").startswith(("http://", "https://"))


def _source(name: str, table: Table) -> Source:
    """Return a source. Raises `SettingsError`; also for a name under which this program keeps what it makes itself."""
    if name in OWN_SOURCES.values():
        what = f"来源不能叫“{name}”（sources/{name}.toml）：本程序自己做的{name}用这个名称"
        raise SettingsError(what, f"请把文件改名，如 sources/{name}来稿.toml")
    expect = table.table("expect")
    article = table.table("article")
    kind = table.text("kind", "")
    collector = table.choice("collector", COLLECTORS, "")
    if kind and kind not in KINDS:
        raise table.wrong("kind", kind, f"可用的信息类型：{'、'.join(KINDS)}")
    source = Source(
        name=name,
        title=table.text("title", name),
        collector=collector,
        address=table.text("address"),
        unit=table.text("unit", ""),
        kind=kind,
        charset=table.text("charset", ""),
        links=table.text("links", ""),
        title_path=article.text("title", ""),
        date_path=article.text("date", ""),
        text_path=article.text("text", ""),
        origin_path=article.text("origin", ""),
        expect_min=expect.whole("min", 0),
        expect_max=expect.whole("max", 0),
        every_minutes=table.whole("every_minutes", _USUAL_MINUTES if _is_web(table) else 0),
        pause=table.number("pause", 1.0),
        timeout=table.number("timeout", 30.0),
        allow=table.networks("allow"),
        visiting=read_visiting(table),
        mailbox=read_mailbox(table) if collector == "mailbox" else None,
        columns=read_columns(table) if collector == "table" else None,
        listing=read_list_rules(table),
        full_text=table.choice("full_text", FULL_TEXT, "auto"),
        upper_office=table.text("upper_office", ""),
    )
    if source.upper_office and collector != OFFICE:
        raise table.wrong("upper_office", source.upper_office, f'只有 collector = "{OFFICE}" 的来源才有上级办公室')
    for part in (expect, article, table):
        part.finish()
    return source
