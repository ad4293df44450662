"""Writing down a verification (核实): with whom, by what means, what was asked, what came of it."""

from __future__ import annotations

from bulletin.desk.verification import Inquiry
from bulletin.terms import MEANS, RESULTS, SUBJECTS
from bulletin.tui import article_deeds
from bulletin.tui.desk_screen import DeskScreen
from bulletin.tui.fields import Field, FieldsForm, Values


def form(screen: DeskScreen, subject: tuple[str, int], given: Inquiry) -> FieldsForm[str]:
    """Return the form for a verification of an item or of an article; its answer is what was done."""
    sitting, name = screen.desk.sitting, f"{SUBJECTS[subject[0]]} {subject[1]}"

    def act(values: Values) -> str:
        sitting.renew()
        said = Inquiry(
            means=values["means"],
            asked=values["asked"],
            result=values["result"],
            words=values["words"],
            unit=values["unit"],
            person=values["person"],
            phone=values["phone"],
        )
        article_deeds.verify(sitting, subject, said)
        return f"已登记核实：{name}，{values['means']}，{values['result']}"

    fields = (
        Field("unit", "单位", given.unit),
        Field("person", "向谁", given.person),
        Field("phone", "电话", given.phone),
        Field("means", "方式", given.means, MEANS),
        Field("asked", "问什么", given.asked),
        Field("result", "结果", given.result, RESULTS),
        Field("words", "情况", given.words),
    )
    return FieldsForm(f"登记核实：{name}", fields, act, screen.lettering, start="person")
