"""Charts over time as values: limits as a staircase with years beside it, and what is still over.

Positions along time are in percent of the width, heights in pixels from the top. Floating point
serves drawing only; what is met or not was decided exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dudao.api import Milestone, Point, State, Strand

from .chart import round_step
from .marks import MARKS, percent

_TALL = 210
_TOP = 22  # pixels above the plot, for labels
_YEAR = 365.25
_MARGIN = 0.45  # years before the first and after the last day
_BEYOND = 1.5  # years that today may lie outside before it is left out
_CEILINGS = ("<=", "<")


@dataclass(frozen=True, slots=True)
class Tread:
    """One limit: from where to where it holds, its height and label, and the side it forbids."""

    x1: str
    x2: str
    width: str
    y: int
    label: str
    shade_y: int
    shade_height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A year's value: `key` is its state by the rules of that year's end, "free" without any."""

    x: str
    y: int
    key: str
    label: str
    label_y: int
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: str
    x2: str
    y1: int
    y2: int


@dataclass(frozen=True, slots=True)
class Stairs:
    """Limits over time as a staircase, the years as marks; neighbouring years are joined."""

    treads: tuple[Tread, ...]
    risers: tuple[Line, ...]
    links: tuple[Line, ...]
    marks: tuple[Mark, ...]
    gaps: tuple[tuple[str, str], ...]
    years: tuple[tuple[str, str], ...]
    ticks: tuple[tuple[int, str], ...]
    deadlines: tuple[tuple[str, str], ...]
    today: str | None
    top: int
    height: int
    words: str


class _Plane:
    """Where days and values stand."""

    def __init__(self, first: date, last: date, low: float, high: float) -> None:
        self._first = first - timedelta(days=_MARGIN * _YEAR)
        self._last = last + timedelta(days=_MARGIN * _YEAR)
        self._low, self._high = low, high

    def x(self, day: date) -> float:
        """Return a day's place in percent, kept within the plot."""
        share = (day - self._first).days / (self._last - self._first).days
        return 100 * min(max(share, 0.0), 1.0)

    def at(self, day: date) -> str:
        return percent(self.x(day), 100)

    def y(self, value: float) -> int:
        share = (value - self._low) / (self._high - self._low)
        return _TOP + round((1 - share) * _TALL)


def stairs(strand: Strand, as_of: date, scale: int = 1) -> Stairs | None:
    """Return the staircase of a strand; None where its values are words or nothing has a value.

    `scale` multiplies values and limits, 100 for shares. Limits for some subjects only are left out.
    """
    values = {point.year: point.value for point in strand.whole.points if point.value is not None}
    limits = [(each, _size(each)) for each in strand.milestones if each.when is None]
    if not values or any(limit is None for _, limit in limits):
        return None
    known = [(each, limit * scale) for each, limit in limits if limit is not None]
    sized = {year: float(value) * scale for year, value in values.items()}
    days = [*(end_of(year) for year in sized), *(each.since for each, _ in known)]
    heights = [*sized.values(), *(limit for _, limit in known)]
    plane = _plane(days, heights, as_of)
    return Stairs(
        tuple(_treads(plane, known)),
        tuple(_risers(plane, known)),
        tuple(_links(plane, sized)),
        tuple(_marks(plane, strand, sized)),
        tuple(_gaps(plane, strand)),
        tuple((plane.at(end_of(point.year)), str(point.year)) for point in strand.whole.points),
        tuple((plane.y(tick), f"{tick:g}") for tick in _ticks(heights)),
        tuple((plane.at(day), day.isoformat()) for day in strand.days),
        _today(plane, days, as_of),
        _TOP,
        _TALL,
        _in_words(strand),
    )


def end_of(year: int) -> date:
    """Return the day that a year's figures are shown at."""
    return date(year, 12, 31)


def _size(milestone: Milestone) -> float | None:
    try:
        return float(milestone.limit)
    except ValueError:
        return None  # a word such as "true" has no height


def _plane(days: Sequence[date], heights: Sequence[float], as_of: date) -> _Plane:
    first, last = min(days), max(days)
    if _is_near(first, last, as_of):
        first, last = min(first, as_of), max(last, as_of)
    ticks = _ticks(heights)
    return _Plane(first, last, ticks[0], ticks[-1])


def _is_near(first: date, last: date, as_of: date) -> bool:
    reach = timedelta(days=_BEYOND * _YEAR)
    return first - reach <= as_of <= last + reach


def _today(plane: _Plane, days: Sequence[date], as_of: date) -> str | None:
    return plane.at(as_of) if _is_near(min(days), max(days), as_of) else None


