"""A twin of an issue as PDF/A-1b with TrueType faces only, for PDFBox Preflight: the one validator Debian has.

Structure, colour, fonts and metadata are the same code as in our PDF/A-2u; only CFF fonts are forbidden in PDF/A-1.
``python -m tests.preflight`` says what the validator found; skips by name what is not on this machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pikepdf

from bulletin.press.page.engine import prepare
from bulletin.press.page.engine.process import render
from bulletin.press.page.faces.fonts import ROLES, Face, FontSet
from bulletin.press.page.faces.glyphs import Glyphs
from tests.press_sheets import TEMPLATES, fonts_here, whole_issue

PLACES = (
    Path("/usr/share"),
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "bulletin", "preflight"),
)
"""Where Debian puts things, and where ``bulletin/setup/preflight.sh`` does."""


def found(name: str) -> Path:
    """Where the file lies; where it would lie if it were installed."""
    return next((place / name for place in PLACES if (place / name).is_file()), PLACES[0] / name)


SONG = found("fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf")
KAI = found("fonts/truetype/arphic-gkai00mp/gkai00mp.ttf")
JARS = [
    found(f"java/{name}.jar")
    for name in (
        *("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api"),
        *("bcprov", "bcmail", "bcpkix", "bcutil"),
    )
]
_XMP = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def missing() -> list[str]:
    """The parts this machine lacks, by name."""
    return [str(path) for path in (SONG, KAI, *JARS) if not path.exists()] + ([] if shutil.which("java") else ["java"])


def twin() -> bytes:
    """The sample issue as PDF/A-1b, TrueType faces in every role."""
    fonts = fonts_here()
    digits = {role: fonts.faces[role] for role in ("digits", "digits-bold")}
    chinese = {
        role: Face(role, KAI if role == "楷体" else SONG, 0, role, False) for role in ROLES if role not in digits
    }
    only_truetype = FontSet({**chinese, **digits}, fonts.libraries, fonts.cache)
    glyphs = Glyphs(only_truetype)
    request = prepare.request(whole_issue(), TEMPLATES / "政务信息" / "v1", glyphs, fonts.cache / "templates")
    return with_plain_xmp(render({**request, "variant": "pdf/a-1b"}, only_truetype)[1])


def with_plain_xmp(pdf: bytes) -> bytes:
    """Move the namespaces of the metadata from rdf:RDF to each rdf:Description, where this validator looks for them."""
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        xmp = file.Root.Metadata.read_bytes().decode()
        spaces = " ".join(re.findall(r'xmlns:(?!rdf|x=)\w+="[^"]+"', xmp))
        xmp = re.sub(r"<rdf:RDF[^>]*>", f"<rdf:RDF {_XMP}>", xmp, count=1)
        xmp = re.sub(r"<rdf:Description(?: xmlns:\w+=\"[^\"]+\")*", f"<rdf:Description {spaces}", xmp)
        file.Root.Metadata.write(xmp.encode())
        file.save(written, deterministic_id=True, fix_metadata_version=False)
    return written.getvalue()


def judged(pdf: bytes) -> str:
    """What PDFBox Preflight says of `pdf`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "twin.pdf")
        path.write_bytes(pdf)
        command = ["java", "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return (done.stdout + done.stderr).strip()


def main() -> int:
    """Print the verdict; 1 if it is not the one we want."""
    if absent := missing():
        print(f"跳过：本机没有 {'、'.join(absent)}")
        return 0
    verdict = judged(twin())
    print(verdict)
    return 0 if "is a valid PDF/A-1b file" in verdict else 1


if __name__ == "__main__":
    sys.exit(main())
