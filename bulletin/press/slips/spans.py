"""Spans of time as people say them."""

from __future__ import annotations

from datetime import timedelta

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def in_words(span: timedelta) -> str:
    """Return `span` in the two largest of days, hours and minutes: ``3天2小时``, ``2小时5分``, ``不到1分``."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        return f"{days}天" + (f"{hours}小时" if hours else "")
    if hours:
        return f"{hours}小时" + (f"{minutes}分" if minutes else "")
    return f"{minutes}分" if minutes else "不到1分"
