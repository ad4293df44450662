"""The forms of the urgent chain: open, rate, telephone, join, take off, adopt, end; each on the incident as it was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bulletin import store
from bulletin.desk.editing import Wish
from bulletin.desk.urgent import chain, naming, proposals, telling
from bulletin.errors import UsageError
from bulletin.model import Incident, Item, PhoneReport, Rating, Report
from bulletin.terms import INCIDENT_SEVERITIES, REPORTS, state_name
from bulletin.tui import urgent_reading
from bulletin.tui.deeds import on_unchanged
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.fields import Field, Values, moment_of, refuse_empty
from bulletin.tui.prompts import Choice, Confirm, Finder
from bulletin.tui.screens.adoption import BY_KIND
from bulletin.tui.screens.case_forms import Then, ask

UNRATED = "未定级"
KEPT, TRIMMED = "照原文", "去掉重复的句子"
_KINDS = {word: kind for kind, word in REPORTS.items()}
Done = TypeVar("Done")


def _on_seen(screen: DeskScreen, seen: Incident, act: Callable[[], Done]) -> Done:
    """Return what `act` gives, done on the incident as it was `seen`. Raises `RefusedAction` where it stands otherwise."""
    sitting = screen.desk.sitting
    return on_unchanged(sitting, lambda: store.urgent.get(sitting.db, seen.id), seen, act)


def places(screen: DeskScreen, incident: Incident) -> list[Choice]:
    """Return the items of an incident and the articles made of them as places to go to, the newest first."""
    db, found = screen.desk.sitting.db, []
    for report in reversed(incident.reports):
        name = naming.report_name(report.kind, report.number)
        for number in store.items.article_ids(db, report.item_id):
            article = store.articles.get(db, number)
            words = f"{name}　稿件 {number}《{article.revision.title}》　{state_name('article', article.state)}"
            found.append(Choice(f"article {number}", words))
        found.append(Choice(f"item {report.item_id}", f"{name}　来稿 {report.item_id}《{report.title}》"))
    return found


# Opening and rating


def ask_alarm(screen: DeskScreen, item: Item | None, then: Then) -> None:
    """Ask what an incident is called and how severe it is, and open it: of an item, its report, or of a call alone."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        sitting.renew()
        rating = _rating_of(screen, Rating("", ""), values)
        made = chain.alarm(sitting.db, sitting.settings, rating, sitting.actor, sitting.at, item.id if item else None)
        of = f"，来稿 {item.id} 为{naming.report_name(made.reports[0].kind, made.reports[0].number)}" if item else ""
        return f"已立突发事件 {made.id}{of}"

    known = sitting.settings.unit(item.unit) if item else None
    name, unit = naming.core(item.title) if item else "", known.name if known else ""
    title = f"立一件突发事件：来稿 {item.id}" if item else "立一件突发事件，只有电话，还没有文字"
    ask(screen, f"{title}　时间不知道就空着", _rating_fields(screen, Rating(name, "", unit)), act, then, "立一件")


def ask_rating(screen: DeskScreen, one: Incident, then: Then) -> None:
    """Ask for severity, name, unit and times as they rightly are, and why; every earlier rating stays."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        wish = replace(_rating_of(screen, one.rating, values), reason=values["reason"])
        made = _on_seen(
            screen, one, lambda: chain.rate(sitting.db, sitting.settings, one.id, wish, sitting.actor, sitting.at)
        )
        return f"突发事件 {made.id}：{made.rating.severity or UNRATED}，{made.rating.name}"

    fields = (*_rating_fields(screen, one.rating), Field("reason", "理由"))
    ask(screen, f"定级：突发事件 {one.id}　初次登记的不必写理由", fields, act, then, "定级")


def _rating_fields(screen: DeskScreen, now: Rating) -> tuple[Field, ...]:
    return (
        Field("name", "名称", now.name),
        Field("severity", "级别", now.severity or UNRATED, (UNRATED, *INCIDENT_SEVERITIES)),
        Field("unit", "单位", now.unit),
        Field("event_at", "事发", _typed(screen, now.event_at)),
        Field("heard_at", "接报", _typed(screen, now.heard_at)),
    )


def _typed(screen: DeskScreen, moment: datetime | None) -> str:
    return telling.exactly(moment.astimezone(screen.desk.sitting.settings.zone)) if moment else ""


def _rating_of(screen: DeskScreen, now: Rating, values: Values) -> Rating:
    """Return what was typed as a rating; a time that was left as it stood stays to the last digit."""

    def time_of(name: str, held: datetime | None, word: str) -> datetime | None:
        return held if values[name] == _typed(screen, held) else _moment(screen, values[name], word)

    severity = "" if values["severity"] == UNRATED else values["severity"]
    event_at = time_of("event_at", now.event_at, "事发时间")
    heard_at = time_of("heard_at", now.heard_at, "接报时间")
    return Rating(values["name"], severity, values["unit"], event_at, heard_at)


def _moment(screen: DeskScreen, typed: str, word: str) -> datetime | None:
    return moment_of(typed, word, screen.desk.sitting.settings, screen.desk.sitting.at)


def ask_call(screen: DeskScreen, one: Incident, then: Then) -> None:
    """Ask who called when and said what; who wrote it down, and when, follows by itself."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        refuse_empty(values, {"caller": "谁打来的", "words": "说了什么"})
        when = _moment(screen, values["when"], "时间")
        report = PhoneReport(
            when or sitting.at, values["caller"], values["post"], values["number"], values["words"], values["told"]
        )
        _on_seen(screen, one, lambda: chain.phone(sitting.db, one.id, report, sitting.actor, sitting.at))
        unsaid = "、".join(chain.not_said(report))
        return f"突发事件 {one.id} 已登记电话报告" + (f"；还没有记：{unsaid}" if unsaid else "")

    fields = (
        Field("caller", "来电人"),
        Field("words", "内容"),
        Field("when", "时间", f"{sitting.at.astimezone(sitting.settings.zone):%Y-%m-%d %H:%M}"),
        Field("post", "职务"),
        Field("number", "号码"),
        Field("told", "已告知"),
    )
    ask(screen, f"电话报告：突发事件 {one.id}　{one.rating.name}", fields, act, then, "登记")


