"""Pictures: PNG or JPEG, opened with care, as large as their dots allow and no larger than two thirds of the page.

A picture is written anew: nothing of what a camera or telephone wrote beside it (place, time, owner) is printed, colours
are grey or RGB as the archive format wants them, and the same picture gives the same bytes.
"""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from bulletin.errors import TypesettingFailure
from bulletin.model import MOST_DOTS
from bulletin.press.geometry import AREA_WIDTH, LEAD, LINES, PITCH
from bulletin.press.page.entries.columns import SIZES
from bulletin.press.page.entries.levels import clean
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.lines.linebreak import break_lines
from bulletin.press.page.markup import broken
from bulletin.press.page.sheet import Picture
from bulletin.text.manuscript import Figure

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
_DAMAGED = (OSError, ValueError, SyntaxError, struct.error, zlib.error)  # what Pillow raises on broken files
_DENSITY = 150  # dots an inch: a picture is not enlarged beyond that
_FINEST = 300  # dots an inch: finer ones are reduced, nothing of it would be seen
MOST_LINES = 2 * LINES // 3  # of the grid
_QUALITY = 92
_INCH = 25.4


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture ready for the page: its address (``data:``), size and white above it in mm, lines of the grid, caption."""

    kind: str
    address: str
    width: float
    height: float
    above: float
    lines: int
    alt: str
    caption: Markup


def printed(
    glyphs: Glyphs, figure: Figure, pictures: Sequence[Picture], where: str, most: int = MOST_LINES
) -> PrintedPicture:
    """Return the picture `figure` names among `pictures`, at most `most` lines of the grid high.

    Raises `TypesettingFailure` where it is missing or unreadable.
    """
    picture = next((one for one in pictures if one.name == figure.name), None)
    if picture is None:
        raise TypesettingFailure(
            f"{where}要印的图“{figure.name}”没有附在稿件上", "请用 article attach 附上，或改正文中的图名"
        )
    address, width, height = _prepared(picture, where, most)
    caption = glyphs.ink(clean(figure.caption), "楷体", f"{where}图注")
    lines = break_lines(caption.text, caption.widths, 0, SIZES[0].em(AREA_WIDTH))
    box = -int(-(height + 2 * LEAD) // PITCH)
    above = round((box * PITCH - height) / 2, 2)
    alt = caption.text or figure.name
    return PrintedPicture("picture", address, width, height, above, box, alt, broken(caption, lines))


def _prepared(picture: Picture, where: str, most: int) -> tuple[str, float, float]:
    """Return the address of the picture written anew, and its width and height in mm, in `most` lines of the grid."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(picture.body), formats=tuple(_FORMATS.values())) as opened:
            if opened.width * opened.height > MOST_DOTS:
                raise TypesettingFailure(
                    f"{where}的图“{picture.name}”有 {opened.width}×{opened.height} 点，太大", "请缩小后重新附上"
                )
            image = _plain(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, *_DAMAGED) as error:
        raise TypesettingFailure(f"{where}的图“{picture.name}”打不开，可能已损坏", "请重新附上完好的图") from error
    width, height = _measured(image, most * PITCH - 2 * LEAD)
    dots = (max(1, round(width / _INCH * _FINEST)), max(1, round(height / _INCH * _FINEST)))
    if dots[0] < image.width:
        image = image.resize(dots, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    image.save(written, _FORMATS[picture.media_type], quality=_QUALITY)
    return f"data:{picture.media_type};base64,{base64.b64encode(written.getvalue()).decode()}", width, height


def _plain(image: Image) -> Image:
    """Return `image` in grey or RGB, without anything but its dots; what shines through becomes white."""
    from PIL import Image as images

    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        plain = image.copy()
    elif image.mode in ("1", "I;16", "I"):
        plain = image.convert("L")
    elif image.has_transparency_data:
        layered = image.convert("RGBA")
        plain = images.new("RGB", image.size, "white")
        plain.paste(layered, mask=layered.getchannel("A"))
    else:
        plain = image.convert("RGB")
    plain.info.clear()
    return plain


def _measured(image: Image, highest: float) -> tuple[float, float]:
    """Return the size in mm: 150 dots an inch, smaller where the page is too small for that or it were over `highest`."""
    width, height = image.width * _INCH / _DENSITY, image.height * _INCH / _DENSITY
    scale = min(1.0, AREA_WIDTH / width, highest / height)
    return round(width * scale, 2), round(height * scale, 2)
