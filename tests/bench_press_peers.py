"""The same issue for xelatex + ctex, LibreOffice, Chromium and typst: A4, 3号仿宋, contents, titles, page numbers.

Every peer gets what its user would write, and the same fonts. Nothing is tuned further than that.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from bulletin.press.page.engine import prepare
from bulletin.press.page.faces import fonts
from bulletin.press.page.faces.fonts import FontSet
from bulletin.press.page.faces.glyphs import Glyphs
from bulletin.press.page.sheet import PrintedEntry, Sheet

Peer = tuple[str, list[list[str]], Path, dict[str, str]]
"""Name, commands in a row, the PDF they leave, environment."""


def written(sheet: Sheet, set_of_fonts: FontSet, template: Path, folder: Path) -> tuple[list[Peer], list[str]]:
    """Write `sheet` into `folder` for every peer that is installed; return those, and the names of the others."""
    config = folder / "fonts.conf"
    config.write_text(fonts.fontconfig(set_of_fonts), "utf-8")
    environ = {"FONTCONFIG_FILE": str(config)}
    found: list[Peer] = []
    missing = []
    if shutil.which("xelatex"):
        (folder / "issue.tex").write_text(_tex(sheet, set_of_fonts), "utf-8")
        once = ["xelatex", "-interaction=batchmode", "-halt-on-error", "issue.tex"]
        found.append(("xelatex ×2", [once, once], folder / "issue.pdf", {}))  # the contents need a second run
    else:
        missing.append("xelatex")
    if shutil.which("soffice"):
        _write_docx(sheet, folder / "office.docx")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), "office.docx"]
        found.append(("LibreOffice", [words], folder / "office.pdf", environ))
    else:
        missing.append("LibreOffice")
    if shutil.which("chromium"):
        (folder / "issue.html").write_text(_html(sheet, set_of_fonts, template, folder), "utf-8")
        pdf = folder / "chromium.pdf"
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        words = ["chromium", *flags, f"--user-data-dir={folder}/c", f"--print-to-pdf={pdf}", str(folder / "issue.html")]
        found.append(("Chromium", [words], pdf, environ))
    else:
        missing.append("Chromium")
    if find_spec("typst"):
        (folder / "issue.typ").write_text(_typst(sheet), "utf-8")
        pdf, directory = folder / "typst.pdf", set_of_fonts.faces["仿宋"].path.parent
        program = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
        words = [sys.executable, "-c", program, str(folder / "issue.typ"), str(pdf), str(directory)]
        found.append(("typst", [words], pdf, {}))
    else:
        missing.append("typst")
    return found, missing


def pages_of(pdf: Path) -> int:
    """Return how many pages `pdf` has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _html(sheet: Sheet, set_of_fonts: FontSet, template: Path, folder: Path) -> str:
    """What this program gives to WeasyPrint."""
    request = prepare.request(sheet, template, Glyphs(set_of_fonts), folder / "templates")
    html: str = request["html"].replace("</head>", f"<style>{request['css']}</style></head>", 1)
    return html


def _paragraphs(entry: PrintedEntry) -> list[tuple[bool, str]]:
    """Return (is it a heading, text) for every paragraph."""
    return [(line.startswith(("一、", "二、", "三、")), line) for line in entry.text.split("\n")]


def _tex(sheet: Sheet, set_of_fonts: FontSet) -> str:
    digits = set_of_fonts.faces["digits"].path
    body = [part for entry in sheet.entries for part in _tex_entry(entry)]
    return "\n".join(
        [
            r"\documentclass[fontset=fandol]{ctexart}",
            r"\usepackage[a4paper,top=37mm,bottom=35mm,left=28mm,right=26mm]{geometry}",
            r"\usepackage{xcolor}",
            rf"\setmainfont{{{digits.name}}}[Path={digits.parent}/]",
            r"\ctexset{section={format=\centering\zihao{2}\songti\bfseries,number=,name=}}",
            r"\begin{document}\fangsong\fontsize{15.75}{29}\selectfont",
            rf"\noindent{{\heiti {_t(sheet.mark)}}}\begin{{center}}{{\color{{red}}\fontsize{{48}}{{60}}\selectfont\songti",
            rf"{_t(sheet.masthead)}}}\\ {_t(sheet.number_line)}\end{{center}}",
            rf"\noindent {_t(sheet.issuer)}\hfill {sheet.dated_on.isoformat()}\par{{\color{{red}}\hrule height 0.65mm}}",
            r"\tableofcontents",
            *body,
            rf"\vfill\noindent\rule{{\textwidth}}{{.35mm}} 报：{_t('，'.join(sheet.report_to))}。",
            rf"\par\noindent\rule{{\textwidth}}{{.35mm}} 共印{sheet.copies}份\end{{document}}",
        ]
    )


