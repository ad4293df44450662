"""The words of the trade: one English identifier for one Chinese word. Everything a user reads takes its words from here.

Source: the office's own rules and forms; see the word table in README.md, which is printed from this module.
"""

from __future__ import annotations

GLOSSARY: tuple[tuple[str, str, str], ...] = (
    ("office", "信息科（室）", "一个目录：配置、来源、模板、数据库与归档"),
    ("source", "来源", "采集的对象：信息源、栏目页、来稿目录"),
    ("submission", "报送", "下级单位送来的材料"),
    ("original", "原件", "收到时的字节，按指纹保存，永不改动"),
    ("number", "编号", "单位、热线、信访自己给材料的号：文号、工单编号；不是来稿的号"),
    ("item", "来稿", "从原件中提取、进入待编队列的一条材料"),
    ("article", "稿件", "采用后由一条或多条来稿编成的文字"),
    ("revision", "修改稿", "稿件的一次保存，写定不改"),
    ("manuscript", "文稿", "稿件的文字格式：一行一段，另有表、图、注、附件的写法"),
    ("picture", "附图", "附在稿件上的图片，正文按名字引用"),
    ("adopt", "采用", "把来稿编入稿件"),
    ("decline", "不采用", "不用，并写明理由"),
    ("shelve", "暂存", "暂时不用，留待以后"),
    ("send", "送审", "编辑把修改稿交审核"),
    ("approve", "审核通过", "一级审核对某一修改稿的认可"),
    ("return", "退回", "审核人退回修改"),
    ("level", "审核级次", "刊物规定的一级审核；末级审定，前面各级是拟同意"),
    ("countersign", "会签", "请几个人同时提出意见，齐了才能审定"),
    ("hand_over", "请××签发", "把本级的审定转给另一个人"),
    ("hold", "缓办", "暂缓办理，写明理由，可以写到哪一天"),
    ("urgent", "特急", "可略过刊物许可的级次，不略过审定和签发"),
    ("notice", "催办单", "写给等着他办的人的一张通知"),
    ("publication", "刊物", "一种连续编号的刊名"),
    ("series", "编号系列", "正刊、增刊各自编号"),
    ("issue", "期", "一期刊物"),
    ("look", "版式", "一种刊物在纸上的样子，写在 publication.toml"),
    ("template", "模板", "排版用的样式文件，分版本，用过即不再改"),
    ("entry", "条目", "稿件在一期中的位置"),
    ("section", "栏目", "一期中的分组"),
    ("editor_note", "编者按", "置于正文之前的说明"),
    ("proof", "清样", "送签的版面文件"),
    ("page_check", "版面检查", "83 条规则量在排好的 PDF 上"),
    ("sign_off", "签发", "签发人对某一清样的认可"),
    ("publish", "印发", "把签发的文件归入档案"),
    ("tombstone", "废号", "已占用而未印发的期号及其说明"),
    ("adoption", "采用记录", "印发后记在每个报送单位名下"),
    ("upward_report", "上报", "把一篇稿件的某一稿报给上级办公室，连同来历"),
    ("receipt", "采用回执", "上级办公室说明哪件上报印在它的哪一期，由人确认后登记上级采用"),
    ("upper_adoption", "上级采用", "本办公室印发的条目被上级刊物采用，登记其刊名和日期"),
    ("late_entry", "补录", "印在别处、事后登记的条目，注明补录"),
    ("rule_set", "计分办法", "一地一年的计分规则，写在 templates/计分，各有起止日期"),
    ("cap", "限额", "计分办法规定的封顶、保底和一票否决"),
    ("membership", "归属", "一个单位某一天的类别，和得分归谁"),
    ("adjustment", "本期调整", "上一期通报以后补登、撤回的，使以前各期的得分变了多少"),
    ("award", "得分、扣分", "一个单位因一件事得到或失去的分，写明依据的条款"),
    ("ledger", "计分台账", "全部得分、扣分，由事实和计分办法算出，不存数据库"),
    ("instruction", "批示", "领导写在某期或某条上的话"),
    ("follow_up", "督办", "承办单位对批示的办理责任"),
    ("handling_unit", "承办单位", "负责办理批示的单位"),
    ("registration", "登记督办", "批示要办的事记入台账，还没有定怎么办"),
    ("handling_proposal", "拟办意见", "由谁办、怎么办、几时办完的建议，等批准立项"),
    ("case_opening", "立项", "批准督办；不立项的写明理由"),
    ("signal", "信号", "督办的灯：蓝、黄（橙）、红，由日期、状态和办公室的规定算出"),
    ("assignment_slip", "交办单", "交给承办单位的一张单，一事一单，按年编号"),
    ("reminder_slip", "催办通知单", "催承办单位反馈的一张单，各级催办写给不同的人"),
    ("colour_slip", "三色督查单", "蓝、黄（橙）、红三色的督查单，各写新的时限"),
    ("way_slip", "流转单", "一件督办从收到的第一个字节到答复，一页看完"),
    ("progress", "办理情况", "承办单位的一次反馈"),
    ("feedback", "反馈", "办结后回到队列的材料"),
    ("closed", "办结", "督办审结销号"),
    ("gate", "关", "四关：政治关、政策关、文字关、格式关"),
    ("lists", "名单", "本办公室的领导、用语、机构与地名、文件，各有起止日期"),
    ("finding", "检查结果", "四关看见的一处，改正、接受或核实"),
    ("distribution", "报送发", "报、送、发的范围"),
    ("masthead", "报头", "首页刊名、期号、单位、日期"),
    ("colophon", "版记", "末页的报、送、发与印数"),
    ("manifest", "归档清单", "印发文件夹中各文件的指纹与制作环境"),
    ("copy", "分发件", "有份号的一份，登记给收件人"),
    ("verification", "核实", "向谁、用什么方式问了什么，结果怎样"),
    ("reading", "校对", "一个人对某一份清样从头到尾读一遍，改处记明位置"),
    ("correction", "更正", "印发之后登记的一处错误：原印什么，应为什么"),
    ("withdrawal", "撤回印发", "印发之后撤销（自始无效）或废止（自某日起）"),
    ("corrigendum", "更正启事", "在后一期刊登更正或撤回的稿件"),
    ("volume", "合订本", "一年各期连同目录、索引装订成册"),
    ("delegation", "授权", "在限定日期内代行职责"),
    ("relation", "关联", "两件文字相像：同文、相近、更新、同模板、同事件，各有理由"),
    ("event", "事件", "用不同文字说的同一件事"),
    ("topic", "热点", "来稿中突然多起来的话题"),
    ("commission", "约稿", "向单位约写一个题目：要写清什么，几时交"),
    ("answer", "应约", "一条来稿是对某次约稿的回应，由人确认"),
    ("incident", "突发事件", "紧急信息所报的一件事，从首报到终报"),
    ("urgent_chain", "紧急信息", "首报、续报、终报，按次序归在一件突发事件之下"),
    ("first_report", "首报", "一件突发事件的第一份书面报告，缺要素也先报"),
    ("continued_report", "续报", "首报以后的新情况，依次为续报一、续报二，不重复首报"),
    ("final_report", "终报", "处置结束的报告；没有终报不能结束"),
    ("phone_report", "电话报告", "书面报告以前的电话，记明何时、何人、说了什么"),
    ("rating", "定级", "突发事件的级别、名称和时间；改定是另一条记录"),
    ("clock", "报告时限", "从事发、从接报各限几分钟电话报告、书面报告"),
    ("split", "分篇", "一篇稿件有两个主题，把一部分段落分为另一篇"),
    ("deed", "操作", "一个人一次做的事，记录里的几步合为一次，可以撤销"),
    ("seal", "封存", "每条记录的指纹同前一条的指纹相扣，改一条则后面的都不符"),
    ("counterfoil", "存根", "会变的记录每写一次留下的封存的一份：当时写的是什么"),
    ("removal", "清理记录", "清理时拿掉的一处，记明位置和原因，可以放回"),
    ("slip", "报送单", "材料开头、表格里或末尾写明的单位、签发人等"),
    ("sender", "发件人", "邮件地址，登记在某个报送单位名下"),
    ("problem", "问题", "来源或材料出了什么错，该怎么办，直到解决"),
)

