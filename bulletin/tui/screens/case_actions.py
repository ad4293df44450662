"""The deeds on a follow-up, one function each: it asks what is needed, and acts only on the case as the person saw it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bulletin import store
from bulletin.feedback.cases import closing, follow_ups, listing, opening, reminding, slips
from bulletin.feedback.cases.closing import Verdict
from bulletin.feedback.cases.follow_ups import Assignment
from bulletin.feedback.cases.listing import Case
from bulletin.model import FollowUp, Instruction
from bulletin.terms import state_name
from bulletin.tui import case_deeds, case_reading, typed
from bulletin.tui.case_deeds import on_seen
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.prompts import Choice, Confirm, Finder
from bulletin.tui.screens import case_forms
from bulletin.tui.screens.case_forms import Then
from bulletin.tui.screens.case_task import ask_task
from bulletin.tui.screens.judging import JudgingScreen

Deed = Callable[[DeskScreen, Case, Then], None]
_MOST_NAMED = 10


def propose(screen: DeskScreen, row: Case, then: Then) -> None:
    """Propose (拟办) who does what by when."""
    sitting, case = screen.desk.sitting, row.case

    def act(wish: Assignment, why: str) -> str:
        made = on_seen(
            sitting,
            case,
            lambda: opening.propose(sitting.db, sitting.settings, case.id, wish, why, sitting.actor, sitting.at),
        )
        return f"督办 {made.id} 已拟办：{'、'.join(made.units)}，{made.due_at:%Y-%m-%d}前办结，等立项"

    ask_task(screen, "拟办", (row.said, case), act, then)


def assign(screen: DeskScreen, row: Case, then: Then) -> None:
    """Assign (交办) a case, as it was proposed or otherwise."""
    assign_under(screen, row.said, row.case, then)


def assign_under(screen: DeskScreen, said: Instruction, case: FollowUp | None, then: Then) -> None:
    """Assign what an instruction asks for: the `case` that waits under it, or one that is registered in the same go."""
    sitting = screen.desk.sitting

    def act(wish: Assignment, why: str) -> str:
        def do() -> FollowUp:
            return follow_ups.assign(sitting.db, sitting.settings, said.id, wish, sitting.actor, sitting.at)

        made = on_seen(sitting, case, do) if case else case_deeds.on_same(sitting, said, do)
        sent = slips.name_of(store.slips.of_follow_up(sitting.db, made.id)[-1])
        return f"督办 {made.id} 已交办：{'、'.join(made.units)}，{made.due_at:%Y-%m-%d}前办结，{sent}"

    ask_task(screen, "交办", (said, case), act, then)


def open_case(screen: DeskScreen, row: Case, then: Then) -> None:
    """Approve (立项) a proposal."""
    _word(screen, row, "open_case", opening.open_case, then)


def leave(screen: DeskScreen, row: Case, then: Then) -> None:
    """Decide that a case is not opened (不立项), for a reason."""
    _word(screen, row, "leave", opening.leave, then)


def _word(screen: DeskScreen, row: Case, action: str, act: Callable[..., FollowUp], then: Then) -> None:
    sitting, number = screen.desk.sitting, row.case.id

    def said(words: str) -> FollowUp:
        return act(sitting.db, sitting.settings, number, words, sitting.actor, sitting.at)

    case_forms.ask_words(screen, row.case, action, said, then)


def receive(screen: DeskScreen, row: Case, then: Then) -> None:
    """Record that a unit has signed for its task (签收)."""
    case_forms.ask_receipt(screen, row.case, then)


# Reports


def report(screen: DeskScreen, row: Case, then: Then, final: bool = True) -> None:
    """Write the lead unit's report in the person's editor; a final one awaits acceptance."""
    _write(screen, row.case, "审结" if final else "阶段", row.case.unit, final, then)


def contribute(screen: DeskScreen, row: Case, then: Then) -> None:
    """Write the report of a helping unit in the person's editor; those that have reported nothing stand first."""
    case = row.case
    if not case.co_units:
        screen.say(f"督办 {case.id} 没有协办单位；承办单位的反馈按 f")
        return
    silent = listing.missing(screen.desk.sitting.db, case)
    units = sorted(case.co_units, key=lambda unit: unit not in silent)

    def chosen(unit: str | None) -> None:
        if unit:
            _write(screen, case, f"协办{case.co_units.index(unit) + 1}", unit, True, then)

    if len(units) == 1:
        chosen(units[0])
        return
    choices = [Choice(unit, unit, sign="未反馈" if unit in silent else "") for unit in units]
    screen.app.push_screen(Finder(f"督办 {case.id}　哪个协办单位的反馈", choices, screen.lettering), chosen)


