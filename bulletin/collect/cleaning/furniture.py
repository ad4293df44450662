"""What stands around a text on a page and is not the text: publication lines, trailers, forum and site furniture.

The words are those Chinese sites share; nothing here names a site.
"""

from __future__ import annotations

import re

_COLON = r"\s*[:：]"
_END = r"(?=[\s】\]）)|｜:：]|$)"
_INSIDE = r"(?=[^\w【】\[\]]{0,5}\w)[^【】\[\]]{1,6}"
_BRACKETED = rf"(?:【{_INSIDE}】|\[{_INSIDE}\]|[^\w])*"


def _any(words: str) -> str:
    """Return a pattern for any of the blank-separated `words`, which may be patterns themselves."""
    return f"(?:{'|'.join(words.split())})"


_WHEN = _any("发布 发表 发稿 发文 更新 录入 上传 成文 稿件") + "(?:时间|日期)"
_WHENCE = r"(?:^|[\W\d日]|信息|稿件|文章|新闻)来源于?"
_HOW_OFTEN = _any("浏览 点击 阅读 访问 查看 人气") + "(?:次数|数|量)?"
_BY_WHOM = _any(
    """时间 日期 作者 编辑 责编 责任编辑 字号 字体 字体大小 视力保护色 保护视力色 分享到? 分享至 审核 校对 录入
    发布人 发布者"""
)

PUBLICATION_LINE = re.compile(rf"(?:{_WHEN}|{_WHENCE}|{_HOW_OFTEN}){_COLON}|^\W{{0,2}}{_BY_WHOM}{_COLON}")
"""A line that says when, by whom or from where a text was published."""

STAMPED_LINE = re.compile(
    rf"(?:{_WHEN}|{_HOW_OFTEN}){_COLON}|^(?:时间|日期){_COLON}\s*\d{{4}}-\d\d?-\d\d?(?:\s+\d\d?:\d\d(?::\d\d)?)?$"
)
"""The same as a site's software stamps it; a unit's own ``信息来源：`` and ``时间：`` are elements of its report."""

_EDITORS = _any("责任编辑 责编 编辑 值班编辑 网络编辑 本文编辑 文字编辑 审核 审校 校对 初审 复审 终审 监制")
_BUTTONS = _any(
    """打印本页 关闭窗口 关闭本页 返回顶部 返回列表 返回首页 回到顶部 我要打印 收藏本页 加入收藏 打印 关闭
    [上下]一[篇条页] [前后]一篇"""
)
_SHARING = _any("分享到 分享至 分享按钮 一键分享 扫一扫 扫码关注 微信扫 手机扫 长按二维码 用微信 您需要登录后 文明上网")
_NOTICES = _any("版权声明 免责声明 特别声明 郑重声明 法律声明 声明 风险提示")
_COMMENTS = _any(
    """网友评论 最新评论 热门评论 全部评论 查看更多评论 查看评论 我要评论 发表评论 我来说两句 评论列表
    目前没有(?:热门)?跟贴 跟贴"""
)
_RELATED = _any(
    """相关(?:新闻|阅读|文章|报道|链接|推荐|专题|信息|稿件|内容|资讯) 延伸阅读 推荐阅读 更多阅读 精彩推荐
    (?:热门|热点)(?:推荐|文章|新闻|排行) 最新文章 猜你喜欢 为您推荐 大家都在看 大家都爱看 新闻推荐 新闻排行 点击排行
    本站推荐 编辑推荐 更多猛料 24小时热"""
)
_SITE = _any(
    """主办单位 承办单位 技术支持 网站标识码 网站地图 联系我们 关于我们 关于本站 友情链接 违法和不良信息 举报邮箱
    立即注册 本版积分规则 关注我们 官方微信"""
)
_RECORDS = r"版权所有|copyright\b|©|\S{0,4}ICP备|\S{0,3}公网安备"
_DISCLAIMERS = _any(
    r"""网友评论仅供 不代表本(?:网|站|平台) 与本[网站]无关 仅代表作者(?:本人|个人) 转载请注明 All\sRights\sReserved
    ICP备\d 公网安备\s*\d"""
)

TRAILER = re.compile(
    rf"^{_BRACKETED}(?:{_EDITORS}{_COLON}|(?:{_BUTTONS}|{_NOTICES}|{_RELATED}|{_SITE}){_END}"
    rf"|{_SHARING}|{_COMMENTS}|{_RECORDS})|{_DISCLAIMERS}",
    re.IGNORECASE,
)
"""A line that, standing after a text, begins what does not belong to it."""

