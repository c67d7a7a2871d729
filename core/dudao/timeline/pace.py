"""What the next milestone needs a year, beside what was reached a year so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ..metrics import Vocabulary
from ..rulebook import Indicator, Share
from .amounts import counted_in, lacking
from .model import Against, Pace, Point, Track

_DAYS_OF_A_YEAR = 365
_FEWEST_PLACES = 1


def pace(
    indicator: Indicator,
    vocabulary: Vocabulary,
    days: Sequence[date],
    whole: Track,
    now: Point | None,
    as_of: date,
) -> Pace | None:
    """Return the pace to the next milestone; None without one, or once it is met.

    None also unless the latest year and one before it are known in full: what six counties lack
    says nothing beside what seven do.
    """
    place = next((place for place, day in enumerate(days) if day > as_of), None)
    if now is None or place is None:
        return None
    known = dict(_known(whole, now, place))
    missing = known.get(now.year)
    if not missing or len(known) < 2:
        return None
    first = min(known)
    left = (days[place] - as_of).days
    against = now.against[place]
    scale = 100 if against.verdict and isinstance(indicator.measure, Share) else 1
    reached = (known[first] - missing) / (now.year - first)
    return Pace(
        counted_in(against, indicator, vocabulary),
        missing * scale,
        left,
        missing * scale * _DAYS_OF_A_YEAR / left,
        reached * scale,
        first,
        now.year,
        _places(indicator, against),
    )


def _known(whole: Track, now: Point, place: int) -> list[tuple[int, Fraction]]:
    """Return what was lacking to the milestone in each year up to now that is known in full."""
    points = [each for each in whole.points if each.is_reported and each.year <= now.year]
    found = [(each.year, lacking(each, place)) for each in points]
    return [(year, missing) for year, missing in found if missing is not None]


def _places(indicator: Indicator, against: Against) -> int:
    """Return the decimals of a rate: those of the value, but a rate of whole things has one too."""
    own = getattr(indicator.measure, "places", 0) if against.verdict else 0
    return max(own, _FEWEST_PLACES)
