"""``bulletin issue``: compose, proof, sign, publish, and check a page."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bulletin import store, workflow
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.copies import copies
from bulletin.cli.corrections import correction_data, told_lines
from bulletin.cli.session import Session, action_line
from bulletin.cli.signing import digest_seen
from bulletin.cli.verification import unverified
from bulletin.desk import checking
from bulletin.errors import NotFound, UsageError
from bulletin.model import Issue, Json
from bulletin.press import check as pagecheck
from bulletin.press import compose, errata, forward, proof, publish, readings
from bulletin.press.repeats import repeats
from bulletin.reference import of_issue
from bulletin.settings import Publication
from bulletin.terms import SEVERITIES, STATES, state_name

_SHOWN = 3  # findings of one rule that a person is shown


@click.group(cls=Group)
def issue() -> None:
    """期：编排、出清样、签发、印发。REF 如 政务信息/2026/12。"""


issue.add_command(copies)


@issue.command("compose", cls=Command)
@click.option("--publication", default="", help="刊物；不写则为第一种")
@click.option("--series", default="", help="编号系列，如 增刊；不写则为正刊")
@click.pass_obj
def compose_(session: Session, publication: str, series: str) -> None:
    """把已审定的稿件编成一期。"""
    chosen = session.settings.publication(publication)
    made = compose.gather(session.db, session.settings, chosen, series or chosen.series[0], session.actor, session.at)
    _answer_issue(session, made)


@issue.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.argument("positions", metavar="次序…", nargs=-1, required=True, type=NUMBER)
@click.pass_obj
def order(session: Session, ref: str, positions: tuple[int, ...]) -> None:
    """调整条目次序：按新次序写出现在的序号，如 3 1 2。"""
    found, _ = compose.find(session.db, ref)
    _answer_issue(session, compose.order(session.db, found, list(positions), session.actor, session.at))


@issue.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--text", required=True, help="编者按")
@click.pass_obj
def note(session: Session, ref: str, text: str) -> None:
    """写编者按：REF 带 #序号 的，写在该条之前。"""
    found, position = compose.find(session.db, ref)
    _answer_issue(
        session, compose.annotate(session.db, session.settings, found, position, text, session.actor, session.at)
    )


@issue.command("take-out", cls=Command)
@click.argument("ref", metavar="REF#序号")
@click.pass_obj
def take_out(session: Session, ref: str) -> None:
    """把一条从未签发的一期中撤出。"""
    found, entry = compose.find_entry(session.db, ref)
    _answer_issue(
        session, compose.take_out(session.db, session.settings, found, entry.position, session.actor, session.at)
    )


@issue.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.pass_obj
def show(session: Session, ref: str) -> None:
    """一期的条目、状态、清样、签发与批示。"""
    found, _ = compose.find(session.db, ref)
    _answer_issue(session, found)


@issue.command("list", cls=Command)
@click.option("--state", type=click.Choice(list(STATES["issue"])), default=None, help="只列某种状态")
@click.option("--publication", default="", help="只列某种刊物")
@click.pass_obj
def list_(session: Session, state: str | None, publication: str) -> None:
    """各期及其状态。"""
    issues = store.issues.every(session.db, publication, (state,) if state else ())
    rows = [_issue_data(session, one) for one in issues]
    lines = [(row["issue"], state_name("issue", row["state"]), len(row["entries"]), row["pdf"] or "—") for row in rows]
    session.answer(rows, table(("期", "状态", "条目", "文件"), lines, 70) if lines else ["还没有编过"])


