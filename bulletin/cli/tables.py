"""The word table and the state tables as Markdown, for README.md and ``bulletin help``."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin.terms import GLOSSARY, GUARDS, ROLES, SUBJECTS, action_name, role_names, state_name
from bulletin.workflow import BEGINNINGS, TABLES, Rule


def words() -> str:
    """Return the word table: Chinese, identifier, meaning."""
    return _table(
        ("中文", "identifier", "含义"), ((chinese, f"`{name}`", meaning) for name, chinese, meaning in GLOSSARY)
    )


def roles() -> str:
    """Return the roles."""
    return _table(("角色", "identifier"), ((chinese, f"`{role}`") for role, chinese in ROLES.items()))


def states() -> str:
    """Return one table for each subject: action, from, to, by whom, on which condition."""
    return "\n\n".join(f"### {SUBJECTS[subject]} `{subject}`\n\n{_states(subject)}" for subject in TABLES)


def _states(subject: str) -> str:
    rows = []
    if subject in BEGINNINGS:
        action, state, allowed = BEGINNINGS[subject]
        rows.append((action_name(action), "—", state_name(subject, state), role_names(allowed), ""))
    rows += [
        (
            action_name(rule.action),
            "、".join(state_name(subject, state) for state in rule.before),
            state_name(subject, rule.after) or "不变",
            role_names(rule.roles),
            _conditions(rule),
        )
        for rule in TABLES[subject]
    ]
    return _table(("动作", "由", "到", "角色", "条件"), rows)


def _conditions(rule: Rule) -> str:
    words = [GUARDS[guard.__name__] for guard in rule.guards]
    return "；".join([*words, *(["末级通过后"] if rule.short else []), *(["写明理由"] if rule.reason else [])])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
