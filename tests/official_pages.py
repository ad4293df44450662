"""Official documents and a bulletin made by hand for the checker: perfect by measurement, one fault planted at a time.

Each function returns the HTML of a page; heads are placed in millimetres, text flows on the grid of 10.445 mm. What is
set with it is the page all templates share (`page.css`); `tests.planted` turns it into a PDF.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf

from tests.planted import reworked

ROOT = Path(__file__).parents[1]
PITCH = 10.445  # mm
_TOP = 34.58 + 2.4445  # mm: where the characters of a line at the top of the page begin

STYLE = """
.at { position: absolute; left: 0; right: 0 }
.middle { text-align: center }
.big { font: 42pt/1 "bulletin 小标宋"; letter-spacing: .1em; margin-right: -.1em }
.red-line { position: absolute; left: 0; width: 156mm; background: #f00 }
.blank { height: 10.445mm }
.title { text-align: center; letter-spacing: 0; bookmark-level: 1 }
.title span { font-size: 22pt; line-height: 0; font-family: "bulletin 小标宋" }
.text { text-indent: 11.143mm }
.in { margin-left: 11.143mm }
.hei, .kai { line-height: 0 }
.hei { font-family: "bulletin 黑体" }
.kai { font-family: "bulletin 楷体" }
.annex { break-before: page }
.foot { position: absolute; left: 0; right: 0; bottom: 2.42mm }
.foot .outer { height: .35mm; background: #000 }
.foot .inner { height: .25mm; background: #000 }
.foot p { font-size: 14pt; line-height: 8mm; margin: 0 14pt; letter-spacing: 0 }
.foot .ends { display: flex; justify-content: space-between }
"""

TEXT = (
    "入冬以来我市气候干燥，大风天气增多，林区火险等级居高不下，防火形势十分严峻。各级各部门要提高认识，克服麻痹思想和"
    "侥幸心理，把森林防火工作摆在突出位置，抓紧抓实抓好，确保人民群众生命财产安全。要严格执行领导带班和昼夜值守制度，"
    "遇有火情立即报告，不得迟报。"
)
ORDERS = (
    "各地要落实属地责任，建立网格巡护队伍，做到山有人管、林有人护、责有人担。各有关部门要按照职责分工密切配合，共同形成"
    "工作合力，及时协调解决基层防火中的实际困难和问题，并将落实情况书面报送市政府办公室，最迟12月10日。"
)
LINES = ("一、压实工作责任", "二、强化火源管控", "三、做好应急准备")


def document(body: str, style: str = "") -> str:
    """A whole HTML page with the metadata of an archived file around `body`."""
    head = (
        '<meta charset="utf-8"><title>关于做好冬季森林防火工作的通知</title><meta name="author" content="东山市人民政府">'
        '<meta name="keywords" content="防火"><meta name="dcterms.created" content="2026-11-20T00:00:00+08:00">'
        '<meta name="dcterms.modified" content="2026-11-20T00:00:00+08:00">'
    )
    page = (ROOT / "bulletin/press/page/parts/page.css").read_text("utf-8")
    return f'<html lang="zh-CN"><head>{head}<style>{page}{STYLE}{style}</style></head><body>{body}</body></html>'


def swapped(html: str, old: str, new: str) -> str:
    """`html` with `old`, which must be there, replaced by `new` wherever it stands."""
    assert old in html, old
    return html.replace(old, new)


def at(top: float, html: str, kind: str = "") -> str:
    """A line of body size whose characters begin `top` mm below the edge of the page."""
    return f'<p class="at {kind}" style="top: {top - _TOP:.3f}mm">{html}</p>'


def mark(top: float, text: str) -> str:
    """A 发文机关标志 of 42 pt whose box begins `top` mm below the edge of the page."""
    return f'<p class="at middle red big" style="top: {top - 34.58:.3f}mm">{text}</p>'


def red(top: float, weight: float, left: float = 0.0, width: float = 156.0) -> str:
    """A red rule, all in mm; `left` from the edge of the type area."""
    style = f"top: {top - 34.58:.3f}mm; height: {weight}mm; left: {left}mm; width: {width}mm"
    return f'<div class="red-line" style="{style}"></div>'


def broken(text: str, first: int = 26, cells: int = 28) -> str:
    """`text` cut into lines of `cells` characters, the first of `first`."""
    lines = [text[:first], *(text[k : k + cells] for k in range(first, len(text), cells))]
    return "\n".join(filter(None, lines))


def text(words: str) -> str:
    """A paragraph of body text."""
    return f'<p class="text">{broken(words)}</p>'


def heading(words: str, kind: str = "hei") -> str:
    """A heading that stands alone."""
    return f'<h2 class="text" style="break-after: avoid"><span class="{kind}">{words}</span></h2>'


def title(*lines: str) -> str:
    """A title of 2号 in as many lines."""
    return f'<h1 class="title"><span>{chr(10).join(lines)}</span></h1>'


def blank(lines: int = 1) -> str:
    """Blank lines."""
    return f'<div style="height: {lines * PITCH}mm"></div>'


def body() -> str:
    """The text, 22 lines: three headings of level one, one of level two run into its paragraph."""
    run_in = f'<p class="text"><span class="kai">（一）加强组织领导。</span>{broken(ORDERS, 16)}</p>'
    return text(TEXT) + heading(LINES[0]) + run_in + heading(LINES[1]) + text(ORDERS) + heading(LINES[2]) + text(ORDERS)


def colophon(rows: str = "") -> str:
    """The 版记 at the foot of the page it is called on."""
    copied = "<p>抄送：市委各部门，市人大常委会办公室，市政协办公室。</p>"
    printed = '<p class="ends"><span>东山市人民政府办公室</span><span>2026年11月20日印发</span></p>'
    inner = rows or f'{copied}<div class="inner"></div>{printed}'
    return f'<div class="foot"><div class="outer"></div>{inner}<div class="outer"></div></div>'


def right(words: str, cells: float, kind: str = "", attribute: str = "") -> str:
    """A line that ends `cells` characters before the right edge."""
    style = f"text-align: right; margin-right: {cells * 15.793:.2f}pt"
    return f'<p class="{kind}" style="{style}" {attribute}>{words}</p>'


def unsealed() -> str:
    """署名 two characters in, the date's first character two to the right of it (7.3.5.2)."""
    name = "东山市人民政府森林防火指挥部"
    margin = 156 - 2 * 5.571 - len(name) * 5.5725
    date = f'<p style="margin-left: {margin + 2 * 5.571:.3f}mm" class="date">2026年11月20日</p>'
    return right(name, 2, "signer") + date


def sealed() -> str:
    """The date four characters in, 署名 centred on it (7.3.5.1)."""
    date = "2026年11月20日"
    width = 5.5725 * 3 + 2.795 * 8
    centre = 4 * 5.571 + width / 2
    name = "东山市人民政府"
    inset = centre - len(name) * 5.5725 / 2
    return right(name, inset / 5.571, "signer") + right(date, 4, "date")


HEAD = at(37.02, "000001") + at(47.47, '<span class="hei">机密★1年</span>') + at(57.92, '<span class="hei">特急</span>')
NOTE = '<p class="in">（此件公开发布）</p>'
TITLE = ("东山市人民政府关于做好今冬明春", "森林防火工作的通知")
ADDRESSED = "<p>各县（市、区）人民政府，市政府各部门：</p>"


def downward(signature: str = "", attachments: str = "") -> str:
    """A 下行文 of two pages: head, title, 主送, text, 附件说明, 署名, 附注, 版记."""
    listed = attachments or '<p class="in list">附件：森林防火责任清单</p>'
    return document(
        HEAD + mark(72, "东山市人民政府文件")
        + at(108.2, "东政发〔2026〕28号", "middle number") + red(117.76, 0.5)
        + blank(10) + title(*TITLE) + blank() + ADDRESSED
        + body() + blank() + listed + blank() + (signature or unsealed()) + NOTE + colophon()
    )  # fmt: skip


def upward() -> str:
    """A 上行文 with two 签发人, the number on the line of the second."""
    names = "<span></span><span>签发人：{}</span>", '<span class="number">东政发〔2026〕28号</span><span>{}</span>'
    people = '<span class="kai">李明远</span>', '<span class="kai">周　正</span>'
    signers = "".join(
        f'<p class="row at" style="top: {108.2 + k * PITCH - _TOP:.3f}mm">{names[k].format(people[k])}</p>'
        for k in (0, 1)
    )
    return document(
        mark(72, "东山市人民政府文件") + signers + red(128.2, 0.5) + blank(11) + title(*TITLE) + blank()
        + "<p>省人民政府：</p>" + body() + blank() + unsealed() + colophon()
    )  # fmt: skip


def letter(gap: float = 4.84) -> str:
    """A 信函: double rules of 170 mm, number at the right `gap` mm below them, page 1 unnumbered, a 版记 without rules."""
    top = 30.0 + 14.82 + 4
    copied = '<div class="foot"><p>抄送：市委各部门，市人大常委会办公室，市政协办公室。</p></div>'
    upper = red(top, 0.7, -7, 170) + red(top + 1.2, 0.25, -7, 170)
    lower = red(297 - 20 - 1.45, 0.25, -7, 170) + red(297 - 20 - 0.7, 0.7, -7, 170)
    first = top + 1.45 + gap
    start = blank((first - 37.02) / PITCH + 3)
    return document(
        mark(30, "东山市人民政府") + upper + lower
        + at(first, "000001") + at(first, "东政函〔2026〕28号", "number")
        + start + title(*TITLE) + blank() + ADDRESSED + body() + blank() + unsealed() + copied,
        ".number { text-align: right } @page :first { @bottom-right { content: none } }",
    )  # fmt: skip


def order() -> str:
    """A 命令 of one page: mark 57 mm below the edge, 令号 two lines below it, the text two lines below that."""
    number = 57 + 14.82 + 23.0
    start = blank((number + 5.556 + 23.0 - 37.02) / PITCH)
    mayor = right("市长　李明远", 4) + blank() + right("2026年11月20日", 4)
    return document(
        mark(57, "东山市人民政府令") + at(number, "第28号", "middle number") + start + text(TEXT) + blank(2) + mayor,
        ".big { bookmark-level: 1 }",
    )


def minutes() -> str:
    """A 纪要: mark 35 mm below the type area's edge, the lists of those present after the text."""
    names = "李明远、周正、赵立新、钱学文、孙国强、吴建华、郑文博、王海涛、冯晓东、陈方"
    present = f'<p class="in list"><span class="hei">出席</span>：{broken(names, 23, 23)}</p>'
    present = present.replace("\n", '\n<span class="turned"></span>')
    absent = '<p class="in"><span class="hei">请假</span>：何志刚</p>'
    return document(
        mark(72, "东山市人民政府专题会议纪要") + at(108.2, "〔2026〕5号", "middle number") + red(117.76, 0.5)
        + blank(10) + title("关于研究今冬明春森林防火", "工作的会议纪要") + blank() + body() + blank() + present + absent
        + colophon(),
        ".big { font-size: 32pt; letter-spacing: 0 } .turned { margin-left: 16.72mm }",
    )  # fmt: skip


def attached() -> str:
    """A 下行文 of four pages with two 附件, the first a table of sums."""
    listed = '<p class="in list">附件：1. 森林防火责任清单</p><p class="second">2. 值班安排</p>'
    table = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split())}</tr>"
        for row in (
            "单位 巡护人数 责任面积 到岗率",
            "东山镇 12 3,260 98%",
            "西河镇 15 4,105 96%",
            "南坪镇 9 2,780 97%",
            "合计 36 10,145 97%",
        )
    )
    annex = '<p class="annex hei-line"><span class="hei">附件{}</span></p>' + blank()
    return document(
        HEAD + mark(72, "东山市人民政府文件")
        + at(108.2, "东政发〔2026〕28号", "middle number") + red(117.76, 0.5)
        + blank(10) + title(*TITLE) + blank() + ADDRESSED + body() + blank() + listed + blank() + unsealed() + NOTE
        + annex.format(1) + title("森林防火责任清单") + blank() + f"<table>{table}</table>"
        + annex.format(2) + title("值班安排") + blank() + text(TEXT) + colophon(),
        """.second { margin-left: 27.86mm }
        table { border-collapse: collapse; width: 156mm } td { border: .2mm solid #000; text-align: center; padding: 0;
        font: 12pt/8mm "bulletin 仿宋" }""",
    )  # fmt: skip


