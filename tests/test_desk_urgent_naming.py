"""What is promised about names of reports: 首报, 续报三, 终报 are known in whatever form a title has them, and nothing else is."""

from __future__ import annotations

import pytest

from bulletin.desk.urgent import naming
from bulletin.desk.urgent.naming import Said

FIRST, FINAL = Said("first"), Said("final")


def continued(number: int = 0) -> Said:
    """A 续报 of that number, 0 where the title gives none."""
    return Said("continued", number)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("东山镇老街民房火灾情况（续报一）", continued(1)),
        ("东山镇老街民房火灾处置情况（终报）", FINAL),
        ("东山镇老街民房火灾情况续报", continued()),
        ("东山镇老街民房火灾情况（首报）", FIRST),
        ("东山镇老街民房火灾进展情况续报二", continued(2)),
        ("关于东山镇老街民房火灾有关情况的续报", continued()),
        ("关于东山镇老街民房火灾有关情况的续报（三）", continued(3)),
        ("关于东山镇老街民房火灾情况的第三次续报", continued(3)),
        ("东山镇老街民房火灾第4期续报", continued(4)),
        ("东山镇老街民房火灾续报之二", continued(2)),
        ("东山镇老街民房火灾续报第5号", continued(5)),
        ("东山镇老街民房火灾情况（第二次续报）", continued(2)),
        ("东山镇老街民房火灾情况（续报之三）", continued(3)),
        ("东山镇老街民房火灾情况（续报第六期）", continued(6)),
        ("东山镇老街民房火灾情况（续二）", continued(2)),
        ("东山镇老街民房火灾情况后续报告", continued()),
        ("[续报]东山镇老街民房火灾", continued()),
        ("【续报１】东山镇老街民房火灾情况", continued(1)),
        ("【终报】东山镇老街民房火灾情况", FINAL),
        ("〔续报十二〕东山镇老街民房火灾情况", continued(12)),
        ("续报：东山镇老街民房火灾情况", continued()),
        ("续报三 东山镇老街民房火灾情况", continued(3)),
        ("东山镇老街民房火灾情况续报（11月20日12时）", continued()),
        ("东山镇老街民房火灾情况续报〔2026〕15号", continued()),
        ("东山镇老街民房火灾续报：明火已扑灭", continued()),
        ("东山镇老街民房火灾情况续报一的报告", continued(1)),
        ("东山镇老街民房火灾情况（续报一）——明火已扑灭", continued(1)),
        ("东山镇老街民房火灾情况最终报告", FINAL),
        ("东山镇老街民房火灾处置情况终结报告", FINAL),
        ("东山镇老街民房火灾处置情况的终报告", FINAL),
        ("东山镇老街民房火灾处置结束报告", FINAL),
        ("东山镇老街民房火灾最终情况报告", FINAL),
        ("东山镇老街民房火灾情况续报暨终报", FINAL),
        ("东山镇老街民房火灾情况（初报）", FIRST),
        ("关于东山镇老街民房火灾情况的首次报告", FIRST),
        ("东山镇老街民房火灾情况", None),
        ("关于东山镇老街民房火灾情况的报告", None),
        ("关于做好突发事件信息续报工作的通知", None),
        ("关于严格落实首报、续报、终报制度的通知", None),
        ("关于加强信息续报和终报工作的通知", None),
        ("东山镇山洪（详细情况续报）", None),
        ("东山镇2026年终报告", None),
        ("东山镇连续报送3条先进经验", None),
        ("市民陆续报到参加无偿献血", None),
        ("东山镇信息不续报被通报", None),
        ("城南加油站泄漏终报", FINAL),
        ("关于10月份首报、续报和终报情况的通报", None),
    ],
)
def test_a_title_says_what_the_report_is(title: str, expected: Said | None) -> None:
    """Brackets of every kind, 情况 before the mark, numbers behind and before; rules about reports are none."""
    assert naming.said(title, "") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("东山镇老街民房火灾情况续报\n截至12时，明火已扑灭。", continued()),
        ("现将东山镇老街民房火灾有关情况续报如下：截至12时，明火已扑灭。", continued()),
        ("11月20日8时许，东山镇老街起火，有关情况续报。", None),
        ("东山镇老街起火，后续情况将及时续报。", None),
        ("东山镇老街起火。详情续报。", None),
    ],
)
def test_the_first_line_says_it_where_the_title_does_not(text: str, expected: Said | None) -> None:
    """A heading, and 现将…续报如下; a promise at the end of a first report is no name."""
    assert naming.said("东山镇老街民房火灾", text) == expected


@pytest.mark.parametrize(
    "title",
    [
        "关于东山镇老街民房火灾的续报（三）",
        "【终报】东山镇老街民房火灾",
        "东山镇老街民房火灾第三次续报",
        "续报：东山镇老街民房火灾",
        "东山镇老街民房火灾（续报之二）",
        "关于东山镇老街民房火灾的最终报告",
    ],
)
def test_the_name_of_the_incident_is_what_is_left(title: str) -> None:
    """Whatever the form of the mark, the name has nothing of it."""
    assert naming.core(title) == "东山镇老街民房火灾"
