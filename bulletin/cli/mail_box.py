"""``bulletin source box``: mail of unknown senders, kept and not filed until somebody says whose it is."""

from __future__ import annotations

from typing import Any

import click

from bulletin.cli.columns import table
from bulletin.cli.commands import Command
from bulletin.cli.session import Session
from bulletin.collect.submissions import box as mail_box
from bulletin.errors import UsageError


@click.command(cls=Command)
@click.argument("name", metavar="来源")
@click.option("--accept", metavar="发件人", default="", help="登记发件人（地址，或以 @ 开头的域名），并收入其来信")
@click.option("--unit", metavar="单位", default="", help="发件人属于哪个报送单位，与 --accept 同用")
@click.option("--dismiss", metavar="发件人", default="", help="把此人的来信移出收存箱；原件仍保存")
@click.pass_obj
def box(session: Session, name: str, accept: str, unit: str, dismiss: str) -> int:
    """查看邮箱里未登记发件人的来信；登记发件人，或移出无关来信。"""
    source = mail_box.mailbox_of(session.settings, name)
    if bool(accept) != bool(unit) or (accept and dismiss):
        raise UsageError(
            "--accept 要与 --unit 同用，且不与 --dismiss 同用", "如 --accept xxk@dongshan.gov.cn --unit 东山镇"
        )
    done: dict[str, Any] = {"items": (), "problems": (), "dismissed": 0}
    lines: list[str] = []
    if accept:
        filed = mail_box.accept(session.db, session.settings, source, accept, unit, session.actor, session.at)
        done |= {
            "items": filed.items,
            "problems": [{"what": what, "remedy": remedy} for what, remedy in filed.problems],
        }
        lines = [f"已登记 {accept}，新收{len(filed.items)}条"]
        lines += [f"　问题：{what}。{remedy}" for what, remedy in filed.problems]
    elif dismiss:
        done["dismissed"] = mail_box.dismiss(session.db, source, dismiss, session.actor, session.at)
        lines = [f"已移出{done['dismissed']}封，原件仍保存"]
    letters = mail_box.strangers(session.db, source)
    rows = [(sender or "（不明）", len(some), some[-1].subject) for sender, some in letters.items()]
    senders = [
        {"sender": sender, "letters": [{"original": one.original_id, "subject": one.subject} for one in some]}
        for sender, some in letters.items()
    ]
    lines += table(("发件人", "封数", "最近一封"), rows, 60) if rows else ["没有未登记发件人的来信"]
    session.answer({"name": name, "senders": senders, **done}, lines)
    return 3 if done["problems"] else 0
