"""The slip (报送单) of a submission: who sends it, who signed it, its number; found at its head, in a form, at its end.

Units write these as lines (``报送单位：市水利局　签发人：林涛``), as a table of labels and values (信息报送单), in the
head of a reporting document (``×水〔2026〕15号　　签发人：林涛``) or below the text (``签发人：…　责任编辑：…``). What is
taken into the slip is listed as a removal (清理记录) with its place, like everything else that is not in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bulletin.collect.cleaning.lines import Span, less
from bulletin.model import Removal
from bulletin.text import count_hanzi, one_line
from bulletin.text.manuscript import BAR

_WORDS: dict[str, tuple[str, ...]] = {
    "unit": ("报送单位", "填报单位", "上报单位", "来稿单位", "供稿单位", "报送部门"),
    "signed_by": ("签发人", "签发领导", "审核签发", "审签人", "签发"),
    "editor": ("责任编辑", "责编"),
    "kind": ("信息类型", "信息类别"),
    "urgency": ("紧急程度", "缓急程度"),
    "secrecy": ("密级",),
    "title": ("信息标题", "标题", "题目"),
    "number": ("报送编号", "信息编号", "发文字号", "编号", "文号"),
    "dated": ("报送时间", "报送日期", "填报时间", "填报日期", "上报时间"),
}
_ASIDE = (
    *(
        "联系人",
        "联系电话",
        "联系方式",
        "电话",
        "手机",
        "传真",
        "填报人",
        "撰稿人",
        "撰写人",
        "报送人",
        "供稿人",
        "拟稿人",
    ),
    *("撰稿", "拟稿", "供稿", "校对", "校核"),
    *("审核人", "审核", "核稿", "分管领导", "主要领导", "领导批示", "采用情况", "备注", "报送方式", "主送", "抄送"),
)
_TEXT = ("正文", "内容", "信息内容", "主要内容", "报送内容", "信息正文")
_NAMES = {word: name for name, words in _WORDS.items() for word in words}
_KNOWN = frozenset((*_NAMES, *_ASIDE, *_TEXT))
_AT_THE_END = frozenset(("unit", "signed_by", "editor", "dated"))

_LABEL = "|".join(r"\s*".join(word) for word in sorted((*_NAMES, *_ASIDE), key=len, reverse=True))
_SEAL = r"(?:\s*[（(]\s*(?:盖章|公章|签字|签名|签章|加盖公章)\s*[）)])?"
_PAIR = re.compile(
    rf"(?P<label>{_LABEL}){_SEAL}\s*[:：]\s*(?P<value>.*?)\s*(?=[\s，,；;、]\s*(?:{_LABEL}){_SEAL}\s*[:：]|$)"
)
_LABEL_END = re.compile(rf"{_SEAL}\s*[:：]?\s*$")
_DOCUMENT_NUMBER = re.compile(r"\s*([^\s\d]{1,15}[〔\[［（(]\d{4}[〕\]］）)]\s*第?\d{1,5}号)\s*(?=签\s*发)")
_CONTENT = re.compile(rf"\s*(?:{'|'.join(_TEXT)})\s*[:：]\s*")
_SLIP_TITLE = re.compile(r".{0,24}(?:报送|上报|来稿|送审|审签|呈报|稿件|审批)(?:登记|审批|审核|呈批|送审)?[单表笺]")
_UNFILLED = re.compile(r"[_＿\s/\-—]*(?:[（(]\s*(?:签字|签名|签章|盖章|公章)\s*[）)])?[_＿\s/\-—]*")
_LONGEST_LINE = 500
_LONGEST_VALUE = 60
_LONGEST_TITLE = 200
_HEAD = 24  # lines that are not blank
_FOOT = 10
_PROSE = 40  # Chinese characters
_SENTENCE = 20  # Chinese characters
_WHY = "报送单，已单列"
_BAR_INSIDE = "\\|"
"""A bar that is no edge of a cell."""
_ESCAPED_BAR = re.compile(re.escape(_BAR_INSIDE))


@dataclass(slots=True)
class Slip:
    """What a submission says of itself: ``fields`` by name, ``others`` as it stands (``联系人：林晓``).

    ``source`` are the lines of the material, ``cuts`` by line the stretches of it that are the slip's. Names: unit,
    signed_by, editor, kind, urgency, secrecy, title, number, dated.
    """

    source: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    cuts: dict[int, list[Span]] = field(default_factory=dict)

    @property
    def left(self) -> list[str]:
        """What is left of each line of the material, '' where the slip has it all."""
        return [less(line, self.cuts[n]) if n in self.cuts else line for n, line in enumerate(self.source)]

    @property
    def lines(self) -> list[str]:
        """The lines of the material without those of the slip."""
        return [line for n, line in enumerate(self.left) if n not in self.cuts or line.strip()]

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What was taken into the slip, with its places in the lines of the material joined by line ends."""
        found: list[Removal] = []
        offset = 0
        for number, line in enumerate(self.source):
            for start, end in self.cuts.get(number, ()):
                text = line[start:end]
                first = offset + start + len(text) - len(text.lstrip())
                if text.strip():
                    found.append(Removal(first, first + len(text.strip()), text.strip(), _WHY))
            offset += len(line) + 1
        return tuple(found)

    def take(self, pairs: list[tuple[str, str]]) -> None:
        """Enter label and value; a field once stated stays, one left blank is not stated."""
        for label, value in pairs:
            name, stated = _NAMES.get(label, ""), one_line(value)
            if _UNFILLED.fullmatch(stated):
                continue
            if not name:
                self.others.append(f"{label}：{stated}")
            elif name not in self.fields:
                self.fields[name] = stated

    def cut(self, numbers: Iterable[int]) -> None:
        """Take whole lines out of the material."""
        self.cuts |= {n: [(0, len(self.source[n]))] for n in numbers}


