"""What a mail's text is made of: small talk, the sender's own words, and the mails quoted or forwarded below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bulletin.text import count_hanzi

_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+")
_SEPARATOR = re.compile(
    r"[\s*]*(?:[-—_=]{2,}\s*)?(?:原始邮件|原邮件|回复的原邮件|转发邮件信息|转发的邮件|转发邮件|邮件原文"
    r"|(?:Begin )?[Ff]orwarded [Mm]essage|Original(?: [Mm]essage)?)\s*[:：]?\s*[-—_=]*[\s*]*"
    r"|在 ?\d.{5,70}(?:写道|编写)\s*[:：]|On .{8,100} wrote:"
)
_HEAD_LINE = re.compile(
    r"[\s*]*(发件人|寄件人|From|发送时间|发送日期|寄件日期|日期|时间|Date|Sent|收件人|收件者|To|抄送|副本|Cc|CC|主题|主旨|Subject|附件)"
    r"[\s*]*[:：][\s*]*(.*?)[\s*]*"
)
_FROM = ("发件人", "寄件人", "From")
_SUBJECT = ("主题", "主旨", "Subject")
_LEAST_HEAD = 3
_SUBSTANCE = 30
_PREFIX = re.compile(
    r"^\s*(?:[\[【(（]?(?:外部邮件|外部|External|EXT)[\]】)）]|(?:(Fwd?|FW|转发|轉寄|轉發)|Re|RE|AW|回复|答复|回覆|自动回复)\s*(?:\[\d+\])?\s*[:：])\s*",
    re.I,
)
_GREETING = re.compile(
    r"(?:尊敬的|亲爱的)?.{0,14}(?:您好|你们好|你好|早上好|上午好|下午好|晚上好)[\s！!，,。：:~]*"
    r"|(?:尊敬的|亲爱的)?.{0,10}(?:同志|科长|处长|主任|秘书长|老师|领导|编辑|信息科|信息处|各位.{0,4})[\s：:，,！!]*"
)
_CLOSING = re.compile(
    r"(?:非常|多多|十分)?(?:谢谢|感谢).{0,10}|此\s*致|(?:此致)?\s*敬\s*礼[!！]?|顺[颂祝].{0,8}|祝.{1,12}[!！。]?|妥否.{0,8}"
    r"|[（(]?(?:发自|来自|发送自|由).{1,24}(?:手机|iPhone|iPad|邮箱|客户端|大师|Mail|版).{0,12}|Sent from .{1,40}|获取.{0,6}Outlook.*|Get Outlook.*"
    r"|--|[-—_=*]{2,}|(?:联系人|联系电话|联系方式|电话|手机|传真|邮箱|电子邮箱|E-?mail|地址|邮编|QQ|微信)\s*[:：].{0,60}",
    re.I,
)
_COVER = re.compile(
    r"附件|附后|附上|查收|请审|请阅|审阅|请予?以?采用|请采纳|请编发|现[将报].{0,40}(?:报送|报上|发给|呈上|报来)|报送如下|见附"
)
_SHORT_COVER, _LONGEST_COVER = 30, 220


@dataclass(frozen=True, slots=True)
class Segment:
    """One mail of a chain: whom and what it names as its sender and subject ('' for the outermost), and its lines."""

    sender: str = ""
    subject: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines).strip("\n")


def bare_subject(subject: str) -> tuple[str, bool]:
    """Return a subject without its prefixes, and whether the first of them says that the mail is forwarded (转发)."""
    forwarded: list[bool] = []
    while match := _PREFIX.match(subject):
        forwarded += [bool(match.group(1))] if ":" in match.group() or "：" in match.group() else []
        subject = subject[match.end() :]
    return subject.strip(), bool(forwarded and forwarded[0])


def segments(text: str) -> list[Segment]:
    """Return the mails a text consists of, the outermost first; quote marks (``>``) are taken off the inner ones."""
    lines = text.split("\n")
    found = [Segment()]
    at = 0
    while at < len(lines):
        head = _head_at(lines, at)
        if head is None:
            found[-1].lines.append(_QUOTE.sub("", lines[at]) if len(found) > 1 else lines[at])
            at += 1
        else:
            at, fields = head
            sender = next((fields[name] for name in _FROM if name in fields), "")
            subject = next((fields[name] for name in _SUBJECT if name in fields), "")
            found.append(Segment(sender, subject))
    return found


def _head_at(lines: list[str], at: int) -> tuple[int, dict[str, str]] | None:
    """Return where the text of a quoted mail begins and the fields above it, if its head stands at line `at`.

    A head is a separating line, with or without fields below it, or three fields in a row of which the first names the
    sender.
    """
    start = at
    is_separated = bool(_SEPARATOR.fullmatch(_QUOTE.sub("", lines[at])))
    at += is_separated
    fields: dict[str, str] = {}
    for n, line in _inked(lines, at):
        match = _HEAD_LINE.fullmatch(line)
        if not match or (n - start > _LEAST_HEAD and not fields):
            break
        fields.setdefault(match.group(1), match.group(2))
        at = n + 1
    is_head = len(fields) >= _LEAST_HEAD and next(iter(fields)) in _FROM
    return (at, fields) if is_separated or is_head else None


def _inked(lines: list[str], at: int) -> Iterator[tuple[int, str]]:
    """Yield the lines from `at` on that are not blank, with their numbers, without quote marks."""
    for n in range(at, len(lines)):
        line = _QUOTE.sub("", lines[n])
        if line.strip():
            yield n, line


def innermost(chain: list[Segment], is_forwarded: bool) -> Segment:
    """Return the mail whose words count: of a forwarded chain the innermost, else the outermost, that says something."""
    order = chain[::-1] if is_forwarded else chain
    return next(
        (one for one in order if substance(one.text) >= _SUBSTANCE), max(order, key=lambda one: substance(one.text))
    )


def substance(text: str) -> int:
    """Return how many Chinese characters `text` has outside greetings, thanks and contacts."""
    return sum(count_hanzi(line) for line in text.split("\n") if not _is_small_talk(line))


def is_cover(text: str) -> bool:
    """Tell whether a mail's text only announces what is attached (附件请查收)."""
    said = substance(text)
    return said <= _SHORT_COVER or (said <= _LONGEST_COVER and bool(_COVER.search(text)))


def without_small_talk(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the greetings above, the lines without them and without thanks, contacts and advertisements, and these."""
    start, end = 0, len(lines)
    while start < end and (not lines[start].strip() or _GREETING.fullmatch(lines[start].strip())):
        start += 1
    while end > start and (not lines[end - 1].strip() or _is_small_talk(lines[end - 1])):
        end -= 1
    above, below = ([line for line in part if line.strip()] for part in (lines[:start], lines[end:]))
    return above, lines[start:end], below


def _is_small_talk(line: str) -> bool:
    bare = line.strip()
    return bool(_GREETING.fullmatch(bare) or _CLOSING.fullmatch(bare))
