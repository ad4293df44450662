"""One submitted file (报送材料): bytes to header fields and text; what is classified is refused, and nothing kept.

The desk accepts nothing without a known unit and a signer (an office's rule of 2017: no signature, not accepted), and
nothing classified: 涉密不上网、上网不涉密. Where these are stated in a file: `bulletin.collect.submissions.slip`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from bulletin.collect.cleaning.clean import clean
from bulletin.collect.cleaning.flags import flags_of
from bulletin.collect.cleaning.unseen import unseen_in
from bulletin.collect.dates import find_date
from bulletin.collect.documents.document import Document
from bulletin.collect.documents.reading import read_document, suffix_of, unpacked
from bulletin.collect.material import LONGEST_TITLE
from bulletin.collect.submissions.letter import Letter, material_of, open_letter, troubles_of
from bulletin.collect.submissions.message import MESSAGE, read_message
from bulletin.collect.submissions.slip import Slip, read_slip
from bulletin.collect.submissions.units import known_unit
from bulletin.errors import Classified, NotFound, RefusedMaterial, UnreadableMaterial
from bulletin.model import Extracted, Flag
from bulletin.settings import Settings, Unit
from bulletin.terms import KINDS, URGENCIES
from bulletin.text import count_hanzi, one_line, plain, sha256, shorten
from bulletin.text.secrecy import is_marked, is_marked_name

SIZE_CAP = 20 * 1024 * 1024
_SENDER = re.compile(r"报\s*送\s*单\s*位(?:[（(]\w+[）)])?\W+(\w+)")
SECRET_REMEDY = "请从涉密渠道报送，并清除本机文件"
"""What to do about a file that carries a level."""
_MISSING = {
    "signed_by": ("签发人", "请由单位负责同志签发，写明“签发人：”或用 --signed-by 注明后再报"),
    "editor": ("责任编辑", "本办公室要求注明责任编辑，请写明“责任编辑：”后再报"),
}
_BRACKETS = str.maketrans("([{【", "〔〔〔〔") | str.maketrans(")]}】", "〕〕〕〕")
_SIGNATURE_LINES = 3


@dataclass(frozen=True, slots=True)
class SubmissionForm:
    """What the person filing a submission states; each field that is not '' goes before the file's own slip."""

    unit: str = ""
    signed_by: str = ""
    kind: str = ""
    urgency: str = ""
    editor: str = ""


Stated = Callable[[str], Iterable[SubmissionForm]]
"""Tells what was stated of a document, by the SHA-256 of its bytes: once for each unit that handed it in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a submitted file holds: its ``items``, and of those of its documents that were not taken what is wrong with
    each, naming it, and what to do."""

    items: tuple[Extracted, ...]
    problems: tuple[tuple[str, str], ...] = ()


def read_submissions(
    body: bytes, name: str, form: SubmissionForm, settings: Settings, stated: Stated | None = None
) -> Reading:
    """Return the items a submitted file holds: one, or for a zip archive one for each document that can be taken.

    `name` is the file's name, used for its kind and last of all as title; an archive itself is the original of all its
    items. `stated`, where given, says what was stated of each document, in the place of `form`. An item's key is the unit,
    its own number for the material if it states one, and the SHA-256 of the document's bytes. Where nothing can be taken,
    raises `UnreadableMaterial`, `RefusedMaterial` (no signer, no unit), `NotFound` for a unit the office does not have,
    and `Classified` for a whole archive in which anything is marked.
    """
    refuse_marked_name(name, form, settings)
    members = unpacked(body, name)
    for member, _ in members:
        for part in PurePath(member).parts:
            refuse_marked_name(part, form, settings)
    documents = [
        (member, content, one)
        for member, content in members
        for one in (stated(sha256(content)) if stated else (form,))
    ]
    if len(documents) == 1:
        member, content, one = documents[0]
        return Reading((_read(content, member, one, settings),))
    items: dict[str, Extracted] = {}
    problems: list[tuple[str, str]] = []
    for member, content, one in documents:
        try:
            item = _read(content, member, one, settings)
            items.setdefault(item.key, item)
        except Classified:
            raise
        except (RefusedMaterial, UnreadableMaterial, NotFound) as error:
            problems.append((f"压缩包内的 {shorten(member, 60)}：{error.what}", error.remedy))
    if not items:
        first = problems[0] if problems else ("压缩包是空的", "请核对后重新报送")
        raise UnreadableMaterial(f"压缩包中没有可收的材料（{first[0]}）", first[1])
    return Reading(tuple(items.values()), tuple(problems))


def _read(body: bytes, name: str, form: SubmissionForm, settings: Settings) -> Extracted:
    if suffix_of(name) == MESSAGE:
        letter = open_letter(read_message(body, settings.zone), form.unit)
        return item_of_letter(letter, form, settings, sha256(body))
    return item_of(read_document(body, name), name, form, settings, sha256(body))


def item_of_letter(letter: Letter, form: SubmissionForm, settings: Settings, key: str) -> Extracted:
    """Return the one item a message holds; in its ``raw_text`` all that was said follows what counts of it. Raises as
    `item_of`; where there is no text it says what could not be read."""
    material = material_of(letter)
    try:
        item = item_of(material.document, material.name, form, settings, key)
    except UnreadableMaterial as error:
        troubles = "；".join(troubles_of(letter))
        raise UnreadableMaterial(f"{error.what}（{troubles}）" if troubles else error.what, error.remedy) from error
    return replace(item, raw_text=f"{item.raw_text}\n\n{material.whole}")


