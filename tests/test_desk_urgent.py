"""What is promised about the urgent chain: 首报, 续报, 终报 in order, ratings that stay, proposals, and who was late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import House

from bulletin import store, workflow
from bulletin.desk import editing, review
from bulletin.desk.urgent import chain, clocks, elements, late, proposals, reading
from bulletin.errors import NothingToDo, Refusal, RefusedAction, UsageError
from bulletin.model import Incident, Item, PhoneReport, Rating

NAME = "东山镇老街居民楼火灾"
FIRST = "11月20日8时50分许，东山镇老街12号一居民楼起火，2人受轻伤。镇专职消防队已赶赴现场扑救。"
NEXT = "11月20日8时50分许，东山镇老街12号一居民楼起火，2人受轻伤。截至12时，明火已全部扑灭，伤者已出院。"


def submit(house: House, title: str, text: str = FIRST, unit: str = "东山镇", **fields: str) -> Item:
    """An urgent submission."""
    return house.item(text, title, unit, **{"urgency": "特急", "kind": "紧急", **fields})


def alarmed(house: House, severity: str = "较大", ago: float = 20, **times: float) -> Incident:
    """An incident opened of its first report, so many minutes after the event."""
    item = submit(house, f"{NAME}（首报）")
    rating = Rating("", severity, event_at=house.at - timedelta(minutes=ago))
    return chain.alarm(house.db, house.settings, rating, house.actor("editor1"), house.at, item.id)


def join(house: House, one: Incident, title: str, text: str = NEXT, kind: str = "") -> Incident:
    """Join one more report."""
    item = submit(house, title, text)
    return chain.join(house.db, one.id, item.id, house.actor("editor1"), house.at, kind)


def call(house: House, one: Incident, minutes: float) -> Incident:
    """Record a call so many minutes after the event."""
    event_at = one.rating.event_at
    assert event_at
    report = PhoneReport(event_at + timedelta(minutes=minutes), "李四", "", "", "老街起火")
    return chain.phone(house.db, one.id, report, house.actor("clerk1"), house.at)


def test_the_chain_goes_from_first_report_to_final_in_order(house: House) -> None:
    """首报, 续报一, 续报二, 终报, each as its title says or as it comes; then it can end, and not before."""
    one = alarmed(house)
    assert (one.rating.name, one.rating.unit, one.reports[0].kind) == (NAME, "东山镇", "first")

    one = join(house, one, f"{NAME}续报一")
    one = join(house, one, f"{NAME}的有关情况")
    with pytest.raises(RefusedAction, match="还没有终报"):
        chain.end(house.db, one.id, house.actor("editor1"), house.at)
    one = join(house, one, f"{NAME}终报")

    assert [(r.kind, r.number) for r in one.reports] == [("first", 0), ("continued", 1), ("continued", 2), ("final", 0)]
    assert chain.end(house.db, one.id, house.actor("editor1"), house.at).state == "ended"


def test_nothing_follows_the_final_report_until_it_is_taken_off(house: House) -> None:
    """After the 终报 no report joins; taken off, the next one does; an ended incident must be handled again first."""
    editor = house.actor("editor1")
    one = join(house, alarmed(house), f"{NAME}终报")
    final = one.reports[-1].item_id
    with pytest.raises(RefusedAction, match="已有终报"):
        join(house, one, f"{NAME}续报一")
    chain.end(house.db, one.id, editor, house.at)
    with pytest.raises(RefusedAction):
        chain.part(house.db, one.id, final, editor, house.at, "复燃")

    chain.go_on(house.db, one.id, editor, house.at, "复燃")
    chain.part(house.db, one.id, final, editor, house.at, "复燃")
    assert join(house, one, f"{NAME}续报一").reports[-1].number == 1


def test_what_is_handled_again_is_reported_and_ended_anew(house: House) -> None:
    """复燃: the former 终报 stays in its place and ends nothing; the next report is due, numbers go on, another 终报 ends it."""
    editor = house.actor("editor1")
    one = join(house, alarmed(house), f"{NAME}终报")
    chain.end(house.db, one.id, editor, house.at)
    later = house.later(days=6)

    one = chain.go_on(later.db, one.id, editor, later.at, "复燃")

    assert not one.has_final and clocks.next_due(one, house.settings) > later.at
    with pytest.raises(RefusedAction, match="终报"):
        chain.end(later.db, one.id, editor, later.at)
    later = house.later(days=7)
    one = join(later, join(later, one, f"{NAME}续报一"), f"{NAME}终报")
    assert [(r.kind, r.number) for r in one.reports] == [("first", 0), ("final", 0), ("continued", 1), ("final", 0)]
    assert chain.end(later.db, one.id, editor, later.at).state == "ended"


def test_a_severity_is_not_taken_away(house: House) -> None:
    """Once rated, an incident is rated otherwise, not left unrated: refused, and its clocks can be read."""
    editor, one = house.actor("editor1"), alarmed(house)
    rated = one.rating
    assert rated.severity == "较大"

    with pytest.raises(UsageError, match="不能改回未定级"):
        chain.rate(house.db, house.settings, one.id, replace(rated, severity="", reason="待核"), editor, house.at)
    unrated = replace(one, ratings=(*one.ratings, replace(one.rating, severity="")))
    assert [severity for severity, _ in clocks.by_severity(unrated, house.settings, house.at)] == ["较大", ""]


def test_only_the_last_report_can_be_taken_off(house: House) -> None:
    """What others follow stays: their numbers would no longer be true. A number taken off is given again."""
    one = join(house, join(house, alarmed(house), "续报一"), "续报二")
    first, last = one.reports[1].item_id, one.reports[2].item_id
    editor = house.actor("editor1")

    with pytest.raises(RefusedAction, match="续报一"):
        chain.part(house.db, one.id, first, editor, house.at, "归错")
    chain.part(house.db, one.id, last, editor, house.at, "归错")

    assert [r.number for r in join(house, one, "续报").reports] == [0, 1, 2]


def test_an_item_reports_on_one_incident_and_there_is_one_first_report(house: House) -> None:
    """A second 首报, and an item of another incident, are refused; the same again changes nothing."""
    one, other = alarmed(house), alarmed(house)
    editor = house.actor("editor1")

    with pytest.raises(RefusedAction, match="已归入突发事件"):
        chain.join(house.db, one.id, other.reports[0].item_id, editor, house.at)
    with pytest.raises(RefusedAction, match="首报"):
        join(house, one, "又一份", kind="first")
    assert chain.join(house.db, one.id, one.reports[0].item_id, editor, house.at) == one


def test_a_first_report_that_comes_after_a_follow_up_takes_its_place(house: House) -> None:
    """An incident opened of a 续报 has no 首报 yet; it joins later and stands first, and no number changes."""
    item = submit(house, f"{NAME}续报三")
    one = chain.alarm(house.db, house.settings, Rating("", "一般"), house.actor("editor1"), house.at, item.id)

    one = join(house, one, f"{NAME}（首报）", FIRST)

    assert [(r.kind, r.number) for r in one.reports] == [("first", 0), ("continued", 1)]


def test_one_item_is_never_both_opening_and_end(house: House) -> None:
    """The only report is no 终报, by --kind or by its own name; what is the 首报 does not become the 终报 as well."""
    editor = house.actor("editor1")
    one = chain.alarm(house.db, house.settings, Rating(NAME, "较大", "东山镇"), editor, house.at)
    item = submit(house, f"{NAME}终报")
    with pytest.raises(RefusedAction, match="还没有首报或续报"):
        chain.join(house.db, one.id, item.id, editor, house.at, "final")

    one = chain.join(house.db, one.id, item.id, editor, house.at)
    assert [report.kind for report in one.reports] == ["first"]
    with pytest.raises(RefusedAction, match="已作为首报归入，不能又作终报"):
        chain.join(house.db, one.id, item.id, editor, house.at, "final")
    with pytest.raises(RefusedAction, match="还没有终报"):
        chain.end(house.db, one.id, editor, house.at)
    assert join(house, one, f"{NAME}终报").has_final


def test_the_end_is_not_older_than_what_it_ends(house: House) -> None:
    """A 终报 received before another report of the chain is refused with both times; it may be a 续报."""
    editor, early = house.actor("editor1"), submit(house, f"{NAME}终报")
    one = alarmed(house.later(minutes=5), ago=20)

    with pytest.raises(RefusedAction, match="早于首报"):
        chain.join(house.db, one.id, early.id, editor, house.later(minutes=6).at)
    assert chain.join(house.db, one.id, early.id, editor, house.at, "continued").reports[-1].kind == "continued"


def test_an_end_that_stands_alone_in_old_rows_ends_nothing(house: House) -> None:
    """What was joined as the only report and as 终报, before that was refused, does not let the incident end."""
    editor, item = house.actor("editor1"), submit(house, NAME)
    one = chain.alarm(house.db, house.settings, Rating(NAME, "较大", "东山镇"), editor, house.at)
    step = workflow.advance(store.urgent.standing(one), "join", editor, house.at, "", str(item.id))
    store.urgent.link(house.db, item.id, "final", 0, step)

    with pytest.raises(RefusedAction, match="还没有终报"):
        chain.end(house.db, one.id, editor, house.at)


def retimed(house: House, one: Incident, ago: float, severity: str = "") -> Incident:
    """The same incident with another time of the event, so many minutes before the house's moment."""
    event_at = house.at - timedelta(minutes=ago)
    wish = replace(one.rating, event_at=event_at, severity=severity or one.rating.severity, reason="与现场核对")
    return chain.rate(house.db, house.settings, one.id, wish, house.actor("editor1"), house.later(minutes=7).at)


