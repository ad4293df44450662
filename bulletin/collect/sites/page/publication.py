"""When, from where and by whom a page was published, as the page itself says it near the title, else elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from bulletin.collect.dates import date_in_address, doubt_of_date, find_date, relative_date
from bulletin.collect.documents.html_text import Segment, text_of
from bulletin.collect.sites.page.lines import SENTENCE_END
from bulletin.collect.sites.page.stated import AUTHOR, ORIGIN, PUBLISHED, seconds_since_1970
from bulletin.collect.sites.page.title import is_site_name
from bulletin.text import count_hanzi, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = re.compile(
    r"(?:发布|发表|发稿|发文|刊发|刊登|公布|上传|录入|添加|推送|公开|回复|答复)(?:时间|日期|于)?\s*[:：]"
    r"|(?<!\w)(?:时间|日期)\s*[:：]|来源(?:于)?\s*[:：]|Published|Posted on"
)
_WHEN = r"[\s|\[【(（]*[\d二零〇○年月日时分秒一三四五六七八九十/.:：-]{4,20}(?:[\sT]+\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
_OTHER_TIME = re.compile(
    r"(?:成文|生成|生效|实施|施行|印发|打印|截止|有效期?|失效|废止|起始|开始|结束|报名|来信|受理"
    rf"|今天是|现在是|访问)(?:时间|日期)?\s*[:：]?{_WHEN}"
)
_CHANGED = re.compile(rf"(?:更新|修改|编辑|最后更新|最近更新|Updated|Modified)(?:时间|日期|于)?\s*[:：]?{_WHEN}", re.I)
_ANY_TIME = re.compile(
    r"[A-Z][a-z]{2,8}\.?\s+\d|\d{1,4}\s*[-/.年月]\s*\d{1,2}|\d{1,3}\s*(?:分钟|小时|天)前|[今昨前]天|刚刚|〇|二○"
)
_OF_DOCUMENT = re.compile(r"通过|修[订正]|施行|批准|令第|会议|〔\d{4}〕|\[\d{4}\]\d|第?\s*\d+\s*[号版]\W*$")
_RELATIVE_LINE = re.compile(
    r"^(?:.{0,12}(?:[:：|｜]|\s))?\s*(?:\d{1,3}\s*(?:分钟|小时|天|周)(?:之?前)|刚刚|[今昨前][天日]|\d{1,2}[-/]\d{1,2}\s+\d{1,2}:\d\d|\d{1,2}月\d{1,2}日(?!\w)).{0,40}$"
)
_DATE_LINE = re.compile(
    r"^\W*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s+([\u4e00-\u9fff]{2,15})\b"
)
_PAPER = re.compile(
    r"^\W*《?([\u4e00-\u9fff]{2,10}(?:日报|晚报|时报|早报|商报|都市报|周刊))》?\s*[（(]?\s*(?=\d{4}\s*[年-])"
)
_NAMED_BEFORE = re.compile(r"^\W*([\u4e00-\u9fff]{2,15})[\s·⋅|｜丨]+(?=\d{4}\s*[-年/.])")
_ORIGIN = re.compile(
    r"(?:(?:来源|稿源|出处)(?:于)?|转载?自|供稿单位|(?<![\w])Source)\s*[:：]\s*"
    r"(\S(?:[^\s|｜【\[（(，。]|(?<=[A-Za-z])\s(?=[A-Za-z])){0,29})", re.I
)  # fmt: skip
_ISSUER = re.compile(
    r"(?:发布(?:机构|单位|部门|者)|公开单位|信息提供|供稿|主办单位)\s*[:：]\s*([^\s|｜【\[（(，。]{2,30})"
)
_ACCOUNTS = ("nickname", "medianame", "media_name", "media")
_ORIGIN_LABEL_ONLY = re.compile(r"(?:来源|稿源|出处)\s*[:：]\s*$")
_ORIGIN_END = re.compile(
    r"(?:作者|时间|日期|责编|编辑|责任|审核|字号|字体|浏览|点击|阅读|访问|人气|发布(?=\S{0,2}[:：]|时间|日期|人)|分享|打印|更新|记者\s*[:：]|举报|收藏|评论|通讯员|撰稿|关注|参与互动|我要)\s*[:：]?.*$"
    r"|\d{4}\s*[-/.年].*$|\bBy\s.*$"
)
_AUTHOR = re.compile(
    r"(?:作者|撰稿人?|供稿人?|文字|记者|通讯员|报记者|文)\s*[:：/]?\s*((?:(?:[\u4e00-\u9fff]\s{1,4}[\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff·]{2,10})(?:\s*[、,，]\s*)?){1,4})"
    r"|\bBy\s+([A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){0,3})"
)
_AUTHOR_LABEL = re.compile(r"作者|撰稿|供稿人|通讯员|报记者|记者\s*[:：]|\bBy\s")
_ORIGIN_CLASS = re.compile(
    r"(?:^|[\s_-])(?:source|media|origin|laiyuan|from|nickname)(?:$|[\s_-])|js_name", re.IGNORECASE
)
_LEADING = re.compile(r"^.*(?:来源|稿源|出处|转自|Source)(?:于)?\s*[:：]\s*", re.I)
_MARKS = " |｜-—·：:;；,，"
_LONGEST_LINE, _SHORT_LINE = 200, 60


@dataclass(frozen=True, slots=True)
class Publication:
    """What a page says of its publication; ``doubt`` is why the time needs a person, in Chinese, or ''."""

    at: datetime | None
    origin: str
    author: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Clues:
    """Where to look: the tree, the lines near the title (below it first), all lines that may be the article's, meta
    fields, script values, the page's address."""

    root: HtmlElement
    near: list[Segment]
    far: list[Segment]
    metas: Mapping[str, str]
    scripts: Mapping[str, str]
    address: str = ""


