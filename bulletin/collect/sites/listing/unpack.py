"""Lists that a page keeps in its scripts, written out as HTML so that they are read like all others.

Two ways are known: the ``<datastore>`` of records in CDATA that hanweb's jpage module unrolls page by page, and arrays
of objects (JSON or plain JavaScript) with a title and an address each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any

_STORE_BEGIN, _STORE_END = re.compile(r"<datastore\b", re.I), re.compile(r"</datastore\s*>", re.I)
_RECORD_BEGIN, _RECORD_END = (
    re.compile(r"<record\b[^<>]*>\s*(?:<!\[CDATA\[)?", re.I),
    re.compile(r"(?:\]\]>)?\s{0,9}</record\s*>", re.I),
)
_SCRIPT_BEGIN, _SCRIPT_END = re.compile(r"<script\b[^<>]*>", re.I), re.compile(r"</script\s*>", re.I)
_ARRAY = re.compile(r"\[\s*\{")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'((?:[^\'\\\n]|\\.)*)\'')
_BRACKET = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[\[\]{}]')
_KEY = re.compile(r"([{,]\s*)([A-Za-z_$][\w$]*)\s*:")
_COMMA = re.compile(r",\s*([\]}])")
_TITLE_KEY = re.compile(r"title|subject|headline|biaoti|^name$", re.I)
_ADDRESS_KEY = re.compile(r"url|link|href|address|path", re.I)
_DAY_KEY = re.compile(r"date|time|riqi|shijian", re.I)
_FIRST_DAY_KEY = re.compile(r"pub|issue|release|fabu|fb|show", re.I)
_TAG = re.compile(r"<[^>]*>")
_LIKE_ADDRESS = re.compile(r"^(?:https?:/)?/|^\.{1,2}/|\.(?:s?html?|jsp|aspx?|php|pdf)\b", re.I)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg|ico|js|css|mp4)(?:\?|$)", re.I)
_MOST_TRIES, _FEWEST, _LONGEST, _DEEPEST = 20, 3, 500_000, 8
STORE_CLASS, SCRIPT_CLASS = "in-datastore", "in-script"


def unpacked(text: str) -> str:
    """Return the page with the lists of its scripts as ``<div class="in-datastore">`` and ``<ul class="in-script">``."""
    if "<datastore" in text or "<DATASTORE" in text:
        text = _with_records(text)
    if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return _answer(text)
    lists = "".join(map(_as_html, _lists_in_scripts(text)))
    if not lists:
        return text
    before, body, after = text.rpartition("</body>")
    return f"{before}{lists}{body}{after}" if body else text + lists


def _answer(text: str) -> str:
    """Return the answer of an interface (JSON) as a page: its articles, and the HTML it carries."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return "".join((*map(_as_html, _article_lists(value)), *_markup(value)))