# Joining and taking off


def ask_item(screen: DeskScreen, one: Incident, then: Then) -> None:
    """Choose among the items that may belong to the incident, or write a number; then ask as what it joins."""
    sitting = screen.desk.sitting
    ranked = sorted(urgent_reading.proposed(sitting, one), key=lambda found: -found.likeness)
    proposed = {found.item.id: found.item for found in ranked}
    loose = {found.item.id: found.item for found in proposals.waiting(sitting.db, sitting.settings, sitting.at)}
    choices = [
        Choice(str(item.id), f"{item.unit or '—'}《{item.title}》", sign=f"来稿 {item.id}")
        for item in {**proposed, **loose}.values()
    ]
    if not any(found.is_likely for found in ranked[:1]):
        choices.insert(0, Choice("", "没有相近的来稿；有属于这一件的，请往下选，或写编号"))

    def chosen(number: str | None) -> None:
        item = screen.attempt(lambda: store.items.get(sitting.db, _number(number))) if number else None
        if item:
            _ask_kind(screen, one, item, then)

    title = f"哪条来稿归入突发事件 {one.id}　{one.rating.name}"
    screen.app.push_screen(Finder(title, choices, screen.lettering, free="来稿编号", own_last=True), chosen)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise UsageError(f"“{text}”不是来稿编号", "应如 12")
    return int(text)


def ask_incident(screen: DeskScreen, item: Item, then: Then) -> None:
    """Choose the incident an item belongs to, the likeliest first, or a new one; then ask as what it joins.

    A new one comes first where the item is like none.
    """
    sitting = screen.desk.sitting
    handled = {one.id: one for one in store.urgent.every(sitting.db, "handling") if not one.has_final}
    proposed = proposals.likely(sitting.db, sitting.settings, item, sitting.at)
    ordered = dict.fromkeys([*(found.incident_id for found in proposed), *handled])
    likely = {found.incident_id for found in proposed if found.is_likely}
    choices = [_incident_choice(handled[number], number in likely) for number in ordered]
    choices.insert(len(choices) if likely else 0, Choice("", "都不是，立为新的一件" if likely else "立为新的一件"))

    def chosen(number: str | None) -> None:
        if number == "":
            ask_alarm(screen, item, then)
        elif number:
            _ask_kind(screen, handled[int(number)], item, then)

    screen.app.push_screen(Finder(f"来稿 {item.id} 归入哪一件突发事件", choices, screen.lettering), chosen)


def _incident_choice(one: Incident, is_likely: bool) -> Choice:
    why = "　可能是这一件" if is_likely else ""
    return Choice(str(one.id), f"{one.rating.name}　{urgent_reading.newest(one)}{why}", sign=f"事件{one.id}")