ENTRIES = (("东山镇扎实推进森林防火工作", "1"), ("全市入冬以来火险形势分析", "2"))


def bulletin() -> str:
    """A 简报 of two pages: 刊名, 期号, unit and date, red rule, 目录, an item on each page, 报尾."""
    foot = (
        "<p>报：省政府办公厅，市委书记、副书记、常委。</p><p>送：市委各部门。</p><p>发：市政府各部门。</p>"
        '<div class="inner"></div><p class="ends"><span>责任编辑：林晓</span><span>（共印150份）</span></p>'
    )
    listed = "".join(f'<p class="entry">{k}. {name}………………{page}</p>' for k, (name, page) in enumerate(ENTRIES, 1))
    unit = '<span class="unit">东山市人民政府办公室</span><span class="date">2026年11月20日</span>'
    return document(
        mark(50, "东山政务信息") + at(78, "第12期（总第345期）", "middle number")
        + f'<div class="row at" style="top: {88.4 - _TOP:.3f}mm">{unit}</div>' + red(97.96, 0.65)
        + blank(7) + '<p class="middle">目录</p>' + listed + blank() + title(ENTRIES[0][0]) + blank()
        + text(TEXT) + text(ORDERS) + '<div class="annex"></div>' + title(ENTRIES[1][0]) + blank()
        + text(TEXT) + text(ORDERS) + colophon(foot),
        ".at.row { right: 0 }",
    )  # fmt: skip


def with_seal(pdf: bytes, left: float, top: float, side: float = 42.0) -> bytes:
    """`pdf` with a red picture `side` mm wide on its last page, its upper left corner in mm."""

    def stamp(file: pikepdf.Pdf) -> None:
        image = file.make_stream(
            bytes([255, 0, 0]),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=1,
            Height=1,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        sheet = file.pages[-1]
        sheet.add_resource(image, pikepdf.Name.XObject, pikepdf.Name("/Seal"))
        size, x, y = (value * 72 / 25.4 for value in (side, left, 297 - top - side))
        sheet.contents_add(f"q {size:.2f} 0 0 {size:.2f} {x:.2f} {y:.2f} cm /Seal Do Q".encode(), prepend=True)

    return reworked(pdf, stamp)