def _markup(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts in a value that are HTML with links."""
    if isinstance(value, str):
        if value.count("<a ") >= _FEWEST:
            yield f"<div>{value}</div>"
    elif depth <= _DEEPEST:
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _markup(inner, depth + 1)


def _with_records(text: str) -> str:
    """Return the page with the records of every datastore as one element, in its place or before the script it is in."""
    stores = list(_stretches(text, _STORE_BEGIN, _STORE_END))
    scripts = list(_stretches(text, _SCRIPT_BEGIN, _SCRIPT_END))
    for begin, end in reversed(stores):
        store = text[begin:end]
        records = "".join(store[first:last] for first, last in _stretches(store, _RECORD_BEGIN, _RECORD_END))
        around = next((start for start, stop in scripts if start <= begin < stop), -1)
        place = text.rfind("<", 0, around if around >= 0 else begin)
        if records:
            text = f'{text[:place]}<div class="{STORE_CLASS}">{records}</div>{text[place if around >= 0 else end :]}'
    return text


def _stretches(text: str, begin: re.Pattern[str], end: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the places between each beginning and the end after it; what is never ended ends with the text."""
    place = 0
    while start := begin.search(text, place):
        stop = end.search(text, start.end())
        yield start.end(), stop.start() if stop else len(text)
        if not stop:
            return
        place = stop.end()


def _lists_in_scripts(text: str) -> Iterator[list[tuple[str, str, str]]]:
    """Yield title, address and day of the articles of every array in the page's scripts."""
    for begin, end in _stretches(text, _SCRIPT_BEGIN, _SCRIPT_END):
        code = text[begin:end]
        if len(code) < _LONGEST and "{" in code and _TITLE_KEY.search(code):
            for array in _arrays(code):
                yield from _article_lists(array)


def _arrays(code: str) -> Iterator[Any]:
    """Yield the arrays of objects in a script, outer ones only."""
    decoder = json.JSONDecoder()
    place = 0
    for _ in range(_MOST_TRIES):
        begin = _ARRAY.search(code, place)
        if not begin:
            return
        try:
            array, place = decoder.raw_decode(code, begin.start())
            yield array
        except (ValueError, RecursionError):
            end = _closing(code, begin.start())
            if end < 0:
                return
            array = _from_script(code[begin.start() : end])
            place = end if array is not None else begin.end()
            if array is not None:
                yield array


def _closing(code: str, start: int) -> int:
    """Return the place after the bracket that closes the one at `start`, or -1; brackets in strings do not count."""
    depth = 0
    for match in _BRACKET.finditer(code, start):
        if match.group() in "[{":
            depth += 1
        elif match.group() in "]}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


def _from_script(code: str) -> Any:
    """Return an array written as JavaScript (bare keys, single quotes, a comma too many), or None."""
    strings: list[str] = []

    def kept(match: re.Match[str]) -> str:
        text = match.group() if match.group(1) is None else json.dumps(match.group(1).replace("\\'", "'"))
        strings.append(text)
        return f"\x00{len(strings) - 1}\x01"

    bare = _COMMA.sub(r"\1", _KEY.sub(r'\1"\2":', _STRING.sub(kept, code)))
    try:
        return json.loads(re.sub(r"\x00(\d+)\x01", lambda match: strings[int(match[1])], bare))
    except (ValueError, RecursionError):
        return None


def _article_lists(value: Any, depth: int = 0) -> Iterator[list[tuple[str, str, str]]]:
    """Yield the lists of articles in a value, at any depth down to eight."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        found = [article for one in value if isinstance(one, dict) and (article := _article(one))]
        if len(found) >= _FEWEST:
            yield found
            return
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, dict | list):
            yield from _article_lists(inner, depth + 1)


def _article(fields: dict[str, Any]) -> tuple[str, str, str] | None:
    """Return title, address and day of an object that is an article, or None."""
    texts = [(key, _TAG.sub("", value).strip()) for key, value in fields.items() if isinstance(value, str)]
    title = next((value for key, value in texts if _TITLE_KEY.search(key) and len(value) >= 4), "")
    addresses = [
        v for key, v in texts if _ADDRESS_KEY.search(key) and _LIKE_ADDRESS.search(v) and not _PICTURE.search(v)
    ]
    return (title, addresses[0], _day(fields)) if title and addresses else None


def _day(fields: dict[str, Any]) -> str:
    """Return the day an article's fields name, the one of its publication first, as text."""
    keys = [key for key in fields if _DAY_KEY.search(key)]
    for key in sorted(keys, key=lambda key: _FIRST_DAY_KEY.search(key) is None):
        value = fields[key]
        if isinstance(value, str) and re.search(r"\d{1,2}\D\d{1,2}|^\d{8}$", value):
            return value[:40]
        if (isinstance(value, int) or (isinstance(value, str) and value.isdecimal())) and 9 < len(str(value)) < 14:
            seconds = int(value) / (1000 if len(str(value)) > 11 else 1)
            return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%SZ}"
    return ""


def _as_html(articles: list[tuple[str, str, str]]) -> str:
    """Return articles as a list of links."""
    rows = (
        f'<li><a href="{escape(address)}">{escape(title)}</a><span>{escape(day)}</span></li>'
        for title, address, day in articles
    )
    return f'<ul class="{SCRIPT_CLASS}">{"".join(rows)}</ul>'
