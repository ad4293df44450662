"""Groups and commands with Chinese help, ``--json`` on every command, and failures said in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from bulletin.cli.session import Session

Function = TypeVar("Function", bound=Callable[..., Any])


class ChineseHelp:
    """Writes click's help pages with Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        assert isinstance(self, click.Command)
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        assert isinstance(self, click.Command)
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(
                    [(name, text.replace("Show this message and exit.", "显示这一页")) for name, text in records]
                )
        if isinstance(self, click.Group):
            self._format_commands(ctx, formatter)

    def _format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        assert isinstance(self, click.Group)
        rows = [(name, self.commands[name].get_short_help_str(60)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("命令"):
                formatter.write_dl(rows)


class Command(ChineseHelp, click.Command):
    """A command of the contract: takes ``--json`` like all others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(
            click.Option(
                ["--json"], is_flag=True, expose_value=False, callback=_want_json, help="只在标准输出写一个 JSON 文档"
            )
        )


class Group(ChineseHelp, click.Group):
    """A noun with its verbs, in the order they were written down."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs as declared."""
        return list(self.commands)


Group.group_class = Group


def _want_json(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Session).as_json = True


def refusal_of(error: click.ClickException) -> tuple[str, str]:
    """Return what is wrong with a call, and what to do, in Chinese."""
    remedy = "用 --help 查看用法"
    if isinstance(error, click.NoSuchOption):
        near = "、".join(error.possibilities or ())
        return f"没有选项 {error.option_name}", f"最接近的是 {near}" if near else remedy
    if isinstance(error, click.MissingParameter):
        kind = "选项" if isinstance(error.param, click.Option) else "参数"
        return f"缺少{kind} {error.param.make_metavar(error.ctx) if error.param and error.ctx else ''}".strip(), remedy
    if isinstance(error, click.BadParameter):
        return f"参数的值不对：{error.message}", remedy
    if isinstance(error, click.UsageError):
        return f"命令写得不对：{error.message}", remedy
    return error.format_message(), remedy
