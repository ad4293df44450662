"""``bulletin instruction``: a leader's words, what they are taken for, which of several holds."""

from __future__ import annotations

from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import LEVEL, NUMBER, Command, Group
from bulletin.cli.session import Session, parse_day
from bulletin.errors import UsageError
from bulletin.feedback.cases import closing, instructions, opening, said_dates
from bulletin.model import FollowUp, Instruction
from bulletin.press import compose
from bulletin.terms import INSTRUCTION_KINDS


@click.group(cls=Group)
def instruction() -> None:
    """批示：登记、改正类别、查看。

    同一事项有几条的，以级别最高的领导最后一条办理或研究类的为准。
    """


@instruction.command(cls=Command)
@click.argument("ref", metavar="[REF]", default="")
@click.option("--leader", required=True, help="批示的领导：姓名、职务，或姓加职务")
@click.option("--text", required=True, help="批示原文，照录")
@click.option("--kind", type=click.Choice(INSTRUCTION_KINDS), default=None, help="类别；不写则按原文判断")
@click.option("--date", "written_on", default="", help="批示日期；不写则为今天")
@click.option("--rank", default="", help="主要或其他；领导在名单上的不必写")
@click.option("--level", type=LEVEL, default="", help="国、省、市、县、乡；领导在名单上的不必写")
@click.option(
    "--answers",
    "--on-followup",
    "follow_up_id",
    type=NUMBER,
    default=None,
    help="批在哪件督办的结果上，写督办编号；写了就不写 REF",
)
@click.pass_obj
def add(  # noqa: PLR0913 - one parameter for each option
    session: Session,
    ref: str,
    leader: str,
    text: str,
    kind: str | None,
    written_on: str,
    rank: str,
    level: str,
    follow_up_id: int | None,
) -> None:
    """登记领导在某期或某条上的批示；批在督办结果上的，另开一件。"""
    words = instructions.Words(leader, text, kind or "", parse_day(written_on), rank, level, follow_up_id)
    if bool(ref) == (follow_up_id is not None):
        raise UsageError(
            "批示须写明批在哪里", "请写期或条目（如 政务信息/2026/12#3），或用 --answers 写督办编号，只写一处"
        )
    made, opened = _record(session, ref, words)
    place = (store.issues.get(session.db, made.issue_id), made.entry_id)
    again = [one for one in instructions.alike(session.db, place, made.text, made.written_on) if one != made.id]
    data = {
        "instruction": made.id,
        **instruction_data(session, made),
        "followup": opened.id if opened else None,
        "repeats": again,
    }
    lines = [f"批示 {made.id}（{made.kind}）：{made.leader}（{_standing(made)}）在{made.reference}上批示"]
    session.answer(data, [*lines, *_onward(session, made, opened), *_beside(data)])
    if remark := instructions.earns_nothing(session.db, made):
        session.say(f"注意：{remark}")
    if again:
        session.say(
            f"注意：同一处、同一天已登记过原文相同的批示 {'、'.join(map(str, again))}，请核对是不是同一条；"
            "重复的，不要再交办，用 instruction class 改为传阅并写明理由"
        )


def _onward(session: Session, made: Instruction, opened: FollowUp | None) -> list[str]:
    """Return what is to be done about an instruction now: on its own day, as the office's rules have it."""
    if made.kind not in instructions.TASK_KINDS:
        return ["不需办理，不立项督办；确需办理的，用 instruction class 改类别"]
    first = session.settings.follow_ups.opens_first
    if opened:
        step = f"propose {opened.id}" if first else f"assign --case {opened.id}"
        before = store.follow_ups.get(session.db, opened.previous_id or 0)
        told = closing.passed_on_words(session.db, before)
        return [
            f"已登记督办 {opened.id}，接续督办 {opened.previous_id}，请{'拟办' if first else '交办'}：followup {step} --unit 牵头单位",
            *filter(None, [told]),
        ]
    step = (
        f"请登记、拟办：followup register {made.id}"
        if first
        else f"请当天交办：followup assign {made.id} --unit 牵头单位"
    )
    dated = [f"批示中写明“{one.words}”：时限可写 --due {one.on}" for one in said_dates.named(made, session.settings)]
    return [step, *dated]


def _record(session: Session, ref: str, words: instructions.Words) -> tuple[Instruction, FollowUp | None]:
    db, settings = session.db, session.settings
    if words.follow_up_id is not None:
        return opening.instruct_again(db, settings, words, session.actor, session.at)
    issue, position = compose.find(db, ref)
    entry = compose.entry_at(db, issue, position) if position else None
    place = (issue, entry.id if entry else None)
    return instructions.record(db, place, words, session.actor, session.at, settings.lists), None


