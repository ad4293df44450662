"""From a message to one item: which of its words are the material, and what the editor must be told of the rest.

One message is one item, also with several documents: it has one sender, one signer and one original, and an editor
splits (分篇) with both halves in view; nobody can put together again what a program took apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from bulletin.collect.cleaning.lines import lines_of, table_rows
from bulletin.collect.cleaning.paragraphs import rejoined
from bulletin.collect.documents.document import Document
from bulletin.collect.documents.reading import read_document, unpacked
from bulletin.collect.submissions.chain import (
    Segment,
    bare_subject,
    innermost,
    is_cover,
    segments,
    without_small_talk,
)
from bulletin.collect.submissions.message import Attachment, Message
from bulletin.collect.submissions.slip import read_slip
from bulletin.errors import Classified, RefusedMaterial, UnreadableMaterial
from bulletin.text import count_hanzi, plain, shorten
from bulletin.text.secrecy import is_marked, is_marked_name

_CLASSIFIED_REMEDY = "请从涉密渠道报送；邮件未标为已读，请在邮箱中彻底删除（含“已删除”文件夹），本机有文件的一并清除"
_SMALLEST_PICTURE = 10_000
_ELSEWHERE = ("超大附件", "云附件", "文件中转站", "网盘附件")
_EMPTY_WORDS = "信息报送材料来稿件投政务上工作简关于的及附日常每请查收审阅月周年第期份号一二三四五六七八九十0123456789 -—_.、（）()"
_COVERED = {"unit": "报送单位", "signed_by": "签发人", "editor": "责任编辑", "kind": "信息类型", "urgency": "紧急程度"}
_SMALL_TALK = "邮件客套话"
_WHOLE_LINE = "———— 邮件全文 ————"
_FORWARD_LINE = "———— 以下为所转邮件 ————"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One document that came with a message: its name and what it says."""

    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with its attachments opened: the documents ``enclosed`` that could be read, why others could not; ``inner``
    are the letters it carries."""

    message: Message
    enclosed: tuple[Enclosed, ...]
    troubles: tuple[str, ...]
    inner: tuple[Letter, ...]


def open_letter(message: Message, unit: str = "") -> Letter:
    """Return the message with all it carries opened; `unit` is who sent it, '' for a stranger.

    Raises `Classified` where any of it, a name, a subject, a line of an inner message, carries a level: the message may
    then not be kept in any way.
    """
    letter = _opened(message)
    if any(map(is_marked_name, _names(letter))) or any(map(is_marked, _lines(letter))):
        what = f"{unit or '未登记的发件人'}发来的邮件标有密级，未收，未留存任何内容"
        raise Classified(what, _CLASSIFIED_REMEDY)
    return letter


def _opened(message: Message) -> Letter:
    enclosed: list[Enclosed] = []
    troubles: list[str] = []
    for attachment in message.attachments:
        if attachment.media_type.startswith("image/"):
            troubles += [f"图片《{shorten(attachment.name, 40)}》未入正文"] if _is_picture(attachment) else []
            continue
        try:
            enclosed += [
                Enclosed(name, read_document(body, name)) for name, body in unpacked(attachment.body, attachment.name)
            ]
        except (UnreadableMaterial, RefusedMaterial) as error:
            troubles.append(f"附件《{shorten(attachment.name, 60)}》未读出：{_reason(attachment, error)}")
    if any(word in message.text for word in _ELSEWHERE):
        troubles.append("邮件中有网盘或“超大附件”链接，文件并未随邮件到达，请单位直接附上")
    return Letter(message, tuple(enclosed), (*message.remarks, *troubles), tuple(map(_opened, message.inner)))


def _is_picture(attachment: Attachment) -> bool:
    """Tell whether an image is more than the sign below a signature."""
    return len(attachment.body) >= _SMALLEST_PICTURE


def _reason(attachment: Attachment, error: UnreadableMaterial | RefusedMaterial) -> str:
    if attachment.name.lower() == "winmail.dat" or attachment.media_type == "application/ms-tnef":
        return "是 Outlook 的富文本格式，附件封在其中，请单位改用 HTML 或纯文本格式重发"
    return f"{error.what}，{error.remedy}" if error.remedy else error.what


@dataclass(frozen=True, slots=True)
class Material:
    """What counts of a letter: the document, with the small talk set aside, and the name it goes by.

    ``whole`` is everything that was said, the chain of forwarding with all documents.
    """

    document: Document
    name: str
    whole: str = ""


def material_of(letter: Letter) -> Material:
    """Return what counts of a letter. What a covering note states of it (签发人……) stands on top where it does not say so
    itself; what could not be read is among the document's remarks."""
    chosen = _material(letter)
    own = read_slip(list(chosen.document.lines)).fields
    stated: dict[str, str] = {}
    for one in _levels(letter):
        for segment in segments(one.message.text):
            stated = {**read_slip(segment.text.split("\n")).fields, **stated}
    lines = [f"{label}：{stated[name]}" for name, label in _COVERED.items() if name in stated and name not in own]
    document = replace(
        chosen.document,
        lines=(*lines, *chosen.document.lines),
        aside=tuple((number + len(lines), why) for number, why in chosen.document.aside),
        remarks=tuple(dict.fromkeys((*chosen.document.remarks, *troubles_of(letter)))),
    )
    return replace(chosen, document=document, whole=plain(_whole(letter)))


def troubles_of(letter: Letter) -> tuple[str, ...]:
    """Return what could not be read of a letter and all it carries, in Chinese."""
    return tuple(dict.fromkeys(trouble for one in _levels(letter) for trouble in one.troubles))


