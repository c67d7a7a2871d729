"""Sums over schools and counties: what one part does not know, the whole does not know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..facts import Stage
from .model import PastStage, PastYear, Range, StageYear, YearSum


def year_sum(year: int, parts: Sequence[StageYear]) -> YearSum:
    """Return the sum of all stages given, by stage; a stage that nobody has is left out."""
    by_stage = {each: [part for part in parts if part.stage is each] for each in Stage}
    return YearSum(year, tuple(_stage(stage, own) for stage, own in by_stage.items() if own))


def _stage(stage: Stage, parts: Sequence[StageYear]) -> StageYear:
    return StageYear(
        stage,
        sum_ranges(each.pupils for each in parts),
        sum(each.kept for each in parts),
        sum_ranges(each.needed for each in parts),
        sum_ranges(each.over for each in parts),
        sum_known(each.added for each in parts),
        sum_known(each.teachers for each in parts),
    )


def past_sum(year: int, parts: Sequence[PastStage]) -> PastYear:
    """Return the sum of all stages given of a past year, by stage."""
    by_stage = {each: [part for part in parts if part.stage is each] for each in Stage}
    sums = tuple(
        PastStage(
            stage,
            sum(each.pupils for each in own),
            sum(each.classes for each in own),
            sum(each.over for each in own),
        )
        for stage, own in by_stage.items()
        if own
    )
    return PastYear(year, sums)


def sum_known(numbers: Iterable[int | None]) -> int | None:
    """Return the sum, None when a part of it is not known."""
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def sum_ranges(parts: Iterable[Range[int] | None]) -> Range[int] | None:
    """Return the sum of ranges, None when a part of it is not known."""
    low = value = high = 0
    for part in parts:
        if part is None:
            return None
        low, value, high = low + part.low, value + part.value, high + part.high
    return Range(low, value, high)
