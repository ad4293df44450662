"""The running text of a manuscript: what is drawn as a table or chart, or only lists attachments, is no sentence, no heading."""

from __future__ import annotations

import re

_APART = re.compile(
    r"^[ \u3000]*(?:[|｜].*"
    r"|(?:表\d*|条形图|折线图|图)[:：].*"
    r"|附件[:：].*(?:\n[ \u3000]*\d{1,2}[.．、].*)*"
    r"|附件\d*[ \u3000]*(?:\n.*)?)$",
    re.MULTILINE,
)
"""A row of a table or chart, its caption, the list of attachments (GB/T 9704—2012 7.3.4), an attachment's own title."""


def running(text: str) -> str:
    """Return `text`, as long as before, with line breaks in place of what stands apart from its sentences."""
    return _APART.sub(lambda match: "\n" * len(match[0]), text)
