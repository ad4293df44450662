"""The tables: which action takes a thing from which state to which, by whom, under which condition."""

from __future__ import annotations

from bulletin.workflow.guards import (
    all_answered,
    asked_to_countersign,
    asked_to_read,
    before_due,
    dissent_open,
    dissents_replied,
    extends_alone,
    extension_asked,
    final_reported,
    has_earlier,
    its_turn,
    may_decide_cases,
    may_hand_over,
    no_final_yet,
    nobody_passed,
    not_all_signed,
    not_asker,
    not_author,
    not_composer,
    not_read_yet,
    not_same_reviewer,
    not_urged_lately,
    not_urgent_yet,
    of_level,
    opened_first,
    readings_done,
    same_year,
    seen_current,
    sent_it,
)
from bulletin.workflow.rule import Rule
from bulletin.workflow.targets import (
    can_decide,
    earlier_level,
    later_day,
    open_dissenter,
    present_one,
    somebody_else,
    whom_it_concerns,
)

EDITING, REVIEW, DESK = ("editor", "reviewer"), ("reviewer",), ("editor", "reviewer", "signer")
_OPEN_TO_EDITS = ("draft", "in_review", "approved", "returned", "composed")
_PASSING = (not_author, not_same_reviewer, its_turn, all_answered, dissents_replied, seen_current)
CLERK, RECORDERS, CASE_HEADS = ("clerk",), ("clerk", "editor", "admin"), ("clerk", "reviewer", "signer", "admin")
DUTY = ("editor", "clerk")
"""Who keeps the duty desk (值班) and with it the urgent chain."""
_GRANTING = (extension_asked, not_asker, may_decide_cases)
_HANDING = (not_author, not_same_reviewer, may_hand_over)

