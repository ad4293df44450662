"""The command line: parse, call one function of a stage, show the answer. Nothing is decided here.

Exit codes: 0 done · 1 refused or not found · 2 usage or configuration · 3 some sources or files failed, the rest went on
· 4 check findings block.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import traceback
from pathlib import Path

import click

from bulletin import __version__
from bulletin.cli.commands import LazyGroup, Noun, refusal_of
from bulletin.cli.session import Session, as_json
from bulletin.errors import BulletinError
from bulletin.text import one_line

NOUNS: dict[str, Noun] = {
    "init": Noun("bulletin.cli.office:init", "新建一个办公室。"),
    "doctor": Noun("bulletin.cli.office:doctor", "检查字体、程序库、数据库、来源与磁盘。不能印发时，退出码为 4。"),
    "status": Noun("bulletin.cli.status:status", "积压、谁在等谁、四快。"),
    "collect": Noun(
        "bulletin.cli.collecting:collect", "采集到期的来源，或指定的来源。个别来源失败或有问题，其余照常，退出码为 3。"
    ),
    "source": Noun(
        "bulletin.cli.sources:source",
        "来源：状态、历史、试采。",
        (
            "bulletin.cli.new_source:new",
            "bulletin.cli.mail_box:box",
            "bulletin.cli.opml:import_",
            "bulletin.cli.opml:export",
            "bulletin.cli.source_upkeep:settle",
            "bulletin.cli.source_upkeep:rename",
        ),
    ),
    "item": Noun(
        "bulletin.cli.items:item",
        "来稿：登记、查看、采用、不采用、暂存。",
        ("bulletin.cli.removed:removed", "bulletin.cli.removed:keep", "bulletin.cli.verification:verify_item"),
    ),
    "article": Noun(
        "bulletin.cli.articles:article",
        "稿件：修改、检查、送审、审核。",
        (
            "bulletin.cli.writing:edit",
            "bulletin.cli.writing:section",
            "bulletin.cli.writing:merge",
            "bulletin.cli.writing:split",
            "bulletin.cli.pictures:attach",
            "bulletin.cli.pictures:detach",
            "bulletin.cli.pictures:pictures_",
            "bulletin.cli.verification:verify_article",
        ),
    ),
    "undo": Noun(
        "bulletin.cli.undo:undo",
        "撤销自己刚才的一次操作：取舍、采用、合并、分篇、修改、改栏目、附图、撤稿、送审、排次序。",
    ),
    "commission": Noun("bulletin.cli.commissions:commission", "约稿：发约稿通知单，谁交了、谁迟了、谁没交，催办。"),
    "urgent": Noun("bulletin.cli.urgent:urgent", "紧急信息：首报、续报、终报，报告时限，缺的要素，迟报。"),
    "review": Noun("bulletin.cli.reviews:review", "审核：等我办的、意见、会签、缓办、转请、催办。"),
    "delegation": Noun("bulletin.cli.reviews:delegation", "授权：谁在哪几天代谁办什么。"),
    "gate": Noun("bulletin.cli.gates:gate", "四关：有哪些规则，哪些常报不改，检查一份文字。"),
    "issue": Noun(
        "bulletin.cli.issues:issue",
        "期：编排、出清样、签发、印发。REF 如 政务信息/2026/12。",
        (
            "bulletin.cli.readings:read",
            "bulletin.cli.corrections:correct",
            "bulletin.cli.corrections:withdraw",
            "bulletin.cli.corrections:list_",
            "bulletin.cli.corrections:corrigendum",
        ),
    ),
    "copy": Noun("bulletin.cli.copies:copy", "编号份：谁持有，谁退回了。"),
    "archive": Noun("bulletin.cli.archive:archive", "归档：目录、查找、核对。"),
    "search": Noun(
        "bulletin.cli.search:search",
        '全文查找：两个字也找得到。如 防汛 物资、"防汛物资"、(防汛 或 抗旱) -演练、单位:东山镇 日期:近7天。',
    ),
    "topics": Noun(
        "bulletin.cli.topics:topics", "热点：近来明显多起来的话题，附有来稿和理由。只有一个来源在说的不算。"
    ),
    "rank": Noun("bulletin.cli.rank:rank", "排序：一条来稿为什么排在这里，从取舍中学到了什么，改权重会怎样。"),
    "press": Noun("bulletin.cli.press:press", "排版服务：常驻内存，出清样更快；没有它，一切照常。"),
    "instruction": Noun("bulletin.cli.instructions:instruction", "批示：登记、改正类别、查看。"),
    "followup": Noun(
        "bulletin.cli.follow_ups:followup",
        "督办：登记、拟办、立项、交办、反馈、审结、催办、延期。",
        tuple(
            f"bulletin.cli.case_steps:{name}"
            for name in ("register", "propose", "open_", "leave", "show", "trail", "slip")
        ),
    ),
    "adoption": Noun("bulletin.cli.adoptions:adoption", "上级采用登记：哪一级、哪种刊物、哪一天采用；补录印在别处的。"),
    "penalty": Noun("bulletin.cli.penalties:penalty", "扣分登记：迟报、漏报、失实等；扣几分由计分办法定。"),
    "upward": Noun("bulletin.cli.upward:upward_", "上报：报给上级办公室，写成上报包；看采用回执，确认后登记上级采用。"),
    "unit": Noun("bulletin.cli.units:unit", "报送单位：报了什么，用了没有、用在哪里，有什么批示，得了几分。"),
    "points": Noun("bulletin.cli.points:points", "计分：各单位的名次，每一分的依据，换一个办法会怎样。"),
    "circular": Noun(
        "bulletin.cli.circular:circular", "通报：报送采用统计，做成一期通报，导出表格，核对印发后的变动。"
    ),
    "person": Noun("bulletin.cli.people:person", "人员：有哪些人，谁能从浏览器登录；设置登录口令。"),
    "desk": Noun("bulletin.cli.desk:desk", "采编台：在终端里看队列、定取舍、改稿。标准输入不是终端时逐行问答。"),
    "help": Noun("bulletin.cli.office:show_help", "使用手册：不写页名则列出各页。"),
}
"""The nouns in the order of the help, each with the line it is explained by; tests hold the line against the command."""


@click.group(
    cls=LazyGroup, nouns=NOUNS, context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100}
)
@click.option("--office", type=click.Path(path_type=Path), help="办公室目录；不写则从当前目录向上找 bulletin.toml")
@click.option("--as", "person", default="", help="以某人身份操作（仅限 trusted 办公室）")
@click.option("--at", "moment", default="", help="以某时刻操作，如 2026-11-20T09:00:00+08:00（仅限 trusted 办公室）")
@click.version_option(__version__, message="bulletin %(version)s", help="显示版本")
@click.pass_context
def cli(ctx: click.Context, office: Path | None, person: str, moment: str) -> None:
    """政务信息采编、印发与督办。"""
    session = ctx.ensure_object(Session)
    session.office, session.person, session.moment = office, person, moment


_GARBAGE_EVERY = 100_000
"""Objects made before Python looks for garbage. At its usual 700 a tenth of the start is spent looking at what was just
imported, which never is any."""


def main() -> None:
    """Run the command line and leave with its exit code. A character the terminal cannot show never stops a call."""
    gc.set_threshold(_GARBAGE_EVERY)
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
    finally:
        session.close()


def _fail(session: Session, arguments: list[str], what: str, remedy: str, code: int) -> int:
    session.say(f"未完成：{what}")
    if remedy:
        session.say(f"　办法：{remedy}")
    if session.as_json or "--json" in arguments:
        sys.stdout.write(as_json({"error": {"message": what, "remedy": remedy, "code": code}}) + "\n")
    return code
