"""The course of classes over the limit as a chart: what was, what is foretold, the interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dudao.api import PastStage, StageYear, range_words

from ..chart import scale_for
from ..marks import percent

_TALL = 150
_ABOVE = 24  # pixels for the number over the highest point
_WIDE = 1000  # units of the drawing's own width, stretched to whatever room there is
_FEWEST = 4  # a chart of nothing but zeros still needs a height


@dataclass(frozen=True, slots=True)
class Spot:
    """One year: x in percent, y in pixels from the top; the number is empty where it is untold."""

    x: str
    y: int
    year: int
    number: str
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A line through the past years, one through those ahead, the band around the latter.

    Lines and band are points of a drawing `wide` units wide and `height` pixels high; `now` is
    where the years ahead begin, `left` how wide they are, `summary` the chart in words.
    """

    spots: tuple[Spot, ...]
    past: str
    ahead: str
    band: str
    now: str
    left: str
    wide: int
    height: int
    summary: str


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where years and numbers stand."""

    years: tuple[int, ...]
    top: float

    def across(self, year: int) -> float:
        return (self.years.index(year) + 0.5) / len(self.years)

    def down(self, number: int) -> int:
        return _ABOVE + round((1 - number / self.top) * _TALL)

    def points(self, numbers: Sequence[tuple[int, int]]) -> str:
        return " ".join(
            f"{self.across(year) * _WIDE:.0f},{self.down(number)}" for year, number in numbers
        )

    def spot(self, year: int, number: int | None, is_ahead: bool) -> Spot:
        x = percent(self.across(year), 1)
        if number is None:
            return Spot(x, self.down(0), year, "", is_ahead)
        return Spot(x, self.down(number), year, str(number), is_ahead)


def course(past: Sequence[tuple[int, PastStage]], ahead: Sequence[tuple[int, StageYear]]) -> Course:
    """Return the chart of one stage, whose past and future years are given in order."""
    was = [(year, stage.over) for year, stage in past]
    told = [(year, stage.over) for year, stage in ahead if stage.over]
    highest = max([_FEWEST, *(number for _, number in was), *(span.high for _, span in told)])
    years = (*(year for year, _ in was), *(year for year, _ in ahead))
    plane = _Plane(years, scale_for([highest], []).top)
    joint = was[-1:]
    lows = [*joint, *((year, span.low) for year, span in told)]
    highs = [*joint, *((year, span.high) for year, span in told)]
    return Course(
        (
            *(plane.spot(year, number, False) for year, number in was),
            *(plane.spot(y, each.over.value if each.over else None, True) for y, each in ahead),
        ),
        plane.points(was),
        plane.points([*joint, *((year, span.value) for year, span in told)]),
        plane.points([*lows, *reversed(highs)]),
        percent(len(was), len(years)),
        percent(len(ahead), len(years)),
        _WIDE,
        _ABOVE + _TALL,
        _summary(was, ahead),
    )


def _summary(was: Sequence[tuple[int, int]], ahead: Sequence[tuple[int, StageYear]]) -> str:
    real = "、".join(f"{year} 年 {number}" for year, number in was)
    told = "、".join(f"{year} 年 {range_words(stage.over)}" for year, stage in ahead)
    return f"超过上限的班数:实际 {real};预测 {told}"
