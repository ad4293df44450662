"""Verification (核对): every hash and seal recomputed, every number accounted for, every file owned by a row.

An ``error`` means something signed, received or decided is not as it was. An ``orphan`` is a file no row speaks of, left
by a program that was killed: it may be removed, and the remedy names exactly that file.

Every check is gone through on its own. One that meets a record it cannot read says so, which is an error too, and the
others go on: a broken row hides no other.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from bulletin import reference, store
from bulletin.errors import BulletinError, StoreFailure
from bulletin.model import Issue
from bulletin.press import archive, filing, proof, sealed
from bulletin.press.publish import STAGING, was_filed
from bulletin.press.sealed_words import RECORDS
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.store.counterfoil_tables import FOILS
from bulletin.store.database import storing
from bulletin.store.files import PARTIAL
from bulletin.store.triggers import SEALED
from bulletin.text import sha256

REMEDY_OF_CHECK = "有人绕过程序动过数据库或归档：请查明并从备份恢复，恢复后再核对"
_OWN_FILES = frozenset({"index.html", "data.js", ".gitkeep"})

Kind = Literal["error", "unfinished", "orphan"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing `verify` found: what, what to do now, and for an orphan the path that may be removed."""

    kind: Kind
    what: str
    remedy: str
    path: Path | None = None


def verify(db: Database, settings: Settings) -> list[Trouble]:
    """Return all that is not as it should be; an empty list means the office is whole."""
    checks: list[tuple[str, Iterator[Trouble]]] = [
        ("数据库文件", _damages(db)),
        ("数据库保护规则", _triggers(db)),
        ("状态", _strays(db)),
        ("全文索引", _index(db)),
        *((f"{RECORDS[table]}的封存", _told(sealed.broken(db, table))) for table in (*SEALED, store.seals.TABLE)),
        *((f"{RECORDS[table]}的存根", _told(sealed.differing(db, table))) for table in FOILS),
        ("原件", _originals(db, settings)),
        ("附图", _pictures(db, settings)),
        ("修改稿的指纹", _revisions(db)),
        ("清样", _proofs(db, settings)),
        ("归档", _archive(db, settings)),
        ("期号", _numbers(db)),
        ("归档目录中的文件", _strangers(db, settings)),
    ]
    found = [trouble for name, check in checks for trouble in _gone_through(name, check)]
    return list(dict.fromkeys([*found, *orphans(db, settings)]))


def noted(db: Database, seal: str) -> list[Trouble]:
    """Return what is wrong with a seal that was noted down (``1204:3f9c0b7712ad85e6``): nothing where it is still there.

    Raises `UsageError` where it cannot be read.
    """
    return list(_gone_through("抄存的封存", _noted(db, seal)))


def _noted(db: Database, seal: str) -> Iterator[Trouble]:
    if not sealed.stands_as_noted(db, seal):
        yield Trouble("error", f"抄存的封存 {seal} 与数据库不符", sealed.REMEDY_OF_NOTE)


def remove_orphans(settings: Settings, troubles: list[Trouble]) -> list[Path]:
    """Remove exactly the orphans named in `troubles`; return what was removed.

    Half-written files are deleted. Whole originals and proofs without a row are moved to ``var/lost/``: an older copy of
    the database, put back, must not cost what was received since.

    Call it inside `store.write`, with `orphans` asked inside it too: a file whose row is still being written is no orphan.
    """
    removed = [trouble.path for trouble in troubles if trouble.kind == "orphan" and trouble.path is not None]
    for path in removed:
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name.endswith(PARTIAL):
            path.unlink(missing_ok=True)
        elif path.exists():
            store.files.move_durably(path, settings.lost_dir / path.name)
    return removed


def _gone_through(name: str, check: Iterable[Trouble]) -> Iterator[Trouble]:
    """Yield what a check finds, and last, where a record or a file stops it, that it did not come to its end and why."""
    try:
        with storing(name):
            yield from check
    except sealed.UNREADABLE as failure:
        why = failure.what if isinstance(failure, BulletinError) else "有记录读不出来"
        remedy = failure.remedy if isinstance(failure, StoreFailure) else ""
        yield Trouble("error", f"{name}没有核对完：{why}", remedy or REMEDY_OF_CHECK)


