"""Sheets to print: invented issues of a city that does not exist, in the words and shapes of real ones."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin.errors import TypesettingFailure
from bulletin.press.check import Expected
from bulletin.press.page.engine.result import Typeset
from bulletin.press.page.engine.typeset import typeset
from bulletin.press.page.entries import body
from bulletin.press.page.faces.fonts import FontSet, find_fonts
from bulletin.press.page.sheet import PrintedEntry, Sheet

TEMPLATES = Path(__file__).parents[1] / "templates"

PROJECTS = """\
今年以来，市发展改革委坚持“项目为王”理念，聚焦重大项目谋划、申报、开工、建设、投产、达效全过程，建立“周调度、月通\
报、季观摩”机制。截至2026年10月底，全市共实施重点项目328个，总投资1,286.5亿元，同比增长7.3%，高\
于序时进度6.7个百分点。
一、强化谋划储备
紧扣“两重”“两新”政策导向，围绕交通、水利、能源等12个领域，滚动实施“月申报、月入库、月更新”制度。全年新增入库\
项目176个，总投资642亿元，其中10亿元以上项目21个。
二、优化审批服务
（一）推行容缺受理。该委出台《关于优化重大项目审批服务的若干措施》（市发改〔2026〕28号），实行“一项目一专班、\
一专班一清单”，变“企业跑”为“部门跑”，平均审批时限压缩至18个工作日。
（二）落实要素保障。建立土地、资金、能耗、环评“四张清单”，协调解决用地指标3,260亩、融资需求86.4亿元。
1. 土地方面，盘活存量建设用地1,120亩。
2. 资金方面，举办政银企对接会6场，签约项目54个。
该委将持续抓好第四季度项目攻坚，同时提前谋划明年工作——力争一季度开工项目不少于60个……为开好局、起好步打下坚实基\
础。"""
FLOODS = """\
针对近期持续强降雨天气，市应急管理局严格落实24小时值班和领导带班制度，全力做好防汛备汛各项工作。一是及时会商研判，\
联合气象、水利、自然资源等部门会商11次，发布预警信息46条。二是全面排查隐患，对全市126处地质灾害隐患点、38座\
小型水库逐一排查，整改问题93个。
截至11月18日，全市转移安置群众1,264人，社会秩序平稳。群众可拨打12345热线，也可发邮件至office@e\
xample.gov.cn；PM2.5平均浓度为31微克/立方米，气温降至5℃左右。"""


def entry(position: int, text: str = FLOODS, **changed: object) -> PrintedEntry:
    """An entry with everything an ordinary one has."""
    fields: dict[str, object] = {
        "section": "工作动态",
        "title": "市应急管理局扎实做好防汛备汛工作",
        "units": ("市应急管理局",),
    } | changed
    return PrintedEntry(position, text=text, **fields)  # type: ignore[arg-type]


def sheet(*entries: PrintedEntry, **changed: object) -> Sheet:
    """An issue with masthead and colophon around `entries`."""
    fields: dict[str, object] = {
        "publication": "政务信息",
        "masthead": "政务信息",
        "number_line": "第12期（总第345期）",
        "issuer": "××市人民政府办公室",
        "dated_on": date(2026, 11, 20),
        "mark": "内部资料　注意保存",
        "report_to": ("省政府办公厅", "市委书记、副书记、常委", "市长、副市长", "市人大常委会主任", "市政协主席"),
        "send_to": ("市委各部门", "市人大常委会办公室", "市政协办公室"),
        "issue_to": ("各县（市、区）人民政府", "市政府各部门"),
        "staff": (("责任编辑", "林晓"),),
        "copies": 150,
    } | changed
    return Sheet(entries=entries, **fields)  # type: ignore[arg-type]


def whole_issue() -> Sheet:
    """Three entries in two sections, with an editor's note."""
    projects = "市发展改革委多措并举推动重大项目建设提质增效取得明显成效"
    return sheet(
        entry(1, PROJECTS, title=projects, units=("市发展改革委",)),
        entry(2),
        entry(3, PROJECTS, section="经验交流", title="东山镇创新“马上就办”机制", editor_note="现予编发，供各地借鉴。"),
    )


def written(issue: Sheet, series: Expected | None = None) -> Expected:
    """What the checker is told of the manuscripts of `issue`, beside what is known of its series."""
    return replace(
        series or Expected(),
        titles=tuple(one.title for one in issue.entries),
        texts=tuple(text for one in issue.entries for text in body.texts(one)),
        tables=tuple(table for one in issue.entries for table in body.table_texts(one)),
        pictures=sum(map(body.count_pictures, issue.entries)),
    )


def fonts_here() -> FontSet:
    """The fonts of this machine; without them the page cannot be tested."""
    try:
        return find_fonts(os.environ)
    except TypesettingFailure as failure:
        pytest.skip(f"no fonts here: {failure}")


def printed(issue: Sheet, template: Path = TEMPLATES / "政务信息" / "v1") -> Typeset:
    """`issue` set with `template` and the fonts of this machine."""
    return typeset(issue, template, fonts_here())
