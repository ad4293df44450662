"""Words that look like names and are none: rjieba's dictionary has them as places or persons, or their end is an organ's.

Read off newspapers, official writing and regulations: what was tagged as a name, and is an everyday word.
"""

from __future__ import annotations

import re

_PLACES = (
    "上市 冰川 城市 两国 大国 加盟 回国 爱国 惠及 黑马 山村 城镇 东西 新旧 入园 普及 美丽 治国 新建 山水 山区 "
    "南北 青春 关联 上台 长达 海滩 福利 海岛 神圣 哥哥 河湖 安利 大街 扎根 维度 多国 入门 馆内 商城 大山 黑洞 "
    "海港 滑坡 嘉宾 广义 入口 长度 太大 波及 攸关 中考 长跑 巴士 入馆 池塘 山坡 播撒 馆里 海湾 五国 广度 长大 "
    "太平 串联 塘坝 密封 上门 缅怀 沾边 太阳 越野 多极 古都 中断 上马 山洞 山沟 立国 馆藏 山林 绕城 开园 契约 "
    "沁凉 朝圣 扎堆 都市 之国 平原 深山 古典 夕阳 海鲜 深藏 伦理 湖泊 太多 重镇 日增 大坝 河川 立马 深渊 美化 "
    "礼拜 之门 江河 深根 上岗 加密 贵宾 锁国 会同 英雄 深度 新鲜 新区 昔者 云集 广角 大桥 冰山 江山 西瓜 台风 "
    "马路 阴阳 沧桑 高山 卡口 北约 广为 外国 海洋 大洋 法及 城关 南市 古城 深海 都城 建议 要求 报告 通知 通报 "
    "反映 汇报 报请 提请 建立 协调 配合 支持 组织 指导 督促 会议 原任 现任 历任 曾任 "
)
NO_PLACES = frozenset(_PLACES.split())
"""Words rjieba's dictionary has as places."""
_PERSONS = (
    "许可 文明 卫星 权威 令人 高达 多达 关怀 顾问 严正 祝贺 崇尚 施策 谢谢 许诺 解密 祝福 科普 蓝天 安保 白领 "
    "高薪 高危 黄牛 贺岁 华裔 荣幸 多福 育人 荣誉 吉日 师生 二人 王子 司乘 康复 贺信 崇高 阳光 孙子 施政 林草 "
    "杨梅 孔雀 顾客 范畴 雷达 张贴 灵芝 古老 叶子 胡闹 高潮 荣获 党纲 权衡 蓝图 卓越 林荫 饶恕 龙虾 牟利 保姆 "
    "温泉 段子 齐聚 王后 安危 王妃 左翼 高喊 沙丘 高昂 施暴 钟爱 沙滩 荣膺 牛群 边远 高悬 鹿茸 古董 长鸣 陶醉 "
    "史实 连贯 周转 高雅 杜绝 温馨 时髦 新颜 田野 张口 张扬 托底 同德 胡同 华丽 董秘 割舍 路基 宁可 史诗 纳米 "
    "安抚 易主 乐迷 盛世 岳父 贺年 高僧 毛绒 金秋 金黄 毛发 王储 余震 王朝 高清 周折 万幸 宁静 钱财 付诸 孙女 "
    "蒙羞 高升 雷霆 陈词 卫冕 牛羊 张目 凌辱 周旋 匡正 在世 吉祥 夸赞 陈述 安然 卫健 胡虏 洪恩 司改 应予以 "
    "应予 马上发 安全疫 月时间 时间表 申请时 连胜 冬奥 白雪 康健 和睦 拜托 勒索 "
)
NO_PERSONS = frozenset(_PERSONS.split())
"""Words rjieba has as persons, and pieces it takes for some."""
NO_UNIT = re.compile(
    r".*(?:干部|[全大布格结僵变开困骗残战新好搅败终定棋赌当时]局|[出住入在送参进转庭大小前后]院|[餐大客前饭舞]厅|[厕场住居寓有时条网处]所|"
    r"[全内外局大上下中东西南北底头尾顶脸胸腹背根颈肺]部|部署|[主承协经通督交转公民包创举兴么申补代领续查]办|[评常]委|[进到出车前]站)"
)
"""Everyday words with the last character of an organ: 干部, 布局, 出院, 餐厅, 经办."""
_ORGANS = (
    "公司 有限公司 分公司 子公司 总公司 集团 企业 单位 部门 机构 机关 组织 团体 协会 学会 商会 联盟 联合会 学校 "
    "大学 中学 小学 中小学 幼儿园 学院 高校 医院 卫生院 法院 检察院 银行 中心 政府 人民政府 委员会 办公室 "
    "领导小组 工作组 专班 指挥部 基金会 派出所 合作社 研究所 研究院 事务所 院所 支队 大队 中队 工会 "
)
GENERIC_ORGAN = re.compile(f".*(?:{'|'.join(sorted(_ORGANS.split(), key=len, reverse=True))})")
"""Words any organ of its sort is called by: beside common nouns alone (寄宿制学校, 属地政府, 经办单位) they name none."""
FUNCTION = frozenset(
    "据经比较与和跟同及或被让给为由自从在于向对将把已均都也还又再仅只约近超等则且而但并其该此之的地得了着过后前时中内上下里间至到"
)
"""Characters that join other words: one put for another changes no name."""
