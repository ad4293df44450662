"""Collecting: sources and submitted files to originals (bytes, immutable), items and problems.

A collector (`feed`, `webpage`, `folder`, `mailbox`, `table`, `office`) yields bytes with the items read from them. `runs` lets many
work at once (`crew`), and one thread stores what they bring (`intake`), so that one source's failure is its own and a
killed run loses nothing. Reading needs no network: kept originals can be read again by better rules (`rereading`).
"""

from __future__ import annotations

from bulletin.collect.intake import SourceReport
from bulletin.collect.rereading import extract_again
from bulletin.collect.runs import CollectionReport, collect_all, try_source
from bulletin.collect.selection import SUBMITTED
from bulletin.collect.sites.office import provenance
from bulletin.collect.submissions.submission import SubmissionForm
from bulletin.collect.submitting import Submitted, submit

__all__ = [
    "SUBMITTED",
    "CollectionReport",
    "SourceReport",
    "SubmissionForm",
    "Submitted",
    "collect_all",
    "extract_again",
    "provenance",
    "submit",
    "try_source",
]