ROLES: dict[str, str] = {
    "editor": "编辑",
    "reviewer": "审核",
    "signer": "签发",
    "clerk": "督办员",
    "admin": "管理员",
}

SUBJECTS: dict[str, str] = {
    "item": "来稿",
    "article": "稿件",
    "issue": "期",
    "follow_up": "督办",
    "commission": "约稿",
    "incident": "突发事件",
}

STATES: dict[str, dict[str, str]] = {
    "item": {"new": "待处理", "adopted": "已采用", "declined": "不采用", "shelved": "暂存"},
    "article": {
        "draft": "编辑中",
        "in_review": "审核中",
        "held": "缓办",
        "approved": "已审定",
        "returned": "退回修改",
        "composed": "已编入",
        "signed": "已签发",
        "published": "已印发",
        "dropped": "已撤稿",
    },
    "issue": {
        "composed": "编排中",
        "proofed": "待签发",
        "signed": "已签发",
        "published": "已印发",
        "discarded": "已撤销",
        "voided": "废号",
    },
    "follow_up": {
        "registered": "已登记",
        "proposed": "待立项",
        "opened": "已立项",
        "not_opened": "不立项",
        "assigned": "承办中",
        "reported": "待审结",
        "shown": "送领导阅",
        "closed": "办结",
    },
    "commission": {"open": "约稿中", "closed": "已结束"},
    "incident": {"handling": "处置中", "ended": "处置结束"},
}

