"""The forms of follow-ups: a word for a decision, reminders, extensions, what a leader wrote again.

Each is a `FieldsForm` that acts only on the case as the person saw it; `Then` gets the words that tell what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bulletin import store, workflow
from bulletin.feedback.cases import closing, follow_ups, instructions, opening, reminding, slips
from bulletin.model import FollowUp, Instruction
from bulletin.terms import INSTRUCTION_KINDS, LEADER_LEVELS, LEADER_RANKS, SLIP_COLOURS, action_name, state_name
from bulletin.tui import case_reading
from bulletin.tui.case_deeds import on_same, on_seen
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.fields import Field, FieldsForm, Values, day_of, refuse_empty
from bulletin.tui.screens.after_print import BY_LIST, BY_TEXT

Then = Callable[[str], None]
BY_STAGE = "照这一级"
AS_IS = "不改"


def ask(
    screen: DeskScreen,
    title: str,
    fields: Sequence[Field],
    act: Callable[[Values], str],
    then: Then,
    verb: str = "记下",
) -> None:
    """Open a form; `then` gets the words that `act` gives."""
    form = FieldsForm(title, fields, act, screen.lettering, verb=verb, start=_first_empty(fields))
    screen.app.push_screen(form, lambda words: then(words) if words else None)


def _first_empty(fields: Sequence[Field]) -> str:
    """Return the field to begin with: the first that is to be typed and is empty, else the first."""
    return next((one.name for one in fields if not one.choices and not one.value), fields[0].name)


def ask_words(screen: DeskScreen, case: FollowUp, action: str, act: Callable[[str], FollowUp], then: Then) -> None:
    """Ask for the words of a decision (立项、不立项、退回、办结……); where the rules demand some, an empty line is refused."""

    def done(values: Values) -> str:
        _refuse_silence(action, values)
        made = on_seen(screen.desk.sitting, case, lambda: act(values["words"]))
        told, now = f"督办 {case.id} 已{action_name(action)}", state_name("follow_up", made.state)
        return told if told.endswith(now) else f"{told}：{now}"

    title = f"{action_name(action)}：督办 {case.id}（{case.unit or '未定承办单位'}）"
    ask(screen, title, (_words_field(action),), done, then, action_name(action))


def _demands_reason(action: str) -> bool:
    return any(rule.reason for rule in workflow.TABLES["follow_up"] if rule.action == action)


def _words_field(action: str) -> Field:
    return Field("words", "理由" if _demands_reason(action) else "意见")


def _refuse_silence(action: str, values: Values) -> None:
    if _demands_reason(action):
        refuse_empty(values, {"words": f"{action_name(action)}的理由"})


def ask_receipt(screen: DeskScreen, case: FollowUp, then: Then) -> None:
    """Ask which unit has signed for its task (签收): those that have not yet are offered."""
    sitting = screen.desk.sitting
    units = case.unsigned

    def act(values: Values) -> str:
        unit = values["unit"]
        on_seen(sitting, case, lambda: follow_ups.receive(sitting.db, case.id, unit, sitting.actor, sitting.at))
        return f"督办 {case.id}：{unit}已签收"

    ask(screen, f"签收：督办 {case.id}", (Field("unit", "单位", units[0], units),), act, then, "签收")


# Reminders


def ask_reminder(screen: DeskScreen, case: FollowUp, then: Then) -> None:
    """Ask for words and colour of a reminder; the stage says whom it goes to, and in which words usually."""
    sitting = screen.desk.sitting
    rules = sitting.settings.follow_ups
    stage = reminding.next_stage(sitting.db, case, rules, sitting.at)
    words = reminding.words_now(case, stage, rules, sitting.at)

    def act(values: Values) -> str:
        colour = values["colour"] if values["colour"] in SLIP_COLOURS else ""
        typed = "" if values["words"] == words else values["words"]
        on_seen(
            sitting,
            case,
            lambda: follow_ups.remind(sitting.db, sitting.settings, case.id, typed, sitting.actor, sitting.at, colour),
        )
        sent = store.slips.of_follow_up(sitting.db, case.id)[-1]
        return f"督办 {case.id} 已催办：{slips.name_of(sent)}，送{case.unit}（{sent.addressee}）"

    usual = f"{BY_STAGE}（{stage.colour or '不带颜色'}）"
    fields = (
        Field("words", "说什么", words),
        Field("colour", "颜色", usual, (usual, *SLIP_COLOURS)),
    )
    number = case.course.reminders + 1
    ask(screen, f"催办：督办 {case.id}，第{number}次，送{case.unit}（{stage.to}）", fields, act, then, "催办")


# Extensions


def ask_extension(screen: DeskScreen, case: FollowUp, action: str, then: Then) -> None:
    """Ask for the new date and the reason of an extension (``extend``), or of a request for one (``ask_extension``)."""
    sitting = screen.desk.sitting
    extend = follow_ups.extend if action == "extend" else follow_ups.ask_extension

    def act(values: Values) -> str:
        refuse_empty(values, {"until": "新的时限", "reason": "理由"})
        until = day_of(values["until"], "日期")
        assert until is not None, "it is not empty"
        made = on_seen(
            sitting,
            case,
            lambda: extend(sitting.db, sitting.settings, case.id, until, values["reason"], sitting.actor, sitting.at),
        )
        waits = "，等待批准" if action == "ask_extension" else ""
        day = made.course.asked_until if action == "ask_extension" else made.due_at
        return f"督办 {case.id} 已{action_name(action)}至 {day:%Y-%m-%d}{waits}"

    title = f"{action_name(action)}：督办 {case.id}，原时限 {case.due_at:%Y-%m-%d}"
    fields = (Field("until", "延到"), Field("reason", "理由"))
    ask(screen, title, fields, act, then, action_name(action))


def ask_decision(screen: DeskScreen, case: FollowUp, action: str, then: Then) -> None:
    """Ask for a word on the extension that was asked for, and grant or deny it."""
    sitting = screen.desk.sitting
    asked = next(one for one in reversed(store.follow_ups.progress(sitting.db, case.id)) if one.kind == "ask_extension")

    def act(values: Values) -> str:
        _refuse_silence(action, values)
        made = on_seen(
            sitting,
            case,
            lambda: follow_ups.decide_extension(
                sitting.db, sitting.settings, case.id, action, values["words"], sitting.actor, sitting.at
            ),
        )
        return f"督办 {case.id} {action_name(action)}，时限 {made.due_at:%Y-%m-%d}"

    who = sitting.settings.person_name(asked.by)
    title = f"{action_name(action)}：督办 {case.id}，{who}申请延至 {asked.due_on}：{asked.text}"
    ask(screen, title, (_words_field(action),), act, then, action_name(action))


# Instructions


def ask_again(screen: DeskScreen, case: FollowUp, said: Instruction, then: Then) -> None:
    """Ask for what the leader wrote on the result of a case; where it asks for something, the next case opens."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        refuse_empty(values, {"leader": "领导", "text": "批示原文"})
        kind, rank, level = (_chosen(values[name]) for name in ("kind", "rank", "level"))
        day = day_of(values["day"], "日期")
        words = instructions.Words(values["leader"], values["text"], kind, day, rank, level, case.id)
        made, opened = on_seen(
            sitting,
            case,
            lambda: opening.instruct_again(sitting.db, sitting.settings, words, sitting.actor, sitting.at),
        )
        onward = f"已登记督办 {opened.id}，接续督办 {case.id}，请交办" if opened else "不需办理，不另开督办"
        passed = closing.passed_on_words(sitting.db, store.follow_ups.get(sitting.db, case.id))
        return f"批示 {made.id}（{made.kind}）：{'；'.join(filter(None, (onward, passed)))}"

    fields = (
        Field("leader", "领导", said.leader),
        Field("text", "原文"),
        Field("kind", "类别", BY_TEXT, (BY_TEXT, *INSTRUCTION_KINDS)),
        Field("level", "级别", BY_LIST, (BY_LIST, *LEADER_LEVELS)),
        Field("rank", "主次", BY_LIST, (BY_LIST, *LEADER_RANKS)),
        Field("day", "日期", f"{sitting.at:%Y-%m-%d}"),
    )
    ask(screen, f"领导在督办 {case.id} 的结果上又批示", fields, act, then)