@pytest.mark.parametrize("severity", ["较大", ""])
def test_who_was_late_stays_late_when_the_time_of_the_event_is_changed(house: House, severity: str) -> None:
    """Late by the time first entered, in time by the later one: told with both times, by whom, why, and by which clocks; where
    it was not rated yet, by the severity it was rated first."""
    one = retimed(house, alarmed(house, severity, ago=61), 10, "较大")

    (found,) = late(house.db, house.settings, date(2026, 11, 20), date(2026, 11, 21), house.at)

    assert (found.clocks, found.severity, found.is_raised) == ((), "较大", False)
    (change,) = found.changes
    assert change.times == (("event", house.at - timedelta(minutes=61), one.rating.event_at),)
    assert (change.by, change.reason, change.at) == ("editor1", "与现场核对", house.later(minutes=7).at)
    assert {(clock.what, clock.since) for clock in change.clocks} == {("phone", "event"), ("written", "event")}
    assert max(clock.late_by for clock in change.clocks) == timedelta(minutes=31)


def test_a_change_of_time_that_makes_it_late_is_told(house: House) -> None:
    """Late only by the time entered later: with the change, and with no clock that had run out before it."""
    retimed(house, alarmed(house, ago=10), 61)

    (found,) = late(house.db, house.settings, date(2026, 11, 20), date(2026, 11, 21), house.at)

    assert found.clocks and [change.clocks for change in found.changes] == [()]


