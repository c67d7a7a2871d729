"""Points in time as people here read them: the whole country keeps one time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

_BEIJING = timezone(timedelta(hours=8))


def in_words(moment: datetime) -> str:
    """Return a moment to the minute, in Beijing's time."""
    return f"{moment.astimezone(_BEIJING):%Y-%m-%d %H:%M}"


def today() -> date:
    """Return the day it is in Beijing."""
    return datetime.now(_BEIJING).date()
