"""主送机关, 附件说明, 署名 and 成文日期: the parts of a letter, each where its clause of GB/T 9704-2012 puts it."""

from __future__ import annotations

from markupsafe import Markup

from bulletin.press.geometry import CELLS, EM, INDENT, MEASURE
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.entries.printed import PrintedBlock
from bulletin.press.page.faces.glyphs import Glyphs, Inked
from bulletin.press.page.lines.linebreak import break_lines, natural_width
from bulletin.press.page.markup import broken, inline
from bulletin.text.manuscript import AttachmentList, Signature

_CELL = MEASURE / CELLS
_TWO, _FOUR = INDENT, round(4 * _CELL)


def addressed(glyphs: Glyphs, names: str) -> tuple[PrintedBlock, ...]:
    """Return 主送机关: flush left, turnovers too, a full-width colon at its end (7.3.2); nothing for nobody."""
    text = clean(names).rstrip("：:")
    if not text:
        return ()
    inked = glyphs.ink(f"{text}：", "仿宋", "主送机关")
    return (PrintedBlock("addressed", broken(inked, break_lines(inked.text, inked.widths))),)


def attachment_list(glyphs: Glyphs, block: AttachmentList, where: str) -> list[PrintedBlock]:
    """Return 附件说明: a blank line above, two cells in, turnovers under the first character of the name (7.3.4)."""
    printed = []
    for number, name in enumerate(block.names, 1):
        label = glyphs.ink("附件：" if number == 1 else "", "仿宋", where)
        lead = label + glyphs.ink(f"{number}." if block.numbered else "", "仿宋", where)
        left = INDENT + 3 * EM + sum(lead.widths[len(label.text) :])
        inked = glyphs.ink(clean(name), "仿宋", where)
        lines = break_lines(inked.text, inked.widths, 0, MEASURE - left)
        html = (inline(lead) if lead.text else Markup()) + broken(inked, lines)
        kind = "attachments first" if number == 1 else "attachments"
        printed.append(PrintedBlock(kind, html, left=left, hang=sum(lead.widths)))
    return printed


def signed(glyphs: Glyphs, block: Signature, seal: bool, where: str) -> list[PrintedBlock]:
    """Return 署名 and 成文日期, with room for a seal on the date (7.3.5.1) or without (7.3.5.2), and the 附注 (7.3.6)."""
    name = glyphs.ink(clean(block.signed_by), "仿宋", f"{where}署名")
    date = glyphs.ink(clean(block.dated), "仿宋", f"{where}成文日期")
    left_of_name, left_of_date = _sealed(_width(name), _width(date)) if seal else _unsealed(_width(name), _width(date))
    room = MEASURE - left_of_name
    printed = [
        PrintedBlock(
            "signer sealed" if seal else "signer",
            broken(name, break_lines(name.text, name.widths, 0, room)),
            left=left_of_name,
        ),
        PrintedBlock("signed-on sealed" if seal and not block.remark else "signed-on", inline(date), left=left_of_date),
    ]
    if block.remark:
        remark = glyphs.ink(clean(block.remark), "仿宋", f"{where}附注")
        printed.append(PrintedBlock("remark", broken(remark, break_lines(remark.text, remark.widths, INDENT))))
    return printed


def _width(inked: Inked) -> int:
    return natural_width(inked.text, inked.widths)


def _unsealed(name: int, date: int) -> tuple[int, int]:
    """Return where 署名 and date begin: 署名 ends two cells in, the date begins two cells right of it (7.3.5.2).

    If the date is the longer, it is the date that ends two cells in. A name too long for its line begins at the left; a
    date that would end in the margin so ends at the edge.
    """
    if date > name:
        return MEASURE - _TWO - date - _TWO, MEASURE - _TWO - date
    left = max(0, MEASURE - _TWO - name)
    return left, min(left + _TWO, MEASURE - date)


def _sealed(name: int, date: int) -> tuple[int, int]:
    """Return where 署名 and date begin: the date ends four cells in, 署名 is centred on it (7.3.5.1).

    A name so long that it would leave the page ends two cells in, the date centred under it.
    """
    centre = MEASURE - _FOUR - date // 2
    if centre + name // 2 <= MEASURE:
        return max(0, centre - name // 2), centre - date // 2
    left = max(0, MEASURE - _TWO - name)
    return left, left + (min(name, MEASURE - left) - date) // 2
