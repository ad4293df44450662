"""How the desk looks: one accent colour, no frames, no stripes, by day and by night."""

from __future__ import annotations

from textual.theme import Theme

NIGHT = Theme(
    name="night",
    primary="#82aaff",
    secondary="#82aaff",
    accent="#82aaff",
    warning="#e5c07b",
    error="#f28b82",
    success="#9ccc8f",
    foreground="#d4d7dd",
    background="#15171c",
    surface="#15171c",
    panel="#242830",
    dark=True,
    variables={
        "cursor-line": "#2b3a57",
        "quiet": "#8d939e",
        "removed": "#5a2d31",
        "added": "#26452f",
        "match": "#5b4a1a",
    },
)
DAY = Theme(
    name="day",
    primary="#1a56b0",
    secondary="#1a56b0",
    accent="#1a56b0",
    warning="#8a5a00",
    error="#b3261e",
    success="#1e6b2e",
    foreground="#202328",
    background="#fafaf8",
    surface="#fafaf8",
    panel="#e8eaee",
    dark=False,
    variables={
        "cursor-line": "#cfe0fb",
        "quiet": "#646a75",
        "removed": "#f9d4d2",
        "added": "#d2efd6",
        "match": "#ffe9a8",
    },
)
CSS = """
* { scrollbar-size: 0 0; }
DeskScreen { background: $background; color: $foreground; }
.head { height: 1; padding: 0 1; background: $panel; }
.divider { height: 1; padding: 0 1; background: $panel; color: $quiet; }
#message { height: auto; max-height: 6; padding: 0 1; display: none; }
#message.said { display: block; color: $success; }
#message.wrong { display: block; color: $error; }
#keys { height: 1; padding: 0 1; background: $panel; color: $quiet; }
#foot { dock: bottom; height: auto; }
WindowedList > .list--cursor { background: $cursor-line; }
"""
