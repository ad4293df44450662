"""What kind of piece an item is, where the kind itself makes it poor material: routine, ceremony, pledges, a summary of work,
an explanation of what stands elsewhere, the text of a rule.

Sources: 新、短、实 and 反对"会议信息、活动信息、表态信息" as offices teach it; 动态 is worth printing for its result, not for having
taken place. A piece that tells of a problem is of none of these kinds but routine's last resort: see `genre_of`.
"""

from __future__ import annotations

import re

GENRES = {
    "routine": "事务性材料",
    "summary": "工作总结",
    "explaining": "解读、图解",
    "rule": "法规原文",
    "ceremony": "会议活动",
    "pledges": "表态",
}
"""The poor kinds, by the key of their weight."""
_NOTICE = r"(?:通知|公告|公示|通告|启事)(?:[（(].{0,12}[）)])?$"
ROUTINE = re.compile(
    r"招标|中标|投标|采购(?:公告|项目|结果)|成交|拍卖|出让|挂牌|竞价|流标|废标|公示|招聘(?!会)|招考|录用|拟聘|面试|笔试|体检|成绩|"
    r"资格(?:审查|复审|考试)|准考证|(?<!黑)名单|受理(?:公告|通知)|更正公告|送达公告|遗失|停[水电气]|放假|值班|值守|征集|报名|"
    r"申[报请]指南|开放申报|遴选|延期|预算|决算|三公|法人年度报告|信息公开.{0,8}年度报告|问卷|领取|证书|更新情况|年度信息更新|"
    r"领导(?:简介|信息)|^.{0,8}公告$|"
    rf"下达.{{0,60}}(?:计划|资金|项目|指标).{{0,8}}{_NOTICE}|"
    rf"(?:申报|推荐|受理|开通|征求意见|采纳情况).{{0,40}}{_NOTICE}"
)
"""What a unit publishes because it must: calls, lists, tenders, notices to those concerned."""
_SUMMARY = re.compile(r"工作总结|总结报告|工作要点|述职|年度报告|工作报告|总结会")
_EXPLAINING = re.compile(
    r"^(?:图解|一图读懂|政策解读|解读)|(?:政策解读|解读|图解|答记者问)$|一图读懂|政策问答|解读[丨|：:]"
)
_RULE = re.compile(r"第一章\s*总\s*则|第一条\s")
_CEREMONY = re.compile(
    r"召开.{0,24}(?:会|会议)(?!.{0,4}(?:反映|提出))|(?:座谈|动员|推进|部署|表彰|学习|总结|联席|专题|庆祝|民主生活)(?:大?会|会议)|"
    r"(?:启动|揭牌|签约|开[幕工业园馆]|颁奖|授牌|捐赠)仪式|开幕|闭幕|揭牌|调研(?!报告|显示|发现)|考察|慰问|走访|看望|会见|出席|莅临|"
    r"参观|宣讲|主题党日|党课|专题学习|理论学习|学习贯彻|传达学习|培训班|观摩|联谊|文艺|演出|比赛|竞赛|征文|展演|志愿服务活动|宣传活动|主题活动|宣传[周月日]|贯彻落实.{0,16}精神|热烈|荣获|喜获|隆重|圆满(?:落幕|举行|召开|结束|成功)|典礼"
)
_PLEDGES = re.compile(
    r"坚持以|以.{2,30}为(?:指导|引领|统领|抓手)|深入(?:学习|贯彻|推进)|认真(?:学习|贯彻|落实)|全面(?:贯彻|落实|推进)|高度重视|"
    r"提高(?:政治)?站位|切实(?:增强|加强|提高)|牢固树立|不断(?:增强|提升|提高)|持续(?:深化|推进|发力)|扎实推进|"
    r"压实责任|凝心聚力|再上新台阶|新篇章|奋力谱写|取得(?:了)?(?:积极|显著|明显)成效|坚定不移|统一思想|思想认识"
)
CONCRETE = re.compile(
    r"\d+(?:\.\d+)?\s{0,2}(?:%|％|[万亿千百余多]*[元人户个件处家座条亩吨米公里次项名辆台所起天例倍]|[万亿])|百分之"
)
"""A figure with what it counts."""
_BEGINNING = 600
_PLEDGES_ENOUGH = 3
_TOLD = re.compile(
    r"首[个创例批次家座条]|率先|提前|突破|完成|实现|建成|投[产用]|解决|增[长收]|下降|缩短|降低|提升至|出台|印发|取消|通过"
)
"""Words of a title that tell what came of it: with them a meeting is only the occasion."""


def genre_of(title: str, text: str, about: str, is_problem: bool, has_figure: bool) -> tuple[str, str]:
    """Return the poor kind an item is of, by the key of its weight, and the word that shows it; '' twice for all others.

    One whose title has a figure or tells what came of it is no ceremony, nor is a meeting that decides for all below it; one
    that tells of a problem is neither ceremony nor routine. Pledges are at least three stock phrases at the beginning, more
    than there are concrete figures; the preamble of a policy, which is made of them, is none.
    """
    if not is_problem and (found := ROUTINE.search(title)):
        return "routine", found[0]
    for key, pattern in (("summary", _SUMMARY), ("explaining", _EXPLAINING)):
        if found := pattern.search(title):
            return key, found[0]
    if found := _RULE.search(text[:_BEGINNING]):
        return "rule", "".join(found[0].split())
    is_plain = not is_problem and not has_figure and about != "上级部署" and not _TOLD.search(title)
    if is_plain and (found := _CEREMONY.search(title)):
        return "ceremony", found[0]
    beginning = text[:_BEGINNING]
    pledges = _PLEDGES.findall(beginning)
    if about != "政策措施" and len(pledges) >= _PLEDGES_ENOUGH and len(pledges) > len(CONCRETE.findall(beginning)):
        return "pledges", "、".join(dict.fromkeys(pledges[:2]))
    return "", ""
