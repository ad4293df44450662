"""The conditions of the tables: each returns why an action may not be done by this right, or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin.model import Standing
from bulletin.workflow.rule import Claim
from bulletin.workflow.trail import asks_now, level_of, open_dissents, passed_levels, pending


def names_of(standing: Standing, ids: Iterable[str]) -> str:
    """Return the Chinese names of people of the office, each once."""
    people = standing.people
    return "、".join(people[one].name if one in people else one for one in dict.fromkeys(ids))


def not_author(standing: Standing, claim: Claim) -> str:
    """Two people (岗位分离): whoever wrote any revision may not approve it, nor may he do so in another's name."""
    if claim.actor.id in standing.authors:
        return "这篇稿件由本人编辑过，或刊登本人登记的更正，须由他人审核"
    return "授权人编辑过这篇稿件，不能由被授权人代审" if claim.behalf in standing.authors else ""


def not_same_reviewer(standing: Standing, claim: Claim) -> str:
    """Each review level is passed by a different person."""
    if claim.people & frozenset().union(*standing.approvals):
        return "本人已审核过当前修改稿，下一级须由他人审核"
    return ""


def of_level(standing: Standing, claim: Claim) -> str:
    """Where a level names its people, only they, or whom they handed it to."""
    level = level_of(standing)
    if not level.people or claim.right in {*level.people, standing.review.handed_to}:
        return ""
    return f"“{level.name}”由{names_of(standing, level.people)}负责"


def its_turn(standing: Standing, claim: Claim) -> str:
    """A decision that was handed over (请××签发) is that person's, who needs not be named by the level."""
    handed = standing.review.handed_to
    if handed and claim.right != handed:
        return f"本级已请{names_of(standing, [handed])}审定"
    return "" if handed else of_level(standing, claim)


def may_hand_over(standing: Standing, claim: Claim) -> str:
    """A decision is handed over by whose turn it is, and handed on or taken back by the two it concerns."""
    review = standing.review
    return "" if review.handed_to and claim.right in review.handed_by else its_turn(standing, claim)


def all_answered(standing: Standing, claim: Claim) -> str:
    """先会签后签发、阅后发: everybody who was asked has answered."""
    waited = pending(standing)
    return f"还在等{names_of(standing, (ask.person for ask in waited))}会签或阅知" if waited else ""


def dissents_replied(standing: Standing, claim: Claim) -> str:
    """A dissent is replied to before the decision."""
    dissents = open_dissents(standing)
    return f"{names_of(standing, (ask.person for ask in dissents))}会签有意见，尚未答复" if dissents else ""


def seen_current(standing: Standing, claim: Claim) -> str:
    """Who opened an older revision looks at the present one before he decides."""
    return "本人打开看的是旧稿，其后又有改动，请先看改动" if claim.actor.id in standing.behind else ""


def sent_it(standing: Standing, claim: Claim) -> str:
    """What was sent for review is called back by whoever sent it."""
    return "" if claim.right in standing.review.sent_by else "须由送审的人撤回"


def nobody_passed(standing: Standing, claim: Claim) -> str:
    """Once a level has passed it, an article is no longer called back."""
    return "已有一级审核通过，请审核人退回" if standing.approvals else ""


def has_earlier(standing: Standing, claim: Claim) -> str:
    """There is a level to go back to."""
    return "" if passed_levels(standing) else "前面没有审核通过的级次，只能退回编辑"


def asked_to_countersign(standing: Standing, claim: Claim) -> str:
    """Only who was asked answers; who has agreed has answered."""
    asked = {ask.person for ask in asks_now(standing) if ask.kind == "countersign" and ask.answer != "concur"}
    return "" if claim.right in asked else "没有等本人会签"


def asked_to_read(standing: Standing, claim: Claim) -> str:
    """Only who was asked to read says so, once."""
    asked = {ask.person for ask in pending(standing) if ask.kind == "circulate"}
    return "" if claim.right in asked else "没有等本人阅知"


def dissent_open(standing: Standing, claim: Claim) -> str:
    """There is a dissent to reply to."""
    return "" if open_dissents(standing) else "没有未答复的会签意见"


