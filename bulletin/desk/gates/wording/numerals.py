"""Figures in writing (GB/T 15835—2011 出版物上数字用法), and phrases in which two words say the same of a figure."""

from __future__ import annotations

import re

from bulletin.desk.gates.wording.patterns import pattern_rule

_NUMBER = r"\d+(?:\.\d+)?"
_CHINESE = "[〇零一二两三四五六七八九十百千万亿]"
_COUNTED = r"(?=(?:年|月|日|时|%|％|元|万|亿|人|户|个|名|亩|吨|公里))"
_ABOUT = rf"(?:{_NUMBER}|{_CHINESE}{{2,6}})"
_UNIT = r"[\u4e00-\u9fff%％]{0,4}?"
_TOO_MANY = (
    rf"(?<!节)(?:大约|约|大概|将近|接近|近)(?:为|有)?{_ABOUT}{_UNIT}(?:左右|上下)",
    rf"(?:将近|接近|近){_ABOUT}[万亿]?[多余](?=[\u4e00-\u9fff])(?!年)",
    rf"(?<!节)(?:大约|约){_ABOUT}[万亿]?[多余](?=[万亿个名人户亩元吨公家次件])",
    rf"(?:超过|逾){_ABOUT}{_UNIT}(?:以上|左右)",
    rf"(?:至少|最少){_ABOUT}{_UNIT}以上|(?:至多|最多){_ABOUT}{_UNIT}以[下内]",
)
"""约…左右, 近…多, 超过…以上: one of the two is enough."""
_LESS = "(?:减少|降低|下降|缩短|缩小|下调)"
_ROUND = "[一二三四五六七八](?:(?<=一)、二|(?<=二)、三|(?<=三)、四|(?<=四)、五|(?<=五)、六|(?<=六)、七|(?<=七)、八|(?<=八)、九)"
_MONTH_DAY = "(?:[1-9]|1[0-2])月(?:\\d{1,2}日|份|[初底]|[上中下]旬)"


def _to_figures(match: re.Match[str]) -> str:
    return match[0].translate(str.maketrans("OoIl", "0011"))


RULES = (
    # A letter in place of a figure cannot be found again by anybody, nor added up.
    pattern_rule(
        "letter_in_figure",
        "error",
        rf"[0-9OoIl](?<![A-Za-z0-9.\-].)(?:(?<=[0-9])[0-9]*[OoIl]|(?<=[OoIl])[OoIl]*[0-9])[0-9OoIl]*{_COUNTED}",
        "数字中夹有字母，应为0或1",
        _to_figures,
    ),
    # 5.2.2, 5.2.5: in a row of figures 〇 is written, not 零.
    pattern_rule(
        "zero_year",
        "warning",
        "(?<![〇零一二三四五六七八九])(?=[一二]..?.?零|[一二]零)[一二][〇零一二三四五六七八九]{3}年",
        "年份用汉字时写“〇”，不写“零”",
        lambda match: match[0].replace("零", "〇"),
    ),
    # Year, month and day are written in one kind of figures, as 5.3 asks of any number.
    pattern_rule(
        "mixed_date",
        "warning",
        r"[\d一二三四五六七八九十](?:(?<=\d)\d?月[一二三四五六七八九十]{1,3}日|(?<=[一-龥])[一二三四五六七八九十]?月\d{1,2}日"
        r"|(?<=\d)\d{3}年[一二三四五六七八九十]{1,2}月(?=[\d一二三四五六七八九十]{1,3}日|份))",
        "年月日应统一用阿拉伯数字或统一用汉字",
    ),
    # 5.1.4: years are written in full.
    pattern_rule(
        "short_year",
        "warning",
        rf"\d(?<![\d.第期刑].)\d年(?={_MONTH_DAY})",
        "年份不能简写，应写全四位",
    ),
    # 5.3: behind Arabic figures stand 万 and 亿 only.
    pattern_rule(
        "mixed_number",
        "warning",
        rf"\d(?<![\d.年].)[\d.]*(?:[万亿]?[百千](?=[元人名户亩个件株头多余])|万{_NUMBER}千)",
        "阿拉伯数字后只能用“万”“亿”，请把数写全",
    ),
    # 5.2.1, GB/T 15834 4.5.3.4: two neighbouring figures for an approximate number take no pause mark.
    pattern_rule(
        "round_number",
        "warning",
        rf"{_ROUND}(?<![、第初期十百千万]...)(?=[百千万十]?(?:天|小时|分钟|公里|里路|倍|百|千|万元|人次|户|家(?!族)))",
        "两个相邻的数表示概数，中间不用顿号",
        lambda match: match[0].replace("、", ""),
    ),
    # 5.1.3: 9亿～16亿, not 9～16亿; 15%～30%, not 15～30%.
    pattern_rule(
        "range",
        "advice",
        rf"\d(?<![\d.%％万亿\-~～—].)[\d.]*[-~～—－]{_NUMBER}[%％万亿]",
        "数值范围的前一个数也应写明百分号或万、亿",
        lambda match: re.sub(r"[-~～—－]", lambda dash: match[0][-1] + "～", match[0]),
    ),
    pattern_rule("approximate_twice", "warning", "|".join(_TOO_MANY), "概数说了两次，前后只留一个"),
    # What falls by its whole is nothing: 倍 is said of growth only.
    pattern_rule(
        "fallen_times",
        "warning",
        rf"{_LESS}了?(?:近|约|超过|逾)?(?:{_NUMBER}|[一二两三四五六七八九十几数]+)多?倍",
        "减少不能用“倍”，请改用百分数或分数并核实",
    ),
)
