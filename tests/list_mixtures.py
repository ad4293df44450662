"""List pages mixed at random out of rows, dates, addresses, side columns and pagers: many, and none made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from list_kinds import Entry, absolute, whole

_WORDS = (
    "市县区镇街道办局委党组政府会议学习调研检查安全生产防汛抗旱教育医疗文化旅游项目建设乡村振兴生态环境营商优化服务群众基层治理"
    "数字经济创新发展招商引资民生实事工程推进落实召开展举办组织启动完成部署动员培训活动通知公告公示方案意见关于印发实施"
)
_CLASSES = (
    "list",
    "news",
    "con",
    "main",
    "box",
    "gl-list",
    "content",
    "right",
    "info",
    "list-box",
    "common-list",
    "sub",
    "nr",
    "",
)
_DATES = (
    *(
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "[%Y-%m-%d]",
        "(%Y-%m-%d)",
        "%Y年%m月%d日",
        "%m-%d",
        "[%m-%d]",
        "%Y-%m-%d %H:%M",
    ),
    *("%m/%d", "%y-%m-%d", "%Y-%m-%d %H:%M:%S", "发布时间：%Y-%m-%d", "%m月%d日", "%b %d, %Y", "%d %b %Y"),
)
_ROWS = (
    ("<ul{c}>", "<li>{a}<span>{d}</span></li>", "</ul>"),
    ("<ul{c}>", "<li><span>{d}</span>{a}</li>", "</ul>"),
    ("<ul{c}>", "<li><i></i>{a}<em>{d}</em></li>", "</ul>"),
    ("<div{c}>", "<div{e}><h3>{a}</h3><p>{s}</p><span>{d}</span></div>", "</div>"),
    ("<table>", "<tr><td>·</td><td>{a}</td><td>{d}</td></tr>", "</table>"),
    ("<table>", "<tr><td>{a}</td><td>东政〔2026〕8号</td><td>{d}</td></tr>", "</table>"),
    ("<dl>", "<dt>{a}</dt><dd>{d}</dd>", "</dl>"),
    ("<div>", "{a}　{d}<br>", "</div>"),
    ("<div>", "<p>{a}<font>{d}</font></p>", "</div>"),
    ("<ul{c}>", "<li><a href='{h}'><span class='t1'>{t}</span><span class='t2'>{d}</span></a></li>", "</ul>"),
    ("<ul{c}>", "<li><a href='{h}'><h4>{t}</h4><p>{s}</p><i>{d}</i></a></li>", "</ul>"),
    ("<ul{c}>", "<li><a href='{h}'><img src=1.jpg></a><div>{a}<p>{s}</p><b>{d}</b></div></li>", "</ul>"),
    ("<ul{c}>", "<li>[<a href='/c/{k}/'>栏目名{k}</a>] {a} <span>{d}</span></li>", "</ul>"),
    ("<table><tr><td>", "<table><tr><td>{a}</td><td>{d}</td></tr></table>", "</td></tr></table>"),
    ("<ul{c}>", "<li>{a}</li>", "</ul>"),
    ("<ol>", "<li><label>{d}</label><strong>{a}</strong></li>", "</ol>"),
    ("<section>", "<article><h2>{a}</h2><div>来源：市融媒体中心 {d}</div></article>", "</section>"),
)
_ADDRESSES = (
    *(
        "./{d:%Y%m}/t{d:%Y%m%d}_{n}.html",
        "/art/{d.year}/{d.month}/{d.day}/art_12_{n}.html",
        "content_{n}.html",
        "/detail?id={n}",
    ),
    *(
        "/c/{d:%Y-%m-%d}/{n}.shtml",
        "show.asp?id={n}",
        "/info/1012/{k}.htm",
        "../xx/{d:%Y%m}/{n:016x}.html",
        "/file/{d:%Y%m}/{n}.pdf",
    ),
)
_PAGERS = (
    "",
    "<div class='page'><a href='index_1.html'>下一页</a></div>",
    "<div class=pagination><a href='?p=2'>2</a><a href='?p=3'>3</a></div>",
    "<script>createPageHTML(9,0,'index','html')</script>",
)


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixed page and the articles of its list."""

    html: str
    truth: tuple[Entry, ...]


def mixture(seed: int) -> Mixture:
    """Return the page of that number."""
    chance = Random(seed)
    before, row, after = chance.choice(_ROWS)
    shape, form = chance.choice(_ADDRESSES), chance.choice(_DATES)
    day, step = datetime(2026, 11, 19, 15, 20), chance.choice((0, 1, 3, 10))
    names = {"c": _named(chance), "e": f" class='item{chance.randint(1, 3)}'"}
    rows, truth = [], []
    for n in range(chance.randint(5, 25)):
        day -= timedelta(days=chance.randint(0, step), minutes=7)
        title, href = _title(chance), shape.format(d=day, n=500_000 - n * 7, k=90 - n)
        link = f"<a href='{href}'{chance.choice(('', f' title={title!r}'))}>{title}</a>"
        rows.append(
            row.format(
                a=link,
                h=href,
                t=title,
                d=day.strftime(form),
                s=f"{_title(chance)}，{_title(chance)}。",
                k=n % 3,
                **names,
            )
        )
        truth.append(Entry(absolute(href), title, day.date() if "{d}" in row else None))
    main = f"<div{_named(chance)}>{before.format(**names)}{''.join(rows)}{after}{chance.choice(_PAGERS)}</div>"
    return Mixture(whole(_arranged(chance, main, _side(chance))), tuple(truth))


def _title(chance: Random) -> str:
    return "".join(chance.choices(_WORDS, k=chance.randint(11, 34)))


def _named(chance: Random) -> str:
    return f" class='{chance.choice(_CLASSES)}'"


def _side(chance: Random) -> str:
    """Return a side column: a menu, a hot list with or without days, a carousel, or nothing."""
    hot = "".join(
        f"<li><a href='/rd/202610/{chance.randint(1000, 9999)}{n}.html'>{_title(chance)}</a>{{}}</li>"
        for n in range(chance.randint(4, 8))
    )
    menu = "".join(
        f"<li><a href='/lm{n}/index.html'>{_title(chance)[:9]}</a></li>" for n in range(chance.randint(4, 30))
    )
    slides = "".join(
        f"<li><a href='/tp/2026{n}11.html'><img src=a><span>{_title(chance)}</span></a></li>" for n in range(5)
    )
    return chance.choice(
        (
            "",
            f"<div class='left'><h2>新闻中心</h2><ul>{menu}</ul></div>",
            f"<div class='r'><h3>热点新闻</h3><ul>{hot.replace('{}', '')}</ul></div>",
            f"<div class='r'><div class='tit'>推荐阅读<a href='/x/'>更多</a></div><ul>{hot.replace('{}', '<span>2026-09-11</span>')}</ul></div>",
            f"<div class='swiper'><ul>{slides}</ul></div>",
        )
    )


def _arranged(chance: Random, main: str, side: str) -> str:
    """Return list and side column beside each other, in either order, by divs or by a table."""
    one, other = chance.sample((main, side), 2)
    return chance.choice(
        (
            f"{one}{other}",
            f"<div class='w'>{one}{other}</div>",
            f"<table><tr><td>{one}</td><td>{other}</td></tr></table>",
        )
    )
