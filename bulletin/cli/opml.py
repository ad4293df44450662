"""``bulletin source import`` and ``bulletin source export``: lists of feeds from and for other readers (OPML)."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.cli.columns import table
from bulletin.cli.commands import Command
from bulletin.cli.session import Session
from bulletin.collect.sites.listing.keeping import write_new
from bulletin.collect.sites.opml import export_opml, import_opml
from bulletin.errors import RefusedAction
from bulletin.text import one_line


@click.command("import", cls=Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会新建哪些来源，不写文件")
@click.pass_obj
def import_(session: Session, file: Path, dry_run: bool) -> int:
    """由 OPML 文件新建信息源；已有的地址和文件一概不动。"""
    found = import_opml(session.settings, file, dry_run=dry_run)
    data = {
        "made": [{"name": name, "file": path} for name, path in found.made],
        "known": [{"name": name, "address": address} for name, address in found.known],
        "problems": found.problems,
        "written": not dry_run,
    }
    outcome = f"{'将新建' if dry_run else '新建'}{len(found.made)}个来源，已有{len(found.known)}个"
    lines = table(("来源", "文件"), found.made, 60) if found.made else []
    session.answer(data, [*lines, *(f"　未建 {problem}" for problem in found.problems), outcome])
    return 3 if found.problems else 0


@click.command("export", cls=Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.pass_obj
def export(session: Session, file: Path) -> None:
    """把联网的信息源写成 OPML 文件，供别的阅读器使用；不覆盖已有文件。"""
    if file.exists():
        raise RefusedAction(f"文件 {one_line(str(file))} 已有，未覆盖", "请另写一个文件名")
    body, others = export_opml(session.settings)
    write_new(file, body.decode(), "导出")
    count = len(session.settings.sources) - len(others)
    left = f"；不是联网信息源、未列入：{'、'.join(others)}" if others else ""
    session.answer(
        {"file": str(file), "feeds": count, "left_out": others},
        [f"已写入 {one_line(str(file))}：{count}个信息源{left}"],
    )