TABLES: dict[str, tuple[Rule, ...]] = {
    "item": (
        Rule("adopt", ("new", "shelved", "adopted"), "adopted", ("editor",)),
        Rule("decline", ("new", "shelved"), "declined", ("editor",), reason=True),
        Rule("shelve", ("new",), "shelved", ("editor",)),
        Rule("restore", ("shelved", "declined"), "new", ("editor",)),
        Rule("release", ("adopted",), "new", ("editor",)),
    ),
    "article": (
        Rule("edit", _OPEN_TO_EDITS, "draft", EDITING),
        Rule("set_section", ("draft", "in_review", "approved", "returned"), "", EDITING, target=whom_it_concerns),
        Rule("attach", _OPEN_TO_EDITS, "", EDITING, target=whom_it_concerns),
        Rule("detach", ("draft", "returned"), "", EDITING, target=whom_it_concerns),
        Rule("send", ("draft", "returned"), "in_review", ("editor",)),
        Rule("recall", ("in_review",), "draft", ("editor",), (sent_it, nobody_passed)),
        Rule(
            "approve",
            ("in_review",),
            "approved",
            REVIEW,
            _PASSING,
            short="in_review",
            levelled=True,
            target=present_one,
        ),
        Rule("return", ("in_review", "approved", "held"), "returned", REVIEW, (of_level,), reason=True, levelled=True),
        Rule(
            "step_back",
            ("in_review", "approved"),
            "in_review",
            REVIEW,
            (of_level, has_earlier),
            reason=True,
            levelled=True,
            target=earlier_level,
        ),
        Rule(
            "hold",
            ("in_review", "approved"),
            "held",
            REVIEW,
            (of_level,),
            reason=True,
            levelled=True,
            target=later_day,
        ),
        Rule("resume", ("held",), "approved", REVIEW, (of_level,), short="in_review", levelled=True),
        Rule("hand_over", ("in_review",), "in_review", REVIEW, _HANDING, levelled=True, target=can_decide),
        Rule("countersign", ("in_review",), "in_review", REVIEW, (of_level,), levelled=True, target=somebody_else),
        Rule("circulate", ("in_review",), "in_review", REVIEW, (of_level,), levelled=True, target=somebody_else),
        Rule("concur", ("in_review",), "in_review", (), (asked_to_countersign,), asked=True),
        Rule("dissent", ("in_review",), "in_review", (), (asked_to_countersign,), reason=True, asked=True),
        Rule("read", ("in_review",), "in_review", (), (asked_to_read,), asked=True),
        Rule("reply", ("in_review",), "in_review", DESK, (dissent_open,), reason=True, target=open_dissenter),
        Rule("hasten", ("in_review",), "in_review", DESK, (not_urgent_yet,), reason=True),
        Rule("remind", ("in_review",), "in_review", ("editor", "admin"), (not_urged_lately,)),
        Rule("drop", ("draft", "returned"), "dropped", ("editor",), reason=True),
        Rule("compose", ("approved",), "composed", ("editor",)),
        Rule("take_out", ("composed",), "approved", ("editor", "signer")),
        Rule("take_out", ("signed",), "approved", ("signer",)),
        Rule("sign", ("composed",), "signed", ("signer",)),
        Rule("publish", ("signed",), "published", ("editor", "clerk", "admin")),
    ),
    "issue": (
        Rule("arrange", ("composed", "proofed"), "composed", ("editor",), target=whom_it_concerns),
        Rule("proof", ("composed", "proofed"), "proofed", ("editor",)),
        Rule("sign", ("proofed",), "signed", ("signer",), (not_composer, same_year, readings_done)),
        Rule("proofread", ("proofed",), "proofed", EDITING, (not_read_yet,)),
        Rule("mark_up", ("proofed",), "composed", DESK, reason=True),
        Rule("remind", ("proofed",), "proofed", ("editor", "admin"), (not_urged_lately,)),
        Rule("publish", ("signed",), "published", ("editor", "clerk", "admin")),
        Rule("discard", ("composed", "proofed"), "discarded", ("editor", "signer")),
        Rule("void", ("signed",), "voided", ("signer",), reason=True),
        Rule("correct", ("published",), "published", ("signer",), reason=True),
        Rule("withdraw", ("published",), "published", ("signer",), reason=True),
    ),
    "follow_up": (
        Rule("propose", ("registered", "proposed"), "proposed", CLERK),
        Rule("open_case", ("proposed",), "opened", CASE_HEADS, (may_decide_cases,)),
        Rule("leave", ("registered", "proposed"), "not_opened", CASE_HEADS, (may_decide_cases,), reason=True),
        Rule("assign", ("registered", "opened"), "assigned", CLERK, (opened_first,)),
        Rule("receive", ("assigned",), "assigned", CLERK, (not_all_signed,), target=whom_it_concerns),
        Rule("report", ("assigned",), "reported", CLERK),
        Rule("contribute", ("assigned",), "assigned", CLERK, target=whom_it_concerns),
        Rule("contribute", ("reported",), "reported", CLERK, target=whom_it_concerns),
        Rule("accept", ("reported",), "closed", CLERK),
        Rule("show", ("reported",), "shown", CLERK),
        Rule("conclude", ("shown",), "closed", CLERK),
        Rule("renew", ("shown",), "closed", RECORDERS),
        Rule("return", ("reported",), "assigned", CLERK, reason=True),
        Rule("remind", ("assigned",), "assigned", CLERK),
        Rule("extend", ("assigned",), "assigned", CLERK, (before_due, extends_alone), reason=True),
        Rule("ask_extension", ("assigned",), "assigned", CLERK, (before_due,), reason=True),
        Rule("grant_extension", ("assigned",), "assigned", CASE_HEADS, _GRANTING),
        Rule("deny_extension", ("assigned",), "assigned", CASE_HEADS, _GRANTING, reason=True),
    ),
    "commission": (
        Rule("answer", ("open",), "open", ("editor",), target=whom_it_concerns),
        Rule("unlink", ("open",), "open", ("editor",), target=whom_it_concerns),
        Rule("remind", ("open",), "open", ("editor",), target=whom_it_concerns),
        Rule("close", ("open",), "closed", ("editor",)),
        Rule("reopen", ("closed",), "open", ("editor",)),
    ),
    "incident": (
        Rule("rate", ("handling",), "handling", DUTY, reason=True),
        Rule("phone", ("handling",), "handling", DUTY),
        Rule("join", ("handling",), "handling", DUTY, (no_final_yet,), target=whom_it_concerns),
        Rule("part", ("handling",), "handling", DUTY, reason=True, target=whom_it_concerns),
        Rule("end", ("handling",), "ended", DUTY, (final_reported,)),
        Rule("go_on", ("ended",), "handling", DUTY, reason=True),
    ),
}

NEXT: dict[str, dict[str, str]] = {
    "article": {"draft": "send", "returned": "send", "in_review": "approve", "held": "resume", "approved": "compose"},
    "issue": {"composed": "proof", "proofed": "sign", "signed": "publish"},
    "follow_up": {
        "registered": "assign",
        "proposed": "open_case",
        "opened": "assign",
        "assigned": "report",
        "reported": "accept",
        "shown": "conclude",
    },
}
"""The action that takes each thing forward from where it stands; whoever may perform it is waited for."""

BEGINNINGS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "article": ("adopt", "draft", ("editor",)),
    "issue": ("compose", "composed", ("editor",)),
    "follow_up": ("register", "registered", RECORDERS),
    "commission": ("commission", "open", ("editor",)),
    "incident": ("alarm", "handling", DUTY),
}
