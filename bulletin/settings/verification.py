"""The table ``[verification]`` of bulletin.toml: what must be verified (核实) before it is sent for review.

Source: important or doubtful items are verified with the unit (责任编辑制, 政务信息工作办法).
"""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.model import Severity
from bulletin.settings.table import Table
from bulletin.terms import FLAGS, KINDS, URGENCIES


@dataclass(frozen=True, slots=True)
class VerificationRules:
    """What the office holds for important or doubtful. ``severity``: error blocks sending, warning does not.

    ``kinds`` and ``urgencies`` of items, ``words`` in the text are important; ``flags`` (keys of `bulletin.terms.FLAGS`),
    ``single_source`` (one public source, no unit) and ``untraced`` (findings of tracing left open) are doubtful.
    """

    severity: Severity = "warning"
    kinds: tuple[str, ...] = ("问题", "紧急")
    urgencies: tuple[str, ...] = ("特急",)
    words: tuple[str, ...] = ()
    flags: tuple[str, ...] = ("mojibake", "date", "extraction")
    single_source: bool = True
    untraced: bool = True


def read_verification(table: Table) -> VerificationRules:
    """Return ``[verification]``. Raises `SettingsError` for a kind, urgency or flag there is not."""
    usual = VerificationRules()
    is_error = table.choice("severity", ("warning", "error"), usual.severity) == "error"
    words_of_flags = {word: kind for kind, word in FLAGS.items()}
    flags = _known(table, "flags", tuple(FLAGS[kind] for kind in usual.flags), tuple(words_of_flags))
    rules = VerificationRules(
        severity="error" if is_error else "warning",
        kinds=_known(table, "kinds", usual.kinds, KINDS),
        urgencies=_known(table, "urgencies", usual.urgencies, URGENCIES),
        words=tuple(word for word in table.texts("words") if word),
        flags=tuple(words_of_flags[word] for word in flags),
        single_source=table.flag("single_source", usual.single_source),
        untraced=table.flag("untraced", usual.untraced),
    )
    table.finish()
    return rules


def _known(table: Table, key: str, usual: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts below `key`, each one of `choices`. Raises `SettingsError`."""
    values = table.texts(key, usual)
    for value in values:
        if value not in choices:
            raise table.wrong(key, value, f"可用的值：{'、'.join(choices)}")
    return values
