"""``bulletin source new``: a source file proposed from an address, or a repair of one whose page has changed."""

from __future__ import annotations

from typing import Any

import click

from bulletin.cli.columns import table
from bulletin.cli.commands import Command
from bulletin.cli.session import Session
from bulletin.collect.sites.listing.proposal import Proposal, Wish, propose, repair, write, write_repair
from bulletin.errors import UsageError

_SHOWN = 40


@click.command("new", cls=Command)
@click.argument("address", metavar="网址", required=False, default="")
@click.option("--name", default="", help="来源名称，即文件名；不写则由网页标题取名")
@click.option("--title", default="", help="显示的名称")
@click.option("--dry-run", is_flag=True, help="只看今天会给出什么，不写文件")
@click.option("--as-list", is_flag=True, help="网页声明有信息源时，仍按栏目页建立")
@click.option("--repair", "broken", default="", metavar="来源", help="网页改版、links 选不到文章时，给出新的选取办法")
@click.option("--write", "writes", is_flag=True, help="与 --repair 同用：把新的选取办法写进来源文件")
@click.pass_obj
def new(session: Session, /, address: str, **options: Any) -> int:
    """由网址新建一个来源：识别信息源或文章列表，给出今天的结果，写成来源文件。"""
    if bool(address) == bool(options["broken"]):
        raise UsageError("请写网址，或用 --repair 指定来源，二者选一", "例：bulletin source new https://…/index.html")
    if options["broken"]:
        proposal = repair(session.settings, options["broken"], at=session.at)
        file = write_repair(session.settings, proposal) if options["writes"] else ""
    else:
        wish = Wish(address, options["name"], options["title"], options["as_list"])
        proposal = propose(session.settings, wish, at=session.at)
        file = "" if options["dry_run"] else write(session.settings, proposal)
    session.answer(
        _data(proposal, file), [*_lines(proposal), _outcome(proposal, file, repairs=bool(options["broken"]))]
    )
    return 0


def _data(proposal: Proposal, file: str) -> dict[str, Any]:
    items = [
        {"title": item.title, "url": item.address, "published_at": item.published_at, "offsite": item.is_offsite}
        for item in proposal.items
    ]
    return {
        "name": proposal.name,
        "collector": proposal.collector,
        "address": proposal.address,
        "definition": proposal.text,
        "file": file,
        "items": items,
        "notes": proposal.notes,
    }


def _lines(proposal: Proposal) -> list[str]:
    """Return the proposal for people: the file as it would be, then what it would give today."""
    rows = [
        (f"{item.published_at:%Y-%m-%d}" if item.published_at else "—", item.title, item.address)
        for item in proposal.items[:_SHOWN]
    ]
    rest = len(proposal.items) - len(rows)
    return [
        *proposal.text.rstrip("\n").split("\n"),
        "",
        *table(("日期", "标题", "网址"), rows, 60),
        *([f"……另有{rest}条"] if rest else []),
        *(f"请注意：{note}" for note in proposal.notes),
    ]


def _outcome(proposal: Proposal, file: str, *, repairs: bool) -> str:
    if file:
        kept = f"，栏目页已留存在 sources/pages/{proposal.name}.html.gz" if proposal.page else ""
        return f"已写入 {file}{kept}；请用 source check {proposal.name} 试采"
    return "没有写文件；确认后加 --write 写入" if repairs else "没有写文件；去掉 --dry-run 即写入"
