"""Find mojibake (乱码): characters that stand in the text only because bytes were read with the wrong table.

Bytes of GBK read one byte late, UTF-8 read as GBK and the like give valid but almost evenly spread characters, while
the thousand most frequent characters make up more than nine tenths of any Chinese prose. So every character votes,
and a stretch whose votes add up is flagged. Nothing is ever repaired: what stood there is for the sender to say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

FREQUENT = frozenset(
    "的国人一在中和有不行是大会为发法了以对上民业年第公要作关定出政理日部条家机经当方者地生全应时用个工管进务主事动成这十合新本到产实制员市美其规于同可下自体现来前门等能保学他我月将后多或展们力通开资安重加"
    "高得分设三报过品化提与所表二区利场内建网也并度外被司元就长信面位期据及院特交共由金处道情任万党责社物最之性强文明运证相权治府正系车级持从查入构代统而已海次各电件监组子名计平案总向示好起单施决四调小说问"
    "目取商还受天济斯企议委导收称基间改量但告意科接题布息立照军领护教依育记此点心技活使准职五费都数今近服种结京如营办选直水华因标比台未着果手路登求些项两际术格检口支反队推更款程价无没请解式常集境创消专局普"
    "认织指原然投视举造女审防至北违给协备联供义回看东增变律战广非克界需论该质团确众打里流风书续知农放影批环核况具参南世销老例球严把做房限险罪采只省研身负线按亿域传复形深申赛达去疫根督源列究别再坚约预引整少"
    "执转很包样观验益先犯予必俄拉亚存州想医己许让步除获县额助群奥范何六游德止评干节马类首控罗号革么融态易城势财害效友络食八策断空官维料则型划带校思话每股警难罚完那拜感优客病张察西央显士注七积朗响族才百售致"
    "涉村印历快户识令余越卫极章密票药周儿诉气双站宣措头考言故置边判走山住段土排测见健配善率纪升航林互容命失望份九往清史港器师象值精又随购即尔破养你播色演连终巴争王神算围媒兴志晚障装真几康落付货较富她超足担"
    "刑船闻仅输须送层江承切便冠银访居低适危试损满副纳突乐油劳希某离属减退继白符紧庭始速裁青图税录光击买毒片博停频补朝染卖模疗席曾移签促伤届字鲜武伊什修嫌假李声降污偿却旅追疑愿死括均良稳韩胜状临奖谈伟洲岁像"
    "露免派习乡材亲福急征培园孩黄托禁火训且础母英拿序守香丽短兰星阳卡待独底针阿候千仍苗辖留略热爱班半男景尽威占岛挥云功尼刚远微飞米充石红救太绝贸竞爆陆否早河觉黑初另困盘素暴店听索牌压波铁音午夫惠雨编馆念延"
    "矿室宝轻赔它败侵季私履享招欧附努库贯辆捷讲花驶厂署沙绩戏映钱写昨讯驾透抗久币差励灾智镇湖遇储奋澳笔雷欢抓键树艺烈汇剧述似洋湾估扩废综哪链汽异抵阵贫跨逐震探够版截斗父宫松架细押春拍幼删套弹亡介射草汉换疾"
    "阶献顾账籍残订眼遗租授语著讨兵析鼓驻吃借拒悉舶筹覆践倒扎简吸剂宁找答迎询债患绿餐龄役途植鉴缓练误血盲盖烟聚择拥隐载街含怀虚贷杀虽尚帮顺角藏苏倍右丰哈乌哥硬峰既纷甚婚古屏董休固秘顿错巨板龙呼诺乘轮撤封搞"
)
"""The thousand most frequent characters of laws, news and social media, counted in equal parts."""

_FAMILIAR = frozenset(
    "冲激伙迪缴田叙挑遭召郑盛避软课抢贴净虑永骗坏歌厅童遵殊握幸妇楼岗赢伦攻味乱谁荣座画靠润秀渡左盒玩讼暂束启诚惊鱼扣归乎喜伴援怎贡帖册夺邦遍粮缺吴贵幅彻绍刻毁沿档幕炸脱肉呢涨奇背累零折跌掉滑距野倡丝刘肯赏"
    "宪邮吉碍塔瑞豪摆尊恶妆恢端彩滴钟陈迟弱旗繁扬腐筑码寻谋趋典盟掌兼辩亏拆勇杯句曲挪苦摄般亮秋杂捕诊巡朋森舟灭侦温誉斤舞顶触冷迫熟竟募沟舆宽递辽孟跑佳散谢莫聘券津伍若阻坦诈宗径返鸡婴岸萨胁燃篇粉酒宏操梦戒"
    "贿渔释赠撞泰杨唐冰木吊皮佛圈拟矛宜恐赵锁驱堂隔跟末抽盾块旧寒灯阴艰宾词衡潮玉墨缩纠拼弟坛牛狗伪旦冯蓝吧弊辅迅袭坐读奶刊尤腾症概呈捐携翻览穿炎蚂蚁陷茶圳屋挂拘莱忧渠佩邀吗桥妻摇饮灵筱蒙凭曝渐洛振逃毕姓姆"
    "歉谷擅麻庄披川泛诸赴鲁弃搭绕枪械煤毫循乳徒戴礼肠歧堆抄恩坂夏菲唯塞恒迁惯扶冬蛋秩仪孙拓旁赶叫饰醒静敏绘欺侧圆孕骨谊阅敦拨禽搜泽赚闭尾庆拖脑黎沉偏倾混肺惩焦允滥壤迹纽盈葬怖齐荡垃圾锋扫仲仁苹冒刀牢勒邓颁"
    "泄跳屡晤敬浦淘朴坊摩晴辛勤笑咨荒颠井喝邻雪轨弥宋牙慢伐娱狂址仓郭慎晓洁脚祝衔揭赞胸凌怕畜朱辞廉饭耳逼漏姻烦绑烧刺敢赌痛贪浪抱胎镜液殖晋糖祖壮晨逮偷潜纯玛趣炒贝珠盐替昌衣夜虎厉裂胡挤乏勘娘埃伯泡咬胆虫缘"
    "迷抚宅驳猫爸您钢伸踪梅妥杰疯跃毛憾肖床默胶忽疏浮吁峻胞冻泉墙仿菜洞肥丹贺剩吕畅寿悲杭夕鼎沃添挖崇窃纵铺纸脸雄猛逾舍闹慈皇榜洗猪谓迈谱敌睡獐忘骚瓦浙箱侨疆洪卷凝沈珍魔饿掘妈崩劣烂劲昆垄貌赫横奉曼瞒闲宇肃"
    "凡牧雅羊阔塑巩舰剑仰沪割骑闪琪叶遥栏甲杜涯溃敲楚夸忍幻撑旱嘉谐扇耐缝扮忠脏辱梁剥恤贤妨癌旬寄斌庞兄彭暖搏袋玻陕欣番歇菌盗扰尿恰薪鸿妹欠槿堵顷酸腹稀艾郎潇俱卓闯奔涌殴叉祸麦仗姜颇浓谨拔篮仇枚帝欲吨匹氛缔"
)
_SURE = re.compile("(?:锟斤拷|锟斤|斤拷锟|\ufffd|烫烫烫|屯屯屯)+")
_WESTERN = re.compile("[\xa1-\xff]{5,}")
_LETTER = re.compile("[\xc0-\xd6\xd8-\xf6\xf8-\xff]")
_LEAST_LETTERS = 2
_HANZI = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U000323af"
_LEVEL_1 = "".join(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
)
"""The 3,755 characters of daily use (GB 2312, rows 16 to 55)."""

_ORDINARY = "".join(sorted(set(_LEVEL_1) - FREQUENT - _FAMILIAR))
_RUNS = re.compile(
    f"(?P<separator>[\n、]+)|(?P<frequent>[{''.join(sorted(FREQUENT))}]+)|(?:[{''.join(sorted(_FAMILIAR))}]+)"
    f"|(?P<ordinary>[{_ORDINARY}]+)|(?P<rare>[{_HANZI}])|(?P<latin>[A-Za-z0-9]+)"
    "|(?P<alien>[\x80-\x9f\xc0-\xff\ue000-\uf8ff\u0400-\u04ff]+)"
)
_VOTES = {"frequent": -2.0, "ordinary": 1.9, "rare": 2.4, "alien": 1.5, "latin": -0.7, "separator": -4.0}
"""How much a character of each sort speaks for mojibake: the logarithm of how much likelier it is there than in prose.

