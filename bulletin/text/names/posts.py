"""Posts (职务): the words of offices in front of or behind a person's name, with what makes them deputy or former."""

from __future__ import annotations

import re

_RANKS = "常务副|第一副|副|代理|代|原|前任|前|时任|名誉|执行|助理|首席|总"
_HEADS = (
    "支队长 大队长 中队长 委员长 秘书长 检察长 董事长 理事长 监事长 总经理 总书记 书记 主席 总理 总统 首相 省长 市长 县长 区长 "
    "州长 旗长 盟长 镇长 乡长 村长 部长 厅长 局长 司长 处长 科长 股长 主任 院长 校长 行长 所长 站长 队长 "
    "组长 会长 社长 台长 馆长 厂长 园长 庭长 署长 关长 科员 经理 总裁 总监 总工程师 工程师 调研员 巡视员 "
    "常委 委员 发言人 教授 研究员 法官 检察官 律师 医师 医生 护士长 政委 司令员 外长 防长 议长 大使 大臣 "
    "国务卿 "
)
POST = re.compile(
    rf"(?:(?:{_RANKS}){{0,2}})(?:{'|'.join(sorted(_HEADS.split(), key=len, reverse=True))})(?![会国部])(?:助理)?"
)


def posts_of(text: str, start: int, end: int) -> list[str]:
    """Return the posts that stand right before or right behind the person at ``start:end`` of `text`."""
    before = [m.group() for m in POST.finditer(text[max(0, start - 12) : start]) if m.end() == min(start, 12)]
    after = POST.match(text, end)
    return [*before, *([after.group()] if after else [])]