def test_a_change_of_time_that_nobody_was_late_by_makes_no_fault(house: House) -> None:
    """In time by either: not listed. A time entered for the first time is no change."""
    retimed(house, alarmed(house, ago=10), 12)
    first = chain.alarm(
        house.db, house.settings, Rating("", "较大"), house.actor("editor1"), house.at, submit(house, NAME).id
    )
    retimed(house, first, 61)

    (found,) = late(house.db, house.settings, date(2026, 11, 20), date(2026, 11, 21), house.at)

    assert (found.incident_id, found.changes) == (first.id, ())


@pytest.mark.parametrize(("seconds", "count"), [(-1, 0), (0, 0), (1, 1)])
def test_a_first_report_late_by_a_second_is_a_fact_of_the_unit(house: House, seconds: int, count: int) -> None:
    """Written 60:00 after the event is in time, 60:01 is 迟报: of the unit, on the day, once, by one second."""
    one = call(house, alarmed(house, ago=60 + seconds / 60), 30)

    found = late(house.db, house.settings, date(2026, 11, 20), date(2026, 11, 21), house.at)

    assert [(f.incident_id, f.unit, f.on, f.is_raised) for f in found] == [
        (one.id, "东山镇", date(2026, 11, 20), False)
    ] * count
    assert [clock.late_by for f in found for clock in f.clocks] == [timedelta(seconds=1)] * count


def test_a_severity_raised_later_hides_nothing(house: House) -> None:
    """In time as 一般, late as 重大: both clocks are shown, and the delay is told to be of the severity it was raised to."""
    one = alarmed(house, "一般", ago=50)
    wish = replace(one.rating, severity="重大", reason="伤亡增加")
    one = chain.rate(house.db, house.settings, one.id, wish, house.actor("editor1"), house.at)

    shown = {
        severity: {c.state for c in found} for severity, found in clocks.by_severity(one, house.settings, house.at)
    }
    (found,) = late(house.db, house.settings, date(2026, 1, 1), date(2027, 1, 1), house.at)

    assert list(shown) == ["一般", "重大"]
    assert ("late" in shown["一般"], "late" in shown["重大"]) == (False, True)
    assert (found.severity, found.is_raised) == ("重大", True)
    assert [rating.severity for rating in one.ratings] == ["一般", "重大"]


