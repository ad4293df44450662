"""Groups and commands with Chinese help, ``--json`` on every command, and failures said in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from bulletin.cli.columns import definitions
from bulletin.cli.session import Session
from bulletin.terms import LEADER_LEVELS, LEVEL_WORDS
from bulletin.text import one_line


def number_in(text: str) -> int | None:
    """Return the number of a record, a position or a revision that `text` is, or None."""
    return int(text) if text.isdecimal() and len(text) <= 9 and int(text) > 0 else None


class Number(click.ParamType[int]):
    """The number of a record, a position or a revision: 1 to 999,999,999."""

    name = "编号"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number `value` is; anything else is a wrong call."""
        number = number_in(str(value))
        if number is None:
            self.fail(f"“{one_line(str(value))}”不是整数编号", param, ctx)
        return number


NUMBER = Number()


class Level(click.ParamType[str]):
    """A level (国省市县乡), as people call it: 国家, 省级, 乡镇. What is none stays as it is, to be refused where it is used."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the level `value` names, else what was typed."""
        typed = str(value).strip()
        word = typed.removesuffix("级")
        level = LEVEL_WORDS.get(word, word)
        return level if level in LEADER_LEVELS else typed


LEVEL = Level()


_KINDS = {
    "INTEGER RANGE": "整数",
    "INTEGER": "整数",
    "FLOAT": "数",
    "TEXT": "文字",
    "FILES": "文件",
    "FILE": "文件",
    "PATH": "路径",
    "DIRECTORY": "目录",
    "NAME": "名称",
    "PAGE": "页名",
    "QUERY": "词句",
}
"""What click calls the kinds of values, and how this program calls them."""
_KIND = re.compile(rf"(?<![\w-])(?:{'|'.join(_KINDS)})(?![\w-])")
_EXTRAS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d+)<=x<=(\d+)"), r"\1 至 \2"),
    (re.compile(r"x>=(\d+)"), r"至少 \1"),
    (re.compile(r"x<=(\d+)"), r"至多 \1"),
    (re.compile(r"default: "), "默认："),
    (re.compile(r"required"), "必写"),
    (re.compile(r"; "), "；"),
)
"""What click writes in brackets behind the help of an option."""


def _kinds_in_chinese(metavars: str) -> str:
    return _KIND.sub(lambda kind: _KINDS[kind[0]], metavars)


def _help_in_chinese(text: str) -> str:
    """Return the help of an option; what click added in brackets at its end is in Chinese too."""
    said, bracket, extras = text.replace("Show this message and exit.", "显示这一页").rpartition("[")
    if not bracket or (said and not said.endswith("  ")):
        return said + bracket + extras
    for written, chinese in _EXTRAS:
        extras = written.sub(chinese, extras)
    return f"{said}[{extras}"


class ChineseHelp:
    """Writes click's help pages with Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        assert isinstance(self, click.Command)
        formatter.write_usage(ctx.command_path, _kinds_in_chinese(" ".join(self.collect_usage_pieces(ctx))), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        assert isinstance(self, click.Command)
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                _write(formatter, [(_kinds_in_chinese(name), _help_in_chinese(text)) for name, text in records])
        if isinstance(self, click.Group):
            self._format_commands(ctx, formatter)

    def short_help_of(self, ctx: click.Context, name: str) -> str:
        """Return the line that explains the command `name` of this group."""
        assert isinstance(self, click.Group)
        command = self.get_command(ctx, name)
        return command.get_short_help_str(60) if command else ""

    def _format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        assert isinstance(self, click.Group)
        rows = [(name, self.short_help_of(ctx, name)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("命令"):
                _write(formatter, rows)


def _write(formatter: click.HelpFormatter, rows: Sequence[tuple[str, str]]) -> None:
    """Write terms and their meanings, under each other by cells: click counts characters."""
    for line in definitions(rows, formatter.current_indent, formatter.width):
        formatter.write(f"{line}\n")


class Command(ChineseHelp, click.Command):
    """A command of the contract: takes ``--json`` like all others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})
        self.params.append(
            click.Option(
                ["--json"], is_flag=True, expose_value=False, callback=_want_json, help="只在标准输出写一个 JSON 文档"
            )
        )


class Group(ChineseHelp, click.Group):
    """A noun with its verbs, in the order they were written down."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", "subcommand_metavar": "命令 …", **kwargs})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs as declared."""
        return list(self.commands)


Group.group_class = Group


