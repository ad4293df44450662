"""The proof before the signer (签发): page, what stands against it, who passed it; sign it, or send it back. One screen."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin import store, workflow
from bulletin.model import Finding, Issue, Proof, SignOff, Standing
from bulletin.terms import SEVERITIES
from bulletin.tui.keys import Key, bindings
from bulletin.tui.prompts import Ask, Confirm
from bulletin.tui.screens.page import PageScreen, Sight
from bulletin.tui.screens.records import leave_with
from bulletin.tui.sitting import Sitting
from bulletin.tui.words import Line

_SHOWN, _REPEATED = 8, 5


def sight_of(sitting: Sitting, issue_id: int) -> tuple[Sight, Proof]:
    """Return the issue's present proof as it is looked at. Raises `NotFound`, `StaleProof`."""
    from bulletin.press import proof
    from bulletin.reference import of_issue
    from bulletin.terms import state_name

    issue = store.issues.get(sitting.db, issue_id)
    made = proof.current(sitting.db, issue)
    told = (*_summary(sitting, issue, made), *_against(sitting, issue, made), *_entries(sitting, issue, made))
    title = f"{of_issue(issue)}　{state_name('issue', issue.state)}"
    return Sight(
        title, proof.bytes_of(sitting.settings, made), str(proof.path_of(sitting.settings, made.sha256)), told
    ), made


def _summary(sitting: Sitting, issue: Issue, made: Proof) -> Iterator[Line]:
    name = sitting.settings.person_name
    yield f"清样　{made.pages}页　{made.at:%m-%d %H:%M} {name(made.by)}出　指纹 {made.sha256[:12]}", "quiet"
    if made.dated_on != sitting.at.date():
        yield f"清样印的日期是{made.dated_on:%Y-%m-%d}，今天是{sitting.at:%Y-%m-%d}", "warning"
    wanted = made.made_with.get("readings", 0)
    readings = store.readings.standing(sitting.db, made)
    if wanted or readings:
        who = "、".join(name(one.by) for one in readings) or "还没有人"
        yield f"校对 {len(readings)}/{wanted}：{who}", "warning" if len(readings) < wanted else "success"


def _against(sitting: Sitting, issue: Issue, made: Proof) -> Iterator[Line]:
    """Yield what stands against the proof: of the page, of the texts, what it repeats."""
    from bulletin.press.repeats import repeats

    page = [one for one in made.made_with.get("check", {}).get("findings", []) if one["severity"] != "advice"]
    for one in page[:_SHOWN]:
        colour = "error" if one["severity"] == "error" else "warning"
        yield f"版面{SEVERITIES[one['severity']]}　第{one['page']}页　{one['message']}（规则{one['rule']}）", colour
    for entry in store.issues.entries(sitting.db, issue.id):
        for finding in open_findings(sitting, entry.article_id)[:_SHOWN]:
            colour = "error" if finding.severity == "error" else "warning"
            yield f"第{entry.position}条　{SEVERITIES[finding.severity]}　{finding.where}：{finding.message}", colour
    yield from ((words, "warning") for words in repeats(sitting.db, issue))
    if not page:
        yield "版面检查没有发现问题", "success"


def open_findings(sitting: Sitting, article_id: int) -> list[Finding]:
    """Return what the gates see in an article and nobody has answered, hints left out."""
    from bulletin.desk import checking

    found = checking.check(sitting.db, sitting.settings, article_id, sitting.at)
    return [one for one in found if one.severity != "advice" and not one.answered]


def _entries(sitting: Sitting, issue: Issue, made: Proof) -> Iterator[Line]:
    name, pages = sitting.settings.person_name, made.made_with.get("entry_pages", [])
    for entry in store.issues.entries(sitting.db, issue.id):
        passed = "、".join(name(one.by) for one in store.articles.approvals(sitting.db, entry.revision_id))
        page = f"第{pages[entry.position - 1]}页　" if len(pages) >= entry.position else ""
        yield f"{entry.position}. {entry.title}", "bold"
        yield f"　　{page}{'、'.join(entry.units) or '—'}　审核 {passed or '—'}", "quiet"


