"""Phrases: the words of a text, and neighbouring words joined, as names a topic could go by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bulletin.text.grams import folded

LEAD = 120
"""Characters of the text that are read beside the title: the first sentences say what happened."""
SHORTEST, LONGEST = 2, 8
"""Characters of a phrase."""
_QUOTES = re.compile("[“”‘’「」『』《》〈〉\"']")
_RUN = re.compile("[\u3400-\u9fff0-9a-z·-]+")
_SAYS_SOMETHING = re.compile("[\u3400-\u9fff]|[a-z]{2}")
_FIGURE = re.compile(r"[0-9.%·-]+|[一二三四五六七八九十百千万亿两零〇第年月日时分号个]+")
_LINKING = """
的 了 在 和 与 及 等 对 为 是 将 把 被 从 向 以 其 并 或 于 由 就 也 都 还 已 又 不 没 有 这 那 该
此 各 之 所 至 到 让 使 着 过 上 中 下 内 外 前 后 里 我 你 他 她 它 们 据 称 说 记者 获悉 日前 近日
今天 昨天 今日 昨日 关于 通知 进行 截至 截止 目前 今年 去年 以来 今年以来 同比 环比 其中 下一步 本周 全市 全县
全镇 全省 全区 全国 全域 我市 我县 我省 我区 我镇 各地 各级 开展 推进 推动 落实 加强 召开 组织 部署 做好 抓好
抓实 实施 加快 完成 提升 强化 促进 举行 举办 反映 报告 报送 表示 介绍 要求 指出 强调 启动 全力 扎实 积极 切实
全面 持续 深入 有效 有序 进一步 多措并举 不断 认真 稳步 着力 大力 严格 及时 明显 突出 传达 学习 主持 参加 出席
接到 收到 受理 涉及 结合 实际 应对 影响 受 因 致 一场 一起 一批 一个 多 可 能 要 需 会
"""
_LINKS = frozenset(_LINKING.split())
"""Words that join others, or say in any office that something is done or said: no phrase begins, ends or goes through them."""
_EVERYDAY = """
工作 会议 情况 问题 活动 措施 任务 重点 方案 机制 制度 体系 能力 水平 作用 方面 要点 经验 做法 成效 成果 进展
目标 责任 质量 效率 服务 管理 建设 发展 改革 创新 治理 保障 检查 督查 调研 培训 宣传 整治 排查 行动 专项 专题
常态 长效 现场 基层 一线 全程 整体 综合 基本 主要 相关 有关 重要 重大 新 大 高 群众 居民 村民 市民 人员 干部
党员 负责人 领导 企业 单位 部门 机构 政府 党委 党组 支部 科室 项目 资金 投入 数量 比例 增长 下降 增加 减少
增多 提高 精神 思想 主题 主题党日 党建 队伍 上级 下级 全体 社会 经济 生活 生产 安全 安全生产 隐患 环境 条件
信息 数据 平台 系统 材料 文件 意见 建议 政策 乡镇 街道 社区 农村 城区 县区 镇村 村 镇 乡 县 市 区 省 局 委
办 处 站 所 家 户 人 名 次 起 条 座 吨 万元 公里 地区 区域 地方 范围 周边 时间 期间 年度 季度 月份 上午
下午 晚间 凌晨 连夜 当天 当前 近期 最近 预计 明天 部分 多个 多家 大量 首次 继续 取得 形成 建立 健全 完善 制定
发布 设立 成立 公布 宣布 通过 实现 达到 解决 处理 处置 办理 落地 探索 规范 谋划 升级 优化 联系 协调 配合 指导
监督 监测 巡查 走访 慰问 帮助 支持 参与 清理
"""
_GENERAL = frozenset(_EVERYDAY.split())
"""Words of any office: none alone, nor several of them together, name a topic."""
PLACE_ENDS = frozenset("县镇乡市区村省局州委办处")
"""Characters that make a name of a place or body of what stands before them; no phrase begins with one."""
_PLACE_NAME = re.compile("[\u3400-\u9fff]{1,6}(?:县|镇|乡|街道|市|区|村|省|州|局|委员会|委|办公室|政府|党委)")


def phrases(title: str, text: str) -> list[str]:
    """Return the phrases of a title and of the lead of its text, each once, in the order they stand.

    Of the title up to three neighbouring words are joined, of the lead two; quotation marks do not part words, so
    超强台风“海燕” gives 台风海燕. Figures, dates and words that only join are no part of a phrase, and words that any office
    uses every day (工作, 会议, 群众) make none alone or among themselves.
    """
    found: dict[str, None] = {}
    for source, most in ((title, 3), (text[:LEAD], 2)):
        for words in _runs(source):
            found.update(dict.fromkeys(_joined(words, most)))
    return list(found)


def _runs(text: str) -> Iterator[list[str]]:
    """Yield the words that stand side by side, parted at marks, figures and words that only join.

    The dictionary is rjieba's, with its guesses at unknown words.
    """
    import rjieba

    for run in _RUN.findall(_QUOTES.sub("", folded(text))):
        part: list[str] = []
        for word in rjieba.cut(run):
            if word in _LINKS or _FIGURE.fullmatch(word):
                yield part
                part = []
            else:
                part.append(word)
        yield part


def _joined(words: list[str], most: int) -> Iterator[str]:
    """Yield the words of two characters and more, and up to `most` neighbours joined."""
    for start, first in enumerate(words):
        phrase, says = "", False
        for word in words[start : start + most] if first not in PLACE_ENDS else ():
            phrase += word
            says = says or not _is_general(word)
            if len(phrase) > LONGEST:
                break
            if says and len(phrase) >= SHORTEST and _SAYS_SOMETHING.search(phrase):
                yield phrase


def _is_general(word: str) -> bool:
    """Tell whether a word is general, or made of two that are: 专题会议."""
    return word in _GENERAL or (word[:2] in _GENERAL and word[2:] in _GENERAL)


def stands_in(phrase: str, title: str) -> bool:
    """Tell whether a phrase stands in a title, as `phrases` reads it."""
    return phrase in _QUOTES.sub("", folded(title))


def is_name(phrase: str, units: Iterable[str]) -> bool:
    """Tell whether a phrase is the name of a place or body, or a part of one of `units`: who, not what happened."""
    return _PLACE_NAME.fullmatch(phrase) is not None or any(phrase in unit for unit in units)