def _told(found: Iterable[str]) -> Iterator[Trouble]:
    return (Trouble("error", words, sealed.REMEDY) for words in found)


def _damages(db: Database) -> Iterator[Trouble]:
    for damage in store.damages(db):
        yield Trouble("error", f"数据库已损坏：{damage}", "请从备份恢复 var/bulletin.db")


def _triggers(db: Database) -> Iterator[Trouble]:
    for name in store.altered_triggers(db):
        yield Trouble("error", f"数据库保护规则 {name} 缺失或被改动", "有人绕过程序动过数据库，请查明后从备份恢复")


def _strays(db: Database) -> Iterator[Trouble]:
    for stray in store.statuses.strays(db):
        yield Trouble("error", f"状态与状态记录不符：{stray}", "有人绕过程序动过数据库，请查明")


def _index(db: Database) -> Iterator[Trouble]:
    for fault in store.search.faults(db):
        yield Trouble("error", f"全文索引与记录不符：{fault}", "请运行 bulletin search --rebuild 重建")


def _originals(db: Database, settings: Settings) -> Iterator[Trouble]:
    for one in store.originals.every(db):
        yield from _kept(f"原件 {one.id}（{one.source}）", partial(store.originals.body, settings, one))


def _pictures(db: Database, settings: Settings) -> Iterator[Trouble]:
    for one in store.pictures.every(db):
        yield from _kept(f"稿件 {one.article_id} 的附图", partial(store.pictures.body, settings, one))


def _kept(name: str, read: Callable[[], bytes]) -> Iterator[Trouble]:
    """Read an original or a picture: its bytes are those that came in, or reading them fails."""
    try:
        read()
    except StoreFailure as failure:
        yield Trouble("error", f"{name}：{failure.what}", "请从备份恢复该文件")


def _revisions(db: Database) -> Iterator[Trouble]:
    for revision in store.articles.every_revision(db):
        if store.articles.content_hash(revision.title, revision.text) != revision.sha256:
            what = f"稿件 {revision.article_id} 第{revision.number}稿的文字与指纹不符"
            yield Trouble("error", what, "有人绕过程序动过数据库，请从备份恢复")


def _proofs(db: Database, settings: Settings) -> Iterator[Trouble]:
    for issue in store.issues.every(db, states=("proofed", "signed")):
        yield from _gone_through(f"{reference.of_issue(issue)} 的清样", _proof(db, settings, issue))


def _proof(db: Database, settings: Settings, issue: Issue) -> Iterator[Trouble]:
    made = store.issues.last_proof(db, issue.id)
    path = proof.path_of(settings, made.sha256) if made else None
    if path is None or not path.is_file() or sha256(path.read_bytes()) != path.stem:
        what = f"{reference.of_issue(issue)} 的清样文件缺失或被改动：{path}"
        yield Trouble("error", what, "待签发的请重新出清样；已签发的请从备份恢复")


def _archive(db: Database, settings: Settings) -> Iterator[Trouble]:
    with store.write(db):  # folders are renamed into place inside it too: what is read here belongs together
        paths, issues = archive.folder_paths(settings), store.issues.every(db)
    folders, broken = [], set()
    for path in paths:
        try:
            folders.append(archive.read_folder(path))
        except StoreFailure as failure:
            broken.add(path)
            yield Trouble("error", failure.what, "请从备份恢复该文件夹")
    issues = [issue for issue in issues if settings.issues_dir / issue.folder not in broken]
    yield from _published(db, settings, issues, folders)
    yield from _chains(folders)
    indexed = archive.indexed(settings)
    if any(issue.folder not in indexed for issue in issues if issue.folder):
        yield Trouble("unfinished", "归档目录 issues/index.html 不是最新的", "请运行 archive build")