ACTIONS: dict[str, str] = {
    "adopt": "采用",
    "decline": "不采用",
    "shelve": "暂存",
    "restore": "恢复",
    "release": "解除采用",
    "edit": "修改",
    "set_section": "改栏目",
    "attach": "附图",
    "detach": "撤下附图",
    "send": "送审",
    "recall": "撤回",
    "approve": "审核通过",
    "return": "退回",
    "step_back": "退回某一级",
    "hold": "缓办",
    "resume": "解除缓办",
    "hand_over": "请人审定",
    "countersign": "请人会签",
    "circulate": "请人阅知",
    "concur": "会签同意",
    "dissent": "会签有意见",
    "read": "已阅",
    "reply": "答复会签意见",
    "hasten": "按特急办理",
    "drop": "撤稿",
    "compose": "编入",
    "take_out": "撤出",
    "arrange": "调整编排",
    "proof": "出清样",
    "sign": "签发",
    "publish": "印发",
    "discard": "撤销",
    "void": "废号",
    "proofread": "校对",
    "mark_up": "校对退改",
    "correct": "更正",
    "withdraw": "撤回印发",
    "register": "登记督办",
    "propose": "拟办",
    "open_case": "立项",
    "leave": "不立项",
    "assign": "交办",
    "receive": "签收",
    "report": "反馈",
    "contribute": "协办反馈",
    "accept": "审结",
    "show": "送领导",
    "conclude": "办结",
    "renew": "领导再批示",
    "remind": "催办",
    "extend": "延期",
    "ask_extension": "申请延期",
    "grant_extension": "批准延期",
    "deny_extension": "不同意延期",
    "commission": "约稿",
    "answer": "应约",
    "unlink": "不作应约",
    "close": "结束约稿",
    "reopen": "重开约稿",
    "alarm": "立为突发事件",
    "rate": "定级",
    "phone": "登记电话报告",
    "join": "归入",
    "part": "移出",
    "end": "结束处置",
    "go_on": "恢复处置",
}

