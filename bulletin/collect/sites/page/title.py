"""The title of an article page: the line of the page that its <title> or meta fields speak of, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bulletin.collect.cleaning.furniture import BREADCRUMB, PUBLICATION_LINE
from bulletin.collect.documents.html_text import Page, Segment
from bulletin.text import count_hanzi

_META = ("articletitle", "og:title", "title", "headline", "msg_title")
_SUFFIX = re.compile(r"\s*(?:_|[|｜]|--+|(?<![-—–])[-－–](?![-—–])|\s[—–]\s|\s—(?!—)|(?<!—)—\s|\s{2,}|»|›|>)\s*(?=\S)")
_SITE = re.compile(
    r"(?:政府|人民政府|网站?|门户|频道|日报|晚报|时报|早报|商报|周刊|[局委厅院办]|[委学协]员?会|管委会|办公[厅室]|中心|在线|新闻|要闻|动态|公告|栏目|首页|正文|平台|客户端|发布|融媒体?|资讯网?"
    r"|Government|News|Daily|Online|\.(?:com|cn|net|gov)\S*)$",
    re.IGNORECASE,
)
_CUT = re.compile(r"(\.{2,}|…+)")
_ORIGINAL = re.compile(r"原标题\s*[:：]")
_STAMP = re.compile(r"\d{4}|来源")
_SENTENCE = re.compile(r"。.|[。；：，]$|^(?:版权|注意|声明|转载|本报|记者|通讯员|作者)")
_LEAST = 4
_DISTINCT = 8
_LONGEST = 120


def find_title(page: Page, metas: Mapping[str, str], head: str) -> tuple[str, int, int]:
    """Return the title and the segments it stands in, ``segments[start:end]`` (-1, -1 when it stands in none).

    `head` is the text of the <title>. The longest line that a claim (meta field, then <title>) contains wins: headings
    before plain lines, plain lines before links; then the line above the publication line; then the claim itself
    without the site's name.
    """
    stated = next((metas[name] for name in _META if name in metas), "")
    for claim in filter(None, (stated, head)):
        start, end = _spoken_of(page, claim)
        if start >= 0:
            return _joined(page.segments[start:end]), start, end
    place = _begun_with(page, stated)
    if place >= 0:
        return stated, place, place + 1
    above = _unclaimed(page)
    if above >= 0 and not stated:
        return page.segments[above].text, above, above + 1
    return without_site(stated or head), -1, -1


def without_site(title: str) -> str:
    """Return a <title> without the names of columns and of the site at its ends; dashes within words stay."""
    parts = [(match.start(), match.end()) for match in _SUFFIX.finditer(title) if not _is_inside_word(title, match)]
    starts, ends = [0, *(end for _, end in parts)], [*(start for start, _ in parts), len(title)]
    pieces = [title[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    named = [piece for piece in pieces if not is_site_name(piece)] or pieces
    best = max(named, key=lambda piece: min(count_hanzi(piece) or len(piece) / 3, 15))
    labelled = re.search(rf"(?:^|[|｜_-])\s*([\u4e00-\u9fff]{{2,4}}\s*[|｜丨]\s*{re.escape(best)})", title)
    if labelled and not is_site_name(re.split(r"[|｜丨]", labelled[1])[0].strip()):
        return labelled[1]
    is_alone = len(named) == 1 < len(pieces) and count_hanzi(best) > 1
    return best if is_alone or count_hanzi(best) >= _LEAST or len(best) > _DISTINCT else title


def is_site_name(text: str) -> bool:
    """Tell whether a short line reads as the name of a site, an office or a column."""
    return len(text) <= 20 and _SITE.search(text) is not None


def key_of(text: str) -> str:
    """Return the letters, figures and characters of `text`, for comparing titles."""
    return re.sub(r"\W", "", text)


def _is_inside_word(title: str, mark: re.Match[str]) -> bool:
    """Tell whether a dash stands between figures or Latin letters (1-10月, COVID-19) or an underscore in a name."""
    before, after = title[: mark.start()][-1:], title[mark.end() :][:1]
    return mark.group().strip() in "-–－" and len(mark.group()) == 1 and before.isascii() and after.isascii()


def _spoken_of(page: Page, claim: str) -> tuple[int, int]:
    """Return the segments (one, or two or three that a break parts) that the claim contains at greatest length."""
    wanted, bare = key_of(claim), key_of(without_site(claim))
    before, cut, _ = _CUT.split(claim, maxsplit=1) if _CUT.search(claim) else ("", "", "")
    cut_at = key_of(before) if cut else ""
    best: tuple[tuple[float, ...], int, int] = ((0.0,), -1, -1)
    for number, segment in enumerate(page.segments):
        key = key_of(segment.text) if len(segment.text) <= _LONGEST else ""
        if len(key) < _LEAST and key != bare:
            continue
        end = _end_of_match(page, number, key, wanted, cut_at)
        if end:
            rank = _rank(page.segments[number:end], number, wanted, bare)
            if rank > best[0]:
                best = (rank, number, end)
    return best[1], best[2]


def _end_of_match(page: Page, number: int, key: str, wanted: str, cut_at: str) -> int:
    """Return the end of the run of segments from `number` that the claim contains, or 0."""
    if len(cut_at) >= _DISTINCT and (cut_at in key or (key in cut_at and cut_at.startswith(key))):
        whole = key
        end = number + 1
        while cut_at.startswith(whole) and whole != cut_at and end < min(number + 3, len(page.segments)):
            whole += key_of(page.segments[end].text)
            end += 1
        return end if whole.startswith(cut_at) or cut_at in key else number + 1
    if key not in wanted:
        return 0
    end, whole = number + 1, key
    while end < min(number + 3, len(page.segments)):
        more = key_of(page.segments[end].text)
        if len(more) < 2 or whole + more not in wanted or is_site_name(page.segments[end].text):
            break
        whole += more
        end += 1
    return end


def _rank(segments: list[Segment], start: int, wanted: str, bare: str) -> tuple[float, ...]:
    """Return how well a run of segments answers as the title, better ones greater; (0.0,) where it does not.

    `wanted` is the key of the claim, `bare` the same without the site's name.
    """
    text = _joined(segments)
    key = key_of(text)
    if BREADCRUMB.search(text) or _ORIGINAL.search(text) or (len(key) < min(_DISTINCT, len(wanted)) and key != bare):
        return (0.0,)
    linked = sum(segment.linked for segment in segments) > 0
    if is_site_name(text) and (linked or len(key) * 2 < len(wanted)):
        return (0.0,)
    heading = segments[0].kind == "heading"
    return (min(len(key), len(wanted)) - 2.0 * linked + 0.5 * heading, -float(start))


def _begun_with(page: Page, stated: str) -> int:
    """Return the first line that says what the stated title says and a little more (…会议强调), or -1."""
    key = key_of(stated)
    if len(key) < _DISTINCT:
        return -1
    keys = (key_of(s.text) if len(s.text) <= _LONGEST and not s.linked else "" for s in page.segments)
    return next((n for n, other in enumerate(keys) if key in other and len(other) <= 2 * len(key)), -1)


def _joined(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def _unclaimed(page: Page) -> int:
    """Return the line that stands where a title does when no claim speaks of it, or -1.

    It stands above the first line naming a time or origin of publication, or is the first heading that names no site.
    """
    for number, segment in enumerate(page.segments):
        if PUBLICATION_LINE.search(segment.text) and _STAMP.search(segment.text):
            above = range(number - 1, max(number - 4, -1), -1)
            found = next((n for n in above if _can_be_title(page.segments[n])), -1)
            if found >= 0:
                return found
    headings = (n for n, segment in enumerate(page.segments) if segment.kind == "heading" and _can_be_title(segment))
    return next((n for n in headings if not is_site_name(page.segments[n].text)), -1)


def _can_be_title(segment: Segment) -> bool:
    text = segment.text
    long_enough = count_hanzi(text) >= 6 or len(text) > 20
    return long_enough and not segment.linked and len(text) <= _LONGEST and not _SENTENCE.search(text)