def _published(
    db: Database, settings: Settings, issues: list[Issue], folders: list[archive.Folder]
) -> Iterator[Trouble]:
    filed = {folder.path: folder for folder in folders}
    for issue in (issue for issue in issues if issue.state in ("published", "voided")):
        folder = filed.pop(settings.issues_dir / issue.folder, None)
        if folder is None:
            yield Trouble("error", f"{reference.of_issue(issue)} 的归档文件夹不见了：{issue.folder}", "请从备份恢复")
        else:
            yield from _filed(db, issue, folder)
    signed = {reference.folder_of(issue) for issue in issues if issue.state == "signed" and issue.number}
    for path in filed:
        where = path.relative_to(settings.issues_dir).as_posix()
        if where in signed:
            command = "void" if "tombstone" in filed[path].manifest else "publish"
            remedy = f"请再运行一次 issue {command}，程序会接着做完"
            yield Trouble("unfinished", f"{where} 已归档而未记完", remedy)
        else:
            yield Trouble("error", f"归档中有数据库不知道的一期：{where}", "请查明来历，勿删除")


def _filed(db: Database, issue: Issue, folder: archive.Folder) -> Iterator[Trouble]:
    """Compare a folder with the rows: files, seal, manifest; of a published one contents and the credits of units too."""
    name = reference.of_issue(issue)
    yield from _gone_through(f"{name} 的归档文件", _folder(folder))
    yield from _gone_through(f"{name} 归档时的封存", _seal(db, name, folder))
    if issue.state == "voided":
        yield from _gone_through(f"{name} 的清单", _voided(db, issue, folder))
        return
    yield from _gone_through(f"{name} 的清单", _printed(db, issue, folder))
    yield from _gone_through(f"{name} 的归档内容", _contents(db, issue, folder))
    yield from _gone_through(f"{name} 的采用记录", _credits(db, issue))


def _seal(db: Database, name: str, folder: archive.Folder) -> Iterator[Trouble]:
    if not sealed.stands(db, folder.manifest):
        yield Trouble("error", f"{name} 归档时的封存与数据库不符", sealed.REMEDY_OF_CHAIN)


def _printed(db: Database, issue: Issue, folder: archive.Folder) -> Iterator[Trouble]:
    name = reference.of_issue(issue)
    if not was_filed(db, issue, folder.path):
        yield Trouble("error", f"{name} 的清单在归档后被改动", "请从备份恢复该文件夹")
    made, sign_off = store.issues.last_proof(db, issue.id), store.issues.sign_off(db, issue.id)
    if made is None or sign_off is None:
        yield Trouble("error", f"{name} 没有清样或签发记录", "有人绕过程序动过数据库，请从备份恢复")
        return
    stated = filing.statement(issue, made, sign_off, filing.form_of(folder.manifest))
    if any(folder.manifest.get(key) != value for key, value in stated.items()):
        yield Trouble("error", f"{name} 的清单与签发记录不符", "请查明并从备份恢复")


def _contents(db: Database, issue: Issue, folder: archive.Folder) -> Iterator[Trouble]:
    made = store.issues.last_proof(db, issue.id)
    if made is None:
        return
    contents = filing.contents(db, issue, made, filing.form_of(folder.manifest))
    if sha256(contents) != folder.manifest["files"].get("contents.json"):
        what = f"{reference.of_issue(issue)} 的归档内容与数据库不符"
        yield Trouble("error", what, "有人绕过程序动过数据库或归档，请查明并从备份恢复")


def _credits(db: Database, issue: Issue) -> Iterator[Trouble]:
    credits = {(entry.id, unit) for entry in store.issues.entries(db, issue.id) for unit in entry.units}
    if credits != set(store.issues.adoptions(db, issue.id)):
        what = f"{reference.of_issue(issue)} 的采用记录与所印单位不符"
        yield Trouble("error", what, "有人绕过程序动过数据库，请从备份恢复")


def _voided(db: Database, issue: Issue, folder: archive.Folder) -> Iterator[Trouble]:
    why = folder.manifest.get("tombstone", {}).get("reason")
    note = store.statuses.history(db, "issue", issue.id)[-1].note
    stated = filing.identity(issue, filing.form_of(folder.manifest))
    if why != note or any(folder.manifest.get(k) != v for k, v in stated.items()):
        yield Trouble("error", f"{reference.of_issue(issue)} 的清单在归档后被改动", "请从备份恢复该文件夹")