REASONS = tuple(
    (why, re.compile(rf"^{_BRACKETED}(?:{pattern})", re.IGNORECASE))
    for why, pattern in (
        ("编辑署名", rf"{_EDITORS}{_COLON}"),
        ("上一篇、下一篇", r"[上下]一[篇条页]|[前后]一篇"),
        ("网页按钮", rf"{_BUTTONS}{_END}|(?:字[体号]|字体大小){_COLON}"),
        ("分享按钮", _SHARING),
        ("评论", _COMMENTS),
        ("相关文章", rf"{_RELATED}{_END}"),
        ("版权和免责声明", rf"{_NOTICES}{_END}|{_RECORDS}|.*{_DISCLAIMERS}"),
        ("网页页脚", rf"{_SITE}{_END}"),
    )
)
"""What lines of a page that are not its text are, each kind with the pattern it is known by; the first that fits."""

BREADCRUMB = re.compile(
    r"^\W{0,3}(?:当前|现在|您的|所在|您现在的|当前的)位置\s*[:：]|^\W*首页\s*[>»›＞-]|[>»›＞]\s*正文\W*$"
)
"""The line that says where in the site a page stands."""

_FORUM_HEAD = r"\[复制链接\]|查看\s*[:：]\s*\d+\s*\|\s*回复\s*[:：]\s*\d+"

FORUM = re.compile(
    _FORUM_HEAD
    + "|"
    + _any(
        r"""返回列表 电梯直达 只看该作者 倒序浏览 显示全部楼层 阅读模式 本版积分规则 立即注册 窥视卡 雷达卡
        距离下一级还需 收听TA 发消息 本文隐藏的内容 [上下]一主题 回复本主题 使用道具 举报\s*回复 当前离线 开启左侧
        注册时间\d 阅读权限\d 积分\d+ 在线时间\s*\d 楼主(?=\s|$) 发表于\s*\d{4}-\d{1,2}-\d{1,2}
        Powered\s*by\s*(?:©\s*)?Discuz"""
    )
)
"""Words that only forum software writes."""

_TOOLS = re.compile(
    _BUTTONS
    + "|"
    + _any("(?:字[体号]|字体大小)[:：]? 分享到?[:：]? 设为首页 网站首页 网站地图 联系我们 关于我们 友情链接")
)
_COMPANIONS = re.compile(_any("[大中小] 特大 默认 收藏 首页 微信 微博 新浪微博 腾讯微博 QQ QQ空间 朋友圈 纠错 评论"))
_BETWEEN = re.compile(r"[\s|｜/·>»\[\]()（）【】〔〕<＜＞]+|(?<=[:：])")
_LEAST_TOOLS = 3


def is_row_of_buttons(text: str) -> bool:
    """Tell whether a line holds only words of a page's own buttons, between blanks, bars or brackets.

    Words that are as good in a table (微信 微博, 大 中 小, a lone 打印) count beside surer ones only.
    """
    words = [word for word in _BETWEEN.split(text) if word]
    tools = [word for word in words if _TOOLS.fullmatch(word)]
    others = (word for word in words if not _TOOLS.fullmatch(word))
    return sum(map(len, tools)) >= _LEAST_TOOLS and all(map(_COMPANIONS.fullmatch, others))


FORUM_SPAN = re.compile(_FORUM_HEAD + r"|(?:^|\s)(?:本文隐藏的内容|电梯直达|倒序浏览|返回列表)(?=\s|$)")
"""What forum software writes into a line that also holds a title or text."""

SITE_FOOTER = re.compile(
    _any(
        r"""您需要登录后才可以 登录\s*\|\s*(?:立即)?注册 本版积分规则 copyright\b ©\s*\d{4} ICP备\s*\d 公网安备\s*\d
        全国服务热线 官方微信公众号 ^关注我们 Powered\s*by"""
    ),
    re.IGNORECASE,
)
"""A line with which the footer of a site begins, when no more text follows it."""

LEAD = re.compile(
    _any(
        """来源于网友上传 来源于网络 网友(?:上传|投稿|提供) 不代表本站观点 咨询客服 联系客服 客服老师 原创文章可
        本站小编 小编[为给](?:大家|您|你) 仅供(?:大家)?参考.{0,12}(?:欢迎|下载)"""
    )
)
"""Words of the lead that text-sharing sites put before a text."""

COPYRIGHT_TAG = re.compile(r"(?<=[。！？；”）)\]])\s*([\w·]{2,12}版权所有)\s*$")
"""A site's copyright tag glued to the end of a paragraph."""

EDITOR_TAG = re.compile(
    r"(?:[（(【\[]\s*)?(?:责任编辑|责编|编辑|审核|校对)\s*[:：]\s*[^\s。！？][^。！？\n]{0,29}?[】\])）]?\s*$"
)
"""The editors' names glued to the end of a paragraph."""
