"""The class of an instruction by its words: 办理, 研究, 肯定 or 传阅. A judgement, which a person puts right.

Each clause is judged by itself and the most demanding one counts: ``阅。请财政局研提意见`` is 研究. What says nothing we know
counts as 办理, so that nothing is missed. Sources: 阅知、阅研不立项 (B-20); 阅、参阅、参考 need no answer (A-43).
"""

from __future__ import annotations

import re

_CLAUSES = re.compile(r"[，。；！？、,;!\s]+")
_READ = re.compile(r"[^，。；]{0,30}?(?:圈阅|参阅|传阅|送阅|阅知|阅研|阅存|阅示|存阅|已阅|阅|参考|知悉|收悉|知)")
_STUDY = re.compile(r"研究|研提|研判|论证|调研|提出?(?:意见|建议|方案)|拿出?(?:意见|建议|方案)|会商")
_PRAISE = re.compile(r"很好|得好|不错|肯定|可喜|成效|典型|表扬|点赞|赞同|经验好|做法好|可(?:以)?(?:推广|借鉴)|值得")
_DEED = re.compile(
    r"落实|办理|办结|解决|整改|处理|处置|推广|推进|推动|核查|查处|督促|督办|部署|开展|实施|加快|抓|报我|"
    r"(?<!应)急|速|限期|牵头|做好|加强|确保|排查|防范"
)
_ASKS = re.compile(
    r"请|须|望|(?<![重主概纪摘提必])要(?![情闻点素])|应(?![急对用变])|办(?!公|法|事处|得)|批处|阅处|阅办"
)


def kind_of(text: str) -> str:
    """Return the class of an instruction that reads `text`."""
    found = {_clause_kind(clause) for clause in _CLAUSES.split(text) if clause}
    return next((kind for kind in ("办理", "研究", "肯定", "传阅") if kind in found), "办理")


def _clause_kind(clause: str) -> str:
    """Return the class of one clause, '' where it tells nothing."""
    if _READ.fullmatch(clause):
        return "传阅"
    praises = _PRAISE.search(clause) is not None
    asks = _ASKS.search(clause) is not None
    if _STUDY.search(clause) and not _DEED.search(clause):
        return "研究"
    if praises and not asks:
        return "肯定"
    return "办理" if asks or _DEED.search(clause) else ""
