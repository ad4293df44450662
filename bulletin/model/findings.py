"""What a gate or a page rule sees in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Finding (检查结果): something a gate saw in a text. ``error`` blocks, the others inform.

    It stands at the characters ``start:end`` of the text, in the title where ``start`` is negative. ``suggestion`` is what
    might stand there instead, or ''; ``answered`` the reason for which it was accepted.
    """

    gate: str
    rule: str
    severity: Severity
    where: str
    message: str
    key: str = ""
    answered: str = ""
    suggestion: str = ""
    start: int = -1
    end: int = -1
