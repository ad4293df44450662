"""From a file to a report: read it once, hold every rule against it, say what could not be decided."""

from __future__ import annotations

from pathlib import Path

from bulletin.press.check import habits
from bulletin.press.check.document import Document, read_document
from bulletin.press.check.faces import face
from bulletin.press.check.finding import SEVERITY, Expected, FontUse, Found, PageFinding, Report, Rule, Undecided
from bulletin.press.check.rules import RULES

_NO_TEXT = "没有可读的文字（可能是扫描件），无法测量"


def check_here(path: Path, expected: Expected | None = None) -> Report:
    """Hold the PDF at `path`, one of our own, against the 83 rules; `expected` is what is known of it besides.

    It is read in this process, without limits; `bulletin.press.check.apart` checks the files of others.

    Raises `UnreadableMaterial` if it cannot be read as a PDF, is encrypted or has over 1,000 pages.
    """
    return check(read_document(path), expected or Expected())


def check(document: Document, expected: Expected) -> Report:
    """Hold the pages of `document` against the 83 rules; findings come in the order of page and rule."""
    findings: list[PageFinding] = []
    undecided: list[Undecided] = []
    for rule in RULES:
        reason = _NO_TEXT if rule.needs_text and not document.has_text else rule.undecided(document, expected)
        if reason:
            undecided.append(Undecided(rule.number, reason))
        else:
            findings.extend(_finding(rule, found) for found in rule.measure(document, expected))
    if expected.habits is not None and document.has_text:
        findings.extend(habits.advice(document, expected.habits, len(expected.titles)))
    findings.sort(key=lambda finding: (finding.page, finding.rule))
    return Report(tuple(findings), tuple(undecided), _fonts(document))


def _finding(rule: Rule, found: Found) -> PageFinding:
    return PageFinding(
        rule=rule.number,
        page=found.page,
        severity=found.severity or SEVERITY[rule.strength],
        message=found.message,
        clause=rule.clause,
        strength=rule.strength,
        place=found.place,
        measured=found.measured,
        wanted=found.wanted,
    )


def _fonts(document: Document) -> tuple[FontUse, ...]:
    names = sorted({font.name for font in document.structure.fonts}) if document.structure else []
    known = {name: face(name) for name in names}
    return tuple(FontUse(name, one.style if one else "", bool(one and one.substitute)) for name, one in known.items())
