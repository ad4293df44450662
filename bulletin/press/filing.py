"""What a published folder says (归档内容), as the database has it: made once when filing, and again when verifying.

``contents.json`` holds the entries and where each came from. The *statement* is the part of ``manifest.json`` that follows
from the rows alone: which issue, what was proofed, who composed and signed. `publish` files both, `verify` compares both.
What was filed in an earlier form is compared in that form.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bulletin import reference, store
from bulletin.errors import StoreFailure
from bulletin.model import Entry, Issue, Json, Proof, SignOff
from bulletin.store import Database

FORMAT = 2
"""The form of a folder filed today. Of form 2 it also says when the issue was composed, in which section each article stood,
and who signed each item, when it was received and its fingerprint."""


def identity(issue: Issue, form: int = FORMAT) -> Json:
    """Return what names the issue, in every file of its folder."""
    return {
        "format": form,
        "reference": reference.of_issue(issue),
        "publication": issue.publication,
        "series": issue.series,
        "year": issue.year,
        "number": issue.number,
        "total": issue.total,
    }


def statement(issue: Issue, made: Proof, sign_off: SignOff, form: int = FORMAT) -> Json:
    """Return the part of the manifest that follows from the rows."""
    accepted = [{"rule": rule, "reason": reason} for rule, reason in sign_off.accepted]
    return {
        **identity(issue, form),
        "dated_on": made.dated_on.isoformat(),
        "pages": made.pages,
        "composed_by": issue.composed_by,
        **({"composed_at": issue.composed_at.isoformat()} if form > 1 else {}),
        "signed": {**asdict(sign_off), "at": sign_off.at.isoformat(), "accepted": accepted},
        "made_with": made.made_with,
    }


def contents(db: Database, issue: Issue, made: Proof, form: int = FORMAT) -> bytes:
    """Return ``contents.json``: the entries as printed, their units, approvals and originals.

    Raises `StoreFailure` where there are more or fewer entries than the proof says the pages of, and `NotFound`.
    """
    printed, pages = store.issues.entries(db, issue.id), made.made_with["entry_pages"]
    if len(printed) != len(pages):
        what = f"{reference.of_issue(issue)} 现有{len(printed)}条，清样上是{len(pages)}条"
        raise StoreFailure(what, "有人绕过程序动过数据库，请查明并从备份恢复")
    entries = [_content(db, entry, page, form) for entry, page in zip(printed, pages, strict=True)]
    return as_json({**identity(issue, form), "editor_note": issue.editor_note, "entries": entries})


def form_of(manifest: Json) -> int:
    """Return in which form a folder was filed."""
    return FORMAT if manifest.get("format") == FORMAT else 1


def as_json(value: Any) -> bytes:
    """Return `value` as the archive writes JSON: readable, keys in order, the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _content(db: Database, entry: Entry, page: int, form: int) -> Json:
    article = store.articles.get(db, entry.article_id)
    return {
        "position": entry.position,
        "section": entry.section,
        "title": entry.title,
        "text": entry.text,
        "units": list(entry.units),
        "page": page,
        "editor_note": entry.editor_note,
        "article": article.id,
        **({"article_section": article.section} if form > 1 else {}),
        "revision": article.revision.number,
        "revision_sha256": article.revision.sha256,
        "approved": [{"by": s.by, "at": s.at.isoformat()} for s in store.articles.approvals(db, entry.revision_id)],
        "from": [_provenance(db, item_id, form) for item_id in article.items],
    }


def _provenance(db: Database, item_id: int, form: int) -> Json:
    item = store.items.get(db, item_id)
    original = store.originals.get(db, item.original_id)
    told = {"item": item.id, "unit": item.unit, "address": original.address, "original_sha256": original.sha256}
    if form == 1:
        return told
    received = item.received_at.isoformat()
    return {**told, "signed_by": item.signed_by, "received_at": received, "fingerprint": item.fingerprint}