def test_without_the_time_of_the_event_nobody_is_late(house: House) -> None:
    """The clock from the event is unknown, the one from receipt counts from when this office had it; unrated is no fault."""
    item = submit(house, f"{NAME}（首报）")
    one = chain.alarm(house.db, house.settings, Rating("", "重大"), house.actor("editor1"), house.at, item.id)
    states = {(c.what, c.since): c.state for c in dict(clocks.by_severity(one, house.settings, house.at))["重大"]}

    assert states["written", "event"] == "unknown"
    assert states["written", "receipt"] == "in_time"
    assert late(house.db, house.settings, date(2026, 1, 1), date(2027, 1, 1), house.at) == []


def test_a_call_alone_opens_an_incident_and_the_writing_is_waited_for(house: House) -> None:
    """Phone first, text later: before any item there is an incident, and the written clock runs over."""
    editor, event_at = house.actor("editor1"), house.at - timedelta(minutes=5)
    rating = Rating(NAME, "较大", "东山镇", event_at)
    one = chain.alarm(house.db, house.settings, rating, editor, house.at)
    one = call(house, one, 3)
    later = house.later(hours=2)
    (found,) = late(house.db, house.settings, date(2026, 11, 20), date(2026, 11, 21), later.at)

    assert {c.state for c in found.clocks} == {"overdue"} and {c.what for c in found.clocks} == {"written"}
    assert chain.not_said(one.phoned[0]) == ["职务", "电话号码", "已告知谁"]


def test_what_nobody_has_rated_is_nobodys_fault(house: House) -> None:
    """Hours over the strictest limits, which are shown meanwhile; rated, it is 迟报 by the limits of that severity."""
    one = alarmed(house, "", ago=300)
    year = (date(2026, 1, 1), date(2027, 1, 1))
    assert late(house.db, house.settings, *year, house.at) == []
    assert clocks.late_ones(clocks.by_severity(one, house.settings, house.at)[0][1])

    wish = replace(one.rating, severity="一般", reason="定级")
    chain.rate(house.db, house.settings, one.id, wish, house.actor("editor1"), house.at)
    (found,) = late(house.db, house.settings, *year, house.at)
    assert (found.severity, found.is_raised) == ("一般", False)


@pytest.mark.parametrize(
    ("event", "heard"),
    [(timedelta(minutes=1), None), (None, timedelta(minutes=1)), (timedelta(), timedelta(minutes=-5))],
)
def test_times_that_contradict_each_other_are_refused(
    house: House, event: timedelta | None, heard: timedelta | None
) -> None:
    """An event to come, a receipt to come, a receipt before the event: nothing is opened."""
    times = (house.at + event if event is not None else None, house.at + heard if heard is not None else None)

    with pytest.raises(UsageError):
        chain.alarm(house.db, house.settings, Rating(NAME, "重大", "", *times), house.actor("editor1"), house.at)

    assert store.urgent.every(house.db) == []


def test_nobody_reports_before_it_happened(house: House) -> None:
    """A call, a report, or a corrected time that puts the event after its own report is refused with both times."""
    one = alarmed(house, ago=20)
    with pytest.raises(UsageError, match="晚于"):
        call(house, one, -1)
    with pytest.raises(UsageError, match="晚于"):
        wish = replace(one.rating, event_at=house.at + timedelta(minutes=1), reason="更正")
        later = house.later(hours=1)
        chain.rate(house.db, house.settings, one.id, wish, house.actor("editor1"), later.at)


def test_a_rating_that_changes_nothing_is_none(house: House) -> None:
    """The same severity, name and times again: said so, and no row is added."""
    one = alarmed(house)
    with pytest.raises(NothingToDo):
        chain.rate(
            house.db, house.settings, one.id, replace(one.rating, reason="再定"), house.actor("editor1"), house.at
        )
    assert store.urgent.get(house.db, one.id).ratings == one.ratings


def test_missing_elements_are_listed_and_hold_nothing_up(house: House) -> None:
    """A first report of one sentence opens the incident; what it lacks is named, with the report that told it later."""
    one = alarmed(house)
    shown = {element.name: element.shown_by for element in reading.elements_of(one, house.settings)}
    assert (shown["地点"], shown["建议"], shown["接报时间"]) == ("首报", "", "")

    one = join(house, one, f"{NAME}续报一", "建议市消防救援支队派员支援。")
    shown = {element.name: element.shown_by for element in reading.elements_of(one, house.settings)}
    assert shown["建议"] == "续报一"


