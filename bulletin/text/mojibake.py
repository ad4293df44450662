"""Find mojibake (乱码): characters that stand in the text only because bytes were read with the wrong table.

Bytes of GBK read one byte late, UTF-8 read as GBK and the like give valid but almost evenly spread characters, while
the thousand most frequent characters make up more than nine tenths of any Chinese prose. So every character votes,
and a stretch whose votes add up is flagged. Nothing is ever repaired: what stood there is for the sender to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.text import is_hanzi

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
_VOTES = {"frequent": -2.0, "familiar": 0.0, "level_1": 1.9, "rare": 2.4, "alien": 1.5}
_LATIN_VOTE = -0.7
_SEPARATOR_VOTES = {"\n": -4.0, "、": -4.0}
_LEAST_SUM, _PEAK_DROP = 24.0, 8.0


def find_mojibake(text: str) -> tuple[tuple[int, int], ...]:
    """Return every stretch of `text` that reads as wrongly decoded, in order, as (start, end) in characters.

    Linear in the length of `text`. A short hit (under about twelve
    characters) is found only where it is beyond doubt (U+FFFD, 锟斤拷).
    """
    spans = sorted([*_voted_spans(text), *(match.span() for match in _SURE.finditer(text))])
    return tuple(_merged(spans, gap=12))


def _voted_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield maximal stretches whose votes add up: start where the sum leaves zero, end at its peak."""
    start, total, peak, end = 0, 0.0, 0.0, 0
    for position, char in enumerate(text):
        total += _vote(char)
        if total <= 0 or total < peak - _PEAK_DROP:
            if peak >= _LEAST_SUM:
                yield start, end
            start, total, peak, end = position + 1, 0.0, 0.0, position + 1
        elif total > peak:
            peak, end = total, position + 1
    if peak >= _LEAST_SUM:
        yield start, end


def _vote(char: str) -> float:
    """Return how much `char` speaks for mojibake: the logarithm of how much likelier it is there than in prose."""
    if char in _SEPARATOR_VOTES:
        return _SEPARATOR_VOTES[char]
    if not is_hanzi(char):
        return _VOTES["alien"] if _is_alien(char) else _LATIN_VOTE if char.isascii() and char.isalnum() else 0.0
    if char in FREQUENT:
        return _VOTES["frequent"]
    if char in _FAMILIAR:
        return _VOTES["familiar"]
    return _VOTES["level_1" if _is_level_1(char) else "rare"]


def _is_level_1(char: str) -> bool:
    """Tell whether `char` is in level 1 of GB 2312 (rows 16-55: the 3755 characters of daily use)."""
    try:
        return char.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


def _is_alien(char: str) -> bool:
    """Tell whether `char` is a private-use character, a Latin-1 letter or control, or Cyrillic."""
    code = ord(char)
    return 0x80 <= code <= 0x9F or 0xC0 <= code <= 0xFF or 0xE000 <= code <= 0xF8FF or 0x0400 <= code <= 0x04FF


def _merged(spans: list[tuple[int, int]], gap: int) -> Iterator[tuple[int, int]]:
    """Yield `spans` with those joined that lie at most `gap` characters apart."""
    current: tuple[int, int] | None = None
    for span in spans:
        if current and span[0] - current[1] <= gap:
            current = (current[0], max(current[1], span[1]))
            continue
        if current:
            yield current
        current = span
    if current:
        yield current
