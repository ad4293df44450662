"""The child that opens a workbook: ``python -m bulletin.collect.submissions.sheet_child IN OUT``, under limits.

A few kilobytes can claim a sheet of seventeen thousand million cells; whatever the library does then, it does here. The
answer is one JSON document: for each sheet its name, whether it is hidden, its merged ranges and its rows.
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

DATED = "t"
"""The first of the pair a date or time is written as."""


def main() -> None:
    """Open the workbook IN and write its sheets to OUT; leave with 3 for one that cannot be read, 4 for a locked one."""
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(sys.argv[1]) as book:
            sheets = [_sheet(book, meta) for meta in book.sheets_metadata if str(meta.typ).endswith(".WorkSheet")]
    except python_calamine.PasswordError:
        sys.exit(4)
    except (python_calamine.CalamineError, OSError, ValueError):
        sys.exit(3)
    with Path(sys.argv[2]).open("w", encoding="utf-8") as answer:
        json.dump(sheets, answer, ensure_ascii=False, default=_dated)


def _sheet(book: Any, meta: Any) -> dict[str, Any]:
    hidden = not str(meta.visible).endswith(".Visible")
    if hidden:
        return {"name": meta.name, "hidden": True, "merged": [], "rows": []}
    sheet = book.get_sheet_by_name(meta.name)
    rows = sheet.to_python(skip_empty_area=False)
    return {"name": meta.name, "hidden": False, "merged": sheet.merged_cell_ranges or [], "rows": rows}


def _dated(value: object) -> list[str]:
    if isinstance(value, (datetime.datetime, datetime.date)):
        return [DATED, value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()]
    return [DATED, str(value)]


if __name__ == "__main__":
    main()
