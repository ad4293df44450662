"""The desk line by line: one answer for each line, every decision of the screen, nothing that needs eyes."""

from __future__ import annotations

from bulletin import store
from bulletin.tui import lines
from tests.conftest import House
from tests.desk_terminal import Seat


def talk(house: House, *typed: str) -> list[list[str]]:
    """Return the answers to the lines, the greeting first."""
    answers: list[list[str]] = []
    lines.converse(Seat(house.db, house.settings, house.at), typed, answers.append)
    return answers


def test_an_item_is_one_sentence(house: House) -> None:
    """Each item is one line with number, score, unit, kind, urgency, title and marks, parted by commas."""
    greeting = talk(house)[0]

    assert greeting[0] == "待处理13条，未解决的问题1个"
    assert greeting[1].startswith("3 号，")
    assert "市应急管理局，紧急，特急，青溪县石桥乡上坪村发生山体滑坡（首报）" in greeting[1]
    assert "  " not in greeting[1]


def test_every_decision_of_the_screen_can_be_made(house: House) -> None:
    """Decline several with one reason, shelve, restore, adopt two as one."""
    answers = talk(house, "d 5 6 内容 陈旧", "s 7", "o 暂存", "h 7", "a 1 2", "q", "s 8")

    assert answers[1] == ["来稿 5：不采用", "来稿 6：不采用"]
    assert answers[3][0].startswith("7 号")
    assert answers[5][0].startswith("已采用为稿件 1")
    states = store.statuses.count_by_state(house.db, "item")
    assert states == {"adopted": 2, "declined": 2, "new": 9}
    assert store.statuses.history(house.db, "item", 6)[-1].note == "内容 陈旧"


def test_a_decision_is_taken_back_and_made_again(house: House) -> None:
    """u takes the last own deed back and says what stands now, U does it again; with nothing to undo it says so."""
    nothing, _, undone, again = talk(house, "u", "s 7", "u", "U")[1:]

    assert "没有可以撤销的操作" in nothing[0]
    assert undone == ["已撤销：暂存来稿 7", "结果：来稿 7 回到待处理"]
    assert again == ["已重做：暂存来稿 7"]
    assert store.items.get(house.db, 7).state == "shelved"


def test_reasons_and_differences_are_told(house: House) -> None:
    """w tells why with points, c tells what cleaning changed, v reads the text with its source."""
    why, changed, text = talk(house, "w 3", "c 3", "v 3")[1:]

    assert why[0].startswith("得分 ")
    assert any(line.startswith("原：") for line in changed)
    assert any(line.startswith("原件 ") for line in text)


def test_what_cannot_be_done_is_an_answer(house: House) -> None:
    """A missing reason, an unknown key, a wrong filter: said in Chinese, and the dialogue goes on."""
    answers = talk(house, "d 5", "x", "/ 无此字段:1", "v 999", "n", "l")

    assert "不采用要写理由" in answers[1][0]
    assert "看不懂“x”" in answers[2][0]
    assert answers[3][0].startswith("未完成")
    assert "没有找到来稿 999" in answers[4][0]
    assert answers[5] == ["已到末尾"]
    assert len(answers) == 7
