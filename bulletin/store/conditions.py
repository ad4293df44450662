"""A query's tree as SQL: what the full-text index can say of it, and the condition on a row for the rest.

`cover` is never too narrow: every row the query means matches it. `rest` is what must still be looked at in the rows that
match. Of what a person typed only bigrams reach MATCH, and only as parameters anything reaches SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bulletin.errors import UsageError
from bulletin.terms import FLAGS, RELATIONS
from bulletin.text.grams import folded, has_variants, is_one_run, narrowed, runs
from bulletin.text.query import FIELDS, AllOf, AnyOf, Dated, Holds, Not, Query, Words

MOST_GRAMS = 16
"""Pairs of one run that are asked of the index; the rest of a long phrase is compared in the rows."""
ALWAYS = AllOf()
_PRINTED = "已刊"


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL condition with its parameters, in order."""

    sql: str
    parameters: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of one kind of record are in SQL: ``held`` with one ``?`` each, ``days`` as an ISO text.

    ``states`` gives the state a word means; ``noun`` names the kind in messages.
    """

    noun: str
    held: Mapping[str, str]
    days: Mapping[str, str]
    states: Mapping[str, str]

    def refuse_unknown(self, query: Query) -> None:
        """Raise `UsageError` where the query asks for a field that records of this kind do not have."""
        if missing := missing_fields(query, self):
            known = "、".join(FIELDS[name][0] for name in FIELDS if self.has(name))
            raise UsageError(f"{self.noun}没有“{FIELDS[missing[0]][0]}”这一字段", f"可用：{known}")

    def has(self, name: str) -> bool:
        """Tell whether records of this kind have the field."""
        return name == "title" or name in self.held or name in self.days


def refusal(query: Query, fields: Fields) -> UsageError | None:
    """Return why records of this kind cannot be asked this: a field or a state that they do not have; None where they
    can."""
    try:
        fields.refuse_unknown(query)
        condition(query, fields)
    except UsageError as error:
        return error
    return None


def missing_fields(query: Query, fields: Fields) -> list[str]:
    """Return the fields of the query that are not among `fields`."""
    if isinstance(query, (Holds, Dated)):
        return [] if fields.has(query.field) else [query.field]
    if isinstance(query, Not):
        return missing_fields(query.part, fields)
    if isinstance(query, (AllOf, AnyOf)):
        return [name for part in query.parts for name in missing_fields(part, fields)]
    return []


# What the index can say


def cover(query: Query) -> str:
    """Return the MATCH expression that every row the query means fulfils; '' where the index can say nothing."""
    if isinstance(query, Words):
        return _phrases(query)
    if isinstance(query, AllOf):
        return _joined(" AND ", [part for part in map(cover, query.parts) if part])
    if isinstance(query, AnyOf):
        parts = list(map(cover, query.parts))
        return _joined(" OR ", parts) if all(parts) else ""
    return ""


def _phrases(words: Words) -> str:
    column = "title : " if words.title_only else ""
    return _joined(" AND ", [f'{column}"{" ".join(run[:MOST_GRAMS])}"' for run in runs(words.text)])


def _joined(operator: str, parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})" if parts else ""


def rest(query: Query) -> Query:
    """Return what a row that fulfils `cover` must fulfil besides; `ALWAYS` where the index says it all."""
    if isinstance(query, Words):
        return ALWAYS if _is_settled(query) else query
    if isinstance(query, AllOf):
        left = [part for part in map(rest, query.parts) if part != ALWAYS]
        return left[0] if len(left) == 1 else AllOf(tuple(left))
    if isinstance(query, AnyOf):
        return ALWAYS if all(rest(part) == ALWAYS for part in query.parts) else query
    return query


def _is_settled(words: Words) -> bool:
    """Tell whether the phrase of its pairs holds exactly where the words do."""
    whole = is_one_run(words.text) and len(words.text) <= MOST_GRAMS + 1
    return whole and (words.sense == "folded" or not has_variants(words.text))


# What must be looked at in the rows


def condition(query: Query, fields: Fields) -> Condition:
    """Return the condition on a row ``d`` that says what the query says. Raises `UsageError` for an unknown state."""
    if isinstance(query, Words):
        return _contains(query)
    if isinstance(query, Holds):
        if query.field == "flag":
            return _flagged(query.value)
        value = _state(query.value, fields) if query.field == "state" else query.value
        return Condition(fields.held[query.field], (value,))
    if isinstance(query, Dated):
        return _dated(query, fields.days[query.field])
    if isinstance(query, Not):
        part = condition(query.part, fields)
        return Condition(f"not ({part.sql})", part.parameters)
    parts = [condition(part, fields) for part in query.parts]
    operator = " or " if isinstance(query, AnyOf) else " and "
    sql = operator.join(f"({part.sql})" for part in parts) or "1"
    return Condition(sql, tuple(value for part in parts for value in part.parameters))


def _contains(words: Words) -> Condition:
    text = "d.title" if words.title_only else "d.title || char(10) || d.text"
    if words.sense == "exact" or not has_variants(words.text):
        return Condition(f"instr({text}, ?) > 0", (words.text,))
    if words.sense == "cased":
        return Condition(f"instr(narrowed({text}), ?) > 0", (narrowed(words.text),))
    return Condition(f"instr(folded({text}), ?) > 0", (folded(words.text),))


def _flagged(word: str) -> Condition:
    """Return the condition on an item that it shows the mark `word`: of a flag, of a relation, or in a flag's note."""
    kinds = [kind for kind, name in FLAGS.items() if word in (kind, name)]
    related = [kind for kind, name in RELATIONS.items() if word in (kind, name)]
    if word == _PRINTED:
        return Condition("exists (select 1 from printed_relations r where r.item_id = d.id)")
    if related:
        pair = "exists (select 1 from relations r where r.{side} = d.id and r.kind = ?)"
        sides = (pair.format(side="item_id"), pair.format(side="other_id"))
        return Condition(" or ".join(sides), (related[0], related[0]))
    if kinds:
        sql = "exists (select 1 from json_each(d.flags) where json_extract(value, '$.kind') = ?)"
        return Condition(sql, (kinds[0],))
    sql = "exists (select 1 from json_each(d.flags) where instr(json_extract(value, '$.note'), ?) > 0)"
    return Condition(sql, (word,))


def _dated(dated: Dated, day: str) -> Condition:
    """Return the condition that a row is of those days; without a day it is false, not null, so that ``not`` finds it."""
    bounds = [(">=", dated.days.since), ("<", dated.days.before)]
    given = [(sign, bound.isoformat()) for sign, bound in bounds if bound]
    sql = " and ".join([*(f"{day} {sign} ?" for sign, _ in given), f"{day} is not null"])
    return Condition(sql, tuple(bound for _, bound in given))


def _state(word: str, fields: Fields) -> str:
    if word not in fields.states:
        known = "、".join(dict.fromkeys(fields.states))
        raise UsageError(f"{fields.noun}没有状态 {word}", f"可用的状态：{known}")
    return fields.states[word]
