"""How many pupils a class may have at the deadline: as assumed, by the book, or the usual size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from ..facts import Stage
from ..rulebook import Extreme, Indicator, RuleBook, Target
from .model import LIMITS

_GIVEN = "给定"
_USUAL = "常用的标准班额"


@dataclass(frozen=True, slots=True)
class Limit:
    """Most pupils of a class, and where that is from, in words."""

    pupils: int
    source: str


def limits_for(given: Mapping[Stage, int], book: RuleBook | None, until: int) -> dict[Stage, Limit]:
    """Return the limit of each stage: the one given, else the book's on the last day of `until`."""
    found = {stage: Limit(pupils, _USUAL) for stage, pupils in LIMITS.items()}
    if book:
        found |= limits_of(book, date(until, 12, 31))
    return found | {stage: Limit(pupils, _GIVEN) for stage, pupils in given.items()}


def limits_of(book: RuleBook, day: date) -> dict[Stage, Limit]:
    """Return by stage the most pupils that a book lets the largest class have on a day.

    Read from indicators of the largest class and their targets for everybody; of several the
    strictest. A stage for which there is none is left out.
    """
    found: dict[Stage, Limit] = {}
    for indicator, target, pupils in _targets(book, day):
        clause = target.clause or indicator.clause
        since = f",{target.since} 起" if target.since else ""
        for stage in [target.stage] if target.stage else Stage:
            if stage not in found or pupils < found[stage].pupils:
                found[stage] = Limit(pupils, f"{book.title},{clause}{since}")
    return found


def _targets(book: RuleBook, day: date) -> Iterator[tuple[Indicator, Target, int]]:
    for indicator in book.indicators:
        measure = indicator.measure
        if not isinstance(measure, Extreme) or measure.pick != "largest" or indicator.applies:
            continue
        for target in indicator.targets:
            pupils = _most(target)
            if pupils and target.when is None and target.holds(day):
                yield indicator, target, pupils


def _most(target: Target) -> int | None:
    """Return the most pupils that meet a target; None where it is no upper limit of pupils."""
    if isinstance(target.limit, bool | str):
        return None
    match target.op:
        case "<=":
            return floor(target.limit)
        case "<":
            return ceil(target.limit) - 1
        case _:
            return None