def item_of(document: Document, name: str, form: SubmissionForm, settings: Settings, key: str) -> Extracted:
    """Return the item a document holds. `name` is what it came under; `key` tells its content from all others.

    The item's own key is the unit, the unit's number for it if one is stated, and `key`. What the editor must know of
    the file stands among the flags, without a place. Raises `RefusedMaterial`, `UnreadableMaterial` (no text) and
    `NotFound` as `read_submissions`.
    """
    slip = read_slip(plain("\n".join(document.blanked)).split("\n"))
    marked = list(map(plain, (*document.lines, *document.marked, *slip.fields.values())))
    if any(map(is_marked, marked)):
        raise _classified(marked, form, settings)
    unit = _stated_unit(form.unit or slip.fields.get("unit", "") or _signing_unit(slip.lines, settings), settings)
    signed_by = _demanded(form, slip, settings)
    cleaned = clean(
        "\n".join(document.lines),
        slip.fields.get("title", ""),
        taken=(*slip.removals, *document.set_aside),
        broken_lines=document.broken_lines,
    )
    if count_hanzi(cleaned.text) + len(re.findall(r"\w", cleaned.text)) < 2:
        raise UnreadableMaterial("文件中没有正文", "请核对文件内容后重新报送")
    stated = {name: getattr(form, name) or slip.fields.get(name, "") for name in ("kind", "urgency")}
    number = _own_number(slip)
    return Extracted(
        key=" ".join(part for part in (unit.name, number, key) if part),
        title=one_line(cleaned.title or _derived_title(cleaned.text, name))[:LONGEST_TITLE],
        text=cleaned.text,
        raw_text=cleaned.raw,
        origin=unit.name,
        unit=unit.name,
        kind=_one_of(KINDS, stated["kind"], "信息类型"),
        signed_by=signed_by,
        urgency=_one_of(URGENCIES, stated["urgency"], "紧急程度") or URGENCIES[0],
        published_at=find_date(cleaned.about or slip.fields.get("dated", ""), settings.zone),
        flags=(*flags_of(cleaned.text), *_notices(document, slip, unit, settings)),
        removed=(*cleaned.removed, *unseen_in(document.source, cleaned.raw)),
        number=plain(number),
    )


def _demanded(form: SubmissionForm, slip: Slip, settings: Settings) -> str:
    """Return who signed. Raises `RefusedMaterial` when something the office demands is not stated."""
    stated = {name: one_line(getattr(form, name) or slip.fields.get(name, "")) for name in _MISSING}
    for name in settings.demands.require:
        if not stated[name]:
            noun, remedy = _MISSING[name]
            raise RefusedMaterial(f"材料没有{noun}，未收", remedy)
    return stated["signed_by"]


def _signing_unit(lines: list[str], settings: Settings) -> str:
    """Return the unit that signs below the text (署名), '' where the last lines name none the office knows."""
    last = [line for line in lines if line.strip()][-_SIGNATURE_LINES:]
    return next((unit.name for line in reversed(last) if (unit := settings.unit("".join(line.split())))), "")


def _own_number(slip: Slip) -> str:
    """Return the unit's own number for the material, however its brackets and blanks are typed; '' for none."""
    folded = unicodedata.normalize("NFKC", slip.fields.get("number", "")).translate(_BRACKETS)
    return "".join(folded.split())


def _notices(document: Document, slip: Slip, unit: Unit, settings: Settings) -> Iterator[Flag]:
    """Yield what the editor must know beyond the text, as flags without a place."""
    notes = list(document.remarks)
    stated = slip.fields.get("unit", "")
    if stated and settings.unit(stated) != unit:
        notes.append(f"文内写的报送单位是“{shorten(stated, 30)}”，与登记的不同，请核对")
    if slip.others:
        notes.append(f"报送单上另有：{shorten('；'.join(slip.others), 200)}")
    yield from (Flag("file", 0, 0, "", note) for note in notes)
    if editor := slip.fields.get("editor", ""):  # nothing to look at: no kind of mark in `terms.FLAGS`
        yield Flag("editor", 0, 0, "", f"责任编辑：{shorten(editor, 30)}")


def refuse_marked_name(name: str, form: SubmissionForm, settings: Settings) -> None:
    """Raise `Classified` where the name of a file carries a level: asked before the file is opened."""
    if is_marked_name(plain(name)):
        raise _classified((), form, settings)


def _classified(marked: Iterable[str], form: SubmissionForm, settings: Settings) -> Classified:
    """Return the refusal of anything marked; it says nothing of its name, title or text.

    The sender is told by the form or by a name in `marked` that the office knows: any other name might be anything.
    """
    stated = [form.unit, *_SENDER.findall("\n".join(marked))]
    sender = next((unit.name for name in stated if (unit := settings.unit(name))), "未注明的单位")
    return Classified(f"{sender}报送的材料标有密级，未收，未留存任何内容", SECRET_REMEDY)


def _stated_unit(stated: str, settings: Settings) -> Unit:
    """Return the unit of that name, attribution or alias. Raises `RefusedMaterial` for none, `NotFound` for unknown."""
    if not stated.strip():
        raise RefusedMaterial("材料没有注明报送单位，未收", "请写明“报送单位：”或用 --unit 注明后再报")
    return known_unit(settings, stated)


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