def find_publication(clues: Clues, zone: tzinfo, fetched: datetime | None) -> Publication:
    """Return when (in `zone`), from where and by whom; `fetched` is when the page was fetched, for relative times."""
    at, doubt = _time(clues, zone, fetched)
    origin = _origin(clues)
    return Publication(at, origin, _author(clues, origin), doubt)


def _time(clues: Clues, zone: tzinfo, fetched: datetime | None) -> tuple[datetime | None, str]:
    """Return the publication time and why it is doubtful: as shown near the title, as stated, then elsewhere."""
    found = [time for time in _times(clues, zone, fetched) if time]
    sure = next((time for time in found if not doubt_of_date(time, fetched)), None)
    if sure:
        return sure, ""
    if found:
        return found[0], doubt_of_date(found[0], fetched)
    for segment in (*clues.near, *clues.far):
        changed = _CHANGED.search(segment.text) if len(segment.text) < _LONGEST_LINE else None
        if changed and (time := find_date(changed.group(), zone)):
            return time, "网页只写了更新时间，没有写发布时间，请对照原网页核对"
    return None, ""


def _times(clues: Clues, zone: tzinfo, fetched: datetime | None) -> Iterator[datetime | None]:
    """Yield the times a page gives for its publication, surest first."""
    shown = _shown(clues.near, zone)
    stated = next((time for name in PUBLISHED if (time := _read(clues.metas.get(name, ""), zone))), None)
    if shown and stated and shown.date() == stated.date() and (shown.hour, shown.minute) == (0, 0):
        yield stated
    yield shown
    yield stated
    yield _relative(clues.near, fetched.astimezone(zone)) if fetched else None
    yield next((time for element in clues.root.iter("time") if (time := _by_element(element, zone))), None)
    yield next(
        (time for name, text in clues.scripts.items() if name not in _NO_TIMES and (time := _read(text, zone))), None
    )
    yield _shown((s for s in clues.far if _PUBLISHED.search(s.text) and not s.linked), zone)
    yield date_in_address(clues.address, zone)


_NO_TIMES = frozenset(("msg_title", *_ACCOUNTS))


def _read(text: str, zone: tzinfo) -> datetime | None:
    """Return the time a field states: written out, or in seconds since 1970."""
    seconds = seconds_since_1970(text)
    return datetime.fromtimestamp(seconds, zone) if seconds else find_date(text, zone) if text else None


def _by_element(element: HtmlElement, zone: tzinfo) -> datetime | None:
    """Return the time of a <time> element that is not the time of a change."""
    changed = "update" in (element.get("class") or "") or "modif" in (element.get("itemprop") or "").lower()
    return None if changed else find_date(element.get("datetime") or text_of(element), zone)