@dataclass(frozen=True, slots=True)
class Noun:
    """A command that is imported when it is called: where it stands (``module:attribute``) and its line of help.

    ``verbs`` are commands of other modules that belong to the group.
    """

    place: str
    help: str
    verbs: tuple[str, ...] = ()

    def command(self) -> click.Command:
        """Import and return the command, its further verbs added."""
        command = _imported(self.place)
        if isinstance(command, click.Group):
            for verb in self.verbs:
                command.add_command(_imported(verb))
        return command


def _imported(place: str) -> click.Command:
    module, _, attribute = place.partition(":")
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    return command


class LazyGroup(Group):
    """The nouns of the program: each is imported when it is called, so that no call pays for the others.

    ``commands`` is the whole of it, and imports everything: for tests and documents.
    """

    def __init__(self, *args: Any, nouns: Mapping[str, Noun], **kwargs: Any) -> None:
        self.nouns = nouns
        super().__init__(*args, **kwargs)

    @property
    def commands(self) -> MutableMapping[str, click.Command]:
        """Every noun with its command."""
        return {name: noun.command() for name, noun in self.nouns.items()}

    @commands.setter
    def commands(self, value: MutableMapping[str, click.Command]) -> None:
        assert not value, "nouns are declared, not added"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the nouns as declared."""
        return list(self.nouns)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the noun's command, or None where there is none of that name."""
        noun = self.nouns.get(cmd_name)
        return noun.command() if noun else None

    def short_help_of(self, ctx: click.Context, name: str) -> str:
        """Return the noun's line of help; nothing is imported."""
        return self.nouns[name].help


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
        return _missing(error), remedy
    if isinstance(error, click.BadParameter):
        return f"参数的值不对：{_in_chinese(error.message)}", remedy
    if isinstance(error, click.UsageError):
        return f"命令写得不对：{_in_chinese(error.message)}", _verbs(error) or remedy
    return error.format_message(), remedy


def _missing(error: click.MissingParameter) -> str:
    if isinstance(error.param, click.Option):
        return f"缺少选项 {error.param.opts[-1]}"
    metavar = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
    return f"缺少参数 {_kinds_in_chinese(metavar)}".strip()


_SAYINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"No such command '(.*)'\.", re.DOTALL), r"没有命令 \1"),
    (re.compile(r"Missing command\.|用法：.*", re.DOTALL), "没有写完"),
    (re.compile(r"'(.*)' is not a valid integer(?: range)?\.", re.DOTALL), r"“\1”不是整数"),
    (re.compile(r"(.*) is not in the range (.*)\.", re.DOTALL), r"\1 不在范围 \2 之内"),
    (re.compile(r"'(.*)' is not one of (.*)\.", re.DOTALL), r"“\1”不在可用的值之内：\2"),
    (re.compile(r"'(.*)' is not '(.*)'\.", re.DOTALL), r"“\1”不是可用的值 \2"),
    (re.compile(r"Option '(.*)' requires an argument\."), r"选项 \1 后面要写值"),
    (re.compile(r"Option '(.*)' does not take a value\."), r"选项 \1 后面不写值"),
    (re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL), r"多出了 \1"),
)
"""What click says of a wrong call, and how this program says it."""


def _in_chinese(message: str) -> str:
    for said, saying in _SAYINGS:
        if said.fullmatch(message):
            return one_line(said.sub(saying, message, count=1))
    return one_line(message)


def _verbs(error: click.UsageError) -> str:
    """Return the command that was probably meant, and those that may follow where the call stopped; else ''."""
    if error.ctx is None or not isinstance(error.ctx.command, click.Group):
        return ""
    verbs = error.ctx.command.list_commands(error.ctx)
    typed = re.search(r"'(.*)'", error.message)
    meant = _meant(typed[1], verbs) if typed else ""
    return (f"是否为 {meant}？" if meant else "") + f"可用的命令：{'、'.join(verbs)}"


_SYNONYMS = {
    "search": ("find", "grep", "query", "查找", "搜索"),
    "list": ("ls", "all", "列表"),
    "new": ("add", "create", "新建"),
    "add": ("new", "create", "登记"),
    "show": ("view", "get", "cat", "info", "查看"),
    "decline": ("reject", "refuse"),
    "approve": ("confirm", "accept"),
    "person": ("user", "users", "people"),
    "help": ("man", "manual"),
}
"""Commands, and other words people try for them."""
_SPELT_ALIKE = 0.75
"""How like a word must be to a command to be taken for a slip of the hand: another deed must never be offered."""


def _meant(typed: str, verbs: list[str]) -> str:
    """Return the command that was certainly meant, by a usual other word or a slip of the hand, else ''."""
    other = [verb for verb in verbs if typed in _SYNONYMS.get(verb, ())]
    return next(iter(other or get_close_matches(typed, verbs, n=1, cutoff=_SPELT_ALIKE)), "")