def _ticks(heights: Sequence[float]) -> list[float]:
    """Return round heights that hold all values; zero is among them where it is not far off."""
    low, high = min(heights), max(heights)
    if 0 <= low < 0.5 * high or low == high:
        low = min(low, 0.0)
    step = round_step(((high - low) or 1.0) / 4)
    first, last = int(low // step), -int(-high // step)
    if low and low - first * step < step / 2:
        first -= 1  # room for the label below the lowest
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _spans(known: Sequence[tuple[Milestone, float]]) -> Iterator[tuple[Milestone, float, date]]:
    """Yield each limit with its last day; it also ends where the next one begins."""
    for place, (each, limit) in enumerate(known):
        after = [other.since for other, _ in known[place + 1 :] if other.since > each.since]
        last = min([each.until or date.max, *(day - timedelta(days=1) for day in after)])
        yield each, limit, last


def _treads(plane: _Plane, known: Sequence[tuple[Milestone, float]]) -> Iterator[Tread]:
    for each, limit, last in _spans(known):
        first, end, y = plane.x(each.since), plane.x(last), plane.y(limit)
        above = each.op in _CEILINGS
        yield Tread(
            percent(first, 100),
            percent(end, 100),
            percent(end - first, 100),
            y,
            each.printed,
            0 if above else y,
            y if above else _TOP + _TALL - y,
        )


def _risers(plane: _Plane, known: Sequence[tuple[Milestone, float]]) -> Iterator[Line]:
    for (_, before, last), (each, limit, _) in pairwise(_spans(known)):
        if (each.since - last).days == 1:
            x = plane.at(each.since)
            yield Line(x, x, plane.y(before), plane.y(limit))


def _links(plane: _Plane, sized: dict[int, float]) -> Iterator[Line]:
    """Yield a line between each two years that follow each other: a gap is never bridged."""
    for before, year in pairwise(sorted(sized)):
        if year - before == 1:
            yield Line(
                plane.at(end_of(before)),
                plane.at(end_of(year)),
                plane.y(sized[before]),
                plane.y(sized[year]),
            )


def _marks(plane: _Plane, strand: Strand, sized: dict[int, float]) -> Iterator[Mark]:
    ceiling = any(each.op in _CEILINGS for each in strand.milestones)
    for point in strand.whole.points:
        if point.year in sized:
            y = plane.y(sized[point.year])
            label = point.printed + ("*" if point.unknown else "")
            yield Mark(
                plane.at(end_of(point.year)),
                y,
                key_of(point),
                label,
                y - 11 if ceiling else y + 20,
                f"{point.year} 年 {point.printed}",
            )


def key_of(point: Point) -> str:
    """Return the class of a year by the rules of its own end; "free" where nothing was asked."""
    if point.own is None or point.state(point.own) is State.NOT_APPLICABLE:
        return "free"
    return MARKS[point.state(point.own)].key


def _gaps(plane: _Plane, strand: Strand) -> Iterator[tuple[str, str]]:
    for point in strand.whole.points:
        if point.value is None:
            yield plane.at(end_of(point.year)), "缺数据" if point.is_reported else "未填报"


def _in_words(strand: Strand) -> str:
    """Return the chart as a sentence, for readers who do not see it."""
    goals = ";".join(f"{each.since} 起 {each.printed}" for each in strand.milestones)
    years = "、".join(
        f"{point.year} 年 {point.printed if point.value is not None else '缺'}"
        for point in strand.whole.points
    )
    return f"目标:{goals}。历年:{years}"


@dataclass(frozen=True, slots=True)
class Pile:
    """What is still over one milestone in one year: an upright bar.

    `key` is "due" where the milestone was in force at the end of that year, "ahead" before.
    """

    x: str
    centre: str
    width: str
    y: int
    height: int
    number: str
    label: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A year along the axis; `note` says why it has no bars, `is_deadline` that a milestone falls."""

    x: str
    centre: str
    label: str
    note: str
    is_deadline: bool


@dataclass(frozen=True, slots=True)
class Piles:
    """What is still over each milestone, year by year up to the last milestone."""

    piles: tuple[Pile, ...]
    slots: tuple[Slot, ...]
    top: int
    height: int
    words: str


_LOW = 196
_FILL = 0.78  # of a year's room that its bars take


def piles(strand: Strand, numbers: Sequence[Sequence[int | None]], unit: str) -> Piles:
    """Return bars for what is over: `numbers` by year, then by milestone day; None leaves one out."""
    points = strand.whole.points
    years = range(points[0].year, max(points[-1].year, strand.days[-1].year) + 1)
    top = max((number or 0 for row in numbers for number in row), default=0) or 1
    by_year = {point.year: row for point, row in zip(points, numbers, strict=True)}
    known = {point.year: point for point in points}
    found: list[Pile] = []
    for place, year in enumerate(years):
        found += _piles_of(strand, place, len(years), by_year.get(year, ()), known.get(year), top)
    return Piles(
        tuple(found),
        tuple(_slots(strand, years, known, by_year)),
        _TOP,
        _LOW,
        ";".join(pile.title for pile in found) + f"(单位:{unit})",
    )


def _piles_of(
    strand: Strand,
    place: int,
    many: int,
    numbers: Sequence[int | None],
    point: Point | None,
    top: int,
) -> Iterator[Pile]:
    wide = _FILL / max(len(strand.days), 1)
    for order, number in enumerate(numbers):
        if number is None or point is None:
            continue
        start = place + (1 - _FILL) / 2 + order * wide
        height = round(number / top * _LOW)
        day = strand.days[order]
        goal = goal_words(strand.milestones, day)
        said = f"{number:,}" + ("*" if point.unknown else "")
        yield Pile(
            percent(start + wide * 0.06, many),
            percent(start + wide / 2, many),
            percent(wide * 0.88, many),
            _TOP + _LOW - height,
            height,
            said,
            goal,
            "due" if day <= end_of(point.year) else "ahead",
            f"{point.year} 年不符合 {day} 起 {goal} 的 {said}",
        )


def _slots(
    strand: Strand,
    years: Iterable[int],
    known: dict[int, Point],
    by_year: dict[int, Sequence[int | None]],
) -> Iterator[Slot]:
    many = len([*years])
    for place, year in enumerate(years):
        told = any(number is not None for number in by_year.get(year, ()))
        reported = year in known and known[year].is_reported
        note = "" if told or year not in known else "缺数据" if reported else "未填报"
        yield Slot(
            percent(place, many),
            percent(place + 0.5, many),
            str(year),
            note,
            any(day.year == year for day in strand.days),
        )


def goal_words(milestones: Iterable[Milestone], day: date) -> str:
    """Return the limits that begin on a day."""
    return "、".join(dict.fromkeys(each.printed for each in milestones if each.since == day))
