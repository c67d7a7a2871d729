"""Charts as values: where each bar, dot and line stands, in percent of the width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

from .marks import percent

# Beyond three times the limit a bar says nothing more; it would only flatten the others.
_WIDEST = 3.0
_HEADROOM = 1.06


@dataclass(frozen=True, slots=True)
class Scale:
    """A horizontal scale from zero to `top`."""

    top: float

    def at(self, value: float) -> str:
        """Return where a value stands, kept within the chart."""
        return percent(min(max(value, 0.0), self.top), self.top)

    def beyond(self, value: float) -> bool:
        """Whether a value lies outside the chart."""
        return value > self.top

    @property
    def rounds(self) -> tuple[float, ...]:
        """Three to six round values, zero the first."""
        step = round_step(self.top / 6)
        return tuple(n * step for n in range(int(self.top / step) + 1))

    @property
    def ticks(self) -> tuple[tuple[str, str], ...]:
        """The round values: where each stands, and its label."""
        return tuple((self.at(value), f"{value:g}") for value in self.rounds)


def round_step(rough: float) -> float:
    """Return the least of 1, 2, 5, 10 times a power of ten that is not below `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)


def scale_for(values: Iterable[float], limits: Iterable[float]) -> Scale:
    """Return a scale that shows all values, cut off where a few lie far beyond the limit."""
    highest = max(values, default=0.0)
    limit = max(limits, default=0.0)
    top = max(highest, limit) or 1.0
    if limit > 0:
        top = min(top, limit * _WIDEST)
    return Scale(top * _HEADROOM)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its width, whether it is cut off, and where its limit stands."""

    width: str
    cut: bool
    limit: str | None


def bar(scale: Scale, value: float, limit: float | None) -> Bar:
    """Return the bar of a value against its limit."""
    return Bar(scale.at(value), scale.beyond(value), None if limit is None else scale.at(limit))


@dataclass(frozen=True, slots=True)
class Dot:
    """One subject in a strip of dots; x in percent of the width, y in pixels from the top."""

    x: str
    y: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The distribution of schools along one scale, with the weighted mean and the limit."""

    title: str
    dots: tuple[Dot, ...]
    limit: str | None
    limit_label: str
    ticks: tuple[tuple[str, str], ...]
    height: int


_BINS = 110
_STEP = 7  # pixels from one dot of a pile to the next
_BELOW = 24  # pixels for the axis


def strip(
    title: str, points: Sequence[tuple[float, str, str]], limit: float | None, limit_label: str
) -> Strip:
    """Return a strip for (value, state key, label) points; equal ones are piled up."""
    scale = scale_for((value for value, _, _ in points), [limit] if limit else [])
    ordered = sorted(points)
    piles: Counter[int] = Counter()
    dots = []
    spots = [int(min(value, scale.top) / scale.top * _BINS) for value, _, _ in ordered]
    height = (max(Counter(spots).values(), default=1) + 1) * _STEP + _BELOW
    for spot, (_, key, label) in zip(spots, ordered, strict=True):
        y = height - _BELOW - piles[spot] * _STEP
        piles[spot] += 1
        dots.append(Dot(percent(spot + 0.5, _BINS + 1), y, key, label))
    place = None if limit is None else scale.at(limit)
    return Strip(title, tuple(dots), place, limit_label, scale.ticks, height)


@dataclass(frozen=True, slots=True)
class Column:
    """One upright bar; x and width in percent, y and height in pixels from the top."""

    x: str
    centre: str
    width: str
    y: int
    height: int
    number: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars in named groups, with the limit across them."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[str, str], ...]
    limit_y: int | None
    height: int


_TALL = 120
_GAP = 0.6  # of a bar's width, between two groups


def columns(bars: Sequence[tuple[str, int]], limit: float | None) -> Columns:
    """Return columns for (group, number) pairs that are in the order of their groups."""
    top = max([number for _, number in bars] + ([limit] if limit else [])) or 1
    names = list(dict.fromkeys(group for group, _ in bars))
    span = len(bars) + _GAP * (len(names) - 1)
    found = []
    centres: dict[str, list[float]] = {name: [] for name in names}
    for index, (group, number) in enumerate(bars):
        x = index + _GAP * names.index(group)
        height = round(number / top * _TALL)
        is_over = limit is not None and number > limit
        centres[group].append(x + 0.5)
        found.append(
            Column(
                percent(x + 0.08, span),
                percent(x + 0.5, span),
                percent(0.84, span),
                _TALL - height,
                height,
                number,
                is_over,
            )
        )
    groups = [(percent(sum(xs) / len(xs), span), name) for name, xs in centres.items()]
    limit_y = None if limit is None else _TALL - round(limit / top * _TALL)
    return Columns(tuple(found), tuple(groups), limit_y, _TALL)
