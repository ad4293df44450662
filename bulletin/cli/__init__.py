"""The command line: parse, call one function of a stage, show the answer. Nothing is decided here.

Exit codes: 0 done · 1 refused or not found · 2 usage or configuration · 3 some sources or files failed, the rest went on
· 4 check findings block.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from pathlib import Path

import click

from bulletin import __version__
from bulletin.cli.archive import archive
from bulletin.cli.articles import article
from bulletin.cli.commands import Group, refusal_of
from bulletin.cli.desk import desk
from bulletin.cli.feedback import followup, instruction
from bulletin.cli.issues import issue
from bulletin.cli.items import item
from bulletin.cli.mail_box import box
from bulletin.cli.new_source import new
from bulletin.cli.office import doctor, init, show_help, status
from bulletin.cli.opml import export, import_
from bulletin.cli.press import press
from bulletin.cli.removed import keep, removed
from bulletin.cli.search import search
from bulletin.cli.session import Session, as_json
from bulletin.cli.sources import collect, source
from bulletin.cli.topics import topics
from bulletin.errors import BulletinError
from bulletin.text import one_line


@click.group(cls=Group, context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100})
@click.option("--office", type=click.Path(path_type=Path), help="办公室目录；不写则从当前目录向上找 bulletin.toml")
@click.option("--as", "person", default="", help="以某人身份操作（仅限 trusted 办公室）")
@click.option("--at", "moment", default="", help="以某时刻操作，如 2026-11-20T09:00:00+08:00（仅限 trusted 办公室）")
@click.version_option(__version__, message="bulletin %(version)s", help="显示版本")
@click.pass_context
def cli(ctx: click.Context, office: Path | None, person: str, moment: str) -> None:
    """政务信息采编、印发与督办。"""
    session = ctx.ensure_object(Session)
    session.office, session.person, session.moment = office, person, moment


for command in (
    init,
    doctor,
    status,
    collect,
    source,
    item,
    article,
    issue,
    archive,
    search,
    topics,
    press,
    instruction,
    followup,
    desk,
    show_help,
):
    cli.add_command(command)
source.add_command(new)
source.add_command(box)
source.add_command(import_)
source.add_command(export)
item.add_command(removed)
item.add_command(keep)


def main() -> None:
    """Run the command line and leave with its exit code. A character the terminal cannot show never stops a call."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one call and return its exit code; a failure is said on stderr, and as JSON where JSON was asked for."""
    session = Session()
    try:
        with cli.make_context("bulletin", list(arguments), obj=session) as context:
            result = cli.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except BulletinError as error:
        return _fail(session, arguments, error.what, error.remedy, error.exit_code)
    except click.ClickException as error:
        return _fail(session, arguments, *refusal_of(error), 2)
    except (click.Abort, KeyboardInterrupt):
        return _fail(session, arguments, "已中断", "已完成的部分都已保存", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        what = f"程序内部错误：{type(error).__name__}（{place}）{one_line(str(error))}"
        return _fail(session, arguments, what, "没有完成的操作都未生效；请把这一行报给管理员", 1)


def _fail(session: Session, arguments: list[str], what: str, remedy: str, code: int) -> int:
    session.say(f"未完成：{what}")
    if remedy:
        session.say(f"　办法：{remedy}")
    if session.as_json or "--json" in arguments:
        sys.stdout.write(as_json({"error": {"message": what, "remedy": remedy, "code": code}}) + "\n")
    return code
