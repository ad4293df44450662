"""A deed in Chinese words: what was done, and how things stand once it is taken back."""

from __future__ import annotations

from bulletin import store
from bulletin.desk.undo import steps
from bulletin.model import Status
from bulletin.reference import of_issue
from bulletin.store import Database
from bulletin.store.deeds import Deed as Steps
from bulletin.terms import SUBJECTS, action_name, state_name
from bulletin.text import shorten


def words(db: Database, deed: Steps) -> str:
    """Return what was done: ``不采用来稿 3、4（内容重复）``."""
    if steps.actions(deed, "article"):
        return _of_article(db, deed)
    step, last = deed.steps[0], deed.steps[-1]
    if step.subject == "issue":
        name = of_issue(store.issues.get(db, step.subject_id))
        return f"调整{name}的次序（{step.note}）" if step.target else f"{action_name(step.action)}：{name}"
    if step.action in ("answer", "unlink"):
        items = f"来稿 {steps.listed(steps.targets(deed))}"
        return f"约稿 {step.subject_id}：{items} {'记为' if step.action == 'answer' else '不作'}应约"
    name, what = SUBJECTS[last.subject], action_name(last.action)
    note = f"（{shorten(last.note)}）" if last.note else ""
    return f"{what}{'' if name in what else name} {steps.listed(steps.ids(deed, last.subject))}{note}"


def _of_article(db: Database, deed: Steps) -> str:
    done, items, ids = steps.actions(deed, "article"), steps.ids(deed, "item"), steps.ids(deed, "article")
    if {"adopt", "edit"} <= done:
        old, new = (steps.of(deed, action).subject_id for action in ("edit", "adopt"))
        return f"从稿件 {old} 分出稿件 {new}"
    if "adopt" in done:
        return f"采用来稿 {steps.listed(items)} 为稿件 {ids[0]}"
    if "edit" in done and items:
        return f"把来稿 {steps.listed(items)} 并入稿件 {ids[0]}"
    if "edit" in done:
        base = steps.base(db, steps.of(deed, "edit"))
        return f"修改稿件 {ids[0]}（第{base.number}稿改为第{base.number + 1}稿）"
    return _small(next(step for step in deed.steps if step.subject == "article"))


def _small(step: Status) -> str:
    """Return what was done to an article without touching its text or its items."""
    name = f"稿件 {step.subject_id}"
    match step.action:
        case "attach":
            return f"给{name} 附图“{step.target}”"
        case "detach":
            return f"撤下{name} 的附图“{step.target}”"
        case "set_section":
            return f"改{name} 的栏目（{step.note}）"
    return f"{action_name(step.action)}{name}"


def result(db: Database, deed: Steps) -> str:
    """Return how things will stand once the deed is taken back."""
    subject = deed.steps[0].subject
    told = [_after(db, deed, step) for step in deed.steps if step.subject == "article"]
    if told:
        return "；".join(filter(None, told))
    return {"item": _of_items, "issue": _of_order, "commission": _of_commission}[subject](db, deed)


def _after(db: Database, deed: Steps, step: Status) -> str:
    """Return how the article of a step will stand."""
    name = f"稿件 {step.subject_id}"
    match step.action:
        case "adopt":
            return f"{name} 撤稿，没有别处用的来稿放回队列"
        case "edit":
            return _rewritten(db, deed, step)
        case "drop":
            return f"用{name} 的来稿和文字另编一篇稿件"
        case "send":
            return f"{name} 撤回，回到编辑中"
        case "recall":
            return f"{name} 再送审"
        case "set_section":
            return f"{name} 的栏目回到“{step.target or '无栏目'}”"
        case "attach":
            return f"{name} 撤下附图“{step.target}”"
        case "detach":
            return f"{name} 再附上图“{step.target}”"
    return ""


def _rewritten(db: Database, deed: Steps, step: Status) -> str:
    name, joined = f"稿件 {step.subject_id}", steps.joined(db, deed)
    moved = f"来稿 {steps.listed(joined)} {'再并入' if steps.is_undo(db, deed) else '退出'}{name}，" if joined else ""
    return f"{moved}{name} 另存一稿，文字同第{steps.base(db, step).number}稿"


def _of_items(db: Database, deed: Steps) -> str:
    states = {item_id: steps.state_before(db, deed, item_id) for item_id in steps.ids(deed, "item")}
    groups = {state: [id_ for id_, one in states.items() if one == state] for state in states.values()}
    return "；".join(f"来稿 {steps.listed(ids)} 回到{state_name('item', state)}" for state, ids in groups.items())


def _of_order(db: Database, deed: Steps) -> str:
    step = deed.steps[0]
    titles = {entry.article_id: entry.title for entry in store.issues.entries(db, step.subject_id)}
    first = "；".join(f"{place}. {shorten(titles[one], 16)}" for place, one in enumerate(order_before(step)[:3], 1))
    return f"次序回到：{first}{'……' if len(titles) > 3 else ''}"


def order_before(step: Status) -> list[int]:
    """Return the articles of an issue in the order before a step that arranged them."""
    return [int(number) for number in step.target.split()]


def _of_commission(db: Database, deed: Steps) -> str:
    step = deed.steps[-1]
    if step.action in steps.OPPOSITE:
        return f"约稿 {step.subject_id} {action_name(steps.OPPOSITE[step.action])}"
    items = f"来稿 {steps.listed(steps.targets(deed))}"
    return f"{items} {'不再记为' if step.action == 'answer' else '再记为'}约稿 {step.subject_id} 的应约"
