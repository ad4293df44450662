"""One submitted file (报送材料): bytes to header fields and text; what is classified is refused, and nothing kept.

A unit's file may open with lines such as ``报送单位：``. The desk accepts nothing without a known unit and a signer
(an office's rule of 2017: no signature, not accepted), and nothing classified: 涉密不上网、上网不涉密.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from bulletin.collect.cleaning.clean import clean
from bulletin.collect.dates import find_date
from bulletin.collect.documents.charset import decode
from bulletin.collect.documents.docx import read_docx
from bulletin.collect.documents.html_text import html_to_text, parse, text_of
from bulletin.collect.material import LONGEST_TITLE, flags_of
from bulletin.errors import Classified, NotFound, RefusedMaterial, UnreadableMaterial
from bulletin.model import Extracted
from bulletin.settings import Settings, Unit
from bulletin.terms import KINDS, URGENCIES
from bulletin.text import count_hanzi, nearest, one_line, plain, sha256
from bulletin.text.secrecy import is_marked, is_marked_name

SIZE_CAP = 20 * 1024 * 1024
READABLE = (".txt", ".html", ".htm", ".docx")
_FIELDS = {
    "报送单位": "unit",
    "签发人": "signed_by",
    "信息类型": "kind",
    "紧急程度": "urgency",
    "密级": "secrecy",
    "标题": "title",
}
_FIELD_LINE = re.compile(rf"^\s*({'|'.join(_FIELDS)})\s*[:：]\s*(.*?)\s*$")
_SENDER = re.compile(r"报\s*送\s*单\s*位(?:[（(]\w+[）)])?\W+(\w+)")
_SECRET_REMEDY = "请从涉密渠道报送，并清除本机文件"


@dataclass(frozen=True, slots=True)
class SubmissionForm:
    """What the person filing a submission states; each field that is not '' goes before the file's own header."""

    unit: str = ""
    signed_by: str = ""
    kind: str = ""
    urgency: str = ""


@dataclass(slots=True)
class _Paper:
    """A file as read: the header fields it opens with, the lines below, and where a level may be marked.

    ``marked`` are all lines as they stand, the header's values, the page headers and footers of a Word file and the
    <title> of a page.
    """

    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    broken_lines: bool = False


def read_submission(body: bytes, name: str, form: SubmissionForm, settings: Settings) -> Extracted:
    """Return the item a submitted file holds. `name` is the file's name, used for its kind and, last of all, as title.

    The key is the unit and the SHA-256 of the bytes. Raises `UnreadableMaterial`, `RefusedMaterial` (classified, no
    signer, no unit, no text) and `NotFound` for a unit the office does not have.
    """
    refuse_marked_name(name, form, settings)
    paper = _read(body, name)
    if any(map(is_marked, paper.marked)):
        raise _classified(paper, form, settings)
    stated = {key: getattr(form, key) or paper.fields.get(key, "") for key in ("unit", "signed_by", "kind", "urgency")}
    unit = _known_unit(stated["unit"], settings)
    signed_by = one_line(stated["signed_by"])
    if not signed_by:
        raise RefusedMaterial("材料没有签发人，未收", "请由单位负责同志签发，写明“签发人：”或用 --signed-by 注明后再报")
    raw_text = "\n".join(paper.lines)
    cleaned = clean(raw_text, one_line(paper.fields.get("title", "")), broken_lines=paper.broken_lines)
    if count_hanzi(cleaned.text) + len(re.findall(r"\w", cleaned.text)) < 2:
        raise UnreadableMaterial("文件中没有正文", "请核对文件内容后重新报送")
    return Extracted(
        key=f"{unit.name} {sha256(body)}",
        title=one_line(cleaned.title or _derived_title(cleaned.text, name))[:LONGEST_TITLE],
        text=cleaned.text,
        raw_text=raw_text,
        origin=unit.name,
        unit=unit.name,
        kind=_one_of(KINDS, stated["kind"], "信息类型"),
        signed_by=signed_by,
        urgency=_one_of(URGENCIES, stated["urgency"], "紧急程度") or URGENCIES[0],
        published_at=find_date(cleaned.about, settings.zone),
        flags=flags_of(cleaned.text),
        removed=cleaned.removed,
    )


