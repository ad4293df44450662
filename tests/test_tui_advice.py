"""What the desk says of a failure: good advice stays, a command to be typed does not, and the failure is left as it was."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from bulletin.cli import NOUNS
from bulletin.errors import EditConflict, NotFound, RefusedAction, UsageError
from bulletin.tui.advice import advice, refusal
from tests.conftest import House
from tests.desk_terminal import Driver, Seat, drive


def written(words: str, command: click.Command) -> Iterator[str]:
    """Yield every command as it is typed after ``bulletin``, and every option of it."""
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from written(f"{words} {name}", below)
        return
    yield f"bulletin {words}"
    yield words if " " in words else f"bulletin {words}"
    yield from (name for option in command.params for name in option.opts if name.startswith("--"))


@pytest.mark.parametrize("noun", NOUNS)
def test_no_command_and_no_option_is_told(noun: str) -> None:
    """Whatever can be typed on the command line is known for what it is, and the clause beside it stays."""
    for typed in written(noun, NOUNS[noun].command()):
        assert advice(f"请用 {typed} 查看；先核对") == "先核对", typed


@pytest.mark.parametrize(
    ("remedy", "left"),
    [
        ("请在 2026-12-01 或以后做；现在的数字用 circular show 查看", "请在 2026-12-01 或以后做"),
        ("请修改，或用 article answer 3 --reason 写明接受的理由", "请修改"),
        ("请用 article attach 附上，或改正文中的图名", "改正文中的图名"),
        ("请用 --kind 续报 归入，或者核对是哪一条来稿", "核对是哪一条来稿"),
        ("归错的，请先用 urgent part 移出；另有一份报告的，请写那一条的编号", "另有一份报告的，请写那一条的编号"),
        ("请查明，或以后再办", "请查明，或以后再办"),
        ("请改短，或分成两篇。查明后再报", "请改短，或分成两篇；查明后再报"),
        ("上级确有更高的，由管理员在 bulletin.toml 的 [points] 写 upper_most", "上级确有更高的，由管理员在 bulletin.toml 的 [points] 写 upper_most"),
        ("请核对 --due 和 --start", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_good_advice_stays(remedy: str, left: str) -> None:
    """A clause, or one of its ways, goes only where it is a command itself."""
    assert advice(remedy) == left


def test_what_happened_is_told_in_full() -> None:
    """The reason stands as it is, with commands or English words in it; without advice it ends there."""
    assert refusal(UsageError("“open data”不是栏目", "请用 --section 写明")) == "“open data”不是栏目"
    assert refusal(NotFound("稿件", 9, "请用 article list 查看编号")) == "没有找到稿件 9"
    conflict = EditConflict(3, 1, 2, "var/drafts/3.txt")
    assert refusal(conflict) == f"{conflict.what}。你的文字已存于 var/drafts/3.txt"


def test_the_desk_says_it_and_leaves_the_failure_as_it_was(house: House) -> None:
    """A refusal on a screen keeps its advice, tells no command, and whoever holds the failure still reads all of it."""
    refused = RefusedAction("11月还没有过完", "请在 2026-12-01 或以后做；现在的数字用 circular show 查看")

    def act() -> None:
        raise refused

    async def deed(driver: Driver) -> None:
        driver.app.screen.attempt(act)  # type: ignore[attr-defined]
        shown = await driver.settle()
        assert "未完成：11月还没有过完。请在 2026-12-01 或以后做" in shown
        assert "circular" not in shown

    drive(Seat(house.db, house.settings, house.at), deed)
    assert str(refused) == "11月还没有过完。请在 2026-12-01 或以后做；现在的数字用 circular show 查看"
