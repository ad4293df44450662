"""How a visit to a server can fail, in one word for the history and in Chinese for people."""

from __future__ import annotations

from datetime import timedelta

from bulletin.errors import SourceFailure

KINDS = {
    "address": "地址不许访问",
    "dns": "找不到主机",
    "connect": "连接不上",
    "tls": "证书不可信",
    "timeout": "超时",
    "broken": "中途断开或损坏",
    "size": "超过大小上限",
    "status": "网站拒绝或出错",
    "redirect": "转向不明",
    "robots": "robots.txt 不许",
    "wait": "网站要求稍后",
    "budget": "本次用时已满",
    "source": "内容或来源文件有误",
    "program": "程序出错",
}
"""One word for each sort of failure, and how it is shown. The last two are not of the network."""


class WebFailure(SourceFailure):
    """A visit that failed: ``kind`` is one of `KINDS`, ``hold`` how long the server asks to be left alone."""

    def __init__(self, kind: str, what: str, remedy: str, hold: timedelta = timedelta()) -> None:
        super().__init__(what, remedy)
        self.kind = kind
        self.hold = hold
