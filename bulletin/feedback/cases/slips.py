"""Slips as pure data: 交办单, 催办通知单, 三色督查单, and the way slip (流转单) that tells one case from the first byte received.

What is said stands in the rows; here it is only put into the words and the order of the forms. Another stage sets the type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from bulletin import store
from bulletin.errors import NotFound
from bulletin.feedback.cases import signals
from bulletin.model import (
    Article,
    Entry,
    FollowUp,
    Instruction,
    Issue,
    Progress,
    SentSlip,
    Slip,
    Status,
    Trail,
    TrailStep,
)
from bulletin.reference import in_words
from bulletin.settings import Settings
from bulletin.store import Database
from bulletin.terms import SLIPS, action_name, state_name
from bulletin.text import chinese_date, one_line
from bulletin.text.days import END_OF_DAY

_TOLD_BY_PROGRESS = (
    *("report", "contribute", "accept", "return", "remind", "extend"),
    *("ask_extension", "grant_extension", "deny_extension"),
)
_AFTERWARDS = ("show", "conclude", "renew")
_OF_ISSUE = ("proof", "proofread", "sign", "publish")
_DEMANDS = (
    "请在办理时限内将办理情况书面反馈。反馈一事一文，写明事实、措施、结果和下一步打算，由单位主要负责人审签。",
    "有协办单位的，由牵头单位汇总反馈；意见不一致的，请及时说明。",
    "不能按期办结的，请在到期之前说明理由，写明新的日期，申请延期。",
)


@dataclass(frozen=True, slots=True)
class Which:
    """Which slip of a case is meant: its kind, a key of `bulletin.terms.SLIPS`; of colour slips one colour, if need be; and its
    number (``2``, ``〔2026〕2号``), '' for the last of that kind."""

    kind: str
    colour: str = ""
    number: str = ""

    def means(self, sent: SentSlip) -> bool:
        """Whether it may be that slip."""
        is_kind = sent.kind == self.kind and self.colour in ("", sent.colour)
        return is_kind and self.number.strip() in ("", str(sent.number), numbered(sent))

    @property
    def name(self) -> str:
        """What it is called: ``红色督查单``."""
        return _title(self.kind, self.colour)


def slip(db: Database, settings: Settings, follow_up_id: int, which: Which) -> Slip:
    """Return the slip of a case that is meant, the last of them. Raises `NotFound`, which tells what was sent."""
    case = store.follow_ups.get(db, follow_up_id)
    sent = _sent(db, case, which)
    return _assigning(db, settings, case, sent) if sent.kind == "assign" else _reminding(db, settings, case, sent)


def _assigning(db: Database, settings: Settings, case: FollowUp, sent: SentSlip) -> Slip:
    said = store.instructions.get(db, case.instruction_id)
    fields = (
        *_said(said),
        ("承办单位", case.unit),
        *([("协办单位", "、".join(case.co_units))] if case.co_units else []),
        ("交办事项", case.task),
        ("办理方式", case.mode),
        ("办理时限", due_in_words(sent.case_due_at)),
        *([("紧急程度", case.urgency)] if case.urgency else []),
    )
    return _slip(settings, sent, fields, _DEMANDS)


def trail(db: Database, settings: Settings, follow_up_id: int, at: datetime) -> Trail:
    """Return the whole way (流转单) of a case as it stands at a moment, the cases it continues included."""
    line = store.follow_ups.line_of(db, follow_up_id)
    first = store.instructions.get(db, line[0].instruction_id)
    before = _until_instruction(db, settings, first)
    after = chain.from_iterable(_of_case(db, settings, case) for case in line)
    return Trail(_head(db, settings, line[-1], at), (*sorted(before, key=lambda step: step.at), *after))


def steps_of(db: Database, settings: Settings, case: FollowUp) -> list[TrailStep]:
    """Return what was done on one case, oldest first: steps of its trail, and the words of units and desk."""
    sent = store.slips.of_follow_up(db, case.id)
    assigned = iter([one for one in sent if one.kind == "assign"])
    reminded = iter([one for one in sent if one.kind != "assign"])
    told = [
        (status.at, 2 if status.action in _AFTERWARDS else 0, _of_status(settings, status, assigned))
        for status in store.statuses.history(db, "follow_up", case.id)
        if status.action not in _TOLD_BY_PROGRESS
    ]
    told += [(one.at, 1, _of_progress(settings, case, one, reminded)) for one in store.follow_ups.progress(db, case.id)]
    return [step for _, _, step in sorted(told, key=lambda one: one[:2])]


def due_in_words(due_at: datetime) -> str:
    """Return when something is due as people write it: the day, and the hour where it is not the end of the day."""
    hour = "" if due_at.time() == END_OF_DAY else f"{due_at.hour}时" + (f"{due_at.minute}分" if due_at.minute else "")
    return chinese_date(due_at.date()) + hour


def numbered(sent: SentSlip) -> str:
    """Return the number of a slip: ``〔2026〕3号``."""
    return f"〔{sent.year}〕{sent.number}号"


def name_of(sent: SentSlip) -> str:
    """Return what a slip is called, in every list as on its paper: ``催办通知单〔2026〕3号``, ``红色督查单〔2026〕1号``."""
    return f"{_title(sent.kind, sent.colour)}{numbered(sent)}"


def _title(kind: str, colour: str) -> str:
    return f"{colour}色督查单" if colour else SLIPS[kind]


def _reminding(db: Database, settings: Settings, case: FollowUp, sent: SentSlip) -> Slip:
    said = store.instructions.get(db, case.instruction_id)
    fields = (
        ("送", f"{case.unit}（{sent.addressee}）"),
        *_said(said),
        ("交办事项", case.task),
        ("办理时限", due_in_words(sent.case_due_at)),
        *([("答复时限", due_in_words(sent.due_at))] if sent.due_at else []),
    )
    return _slip(settings, sent, fields, (_ended(sent.text),))


def _ended(words: str) -> str:
    return words if words.endswith(("。", "！", "？", "”", "）")) else f"{words}。"


def _sent(db: Database, case: FollowUp, which: Which) -> SentSlip:
    every = store.slips.of_follow_up(db, case.id)
    found = [one for one in every if which.means(one)]
    if not found:
        alike = "、".join(name_of(one) for one in every if one.kind == which.kind)
        remedy = f"这件督办发过：{alike}" if alike else "这件督办还没有发过这种单"
        raise NotFound(f"{which.name}{which.number}", f"（督办 {case.id}）", remedy)
    return found[-1]


def _said(said: Instruction) -> tuple[tuple[str, str], ...]:
    return (
        ("批示领导", said.leader),
        ("批示日期", chinese_date(said.written_on)),
        ("批示件", in_words(said.reference)),
        ("批示内容", said.text),
    )


def _slip(settings: Settings, sent: SentSlip, fields: tuple[tuple[str, str], ...], paragraphs: tuple[str, ...]) -> Slip:
    title, day = _title(sent.kind, sent.colour), sent.at.astimezone(settings.zone).date()
    return Slip(title, numbered(sent), sent.colour, fields, paragraphs, settings.office, day)


# The way slip


def _head(db: Database, settings: Settings, case: FollowUp, at: datetime) -> Slip:
    said = store.instructions.get(db, case.instruction_id)
    light = signals.light(case, settings.follow_ups.signals, at)
    standing = state_name("follow_up", case.state)
    fields = (
        *_said(said),
        ("承办单位", "、".join(filter(None, case.units)) or "未定"),
        ("交办事项", case.task),
        ("办理时限", due_in_words(case.due_at)),
        ("状态", standing if light in ("closed", "none") else f"{standing}　{signals.light_words(case, light)}"),
    )
    return Slip("批示办理流转单", f"督办 {case.id}", "", fields, _answer(db, case), settings.office, at.date())


def _answer(db: Database, case: FollowUp) -> tuple[str, ...]:
    """Return what the lead unit answered at last, in its own words, where that stands: not where it was returned."""
    if case.state not in signals.ANSWERED:
        return ()
    told = store.follow_ups.progress(db, case.id)
    return tuple(one.text for one in told if one.kind == "report")[-1:]


def _until_instruction(db: Database, settings: Settings, said: Instruction) -> Iterator[TrailStep]:
    """Yield the steps from the bytes received to the printed issue, of the entry or of all entries it was written on."""
    issue = store.issues.get(db, said.issue_id)
    entries = [one for one in store.issues.entries(db, issue.id) if said.entry_id in (None, one.id)]
    for entry in entries:
        yield from _of_entry(db, settings, entry)
    yield from _of_issue(db, settings, issue)


def _of_entry(db: Database, settings: Settings, entry: Entry) -> Iterator[TrailStep]:
    article = store.articles.get(db, entry.article_id)
    for item_id in article.items:
        item = store.items.get(db, item_id)
        original = store.originals.get(db, item.original_id)
        what = f"收到原件（{original.size}字节），成为来稿 {item.id}"
        yield TrailStep(
            original.received_at, "收", what, item.unit or original.source, f"{item.title}　{original.sha256}"
        )
    yield from _of_article(db, settings, article)


def _of_article(db: Database, settings: Settings, article: Article) -> Iterator[TrailStep]:
    numbers = {revision.id: revision.number for revision in store.articles.revisions(db, article.id)}
    for status in store.statuses.history(db, "article", article.id):
        if status.action in _OF_ISSUE:
            continue
        part = "审" if status.level is not None else "编"
        draft = f"（第{numbers[status.revision_id]}稿）" if status.revision_id in numbers else ""
        yield TrailStep(
            status.at,
            part,
            f"稿件 {article.id} {action_name(status.action)}{draft}",
            _who(settings, status),
            status.note,
        )


def _of_issue(db: Database, settings: Settings, issue: Issue) -> Iterator[TrailStep]:
    sign_off = store.issues.sign_off(db, issue.id)
    for status in store.statuses.history(db, "issue", issue.id):
        if status.action in _OF_ISSUE:
            words = sign_off.sha256 if sign_off and status.action == "sign" else status.note
            yield TrailStep(status.at, "发", f"本期{action_name(status.action)}", _who(settings, status), words)


def _of_case(db: Database, settings: Settings, case: FollowUp) -> Iterator[TrailStep]:
    said = store.instructions.get(db, case.instruction_id)
    words = f"{chinese_date(said.written_on)}，{said.leader}批示：{said.text}"
    yield TrailStep(said.at, "批", f"批示 {said.id}（{said.kind}）登记", _who(settings, said), words)
    yield from steps_of(db, settings, case)


def _of_status(settings: Settings, status: Status, slips: Iterator[SentSlip]) -> TrailStep:
    """An assignment tells by its slip to whom and until when; that a result was shown needs no second word."""
    sent = next(slips, None) if status.action == "assign" else None
    target = f"（{status.target}）" if status.target else f"（{sent.addressee}）" if sent else ""
    words = f"{name_of(sent)}，限{due_in_words(sent.case_due_at)}" if sent else status.note
    what = f"督办 {status.subject_id} {action_name(status.action)}{target}"
    return TrailStep(status.at, "办", what, _who(settings, status), "" if status.action == "show" else one_line(words))


def _of_progress(settings: Settings, case: FollowUp, one: Progress, slips: Iterator[SentSlip]) -> TrailStep:
    name = "阶段反馈" if one.kind == "interim" else action_name(one.kind)
    sent = next(slips, None) if one.kind == "remind" else None
    named = f"（{name_of(sent)}，送{sent.addressee}）" if sent else ""
    until = f"至{due_in_words(one.due_at)}" if one.due_at else ""
    judged = "（六问皆是）" if one.judged and all(answer for _, answer in one.judged) else ""
    unit = f"（{one.unit}）" if one.unit else ""
    what = f"督办 {case.id} {name}{unit}{named}{until}{judged}"
    return TrailStep(one.at, "办", what, _who(settings, one), one_line(one.text))


def _who(settings: Settings, step: Status | Progress | Instruction) -> str:
    name = settings.person_name(step.by)
    return f"{name}（代{settings.person_name(step.on_behalf_of)}）" if step.on_behalf_of else name
