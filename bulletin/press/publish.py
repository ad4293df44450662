"""Sign-off and publication (签发、印发): what was signed is what is filed, byte for byte.

A published folder ``issues/<publication>/<year>/<NNN>/`` holds

    issue.pdf        the bytes whose SHA-256 the signer named
    contents.json    the entries: position, section, title, text, units, page, and where each came from
    manifest.json    who and when; SHA-256 of the two files; versions of program, fonts, template and libraries;
                     the SHA-256 of the manifest published before it in the series; and the newest seal
                     (`bulletin.store.seals`), with which all rows behind the issue stand

It is renamed into place in one step and never written again. A voided number has a folder with a manifest alone, whose
``tombstone`` says why. If the program dies after the rename, publishing again finds the folder and finishes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bulletin import __version__, reference, store, workflow
from bulletin.errors import FindingsBlock, NotFound, RefusedAction, StaleProof, StoreFailure
from bulletin.model import Actor, Issue, Json, Proof, SignOff
from bulletin.press import archive, compose, filing, proof, sealed
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.text import one_line, sha256

STAGING = ".staging"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a signer says with the signature: a remark, the SHA-256 of the proof that was read or how it begins, and the page
    rules whose errors are accepted, each with its reason."""

    note: str = ""
    digest: str = ""
    accepted: Mapping[int, str] = field(default_factory=dict)


def sign(
    db: Database, settings: Settings, issue: Issue, actor: Actor, at: datetime, consent: Consent | None = None
) -> SignOff:
    """Sign the issue's proof: the sign-off names the SHA-256 of its PDF; the consent's, where given, must be that one.

    Raises `RefusedAction` (wrong person, wrong year, unreviewed revision), `StaleProof` (altered file) and
    `FindingsBlock` for errors of the page that the consent does not accept by the number of their rule.
    """
    consent = consent or Consent()
    with store.write(db):
        step = workflow.advance(compose.standing(db, issue), "sign", actor, at, consent.note)
        made = proof.current(db, issue)
        proof.bytes_of(settings, made)
        _refuse_other_proof(issue, made, consent.digest)
        if (printed := made.made_with.get("signer")) and printed != actor.id:
            what = f"清样上印的签发人是{settings.person_name(printed)}，{actor.name}不能签发这一份"
            raise RefusedAction(what, f"请由其签发，或用 issue proof --signer {actor.id} 重新出清样")
        compose.refuse_unready(issue, compose.unready(db, settings, issue))
        store.issues.add_sign_off(db, made, step, _accepted(issue, made, consent))
        store.statuses.record(db, step)
        _move_articles(db, settings, issue, "sign", actor, at)
    return signed(db, issue)


def _refuse_other_proof(issue: Issue, made: Proof, digest: str) -> None:
    if (made.year, made.number) != (issue.year, issue.number):
        raise StaleProof(f"清样上印的期号与{reference.of_issue(issue)}不符", "请重新出清样")
    if not made.sha256.startswith(digest):
        raise StaleProof(f"你看的清样（{digest[:12]}…）不是现在这一份（{made.sha256[:12]}…）", "请看过新清样再签发")


def _accepted(issue: Issue, made: Proof, consent: Consent) -> list[tuple[int, str]]:
    """Return the page rules the signer accepts, with reasons. Raises `FindingsBlock`, `RefusedAction`, `StaleProof`."""
    if "check" not in made.made_with:
        raise StaleProof(f"{reference.of_issue(issue)}的清样没有经过版面检查，不能签发", "请重新出清样")
    reasons = {rule: one_line(reason) for rule, reason in consent.accepted.items()}
    errors = {error["rule"]: error["message"] for error in proof.page_errors(made)}
    if strays := [rule for rule in reasons if rule not in errors]:
        raise RefusedAction(f"清样在规则{strays[0]}上没有必改项，不必也不能接受", "请用 issue show 查看版面检查结果")
    if nameless := [rule for rule, reason in reasons.items() if not reason]:
        raise RefusedAction(f"接受规则{nameless[0]}的必改项而没有写理由", f"应如 --accept {nameless[0]}=理由")
    if open_errors := {rule: message for rule, message in errors.items() if rule not in reasons}:
        rule, message = next(iter(open_errors.items()))
        raise FindingsBlock(
            f"{reference.of_issue(issue)}的版面有{len(open_errors)}条规则必改，不能签发：规则{rule}，{message}",
            f"请改正后重新出清样；确需照此印发的，用 issue sign --accept {rule}=理由 逐条写明",
        )
    return sorted(reasons.items())


