"""The columns of a table as a source (表格来源): which of them is the title, the text, the number of a row."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.settings.table import Table


@dataclass(frozen=True, slots=True)
class Columns:
    """Column headings as they stand in the table; '' where there is none of that meaning.

    The text of an item is made of the columns ``text``, each under its heading where there are several. ``sheet`` is the
    one sheet to read, '' for all; ``mask`` hides telephone and identity numbers in the item.
    """

    text: tuple[str, ...]
    title: str = ""
    number: str = ""
    unit: str = ""
    date: str = ""
    kind: str = ""
    place: str = ""
    sheet: str = ""
    mask: bool = True

    @property
    def needed(self) -> tuple[str, ...]:
        """The headings a table must have."""
        return tuple(dict.fromkeys(filter(None, (self.title, *self.text, self.number))))

    @property
    def wished(self) -> tuple[str, ...]:
        """The headings a table may have."""
        return tuple(dict.fromkeys(filter(None, (self.unit, self.date, self.kind, self.place))))


def read_columns(table: Table) -> Columns:
    """Return what ``[columns]`` and the keys ``sheet`` and ``mask`` say. Raises `SettingsError`."""
    named = table.table("columns")
    columns = Columns(
        text=named.texts("text"),
        **{key: named.text(key, "") for key in ("title", "number", "unit", "date", "kind", "place")},
        sheet=table.text("sheet", ""),
        mask=table.flag("mask", True),
    )
    if not columns.text:
        raise named.wrong("text", [], '表格来源要写明正文取自哪些列，如 text = ["诉求内容", "办理结果"]')
    named.finish()
    return columns
