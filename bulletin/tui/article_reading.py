"""An article in Chinese lines: what it is, whom it waits for, what was said of it, and what the gates see in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bulletin import store
from bulletin.model import Article, Finding, Severity, Status
from bulletin.settings import Settings
from bulletin.terms import GATES, LIGHTS, SEVERITIES, action_name, state_name
from bulletin.text import one_line
from bulletin.tui.sitting import Sitting

if TYPE_CHECKING:
    from bulletin.desk.review import Waiting

BY_EACH = ("concur", "read")
"""What everybody who was asked has to answer; anything else one of those named does."""
MOST_WAITED = 3
"""People named of those whom a piece waits for."""
GRAVEST_FIRST: tuple[Severity, ...] = ("error", "warning", "advice")


def facts_line(article: Article, settings: Settings) -> str:
    """Return number, state, publication and section, revision, who wrote it and when."""
    section = f"·{article.section}" if article.section else ""
    revision = article.revision
    parts = (
        f"稿件 {article.id}",
        state_name("article", article.state),
        f"{article.publication}{section}",
        f"第{revision.number}稿",
        f"{by_whom(settings, revision.by, revision.on_behalf_of)} {revision.at.astimezone(settings.zone):%m-%d %H:%M}",
    )
    return "　".join(parts)


def by_whom(settings: Settings, by: str, on_behalf_of: str) -> str:
    """Return who did something, and in whose name."""
    name = settings.person_name(by)
    return f"{name}（代{settings.person_name(on_behalf_of)}）" if on_behalf_of else name


def credited(units: Iterable[str], settings: Settings) -> str:
    """Return the units an article credits, each once."""
    return "、".join(map(settings.attribution, units)) or "没有报送单位，不记采用"


def waits_line(waits: Mapping[str, Waiting], settings: Settings, now: datetime) -> str:
    """Return whom the article waits for, for what, until when: ``等审核甲审核通过（时限 11-20 17:00，黄灯）``."""
    if not waits:
        return "不等人办"
    one = next(iter(waits.values()))
    due = one.due_at.astimezone(settings.zone) if one.due_at else None
    told = (
        f"（时限 {due:{'%H:%M' if due.date() == now.date() else '%m-%d %H:%M'}}，{LIGHTS[one.light]}灯）" if due else ""
    )
    level = f"（{one.level}）" if one.level else ""
    urgent = "特急　" if one.urgent else ""
    return f"{urgent}{names_waited(waits, settings)}{action_name(one.action)}{level}{told}"


def names_waited(waits: Mapping[str, Waiting], settings: Settings) -> str:
    """Return whom it waits for, '' for nobody: ``等审核甲或审核乙``, or with 、 where each of them has to answer."""
    if not waits:
        return ""
    names = [settings.person_name(person) for person in waits]
    more = f"等{len(names)}人" if len(names) > MOST_WAITED else ""
    parted = "、" if more or any(one.action in BY_EACH for one in waits.values()) else "或"
    return f"等{parted.join(names[:MOST_WAITED])}{more}"


def opinion_lines(sitting: Sitting, article: Article) -> list[str]:
    """Return why it was returned last, and what was said at each level since it was sent."""
    from bulletin.desk import review

    settings = sitting.settings
    said = [
        f"{one.level}：{by_whom(settings, one.by, one.on_behalf_of) if one.by else ''}{one.word}"
        f"{f'（{one_line(one.note)}）' if one.note else ''}"
        for one in review.opinions(sitting.db, settings, article)
    ]
    return [*returned_lines(sitting, article), *said]


def returned_lines(sitting: Sitting, article: Article) -> list[str]:
    """Return why the article was returned, while nobody has sent it again."""
    trail = [
        one for one in store.statuses.history(sitting.db, "article", article.id) if one.action in ("return", "send")
    ]
    if not trail or trail[-1].action != "return":
        return []
    return [f"退回：{one_line(trail[-1].note)}（{_signed(sitting.settings, trail[-1])}）"]


def step_line(settings: Settings, step: Status) -> str:
    """Return one step of the trail: what, who, when, to whom, with which words."""
    target = f"（{settings.person_name(step.target)}）" if step.target else ""
    note = f"　{one_line(step.note)}" if step.note else ""
    return f"{action_name(step.action)}{target}　{_signed(settings, step)}{note}"


def _signed(settings: Settings, step: Status) -> str:
    return f"{by_whom(settings, step.by, step.on_behalf_of)} {step.at.astimezone(settings.zone):%m-%d %H:%M}"


def last_deed(sitting: Sitting, article_id: int) -> str:
    """Return who did what to the article last, and when: ``稿件 5 已由编辑乙 11-20 09:31 修改（第3稿）``."""
    last = store.statuses.history(sitting.db, "article", article_id)[-1]
    number = store.articles.get(sitting.db, article_id).revision.number
    note = f"（第{number}稿）" if last.action == "edit" else f"（{one_line(last.note)}）" if last.note else ""
    return f"稿件 {article_id} 已由{_signed(sitting.settings, last)} {action_name(last.action)}{note}"


def findings_line(findings: Sequence[Finding]) -> str:
    """Return how many findings there are of each severity, and how many are answered."""
    counts = Counter(finding.severity for finding in findings if not finding.answered)
    answered = sum(bool(finding.answered) for finding in findings)
    words = [f"{SEVERITIES[severity]} {counts[severity]}" for severity in GRAVEST_FIRST if counts[severity]]
    words += [f"已答复 {answered}"] if answered else []
    return "　".join(words) or "四关没有发现问题"


def finding_lines(finding: Finding) -> list[str]:
    """Return a finding in full: where, what, what might stand there instead, and how it was answered."""
    lines = [f"{GATES[finding.gate]}·{SEVERITIES[finding.severity]}　{finding.where}", finding.message]
    lines += [f"建议改为：{finding.suggestion}"] if finding.suggestion else []
    return [*lines, *([f"已答复：{finding.answered}"] if finding.answered else [])]


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings as they are gone through: open ones first, the graver before the slighter, then by place."""
    return sorted(findings, key=lambda one: (bool(one.answered), GRAVEST_FIRST.index(one.severity), one.start))
