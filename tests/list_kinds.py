"""List pages of many kinds, each with what stands on it: written out of a few parts, none copied from a site."""

# ruff: noqa: E501  one row of markup on one line is easier to compare

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ADDRESS = "http://www.dongshan.test/xwzx/gzdt/index.html"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

_WHO = ("市发展改革委", "市财政局", "东山镇", "市应急管理局", "市教育局", "西河街道", "市水利局", "市卫生健康委")
_WHAT = (
    "召开第三季度经济形势分析会",
    "多措并举推进老旧小区改造",
    "组织开展秋冬季森林防火专项检查",
    "出台十条措施支持个体工商户发展",
    "清水河治理工程通过竣工验收",
    "启动2026年度高标准农田建设",
    "“一网通办”事项增至一千二百项",
    "关于城区部分路段临时交通管制的通告",
    "举办基层治理现代化专题培训班",
    "扎实做好迎峰度冬能源保供工作",
    "公布第二批市级非物质文化遗产代表性项目名录",
)
NAV = (
    "<div class='header'><a href='/'>东山市人民政府</a><a href='/login'>个人中心登录</a></div><ul class='menu'>"
    + "".join(
        f"<li><a href='/{path}/'>{name}</a></li>"
        for path, name in zip(
            ("", "xwzx", "zwgk", "zwfw", "hdjl", "sjkf", "ztzl", "zjds"),
            ("网站首页", "新闻中心", "政务公开", "政务服务大厅", "互动交流", "数据开放平台", "专题专栏", "走进东山"),
            strict=True,
        )
    )
    + "</ul><div class='weizhi'>当前位置：<a href='/'>首页</a> &gt; <a href='../'>新闻中心</a> &gt; <a href='./'>工作动态</a></div>"
)
FOOT = (
    "<div class='bottom'><p>友情链接：<a href='http://www.a.test/'>中国政府网门户网站</a> <a href='http://b.test/'>省人民政府门户网站</a>"
    " <a href='http://c.test/'>国家发展和改革委员会</a></p><p><a href='/sm'>网站声明</a> <a href='/dt.html'>网站地图</a>"
    " <a href='http://beian.test/?recordcode=35062602000123'>闽公网安备 35062602000123号</a> 2026-11-20</p></div>"
)
HOT = (
    "<div class='right'><h3>热点新闻</h3><ol>"
    + "".join(
        f"<li><a href='/xwzx/rd/t202610{n:02}_{7000 + n}.html'>热门：全市第{n}批重点项目集中开工现场报道实录</a></li>"
        for n in range(1, 11)
    )
    + "</ol></div>"
)
PAGER = "<div class='page'><a href='index.html'>首页</a><a href='index_1.html'>下一页</a><a href='index_9.html'>尾页</a></div>"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a made page: its absolute address, its title, the day the list states."""

    url: str
    title: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A made page: its HTML, the articles on it, or a word the failure must say."""

    name: str
    html: str
    truth: tuple[Entry, ...] = ()
    failure: str = ""


Row = Callable[[str, str, date], str]
"""Writes one article of a list: link, title, day."""


def titles(count: int) -> list[str]:
    """Return different titles of different lengths."""
    return [
        f"{_WHO[n * 3 % len(_WHO)]}{_WHAT[n % len(_WHAT)]}" + (f"（第{n}批）" if n >= len(_WHAT) else "")
        for n in range(count)
    ]