def _folder(folder: archive.Folder) -> Iterator[Trouble]:
    for name in archive.altered_files(folder):
        yield Trouble("error", f"{folder.reference} 的 {name} 缺失或被改动", "请从备份恢复")
    for path in folder.path.iterdir():
        if path.name not in folder.manifest["files"] and path.name != "manifest.json":
            yield Trouble("error", f"{folder.reference} 的文件夹里多出 {path.name}", "归档文件夹不应再放入文件，请移走")


def _chains(folders: list[archive.Folder]) -> Iterator[Trouble]:
    """Each manifest names the hash of the one before it: a manifest rewritten or removed breaks the chain."""
    manifests = {folder.reference: folder for folder in folders}
    for folder in folders:
        yield from _gone_through(f"{folder.reference} 的上一期", _before(folder, manifests))


def _before(folder: archive.Folder, manifests: dict[str, archive.Folder]) -> Iterator[Trouble]:
    before = folder.manifest["previous"]
    if before is None:
        return
    known = manifests.get(before["reference"])
    if known is None:
        yield Trouble("error", f"{folder.reference} 的上一期 {before['reference']} 不见了", "请从备份恢复")
    elif sha256((known.path / "manifest.json").read_bytes()) != before["sha256"]:
        yield Trouble("error", f"{before['reference']} 的清单在归档后被改动", "请从备份恢复该文件夹")


def _numbers(db: Database) -> Iterator[Trouble]:
    """Numbers run from 1 without a gap; every one is held by an issue, in whatever state."""
    held: dict[tuple[str, str, int], set[int]] = {}
    for issue in store.issues.every(db):
        if issue.year is not None and issue.number is not None:
            held.setdefault((issue.publication, issue.series, issue.year), set()).add(issue.number)
    for (publication, series, year), numbers in held.items():
        for missing in sorted(set(range(1, max(numbers) + 1)) - numbers):
            name = reference.of_number(publication, series, year, missing)
            yield Trouble("unfinished", f"{name} 还空着（清样撤销后退回的期号）", "下一次出清样会用这个期号")


def _strangers(db: Database, settings: Settings) -> Iterator[Trouble]:
    """Files below ``issues/`` that belong to no folder the database knows."""
    known = {issue.folder for issue in store.issues.every(db) if issue.folder}
    known |= {reference.folder_of(issue) for issue in store.issues.every(db, states=("signed",)) if issue.number}
    for path in sorted(settings.issues_dir.rglob("*")):
        where = path.relative_to(settings.issues_dir).as_posix()
        ours = where in _OWN_FILES or path.parent.relative_to(settings.issues_dir).as_posix() in known
        if path.is_file() and not ours and not _left_behind(path):
            yield Trouble("error", f"归档目录中有来历不明的文件：{where}", "请查明来历，移出归档目录")


def _left_behind(path: Path) -> bool:
    return any(part.startswith(STAGING) or part.endswith(PARTIAL) for part in path.parts)


def orphans(db: Database, settings: Settings) -> Iterator[Trouble]:
    """Yield the files no row speaks of: what a killed program left behind; of none where rows cannot be read."""
    return _gone_through("中断留下的文件", _orphans(db, settings))


def _orphans(db: Database, settings: Settings) -> Iterator[Trouble]:
    pictures = {picture.sha256 for picture in store.pictures.every(db)}
    known = {original.sha256 for original in store.originals.every(db)} | pictures
    owned = {settings.originals_dir: known, settings.work_dir / "proofs": store.issues.proof_hashes(db)}
    for directory, names in owned.items():
        for path in sorted(directory.rglob("*")):
            if path.is_file() and path.stem not in names:
                yield _orphan(settings, path)
    for path in sorted(settings.issues_dir.rglob("*")):
        if _left_behind(path.relative_to(path.parent)):
            yield _orphan(settings, path)


def _orphan(settings: Settings, path: Path) -> Trouble:
    where = path.relative_to(settings.root)
    return Trouble(
        "orphan",
        f"中断留下的文件：{where}",
        "可用 archive verify --remove-orphans 移走（完整的文件移到 var/lost）",
        path,
    )
