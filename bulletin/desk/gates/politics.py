"""Politics (政治关): banned and cautious words, names of organs and regions, secrecy marks. Leaders: see `leaders`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bulletin.desk.gates import leaders
from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.settings.lists import Word
from bulletin.text import is_hanzi, manuscript
from bulletin.text.occurrences import occurrences, one_off
from bulletin.text.secrecy import is_marked, may_be_marked

_SHORTEST_SLIP = 5
_TELLS_APART = frozenset(
    "局委办厅处科院所部司站室会一二三四五六七八九十东西南北中上下前后左右内外新老大小高低省市县区镇乡州正副甲乙丙丁第"
)
_LABEL = re.compile(r"^\s*(?:表\s*\d*\s*[:：\s]|(?:注|单位)\s*[:：]|\d{1,2}\s*[.．、](?=.*[★☆]))\s*")
"""What stands before a table's title, unit or note; before a number only what has the mark's star is a mark."""
_FORMERLY = re.compile(r"(?:原|前|时称|原名|旧称)[“（]?$")


def _banned(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for _, start, end in occurrences(settings.banned_words, draft.text):
        yield Sighting(start, end, "本办公室规定不得使用的词语")
    yield from _words(draft, settings.lists.banned, "本办公室规定不得使用的词语")


def _cautious(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    return _words(draft, settings.lists.cautious, "慎用的词语")


def _words(draft: Draft, entries: Iterable[Word], usual: str) -> Iterator[Sighting]:
    advice = {word: entry.advice or usual for entry in entries if entry.period.holds(draft.day) for word in entry.words}
    for word, start, end in occurrences(advice, draft.text):
        yield Sighting(start, end, advice[word])


def _names(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A wrong form of a name that the list gives, and a name that is no more."""
    for entry in settings.lists.names:
        right = (entry.name, *entry.short)
        if entry.period.holds(draft.day):
            yield from (
                Sighting(start, end, f"应写作“{'”或“'.join(right)}”", entry.name)
                for wrong in entry.wrong
                for start, end in _apart(draft.text, wrong, right)
            )
        elif entry.period.is_over(draft.day) and entry.now:
            kept = (*(name for name in _current(settings, draft) if any(old in name for old in right)), entry.now)
            for old in right:
                for start, end in _apart(draft.text, old, kept):
                    if not _FORMERLY.search(draft.text[:start]):
                        yield Sighting(start, end, f"已于{entry.period.end}后改称“{entry.now}”", entry.now)


def _current(settings: Settings, draft: Draft) -> set[str]:
    """Return every name and short form in use: of the list, and of the office's units."""
    listed = (
        name for entry in settings.lists.names if entry.period.holds(draft.day) for name in (entry.name, *entry.short)
    )
    units = (name for unit in settings.units.values() for name in (unit.name, unit.attribution, *unit.aliases))
    return {*listed, *units}


def _apart(text: str, words: str, within: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where `words` stand, except inside one of the longer words `within`."""
    longer = [one for one in within if words in one]
    for match in re.finditer(re.escape(words), text):
        start = match.start()
        if not any(text.startswith(one, start - one.index(words)) for one in longer if one.index(words) <= start):
            yield match.span()


def _slips(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A name one character off a name of the list or of a unit; characters that tell real names apart are none."""
    names = _current(settings, draft)
    for name in sorted(name for name in names if len(name) >= _SHORTEST_SLIP):
        for start in one_off(draft.text, name):
            found = draft.text[start : start + len(name)]
            if _is_slip(found, name) and not any(other in found and other not in name for other in names):
                yield Sighting(start, start + len(name), f"疑为“{name}”之误", name)


def _is_slip(found: str, name: str) -> bool:
    """Tell whether the one character changed is a Chinese one, and none that tells two names apart."""
    changed = next(a + b for a, b in zip(found, name, strict=True) if a != b)
    return all(is_hanzi(char) for char in changed) and not _TELLS_APART & {*changed}


def _secrecy(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """涉密不上网: a secrecy mark in the text stops it here, in whatever part of the page it would stand."""
    for match in re.finditer(r"^.+$", draft.text, re.MULTILINE):
        if may_be_marked(match[0]) and any(map(is_marked, _parts(match[0]))):
            yield Sighting(*match.span(), "文中有密级标志，涉密材料不得在本系统处理")


def _parts(line: str) -> Iterator[str]:
    """Yield the line, and what of it is printed by itself: behind its label, captions, attachments' names, footnotes."""
    yield line
    yield _LABEL.sub("", line)
    for block in manuscript.blocks(line):
        if isinstance(block, manuscript.Paragraph):
            yield from (block.text, *(note.text for note in block.notes))
        elif isinstance(block, manuscript.Figure):
            yield block.caption
        elif isinstance(block, manuscript.AttachmentList):
            yield from block.names


RULES = (
    GateRule("political.secrecy", "political", "error", _secrecy, "文中有密级标志"),
    *leaders.RULES,
    GateRule("political.banned", "political", "error", _banned, "禁用的词语"),
    GateRule("political.name", "political", "error", _names, "机构、地名的错误写法和旧名"),
    GateRule("political.name_slip", "political", "warning", _slips, "机构、地名疑有错字"),
    GateRule("political.cautious", "political", "warning", _cautious, "慎用的词语"),
)
