"""Policy (政策关): documents quoted by number and title, held against the office's list; official wording (提法)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bulletin.desk.gates.rule import Draft, GateRule, Sighting
from bulletin.settings import Settings
from bulletin.settings.lists import DOCUMENT_NUMBER, Document

_WRITTEN_NUMBER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,8}?) ?(?P<open>[\[［【(（〔﹝]) ?(?P<year>(?:[12１２]\d)?\d\d)年? ?(?P<close>[\]］】)）〕﹞])"
    r" ?第? ?(?P<serial>\d{1,5}) ?(?P<mark>号?)"
)
_CODE_ENDS = re.compile(r"(?:发|函|办|字|秘|令|规|告|纪|政|委|通|呈|请|批|任|电)$")
_LEAD_IN = re.compile(r"^.*(?:按照?|根据|依[据照]?|据|落实|执行|印发|贯彻|转发|和|与|及|的|对|由|为|见|以)")
"""Words before a number that are no part of the organ's code."""
_RIGHT = re.compile(r"〔(?:19|20)\d\d〕[1-9]\d{0,4}号", re.ASCII)
_TITLE = re.compile(r"《(?P<title>(?:[^《》\n]|《[^《》\n]*》)+)》")
_QUOTED = re.compile(
    r"《(?P<title>(?:[^《》\n]|《[^《》\n]*》)+)》[（(](?P<number>[^（()）\n]{1,12}〔\d{4}〕\d+号)[^（()）\n]{0,12}[)）]"
    r"|(?P<number2>[\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号)(?:文件)?《(?P<title2>(?:[^《》\n]|《[^《》\n]*》)+)》"
)
_ENDED = re.compile(r"废止|失效|修订|取代|替代|代替|停止执行|原|曾|历史")
_PASSED_ON = re.compile(r"(?:关于)?(?:印发|转发|批转|公布|发布)[《〈]?(?P<inner>.+?)[》〉]?的(?:通知|决定|公告|令)$")
_BEFORE_SUBJECT = re.compile(r"^[\u4e00-\u9fff、]{2,30}?(?=关于)")
_AROUND = 16
_SHORTEST_TITLE = 6
_NUMERALS = frozenset("0123456789一二三四五六七八九十〇零")


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A title and a number that stand together: where each stands, and its words."""

    title_at: tuple[int, int]
    title: str
    number_at: tuple[int, int]
    number: str


def _document_numbers(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A document number is 机关代字〔年份〕序号号: year in full in 〔〕, no 第, no zeros (GB/T 9704—2012 7.2.5)."""
    for match in _WRITTEN_NUMBER.finditer(draft.text):
        if not (match["mark"] or (match["open"] in "〔[［【" and _CODE_ENDS.search(match["organ"]))):
            continue
        if _RIGHT.fullmatch(match[0].removeprefix(match["organ"])) and DOCUMENT_NUMBER.fullmatch(match[0]):
            continue
        organ = _LEAD_IN.sub("", match["organ"])
        year = match["year"] if len(match["year"]) > 2 else f"20{match['year']}"
        right = f"{organ}〔{int(year)}〕{int(match['serial'])}号"
        start = match.end("organ") - len(organ)
        yield Sighting(
            start, match.end(), "发文字号的年份应用六角括号〔〕写全，序号不加“第”、不编虚位，后加“号”", right
        )