class ProofScreen(PageScreen):
    """The proof of an issue with what a signer decides by, and the keys to decide."""

    KEYS = (
        Key("s", "s", "签发这份清样", "sign", "sign", short="签发"),
        Key("r", "r", "校对无误，记下校过这份清样", "proofread", "proofread", short="校对无误"),
        Key("x", "x", "退回编排：写明哪里要改", "mark_up", "mark_up", short="退改"),
        Key("D", "D", "退回：撤销这一期，稿件回到已审定", "discard", "discard", short="撤销本期"),
        Key("P", "P", "印发已签发的", "publish", "publish", short="印发"),
        Key("enter", "回车", "重看：清样换过时", "again"),
        *PageScreen.LOOKING,
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, issue_id: int, sight: Sight, made: Proof) -> None:
        super().__init__(sight)
        self.issue_id, self.made = issue_id, made

    @property
    def issue(self) -> Issue:
        """The issue as it stands now."""
        return store.issues.get(self.desk.sitting.db, self.issue_id)

    def standing_now(self) -> Standing:
        """Return where the issue stands."""
        from bulletin.press import compose

        return compose.standing(self.desk.sitting.db, self.issue)

    def actions_now(self) -> frozenset[str]:
        """Return what this person may do with the issue."""
        sitting = self.desk.sitting
        return frozenset(workflow.actions_for(self.standing_now(), sitting.viewer, sitting.at))

    def records_changed(self) -> None:
        """Say so where the proof on the screen is no longer the present one."""
        now = store.issues.last_proof(self.desk.sitting.db, self.issue_id)
        self.show_keys()
        if now is None or now.sha256 != self.made.sha256:
            self.say("清样刚换过，屏幕上是旧的；按 回车 看新的", wrong=True)

    def action_again(self) -> None:
        """Look at the present proof."""
        found = self.attempt(lambda: sight_of(self.desk.sitting, self.issue_id))
        if found:
            self.sight, self.made = found
            self.number = 1
            self.on_mount()
            self.show_page()

    def action_sign(self) -> None:
        """Ask for a reason for each error of the page, then for the word itself, and sign what is on the screen."""
        from bulletin.press import proof

        errors = {error["rule"]: error["message"] for error in proof.page_errors(self.made)}
        self._accept(errors, {})

    def _accept(self, errors: dict[int, str], accepted: dict[int, str]) -> None:
        left = [rule for rule in errors if rule not in accepted]
        if not left:
            self._confirm(accepted)
            return
        rule = left[0]

        def answered(reason: str | None) -> None:
            if reason and reason.strip():
                self._accept(errors, {**accepted, rule: reason})

        title = f"版面必改（规则{rule}）：{errors[rule]}。确需照此签发的，写明理由："
        self.app.push_screen(Ask(title, self.lettering, hint="回车 确定　Esc 不签发"), answered)

    def _confirm(self, accepted: dict[int, str]) -> None:
        entries = store.issues.entries(self.desk.sitting.db, self.issue_id)
        lines = [
            f"清样 {self.made.pages}页，指纹 {self.made.sha256[:12]}；{len(entries)}条",
            *(f"接受规则{rule}的必改：{reason}" for rule, reason in accepted.items()),
            *self._still_open(),
        ]

        def answered(answer: str | None) -> None:
            if answer:
                self._sign(accepted)

        self.app.push_screen(Confirm(f"签发 {self.sight.title.split('　')[0]}？", lines, self.lettering), answered)

    def _still_open(self) -> list[str]:
        """Return what the screen warns of, as the question before signing repeats it."""
        warned = [words for words, colour in self.sight.told if colour == "warning"]
        more = [f"……另有{len(warned) - _REPEATED}处"] if len(warned) > _REPEATED else []
        return (
            [f"清样上还有{len(warned)}处提醒：", *(f"　{words}" for words in warned[:_REPEATED]), *more]
            if warned
            else []
        )

    def _sign(self, accepted: dict[int, str]) -> None:
        from bulletin.press import publish

        sitting = self.desk.sitting
        consent = publish.Consent(digest=self.made.sha256, accepted=accepted)

        def act() -> SignOff:
            return publish.sign(sitting.db, sitting.settings, self.issue, sitting.actor, sitting.at, consent)

        if self.attempt(act):
            self.close_with("已签发；由编辑印发")

    def action_proofread(self) -> None:
        """Record that this person read the proof and found it right."""
        if self._read(()):
            self.records_changed()
            self.action_again()
            self.say("已记下：校对无误")

    def action_mark_up(self) -> None:
        """Ask what is to be changed, and send the issue back to be arranged."""

        def answered(words: str | None) -> None:
            if not words:
                return
            place, _, what = words.replace("＝", "=").partition("=")
            marks = ((place, what) if what else ("全期", place),)
            if self._read(marks):
                self.close_with("已退回编排，改处已记下")

        hint = "如：第2页第3行=“截止”应为“截至”；不写位置则为全期　回车 确定　Esc 取消"
        self.app.push_screen(Ask("退回编排，改什么：", self.lettering, hint=hint), answered)

    def _read(self, marks: tuple[tuple[str, str], ...]) -> bool:
        from bulletin.press import readings

        sitting = self.desk.sitting
        report = readings.Report(marks, digest=self.made.sha256)
        read = self.attempt(
            lambda: readings.read(sitting.db, sitting.settings, self.issue, report, sitting.actor, sitting.at)
        )
        return read is not None

    def action_discard(self) -> None:
        """Tell what discarding does, and do it."""
        from bulletin.tui.screens import issue_deeds

        issue_deeds.ask_discard(self, self.issue, self.close_with)

    def action_publish(self) -> None:
        """Tell what publishing does, and do it."""
        from bulletin.tui.screens import issue_deeds

        issue_deeds.ask_publish(self, self.issue, self.close_with)

    def close_with(self, words: str) -> None:
        """Go back to the screen below, and say there what was done."""
        leave_with(self, words)
