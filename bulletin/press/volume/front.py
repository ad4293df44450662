"""The front of a volume: title page, contents, and indexes by unit, section and date, set by our own typesetter.

Every line of contents and indexes ends in two pages: ``第12期3页`` is the issue's own, printed at its foot; the last
figure is the page of the volume, which viewers show as page label. That figure is a link to ``page:N``, turned into a
jump from the whole line when the volume is joined: WeasyPrint makes a link of every run of text inside ``<a>``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from markupsafe import Markup, escape

from bulletin.press.geometry import AREA_WIDTH, EM, MM
from bulletin.press.page.engine.document import set_document
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.linebreak import break_lines, natural_width
from bulletin.press.page.markup import broken, inline, inline_text
from bulletin.press.volume.plan import BoundEntry, BoundIssue, Plan
from bulletin.text import chinese_date

LINK = "page:"
_STYLE = Path(__file__).parent / "volume.css"
_SIZE = 12.0  # points, 小四: contents and indexes
_MEASURE = int(AREA_WIDTH * MM / _SIZE * EM)
_INDENT = EM  # of an entry below its heading
_FIGURES = 3 * EM  # what the page of the volume takes, with the gap before it
_PLACE_WIDTH = 11 * EM  # what is kept free of the title: indent, leader and pages
_NO_SECTION, _NO_UNIT = "未分栏目", "未署单位"

Line = tuple[BoundIssue, BoundEntry]


def set_front(plan: Plan, fonts: FontSet) -> bytes:
    """Return the PDF of the title page, the contents and the indexes of `plan`. Raises `TypesettingFailure`."""
    glyphs = Glyphs(fonts)
    lines = [(issue, entry) for issue in plan.issues for entry in issue.entries]
    sections = Markup("\n").join(
        [
            _title_page(plan, glyphs),
            _chapter(glyphs, "contents", "目　录", _contents(plan, glyphs)),
            _index(glyphs, "units", "单位索引", lines, lambda _, entry: entry.units or (_NO_UNIT,)),
            _index(glyphs, "sections", "栏目索引", lines, lambda _, entry: (entry.section or _NO_SECTION,)),
            _index(glyphs, "dates", "日期索引", lines, lambda issue, _: (chinese_date(issue.dated_on),), _by_date),
        ]
    )
    return set_document(_html(plan, sections), _STYLE.read_text("utf-8"), fonts)[1]


def _html(plan: Plan, body: Markup) -> str:
    last = max(issue.dated_on for issue in plan.issues)
    head = Markup(
        '<meta charset="utf-8"><title>{0}</title><meta name="author" content="{1}">'
        '<meta name="keywords" content="{2}，合订本，{3}年"><meta name="dcterms.created" content="{4}T00:00:00+08:00">'
        '<meta name="dcterms.modified" content="{4}T00:00:00+08:00">'
    ).format(title(plan), clean(plan.issuer), clean(plan.masthead), plan.year, last.isoformat())
    return Markup('<!DOCTYPE html><html lang="zh-CN"><head>{}</head><body>{}</body></html>').format(head, body)


def title(plan: Plan) -> str:
    """Return the name of the volume: ``政务信息 2026年合订本``."""
    return f"{clean(plan.masthead)} {plan.year}年合订本"


def _title_page(plan: Plan, glyphs: Glyphs) -> Markup:
    first, last = plan.issues[0], plan.issues[-1]
    count = sum(len(issue.entries) for issue in plan.issues)
    lines = (
        ("name red", plan.masthead, "小标宋"),
        ("year", f"{plan.year}年合订本", "小标宋"),
        ("span", first.name if first is last else f"{first.name}——{last.name}", "仿宋"),
        ("span", f"共{len(plan.issues)}期　{count}条", "仿宋"),
        ("issuer", plan.issuer, "仿宋"),
    )
    paragraphs = Markup("").join(
        Markup('<p class="{}">{}</p>').format(kind, inline_text(glyphs, text, style, "合订本扉页"))
        for kind, text, style in lines
    )
    return Markup('<section class="title-page">{}</section>').format(paragraphs)


def _chapter(glyphs: Glyphs, anchor: str, name: str, lines: Iterable[Markup]) -> Markup:
    heading = inline_text(glyphs, name, "小标宋", "合订本")
    columns = inline_text(glyphs, "各期页码　合订本页码", "楷体", "合订本")
    chapter = Markup('<section class="chapter" id="{}"><h1>{}</h1><p class="columns">{}</p>{}</section>')
    return chapter.format(anchor, heading, columns, Markup("\n").join(lines))


def _contents(plan: Plan, glyphs: Glyphs) -> Iterator[Markup]:
    """Yield the lines of the contents: each issue over its entries, missing numbers in their place."""
    for place, issue in enumerate(plan.issues):
        yield from _missing(plan, glyphs, place)
        total = f"（总第{issue.total}期）" if issue.total and issue.name.startswith("第") else ""
        yield _group(glyphs, f"{issue.name}{total}　{chinese_date(issue.dated_on)}")
        yield from (_line(glyphs, issue, entry) for entry in issue.entries)
    yield from _missing(plan, glyphs, len(plan.issues))


def _missing(plan: Plan, glyphs: Glyphs, place: int) -> Iterator[Markup]:
    for gap in plan.missing:
        if gap.after == place:
            inked = glyphs.ink(clean(f"{gap.name}　{gap.why}"), "楷体", "合订本目录")
            yield Markup('<p class="missing">{}</p>').format(
                broken(inked, break_lines(inked.text, inked.widths, 0, _MEASURE - EM))
            )


def _index(
    glyphs: Glyphs,
    anchor: str,
    name: str,
    lines: Iterable[Line],
    keys: Callable[[BoundIssue, BoundEntry], Iterable[str]],
    order: Callable[[Line], object] | None = None,
) -> Markup:
    """Set `lines` under each of their `keys`; keys in Chinese alphabetical order (GBK), or in the lines' own `order`."""
    grouped: defaultdict[str, list[Line]] = defaultdict(list)
    for issue, entry in sorted(lines, key=order) if order else lines:  # type: ignore[arg-type]
        for key in keys(issue, entry):
            grouped[key].append((issue, entry))
    names = list(grouped) if order else sorted(grouped, key=_collated)
    rows = (row for key in names for row in (_group(glyphs, key), *(_line(glyphs, *line) for line in grouped[key])))
    return _chapter(glyphs, anchor, name, rows)


