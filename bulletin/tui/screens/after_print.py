"""What comes after publication: instructions (批示), corrections (更正), withdrawals (撤回), and the article that prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bulletin import store, workflow
from bulletin.errors import UsageError
from bulletin.model import Entry, Instruction, Issue
from bulletin.reference import of_issue
from bulletin.store.corrections import Correction
from bulletin.terms import INSTRUCTION_KINDS, LEADER_LEVELS, LEADER_RANKS
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.fields import Field, FieldsForm, Values, day_of, refuse_empty
from bulletin.tui.prompts import Confirm
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Line

Then = Callable[[str], None]
"""What is done with the words that tell what was done."""
WHOLE = "全期"
BY_TEXT, BY_LIST = "按原文判断", "按名单和职务判断"
KEPT, DROPPED = "照记", "不再计分"
FROM_START, FROM_DAY = "撤销：自始无效", "废止：自某日起"


def actions(sitting: Sitting, issue: Issue) -> frozenset[str]:
    """Return what the tables of the workflow do not hold: ``instruct`` and ``corrigendum``, where this person may."""
    if issue.state != "published":
        return frozenset()
    may = {"instruct"} if workflow.authority(sitting.viewer, workflow.RECORDERS) is not None else set()
    writes = workflow.authority(sitting.viewer, workflow.BEGINNINGS["article"][2]) is not None
    return frozenset(may | ({"corrigendum"} if writes and unprinted(sitting, issue) else set()))


def unprinted(sitting: Sitting, issue: Issue) -> list[Correction]:
    """Return the corrections and withdrawals of the issue that stand in no article that is alive."""
    db = sitting.db

    def stands(one: Correction) -> bool:
        articles = store.corrections.articles_of(db, one.id)
        return any(store.articles.get(db, number).state != "dropped" for number in articles)

    return [one for one in store.corrections.of_issue(db, issue.id) if not stands(one)]


def lines(sitting: Sitting, issue: Issue) -> Iterator[Line]:
    """Yield what came back on a published issue: instructions, what was put right or withdrawn, who still holds copies."""
    from bulletin.press import corrections, errata

    name = sitting.settings.person_name
    for said in store.instructions.of_issue(sitting.db, issue.id):
        yield (
            f"批示 {said.id}　{said.leader} {said.written_on}（{said.kind}，由{name(said.by)}登记）：{said.text}",
            "accent",
        )
    for told in errata.of_issue(sitting.db, issue):
        place = f"第{told.position}条" if told.position else WHOLE
        see = f"，{'见' if told.is_old else '原载'} {'、'.join(told.references)}" if told.references else ""
        yield f"{place}　{told.words}{see}", "warning"
    if corrections.withdrawn(sitting.db, issue):
        out = [one.copy for one in corrections.holders(sitting.db, issue) if not one.back]
        yield (
            f"编号份未退回 {len(out)}份：{'、'.join(f'{one.number:06d}{one.recipient}' for one in out) or '—'}",
            "warning",
        )


def _places(sitting: Sitting, issue: Issue) -> dict[str, Entry | None]:
    entries = store.issues.entries(sitting.db, issue.id)
    return {WHOLE: None, **{f"第{one.position}条 {one.title}": one for one in entries}}


def _place_field(places: dict[str, Entry | None], row: Entry | None) -> Field:
    at = next((words for words, one in places.items() if one and row and one.id == row.id), WHOLE)
    return Field("place", "哪一条", at, tuple(places))


def _chosen(value: str) -> str:
    """Return what was chosen, '' where it is left to the stage to judge."""
    return "" if value in (BY_TEXT, BY_LIST) else value


def ask_instruction(screen: DeskScreen, issue: Issue, row: Entry | None, then: Then) -> None:
    """Ask for what a leader wrote, and record it."""
    from bulletin.feedback.cases import instructions

    sitting, places = screen.desk.sitting, _places(screen.desk.sitting, issue)
    asked: set[str] = set()

    def act(values: Values) -> str:
        refuse_empty(values, {"leader": "领导", "text": "批示原文"})
        sitting.renew()
        entry = places[values["place"]]
        kind, rank, level = (_chosen(values[name]) for name in ("kind", "rank", "level"))
        day = day_of(values["day"], "日期")
        words = instructions.Words(values["leader"], values["text"], kind, day, rank, level)
        place = (issue, entry.id if entry else None)
        alike = instructions.alike(sitting.db, place, words.text, day or sitting.at.date())
        if alike and words.text not in asked:
            asked.add(words.text)
            same = f"同一处、同一天已有原文相同的批示 {'、'.join(map(str, alike))}"
            raise UsageError(f"{same}，还没有登记", "确是另一条的，再按一次回车照记；重复的按 Esc")
        made = instructions.record(sitting.db, place, words, sitting.actor, sitting.at, sitting.settings.lists)
        remark = instructions.earns_nothing(sitting.db, made)
        done = f"已登记批示 {made.id}（{made.kind}）：{made.leader} 在{made.reference}上；{_onward(sitting, made)}"
        return f"{done}。注意：{remark}" if remark else done

    fields = (
        _place_field(places, row),
        Field("leader", "领导"),
        Field("text", "原文"),
        Field("kind", "类别", BY_TEXT, (BY_TEXT, *INSTRUCTION_KINDS)),
        Field("level", "级别", BY_LIST, (BY_LIST, *LEADER_LEVELS)),
        Field("rank", "主次", BY_LIST, (BY_LIST, *LEADER_RANKS)),
        Field("day", "日期", f"{sitting.at:%Y-%m-%d}"),
    )
    _open(screen, FieldsForm(f"登记批示：{of_issue(issue)}", fields, act, screen.lettering, start="leader"), then)


def _onward(sitting: Sitting, made: Instruction) -> str:
    """Return what is to be done about an instruction now, and by whom."""
    from bulletin.feedback.cases.instructions import TASK_KINDS

    if made.kind not in TASK_KINDS:
        return "不需办理"
    roles = next(rule.roles for rule in workflow.TABLES["follow_up"] if rule.action == "assign")
    if workflow.authority(sitting.viewer, roles) is None:
        return "督办由督办员交办"
    return f"请到“批示”里{'登记' if sitting.settings.follow_ups.opens_first else '交办'}"


def ask_correction(screen: DeskScreen, issue: Issue, row: Entry | None, then: Then) -> None:
    """Ask for what was printed wrong and what is right, and register it."""
    from bulletin.press import corrections, errata

    sitting, places = screen.desk.sitting, _places(screen.desk.sitting, issue)

    def act(values: Values) -> str:
        refuse_empty(values, {"wrong": "原印什么", "right": "应为什么", "reason": "怎么错的"})
        sitting.renew()
        entry = places[values["place"]]
        mistake = corrections.Mistake(values["wrong"], values["right"], values["reason"], values["points"] == KEPT)
        made = corrections.correct(
            sitting.db, sitting.settings, issue, entry.position if entry else None, mistake, sitting.actor, sitting.at
        )
        return f"已登记更正 {made.id}：{errata.words(made)}；编辑按 C 写成更正启事"

    fields = (
        _place_field(places, row),
        Field("wrong", "原印"),
        Field("right", "应为"),
        Field("reason", "怎么错"),
        Field("points", "计分", KEPT, (KEPT, DROPPED)),
    )
    _open(screen, FieldsForm(f"更正：{of_issue(issue)}", fields, act, screen.lettering, start="wrong"), then)


def ask_withdrawal(screen: DeskScreen, issue: Issue, row: Entry | None, then: Then) -> None:
    """Ask what is withdrawn, since when and why, and register it; the screen then tells who holds copies."""
    from bulletin.press import corrections, errata

    sitting, places = screen.desk.sitting, _places(screen.desk.sitting, issue)

    def act(values: Values) -> str:
        since = values["since"] == FROM_DAY
        refuse_empty(values, {"reason": "理由", **({"day": "自哪一天起"} if since else {})})
        sitting.renew()
        entry = places[values["place"]]
        effective_on = day_of(values["day"], "日期") if since else None
        wish = corrections.Withdrawal(values["reason"], effective_on, values["points"] == KEPT)
        made = corrections.withdraw(
            sitting.db, sitting.settings, issue, entry.position if entry else None, wish, sitting.actor, sitting.at
        )
        return f"已登记撤回 {made.id}：{errata.words(made)}；谁持有编号份见下文"

    fields = (
        _place_field(places, row),
        Field("since", "怎样撤", FROM_START, (FROM_START, FROM_DAY)),
        Field("day", "自哪天"),
        Field("reason", "理由"),
        Field("points", "计分", KEPT, (KEPT, DROPPED)),
    )
    _open(
        screen, FieldsForm(f"撤回：{of_issue(issue)}", fields, act, screen.lettering, verb="撤回", start="reason"), then
    )


def _open(screen: DeskScreen, form: FieldsForm[str], then: Then) -> None:
    screen.app.push_screen(form, lambda words: then(words) if words else None)


def ask_corrigendum(screen: DeskScreen, issue: Issue, then: Then) -> None:
    """Tell which corrections are not printed yet, and make the article that prints them."""
    from bulletin.desk import corrigenda
    from bulletin.press import errata

    sitting = screen.desk.sitting
    found = unprinted(sitting, issue)

    def answered(answer: str | None) -> None:
        if answer is None:
            return
        made = screen.attempt(
            lambda: corrigenda.make_article(
                sitting.db, sitting.settings, [one.id for one in found], sitting.actor, sitting.at
            )
        )
        if made:
            then(f"已写成稿件 {made.id}《{made.revision.title}》，到“稿件”里送审，登在后一期")

    told = [errata.words(one) for one in found]
    screen.app.push_screen(Confirm("写成一篇更正启事？", told, screen.lettering), answered)
