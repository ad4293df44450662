"""A piece as a reviewer reads it: what changed since he last saw it, who said what, what is open, what was verified, the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bulletin import store, workflow
from bulletin.model import Article, Finding, Revision
from bulletin.terms import SEVERITIES, state_name
from bulletin.text import one_line
from bulletin.tui.differences import side_by_side
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Line

_SHOWN = 12
_TOLD = 3
"""Of each kind so many are named before an approval."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An article somebody opened: the revision he saw before, None for none, and the article as he sees it now."""

    article: Article
    before: Revision | None


def opened(sitting: Sitting, article_id: int) -> Opened:
    """Open an article as it is now: from here on it counts as seen. Raises `NotFound`."""
    from bulletin.desk import review

    before, _ = review.difference(sitting.db, article_id, sitting.viewer.id)
    article = store.articles.get(sitting.db, article_id)
    if sitting.viewer.id:
        review.seen(sitting.db, article_id, sitting.viewer, sitting.at)
    return Opened(article, before)


def lines(sitting: Sitting, one: Opened) -> Iterator[Line]:
    """Yield all that a reviewer decides by, the text last."""
    from bulletin.desk import checking

    article = store.articles.get(sitting.db, one.article.id)
    found = checking.check(sitting.db, sitting.settings, article.id, sitting.at)
    yield one.article.revision.title, "bold"
    yield facts_line(sitting, article, one.article.revision), "quiet"
    yield from opinion_lines(sitting, article)
    yield from verification_lines(sitting, article, found)
    yield from finding_lines(found)
    yield from change_lines(one)
    yield "", ""
    yield one.article.revision.text, ""


def facts_line(sitting: Sitting, article: Article, revision: Revision) -> str:
    """Return number, revision, who wrote it, publication, section, units."""
    name = sitting.settings.person_name(revision.by)
    units = "、".join(article.units) or "—"
    place = f"{article.publication}·{article.section}" if article.section else article.publication
    return f"稿件 {article.id}　第{revision.number}稿（{name} {revision.at:%m-%d %H:%M}）　{place}　{units}"


def opinion_lines(sitting: Sitting, article: Article) -> Iterator[Line]:
    """Yield level by level who said what, and for whom it waits."""
    from bulletin.desk import review

    name = sitting.settings.person_name
    for said in review.opinions(sitting.db, sitting.settings, article):
        who = name(said.by) + (f"（代{name(said.on_behalf_of)}）" if said.on_behalf_of else "") if said.by else ""
        note = f"：{one_line(said.note)}" if said.note else ""
        at = f"　{said.at:%m-%d %H:%M}" if said.at else ""
        colour = "warning" if said.word in ("会签有意见", "待会签", "待阅") else "success"
        yield f"{said.level}　{who} {said.word}{note}{at}", colour
    yield state_line(sitting, article), "accent"


def state_line(sitting: Sitting, article: Article) -> str:
    """Return where it stands, at which level, for whom it waits."""
    standing = store.articles.standing(sitting.db, sitting.settings, article)
    level = f"　{workflow.level_of(standing).name}" if article.state in ("in_review", "held") else ""
    people = workflow.waited_for(standing, sitting.settings.actors(sitting.at.date()), sitting.at)
    parted = "、" if workflow.pending(standing) else "或"
    waits = f"，等{parted.join(map(sitting.settings.person_name, people))}" if people else ""
    urgent = "　特急" if standing.review.urgent else ""
    return f"{state_name('article', article.state)}{level}{waits}{urgent}"


def verification_lines(sitting: Sitting, article: Article, found: list[Finding]) -> Iterator[Line]:
    """Yield what was verified, with whom and with what result, and what still has to be."""
    from bulletin.desk import verification

    for said in verification.of_article(sitting.db, article):
        whom = "".join(filter(None, (said.unit, said.person)))
        asked = f"{said.asked}——" if said.asked else ""
        words = f"，{said.words}" if said.words else ""
        by = f"（{sitting.settings.person_name(said.by)} {said.done_at:%m-%d %H:%M}）"
        yield f"核实　{said.means} {whom}：{asked}{said.result}{words}{by}", "success"
    for reason in verification.missing(sitting.db, sitting.settings, article, found):
        about = f"来稿 {reason.item_id} " if reason.item_id else ""
        yield f"未核实　{about}{reason.why}", "warning"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What nobody has answered in an article: counted in ``words`` (有2处提醒、1处未核实没有答复), '' for nothing; and each."""

    words: str
    lines: tuple[str, ...]


def unanswered(sitting: Sitting, article_id: int) -> Unanswered:
    """Return the open findings, what is not verified, and the dissents nobody has replied to. Raises `NotFound`."""
    from bulletin.desk import checking, verification

    article = store.articles.get(sitting.db, article_id)
    found = checking.check(sitting.db, sitting.settings, article_id, sitting.at)
    standing = store.articles.standing(sitting.db, sitting.settings, article)
    name = sitting.settings.person_name
    unverified = verification.missing(sitting.db, sitting.settings, article, found)
    told: dict[str, list[str]] = {
        SEVERITIES[severity]: [
            f"{one.where}：{one.message}" for one in found if not one.answered and one.severity == severity
        ]
        for severity in ("error", "warning")
    }
    told["未核实"] = [one.why for one in unverified]
    told["会签不同意见"] = [f"{name(one.person)}：{one.note}" for one in workflow.open_dissents(standing)]
    counted = "、".join(f"{len(those)}处{word}" for word, those in told.items() if those)
    lines = tuple(f"{word}　{one}" for word, those in told.items() for one in those[:_TOLD])
    return Unanswered(f"有{counted}没有答复" if counted else "", lines)


def finding_lines(found: list[Finding]) -> Iterator[Line]:
    """Yield the findings nobody has answered, hints left out, then those that were, each with its answer."""
    open_ones = [one for one in found if one.severity != "advice" and not one.answered]
    for one in open_ones[:_SHOWN]:
        advice = f"，建议“{one.suggestion}”" if one.suggestion else ""
        colour = "error" if one.severity == "error" else "warning"
        yield f"{SEVERITIES[one.severity]}　{one.where}：{one.message}{advice}", colour
    if len(open_ones) > _SHOWN:
        yield f"另有{len(open_ones) - _SHOWN}处", "warning"
    for one in found:
        if one.answered:
            yield f"已答复　{one.where}：{one.message}——{one.answered}", "quiet"


def change_lines(one: Opened) -> Iterator[Line]:
    """Yield the paragraphs that changed since the revision he last saw, as they were and as they are."""
    now = one.article.revision
    if one.before is None:
        yield "你第一次看这一篇", "quiet"
        return
    if one.before.id == now.id:
        yield f"你看过这一稿（第{now.number}稿）", "quiet"
        return
    yield f"第{one.before.number}稿（你上次看的）以来的改动，按 v 左右对照：", "accent"
    for pair in side_by_side(whole(one.before), whole(now)):
        if pair.differs and pair.left:
            yield f"原　{pair.left}", "error"
        if pair.differs and pair.right:
            yield f"现　{pair.right}", "success"


def whole(revision: Revision) -> str:
    """Return title and text of a revision, for comparing."""
    return f"{revision.title}\n{revision.text}"