def not_urgent_yet(standing: Standing, claim: Claim) -> str:
    """An article is made urgent once."""
    return "已按特急办理" if standing.review.urgent else ""


def not_urged_lately(standing: Standing, claim: Claim) -> str:
    """Urging is rare enough to be heard."""
    quiet = standing.quiet_until
    return f"不久前已催过，{quiet:%m-%d %H:%M}以后可再催" if quiet and claim.at < quiet else ""


def not_composer(standing: Standing, claim: Claim) -> str:
    """Two people (岗位分离): whoever composed the issue may not sign it."""
    return "本期由本人（或授权人）编排，须由他人签发" if claim.people & standing.authors else ""


def same_year(standing: Standing, claim: Claim) -> str:
    """The number belongs to the year of the sign-off: a proof of last year must be made again."""
    if standing.dated_on is not None and standing.dated_on.year != claim.at.year:
        return f"清样编的是{standing.dated_on.year}年的期号，签发在{claim.at.year}年；请重新出清样，取新一年的期号"
    return ""


def readings_done(standing: Standing, claim: Claim) -> str:
    """Proofs are read (校对) as often as the publication asks, before the sign-off (清样两遍校对, 信息刊物编发工作规范)."""
    missing = standing.readings_wanted - len(standing.readings)
    return f"这份清样还缺{missing}遍校对" if missing > 0 else ""


def not_read_yet(standing: Standing, claim: Claim) -> str:
    """Two readings are by two people; who reads in another's name counts as both."""
    if claim.people & frozenset().union(*standing.readings):
        return "这份清样本人（或授权人）已校过，再校须换人"
    return ""


def before_due(standing: Standing, claim: Claim) -> str:
    """An extension is asked for before the deadline (电子督查规则): at the last second of it still, not a second later."""
    if standing.due_at is not None and claim.at > standing.due_at:
        return f"已过办理时限（{standing.due_at:%Y-%m-%d %H:%M}），延期须在到期前申请"
    return ""


def opened_first(standing: Standing, claim: Claim) -> str:
    """Where the office wants it so, nothing is assigned before it was opened (立项)."""
    if standing.casework.opens_first and standing.state == "registered":
        return "本办公室规定先拟办、立项，再交办"
    return ""


def may_decide_cases(standing: Standing, claim: Claim) -> str:
    """Cases are opened and extended by whom the office names; by anybody with the role where it names nobody."""
    approvers = standing.casework.approvers
    if not approvers or claim.right in approvers:
        return ""
    return f"督办的立项与延期由{names_of(standing, approvers)}批准"


def extends_alone(standing: Standing, claim: Claim) -> str:
    """Where the office wants two people, an extension is asked for, and granted by another."""
    return "本办公室的延期须由一人申请、另一人批准" if standing.casework.extends_by_two else ""


def extension_asked(standing: Standing, claim: Claim) -> str:
    """There is a request to decide on."""
    return "" if standing.casework.asked_by else "没有待批准的延期申请"


def not_all_signed(standing: Standing, claim: Claim) -> str:
    """There is a unit that has not signed for its task."""
    return "各单位都已签收" if standing.casework.all_signed else ""


def final_reported(standing: Standing, claim: Claim) -> str:
    """An incident ends with its 终报 (首报—续报—终报), never before it."""
    return "" if standing.has_final else "还没有终报"


def no_final_yet(standing: Standing, claim: Claim) -> str:
    """Nothing follows the 终报: it is taken off first where it was none."""
    return "已有终报；它不是终报的，请先移出" if standing.has_final else ""


def not_asker(standing: Standing, claim: Claim) -> str:
    """Two people (岗位分离): whoever asks for an extension does not grant it."""
    return "延期是本人申请的，须由他人批准" if claim.people & standing.casework.asked_by else ""


OF_THE_CASE = (before_due, opened_first, extends_alone, extension_asked, not_all_signed, final_reported, no_final_yet)
"""The conditions of a follow-up or an incident that hold for everybody alike: they look at it and the time, not at who acts."""
