"""What a server says about being asked again: Retry-After (RFC 9110 10.2.3) and Cache-Control max-age (RFC 9111 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_LONGEST = timedelta(days=1)
_MOST_DIGITS = 9
_NOT_KEPT = ("no-cache", "no-store")


def retry_after(headers: Mapping[str, str], at: datetime) -> timedelta:
    """Return how long the server asks to be left alone, at most a day; nothing where it does not say.

    A date counts from the server's own clock where it shows it (``Date``), else from `at`.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return _seconds(text)
    until, now = _http_date(text), _http_date(headers.get("Date", "")) or at
    return min(max(until - now, timedelta()), _LONGEST) if until else timedelta()


def max_age(headers: Mapping[str, str]) -> timedelta:
    """Return how long the answer stays fresh by its Cache-Control, at most a day; nothing where it does not say."""
    directives = [part.strip().lower() for part in headers.get("Cache-Control", "").split(",")]
    if any(directive in _NOT_KEPT for directive in directives):
        return timedelta()
    ages = [
        directive.removeprefix("max-age=").strip('"') for directive in directives if directive.startswith("max-age=")
    ]
    fresh = _seconds(ages[0]) if ages and ages[0].isdecimal() else timedelta()
    spent = headers.get("Age", "").strip()
    return max(fresh - (_seconds(spent) if spent.isdecimal() else timedelta()), timedelta())


def _seconds(digits: str) -> timedelta:
    """Return so many seconds, at most a day."""
    return min(timedelta(seconds=int(digits)), _LONGEST) if len(digits) <= _MOST_DIGITS else _LONGEST


def _http_date(text: str) -> datetime | None:
    """Return the moment an HTTP date names, or None."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