Familiar characters and all that is not named here say nothing.
"""
_LEAST_SUM, _PEAK_DROP = 16.0, 8.0
_EVEN, _SPREAD, _CERTAIN = 14.0, 3.0, 0.99


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text, ``text[start:end]``, that reads as wrongly decoded, and how probable it is that it is."""

    start: int
    end: int
    probability: float


def find_mojibake(text: str) -> tuple[tuple[int, int], ...]:
    """Return every stretch of `text` that reads as wrongly decoded, in order, as (start, end) in characters."""
    return tuple((one.start, one.end) for one in judge_mojibake(text))


def judge_mojibake(text: str) -> tuple[Stretch, ...]:
    """Return every stretch of `text` that reads as wrongly decoded, in order, with its probability.

    Linear in the length of `text`. A short hit (under about twelve characters) is found only where it is beyond doubt
    (U+FFFD, 锟斤拷, a row of Western letters with accents).
    """
    sure = [Stretch(*match.span(), _CERTAIN) for match in _SURE.finditer(text)]
    western = [Stretch(*match.span(), _CERTAIN) for match in _WESTERN.finditer(text) if _has_letters(match.group())]
    found = sorted([*_voted(text), *sure, *western], key=lambda one: (one.start, one.end))
    return tuple(_merged(found, gap=12))


