"""Politics (政治关): words the office bans, and secrecy marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.text.secrecy import is_marked


def _banned(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for word in settings.banned_words:
        for match in re.finditer(re.escape(word), draft.text):
            yield Sighting(*match.span(), "本办公室规定不得使用的词语")


def _secrecy(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """涉密不上网: a secrecy mark in the text stops it here."""
    for match in re.finditer(r"^.+$", draft.text, re.MULTILINE):
        if is_marked(match[0]):
            yield Sighting(*match.span(), "文中有密级标志，涉密材料不得在本系统处理")


RULES = (
    GateRule("political.banned", "political", "error", _banned),
    GateRule("political.secrecy", "political", "error", _secrecy),
)
