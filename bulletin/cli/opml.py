"""``bulletin source import`` and ``bulletin source export``: lists of feeds from and for other readers (OPML)."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.cli.columns import table
from bulletin.cli.commands import NUMBER, Command
from bulletin.cli.session import Session
from bulletin.collect.sites.opml import MOST, Wish, export_opml, import_opml
from bulletin.errors import UsageError
from bulletin.store import files
from bulletin.text import one_line

_SHOWN = 40


@click.command("import", cls=Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会新建哪些来源，不写文件")
@click.option("--most", type=NUMBER, help="最多新建几个，其余下次再建")
@click.option("--yes", is_flag=True, help=f"超过 {MOST} 个也全部新建")
@click.pass_obj
def import_(session: Session, file: Path, dry_run: bool, most: int | None, yes: bool) -> int:
    """由 OPML 文件新建信息源；已有的地址和文件一概不动。"""
    if most and yes:
        raise UsageError("--most 与 --yes 只能用一个", "只建前几个用 --most，全部新建用 --yes")
    found = import_opml(session.settings, file, Wish(most, all_of_them=yes, dry_run=dry_run))
    data = {
        "made": [{"name": name, "file": path} for name, path in found.made],
        "known": [{"name": name, "address": address} for name, address in found.known],
        "problems": found.problems,
        "left": found.left,
        "written": not dry_run,
    }
    lines = table(("来源", "文件"), found.made[:_SHOWN], 60) if found.made else []
    lines += [f"……另有{len(found.made) - _SHOWN}个"] if len(found.made) > _SHOWN else []
    lines += [f"　未建 {problem}" for problem in found.problems[:_SHOWN]]
    lines += [f"……另有{len(found.problems) - _SHOWN}处未建"] if len(found.problems) > _SHOWN else []
    left = f"，其余{found.left}个下次再建" if found.left else ""
    outcome = f"{'将新建' if dry_run else '新建'}{len(found.made)}个来源，已有{len(found.known)}个{left}"
    session.answer(data, [*lines, outcome])
    return 3 if found.problems else 0


@click.command("export", cls=Command)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.pass_obj
def export(session: Session, file: Path) -> None:
    """把联网的信息源写成 OPML 文件，供别的阅读器使用；不覆盖已有文件。"""
    body, others = export_opml(session.settings)
    files.write_new(file, body)
    count = len(session.settings.sources) - len(others)
    left = f"；不是联网信息源、未列入：{'、'.join(others)}" if others else ""
    session.answer(
        {"file": str(file), "feeds": count, "left_out": others},
        [f"已写入 {one_line(str(file))}：{count}个信息源{left}"],
    )
