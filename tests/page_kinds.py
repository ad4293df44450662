"""Article pages of the kinds Chinese sites serve, with the truth of each, built from small parts.

Every skeleton is what one family of content systems writes (its markers, its class names, its order of things); the
texts are our own. `pages` gives the kinds with a skeleton of their own, `mixed` crosses skeletons with publication
lines, ways of writing paragraphs and what follows a text.
"""

# ruff: noqa: E501 (pages stand as servers write them)
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2026, 8, 5, 10, 0, tzinfo=ZONE)
"""When the pages were fetched."""


@dataclass(frozen=True)
class PageKind:
    """One page and what is true of it; ``date`` is the beginning of ``YYYY-MM-DD HH:MM:SS`` ('' for no date at all)."""

    name: str
    html: str
    title: str
    date: str
    origin: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()
    author: str = ""
    attachments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    problem: str = ""
    address: str = "https://www.shiyan.test/zwgk/content_8812.html"
    charset: str = "utf-8"
    text: str = ""

    @property
    def body(self) -> bytes:
        """Return the bytes as a server sends them."""
        return self.html.encode(self.charset, "replace")


@dataclass(frozen=True)
class Story:
    """A title and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]
    ends: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", (self.paragraphs[0][:24], self.paragraphs[-1][-18:]))


FLOOD = Story(
    "东山县全力做好强降雨防范应对工作",
    (
        "7月30日夜间以来，东山县普降大到暴雨，累计雨量最大的西岭镇达到186.4毫米，县防汛抗旱指挥部随即启动四级应急响应。",
        "县委、县政府主要负责同志分赴一线检查山洪灾害易发区、在建工地和城区低洼路段，要求把人员转移放在首位。",
        "截至31日8时，全县共转移安置群众1264人，出动抢险队伍38支、抢险人员912人次，没有人员伤亡报告。",
        "下一步，该县将继续加密会商研判，落实二十四小时值班制度，确保水库、堤防安全度汛。",
    ),
)
FACTORY = Story(
    "上半年全市规模以上工业增加值同比增长7.3%",
    (
        "记者从市统计局获悉，上半年全市规模以上工业增加值同比增长7.3%，比一季度加快0.6个百分点。",
        "分行业看，35个工业大类行业中有27个实现增长，电子信息、装备制造分别增长14.2%和9.8%，对增长的贡献超过一半。",
        "从效益看，1至6月全市规模以上工业企业实现利润83.5亿元，增长5.1%，亏损面收窄2.4个百分点。",
        "市统计局有关负责人表示，工业运行总体平稳，但市场需求仍显不足，部分中小企业经营比较困难，要推动各项政策落地见效。",
    ),
)
SCHOOL = Story(
    "高新区新建三所学校将于九月投入使用",
    (
        "8月1日，记者在高新区实验学校施工现场看到，教学楼外墙已经完工，工人正在进行室内装修和操场铺设。",
        "据介绍，今年高新区共新建、改扩建学校三所，总投资4.6亿元，建成后可新增学位5400个，有效缓解入学压力。",
        "“我们把工期倒排到天，每周调度一次。”项目负责人刘伟说，目前三所学校都已进入收尾阶段，月底前可以交付。",
        "区教育局提醒，新学期招生报名仍按原定时间进行，家长可以通过服务热线咨询有关事项。",
    ),
)
MARKET = Story(
    "市市场监管局开展夏季食品安全专项检查",
    (
        "连日来，市市场监管局组织执法人员对全市夜市、冷饮店和集体食堂开展夏季食品安全专项检查，严查过期原料和无证经营行为。",
        "检查中，执法人员重点查看食品经营许可、从业人员健康证明和进货台账，现场抽检冷食制品62批次，合格率为98.4%。",
        "对发现的19个问题，执法人员当场下达责令改正通知书，要求经营者限期整改，并对两家拒不整改的单位立案查处。",
    ),
)
SHORT = Story(
    "我市今年首批公共租赁住房开始申请",
    ("市住房保障中心今天发布消息，我市今年首批公共租赁住房共680套即日起接受申请，申请截止日期为8月20日。",),
)
NOTICE = Story(
    "关于公布2026年度市级示范合作社名单的通知",
    (
        "各县（市、区）农业农村局：",
        "经单位申报、县级推荐、专家评审和社会公示，现将2026年度市级示范合作社名单予以公布，请认真做好服务和管理工作。",
        "试验市农业农村局",
        "2026年7月28日",
    ),
)
RIVER = Story(
    "白河流域三市签订生态补偿协议",
    (
        "7月31日，白河流域上下游三市在试验市签订横向生态保护补偿协议，约定以跨界断面水质为依据，逐月考核、按年清算。",
        "根据协议，三市共同设立补偿资金1.2亿元，断面水质达到三类以上的，由下游补偿上游；低于三类的，由上游补偿下游。",
        "“水质好不好，数据说了算。”市生态环境局负责人说，协议还约定联合执法、信息共享和应急联动三项机制。",
        "近三年来，白河干流优良水体比例从71%提高到92%，沿线关停搬迁排污企业47家，退养还湿面积达到1.3万亩。",
        "协议有效期为三年，期满后由三市协商续签。",
    ),
)
ENGLISH = Story(
    "City opens second cross-river tunnel to traffic",
    (
        "The second cross-river tunnel in Shiyan opened to traffic on Friday, cutting the journey between the two banks "
        "from forty minutes to less than ten, according to the municipal transport bureau.",
        "Construction of the 6.8-kilometre tunnel began in 2022. It has two lanes in each direction, and the designed "
        "speed is 80 kilometres per hour.",
        "Officials said bus routes would be adjusted from next week, and that trucks would be allowed at night only.",
    ),
)

_NAV = (
    '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/zwfw">政务服务</a></li>'
    '<li><a href="/hdjl">互动交流</a></li><li><a href="/sjfb">数据发布</a></li></ul>'
)
_CRUMB = '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/z">政务公开</a> &gt; <a href="/d">工作动态</a></div>'
_FOOT = (
    '<div class="footer"><p>主办：试验市人民政府办公室　承办：试验市大数据中心</p><p>网站标识码：9900000001　某ICP备00000001号</p>'
    "<p>地址：试验市人民路1号，建议使用1024×768以上分辨率浏览本站，本网站所有内容未经授权不得转载。</p></div>"
)
_HOT = (
    '<div class="right hot"><h3>热门排行</h3><ul><li><a href="/1">去年全市经济运行情况新闻发布会实录，值得一读</a></li>'
    '<li><a href="/2">2019年春季植树活动举行，市领导参加</a><span>2019-03-12</span></li></ul></div>'
)
_SUMMARIES = (
    '<div class="sidebar"><h3>图片新闻</h3><dl><dt><a href="/9">西岭镇花海迎客</a></dt><dd>初夏时节，西岭镇的千亩花海竞相开放，'
    "吸引了不少游客前来观赏拍照，当地群众通过卖农产品、办农家乐增加了收入。</dd><dt><a href='/8'>市民广场喷泉恢复开放</a></dt>"
    "<dd>经过一个月检修，市民广场音乐喷泉恢复开放，每晚七点半表演一场，周末增加一场，欢迎市民前往观看，注意安全。</dd></dl></div>"
)
_OUTSIDE = ("网站标识码", "未经授权不得转载", "热门排行", "2019年春季植树", "政务服务", "当前位置")


def styled(story: Story, way: str = "p") -> str:
    """Return the paragraphs of `story` as a page writes them in one of several ways."""
    ways = {
        "p": "<p>{}</p>",
        "indent": "<p>　　{}</p>",
        "br": "　　{}<br/>\n",
        "brbr": "&nbsp;&nbsp;&nbsp;&nbsp;{}<br><br>",
        "div": "<div>{}</div>",
        "span": '<p style="text-indent:2em"><span style="font-family:仿宋"><font size="3">{}</font></span></p>',
        "word": '<p class="MsoNormal"><span lang="EN-US">&nbsp;</span><span>{}</span><o:p></o:p></p>',
        "section": "<section><section><section><p><span>{}</span></p></section></section></section><section><br></section>",
        "nested": '<div><div class="p"><div><span>{}</span></div></div></div>',
        "center": "<center></center><font>{}</font><p>",
    }
    return "\n".join(ways[way].format(paragraph) for paragraph in story.paragraphs)


def _page(head: str, body: str, lang: str = "zh-CN") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def _metas(**fields: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}"/>' for name, value in fields.items())


def _trs(story: Story, info: str, text: str, tail: str) -> str:
    head = f"<title>{story.title}-试验市人民政府</title>" + _metas(SiteName="试验市人民政府", ColumnName="工作动态")
    return _page(
        head,
        f'<div class="header"><h1>试验市人民政府</h1>{_NAV}</div>{_CRUMB}<div class="xl_con"><div class="xl_tit">{story.title}</div>'
        f'<div class="xl_info">{info}</div><div class="view TRS_UEDITOR trs_paper_default">{text}</div>{tail}</div>{_FOOT}',
    )


def _hanweb(story: Story, info: str, text: str, tail: str) -> str:
    return _page(
        f"<title>试验市应急管理局 工作动态 {story.title}</title>",
        f'<table width="1000"><tr><td>{_NAV}</td></tr></table><table><tr><td>{_CRUMB}</td></tr></table>'
        f'<table id="c" width="100%"><tr><td align="center" class="title"><!--<$[标题名称]>begin-->{story.title}<!--<$[标题名称]>end-->'
        f'</td></tr><tr><td align="center">{info}</td></tr><tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin-->'
        f"{text}<!--ZJEG_RSS.content.end--></div></td></tr><tr><td>{tail}</td></tr></table><table><tr><td>{_FOOT}</td></tr></table>",
    )


def _ucap(story: Story, info: str, text: str, tail: str) -> str:
    return _page(
        f"<title>{story.title}_地方动态_试验政府网</title>",
        f'<div class="w1100"><div class="BreadcrumbNav"><a href="/">首页</a> &gt; <a href="/d">地方动态</a></div>'
        f'<div class="article oneColumn pub_border"><h1>{story.title}</h1><div class="pages-date">{info}'
        f'<div class="share" id="share"><a>分享</a></div></div><div class="pages_content" id="UCAP-CONTENT">{text}</div>'
        f"{tail}</div></div>{_HOT}{_FOOT}",
    )


def _dede(story: Story, info: str, text: str, tail: str) -> str:
    return _page(
        f"<title>{story.title}_工作动态_试验市住建局</title>",
        f'<div class="place"><strong>当前位置:</strong> <a href="/">主页</a> > <a href="/d">工作动态</a> > </div>'
        f'<div class="viewbox"><div class="title"><h2>{story.title}</h2></div><div class="info">{info}</div>'
        f'<div class="content"><table width="100%"><tr><td>{text}</td></tr></table></div>'
        f'<div class="dede_pages"><ul class="pagelist"></ul></div><div class="handle">{tail}</div></div>{_HOT}{_SUMMARIES}{_FOOT}',
    )


def _phpcms(story: Story, info: str, text: str, tail: str) -> str:
    return _page(
        f"<title>{story.title} - 要闻 - 试验新闻网</title>",
        f'{_NAV}<div class="main"><div class="col-left"><div class="crumbs"><a>首页</a><span> &gt; </span><a>要闻</a> &gt; 正文</div>'
        f'<div id="Article"><h1>{story.title}<br /><span>{info}</span></h1><div class="summary"></div>'
        f'<div class="content">{text}</div>{tail}</div></div><div class="col-auto">{_HOT}{_SUMMARIES}</div></div>{_FOOT}',
    )


def _plain_divs(story: Story, info: str, text: str, tail: str) -> str:
    return _page(
        f"<title>{story.title}|试验日报</title>",
        f'<div id="a1">{_NAV}</div><div id="a2"><div class="k1">{story.title}</div><div class="k2">{info}</div>'
        f'<div class="k3">{text}</div><div class="k4">{tail}</div></div><div id="a3">{_HOT}</div><div id="a4">{_FOOT}</div>',
    )


def _h5(story: Story, info: str, text: str, tail: str) -> str:
    return _page(
        f'<title>{story.title}</title><meta property="og:title" content="{story.title}"/>',
        f'<header><nav>{_NAV}</nav></header><main><article class="post"><header><h1 class="entry-title">{story.title}</h1>'
        f'<div class="entry-meta">{info}</div></header><div class="entry-content">{text}</div><footer>{tail}</footer></article></main>'
        f"<aside>{_SUMMARIES}</aside><footer>{_FOOT}</footer>",
    )


SKELETONS = (_trs, _hanweb, _ucap, _dede, _phpcms, _plain_divs, _h5)
INFOS = (
    ("发布时间：2026-07-31 09:12 来源：试验日报 作者：李明 浏览次数：128 次", "2026-07-31 09:12", "试验日报", "李明"),
    ("<span>2026-07-31 09:12:45</span> <span>来源：<a href='/x'>市应急管理局</a></span><span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span>",
     "2026-07-31 09:12:45", "市应急管理局", ""),
    ("<i>日期：2026年07月31日</i>　<i>稿源：试验发布</i>　<i>点击：<script>hits(1)</script></i>", "2026-07-31", "试验发布", ""),
    ("信息来源：市政府办公室&nbsp;&nbsp;&nbsp;发布日期：[2026-07-31]&nbsp;&nbsp;字号：[ 大 中 小 ]", "2026-07-31", "市政府办公室", ""),
    ("<small>时间:</small>2026-07-31 09:12<small>来源:</small>市住建局办公室<small>作者:</small>王芳<small>点击:</small>56次",
     "2026-07-31 09:12", "市住建局办公室", "王芳"),
    ("2026/7/31 9:12:05　文章来源：本站原创　责任编辑：赵磊　阅读：88", "2026-07-31 09:12:05", "本站原创", ""),
    ("<span class='y'>2026</span>年<span>07</span>月<span>31</span>日 <span>09:12</span> | 来源：新华社", "2026-07-31 09:12", "新华社", ""),
    ("<div>来源：</div><div>西岭镇人民政府</div><div>发布时间：</div><div>2026-07-31 09:12</div>", "2026-07-31 09:12", "西岭镇人民政府", ""),
    ("2026-07-31T09:12:00+08:00　来源: 中国新闻网　编辑：孙莉", "2026-07-31 09:12", "中国新闻网", ""),
    ("26-07-31 09:12 来源：区融媒体中心 通讯员 周敏", "2026-07-31 09:12", "区融媒体中心", ""),
)  # fmt: skip
WAYS = ("p", "indent", "br", "brbr", "div", "span", "word", "section", "nested", "center")
TAILS = (
    "<p>责任编辑：赵磊</p><div>分享到：<a>微信</a><a>微博</a></div><p>【<a>打印本页</a>】【<a>关闭窗口</a>】</p>",
    "<div class='copy'>版权声明：凡本网注明来源的作品，均转载自其他媒体，转载目的在于传递更多信息，并不代表本网赞同其观点。</div>",
    "<div class='prev'>上一篇：<a href='/0'>我市召开上半年安全生产工作会议</a></div><div>下一篇：<a href='/2'>没有了</a></div>",
    "<h3>相关阅读</h3><ul><li><a href='/3'>全市安全生产工作会议强调，要压实责任，严防事故</a></li><li><a href='/4'>市领导调研</a></li></ul>",
    "<div class='qr'>扫一扫在手机打开当前页</div><div class='tools'><a>打印</a> | <a>收藏</a> | <a>关闭</a></div>",
    "<div class='comment'><h3>网友评论</h3><p>网友一：说得太好了，支持，希望以后多发布这样的消息，让大家及时了解情况！</p>"
    "<p>网友二：请问具体是什么时间，我们这里好像还没有接到通知，打电话也没有人接，谁能说说？</p></div>",
    "",
)  # fmt: skip
_TAIL_WORDS = ("责任编辑", "打印本页", "传递更多信息", "上一篇", "相关阅读", "扫一扫", "网友一", "网友二", "分享到")
STORIES = (FLOOD, FACTORY, SCHOOL, MARKET, RIVER)


def mixed(rounds: int = 12) -> Iterator[PageKind]:
    """Yield every skeleton with `rounds` combinations of publication line, paragraphs, tail and story."""
    for first, skeleton in enumerate(SKELETONS):
        for turn in range(rounds):
            number = first * rounds + turn
            info, date, origin, author = INFOS[(turn + first) % len(INFOS)]
            way, tail = WAYS[(turn * 3 + first) % len(WAYS)], TAILS[(turn * 5 + first * 2) % len(TAILS)]
            story = STORIES[number % len(STORIES)]
            yield PageKind(
                name=f"{skeleton.__name__[1:]}-{turn}-{way}",
                html=skeleton(story, info, styled(story, way), tail),
                title=story.title,
                date=date,
                origin=origin,
                author=author,
                wanted=story.ends,
                unwanted=(*_OUTSIDE, *_TAIL_WORDS),
                text="\n".join(story.paragraphs),
                charset=("utf-8", "gb18030")[number % 2],
            )


def pages() -> Iterator[PageKind]:
    """Yield the kinds with a skeleton of their own."""
    for kind in (*_portals(), *_offices(), *_awkward(), *_odd_dates(), *_odd_bodies(), *_hard()):
        yield replace(kind, unwanted=(*kind.unwanted, *(() if kind.problem else _OUTSIDE)))


def _of(name: str, story: Story, html: str, date: str, origin: str, **more: object) -> PageKind:
    known = {"wanted": story.ends, "text": "\n".join(story.paragraphs), **more}
    return PageKind(name=name, html=html, title=story.title, date=date, origin=origin, **known)  # type: ignore[arg-type]


def _portals() -> Iterator[PageKind]:
    """Yield the pages of news portals and public accounts."""
    yield _of(
        "wechat",
        FLOOD,
        _page(
            f'<title></title><meta property="og:title" content="{FLOOD.title}"/><meta property="og:site_name" content="微信公众平台"/>',
            f'<div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title" id="activity-name">{FLOOD.title}</h1>'
            '<div id="meta_content"><span class="rich_media_meta rich_media_meta_text">周敏</span><span class="rich_media_meta rich_media_meta_nickname"'
            ' id="profileBt"><a id="js_name">东山发布</a></span><em id="publish_time"></em></div>'
            '<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">'
            f"<section>点击上方蓝字关注我们</section>{styled(FLOOD, 'section')}<p>来源：东山融媒</p><p>编辑：吴迪</p><p>审核：郑强</p><section>长按二维码关注</section></div></div>"
            "<script>var msg_title = '" + FLOOD.title + "'.html(false); var nickname = htmlDecode(\"东山发布\");"
            'var ct = "1785460320"; var createTime = \'2026-07-31 09:12\';</script><div>预览时标签不可点</div><div>微信扫一扫关注该公众号</div>',
        ),
        "2026-07-31 09:12", "东山融媒", unwanted=("蓝字", "二维码", "审核", "扫一扫", "标签不可点"),
        address="https://mp.weixin.test/s/abcdef",
    )  # fmt: skip
    yield _of(
        "wechat-hidden-by-class",
        SCHOOL,
        _page(
            "<title></title>",
            f'<h2 class="rich_media_title" id="activity-name">{SCHOOL.title}</h2><a id="js_name">高新区融媒体中心</a>'
            f'<div class="rich_media_content js_underline_content" id="js_content" style="display:none">{styled(SCHOOL, "span")}</div>'
            '<script>var ct = "1785460320";</script>',
        ),
        "2026-07-31 09:12", "高新区融媒体中心",
    )  # fmt: skip
    yield _of(
        "portal-post-body",
        MARKET,
        _page(
            f'<title>{MARKET.title}_网事新闻</title><meta property="article:published_time" content="2026-07-31T09:12:00+08:00">',
            f'{_NAV}<div class="post_main"><h1 class="post_title">{MARKET.title}</h1><div class="post_info">2026-07-31 09:12:00　'
            f"来源: <a>试验晚报</a> <a>举报</a></div><div class='post_body'><p class='otitle'>（原标题：{MARKET.title}）</p>{styled(MARKET)}"
            '</div><div class="post_author">本文来源：试验晚报 责任编辑：赵磊_NB001</div><div class="post_statement">特别声明：以上内容为用户上传并发布，'
            f"本平台仅提供信息存储服务。</div><div class='tie-area'><p>网友评论仅供其表达个人看法，并不表明网站立场。</p></div></div>{_SUMMARIES}",
        ),
        "2026-07-31 09:12:00", "试验晚报", unwanted=("信息存储", "NB001", "表达个人看法", "千亩花海"),
    )  # fmt: skip
    yield _of(
        "portal-date-source",
        FACTORY,
        _page(
            f"<title>{FACTORY.title}|统计局|工业_新闻频道_试验网</title>",
            f'<h1 class="main-title">{FACTORY.title}</h1><div class="top-bar"><div class="date-source"><span class="date">2026年07月31日 09:12'
            f'</span><a class="source" href="/x">环城网</a></div></div><div class="article" id="artibody">{styled(FACTORY, "indent")}'
            '<p class="show_author">责任编辑：赵磊 </p></div><div class="tech-quotation">文章关键词：</div><div><p>加载中，更多精彩内容，点击查看，敬请关注！</p></div>',
        ),
        "2026-07-31 09:12", "环城网", unwanted=("赵磊", "文章关键词"),
    )  # fmt: skip
    yield _of(
        "portal-self-media",
        RIVER,
        _page(
            f'<title>{RIVER.title}_白河_协议_断面</title><meta itemprop="datePublished" content="2026-07-31 09:12"/>'
            '<meta name="mediaid" content="白河观察"/>',
            f'<div class="text-title"><h1>{RIVER.title}</h1><div class="article-info"><span class="time" id="news-time" data-val="1785460320000">'
            '2026-07-31 09:12</span><span data-role="original-link">来源: <a>白河观察</a></span></div></div>'
            f'<article class="article" id="mp-editor"><p data-role="original-title" style="display:none">原标题：{RIVER.title}</p>{styled(RIVER)}'
            '<p>返回首页，查看更多</p><p data-role="editor-name">责任编辑：<span></span></p></article><div class="statement">平台声明：该文观点仅代表作者本人，'
            "本平台系信息发布平台，仅提供信息存储空间服务。</div>",
        ),
        "2026-07-31 09:12", "白河观察", unwanted=("信息存储空间", "责任编辑", "原标题"),
    )  # fmt: skip
    yield _of(
        "people-daily-online",
        RIVER,
        _page(
            f'<title>{RIVER.title}--地方--人民网试验频道</title><meta name="publishdate" content="2026-07-31"/><meta name="source" content="来源：人民网-试验日报"/>',
            f'<div class="rm_txt cf"><div class="col col-1 fl"><h3 class="pre">绿水青山看白河</h3><h1>{RIVER.title}</h1><h4 class="sub"></h4>'
            '<div class="author cf">本报记者  吴迪</div><div class="channel cf"><div class="col-1-1 fl">2026年07月31日09:12 | 来源：<a href="/">人民网－试验日报</a></div>'
            f'<div class="col-1-2"><span>小字号</span></div></div><div class="rm_txt_con cf">{styled(RIVER, "indent")}<div class="edit cf">(责编：孙莉、郑强)</div></div></div></div>'
            '<div class="rm_relevant"><h2>相关新闻</h2><a href="/1">白河治理进行时</a></div><p>分享让更多人看到</p>',
        ),
        "2026-07-31 09:12", "人民网－试验日报", unwanted=("责编", "让更多人看到", "小字号"), author="吴迪",
    )  # fmt: skip
    yield _of(
        "agency-split-date",
        FLOOD,
        _page(
            f"<title>\r\n{FLOOD.title}-新试网\r\n</title>",
            f'<div class="header domPC"><div class="header-top"><div class="header-time left"><span class="year"><em> 2026</em></span> <span class="day"><em>07</em>/<em>31</em></span> '
            f'<span class="time">09:12:45</span></div><div class="source"> 来源：新试网</div></div><div class="mheader"><h1><span class="title">{FLOOD.title}</span></h1>'
            f'<div class="info">2026-07-31 09:12:45 来源：新试网</div></div></div><div class="main"><div id="detail"><div class="setFont">字体：<span>小 中 大</span></div>'
            f'{styled(FLOOD, "indent")}<div id="articleEdit"><span class="tiyi1">【纠错】</span><span class="editor"> 【责任编辑:赵磊】 </span></div></div></div>',
        ),
        "2026-07-31 09:12:45", "新试网", unwanted=("纠错", "字体"),
    )  # fmt: skip
    yield _of(
        "epaper",
        SCHOOL,
        _page(
            f"<title>试验日报-{SCHOOL.title}</title>",
            f'<div class="newsBox">{_NAV}<p class="left date">试验日报 2026年08月02日 星期日 </p><span>第04版：要闻</span><div class="article"><h3>补短板　惠民生</h3><h1>{SCHOOL.title}</h1>'
            f'<h2>新增学位5400个，月底前全部交付</h2><p class="sec">本报记者  吴  迪<br/><span class="date">《试验日报》（2026年08月02日　第 04 版）</span></p>'
            f'<div id="ozoom"><founder-content>{styled(SCHOOL, "indent")}</founder-content></div></div><div><a>上一篇</a> <a>下一篇</a></div></div>',
        ),
        "2026-08-02", "试验日报", author="吴迪", unwanted=("上一篇", "第 04 版"),
    )  # fmt: skip
    yield _of(
        "video",
        Story(f"[视频]{SHORT.title}", SHORT.paragraphs),
        _page(
            f"<title>[视频]{SHORT.title}_视频_试验网络电视台</title>",
            f'{_NAV}<div class="cnt_nav"><h3>[视频]{SHORT.title}</h3><span class="info1">来源 : 试验台 2026年07月31日 19:22</span></div><div class="cnt_bd"><!--repaste.body.begin-->'
            f'<p>试验台消息（新闻联播）：{SHORT.paragraphs[0]}</p><!--repaste.body.end--></div><div class="right">{_SUMMARIES}</div><p>编辑：孙莉 责任编辑：赵磊</p>',
        ),
        "2026-07-31 19:22", "试验台", flags=("extraction",), unwanted=("孙莉", "千亩花海"), wanted=(SHORT.paragraphs[0][:20], SHORT.paragraphs[0][-10:]),
    )  # fmt: skip
    yield _of(
        "short-body-long-disclaimer",
        SHORT,
        _page(
            f"<title>{SHORT.title}-财经-和财网</title>",
            f'<div class="articleName"><h1>{SHORT.title}</h1><div class="clearfix"><div class="tip fl"><span class="pr20">2026-07-31 10:56:28</span> <a href="/x">证券导报网</a> </div></div></div>'
            f'<div class="art_contextBox"><p>　　{SHORT.paragraphs[0]}</p></div><div class="disclaimer">【免责声明】本文仅代表作者本人观点，与和财网无关。和财网站对文中陈述、观点判断保持中立，'
            "不对所包含内容的准确性、可靠性或完整性提供任何明示或暗示的保证。请读者仅作参考，并请自行承担全部责任。邮箱：news@hecai.test</div>"
            "<div><h3>热门新闻排行榜</h3><ol><li><a href='/1'>央行今天开展公开市场操作，利率不变</a></li></ol></div>",
        ),
        "2026-07-31 10:56:28", "证券导报网", unwanted=("保持中立", "热门新闻", "央行今天"),
    )  # fmt: skip
    yield _of(
        "comments-longer-than-article",
        SHORT,
        _page(
            f"<title>{SHORT.title}_试验论坛报</title>",
            f'<h1>{SHORT.title}</h1><div class="info">2026-07-31 09:12　来源：试验论坛报</div><div class="main-text"><p>{SHORT.paragraphs[0]}</p></div><div id="comments"><h4>全部评论 38</h4>'
            + "".join(f"<div class='item'><b>市民{n}</b><p>第{n}条：排了很久的队，希望今年可以早点公布结果，也希望窗口多开几个，不要让大家来回跑。</p></div>" for n in range(12))
            + "</div>",
        ),
        "2026-07-31 09:12", "试验论坛报", unwanted=("排了很久的队", "全部评论"),
    )  # fmt: skip
    yield _of(
        "blog-time-element",
        RIVER,
        _page(
            f'<title>{RIVER.title} – 白河志愿者</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"{RIVER.title}",'
            '"datePublished":"2026-07-31T01:12:00Z","dateModified":"2026-08-03T00:00:00Z","author":{"name":"周敏"},"publisher":{"name":"白河志愿者"}}</script>',
            f'<article id="post-12"><header class="entry-header"><h1 class="entry-title">{RIVER.title}</h1><span class="posted-on">Posted on <time class="entry-date published" datetime="2026-07-31T01:12:00Z">'
            f'七月 31</time><time class="updated" datetime="2026-08-03T00:00:00Z">八月 3</time></span></header><div class="entry-content">{styled(RIVER)}</div></article><div id="comments" class="comments-area">'
            '<h2>发表评论</h2><p class="comment-notes">您的电子邮箱地址不会被公开。必填项已用 * 标注，请放心填写，谢谢。</p></div>',
        ),
        "2026-07-31 09:12", "白河志愿者", author="周敏", unwanted=("电子邮箱地址",),
    )  # fmt: skip


def _offices() -> Iterator[PageKind]:
    """Yield the pages of government sites."""
    table = (
        '<table class="bd1"><tr><td>索 引 号：</td><td>000014349/2026-00081</td><td>主题分类：</td><td>农业、林业\\合作社</td></tr>'
        "<tr><td>发文机关：</td><td>试验市农业农村局</td><td>成文日期：</td><td>2026年07月28日</td></tr>"
        f"<tr><td>标　　题：</td><td>{NOTICE.title}</td><td></td><td></td></tr><tr><td>发文字号：</td><td>试农发〔2026〕18号</td>"
        "<td>发布日期：</td><td>2026年07月31日</td></tr></table>"
    )
    files = (
        '<p><a href="./P020260731331.pdf"><img src="/pdf.gif"/>附件1：2026年度市级示范合作社名单.pdf</a></p>'
        '<p>附件2：<a href="../files/汇总表.xlsx">推荐汇总表</a></p>'
    )
    yield _of(
        "policy-with-index-table",
        NOTICE,
        _page(
            f"<title>{NOTICE.title}_试验市农业农村局</title>" + _metas(ArticleTitle=NOTICE.title, PubDate="2026-07-31 16:40", ContentSource="市农业农村局"),
            f'{_NAV}{_CRUMB}{table}<div class="wenzhang"><p class="bt">{NOTICE.title}</p><p>试农发〔2026〕18号</p><div id="zoomcon">{styled(NOTICE)}{files}</div></div><div class="xgjd">相关解读</div>{_FOOT}',
        ),
        "2026-07-31 16:40", "市农业农村局", wanted=("各县（市、区）农业农村局：", "请认真做好服务和管理工作。", "试验市农业农村局"), unwanted=("主题分类", "索 引 号"),
        attachments=("https://www.shiyan.test/zwgk/P020260731331.pdf", "https://www.shiyan.test/files/%E6%B1%87%E6%80%BB%E8%A1%A8.xlsx"),
    )  # fmt: skip
    yield _of(
        "attachment-is-the-whole-body",
        NOTICE,
        _page(
            f"<title>{NOTICE.title}</title>",
            f'{_NAV}{_CRUMB}<div class="article"><h2>{NOTICE.title}</h2><div class="time">发布时间：2026-07-31　来源：市农业农村局</div><div class="con"><p><a href="/files/2026/a.pdf">{NOTICE.title}.pdf</a></p></div></div>{_HOT}{_FOOT}',
        ),
        "2026-07-31", "市农业农村局", wanted=(f"附件：{NOTICE.title}.pdf",), text="", attachments=("https://www.shiyan.test/files/2026/a.pdf",),
    )  # fmt: skip
    yield _of(
        "list-like-notice",
        NOTICE,
        _page(
            f"<title>{NOTICE.title}</title>",
            f'{_NAV}<div class="content-box"><h1>{NOTICE.title}</h1><p class="meta">2026-07-31 来源：市农业农村局</p><div class="content"><p>{NOTICE.paragraphs[0]}</p><p>{NOTICE.paragraphs[1]}</p>'
            "<ol><li>东山县绿源蔬菜专业合作社</li><li>东山县西岭茶叶专业合作社</li><li>高新区禾丰农机专业合作社</li><li>白河区渔鑫水产专业合作社</li></ol>"
            f"<p style='text-align:right'>{NOTICE.paragraphs[2]}</p><p style='text-align:right'>{NOTICE.paragraphs[3]}</p></div></div>{_FOOT}",
        ),
        "2026-07-31", "市农业农村局", wanted=("1. 东山县绿源蔬菜专业合作社", "4. 白河区渔鑫水产专业合作社", "2026年7月28日"),
    )  # fmt: skip
    names = "".join(
        f"<p>{name}　　　市直机关　　　　事业单位八级职员</p>"
        for name in ("王强", "李娜", "张伟", "刘洋", "陈静", "赵磊")
    )
    yield _of(
        "names-without-sentences",
        Story("2026年市直单位公开遴选拟录用人员公示", ("经笔试、面试、考察等程序，现将拟录用人员名单公示如下。", "监督电话：0999-1234567")),
        _page(
            "<title>2026年市直单位公开遴选拟录用人员公示</title>",
            f'{_NAV}{_CRUMB}<div class="detail"><h1>2026年市直单位公开遴选拟录用人员公示</h1><div class="sub">发布时间：2026-07-31 18:00　信息来源：市人社局</div><div class="txt"><p>经笔试、面试、考察等程序，现将拟录用人员名单公示如下。</p>{names}<p>监督电话：0999-1234567</p></div></div>{_FOOT}',
        ),
        "2026-07-31 18:00", "市人社局", wanted=("王强", "李娜", "赵磊", "0999-1234567"), text="",
    )  # fmt: skip
    cells = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"
        for a, b, c in (("东山县", "128.4", "7.9"), ("白河区", "96.2", "6.4"), ("高新区", "203.7", "11.5"))
    )
    yield _of(
        "data-table",
        FACTORY,
        _page(
            f"<title>{FACTORY.title}</title>",
            f'{_NAV}<div class="main"><h1>{FACTORY.title}</h1><div>发布时间：2026-07-31 来源：市统计局</div><div class="body"><p>{FACTORY.paragraphs[0]}</p><p>各县区主要指标</p><table border="1"><thead><tr><th>县区</th><th>增加值（亿元）</th>'
            f"<th>增长（%）</th></tr></thead><tbody>{cells}</tbody></table><p>{FACTORY.paragraphs[-1]}</p></div></div>{_FOOT}",
        ),
        "2026-07-31", "市统计局", wanted=("| 县区 | 增加值（亿元） | 增长（%） |", "| 高新区 | 203.7 | 11.5 |"), text="",
    )  # fmt: skip
    merged = (
        "<table><tr><td rowspan='2'><p>县区</p></td><td colspan='2'><p>产值</p></td></tr><tr><td><p>本月</p></td><td><p>累计</p></td></tr>"
        "<tr><td><p><span>东山县</span></p></td><td><p>12.1</p></td><td><p>88.0</p></td></tr></table>"
    )
    yield _of(
        "word-table-with-merged-cells",
        FACTORY,
        _page(
            f"<title>{FACTORY.title}</title>",
            f'{_NAV}<h1>{FACTORY.title}</h1><div>发布时间：2026-07-31 来源：市统计局</div><div class="TRS_Editor"><p>{FACTORY.paragraphs[0]}</p>{merged}<p>{FACTORY.paragraphs[-1]}</p></div>{_FOOT}',
        ),
        "2026-07-31", "市统计局", wanted=("| 县区 | 产值 |  |", "|  | 本月 | 累计 |", "| 东山县 | 12.1 | 88.0 |"), text="",
    )  # fmt: skip
    yield _of(
        "question-and-answer",
        Story("关于东山路积水问题的咨询", ("东山路与人民路交叉口每逢下雨就积水，出行很不方便，请问什么时候可以解决？", "您好，您反映的路段已列入今年排水管网改造计划，预计9月底前完工，感谢您对我们工作的关心和支持。")),
        _page(
            "<title>关于东山路积水问题的咨询_互动交流</title>",
            f"{_NAV}{_CRUMB}<div class='mail'><h2>关于东山路积水问题的咨询</h2><table><tr><td>来信时间：</td><td>2026-07-28</td><td>受理单位：</td><td>市城管局</td></tr></table><div class='q'>东山路与人民路交叉口每逢下雨就积水，出行很不方便，请问什么时候可以解决？</div>"
            f"<div class='a'><p>您好，您反映的路段已列入今年排水管网改造计划，预计9月底前完工，感谢您对我们工作的关心和支持。</p></div><p>回复时间：2026-07-31　回复单位：市城管局</p></div>{_FOOT}",
        ),
        "2026-07-31", "",
    )  # fmt: skip
    yield _of(
        "shoulder-and-sub-titles",
        RIVER,
        _page(
            f"<title>{RIVER.title}-要闻-试验市政府网</title>" + _metas(ArticleTitle=RIVER.title, PubDate="2026-07-31 09:12:00", ContentSource="试验日报"),
            f'{_NAV}<div class="con"><p class="jianti">共抓大保护　不搞大开发</p><h1 id="ti">{RIVER.title}</h1><p class="futi">——上下游携手保护一江清水</p><p class="date">2026-07-31 09:12　来源：试验日报</p><div id="Zoom">{styled(RIVER, "span")}</div></div>{_FOOT}',
        ),
        "2026-07-31 09:12", "试验日报",
    )  # fmt: skip
    yield _of(
        "site-name-is-the-h1",
        MARKET,
        _page(
            "<title>试验市市场监督管理局 工作动态</title>",
            f'<h1><a href="/">试验市市场监督管理局</a></h1>{_NAV}<div id="content"><h2>{MARKET.title}</h2><h5>2026-07-31 09:12 来源：市市场监管局 访问量：20</h5>{styled(MARKET, "br")}</div>{_FOOT}',
        ),
        "2026-07-31 09:12", "市市场监管局",
    )  # fmt: skip
    yield _of(
        "title-cut-in-head",
        Story("试验市召开全市深化“放管服”改革优化营商环境暨招商引资工作推进会议", FLOOD.paragraphs),
        _page(
            "<title>试验市召开全市深化“放管服”改革优化营商环境暨招... - 试验市政府</title>",
            f'{_NAV}<div class="b"><div class="bt">试验市召开全市深化“放管服”改革<br>优化营商环境暨招商引资工作推进会议</div><div class="xx">发表时间：2026-07-31 08:30 来源：市政府办</div><div class="nr">{styled(FLOOD, "nested")}</div></div>{_FOOT}',
        ),
        "2026-07-31 08:30", "市政府办",
    )  # fmt: skip
    yield _of(
        "print-version",
        MARKET,
        _page(
            f"<title>打印 - {MARKET.title}</title>",
            f"<p><a href='javascript:window.print()'>打印本页</a> <a href='javascript:window.close()'>关闭</a></p><h3 align=center>{MARKET.title}</h3><p align=center>试验市政府网站 2026年7月31日 来源：市市场监管局</p><hr>{styled(MARKET, 'p')}<hr><p>打印时间：2026年8月4日</p>",
        ),
        "2026-07-31", "市市场监管局", unwanted=("打印时间", "关闭"),
    )  # fmt: skip
    yield _of(
        "body-markers-only",
        FLOOD,
        _page(
            f"<title>{FLOOD.title}</title>",
            f"<table><tr><td>{_NAV}</td></tr><tr><td><table><tr><td>{_SUMMARIES}</td><td><b>{FLOOD.title}</b><br>时间：2026-07-31　来源：县政府办　　【<a>大</a>　<a>中</a>　<a>小</a>】<br><!--正文开始-->{styled(FLOOD, 'br')}<!--正文结束--></td></tr></table></td></tr><tr><td>{_FOOT}</td></tr></table>",
        ),
        "2026-07-31", "县政府办", unwanted=("千亩花海", "音乐喷泉"),
    )  # fmt: skip
    yield _of(
        "english-site",
        ENGLISH,
        _page(
            f"<title>{ENGLISH.title} - Shiyan Municipal Government</title>",
            f'<div class="menu"><a>Home</a> | <a>News</a> | <a>Services</a></div><div class="en"><h1>{ENGLISH.title}</h1><p class="tm">Updated: 2026-07-31 09:12 | Source: Shiyan Daily | By Li Ming</p><div class="text">{styled(ENGLISH)}</div><div>Share to: <a>Facebook</a> <a>Twitter</a></div></div><div class="foot">Copyright © Shiyan Municipal Government. All rights reserved.</div>',
            lang="en",
        ),
        "2026-07-31 09:12", "Shiyan Daily", unwanted=("Share to", "All rights"), flags=("date",), author="Li Ming",
    )  # fmt: skip


def _awkward() -> Iterator[PageKind]:
    """Yield pages whose markup stands in the way."""
    yield _of(
        "twice-for-two-screens",
        FLOOD,
        _page(
            f"<title>{FLOOD.title}</title>",
            f'<div class="pc"><h1>{FLOOD.title}</h1><p>2026-07-31 09:12　来源：县融媒</p><div class="cont">{styled(FLOOD)}</div></div><div class="mobile"><h1>{FLOOD.title}</h1><p>2026-07-31 09:12　来源：县融媒</p><div class="cont">{styled(FLOOD)}</div></div>{_FOOT}',
        ),
        "2026-07-31 09:12", "县融媒",
    )  # fmt: skip
    yield _of(
        "sidebar-longer-than-article",
        SHORT,
        _page(
            f"<title>{SHORT.title}-试验房产</title>",
            f'<div class="left"><h1>{SHORT.title}</h1><div>2026-07-31 09:12 来源：市住房保障中心</div><div class="neirong"><p>{SHORT.paragraphs[0]}</p></div></div><div class="right">{_SUMMARIES * 3}</div>{_FOOT}',
        ),
        "2026-07-31 09:12", "市住房保障中心", flags=("extraction",), unwanted=("千亩花海", "音乐喷泉"),
    )  # fmt: skip
    yield _of(
        "browser-warning",
        FACTORY,
        _page(
            f"<title>{FACTORY.title}</title>",
            f'<div class="ie">您使用的浏览器版本过低，为了获得更好的浏览体验，请升级到最新版本的浏览器，谢谢您的配合与支持。</div>{_NAV}<noscript>请启用脚本。</noscript><h1>{FACTORY.title}</h1><p>2026-07-31 来源：统计局</p><div class="artcon">{styled(FACTORY, "div")}</div>{_FOOT}',
        ),
        "2026-07-31", "统计局", unwanted=("浏览器版本过低", "启用脚本"),
    )  # fmt: skip
    photo = '<div class="img"><img src="1.jpg"/><p class="caption">图为抢险队员在西岭镇排除险情。试验日报记者 吴迪 摄</p></div>'
    yield _of(
        "pictures-with-captions",
        FLOOD,
        _page(
            f"<title>{FLOOD.title}</title>",
            f'{_NAV}<h1>{FLOOD.title}</h1><p>2026-07-31 来源：试验日报</p><div class="w"><p>{FLOOD.paragraphs[0]}</p>{photo}'
            + "".join(f"<p>{paragraph}</p>" for paragraph in FLOOD.paragraphs[1:])
            + f"</div>{_FOOT}",
        ),
        "2026-07-31", "试验日报", unwanted=("排除险情",),
    )  # fmt: skip
    yield _of(
        "account-furniture",
        SCHOOL,
        _page(
            f"<title>{SCHOOL.title}</title>",
            f'<h1>{SCHOOL.title}</h1><p>2026-07-31 09:12　来源：高新区发布</p><div class="rich"><p>↑↑↑ 点击上方“高新区发布”关注我们</p>{styled(SCHOOL, "section")}<p>END</p><p>来源：高新区教育局</p><p>编辑：吴迪</p><p>一审：孙莉　二审：郑强　三审：赵磊</p><p>点赞、在看，分享给更多人</p></div>',
        ),
        "2026-07-31 09:12", "高新区发布", unwanted=("关注我们", "二审", "在看", "END"),
    )  # fmt: skip
    yield _of(
        "paged-article",
        RIVER,
        _page(
            f"<title>{RIVER.title}</title>",
            f'{_NAV}<h1>{RIVER.title}</h1><p>2026-07-31　来源：试验日报</p><div class="zw">{styled(RIVER)}<div class="page"><a>首页</a> <a>上一页</a> <a>1</a> <a>2</a> <a>3</a> <a>下一页</a> <a>尾页</a></div></div>{_FOOT}',
        ),
        "2026-07-31", "试验日报", unwanted=("下一页", "尾页"),
    )  # fmt: skip
    yield _of(
        "links-inside-the-text",
        RIVER,
        _page(
            f"<title>{RIVER.title}</title>",
            f'{_NAV}<h1>{RIVER.title}</h1><p>2026-07-31　来源：试验日报</p><div class="zw">'
            + "".join(f'<p><a href="/k">{paragraph[:12]}</a>{paragraph[12:]}</p>' for paragraph in RIVER.paragraphs)
            + f"</div>{_FOOT}",
        ),
        "2026-07-31", "试验日报",
    )  # fmt: skip
    yield _of(
        "text-in-pre",
        MARKET,
        _page(
            f"<title>{MARKET.title}</title>",
            f"{_NAV}<h2>{MARKET.title}</h2><div>2026-07-31 来源：市场监管局</div><pre>" + "\n".join("　　" + p for p in MARKET.paragraphs) + f"</pre>{_FOOT}",
        ),
        "2026-07-31", "市场监管局",
    )  # fmt: skip
    yield _of(
        "broken-markup",
        FLOOD,
        f"<html><title>{FLOOD.title}_东山县</title><body><div><div class=nav><a href=/>首页</a><a href=/a>概况</a></div><div class=bt><b>{FLOOD.title}</div><div>[2026-07-31] 来源:东山县政府办</b></td></div><div class=txt><p>"
        + "<p>".join(FLOOD.paragraphs) + "</div></span></table><p>版权所有：东山县政府",
        "2026-07-31", "东山县政府办", unwanted=("版权所有",),
    )  # fmt: skip
    yield _of(
        "comment-in-the-name-of-the-body",
        SCHOOL,
        _page(
            f"<title>{SCHOOL.title}</title>",
            f'<div class="comment-page sidebar-open"><h1>{SCHOOL.title}</h1><p>2026-07-31 09:12　来源：时评网</p><div class="comment-content">{styled(SCHOOL)}</div></div>{_FOOT}',
        ),
        "2026-07-31 09:12", "时评网",
    )  # fmt: skip
    quoted = Story(
        MARKET.title,
        (
            MARKET.paragraphs[0],
            "据了解，此次检查的责任编辑：这一岗位由专人负责，相关新闻还会继续发布，推荐阅读有关条例。",
            MARKET.paragraphs[2],
        ),
    )
    yield _of(
        "furniture-words-in-prose",
        quoted,
        _page(
            f"<title>{MARKET.title}</title>",
            f'{_NAV}<h1>{MARKET.title}</h1><p>2026-07-31 来源：市场监管局</p><div class="zw">{styled(quoted)}</div>{_FOOT}',
        ),
        "2026-07-31", "市场监管局", wanted=("这一岗位由专人负责", MARKET.paragraphs[2][-12:]),
    )  # fmt: skip


def _odd_dates() -> Iterator[PageKind]:
    """Yield pages whose time is stated in an unusual place or way."""

    def simple(name: str, info: str, date: str, head: str = "", origin: str = "市融媒", **more: object) -> PageKind:
        html = _page(
            f"<title>{FLOOD.title}</title>{head}",
            f'{_NAV}<h1>{FLOOD.title}</h1><div class="msg">{info}</div><div class="zw">{styled(FLOOD)}</div>{_HOT}{_FOOT}',
        )
        return _of(name, FLOOD, html, date, origin, **more)

    source = "来源：市融媒"
    yield simple("hours-ago", f"3小时前　{source}", "2026-08-05 07:00")
    yield simple("yesterday", f"昨天 08:12　{source}", "2026-08-04 08:12")
    yield simple("chinese-figures", f"{source}　发布时间：二〇二六年七月三十一日", "2026-07-31")
    yield simple("no-year", f"{source}　07-31 09:12", "2026-07-31 09:12")
    yield simple("day-above-month", f"<b>31</b><i>2026-07</i>　{source}", "2026-07-31")
    yield simple("in-the-address", source, "2026-07-31", address="https://www.shiyan.test/202607/t20260731_88.html")
    yield simple("nowhere", source, "")
    yield simple(
        "modified-only",
        f"{source}　更新时间：2026-08-04 17:00",
        "2026-08-04 17:00",
        head='<meta property="article:modified_time" content="2026-08-04T17:00:00+08:00">',
        flags=("date",),
    )
    yield simple(
        "published-and-updated", f"更新时间：2026-08-04 17:00　发布时间：2026-07-31 09:12　{source}", "2026-07-31 09:12"
    )
    yield simple("first-of-january", source, "2026-01-01", head=_metas(PubDate="2026-01-01 00:00"), flags=("date",))
    yield simple("in-the-future", f"发布时间：2027-07-31　{source}", "2027-07-31", flags=("date",))
    yield simple(
        "greenwich", source, "2026-07-31 09:12", head='<meta name="pubdate" content="Fri, 31 Jul 2026 01:12:00 GMT">'
    )
    yield simple(
        "zone-in-meta",
        source,
        "2026-07-31 09:12",
        head='<meta property="article:published_time" content="2026-07-31T01:12:00Z">',
    )
    yield simple(
        "in-script-data",
        source,
        "2026-07-31 09:12",
        head='<script>var page={"publishTime":"2026-07-31 09:12:00","updateTime":"2026-08-04 17:00:00"};</script>',
    )
    yield simple(
        "made-time-is-not-it",
        f"{source}　<span>2026-07-31</span>",
        "2026-07-31",
        head=_metas(Maketime="2026-08-05 00:10:00", lastmodified="2026-08-05"),
    )
    yield simple("lunar-day-beside", f"2026年7月31日 星期五 农历六月十八　{source}", "2026-07-31")
    yield simple(
        "today-in-the-header",
        f"发布时间：2026-07-31　{source}",
        "2026-07-31",
        head="</head><body><div class='top'>今天是2026年8月5日 星期三</div>",
    )
    yield simple(
        "origin-with-rest",
        "2026-07-31 09:12 来源：试验日报作者：李明时间：2026-07-31浏览：3",
        "2026-07-31 09:12",
        origin="试验日报",
        author="李明",
    )
    yield simple(
        "origin-in-quotes",
        "2026-07-31 09:12　转自：“试验发布”微信公众号",
        "2026-07-31 09:12",
        origin="“试验发布”微信公众号",
    )
    yield simple("two-origins", "2026-07-31　来源：新华社、人民日报", "2026-07-31", origin="新华社、人民日报")
    yield simple("origin-then-date", "来源：市发展改革委2026-07-31 09:12", "2026-07-31 09:12", origin="市发展改革委")


def _odd_bodies() -> Iterator[PageKind]:
    """Yield pages without a text of their own, which must be told and not guessed at."""
    yield _of(
        "written-by-script", FLOOD,
        _page(f"<title>{FLOOD.title}</title>", '<div id="app"></div><noscript>We\'re sorry but this site doesn\'t work properly without JavaScript enabled. Please enable it to continue.</noscript><script src="/js/app.js"></script><script src="/js/chunk.js"></script>'),
        "", "", problem="脚本",
    )  # fmt: skip
    yield _of(
        "placeholders-of-a-script", FLOOD,
        _page(f"<title>{FLOOD.title}</title>", f'{_NAV}<div id="app" v-cloak><h1>{{{{ article.title }}}}</h1><p>{{{{ article.time }}}} 来源：{{{{ article.source }}}}</p><div v-html="article.content"></div></div>{_FOOT}<script src="/vue.js"></script>'),
        "", "", problem="脚本",
    )  # fmt: skip
    yield _of(
        "frames", FLOOD,
        f'<html><head><title>{FLOOD.title}</title></head><frameset rows="100,*"><frame src="top.html"><frame name="main" src="content.html"></frameset></html>',
        "", "", problem="框架",
    )  # fmt: skip
    yield _of(
        "body-in-a-frame", FLOOD,
        _page(f"<title>{FLOOD.title}</title>", f'{_NAV}<h1>{FLOOD.title}</h1><iframe src="/inner/8812.html" width="100%" height="900"></iframe>{_FOOT}'),
        "", "", problem="/inner/8812.html",
    )  # fmt: skip
    yield _of(
        "pictures-only", SHORT,
        _page(f"<title>{SHORT.title}</title>", f'{_NAV}<h1>{SHORT.title}</h1><div>发布时间：2026-07-31　来源：市住房保障中心</div><div class="content"><p><img src="/a/long1.jpg"></p><p><img src="/a/long2.jpg"></p></div>{_HOT}{_FOOT}'),
        "2026-07-31", "市住房保障中心", wanted=(), text="", flags=("extraction",),
    )  # fmt: skip
    yield _of(
        "not-found", FLOOD,
        _page("<title>404 Not Found</title>", "<h1>404</h1><p>抱歉，您访问的页面不存在或已删除。</p><a href='/'>返回首页</a>"),
        "", "", problem="不存在",
    )  # fmt: skip


def _hard() -> Iterator[PageKind]:
    """Yield pages that rules of thumb read wrongly."""

    def simple(name: str, story: Story, info: str, body: str, date: str, origin: str, **more: object) -> PageKind:
        html = _page(
            f"<title>{story.title}_试验市政府网</title>{more.pop('head', '')}",
            f'{more.pop("above", _NAV)}<div class="box"><h1>{story.title}</h1><div class="p1">{info}</div><div class="p2">{body}</div></div>{more.pop("below", _HOT)}{_FOOT}',
        )
        return _of(name, story, html, date, origin, **more)

    stamp, when = "发布时间：2026-07-31 09:12　来源：市融媒", "2026-07-31 09:12"
    meeting = Story(
        "关于召开全市防汛工作会议的通知",
        (
            "各县（市、区）人民政府，市直有关单位：",
            "经研究，决定召开全市防汛工作会议，现将有关事项通知如下。",
            "时间：2026年8月7日（星期五）上午9:00",
            "地点：市政府第一会议室",
            "参会人员：各县（市、区）分管负责同志",
            "作者：略",
            "试验市防汛抗旱指挥部办公室",
            "2026年7月31日",
        ),
    )
    yield simple(
        "meeting-notice",
        meeting,
        stamp,
        styled(meeting),
        when,
        "市融媒",
        wanted=("时间：2026年8月7日（星期五）上午9:00", "地点：市政府第一会议室", "参会人员："),
        text="",
    )
    law = Story(
        "试验市城市绿化管理办法",
        (
            "第一条　为了加强城市绿化管理，保护和改善生态环境，根据有关法律法规，结合本市实际，制定本办法。",
            "第二条　本市行政区域内城市绿化的规划、建设、保护和管理，适用本办法。",
            "第三条　本办法自2026年9月1日起施行。",
        ),
    )
    yield simple(
        "regulation",
        law,
        "（2026年6月20日试验市人民政府第12次常务会议通过）",
        styled(law),
        "2026-07-31",
        "市司法局",
        below="<p>发布日期：2026-07-31　来源：市司法局</p>",
        wanted=("第一条", "起施行。"),
    )
    yield simple(
        "calendar-in-the-header",
        FLOOD,
        stamp,
        styled(FLOOD),
        when,
        "市融媒",
        above="<div class='t'>2026年8月5日 星期三 晴 26℃</div>" + _NAV,
    )
    yield simple(
        "summary-before-share",
        RIVER,
        stamp,
        f"<p>摘要：{RIVER.paragraphs[0]}</p><div>分享到：<a>微信</a></div>" + styled(Story("x", RIVER.paragraphs[1:])),
        when,
        "市融媒",
    )
    yield simple(
        "yesterday-in-the-title",
        Story("我市昨天召开防汛工作会议", FLOOD.paragraphs),
        "来源：市融媒",
        styled(FLOOD),
        "",
        "市融媒",
    )
    yield simple(
        "date-in-the-title",
        Story("2026年8月1日起我市调整公交线路", MARKET.paragraphs),
        stamp,
        styled(MARKET),
        when,
        "市融媒",
    )
    yield simple(
        "related-box-in-the-middle",
        RIVER,
        stamp,
        "".join(f"<p>{p}</p>" for p in RIVER.paragraphs[:2])
        + "<div class='related'><h4>相关报道</h4><ul><li><a href='/1'>白河水质连续三年改善，沿线群众有了更多获得感</a></li></ul></div>"
        + "".join(f"<p>{p}</p>" for p in RIVER.paragraphs[2:]),
        when,
        "市融媒",
        unwanted=("更多获得感",),
    )
    yield simple(
        "nameless-box-in-the-middle",
        RIVER,
        stamp,
        "".join(f"<p>{p}</p>" for p in RIVER.paragraphs[:3])
        + "<div><h4>相关报道</h4><ul><li><a href='/1'>白河水质连续三年改善，沿线群众有了更多获得感</a></li></ul></div>"
        + "".join(f"<p>{p}</p>" for p in RIVER.paragraphs[3:]),
        when,
        "市融媒",
        unwanted=("更多获得感", "相关报道"),
    )
    yield _of(
        "title-below-the-text",
        RIVER,
        _page(f"<title>{RIVER.title}</title>", f"<div>{styled(RIVER)}<p>{RIVER.title}</p><p>{stamp}</p></div>"),
        when,
        "市融媒",
    )
    bare = Story("白河颂", ("白河水", "清又清", "流过东山城", "两岸稻花香"))
    yield simple(
        "lines-without-sentences",
        bare,
        stamp,
        styled(bare, "br"),
        when,
        "市融媒",
        flags=("extraction",),
        wanted=bare.paragraphs,
    )
    yield simple(
        "stamp-on-a-line-of-its-own",
        FLOOD,
        "<p>2026-07-31 09:12:00</p><p>来源：市融媒</p>",
        styled(FLOOD),
        "2026-07-31 09:12:00",
        "市融媒",
        unwanted=("2026-07-31",),
    )
    yield simple(
        "account-before-the-stamp",
        FLOOD,
        "<span>东山发布</span><span>⋅</span><span>2026-07-31 09:12</span>",
        styled(FLOOD),
        when,
        "东山发布",
        unwanted=("东山发布",),
    )
    yield simple(
        "english-date", ENGLISH, "<p>July 31, 2026</p>", styled(ENGLISH), "2026-07-31", "", unwanted=("July 31",)
    )
    yield simple(
        "commercial-tail",
        FLOOD,
        stamp,
        styled(FLOOD)
        + "<div>责任编辑：吴迪</div><div>本报新闻热线：0999-0000000</div><div>本报新闻，未经授权不得转载</div>",
        when,
        "市融媒",
        unwanted=("新闻热线",),
    )
    fair = Story(
        "关于举办2026年招商推介会的公告",
        (
            "为展示我市投资环境，定于9月举办2026年招商推介会，欢迎各界人士参加。",
            "主办单位：试验市人民政府",
            "承办单位：试验市商务局",
            "参会单位可以通过网上平台提供信息发布需求，也可以向会务组索取资料。",
            "转发通知，请遵照执行",
            "联系人：李明　电话：0999-1234567",
        ),
    )
    yield simple("organisers-of-an-event", fair, stamp, styled(fair), when, "市融媒", wanted=fair.paragraphs[1:5])
    weather = Story(
        "未来三天我市有强降雨",
        (
            "预计未来三天我市自西向东有一次强降雨过程，累计雨量可达80至150毫米，局地超过200毫米。",
            "风险提示",
            "强降雨可能引发山洪、地质灾害和城市内涝，请各地加强巡查，提前转移危险区域群众。",
        ),
    )
    yield simple(
        "heading-that-reads-as-a-notice", weather, stamp, styled(weather), when, "市融媒", wanted=weather.paragraphs[1:]
    )
    yield simple(
        "summary-above-the-stamp",
        RIVER,
        f"<div class='jj'>核心提示：{RIVER.paragraphs[4]}上下游三市共同保护白河。</div><div>2026-07-31 09:12　来源：市融媒　责任编辑：赵磊</div>",
        styled(Story("x", RIVER.paragraphs[:4])),
        when,
        "市融媒",
        wanted=RIVER.paragraphs[:4],
        text="",
    )
    other = "".join(f"<p>{paragraph}</p>" for paragraph in (*MARKET.paragraphs, *SCHOOL.paragraphs))
    yield _of(
        "nameless-column-before-the-title",
        FLOOD,
        _page(
            f"<title>{FLOOD.title}</title>",
            f"<table><tr><td><div>{other}</div></td><td>{_NAV * 9}</td><td><div><b>{FLOOD.title}</b></div><div>{stamp}</div><div>{styled(FLOOD)}</div></td></tr></table>",
        ),
        when,
        "市融媒",
        flags=("extraction",),
        unwanted=(MARKET.paragraphs[0], SCHOOL.paragraphs[0]),
    )
    yield _of(
        "nameless-comments",
        FLOOD,
        _page(
            f"<title>{FLOOD.title}</title>",
            f"<div><h1>{FLOOD.title}</h1><div>{stamp}</div><div>{styled(FLOOD)}</div></div>{_NAV * 9}<div><h4>网友评论</h4>{other}</div>",
        ),
        when,
        "市融媒",
        unwanted=(MARKET.paragraphs[0], SCHOOL.paragraphs[0]),
    )
    yield simple(
        "advertisement-in-the-middle",
        RIVER,
        stamp,
        "".join(f"<div>{p}</div>" for p in RIVER.paragraphs[:3])
        + "<div class='ad_box'><a href='/ad'>全城热卖，限时优惠，欢迎选购</a></div>"
        + "".join(f"<div>{p}</div>" for p in RIVER.paragraphs[3:]),
        when,
        "市融媒",
        unwanted=("限时优惠",),
    )
    yield simple(
        "origin-with-paper",
        FLOOD,
        "2026-07-31 09:12 来源：<a>光观网-《光观日报》</a>",
        styled(FLOOD),
        when,
        "光观网-《光观日报》",
    )
    yield simple(
        "origin-with-page-number",
        FLOOD,
        "来源：《试验日报》（ 2026年07月31日 第02版）",
        styled(FLOOD),
        "2026-07-31",
        "试验日报",
    )
    yield simple(
        "origin-glued-to-links",
        FLOOD,
        "2026年07月31日 09:12　来源：中华新闻社<a>参与互动</a>(<span>0</span>)",
        styled(FLOOD),
        when,
        "中华新闻社",
    )
    yield simple(
        "issuing-office-only",
        FLOOD,
        "发布机构：市应急管理局　发布时间：2026-07-31",
        styled(FLOOD),
        "2026-07-31",
        "市应急管理局",
    )
    yield simple(
        "origin-in-table",
        FLOOD,
        "<table><tr><td>来源：</td><td>市应急管理局</td><td>发布时间：</td><td>2026-07-31 09:12</td></tr></table>",
        styled(FLOOD),
        when,
        "市应急管理局",
    )
    yield simple(
        "bottom-line",
        FLOOD,
        "",
        styled(FLOOD) + "<p align=right>（来源：市融媒　发布日期：2026-07-31）</p>",
        "2026-07-31",
        "市融媒",
    )
    yield simple(
        "afternoon", FLOOD, "2026年7月31日 下午3:20　来源：市融媒", styled(FLOOD), "2026-07-31 15:20", "市融媒"
    )
    yield simple(
        "paragraphs-in-rows",
        RIVER,
        stamp,
        "<table>" + "".join(f"<tr><td>{p}</td></tr>" for p in RIVER.paragraphs) + "</table>",
        when,
        "市融媒",
    )
    yield simple(
        "definition-list",
        MARKET,
        stamp,
        "<dl>" + "".join(f"<dd>{p}</dd>" for p in MARKET.paragraphs) + "</dl>",
        when,
        "市融媒",
    )
    yield simple(
        "figure-caption",
        MARKET,
        stamp,
        "<figure><img src='a.jpg'><figcaption>执法人员在夜市检查。周敏 摄</figcaption></figure>" + styled(MARKET),
        when,
        "市融媒",
        unwanted=("周敏 摄",),
    )
    yield simple(
        "download-script",
        NOTICE,
        stamp,
        styled(NOTICE)
        + "<p><a href='/module/download/downfile.jsp?classid=0&filename=a1b2.docx'>附件1：申报表.docx</a></p><p><a href='javascript:void(0)'>附件2：无效.docx</a></p>",
        when,
        "市融媒",
        wanted=("附件1：申报表.docx",),
        attachments=("https://www.shiyan.test/module/download/downfile.jsp?classid=0&filename=a1b2.docx",),
    )
    yield simple(
        "attachments-below-the-body",
        NOTICE,
        stamp,
        styled(NOTICE),
        when,
        "市融媒",
        wanted=("附件：名单.xls",),
        below="<div class='fj'>附件下载：<ul><li><a href='f/1.xls'>名单.xls</a></li></ul></div>" + _HOT,
        attachments=("https://www.shiyan.test/zwgk/f/1.xls",),
    )
    yield simple(
        "base-address",
        NOTICE,
        stamp,
        styled(NOTICE) + "<p><a href='x.pdf'>附件.pdf</a></p>",
        when,
        "市融媒",
        head="<base href='https://files.shiyan.test/a/'>",
        wanted=("附件",),
        attachments=("https://files.shiyan.test/a/x.pdf",),
    )
    yield simple(
        "long-first-line-of-links",
        SCHOOL,
        stamp,
        "<p>相关链接：<a href='/1'>高新区学校建设三年行动方案全文</a></p>" + styled(SCHOOL),
        when,
        "市融媒",
    )
    yield simple(
        "quotation",
        SCHOOL,
        stamp,
        f"<p>{SCHOOL.paragraphs[0]}</p><blockquote>{SCHOOL.paragraphs[1]}</blockquote><h3>一、进展顺利</h3><p>{SCHOOL.paragraphs[2]}</p><p>{SCHOOL.paragraphs[3]}</p>",
        when,
        "市融媒",
        wanted=("一、进展顺利", SCHOOL.paragraphs[1][:20]),
    )
    yield simple(
        "editors-inside-last-paragraph",
        MARKET,
        stamp,
        "".join(f"<p>{p}</p>" for p in MARKET.paragraphs[:-1]) + f"<p>{MARKET.paragraphs[-1]}（责任编辑：赵磊）</p>",
        when,
        "市融媒",
        unwanted=("赵磊",),
    )
    escaped = styled(RIVER).replace("<", "&lt;").replace(">", "&gt;")
    yield simple(
        "body-in-a-textarea",
        RIVER,
        stamp,
        f"<textarea class='article-content' style='display:none'>{escaped}</textarea><div id='show'></div>",
        when,
        "市融媒",
    )
    quoted = styled(RIVER).replace("/", "\\/").replace('"', '\\"').replace("\n", "\\n")
    yield simple(
        "body-in-script-data",
        RIVER,
        stamp,
        f'<div id="app"></div><script>var detail = {{"title":"{RIVER.title}","content":"{quoted}","views":3}};</script>',
        when,
        "市融媒",
    )
    yield _of(
        "title-goes-on-in-the-body", RIVER,
        _page(f"<title>{RIVER.title}</title>" + _metas(ArticleTitle=RIVER.title, PubDate="2026-07-31 09:12", ContentSource="新华社"), f'{_NAV}<div id="con_con"><p style="text-align:center"><strong>{RIVER.title}强调</strong></p>{styled(RIVER)}</div>{_FOOT}'),
        when, "新华社",
    )  # fmt: skip
    yield _of(
        "no-title-element", FACTORY,
        _page("", f'{_NAV}<div class="d"><h2>{FACTORY.title}</h2><p>{stamp}</p>{styled(FACTORY)}</div>{_FOOT}'), when, "市融媒",
    )  # fmt: skip
    yield _of(
        "column-name-in-head", FACTORY,
        _page("<title>工作动态--试验市统计局</title>", f'<a href="/">试验市统计局</a>{_NAV}{_CRUMB}<div class="d"><div class="tt">{FACTORY.title}</div><p>{stamp}</p>{styled(FACTORY)}</div>{_FOOT}'), when, "市融媒",
    )  # fmt: skip
    piped = Story("数说|上半年全市工业经济运行平稳", FACTORY.paragraphs)
    yield _of(
        "bar-in-the-title", piped,
        _page(f"<title>{piped.title}|试验发布</title>", f'<p class="k">{stamp}</p>{styled(piped)}'), when, "市融媒",
    )  # fmt: skip
    yield _of(
        "figures-and-dash-in-the-title", Story("1-6月全市进出口总值增长9.1%", FACTORY.paragraphs),
        _page("<title>1-6月全市进出口总值增长9.1%-试验海关-试验市政府</title>", f'<p class="k">{stamp}</p>{styled(FACTORY)}'), when, "市融媒",
    )  # fmt: skip
    yield _of(
        "long-dash-in-the-title", Story("一江清水向东流——白河治理纪实", RIVER.paragraphs),
        _page("<title>一江清水向东流——白河治理纪实 - 试验新闻网</title>", f'<p class="k">{stamp}</p>{styled(RIVER)}'), when, "市融媒",
    )  # fmt: skip
    yield _of(
        "neighbours-name-the-same-title", FLOOD,
        _page(f"<title>{FLOOD.title}</title>", f'<div class="new"><ul><li><a href="/1">{FLOOD.title}</a></li><li>2019-01-01　来源：旧报</li></ul></div><div class="art"><div class="name">{FLOOD.title}</div><div>{stamp}</div>{styled(FLOOD)}</div>{_FOOT}'), when, "市融媒",
    )  # fmt: skip
    yield _of(
        "one-flat-cell", MARKET,
        _page(f"<title>{MARKET.title}</title>", f"<table><tr><td>{MARKET.title}<br>{stamp}<br>" + "<br>".join(MARKET.paragraphs) + "<br>上一条：没有了<br>下一条：没有了<br>地址：试验市人民路1号，邮编：000000，建议使用高分辨率浏览器访问本站。</td></tr></table>"), when, "市融媒", unwanted=("没有了", "高分辨率"),
    )  # fmt: skip