def read_slip(lines: list[str]) -> Slip:
    """Return the slip of a submission whose text is `lines`; the lines it stands on are no longer in its ``lines``."""
    slip = Slip(list(lines))
    _read_head(slip)
    _read_foot(slip)
    _read_forms(slip)
    return slip


def _read_head(slip: Slip) -> None:
    """Take the lines of labels above the text; the title may stand above or among them."""
    gone: set[int] = set()
    taken: set[str] = set()
    lines = slip.left
    for number in _written(lines)[:_HEAD]:
        line = lines[number]
        pairs = _pairs(line)
        names = {_NAMES[label] for label, _ in pairs if label in _NAMES}
        if names & taken or _is_prose(line) or _CONTENT.match(line):
            break
        if names or (pairs and taken):
            slip.take(pairs)
            taken |= names
            gone.add(number)
    if not gone:
        return
    slip.cut(gone | {n for n in range(min(gone)) if _SLIP_TITLE.fullmatch("".join(lines[n].split()))})
    first = next((n for n in _written(lines) if n > max(gone)), None)
    if first is not None and (label := _CONTENT.match(lines[first])):
        slip.cuts[first] = [label.span()]


def _read_foot(slip: Slip) -> None:
    """Take the lines of labels below the text: signer, editor, and below these whom to call."""
    lines = slip.left
    pairs = {n: _pairs(lines[n].strip().strip("（）()")) for n in _written(lines)[-_FOOT:]}
    names = {n: {_NAMES[label] for label, _ in found if label in _NAMES} for n, found in pairs.items()}
    stated = [n for n in pairs if names[n] and names[n] <= _AT_THE_END]
    gone = [n for n in pairs if n in stated or (stated and n > stated[0] and pairs[n] and not names[n])]
    for number in gone:
        slip.take(pairs[number])
    slip.cut(gone)


def _read_forms(slip: Slip) -> None:
    """Take the tables of labels and values (信息报送单) at the head and at the end; what they say beside stays."""
    lines = slip.left
    written = _written(lines)
    near = {*written[:_HEAD], *written[-_FOOT:]}
    form: list[int] = []
    for block in _blocks(["" if n in slip.cuts else line for n, line in enumerate(lines)]):
        rows = _form_rows([_cells(lines[number]) for number in block])
        labels = [label for pairs, _ in rows for label, _ in pairs]
        is_form = len(labels) * 2 >= len(rows) and (bool(form) or any(label in _NAMES for label in labels))
        if labels and is_form and not near.isdisjoint(block):
            form += block
            for number, (pairs, rest) in zip(block, rows, strict=True):
                slip.take([pair for pair in pairs if pair[0] not in _TEXT])
                kept = [value for label, value in pairs if label in _TEXT and value] + rest
                slip.cuts[number] = _around(lines[number], kept)
    titles = (n for n in range(min(form, default=0)) if n not in slip.cuts)
    slip.cut([n for n in titles if _SLIP_TITLE.fullmatch("".join(lines[n].split()).removeprefix("表："))])


