"""Proofs (清样): the issue takes a number, is typeset, and its PDF is kept under its own SHA-256.

The number is taken before the page is set, because it is printed there; if the program dies between the two, the issue
still holds the number and the next proof uses it. A discarded issue gives its number back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bulletin import reference, store, workflow
from bulletin.errors import NotFound, Outdated, StaleProof, UnknownPerson
from bulletin.model import Actor, Entry, Issue, Proof
from bulletin.press import compose
from bulletin.press.page import fonts, typeset
from bulletin.press.page.sheet import PrintedEntry, Sheet
from bulletin.settings import Publication, Settings
from bulletin.store import Database
from bulletin.text import sha256


def make(
    db: Database,
    settings: Settings,
    issue: Issue,
    actor: Actor,
    at: datetime,
    environ: Mapping[str, str],
    signer: str = "",
) -> Proof:
    """Make a proof of the issue under the number of the year of `at`. `environ` says where the fonts lie.

    Where the publication prints its 签发人, that is `signer`, or the office's first; only he may then sign this proof.

    Raises `RefusedAction`, `TypesettingFailure`, `StoreFailure`, and `Outdated` when the issue changed meanwhile.
    """
    publication = settings.publication(issue.publication)
    workflow.advance(compose.standing(db, issue), "proof", actor, at)
    compose.refuse_unready(issue, compose.unready(db, settings, issue))
    set_of_fonts = fonts.find_fonts(environ)
    before = publication.total_before if issue.series == reference.MAIN_SERIES else 0
    issue = store.issues.take_number(db, issue, at.year, before)
    entries = store.issues.entries(db, issue.id)
    signer = _printed_signer(settings, publication, signer, at)
    staff = _people(db, settings, issue, entries)
    sheet = replace(
        _sheet(settings, publication, issue, entries, at), staff=staff, signed_by=settings.person_name(signer)
    )
    printed = typeset.typeset(sheet, settings.template_dir(publication), set_of_fonts)
    digest = sha256(printed.pdf)
    made_with = {
        **printed.made_with,
        "signer": signer,
        "entry_pages": list(printed.entry_pages),
        "warnings": list(printed.warnings),
    }
    with store.write(db):
        now = store.issues.get(db, issue.id)
        if now != issue or store.issues.entries(db, issue.id) != entries:
            raise Outdated(reference.of_issue(issue))
        compose.refuse_unready(issue, compose.unready(db, settings, issue))
        step = workflow.advance(compose.standing(db, now), "proof", actor, at)
        store.files.write_durably(path_of(settings, digest), printed.pdf)
        store.issues.add_proof(db, issue, at.date(), digest, printed.pages, made_with, step)
        store.statuses.record(db, step)
    return current(db, issue)


def current(db: Database, issue: Issue) -> Proof:
    """Return the newest proof of the issue. Raises `NotFound`."""
    proof = store.issues.last_proof(db, issue.id)
    if proof is None:
        raise NotFound("清样", reference.of_issue(issue), "请先用 issue proof 出清样")
    return proof


def bytes_of(settings: Settings, proof: Proof) -> bytes:
    """Return the PDF of the proof, as it was made. Raises `StaleProof` when the file is gone or altered."""
    path = path_of(settings, proof.sha256)
    if not path.is_file():
        raise StaleProof(f"清样文件不见了：{path}", "未签发的请重新出清样；已签发的请从备份恢复")
    pdf = store.files.read(path)
    if sha256(pdf) != proof.sha256:
        raise StaleProof(
            f"清样文件已被改动，与送签时的指纹不符：{path}",
            "未签发的请重新出清样；已签发的请从备份恢复，勿使用这个文件",
        )
    return pdf


def path_of(settings: Settings, digest: str) -> Path:
    """Return where the proof with that SHA-256 lies."""
    return settings.work_dir / "proofs" / f"{digest}.pdf"


def discard(db: Database, settings: Settings, issue: Issue, actor: Actor, at: datetime) -> Issue:
    """Discard an issue that is not signed: its articles are approved again, its number is free."""
    with store.write(db):
        step = workflow.advance(compose.standing(db, issue), "discard", actor, at)
        for entry in store.issues.entries(db, issue.id):
            compose.release(db, settings, entry, actor, at)
        store.issues.release_number(db, issue.id)
        store.statuses.record(db, step)
        return store.issues.get(db, issue.id)


def _sheet(
    settings: Settings,
    publication: Publication,
    issue: Issue,
    entries: list[Entry],
    at: datetime,
) -> Sheet:
    number_line = publication.number_form.format(number=issue.number, total=issue.total, year=issue.year)
    return Sheet(
        publication=publication.name,
        masthead=publication.masthead,
        number_line=number_line if issue.series == reference.MAIN_SERIES else f"{issue.series}第{issue.number}期",
        issuer=publication.issuer,
        dated_on=at.date(),
        entries=tuple(_printed(settings, entry) for entry in entries),
        mark=publication.mark,
        editor_note=issue.editor_note,
        report_to=publication.report_to,
        send_to=publication.send_to,
        issue_to=publication.issue_to,
        copies=publication.copies,
    )


def _printed(settings: Settings, entry: Entry) -> PrintedEntry:
    return PrintedEntry(
        position=entry.position,
        section=entry.section,
        title=entry.title,
        text=entry.text,
        units=tuple(dict.fromkeys(map(settings.attribution, entry.units))),
        editor_note=entry.editor_note,
    )


def _people(db: Database, settings: Settings, issue: Issue, entries: list[Entry]) -> tuple[tuple[str, str], ...]:
    approved = [s.by for entry in entries for s in store.articles.approvals(db, entry.revision_id)]
    reviewers = "、".join(dict.fromkeys(map(settings.person_name, approved)))
    return (("责任编辑", settings.person_name(issue.composed_by)), ("审核", reviewers))


def _printed_signer(settings: Settings, publication: Publication, signer: str, at: datetime) -> str:
    """Return the id of the person printed as 签发人, or '' where the publication prints none. Raises `UsageError`."""
    if not publication.names_signer:
        return ""
    able = [actor.id for actor in settings.actors(at.date()) if workflow.authority(actor, ("signer",)) is not None]
    if signer and signer not in able:
        raise UnknownPerson(f"{signer} 不是签发人", f"今天能签发的：{'、'.join(able)}")
    return signer or next(iter(able), "")
