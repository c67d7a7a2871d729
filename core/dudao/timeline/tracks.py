"""A body, its counties or its schools over the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ..evaluate import State
from ..facts import Stage
from ..rulebook import Indicator
from .judging import Group, Year, point
from .model import About, Against, Point, Track
from .past import Past

_UPWARD = ("<=", "<")


class Tracks:
    """The tracks of one stage of an indicator, each year held against the same days."""

    def __init__(
        self, past: Past, indicator: Indicator, stage: Stage | None, days: Sequence[date]
    ) -> None:
        self._past = past
        self._indicator = indicator
        self._days = days
        self._years = {each: Year(past, each, indicator, stage) for each in past.years}
        # On the wrong side is above the limit where it may not be exceeded.
        self._upward = indicator.targets[-1].op in _UPWARD

    def whole(self, school: str | None) -> Track:
        """Return the body itself, or one of its schools."""
        if school is not None:
            return self._school(school)
        points = tuple(self._of_body(year) for year in self._past.span)
        return Track(self._past.code, self._past.name, points)

    def members(self) -> Iterator[Track]:
        """Yield the counties of a body above, the schools of a county that are ever judged."""
        if self._past.about is About.COUNTIES:
            yield from (self._county(code) for code in self._past.counties)
        elif self._indicator.subject != "county":
            tracks = (self._school(code) for code in self._past.schools)
            yield from (each for each in tracks if any(map(self._is_judged, each.points)))

    def latest(self, track: Track, as_of: date) -> Point | None:
        """Return the last year up to a day in which anything was reported."""
        known = [each for each in track.points if each.is_reported and each.year <= as_of.year]
        return known[-1] if known else None

    def on(self, now: Point, school: str | None, day: date) -> Against:
        """Return how a year of the body, or of a school, stands by the rules of another day."""
        year = self._years[now.year]
        return year.against(self._group(year, school), day)

    def _group(self, year: Year, school: str | None) -> Group:
        if school is not None:
            return Group(year.of_subject(school), single=True)
        return Group(year.rows, single=self._past.about is About.COUNTY and self._of_counties)

    @property
    def _of_counties(self) -> bool:
        return self._indicator.subject == "county"

    def _of_body(self, number: int) -> Point:
        year = self._years.get(number)
        if year is None:
            return Point(number)
        found = self._point(number, self._group(year, None))
        if self._past.about is About.COUNTY:
            return found
        unknown = [name for code, name in self._past.counties.items() if self._is_open(year, code)]
        return replace(found, unknown=tuple(unknown))

    def _is_open(self, year: Year, county: str) -> bool:
        """Return whether nothing is known of a county, which is more than that nothing applies."""
        *known, unknown, aside = year.states(year.of_county(county), self._days[-1])
        return not any(known) and (unknown > 0 or aside == 0)

    def _county(self, code: str) -> Track:
        points = [
            self._point(number, Group(self._years[number].of_county(code), self._of_counties))
            if number in self._years
            else Point(number)
            for number in self._past.span
        ]
        return Track(code, self._past.counties[code], tuple(points))

    def _school(self, code: str) -> Track:
        points = [
            self._point(number, Group(self._years[number].of_subject(code), single=True))
            if number in self._years
            else Point(number)
            for number in self._past.span
        ]
        return Track(code, self._past.schools[code], tuple(points))

    def _point(self, number: int, group: Group) -> Point:
        year = self._years[number]
        return point(self._past, year, number, group, self._days, upward=self._upward)

    def _is_judged(self, found: Point) -> bool:
        return any(each.standing.state is not State.NOT_APPLICABLE for each in found.against)