def _shown(segments: Iterable[Segment], zone: tzinfo) -> datetime | None:
    """Return the time of the first labelled line, else of the first short line with one; times of a change aside."""
    lines = [_OTHER_TIME.sub(" ", _CHANGED.sub(" ", s.text)) for s in segments if len(s.text) < _LONGEST_LINE]
    lines = [line for line in lines if _ANY_TIME.search(line)]
    labelled = [line for line in lines if _PUBLISHED.search(line)]
    short = [line for line in lines if len(line) < _SHORT_LINE and not SENTENCE_END.search(line.rstrip("）)"))]
    short = [line for line in short if not _OF_DOCUMENT.search(line)]
    for line in (*labelled, *short):
        label = _PUBLISHED.search(line)
        first = find_date(line, zone)
        found = find_date(line[label.end() :], zone) if label else None
        if found and first and found.date() == first.date():
            return max(found, first)
        if found or first:
            return found or first
    return None


def _relative(segments: Iterable[Segment], fetched: datetime) -> datetime | None:
    """Return the time of the first short line that states one relative to the moment of fetching."""
    lines = (s.text for s in segments if _RELATIVE_LINE.match(s.text) and not SENTENCE_END.search(s.text))
    return next((time for line in lines if (time := relative_date(line, fetched))), None)


def _origin(clues: Clues) -> str:
    """Return where the page says its text comes from: a labelled line, a meta field, an element named so, or ''."""
    return (
        _labelled_origin(clues.near)
        or next((found for name in ORIGIN if (found := tidy_origin(clues.metas.get(name, "")))), "")
        or _beside_date(clues.near)
        or _labelled_origin([s for s in clues.far if s.linked * 2 <= len(s.text) < _SHORT_LINE])
        or _origin_by_class(clues.root)
        or next((found for name in _ACCOUNTS if (found := tidy_origin(clues.scripts.get(name, "")))), "")
        or _labelled_origin(clues.near, _ISSUER)
    )


def _labelled_origin(segments: list[Segment], label: re.Pattern[str] = _ORIGIN) -> str:
    """Return what follows 来源： in the first line that has it, or the short line below it."""
    for number, segment in enumerate(segments):
        match = label.search(segment.text)
        found = tidy_origin(match[1]) if match else ""
        below = segments[number + 1].text if number + 1 < len(segments) else ""
        if not found and _ORIGIN_LABEL_ONLY.search(segment.text) and 2 <= len(below) <= 20:
            found = tidy_origin(below)
        if found:
            return found
    return ""


def _beside_date(segments: list[Segment]) -> str:
    """Return the one word that stands after a date on a line that holds nothing else, or a paper's name before it."""
    for segment in segments:
        match = _DATE_LINE.match(segment.text) or _PAPER.match(segment.text)
        if match:
            return tidy_origin(match[1])
        named = _NAMED_BEFORE.match(segment.text)
        if named and is_site_name(named[1]):
            return named[1]
    return ""


def _origin_by_class(root: HtmlElement) -> str:
    """Return the text of the first short element whose class or id says source, or ''."""
    for element in root.iter("span", "a", "div", "p", "em", "i"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if names != " " and _ORIGIN_CLASS.search(names):
            found = tidy_origin(text_of(element)[:60])
            if 2 <= len(found) <= 20 and count_hanzi(found) >= 2:
                return found
    return ""


def tidy_origin(text: str) -> str:
    """Return a stated origin without its label, without what follows it on the line."""
    text = _LEADING.sub("", one_line(text))
    found = _ORIGIN_END.sub("", text).removesuffix("原创稿").strip(_MARKS)
    if found.startswith("《") and found.endswith("》") and found.count("《") == 1:
        found = found[1:-1]
    return found if re.search(r"\w", found) else ""


def _author(clues: Clues, origin: str) -> str:
    """Return who the page says wrote its text: a line near the title, a meta field, or ''."""
    for segment in clues.near:
        if (
            len(segment.text) < _SHORT_LINE * 2
            and _AUTHOR_LABEL.search(segment.text)
            and not SENTENCE_END.search(segment.text)
        ):
            label = _AUTHOR_LABEL.search(segment.text)
            match = _AUTHOR.search(segment.text, label.start() if label else 0)
            if match and (found := _tidy_author(match[1] or match[2])):
                return found
    stated = next((clues.metas[name] for name in AUTHOR if name in clues.metas), "")
    is_person = 1 < len(stated) <= 30 and stated != origin and not is_site_name(stated) and "://" not in stated
    return stated if is_person else ""


def _tidy_author(text: str) -> str:
    """Return names without the labels that follow them and without the blank inside a name of two characters."""
    text = re.sub(r"(?:时间|浏览|点击|来源|编辑|责编|发布|字号|阅读|摄影?|通讯员|记者).*$", "", one_line(text))
    return re.sub(r"(?<=^[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]$)", "", text.strip(_MARKS))