GUARDS: dict[str, str] = {
    "not_author": "未编辑过这篇稿件",
    "not_same_reviewer": "未审过这一稿",
    "of_level": "本级的人",
    "its_turn": "轮到他审定",
    "may_hand_over": "轮到他审定，或已转请人的",
    "all_answered": "会签、阅知都已答复",
    "dissents_replied": "会签意见都已答复",
    "seen_current": "看的不是旧稿",
    "sent_it": "送审的本人",
    "nobody_passed": "还没有一级通过",
    "has_earlier": "前面有通过的级次",
    "asked_to_countersign": "被请会签的本人",
    "asked_to_read": "被请阅知的本人",
    "dissent_open": "有未答复的会签意见",
    "not_urgent_yet": "还不是特急",
    "not_urged_lately": "距上次催办满规定小时数",
    "not_composer": "未编排过本期",
    "same_year": "清样期号属于当年",
    "readings_done": "要求的校对都已做过",
    "not_read_yet": "没有校过这份清样",
    "before_due": "到期之前",
    "not_all_signed": "还有单位没有签收",
    "opened_first": "规定先立项的，须已立项",
    "may_decide_cases": "办公室指定的批准人",
    "extends_alone": "延期不要求另一人批准",
    "extension_asked": "有待批准的延期申请",
    "not_asker": "不是申请延期的本人",
    "final_reported": "已有终报",
    "no_final_yet": "还没有终报",
}

