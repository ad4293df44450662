"""What is told of an issue on the screens of the desk."""

from __future__ import annotations

from bulletin import workflow
from bulletin.model import Issue
from bulletin.terms import action_name
from bulletin.tui.sitting import Sitting


def waits_line(sitting: Sitting, issue: Issue) -> str:
    """Return for whom an issue waits, and to do what."""
    from bulletin.press import compose

    standing = compose.standing(sitting.db, issue)
    action = workflow.NEXT["issue"].get(issue.state, "")
    actors = sitting.settings.actors(sitting.at.date())
    people = workflow.waited_for(standing, actors, sitting.at)
    if not action or not people:
        return "不等人办理"
    return f"等{'或'.join(map(sitting.settings.person_name, people))}{action_name(action)}"
