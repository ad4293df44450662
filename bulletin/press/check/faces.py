"""Which of the styles GB/T 9704-2012 names a font in a PDF stands for, by its name, and whether it is a substitute.

The standard names styles (仿宋体, 小标宋体 …), never products, and every program writes the same face under another name:
仿宋_GB2312 is FangSong_GB2312, FZFSJW--GB1-0, STFangsong or FandolFang. A name that is not known here stands for nothing,
and rules about faces leave it alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOLD = r".*(?:bold|heavy|black)"

_NAMES: tuple[tuple[str, bool, str], ...] = (
    # 小标宋 first: its free stand-ins are the bold weights of 宋体
    ("小标宋", False, r"小标宋|xiaobiaosong|^fzxbs|^fzxiaobs|^stzhongsong|华文中宋|^hyxiaobiaosong|^hyxbs"),
    ("小标宋", True, rf"^(?:fandolsong|notoserif(?:cjk)?(?:sc|cn)?|sourcehanserif(?:sc|cn)?|思源宋体){_BOLD}"),
    ("仿宋", False, r"仿宋|^simfang|fangsong_gb2312|^stfangsong|^fangsong|^fzfs|^fzfangsong|^hyfangsong|^hyfs"),
    ("仿宋", True, r"^fandolfang|zhuque|^朱雀"),
    ("楷体", False, r"楷体|^simkai|kaiti_gb2312|^stkaiti|^stkai|^kaiti|^fzkt|^fzkai|^hykai|^hykt"),
    ("楷体", True, r"^fandolkai|arplkaiti|^gbzenkai|^gkai|^ukai|^arplukai|wenkai|霞鹜文楷|^dfkai|^biaukai"),
    ("黑体", False, r"黑体|^simhei|^stheiti|^stxihei|^fzht|^fzhei|^heiti|^hyhei|^hyht"),
    ("黑体", True, r"^fandolhei|notosanscjk|^notosanssc|sourcehansans|思源黑体|wenquanyi|^wqy"),
    ("宋体", False, r"宋体|^simsun|^nsimsun|^stsong|^fzss|^fzshusong|^fzbiaosong|^hyshusong|^songti"),
    ("宋体", True, r"^fandolsong|arplsungti|^gbsn|^uming|^arpluming|notoserif|sourcehanserif|思源宋体"),
)
"""Style, whether the face is a substitute for it, and what the name contains, spaces and hyphens left out."""
_LATIN_SERIF = re.compile(
    r"times|liberation-?serif|nimbusrom|termes|tinos|georgia|cambria|dejavu-?serif|cmr\d|computer ?modern|lmroman",
    re.IGNORECASE,
)
_LATIN_SANS = re.compile(
    r"liberation|arial|helvetica|calibri|carlito|verdana|dejavu|nimbus|courier|lmsans|lmmono", re.IGNORECASE
)
_PATTERNS = tuple((style, substitute, re.compile(pattern)) for style, substitute, pattern in _NAMES)


@dataclass(frozen=True, slots=True)
class Face:
    """What a font stands for: ``style`` is 仿宋, 楷体, 黑体, 小标宋 or 宋体; ``substitute`` if it is a free stand-in."""

    style: str
    substitute: bool


def face(font: str) -> Face | None:
    """Return what the font named `font` (no subset tag) stands for; None of a name not known."""
    name = re.sub(r"[\s\-]", "", _readable(font)).lower()
    return next((Face(style, free) for style, free, pattern in _PATTERNS if pattern.search(name)), None)


def style(font: str) -> str:
    """Return the style the font named `font` stands for; '' of a name not known."""
    known = face(font)
    return known.style if known else ""


def is_latin_serif(font: str) -> bool:
    """Tell whether the font is a Latin face such as goes with 宋体."""
    return not style(font) and bool(_LATIN_SERIF.search(font))


def is_latin(font: str) -> bool:
    """Tell whether the font is a Latin face that offices and their programs set figures and foreign words in."""
    return not style(font) and bool(_LATIN_SERIF.search(font) or _LATIN_SANS.search(font))


def _readable(font: str) -> str:
    """Return a font's name with Chinese characters where a program wrote their GBK or UTF-8 bytes."""
    if not re.search("[\x80-\xff]", font):
        return font
    for encoding in ("utf-8", "gbk"):
        try:
            return font.encode("latin-1").decode(encoding)
        except UnicodeError:
            continue
    return font
