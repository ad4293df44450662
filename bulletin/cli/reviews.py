"""``bulletin review`` and ``bulletin delegation``: what waits for whom, the words of sign-off, notices, delegations."""

from __future__ import annotations

import difflib

import click

from bulletin import store, workflow
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group, number_in
from bulletin.cli.session import Session, action_line
from bulletin.cli.verification import verification_data, verification_lines
from bulletin.desk import review as reviewing
from bulletin.model import Article, Revision
from bulletin.press import compose
from bulletin.terms import LIGHTS, action_name, role_names, state_name
from bulletin.text import one_line


def opinion_line(session: Session, opinion: reviewing.Opinion) -> str:
    """Return an opinion as a person reads it: 审核甲 拟同意（第二段已核实）."""
    who = session.name_of(opinion.by, opinion.on_behalf_of) if opinion.by else ""
    note = f"（{one_line(opinion.note)}）" if opinion.note else ""
    return f"{who} {opinion.word}{note}".strip()


def tell(session: Session, article_id: int, action: str, note: str = "", to: str = "") -> None:
    """Perform one action of the review and say where the article stands then."""
    report(
        session,
        reviewing.act(session.db, session.settings, article_id, action, session.actor, session.at, note, to),
    )


def report(session: Session, one: Article) -> None:
    """Say where an article stands, how many levels it has passed and whom it waits for."""
    standing = store.articles.standing(session.db, session.settings, one)
    more = f"，已过{len(standing.approvals)}级，共{standing.levels}级" if one.state == "in_review" else ""
    people = workflow.waited_for(standing, session.settings.actors(session.at.date()), session.at)
    waits = f"，等{'、'.join(map(session.settings.person_name, people))}" if people and one.state == "in_review" else ""
    data = {"state": one.state, "article": one.id, "revision": one.revision.number, "waiting_for": people}
    session.answer(data, [f"稿件 {one.id}：{state_name('article', one.state)}{more}{waits}"])


@click.group(cls=Group)
def review() -> None:
    """审核：等我办的、意见、会签、缓办、转请、催办。"""


@review.command("list", cls=Command)
@click.option("--person", default="", help="等谁办的；不写则为自己")
@click.pass_obj
def list_(session: Session, person: str) -> None:
    """等着办的，先到期的在前，各有时限和绿黄红灯。"""
    who = session.settings.actor(person, session.at.date()) if person else session.actor
    found = reviewing.waiting(session.db, session.settings, who, session.at)
    rows = [
        (
            LIGHTS[one.light],
            f"{one.due_at:%m-%d %H:%M}" if one.due_at else "—",
            one.reference,
            action_name(one.action),
            one.level or state_name(one.subject, one.state),
            ("特急　" if one.urgent else "") + one.title,
        )
        for one in found
    ]
    lines = table(("灯", "时限", "哪一件", "要做的", "级次或状态", "标题"), rows) if rows else []
    session.answer(found, lines or [f"没有等{who.name}办的"])


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.pass_obj
def show(session: Session, article_id: int) -> None:
    """审看一篇：各级意见、上次看过以来的改动；记下本人看的是哪一稿。"""
    before, now = reviewing.difference(session.db, article_id, session.actor.id)
    one = store.articles.get(session.db, article_id)
    standing = store.articles.standing(session.db, session.settings, one)
    said = reviewing.opinions(session.db, session.settings, one)
    diff = _difference(before, now)
    reviewing.seen(session.db, article_id, session.actor, session.at)
    actions = workflow.actions_for(standing, session.actor, session.at)
    last = f"你上次看的是第{before.number}稿" if before else "你还没有看过"
    lines = [
        f"稿件 {one.id}（{state_name('article', one.state)}，第{now.number}稿，{last}）",
        *(f"{opinion.level}：{opinion_line(session, opinion)}" for opinion in said),
        *verification_lines(session, one),
        action_line(actions),
        "",
        *(["改动：", *diff, ""] if diff else []),
        now.title,
        "",
        *now.text.split("\n"),
    ]
    data = {
        "article": one.id,
        "state": one.state,
        "revision": now.number,
        "seen_before": before.number if before else None,
        "diff": diff,
        "opinions": said,
        **verification_data(session, one),
        "actions": actions,
        "title": now.title,
        "text": now.text,
    }
    session.answer(data, lines)