def signed(db: Database, issue: Issue) -> SignOff:
    """Return the sign-off of the issue. Raises `NotFound`."""
    sign_off = store.issues.sign_off(db, issue.id)
    if sign_off is None:
        raise NotFound("签发记录", reference.of_issue(issue), "请先由签发人签发")
    return sign_off


def publish(db: Database, settings: Settings, issue: Issue, actor: Actor, at: datetime) -> Path:
    """File the signed bytes in the archive, credit the units, renew the index. Return the folder.

    Raises `RefusedAction`, `StaleProof`, `StoreFailure`.
    """
    with store.write(db):
        step = workflow.advance(compose.standing(db, issue), "publish", actor, at)
        compose.refuse_unready(issue, compose.unready(db, settings, issue, "signed"))
        sign_off = signed(db, issue)
        made = proof.current(db, issue)
        folder = settings.issues_dir / reference.folder_of(issue)
        form = filing.form_of(_filed_manifest(folder)) if folder.exists() else filing.FORMAT
        statement, contents = filing.statement(issue, made, sign_off, form), filing.contents(db, issue, made, form)
        files = {"issue.pdf": made.sha256, "contents.json": sha256(contents)}
        if not _already_filed(folder, {**statement, "files": files}):
            manifest = {
                **statement,
                "files": files,
                "signer_name": settings.person_name(sign_off.by),
                "program": __version__,
                "published_by": actor.id,
                "published_at": at.isoformat(timespec="seconds"),
                "previous": _previous(db, settings, issue),
                "sealed": sealed.newest(db),
            }
            pdf = proof.bytes_of(settings, made)
            _file(folder, {"issue.pdf": pdf, "contents.json": contents, "manifest.json": filing.as_json(manifest)})
        store.issues.set_folder(db, issue.id, reference.folder_of(issue))
        _move_articles(db, settings, issue, "publish", actor, at)
        store.issues.add_adoptions(db, issue.id, step)
        note = _note_of(folder)
        store.statuses.record(db, workflow.advance(compose.standing(db, issue), "publish", actor, at, note))
    archive.renew(db, settings)
    return folder


def manifest_note(digest: str) -> str:
    """Return the note of the status that published an issue: it names the SHA-256 of the manifest, for `verify`."""
    return f"归档清单 {digest}"


def was_filed(db: Database, issue: Issue, folder: Path) -> bool:
    """Tell whether the manifest in `folder` is the one the issue was published with. Raises `StoreFailure`."""
    return store.statuses.history(db, "issue", issue.id)[-1].note == _note_of(folder)


def _note_of(folder: Path) -> str:
    return manifest_note(sha256(store.files.read(folder / "manifest.json")))


def void(db: Database, settings: Settings, issue: Issue, reason: str, actor: Actor, at: datetime) -> Path:
    """Void a signed issue that must not appear: its number stays taken, with a tombstone. Return its folder.

    Raises `RefusedAction`, also when publishing was interrupted after the folder was filed, and `StoreFailure`.
    """
    with store.write(db):
        reason = _reason_filed(settings, issue) or reason
        step = workflow.advance(compose.standing(db, issue), "void", actor, at, reason)
        folder = settings.issues_dir / reference.folder_of(issue)
        if not folder.exists():
            _file(folder, {"manifest.json": filing.as_json(_tombstone(db, settings, issue, step))})
        for entry in store.issues.entries(db, issue.id):
            compose.release(db, settings, entry, actor, at)
        store.issues.set_folder(db, issue.id, reference.folder_of(issue))
        store.statuses.record(db, step)
    archive.renew(db, settings)
    return folder