@instruction.command("class", cls=Command)
@click.argument("instruction_id", metavar="ID", type=NUMBER)
@click.option("--kind", type=click.Choice(INSTRUCTION_KINDS), default=None, help="应属的类别")
@click.option("--rank", default="", help="主要或其他")
@click.option("--level", type=LEVEL, default="", help="国、省、市、县、乡")
@click.option("--reason", default="", help="为什么改（必写）")
@click.pass_obj
def class_(session: Session, instruction_id: int, kind: str | None, rank: str, level: str, reason: str) -> None:
    """改正批示的类别、领导级别；原来的记录都在。"""
    wish = instructions.Correction(kind or "", rank, level, reason)
    made = instructions.put_right(session.db, instruction_id, wish, session.actor, session.at)
    data = instruction_data(session, made)
    session.answer(data, [f"批示 {made.id}：{made.kind}类，{made.leader}（{_standing(made)}）", *_beside(data)])


@instruction.command("list", cls=Command)
@click.pass_obj
def list_(session: Session) -> None:
    """全部批示，以及各自的督办。"""
    every = store.instructions.every(session.db)
    matters: dict[tuple[int, int | None], list[Instruction]] = {}
    for one in every:
        matters.setdefault((one.issue_id, one.entry_id), []).append(one)
    holding = {place: instructions.holding(matter) for place, matter in matters.items()}
    rows = [
        _data(session, one, matters[one.issue_id, one.entry_id], holding[one.issue_id, one.entry_id]) for one in every
    ]
    shown = [
        (
            row["id"],
            f"{row['leader']}（{row['level']}{row['rank']}）",
            row["reference"],
            row["kind"] + ("" if row["holds"] in (None, row["id"]) else f"（以{row['holds']}为准）"),
            "、".join(map(str, row["followups"])) or "—",
            row["text"],
        )
        for row in rows
    ]
    session.answer(
        rows, table(("编号", "领导", "期与条目", "类别", "督办", "原文"), shown) if shown else ["还没有批示"]
    )


@instruction.command(cls=Command)
@click.argument("instruction_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show(session: Session, instruction_id: int) -> None:
    """一条批示：批在哪里，由谁办理，反馈回到哪条来稿。"""
    made = store.instructions.get(session.db, instruction_id)
    data = instruction_data(session, made)
    lines = [
        f"批示 {data['id']}（{data['kind']}）　{data['leader']}（{_standing(made)}）　{data['written_on']}",
        f"批在：{data['reference']}" + (f"（督办 {made.follow_up_id} 的结果上）" if made.follow_up_id else ""),
        f"督办：{'、'.join(map(str, data['followups'])) or '—'}　反馈来稿：{'、'.join(map(str, data['items'])) or '—'}",
        *_passed_on(session, data),
        *_beside(data),
        "",
        data["text"],
    ]
    session.answer(data, lines)


def _passed_on(session: Session, data: dict[str, Any]) -> list[str]:
    """Return the lines that say why nothing of a case that is closed has come back to the queue."""
    cases = [store.follow_ups.get(session.db, number) for number in data["followups"]]
    return list(filter(None, (closing.passed_on_words(session.db, case) for case in cases)))


def instruction_data(session: Session, one: Instruction) -> dict[str, Any]:
    """Return what is told of an instruction: its words, what it is taken for, what follows from it, which one holds."""
    matter = instructions.on_same_matter(session.db, one)
    return _data(session, one, matter, instructions.holding(matter))


def _data(session: Session, one: Instruction, matter: list[Instruction], holding: Instruction | None) -> dict[str, Any]:
    return {
        "instruction": one.id,
        "id": one.id,
        "reference": one.reference,
        "leader": one.leader,
        "rank": one.rank,
        "level": one.level,
        "text": one.text,
        "kind": one.kind,
        "written_on": one.written_on,
        "recorded_by": one.by,
        "recorded_at": one.at,
        "on_followup": one.follow_up_id,
        "followups": [f.id for f in store.follow_ups.of_instruction(session.db, one.id)],
        "items": store.items.of_instruction(session.db, one.id),
        "beside": [other.id for other in matter if other.id != one.id],
        "holds": holding.id if holding else None,
    }


def _beside(data: dict[str, Any]) -> list[str]:
    """Return the line that says which of several instructions on one matter holds; none where there is one alone."""
    if not data["beside"]:
        return []
    return [f"同一事项还有批示 {'、'.join(map(str, data['beside']))}：{instructions.holding_words(data['holds'] or 0)}"]


def _standing(one: Instruction) -> str:
    level = f"{one.level}级" if one.level else "级别未写明"
    return f"{level}{one.rank}领导" if one.rank else level
