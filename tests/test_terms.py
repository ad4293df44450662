"""What is promised about the words: everything the rules name has a Chinese word, once, and nothing is left over."""

from __future__ import annotations

from pathlib import Path

import pytest

import bulletin
from bulletin import terms, workflow
from bulletin.desk import gates
from bulletin.feedback.cases import follow_ups
from bulletin.settings import read_settings, shipped_office

SOURCES = [path for path in Path(bulletin.__file__).parent.rglob("*.py") if path.name != "terms.py"]


def test_every_state_of_the_workflow_has_a_word() -> None:
    """Every subject, and every state it can come from or go to, is named; no word is for a state that cannot be."""
    for subject, rules in workflow.TABLES.items():
        reachable = {state for rule in rules for state in (*rule.before, rule.after) if state}
        reachable |= {state for named, (_, state, _) in workflow.BEGINNINGS.items() if named == subject}
        assert set(terms.STATES[subject]) == reachable
    assert set(terms.STATES) == set(terms.SUBJECTS) == set(workflow.TABLES)


def test_every_action_and_role_of_the_workflow_has_a_word() -> None:
    """Every action is named, no word is for an action that is not there, and every role is one people can hold."""
    rules = [rule for table in workflow.TABLES.values() for rule in table]
    actions = {rule.action for rule in rules} | {action for action, _, _ in workflow.BEGINNINGS.values()}

    assert set(terms.ACTIONS) == actions
    assert {role for rule in rules for role in rule.roles} == set(terms.ROLES)


@pytest.mark.parametrize(
    "words", [terms.ROLES, terms.SUBJECTS, terms.ACTIONS, terms.GATES, terms.SEVERITIES, *terms.STATES.values()]
)
def test_one_word_means_one_thing(words: dict[str, str]) -> None:
    """Within a table no Chinese word stands for two identifiers."""
    assert len(set(words.values())) == len(words)


def test_the_glossary_names_each_thing_once_and_explains_it() -> None:
    """Identifier and word are unique, explanations are there, identifiers are English and not pinyin initials."""
    identifiers = [identifier for identifier, _, _ in terms.GLOSSARY]
    words = [word for _, word, _ in terms.GLOSSARY]

    assert len(set(identifiers)) == len(identifiers)
    assert len(set(words)) == len(words)
    assert all(meaning for _, _, meaning in terms.GLOSSARY)
    assert all(any(vowel in identifier for vowel in "aeiou") for identifier in identifiers)


@pytest.mark.parametrize("identifier", [identifier for identifier, _, _ in terms.GLOSSARY])
def test_every_identifier_of_the_glossary_is_used(identifier: str) -> None:
    """A word of the glossary is a word of the program, as a name or in what the names are said to mean."""
    forms = (identifier, identifier.replace("_", " "))

    assert any(form in path.read_text(encoding="utf-8") for path in SOURCES for form in forms)


def test_words_of_the_workflow_agree_with_the_glossary() -> None:
    """Where the glossary and the actions name the same thing, they use the same word."""
    glossary = {identifier: word for identifier, word, _ in terms.GLOSSARY}

    for action in ("adopt", "decline", "shelve", "send", "approve", "return", "publish"):
        assert terms.ACTIONS[action] == glossary[action]
    for subject in ("item", "article", "issue", "follow_up"):
        assert terms.SUBJECTS[subject] == glossary[subject]


def test_unknown_identifiers_are_shown_as_they_are() -> None:
    """A state or action without a word does not hide behind an error."""
    assert terms.state_name("item", "new") == "待处理"
    assert terms.state_name("item", "lost") == "lost"
    assert terms.action_name("publish") == "印发"
    assert terms.action_name("vanish") == "vanish"


def test_roles_are_named_in_their_fixed_order() -> None:
    """However they are given, roles read in the order of the chain."""
    assert terms.role_names(frozenset({"admin", "editor", "signer"})) == "编辑、签发、管理员"
    assert terms.role_names(()) == ""


def test_gates_kinds_and_signals_are_all_named() -> None:
    """Every gate with a rule, every class with a deadline and every signal has its word."""
    settings = read_settings(shipped_office())

    assert {rule.gate for rule in gates.RULES} <= set(terms.GATES)
    assert {rule.severity for rule in gates.RULES} <= set(terms.SEVERITIES)
    assert set(settings.follow_ups.limits) == set(terms.INSTRUCTION_KINDS)
    assert set(follow_ups.TASK_KINDS) <= set(terms.INSTRUCTION_KINDS)
    assert set(terms.SIGNALS) == {"none", *terms.SLIP_COLOURS.values(), "closed"}
    assert {colour for colour, _ in settings.follow_ups.signals.ages} <= set(terms.SIGNALS)