@issue.command("proof", cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--signer", default="", help="印在版面上的签发人（刊物印签发人时）；不写则为第一位")
@click.pass_obj
def proof_(session: Session, ref: str, signer: str) -> None:
    """取期号、排版，出一份清样。"""
    found, _ = compose.find(session.db, ref)
    checking.inspect_entries(session.db, session.settings, found.publication, session.at)
    session.say("正在排版……")
    made = proof.make(session.db, session.settings, found, session.actor, session.at, os.environ, signer)
    for warning in made.made_with["warnings"]:
        session.say(f"提醒：{warning}")
    _answer_issue(session, store.issues.get(session.db, found.id))


@issue.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--sha256", "digest", default="", help="所看清样的指纹，至少前12位；与现在这一份不同时拒绝")
@click.option("--note", default="", help="签发意见")
@click.option("--accept", multiple=True, metavar="规则=理由", help="接受版面检查的一条必改，写明理由；可写多次")
@click.pass_obj
def sign(session: Session, ref: str, digest: str, note: str, accept: tuple[str, ...]) -> None:
    """签发清样：签的是这份文件的指纹。编排人不能签。不写指纹的，先问看的是不是现在这一份。"""
    found, _ = compose.find(session.db, ref)
    consent = publish.Consent(note, digest_seen(session, found, digest), dict(map(_acceptance, accept)))
    signed = publish.sign(session.db, session.settings, found, session.actor, session.at, consent)
    made = proof.current(session.db, found)
    if made.dated_on != signed.at.date():
        session.say(f"提醒：清样印的日期是{made.dated_on.isoformat()}，签发在{signed.at.date().isoformat()}")
    _answer_issue(session, store.issues.get(session.db, found.id))


def _acceptance(text: str) -> tuple[int, str]:
    """Return the rule and the reason of ``46=理由``. Raises `UsageError`."""
    rule, equals, reason = text.replace("＝", "=").partition("=")
    if not equals or not re.fullmatch(r"\s*\d{1,3}\s*", rule):
        raise UsageError(f"“{text}”不是“规则=理由”的写法", "应如 --accept 46=增发一页，领导已知")
    return int(rule), reason


@issue.command("publish", cls=Command)
@click.argument("ref", metavar="REF")
@click.pass_obj
def publish_(session: Session, ref: str) -> None:
    """印发：把签发的文件归入档案，并更新归档目录。"""
    found, _ = compose.find(session.db, ref)
    publish.publish(session.db, session.settings, found, session.actor, session.at)
    _answer_issue(session, store.issues.get(session.db, found.id))


@issue.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.pass_obj
def discard(session: Session, ref: str) -> None:
    """撤销未签发的一期：稿件回到已审定，期号退回。"""
    found, _ = compose.find(session.db, ref)
    _answer_issue(session, proof.discard(session.db, session.settings, found, session.actor, session.at))


@issue.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--reason", default="", help="作废的理由（必写）")
@click.pass_obj
def void(session: Session, ref: str, reason: str) -> None:
    """已签发而不再印发：期号作废，留下说明。"""
    found, _ = compose.find(session.db, ref)
    publish.void(session.db, session.settings, found, reason, session.actor, session.at)
    _answer_issue(session, store.issues.get(session.db, found.id))


@issue.command("next", cls=Command)
@click.option("--publication", default="", help="刊物；不写则为第一种")
@click.pass_obj
def next_(session: Session, publication: str) -> None:
    """推进一步：编排、出清样，或印发已签发的；并说明下一步该谁。"""
    chosen = session.settings.publication(publication)
    checking.inspect_entries(session.db, session.settings, chosen.name, session.at)
    outcome = forward.advance(session.db, session.settings, chosen, session.actor, session.at, os.environ)
    repeated = repeats(session.db, outcome.issue) if outcome.issue else []
    data = {
        "issue": of_issue(outcome.issue) if outcome.issue else None,
        "state": outcome.issue.state if outcome.issue else None,
        "pdf": str(outcome.pdf) if outcome.pdf else None,
        "waiting_for": outcome.waiting_for,
        "why": outcome.why,
        "repeats": repeated,
    }
    waiting = "、".join(f"{session.settings.person_name(person)}（{person}）" for person in outcome.waiting_for)
    lines = [
        outcome.why,
        *(f"　重复：{words}" for words in repeated),
        *([f"文件：{outcome.pdf}"] if outcome.pdf else []),
        *([f"等待：{waiting}"] if waiting else []),
    ]
    session.answer(data, lines)


@issue.command(cls=Command)
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option(
    "--series", default="", metavar="刊物[/系列]", help="按哪种刊物检查刊名、期号、印数，如 政务信息 或 政务信息/增刊"
)
@click.pass_obj
def check(session: Session, pdf: Path, series: str) -> int:
    """按公文格式标准检查一份 PDF。有错误的，退出码为 4。"""
    if not pdf.is_file():
        raise NotFound("文件", pdf)
    name, _, part = series.partition("/")
    expected = pagecheck.expected_of(_in_series(session, name, part)) if series else None
    report = pagecheck.check_pdf(pdf, expected)
    data = {
        "errors": report.count("error"),
        "warnings": report.count("warning"),
        "advice": report.count("advice"),
        "findings": report.findings,
        "undecided": report.undecided,
        "fonts": report.fonts,
    }
    total = f"必改{data['errors']}处，提醒{data['warnings']}处，建议{data['advice']}处"
    session.answer(data, [*_finding_lines(report), *_font_lines(report), total])
    return 4 if data["errors"] else 0


def _in_series(session: Session, name: str, series: str) -> Publication:
    """Return the publication as its `series` is printed, the main one where none is named. Raises `NotFound`."""
    publication = session.settings.publication(name)
    if series and series not in publication.series:
        raise NotFound("编号系列", series, f"{name}的编号系列：{'、'.join(publication.series)}")
    return publication.in_series(series)


def _finding_lines(report: pagecheck.Report) -> Iterator[str]:
    """Yield a line for each finding, the first three of each rule and how many more there are; then what is undecided."""
    told: Counter[int] = Counter()
    for finding in report.findings:
        told[finding.rule] += 1
        if told[finding.rule] <= _SHOWN:
            yield _finding_line(asdict(finding))
    yield from (
        f"规则{rule}　另有{count - _SHOWN}处，见 --json" for rule, count in sorted(told.items()) if count > _SHOWN
    )
    yield from (f"未判　规则{one.rule}　{one.reason}" for one in report.undecided)


def _font_lines(report: pagecheck.Report) -> Iterator[str]:
    for font in report.fonts:
        if font.substitute:
            yield f"字体　{font.name} 代替{font.role}"


@issue.command(cls=Command)
@click.pass_obj
def rules(session: Session) -> None:
    """列出版面检查的 83 条规则：依据、强度、内容。"""
    rows = [
        {"rule": rule.number, "clause": rule.clause, "strength": rule.strength, "title": rule.title}
        for rule in pagecheck.RULES
    ]
    lines = [(row["rule"], row["strength"], row["clause"], row["title"]) for row in rows]
    session.answer(rows, table(("规则", "强度", "依据", "内容"), lines, 60))


def _answer_issue(session: Session, one: Issue) -> None:
    data = _issue_data(session, one)
    lines = [
        f"{data['issue']}（{state_name('issue', one.state)}）",
        *(f"　{e['position']}. {e['title']}（{'、'.join(e['units']) or '—'}）{e['section']}" for e in data["entries"]),
        *(f"　{e['position']}. 编者按：{e['editor_note']}" for e in data["entries"] if e["editor_note"]),
        *([f"编者按：{one.editor_note}"] if one.editor_note else []),
        *(f"　重复：{words}" for words in data["repeats"]),
        *(f"　未核实：第{u['position']}条 {u['where']}：{u['message']}" for u in data["unverified"]),
        *(f"　待改：{place}：{what}" for place, what in data["marks"]),
        *([f"废号：{data['tombstone']}"] if data["tombstone"] else []),
        *told_lines(session, one),
        *([f"清样：{data['pdf']}", f"指纹：{data['sha256']}"] if data["pdf"] else []),
        *(_check_lines(data["check"], dict(data["accepted"])) if data["check"] else []),
        *_reading_lines(session, data),
        *([f"签发：{session.name_of(data['signed_by'], data['signed_on_behalf_of'])}"] if data["signed_by"] else []),
        action_line(data["actions"]),
        *_to_publish(session, one),
    ]
    session.answer(data, lines)


def _to_publish(session: Session, one: Issue) -> Iterator[str]:
    """Yield who is to print an issue that is signed, and how: whoever signed it mostly may not."""
    if one.state == "signed":
        standing, on = compose.standing(session.db, one), session.at.date()
        able = workflow.able(standing, "publish", session.settings.actors(on), session.at)
        yield f"请印发：issue next（{'、'.join(map(session.settings.person_name, able)) or '现在没有人可以办'}）"


def _reading_lines(session: Session, data: dict[str, Any]) -> Iterator[str]:
    """Yield who read the proof, and how many readings are still asked for."""
    unread = data["readings_wanted"] - len(data["readings"])
    names = "、".join(session.name_of(one["by"], one["on_behalf_of"]) for one in data["readings"])
    if names or unread > 0:
        yield f"校对：{names or '还没有人校过'}" + (f"，还缺{unread}遍" if unread > 0 else "")


def _unverified(session: Session, one: Issue) -> list[Json]:
    """Return what is not verified in the entries of an issue that is not signed yet."""
    entries = store.issues.entries(session.db, one.id) if one.state in store.issues.OPEN_STATES else []
    return [
        {"position": entry.position, "article": entry.article_id, "where": found.where, "message": found.message}
        for entry in entries
        for found in unverified(session, entry.article_id)
    ]


def _check_lines(check: Json, accepted: dict[int, str]) -> Iterator[str]:
    """Yield what the page check found on a proof, and which errors the signer accepted with which reason."""
    counts = Counter(finding["severity"] for finding in check["findings"])
    yield "版面：" + "，".join(f"{name}{counts[severity]}处" for severity, name in SEVERITIES.items())
    for finding in check["findings"]:
        reason = accepted.get(finding["rule"], "") if finding["severity"] == "error" else ""
        yield f"　{_finding_line(finding)}" + (f"——已接受：{reason}" if reason else "")


def _finding_line(finding: Json) -> str:
    """Return a finding in words: severity, rule, page, message, and the figures the message does not give."""
    figures = [
        f"{label} {finding[key]}"
        for label, key in (("量得", "measured"), ("应为", "wanted"))
        if finding[key] and finding[key] not in finding["message"]
    ]
    shown = f"（{'，'.join(figures)}）" if figures else ""
    return (
        f"{SEVERITIES[finding['severity']]}　规则{finding['rule']}　第{finding['page']}页　{finding['message']}{shown}"
    )


def _issue_data(session: Session, one: Issue) -> dict[str, Any]:
    made = store.issues.last_proof(session.db, one.id) if one.state in ("proofed", "signed", "published") else None
    sign_off = store.issues.sign_off(session.db, one.id) if one.state in ("signed", "published") else None
    standing = compose.standing(session.db, one)
    return {
        "issue": of_issue(one),
        "id": one.id,
        "publication": one.publication,
        "series": one.series,
        "year": one.year,
        "number": one.number,
        "total": one.total,
        "state": one.state,
        "editor_note": one.editor_note,
        "composed_by": one.composed_by,
        "entries": [
            {
                "position": entry.position,
                "entry": of_issue(one, entry.position),
                "article": entry.article_id,
                "title": entry.title,
                "section": entry.section,
                "units": entry.units,
                "editor_note": entry.editor_note,
            }
            for entry in store.issues.entries(session.db, one.id)
        ],
        "repeats": repeats(session.db, one),
        "unverified": _unverified(session, one),
        "marks": readings.open_marks(session.db, one),
        "readings": [
            {"by": reading.by, "on_behalf_of": reading.on_behalf_of, "at": reading.at, "note": reading.note}
            for reading in (store.readings.standing(session.db, made) if made else ())
        ],
        "readings_wanted": standing.readings_wanted,
        "corrections": [correction_data(session, c) for c in store.corrections.of_issue(session.db, one.id)],
        "corrects": [told.references[0] for told in errata.of_issue(session.db, one) if not told.is_old],
        "pdf": _pdf(session, one),
        "sha256": made.sha256 if made else None,
        "pages": made.pages if made else None,
        "check": made.made_with.get("check") if made else None,
        "accepted": sign_off.accepted if sign_off else (),
        "signed_by": sign_off.by if sign_off else None,
        "signed_on_behalf_of": sign_off.on_behalf_of if sign_off else None,
        "signed_at": sign_off.at if sign_off else None,
        "tombstone": store.statuses.history(session.db, "issue", one.id)[-1].note if one.state == "voided" else None,
        "instructions": [n.id for n in store.instructions.of_issue(session.db, one.id)],
        "actions": workflow.actions_for(standing, session.viewer, session.at),
    }


def _pdf(session: Session, one: Issue) -> str | None:
    if one.state == "published":
        return str(session.settings.issues_dir / one.folder / "issue.pdf")
    made = store.issues.last_proof(session.db, one.id) if one.state in ("proofed", "signed") else None
    return str(proof.path_of(session.settings, made.sha256)) if made else None
