"""Reporting upward (上报): receipts to be confirmed, what may go up, what went up to whom and when, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin import store, workflow
from bulletin.feedback.registers import REGISTRARS
from bulletin.feedback.upward import receipts_in, receipts_out, sending
from bulletin.feedback.upward.outbox import default_outbox
from bulletin.feedback.upward.receipts_in import Confirmation, Confirmed, Proposal
from bulletin.feedback.upward.sending import Sending
from bulletin.terms import LEADER_LEVELS, UPWARD_CHANNELS
from bulletin.tui import upward_reading
from bulletin.tui.advice import advice
from bulletin.tui.deeds import on_unchanged
from bulletin.tui.fields import Field, Values, refuse_empty
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Choice, Finder
from bulletin.tui.screens.case_forms import ask
from bulletin.tui.screens.records import RecordsScreen
from bulletin.tui.upward_reading import VIEWS, Row
from bulletin.tui.words import Line


class UpwardScreen(RecordsScreen[Row]):
    """Receipts that wait first, then what may go up, then what went up."""

    NOUN = "上报"
    EMPTY = "没有可上报的稿件，也没有报过。审定的稿件会列在这里。"
    KEYS = (
        Key("s", "s", "上报：报给谁、以什么方式、谁签发", "send", "send_up", short="上报"),
        Key("y", "y", "确认这一件采用回执，登记上级采用", "confirm", "confirm_receipt", short="确认回执"),
        Key("Y", "Y", "登记过又撤销了的，重新登记", "confirm", "confirm_again", short="重新登记"),
        Key("w", "w", "重写上报包和发给下级的采用回执", "publish", "write_packages", short="写上报包"),
        Key("enter", "回车", "打开稿件", "open", short="打开"),
        Key("o", "o", "只看回执、可上报的、报过的，或已印发还没有报的", "view", short="看哪些"),
        *RecordsScreen.LOOKING,
    )
    WITHOUT_ROW = RecordsScreen.WITHOUT_ROW | {"view"}
    BINDINGS = bindings(KEYS)  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._view = ""

    def read_rows(self) -> Sequence[Row]:
        """Return what is listed."""
        return upward_reading.rows(self.desk.sitting, self._view)

    def number_of(self, row: Row) -> object:
        """Return what the row is known by."""
        return row.key

    def heading(self) -> tuple[str, str]:
        """Return what is listed, and how many receipts wait."""
        rows = self.listed
        waiting = sum(row.proposal is not None and row.proposal.is_waiting for row in rows)
        doubted, ready = (sum(getattr(row, name) is not None for row in rows) for name in ("refused", "article"))
        counts = (
            f"待确认回执 {waiting}件" if waiting else "",
            f"不予采信 {doubted}件" if doubted else "",
            f"可上报 {ready}篇" if ready else "",
        )
        return f"上报　{VIEWS[self._view].partition('：')[0]} {len(rows)}条", "　".join(filter(None, counts))

    def cells_of(self, row: Row) -> Sequence[tuple[str, int, str]]:
        """Return sign, what became of it, day, office, title."""
        word, colour = upward_reading.sign(row)
        day, office, title = self._facts(row)
        return (
            (word, 2, colour),
            (upward_reading.fate(row), receipts_in.FATE_CELLS, colour),
            (day, 5, "quiet"),
            (office, 14, ""),
            (title, 0, ""),
        )

    def _facts(self, row: Row) -> tuple[str, str, str]:
        """Return day, office and title of a row."""
        if row.article:
            return "", row.article.publication, row.article.revision.title
        if row.report:
            at = row.report.at.astimezone(self.desk.sitting.settings.zone)
            return f"{at:%m-%d}", row.report.receiver, row.report.paper.title
        receipt = row.proposal.receipt if row.proposal else row.refused.receipt if row.refused else None
        if receipt is None:
            return "", row.refused.source if row.refused else "", "看不懂的回执"
        return f"{receipt.adopted_on:%m-%d}", receipt.office, f"《{receipt.bulletin}》{receipt.number}　{receipt.title}"

    def told_of(self, row: Row) -> Iterator[Line]:
        """Tell where it went, with which signer, and the receipts; or the text that may go up."""
        return upward_reading.told(self.desk.sitting, row)

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the row under the cursor."""
        row = self.current
        if workflow.authority(self.desk.sitting.viewer, REGISTRARS) is None:
            return frozenset()
        allowed = {"write_packages"}
        if row and (row.article or row.report):
            allowed.add("send_up")
        one = self._receipt()
        if one:
            allowed |= {"confirm_receipt"} if one.is_waiting else {"confirm_again"} if one.undone else set()
        return frozenset(allowed)

    def _receipt(self) -> Proposal | None:
        """Return the receipt under the cursor; of a report, the first that somebody has to decide on, else that was undone."""
        row = self.current
        if row is None or row.proposal:
            return row.proposal if row else None
        open_ones = [one for one in row.receipts if one.is_waiting] or [one for one in row.receipts if one.undone]
        return open_ones[0] if open_ones else None

    # Looking

    def action_view(self) -> None:
        """Ask what to list."""

        def chosen(view: str | None) -> None:
            if view is not None:
                self._view = view
                self.told(self.list_again)

        choices = [Choice(view, words) for view, words in VIEWS.items()]
        self.app.push_screen(Finder("看哪些", choices, self.lettering), chosen)

    def action_open(self) -> None:
        """Open the article."""
        if self.current and self.current.article_id:
            self.desk.show_article(self.current.article_id)

    # Deciding

    def action_send(self) -> None:
        """Ask to which office the article goes, as what, and who answers for it; record it, and write the package."""
        row, sitting = self.current, self.desk.sitting
        if row is None or not row.article_id:
            return
        seen = self.attempt(lambda: store.articles.get(sitting.db, row.article_id))
        if seen is None:
            return
        is_placed = sending.place_of(sitting.db, seen) is not None

        def act(values: Values) -> str:
            refuse_empty(values, {"receiver": "报给哪个办公室"})
            if not is_placed:
                refuse_empty(values, {"signer": "谁签发上报"})
            return self._send(Sending(seen, values["receiver"], values["channel"], values["signer"]))

        offices = tuple(sitting.settings.upward.offices)
        fields = (
            Field("receiver", "报给", "", offices),
            Field("channel", "方式", "", UPWARD_CHANNELS),
            Field("signer", "签发人"),
        )
        signer = "，签发人空着则为签发该期的人" if is_placed else ""
        ask(self, f"上报：稿件 {seen.id}《{seen.revision.title}》{signer}", fields, act, self.announce, "上报")

    def _send(self, wish: Sending) -> str:
        sitting, seen = self.desk.sitting, wish.article
        db, settings = sitting.db, sitting.settings
        made, is_new = on_unchanged(
            sitting,
            lambda: store.articles.get(db, seen.id),
            seen,
            lambda: sending.send(db, settings, wish, sitting.actor, sitting.at),
        )
        word = "已上报" if is_new else "这一稿已经报过，未重复上报："
        problems = [one.problem for one in sending.publish(db, settings, default_outbox(settings)) if one.problem]
        return "；".join((f"{word} {made.id}，{made.receiver}，{made.channel}，签发人 {made.signed_by}", *problems))

    def action_confirm(self) -> None:
        """Ask at which level, and register what the receipt proposes."""
        one, sitting = self._receipt(), self.desk.sitting
        if one is None:
            return
        known = sitting.settings.upward.level(one.report.receiver)

        def act(values: Values) -> str:
            wish = Confirmation(one.reference, values["level"], again=one.undone is not None)
            done = on_unchanged(
                sitting,
                lambda: next(
                    (x for x in receipts_in.proposals(sitting.db, sitting.settings) if x.reference == one.reference),
                    None,
                ),
                one,
                lambda: receipts_in.confirm(sitting.db, sitting.settings, wish, sitting.actor, sitting.at),
            )
            return self._confirmed(done)

        fields = (Field("level", "级别", known, (known,) if known else LEADER_LEVELS),)
        receipt = one.receipt
        place = f"{receipt.office}《{receipt.bulletin}》{receipt.number}，{receipt.adopted_on}，来源 {one.source}"
        ask(self, f"登记上级采用：回执 {one.reference}　{place}", fields, act, self.announce, "登记")

    def _confirmed(self, done: Confirmed) -> str:
        made, sitting = done.adoption, self.desk.sitting
        before, after = ("、".join(f"{level}级" for level in levels) or "无" for levels in (done.before, done.after))
        words = f"已登记 {made.id}：{made.level}级《{made.bulletin}》{made.number}，计在 {made.dated_on}；登记前{before}，登记后{after}"
        unscored = receipts_in.unregistered(sitting.db, sitting.settings, done.proposal.report.id)
        told = "；".join(f"{reference} {receipts_in.in_words(said)}" for reference, said in unscored)
        return f"{words}。批示还没有登记，到“批示”按 n 登记才计分：{told}" if told else words

    def action_publish(self) -> None:
        """Write the packages for the upper offices, and the receipts for the lower ones; say what could not be written."""
        sitting = self.desk.sitting
        db, settings = sitting.db, sitting.settings
        outbox = default_outbox(settings)
        written = self.attempt(
            lambda: [
                *sending.publish(db, settings, outbox),
                *receipts_out.publish(db, settings, sitting.at, outbox),
            ]
        )
        if written is None:
            return
        problems = ["。".join(filter(None, (one.problem, advice(one.remedy)))) for one in written if one.problem]
        changed = sum(one.changed for one in written)
        words = (
            f"上报包和回执共{len(written)}个，写了{changed}个，在 {outbox}" if written else "没有上报，也没有要回执的"
        )
        self.say("；".join((words, *problems)), wrong=bool(problems))
