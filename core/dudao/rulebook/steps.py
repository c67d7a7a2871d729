"""The days from which an indicator asks for something else: the steps of its milestones."""

from __future__ import annotations

from datetime import date

from .measures import indicators_of
from .model import Indicator, RuleBook


def steps_of(book: RuleBook, indicator: Indicator) -> tuple[date, ...]:
    """Return the days from which a target of an indicator holds, or of one that it is built on.

    In order, within the book's own span.
    """
    found = {target.since for target in indicator.targets if target.since}
    for code in indicators_of(indicator.measure):
        found.update(steps_of(book, book.by_code[code]))
    return tuple(sorted(day for day in found if book.until is None or day <= book.until))


def next_step(book: RuleBook, indicator: Indicator, day: date) -> date | None:
    """Return the first step of an indicator after a day, or None."""
    return next((step for step in steps_of(book, indicator) if step > day), None)