def _read(body: bytes, name: str) -> _Paper:
    """Return the file as lines with its header fields taken off. Raises `UnreadableMaterial`."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READABLE:
        raise UnreadableMaterial(f"不能读取 {one_line(suffix) or '没有扩展名'} 类文件", "请另存为 .docx 或 .txt 后再报")
    if not body.strip():
        raise UnreadableMaterial("文件是空的", "可能尚未写完或未保存，请核对后重新报送")
    if suffix == ".docx":
        word = read_docx(body)
        return _with_header(list(word.lines), word.page_margins, broken_lines=False)
    text, _ = decode(body)
    if suffix == ".txt":
        if "\0" in text:
            raise UnreadableMaterial("文件内容不是文本", "请核对文件类型，另存为 .docx 或 .txt 后再报")
        return _with_header(plain(text).split("\n"), (), broken_lines=True)
    titles = tuple(text_of(title) for title in parse(text).iter("title"))
    return _with_header(html_to_text(text).split("\n"), titles, broken_lines=False)


def _with_header(lines: list[str], margins: tuple[str, ...], broken_lines: bool) -> _Paper:
    """Return the paper with the header fields its first lines state; a blank line or any other line ends the header."""
    paper = _Paper(broken_lines=broken_lines)
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    while start < len(lines) and (match := _FIELD_LINE.match(lines[start])):
        paper.fields.setdefault(_FIELDS[match.group(1)], one_line(match.group(2)))
        start += 1
    paper.lines = lines[start:]
    paper.marked = [plain(line) for line in (*lines, *paper.fields.values(), *margins)]
    return paper


def refuse_marked_name(name: str, form: SubmissionForm, settings: Settings) -> None:
    """Raise `Classified` where the name of a file carries a level: asked before the file is opened."""
    if is_marked_name(plain(name)):
        raise _classified(_Paper(), form, settings)


def _classified(paper: _Paper, form: SubmissionForm, settings: Settings) -> Classified:
    """Return the refusal of anything marked; it says nothing of its name, title or text."""
    sender = _sender(paper, form, settings)
    return Classified(f"{sender}报送的材料标有密级，未收，未留存任何内容", _SECRET_REMEDY)


def _sender(paper: _Paper, form: SubmissionForm, settings: Settings) -> str:
    """Return the unit that sent the paper, by the form or anywhere in its head: only a name the office knows."""
    stated = [form.unit, *_SENDER.findall("\n".join(paper.marked))]
    return next((unit.name for name in stated if (unit := settings.unit(name))), "未注明的单位")


def _known_unit(stated: str, settings: Settings) -> Unit:
    """Return the unit of that name, attribution or alias. Raises `RefusedMaterial` for none, `NotFound` for unknown."""
    if not stated.strip():
        raise RefusedMaterial("材料没有注明报送单位，未收", "请写明“报送单位：”或用 --unit 注明后再报")
    unit = settings.unit(stated)
    if unit is None:
        near = nearest(stated, settings.units)
        remedy = f"是否为“{near}”？" if near else "请先在 bulletin.toml 中登记该单位"
        raise NotFound("报送单位", one_line(stated), remedy)
    return unit


def _one_of(choices: tuple[str, ...], stated: str, field_name: str) -> str:
    """Return the choice `stated` names, '' for none. Raises `RefusedMaterial` for a word the office does not use."""
    word = one_line(stated)
    if word and word not in choices:
        raise RefusedMaterial(f"{field_name}“{word}”不在所用范围内，未收", f"可用：{'、'.join(choices)}")
    return word


def _derived_title(text: str, name: str) -> str:
    """Return a title for a text without one: the file's name where it is Chinese, else the first line."""
    stem = one_line(PurePath(name).stem)
    if count_hanzi(stem) >= 4:
        return stem
    first = re.sub(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", "", text.partition("\n")[0])
    return first if len(first) <= 40 else re.split(r"[。；，,]", first)[0][:40]