def _reason_filed(settings: Settings, issue: Issue) -> str:
    """Return the reason on a tombstone an interrupted void already filed, or ''. Raises `RefusedAction`."""
    if issue.state != "signed":
        return ""
    folder = settings.issues_dir / reference.folder_of(issue)
    if not folder.exists():
        return ""
    tombstone = _filed_manifest(folder).get("tombstone")
    if tombstone is None:
        what = f"{reference.of_issue(issue)}已归档而未记完，不能废号"
        raise RefusedAction(what, "请再运行一次 issue publish，程序会接着做完")
    return str(tombstone["reason"])


def _already_filed(folder: Path, expected: Json) -> bool:
    """Tell whether the folder stands there already, with exactly what would be filed. Raises `StoreFailure` if not."""
    if not folder.exists():
        return False
    manifest = _filed_manifest(folder)
    if "tombstone" in manifest:
        what = f"{manifest['reference']}已按废号归档而未记完，不能印发"
        raise RefusedAction(what, "请再运行一次 issue void，程序会接着做完")
    as_stated = all(manifest.get(key) == value for key, value in expected.items())
    if not as_stated or any(sha256(store.files.read(folder / n)) != d for n, d in expected["files"].items()):
        raise StoreFailure(f"归档文件夹已存在而内容不同：{folder}", "请运行 archive verify，查明后移走该文件夹")
    return True


def _filed_manifest(folder: Path) -> Json:
    try:
        manifest: Json = json.loads(store.files.read(folder / "manifest.json"))
    except ValueError:
        raise StoreFailure(f"归档文件夹的清单读不出来：{folder}", "请运行 archive verify，从备份恢复") from None
    return manifest


def _file(folder: Path, files: dict[str, bytes]) -> None:
    staging = folder.with_name(f"{STAGING}-{folder.name}")
    if staging.exists():
        shutil.rmtree(staging)
    for name, body in files.items():
        store.files.write_durably(staging / name, body)
    store.files.move_durably(staging, folder)


def _move_articles(db: Database, settings: Settings, issue: Issue, action: str, actor: Actor, at: datetime) -> None:
    for entry in store.issues.entries(db, issue.id):
        standing = store.articles.standing(db, settings, store.articles.get(db, entry.article_id))
        store.statuses.record(db, workflow.advance(standing, action, actor, at))


def _tombstone(db: Database, settings: Settings, issue: Issue, step: workflow.Step) -> Json:
    why = {"reason": step.note, "by": step.actor.id, "at": step.at.isoformat(timespec="seconds")}
    previous, seal = _previous(db, settings, issue), sealed.newest(db)
    return {**filing.identity(issue), "tombstone": why, "files": {}, "previous": previous, "sealed": seal}


def _previous(db: Database, settings: Settings, issue: Issue) -> Json | None:
    """Return which manifest was filed last in the series; one filed but not recorded must be finished first."""
    for other in store.issues.every(db, issue.publication, ("signed",)):
        if other.id != issue.id and other.number and (settings.issues_dir / reference.folder_of(other)).exists():
            what = f"{reference.of_issue(other)}已归档而未记完，{reference.of_issue(issue)}不能先印发"
            raise RefusedAction(what, f"请先运行 issue publish {reference.of_issue(other)}，程序会接着做完")
    before = store.issues.last_filed(db, issue.publication, issue.series)
    if before is None:
        return None
    manifest = store.files.read(settings.issues_dir / before.folder / "manifest.json")
    return {"reference": reference.of_issue(before), "sha256": sha256(manifest)}
