"""The four gates (四关): what a chief editor would catch in a text. Findings are never applied by themselves.

``error`` blocks sending for review until it is mended or answered with a reason. Few rules, precise ones: a rule that
cries wolf is switched off in people's heads first.

rule       what a rule is        wording    文字关: marks, words       figures    文字关: dates, sums
policy     政策关                politics   政治关                     form       格式关
"""

from __future__ import annotations

from dataclasses import replace

from bulletin.desk.gates import figures, form, policy, politics, wording
from bulletin.desk.gates.rule import Draft, GateRule, Sighting, place
from bulletin.model import Finding
from bulletin.settings import Settings
from bulletin.text import sha256, shorten

__all__ = ["RULES", "UNANSWERABLE", "Draft", "GateRule", "Sighting", "blocking", "check"]

RULES: tuple[GateRule, ...] = (*politics.RULES, *policy.RULES, *wording.RULES, *figures.RULES, *form.RULES)
_ALSO_IN_TITLES = frozenset(
    {
        "political.banned",
        "political.secrecy",
        "wording.mojibake",
        "wording.garbage",
        "wording.date",
        "wording.pairs",
        "wording.half_width",
    }
)
UNANSWERABLE = frozenset({"political.secrecy", "format.title", "format.empty", "format.picture"})
"""Rules whose findings no reason can answer: 涉密不上网, and what cannot be printed at all."""


def check(draft: Draft, settings: Settings, answers: dict[str, str]) -> list[Finding]:
    """Return the findings of all gates, errors first; those in `answers` (key to reason) are marked answered."""
    findings = [_finding(rule, sighting, draft, answers) for rule in RULES for sighting in rule.look(draft, settings)]
    titled = replace(draft, text=draft.title)
    findings += [
        _finding(rule, Sighting(-1, -1, sighting.message), draft, answers)
        for rule in RULES
        if rule.code in _ALSO_IN_TITLES
        for sighting in rule.look(titled, settings)
    ]
    order = ("error", "warning", "advice")
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def blocking(findings: list[Finding]) -> list[Finding]:
    """Return the findings that stand against going on: errors without an answer."""
    return [finding for finding in findings if finding.severity == "error" and not finding.answered]


def _finding(rule: GateRule, sighting: Sighting, draft: Draft, answers: dict[str, str]) -> Finding:
    in_title = sighting.start < 0
    excerpt = draft.title if in_title else draft.text[sighting.start : sighting.end]
    key = f"{rule.code}-{sha256(excerpt.encode('utf-8', 'replace'))[:8]}"
    where = "标题" if in_title else place(draft.text, sighting.start)
    return Finding(
        gate=rule.gate,
        rule=rule.code,
        severity=rule.severity,
        where=f"{where}“{shorten(excerpt)}”" if excerpt else where,
        message=sighting.message,
        key=key,
        answered=answers.get(key, ""),
        suggestion=sighting.suggestion,
        start=sighting.start,
        end=sighting.end,
    )
