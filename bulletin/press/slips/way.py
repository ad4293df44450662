"""The way slip (流转单): a case from the first byte received to the answer as a timeline on one page, never on two.

Gaps shrink first, then the type down to 小五 (9 points), then texts are cut, then steps in the middle of long parts are
left out; what is cut or left out says where the whole is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from bulletin.model import CaseSpeed, Json, Slip, Trail
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.markup import inline_text
from bulletin.press.slips import spans
from bulletin.press.slips.blocks import ELLIPSIS, Block, Fit, Words, one_line, set_words
from bulletin.press.slips.leaving import left_out
from bulletin.press.slips.rows import Form, Row, field_rows
from bulletin.press.slips.told import Step, told
from bulletin.text import chinese_date, shorten

WIDTH, HEIGHT = 172.0, 271.0  # mm
_FITS = (
    Fit(12.0, 6.4, 1.3),  # gaps before type
    Fit(12.0, 5.9, 0.7),
    Fit(10.5, 5.4, 0.7),
    Fit(10.5, 5.0, 0.4),
    Fit(9.0, 4.2, 0.3),  # 小五: nothing smaller is read with ease
    Fit(9.0, 4.0, 0.2),
)
_APART = 10.5  # points: in smaller type what was done in one minute stands one after the other
_MOST_STEPS = int(HEIGHT / (_FITS[-1].pitch + 2 * _FITS[-1].gap))
_MOST = (8, 6, 4, 3, 2, 1)  # lines of a text that must be cut
_HEAD, _FOOT = 22.2, 8.0  # mm: title, number and the frame's lines; signature
_READ, _READ_LEAST = 40.0, 11.0  # mm: room for the leader's hand (阅示), at best and at least
_PART, _RAIL = 15.0, 6.0  # mm: name of the part, the line with its dots
_TIME, _WHO, _TOOK = 8.3, 6.8, 5.5  # em
_SAID = "批"  # the part of the leader's words: they are cut half as much
_PARTS = {"收": "收稿", "编": "编辑", "审": "审核", "发": "印发", "批": "批示", "办": "办理"}
_LONGEST_WHO = 18  # characters
_NUMBER = 40.0  # mm: the number, or the date, beside the office


@dataclass(frozen=True, slots=True)
class Line:
    """A step as printed, or the word that steps are left out; ``height`` in mm, ``leaves`` how many are left out."""

    part: str
    time: Block
    text: Block
    who: Block
    took: Block
    height: float
    leaves: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """The way slip as it is set: what it is set with, its head, its steps, what became of the answer."""

    form: Form
    head: list[Row]
    lines: list[Line]
    answer: Block

    @property
    def heights(self) -> Json:
        """The heights in mm of what has one of its own: names of the columns, answer (0 without any), four speeds."""
        pitch, gap = self.form.fit.pitch, self.form.fit.gap
        answer = self.answer.lines * pitch + 2 * gap if self.answer.lines else 0.0
        return {"bar": pitch + 2 * gap + 0.6, "answer": round(answer, 3), "speeds": 2 * pitch + 2 * gap + 0.6}

    @property
    def height(self) -> float:
        """How high it is in mm, the room for the leader's hand not counted."""
        steps = sum(line.height for line in self.lines) + sum(row.height for row in self.head)
        return _HEAD + steps + sum(self.heights.values()) + _FOOT

    @property
    def fits(self) -> bool:
        """Whether it stands on its page."""
        return self.height <= HEIGHT - _READ_LEAST


def context(trail: Trail, speeds: Sequence[CaseSpeed], glyphs: Glyphs) -> tuple[Json, tuple[str, ...]]:
    """Return the names a template may use for `trail` and the four `speeds` of its case, and what had to be cut.

    Raises `TypesettingFailure` naming a character without a face.
    """
    way = _fitted(trail, glyphs)
    slip, form = trail.slip, way.form
    names = {
        "meta": {"title": f"{slip.title} {slip.number}", "author": slip.signature, "date": slip.date.isoformat()},
        "fit": form.fit,
        "title": inline_text(glyphs, slip.title, "小标宋", "标题"),
        "number": inline_text(glyphs, slip.number, "仿宋", "编号"),
        "rows": way.head,
        "columns": _columns(form),
        "course": inline_text(glyphs, _course(way), "黑体", "经过"),
        "heights": {**way.heights, "read": round(min(_READ, HEIGHT - way.height), 3)},
        "stretches": _stretches(way.lines, glyphs),
        "answer": way.answer,
        "speeds": [_speed(glyphs, one) for one in speeds],
        "label_width": form.label,
        "issuer": one_line(glyphs, slip.signature, "落款", WIDTH - _NUMBER, 12),
        "signature": one_line(glyphs, slip.signature, "落款", WIDTH - _NUMBER, 10.5),
        "date": inline_text(glyphs, chinese_date(slip.date), "仿宋", "日期"),
    }
    return names, tuple(_cut(way))


def _fitted(trail: Trail, glyphs: Glyphs) -> Way:
    """Return the loosest way slip that stands on its page; where there are too many steps for it, the tightest at once.

    What one person did in one minute stands line by line where there is room for it in type that is read with ease.
    """
    steps, form = list(told(trail.steps)), Form(glyphs, _FITS[0], WIDTH, trail.slip.number)
    forms = [replace(form, fit=fit) for fit in _FITS]
    if len(trail.steps) <= _MOST_STEPS and len(steps) < len(trail.steps):
        apart = list(told(trail.steps, apart=True))
        ways = (_way(form, trail.slip, apart) for form in forms if form.fit.size >= _APART)
        if found := next((way for way in ways if way.fits), None):
            return found
    forms += [replace(forms[-1], most=most) for most in _MOST]
    looser = None
    for form in forms if len(steps) <= _MOST_STEPS else forms[-1:]:
        way = _way(form, trail.slip, steps)
        if way.fits:
            return _between(looser, way) if looser and form.most else way
        looser = way
    return _shortened(way)


