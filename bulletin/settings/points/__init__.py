"""Rule sets (计分办法) of an office: dated data, read strictly when points are asked for."""

from bulletin.settings.points.book import book_names, read_book, refuse_uncovered
from bulletin.settings.points.rules import FaultRule, Limits, Policy, Rule, RuleBook, RuleSet, Scope

__all__ = [
    "FaultRule",
    "Limits",
    "Policy",
    "Rule",
    "RuleBook",
    "RuleSet",
    "Scope",
    "book_names",
    "read_book",
    "refuse_uncovered",
]