def _years(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A document number of a year that is still to come."""
    for match in re.finditer(r"[\u4e00-\u9fff]{1,12}〔(\d{4})〕\d+号", draft.text):
        if draft.day and int(match[1]) > draft.day.year:
            yield Sighting(*match.span(), f"文号的年份{match[1]}还没有到，请核对")


def _mismatches(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """Number and title disagree: with the list, or with what the text itself says elsewhere."""
    quoted = list(_quoted(draft.text))
    for one in quoted:
        yield from _against_list(one, settings.lists.documents)
    for n, one in enumerate(quoted):
        for other in quoted[:n]:
            if _same_title(one.title, other.title) and one.number != other.number:
                yield Sighting(
                    *one.number_at, f"同一文件前文的文号为{other.number}，前后不一致", other.number, about=one.title
                )


def _quoted(text: str) -> Iterator[_Quoted]:
    for match in _QUOTED.finditer(text):
        title, number = ("title", "number") if match["title"] else ("title2", "number2")
        yield _Quoted(match.span(title), match[title], match.span(number), match[number])


def _against_list(one: _Quoted, documents: tuple[Document, ...]) -> Iterator[Sighting]:
    numbered = [document for document in documents if one.number.endswith(document.number)]
    titled = [document for document in documents if _same_title(one.title, document.title)]
    if {id(document) for document in numbered} & {id(document) for document in titled}:
        return
    if numbered:
        right = numbered[0]
        words = f"{right.number}的标题是《{right.title}》，文号与标题不符"
        yield Sighting(*one.title_at, words, right.title, about=one.number)
    elif titled:
        right = titled[0]
        words = f"《{right.title}》的文号是{right.number}，文号与标题不符"
        yield Sighting(*one.number_at, words, right.number, about=one.title)


def _same_title(one: str, other: str) -> bool:
    return bool(_forms(one) & _forms(other))


def _forms(title: str) -> set[str]:
    """Return the ways a title may be written: with and without the organ, passed on by 关于印发《…》的通知."""
    bare = re.sub(r"[\s《》〈〉“”‘’]", "", title)
    subject = _BEFORE_SUBJECT.sub("", bare)
    inner = _PASSED_ON.search(_BEFORE_SUBJECT.sub("", title.strip()))
    return {bare, subject, *([re.sub(r"[\s《》〈〉“”‘’]", "", inner["inner"])] if inner else [])}


def _mentions(draft: Draft, settings: Settings) -> Iterator[tuple[int, int, Document]]:
    """Yield where the text quotes a document of the list, by number or title; each mention once."""
    for document in settings.lists.documents:
        numbers = [match.span() for match in re.finditer(re.escape(document.number), draft.text)]
        yield from ((*span, document) for span in numbers)
        for match in _TITLE.finditer(draft.text):
            follows = any(0 <= start - match.end() <= 1 or 0 <= match.start() - end <= 1 for start, end in numbers)
            if not follows and _same_title(match["title"], document.title):
                yield *match.span(), document


def _repealed(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for start, end, document in _mentions(draft, settings):
        around = draft.text[max(0, start - _AROUND) : start] + draft.text[end : end + _AROUND]
        if document.is_repealed(draft.day) and not _ENDED.search(around):
            instead = f"，现行的是{document.replaced_by}" if document.replaced_by else ""
            words = f"{document.number}已于{document.repealed_on}废止{instead}"
            yield Sighting(start, end, words, document.replaced_by)


def _unreleased(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    for start, end, document in _mentions(draft, settings):
        if document.is_secret(draft.day):
            until = max(filter(None, (document.issued, document.unreleased_until)))
            yield Sighting(start, end, f"{document.number}在{until}之前不得公开引用")


def _titles(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """A title one character off one of the list; a number in it tells two titles apart."""
    for match in _TITLE.finditer(draft.text):
        if any(_same_title(match["title"], document.title) for document in settings.lists.documents):
            continue
        for document in settings.lists.documents:
            if any(_one_off(one, other) for one in _forms(match["title"]) for other in _forms(document.title)):
                yield Sighting(
                    *match.span(), f"疑为《{document.title}》（{document.number}）之误", f"《{document.title}》"
                )
                break


def _one_off(one: str, other: str) -> bool:
    """Tell whether a title becomes the other by changing, adding or leaving out one character that is no numeral."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_TITLE or len(long) - len(short) > 1 or short == long:
        return False
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = short[start + (len(short) == len(long)) :]
    return long[start + 1 :] == rest and not _NUMERALS & {long[start], *short[start : start + 1]}


def _wording(draft: Draft, settings: Settings) -> Iterator[Sighting]:
    """An official wording written otherwise; what stands inside the right form is right."""
    for entry in settings.lists.official:
        if not entry.period.holds(draft.day):
            continue
        right = [match.span() for match in re.finditer(re.escape(entry.right), draft.text)]
        for wrong in entry.wrong:
            for match in re.finditer(re.escape(wrong), draft.text):
                if not any(start <= match.start() and match.end() <= end for start, end in right):
                    yield Sighting(*match.span(), f"规范的提法是“{entry.right}”", entry.right)


RULES = (
    GateRule("policy.unreleased", "policy", "error", _unreleased, "引用了还不能公开的文件"),
    GateRule("policy.mismatch", "policy", "error", _mismatches, "文号与标题不符，或前后不一致"),
    GateRule("policy.repealed", "policy", "warning", _repealed, "引用了已废止的文件"),
    GateRule("policy.title", "policy", "warning", _titles, "文件标题疑有错字"),
    GateRule("policy.document_number", "policy", "warning", _document_numbers, "发文字号的写法"),
    GateRule("policy.document_year", "policy", "warning", _years, "文号的年份还没有到"),
    GateRule("policy.wording", "policy", "warning", _wording, "规范的提法"),
)
