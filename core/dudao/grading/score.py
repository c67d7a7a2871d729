"""The score of a county: an exact interval, from what is certain to what is still possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from ..evaluate import State
from ..metrics import plain
from ..rulebook import DeductionsItem, PointsItem, RuleBook
from .standing import Standing

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What one item brings of its points: at least and at most, as far as figures are known."""

    indicator: str
    title: str
    points: Fraction
    lowest: Fraction
    highest: Fraction

    @property
    def full(self) -> str:
        """The points of the item in decimals."""
        return decimal(self.points, 2)

    def __str__(self) -> str:
        return _span_words(self.lowest, self.highest)


@dataclass(frozen=True, slots=True)
class Score:
    """The items that apply, and their sums; an item that does not apply is out of both sums."""

    lines: tuple[ScoreLine, ...]

    @property
    def lowest(self) -> Fraction:
        """The points that are certain."""
        return sum((line.lowest for line in self.lines), _NONE)

    @property
    def highest(self) -> Fraction:
        """The points still possible."""
        return sum((line.highest for line in self.lines), _NONE)

    @property
    def out_of(self) -> Fraction:
        """The points of all items that apply."""
        return sum((line.points for line in self.lines), _NONE)

    @property
    def lost(self) -> tuple[ScoreLine, ...]:
        """The items that certainly bring less than their points."""
        return tuple(line for line in self.lines if line.highest < line.points)

    def __str__(self) -> str:
        span = _span_words(self.lowest, self.highest)
        return f"{span} 分(满分 {decimal(self.out_of, 2)} 分)"


def _span_words(lowest: Fraction, highest: Fraction) -> str:
    low, high = decimal(lowest, 2), decimal(highest, 2)
    return low if low == high else f"{low} 至 {high}"


def decimal(points: Fraction, places: int) -> str:
    """Return points in decimals, rounded down: what is printed never reaches a band unearned."""
    return plain(Decimal(floor(points * 10**places)).scaleb(-places))


def scored(book: RuleBook, found: Sequence[Standing]) -> Score | None:
    """Return the score of a county that stands like this; None where no item applies to it."""
    standings = {standing.indicator: standing for standing in found}
    lines = tuple(
        ScoreLine(item.indicator, book.by_code[item.indicator].title, Fraction(item.points), *span)
        for item in book.grading.items
        if (span := _span(item, standings[item.indicator]))
    )
    return Score(lines) if lines else None


def _span(
    item: PointsItem | DeductionsItem, standing: Standing
) -> tuple[Fraction, Fraction] | None:
    points = Fraction(item.points)
    met, relaxed, failed, open_, _ = standing.by_state
    if standing.state is State.NOT_APPLICABLE:
        return None
    if met + relaxed + failed == 0:
        # Nothing is known: the figures may even show that the item does not apply.
        return _NONE, points
    if isinstance(item, DeductionsItem):
        deduct = Fraction(item.deduct)
        worst, best = points - deduct * (failed + open_), points - deduct * failed
        return max(_NONE, worst), max(_NONE, best)
    if item.by == "share":
        part = points / standing.judged
        return part * (met + relaxed), part * (met + relaxed + open_)
    return (_NONE if failed + open_ else points), (_NONE if failed else points)