def _write(screen: DeskScreen, case: FollowUp, word: str, unit: str, final: bool, then: Then) -> None:
    """The text lies in a file until it is stored; where the case was changed meanwhile, it stays there, to be gone on with."""
    sitting = screen.desk.sitting

    def keep(text: str) -> FollowUp:
        return on_seen(
            sitting,
            case,
            lambda: follow_ups.report(sitting.db, case.id, text, final, sitting.actor, sitting.at, unit),
        )

    if typed.write(screen, f"反馈-督办{case.id}-{word}", lambda: "", keep, "没有写办理情况，没有登记"):
        now = store.follow_ups.get(sitting.db, case.id)
        again = listing.told_twice(sitting.db, now)
        told = f"督办 {case.id}：已登记{unit}的反馈，{state_name('follow_up', now.state)}"
        then(f"{told}。请注意：{again}" if again else told)


# Acceptance and the end


def judge(screen: DeskScreen, row: Case, then: Then, shows: bool = False) -> None:
    """Answer the six questions (审结) with the reports before one's eyes; with `shows` the result goes to the leader first."""
    sitting, case = screen.desk.sitting, row.case
    rules = sitting.settings.follow_ups

    def act(verdict: Verdict) -> str:
        outcome = on_seen(
            sitting,
            case,
            lambda: closing.judge(sitting.db, sitting.settings, case.id, verdict, sitting.actor, sitting.at),
        )
        return _outcome(outcome.case, outcome.item)

    silent = listing.missing(sitting.db, case)
    still = f"　协办未反馈：{'、'.join(silent)}" if silent else ""
    screen.app.push_screen(
        JudgingScreen(
            f"审结：督办 {case.id}（{case.unit}）{still}",
            case_reading.report_text(sitting, row),
            (rules.answers_six, shows or rules.shows_leader),
            act,
            screen.lettering,
        ),
        lambda words: then(words) if words else None,
    )


def _outcome(case: FollowUp, item: int | None) -> str:
    if item:
        return f"督办 {case.id} 办结；反馈已回到队列：来稿 {item}"
    return f"督办 {case.id} " + ("审结通过，已送领导阅" if case.state == "shown" else "已退回重办")


def send_back(screen: DeskScreen, row: Case, then: Then) -> None:
    """Return (退回重办) a report, for a reason."""
    sitting, number = screen.desk.sitting, row.case.id

    def act(words: str) -> FollowUp:
        return closing.send_back(sitting.db, number, words, sitting.actor, sitting.at)

    case_forms.ask_words(screen, row.case, "return", act, then)


def conclude(screen: DeskScreen, row: Case, then: Then) -> None:
    """Close (办结) a case whose result the leader has seen; it goes back to the queue."""
    sitting, number = screen.desk.sitting, row.case.id

    def act(words: str) -> FollowUp:
        closing.conclude(sitting.db, sitting.settings, number, words, sitting.actor, sitting.at)
        return store.follow_ups.get(sitting.db, number)

    case_forms.ask_words(screen, row.case, "conclude", act, then)


def again(screen: DeskScreen, row: Case, then: Then) -> None:
    """Record what the leader wrote on the result."""
    case_forms.ask_again(screen, row.case, row.said, then)


# Reminders and extensions


def remind(screen: DeskScreen, row: Case, then: Then) -> None:
    """Remind (催办) the unit of one case."""
    case_forms.ask_reminder(screen, row.case, then)


def remind_all(screen: DeskScreen, then: Then) -> None:
    """Tell who is to be reminded today, by whose stage; on a yes, remind them all."""
    sitting = screen.desk.sitting
    due = reminding.burning(sitting.db, sitting.settings, sitting.at)
    lines = [
        f"督办 {one.case.id}　{one.case.due_at:%m-%d}　{one.case.unit}（{one.stage.to}）第{one.number}次"
        for one in due[:_MOST_NAMED]
    ]
    lines += [f"……另有{len(due) - _MOST_NAMED}件"] if len(due) > _MOST_NAMED else []

    def answered(answer: str | None) -> None:
        if answer is None:
            return
        sent = screen.attempt(lambda: case_deeds.remind_all(sitting, due))
        if sent:
            then(f"已催办{len(sent)}件：{'、'.join(f'督办 {one.follow_up_id}' for one in sent[:_MOST_NAMED])}")

    screen.app.push_screen(Confirm(f"今天该催的{len(due)}件，一次催办？", lines, screen.lettering), answered)


def extend(screen: DeskScreen, row: Case, then: Then, action: str = "extend") -> None:
    """Extend the time of a case, or ask for it."""
    case_forms.ask_extension(screen, row.case, action, then)


def decide(screen: DeskScreen, row: Case, then: Then, action: str = "grant_extension") -> None:
    """Grant or deny the extension that was asked for."""
    case_forms.ask_decision(screen, row.case, action, then)


DEEDS: dict[str, Deed] = {
    "propose": propose,
    "open_case": open_case,
    "leave": leave,
    "assign": assign,
    "receive": receive,
    "report": report,
    "interim": partial(report, final=False),
    "contribute": contribute,
    "accept": judge,
    "show": partial(judge, shows=True),
    "return": send_back,
    "conclude": conclude,
    "renew": again,
    "remind": remind,
    "extend": extend,
    "ask_extension": partial(extend, action="ask_extension"),
    "grant_extension": decide,
    "deny_extension": partial(decide, action="deny_extension"),
}
"""What is done, by the name of the action."""
