"""What is done with a whole issue, asked for in the same words wherever it is done: publish, discard, void."""

from __future__ import annotations

from collections.abc import Callable

from bulletin import store
from bulletin.model import Issue
from bulletin.reference import of_issue
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.prompts import Ask, Confirm

Then = Callable[[str], None]
"""What is done with the words that tell what was done."""


def ask_publish(screen: DeskScreen, issue: Issue, then: Then) -> None:
    """Tell what publishing does, and publish."""
    from bulletin.press import publish

    sitting, name = screen.desk.sitting, of_issue(issue)

    def answered(answer: str | None) -> None:
        if answer is None:
            return
        folder = screen.attempt(lambda: publish.publish(sitting.db, sitting.settings, issue, sitting.actor, sitting.at))
        if folder:
            then(f"{name} 已印发归档：{folder / 'issue.pdf'}")

    lines = ["签发的那份文件归入档案，采用记到各报送单位名下，归档目录随之更新。"]
    screen.app.push_screen(Confirm(f"印发 {name}？", lines, screen.lettering), answered)


def ask_discard(screen: DeskScreen, issue: Issue, then: Then) -> None:
    """Tell what discarding does, and discard."""
    from bulletin.press import proof

    sitting, name = screen.desk.sitting, of_issue(issue)
    count = len(store.issues.entries(sitting.db, issue.id))

    def answered(answer: str | None) -> None:
        if answer and screen.attempt(
            lambda: proof.discard(sitting.db, sitting.settings, issue, sitting.actor, sitting.at)
        ):
            then(f"{name} 已撤销，{count}篇稿件回到已审定")

    lines = [f"{count}篇稿件回到已审定，期号退回；编辑可以重新编一期。"]
    screen.app.push_screen(Confirm(f"撤销 {name}？", lines, screen.lettering), answered)


def ask_void(screen: DeskScreen, issue: Issue, then: Then) -> None:
    """Ask for the reason, and void a signed issue."""
    from bulletin.press import publish

    sitting, name = screen.desk.sitting, of_issue(issue)

    def answered(reason: str | None) -> None:
        if reason and screen.attempt(
            lambda: publish.void(sitting.db, sitting.settings, issue, reason, sitting.actor, sitting.at)
        ):
            then(f"{name} 已作废号，期号不再用")

    screen.app.push_screen(Ask(f"{name} 已签发而不印发，作废号的理由：", screen.lettering), answered)