def test_a_follow_up_is_proposed_by_itself_and_a_person_decides(house: House) -> None:
    """What calls itself 续报 and is of the unit is proposed with its reasons; another unit's other matter is not; taken off, it
    is not proposed again."""
    one = alarmed(house)
    item = submit(house, "关于老街火灾的续报（一）", "明火已全部扑灭。")
    submit(house, "河西区普降大雨（首报）", "河西区普降大雨，无人员伤亡。", "河西区")
    house.item("全镇晚稻收割完毕。", "东山镇晚稻收割完毕")

    (found,) = proposals.proposals(house.db, house.settings, one, house.at)
    assert (found.item.id, found.kind) == (item.id, "continued")
    assert found.why[:2] == ("写明是续报一", "同一单位")
    assert store.urgent.get(house.db, one.id).reports == one.reports

    chain.part(house.db, one.id, item.id, house.actor("editor1"), house.at, "另一处火灾")
    assert proposals.proposals(house.db, house.settings, one, house.at) == []


def test_urgent_items_nobody_has_placed_are_pointed_out(house: House) -> None:
    """A new urgent item waits to be opened, adopted or not, one like a known incident names it; placed, or declined, it waits
    no more."""
    one = alarmed(house)
    strange = submit(house, "河西区普降大雨", "河西区普降大雨，无人员伤亡。", "河西区")
    again = submit(house, f"{NAME}续报", "明火已全部扑灭。")

    found = {w.item.id: (w.said, w.incidents) for w in proposals.waiting(house.db, house.settings, house.at)}
    assert found[strange.id] == ("", ()) and found[again.id] == ("续报", (one.id,))
    editing.adopt(house.db, house.settings, [again.id], editing.Wish(), house.actor("editor1"), house.at)
    assert again.id in {w.item.id for w in proposals.waiting(house.db, house.settings, house.at)}

    chain.join(house.db, one.id, again.id, house.actor("editor1"), house.at)
    editing.decide(house.db, [strange.id], "decline", house.actor("editor1"), house.at, "重复")
    left = {w.item.id for w in proposals.waiting(house.db, house.settings, house.at)}
    assert not left & {strange.id, again.id}


def test_an_urgent_submission_opens_an_incident_as_it_comes_in(house: House) -> None:
    """Unrated, with its own name; not for what is not urgent, calls itself a 续报, or comes from who may not."""
    editor = house.actor("editor1")
    item = submit(house, f"{NAME}（首报）")
    assert chain.take_up(house.db, house.settings, item, house.actor("signer1"), house.at) is None
    made = chain.take_up(house.db, house.settings, item, editor, house.at)

    assert made and (made.rating.name, made.rating.severity, made.reports[0].item_id) == (NAME, "", item.id)
    for other in (item, submit(house, f"{NAME}续报一", NEXT), house.item("晚稻收割完毕。", "晚稻收割")):
        assert chain.take_up(house.db, house.settings, other, editor, house.at) is None


def test_a_unit_nobody_entered_holds_no_first_report_up(house: House) -> None:
    """The incident begins without a unit; the report keeps whose it is."""
    item = submit(house, "石桥乡山体滑坡（首报）", unit="石桥乡")

    made = chain.take_up(house.db, house.settings, item, house.actor("editor1"), house.at)

    assert made and (made.rating.unit, made.reports[0].unit) == ("", "石桥乡")


@pytest.mark.parametrize("title", [f"{NAME}情况（续报一）", f"{NAME}处置情况（终报）", f"{NAME}情况续报"])
def test_what_calls_itself_a_later_report_opens_no_incident(house: House, title: str) -> None:
    """Even where there is no incident it could belong to: it waits in the queue for a person."""
    item = submit(house, title, NEXT)

    assert chain.take_up(house.db, house.settings, item, house.actor("editor1"), house.at) is None
    (waiting,) = [w for w in proposals.waiting(house.db, house.settings, house.at) if w.item.id == item.id]
    assert waiting.said and not waiting.incidents


