"""Wording (文字关): precision before recall. What is not sure is advice; what cannot be right blocks.

spared      what no rule about words judges: titles, quoted words, document numbers, addresses, tables, the office's own
damage      mojibake, characters that cannot be printed
marks       punctuation, GB/T 15834             widths         half and full width, spaces
numerals    figures in writing, GB/T 15835      headings       一、（一）1.（1） and 一是…二是…
words       what stands twice, confusions       abbreviations  简称 before its full name
spelling    homophones of the words of office   sentences      length
"""

from __future__ import annotations

from bulletin.desk.gates.rule import GateRule
from bulletin.desk.gates.wording import (
    abbreviations,
    damage,
    headings,
    marks,
    numerals,
    sentences,
    spelling,
    widths,
    words,
)

__all__ = ["RULES"]

RULES: tuple[GateRule, ...] = (
    *damage.RULES,
    *marks.RULES,
    *widths.RULES,
    *numerals.RULES,
    *headings.RULES,
    *words.RULES,
    *abbreviations.RULES,
    *spelling.RULES,
    *sentences.RULES,
)
