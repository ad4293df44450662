"""Collecting: sources and submitted files to originals (bytes, immutable), items and problems.

A collector (`feed`, `webpage`, `folder`) yields bytes with the items read from them; `runs` stores them and keeps one
source's failure from the others. Reading needs no network, so kept originals can be read again by better rules.
"""

from __future__ import annotations

from bulletin.collect.runs import (
    SUBMITTED,
    CollectionReport,
    SourceReport,
    Submitted,
    collect_all,
    extract_again,
    submit,
    try_source,
)
from bulletin.collect.submissions.submission import SubmissionForm

__all__ = [
    "SUBMITTED",
    "CollectionReport",
    "SourceReport",
    "SubmissionForm",
    "Submitted",
    "collect_all",
    "extract_again",
    "submit",
    "try_source",
]