def test_an_item_is_proposed_to_the_likeliest_incident_first(house: House) -> None:
    """Two incidents of one town: the one whose name the title shares before the one of which it has only the unit, which alone
    makes nothing likely."""
    fire = alarmed(house)
    editor = house.actor("editor1")
    slide = submit(house, "东山镇南岭村山体滑坡（首报）", "南岭村一处山体滑坡。")
    other = chain.alarm(house.db, house.settings, Rating("", ""), editor, house.at, slide.id)
    item = submit(house, f"{NAME}情况（续报一）", NEXT)

    found = proposals.likely(house.db, house.settings, item, house.at)

    assert [(one.incident_id, one.is_likely) for one in found] == [(fire.id, True), (other.id, False)]
    (waiting,) = [w for w in proposals.waiting(house.db, house.settings, house.at) if w.item.id == item.id]
    assert waiting.incidents == (fire.id, other.id)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("山体滑坡", False), ("民房火灾", False), ("交通事故", False), ("老街民房火灾", True), ("南岭村", True)],
)
def test_a_kind_of_event_names_no_place(word: str, expected: bool) -> None:
    """What two landslides in two towns have in common makes neither the other's report."""
    assert elements.names_more_than_kind(word) is expected


def test_a_follow_up_goes_to_print_under_its_title_without_what_it_repeats(house: House) -> None:
    """×××续报一; the repeated sentence is dropped in a revision of its own, so that the first still holds what came in."""
    one = join(house, alarmed(house), "续报", NEXT)
    item_id = one.reports[-1].item_id
    (repeat,) = chain.repeated(one, item_id)
    made = chain.adopt(house.db, house.settings, item_id, editing.Wish(), house.actor("editor1"), house.at, trims=True)

    assert repeat.sentence == "11月20日8时50分许，东山镇老街12号一居民楼起火，2人受轻伤。"
    assert made.revision.title == f"{NAME}续报一"
    assert (made.revision.number, made.revision.text) == (2, "截至12时，明火已全部扑灭，伤者已出院。")
    assert store.articles.revisions(house.db, made.id)[0].text == NEXT


def test_the_fast_track_never_skips_the_deciding_level_nor_its_writer(house: House) -> None:
    """Hastened (特急), a report still needs the deciding level, by somebody who did not write it."""
    item = alarmed(house).reports[0].item_id
    made = chain.adopt(house.db, house.settings, item, editing.Wish(), house.actor("editor1"), house.at)
    one = house.move(house.send(made), "hasten", "editor1", "紧急信息")

    assert one.state == "in_review"
    with pytest.raises(Refusal):
        review.act(house.db, house.settings, one.id, "approve", house.actor("editor1"), house.at)
    assert house.move(one, "approve", "reviewer1").state == "approved"


def test_the_next_report_is_due_a_day_after_the_last(house: House) -> None:
    """日报 while it is handled: 24 hours after the newest report; none after the 终报."""
    one = alarmed(house)
    assert clocks.next_due(one, house.settings) == house.at + timedelta(hours=24)

    later = house.later(hours=3)
    one = join(later, one, "续报")
    assert clocks.next_due(one, house.settings) == later.at + timedelta(hours=24)
    assert clocks.next_due(join(later, one, "终报"), house.settings) is None


def test_what_is_entered_for_the_first_time_needs_no_reason(house: House) -> None:
    """A severity and a time nobody had entered: the record says it is the first; changing either asks why."""
    editor = house.actor("editor1")
    one = chain.take_up(house.db, house.settings, submit(house, f"{NAME}（首报）"), editor, house.at)
    assert one is not None
    wish = replace(one.rating, severity="较大", event_at=house.at - timedelta(minutes=30), reason="")
    rated = chain.rate(house.db, house.settings, one.id, wish, editor, house.at)

    assert rated.rating.reason == chain.FIRST_ENTRY
    with pytest.raises(Refusal):
        chain.rate(house.db, house.settings, one.id, replace(wish, severity="重大"), editor, house.at)


def test_the_words_that_show_an_element_are_quoted_as_they_were_written(house: House) -> None:
    """Full-width commas and figures stay what they are in the text."""
    text = "１１月２０日８时５０分，东山镇老街（１２号）一居民楼起火，２人受轻伤。"
    shown = elements.found(text)

    assert shown and all(words in text for words in shown.values())
    assert "，" in shown["事发时间"]


def test_another_first_report_of_the_same_kind_is_another_incident(house: House) -> None:
    """A 首报 that shares only 火灾 with the name is not proposed; one that shares the street is."""
    one = alarmed(house)
    far = submit(house, "西河县南门仓库火灾首报", "11月20日8时许，西河县南门一仓库起火，无人员伤亡。")
    near = submit(house, f"{NAME}首报", "11月20日8时40分许，东山镇老街一居民楼起火，无人死亡。")
    found = {proposal.item.id for proposal in proposals.proposals(house.db, house.settings, one, house.at)}

    assert near.id in found and far.id not in found
