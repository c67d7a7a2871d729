"""How far the latest figures are from each milestone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from ..metrics import Vocabulary
from ..rulebook import Indicator
from .amounts import short_of, short_words
from .model import Against, Distance, Milestone, Nearness, Point

Dated = tuple[date, tuple[Milestone, ...]]


def distances(
    indicator: Indicator,
    vocabulary: Vocabulary,
    milestones: Sequence[Milestone],
    as_of: date,
    now: Point | None,
    today: Against | None,
) -> Iterator[Distance]:
    """Yield the distance to the milestones of each day, in order.

    `now` is the latest year; `today` holds it against the rules of `as_of` itself, by which the
    milestone in force is judged.
    """
    by_day = [(day, tuple(own)) for day, own in groupby(milestones, lambda each: each.since)]
    near = _nearness(by_day, as_of)
    for place, (day, own) in enumerate(by_day):
        against = now.against[place] if now else None
        if near[day] is Nearness.IN_FORCE:
            against = today
        short = short_of(against) if against else None
        said = short_words(against, indicator, vocabulary) if against else ""
        yield Distance(day, own, near[day], (day - as_of).days, now, against, short, said)


def _nearness(by_day: Sequence[Dated], as_of: date) -> dict[date, Nearness]:
    found = {day: Nearness.LATER if day > as_of else Nearness.ENDED for day, _ in by_day}
    begun = [(day, own) for day, own in by_day if day <= as_of]
    held = [day for day, own in begun if any(_holds(each, as_of) for each in own)]
    ahead = [day for day, _ in by_day if day > as_of]
    if held:
        found[held[-1]] = Nearness.IN_FORCE
    if ahead:
        found[ahead[0]] = Nearness.NEXT
    return found


def _holds(milestone: Milestone, day: date) -> bool:
    return milestone.until is None or day <= milestone.until
