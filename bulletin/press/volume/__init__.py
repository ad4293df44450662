"""The bound volume (合订本): a year's published issues behind a title page, contents and indexes, as one PDF.

plan     what goes in: issues in order, the pages they take, numbers that are missing and why
front    title page, contents and indexes by unit, section and date, set by our own typesetter
join     the pages of all files in one, with outline, links, page labels and metadata

The pages of the issues are those that were filed, unchanged. A volume is derived: it can be made again at any time, and
comes out the same, byte for byte, as long as fonts and libraries are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bulletin import store
from bulletin.press.page.faces.fonts import find_fonts
from bulletin.press.volume import front, join, plan
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.text import sha256


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume that was made: its file, and how many issues, pages and entries it holds."""

    path: Path
    issues: int
    pages: int
    entries: int
    sha256: str


def make(
    db: Database, settings: Settings, publication: str, year: int, environ: Mapping[str, str], out: Path | None = None
) -> Volume:
    """Bind the issues of `publication` published in `year` into one PDF at `out`, else under ``var/work/volumes/``.

    `environ` says where the fonts lie. Raises `NothingToDo` for a year without a published issue, `StoreFailure` for a
    filed issue that is not as it was filed, `TypesettingFailure`.
    """
    planned = plan.of_year(db, settings, publication, year)
    pdf, pages = join.bind(planned, front.set_front(planned, find_fonts(environ)))
    path = out or settings.work_dir / "volumes" / f"{planned.publication}-{year}.pdf"
    store.files.write_durably(path, pdf)
    entries = sum(len(issue.entries) for issue in planned.issues)
    return Volume(path, len(planned.issues), pages, entries, sha256(pdf))
