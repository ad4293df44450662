"""One issue with everything an issue can hold: twelve items of a city that does not exist.

Numbers, Latin words, quotations, tables, a picture, three levels of headings, footnotes, a rare name, a long title.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from bulletin.press.page.sheet import Picture, PrintedEntry, Sheet
from bulletin.settings import read_settings
from tests.press_sheets import FLOODS, PROJECTS, sheet

LONG_TITLE = (
    "市市场监管局会同市发展改革委、市财政局深入开展涉企收费专项整治切实减轻经营主体负担"
    "推动《关于优化营商环境的若干措施》落地见效取得阶段性成果"
)
NAMES = """\
近日，市农业农村局组织开展“农技专家下乡”活动。高级农艺师李喆、研究员王䶮、农技员张𠮷等12人深入东山镇、河西区等8个乡镇\
（街道），开展现场指导46场次，培训农户3,260人次，发放《冬小麦田间管理技术手册》等资料1.2万份。
专家组建议：一是抓住晴好天气，及时镇压、浇水；二是密切监测条锈病，做到“早发现、早防治”；三是推广“水肥一体化”技术，\
亩均节水30%～40%、节肥15%以上。"""
SCORES = """\
今年1—10月，各县（市、区）、市直各部门共报送信息4,286条，采用1,037条，采用率为24.2%［注：采用率为采用条数与报送条数\
之比，一稿多采计一次。］，较去年同期提高3.1个百分点。
表1：各县（市、区）信息采用情况
单位：条、分
| 单位 | 报送 | 采用 | 得分 |
|------|-----:|-----:|-----:|
| 河西区 | 412 | 118 | 236.5 |
| 东山县 | 398 | 106 | 221.0 |
| 南湖县 | 365 | 97 | 198.5 |
| 北岭县 | 301 | 72 | 150.0 |
| 合计 | 1476 | 393 | 806.0 |
注：得分截至10月31日。
从采用情况看，反映问题、提出建议类信息占比为38.6%，质量明显提升。"""
HALL = """\
市政务服务局推行“一件事一次办”改革，将企业开办、二手房过户、新生儿出生等26个“一件事”集成办理，平均压减材料62%、压减\
时限71%。
图：hall.png　市政务服务大厅“一件事”窗口
下一步，该局将依托OFD电子证照和API接口，推动“一网通办”向“一网好办”转变。"""
LEVELS = """\
一、主要做法
（一）建立专班推进机制
1. 定期调度。每周召开1次调度会，对照清单逐项销号，累计协调解决问题87个。
（1）县级层面由分管负责同志牵头。
（2）镇级层面由主要负责同志牵头。
2. 跟踪问效。对进展缓慢的8个项目发函督办，限期整改。
（二）强化要素保障。落实资金2.4亿元、用地560亩。
二、存在问题
个别项目前期工作不够扎实，设计深度不足；部分镇村对政策掌握不准——“等靠要”思想依然存在……
三、下一步打算
重点抓好“三个到位”：责任到位、措施到位、督查到位。"""
TITLES = (
    ("工作动态", "市发展改革委多措并举推动重大项目建设提质增效取得明显成效", PROJECTS, ("市发改委",)),
    ("工作动态", "市应急管理局扎实做好防汛备汛工作", FLOODS, ("市应急局",)),
    ("工作动态", "全市信息工作情况", SCORES, ("市政府办公室",)),
    ("工作动态", "市政务服务局推行“一件事一次办”改革", HALL, ("市政务服务局",)),
    ("工作动态", LONG_TITLE, PROJECTS, ("市市场监管局", "市发改委", "市财政局")),
    ("工作动态", "市农业农村局组织专家下乡指导冬小麦田间管理", NAMES, ("市农业农村局",)),
    ("经验交流", "东山镇创新“马上就办”机制提升服务效能", LEVELS, ("东山镇",)),
    ("经验交流", "河西区以“小网格”托起“大民生”", FLOODS, ("河西区",)),
    ("经验交流", "市水利局推进5G+智慧水利建设", PROJECTS, ("市水利局",)),
    ("问题建议", "冬季用气高峰保供面临三方面压力", FLOODS, ("市住建局",)),
    ("问题建议", "部分中小学校周边交通拥堵问题亟待解决", LEVELS, ("市教育局",)),
    ("问题建议", "关于支持村级卫生室建设的建议", NAMES, ("市卫健委",)),
)


def full_issue() -> Sheet:
    """Twelve items in three sections, with an editor's note, as 政务信息 is shipped."""
    entries = [
        PrintedEntry(
            position,
            section,
            title,
            text,
            units,
            editor_note="现将东山镇的做法予以编发，供各地学习借鉴。" if position == 7 else "",
            pictures=(Picture("hall.png", "image/png", gradient()),) if "hall.png" in text else (),
        )
        for position, (section, title, text, units) in enumerate(TITLES, 1)
    ]
    shipped = read_settings(Path(__file__).parents[1]).publication("政务信息")
    return sheet(*entries, look=shipped.look)


def gradient(width: int = 640, height: int = 400) -> bytes:
    """A PNG of greys from dark to light, the same bytes every time."""
    rows = b"".join(
        b"\0" + bytes((x * 255 // width + y * 80 // height) % 256 for x in range(width)) for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    body = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body