def _around(row: str, cells: list[str]) -> list[Span]:
    """Return the stretches of a row of a table around these of its cells, a blank left between two of them."""
    cuts: list[Span] = []
    start = 0
    for cell in cells:
        found = re.compile(rf"[|｜]\s*({re.escape(cell.replace('|', _BAR_INSIDE))})\s*(?=[|｜])").search(row, start)
        assert found is not None, "the cells are those of the row"
        cuts.append((start + (start > 0 and row[start] == " "), found.start(1)))
        cuts += [(match.start(), match.start() + 1) for match in _ESCAPED_BAR.finditer(row, *found.span(1))]
        start = found.end(1)
    return [*cuts, (start, len(row))]


def _form_rows(rows: list[list[str]]) -> list[tuple[list[tuple[str, str]], list[str]]]:
    """Return for each row of a table its labels with their values, and its cells where it has no label.

    A value stands beside its label, or below it where a whole row is labels.
    """
    found: list[tuple[list[tuple[str, str]], list[str]]] = []
    heads: list[str] = []
    for row in rows:
        labels = [_label(cell) for cell in row]
        pairs = list(zip(heads, row, strict=True)) if len(heads) == len(row) else _row_pairs(row, labels)
        heads = labels if len(row) > 1 and all(label in _KNOWN for label in labels) else []
        found.append((pairs, [] if pairs or heads else [cell for cell in row if cell]))
    return found


def _row_pairs(cells: list[str], labels: list[str]) -> list[tuple[str, str]]:
    """Return the labels of a row with the values beside them; a label without a value has ''."""
    found: list[tuple[str, str]] = []
    k = 0
    while k < len(cells):
        beside = next((n for n in range(k + 1, len(cells)) if cells[n]), len(cells))
        if labels[k] not in _KNOWN:
            found += _pairs(cells[k])
        elif beside < len(cells) and labels[beside] not in _KNOWN:
            found.append((labels[k], cells[beside]))
            k = beside
        else:
            found.append((labels[k], ""))
        k += 1
    return found


def _label(cell: str) -> str:
    """Return a cell as the label it may be: without blanks, colon and the note on seals."""
    return "".join(_LABEL_END.sub("", cell).split())


def _pairs(line: str) -> list[tuple[str, str]]:
    """Return the labels and values a line consists of; none where it says anything else."""
    if len(line) > _LONGEST_LINE:
        return []
    numbered = _DOCUMENT_NUMBER.match(line)
    start = numbered.end() if numbered else len(line) - len(line.lstrip())
    found: list[tuple[str, str]] = [("文号", numbered[1])] if numbered else []
    while start < len(line):
        match = _PAIR.match(line, start)
        if match is None:
            return []
        label = "".join(match["label"].split())
        longest = _LONGEST_TITLE if _NAMES.get(label) == "title" else _LONGEST_VALUE
        if len(match["value"]) > longest:
            return []
        found.append((label, match["value"]))
        start = match.end()
        while start < len(line) and (line[start].isspace() or line[start] in "，,；;、"):
            start += 1
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip().replace(_BAR_INSIDE, "|") for cell in BAR.split(line)[1:-1]]


def _blocks(lines: list[str]) -> Iterator[list[int]]:
    """Yield the numbers of lines that are rows of a table, those next to each other together."""
    block: list[int] = []
    for number, line in enumerate([*lines, ""]):
        if line.startswith("|"):
            block.append(number)
        elif block:
            yield block
            block = []


def _written(lines: list[str]) -> list[int]:
    """Return the numbers of the lines that are not blank."""
    return [number for number, line in enumerate(lines) if line.strip()]


def _is_prose(line: str) -> bool:
    is_sentence = count_hanzi(line) >= _SENTENCE and re.search("[。；]", line)
    return bool(is_sentence or count_hanzi(line) >= _PROSE) and not line.startswith("|") and not _pairs(line)