def _difference(before: Revision | None, now: Revision) -> list[str]:
    """Return the lines that went (原) and came (现) between two revisions."""
    if before is None:
        return []
    pairs = difflib.ndiff([before.title, *before.text.split("\n")], [now.title, *now.text.split("\n")])
    words = {"- ": "原：", "+ ": "现："}
    return [words[line[:2]] + line[2:] for line in pairs if line[:2] in words]


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("words", metavar="意见")
@click.pass_obj
def say(session: Session, article_id: int, words: str) -> None:
    """照签批的话办：同意、速发、缓发、不发、修改后重报、请××阅后发、请××签发、先请××会签后签发。"""
    action, to, note = reviewing.read_opinion(words, session.settings)
    tell(session, article_id, action, note, to)


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="缓办的理由（必写）")
@click.option("--until", default="", help="缓到哪一天，如 2026-11-30；不写则不定")
@click.pass_obj
def hold(session: Session, article_id: int, reason: str, until: str) -> None:
    """缓办、缓发：暂不办理，写明理由。"""
    tell(session, article_id, "hold", reason, until)


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.pass_obj
def resume(session: Session, article_id: int, note: str) -> None:
    """解除缓办，接着审。"""
    tell(session, article_id, "resume", note)


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("people", metavar="人员", nargs=-1, required=True)
@click.option("--note", default="", help="附言")
@click.pass_obj
def countersign(session: Session, article_id: int, people: tuple[str, ...], note: str) -> None:
    """请人会签，可以同时请几个人；都答复了才能审定。"""
    tell(session, article_id, "countersign", note, "、".join(people))


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.pass_obj
def concur(session: Session, article_id: int, note: str) -> None:
    """会签同意。"""
    tell(session, article_id, "concur", note)


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="意见（必写）")
@click.pass_obj
def dissent(session: Session, article_id: int, reason: str) -> None:
    """会签有意见；答复之后才能审定。"""
    tell(session, article_id, "dissent", reason)


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--to", default="", help="答复谁；只有一人有意见时可以不写")
@click.option("--reason", default="", help="采纳了什么，或不采纳的理由（必写）")
@click.pass_obj
def reply(session: Session, article_id: int, to: str, reason: str) -> None:
    """答复会签意见。"""
    tell(session, article_id, "reply", reason, to)


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("people", metavar="人员", nargs=-1, required=True)
@click.option("--note", default="", help="附言")
@click.pass_obj
def circulate(session: Session, article_id: int, people: tuple[str, ...], note: str) -> None:
    """请人阅知；都阅过才能审定。"""
    tell(session, article_id, "circulate", note, "、".join(people))


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--note", default="", help="附言")
@click.pass_obj
def read(session: Session, article_id: int, note: str) -> None:
    """已阅。"""
    tell(session, article_id, "read", note)


@review.command("hand-over", cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.argument("person", metavar="人员")
@click.option("--note", default="", help="附言")
@click.pass_obj
def hand_over(session: Session, article_id: int, person: str, note: str) -> None:
    """请××签发：本级转由另一个有此角色的人审定。"""
    tell(session, article_id, "hand_over", note, person)


@review.command(cls=Command)
@click.argument("article_id", metavar="ID", type=NUMBER)
@click.option("--reason", default="", help="特急的理由（必写）")
@click.pass_obj
def hasten(session: Session, article_id: int, reason: str) -> None:
    """按特急办理：略过刊物许可的级次，不略过审定和签发。"""
    tell(session, article_id, "hasten", reason)


@review.command(cls=Command)
@click.argument("what", metavar="ID或期")
@click.pass_obj
def urge(session: Session, what: str) -> None:
    """催办：给等着他办的每个人一张催办单；稿件写编号，待签发的一期写 政务信息/2026/12。"""
    if number := number_in(what):
        called = reviewing.urge(session.db, session.settings, number, session.actor, session.at)
    else:
        issue, _ = compose.find(session.db, what)
        called = reviewing.urge_signature(session.db, session.settings, issue, session.actor, session.at)
    names = "、".join(session.settings.person_name(one.person) for one in called)
    said = f"已催{names}" if called else "没有可催的人"
    session.answer({"what": what, "people": [one.person for one in called]}, [f"{what}：{said}"])


@review.command(cls=Command)
@click.option("--person", default="", help="给谁的；不写则为自己")
@click.pass_obj
def notices(session: Session, person: str) -> None:
    """给我的催办单，新的在前；也在 var/notices 中自己的文件夹里。"""
    found = store.reviews.notices(session.db, person or session.actor.id)
    lines = [line for one in found for line in (f"{one.at:%m-%d %H:%M}", *one.text.split("\n"), "")]
    session.answer(found, lines or ["没有催办单"])


@click.group(cls=Group)
def delegation() -> None:
    """授权：谁在哪几天代谁办什么。"""


@delegation.command("list", cls=Command)
@click.pass_obj
def delegations(session: Session) -> None:
    """配置中的全部授权，现在是否有效，已经用过几次。"""
    used = store.statuses.acted_for(session.db)
    today, settings, name = session.at.date(), session.settings, session.settings.person_name
    data = [
        {
            "giver": one.giver,
            "taker": one.taker,
            "roles": settings.roles_given(one),
            "start": one.start,
            "end": one.end,
            "reason": one.reason,
            "state": "未开始" if today < one.start else "有效" if today <= one.end else "已过期",
            "used": used.get((one.taker, one.giver), 0),
        }
        for one in settings.delegations
    ]
    rows = [
        (
            f"{name(one.taker)} 代 {name(one.giver)}",
            role_names(tuple(settings.roles_given(one))),
            f"{one.start} 至 {one.end}",
            row["state"],
            row["used"],
            one.reason,
        )
        for one, row in zip(settings.delegations, data, strict=True)
    ]
    head = ("谁代谁", "角色", "起止", "现在", "用过几次", "事由")
    session.answer(data, table(head, rows) if rows else ["没有授权"])