def _ask_kind(screen: DeskScreen, one: Incident, item: Item, then: Then) -> None:
    """Ask as what an item joins; what it would join as by itself stands there."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        kind = _KINDS[values["kind"]]
        made = _on_seen(screen, one, lambda: chain.join(sitting.db, one.id, item.id, sitting.actor, sitting.at, kind))
        report = chain.report_of(made, item.id)
        return f"来稿 {item.id} 已归入突发事件 {one.id}，为{naming.report_name(report.kind, report.number)}"

    usual = REPORTS[chain.kind_of(one, item)]
    fields = (Field("kind", "作为", usual, tuple(REPORTS.values())),)
    ask(screen, f"来稿 {item.id}《{item.title}》归入突发事件 {one.id}　{one.rating.name}", fields, act, then, "归入")


def ask_part(screen: DeskScreen, one: Incident, then: Then) -> None:
    """Choose the last report, or an item that is proposed, and say why it is none of the incident's."""
    last = one.reports[-1:]
    choices = [
        Choice(str(report.item_id), f"移出{naming.report_name(report.kind, report.number)}《{report.title}》")
        for report in last
    ]
    choices += [
        Choice(str(found.item.id), f"不再提示　来稿 {found.item.id}《{found.item.title}》")
        for found in urgent_reading.proposed(screen.desk.sitting, one)
    ]
    if not choices:
        screen.say("没有可移出的报告，也没有提示的来稿")
        return

    def chosen(number: str | None) -> None:
        if number:
            _ask_why(screen, one, int(number), then)

    screen.app.push_screen(Finder(f"哪条来稿不是突发事件 {one.id} 的", choices, screen.lettering), chosen)


def _ask_why(screen: DeskScreen, one: Incident, item_id: int, then: Then) -> None:
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        refuse_empty(values, {"reason": "为什么不是它的报告"})
        _on_seen(
            screen,
            one,
            lambda: chain.part(sitting.db, one.id, item_id, sitting.actor, sitting.at, values["reason"]),
        )
        return f"来稿 {item_id} 不是突发事件 {one.id} 的报告，不再提示"

    ask(screen, f"来稿 {item_id} 不是突发事件 {one.id} 的报告", (Field("reason", "理由"),), act, then, "移出")


# Adopting and ending


def ask_adoption(screen: DeskScreen, one: Incident, then: Then) -> None:
    """Choose the report where several are not adopted, and ask for title, publication, section, and what it repeats."""
    waiting = chain.unadopted(one)
    if len(waiting) == 1:
        _ask_article(screen, one, waiting[0], then)
        return
    choices = [
        Choice(str(report.item_id), f"{naming.report_name(report.kind, report.number)}《{report.title}》")
        for report in waiting
    ]

    def chosen(number: str | None) -> None:
        if number:
            _ask_article(screen, one, chain.report_of(one, int(number)), then)

    screen.app.push_screen(Finder("采用哪一份", choices, screen.lettering), chosen)


def _ask_article(screen: DeskScreen, one: Incident, report: Report, then: Then) -> None:
    sitting = screen.desk.sitting
    found = chain.repeated(one, report.item_id)

    def act(values: Values) -> str:
        trims = values.get("text") == TRIMMED
        wish = Wish(values["title"], values["section"], values["publication"])
        made = _on_seen(
            screen,
            one,
            lambda: chain.adopt(
                sitting.db, sitting.settings, report.item_id, wish, sitting.actor, sitting.at, trims=trims
            ),
        )
        return f"已采用为稿件 {made.id}《{made.revision.title}》（{made.publication}）；送审后可按特急办理"

    fields = [
        Field("title", "标题", naming.title_of(one.rating.name, report)),
        Field("publication", "刊物", "", tuple(sitting.settings.publications)),
        Field("section", "栏目"),
    ]
    if found:
        fields.append(Field("text", "重复", TRIMMED, (TRIMMED, KEPT)))
    repeats = f"　重复前面的{len(found)}句" if found else ""
    name = naming.report_name(report.kind, report.number)
    title = f"采用{name}：来稿 {report.item_id}{repeats}　栏目空着就{BY_KIND}"
    ask(screen, title, fields, act, then, "采用")


def ask_end(screen: DeskScreen, one: Incident, then: Then) -> None:
    """Say what was reported, and end the handling at a yes."""
    sitting = screen.desk.sitting
    lines = [f"{naming.report_name(r.kind, r.number)}　来稿 {r.item_id}《{r.title}》" for r in one.reports]

    def answered(answer: str | None) -> None:
        if answer and screen.attempt(
            lambda: _on_seen(screen, one, lambda: chain.end(sitting.db, one.id, sitting.actor, sitting.at))
        ):
            then(f"突发事件 {one.id} 处置结束")

    screen.app.push_screen(
        Confirm(f"处置结束：突发事件 {one.id}　{one.rating.name}？", lines, screen.lettering), answered
    )


def ask_go_on(screen: DeskScreen, one: Incident, then: Then) -> None:
    """Ask why, and handle the incident again."""
    sitting = screen.desk.sitting

    def act(values: Values) -> str:
        refuse_empty(values, {"reason": "为什么恢复处置"})
        _on_seen(screen, one, lambda: chain.go_on(sitting.db, one.id, sitting.actor, sitting.at, values["reason"]))
        return f"突发事件 {one.id} 恢复处置；要再收续报的，先按 x 移出终报"

    ask(screen, f"恢复处置：突发事件 {one.id}　{one.rating.name}", (Field("reason", "理由"),), act, then, "恢复")
