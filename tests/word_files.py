"""Word, OFD and PDF files written by hand, for the tests of reading documents."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def run(text: str, properties: str = "") -> str:
    """Return a run of text with these properties."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    """Return a paragraph with these properties."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(text: str, level: int) -> str:
    """Return a paragraph of the list `NUMBERING` defines."""
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>')


def cell(text: str, properties: str = "") -> str:
    """Return a cell; a slash ends a paragraph, markup is taken as it is."""
    inner = text if text.startswith("<") else "".join(paragraph(run(part)) for part in text.split("/"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: Iterable[str]) -> str:
    """Return a table of cells, each a text or the markup of a whole cell."""
    written = [[one if one.startswith("<w:tc>") else cell(one) for one in row] for row in rows]
    columns = "<w:gridCol/>" * max(map(len, written))
    inner = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in written)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{inner}</w:tbl>"


def package(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def document(body: str) -> str:
    """Return the main part with this body."""
    return f"<w:document {W} {_MC} xmlns:r='{_R}'><w:body>{body}</w:body></w:document>"


def word_file(body: str, parts: dict[str, str] | None = None, **in_word: str) -> bytes:
    """Return a .docx with this body, further parts by their whole names, and parts of ``word/`` by their stems."""
    inner = {f"word/{name}.xml": text for name, text in in_word.items()}
    return package({"word/document.xml": document(body), **inner, **(parts or {})})


def whole_word_file(body: str, links: str = "") -> bytes:
    """Return a .docx with all that other programs need to open it: content types and relations; with `NUMBERING`."""
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/></Types>'
    )
    head = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    main = f'{head}<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
    inner = f'{head}<Relationship Id="r1" Type="{_R}/numbering" Target="numbering.xml"/>{links}</Relationships>'
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": main,
        "word/document.xml": document(body),
        "word/numbering.xml": NUMBERING,
        "word/_rels/document.xml.rels": inner,
    }
    return package({name: f'<?xml version="1.0" encoding="UTF-8"?>{text}' for name, text in parts.items()})


def linked_picture(address: str) -> tuple[str, str]:
    """Return a paragraph that shows a picture from `address`, and the relation it needs."""
    relation = f'<Relationship Id="r9" Type="{_R}/image" Target="{address}" TargetMode="External"/>'
    drawing = (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="r9"/></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    return paragraph(f"<w:r>{drawing}</w:r>"), relation


Placed = tuple[float, float, float, str]
"""A line of a page: from the left, from the top, size of its letters, text; in points."""


def pdf_file(pages: Sequence[Sequence[Placed]], info: str = "", streams: Sequence[bytes] = ()) -> bytes:
    """Return a PDF whose pages (A4) show these lines; `info` is its information dictionary, `streams` stand in place of
    pages' contents, deflated."""
    contents = [_content(page) for page in pages]
    bodies = [zlib.compress(content.encode("latin-1")) for content in contents] + list(streams)
    count = len(bodies)
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(count))
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
        b"endcmap end end"
    )
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        3: b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 5 0 R/DW 1000/CIDToGIDMap/Identity>>",
        5: b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 80>>",
        6: b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode), to_unicode),
        7: info.encode("latin-1") or b"<<>>",
    }
    for n, body in enumerate(bodies):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {11 + 2 * n} 0 R>>"
        objects[10 + 2 * n] = page.encode()
        objects[11 + 2 * n] = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(body), body)
    return _assembled(objects)


def _content(lines: Sequence[Placed]) -> str:
    shown = [f"BT /F {size} Tf {x} {842 - y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, size, text in lines]
    return "\n".join(shown)


def _assembled(objects: dict[int, bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    last = max(objects)
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, last + 1)]
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (last + 1, b"".join(rows))
    out += b"trailer<</Size %d/Root 1 0 R/Info 7 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, start)
    return bytes(out)


def ofd_file(
    pages: Sequence[Sequence[Placed]], namespace: str = "http://www.ofdspec.org/2016", info: str = ""
) -> bytes:
    """Return an OFD file whose pages show these lines (places in millimetres)."""
    head = f'<ofd:{{}} xmlns:ofd="{namespace}">'

    def part(name: str, inner: str) -> str:
        return f"{head.format(name)}{inner}</ofd:{name}>"

    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    parts = {
        "OFD.xml": part(
            "OFD",
            f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>{info}</ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>",
        ),
        "Doc_0/Document.xml": part("Document", f"<ofd:Pages>{listed}</ofd:Pages>"),
    }
    for n, page in enumerate(pages):
        texts = "".join(
            f'<ofd:TextObject ID="9" Boundary="{x} {y - size} 150 {size}" Size="{size}" Font="1">'
            f'<ofd:TextCode X="0" Y="{size}" DeltaX="g {len(text) - 1} {size}">{text}</ofd:TextCode></ofd:TextObject>'
            for x, y, size, text in page
        )
        parts[f"Doc_0/Pages/Page_{n}/Content.xml"] = part(
            "Page", f"<ofd:Content><ofd:Layer><ofd:PageBlock>{texts}</ofd:PageBlock></ofd:Layer></ofd:Content>"
        )
    return package(dict(parts))
