"""What is promised about the chain of a piece: it tells also what was put right or withdrawn after publication."""

from __future__ import annotations

from bulletin import store
from bulletin.desk import corrigenda
from bulletin.press import corrections
from bulletin.tui import chain
from tests.conftest import House
from tests.desk_terminal import Seat


def told(house: House, article_id: int) -> list[str]:
    """The lines of the chain that tell of corrections and withdrawals."""
    links = chain.of_article(Seat(house.db, house.settings, house.at, "editor1"), article_id)
    return [link.words for link in links if link.kind == "correction"]


def test_the_chain_tells_what_was_put_right_and_withdrawn(house: House) -> None:
    """更正 and 撤回 hang under the issue that printed the piece, and the article that prints them tells what it puts right."""
    issue = house.issue("published")
    one = store.articles.in_states(house.db, "published")[0]
    assert told(house, one.id) == []
    who = (house.actor("signer1"), house.at)
    mistake = corrections.Mistake("东山镇", "西山镇", "校对疏漏")
    made = corrections.correct(house.db, house.settings, issue, 1, mistake, *who)
    corrections.withdraw(house.db, house.settings, issue, None, corrections.Withdrawal("数据有误"), *who)
    printing = corrigenda.make_article(house.db, house.settings, [made.id], house.actor("editor1"), house.at)

    lines = told(house, one.id)

    assert lines[0].startswith("更正 1　“东山镇”应为“西山镇”")
    assert lines[1].startswith("撤回 2　撤销，自始无效：数据有误")
    assert told(house, printing.id) == []
