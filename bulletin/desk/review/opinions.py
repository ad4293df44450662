"""The words a reviewer writes on a piece, read as an action: 同意、速发、缓发、修改后重报、请××阅后发、请××签发、先会签后签发.

Read strictly: words that could hold a condition (同意，数字核实后发) are refused, never taken for an approval. A name and a date
behind the words, as on paper, are no condition (签批须写姓名和日期：党政机关公文处理工作条例).
"""

from __future__ import annotations

import re

from bulletin.errors import UsageError
from bulletin.settings import Settings
from bulletin.text import one_line

VERBS = (
    "同意",
    "发",
    "速发",
    "缓发",
    "不发",
    "修改后重报",
    "退（某一级）重审",
    "请××阅后发",
    "请××签发",
    "请××会签",
    "先请××会签后签发",
)
"""What can be read, as it is shown to whom it could not."""

_WHO = r"(?P<who>.+?)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("rush", r"(?:请|可|同意)?(?:从速|尽快|迅速|速|急)(?:印)?(?:发|办)"),
    ("approve", r"拟?同意(?:印发|签发|刊发|编发|发)?|(?:可|请|照)?(?:印|编|刊)?发|可以?|已核|通过|审核通过"),
    ("hold", r"(?:暂|先)?(?:缓(?:发|办|印|一缓)?|不急发)|暂(?:不发|存|缓)"),
    (
        "return",
        r"(?:不(?:发|用|同意|予?采用|予?印发)|(?:请?退回?)?(?:重新?)?(?:修改|改|补充|补充修改|核实)(?:后|再)?(?:重报|再报|重送|再送|(?:印|签)?发))",
    ),
    ("return", r"请?(?:退回?|退给?)(?:编辑)?(?:修改|重写|重改|重报)?"),
    ("step_back", rf"请?退回?{_WHO}(?:重审|再审|重新审核)"),
    ("step_back", rf"请?退回{_WHO}"),
    ("countersign", rf"先?(?:请|送|转)?{_WHO}?会签(?:后(?:再)?(?:签|印)?发)?"),
    ("hand_over", rf"(?:转?请|转|报|送){_WHO}(?:签发|审签|审定|核签|审批|审核|审)"),
    ("circulate", rf"(?:转?请|转|送){_WHO}(?:审阅|阅示|阅|看|过目)(?:后(?:再)?(?:签|印)?发)?"),
)
_CLAUSES = re.compile(r"[，,。．.；;：:！!\n]+")
_SIGNED = re.compile(r"\s*(?:\d{4}[-年./])?\d{1,2}[-月./]\d{1,2}日?\s*$")
_PARTED = re.compile(r"[、和及与\s]+")
_ONE_WORD = frozenset({"approve", "rush"})


def read_opinion(text: str, settings: Settings) -> tuple[str, str, str]:
    """Return the action of `review.act`, whom it is directed at (ids parted by 、, or a level), and the words as the note.

    Raises `UsageError` with what can be read, for words that are not understood, contradict each other, or name somebody
    who is not of the office.
    """
    note = one_line(text)
    clauses = [_unsigned(clause, settings) for clause in _CLAUSES.split(note)]
    read = [(clause, _read(clause)) for clause in clauses if clause]
    found = dict.fromkeys(one for _, one in read if one)
    if not found:
        raise _not_understood(note, "看不懂")
    actions = {action for action, _ in found}
    if actions <= _ONE_WORD:
        if unread := [clause for clause, one in read if one is None]:
            raise _not_understood(note, f"“{unread[0]}”是不是条件，看不准")
        return ("rush" if "rush" in actions else "approve"), "", note
    if len(found) > 1:
        raise _not_understood(note, "有几种意思")
    ((action, who),) = found
    return _directed(action, who, note, settings)


def _directed(action: str, who: str, note: str, settings: Settings) -> tuple[str, str, str]:
    if action == "step_back":
        return "return", who, note
    if action in ("return", "hold"):
        return action, "", note
    words = [word for word in _PARTED.split(who) if word]
    if not words:
        raise _not_understood(note, "没有写明请谁")
    return action, "、".join(dict.fromkeys(_person(word, note, settings) for word in words)), note


def _read(clause: str) -> tuple[str, str] | None:
    """Return the action and whom it names that a clause is, or None where it is none."""
    for action, pattern in _PATTERNS:
        if match := re.fullmatch(pattern, clause):
            return action, (match.groupdict().get("who") or "")
    return None


def _unsigned(clause: str, settings: Settings) -> str:
    """Return the clause without the date and the name of a person of the office at its end."""
    clause = _SIGNED.sub("", clause.strip()).strip()
    names = (person.name for person in settings.people.values())
    ending = next((name for name in names if clause == name or clause.endswith((f" {name}", f"　{name}"))), "")
    return clause.removesuffix(ending).strip() if ending else clause


def _person(word: str, note: str, settings: Settings) -> str:
    """Return the id of the one person of the office called so. Raises `UsageError`."""
    called = [one.id for one in settings.people.values() if word in (one.id, one.name, f"{one.name}同志")]
    if len(called) != 1:
        known = "、".join(person.name for person in settings.people.values())
        raise UsageError(
            f"意见“{note}”中的“{word}”{'不止一个人' if called else '不是本办公室的人员'}", f"人员：{known}"
        )
    return called[0]


def _not_understood(note: str, why: str) -> UsageError:
    return UsageError(
        f"意见“{note}”{why}，没有办理", f"可以写：{'、'.join(VERBS)}；另有话说，请用对应的操作并写在附言里"
    )
