"""Proofs (清样): the issue takes a number, is typeset, and its PDF is kept under its own SHA-256.

The number is taken before the page is set, because it is printed there; if the program dies between the two, the issue
still holds the number and the next proof uses it. A discarded issue gives its number back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bulletin import reference, store, workflow
from bulletin.errors import FindingsBlock, NotFound, Outdated, StaleProof, UnknownPerson
from bulletin.model import Actor, Entry, Issue, Json, Proof
from bulletin.press import compose, sheets
from bulletin.press.check import Expected, check_here
from bulletin.press.check.series import expected_of
from bulletin.press.page.engine import typeset, worker
from bulletin.press.page.engine.result import Typeset
from bulletin.press.page.engine.template import refuse_altered
from bulletin.press.page.entries import body
from bulletin.press.page.faces import fonts
from bulletin.press.page.sheet import Picture, Sheet
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
    """Make a proof of the issue under the number of the year of `at`. `environ` says where fonts and worker are.

    Where the publication prints its 签发人, that is `signer`, or the office's first; only he may then sign this proof.
    The finished pages are held against the standard; what is found is kept with the proof.

    Raises `FindingsBlock`, `RefusedAction`, `TypesettingFailure`, `StoreFailure`, and `Outdated` when the issue changed meanwhile.
    """
    publication = settings.publication(issue.publication).in_series(issue.series)
    workflow.advance(compose.standing(db, issue), "proof", actor, at)
    compose.refuse_unready(issue, compose.unready(db, settings, issue))
    _refuse_findings(db, issue)
    set_of_fonts, template = fonts.find_fonts(environ), settings.template_dir(publication)
    refuse_altered(template, _used_templates(db, publication))
    before = publication.total_before if issue.series == reference.MAIN_SERIES else 0
    issue = store.issues.take_number(db, issue, at.year, before)
    entries = store.issues.entries(db, issue.id)
    signer = _printed_signer(settings, publication, signer, at)
    people, name = _people(db, settings, issue, entries), settings.person_name(signer)
    sheet = sheets.of_issue(settings, issue, entries, at.date(), people, name, pictures(db, settings, entries))
    printed = typeset.typeset(sheet, template, set_of_fonts, worker.find(environ))
    made_with = {
        **printed.made_with,
        "signer": signer,
        "readings": publication.proof_readings,
        "entry_pages": list(printed.entry_pages),
        "warnings": list(printed.warnings),
        "check": _page_check(printed.pdf, _expected(db, settings, issue, sheet)),
    }
    with store.write(db):
        return _keep(db, settings, issue, entries, printed, made_with, (actor, at))


def _keep(
    db: Database,
    settings: Settings,
    issue: Issue,
    entries: list[Entry],
    printed: Typeset,
    made_with: Json,
    by: tuple[Actor, datetime],
) -> Proof:
    """Record the proof if the issue is still what was set. Raises `Outdated`, `RefusedAction`, `StoreFailure`."""
    if store.issues.get(db, issue.id) != issue or store.issues.entries(db, issue.id) != entries:
        raise Outdated(reference.of_issue(issue))
    compose.refuse_unready(issue, compose.unready(db, settings, issue))
    actor, at = by
    step = workflow.advance(compose.standing(db, issue), "proof", actor, at)
    digest = sha256(printed.pdf)
    store.files.write_durably(path_of(settings, digest), printed.pdf)
    store.issues.add_proof(db, issue, at.date(), digest, printed.pages, made_with, step)
    store.statuses.record(db, step)
    return current(db, issue)


def _refuse_findings(db: Database, issue: Issue) -> None:
    """Refuse a proof while the four gates' last look left errors without an answer. Raises `FindingsBlock`."""
    entries = store.issues.entries(db, issue.id)
    found = {entry: store.findings.open_errors(db, store.articles.get(db, entry.article_id)) for entry in entries}
    if blocked := {entry: places for entry, places in found.items() if places}:
        shown = "；".join(
            f"第{entry.position}条（稿件 {entry.article_id}）{places[0]}" for entry, places in blocked.items()
        )
        number = next(iter(blocked)).article_id
        raise FindingsBlock(
            f"{reference.of_issue(issue)} 有{sum(map(len, blocked.values()))}处必改，不能出清样：{shown}",
            f"用 article check {number} 查看；请修改后重新送审，或用 article answer {number} 写明接受的理由",
        )


def pictures(db: Database, settings: Settings, entries: list[Entry]) -> dict[int, tuple[Picture, ...]]:
    """Return the pictures attached to the articles of `entries`, by article id.

    Raises `StoreFailure` when their bytes are not what they were.
    """
    attached = {entry.article_id: store.pictures.of_article(db, entry.article_id) for entry in entries}
    return {
        article: tuple(Picture(one.name, one.media_type, store.pictures.body(settings, one)) for one in stored)
        for article, stored in attached.items()
    }


def _used_templates(db: Database, publication: Publication) -> list[tuple[str, Json]]:
    """Return what templates the publication was published with: a reference and the record of each."""
    used = store.issues.templates_used(db, publication.name)
    return [(reference.of_issue(store.issues.get(db, issue_id)), record) for issue_id, record in used]


def _page_check(pdf: bytes, expected: Expected) -> Json:
    """Hold the finished pages against the standard; return the report as the manifest keeps it."""
    with TemporaryDirectory(prefix="bulletin-") as folder:
        path = Path(folder, "proof.pdf")
        path.write_bytes(pdf)
        report = check_here(path, expected)
    counts = {f"{severity}s": report.count(severity) for severity in ("error", "warning")}
    return {**counts, "findings": [asdict(finding) for finding in report.findings]}


def _expected(db: Database, settings: Settings, issue: Issue, sheet: Sheet) -> Expected:
    """Return what is known of the issue besides its pages."""
    before = store.issues.numbered_before(db, issue)
    return replace(
        expected_of(settings.publication(issue.publication).in_series(issue.series)),
        previous_number=before.number if before else None,
        previous_total=before.total if before else None,
        titles=tuple(entry.title for entry in sheet.entries),
        texts=tuple(text for entry in sheet.entries for text in body.texts(entry)),
        tables=tuple(table for entry in sheet.entries for table in body.table_texts(entry)),
        pictures=sum(map(body.count_pictures, sheet.entries)),
    )


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


def page_errors(proof: Proof) -> list[Json]:
    """Return the errors the page checker found on the proof: ``{"rule", "page", "message", …}`` each."""
    findings = proof.made_with.get("check", {}).get("findings", [])
    return [finding for finding in findings if finding["severity"] == "error"]


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