KINDS: tuple[str, ...] = ("动态", "经验", "问题", "建议", "预测", "紧急", "社情民意", "调研", "反馈")
URGENCIES: tuple[str, ...] = ("普通", "加急", "特急")
GATES: dict[str, str] = {"political": "政治关", "policy": "政策关", "wording": "文字关", "format": "格式关"}
SEVERITIES: dict[str, str] = {"error": "必改", "warning": "提醒", "advice": "建议"}
MEANS: tuple[str, ...] = ("电话", "函询", "当面", "现场", "网上核对", "其他")
"""By what means something is verified (核实)."""
OWN_SOURCES: dict[str, str] = {"feedback": "反馈", "circular": "通报"}
"""The sources of what the office itself made, and put back into its queue."""
RESULTS: tuple[str, ...] = ("属实", "部分属实", "不属实", "无法核实")
"""What a verification came to."""
INSTRUCTION_KINDS: tuple[str, ...] = ("办理", "研究", "肯定", "传阅")
FLAGS: dict[str, str] = {
    "mojibake": "乱码",
    "date": "时间存疑",
    "extraction": "正文存疑",
    "file": "文件提示",
    "version": "新版本",
    "offsite": "外站",
    "private": "私用字符",
    "width": "半全角",
    "lead": "只有导语",
    "unit": "单位不在名单",
}
"""What stands at an item for a person to look at; a kind without a word here is shown by its note alone."""
RELATIONS: dict[str, str] = {"exact": "同文", "near": "相近", "update": "更新", "twin": "同模板", "event": "同事件"}
"""How two texts are alike: 同文 the same; 相近 reprinted, abridged, changed at head or tail; 更新 other numbers or dates;
同模板 another place, batch, period or numbered case in the same wording (not a duplicate); 同事件 the same event in other words."""
LIGHTS: dict[str, str] = {"green": "绿", "yellow": "黄", "red": "红", "": "—"}
"""How a thing that waits stands to its time: 绿 in time, 黄 a quarter of it left, 红 late, — without a limit."""
DUTIES: dict[str, str] = {"answered": "按时", "late": "迟交", "waiting": "未交", "overdue": "逾期未交"}
"""How a unit stands to a commission: what comes in at the due time itself is in time."""
INCIDENT_SEVERITIES: tuple[str, ...] = ("特别重大", "重大", "较大", "一般")
"""How severe an incident is, the gravest first (突发事件应对法)."""
INCIDENT_ELEMENTS: tuple[str, ...] = (
    *("接报时间", "信息来源", "事发时间", "地点", "性质", "影响范围"),
    *("伤亡损失", "趋势", "领导到位", "已采取措施", "建议"),
)
"""What a first report is to say (紧急信息报送规定, A-28); what is missing is listed and never holds it up."""
REPORTS: dict[str, str] = {"first": "首报", "continued": "续报", "final": "终报"}
CLOCKS: dict[str, str] = {
    "in_time": "按时",
    "late": "迟报",
    "running": "未到时限",
    "overdue": "超时未报",
    "unknown": "时间不明",
    "unlimited": "没有规定",
}
"""How a clock of an incident stands; what comes in at the limit itself is in time."""
AWARDS: dict[str, str] = {
    "printed": "采用",
    "reported": "上报",
    "adopted": "上级采用",
    "instruction": "批示",
    "commission": "约稿",
    "granted": "基础分",
    "quota": "任务",
    "deduction": "扣分",
    "cap": "封顶",
    "floor": "扣完为止",
    "veto": "一票否决",
}
"""What points are given for; the last three are what the limits of a rule set add or take."""
AWARD_PARTS: dict[str, tuple[str, ...]] = {
    "采用得分": ("printed",),
    "加分": ("reported", "adopted", "instruction", "commission", "granted", "quota"),
    "扣分": ("deduction",),
    "限额": ("cap", "floor", "veto"),
}
"""The parts that a unit's points are told in, each with its kinds of `AWARDS`. 扣分 is what a fault or a missed task takes, and
what is given back where the register was wrong; points taken back with an adoption are less 采用得分, or less 加分."""
FAULTS: tuple[str, ...] = (
    *("约稿未交", "约稿迟交", "约稿不合格", "反馈未报", "反馈迟报"),
    *("迟报", "漏报", "瞒报", "误报", "失实", "错情"),
)
"""What counts against a unit. The first two follow from commissions, all others are registered."""
SIGNALS: dict[str, str] = {
    "none": "正常",
    "blue": "蓝（将到期）",
    "yellow": "黄（进度慢）",
    "orange": "橙（警告）",
    "red": "红（已逾期）",
    "closed": "办结",
}
"""The lights of a follow-up, from the quietest to the gravest, and ``closed``; what each means in an office: [follow_ups.signals]."""
TIMINGS: dict[str, str] = {"": "未到期", "late": "超时未办结", "closed_in_time": "按时办结", "closed_late": "超时办结"}
"""How a case stands to its date; the report that was accepted counts, not the day it was looked at."""
SIGNAL_POLICIES: tuple[str, ...] = ("到期制", "逐级", "按月龄")
SLIP_COLOURS: dict[str, str] = {"蓝": "blue", "黄": "yellow", "橙": "orange", "红": "red"}
"""The colours of a 三色督查单, from the mildest, and the signal each is."""
SLIPS: dict[str, str] = {"assign": "交办单", "remind": "催办通知单", "colour": "三色督查单"}
UPWARD_CHANNELS: tuple[str, ...] = ("专报", "要情", "信息")
"""As what a report goes up."""
CASE_MODES: tuple[str, ...] = ("交办", "转办", "自办")
"""How a case is handled: by a unit, handed on to whom it belongs, or by the office itself."""
CASE_URGENCIES: tuple[str, ...] = ("急件", "非急件", "难度较大")
CASE_QUESTIONS: tuple[str, ...] = ("事实清楚", "问题解决", "任务完成", "结论恰当", "合法合规", "格式规范")
"""The six questions of acceptance (审结, 督办规则 A-45)."""
LEADER_RANKS: tuple[str, ...] = ("主要", "其他")
LEADER_LEVELS: tuple[str, ...] = ("国", "省", "市", "县", "乡")
LEVEL_WORDS: dict[str, str] = {
    **dict.fromkeys(("国家", "全国", "中央"), "国"),
    **dict.fromkeys(("省市自治区", "自治区"), "省"),
    **dict.fromkeys(("地市", "设区市", "州", "盟"), "市"),
    **dict.fromkeys(("区", "区县", "县区", "县市区", "旗"), "县"),
    **dict.fromkeys(("镇", "乡镇", "镇街", "街道"), "乡"),
}
"""How levels are called otherwise; ``级`` may stand behind any of them."""
"""Levels of leaders, the highest first."""


def state_name(subject: str, state: str) -> str:
    """Return the Chinese name of `state` of a `subject`."""
    return STATES[subject].get(state, state)


def action_name(action: str) -> str:
    """Return the Chinese name of `action`."""
    return ACTIONS.get(action, action)


def role_names(roles: frozenset[str] | tuple[str, ...]) -> str:
    """Return the Chinese names of `roles`, in the fixed order, joined by 、."""
    return "、".join(name for role, name in ROLES.items() if role in roles)