def ask_class(screen: DeskScreen, said: Instruction, then: Then) -> None:
    """Ask for what an instruction is rightly taken for, and why; what it was taken for before is kept."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        refuse_empty(values, {"reason": "理由"})
        kind, rank, level = ("" if values[name] == AS_IS else values[name] for name in ("kind", "rank", "level"))
        wish = instructions.Correction(kind, rank, level, values["reason"])
        made = on_same(
            sitting, said, lambda: instructions.put_right(sitting.db, said.id, wish, sitting.actor, sitting.at)
        )
        return f"批示 {made.id} 已改正：{made.kind}，{case_reading.standing_of(made)}"

    fields = (
        Field("kind", "类别", said.kind, INSTRUCTION_KINDS),
        Field("level", "级别", said.level or AS_IS, (*([] if said.level else [AS_IS]), *LEADER_LEVELS)),
        Field("rank", "主次", said.rank or AS_IS, (*([] if said.rank else [AS_IS]), *LEADER_RANKS)),
        Field("reason", "为什么"),
    )
    ask(screen, f"改正批示 {said.id} 的类别、级别（原来的记录都在）", fields, act, then, "改正")


def _chosen(value: str) -> str:
    """Return what was chosen, '' where it is left to the stage to judge."""
    return "" if value in (BY_TEXT, BY_LIST) else value