def _between(loose: Way, tight: Way) -> Way:
    """Return `tight` with as many steps as `loose` has them as the page can hold: those of instructions first."""
    saved = [one.height - other.height for one, other in zip(loose.lines, tight.lines, strict=True)]
    order = sorted(range(len(saved)), key=lambda k: (loose.lines[k].part == _SAID, -saved[k]))
    way = replace(tight, lines=list(loose.lines))
    for k in order:
        if way.fits:
            break
        way.lines[k] = tight.lines[k]
    return way


def _way(form: Form, slip: Slip, steps: Sequence[Step]) -> Way:
    answer = Words("\n".join(slip.paragraphs), "仿宋", "“答复”", form.whole)
    head = replace(form, most=max(form.most, 2) if form.most else 0)
    before = [None, *(step.at for step in steps)]
    return Way(
        form,
        field_rows(head, slip.fields),
        [_line(form, step, earlier) for step, earlier in zip(steps, before, strict=False)],
        set_words(form.glyphs, answer, WIDTH - form.label - 4, form.fit, head.most),
    )


def _line(form: Form, step: Step, earlier: datetime | None) -> Line:
    glyphs, em, fit = form.glyphs, form.em, form.fit
    styles = [style for text, style in step.runs for _ in text]
    text = "".join(text for text, _ in step.runs)
    words = Words(text, styles, f"“{shorten(text)}”", step.record or form.whole, lead=len(step.runs[0][0]))
    took = spans.in_words(step.at - earlier) if earlier else "起"
    blocks = (
        set_words(glyphs, Words(f"{step.at:%Y-%m-%d %H:%M}", "仿宋", "时间"), _TIME * em, fit),
        set_words(glyphs, words, _text_width(form), fit, form.most * (2 if step.part == _SAID else 1)),
        set_words(
            glyphs, Words(shorten(clean(step.who), _LONGEST_WHO), "仿宋", "经手", ragged=True), _WHO * em - 1, fit
        ),
        set_words(glyphs, Words(took, "仿宋", "历时"), _TOOK * em, fit),
    )
    height = max(block.lines for block in blocks) * fit.pitch + 2 * fit.gap
    return Line(step.part, *blocks, height=round(height, 3))


def _course(way: Way) -> str:
    """Return the head of the column of steps: where one is cut, it says where all of each is."""
    is_cut = any(line.text.cut for line in way.lines)
    return f"经过（“{ELLIPSIS}”处有删节，全文见{way.form.whole}）" if is_cut else "经过"


def _text_width(form: Form) -> float:
    return WIDTH - _PART - _RAIL - (_TIME + _WHO + _TOOK) * form.em - 2


def _columns(form: Form) -> Json:
    """Return where each column begins, in mm from the left edge of the form."""
    text = _PART + _RAIL + _TIME * form.em
    who = text + _text_width(form) + 2
    return {
        "rail": _PART + _RAIL / 2,
        "time": _PART + _RAIL,
        "text": round(text, 3),
        "who": round(who, 3),
        "took": round(who + _WHO * form.em, 3),
    }


def _stretches(lines: Sequence[Line], glyphs: Glyphs) -> list[Json]:
    """Return the stretches of one part: its name, its height, its steps."""
    parts = [(part, list(group)) for part, group in groupby(lines, key=lambda line: line.part)]
    return [
        {
            "name": inline_text(glyphs, _PARTS.get(part, part), "黑体", "环节"),
            "is_said": part == _SAID,
            "height": round(sum(line.height for line in group), 3),
            "lines": group,
        }
        for part, group in parts
    ]


def _shortened(way: Way) -> Way:
    """Return the way slip with so many steps left out that the others stand on the page."""
    fit, lines = way.form.fit, way.lines
    height = round(fit.pitch + 2 * fit.gap, 3)
    room = HEIGHT - _READ_LEAST - way.height + sum(line.height for line in lines)
    runs = {
        run.start: run for run in left_out([one.part for one in lines], [one.height for one in lines], height, room)
    }
    gone = {k for run in runs.values() for k in run}
    kept: list[Line] = []
    for k, line in enumerate(lines):
        if k in runs:
            kept.append(_left(way.form, line.part, len(runs[k]), height))
        if k not in gone:
            kept.append(line)
    return replace(way, lines=kept)


def _left(form: Form, part: str, count: int, height: float) -> Line:
    words = Words(f"……（此处略去{count}步，全文见{form.whole}）", "仿宋", "经过")
    none = Block()
    return Line(part, none, set_words(form.glyphs, words, _text_width(form), form.fit), none, none, height, count)


def _speed(glyphs: Glyphs, one: CaseSpeed) -> Json:
    took = "—" if one.took is None else spans.in_words(one.took)
    return {
        "name": inline_text(glyphs, one.name, "黑体", "四快"),
        "took": inline_text(glyphs, took + ("（超时）" if one.is_over else ""), "仿宋", "四快"),
    }


def _cut(way: Way) -> Iterator[str]:
    yield from (cell.block.cut for row in way.head for cell in row.cells if cell.block.cut)
    yield from (line.text.cut for line in way.lines if line.text.cut)
    if way.answer.cut:
        yield way.answer.cut
    if left := sum(line.leaves for line in way.lines):
        yield f"中间{left}步"