def _by_date(line: Line) -> object:
    return line[0].dated_on, line[1].volume_page


def _collated(name: str) -> bytes:
    return name.encode("gb18030")


def _group(glyphs: Glyphs, name: str) -> Markup:
    return Markup('<p class="group">{}</p>').format(inline_text(glyphs, name, "黑体", "合订本目录"))


def _line(glyphs: Glyphs, issue: BoundIssue, entry: BoundEntry) -> Markup:
    """Return an entry's line: title, leader, page in the issue, page in the volume.

    The leader is counted out here, and all of it stands in 宋体, the face of the block, which has half-em digits: the
    fewer elements a line has, the faster thousands of them are laid out.
    """
    title = _inked(glyphs, entry.title)
    lines = break_lines(title.text, title.widths, 0, _MEASURE - _PLACE_WIDTH)
    last = title.cut(lines[-1].start, lines[-1].end)
    place, page = _inked(glyphs, f"{issue.name}{entry.page}页"), _inked(glyphs, str(entry.volume_page))
    room = _MEASURE - _INDENT - _FIGURES - natural_width(last.text, last.widths) - sum(place.widths)
    dots, rest = divmod(max(room - EM // 4, 0), EM)
    before = [Markup("{}\n").format(_run(title.cut(line.start, line.end))) for line in lines[:-1]]
    return Markup('<p class="line-of-entry">{}{}{}<a href="{}{}">{}</a></p>').format(
        Markup("").join(before),
        _spaced(_run(last), rest + EM // 4),
        _spaced(_run(_inked(glyphs, "…" * dots) + place), _FIGURES - sum(page.widths)),
        LINK,
        page.text,
        page.text,
    )


def _inked(glyphs: Glyphs, text: str) -> Inked:
    return glyphs.ink(clean(text), "宋体", "合订本目录")


def _run(inked: Inked) -> Markup:
    """Return `inked` as bare text where the block's own face shows all of it."""
    return escape(inked.text) if set(inked.roles) <= {"宋体"} else inline(inked)


def _spaced(html: Markup, room: int) -> Markup:
    """Return `html` with `room` (em/1000, in whole hundredths) after it."""
    return Markup('<span class="g{}">{}</span>').format(round(room, -1), html)
