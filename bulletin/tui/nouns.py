"""Where one can go: each noun of ``:`` with its screen, imported when somebody goes there.

A new screen is one line here: the word, the class, and what to find it by.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bulletin.tui.desk_screen import DeskScreen


@dataclass(frozen=True, slots=True)
class Noun:
    """A screen one can go to. ``more`` holds other words that find it."""

    word: str
    place: str
    about: str
    more: str = ""

    def screen(self) -> DeskScreen:
        """Import and make the screen."""
        module, _, name = self.place.partition(":")
        made: DeskScreen = getattr(import_module(module), name)()
        return made


NOUNS: tuple[Noun, ...] = (
    Noun("队列", "bulletin.tui.screens.queue:QueueScreen", "待编来稿，得分高的在前", "queue duilie dl"),
    Noun(
        "稿件", "bulletin.tui.screens.articles:ArticlesScreen", "在办的稿件：改、查、送审，等谁办", "article gaojian gj"
    ),
    Noun("审核", "bulletin.tui.screens.review:ReviewScreen", "等我办的，急的在前：审看、签发", "review shenhe sh"),
    Noun("期", "bulletin.tui.screens.issues:IssuesScreen", "编期、排次序、出清样、印发", "issue qi bianqi"),
    Noun("约稿", "bulletin.tui.screens.commissions:CommissionsScreen", "约了谁，谁交了，催", "commission yuegao yg"),
    Noun(
        "批示",
        "bulletin.tui.screens.instructions:InstructionsScreen",
        "领导批示：登记、类别、交办",
        "instruction pishi ps",
    ),
    Noun(
        "督办",
        "bulletin.tui.screens.follow_ups:FollowUpsScreen",
        "批示的办理：立项、反馈、审结、催办",
        "followup duban db",
    ),
    Noun("紧急", "bulletin.tui.screens.urgent:UrgentScreen", "首报、续报、终报：下一份几时报", "urgent jinji jj"),
    Noun("计分", "bulletin.tui.screens.points:PointsScreen", "各单位的名次，每一分的依据", "points jifen jf"),
    Noun(
        "上报", "bulletin.tui.screens.upward:UpwardScreen", "报给上级的、采用回执、登记上级采用", "upward shangbao sb"
    ),
    Noun(
        "通报",
        "bulletin.tui.screens.circulars:CircularsScreen",
        "各时段的通报：应做、在办、已印发",
        "circular tongbao tb",
    ),
    Noun("问题", "bulletin.tui.screens.problems:ProblemsScreen", "来源和材料出的错，怎么办", "problem wenti wt"),
    Noun("自检", "bulletin.tui.screens.selftest:SelfTestScreen", "量一量本终端的字宽，说明该怎么设", "test zijian zj"),
)