def _has_letters(row: str) -> bool:
    """Tell whether a row of Western characters is none of leaders (····) or of one sign repeated."""
    return len(set(_LETTER.findall(row))) >= _LEAST_LETTERS


def _voted(text: str) -> Iterator[Stretch]:
    """Yield maximal stretches whose votes add up: start where the sum leaves zero, end at its peak."""
    start, total, peak, end = 0, 0.0, 0.0, 0
    for match in _RUNS.finditer(text):
        if match.lastgroup is None:
            continue
        vote = _VOTES[match.lastgroup]
        start = match.start() if total == 0 else start
        total += vote * (match.end() - match.start())
        if total <= 0 or total < peak - _PEAK_DROP:
            if peak >= _LEAST_SUM:
                yield Stretch(start, end, _probability(peak))
            total, peak = 0.0, 0.0
        elif total > peak:
            peak, end = total, match.end()
    if peak >= _LEAST_SUM:
        yield Stretch(start, end, _probability(peak))


def _probability(votes: float) -> float:
    """Return how probable mojibake is for a sum of votes.

    The curve is set by hand, not calibrated: no clean text of 5.8 million characters reached a sum of 16, of spoilt
    stretches of twenty characters seven in eight did.
    """
    return round(min(_CERTAIN, 1 / (1 + math.exp((_EVEN - votes) / _SPREAD))), 2)


def _merged(found: list[Stretch], gap: int) -> Iterator[Stretch]:
    """Yield stretches with those joined that lie at most `gap` characters apart; the surest speaks for all."""
    current: Stretch | None = None
    for one in found:
        if current and one.start - current.end <= gap:
            current = Stretch(current.start, max(current.end, one.end), max(current.probability, one.probability))
            continue
        if current:
            yield current
        current = one
    if current:
        yield current
