"""A day by which something is due, as seen from a day: how long there still is, or how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dudao.api import left_words

_SOON = 7  # days


@dataclass(frozen=True, slots=True)
class Due:
    """A day and what to say of it; `key` is over, soon, later, or done where nothing is owed."""

    day: date | None
    words: str
    key: str

    @property
    def is_over(self) -> bool:
        """Whether it should have been done before."""
        return self.key == "over"


def due_of(day: date | None, today: date, is_owed: bool = True) -> Due:
    """Return a due day as seen from today."""
    if day is None or not is_owed:
        return Due(day, "", "done")
    left = (day - today).days
    key = "over" if left < 0 else "soon" if left <= _SOON else "later"
    return Due(day, left_words(left), key)
