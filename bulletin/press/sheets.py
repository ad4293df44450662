"""From an issue and its entries to a sheet: what the publication says about its paper, filled in with what is printed.

Nothing is asked of the database here, so that a preview of what has no number yet can be made the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bulletin.model import Entry, Issue
from bulletin.press.page.sheet import Picture, PrintedEntry, Sheet
from bulletin.settings import Publication, Settings
from bulletin.text import chinese_date, manuscript

_NO_PICTURES: Mapping[int, tuple[Picture, ...]] = MappingProxyType({})


def of_issue(
    settings: Settings,
    issue: Issue,
    entries: Sequence[Entry],
    day: date,
    people: Sequence[tuple[str, str]] = (),
    signer: str = "",
    pictures: Mapping[int, tuple[Picture, ...]] = _NO_PICTURES,
) -> Sheet:
    """Return the sheet of `issue` as its publication prints its series, dated `day`.

    `people` are (what they did, name); those the publication names in its 版记 are printed. `signer` is a name.
    `pictures` are those attached to an article, by its id.
    """
    publication = settings.publication(issue.publication).in_series(issue.series)
    return Sheet(
        publication=publication.name,
        masthead=publication.masthead,
        number_line=number_line(publication, issue),
        issuer=publication.issuer,
        dated_on=day,
        entries=tuple(
            _entry(settings, publication, entry, pictures, day if entry is entries[-1] else None) for entry in entries
        ),
        mark=publication.mark,
        urgency=publication.urgency,
        addressed_to=publication.addressed_to,
        seal=publication.seal,
        editor_note=issue.editor_note,
        signed_by=signer,
        report_to=publication.report_to,
        send_to=publication.send_to,
        issue_to=publication.issue_to,
        copy_to=publication.copy_to,
        staff=tuple((role, name) for role, name in people if role in publication.staff),
        printed_by=publication.printed_by,
        copies=publication.copies,
        look=publication.look,
    )


def number_line(publication: Publication, issue: Issue) -> str:
    """Return the 期号 as `publication` prints it: ``第12期（总第345期）``, ``〔2026〕12期``; ``第×期`` before there is one."""
    return publication.number_form.format(number=issue.number or "×", total=issue.total or "×", year=issue.year)


def _entry(
    settings: Settings,
    publication: Publication,
    entry: Entry,
    pictures: Mapping[int, tuple[Picture, ...]],
    closes_on: date | None,
) -> PrintedEntry:
    """Return an entry as printed; one that closes the issue ends with the publication's 署名 and the date `closes_on`."""
    units = "、".join(dict.fromkeys(map(settings.attribution, entry.units)))
    attribution = publication.look.attribution_form.format(units=units) if units else ""
    runs_in = attribution.startswith("（") and attribution.endswith("）")
    return PrintedEntry(
        position=entry.position,
        section=entry.section,
        title=entry.title,
        text=_signed(entry.text, publication.signature, closes_on) if closes_on else entry.text,
        units=(attribution[1:-1],) if runs_in else (),
        credit="" if runs_in else attribution,
        editor_note=entry.editor_note,
        pictures=pictures.get(entry.article_id, ()),
    )


def _signed(text: str, signature: str, day: date) -> str:
    """Return `text` with 署名, if any, and date before its attachments, unless it has a signature of its own."""
    blocks = manuscript.blocks(text)
    if not signature or any(isinstance(block, manuscript.Signature) for block in blocks):
        return text
    lines = [line for line in text.split("\n") if line.strip()]
    attached = [block.line for block in blocks if isinstance(block, manuscript.Attachment)]
    place = attached[0] - 1 if attached else len(lines)
    return "\n".join([*lines[:place], signature, chinese_date(day), *lines[place:]])