def days(count: int, step: int = 2) -> list[date]:
    """Return falling days."""
    return [date(2026, 11, 18) - timedelta(days=step * n + n // 3) for n in range(count)]


def link(n: int, day: date) -> str:
    """Return an article's address as most systems write it."""
    return f"./{day:%Y%m}/t{day:%Y%m%d}_{4200 + n}.html"


def absolute(href: str) -> str:
    """Return the absolute address of a path as used here."""
    root = "http://www.dongshan.test"
    if href.startswith("http"):
        return href
    if href.startswith("/"):
        return root + href
    if href.startswith("../"):
        return f"{root}/xwzx/{href[3:]}"
    return f"{root}/xwzx/gzdt/{href.removeprefix('./')}"


def whole(main: str, side: str = "", head: str = "工作动态-东山市人民政府", foot: str = FOOT) -> str:
    """Return a page with menu, place, list, side column and footer."""
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{head}</title></head><body>{NAV}{side}{main}{foot}</body></html>"


def made(
    name: str,
    row: Row,
    wrap: str = "<div class='main'><ul class='list'>{}</ul>" + PAGER + "</div>",
    *,
    count: int = 15,
    step: int = 2,
    href: Callable[[int, date], str] = link,
    side: str = "",
    dated: bool = True,
    between: str = "",
    every: int = 5,
) -> Kind:
    """Return the page of a list whose articles all look as `row` writes them; `between` stands after every few."""
    rows, truth = [], []
    for n, (title, day) in enumerate(zip(titles(count), days(count, step), strict=True)):
        rows.append(row(href(n, day), title, day) + (between if (n + 1) % every == 0 and n + 1 < count else ""))
        truth.append(Entry(absolute(href(n, day)), title, day if dated else None))
    return Kind(name, whole(wrap.format("".join(rows)), side), tuple(truth))


def _cut(title: str, most: int = 14) -> str:
    return title if len(title) <= most else title[:most] + "..."


def _plain() -> list[Kind]:
    """Lists of items in the shapes that government sites use most."""
    return [
        made("date after", lambda h, t, d: f"<li><a href='{h}' title='{t}'>{t}</a><span>{d}</span></li>"),
        made("date before", lambda h, t, d: f"<li><span class='rq'>{d:%Y/%m/%d}</span><a href='{h}'>{t}</a></li>"),
        made("date in link", lambda h, t, d: f"<li><a href='{h}'><span>{t}</span><i>{d}</i></a></li>"),
        made("bracketed", lambda h, t, d: f"<li>·<a href='{h}'>{t}</a>[{d}]</li>"),
        made("bracketed in link", lambda h, t, d: f"<li><a href='{h}'>{t} [{d}]</a></li>"),
        made(
            "no year",
            lambda h, t, d: f"<li><a href='/xx/{d:%d}{len(t)}{d:%m}8.shtml'>{t}</a><em>{d:%m-%d}</em></li>",
            count=15,
            href=lambda n, d: f"/xx/{d:%d}{len(titles(15)[n])}{d:%m}8.shtml",
        ),
        made(
            "no year over the new year",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>[{d:%m-%d}]</span></li>",
            count=20,
            step=25,
            href=lambda n, d: f"/a/{5100 + n}.html",
        ),
        made("chinese", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d.year}年{d.month}月{d.day}日</span></li>"),
        made(
            "split day",
            lambda h, t, d: f"<li><div class='date'><b>{d.day}</b><i>{d:%Y-%m}</i></div><a href='{h}'>{t}</a></li>",
        ),
        made(
            "split month",
            lambda h, t, d: (
                f"<li><p class='t'><span>{d:%m-%d}</span><em>{d.year}</em></p><h4><a href='{h}'>{t}</a></h4><p>全市上下认真贯彻落实部署，{d.month}月1日起，各项工作有序推进，取得阶段性成效。</p></li>"
            ),
        ),
        made("cut titles", lambda h, t, d: f"<li><a href='{h}' title='{t}'>{_cut(t)}</a><span>{d}</span></li>"),
        made(
            "labelled",
            lambda h, t, d: (
                f"<div class='item'><a href='{h}'>{t}</a><p>发布时间：{d} 09:3{d.day % 10}　来源：市政府办公室　浏览次数：{d.day * 37}</p></div>"
            ),
            "<div class='news'>{}</div>",
        ),
        made("compact", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d:%Y%m%d}</span></li>"),
        made("short year", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>({d:%y-%m-%d})</span></li>"),
        made("with time", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d} 10:20:3{d.day % 10}</span></li>"),
        made("no dates", lambda h, t, d: f"<li><a href='{h}'>{t}</a></li>", dated=False),
        made("no dates beside a hot list", lambda h, t, d: f"<li><a href='{h}'>{t}</a></li>", dated=False, side=HOT),
        made(
            "three items",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            "<div class='con'><ul>{}</ul></div>",
            count=3,
            side=HOT,
        ),
        made(
            "one-liners in paragraphs",
            lambda h, t, d: f"<p><a href='{h}'>{t}</a>　　{d}</p>",
            "<div id='content'>{}</div>",
        ),
        made(
            "lines with br",
            lambda h, t, d: f"<img src='/i.gif'><a href='{h}'>{t}</a> <font color='#999'>({d})</font><br>",
            "<table><tr><td class='lb'>{}</td></tr></table>",
        ),
        made(
            "lines with br, date first",
            lambda h, t, d: f"<font>{d}</font> <a href='{h}'>{t}</a><br/>",
            "<div class='lb'>{}</div>",
        ),
    ]


def _shaped() -> list[Kind]:
    """Tables, definition lists, cards, grids, lists in blocks."""
    return [
        made(
            "table",
            lambda h, t, d: f"<tr><td>·</td><td><a href='{h}' target='_blank'>{t}</a></td><td>{d}</td></tr>",
            "<table class='tb'><tr><th></th><th>标题</th><th>日期</th></tr>{}</table>",
        ),
        made(
            "table with units",
            lambda h, t, d: (
                f"<tr><td><a href='/dw/{'abc'[d.day % 3]}/'>{_WHO[d.day % 3]}</a></td><td><a href='{h}'>{t}</a></td><td>{d:%Y.%m.%d}</td></tr>"
            ),
            "<table>{}</table>",
        ),
        made(
            "document table",
            lambda h, t, d: (
                f"<tr><td><a href='{h}'>{t}</a></td><td>东政〔2026〕{d.day}号</td><td>{d - timedelta(days=9)}</td><td>{d}</td></tr>"
            ),
            "<table id='wj'><tr><td>名称</td><td>文号</td><td>成文日期</td><td>发布日期</td></tr>{}</table>",
        ),
        made(
            "a table a row",
            lambda h, t, d: (
                f"<table width='98%'><tr><td width='20'><img src='d.gif'></td><td><a href='{h}' class='lm'>{t}</a></td><td align='right'>{d}</td></tr></table>"
            ),
            "<table width='1000'><tr><td width='200'>"
            + "".join(f"<table><tr><td><a href='/xwzx/l{n}/'>左侧栏目之{n}名称</a></td></tr></table>" for n in range(6))
            + "</td><td width='780'>{}</td></tr></table>",
        ),
        made(
            "nested tables",
            lambda h, t, d: (
                f"<tr><td height='26'><font size='2'><a href='{h}'>{t}</a></font></td><td><font color='gray'>{d}</font></td></tr>"
            ),
            "<table><tr><td><table><tr><td><table>{}</table></td></tr><tr><td>共 30 页 <a href='?page=2'>下一页</a></td></tr></table></td></tr></table>",
            href=lambda n, d: f"/news/show.asp?id={880 + n}",
        ),
        made(
            "definition list", lambda h, t, d: f"<dt><a href='{h}'>{t}</a></dt><dd>{d}</dd>", "<dl class='dl'>{}</dl>"
        ),
        made(
            "definition list, date first",
            lambda h, t, d: f"<dt>{d:%Y-%m-%d}</dt><dd><a href='{h}'>{t}</a></dd>",
            "<div><dl>{}</dl></div>",
        ),
        made(
            "cards",
            lambda h, t, d: (
                f"<div class='card'><a href='{h}'><div class='pic'><img src='p{d.day}.jpg'></div><div class='txt'><h3>{t}</h3><p class='des'>连日来，各部门按照市委市政府统一部署，迅速行动，狠抓落实。</p><span class='time'>{d}</span></div></a></div>"
            ),
            "<div class='cards'>{}</div>",
            count=8,
        ),
        made(
            "picture and title",
            lambda h, t, d: (
                f"<li><a href='{h}'><img src='x.jpg' alt='图'></a><div><a href='{h}'>{t}</a><p>简介：本次会议强调，要认真学习领会精神，抓好贯彻落实。<a href='{h}'>[详细]</a></p><span>{d}</span></div></li>"
            ),
            count=8,
        ),
        made(
            "button only",
            lambda h, t, d: (
                f"<div class='box'><h3>{t}</h3><div class='info'>{d:%Y年%m月%d日}</div><a class='btn' href='{h}'>查看详情</a></div>"
            ),
            "<div class='list'>{}</div>",
            count=8,
        ),
        made(
            "pictures",
            lambda h, t, d: f"<li><a href='{h}' title='{t}'><img src='a.jpg' alt='{t}'></a></li>",
            dated=False,
            count=9,
        ),
        made(
            "grid of two",
            lambda h, t, d: f"<div class='col'><a href='{h}'>{t}</a><span>{d}</span></div>",
            "<div class='grid'><div class='row'>{}</div></div>",
            between="</div><div class='row'>",
            every=2,
            count=12,
        ),
        made(
            "blocks of five",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            between="</ul><div class='line'></div><ul class='list'>",
        ),
        made(
            "blocks of five, no dates",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a></li>",
            dated=False,
            between="</ul><ul class='list'>",
        ),
        made(
            "separators",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            between="<li class='split'></li>",
        ),
        made(
            "two links, column first",
            lambda h, t, d: (
                f"<li>[<a href='/xwzx/{'ab'[d.day % 2]}/'>{'部门动态' if d.day % 2 else '乡镇动态'}</a>]<a href='{h}'>{t}</a><span>{d}</span></li>"
            ),
        ),
        made(
            "summaries",
            lambda h, t, d: (
                f"<div class='n'><h2><a href='{h}'>{t}</a></h2><p>　　{d.year}年{d.month}月1日，市政府召开专题会议，研究部署下一阶段重点任务，要求各级各部门压实责任。</p><div class='meta'><span>{d}</span><span>市融媒体中心</span></div></div>"
            ),
            "<div class='ns'>{}</div>",
            count=10,
        ),
        made(
            "hot list on the right",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            "<div class='wrap'><div class='fl'><ul>{}</ul>" + PAGER + "</div>" + HOT + "</div>",
        ),
        made(
            "same shape on both sides",
            lambda h, t, d: f"<tr><td><a href='{h}'>{t}</a></td><td>{d}</td></tr>",
            "<table><tr><td><table><tr><td>推荐阅读</td></tr>"
            + "".join(
                f"<tr><td><a href='/tj/{n}00123.html'>值得一读的推荐文章标题之{n}号作品全文</a></td><td>2026-10-0{n}</td></tr>"
                for n in range(1, 8)
            )
            + "</table></td><td><table>{}</table></td></tr></table>",
        ),
        made(
            "dated hot list",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            side="<div class='side'><div class='tit'>推荐阅读</div><ul>"
            + "".join(
                f"<li><a href='/tj/{n}00123.html'>值得一读的推荐文章标题之{n}号作品</a><span>2026-10-0{n}</span></li>"
                for n in range(1, 9)
            )
            + "</ul></div>",
        ),
        made(
            "calendar",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            side="<table class='cal'>"
            + "".join(
                "<tr>"
                + "".join(f"<td><a href='/day/2026-11-{w * 7 + n:02}.html'>{w * 7 + n}</a></td>" for n in range(1, 8))
                + "</tr>"
                for w in range(4)
            )
            + "</table>",
            count=6,
        ),
    ]


def _linked() -> list[Kind]:
    """Links of every sort."""
    kinds = [
        made(
            "window.open",
            lambda h, t, d: (
                f"<li><a href='javascript:void(0)' onclick=\"window.open('{h}')\">{t}</a><span>{d}</span></li>"
            ),
        ),
        made("openWin", lambda h, t, d: f"<li><a href=\"javascript:openWin('{h}')\">{t}</a><span>{d}</span></li>"),
        made("data-url", lambda h, t, d: f"<li><a href='javascript:;' data-url='{h}'>{t}</a><span>{d}</span></li>"),
        made(
            "clickable rows",
            lambda h, t, d: f"<tr onclick=\"location.href='{h}'\"><td>{t}</td><td>{d}</td></tr>",
            "<table>{}</table>",
        ),
        made(
            "parent folder",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            href=lambda n, d: f"../zwyw/{d:%Y%m}/t{d:%Y%m%d}_{n + 100}.html",
        ),
        made(
            "hanweb art",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><b>{d}</b></li>",
            href=lambda n, d: f"/art/{d.year}/{d.month}/{d.day}/art_1229_{5800 + n}.html",
        ),
        made(
            "queries",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            href=lambda n, d: f"/detail.jsp?urltype=news.NewsContentUrl&wbtreeid=1017&wbnewsid={36 + n}",
        ),
        made(
            "documents",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            href=lambda n, d: f"/files/{d:%Y%m}/{n}{('.pdf', '.docx', '.xls')[n % 3]}",
        ),
        made(
            "other sites",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            href=lambda n, d: f"http://mp.weixin.test/s/{n}AbC{n}dEf" if n % 3 == 1 else link(n, d),
        ),
    ]
    based = made(
        "base", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>", href=lambda n, d: f"art{n}001.html"
    )
    html = based.html.replace("<title>", "<base href='/cms/col9/'><title>")
    truth = tuple(
        Entry(f"http://www.dongshan.test/cms/col9/art{n}001.html", one.title, one.day)
        for n, one in enumerate(based.truth)
    )
    return [*kinds, Kind("base", html, truth)]


def _scripted() -> list[Kind]:
    """Lists that stand in scripts."""
    rows = list(zip(range(15), titles(15), days(15), strict=True))
    truth = tuple(
        Entry(f"http://www.dongshan.test/art/{d.year}/{d.month}/{d.day}/art_7_{n}.html", t, d) for n, t, d in rows
    )
    cells = [
        f"<li><a href='/art/{d.year}/{d.month}/{d.day}/art_7_{n}.html' title='{t}'>{t}</a><span>{d}</span></li>"
        for n, t, d in rows
    ]
    records = "".join(f"<record><![CDATA[{cell}]]></record>" for cell in cells)
    store = f'<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=7"></a>]]></nextgroup><recordset>{records}</recordset></datastore>'
    fields = ",".join(
        f'{{"title":"{t}","url":"/art/{d.year}/{d.month}/{d.day}/art_7_{n}.html","publishDate":"{d} 08:00:00","id":{n}}}'
        for n, t, d in rows
    )
    millis = ",".join(
        f'{{"docTitle":"{t}","docPubUrl":"\\/art\\/{d.year}\\/{d.month}\\/{d.day}\\/art_7_{n}.html","pubTime":{int(datetime(d.year, d.month, d.day, 8, tzinfo=AT.tzinfo).timestamp() * 1000)}}}'
        for n, t, d in rows
    )
    return [
        Kind("datastore in a script", whole(f"<div id='83829'><script type='text/xml'>{store}</script></div>"), truth),
        Kind("datastore bare", whole(f"<div id='83829'>{store}</div>"), truth),
        Kind(
            "json in a script",
            whole(f"<div id='list'></div><script>var pageSize=15; var newsList = [{fields}]; show(newsList);</script>"),
            truth,
        ),
        Kind(
            "json of an app",
            whole(
                f'<div id=\'app\'></div><script type="application/json" id="__DATA__">{{"props":{{"total":99,"rows":[{millis}]}}}}</script>'
            ),
            truth,
        ),
    ]


def _pinned() -> list[Kind]:
    """Pinned articles, tabs, several lists, other languages."""
    base = made("pinned", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>")
    top = Entry(absolute("./202403/t20240315_77.html"), "关于开展全市作风建设集中整治的公告", date(2024, 3, 15))
    pin = "<li class='zd'><i>置顶</i><strong><a href='./202403/t20240315_77.html' style='color:red'>关于开展全市作风建设集中整治的公告</a></strong><span>2024-03-15</span></li>"
    pinned = Kind("pinned", base.html.replace("<ul class='list'>", f"<ul class='list'>{pin}"), (top, *base.truth))
    bare = made(
        "pinned, no years",
        lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d:%m-%d}</span></li>",
        href=lambda n, d: f"/n/{9000 + n}.html",
    )
    old = Entry(absolute("/n/77.html"), "【置顶】关于开展全市作风建设集中整治的公告"[4:], date(2026, 3, 15))
    both = "<li><a href='/n/77.html'>【置顶】关于开展全市作风建设集中整治的公告</a><span>03-15</span></li>"
    undated = Kind(
        "pinned, no years", bare.html.replace("<ul class='list'>", f"<ul class='list'>{both}"), (old, *bare.truth)
    )
    many = titles(25)
    tabs, at = [], 0
    for name, count in (("a", 5), ("b", 14), ("c", 6)):
        tabs.append(
            (name, [(f"/{name}/t2026110{n % 9}_{n + 50}.html", many[at + n], days(count)[n]) for n in range(count)])
        )
        at += count
    boxes = "".join(
        "<div class='tab-pane'><ul>"
        + "".join(f"<li><a href='{h}'>{t}</a><span>{d}</span></li>" for h, t, d in rows)
        + "</ul></div>"
        for _, rows in tabs
    )
    tabbed = Kind(
        "tabs",
        whole(f"<div class='tab-content'>{boxes}</div>"),
        tuple(Entry(absolute(h), t, d) for h, t, d in tabs[1][1]),
    )
    english = tuple(
        Entry(absolute(f"/en/news/{800 + n}.htm"), t, d)
        for n, (t, d) in enumerate(
            zip(
                (
                    "Dongshan opens new international cruise terminal",
                    "City to host 2026 coastal economy forum in December",
                    "Foreign trade rises 8.2 percent in first ten months",
                    "New metro line enters trial operation",
                    "University and city sign cooperation agreement",
                    "Marine reserve welcomes rare white dolphins",
                ),
                days(6),
                strict=True,
            )
        )
    )
    rows = "".join(
        f"<div class='views-row'><h3><a href='{one.url}'>{one.title}</a></h3><span class='d'>{one.day:%b %d, %Y}</span><a href='{one.url}'>Read more</a></div>"
        for one in english
        if one.day
    )
    related = made(
        "related links in pop-ups",
        lambda h, t, d: (
            f"<li><a href='{h}'>{t}</a><div class='popbox'><h3>相关解读</h3><ul><li><a href='../jd/{d:%Y%m}/t{d:%Y%m%d}_9{d.day}.html'>一图读懂 | 相关政策的解读文章标题</a></li></ul></div><span>{d}</span></li>"
        ),
    )
    headed = tuple(
        Entry(absolute(f"/m/{n}77.html"), t, d) for n, (t, d) in enumerate(zip(titles(12), days(12), strict=True))
    )
    months = ""
    for one in headed:
        months += f"<li><a href='{one.url}'>{one.title}</a><span>{one.day}</span></li>"
    feature = made("first with a picture", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>")
    first = Entry(absolute("./202611/t20261119_1.html"), "市委常委会召开会议研究部署当前重点工作", date(2026, 11, 19))
    picture = "<li class='first'><div class='pic'><a href='./202611/t20261119_1.html'><img src='a.jpg'></a></div><div class='r'><h3><a href='./202611/t20261119_1.html'>市委常委会召开会议研究部署当前重点工作</a></h3><p>会议强调要坚定信心。</p><span>2026-11-19</span></div></li>"
    return [
        pinned,
        undated,
        tabbed,
        related,
        Kind("english", whole(f"<div class='content'>{rows}</div>", head="News - Dongshan"), english),
        Kind(
            "side menu of long names",
            whole(
                f"<div class='left'><ul>{''.join(f'<li><a href=/xwzx/column{n}/index.html>市政府组成部门工作动态栏目{n}</a></li>' for n in range(30))}</ul></div><div class='right'><ul>{months}</ul></div>"
            ),
            headed,
        ),
        Kind(
            "first with a picture",
            feature.html.replace("<ul class='list'>", f"<ul class='list'>{picture}"),
            (first, *feature.truth),
        ),
    ]


def _odd() -> list[Kind]:
    """Lists with something that is easily misread."""
    days_headed = list(zip(titles(12), [date(2026, 11, 18 - n // 3) for n in range(12)], strict=True))
    headed = "".join(
        (f"</ul><h3>{d:%Y年%m月%d日}</h3><ul class='day'>" if n % 3 == 0 else "")
        + f"<li><a href='/h/{n}12345.html'>{t}</a></li>"
        for n, (t, d) in enumerate(days_headed)
    )
    yearly = list(zip(titles(12), days(12, step=70), strict=True))
    years, last = "", 0
    for n, (t, d) in enumerate(yearly):
        years += f"</ul><h2>{d.year}年</h2><ul class='y'>" if d.year != last else ""
        years += f"<li><span>{d:%m-%d}</span><a href='/y/{n}54321.html'>{t}</a></li>"
        last = d.year
    mega = "".join(
        f"<dl><dt><a href='/index.php?c=lists&catid={n}'>法定主动公开内容</a></dt>"
        + "".join(f"<dd><a href='/index.php?c=lists&catid={n}{k}'>政府信息公开目录分类{k}</a></dd>" for k in range(8))
        + "</dl>"
        for n in range(9)
    )
    plain_row: Row = lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>"  # noqa: E731
    pieces = {
        "title holds a date": lambda h, t, d: (
            f"<li><a href='{h}'><b>[公告]</b>关于{d.year}年{d.month}月1日停水的通告：{t}</a><span>{d:%m-%d}</span></li>"
        ),
    }
    dated_titles = made("title holds a date", pieces["title holds a date"])
    renamed = tuple(
        Entry(one.url, f"[公告]关于{one.day.year}年{one.day.month}月1日停水的通告：{one.title}", one.day)
        for one in dated_titles.truth
        if one.day
    )
    return [
        Kind(
            "headed by days",
            whole(f"<div class='main'><ul>{headed}</ul></div>"),
            tuple(Entry(absolute(f"/h/{n}12345.html"), t, d) for n, (t, d) in enumerate(days_headed)),
        ),
        Kind(
            "headed by years",
            whole(f"<div class='main'><ul>{years}</ul></div>"),
            tuple(Entry(absolute(f"/y/{n}54321.html"), t, d) for n, (t, d) in enumerate(yearly)),
        ),
        Kind(dated_titles.name, dated_titles.html, renamed),
        made(
            "mega menu of queries",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a></li>",
            dated=False,
            count=10,
            side=f"<div class='sub'>{mega}</div>",
            href=lambda n, d: f"/index.php?c=show&id={300 + n}",
        ),
        made("date in a second link", lambda h, t, d: f"<li><a href='{h}' class='d'>{d}</a><a href='{h}'>{t}</a></li>"),
        made(
            "pairs of boxes",
            lambda h, t, d: f"<div class='l'><a href='{h}'>{t}</a></div><div class='r'>{d}</div>",
            "<div class='pairs'>{}</div>",
        ),
        made(
            "two to a row",
            lambda h, t, d: f"<td><a href='{h}'>{t}</a></td><td>{d}</td>",
            "<table><tr>{}</tr></table>",
            between="</tr><tr>",
            every=2,
            count=12,
        ),
        made(
            "download beside",
            lambda h, t, d: (
                f"<tr><td><a href='{h}'>{t}</a></td><td>{d}</td><td><a href='/dl/{d:%m%d}{len(t)}.pdf'>下载</a></td></tr>"
            ),
            "<table>{}</table>",
        ),
        made(
            "summary with a date",
            lambda h, t, d: (
                f"<li><h4><a href='{h}'>{t}</a></h4><p>据悉，2026年3月{d.day % 9 + 1}日全市动员会召开以来，进展顺利。</p><span>{d:%m月%d日}</span></li>"
            ),
        ),
        made("with weekday", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d:%Y-%m-%d} 星期三</span></li>"),
        made(
            "stated in title attribute",
            lambda h, t, d: (
                f"<li><a href='{h}' title='标题：{t}&#10;发布日期：{d}&#10;索引号：0012'>{_cut(t, 9)}</a><span>{d}</span></li>"
            ),
        ),
        made(
            "written by scripts",
            lambda h, t, d: (
                f"<li><a href='{h}'>{t}</a><span><script>document.write(fmt('{d} 00:00:00'))</script></span></li>"
            ),
        ),
        made(
            "upper case, never closed",
            lambda h, t, d: f'<LI><A HREF="{h}" TARGET=_blank>{t}</A>&nbsp;<FONT COLOR=gray>({d})</FONT>',
            "<UL>{}</UL>",
        ),
        made(
            "title in spans",
            lambda h, t, d: (
                f"<li><a href='{h}'><span class='dot'>▪</span><span class='wz'>{t}</span><span class='sj'>{d}</span></a></li>"
            ),
        ),
        made(
            "red words",
            lambda h, t, d: f"<li><a href='{h}'>{t[:4]}<font color=red>{t[4:8]}</font>{t[8:]}</a><span>{d}</span></li>",
        ),
        made("date leads in link", lambda h, t, d: f"<li><a href='{h}'><span>{d}</span>- {t}</a></li>"),
        made(
            "article tags",
            lambda h, t, d: (
                f"<article><header><h2><a href='{h}'>{t}</a></h2><time datetime='{d}'>{d:%Y.%m.%d}</time></header><p>全市工作会议强调，要坚持稳中求进。</p><footer><a href='{h}#more'>阅读全文</a><a href='/tag/gz{d.day}/'>重点工作推进情况标签</a></footer></article>"
            ),
            "<main>{}</main>",
            count=8,
        ),
        made(
            "picture carousel above",
            plain_row,
            side="<div class='swiper-container'><ul>"
            + "".join(
                f"<li><a href='/tp/t2026111{n}_5{n}.html'><img src='{n}.jpg'><p>图片新闻：全市重点项目建设现场推进会精彩瞬间{n}</p></a></li>"
                for n in range(6)
            )
            + "</ul></div>",
        ),
        made(
            "many blocks, one long",
            plain_row,
            "<div class='main'>"
            + "".join(
                f"<div class='box'><h3>栏目{b}</h3><ul>"
                + "".join(
                    f"<li><a href='/b{b}/t2026110{k}_1{k}.html'>第{b}栏目的一条短讯内容标题之{k}</a><span>2026-11-0{k}</span></li>"
                    for k in range(1, 5)
                )
                + "</ul></div>"
                for b in range(4)
            )
            + "<div class='box'><h3>工作动态</h3><ul>{}</ul></div></div>",
        ),
        made(
            "phone copy",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{d}</span></li>",
            "<div class='pc'><ul>{0}</ul></div><div class='wap' style='display:none'><ul>{0}</ul></div>",
        ),
        made("relative days", lambda h, t, d: f"<li><a href='{h}'>{t}</a><span>{(AT.date() - d).days}天前</span></li>"),
        made(
            "day and chinese month",
            lambda h, t, d: (
                f"<li><div class='rq'><strong>{d:%d}</strong><span>{d:%Y年%m月}</span></div><div class='nr'><a href='{h}'>{t}</a></div></li>"
            ),
        ),
        made("english short months", lambda h, t, d: f"<li><span>{d:%d %b %Y}</span><a href='{h}'>{t}</a></li>"),
        Kind(
            "json as the page itself",
            '{"code":0,"data":{"total":31,"records":['
            + ",".join(
                f'{{"id":{n},"title":"{t}","linkUrl":"/c/{n}9876.html","releaseTime":"{d}"}}'
                for n, (t, d) in enumerate(days_headed)
            )
            + "]}}",
            tuple(Entry(absolute(f"/c/{n}9876.html"), t, d) for n, (t, d) in enumerate(days_headed)),
        ),
    ]


def _systems() -> list[Kind]:
    """Lists as well-known publishing systems write them, with all that stands around."""
    tree = "".join(
        f"<li><a href='/col/col1229{n}/index.html'>市政府组成部门信息公开专栏{n}</a></li>" for n in range(24)
    )
    tip = "<div class='tip' style='display:none'><table><tr><td>索引号</td><td>0012/2026-00{n}</td></tr><tr><td>成文日期</td><td>{w}</td></tr><tr><td>发布机构</td><td>市政府办公室</td></tr></table></div>"
    rank = (
        "<div class='fr w310'><h2>点击排行</h2><ul class='list_14'>"
        + "".join(
            f"<li><a href='/n1/2026/11{n:02}/c1001-39{n}.html'>本周网友点击最多的一条要闻标题之{n}</a></li>"
            for n in range(10, 20)
        )
        + "</ul></div>"
    )
    side = (
        "<div class='side'><h3>最新公告</h3><ul>"
        + "".join(
            f"<li><a href='/gg/{n}10086.html'>关于做好某项工作的公告第{n}号</a><span>2026-11-0{n}</span></li>"
            for n in range(1, 9)
        )
        + "</ul></div>"
    )
    return [
        made(
            "state council",
            lambda h, t, d: (
                f"<li><h4><a href='{h}' target='_blank'>{t}</a><span class='date'>\n {d} \n</span></h4></li>"
            ),
            "<div class='news_box'><div class='list list_1 list_2'><ul>{}</ul></div></div>",
            between="<li class='line'></li>",
        ),
        made(
            "party paper",
            lambda h, t, d: f"<li><a href='{h}' target=_blank>{t}</a> <em>{d}</em></li>",
            "<div class='ej_list_box clear'><ul class='list_16 mt10'>{}</ul></div>" + rank,
            between="</ul><ul class='list_16 mt10'>",
            href=lambda n, d: f"/n1/{d:%Y}/{d:%m%d}/c1001-4{n:04}.html",
        ),
        made(
            "power easy",
            lambda h, t, d: (
                f"<tr><td width='16'>·</td><td>[<a href='ShowClass.asp?ClassID=9'>图片新闻</a>]<a href='{h}' title='文章标题：{t}&#10;作    者：佚名&#10;更新时间：{d} 9:08:00&#10;点击数：{d.day}'>{_cut(t, 10)}</a></td><td align='right'>[{d:%m-%d}]</td></tr>"
            ),
            "<table width='100%'>{}</table>",
            href=lambda n, d: f"ShowArticle.asp?ArticleID={700 - n}",
        ),
        made(
            "catalogue with tips",
            lambda h, t, d: (
                f"<tr><td>{d.day}</td><td><a href='{h}'>{t}</a>{tip.format(n=d.day, w=d - timedelta(days=7))}</td><td>{d}</td></tr>"
            ),
            "<div class='zcwj'><table><tr><th>序号</th><th>名称</th><th>发布日期</th></tr>{}</table></div>",
            side=f"<div id='tree'><ul>{tree}</ul></div>",
        ),
        made(
            "rolling news",
            lambda h, t, d: (
                f"<li><span class='c_chl'>[<a href='/c/{'gnhs'[d.day % 4]}/'>国内</a>]</span><span class='c_tit'><a href='{h}'>{t}</a></span><span class='c_time' s='17{d.toordinal()}'>{d:%m-%d} 10:2{d.day % 10}</span></li>"
            ),
            "<div class='d_list_txt'><ul>{}</ul></div>",
            href=lambda n, d: f"/news/o/{d}/doc-inab{n:04}.shtml",
        ),
        made(
            "tree of columns",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a></li>",
            dated=False,
            count=8,
            side=f"<div id='tree'><ul>{tree}</ul></div>",
            href=lambda n, d: f"/art/{d.year}/{d.month}/{d.day}/art_12_{n}.html",
        ),
        made(
            "undated beside dated notices",
            lambda h, t, d: (
                f"<li><a href='{h}'>{t}</a><p>工作人员深入一线，了解情况，解决问题，得到群众一致好评。</p></li>"
            ),
            dated=False,
            count=12,
            side=side,
        ),
        made(
            "counts beside",
            lambda h, t, d: (
                f"<li><a href='{h}'>{t}</a><span class='r'>阅读（{d.day * 31}）</span><span>评论 {d.day}</span><span>{d:%m-%d}</span></li>"
            ),
        ),
        made(
            "units linked after",
            lambda h, t, d: (
                f"<li><a href='{h}'>{t}</a><a class='dw' href='/dw/{d.day % 3}/'>市发展和改革委员会办公室</a><span>{d}</span></li>"
            ),
        ),
        made(
            "month folders",
            lambda h, t, d: f"<p class='it'>{d:%m月%d日} <a href='{h}'>{t}</a></p>",
            "<div class='TRS_Editor'>{}</div>",
        ),
        made(
            "thumbnails in tables",
            lambda h, t, d: (
                f"<td><table><tr><td><a href='{h}'><img src='/u/{d.day}.jpg' width='120'></a></td></tr><tr><td align='center'><a href='{h}'>{t}</a></td></tr></table></td>"
            ),
            "<table><tr>{}</tr></table>",
            dated=False,
            between="</tr><tr>",
            every=3,
            count=12,
            href=lambda n, d: f"/video/play.php?id={n + 20}",
        ),
        made(
            "small numbers",
            lambda h, t, d: f"<li><a href='{h}'>{t}</a></li>",
            "<div class='c'><ul>{}</ul></div>",
            dated=False,
            href=lambda n, d: f"/news/{n + 3}.html",
        ),
        made(
            "two dates a row",
            lambda h, t, d: (
                f"<tr><td><a href='{h}'>{t}</a></td><td>{d}</td><td>{d + timedelta(days=15)}</td><td>征集中</td></tr>"
            ),
            "<table><tr><td>主题</td><td>开始时间</td><td>结束时间</td><td>状态</td></tr>{}</table>",
        ),
    ]


def failing() -> list[Kind]:
    """Return pages that hold no list, each with the word its failure must say."""
    return [
        Kind(
            "frame",
            whole("<iframe src='/xxgk/list.jsp?col=7' width='100%'></iframe>"),
            failure="http://www.dongshan.test/xxgk/list.jsp?col=7",
        ),
        Kind(
            "frameset",
            "<html><head><title>东山</title></head><frameset rows='90,*'><frame src='top.html'><frame src='main.html'></frameset></html>",
            failure="main.html",
        ),
        Kind(
            "drawn by a script",
            "<html><head><title>工作动态</title></head><body><div id='app'></div><script src='/js/chunk.js'></script><script>var api='/api/article/page?col=7';</script></body></html>",
            failure="/api/article/page?col=7",
        ),
        Kind(
            "challenge",
            "<html><head><script>var arg1='8F';document.cookie='acw_sc__v2='+arg1;location.reload();</script></head><body></body></html>",
            failure="脚本校验",
        ),
        Kind(
            "moved",
            "<html><head><meta http-equiv='refresh' content='0;url=/new/gzdt/index.html'></head><body></body></html>",
            failure="http://www.dongshan.test/new/gzdt/index.html",
        ),
        Kind(
            "placeholders",
            whole(
                "<ul class='list'><li v-for='x in rows'><a href='{{x.url}}'>{{ x.title }} 这里是模板的标题占位</a></li><li><a href='{{y.url}}'>{{ y.title }} 这里是模板的标题占位</a></li></ul><script src='a.js'></script>"
            ),
            failure="脚本生成",
        ),
        Kind(
            "opened by number",
            whole(
                "<ul>"
                + "".join(
                    f"<li><a href='javascript:void(0)' onclick='view({n})'>{t}</a></li>"
                    for n, t in enumerate(titles(9))
                )
                + "</ul>"
            ),
            failure="view(",
        ),
        Kind("an empty column", whole("<div class='main'><ul class='list'></ul><p>暂无数据</p></div>"), failure="没有"),
    ]


def listing() -> list[Kind]:
    """Return all kinds of pages that hold a list."""
    return [*_plain(), *_shaped(), *_linked(), *_scripted(), *_pinned(), *_odd(), *_systems()]
