"""``bulletin issue copies``: numbered copies of a signed issue; ``bulletin copy``: who holds them, and which came back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from bulletin import store
from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command, Group
from bulletin.cli.corrections import holder_data, holder_lines
from bulletin.cli.session import Session, read_text
from bulletin.errors import UsageError
from bulletin.press import compose, corrections
from bulletin.press import copies as press_copies
from bulletin.reference import of_issue
from bulletin.store.copies import Copy


@click.command(cls=Command)
@click.argument("ref", metavar="REF")
@click.option("--to", "names", type=click.Path(path_type=Path), help="收件单位名单，每行一个")
@click.option("--recipient", "recipients", multiple=True, help="收件单位，可写多次")
@click.option("--out", type=click.Path(path_type=Path), help="放在哪个目录；不写则在 var/copies 下")
@click.option("--watermark", is_flag=True, help="每页加浅灰水印：收件单位与份号")
@click.option("--list", "listed", is_flag=True, help="只列出已登记的编号份")
@click.pass_obj
def copies(
    session: Session,
    ref: str,
    names: Path | None,
    recipients: tuple[str, ...],
    out: Path | None,
    watermark: bool,
    listed: bool,
) -> None:
    """给已签发的一期制作编号份：每份印六位份号，指纹登记到收件单位。"""
    found, _ = compose.find(session.db, ref)
    if listed:
        rows = [_row(session, copy, None) for copy in store.copies.of_issue(session.db, found.id)]
    else:
        wanted = press_copies.Wanted((*recipients, *(_listed(names) if names else ())), out, watermark)
        made = press_copies.make(session.db, session.settings, found, wanted, session.actor, session.at, os.environ)
        rows = [_row(session, one.copy, one.path) for one in made]
    lines = [(row["number"], row["recipient"], row["sha256"][:12], row["by_name"], row["at"]) for row in rows]
    shown = table(("份号", "收件单位", "指纹", "制作人", "时间"), lines) if lines else ["还没有编号份"]
    session.answer({"issue": of_issue(found), "copies": rows}, [*shown, *_where(rows)])


@click.group(cls=Group)
def copy() -> None:
    """编号份：谁持有，谁退回了。"""


@copy.command("list", cls=Command)
@click.argument("ref", metavar="REF")
@click.pass_obj
def list_(session: Session, ref: str) -> None:
    """一期的编号份，发给了谁，退回没有。"""
    found, _ = compose.find(session.db, ref)
    session.answer({"issue": of_issue(found), "holders": holder_data(session, found)}, holder_lines(session, found))


@copy.command("return", cls=Command)
@click.argument("ref", metavar="REF")
@click.argument("numbers", metavar="份号…", nargs=-1, required=True, type=NUMBER)
@click.option("--note", default="", help="附言，如由谁交回")
@click.pass_obj
def return_(session: Session, ref: str, numbers: tuple[int, ...], note: str) -> None:
    """登记退回的编号份。"""
    found, _ = compose.find(session.db, ref)
    corrections.take_back(session.db, found, numbers, note, session.actor, session.at)
    session.answer({"issue": of_issue(found), "holders": holder_data(session, found)}, holder_lines(session, found))


def _listed(path: Path) -> list[str]:
    names = [line.strip() for line in read_text(path).splitlines() if line.strip()]
    if not names:
        raise UsageError(f"名单 {path} 是空的", "每行写一个收件单位")
    return names


def _row(session: Session, copy: Copy, path: Path | None) -> dict[str, Any]:
    return {
        "number": f"{copy.number:06d}",
        "recipient": copy.recipient,
        "sha256": copy.sha256,
        "pdf": str(path) if path else None,
        "by": copy.by,
        "by_name": session.name_of(copy.by),
        "at": copy.at,
    }


def _where(rows: list[dict[str, Any]]) -> list[str]:
    folders = dict.fromkeys(str(Path(row["pdf"]).parent) for row in rows if row["pdf"])
    return [f"共{len(rows)}份，在 {folder}" for folder in folders]