def _material(letter: Letter) -> Material:
    """Return what counts of a letter: documents where the words only announce them, else the words and then documents.

    A message that only carries others counts for nothing itself: theirs is the material.
    """
    subject, is_forwarded = bare_subject(letter.message.subject)
    words = innermost(segments(letter.message.text), is_forwarded)
    if letter.inner and not letter.enclosed and (is_forwarded or is_cover(words.text)):
        found = [_material(inner) for inner in letter.inner]
        return found[0] if len(found) == 1 else _joined([_enclosed_of(one) for one in found], subject)
    enclosed = list(letter.enclosed)
    if enclosed and (is_cover(words.text) or _is_repeated(words, enclosed)):
        return Material(enclosed[0].document, enclosed[0].name) if len(enclosed) == 1 else _joined(enclosed, subject)
    above, lines, below = _without_small_talk(words.lines)
    name = _as_name(bare_subject(words.subject)[0] or subject)
    start = len(above) + len(lines)
    talk = (*range(len(above)), *range(start, start + len(below)))
    text = Document(
        (*above, *lines, *below),
        letter.message.broken_lines,
        aside=tuple((number, _SMALL_TALK) for number in talk),
        source=letter.message.source,
    )
    return replace(_joined([Enclosed(name, text), *enclosed], ""), name=name) if enclosed else Material(text, name)


def _without_small_talk(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the lines with the slip on top of the text, and before and after these the small talk around it."""
    slip = read_slip(lines)
    above, text, below = without_small_talk([line for n, line in enumerate(lines) if n not in slip.cuts])
    return above, [*(lines[n] for n in sorted(slip.cuts)), "", *text], below


def _enclosed_of(material: Material) -> Enclosed:
    return Enclosed(material.name, material.document)


def _is_repeated(words: Segment, enclosed: list[Enclosed]) -> bool:
    """Tell whether the documents hold what the mail's own words say."""
    inside = "".join("".join(line.split()) for each in enclosed for line in each.document.lines)
    lines = ["".join(line.split()) for line in words.lines if count_hanzi(line) > 8]
    return sum(len(line) for line in lines if line in inside) * 10 > sum(map(len, lines)) * 6


def _joined(enclosed: list[Enclosed], subject: str) -> Material:
    """Return several documents as one: the slip of the first, then each under its name; a title only where the subject
    says something. What was set aside in any of them stands above all."""
    slip = read_slip(enclosed[0].document.blanked)
    aside = [(each.document.lines[n], why) for each in enclosed for n, why in each.document.aside]
    named = f"标题：{subject}" if _as_name(subject) else ""
    head = [slip.source[n] for n in sorted(slip.cuts)]
    lines = [*(line for line, _ in aside), *([named] if named and "title" not in slip.fields else []), *head, ""]
    for n, each in enumerate(enclosed):
        own = [line for k, line in enumerate(each.document.blanked) if n or k not in slip.cuts]
        heading = [PurePosixPath(each.name).stem] if n or named else []
        lines += [
            *heading,
            *(rejoined(lines_of("\n".join(own), {}, table_rows(own))[0]) if each.document.broken_lines else own),
        ]
    return Material(
        Document(
            tuple(lines),
            aside=tuple((n, why) for n, (_, why) in enumerate(aside)),
            marked=tuple(mark for each in enclosed for mark in each.document.marked),
            remarks=tuple(f"《{shorten(each.name, 40)}》{note}" for each in enclosed for note in each.document.remarks),
            source="\n".join(each.document.source for each in enclosed),
        ),
        enclosed[0].name,
    )


def _as_name(subject: str) -> str:
    """Return a subject in the place of a file's name, '' for one that says nothing (信息报送, 每日信息)."""
    says = count_hanzi(subject.translate(str.maketrans("", "", _EMPTY_WORDS))) >= 4
    return f"{subject.replace('/', '／')}.eml" if says else ""


def _levels(letter: Letter) -> Iterator[Letter]:
    """Yield the letter and all it carries, the outermost first."""
    yield letter
    for inner in letter.inner:
        yield from _levels(inner)


def _names(letter: Letter) -> Iterator[str]:
    """Yield every name and subject a letter shows."""
    for one in _levels(letter):
        names = [attachment.name for attachment in one.message.attachments] + [each.name for each in one.enclosed]
        yield from (part for name in names for part in PurePosixPath(name).parts)
        yield from (plain(subject) for subject in (one.message.subject, bare_subject(one.message.subject)[0]))


def _lines(letter: Letter) -> Iterator[str]:
    """Yield every place of a letter where a level may stand: lines, cells, and what the readers set aside."""
    for one in _levels(letter):
        quoted = [line for segment in segments(one.message.text) for line in (*segment.lines, segment.subject)]
        enclosed = [line for each in one.enclosed for line in (*each.document.lines, *each.document.marked)]
        for line in (one.message.subject, *one.message.text.split("\n"), *quoted, *enclosed):
            yield plain(line)
            if line.startswith("|"):
                yield from (cell.strip() for cell in plain(line).split("|"))


def _whole(letter: Letter, heading: str = _WHOLE_LINE) -> str:
    """Return all that a letter says, level by level, each under its head."""
    message = letter.message
    sent = f"{message.sent_at:%Y-%m-%d %H:%M}" if message.sent_at else "未注明"
    head = [heading, f"主题：{message.subject}", f"发件人：{message.sender_name}", f"发送时间：{sent}"]
    parts = ["\n".join(head), message.text]
    for each in letter.enclosed:
        parts.append("\n".join((f"附件：{each.name}", *each.document.lines)))
    for inner in letter.inner:
        parts.append(_whole(inner, _FORWARD_LINE))
    return "\n\n".join(part for part in parts if part.strip())