def _tex_entry(entry: PrintedEntry) -> list[str]:
    lines = [rf"{{\heiti {_t(line)}}}" if heading else _t(line) for heading, line in _paragraphs(entry)]
    return [
        rf"\section{{{_t(entry.title)}}}",
        *(line + r"\par" for line in lines),
        rf"\hfill（{_t(entry.units[0])}）\par",
    ]


def _t(text: str) -> str:
    return "".join("\\" + char if char in "%&#_$" else char for char in text)


def _typst(sheet: Sheet) -> str:
    head = [
        '#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, inside: 28mm, outside: 26mm), numbering: "— 1 —")',
        '#set text(font: ((name: "Liberation Serif", covers: "latin-in-cjk"), "FandolFang R"), size: 15.75pt, lang: "zh")',
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 13.2pt, spacing: 13.2pt)",
        '#show heading: it => align(center, text(font: "FandolSong", size: 22pt, weight: "bold", it.body))',
        f'#text(font: "FandolHei")[{_q(sheet.mark)}]',
        f'#align(center, text(fill: red, size: 48pt, font: "FandolSong", weight: "bold")[{_q(sheet.masthead)}])',
        f"#align(center)[{_q(sheet.number_line)}]",
        f"{_q(sheet.issuer)} #h(1fr) {sheet.dated_on.isoformat()}",
        "#line(length: 100%, stroke: .65mm + red)",
        "#outline(title: none)",
    ]
    tail = [
        "#v(1fr)",
        "#line(length: 100%)",
        f"报：{_q('，'.join(sheet.report_to))}。",
        "#line(length: 100%)",
        f"共印{sheet.copies}份",
    ]
    return "\n\n".join([*head, *(part for entry in sheet.entries for part in _typst_entry(entry)), *tail])


def _typst_entry(entry: PrintedEntry) -> list[str]:
    lines = [f'#text(font: "FandolHei")[{_q(line)}]' if heading else _q(line) for heading, line in _paragraphs(entry)]
    return [f"= {_q(entry.title)}", *lines, f"#align(right)[（{_q(entry.units[0])}）]"]


def _q(text: str) -> str:
    return "".join("\\" + char if char in "#$*_@[]<>`~" else char for char in text)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _write_docx(sheet: Sheet, path: Path) -> None:
    """Write the issue as a Word document; the contents are lines of text, which headless conversion never updates."""
    body = [
        _p(sheet.mark, "FandolHei"),
        _p(sheet.masthead, "FandolSong", 96, "center", "FF0000"),
        _p(sheet.number_line, "FandolFang", 32, "center"),
        _p(f"{sheet.issuer}　　{sheet.dated_on.isoformat()}", "FandolFang"),
        *(_p(f"{entry.position}.{entry.title}", "FandolFang") for entry in sheet.entries),
    ]
    for entry in sheet.entries:
        body.append(_p(entry.title, "FandolSong", 44, "center"))
        body += [_p(f"　　{line}", "FandolHei" if head else "FandolFang") for head, line in _paragraphs(entry)]
        body.append(_p(f"（{entry.units[0]}）", "FandolKai", 32, "right"))
    body += [_p(f"报：{'，'.join(sheet.report_to)}。", "FandolFang", 28), _p(f"共印{sheet.copies}份", "FandolFang", 28)]
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992"/></w:sectPr>'
    )
    number = '<w:p><w:r><w:t>— </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_P}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{_MAIN}.footer+xml"/></Types>',
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relations("footer", "footer1.xml"),
        "word/footer1.xml": f"<w:ftr {_W}>{number}</w:ftr>",
        "word/document.xml": f'<w:document {_W} xmlns:r="{_R}"><w:body>{"".join(body)}{page}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as docx:
        for name, text in parts.items():
            docx.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


def _relations(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{_R}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_P}/relationships">{one}</Relationships>'


def _p(text: str, face: str, half_points: int = 32, align: str = "both", colour: str = "000000") -> str:
    faces = f'<w:rFonts w:eastAsia="{face}" w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"/>'
    look = f'{faces}<w:color w:val="{colour}"/><w:sz w:val="{half_points}"/>'
    spacing = f'<w:spacing w:line="{max(580, half_points * 13)}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr>{spacing}<w:jc w:val="{align}"/></w:pPr><w:r><w:rPr>{look}</w:rPr>'
        f"<w:t>{escape(text)}</w:t></w:r></w:p>"
    )
