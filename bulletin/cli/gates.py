"""``bulletin gate``: the rules of the four gates, what each was worth, and a text checked without an article."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from bulletin.cli.columns import table
from bulletin.cli.commands import Command, Group
from bulletin.cli.session import Session, read_text
from bulletin.desk import checking, gates, verification
from bulletin.desk.worth import Worth, worth
from bulletin.model import Finding
from bulletin.terms import GATES, KINDS, SEVERITIES
from bulletin.text import nearest, plain

_REASONS_SHOWN = 2


@click.group(cls=Group)
def gate() -> None:
    """四关：有哪些规则，哪些常报不改，检查一份文字。"""


@gate.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """全部规则：关、强度、查什么，是否停用。"""
    off = session.settings.gates.off
    rows: list[dict[str, Any]] = [
        {"rule": one.code, "gate": one.gate, "severity": one.severity, "title": one.title, "off": one.code in off}
        for one in gates.RULES
    ]
    code, severity = verification.RULE, session.settings.verification.severity
    rows.append({"rule": code, "gate": "format", "severity": severity, "title": "须核实而没有核实", "off": code in off})
    known = [row["rule"] for row in rows]
    for code in sorted(off - set(known)):
        best = nearest(code, known)
        session.say(f"提醒：[gates] off 中的 {code} 不是现有的规则，最接近的是 {best or '无'}")
    lines = [
        (r["rule"], GATES[r["gate"]], SEVERITIES[r["severity"]], r["title"], "停用" if r["off"] else "") for r in rows
    ]
    session.answer(rows, table(("规则", "关", "强度", "查什么", ""), lines, 60))


@gate.command(cls=Command)
@click.pass_obj
def stats(session: Session) -> None:
    """每条规则报了多少、改了多少、接受了多少；常报而几乎不改的，指出来。"""
    found = [one for one in worth(session.db, session.settings) if one.seen]
    lines = [
        (one.rule, one.seen, one.mended, one.accepted, one.ticked, one.passed, one.open, _share(one), _reasons(one))
        for one in found
    ]
    heads = ("规则", "报出", "改正", "接受", "核实", "照印", "未答复", "改正率", "接受的理由")
    wolves = [one for one in found if one.cries_wolf and not one.is_off]
    told = [
        f"{one.rule} 常报而少改（改正率{_share(one)}）；要停用，在 bulletin.toml 的 [gates] 中写 off = "
        f"[{', '.join(_quoted(session, one.rule))}]"
        for one in wolves
    ]
    data = [
        {**asdict(one), "reasons": dict(one.reasons.most_common()), "share": one.share, "cries_wolf": one.cries_wolf}
        for one in found
    ]
    session.answer(data, [*table(heads, lines, 40), *told] if lines else ["还没有检查结果"])


def _quoted(session: Session, rule: str) -> list[str]:
    return [f'"{code}"' for code in sorted(session.settings.gates.off | {rule})]


def _share(one: Worth) -> str:
    return "—" if one.share is None else f"{one.share:.0%}"


def _reasons(one: Worth) -> str:
    return "；".join(f"{reason}×{count}" for reason, count in one.reasons.most_common(_REASONS_SHOWN))


@gate.command(cls=Command)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--publication", default="", help="按哪种刊物检查；不写则为第一种")
@click.option("--section", default="", help="栏目；不写则为第一个")
@click.option("--unit", "units", multiple=True, help="报送单位，可写多次")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="信息类型，按它检查要素")
@click.option("--raw", type=click.Path(path_type=Path), default=None, help="来稿原文，核对数字和名称用")
@click.pass_obj
def check(
    session: Session,
    path: Path,
    publication: str,
    section: str,
    units: tuple[str, ...],
    kind: str | None,
    raw: Path | None,
) -> int:
    """四关检查一份文字，不留记录：第一行为标题，空一行后是正文；- 为标准输入。有必改的，退出码为 4。"""
    settings, chosen = session.settings, session.settings.publication(publication)
    checking.refuse_unknown_rules(settings)
    title, _, body = plain(read_text(path)).replace("\r\n", "\n").strip("\n").partition("\n")
    draft = gates.Draft(
        title.strip(),
        "\n".join(line.strip() for line in body.split("\n") if line.strip()),
        section or next(iter(chosen.sections), ""),
        units,
        chosen,
        raw=(plain(read_text(raw)),) if raw else (),
        kinds=(kind,) if kind else (),
        day=session.at.date(),
    )
    findings = gates.check(draft, settings, {})
    session.answer(findings, list(map(finding_line, findings)) or ["没有发现问题"])
    return 4 if gates.blocking(findings) else 0


def finding_line(found: Finding) -> str:
    """Return one finding as a person reads it: severity, gate, place, words, what might stand there, key, answer."""
    instead = f"（可改为“{found.suggestion}”）" if found.suggestion and found.suggestion not in found.message else ""
    answered = f"　已答复：{found.answered}" if found.answered else ""
    head = f"{SEVERITIES[found.severity]}　{GATES[found.gate]}　{found.where}"
    return f"{head}：{found.message}{instead}　[{found.key}]{answered}"
