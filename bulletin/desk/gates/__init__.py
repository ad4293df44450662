"""The four gates (四关): what a chief editor would catch in a text. Findings are never applied by themselves.

``error`` blocks sending for review until it is mended or answered with a reason. Few rules, precise ones: a rule that
cries wolf is switched off in people's heads first.

rule       what a rule is        wording    文字关: marks, words       figures    文字关: dates, sums
policy     政策关                politics   政治关: words, names      leaders    政治关: names, posts, order
tracing    what the raw text does not have
form       格式关                elements   格式关: what a text of its type must say
"""

from __future__ import annotations

from dataclasses import replace

from bulletin.desk.gates import figures, form, policy, politics, tracing, wording
from bulletin.desk.gates.rule import Draft, GateRule, Sighting, place, sightings
from bulletin.model import Finding
from bulletin.settings import Settings
from bulletin.text import sha256, shorten

__all__ = ["RULES", "UNANSWERABLE", "Draft", "GateRule", "Sighting", "blocking", "check", "sightings"]

RULES: tuple[GateRule, ...] = (
    *politics.RULES,
    *policy.RULES,
    *wording.RULES,
    *figures.RULES,
    *tracing.RULES,
    *form.RULES,
)
_ALSO_IN_TITLES = frozenset(
    {
        "political.banned",
        "political.secrecy",
        "political.leader_post",
        "political.leader_name",
        "political.leader_other",
        "political.leader_order",
        "political.name",
        "political.name_slip",
        "political.cautious",
        "political.name_untraced",
        "policy.unreleased",
        "policy.repealed",
        "policy.document_number",
        "policy.wording",
        "wording.mojibake",
        "wording.garbage",
        "wording.date",
        "wording.figure_untraced",
        "wording.figure_derived",
        "wording.name_untraced",
        "wording.pairs",
        "wording.half_width",
        "wording.half_throughout",
        "wording.full_width",
        "wording.doubled",
        "wording.nested",
        "wording.letter_in_figure",
        "wording.space",
        "wording.word_twice",
        "wording.confusion",
        "wording.spelling",
    }
)
UNANSWERABLE = frozenset({"political.secrecy", "format.title", "format.empty", "format.picture", "format.frozen"})
"""Rules whose findings no reason can answer: 涉密不上网, what cannot be printed at all, and figures that were frozen."""


def check(draft: Draft, settings: Settings, answers: dict[str, str]) -> list[Finding]:
    """Return the findings of all gates, errors first; those in `answers` (key to reason) are marked answered.

    Rules the office switched off (``gates.off``) are silent, but for those that no reason can answer.
    """
    rules = [rule for rule in RULES if rule.code not in settings.gates.off or rule.code in UNANSWERABLE]
    findings = [_finding(rule, sighting, draft, answers) for rule, sighting in sightings(rules, draft, settings)]
    titled, of_titles = replace(draft, text=draft.title), [rule for rule in rules if rule.code in _ALSO_IN_TITLES]
    findings += [
        replace(_finding(rule, sighting, titled, answers, "标题"), start=-1, end=-1)
        for rule, sighting in sightings(of_titles, titled, settings)
    ]
    order = ("error", "warning", "advice")
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def blocking(findings: list[Finding]) -> list[Finding]:
    """Return the findings that stand against going on: errors without an answer."""
    return [finding for finding in findings if finding.severity == "error" and not finding.answered]


def _finding(rule: GateRule, sighting: Sighting, draft: Draft, answers: dict[str, str], where: str = "") -> Finding:
    in_title = sighting.start < 0
    excerpt = draft.title if in_title else draft.text[sighting.start : sighting.end]
    key = f"{rule.code}-{sha256((excerpt + sighting.about).encode('utf-8', 'replace'))[:8]}"
    where = where or ("标题" if in_title else place(draft.text, sighting.start))
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
